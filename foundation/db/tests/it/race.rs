//! Two programs on one store.

use crate::pantry::Step::{Add, Put};
use crate::pantry::{MIGRATIONS, hand_in, lines, spoons};
use db::{Db, Engine, Target};
use std::sync::Arc;

#[test]
fn two_desks_on_one_store_lose_nothing() {
    trial::run(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let dir = trial::Dir::new();
            let target = match engine {
                Engine::Sqlite => Target::Sqlite(dir.path().join("pantry.db")),
                Engine::Postgres => Target::Postgres(trial::fresh_schema().await),
            };
            let one = Db::open(&target, MIGRATIONS, Arc::new(|| trial::MORNING)).await.unwrap();
            let two = Db::open(&target, MIGRATIONS, Arc::new(|| trial::MORNING)).await.unwrap();
            hand_in(&one, "b", &[Put("salt", 0), Put("rice", 0)]).await.unwrap().unwrap();
            let mut jobs = Vec::new();
            for n in 0..100 {
                // Opposite orders of jars: on a server that would be a deadlock if locks were taken as jobs please.
                jobs.push(hand_in(&one, "b", &[Put("salt", 1), Put("rice", 1), Add(n, "one")]));
                jobs.push(hand_in(&two, "b", &[Put("rice", 1), Put("salt", 1), Add(1000 + n, "two")]));
            }
            for job in jobs {
                job.await.unwrap().unwrap();
            }
            assert_eq!(spoons(&one, "b", "salt").await, Some(200), "{engine:?}");
            assert_eq!(spoons(&two, "b", "rice").await, Some(200), "{engine:?}");
            assert_eq!(lines(&one, "b").await.len(), 200, "{engine:?}");
        }
    });
}
