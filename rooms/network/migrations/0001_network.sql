-- Places of the country: facts, from reference/. The path ends with a slash and holds the codes from the division down.
create table network_place (
  book text not null,
  code text not null,
  kind text not null,
  parent text not null,
  path text not null,
  name_bn text not null,
  name_en text not null,
  lat_micro bigint,
  lon_micro bigint,
  primary key (book, code)
);
create index network_place_parent on network_place (book, parent);

-- Other and former spellings, for search.
create table network_place_name (
  book text not null,
  code text not null,
  lang text not null,
  name text not null,
  source text not null,
  primary key (book, code, lang, name)
);

-- Which state of the reference data was entered, by part (the country, each division).
create table network_place_part (
  book text not null,
  part text not null,
  hash text not null,
  primary key (book, part)
);

-- Digital Centres. One a place.
create table network_centre (
  book text not null,
  code text not null,
  place text not null,
  kind text not null,
  path text not null,
  name_bn text not null,
  name_en text not null,
  opened_on text not null,
  primary key (book, code)
);
create unique index network_centre_place on network_centre (book, place);

-- Two seats a centre, apart from who sits in them. A vacant seat has no person and no contract.
create table network_seat (
  book text not null,
  centre text not null,
  seat text not null,
  person text,
  contract text,
  since text not null,
  primary key (book, centre, seat)
);
create index network_seat_person on network_seat (book, person);

-- Every contract that ever was: the history of the seats and of the people.
create table network_contract (
  book text not null,
  contract text not null,
  centre text not null,
  seat text not null,
  person text not null,
  from_day text not null,
  until_day text not null,
  stamp text not null,
  ended_on text,
  ended_why text,
  note_seal text,
  primary key (book, contract)
);
create index network_contract_seat on network_contract (book, centre, seat);
create index network_contract_person on network_contract (book, person);

-- People. Names and numbers are sealed; a person is found by the blind index of the mobile number.
create table network_person (
  book text not null,
  person text not null,
  seal text not null,
  mobile_index text not null,
  sex text,
  lang text not null,
  place text not null,
  path text not null,
  registered_on text not null,
  suspended_on text,
  suspended_seal text,
  password_seal text,
  authenticator_seal text,
  primary key (book, person)
);
create unique index network_person_mobile on network_person (book, mobile_index);

-- Grants: person, role, place, dates, and who gave it.
create table network_grant (
  book text not null,
  grant_id text not null,
  person text not null,
  role text not null,
  place text not null,
  path text not null,
  from_day text not null,
  until_day text,
  given_by text not null,
  ended_on text,
  ended_by text,
  primary key (book, grant_id)
);
create index network_grant_person on network_grant (book, person);

-- Kept, not a view: sessions. Only the hash of a token is stored.
create table network_session (
  book text not null,
  token_hash bytea not null,
  session text not null,
  person text not null,
  channel text not null,
  device text not null,
  opened_at_ms bigint not null,
  seen_at_ms bigint not null,
  idle_ms bigint not null,
  ends_at_ms bigint not null,
  primary key (book, token_hash)
);
create index network_session_person on network_session (book, person);

-- Kept: tries of a secret since the last right one, by surface and by whom.
create table network_try (
  book text not null,
  surface text not null,
  subject text not null,
  tries bigint not null,
  since_ms bigint not null,
  last_at_ms bigint not null,
  primary key (book, surface, subject)
);
create index network_try_last on network_try (book, last_at_ms);

-- Kept: the last step of a person's authenticator that was accepted; no step is accepted twice.
create table network_step (
  book text not null,
  person text not null,
  step bigint not null,
  primary key (book, person)
);

-- Kept: one-time codes, by hash.
create table network_code (
  book text not null,
  code_hash bytea not null,
  purpose text not null,
  person text not null,
  ends_at_ms bigint not null,
  used_at_ms bigint,
  primary key (book, code_hash)
);
create index network_code_person on network_code (book, person);
