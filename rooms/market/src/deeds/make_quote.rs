//! A customer is told what a basket costs.

use crate::deeds::reserve::QUOTE_MS;
use crate::events::{QuoteMade, quotes_kind};
use crate::order::{Buyer, Part, Quote};
use crate::store::{self, COUNTS};
use crate::trade::store::BASKETS;
use base::calendar::Moment;
use base::mobile::Mobile;
use base::{Paisa, Refusal};
use journal::{Ahead, Deed, Keys, Stop, Tx, happened};
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Characters of a buyer's name, at most.
pub const BUYER_CHARS_MAX: usize = 80;
/// Sellers of one basket, at most.
pub const PARTS_MAX: usize = 10;
/// The most that a centre asks for its help with one basket.
pub const HELP_POISHA_MAX: i64 = 50_000;

/// Writes down what a basket costs and until when that holds; the goods were set aside before, each by its seller's book.
/// One entry in the centre's book. The buyer is sealed; of a mobile number its blind index stays, so that who never fetches
/// what was ordered is known.
///
/// # Refusals
/// See [`NotQuoted`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MakeQuote {
    /// The centre's book.
    pub book: String,
    /// The name under which the goods were set aside: no part of what is asked, since each press has its own.
    #[serde(skip)]
    pub attempt: String,
    /// The buyer's name.
    pub name: String,
    /// The buyer's mobile number; may be empty.
    pub mobile: String,
    /// The number of the head of the buyer's household, when that is another; may be empty. Nothing is kept of it but its
    /// blind index, so that what one of the house leaves lying is known of all.
    #[serde(default)]
    pub household: String,
    /// What each seller sends; the help fee not yet shared.
    pub parts: Vec<Part>,
    /// What the centre asks for its help.
    pub help: Paisa,
}

/// Why there is no quote.
#[derive(Debug)]
pub enum NotQuoted {
    /// Nothing is in the basket, or too much.
    Basket,
    /// No name, or one too long.
    Name,
    /// The mobile number.
    Mobile(base::mobile::Refused),
    /// The number of the household's head.
    Household(base::mobile::Refused),
    /// A help fee below nothing, or more than may be asked.
    Help,
    /// It cannot be counted.
    TooLarge,
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
}

impl Refusal for NotQuoted {
    fn code(&self) -> &'static str {
        match self {
            NotQuoted::Basket => "market.quote.basket",
            NotQuoted::Name => "market.quote.name",
            NotQuoted::Mobile(refused) | NotQuoted::Household(refused) => refused.code(),
            NotQuoted::Help => "market.quote.help",
            NotQuoted::TooLarge => "market.quote.too_large",
            NotQuoted::Hindered(hindered) => hindered.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotQuoted::Basket => vec![("max", PARTS_MAX.to_string())],
            NotQuoted::Name => vec![("max", BUYER_CHARS_MAX.to_string())],
            NotQuoted::Mobile(refused) | NotQuoted::Household(refused) => refused.values(),
            NotQuoted::Help => vec![("max", Paisa::new(HELP_POISHA_MAX).show_plain(base::Lang::En))],
            NotQuoted::TooLarge => Vec::new(),
            NotQuoted::Hindered(hindered) => hindered.values(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotQuoted::Name => "name",
            NotQuoted::Mobile(_) => "mobile",
            NotQuoted::Household(_) => "household",
            NotQuoted::Help => "help",
            _ => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        if let NotQuoted::Hindered(hindered) = self { hindered.status() } else { 422 }
    }
}

/// The codes of [`NotQuoted`].
pub(crate) const CODES: &[&str] =
    &["market.quote.basket", "market.quote.name", "market.quote.help", "market.quote.too_large"];

/// A fee in shares of whole taka, which can be counted out in notes and coins; what is less than a taka goes with the first.
fn shared(fee: Paisa, weights: &[u64]) -> Option<Vec<Paisa>> {
    const TAKA: i64 = 100;
    let rest = fee.get().checked_rem(TAKA)?;
    let whole = Paisa::new(fee.get().checked_div(TAKA)?).split(weights)?;
    let shares = whole.into_iter().zip(std::iter::once(rest).chain(std::iter::repeat(0)));
    shares.map(|(taka, rest)| taka.get().checked_mul(TAKA)?.checked_add(rest).map(Paisa::new)).collect()
}

/// The parts with the help fee shared among them by the price of their goods.
fn decide(deed: &MakeQuote) -> Result<Vec<Part>, NotQuoted> {
    if deed.parts.is_empty() || deed.parts.len() > PARTS_MAX {
        return Err(NotQuoted::Basket);
    }
    if !(0..=HELP_POISHA_MAX).contains(&deed.help.get()) {
        return Err(NotQuoted::Help);
    }
    let weights = deed.parts.iter().map(|part| u64::try_from(part.goods.get()).ok());
    let weights: Vec<u64> = weights.collect::<Option<_>>().ok_or(NotQuoted::TooLarge)?;
    let fees = shared(deed.help, &weights).ok_or(NotQuoted::TooLarge)?;
    let with_fees = deed.parts.iter().zip(fees).map(|(part, help)| Part { help, ..part.clone() });
    let divided: Vec<Part> = with_fees.collect();
    let totals = divided.iter().map(Part::total).collect::<Option<Vec<_>>>().ok_or(NotQuoted::TooLarge)?;
    Paisa::sum(totals).ok_or(NotQuoted::TooLarge)?;
    Ok(divided)
}

impl Deed for MakeQuote {
    const NAME: &'static str = "market.make_quote";
    type Done = Quote;
    type Refusal = NotQuoted;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let kind = quotes_kind(ahead.now.day(), ahead.session);
        let own: [db::Want; 2] = [
            (&BASKETS, vec![(&self.book).into(), (&self.attempt).into()]),
            (&COUNTS, vec![(&self.book).into(), kind.into()]),
        ];
        own.into_iter().chain(network::hindered_wants(&self.book, ahead.by)).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Quote, Stop<NotQuoted>> {
        let by = tx.by().to_owned();
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return Err(Stop::Refused(NotQuoted::Hindered(hindered)));
        }
        if tx.fetch(&BASKETS, vec![(&self.book).into(), (&self.attempt).into()]).await?.is_some() {
            return Err(Stop::Refused(NotQuoted::Basket));
        }
        let name = base::text::clean(&self.name);
        if name.is_empty() || name.chars().count() > BUYER_CHARS_MAX {
            return Err(Stop::Refused(NotQuoted::Name));
        }
        let typed = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(Mobile::parse).transpose();
        let mobile = typed(&self.mobile).map_err(|refused| Stop::Refused(NotQuoted::Mobile(refused)))?;
        let household = typed(&self.household).map_err(|refused| Stop::Refused(NotQuoted::Household(refused)))?;
        let parts = decide(self).map_err(Stop::Refused)?;
        let day = tx.now().day();
        let kind = quotes_kind(day, tx.session());
        let count = store::given(tx, &self.book, &kind).await?;
        let number = quote_number(&self.book, day, tx.session(), count.saturating_add(1));
        let buyer = Buyer { name, mobile: mobile.as_ref().map(Mobile::e164).unwrap_or_default() };
        let (buyer_index, mut household_index) = (index_of(tx.keys(), mobile), index_of(tx.keys(), household));
        if household_index == buyer_index {
            household_index.clear();
        }
        let sealed = tx.seal_new(&self.book, &format!("buyer-{number}"), &buyer).await?;
        let basket = self.attempt.clone();
        let until = Moment::new(tx.now().get().saturating_add(QUOTE_MS));
        let quote = Quote { number, basket, buyer: sealed, buyer_index, household_index, parts, until, by };
        tx.enter(&self.book, vec![happened(QuoteMade { quote: quote.clone() })]).await?;
        Ok(quote)
    }
}

fn index_of(keys: &Keys, mobile: Option<Mobile>) -> String {
    mobile.map(|mobile| keys.blind("mobile", &mobile.e164())).unwrap_or_default()
}

/// `M-3026001-261129-B7K-001`: a quote, and with a part's place behind it an order.
/// What the numbers of a centre's quotes of a day and later do not come before.
pub(crate) fn quotes_since(centre: &str, day: base::calendar::BusinessDay) -> String {
    let first = quote_number(centre, day, "", 0);
    first.rsplitn(3, '-').last().unwrap_or_default().to_owned()
}

fn quote_number(centre: &str, day: base::calendar::BusinessDay, session: &str, count: i64) -> String {
    format!("M-{}", journal::paper_number(centre, day, session, count))
}
