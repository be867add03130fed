-- A complaint about an order, on its way from the centre up, in the centre's book. `due_ms` is none when no clock runs.
create table market_dispute (
  book text not null,
  number text not null,
  path text not null,
  open boolean not null,
  desk text not null,
  due_ms bigint,
  changed_ms bigint not null,
  body text not null,
  primary key (book, number)
);
create index market_dispute_due on market_dispute (due_ms) where open;
create index market_dispute_path on market_dispute (open, path);

-- Which entries of its book concern an order.
create table market_order_entry (
  book text not null,
  number text not null,
  folio bigint not null,
  at_ms bigint not null,
  primary key (book, number, folio)
);

-- The figures of the market, in the book of the centre that took the orders: sums by the month in which an order was
-- placed, by kind and by what is counted. What an order gives to them is worked out of where it stands.
create table market_fact (
  book text not null,
  month text not null,
  kind text not null,
  what text not null,
  orders bigint not null,
  poisha bigint not null,
  primary key (book, month, kind, what)
);
create index market_fact_month on market_fact (month, kind, what, orders, poisha);
create index market_order_day on market_order (day, book, number);
