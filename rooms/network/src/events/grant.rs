//! Grants.

use crate::store::{END_GRANT, PUT_GRANT};
use base::BusinessDay;
use journal::{EntryHead, Event, Fault};
use serde::{Deserialize, Serialize};

/// A role was given to a person at a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GrantGiven {
    /// The grant's id.
    pub grant: String,
    /// The person.
    pub person: String,
    /// The role's name.
    pub role: String,
    /// The place.
    pub place: String,
    /// The path of the place as it stood then.
    pub path: String,
    /// Its first day.
    pub from: BusinessDay,
    /// Its last day, if it has one.
    pub until: Option<BusinessDay>,
}

impl Event for GrantGiven {
    const KIND: &'static str = "network.grant_given";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let row = [
            (&at.book).into(),
            (&self.grant).into(),
            (&self.person).into(),
            (&self.role).into(),
            (&self.place).into(),
            (&self.path).into(),
            self.from.into(),
            self.until.into(),
            (&at.by).into(),
        ];
        tx.execute(&PUT_GRANT, &row).await?;
        Ok(())
    }
}

/// A grant was ended before its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GrantEnded {
    /// The grant.
    pub grant: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for GrantEnded {
    const KIND: &'static str = "network.grant_ended";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let row = [(&at.book).into(), (&self.grant).into(), self.day.into(), (&at.by).into()];
        tx.execute(&END_GRANT, &row).await?;
        Ok(())
    }
}
