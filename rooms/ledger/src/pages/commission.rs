//! Partners' commission of a book: what is due, and the form by which it is settled.

use super::float::{beside, open_float, try_it};
use super::{book_name, part_name};
use crate::access::SeenBook;
use crate::deeds::pay_commission::PayCommission;
use crate::deeds::receive_commission::ReceiveCommission;
use crate::float::{partner_due, partner_owes};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::{Paisa, Refusal};
use journal::{Fault, KEY_CHARS_MAX};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Answer, Form, Frame, House, KitRefusal, Trouble, Visitor, page, page_refused, see_other};

#[derive(Template)]
#[template(path = "commission.html")]
pub(super) struct CommissionPage {
    frame: Frame,
    book: String,
    name: String,
    rows: Vec<DueShown>,
    /// (code, name) of the providers to choose from.
    providers: Vec<(String, String)>,
    /// The form, for those who may settle.
    form: Option<Settling>,
    settled: bool,
    /// (input id, message): "provider", "amount", "reference".
    faults: Vec<(String, String)>,
}

struct DueShown {
    provider: String,
    href: String,
    /// What the programme owes the shop.
    due: String,
    /// What the provider owes the programme.
    owes: String,
}

/// The form as it is posted, and what it shows again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settling {
    form_id: String,
    provider: String,
    amount: String,
    reference: String,
    /// `pay` to the shop, or `received` from the provider: the button that was pressed.
    way: String,
}

/// What the page's address says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Came {
    #[serde(default)]
    settled: bool,
}

/// What is open, by provider: to the shop, and from the provider.
pub(super) type Due = BTreeMap<String, (Paisa, Paisa)>;

/// `GET /books/{book}/commission`.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let seen = open_float(&house, &visitor, &book).await?;
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.settled = came.settled;
    page(&shown)
}

/// `POST /books/{book}/commission`. The form's id is the key: a second press settles once.
pub(crate) async fn settle(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Form(form): Form<Settling>,
) -> Answer {
    let seen = open_float(&house, &visitor, &book).await?;
    if !visitor.may_at("commission.pay", &seen.path) {
        return Err(Trouble::Forbidden);
    }
    if form.form_id.is_empty() || form.form_id.len() > KEY_CHARS_MAX {
        return Err(KitRefusal::Malformed.into());
    }
    let refusal = match Paisa::parse(&form.amount) {
        Ok(poisha) => settled(&house, &visitor, &book, &form, poisha).await?,
        Err(refusal) => Some(beside(refusal, "amount")),
    };
    let Some(refusal) = refusal else { return Ok(see_other(&format!("/books/{book}/commission?settled=true"))) };
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    let sentence = house.words.tell(shown.frame.lang, refusal.as_ref()).sentence;
    shown.faults = vec![(refusal.field().unwrap_or_default(), sentence)];
    shown.form = Some(form);
    page_refused(&shown, refusal.as_ref())
}

async fn settled(
    house: &House,
    visitor: &Visitor,
    book: &str,
    form: &Settling,
    poisha: Paisa,
) -> Result<Option<Box<dyn Refusal>>, Trouble> {
    let (book, provider, reference) = (book.to_owned(), form.provider.clone(), form.reference.clone());
    match form.way.as_str() {
        "pay" => try_it(house, visitor, &form.form_id, PayCommission { book, provider, poisha, reference }).await,
        "received" => {
            try_it(house, visitor, &form.form_id, ReceiveCommission { book, provider, poisha, reference }).await
        }
        _ => Err(KitRefusal::Malformed.into()),
    }
}

async fn draw(house: &House, frame: Frame, visitor: &Visitor, seen: &SeenBook) -> Result<CommissionPage, Trouble> {
    let book = seen.book.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut due = Due::new();
            for (provider, poisha) in partner_due(tx, &book).await? {
                due.entry(provider).or_default().0 = poisha;
            }
            for (provider, poisha) in partner_owes(tx, &book).await? {
                due.entry(provider).or_default().1 = poisha;
            }
            Ok((due, tx.new_id()?.to_string()))
        })
    });
    let (due, form_id) = read.await?;
    let may = visitor.may_at("commission.pay", &seen.path);
    let form = (may && !due.is_empty()).then(|| Settling { form_id, ..Settling::default() });
    Ok(lay_out(frame, seen, &due, form))
}

pub(super) fn lay_out(frame: Frame, seen: &SeenBook, due: &Due, form: Option<Settling>) -> CommissionPage {
    let frame = frame.titled("ledger-partner-title");
    let named = |provider: &str| part_name(&frame, "E:partner_due", provider);
    let shown = |amount: Paisa| if amount == Paisa::ZERO { String::new() } else { frame.money(amount) };
    let rows = due.iter().map(|(provider, (due, owes))| DueShown {
        provider: named(provider),
        href: format!("/books/{}/accounts/E:partner_due:{provider}", seen.book),
        due: shown(*due),
        owes: shown(*owes),
    });
    CommissionPage {
        book: seen.book.clone(),
        name: book_name(&frame, seen),
        rows: rows.collect(),
        providers: due.keys().map(|provider| (provider.clone(), named(provider))).collect(),
        form,
        settled: false,
        faults: Vec::new(),
        frame,
    }
}
