//! The one clock. Everything else is handed the time.

use base::calendar::Moment;
use std::sync::Arc;

/// Tells the time. Tests hand in their own, so nothing is ever tested by waiting.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// The machine's clock, in milliseconds since 1970 UTC.
#[must_use]
#[allow(clippy::disallowed_methods)] // the one place that may ask the machine
pub fn system() -> Clock {
    Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// A clock that stands still at one moment: for tests and for making past days in the demo.
#[must_use]
pub fn fixed(at: Moment) -> Clock {
    Arc::new(move || at)
}
