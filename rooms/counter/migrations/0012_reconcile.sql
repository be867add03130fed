-- Statements of providers, held against our transfers (book: nation).
create table counter_statement (
  book text not null,
  statement text not null,
  provider text not null,
  first_day text not null,
  last_day text not null,
  read_ms bigint not null,
  body text not null,
  primary key (book, statement)
);
create index counter_statement_read on counter_statement (book, read_ms);

-- Their lines: open, matched, or repeated from an earlier statement.
create table counter_statement_line (
  book text not null,
  statement text not null,
  line bigint not null,
  provider text not null,
  day text not null,
  poisha bigint not null,
  reference text not null,
  transfer text not null,
  state text not null,
  primary key (book, statement, line)
);
create index counter_statement_line_reference on counter_statement_line (book, provider, reference);
create index counter_statement_line_open on counter_statement_line (book, provider, state, day);

-- Transfers that stand in a statement.
create table counter_statement_match (
  book text not null,
  transfer text not null,
  statement text not null,
  primary key (book, transfer)
);

-- What has no partner on the other side, or another amount there: with an owner, until it is resolved.
create table counter_statement_item (
  book text not null,
  item text not null,
  statement text not null,
  provider text not null,
  day text not null,
  kind text not null,
  owner text not null,
  open boolean not null,
  body text not null,
  primary key (book, item)
);
create index counter_statement_item_open on counter_statement_item (book, open, day);

-- A line may name a transfer of any centre.
create index counter_transfer_id on counter_transfer (id);
