//! The deeds of the stock register, and why each may say no.

pub mod count;
pub mod receive;
pub mod set_low;
pub mod take_back;
pub mod use_up;

use crate::stock::{Item, STOCK_UNITS_MAX};
use crate::store::CLOSED_DAYS;
use base::Refusal;
use journal::{Stop, Tx};
use ledger::NotPosted;

/// Why the stock register does not take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotStocked {
    /// The item is none of the list.
    Item,
    /// Nothing, less, or more than [`STOCK_UNITS_MAX`].
    Quantity,
    /// Less is on hand than is to go out.
    Short {
        /// What is on hand.
        on_hand: i64,
    },
    /// What was paid is missing, or something was paid for what was given.
    Price,
    /// How it was paid is none of the list.
    Paid,
    /// By the book the drawer holds less than was paid from it. How much it holds is not said: the evening's count is blind.
    DrawerShort,
    /// The count differs and no reason of the list is given.
    Reason,
    /// Today is closed.
    DayClosed,
    /// No stock came in by this entry.
    Unknown,
    /// It was taken back before.
    TakenBack,
    /// The ledger refuses.
    Posting(NotPosted),
}

impl Refusal for NotStocked {
    fn code(&self) -> &'static str {
        match self {
            NotStocked::Item => "counter.stock.item",
            NotStocked::Quantity => "counter.stock.quantity",
            NotStocked::Short { .. } => "counter.stock.short",
            NotStocked::Price => "counter.stock.price",
            NotStocked::Paid => "counter.stock.paid",
            NotStocked::DrawerShort => "counter.stock.drawer_short",
            NotStocked::Reason => "counter.stock.reason",
            NotStocked::DayClosed => "counter.stock.day_closed",
            NotStocked::Unknown => "counter.stock.unknown",
            NotStocked::TakenBack => "counter.stock.taken_back",
            NotStocked::Posting(refused) => refused.code(),
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotStocked::Unknown => 404,
            NotStocked::TakenBack => 409,
            NotStocked::Posting(refused) => refused.status(),
            _ => 422,
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotStocked::Quantity => vec![("max", STOCK_UNITS_MAX.to_string())],
            NotStocked::Short { on_hand } => vec![("on_hand", on_hand.to_string())],
            NotStocked::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotStocked::Item => "item",
            NotStocked::Quantity | NotStocked::Short { .. } => "quantity",
            NotStocked::Price | NotStocked::DrawerShort => "price",
            NotStocked::Paid => "paid",
            NotStocked::Reason => "reason",
            _ => return None,
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotStocked`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.stock.item",
    "counter.stock.quantity",
    "counter.stock.short",
    "counter.stock.price",
    "counter.stock.paid",
    "counter.stock.drawer_short",
    "counter.stock.reason",
    "counter.stock.day_closed",
    "counter.stock.unknown",
    "counter.stock.taken_back",
];

/// The item of this code.
fn item(code: &str) -> Result<&'static Item, Stop<NotStocked>> {
    Item::of_code(code).ok_or(Stop::Refused(NotStocked::Item))
}

/// Units that may move at once.
fn fit(quantity: i64) -> Result<(), NotStocked> {
    if (1..=STOCK_UNITS_MAX).contains(&quantity) { Ok(()) } else { Err(NotStocked::Quantity) }
}

/// Nothing is dated into a closed day.
async fn today_is_open(tx: &mut Tx<'_, '_>, book: &str) -> Result<(), Stop<NotStocked>> {
    let today = tx.now().day();
    match tx.fetch(&CLOSED_DAYS, vec![book.into(), today.into()]).await? {
        Some(_) => Err(Stop::Refused(NotStocked::DayClosed)),
        None => Ok(()),
    }
}
