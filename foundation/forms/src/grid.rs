//! The sheets of a form as plain rows of text, whether they came from an `.xlsx` file or from the
//! Markdown tables the repository keeps. Nothing here knows what a column means: it only bounds what
//! may be read, because a form can be uploaded by a person we do not know well.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};

use crate::fault::{SheetCode, SheetFault};

/// Largest `.xlsx` file read, in bytes. Real service forms are 10-40 KB.
pub const XLSX_BYTES_MAX: usize = 1024 * 1024;
/// Largest sum of the sizes an `.xlsx` file says its parts have when unpacked, in bytes.
pub const XLSX_INFLATED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Largest Markdown form read, in bytes.
pub const MARKDOWN_BYTES_MAX: usize = 512 * 1024;
/// Most rows of one sheet.
pub const ROWS_MAX: u32 = 5_000;
/// Most columns of one sheet.
pub const COLUMNS_MAX: u32 = 60;
/// Longest cell, in characters.
pub const CELL_CHARS_MAX: usize = 4_000;

/// One row: its number as seen in the sheet (the header is row 1) and its cells, empty where blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) cells: Vec<String>,
}

impl Row {
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// One sheet; the first row is its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
}

/// All sheets of a form, names in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Workbook {
    sheets: Vec<Sheet>,
}

impl Workbook {
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// The survey: by its name, or the only sheet there is (as pyxform takes it).
    pub(crate) fn survey(&self) -> Option<&Sheet> {
        match self.sheets.as_slice() {
            [only] if !["choices", "settings"].contains(&only.name.as_str()) => Some(only),
            _ => self.sheet("survey"),
        }
    }

    /// Reads the Markdown form of a workbook: `| survey |` alone opens a sheet, the next row is its
    /// header, every row starts with an empty cell, `\|` is a bar inside a cell and a line that starts
    /// with `#` is a remark. These are pyxform's own rules, so that one file feeds both.
    pub(crate) fn from_markdown(text: &str) -> Result<Self, Vec<SheetFault>> {
        if text.len() > MARKDOWN_BYTES_MAX {
            return Err(too_large(format!("more than {MARKDOWN_BYTES_MAX} bytes")));
        }
        let mut book = Self::default();
        for line in text.lines() {
            let Some(cells) = markdown_cells(line) else { continue };
            let Some((first, rest)) = cells.split_first() else { continue };
            if !first.is_empty() {
                let name = first.to_lowercase();
                book.sheets.retain(|sheet| sheet.name != name);
                book.sheets.push(Sheet { name, rows: Vec::new() });
            }
            if rest.iter().all(String::is_empty) {
                continue;
            }
            if let Some(sheet) = book.sheets.last_mut() {
                let number = u32::try_from(sheet.rows.len()).unwrap_or(ROWS_MAX).saturating_add(1);
                sheet.rows.push(Row { number, cells: rest.to_vec() });
            }
        }
        book.bounded()
    }

    /// Reads an `.xlsx` file. Cells are streamed and their places checked, so that a file which claims
    /// a cell in the last corner of the grid costs nothing.
    pub(crate) fn from_xlsx(bytes: &[u8]) -> Result<Self, Vec<SheetFault>> {
        guarded(bytes, XLSX_BYTES_MAX, || Self::unpack(bytes))?.bounded()
    }

    /// The same sheets as Markdown tables, which [`Workbook::from_markdown`] reads back. A line break inside a cell
    /// becomes a space.
    pub(crate) fn to_markdown(&self) -> String {
        let mut text = String::new();
        for sheet in &self.sheets {
            text.push_str("| ");
            text.push_str(&sheet.name);
            text.push_str(" |\n");
            for row in &sheet.rows {
                text.push('|');
                for cell in &row.cells {
                    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                    text.push_str(" | ");
                    text.push_str(&line.replace('|', "\\|"));
                }
                text.push_str(" |\n");
            }
        }
        text
    }

    fn unpack(bytes: &[u8]) -> Result<Self, Vec<SheetFault>> {
        let mut source = Xlsx::new(Cursor::new(bytes)).map_err(|fault| unreadable(&fault.to_string()))?;
        let mut book = Self::default();
        for name in source.sheet_names() {
            if ["survey", "choices", "settings"].contains(&name.to_lowercase().as_str()) {
                let rows = xlsx_rows(&mut source, &name, ROWS_MAX).map_err(|stop| stop.of_form(&name))?;
                book.sheets.push(Sheet { name: name.to_lowercase(), rows });
            }
        }
        Ok(book)
    }

    fn bounded(self) -> Result<Self, Vec<SheetFault>> {
        for sheet in &self.sheets {
            for row in &sheet.rows {
                let wide = u32::try_from(row.cells.len()).unwrap_or(u32::MAX) > COLUMNS_MAX;
                let long = row.cells.iter().any(|cell| cell.chars().count() > CELL_CHARS_MAX);
                if row.number > ROWS_MAX || wide || long {
                    let detail =
                        format!("at most {ROWS_MAX} rows, {COLUMNS_MAX} columns, {CELL_CHARS_MAX} characters a cell");
                    return Err(vec![SheetFault::new(&sheet.name, row.number, "", SheetCode::TooLarge, detail)]);
                }
            }
        }
        Ok(self)
    }
}

/// Why the rows of a table are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRows {
    /// Not a workbook, or damaged.
    Unreadable,
    /// Too many bytes, packed or unpacked.
    TooLarge,
    /// Too many rows.
    TooLong,
    /// More than [`COLUMNS_MAX`] columns.
    TooWide,
}

/// The rows of the first sheet of an `.xlsx` file, each with its number in the sheet: for tables that are no forms. Rows
/// without anything in them are left out.
///
/// # Errors
/// A file larger than `bytes_max`, one that is no workbook, one with something below row `rows_max` or behind column
/// [`COLUMNS_MAX`].
pub fn rows_of_xlsx(bytes: &[u8], bytes_max: usize, rows_max: u32) -> Result<Vec<(u32, Vec<String>)>, NotRows> {
    let read = guarded(bytes, bytes_max, || {
        let mut source = Xlsx::new(Cursor::new(bytes)).map_err(|fault| unreadable(&fault.to_string()))?;
        let first = source.sheet_names().into_iter().next().ok_or_else(|| unreadable("there is no sheet"))?;
        Ok(xlsx_rows(&mut source, &first, rows_max))
    });
    let rows = read.map_err(|faults| {
        let large = faults.iter().any(|fault| fault.code == SheetCode::TooLarge);
        if large { NotRows::TooLarge } else { NotRows::Unreadable }
    })?;
    let rows = rows.map_err(|stop| match stop {
        NotRead::Unreadable(_) => NotRows::Unreadable,
        NotRead::TooLong(_) => NotRows::TooLong,
        NotRead::TooWide(_) => NotRows::TooWide,
    })?;
    Ok(rows.into_iter().map(|row| (row.number, row.cells)).collect())
}

/// Why reading a sheet stopped; with the row, as seen in the sheet.
enum NotRead {
    Unreadable(String),
    TooLong(u32),
    TooWide(u32),
}

impl NotRead {
    /// As it is told of a form.
    fn of_form(self, sheet: &str) -> Vec<SheetFault> {
        match self {
            NotRead::Unreadable(why) => unreadable(&why),
            NotRead::TooLong(row) | NotRead::TooWide(row) => {
                let detail = format!("at most {ROWS_MAX} rows and {COLUMNS_MAX} columns");
                vec![SheetFault::new(sheet, row, "", SheetCode::TooLarge, detail)]
            }
        }
    }
}

/// Reads a workbook that is neither too large nor unpacks to too much.
fn guarded<T>(
    bytes: &[u8],
    bytes_max: usize,
    read: impl FnOnce() -> Result<T, Vec<SheetFault>>,
) -> Result<T, Vec<SheetFault>> {
    if bytes.len() > bytes_max {
        return Err(too_large(format!("more than {bytes_max} bytes")));
    }
    match inflated_bytes(bytes) {
        Some(size) if size <= XLSX_INFLATED_BYTES_MAX => {}
        Some(_) => return Err(too_large("unpacks to too much".to_owned())),
        None => return Err(unreadable("not an .xlsx file")),
    }
    // The reader's arithmetic is unchecked and panics on crafted files (calamine 0.38: a dimension that runs
    // backwards); that must cost the sender a refusal and nobody else anything.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(unreadable("the file is damaged")))
}

fn too_large(detail: String) -> Vec<SheetFault> {
    vec![SheetFault::new("", 0, "", SheetCode::TooLarge, detail)]
}

fn unreadable(detail: &str) -> Vec<SheetFault> {
    vec![SheetFault::new("", 0, "", SheetCode::Unreadable, detail)]
}

/// The cells between the first and the last bar of a line, or nothing when it is no table row.
fn markdown_cells(line: &str) -> Option<Vec<String>> {
    if line.trim_start().starts_with('#') {
        return None;
    }
    let inner = line.trim().strip_prefix('|')?;
    let end = inner.rfind('|')?;
    let after = inner.get(end..)?.trim_start_matches('|').trim();
    if !after.is_empty() && !after.starts_with('#') {
        return None;
    }
    let inner = inner.get(..end)?;
    if !inner.is_empty() && inner.chars().all(|c| c == '|' || c == '-') {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match (c, cells.last_mut()) {
            ('|', Some(cell)) if escaped => {
                cell.pop();
                cell.push('|');
            }
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
        escaped = c == '\\';
    }
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn xlsx_rows(source: &mut Xlsx<Cursor<&[u8]>>, name: &str, rows_max: u32) -> Result<Vec<Row>, NotRead> {
    let mut reader = source.worksheet_cells_reader(name).map_err(|fault| NotRead::Unreadable(fault.to_string()))?;
    let (mut rows, mut bytes): (Vec<Row>, u64) = (Vec::new(), 0);
    while let Some(cell) = reader.next_cell().map_err(|fault| NotRead::Unreadable(fault.to_string()))? {
        let text = cell_text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        // One long text that many cells share unpacks to little and would be copied for each.
        bytes = bytes.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        if row >= rows_max || bytes > XLSX_INFLATED_BYTES_MAX {
            return Err(NotRead::TooLong(number));
        }
        if column >= COLUMNS_MAX {
            return Err(NotRead::TooWide(number));
        }
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(Row { number, cells: Vec::new() });
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column.saturating_add(1), String::new());
            }
            if let Some(place) = last.cells.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(rows)
}

/// What a person sees in the cell: whole numbers without a point, truth as TRUE and FALSE.
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Sum of the unpacked sizes that the zip directory states (APPNOTE 4.3.12), before anything is
/// unpacked. `None` when there is no readable directory. A part that holds more than it states is not unpacked further
/// than that: the reader below ends there with an error.
fn inflated_bytes(zip: &[u8]) -> Option<u64> {
    const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    let end = zip.windows(4).rposition(|window| window == END_OF_DIRECTORY)?;
    let count = little_endian(zip, end.checked_add(10)?, 2)?;
    let mut at = usize::try_from(little_endian(zip, end.checked_add(16)?, 4)?).ok()?;
    let mut sum = 0_u64;
    for _ in 0..count {
        if zip.get(at..at.checked_add(4)?)? != ENTRY {
            return None;
        }
        sum = sum.checked_add(little_endian(zip, at.checked_add(24)?, 4)?)?;
        let mut extra = 46_u64;
        for field in [28, 30, 32] {
            extra = extra.checked_add(little_endian(zip, at.checked_add(field)?, 2)?)?;
        }
        at = at.checked_add(usize::try_from(extra).ok()?)?;
    }
    Some(sum)
}

fn little_endian(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(width)?)?;
    Some(field.iter().rev().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte)))
}
