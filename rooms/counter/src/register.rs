//! A centre's paper day register comes in: what was written by hand while there was no line or no program.
//!
//! Good rows stand, bad rows are refused with line and reason. Each row is known again by its mark, made of what the row
//! says and the how-manyth of its like it is in the file: so the same file again, with rows added or in another order,
//! changes nothing that is known, whoever imports it and however much later. Two files of one day therefore must not part
//! rows that are alike; a day's register belongs into one file.

mod read;

pub use read::NotRead;

use crate::catalogue::{Catalogue, Shown};
use crate::deeds::enter_row::EnterRow;
use crate::deeds::take::{CustomerGiven, LineGiven, NotTaken, QUANTITY_MAX, TILL, TakeServices};
use crate::service::{Tariff, tariff_at};
use base::calendar::BusinessDay;
use base::{Lang, Paisa, Refusal};
use journal::{Envelope, Fault, Journal, Stop};
use ledger::NotPosted;
use read::{CHARGE, OFFICIAL_FEE, Row};
use std::collections::HashMap;
use std::fmt::Write;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Rows handed to the desk at once: enough to fill a batch, few enough to leave room for people at the counter.
const ROWS_AT_ONCE: usize = 64;

/// What became of a register.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RegisterReport {
    /// Rows that were entered now.
    pub good: usize,
    /// Rows that had been entered before.
    pub again: usize,
    /// Rows that were refused, in the order of the file.
    pub refused: Vec<RowRefused>,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefused {
    /// Its line in the file, the header being line 1.
    pub line: u64,
    /// The stable code of the reason.
    pub code: &'static str,
    /// The reason, with the column it is about.
    pub sentence: String,
}

/// Why a register cannot be imported. Rows that were entered before a fault stand, so it may simply be run again.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    /// The file as a whole is refused; nothing was entered.
    #[error(transparent)]
    File(#[from] NotRead),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// What is wrong with a row.
#[derive(Debug, thiserror::Error)]
enum RowFault {
    /// More cells than the header has columns: a comma in an amount, most often.
    #[error("the row has more cells than the header; put amounts with commas in quotation marks")]
    Cells,
    /// The date.
    #[error("date: {0}; write 2026-11-23 or 23/11/2026")]
    Date(base::calendar::Refused),
    /// There is no such service.
    #[error("service: there is no service {0:?}")]
    Service(String),
    /// The mobile number.
    #[error("mobile: {0}")]
    Mobile(base::mobile::Refused),
    /// The quantity.
    #[error("quantity: {0}")]
    Quantity(base::number::Refused),
    /// An amount.
    #[error("{0}: {1}")]
    Amount(&'static str, base::money::Refused),
    /// No tariff was in force.
    #[error("service: no tariff of {0} was in force here on {1}")]
    NotOffered(String, BusinessDay),
    /// Another amount than the tariff says.
    #[error("{column}: the row says Tk {said}, the tariff in force from {from} for {path} says Tk {ought} a unit")]
    Fee {
        /// Which of the two.
        column: &'static str,
        /// What the row says.
        said: String,
        /// What the tariff says.
        ought: String,
        /// Its first day.
        from: BusinessDay,
        /// Its place.
        path: String,
    },
    /// The desk's own reason.
    #[error("{}", told(.0))]
    Desk(NotTaken),
}

/// The codes that only a register gives.
pub(crate) const CODES: &[&str] = &["counter.register.cells", "counter.register.fee"];

impl RowFault {
    fn code(&self) -> &'static str {
        match self {
            RowFault::Cells => "counter.register.cells",
            RowFault::Date(refused) => refused.code(),
            RowFault::Service(_) => "counter.take.unknown_service",
            RowFault::Mobile(refused) => refused.code(),
            RowFault::Quantity(refused) => refused.code(),
            RowFault::Amount(_, refused) => refused.code(),
            RowFault::NotOffered(..) => "counter.take.not_offered",
            RowFault::Fee { .. } => "counter.register.fee",
            RowFault::Desk(refused) => refused.code(),
        }
    }

    fn on(&self, line: u64) -> RowRefused {
        RowRefused { line, code: self.code(), sentence: self.to_string() }
    }
}

/// The desk's reason in a sentence.
fn told(refused: &NotTaken) -> String {
    match refused {
        NotTaken::DayClosed(day) => format!("date: the day {day} is closed"),
        NotTaken::DayOut(day) => format!("date: the day {day} has not come, or lies more than ten years back"),
        NotTaken::Quantity(_) => format!("quantity: it is not 1 to {QUANTITY_MAX}"),
        NotTaken::Hindered(_) => "the centre is suspended: reinstate it and import again".to_owned(),
        NotTaken::FeeChanged { now, .. } => format!("the tariff has just changed: Tk {}", now.show_plain(Lang::En)),
        NotTaken::Posting(NotPosted::Short { account, free, needed }) => {
            let (free, needed) = (free.show_plain(Lang::En), needed.show_plain(Lang::En));
            format!("{account} holds Tk {free}, Tk {needed} are needed: top it up and import again")
        }
        other => format!("refused: {}", other.code()),
    }
}

/// Enters the rows of a register into a centre's book, each as one receipt of the day it says.
///
/// `path` is the centre's place, which decides the tariff: official fee and charge of a row are for a unit or for the
/// whole line and must be those of the tariff in force there on that day. The entries are by `system`.
///
/// # Errors
/// A file that is too large, not UTF-8, or without the six columns; what the store says.
pub async fn import_register(
    journal: &Journal,
    book: &str,
    path: &str,
    bytes: &[u8],
) -> Result<RegisterReport, NotImported> {
    let rows = read::rows(bytes)?;
    let shown = Catalogue::default().now(journal).await?;
    let mut report = RegisterReport::default();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut tickets = Vec::with_capacity(rows.len());
    for (line, row) in rows {
        match row.and_then(|row| Ok((priced(&shown, path, &row)?, row))) {
            Ok((fee, row)) => {
                // This text may never change: rows entered long ago are known by it.
                let mobile = row.mobile.as_deref().unwrap_or("");
                let says = format!("{book}|{}|{}|{mobile}|{}|{}", row.day, row.service, row.quantity, fee.get());
                let nth = seen.entry(says.clone()).or_default();
                *nth = nth.saturating_add(1);
                let mark = mark(journal, &format!("{says}|{nth}"));
                tickets.push((line, EnterRow { taking: taking(book, path, row, fee), mark }));
            }
            Err(fault) => report.refused.push(fault.on(line)),
        }
    }
    let mut tickets = tickets.into_iter().peekable();
    while tickets.peek().is_some() {
        let window = tickets.by_ref().take(ROWS_AT_ONCE).map(|(line, deed)| {
            Box::pin(async move { (line, journal.write(Envelope::system(), deed).await.map(|written| written.done)) })
        });
        for (line, answer) in all_of(window.collect()).await {
            match answer {
                Ok(true) => report.good = report.good.saturating_add(1),
                // No key is given, so none can have been used before.
                Ok(false) | Err(Stop::KeyReused) => report.again = report.again.saturating_add(1),
                Err(Stop::Refused(refused)) => report.refused.push(RowFault::Desk(refused).on(line)),
                Err(Stop::Fault(fault)) => return Err(fault.into()),
            }
        }
    }
    report.refused.sort_by_key(|refused| refused.line);
    Ok(report)
}

/// By what a row is known again.
fn mark(journal: &Journal, says: &str) -> String {
    journal.keys().sign("register row", says).iter().fold(String::new(), |mut mark, byte| {
        // Writing to a String cannot fail.
        let _ = write!(mark, "{byte:02x}");
        mark
    })
}

/// What the whole line costs, when the row says what the tariff says.
fn priced(shown: &Shown, path: &str, row: &Row) -> Result<Paisa, RowFault> {
    if !(1..=QUANTITY_MAX).contains(&row.quantity) {
        return Err(RowFault::Desk(NotTaken::Quantity(0)));
    }
    let offer = shown.offer(&row.service).ok_or_else(|| RowFault::Service(row.service.clone()))?;
    let tariff = tariff_at(&offer.tariffs, path, row.day);
    let tariff = tariff.ok_or_else(|| RowFault::NotOffered(row.service.clone(), row.day))?;
    let too_large = || RowFault::Desk(NotTaken::TooLarge);
    let charge = tariff.charge().ok_or_else(too_large)?;
    let times = |paisa: Paisa| paisa.checked_mul(row.quantity).ok_or_else(too_large);
    let (line_official, line_charge) = (times(tariff.official)?, times(charge)?);
    let (unit, line) = ((tariff.official, charge), (line_official, line_charge));
    if (row.official, row.charge) == unit || (row.official, row.charge) == line {
        return line_official.checked_add(line_charge).ok_or_else(too_large);
    }
    let fee_holds = row.official == tariff.official || row.official == line_official;
    let (column, said, ought) =
        if fee_holds { (CHARGE, row.charge, charge) } else { (OFFICIAL_FEE, row.official, tariff.official) };
    Err(other_fee(column, said, ought, tariff))
}

fn other_fee(column: &'static str, said: Paisa, ought: Paisa, tariff: &Tariff) -> RowFault {
    RowFault::Fee {
        column,
        said: said.show_plain(Lang::En),
        ought: ought.show_plain(Lang::En),
        from: tariff.from,
        path: tariff.path.clone(),
    }
}

fn taking(book: &str, path: &str, row: Row, fee: Paisa) -> TakeServices {
    TakeServices {
        book: book.to_owned(),
        path: path.to_owned(),
        till: TILL.to_owned(),
        customer: row.mobile.map(|mobile| CustomerGiven { mobile: Some(mobile), ..CustomerGiven::default() }),
        lines: vec![LineGiven {
            service: row.service,
            quantity: row.quantity,
            answers: None,
            // The tariff may change between reading it and the desk: then the row is refused there.
            fee_shown: Some(fee),
            draft: None,
        }],
        tendered: None,
        register_day: Some(row.day),
    }
}

/// Runs all of these side by side. Each is begun in its turn, so that the desk numbers rows in the order of the file,
/// which a set of spawned tasks would not.
async fn all_of<F: Future>(mut running: Vec<Pin<Box<F>>>) -> Vec<F::Output> {
    let mut answers: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for (task, answer) in running.iter_mut().zip(&mut answers).filter(|(_, answer)| answer.is_none()) {
            match task.as_mut().poll(context) {
                Poll::Ready(told) => *answer = Some(told),
                Poll::Pending => waiting = true,
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    answers.into_iter().flatten().collect()
}
