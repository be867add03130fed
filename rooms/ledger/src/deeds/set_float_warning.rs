//! A centre says below how much it wants to be warned of its float.

use crate::deeds::top_up_float::TOP_UP_POISHA_MAX;
use crate::events::FloatWarningSet;
use base::{Paisa, Refusal};
use journal::{Deed, Entered, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets the limit below which the centre's float is called low; nothing at all switches the warning off. A busy centre
/// wants to know earlier than a quiet one.
///
/// # Refusals
/// A limit of less than nothing or more than Tk 1 crore.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetFloatWarning {
    /// The centre's book.
    pub book: String,
    /// Below how much.
    pub below: Paisa,
}

/// Why a warning may not be set so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWarned {
    /// Less than nothing, or more than a single top-up could ever be.
    Below,
}

impl Refusal for NotWarned {
    fn code(&self) -> &'static str {
        "ledger.float.below"
    }

    fn field(&self) -> Option<String> {
        Some("below".to_owned())
    }
}

impl Deed for SetFloatWarning {
    const NAME: &'static str = "ledger.set_float_warning";
    type Done = Entered;
    type Refusal = NotWarned;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Entered, Stop<NotWarned>> {
        if !(0..=TOP_UP_POISHA_MAX).contains(&self.below.get()) {
            return Err(Stop::Refused(NotWarned::Below));
        }
        Ok(tx.enter(&self.book, vec![happened(FloatWarningSet { below: self.below })]).await?)
    }
}
