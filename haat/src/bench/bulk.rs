//! SQL past all doors of the house, for the data of a bench: many rows in one statement, many statements in one commit.

use crate::open::Trouble;
use std::path::Path;

/// Rows in one statement.
const ROWS: usize = 500;

/// A bare connection.
pub(crate) enum Bulk {
    Sqlite(rusqlite::Connection),
    Postgres(tokio_postgres::Client),
}

impl Bulk {
    /// A connection of its own to the store at this address, or to the embedded database in this directory.
    pub async fn open(dir: &Path, database: Option<&str>) -> Result<Bulk, Trouble> {
        let Some(address) = database else {
            let connection = rusqlite::Connection::open(dir.join("haat.db"))?;
            // A broken-off bench is thrown away, so nothing waits for the disk.
            connection.execute_batch("pragma synchronous = off; pragma cache_size = -262144;")?;
            return Ok(Bulk::Sqlite(connection));
        };
        let (client, line) = tokio_postgres::connect(address, tokio_postgres::NoTls).await?;
        tokio::spawn(line);
        Ok(Bulk::Postgres(client))
    }

    /// Runs SQL that both engines understand.
    pub async fn run(&self, sql: &str) -> Result<(), Trouble> {
        match self {
            Bulk::Sqlite(connection) => connection.execute_batch(sql)?,
            Bulk::Postgres(client) => client.batch_execute(sql).await?,
        }
        Ok(())
    }

    /// Inserts rows, each written as `(…)` in SQL.
    pub async fn insert(&self, table: &str, columns: &str, rows: &[String]) -> Result<(), Trouble> {
        for some in rows.chunks(ROWS) {
            self.run(&format!("insert into {table} ({columns}) values {}", some.join(", "))).await?;
        }
        Ok(())
    }

    /// Reads all rows of a select, every cell of them, and answers how many there were. All columns are text.
    pub async fn read(&self, sql: &str) -> Result<usize, Trouble> {
        match self {
            Bulk::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let width = statement.column_count();
                let mut rows = statement.query([])?;
                let mut count = 0_usize;
                while let Some(row) = rows.next()? {
                    for column in 0..width {
                        let _: Option<String> = row.get(column)?;
                    }
                    count = count.saturating_add(1);
                }
                Ok(count)
            }
            Bulk::Postgres(client) => {
                let rows = client.query(sql, &[]).await?;
                for row in &rows {
                    for column in 0..row.len() {
                        let _: Option<String> = row.try_get(column)?;
                    }
                }
                Ok(rows.len())
            }
        }
    }
}
