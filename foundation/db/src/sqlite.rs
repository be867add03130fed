//! `SQLite` below the verbs: everything here answers at once.

use crate::{Fault, Kind, Row, Value};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Statements kept prepared on each connection.
const STATEMENTS_PREPARED_MAX: usize = 400;
/// How long a connection waits for another process's write, in milliseconds.
const BUSY_WAIT_MS: u64 = 10_000;
/// Pages written to the log before it is folded into the file: 16 MB, so that a burst is not interrupted often.
const PAGES_BEFORE_CHECKPOINT: u32 = 4_000;

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
    if reader {
        conn.execute_batch("pragma query_only = on")?;
    }
    Ok(conn)
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, values: &[&Value]) -> Result<(), Fault> {
    for (value, place) in values.iter().zip(1_usize..) {
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
    bind(&mut statement, values)?;
    let changed = statement.raw_execute()?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    values: &[&Value],
    columns: Option<&OnceLock<Arc<[String]>>>,
) -> Result<Vec<Row>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, values)?;
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
