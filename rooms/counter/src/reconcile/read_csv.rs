//! A statement as CSV. The first line names the columns, in any order: provider, day, direction, amount, currency,
//! reference, transfer.

use super::read::{
    Lines, NotAStatement, WRONG_AMOUNT, WRONG_CURRENCY, WRONG_DAY, WRONG_PROVIDER, WRONG_REFERENCE, WRONG_SHAPE,
    WRONG_WAY, add, reference,
};
use super::{BadLine, StatementLine};
use base::Paisa;
use base::calendar::BusinessDay;
use csv::StringRecord;

/// The columns; the first five must be there.
const COLUMNS: [&str; 7] = ["provider", "day", "direction", "amount", "currency", "reference", "transfer"];
const NEEDED: usize = 5;

/// Where each column stands.
struct Places([Option<usize>; 7]);

impl Places {
    fn of(heading: &StringRecord) -> Option<Places> {
        let place = |name: &str| heading.iter().position(|known| known.trim().eq_ignore_ascii_case(name));
        let places = COLUMNS.map(place);
        places.iter().take(NEEDED).all(Option::is_some).then_some(Places(places))
    }

    fn cell<'r>(&self, record: &'r StringRecord, name: &str) -> &'r str {
        let place = COLUMNS.iter().position(|known| *known == name).and_then(|at| self.0.get(at).copied().flatten());
        place.and_then(|place| record.get(place)).unwrap_or("").trim()
    }
}

pub(super) fn read(text: &str, provider: &str) -> Result<Lines, NotAStatement> {
    // Of two characters that end a line the reader counts the second to the next one.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|_| NotAStatement::Kind)?.clone();
    let places = Places::of(&heading).ok_or(NotAStatement::Kind)?;
    let mut lines = Lines::default();
    for record in reader.records() {
        let record = record.map_err(|_| NotAStatement::Kind)?; // the text is UTF-8, so this does not happen
        let number = record.position().and_then(|at| i64::try_from(at.line()).ok()).unwrap_or(0);
        let line = if record.len() == heading.len() {
            line(&record, &places, provider, number)
        } else {
            Err(BadLine::new(number, "", WRONG_SHAPE))
        };
        add(&mut lines, line)?;
    }
    Ok(lines)
}

fn line(record: &StringRecord, places: &Places, provider: &str, number: i64) -> Result<StatementLine, BadLine> {
    let cell = |name| places.cell(record, name);
    let bad = |part: &str, why: &str| BadLine::new(number, part, why);
    if cell("provider") != provider {
        return Err(bad("provider", WRONG_PROVIDER));
    }
    let day = BusinessDay::parse(cell("day")).map_err(|_| bad("day", WRONG_DAY))?;
    if cell("currency") != "BDT" {
        return Err(bad("currency", WRONG_CURRENCY));
    }
    let amount = Paisa::parse(cell("amount")).map_err(|_| bad("amount", WRONG_AMOUNT))?;
    if amount <= Paisa::ZERO {
        return Err(bad("amount", WRONG_AMOUNT));
    }
    let poisha = match cell("direction") {
        "in" => amount,
        "out" => amount.checked_neg().ok_or_else(|| bad("amount", WRONG_AMOUNT))?,
        _ => return Err(bad("direction", WRONG_WAY)),
    };
    let reference = reference(cell("reference")).ok_or_else(|| bad("reference", WRONG_REFERENCE))?;
    let transfer = match cell("transfer") {
        "" => String::new(),
        text => ledger::transfer_id(text).ok_or_else(|| bad("transfer", WRONG_REFERENCE))?,
    };
    Ok(StatementLine { line: number, day, poisha, reference, transfer })
}
