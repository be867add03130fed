//! Opening a store and the only two ways into it: a job at the desk, a read beside it.

use crate::buffer::Buffer;
use crate::desk::{CLERKS, Desk, DeskFigures, at_once};
use crate::postgres::Wire;
use crate::tx::{Conn, Tx};
use crate::{Boxed, Clock, Engine, Fault, Job, Migration, migrate, sqlite};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// Readers at once. More would only wait for each other on a small machine.
const READERS_MAX: usize = 8;
/// How long a caller waits for a connection to `PostgreSQL`, in milliseconds.
const CONNECT_WAIT_MS_MAX: u64 = 5_000;

/// How the desk's statements are planned: it asks for rows by their keys. A plan that was made when a table was empty is
/// kept, and reads all of it when it is full; so each is found in the index, whatever the statistics say, and planned once.
const DESK_PLANS: &str = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

/// Where a store is: `sqlite:PATH` or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file of the embedded engine.
    Sqlite(PathBuf),
    /// The address of a server.
    Postgres(String),
}

impl FromStr for Target {
    type Err = Fault;

    fn from_str(address: &str) -> Result<Target, Fault> {
        if let Some(path) = address.strip_prefix("sqlite:") {
            return Ok(Target::Sqlite(PathBuf::from(path)));
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Target::Postgres(address.to_owned()));
        }
        Err(Fault::Unsound(format!("a database address is sqlite:PATH or postgres://…, not {address}")))
    }
}

enum Readers {
    Sqlite { path: PathBuf, idle: Mutex<Vec<rusqlite::Connection>>, places: Arc<Semaphore> },
    Postgres(Pool),
}

/// An open store. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    desk: Desk,
    readers: Arc<Readers>,
    clock: Clock,
    engine: Engine,
}

impl Db {
    /// Opens a store, makes it if it is not there, and runs the migrations that it lacks.
    ///
    /// # Errors
    /// [`Fault::Away`] when it cannot be reached, [`Fault::Unsound`] when a migration fails.
    pub async fn open(target: &Target, migrations: &[Migration], clock: Clock) -> Result<Db, Fault> {
        match target {
            Target::Sqlite(path) => Db::open_sqlite(path, migrations, clock),
            Target::Postgres(address) => Db::open_postgres(address, migrations, clock).await,
        }
    }

    fn open_sqlite(path: &Path, migrations: &[Migration], clock: Clock) -> Result<Db, Fault> {
        let mut conn = sqlite::open(path, false)?;
        migrate::on_sqlite(&mut conn, migrations)?;
        let desk = Desk::on_sqlite(path, conn, clock.clone())?;
        let readers = Readers::Sqlite {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            places: Arc::new(Semaphore::new(READERS_MAX)),
        };
        Ok(Db { desk, readers: Arc::new(readers), clock, engine: Engine::Sqlite })
    }

    async fn open_postgres(address: &str, migrations: &[Migration], clock: Clock) -> Result<Db, Fault> {
        let writers = pool(address, CLERKS, DESK_PLANS)?;
        let mut wire = Wire(writers.get().await?);
        migrate::on_postgres(&mut wire, migrations).await?;
        drop(wire);
        let desk = Desk::on_postgres(&writers, &clock);
        let readers = Readers::Postgres(pool(address, READERS_MAX, "-c jit=off")?);
        Ok(Db { desk, readers: Arc::new(readers), clock, engine: Engine::Postgres })
    }

    /// Hands a job to the desk.
    pub fn hand_in(&self, job: Box<dyn Job>) {
        self.desk.hand_in(job);
    }

    /// Reads, beside the writes and never waiting for them.
    ///
    /// # Errors
    /// What the reader answers, or [`Fault::Away`] when no connection can be had.
    pub async fn read<T, E, F>(&self, reader: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx<'_>) -> Boxed<'a, Result<T, E>> + Send + 'static,
    {
        self.reading(false, reader).await
    }

    /// Reads one unmoving picture of the store, however long it takes: for verifying.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_still<T, E, F>(&self, reader: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx<'_>) -> Boxed<'a, Result<T, E>> + Send + 'static,
    {
        self.reading(true, reader).await
    }

    async fn reading<T, E, F>(&self, still: bool, reader: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx<'_>) -> Boxed<'a, Result<T, E>> + Send + 'static,
    {
        let now = (self.clock)();
        let places = match &*self.readers {
            Readers::Sqlite { places, .. } => places.clone(),
            Readers::Postgres(pool) => {
                let wire = Wire(pool.get().await.map_err(Fault::from)?);
                let mut buffer = Buffer::default();
                let mut tx = Tx::new(Conn::Postgres(&wire), &mut buffer, now, false);
                if still {
                    tx.simple("begin isolation level repeatable read read only").await?;
                }
                let answer = reader(&mut tx).await;
                if still {
                    tx.simple("rollback").await?;
                }
                return answer;
            }
        };
        let gone = |_| Fault::Away("the reader stopped".to_owned());
        let place = places.acquire_owned().await.map_err(|_| Fault::Busy)?;
        let readers = self.readers.clone();
        let body = move || {
            let _place = place;
            let mut conn = readers.take()?;
            let mut buffer = Buffer::default();
            conn.execute_batch("begin").map_err(Fault::from)?;
            let mut tx = Tx::new(Conn::Sqlite(&mut conn), &mut buffer, now, false);
            let answer = at_once(reader(&mut tx));
            conn.execute_batch("rollback").map_err(Fault::from)?;
            readers.give(conn);
            answer.unwrap_or_else(|| {
                Err(Fault::Unsound("a reader awaited something else than its verbs".to_owned()).into())
            })
        };
        tokio::task::spawn_blocking(body).await.map_err(gone)?
    }

    /// The time as this store's clock tells it.
    #[must_use]
    pub fn now(&self) -> base::calendar::Moment {
        (self.clock)()
    }

    /// Which engine this is: for figures.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The desk's counts.
    #[must_use]
    pub fn figures(&self) -> &DeskFigures {
        &self.desk.figures
    }
}

impl Readers {
    fn take(&self) -> Result<rusqlite::Connection, Fault> {
        let Readers::Sqlite { path, idle, .. } = self else {
            return Err(Fault::Unsound("not an embedded store".to_owned()));
        };
        let kept = idle.lock().map_err(|_| Fault::Unsound("readers are broken".to_owned()))?.pop();
        kept.map_or_else(|| sqlite::open(path, true), Ok)
    }

    fn give(&self, conn: rusqlite::Connection) {
        if let Readers::Sqlite { idle, .. } = self
            && let Ok(mut idle) = idle.lock()
        {
            idle.push(conn);
        }
    }
}

fn pool(address: &str, size: usize, manner: &'static str) -> Result<Pool, Fault> {
    let unsound = |error: String| Fault::Unsound(format!("database address: {error}"));
    let mut config: tokio_postgres::Config =
        address.parse().map_err(|error: tokio_postgres::Error| unsound(error.to_string()))?;
    // What the operator's address asks for comes last and holds.
    config.options(format!("{manner} {}", config.get_options().unwrap_or("")).trim());
    let manager =
        Manager::from_config(config, tokio_postgres::NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let wait = Some(std::time::Duration::from_millis(CONNECT_WAIT_MS_MAX));
    Pool::builder(manager)
        .max_size(size)
        .wait_timeout(wait)
        .create_timeout(wait)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| unsound(error.to_string()))
}
