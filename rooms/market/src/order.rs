//! Quotes and orders: what a customer is offered, what they took, and where it is (facts.md 5.3).

use crate::rate::Rate;
use base::calendar::{BusinessDay, Moment};
use base::{Both, Paisa};
use journal::Sealed;
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// What is sealed of a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The name, as given.
    pub name: String,
    /// The mobile number in E.164; empty for who has none and comes in person.
    pub mobile: String,
}

/// One SKU of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The product's number with its seller.
    pub product: String,
    /// The SKU.
    pub sku: String,
    /// What it was called when it was bought.
    pub name: Both,
    /// Its category.
    pub category: String,
    /// How many pieces.
    pub pieces: i64,
    /// The price of a piece.
    pub price: Paisa,
    /// The weight of a piece in grams.
    pub weight_g: i64,
    /// What is kept of its price, frozen: a later rate never changes it.
    pub rate: Rate,
}

impl OrderLine {
    /// The price of so many of its pieces.
    #[must_use]
    pub fn price_of(&self, pieces: i64) -> Option<Paisa> {
        self.price.checked_mul(pieces)
    }
}

/// What one seller sends to one buyer: becomes an order when the quote is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The seller's number.
    pub seller: String,
    /// The name on its stall.
    pub seller_name: Both,
    /// What it sends.
    pub lines: Vec<OrderLine>,
    /// The price of all lines.
    pub goods: Paisa,
    /// Who carries it.
    pub carrier: String,
    /// What carrying costs.
    pub delivery: Paisa,
    /// This part's share of the help fee.
    pub help: Paisa,
    /// The last day on which it should be at the centre.
    pub promised: BusinessDay,
    /// Days in which it may be brought back after it was collected; of the shortest of its goods.
    pub return_days: i64,
    /// The path of the place where its seller makes or keeps them, for the programme's figures.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The path of the centre to which it goes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// The sex of the producer who sells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// What carrying it costs its seller: goods sent in place of faulty ones, for which the buyer does not pay again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub borne: Paisa,
}

impl Part {
    /// What the buyer pays for it; nothing when it cannot be counted.
    #[must_use]
    pub fn total(&self) -> Option<Paisa> {
        Paisa::sum([self.goods, self.delivery, self.help])
    }
}

/// What a basket costs, promised until a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// `M-3026001-261129-B7K-001`.
    pub number: String,
    /// The key under which sellers set the goods aside.
    pub basket: String,
    /// The buyer: sealed [`Buyer`].
    pub buyer: Sealed,
    /// The blind index of the buyer's mobile number; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_index: String,
    /// The blind index of the number of the household's head, when that is another; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub household_index: String,
    /// What each seller sends.
    pub parts: Vec<Part>,
    /// Until when it may be paid.
    pub until: Moment,
    /// Who made it.
    pub by: String,
}

impl Quote {
    /// What the buyer pays in all; nothing when it cannot be counted.
    #[must_use]
    pub fn total(&self) -> Option<Paisa> {
        Paisa::sum(self.parts.iter().map(Part::total).collect::<Option<Vec<_>>>()?)
    }
}

/// Where a quote stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteState {
    /// It may be taken until its time is over.
    Open,
    /// A wallet was asked to pay it, and the end is not known.
    Paying,
    /// It was taken.
    Taken,
}

impl QuoteState {
    /// As it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuoteState::Open => "open",
            QuoteState::Paying => "paying",
            QuoteState::Taken => "taken",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<QuoteState> {
        [QuoteState::Open, QuoteState::Paying, QuoteState::Taken].into_iter().find(|one| one.name() == name)
    }
}

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Cash at the centre, all of it, before the goods are sent: it lies in escrow.
    Cash,
    /// Cash at the centre when the goods are collected, after an advance of so much.
    OnCollection,
    /// By wallet, all of it, before the goods are sent: it lies in escrow.
    Wallet,
}

impl Payment {
    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Payment::Cash => "cash",
            Payment::OnCollection => "on_collection",
            Payment::Wallet => "wallet",
        }
    }

    /// The payment of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Payment> {
        [Payment::Cash, Payment::OnCollection, Payment::Wallet].into_iter().find(|one| one.name() == name)
    }
}

/// An order: one seller's part of a quote that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The quote's number with the part's: `M-3026001-261129-B7K-001-2`.
    pub number: String,
    /// The quote's number.
    pub quote: String,
    /// The key under which the goods were set aside.
    pub basket: String,
    /// What is sent, and what it costs.
    pub part: Part,
    /// The buyer: sealed [`Buyer`].
    pub buyer: Sealed,
    /// The blind index of the buyer's mobile number; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_index: String,
    /// The blind index of the number of the household's head, when that is another; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub household_index: String,
    /// How it is paid.
    pub payment: Payment,
    /// The transfer by which a wallet paid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<String>,
    /// The order in place of whose goods these are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// What was paid when it was placed.
    pub paid: Paisa,
    /// The day on which it was placed.
    pub day: BusinessDay,
    /// Who took it at the counter.
    pub by: String,
}

macro_rules! states {
    ($(#[$doc:meta] $state:ident = $name:literal,)*) => {
        /// Where an order stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum OrderState { $(#[$doc] $state,)* }

        impl OrderState {
            /// Every state.
            pub const ALL: &'static [OrderState] = &[$(OrderState::$state,)*];

            /// As it is stored and as words are keyed by it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(OrderState::$state => $name,)* }
            }
        }
    };
}

states! {
    /// Paid or promised; the seller has not answered.
    Placed = "placed",
    /// The seller will send it.
    Accepted = "accepted",
    /// Packed and weighed.
    Packed = "packed",
    /// The carrier has it.
    HandedToCarrier = "handed_to_carrier",
    /// On its way.
    InTransit = "in_transit",
    /// It lies at the centre.
    ArrivedAtCentre = "arrived_at_centre",
    /// The buyer has all of it; it may still be brought back.
    Collected = "collected",
    /// The buyer has a part of it; that may still be brought back.
    PartiallyCollected = "partially_collected",
    /// The buyer wants to bring it back.
    ReturnRequested = "return_requested",
    /// The seller, or whoever decided a dispute, agreed that it comes back.
    ReturnApproved = "return_approved",
    /// It lies at the centre again, on its way back.
    ReturnReceived = "return_received",
    /// The seller cannot or will not send it.
    PartnerRejected = "partner_rejected",
    /// The buyer does not want it any more, before it was sent.
    CancelledByCustomer = "cancelled_by_customer",
    /// The carrier could not bring it.
    DeliveryFailed = "delivery_failed",
    /// The buyer took nothing of it at the open box.
    Refused = "refused",
    /// Nobody came for it in time.
    Uncollected = "uncollected",
    /// It was lost on the way.
    Lost = "lost",
    /// It was broken on the way.
    Damaged = "damaged",
    /// Done: the money is with whom it belongs to.
    Closed = "closed",
}

/// Who moves an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// The counter of the centre where it was taken, for the buyer.
    Counter,
    /// Whoever acts for the seller.
    Seller,
    /// Whoever carries it.
    Carrier,
    /// The clocks of the house.
    Clock,
}

impl OrderState {
    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<OrderState> {
        OrderState::ALL.iter().copied().find(|state| state.name() == name)
    }

    /// Where this side may move it. What is collected at the open box has a deed of its own, and so has the end.
    #[must_use]
    pub fn moves(self, mover: Mover) -> &'static [OrderState] {
        use OrderState as S;
        match (mover, self) {
            (Mover::Seller, S::Placed) => &[S::Accepted, S::PartnerRejected],
            (Mover::Seller, S::Accepted) => &[S::Packed, S::PartnerRejected],
            (Mover::Seller, S::Packed) => &[S::HandedToCarrier, S::PartnerRejected],
            (Mover::Counter, S::Placed | S::Accepted | S::Packed) => &[S::CancelledByCustomer],
            (Mover::Counter, S::Collected | S::PartiallyCollected) => &[S::ReturnRequested],
            (Mover::Counter, S::ReturnApproved) => &[S::ReturnReceived],
            (Mover::Carrier, S::HandedToCarrier) => {
                &[S::InTransit, S::ArrivedAtCentre, S::DeliveryFailed, S::Lost, S::Damaged]
            }
            (Mover::Carrier, S::InTransit) => &[S::ArrivedAtCentre, S::DeliveryFailed, S::Lost, S::Damaged],
            (Mover::Clock, S::Placed | S::Accepted | S::Packed) => &[S::PartnerRejected],
            (Mover::Clock, S::HandedToCarrier | S::InTransit) => &[S::DeliveryFailed],
            (Mover::Clock, S::ArrivedAtCentre) => &[S::Uncollected],
            (Mover::Seller | Mover::Clock, S::ReturnRequested) => &[S::ReturnApproved],
            (Mover::Clock, S::ReturnApproved) => &[S::Collected, S::PartiallyCollected],
            _ => &[],
        }
    }

    /// True when the buyer's money goes back: the goods do not come, or came back.
    #[must_use]
    pub fn gives_back(self) -> bool {
        use OrderState as S;
        matches!(
            self,
            S::PartnerRejected
                | S::CancelledByCustomer
                | S::DeliveryFailed
                | S::Uncollected
                | S::Lost
                | S::Damaged
                | S::ReturnReceived
        )
    }

    /// True while the goods have not come to the centre: no complaint stops the clock that pays the buyer back for them.
    #[must_use]
    pub fn is_coming(self) -> bool {
        use OrderState as S;
        matches!(self, S::Placed | S::Accepted | S::Packed | S::HandedToCarrier | S::InTransit)
    }

    /// True when the goods never left the seller, so that they are free to be sold again.
    #[must_use]
    pub fn frees_stock(self) -> bool {
        matches!(self, OrderState::PartnerRejected | OrderState::CancelledByCustomer)
    }

    /// True when coming here must be explained to the buyer.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        use OrderState as S;
        matches!(self, S::PartnerRejected | S::DeliveryFailed | S::Lost | S::Damaged | S::ReturnRequested)
    }
}

/// An order with where it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStanding {
    /// The order.
    pub order: Order,
    /// Its state.
    pub state: OrderState,
    /// Since when.
    pub moved: Moment,
    /// Why, when it was explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The carrier's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// How many pieces of each line the buyer has; all of them until the box was opened.
    pub kept: Vec<i64>,
    /// How many pieces of each line are on their way back; empty when none are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<i64>,
    /// Why they come back: a code of [`REFUSE_REASONS`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub back_reason: String,
    /// True when the buyer wants the same again for what comes back, and not the money.
    #[serde(default, skip_serializing_if = "is_default")]
    pub again: bool,
    /// What the buyer paid up to now, advances among it.
    pub paid: Paisa,
    /// What is to be given back and was not yet.
    pub refund_due: Paisa,
    /// What was given back.
    pub refunded: Paisa,
    /// What went over into the escrow of the order by which goods are sent again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replaced: Paisa,
    /// The next moment at which a clock looks at it; none when no clock runs.
    pub clock: Option<Moment>,
    /// A complaint holds the money where it is.
    #[serde(default)]
    pub disputed: bool,
    /// Until when it must be acted on; none when no clock of it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute_due: Option<Moment>,
    /// Wrong codes at the collection.
    #[serde(default)]
    pub missed: i64,
    /// Why each line was left at the open box, in part or whole: a code of [`REFUSE_REASONS`], empty for what was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// The photos that were taken of each line then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Vec<Sealed>>,
    /// How many reminders to fetch it lie behind.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reminded: i64,
    /// When it came to the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Moment>,
    /// What the centre has of it, once it is over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub earned: Paisa,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl OrderStanding {
    /// An order as it begins.
    #[must_use]
    pub fn placed(order: Order, now: Moment, clock: Moment) -> Self {
        OrderStanding {
            kept: order.part.lines.iter().map(|line| line.pieces).collect(),
            state: OrderState::Placed,
            moved: now,
            reason: None,
            tracking: None,
            back: Vec::new(),
            back_reason: String::new(),
            again: false,
            paid: order.paid,
            refund_due: Paisa::ZERO,
            refunded: Paisa::ZERO,
            replaced: Paisa::ZERO,
            clock: Some(clock),
            disputed: false,
            dispute_due: None,
            missed: 0,
            left: Vec::new(),
            photos: Vec::new(),
            reminded: 0,
            arrived: None,
            earned: Paisa::ZERO,
            order,
        }
    }

    /// The price of what the buyer keeps.
    #[must_use]
    pub fn goods_kept(&self) -> Option<Paisa> {
        let lines = self.order.part.lines.iter().zip(&self.kept);
        Paisa::sum(lines.map(|(line, kept)| line.price_of(*kept)).collect::<Option<Vec<_>>>()?)
    }

    /// What of the buyer's money lies in escrow until the order is closed.
    #[must_use]
    pub fn lies(&self) -> Option<Paisa> {
        self.paid.checked_sub(self.refunded)?.checked_sub(self.refund_due)?.checked_sub(self.replaced)
    }
}

/// Why a piece is not taken at the open box, or brought back. The first four are the seller's or the carrier's doing.
pub const REFUSE_REASONS: [&str; 5] = ["damaged", "wrong_goods", "not_as_shown", "incomplete", "changed_mind"];

/// True when a photo shows it: said where none was taken.
#[must_use]
pub fn wants_photo(reason: &str) -> bool {
    matches!(reason, "damaged" | "wrong_goods" | "not_as_shown")
}

/// True when the buyer bears no cost of it.
#[must_use]
pub fn is_their_fault(reason: &str) -> bool {
    reason != "changed_mind"
}
