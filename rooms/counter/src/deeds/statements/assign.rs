//! Somebody else must look at an item.

use super::resolve::{NotResolved, open_item};
use crate::events::ItemAssigned;
use crate::reconcile::item::ItemOwner;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Says who must look at an open item. Said twice, it is entered once.
///
/// # Refusals
/// [`NotResolved::Unknown`], [`NotResolved::Over`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AssignItem {
    /// The item.
    pub item: String,
    /// Who must look.
    pub owner: ItemOwner,
}

impl Deed for AssignItem {
    const NAME: &'static str = "counter.assign_item";
    type Done = ();
    type Refusal = NotResolved;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotResolved>> {
        let standing = open_item(tx, &self.item).await?;
        if standing.owner != self.owner {
            let assigned = ItemAssigned { item: self.item.clone(), owner: self.owner };
            tx.enter(NATION, vec![happened(assigned)]).await?;
        }
        Ok(())
    }
}
