//! The catalogue and its tariffs.

use crate::service::{Service, Tariff, is_default};
use crate::store::{OFFERS, REVISION, SERVICES, offer_on_shelf, to_text};
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A service was published, or a new version of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServicePublished {
    /// Counts from 1.
    pub version: i64,
    /// What it is.
    pub service: Service,
    /// Its form as Markdown `XLSForm`; empty when there is nothing to fill.
    pub form: String,
    /// What changed, in a sentence.
    pub change: String,
    /// True when people made it so; false for what comes with the program.
    #[serde(default, skip_serializing_if = "is_default")]
    pub edited: bool,
}

impl Event for ServicePublished {
    const KIND: &'static str = "counter.service_published";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.service.code)];
        let body = to_text(&self.service)?;
        let offered = tx.fetch(&OFFERS, key.clone()).await?;
        let tariffs = offered.as_deref().and_then(|rest| rest.get(2)).cloned().unwrap_or_else(|| "[]".into());
        let closed = offered.as_deref().and_then(|rest| rest.get(4)).cloned().unwrap_or_else(|| "[]".into());
        let has_form = !self.form.is_empty();
        let offer =
            vec![self.version.into(), body.as_str().into(), tariffs, has_form.into(), closed, self.edited.into()];
        tx.put(&OFFERS, key.clone(), offer);
        let mut versioned = key;
        versioned.push(self.version.into());
        let rest = vec![body.into(), Value::from(&self.form), at.at.into(), Value::from(&self.change)];
        tx.add(&SERVICES, versioned, rest);
        tx.put(&REVISION, vec![Value::from(&at.book)], vec![at.folio.into()]);
        Ok(())
    }
}

/// A tariff came into force for a place from a day on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TariffSet {
    /// The service.
    pub service: String,
    /// The price, its place and its first day.
    pub tariff: Tariff,
}

impl Event for TariffSet {
    const KIND: &'static str = "counter.tariff_set";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        put_tariffs(&self.service, std::slice::from_ref(&self.tariff), at, tx).await
    }
}

/// Puts these tariffs among those of a service: each takes the place of the one with its path and first day.
pub(super) async fn put_tariffs(
    service: &str,
    comes: &[Tariff],
    at: &EntryHead,
    tx: &mut db::Tx<'_>,
) -> Result<(), Fault> {
    let key = vec![Value::from(&at.book), service.into()];
    let Some(mut rest) = tx.fetch(&OFFERS, key.clone()).await? else {
        return Err(Fault::Unsound(format!("a tariff of an unknown service: {service}")));
    };
    let mut tariffs: Vec<Tariff> = offer_on_shelf(&rest)?.tariffs;
    tariffs.retain(|other| !comes.iter().any(|one| other.path == one.path && other.from == one.from));
    tariffs.extend(comes.iter().cloned());
    tariffs.sort_by(|a, b| (&a.path, a.from).cmp(&(&b.path, b.from)));
    if let Some(kept) = rest.get_mut(2) {
        *kept = to_text(&tariffs)?.into();
    }
    tx.put(&OFFERS, key, rest);
    tx.put(&REVISION, vec![Value::from(&at.book)], vec![at.folio.into()]);
    Ok(())
}
