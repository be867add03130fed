//! Choosing the language of one's own account.

use crate::doors;
use crate::events::LanguageChanged;
use crate::refusals::NotChanged;
use base::Lang;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Changes the language of the account of whoever calls.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeLanguage {
    /// The language.
    pub lang: Lang,
}

impl Deed for ChangeLanguage {
    const NAME: &'static str = "network.change_language";
    type Done = ();
    type Refusal = NotChanged;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotChanged>> {
        let id = tx.by().to_owned();
        let Some(person) = doors::person(tx, &id).await? else {
            return Err(Stop::Refused(NotChanged::NoSuchPerson));
        };
        if person.lang != self.lang {
            tx.enter(NATION, vec![happened(LanguageChanged { person: id, lang: self.lang })]).await?;
        }
        Ok(())
    }
}
