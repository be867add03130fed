//! `SQLite` below the verbs: everything here answers at once.

use crate::durable::Durable;
use crate::{Fault, Kind, Row, Value};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use std::cell::Cell;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

/// Statements kept prepared on each connection.
const STATEMENTS_PREPARED_MAX: usize = 400;
/// How long a connection waits for another process's write, in milliseconds.
const BUSY_WAIT_MS: u64 = 10_000;
/// Pages written to the log before it is folded into the file, beside the desk: 16 MB, so that it happens seldom and each
/// page that was written often is folded once.
const PAGES_BEFORE_CHECKPOINT: u32 = 4_000;
/// Pages after which the desk itself folds what is left: only where no page is added meanwhile does the log begin anew.
const PAGES_BEFORE_DESK_FOLDS: u32 = 5_000;

/// Opens a connection with full durability.
pub(crate) fn open(path: &Path, reader: bool) -> Result<Connection, Fault> {
    let conn = Connection::open(path)?;
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_WAIT_MS))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_PREPARED_MAX);
    conn.execute_batch(&format!(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
         pragma temp_store = memory; pragma cache_size = -8000; \
         pragma wal_autocheckpoint = {PAGES_BEFORE_CHECKPOINT};"
    ))?;
    // A plan is made once for all values, and not again for each.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if reader {
        conn.execute_batch("pragma query_only = on")?;
    }
    Ok(conn)
}

/// Lets a connection commit without waiting for the disk. What waits for it then is the answer. Folding flushes the log
/// first, here too, so that the file never runs ahead of what is durable.
pub(crate) fn answers_late(conn: &Connection) -> Result<Durable, Fault> {
    conn.execute_batch("pragma synchronous = normal")?;
    Durable::behind(conn)
}

thread_local! {
    /// Pages in the log after the last commit of this thread.
    static PAGES: Cell<u32> = const { Cell::new(0) };
}

/// Lets a connection that writes fold the log only when it is long, and count its pages.
pub(crate) fn fold_late(conn: &Connection) {
    conn.wal_hook(Some(|log, pages| {
        let pages = u32::try_from(pages).unwrap_or(0);
        PAGES.set(pages);
        if pages >= PAGES_BEFORE_DESK_FOLDS {
            // What this answers would become the answer of the commit, which is done. Whoever folds already is as good.
            let _ = log.checkpoint();
        }
        Ok(())
    }));
}

/// Folds the log into the file on a thread of its own, so that the desk does not wait for it.
pub(crate) struct Folding {
    wake: SyncSender<()>,
    /// True when this log was begun to be folded.
    begun: bool,
}

impl Folding {
    pub(crate) fn of(path: &Path) -> Result<Folding, Fault> {
        let conn = open(path, false)?;
        let (wake, woken) = sync_channel(1);
        let body = move || {
            while woken.recv().is_ok() {
                // What fails here the desk does later.
                if let Err(error) = conn.execute_batch("pragma wal_checkpoint(passive)") {
                    tracing::debug!(%error, "the log was not folded beside the desk");
                }
            }
        };
        let unsound = |error| Fault::Unsound(format!("the log cannot be folded: {error}"));
        std::thread::Builder::new().name("folding".to_owned()).spawn(body).map_err(unsound)?;
        Ok(Folding { wake, begun: false })
    }

    /// Called after each commit of this thread.
    pub(crate) fn look(&mut self) {
        let long = PAGES.get() >= PAGES_BEFORE_CHECKPOINT;
        if long && !self.begun {
            let _ = self.wake.try_send(()); // it is folding already
        }
        self.begun = long;
    }
}

fn bind<'v>(
    statement: &mut rusqlite::CachedStatement<'_>,
    values: impl IntoIterator<Item = &'v Value>,
) -> Result<(), Fault> {
    for (value, place) in values.into_iter().zip(1_usize..) {
        match value {
            Value::Integer(n) => statement.raw_bind_parameter(place, n),
            Value::Text(text) => statement.raw_bind_parameter(place, text),
            Value::Boolean(yes) => statement.raw_bind_parameter(place, yes),
            Value::Bytes(bytes) => statement.raw_bind_parameter(place, bytes),
            Value::Null(_) => statement.raw_bind_parameter(place, rusqlite::types::Null),
        }?;
    }
    Ok(())
}

pub(crate) fn execute(conn: &Connection, sql: &str, values: &[&Value]) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, values.iter().copied())?;
    let changed = statement.raw_execute()?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// The same with each of these rows of values, one after another: a statement that changes a single row needs no journal of
/// its own, by which it could be undone half way.
pub(crate) fn execute_each(conn: &Connection, sql: &str, rows: &[Vec<Value>]) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    for values in rows {
        bind(&mut statement, values)?;
        statement.raw_execute()?;
    }
    Ok(())
}

pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    values: &[&Value],
    columns: Option<&OnceLock<Arc<[String]>>>,
) -> Result<Vec<Row>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, values.iter().copied())?;
    let read = || statement.column_names().iter().map(|name| (*name).to_owned()).collect::<Arc<[String]>>();
    let columns = columns.map_or_else(read, |kept| kept.get_or_init(read).clone());
    let width = columns.len();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(width);
        for place in 0..width {
            values.push(match row.get_ref(place)? {
                ValueRef::Null => Value::Null(Kind::Text),
                ValueRef::Integer(n) => Value::Integer(n),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Real(_) => return Err(Fault::Unsound(format!("a fraction in: {sql}"))),
            });
        }
        all.push(Row::new(columns.clone(), values));
    }
    Ok(all)
}

pub(crate) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    let rows = query(conn, "select name from pragma_table_info(?1)", &[&Value::from(table)], None)?;
    rows.iter().map(|row| row.get("name")).collect()
}

pub(crate) fn understands(conn: &Connection, sql: &str) -> Result<(), Fault> {
    conn.prepare(sql)?;
    Ok(())
}
