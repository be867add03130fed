//! The one function that decides, against an oracle that thinks in sets of places instead of paths.

use base::BusinessDay;
use network::grant::{Grant, conflict, may, may_give};
use network::role::{CONFLICTS, PERMISSIONS, ROLES, Role};
use std::collections::{BTreeMap, BTreeSet};

/// A small country: code → parent.
const TREE: [(&str, &str); 13] = [
    ("bd", ""),
    ("30", "bd"),
    ("3026", "30"),
    ("302672", "3026"),
    ("30267250", "302672"),
    ("30267255", "302672"),
    ("302614", "3026"),
    ("3033", "30"),
    ("303330", "3033"),
    ("20", "bd"),
    ("2015", "20"),
    ("201504", "2015"),
    ("2", "bd"), // a code that begins other codes, as no real one does
];

fn path(code: &str) -> String {
    let parent = TREE.iter().find(|(own, _)| *own == code).unwrap().1;
    if parent.is_empty() { "/".to_owned() } else { format!("{}{code}/", path(parent)) }
}

/// The place itself and all above it, by walking up the tree.
fn up(code: &str) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    let mut here = code;
    while !here.is_empty() {
        all.insert(here);
        here = TREE.iter().find(|(own, _)| *own == here).unwrap().1;
    }
    all
}

fn day(text: &str) -> BusinessDay {
    text.parse().unwrap()
}

fn grant(role: Role, place: &str, from: &str, until: Option<&str>, ended: Option<&str>) -> Grant {
    Grant {
        id: String::new(),
        person: "p".to_owned(),
        role,
        place: place.to_owned(),
        path: path(place),
        from: day(from),
        until: until.map(day),
        given_by: String::new(),
        ended_on: ended.map(day),
    }
}

/// Dates of a grant and whether it holds on 2026-11-23.
const DATES: [(&str, Option<&str>, Option<&str>, bool); 7] = [
    ("2026-11-23", None, None, true),
    ("2026-01-01", Some("2026-11-23"), None, true),
    ("2026-01-01", Some("2026-11-22"), None, false),
    ("2026-11-24", None, None, false),
    ("2026-01-01", None, Some("2026-11-23"), false),
    ("2026-01-01", Some("2027-01-01"), Some("2026-02-01"), false),
    ("2020-01-01", Some("2030-12-31"), None, true),
];

#[test]
fn every_role_may_exactly_what_its_row_says_at_its_place_and_below_while_it_holds() {
    let today = day("2026-11-23");
    let mut cases = 0;
    for row in ROLES {
        for (held_at, _) in TREE {
            for (from, until, ended, holds) in DATES {
                let grants = [grant(row.role, held_at, from, until, ended)];
                for permission in PERMISSIONS {
                    for (asked_at, _) in TREE {
                        let oracle = holds && row.permissions.contains(permission) && up(asked_at).contains(held_at);
                        assert_eq!(
                            may(&grants, permission, &path(asked_at), today),
                            oracle,
                            "{} at {held_at} asks {permission} at {asked_at}",
                            row.name
                        );
                        cases += 1;
                    }
                }
            }
        }
    }
    assert!(cases > 100_000, "{cases}");
}

#[test]
fn several_grants_add_up_and_none_allows_nothing() {
    let today = day("2026-11-23");
    assert!(!may(&[], "sale.create", "/", today));
    let two = [
        grant(Role::Chairman, "30267250", "2026-01-01", None, None),
        grant(Role::Entrepreneur, "30267255", "2026-01-01", None, None),
    ];
    assert!(may(&two, "sale.create", &path("30267255"), today));
    assert!(!may(&two, "sale.create", &path("30267250"), today));
    assert!(may(&two, "people.view", &path("30267250"), today));
    assert!(!may(&two, "people.view", &path("30267255"), today));
}

#[test]
fn nobody_gives_what_they_neither_hold_nor_hand_on() {
    let today = day("2026-11-23");
    let able: BTreeMap<&str, BTreeSet<&str>> = ROLES
        .iter()
        .filter(|row| row.permissions.contains(&"grant.give"))
        .map(|row| (row.name, row.permissions.iter().chain(row.hands_on).copied().collect()))
        .collect();
    for giver in ROLES {
        for (held_at, _) in TREE {
            let grants = [grant(giver.role, held_at, "2026-01-01", None, None)];
            for given in ROLES {
                for (at, _) in TREE {
                    let oracle =
                        able.get(giver.name).is_some_and(|able| given.permissions.iter().all(|p| able.contains(p)))
                            && up(at).contains(held_at);
                    assert_eq!(
                        may_give(&grants, given.role, &path(at), today),
                        oracle,
                        "{} gives {}",
                        giver.name,
                        given.name
                    );
                }
            }
        }
    }
}

#[test]
fn no_two_grants_put_a_forbidden_pair_into_one_hand() {
    let today = day("2026-11-23");
    for one in ROLES {
        for (one_at, _) in TREE {
            let grants = [grant(one.role, one_at, "2026-01-01", None, None)];
            for other in ROLES {
                for (other_at, _) in TREE {
                    let meet = up(one_at).contains(other_at) || up(other_at).contains(one_at);
                    let pair = CONFLICTS.iter().any(|(a, b)| {
                        one.permissions.contains(a) && other.permissions.contains(b)
                            || one.permissions.contains(b) && other.permissions.contains(a)
                    });
                    assert_eq!(conflict(&grants, other.role, &path(other_at), today).is_some(), meet && pair);
                }
            }
        }
    }
}

#[test]
fn no_role_holds_a_forbidden_pair_by_itself_and_every_permission_is_known() {
    for row in ROLES {
        assert_eq!(Role::of_name(row.name), Some(row.role));
        assert_eq!(row.role.row().name, row.name);
        for permission in row.permissions.iter().chain(row.hands_on) {
            assert!(PERMISSIONS.contains(permission), "{permission}");
        }
        for (one, other) in CONFLICTS {
            assert!(!(row.permissions.contains(one) && row.permissions.contains(other)), "{}", row.name);
        }
    }
    for permission in PERMISSIONS {
        assert!(ROLES.iter().any(|row| row.permissions.contains(permission)), "{permission} is held by nobody");
    }
}

#[test]
fn an_unfinished_path_opens_nothing() {
    let today = day("2026-11-23");
    let mut cut = grant(Role::DistrictSupervisor, "3026", "2026-01-01", None, None);
    cut.path = "/30/302".to_owned();
    assert!(!may(&[cut], "people.view", "/30/3026/", today));
}
