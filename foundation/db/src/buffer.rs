//! What a batch knows of its shelves and has not written yet.
//!
//! Every change is remembered with what stood before, so that a refused job leaves no trace and needs no
//! savepoint: most jobs never touch the database by themselves at all.

use crate::{Shelf, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Key = Vec<Value>;
type Rest = Vec<Value>;

/// One shelf in a batch.
#[derive(Debug)]
struct Rack {
    shelf: &'static Shelf,
    /// Rows known by key; `None` is known not to exist.
    known: HashMap<Key, Option<Rest>>,
    /// Keys whose known row is to be written.
    dirty: BTreeSet<Key>,
    /// Whole rows to be inserted, in order.
    added: Vec<Vec<Value>>,
}

/// What one change replaced.
#[derive(Debug)]
struct Before {
    table: &'static str,
    key: Key,
    #[allow(clippy::option_option)] // known to be absent is another thing than not known
    row: Option<Option<Rest>>,
    dirty: bool,
}

/// Rows that wait to be written to one table.
pub(crate) struct Load {
    pub shelf: &'static Shelf,
    pub rows: Vec<Vec<Value>>,
    pub replace: bool,
}

/// The changes of the job that runs now, taken out for a moment.
pub(crate) struct Own {
    puts: Vec<(&'static Shelf, Key, Option<Rest>, bool)>,
    added: Vec<(&'static Shelf, Vec<Vec<Value>>)>,
}

/// The buffer of a batch. Tables are kept in the order of their names, so that two processes on
/// `PostgreSQL` take their locks in one order.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    racks: BTreeMap<&'static str, Rack>,
    before: Vec<Before>,
    added_before: HashMap<&'static str, usize>,
}

impl Buffer {
    fn rack(&mut self, shelf: &'static Shelf) -> &mut Rack {
        self.racks.entry(shelf.table).or_insert_with(|| Rack {
            shelf,
            known: HashMap::new(),
            dirty: BTreeSet::new(),
            added: Vec::new(),
        })
    }

    /// The row of this key if the batch knows it: `Some(None)` is known to be absent.
    #[allow(clippy::option_option)] // known to be absent is another thing than not known
    pub fn known(&self, shelf: &'static Shelf, key: &[Value]) -> Option<Option<&Rest>> {
        self.racks.get(shelf.table)?.known.get(key).map(Option::as_ref)
    }

    /// Notes what the database holds.
    pub fn learn(&mut self, shelf: &'static Shelf, key: Key, row: Option<Rest>) {
        self.rack(shelf).known.entry(key).or_insert(row);
    }

    /// The row of this key becomes this.
    pub fn put(&mut self, shelf: &'static Shelf, key: Key, rest: Rest) {
        self.set(shelf, key, Some(rest), true);
    }

    fn set(&mut self, shelf: &'static Shelf, key: Key, row: Option<Rest>, dirty: bool) {
        let rack = self.rack(shelf);
        let old = rack.known.insert(key.clone(), row);
        let was_dirty = rack.dirty.contains(&key);
        if dirty {
            rack.dirty.insert(key.clone());
        }
        self.before.push(Before { table: shelf.table, key, row: old, dirty: was_dirty });
    }

    /// A new row. Its key must not exist.
    pub fn add(&mut self, shelf: &'static Shelf, key: Key, rest: Rest) {
        let mut row = key.clone();
        row.extend(rest.iter().cloned());
        if shelf.read {
            self.set(shelf, key, Some(rest), false);
        }
        let rack = self.rack(shelf);
        let length = rack.added.len();
        rack.added.push(row);
        self.added_before.entry(shelf.table).or_insert(length);
    }

    /// A job begins: from here on changes can be undone.
    pub fn mark(&mut self) {
        self.before.clear();
        self.added_before.clear();
    }

    /// The job was refused: nothing of it stays.
    pub fn undo(&mut self) {
        while let Some(before) = self.before.pop() {
            let Some(rack) = self.racks.get_mut(before.table) else { continue };
            match before.row {
                Some(row) => rack.known.insert(before.key.clone(), row),
                None => rack.known.remove(&before.key),
            };
            if !before.dirty {
                rack.dirty.remove(&before.key);
            }
        }
        for (table, length) in self.added_before.drain() {
            if let Some(rack) = self.racks.get_mut(table) {
                rack.added.truncate(length);
            }
        }
    }

    /// Takes the running job's own changes out, so that those of the jobs before it can be written first.
    pub fn take_own(&mut self) -> Own {
        let mut own = Own { puts: Vec::new(), added: Vec::new() };
        for before in self.before.iter().rev() {
            if let Some(rack) = self.racks.get(before.table) {
                let row = rack.known.get(&before.key).cloned().flatten();
                let seen = own.puts.iter().any(|(shelf, key, _, _)| shelf.table == before.table && *key == before.key);
                if !seen {
                    own.puts.push((rack.shelf, before.key.clone(), row, rack.dirty.contains(&before.key)));
                }
            }
        }
        for (table, length) in &self.added_before {
            if let Some(rack) = self.racks.get_mut(table) {
                let from = (*length).min(rack.added.len());
                own.added.push((rack.shelf, rack.added.split_off(from)));
            }
        }
        self.undo();
        own
    }

    /// Puts the running job's changes back, to be written behind its savepoint.
    pub fn give_own(&mut self, own: Own) {
        for (shelf, key, row, dirty) in own.puts.into_iter().rev() {
            self.set(shelf, key, row, dirty);
        }
        for (shelf, rows) in own.added {
            let rack = self.rack(shelf);
            let length = rack.added.len();
            rack.added.extend(rows);
            self.added_before.entry(shelf.table).or_insert(length);
        }
    }

    /// Forgets everything: only right after a flush.
    pub fn clear(&mut self) {
        self.racks.clear();
        self.mark();
    }

    /// True when rows of this table wait to be written: a statement that reads it must see them.
    pub fn waits(&self, table: &str) -> bool {
        self.racks.get(table).is_some_and(|rack| !rack.added.is_empty() || !rack.dirty.is_empty())
    }

    /// Everything that waits, to be written now.
    pub fn unload(&mut self) -> Vec<Load> {
        let mut loads = Vec::new();
        for rack in self.racks.values_mut() {
            let added = std::mem::take(&mut rack.added);
            if !added.is_empty() {
                loads.push(Load { shelf: rack.shelf, rows: added, replace: false });
            }
            let mut rows = Vec::with_capacity(rack.dirty.len());
            for key in std::mem::take(&mut rack.dirty) {
                if let Some(Some(rest)) = rack.known.get(&key) {
                    let mut row = key;
                    row.extend(rest.iter().cloned());
                    rows.push(row);
                }
            }
            if !rows.is_empty() {
                loads.push(Load { shelf: rack.shelf, rows, replace: true });
            }
        }
        self.added_before.clear();
        loads
    }
}
