//! A draft is taken up again: it lies in the cart with its answers, to be finished and paid.

use crate::cart::{self, CartChange, FeeShown};
use crate::case::CaseState;
use crate::cases::read;
use crate::deeds::customer::CustomerData;
use crate::deeds::take::{CustomerGiven, NotTaken};
use base::Refusal;
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lays a draft into the cart of the person at the counter. A draft that lies there already is only shown.
///
/// # Refusals
/// See [`NotOpened`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenDraft {
    /// The centre's book.
    pub book: String,
    /// The person at the counter.
    pub person: String,
    /// The draft's number.
    pub number: String,
    /// What a unit of its service costs now.
    pub fee: FeeShown,
}

/// Why a draft cannot be taken up.
#[derive(Debug)]
pub enum NotOpened {
    /// There is no such draft here, or it was paid or left meanwhile.
    Gone,
    /// The cart is full.
    Cart(NotTaken),
}

impl Refusal for NotOpened {
    fn code(&self) -> &'static str {
        match self {
            NotOpened::Gone => "counter.draft.gone",
            NotOpened::Cart(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        if let NotOpened::Cart(refused) = self { refused.values() } else { Vec::new() }
    }

    fn status(&self) -> u16 {
        if matches!(self, NotOpened::Gone) { 409 } else { 422 }
    }
}

impl Deed for OpenDraft {
    const NAME: &'static str = "counter.open_draft";
    /// The line of the cart.
    type Done = i64;
    type Refusal = NotOpened;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotOpened>> {
        let case = read::held(tx, &self.book, &self.number).await?.filter(|case| case.state == CaseState::Draft);
        let case = case.ok_or(Stop::Refused(NotOpened::Gone))?;
        let mut cart = cart::kept(tx, &self.book, &self.person).await?;
        if let Some(there) = cart.lines.iter().find(|line| line.draft.as_ref() == Some(&self.number)) {
            return Ok(there.line);
        }
        let answers: BTreeMap<String, String> = match &case.answers {
            Some(seal) => tx.unseal(&self.book, seal).await?.unwrap_or_default(),
            None => BTreeMap::new(),
        };
        let add = CartChange::Add { service: case.service.clone(), quantity: 1, fee: self.fee, has_form: true };
        let place = cart.change(&add).map_err(|refused| Stop::Refused(NotOpened::Cart(refused)))?;
        if let Some(line) = cart.lines.iter_mut().find(|line| line.line == place) {
            (line.answers, line.draft) = (answers, Some(self.number.clone()));
        }
        if cart.customer.is_none()
            && let Some(seal) = &case.customer_seal
            && let Some(data) = tx.unseal::<CustomerData>(&self.book, seal).await?
        {
            let some = |text: String| Some(text).filter(|text| !text.is_empty());
            cart.customer =
                Some(CustomerGiven { mobile: some(data.mobile), name: some(data.name), ..CustomerGiven::default() });
        }
        cart.form_id = tx.new_id()?.to_string(); // another sum is another cart
        cart::keep(tx, &self.book, &self.person, &cart).await?;
        Ok(place)
    }
}
