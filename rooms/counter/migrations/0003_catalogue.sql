-- Tariffs that somebody proposed and what became of them (book: nation).
create table counter_tariff_proposal (
  book text not null,
  proposal text not null,
  service text not null,
  state text not null,
  proposed_ms bigint not null,
  body text not null,
  primary key (book, proposal)
);
create index counter_tariff_proposal_state on counter_tariff_proposal (book, state, proposed_ms);

-- Carts set aside for a customer who comes back, concealed: not a view, and swept when nobody came.
create table counter_held_cart (
  book text not null,
  held text not null,
  person text not null,
  cart bytea not null,
  held_ms bigint not null,
  primary key (book, held)
);
create index counter_held_cart_age on counter_held_cart (held_ms);
