//! Tables that the desk reads and writes many rows of at once.

use crate::{Engine, Kind, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What a shelf's statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Use {
    /// Reads rows by their keys.
    Select,
    /// Reads rows by their keys and locks them.
    Lock,
    /// Inserts new rows.
    Insert,
    /// Inserts rows or replaces them.
    Replace,
}

/// Which text: table, use, rows, and whether `SQLite` reads it.
type TextKey = (&'static str, Use, usize, bool);

/// The texts of shelves, kept: the same few are asked for with every batch.
static TEXTS: OnceLock<Mutex<HashMap<TextKey, Arc<str>>>> = OnceLock::new();

/// A table whose rows are found by one key. Within a batch its rows are kept at hand and its writes are
/// buffered, then flushed as multi-row statements: on `PostgreSQL` each statement is a round trip, and this
/// is what makes a batch of 256 jobs cost about ten of them.
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

    /// The text for this use of so many rows, as the engine wants its parameters written.
    pub(crate) fn text(&self, what: Use, rows: usize, engine: Engine) -> Arc<str> {
        let make = || -> Arc<str> {
            let text = match what {
                Use::Select => self.select(rows, false),
                Use::Lock => self.select(rows, true),
                Use::Insert => self.insert(rows, false),
                Use::Replace => self.insert(rows, true),
            };
            if engine == Engine::Sqlite { text.replace('$', "?").into() } else { text.into() }
        };
        let key = (self.table, what, rows, engine == Engine::Sqlite);
        match TEXTS.get_or_init(Mutex::default).lock() {
            Ok(mut texts) => texts.entry(key).or_insert_with(make).clone(),
            Err(_) => make(),
        }
    }

    /// `select …` of the rows with these keys. One key asks with equality, which both engines take; several by a list of
    /// keys, each looked up by itself, which only `PostgreSQL` is asked (a statement costs `SQLite` no round trip). There
    /// `(a, b) in (…)` becomes a chain of `or` that is held against every row that was found, and a plain join may be
    /// turned round while the table is still small, and then reads all of it for ever; this can do neither.
    #[must_use]
    pub fn select(&self, keys: usize, lock: bool) -> String {
        let columns: Vec<_> = self.columns().collect();
        let names: Vec<_> = self.key.iter().map(|(name, _)| *name).collect();
        let locked = if lock && self.lock { " for update" } else { "" };
        let (columns, table) = (columns.join(", "), self.table);
        if keys == 1 {
            let each: Vec<_> = names.iter().zip(1..).map(|(name, n)| format!("{name} = ${n}")).collect();
            return format!("select {columns} from {table} where {}{locked}", each.join(" and "));
        }
        let listed: Vec<_> = names.iter().map(|name| format!("k_{name}")).collect();
        let same: Vec<_> = names.iter().zip(&listed).map(|(name, key)| format!("{name} = {key}")).collect();
        let (same, listed) = (same.join(" and "), listed.join(", "));
        let keys = groups_of(keys, self.key.len(), |n| self.key.get(n).map_or("", |(_, kind)| kind.cast()));
        format!(
            "select {columns} from (values {keys}) as k ({listed}) cross join lateral \
             (select {columns} from {table} where {same} limit 1{locked}) as found"
        )
    }

    /// `insert …` of this many rows; with `replace`, a row that is there already takes the new values.
    #[must_use]
    pub fn insert(&self, rows: usize, replace: bool) -> String {
        let columns: Vec<_> = self.columns().collect();
        let head = format!("insert into {} ({}) values {}", self.table, columns.join(", "), groups(rows, self.width()));
        if !replace {
            return head;
        }
        let key: Vec<_> = self.key.iter().map(|(name, _)| *name).collect();
        let set: Vec<_> = self.rest.iter().map(|(name, _)| format!("{name} = excluded.{name}")).collect();
        format!("{head} on conflict ({}) do update set {}", key.join(", "), set.join(", "))
    }
}

/// `($1, $2), ($3, $4)`: parameter groups of this width.
fn groups(count: usize, width: usize) -> String {
    groups_of(count, width, |_| "")
}

/// [`groups`], with a cast for each column behind the parameters of the first group: the others are of the same kind.
fn groups_of(count: usize, width: usize, cast: impl Fn(usize) -> &'static str) -> String {
    let mut number = 0_usize;
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        let mut one = Vec::with_capacity(width);
        for _ in 0..width {
            number = number.saturating_add(1);
            one.push(if number > width {
                format!("${number}")
            } else {
                format!("${number}{}", cast(number.saturating_sub(1)))
            });
        }
        all.push(format!("({})", one.join(", ")));
    }
    all.join(", ")
}
