//! The rules of taking services: pure, but for the two steps that fetch forms and seal answers.

use crate::case::{Case, CaseOwner, CaseState};
use crate::cases::read;
use crate::deeds::take::{LineGiven, NotTaken, QUANTITY_MAX, TakeServices};
use crate::events::{CaseMoved, CaseOpened, DraftPaid};
use crate::forms_kept::compiled;
use crate::receipt::{Line, Receipt};
use crate::service::{Offer, tariff_at};
use crate::store::SERVICES;
use base::Paisa;
use base::calendar::{BusinessDay, Holidays};
use db::Value;
use forms::{AnswerCode, Answers, FieldFault, Form};
use journal::{AnyEvent, Fault, NATION, Stop, Tx, happened};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The holidays that stand in the program; a table that people edit comes with the cases.
static HOLIDAYS: OnceLock<Holidays> = OnceLock::new();

/// The holidays over which working days are counted.
pub(crate) fn holidays() -> &'static Holidays {
    HOLIDAYS.get_or_init(Holidays::built_in)
}

/// A line that passed, its answers still in clear.
pub(super) struct CheckedLine {
    line: Line,
    answers: Option<BTreeMap<String, String>>,
}

/// What may be entered.
pub(super) struct CheckedTaking {
    pub lines: Vec<CheckedLine>,
    pub tendered: Paisa,
}

/// The compiled forms of the offered services, in the order of the lines.
pub(super) async fn forms(
    tx: &mut Tx<'_, '_>,
    lines: &[LineGiven],
    offers: &[Offer],
) -> Result<Vec<Option<Arc<Form>>>, Fault> {
    let mut all = Vec::with_capacity(lines.len());
    for offer in offers {
        if !offer.has_form {
            all.push(None);
            continue;
        }
        let key = vec![NATION.into(), Value::from(&offer.service.code), offer.version.into()];
        let row = tx.fetch(&SERVICES, key).await?;
        let Some([_, Value::Text(text), ..]) = row.as_deref() else {
            return Err(Fault::Unsound(format!("service {} has no form", offer.service.code)));
        };
        let form = compiled(text).ok_or_else(|| Fault::Unsound(format!("the form of {}", offer.service.code)))?;
        all.push(Some(form));
    }
    Ok(all)
}

/// Whoever gives a service that needs a course must have passed it. The program itself sits in no seat and needs none.
pub(super) async fn courses_passed(tx: &mut Tx<'_, '_>, offers: &[Offer]) -> Result<(), Stop<NotTaken>> {
    let by = tx.by().to_owned();
    for (line, offer) in offers.iter().enumerate().filter(|_| by != "system") {
        let Some(course) = &offer.service.course else { continue };
        if !network::passed_course(tx, &by, course).await? {
            let service = offer.service.code.clone();
            return Err(Stop::Refused(NotTaken::Course { line, service, course: course.clone() }));
        }
    }
    Ok(())
}

/// Decides whether these services may be taken so, and computes every amount.
pub(super) fn decide(
    deed: &TakeServices,
    offers: &[Offer],
    forms: &[Option<Arc<Form>>],
    day: BusinessDay,
) -> Result<CheckedTaking, NotTaken> {
    let mut lines = Vec::with_capacity(deed.lines.len());
    for (place, ((given, offer), form)) in deed.lines.iter().zip(offers).zip(forms).enumerate() {
        if offer.service.amount.is_some() {
            return Err(NotTaken::Amount(place, offer.service.code.clone()));
        }
        let outside = deed.customer.as_ref().is_some_and(|customer| customer.outside);
        let mut line = priced(place, given, offer, (&deed.path, outside), day)?;
        // What stands in a paper register was done long ago: nobody has to hand it over now.
        line.has_case = offer.service.has_case() && deed.register_day.is_none();
        line.draft = given.draft.clone().filter(|_| line.has_case);
        // A paper register holds no answers: they are on the paper.
        let answers = match form {
            Some(form) if deed.register_day.is_none() => Some(answered(place, given, form, day)?),
            Some(_) => None,
            None => nothing_asked(place, given)?,
        };
        lines.push(CheckedLine { line, answers });
    }
    let total = Paisa::sum(lines.iter().map(|checked| checked.line.total())).ok_or(NotTaken::TooLarge)?;
    let tendered = deed.tendered.unwrap_or(total);
    if tendered < total {
        return Err(NotTaken::TenderedShort { total });
    }
    Ok(CheckedTaking { lines, tendered })
}

/// A line with the tariff that holds here on that day.
fn priced(
    place: usize,
    given: &LineGiven,
    offer: &Offer,
    (path, outside): (&str, bool),
    day: BusinessDay,
) -> Result<Line, NotTaken> {
    if !(1..=QUANTITY_MAX).contains(&given.quantity) {
        return Err(NotTaken::Quantity(place));
    }
    if offer.is_closed_at(path) {
        return Err(NotTaken::Closed(place, offer.service.code.clone()));
    }
    let not_offered = || NotTaken::NotOffered(place, offer.service.code.clone());
    let tariff = tariff_at(&offer.tariffs, path, day).ok_or_else(not_offered)?.for_applicant(outside);
    let times = |paisa: Paisa| paisa.checked_mul(given.quantity).ok_or(NotTaken::TooLarge);
    let unit = tariff.total().ok_or(NotTaken::TooLarge)?;
    let total = times(unit)?;
    if let Some(shown) = given.fee_shown
        && shown != unit
        && shown != total
    {
        return Err(NotTaken::FeeChanged { line: place, shown, now: total });
    }
    let sla = offer.service.sla_days;
    Ok(Line {
        service: offer.service.code.clone(),
        version: offer.version,
        quantity: given.quantity,
        tariff_from: tariff.from,
        tariff_path: tariff.path.clone(),
        tariff_version: tariff.version,
        agency: offer.service.agency.clone(),
        official: times(tariff.official)?,
        shop: times(tariff.shop)?,
        programme: times(tariff.programme)?,
        due: (sla > 0).then(|| holidays().add_working_days(day, sla)),
        answers: None,
        principal: Paisa::ZERO,
        transfer: None,
        partner: times(tariff.partner)?,
        has_case: false,
        draft: None,
    })
}

/// The drafts that these lines finish, in the order of the lines. A draft is finished once, by its own service.
pub(super) async fn drafts(
    tx: &mut Tx<'_, '_>,
    book: &str,
    lines: &[LineGiven],
) -> Result<Vec<Option<Case>>, Stop<NotTaken>> {
    let mut all: Vec<Option<Case>> = Vec::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        let Some(number) = &line.draft else {
            all.push(None);
            continue;
        };
        let case = read::held(tx, book, number).await?;
        let fits = |case: &Case| case.state == CaseState::Draft && case.service == line.service;
        let twice = all.iter().flatten().any(|case| case.number == *number);
        match case.filter(|case| fits(case) && !twice) {
            Some(case) => all.push(Some(case)),
            None => return Err(Stop::Refused(NotTaken::Draft(place, number.chars().take(40).collect()))),
        }
    }
    Ok(all)
}

/// What happens to the cases of a receipt: opened where none was begun, else moved on from their draft.
pub(super) fn cases(receipt: &Receipt, offers: &[Offer], drafts: &[Option<Case>]) -> Vec<Box<dyn AnyEvent>> {
    let mut events = Vec::new();
    let numbers = receipt.cases();
    for (((line, number), offer), draft) in receipt.lines.iter().zip(numbers).zip(offers).zip(drafts) {
        let Some(number) = number else { continue };
        let case = Case {
            number: number.clone(),
            receipt: Some(receipt.number.clone()),
            service: line.service.clone(),
            version: line.version,
            state: CaseState::FeePaid,
            approver: offer.service.approver,
            by_post: offer.service.by_post,
            due: line.due,
            customer: receipt.customer.clone(),
            customer_seal: receipt.customer_seal.clone(),
            answers: line.answers.as_ref().map(|sealed| sealed.seal.clone()),
            opened: draft.as_ref().map_or(receipt.at, |draft| draft.opened),
            by: receipt.by.clone(),
            ready: None,
            attachments: draft.as_ref().map_or(0, |draft| draft.attachments),
        };
        if let Some(draft) = draft {
            let (from, to) = (draft.state, CaseState::Submitted);
            let owner = CaseOwner::Centre;
            events.push(happened(CaseMoved { number, from, to, reason: None, note: None, due: None, at: None, owner }));
            events.push(happened(DraftPaid { case }));
        } else {
            events.push(happened(CaseOpened { case }));
        }
    }
    events
}

/// The answers to the form of the only line, as the form takes them.
pub(super) fn answers_of(
    lines: &[LineGiven],
    forms: &[Option<Arc<Form>>],
    day: BusinessDay,
) -> Result<Option<BTreeMap<String, String>>, NotTaken> {
    let given = lines.first().ok_or(NotTaken::Lines)?;
    match forms.first() {
        Some(Some(form)) => answered(0, given, form, day).map(Some),
        _ => nothing_asked(0, given),
    }
}

/// The answers as the form takes them.
fn answered(
    place: usize,
    given: &LineGiven,
    form: &Form,
    day: BusinessDay,
) -> Result<BTreeMap<String, String>, NotTaken> {
    let mut answers = Answers::new();
    for (field, value) in given.answers.iter().flatten() {
        answers.put(field, value);
    }
    match form.check(&answers, day) {
        Ok(checked) => Ok(checked.answers().iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect()),
        Err(faults) => match faults.into_iter().next() {
            Some(fault) => Err(NotTaken::Answer { line: place, fault: Box::new(fault) }),
            None => Err(NotTaken::Lines),
        },
    }
}

/// Answers to a service that asks nothing are somebody's mistake: they are refused, not thrown away.
fn nothing_asked(place: usize, given: &LineGiven) -> Result<Option<BTreeMap<String, String>>, NotTaken> {
    let Some(field) = given.answers.iter().flatten().map(|(field, _)| field.clone()).next() else { return Ok(None) };
    let fault = FieldFault { field, code: AnswerCode::UnknownField, values: Vec::new(), message: None };
    Err(NotTaken::Answer { line: place, fault: Box::new(fault) })
}

/// The lines with their answers sealed.
pub(super) async fn sealed(
    tx: &mut Tx<'_, '_>,
    book: &str,
    whose: &str,
    lines: Vec<CheckedLine>,
) -> Result<Vec<Line>, Fault> {
    let mut all = Vec::with_capacity(lines.len());
    for CheckedLine { mut line, answers } in lines {
        if let Some(answers) = answers {
            line.answers = Some(tx.seal(book, whose, &answers).await?);
        }
        all.push(line);
    }
    Ok(all)
}
