//! Which lines of a statement and which transfers of ours belong together. Pure, and the same whatever the order.
//!
//! First by name: a line that names a transfer by our id, or by the provider's reference, belongs to it, whatever the
//! amounts; several lines may name one transfer. Then by sums: a line without a name is one or several transfers of the
//! same way within a day whose amounts add up to it, and a transfer is several lines; but only when there is one such set.
//! Where two sets would do nobody guesses: a person looks.

use base::Paisa;
use base::calendar::BusinessDay;
use std::collections::{BTreeMap, BTreeSet};

/// How many days booking and request may lie apart.
const DAYS_APART_MAX: i64 = 1;
/// How many transfers one line may stand for, or lines one transfer, when only sums tell.
const PARTS_MAX: usize = 8;
/// How many candidates a search looks at; with more of them nothing is guessed.
const CANDIDATES_MAX: usize = 40;
/// How many lines without a name are searched for in one statement.
const SEARCHED_MAX: usize = 200;
/// Steps of all searches of one statement together.
const STEPS_MAX: u32 = 1_000_000;

/// Which line: its statement and its number in it.
pub(crate) type LineKey = (String, i64);

/// A line of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Theirs {
    pub key: LineKey,
    pub day: BusinessDay,
    pub poisha: Paisa,
    pub reference: String,
    pub transfer: String,
}

/// A transfer of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ours {
    pub id: String,
    pub day: BusinessDay,
    /// What the provider's lines should add up to: the amount, or nothing for what failed or was taken back.
    pub poisha: Paisa,
    pub reference: String,
}

/// Lines and transfers that belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    pub lines: Vec<LineKey>,
    pub transfers: Vec<String>,
    /// What the lines are more than the transfers; nothing when they agree.
    pub off: Paisa,
}

/// What belongs together.
pub(crate) fn matched(theirs: &[Theirs], ours: &[Ours]) -> Vec<Match> {
    let mut theirs: Vec<&Theirs> = theirs.iter().collect();
    let mut ours: Vec<&Ours> = ours.iter().collect();
    theirs.sort_by(|a, b| (a.day, a.poisha, &a.key).cmp(&(b.day, b.poisha, &b.key)));
    ours.sort_by(|a, b| (a.day, a.poisha, &a.id).cmp(&(b.day, b.poisha, &b.id)));
    let mut found = by_name(&mut theirs, &mut ours);
    ours.retain(|one| one.poisha != Paisa::ZERO); // what did not move is no part of a sum
    if theirs.len() <= SEARCHED_MAX {
        let mut steps = STEPS_MAX;
        loop {
            let before = found.len();
            found.extend(sums(&mut theirs, &mut ours, &mut steps));
            if found.len() == before {
                break;
            }
        }
    }
    found.sort();
    found
}

fn total(amounts: impl IntoIterator<Item = Paisa>) -> Paisa {
    Paisa::sum(amounts).unwrap_or_default()
}

/// What is named by our id, or by a reference that only one transfer has.
fn by_name(theirs: &mut Vec<&Theirs>, ours: &mut Vec<&Ours>) -> Vec<Match> {
    let ids: BTreeSet<&str> = ours.iter().map(|one| one.id.as_str()).collect();
    let mut references: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for one in ours.iter().filter(|one| !one.reference.is_empty()) {
        references.entry(&one.reference).and_modify(|id| *id = None).or_insert(Some(&one.id));
    }
    let mut named: BTreeMap<&str, Vec<&Theirs>> = BTreeMap::new();
    for line in theirs.iter() {
        let by_id = ids.get(line.transfer.as_str()).copied();
        let by_reference = || references.get(line.reference.as_str()).copied().flatten();
        // A line that names a transfer which is none of these is not searched under another name.
        let id = if line.transfer.is_empty() { by_reference() } else { by_id };
        if let Some(id) = id {
            named.entry(id).or_default().push(line);
        }
    }
    let mut found = Vec::new();
    for one in ours.iter() {
        let Some(lines) = named.get(one.id.as_str()) else { continue };
        let sum = total(lines.iter().map(|line| line.poisha));
        let mut keys: Vec<LineKey> = lines.iter().map(|line| line.key.clone()).collect();
        keys.sort();
        let off = sum.checked_sub(one.poisha).unwrap_or_default();
        found.push(Match { lines: keys, transfers: vec![one.id.clone()], off });
    }
    take_out(theirs, ours, &found);
    theirs.retain(|line| line.transfer.is_empty());
    found
}

fn take_out(theirs: &mut Vec<&Theirs>, ours: &mut Vec<&Ours>, found: &[Match]) {
    let lines: BTreeSet<&LineKey> = found.iter().flat_map(|one| &one.lines).collect();
    let ids: BTreeSet<&String> = found.iter().flat_map(|one| &one.transfers).collect();
    theirs.retain(|line| !lines.contains(&line.key));
    ours.retain(|one| !ids.contains(&one.id));
}

fn is_near(a: BusinessDay, b: BusinessDay) -> bool {
    a.days_since(b).abs() <= DAYS_APART_MAX
}

/// One pass: each line as one or several transfers, then each transfer as several lines.
fn sums(theirs: &mut Vec<&Theirs>, ours: &mut Vec<&Ours>, steps: &mut u32) -> Vec<Match> {
    let mut found = Vec::new();
    for line in theirs.clone() {
        let near = |one: &&&Ours| is_near(one.day, line.day) && same_way(one.poisha, line.poisha);
        let candidates: Vec<&Ours> = ours.iter().filter(near).copied().collect();
        let amounts: Vec<i64> = candidates.iter().map(|one| one.poisha.get()).collect();
        if let Some(places) = only_set(line.poisha.get(), &amounts, 1, steps) {
            let mut ids: Vec<String> =
                places.iter().filter_map(|place| candidates.get(*place)).map(|one| one.id.clone()).collect();
            ids.sort();
            let one = Match { lines: vec![line.key.clone()], transfers: ids, off: Paisa::ZERO };
            take_out(theirs, ours, std::slice::from_ref(&one));
            found.push(one);
        }
    }
    for one in ours.clone() {
        let near = |line: &&&Theirs| is_near(one.day, line.day) && same_way(one.poisha, line.poisha);
        let candidates: Vec<&Theirs> = theirs.iter().filter(near).copied().collect();
        let amounts: Vec<i64> = candidates.iter().map(|line| line.poisha.get()).collect();
        if let Some(places) = only_set(one.poisha.get(), &amounts, 2, steps) {
            let mut keys: Vec<LineKey> =
                places.iter().filter_map(|place| candidates.get(*place)).map(|line| line.key.clone()).collect();
            keys.sort();
            let whole = Match { lines: keys, transfers: vec![one.id.clone()], off: Paisa::ZERO };
            take_out(theirs, ours, std::slice::from_ref(&whole));
            found.push(whole);
        }
    }
    found
}

fn same_way(a: Paisa, b: Paisa) -> bool {
    a.is_negative() == b.is_negative()
}

/// The one set of amounts, at least so many of them, that adds up to this; none when there is none, or another, or when
/// the search would go on for too long. All amounts have the sign of the sum.
fn only_set(sum: i64, amounts: &[i64], least: usize, steps: &mut u32) -> Option<Vec<usize>> {
    if amounts.len() < least {
        return None;
    }
    // All of them together are the only set that adds up, if they do: every other is less.
    if amounts.iter().try_fold(0_i64, |all, amount| all.checked_add(*amount)) == Some(sum) {
        return Some((0..amounts.len()).collect());
    }
    if amounts.len() > CANDIDATES_MAX {
        return None;
    }
    let mut search = Search {
        amounts: amounts.iter().map(|amount| amount.unsigned_abs()).collect(),
        least,
        found: Vec::new(),
        chosen: Vec::new(),
    };
    let whole = search.go(sum.unsigned_abs(), 0, steps);
    match (whole, search.found.as_slice()) {
        (true, [only]) => Some(only.clone()),
        _ => None,
    }
}

struct Search {
    amounts: Vec<u64>,
    least: usize,
    found: Vec<Vec<usize>>,
    chosen: Vec<usize>,
}

impl Search {
    /// False when it was broken off.
    fn go(&mut self, rest: u64, from: usize, steps: &mut u32) -> bool {
        if rest == 0 {
            if self.chosen.len() >= self.least {
                self.found.push(self.chosen.clone());
            }
            return true;
        }
        if self.chosen.len() >= PARTS_MAX {
            return true;
        }
        for place in from..self.amounts.len() {
            if self.found.len() > 1 {
                return true;
            }
            let Some(left) = steps.checked_sub(1) else { return false };
            *steps = left;
            let Some(smaller) = self.amounts.get(place).and_then(|amount| rest.checked_sub(*amount)) else { continue };
            self.chosen.push(place);
            let whole = self.go(smaller, place.saturating_add(1), steps);
            self.chosen.pop();
            if !whole {
                return false;
            }
        }
        true
    }
}
