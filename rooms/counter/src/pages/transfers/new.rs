//! A transfer is asked for, the first step: the form and the amount.

use super::{confirm, provider_words};
use crate::catalogue::Shown;
use crate::deeds::take::{CustomerGiven, NotTaken};
use crate::pages::find::{Hit, cart_of, course_missing, hit};
use crate::pages::form::{form_of, told_above};
use crate::pages::{Faults, catalogue, seat, today, told};
use crate::service::{AmountRule, Offer};
use crate::transfer::limit::LimitKind;
use crate::transfer::quote::{self, Asker, left_of, pays_in};
use askama::Template;
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use forms::{Answers, Checked, FieldFault, Form, Show};
use journal::Stop;
use std::sync::Arc;
use web::{Answer, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

#[derive(Template)]
#[template(path = "transfer_new.html")]
pub(super) struct NewPage {
    pub frame: Frame,
    pub code: String,
    pub service: String,
    pub provider: String,
    /// The customer pays in; else is paid out.
    pub pays_in: bool,
    pub form_html: String,
    /// As it was typed.
    pub amount: String,
    pub min: Paisa,
    pub max: Paisa,
    pub fee: Hit,
    pub documents: Vec<String>,
    /// What is left of each limit: (in words, amount).
    pub left: Vec<(String, Paisa)>,
    pub customer: String,
    pub connected: bool,
    pub faults: Faults,
}

/// The words of what is left of limits.
pub(super) fn left_words(frame: &Frame, left: Vec<(LimitKind, Paisa)>) -> Vec<(String, Paisa)> {
    let key = |kind| match kind {
        LimitKind::Each => "limit-each-left",
        LimitKind::Centre => "limit-centre-left",
        LimitKind::Person => "limit-person-left",
    };
    left.into_iter().map(|(kind, left)| (frame.say(key(kind)), left)).collect()
}

/// What is asked for, as far as it is known.
pub(super) struct Asking {
    pub seat: SeatHeld,
    pub by: Asker,
    shown: Arc<Shown>,
    pub code: String,
    pub customer: Option<CustomerGiven>,
    pub form: Option<Arc<Form>>,
}

impl Asking {
    pub(super) async fn of(house: &House, visitor: &Visitor, code: &str) -> Result<Asking, Trouble> {
        let seat = seat(visitor, "sale.create")?.clone();
        let shown = catalogue(house).await?;
        let customer = cart_of(house, visitor, &seat).await?.customer;
        let form = form_of(house, code).await?;
        let by = Asker { book: seat.book.clone(), path: seat.path.clone(), person: visitor.person.clone() };
        let asking = Asking { seat, by, shown, code: code.to_owned(), customer, form };
        asking.rule()?;
        match course_missing(house, &visitor.person, asking.offer()?).await? {
            Some(course) => Err(Trouble::refused(NotTaken::Course { line: 0, service: asking.code, course })),
            None => Ok(asking),
        }
    }

    pub(super) fn offer(&self) -> Result<&Offer, Trouble> {
        self.shown.offer(&self.code).ok_or(Trouble::NotFound)
    }

    /// The rules of its amount; a service without one has no such page.
    pub(super) fn rule(&self) -> Result<&AmountRule, Trouble> {
        self.offer()?.service.amount.as_ref().ok_or(Trouble::NotFound)
    }

    fn outside(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| customer.outside)
    }

    /// Who is served, as the counter knows them.
    pub(super) fn customer(&self) -> String {
        self.customer.as_ref().and_then(|customer| customer.name.clone()).unwrap_or_default()
    }

    /// What was filled in, held against the form; a service without a form has no answers.
    pub(super) fn checked(&self, answers: &Answers, house: &House) -> Result<Option<Checked>, Vec<FieldFault>> {
        self.form.as_ref().map(|form| form.check(answers, today(house))).transpose()
    }
}

/// The first step with what was filled in so far.
async fn first_page(
    house: &House,
    frame: Frame,
    asking: &Asking,
    (answers, amount): (&Answers, &str),
    faults: &[FieldFault],
) -> Result<NewPage, Trouble> {
    let (offer, rule, lang, day) = (asking.offer()?, asking.rule()?, frame.lang, today(house));
    let fee = hit(offer, &asking.seat.path, day, 1, (lang, asking.outside())).ok_or(Trouble::NotFound)?;
    let limits = quote::limits_of(house, rule, &asking.code, &asking.by).await?;
    let form = asking.form.as_ref();
    Ok(NewPage {
        code: asking.code.clone(),
        service: fee.name.clone(),
        provider: provider_words(&frame, &rule.provider),
        pays_in: pays_in(rule),
        form_html: form.map(|form| form.html(lang, answers, faults, &Show::at_counter(day))).unwrap_or_default(),
        amount: amount.to_owned(),
        min: rule.min,
        max: rule.max,
        documents: offer.service.documents.iter().map(|both| both.in_lang(lang).to_owned()).collect(),
        left: left_words(&frame, left_of(&limits)),
        customer: asking.customer(),
        connected: quote::connected(house, &rule.provider),
        faults: form.map(|form| faults.iter().map(|fault| told_above(form, fault, lang)).collect()).unwrap_or_default(),
        frame: frame.titled_as(fee.name.clone()),
        fee,
    })
}

/// `GET /counter/transfers/new/{code}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let asking = Asking::of(&house, &visitor, &code).await?;
    web::page(&first_page(&house, frame, &asking, (&Answers::new(), ""), &[]).await?)
}

/// The value of a field; empty when the form has none.
pub(super) fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

pub(super) fn answers_of(fields: &[(String, String)]) -> Answers {
    Answers::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The first step again, with a refusal beside its field.
pub(super) async fn again(
    house: &House,
    frame: Frame,
    asking: &Asking,
    fields: &[(String, String)],
    refusal: &dyn Refusal,
) -> Answer {
    let mut page = first_page(house, frame, asking, (&answers_of(fields), field(fields, "amount")), &[]).await?;
    let beside = refusal.field().filter(|name| name == "amount").unwrap_or_default();
    page.faults.push((beside, told(&page.frame, refusal)));
    web::page_refused(&page, refusal)
}

/// `POST /counter/transfers/new/{code}`: what was filled in is held against every rule; then it is read aloud.
pub(super) async fn check(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let asking = Asking::of(&house, &visitor, &code).await?;
    let (answers, typed) = (answers_of(&fields), field(&fields, "amount").to_owned());
    if !field(&fields, "edit").is_empty() {
        return web::page(&first_page(&house, frame, &asking, (&answers, &typed), &[]).await?);
    }
    let amount = Paisa::parse(&typed);
    let checked = match asking.checked(&answers, &house) {
        Ok(checked) => checked,
        Err(faults) => {
            let mut page = first_page(&house, frame, &asking, (&answers, &typed), &faults).await?;
            if let Err(refusal) = &amount {
                page.faults.push(("amount".to_owned(), told(&page.frame, refusal)));
            }
            return match faults.first() {
                Some(first) => web::page_refused(&page, first),
                None => web::page(&page),
            };
        }
    };
    let amount = match amount {
        Ok(amount) => amount,
        Err(refusal) => {
            let mut page = first_page(&house, frame, &asking, (&answers, &typed), &[]).await?;
            page.faults.push(("amount".to_owned(), told(&page.frame, &refusal)));
            return web::page_refused(&page, &refusal);
        }
    };
    match quote::quote(&house, asking.offer()?, (amount, asking.outside()), &asking.by).await {
        Ok(quote) => web::page(&confirm::first(frame, &asking, &quote, checked.as_ref())?),
        Err(Stop::Refused(refusal)) => again(&house, frame, &asking, &fields, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}
