//! Messages to sellers' own programs are noted, sent, and sent again. None of it enters anything: what happened stands in
//! the entries of which the messages tell.

use crate::deeds::set_endpoint::NotAnEndpoint;
use crate::partner::message::{Message, MessageState, after_try};
use crate::partner::store::{
    endpoint, forget_messages, give_up_messages, keep_message, keys_of, last_message, message, turn_of, wait_behind,
};
use crate::partner::{MESSAGES_KEPT_MS, Scope};
use base::calendar::Moment;
use journal::{Deed, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Notes what a seller's program is to be told, numbered within the seller, so that it can be pulled in order; with an
/// endpoint it waits to be sent. Old ones are forgotten.
///
/// # Refusals
/// None of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoteMessage {
    /// The seller's number, which is its book.
    pub seller: String,
    /// `order.placed`, …
    pub kind: String,
    /// What happened, as JSON.
    pub data: String,
    /// When it happened.
    pub at: Moment,
}

impl Deed for NoteMessage {
    const NAME: &'static str = "market.note_message";
    type Done = ();
    type Refusal = NotAnEndpoint;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnEndpoint>> {
        let told = endpoint(tx, &self.seller).await?.is_some_and(|endpoint| endpoint.open);
        let pulls = |key: &crate::KeyStanding| key.revoked.is_none() && key.scopes.contains(&Scope::Events);
        if !told && !keys_of(tx, &self.seller).await?.iter().any(pulls) {
            return Ok(());
        }
        let now = tx.now();
        let number = last_message(tx, &self.seller).await?.saturating_add(1);
        let message = Message {
            number,
            kind: self.kind.clone(),
            body: crate::partner::message::body_of(&self.kind, self.at, &self.data),
            at: self.at,
            state: if told { MessageState::Waiting } else { MessageState::Kept },
            tries: 0,
            next: turn_of(tx, &self.seller, number).await?.max(now),
            answer: String::new(),
        };
        keep_message(tx, &self.seller, &message).await?;
        forget_messages(tx, &self.seller, Moment::new(now.get().saturating_sub(MESSAGES_KEPT_MS))).await?;
        Ok(())
    }
}

/// Notes what the endpoint answered to a message. What waits behind one that failed waits as long: order is kept, and the
/// seller is not asked after before its turn.
///
/// # Refusals
/// None of its own: what was noted meanwhile stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoteDelivery {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The message.
    pub number: i64,
    /// How often it had been tried before.
    pub tries: i64,
    /// The status that was answered; 0 for no answer.
    pub status: u16,
    /// The answer in short, for whoever looks after the endpoint.
    pub answer: String,
}

impl Deed for NoteDelivery {
    const NAME: &'static str = "market.note_delivery";
    type Done = ();
    type Refusal = NotAnEndpoint;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnEndpoint>> {
        let now = tx.now();
        let held = message(tx, &self.seller, self.number).await?;
        let Some(held) = held.filter(|one| one.state == MessageState::Waiting && one.tries == self.tries) else {
            return Ok(());
        };
        let (state, next) = after_try(self.tries, self.status, now);
        let tries = self.tries.saturating_add(1);
        if state == MessageState::Waiting {
            wait_behind(tx, &self.seller, self.number, next).await?;
        }
        keep_message(tx, &self.seller, &Message { state, next, tries, answer: self.answer.clone(), ..held }).await?;
        Ok(())
    }
}

/// Gives up all that waits to be sent to a seller that has no endpoint any more: nobody will ever listen.
///
/// # Refusals
/// None of its own: what waits for an endpoint that was set meanwhile stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GiveUpMessages {
    /// The seller's number, which is its book.
    pub seller: String,
}

impl Deed for GiveUpMessages {
    const NAME: &'static str = "market.give_up_messages";
    type Done = ();
    type Refusal = NotAnEndpoint;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnEndpoint>> {
        if endpoint(tx, &self.seller).await?.is_none_or(|endpoint| !endpoint.open) {
            let now = tx.now();
            give_up_messages(tx, &self.seller, now).await?;
        }
        Ok(())
    }
}

/// Sends a message again, that was given up or was sent: it waits as if it were new, behind those before it that wait.
///
/// # Refusals
/// [`NotAnEndpoint::Message`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendAgain {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The message.
    pub number: i64,
}

impl Deed for SendAgain {
    const NAME: &'static str = "market.send_again";
    type Done = ();
    type Refusal = NotAnEndpoint;

    fn book(&self) -> &str {
        &self.seller
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotAnEndpoint>> {
        let unknown = || Stop::Refused(NotAnEndpoint::Message);
        let held = message(tx, &self.seller, self.number).await?;
        let ended = |one: &Message| matches!(one.state, MessageState::GivenUp | MessageState::Sent);
        let held = held.filter(ended).ok_or_else(unknown)?;
        if endpoint(tx, &self.seller).await?.is_none_or(|endpoint| !endpoint.open) {
            return Err(unknown());
        }
        let now = tx.now();
        let (state, next) = (MessageState::Waiting, turn_of(tx, &self.seller, self.number).await?.max(now));
        keep_message(tx, &self.seller, &Message { state, next, tries: 0, ..held }).await?;
        Ok(())
    }
}
