//! A statement's file is read: CSV or camt.053.001.08, bounded, a bad line named and the others kept.

use super::{BadLine, StatementLine, read_camt, read_csv};
use base::Refusal;
use sha2::{Digest, Sha256};

/// A statement's file, at most, in bytes.
pub const STATEMENT_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Lines of a statement, at most: a large provider's day is sent in parts.
pub const STATEMENT_LINES_MAX: usize = 10_000;
/// Characters of a reference, at most.
pub(super) const REFERENCE_CHARS_MAX: usize = 64;
/// Bad lines that are named, at most; all are counted.
pub(crate) const BAD_LINES_NAMED_MAX: usize = 200;

/// A statement as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Statement {
    /// `csv` or `camt`.
    pub format: &'static str,
    /// The hash of the file, in hexadecimal digits: the same file is read once.
    pub hash: String,
    pub lines: Vec<StatementLine>,
    pub bad: Vec<BadLine>,
}

/// Why a whole file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAStatement {
    /// No file was chosen, or an empty one.
    Missing,
    /// It is too large, or has too many lines.
    TooLarge,
    /// It is neither CSV with our headings nor camt.053.001.08.
    Kind,
    /// It is no sound XML, or wants to be clever: entities, a document type, endless nesting.
    Xml,
    /// It is another provider's.
    Provider,
    /// No line of it could be read.
    NoLines,
}

impl Refusal for NotAStatement {
    fn code(&self) -> &'static str {
        match self {
            NotAStatement::Missing => "counter.statement.missing",
            NotAStatement::TooLarge => "counter.statement.too_large",
            NotAStatement::Kind => "counter.statement.kind",
            NotAStatement::Xml => "counter.statement.xml",
            NotAStatement::Provider => "counter.statement.provider",
            NotAStatement::NoLines => "counter.statement.no_lines",
        }
    }

    fn field(&self) -> Option<String> {
        Some("file".to_owned())
    }
}

/// The codes of [`NotAStatement`].
pub(crate) const CODES: &[&str] = &[
    "counter.statement.missing",
    "counter.statement.too_large",
    "counter.statement.kind",
    "counter.statement.xml",
    "counter.statement.provider",
    "counter.statement.no_lines",
];

/// Reads a statement of this provider.
///
/// # Errors
/// [`NotAStatement`].
pub(crate) fn statement(bytes: &[u8], provider: &str) -> Result<Statement, NotAStatement> {
    if bytes.is_empty() {
        return Err(NotAStatement::Missing);
    }
    if bytes.len() > STATEMENT_BYTES_MAX {
        return Err(NotAStatement::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotAStatement::Kind)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_xml = text.trim_start().starts_with('<');
    let read = if is_xml { read_camt::read(text, provider)? } else { read_csv::read(text, provider)? };
    let (lines, bad) = read;
    if lines.is_empty() {
        // A file of which every line names somebody else is somebody else's.
        let others = !bad.is_empty() && bad.iter().all(|line| line.why == WRONG_PROVIDER);
        return Err(if others { NotAStatement::Provider } else { NotAStatement::NoLines });
    }
    let format = if is_xml { "camt" } else { "csv" };
    Ok(Statement { format, hash: base::text::hex(&Sha256::digest(bytes)), lines, bad })
}

/// What both formats read to.
pub(super) type Lines = (Vec<StatementLine>, Vec<BadLine>);

/// Why a line cannot be read: keys of the words.
pub(super) const WRONG_PROVIDER: &str = "statement-bad-provider";
pub(super) const WRONG_DAY: &str = "statement-bad-day";
pub(super) const WRONG_AMOUNT: &str = "statement-bad-amount";
pub(super) const WRONG_WAY: &str = "statement-bad-direction";
pub(super) const WRONG_CURRENCY: &str = "statement-bad-currency";
pub(super) const WRONG_SHAPE: &str = "statement-bad-shape";
pub(super) const WRONG_REFERENCE: &str = "statement-bad-reference";
pub(super) const NOT_BOOKED: &str = "statement-bad-not-booked";

/// Adds a line, or what is wrong with it.
///
/// # Errors
/// [`NotAStatement::TooLarge`] for one line too many.
pub(super) fn add(lines: &mut Lines, line: Result<StatementLine, BadLine>) -> Result<(), NotAStatement> {
    match line {
        Ok(line) => lines.0.push(line),
        Err(bad) => lines.1.push(bad),
    }
    let count = lines.0.len().saturating_add(lines.1.len());
    if count > STATEMENT_LINES_MAX { Err(NotAStatement::TooLarge) } else { Ok(()) }
}

/// A provider's reference: letters, digits and a few marks, so that no name slips in. None when it is something else.
pub(super) fn reference(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '#');
    let text = text.trim();
    (text.chars().count() <= REFERENCE_CHARS_MAX && text.chars().all(plain)).then(|| text.to_owned())
}
