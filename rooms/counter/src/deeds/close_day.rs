//! A day is closed: nothing is dated into it any more.

use crate::events::DayClosed;
use crate::store::CLOSED_DAYS;
use base::Refusal;
use base::calendar::BusinessDay;
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Closes a business day of a centre, for ever.
///
/// # Refusals
/// A day that has not come; one that is closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseDay {
    /// The centre's book.
    pub book: String,
    /// The day.
    pub day: BusinessDay,
}

/// Why a day cannot be closed.
#[derive(Debug, PartialEq, Eq)]
pub enum NotClosed {
    /// It has not come.
    Future,
    /// It is closed.
    Already,
}

impl Refusal for NotClosed {
    fn code(&self) -> &'static str {
        match self {
            NotClosed::Future => "counter.close.future",
            NotClosed::Already => "counter.close.already",
        }
    }

    fn status(&self) -> u16 {
        if *self == NotClosed::Already { 409 } else { 422 }
    }
}

/// The codes of [`NotClosed`].
pub(crate) const CODES: &[&str] = &["counter.close.future", "counter.close.already"];

impl Deed for CloseDay {
    const NAME: &'static str = "counter.close_day";
    type Done = Entered;
    type Refusal = NotClosed;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotClosed>> {
        if self.day > tx.now().day() {
            return Err(Stop::Refused(NotClosed::Future));
        }
        if tx.fetch(&CLOSED_DAYS, vec![(&self.book).into(), self.day.into()]).await?.is_some() {
            return Err(Stop::Refused(NotClosed::Already));
        }
        Ok(tx.enter(&self.book, vec![happened(DayClosed { day: self.day })]).await?)
    }
}
