//! The second factor: six digits of an authenticator on the officer's phone (TOTP, RFC 6238).

use base::Moment;
use base::number::to_latin_digits;
use journal::{Fault, Keys};
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Seconds that a code stands.
const STEP_S: u64 = 30;
/// Steps of clock difference that are forgiven, before and after.
const SKEW_STEPS: u16 = 1;
/// Bytes of a secret (RFC 4226: 160 bits).
const SECRET_BYTES: usize = 20;

/// A secret shared with an authenticator.
pub struct Authenticator(Totp);

impl Authenticator {
    /// The secret offered to a person who is about to enrol. It is made from the store's keys and the unguessable
    /// ticket of the sign-in, so nothing need be stored before the person has shown that the authenticator works.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the library refuses it: a fault of ours.
    pub fn offered(keys: &Keys, ticket: &str, account: &str) -> Result<Authenticator, Fault> {
        let signed = keys.sign("authenticator", ticket);
        Authenticator::of(signed.iter().take(SECRET_BYTES).copied().collect(), account)
    }

    /// The authenticator with this secret in base 32.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when it is no secret.
    pub fn with_secret(secret: &str, account: &str) -> Result<Authenticator, Fault> {
        let secret = Secret::try_from_base32(secret).map_err(|_| Fault::Unsound("no secret in base 32".to_owned()))?;
        Authenticator::of(secret.as_bytes().to_vec(), account)
    }

    fn of(secret: Vec<u8>, account: &str) -> Result<Authenticator, Fault> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1) // the only one that every authenticator has
            .with_digits(6)
            .with_skew(SKEW_STEPS)
            .with_step_duration(STEP_S)
            .with_secret(secret)
            .with_account_name(account)
            .with_issuer(Some("Haat"))
            .build()
            .map(Authenticator)
            .map_err(|error| Fault::Unsound(format!("an authenticator: {error}")))
    }

    /// The secret in base 32, to be typed by hand.
    #[must_use]
    pub fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The address that an authenticator opens.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the library refuses it: a fault of ours.
    pub fn address(&self) -> Result<String, Fault> {
        self.0.to_url().map_err(|error| Fault::Unsound(format!("an authenticator's address: {error}")))
    }

    /// The step to which this code belongs, when it is right now or was a step ago or will be in one. Compared in
    /// constant time.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Moment) -> Option<i64> {
        let code: String = to_latin_digits(typed).chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(now.get().checked_div(1000)?).ok()?;
        self.0.check(&code, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// The code of a moment: for the demo and for tests.
    #[must_use]
    pub fn code_at(&self, now: Moment) -> String {
        let seconds = now.get().checked_div(1000).and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0);
        self.0.generate(seconds).to_string()
    }
}
