//! On what terms a seller gives a product in quantity: as they are said, and as they are shown.

use super::fields::Fields;
use super::{Faults, fault_in, form_id, kept, product_of};
use crate::deeds::set_lot::SetLot;
use crate::lots::store::lot;
use crate::lots::{Grade, LOT_STEPS_MAX, Lot, LotUnit, Step};
use crate::product::{ProductStanding, address as address_of};
use askama::Template;
use axum::extract::{Path, State};
use base::{Both, Paisa};
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// A price step in the form.
pub(super) struct StepRow {
    pub legend: String,
    pub from_id: String,
    pub from: String,
    pub price_id: String,
    pub price: String,
}

/// The rows of the price steps, as they were written.
pub(super) fn step_rows(frame: &Frame, said: &Fields) -> Vec<StepRow> {
    let row = |place: usize| {
        let (from_id, price_id) = (format!("from_{place}"), format!("price_{place}"));
        let shown = frame.number(i64::try_from(place).unwrap_or_default());
        StepRow {
            legend: frame.say_with("lot-step-place", &[("place", shown)]),
            from: said.text(&from_id).to_owned(),
            price: said.text(&price_id).to_owned(),
            from_id,
            price_id,
        }
    };
    (1..=LOT_STEPS_MAX).map(row).collect()
}

#[derive(Template)]
#[template(path = "market_lot_terms.html")]
pub(super) struct TermsPage {
    pub frame: Frame,
    pub form_id: String,
    pub address: String,
    pub name: String,
    pub said: Fields,
    /// (name, words).
    pub grades: Vec<(&'static str, String)>,
    pub units: Vec<(&'static str, String)>,
    /// The price steps as rows of the form.
    pub steps: Vec<StepRow>,
    pub faults: Faults,
}

/// So many, with the unit.
pub(super) fn counted(frame: &Frame, pieces: i64, unit: LotUnit) -> String {
    frame.say_with(&format!("lot-count-{}", unit.name()), &[("count", frame.number(pieces))])
}

/// The grade and what it means for this product.
pub(super) fn grade_in_words(frame: &Frame, lot: &Lot) -> String {
    format!("{}: {}", frame.say(&format!("lot-grade-{}", lot.grade.name())), lot.words.in_lang(frame.lang))
}

/// The least that is given, with the unit.
pub(super) fn least_in_words(frame: &Frame, lot: &Lot) -> String {
    frame.say_with("lot-least-is", &[("least", counted(frame, lot.least, lot.unit))])
}

/// The price steps: from how many, the price of one.
pub(super) fn steps_in_words(frame: &Frame, lot: &Lot) -> Vec<(String, Paisa)> {
    let from = |step: &Step| frame.say_with("lot-step-from", &[("from", counted(frame, step.from, lot.unit))]);
    lot.steps.iter().map(|step| (from(step), step.price)).collect()
}

/// The terms of a product; nothing when it is not given in quantity.
pub(super) async fn lot_of(house: &House, standing: &ProductStanding) -> Result<Option<Lot>, Trouble> {
    let (seller, product) = (standing.seller.clone(), standing.product.number.clone());
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { lot(tx, &seller, &product).await }));
    Ok(read.await?)
}

fn fields_of(frame: &Frame, lot: Option<&Lot>) -> Fields {
    let Some(lot) = lot else { return Fields::default() };
    let all = [
        ("least", frame.number(lot.least)),
        ("unit", lot.unit.name().to_owned()),
        ("grade", lot.grade.name().to_owned()),
        ("words_bn", lot.words.bn.clone()),
        ("words_en", lot.words.en.clone()),
    ];
    let steps = lot.steps.iter().zip(1..).flat_map(|(step, place): (&Step, usize)| {
        [
            (format!("from_{place}"), frame.number(step.from)),
            (format!("price_{place}"), step.price.show_plain(frame.lang)),
        ]
    });
    Fields(all.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(steps).collect())
}

/// The price steps of a form; a row in which nothing is written is none.
fn steps_of(said: &Fields) -> Vec<Step> {
    let row = |place: usize| {
        let (from, price) = (format!("from_{place}"), format!("price_{place}"));
        let empty = said.text(&from).trim().is_empty() && said.text(&price).trim().is_empty();
        (!empty).then(|| Step { from: said.number(&from).unwrap_or(0), price: said.money(&price) })
    };
    (1..=LOT_STEPS_MAX).filter_map(row).collect()
}

fn terms_page(frame: Frame, standing: &ProductStanding, said: Fields) -> Result<TermsPage, Trouble> {
    Ok(TermsPage {
        form_id: form_id()?,
        address: address_of(&standing.seller, &standing.product.number),
        name: standing.product.name.in_lang(frame.lang).to_owned(),
        steps: step_rows(&frame, &said),
        said,
        grades: Grade::ALL.map(|one| (one.name(), frame.say(&format!("lot-grade-{}", one.name())))).to_vec(),
        units: LotUnit::ALL.map(|one| (one.name(), frame.say(&format!("lot-unit-{}", one.name())))).to_vec(),
        faults: Faults::new(),
        frame: frame.titled("lot-terms-title"),
    })
}

/// `GET /market/goods/{address}/lot`.
pub(super) async fn terms(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
) -> Answer {
    let (_, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    let held = lot_of(&house, &standing).await?;
    let said = fields_of(&frame, held.as_ref());
    web::page(&terms_page(frame, &standing, said)?)
}

/// `POST /market/goods/{address}/lot`: it is given in quantity, or not any more.
pub(super) async fn set_terms(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(address): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let (_, standing) = product_of(&house, &address).await?;
    kept(&house, &visitor, &standing.seller).await?;
    let said = Fields(fields);
    let lot = match said.text("do") {
        "none" => None,
        _ => Some(Lot {
            least: said.number("least").unwrap_or(0),
            unit: LotUnit::of_name(said.text("unit")).ok_or(Trouble::NotFound)?,
            grade: Grade::of_name(said.text("grade")).ok_or(Trouble::NotFound)?,
            words: Both { bn: said.text("words_bn").to_owned(), en: said.text("words_en").to_owned() },
            steps: steps_of(&said),
        }),
    };
    let deed = SetLot { seller: standing.seller.clone(), product: standing.product.number.clone(), lot };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/goods/{address}/lot"))),
        Err(Stop::Refused(refusal)) => {
            let faults = fault_in(&frame, |name| said.text(name), &refusal);
            let mut page = terms_page(frame, &standing, said)?;
            page.faults = faults;
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
