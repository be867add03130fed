//! Where a transfer stands, in plain words: is the money safe, what to do now. The page looks again by itself while
//! nobody knows the end.

use super::{look_of, provider_words, state_words, transfer_for};
use crate::carry::Carrier;
use crate::pages::form::form_of;
use crate::pages::{CentreSeen, catalogue, today};
use crate::reading as receipts;
use crate::service::Direction;
use crate::transfer::quote::connected;
use crate::transfer::{TransferStanding, TransferState};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use forms::Answers;
use journal::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Answer, Frame, House, Trouble, Visitor};

/// The page looks again by itself for so long, in milliseconds; then a press is asked for, so that a page left open
/// keeps nobody signed in.
const LOOKS_AGAIN_MS_MAX: i64 = 600_000;

#[derive(Template)]
#[template(path = "transfer_state.html")]
pub(super) struct StatePage {
    pub frame: Frame,
    pub part: StatePart,
    pub back_href: &'static str,
    pub service: String,
    pub centre: String,
    pub when: String,
    pub by: String,
    pub provider: String,
    pub id: String,
    /// (label, answer) in the reader's words; empty for who may not see them.
    pub answers: Vec<(String, String)>,
}

/// What changes while the page is open.
#[derive(Template)]
#[template(path = "transfer_part.html")]
pub(super) struct StatePart {
    pub frame: Frame,
    pub here: String,
    pub state: String,
    pub look: &'static str,
    /// `good`, `care` or `bad`.
    pub notice: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub safe: String,
    pub next: String,
    /// What the total is called: paid, or to be paid out.
    pub total_word: String,
    pub amount: Paisa,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    /// Notes to hand out: paid out when it is done, given back when it failed, the change while the customer stands here.
    pub hand_out: Option<Paisa>,
    pub hand_out_word: String,
    pub notes: Vec<(i64, i64)>,
    /// What the customer handed over and the change of it; none when it was the exact sum.
    pub change: Option<(Paisa, Paisa)>,
    pub receipt: Option<String>,
    pub receipt_state: String,
    pub reference: String,
    /// Why the provider says that it failed.
    pub code: String,
    pub contradicted: String,
    /// That its partner is not connected here; empty when it is, or when that no longer matters.
    pub not_connected: String,
    pub polls: bool,
    pub may_ask: bool,
    pub may_take_back: bool,
}

/// What was handed over for the receipt of an amount paid in and the change of it, when there was any.
async fn change_of(house: &House, seen: &TransferStanding) -> Result<Option<(Paisa, Paisa)>, Fault> {
    let Some(number) = seen.receipt.clone() else { return Ok(None) };
    let book = seen.book.clone();
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { receipts::receipt(tx, &book, &number).await }));
    let given = read.await?.map(|standing| (standing.receipt.tendered, standing.receipt.change()));
    Ok(given.filter(|(_, change)| *change > Paisa::ZERO))
}

fn part_of(
    (house, frame, visitor): (&House, &Frame, &Visitor),
    centre: &CentreSeen,
    seen: &TransferStanding,
    change: Option<(Paisa, Paisa)>,
) -> StatePart {
    let (transfer, state) = (&seen.transfer, seen.state);
    let (line, pays_in) = (&transfer.line, transfer.direction == Direction::In);
    let way = if pays_in { "in" } else { "out" };
    let total = line.total();
    let total = if total.is_negative() { total.checked_neg().unwrap_or_default() } else { total };
    let age = house.now().get().saturating_sub(transfer.at.get());
    let back = matches!(state, TransferState::Failed | TransferState::Reversed);
    let (hand_out, hand_out_word) = match (state, pays_in) {
        (TransferState::Done, false) => (Some(total), "transfer-to-pay-out"),
        (_, true) if back => (Some(total), "transfer-give-back"),
        _ => (change.map(|(_, change)| change).filter(|_| age < LOOKS_AGAIN_MS_MAX), "change-give"),
    };
    let (notice, icon) = match state {
        TransferState::Done => ("good", "check"),
        TransferState::Requested | TransferState::Unknown => ("care", "late"),
        TransferState::Failed | TransferState::Reversed => ("bad", "reverse"),
    };
    let is_connected = connected(house, &transfer.provider);
    StatePart {
        frame: frame.clone(),
        here: super::href_of(&seen.book, &transfer.id),
        state: state_words(frame, state),
        look: look_of(state),
        notice,
        icon,
        title: frame.say(&format!("transfer-{}-{way}-title", state.name())),
        safe: frame.say(&format!("transfer-{}-{way}-safe", state.name())),
        next: frame.say(&format!("transfer-{}-{way}-next", state.name())),
        total_word: frame.say(match (pays_in, change.is_some()) {
            (true, true) => "total",
            (true, false) => "transfer-taken",
            (false, _) => "transfer-to-pay-out",
        }),
        amount: transfer.amount(),
        official: line.official,
        charge: line.charge(),
        total,
        hand_out,
        hand_out_word: frame.say(hand_out_word),
        notes: hand_out.map(base::money::notes_for).unwrap_or_default(),
        change,
        receipt: seen.receipt.clone(),
        receipt_state: match state {
            TransferState::Done => frame.say("receipt-final"),
            TransferState::Failed | TransferState::Reversed => frame.say("reversed"),
            _ => frame.say("receipt-pending"),
        },
        reference: seen.outcome.reference.clone(),
        code: seen.outcome.code.clone(),
        contradicted: contradicted(frame, &seen.outcome.contradicted),
        not_connected: if state.is_pending() && !is_connected {
            frame.say("transfer-not-connected")
        } else {
            String::new()
        },
        polls: state.is_pending() && age < LOOKS_AGAIN_MS_MAX,
        may_ask: is_connected && state.is_pending() && visitor.may_at("sale.create", &centre.path),
        may_take_back: is_connected && state == TransferState::Done && visitor.may_at("sale.reverse", &centre.path),
    }
}

/// What the provider's own word contradicts; empty when nothing does.
fn contradicted(frame: &Frame, said: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    frame.say_with("transfer-contradicted", &[("said", frame.say(&format!("transfer-state-{said}")))])
}

/// What was filled in, for the centre's own people and those who may reveal personal data.
async fn answers(
    house: &House,
    frame: &Frame,
    visitor: &Visitor,
    seen: &TransferStanding,
    centre: &CentreSeen,
) -> Result<Vec<(String, String)>, Trouble> {
    let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book);
    let Some(sealed) = seen.transfer.line.answers.clone().filter(|_| own || visitor.may_at("pii.reveal", &centre.path))
    else {
        return Ok(Vec::new());
    };
    let book = seen.book.clone();
    let opened = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { tx.unseal::<BTreeMap<String, String>>(&book, &sealed.seal).await })
    });
    let Some(opened) = opened.await? else { return Ok(Vec::new()) };
    let plain: Answers = opened.clone().into_iter().collect();
    let form = form_of(house, &seen.transfer.line.service).await?;
    let checked = form.and_then(|form| form.check(&plain, today(house)).ok().map(|ok| form.summary(frame.lang, &ok)));
    Ok(checked.unwrap_or_else(|| opened.into_iter().collect()))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Only what changes: for the script.
    part: Option<String>,
}

/// `GET /counter/transfers/{centre}/{id}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((code, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (centre, seen) = transfer_for(&house, &visitor, "receipt.view", (&code, &id)).await?;
    let change = change_of(&house, &seen).await?;
    let part = part_of((&house, &frame, &visitor), &centre, &seen, change);
    if asked.part.is_some() {
        return web::page(&part);
    }
    let answers = answers(&house, &frame, &visitor, &seen, &centre).await?;
    let by = seen.transfer.by.clone();
    let by = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::person_name(tx, &by).await }));
    web::page(&StatePage {
        part,
        back_href: "/counter/transfers",
        service: catalogue(&house).await?.name(&seen.transfer.line.service, frame.lang),
        centre: centre.name(frame.lang).to_owned(),
        when: seen.transfer.at.show(frame.lang),
        by: by.await?,
        provider: provider_words(&frame, &seen.transfer.provider),
        id: seen.transfer.id.clone(),
        answers,
        frame: frame.titled("transfer"),
    })
}

fn carrier(house: &House) -> Carrier {
    house.things.get::<Carrier>().cloned().unwrap_or_default()
}

/// `POST /counter/transfers/{centre}/{id}/ask`: asks the provider now. As good pressed twice as once.
pub(super) async fn ask(
    State(house): State<House>,
    visitor: Visitor,
    Path((code, id)): Path<(String, String)>,
) -> Answer {
    let (_, seen) = transfer_for(&house, &visitor, "sale.create", (&code, &id)).await?;
    carrier(&house).ask(&house.journal, &seen.book, &seen.transfer.id).await?;
    Ok(web::see_other(&super::href_of(&seen.book, &seen.transfer.id)))
}

/// `POST /counter/transfers/{centre}/{id}/take-back`: asks the provider to undo what it did. It may say no.
pub(super) async fn take_back(
    State(house): State<House>,
    visitor: Visitor,
    Path((code, id)): Path<(String, String)>,
) -> Answer {
    let (_, seen) = transfer_for(&house, &visitor, "sale.reverse", (&code, &id)).await?;
    carrier(&house).take_back(&house.journal, &seen.book, &seen.transfer.id).await?;
    Ok(web::see_other(&super::href_of(&seen.book, &seen.transfer.id)))
}
