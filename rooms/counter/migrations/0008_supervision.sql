-- Visits of inspection: the second of the four registers (facts.md 3.6). The note is sealed; the body holds the rest.
create table counter_inspection (
  book text not null,
  inspection text not null,
  day text not null,
  body text not null,
  primary key (book, inspection)
);
create index counter_inspection_day on counter_inspection (book, day);

-- Cases that are late in an area, the longest late first, without touching those that are not due.
create index counter_case_late on counter_case (pending, due, path, book, state);
