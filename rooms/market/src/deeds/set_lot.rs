//! A seller says on what terms it gives a product in quantity.

use crate::deeds::reserve::LINE_PIECES_MAX;
use crate::deeds::save_product::{NUMBER_SAID, is_price, says_number};
use crate::events::LotSet;
use crate::lots::store::lot;
use crate::lots::{LOT_STEPS_MAX, LOT_WORDS_CHARS_MAX, Lot};
use crate::product::PRICE_POISHA_MAX;
use crate::reading;
use base::{Both, Lang, Paisa, Refusal};
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Says the least quantity, the unit, the grade and the price steps at which a product is given in quantity, or that it is not. One entry in
/// the seller's book; the same terms again enter nothing. What was asked for before keeps the terms of its day.
///
/// # Refusals
/// See [`NotLot`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetLot {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number.
    pub product: String,
    /// The terms; none when it is not given in quantity.
    pub lot: Option<Lot>,
}

/// Why terms are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLot {
    /// There is no such product.
    Unknown,
    /// Less than two, or more than one order may have.
    Least,
    /// Nothing is said of the grade, or too much.
    Words,
    /// A telephone number is said of it: everybody reads that.
    Number,
    /// Too many price steps, one below the least quantity, or one that is not for more and cheaper than the one before.
    Steps,
    /// No price that something can have.
    Price,
}

impl Refusal for NotLot {
    fn code(&self) -> &'static str {
        match self {
            NotLot::Unknown => "market.lot.unknown",
            NotLot::Least => "market.lot.least",
            NotLot::Words => "market.lot.words",
            NotLot::Number => NUMBER_SAID,
            NotLot::Steps => "market.lot.steps",
            NotLot::Price => "market.lot.price",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotLot::Unknown | NotLot::Number => Vec::new(),
            NotLot::Steps => vec![("max", LOT_STEPS_MAX.to_string())],
            NotLot::Price => vec![("max", Paisa::new(PRICE_POISHA_MAX).show_plain(Lang::En))],
            NotLot::Least => vec![("max", LINE_PIECES_MAX.to_string())],
            NotLot::Words => vec![("max", LOT_WORDS_CHARS_MAX.to_string())],
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotLot::Unknown => None,
            NotLot::Least => Some("least".to_owned()),
            NotLot::Words | NotLot::Number => Some("words_bn".to_owned()),
            NotLot::Steps => Some("from_1".to_owned()),
            NotLot::Price => Some("price_1".to_owned()),
        }
    }

    fn status(&self) -> u16 {
        if *self == NotLot::Unknown { 404 } else { 422 }
    }
}

/// The codes of [`NotLot`].
pub(crate) const CODES: &[&str] =
    &["market.lot.unknown", "market.lot.least", "market.lot.words", "market.lot.steps", "market.lot.price"];

/// The terms as they are entered.
fn decide(said: &Lot) -> Result<Lot, NotLot> {
    if !(2..=LINE_PIECES_MAX).contains(&said.least) {
        return Err(NotLot::Least);
    }
    let words = Both::clean(&said.words.bn, &said.words.en);
    if words.bn.is_empty() || !words.fits(LOT_WORDS_CHARS_MAX) {
        return Err(NotLot::Words);
    }
    if says_number(&words) {
        return Err(NotLot::Number);
    }
    if said.steps.iter().any(|step| !is_price(step.price)) {
        return Err(NotLot::Price);
    }
    let within = said.steps.iter().all(|step| (said.least..=LINE_PIECES_MAX).contains(&step.from));
    let down = said.steps.iter().zip(said.steps.iter().skip(1));
    let in_order = down.into_iter().all(|(one, next)| one.from < next.from && one.price > next.price);
    if said.steps.len() > LOT_STEPS_MAX || !within || !in_order {
        return Err(NotLot::Steps);
    }
    Ok(Lot { words, ..said.clone() })
}

impl Deed for SetLot {
    const NAME: &'static str = "market.set_lot";
    type Done = ();
    type Refusal = NotLot;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotLot>> {
        if reading::product(tx, &self.seller, &self.product).await?.is_none() {
            return Err(Stop::Refused(NotLot::Unknown));
        }
        let terms = self.lot.as_ref().map(decide).transpose().map_err(Stop::Refused)?;
        if lot(tx, &self.seller, &self.product).await? == terms {
            return Ok(());
        }
        let event = LotSet { product: self.product.clone(), lot: terms };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(())
    }
}
