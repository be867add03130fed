//! The day of a centre: opened, moved, passed on, counted, closed, and its reports.

mod cash;
mod close;
mod count;
mod open;
mod report;
mod samples;
mod shift;

pub(super) use samples::{sample_of_stands, sample_of_waits, samples};

use super::{CentreSeen, SEE, SELL, centre_for, today};
use crate::catalogue::Shown;
use crate::day_paper::{ReportRow, Told};
use crate::drawer::read::{self, ClosedDay, DrawerNow};
use crate::drawer::{Closing, DrawerDone, DrawerEntry, Totals};
use base::calendar::BusinessDay;
use journal::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Frame, House, Route, SeatHeld, Trouble, Visitor};

/// The ways to a day's pages, beside the list of its receipts.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/day/open", SELL, open::ask),
        Route::post("/counter/day/open", SELL, open::open),
        Route::get("/counter/day/cash", SELL, cash::ask),
        Route::post("/counter/day/cash", SELL, cash::enter),
        Route::get("/counter/day/cash/{folio}/{paper}", SEE, cash::paper),
        Route::get("/counter/day/shift", SELL, shift::ask),
        Route::post("/counter/day/shift", SELL, shift::pass),
        Route::get("/counter/day/close", SELL, close::ask),
        Route::post("/counter/day/close", SELL, close::close),
        // The same page by GET: a refused form stands at this address when its reader changes the language.
        Route::get("/counter/day/count", SELL, close::ask),
        Route::post("/counter/day/count", SELL, close::count),
        Route::get("/counter/day/x", SEE, report::x),
        Route::get("/counter/day/x/{paper}", SEE, report::x_paper),
        Route::get("/counter/day/z", SEE, report::z),
        Route::get("/counter/day/z/{paper}", SEE, report::z_paper),
    ]
}

/// Which day of which centre.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    pub day: String,
    /// Another centre than one's own, by its code.
    #[serde(default)]
    pub centre: String,
}

/// A centre and a day that a visitor may read.
pub(super) struct Found {
    pub centre: CentreSeen,
    /// Its code, when it is not the reader's own.
    pub other: Option<String>,
    pub day: BusinessDay,
}

/// The centre and the day that are asked for; none when somebody without a counter names no centre.
pub(super) async fn found(house: &House, visitor: &Visitor, asked: &Asked) -> Result<Option<Found>, Trouble> {
    let code = base::number::to_latin_digits(asked.centre.trim());
    let own = visitor.seat.as_ref().map(|seat| seat.book.clone());
    let (book, other) = match (code.as_str(), own) {
        ("", None) => return Ok(None),
        ("", Some(own)) => (own, None),
        (code, own) if own.as_deref() == Some(code) => (code.to_owned(), None),
        (code, _) => (code.to_owned(), Some(code.to_owned())),
    };
    let centre = centre_for(house, visitor, "receipt.view", &book).await?;
    let today = today(house);
    // A day that has not come, or that is none, is today: the field of the page gives neither.
    let day = BusinessDay::parse(&asked.day).map_or(today, |day| day.min(today));
    Ok(Some(Found { centre, other, day }))
}

/// What is read of a day and its drawer.
#[derive(Debug, Clone, Default)]
pub(super) struct DayRead {
    pub now: DrawerNow,
    pub closed: Option<ClosedDay>,
    pub entries: Vec<DrawerEntry>,
    pub totals: Totals,
    /// The names of people, by id.
    pub names: BTreeMap<String, String>,
    /// What was written to moves and differences, by the seal.
    pub memos: BTreeMap<String, String>,
}

impl DayRead {
    pub fn closing(&self) -> Option<&Closing> {
        self.closed.as_ref().and_then(|closed| closed.closing.as_ref())
    }

    pub fn told<'a>(&'a self, frame: &'a Frame, shown: &'a Shown) -> Told<'a> {
        Told { words: &frame.house().words, lang: frame.lang, shown, names: &self.names, memos: &self.memos }
    }

    /// Everybody whose name stands on the day.
    fn people(&self) -> Vec<String> {
        let totals = self.closing().map_or(&self.totals, |closing| &closing.totals);
        let mut people: Vec<String> = totals.operators.iter().map(|one| one.person.clone()).collect();
        people.extend(self.now.holder.clone());
        people.extend(self.closed.as_ref().map(|closed| closed.by.clone()));
        for entry in &self.entries {
            people.push(entry.by.clone());
            if let DrawerDone::Passed { to, .. } = &entry.done {
                people.push(to.clone());
            }
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The seals of what was written.
    fn seals(&self) -> Vec<String> {
        let memos = self.entries.iter().filter_map(|entry| match &entry.done {
            DrawerDone::Moved { memo, .. } => memo.as_ref().map(|memo| memo.seal.clone()),
            _ => None,
        });
        let note = self.closing().and_then(|closing| closing.note.as_ref()).map(|note| note.seal.clone());
        memos.chain(note).collect()
    }
}

/// Reads a day. What was written to it is the centre's own: others see the amounts.
pub(super) async fn read_day(
    house: &House,
    visitor: &Visitor,
    centre: &CentreSeen,
    day: BusinessDay,
) -> Result<DayRead, Fault> {
    let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book);
    let reveals = own || visitor.may_at("pii.reveal", &centre.path);
    let book = centre.book.clone();
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let entries = read::entries(tx, &book, day).await?;
                let mut all = DayRead {
                    now: read::drawer_now(tx, &book).await?,
                    closed: read::closed(tx, &book, day).await?,
                    totals: read::totals(tx, &book, day, &entries).await?,
                    entries,
                    ..DayRead::default()
                };
                for person in all.people() {
                    let name = network::person_name(tx, &person).await?;
                    all.names.insert(person, name);
                }
                for seal in if reveals { all.seals() } else { Vec::new() } {
                    if let Some(words) = tx.unseal::<String>(&book, &seal).await? {
                        all.memos.insert(seal, words);
                    }
                }
                Ok(all)
            })
        })
        .await
}

/// Where a day stands, for the top of its page.
pub(super) struct DayStands {
    /// True when the reader works at this counter.
    pub own: bool,
    pub is_today: bool,
    /// Opened with a count.
    pub opened: bool,
    /// When and by whom it was closed, in words; none while it is open.
    pub closed: Option<String>,
    /// An earlier day that comes first: its page and its name.
    pub earlier: Option<(String, String)>,
    /// Who holds the drawer; empty when nobody does.
    pub holder: String,
    /// `day=…&centre=…`, for the links to the reports.
    pub query: String,
    /// What was done with the drawer: its words, and the folio of a cash move for its slip.
    pub entries: Vec<(ReportRow, Option<i64>)>,
}

/// Where a day stands.
pub(super) fn stands(frame: &Frame, shown: &Shown, found: &Found, all: &DayRead, may_do: bool) -> DayStands {
    let told = all.told(frame, shown);
    let today = today(frame.house());
    let folio = |entry: &DrawerEntry| matches!(entry.done, DrawerDone::Moved { .. }).then_some(entry.folio);
    let closed = all.closed.as_ref().map(|closed| {
        let (when, name) = (closed.at.show(frame.lang), told.name(&closed.by));
        frame.say_with("day-closed-by", &[("when", when), ("name", name)])
    });
    let earlier = all.now.open_day.filter(|open| *open < today && *open != found.day);
    let query = match &found.other {
        Some(code) => format!("day={}&centre={code}", found.day),
        None => format!("day={}", found.day),
    };
    DayStands {
        own: may_do && found.other.is_none(),
        is_today: found.day == today,
        opened: all.now.opened_day == Some(found.day)
            || all.entries.iter().any(|entry| matches!(entry.done, DrawerDone::Opened(_))),
        closed,
        earlier: earlier.map(|day| (format!("/counter/day/close?day={day}"), day.show(frame.lang))),
        holder: all.now.holder.as_deref().map(|holder| told.name(holder)).unwrap_or_default(),
        query,
        entries: all.entries.iter().map(|entry| (told.entry(entry), folio(entry))).collect(),
    }
}

/// What waits at a counter with the day: the count of the drawer, or a day that was not closed.
pub(super) struct DayWaits {
    /// True when an earlier day is still open: it comes first.
    pub earlier: bool,
    /// The day that it is about, in words.
    pub day: String,
    pub href: String,
}

/// What waits at this counter with the day, if anything does.
pub(super) async fn waits(house: &House, frame: &Frame, seat: &SeatHeld) -> Result<Option<DayWaits>, Fault> {
    let (book, today) = (seat.book.clone(), today(house));
    let (now, closed) = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                Ok((read::drawer_now(tx, &book).await?, read::closed(tx, &book, today).await?.is_some()))
            })
        })
        .await?;
    if let Some(day) = now.open_day.filter(|day| *day < today) {
        let href = format!("/counter/day/close?day={day}");
        return Ok(Some(DayWaits { earlier: true, day: day.show(frame.lang), href }));
    }
    let counted = now.opened_day == Some(today);
    Ok((!counted && !closed).then(|| DayWaits {
        earlier: false,
        day: today.show(frame.lang),
        href: "/counter/day/open".to_owned(),
    }))
}
