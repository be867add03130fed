//! Leave is taken back.

use super::record_absence::NotAbsent;
use crate::attendance::store::{ABSENCES, on_shelf};
use crate::events::AbsenceWithdrawn;
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Takes leave back that was written down by mistake, once. It stays readable in the book.
///
/// # Refusals
/// [`NotAbsent::Unknown`] and [`NotAbsent::Withdrawn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WithdrawAbsence {
    /// The centre's book.
    pub book: String,
    /// The id of the leave.
    pub absence: String,
}

impl Deed for WithdrawAbsence {
    const NAME: &'static str = "counter.withdraw_absence";
    type Done = Entered;
    type Refusal = NotAbsent;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotAbsent>> {
        let row = tx.fetch(&ABSENCES, vec![(&self.book).into(), (&self.absence).into()]).await?;
        let (_, stands) = on_shelf(&row.ok_or(Stop::Refused(NotAbsent::Unknown))?)?;
        if !stands {
            return Err(Stop::Refused(NotAbsent::Withdrawn));
        }
        Ok(tx.enter(&self.book, vec![happened(AbsenceWithdrawn { id: self.absence.clone() })]).await?)
    }
}
