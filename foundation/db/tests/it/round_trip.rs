//! What goes into a row comes out of it, on both engines alike; and the SQL of shelves is of the size that was asked for.

use crate::pantry::{JARS, LOG, MIGRATIONS};
use base::calendar::Moment;
use db::{Boxed, Db, Engine, Fault, Job, Kind, Row, Shelf, Target, Tx, Value, Verdict, Want};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use tokio::sync::oneshot;

static CRATES: Shelf = Shelf {
    table: "pantry_crate",
    key: &[("book", Kind::Text), ("name", Kind::Text), ("place", Kind::Integer)],
    rest: &[("weight", Kind::Integer), ("open", Kind::Boolean), ("label", Kind::Bytes), ("note", Kind::Text)],
    read: true,
    lock: true,
};

db::statements! {
    CRATE = "select name, place, weight, open, label, note from pantry_crate where book = $1 and name = $2 and place = $3";
}

const CRATE_SQL: db::Migration = db::Migration {
    room: "pantry",
    number: 2,
    name: "crate",
    sql: "create table pantry_crate (book text not null, name text not null, place bigint not null, \
          weight bigint not null, open boolean not null, label bytea not null, note text, \
          primary key (book, name, place))",
};

type Crate = (String, i64, i64, bool, Vec<u8>, Option<String>);

/// Any text that a store can hold: every sign but U+0000.
fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>().prop_map(|text| text.replace('\0', "")),
        "[\\u0980-\\u09ff ]{0,30}",
        "[%_'\"\\\\;$?-]{0,12}",
        Just(String::new()),
        Just("e\u{301} é \u{200d}👩🏽‍🌾".to_owned()),
    ]
}

fn some_number() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(0), -9_i64..9]
}

fn some_crate() -> impl Strategy<Value = Crate> {
    let label = prop::collection::vec(any::<u8>(), 0..50);
    (some_text(), some_number(), some_number(), any::<bool>(), label, proptest::option::of(some_text()))
}

struct Fill {
    crates: Vec<Crate>,
    told: Option<oneshot::Sender<Result<(), Fault>>>,
}

fn key(book: &str, one: &Crate) -> Vec<Value> {
    vec![book.into(), one.0.as_str().into(), one.1.into()]
}

fn rest(one: &Crate) -> Vec<Value> {
    vec![one.2.into(), one.3.into(), one.4.clone().into(), one.5.clone().into()]
}

impl Job for Fill {
    fn wants(&self, _: Moment) -> Vec<Want> {
        self.crates.iter().map(|one| -> Want { (&CRATES, key("b", one)) }).collect()
    }

    fn run<'a>(&'a mut self, tx: &'a mut Tx<'_>) -> Boxed<'a, Result<Verdict, Fault>> {
        Box::pin(async move {
            for one in &self.crates {
                tx.put(&CRATES, key("b", one), rest(one));
                assert_eq!(tx.fetch(&CRATES, key("b", one)).await?, Some(rest(one)), "at hand at once");
            }
            Ok(Verdict::Keep)
        })
    }

    fn done(mut self: Box<Self>, outcome: Result<(), Fault>) {
        self.told.take().unwrap().send(outcome).unwrap();
    }
}

async fn open(engine: Engine, dir: &trial::Dir) -> Db {
    let target = match engine {
        Engine::Sqlite => Target::Sqlite(dir.path().join("pantry.db")),
        Engine::Postgres => Target::Postgres(trial::fresh_schema().await),
    };
    Db::open(&target, &[MIGRATIONS[0], CRATE_SQL], Arc::new(|| trial::MORNING)).await.unwrap()
}

async fn dumped(db: &Db) -> Vec<Row> {
    db.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let columns = tx.columns("pantry_crate").await?;
            assert_eq!(columns, ["book", "label", "name", "note", "open", "place", "weight"]);
            tx.dump("pantry_crate", &columns).await
        })
    })
    .await
    .unwrap()
}

#[test]
fn every_value_comes_back_as_it_went_in_and_both_engines_hold_the_same() {
    trial::run(async {
        let mut runner = TestRunner::deterministic();
        let crates = prop::collection::vec(some_crate(), 300).new_tree(&mut runner).unwrap().current();
        let mut dumps = Vec::new();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let dir = trial::Dir::new();
            let db = open(engine, &dir).await;
            for some in crates.chunks(70) {
                let (told, wait) = oneshot::channel();
                db.hand_in(Box::new(Fill { crates: some.to_vec(), told: Some(told) }));
                wait.await.unwrap().unwrap();
            }
            for one in &crates {
                let values = key("b", one);
                let row = db
                    .read::<_, Fault, _>(move |tx| Box::pin(async move { tx.one(&CRATE, &values).await }))
                    .await
                    .unwrap();
                // A later crate of the same name and place stands in place of an earlier one.
                let last = crates.iter().rev().find(|other| (&other.0, other.1) == (&one.0, one.1)).unwrap();
                assert_eq!(row.get::<String>("name").unwrap(), last.0);
                assert_eq!(row.get::<i64>("weight").unwrap(), last.2, "{engine:?}");
                assert_eq!(row.get::<bool>("open").unwrap(), last.3, "{engine:?}");
                assert_eq!(row.get::<Vec<u8>>("label").unwrap(), last.4, "{engine:?}");
                assert_eq!(row.get::<Option<String>>("note").unwrap(), last.5, "{engine:?}");
            }
            dumps.push(dumped(&db).await);
        }
        let text = |rows: &[Row]| rows.iter().map(|row| format!("{:?}", row.values())).collect::<Vec<_>>();
        // A boolean is a number to SQLite; a dump makes both the same, so that verifying can compare row for row.
        assert_eq!(text(&dumps[0]), text(&dumps[1]));
    });
}

#[test]
fn the_sign_that_postgres_cannot_hold_is_a_fault_there_and_harms_no_other_job() {
    trial::run(async {
        let dir = trial::Dir::new();
        let db = open(Engine::Postgres, &dir).await;
        let fill = |name: &str| {
            let (told, wait) = oneshot::channel();
            let crates = vec![(name.to_owned(), 1, 1, true, vec![0, 0], None)];
            db.hand_in(Box::new(Fill { crates, told: Some(told) }));
            wait
        };
        let (good, bad, also) = (fill("a"), fill("b\0"), fill("c"));
        good.await.unwrap().unwrap();
        assert!(matches!(bad.await.unwrap(), Err(Fault::Statement(_) | Fault::Away(_))));
        also.await.unwrap().unwrap();
        assert_eq!(dumped(&db).await.len(), 2);
    });
}

/// The highest placeholder of a text, each of which must stand in it exactly once.
fn placeholders(sql: &str) -> usize {
    let numbers: Vec<usize> = sql
        .split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap())
        .collect();
    let expected: Vec<usize> = (1..=numbers.len()).collect();
    assert_eq!(numbers, expected, "{sql}");
    numbers.len()
}

#[test]
fn a_shelfs_sql_has_a_place_for_every_value_and_names_its_own_table() {
    for shelf in [&JARS, &LOG, &CRATES] {
        let width = shelf.key.len() + shelf.rest.len();
        for (locks, select) in [
            (false, shelf.select_one(false)),
            (true, shelf.select_one(true)),
            (false, shelf.select_many(false)),
            (true, shelf.select_many(true)),
        ] {
            assert_eq!(placeholders(&select), shelf.key.len());
            assert_eq!(select.contains(" for update"), locks && shelf.lock);
            assert_eq!(db::Tables::of(&select), vec![shelf.table.to_owned()]);
        }
        for (many, replace) in [(false, false), (false, true), (true, false), (true, true)] {
            let insert = shelf.insert(many, replace);
            assert_eq!(placeholders(&insert), width);
            assert_eq!(insert.contains("on conflict"), replace);
            assert_eq!(db::Tables::of(&insert), vec![shelf.table.to_owned()]);
        }
    }
}

proptest! {
    #[test]
    fn values_have_one_order_and_each_its_kind(one in some_number(), other in some_number(), text in some_text()) {
        prop_assert_eq!(Value::from(one).cmp(&Value::from(other)), one.cmp(&other));
        prop_assert_eq!(Value::from(one).kind(), Kind::Integer);
        prop_assert_eq!(Value::from(text.as_str()).kind(), Kind::Text);
        prop_assert_eq!(Value::from(Moment::new(one)), Value::from(one));
        prop_assert_eq!(Value::from(Some(text.clone())), Value::from(text));
    }
}
