-- Who was at the counter on a day, from the first act to the last: the attendance register (facts.md 3.6). The body holds
-- each person's two moments, so that a day is one row.
create table counter_attendance (
  book text not null,
  day text not null,
  body text not null,
  primary key (book, day)
);

-- Days of leave, with the reason; one taken back stays, marked.
create table counter_absence (
  book text not null,
  absence text not null,
  person text not null,
  from_day text not null,
  to_day text not null,
  standing boolean not null,
  body text not null,
  primary key (book, absence)
);
create index counter_absence_days on counter_absence (book, to_day, from_day);

-- What is on hand of each item, and below how much the centre calls it low.
create table counter_stock (
  book text not null,
  item text not null,
  quantity bigint not null,
  low bigint,
  primary key (book, item)
);

-- The stock register: what came in, went out, or was counted otherwise, with what was on hand after it.
create table counter_stock_move (
  book text not null,
  folio bigint not null,
  item text not null,
  day text not null,
  kind text not null,
  quantity bigint not null,
  on_hand bigint not null,
  price_poisha bigint not null,
  by_whom text not null,
  reason text not null,
  takes_back bigint,
  taken_back boolean not null,
  primary key (book, folio)
);
create index counter_stock_move_day on counter_stock_move (book, day, folio);
create index counter_stock_move_item on counter_stock_move (book, item, day);
