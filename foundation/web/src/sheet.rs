//! A table as a CSV file that a spreadsheet opens, Bangla and all.
//!
//! Text that a spreadsheet would run as a formula begins with an apostrophe in the file (OWASP, "CSV injection").

use crate::{Answer, Trouble};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base::Paisa;

/// The mark by which Excel knows UTF-8.
pub const MARK: &str = "\u{feff}";

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, which people chose.
    Text(String),
    /// A number of ours, which may be negative.
    Number(i64),
    /// Taka with two decimals, Latin digits.
    Money(Paisa),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl From<Paisa> for Cell {
    fn from(paisa: Paisa) -> Cell {
        Cell::Money(paisa)
    }
}

impl Cell {
    /// As it is written into the file.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}"),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Money(paisa) => {
                let (sign, poisha) = (if paisa.is_negative() { "-" } else { "" }, paisa.get().unsigned_abs());
                format!("{sign}{}.{:02}", poisha.div_euclid(100), poisha.rem_euclid(100))
            }
        }
    }
}

/// The file of these rows, the headings first.
///
/// # Errors
/// None that a writer into memory gives, but the type knows some.
pub fn file(headings: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.iter().map(Cell::written))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The answer that a browser saves under this name; the name holds Latin letters, digits and hyphens.
///
/// # Errors
/// As [`file`].
pub fn answer(name: &str, headings: &[String], rows: &[Vec<Cell>]) -> Answer {
    let bytes = file(headings, rows).map_err(|error| Trouble::Broken(format!("a table: {error}")))?;
    let kind = (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    let saved = (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\""));
    Ok::<Response, _>(([kind, saved], bytes).into_response())
}
