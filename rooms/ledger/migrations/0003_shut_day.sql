-- Days into which nothing is dated any more, by the room that closed them.
create table ledger_shut_day (
  book text not null,
  day text not null,
  folio bigint not null,
  primary key (book, day)
);
