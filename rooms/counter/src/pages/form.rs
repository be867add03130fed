//! The form of one service in the cart.

use super::cart::change;
use super::find::{Hit, cart_of, hit};
use super::{Faults, catalogue, seat, today};
use crate::cart::{CartChange, CartLine};
use crate::deeds::taking::holidays;
use crate::forms_kept::compiled;
use crate::reading;
use askama::Template;
use axum::extract::{Path, State};
use base::Lang;
use forms::{Answers, FieldFault, Form, Show};
use journal::Fault;
use std::sync::Arc;
use web::{Answer, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    pub service: String,
    pub action: String,
    pub form_html: String,
    pub faults: Faults,
    pub documents: Vec<String>,
    pub fee: Hit,
    pub ready_by: String,
    /// Where it is kept as a draft, when it is an application.
    pub draft_action: Option<String>,
}

/// A line of the cart with its form.
struct Filling {
    line: CartLine,
    form: Arc<Form>,
    outside: bool,
}

/// The form of this line; none when the line is gone or has none, as after a press in another window.
async fn filling(house: &House, visitor: &Visitor, seat: &SeatHeld, line: i64) -> Result<Option<Filling>, Trouble> {
    let cart = cart_of(house, visitor, seat).await?;
    let outside = cart.is_outside();
    let Some(line) = cart.line(line).filter(|line| line.has_form).cloned() else { return Ok(None) };
    Ok(form_of(house, &line.service).await?.map(|form| Filling { line, form, outside }))
}

/// The form of a service as it is now.
pub(super) async fn form_of(house: &House, code: &str) -> Result<Option<Arc<Form>>, Trouble> {
    let shown = catalogue(house).await?;
    let Some(version) = shown.offer(code).filter(|offer| offer.has_form).map(|offer| offer.version) else {
        return Ok(None);
    };
    let code = code.to_owned();
    let text = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::form_text(tx, &code, version).await }));
    Ok(compiled(&text.await?))
}

/// A fault as the summary above the form tells it: with the name of its field, since there may be many.
pub(super) fn told_above(form: &Form, fault: &FieldFault, lang: Lang) -> (String, String) {
    let sentence = fault.shown(lang).0;
    let key = fault.field.rsplit_once("]/").map_or(fault.field.as_str(), |(_, key)| key);
    let label = form.items.iter().find(|item| item.key == key).and_then(|item| item.label.shown(lang));
    let id = if fault.field.is_empty() { String::new() } else { forms::anchor(&fault.field) };
    (id, label.map_or_else(|| sentence.to_owned(), |(label, _)| format!("{label}: {sentence}")))
}

async fn page_of(
    house: &House,
    frame: Frame,
    seat: &SeatHeld,
    filling: &Filling,
    answers: &Answers,
    faults: &[FieldFault],
) -> Result<FormPage, Trouble> {
    let Filling { line, form, outside } = filling;
    let (shown, day, lang) = (catalogue(house).await?, today(house), frame.lang);
    let offer = shown.offer(&line.service).ok_or(Trouble::NotFound)?;
    let fee = hit(offer, &seat.path, day, line.quantity, (lang, *outside)).ok_or(Trouble::NotFound)?;
    let sla = offer.service.sla_days;
    let ready_by = if sla > 0 { holidays().add_working_days(day, sla).show(lang) } else { String::new() };
    Ok(FormPage {
        service: fee.name.clone(),
        frame: frame.titled_as(fee.name.clone()),
        action: format!("/counter/forms/{}", line.line),
        form_html: form.html(lang, answers, faults, &Show::at_counter(day)),
        faults: faults.iter().map(|fault| told_above(form, fault, lang)).collect(),
        documents: offer.service.documents.iter().map(|both| both.in_lang(lang).to_owned()).collect(),
        fee,
        ready_by,
        draft_action: offer.service.has_case().then(|| format!("/counter/forms/{}/draft", line.line)),
    })
}

/// `GET /counter/forms/{line}`: with what was filled in so far.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor, Path(line): Path<i64>) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let Some(filling) = filling(&house, &visitor, seat, line).await? else { return Ok(web::see_other("/counter")) };
    let answers: Answers = filling.line.answers.clone().into_iter().collect();
    web::page(&page_of(&house, frame, seat, &filling, &answers, &[]).await?)
}

/// `POST /counter/forms/{line}`: what was filled in is kept in any case, and refused until all of it holds.
pub(super) async fn fill(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(line): Path<i64>,
    RawForm(fields): RawForm,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let Some(filling) = filling(&house, &visitor, seat, line).await? else { return Ok(web::see_other("/counter")) };
    let answers = Answers::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let checked = filling.form.check(&answers, today(&house));
    let kept = checked.as_ref().map_or(&answers, forms::Checked::answers);
    let kept = kept.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    let filled = CartChange::Answers { line, answers: kept, answered: checked.is_ok() };
    change(&house, &visitor, seat, filled).await?;
    match checked {
        Ok(_) => Ok(web::see_other("/counter")),
        Err(faults) => {
            let page = page_of(&house, frame, seat, &filling, &answers, &faults).await?;
            match faults.first() {
                Some(first) => web::page_refused(&page, first),
                None => web::page(&page),
            }
        }
    }
}
