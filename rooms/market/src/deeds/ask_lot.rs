//! A centre, or a firm through a centre, asks a seller for the price of a quantity.

use crate::deeds::reserve::LINE_PIECES_MAX;
use crate::deeds::save_product::NUMBER_SAID;
use crate::events::{ASKS, LotAsked};
use crate::lots::store::{asks_waiting, lot};
use crate::lots::{ASKS_WAITING_MAX, AskState, LOT_WORDS_CHARS_MAX, LotAsk, asked_since};
use crate::product::ProductState;
use crate::reading;
use crate::seller::{SellerKind, SellerState};
use crate::store::given;
use base::Refusal;
use base::mobile::Mobile;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Asks what so many pieces of a product cost. One entry in the seller's book, numbered there; it names the centre
/// and the firm, never a customer. Pressed twice under one key it is asked once.
///
/// # Refusals
/// See [`NotLotAsked`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskLot {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The product's number.
    pub product: String,
    /// The SKU.
    pub sku: String,
    /// How many.
    pub pieces: i64,
    /// The book of the centre that asks, or at which the firm pays and collects.
    pub centre: String,
    /// The number of the firm that asks; empty when the centre asks for a customer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub firm: String,
    /// What is to be known: by when, for what.
    pub words: String,
}

/// Why a price is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLotAsked {
    /// It is not given in quantity, or not at all.
    Unknown,
    /// Less than the least, or more than one order may have.
    Pieces {
        /// The least that is given.
        least: i64,
    },
    /// Too much was said.
    Words,
    /// A telephone number was said: what is asked lies open in the seller's book.
    Number,
    /// There is no such centre.
    Centre,
    /// The firm is not approved, or would buy of itself.
    Firm,
    /// So many of this asker's askings wait for this seller's answer that no more is taken.
    Waiting,
}

impl Refusal for NotLotAsked {
    fn code(&self) -> &'static str {
        match self {
            NotLotAsked::Unknown => "market.ask.unknown",
            NotLotAsked::Pieces { .. } => "market.ask.pieces",
            NotLotAsked::Words => "market.ask.words",
            NotLotAsked::Number => NUMBER_SAID,
            NotLotAsked::Centre => "market.ask.centre",
            NotLotAsked::Firm => "market.ask.firm",
            NotLotAsked::Waiting => "market.ask.waiting",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotLotAsked::Unknown | NotLotAsked::Centre | NotLotAsked::Firm | NotLotAsked::Number => Vec::new(),
            NotLotAsked::Waiting => vec![("max", ASKS_WAITING_MAX.to_string())],
            NotLotAsked::Pieces { least } => vec![("least", least.to_string()), ("max", LINE_PIECES_MAX.to_string())],
            NotLotAsked::Words => vec![("max", LOT_WORDS_CHARS_MAX.to_string())],
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotLotAsked::Unknown | NotLotAsked::Firm | NotLotAsked::Waiting => None,
            NotLotAsked::Centre => Some("centre".to_owned()),
            NotLotAsked::Pieces { .. } => Some("pieces".to_owned()),
            NotLotAsked::Words | NotLotAsked::Number => Some("words".to_owned()),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotLotAsked::Unknown => 404,
            NotLotAsked::Waiting => 409,
            _ => 422,
        }
    }
}

/// The codes of [`NotLotAsked`].
pub(crate) const CODES: &[&str] = &[
    "market.ask.unknown",
    "market.ask.pieces",
    "market.ask.words",
    "market.ask.centre",
    "market.ask.firm",
    "market.ask.waiting",
];

impl Deed for AskLot {
    const NAME: &'static str = "market.ask_lot";
    /// The asking's number with its seller.
    type Done = String;
    type Refusal = NotLotAsked;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotLotAsked>> {
        let unknown = || Stop::Refused(NotLotAsked::Unknown);
        let seller = reading::seller(tx, &self.seller).await?;
        let standing = reading::product(tx, &self.seller, &self.product).await?.ok_or_else(unknown)?;
        let lot = lot(tx, &self.seller, &self.product).await?.ok_or_else(unknown)?;
        let shown = seller.is_some_and(|seller| seller.state == SellerState::Approved)
            && standing.state == ProductState::Published;
        let variant = standing.product.variants.iter().find(|variant| variant.sku == self.sku);
        let Some(variant) = variant.filter(|_| shown) else { return Err(unknown()) };
        if !(lot.least..=LINE_PIECES_MAX).contains(&self.pieces) {
            return Err(Stop::Refused(NotLotAsked::Pieces { least: lot.least }));
        }
        let words = base::text::clean(&self.words);
        if words.chars().count() > LOT_WORDS_CHARS_MAX {
            return Err(Stop::Refused(NotLotAsked::Words));
        }
        if Mobile::stands_in(&words) {
            return Err(Stop::Refused(NotLotAsked::Number));
        }
        self.asker(tx).await?;
        let number = format!("{:04}", given(tx, &self.seller, ASKS).await?.saturating_add(1));
        let ask = LotAsk {
            number: number.clone(),
            product: self.product.clone(),
            sku: self.sku.clone(),
            name: standing.product.name.joined(&variant.name),
            pieces: self.pieces,
            lot,
            centre: self.centre.clone(),
            firm: self.firm.clone(),
            words,
            by: tx.by().to_owned(),
            at: tx.now(),
            state: AskState::Asked,
            offer: None,
            answer: String::new(),
            basket: String::new(),
        };
        tx.enter(&self.seller, vec![happened(LotAsked { ask })]).await?;
        Ok(number)
    }
}

impl AskLot {
    /// Who asks may ask, and does not fill the seller's list.
    async fn asker(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotLotAsked>> {
        if network::centre(tx, &self.centre).await?.is_none() {
            return Err(Stop::Refused(NotLotAsked::Centre));
        }
        if !self.firm.is_empty() {
            let firm = reading::seller(tx, &self.firm).await?;
            let sound = firm
                .is_some_and(|firm| firm.state == SellerState::Approved && firm.seller.kind == SellerKind::Merchant);
            if !sound || self.firm == self.seller {
                return Err(Stop::Refused(NotLotAsked::Firm));
            }
        }
        let since = asked_since(tx.now());
        if asks_waiting(tx, &self.seller, since, Some((&self.centre, &self.firm))).await? >= ASKS_WAITING_MAX {
            return Err(Stop::Refused(NotLotAsked::Waiting));
        }
        Ok(())
    }
}
