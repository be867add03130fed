//! A seller answers what it was asked for.

use crate::deeds::save_product::{NUMBER_SAID, is_price};
use crate::events::LotAnswered;
use crate::lots::store::ask;
use crate::lots::{AskState, LOT_WORDS_CHARS_MAX, LotAsk, OFFER_DAYS_MAX, Offer, PROMISED_DAYS_MAX};
use base::calendar::BusinessDay;
use base::mobile::Mobile;
use base::{Lang, Paisa, Refusal};
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Answers an asking, once: what one costs, by when all of it is at the centre and until when that holds; or that it is not
/// given. Who said price steps asks no more than they say. One entry in the seller's book.
///
/// # Refusals
/// See [`NotLotAnswered`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerLot {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The asking's number.
    pub number: String,
    /// What is offered; none declines.
    pub offer: Option<Offer>,
    /// What is to be known of it.
    pub words: String,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLotAnswered {
    /// There is no such asking.
    Unknown,
    /// It was answered before.
    Answered,
    /// It waited too long: whoever asked has gone elsewhere.
    Over,
    /// No price that something can have.
    Price,
    /// More than the price steps say that were shown.
    Above {
        /// What they say.
        most: Paisa,
    },
    /// The last day of the offer is over, or too far away.
    Until,
    /// Promised for a day on which the offer may still be taken, or for one too far away.
    Promised,
    /// Too much was said.
    Words,
    /// A telephone number was said: what is answered lies open in the book.
    Number,
}

impl Refusal for NotLotAnswered {
    fn code(&self) -> &'static str {
        match self {
            NotLotAnswered::Unknown => "market.answer.unknown",
            NotLotAnswered::Answered => "market.answer.answered",
            NotLotAnswered::Over => "market.answer.over",
            NotLotAnswered::Price => "market.answer.price",
            NotLotAnswered::Above { .. } => "market.answer.above",
            NotLotAnswered::Until => "market.answer.until",
            NotLotAnswered::Promised => "market.answer.promised",
            NotLotAnswered::Words => "market.answer.words",
            NotLotAnswered::Number => NUMBER_SAID,
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotLotAnswered::Above { most } => vec![("most", most.show_plain(Lang::En))],
            NotLotAnswered::Until => vec![("max", OFFER_DAYS_MAX.to_string())],
            NotLotAnswered::Promised => vec![("max", PROMISED_DAYS_MAX.to_string())],
            NotLotAnswered::Words => vec![("max", LOT_WORDS_CHARS_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotLotAnswered::Unknown | NotLotAnswered::Answered | NotLotAnswered::Over => return None,
            NotLotAnswered::Price | NotLotAnswered::Above { .. } => "price",
            NotLotAnswered::Until => "until",
            NotLotAnswered::Promised => "promised",
            NotLotAnswered::Words | NotLotAnswered::Number => "words",
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotLotAnswered::Unknown => 404,
            NotLotAnswered::Answered | NotLotAnswered::Over => 409,
            _ => 422,
        }
    }
}

/// The codes of [`NotLotAnswered`].
pub(crate) const CODES: &[&str] = &[
    "market.answer.unknown",
    "market.answer.answered",
    "market.answer.over",
    "market.answer.price",
    "market.answer.above",
    "market.answer.until",
    "market.answer.promised",
    "market.answer.words",
];

/// The offer as it is entered.
fn decide(offer: Offer, asked: &LotAsk, today: BusinessDay) -> Result<Offer, NotLotAnswered> {
    if !is_price(offer.price) {
        return Err(NotLotAnswered::Price);
    }
    if let Some(most) = asked.lot.price_of(asked.pieces).filter(|most| offer.price > *most) {
        return Err(NotLotAnswered::Above { most });
    }
    if offer.until < today || offer.until > today.add_days(OFFER_DAYS_MAX) {
        return Err(NotLotAnswered::Until);
    }
    if offer.promised <= offer.until || offer.promised > today.add_days(PROMISED_DAYS_MAX) {
        return Err(NotLotAnswered::Promised);
    }
    Ok(offer)
}

impl Deed for AnswerLot {
    const NAME: &'static str = "market.answer_lot";
    type Done = ();
    type Refusal = NotLotAnswered;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotLotAnswered>> {
        let asked = ask(tx, &self.seller, &self.number).await?.ok_or(Stop::Refused(NotLotAnswered::Unknown))?;
        if asked.state != AskState::Asked {
            return Err(Stop::Refused(NotLotAnswered::Answered));
        }
        if asked.waited_out(tx.now()) {
            return Err(Stop::Refused(NotLotAnswered::Over));
        }
        let today = tx.now().day();
        let offer = self.offer.map(|offer| decide(offer, &asked, today)).transpose().map_err(Stop::Refused)?;
        let words = base::text::clean(&self.words);
        if words.chars().count() > LOT_WORDS_CHARS_MAX {
            return Err(Stop::Refused(NotLotAnswered::Words));
        }
        if Mobile::stands_in(&words) {
            return Err(Stop::Refused(NotLotAnswered::Number));
        }
        let event = LotAnswered { number: self.number.clone(), offer, words };
        tx.enter(&self.seller, vec![happened(event)]).await?;
        Ok(())
    }
}
