//! An application that was sent back is corrected by its applicant and sent again.

use crate::case::{Case, CaseState};
use crate::cases::read;
use crate::deeds::cases::move_case::NotMoved;
use crate::deeds::taking::holidays;
use crate::events::{CaseAnswered, CaseMoved};
use crate::forms_kept::compiled;
use crate::service::is_default;
use crate::store::{CASES, SERVICES};
use base::Refusal;
use base::calendar::BusinessDay;
use db::Value;
use forms::{Answers, FieldFault, Form};
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fills in the form of a case anew and sends it again, with a new day by which it must be ready.
///
/// The form is the version that the case was taken under: what the applicant was asked does not change under way.
///
/// # Refusals
/// See [`NotCorrected`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CorrectCase {
    /// The centre's book.
    pub book: String,
    /// The case's number.
    pub number: String,
    /// All the answers, by field.
    pub answers: BTreeMap<String, String>,
    /// The centre at whose counter it is done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

/// Why a case cannot be corrected so.
#[derive(Debug)]
pub enum NotCorrected {
    /// There is none, or it asks for no correction.
    Moved(NotMoved),
    /// It has no form.
    NoForm,
    /// An answer is missing or wrong.
    Answer(Box<FieldFault>),
    /// Nothing was changed: sent again, it would come back.
    Same,
}

impl Refusal for NotCorrected {
    fn code(&self) -> &'static str {
        match self {
            NotCorrected::Moved(refused) => refused.code(),
            NotCorrected::NoForm => "counter.correct.no_form",
            NotCorrected::Answer(fault) => fault.code(),
            NotCorrected::Same => "counter.correct.same",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotCorrected::Moved(refused) => refused.values(),
            NotCorrected::Answer(fault) => Refusal::values(fault.as_ref()),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        if let NotCorrected::Answer(fault) = self { Some(format!("answers.{}", fault.field)) } else { None }
    }

    fn status(&self) -> u16 {
        if let NotCorrected::Moved(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotCorrected`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.correct.no_form", "counter.correct.same"];

/// The day by which a case must be ready that is sent again today; none for a service that promises no day.
pub(super) async fn due_anew(tx: &mut Tx<'_, '_>, case: &Case) -> Result<Option<BusinessDay>, Fault> {
    let (today, sla) = (tx.now().day(), read::service_of(tx, case).await?.sla_days);
    Ok((sla > 0).then(|| holidays().add_working_days(today, sla)))
}

/// The form of the version that a case was taken under.
pub(crate) async fn form_of(tx: &mut Tx<'_, '_>, service: &str, version: i64) -> Result<Option<Arc<Form>>, Fault> {
    let row = tx.fetch(&SERVICES, vec![NATION.into(), service.into(), version.into()]).await?;
    Ok(match row.as_deref() {
        Some([_, Value::Text(text), ..]) if !text.is_empty() => compiled(text),
        _ => None,
    })
}

/// The names of the fields in which two sets of answers differ.
pub(super) fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let both: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    both.into_iter().filter(|field| before.get(*field) != after.get(*field)).cloned().collect()
}

/// The answers as the form takes them.
fn decide(
    form: &Form,
    given: &BTreeMap<String, String>,
    day: BusinessDay,
) -> Result<BTreeMap<String, String>, NotCorrected> {
    let mut answers = Answers::new();
    for (field, value) in given {
        answers.put(field, value);
    }
    match form.check(&answers, day) {
        Ok(checked) => Ok(checked.answers().iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect()),
        Err(faults) => {
            Err(faults.into_iter().next().map_or(NotCorrected::Same, |fault| NotCorrected::Answer(Box::new(fault))))
        }
    }
}

impl Deed for CorrectCase {
    const NAME: &'static str = "counter.correct_case";
    /// The day by which it must be ready now.
    type Done = Option<BusinessDay>;
    type Refusal = NotCorrected;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&CASES, vec![(&self.book).into(), (&self.number).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Option<BusinessDay>, Stop<NotCorrected>> {
        let refused = |refused| Stop::Refused(NotCorrected::Moved(refused));
        super::may_serve(tx, &self.book, self.at.as_deref()).await.map_err(|stop| stop.map(NotCorrected::Moved))?;
        let case = read::held(tx, &self.book, &self.number).await?.ok_or_else(|| refused(NotMoved::Unknown))?;
        if case.state != CaseState::CorrectionNeeded {
            return Err(refused(NotMoved::Elsewhere(case.state)));
        }
        let no_form = || Stop::Refused(NotCorrected::NoForm);
        let seal = case.answers.clone().ok_or_else(no_form)?;
        let form = form_of(tx, &case.service, case.version).await?.ok_or_else(no_form)?;
        let answers = decide(&form, &self.answers, tx.now().day()).map_err(Stop::Refused)?;
        let before: BTreeMap<String, String> = tx.unseal(&self.book, &seal).await?.unwrap_or_default();
        let changed = changed(&before, &answers);
        if changed.is_empty() {
            return Err(Stop::Refused(NotCorrected::Same));
        }
        let due = due_anew(tx, &case).await?;
        let answers = tx.seal(&self.book, &case.subject(), &answers).await?;
        let (number, at) = (self.number.clone(), self.at.clone());
        let answered = CaseAnswered { number: number.clone(), answers, changed, at: at.clone() };
        let (from, to) = (case.state, CaseState::Sent);
        let owner = Case { state: to, ..case }.owner();
        let moved = CaseMoved { number, from, to, reason: None, note: None, due, at, owner };
        tx.enter(&self.book, vec![happened(answered), happened(moved)]).await?;
        Ok(due)
    }
}
