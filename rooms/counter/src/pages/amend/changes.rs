//! What would change in the catalogue, field by field, before it is confirmed.

use super::may;
use super::seen::{Difference, differences, label};
use crate::amend::{Amendment, ServiceChange, reach, store};
use crate::catalogue::Shown;
use crate::deeds::amend::{DropAmendment, PublishAmendment};
use crate::pages::{Faults, catalogue, today, told};
use crate::service::Offer;
use askama::Template;
use axum::extract::State;
use base::calendar::BusinessDay;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// Services that are shown field by field, at most; the others are counted.
const SHOWN_MAX: usize = 100;

#[derive(Template)]
#[template(path = "catalogue_changes.html")]
pub(super) struct ChangesPage {
    pub frame: Frame,
    /// None when this person is about to change nothing.
    pub amendment: Option<AmendmentSeen>,
    pub faults: Faults,
}

/// An amendment as the page shows it.
pub(super) struct AmendmentSeen {
    pub id: String,
    pub note: String,
    pub file: String,
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub left_out: i64,
    pub changes: Vec<ChangeSeen>,
    /// Services that are not shown field by field.
    pub more: i64,
    /// Rows that are left out: (row, service, column, why).
    pub bad: Vec<(i64, String, String, String)>,
    pub passed_over: String,
}

/// A service that is otherwise.
pub(super) struct ChangeSeen {
    pub code: String,
    pub name: String,
    pub is_new: bool,
    pub version: i64,
    pub differences: Vec<Difference>,
    /// Applications that keep the version they were taken under.
    pub open: i64,
    /// Centres at which it can be taken, as things stand.
    pub centres: i64,
    /// No tariff holds for it anywhere: it is offered when one was approved.
    pub priceless: bool,
}

/// What is read beside the amendment.
#[derive(Default)]
struct Beside {
    forms: BTreeMap<String, String>,
    open: BTreeMap<String, i64>,
    /// By code, in the order of the changes.
    centres: BTreeMap<String, i64>,
}

async fn kept(house: &House, visitor: &Visitor) -> Result<Option<Amendment>, Fault> {
    let person = visitor.person.clone();
    house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { store::amendment_of(tx, &person).await })).await
}

async fn beside(house: &House, offers: Vec<Offer>, day: BusinessDay) -> Result<Beside, Fault> {
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let (mut counted, mut centres) = (BTreeMap::new(), BTreeMap::new());
                for offer in offers {
                    let count = reach::centres(tx, &offer, day, &mut counted).await?;
                    centres.insert(offer.service.code, count);
                }
                Ok(Beside { forms: store::forms_in_force(tx).await?, open: store::open_cases(tx).await?, centres })
            })
        })
        .await
}

fn change_seen(frame: &Frame, shown: &Shown, beside: &Beside, change: &ServiceChange) -> ChangeSeen {
    let ServiceChange { service, form, made_from } = change;
    let code = service.code.as_str();
    let stands = shown.offer(code);
    let now = stands.map(|offer| (&offer.service, beside.forms.get(code).map_or("", String::as_str)));
    ChangeSeen {
        code: code.to_owned(),
        name: service.name.in_lang(frame.lang).to_owned(),
        is_new: stands.is_none(),
        version: made_from.saturating_add(1),
        differences: differences(frame, now, (service, form)),
        open: beside.open.get(code).copied().unwrap_or(0),
        centres: beside.centres.get(code).copied().unwrap_or(0),
        priceless: stands.is_none_or(|offer| offer.tariffs.is_empty()),
    }
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor) -> Result<ChangesPage, Trouble> {
    may(visitor)?;
    let frame = frame.titled("changes-title");
    let Some(amendment) = kept(house, visitor).await? else {
        return Ok(ChangesPage { frame, amendment: None, faults: Faults::new() });
    };
    let (shown, day) = (catalogue(house).await?, today(house));
    let listed = amendment.changes.get(..SHOWN_MAX.min(amendment.changes.len())).unwrap_or_default();
    let offers = listed.iter().filter_map(|change| shown.offer(&change.service.code)).cloned().collect();
    let beside = beside(house, offers, day).await?;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let new = amendment.changes.iter().filter(|change| change.made_from == 0).count();
    let column = |column: &str| if column.is_empty() { String::new() } else { label(&frame, column) };
    let bad = amendment
        .bad
        .iter()
        .map(|bad| (bad.row, bad.service.clone(), column(&bad.column), bad.why(frame.lang).to_owned()));
    let seen = AmendmentSeen {
        new: count(new),
        changed: count(amendment.changes.len().saturating_sub(new)),
        same: amendment.same,
        left_out: amendment.left_out,
        changes: listed.iter().map(|change| change_seen(&frame, &shown, &beside, change)).collect(),
        more: count(amendment.changes.len().saturating_sub(listed.len())),
        bad: bad.collect(),
        passed_over: amendment.passed_over.join(", "),
        id: amendment.id,
        note: amendment.note,
        file: amendment.file,
    };
    Ok(ChangesPage { frame, amendment: Some(seen), faults: Faults::new() })
}

/// `GET /counter/catalogue/changes`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, &visitor).await?)
}

#[derive(Deserialize)]
pub(super) struct Confirmed {
    #[serde(default)]
    id: String,
}

/// `POST /counter/catalogue/changes`: the id is the key, so that a second press gives the first answer.
pub(super) async fn publish(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(Confirmed { id }): Form<Confirmed>,
) -> Answer {
    may(&visitor)?;
    let envelope = Envelope::new(&visitor.person, &format!("amend:{id}"));
    let deed = PublishAmendment { person: visitor.person.clone(), id };
    match house.journal.write(envelope, deed).await {
        Ok(written) => Ok(match written.done.as_slice() {
            [one] => web::see_other(&format!("/counter/catalogue/{one}")),
            _ => web::see_other("/counter/catalogue"),
        }),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &visitor).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/catalogue/changes/drop`.
pub(super) async fn let_go(State(house): State<House>, visitor: Visitor) -> Answer {
    may(&visitor)?;
    let deed = DropAmendment { person: visitor.person.clone() };
    house.journal.write(Envelope::keyless(&visitor.person), deed).await?;
    Ok(web::see_other("/counter/catalogue"))
}
