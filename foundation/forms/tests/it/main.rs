//! Tests of the forms crate, in one binary.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

mod answering;
mod expressions;
mod never;
mod oracle;
mod reading;
mod service_forms;
mod showing;

use base::BusinessDay;

/// The day on which every test answers: 23 November 2026, a Monday.
fn today() -> BusinessDay {
    BusinessDay::new(2026, 11, 23).unwrap()
}

/// A form out of survey rows and, after a line `--`, choices. The first line of each is its header.
fn form(text: &str) -> forms::Form {
    forms::Form::from_markdown(&workbook(text)).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn workbook(text: &str) -> String {
    let (survey, choices) = text.split_once("--").unwrap_or((text, ""));
    let sheet = |name: &str, rows: &str| {
        let rows = rows.lines().map(str::trim).filter(|line| !line.is_empty());
        rows.fold(format!("| {name} |\n"), |out, row| out + "| | " + row + " |\n")
    };
    let choices = if choices.trim().is_empty() { String::new() } else { sheet("choices", choices) };
    sheet("survey", survey) + &choices
}
