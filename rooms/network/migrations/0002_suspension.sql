-- Who may not serve for now: a centre (by its code), a person (by their id), or who sits in a seat (`seat:` and their id).
-- What was lifted stays as a row that does not hold. People have no place in it: they stand still everywhere.
create table network_suspension (
  book text not null,
  subject text not null,
  seat text,
  centre text,
  path text not null,
  since text not null,
  reason text not null,
  holds boolean not null,
  primary key (book, subject)
);
create index network_suspension_path on network_suspension (book, path);
insert into network_suspension (book, subject, path, since, reason, holds)
  select book, person, '', suspended_on, suspended_seal, true from network_person where suspended_on is not null;

-- At which centre the open applications of another are served; at none when they are back at their own.
create table network_queue (
  book text not null,
  centre text not null,
  path text not null,
  served_at text,
  since text not null,
  primary key (book, centre)
);
create index network_queue_served_at on network_queue (book, served_at);
