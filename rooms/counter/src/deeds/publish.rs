//! A service that comes with the program is published, or a new version of it.

use crate::events::ServicePublished;
use crate::service::Service;
use crate::service_rules::{NotPublished, judged};
use crate::store::{OFFERS, SERVICES, offer_on_shelf};
use db::Value;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Publishes a service as it comes with the program. Published again unchanged, nothing happens and the version stays.
/// A service that people changed since is left as they made it: a new program never undoes their work.
///
/// # Refusals
/// See [`NotPublished`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PublishService {
    /// What it is.
    pub service: Service,
    /// Its form as Markdown `XLSForm`; empty when there is nothing to fill.
    pub form: String,
    /// What changed, in a sentence.
    pub change: String,
}

impl Deed for PublishService {
    const NAME: &'static str = "counter.publish";
    /// The version in force.
    type Done = i64;
    type Refusal = NotPublished;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotPublished>> {
        judged(&self.service, &self.form).map_err(Stop::Refused)?;
        let code = Value::from(&self.service.code);
        let offered = tx.fetch(&OFFERS, vec![NATION.into(), code.clone()]).await?;
        let version = match offered {
            Some(rest) => {
                let offer = offer_on_shelf(&rest)?;
                let row = tx.fetch(&SERVICES, vec![NATION.into(), code, offer.version.into()]).await?;
                let form = row.as_deref().and_then(|rest| rest.get(1));
                let same = offer.service == self.service && form == Some(&Value::from(&self.form));
                if offer.edited || same {
                    return Ok(offer.version);
                }
                offer.version.saturating_add(1)
            }
            None => 1,
        };
        let published = ServicePublished {
            version,
            service: self.service.clone(),
            form: self.form.clone(),
            change: self.change.clone(),
            edited: false,
        };
        tx.enter(NATION, vec![happened(published)]).await?;
        Ok(version)
    }
}
