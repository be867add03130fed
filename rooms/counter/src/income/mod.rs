//! Income: what the shop earned, by stream, day and month; each figure opens down to its receipts.

pub(crate) mod store;

use crate::receipt::{Line, Receipt};
use crate::store::{from_text, standing};
use crate::tally::{OWN_TRADE, Tally};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};
use store::{GIVEN_BETWEEN, REVERSED_BETWEEN, TALLIES_BETWEEN};

/// Days of one reading, at most: two years.
pub const DAYS_MAX: usize = 732;
/// Receipts on a page, at most.
pub const RECEIPTS_PER_PAGE_MAX: i64 = 100;

/// Where the shop's income comes from (facts.md 3.2; orders come with the market).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// The shop's share of the charges of services.
    Charges,
    /// The shop's own trade.
    Trade,
    /// What partners owe it.
    Commission,
}

impl Stream {
    /// All of them.
    pub const ALL: [Stream; 3] = [Stream::Charges, Stream::Trade, Stream::Commission];

    /// As it stands in addresses and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Stream::Charges => "charges",
            Stream::Trade => "trade",
            Stream::Commission => "commission",
        }
    }

    /// The stream of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Stream> {
        Stream::ALL.into_iter().find(|stream| stream.name() == name)
    }

    /// What a tally counted of it.
    #[must_use]
    pub fn of_tally(self, tally: &Tally) -> Paisa {
        match self {
            Stream::Charges => tally.charges,
            Stream::Trade => tally.trade,
            Stream::Commission => tally.commission,
        }
    }

    fn of_line(self, line: &Line) -> Paisa {
        match self {
            Stream::Charges if line.agency != OWN_TRADE => line.shop,
            Stream::Trade if line.agency == OWN_TRADE => line.shop,
            Stream::Commission => line.partner,
            Stream::Charges | Stream::Trade => Paisa::ZERO,
        }
    }

    /// What a receipt brought to it.
    #[must_use]
    pub fn of_receipt(self, receipt: &Receipt) -> Paisa {
        Paisa::sum(receipt.lines.iter().map(|line| self.of_line(line))).unwrap_or_default()
    }
}

/// The tallies of the days from one to another, both included; days on which nothing was counted are left away.
pub(crate) async fn days(
    tx: &mut Tx<'_, '_>,
    book: &str,
    from: BusinessDay,
    to: BusinessDay,
) -> Result<Vec<(BusinessDay, Tally)>, Fault> {
    let rows = tx.all(&TALLIES_BETWEEN, &[book.into(), from.into(), to.into()]).await?;
    let mut days = Vec::with_capacity(rows.len().min(DAYS_MAX));
    for row in rows.iter().take(DAYS_MAX) {
        // The months lie between the days in the same table.
        let Ok(day) = BusinessDay::parse(&row.get::<String>("period")?) else { continue };
        days.push((day, from_text(&row.get::<String>("body")?)?));
    }
    Ok(days)
}

/// All days together.
#[must_use]
pub fn together(days: &[(BusinessDay, Tally)]) -> Tally {
    days.iter().fold(Tally::default(), |sum, (_, tally)| sum.and(tally).unwrap_or(sum))
}

/// A receipt in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earned {
    /// The folio of the entry: of the receipt, or of its reversal.
    pub folio: i64,
    /// The day on which it counts.
    pub day: BusinessDay,
    /// The receipt.
    pub receipt: Receipt,
    /// What it brought; negative for a reversal.
    pub poisha: Paisa,
    /// True for a reversal.
    pub reversed: bool,
}

/// A page of what makes up a stream from one day to another: receipts given and receipts given back, in the order of
/// their entries after `after`.
pub(crate) async fn earned(
    tx: &mut Tx<'_, '_>,
    (book, stream): (&str, Stream),
    (from, to): (BusinessDay, BusinessDay),
    after: i64,
) -> Result<Vec<Earned>, Fault> {
    let limit = RECEIPTS_PER_PAGE_MAX;
    let mut all = Vec::new();
    // A page holds only what concerns the stream, so reading goes on until it is full or the days are at their end.
    let mut place = after;
    loop {
        let values = [book.into(), from.into(), to.into(), place.into(), limit.into()];
        let given = tx.all(&GIVEN_BETWEEN, &values).await?;
        let reversed = tx.all(&REVERSED_BETWEEN, &values).await?;
        let mut page = Vec::with_capacity(given.len());
        for (rows, reversed) in [(&given, false), (&reversed, true)] {
            for row in rows {
                let receipt = standing(row)?.receipt;
                let poisha = stream.of_receipt(&receipt);
                let poisha = if reversed { poisha.checked_neg().unwrap_or_default() } else { poisha };
                page.push(Earned { folio: row.get("at_folio")?, day: row.get("at_day")?, receipt, poisha, reversed });
            }
        }
        page.sort_by_key(|earned| earned.folio);
        // Either list may have been cut at its limit: what lies beyond the shorter end is read with the next page.
        let full = usize::try_from(limit).unwrap_or(usize::MAX);
        let cut = [&given, &reversed].into_iter().filter(|rows| rows.len() >= full).filter_map(|rows| rows.last());
        let cut: Vec<i64> = cut.map(|row| row.get("at_folio")).collect::<Result<_, _>>()?;
        let end = cut.iter().copied().min();
        page.retain(|earned| end.is_none_or(|end| earned.folio <= end));
        let last = page.last().map(|earned| earned.folio);
        all.extend(page.into_iter().filter(|earned| earned.poisha != Paisa::ZERO));
        match (end, last) {
            (Some(_), Some(last)) if all.len() <= full => place = last,
            _ => break,
        }
    }
    all.truncate(usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX));
    Ok(all)
}
