//! The stock of paper, toner and the like: what came in, what went out, what a count found. The fourth register
//! (facts.md 3.6), kept by entries and never below nothing.

pub(crate) mod audit;
pub(crate) mod read;
pub(crate) mod store;

use base::calendar::BusinessDay;
use ledger::ExpenseKind;
use serde::{Deserialize, Serialize};

/// Units of one movement, at most: 200 reams.
pub const STOCK_UNITS_MAX: i64 = 100_000;
/// Days over which use is looked at, to tell how long what is on hand will last.
pub(crate) const USE_DAYS: i64 = 30;
/// Days with use below which nothing is foretold.
const FORETOLD_DAYS_MIN: i64 = 3;

/// Something a centre keeps in stock. The list grows with the program: an item never goes, because books name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its code, which books, tables and words (`stock-item-a4`) know.
    pub code: &'static str,
    /// What is counted: the end of its word (`stock-unit-sheet`).
    pub unit: &'static str,
    /// How many units a pack has, as it is bought; 1 where it is bought singly.
    pub pack: i64,
    /// The line of the income-expenditure register under which it is bought.
    pub expense: ExpenseKind,
    /// Since when it is on the list.
    pub since: &'static str,
}

const fn item(code: &'static str, unit: &'static str, pack: i64, expense: ExpenseKind) -> Item {
    Item { code, unit, pack, expense, since: "2026-11-01" }
}

/// The items, in the order of the register.
pub const ITEMS: [Item; 10] = [
    item("a4", "sheet", 500, ExpenseKind::Paper),
    item("legal", "sheet", 500, ExpenseKind::Paper),
    item("photo", "sheet", 20, ExpenseKind::Paper),
    item("toner", "cartridge", 1, ExpenseKind::Toner),
    item("ink", "bottle", 1, ExpenseKind::Toner),
    item("pouch", "piece", 100, ExpenseKind::Other),
    item("card", "piece", 100, ExpenseKind::Other),
    item("file", "piece", 1, ExpenseKind::Other),
    item("envelope", "piece", 100, ExpenseKind::Paper),
    item("slip_roll", "roll", 10, ExpenseKind::Paper),
];

impl Item {
    /// The item of this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<&'static Item> {
        ITEMS.iter().find(|item| item.code == code)
    }
}

/// How what came in was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidFrom {
    /// From the drawer: an expense of the shop.
    Drawer,
    /// By the owner, from their own pocket: put into the shop and spent at once.
    Own,
    /// Not at all: given by the programme, the parishad or a partner, or there before the register began.
    Nothing,
}

impl PaidFrom {
    /// All of them.
    pub const ALL: [PaidFrom; 3] = [PaidFrom::Drawer, PaidFrom::Own, PaidFrom::Nothing];

    /// As it is posted and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            PaidFrom::Drawer => "drawer",
            PaidFrom::Own => "own",
            PaidFrom::Nothing => "nothing",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<PaidFrom> {
        PaidFrom::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Why a count found something else than the register says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountReason {
    /// Nothing to explain: the count agrees.
    Agrees,
    /// Used and not written down.
    Unwritten,
    /// Spoiled by a jam, by damp, by mice.
    Spoiled,
    /// Gone.
    Lost,
    /// Given to another centre or office.
    GivenAway,
    /// Counted wrongly before.
    Miscounted,
}

impl CountReason {
    /// Those that somebody may give; that a count agrees is not for them to say.
    pub const GIVEN: [CountReason; 5] = [
        CountReason::Unwritten,
        CountReason::Spoiled,
        CountReason::Lost,
        CountReason::GivenAway,
        CountReason::Miscounted,
    ];

    /// As it is posted and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CountReason::Agrees => "agrees",
            CountReason::Unwritten => "unwritten",
            CountReason::Spoiled => "spoiled",
            CountReason::Lost => "lost",
            CountReason::GivenAway => "given_away",
            CountReason::Miscounted => "miscounted",
        }
    }

    /// The reason of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<CountReason> {
        CountReason::GIVEN.into_iter().find(|one| one.name() == name)
    }
}

/// What a line of the register is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MoveKind {
    /// Came in.
    Received,
    /// Went out in work.
    Used,
    /// A count put it right.
    Counted,
    /// What came in by mistake was taken out again.
    TakenBack,
}

impl MoveKind {
    /// All of them.
    pub(crate) const ALL: [MoveKind; 4] = [MoveKind::Received, MoveKind::Used, MoveKind::Counted, MoveKind::TakenBack];

    /// As it is stored and as words are keyed by it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            MoveKind::Received => "received",
            MoveKind::Used => "used",
            MoveKind::Counted => "counted",
            MoveKind::TakenBack => "taken_back",
        }
    }

    /// The kind of this name.
    pub(crate) fn of_name(name: &str) -> Option<MoveKind> {
        MoveKind::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How many days what is on hand will last at the use of the last days; none while too little was used to tell.
/// `used` units went out over the `days` before today.
#[must_use]
pub fn days_left(on_hand: i64, used: i64, days: i64) -> Option<i64> {
    if used <= 0 || days < FORETOLD_DAYS_MIN {
        return None;
    }
    on_hand.max(0).checked_mul(days)?.checked_div(used)
}

/// The days before today over which use is looked at: thirty, or fewer where the register is younger.
pub(crate) fn use_days(first: Option<BusinessDay>, today: BusinessDay) -> i64 {
    first.map_or(0, |first| today.days_since(first).clamp(0, USE_DAYS))
}
