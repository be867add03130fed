-- What each account of a book holds now: debits positive, credits negative, in poisha.
create table ledger_balance (
  book text not null,
  account text not null,
  poisha bigint not null,
  held_poisha bigint not null,
  primary key (book, account)
);

-- Every leg of every posting.
create table ledger_posting (
  book text not null,
  folio bigint not null,
  line bigint not null,
  account text not null,
  poisha bigint not null,
  day text not null,
  at_ms bigint not null,
  memo text not null,
  primary key (book, folio, line)
);

-- A statement reads one account in the order of its days.
create index ledger_posting_account on ledger_posting (book, account, day, folio);

-- Entries that were reversed, each once.
create table ledger_reversal (
  book text not null,
  reversed_folio bigint not null,
  folio bigint not null,
  primary key (book, reversed_folio)
);

-- Money set aside and not yet moved.
create table ledger_hold (
  book text not null,
  hold text not null,
  account text not null,
  poisha bigint not null,
  until_ms bigint not null,
  state text not null,
  folio bigint not null,
  primary key (book, hold)
);
