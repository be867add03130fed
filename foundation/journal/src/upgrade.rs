//! A newer program opens an older store: what its rooms keep as views is made anew from the journals, by itself, so that
//! a view that is new in this program also knows what happened before it.

use crate::open::chore;
use crate::rebuild::replay_all;
use crate::seal::hash_of;
use crate::store::{HEAD_ROWS, KEEP_VIEWS_MARK, VIEWS_MARK};
use crate::{Fault, Register};
use db::Db;
use std::fmt::Write;

/// What views are made of: the tables, the events and their versions. When it changes, they are made anew.
fn mark_of(register: &Register) -> String {
    let mut text = String::new();
    for migration in register.all_migrations() {
        let _ = writeln!(text, "{} {} {}", migration.room, migration.number, migration.sql);
    }
    for event in &register.events {
        let _ = writeln!(text, "{event:?}");
    }
    hash_of(text.as_bytes())
}

/// Makes the views anew when another program made them. Answers how many entries were replayed.
///
/// # Errors
/// [`Fault::Unsound`] for an event that this program does not know: the store belongs to a newer one, and stays as it is.
pub(crate) async fn views(db: &Db, register: &Register) -> Result<Option<u64>, Fault> {
    let mark = mark_of(register);
    let register = register.clone();
    chore(db, move |tx| {
        let (register, mark) = (register.clone(), mark.clone());
        Box::pin(async move {
            let kept = tx.optional(&VIEWS_MARK, &[]).await?.map(|row| row.get::<String>("value")).transpose()?;
            if kept.as_deref() == Some(mark.as_str()) {
                return Ok(None);
            }
            let is_new = tx.all(&HEAD_ROWS, &[]).await?.is_empty();
            let replayed = if is_new { None } else { Some(replay_all(&register, tx).await?) };
            tx.execute(&KEEP_VIEWS_MARK, &[mark.as_str().into()]).await?;
            Ok(replayed)
        })
    })
    .await
}
