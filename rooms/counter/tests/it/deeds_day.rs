//! The day of a centre: opened, moved, passed on, counted blind, closed for ever.

use crate::deeds_desk::{
    BOOK, COPY, PATH, SELLER, balances, close, line, refused, register, reverse, reversing, sale, set_tariff, stocked,
    take, tariff, today, write,
};
use base::calendar::BusinessDay;
use base::{Lang, Paisa};
use counter::{CartChange, FeeShown};
use counter::{
    ChangeCart, CloseDay, Count, CountDrawer, HoldCart, MoveCash, OpenDay, PassShift, TakeServices, drawer_holder,
};
use journal::{Envelope, Fault, Journal};
use ledger::{CashMove, ExpenseKind};
use network::deeds::{LoadPlaces, OpenCentre, RegisterPerson, SeatPerson};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use proptest::prelude::*;
use trial::{Trial, both};

const DAY_MS: i64 = 86_400_000;

/// So many taka in notes and coins.
pub fn taka(taka: i64) -> Count {
    Count::of(Paisa::new(taka * 100))
}

pub fn opening(of: i64) -> OpenDay {
    OpenDay { book: BOOK.into(), count: taka(of) }
}

pub fn counting(day: BusinessDay, of: i64) -> CountDrawer {
    CountDrawer { book: BOOK.into(), day, count: taka(of) }
}

pub fn closing(day: BusinessDay, reason: &str, note: &str) -> CloseDay {
    CloseDay { book: BOOK.into(), day, reason: reason.into(), note: note.into() }
}

pub fn moving(kind: CashMove, of: i64, memo: &str) -> MoveCash {
    MoveCash { book: BOOK.into(), kind, amount: Paisa::new(of * 100), memo: memo.into() }
}

/// So many photocopies of Tk 2.
fn copies(many: i64) -> TakeServices {
    sale(vec![line(COPY, many)])
}

async fn holds(journal: &Journal, account: &str) -> i64 {
    balances(journal, BOOK).await.into_iter().find(|(code, _)| code == account).map_or(0, |(_, poisha)| poisha)
}

async fn drawer(journal: &Journal) -> i64 {
    holds(journal, "E:drawer:1").await
}

async fn holder(journal: &Journal) -> Option<String> {
    journal.read::<_, Fault, _>(|tx| Box::pin(async move { drawer_holder(tx, BOOK).await })).await.unwrap()
}

/// Seats a woman and a man at the centre of the trials; answers their ids.
pub async fn seated(trial: &Trial, book: &str) -> [String; 2] {
    let journal = &trial.journal;
    let by = Envelope::system;
    let place = "30261447".to_owned();
    journal.write(by(), LoadPlaces { only: vec!["bd".into(), "30".into()] }).await.unwrap();
    let centre = OpenCentre { code: Some(book.into()), place: place.clone(), name_bn: None, name_en: None };
    journal.write(by(), centre).await.unwrap();
    let mut people = Vec::new();
    for (number, (seat, sex)) in [(SeatKind::Woman, Sex::Woman), (SeatKind::Man, Sex::Man)].into_iter().enumerate() {
        let mobile = base::mobile::Mobile::parse(&format!("0139990000{number}")).unwrap();
        let person = RegisterPerson {
            name: format!("মানুষ {number}"),
            mobile,
            nid: None,
            sex: Some(sex),
            lang: Lang::Bn,
            place: place.clone(),
            code_hash: None,
        };
        let person = journal.write(by(), person).await.unwrap().done;
        let from = journal.now().day();
        let terms = Terms { from, until: from.add_days(365), stamp: "কচ ১২৩৪৫৬৭".to_owned() };
        let deed = SeatPerson { centre: book.into(), seat, person: person.clone(), terms };
        journal.write(by(), deed).await.unwrap();
        people.push(person);
    }
    [people[0].clone(), people[1].clone()]
}

#[test]
fn a_day_is_counted_sold_spent_counted_and_closed_and_the_drawer_holds_what_was_counted() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        write(journal, opening(500)).await.unwrap();
        assert_eq!(drawer(journal).await, 50_000);
        assert_eq!(holds(journal, "E:over_short").await, -50_000, "what nobody had written is found over");
        assert_eq!(holder(journal).await.as_deref(), Some(SELLER));
        let given = take(journal, copies(100)).await; // Tk 200
        take(journal, copies(50)).await; // Tk 100
        reverse(journal, &given.receipt).await.unwrap();
        write(journal, moving(CashMove::PaidIn, 300, "")).await.unwrap();
        write(journal, moving(CashMove::PaidOut(ExpenseKind::Paper), 120, "এক রিম")).await.unwrap();
        write(journal, moving(CashMove::Drawn, 80, "")).await.unwrap();
        assert_eq!(drawer(journal).await, 70_000); // 500 + 100 + 300 - 120 - 80
        assert_eq!(holds(journal, "E:expense:paper").await, 12_000);
        write(journal, counting(today(), 650)).await.unwrap();
        assert_eq!(drawer(journal).await, 70_000, "a count moves nothing");
        assert_eq!(refused(write(journal, closing(today(), "", "")).await), "counter.close.reason");
        write(journal, counting(today(), 690)).await.unwrap();
        write(journal, closing(today(), "wrong_change", "")).await.unwrap();
        assert_eq!(drawer(journal).await, 69_000);
        assert_eq!(holder(journal).await, None);
        trial.verify().await;
    });
}

#[test]
fn the_closing_event_holds_the_whole_report_and_no_words_of_people() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let given = take(journal, copies(3)).await;
        write(journal, moving(CashMove::PaidIn, 10, "করিমের কাছ থেকে")).await.unwrap();
        write(journal, counting(today(), 15)).await.unwrap();
        write(journal, counting(today(), 14)).await.unwrap();
        write(journal, closing(today(), "other", "ইঁদুরে কেটেছে")).await.unwrap();
        let entries = journal.entries(BOOK, 0, 100).await.unwrap();
        let last = entries.last().unwrap();
        let lines = last.lines().unwrap();
        assert_eq!(lines[0].0, "counter.day_closed");
        assert_eq!(lines[0].1, 2);
        let event: serde_json::Value = serde_json::from_str(&lines[0].2).unwrap();
        let closing = &event["closing"];
        assert_eq!(closing["expected"], 1_600);
        assert_eq!(closing["counted"], 1_400);
        assert_eq!(closing["difference"], -200);
        assert_eq!(closing["reason"], "other");
        assert_eq!(closing["counts"].as_array().unwrap().len(), 2);
        assert_eq!(closing["totals"]["receipts"], 1);
        assert_eq!(closing["totals"]["opened"], false);
        assert_eq!(closing["totals"]["float"], 1_000_000);
        let session = &closing["totals"]["sessions"][0];
        assert_eq!(session["first"], given.receipt.number.as_str());
        assert_eq!(session["last"], given.receipt.number.as_str());
        assert_eq!(closing["totals"]["operators"][0]["person"], SELLER);
        assert_eq!(closing["totals"]["services"][0]["service"], COPY);
        let head: String = base::text::hex(&last.previous);
        assert_eq!(closing["head"], head.as_str(), "the report pins the book");
        assert_eq!(lines[1].0, "ledger.posted", "the difference stands in the same entry");
        for entry in &entries {
            let text = String::from_utf8_lossy(&entry.events).into_owned();
            assert!(!text.contains("ইঁদুর") && !text.contains("করিম"), "{text}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_day_begins_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        write(journal, opening(0)).await.unwrap();
        assert_eq!(refused(write(journal, opening(0)).await), "counter.open.already");
        close(journal, BOOK, today()).await.unwrap();
        assert_eq!(refused(write(journal, opening(0)).await), "counter.day.closed");
        trial.verify().await;
    });
}

#[test]
fn pressed_twice_a_deed_of_the_day_is_done_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let key = |key: &str| Envelope::new(SELLER, key);
        let spent = moving(CashMove::PaidOut(ExpenseKind::Rent), 50, "ভাড়া");
        for again in [false, true] {
            assert_eq!(journal.write(key("a"), opening(100)).await.unwrap().again, again);
            assert_eq!(journal.write(key("b"), spent.clone()).await.unwrap().again, again);
            assert_eq!(journal.write(key("c"), counting(today(), 50)).await.unwrap().again, again);
        }
        assert_eq!(drawer(journal).await, 5_000);
        for again in [false, true] {
            assert_eq!(journal.write(key("d"), closing(today(), "", "")).await.unwrap().again, again);
        }
        assert_eq!(refused(write(journal, closing(today(), "", "")).await), "counter.close.already");
        trial.verify().await;
    });
}

#[test]
fn a_day_is_not_closed_without_a_count_and_not_by_one_that_money_overtook() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let given = take(journal, copies(5)).await;
        let close = || write(journal, closing(today(), "", ""));
        assert_eq!(refused(close().await), "counter.close.not_counted");
        write(journal, counting(today(), 10)).await.unwrap();
        take(journal, copies(1)).await;
        assert_eq!(refused(close().await), "counter.close.count_stale");
        write(journal, counting(today(), 12)).await.unwrap();
        write(journal, moving(CashMove::PaidIn, 5, "")).await.unwrap();
        assert_eq!(refused(close().await), "counter.close.count_stale");
        // What goes and comes back to the same sum has moved all the same.
        write(journal, counting(today(), 17)).await.unwrap();
        reverse(journal, &given.receipt).await.unwrap();
        take(journal, copies(5)).await;
        assert_eq!(drawer(journal).await, 1_700);
        assert_eq!(refused(close().await), "counter.close.count_stale");
        write(journal, counting(today(), 17)).await.unwrap();
        close().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_day_that_has_not_come_is_neither_counted_nor_closed() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let tomorrow = today().add_days(1);
        assert_eq!(refused(write(journal, counting(tomorrow, 0)).await), "counter.day.future");
        assert_eq!(refused(write(journal, closing(tomorrow, "", "")).await), "counter.close.future");
        trial.verify().await;
    });
}

#[test]
fn nothing_is_dated_into_a_closed_day() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let given = take(journal, copies(5)).await;
        close(journal, BOOK, today()).await.unwrap();
        let before = crate::deeds_desk::entries(journal, BOOK).await;
        assert_eq!(refused(write(journal, copies(1)).await), "counter.take.day_closed");
        assert_eq!(refused(reverse(journal, &given.receipt).await), "counter.reverse.day_closed");
        let paid_in = moving(CashMove::PaidIn, 5, "");
        assert_eq!(refused(write(journal, paid_in).await), "counter.day.closed");
        assert_eq!(refused(write(journal, opening(5)).await), "counter.day.closed");
        assert_eq!(refused(write(journal, counting(today(), 5)).await), "counter.day.closed");
        let pass = PassShift { book: BOOK.into(), to: "x".into(), count: None };
        assert_eq!(refused(write(journal, pass).await), "counter.day.closed");
        let row = TakeServices { register_day: Some(today()), ..copies(1) };
        assert_eq!(refused(write(journal, row).await), "counter.take.day_closed");
        assert_eq!(crate::deeds_desk::entries(journal, BOOK).await, before);
        trial.pass(DAY_MS);
        take(journal, copies(1)).await;
        trial.verify().await;
    });
}

#[test]
fn a_forgotten_day_comes_first_and_is_closed_for_itself() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let given = take(journal, copies(10)).await;
        trial.pass(DAY_MS);
        let tomorrow = today().add_days(1);
        assert_eq!(refused(write(journal, copies(1)).await), "counter.take.earlier_day_open");
        assert_eq!(
            refused(write(journal, reversing(&given.receipt, "test", "")).await),
            "counter.reverse.earlier_day_open"
        );
        assert_eq!(refused(write(journal, opening(20)).await), "counter.day.earlier_open");
        assert_eq!(refused(write(journal, moving(CashMove::PaidIn, 1, "")).await), "counter.day.earlier_open");
        assert_eq!(refused(write(journal, counting(tomorrow, 20)).await), "counter.day.earlier_open");
        assert_eq!(refused(write(journal, closing(tomorrow, "", "")).await), "counter.day.earlier_open");
        write(journal, counting(today(), 20)).await.unwrap();
        write(journal, closing(today(), "", "")).await.unwrap();
        write(journal, opening(20)).await.unwrap();
        take(journal, copies(1)).await;
        trial.verify().await;
    });
}

#[test]
fn an_expense_stands_in_the_income_expenditure_register() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        take(journal, copies(50)).await;
        write(journal, moving(CashMove::PaidOut(ExpenseKind::Internet), 30, "মাসের বিল")).await.unwrap();
        let read = journal.read::<_, Fault, _>(|tx| {
            Box::pin(async move { ledger::income_expenditure(tx, BOOK, today(), today()).await })
        });
        let found = read.await.unwrap();
        assert_eq!((found.income, found.expense), (Paisa::new(10_000), Paisa::new(3_000)));
        assert_eq!(found.lines.last().unwrap().account.code(), "E:expense:internet");
        trial.verify().await;
    });
}

#[test]
fn more_than_the_drawer_holds_cannot_leave_it() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        take(journal, copies(50)).await;
        let before = balances(journal, BOOK).await;
        assert_eq!(refused(write(journal, moving(CashMove::Drawn, 101, "")).await), "counter.cash.short");
        let rent = moving(CashMove::PaidOut(ExpenseKind::Rent), 101, "ভাড়া");
        assert_eq!(refused(write(journal, rent).await), "counter.cash.short");
        assert_eq!(refused(write(journal, moving(CashMove::OverShort, 1, "")).await), "counter.cash.kind");
        assert_eq!(refused(write(journal, moving(CashMove::PaidIn, 0, "")).await), "counter.cash.amount");
        let silent = moving(CashMove::PaidOut(ExpenseKind::Rent), 1, "  ");
        assert_eq!(refused(write(journal, silent).await), "counter.cash.memo");
        assert_eq!(balances(journal, BOOK).await, before);
        write(journal, moving(CashMove::Drawn, 100, "")).await.unwrap();
        assert_eq!(drawer(journal).await, 0);
        trial.verify().await;
    });
}

#[test]
fn the_drawer_passes_only_to_the_other_entrepreneur_with_or_without_a_count() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let [woman, man] = seated(&trial, BOOK).await;
        stocked(journal).await;
        let pass = |to: &str, count| PassShift { book: BOOK.into(), to: to.into(), count };
        journal.write(Envelope::keyless(&woman), opening(100)).await.unwrap();
        assert_eq!(refused(write(journal, pass("stranger", None)).await), "counter.shift.person");
        assert_eq!(refused(write(journal, pass(&woman, None)).await), "counter.shift.holds");
        write(journal, pass(&man, None)).await.unwrap();
        assert_eq!(holder(journal).await, Some(man));
        assert_eq!(drawer(journal).await, 10_000);
        write(journal, pass(&woman, Some(taka(97)))).await.unwrap();
        assert_eq!(drawer(journal).await, 9_700);
        assert_eq!(holder(journal).await, Some(woman));
        write(journal, counting(today(), 97)).await.unwrap();
        write(journal, closing(today(), "", "")).await.unwrap();
        trial.verify().await;
    });
}

/// Puts a photocopy into the cart of a person at the counter.
async fn in_the_cart(journal: &Journal, person: &str) {
    let fee = FeeShown { official: Paisa::ZERO, charge: Paisa::new(200) };
    let change = CartChange::Add { service: COPY.into(), quantity: 1, fee, has_form: false };
    let deed = ChangeCart { book: BOOK.into(), person: person.into(), change };
    journal.write(Envelope::keyless(person), deed).await.unwrap();
}

#[test]
fn a_day_with_a_customer_still_at_the_counter_is_not_closed_and_says_whose() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let [woman, _] = seated(&trial, BOOK).await;
        stocked(journal).await;
        write(journal, counting(today(), 0)).await.unwrap();
        in_the_cart(journal, &woman).await;
        let refusal = crate::deeds_desk::refusal(write(journal, closing(today(), "", "")).await);
        assert_eq!(base::Refusal::code(&refusal), "counter.close.cart_open");
        assert_eq!(base::Refusal::values(&refusal)[0].1, "মানুষ 0");
        let hold = HoldCart { book: BOOK.into(), person: woman.clone() };
        journal.write(Envelope::keyless(&woman), hold).await.unwrap();
        let refusal = crate::deeds_desk::refusal(write(journal, closing(today(), "", "")).await);
        assert_eq!(base::Refusal::code(&refusal), "counter.close.carts_held");
        assert_eq!(base::Refusal::values(&refusal)[0].1, "1");
        trial.verify().await;
    });
}

#[test]
fn the_cart_of_somebody_who_left_keeps_no_day_open() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        in_the_cart(journal, "gone").await;
        close(journal, BOOK, today()).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_paper_register_of_an_old_day_opens_no_day_and_makes_a_count_stale() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        set_tariff(journal, COPY, tariff(PATH, "2026-01-01", [0, 200, 0])).await;
        let row = |many| TakeServices { register_day: Some(today().add_days(-3)), ..copies(many) };
        take(journal, row(4)).await;
        take(journal, copies(1)).await;
        write(journal, counting(today(), 10)).await.unwrap();
        take(journal, row(1)).await;
        assert_eq!(refused(write(journal, closing(today(), "", "")).await), "counter.close.count_stale");
        close(journal, BOOK, today()).await.unwrap();
        close(journal, BOOK, today().add_days(-3)).await.unwrap();
        trial.verify().await;
    });
}

/// One thing that may happen on a day.
#[derive(Debug, Clone)]
enum Happens {
    Sold(i64),
    Reversed,
    PaidIn(i64),
    Spent(i64),
    Drawn(i64),
    Opened(i64),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (1_i64..40).prop_map(Happens::Sold),
        1 => Just(Happens::Reversed),
        1 => (1_i64..200).prop_map(Happens::PaidIn),
        1 => (1_i64..60).prop_map(Happens::Spent),
        1 => (1_i64..60).prop_map(Happens::Drawn),
        1 => (0_i64..300).prop_map(Happens::Opened),
    ]
}

/// Does all of a day beside a drawer of our own, in taka; closes it with a count so far off.
async fn a_day(journal: &Journal, day: BusinessDay, all: &[Happens], off: i64, mut ours: i64) -> i64 {
    let (mut last, mut opened) = (None, false);
    for one in all {
        match one {
            Happens::Sold(many) => {
                last = Some((take(journal, copies(*many)).await.receipt, *many));
                ours += many * 2;
            }
            Happens::Reversed => {
                if let Some((receipt, many)) = last.take() {
                    reverse(journal, &receipt).await.unwrap();
                    ours -= many * 2;
                }
            }
            Happens::PaidIn(of) => {
                write(journal, moving(CashMove::PaidIn, *of, "")).await.unwrap();
                ours += of;
            }
            Happens::Spent(of) | Happens::Drawn(of) => {
                let is_spent = matches!(one, Happens::Spent(_));
                let kind = if is_spent { CashMove::PaidOut(ExpenseKind::Other) } else { CashMove::Drawn };
                let done = write(journal, moving(kind, *of, "চা")).await;
                assert_eq!(done.is_ok(), *of <= ours, "{of} of {ours}");
                ours -= if done.is_ok() { *of } else { 0 };
            }
            Happens::Opened(of) => {
                let done = write(journal, opening(*of)).await;
                assert_eq!(done.is_ok(), !opened, "a day begins once");
                (ours, opened) = (if opened { ours } else { *of }, true);
            }
        }
    }
    assert_eq!(drawer(journal).await, ours * 100, "what is expected is the opening and everything after it");
    let counted = (ours + off).max(0);
    write(journal, counting(day, counted)).await.unwrap();
    write(journal, closing(day, "not_found", "")).await.unwrap();
    assert_eq!(drawer(journal).await, counted * 100, "a day closes with what was counted");
    counted
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_on_its_days_the_drawer_holds_what_was_counted_last(
        days in proptest::collection::vec((proptest::collection::vec(happens(), 0..12), -40_i64..40), 1..4)
    ) {
        trial::run(async move {
            let trial = Trial::on(journal::Engine::Sqlite, register()).await;
            stocked(&trial.journal).await;
            let mut ours = 0;
            for (all, off) in &days {
                let day = trial.journal.now().day();
                ours = a_day(&trial.journal, day, all, *off, ours).await;
                trial.pass(DAY_MS);
            }
            trial.verify().await;
        });
    }
}
