//! Sessions: how long they last, how many there are, and how tries are slowed down. All pure numbers (security.md 4.4, 4.5).

use base::Moment;
use serde::{Deserialize, Serialize};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// An officer's session ends after so long without work.
pub const OFFICE_IDLE_MS: i64 = 15 * MINUTE_MS;
/// A session at the counter ends after so long without work.
pub const COUNTER_IDLE_MS: i64 = 30 * MINUTE_MS;
/// Every session ends after so long.
pub const SESSION_MS_MAX: i64 = 12 * HOUR_MS;
/// Browsers in which a person is signed in at once; the oldest ends when one more begins.
pub const BROWSERS_MAX: usize = 2;
/// Tokens of the API that a person has at once.
pub const BEARERS_MAX: usize = 64;
/// A session's last use is written down at most so often.
pub const SEEN_EVERY_MS: i64 = MINUTE_MS;

/// Tries of a password that cost no wait.
pub const FREE_TRIES: i64 = 5;
/// The longest wait between tries: nobody is locked out for ever.
pub const WAIT_MS_MAX: i64 = 15 * MINUTE_MS;
/// Tries of an authenticator's code in [`CODE_WINDOW_MS`].
pub const CODE_TRIES_MAX: i64 = 5;
/// The time in which tries of a code are counted.
pub const CODE_WINDOW_MS: i64 = 5 * MINUTE_MS;
/// Counts of tries are forgotten after so long without one.
pub const TRIES_KEPT_MS: i64 = DAY_MS;

/// Between password and code of one sign-in.
pub const TICKET_MS: i64 = 5 * MINUTE_MS;
/// A first one-time code holds so long: it may have to be carried to a village.
pub const FIRST_CODE_MS: i64 = 7 * DAY_MS;
/// A code for a new password holds so long.
pub const RESET_CODE_MS: i64 = 10 * MINUTE_MS;
/// The console's code holds so long.
pub const SET_UP_CODE_MS: i64 = DAY_MS;

/// Through which door a session came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A browser's cookie.
    Browser,
    /// A bearer token of the API.
    Bearer,
}

impl Channel {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Browser => "browser",
            Channel::Bearer => "bearer",
        }
    }

    /// How many a person has at once.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Channel::Browser => BROWSERS_MAX,
            Channel::Bearer => BEARERS_MAX,
        }
    }

    /// How long it lasts without work. A program that holds a token is not a screen that somebody walked away from.
    #[must_use]
    pub const fn idle_ms(self, office: bool) -> i64 {
        match (self, office) {
            (Channel::Bearer, _) => SESSION_MS_MAX,
            (Channel::Browser, true) => OFFICE_IDLE_MS,
            (Channel::Browser, false) => COUNTER_IDLE_MS,
        }
    }
}

/// Milliseconds to wait before the next try of a password, after so many in a row and so long since the last.
/// Five are free; then 2, 4, 8 … seconds, at most 15 minutes.
#[must_use]
pub fn password_wait_ms(tries: i64, last: Moment, now: Moment) -> i64 {
    let Some(over) = tries.checked_sub(FREE_TRIES).filter(|over| *over >= 0) else {
        return 0;
    };
    let doublings = u32::try_from(over.saturating_add(1)).unwrap_or(u32::MAX);
    let wait = 1_i64.checked_shl(doublings.min(20)).unwrap_or(i64::MAX).saturating_mul(SECOND_MS).min(WAIT_MS_MAX);
    last.get().saturating_add(wait).saturating_sub(now.get()).max(0)
}

/// Milliseconds to wait before the next try of a code, after so many since the window began.
#[must_use]
pub fn code_wait_ms(tries: i64, since: Moment, now: Moment) -> i64 {
    if tries < CODE_TRIES_MAX {
        return 0;
    }
    since.get().saturating_add(CODE_WINDOW_MS).saturating_sub(now.get()).max(0)
}

/// Whole seconds, rounded up, at least one: what people and `Retry-After` are told.
#[must_use]
pub fn whole_seconds(ms: i64) -> i64 {
    ms.saturating_add(SECOND_MS.saturating_sub(1)).checked_div(SECOND_MS).unwrap_or(1).max(1)
}
