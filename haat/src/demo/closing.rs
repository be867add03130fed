//! Every day of the demo is opened with a count and closed with one; now and then a coin is missing.

use super::chance::Chance;
use super::nation::{Counter, Nation};
use crate::open::Trouble;
use base::{BusinessDay, Paisa};
use counter::{CloseDay, Count, CountDrawer, MoveCash, OpenDay, TILL};
use journal::{Deed, Envelope, Fault, Journal};
use ledger::{CashMove, ExpenseKind};

/// Small change that a drawer begins with, in poisha.
const CHANGE_POISHA: i64 = 50_000;
/// What is left in the drawer overnight at most, in poisha; the owners take the rest home.
const OVERNIGHT_POISHA: i64 = 300_000;

async fn does<D: Deed>(journal: &Journal, counter: &Counter, deed: D) -> Result<(), Trouble> {
    let by = counter.people.first().cloned().unwrap_or_else(|| "system".to_owned());
    match journal.write(Envelope { by, key: None }, deed).await {
        Ok(_) => Ok(()),
        Err(stop) => Err(format!("the demo: {}: {stop:?}", D::NAME).into()),
    }
}

async fn drawer(journal: &Journal, counter: &Counter) -> Result<Paisa, Fault> {
    let book = counter.book.clone();
    journal.read(move |tx| Box::pin(async move { ledger::drawer_balance(tx, &book, TILL).await })).await
}

/// Every counter counts in the morning what was left in the evening; the owner puts small change to it.
pub(super) async fn open(journal: &Journal, nation: &Nation) -> Result<(), Trouble> {
    for counter in &nation.counters {
        let book = || counter.book.clone();
        let found = drawer(journal, counter).await?;
        does(journal, counter, OpenDay { book: book(), count: Count::of(found) }).await?;
        let missing = Paisa::new(CHANGE_POISHA).checked_sub(found).unwrap_or_default();
        if missing > Paisa::ZERO {
            let deed =
                MoveCash { book: book(), kind: CashMove::PaidIn, amount: missing, memo: "ভাংতি".to_owned() };
            does(journal, counter, deed).await?;
        }
    }
    Ok(())
}

/// Every counter buys tea, takes home what is too much, counts and closes.
pub(super) async fn close(
    journal: &Journal,
    chance: &mut Chance,
    nation: &Nation,
    day: BusinessDay,
) -> Result<(), Trouble> {
    for counter in &nation.counters {
        let book = || counter.book.clone();
        let moved = |kind, amount, memo: &str| MoveCash { book: book(), kind, amount, memo: memo.to_owned() };
        let spent = Paisa::new(chance.between(2, 12).saturating_mul(1_000));
        if chance.percent(30) && drawer(journal, counter).await? > spent {
            does(journal, counter, moved(CashMove::PaidOut(ExpenseKind::Paper), spent, "কাগজ")).await?;
        }
        let more = drawer(journal, counter).await?.checked_sub(Paisa::new(OVERNIGHT_POISHA)).unwrap_or_default();
        if more > Paisa::ZERO {
            does(journal, counter, moved(CashMove::Drawn, more, "")).await?;
        }
        let off = if chance.percent(8) { chance.between(1, 30).saturating_mul(100) } else { 0 };
        let found = drawer(journal, counter).await?.checked_sub(Paisa::new(off)).unwrap_or_default();
        does(journal, counter, CountDrawer { book: book(), day, count: Count::of(found) }).await?;
        let reason = if off > 0 { "wrong_change".to_owned() } else { String::new() };
        does(journal, counter, CloseDay { book: book(), day, reason, note: String::new() }).await?;
    }
    Ok(())
}
