-- The place paths at which a service is closed (book: nation).
alter table counter_offer add column closed text not null default '[]';

-- What a centre's book knows of its own standing: where it is, which day is open, which was closed last.
create table counter_centre (
  book text not null,
  path text not null,
  open_day text,
  last_closed text,
  primary key (book)
);

-- What was counted in a day (yyyy-mm-dd) and in a month (yyyy-mm): kept by the entries, so that a supervisor's page over
-- thousands of centres reads a row a centre. The path stands in it because no statement reaches into another room.
create table counter_tally (
  book text not null,
  period text not null,
  path text not null,
  body text not null,
  primary key (book, period)
);
create index counter_tally_path on counter_tally (period, path);

-- Applications with work still to do after they were paid, or before.
create table counter_case (
  book text not null,
  number text not null,
  path text not null,
  service text not null,
  state text not null,
  pending boolean not null,
  owner text not null,
  due text,
  opened_ms bigint not null,
  changed_ms bigint not null,
  body text not null,
  primary key (book, number)
);
create index counter_case_pending on counter_case (book, pending, due);
create index counter_case_path on counter_case (pending, path, due);
