//! Cases, and where a centre stands.

use super::case_moves::Step;
use crate::case::{Case, CaseState};
use crate::store::{CASES, CENTRES, case_row};
use crate::tally;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// The counter met a centre: its first entry of all names the place, so that what is counted there is found by path.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CentreMet {
    /// The centre's place path.
    pub path: String,
}

impl Event for CentreMet {
    const KIND: &'static str = "counter.centre_met";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book)];
        let mut rest = tx
            .fetch(&CENTRES, key.clone())
            .await?
            .unwrap_or_else(|| vec![Value::from(""), Value::Null(Kind::Text), Value::Null(Kind::Text)]);
        if let Some(path) = rest.first_mut() {
            *path = Value::from(&self.path);
        }
        tx.put(&CENTRES, key, rest);
        Ok(())
    }
}

/// One case more in the tally.
pub(super) async fn count_case(tx: &mut db::Tx<'_>, at: &EntryHead) -> Result<(), Fault> {
    tally::count(tx, &at.book, at.at.day(), |tally| {
        tally.cases = tally.cases.checked_add(1)?;
        Some(())
    })
    .await
}

/// A case was opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: Case,
}

impl Event for CaseOpened {
    const KIND: &'static str = "counter.case_opened";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.case.number)];
        let path = match tx.fetch(&CENTRES, vec![Value::from(&at.book)]).await?.as_deref() {
            Some([Value::Text(path), ..]) => path.clone(),
            _ => String::new(),
        };
        tx.put(&CASES, key, case_row(&self.case, &path, at.at)?);
        Step { due: self.case.due, ..Step::to(&self.case.number, self.case.state) }.put(at, tx)?;
        if self.case.state == CaseState::Draft {
            return Ok(()); // counted when it is paid
        }
        count_case(tx, at).await
    }
}
