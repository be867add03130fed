//! `XLSForm` in, accessible HTML out, answers checked.
//!
//! Every form of the house (services, surveys, inspections) is written as an `XLSForm`, in `.xlsx` or as
//! Markdown tables. [`Form::from_markdown`] and [`Form::from_xlsx`] read it or refuse it by sheet, row and
//! column; [`Form::html`] shows it in either language and works without any script; [`Form::check`] holds
//! what was answered against the form's rules. Pure: no clock, no file, no network.

mod answers;
mod check;
mod fault;
mod filled;
mod form;
mod grid;
mod read;
mod sheet_words;
mod show;
mod typed;
mod words;
mod xpath;

pub use answers::{ANSWERS_BYTES_MAX, ANSWERS_MAX, Answers, Checked, INPUT_PREFIX, TEXT_CHARS_MAX, TURNS_MAX};
pub use fault::{AnswerCode, FieldFault, SheetCode, SheetFault};
pub use form::{Choice, Default, Form, Item, Kind, MissingWords, Rule};
pub use grid::{
    CELL_CHARS_MAX, COLUMNS_MAX, MARKDOWN_BYTES_MAX, NotRows, ROWS_MAX, XLSX_BYTES_MAX, XLSX_INFLATED_BYTES_MAX,
    rows_of_xlsx,
};
pub use read::markdown_of_xlsx;
pub use show::{Show, anchor};
pub use words::Words;
pub use xpath::{
    EXPRESSION_CHARS_MAX, EXPRESSION_DEPTH_MAX, Expression, Function, Operator, parse as parse_expression,
};
