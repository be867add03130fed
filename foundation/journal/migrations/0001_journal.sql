-- What the store knows of itself: its session.
create table journal_store (
  name text not null primary key,
  value text not null
);

-- The last line of each book. The row is what a writer locks.
create table journal_head (
  book text not null primary key,
  session text not null,
  seq bigint not null,
  folio bigint not null,
  hash bytea not null
);

-- The books themselves. Nothing here is ever changed or deleted.
create table journal_entry (
  book text not null,
  folio bigint not null,
  session text not null,
  seq bigint not null,
  at_ms bigint not null,
  by_whom text not null,
  deed text not null,
  deed_key bytea not null,
  events bytea not null,
  previous bytea not null,
  hash bytea not null,
  primary key (book, folio)
);

-- Idempotency: what was answered to a key. Not part of the chain; may be pruned after 90 days.
create table journal_key (
  book text not null,
  deed_key bytea not null,
  body bytea not null,
  answer bytea not null,
  at_ms bigint not null,
  primary key (book, deed_key)
);

-- The key of each person whose data is sealed. Destroying it (null) erases the person.
create table journal_subject (
  book text not null,
  subject text not null,
  wrapped bytea,
  made_at_ms bigint not null,
  erased_at_ms bigint,
  primary key (book, subject)
);

-- Sealed personal data. Events hold only the seal's id and hash.
create table journal_seal (
  book text not null,
  seal text not null,
  subject text not null,
  box bytea not null,
  primary key (book, seal)
);
