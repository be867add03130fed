//! The survey sheet, row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, Known, SURVEY, tidy};
use super::{Settings, is_no, is_yes};
use crate::fault::{SheetCode, SheetFault};
use crate::form::{Choice, Default, Item, Kind, Rule};
use crate::grid::{Row, Sheet};
use crate::words::Words;
use crate::xpath::{Expression, is_name, parse};

/// The survey as read: its items, and every name it gives, for references.
pub(super) struct Survey {
    pub(super) items: Vec<Item>,
    pub(super) names: Vec<String>,
}

/// What the type column says.
enum Typed {
    Begin(Kind),
    End(Kind),
    Ask(Kind, Option<String>),
    /// A setting that stands on the survey sheet, as old forms have it.
    Setting,
}

/// A group that has begun and not yet ended.
struct Open {
    index: Option<usize>,
    names: BTreeSet<String>,
}

struct Reader<'a> {
    columns: Columns,
    settings: &'a Settings,
    lists: &'a BTreeMap<String, Vec<Choice>>,
    faults: &'a mut Vec<SheetFault>,
    items: Vec<Item>,
    names: Vec<String>,
    open: Vec<Open>,
    repeats: BTreeSet<String>,
}

pub(super) fn read(
    sheet: &Sheet,
    settings: &Settings,
    lists: &BTreeMap<String, Vec<Choice>>,
    faults: &mut Vec<SheetFault>,
) -> Survey {
    let columns = Columns::of(sheet, &SURVEY, faults);
    if !columns.has(Known::Type) {
        let detail = "the survey sheet has no column 'type'";
        faults.push(SheetFault::new("survey", 1, "type", SheetCode::ColumnMissing, detail));
    }
    let top = Open { index: None, names: BTreeSet::from(["meta".to_owned()]) };
    let (items, names, repeats) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut reader = Reader { columns, settings, lists, faults, items, names, open: vec![top], repeats };
    for row in sheet.rows.iter().skip(1) {
        reader.row(row);
    }
    reader.close();
    Survey { items: reader.items, names: reader.names }
}

impl Reader<'_> {
    fn refuse(&mut self, row: &Row, known: Known, usual: &str, code: SheetCode, detail: impl Into<String>) {
        let column = self.columns.header(known, usual);
        self.faults.push(SheetFault::new("survey", row.number, &column, code, detail));
    }

    fn row(&mut self, row: &Row) {
        if is_yes(self.columns.text(row, Known::Disabled)) {
            return;
        }
        let written = tidy(self.columns.text(row, Known::Type));
        if written.is_empty() {
            // Without type, name and label it is a remark.
            if self.columns.any(row, Known::Name) || self.columns.any(row, Known::Label) {
                self.refuse(row, Known::Type, "type", SheetCode::TypeUnknown, "the row has no type");
            }
            return;
        }
        match typed(&written) {
            Ok(Typed::Setting) => {}
            Ok(Typed::End(kind)) => self.end(row, kind),
            Ok(Typed::Begin(kind)) => {
                if let Some(name) = self.name(row, kind) {
                    self.begin(row, kind, &name);
                }
            }
            Ok(Typed::Ask(kind, list)) => {
                if let Some(name) = self.name(row, kind) {
                    self.ask(row, kind, &name, list);
                }
            }
            Err((code, detail)) => {
                self.refuse(row, Known::Type, "type", code, detail);
                // The row is known by its name all the same, so that references to it are not faults too.
                self.names.push(self.columns.text(row, Known::Name).to_owned());
            }
        }
    }

    fn name(&mut self, row: &Row, kind: Kind) -> Option<String> {
        let mut name = tidy(self.columns.text(row, Known::Name));
        if name.is_empty() && kind == Kind::Note {
            name = format!("generated_note_name_{}", row.number);
        }
        if !is_name(&name) {
            let detail = "a name begins with a letter or _ and goes on with letters, digits, _, - or .";
            self.refuse(row, Known::Name, "name", SheetCode::NameBad, detail);
            return None;
        }
        self.names.push(name.clone());
        if self.open.last_mut().is_some_and(|open| !open.names.insert(name.clone())) {
            let detail = format!("the name '{name}' stands twice in its group");
            self.refuse(row, Known::Name, "name", SheetCode::NameTwice, detail);
        }
        if kind == Kind::Repeat && (name == self.settings.root || !self.repeats.insert(name.clone())) {
            let detail = format!("a repeat needs a name of its own, not '{name}'");
            self.refuse(row, Known::Name, "name", SheetCode::NameTwice, detail);
        }
        Some(name)
    }

    fn begin(&mut self, row: &Row, kind: Kind, name: &str) {
        let item = self.item(row, kind, name, None);
        let index = self.items.len();
        self.items.push(item);
        let names = BTreeSet::from(["meta".to_owned()]);
        self.open.push(Open { index: Some(index), names });
    }

    fn end(&mut self, row: &Row, kind: Kind) {
        let begun = self.open.last().and_then(|open| open.index);
        let item = begun.and_then(|index| self.items.get(index));
        if item.is_none_or(|item| item.kind != kind) {
            self.refuse(row, Known::Type, "type", SheetCode::GroupUnmatched, "this end has no beginning");
            return;
        }
        let empty = kind == Kind::Group && !self.items.iter().any(|item| item.parent == begun);
        if empty {
            self.refuse(row, Known::Type, "type", SheetCode::GroupUnmatched, "the group that ends here is empty");
        }
        self.open.pop();
    }

    fn close(&mut self) {
        for open in self.open.iter().rev() {
            let Some(item) = open.index.and_then(|index| self.items.get(index)) else { continue };
            let detail = format!("'{}' begins here and does not end", item.name);
            let column = self.columns.header(Known::Type, "type");
            self.faults.push(SheetFault::new("survey", item.row, &column, SheetCode::GroupUnmatched, detail));
        }
    }

    fn ask(&mut self, row: &Row, kind: Kind, name: &str, list: Option<String>) {
        if let Some(list) = &list {
            match self.lists.get(list) {
                None => {
                    let detail = format!("the choices sheet has no list '{list}'");
                    self.refuse(row, Known::Type, "type", SheetCode::ListMissing, detail);
                }
                Some(choices) => self.choices(kind, choices),
            }
        }
        let item = self.item(row, kind, name, list);
        if kind == Kind::Calculate && item.calculation.is_none() && !matches!(item.default, Some(Default::Dynamic(_))) {
            let written = !self.columns.text(row, Known::Calculation).is_empty();
            if !written {
                let detail = "a calculate needs a calculation";
                self.refuse(row, Known::Calculation, "calculation", SheetCode::CalculationMissing, detail);
            }
        }
        let hidden = kind == Kind::Calculate || self.columns.any(row, Known::Calculation);
        let worded = [Known::Label, Known::Hint, Known::Media].iter().any(|known| self.columns.any(row, *known));
        if !hidden && !worded {
            let detail = format!("'{name}' has neither label nor hint");
            self.refuse(row, Known::Label, "label", SheetCode::LabelMissing, detail);
        }
        self.items.push(item);
    }

    fn choices(&mut self, kind: Kind, choices: &[Choice]) {
        let mut refuse = |choice: &Choice, column, code, detail: &str| {
            let detail = format!("the choice '{}' {detail}", choice.name);
            self.faults.push(SheetFault::new("choices", choice.row, column, code, detail));
        };
        for choice in choices {
            if kind == Kind::SelectMultiple && choice.name.contains(' ') {
                refuse(choice, "name", SheetCode::ChoiceSpace, "has a space, which a multiple select cannot have");
            }
        }
        // ODK Validate looks at the first choice only; a later one without a label is shown by its name.
        if let Some(choice) = choices.first().filter(|choice| !choice.worded) {
            refuse(choice, "label", SheetCode::LabelMissing, "has no label");
        }
    }

    fn item(&mut self, row: &Row, kind: Kind, name: &str, list: Option<String>) -> Item {
        let words = |known| {
            let mut words = Words::default();
            self.columns.words_into(row, known, self.settings.default_lang, &mut words);
            words
        };
        let (label, hint) = (words(Known::Label), words(Known::Hint));
        let (required_message, constraint_message) = (words(Known::RequiredMessage), words(Known::ConstraintMessage));
        Item {
            name: name.to_owned(),
            key: String::new(),
            kind,
            parent: self.open.last().and_then(|open| open.index),
            inside: None,
            row: row.number,
            label,
            hint,
            list,
            required: self.rule(row, Known::Required, "required").filter(|rule| rule.text != "false()"),
            required_message,
            relevant: self.rule(row, Known::Relevant, "relevant"),
            constraint: self.rule(row, Known::Constraint, "constraint"),
            constraint_message,
            choice_filter: self.rule(row, Known::ChoiceFilter, "choice_filter"),
            calculation: self.rule(row, Known::Calculation, "calculation"),
            default: self.default(row),
            repeat_count: self.rule(row, Known::RepeatCount, "repeat_count"),
            read_only: self.rule(row, Known::ReadOnly, "read_only").filter(|rule| rule.text != "false()"),
            appearance: tidy(self.columns.text(row, Known::Appearance)),
        }
    }

    fn rule(&mut self, row: &Row, known: Known, usual: &str) -> Option<Rule> {
        let text = match tidy(self.columns.text(row, known)) {
            text if text.is_empty() => return None,
            text if is_yes(&text) => "true()".to_owned(),
            text if is_no(&text) => "false()".to_owned(),
            text => text,
        };
        match parse(&text) {
            Ok(expression) => {
                let mut bare = None;
                expression.walk(&mut |part| {
                    if let Expression::Column(name) = part {
                        bare = Some(name.clone());
                    }
                });
                if let Some(name) = bare.filter(|_| known != Known::ChoiceFilter) {
                    let detail = format!("'{name}' stands bare; a field is written ${{{name}}}");
                    self.refuse(row, known, usual, SheetCode::ExpressionBad, detail);
                }
                Some(Rule { text, expression })
            }
            Err(detail) => {
                self.refuse(row, known, usual, SheetCode::ExpressionBad, detail);
                None
            }
        }
    }

    /// A default with a reference or a call is worked out when the form is shown; any other is itself.
    fn default(&mut self, row: &Row) -> Option<Default> {
        let text = tidy(self.columns.text(row, Known::Default));
        let called = text.find('(').is_some_and(|at| text.get(..at).unwrap_or("").ends_with(char::is_alphanumeric));
        match text {
            text if text.is_empty() => None,
            text if text.contains("${") || called => self.rule(row, Known::Default, "default").map(Default::Dynamic),
            text => Some(Default::Fixed(text)),
        }
    }
}

/// Types of XLSForm that this house does not take: sound and film, lines and areas, phone metadata,
/// lists from files. Refused by name, so that nobody searches for a spelling mistake.
const NOT_HERE: [&str; 24] = [
    "audio",
    "video",
    "geotrace",
    "geoshape",
    "range",
    "acknowledge",
    "trigger",
    "dateTime",
    "datetime",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "email",
    "audit",
    "osm",
    "xml-external",
    "csv-external",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
];

const SELECTS: [(&str, Kind); 8] = [
    ("select_one ", Kind::SelectOne),
    ("select one from ", Kind::SelectOne),
    ("select one ", Kind::SelectOne),
    ("select1 ", Kind::SelectOne),
    ("select_multiple ", Kind::SelectMultiple),
    ("select multiple ", Kind::SelectMultiple),
    ("select all that apply from ", Kind::SelectMultiple),
    ("select all that apply ", Kind::SelectMultiple),
];

fn typed(written: &str) -> Result<Typed, (SheetCode, String)> {
    let ask = |kind| Ok(Typed::Ask(kind, None));
    match written {
        "text" | "string" => return ask(Kind::Text),
        "integer" | "int" => return ask(Kind::Integer),
        "decimal" => return ask(Kind::Decimal),
        "date" => return ask(Kind::Date),
        "time" => return ask(Kind::Time),
        "note" => return ask(Kind::Note),
        "calculate" => return ask(Kind::Calculate),
        "image" | "photo" => return ask(Kind::Image),
        "file" => return ask(Kind::File),
        "geopoint" | "gps" | "location" => return ask(Kind::Geopoint),
        "barcode" => return ask(Kind::Barcode),
        "form_title" | "set_form_title" | "form_id" | "set_form_id" => return Ok(Typed::Setting),
        _ => {}
    }
    let after = |begin: &str| written.strip_prefix(begin).and_then(|rest| rest.strip_prefix([' ', '_']));
    if let Some(kind) = after("begin").and_then(group) {
        return Ok(Typed::Begin(kind));
    }
    if let Some(kind) = after("end").and_then(group) {
        return Ok(Typed::End(kind));
    }
    for (begin, kind) in SELECTS {
        match written.strip_prefix(begin).map(str::trim) {
            Some(list) if !list.is_empty() && !list.contains([' ', '$']) => {
                return Ok(Typed::Ask(kind, Some(list.to_owned())));
            }
            Some(_) => return Err(not_here(written)),
            None => {}
        }
    }
    let first = written.split(' ').next().unwrap_or_default();
    let known =
        NOT_HERE.contains(&written) || first == "rank" || first.ends_with("_from_file") || first.ends_with("_external");
    if known { Err(not_here(written)) } else { Err((SheetCode::TypeUnknown, format!("there is no type '{written}'"))) }
}

fn not_here(written: &str) -> (SheetCode, String) {
    (SheetCode::TypeNotHere, format!("the type '{written}' is not taken here"))
}

fn group(name: &str) -> Option<Kind> {
    match name {
        "group" => Some(Kind::Group),
        "repeat" | "lgroup" | "looped group" => Some(Kind::Repeat),
        _ => None,
    }
}
