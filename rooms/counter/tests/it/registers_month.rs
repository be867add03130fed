//! A made-up month: the registers add up to the ledger, the monthly table to the counters, and replay is clean.

use crate::pages_kit::{HERS, HIS, Kit, does, register};
use crate::registers_kit::{behind_the_back, by, copies, day, is_pdf, rows};
use base::Paisa;
use base::calendar::BusinessDay;
use counter::{
    CountReason, CountStock, ITEMS, PaidFrom, ReceiveStock, RequestTransfer, ReverseReceipt, SettleTransfer, TILL,
    TakeBackStock, TransferState, UseStock,
};
use journal::Journal;
use ledger::{IncomeExpenditure, PayCommission, TrialBalance};
use std::collections::BTreeMap;
use trial::both;

const DAY_MS: i64 = 86_400_000;
/// Who does it all.
const SALMA: &str = "p-salma";

fn received(item: &str, quantity: i64, price: i64, paid: PaidFrom) -> ReceiveStock {
    ReceiveStock { book: HERS.into(), item: item.into(), quantity, price: Paisa::new(price), paid }
}

/// A deposit of Tk 1,000 at the agent bank.
pub fn deposit_asked() -> RequestTransfer {
    let answers =
        [("account_no", "1234567890123"), ("account_name", "নমুনা বেগম"), ("who", "self"), ("mobile", "01700000011")];
    let answers = answers.map(|(key, text)| (key.to_owned(), text.to_owned()));
    RequestTransfer {
        book: HERS.into(),
        path: crate::registers_kit::HER_PATH.into(),
        till: TILL.into(),
        service: "P009".into(),
        amount: Paisa::new(100_000),
        answers: Some(BTreeMap::from(answers)),
        customer: None,
        fee_shown: None,
        tendered: None,
    }
}

/// The bank confirms a deposit: commission is accrued.
pub async fn deposit(journal: &Journal) {
    // The program asks: nobody in this little store passed the course that agent banking needs.
    let requested = journal
        .write(journal::Envelope::system(), deposit_asked())
        .await
        .unwrap_or_else(|stop| panic!("{stop:?}"))
        .done;
    let settle = SettleTransfer {
        book: HERS.into(),
        id: requested.id,
        provider: "bank_agent".into(),
        said: TransferState::Done,
        reference: "BANK-1".into(),
        code: String::new(),
    };
    does(journal, settle).await;
}

/// Twenty days of work from Monday 23 November on: copies, papers, purchases, deposits, mistakes.
async fn month(trial: &trial::Trial) {
    let journal = &trial.journal;
    does(journal, received("file", 30, 0, PaidFrom::Nothing)).await;
    for turn in 0..20 {
        by(journal, SALMA, copies(40 + turn)).await;
        if turn % 3 == 0 {
            let number = by(journal, SALMA, copies(3)).await.receipt.number;
            let reverse = ReverseReceipt { book: HERS.into(), number, reason: "test".into(), note: String::new() };
            by(journal, SALMA, reverse).await;
        }
        if turn % 5 == 1 {
            by(journal, SALMA, received("a4", 50, 4_550, PaidFrom::Drawer)).await;
            by(journal, SALMA, UseStock { book: HERS.into(), item: "a4".into(), quantity: 20 + turn % 3 }).await;
        }
        if turn == 7 {
            by(journal, SALMA, received("toner", 2, 90_000, PaidFrom::Own)).await;
            let folio = by(journal, SALMA, received("ink", 9, 70_000, PaidFrom::Own)).await.folio;
            by(journal, SALMA, TakeBackStock { book: HERS.into(), folio }).await;
            deposit(journal).await;
        }
        crate::deeds_desk::close(journal, HERS, journal.now().day()).await.unwrap();
        trial.pass(DAY_MS);
    }
    let count = CountStock { book: HERS.into(), item: "a4".into(), counted: 100, reason: Some(CountReason::Unwritten) };
    by(journal, SALMA, count).await;
    let pay = PayCommission {
        book: HERS.into(),
        provider: "bank_agent".into(),
        poisha: Paisa::new(50),
        reference: "SETTLE-1".into(),
    };
    does(journal, pay).await;
}

async fn read(journal: &Journal, from: &str, to: &str) -> (IncomeExpenditure, TrialBalance) {
    let (from, to) = (day(from), day(to));
    let read = journal.read::<_, journal::Fault, _>(move |tx| {
        Box::pin(async move {
            let register = ledger::income_expenditure(tx, HERS, from, to).await?;
            Ok((register, ledger::trial_balance_as_of(tx, HERS, to).await?))
        })
    });
    read.await.unwrap()
}

/// Debit less credit by account.
fn by_account(trial: &TrialBalance) -> BTreeMap<String, i64> {
    trial.accounts.iter().map(|line| (line.account.clone(), line.debit.get() - line.credit.get())).collect()
}

/// Poisha of a cell in plain taka.
fn poisha(cell: &str) -> i64 {
    cell.replace('.', "").parse().unwrap()
}

#[test]
fn the_registers_of_a_month_add_up_to_the_ledger() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        month(&trial).await;
        let (register, after) = read(&trial.journal, "2026-11-01", "2026-12-31").await;
        let accounts = by_account(&after);

        // Income and expenditure, account by account.
        let mut lines: BTreeMap<String, i64> = BTreeMap::new();
        for line in &register.lines {
            *lines.entry(line.account.code().to_owned()).or_default() += line.expense.get() - line.income.get();
        }
        for (account, moved) in &lines {
            assert_eq!(accounts.get(account).copied().unwrap_or(0), *moved, "{account}");
        }
        assert_eq!(register.after.get(), register.income.get() - register.expense.get());
        assert_eq!((after.debits, after.debits.get() > 0), (after.credits, true));

        // What was bought for the stock is what the ledger says was spent on it.
        let mut bought: BTreeMap<String, i64> = BTreeMap::new();
        for month in ["2026-11", "2026-12"] {
            let csv = rows(&kit.get("salma", &format!("/counter/registers/stock?format=csv&month={month}")).await);
            for row in csv.iter().skip(1).filter(|row| !row[7].is_empty()) {
                let item = ITEMS.iter().find(|item| kit_word(item.code) == row[1]).unwrap_or_else(|| panic!("{row:?}"));
                *bought.entry(format!("E:expense:{}", item.expense.name())).or_default() += poisha(&row[7]);
            }
        }
        bought.retain(|_, poisha| *poisha != 0);
        let spent: BTreeMap<String, i64> = accounts
            .iter()
            .filter(|(account, poisha)| account.starts_with("E:expense:") && **poisha != 0)
            .map(|(account, poisha)| (account.clone(), *poisha))
            .collect();
        assert_eq!(bought, spent);
        assert_eq!(spent.get("E:expense:paper"), Some(&(4 * 4_550)));
        assert_eq!(spent.get("E:expense:toner"), Some(&90_000), "the ink was taken back");

        // Both halves of the month are the whole, and what is carried is what is brought forward.
        let (first, _) = read(&trial.journal, "2026-11-01", "2026-11-30").await;
        let (second, _) = read(&trial.journal, "2026-12-01", "2026-12-31").await;
        assert_eq!(first.after, second.before);
        assert_eq!(first.income.get() + second.income.get(), register.income.get());
        trial.verify().await;
    });
}

/// The English name of an item, as the page has it.
fn kit_word(code: &str) -> &'static str {
    match code {
        "a4" => "A4 paper",
        "toner" => "Toner",
        "ink" => "Ink",
        "file" => "File folder",
        _ => "another",
    }
}

#[test]
fn the_monthly_table_is_the_sum_of_the_counters_and_of_the_ledger() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        month(&trial).await;
        kit.sell_copies("jamal", "10").await;
        let path = |month: &str, format: &str| format!("/supervise/302672/monthly?month={month}&format={format}");
        let november = rows(&kit.get("supervisor", &path("2026-11", "csv")).await);
        let december = rows(&kit.get("supervisor", &path("2026-12", "csv")).await);
        let of = |table: &[Vec<String>], code: &str| table.iter().find(|row| row[0] == code).unwrap().clone();
        let both: i64 = [&november, &december].iter().map(|table| poisha(&of(table, HERS)[4])).sum();
        let (register, _) = read(&trial.journal, "2026-11-01", "2026-12-31").await;
        assert_eq!(both, register.income.get(), "her income in both months is what her ledger says");
        let receivers: i64 =
            [&november, &december].iter().map(|table| of(table, HERS)[2].parse::<i64>().unwrap()).sum();
        assert_eq!(receivers, 20 + 7 + 1, "copies, mistakes that were receipts too, a deposit");
        assert_eq!(of(&november, HIS)[5], "no service was entered; 2 seats vacant now");
        let total = december.last().unwrap();
        let sum = |place: usize| december[1..december.len() - 1].iter().map(|row| poisha(&row[place])).sum::<i64>();
        assert_eq!((poisha(&total[2]), poisha(&total[4])), (sum(2), sum(4)));
        let page = kit.get("supervisor", "/supervise/302672/monthly?month=2026-12").await.body;
        assert!(page.contains(&format!("/supervise/centres/{HERS}")), "each line opens down: {page}");
        is_pdf(&kit, "supervisor", &path("2026-12", "pdf")).await;
        trial.verify().await;
    });
}

#[test]
fn the_monthly_table_of_another_area_is_not_there() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for outside in ["30", "3026", "302614", "nowhere"] {
            for format in ["", "?format=csv", "?format=pdf"] {
                let got = kit.get("supervisor", &format!("/supervise/{outside}/monthly{format}")).await;
                assert_eq!(got.status, 404, "{outside}{format}");
            }
        }
        assert_eq!(kit.get("uno", "/supervise/302672/monthly").await.status, 403);
        assert!(kit.get("elsewhere", "/supervise/302614/monthly").await.body.contains("No centre stands"));
        let before = rows(&kit.get("supervisor", "/supervise/302672/monthly?month=2026-01&format=csv").await);
        assert_eq!(before.len(), 2, "no centre was open then: {before:?}");
        assert_eq!(BusinessDay::parse("2026-01-01").unwrap(), day("2026-01-01"));
    });
}

#[test]
fn an_area_with_more_centres_than_a_table_takes_says_so_and_the_file_has_all() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let few = rows(&kit.get("supervisor", "/supervise/302672/monthly?month=2026-11&format=csv").await).len();
        let centre = |n: i64| {
            let code = 3_026_100 + n;
            format!(
                "('nation', '{code}', 'p{code}', 'union', '/30/3026/302672/p{code}/', 'নমুনা', 'Sample', '2026-01-01')"
            )
        };
        let values: Vec<String> = (0..301).map(centre).collect();
        let columns = "book, code, place, kind, path, name_bn, name_en, opened_on";
        behind_the_back(&trial, &format!("insert into network_centre ({columns}) values {}", values.join(", "))).await;
        let page = kit.get("supervisor", "/supervise/302672/monthly?month=2026-11").await.body;
        assert!(page.contains("These are the first 300 centres and their sum."), "{page}");
        assert_eq!(page.matches("<th scope=\"row\"><a href=").count(), 300);
        let file = rows(&kit.get("supervisor", "/supervise/302672/monthly?month=2026-11&format=csv").await);
        assert_eq!(file.len(), few + 301);
        is_pdf(&kit, "supervisor", "/supervise/302672/monthly?month=2026-11&format=pdf").await;
    });
}
