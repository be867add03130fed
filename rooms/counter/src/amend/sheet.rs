//! The catalogue as a sheet: all services down, changed ones up. Pure: it knows neither desk nor page.
//!
//! A row begins from the service as it stands, so that a sheet may have only the columns that somebody wants to change.
//! Every row is judged by itself: good ones become changes, bad ones are named with row and column and left out.

use super::fields::{FIELDS, Known, NotAField, put, text_of};
use super::{CHANGES_MAX, NotAmended, ServiceChange};
use crate::catalogue::Shown;
use crate::service::Service;
use crate::service_rules::judged;
use base::Refusal;
use csv::{ReaderBuilder, Trim};
use std::collections::{BTreeMap, BTreeSet};

/// A sheet, in bytes, at most.
pub(crate) const SHEET_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Letters of what stands in a cell that are repeated to the reader.
const REPEATED_CHARS_MAX: usize = 40;

/// The column of the version that a row was made from.
const VERSION: &str = "version";
/// Columns of prices, which are proposed and approved: a sheet that has them is read, and they are passed over.
const PRICES: [&str; 6] =
    ["official_taka", "shop_taka", "programme_taka", "partner_taka", "per_thousand", "outsiders_official_only"];

/// Why a sheet is refused as a whole.
#[derive(Debug)]
pub(crate) enum NotASheet {
    /// Nothing was sent.
    NoFile,
    /// More bytes than [`SHEET_BYTES_MAX`].
    TooLarge,
    /// More rows than an amendment has services.
    TooMany,
    /// Neither a workbook nor text in UTF-8.
    Unreadable,
    /// There is no column of the codes.
    CodeMissing,
    /// A column that no service has.
    ColumnUnknown(String),
    /// Two columns have one name.
    ColumnTwice(String),
}

impl Refusal for NotASheet {
    fn code(&self) -> &'static str {
        match self {
            NotASheet::NoFile => "counter.sheet.no_file",
            NotASheet::TooLarge => "counter.sheet.too_large",
            NotASheet::TooMany => "counter.sheet.too_many",
            NotASheet::Unreadable => "counter.sheet.unreadable",
            NotASheet::CodeMissing => "counter.sheet.code_missing",
            NotASheet::ColumnUnknown(_) => "counter.sheet.column_unknown",
            NotASheet::ColumnTwice(_) => "counter.sheet.column_twice",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotASheet::TooMany => vec![("max", CHANGES_MAX.to_string())],
            NotASheet::ColumnUnknown(name) | NotASheet::ColumnTwice(name) => vec![("name", name.clone())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        Some("file".to_owned())
    }
}

/// The codes of [`NotASheet`], and of a row.
pub(crate) const CODES: &[&str] = &[
    "counter.sheet.no_file",
    "counter.sheet.too_large",
    "counter.sheet.too_many",
    "counter.sheet.unreadable",
    "counter.sheet.code_missing",
    "counter.sheet.column_unknown",
    "counter.sheet.column_twice",
    "counter.sheet.row_twice",
];

/// Why a row is left out.
#[derive(Debug)]
pub(crate) enum NotARow {
    /// A field of it.
    Field(NotAField),
    /// Its service was changed since the sheet was written.
    Stale(NotAmended),
    /// The same service stands in a row before.
    Twice(String),
}

impl Refusal for NotARow {
    fn code(&self) -> &'static str {
        match self {
            NotARow::Field(field) => field.code(),
            NotARow::Stale(stale) => stale.code(),
            NotARow::Twice(_) => "counter.sheet.row_twice",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotARow::Field(field) => field.values(),
            NotARow::Stale(stale) => stale.values(),
            NotARow::Twice(code) => vec![("service", code.clone())],
        }
    }
}

/// A row that is left out: (row of the sheet, the service's code as it stands there, column, why).
pub(crate) type LeftOut = (i64, String, String, NotARow);

/// What a sheet says.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub changes: Vec<ServiceChange>,
    pub same: i64,
    pub bad: Vec<LeftOut>,
    pub passed_over: Vec<String>,
}

/// A sheet as rows of text under headings.
struct Table {
    headings: Vec<String>,
    rows: Vec<(i64, Vec<String>)>,
}

fn short(text: &str) -> String {
    text.chars().take(REPEATED_CHARS_MAX).collect()
}

fn table(bytes: &[u8]) -> Result<Table, NotASheet> {
    if bytes.len() > SHEET_BYTES_MAX {
        return Err(NotASheet::TooLarge);
    }
    let rows = if bytes.starts_with(b"PK") { of_workbook(bytes)? } else { of_text(bytes)? };
    let mut rows = rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let (_, headings) = rows.next().ok_or(NotASheet::CodeMissing)?;
    let rows: Vec<(i64, Vec<String>)> = rows.take(CHANGES_MAX.saturating_add(1)).collect();
    if rows.len() > CHANGES_MAX {
        return Err(NotASheet::TooMany);
    }
    let headings = headings.iter().map(|heading| base::text::clean(heading).to_lowercase()).collect();
    Ok(Table { headings, rows })
}

fn of_workbook(bytes: &[u8]) -> Result<Vec<(i64, Vec<String>)>, NotASheet> {
    let rows = forms::rows_of_xlsx(bytes, SHEET_BYTES_MAX, forms::ROWS_MAX).map_err(|_| NotASheet::Unreadable)?;
    Ok(rows.into_iter().map(|(row, cells)| (i64::from(row), cells)).collect())
}

fn of_text(bytes: &[u8]) -> Result<Vec<(i64, Vec<String>)>, NotASheet> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotASheet::Unreadable)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (record, row) in reader.records().zip(1..) {
        let record = record.map_err(|_| NotASheet::Unreadable)?;
        rows.push((row, record.iter().map(plain).collect()));
        if rows.len() > CHANGES_MAX.saturating_add(1) {
            return Err(NotASheet::TooMany);
        }
    }
    Ok(rows)
}

/// A cell without the apostrophe that our own file puts before what a spreadsheet would run.
fn plain(cell: &str) -> String {
    let bare = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    bare.unwrap_or(cell).to_owned()
}

/// Where the known columns stand, and the names of those that are passed over.
fn columns(headings: &[String]) -> Result<(BTreeMap<&'static str, usize>, Vec<String>), NotASheet> {
    let (mut places, mut passed_over) = (BTreeMap::new(), Vec::new());
    for (heading, place) in headings.iter().zip(0..).filter(|(heading, _)| !heading.is_empty()) {
        match FIELDS.into_iter().chain([VERSION]).find(|field| field == heading) {
            Some(field) => {
                if places.insert(field, place).is_some() {
                    return Err(NotASheet::ColumnTwice(short(heading)));
                }
            }
            None if PRICES.contains(&heading.as_str()) => passed_over.push(heading.clone()),
            None => return Err(NotASheet::ColumnUnknown(short(heading))),
        }
    }
    if places.contains_key("code") { Ok((places, passed_over)) } else { Err(NotASheet::CodeMissing) }
}

/// What stands beside the sheet: the catalogue, the forms in force, the words of groups and units.
pub(crate) struct Beside<'a> {
    pub shown: &'a Shown,
    pub forms: &'a BTreeMap<String, String>,
    pub keys: &'a Known,
}

/// Reads a sheet and judges every row.
pub(crate) fn read(bytes: &[u8], beside: &Beside<'_>) -> Result<Reading, NotASheet> {
    if bytes.is_empty() {
        return Err(NotASheet::NoFile);
    }
    let Table { headings, rows } = table(bytes)?;
    let (places, passed_over) = columns(&headings)?;
    let mut reading = Reading { passed_over, ..Reading::default() };
    let mut codes = BTreeSet::new();
    for (row, cells) in rows {
        let cell = |field: &str| places.get(field).map(|at| cells.get(*at).map_or("", String::as_str));
        let code = base::number::to_latin_digits(&base::text::clean(cell("code").unwrap_or(""))).to_uppercase();
        let judged = if codes.insert(code.clone()) {
            judge(&code, &cell, beside)
        } else {
            Err(("code".to_owned(), NotARow::Twice(short(&code))))
        };
        match judged {
            Ok(Some(change)) => reading.changes.push(change),
            Ok(None) => reading.same = reading.same.saturating_add(1),
            Err((column, why)) => reading.bad.push((row, short(&code), column, why)),
        }
    }
    Ok(reading)
}

/// The change that a row makes; none when all is as it stands.
fn judge<'c>(
    code: &str,
    cell: &impl Fn(&str) -> Option<&'c str>,
    beside: &Beside<'_>,
) -> Result<Option<ServiceChange>, (String, NotARow)> {
    let stands = beside.shown.offer(code);
    let version = stands.map_or(0, |offer| offer.version);
    if let Some(written) = cell(VERSION).filter(|text| !text.trim().is_empty())
        && base::number::parse_integer(written) != Ok(version)
    {
        return Err((VERSION.to_owned(), NotARow::Stale(NotAmended::Stale(short(code)))));
    }
    let new = || Service { code: code.to_owned(), ..Service::default() };
    let mut service = stands.map_or_else(new, |offer| offer.service.clone());
    let now = beside.forms.get(code).map_or("", String::as_str);
    let mut form = now.to_owned();
    for field in FIELDS.into_iter().filter(|field| *field != "code") {
        if let Some(text) = cell(field) {
            put((&mut service, &mut form), field, text, beside.keys)
                .map_err(|not| (field.to_owned(), NotARow::Field(not)))?;
        }
    }
    if stands.is_some_and(|offer| offer.service == service) && form == now {
        return Ok(None);
    }
    judged(&service, &form)
        .map_err(|unfit| (unfit.field().unwrap_or_default(), NotARow::Field(NotAField::Rule(unfit))))?;
    Ok(Some(ServiceChange { service, form, made_from: version }))
}

/// The headings of the sheet that is sent down.
pub(crate) fn headings() -> Vec<String> {
    let (code, rest) = ("code", FIELDS.into_iter().skip(1));
    [code, VERSION].into_iter().chain(rest).map(str::to_owned).collect()
}

/// Its rows: every service, what is no longer offered too.
pub(crate) fn rows(shown: &Shown, forms: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let row = |offer: &crate::service::Offer| {
        let form = forms.get(&offer.service.code).map_or("", String::as_str);
        let cell = |heading: String| match heading.as_str() {
            VERSION => offer.version.to_string(),
            field => text_of(&offer.service, form, field),
        };
        headings().into_iter().map(cell).collect()
    };
    shown.offers.iter().map(row).collect()
}
