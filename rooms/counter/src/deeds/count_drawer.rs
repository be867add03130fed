//! The drawer is counted for the close, before anybody is shown what the book expects.

use crate::drawer::read;
use crate::drawer::rules::{self, DayShut};
use crate::drawer::{Count, CountTaken};
use crate::events::DrawerCounted;
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Entered, Stop, Tx, happened};
use ledger::NotPosted;
use serde::{Deserialize, Serialize};

/// Counts the drawer for the close of a day. The count stands in the book from now on; counting again is one more, and
/// all of them stand on the day's report. It posts nothing: the close does.
///
/// # Refusals
/// See [`NotDrawerCounted`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CountDrawer {
    /// The centre's book.
    pub book: String,
    /// The day that is to be closed.
    pub day: BusinessDay,
    /// The notes and coins.
    pub count: Count,
}

/// Why a drawer is not counted.
#[derive(Debug)]
pub enum NotDrawerCounted {
    /// The day has not come, is closed, or comes after one that is open.
    Shut(DayShut),
    /// There is no room for more on this day.
    Many,
    /// The ledger cannot count so far.
    Posting(NotPosted),
}

impl Refusal for NotDrawerCounted {
    fn code(&self) -> &'static str {
        match self {
            NotDrawerCounted::Shut(shut) => shut.code(),
            NotDrawerCounted::Many => "counter.count.many",
            NotDrawerCounted::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotDrawerCounted::Shut(shut) => shut.values(),
            NotDrawerCounted::Many => vec![("max", COUNTS_PER_DAY_MAX.to_string())],
            NotDrawerCounted::Posting(refused) => refused.values(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotDrawerCounted::Shut(shut) => shut.status(),
            NotDrawerCounted::Many => 422,
            NotDrawerCounted::Posting(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotDrawerCounted`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.count.many"];

/// Counts for the close of one day, at most.
pub const COUNTS_PER_DAY_MAX: usize = 20;

impl Deed for CountDrawer {
    const NAME: &'static str = "counter.count_drawer";
    type Done = Entered;
    type Refusal = NotDrawerCounted;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotDrawerCounted>> {
        rules::check_day(tx, &self.book, self.day).await.map_err(|stop| stop.map(NotDrawerCounted::Shut))?;
        let entries = read::entries(tx, &self.book, self.day).await?;
        if read::counts(&entries).count() >= COUNTS_PER_DAY_MAX {
            return Err(Stop::Refused(NotDrawerCounted::Many));
        }
        let taken = rules::taken(tx, &self.book, &self.count).await;
        let CountTaken { count, counted, expected, difference } =
            taken.map_err(|stop| stop.map(NotDrawerCounted::Posting))?;
        let event = DrawerCounted { day: self.day, count, counted, expected, difference };
        Ok(tx.enter(&self.book, vec![happened(event)]).await?)
    }
}
