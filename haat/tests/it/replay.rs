//! Views are what the journals say: on both engines, after a whole demo, before and after a rebuild. And every event
//! that was ever written stays readable.

use crate::sources::{root, updating};
use crate::store::Store;
use haat::Place;
use haat::demo::{Size, make};
use journal::{EventKind, Journal};
use serde_json::Value;
use std::collections::BTreeMap;
use trial::{Dir, fresh_schema};

/// Events by kind and version.
type Seen = BTreeMap<(String, u32), String>;

const SIZE: Size = Size { centres: 4, days: 2 };

fn register() -> Vec<EventKind> {
    haat::rooms().iter().flat_map(|room| &room.events).copied().collect()
}

/// One example of every event that stands in the journals.
async fn seen(journal: &Journal) -> Seen {
    let mut seen = Seen::new();
    for (book, _) in journal.books().await.unwrap() {
        let mut after = 0;
        loop {
            let entries = journal.entries(&book, after, journal::ENTRIES_PER_PAGE_MAX).await.unwrap();
            let Some(last) = entries.last() else { break };
            after = last.head.folio;
            for (kind, version, data) in entries.iter().flat_map(|entry| entry.lines().unwrap()) {
                seen.entry((kind, version)).or_insert(data);
            }
        }
    }
    seen
}

async fn clean(journal: &Journal, when: &str) -> journal::Findings {
    let findings = journal.verify().await.unwrap();
    assert!(findings.faults.is_empty(), "{when}: {:#?}", findings.faults);
    findings
}

async fn demo_replays(place: &Place) {
    let sign_ins = make(place, SIZE).await.unwrap();
    assert!(sign_ins.len() > 8);
    let journal = place.open().await.unwrap();
    let before = clean(&journal, "after the demo").await;
    assert!(before.entries > 20 && before.seals > 10 && before.rows > 5_000, "{before:?}");
    assert_eq!(journal.rebuild().await.unwrap(), before.entries);
    assert_eq!(clean(&journal, "after a rebuild").await, before);
    let known = register();
    let seen = seen(&journal).await;
    for (kind, version) in seen.keys() {
        assert!(known.iter().any(|one| one.kind == kind && one.version == *version), "{kind} v{version} is unknown");
    }
    for kind in ["network.centre_opened", "network.person_seated", "counter.receipt_given", "ledger.posted"] {
        assert!(seen.keys().any(|(there, _)| there == kind), "the demo has no {kind}");
    }
    // A firm's own program was there, and its endpoint is closed again.
    for kind in ["key_made", "kinds_mapped", "product_referred", "endpoint_set", "endpoint_closed"] {
        assert!(seen.keys().any(|(there, _)| *there == format!("market.{kind}")), "the demo has no {kind}");
    }
}

#[test]
fn a_demo_replays_row_for_row_on_sqlite() {
    let dir = Dir::new();
    trial::run(async { demo_replays(&Place::new(dir.path(), None).unwrap()).await });
}

#[test]
fn a_demo_replays_row_for_row_on_postgres() {
    let dir = Dir::new();
    trial::run(async {
        let address = fresh_schema().await;
        demo_replays(&Place::new(dir.path(), Some(&address)).unwrap()).await;
    });
}

#[test]
fn what_a_rebuild_finds_changed_it_makes_right_again() {
    let store = Store::with(1, 0);
    let changed = store.tables().execute("update ledger_balance set poisha = poisha + 1 where account = 'P:float'", []);
    assert!(changed.unwrap() > 0);
    trial::run(async {
        let journal = store.journal().await;
        let faults = journal.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains("view ledger_balance")), "{faults:#?}");
        journal.rebuild().await.unwrap();
        clean(&journal, "after the rebuild").await;
    });
}

/// The kept example of an event version.
fn fixture(kind: &EventKind) -> std::path::PathBuf {
    root().join(format!("haat/tests/events/{}.v{}.json", kind.kind, kind.version))
}

#[test]
fn every_event_that_was_ever_written_stays_readable() {
    let known = register();
    if updating() {
        let store = Store::with(4, 2);
        let seen = trial::run(async { seen(&store.journal().await).await });
        for kind in known.iter().filter(|kind| !fixture(kind).exists()) {
            if let Some(data) = seen.get(&(kind.kind.to_owned(), kind.version)) {
                let value: Value = serde_json::from_str(data).unwrap();
                std::fs::write(fixture(kind), format!("{}\n", serde_json::to_string_pretty(&value).unwrap())).unwrap();
            }
        }
    }
    let mut kept: Vec<String> = std::fs::read_dir(root().join("haat/tests/events"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.retain(|name| name.ends_with("json"));
    for kind in &known {
        let path = fixture(kind);
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no example of {kind:?} at {}", path.display()));
        let event = kind.read(&text).unwrap_or_else(|fault| panic!("{kind:?} can no longer be read: {fault}"));
        assert_eq!((event.kind(), event.version()), (kind.kind, kind.version));
        let again: Value = serde_json::from_str(&event.bytes().unwrap()).unwrap();
        let before: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again, before, "{kind:?} is written otherwise than it was: give it a new version");
        kept.retain(|name| *name != path.file_name().unwrap().to_str().unwrap());
    }
    assert!(kept.is_empty(), "nobody can read these any more: {kept:?}");
}

#[test]
fn no_event_version_stands_twice_and_each_carries_its_rooms_name() {
    let mut seen = std::collections::BTreeSet::new();
    for room in haat::rooms() {
        for kind in &room.events {
            assert!(kind.kind.starts_with(&format!("{}.", room.name)), "{kind:?} of {}", room.name);
            assert!(kind.version >= 1 && seen.insert((kind.kind, kind.version)), "{kind:?} stands twice");
        }
    }
    for (kind, version) in &seen {
        assert!(
            (1..*version).all(|older| seen.contains(&(*kind, older))),
            "{kind}: a version before {version} is gone"
        );
    }
}
