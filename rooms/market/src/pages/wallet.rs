//! A quote is paid by wallet or Bangla QR: asked for, waited for, and what became of it.

use super::buy::seat_of;
use super::fault_of;
use super::fields::Fields;
use super::orders::{quote_of, quote_page};
use crate::deeds::ask_wallet::AskWallet;
use crate::order::{Quote, QuoteState};
use crate::reading;
use crate::wallet::{self, QrMerchant, WalletStanding};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use base::Paisa;
use journal::{Envelope, Fault, Stop};
use ledger::{Direction, Providers, TransferState};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// Who may see what is held against the statements of providers.
pub(super) const STATEMENTS: &str = "statement.view";

/// What changes while a wallet is asked.
#[derive(Template)]
#[template(path = "market_wallet_part.html")]
pub(super) struct WalletPart {
    pub frame: Frame,
    pub number: String,
    /// True while the end is not known.
    pub pending: bool,
    /// What the customer's wallet reads; none when it was asked by its number.
    pub qr_svg: Option<String>,
    pub provider: String,
    pub amount: Paisa,
    /// What is told of a try that failed; empty when none did.
    pub failed: String,
    /// True for money that came too late and goes back.
    pub returning: bool,
    /// The orders of a quote that was taken.
    pub orders: Vec<String>,
}

/// A transfer as whoever holds it against a statement of its provider sees it: nothing of the buyer.
#[derive(Template)]
#[template(path = "market_wallet.html")]
pub(super) struct TransferPage {
    pub frame: Frame,
    pub id: String,
    pub book: String,
    pub centre: String,
    pub provider: String,
    /// True for money that goes back to a buyer.
    pub goes_back: bool,
    pub amount: Paisa,
    pub state: String,
    pub look: &'static str,
    /// What the provider said later against it; empty when it did not.
    pub contradicted: String,
    /// True for money that buys nothing.
    pub astray: bool,
    pub asked: String,
    pub reference: String,
    pub code: String,
    /// The quote that is paid, or the order whose money goes back.
    pub of: String,
    /// (number, path) of the orders that it is of, as the association sees them; no path for others.
    pub orders: Vec<(String, Option<String>)>,
}

/// The name of a wallet in the reader's language.
pub(super) fn name_of(frame: &Frame, provider: &str) -> String {
    if provider == "wallet" { frame.say("wallet-any") } else { frame.say(&format!("wallet-{provider}")) }
}

/// What can be offered: (name, words) of the wallets, and whether a Bangla QR can be shown.
pub(super) fn offered(house: &House, frame: &Frame) -> (Vec<(String, String)>, bool) {
    let Some(providers) = house.things.get::<Providers>() else { return (Vec::new(), false) };
    let named = wallet::wallets(providers).into_iter().map(|name| {
        let words = name_of(frame, &name);
        (name, words)
    });
    let qr = house.things.get::<QrMerchant>().is_some_and(|merchant| providers.get(&merchant.provider).is_some());
    (named.collect(), qr)
}

/// The part as it stands now.
pub(super) async fn part_of(
    house: &House,
    frame: Frame,
    book: &str,
    (quote, state): (&Quote, QuoteState),
) -> Result<WalletPart, Trouble> {
    let (of, number) = (book.to_owned(), quote.number.clone());
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::wallets_of(tx, &of, &number).await }));
    let tried: Vec<WalletStanding> = read.await?;
    let last = tried.last();
    let pending = last.filter(|last| state == QuoteState::Paying && last.state.is_pending());
    let payload = pending
        .filter(|last| last.transfer.wallet.is_none())
        .and_then(|last| house.things.get::<QrMerchant>().and_then(|merchant| merchant.payload(&last.transfer)));
    let qr_svg = payload.map(|payload| print::qr_svg(&payload)).transpose();
    let failed = last.filter(|last| state == QuoteState::Open && last.state == TransferState::Failed);
    let count = if state == QuoteState::Taken { quote.parts.len() } else { 0 };
    Ok(WalletPart {
        number: quote.number.clone(),
        pending: pending.is_some(),
        qr_svg: qr_svg.map_err(|fault| Trouble::Broken(fault.to_string()))?,
        provider: pending.map(|last| name_of(&frame, &last.transfer.provider)).unwrap_or_default(),
        amount: quote.total().unwrap_or_default(),
        failed: failed.map(|_| frame.say("wallet-failed")).unwrap_or_default(),
        returning: tried.iter().any(|one| one.kept_as() == "returning"),
        orders: (1..=count).map(|place| format!("{}-{place}", quote.number)).collect(),
        frame,
    })
}

/// `GET /market/quotes/{quote}/wallet`: the page of the quote; with `?part`, only what changes.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let (quote, state) = quote_of(&house, &book, &number).await?;
    if query.as_deref() == Some("part") {
        return web::page(&part_of(&house, frame, &book, (&quote, state)).await?);
    }
    web::page(&quote_page(&house, frame, &book, (&quote, state)).await?)
}

/// `GET /market/wallets/{book}/{transfer}`: for the whole country's statements; who vets a part finds nothing here.
pub(super) async fn transfer(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, id)): Path<(String, String)>,
) -> Answer {
    if !visitor.may_at(STATEMENTS, "/") {
        return Err(Trouble::NotFound);
    }
    let (of, wanted) = (book.clone(), id.clone());
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(standing) = reading::wallet(tx, &of, &wanted).await? else { return Ok(None) };
            let mut orders = vec![standing.transfer.of.clone()];
            if standing.transfer.direction == Direction::In {
                orders.clear();
                if standing.state == TransferState::Done && !standing.astray {
                    let quote = reading::quote(tx, &of, &standing.transfer.of).await?;
                    let parts = quote.map_or(0, |(quote, _)| quote.parts.len());
                    orders.extend((1..=parts).map(|place| format!("{}-{place}", standing.transfer.of)));
                }
            }
            Ok(Some((standing, orders)))
        })
    });
    let (standing, orders) = read.await?.ok_or(Trouble::NotFound)?;
    let may_open = super::office::of_country(&visitor).is_ok();
    let path = |order: &str| may_open.then(|| format!("/market/vetting/orders/{book}/{order}"));
    let words = |state: &str| frame.say(&format!("wallet-state-{state}"));
    web::page(&TransferPage {
        centre: super::centre_name(&house, &frame, &book).await?,
        provider: name_of(&frame, &standing.transfer.provider),
        goes_back: standing.transfer.direction == Direction::Out,
        amount: standing.transfer.poisha,
        state: words(standing.state.name()),
        look: match standing.state {
            TransferState::Done => "",
            TransferState::Failed | TransferState::Reversed => "late",
            _ => "wait",
        },
        contradicted: Some(standing.contradicted)
            .filter(|said| !said.is_empty())
            .map(|said| words(&said))
            .unwrap_or_default(),
        astray: standing.astray,
        asked: standing.transfer.at.show(frame.lang),
        reference: standing.reference,
        code: standing.code,
        of: standing.transfer.of,
        orders: orders.into_iter().map(|order| (order.clone(), path(&order))).collect(),
        id,
        book,
        frame: frame.titled("wallet-transfer"),
    })
}

/// `POST /market/quotes/{quote}/wallet`: the customer agrees and pays by wallet or QR.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let (quote, state) = quote_of(&house, &book, &number).await?;
    let said = Fields(fields);
    let by_qr = said.text("do") == "qr";
    let (names, qr) = offered(&house, &frame);
    let merchant = house.things.get::<QrMerchant>().filter(|_| qr && by_qr);
    let wanted = merchant.map_or(said.text("provider"), |merchant| merchant.provider.as_str());
    // A provider that is not offered is none: the deed refuses an empty name.
    let provider = if by_qr { merchant.is_some() } else { names.iter().any(|(name, _)| name == wanted) };
    let deed = AskWallet {
        book: book.clone(),
        quote: number.clone(),
        provider: if provider { wanted.to_owned() } else { String::new() },
        wallet: if by_qr { String::new() } else { number_of(&said) },
        consent: said.ticked("wallet-consent"),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(written) => {
            // Pressed twice, the provider is asked once; what was cut off is asked after by the round.
            if let Some(providers) = house.things.get::<Providers>().filter(|_| !written.again) {
                wallet::begin(&house.journal, providers, &book, &written.done).await;
            }
            Ok(web::see_other(&format!("/market/quotes/{number}")))
        }
        Err(Stop::Refused(refusal)) => {
            let mut page = quote_page(&house, frame, &book, (&quote, state)).await?;
            page.faults = fault_of(&page.frame, &refusal);
            said.text("wallet").clone_into(&mut page.wallet);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// The number of a wallet as it was typed; an empty one is none, and is refused as such.
fn number_of(said: &Fields) -> String {
    let typed = said.text("wallet").trim();
    if typed.is_empty() { "-".to_owned() } else { typed.to_owned() }
}
