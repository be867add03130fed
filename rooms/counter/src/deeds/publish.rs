//! A service is published, or a new version of it.

use crate::events::ServicePublished;
use crate::service::Service;
use crate::store::{OFFERS, SERVICES, offer_on_shelf};
use base::Refusal;
use db::Value;
use forms::Form;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Publishes a service. Published again unchanged, nothing happens and the version stays.
///
/// # Refusals
/// A bad code, a name missing in Bangla or English, a form that cannot be read or lacks Bangla.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PublishService {
    /// What it is.
    pub service: Service,
    /// Its form as Markdown `XLSForm`; empty when there is nothing to fill.
    pub form: String,
    /// What changed, in a sentence.
    pub change: String,
}

/// Why a service cannot be published so.
#[derive(Debug)]
pub enum NotPublished {
    /// The code is not a letter and three digits.
    Code,
    /// A name is missing.
    Name,
    /// The agency cannot be part of an account.
    Agency,
    /// The form: sheet, row and column are named.
    Form(String),
}

impl Refusal for NotPublished {
    fn code(&self) -> &'static str {
        match self {
            NotPublished::Code => "counter.publish.code",
            NotPublished::Name => "counter.publish.name",
            NotPublished::Agency => "counter.publish.agency",
            NotPublished::Form(_) => "counter.publish.form",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotPublished::Form(what) = self { vec![("what", what.clone())] } else { Vec::new() }
    }
}

/// The codes of [`NotPublished`].
pub(crate) const CODES: &[&str] =
    &["counter.publish.code", "counter.publish.name", "counter.publish.agency", "counter.publish.form"];

fn decide(deed: &PublishService) -> Result<(), NotPublished> {
    let service = &deed.service;
    let mut letters = service.code.chars();
    let coded = service.code.len() == 4
        && letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_digit());
    if !coded {
        return Err(NotPublished::Code);
    }
    if service.name.bn.trim().is_empty() || service.name.en.trim().is_empty() {
        return Err(NotPublished::Name);
    }
    if ledger::Account::new(&format!("P:fee:{}", service.agency)).is_none() {
        return Err(NotPublished::Agency);
    }
    if deed.form.is_empty() {
        return Ok(());
    }
    let form = Form::from_markdown(&deed.form)
        .map_err(|faults| NotPublished::Form(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
    match form.missing_words().first() {
        Some(missing) => Err(NotPublished::Form(format!("{missing:?}"))),
        None => Ok(()),
    }
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
        decide(self).map_err(Stop::Refused)?;
        let code = Value::from(&self.service.code);
        let offered = tx.fetch(&OFFERS, vec![NATION.into(), code.clone()]).await?;
        let version = match offered {
            Some(rest) => {
                let offer = offer_on_shelf(&rest)?;
                let row = tx.fetch(&SERVICES, vec![NATION.into(), code, offer.version.into()]).await?;
                let form = row.as_deref().and_then(|rest| rest.get(1));
                if offer.service == self.service && form == Some(&Value::from(&self.form)) {
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
        };
        tx.enter(NATION, vec![happened(published)]).await?;
        Ok(version)
    }
}
