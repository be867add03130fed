//! The question "how much did you pay?": drawn when its receipt is heard of, asked an hour later, when the customer has
//! left the counter, and answered by a text that the gateway brings.

use super::answers::{is_asked, sum_in};
use super::store::{ASKED_WITH, DRAWN};
use crate::cases::Texting;
use crate::deeds::questions::{AskWhatWasPaid, DrawQuestion, HearAnswer, NotAnswered};
use crate::receipt::Receipt;
use crate::sms::question_text;
use crate::texts::{TEXT_AGE_MS_MAX, TEXTS, receipt_of, telephone_of};
use base::Paisa;
use base::mobile::Mobile;
use journal::{Envelope, Fault, Heard, Journal, Stop};

/// How long after the receipt the question is asked, in milliseconds.
pub const ASKED_AFTER_MS: i64 = 3_600_000;
/// How long an answer is waited for, in milliseconds: a week.
pub const ANSWERED_WITHIN_MS_MAX: i64 = 7 * 86_400_000;
/// Questions asked in one round, at most.
const QUESTIONS_PER_ROUND_MAX: i64 = 500;

/// The secret that the text gateway signs with: whoever has it may bring answers.
#[derive(Clone)]
pub struct TextGateway {
    /// The secret.
    pub secret: String,
}

/// What became of a text that somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerHeard {
    /// Nobody at this number was asked anything, or they have answered.
    NotAsked,
    /// No sum is in it; they may write again.
    Unclear,
    /// It is what the receipt says.
    AsReceipt,
    /// It is not, and a complaint was made of it.
    Otherwise,
}

/// A text that came in: from whom, what.
#[derive(Debug, Clone)]
pub struct HeardAnswer {
    /// Who wrote it.
    pub from: Mobile,
    /// What stands in it.
    pub text: String,
    /// The gateway's id of it: heard twice, it counts once.
    pub id: String,
}

/// Draws the question for a receipt that was just heard of, when the lot falls on it.
pub(crate) async fn draw(
    journal: &Journal,
    heard: &Heard,
    index: usize,
    receipt: &Receipt,
    to: &Mobile,
) -> Result<(), Fault> {
    if receipt.total() <= Paisa::ZERO || !is_asked(journal.keys(), &receipt.number) {
        return Ok(());
    }
    let mobile_blind = journal.keys().blind("mobile", &to.e164());
    let deed = DrawQuestion { book: heard.book.clone(), receipt: receipt.number.clone(), mobile_blind };
    settled(journal.write(heard.envelope(&TEXTS, index), deed).await)
}

/// A deed of the house's own: what a rule refuses was done before, and is no fault.
fn settled<T>(outcome: Result<T, Stop<NotAnswered>>) -> Result<(), Fault> {
    match outcome {
        Err(Stop::Fault(fault)) => Err(fault),
        _ => Ok(()),
    }
}

/// Asks what was drawn an hour ago. Answers how many were asked.
///
/// # Errors
/// What the database says; when a text could not be sent, it is tried again in the next round.
pub async fn ask_what_was_paid(journal: &Journal, texting: &Texting) -> Result<usize, Fault> {
    let now = journal.now().get();
    let (from, to) = (now.saturating_sub(TEXT_AGE_MS_MAX), now.saturating_sub(ASKED_AFTER_MS));
    let drawn: Vec<(String, String)> = journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let rows = tx.all(&DRAWN, &[from.into(), to.into(), QUESTIONS_PER_ROUND_MAX.into()]).await?;
                rows.iter().map(|row| Ok((row.get("book")?, row.get("number")?))).collect()
            })
        })
        .await?;
    let mut asked = 0_usize;
    for (book, number) in drawn {
        let Some(receipt) = receipt_of(journal, &book, &number).await? else { continue };
        let Some(to) = telephone_of(journal, &book, &receipt).await? else { continue };
        (texting.0)(&to, &question_text(&number), &format!("asked:{number}")).map_err(Fault::Away)?;
        let by = Envelope::new("system", &format!("asked:{number}"));
        settled(journal.write(by, AskWhatWasPaid { book, receipt: number }).await)?;
        asked = asked.saturating_add(1);
    }
    Ok(asked)
}

/// Hears a text. What is no answer to a question of ours is forgotten.
///
/// # Errors
/// What the database says.
pub async fn hear_answer(journal: &Journal, answer: &HeardAnswer) -> Result<AnswerHeard, Fault> {
    let blind = journal.keys().blind("mobile", &answer.from.e164());
    let since = journal.now().get().saturating_sub(ANSWERED_WITHIN_MS_MAX);
    let asked: Option<(String, String)> = journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let row = tx.optional(&ASKED_WITH, &[blind.into(), since.into()]).await?;
                row.map(|row| Ok((row.get("book")?, row.get("number")?))).transpose()
            })
        })
        .await?;
    let Some((book, receipt)) = asked else { return Ok(AnswerHeard::NotAsked) };
    let Some(paid) = sum_in(&answer.text) else { return Ok(AnswerHeard::Unclear) };
    let by = Envelope::new("system", &format!("answer:{}", answer.id));
    match journal.write(by, HearAnswer { book, receipt, paid }).await {
        Ok(written) if written.done.is_some() => Ok(AnswerHeard::Otherwise),
        Ok(_) => Ok(AnswerHeard::AsReceipt),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(_) => Ok(AnswerHeard::NotAsked),
    }
}
