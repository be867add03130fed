//! Headers of a sheet: which column is what, under all the names XLSForm has for it, and in which
//! language its words are.

use base::Lang;

use crate::fault::{SheetCode, SheetFault};
use crate::grid::{Row, Sheet};
use crate::words::{Words, lang_named, lang_of};

/// A column that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Type,
    Name,
    Label,
    Hint,
    Guidance,
    Media,
    Relevant,
    Required,
    RequiredMessage,
    Constraint,
    ConstraintMessage,
    Calculation,
    Default,
    Appearance,
    ReadOnly,
    ChoiceFilter,
    RepeatCount,
    Disabled,
    Trigger,
    ListName,
    FormId,
    Title,
    Version,
    DefaultLanguage,
    ChoicesTwice,
}

/// Names of the survey's columns (pyxform's aliases, in snake case).
pub(super) const SURVEY: [(&str, Known); 41] = [
    ("type", Known::Type),
    ("command", Known::Type),
    ("name", Known::Name),
    ("tag", Known::Name),
    ("value", Known::Name),
    ("label", Known::Label),
    ("caption", Known::Label),
    ("hint", Known::Hint),
    ("guidance_hint", Known::Guidance),
    ("media", Known::Media),
    ("image", Known::Media),
    ("big-image", Known::Media),
    ("audio", Known::Media),
    ("video", Known::Media),
    ("relevant", Known::Relevant),
    ("relevance", Known::Relevant),
    ("bind::relevant", Known::Relevant),
    ("required", Known::Required),
    ("bind::required", Known::Required),
    ("required_message", Known::RequiredMessage),
    ("requiredmsg", Known::RequiredMessage),
    ("bind::jr:requiredmsg", Known::RequiredMessage),
    ("constraint", Known::Constraint),
    ("bind::constraint", Known::Constraint),
    ("constraint_message", Known::ConstraintMessage),
    ("constraining_message", Known::ConstraintMessage),
    ("bind::jr:constraintmsg", Known::ConstraintMessage),
    ("calculation", Known::Calculation),
    ("calculate", Known::Calculation),
    ("bind::calculate", Known::Calculation),
    ("default", Known::Default),
    ("appearance", Known::Appearance),
    ("control::appearance", Known::Appearance),
    ("read_only", Known::ReadOnly),
    ("readonly", Known::ReadOnly),
    ("choice_filter", Known::ChoiceFilter),
    ("repeat_count", Known::RepeatCount),
    ("count", Known::RepeatCount),
    ("jr:count", Known::RepeatCount),
    ("disabled", Known::Disabled),
    ("trigger", Known::Trigger),
];

/// Names of the choices' columns.
pub(super) const CHOICES: [(&str, Known); 10] = [
    ("list_name", Known::ListName),
    ("name", Known::Name),
    ("value", Known::Name),
    ("label", Known::Label),
    ("caption", Known::Label),
    ("media", Known::Media),
    ("image", Known::Media),
    ("big-image", Known::Media),
    ("audio", Known::Media),
    ("video", Known::Media),
];

/// Names of the settings that we read.
pub(super) const SETTINGS: [(&str, Known); 10] = [
    ("form_id", Known::FormId),
    ("set_form_id", Known::FormId),
    ("id_string", Known::FormId),
    ("form_title", Known::Title),
    ("set_form_title", Known::Title),
    ("title", Known::Title),
    ("version", Known::Version),
    ("default_language", Known::DefaultLanguage),
    ("allow_choice_duplicates", Known::ChoicesTwice),
    ("name", Known::Name),
];

struct Column {
    header: String,
    known: Option<Known>,
    /// What stands after the column's name, such as `English (en)`.
    suffix: String,
}

/// The header row of a sheet, read.
pub(super) struct Columns {
    columns: Vec<Column>,
}

impl Columns {
    /// Reads the header. Two headers that mean the same column are refused, and so is a cell that stands
    /// under no header.
    pub(super) fn of(sheet: &Sheet, names: &[(&str, Known)], faults: &mut Vec<SheetFault>) -> Self {
        let Some(header) = sheet.rows.first() else { return Self { columns: Vec::new() } };
        let double = header.cells.iter().any(|cell| cell.contains("::"));
        let columns: Vec<Column> = header.cells.iter().map(|cell| column(cell, double, names)).collect();
        for (at, one) in columns.iter().enumerate() {
            let same = |other: &&Column| {
                one.known.is_some()
                    && one.known != Some(Known::Media)
                    && other.known == one.known
                    && other.suffix == one.suffix
                    && other.header != one.header
            };
            if let Some(other) = columns.iter().take(at).find(same) {
                let detail = format!("'{}' and '{}' are the same column", other.header, one.header);
                faults.push(SheetFault::new(&sheet.name, header.number, &one.header, SheetCode::ColumnTwice, detail));
            }
        }
        for row in sheet.rows.iter().skip(1) {
            let without = |(at, cell): (usize, &String)| {
                !cell.is_empty() && columns.get(at).is_none_or(|column| column.header.is_empty())
            };
            if row.cells.iter().enumerate().any(without) {
                let detail = "a cell stands where the header row is empty";
                faults.push(SheetFault::new(&sheet.name, row.number, "", SheetCode::CellWithoutHeader, detail));
            }
        }
        Self { columns }
    }

    /// Whether the sheet has the column.
    pub(super) fn has(&self, known: Known) -> bool {
        self.columns.iter().any(|column| column.known == Some(known))
    }

    /// The header under which the column stands, or its usual name.
    pub(super) fn header(&self, known: Known, usual: &str) -> String {
        let found = self.columns.iter().find(|column| column.known == Some(known));
        found.map_or_else(|| usual.to_owned(), |column| column.header.clone())
    }

    /// The cell of a column without a language; of two such columns the later one.
    pub(super) fn text<'a>(&self, row: &'a Row, known: Known) -> &'a str {
        let at = self.columns.iter().rposition(|column| column.known == Some(known) && column.suffix.is_empty());
        at.map_or("", |at| row.cell(at))
    }

    /// Whether any cell of this column, in any language, is filled.
    pub(super) fn any(&self, row: &Row, known: Known) -> bool {
        self.columns.iter().enumerate().any(|(at, column)| column.known == Some(known) && !row.cell(at).is_empty())
    }

    /// The words of a column in all its languages. A column that names no language is in the form's
    /// default language, or else in the one its letters show.
    pub(super) fn words_into(&self, row: &Row, known: Known, default: Option<Lang>, words: &mut Words) {
        for (at, column) in self.columns.iter().enumerate() {
            let text = row.cell(at);
            if column.known != Some(known) || text.is_empty() {
                continue;
            }
            let lang = if column.suffix.is_empty() {
                Some(default.unwrap_or_else(|| lang_of(text)))
            } else {
                lang_named(&column.suffix)
            };
            if let Some(lang) = lang {
                words.put(lang, &tidy(text));
            }
        }
    }

    /// Cells of columns that we do not know, by header: what a `choice_filter` may ask for.
    pub(super) fn others<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a str, &'a str)> {
        let unknown = |column: &Column| column.known.is_none() && !column.header.is_empty();
        let cells = self.columns.iter().enumerate().filter(move |(_, column)| unknown(column));
        cells.map(|(at, column)| (column.header.as_str(), row.cell(at)))
    }

    /// Every filled cell with its header and what it is.
    pub(super) fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a str, Option<Known>, &'a str)> {
        let cells = self.columns.iter().enumerate();
        cells.map(|(at, column)| (column.header.as_str(), column.known, row.cell(at))).filter(|cell| !cell.2.is_empty())
    }
}

fn column(header: &str, double: bool, names: &[(&str, Known)]) -> Column {
    let meaning = |name: &str| names.iter().find(|(known, _)| *known == snake(name)).map(|(_, known)| *known);
    let column = |known, suffix: &str| Column { header: header.to_owned(), known, suffix: suffix.trim().to_owned() };
    if let Some(known) = meaning(header) {
        return column(Some(known), "");
    }
    let delimiter = if double || header.contains("::") { "::" } else { ":" };
    match header.split_once(delimiter) {
        Some(("media", rest)) => column(Some(Known::Media), rest),
        Some((first, suffix)) if meaning(first).is_some() => column(meaning(first), suffix),
        _ => column(None, ""),
    }
}

/// Header in snake case, in small letters.
fn snake(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

/// A cell as pyxform takes it: runs of blanks to one, curled quotes straight.
pub(super) fn tidy(text: &str) -> String {
    let straight = |c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    };
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars().map(straight) {
        if !(c == ' ' && out.ends_with(' ')) {
            out.push(c);
        }
    }
    out
}
