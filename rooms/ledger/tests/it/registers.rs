//! The papers of the day add up to the trial balance, and hledger, which we did not write, says the same.

use crate::oracle::{exported, hledger, poisha};
use crate::shop::{BOOK, account, balances, birth_registration, day, enter, register, top_up, undo};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Fault, Journal};
use ledger::{
    CashMove, DaySum, Draft, ExpenseKind, IncomeExpenditure, Leg, TrialBalance, amount_legs, cash_moved_legs,
    cash_service_legs, partner_commission_legs,
};
use std::collections::BTreeMap;
use trial::both;

/// What one day of the shop moves: a service, a bill, a withdrawal, commission, and cash without a customer.
fn day_of_the_shop(number: i64) -> Vec<Vec<Leg>> {
    let drawer = account(if number % 3 == 0 { "E:drawer:2" } else { "E:drawer:1" });
    let kind = ExpenseKind::ALL[usize::try_from(number).unwrap() % ExpenseKind::ALL.len()];
    let cash = |kind, amount| cash_moved_legs(kind, Paisa::new(amount), &drawer).unwrap();
    let own = ledger::Split { official: Paisa::ZERO, programme: Paisa::ZERO, ..birth_registration() };
    vec![
        cash_service_legs(&[birth_registration(), own], &drawer).unwrap(),
        amount_legs("bkash", Paisa::new(10_000 + number), &drawer).unwrap(),
        amount_legs("bkash", Paisa::new(-3_000), &drawer).unwrap(),
        partner_commission_legs("bkash", Paisa::new(110 + number)).unwrap(),
        cash(CashMove::PaidIn, 500_000),
        cash(CashMove::PaidOut(kind), 1_200 + number),
        cash(CashMove::Drawn, 2_500),
        cash(CashMove::OverShort, if number % 2 == 0 { -50 } else { 30 }),
    ]
}

/// Forty days from 20 October on, with a commission paid and a receipt reversed on a later day.
async fn forty_days(journal: &Journal) {
    top_up(journal, BOOK, 10_000_000).await;
    let first = day("2026-10-20");
    for number in 0..40 {
        for (legs, at) in day_of_the_shop(number).into_iter().zip(1..) {
            let draft = Draft { day: first.add_days(number), memo: format!("D{number}-{at}"), legs };
            enter(journal, BOOK, draft).await.unwrap();
        }
    }
    undo(journal, BOOK, 2).await.unwrap();
}

async fn read_register(journal: &Journal, from: BusinessDay, to: BusinessDay) -> IncomeExpenditure {
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::income_expenditure(tx, BOOK, from, to).await }));
    read.await.unwrap()
}

async fn sums(journal: &Journal, from: BusinessDay, to: BusinessDay) -> Vec<DaySum> {
    let read =
        journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::day_sums(tx, BOOK, from, to).await }));
    read.await.unwrap()
}

async fn as_of(journal: &Journal, day: BusinessDay) -> TrialBalance {
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::trial_balance_as_of(tx, BOOK, day).await }));
    read.await.unwrap()
}

/// What the shop earned less what it spent, by the trial balance.
fn surplus(balance: &TrialBalance) -> i64 {
    let shown = |code: &str| {
        ["E:commission", "E:service_income", "E:partner_income", "E:over_short"].contains(&code)
            || code.starts_with("E:expense:")
    };
    balance.accounts.iter().filter(|line| shown(&line.account)).map(|line| line.credit.get() - line.debit.get()).sum()
}

#[test]
fn the_register_adds_up_to_the_trial_balance_of_its_last_day() {
    both(&register(), |trial| async move {
        forty_days(&trial.journal).await;
        let mut carried = 0;
        for (from, to) in [("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-31")] {
            let register = read_register(&trial.journal, day(from), day(to)).await;
            assert_eq!(register.before.get(), carried, "brought forward into {from}");
            assert_eq!(register.after.get(), surplus(&as_of(&trial.journal, day(to)).await), "carried at {to}");
            assert_eq!(register.after.get() - carried, register.income.get() - register.expense.get());
            let mut balance = register.before;
            for line in &register.lines {
                balance = balance.checked_add(line.income).unwrap().checked_sub(line.expense).unwrap();
                assert_eq!(balance, line.balance, "{line:?}");
                assert!(line.income == Paisa::ZERO || line.expense == Paisa::ZERO, "{line:?}");
            }
            assert!(register.lines.is_sorted_by_key(|line| line.day));
            carried = register.after.get();
        }
        assert_eq!(carried, surplus(&crate::shop::trial_balance(&trial.journal, BOOK).await));
        trial.verify().await;
    });
}

#[test]
fn the_sums_of_all_days_are_the_balances_of_their_accounts() {
    both(&register(), |trial| async move {
        forty_days(&trial.journal).await;
        let mut net: BTreeMap<String, i64> = BTreeMap::new();
        for sum in sums(&trial.journal, day("2026-01-01"), day("2027-12-31")).await {
            assert!(!sum.debits.is_negative() && !sum.credits.is_negative());
            *net.entry(sum.account.code().to_owned()).or_default() += sum.debits.get() - sum.credits.get();
        }
        let of_the_day = |code: &str| {
            let lines = ["E:commission", "E:service_income", "E:partner_income", "E:over_short", "P:income"];
            lines.contains(&code) || code.starts_with("E:expense:") || code.starts_with("E:drawer:")
        };
        let mut expected = balances(&trial.journal, BOOK).await;
        expected.retain(|(code, _)| of_the_day(code));
        assert_eq!(net.into_iter().collect::<Vec<_>>(), expected);
        let till = trial
            .journal
            .read::<_, Fault, _>(|tx| Box::pin(async move { ledger::drawer_balance(tx, BOOK, "2").await }));
        let drawer = expected.iter().find(|(code, _)| code == "E:drawer:2").unwrap().1;
        assert_eq!(till.await.unwrap().get(), drawer);
        assert!(sums(&trial.journal, day("2026-12-31"), day("2026-01-01")).await.is_empty());
    });
}

#[test]
fn one_day_is_told_with_its_debits_and_credits_apart() {
    both(&register(), |trial| async move {
        let legs = |list| crate::shop::draft(list);
        enter(&trial.journal, BOOK, legs(&[("E:drawer:1", 900), ("E:service_income", -900)])).await.unwrap();
        enter(&trial.journal, BOOK, legs(&[("E:drawer:1", -250), ("E:expense:paper", 250)])).await.unwrap();
        enter(&trial.journal, BOOK, legs(&[("E:drawer:1", -900), ("E:service_income", 900)])).await.unwrap();
        let today = trial::MORNING.day();
        let found: Vec<_> = sums(&trial.journal, today, today).await;
        let told: Vec<_> = found.iter().map(|sum| (sum.account.code(), sum.debits.get(), sum.credits.get())).collect();
        let expected = [("E:drawer:1", 900, 1_150), ("E:service_income", 900, 900), ("E:expense:paper", 250, 0)];
        assert_eq!(told, expected);
        assert!(sums(&trial.journal, today.add_days(1), today.add_days(9)).await.is_empty());
        let register = read_register(&trial.journal, today, today).await;
        assert_eq!((register.income.get(), register.expense.get(), register.after.get()), (0, 250, -250));
    });
}

#[test]
fn a_trial_balance_of_a_day_knows_nothing_of_the_next() {
    both(&register(), |trial| async move {
        forty_days(&trial.journal).await;
        let now = crate::shop::trial_balance(&trial.journal, BOOK).await;
        let end = as_of(&trial.journal, day("2027-01-01")).await;
        assert_eq!((end.debits, end.accounts.len()), (now.debits, now.accounts.len()));
        for text in ["2026-10-19", "2026-10-20", "2026-11-05"] {
            let balance = as_of(&trial.journal, day(text)).await;
            assert_eq!(balance.debits, balance.credits, "{text}");
            let drawers = balance.accounts.iter().filter(|line| line.account.starts_with("E:drawer:"));
            let cash: i64 = drawers.map(|line| line.debit.get() - line.credit.get()).sum();
            let moved = sums(&trial.journal, day("2026-01-01"), day(text)).await;
            let moved = moved.iter().filter(|sum| sum.account.code().starts_with("E:drawer:"));
            assert_eq!(cash, moved.map(|sum| sum.debits.get() - sum.credits.get()).sum::<i64>(), "{text}");
        }
        assert!(as_of(&trial.journal, day("2026-01-01")).await.accounts.is_empty());
    });
}

#[test]
fn hledger_finds_the_same_balances_and_the_same_income_and_expenditure() {
    both(&register(), |trial| async move {
        forty_days(&trial.journal).await;
        let commission = ledger::PayCommission {
            book: BOOK.to_owned(),
            provider: "bkash".to_owned(),
            poisha: Paisa::new(900),
            reference: "SETTLE-1".to_owned(),
        };
        trial.journal.write(journal::Envelope::system(), commission).await.unwrap();
        let text = exported(&trial.journal, BOOK).await;
        let Some(csv) = hledger(&text, &["bal", "-O", "csv", "--flat"]) else { return };
        let found = table(&csv);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), balances(&trial.journal, BOOK).await);
        hledger(&text, &["check"]);
        for (from, to, after) in
            [("2026-10-01", "2026-10-31", "2026-11-01"), ("2026-11-01", "2026-11-30", "2026-12-01")]
        {
            let query = "E:(expense|commission|service_income|partner_income|over_short)";
            let csv = hledger(&text, &["bal", "-O", "csv", "--flat", "-b", from, "-e", after, query]).unwrap();
            let ours = read_register(&trial.journal, day(from), day(to)).await;
            let mut lines: BTreeMap<String, i64> = BTreeMap::new();
            for line in &ours.lines {
                *lines.entry(line.account.code().to_owned()).or_default() += line.expense.get() - line.income.get();
            }
            lines.retain(|_, poisha| *poisha != 0);
            assert_eq!(table(&csv), lines, "{from}");
        }
    });
}

/// hledger's balances by account.
fn table(csv: &str) -> BTreeMap<String, i64> {
    let records = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap);
    let rows = records.filter(|record| !matches!(&record[0], "total" | "Total:"));
    rows.map(|record| (record[0].to_owned(), poisha(&record[1]))).collect()
}

proptest::proptest! {
    #[test]
    fn both_sides_of_the_paper_register_come_to_the_same(before in -90_000_i64..90_000, income in -9_000_i64..90_000, expense in 0_i64..90_000) {
        let after = Paisa::new(before + income - expense);
        let [before, income, expense] = [before, income, expense].map(Paisa::new);
        let register = ledger::IncomeExpenditure { before, lines: Vec::new(), income, expense, after };
        let [left, right] = register.both_sides();
        proptest::prop_assert_eq!(left, right);
    }
}

#[test]
fn every_month_of_forty_days_of_work_balances_on_paper() {
    both(&register(), |trial| async move {
        forty_days(&trial.journal).await;
        for (from, to) in [("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-31")] {
            let [left, right] = read_register(&trial.journal, day(from), day(to)).await.both_sides();
            assert_eq!(left, right, "{from}");
        }
    });
}
