-- Transfers of every room with its providers, as far as a provider's statement is held against them.
create table ledger_transfer (
  book text not null,
  id text not null,
  provider text not null,
  day text not null,
  principal_poisha bigint not null,
  by_wallet boolean not null,
  state text not null,
  reference text not null,
  page text not null,
  primary key (book, id)
);
create index ledger_transfer_day on ledger_transfer (provider, day);

-- A line may name a transfer of any centre.
create index ledger_transfer_id on ledger_transfer (id);

-- Transfers that stand in a statement (book: nation).
create table ledger_transfer_match (
  book text not null,
  transfer text not null,
  statement text not null,
  primary key (book, transfer)
);
