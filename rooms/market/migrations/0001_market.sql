-- How many sellers the nation's book has, how many products a seller's: the last number given.
create table market_count (
  book text not null,
  kind text not null,
  given bigint not null,
  primary key (book, kind)
);

-- What may be sold, as a tree by the dots of its codes. A category that is no longer published stays, closed.
create table market_category (
  book text not null,
  code text not null,
  place bigint not null,
  open boolean not null,
  body text not null,
  primary key (book, code)
);

-- Sellers, in the nation's book: each has a book of its own besides, named by its number.
create table market_seller (
  book text not null,
  number text not null,
  state text not null,
  centre text not null,
  keeper text not null,
  moved_ms bigint not null,
  reason text,
  body text not null,
  primary key (book, number)
);
create index market_seller_state on market_seller (book, state, moved_ms);
create index market_seller_centre on market_seller (book, centre, number);
create index market_seller_keeper on market_seller (book, keeper, number);

-- A seller by the blind index of the mobile number: nobody is a seller twice.
create table market_seller_mobile (
  book text not null,
  mobile_index text not null,
  number text not null,
  primary key (book, mobile_index)
);

-- What a seller offers, in the seller's book.
create table market_product (
  book text not null,
  number text not null,
  state text not null,
  category text not null,
  photos bigint not null,
  photos_ever bigint not null,
  moved_ms bigint not null,
  reason text,
  body text not null,
  primary key (book, number)
);
create index market_product_state on market_product (state, moved_ms);

-- Which product of the seller has this SKU: one only.
create table market_sku (
  book text not null,
  sku text not null,
  product text not null,
  primary key (book, sku)
);

-- Photos of a product in three sizes, each in a seal. One taken away stays, marked.
create table market_photo (
  book text not null,
  product text not null,
  place bigint not null,
  sha256 text not null,
  gone boolean not null,
  small text not null,
  middle text not null,
  large text not null,
  primary key (book, product, place)
);
