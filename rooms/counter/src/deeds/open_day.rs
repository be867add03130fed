//! The drawer is counted in the morning: the day is open.

use crate::drawer::rules::{self, DayShut};
use crate::drawer::store::DRAWERS;
use crate::drawer::{Count, CountTaken};
use crate::events::DayOpened;
use base::Refusal;
use db::Value;
use journal::{Deed, Entered, Stop, Tx, happened};
use ledger::NotPosted;
use serde::{Deserialize, Serialize};

/// Opens today with a count of the drawer. Blind: nobody is shown what the book expects before the count is entered.
///
/// What the count has more or less than the book is posted as over or short in the same entry, so that from here on the
/// book says what is in the drawer. Whoever counts holds the drawer. Selling does not wait for it.
///
/// # Refusals
/// See [`NotDayOpened`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenDay {
    /// The centre's book.
    pub book: String,
    /// The notes and coins.
    pub count: Count,
}

/// Why a day is not opened.
#[derive(Debug)]
pub enum NotDayOpened {
    /// It is closed, or an earlier one is open.
    Shut(DayShut),
    /// It was opened before.
    Already,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotDayOpened {
    fn code(&self) -> &'static str {
        match self {
            NotDayOpened::Shut(shut) => shut.code(),
            NotDayOpened::Already => "counter.open.already",
            NotDayOpened::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotDayOpened::Shut(shut) => shut.values(),
            NotDayOpened::Already => Vec::new(),
            NotDayOpened::Posting(refused) => refused.values(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotDayOpened::Shut(shut) => shut.status(),
            NotDayOpened::Already => 409,
            NotDayOpened::Posting(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotDayOpened`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.open.already"];

impl Deed for OpenDay {
    const NAME: &'static str = "counter.open_day";
    type Done = Entered;
    type Refusal = NotDayOpened;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotDayOpened>> {
        let day = tx.now().day();
        rules::check_day(tx, &self.book, day).await.map_err(|stop| stop.map(NotDayOpened::Shut))?;
        let drawer = tx.fetch(&DRAWERS, vec![(&self.book).into()]).await?;
        if drawer.as_deref().and_then(|row| row.get(1)) == Some(&Value::from(day)) {
            return Err(Stop::Refused(NotDayOpened::Already));
        }
        let posting = |stop: Stop<NotPosted>| stop.map(NotDayOpened::Posting);
        let CountTaken { count, counted, expected, difference } =
            rules::taken(tx, &self.book, &self.count).await.map_err(posting)?;
        let posted = rules::over_short(tx, &self.book, (day, "count opening"), difference).await.map_err(posting)?;
        let mut events = vec![happened(DayOpened { day, count, counted, expected, difference })];
        events.extend(posted.map(happened));
        Ok(tx.enter(&self.book, events).await?)
    }
}
