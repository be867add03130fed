//! Setting an authenticator whose secret is made already: for the demo and for bringing people over.

use crate::authenticator::Authenticator;
use crate::doors;
use crate::events::AuthenticatorEnrolled;
use crate::refusals::NotChosen;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Sets an authenticator. Only the program itself does this; people enrol theirs at their first sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetAuthenticator {
    /// The person.
    pub person: String,
    /// The secret, in base 32.
    pub secret: String,
}

impl Deed for SetAuthenticator {
    const NAME: &'static str = "network.set_authenticator";
    type Done = ();
    type Refusal = NotChosen;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotChosen>> {
        if tx.by() != "system" || doors::person(tx, &self.person).await?.is_none() {
            return Err(Stop::Refused(NotChosen::NoSuchPerson));
        }
        let sound = Authenticator::with_secret(&self.secret, &self.person)?;
        let secret = tx.seal(NATION, &self.person, &sound.secret()).await?;
        tx.enter(NATION, vec![happened(AuthenticatorEnrolled { person: self.person.clone(), secret })]).await?;
        Ok(())
    }
}
