//! A store for a moment: where views are replayed to be compared.

use crate::buffer::Buffer;
use crate::tx::{Conn, Tx};
use crate::{Fault, Migration, migrate};
use base::calendar::Moment;

/// A private store on `SQLite` that is gone when dropped.
pub struct Scratch {
    conn: rusqlite::Connection,
    buffer: Buffer,
}

impl Scratch {
    /// An empty store with these tables.
    ///
    /// # Errors
    /// What the engine says.
    pub fn open(migrations: &[Migration]) -> Result<Scratch, Fault> {
        let mut conn = rusqlite::Connection::open("")?; // "" is a temporary file that SQLite deletes by itself
        conn.set_prepared_statement_cache_capacity(256);
        conn.execute_batch("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -32000")?;
        migrate::on_sqlite(&mut conn, migrations)?;
        Ok(Scratch { conn, buffer: Buffer::default() })
    }

    /// A hand on it. Nothing is ever rolled back here.
    pub fn tx(&mut self, now: Moment) -> Tx<'_> {
        let mut tx = Tx::new(Conn::Sqlite(&mut self.conn), &mut self.buffer, now, true);
        tx.without_savepoints();
        tx
    }
}
