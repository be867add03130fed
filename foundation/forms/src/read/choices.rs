//! The choices sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::Settings;
use super::columns::{CHOICES, Columns, Known, tidy};
use crate::fault::{SheetCode, SheetFault};
use crate::form::Choice;
use crate::grid::Sheet;
use crate::words::Words;

/// The lists by name. A choice without a name is refused, and the same name twice in a list too, unless
/// the settings allow it. Rows without a list name are remarks.
pub(super) fn read(
    sheet: Option<&Sheet>,
    settings: &Settings,
    faults: &mut Vec<SheetFault>,
) -> BTreeMap<String, Vec<Choice>> {
    let mut lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    let Some(sheet) = sheet.filter(|sheet| sheet.rows.len() > 1) else { return lists };
    let columns = Columns::of(sheet, &CHOICES, faults);
    if !columns.has(Known::Name) {
        let detail = "the choices sheet has no column 'name'";
        faults.push(SheetFault::new("choices", 1, "name", SheetCode::ColumnMissing, detail));
        return lists;
    }
    let mut seen = BTreeSet::new();
    for row in sheet.rows.iter().skip(1) {
        let list = tidy(columns.text(row, Known::ListName));
        if list.is_empty() {
            continue;
        }
        let name = tidy(columns.text(row, Known::Name));
        let mut refuse = |code, detail: String| {
            let column = columns.header(Known::Name, "name");
            faults.push(SheetFault::new("choices", row.number, &column, code, detail));
        };
        if name.is_empty() {
            refuse(SheetCode::NameBad, format!("a choice of list '{list}' has no name"));
            continue;
        }
        if !seen.insert((list.clone(), name.clone())) && !settings.choices_twice {
            refuse(SheetCode::NameTwice, format!("list '{list}' has '{name}' twice"));
        }
        let mut label = Words::default();
        columns.words_into(row, Known::Label, settings.default_lang, &mut label);
        let worded = columns.any(row, Known::Label);
        // A column with a blank in its name is a remark: it could not be asked for in a filter.
        let others = columns.others(row).filter(|(header, _)| !header.contains(' '));
        let columns = others.map(|(header, cell)| (header.to_owned(), tidy(cell))).collect();
        lists.entry(list).or_default().push(Choice { name, label, columns, row: row.number, worded });
    }
    lists
}
