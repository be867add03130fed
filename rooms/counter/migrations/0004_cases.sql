-- Every step of a case: what happened, who did it and why. `what` is the state that it came to, or `answered` when its
-- answers were filled in anew: then `fields` names which of them changed, never what stands in them.
create table counter_case_move (
  book text not null,
  number text not null,
  folio bigint not null,
  what text not null,
  at_ms bigint not null,
  by_whom text not null,
  reason text,
  note text,
  due text,
  fields text not null,
  primary key (book, number, folio, what)
);

-- Pictures that belong to a case: what they are. The pictures themselves are sealed.
create table counter_attachment (
  book text not null,
  number text not null,
  place bigint not null,
  kind text not null,
  picture text not null,
  thumb text not null,
  sha256 text not null,
  size_bytes bigint not null,
  at_ms bigint not null,
  by_whom text not null,
  primary key (book, number, place)
);

-- Codes sent to collect what is ready: a keyed hash, for minutes. Not a view, and of no use to anybody afterwards.
create table counter_handover_code (
  book text not null,
  number text not null,
  hash text not null,
  ends_ms bigint not null,
  tries bigint not null,
  sent bigint not null,
  sent_ms bigint not null,
  primary key (book, number)
);
