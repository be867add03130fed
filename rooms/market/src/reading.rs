//! What is read of the market, for deeds and pages.

use crate::category::Category;
use crate::order::{Buyer, OrderStanding, Quote, QuoteState};
use crate::product::{ProductStanding, ProductState};
use crate::rate::Rate;
use crate::seller::{Identity, SellerStanding, SellerState};
use crate::settlement::{PayoutState, Run, RunState};
use crate::stock::{Reservation, Stock, month_of};
use crate::store::{self, PHOTOS, PRODUCTS, SELLERS};
use crate::trade::store::{
    self as orders, BASKETS, BROUGHT_IN_BY, HANDOVERS_IN, MAKINGS, ORDERS, ORDERS_AFTER, ORDERS_DISPUTED, ORDERS_DUE,
    ORDERS_LATE, ORDERS_OF_CENTRE, ORDERS_OF_SELLER, ORDERS_TO_REFUND, OWED_MOST, PAYOUT_STATES, PAYOUTS, QUOTES,
    QUOTES_OPEN, RATES_ALL, REFUSALS_OF, RESERVATIONS_OVER, RUN_WAITING, RUNS, RUNS_IN, RUNS_LAST, STOCK_OF, STOCKS,
    WALLET_REFUNDS, WALLETS, WALLETS_CONTRADICTED, WALLETS_OF, WALLETS_WAITING, order_on_shelf, quote_on_shelf,
    stock_on_shelf,
};
use crate::wallet::WalletStanding;
use base::Paisa;
use base::calendar::Moment;
use db::{Fault, Value};
use journal::NATION;

/// Rows of a list, at most.
pub(crate) const ROWS_MAX: i64 = 200;

/// The open categories, in order.
pub(crate) async fn categories(tx: &mut db::Tx<'_>) -> Result<Vec<Category>, Fault> {
    tx.all(&store::CATEGORIES_OPEN, &[NATION.into()]).await?.iter().map(store::category).collect()
}

/// The open category of this code.
pub(crate) async fn category(tx: &mut db::Tx<'_>, code: &str) -> Result<Option<Category>, Fault> {
    let row = tx.fetch(&store::CATEGORIES, vec![NATION.into(), code.into()]).await?;
    store::category_on_shelf(row.as_deref())
}

/// True for a seller that may write nothing new.
pub(crate) async fn is_stopped(tx: &mut db::Tx<'_>, number: &str) -> Result<bool, Fault> {
    Ok(seller(tx, number).await?.is_some_and(|seller| seller.is_stopped()))
}

/// The seller of this number.
pub(crate) async fn seller(tx: &mut db::Tx<'_>, number: &str) -> Result<Option<SellerStanding>, Fault> {
    let row = tx.fetch(&SELLERS, vec![NATION.into(), number.into()]).await?;
    row.as_deref().map(store::seller_on_shelf).transpose()
}

/// Every seller, by number.
pub(crate) async fn sellers(tx: &mut db::Tx<'_>) -> Result<Vec<SellerStanding>, Fault> {
    tx.all(&store::SELLERS_ALL, &[NATION.into()]).await?.iter().map(store::seller).collect()
}

/// The sellers that this person or this centre acts for.
pub(crate) async fn sellers_kept(
    tx: &mut db::Tx<'_>,
    keeper: &str,
    centre: &str,
) -> Result<Vec<SellerStanding>, Fault> {
    // An empty centre is that of every firm.
    let centre = if centre.is_empty() { "-" } else { centre };
    let values = [NATION.into(), keeper.into(), centre.into(), ROWS_MAX.into()];
    tx.all(&store::SELLERS_KEPT, &values).await?.iter().map(store::seller).collect()
}

/// The sellers in this state, who came there first first.
pub(crate) async fn sellers_in(tx: &mut db::Tx<'_>, state: SellerState) -> Result<Vec<SellerStanding>, Fault> {
    let values = [NATION.into(), state.name().into(), ROWS_MAX.into()];
    tx.all(&store::SELLERS_IN, &values).await?.iter().map(store::seller).collect()
}

/// Who a seller is; nothing when the person was erased.
pub(crate) async fn identity(tx: &mut journal::Tx<'_, '_>, seal: &str) -> Result<Option<Identity>, Fault> {
    tx.unseal(NATION, seal).await
}

/// The product of this number.
///
/// # Errors
/// What the database says.
pub async fn product(tx: &mut db::Tx<'_>, seller: &str, number: &str) -> Result<Option<ProductStanding>, Fault> {
    let row = tx.fetch(&PRODUCTS, vec![seller.into(), number.into()]).await?;
    row.as_deref().map(|row| store::product_on_shelf(seller, row)).transpose()
}

/// What a seller offers.
pub(crate) async fn products(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<ProductStanding>, Fault> {
    products_to(tx, seller, ROWS_MAX).await
}

/// What a seller offers, at most so many.
pub(crate) async fn products_to(tx: &mut db::Tx<'_>, seller: &str, limit: i64) -> Result<Vec<ProductStanding>, Fault> {
    tx.all(&store::PRODUCTS_OF, &[seller.into(), limit.into()]).await?.iter().map(store::product).collect()
}

/// What a seller shows to everybody.
pub(crate) async fn products_shown(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<ProductStanding>, Fault> {
    let values = [seller.into(), ProductState::Published.name().into()];
    tx.all(&store::PRODUCTS_SHOWN, &values).await?.iter().map(store::product).collect()
}

/// Products of all sellers in this state, who came there first first.
pub(crate) async fn products_in(tx: &mut db::Tx<'_>, state: ProductState) -> Result<Vec<ProductStanding>, Fault> {
    tx.all(&store::PRODUCTS_IN, &[state.name().into(), ROWS_MAX.into()]).await?.iter().map(store::product).collect()
}

/// How many products a seller has in each state.
pub(crate) async fn product_states(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(ProductState, i64)>, Fault> {
    let rows = tx.all(&store::PRODUCT_STATES, &[seller.into()]).await?;
    let mut states = Vec::with_capacity(rows.len());
    for row in rows {
        let state = ProductState::of_name(&row.get::<String>("state")?);
        states.extend(state.map(|state| Ok::<_, Fault>((state, row.get("products")?))).transpose()?);
    }
    Ok(states)
}

/// The places of a product's photos.
pub(crate) async fn photos(tx: &mut db::Tx<'_>, seller: &str, product: &str) -> Result<Vec<i64>, Fault> {
    let rows = tx.all(&store::PHOTOS_OF, &[seller.into(), product.into()]).await?;
    rows.iter().map(|row| row.get("place")).collect()
}

/// The place of the first photo of each product of a seller.
pub(crate) async fn photos_first(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(String, i64)>, Fault> {
    let rows = tx.all(&store::PHOTOS_FIRST, &[seller.into()]).await?;
    rows.iter().map(|row| Ok((row.get("product")?, row.get("place")?))).collect()
}

/// A photo in one of its sizes (0 small, 1 middle, 2 large).
pub(crate) async fn photo(
    tx: &mut journal::Tx<'_, '_>,
    seller: &str,
    product: &str,
    (place, size): (i64, usize),
) -> Result<Option<Vec<u8>>, Fault> {
    let row = tx.fetch(&PHOTOS, vec![seller.into(), product.into(), place.into()]).await?;
    let Some([_, Value::Boolean(false) | Value::Integer(0), seals @ ..]) = row.as_deref() else { return Ok(None) };
    match seals.get(size) {
        Some(Value::Text(seal)) => tx.unseal_bytes(seller, &seal.clone()).await,
        _ => Ok(None),
    }
}

/// A share that was not handed over yet.
pub(crate) const SHARE_OPEN: &str = "open";

/// What of an SKU lies where.
///
/// # Errors
/// What the database says.
pub async fn stock(tx: &mut db::Tx<'_>, seller: &str, sku: &str) -> Result<Stock, Fault> {
    stock_on_shelf(tx.fetch(&STOCKS, vec![seller.into(), sku.into()]).await?.as_deref())
}

/// What lies at a seller, by SKU.
pub(crate) async fn stocks(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(String, Stock)>, Fault> {
    let rows = tx.all(&STOCK_OF, &[seller.into()]).await?;
    rows.iter().map(|row| Ok((row.get("sku")?, store::read_body(&row.get::<String>("body")?)?))).collect()
}

/// Pieces of each kind of a product that can be had now: those that lie free, or those that can still be made this month.
pub(crate) async fn free_of(tx: &mut db::Tx<'_>, standing: &ProductStanding) -> Result<Vec<i64>, Fault> {
    let product = &standing.product;
    if product.lead_days > 0 {
        let month = month_of(tx.now().day());
        let made = promised(tx, &standing.seller, &product.number, &month).await?;
        let free = product.capacity_month.unwrap_or(0).saturating_sub(made).max(0);
        return Ok(product.variants.iter().map(|_| free).collect());
    }
    let mut free = Vec::with_capacity(product.variants.len());
    for variant in &product.variants {
        free.push(stock(tx, &standing.seller, &variant.sku).await?.free());
    }
    Ok(free)
}

/// How many pieces of a made-to-order product are promised in a month.
pub(crate) async fn promised(tx: &mut db::Tx<'_>, seller: &str, product: &str, month: &str) -> Result<i64, Fault> {
    match tx.fetch(&MAKINGS, vec![seller.into(), product.into(), month.into()]).await?.as_deref() {
        Some([Value::Integer(promised)]) => Ok(*promised),
        _ => Ok(0),
    }
}

/// The order of this number in this book.
///
/// # Errors
/// What the database says.
pub async fn order(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<OrderStanding>, Fault> {
    let row = tx.fetch(&ORDERS, vec![book.into(), number.into()]).await?;
    row.as_deref().map(order_on_shelf).transpose()
}

/// The quote of this number in this book, and where it stands.
pub(crate) async fn quote(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<(Quote, QuoteState)>, Fault> {
    let row = tx.fetch(&QUOTES, vec![book.into(), number.into()]).await?;
    row.as_deref().map(quote_on_shelf).transpose()
}

/// The number of the quote of this basket.
pub(crate) async fn quote_of_basket(tx: &mut db::Tx<'_>, book: &str, basket: &str) -> Result<Option<String>, Fault> {
    let row = tx.fetch(&BASKETS, vec![book.into(), basket.into()]).await?;
    Ok(row.and_then(|row| if let [Value::Text(number)] = row.as_slice() { Some(number.clone()) } else { None }))
}

/// True when the quote of this basket was taken.
pub(crate) async fn basket_taken(tx: &mut db::Tx<'_>, book: &str, basket: &str) -> Result<bool, Fault> {
    let row = tx.fetch(&BASKETS, vec![book.into(), basket.into()]).await?;
    let Some([Value::Text(number)]) = row.as_deref() else { return Ok(false) };
    Ok(quote(tx, book, number).await?.is_some_and(|(_, state)| state == QuoteState::Taken))
}

/// How many orders whoever has this number, or is of the household of whoever has it, refused or never fetched, at any
/// centre.
pub(crate) async fn refusals_of(tx: &mut db::Tx<'_>, buyer_index: &str) -> Result<i64, Fault> {
    if buyer_index.is_empty() {
        return Ok(0);
    }
    let row = tx.optional(&REFUSALS_OF, &[buyer_index.into()]).await?;
    row.map_or(Ok(0), |row| row.get("refused"))
}

/// The centre at which whoever has this number took the most orders: the one that brought them in.
pub(crate) async fn brought_in_by(tx: &mut db::Tx<'_>, buyer_index: &str) -> Result<Option<String>, Fault> {
    tx.optional(&BROUGHT_IN_BY, &[buyer_index.into()]).await?.map(|row| row.get("book")).transpose()
}

/// The orders of a centre, what moved last first.
pub(crate) async fn orders_of_centre(tx: &mut db::Tx<'_>, book: &str) -> Result<Vec<OrderStanding>, Fault> {
    tx.all(&ORDERS_OF_CENTRE, &[book.into(), ROWS_MAX.into()]).await?.iter().map(orders::order).collect()
}

/// The quotes of a centre that may still be taken, the last first. A number begins with its day, and none is open for as long
/// as a day, so those of older days are not looked through.
pub(crate) async fn quotes_open(tx: &mut journal::Tx<'_, '_>, book: &str) -> Result<Vec<Quote>, Fault> {
    let now = tx.now();
    let since = crate::deeds::make_quote::quotes_since(book, now.day().add_days(-1));
    let rows = tx.all(&QUOTES_OPEN, &[book.into(), since.into(), now.into(), ROWS_MAX.into()]).await?;
    rows.iter().map(|row| store::read_body(&row.get::<String>("body")?)).collect()
}

/// The orders of a seller with the books in which they stand, what moved last first.
pub(crate) async fn orders_of_seller(tx: &mut db::Tx<'_>, seller: &str) -> Result<Vec<(String, OrderStanding)>, Fault> {
    with_books(tx, &ORDERS_OF_SELLER, &[seller.into(), ROWS_MAX.into()]).await
}

/// Orders at which a clock looks before this moment: (book, order).
pub(crate) async fn orders_due(tx: &mut db::Tx<'_>, now: Moment, limit: i64) -> Result<Vec<(String, String)>, Fault> {
    let rows = tx.all(&ORDERS_DUE, &[now.get().saturating_add(1).into(), false.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, row.get("number")?))).collect()
}

/// Reservations whose time was over before this moment.
pub(crate) async fn reservations_over(
    tx: &mut db::Tx<'_>,
    before: Moment,
    limit: i64,
) -> Result<Vec<(String, Reservation)>, Fault> {
    let rows = tx.all(&RESERVATIONS_OVER, &[before.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, store::read_body(&row.get::<String>("body")?)?))).collect()
}

/// A seller's share of an order: (centre's book, order, seller, share).
pub(crate) type Share = (String, String, String, Paisa);

/// Shares that were not handed over yet.
pub(crate) async fn shares_open(tx: &mut db::Tx<'_>, limit: i64) -> Result<Vec<Share>, Fault> {
    let rows = tx.all(&HANDOVERS_IN, &[SHARE_OPEN.into(), limit.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.get("book")?, row.get("number")?, row.get("seller")?, Paisa::new(row.get("poisha")?))))
        .collect()
}

/// Who a buyer is; nothing when the person was erased.
pub(crate) async fn buyer(tx: &mut journal::Tx<'_, '_>, book: &str, seal: &str) -> Result<Option<Buyer>, Fault> {
    tx.unseal(book, seal).await
}

/// Orders of all books that this statement names.
async fn with_books(
    tx: &mut db::Tx<'_>,
    statement: &'static db::Statement,
    values: &[Value],
) -> Result<Vec<(String, OrderStanding)>, Fault> {
    let rows = tx.all(statement, values).await?;
    rows.iter().map(|row| Ok((row.get("book")?, orders::order(row)?))).collect()
}

/// Orders that a complaint holds, the oldest first.
pub(crate) async fn orders_disputed(tx: &mut db::Tx<'_>) -> Result<Vec<(String, OrderStanding)>, Fault> {
    with_books(tx, &ORDERS_DISPUTED, &[ROWS_MAX.into()]).await
}

/// Orders of which money is to be given back, the oldest first.
pub(crate) async fn orders_to_refund(tx: &mut db::Tx<'_>) -> Result<Vec<(String, OrderStanding)>, Fault> {
    with_books(tx, &ORDERS_TO_REFUND, &[ROWS_MAX.into()]).await
}

/// Orders whose clock ran out before this moment, the latest first.
pub(crate) async fn orders_late(tx: &mut db::Tx<'_>, now: Moment) -> Result<Vec<(String, OrderStanding)>, Fault> {
    with_books(tx, &ORDERS_LATE, &[now.into(), ROWS_MAX.into()]).await
}

/// Orders of all books in the order of books and numbers, from after this one.
pub(crate) async fn orders_after(
    tx: &mut db::Tx<'_>,
    (book, number): &(String, String),
) -> Result<Vec<(String, OrderStanding)>, Fault> {
    with_books(tx, &ORDERS_AFTER, &[book.into(), number.into(), ROWS_MAX.into()]).await
}

/// Every rate: (subject, rates by day).
pub(crate) async fn rates_all(tx: &mut db::Tx<'_>) -> Result<Vec<(String, Vec<Rate>)>, Fault> {
    let rows = tx.all(&RATES_ALL, &[NATION.into()]).await?;
    rows.iter().map(|row| Ok((row.get("subject")?, store::read_body(&row.get::<String>("body")?)?))).collect()
}

/// What a seller is owed in its own book now; below nothing when it owes.
pub(crate) async fn owed_to(tx: &mut db::Tx<'_>, seller: &str) -> Result<Paisa, Fault> {
    let owed = ledger::balance_now(tx, seller, &format!("P:vendor:{seller}")).await?.poisha;
    Ok(owed.checked_neg().unwrap_or_default())
}

/// Whom something is owed, at least so much, and how much.
pub(crate) async fn owed(tx: &mut db::Tx<'_>, least: Paisa, max: usize) -> Result<Vec<(String, Paisa)>, Fault> {
    let rows = tx.all(&OWED_MOST, &[least.into(), i64::try_from(max).unwrap_or(i64::MAX).into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, Paisa::new(row.get("poisha")?)))).collect()
}

/// Runs that are shown, the last first.
const RUNS_MAX: i64 = 30;

fn run_of(state: &str, body: &str) -> Result<(Run, RunState), Fault> {
    let state = RunState::of_name(state).ok_or_else(|| store::unsound(&"a run of another state"))?;
    Ok((store::read_body(body)?, state))
}

/// The approved runs of which something may not have left yet.
pub(crate) async fn runs_approved(tx: &mut db::Tx<'_>) -> Result<Vec<Run>, Fault> {
    let rows = tx.all(&RUNS_IN, &[NATION.into(), RunState::Approved.name().into()]).await?;
    rows.iter().map(|row| store::read_body(&row.get::<String>("body")?)).collect()
}

/// How many payouts of a run are in each state.
pub(crate) async fn payout_states(tx: &mut db::Tx<'_>, run: &str) -> Result<Vec<(PayoutState, i64)>, Fault> {
    let rows = tx.all(&PAYOUT_STATES, &[run.into()]).await?;
    let mut states = Vec::with_capacity(rows.len());
    for row in rows {
        let state = PayoutState::of_name(&row.get::<String>("state")?);
        states.extend(state.map(|state| Ok::<_, Fault>((state, row.get("payouts")?))).transpose()?);
    }
    Ok(states)
}

/// The last settlement runs, the last first.
pub(crate) async fn runs(tx: &mut db::Tx<'_>) -> Result<Vec<(Run, RunState)>, Fault> {
    let rows = tx.all(&RUNS_LAST, &[NATION.into(), RUNS_MAX.into()]).await?;
    rows.iter().map(|row| run_of(&row.get::<String>("state")?, &row.get::<String>("body")?)).collect()
}

/// The run of this number.
pub(crate) async fn run(tx: &mut db::Tx<'_>, number: &str) -> Result<Option<(Run, RunState)>, Fault> {
    match tx.fetch(&RUNS, vec![NATION.into(), number.into()]).await?.as_deref() {
        None => Ok(None),
        Some([Value::Text(state), Value::Text(body)]) => run_of(state, body).map(Some),
        Some(_) => Err(store::unsound(&"a run of another shape")),
    }
}

/// The run that waits for its decision.
pub(crate) async fn run_waiting(tx: &mut db::Tx<'_>) -> Result<Option<String>, Fault> {
    tx.optional(&RUN_WAITING, &[NATION.into()]).await?.map(|row| row.get("number")).transpose()
}

/// A payout of a seller: how much, and where it stands.
pub(crate) async fn payout(tx: &mut db::Tx<'_>, seller: &str, id: &str) -> Result<Option<(Paisa, PayoutState)>, Fault> {
    match tx.fetch(&PAYOUTS, vec![seller.into(), id.into()]).await?.as_deref() {
        None => Ok(None),
        Some([_, Value::Integer(poisha), Value::Text(state)]) => {
            let state = PayoutState::of_name(state).ok_or_else(|| store::unsound(&"a payout of another state"))?;
            Ok(Some((Paisa::new(*poisha), state)))
        }
        Some(_) => Err(store::unsound(&"a payout of another shape")),
    }
}

/// The transfer of this id in this book.
pub(crate) async fn wallet(tx: &mut db::Tx<'_>, book: &str, id: &str) -> Result<Option<WalletStanding>, Fault> {
    match tx.fetch(&WALLETS, vec![book.into(), id.into()]).await?.as_deref() {
        None => Ok(None),
        Some([.., Value::Text(body)]) => store::read_body(body).map(Some),
        Some(_) => Err(store::unsound(&"a transfer of another shape")),
    }
}

/// The transfers of a quote or of an order, the first first.
pub(crate) async fn wallets_of(tx: &mut db::Tx<'_>, book: &str, of: &str) -> Result<Vec<WalletStanding>, Fault> {
    let rows = tx.all(&WALLETS_OF, &[book.into(), of.into()]).await?;
    rows.iter().map(|row| store::read_body(&row.get::<String>("body")?)).collect()
}

/// Transfers whose end is not known, with their books, after this one: (when it was asked, book, id).
pub(crate) async fn wallets_waiting(
    tx: &mut db::Tx<'_>,
    (asked, book, id): (Moment, &str, &str),
    limit: i64,
) -> Result<Vec<(String, WalletStanding)>, Fault> {
    let rows = tx.all(&WALLETS_WAITING, &[asked.into(), book.into(), id.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, store::read_body(&row.get::<String>("body")?)?))).collect()
}

/// Transfers of which their provider said two things, asked for since then, with their books: the newest first. Whether the
/// provider said the second before or after its statement, nobody but people can tell which of the two holds.
pub(crate) async fn wallets_contradicted(
    tx: &mut db::Tx<'_>,
    since: Moment,
) -> Result<Vec<(String, WalletStanding)>, Fault> {
    let rows = tx.all(&WALLETS_CONTRADICTED, &[since.into(), ROWS_MAX.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, store::read_body(&row.get::<String>("body")?)?))).collect()
}

/// Orders that a wallet paid and of which something is to be given back, with their books, after this one.
pub(crate) async fn wallet_refunds(
    tx: &mut db::Tx<'_>,
    (book, number): (&str, &str),
    limit: i64,
) -> Result<Vec<(String, OrderStanding)>, Fault> {
    let rows = tx.all(&WALLET_REFUNDS, &[book.into(), number.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.get("book")?, orders::order(row)?))).collect()
}
