//! The ledger's part of the API: what programs may read of a book, and how its float and commission are kept.

pub(crate) mod float;
pub(crate) mod papers;

use crate::access::open;
use crate::account::Account;
use crate::days::{Asked, Days};
use crate::reading::{self, Page, STATEMENT_LINES_MAX, TrialBalance};
use crate::registers::trial_balance_as_of;
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::{Entry, Fault};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use web::{Answer, House, Problem, Trouble, Visitor, json};

/// Entries that one answer carries, at most.
const ENTRIES_MAX: i64 = 500;
/// Entries that one answer carries when nobody says how many.
const ENTRIES_USUAL: i64 = 100;

#[derive(OpenApi)]
#[openapi(paths(
    trial_balance,
    entries,
    statement,
    float::show,
    float::ask,
    float::decide,
    float::waiting,
    float::warn,
    papers::commission,
    papers::settle,
    papers::register
))]
struct Described;

/// The room's part of the description.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// Of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// The business day at whose end, `yyyy-mm-dd`; else now, with what is set aside.
    day: Option<String>,
}

/// What every account of a book holds now, or held at the end of a day. Debits equal credits.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/trial-balance",
    params(("book" = String, Path, description = "A centre's code, or `nation`"), AsOf),
    responses(
        (status = 200, body = TrialBalance, description = "The trial balance"),
        (status = 404, body = Problem, description = "No such book, or none that you may see"),
        (status = 422, body = Problem, description = "This is no day")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn trial_balance(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(asked): Query<AsOf>,
) -> Answer {
    let book = open(&house, &visitor, "book.view", &book).await?.book;
    let day = asked.day.as_deref().map(BusinessDay::parse).transpose().map_err(Trouble::refused)?;
    let read = house.journal.read(move |tx| {
        Box::pin(async move {
            match day {
                Some(day) => trial_balance_as_of(tx, &book, day).await,
                None => reading::trial_balance(tx, &book).await,
            }
        })
    });
    json(200, &read.await.map_err(Trouble::Fault)?)
}

/// Which entries to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The folio after which to begin: `next` of the page before; else the book's first entry comes first.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// How many, at most 500; else 100.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// A page of a book.
#[derive(Debug, Serialize, ToSchema)]
struct EntryPage {
    /// The entries, in order.
    items: Vec<EntryItem>,
    /// What to pass as `after` for the next page; null when there is no further entry now.
    next: Option<i64>,
}

/// One entry of a book.
#[derive(Debug, Serialize, ToSchema)]
struct EntryItem {
    /// Its number in book and session, from 1, without gaps.
    seq: i64,
    /// Its number in the book over all sessions, from 1, without gaps.
    folio: i64,
    /// The session of the store that wrote it.
    session: String,
    /// When, in RFC 3339, UTC.
    at: String,
    /// The person (an id) or `system`.
    by: String,
    /// The deed that entered it.
    deed: String,
    /// The first event, such as `counter.receipt_given v1`.
    event: String,
    /// All its events.
    events: Vec<EventItem>,
    /// The hash of the entry before it, in hexadecimal.
    previous: String,
    /// Its own hash, in hexadecimal.
    hash: String,
}

/// One event of an entry.
#[derive(Debug, Serialize, ToSchema)]
struct EventItem {
    /// What happened.
    kind: String,
    /// The version of its shape.
    version: u32,
}

/// The entries of a book, in order. What happened is named; its content is not shown.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/entries",
    params(("book" = String, Path, description = "A centre's code, or `nation`"), Which),
    responses(
        (status = 200, body = EntryPage, description = "Entries in order"),
        (status = 404, body = Problem, description = "No such book, or none that you may see")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn entries(
    State(house): State<House>,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let book = open(&house, &visitor, "book.view", &book).await?.book;
    let limit = which.limit.unwrap_or(ENTRIES_USUAL).clamp(1, ENTRIES_MAX);
    // One more is read than shown, to know whether a next page exists.
    let mut entries = house.journal.entries(&book, which.after, limit.saturating_add(1)).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let next = entries.last().filter(|_| more).map(|entry| entry.head.folio);
    let items = entries.iter().map(item).collect::<Result<_, _>>()?;
    json(200, &EntryPage { items, next })
}

fn item(entry: &Entry) -> Result<EntryItem, Fault> {
    let events: Vec<EventItem> =
        entry.lines()?.into_iter().map(|(kind, version, _)| EventItem { kind, version }).collect();
    let head = &entry.head;
    Ok(EntryItem {
        seq: head.seq,
        folio: head.folio,
        session: head.session.clone(),
        at: rfc3339(head.at)?,
        by: head.by.clone(),
        deed: head.deed.clone(),
        event: events.first().map_or_else(String::new, |event| format!("{} v{}", event.kind, event.version)),
        events,
        previous: base::text::hex(&entry.previous),
        hash: base::text::hex(&entry.hash),
    })
}

fn rfc3339(at: Moment) -> Result<String, Fault> {
    let at = jiff::Timestamp::from_millisecond(at.get());
    at.map(|at| at.to_string()).map_err(|error| Fault::Unsound(format!("a moment: {error}")))
}

/// A page of an account's statement.
#[derive(Debug, Serialize, ToSchema)]
struct StatementPage {
    /// The account.
    account: String,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// The balance before the first day, in poisha, debit positive.
    #[schema(value_type = i64)]
    before: Paisa,
    /// The balance after the last day, in poisha, debit positive.
    #[schema(value_type = i64)]
    after: Paisa,
    /// The lines, in the order of their days.
    lines: Vec<StatementItem>,
    /// What to pass as `skip` for the next page; null when this is the last.
    next: Option<i64>,
}

/// One line of a statement.
#[derive(Debug, Serialize, ToSchema)]
struct StatementItem {
    /// The folio of the entry.
    folio: i64,
    /// The business day.
    day: String,
    /// When it was entered, in RFC 3339, UTC.
    at: String,
    /// What it was for.
    memo: String,
    /// In poisha, debit positive, credit negative.
    #[schema(value_type = i64)]
    amount: Paisa,
    /// The balance after it, in poisha, debit positive.
    #[schema(value_type = i64)]
    balance: Paisa,
}

/// What moved in one account: this month unless other days are asked for, at most 1,000 lines a page.
#[utoipa::path(
    get,
    path = "/api/v1/books/{book}/accounts/{account}/statement",
    params(
        ("book" = String, Path, description = "A centre's code, or `nation`"),
        ("account" = String, Path, description = "A code of the chart, such as `E:drawer:1`"),
        Asked
    ),
    responses(
        (status = 200, body = StatementPage, description = "The statement"),
        (status = 404, body = Problem, description = "No such account or book, or none that you may see"),
        (status = 422, body = Problem, description = "These are no days")
    ),
    security(("bearer" = []))
)]
pub(crate) async fn statement(
    State(house): State<House>,
    visitor: Visitor,
    Path((book, account)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let book = open(&house, &visitor, "book.view", &book).await?.book;
    let account = Account::new(&account).ok_or(Trouble::NotFound)?;
    let days = Days::of(&asked, house.now().day()).map_err(Trouble::refused)?;
    let page = Page { skip: asked.skip.max(0), limit: STATEMENT_LINES_MAX };
    let code = account.code().to_owned();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { reading::statement(tx, &book, &code, days.from, days.to, page).await })
    });
    let statement = read.await?;
    let next = statement.more.then(|| page.skip.saturating_add(page.limit));
    let lines = statement.lines.into_iter().map(|line| {
        Ok(StatementItem {
            folio: line.folio,
            day: line.day.to_string(),
            at: rfc3339(line.at)?,
            memo: line.memo,
            amount: line.poisha,
            balance: line.balance,
        })
    });
    let shown = StatementPage {
        account: account.code().to_owned(),
        from: days.from.to_string(),
        to: days.to.to_string(),
        before: statement.before,
        after: statement.after,
        lines: lines.collect::<Result<_, Fault>>()?,
        next,
    };
    json(200, &shown)
}
