//! Goods are set aside for a quote.

use crate::events::{LotUsed, StockReserved};
use crate::lots::Offer;
use crate::lots::store::{ask, is_taken};
use crate::order::OrderLine;
use crate::product::ProductState;
use crate::rate::{Rate, Subject, rate_on};
use crate::reading;
use crate::seller::{Seller, SellerState};
use crate::stock::{Reservation, SetAside, Source, month_of};
use crate::store::{PRODUCTS, SELLERS};
use crate::trade::store::{MAKINGS, RESERVATIONS, STOCKS, rates, rates_want};
use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use db::Value;
use journal::{Ahead, Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Lines of one seller's part of a basket, at most.
pub const LINES_MAX: usize = 40;
/// Pieces of one line, at most.
pub const LINE_PIECES_MAX: i64 = 1_000;

/// How long a quote holds, in milliseconds.
pub const QUOTE_MS: i64 = 30 * 60_000;
/// How much longer its goods stay set aside: a quote that is paid at its last moment finds them there.
const GRACE_MS: i64 = 10 * 60_000;

/// What somebody wants of a seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The product's number.
    pub product: String,
    /// The SKU.
    pub sku: String,
    /// How many.
    pub pieces: i64,
    /// The price of a piece as it was shown.
    pub shown: Paisa,
}

/// Sets goods of one seller aside while a quote holds: all of them or none, each once. One entry in the seller's book, whose one
/// writer is why nothing is sold twice. The prices and rates that it answers are frozen into the quote.
///
/// # Refusals
/// See [`NotReserved`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reserve {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The name under which they are set aside.
    pub basket: String,
    /// The book of the centre that asks.
    pub centre: String,
    /// What is wanted.
    pub lines: Vec<Wanted>,
    /// The asking whose offer is taken: its price holds instead of the listed one, once. Empty for the listed price.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub offer: String,
}

/// What was set aside, and on what terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// Whose goods they are.
    pub seller: Seller,
    /// The lines, priced.
    pub lines: Vec<OrderLine>,
    /// Days until all of it is made; 0 when it lies ready.
    pub lead_days: i64,
    /// Days in which it may be brought back: those of the shortest.
    pub return_days: i64,
    /// All of it, in grams.
    pub weight_g: i64,
    /// The day by which the seller promised it at the centre, where an offer was taken.
    pub promised: Option<BusinessDay>,
}

/// Why goods are not set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReserved {
    /// Nothing is wanted, too much, or one SKU twice.
    Lines,
    /// It is not for sale any more.
    Gone(String),
    /// Fewer are there than are wanted.
    Short {
        /// The SKU.
        sku: String,
        /// How many are left.
        left: i64,
    },
    /// It costs another price now.
    Price {
        /// The SKU.
        sku: String,
        /// The price now.
        now: Paisa,
    },
    /// Something was set aside under this name before.
    Ended,
    /// There is no such offer for this centre and these goods.
    Offer,
    /// The offer's last day is over.
    OfferOver,
    /// The offer was taken before.
    OfferTaken,
}

impl Refusal for NotReserved {
    fn code(&self) -> &'static str {
        match self {
            NotReserved::Lines => "market.reserve.lines",
            NotReserved::Gone(_) => "market.reserve.gone",
            NotReserved::Short { .. } => "market.reserve.short",
            NotReserved::Price { .. } => "market.reserve.price",
            NotReserved::Ended => "market.reserve.ended",
            NotReserved::Offer => "market.reserve.offer",
            NotReserved::OfferOver => "market.reserve.offer_over",
            NotReserved::OfferTaken => "market.reserve.offer_taken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotReserved::Lines => vec![("max", LINE_PIECES_MAX.to_string())],
            NotReserved::Gone(sku) => vec![("sku", sku.clone())],
            NotReserved::Short { sku, left } => vec![("sku", sku.clone()), ("left", left.to_string())],
            NotReserved::Price { sku, now } => {
                vec![("sku", sku.clone()), ("now", now.show_plain(base::Lang::En))]
            }
            NotReserved::Ended | NotReserved::Offer | NotReserved::OfferOver | NotReserved::OfferTaken => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if matches!(self, NotReserved::Lines) { 422 } else { 409 }
    }
}

/// The codes of [`NotReserved`].
pub(crate) const CODES: &[&str] = &[
    "market.reserve.lines",
    "market.reserve.gone",
    "market.reserve.short",
    "market.reserve.price",
    "market.reserve.ended",
    "market.reserve.offer",
    "market.reserve.offer_over",
    "market.reserve.offer_taken",
];

/// One line, decided.
struct Line {
    order: OrderLine,
    aside: Vec<SetAside>,
    lead_days: i64,
    return_days: i64,
}

impl Deed for Reserve {
    const NAME: &'static str = "market.reserve";
    type Done = Reserved;
    type Refusal = NotReserved;

    fn book(&self) -> &str {
        &self.seller
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        let lines = self.lines.iter().take(LINES_MAX);
        let rows = lines.flat_map(|line| -> [db::Want; 2] {
            [
                (&PRODUCTS, vec![(&self.seller).into(), (&line.product).into()]),
                (&STOCKS, vec![(&self.seller).into(), (&line.sku).into()]),
            ]
        });
        let own: [db::Want; 2] = [
            (&SELLERS, vec![NATION.into(), (&self.seller).into()]),
            (&RESERVATIONS, vec![(&self.seller).into(), (&self.basket).into()]),
        ];
        rows.chain(own).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Reserved, Stop<NotReserved>> {
        if tx.fetch(&RESERVATIONS, vec![(&self.seller).into(), (&self.basket).into()]).await?.is_some() {
            return Err(Stop::Refused(NotReserved::Ended));
        }
        let sound = |line: &Wanted| (1..=LINE_PIECES_MAX).contains(&line.pieces);
        let twice = |at: usize, line: &Wanted| self.lines.iter().take(at).any(|other| other.sku == line.sku);
        let lines = self.lines.iter().enumerate();
        if self.lines.is_empty() || self.lines.len() > LINES_MAX || !lines.clone().all(|(_, line)| sound(line)) {
            return Err(Stop::Refused(NotReserved::Lines));
        }
        if lines.clone().any(|(at, line)| twice(at, line)) {
            return Err(Stop::Refused(NotReserved::Lines));
        }
        let seller = reading::seller(tx, &self.seller).await?;
        let Some(seller) = seller.filter(|seller| seller.state == SellerState::Approved) else {
            let sku = self.lines.first().map(|line| line.sku.clone()).unwrap_or_default();
            return Err(Stop::Refused(NotReserved::Gone(sku)));
        };
        let offered = self.offered(tx).await?;
        let mut done = Reserved {
            seller: seller.seller,
            lines: Vec::new(),
            lead_days: 0,
            return_days: i64::MAX,
            weight_g: 0,
            promised: offered.map(|offer| offer.promised),
        };
        let mut aside = Vec::new();
        for wanted in &self.lines {
            let line = self.line(tx, wanted, &aside, offered).await?;
            done.lead_days = done.lead_days.max(line.lead_days);
            done.return_days = done.return_days.min(line.return_days);
            let weight = line.order.weight_g.saturating_mul(line.order.pieces);
            done.weight_g = done.weight_g.saturating_add(weight);
            done.lines.push(line.order);
            aside.extend(line.aside);
        }
        let (quote, centre) = (self.basket.clone(), self.centre.clone());
        let until = Moment::new(tx.now().get().saturating_add(QUOTE_MS).saturating_add(GRACE_MS));
        let reservation = Reservation { quote, centre, until, lines: aside };
        let mut events = vec![happened(StockReserved { reservation })];
        if offered.is_some() {
            events.push(happened(LotUsed { number: self.offer.clone(), basket: self.basket.clone() }));
        }
        tx.enter(&self.seller, events).await?;
        Ok(done)
    }
}

impl Reserve {
    /// The offer that is taken. It is taken once: what was set aside at it before must be free again.
    async fn offered(&self, tx: &mut Tx<'_, '_>) -> Result<Option<Offer>, Stop<NotReserved>> {
        if self.offer.is_empty() {
            return Ok(None);
        }
        let no = || Stop::Refused(NotReserved::Offer);
        let asked = ask(tx, &self.seller, &self.offer).await?.ok_or_else(no)?;
        let offer = asked.offer.filter(|_| asked.centre == self.centre).ok_or_else(no)?;
        let [line] = self.lines.as_slice() else { return Err(no()) };
        if (&line.product, &line.sku, line.pieces) != (&asked.product, &asked.sku, asked.pieces) {
            return Err(no());
        }
        if is_taken(tx, &self.seller, &asked).await? {
            return Err(Stop::Refused(NotReserved::OfferTaken));
        }
        if asked.is_over(tx.now()) {
            return Err(Stop::Refused(NotReserved::OfferOver));
        }
        Ok(Some(offer))
    }

    async fn line(
        &self,
        tx: &mut Tx<'_, '_>,
        wanted: &Wanted,
        before: &[SetAside],
        offered: Option<Offer>,
    ) -> Result<Line, Stop<NotReserved>> {
        let gone = || Stop::Refused(NotReserved::Gone(wanted.sku.clone()));
        let standing = reading::product(tx, &self.seller, &wanted.product).await?.ok_or_else(gone)?;
        let product = standing.product;
        let variant = product.variants.iter().find(|variant| variant.sku == wanted.sku).ok_or_else(gone)?;
        if standing.state != ProductState::Published {
            return Err(gone());
        }
        let price = offered.map_or(variant.price, |offer| offer.price);
        if price != wanted.shown {
            return Err(Stop::Refused(NotReserved::Price { sku: wanted.sku.clone(), now: price }));
        }
        let short = |left: i64| Stop::Refused(NotReserved::Short { sku: wanted.sku.clone(), left: left.max(0) });
        let one = |from: Source, pieces: i64| SetAside {
            product: wanted.product.clone(),
            sku: wanted.sku.clone(),
            from,
            pieces,
        };
        let aside = if product.lead_days > 0 {
            let month = month_of(tx.now().day());
            let key = vec![Value::from(&self.seller), (&wanted.product).into(), (&month).into()];
            let promised = match tx.fetch(&MAKINGS, key).await?.as_deref() {
                Some([Value::Integer(promised)]) => *promised,
                _ => 0,
            };
            let same = before.iter().filter(|line| line.product == wanted.product).map(|line| line.pieces);
            let promised = same.fold(promised, i64::saturating_add);
            let left = product.capacity_month.unwrap_or(0).saturating_sub(promised);
            if wanted.pieces > left {
                return Err(short(left));
            }
            vec![one(Source::Month(month), wanted.pieces)]
        } else {
            let stock = reading::stock(tx, &self.seller, &wanted.sku).await?;
            let chosen = stock.choose(wanted.pieces).ok_or_else(|| short(stock.free()))?;
            chosen.into_iter().map(|(place, pieces)| one(Source::Pile(place), pieces)).collect()
        };
        let name = product.name.joined(&variant.name);
        let order = OrderLine {
            product: wanted.product.clone(),
            sku: wanted.sku.clone(),
            name,
            category: product.category.clone(),
            pieces: wanted.pieces,
            price,
            weight_g: variant.weight_g,
            rate: rate_for(tx, &self.seller, &product.category).await?,
        };
        Ok(Line { order, aside, lead_days: product.lead_days, return_days: product.return_days })
    }
}

/// The rate that holds today for goods of this seller and category.
async fn rate_for(tx: &mut Tx<'_, '_>, seller: &str, category: &str) -> Result<Rate, Stop<NotReserved>> {
    let today = tx.now().day();
    let subjects = Subject::of(seller, category);
    tx.prefetch(subjects.iter().map(|subject| rates_want(&subject.code())).collect()).await?;
    for subject in subjects {
        if let Some(rate) = rate_on(&rates(tx, &subject.code()).await?, today) {
            return Ok(rate.clone());
        }
    }
    Ok(Rate::none(today))
}
