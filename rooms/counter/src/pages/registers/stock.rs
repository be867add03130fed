//! The stock register: page, table, paper.

use super::stock_entry::{StockForm, stock_form};
use super::{Asked, Open, SEE, Table, Top, month_words, name_of, paper, printed, signed};
use crate::pages::Faults;
use crate::stock::read::{ItemMonth, STOCK_FILE_LINES_MAX, STOCK_LINES_MAX, StockLine, items, lines};
use crate::stock::{Item, MoveKind};
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use journal::Fault;
use print::ruled::{Column, Ruled, Stands};
use std::collections::BTreeMap;
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Visitor};

/// Where it is.
pub(super) const PATH: &str = "/counter/registers/stock";
/// Lines on the page; the file has all.
pub(super) const LINES_SHOWN: i64 = 25;

#[derive(Template)]
#[template(path = "register_stock.html")]
pub(super) struct StockPage {
    pub frame: Frame,
    pub top: Top,
    pub items: Vec<ItemRow>,
    pub lines: Vec<LineRow>,
    /// True when the month has more lines than are shown.
    pub more: bool,
    /// The open form, for those who keep the register.
    pub form: Option<StockForm>,
    pub faults: Faults,
}

pub(super) struct ItemRow {
    pub name: String,
    pub unit: String,
    pub before: String,
    pub received: String,
    pub price: String,
    pub used: String,
    pub counted: String,
    pub after: String,
    /// What is on hand now is below the centre's mark.
    pub low: bool,
    pub mark: String,
    pub left: String,
}

pub(super) struct LineRow {
    pub folio: i64,
    pub day: String,
    pub item: String,
    pub what: String,
    pub quantity: String,
    pub after: String,
    pub price: String,
    pub by: String,
    pub gone: bool,
    pub takes_back: bool,
}

/// What is read for the page.
pub(super) struct Read {
    pub items: Vec<ItemMonth>,
    pub lines: Vec<StockLine>,
    /// True when the month has more lines than were read; the latest were.
    pub more: bool,
    pub names: BTreeMap<String, String>,
    pub form_id: String,
}

pub(super) async fn read(house: &House, open: &Open, limit: i64) -> Result<Read, Fault> {
    let (book, month, today, names) = (open.centre.book.clone(), open.month, open.today, open.names);
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let items = items(tx, &book, month, today).await?;
                let (lines, more) = lines(tx, &book, month, limit).await?;
                let mut known = BTreeMap::new();
                for line in &lines {
                    if !known.contains_key(&line.by) {
                        known.insert(line.by.clone(), name_of(tx, names, &line.by).await?);
                    }
                }
                Ok(Read { items, lines, more, names: known, form_id: tx.new_id()?.to_string() })
            })
        })
        .await
}

/// `GET /counter/registers/stock?month=&centre=&do=&format=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let open = Open::of(&house, &visitor, SEE, &asked).await?;
    let limit = match asked.format.as_str() {
        "csv" => STOCK_FILE_LINES_MAX,
        "pdf" => STOCK_LINES_MAX,
        _ => LINES_SHOWN,
    };
    let read = read(&house, &open, limit).await?;
    match asked.format.as_str() {
        "csv" => {
            let (heads, rows) = table(&frame, &read);
            sheet::answer(&open.file("stock"), &heads, &rows)
        }
        "pdf" => {
            let page = paper(&house, &frame, &open, ("stock-title", month_words(&frame, open.month))).await?;
            printed(&open.file("stock"), ruled(&frame, page, &read)).await
        }
        _ => {
            let form = stock_form(&frame, &read.form_id, &asked.form);
            web::page(&page_of(frame, &open, &read, form))
        }
    }
}

pub(super) fn item_word(frame: &Frame, item: &Item) -> String {
    frame.say(&format!("stock-item-{}", item.code))
}

pub(super) fn unit_word(frame: &Frame, item: &Item) -> String {
    frame.say(&format!("stock-unit-{}", item.unit))
}

/// What a line was, with its reason.
fn what_words(frame: &Frame, line: &StockLine) -> String {
    let what = frame.say(&format!("stock-move-{}", line.kind.name()));
    match (line.kind, line.reason.as_str()) {
        (_, "") => what,
        (MoveKind::Received, paid) => format!("{what} ({})", frame.say(&format!("stock-paid-{paid}"))),
        (_, reason) => format!("{what} ({})", frame.say(&format!("stock-reason-{reason}"))),
    }
}

fn shown(frame: &Frame, number: i64) -> String {
    if number == 0 { String::new() } else { frame.number(number) }
}

fn money(frame: &Frame, paisa: Paisa) -> String {
    if paisa == Paisa::ZERO { String::new() } else { frame.money(paisa) }
}

/// `+১২`, `-৫`.
fn signed_number(frame: &Frame, number: i64) -> String {
    if number > 0 { format!("+{}", frame.number(number)) } else { shown(frame, number) }
}

fn item_row(frame: &Frame, one: &ItemMonth) -> ItemRow {
    ItemRow {
        name: item_word(frame, one.item),
        unit: unit_word(frame, one.item),
        before: frame.number(one.before),
        received: shown(frame, one.received),
        price: money(frame, one.price),
        used: shown(frame, one.used),
        counted: signed_number(frame, one.counted),
        after: frame.number(one.after),
        low: one.now.is_low(),
        mark: one.now.low.map(|low| frame.say_with("stock-mark", &[("count", frame.number(low))])).unwrap_or_default(),
        left: one
            .left
            .map(|days| frame.say_with("stock-days-left", &[("count", frame.number(days))]))
            .unwrap_or_default(),
    }
}

fn line_row(frame: &Frame, read: &Read, keeps: bool, line: &StockLine) -> LineRow {
    LineRow {
        folio: line.folio,
        day: frame.day(line.day),
        item: item_word(frame, line.item),
        what: what_words(frame, line),
        quantity: signed_number(frame, line.quantity),
        after: frame.number(line.after),
        price: money(frame, line.price),
        by: read.names.get(&line.by).cloned().unwrap_or_default(),
        gone: line.taken_back,
        takes_back: keeps && line.kind == MoveKind::Received && !line.taken_back,
    }
}

pub(super) fn page_of(frame: Frame, open: &Open, read: &Read, form: StockForm) -> StockPage {
    let frame = frame.titled("stock-title");
    let keeps = open.keeps && open.is_now();
    let kept = read.items.iter().filter(|one| !one.is_idle());
    StockPage {
        top: open.top(&frame, PATH),
        items: kept.map(|one| item_row(&frame, one)).collect(),
        lines: read.lines.iter().map(|line| line_row(&frame, read, keeps, line)).collect(),
        more: read.more,
        form: keeps.then_some(form),
        faults: Faults::new(),
        frame,
    }
}

/// What is said where the earliest lines of a month are left out.
fn cut_words(frame: &Frame, read: &Read) -> Option<String> {
    let count = || frame.number(i64::try_from(read.lines.len()).unwrap_or(i64::MAX));
    read.more.then(|| frame.say_with("stock-cut", &[("count", count())]))
}

/// One row a line, the earliest first; what was brought forward comes before them.
fn table(frame: &Frame, read: &Read) -> Table {
    let heads = [
        "day",
        "stock-item",
        "stock-unit",
        "stock-what",
        "stock-in",
        "stock-out",
        "stock-after",
        "stock-price",
        "stock-by",
    ];
    let mut rows = Vec::new();
    for one in read.items.iter().filter(|one| one.before != 0) {
        let (name, unit) = (item_word(frame, one.item), unit_word(frame, one.item));
        let forward = frame.say("stock-forward");
        let none = || Cell::from("");
        rows.push(vec![
            none(),
            name.into(),
            unit.into(),
            forward.into(),
            none(),
            none(),
            one.before.into(),
            none(),
            none(),
        ]);
    }
    if let Some(cut) = cut_words(frame, read) {
        rows.push(vec![Cell::from(""), Cell::from(""), Cell::from(""), cut.into()]);
    }
    for line in read.lines.iter().rev() {
        let by = read.names.get(&line.by).cloned().unwrap_or_default();
        rows.push(vec![
            line.day.to_string().into(),
            item_word(frame, line.item).into(),
            unit_word(frame, line.item).into(),
            what_words(frame, line).into(),
            line.quantity.max(0).into(),
            line.quantity.min(0).saturating_neg().into(),
            line.after.into(),
            line.price.into(),
            by.into(),
        ]);
    }
    (heads.map(|key| frame.say(key)).to_vec(), rows)
}

/// The paper: by item, each with what was brought forward, its lines, and what is carried, as the stock book has it.
fn ruled(frame: &Frame, page: Ruled, read: &Read) -> Ruled {
    let right = |key: &str| Column::new(frame.say(key), Stands::Right);
    let mut page = page.columns([
        Column::new(frame.say("day"), Stands::Left),
        Column::new(frame.say("stock-what"), Stands::Left).wide(1),
        right("stock-in"),
        right("stock-out"),
        right("stock-after"),
        right("stock-price"),
        Column::new(frame.say("stock-by"), Stands::Left),
    ]);
    for one in read.items.iter().filter(|one| !one.is_idle()) {
        let name = format!("{} ({})", item_word(frame, one.item), unit_word(frame, one.item));
        let forward = frame.number(one.before);
        page = page.strong(vec![String::new(), name, String::new(), String::new(), forward]);
        for line in read.lines.iter().rev().filter(|line| line.item == one.item) {
            page = page.row(vec![
                frame.day(line.day),
                what_words(frame, line),
                shown(frame, line.quantity.max(0)),
                shown(frame, line.quantity.min(0).saturating_neg()),
                frame.number(line.after),
                money(frame, line.price),
                read.names.get(&line.by).cloned().unwrap_or_default(),
            ]);
        }
        page = page.row(vec![
            String::new(),
            frame.say("stock-carried"),
            shown(frame, one.received),
            shown(frame, one.used),
            frame.number(one.after),
            money(frame, one.price),
        ]);
    }
    if let Some(cut) = cut_words(frame, read) {
        page = page.note(cut);
    }
    signed(frame, page)
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, open: &Open, form: &str) -> askama::Result<String> {
    let stock = stock_form(&frame, "form", form);
    page_of(frame, open, &super::samples::stock(open), stock).render()
}
