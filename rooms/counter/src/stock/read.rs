//! What is read for the stock register.

use super::store::{OnHand, STOCK_BEFORE, STOCK_FIRST, STOCK_LINES, STOCK_OF, STOCK_SUMS};
use super::{ITEMS, Item, MoveKind, USE_DAYS, days_left, use_days};
use crate::supervise::standing::Month;
use base::Paisa;
use base::calendar::BusinessDay;
use db::Fault;
use std::collections::HashMap;

/// Lines of a month on paper, at most: some forty pages. What is left out is said there.
pub(crate) const STOCK_LINES_MAX: i64 = 1_500;
/// Lines of a month in the file, at most.
pub(crate) const STOCK_FILE_LINES_MAX: i64 = 20_000;

/// An item's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ItemMonth {
    /// The item.
    pub item: &'static Item,
    /// Units on hand when the month began.
    pub before: i64,
    /// Came in, what was taken back not counted.
    pub received: i64,
    /// What was paid for it.
    pub price: Paisa,
    /// Went out in work.
    pub used: i64,
    /// What counts found more (positive) or less.
    pub counted: i64,
    /// On hand when it ended.
    pub after: i64,
    /// What is on hand now, and the centre's mark.
    pub now: OnHand,
    /// How many days it will last.
    pub left: Option<i64>,
}

impl ItemMonth {
    /// True when the register has nothing to say of it.
    pub(crate) fn is_idle(&self) -> bool {
        [self.before, self.received, self.used, self.counted, self.after, self.now.quantity].iter().all(|one| *one == 0)
            && self.now.low.is_none()
    }
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StockLine {
    /// The folio of its entry.
    pub folio: i64,
    /// The item.
    pub item: &'static Item,
    /// The day.
    pub day: BusinessDay,
    /// What it was.
    pub kind: MoveKind,
    /// Units: in positive, out negative.
    pub quantity: i64,
    /// On hand after it.
    pub after: i64,
    /// What was paid.
    pub price: Paisa,
    /// Who entered it.
    pub by: String,
    /// The code of its reason; may be empty.
    pub reason: String,
    /// True when it was taken back later.
    pub taken_back: bool,
}

type Sums = HashMap<(String, String), (i64, Paisa)>;

async fn sums(tx: &mut db::Tx<'_>, book: &str, from: BusinessDay, to: BusinessDay) -> Result<Sums, Fault> {
    let rows = tx.all(&STOCK_SUMS, &[book.into(), from.into(), to.into()]).await?;
    let sum =
        |row: &db::Row| Ok(((row.get("item")?, row.get("kind")?), (row.get("quantity")?, row.get("price_poisha")?)));
    rows.iter().map(sum).collect()
}

/// The items of a month, in the order of the list.
pub(crate) async fn items(
    tx: &mut db::Tx<'_>,
    book: &str,
    month: Month,
    today: BusinessDay,
) -> Result<Vec<ItemMonth>, Fault> {
    let mut now: HashMap<String, OnHand> = HashMap::new();
    for row in tx.all(&STOCK_OF, &[book.into()]).await? {
        now.insert(row.get("item")?, OnHand { quantity: row.get("quantity")?, low: row.get("low")? });
    }
    let mut before: HashMap<String, i64> = HashMap::new();
    for row in tx.all(&STOCK_BEFORE, &[book.into(), month.first().into()]).await? {
        before.insert(row.get("item")?, row.get("quantity")?);
    }
    let mut first: HashMap<String, BusinessDay> = HashMap::new();
    for row in tx.all(&STOCK_FIRST, &[book.into()]).await? {
        first.insert(row.get("item")?, row.get("first_day")?);
    }
    let moved = sums(tx, book, month.first(), month.last()).await?;
    let lately = sums(tx, book, today.add_days(USE_DAYS.saturating_neg()), today.add_days(-1)).await?;
    let of = |sums: &Sums, item: &Item, kind: MoveKind| {
        sums.get(&(item.code.to_owned(), kind.name().to_owned())).copied().unwrap_or_default()
    };
    let month_of = |item: &'static Item| {
        let (received, paid) = of(&moved, item, MoveKind::Received);
        let (back, returned) = of(&moved, item, MoveKind::TakenBack);
        let (used, counted) = (of(&moved, item, MoveKind::Used).0, of(&moved, item, MoveKind::Counted).0);
        let before = before.get(item.code).copied().unwrap_or_default();
        let on_hand = now.get(item.code).copied().unwrap_or_default();
        let used_lately = of(&lately, item, MoveKind::Used).0.saturating_neg();
        ItemMonth {
            item,
            before,
            received: received.saturating_add(back),
            price: paid.checked_add(returned).unwrap_or(paid),
            used: used.saturating_neg(),
            counted,
            after: [received, back, used, counted].into_iter().fold(before, i64::saturating_add),
            now: on_hand,
            left: days_left(on_hand.quantity, used_lately, use_days(first.get(item.code).copied(), today)),
        }
    };
    Ok(ITEMS.iter().map(month_of).collect())
}

/// The lines of a month, the newest first, at most so many, and whether there are more.
pub(crate) async fn lines(
    tx: &mut db::Tx<'_>,
    book: &str,
    month: Month,
    limit: i64,
) -> Result<(Vec<StockLine>, bool), Fault> {
    let values = [book.into(), month.first().into(), month.last().into(), limit.saturating_add(1).into()];
    let mut lines = Vec::new();
    for row in tx.all(&STOCK_LINES, &values).await? {
        let (code, kind): (String, String) = (row.get("item")?, row.get("kind")?);
        let (Some(item), Some(kind)) = (Item::of_code(&code), MoveKind::of_name(&kind)) else {
            return Err(Fault::Unsound(format!("no item or kind of stock: {code} {kind}")));
        };
        lines.push(StockLine {
            folio: row.get("folio")?,
            item,
            day: row.get("day")?,
            kind,
            quantity: row.get("quantity")?,
            after: row.get("on_hand")?,
            price: row.get("price_poisha")?,
            by: row.get("by_whom")?,
            reason: row.get("reason")?,
            taken_back: row.get("taken_back")?,
        });
    }
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = lines.len() > full;
    lines.truncate(full);
    Ok((lines, more))
}

/// Items below the centre's own mark: for whoever tells of it (the close of a day, the day's page).
///
/// # Errors
/// What the database says.
pub async fn low_stock(tx: &mut db::Tx<'_>, book: &str) -> Result<Vec<&'static Item>, Fault> {
    let rows = tx.all(&STOCK_OF, &[book.into()]).await?;
    let mut low = Vec::new();
    for row in rows {
        let on_hand = OnHand { quantity: row.get("quantity")?, low: row.get("low")? };
        if on_hand.is_low() {
            low.extend(Item::of_code(&row.get::<String>("item")?));
        }
    }
    Ok(low)
}
