//! A buyer's wallet is asked to pay a quote.

use crate::events::WalletAsked;
use crate::order::QuoteState;
use crate::reading;
use crate::trade::store::QUOTES;
use crate::wallet::WalletTransfer;
use base::Refusal;
use base::mobile::{self, Mobile};
use journal::{Ahead, Deed, Stop, Tx, happened};
use ledger::Direction;
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Asks that a quote be paid from a wallet: all of it. One entry in the centre's book; no money moves before the provider
/// says that it did. One request at a time: while its end is not known the quote is not paid in cash either.
///
/// # Refusals
/// See [`NotAskedFor`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskWallet {
    /// The centre's book.
    pub book: String,
    /// The quote's number.
    pub quote: String,
    /// The provider.
    pub provider: String,
    /// The buyer's wallet, a mobile number; empty when the buyer reads the QR on the screen.
    pub wallet: String,
    /// True when the quote was read out or printed and the buyer agreed to it.
    pub consent: bool,
}

/// Why a wallet is not asked.
#[derive(Debug)]
pub enum NotAskedFor {
    /// There is no such quote in this book.
    Unknown,
    /// It was taken.
    Taken,
    /// Its time is over.
    Over,
    /// It was asked for already, and the end is not known.
    Pending,
    /// The buyer did not agree to it.
    Consent,
    /// No such wallet is connected here.
    Provider,
    /// The wallet is no mobile number.
    Wallet(mobile::Refused),
    /// It cannot be counted.
    TooLarge,
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
}

impl Refusal for NotAskedFor {
    fn code(&self) -> &'static str {
        match self {
            NotAskedFor::Unknown => "market.wallet.unknown",
            NotAskedFor::Taken => "market.place.taken",
            NotAskedFor::Over => "market.place.over",
            NotAskedFor::Pending => "market.wallet.pending",
            NotAskedFor::Consent => "market.place.consent",
            NotAskedFor::Provider => "market.wallet.provider",
            NotAskedFor::Wallet(_) => "market.wallet.number",
            NotAskedFor::TooLarge => "market.place.too_large",
            NotAskedFor::Hindered(hindered) => hindered.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAskedFor::Hindered(hindered) => hindered.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotAskedFor::Consent => "wallet-consent",
            NotAskedFor::Provider => "provider",
            NotAskedFor::Wallet(_) => "wallet",
            _ => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotAskedFor::Unknown => 404,
            NotAskedFor::Taken | NotAskedFor::Over | NotAskedFor::Pending => 409,
            NotAskedFor::Hindered(hindered) => hindered.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotAskedFor`] that are its own.
pub(crate) const CODES: &[&str] =
    &["market.wallet.unknown", "market.wallet.pending", "market.wallet.provider", "market.wallet.number"];

impl Deed for AskWallet {
    const NAME: &'static str = "market.ask_wallet";
    /// The transfer's id.
    type Done = String;
    type Refusal = NotAskedFor;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let quote: db::Want = (&QUOTES, vec![(&self.book).into(), (&self.quote).into()]);
        [quote].into_iter().chain(network::hindered_wants(&self.book, ahead.by)).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotAskedFor>> {
        let refused = |why| Err(Stop::Refused(why));
        let by = tx.by().to_owned();
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return refused(NotAskedFor::Hindered(hindered));
        }
        let Some((quote, state)) = reading::quote(tx, &self.book, &self.quote).await? else {
            return refused(NotAskedFor::Unknown);
        };
        match state {
            QuoteState::Taken => return refused(NotAskedFor::Taken),
            QuoteState::Paying => return refused(NotAskedFor::Pending),
            QuoteState::Open if tx.now() > quote.until => return refused(NotAskedFor::Over),
            QuoteState::Open if !self.consent => return refused(NotAskedFor::Consent),
            QuoteState::Open => {}
        }
        if ledger::Account::new(&format!("P:wallet:{}", self.provider)).is_none() {
            return refused(NotAskedFor::Provider);
        }
        let typed = Some(self.wallet.trim()).filter(|text| !text.is_empty());
        let mobile = typed.map(Mobile::parse).transpose();
        let mobile = mobile.map_err(|why| Stop::Refused(NotAskedFor::Wallet(why)))?;
        let poisha = quote.total().ok_or(Stop::Refused(NotAskedFor::TooLarge))?;
        let tried = reading::wallets_of(tx, &self.book, &self.quote).await?.len();
        let id = transfer_id("W", &self.quote, tried);
        let wallet = match mobile {
            Some(mobile) => Some(tx.seal(&self.book, &format!("buyer-{}", self.quote), &mobile.e164()).await?),
            None => None,
        };
        let transfer = WalletTransfer {
            id: id.clone(),
            provider: self.provider.clone(),
            direction: Direction::In,
            of: self.quote.clone(),
            poisha,
            wallet,
            pays_back: String::new(),
            by,
            at: tx.now(),
        };
        tx.enter(&self.book, vec![happened(WalletAsked { transfer })]).await?;
        Ok(id)
    }
}

/// `W3026001-261129-B7K001-1`: what a quote's or an order's transfer is called, short enough for the bill of a QR. Its
/// digits stand apart, so that nobody takes them for those of a person.
pub(crate) fn transfer_id(letter: &str, of: &str, before: usize) -> String {
    let bare = of.trim_start_matches("M-");
    let mut parts = bare.splitn(4, '-');
    let mut next = || parts.next().unwrap_or_default();
    let (centre, day, session, serial) = (next(), next(), next(), next());
    format!("{letter}{centre}-{day}-{session}{serial}-{}", before.saturating_add(1))
}
