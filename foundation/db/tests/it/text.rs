//! SQL as text: which tables it names, what an engine is given.

use db::{Engine, Tables};
use proptest::prelude::*;

#[test]
fn the_tables_of_a_statement_are_those_it_names() {
    let cases: &[(&str, &[&str])] = &[
        ("select a from x where b = $1", &["x"]),
        ("select a from x join y on x.a = y.a left join z on true", &["x", "y", "z"]),
        ("insert into x (a) values ($1) on conflict (a) do update set a = excluded.a", &["x"]),
        ("update x set a = 1 where a in (select a from y)", &["x", "y"]),
        ("delete from x where a = 1", &["x"]),
        ("with own as (select a from x) select * from own join y on true", &["x", "y"]),
        ("select count(*) from (select distinct a from x) t", &["x"]),
        ("SELECT a FROM X", &["x"]),
        ("select 1 as one", &[]),
    ];
    for (sql, tables) in cases {
        assert_eq!(Tables::of(sql), *tables, "{sql}");
    }
}

#[test]
fn sqlite_is_given_strict_tables_of_its_own_types() {
    let sql = "create table x (a bigint not null, b boolean, c bytea, bigint_total text);\ncreate index i on x (a);";
    let expected =
        "create table x (a integer not null, b integer, c blob, bigint_total text) strict;\ncreate index i on x (a);";
    assert_eq!(Engine::Sqlite.migration(sql), expected);
    assert_eq!(Engine::Postgres.migration(sql), sql);
}

proptest! {
    #[test]
    fn any_text_can_be_asked_for_its_tables(sql in ".{0,200}") {
        let _ = Tables::of(&sql);
        let _ = Engine::Sqlite.migration(&sql);
    }
}
