//! Signing in, in two steps. Pages and the API walk the same way.

use crate::deeds::{NewSession, OpenSession, Opened, Ticket, Tried, TryCode, TryPassword};
use crate::doorkeeper::write;
use crate::doors;
use crate::grant::holds_office;
use crate::person::{Person, mobile_index};
use crate::refusals::{NotSignedIn, NotTried};
use crate::secrets::{fingerprint, is_password, new_token};
use crate::session::Channel;
use base::mobile::Mobile;
use journal::{Envelope, Fault, Journal, Stop};

/// Where the first step leads.
#[derive(Debug)]
pub enum Step {
    /// In.
    In(Entered),
    /// To the code of the authenticator; the ticket remembers the right password.
    Code(String),
    /// To enrolling an authenticator, which an officer must have.
    Enrol(String),
}

/// A session just opened, with the token that only its owner now has.
#[derive(Debug)]
pub struct Entered {
    /// The token.
    pub token: String,
    /// The session.
    pub opened: Opened,
}

/// Holds a password against a mobile number.
///
/// # Errors
/// [`NotTried::Wait`] after too many tries; [`NotSignedIn::Wrong`] alike for an unknown number and a wrong password;
/// [`NotSignedIn::Suspended`] to who knows the password of a suspended person.
pub async fn first_step(
    journal: &Journal,
    mobile: &Mobile,
    password: &str,
    channel: Channel,
    device: &str,
) -> Result<Step, Stop<NotTried>> {
    let no = |refusal| Stop::Refused(NotTried::No(refusal));
    let index = mobile_index(journal.keys(), mobile);
    let suspect = journal.write(Envelope::system(), TryPassword { mobile_index: index }).await?.done;
    let right = is_password(password, suspect.hash).await?;
    let Some(id) = suspect.person.filter(|_| right) else {
        tracing::warn!("a wrong password");
        return Err(no(NotSignedIn::Wrong));
    };
    let found = journal
        .read(move |tx| {
            Box::pin(async move {
                let person = doors::person(tx, &id).await?;
                let office = holds_office(&doors::grants_of(tx, &id).await?, tx.now().day());
                Ok::<_, Fault>((person, office))
            })
        })
        .await?;
    let (Some(person), office) = found else { return Err(no(NotSignedIn::Wrong)) };
    if person.suspended_on.is_some() {
        return Err(no(NotSignedIn::Suspended));
    }
    if person.authenticator_seal.is_some() {
        return Ok(Step::Code(ticket(journal, &person)?));
    }
    if office {
        return Ok(Step::Enrol(ticket(journal, &person)?));
    }
    let token = new_token()?;
    let new = NewSession { token_hash: fingerprint(&token), channel, device: device.to_owned() };
    let envelope = Envelope::keyless(&person.id);
    let opened = write(journal, envelope, OpenSession { person: person.id, new }).await;
    let opened = opened.map_err(|stop| stop.map(NotTried::No))?.done;
    Ok(Step::In(Entered { token, opened }))
}

/// A ticket for the second step.
///
/// # Errors
/// [`Fault::Unsound`] when the machine gives no random bytes.
pub fn ticket(journal: &Journal, person: &Person) -> Result<String, Fault> {
    Ok(Ticket::issue(journal.keys(), person, &new_token()?, journal.now()))
}

/// Holds a code against the person of a ticket; the first right one enrols the authenticator that was offered.
///
/// # Errors
/// [`NotTried::Wait`] after five tries in five minutes; [`NotSignedIn::CodeWrong`] also for a code used before;
/// [`NotSignedIn::Late`] when the first step was too long ago.
pub async fn second_step(
    journal: &Journal,
    ticket: &str,
    code: &str,
    channel: Channel,
    device: &str,
) -> Result<Entered, Stop<NotTried>> {
    let token = new_token()?;
    let by = Ticket::read(ticket).map_or_else(String::new, |(ticket, _)| ticket.person);
    let new = NewSession { token_hash: fingerprint(&token), channel, device: device.to_owned() };
    let deed = TryCode { ticket: ticket.to_owned(), code: code.to_owned(), new };
    match write(journal, Envelope::keyless(&by), deed).await?.done {
        Tried::Right(opened) => Ok(Entered { token, opened }),
        Tried::Wrong => Err(Stop::Refused(NotTried::No(NotSignedIn::CodeWrong))),
    }
}
