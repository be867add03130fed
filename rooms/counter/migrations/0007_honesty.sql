-- Reversals by the day on which they were done: a stream of income opens down to what was taken and what was given back.
create table counter_reversal (
  book text not null,
  folio bigint not null,
  day text not null,
  number text not null,
  primary key (book, folio)
);
create index counter_reversal_day on counter_reversal (book, day, folio);
