-- How far each follower has heard each book. A row of the book '' says that a follower is known: new books are then news.
create table journal_follower (
  book text not null,
  follower text not null,
  folio bigint not null,
  primary key (book, follower)
);
