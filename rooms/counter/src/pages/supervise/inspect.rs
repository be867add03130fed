//! A visit is recorded: the checklist, a grade, a note, the day by which somebody comes again.

use super::{centre_under, name_in};
use crate::deeds::inspect::{NotInspected, RecordInspection};
use crate::pages::{Faults, told};
use crate::supervise::grade::Letter;
use crate::supervise::inspection::{Finding, InspectionKind, Looked};
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Envelope, Fault, Stop};
use network::Centre;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "inspection.html")]
pub(super) struct InspectPage {
    pub frame: Frame,
    pub code: String,
    pub name: String,
    pub form_id: String,
    pub day: String,
    /// (code, words, chosen).
    pub kinds: Vec<(String, String, bool)>,
    /// (code, words, what was said: "yes", "no" or nothing).
    pub findings: Vec<(String, String, String)>,
    /// (letter, chosen).
    pub letters: Vec<(String, bool)>,
    pub note: String,
    pub follow_up: String,
    pub faults: Faults,
}

/// The form as it comes; every field may be missing.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Said {
    form_id: String,
    day: String,
    kind: String,
    price_board: String,
    receipts_given: String,
    registers: String,
    both_seats: String,
    cash_right: String,
    clean_room: String,
    power_internet: String,
    grade: String,
    note: String,
    follow_up: String,
}

impl Said {
    /// What was said of a line of the checklist.
    fn of(&self, looked: Looked) -> &str {
        match looked {
            Looked::PriceBoard => &self.price_board,
            Looked::ReceiptsGiven => &self.receipts_given,
            Looked::Registers => &self.registers,
            Looked::BothSeats => &self.both_seats,
            Looked::CashRight => &self.cash_right,
            Looked::CleanRoom => &self.clean_room,
            Looked::PowerInternet => &self.power_internet,
        }
    }

    /// The deed that is meant.
    fn deed(&self, book: String) -> Result<RecordInspection, NotInspected> {
        let finding = |looked: Looked| match self.of(looked) {
            "yes" => Ok(Finding { looked, right: true }),
            "no" => Ok(Finding { looked, right: false }),
            _ => Err(NotInspected::Findings(looked)),
        };
        let again = self.follow_up.trim();
        let follow_up = (!again.is_empty()).then(|| BusinessDay::parse(again)).transpose();
        Ok(RecordInspection {
            book,
            day: BusinessDay::parse(&self.day).map_err(|_| NotInspected::Day)?,
            kind: InspectionKind::of_name(&self.kind).ok_or(NotInspected::Kind)?,
            findings: Looked::ALL.into_iter().map(finding).collect::<Result<_, _>>()?,
            grade: Letter::of_name(&self.grade).ok_or(NotInspected::Grade)?,
            note: self.note.clone(),
            follow_up: follow_up.map_err(|_| NotInspected::FollowUp)?,
        })
    }
}

/// The id of a new form: pressed twice, the visit is recorded once.
fn form_id() -> Result<String, Fault> {
    Ok(network::secrets::new_token()?.chars().take(32).collect())
}

fn page_of(frame: Frame, centre: &Centre, said: &Said) -> InspectPage {
    let kind = |kind: InspectionKind| (kind.name().to_owned(), frame.say(kind.key()), said.kind == kind.name());
    let finding = |looked: Looked| (looked.name().to_owned(), frame.say(looked.key()), said.of(looked).to_owned());
    let letter = |letter: Letter| (letter.name().to_owned(), said.grade == letter.name());
    InspectPage {
        code: centre.code.clone(),
        name: name_in(frame.lang, &centre.name_bn, &centre.name_en),
        form_id: said.form_id.clone(),
        day: said.day.clone(),
        kinds: InspectionKind::ALL.into_iter().map(kind).collect(),
        findings: Looked::ALL.into_iter().map(finding).collect(),
        letters: Letter::ALL.into_iter().map(letter).collect(),
        note: said.note.clone(),
        follow_up: said.follow_up.clone(),
        faults: Faults::new(),
        frame: frame.titled("inspection-title"),
    }
}

async fn centre(house: &House, visitor: Visitor, code: String) -> Result<Centre, Trouble> {
    let found = house
        .journal
        .read(move |tx| Box::pin(async move { centre_under(tx, &visitor, "inspection.record", &code).await }));
    found.await
}

/// `GET /supervise/centres/{centre}/inspect`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let centre = centre(&house, visitor, code).await?;
    let said = Said {
        form_id: form_id()?,
        day: house.now().day().to_string(),
        kind: InspectionKind::Routine.name().to_owned(),
        ..Said::default()
    };
    web::page(&page_of(frame, &centre, &said))
}

/// `POST /supervise/centres/{centre}/inspect`.
pub(super) async fn record(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Form(said): Form<Said>,
) -> Answer {
    let person = visitor.person.clone();
    let centre = centre(&house, visitor, code).await?;
    let refusal = match said.deed(centre.book.clone()) {
        Ok(deed) => match house.journal.write(Envelope::new(&person, &said.form_id), deed).await {
            Ok(_) => return Ok(web::see_other(&format!("/supervise/centres/{}", centre.code))),
            Err(Stop::Refused(refusal)) => refusal,
            Err(stop) => return Err(stop.into()),
        },
        Err(refusal) => refusal,
    };
    let mut page = page_of(frame, &centre, &said);
    page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
    web::page_refused(&page, &refusal)
}
