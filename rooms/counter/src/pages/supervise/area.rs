//! One area: its figures of this month beside the last, its centres by grade, the areas one step below.

use super::{Asked, area_of, month_words, name_in, trail, women_words};
use crate::complaints::read::late_count;
use crate::supervise::grade::Letter;
use crate::supervise::standing::{Figures, Graded, Month, Standing, by_next_code, standings};
use crate::tally::Tally;
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Lang;
use base::calendar::BusinessDay;
use network::centre::CentreKind;
use network::place::{Place, PlaceKind};
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor};

/// The height of the highest bar.
const HEIGHT_MAX: i64 = 60;

#[derive(Template)]
#[template(path = "supervise_area.html")]
pub(super) struct AreaPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    /// True for the country and a division: their districts can be seen on a map.
    pub on_map: bool,
    pub month: String,
    pub before: String,
    pub graded: String,
    pub centres: i64,
    pub inactive: i64,
    pub vacant: i64,
    pub late: i64,
    /// Complaints that should have ended.
    pub complaints_late: i64,
    /// Centres that do not serve as they should.
    pub stopped: i64,
    pub figures: Vec<FigureRow>,
    pub grades: Vec<GradeBar>,
    pub ungraded: i64,
    pub below: Vec<BelowRow>,
}

pub(super) struct FigureRow {
    pub label: String,
    pub now: String,
    pub before: String,
}

pub(super) struct GradeBar {
    pub letter: &'static str,
    pub count: i64,
    pub height: i64,
}

pub(super) struct BelowRow {
    pub name: String,
    pub href: String,
    pub centres: i64,
    pub receipts: i64,
    pub income: String,
    pub women: String,
    pub grades: String,
    pub inactive: i64,
    pub vacant: i64,
    pub late: i64,
}

/// An area as it is read: the place, its figures, and those of each place one step below that has a centre.
pub(crate) struct AreaRead {
    pub place: Place,
    /// Complaints that should have ended.
    pub complaints_late: i64,
    /// Centres that do not serve as they should.
    pub stopped: i64,
    pub figures: Figures,
    pub below: Vec<BelowRead>,
}

/// A place one step below, with its figures.
pub(crate) struct BelowRead {
    pub place: Place,
    /// The code of its centre, where a place is the home of a single one.
    pub centre: Option<String>,
    pub figures: Figures,
}

/// Reads an area that the visitor may see.
pub(crate) async fn read(
    tx: &mut db::Tx<'_>,
    visitor: &Visitor,
    code: &str,
    today: BusinessDay,
) -> Result<AreaRead, Trouble> {
    let place = area_of(tx, visitor, code).await?;
    let all = standings(tx, &place.path, today).await?;
    let by_code = by_next_code(&all, &place.path);
    let mut below = Vec::new();
    for child in network::children(tx, &place.code).await? {
        let Some(centres) = by_code.get(child.code.as_str()) else { continue };
        let home = CentreKind::at(child.kind).and_then(|_| centres.first());
        let centre = home.map(|one| one.centre.code.clone());
        below.push(BelowRead { centre, figures: Figures::of(centres.iter().copied())?, place: child });
    }
    let now = tx.now();
    let complaints_late = late_count(tx, &place.path, now).await?;
    let stopped = network::stopped_count(tx, &place.path).await?;
    Ok(AreaRead { figures: Figures::of(&all)?, complaints_late, stopped, place, below })
}

/// `GET /supervise`: the topmost place of one's own.
pub(super) async fn own(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    answer(&house, frame, visitor, String::new(), asked).await
}

/// `GET /supervise/{place}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    answer(&house, frame, visitor, code, asked).await
}

async fn answer(house: &House, frame: Frame, visitor: Visitor, code: String, asked: Asked) -> Answer {
    let (lang, today) = (frame.lang, house.now().day());
    let (area, trail) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let area = read(tx, &visitor, &code, today).await?;
                let trail = trail(tx, &visitor, &area.place.path, lang).await?;
                Ok::<_, Trouble>((area, trail))
            })
        })
        .await?;
    if asked.csv() {
        return table(&frame, &area, today);
    }
    web::page(&page_of(frame, area, trail, today))
}

fn page_of(frame: Frame, area: AreaRead, trail: Vec<(String, String)>, today: BusinessDay) -> AreaPage {
    let (figures, month) = (&area.figures, Month::of(today));
    let name = name_in(frame.lang, &area.place.name_bn, &area.place.name_en);
    AreaPage {
        trail,
        month: month_words(&frame, month),
        before: month_words(&frame, month.before()),
        graded: month_words(&frame, Graded::on(today).month),
        centres: figures.centres,
        inactive: figures.inactive,
        vacant: figures.vacant,
        late: figures.late,
        complaints_late: area.complaints_late,
        stopped: area.stopped,
        figures: figure_rows(&frame, &figures.now, &figures.before),
        grades: bars(figures.grades),
        ungraded: figures.ungraded,
        below: area.below.iter().map(|below| below_row(&frame, below)).collect(),
        on_map: matches!(area.place.kind, PlaceKind::Country | PlaceKind::Division),
        code: area.place.code,
        frame: frame.titled_as(name.as_str()),
        name,
    }
}

/// The figures of a month beside those of the month before.
pub(super) fn figure_rows(frame: &Frame, now: &Tally, before: &Tally) -> Vec<FigureRow> {
    let row = |key: &str, show: &dyn Fn(&Tally) -> String| FigureRow {
        label: frame.say(key),
        now: show(now),
        before: show(before),
    };
    vec![
        row("receipts", &|tally| frame.number(tally.receipts)),
        row("supervise-reversed", &|tally| frame.number(tally.reversed)),
        row("supervise-women", &|tally| women_words(frame, tally)),
        row("official-fee", &|tally| frame.money(tally.official)),
        row("income", &|tally| frame.money(tally.income())),
        row("supervise-charges", &|tally| frame.money(tally.charges)),
        row("supervise-trade", &|tally| frame.money(tally.trade)),
        row("supervise-commission", &|tally| frame.money(tally.commission)),
        row("supervise-cases", &|tally| frame.number(tally.cases)),
        row("supervise-handed-over", &|tally| frame.number(tally.handed_over)),
        row("supervise-complaints", &|tally| frame.number(tally.complaints)),
        row("supervise-closes", &|tally| frame.number(tally.closes)),
        row("supervise-cash-off", &|tally| frame.money(tally.over_short)),
    ]
}

/// Centres by grade, each with its share of the highest.
fn bars(grades: [i64; 4]) -> Vec<GradeBar> {
    let highest = grades.into_iter().max().unwrap_or(0).max(1);
    let height = |count: i64| count.saturating_mul(HEIGHT_MAX).checked_div(highest).unwrap_or(0);
    let bar = |(letter, count): (Letter, i64)| GradeBar { letter: letter.name(), count, height: height(count) };
    Letter::ALL.into_iter().zip(grades).map(bar).collect()
}

/// `A ৩ · B ১২ · D ১`.
fn grade_words(frame: &Frame, grades: [i64; 4]) -> String {
    let some = Letter::ALL.into_iter().zip(grades).filter(|(_, count)| *count > 0);
    some.map(|(letter, count)| format!("{} {}", letter.name(), frame.number(count))).collect::<Vec<_>>().join(" · ")
}

fn below_row(frame: &Frame, below: &BelowRead) -> BelowRow {
    let figures = &below.figures;
    let href = match &below.centre {
        Some(centre) => format!("/supervise/centres/{centre}"),
        None => format!("/supervise/{}", below.place.code),
    };
    BelowRow {
        name: name_in(frame.lang, &below.place.name_bn, &below.place.name_en),
        href,
        centres: figures.centres,
        receipts: figures.now.receipts,
        income: frame.money(figures.now.income()),
        women: women_words(frame, &figures.now),
        grades: grade_words(frame, figures.grades),
        inactive: figures.inactive,
        vacant: figures.vacant,
        late: figures.late,
    }
}

/// The areas below, one a row, with the figures of the running month; the area itself last.
fn table(frame: &Frame, area: &AreaRead, today: BusinessDay) -> Answer {
    let headings = [
        frame.say("centre-code"),
        frame.say("place"),
        frame.say("supervise-month"),
        frame.say("centres-title"),
        frame.say("receipts"),
        frame.say("supervise-known-women"),
        frame.say("supervise-known-men"),
        frame.say("official-fee"),
        frame.say("supervise-charges"),
        frame.say("supervise-trade"),
        frame.say("supervise-commission"),
        "A".to_owned(),
        "B".to_owned(),
        "C".to_owned(),
        "D".to_owned(),
        frame.say("supervise-inactive"),
        frame.say("supervise-vacant"),
        frame.say("supervise-late"),
        frame.say("supervise-complaints"),
    ];
    let month = Month::of(today).name();
    let below = area.below.iter().map(|below| (&below.place, &below.figures));
    let rows: Vec<Vec<Cell>> = below
        .chain([(&area.place, &area.figures)])
        .map(|(place, figures)| sheet_row(frame.lang, place, figures, &month))
        .collect();
    sheet::answer(&format!("supervise-{}-{month}", area.place.code), &headings, &rows)
}

fn sheet_row(lang: Lang, place: &Place, figures: &Figures, month: &str) -> Vec<Cell> {
    let now = &figures.now;
    let mut row: Vec<Cell> = vec![
        place.code.as_str().into(),
        name_in(lang, &place.name_bn, &place.name_en).into(),
        month.into(),
        figures.centres.into(),
        now.receipts.into(),
        now.women.into(),
        now.men.into(),
        now.official.into(),
        now.charges.into(),
        now.trade.into(),
        now.commission.into(),
    ];
    row.extend(figures.grades.map(Cell::from));
    row.extend([figures.inactive, figures.vacant, figures.late, now.complaints].map(Cell::from));
    row
}

/// Centres of this grade only, by letter, for a filter.
pub(super) fn of_letter(standing: &Standing, asked: &str) -> bool {
    asked.is_empty() || standing.letter().is_some_and(|letter| letter.name() == asked)
}
