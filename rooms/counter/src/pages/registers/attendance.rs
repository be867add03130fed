//! The attendance register: page, table, paper; leave is written down and taken back here.

use super::{Asked, Open, SEE, Table, Top, month_words, name_of, paper, printed, signed};
use crate::attendance::read::{AttendanceMonth, month};
use crate::attendance::{Absence, AwayFor, Mark, PersonMonth};
use crate::deeds::record_absence::{NotAbsent, RecordAbsence};
use crate::deeds::withdraw_absence::WithdrawAbsence;
use crate::pages::{Faults, seat, told};
use askama::Template;
use axum::extract::{Query, State};
use base::Refusal;
use base::calendar::{BusinessDay, Moment};
use base::number::group;
use journal::{Deed, Envelope, Fault, Stop};
use network::seat::SeatKind;
use print::ruled::{Column, Ruled, Stands};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::sheet::{self, Cell};
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// Where it is.
pub(super) const PATH: &str = "/counter/registers/attendance";
/// Points of the letters on the paper: a month of days stands side by side.
const POINTS: f64 = 6.4;

#[derive(Template)]
#[template(path = "register_attendance.html")]
pub(super) struct AttendancePage {
    pub frame: Frame,
    pub top: Top,
    pub lines: Vec<LineSeen>,
    pub days: Vec<DaySeen>,
    pub absences: Vec<AbsenceSeen>,
    /// The form, for those who keep the register.
    pub form: Option<LeaveForm>,
    pub faults: Faults,
}

/// One column: a seat and whoever sits in it.
pub(super) struct LineSeen {
    pub seat: String,
    pub name: String,
    pub vacant: bool,
    pub present: String,
    pub away: String,
    pub missing: String,
}

pub(super) struct DaySeen {
    pub day: String,
    pub weekday: String,
    /// (text, look of its tag; empty: plain text) for each column.
    pub cells: Vec<(String, &'static str)>,
}

pub(super) struct AbsenceSeen {
    pub id: String,
    pub who: String,
    pub days: String,
    pub reason: String,
    pub note: String,
    pub withdraws: bool,
}

pub(super) struct LeaveForm {
    pub form_id: String,
    /// (person, name, chosen).
    pub people: Vec<(String, String, bool)>,
    /// (reason, words, chosen).
    pub reasons: Vec<(String, String, bool)>,
    pub from: String,
    pub to: String,
    pub note: String,
}

/// What was posted: leave, or that leave is taken back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// `absence` or `withdraw`.
    #[serde(default)]
    what: String,
    #[serde(default)]
    form_id: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    absence: String,
}

/// What is read for the page.
pub(super) struct Read {
    pub month: AttendanceMonth,
    pub names: BTreeMap<String, String>,
    /// The note of each leave, in their order.
    pub notes: Vec<String>,
    pub form_id: String,
}

async fn read(house: &House, open: &Open) -> Result<Read, Fault> {
    let (book, asked, today) = (open.centre.book.clone(), open.month, open.today);
    let (names, keeps) = (open.names, open.keeps);
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let month = month(tx, (&book, &book), asked, today).await?;
                let mut known = BTreeMap::new();
                for line in &month.lines {
                    if let Some(PersonMonth { person, .. }) = &line.month {
                        known.insert(person.clone(), name_of(tx, names, person).await?);
                    }
                }
                let mut notes = Vec::new();
                for absence in &month.absences {
                    // What is written to somebody's leave is for those at the counter only.
                    let note = match &absence.note {
                        Some(note) if keeps => tx.unseal(&book, &note.seal).await?.unwrap_or_default(),
                        _ => String::new(),
                    };
                    notes.push(note);
                }
                Ok(Read { month, names: known, notes, form_id: tx.new_id()?.to_string() })
            })
        })
        .await
}

/// `GET /counter/registers/attendance?month=&centre=&format=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let open = Open::of(&house, &visitor, SEE, &asked).await?;
    let read = read(&house, &open).await?;
    match asked.format.as_str() {
        "csv" => {
            let (heads, rows) = table(&frame, &read);
            sheet::answer(&open.file("attendance"), &heads, &rows)
        }
        "pdf" => {
            let page = paper(&house, &frame, &open, ("attendance-title", month_words(&frame, open.month))).await?;
            printed(&open.file("attendance"), ruled(&frame, page, &read)).await
        }
        _ => web::page(&page_of(frame, &open, &read, &Said::default())),
    }
}

/// `POST /counter/registers/attendance {what: absence | withdraw, …}`.
pub(super) async fn enter(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(said): Form<Said>,
) -> Answer {
    let book = seat(&visitor, super::KEEP)?.book.clone();
    let refusal = if said.what == "withdraw" {
        let key = format!("withdraw-{}", said.absence);
        tried(&house, &visitor, &key, WithdrawAbsence { book, absence: said.absence.clone() }).await?
    } else {
        match said.deed(book) {
            Ok(deed) => tried(&house, &visitor, &said.form_id, deed).await?,
            Err(refusal) => Some(refusal),
        }
    };
    let Some(refusal) = refusal else { return Ok(web::see_other(PATH)) };
    let open = Open::of(&house, &visitor, SEE, &Asked::default()).await?;
    let read = read(&house, &open).await?;
    let mut page = page_of(frame, &open, &read, &said);
    page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
    web::page_refused(&page, &refusal)
}

/// Does it under the form's own key; answers why not.
async fn tried<D: Deed<Refusal = NotAbsent>>(
    house: &House,
    visitor: &Visitor,
    key: &str,
    deed: D,
) -> Result<Option<NotAbsent>, Trouble> {
    match house.journal.write(Envelope::new(&visitor.person, key), deed).await {
        Ok(_) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(refusal)),
        Err(stop) => Err(stop.into()),
    }
}

impl Said {
    fn deed(&self, book: String) -> Result<RecordAbsence, NotAbsent> {
        Ok(RecordAbsence {
            book,
            person: self.person.clone(),
            from: BusinessDay::parse(&self.from).map_err(|_| NotAbsent::From)?,
            to: BusinessDay::parse(&self.to).map_err(|_| NotAbsent::To)?,
            reason: AwayFor::of_name(&self.reason).ok_or(NotAbsent::Reason)?,
            note: self.note.clone(),
        })
    }
}

fn seat_word(frame: &Frame, seat: SeatKind) -> String {
    match seat {
        SeatKind::Woman => frame.say("seat-woman"),
        SeatKind::Man => frame.say("seat-man"),
    }
}

fn reason_word(frame: &Frame, reason: AwayFor) -> String {
    frame.say(&format!("away-{}", reason.name()))
}

/// What a mark says, and the look of its tag.
fn mark_words(frame: &Frame, mark: Mark) -> (String, &'static str) {
    let clock = |at: Moment| at.clock(frame.lang);
    match mark {
        Mark::Present(hours) => (format!("{}–{}", clock(hours.from), clock(hours.to)), ""),
        Mark::Away(reason) => (reason_word(frame, reason), "wait"),
        Mark::DayOff => (frame.say("attendance-day-off"), "plain"),
        Mark::Missing => (frame.say("attendance-missing"), "late"),
        Mark::Open => (String::new(), ""),
    }
}

/// The first letters of the weekday: `সোম`.
fn weekday(frame: &Frame, day: BusinessDay) -> String {
    frame.say(&format!("weekday-{}", day.weekday().to_monday_one_offset()))
}

fn page_of(frame: Frame, open: &Open, read: &Read, said: &Said) -> AttendancePage {
    let frame = frame.titled("attendance-title");
    let line = |line: &crate::attendance::read::SeatMonth| {
        let month = line.month.as_ref();
        let number = |count: fn(&PersonMonth) -> i64| month.map_or_else(String::new, |one| frame.number(count(one)));
        LineSeen {
            seat: seat_word(&frame, line.seat),
            name: month.and_then(|one| read.names.get(&one.person)).cloned().unwrap_or_default(),
            vacant: month.is_none(),
            present: number(PersonMonth::present),
            away: number(PersonMonth::away),
            missing: number(PersonMonth::missing),
        }
    };
    let day = |(place, day): (usize, &BusinessDay)| {
        let cell = |line: &crate::attendance::read::SeatMonth| {
            let mark = line.month.as_ref().and_then(|one| one.marks.get(place)).map(|(_, mark)| *mark);
            mark.map_or_else(|| (String::new(), ""), |mark| mark_words(&frame, mark))
        };
        DaySeen {
            day: group(i64::from(day.date().day()), frame.lang),
            weekday: weekday(&frame, *day),
            cells: read.month.lines.iter().map(cell).collect(),
        }
    };
    let until = read.month.days.iter().filter(|day| **day <= open.today).count();
    let who = |person: &str| {
        let line = read.month.lines.iter().find(|line| line.month.as_ref().is_some_and(|one| one.person == person));
        let seat = line.map_or_else(String::new, |line| seat_word(&frame, line.seat));
        read.names.get(person).filter(|name| !name.is_empty()).cloned().unwrap_or(seat)
    };
    let absence = |(absence, note): (&Absence, &String)| AbsenceSeen {
        id: absence.id.clone(),
        who: who(&absence.person),
        days: format!("{} – {}", frame.day(absence.from), frame.day(absence.to)),
        reason: reason_word(&frame, absence.reason),
        note: note.clone(),
        withdraws: open.keeps,
    };
    AttendancePage {
        top: open.top(&frame, PATH),
        lines: read.month.lines.iter().map(line).collect(),
        days: read.month.days.iter().take(until).enumerate().map(day).collect(),
        absences: read.month.absences.iter().zip(&read.notes).map(absence).collect(),
        form: open.keeps.then(|| leave_form(&frame, open, read, said)),
        faults: Faults::new(),
        frame,
    }
}

fn leave_form(frame: &Frame, open: &Open, read: &Read, said: &Said) -> LeaveForm {
    let sits = |line: &crate::attendance::read::SeatMonth| {
        let person = line.month.as_ref()?.person.clone();
        let name = read.names.get(&person).cloned().unwrap_or_default();
        let chosen = said.person == person;
        Some((person, format!("{name} ({})", seat_word(frame, line.seat)), chosen))
    };
    let reason = |one: AwayFor| (one.name().to_owned(), reason_word(frame, one), said.reason == one.name());
    let or_today = |text: &str| if text.is_empty() { open.today.to_string() } else { text.to_owned() };
    LeaveForm {
        form_id: if said.form_id.is_empty() { read.form_id.clone() } else { said.form_id.clone() },
        people: read.month.lines.iter().filter_map(sits).collect(),
        reasons: AwayFor::ALL.into_iter().map(reason).collect(),
        from: or_today(&said.from),
        to: or_today(&said.to),
        note: said.note.clone(),
    }
}

/// One row a day and person.
fn table(frame: &Frame, read: &Read) -> Table {
    let heads = ["day", "attendance-seat", "attendance-name", "attendance-mark", "attendance-from", "attendance-to"];
    let mut rows = Vec::new();
    for line in &read.month.lines {
        let Some(month) = &line.month else { continue };
        let name = read.names.get(&month.person).cloned().unwrap_or_default();
        for (day, mark) in &month.marks {
            let clock = |at: Moment| at.clock(base::Lang::En);
            let (word, from, to) = match mark {
                Mark::Open => continue,
                Mark::Present(hours) => (frame.say("attendance-present"), clock(hours.from), clock(hours.to)),
                other => (mark_words(frame, *other).0, String::new(), String::new()),
            };
            let seat = seat_word(frame, line.seat);
            let cells: [Cell; 6] =
                [day.to_string().into(), seat.into(), name.clone().into(), word.into(), from.into(), to.into()];
            rows.push(cells.to_vec());
        }
    }
    (heads.map(|key| frame.say(key)).to_vec(), rows)
}

/// The paper: the people down, the days across, as the attendance book of an office has it.
fn ruled(frame: &Frame, page: Ruled, read: &Read) -> Ruled {
    let number = |day: &BusinessDay| group(i64::from(day.date().day()), frame.lang);
    let heading = |day: &BusinessDay| format!("{}\n{}", number(day), weekday(frame, *day));
    let days = read.month.days.iter().map(|day| Column::new(heading(day), Stands::Centre).wide(1));
    let mut columns = vec![Column::new(frame.say("attendance-name"), Stands::Left)];
    columns.extend(days);
    let sums = ["attendance-sum-present", "attendance-sum-away", "attendance-sum-missing"];
    columns.extend(sums.map(|key| Column::new(frame.say(key), Stands::Centre)));
    let mut page = page.across().points(POINTS).columns(columns);
    for line in &read.month.lines {
        let seat = seat_word(frame, line.seat);
        let Some(month) = &line.month else {
            page = page.row(vec![format!("{seat}\n{}", frame.say("attendance-vacant"))]);
            continue;
        };
        let name = read.names.get(&month.person).cloned().unwrap_or_default();
        let mut cells = vec![format!("{name}\n{seat}")];
        cells.extend(month.marks.iter().map(|(_, mark)| match mark {
            Mark::Present(hours) => format!("{}\n{}", hours.from.clock(frame.lang), hours.to.clock(frame.lang)),
            Mark::Away(reason) => frame.say(&format!("away-short-{}", reason.name())),
            Mark::DayOff => frame.say("attendance-short-day-off"),
            Mark::Missing => "—".to_owned(),
            Mark::Open => String::new(),
        }));
        cells.extend([month.present(), month.away(), month.missing()].map(|sum| group(sum, frame.lang)));
        page = page.row(cells);
    }
    for absence in &read.month.absences {
        let reason = reason_word(frame, absence.reason);
        let days = format!("{} – {}", frame.day(absence.from), frame.day(absence.to));
        let name = read.names.get(&absence.person).cloned().unwrap_or_default();
        page = page.note(format!("{name} {days}: {reason}"));
    }
    signed(frame, page.note(frame.say("attendance-paper-hint")))
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, open: &Open) -> askama::Result<String> {
    page_of(frame, open, &super::samples::attendance(open), &Said::default()).render()
}
