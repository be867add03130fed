//! The market's figures for the programme: one month as tiles, a map and bars, each opened down to its orders; and as a file.

use super::orders::state_in_words;
use crate::facts::map::{SIZE, Shape, shade, shapes};
use crate::facts::read::{After, facts_of_month, orders_behind};
use crate::facts::{Fact, FactKind, fact_month, month_days, within};
use crate::order::OrderStanding;
use crate::product::parts_of;
use crate::reading;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use base::{Lang, Paisa};
use journal::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// What one must hold for the whole country.
pub(super) const REPORT: &str = "report.view";
/// The longest bar.
const WIDTH_MAX: i64 = 100;
/// The highest bar of a day.
const HEIGHT_MAX: i64 = 60;

/// One figure on top.
pub(super) struct Tile {
    pub label: String,
    pub value: String,
    /// What stands behind it, in small.
    pub small: String,
    pub href: String,
}

/// One bar of a list.
pub(super) struct Bar {
    pub name: String,
    pub href: String,
    pub orders: i64,
    pub poisha: Paisa,
    /// Of a hundred.
    pub width: i64,
    /// True for a division, above its districts.
    pub above: bool,
}

/// One district on the map.
pub(super) struct District {
    pub path: &'static str,
    pub fill: &'static str,
    pub href: String,
    pub title: String,
}

/// One bar of the days that orders took.
pub(super) struct DayBar {
    pub days: i64,
    pub orders: i64,
    pub height: i64,
    pub href: String,
}

#[derive(Template)]
#[template(path = "market_facts.html")]
pub(super) struct FactsPage {
    pub frame: Frame,
    pub month: String,
    pub month_words: String,
    pub before: String,
    /// The month after; empty when it has not begun.
    pub after: String,
    pub tiles: Vec<Tile>,
    pub size: (i64, i64),
    pub districts: Vec<District>,
    pub places: Vec<Bar>,
    pub categories: Vec<Bar>,
    pub goods: Vec<Bar>,
    pub days: Vec<DayBar>,
}

/// One order behind a figure.
pub(super) struct BehindRow {
    pub number: String,
    /// Its page; empty for who has none.
    pub href: String,
    pub day: String,
    pub centre: String,
    pub what: String,
    pub state: String,
    pub orders: i64,
    pub poisha: Paisa,
}

#[derive(Template)]
#[template(path = "market_facts_rows.html")]
pub(super) struct RowsPage {
    pub frame: Frame,
    pub month: String,
    pub month_words: String,
    pub label: String,
    pub of: String,
    pub rows: Vec<BehindRow>,
    /// The address of the next page, when there is one.
    pub more: String,
    pub csv: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    month: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    what: String,
    /// Day, book and order after which a page begins.
    #[serde(default)]
    after: String,
}

/// The sums of a month by kind.
pub(super) struct Sums(pub Vec<Fact>);

impl Sums {
    /// The facts of a kind.
    fn of(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        self.0.iter().filter(move |fact| fact.kind == kind)
    }

    /// How many and how much of a kind over all.
    fn all(&self, kind: FactKind) -> (i64, Paisa) {
        self.of(kind).fold((0, Paisa::ZERO), |(orders, poisha), fact| {
            (orders.saturating_add(fact.orders), poisha.checked_add(fact.poisha).unwrap_or_default())
        })
    }

    /// How many of the kind stand apart: sellers, districts.
    fn distinct(&self, kind: FactKind) -> i64 {
        i64::try_from(self.of(kind).filter(|fact| fact.orders > 0).count()).unwrap_or(i64::MAX)
    }

    /// (days, orders), by days.
    fn days(&self) -> Vec<(i64, i64)> {
        self.of(FactKind::Days).filter_map(|fact| Some((fact.what.parse().ok()?, fact.orders))).collect()
    }
}

/// `42%`; a dash of nothing.
fn percent(frame: &Frame, part: i64, of: i64) -> String {
    let percent = part.saturating_mul(100).checked_div(of);
    percent.map_or_else(|| "–".to_owned(), |percent| format!("{}%", frame.number(percent)))
}

fn behind(month: &str, kind: FactKind, what: &str) -> String {
    let address = format!("/market/facts/{month}/{}", kind.name());
    if what.is_empty() { address } else { format!("{address}?what={}", web::in_query(what)) }
}

/// What a kind is called.
fn kind_in_words(frame: &Frame, kind: FactKind) -> String {
    frame.say(&format!("fact-{}", kind.name()))
}

/// The figures on top.
pub(super) fn tiles(frame: &Frame, sums: &Sums, month: &str) -> Vec<Tile> {
    let (sold, turnover) = sums.all(FactKind::Sold);
    let (placed, _) = sums.all(FactKind::Placed);
    let (_, women) = sums.all(FactKind::Woman);
    let days = sums.days();
    let arrived = days.iter().fold(0_i64, |sum, (_, orders)| sum.saturating_add(*orders));
    let count = |kind: FactKind| sums.all(kind).0;
    let took = |percent: i64| {
        let words = |days: i64| frame.say_with("market-days", &[("count", frame.number(days))]);
        within(&days, percent).map_or_else(|| "–".to_owned(), words)
    };
    let tile = |kind: FactKind, value: String, small: String| Tile {
        label: kind_in_words(frame, kind),
        value,
        small,
        href: behind(month, kind, ""),
    };
    let orders = |orders: i64| frame.say_with("fact-orders", &[("count", frame.number(orders))]);
    let sellers = (sums.distinct(FactKind::Woman), sums.distinct(FactKind::Seller));
    let women_sellers = frame.say_with("fact-women-sellers", &[("share", percent(frame, sellers.0, sellers.1))]);
    let ninety = frame.say_with("fact-ninety", &[("days", took(90))]);
    let back = sums.all(FactKind::Back);
    vec![
        tile(FactKind::Sold, frame.money(turnover), orders(sold)),
        tile(FactKind::Woman, percent(frame, women.get(), turnover.get()), women_sellers),
        tile(FactKind::Days, took(50), ninety),
        tile(FactKind::InTime, percent(frame, count(FactKind::InTime), arrived), orders(count(FactKind::InTime))),
        tile(FactKind::Back, percent(frame, back.0, arrived), frame.money(back.1)),
        tile(FactKind::Failed, percent(frame, count(FactKind::Failed), placed), orders(count(FactKind::Failed))),
        tile(FactKind::Shop, frame.money(sums.all(FactKind::Shop).1), orders(count(FactKind::Shop))),
        tile(FactKind::Placed, frame.number(placed), frame.money(sums.all(FactKind::Placed).1)),
    ]
}

/// Bars, the largest first, the longest of them whole.
fn bars(facts: Vec<(String, &Fact)>, month: &str) -> Vec<Bar> {
    let most = facts.iter().map(|(_, fact)| fact.poisha.get()).max().unwrap_or(0);
    let mut bars: Vec<Bar> = facts
        .into_iter()
        .map(|(name, fact)| Bar {
            name,
            href: behind(month, fact.kind, &fact.what),
            orders: fact.orders,
            poisha: fact.poisha,
            width: width(fact.poisha, most),
            above: false,
        })
        .collect();
    bars.sort_by(|one, other| other.poisha.cmp(&one.poisha).then_with(|| one.name.cmp(&other.name)));
    bars
}

fn width(poisha: Paisa, most: i64) -> i64 {
    poisha.get().saturating_mul(WIDTH_MAX).checked_div(most).unwrap_or(0).clamp(0, WIDTH_MAX)
}

/// The names that a month's figures need, in the reader's language.
#[derive(Default)]
pub(super) struct Names {
    /// Code and (its division, its name).
    pub districts: BTreeMap<String, (String, String)>,
    pub categories: BTreeMap<String, String>,
    pub goods: BTreeMap<String, String>,
}

async fn names(tx: &mut db::Tx<'_>, sums: &Sums, lang: Lang) -> Result<Names, Fault> {
    let mut names = Names::default();
    let name_of = |place: &network::place::Place| {
        if lang == Lang::Bn { place.name_bn.clone() } else { place.name_en.clone() }
    };
    for fact in sums.of(FactKind::From) {
        let Some(district) = network::place(tx, &fact.what).await? else { continue };
        let division = network::place(tx, &district.parent).await?.map(|place| name_of(&place)).unwrap_or_default();
        names.districts.insert(fact.what.clone(), (division, name_of(&district)));
    }
    for category in reading::categories(tx).await? {
        names.categories.insert(category.code.clone(), category.name.in_lang(lang).to_owned());
    }
    for fact in sums.of(FactKind::Goods) {
        let Some((seller, number)) = parts_of(&fact.what) else { continue };
        if let Some(standing) = reading::product(tx, seller, number).await? {
            names.goods.insert(fact.what.clone(), standing.product.name.in_lang(lang).to_owned());
        }
    }
    Ok(names)
}

/// The divisions, the largest first, each above its districts.
fn places(sums: &Sums, names: &Names, month: &str) -> Vec<Bar> {
    let mut divisions: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in sums.of(FactKind::From) {
        let division = names.districts.get(&fact.what).map_or("", |name| name.0.as_str());
        divisions.entry(division).or_default().push(fact);
    }
    let sum = |facts: &[&Fact]| Paisa::sum(facts.iter().map(|fact| fact.poisha)).unwrap_or_default();
    let most = divisions.values().map(|facts| sum(facts).get()).max().unwrap_or(0);
    let mut ordered: Vec<_> = divisions.into_iter().collect();
    ordered.sort_by_key(|(_, facts)| std::cmp::Reverse(sum(facts)));
    let mut all = Vec::new();
    for (division, facts) in ordered {
        all.push(Bar {
            name: division.to_owned(),
            href: String::new(),
            orders: facts.iter().fold(0_i64, |orders, fact| orders.saturating_add(fact.orders)),
            poisha: sum(&facts),
            width: width(sum(&facts), most),
            above: true,
        });
        let district_facts = facts.into_iter().map(|fact| {
            let name = names.districts.get(&fact.what).map_or_else(|| fact.what.clone(), |name| name.1.clone());
            (name, fact)
        });
        let below = bars(district_facts.collect(), month);
        all.extend(below.into_iter().map(|bar| Bar { width: width(bar.poisha, most), ..bar }));
    }
    all
}

fn districts(frame: &Frame, sums: &Sums, names: &Names, month: &str) -> Vec<District> {
    let of: BTreeMap<&str, &Fact> = sums.of(FactKind::From).map(|fact| (fact.what.as_str(), fact)).collect();
    let most = sums.of(FactKind::From).map(|fact| fact.poisha.get()).max().unwrap_or(0);
    let district = |shape: &Shape| match of.get(shape.code) {
        Some(fact) => District {
            path: shape.path,
            fill: shade(Some(width(fact.poisha, most))),
            href: behind(month, FactKind::From, &fact.what),
            title: format!(
                "{} {}",
                names.districts.get(&fact.what).map_or("", |name| name.1.as_str()),
                frame.money(fact.poisha)
            ),
        },
        None => District { path: shape.path, fill: shade(None), href: String::new(), title: String::new() },
    };
    shapes().iter().map(district).collect()
}

/// `নভেম্বর ২০২৬`.
fn month_in_words(frame: &Frame, first: BusinessDay) -> String {
    frame.day(first).split_once(' ').map(|(_, month)| month.to_owned()).unwrap_or_default()
}

pub(super) fn facts_page(frame: Frame, sums: &Sums, names: &Names, (month, today): (&str, BusinessDay)) -> FactsPage {
    let (first, next) = month_days(month).unwrap_or((today, today));
    let name = |of: &BTreeMap<String, String>, what: &str| of.get(what).cloned().unwrap_or_else(|| what.to_owned());
    let by_kind = |kind: FactKind, of: &BTreeMap<String, String>| {
        bars(sums.of(kind).map(|fact| (name(of, &fact.what), fact)).collect(), month)
    };
    let days = sums.days();
    let most = days.iter().map(|(_, orders)| *orders).max().unwrap_or(0);
    let day = |(days, orders): &(i64, i64)| DayBar {
        days: *days,
        orders: *orders,
        height: orders.saturating_mul(HEIGHT_MAX).checked_div(most).unwrap_or(0),
        href: behind(month, FactKind::Days, &format!("{days:03}")),
    };
    FactsPage {
        month: month.to_owned(),
        month_words: month_in_words(&frame, first),
        before: fact_month(first.add_days(-1)),
        after: if next <= today { fact_month(next) } else { String::new() },
        tiles: tiles(&frame, sums, month),
        size: SIZE,
        districts: districts(&frame, sums, names, month),
        places: places(sums, names, month),
        categories: by_kind(FactKind::Category, &names.categories),
        goods: by_kind(FactKind::Goods, &names.goods),
        days: days.iter().map(day).collect(),
        frame: frame.titled("facts-title"),
    }
}

/// Every figure as a file.
fn file(frame: &Frame, sums: &Sums, names: &Names, month: &str) -> Answer {
    let headings = ["facts-kind", "facts-of", "facts-count", "facts-amount"].map(|word| frame.say(word));
    let name = |fact: &Fact| match fact.kind {
        FactKind::From => names.districts.get(&fact.what).map(|name| name.1.clone()),
        FactKind::Category => names.categories.get(&fact.what).cloned(),
        FactKind::Goods => names.goods.get(&fact.what).cloned(),
        _ => None,
    };
    let line = |fact: &Fact| -> Vec<Cell> {
        let of = name(fact).map_or_else(|| fact.what.clone(), |name| format!("{name} ({})", fact.what));
        vec![kind_in_words(frame, fact.kind).into(), of.into(), fact.orders.into(), fact.poisha.into()]
    };
    let lines: Vec<Vec<Cell>> = sums.0.iter().map(line).collect();
    sheet::answer(&format!("market-{month}"), &headings, &lines)
}

fn of_country(visitor: &Visitor) -> Result<(), Trouble> {
    if visitor.may_at(REPORT, "/") { Ok(()) } else { Err(Trouble::NotFound) }
}

/// `GET /market/facts`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    of_country(&visitor)?;
    let (today, lang) = (house.journal.now().day(), frame.lang);
    let month = if asked.month.is_empty() { fact_month(today) } else { asked.month };
    month_days(&month).ok_or(Trouble::NotFound)?;
    let of = month.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let sums = Sums(facts_of_month(tx, &of).await?);
            let names = names(tx, &sums, lang).await?;
            Ok((sums, names))
        })
    });
    let (sums, names) = read.await?;
    if asked.format == "csv" {
        return file(&frame, &sums, &names, &month);
    }
    web::page(&facts_page(frame, &sums, &names, (&month, today)))
}

fn after_of(text: &str) -> After {
    let mut parts = text.splitn(3, '/').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

fn behind_row(frame: &Frame, (book, standing, fact): &(String, OrderStanding, Fact)) -> BehindRow {
    let part = &standing.order.part;
    let number = &standing.order.number;
    let names = part.lines.iter().map(|line| line.name.in_lang(frame.lang).to_owned());
    BehindRow {
        number: number.clone(),
        href: if frame.may("market.vet") { format!("/market/vetting/orders/{book}/{number}") } else { String::new() },
        day: standing.order.day.show(frame.lang),
        centre: book.clone(),
        what: names.collect::<Vec<_>>().join("; "),
        state: state_in_words(frame, standing.state),
        orders: fact.orders,
        poisha: fact.poisha,
    }
}

/// `GET /market/facts/{month}/{kind}`: the orders behind a figure.
pub(super) async fn rows(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((month, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    of_country(&visitor)?;
    let days = month_days(&month).ok_or(Trouble::NotFound)?;
    let kind = FactKind::of_name(&kind).ok_or(Trouble::NotFound)?;
    let (what, after) = (asked.what.clone(), after_of(&asked.after));
    let read = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { orders_behind(tx, days, (kind, &what), &after).await }));
    let (found, next) = read.await?;
    let rows: Vec<BehindRow> = found.iter().map(|one| behind_row(&frame, one)).collect();
    let address = format!("/market/facts/{month}/{}?what={}", kind.name(), web::in_query(&asked.what));
    if asked.format == "csv" {
        return rows_file(&frame, &rows, &format!("market-{month}-{}", kind.name()));
    }
    let more =
        next.map(|(day, book, number)| format!("{address}&after={}", web::in_query(&format!("{day}/{book}/{number}"))));
    web::page(&RowsPage {
        month_words: month_in_words(&frame, days.0),
        month,
        label: kind_in_words(&frame, kind),
        of: asked.what,
        rows,
        more: more.unwrap_or_default(),
        csv: format!("{address}&format=csv"),
        frame: frame.titled("facts-title"),
    })
}

fn rows_file(frame: &Frame, rows: &[BehindRow], name: &str) -> Answer {
    let headings =
        ["order-title", "facts-day", "sale-to", "order-what", "market-standing", "facts-count", "facts-amount"]
            .map(|word| frame.say(word));
    let line = |row: &BehindRow| -> Vec<Cell> {
        vec![
            row.number.as_str().into(),
            row.day.as_str().into(),
            row.centre.as_str().into(),
            row.what.as_str().into(),
            row.state.as_str().into(),
            row.orders.into(),
            row.poisha.into(),
        ]
    };
    let lines: Vec<Vec<Cell>> = rows.iter().map(line).collect();
    sheet::answer(name, &headings, &lines)
}
