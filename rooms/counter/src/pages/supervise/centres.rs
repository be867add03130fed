//! The centres of an area, each with its grade and why it is not better.

use super::area::of_letter;
use super::{Asked, area_of, letter_look, letter_words, month_words, name_in, reasons_of, trail, women_words};
use crate::supervise::standing::{CENTRES_MAX, Graded, Month, Standing, standings};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use network::place::Place;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Trouble, Visitor, in_query};

/// Centres on a page.
const ROWS_MAX: usize = 25;

#[derive(Template)]
#[template(path = "supervise_centres.html")]
pub(super) struct CentresPage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub graded: String,
    /// (letter, label, chosen); the first has no letter and is all.
    pub letters: Vec<(String, String, bool)>,
    pub inactive_only: bool,
    pub count: i64,
    pub rows: Vec<CentreRow>,
    pub next_href: Option<String>,
    pub csv_href: String,
}

pub(super) struct CentreRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub letter: String,
    pub look: &'static str,
    pub reasons: Vec<String>,
    pub receipts: i64,
    pub income: String,
    pub women: String,
    pub last_closed: String,
    pub inactive: bool,
    /// It does not serve as it should.
    pub stopped: bool,
}

/// `GET /supervise/{place}/centres`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (lang, today) = (frame.lang, house.now().day());
    let (place, all, trail, stopped) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area_of(tx, &visitor, &code).await?;
                let all = standings(tx, &place.path, today).await?;
                let trail = trail(tx, &visitor, &place.path, lang).await?;
                let stopped = network::stopped_codes(tx, &place.path, CENTRES_MAX).await?;
                Ok::<_, Trouble>((place, all, trail, stopped))
            })
        })
        .await?;
    let inactive_only = asked.only == "inactive";
    let fits = |one: &&Standing| of_letter(one, &asked.grade) && (!inactive_only || one.inactive);
    let chosen: Vec<&Standing> = all.iter().filter(fits).collect();
    if asked.csv() {
        return table(&frame, &place, &chosen, today);
    }
    let mut page = page_of(frame, &place, &chosen, trail, &asked, today);
    page.rows.iter_mut().for_each(|row| row.stopped = stopped.contains(&row.code));
    web::page(&page)
}

/// The filter as it stands in links.
fn filter_of(asked: &Asked) -> String {
    let mut filter = format!("grade={}", in_query(&asked.grade));
    if asked.only == "inactive" {
        filter.push_str("&only=inactive");
    }
    filter
}

fn page_of(
    frame: Frame,
    place: &Place,
    chosen: &[&Standing],
    trail: Vec<(String, String)>,
    asked: &Asked,
    today: BusinessDay,
) -> CentresPage {
    let rest: Vec<_> = chosen.iter().filter(|one| one.centre.code > asked.after).collect();
    let shown: Vec<_> = rest.iter().take(ROWS_MAX).collect();
    let last = shown.last().filter(|_| rest.len() > ROWS_MAX).map(|one| one.centre.code.clone());
    let (here, filter) = (format!("/supervise/{}/centres", place.code), filter_of(asked));
    let mut letters = vec![(String::new(), frame.say("grade-all"), asked.grade.is_empty())];
    for letter in crate::supervise::grade::Letter::ALL {
        let name = letter.name().to_owned();
        letters.push((name.clone(), name, asked.grade == letter.name()));
    }
    CentresPage {
        trail,
        name: name_in(frame.lang, &place.name_bn, &place.name_en),
        code: place.code.clone(),
        graded: month_words(&frame, Graded::on(today).month),
        letters,
        inactive_only: asked.only == "inactive",
        count: crate::supervise::standing::count(chosen.len()),
        rows: shown.iter().map(|one| row(&frame, one)).collect(),
        next_href: last.map(|last| format!("{here}?{filter}&after={last}")),
        csv_href: format!("{here}?{filter}&format=csv"),
        frame: frame.titled("supervise-centres"),
    }
}

fn row(frame: &Frame, one: &Standing) -> CentreRow {
    CentreRow {
        code: one.centre.code.clone(),
        name: name_in(frame.lang, &one.centre.name_bn, &one.centre.name_en),
        href: format!("/supervise/centres/{}", one.centre.code),
        letter: letter_words(frame, one.letter()),
        look: letter_look(one.letter()),
        reasons: reasons_of(frame, one),
        receipts: one.now.receipts,
        income: frame.money(one.now.income()),
        women: women_words(frame, &one.now),
        last_closed: closed_words(frame, one.last_closed),
        inactive: one.inactive,
        stopped: false,
    }
}

/// The last close in words.
pub(super) fn closed_words(frame: &Frame, last_closed: Option<BusinessDay>) -> String {
    last_closed.map_or_else(|| frame.say("supervise-never-closed"), |day| frame.day(day))
}

/// Every centre with its measures of the running month.
fn table(frame: &Frame, place: &Place, chosen: &[&Standing], today: BusinessDay) -> Answer {
    let headings = [
        frame.say("centre-code"),
        frame.say("centre"),
        frame.say("supervise-month"),
        frame.say("supervise-grade"),
        frame.say("supervise-why"),
        frame.say("receipts"),
        frame.say("supervise-known-women"),
        frame.say("supervise-known-men"),
        frame.say("official-fee"),
        frame.say("supervise-charges"),
        frame.say("supervise-trade"),
        frame.say("supervise-commission"),
        frame.say("supervise-reversed"),
        frame.say("supervise-complaints"),
        frame.say("supervise-late"),
        frame.say("seats"),
        frame.say("supervise-last-close"),
    ];
    let month = Month::of(today).name();
    let rows: Vec<Vec<Cell>> = chosen.iter().map(|one| sheet_row(frame, one, &month)).collect();
    sheet::answer(&format!("centres-{}-{month}", place.code), &headings, &rows)
}

fn sheet_row(frame: &Frame, one: &Standing, month: &str) -> Vec<Cell> {
    let now = &one.now;
    vec![
        one.centre.code.as_str().into(),
        name_in(frame.lang, &one.centre.name_bn, &one.centre.name_en).into(),
        month.into(),
        one.letter().map(crate::supervise::grade::Letter::name).unwrap_or_default().into(),
        reasons_of(frame, one).join("; ").into(),
        now.receipts.into(),
        now.women.into(),
        now.men.into(),
        now.official.into(),
        now.charges.into(),
        now.trade.into(),
        now.commission.into(),
        now.reversed.into(),
        now.complaints.into(),
        one.late.into(),
        one.seats_filled.into(),
        one.last_closed.map(|day| day.to_string()).unwrap_or_default().into(),
    ]
}
