-- On what terms a seller gives a product in quantity, in the seller's book.
create table market_lot (
  book text not null,
  product text not null,
  open boolean not null,
  body text not null,
  primary key (book, product)
);

-- What a seller was asked for in quantity, through which centre and by which firm (empty for a centre's own customer), and
-- what was answered, in the seller's book.
create table market_lot_ask (
  book text not null,
  number text not null,
  centre text not null,
  firm text not null,
  state text not null,
  asked_ms bigint not null,
  body text not null,
  primary key (book, number)
);
create index market_lot_ask_seller on market_lot_ask (book, asked_ms);
create index market_lot_ask_waiting on market_lot_ask (book, state, asked_ms);
create index market_lot_ask_centre on market_lot_ask (centre, asked_ms);
create index market_lot_ask_firm on market_lot_ask (firm, asked_ms);

-- How many payouts of a run are in each state.
create index market_payout_run on market_payout (run, state);
