//! How often somebody may knock.
//!
//! One number a key (the generic cell rate algorithm): the time at which the bucket would be full again. It is a
//! token bucket without a refill job. Kept in memory: a restart forgives everybody, and what must survive a restart
//! (wrong passwords) is counted in the database by the room that asks for the password.

use crate::limits::LIMITER_KEYS_MAX;
use base::calendar::Moment;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

/// At most so many in a period, on one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What is limited; also the label in the log.
    pub surface: &'static str,
    /// How many are let through at once, and in each period on average.
    pub at_most: i64,
    /// The period in seconds.
    pub per_s: i64,
}

/// The public receipt check, for one address (security 4.5).
pub static RECEIPT_CHECK: Rule = Rule { surface: "receipt-check", at_most: 10, per_s: 60 };

/// Signing in, for one address (security 4.5). Not lower: phones of one carrier share addresses.
pub static SIGN_IN: Rule = Rule { surface: "sign-in", at_most: 60, per_s: 600 };

/// Refused: come back after so many whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Seconds, at least 1.
    pub seconds: u64,
}

/// Remembers who knocked. The time is handed in, so that tests need no waiting.
#[derive(Debug, Default)]
pub struct Limiter {
    full_again: Mutex<HashMap<(&'static str, String), i64>>,
}

impl Limiter {
    /// Lets one through or says how long to wait. Being refused costs nothing: a patient knocker gets in.
    ///
    /// # Errors
    /// [`Wait`] with the seconds until the next one is let through.
    pub fn take(&self, rule: &Rule, who: &str, now: Moment) -> Result<(), Wait> {
        let Moment(now_ms) = now;
        let period_ms = rule.per_s.saturating_mul(1000).max(1);
        let step_ms = period_ms.checked_div(rule.at_most).unwrap_or(period_ms).max(1);
        let mut book = self.full_again.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = (rule.surface, who.to_owned());
        let full = book.get(&key).copied().unwrap_or(now_ms).max(now_ms);
        let ahead_ms = full.saturating_sub(now_ms).saturating_add(step_ms);
        if ahead_ms > period_ms {
            let wait_ms = ahead_ms.saturating_sub(period_ms).saturating_add(999);
            return Err(Wait { seconds: u64::try_from(wait_ms.checked_div(1000).unwrap_or(1)).unwrap_or(1).max(1) });
        }
        if book.len() >= LIMITER_KEYS_MAX && !book.contains_key(&key) {
            make_room(&mut book, now_ms);
        }
        book.insert(key, full.saturating_add(step_ms));
        Ok(())
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.full_again.lock().unwrap_or_else(std::sync::PoisonError::into_inner).len()
    }

    /// True when nobody is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Forgets whoever may knock freely again; under a flood of new addresses it forgets everybody rather than grow or
/// refuse strangers: the limit of many addresses is not this one's to keep.
fn make_room(book: &mut HashMap<(&'static str, String), i64>, now_ms: i64) {
    book.retain(|_, full| *full > now_ms);
    if book.len() >= LIMITER_KEYS_MAX {
        tracing::warn!(keys = book.len(), "the rate limiter is full and starts anew");
        book.clear();
    }
}

/// The name by which an address is limited: an IPv4 address, or the /64 of an IPv6 one, since one subscriber holds it all.
#[must_use]
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
