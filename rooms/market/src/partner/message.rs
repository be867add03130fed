//! Messages to sellers' own programs: what they are told, and when it is tried again. Pure.

use base::calendar::Moment;
use serde::{Deserialize, Serialize};

/// How long after a try that failed the next one comes, in milliseconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h,
/// 24 h, as Standard Webhooks advises. After the last one nobody tries any more until somebody asks for it.
pub const RETRY_MS: [i64; 9] =
    [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000];

/// What sellers' programs are told of: orders, listings, and the money that is sent to them. Whoever may hear one may hear
/// all, with a key of the scope `events` or at the endpoint.
pub const MESSAGE_KINDS: [&str; 8] = [
    "order.placed",
    "order.moved",
    "order.collected",
    "order.released",
    "product.moved",
    "payout.sent",
    "payout.paid",
    "payout.failed",
];

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// There was no endpoint: it can be pulled.
    Kept,
    /// To be sent.
    Waiting,
    /// The endpoint has it.
    Sent,
    /// Tried too often.
    GivenUp,
}

impl MessageState {
    const ALL: [MessageState; 4] =
        [MessageState::Kept, MessageState::Waiting, MessageState::Sent, MessageState::GivenUp];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MessageState::Kept => "kept",
            MessageState::Waiting => "waiting",
            MessageState::Sent => "sent",
            MessageState::GivenUp => "given_up",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<MessageState> {
        MessageState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Counted within the seller.
    pub number: i64,
    /// `order.placed`, …
    pub kind: String,
    /// What is posted, to the letter.
    pub body: String,
    /// When it happened.
    pub at: Moment,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried next, while it waits.
    pub next: Moment,
    /// What was answered last.
    pub answer: String,
}

/// The id under which a message travels, however often it is sent: receivers know by it what they have already.
#[must_use]
pub fn message_id(seller: &str, number: i64) -> String {
    format!("msg_{seller}_{number}")
}

/// A moment as programs read it: ISO 8601 with Dhaka's distance from UTC.
fn iso(at: Moment) -> String {
    let day = at.day();
    let seconds = at.get().saturating_sub(day.starts_at().get()) / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{day}T{hours:02}:{minutes:02}:{:02}+06:00", seconds % 60)
}

/// What is posted. `data` is JSON already.
#[must_use]
pub fn body_of(kind: &str, at: Moment, data: &str) -> String {
    format!(r#"{{"type":"{kind}","timestamp":"{}","data":{data}}}"#, iso(at))
}

/// Where a message stands after a try, and when it is tried next. 410 says that nobody will ever listen there.
#[must_use]
pub fn after_try(tries_before: i64, status: u16, now: Moment) -> (MessageState, Moment) {
    if (200..300).contains(&status) {
        return (MessageState::Sent, now);
    }
    let wait = usize::try_from(tries_before).ok().and_then(|tries| RETRY_MS.get(tries));
    match wait {
        Some(wait) if status != 410 => (MessageState::Waiting, Moment::new(now.get().saturating_add(*wait))),
        _ => (MessageState::GivenUp, now),
    }
}
