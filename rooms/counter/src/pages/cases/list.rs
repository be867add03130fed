//! What waits: the cases of a centre, and the approvals of the chairman and the secretary.

use super::{centre_reached, day_words, late_words, look_of, owner_words, state_words};
use crate::case::{CaseOwner, CaseState};
use crate::cases::read::{self, CaseSeen, Sought};
use crate::cases::served::stopped;
use crate::number::typed;
use crate::pages::today::Waiting;
use crate::pages::{CentreSeen, catalogue, name_of, seat, today};
use askama::Template;
use axum::extract::{Query, State};
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Frame, House, SeatHeld, Trouble, Visitor, in_query};

/// Cases of one page.
const CASES_PER_PAGE_MAX: i64 = 50;
/// Pages that can be turned to: who looks further looks for a number.
const PAGES_MAX: i64 = 200;

#[derive(Template)]
#[template(path = "cases.html")]
pub(super) struct CasesPage {
    pub frame: Frame,
    /// True for the queue of approvals.
    pub approvals: bool,
    pub hint: String,
    /// (href, words, how many): applications of other centres that are served here.
    pub queues: Vec<(String, String, i64)>,
    /// Why nothing can be done here now, or where these are served; may be empty.
    pub notice: String,
    /// The centre's code, when it is another than the reader's own.
    pub centre: Option<String>,
    /// (value, words, chosen).
    pub states: Vec<(String, String, bool)>,
    pub owners: Vec<(String, String, bool)>,
    pub number: String,
    /// The path of this page; empty hides the filters.
    pub here: String,
    pub rows: Vec<CaseRow>,
    pub previous_href: Option<String>,
    pub next_href: Option<String>,
}

pub(super) struct CaseRow {
    pub number: String,
    pub service: String,
    pub state: String,
    pub look: &'static str,
    pub due: String,
    /// "late by 3 days", or empty.
    pub late: String,
    /// How long it has waited, in the queue of approvals; else empty.
    pub age: String,
    pub owner: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    centre: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    page: i64,
}

impl Asked {
    /// Where its rows begin, and how many are read: one more than is shown tells whether there is a next page.
    fn place(&self) -> (i64, i64) {
        let page = self.page.clamp(0, PAGES_MAX);
        (page.saturating_mul(CASES_PER_PAGE_MAX), CASES_PER_PAGE_MAX.saturating_add(1))
    }

    /// What is looked for. A number is asked of the database as the beginning of one, so nothing but what numbers have
    /// is left in it.
    fn sought(&self) -> Sought {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let state = if self.state == "all" || CaseState::of_name(&self.state).is_some() { &self.state } else { "" };
        Sought {
            state: state.to_owned(),
            paid_only: false,
            owner: self.owner.chars().filter(char::is_ascii_lowercase).take(20).collect(),
            number: typed(&self.number.chars().take(40).collect::<String>()).chars().filter(plain).collect(),
        }
    }

    fn href(&self, here: &str, page: i64) -> String {
        let pairs = [
            ("centre", self.centre.clone()),
            ("state", self.state.clone()),
            ("owner", self.owner.clone()),
            ("number", self.number.clone()),
            ("page", page.to_string()),
        ];
        let kept = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let kept: Vec<String> = kept.map(|(name, value)| format!("{name}={}", in_query(&value))).collect();
        format!("{here}?{}", kept.join("&"))
    }
}

async fn rows(house: &House, frame: &Frame, seen: &[CaseSeen], aged: bool) -> Result<Vec<CaseRow>, Trouble> {
    let (shown, today) = (catalogue(house).await?, today(house));
    let most = usize::try_from(CASES_PER_PAGE_MAX).unwrap_or(usize::MAX);
    let row = |seen: &CaseSeen| {
        let (case, waited) = (&seen.case, today.days_since(seen.changed.day()));
        CaseRow {
            number: case.number.clone(),
            service: shown.name(&case.service, frame.lang),
            state: state_words(frame, case.state),
            look: look_of(case.state),
            due: day_words(frame, case.due),
            late: late_words(frame, case, today),
            age: if aged {
                frame.say_with("case-waits-since", &[("count", frame.number(waited))])
            } else {
                String::new()
            },
            owner: owner_words(frame, case.owner()),
        }
    };
    Ok(seen.iter().take(most).map(row).collect())
}

/// The ways to the page before and the page after.
fn turns(asked: &Asked, here: &str, found: usize) -> (Option<String>, Option<String>) {
    let page = asked.page.clamp(0, PAGES_MAX);
    let more = i64::try_from(found).is_ok_and(|found| found > CASES_PER_PAGE_MAX);
    let before = (page > 0).then(|| asked.href(here, page.saturating_sub(1)));
    (before, more.then(|| asked.href(here, page.saturating_add(1))))
}

/// `GET /counter/cases`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let own = visitor.seat.as_ref().map(|seat| seat.book.clone());
    let code = if asked.centre.is_empty() { own.clone().unwrap_or_default() } else { asked.centre.clone() };
    let (centre, at) = centre_reached(&house, &visitor, "receipt.view", &code).await?;
    let sought = Sought { paid_only: at.is_some(), ..asked.sought() };
    let (book, day, place) = (centre.book.clone(), today(&house), asked.place());
    let looked = sought.clone();
    let seen = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { read::list(tx, &book, &looked, day, place).await }));
    let seen = seen.await?;
    let rows = rows(&house, &frame, &seen, false).await?;
    let (previous_href, next_href) = turns(&asked, "/counter/cases", seen.len());
    let (queues, notice) =
        (queues(&house, &frame, &centre).await?, notice_of(&house, &frame, &centre, at.as_deref()).await?);
    let page = CasesPage {
        approvals: false,
        hint: centre.name(frame.lang).to_owned(),
        queues,
        notice,
        centre: (own.as_deref() != Some(centre.book.as_str())).then(|| centre.book.clone()),
        states: states(&frame, &sought.state),
        owners: owners(&frame, &sought.owner),
        number: sought.number,
        here: "/counter/cases".to_owned(),
        rows,
        previous_href,
        next_href,
        frame: frame.titled("cases-title"),
    };
    web::page(&page)
}

/// The applications of other centres that are served at this one: (href, words, how many).
async fn queues(house: &House, frame: &Frame, centre: &CentreSeen) -> Result<Vec<(String, String, i64)>, Fault> {
    let book = centre.book.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut queues = Vec::new();
            for from in network::queues_at(tx, &book).await? {
                let waiting = read::waiting_counts(tx, &from.book).await?;
                queues.push((from, waiting.paid()));
            }
            Ok(queues)
        })
    });
    let words = |(from, count): &(network::Centre, i64)| {
        let words = frame.say_with("cases-served-here", &[("centre", name_of(frame.lang, from))]);
        (format!("/counter/cases?centre={}", from.code), words, *count)
    };
    Ok(read.await?.iter().map(words).collect())
}

/// Where the applications of this centre are served, when not at its own counter; may be empty.
async fn notice_of(house: &House, frame: &Frame, centre: &CentreSeen, at: Option<&str>) -> Result<String, Fault> {
    if at.is_some() {
        return Ok(frame.say_with("cases-of-other", &[("centre", centre.name(frame.lang))]));
    }
    let at = stopped(house, &centre.book).await?.and_then(|stopped| stopped.served_at);
    Ok(at.map_or_else(String::new, |at| frame.say_with("cases-served-at", &[("centre", name_of(frame.lang, &at))])))
}

/// What can be chosen of states.
pub(super) fn states(frame: &Frame, chosen: &str) -> Vec<(String, String, bool)> {
    let every = [("", "case-waiting"), ("all", "case-all")].map(|(value, word)| (value, frame.say(word)));
    let states = CaseState::ALL.into_iter().map(|state| (state.name(), state_words(frame, state)));
    every.into_iter().chain(states).map(|(value, words)| (value.to_owned(), words, value == chosen)).collect()
}

/// What can be chosen of owners.
pub(super) fn owners(frame: &Frame, chosen: &str) -> Vec<(String, String, bool)> {
    let owners = [CaseOwner::Centre, CaseOwner::Chairman, CaseOwner::Agency, CaseOwner::Applicant];
    let owners = owners.into_iter().map(|owner| (owner.name(), owner_words(frame, owner)));
    let every = ("", frame.say("case-owner-any"));
    std::iter::once(every).chain(owners).map(|(value, words)| (value.to_owned(), words, value == chosen)).collect()
}

/// `GET /counter/approvals`: everything that waits for this person, the first due first.
pub(super) async fn approvals(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&"case.approve"));
    let (paths, place): (Vec<String>, _) = (held.map(|held| held.path.clone()).collect(), asked.place());
    let seen =
        house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { read::approvals(tx, &paths, place).await }));
    let seen = seen.await?;
    let rows = rows(&house, &frame, &seen, true).await?;
    let (previous_href, next_href) = turns(&asked, "/counter/approvals", seen.len());
    let page = CasesPage {
        approvals: true,
        hint: frame.say("approvals-hint"),
        queues: Vec::new(),
        notice: String::new(),
        centre: None,
        states: Vec::new(),
        owners: Vec::new(),
        number: String::new(),
        here: String::new(),
        rows,
        previous_href,
        next_href,
        frame: frame.titled("approvals-title"),
    };
    web::page(&page)
}

/// What the first page says of cases that wait: late ones first, then what is ready, drafts, and the rest.
pub(in crate::pages) async fn waiting_of(
    house: &House,
    frame: &Frame,
    at: &SeatHeld,
    visitor: &Visitor,
) -> Result<Vec<Waiting>, Trouble> {
    if seat(visitor, "case.handle").is_err() {
        return Ok(Vec::new());
    }
    let book = at.book.clone();
    let counts = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { read::waiting_counts(tx, &book).await }));
    let counts = counts.await?;
    let one = |count: i64, title: &str, href: &str, look: &'static str| Waiting {
        title: frame.say(title),
        detail: frame.say_with("case-count", &[("count", frame.number(count))]),
        href: href.to_owned(),
        tag: frame.number(count),
        look,
    };
    let all = [
        (counts.late, "today-cases-late", "/counter/cases", "late"),
        (counts.ready, "today-cases-ready", "/counter/cases?state=ready", "wait"),
        (counts.drafts, "today-cases-drafts", "/counter/cases?state=draft", "wait"),
        (counts.pending, "today-cases", "/counter/cases", "plain"),
    ];
    let some = all.into_iter().filter(|(count, ..)| *count > 0);
    let mut waiting: Vec<Waiting> = some.map(|(count, title, href, look)| one(count, title, href, look)).collect();
    let from_others = queues(house, frame, &CentreSeen::from(at)).await?.into_iter();
    waiting.extend(from_others.map(|(href, title, count)| Waiting {
        title,
        detail: frame.say_with("case-count", &[("count", frame.number(count))]),
        href,
        tag: frame.number(count),
        look: "wait",
    }));
    Ok(waiting)
}
