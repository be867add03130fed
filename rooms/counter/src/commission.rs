//! When partners' commission is payable: a dated table of rules, by provider. What was accrued in a month becomes payable
//! together, on a day of a later month (facts.md 3.2: accrued and shown at once, paid later).

use crate::supervise::standing::Month;
use base::Paisa;
use base::calendar::BusinessDay;

/// Months that are looked back over to tell of which months a due sum is; what is older counts to the oldest.
pub(crate) const MONTHS_BACK: usize = 4;

/// When a provider's commission of a month is payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayRule {
    /// The provider, by the code of its account; empty: every provider without a rule of its own.
    pub provider: &'static str,
    /// Since when it holds, `yyyy-mm-dd`.
    pub from: &'static str,
    /// How many months after the one in which it was accrued.
    pub months_after: u8,
    /// The day of that month.
    pub day: i8,
    /// The word that says where the rule comes from.
    pub source: &'static str,
}

/// The rules. The first row is the programme's own setting, after the usual contract of an agent bank; a provider whose
/// contract says otherwise gets a row of its own, with the contract as its source.
pub(crate) const PAY_RULES: &[PayRule] =
    &[PayRule { provider: "", from: "2020-01-01", months_after: 1, day: 10, source: "commission-rule-usual" }];

/// The rule that holds for what a provider owes for this day: its own before the general one, the latest that began.
#[must_use]
pub fn rule_for<'r>(rules: &'r [PayRule], provider: &str, day: BusinessDay) -> Option<&'r PayRule> {
    let began = |rule: &&PayRule| BusinessDay::parse(rule.from).is_ok_and(|from| from <= day);
    let fits = |rule: &&PayRule| rule.provider == provider || rule.provider.is_empty();
    rules.iter().filter(fits).filter(began).max_by_key(|rule| (!rule.provider.is_empty(), rule.from))
}

impl PayRule {
    /// The day on which what was accrued on this day is payable: the last of the month where it has no such day.
    #[must_use]
    pub fn payable_on(&self, accrued: BusinessDay) -> BusinessDay {
        let mut month = Month::of(accrued);
        for _ in 0..self.months_after {
            month = month.after();
        }
        let day = month.first().add_days(i64::from(self.day).saturating_sub(1).max(0));
        day.min(month.last())
    }
}

/// The day on which what a provider owes for a month is payable.
pub(crate) fn payable_on(provider: &str, month: Month) -> Option<BusinessDay> {
    rule_for(PAY_RULES, provider, month.last()).map(|rule| rule.payable_on(month.last()))
}

/// A part of what is due: of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The first day of the month in which it was accrued.
    pub month: BusinessDay,
    /// How much.
    pub poisha: Paisa,
}

/// Of which months a due sum is, the newest first: what is paid is paid for the oldest, so what is due is of the newest.
/// `accrued` is what each month brought, the newest first; what is older than all of them counts to the last.
#[must_use]
pub fn parts(due: Paisa, accrued: &[(BusinessDay, Paisa)]) -> Vec<Part> {
    let mut left = due;
    let mut parts: Vec<Part> = Vec::new();
    for (place, (month, brought)) in accrued.iter().enumerate() {
        let is_last = place.saturating_add(1) == accrued.len();
        let poisha = if is_last { left } else { left.min(*brought) };
        if poisha > Paisa::ZERO {
            parts.push(Part { month: *month, poisha });
            left = left.checked_sub(poisha).unwrap_or_default();
        }
    }
    parts
}
