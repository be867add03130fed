-- Complaints about receipts: one row each, moved from state to state; what was written is sealed.
create table counter_complaint (
  book text not null,
  number text not null,
  path text not null,
  receipt text not null,
  state text not null,
  pending boolean not null,
  due_ms bigint not null,
  made_ms bigint not null,
  changed_ms bigint not null,
  body text not null,
  primary key (book, number)
);
create index counter_complaint_due on counter_complaint (pending, due_ms, path);
create index counter_complaint_receipt on counter_complaint (book, receipt);

-- The steps of a complaint, with who and why.
create table counter_complaint_step (
  book text not null,
  number text not null,
  folio bigint not null,
  what text not null,
  at_ms bigint not null,
  by_whom text not null,
  reason text,
  note text,
  primary key (book, number, folio)
);

-- What a person did at the counter on a day, against what is usual for them (-1 while nobody can say).
create table counter_person_day (
  book text not null,
  person text not null,
  day text not null,
  path text not null,
  usual bigint not null,
  receipts bigint not null,
  outside bigint not null,
  reversed bigint not null,
  overcharged bigint not null,
  primary key (book, person, day)
);
create index counter_person_day_day on counter_person_day (day, path);

-- The receipts of each of a person's last days at work: what is usual is their median.
create table counter_person_usual (
  book text not null,
  person text not null,
  last_day text not null,
  days text not null,
  primary key (book, person)
);

-- The question "how much did you pay?", to one customer in fifty.
create table counter_asked (
  book text not null,
  number text not null,
  mobile_blind text not null,
  state text not null,
  asked_ms bigint not null,
  paid_poisha bigint,
  complaint text,
  primary key (book, number)
);
create index counter_asked_state on counter_asked (state, asked_ms);
create index counter_asked_mobile on counter_asked (mobile_blind, state, asked_ms);
