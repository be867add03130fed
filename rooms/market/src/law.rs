//! The rules of digital commerce as parameters with dates (facts.md 8).
//!
//! Each set holds from its first day; a later directive is a later set, and an order is judged by the set of the day on
//! which it was placed. The stricter clock wins where two apply.

use base::Paisa;
use base::calendar::{BusinessDay, Moment};

const HOUR_MS: i64 = 3_600_000;

/// One set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    /// The first day on which it holds.
    pub since: (i16, i8, i8),
    /// Days to deliver in the same city (rule 1).
    pub deliver_same_city_days: i64,
    /// Days to deliver to another city or a village (rule 1).
    pub deliver_other_days: i64,
    /// Most of the price that may be taken before goods that are not at hand, in hundredths of a percent (rule 2).
    pub advance_bp: i64,
    /// The seller hands over, or says that it cannot, within this time of the order (rules 2 and 3).
    pub notice_ms: i64,
    /// The money goes back within this time after that notice (rule 3).
    pub refund_after_notice_ms: i64,
    /// The money goes back within so many days of the payment when the delivery failed or is late (rule 4).
    pub refund_days: i64,
    /// The money goes back within so many days when the customer cancels (rule 14).
    pub refund_on_cancel_days: i64,
    /// A complaint is acted on within this time (rule 6).
    pub complaint_ms: i64,
    /// After how many days at a centre the buyer is reminded (facts.md 5.3, ours).
    pub reminder_days: [i64; 2],
    /// Days that goods lie at a centre before they go back (facts.md 5.3, ours).
    pub uncollected_days: i64,
    /// Days in which goods are brought back whose return was agreed; afterwards they are kept (ours).
    pub bring_back_days: i64,
}

/// The sets, oldest first: the Digital Commerce Operation Guidelines of July 2021 with the escrow policy of 2023.
pub const LAWS: [Law; 1] = [Law {
    since: (2021, 7, 4),
    deliver_same_city_days: 5,
    deliver_other_days: 10,
    advance_bp: 1_000,
    notice_ms: 48 * HOUR_MS,
    refund_after_notice_ms: 72 * HOUR_MS,
    refund_days: 10,
    refund_on_cancel_days: 3,
    complaint_ms: 72 * HOUR_MS,
    reminder_days: [2, 4],
    uncollected_days: 7,
    bring_back_days: 7,
}];

/// The rules of a day; of a day before all of them, the first.
#[must_use]
pub fn law_on(day: BusinessDay) -> &'static Law {
    let holds = |law: &&Law| {
        let (year, month, date) = law.since;
        BusinessDay::new(year, month, date).is_some_and(|since| since <= day)
    };
    LAWS.iter().rev().find(holds).unwrap_or(&LAWS[0])
}

impl Law {
    /// The last day on which goods may arrive: the stricter of the carrier's promise and the law.
    #[must_use]
    pub fn promised(&self, ordered: BusinessDay, same_city: bool, days: i64) -> BusinessDay {
        let most = if same_city { self.deliver_same_city_days } else { self.deliver_other_days };
        ordered.add_days(days.clamp(1, most))
    }

    /// Until when goods can be brought back whose return was agreed to now.
    #[must_use]
    pub fn bring_back_until(&self, now: Moment) -> Moment {
        now.day().add_days(self.bring_back_days.saturating_add(1)).starts_at()
    }

    /// When a clock looks at goods next that came to the centre then, of whose reminders so many are behind: at the next
    /// reminder, in the end when they go back.
    #[must_use]
    pub fn looks_at(&self, arrived: Moment, reminders: usize) -> Moment {
        let days = self.reminder_days.get(reminders).copied().unwrap_or(self.uncollected_days);
        arrived.day().add_days(days.min(self.uncollected_days)).starts_at()
    }

    /// How many reminders lie behind at this moment.
    #[must_use]
    pub fn reminders_by(&self, arrived: Moment, now: Moment) -> usize {
        self.reminder_days.iter().filter(|days| arrived.day().add_days(**days).starts_at() <= now).count()
    }

    /// When goods go back that nobody fetched.
    #[must_use]
    pub fn goes_back_at(&self, arrived: Moment) -> Moment {
        arrived.day().add_days(self.uncollected_days).starts_at()
    }

    /// The most that may be taken in advance of a price.
    #[must_use]
    pub fn advance_of(&self, price: Paisa) -> Paisa {
        Paisa::new(price.get().saturating_mul(self.advance_bp) / 10_000)
    }
}
