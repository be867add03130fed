//! Dependencies point down: what the crates declare is what `HOUSE.md` allows, no more and no less.

use crate::sources::{files_in, read, rust};
use crate::tables::rows;
use std::collections::{BTreeMap, BTreeSet};

/// Direct dependencies of the program on the work of others, at most; what only tests use is not in it.
const OTHERS_MAX: usize = 40;
/// The rooms that every other room may use.
const SHARED: [&str; 2] = ["network", "ledger"];

/// The names of one section of a Cargo.toml, with what stands after the `=` and the comment.
fn section(text: &str, name: &str) -> Vec<(String, String)> {
    let header = format!("[{name}]");
    let lines = text.lines().skip_while(|line| line.trim() != header).skip(1).take_while(|line| !line.starts_with('['));
    lines
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(left, right)| (left.trim().trim_end_matches(".workspace").to_owned(), right.trim().to_owned()))
        .collect()
}

/// Our own crates, by name.
fn crates() -> BTreeMap<String, String> {
    let ours =
        files_in(&["foundation", "rooms", "haat"], "toml").into_iter().filter(|path| path.ends_with("/Cargo.toml"));
    ours.map(|path| (path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap().to_owned(), read(&path)))
        .collect()
}

fn own(crates: &BTreeMap<String, String>, text: &str, names: &[&str]) -> BTreeSet<String> {
    let declared = names.iter().flat_map(|name| section(text, name)).map(|(name, _)| name);
    declared.filter(|name| crates.contains_key(name)).collect()
}

#[test]
fn every_crate_uses_exactly_what_the_house_allows_it() {
    let crates = crates();
    let allowed: BTreeMap<String, BTreeSet<String>> = rows("crate")
        .iter()
        .map(|row| {
            let may = row[1].split(',').map(|name| name.trim().trim_matches('`').to_owned());
            (row[0].clone(), may.filter(|name| !matches!(name.as_str(), "" | "nothing")).collect())
        })
        .collect();
    let declared: BTreeMap<String, BTreeSet<String>> = crates
        .iter()
        .map(|(name, text)| (name.clone(), own(&crates, text, &["dependencies", "build-dependencies"])))
        .collect();
    assert_eq!(declared, allowed, "left: what the crates declare; right: what HOUSE.md allows");
}

#[test]
fn every_crate_stands_above_all_that_it_uses() {
    let above: Vec<String> = rows("crate").into_iter().map(|row| row[0].clone()).collect();
    for (place, row) in rows("crate").iter().enumerate() {
        for used in row[1].split(',').map(|name| name.trim().trim_matches('`')).filter(|name| *name != "nothing") {
            let below = above.iter().position(|name| name == used).unwrap_or_else(|| panic!("no crate {used}"));
            assert!(below < place, "{} uses {used}, which stands above it", row[0]);
        }
    }
}

#[test]
fn only_tests_use_the_kit_for_tests() {
    let crates = crates();
    for (name, text) in &crates {
        let tests = own(&crates, text, &["dev-dependencies"]);
        let usual = own(&crates, text, &["dependencies"]);
        // The roof's tests fold over every room and what stands below.
        let more: Vec<_> =
            tests.iter().filter(|used| *used != "trial" && name != "haat" && !usual.contains(*used)).collect();
        assert!(more.is_empty(), "the tests of {name} use {more:?}, which {name} itself does not");
        assert!(text.contains("[lints]\nworkspace = true"), "{name} follows the lints of the house");
    }
}

#[test]
fn whatever_is_declared_is_used() {
    let sources = rust();
    let mut idle = Vec::new();
    for path in files_in(&["foundation", "rooms", "haat"], "toml").iter().filter(|path| path.ends_with("/Cargo.toml")) {
        let (folder, manifest) = (path.trim_end_matches("Cargo.toml"), read(path));
        for (kind, part) in
            [("dependencies", "src/"), ("dev-dependencies", "tests/"), ("build-dependencies", "build.rs")]
        {
            let place = format!("{folder}{part}");
            let texts: Vec<&str> = sources
                .iter()
                .filter(|source| source.path.starts_with(&place))
                .map(|source| source.text.as_str())
                .collect();
            for (name, _) in section(&manifest, kind) {
                let name = name.replace('-', "_");
                let used = [format!("{name}::"), format!("use {name}"), format!("{name}!")];
                if !texts.iter().any(|text| used.iter().any(|use_of| text.contains(use_of))) {
                    idle.push(format!("{path}: {kind}: {name}"));
                }
            }
        }
    }
    assert!(idle.is_empty(), "{idle:#?}");
}

#[test]
fn no_room_knows_another_that_is_not_shared() {
    let rooms: Vec<&str> =
        ["network", "ledger"].into_iter().chain(haat::rooms().iter().map(|room| room.name)).collect();
    let mut wrong = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("rooms/") && source.path.contains("/src/")) {
        for other in rooms.iter().filter(|room| !SHARED.contains(room) && **room != source.owner()) {
            if source.code.contains(&format!("{other}::")) {
                wrong.push(format!("{} names {other}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_work_of_others_is_little_and_each_piece_says_what_for() {
    let manifest = read("Cargo.toml");
    let all = section(&manifest, "workspace.dependencies");
    let others: Vec<_> = all.iter().filter(|(_, what)| !what.contains("path =")).collect();
    let sections = ["dependencies", "build-dependencies"];
    let program: BTreeSet<String> = crates()
        .values()
        .flat_map(|text| sections.map(|name| section(text, name)))
        .flatten()
        .map(|one| one.0)
        .collect();
    let built_in = others.iter().filter(|(name, _)| program.contains(name)).count();
    assert!(built_in > 0 && built_in <= OTHERS_MAX, "{built_in} direct dependencies");
    let silent: Vec<_> = others.iter().filter(|(_, what)| !what.contains("# ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no word on what these are for: {silent:?}");
    let used: BTreeSet<String> = crates()
        .values()
        .flat_map(|text| ["dependencies", "build-dependencies", "dev-dependencies"].map(|name| section(text, name)))
        .flatten()
        .map(|(name, what)| {
            assert!(what.contains("true"), "{name}: versions stand in the workspace only");
            name
        })
        .collect();
    let idle: Vec<_> = all.iter().map(|(name, _)| name).filter(|name| !used.contains(*name)).collect();
    assert!(idle.is_empty(), "no crate uses {idle:?}");
}
