//! The tally: what was counted at a centre in a day and in a month. The entries keep it as they are applied, so that
//! nobody has to scan receipts to know how a month went (house.md 5.13: each number opens down to its rows).

use crate::receipt::Receipt;
use crate::service::is_default;
use crate::store::{CENTRES, TALLIES, from_text, to_text};
use base::Paisa;
use base::calendar::BusinessDay;
use db::{Fault, Value};
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// The agency of the shop's own trade: what is paid there belongs to the entrepreneur whole.
pub(crate) const OWN_TRADE: &str = "centre";

/// What was counted in a period. Amounts are less what was given back in it, so that they add up to the books; counts of
/// things that happened stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Receipts given.
    #[serde(skip_serializing_if = "is_default")]
    pub receipts: i64,
    /// Of them, to women.
    #[serde(skip_serializing_if = "is_default")]
    pub women: i64,
    /// Of them, to men.
    #[serde(skip_serializing_if = "is_default")]
    pub men: i64,
    /// Of them, to applicants from outside the area.
    #[serde(skip_serializing_if = "is_default")]
    pub outside: i64,
    /// Receipts reversed, of whichever day they were.
    #[serde(skip_serializing_if = "is_default")]
    pub reversed: i64,
    /// Official fees.
    #[serde(skip_serializing_if = "is_default")]
    pub official: Paisa,
    /// First stream: the shop's share of the service charges.
    #[serde(skip_serializing_if = "is_default")]
    pub charges: Paisa,
    /// Second stream: the shop's own trade.
    #[serde(skip_serializing_if = "is_default")]
    pub trade: Paisa,
    /// Third stream: what partners owe the shop as commission.
    #[serde(skip_serializing_if = "is_default")]
    pub commission: Paisa,
    /// The programme's share of the charges.
    #[serde(skip_serializing_if = "is_default")]
    pub programme: Paisa,
    /// Entered amounts that customers paid in.
    #[serde(skip_serializing_if = "is_default")]
    pub paid_in: Paisa,
    /// Entered amounts that customers were paid out.
    #[serde(skip_serializing_if = "is_default")]
    pub paid_out: Paisa,
    /// Cases opened.
    #[serde(skip_serializing_if = "is_default")]
    pub cases: i64,
    /// Cases handed over.
    #[serde(skip_serializing_if = "is_default")]
    pub handed_over: i64,
    /// Of them, after their due day.
    #[serde(skip_serializing_if = "is_default")]
    pub handed_over_late: i64,
    /// Days closed.
    #[serde(skip_serializing_if = "is_default")]
    pub closes: i64,
    /// Of them, closed on their own day.
    #[serde(skip_serializing_if = "is_default")]
    pub closed_on_time: i64,
    /// What the drawer had too much (positive) or too little (negative) at its counts.
    #[serde(skip_serializing_if = "is_default")]
    pub over_short: Paisa,
    /// Complaints about receipts.
    #[serde(skip_serializing_if = "is_default")]
    pub complaints: i64,
}

fn overflow() -> Fault {
    Fault::Unsound("an amount is beyond what can be counted".to_owned())
}

impl Tally {
    /// What the shop earned, all streams together.
    #[must_use]
    pub fn income(&self) -> Paisa {
        Paisa::sum([self.charges, self.trade, self.commission]).unwrap_or_default()
    }

    /// One receipt more.
    pub(crate) fn give(&mut self, receipt: &Receipt) -> Option<()> {
        self.receipts = self.receipts.checked_add(1)?;
        match receipt.sex {
            Some(Sex::Woman) => self.women = self.women.checked_add(1)?,
            Some(Sex::Man) => self.men = self.men.checked_add(1)?,
            None => {}
        }
        self.outside = self.outside.checked_add(i64::from(receipt.outside))?;
        self.money(receipt, 1)
    }

    /// One receipt reversed: its money is taken out again.
    pub(crate) fn reverse(&mut self, receipt: &Receipt) -> Option<()> {
        self.reversed = self.reversed.checked_add(1)?;
        self.money(receipt, -1)
    }

    fn money(&mut self, receipt: &Receipt, sign: i64) -> Option<()> {
        for line in &receipt.lines {
            let add = |to: &mut Paisa, paisa: Paisa| -> Option<()> {
                *to = to.checked_add(paisa.checked_mul(sign)?)?;
                Some(())
            };
            add(&mut self.official, line.official)?;
            add(if line.agency == OWN_TRADE { &mut self.trade } else { &mut self.charges }, line.shop)?;
            add(&mut self.programme, line.programme)?;
            add(&mut self.commission, line.partner)?;
            if line.principal.is_negative() {
                add(&mut self.paid_out, line.principal.checked_neg()?)?;
            } else {
                add(&mut self.paid_in, line.principal)?;
            }
        }
        Some(())
    }

    /// This and another together.
    #[must_use]
    pub fn and(&self, other: &Tally) -> Option<Tally> {
        let count = |a: i64, b: i64| a.checked_add(b);
        let sum = |a: Paisa, b: Paisa| a.checked_add(b);
        Some(Tally {
            receipts: count(self.receipts, other.receipts)?,
            women: count(self.women, other.women)?,
            men: count(self.men, other.men)?,
            outside: count(self.outside, other.outside)?,
            reversed: count(self.reversed, other.reversed)?,
            official: sum(self.official, other.official)?,
            charges: sum(self.charges, other.charges)?,
            trade: sum(self.trade, other.trade)?,
            commission: sum(self.commission, other.commission)?,
            programme: sum(self.programme, other.programme)?,
            paid_in: sum(self.paid_in, other.paid_in)?,
            paid_out: sum(self.paid_out, other.paid_out)?,
            cases: count(self.cases, other.cases)?,
            handed_over: count(self.handed_over, other.handed_over)?,
            handed_over_late: count(self.handed_over_late, other.handed_over_late)?,
            closes: count(self.closes, other.closes)?,
            closed_on_time: count(self.closed_on_time, other.closed_on_time)?,
            over_short: sum(self.over_short, other.over_short)?,
            complaints: count(self.complaints, other.complaints)?,
        })
    }
}

/// The month of a day as the tally's period names it: `2026-11`.
#[must_use]
pub fn month_of(day: BusinessDay) -> String {
    day.to_string().chars().take(7).collect()
}

/// The rows that a count of this day touches, for [`journal::Deed::wants`].
pub(crate) fn wants(book: &str, day: BusinessDay) -> [db::Want; 3] {
    [
        (&CENTRES, vec![book.into()]),
        (&TALLIES, vec![book.into(), day.into()]),
        (&TALLIES, vec![book.into(), month_of(day).into()]),
    ]
}

/// Counts something into its day and its month.
///
/// # Errors
/// What the database says; [`Fault::Unsound`] when a sum is beyond what can be counted.
pub(crate) async fn count(
    tx: &mut db::Tx<'_>,
    book: &str,
    day: BusinessDay,
    what: impl Fn(&mut Tally) -> Option<()> + Send + Sync,
) -> Result<(), Fault> {
    let path = match tx.fetch(&CENTRES, vec![book.into()]).await?.as_deref() {
        Some([path @ Value::Text(_), ..]) => path.clone(),
        _ => "".into(), // a book of before centres were met: counted, and found by nobody's path
    };
    for period in [day.to_string(), month_of(day)] {
        let key = vec![book.into(), period.into()];
        let mut tally: Tally = match tx.fetch(&TALLIES, key.clone()).await?.as_deref() {
            Some([_, Value::Text(body)]) => from_text(body)?,
            _ => Tally::default(),
        };
        what(&mut tally).ok_or_else(overflow)?;
        tx.put(&TALLIES, key, vec![path.clone(), to_text(&tally)?.into()]);
    }
    Ok(())
}
