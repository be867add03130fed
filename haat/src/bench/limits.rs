//! The machine's own limits: flushes a second, and bare multi-row inserts of the very rows that a receipt makes.

use crate::open::Trouble;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each limit is measured.
const MEASURED: Duration = Duration::from_secs(3);
/// Receipts in one bare transaction: as many as there are clients, at most this.
const RECEIPTS_PER_COMMIT_MAX: usize = 256;
/// Receipts whose rows are copied.
const RECEIPTS_COPIED: usize = 1_000;
/// The tables into which a receipt appends rows.
const TABLES: [(&str, &str); 4] = [
    ("journal_entry", "deed = 'counter.take'"),
    ("journal_key", "1 = 1"),
    ("counter_receipt", "1 = 1"),
    ("ledger_posting", "memo like '%-%-%'"),
];

/// Writes of 4 KB to a file, each flushed to the disk, a second.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
pub(crate) fn flushes_per_s(dir: &Path) -> Result<f64, Trouble> {
    let path = dir.join("flush.tmp");
    let mut file = std::fs::File::create(&path)?;
    let block = [7_u8; 4096];
    let began = Instant::now();
    let mut count = 0_u32;
    while began.elapsed() < MEASURED {
        file.write_all(&block)?;
        file.sync_data()?;
        count = count.saturating_add(1);
    }
    let rate = f64::from(count) / began.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

/// Receipts whose rows are written once for the limit of `PostgreSQL`.
const RECEIPTS_ON_POSTGRES: usize = 8_000;

/// The same limit on `PostgreSQL`: the rows of some thousand receipts, written by plain multi-row inserts into bare tables
/// of the same shape, as many receipts in a transaction as there are clients. Nothing when there are too few receipts.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
pub(crate) async fn bare_on_postgres(address: &str, clients: u32) -> Result<Option<f64>, Trouble> {
    let (client, line) = tokio_postgres::connect(address, tokio_postgres::NoTls).await?;
    let line = tokio::spawn(line);
    let per_commit = usize::try_from(clients).unwrap_or(64).min(RECEIPTS_PER_COMMIT_MAX);
    let there: i64 = client.query_one("select count(*) from counter_receipt", &[]).await?.get(0);
    let receipts = usize::try_from(there)?.min(RECEIPTS_ON_POSTGRES);
    let mut tables = Vec::new();
    for (table, only) in TABLES {
        client.batch_execute(&format!("create table bare_{table} (like {table} including all)")).await?;
        tables.push((table, literals(&client, table, only, receipts, there).await?));
    }
    let began = Instant::now();
    let mut written = 0_usize;
    while written.saturating_add(per_commit) <= receipts {
        client.batch_execute("begin").await?;
        for (table, (rows, per_receipt)) in &tables {
            let first = written.saturating_mul(*per_receipt);
            let groups: Vec<&str> =
                rows.iter().skip(first).take(per_commit.saturating_mul(*per_receipt)).map(String::as_str).collect();
            client.batch_execute(&format!("insert into bare_{table} values {}", groups.join(", "))).await?;
        }
        client.batch_execute("commit").await?;
        written = written.saturating_add(per_commit);
    }
    let rate = f64::from(u32::try_from(written)?) / began.elapsed().as_secs_f64();
    line.abort();
    Ok((written > 0).then_some(rate))
}

/// Rows of a table as SQL literals, and how many of them a receipt has.
async fn literals(
    client: &tokio_postgres::Client,
    table: &str,
    only: &str,
    receipts: usize,
    there: i64,
) -> Result<(Vec<String>, usize), Trouble> {
    let columns = "select string_agg(column_name, ', ' order by ordinal_position), \
                   string_agg('%L', ', ' order by ordinal_position) from information_schema.columns \
                   where table_schema = current_schema() and table_name = $1";
    let row = client.query_one(columns, &[&table]).await?;
    let (names, marks): (String, String) = (row.get(0), row.get(1));
    let all: i64 = client.query_one(&format!("select count(*) from {table} where {only}"), &[]).await?.get(0);
    let per_receipt = usize::try_from(all.div_euclid(there.max(1)))?.max(1);
    let limit = per_receipt.saturating_mul(receipts);
    let rows = format!("select format('({marks})', {names}) from {table} where {only} limit {limit}");
    let rows = client.query(&rows, &[]).await?;
    Ok((rows.iter().map(|row| row.get(0)).collect(), per_receipt))
}

/// The rows of a table, by the share of each receipt.
struct Copied {
    table: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    per_receipt: usize,
}

/// Receipts a second that plain multi-row inserts of the same rows reach, with the same durability.
#[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
pub(crate) fn bare_receipts_per_s(store: &Path, dir: &Path, clients: u32) -> Result<f64, Trouble> {
    let source = Connection::open(store)?;
    let mut copied = Vec::new();
    for (table, only) in TABLES {
        copied.push(copy(&source, table, only)?);
    }
    let path = dir.join("bare.db");
    let mut bare = Connection::open(&path)?;
    bare.execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000")?;
    for (table, _) in TABLES {
        let sql: String =
            source.query_row("select sql from sqlite_master where name = ?1", [table], |row| row.get(0))?;
        bare.execute_batch(&sql)?;
    }
    let per_commit = usize::try_from(clients).unwrap_or(64).min(RECEIPTS_PER_COMMIT_MAX);
    let began = Instant::now();
    let (mut receipts, mut from, mut round) = (0_usize, 0_usize, 0_i64);
    while began.elapsed() < MEASURED {
        let tx = bare.transaction()?;
        for part in &copied {
            insert(&tx, part, from, per_commit, round)?;
        }
        tx.commit()?;
        receipts = receipts.saturating_add(per_commit);
        from = from.saturating_add(per_commit);
        if from.saturating_add(per_commit) > RECEIPTS_COPIED {
            (from, round) = (0, round.saturating_add(1));
        }
    }
    let rate = f64::from(u32::try_from(receipts)?) / began.elapsed().as_secs_f64();
    drop(bare);
    std::fs::remove_file(path)?;
    Ok(rate)
}

fn copy(source: &Connection, table: &'static str, only: &str) -> Result<Copied, Trouble> {
    let receipts: i64 = source.query_row("select count(*) from counter_receipt", [], |row| row.get(0))?;
    let all: i64 = source.query_row(&format!("select count(*) from {table} where {only}"), [], |row| row.get(0))?;
    let per_receipt = usize::try_from(all.div_euclid(receipts.max(1)))?.max(1);
    let limit = per_receipt.saturating_mul(RECEIPTS_COPIED);
    let mut statement = source.prepare(&format!("select * from {table} where {only} limit {limit}"))?;
    let columns: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
    let width = columns.len();
    let rows =
        statement.query_map([], |row| (0..width).map(|place| row.get(place)).collect::<Result<Vec<Value>, _>>())?;
    Ok(Copied { table, columns, rows: rows.collect::<Result<_, _>>()?, per_receipt })
}

/// One multi-row statement a table; the book is renamed by the round, so that no key comes twice.
fn insert(
    tx: &rusqlite::Transaction<'_>,
    part: &Copied,
    from: usize,
    receipts: usize,
    round: i64,
) -> Result<(), Trouble> {
    let first = from.saturating_mul(part.per_receipt);
    let count = receipts.saturating_mul(part.per_receipt);
    let rows = part.rows.iter().skip(first).take(count);
    let group = format!("({})", vec!["?"; part.columns.len()].join(", "));
    for chunk in rows.collect::<Vec<_>>().chunks(128) {
        let groups = vec![group.as_str(); chunk.len()].join(", ");
        let sql = format!("insert into {} ({}) values {groups}", part.table, part.columns.join(", "));
        let mut statement = tx.prepare_cached(&sql)?;
        let mut place = 1_usize;
        for value in chunk.iter().flat_map(|row| row.iter().enumerate()) {
            let (column, value) = value;
            match value {
                Value::Text(book) if column == 0 => statement.raw_bind_parameter(place, format!("{book}.{round}"))?,
                other => statement.raw_bind_parameter(place, other)?,
            }
            place = place.saturating_add(1);
        }
        statement.raw_execute()?;
    }
    Ok(())
}
