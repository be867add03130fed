//! A seller's goods as a sheet: down as CSV, up as CSV or XLSX with every bad row named.

use super::{Faults, fault_of, form_id, kept, told};
use crate::deeds::count_stock::{CountStock, Pieces};
use crate::partner::batch::Batch;
use crate::partner::sheet::{self, NotASheet, Read};
use crate::partner::store::references_of;
use crate::reading;
use crate::seller::SellerStanding;
use crate::{NotOffered, Offered, Outcome};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Refusal;
use journal::{Fault, Stop};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
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
    /// What became of the last file: new, changed, the same, left out; empty before one was sent.
    pub counts: Vec<(String, i64)>,
    pub bad: Vec<BadRow>,
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
        faults: Faults::new(),
        frame: frame.titled("goods-sheet-title"),
    })
}

/// `GET /market/sellers/{seller}/sheet?format=csv`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    if asked.format != "csv" {
        return web::page(&page_of(frame, &seller)?);
    }
    let book = number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let products = reading::products_to(tx, &book, PRODUCTS_DOWN_MAX).await?;
            let references: BTreeMap<_, _> = references_of(tx, &book).await?.into_iter().collect();
            let stocks: BTreeMap<_, _> = reading::stocks(tx, &book).await?.into_iter().collect();
            Ok((products, references, stocks))
        })
    });
    let (products, references, stocks) = read.await?;
    let there = |sku: &str| stocks.get(sku).and_then(|stock| stock.0.get(crate::stock::HOME)).map(|pile| pile.pieces);
    let rows = products.iter().flat_map(|one| {
        let own = references.get(&one.product.number).cloned();
        sheet::rows_of(one, &own.unwrap_or_else(|| format!("#{}", one.product.number)), there)
    });
    web::sheet::answer(&format!("goods-{number}"), &sheet::headings(), &rows.collect::<Vec<_>>())
}

fn bad_row(frame: &Frame, row: u64, refusal: &dyn Refusal) -> BadRow {
    BadRow { row, column: refusal.field().unwrap_or_default(), why: told(frame, refusal) }
}

/// What became of the products of a file; what lies there is counted where the product stands.
async fn enter(
    batch: &Batch<'_>,
    frame: &Frame,
    mut products: Vec<Read>,
) -> Result<(Vec<Result<Offered, NotOffered>>, Vec<BadRow>), Fault> {
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
    for ((one, came), unread) in products.iter().zip(&came).zip(unread) {
        match came {
            Err(refusal) => bad.push(bad_row(frame, unread.unwrap_or_else(|| one.row_of(refusal)), refusal)),
            Ok(_) => counts.extend(one.stock.iter().map(|(sku, pieces)| {
                let row = one.rows.iter().find(|(_, other)| other == sku).map_or(0, |(row, _)| *row);
                (row, sku.clone(), *pieces)
            })),
        }
    }
    let deed = |(_, sku, pieces): &(u64, String, i64)| CountStock {
        seller: batch.seller.to_owned(),
        sku: sku.clone(),
        place: String::new(),
        pieces: Pieces::There(*pieces),
    };
    let key = format!("{}/stock", batch.key);
    let stock = Batch { key: &key, ..*batch };
    let counted = stock.run(counts.iter().map(|one| Ok(deed(one))).collect()).await?;
    for ((row, ..), counted) in counts.iter().zip(counted) {
        if let Err(refusal) = counted {
            bad.push(BadRow { column: "stock".to_owned(), ..bad_row(frame, *row, &refusal) });
        }
    }
    bad.sort_by_key(|one| one.row);
    Ok((came, bad))
}

/// `POST /market/sellers/{seller}/sheet`: what can be read stands, the rest is named.
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
    let read = tokio::task::spawn_blocking({
        let bytes = bytes.clone();
        move || sheet::read(&bytes)
    });
    let products = match read.await.map_err(|error| Fault::Unsound(format!("a sheet: {error}")))? {
        Ok(products) if !products.is_empty() => products,
        Ok(_) => return not_read(page, &NotASheet::File),
        Err(refusal) => return not_read(page, &refusal),
    };
    let key = sent.text("form_id");
    let batch = Batch { journal: &house.journal, by: &visitor.person, key, seller: &number };
    match batch.begin("sheet", 1, &base::text::hex(&Sha256::digest(&bytes))).await {
        Ok(()) => {}
        Err(Stop::Refused(refusal)) => return not_read(page, &refusal),
        Err(stop) => return Err(stop.into()),
    }
    let (came, bad) = enter(&batch, &page.frame, products).await?;
    let count = |outcome: Option<Outcome>| {
        let count = came.iter().filter(|one| one.as_ref().ok().map(|offered| offered.outcome) == outcome).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    page.counts = [
        ("goods-sheet-created", Some(Outcome::Created)),
        ("goods-sheet-updated", Some(Outcome::Updated)),
        ("goods-sheet-unchanged", Some(Outcome::Unchanged)),
        ("goods-sheet-refused", None),
    ]
    .map(|(word, outcome)| (page.frame.say(word), count(outcome)))
    .to_vec();
    page.bad = bad.into_iter().take(BAD_ROWS_NAMED_MAX).collect();
    web::page(&page)
}

fn not_read(mut page: SheetPage, refusal: &dyn Refusal) -> Answer {
    page.faults = fault_of(&page.frame, refusal);
    web::page_refused(&page, refusal)
}
