//! The hand that a job is given: four verbs and the shelves.

use crate::buffer::{Buffer, Load};
use crate::postgres::{Asking, Wire, in_lists};
use crate::shelf::Use;
use crate::{Engine, Fault, Row, Shelf, Statement, Value, Want, sqlite};
use base::calendar::Moment;
use std::sync::{Arc, Mutex};

/// Locks names, in order, until the transaction ends, on `PostgreSQL`.
const NAME_LOCKS: &str = "select 1::bigint as got from unnest($1::text[]) as name \
                          cross join lateral pg_advisory_xact_lock(hashtextextended(name, 4828))";

/// Rows in one statement, at most: what is sent at once has to fit into memory, and into a message of the server's.
const ROWS_PER_TELLING_MAX: usize = 256;

/// The connection below a `Tx`.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut rusqlite::Connection),
    Postgres(&'a Wire),
}

/// A transaction as a job sees it. It cannot commit, so jobs compose; it knows the time, so nobody else need.
pub struct Tx<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) buffer: &'a mut Buffer,
    now: Moment,
    writes: bool,
    guarded: bool,
    asked: bool,
    aside: Option<Lacking>,
}

/// Where a job leaves word of the rows that it lacks when it steps aside. It is looked at from outside the job's future, so it is shared.
pub(crate) type Lacking = Arc<Mutex<Option<Vec<Want>>>>;

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: Conn<'a>, buffer: &'a mut Buffer, now: Moment, writes: bool) -> Tx<'a> {
        Tx { conn, buffer, now, writes, guarded: false, asked: false, aside: None }
    }

    /// From here on a job that lacks rows steps aside and leaves word of them here, or none does any more.
    pub(crate) fn step_aside(&mut self, aside: Option<Lacking>) {
        self.aside = aside;
    }

    /// The job lacks these rows. Where jobs step aside this never returns: the desk takes the word and drops the job's future.
    /// One that has a savepoint, or asked the database by a statement of its own, goes on, at the price of a round trip: else
    /// it would ask again.
    async fn lacks(&mut self, wants: impl FnOnce() -> Vec<Want> + Send) {
        if let Some(Ok(mut lacking)) =
            self.aside.as_ref().filter(|_| !self.guarded && !self.asked).map(|aside| aside.lock())
        {
            *lacking = Some(wants());
        } else {
            return;
        }
        std::future::pending::<()>().await;
    }

    /// A job begins: nothing of it is known yet, and this is its time.
    pub(crate) fn begin_job(&mut self, now: Moment) {
        self.buffer.mark();
        self.now = now;
        self.guarded = false;
        self.asked = false;
    }

    /// The time of this job. It stands still while the job runs.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// A new id, in the order of time.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the machine gives no random bytes.
    pub fn new_id(&mut self) -> Result<uuid::Uuid, Fault> {
        let random: [u8; 10] = self.random()?;
        let millis = u64::try_from(self.now.0).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Unguessable bytes from the machine.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the machine gives none.
    pub fn random<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes = [0_u8; N];
        getrandom::fill(&mut bytes).map_err(|error| Fault::Unsound(format!("no random bytes: {error}")))?;
        Ok(bytes)
    }

    /// Which engine answers: for figures only, never to choose a statement.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement that changes rows; answers how many.
    ///
    /// # Errors
    /// What the database says; a write in a read-only transaction is [`Fault::Unsound`].
    pub async fn execute(&mut self, statement: &'static Statement, values: &[Value]) -> Result<u64, Fault> {
        if !self.writes {
            return Err(Fault::Unsound(format!("a reader may not write: {}", statement.sql)));
        }
        self.guard().await?;
        self.flush().await?;
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement.numbered(), &borrowed(values)),
            Conn::Postgres(wire) => wire.execute(statement.sql, &borrowed(values)).await,
        }
    }

    /// All rows of a statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all(&mut self, statement: &'static Statement, values: &[Value]) -> Result<Vec<Row>, Fault> {
        if self.writes && statement.tables().iter().any(|table| self.buffer.waits(table)) {
            self.guard().await?;
            self.flush().await?;
        }
        self.asked = true;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                sqlite::query(conn, statement.numbered(), &borrowed(values), Some(&statement.columns))
            }
            Conn::Postgres(wire) => wire.query(statement.sql, &borrowed(values), Some(&statement.columns)).await,
        }
    }

    /// The first row of a statement, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn optional(&mut self, statement: &'static Statement, values: &[Value]) -> Result<Option<Row>, Fault> {
        Ok(self.all(statement, values).await?.into_iter().next())
    }

    /// The one row of a statement that always has one.
    ///
    /// # Errors
    /// What the database says, or [`Fault::Unsound`] when there is no row.
    pub async fn one(&mut self, statement: &'static Statement, values: &[Value]) -> Result<Row, Fault> {
        let row = self.optional(statement, values).await?;
        row.ok_or_else(|| Fault::Unsound(format!("no row for: {}", statement.sql)))
    }

    /// The row of this key on a shelf: from the batch if it is known there, else from the database.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fetch(&mut self, shelf: &'static Shelf, key: Vec<Value>) -> Result<Option<Vec<Value>>, Fault> {
        if let Some(row) = self.buffer.known(shelf, &key) {
            return Ok(row.cloned());
        }
        self.lacks(|| vec![(shelf, key.clone())]).await;
        let text = shelf.text(self.looking(), false, self.engine());
        let found = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::query(conn, &text, &borrowed(&key), None)?,
            Conn::Postgres(wire) => wire.query(&text, &borrowed(&key), None).await?,
        };
        let rest = on_shelf(shelf, found).next().map(|(_, rest)| rest);
        self.buffer.learn(shelf, key, rest.clone());
        Ok(rest)
    }

    /// There is no row of this key, as whoever made the key knows: nobody looks for it. If there is one, adding another fails.
    pub fn presume_absent(&mut self, shelf: &'static Shelf, key: Vec<Value>) {
        self.buffer.learn(shelf, key, None);
    }

    /// The row of this key becomes this (inserted or replaced) when the batch is written.
    pub fn put(&mut self, shelf: &'static Shelf, key: Vec<Value>, rest: Vec<Value>) {
        self.buffer.put(shelf, key, rest);
    }

    /// A new row, inserted when the batch is written. If its key is there already the job fails.
    pub fn add(&mut self, shelf: &'static Shelf, key: Vec<Value>, rest: Vec<Value>) {
        self.buffer.add(shelf, key, rest);
    }

    /// Learns the rows of these keys, a shelf at a time and in key order, in one go: what was asked for so is at hand when it
    /// is fetched. What the batch knows already stays as it is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn prefetch(&mut self, mut wants: Vec<Want>) -> Result<(), Fault> {
        // A statement costs SQLite no round trip.
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        wants.retain(|(shelf, key)| self.buffer.known(shelf, key).is_none());
        in_order(&mut wants);
        if wants.is_empty() {
            return Ok(());
        }
        self.lacks(|| wants.clone()).await;
        self.look_up(&wants).await?;
        for (shelf, key) in wants {
            self.buffer.learn(shelf, key, None);
        }
        Ok(())
    }

    /// Locks these rows, before anything else is read. A row that is not there yet cannot be locked, so its name is: else two
    /// processes could both begin it, and the second would decide by what it read before the first was done.
    pub(crate) async fn pass_gates(&mut self, mut gates: Vec<Want>) -> Result<(), Fault> {
        in_order(&mut gates);
        self.look_up(&gates).await?;
        gates.retain(|(shelf, key)| self.buffer.known(shelf, key).is_none());
        if gates.is_empty() {
            return Ok(());
        }
        let name = |(shelf, key): &Want| Value::Text(format!("{} {key:?}", shelf.table));
        let names: Vec<Value> = gates.iter().map(name).collect();
        self.ask(&[(NAME_LOCKS.into(), vec![names.iter().collect()])]).await?;
        self.prefetch(gates).await
    }

    /// What reads rows by key does to them: on `SQLite` the whole store is locked by the batch already.
    fn looking(&self) -> Use {
        if self.writes && self.engine() == Engine::Postgres { Use::Lock } else { Use::Select }
    }

    /// Learns the rows of these keys that there are, a shelf at a time, in order.
    async fn look_up(&mut self, wants: &[Want]) -> Result<(), Fault> {
        let of_shelves = wants.chunk_by(|(a, _), (b, _)| a.table == b.table);
        let asked: Vec<_> = of_shelves.filter_map(|of_one| of_one.first().map(|(shelf, _)| (*shelf, of_one))).collect();
        let mut askings: Vec<Asking<'_>> = Vec::with_capacity(asked.len());
        for (shelf, of_one) in &asked {
            let keys = in_lists(shelf.key.len(), of_one.iter().map(|(_, key)| key.as_slice()));
            askings.push((shelf.text(self.looking(), true, Engine::Postgres), keys));
        }
        for ((shelf, _), rows) in asked.iter().zip(self.ask(&askings).await?) {
            for (key, row) in on_shelf(shelf, rows) {
                self.buffer.learn(shelf, key, Some(row));
            }
        }
        Ok(())
    }

    /// Asks all of this, in order and in one round trip: only on `PostgreSQL`.
    async fn ask(&mut self, askings: &[Asking<'_>]) -> Result<Vec<Vec<Row>>, Fault> {
        match &mut self.conn {
            Conn::Sqlite(_) => Err(Fault::Unsound("SQLite takes no lists".to_owned())),
            Conn::Postgres(wire) => wire.ask(askings).await,
        }
    }

    /// From here on the running job can be undone in the database too: what earlier jobs left in the
    /// buffer is written first, then comes the savepoint.
    async fn guard(&mut self) -> Result<(), Fault> {
        if !self.guarded {
            let own = self.buffer.take_own();
            self.flush().await?;
            self.simple("savepoint job").await?;
            self.guarded = true;
            self.buffer.give_own(own);
        }
        Ok(())
    }

    /// Writes what waits: on `PostgreSQL` in one round trip.
    pub(crate) async fn flush(&mut self) -> Result<(), Fault> {
        let loads = self.buffer.unload();
        for load in &loads {
            if let Some(row) = load.rows.iter().find(|row| row.len() != load.shelf.width()) {
                return Err(Fault::Unsound(format!("{}: a row of {} values", load.shelf.table, row.len())));
            }
        }
        let what = |load: &Load| if load.replace { Use::Replace } else { Use::Insert };
        match &mut self.conn {
            Conn::Sqlite(conn) => loads.iter().try_for_each(|load| {
                sqlite::execute_each(conn, &load.shelf.text(what(load), false, Engine::Sqlite), &load.rows)
            }),
            Conn::Postgres(wire) => {
                let mut tellings: Vec<Asking<'_>> = Vec::with_capacity(loads.len());
                for load in &loads {
                    let text = load.shelf.text(what(load), true, Engine::Postgres);
                    for rows in load.rows.chunks(ROWS_PER_TELLING_MAX) {
                        tellings.push((text.clone(), in_lists(load.shelf.width(), rows.iter().map(Vec::as_slice))));
                    }
                }
                wire.tell(&tellings).await
            }
        }
    }

    /// Ends the running job: kept, or undone to the last trace.
    pub(crate) async fn settle(&mut self, keep: bool) -> Result<(), Fault> {
        if !keep {
            self.buffer.undo();
        }
        if self.guarded {
            if !keep {
                self.simple("rollback to savepoint job").await?;
            }
            self.simple("release savepoint job").await?;
        }
        Ok(())
    }

    /// A scratch store is never rolled back.
    pub(crate) fn without_savepoints(&mut self) {
        self.guarded = true;
    }

    /// Writes what waits and forgets what is known, so that a long replay stays small.
    ///
    /// # Errors
    /// What the database says.
    pub async fn flush_all(&mut self) -> Result<(), Fault> {
        self.flush().await?;
        self.buffer.clear();
        Ok(())
    }

    /// A statement without parameters or answer.
    pub(crate) async fn simple(&mut self, sql: &str) -> Result<(), Fault> {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(Fault::from),
            Conn::Postgres(wire) => wire.simple(sql).await,
        }
    }

    /// Every row of a view, ordered by all its columns: to compare a table with its replay.
    ///
    /// # Errors
    /// What the database says.
    pub async fn dump(&mut self, table: &'static str, columns: &[String]) -> Result<Vec<Row>, Fault> {
        let names = columns.join(", ");
        let sql = format!("select {names} from {table}");
        let mut rows = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::query(conn, &sql, &[], None)?,
            Conn::Postgres(wire) => wire.query(&sql, &[], None).await?,
        };
        rows.iter_mut().for_each(Row::normalise);
        rows.sort_by(|a, b| a.values().cmp(b.values()));
        Ok(rows)
    }

    /// Empties a view before it is replayed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn empty(&mut self, table: &'static str) -> Result<(), Fault> {
        self.guard().await?;
        self.simple(&format!("delete from {table}")).await
    }

    /// From here to the end of the transaction nobody else writes who locks rows of this table first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold(&mut self, table: &'static str) -> Result<(), Fault> {
        match &mut self.conn {
            Conn::Sqlite(_) => Ok(()), // a batch holds the whole store
            Conn::Postgres(wire) => wire.simple(&format!("lock table {table} in exclusive mode")).await,
        }
    }

    /// The columns of a table, in the order of their names.
    ///
    /// # Errors
    /// What the database says.
    pub async fn columns(&mut self, table: &'static str) -> Result<Vec<String>, Fault> {
        let mut columns = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::columns(conn, table)?,
            Conn::Postgres(wire) => wire.columns(table).await?,
        };
        columns.sort();
        Ok(columns)
    }

    /// Asks the engine whether it understands a statement, without running it.
    ///
    /// # Errors
    /// What the engine says of it.
    pub async fn understands(&mut self, sql: &str) -> Result<(), Fault> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::understands(conn, &sql.replace('$', "?")),
            Conn::Postgres(wire) => wire.understands(sql).await,
        }
    }
}

/// A shelf at a time and in key order, each once.
fn in_order(wants: &mut Vec<Want>) {
    wants.sort_by(|a, b| (a.0.table, &a.1).cmp(&(b.0.table, &b.1)));
    wants.dedup_by(|a, b| a.0.table == b.0.table && a.1 == b.1);
}

/// A row of a shelf: its key and the rest.
type Keyed = (Vec<Value>, Vec<Value>);

fn on_shelf(shelf: &'static Shelf, rows: Vec<Row>) -> impl Iterator<Item = Keyed> {
    rows.into_iter().map(|row| {
        let mut key = row.values().to_vec();
        let rest = key.split_off(shelf.key.len().min(key.len()));
        (key, booleans(shelf, rest))
    })
}

fn borrowed(values: &[Value]) -> Vec<&Value> {
    values.iter().collect()
}

/// `SQLite` answers 0 and 1 for a boolean column; on a shelf the kind is known, so both engines agree.
fn booleans(shelf: &Shelf, mut rest: Vec<Value>) -> Vec<Value> {
    for (value, (_, kind)) in rest.iter_mut().zip(shelf.rest) {
        match (&value, kind) {
            (Value::Integer(n), crate::Kind::Boolean) => *value = Value::Boolean(*n == 1),
            (Value::Null(_), kind) => *value = Value::Null(*kind),
            _ => {}
        }
    }
    rest
}
