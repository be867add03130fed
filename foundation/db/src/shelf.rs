//! Tables that the desk reads and writes many rows of at once.

use crate::{Engine, Kind, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What a shelf's statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    /// Reads a row, or many, by their keys.
    Select,
    /// Reads and locks.
    Lock,
    /// Inserts new rows.
    Insert,
    /// Inserts rows or replaces them.
    Replace,
}

/// Which text: table, use, whether it is for many rows, and whether `SQLite` reads it.
type TextKey = (&'static str, Use, bool, bool);

/// The texts of shelves, kept: the same few are asked for with every batch.
static TEXTS: OnceLock<Mutex<HashMap<TextKey, Arc<str>>>> = OnceLock::new();

/// A table whose rows are found by one key. Within a batch its rows are kept at hand and its writes are buffered, then
/// written all at once: on `PostgreSQL` by one statement, whose values are lists.
#[derive(Debug)]
pub struct Shelf {
    /// The table.
    pub table: &'static str,
    /// The columns of its key, the book first.
    pub key: &'static [(&'static str, Kind)],
    /// The other columns.
    pub rest: &'static [(&'static str, Kind)],
    /// True for rows that are read by key in a batch; false for rows that are only ever appended.
    pub read: bool,
    /// True when a reader means to change the row: `PostgreSQL` locks it, in key order.
    pub lock: bool,
}

/// A row that a job will ask for, told ahead so that one statement can fetch those of a whole batch.
pub type Want = (&'static Shelf, Vec<Value>);

impl Shelf {
    /// All column names, key first.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.key.iter().chain(self.rest).map(|(name, _)| *name)
    }

    /// How many columns a row has.
    pub(crate) fn width(&self) -> usize {
        self.key.len().saturating_add(self.rest.len())
    }

    /// The text for this use, as the engine wants its parameters written: a value for each, or a list of them where it is
    /// for many rows, which only `PostgreSQL` is asked (a statement costs `SQLite` no round trip).
    pub(crate) fn text(&self, what: Use, many: bool, engine: Engine) -> Arc<str> {
        let make = || -> Arc<str> {
            let (lock, replace) = (what == Use::Lock, what == Use::Replace);
            let text = match (what, many) {
                (Use::Select | Use::Lock, false) => self.select_one(lock),
                (Use::Select | Use::Lock, true) => self.select_many(lock),
                (Use::Insert | Use::Replace, _) => self.insert(many, replace),
            };
            if engine == Engine::Sqlite { text.replace('$', "?").into() } else { text.into() }
        };
        let key = (self.table, what, many, engine == Engine::Sqlite);
        match TEXTS.get_or_init(Mutex::default).lock() {
            Ok(mut texts) => texts.entry(key).or_insert_with(make).clone(),
            Err(_) => make(),
        }
    }

    /// `select …` of the row with this key.
    #[must_use]
    pub fn select_one(&self, lock: bool) -> String {
        let each: Vec<_> = self.key.iter().zip(1..).map(|((name, _), n)| format!("{name} = ${n}")).collect();
        self.select(&each, if lock && self.lock { " for update" } else { "" })
    }

    /// `select …` of the rows whose keys stand in lists, each looked up by itself. `(a, b) in (…)` would become a chain of `or`
    /// that is held against every row that was found, and a plain join may be turned round while the table is still small,
    /// and then reads all of it for ever; this can do neither.
    #[must_use]
    pub fn select_many(&self, lock: bool) -> String {
        let listed: Vec<_> = self.key.iter().map(|(name, _)| format!("k_{name}")).collect();
        let each: Vec<_> = self.key.iter().zip(&listed).map(|((name, _), key)| format!("{name} = {key}")).collect();
        let one = self.select(&each, if lock && self.lock { " limit 1 for update" } else { " limit 1" });
        let (columns, listed) = (self.names(), listed.join(", "));
        let lists = lists(self.key.iter());
        format!("select {columns} from unnest({lists}) as k ({listed}) cross join lateral ({one}) as found")
    }

    fn select(&self, each: &[String], tail: &str) -> String {
        format!("select {} from {} where {}{tail}", self.names(), self.table, each.join(" and "))
    }

    fn names(&self) -> String {
        self.columns().collect::<Vec<_>>().join(", ")
    }

    /// `insert …` of a row, or of those whose values stand in lists; with `replace`, a row that is there already takes the
    /// new values.
    #[must_use]
    pub fn insert(&self, many: bool, replace: bool) -> String {
        let values = if many {
            format!("select * from unnest({})", lists(self.key.iter().chain(self.rest)))
        } else {
            let each: Vec<_> = (1..=self.width()).map(|n| format!("${n}")).collect();
            format!("values ({})", each.join(", "))
        };
        let head = format!("insert into {} ({}) {values}", self.table, self.names());
        if !replace {
            return head;
        }
        let key: Vec<_> = self.key.iter().map(|(name, _)| *name).collect();
        let set: Vec<_> = self.rest.iter().map(|(name, _)| format!("{name} = excluded.{name}")).collect();
        format!("{head} on conflict ({}) do update set {}", key.join(", "), set.join(", "))
    }
}

/// `$1::text[], $2::bigint[]`: a list for each column.
fn lists<'a>(columns: impl Iterator<Item = &'a (&'static str, Kind)>) -> String {
    let each: Vec<_> = columns.zip(1..).map(|((_, kind), n)| format!("${n}::{}[]", kind.in_postgres())).collect();
    each.join(", ")
}
