//! A try of an authenticator's code, the second step of signing in. Counted before it is looked at; each step once.

use super::open_session::{NewSession, Opened, opened};
use super::try_password::count_try;
use crate::authenticator::Authenticator;
use crate::doors;
use crate::events::AuthenticatorEnrolled;
use crate::grant::holds_office;
use crate::person::Person;
use crate::refusals::{NotSignedIn, NotTried};
use crate::session::{CODE_WINDOW_MS, TICKET_MS, code_wait_ms};
use crate::store::{PUT_STEP, STEP};
use base::Moment;
use base::text::hex;
use journal::{Deed, Fault, Keys, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Tries a code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TryCode {
    /// What remembers the right password, see [`Ticket`].
    pub ticket: String,
    /// The code as typed.
    pub code: String,
    /// The session that a right code opens.
    pub new: NewSession,
}

/// What came of it. A wrong code is no refusal: the try must stay counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tried {
    /// The code was right, and the session is open.
    Right(Opened),
    /// The code was wrong, or its step was used before.
    Wrong,
}

/// Remembers for five minutes, in the form itself, that the password was right. It dies with that password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The person.
    pub person: String,
    ends_ms: i64,
    nonce: String,
}

impl Ticket {
    /// A new ticket, written and signed.
    #[must_use]
    pub fn issue(keys: &Keys, person: &Person, nonce: &str, now: Moment) -> String {
        let ends_ms = now.get().saturating_add(TICKET_MS);
        let ticket = Ticket { person: person.id.clone(), ends_ms, nonce: nonce.to_owned() };
        format!("{}.{}", ticket.body(), ticket.signature(keys, person))
    }

    /// Reads a ticket; whether it holds is told by [`Ticket::holds`].
    #[must_use]
    pub fn read(text: &str) -> Option<(Ticket, &str)> {
        let (body, signature) = text.rsplit_once('.')?;
        let mut parts = body.split('.');
        let ticket = Ticket {
            person: parts.next()?.to_owned(),
            ends_ms: parts.next()?.parse().ok()?,
            nonce: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some((ticket, signature))
    }

    /// True when it is ours, of this person and password, and not too old.
    #[must_use]
    pub fn holds(&self, keys: &Keys, person: &Person, signature: &str, now: Moment) -> bool {
        // Compared by hashes, so that the time tells nothing of the signature.
        let ours = crate::secrets::fingerprint(&self.signature(keys, person));
        now.get() < self.ends_ms && person.id == self.person && ours == crate::secrets::fingerprint(signature)
    }

    fn body(&self) -> String {
        format!("{}.{}.{}", self.person, self.ends_ms, self.nonce)
    }

    fn signature(&self, keys: &Keys, person: &Person) -> String {
        let password = person.password_seal.as_deref().unwrap_or("");
        hex(&keys.sign("sign-in ticket", &format!("{}.{password}", self.body())))
    }
}

impl Deed for TryCode {
    const NAME: &'static str = "network.try_code";
    type Done = Tried;
    type Refusal = NotTried;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<Tried, Stop<NotTried>> {
        let no = |refusal| Stop::Refused(NotTried::No(refusal));
        let Some((ticket, signature)) = Ticket::read(&self.ticket) else {
            return Err(no(NotSignedIn::Late));
        };
        let person = doors::person(tx, &ticket.person).await?;
        let Some(person) = person.filter(|person| ticket.holds(tx.keys(), person, signature, tx.now())) else {
            return Err(no(NotSignedIn::Late));
        };
        if person.suspended_on.is_some() {
            return Err(no(NotSignedIn::Suspended));
        }
        count_try(tx, "code", &person.id, |tries, since, _, now| {
            let over = now.get().saturating_sub(since.get()) >= CODE_WINDOW_MS;
            (code_wait_ms(tries, since, now), if over { 0 } else { tries })
        })
        .await?;
        let Some(step) = self.right_step(tx, &person).await? else {
            tracing::warn!(person = person.id, "a wrong code");
            return Ok(Tried::Wrong);
        };
        tx.execute(&PUT_STEP, &[NATION.into(), person.id.as_str().into(), step.into()]).await?;
        let office = holds_office(&doors::grants_of(tx, &person.id).await?, tx.now().day());
        Ok(Tried::Right(opened(tx, &person, office, &self.new).await?))
    }
}

impl TryCode {
    /// The step of a right code that is later than the last accepted one. The first right code enrols the
    /// authenticator that was offered with this ticket.
    async fn right_step(&self, tx: &mut Tx<'_, '_>, person: &Person) -> Result<Option<i64>, Fault> {
        let now = tx.now();
        let row = tx.optional(&STEP, &[NATION.into(), person.id.as_str().into()]).await?;
        let last = row.map(|row| row.get::<i64>("step")).transpose()?.unwrap_or(i64::MIN);
        if let Some(seal) = &person.authenticator_seal {
            let Some(secret) = tx.unseal::<String>(NATION, seal).await? else { return Ok(None) };
            let step = Authenticator::with_secret(&secret, &person.id)?.step_of(&self.code, now);
            return Ok(step.filter(|step| *step > last));
        }
        let offered = Authenticator::offered(tx.keys(), &self.ticket, &person.id)?;
        let step = offered.step_of(&self.code, now).filter(|step| *step > last);
        if step.is_some() {
            let secret = tx.seal(NATION, &person.id, &offered.secret()).await?;
            tx.enter(NATION, vec![happened(AuthenticatorEnrolled { person: person.id.clone(), secret })]).await?;
        }
        Ok(step)
    }
}
