//! A quote is taken: the money goes into escrow and the sellers have orders.

use crate::events::OrdersPlaced;
use crate::law::law_on;
use crate::money::{drawer, paid_legs};
use crate::order::{Order, OrderStanding, Payment, Quote, QuoteState};
use crate::reading;
use crate::trade::store::{QUOTES, quote_on_shelf};
use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::{Draft, NotPosted, Posted};
use network::Hindered;
use serde::{Deserialize, Serialize};

/// After so many orders that were refused or never fetched, goods are paid before they are sent (facts.md 5.6).
pub const REFUSALS_MAX: i64 = 2;

/// Takes a quote: one order for each seller, in one entry of the centre's book with the money. Paid in cash, all of it
/// lies in escrow from this moment; paid on collection, only the advance, which the law keeps small. Pressing twice
/// places once: the second call is told the first answer, and another call finds the quote taken.
///
/// # Refusals
/// See [`NotPlaced`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceOrder {
    /// The centre's book.
    pub book: String,
    /// The till that takes the cash.
    pub till: String,
    /// The quote's number.
    pub quote: String,
    /// How it is paid.
    pub payment: Payment,
    /// What is paid in advance of a payment on collection.
    pub advance: Paisa,
    /// What was handed over, when cash was.
    pub tendered: Paisa,
    /// True when the quote was read out or printed and the buyer agreed to it.
    pub consent: bool,
}

/// What was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The numbers of the orders.
    pub orders: Vec<String>,
    /// What was paid.
    pub paid: Paisa,
    /// What was handed over.
    pub tendered: Paisa,
}

/// Why a quote is not taken.
#[derive(Debug)]
pub enum NotPlaced {
    /// There is no such quote in this book.
    Unknown,
    /// It was taken.
    Taken,
    /// A wallet was asked to pay it, and the end is not known.
    Paying,
    /// Its time is over.
    Over,
    /// The buyer did not agree to it.
    Consent,
    /// A wallet pays in another way than over the counter.
    Payment,
    /// Less was handed over than is to be paid.
    TenderedShort {
        /// What is to be paid.
        total: Paisa,
    },
    /// An advance below nothing, or above what may be taken.
    Advance {
        /// The most that may be taken.
        most: Paisa,
    },
    /// The buyer left too many orders: this one is paid before it is sent.
    PayFirst,
    /// The day is closed.
    DayClosed(BusinessDay),
    /// It cannot be counted.
    TooLarge,
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
    /// The ledger refuses: usually the float is short.
    Posting(NotPosted),
}

impl Refusal for NotPlaced {
    fn code(&self) -> &'static str {
        match self {
            NotPlaced::Unknown => "market.place.unknown",
            NotPlaced::Taken => "market.place.taken",
            NotPlaced::Paying => "market.wallet.pending",
            NotPlaced::Payment => "market.place.payment",
            NotPlaced::Over => "market.place.over",
            NotPlaced::Consent => "market.place.consent",
            NotPlaced::TenderedShort { .. } => "market.place.tendered_short",
            NotPlaced::Advance { .. } => "market.place.advance",
            NotPlaced::PayFirst => "market.place.pay_first",
            NotPlaced::DayClosed(_) => "market.place.day_closed",
            NotPlaced::TooLarge => "market.place.too_large",
            NotPlaced::Hindered(hindered) => hindered.code(),
            NotPlaced::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let plain = |paisa: &Paisa| paisa.show_plain(base::Lang::En);
        match self {
            NotPlaced::TenderedShort { total } => vec![("total", plain(total))],
            NotPlaced::Advance { most } => vec![("most", plain(most))],
            NotPlaced::PayFirst => vec![("max", REFUSALS_MAX.to_string())],
            NotPlaced::DayClosed(day) => vec![("day", day.to_string())],
            NotPlaced::Hindered(hindered) => hindered.values(),
            NotPlaced::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotPlaced::Consent => "consent",
            NotPlaced::TenderedShort { .. } => "tendered",
            NotPlaced::Advance { .. } => "advance",
            NotPlaced::PayFirst | NotPlaced::Payment => "payment",
            _ => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotPlaced::Unknown => 404,
            NotPlaced::Taken | NotPlaced::Paying | NotPlaced::Over => 409,
            NotPlaced::Hindered(hindered) => hindered.status(),
            NotPlaced::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotPlaced`].
pub(crate) const CODES: &[&str] = &[
    "market.place.unknown",
    "market.place.taken",
    "market.place.over",
    "market.place.consent",
    "market.place.payment",
    "market.place.tendered_short",
    "market.place.advance",
    "market.place.pay_first",
    "market.place.day_closed",
    "market.place.too_large",
];

/// What each order is paid now: all of it, or the advance shared by what each costs.
fn decide(deed: &PlaceOrder, quote: &Quote, now: Moment, refusals: i64) -> Result<Vec<Paisa>, NotPlaced> {
    if now > quote.until {
        return Err(NotPlaced::Over);
    }
    if !deed.consent {
        return Err(NotPlaced::Consent);
    }
    let totals = quote.parts.iter().map(crate::order::Part::total).collect::<Option<Vec<_>>>();
    let totals = totals.ok_or(NotPlaced::TooLarge)?;
    let total = quote.total().ok_or(NotPlaced::TooLarge)?;
    let paid = match deed.payment {
        Payment::Cash => totals,
        Payment::Wallet => return Err(NotPlaced::Payment),
        Payment::OnCollection => {
            let most = law_on(now.day()).advance_of(total);
            if deed.advance.is_negative() || deed.advance > most {
                return Err(NotPlaced::Advance { most });
            }
            if refusals >= REFUSALS_MAX {
                return Err(NotPlaced::PayFirst);
            }
            let weights = totals.iter().map(|one| u64::try_from(one.get()).ok()).collect::<Option<Vec<_>>>();
            deed.advance.split(&weights.ok_or(NotPlaced::TooLarge)?).ok_or(NotPlaced::TooLarge)?
        }
    };
    let now_paid = Paisa::sum(paid.iter().copied()).ok_or(NotPlaced::TooLarge)?;
    if deed.tendered < now_paid {
        return Err(NotPlaced::TenderedShort { total: now_paid });
    }
    Ok(paid)
}

impl Deed for PlaceOrder {
    const NAME: &'static str = "market.place_order";
    type Done = Placed;
    type Refusal = NotPlaced;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let quote: db::Want = (&QUOTES, vec![(&self.book).into(), (&self.quote).into()]);
        let drawer = drawer(&self.till);
        let balances = ledger::wants(&self.book, &["P:float", "E:float", &drawer]);
        let shut = ledger::shut_wants(&self.book, ahead.now.day());
        [quote, shut].into_iter().chain(balances).chain(network::hindered_wants(&self.book, ahead.by)).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Placed, Stop<NotPlaced>> {
        // Load.
        let by = tx.by().to_owned();
        let day = tx.now().day();
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return Err(Stop::Refused(NotPlaced::Hindered(hindered)));
        }
        let row = tx.fetch(&QUOTES, vec![(&self.book).into(), (&self.quote).into()]).await?;
        let (quote, state) = quote_on_shelf(&row.ok_or(Stop::Refused(NotPlaced::Unknown))?)?;
        match state {
            QuoteState::Taken => return Err(Stop::Refused(NotPlaced::Taken)),
            QuoteState::Paying => return Err(Stop::Refused(NotPlaced::Paying)),
            QuoteState::Open => {}
        }
        let refusals = match self.payment {
            Payment::Cash | Payment::Wallet => 0,
            Payment::OnCollection => {
                let own = reading::refusals_of(tx, &quote.buyer_index).await?;
                own.max(reading::refusals_of(tx, &quote.household_index).await?)
            }
        };

        // Decide.
        let paid = decide(self, &quote, tx.now(), refusals).map_err(Stop::Refused)?;
        let taker = Taker { payment: self.payment, paid_by: None, by: &by };
        let orders = orders_of(&taker, &quote, &paid, tx.now());

        let total = Paisa::sum(paid).ok_or(Stop::Refused(NotPlaced::TooLarge))?;
        // What is paid later goes through no drawer today: who orders at home does so in the evening too.
        if total > Paisa::ZERO && ledger::is_shut(tx, &self.book, day).await? {
            return Err(Stop::Refused(NotPlaced::DayClosed(day)));
        }

        // Enter.
        let posted = self.posting(tx, &orders, total).await?;
        let placed = Placed {
            orders: orders.iter().map(|standing| standing.order.number.clone()).collect(),
            paid: total,
            tendered: self.tendered,
        };
        let placing = happened(OrdersPlaced { quote: self.quote.clone(), orders });
        let events = [placing].into_iter().chain(posted.map(happened)).collect();
        tx.enter(&self.book, events).await?;
        Ok(placed)
    }
}

/// Who takes a quote, and how it is paid.
pub(crate) struct Taker<'a> {
    pub payment: Payment,
    /// The transfer by which a wallet paid.
    pub paid_by: Option<String>,
    pub by: &'a str,
}

/// The orders of a quote as they begin, each paid so much now.
pub(crate) fn orders_of(taker: &Taker<'_>, quote: &Quote, paid: &[Paisa], now: Moment) -> Vec<OrderStanding> {
    let clock = Moment::new(now.get().saturating_add(law_on(now.day()).notice_ms));
    let parts = quote.parts.iter().zip(paid).zip(1_usize..);
    let order = |part: &crate::order::Part, paid: Paisa, place: usize| Order {
        number: format!("{}-{place}", quote.number),
        quote: quote.number.clone(),
        basket: quote.basket.clone(),
        part: part.clone(),
        buyer: quote.buyer.clone(),
        buyer_index: quote.buyer_index.clone(),
        household_index: quote.household_index.clone(),
        payment: taker.payment,
        paid_by: taker.paid_by.clone(),
        replaces: None,
        paid,
        day: now.day(),
        by: taker.by.to_owned(),
    };
    parts.map(|((part, paid), place)| OrderStanding::placed(order(part, *paid, place), now, clock)).collect()
}

impl PlaceOrder {
    async fn posting(
        &self,
        tx: &mut Tx<'_, '_>,
        orders: &[OrderStanding],
        total: Paisa,
    ) -> Result<Option<Posted>, Stop<NotPlaced>> {
        if total == Paisa::ZERO {
            return Ok(None);
        }
        let paid: Vec<(&str, Paisa)> = orders.iter().map(|one| (one.order.number.as_str(), one.paid)).collect();
        let legs = paid_legs(&paid, &self.till).ok_or(Stop::Refused(NotPlaced::TooLarge))?;
        let draft = Draft { day: tx.now().day(), memo: self.quote.clone(), legs };
        ledger::post(tx, &self.book, draft).await.map(Some).map_err(|stop| stop.map(NotPlaced::Posting))
    }
}
