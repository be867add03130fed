//! The chart of accounts of a book.
//!
//! One book has two sides that each balance by themselves: the programme's (P) and the shop's (E), because the
//! entrepreneur is a trader of their own and not an employee (standards.md, "The centre's books").

use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// Characters of an account's code, at most.
const CODE_CHARS_MAX: usize = 64;

/// Which set of books within a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// What the programme owes and owns through this centre.
    Programme,
    /// The entrepreneurs' own shop.
    Shop,
}

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Owned: debits grow it.
    Asset,
    /// Owed: credits grow it.
    Liability,
    /// Earned: credits grow it.
    Income,
    /// Spent: debits grow it.
    Expense,
    /// The owner's: credits grow it.
    Equity,
}

/// The float as the programme owes it.
pub(crate) const FLOAT: &str = "P:float";
/// The same float as the shop owns it.
pub(crate) const SHOP_FLOAT: &str = "E:float";

/// One line of the chart.
struct Line {
    name: &'static str,
    /// True when it has a part of its own: the agency, the order, the till.
    parted: bool,
    class: Class,
    /// True when it may never pass below nothing.
    covered: bool,
}

const fn line(name: &'static str, parted: bool, class: Class, covered: bool) -> Line {
    Line { name, parted, class, covered }
}

/// The chart, from standards.md "Money", with what a shop spends and what partners owe for passing on (facts.md 3.2, 3.6).
const CHART: [Line; 27] = [
    line(FLOAT, false, Class::Liability, true),
    line("P:fee", true, Class::Liability, false),
    line("P:vendor", true, Class::Liability, false),
    line("P:escrow", true, Class::Liability, true),
    line("P:courier", true, Class::Liability, false),
    line("P:cod_receivable", false, Class::Asset, false),
    line("P:refunds", false, Class::Liability, false),
    line("P:commission", false, Class::Liability, false),
    line("P:vat", false, Class::Liability, false),
    line("P:income", false, Class::Income, false),
    line("P:bank", false, Class::Asset, false),
    line("P:wallet", true, Class::Asset, false),
    line("P:suspense", false, Class::Liability, false),
    line("P:due", true, Class::Liability, false),
    line("P:courier_fee", false, Class::Expense, false),
    line("E:drawer", true, Class::Asset, false),
    line(SHOP_FLOAT, false, Class::Asset, true),
    line("E:commission", false, Class::Income, false),
    line("E:service_income", false, Class::Income, false),
    line("E:vat", false, Class::Liability, false),
    line("E:over_short", false, Class::Expense, false),
    line("E:owner", false, Class::Equity, false),
    line("E:cod_cash", false, Class::Asset, false),
    line("E:expense", true, Class::Expense, false),
    line("E:partner_due", true, Class::Asset, false),
    line("E:partner_income", false, Class::Income, false),
    line("P:partner_due", true, Class::Asset, false),
];

/// The names of all lines of the chart, in its order: each is worded in both languages.
pub fn chart() -> impl Iterator<Item = &'static str> {
    CHART.iter().map(|line| line.name)
}

/// An account of the chart. One that exists is true: its code was checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Account(String);

impl Account {
    /// The account with this code: `P:float`, `P:fee:brdris`, `E:drawer:1`. Nothing when the chart has no such line.
    #[must_use]
    pub fn new(code: &str) -> Option<Account> {
        let sound = code.len() <= CODE_CHARS_MAX
            && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'));
        let line = line_of(code)?;
        let part = code.strip_prefix(line.name)?;
        // An empty step (`P:fee::x`) would be another account to us than to whoever re-adds the export.
        let shaped = match part.strip_prefix(':') {
            Some(part) => line.parted && part.split(':').all(|step| !step.is_empty()),
            None => !line.parted && part.is_empty(),
        };
        (sound && shaped).then(|| Account(code.to_owned()))
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Its line of the chart (`P:fee`) and its own part (`brdris`; empty when the line has none): what a reader is told.
    #[must_use]
    pub fn line_and_part(&self) -> (&'static str, &str) {
        let name = line_of(&self.0).map_or("", |line| line.name);
        let part = self.0.strip_prefix(name).unwrap_or_default();
        (name, part.strip_prefix(':').unwrap_or_default())
    }

    /// Its side.
    #[must_use]
    pub fn side(&self) -> Side {
        if self.0.starts_with("P:") { Side::Programme } else { Side::Shop }
    }

    /// What it is.
    #[must_use]
    pub fn class(&self) -> Class {
        line_of(&self.0).map_or(Class::Asset, |line| line.class)
    }

    /// True when it may never pass below nothing: a float cannot be overdrawn.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        line_of(&self.0).is_some_and(|line| line.covered)
    }

    /// True when debits grow it.
    #[must_use]
    pub fn is_debit_normal(&self) -> bool {
        matches!(self.class(), Class::Asset | Class::Expense)
    }
}

fn line_of(code: &str) -> Option<&'static Line> {
    let mut parts = code.splitn(3, ':');
    let name_len = parts.next()?.len().checked_add(1)?.checked_add(parts.next()?.len())?;
    let name = code.get(..name_len)?;
    CHART.iter().find(|line| line.name == name)
}

impl fmt::Display for Account {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<Account> for String {
    fn from(account: Account) -> String {
        account.0
    }
}

impl TryFrom<String> for Account {
    type Error = String;

    fn try_from(code: String) -> Result<Account, String> {
        Account::new(&code).ok_or_else(|| format!("no such account: {code}"))
    }
}
