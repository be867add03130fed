//! A seller's goods as a sheet: down and up as CSV or XLSX, with every bad row named.

use super::{Faults, fault_of, follow, form_id, kept, told};
use crate::deeds::count_stock::{CountStock, NotCounted, Pieces};
use crate::partner::batch::Batch;
use crate::partner::sheet::{self, Counts, NotASheet, Read};
use crate::partner::store::references_of;
use crate::reading;
use crate::seller::SellerStanding;
use crate::{NotOffered, Offered, Outcome};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Refusal;
use journal::Fault;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use web::sheet::Cell;
use web::{Answer, Frame, House, Trouble, Upload, Visitor};

/// Rows that are named as bad, at most.
const BAD_ROWS_NAMED_MAX: usize = 200;
/// Products of a file that is taken away, at most.
const PRODUCTS_DOWN_MAX: i64 = 5_000;

/// A row that does not stand.
pub(super) struct BadRow {
    pub row: u64,
    /// The column's name; empty for the whole row.
    pub column: String,
    pub why: String,
}

#[derive(Template)]
#[template(path = "market_sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form_id: String,
    pub seller: (String, String),
    /// What became of the products of the last file: new, changed, the same, left out; empty before one was sent.
    pub counts: Vec<(String, i64)>,
    /// Rows that were not taken, or whose stock was not, by row; the first of them.
    pub bad: Vec<BadRow>,
    /// How many there are, those that are not named among them.
    pub bad_count: i64,
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
}

fn page_of(frame: Frame, seller: &SellerStanding) -> Result<SheetPage, Trouble> {
    Ok(SheetPage {
        form_id: form_id()?,
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(frame.lang).to_owned()),
        counts: Vec::new(),
        bad: Vec::new(),
        bad_count: 0,
        faults: Faults::new(),
        frame: frame.titled("goods-sheet-title"),
    })
}

/// `GET /market/sellers/{seller}/sheet?format=`: the page, or the file as `csv` or `xlsx`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    let name = format!("goods-{number}");
    match asked.format.as_str() {
        "csv" => web::sheet::answer(&name, &sheet::headings(), &rows(&house, &number).await?),
        "xlsx" => web::sheet::answer_xlsx(&name, sheet::headings(), rows(&house, &number).await?).await,
        _ => web::page(&page_of(frame, &seller)?),
    }
}

/// The rows of a file with all that a seller offers.
async fn rows(house: &House, seller: &str) -> Result<Vec<Vec<Cell>>, Fault> {
    let book = seller.to_owned();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let products = reading::products_to(tx, &book, PRODUCTS_DOWN_MAX).await?;
            let references: BTreeMap<_, _> = references_of(tx, &book).await?.into_iter().collect();
            let stocks: BTreeMap<_, _> = reading::stocks(tx, &book).await?.into_iter().collect();
            Ok((products, references, stocks))
        })
    });
    let (products, references, stocks) = read.await?;
    // By the millisecond: it is a name for people's eyes, and no two files of a seller have the same.
    let now = house.journal.now();
    let taken_at = format!("{} {}", now.day(), now.get());
    let there = |sku: &str| stocks.get(sku).and_then(|stock| stock.0.get(crate::stock::HOME)).map(|pile| pile.pieces);
    let rows = products.iter().flat_map(|one| {
        let own = references.get(&one.product.number).cloned();
        sheet::rows_of(one, &own.unwrap_or_else(|| format!("#{}", one.product.number)), there, &taken_at)
    });
    Ok(rows.collect())
}

fn bad_row(frame: &Frame, row: u64, refusal: &dyn Refusal) -> BadRow {
    BadRow { row, column: refusal.field().unwrap_or_default(), why: told(frame, refusal) }
}

/// What became of a product of a file: what came of the offer, and whether its stock is another now.
type Became = Result<(Offered, bool), NotOffered>;

/// The rows of a product that was refused: the one at which the refusal points, and those that went with it.
fn refused_rows(frame: &Frame, one: &Read, (at, refusal): (u64, &NotOffered)) -> Vec<BadRow> {
    let with = frame.say_with("goods-sheet-with-row", &[("row", frame.number(i64::try_from(at).unwrap_or(i64::MAX)))]);
    let others = one.rows.iter().filter(|(row, _)| *row != at);
    let others = others.map(|(row, _)| BadRow { row: *row, column: String::new(), why: with.clone() });
    [bad_row(frame, at, refusal)].into_iter().chain(others).collect()
}

/// Offers the products of a file, and counts what lies there of those that stand.
async fn enter(batch: &Batch<'_>, frame: &Frame, mut products: Vec<Read>) -> Result<(Vec<Became>, Vec<BadRow>), Fault> {
    let mut items = Vec::with_capacity(products.len());
    let mut unread = Vec::with_capacity(products.len());
    for one in &mut products {
        let item = std::mem::replace(&mut one.item, Err((0, NotOffered::Reference)));
        unread.push(item.as_ref().err().map(|(row, _)| *row));
        items.push(item.map_err(|(_, refusal)| refusal));
    }
    let came = batch.offer(items, false).await?;
    let mut bad = Vec::new();
    let mut counts = Vec::new();
    for (((one, came), unread), place) in products.iter().zip(&came).zip(unread).zip(0_usize..) {
        match came {
            Err(refusal) => {
                let at = unread.unwrap_or_else(|| one.row_of(refusal));
                bad.extend(refused_rows(frame, one, (at, refusal)));
            }
            Ok(_) => counts.extend(one.stock.iter().map(|count| (place, count))),
        }
    }
    let deed = |counts: &Counts| CountStock {
        seller: batch.seller.to_owned(),
        sku: counts.sku.clone(),
        place: String::new(),
        pieces: counts.pieces,
    };
    // A count may be said again; a change is added once for each file that was taken away,
    // whichever of the two at a centre sends it.
    let (changes, counts): (Vec<_>, Vec<_>) =
        counts.into_iter().partition(|(_, counts)| matches!(counts.pieces, Pieces::Change(_)));
    let key = |counts: &Counts| format!("sheet\u{1}{}\u{1}{}\u{1}{}", batch.seller, counts.sku, counts.taken);
    let keyed = changes.iter().map(|(_, counts)| Ok((key(counts), deed(counts)))).collect();
    let mut counted = batch.run_once(keyed, || NotCounted::Taken).await?;
    counted.extend(batch.run(counts.iter().map(|(_, counts)| Ok(deed(counts))).collect()).await?);
    let mut moved = BTreeSet::new();
    for ((place, Counts { row, .. }), counted) in changes.iter().chain(&counts).zip(counted) {
        match counted {
            Ok(counted) if counted.change == 0 => {}
            Ok(_) => {
                moved.insert(*place);
            }
            Err(refusal) => bad.push(BadRow { column: "stock".to_owned(), ..bad_row(frame, *row, &refusal) }),
        }
    }
    bad.sort_by_key(|one| one.row);
    let became = came.into_iter().zip(0_usize..);
    let became = became.map(|(came, place)| came.map(|offered| (offered, moved.contains(&place))));
    Ok((became.collect(), bad))
}

/// The word for what became of a product: it changed too when only its stock did.
fn word_of(became: &Became) -> &'static str {
    match became {
        Err(_) => "goods-sheet-refused",
        Ok((offered, moved)) => match offered.outcome {
            Outcome::Created => "goods-sheet-created",
            Outcome::Unchanged if !moved => "goods-sheet-unchanged",
            Outcome::Updated | Outcome::Unchanged => "goods-sheet-updated",
        },
    }
}

/// `POST /market/sellers/{seller}/sheet`: what can be read stands, the rest is named. A file that was mended may come under
/// the same form: what stands in it as before is not done again.
pub(super) async fn send(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    sent: Upload,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    let bytes = sent.file("file").map(|file| file.bytes.clone()).unwrap_or_default();
    let mut page = page_of(frame, &seller)?;
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes));
    let products = match read.await.map_err(|error| Fault::Unsound(format!("a sheet: {error}")))? {
        Ok(products) if !products.is_empty() => products,
        Ok(_) => return not_read(page, &NotASheet::File),
        Err(refusal) => return not_read(page, &refusal),
    };
    let key = sent.text("form_id");
    let batch = Batch { journal: &house.journal, by: &visitor.person, key, seller: &number };
    let (became, bad) = enter(&batch, &page.frame, products).await?;
    follow(&house).await?;
    let words = ["goods-sheet-created", "goods-sheet-updated", "goods-sheet-unchanged", "goods-sheet-refused"];
    let count =
        |word: &str| i64::try_from(became.iter().filter(|one| word_of(one) == word).count()).unwrap_or(i64::MAX);
    page.counts = words.map(|word| (page.frame.say(word), count(word))).to_vec();
    page.bad_count = i64::try_from(bad.len()).unwrap_or(i64::MAX);
    page.bad = bad.into_iter().take(BAD_ROWS_NAMED_MAX).collect();
    web::page(&page)
}

fn not_read(mut page: SheetPage, refusal: &dyn Refusal) -> Answer {
    page.faults = fault_of(&page.frame, refusal);
    web::page_refused(&page, refusal)
}
