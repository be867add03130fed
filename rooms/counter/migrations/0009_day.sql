-- The whole of a day's closing, so that its report is one row; '{}' for days closed before closings were counted.
alter table counter_closed_day add column body text not null default '{}';

-- What each operator took and gave back on a day: kept by the receipts, so that a close adds up a handful of rows.
create table counter_operator_day (
  book text not null,
  day text not null,
  person text not null,
  given bigint not null,
  official_poisha bigint not null,
  charge_poisha bigint not null,
  cash_in_poisha bigint not null,
  cash_out_poisha bigint not null,
  reversed bigint not null,
  back_poisha bigint not null,
  folio bigint not null,
  primary key (book, day, person)
);

-- What was done with the drawer: opened, moved, passed on, counted.
create table counter_drawer_entry (
  book text not null,
  folio bigint not null,
  day text not null,
  at_ms bigint not null,
  by_whom text not null,
  body text not null,
  primary key (book, folio)
);
create index counter_drawer_entry_day on counter_drawer_entry (book, day, folio);

-- Who holds the drawer now, and whether the day's opening was counted.
create table counter_drawer (
  book text not null,
  holder text,
  opened_day text,
  primary key (book)
);
