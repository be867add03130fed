-- What of an SKU lies where, in the seller's book.
create table market_stock (
  book text not null,
  sku text not null,
  free bigint not null,
  body text not null,
  primary key (book, sku)
);

-- How many pieces of a made-to-order product are promised in a month.
create table market_making (
  book text not null,
  product text not null,
  month text not null,
  promised bigint not null,
  primary key (book, product, month)
);

-- Pieces set aside for a quote, in the seller's book.
create table market_reservation (
  book text not null,
  quote text not null,
  state text not null,
  until_ms bigint not null,
  body text not null,
  primary key (book, quote)
);
create index market_reservation_open on market_reservation (state, until_ms);

-- What is kept of a price, in the nation's book: all rates of one subject in one row.
create table market_rate (
  book text not null,
  subject text not null,
  body text not null,
  primary key (book, subject)
);

-- Quotes, in the book of the centre that made them.
create table market_quote (
  book text not null,
  number text not null,
  basket text not null,
  state text not null,
  until_ms bigint not null,
  body text not null,
  primary key (book, number)
);

-- The quote of a basket.
create table market_basket (
  book text not null,
  basket text not null,
  number text not null,
  primary key (book, basket)
);

-- Orders, in the book of the centre that took them. `clock_ms` is when a clock looks at it next.
create table market_order (
  book text not null,
  number text not null,
  seller text not null,
  state text not null,
  day text not null,
  moved_ms bigint not null,
  clock_ms bigint,
  refund_due_poisha bigint not null,
  disputed boolean not null,
  body text not null,
  primary key (book, number)
);
create index market_order_seller on market_order (seller, state, moved_ms);
create index market_order_state on market_order (book, state, moved_ms);
create index market_order_clock on market_order (clock_ms);
create index market_order_refund on market_order (moved_ms) where refund_due_poisha > 0;

-- How often who has this number took what was ordered, and how often it was refused or not fetched.
create table market_buyer (
  book text not null,
  buyer_index text not null,
  taken bigint not null,
  refused bigint not null,
  primary key (book, buyer_index)
);
create index market_buyer_index on market_buyer (buyer_index);

-- What a centre's book owes a seller since the last time it was handed over to the seller's book.
create table market_handover (
  book text not null,
  number text not null,
  seller text not null,
  poisha bigint not null,
  state text not null,
  primary key (book, number)
);
create index market_handover_state on market_handover (state);

-- The baskets of who stands at a counter: drafts, in no journal.
create table market_draft (
  book text not null,
  person text not null,
  body text not null,
  changed_ms bigint not null,
  primary key (book, person)
);
