//! Ending sessions: signing out here, or everywhere else.

use crate::refusals::Never;
use crate::store::{END_OTHER_SESSIONS, END_SESSION};
use journal::{Deed, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Which sessions of the caller end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Ending {
    /// This one.
    One(String),
    /// All but this one.
    Others(String),
}

/// Ends sessions of the caller; what has ended already stays so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndSession {
    /// Which.
    pub which: Ending,
}

impl Deed for EndSession {
    const NAME: &'static str = "network.end_session";
    type Done = ();
    type Refusal = Never;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<Never>> {
        let by = tx.by().to_owned();
        let (statement, session) = match &self.which {
            Ending::One(session) => (&END_SESSION, session),
            Ending::Others(session) => (&END_OTHER_SESSIONS, session),
        };
        tx.execute(statement, &[NATION.into(), by.into(), session.into()]).await?;
        Ok(())
    }
}
