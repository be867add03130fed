//! The drawer passes from one entrepreneur of the centre to the other.

use crate::drawer::Count;
use crate::drawer::rules::{self, DayShut};
use crate::drawer::store::DRAWERS;
use crate::events::ShiftPassed;
use base::{Paisa, Refusal};
use db::Value;
use journal::{Deed, Entered, Stop, Tx, happened};
use ledger::NotPosted;
use serde::{Deserialize, Serialize};

/// Passes the drawer on, with or without a count. What a count has more or less than the book is posted as over or short
/// in the same entry, so that each answers for their own hours.
///
/// # Refusals
/// See [`NotShiftPassed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PassShift {
    /// The centre's book.
    pub book: String,
    /// Who has the drawer from now on.
    pub to: String,
    /// What was counted, if it was.
    pub count: Option<Count>,
}

/// Why a drawer is not passed on.
#[derive(Debug)]
pub enum NotShiftPassed {
    /// The day is closed, or an earlier one is open.
    Shut(DayShut),
    /// This person does not sit at this centre.
    Person,
    /// They have it already.
    Holds,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotShiftPassed {
    fn code(&self) -> &'static str {
        match self {
            NotShiftPassed::Shut(shut) => shut.code(),
            NotShiftPassed::Person => "counter.shift.person",
            NotShiftPassed::Holds => "counter.shift.holds",
            NotShiftPassed::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotShiftPassed::Shut(shut) => shut.values(),
            NotShiftPassed::Posting(refused) => refused.values(),
            NotShiftPassed::Person | NotShiftPassed::Holds => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        matches!(self, NotShiftPassed::Person | NotShiftPassed::Holds).then(|| "to".to_owned())
    }

    fn status(&self) -> u16 {
        match self {
            NotShiftPassed::Shut(shut) => shut.status(),
            NotShiftPassed::Holds => 409,
            NotShiftPassed::Person => 422,
            NotShiftPassed::Posting(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotShiftPassed`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.shift.person", "counter.shift.holds"];

impl Deed for PassShift {
    const NAME: &'static str = "counter.pass_shift";
    type Done = Entered;
    type Refusal = NotShiftPassed;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotShiftPassed>> {
        // Load.
        let day = tx.now().day();
        rules::check_room(tx, &self.book, day).await.map_err(|stop| stop.map(NotShiftPassed::Shut))?;
        let seats = network::seats(tx, &self.book).await?;
        let from = match tx.fetch(&DRAWERS, vec![(&self.book).into()]).await?.as_deref() {
            Some([Value::Text(holder), _]) => Some(holder.clone()),
            _ => None,
        };

        // Decide.
        if !seats.iter().any(|seat| seat.person.as_ref() == Some(&self.to)) {
            return Err(Stop::Refused(NotShiftPassed::Person));
        }
        if from.as_ref() == Some(&self.to) {
            return Err(Stop::Refused(NotShiftPassed::Holds));
        }

        // Enter.
        let posting = |stop: Stop<NotPosted>| stop.map(NotShiftPassed::Posting);
        let taken = match &self.count {
            Some(count) => Some(rules::taken(tx, &self.book, count).await.map_err(posting)?),
            None => None,
        };
        let difference = taken.as_ref().map_or(Paisa::ZERO, |taken| taken.difference);
        let posted = rules::over_short(tx, &self.book, (day, "count shift"), difference).await.map_err(posting)?;
        let mut events = vec![happened(ShiftPassed { day, from, to: self.to.clone(), taken })];
        events.extend(posted.map(happened));
        Ok(tx.enter(&self.book, events).await?)
    }
}
