//! Carrying transfers to their providers and their answers back: right after the request, and again until the end is
//! known. Every step may be cut off anywhere and begun anew: the transfer's id makes asking twice harmless.

use crate::deeds::settle_transfer::{NotSettled, SettleTransfer};
use crate::transfer::{TransferStanding, TransferState, reading};
use base::calendar::BusinessDay;
use journal::{Envelope, Fault, Journal, Stop};
use ledger::{Answer, Direction, GIVE_UP_AFTER_MS, LOST_AFTER_MS, Providers, Silence, TransferOrder};
use std::collections::BTreeMap;

/// Transfers asked after in one round, at most.
const ROUND_MAX: i64 = 200;

/// The providers of this house.
#[derive(Clone, Default)]
pub struct Carrier {
    providers: Providers,
}

impl Carrier {
    /// What carries to these, by their names as services give them.
    #[must_use]
    pub fn of(providers: Providers) -> Carrier {
        Carrier { providers }
    }

    /// The secret of a provider's callbacks.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<&str> {
        self.providers.secret(name)
    }

    /// True when this provider is connected here.
    #[must_use]
    pub fn is_connected(&self, name: &str) -> bool {
        self.providers.get(name).is_some()
    }

    /// The names of the providers that are connected here.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.providers.names()
    }

    /// A provider's own statement of a day; none when it is not connected or does not answer.
    pub async fn statement(&self, name: &str, day: BusinessDay) -> Option<String> {
        self.providers.get(name)?.statement(day).await
    }

    /// Asks a provider for a transfer that was just requested, and enters what it says.
    ///
    /// # Errors
    /// What the database says, or [`NotSettled`].
    pub async fn begin(&self, journal: &Journal, book: &str, id: &str) -> Result<TransferState, Stop<NotSettled>> {
        let standing = found(journal, book, id).await?;
        if standing.state != TransferState::Requested {
            return Ok(standing.state);
        }
        let answer = self.initiate(journal, &standing).await?;
        // What surely did not reach the provider is not paid out later, when the customer has gone.
        let not_sent = answer == Answer::NotAnswered(Silence::SurelyNot);
        if not_sent && standing.transfer.direction == Direction::Out {
            return settle(journal, &standing, TransferState::Failed, ("", "not_sent")).await;
        }
        enter(journal, &standing, answer).await
    }

    async fn initiate(&self, journal: &Journal, standing: &TransferStanding) -> Result<Answer, Fault> {
        let transfer = &standing.transfer;
        let Some(provider) = self.providers.get(&transfer.provider) else {
            return Ok(Answer::NotAnswered(Silence::SurelyNot));
        };
        let details = match transfer.line.answers.as_ref().map(|sealed| (standing.book.clone(), sealed.seal.clone())) {
            Some((book, seal)) => {
                let open = journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.unseal(&book, &seal).await }));
                open.await?.unwrap_or_default()
            }
            None => BTreeMap::new(),
        };
        let order = TransferOrder {
            transfer: transfer.id.clone(),
            centre: standing.book.clone(),
            service: transfer.line.service.clone(),
            direction: transfer.direction,
            amount_poisha: transfer.amount(),
            details,
            callback: String::new(),
        };
        Ok(provider.initiate(&order).await)
    }

    /// Asks a provider what became of a transfer, and enters what it says.
    ///
    /// # Errors
    /// As [`Carrier::begin`].
    pub async fn ask(&self, journal: &Journal, book: &str, id: &str) -> Result<TransferState, Stop<NotSettled>> {
        let standing = found(journal, book, id).await?;
        let transfer = &standing.transfer;
        let (Some(provider), true) = (self.providers.get(&transfer.provider), standing.state.is_pending()) else {
            return Ok(standing.state);
        };
        let answer = provider.query(id).await;
        let age = journal.now().get().saturating_sub(transfer.at.get());
        if answer != Answer::NotKnown || age < LOST_AFTER_MS {
            return enter(journal, &standing, answer).await;
        }
        // It was never received. The cash of a pay-in is here, so it is asked for again; a pay-out's customer has gone.
        if transfer.direction == Direction::Out || age >= GIVE_UP_AFTER_MS {
            return settle(journal, &standing, TransferState::Failed, ("", "not_received")).await;
        }
        let answer = self.initiate(journal, &standing).await?;
        enter(journal, &standing, answer).await
    }

    /// Asks a provider to take back what it did, and enters what it says.
    ///
    /// # Errors
    /// As [`Carrier::begin`].
    pub async fn take_back(&self, journal: &Journal, book: &str, id: &str) -> Result<TransferState, Stop<NotSettled>> {
        let standing = found(journal, book, id).await?;
        let (Some(provider), TransferState::Done) = (self.providers.get(&standing.transfer.provider), standing.state)
        else {
            return Ok(standing.state);
        };
        match provider.reverse(id).await {
            answer @ Answer::Reversed { .. } => enter(journal, &standing, answer).await,
            _ => Ok(standing.state), // it stands as it was; who asked sees that, and may ask again
        }
    }

    /// One round: asks after every transfer whose end is not known and whose time has come. Answers how many were asked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn carry(&self, journal: &Journal) -> Result<usize, Fault> {
        let waiting = journal
            .read::<_, Fault, _>(|tx| Box::pin(async move { reading::all_waiting(tx, ROUND_MAX).await }))
            .await?;
        let mut asked = 0_usize;
        for standing in waiting {
            if !self.providers.is_due(journal.now(), &standing.transfer.id, standing.transfer.at) {
                continue;
            }
            asked = asked.saturating_add(1);
            match self.ask(journal, &standing.book, &standing.transfer.id).await {
                Ok(_) => {}
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(stop) => tracing::warn!(?stop, id = standing.transfer.id, "a transfer was not settled"),
            }
        }
        Ok(asked)
    }
}

async fn found(journal: &Journal, book: &str, id: &str) -> Result<TransferStanding, Stop<NotSettled>> {
    let (book, id) = (book.to_owned(), id.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one(tx, &book, &id).await }));
    read.await?.ok_or(Stop::Refused(NotSettled::Unknown))
}

/// Enters what a provider said, if it said anything.
pub(crate) async fn enter(
    journal: &Journal,
    standing: &TransferStanding,
    answer: Answer,
) -> Result<TransferState, Stop<NotSettled>> {
    match answer {
        Answer::Done { reference } => settle(journal, standing, TransferState::Done, (&reference, "")).await,
        Answer::Failed { code } => settle(journal, standing, TransferState::Failed, ("", &code)).await,
        Answer::Reversed { reference } => settle(journal, standing, TransferState::Reversed, (&reference, "")).await,
        Answer::NotAnswered(Silence::Unknown) => settle(journal, standing, TransferState::Unknown, ("", "")).await,
        Answer::Pending | Answer::NotKnown | Answer::NotAnswered(Silence::SurelyNot) => Ok(standing.state),
    }
}

async fn settle(
    journal: &Journal,
    standing: &TransferStanding,
    said: TransferState,
    (reference, code): (&str, &str),
) -> Result<TransferState, Stop<NotSettled>> {
    let deed = SettleTransfer {
        book: standing.book.clone(),
        id: standing.transfer.id.clone(),
        provider: standing.transfer.provider.clone(),
        said,
        reference: reference.chars().take(80).collect(),
        code: code.chars().take(80).collect(),
    };
    Ok(journal.write(Envelope::system(), deed).await?.done)
}
