-- True once people changed a service: what comes with the program then leaves it alone.
alter table counter_offer add column edited boolean not null default false;

-- What a catalogue manager is about to change, until it is confirmed: not a view (book: nation).
create table counter_amendment (
  book text not null,
  person text not null,
  body text not null,
  changed_ms bigint not null,
  primary key (book, person)
);
