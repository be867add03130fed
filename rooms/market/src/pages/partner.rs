//! The page of a seller's own programs: their keys, where they want to be told, and what they were told.

use super::fields::Fields;
use super::{Faults, fault_of, form_id, may_keep, may_vet, seller_of};
use crate::deeds::make_key::{MakeKey, NotKeyed};
use crate::deeds::note_message::SendAgain;
use crate::deeds::revoke_key::RevokeKey;
use crate::deeds::set_endpoint::SetEndpoint;
use crate::partner::message::{Message, MessageState};
use crate::partner::store::{endpoint, key as key_with, keys_of, messages_last};
use crate::partner::{KeyStanding, MESSAGE_KINDS, PartnersTold, Scope, hash_of, key_of, secret_of};
use crate::seller::SellerStanding;
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// Messages of the list.
const MESSAGES_SHOWN: i64 = 20;

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

/// A message in the list.
pub(super) struct MessageRow {
    pub number: i64,
    pub kind: String,
    pub at: String,
    pub state: String,
    pub look: &'static str,
    pub tries: i64,
    pub answer: String,
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
    /// The address where messages go; empty when they go nowhere.
    pub url: String,
    /// The address as it was typed.
    pub typed: String,
    /// What messages there are.
    pub kinds: &'static [&'static str],
    pub messages: Vec<MessageRow>,
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

fn message_row(frame: &Frame, message: &Message) -> MessageRow {
    MessageRow {
        number: message.number,
        kind: message.kind.clone(),
        at: message.at.show(frame.lang),
        state: frame.say(&format!("partner-message-{}", message.state.name())),
        look: match message.state {
            MessageState::Sent => "",
            MessageState::Waiting => "wait",
            MessageState::GivenUp => "late",
            MessageState::Kept => "plain",
        },
        tries: message.tries,
        answer: message.answer.clone(),
    }
}

async fn page_of(
    house: &House,
    frame: Frame,
    (seller, keeps): &(SellerStanding, bool),
) -> Result<PartnerPage, Trouble> {
    let number = seller.seller.number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let endpoint = endpoint(tx, &number).await?.filter(|endpoint| endpoint.open);
            Ok((keys_of(tx, &number).await?, endpoint, messages_last(tx, &number, MESSAGES_SHOWN).await?))
        })
    });
    let (keys, endpoint, messages) = read.await?;
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
        typed: endpoint.as_ref().map(|endpoint| endpoint.url.clone()).unwrap_or_default(),
        url: endpoint.map(|endpoint| endpoint.url).unwrap_or_default(),
        kinds: &MESSAGE_KINDS,
        messages: messages.iter().map(|message| message_row(&frame, message)).collect(),
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
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    let outcome: Result<String, Stop<Box<dyn Refusal>>> = match said.text("do") {
        "revoke" => {
            let deed = RevokeKey { seller: number.clone(), number: said.number("key").unwrap_or(-1) };
            done(house.journal.write(envelope, deed).await).map(|()| String::new())
        }
        "make" if seller.1 => made(&house, envelope, &number, &said).await,
        "endpoint" | "close" if seller.1 => {
            let url = (said.text("do") == "endpoint").then(|| said.text("url").to_owned());
            let loopback = house.things.get::<PartnersTold>().is_some_and(|told| told.0.loopback());
            let deed = SetEndpoint { seller: number.clone(), url, loopback };
            done(house.journal.write(envelope, deed).await).map(|(count, salt)| match count {
                0 => String::new(),
                _ => secret_of(house.journal.keys(), &number, (count, &salt)),
            })
        }
        "again" if seller.1 => {
            let deed = SendAgain { seller: number.clone(), number: said.number("message").unwrap_or(-1) };
            done(house.journal.write(envelope, deed).await).map(|()| String::new())
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
            if said.text("do") == "endpoint" {
                said.text("url").clone_into(&mut page.typed);
            }
            for scope in &mut page.scopes {
                scope.2 = said.ticked(&format!("scope-{}", scope.0));
            }
            web::page_refused(&page, refusal.as_ref())
        }
        Err(Stop::KeyReused) => Err(Stop::<crate::NotKeyed>::KeyReused.into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Makes a key and answers it. The same form gives the same key, so that a second press shows it too, unless it was taken
/// back in between; without the store's keys nobody can make it.
async fn made(
    house: &House,
    envelope: Envelope,
    seller: &str,
    said: &Fields,
) -> Result<String, Stop<Box<dyn Refusal>>> {
    let form = format!("{seller}/{}/{}", envelope.by, said.text("form_id"));
    let key = key_of(seller, &house.journal.keys().sign("partner key", &form));
    let ticked = |scope: &Scope| said.ticked(&format!("scope-{}", scope.name()));
    let (book, hash) = (seller.to_owned(), hash_of(&key));
    let deed = MakeKey {
        seller: book.clone(),
        label: said.text("label").to_owned(),
        scopes: Scope::ALL.into_iter().filter(ticked).collect(),
        hash: hash.clone(),
        last4: key.get(key.len().saturating_sub(4)..).unwrap_or("").to_owned(),
    };
    done(house.journal.write(envelope, deed).await)?;
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { key_with(tx, &book, &hash).await }));
    if read.await?.is_some_and(|standing| standing.revoked.is_none()) {
        return Ok(key);
    }
    let stale: Box<dyn Refusal> = Box::new(NotKeyed::Stale);
    Err(Stop::Refused(stale))
}

/// What a deed of this page came to, its refusal as any other's.
fn done<T, R: Refusal + 'static>(outcome: Result<journal::Written<T>, Stop<R>>) -> Result<T, Stop<Box<dyn Refusal>>> {
    let boxed = |refusal: R| -> Box<dyn Refusal> { Box::new(refusal) };
    outcome.map(|written| written.done).map_err(|stop| stop.map(boxed))
}
