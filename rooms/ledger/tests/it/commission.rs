//! Partners' commission: accrued, shown, paid into the float, and never more than is due.

use crate::shop::{BOOK, account, balances, draft, enter, owned, refused, register};
use base::Paisa;
use base::calendar::BusinessDay;
use journal::{Entered, Envelope, Fault, Journal, Stop};
use ledger::{Draft, NotPaid, PayCommission, ReceiveCommission};
use trial::both;

async fn accrue(journal: &Journal, provider: &str, poisha: i64) {
    let legs = ledger::partner_commission_legs(provider, Paisa::new(poisha)).unwrap();
    enter(journal, BOOK, Draft { legs, ..draft(&[]) }).await.unwrap();
}

async fn pay(journal: &Journal, provider: &str, poisha: i64, reference: &str) -> Result<Entered, Stop<NotPaid>> {
    let deed = PayCommission {
        book: BOOK.to_owned(),
        provider: provider.to_owned(),
        poisha: Paisa::new(poisha),
        reference: reference.to_owned(),
    };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

async fn receive(journal: &Journal, provider: &str, poisha: i64) -> Result<Entered, Stop<NotPaid>> {
    let deed = ReceiveCommission {
        book: BOOK.to_owned(),
        provider: provider.to_owned(),
        poisha: Paisa::new(poisha),
        reference: "STATEMENT-7".to_owned(),
    };
    journal.write(Envelope::system(), deed).await.map(|written| written.done)
}

async fn due(journal: &Journal) -> [Vec<(String, i64)>; 2] {
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { Ok([ledger::partner_due(tx, BOOK).await?, ledger::partner_owes(tx, BOOK).await?]) })
    });
    read.await.unwrap().map(|list| list.into_iter().map(|(provider, poisha)| (provider, poisha.get())).collect())
}

#[test]
fn commission_is_due_when_earned_and_income_only_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        accrue(journal, "bkash", 700).await;
        accrue(journal, "bkash", 550).await;
        accrue(journal, "nagad", 90).await;
        let all = owned(&[("bkash", 1_250), ("nagad", 90)]);
        assert_eq!(due(journal).await, [all.clone(), all]);
        pay(journal, "bkash", 1_000, "SETTLE-1").await.unwrap();
        receive(journal, "bkash", 1_250).await.unwrap();
        pay(journal, "nagad", 90, "SETTLE-2").await.unwrap();
        assert_eq!(due(journal).await, [owned(&[("bkash", 250)]), owned(&[("nagad", 90)])]);
        let left = [
            ("E:float", 1_090),
            ("E:partner_due:bkash", 250),
            ("E:partner_income", -1_340),
            ("P:bank", 1_250),
            ("P:commission", -250),
            ("P:float", -1_090),
            ("P:partner_due:nagad", 90),
        ];
        assert_eq!(balances(journal, BOOK).await, owned(&left));
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn no_more_is_paid_than_is_due_and_nothing_without_a_reference() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        accrue(journal, "bkash", 700).await;
        for (provider, poisha, reference, code) in [
            ("bkash", 701, "R", "ledger.commission.more"),
            ("nagad", 1, "R", "ledger.commission.more"),
            ("bkash", 0, "R", "ledger.commission.amount"),
            ("bkash", -5, "R", "ledger.commission.amount"),
            ("bkash", i64::MIN, "R", "ledger.commission.amount"),
            ("bkash", 5, " ", "ledger.commission.reference"),
            ("b kash", 5, "R", "ledger.commission.provider"),
            ("", 5, "R", "ledger.commission.provider"),
        ] {
            assert_eq!(refused(pay(journal, provider, poisha, reference).await), code, "{provider} {poisha}");
        }
        assert_eq!(refused(receive(journal, "bkash", 701).await), "ledger.commission.more");
        pay(journal, "bkash", 700, "R").await.unwrap();
        assert_eq!(refused(pay(journal, "bkash", 1, "R").await), "ledger.commission.more");
        receive(journal, "bkash", 700).await.unwrap();
    });
}

#[test]
fn many_payments_at_once_never_pay_more_than_is_due() {
    both(&register(), |trial| async move {
        accrue(&trial.journal, "bkash", 1_000).await;
        let calls: Vec<_> = (0..20)
            .map(|n| {
                let journal = trial.journal.clone();
                tokio::spawn(async move { pay(&journal, "bkash", 300, &format!("R-{n}")).await.is_ok() })
            })
            .collect();
        let mut paid = 0;
        for call in calls {
            paid += i32::from(call.await.unwrap());
        }
        assert_eq!(paid, 3);
        assert_eq!(due(&trial.journal).await[0], owned(&[("bkash", 100)]));
        assert_eq!(
            crate::shop::balance(&trial.journal, BOOK, "E:float").await.free(&account("E:float")),
            Some(Paisa::new(900))
        );
        trial.verify().await;
    });
}

fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// Provider, before, accrued, paid, due of each statement.
async fn stated(journal: &Journal, from: &str, to: &str) -> Vec<(String, [i64; 4])> {
    let (from, to) = (day(from), day(to));
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::partner_statements(tx, BOOK, from, to).await }));
    let of =
        |one: ledger::PartnerStatement| (one.provider, [one.before, one.accrued, one.paid, one.due].map(Paisa::get));
    read.await.unwrap().into_iter().map(of).collect()
}

#[test]
fn a_statement_is_what_was_accrued_less_what_was_paid_and_a_reversal_is_no_payment() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        accrue(journal, "bkash", 700).await;
        accrue(journal, "nagad", 90).await;
        let legs = ledger::partner_commission_legs("bkash", Paisa::new(50)).unwrap();
        let wrong = enter(journal, BOOK, Draft { legs, ..draft(&[]) }).await.unwrap();
        pay(journal, "bkash", 300, "SETTLE-1").await.unwrap();
        pay(journal, "nagad", 90, "SETTLE-2").await.unwrap();
        trial.pass(10 * 86_400_000); // 3 December
        journal.write(Envelope::system(), crate::shop::Undo { book: BOOK.into(), folio: wrong.folio }).await.unwrap();
        accrue(journal, "bkash", 20).await; // dated in November all the same
        pay(journal, "bkash", 400, "SETTLE-3").await.unwrap();
        let november = stated(journal, "2026-11-01", "2026-11-30").await;
        let wanted = [("bkash", [0, 770, 300, 470]), ("nagad", [0, 90, 90, 0])];
        assert_eq!(november, wanted.map(|(provider, sums)| (provider.to_owned(), sums)));
        let december = stated(journal, "2026-12-01", "2026-12-31").await;
        assert_eq!(december, [("bkash".to_owned(), [470, -50, 400, 20])], "nagad: nothing due, nothing moved");
        let read = journal.read::<_, Fault, _>(|tx| {
            let days = (day("2026-12-01"), day("2026-12-31"));
            Box::pin(async move { ledger::partner_lines(tx, BOOK, "bkash", days.0, days.1).await })
        });
        let (lines, more) = read.await.unwrap();
        let seen: Vec<(bool, i64, i64)> =
            lines.iter().map(|line| (line.is_payment, line.poisha.get(), line.due.get())).collect();
        assert_eq!(seen, [(false, -50, 420), (true, -400, 20)]);
        assert!(lines[1].memo.contains("SETTLE-3") && !more, "{lines:?}");
        trial.verify().await;
    });
}
