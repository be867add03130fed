//! A refusal is a value: what somebody asked for cannot be done, and the reason can be told to them.
//!
//! A fault (a full disk, a lost database) is another thing and another type. One code serves as the JSON code, the key
//! of the words in both languages and the label of the metric, so it never changes once it was published.

use std::fmt::Debug;

/// What every closed enum of reasons can say of itself. It is object safe, so a page can hold any of them.
pub trait Refusal: Debug + Send + Sync {
    /// The stable dotted code, such as `counter.take.fee_changed`.
    fn code(&self) -> &'static str;

    /// What fills the places in the words of that code. Never a personal number: refusals are logged.
    fn values(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The HTTP status: 422 unless the refusal says that something is hidden (404), not allowed (403) or lost a race (409).
    fn status(&self) -> u16 {
        422
    }

    /// The form field beside which the words stand; none when they belong above the form.
    fn field(&self) -> Option<String> {
        None
    }
}

/// Every code that this crate can give. The house-wide test asks each of them for its words in both languages.
pub const CODES: [&str; 35] = [
    "base.lang.unknown",
    "base.money.empty",
    "base.money.not_a_number",
    "base.money.decimals",
    "base.money.too_large",
    "base.number.empty",
    "base.number.not_a_number",
    "base.number.too_large",
    "base.mobile.empty",
    "base.mobile.character",
    "base.mobile.foreign",
    "base.mobile.not_mobile",
    "base.mobile.length",
    "base.identity.empty",
    "base.identity.character",
    "base.identity.nid_length",
    "base.identity.birth_length",
    "base.identity.year",
    "base.s10.length",
    "base.s10.service",
    "base.s10.serial",
    "base.s10.country",
    "base.s10.check_digit",
    "base.s10.check_digit_missing",
    "base.s10.reserved",
    "base.routing.character",
    "base.routing.length",
    "base.routing.bank",
    "base.routing.check_digit",
    "base.day.form",
    "base.day.no_such_day",
    "base.holidays.columns",
    "base.holidays.row",
    "base.holidays.day",
    "base.id.form",
];
