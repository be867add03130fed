//! A table as a file that a spreadsheet opens, Bangla and all: CSV, or a workbook (`.xlsx`).
//!
//! In CSV, text that a spreadsheet would run as a formula begins with an apostrophe (OWASP, "CSV injection"). A workbook says of
//! each cell whether it is text or a number: there nothing is run, and a code like `007` keeps its noughts.

use crate::{Answer, Trouble};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base::Paisa;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// The kind of a workbook's file.
const XLSX_KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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

/// Writes a cell: text as text, numbers as numbers, money with two decimals.
fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, money: &Format) -> Result<(), XlsxError> {
    match cell {
        // An empty cell stays blank.
        Cell::Text(text) => sheet.write_string(row, column, text.as_str())?,
        Cell::Number(_) | Cell::Money(_) => {
            let written = cell.written();
            // Fifteen digits stay as they are, and nothing of ours has more.
            match written.parse::<f64>() {
                Ok(number) if matches!(cell, Cell::Money(_)) => {
                    sheet.write_number_with_format(row, column, number, money)?
                }
                Ok(number) => sheet.write_number(row, column, number)?,
                Err(_) => sheet.write_string(row, column, written)?,
            }
        }
    };
    Ok(())
}

/// The workbook of these rows, with one sheet: the headings first, which stay in sight.
///
/// # Errors
/// For more rows or columns than a sheet has, or a text of more than 32,767 letters.
pub fn xlsx_file(headings: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("0.00"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (heading, column) in headings.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, heading.as_str(), &bold)?;
    }
    for (cells, row) in rows.iter().zip(1_u32..) {
        for (cell, column) in cells.iter().zip(0_u16..) {
            put(sheet, (row, column), cell, &money)?;
        }
    }
    book.save_to_buffer()
}

/// The answer that a browser saves as a workbook under this name; the name holds Latin letters, digits and hyphens. It is
/// packed beside the threads that answer others.
///
/// # Errors
/// As [`xlsx_file`].
pub async fn answer_xlsx(name: &str, headings: Vec<String>, rows: Vec<Vec<Cell>>) -> Answer {
    let broken = |why: String| Trouble::Broken(format!("a table: {why}"));
    let packed = tokio::task::spawn_blocking(move || xlsx_file(&headings, &rows)).await;
    let bytes = packed.map_err(|error| broken(error.to_string()))?.map_err(|error| broken(error.to_string()))?;
    let kind = (CONTENT_TYPE, XLSX_KIND.to_owned());
    let saved = (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.xlsx\""));
    Ok::<Response, _>(([kind, saved], bytes).into_response())
}
