//! Trial balance, statement, balance as of a time.

use crate::shop::{BOOK, day, draft, enter, register, sell, top_up, trial_balance};
use base::{Moment, Paisa};
use journal::{Fault, Journal};
use ledger::{AccountStatement, Class};
use trial::{MORNING, both};

const HOUR_MS: i64 = 3_600_000;

async fn statement(
    journal: &Journal,
    code: &'static str,
    span: (&str, &str),
    skip: i64,
    limit: i64,
) -> AccountStatement {
    let (from, to) = (day(span.0), day(span.1));
    let page = ledger::Page { skip, limit };
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { ledger::statement(tx, BOOK, code, from, to, page).await })
    });
    read.await.unwrap()
}

fn amounts(statement: &AccountStatement) -> Vec<(i64, i64)> {
    statement.lines.iter().map(|line| (line.poisha.get(), line.balance.get())).collect()
}

#[test]
fn debits_equal_credits_in_a_trial_balance() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        for _ in 0..7 {
            sell(&trial.journal, BOOK).await.unwrap();
        }
        let balance = trial_balance(&trial.journal, BOOK).await;
        assert_eq!(balance.debits, balance.credits);
        assert_eq!(balance.debits, Paisa::new(100_000 + 7 * 8_000 + (100_000 - 7 * 6_000)));
        let drawer = balance.accounts.iter().find(|line| line.account == "E:drawer:1").unwrap();
        assert_eq!((drawer.class, drawer.debit, drawer.credit), (Class::Asset, Paisa::new(56_000), Paisa::ZERO));
        let vat = balance.accounts.iter().find(|line| line.account == "P:vat").unwrap();
        assert_eq!((vat.class, vat.debit, vat.credit), (Class::Liability, Paisa::ZERO, Paisa::new(910)));
        let empty = trial_balance(&trial.journal, "3026999").await;
        assert_eq!((empty.debits, empty.credits, empty.accounts.len()), (Paisa::ZERO, Paisa::ZERO, 0));
    });
}

#[test]
fn a_statement_runs_from_the_balance_before_to_the_balance_after() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        for _ in 0..3 {
            sell(&trial.journal, BOOK).await.unwrap();
            trial.pass(24 * HOUR_MS);
        }
        let whole = statement(&trial.journal, "E:float", ("2026-11-01", "2026-11-30"), 0, 100).await;
        assert_eq!(amounts(&whole), [(100_000, 100_000), (-6_000, 94_000), (-6_000, 88_000), (-6_000, 82_000)]);
        assert_eq!((whole.before, whole.after, whole.more), (Paisa::ZERO, Paisa::new(82_000), false));
        let part = statement(&trial.journal, "E:float", ("2026-11-24", "2026-11-24"), 0, 100).await;
        assert_eq!((part.before.get(), part.after.get()), (94_000, 88_000));
        assert_eq!(amounts(&part), [(-6_000, 88_000)]);
        assert_eq!((part.lines[0].folio, part.lines[0].memo.as_str()), (3, "R-1"));
        let later = statement(&trial.journal, "E:float", ("2027-01-01", "2027-01-31"), 0, 100).await;
        assert_eq!((later.before.get(), later.after.get(), later.lines.len()), (82_000, 82_000, 0));
    });
}

#[test]
fn what_was_entered_late_stands_on_its_own_day_in_a_statement() {
    both(&register(), |trial| async move {
        for (on, poisha) in [("2026-11-23", 100), ("2026-11-21", 10), ("2026-11-22", 1)] {
            let mut late = draft(&[("E:drawer:1", poisha), ("E:service_income", -poisha)]);
            late.day = day(on);
            enter(&trial.journal, BOOK, late).await.unwrap();
        }
        let whole = statement(&trial.journal, "E:drawer:1", ("2026-11-01", "2026-11-30"), 0, 100).await;
        assert_eq!(amounts(&whole), [(10, 10), (1, 11), (100, 111)]);
        let end = statement(&trial.journal, "E:drawer:1", ("2026-11-22", "2026-11-23"), 0, 100).await;
        assert_eq!((end.before.get(), amounts(&end)), (10, vec![(1, 11), (100, 111)]));
    });
}

#[test]
fn the_pages_of_a_statement_are_the_statement() {
    both(&register(), |trial| async move {
        for poisha in 1..=7 {
            enter(&trial.journal, BOOK, draft(&[("E:drawer:1", poisha), ("E:service_income", -poisha)])).await.unwrap();
        }
        let month = ("2026-11-01", "2026-11-30");
        let whole = statement(&trial.journal, "E:drawer:1", month, 0, 100).await;
        let mut pages = Vec::new();
        for (skip, more) in [(0, true), (3, true), (6, false), (9, false)] {
            let page = statement(&trial.journal, "E:drawer:1", month, skip, 3).await;
            assert_eq!((page.before, page.after, page.more), (whole.before, whole.after, more), "{skip}");
            pages.extend(page.lines);
        }
        assert_eq!(pages, whole.lines);
    });
}

#[test]
fn a_past_balance_can_be_asked_for_by_its_moment() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 100_000).await;
        trial.pass(HOUR_MS);
        sell(&trial.journal, BOOK).await.unwrap();
        trial.pass(HOUR_MS);
        sell(&trial.journal, BOOK).await.unwrap();
        for (after_ms, expected) in [
            (-1, 0),
            (0, 100_000),
            (HOUR_MS - 1, 100_000),
            (HOUR_MS, 94_000),
            (2 * HOUR_MS, 88_000),
            (90 * HOUR_MS, 88_000),
        ] {
            let at = Moment::new(MORNING.get() + after_ms);
            let read = trial.journal.read::<_, Fault, _>(move |tx| {
                Box::pin(async move { ledger::balance_as_of(tx, BOOK, "E:float", at).await })
            });
            assert_eq!(read.await.unwrap(), Paisa::new(expected), "{after_ms}");
        }
    });
}
