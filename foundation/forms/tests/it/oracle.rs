//! pyxform, and ODK Validate behind it, judge the same forms: what they accept we accept, what they refuse
//! we refuse with the same row; and of what both accept, names, types and relevants are the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use forms::{Form, Item, Kind};
use serde::Deserialize;

#[derive(Deserialize)]
struct Verdict {
    accepted: bool,
    message: String,
    row: Option<u32>,
    questions: Vec<Question>,
}

#[derive(Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    relevant: String,
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Every form that is judged: our cases and the forms of the services.
fn judged() -> Vec<PathBuf> {
    let folders = [here().join("tests/cases"), here().join("../../rooms/counter/services/forms")];
    let mut found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"))
        .collect();
    found.sort();
    found
}

fn python() -> Option<PathBuf> {
    let named = std::env::var_os("HAAT_VENV").map(PathBuf::from);
    let usual = here().join("../../.venv");
    named.into_iter().chain([usual]).map(|venv| venv.join("bin/python")).find(|python| {
        let asked = Command::new(python).args(["-c", "import pyxform"]).output();
        asked.is_ok_and(|output| output.status.success())
    })
}

fn verdicts() -> Option<BTreeMap<String, Verdict>> {
    let must = std::env::var("HAAT_ORACLES").is_ok_and(|value| value == "required");
    let Some(python) = python() else {
        let how = "python with pyxform is not at $HAAT_VENV/bin/python or .venv/bin/python (pip install pyxform)";
        assert!(!must, "HAAT_ORACLES=required, but {how}");
        eprintln!("oracle not asked: {how}");
        return None;
    };
    let script = here().join("tests/oracle/pyxform_oracle.py");
    let output = Command::new(python).arg(script).args(judged()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdicts: BTreeMap<String, Verdict> = serde_json::from_slice(&output.stdout).unwrap();
    let validated = verdicts[""].accepted;
    assert!(validated || !must, "HAAT_ORACLES=required, but ODK Validate did not run (it wants Java)");
    Some(verdicts)
}

#[test]
fn what_pyxform_accepts_we_accept_and_what_it_refuses_we_refuse_by_the_same_row() {
    let Some(verdicts) = verdicts() else { return };
    let validated = verdicts[""].accepted;
    let mut wrong = Vec::new();
    for path in judged() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let verdict = &verdicts[&name];
        let ours = Form::from_markdown(&std::fs::read_to_string(&path).unwrap());
        match (&ours, verdict.accepted) {
            (Ok(form), true) => {
                let (ours, theirs) = (questions(form), sorted(&verdict.questions));
                if ours.iter().ne(theirs.iter().copied()) {
                    wrong.push(format!("{name}: the forms differ:\n{ours:#?}\n{theirs:#?}"));
                }
            }
            // Forms that are narrower on purpose, and what only ODK Validate sees when it did not run.
            (Err(_), true) if name.starts_with("narrow_") => {}
            (Err(faults), true) => {
                let seen_by_validate_only = !validated
                    && faults.iter().all(|fault| {
                        let code = serde_json::to_value(fault.code).unwrap();
                        [
                            "forms.sheet.expression_bad",
                            "forms.sheet.circular",
                            "forms.sheet.group_unmatched",
                            "forms.sheet.label_missing",
                            "forms.sheet.name_bad",
                        ]
                        .contains(&code.as_str().unwrap())
                    });
                if !seen_by_validate_only {
                    wrong.push(format!("{name}: they accept, we refuse: {faults:?}"));
                }
            }
            (Ok(_), false) => wrong.push(format!("{name}: they refuse, we accept: {}", verdict.message)),
            (Err(_), false) if name.starts_with("narrow_") => {
                wrong.push(format!("{name}: they refuse it too, so it is no longer narrow"));
            }
            (Err(faults), false) => {
                // pyxform counts the rows of settings from its data, we as they stand in the sheet.
                let same = |row| faults.iter().any(|fault| fault.row == row || fault.sheet == "settings");
                if !verdict.row.is_none_or(same) {
                    wrong.push(format!("{name}: they name row {:?}, we {faults:?}", verdict.row));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn sorted(questions: &[Question]) -> Vec<&Question> {
    let mut sorted: Vec<&Question> = questions.iter().collect();
    sorted.sort();
    sorted
}

/// The binds that an `XForm` of our form would have.
fn questions(form: &Form) -> Vec<Question> {
    let path = |item: &Item| {
        let mut path = item.name.clone();
        let mut at = item.parent;
        while let Some(parent) = at {
            path = format!("{}/{path}", form.items[parent].name);
            at = form.items[parent].parent;
        }
        format!("/data/{path}")
    };
    let mut found: Vec<Question> = form
        .items
        .iter()
        .map(|item| {
            let relevant =
                item.relevant.as_ref().map(|rule| rule.text.split_whitespace().collect()).unwrap_or_default();
            Question { path: path(item), kind: xform_type(item.kind).to_owned(), relevant }
        })
        .filter(|question| !question.kind.is_empty() || !question.relevant.is_empty())
        .collect();
    found.sort();
    found
}

/// The type of a bind (ODK `XForms` specification, "Data types").
fn xform_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::SelectOne | Kind::SelectMultiple | Kind::Note | Kind::Calculate => "string",
        Kind::Integer => "int",
        Kind::Decimal => "decimal",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::Image | Kind::File => "binary",
        Kind::Geopoint => "geopoint",
        Kind::Barcode => "barcode",
        Kind::Group | Kind::Repeat => "",
    }
}
