//! A receipt on the screen: right after the sale with the change in large figures, and later again.

use super::find::cart_of;
use super::{CentreSeen, catalogue, receipt_for, when_of};
use crate::deeds::customer::CustomerData;
use crate::deeds::undo_last::is_fresh;
use crate::receipt::{Line, Receipt, Reversal, Standing};
use crate::sms::receipt_text;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::mobile::Mobile;
use base::{Lang, Paisa};
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "receipt.html")]
pub(super) struct ReceiptPage {
    pub frame: Frame,
    pub number: String,
    pub centre: String,
    pub when: String,
    pub customer: String,
    pub lines: Vec<ReceiptLine>,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub tendered: Paisa,
    pub change: Paisa,
    pub notes: Vec<(i64, i64)>,
    pub fresh: bool,
    pub state: String,
    pub reversed: Option<Reversed>,
    pub check: String,
    pub qr_svg: String,
    pub sms: String,
    pub done: String,
    pub may_reverse: bool,
    /// May be undone with one press: the newest of this person, not a minute old.
    pub may_undo: bool,
}

pub(super) struct ReceiptLine {
    pub name: String,
    pub quantity: i64,
    pub official: Paisa,
    pub charge: Paisa,
    pub total: Paisa,
    pub note: String,
}

pub(super) struct Reversed {
    pub reason: String,
    pub when: String,
    pub by: String,
}

#[derive(Deserialize)]
pub(super) struct Shown {
    fresh: Option<String>,
    /// What the last press did: `58`, `80` or `waits`.
    #[serde(default)]
    printed: String,
}

/// The customer as this reader may see them: the centre's own people and those who may reveal personal data see the
/// name, others nothing. The number stays masked.
pub(super) async fn customer_of(
    house: &House,
    visitor: &Visitor,
    centre: &CentreSeen,
    standing: &Standing,
    lang: Lang,
) -> Result<(String, String), Fault> {
    let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book);
    let Some(seal) = standing.receipt.customer_seal.clone() else { return Ok(Default::default()) };
    if !own && !visitor.may_at("pii.reveal", &centre.path) {
        return Ok(Default::default());
    }
    let book = centre.book.clone();
    let data =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.unseal::<CustomerData>(&book, &seal).await }));
    let Some(data) = data.await? else { return Ok(Default::default()) };
    let mobile = Mobile::parse(&data.mobile).map(|mobile| mobile.masked(lang)).unwrap_or_default();
    Ok((data.name, mobile))
}

/// The address at which anybody checks a receipt: what its QR code says.
pub(super) fn check_address(house: &House, standing: &Standing) -> String {
    let receipt = &standing.receipt;
    format!("{}/check?n={}&c={}", house.public_address, receipt.number, receipt.check)
}

/// The words of a reason.
pub(super) fn reason_words(frame: &Frame, reason: &str) -> String {
    frame.say(&format!("reason-{}", reason.replace('_', "-")))
}

async fn reversed(house: &House, frame: &Frame, reversal: &Reversal) -> Result<Reversed, Fault> {
    let by = reversal.by.clone();
    let name = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::person_name(tx, &by).await }));
    Ok(Reversed { reason: reason_words(frame, &reversal.reason), when: reversal.at.show(frame.lang), by: name.await? })
}

fn line_shown(frame: &Frame, name: String, line: &Line) -> ReceiptLine {
    let tariff = frame.say_with("tariff-version", &[("number", frame.number(line.tariff_version))]);
    let note = match line.due {
        Some(due) => format!("{}: {} · {tariff}", frame.say("ready-by"), frame.day(due)),
        None => tariff,
    };
    ReceiptLine {
        name,
        quantity: line.quantity,
        official: line.official,
        charge: line.charge(),
        total: line.total(),
        note,
    }
}

/// What the last press did, in words.
fn done(frame: &Frame, printed: &str) -> String {
    match printed {
        "58" | "80" => {
            let paper = printed.parse().map(|paper: i64| frame.number(paper)).unwrap_or_default();
            frame.say_with("receipt-printed", &[("paper", paper)])
        }
        "waits" => frame.say("receipt-print-waits"),
        _ => String::new(),
    }
}

/// True when one press undoes this receipt.
async fn undoable(house: &House, visitor: &Visitor, receipt: &Receipt) -> Result<bool, Trouble> {
    let Some(seat) = visitor.seat.as_ref().filter(|seat| visitor.may_at("sale.reverse", &seat.path)) else {
        return Ok(false);
    };
    let last = cart_of(house, visitor, seat).await?.paid;
    Ok(last.is_some_and(|paid| paid.number == receipt.number) && is_fresh(receipt.at, house.now()))
}

/// `GET /counter/receipts/{number}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(asked): Query<Shown>,
) -> Answer {
    let (centre, standing) = receipt_for(&house, &visitor, "receipt.view", &number).await?;
    let (lang, receipt) = (frame.lang, &standing.receipt);
    let shown = catalogue(&house).await?;
    let (name, mobile) = customer_of(&house, &visitor, &centre, &standing, lang).await?;
    let reversed = match &standing.reversal {
        Some(reversal) => Some(reversed(&house, &frame, reversal).await?),
        None => None,
    };
    let qr = print::qr_svg(&check_address(&house, &standing)).map_err(|fault| Trouble::Broken(fault.to_string()))?;
    let lines = receipt.lines.iter().map(|line| line_shown(&frame, shown.name(&line.service, lang), line));
    let page = ReceiptPage {
        number: receipt.number.clone(),
        centre: centre.name(lang).to_owned(),
        when: when_of(&standing, lang),
        customer: [name, mobile].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        lines: lines.collect(),
        official: receipt.official(),
        charge: receipt.charge(),
        total: receipt.total(),
        tendered: receipt.tendered,
        change: receipt.change(),
        notes: base::money::notes_for(receipt.change()),
        fresh: asked.fresh.is_some() && reversed.is_none(),
        state: frame.say(standing.state_key()),
        check: receipt.check.clone(),
        qr_svg: qr,
        sms: receipt_text(&receipt.number, receipt.total(), &receipt.check),
        done: done(&frame, &asked.printed),
        may_reverse: reversed.is_none() && visitor.may_at("sale.reverse", &centre.path),
        may_undo: reversed.is_none() && undoable(&house, &visitor, receipt).await?,
        reversed,
        frame: frame.titled_as(receipt.number.clone()),
    };
    web::page(&page)
}
