//! The question what was paid: drawn, asked, answered. Amounts only; whose telephone it was stands nowhere in clear.

use crate::honest::store::{ANSWERED_STATE, ASKED, ASKED_STATE, DRAWN_STATE};
use crate::service::is_default;
use base::Paisa;
use db::{Fault, Kind, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// The lot fell on a receipt: its customer will be asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuestionDrawn {
    /// The receipt's number.
    pub receipt: String,
    /// The keyed hash of the customer's mobile number.
    pub mobile_blind: String,
}

impl Event for QuestionDrawn {
    const KIND: &'static str = "counter.question_drawn";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.receipt)];
        let nothing = (Value::Null(Kind::Integer), Value::Null(Kind::Text));
        let rest = vec![Value::from(&self.mobile_blind), DRAWN_STATE.into(), at.at.into(), nothing.0, nothing.1];
        tx.put(&ASKED, key, rest);
        Ok(())
    }
}

/// Changes the row of a question.
async fn change(
    tx: &mut db::Tx<'_>,
    at: &EntryHead,
    receipt: &str,
    how: impl FnOnce(&mut [Value]) + Send,
) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), Value::from(receipt)];
    let Some(mut rest) = tx.fetch(&ASKED, key.clone()).await? else {
        return Err(Fault::Unsound(format!("no question about {receipt}")));
    };
    how(&mut rest);
    tx.put(&ASKED, key, rest);
    Ok(())
}

/// The question went out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuestionAsked {
    /// The receipt's number.
    pub receipt: String,
}

impl Event for QuestionAsked {
    const KIND: &'static str = "counter.question_asked";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.receipt, |rest| {
            if let [_, state, when, ..] = rest {
                (*state, *when) = (ASKED_STATE.into(), at.at.into());
            }
        })
        .await
    }
}

/// The customer said what they paid.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuestionAnswered {
    /// The receipt's number.
    pub receipt: String,
    /// What they say.
    pub paid: Paisa,
    /// The complaint that was made of it, in the same entry.
    #[serde(default, skip_serializing_if = "is_default")]
    pub complaint: Option<String>,
}

impl Event for QuestionAnswered {
    const KIND: &'static str = "counter.question_answered";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        change(tx, at, &self.receipt, |rest| {
            if let [_, state, _, paid, complaint] = rest {
                (*state, *paid, *complaint) = (ANSWERED_STATE.into(), self.paid.into(), self.complaint.clone().into());
            }
        })
        .await
    }
}
