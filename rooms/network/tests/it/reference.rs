//! The reference data, counted against the official numbers and found by the spellings people use.

use crate::town::{does, register};
use network::deeds::LoadPlaces;
use network::place::{PlaceKind, codes_of};
use network::{children, find_places, load_places, place};
use std::collections::HashMap;

#[test]
fn every_place_of_the_country_is_entered_once_below_its_parent() {
    trial::both(&register(), |t| async move {
        assert_eq!(load_places(&t.journal).await.unwrap(), 9); // the country and 8 divisions
        assert_eq!(load_places(&t.journal).await.unwrap(), 0, "the second time there is nothing to enter");
        assert_eq!(does(&t, "system", LoadPlaces::default()).await, 0);
        let counts = t
            .journal
            .read(|tx| {
                Box::pin(async move {
                    let mut counts: HashMap<PlaceKind, usize> = HashMap::new();
                    let mut waiting = vec!["bd".to_owned()];
                    while let Some(code) = waiting.pop() {
                        let here = place(tx, &code).await?.unwrap();
                        *counts.entry(here.kind).or_default() += 1;
                        assert_eq!(codes_of(&here.path).last(), Some(&code.as_str()));
                        assert!(!here.name_bn.is_empty() && !here.name_en.is_empty(), "{code} has no name");
                        for below in children(tx, &code).await? {
                            assert_eq!(below.path, format!("{}{}/", here.path, below.code));
                            waiting.push(below.code);
                        }
                    }
                    Ok::<_, journal::Fault>(counts)
                })
            })
            .await
            .unwrap();
        // Counts of the Local Government Division and of BBS, see reference/README.md.
        for (kind, count) in [
            (PlaceKind::Country, 1),
            (PlaceKind::Division, 8),
            (PlaceKind::District, 64),
            (PlaceKind::Upazila, 495),
            (PlaceKind::CityCorporation, 12),
            (PlaceKind::Union, 4526),
            (PlaceKind::Pourashava, 330),
            (PlaceKind::Ward, 480),
        ] {
            assert_eq!(counts[&kind], count, "{kind:?}");
        }
        t.verify().await;
    });
}

#[test]
fn a_place_is_found_in_bangla_in_english_by_a_former_name_and_by_its_code() {
    for (query, code) in [
        ("ঢাকা", "30"),
        ("Dhaka", "30"),
        ("Comilla", "2019"),  // now Cumilla
        ("Jessore", "4041"),  // now Jashore
        ("Chittagong", "20"), // now Chattogram
        ("সাভার", "302672"),
        ("savar", "302672"),
        ("shabhar", "302672"), // as it sounds
        ("302672", "302672"),
        ("৩০২৬৭২", "302672"),
    ] {
        let found = find_places(query, 5);
        assert!(found.contains(&code), "{query} found {found:?}");
    }
    assert!(find_places("", 5).is_empty());
}
