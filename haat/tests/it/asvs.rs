//! What `security/asvs.csv` says is met is met by a test that exists.

use crate::sources::{files_in, read, root};

/// The columns of the list.
const COLUMNS: [&str; 6] = ["id", "level", "applies", "state", "how_met", "test"];
/// How far an item is: only the first needs a test.
const STATES: [&str; 5] = ["met", "partly", "documented", "open", "none"];

fn rows() -> Vec<csv::StringRecord> {
    let mut file = csv::Reader::from_path(root().join("security/asvs.csv")).unwrap();
    assert_eq!(file.headers().unwrap(), COLUMNS.as_slice());
    file.records().map(Result::unwrap).collect()
}

/// Every test of the house by its name: functions of Rust, sentences of the browser tests.
fn tests() -> Vec<String> {
    let mut names = Vec::new();
    for path in files_in(&["foundation", "rooms", "haat"], "rs") {
        let text = read(&path);
        let after = text.split("#[test]").skip(1).chain(text.split("#[tokio::test]").skip(1));
        names.extend(
            after.filter_map(|rest| rest.split("fn ").nth(1)).map(|rest| rest.split('(').next().unwrap().to_owned()),
        );
        let in_macros = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn "));
        names.extend(in_macros.map(|rest| rest.split('(').next().unwrap().to_owned()));
    }
    for path in files_in(&["browser", "assets/test"], "js") {
        let text = read(&path);
        names.extend(text.split("test(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        names.extend(text.split("test('").skip(1).map(|rest| rest.split('\'').next().unwrap().to_owned()));
    }
    names
}

#[test]
fn every_met_item_of_the_security_standard_names_a_test_that_exists() {
    let tests = tests();
    let mut wrong = Vec::new();
    for row in rows() {
        let (id, state, named) = (&row[0], &row[3], &row[5]);
        let named: Vec<&str> = named.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
        if state == "met" && named.is_empty() {
            wrong.push(format!("{id}: said to be met, but no test is named"));
        }
        wrong.extend(
            named
                .iter()
                .filter(|name| !tests.iter().any(|test| test == *name))
                .map(|name| format!("{id}: no test {name}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_item_of_the_security_standard_stands_once_and_says_how() {
    let mut seen = std::collections::BTreeSet::new();
    for row in rows() {
        assert!(seen.insert(row[0].to_owned()), "{} stands twice", &row[0]);
        assert!(matches!(&row[1], "1" | "2" | "3"), "{}: level {}", &row[0], &row[1]);
        assert!(STATES.contains(&&row[3]) && (&row[2] == "no") == (&row[3] == "none"), "{row:?}");
        assert!(!row[4].trim().is_empty(), "{}: nothing is said of how", &row[0]);
    }
    assert!(seen.len() > 40, "{} items", seen.len());
}
