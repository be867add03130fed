-- Courses that people passed; some services are given only by who passed one (book: nation).
create table network_course (
  book text not null,
  person text not null,
  course text not null,
  passed_on text not null,
  proof_seal text not null,
  primary key (book, person, course)
);
