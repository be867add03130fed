//! Statements: sent in or fetched, what came of each, and how old what stands out is.

use super::unmatched::{ItemRow, row_of};
use super::{RECONCILE, SEE, age_words, may, provider_words, providers};
use crate::carry::Carrier;
use crate::deeds::statements::read::ReadStatement;
use crate::pages::{Faults, catalogue, today, told};
use crate::reconcile::item::{AGES, age_of};
use crate::reconcile::read::{BAD_LINES_NAMED_MAX, NotAStatement, statement};
use crate::reconcile::reading::{self, StatementSeen};
use crate::reconcile::{BadLine, Summary};
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Upload, Visitor};

#[derive(Template)]
#[template(path = "statements.html")]
pub(super) struct StatementsPage {
    pub frame: Frame,
    pub rows: Vec<StatementRow>,
    /// How many items are open by age: (in words, count, href).
    pub ages: Vec<(String, i64, String)>,
    pub open: i64,
    pub may_reconcile: bool,
    pub providers: Vec<(String, String, bool)>,
    pub day: String,
    pub faults: Faults,
}

pub(super) struct StatementRow {
    pub href: String,
    pub provider: String,
    pub days: String,
    pub read: String,
    pub summary: Summary,
}

#[derive(Template)]
#[template(path = "statement.html")]
pub(super) struct StatementPage {
    pub frame: Frame,
    pub provider: String,
    pub days: String,
    pub read: String,
    pub format: String,
    pub summary: Summary,
    /// (line, part, why in words).
    pub bad: Vec<(i64, String, String)>,
    pub items: Vec<ItemRow>,
}

impl StatementPage {
    /// Lines that count: those that are new.
    fn new_lines(&self) -> i64 {
        self.summary.lines.saturating_sub(self.summary.repeated)
    }
}

fn days_words(frame: &Frame, (first, last): (BusinessDay, BusinessDay)) -> String {
    if first == last { frame.day(first) } else { format!("{} – {}", frame.day(first), frame.day(last)) }
}

fn row(frame: &Frame, seen: &StatementSeen) -> StatementRow {
    StatementRow {
        href: format!("/counter/statements/{}", seen.statement),
        provider: provider_words(frame, &seen.provider),
        days: days_words(frame, seen.days),
        read: seen.read.show(frame.lang),
        summary: seen.body.summary,
    }
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor, chosen: &str) -> Result<StatementsPage, Trouble> {
    may(visitor, SEE)?;
    let (shown, day) = (catalogue(house).await?, today(house));
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { Ok((reading::statements(tx).await?, reading::open_days(tx).await?)) })
    });
    let (statements, open) = read.await?;
    let mut counts = [0_i64; AGES.len()];
    for (of_day, items) in &open {
        if let Some(count) = counts.get_mut(age_of(day.days_since(*of_day))) {
            *count = count.saturating_add(*items);
        }
    }
    let ages = age_words(&frame).into_iter().zip(counts).zip(0_i64..);
    Ok(StatementsPage {
        rows: statements.iter().map(|seen| row(&frame, seen)).collect(),
        ages: ages.map(|((words, count), age)| (words, count, format!("/counter/unmatched?age={age}"))).collect(),
        open: counts.iter().sum(),
        may_reconcile: may(visitor, RECONCILE).is_ok(),
        providers: providers(house, &frame, &shown, chosen),
        day: day.add_days(-1).to_string(),
        faults: Faults::new(),
        frame: frame.titled("statements"),
    })
}

/// `GET /counter/statements`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, &visitor, "").await?)
}

/// What a file says, as a deed.
fn read_of(bytes: &[u8], provider: &str) -> Result<ReadStatement, NotAStatement> {
    let read = statement(bytes, provider)?;
    let mut bad = read.bad;
    let bad_count = i64::try_from(bad.len()).unwrap_or(i64::MAX);
    bad.truncate(BAD_LINES_NAMED_MAX);
    Ok(ReadStatement {
        provider: provider.to_owned(),
        hash: read.hash,
        format: read.format.to_owned(),
        lines: read.lines,
        bad,
        bad_count,
    })
}

async fn again(house: &House, frame: Frame, visitor: &Visitor, provider: &str, refusal: &dyn Refusal) -> Answer {
    let mut page = page_of(house, frame, visitor, provider).await?;
    page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, refusal))];
    web::page_refused(&page, refusal)
}

/// Reads a file in and leads to what came of it. The file's own hash is the key: the same file gives the first answer.
async fn read_in(house: &House, frame: Frame, visitor: &Visitor, provider: &str, bytes: &[u8]) -> Answer {
    let deed = match read_of(bytes, provider) {
        Ok(deed) => deed,
        Err(refusal) => return again(house, frame, visitor, provider, &refusal).await,
    };
    let place = format!("/counter/statements/{}", deed.hash);
    let by = Envelope::keyless(&visitor.person);
    match house.journal.write(by, deed).await {
        Ok(_) => Ok(web::see_other(&place)),
        Err(Stop::Refused(refusal)) => again(house, frame, visitor, provider, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/statements`: a file with the provider whose it is.
pub(super) async fn upload(State(house): State<House>, frame: Frame, visitor: Visitor, sent: Upload) -> Answer {
    may(&visitor, RECONCILE)?;
    let bytes = sent.file("file").map(|file| file.bytes.clone()).unwrap_or_default();
    read_in(&house, frame, &visitor, sent.text("provider"), &bytes).await
}

#[derive(Deserialize)]
pub(super) struct Fetched {
    #[serde(default)]
    provider: String,
    #[serde(default)]
    day: String,
}

/// The provider gave no statement.
#[derive(Debug)]
struct NotFetched;

impl Refusal for NotFetched {
    fn code(&self) -> &'static str {
        "counter.statement.not_fetched"
    }

    fn field(&self) -> Option<String> {
        Some("day".to_owned())
    }
}

/// The codes of these pages.
pub(crate) const CODES: &[&str] = &["counter.statement.not_fetched"];

/// `POST /counter/statements/fetch`: asks the provider itself for a day.
pub(super) async fn fetch(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Fetched { provider, day }): Form<Fetched>,
) -> Answer {
    may(&visitor, RECONCILE)?;
    let day = match BusinessDay::parse(day.trim()) {
        Ok(day) => day,
        Err(refusal) => return again(&house, frame, &visitor, &provider, &refusal).await,
    };
    let carrier = house.things.get::<Carrier>().cloned().unwrap_or_default();
    match carrier.statement(&provider, day).await {
        Some(text) => read_in(&house, frame, &visitor, &provider, text.as_bytes()).await,
        None => again(&house, frame, &visitor, &provider, &NotFetched).await,
    }
}

fn bad_words(frame: &Frame, bad: &BadLine) -> (i64, String, String) {
    (bad.line, bad.part.clone(), frame.say(&bad.why))
}

/// `GET /counter/statements/{statement}`.
pub(super) async fn one(State(house): State<House>, frame: Frame, visitor: Visitor, Path(id): Path<String>) -> Answer {
    may(&visitor, SEE)?;
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(seen) = reading::one_statement(tx, &id).await? else { return Ok(None) };
            Ok(Some((seen, reading::items_of(tx, &id).await?)))
        })
    });
    let (seen, items) = read.await?.ok_or(Trouble::NotFound)?;
    let day = today(&house);
    web::page(&StatementPage {
        provider: provider_words(&frame, &seen.provider),
        days: days_words(&frame, seen.days),
        read: seen.read.show(frame.lang),
        format: seen.body.format,
        summary: seen.body.summary,
        bad: seen.body.bad.iter().map(|bad| bad_words(&frame, bad)).collect(),
        items: items.iter().map(|one| row_of(&frame, one, day)).collect(),
        frame: frame.titled("statement"),
    })
}
