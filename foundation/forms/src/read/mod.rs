//! From sheets to a form. Each step gathers every fault it finds, so that whoever writes the form sees
//! them all at once; what is accepted and refused follows pyxform and ODK Validate.

mod choices;
mod columns;
mod links;
mod survey;

use crate::fault::{SheetCode, SheetFault};
use crate::form::Form;
use crate::grid::Workbook;
use crate::words::{Words, lang_named, lang_of};

use columns::{Columns, Known};

impl Form {
    /// Reads a form written as Markdown tables, the way the repository keeps them.
    ///
    /// # Errors
    /// Every fault found, each with sheet, row and column.
    pub fn from_markdown(text: &str) -> Result<Self, Vec<SheetFault>> {
        read(&Workbook::from_markdown(text)?)
    }

    /// Reads an `.xlsx` form.
    ///
    /// # Errors
    /// Every fault found, each with sheet, row and column.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, Vec<SheetFault>> {
        read(&Workbook::from_xlsx(bytes)?)
    }
}

/// The Markdown tables of an `.xlsx` form: how the house keeps every form, in the way one can read and compare.
///
/// # Errors
/// Every fault found, of the file and of the form, each with sheet, row and column.
pub fn markdown_of_xlsx(bytes: &[u8]) -> Result<String, Vec<SheetFault>> {
    let book = Workbook::from_xlsx(bytes)?;
    read(&book)?;
    Ok(book.to_markdown())
}

/// What the settings sheet says.
struct Settings {
    id: String,
    title: Words,
    version: String,
    root: String,
    default_lang: Option<base::Lang>,
    choices_twice: bool,
}

fn read(book: &Workbook) -> Result<Form, Vec<SheetFault>> {
    let Some(sheet) = book.survey() else {
        return Err(vec![SheetFault::new("survey", 0, "", SheetCode::SheetMissing, "there is no survey sheet")]);
    };
    let mut faults = Vec::new();
    let settings = settings(book, &mut faults);
    let lists = choices::read(book.sheet("choices"), &settings, &mut faults);
    let mut survey = survey::read(sheet, &settings, &lists, &mut faults);
    links::references(book, sheet, &survey.names, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    links::keys(&mut survey.items);
    let by_name = links::by_name(&survey.items);
    let order = links::order(&survey.items, &by_name, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let Settings { id, title, version, .. } = settings;
    Ok(Form { id, title, version, items: survey.items, lists, by_name, order })
}

fn settings(book: &Workbook, faults: &mut Vec<SheetFault>) -> Settings {
    let mut found = Settings {
        id: String::new(),
        title: Words::default(),
        version: String::new(),
        root: "data".to_owned(),
        default_lang: None,
        choices_twice: false,
    };
    let Some(sheet) = book.sheet("settings") else { return found };
    let columns = Columns::of(sheet, &columns::SETTINGS, faults);
    let Some(row) = sheet.rows.get(1) else { return found };
    let value = |known| columns.text(row, known);
    value(Known::FormId).clone_into(&mut found.id);
    value(Known::Version).clone_into(&mut found.version);
    found.default_lang = lang_named(value(Known::DefaultLanguage));
    found.choices_twice = is_yes(value(Known::ChoicesTwice));
    let title = value(Known::Title);
    if !title.is_empty() {
        found.title.put(lang_of(title), title);
    }
    columns.words_into(row, Known::Title, None, &mut found.title);
    let root = value(Known::Name);
    if !root.is_empty() {
        if !crate::xpath::is_name(root) {
            faults.push(SheetFault::new("settings", row.number, "name", SheetCode::NameBad, "not an XML name"));
        }
        root.clone_into(&mut found.root);
    }
    found
}

/// What XLSForm takes for yes.
fn is_yes(text: &str) -> bool {
    matches!(text, "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()")
}

/// What XLSForm takes for no.
fn is_no(text: &str) -> bool {
    matches!(text, "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()")
}
