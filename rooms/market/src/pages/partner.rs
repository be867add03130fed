//! The page of a seller's own programs: their keys.

use super::fields::Fields;
use super::{Faults, fault_of, form_id, may_keep, may_vet, seller_of};
use crate::deeds::make_key::MakeKey;
use crate::deeds::revoke_key::RevokeKey;
use crate::partner::store::keys_of;
use crate::partner::{KeyStanding, Scope, hash_of, key_of};
use crate::seller::SellerStanding;
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// A key in the list.
pub(super) struct KeyRow {
    pub number: i64,
    pub label: String,
    pub scopes: String,
    pub last4: String,
    pub made: String,
    /// The day on which it was taken back; empty while it opens.
    pub revoked: String,
}

#[derive(Template)]
#[template(path = "market_partner.html")]
pub(super) struct PartnerPage {
    pub frame: Frame,
    pub form_id: String,
    pub seller: (String, String),
    /// Where the page is left to.
    pub back: String,
    /// True for whoever acts for the seller: the association takes keys back, and makes none.
    pub keeps: bool,
    /// What is shown now and never again.
    pub secret: String,
    pub keys: Vec<KeyRow>,
    /// (name, words, ticked).
    pub scopes: Vec<(&'static str, String, bool)>,
    pub label: String,
    pub faults: Faults,
}

impl PartnerPage {
    fn href(&self) -> String {
        format!("/market/sellers/{}/partner", self.seller.0)
    }
}

/// The seller for whoever acts for it or vets it, and whether they act for it; else 404.
async fn of(house: &House, visitor: &Visitor, number: &str) -> Result<(SellerStanding, bool), Trouble> {
    let standing = seller_of(house, number).await?;
    match (may_keep(visitor, &standing), may_vet(visitor, &standing)) {
        (true, _) => Ok((standing, true)),
        (_, true) => Ok((standing, false)),
        _ => Err(Trouble::NotFound),
    }
}

fn scope_in_words(frame: &Frame, scope: Scope) -> String {
    frame.say(&format!("partner-scope-{}", scope.name()))
}

pub(super) fn key_row(frame: &Frame, key: &KeyStanding) -> KeyRow {
    let scopes: Vec<String> = key.scopes.iter().map(|scope| scope_in_words(frame, *scope)).collect();
    KeyRow {
        number: key.number,
        label: key.label.clone(),
        scopes: scopes.join(", "),
        last4: key.last4.clone(),
        made: key.made.day().show(frame.lang),
        revoked: key.revoked.map(|at| at.day().show(frame.lang)).unwrap_or_default(),
    }
}

async fn page_of(
    house: &House,
    frame: Frame,
    (seller, keeps): &(SellerStanding, bool),
) -> Result<PartnerPage, Trouble> {
    let number = seller.seller.number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { keys_of(tx, &number).await }));
    let keys = read.await?;
    let number = seller.seller.number.clone();
    let desk = if *keeps { "/market/sellers" } else { "/market/vetting/sellers" };
    Ok(PartnerPage {
        form_id: form_id()?,
        back: format!("{desk}/{number}"),
        seller: (number, seller.seller.name.in_lang(frame.lang).to_owned()),
        keeps: *keeps,
        secret: String::new(),
        keys: keys.iter().map(|key| key_row(&frame, key)).collect(),
        scopes: Scope::ALL.map(|scope| (scope.name(), scope_in_words(&frame, scope), false)).to_vec(),
        label: String::new(),
        faults: Faults::new(),
        frame: frame.titled("partner-title"),
    })
}

/// `GET /market/sellers/{seller}/partner`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let seller = of(&house, &visitor, &number).await?;
    web::page(&page_of(&house, frame, &seller).await?)
}

/// `POST /market/sellers/{seller}/partner`.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let seller = of(&house, &visitor, &number).await?;
    let said = Fields(fields);
    let form = said.text("form_id");
    let envelope = Envelope::new(&visitor.person, form);
    let outcome: Result<String, Stop<Box<dyn Refusal>>> = match said.text("do") {
        "revoke" => {
            let deed = RevokeKey { seller: number.clone(), number: said.number("key").unwrap_or(-1) };
            done(house.journal.write(envelope, deed).await).map(|()| String::new())
        }
        "make" if seller.1 => {
            // The same form gives the same key, so that a second press shows it too; without the store's keys nobody can make it.
            let secret = house.journal.keys().sign("partner key", &format!("{number}/{}/{form}", visitor.person));
            let key = key_of(&number, &secret);
            let ticked = |scope: &Scope| said.ticked(&format!("scope-{}", scope.name()));
            let deed = MakeKey {
                seller: number.clone(),
                label: said.text("label").to_owned(),
                scopes: Scope::ALL.into_iter().filter(ticked).collect(),
                hash: hash_of(&key),
                last4: key.get(key.len().saturating_sub(4)..).unwrap_or("").to_owned(),
            };
            done(house.journal.write(envelope, deed).await).map(|_| key)
        }
        _ => return Err(Trouble::NotFound),
    };
    match outcome {
        Ok(secret) if secret.is_empty() => Ok(web::see_other(&format!("/market/sellers/{number}/partner"))),
        Ok(secret) => web::page(&PartnerPage { secret, ..page_of(&house, frame, &seller).await? }),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &seller).await?;
            page.faults = fault_of(&page.frame, refusal.as_ref());
            said.text("label").clone_into(&mut page.label);
            for scope in &mut page.scopes {
                scope.2 = said.ticked(&format!("scope-{}", scope.0));
            }
            web::page_refused(&page, refusal.as_ref())
        }
        Err(Stop::KeyReused) => Err(Stop::<crate::NotKeyed>::KeyReused.into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What a deed of this page came to, its refusal as any other's.
fn done<T, R: Refusal + 'static>(outcome: Result<journal::Written<T>, Stop<R>>) -> Result<T, Stop<Box<dyn Refusal>>> {
    outcome.map(|written| written.done).map_err(|stop| stop.map(|refusal| Box::new(refusal) as Box<dyn Refusal>))
}
