//! The house asks a customer what they paid, and hears the answer. Nobody at the counter has a part in it.

use crate::complaints::{ComplaintKind, read};
use crate::deeds::complaints::make::{begun, receipt_held};
use crate::events::{ComplaintMade, QuestionAnswered, QuestionAsked, QuestionDrawn};
use crate::honest::answers::is_otherwise;
use crate::honest::store::{ASKED, ASKED_STATE, DRAWN_STATE};
use crate::store::{RECEIPTS, standing_on_shelf};
use base::{Paisa, Refusal};
use db::Value;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Draws the question for a receipt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DrawQuestion {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub receipt: String,
    /// The keyed hash of the customer's number, by which the answer is found.
    pub mobile_blind: String,
}

/// Notes that a question went out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskWhatWasPaid {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub receipt: String,
}

/// Hears what a customer says they paid. Another sum than the receipt's is a complaint by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HearAnswer {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub receipt: String,
    /// What they say.
    pub paid: Paisa,
}

/// The question does not stand where this needs it: it was drawn, asked or answered before.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAnswered;

impl Refusal for NotAnswered {
    fn code(&self) -> &'static str {
        "counter.question.elsewhere"
    }

    fn status(&self) -> u16 {
        409
    }
}

/// The codes of [`NotAnswered`].
pub(crate) const CODES: &[&str] = &["counter.question.elsewhere"];

/// Where the question about a receipt stands; empty when it was not drawn.
async fn state_of(tx: &mut Tx<'_, '_>, book: &str, receipt: &str) -> Result<String, Stop<NotAnswered>> {
    let row = tx.fetch(&ASKED, vec![book.into(), receipt.into()]).await?;
    Ok(match row.as_deref() {
        Some([_, Value::Text(state), ..]) => state.clone(),
        _ => String::new(),
    })
}

impl Deed for DrawQuestion {
    const NAME: &'static str = "counter.draw_question";
    type Done = ();
    type Refusal = NotAnswered;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnswered>> {
        if !state_of(tx, &self.book, &self.receipt).await?.is_empty() {
            return Err(Stop::Refused(NotAnswered));
        }
        let drawn = QuestionDrawn { receipt: self.receipt.clone(), mobile_blind: self.mobile_blind.clone() };
        tx.enter(&self.book, vec![happened(drawn)]).await?;
        Ok(())
    }
}

impl Deed for AskWhatWasPaid {
    const NAME: &'static str = "counter.ask_what_was_paid";
    type Done = ();
    type Refusal = NotAnswered;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnswered>> {
        if state_of(tx, &self.book, &self.receipt).await? != DRAWN_STATE {
            return Err(Stop::Refused(NotAnswered));
        }
        tx.enter(&self.book, vec![happened(QuestionAsked { receipt: self.receipt.clone() })]).await?;
        Ok(())
    }
}

impl Deed for HearAnswer {
    const NAME: &'static str = "counter.hear_answer";
    /// The complaint that was made of it, if one was.
    type Done = Option<String>;
    type Refusal = NotAnswered;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Option<String>, Stop<NotAnswered>> {
        if state_of(tx, &self.book, &self.receipt).await? != ASKED_STATE {
            return Err(Stop::Refused(NotAnswered));
        }
        let receipt = receipt_held(tx, &self.book, &self.receipt).await?.ok_or(Stop::Refused(NotAnswered))?;
        let row = tx.fetch(&RECEIPTS, vec![(&self.book).into(), (&self.receipt).into()]).await?;
        let standing = row.as_deref().map(standing_on_shelf).transpose()?;
        let reversed = standing.is_some_and(|standing| standing.reversal.is_some());
        let mut events = Vec::new();
        let mut complained = None;
        if is_otherwise(self.paid, receipt.total(), reversed) {
            let (ever, _) = read::about_receipt(tx, &self.book, &self.receipt).await?;
            let mut complaint = begun(tx, &receipt, ever.saturating_add(1), ComplaintKind::AnsweredOtherwise);
            complaint.paid = Some(self.paid);
            complained = Some(complaint.number.clone());
            events.push(happened(ComplaintMade { complaint }));
        }
        let complaint = complained.clone();
        events.push(happened(QuestionAnswered { receipt: self.receipt.clone(), paid: self.paid, complaint }));
        tx.enter(&self.book, events).await?;
        Ok(complained)
    }
}
