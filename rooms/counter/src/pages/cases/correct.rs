//! The form of a case that was sent back: opened with the old answers, sent again.

use super::{Reached, case_for, reason_words};
use crate::case::CaseState;
use crate::cases::read::{self, CaseSeen};
use crate::deeds::cases::correct::{CorrectCase, NotCorrected, form_of};
use crate::deeds::cases::move_case::NotMoved;
use crate::pages::form::told_above;
use crate::pages::{Faults, catalogue, today, told};
use askama::Template;
use axum::extract::{Path, State};
use forms::{Answers, FieldFault, Form, Show};
use journal::{Envelope, Fault, Stop};
use std::collections::BTreeMap;
use std::sync::Arc;
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

#[derive(Template)]
#[template(path = "case_correct.html")]
pub(super) struct CorrectPage {
    pub frame: Frame,
    pub number: String,
    pub service: String,
    /// Why it was sent back; may be empty.
    pub why: String,
    pub form_html: String,
    pub faults: Faults,
}

/// What is needed to show the form again.
struct Sent {
    form: Arc<Form>,
    answers: BTreeMap<String, String>,
    /// Reason and note of the move that sent it back.
    why: (Option<String>, Option<String>),
}

async fn sent_back(house: &House, seen: &CaseSeen) -> Result<Sent, Trouble> {
    let (book, case) = (seen.book.clone(), seen.case.clone());
    if case.state != CaseState::CorrectionNeeded {
        return Err(Trouble::refused(NotMoved::Elsewhere(case.state)));
    }
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let form = form_of(tx, &case.service, case.version).await?;
            let answers = match &case.answers {
                Some(seal) => tx.unseal(&book, seal).await?.unwrap_or_default(),
                None => BTreeMap::new(),
            };
            let last = read::moves(tx, &book, &case.number).await?.pop();
            let note = match last.as_ref().and_then(|step| step.note.as_ref()) {
                Some(seal) => tx.unseal::<String>(&book, seal).await?,
                None => None,
            };
            Ok((form, answers, (last.and_then(|step| step.reason), note)))
        })
    });
    let (form, answers, why) = read.await?;
    let form = form.ok_or_else(|| Trouble::refused(NotCorrected::NoForm))?;
    Ok(Sent { form, answers, why })
}

async fn page_of(
    house: &House,
    frame: Frame,
    seen: &CaseSeen,
    sent: &Sent,
    answers: &Answers,
    faults: &[FieldFault],
) -> Result<CorrectPage, Trouble> {
    let (lang, day) = (frame.lang, today(house));
    let why = [sent.why.0.as_ref().map(|reason| reason_words(&frame, reason)), sent.why.1.clone()];
    Ok(CorrectPage {
        number: seen.case.number.clone(),
        service: catalogue(house).await?.name(&seen.case.service, lang),
        why: why.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        form_html: sent.form.html(lang, answers, faults, &Show::at_counter(day)),
        faults: faults.iter().map(|fault| told_above(&sent.form, fault, lang)).collect(),
        frame: frame.titled("case-correct"),
    })
}

/// `GET /counter/cases/{number}/correct`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let Reached { seen, .. } = case_for(&house, &visitor, "case.handle", &number).await?;
    let sent = sent_back(&house, &seen).await?;
    let answers: Answers = sent.answers.clone().into_iter().collect();
    web::page(&page_of(&house, frame, &seen, &sent, &answers, &[]).await?)
}

/// `POST /counter/cases/{number}/correct`. A case is corrected once each time that it is sent back, so when it last
/// changed is the key of the deed.
pub(super) async fn fill(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let Reached { centre, seen, at } = case_for(&house, &visitor, "case.handle", &number).await?;
    let sent = sent_back(&house, &seen).await?;
    let answers = Answers::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    if let Err(faults) = sent.form.check(&answers, today(&house)) {
        let page = page_of(&house, frame, &seen, &sent, &answers, &faults).await?;
        return match faults.first() {
            Some(first) => web::page_refused(&page, first),
            None => web::page(&page),
        };
    }
    let number = seen.case.number.clone();
    let deed = CorrectCase {
        book: centre.book,
        number: number.clone(),
        answers: answers.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect(),
        at,
    };
    let by = Envelope::new(&visitor.person, &format!("correct:{number}:{}", seen.changed.get()));
    match house.journal.write(by, deed).await {
        Ok(_) => Ok(web::see_other(&format!("/counter/cases/{number}"))),
        Err(Stop::Refused(refusal @ NotCorrected::Same)) => {
            let mut page = page_of(&house, frame, &seen, &sent, &answers, &[]).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
