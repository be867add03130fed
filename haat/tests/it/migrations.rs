//! What a store ran once is never another text, and what is new comes after it: else no store opens any more.

use crate::sources::{read, root, updating};
use std::collections::BTreeMap;

/// Where the migrations stand that landed: room, number, name, and what a store keeps of each on either engine.
const LANDED: &str = "migrations.txt";

fn now() -> Vec<(String, u32, String)> {
    let rooms = haat::rooms();
    let all = rooms.iter().flat_map(|room| room.migrations);
    all.map(|one| {
        let kept = [db::Engine::Sqlite, db::Engine::Postgres].map(|engine| one.checksum(engine).unwrap());
        let line = format!("{} {} {} {:016x} {:016x}", one.room, one.number, one.name, kept[0], kept[1]);
        (one.room.to_owned(), one.number, line)
    })
    .collect()
}

#[test]
fn a_migration_that_landed_is_never_changed_and_new_ones_come_after_it() {
    let (now, landed) = (now(), read(LANDED));
    let landed: Vec<&str> = landed.lines().collect();
    let changed: Vec<_> = landed.iter().filter(|line| !now.iter().any(|one| one.2 == **line)).collect();
    assert!(changed.is_empty(), "stores that ran these do not open any more; write a new migration: {changed:#?}");
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    for (room, number, _) in now.iter().filter(|one| landed.contains(&one.2.as_str())) {
        let held = last.entry(room).or_default();
        *held = (*held).max(*number);
    }
    let new: Vec<_> = now.iter().filter(|one| !landed.contains(&one.2.as_str())).collect();
    let early: Vec<_> = new.iter().filter(|one| last.get(one.0.as_str()).is_some_and(|last| one.1 <= *last)).collect();
    assert!(early.is_empty(), "a store that ran a later one passes these over: {early:#?}");
    if updating() {
        let lines: Vec<&str> = now.iter().map(|one| one.2.as_str()).collect();
        std::fs::write(root().join(LANDED), lines.join("\n") + "\n").unwrap();
    } else {
        assert!(new.is_empty(), "HAAT_UPDATE=1 writes them down: {new:#?}");
    }
}
