//! A wallet pays, or is paid back: what goes over a provider between the buyer's telephone and the programme's account.
//!
//! Paying a quote: the provider is asked, the customer confirms on the telephone or reads the Bangla QR on the screen, and
//! the orders are placed in the entry that says so. Until then no money has moved here. What arrives when the quote's time
//! is over, or under a quote that was taken otherwise, is not kept: it goes back the way it came. Paying back: what waits
//! for the buyer leaves the programme's account when the provider is asked, and comes back should the provider fail.

use crate::deeds::reserve::QUOTE_MS;
use crate::deeds::settle_wallet::{NotSettledWallet, SettleWallet};
use crate::reading;
use base::calendar::Moment;
use base::{Paisa, bangla_qr};
use journal::{Envelope, Fault, Journal, Sealed, Stop};
use ledger::{Answer, Direction, LOST_AFTER_MS, Providers, Silence, TransferOrder, TransferState, WALLETS};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::time::Duration;

/// The path at which providers tell how a payment ended, with the provider's name.
#[must_use]
pub fn callback_path(provider: &str) -> String {
    format!("/api/v1/market/wallets/{provider}/callback")
}

/// Money that arrives so long after a quote's time still buys: the goods are set aside two minutes longer than this.
pub const PAID_WITHIN_MS: i64 = 8 * 60_000;
/// A payment that nobody confirmed is given up when the goods of its quote are surely free again.
const GIVEN_UP_MS: i64 = QUOTE_MS + PAID_WITHIN_MS;
/// Transfers read at once.
const ROUND_MAX: i64 = 200;
/// How long whoever asks waits for the provider before the page of the state is shown all the same.
const ANSWER_WAIT_MAX: Duration = Duration::from_millis(2_500);

/// A transfer between a buyer's wallet and the programme's account with its provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletTransfer {
    /// Its id, by which the provider knows it too: `W3026001-261129-B7K001-1`.
    pub id: String,
    /// The provider: part of ledger accounts' codes.
    pub provider: String,
    /// In: the buyer pays a quote. Out: an order's refund.
    pub direction: Direction,
    /// The quote that is paid, or the order whose money goes back.
    pub of: String,
    /// How much.
    pub poisha: Paisa,
    /// The buyer's wallet: a sealed mobile number; none when the buyer reads the QR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wallet: Option<Sealed>,
    /// The payment that is paid back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pays_back: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A transfer with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletStanding {
    /// The transfer.
    pub transfer: WalletTransfer,
    /// Its state.
    pub state: TransferState,
    /// The provider's reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The provider's code of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// True for money that came and buys nothing: it is to go back.
    #[serde(default)]
    pub astray: bool,
    /// What the provider said later against what stands here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contradicted: String,
}

impl WalletStanding {
    /// The path of the page that shows it to whoever holds it against a statement.
    pub(crate) fn page(&self, book: &str) -> String {
        format!("/market/wallets/{book}/{}", self.transfer.id)
    }

    /// As it is stored: the state; `returning` for money that is to go back, `contradicted` for what somebody has to look
    /// at.
    pub(crate) fn kept_as(&self) -> &'static str {
        match self.state {
            TransferState::Done if self.astray => "returning",
            _ if !self.contradicted.is_empty() => "contradicted",
            state => state.name(),
        }
    }
}

/// Whom a Bangla QR of this house pays, and through which provider: `PROVIDER=TAG:SCHEME:NUMBER:CATEGORY:NAME:CITY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrMerchant {
    /// The provider that tells of payments.
    pub provider: String,
    /// Who is paid.
    pub merchant: bangla_qr::Merchant,
}

impl FromStr for QrMerchant {
    type Err = String;

    fn from_str(text: &str) -> Result<QrMerchant, String> {
        let (provider, merchant) = text.split_once('=').ok_or("a merchant of Bangla QR is PROVIDER=TAG:SCHEME:…")?;
        Ok(QrMerchant { provider: provider.trim().to_owned(), merchant: merchant.parse()? })
    }
}

impl QrMerchant {
    /// What the customer's wallet reads; nothing when it cannot be written.
    #[must_use]
    pub fn payload(&self, transfer: &WalletTransfer) -> Option<String> {
        self.merchant.payload(transfer.poisha, &transfer.id)
    }
}

/// The wallets that are connected to this house, by the names of their providers.
#[must_use]
pub fn wallets(providers: &Providers) -> Vec<String> {
    let is_wallet = |name: &&str| *name == "wallet" || WALLETS.contains(name);
    providers.names().filter(is_wallet).map(str::to_owned).collect()
}

async fn found(journal: &Journal, book: &str, id: &str) -> Result<WalletStanding, Stop<NotSettledWallet>> {
    let (book, id) = (book.to_owned(), id.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::wallet(tx, &book, &id).await }));
    read.await?.ok_or(Stop::Refused(NotSettledWallet::Unknown))
}

async fn initiate(
    journal: &Journal,
    providers: &Providers,
    book: &str,
    standing: &WalletStanding,
) -> Result<Answer, Fault> {
    let transfer = &standing.transfer;
    let Some(provider) = providers.get(&transfer.provider) else {
        return Ok(Answer::NotAnswered(Silence::SurelyNot));
    };
    let mut details = BTreeMap::new();
    if let Some(sealed) = &transfer.wallet {
        let (book, seal) = (book.to_owned(), sealed.seal.clone());
        let open = journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.unseal::<String>(&book, &seal).await }));
        details.extend(open.await?.map(|mobile| ("wallet".to_owned(), mobile)));
    }
    if !transfer.pays_back.is_empty() {
        details.insert("payment".to_owned(), transfer.pays_back.clone());
    } else if transfer.wallet.is_none() {
        details.insert("bill".to_owned(), transfer.id.clone());
    }
    let order = TransferOrder {
        transfer: transfer.id.clone(),
        centre: book.to_owned(),
        service: if transfer.direction == Direction::In { "market_payment" } else { "market_refund" }.to_owned(),
        direction: transfer.direction,
        amount_poisha: transfer.poisha,
        details,
        callback: callback_path(&transfer.provider),
    };
    Ok(provider.initiate(&order).await)
}

/// Asks a provider for a transfer that was just entered, and enters what it says. Whoever asks waits a moment; the asking
/// itself goes on when they hang up, and what is cut off with the process is found by the next round.
pub(crate) async fn begin(journal: &Journal, providers: &Providers, book: &str, id: &str) {
    let (journal, providers, book, id) = (journal.clone(), providers.clone(), book.to_owned(), id.to_owned());
    let under_way = tokio::spawn(async move {
        let Ok(standing) = found(&journal, &book, &id).await else { return };
        if standing.state != TransferState::Requested {
            return;
        }
        if let Ok(answer) = initiate(&journal, &providers, &book, &standing).await {
            // What surely did not reach the provider is told at once; nobody confirms it on a telephone later.
            let answer = match answer {
                Answer::NotAnswered(Silence::SurelyNot) if standing.transfer.direction == Direction::In => {
                    Answer::Failed { code: "not_sent".to_owned() }
                }
                answer => answer,
            };
            drop(enter(&journal, &book, &standing, answer).await); // what was not entered is asked after in a minute
        }
    });
    drop(tokio::time::timeout(ANSWER_WAIT_MAX, under_way).await);
}

/// Enters what a provider said, if it said anything.
pub(crate) async fn enter(
    journal: &Journal,
    book: &str,
    standing: &WalletStanding,
    answer: Answer,
) -> Result<TransferState, Stop<NotSettledWallet>> {
    let (said, reference, code) = match answer {
        Answer::Done { reference } => (TransferState::Done, reference, String::new()),
        Answer::Failed { code } => (TransferState::Failed, String::new(), code),
        Answer::Reversed { reference } => (TransferState::Reversed, reference, String::new()),
        Answer::NotAnswered(Silence::Unknown) => (TransferState::Unknown, String::new(), String::new()),
        Answer::Pending | Answer::NotKnown | Answer::NotAnswered(Silence::SurelyNot) => return Ok(standing.state),
    };
    let deed = SettleWallet {
        book: book.to_owned(),
        id: standing.transfer.id.clone(),
        said,
        reference: reference.chars().take(80).collect(),
        code: code.chars().take(80).collect(),
    };
    Ok(journal.write(Envelope::system(), deed).await?.done)
}

/// Asks a provider what became of a transfer, or to take back what went astray, and enters what it says; false when it
/// said nothing.
pub(crate) async fn ask(
    journal: &Journal,
    providers: &Providers,
    book: &str,
    id: &str,
) -> Result<bool, Stop<NotSettledWallet>> {
    let standing = found(journal, book, id).await?;
    let Some(provider) = providers.get(&standing.transfer.provider) else { return Ok(true) };
    let answered = |answer: &Answer| !matches!(answer, Answer::NotAnswered(_));
    if standing.astray && standing.state == TransferState::Done {
        let answer = provider.reverse(id).await;
        let said = answered(&answer);
        if matches!(answer, Answer::Reversed { .. }) {
            enter(journal, book, &standing, answer).await?;
        }
        return Ok(said);
    }
    if !standing.state.is_pending() {
        return Ok(true);
    }
    let answer = provider.query(id).await;
    let said = answered(&answer);
    let age = journal.now().get().saturating_sub(standing.transfer.at.get());
    let pays = standing.transfer.direction == Direction::In;
    let answer = match answer {
        // What is owed to a buyer is sent until it arrives; what a buyer should have paid was never asked for.
        Answer::NotKnown if !pays => initiate(journal, providers, book, &standing).await?,
        Answer::NotKnown if age >= LOST_AFTER_MS => Answer::Failed { code: "not_received".to_owned() },
        // The goods are free again: money that comes after all goes back.
        Answer::Pending if pays && age >= GIVEN_UP_MS => Answer::Failed { code: "not_confirmed".to_owned() },
        answer => answer,
    };
    enter(journal, book, &standing, answer).await?;
    Ok(said)
}

/// One round: sends what is owed to buyers who paid by wallet, and asks after every transfer whose end is not known and
/// whose time has come. A provider that does not answer is left alone until the next round. Answers how many were sent or
/// asked after.
///
/// # Errors
/// What the database says; what is left is done by the next round.
pub async fn carry_wallets(journal: &Journal, providers: &Providers) -> Result<usize, Fault> {
    let sent = send_refunds(journal, providers).await?;
    let (mut asked, mut silent) = (0_usize, BTreeSet::new());
    let mut after = (Moment::new(i64::MIN), String::new(), String::new());
    loop {
        let from = after.clone();
        let read = journal.read::<_, Fault, _>(move |tx| {
            Box::pin(async move { reading::wallets_waiting(tx, (from.0, &from.1, &from.2), ROUND_MAX).await })
        });
        let waiting = read.await?;
        let Some((book, last)) = waiting.last() else { return Ok(sent.saturating_add(asked)) };
        after = (last.transfer.at, book.clone(), last.transfer.id.clone());
        for (book, standing) in waiting {
            let transfer = &standing.transfer;
            if silent.contains(&transfer.provider) || !providers.is_due(journal.now(), &transfer.id, transfer.at) {
                continue;
            }
            asked = asked.saturating_add(1);
            match ask(journal, providers, &book, &transfer.id).await {
                Err(Stop::Fault(fault)) => return Err(fault),
                Ok(false) => drop(silent.insert(transfer.provider.clone())),
                _ => {} // refused: somebody was quicker
            }
        }
    }
}

async fn send_refunds(journal: &Journal, providers: &Providers) -> Result<usize, Fault> {
    let (mut sent, mut after) = (0_usize, (String::new(), String::new()));
    loop {
        let due = crate::round::wallet_refunds(journal, after).await?;
        let Some((book, order, _)) = due.last() else { return Ok(sent) };
        after = (book.clone(), order.clone());
        for (book, order, poisha) in due {
            let deed = crate::deeds::send_refund::SendRefund { book: book.clone(), order, poisha };
            match journal.write(Envelope::system(), deed).await {
                Ok(written) => begin(journal, providers, &book, &written.done).await,
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(_) => continue, // it failed a short while ago, or too often
            }
            sent = sent.saturating_add(1);
        }
    }
}
