//! Faulty goods came back, and the same are sent again.

use crate::deeds::move_order::given_back;
use crate::events::{OrderMoved, OrdersPlaced};
use crate::law::law_on;
use crate::money::{refund_due_legs, replaced_legs};
use crate::order::{Order, OrderLine, OrderStanding, OrderState, Part, Payment};
use crate::reading;
use crate::trade::store::ORDERS;
use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// Takes faulty goods back at the counter and orders the same again from their seller, at the price and the rates of the
/// first time: what would be given back for them goes over into the escrow of the new order, carriage and help too when
/// nothing is kept, and the buyer pays nothing. The seller bears the way that was for nothing. The goods were set aside
/// before, as for any order; one entry in the centre's book.
///
/// # Refusals
/// See [`NotReplaced`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReplaceGoods {
    /// The centre's book.
    pub book: String,
    /// The order of which something came back.
    pub order: String,
    /// The name under which its seller set the goods aside: another with each press, so it is no part of what was asked.
    #[serde(skip)]
    pub attempt: String,
    /// Who carries them.
    pub carrier: String,
    /// What that costs.
    pub carriage: Paisa,
    /// The last day on which they should be at the centre.
    pub promised: BusinessDay,
}

/// What is sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The number of the new order.
    pub order: String,
    /// The name under which its goods were set aside.
    pub attempt: String,
}

/// Why nothing is sent again.
#[derive(Debug)]
pub enum NotReplaced {
    /// There is no such order in this book.
    Unknown,
    /// It does not come back, or its buyer wants the money.
    NotWanted,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotReplaced {
    fn code(&self) -> &'static str {
        match self {
            NotReplaced::Unknown => "market.order.unknown",
            NotReplaced::NotWanted => "market.replace.not_wanted",
            NotReplaced::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotReplaced::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotReplaced::Unknown => 404,
            NotReplaced::NotWanted => 409,
            NotReplaced::Posting(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotReplaced`] that are its own.
pub(crate) const CODES: &[&str] = &["market.replace.not_wanted"];

/// The number of the order by which goods of this one are sent again.
#[must_use]
pub fn replacement_number(order: &str) -> String {
    format!("{order}R")
}

/// True when goods of this order came back for which the buyer wants the same again.
#[must_use]
pub fn is_wanted_again(standing: &OrderStanding) -> bool {
    standing.state == OrderState::ReturnApproved && standing.again
}

/// The lines that come back, as they are sent again.
#[must_use]
pub fn lines_again(standing: &OrderStanding) -> Vec<OrderLine> {
    let lines = standing.order.part.lines.iter().zip(&standing.back).filter(|(_, back)| **back > 0);
    lines.map(|(line, back)| OrderLine { pieces: *back, ..line.clone() }).collect()
}

/// What is sent in place of what came back, with at most so much of the buyer's money. What of it is not for the goods pays
/// the carriage first, and then the help; what it does not pay of the carriage, the seller bears. No more than it costs is
/// paid, so something may be left for the buyer. Nothing when it cannot be counted.
#[must_use]
pub fn part_again(standing: &OrderStanding, most: Paisa, carriage: Paisa) -> Option<Part> {
    let lines = lines_again(standing);
    let goods = Paisa::sum(lines.iter().map(|line| line.price_of(line.pieces)).collect::<Option<Vec<_>>>()?)?;
    let rest = most.checked_sub(goods).filter(|rest| !rest.is_negative())?;
    let before = &standing.order.part;
    let delivery = carriage.min(before.delivery).min(rest);
    Some(Part {
        lines,
        goods,
        delivery,
        help: before.help.min(rest.checked_sub(delivery)?),
        borne: carriage.checked_sub(delivery)?.max(Paisa::ZERO),
        ..standing.order.part.clone()
    })
}

impl ReplaceGoods {
    /// The order that is sent in place of what came back, with at most so much of the buyer's money.
    fn again(&self, standing: &OrderStanding, most: Paisa, (by, now): (&str, Moment)) -> Option<OrderStanding> {
        let before = &standing.order;
        let part = part_again(standing, most, self.carriage)?;
        let part = Part { carrier: self.carrier.clone(), promised: self.promised, ..part };
        let order = Order {
            number: replacement_number(&before.number),
            basket: self.attempt.clone(),
            // All of it lies in escrow, however the first was paid.
            payment: if before.payment == Payment::Wallet { Payment::Wallet } else { Payment::Cash },
            paid: part.total()?,
            day: now.day(),
            by: by.to_owned(),
            part,
            replaces: Some(before.number.clone()),
            ..before.clone()
        };
        let clock = Moment::new(now.get().saturating_add(law_on(now.day()).notice_ms));
        Some(OrderStanding::placed(order, now, clock))
    }
}

impl Deed for ReplaceGoods {
    const NAME: &'static str = "market.replace_goods";
    type Done = Replaced;
    type Refusal = NotReplaced;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&ORDERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Replaced, Stop<NotReplaced>> {
        let refused = |why| Err(Stop::Refused(why));
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotReplaced::Unknown);
        };
        if !is_wanted_again(&standing) {
            return refused(NotReplaced::NotWanted);
        }
        let too_large = || Stop::Refused(NotReplaced::Posting(NotPosted::TooLarge));
        let to = OrderState::ReturnReceived;
        let (most, kept) = given_back(to, &standing).ok_or_else(too_large)?;
        let (by, now) = (tx.by().to_owned(), tx.now());
        let again = self.again(&standing, most, (&by, now)).ok_or_else(too_large)?;
        let (number, replaced) = (again.order.number.clone(), again.order.paid);
        // What the second way costs less is the buyer's.
        let refund = most.checked_sub(replaced).ok_or_else(too_large)?;
        let moved = OrderMoved { kept, refund, replaced, clock: Some(now), ..OrderMoved::to(&self.order, to) };
        let legs = [replaced_legs(&self.order, &number, replaced), refund_due_legs(&self.order, refund)];
        let legs = legs.into_iter().collect::<Option<Vec<_>>>().ok_or_else(too_large)?.concat();
        let draft = Draft { day: ledger::day_for(tx, &self.book).await?, memo: self.order.clone(), legs };
        let posted = ledger::post(tx, &self.book, draft).await.map_err(|stop| stop.map(NotReplaced::Posting))?;
        let placed = OrdersPlaced { quote: standing.order.quote.clone(), orders: vec![again] };
        tx.enter(&self.book, vec![happened(moved), happened(placed), happened(posted)]).await?;
        Ok(Replaced { order: number, attempt: self.attempt.clone() })
    }
}
