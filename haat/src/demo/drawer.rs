//! The drawers of the demo's centres through a day: counted in the morning, spent from, passed on at noon, counted blind
//! and closed in the evening. Now and then a close is forgotten, and comes first on the next morning.

use super::chance::Chance;
use super::hand_in;
use super::nation::{Counter, Nation};
use crate::open::Trouble;
use base::Paisa;
use base::calendar::BusinessDay;
use counter::{CloseDay, Count, CountDrawer, MoveCash, OpenDay, PassShift};
use journal::{Fault, Journal};
use ledger::{CashMove, ExpenseKind};
use std::collections::BTreeMap;

/// What lies in a drawer at its first opening, in taka.
const FIRST_MONEY: i64 = 2_000;
/// What is left in it overnight, in taka, at most.
const LEFT_OVERNIGHT: i64 = 3_000;
/// Of a hundred closes, how many are forgotten.
const FORGOTTEN_PERCENT: i64 = 4;
/// Of a hundred counts, how many do not agree with the book.
const OFF_PERCENT: i64 = 12;
/// What shops spend on, what for, and about how much, in taka.
const EXPENSES: [(ExpenseKind, &str, i64); 6] = [
    (ExpenseKind::Paper, "এ৪ কাগজ এক রিম", 420),
    (ExpenseKind::Toner, "টোনার ভরা", 650),
    (ExpenseKind::Electricity, "বিদ্যুৎ বিল", 900),
    (ExpenseKind::Internet, "ইন্টারনেট বিল", 800),
    (ExpenseKind::Travel, "উপজেলা যাওয়া-আসা", 120),
    (ExpenseKind::Repair, "প্রিন্টার মেরামত", 500),
];

/// What each centre's drawer does today, and whose close of yesterday is still to be done.
#[derive(Default)]
pub(crate) struct Drawers {
    forgotten: BTreeMap<String, BusinessDay>,
}

async fn balance(journal: &Journal, book: &str) -> Result<Paisa, Fault> {
    let book = book.to_owned();
    journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { ledger::drawer_balance(tx, &book, counter::TILL).await }))
        .await
}

/// The notes of what should be there; sometimes a few taka more or less.
fn counted(chance: &mut Chance, expected: Paisa) -> Count {
    let off = if chance.percent(OFF_PERCENT) { chance.between(-9, 6) } else { 0 };
    let there = expected.checked_add(Paisa::from_taka(off).unwrap_or_default()).unwrap_or_default();
    Count::of(if there.is_negative() { Paisa::ZERO } else { there })
}

/// The person at the counter in this half of the day: the woman in the morning, the man in the afternoon, where both are.
fn who(counter: &Counter, afternoon: bool) -> &str {
    let at = usize::from(afternoon && counter.people.len() > 1);
    counter.people.get(at).map_or("system", String::as_str)
}

impl Drawers {
    /// Nine o'clock: what was forgotten is closed, then the drawer is counted.
    pub(crate) async fn morning(
        &mut self,
        journal: &Journal,
        chance: &mut Chance,
        nation: &Nation,
        day: BusinessDay,
    ) -> Result<(), Trouble> {
        let forgotten = std::mem::take(&mut self.forgotten);
        for (book, earlier) in &forgotten {
            let by = nation.counters.iter().find(|one| one.book == *book).map_or("system", |one| who(one, false));
            let count = counted(chance, balance(journal, book).await?);
            let counting = CountDrawer { book: book.clone(), day: *earlier, count };
            hand_in(journal, vec![(by.to_owned(), format!("late-count-{book}-{earlier}"), counting)]).await?;
        }
        self.close(journal, nation, forgotten.into_iter().collect()).await?;
        let mut opening = Vec::new();
        for counter in &nation.counters {
            let expected = balance(journal, &counter.book).await?;
            let deed = OpenDay { book: counter.book.clone(), count: counted(chance, expected) };
            opening.push((who(counter, false).to_owned(), format!("open-{}-{day}", counter.book), deed));
        }
        hand_in(journal, opening).await
    }

    /// Half past nine on the first day: the owner puts change into the drawer.
    pub(crate) async fn first_money(&self, journal: &Journal, nation: &Nation) -> Result<(), Trouble> {
        let amount = Paisa::from_taka(FIRST_MONEY).unwrap_or_default();
        let paid_in = |counter: &Counter| {
            let memo = "খুচরা টাকা".to_owned();
            let deed = MoveCash { book: counter.book.clone(), kind: CashMove::PaidIn, amount, memo };
            (who(counter, false).to_owned(), format!("first-{}", counter.book), deed)
        };
        hand_in(journal, nation.counters.iter().map(paid_in).collect()).await
    }

    /// Noon: some spend, and the drawer passes to the other entrepreneur.
    pub(crate) async fn noon(
        &self,
        journal: &Journal,
        chance: &mut Chance,
        nation: &Nation,
        day: BusinessDay,
    ) -> Result<(), Trouble> {
        let (mut spent, mut passed) = (Vec::new(), Vec::new());
        for counter in &nation.counters {
            let drawer = balance(journal, &counter.book).await?;
            if chance.percent(22)
                && let Some((kind, memo, taka)) = chance.one_of(&EXPENSES)
            {
                let amount = Paisa::from_taka(taka).unwrap_or_default();
                if amount < drawer {
                    let kind = CashMove::PaidOut(kind);
                    let deed = MoveCash { book: counter.book.clone(), kind, amount, memo: memo.to_owned() };
                    spent.push((who(counter, false).to_owned(), format!("spent-{}-{day}", counter.book), deed));
                }
            }
            if counter.people.len() > 1 {
                let to = who(counter, true).to_owned();
                let deed = PassShift { book: counter.book.clone(), to, count: None };
                passed.push((who(counter, false).to_owned(), format!("shift-{}-{day}", counter.book), deed));
            }
        }
        hand_in(journal, spent).await?;
        hand_in(journal, passed).await
    }

    /// Half past five: the owner draws what should not lie there overnight, the drawer is counted, the day is closed.
    pub(crate) async fn evening(
        &mut self,
        journal: &Journal,
        chance: &mut Chance,
        nation: &Nation,
        day: BusinessDay,
        may_forget: bool,
    ) -> Result<(), Trouble> {
        let (mut drawn, mut closing) = (Vec::new(), Vec::new());
        for counter in &nation.counters {
            if chance.percent(FORGOTTEN_PERCENT) && may_forget {
                self.forgotten.insert(counter.book.clone(), day);
                continue;
            }
            closing.push((counter.book.clone(), day));
            let above = balance(journal, &counter.book).await?.get().saturating_sub(LEFT_OVERNIGHT * 100) / 50_000;
            if above > 0 {
                let (kind, amount) = (CashMove::Drawn, Paisa::new(above.saturating_mul(50_000)));
                let deed = MoveCash { book: counter.book.clone(), kind, amount, memo: String::new() };
                drawn.push((who(counter, true).to_owned(), format!("drawn-{}-{day}", counter.book), deed));
            }
        }
        hand_in(journal, drawn).await?;
        let mut counting = Vec::new();
        for counter in nation.counters.iter().filter(|one| closing.iter().any(|(book, _)| *book == one.book)) {
            let count = counted(chance, balance(journal, &counter.book).await?);
            let deed = CountDrawer { book: counter.book.clone(), day, count };
            counting.push((who(counter, true).to_owned(), format!("count-{}-{day}", counter.book), deed));
        }
        hand_in(journal, counting).await?;
        self.close(journal, nation, closing).await
    }

    /// Closes days whose drawers were counted. The reason stands ready for a drawer that does not agree.
    async fn close(&self, journal: &Journal, nation: &Nation, days: Vec<(String, BusinessDay)>) -> Result<(), Trouble> {
        let closing = days.into_iter().map(|(book, day)| {
            let by = nation.counters.iter().find(|one| one.book == book).map_or("system", |one| who(one, true));
            let key = format!("close-{book}-{day}");
            (by.to_owned(), key, CloseDay { book, day, reason: "wrong_change".to_owned(), note: String::new() })
        });
        hand_in(journal, closing.collect()).await
    }
}
