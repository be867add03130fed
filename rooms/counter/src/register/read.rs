//! The rows of a register's file. Pure: it knows neither catalogue nor desk.
//!
//! Registers are typed in many programs, so columns may stand in any order and under Bangla or English names, digits may
//! be Bangla, lines may end in either way and the file may begin with a byte order mark. What a cell means is never
//! guessed.

use super::RowFault;
use base::Paisa;
use base::calendar::BusinessDay;
use base::mobile::Mobile;
use base::number::{parse_integer, to_latin_digits};
use csv::{ReaderBuilder, StringRecord, Trim};

/// A register's file, in bytes, at most.
const REGISTER_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Rows of a register, at most.
const REGISTER_ROWS_MAX: usize = 20_000;
/// Letters of a service's code that are repeated to the reader.
const CODE_CHARS_MAX: usize = 20;

/// The column of the official fee.
pub(super) const OFFICIAL_FEE: &str = "official_fee";
/// The column of the service charge.
pub(super) const CHARGE: &str = "charge";

/// The columns, and by which names people call them; compared as [`plain`] writes them.
const COLUMNS: [(&str, &[&str]); 6] = [
    ("date", &["date", "day", "তারিখ", "দিন"]),
    ("service", &["service", "service code", "code", "সেবা", "সেবার কোড", "সেবা কোড", "কোড"]),
    ("mobile", &["mobile", "mobile number", "customer mobile", "phone", "মোবাইল", "মোবাইল নম্বর", "গ্রাহকের মোবাইল"]),
    ("quantity", &["quantity", "qty", "পরিমাণ", "সংখ্যা"]),
    (OFFICIAL_FEE, &["official fee", "fee", "সরকারি ফি", "সরকারী ফি", "ফি"]),
    (CHARGE, &["charge", "service charge", "চার্জ", "সেবা চার্জ", "সেবার চার্জ", "সার্ভিস চার্জ", "সেবামূল্য"]),
];

/// Why a file is refused as a whole: nothing of it is entered.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// More bytes than a register may have.
    #[error("the file is larger than {} MB", REGISTER_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// More rows than a register may have.
    #[error("the file has more than {REGISTER_ROWS_MAX} rows")]
    TooManyRows,
    /// Not text in UTF-8.
    #[error("the file is not UTF-8 text: save it as “CSV UTF-8”")]
    NotUtf8,
    /// The first line does not name the columns.
    #[error("the first line must name the columns date,service,mobile,quantity,official_fee,charge; missing: {0}")]
    ColumnMissing(String),
    /// Two columns have one name.
    #[error("the first line names the column {0} twice")]
    ColumnTwice(&'static str),
}

/// A row that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub day: BusinessDay,
    pub service: String,
    /// In E.164.
    pub mobile: Option<String>,
    pub quantity: i64,
    /// For a unit or for the line.
    pub official: Paisa,
    /// For a unit or for the line.
    pub charge: Paisa,
}

/// A line of the file, and its row or what is wrong with it.
pub(super) type Read = (u64, Result<Row, RowFault>);

/// Reads a file; lines without anything on them are passed over.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Read>, NotRead> {
    if bytes.len() > REGISTER_BYTES_MAX {
        return Err(NotRead::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotRead::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(record) => record.map_err(|_| NotRead::NotUtf8)?,
        None => StringRecord::new(),
    };
    let places = places(&header)?;
    let mut rows = Vec::new();
    for record in records {
        let record = record.map_err(|_| NotRead::NotUtf8)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if rows.len() >= REGISTER_ROWS_MAX {
            return Err(NotRead::TooManyRows);
        }
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, row(&record, places, header.len())));
    }
    Ok(rows)
}

/// Where each column stands.
fn places(header: &StringRecord) -> Result<[usize; 6], NotRead> {
    let names: Vec<String> = header.iter().map(plain).collect();
    let mut places = [0; 6];
    let mut missing = Vec::new();
    for (place, (column, called)) in places.iter_mut().zip(COLUMNS) {
        let called: Vec<String> = called.iter().map(|name| plain(name)).collect();
        let mut found = names.iter().enumerate().filter(|(_, name)| called.contains(name));
        match (found.next(), found.next()) {
            (Some((at, _)), None) => *place = at,
            (Some(_), Some(_)) => return Err(NotRead::ColumnTwice(column)),
            (None, _) => missing.push(column),
        }
    }
    if missing.is_empty() { Ok(places) } else { Err(NotRead::ColumnMissing(missing.join(", "))) }
}

/// A name without what people write differently: capitals, spaces, lines between words.
fn plain(name: &str) -> String {
    base::text::clean(name).to_lowercase().chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '.')).collect()
}

fn row(record: &StringRecord, places: [usize; 6], columns: usize) -> Result<Row, RowFault> {
    if record.iter().skip(columns).any(|cell| !cell.is_empty()) {
        return Err(RowFault::Cells);
    }
    let [date, service, mobile, quantity, official, charge] = places.map(|at| record.get(at).unwrap_or(""));
    let amount = |column, text| Paisa::parse(text).map_err(|refused| RowFault::Amount(column, refused));
    let code = to_latin_digits(&base::text::clean(service)).to_uppercase();
    Ok(Row {
        day: day(date).map_err(RowFault::Date)?,
        service: code.chars().take(CODE_CHARS_MAX).collect(),
        mobile: if mobile.is_empty() { None } else { Some(Mobile::parse(mobile).map_err(RowFault::Mobile)?.e164()) },
        quantity: parse_integer(quantity).map_err(RowFault::Quantity)?,
        official: amount(OFFICIAL_FEE, official)?,
        charge: amount(CHARGE, charge)?,
    })
}

/// `2026-11-23`, or day, month and year as people write them: `23/11/2026`, `২৩-১১-২০২৬`.
fn day(text: &str) -> Result<BusinessDay, base::calendar::Refused> {
    let latin = to_latin_digits(text);
    let parts: Vec<&str> = latin.split(['-', '/', '.']).map(str::trim).collect();
    let [first, month, last] = parts.as_slice() else { return Err(base::calendar::Refused::Form) };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    BusinessDay::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}
