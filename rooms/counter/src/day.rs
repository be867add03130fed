//! The counts of a business day.

use crate::receipt::Receipt;
use base::Paisa;
use db::{Fault, Value};

/// What was given and taken back on one day in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// Receipts given.
    pub given: i64,
    /// Their official fees.
    pub official: Paisa,
    /// Their service charges.
    pub charge: Paisa,
    /// What the shop earned by them.
    pub income: Paisa,
    /// Receipts reversed on this day, of whichever day they were.
    pub reversed: i64,
    /// Their official fees.
    pub reversed_official: Paisa,
    /// Their service charges.
    pub reversed_charge: Paisa,
    /// What the shop had earned by them.
    pub reversed_income: Paisa,
}

fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

impl DayCounts {
    /// From a row of the shelf.
    pub(crate) fn from_row(rest: Option<&[Value]>) -> Result<DayCounts, Fault> {
        let Some(rest) = rest else { return Ok(DayCounts::default()) };
        let mut numbers = [0_i64; 8];
        for (number, value) in numbers.iter_mut().zip(rest) {
            let Value::Integer(n) = value else { return Err(Fault::Unsound("a day of another shape".to_owned())) };
            *number = *n;
        }
        let [given, official, charge, income, reversed, reversed_official, reversed_charge, reversed_income] = numbers;
        Ok(DayCounts {
            given,
            official: Paisa::new(official),
            charge: Paisa::new(charge),
            income: Paisa::new(income),
            reversed,
            reversed_official: Paisa::new(reversed_official),
            reversed_charge: Paisa::new(reversed_charge),
            reversed_income: Paisa::new(reversed_income),
        })
    }

    /// As a row of the shelf.
    pub(crate) fn to_row(self) -> Vec<Value> {
        vec![
            self.given.into(),
            self.official.into(),
            self.charge.into(),
            self.income.into(),
            self.reversed.into(),
            self.reversed_official.into(),
            self.reversed_charge.into(),
            self.reversed_income.into(),
        ]
    }

    /// One receipt more.
    pub(crate) fn with_given(self, receipt: &Receipt) -> Result<DayCounts, Fault> {
        Ok(DayCounts {
            given: self.given.checked_add(1).ok_or_else(overflow)?,
            official: self.official.checked_add(receipt.official()).ok_or_else(overflow)?,
            charge: self.charge.checked_add(receipt.charge()).ok_or_else(overflow)?,
            income: self.income.checked_add(receipt.income()).ok_or_else(overflow)?,
            ..self
        })
    }

    /// One receipt reversed.
    pub(crate) fn with_reversed(self, receipt: &Receipt) -> Result<DayCounts, Fault> {
        Ok(DayCounts {
            reversed: self.reversed.checked_add(1).ok_or_else(overflow)?,
            reversed_official: self.reversed_official.checked_add(receipt.official()).ok_or_else(overflow)?,
            reversed_charge: self.reversed_charge.checked_add(receipt.charge()).ok_or_else(overflow)?,
            reversed_income: self.reversed_income.checked_add(receipt.income()).ok_or_else(overflow)?,
            ..self
        })
    }
}
