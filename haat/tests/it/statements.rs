//! Every statement of the house is understood by both engines and names only its own room's tables.

use crate::sources::rust;
use crate::store::Store;
use db::{Engine, Kind, Shelf, Tables};
use std::collections::BTreeSet;
use trial::{Trial, both};

/// A room's name with its statements.
type Stated = (&'static str, Vec<&'static str>);

fn stated() -> Vec<Stated> {
    let texts = |list: &[&'static db::Statement]| list.iter().map(|statement| statement.sql).collect();
    let mut all: Vec<Stated> = haat::rooms().iter().map(|room| (room.name, texts(room.statements))).collect();
    all.push(("journal", texts(journal::statements())));
    all
}

#[test]
fn every_statement_is_understood_by_both_engines() {
    both(&web::register(&haat::rooms()), |trial| async move {
        for (room, statements) in stated() {
            assert!(!statements.is_empty(), "{room} lists its statements");
            for sql in statements {
                understood(&trial, room, sql.to_owned()).await;
            }
        }
    });
}

async fn understood(trial: &Trial, room: &str, sql: String) {
    let asked = sql.clone();
    let answer = trial.journal.db().read(move |tx| Box::pin(async move { tx.understands(&asked).await })).await;
    answer.unwrap_or_else(|fault| panic!("{:?}: {room}: {sql}: {fault}", trial.engine));
}

#[test]
fn every_shelf_is_understood_by_both_engines() {
    both(&web::register(&haat::rooms()), |trial| async move {
        for (file, shelf) in shelves() {
            let own = if trial.engine == Engine::Postgres {
                // Lists are for PostgreSQL alone, and a lock too.
                [true, false]
                    .map(|lock| shelf.select_many(lock))
                    .into_iter()
                    .chain([true, false].map(|replace| shelf.insert(true, replace)))
                    .chain([shelf.select_one(true)])
                    .collect()
            } else {
                vec![shelf.insert(false, false), shelf.insert(false, true)]
            };
            for sql in own.into_iter().chain([shelf.select_one(false)]) {
                understood(&trial, &file, sql).await;
            }
        }
    });
}

/// Statements that read all of a table, by how they begin, and why they may.
const WHOLE: [(&str, &str); 16] = [
    // What verifying asks, once, beside all work.
    ("select book, folio, substr(account, 1, 1) as side", "audit"),
    (
        "select book, account, cast(sum(says) as bigint) as says, cast(sum(ought) as bigint) as ought from (select book, account, poisha",
        "audit",
    ),
    (
        "select book, account, cast(sum(says) as bigint) as says, cast(sum(ought) as bigint) as ought from (select book, account, held",
        "audit",
    ),
    ("select book, cast(sum(poisha) as bigint) as off_poisha from ledger_balance", "audit"),
    ("select book, day, cast(sum(given) as bigint) as given_off", "audit"),
    ("select distinct book from counter_tally", "audit"),
    ("select book, item, cast(sum(says) as bigint)", "audit"),
    ("select book, item from counter_stock where quantity < 0", "audit"),
    ("select sku.book as book, sku.sku as sku", "audit"),
    ("select book, month, kind, what, orders, poisha from market_fact where orders <> 0", "audit"),
    ("select book, count(*) as entries from journal_entry", "audit"),
    // A row for each book, seller or centre, and never more.
    ("select book, session, seq, folio, hash from journal_head", "every book is told of"),
    ("select h.book, h.folio as head", "where a follower is behind, of all books"),
    ("insert into journal_follower", "a new follower begins at the end of every book"),
    ("select book, last_closed from counter_centre", "the centres of a place"),
    ("select book, poisha from market_owed", "a settlement goes through all sellers"),
];

/// What `SQLite` says of how it would answer: each table that it would read from end to end. An index that holds only some
/// rows is read whole with good reason.
fn read_whole(store: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut plan = store.prepare(&format!("explain query plan {}", sql.replace('$', "?"))).unwrap();
    let steps: Vec<String> = plan.raw_query().mapped(|row| row.get("detail")).map(Result::unwrap).collect();
    let partial = |index: &str| {
        let known = store.query_row("select sql from sqlite_schema where name = ?1", [index], |row| row.get(0));
        known.is_ok_and(|text: Option<String>| text.is_some_and(|text| text.contains(" where ")))
    };
    let whole = steps.into_iter().filter(|step| {
        let words: Vec<&str> = step.split(' ').collect();
        let index = words.iter().position(|word| *word == "INDEX").and_then(|place| words.get(place + 1));
        // A name that is no table's may be short for one; what stands in brackets, or was made by `with`, is the answer of another step.
        let made = words[0] == "SCAN" && (words[1].starts_with('(') || words[1] == "both_tables");
        words[0] == "SCAN" && !made && !index.is_some_and(|index| partial(index))
    });
    whole.collect()
}

#[test]
fn no_statement_reads_a_table_from_end_to_end_without_a_reason() {
    let store = Store::with(1, 0);
    let tables = store.tables();
    tables.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    let (mut wrong, mut idle) = (Vec::new(), WHOLE.map(|(begins, _)| begins).into_iter().collect::<BTreeSet<_>>());
    for (room, statements) in stated() {
        for sql in statements {
            let whole = read_whole(&tables, sql);
            let allowed = WHOLE.iter().find(|(begins, _)| sql.starts_with(begins));
            match allowed {
                Some((begins, _)) if !whole.is_empty() => drop(idle.remove(begins)),
                _ if whole.is_empty() => {}
                _ => wrong.push(format!("{room}: {sql}: {whole:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(idle.is_empty(), "these have an index by now: {idle:#?}");
}

#[test]
fn nobody_names_another_rooms_table() {
    let mut wrong = Vec::new();
    for (room, statements) in stated() {
        for sql in statements {
            let tables = Tables::of(sql);
            assert!(!tables.is_empty(), "{room}: no table in {sql}");
            for table in tables.iter().filter(|table| !table.starts_with(&format!("{room}_"))) {
                wrong.push(format!("{room} names {table}: {sql}"));
            }
        }
    }
    for (file, shelf) in shelves() {
        let room = file.split('/').nth(1).unwrap();
        if !shelf.table.starts_with(&format!("{room}_")) {
            wrong.push(format!("{file} has a shelf of {}", shelf.table));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn statements_are_made_in_one_place_of_a_room() {
    let mut wrong = Vec::new();
    for source in rust().iter().filter(|source| !source.is_test() && !source.path.starts_with("foundation/db/")) {
        let makes = source.code.contains("Statement::new(") || source.code.contains("statements! {");
        let its_place = source.path.ends_with("/store.rs") || source.path.ends_with("/store/mod.rs");
        let kit_ping = source.path == "foundation/web/src/router.rs"; // asks the database for nothing but an answer
        if makes && !its_place && !kit_ping {
            wrong.push(source.path.clone());
        }
    }
    assert!(wrong.is_empty(), "SQL outside of store.rs: {wrong:#?}");
}

/// The tables that stand in a store, the migrations' own apart.
fn tables_of(store: &rusqlite::Connection) -> Vec<String> {
    let mut found = store.prepare("select name from sqlite_master where type = 'table' order by name").unwrap();
    let names = found.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    names.filter(|name| !name.ends_with("_migrations") && !name.starts_with("sqlite_")).collect()
}

#[test]
fn every_table_is_a_view_or_kept_and_carries_its_rooms_name() {
    let rooms = haat::rooms();
    let trial = trial::run(Trial::on(Engine::Sqlite, web::register(&rooms)));
    let db::Target::Sqlite(path) = &trial.target else { panic!("not a file") };
    let there: BTreeSet<String> = tables_of(&rusqlite::Connection::open(path).unwrap()).into_iter().collect();
    let mut told: BTreeSet<String> = journal::KEPT.iter().map(|table| (*table).to_owned()).collect();
    for room in &rooms {
        for table in room.views.iter().chain(room.kept) {
            assert!(table.starts_with(&format!("{}_", room.name)), "{} has {table}", room.name);
            assert!(told.insert((*table).to_owned()), "{table} is told twice");
        }
    }
    assert_eq!(there, told, "left: what stands in the store; right: what the rooms tell of");
}

#[test]
fn every_key_begins_with_its_book() {
    let trial = trial::run(Trial::on(Engine::Sqlite, web::register(&haat::rooms())));
    let db::Target::Sqlite(path) = &trial.target else { panic!("not a file") };
    let store = rusqlite::Connection::open(path).unwrap();
    for table in tables_of(&store).iter().filter(|table| *table != "journal_store") {
        let first = "select name from pragma_table_info(?1) where pk = 1";
        let first: String = store.query_row(first, [table], |row| row.get(0)).unwrap_or_default();
        assert_eq!(first, "book", "{table}: a store spread over machines is spread by book");
        let mut unique = store.prepare("select name from pragma_index_list(?1) where \"unique\" = 1").unwrap();
        let indexes: Vec<String> = unique.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for index in indexes {
            let first = "select name from pragma_index_info(?1) where seqno = 0";
            let first: String = store.query_row(first, [&index], |row| row.get(0)).unwrap();
            assert_eq!(first, "book", "{table}: {index} is unique over books");
        }
    }
}

/// Every shelf in the sources, read from its text: shelves are built of literals only.
fn shelves() -> Vec<(String, Shelf)> {
    let mut found = Vec::new();
    for source in rust().iter().filter(|source| !source.is_test() && !source.path.starts_with("foundation/db/")) {
        for (place, _) in source.code.match_indices(": Shelf = Shelf {") {
            let text = &source.text_at(place);
            found.push((source.path.clone(), shelf(text)));
        }
    }
    assert!(found.len() >= 10, "the shelves are found");
    found
}

fn shelf(text: &str) -> Shelf {
    let text = text.replace("&[BOOK", "&[(\"book\", Kind::Text)");
    let field = |name: &str| text.split(&format!("{name}: ")).nth(1).unwrap();
    let table = field("table").split('"').nth(1).unwrap();
    Shelf {
        table: keep(table),
        key: columns(field("key")),
        rest: columns(field("rest")),
        read: field("read").starts_with("true"),
        lock: field("lock").starts_with("true"),
    }
}

fn columns(text: &str) -> &'static [(&'static str, Kind)] {
    let list = text.split(']').next().unwrap();
    let columns: Vec<(&'static str, Kind)> = list
        .split('(')
        .skip(1)
        .map(|column| {
            let kind = column.split("Kind::").nth(1).unwrap().split(')').next().unwrap();
            let kind = match kind {
                "Integer" => Kind::Integer,
                "Text" => Kind::Text,
                "Boolean" => Kind::Boolean,
                "Bytes" => Kind::Bytes,
                other => panic!("no kind {other}"),
            };
            (keep(column.split('"').nth(1).unwrap()), kind)
        })
        .collect();
    Box::leak(columns.into_boxed_slice())
}

/// Shelves live as long as the program; so do the few that this test makes.
fn keep(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

#[test]
fn a_shelf_is_read_from_its_text() {
    let text = r#"SHELF: Shelf = Shelf { table: "a_b", key: &[BOOK], rest: &[("n", Kind::Integer)], read: true, lock: false };"#;
    let shelf = shelf(text);
    assert_eq!(shelf.select_one(true), "select book, n from a_b where book = $1");
}
