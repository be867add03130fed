//! One SQL text, two engines.
//!
//! A thin `Tx` over `SQLite` (rusqlite) and `PostgreSQL` (tokio-postgres): four verbs, five kinds of
//! value, rows read by column name. All writes of a process go through one [`Desk`](desk), which runs
//! many waiting jobs in one transaction and commits once, so that durability costs one disk flush for
//! many people. What differs between the engines stands in `dialect.rs` and nowhere else.
#![allow(clippy::similar_names)] // a shelf is a shelf, beside `self` too

mod buffer;
pub mod clock;
mod desk;
pub mod dialect;
mod durable;
mod fault;
mod migrate;
mod postgres;
mod row;
mod scratch;
mod shelf;
mod sqlite;
mod statement;
mod store;
mod tx;
mod value;

use std::future::poll_fn;
use std::task::Poll;

/// A future that may move between threads, boxed, so that traits over it stay object safe.
pub type Boxed<'a, T> = std::pin::Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// All of them at once, begun in order; what each came to, in their order.
pub async fn together<T>(mut running: Vec<Boxed<'_, T>>) -> Vec<T> {
    let mut came: Vec<Option<T>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for (one, came) in running.iter_mut().zip(&mut came).filter(|(_, came)| came.is_none()) {
            match one.as_mut().poll(context) {
                Poll::Ready(done) => *came = Some(done),
                Poll::Pending => waiting = true,
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    came.into_iter().flatten().collect()
}

pub use clock::Clock;
pub use desk::{DeskFigures, JOBS_PER_BATCH_MAX, JOBS_WAITING_MAX, Job, Verdict};
pub use dialect::Engine;
pub use fault::Fault;
pub use migrate::Migration;
pub use row::{FromValue, Row};
pub use scratch::Scratch;
pub use shelf::{Shelf, Want};
pub use statement::{Statement, Tables};
pub use store::{Db, Target};
pub use tx::Tx;
pub use value::{Kind, Value};
