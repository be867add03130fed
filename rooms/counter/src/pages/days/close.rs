//! The close: counted blind, then shown beside the book, then closed for ever.

use super::super::{Faults, catalogue, seat, today, told};
use super::count::{CountShown, Typed};
use super::read_day;
use crate::day_paper::ReportRow;
use crate::deeds::close_day::{CloseDay, NotClosed};
use crate::deeds::count_drawer::CountDrawer;
use crate::drawer::read::{self, LastCount};
use crate::drawer::{CountTaken, DIFFERENCE_REASONS, DrawerDone, needs_reason};
use crate::pages::CentreSeen;
use askama::Template;
use axum::extract::{Query, State};
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

#[derive(Template)]
#[template(path = "day_close.html")]
pub(crate) struct ClosePage {
    pub frame: Frame,
    pub form_id: String,
    /// yyyy-mm-dd.
    pub day: String,
    pub day_words: String,
    /// True when it is not today: it was forgotten.
    pub forgotten: bool,
    pub closed: bool,
    /// True when money moved since the last count.
    pub stale: bool,
    /// The table to count in.
    pub count: CountShown,
    /// What a valid count says; none while there is none.
    pub compared: Option<Compared>,
    pub faults: Faults,
}

/// A count beside the book.
pub(crate) struct Compared {
    pub expected: String,
    pub counted: String,
    /// "Over", "Short" or "No difference".
    pub word: String,
    pub difference: String,
    /// "" is well, "late" is a difference that needs a reason.
    pub look: &'static str,
    pub needs_reason: bool,
    /// (code, words, chosen).
    pub reasons: Vec<(&'static str, String, bool)>,
    pub note: String,
    /// Every count of this day.
    pub counts: Vec<ReportRow>,
}

/// The day that is to be closed: the one asked for, else the one that is open, else today.
async fn day_of(house: &House, seat: &SeatHeld, asked: &str) -> Result<BusinessDay, Fault> {
    let today = today(house);
    if let Ok(day) = BusinessDay::parse(asked) {
        return Ok(day.min(today));
    }
    let book = seat.book.clone();
    let now = house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { read::drawer_now(tx, &book).await }));
    Ok(now.await?.open_day.map_or(today, |open| open.min(today)))
}

/// What the reader said of a difference.
#[derive(Default)]
struct Said {
    form_id: String,
    reason: String,
    note: String,
}

async fn page_of(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    day: BusinessDay,
    (typed, again, said): (&Typed, bool, Said),
) -> Result<ClosePage, Trouble> {
    let seat = seat(visitor, "sale.create")?;
    let all = read_day(house, visitor, &CentreSeen::from(seat), day).await?;
    let (book, entries) = (seat.book.clone(), all.entries.clone());
    let last = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { read::valid_count(tx, &book, day, &entries).await }));
    let last = last.await?;
    let shown = catalogue(house).await?;
    let told = all.told(&frame, &shown);
    let counted = all.entries.iter().filter(|entry| matches!(entry.done, DrawerDone::Counted(_)));
    let counts: Vec<ReportRow> = counted.map(|entry| told.entry(entry)).collect();
    let compared = match &last {
        LastCount::Valid(taken) if !again => {
            let (word, difference) = told.difference(taken.difference);
            Some(compared(&frame, taken, (word, difference), &said, counts))
        }
        _ => None,
    };
    let form_id = if said.form_id.is_empty() { network::secrets::new_token()? } else { said.form_id };
    Ok(ClosePage {
        form_id,
        day: day.to_string(),
        day_words: told.day(day),
        forgotten: day < today(house),
        closed: all.closed.is_some(),
        stale: last == LastCount::Stale,
        count: CountShown::of(typed),
        compared,
        faults: typed.faults(&frame),
        frame: frame.titled("close-title"),
    })
}

fn compared(
    frame: &Frame,
    taken: &CountTaken,
    (word, difference): (String, String),
    said: &Said,
    counts: Vec<ReportRow>,
) -> Compared {
    let needed = needs_reason(taken.expected, taken.difference);
    let reason = |code: &&'static str| {
        let words = frame.say(&format!("difference-{}", code.replace('_', "-")));
        (*code, words, *code == said.reason)
    };
    Compared {
        expected: frame.money(taken.expected),
        counted: frame.money(taken.counted),
        word,
        difference,
        look: if needed { "late" } else { "" },
        needs_reason: needed,
        reasons: DIFFERENCE_REASONS.iter().map(reason).collect(),
        note: said.note.clone(),
        counts,
    }
}

#[derive(Deserialize, Default)]
pub(super) struct Wanted {
    #[serde(default)]
    day: String,
    /// There when the drawer is to be counted again.
    again: Option<String>,
}

/// `GET /counter/day/close?day=yyyy-mm-dd`; `&again` shows the table once more.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(Wanted { day, again }): Query<Wanted>,
) -> Answer {
    let day = day_of(&house, seat(&visitor, "sale.create")?, &day).await?;
    let what = (&Typed::default(), again.is_some(), Said::default());
    web::page(&page_of(&house, frame, &visitor, day, what).await?)
}

/// `POST /counter/day/count`: the count is entered, and only then shown beside the book.
pub(super) async fn count(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(pairs): RawForm,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let typed = Typed::read(pairs);
    let day = day_of(&house, seat, typed.text("day")).await?;
    let said = Said { form_id: typed.text("form_id").to_owned(), ..Said::default() };
    let key = format!("form:{}", said.form_id);
    if typed.first_wrong().is_some() || typed.only_adds() {
        let page = page_of(&house, frame, &visitor, day, (&typed, true, said)).await?;
        return match typed.first_wrong() {
            Some(refusal) => web::page_refused(&page, refusal),
            None => web::page(&page),
        };
    }
    let deed = CountDrawer { book: seat.book.clone(), day, count: typed.count.clone() };
    match house.journal.write(Envelope::new(&visitor.person, &key), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/counter/day/close?day={day}"))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &visitor, day, (&typed, true, said)).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Closing {
    form_id: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

/// `POST /counter/day/close`.
pub(super) async fn close(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Closing { form_id, day, reason, note }): Form<Closing>,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let day = day_of(&house, seat, &day).await?;
    let deed = CloseDay { book: seat.book.clone(), day, reason: reason.clone(), note: note.clone() };
    let envelope = Envelope::new(&visitor.person, &format!("form:{form_id}"));
    match house.journal.write(envelope, deed).await {
        // Closed meanwhile, in another window: its report is what was wanted.
        Ok(_) | Err(Stop::Refused(NotClosed::Already)) => Ok(web::see_other(&format!("/counter/day/z?day={day}"))),
        Err(Stop::Refused(refusal)) => {
            let said = Said { form_id, reason, note };
            let mut page = page_of(&house, frame, &visitor, day, (&Typed::default(), false, said)).await?;
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
