-- Top-ups as they were asked for, and what became of each: waiting, approved or declined.
create table ledger_top_up (
  book text not null,
  ask text not null,
  path text not null,
  poisha bigint not null,
  proof text not null,
  proof_key text not null,
  paid_into text not null,
  paid_on text not null,
  asked_by text not null,
  asked_at_ms bigint not null,
  state text not null,
  reason text not null,
  decided_by text not null,
  decided_at_ms bigint not null,
  folio bigint not null,
  primary key (book, ask)
);

-- Those who approve read what waits below their place, the longest first.
create index ledger_top_up_waiting on ledger_top_up (state, asked_at_ms);

-- A slip that stands at two centres is found by its number.
create index ledger_top_up_proof on ledger_top_up (proof_key, book);

-- Below how much a centre wants to be warned of its float.
create table ledger_float_warning (
  book text not null,
  below_poisha bigint not null,
  primary key (book)
);
