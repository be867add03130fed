-- What a service is, every version of it (book: nation).
create table counter_service (
  book text not null,
  code text not null,
  version bigint not null,
  body text not null,
  form text not null,
  published_ms bigint not null,
  change_note text not null,
  primary key (book, code, version)
);

-- What is offered now: the service and its tariffs in one row, so that the counter reads one row a line (book: nation).
create table counter_offer (
  book text not null,
  code text not null,
  version bigint not null,
  body text not null,
  tariffs text not null,
  has_form boolean not null,
  primary key (book, code)
);

-- Moves with every change of the catalogue (book: nation).
create table counter_revision (
  book text not null primary key,
  folio bigint not null
);

-- The counts of a business day in one session of the store: receipt numbers are made from them.
create table counter_day (
  book text not null,
  day text not null,
  session text not null,
  given bigint not null,
  official_poisha bigint not null,
  charge_poisha bigint not null,
  income_poisha bigint not null,
  reversed bigint not null,
  reversed_official_poisha bigint not null,
  reversed_charge_poisha bigint not null,
  reversed_income_poisha bigint not null,
  primary key (book, day, session)
);

create table counter_closed_day (
  book text not null,
  day text not null,
  closed_ms bigint not null,
  by_whom text not null,
  primary key (book, day)
);

create table counter_receipt (
  book text not null,
  number text not null,
  day text not null,
  state text not null,
  official_poisha bigint not null,
  charge_poisha bigint not null,
  folio bigint not null,
  body text not null,
  reversal text,
  primary key (book, number)
);

create index counter_receipt_day on counter_receipt (book, day, folio);

-- Rows of paper registers that were entered: the same row never twice, however long ago that was.
create table counter_register_row (
  book text not null,
  mark text not null,
  number text not null,
  primary key (book, mark)
);

-- How many papers of a receipt were printed: the second and further ones are marked as copies.
create table counter_printing (
  book text not null,
  number text not null,
  papers bigint not null,
  primary key (book, number)
);

-- What each service brought in each day: favourites, sums by service.
create table counter_service_day (
  book text not null,
  day text not null,
  service text not null,
  quantity bigint not null,
  total_poisha bigint not null,
  primary key (book, day, service)
);

create table counter_customer (
  book text not null,
  customer text not null,
  seal text not null,
  mobile_blind text,
  met_ms bigint not null,
  primary key (book, customer)
);

create table counter_customer_mobile (
  book text not null,
  mobile_blind text not null,
  customer text not null,
  seal text not null,
  primary key (book, mobile_blind)
);

-- Carts in progress, concealed: not a view, and of no use to anybody after the sale.
create table counter_cart (
  book text not null,
  person text not null,
  cart bytea not null,
  changed_ms bigint not null,
  primary key (book, person)
);
