//! Goods as a sheet: one row for each kind, read into the same items as a program's batch, and written for taking away.
//! Pure: it knows neither store nor desk.
//!
//! Columns stand in any order and under Bangla or English names, digits may be Bangla. Rows that follow each other with one
//! reference, or with none, are kinds of one product; what is said of the product is taken from its first row. A row that
//! cannot be read refuses its whole product: with a kind missing, it would be another.
//!
//! A file that was taken away says beside the stock what it was then. What differs between the two is what came or went, and
//! is added to what lies there when the file comes back: what was sold in between stays sold. It is added once, whatever is
//! mended in the file and however often it is sent: the file says when it was taken away. Without that column, or where
//! nothing stands in it, the stock is a count.

use super::batch::Item;
use crate::deeds::count_stock::Pieces;
use crate::deeds::offer_product::NotOffered;
use crate::deeds::save_product::{NotSaved, sku_of};
use crate::pages::size_of;
use crate::product::{Product, ProductStanding, Variant};
use base::{Both, Paisa, Refusal};
use forms::NotRows;
use web::sheet::Cell;

/// A file's bytes, at most.
const SHEET_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Rows of a file, at most.
pub(crate) const SHEET_ROWS_MAX: usize = 5_000;

/// How many columns there are.
const COLUMNS_COUNT: usize = 21;
/// The columns, and by which names people call them; compared as [`plain`] writes them.
const COLUMNS: [(&str, &[&str]); COLUMNS_COUNT] = [
    ("reference", &["রেফারেন্স", "ref", "product code"]),
    ("category", &["ধরন", "kind", "পণ্যের ধরন"]),
    ("name_bn", &["নাম", "name", "পণ্যের নাম"]),
    ("name_en", &["ইংরেজি নাম", "english name"]),
    ("about_bn", &["বিবরণ", "description"]),
    ("about_en", &["ইংরেজি বিবরণ", "english description"]),
    ("origin_bn", &["কোথায় তৈরি", "origin"]),
    ("origin_en", &["ইংরেজিতে কোথায় তৈরি", "english origin"]),
    ("return_days", &["ফেরতের দিন"]),
    ("lead_days", &["বানানোর দিন"]),
    ("capacity_month", &["মাসে কত"]),
    ("speciality", &["জেলার বিশেষ পণ্য"]),
    ("sku", &["কোড"]),
    ("variant_bn", &["রকম", "variant"]),
    ("variant_en", &["ইংরেজিতে রকম", "english variant"]),
    ("price", &["দাম"]),
    ("weight_g", &["ওজন", "weight", "ওজন গ্রাম"]),
    ("size_cm", &["মাপ", "size"]),
    ("stock", &["মজুদ"]),
    ("stock_before", &["আগের মজুদ", "stock before"]),
    ("taken_at", &["কখন নামানো", "taken at"]),
];
/// Those without which no row can be read.
const NEEDED: [&str; 5] = ["reference", "category", "name_bn", "sku", "price"];

/// Why a file is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotASheet {
    /// No file, or one that is neither CSV nor a workbook.
    File,
    /// Too many rows or bytes.
    TooLarge,
    /// More columns than [`forms::COLUMNS_MAX`].
    TooWide,
    /// A column is missing.
    Column(&'static str),
    /// Two columns have one name.
    ColumnTwice(&'static str),
}

impl Refusal for NotASheet {
    fn code(&self) -> &'static str {
        match self {
            NotASheet::File => "market.sheet.file",
            NotASheet::TooLarge => "market.sheet.too_large",
            NotASheet::TooWide => "market.sheet.too_wide",
            NotASheet::Column(_) => "market.sheet.column",
            NotASheet::ColumnTwice(_) => "market.sheet.column_twice",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotASheet::File => Vec::new(),
            NotASheet::TooLarge => vec![("max", SHEET_ROWS_MAX.to_string())],
            NotASheet::TooWide => vec![("max", forms::COLUMNS_MAX.to_string())],
            NotASheet::Column(column) | NotASheet::ColumnTwice(column) => vec![("column", (*column).to_owned())],
        }
    }

    fn field(&self) -> Option<String> {
        Some("file".to_owned())
    }
}

/// The codes of [`NotASheet`].
pub(crate) const CODES: &[&str] = &[
    "market.sheet.file",
    "market.sheet.too_large",
    "market.sheet.too_wide",
    "market.sheet.column",
    "market.sheet.column_twice",
];

/// What a row says of what lies there.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub row: u64,
    pub sku: String,
    pub pieces: Pieces,
    /// Of a change: what stood in the file when it was taken away, and when that was. Each is added once.
    pub taken: String,
}

/// One product of a file.
#[derive(Debug)]
pub(crate) struct Read {
    /// (row in the file, SKU) of its kinds.
    pub rows: Vec<(u64, String)>,
    /// What lies there, or what came and went, of the kinds for which it is said.
    pub stock: Vec<Counts>,
    /// The product, or the first thing that cannot be read, with its row.
    pub item: Result<Item, (u64, NotOffered)>,
}

impl Read {
    /// The row at which a refusal points.
    pub fn row_of(&self, refusal: &NotOffered) -> u64 {
        let sku = match refusal {
            NotOffered::Saved(
                NotSaved::Sku(sku) | NotSaved::SkuTwice(sku) | NotSaved::Price(sku) | NotSaved::Weight(sku),
            )
            | NotOffered::SkuTwice(sku) => sku.as_str(),
            _ => "",
        };
        // The last one: of two kinds with one SKU it is the second that is too many.
        let found = self.rows.iter().rev().find(|(_, other)| !sku.is_empty() && other == sku);
        found.or(self.rows.first()).map_or(0, |(row, _)| *row)
    }
}

/// Reads a file.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Read>, NotASheet> {
    if bytes.len() > SHEET_BYTES_MAX {
        return Err(NotASheet::TooLarge);
    }
    let rows = if bytes.starts_with(b"PK") { rows_of_xlsx(bytes)? } else { rows_of_csv(bytes)? };
    let Some(((_, header), rows)) = rows.split_first() else { return Err(NotASheet::File) };
    let places = places(header)?;
    let mut products: Vec<Vec<Row>> = Vec::new();
    for (row, cells) in rows {
        let row =
            Row { row: *row, cells: places.map(|place| place.and_then(|at| cells.get(at)).map_or("", |c| cell(c))) };
        let reference = row.text("reference");
        match products.last_mut() {
            Some(of) if reference.is_empty() || of.first().is_some_and(|one| one.text("reference") == reference) => {
                of.push(row);
            }
            _ => products.push(vec![row]),
        }
    }
    Ok(products.iter().map(|rows| product(rows)).collect())
}

fn rows_of_xlsx(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, NotASheet> {
    // The first row names the columns.
    let rows_max = u32::try_from(SHEET_ROWS_MAX).unwrap_or(u32::MAX).saturating_add(1);
    let rows = forms::rows_of_xlsx(bytes, SHEET_BYTES_MAX, rows_max).map_err(|stop| match stop {
        NotRows::Unreadable => NotASheet::File,
        NotRows::TooLarge | NotRows::TooLong => NotASheet::TooLarge,
        NotRows::TooWide => NotASheet::TooWide,
    })?;
    Ok(rows.into_iter().map(|(row, cells)| (u64::from(row), cells)).collect())
}

fn rows_of_csv(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, NotASheet> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotASheet::File)?;
    let text = text.strip_prefix(web::sheet::MARK).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| NotASheet::File)?;
        let filled = record.iter().zip(1_u32..).filter(|(cell, _)| !cell.trim().is_empty());
        let Some((_, last)) = filled.last() else { continue };
        if last > forms::COLUMNS_MAX {
            return Err(NotASheet::TooWide);
        }
        if rows.len() > SHEET_ROWS_MAX {
            return Err(NotASheet::TooLarge);
        }
        let row = record.position().map_or(0, csv::Position::line);
        rows.push((row, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// Where each column stands, if it does.
fn places(header: &[String]) -> Result<[Option<usize>; COLUMNS_COUNT], NotASheet> {
    let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let mut places = [None; COLUMNS_COUNT];
    for (place, (column, called)) in places.iter_mut().zip(COLUMNS) {
        let is = |name: &String| *name == plain(column) || called.iter().any(|one| *name == plain(one));
        let mut found = names.iter().enumerate().filter(|(_, name)| is(name));
        *place = found.next().map(|(at, _)| at);
        if found.next().is_some() {
            return Err(NotASheet::ColumnTwice(column));
        }
        if place.is_none() && NEEDED.contains(&column) {
            return Err(NotASheet::Column(column));
        }
    }
    Ok(places)
}

/// A name without what people write differently: capitals, spaces, lines between words.
fn plain(name: &str) -> String {
    base::text::clean(name).to_lowercase().chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '.')).collect()
}

/// A cell without the apostrophe that keeps a spreadsheet from running it as a formula.
fn cell(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

/// One row, its cells by column.
struct Row<'a> {
    row: u64,
    cells: [&'a str; COLUMNS_COUNT],
}

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        let at = COLUMNS.iter().position(|(name, _)| *name == column);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    fn both(&self, bn: &str, en: &str) -> Both {
        Both { bn: self.text(bn).to_owned(), en: self.text(en).to_owned() }
    }

    /// A whole number; none where nothing stands.
    fn number(&self, column: &'static str) -> Result<Option<i64>, (u64, NotOffered)> {
        match self.text(column) {
            "" => Ok(None),
            text => base::number::parse_integer(text).map(Some).map_err(|_| (self.row, NotOffered::Cell(column))),
        }
    }

    /// What is said of what lies there; nothing where it is as it was when the file was taken away.
    fn pieces(&self) -> Result<Option<Pieces>, (u64, NotOffered)> {
        let (now, before) = (self.number("stock")?, self.number("stock_before")?);
        Ok(match (now, before) {
            (None, _) => None,
            // Less than nothing is refused by the count, whatever stood there before.
            (Some(now), Some(before)) if now >= 0 => {
                if now != before && self.text("taken_at").is_empty() {
                    return Err((self.row, NotOffered::Cell("taken_at")));
                }
                Some(now.saturating_sub(before)).filter(|change| *change != 0).map(Pieces::Change)
            }
            (Some(now), _) => Some(Pieces::There(now)),
        })
    }

    fn variant(&self) -> Result<Variant, (u64, NotOffered)> {
        let price = Paisa::parse(self.text("price")).map_err(|_| (self.row, NotOffered::Cell("price")))?;
        Ok(Variant {
            sku: self.text("sku").to_owned(),
            name: self.both("variant_bn", "variant_en"),
            price,
            weight_g: self.number("weight_g")?.unwrap_or(0),
            size_cm: size_of(self.text("size_cm")),
        })
    }
}

fn product(rows: &[Row<'_>]) -> Read {
    let sku = |row: &Row<'_>| sku_of(row.text("sku")).unwrap_or_default();
    let counted = |row: &Row<'_>| {
        let taken = format!("{} {}", row.text("stock_before"), row.text("taken_at"));
        Some(Counts { row: row.row, sku: sku(row), pieces: row.pieces().ok().flatten()?, taken })
    };
    Read {
        rows: rows.iter().map(|row| (row.row, sku(row))).collect(),
        stock: rows.iter().filter_map(counted).collect(),
        item: item(rows),
    }
}

fn item(rows: &[Row<'_>]) -> Result<Item, (u64, NotOffered)> {
    let first = rows.first().ok_or((0, NotOffered::Reference))?;
    for row in rows {
        row.pieces()?;
    }
    let product = Product {
        number: String::new(),
        category: String::new(),
        name: first.both("name_bn", "name_en"),
        about: first.both("about_bn", "about_en"),
        origin: first.both("origin_bn", "origin_en"),
        return_days: first.number("return_days")?.unwrap_or(0),
        lead_days: first.number("lead_days")?.unwrap_or(0),
        capacity_month: first.number("capacity_month")?,
        speciality: ["yes", "1", "true", "হ্যাঁ"].contains(&first.text("speciality").to_lowercase().as_str()),
        variants: rows.iter().map(Row::variant).collect::<Result<_, _>>()?,
    };
    Ok(Item { reference: first.text("reference").to_owned(), kind: first.text("category").to_owned(), product })
}

/// The first line of a file.
pub(crate) fn headings() -> Vec<String> {
    COLUMNS.iter().map(|(column, _)| (*column).to_owned()).collect()
}

/// The rows of a product: its reference, what lies there of each of its kinds, twice (one of the two is changed by people),
/// and when that was.
pub(crate) fn rows_of(
    standing: &ProductStanding,
    reference: &str,
    stock: impl Fn(&str) -> Option<i64>,
    taken_at: &str,
) -> Vec<Vec<Cell>> {
    let product = &standing.product;
    let number = |count: Option<i64>| count.map_or(Cell::from(""), Cell::from);
    let row = |variant: &Variant| {
        let size = variant.size_cm.map(|(a, b, c)| format!("{a}x{b}x{c}")).unwrap_or_default();
        let texts = [&product.name, &product.about, &product.origin];
        let mut cells = vec![Cell::from(reference), Cell::from(product.category.as_str())];
        cells.extend(texts.into_iter().flat_map(|both| [Cell::from(both.bn.as_str()), Cell::from(both.en.as_str())]));
        cells.extend([product.return_days.into(), product.lead_days.into(), number(product.capacity_month)]);
        cells.push(Cell::from(if product.speciality { "yes" } else { "" }));
        cells.extend([&variant.sku, &variant.name.bn, &variant.name.en].map(|text| Cell::from(text.as_str())));
        let lies = number(stock(&variant.sku));
        cells.extend([
            variant.price.into(),
            variant.weight_g.into(),
            Cell::from(size),
            lies.clone(),
            lies,
            taken_at.into(),
        ]);
        cells
    };
    product.variants.iter().map(row).collect()
}
