//! An order goes on, or does not come about.

use crate::events::OrderMoved;
use crate::law::{Law, law_on};
use crate::money::refund_due_legs;
use crate::order::{Mover, OrderStanding, OrderState, REFUSE_REASONS, is_their_fault};
use crate::reading;
use crate::trade::store::ORDERS;
use base::calendar::Moment;
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted};
use serde::{Deserialize, Serialize};

/// Characters of a reason or of a carrier's number, at most.
pub const WORDS_CHARS_MAX: usize = 200;

/// Moves an order along the ways of [`OrderState::moves`]. One entry in the book of the centre that took it, whoever moves
/// it. Where the goods do not come, the buyer's money leaves the escrow in the same entry and waits for the buyer; the
/// stock is freed by the house's round.
///
/// # Refusals
/// See [`NotOrderMoved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveOrder {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
    /// Who moves it.
    pub mover: Mover,
    /// Where it stood when whoever moves it looked.
    pub expects: OrderState,
    /// Where it goes.
    pub to: OrderState,
    /// Why: words, or a code of [`REFUSE_REASONS`] for goods that are brought back.
    pub reason: String,
    /// The carrier's number, when it is handed over.
    pub tracking: String,
    /// How many pieces of each line are brought back, when they are; empty for all.
    pub back: Vec<i64>,
    /// True when the buyer wants the same again for them, and not the money: of faulty goods only.
    #[serde(default)]
    pub again: bool,
}

/// Why an order is not moved.
#[derive(Debug)]
pub enum NotOrderMoved {
    /// There is no such order in this book.
    Unknown,
    /// Somebody moved it meanwhile.
    Elsewhere(OrderState),
    /// It does not go there from where it is.
    NotAllowed(OrderState),
    /// No reason, or one too long.
    Reason,
    /// No number of the carrier's, or one too long.
    Tracking,
    /// More is brought back than the buyer has, or nothing.
    Back,
    /// The days in which it could be brought back are over.
    WindowOver,
    /// Who changed their mind has the money back: nothing is wrong with the goods.
    Again,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotOrderMoved {
    fn code(&self) -> &'static str {
        match self {
            NotOrderMoved::Unknown => "market.order.unknown",
            NotOrderMoved::Elsewhere(_) => "market.order.elsewhere",
            NotOrderMoved::NotAllowed(_) => "market.order.not_allowed",
            NotOrderMoved::Reason => "market.order.reason",
            NotOrderMoved::Tracking => "market.order.tracking",
            NotOrderMoved::Back => "market.order.back",
            NotOrderMoved::WindowOver => "market.order.window_over",
            NotOrderMoved::Again => "market.order.again",
            NotOrderMoved::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotOrderMoved::Reason | NotOrderMoved::Tracking => vec![("max", WORDS_CHARS_MAX.to_string())],
            NotOrderMoved::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotOrderMoved::Reason => "reason",
            NotOrderMoved::Tracking => "tracking",
            NotOrderMoved::Back => "back-0",
            NotOrderMoved::Again => "again",
            _ => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotOrderMoved::Unknown => 404,
            NotOrderMoved::Elsewhere(_) | NotOrderMoved::NotAllowed(_) => 409,
            NotOrderMoved::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotOrderMoved`].
pub(crate) const CODES: &[&str] = &[
    "market.order.unknown",
    "market.order.elsewhere",
    "market.order.not_allowed",
    "market.order.reason",
    "market.order.tracking",
    "market.order.back",
    "market.order.window_over",
    "market.order.again",
];

/// What is to be given back when an order goes there, and how much of it the buyer keeps.
#[must_use]
pub fn given_back(to: OrderState, standing: &OrderStanding) -> Option<(Paisa, Option<Vec<i64>>)> {
    let part = &standing.order.part;
    let none: Vec<i64> = part.lines.iter().map(|_| 0).collect();
    let lies = standing.lies()?;
    match to {
        OrderState::ReturnReceived => {
            let kept: Vec<i64> =
                standing.kept.iter().zip(&standing.back).map(|(kept, back)| kept.saturating_sub(*back)).collect();
            let after = OrderStanding { kept: kept.clone(), ..standing.clone() }.goods_kept()?;
            let theirs = is_their_fault(&standing.back_reason);
            let all = after == Paisa::ZERO && theirs;
            let refund = if all { lies } else { standing.goods_kept()?.checked_sub(after)? };
            Some((refund, Some(kept)))
        }
        // The carrier brought it and the centre helped: that was paid for.
        OrderState::Uncollected => {
            let worked = part.delivery.checked_add(part.help)?;
            Some((lies.checked_sub(worked)?.max(Paisa::ZERO), Some(none)))
        }
        to if to.gives_back() => Some((lies, Some(none))),
        _ => Some((Paisa::ZERO, None)),
    }
}

/// When a clock looks at an order next that goes there now.
fn clock(to: OrderState, standing: &OrderStanding, law: &Law, now: Moment) -> Option<Moment> {
    use OrderState as S;
    let after = |ms: i64| Some(Moment::new(now.get().saturating_add(ms)));
    match to {
        // What it accepted, the seller must have handed over by the day on which it should be there.
        S::Accepted | S::Packed => Some(standing.order.part.promised.add_days(1).starts_at()),
        // What does not come, the buyer is paid back for within so many days of the payment (rule 4).
        S::HandedToCarrier | S::InTransit => {
            let last = standing.order.part.promised.max(standing.order.day.add_days(law.refund_days - 1));
            Some(last.add_days(1).starts_at())
        }
        S::ArrivedAtCentre => Some(law.looks_at(now, 0)),
        S::ReturnRequested => after(law.complaint_ms),
        S::ReturnApproved => Some(law.bring_back_until(now)),
        // What is left in escrow goes where it belongs to with the next round.
        S::Uncollected | S::ReturnReceived | S::Collected | S::PartiallyCollected => after(0),
        _ => None,
    }
}

impl MoveOrder {
    fn decide(&self, standing: &OrderStanding, now: Moment) -> Result<OrderMoved, NotOrderMoved> {
        if standing.state != self.expects {
            return Err(NotOrderMoved::Elsewhere(standing.state));
        }
        if !standing.state.moves(self.mover).contains(&self.to) {
            return Err(NotOrderMoved::NotAllowed(standing.state));
        }
        let words = |text: &str| Some(base::text::clean(text)).filter(|text| !text.is_empty());
        let (reason, tracking) = (words(&self.reason), words(&self.tracking));
        let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > WORDS_CHARS_MAX);
        let returned = self.to == OrderState::ReturnRequested;
        let known = reason.as_deref().is_some_and(|reason| REFUSE_REASONS.contains(&reason));
        if (self.to.needs_reason() && reason.is_none()) || long(&reason) || (returned && !known) {
            return Err(NotOrderMoved::Reason);
        }
        if (self.to == OrderState::HandedToCarrier && tracking.is_none()) || long(&tracking) {
            return Err(NotOrderMoved::Tracking);
        }
        let again = returned && self.again;
        if again && !reason.as_deref().is_some_and(is_their_fault) {
            return Err(NotOrderMoved::Again);
        }
        let back = returned.then(|| self.back_of(standing)).transpose()?;
        // While it is collected, the clock stands at the end of the days in which it may be brought back; it does not run
        // out under a complaint.
        if returned && !standing.disputed && standing.clock.is_none_or(|over| now > over) {
            return Err(NotOrderMoved::WindowOver);
        }
        let too_large = || NotOrderMoved::Posting(NotPosted::TooLarge);
        let (refund, kept) = given_back(self.to, standing).ok_or_else(too_large)?;
        let law = law_on(standing.order.day);
        let clock = clock(self.to, standing, law, now);
        Ok(OrderMoved { reason, tracking, kept, back, again, refund, clock, ..OrderMoved::to(&self.order, self.to) })
    }

    /// The pieces of each line that are brought back.
    fn back_of(&self, standing: &OrderStanding) -> Result<Vec<i64>, NotOrderMoved> {
        if self.back.is_empty() {
            return Ok(standing.kept.clone());
        }
        let fits = self.back.len() == standing.kept.len()
            && self.back.iter().zip(&standing.kept).all(|(back, kept)| (0..=*kept).contains(back))
            && self.back.iter().any(|back| *back > 0);
        if fits { Ok(self.back.clone()) } else { Err(NotOrderMoved::Back) }
    }
}

impl Deed for MoveOrder {
    const NAME: &'static str = "market.move_order";
    /// What is to be given back because of it.
    type Done = Paisa;
    type Refusal = NotOrderMoved;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        vec![(&ORDERS, vec![(&self.book).into(), (&self.order).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Paisa, Stop<NotOrderMoved>> {
        let standing = reading::order(tx, &self.book, &self.order).await?;
        let standing = standing.ok_or(Stop::Refused(NotOrderMoved::Unknown))?;
        let moved = self.decide(&standing, tx.now()).map_err(Stop::Refused)?;
        let refund = moved.refund;
        let mut events = vec![happened(moved)];
        if refund > Paisa::ZERO {
            let too_large = || Stop::Refused(NotOrderMoved::Posting(NotPosted::TooLarge));
            let legs = refund_due_legs(&self.order, refund).ok_or_else(too_large)?;
            let day = ledger::day_for(tx, &self.book).await?;
            let draft = Draft { day, memo: self.order.clone(), legs };
            let posted = ledger::post(tx, &self.book, draft).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotOrderMoved::Posting))?));
        }
        tx.enter(&self.book, events).await?;
        Ok(refund)
    }
}
