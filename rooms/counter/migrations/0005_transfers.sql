-- Transfers: entered amounts that a provider carries out. `pending` is true while nobody knows the end yet.
create table counter_transfer (
  book text not null,
  id text not null,
  path text not null,
  provider text not null,
  service text not null,
  state text not null,
  pending boolean not null,
  day text not null,
  principal_poisha bigint not null,
  receipt text,
  requested_ms bigint not null,
  changed_ms bigint not null,
  body text not null,
  outcome text not null,
  primary key (book, id)
);
create index counter_transfer_pending on counter_transfer (pending, requested_ms);
create index counter_transfer_day on counter_transfer (book, day, requested_ms);
create index counter_transfer_provider on counter_transfer (provider, day);

-- What was moved in a day, by provider or service, of the centre (person is empty) and of each person: limits are held
-- against it.
create table counter_transfer_use (
  book text not null,
  day text not null,
  subject text not null,
  person text not null,
  poisha bigint not null,
  primary key (book, day, subject, person)
);

-- Limits of amounts by provider or service and place (book: nation).
create table counter_limit (
  book text not null,
  subject text not null,
  path text not null,
  body text not null,
  primary key (book, subject, path)
);
