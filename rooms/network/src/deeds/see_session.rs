//! Writing down that a session is in use: at most once a minute each.

use crate::refusals::Never;
use crate::store::SEE_SESSION;
use journal::{Deed, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// The caller's session was used just now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeeSession {
    /// The session.
    pub session: String,
}

impl Deed for SeeSession {
    const NAME: &'static str = "network.see_session";
    type Done = ();
    type Refusal = Never;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<Never>> {
        let (by, now) = (tx.by().to_owned(), tx.now());
        tx.execute(&SEE_SESSION, &[NATION.into(), by.into(), (&self.session).into(), now.into()]).await?;
        Ok(())
    }
}
