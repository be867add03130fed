//! A day is closed: nothing is dated into it any more.

use crate::drawer::read::{self, LastCount};
use crate::drawer::rules::{self, DayShut};
use crate::drawer::{Closing, CountTaken, DIFFERENCE_NOTE_CHARS_MAX, DIFFERENCE_REASONS, needs_reason};
use crate::events::DayClosed;
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Entered, Stop, Tx, happened};
use ledger::NotPosted;
use serde::{Deserialize, Serialize};

/// Closes a business day of a centre, for ever. The drawer was counted before ([`crate::CountDrawer`]); what the count has
/// more or less than the book is posted as over or short in the same entry, so that the drawer holds what was counted.
///
/// # Refusals
/// See [`NotClosed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseDay {
    /// The centre's book.
    pub book: String,
    /// The day.
    pub day: BusinessDay,
    /// Why the count differs: a code of [`DIFFERENCE_REASONS`]; empty when it does not, or hardly.
    pub reason: String,
    /// What is to be said of it; needed for the reason `other`.
    pub note: String,
}

/// Why a day cannot be closed.
#[derive(Debug)]
pub enum NotClosed {
    /// It has not come.
    Future,
    /// It is closed.
    Already,
    /// An earlier day is still open: it comes first.
    EarlierOpen(BusinessDay),
    /// Carts are set aside.
    CartsHeld {
        /// How many.
        count: i64,
        /// Whose.
        who: String,
    },
    /// A cart has lines that are not paid.
    CartOpen {
        /// Whose.
        who: String,
    },
    /// The drawer was not counted.
    NotCounted,
    /// Money moved since it was counted.
    CountStale,
    /// The difference is so large that a reason is needed, or the reason is none of the list.
    Reason,
    /// The reason is `other` and nothing is written to it, or too much is.
    Note,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotClosed {
    fn code(&self) -> &'static str {
        match self {
            NotClosed::Future => "counter.close.future",
            NotClosed::Already => "counter.close.already",
            NotClosed::EarlierOpen(day) => DayShut::EarlierOpen(*day).code(),
            NotClosed::CartsHeld { .. } => "counter.close.carts_held",
            NotClosed::CartOpen { .. } => "counter.close.cart_open",
            NotClosed::NotCounted => "counter.close.not_counted",
            NotClosed::CountStale => "counter.close.count_stale",
            NotClosed::Reason => "counter.close.reason",
            NotClosed::Note => "counter.close.note",
            NotClosed::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotClosed::EarlierOpen(day) => vec![("day", day.to_string())],
            NotClosed::CartsHeld { count, who } => vec![("count", count.to_string()), ("who", who.clone())],
            NotClosed::CartOpen { who } => vec![("who", who.clone())],
            NotClosed::Note => vec![("max", DIFFERENCE_NOTE_CHARS_MAX.to_string())],
            NotClosed::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotClosed::Reason => Some("reason".to_owned()),
            NotClosed::Note => Some("note".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotClosed::Already | NotClosed::CountStale => 409,
            NotClosed::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotClosed`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.close.future",
    "counter.close.already",
    "counter.close.carts_held",
    "counter.close.cart_open",
    "counter.close.not_counted",
    "counter.close.count_stale",
    "counter.close.reason",
    "counter.close.note",
];

fn shut(shut: DayShut) -> NotClosed {
    match shut {
        DayShut::Future(_) => NotClosed::Future,
        DayShut::Closed(_) | DayShut::Full(_) => NotClosed::Already, // a close asks for no room
        DayShut::EarlierOpen(day) => NotClosed::EarlierOpen(day),
    }
}

impl CloseDay {
    /// Reason and words, as the difference asks for them.
    fn decide(&self, taken: &CountTaken, note: &str) -> Result<Option<String>, NotClosed> {
        let known = DIFFERENCE_REASONS.contains(&self.reason.as_str());
        if (!self.reason.is_empty() && !known)
            || (self.reason.is_empty() && needs_reason(taken.expected, taken.difference))
        {
            return Err(NotClosed::Reason);
        }
        if note.chars().count() > DIFFERENCE_NOTE_CHARS_MAX || (self.reason == "other" && note.is_empty()) {
            return Err(NotClosed::Note);
        }
        Ok(known.then(|| self.reason.clone()))
    }

    /// Nobody's customer may stand there with a cart that is not paid.
    async fn carts_are_empty(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotClosed>> {
        let held = read::held_by(tx, &self.book).await?;
        if !held.is_empty() {
            let count = held.iter().fold(0_i64, |sum, (_, held)| sum.saturating_add(*held));
            let whose: Vec<String> = held.into_iter().map(|(person, _)| person).collect();
            let who = read::names(tx, &whose).await?;
            return Err(Stop::Refused(NotClosed::CartsHeld { count, who }));
        }
        let whose = read::carts_of(tx, &self.book).await?;
        if whose.is_empty() {
            return Ok(());
        }
        let who = read::names(tx, &whose).await?;
        Err(Stop::Refused(NotClosed::CartOpen { who }))
    }
}

impl Deed for CloseDay {
    const NAME: &'static str = "counter.close_day";
    type Done = Entered;
    type Refusal = NotClosed;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotClosed>> {
        // Load.
        let (book, day) = (&self.book, self.day);
        rules::check_day(tx, book, day).await.map_err(|stop| stop.map(shut))?;
        self.carts_are_empty(tx).await?;
        let entries = read::entries(tx, book, day).await?;
        let taken = match read::valid_count(tx, book, day, &entries).await? {
            LastCount::None => return Err(Stop::Refused(NotClosed::NotCounted)),
            LastCount::Stale => return Err(Stop::Refused(NotClosed::CountStale)),
            LastCount::Valid(taken) => taken,
        };
        let totals = read::totals(tx, book, day, &entries).await?;
        let head = tx.head_hash(book).await?.unwrap_or_default();

        // Decide.
        let note = base::text::clean(&self.note);
        let reason = self.decide(&taken, &note).map_err(Stop::Refused)?;

        // Enter.
        let posted = rules::over_short(tx, book, (day, "count close"), taken.difference).await;
        let posted = posted.map_err(|stop| stop.map(NotClosed::Posting))?;
        let note = if note.is_empty() { None } else { Some(tx.seal(book, &format!("d-{book}-{day}"), &note).await?) };
        let closing = Closing {
            day,
            totals,
            counts: read::counts(&entries).cloned().collect(),
            expected: taken.expected,
            counted: taken.counted,
            difference: taken.difference,
            reason,
            note,
            head: base::text::hex(&head),
        };
        let mut events = vec![happened(DayClosed { closing })];
        events.extend(posted.map(happened));
        events.push(happened(ledger::DayShut { day }));
        Ok(tx.enter(book, events).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawer::Count;
    use base::Paisa;

    fn decided(counted: i64, expected: i64, reason: &str, note: &str) -> &'static str {
        let (count, expected) = (Count::of(Paisa::new(counted * 100)), Paisa::new(expected * 100));
        let Some(taken) = CountTaken::of(count, expected) else { return "uncountable" };
        let day = base::calendar::Moment::new(0).day();
        let (reason, note) = (reason.to_owned(), note.to_owned());
        let deed = CloseDay { book: "1".to_owned(), day, reason, note: note.clone() };
        deed.decide(&taken, &note).map_or_else(|refused| refused.code(), |_| "")
    }

    #[test]
    fn a_large_difference_needs_a_reason_of_the_list_and_other_needs_words() {
        assert_eq!(decided(10_000, 10_000, "", ""), "");
        assert_eq!(decided(10_020, 10_000, "", ""), "");
        assert_eq!(decided(10_021, 10_000, "", ""), "counter.close.reason");
        assert_eq!(decided(9_979, 10_000, "", ""), "counter.close.reason");
        assert_eq!(decided(999, 1_000, "", ""), "");
        assert_eq!(decided(994, 1_000, "", ""), "counter.close.reason");
        assert_eq!(decided(994, 1_000, "wrong_change", ""), "");
        assert_eq!(decided(994, 1_000, "weather", ""), "counter.close.reason");
        assert_eq!(decided(994, 1_000, "other", ""), "counter.close.note");
        assert_eq!(decided(994, 1_000, "other", "ইঁদুর"), "");
        assert_eq!(decided(1_000, 1_000, "", &"ক".repeat(301)), "counter.close.note");
        assert_eq!(decided(1, 0, "", ""), "counter.close.reason");
    }
}
