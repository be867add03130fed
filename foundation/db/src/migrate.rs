//! Migrations: one SQL file for both engines, in the room that owns the table, forward only.

use crate::postgres::Wire;
use crate::{Engine, Fault};
use refinery::Runner;

/// One migration of a room. Its number counts from 1 within the room and its text never changes after release.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The room that owns the tables.
    pub room: &'static str,
    /// 1, 2, 3 … within the room.
    pub number: u32,
    /// What it makes, in one word of `a-z_`.
    pub name: &'static str,
    /// The SQL, in `PostgreSQL`'s names of types.
    pub sql: &'static str,
}

impl Migration {
    fn made(&self, engine: Engine) -> Result<refinery::Migration, Fault> {
        let name = format!("V{}__{}", self.number, self.name);
        refinery::Migration::unapplied(&name, &engine.migration(self.sql)).map_err(broken)
    }

    /// What a store keeps of it: a store that ran another text of it does not open.
    ///
    /// # Errors
    /// A name that is none.
    pub fn checksum(&self, engine: Engine) -> Result<u64, Fault> {
        Ok(self.made(engine)?.checksum())
    }
}

/// The migrations of each room with a runner of its own, so that rooms number by themselves.
fn runners(engine: Engine, migrations: &[Migration]) -> Result<Vec<Runner>, Fault> {
    let mut rooms: Vec<(&str, Vec<refinery::Migration>)> = Vec::new();
    for migration in migrations {
        let made = migration.made(engine)?;
        match rooms.iter_mut().find(|(room, _)| *room == migration.room) {
            Some((_, list)) => list.push(made),
            None => rooms.push((migration.room, vec![made])),
        }
    }
    Ok(rooms
        .into_iter()
        .map(|(room, list)| {
            let mut runner = Runner::new(&list).set_abort_divergent(true);
            runner.set_migration_table_name(format!("{room}_migrations"));
            runner
        })
        .collect())
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Unsound(format!("a migration failed: {error}"))
}

pub(crate) fn on_sqlite(conn: &mut rusqlite::Connection, migrations: &[Migration]) -> Result<(), Fault> {
    for runner in runners(Engine::Sqlite, migrations)? {
        runner.run(conn).map_err(broken)?;
    }
    Ok(())
}

/// Two programs may start at once: the second waits for the first.
pub(crate) async fn on_postgres(wire: &mut Wire, migrations: &[Migration]) -> Result<(), Fault> {
    wire.simple("select pg_advisory_lock(4828)").await?;
    let outcome = run_postgres(wire, migrations).await;
    wire.simple("select pg_advisory_unlock(4828)").await?;
    outcome
}

async fn run_postgres(wire: &mut Wire, migrations: &[Migration]) -> Result<(), Fault> {
    for runner in runners(Engine::Postgres, migrations)? {
        let client: &mut tokio_postgres::Client = &mut wire.0;
        runner.run_async(client).await.map_err(broken)?;
    }
    Ok(())
}
