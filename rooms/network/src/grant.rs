//! Grants: person, role, place, dates. One function decides who may do what; nothing is allowed that no grant allows.

use crate::place::is_within;
use crate::role::{CONFLICTS, Role};
use base::BusinessDay;

/// A role given to a person at a place for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// Who holds it.
    pub person: String,
    /// The role.
    pub role: Role,
    /// The code of the place.
    pub place: String,
    /// The path of the place.
    pub path: String,
    /// Its first day.
    pub from: BusinessDay,
    /// Its last day; none for as long as it is not ended.
    pub until: Option<BusinessDay>,
    /// Who gave it.
    pub given_by: String,
    /// The day it was ended, if it was. From that moment it holds no more.
    pub ended_on: Option<BusinessDay>,
}

impl Grant {
    /// True when it holds on this day.
    #[must_use]
    pub fn holds_on(&self, day: BusinessDay) -> bool {
        self.ended_on.is_none() && self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// True when it holds on this day or may hold on a later one.
    #[must_use]
    pub fn holds_from(&self, day: BusinessDay) -> bool {
        self.ended_on.is_none() && self.until.is_none_or(|until| day <= until)
    }
}

/// May the holder of these grants do this at this path on this day? The only place where it is decided.
#[must_use]
pub fn may(grants: &[Grant], permission: &str, path: &str, day: BusinessDay) -> bool {
    grants.iter().any(|grant| {
        grant.holds_on(day) && grant.role.permissions().contains(&permission) && is_within(path, &grant.path)
    })
}

/// May the holder of these grants give this role at this path? Only who may give at all there, and only what is held
/// there or what the giver's own role hands on.
#[must_use]
pub fn may_give(grants: &[Grant], role: Role, path: &str, day: BusinessDay) -> bool {
    let hands_on = |permission: &str| {
        grants.iter().any(|grant| {
            grant.holds_on(day) && grant.role.row().hands_on.contains(&permission) && is_within(path, &grant.path)
        })
    };
    may(grants, "grant.give", path, day)
        && role.permissions().iter().all(|permission| may(grants, permission, path, day) || hands_on(permission))
}

/// The pair that would come together in one hand if this role were added at this path, where the places overlap.
#[must_use]
pub fn conflict(grants: &[Grant], role: Role, path: &str, day: BusinessDay) -> Option<(&'static str, &'static str)> {
    CONFLICTS.iter().copied().find(|(one, other)| {
        let clashes = |new: &str, held: &str| {
            role.permissions().contains(&new)
                && grants.iter().any(|grant| {
                    grant.holds_from(day)
                        && grant.role.permissions().contains(&held)
                        && (is_within(path, &grant.path) || is_within(&grant.path, path))
                })
        };
        clashes(one, other) || clashes(other, one)
    })
}

/// True when the holder has an office on this day or the next: then a second factor is needed (security.md 4.3). The next
/// day counts because a session that is opened before midnight lives to see it.
#[must_use]
pub fn holds_office(grants: &[Grant], day: BusinessDay) -> bool {
    let soon = |grant: &&Grant| grant.holds_on(day) || grant.holds_on(day.add_days(1));
    grants.iter().filter(soon).any(|grant| grant.role.row().office)
}
