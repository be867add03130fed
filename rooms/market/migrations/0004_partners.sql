-- Keys of a seller's own programs, in the seller's book: of a key only the hash.
create table market_key (
  book text not null,
  hash text not null,
  number bigint not null,
  body text not null,
  primary key (book, hash)
);

-- What a seller's own programs call kinds of goods, and which of our categories each is; none when the name was given up.
create table market_kind (
  book text not null,
  name text not null,
  label text not null,
  category text not null,
  primary key (book, name)
);

-- Which product a seller's own reference is.
create table market_reference (
  book text not null,
  reference text not null,
  product text not null,
  primary key (book, reference)
);

create index market_order_moved on market_order (seller, moved_ms, book, number);

-- Where a seller's program wants to be told what happens. Its secret stands nowhere: the store's keys make it anew.
create table market_endpoint (
  book text not null,
  body text not null,
  primary key (book)
);

-- What sellers' programs are told, and whether their endpoints have it: in no journal, since what happened stands there.
create table market_message (
  book text not null,
  number bigint not null,
  kind text not null,
  body text not null,
  at_ms bigint not null,
  state text not null,
  tries bigint not null,
  next_ms bigint not null,
  answer text not null,
  primary key (book, number)
);
create index market_message_due on market_message (state, next_ms);
