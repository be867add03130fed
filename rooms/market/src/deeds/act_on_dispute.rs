//! Whoever has a complaint about an order did something.

use super::hold_order::sealed_words;
use super::pass_dispute::{NotPassed, open_at};
use crate::dispute::read::dispute;
use crate::dispute::{Desk, STEPS_MAX};
use crate::events::DisputeActed;
use crate::law::law_on;
use crate::reading;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Notes what was done about a complaint where it lies. One entry in the centre's book. The clock of this desk
/// begins anew: one word does not keep it there for ever.
///
/// # Refusals
/// See [`NotPassed`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActOnDispute {
    /// The centre's book.
    pub book: String,
    /// The order.
    pub order: String,
    /// Where it lay when whoever acts looked.
    pub expects: Desk,
    /// Where who acts sits.
    pub from: Desk,
    /// What was done.
    pub words: String,
}

impl Deed for ActOnDispute {
    const NAME: &'static str = "market.act_on_dispute";
    type Done = ();
    type Refusal = NotPassed;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotPassed>> {
        let refused = |why| Err(Stop::Refused(why));
        let found = dispute(tx, &self.book, &self.order).await?;
        let open = open_at(found, self.expects).map_err(Stop::Refused)?;
        if !self.from.may_act(open.desk) {
            return refused(NotPassed::NotYours);
        }
        if open.steps.len() >= STEPS_MAX {
            return refused(NotPassed::Full);
        }
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotPassed::Unknown);
        };
        let Some(said) = sealed_words(tx, &self.book, &standing, &self.words).await? else {
            return refused(NotPassed::Words);
        };
        let now = tx.now();
        let due = open.desk.due(now, law_on(now.day()));
        tx.enter(&self.book, vec![happened(DisputeActed { order: self.order.clone(), said, due })]).await?;
        Ok(())
    }
}
