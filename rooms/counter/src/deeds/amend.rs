//! The catalogue is amended: kept as a draft, let go, or published.

use crate::amend::store::{amendment_of, keep, let_go};
use crate::amend::{Amendment, CHANGES_MAX, NOTE_CHARS_MAX, NotAmended, ServiceChange};
use crate::events::ServicePublished;
use crate::service::Service;
use crate::service_rules::judged;
use crate::store::{OFFERS, SERVICES, offer_on_shelf};
use db::Value;
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Keeps what a person is about to change, in place of what it was before. A draft: nothing is entered, and nothing changes
/// for anybody. What could not be published is refused here already.
///
/// # Refusals
/// See [`NotAmended`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeepAmendment {
    /// Whose it is.
    pub person: String,
    /// What shall be; its id is given here.
    pub amendment: Amendment,
}

/// Lets go what a person is about to change. Let go twice, nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropAmendment {
    /// Whose it is.
    pub person: String,
}

/// Publishes what a person is about to change: each service gets its next version, all in one entry. Applications that were
/// taken keep the version that they were taken under. Pressed twice, the answer of the first time is given.
///
/// # Refusals
/// See [`NotAmended`]. When one service was changed by somebody else meanwhile, nothing of it is published.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PublishAmendment {
    /// Whose it is.
    pub person: String,
    /// Which one the page showed.
    pub id: String,
}

/// A service as it stands.
struct Standing {
    version: i64,
    service: Service,
    form: String,
}

async fn standing(tx: &mut Tx<'_, '_>, code: &str) -> Result<Option<Standing>, Fault> {
    let Some(rest) = tx.fetch(&OFFERS, vec![NATION.into(), code.into()]).await? else { return Ok(None) };
    let offer = offer_on_shelf(&rest)?;
    let row = tx.fetch(&SERVICES, vec![NATION.into(), code.into(), offer.version.into()]).await?;
    let Some([_, Value::Text(form), ..]) = row.as_deref() else {
        return Err(Fault::Unsound(format!("service {code} has no version {}", offer.version)));
    };
    Ok(Some(Standing { version: offer.version, service: offer.service, form: form.clone() }))
}

/// What is published: only what is otherwise.
fn decide(amendment: &Amendment, now: &[Option<Standing>]) -> Result<Vec<ServicePublished>, NotAmended> {
    if !(1..=NOTE_CHARS_MAX).contains(&amendment.note.chars().count()) {
        return Err(NotAmended::Note);
    }
    let mut codes = BTreeSet::new();
    let mut published = Vec::new();
    for (ServiceChange { service, form, made_from }, now) in amendment.changes.iter().zip(now) {
        judged(service, form).map_err(NotAmended::Unfit)?;
        let code = || service.code.clone();
        let version = now.as_ref().map_or(0, |now| now.version);
        match (*made_from, version) {
            (0, 0) if codes.insert(&service.code) => {}
            (0, _) => return Err(NotAmended::Taken(code())),
            (from, version) if from == version && codes.insert(&service.code) => {}
            _ => return Err(NotAmended::Stale(code())),
        }
        if now.as_ref().is_none_or(|now| now.service != *service || now.form != *form) {
            published.push(ServicePublished {
                version: version.saturating_add(1),
                service: service.clone(),
                form: form.clone(),
                change: amendment.note.clone(),
                edited: true,
            });
        }
    }
    Ok(published)
}

/// Loads what stands, and decides.
async fn decided(tx: &mut Tx<'_, '_>, amendment: &Amendment) -> Result<Vec<ServicePublished>, Stop<NotAmended>> {
    if amendment.changes.len() > CHANGES_MAX {
        return Err(Stop::Refused(NotAmended::Many));
    }
    let mut now = Vec::with_capacity(amendment.changes.len());
    for change in &amendment.changes {
        now.push(standing(tx, &change.service.code).await?);
    }
    decide(amendment, &now).map_err(Stop::Refused)
}

impl Deed for KeepAmendment {
    const NAME: &'static str = "counter.keep_amendment";
    type Done = ();
    type Refusal = NotAmended;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAmended>> {
        let published = decided(tx, &self.amendment).await?;
        // A sheet is shown even when all of it is as it was, or bad: that is what its reader wants to know.
        if published.is_empty() && self.amendment.file.is_empty() {
            return Err(Stop::Refused(NotAmended::Nothing));
        }
        let amendment = Amendment { id: tx.new_id()?.to_string(), ..self.amendment.clone() };
        Ok(keep(tx, &self.person, &amendment).await?)
    }
}

impl Deed for DropAmendment {
    const NAME: &'static str = "counter.drop_amendment";
    type Done = ();
    type Refusal = NotAmended;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAmended>> {
        Ok(let_go(tx, &self.person).await?)
    }
}

impl Deed for PublishAmendment {
    const NAME: &'static str = "counter.publish_amendment";
    /// The services that have a new version now, by code.
    type Done = Vec<String>;
    type Refusal = NotAmended;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<String>, Stop<NotAmended>> {
        let kept = amendment_of(tx, &self.person).await?;
        let amendment = kept.filter(|kept| kept.id == self.id).ok_or(Stop::Refused(NotAmended::Gone))?;
        let published = decided(tx, &amendment).await?;
        if published.is_empty() {
            return Err(Stop::Refused(NotAmended::Nothing));
        }
        let codes = published.iter().map(|event| event.service.code.clone()).collect();
        tx.enter(NATION, published.into_iter().map(happened).collect()).await?;
        let_go(tx, &self.person).await?;
        Ok(codes)
    }
}
