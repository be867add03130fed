//! The table in which notes and coins are counted.

use super::super::{Faults, told};
use crate::drawer::{Count, DENOMINATIONS, NotACount, PIECES_MAX, field_of};
use base::{Paisa, Refusal};
use std::collections::BTreeMap;
use web::Frame;

/// A pile of the table.
pub(crate) struct PileShown {
    /// `n500`.
    pub field: String,
    /// In taka.
    pub worth: i64,
    /// As it was typed.
    pub pieces: String,
    /// What it is worth.
    pub sum: Paisa,
}

/// The table as it is shown: empty in the morning, as it was typed after a refusal.
pub(crate) struct CountShown {
    pub piles: Vec<PileShown>,
    pub total: Paisa,
}

impl CountShown {
    /// What was typed, with its sums.
    pub fn of(typed: &Typed) -> CountShown {
        let pile = |note: &i64| {
            let field = field_of(*note);
            let pieces = typed.fields.get(&field).cloned().unwrap_or_default();
            let sum = Paisa::from_taka(note.saturating_mul(typed.count.pieces(*note))).unwrap_or_default();
            PileShown { field, worth: *note, pieces, sum }
        };
        CountShown { piles: DENOMINATIONS.iter().map(pile).collect(), total: typed.count.total() }
    }
}

/// A form with a count, as it was posted.
#[derive(Default)]
pub(crate) struct Typed {
    /// Its fields.
    pub fields: BTreeMap<String, String>,
    /// What of it is a count.
    pub count: Count,
    /// What is wrong with it.
    pub wrong: Vec<(String, Box<dyn Refusal + Send + Sync>)>,
}

impl Typed {
    /// Reads the fields of a form. An empty field is no piece.
    pub fn read(pairs: Vec<(String, String)>) -> Typed {
        let mut typed = Typed { fields: pairs.into_iter().collect(), ..Typed::default() };
        let mut pieces = BTreeMap::new();
        for note in DENOMINATIONS {
            let field = field_of(note);
            let text = typed.fields.get(&field).map(|text| text.trim()).unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            match base::number::parse_integer(text) {
                Ok(many) if (0..=PIECES_MAX).contains(&many) => {
                    pieces.insert(note, many);
                }
                Ok(_) => typed.wrong.push((field, Box::new(NotACount::Pieces(note)))),
                Err(refused) => typed.wrong.push((field, Box::new(refused))),
            }
        }
        typed.count = Count::try_from(pieces).unwrap_or_default();
        typed
    }

    /// The text of a field; empty when it did not come.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// True when the button was pressed that only adds up.
    pub fn only_adds(&self) -> bool {
        self.text("do") == "total"
    }

    /// What is wrong, in words beside the fields.
    pub fn faults(&self, frame: &Frame) -> Faults {
        self.wrong.iter().map(|(field, refusal)| (field.clone(), told(frame, refusal.as_ref()))).collect()
    }

    /// The first thing that is wrong.
    pub fn first_wrong(&self) -> Option<&dyn Refusal> {
        self.wrong.first().map(|(_, refusal)| {
            let refusal: &dyn Refusal = refusal.as_ref();
            refusal
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::read(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn pieces_are_read_in_both_kinds_of_digits_and_what_is_none_is_told_beside_its_field() {
        let read = typed(&[("n500", "৩"), ("n20", " 7 "), ("n5", ""), ("do", "count")]);
        assert_eq!(read.count.total(), Paisa::new(164_000));
        assert!(read.wrong.is_empty() && !read.only_adds());
        let shown = CountShown::of(&read);
        assert_eq!(shown.piles.iter().map(|pile| pile.sum.get()).sum::<i64>(), shown.total.get());
        let bad = typed(&[("n500", "three"), ("n20", "-1"), ("n10", "100001"), ("do", "total")]);
        let fields: Vec<&str> = bad.wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["n500", "n20", "n10"]);
        assert!(bad.only_adds() && bad.first_wrong().is_some());
    }
}
