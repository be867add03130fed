//! A transfer is requested: an entered amount, by itself, never in a cart.

use crate::deeds::customer;
use crate::deeds::take::{CustomerGiven, LineGiven, NotTaken, TakeServices};
use crate::deeds::taking;
use crate::events::{ReceiptGiven, TransferRequested};
use crate::receipt::{Line, Receipt};
use crate::service::{AmountRule, Direction, Offer, Tariff, tariff_at};
use crate::store::DAYS;
use crate::transfer::limit::{LimitHere, LimitKind, OverLimit, decide as within_limits};
use crate::transfer::limit::{subject_of_provider, subject_of_service};
use crate::transfer::{Transfer, per_thousand, reading};
use crate::{DayCounts, check_code, receipt_number};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Deed, Stop, Tx, happened};
use ledger::{Account, Draft, Leg, Split};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Requests a transfer. Paying in, the receipt is given at once, "not confirmed" until the provider says how it ended, and
/// its money is posted with it. Paying out, only the request is entered.
///
/// # Refusals
/// See [`NotRequested`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RequestTransfer {
    /// The centre's book.
    pub book: String,
    /// The centre's place path.
    pub path: String,
    /// The till.
    pub till: String,
    /// The service's code.
    pub service: String,
    /// The amount, without fee and charge.
    pub amount: Paisa,
    /// The answers of its form.
    pub answers: Option<BTreeMap<String, String>>,
    /// The customer.
    pub customer: Option<CustomerGiven>,
    /// Fee and charge together as the customer was shown them.
    pub fee_shown: Option<Paisa>,
    /// What was handed over when paying in; nothing when it was the exact sum.
    pub tendered: Option<Paisa>,
}

/// What was requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// The transfer's id.
    pub id: String,
    /// The receipt of an amount paid in.
    pub receipt: Option<String>,
}

/// Why a transfer cannot be requested so.
#[derive(Debug)]
pub enum NotRequested {
    /// What holds for every service.
    Taken(NotTaken),
    /// No amount is entered for this service.
    NoAmount,
    /// The amount is not within what the service allows.
    Amount {
        /// The least.
        min: Paisa,
        /// The greatest.
        max: Paisa,
    },
    /// A limit of this place or seat.
    Over(OverLimit),
    /// The partner who would carry it is not connected here: it would wait for ever.
    NotConnected,
    /// By the book the drawer does not hold what would be paid out. How much it holds is not said: the evening's count is
    /// blind.
    DrawerShort {
        /// What is needed.
        needed: Paisa,
    },
}

impl Refusal for NotRequested {
    fn code(&self) -> &'static str {
        match self {
            NotRequested::Taken(refused) => refused.code(),
            NotRequested::NoAmount => "counter.transfer.no_amount",
            NotRequested::Amount { .. } => "counter.transfer.amount",
            NotRequested::NotConnected => "counter.transfer.not_connected",
            NotRequested::Over(OverLimit { kind: LimitKind::Each, .. }) => "counter.transfer.over_each",
            NotRequested::Over(OverLimit { kind: LimitKind::Centre, .. }) => "counter.transfer.over_centre",
            NotRequested::Over(OverLimit { kind: LimitKind::Person, .. }) => "counter.transfer.over_person",
            NotRequested::DrawerShort { .. } => "counter.transfer.drawer_short",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let plain = |paisa: &Paisa| paisa.show_plain(base::Lang::En);
        match self {
            NotRequested::Taken(refused) => refused.values(),
            NotRequested::NoAmount | NotRequested::NotConnected => Vec::new(),
            NotRequested::Amount { min, max } => vec![("min", plain(min)), ("max", plain(max))],
            NotRequested::Over(over) => vec![("max", plain(&over.max)), ("left", plain(&over.left))],
            NotRequested::DrawerShort { needed } => vec![("needed", plain(needed))],
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotRequested::Taken(refused) => refused.field(),
            NotRequested::NotConnected => None,
            _ => Some("amount".to_owned()),
        }
    }

    fn status(&self) -> u16 {
        if let NotRequested::Taken(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotRequested`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.transfer.no_amount",
    "counter.transfer.amount",
    "counter.transfer.not_connected",
    "counter.transfer.over_each",
    "counter.transfer.over_centre",
    "counter.transfer.over_person",
    "counter.transfer.drawer_short",
];

/// A transfer's line with every amount of it, before its answers are sealed.
pub(crate) fn priced(
    offer: &Offer,
    (path, outside): (&str, bool),
    amount: Paisa,
    day: BusinessDay,
) -> Result<(Line, AmountRule), NotRequested> {
    let taken = NotRequested::Taken;
    let service = &offer.service;
    let rule = service.amount.clone().ok_or(NotRequested::NoAmount)?;
    if offer.is_closed_at(path) {
        return Err(taken(NotTaken::Closed(0, service.code.clone())));
    }
    if amount < rule.min || amount > rule.max || amount <= Paisa::ZERO {
        return Err(NotRequested::Amount { min: rule.min, max: rule.max });
    }
    let tariff = tariff_at(&offer.tariffs, path, day);
    let tariff = tariff.ok_or_else(|| taken(NotTaken::NotOffered(0, service.code.clone())))?.for_applicant(outside);
    let line = line_of(offer, &tariff, &rule, amount).ok_or(taken(NotTaken::TooLarge))?;
    if rule.direction == Direction::Out && !line.total().is_negative() {
        return Err(NotRequested::Amount { min: rule.min, max: rule.max }); // the fees would eat all of it
    }
    Ok((line, rule))
}

fn line_of(offer: &Offer, tariff: &Tariff, rule: &AmountRule, amount: Paisa) -> Option<Line> {
    let part = |price: Paisa| if tariff.per_thousand { per_thousand(price, amount) } else { Some(price) };
    Some(Line {
        draft: None,
        service: offer.service.code.clone(),
        version: offer.version,
        quantity: 1,
        tariff_from: tariff.from,
        tariff_path: tariff.path.clone(),
        tariff_version: tariff.version,
        agency: offer.service.agency.clone(),
        official: part(tariff.official)?,
        shop: part(tariff.shop)?,
        programme: part(tariff.programme)?,
        due: None,
        answers: None,
        principal: if rule.direction == Direction::In { amount } else { amount.checked_neg()? },
        transfer: None,
        partner: part(tariff.partner)?,
        has_case: false,
    })
}

/// The legs of a transfer's cash: fee and charge, and the amount itself. None when they cannot be counted.
pub(super) fn cash_legs(transfer: &Transfer) -> Option<Vec<Leg>> {
    let line = &transfer.line;
    let split =
        Split { agency: line.agency.clone(), official: line.official, shop: line.shop, programme: line.programme };
    let drawer = Account::new(&format!("E:drawer:{}", transfer.till))?;
    let mut legs = ledger::cash_service_legs(&[split], &drawer)?;
    legs.extend(ledger::amount_legs(&transfer.provider, line.principal, &drawer)?);
    Some(legs)
}

/// The receipt of a transfer, as it is given now.
pub(super) fn receipt_of(
    tx: &Tx<'_, '_>,
    transfer: &Transfer,
    number: String,
    day: BusinessDay,
    tendered: Paisa,
) -> Receipt {
    Receipt {
        check: check_code(tx.keys(), &number),
        number,
        day,
        at: tx.now(),
        by: transfer.by.clone(),
        customer: transfer.customer.clone(),
        customer_seal: transfer.customer_seal.clone(),
        sex: transfer.sex,
        outside: transfer.outside,
        texts: transfer.texts,
        lines: vec![transfer.line.clone()],
        tendered,
    }
}

/// The number of the next receipt of a day.
pub(super) async fn next_number(tx: &mut Tx<'_, '_>, book: &str, day: BusinessDay) -> Result<String, journal::Fault> {
    let key = vec![book.into(), day.into(), tx.session().into()];
    let counts = tx.fetch(&DAYS, key).await?;
    let count = DayCounts::from_row(counts.as_deref())?.given.saturating_add(1);
    Ok(receipt_number(book, day, tx.session(), count))
}

impl RequestTransfer {
    /// The same as a sale of one line, whose rules hold here too.
    fn sale(&self) -> TakeServices {
        let line = LineGiven {
            service: self.service.clone(),
            quantity: 1,
            answers: self.answers.clone(),
            fee_shown: None,
            draft: None,
        };
        TakeServices {
            book: self.book.clone(),
            path: self.path.clone(),
            till: self.till.clone(),
            customer: self.customer.clone(),
            lines: vec![line],
            tendered: self.tendered,
            register_day: None,
        }
    }

    /// The fee as it was shown, and what was handed over.
    fn decide(&self, line: &Line, rule: &AmountRule, limits: &[LimitHere]) -> Result<Paisa, NotRequested> {
        let fees = line.official.checked_add(line.charge()).unwrap_or_default();
        if let Some(shown) = self.fee_shown
            && shown != fees
        {
            return Err(NotRequested::Taken(NotTaken::FeeChanged { line: 0, shown, now: fees }));
        }
        within_limits(self.amount, limits).map_err(NotRequested::Over)?;
        if rule.direction == Direction::Out {
            return Ok(Paisa::ZERO);
        }
        let total = line.total();
        let tendered = self.tendered.unwrap_or(total);
        if tendered < total {
            return Err(NotRequested::Taken(NotTaken::TenderedShort { total }));
        }
        Ok(tendered)
    }

    /// The drawer must hold what is to be paid out, beside what waits to be paid out already.
    async fn drawer_holds(&self, tx: &mut Tx<'_, '_>, line: &Line) -> Result<(), Stop<NotRequested>> {
        let needed = line.total().checked_neg().unwrap_or_default();
        let drawer = ledger::balance_now(tx, &self.book, &format!("E:drawer:{}", self.till)).await?.poisha;
        let waiting = reading::out_waiting(tx, &self.book).await?;
        let free = drawer.checked_sub(waiting).unwrap_or_default();
        if free < needed { Err(Stop::Refused(NotRequested::DrawerShort { needed })) } else { Ok(()) }
    }
}

fn taken(stop: Stop<NotTaken>) -> Stop<NotRequested> {
    stop.map(NotRequested::Taken)
}

impl Deed for RequestTransfer {
    const NAME: &'static str = "counter.request_transfer";
    type Done = Requested;
    type Refusal = NotRequested;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Requested, Stop<NotRequested>> {
        // Load.
        let (sale, day) = (self.sale(), tx.now().day());
        sale.may_serve(tx).await.map_err(taken)?;
        sale.day_is_open(tx, day).await.map_err(taken)?;
        let met = sale.centre_met(tx).await.map_err(taken)?;
        let offers = sale.offers(tx).await.map_err(taken)?;
        let forms = taking::forms(tx, &sale.lines, &offers).await?;
        let offer = offers.first().ok_or(Stop::Refused(NotRequested::NoAmount))?;
        let outside = self.customer.as_ref().is_some_and(|customer| customer.outside);
        let (mut line, rule) = priced(offer, (&self.path, outside), self.amount, day).map_err(Stop::Refused)?;
        let subjects = [subject_of_provider(&rule.provider), subject_of_service(&self.service)];
        let by = tx.by().to_owned();
        let limits = reading::limits_here(tx, (&self.book, &self.path), subjects, day, &by).await?;

        // Decide.
        let answers = taking::answers_of(&sale.lines, &forms, day).map_err(|no| taken(Stop::Refused(no)))?;
        let tendered = self.decide(&line, &rule, &limits).map_err(Stop::Refused)?;
        if rule.direction == Direction::Out {
            self.drawer_holds(tx, &line).await?;
        }

        // Enter.
        let customer = customer::known(tx, &self.book, self.customer.as_ref()).await.map_err(taken)?;
        let id = tx.new_id()?.to_string();
        let whose = customer.as_ref().map_or_else(|| format!("t-{id}"), |known| known.customer.clone());
        if let Some(answers) = answers {
            line.answers = Some(tx.seal(&self.book, &whose, &answers).await?);
        }
        line.transfer = Some(id.clone());
        let pays_in = rule.direction == Direction::In;
        let number = if pays_in { Some(next_number(tx, &self.book, day).await?) } else { None };
        let transfer = Transfer {
            id: id.clone(),
            provider: rule.provider,
            direction: rule.direction,
            till: self.till.clone(),
            line,
            receipt: number.clone(),
            customer: customer.as_ref().map(|known| known.customer.clone()),
            customer_seal: customer.as_ref().map(|known| known.seal.clone()),
            sex: self.customer.as_ref().and_then(|given| given.sex),
            outside,
            texts: self.customer.as_ref().is_some_and(CustomerGiven::may_be_texted),
            by,
            day,
            at: tx.now(),
        };
        let mut events: Vec<_> = met.map(happened).into_iter().collect();
        events.extend(customer.and_then(|known| known.met).map(happened));
        events.push(happened(TransferRequested { transfer: transfer.clone() }));
        if let Some(number) = number.clone() {
            let receipt = receipt_of(tx, &transfer, number, day, tendered);
            let too_large = || taken(Stop::Refused(NotTaken::TooLarge));
            let legs = cash_legs(&transfer).ok_or_else(too_large)?;
            let draft = Draft { day, memo: receipt.number.clone(), legs };
            let posted =
                ledger::post(tx, &self.book, draft).await.map_err(|stop| taken(stop.map(NotTaken::Posting)))?;
            events.push(happened(ReceiptGiven { receipt, register_row: None, pending: true }));
            events.push(happened(posted));
        }
        tx.enter(&self.book, events).await?;
        Ok(Requested { id, receipt: number })
    }
}
