-- Transfers between buyers' wallets and the programme's account: payments of quotes, refunds of orders, in the book of the
-- centre. A payment that went astray and is to go back is kept as `returning`.
create table market_wallet (
  book text not null,
  id text not null,
  subject text not null,
  state text not null,
  asked_ms bigint not null,
  body text not null,
  primary key (book, id)
);
create index market_wallet_subject on market_wallet (book, subject);
create index market_wallet_waiting on market_wallet (state, asked_ms);

-- How an order is paid: refunds of what a wallet paid are sent by themselves.
alter table market_order add column payment text not null default 'cash';
create index market_order_wallet on market_order (payment, refund_due_poisha);

-- Settlement runs, in the nation's book.
create table market_run (
  book text not null,
  number text not null,
  state text not null,
  body text not null,
  primary key (book, number)
);

-- What of them was sent to a seller, in the seller's book.
create table market_payout (
  book text not null,
  id text not null,
  run text not null,
  poisha bigint not null,
  state text not null,
  primary key (book, id)
);

-- What a seller is owed in its own book, for whoever proposes a run.
create table market_owed (
  book text not null,
  poisha bigint not null,
  primary key (book)
);
create index market_owed_most on market_owed (poisha);
