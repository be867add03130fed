//! The catalogue as a sheet: down as CSV, up as CSV or XLSX, and on to what would change.

use super::{known, may};
use crate::amend::fields::NotAField;
use crate::amend::sheet::{Beside, LeftOut, NotARow, headings, read, rows};
use crate::amend::{Amendment, BadRow, store};
use crate::deeds::amend::KeepAmendment;
use crate::pages::{Faults, catalogue, told};
use askama::Template;
use axum::extract::{Query, State};
use base::{Lang, Refusal};
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::sheet::Cell;
use web::{Answer, Frame, House, Upload, Visitor};

/// Rows that are left out and named, at most.
const BAD_ROWS_NAMED_MAX: usize = 200;

#[derive(Template)]
#[template(path = "catalogue_sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub note: String,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
}

async fn forms(house: &House) -> Result<BTreeMap<String, String>, Fault> {
    house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { store::forms_in_force(tx).await })).await
}

/// `GET /counter/catalogue/sheet?format=csv`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    may(&visitor)?;
    if asked.format != "csv" {
        let frame = frame.titled("sheet-title");
        return web::page(&SheetPage { frame, note: String::new(), faults: Faults::new() });
    }
    let (shown, forms) = (catalogue(&house).await?, forms(&house).await?);
    let cells = |row: Vec<String>| row.into_iter().map(Cell::from).collect();
    let rows: Vec<Vec<Cell>> = rows(&shown, &forms).into_iter().map(cells).collect();
    web::sheet::answer("catalogue", &headings(), &rows)
}

/// A row that is left out, told in both languages: whoever reads the draft later may read the other one.
fn bad_row(frame: &Frame, (row, service, column, why): LeftOut) -> BadRow {
    let words = &frame.house().words;
    let told = |lang: Lang| {
        let of_form = if let NotARow::Field(NotAField::Rule(unfit)) = &why { unfit.of_form(lang) } else { None };
        match of_form {
            Some(what) => words.say(lang, &web::key_of(why.code()), &[("what", what.as_str())]),
            None => words.tell(lang, &why).sentence,
        }
    };
    BadRow { row, service, column, bn: told(Lang::Bn), en: told(Lang::En) }
}

/// `POST /counter/catalogue/sheet`: on to what would change.
pub(super) async fn keep(State(house): State<House>, frame: Frame, visitor: Visitor, sent: Upload) -> Answer {
    may(&visitor)?;
    let note = base::text::clean(sent.text("note"));
    let file = sent.file("file");
    let bytes = file.map(|file| file.bytes.clone()).unwrap_or_default();
    let (shown, forms, keys) = (catalogue(&house).await?, forms(&house).await?, known(&frame));
    let refused = |refusal: &dyn Refusal| {
        let faults = vec![(refusal.field().unwrap_or_default(), told(&frame, refusal))];
        let page = SheetPage { note: note.clone(), faults, frame: frame.clone().titled("sheet-title") };
        web::page_refused(&page, refusal)
    };
    // A full sheet is hundreds of forms and names: off the async threads.
    let judged =
        tokio::task::spawn_blocking(move || read(&bytes, &Beside { shown: &shown, forms: &forms, keys: &keys }));
    let reading = match judged.await.map_err(|error| Fault::Unsound(format!("a sheet: {error}")))? {
        Ok(reading) => reading,
        Err(refusal) => return refused(&refusal),
    };
    let name = file.map(|file| base::text::clean(&file.name)).filter(|name| !name.is_empty());
    let amendment = Amendment {
        id: String::new(),
        note: note.clone(),
        file: name.unwrap_or_else(|| "catalogue".to_owned()),
        changes: reading.changes,
        same: reading.same,
        left_out: i64::try_from(reading.bad.len()).unwrap_or(i64::MAX),
        bad: reading.bad.into_iter().take(BAD_ROWS_NAMED_MAX).map(|bad| bad_row(&frame, bad)).collect(),
        passed_over: reading.passed_over,
    };
    let deed = KeepAmendment { person: visitor.person.clone(), amendment };
    match house.journal.write(Envelope::keyless(&visitor.person), deed).await {
        Ok(_) => Ok(web::see_other("/counter/catalogue/changes")),
        Err(Stop::Refused(refusal)) => refused(&refusal),
        Err(stop) => Err(stop.into()),
    }
}
