//! An application is begun and not finished: a paper is missing, the applicant comes back another day.

use crate::cart;
use crate::case::{Case, CaseState};
use crate::cases::read;
use crate::deeds::cases::correct::changed;
use crate::deeds::customer;
use crate::deeds::take::NotTaken;
use crate::events::{CaseAnswered, CaseOpened, CentreMet};
use crate::number::draft_number;
use crate::store::{CENTRES, OFFERS, offer_on_shelf};
use base::Refusal;
use db::Value;
use journal::{AnyEvent, Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Keeps what was filled in of a cart's line as a draft and takes the line out of the cart, in one transaction. A draft
/// that was taken up again is kept under its own number.
///
/// # Refusals
/// See [`NotKept`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeepDraft {
    /// The centre's book.
    pub book: String,
    /// The centre's place path.
    pub path: String,
    /// The person at the counter.
    pub person: String,
    /// The line of their cart.
    pub line: i64,
    /// What was filled in so far, by field; not checked, since it is not finished.
    pub answers: BTreeMap<String, String>,
}

/// Why a draft cannot be kept.
#[derive(Debug)]
pub enum NotKept {
    /// The line is not in the cart any more.
    Gone,
    /// It is done at once, so there is no application to keep.
    NoCase,
    /// The customer of the cart, or a suspension.
    Customer(NotTaken),
}

impl Refusal for NotKept {
    fn code(&self) -> &'static str {
        match self {
            NotKept::Gone => "counter.draft.gone",
            NotKept::NoCase => "counter.draft.no_case",
            NotKept::Customer(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotKept::Customer(refused) = self { refused.values() } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        match self {
            NotKept::Gone => 409,
            NotKept::NoCase => 422,
            NotKept::Customer(refused) => refused.status(),
        }
    }
}

/// The codes of [`NotKept`] that are its own.
pub(crate) const CODES: &[&str] = &["counter.draft.gone", "counter.draft.no_case"];

impl KeepDraft {
    /// What is entered for a draft that is new.
    async fn opened(&self, tx: &mut Tx<'_, '_>, whose: &cart::Cart, service: &str) -> Result<Opened, Stop<NotKept>> {
        let no_case = || Stop::Refused(NotKept::NoCase);
        let row = tx.fetch(&OFFERS, vec![NATION.into(), service.into()]).await?;
        let offer = offer_on_shelf(&row.ok_or_else(no_case)?)?;
        if !offer.service.has_case() || !offer.has_form {
            return Err(no_case());
        }
        let mut events = Vec::new();
        let known = tx.fetch(&CENTRES, vec![(&self.book).into()]).await?;
        if known.as_deref().and_then(<[Value]>::first) != Some(&Value::from(&self.path)) {
            events.push(happened(CentreMet { path: self.path.clone() }));
        }
        let customer = customer::known(tx, &self.book, whose.customer.as_ref()).await;
        let customer = customer.map_err(|stop| stop.map(NotKept::Customer))?;
        let lot = tx.random()?;
        let number = draft_number(&self.book, tx.now().day(), tx.session(), lot);
        let mut case = Case {
            number,
            receipt: None,
            service: service.to_owned(),
            version: offer.version,
            state: CaseState::Draft,
            approver: offer.service.approver,
            by_post: offer.service.by_post,
            due: None,
            customer: customer.as_ref().map(|known| known.customer.clone()),
            customer_seal: customer.as_ref().map(|known| known.seal.clone()),
            answers: None,
            opened: tx.now(),
            by: tx.by().to_owned(),
            ready: None,
            attachments: 0,
        };
        events.extend(customer.and_then(|known| known.met).map(happened));
        let answers = tx.seal(&self.book, &case.subject(), &self.answers).await?;
        case.answers = Some(answers.seal.clone());
        let number = case.number.clone();
        events.push(happened(CaseOpened { case }));
        // The seal's hash stands in this event, as for every draft that is kept again.
        events.push(happened(CaseAnswered { number: number.clone(), answers, changed: Vec::new(), at: None }));
        Ok(Opened { number, events })
    }
}

/// A draft as it is entered.
struct Opened {
    number: String,
    events: Vec<Box<dyn AnyEvent>>,
}

impl Deed for KeepDraft {
    const NAME: &'static str = "counter.keep_draft";
    /// The draft's number.
    type Done = String;
    type Refusal = NotKept;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotKept>> {
        let by = tx.by().to_owned();
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return Err(Stop::Refused(NotKept::Customer(NotTaken::Hindered(hindered))));
        }
        let mut cart = cart::kept(tx, &self.book, &self.person).await?;
        let line = cart.line(self.line).filter(|line| line.has_form).cloned();
        let line = line.ok_or(Stop::Refused(NotKept::Gone))?;
        let Opened { number, events } = match &line.draft {
            None => self.opened(tx, &cart, &line.service).await?,
            Some(number) => {
                let case = read::held(tx, &self.book, number).await?.filter(|case| case.state == CaseState::Draft);
                let case = case.ok_or(Stop::Refused(NotKept::Gone))?;
                let before = match &case.answers {
                    Some(seal) => tx.unseal(&self.book, seal).await?.unwrap_or_default(),
                    None => BTreeMap::new(),
                };
                let changed = changed(&before, &self.answers);
                let mut events = Vec::new();
                if !changed.is_empty() {
                    let answers = tx.seal(&self.book, &case.subject(), &self.answers).await?;
                    events.push(happened(CaseAnswered { number: number.clone(), answers, changed, at: None }));
                }
                Opened { number: number.clone(), events }
            }
        };
        if !events.is_empty() {
            tx.enter(&self.book, events).await?;
        }
        cart.lines.retain(|one| one.line != self.line);
        cart.form_id = tx.new_id()?.to_string(); // another sum is another cart
        cart::keep(tx, &self.book, &self.person, &cart).await?;
        Ok(number)
    }
}
