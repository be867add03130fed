//! What ties the rows together: references from cell to name, keys of the answers, and the order in
//! which relevance and calculations are worked out (which must have no circle).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::columns::{CHOICES, Columns, Known, SETTINGS, SURVEY};
use crate::fault::{SheetCode, SheetFault};
use crate::form::{Default, Item, Kind, Rule};
use crate::grid::{Sheet, Workbook};
use crate::xpath::{Expression, is_name};

/// Checks every `${name}` of every cell that may hold one.
pub(super) fn references(book: &Workbook, survey: &Sheet, names: &[String], faults: &mut Vec<SheetFault>) {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    // Every form has an instanceID that a rule may name.
    for name in names.iter().map(String::as_str).chain(["instanceID"]) {
        let seen = count.entry(name).or_default();
        *seen = seen.saturating_add(1);
    }
    let not_in_survey = [Known::Type, Known::Name, Known::Trigger];
    look(survey, &SURVEY, &|known| !known.is_some_and(|known| not_in_survey.contains(&known)), &count, faults);
    if let Some(sheet) = book.sheet("choices") {
        look(sheet, &CHOICES, &|known| matches!(known, Some(Known::Label | Known::Media)), &count, faults);
    }
    if let Some(sheet) = book.sheet("settings") {
        look(sheet, &SETTINGS, &|_| true, &count, faults);
    }
}

fn look(
    sheet: &Sheet,
    names: &[(&str, Known)],
    wanted: &dyn Fn(Option<Known>) -> bool,
    count: &BTreeMap<&str, usize>,
    faults: &mut Vec<SheetFault>,
) {
    // The header's own faults are told elsewhere.
    let columns = Columns::of(sheet, names, &mut Vec::new());
    for row in sheet.rows.iter().skip(1) {
        for (header, _, cell) in columns.cells(row).filter(|(_, known, _)| wanted(*known)) {
            let fault = in_cell(cell).find_map(|reference| match reference {
                Err(wrong) => Some((SheetCode::ReferenceBad, format!("'{wrong}' is no reference; write ${{name}}"))),
                Ok(name) => match count.get(name) {
                    None => Some((SheetCode::ReferenceUnknown, format!("no row of the survey has the name '{name}'"))),
                    Some(1) => None,
                    Some(_) => {
                        Some((SheetCode::ReferenceAmbiguous, format!("more than one row has the name '{name}'")))
                    }
                },
            });
            // A rule that does not even parse has already been told.
            let told =
                |code| faults.iter().any(|f: &SheetFault| f.row == row.number && f.column == header && f.code == code);
            if let Some((code, detail)) = fault.filter(|_| !told(SheetCode::ExpressionBad)) {
                faults.push(SheetFault::new(&sheet.name, row.number, header, code, detail));
            }
        }
    }
}

/// The references in a text: names, or what is wrong. `${}` is plain text, as in pyxform.
pub(crate) fn in_cell(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    text.split("${").skip(1).filter_map(|part| match part.split_once('}') {
        Some(("", _)) => None,
        Some((inner, _)) => {
            let name = inner.strip_prefix("last-saved#").unwrap_or(inner);
            Some(if is_name(name) { Ok(name) } else { Err(inner) })
        }
        None => Some(Err(part)),
    })
}

/// Gives every item its key: the bare name where it is alone in the form, else the path of its groups.
pub(super) fn keys(items: &mut [Item]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for item in items.iter() {
        let seen = count.entry(item.name.clone()).or_default();
        *seen = seen.saturating_add(1);
    }
    let mut paths: Vec<String> = Vec::with_capacity(items.len());
    let mut found: Vec<(String, Option<String>)> = Vec::with_capacity(items.len());
    for item in items.iter() {
        let around = item.parent.and_then(|parent| paths.get(parent));
        let path = around.map_or_else(|| item.name.clone(), |around| format!("{around}/{}", item.name));
        let alone = count.get(&item.name) == Some(&1);
        let inside = item.parent.and_then(|parent| found.get(parent)).map(|(key, _)| key.clone());
        found.push((if alone { item.name.clone() } else { path.clone() }, inside));
        paths.push(path);
    }
    for (item, (key, inside)) in items.iter_mut().zip(found) {
        item.key = key;
        item.inside = inside;
    }
}

/// Items by name, without the names that stand more than once.
pub(super) fn by_name(items: &[Item]) -> BTreeMap<String, usize> {
    let alone = |item: &Item| items.iter().filter(|other| other.name == item.name).count() == 1;
    items.iter().enumerate().filter(|(_, item)| alone(item)).map(|(index, item)| (item.name.clone(), index)).collect()
}

/// The order in which each item comes after all it depends on: its group, and what its rules name (all but
/// constraint and filter, which are asked when everything is known). A circle is refused at every row in it, with the
/// fields that it runs through (ODK Validate refuses the same).
pub(super) fn order(items: &[Item], by_name: &BTreeMap<String, usize>, faults: &mut Vec<SheetFault>) -> Vec<usize> {
    let needs: Vec<BTreeSet<usize>> = items.iter().map(|item| needs(item, by_name)).collect();
    let mut order = Vec::with_capacity(items.len());
    let mut left: BTreeSet<usize> = (0..items.len()).collect();
    let free = |index: usize, left: &BTreeSet<usize>| needs.get(index).is_none_or(|needs| needs.is_disjoint(left));
    while !left.is_empty() {
        let ready: Vec<usize> = left.iter().copied().filter(|index| free(*index, &left)).collect();
        if ready.is_empty() {
            break;
        }
        for index in &ready {
            left.remove(index);
        }
        order.extend(ready);
    }
    // What is left is the circles and what hangs on them; take away what nothing in it needs.
    loop {
        let needed =
            |index: &usize| left.iter().any(|other| needs.get(*other).is_some_and(|needs| needs.contains(index)));
        let loose: Vec<usize> = left.iter().copied().filter(|index| !needed(index)).collect();
        if loose.is_empty() {
            break;
        }
        for index in loose {
            left.remove(&index);
        }
    }
    for (index, item) in left.iter().filter_map(|index| Some((*index, items.get(*index)?))) {
        let column = match item {
            Item { calculation: Some(_), .. } => "calculation",
            Item { relevant: Some(_), .. } => "relevant",
            Item { required: Some(_), .. } => "required",
            Item { kind: Kind::Repeat, .. } => "repeat_count",
            _ => "read_only",
        };
        let names = circle(index, &needs, &left).into_iter().filter_map(|index| items.get(index));
        let around = names.map(|item| item.name.as_str()).collect::<Vec<_>>().join(" → ");
        let detail = format!("'{}' depends on itself: {around}", item.name);
        faults.push(SheetFault::new("survey", item.row, column, SheetCode::Circular, detail).about(around));
    }
    order
}

/// The shortest way from an item through what it needs back to itself, both ends included; the item alone when it only
/// stands between two circles.
fn circle(start: usize, needs: &[BTreeSet<usize>], left: &BTreeSet<usize>) -> Vec<usize> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(here) = next.pop_front() {
        for needed in needs.get(here).into_iter().flatten().filter(|needed| left.contains(needed)) {
            if *needed == start {
                let mut way = vec![start, here];
                while let Some(before) = way.last().filter(|last| **last != start).and_then(|last| came.get(last)) {
                    way.push(*before);
                }
                way.reverse();
                return way;
            }
            if !came.contains_key(needed) {
                came.insert(*needed, here);
                next.push_back(*needed);
            }
        }
    }
    vec![start]
}

fn needs(item: &Item, by_name: &BTreeMap<String, usize>) -> BTreeSet<usize> {
    let dynamic = match &item.default {
        Some(Default::Dynamic(rule)) if item.kind == Kind::Calculate && item.calculation.is_none() => Some(rule),
        _ => None,
    };
    let rules = [&item.relevant, &item.calculation, &item.required, &item.read_only, &item.repeat_count];
    let rules = rules.into_iter().filter_map(Option::as_ref).chain(dynamic);
    let named = rules.flat_map(|rule| fields_of(rule, item)).filter_map(|name| by_name.get(&name).copied());
    named.chain(item.parent).collect()
}

/// Names of the fields a rule asks for; `.` is the item itself.
fn fields_of(rule: &Rule, item: &Item) -> Vec<String> {
    let mut fields = Vec::new();
    rule.expression.walk(&mut |part| match part {
        Expression::Own => fields.push(item.name.clone()),
        Expression::Field(name) => fields.push(name.clone()),
        Expression::Text(text) => fields.extend(in_cell(text).filter_map(Result::ok).map(str::to_owned)),
        _ => {}
    });
    fields
}
