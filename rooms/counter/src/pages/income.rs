//! What the shop earned: today and this month by stream, what is still to come, women served by day; each figure opens
//! down to its receipts.

use super::today::{DayIncome, bars_of};
use super::{CentreSeen, catalogue, centre_for, services_of, today};
use crate::commission::{MONTHS_BACK, parts, payable_on};
use crate::income::{self, Earned, RECEIPTS_PER_PAGE_MAX, Stream, together};
use crate::receipt::Standing;
use crate::supervise::standing::Month;
use crate::tally::Tally;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Frame, House, Trouble, Visitor};

/// Days shown as bars and as a table.
const DAYS: i64 = 14;
/// What this page asks for.
const SEE: &str = "book.view";

#[derive(Template)]
#[template(path = "income.html")]
pub(super) struct IncomePage {
    pub frame: Frame,
    /// The centre's code, when it is another than the reader's own.
    pub centre: Option<String>,
    pub centre_name: String,
    pub month_words: String,
    pub streams: Vec<StreamRow>,
    pub total: [Paisa; 3],
    pub days: Vec<DayIncome>,
    pub women: Vec<WomenRow>,
    pub payable: Vec<Payable>,
    /// The statement of partners' commission.
    pub partners_href: String,
}

/// A stream: today, this month, the month before, each with the way to its receipts.
pub(super) struct StreamRow {
    pub name: String,
    pub hint: String,
    pub sums: [(Paisa, String); 3],
}

/// A day: receipts, to women, in percent.
pub(super) struct WomenRow {
    pub day: String,
    pub receipts: i64,
    pub women: i64,
    pub share: i64,
    pub income: Paisa,
}

/// What a partner owes of one month, and when it is to come.
pub(super) struct Payable {
    pub provider: String,
    pub href: String,
    pub month: String,
    pub poisha: Paisa,
    pub by: String,
    /// The day has passed.
    pub late: bool,
}

/// What is due of each provider, and what each of the last months accrued, the newest first.
type Due = Vec<(String, Paisa, Vec<(BusinessDay, Paisa)>)>;

async fn due_of(tx: &mut journal::Tx<'_, '_>, book: &str, now: BusinessDay) -> Result<Due, Fault> {
    let mut due: Due =
        ledger::partner_due(tx, book).await?.into_iter().map(|(provider, due)| (provider, due, Vec::new())).collect();
    let mut month = Month::of(now);
    for _ in 0..MONTHS_BACK {
        for one in ledger::partner_statements(tx, book, month.first(), month.last()).await? {
            if let Some((_, _, months)) = due.iter_mut().find(|(provider, ..)| *provider == one.provider) {
                months.push((month.first(), one.accrued));
            }
        }
        month = month.before();
    }
    Ok(due)
}

/// The parts of what is due, each with the day on which it is payable.
fn payable_of(frame: &Frame, due: &Due, now: BusinessDay, centre: &str) -> Vec<Payable> {
    let mut all = Vec::new();
    for (provider, due, months) in due {
        for part in parts(*due, months) {
            let month = Month::of(part.month);
            let by = payable_on(provider, month);
            all.push(Payable {
                provider: super::registers::partner_name(frame, provider),
                href: format!("/income/partners?month={}&partner={}{centre}", month.name(), web::in_query(provider)),
                month: super::registers::month_words(frame, month),
                poisha: part.poisha,
                by: by.map(|day| frame.day(day)).unwrap_or_default(),
                late: by.is_some_and(|day| day < now),
            });
        }
    }
    all
}

#[derive(Template)]
#[template(path = "income_receipts.html")]
pub(super) struct StreamPage {
    pub frame: Frame,
    pub title: String,
    pub days_words: String,
    pub rows: Vec<EarnedRow>,
    pub total: Paisa,
    pub next_href: Option<String>,
    pub back_href: String,
}

pub(super) struct EarnedRow {
    pub number: String,
    pub day: String,
    pub services: String,
    pub poisha: Paisa,
    pub reversed: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Another centre than one's own, by its code.
    #[serde(default)]
    centre: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    after: i64,
}

/// The centre asked for, or one's own.
async fn centre_asked(house: &House, visitor: &Visitor, code: &str) -> Result<(CentreSeen, Option<String>), Trouble> {
    let own = visitor.seat.as_ref().map(|seat| seat.book.as_str());
    let book = if code.is_empty() { own.ok_or(Trouble::NotFound)? } else { code };
    let centre = centre_for(house, visitor, SEE, book).await?;
    let other = (own != Some(book)).then(|| book.to_owned());
    Ok((centre, other))
}

fn first_of_month(day: BusinessDay) -> BusinessDay {
    let date = day.date();
    BusinessDay::new(date.year(), date.month(), 1).unwrap_or(day)
}

fn within(days: &[(BusinessDay, Tally)], from: BusinessDay, to: BusinessDay) -> Tally {
    let days: Vec<_> = days.iter().filter(|(day, _)| (from..=to).contains(day)).cloned().collect();
    together(&days)
}

/// `GET /income`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let (centre, other) = centre_asked(&house, &visitor, &asked.centre).await?;
    let now = today(&house);
    let month = first_of_month(now);
    let before = first_of_month(month.add_days(-1));
    let book = centre.book.clone();
    let first = before.min(now.add_days(1_i64.saturating_sub(DAYS)));
    let (days, due) = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move { Ok((income::days(tx, &book, first, now).await?, due_of(tx, &book, now).await?)) })
        })
        .await?;
    let spans = [(now, now), (month, now), (before, month.add_days(-1))];
    let tallies = spans.map(|(from, to)| within(&days, from, to));
    let link = |stream: Stream, (from, to): (BusinessDay, BusinessDay)| {
        let centre = other.as_deref().map_or_else(String::new, |code| format!("&centre={code}"));
        format!("/income/{}?from={from}&to={to}{centre}", stream.name())
    };
    let streams = Stream::ALL.map(|stream| StreamRow {
        name: frame.say(&format!("income-{}", stream.name())),
        hint: frame.say(&format!("income-{}-hint", stream.name())),
        sums: [0, 1, 2].map(|place: usize| {
            let sum = tallies.get(place).map_or(Paisa::ZERO, |tally| stream.of_tally(tally));
            (sum, spans.get(place).map_or_else(String::new, |span| link(stream, *span)))
        }),
    });
    let shown = (0..DAYS).map(|back| now.add_days(0_i64.saturating_sub(back)));
    let women = shown.filter_map(|day| days.iter().find(|(one, _)| *one == day)).map(|(day, tally)| WomenRow {
        day: day.show(frame.lang),
        receipts: tally.receipts,
        women: tally.women,
        share: tally.women.saturating_mul(100).checked_div(tally.receipts).unwrap_or(0),
        income: tally.income(),
    });
    let centre_part = other.as_deref().map_or_else(String::new, |code| format!("&centre={code}"));
    let payable = payable_of(&frame, &due, now, &centre_part);
    let incomes: Vec<(BusinessDay, Paisa)> = days.iter().map(|(day, tally)| (*day, tally.income())).collect();
    web::page(&IncomePage {
        centre: other,
        centre_name: centre.name(frame.lang).to_owned(),
        month_words: format!("{} – {}", month.show(frame.lang), now.show(frame.lang)),
        streams: streams.into(),
        total: tallies.map(|tally| tally.income()),
        days: bars_of(&incomes, now, frame.lang),
        women: women.collect(),
        payable,
        partners_href: format!("/income/partners?month={}{centre_part}", Month::of(now).name()),
        frame: frame.titled("income-title"),
    })
}

/// `GET /income/{stream}`.
pub(super) async fn stream(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(stream): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let stream = Stream::of_name(&stream).ok_or(Trouble::NotFound)?;
    let (centre, other) = centre_asked(&house, &visitor, &asked.centre).await?;
    let now = today(&house);
    let to = BusinessDay::parse(&asked.to).unwrap_or(now);
    let from = BusinessDay::parse(&asked.from).unwrap_or_else(|_| first_of_month(to)).min(to);
    let (book, after) = (centre.book.clone(), asked.after);
    let (mut rows, days) = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let rows = income::earned(tx, (&book, stream), (from, to), after).await?;
                Ok((rows, income::days(tx, &book, from, to).await?))
            })
        })
        .await?;
    let full = usize::try_from(RECEIPTS_PER_PAGE_MAX).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    let centre_part = other.as_deref().map_or_else(String::new, |code| format!("&centre={code}"));
    let next = rows.last().filter(|_| more).map(|last| last.folio);
    let shown = catalogue(&house).await?;
    let lang = frame.lang;
    let row = |earned: Earned| {
        let Earned { day, receipt, poisha, reversed, folio } = earned;
        let number = receipt.number.clone();
        let standing = Standing { receipt, folio, reversal: None, pending: false };
        EarnedRow { number, day: day.show(lang), services: services_of(&standing, &shown, lang), poisha, reversed }
    };
    web::page(&StreamPage {
        title: frame.say(&format!("income-{}", stream.name())),
        days_words: if from == to { from.show(lang) } else { format!("{} – {}", from.show(lang), to.show(lang)) },
        total: stream.of_tally(&together(&days)),
        next_href: next
            .map(|folio| format!("/income/{}?from={from}&to={to}{centre_part}&after={folio}", stream.name())),
        back_href: other.map_or_else(|| "/income".to_owned(), |code| format!("/income?centre={code}")),
        rows: rows.into_iter().map(row).collect(),
        frame: frame.titled("income-title"),
    })
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame) -> askama::Result<String> {
    let sums = |a, b, c| [a, b, c].map(|sum| (taka(sum), "/income/charges?from=2026-11-01&to=2026-11-24".to_owned()));
    let row = |stream: Stream, sums| StreamRow {
        name: frame.say(&format!("income-{}", stream.name())),
        hint: frame.say(&format!("income-{}-hint", stream.name())),
        sums,
    };
    let women = (1..=7).map(|day: i64| WomenRow {
        day: frame.number(day),
        receipts: 20 + day,
        women: 8 + day,
        share: 43,
        income: taka(300 + day),
    });
    IncomePage {
        centre: None,
        centre_name: String::new(),
        month_words: frame.either("১ – ২৪ নভেম্বর ২০২৬", "1 – 24 November 2026").to_owned(),
        streams: vec![
            row(Stream::Charges, sums(280, 5_120, 6_010)),
            row(Stream::Trade, sums(96, 1_904, 2_200)),
            row(Stream::Commission, sums(41, 620, 0)),
        ],
        total: [taka(417), taka(7_644), taka(8_210)],
        days: (1..=14)
            .map(|day: i64| DayIncome { day: frame.number(day), income: taka(day * 20), height: day * 4 })
            .collect(),
        women: women.collect(),
        payable: vec![Payable {
            provider: frame.say("provider-bank_agent"),
            href: "/income/partners?month=2026-11&partner=bank_agent".to_owned(),
            month: frame.either("নভেম্বর ২০২৬", "November 2026").to_owned(),
            late: true,
            poisha: taka(620),
            by: frame.either("১০ ডিসেম্বর ২০২৬", "10 December 2026").to_owned(),
        }],
        partners_href: "/income/partners?month=2026-11".to_owned(),
        frame: frame.titled("income-title"),
    }
    .render()
}

/// The list with plausible content.
pub(super) fn sample_of_stream(frame: Frame) -> askama::Result<String> {
    let row = |number: &str, poisha, reversed| EarnedRow {
        number: number.to_owned(),
        day: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        services: frame.either("জন্ম নিবন্ধন (৫ বছরের বেশি)", "Birth registration (over 5 years)").to_owned(),
        poisha,
        reversed,
    };
    StreamPage {
        title: frame.say("income-charges"),
        days_words: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        rows: vec![row("3026001-261123-B7K-014", taka(45), false), row("3026001-261123-B7K-011", taka(-45), true)],
        total: Paisa::ZERO,
        next_href: Some("/income/charges?after=12".to_owned()),
        back_href: "/income".to_owned(),
        frame: frame.titled("income-title"),
    }
    .render()
}
