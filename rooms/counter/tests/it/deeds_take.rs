//! Services are taken: amounts, numbers, presses, and every reason for which the desk says no.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, FORMED, FREE, PATH, SELLER, answers, balances, day, days, entries, known_customer, line,
    open_shop, owned, publish, refusal, refused, register, sale, service, set_tariff, stocked, take, tariff, today,
    top_up, write,
};
use base::{Paisa, Refusal};
use counter::{LineGiven, NotTaken, TakeServices, receipt_number};
use journal::{Envelope, Stop};
use std::collections::BTreeSet;
use trial::both;

const HOUR_MS: i64 = 3_600_000;

#[test]
fn a_service_paid_in_cash_is_split_poisha_by_poisha_as_worked_example_1_says() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        top_up(&trial.journal, BOOK, 10_000).await;
        let deed = TakeServices { tendered: Some(Paisa::new(10_000)), ..sale(vec![line(BIRTH, 1)]) };
        let receipt = take(&trial.journal, deed).await.receipt;
        let of_receipt = [receipt.official(), receipt.charge(), receipt.income(), receipt.total(), receipt.change()];
        assert_eq!(of_receipt.map(Paisa::get), [5_000, 3_000, 2_000, 8_000, 2_000]);
        let expected = owned(&[
            ("E:commission", -2_000),
            ("E:drawer:1", 8_000),
            ("E:float", 4_000),
            ("E:owner", -10_000),
            ("P:bank", 10_000),
            ("P:fee:brdris", -5_000),
            ("P:float", -4_000),
            ("P:income", -870),
            ("P:vat", -130),
        ]);
        assert_eq!(balances(&trial.journal, BOOK).await, expected);
        trial.verify().await;
    });
}

#[test]
fn several_services_and_quantities_are_one_receipt_and_one_entry() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let before = entries(&trial.journal, BOOK).await;
        let given = take(&trial.journal, sale(vec![line(BIRTH, 2), line(COPY, 6), line(FREE, 1)])).await;
        let lines: Vec<_> = given.receipt.lines.iter().map(|line| (line.quantity, line.total().get())).collect();
        assert_eq!(lines, [(2, 16_000), (6, 1_200), (1, 0)]);
        assert_eq!(given.receipt.total().get(), 17_200);
        assert_eq!(entries(&trial.journal, BOOK).await, before + 1);
        let sums = [1, 10_000, 7_200, 5_200, 0, 0, 0, 0];
        assert_eq!(days(&trial.journal).await, [(today().to_string(), sums)]);
        trial.verify().await;
    });
}

#[test]
fn what_costs_nothing_gives_a_receipt_and_moves_no_money() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let receipt = take(&trial.journal, sale(vec![line(FREE, 3)])).await.receipt;
        assert_eq!((receipt.total(), receipt.tendered), (Paisa::ZERO, Paisa::ZERO));
        assert_eq!(balances(&trial.journal, BOOK).await, []);
        let reversed = crate::deeds_desk::reverse(&trial.journal, &receipt).await;
        reversed.unwrap();
        trial.verify().await;
    });
}

#[test]
fn receipts_are_counted_by_day_in_their_session() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let session = trial.journal.session().to_owned();
        let next = async || take(&trial.journal, sale(vec![line(COPY, 1)])).await.receipt.number;
        let number = |day, count| receipt_number(BOOK, day, &session, count);
        assert_eq!([next().await, next().await], [number(today(), 1), number(today(), 2)]);
        crate::deeds_desk::close(&trial.journal, BOOK, today()).await.unwrap();
        trial.pass(14 * HOUR_MS);
        let tomorrow = today().add_days(1);
        assert_eq!([next().await, next().await], [number(tomorrow, 1), number(tomorrow, 2)]);
        assert_eq!(counter::book_of(&number(tomorrow, 1)), Some(BOOK));
        trial.verify().await;
    });
}

#[test]
fn sixty_four_at_once_get_sixty_four_numbers_without_a_gap() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let calls: Vec<_> = (0..64)
            .map(|_| {
                let journal = trial.journal.clone();
                tokio::spawn(async move { take(&journal, sale(vec![line(BIRTH, 1)])).await.receipt.number })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for call in calls {
            numbers.insert(call.await.unwrap());
        }
        let session = trial.journal.session();
        let ought: BTreeSet<_> = (1..=64).map(|count| receipt_number(BOOK, today(), session, count)).collect();
        assert_eq!(numbers, ought);
        trial.verify().await;
    });
}

#[test]
fn two_programs_on_one_store_never_give_the_same_number() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let other = trial.open_again().await;
        let calls: Vec<_> = (0..40)
            .map(|n| {
                let journal = if n % 2 == 0 { trial.journal.clone() } else { other.clone() };
                tokio::spawn(async move { take(&journal, sale(vec![line(COPY, 1)])).await.receipt.number })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for call in calls {
            numbers.insert(call.await.unwrap());
        }
        assert_eq!(numbers.len(), 40);
        trial.verify().await;
    });
}

#[test]
fn a_second_press_gives_the_first_receipt() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let press = || trial.journal.write(Envelope::new(SELLER, "k1"), sale(vec![line(BIRTH, 1)]));
        let first = press().await.unwrap();
        let second = press().await.unwrap();
        assert_eq!((first.again, second.again), (false, true));
        assert_eq!(first.done, second.done);
        let both_at_once: Vec<_> = (0..8)
            .map(|_| {
                let journal = trial.journal.clone();
                let deed = sale(vec![line(COPY, 2)]);
                tokio::spawn(
                    async move { journal.write(Envelope::new(SELLER, "k2"), deed).await.unwrap().done.receipt },
                )
            })
            .collect();
        let mut receipts = Vec::new();
        for call in both_at_once {
            receipts.push(call.await.unwrap());
        }
        assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
        assert_eq!(days(&trial.journal).await[0].1[0], 2);
        trial.verify().await;
    });
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        trial.journal.write(Envelope::new(SELLER, "k1"), sale(vec![line(COPY, 1)])).await.unwrap();
        let other = trial.journal.write(Envelope::new(SELLER, "k1"), sale(vec![line(COPY, 2)])).await;
        assert!(matches!(other, Err(Stop::KeyReused)));
        assert_eq!(days(&trial.journal).await[0].1[0], 1);
        trial.verify().await;
    });
}

#[test]
fn a_float_that_is_too_small_refuses_the_sale_and_nothing_of_it_stays() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        top_up(&trial.journal, BOOK, 5_999).await;
        let (before, balanced) = (entries(&trial.journal, BOOK).await, balances(&trial.journal, BOOK).await);
        let deed = || TakeServices {
            customer: known_customer("01711000001", "নমুনা"), ..sale(vec![line(BIRTH, 1)])
        };
        assert_eq!(refused(write(&trial.journal, deed()).await), "ledger.post.float_short");
        assert_eq!((entries(&trial.journal, BOOK).await, balances(&trial.journal, BOOK).await), (before, balanced));
        assert_eq!((days(&trial.journal).await.len(), crate::deeds_desk::customers(&trial.journal).await), (0, 0));
        top_up(&trial.journal, BOOK, 1).await;
        let receipt = take(&trial.journal, deed()).await.receipt;
        assert_eq!(receipt.number, receipt_number(BOOK, today(), trial.journal.session(), 1));
        trial.verify().await;
    });
}

#[test]
fn a_closed_day_takes_nothing_more_and_the_next_one_does() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        crate::deeds_desk::close(&trial.journal, BOOK, today()).await.unwrap();
        let answer = refusal(write(&trial.journal, sale(vec![line(COPY, 1)])).await);
        assert_eq!((answer.code(), answer.status()), ("counter.take.day_closed", 422));
        // Another centre's day is its own.
        let elsewhere = TakeServices { book: "3026002".into(), ..sale(vec![line(COPY, 1)]) };
        take(&trial.journal, elsewhere).await;
        trial.pass(14 * HOUR_MS);
        take(&trial.journal, sale(vec![line(COPY, 1)])).await;
        trial.verify().await;
    });
}

#[test]
fn a_paper_register_is_dated_its_own_day_and_needs_no_answers() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let on = |day| TakeServices { register_day: Some(day), ..sale(vec![line(FORMED, 1)]) };
        let before = day("2026-11-02");
        let receipt = take(&trial.journal, on(before)).await.receipt;
        assert_eq!((receipt.day, receipt.at.day()), (before, today()));
        assert_eq!(receipt.number, receipt_number(BOOK, before, trial.journal.session(), 1));
        assert_eq!(days(&trial.journal).await[0].0, "2026-11-02");
        crate::deeds_desk::close(&trial.journal, BOOK, before).await.unwrap();
        assert_eq!(refused(write(&trial.journal, on(before)).await), "counter.take.day_closed");
        for out in [today().add_days(1), today().add_days(-3_661)] {
            assert_eq!(refused(write(&trial.journal, on(out)).await), "counter.take.day_out", "{out}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_fee_that_changed_since_it_was_shown_is_refused_with_the_new_one() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let shown = |poisha| LineGiven { fee_shown: Some(Paisa::new(poisha)), ..line(BIRTH, 3) };
        // Shown for a unit or for the line.
        for poisha in [8_000, 24_000] {
            take(&trial.journal, sale(vec![shown(poisha)])).await;
        }
        set_tariff(&trial.journal, BIRTH, tariff("/", &today().to_string(), [5_500, 2_000, 1_000])).await;
        let answer = refusal(write(&trial.journal, sale(vec![line(COPY, 1), shown(8_000)])).await);
        assert_eq!((answer.code(), answer.field().unwrap()), ("counter.take.fee_changed", "lines.1.fee_shown".into()));
        assert!(answer.values().contains(&("now", "255".to_owned())), "{:?}", answer.values());
        take(&trial.journal, sale(vec![shown(8_500)])).await;
        trial.verify().await;
    });
}

#[test]
fn the_tariff_of_the_nearest_place_holds_from_its_first_day_on() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        for (path, from, official) in [
            ("/30/", "2026-02-01", 5_100),
            ("/30/3026/", "2026-03-01", 5_200),
            ("/30/3026/302614/30261447/", "2027-01-01", 5_300),
            ("/30/3027/", "2026-01-01", 5_400),
        ] {
            set_tariff(&trial.journal, BIRTH, tariff(path, from, [official, 2_000, 1_000])).await;
        }
        let official = async |path: &str, on: &str| {
            let deed = TakeServices { path: path.into(), register_day: Some(day(on)), ..sale(vec![line(BIRTH, 1)]) };
            take(&trial.journal, deed).await.receipt.official().get()
        };
        assert_eq!(official(PATH, "2026-11-23").await, 5_200);
        assert_eq!(official(PATH, "2026-02-10").await, 5_100);
        assert_eq!(official(PATH, "2026-01-10").await, 5_000);
        assert_eq!(official("/30/3027/302701/", "2026-11-23").await, 5_400);
        assert_eq!(official("/20/2015/", "2026-11-23").await, 5_000);
        trial.verify().await;
    });
}

#[test]
fn a_receipt_keeps_the_version_and_the_amounts_that_it_was_taken_under() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let first = take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        let mut renewed = service(BIRTH, BIRTH);
        renewed.sla_days = 3;
        assert_eq!(publish(&trial.journal, renewed, "").await, 2);
        set_tariff(&trial.journal, BIRTH, tariff("/", "2026-11-01", [9_900, 0, 0])).await;
        let second = take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        let of = |receipt: &counter::Receipt| (receipt.lines[0].version, receipt.total().get(), receipt.lines[0].due);
        assert_eq!(of(&first), (1, 8_000, None));
        // Monday and three working days: Thursday.
        assert_eq!(of(&second), (2, 9_900, Some(day("2026-11-26"))));
        trial.verify().await;
    });
}

#[test]
fn every_other_reason_for_which_the_desk_says_no_has_its_code_and_field() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        publish(&trial.journal, service("T009", "Unpriced"), "").await;
        let with = |lines| sale(lines);
        let by = |mobile: &str, name: &str| TakeServices {
            customer: known_customer(mobile, name),
            ..sale(vec![line(COPY, 1)])
        };
        let asked = |pairs: &[(&str, &str)]| sale(vec![LineGiven { answers: answers(pairs), ..line(FORMED, 1) }]);
        let to_photocopy = LineGiven { answers: answers(&[("applicant", "x")]), ..line(COPY, 1) };
        let short = TakeServices { tendered: Some(Paisa::new(7_999)), ..sale(vec![line(BIRTH, 1)]) };
        let below_nothing = TakeServices { tendered: Some(Paisa::new(-1)), ..sale(vec![line(FREE, 1)]) };
        let cases = [
            (with(vec![]), "counter.take.lines", "lines"),
            (with(vec![line(COPY, 1); 21]), "counter.take.lines", "lines"),
            (with(vec![line(COPY, 0)]), "counter.take.quantity", "lines.0.quantity"),
            (with(vec![line(COPY, 1), line(COPY, -1)]), "counter.take.quantity", "lines.1.quantity"),
            (with(vec![line(COPY, 10_001)]), "counter.take.quantity", "lines.0.quantity"),
            (with(vec![line(COPY, i64::MAX)]), "counter.take.quantity", "lines.0.quantity"),
            (with(vec![line("X999", 1)]), "counter.take.unknown_service", "lines.0.service"),
            (with(vec![line("", 1)]), "counter.take.unknown_service", "lines.0.service"),
            (with(vec![line("T009", 1)]), "counter.take.not_offered", "lines.0.service"),
            (short, "counter.take.tendered_short", "tendered"),
            (below_nothing, "counter.take.tendered_short", "tendered"),
            (by("0171100000", ""), "base.mobile.length", "customer.mobile"),
            (by("02-9123456", ""), "base.mobile.not_mobile", "customer.mobile"),
            (by("", &"ক".repeat(81)), "counter.take.name", "customer.name"),
            (sale(vec![line(FORMED, 1)]), "forms.answer.required", "lines.0.answers.applicant"),
            (asked(&[("applicant", "ক"), ("copies", "two")]), "forms.answer.not_a_number", "lines.0.answers.copies"),
            (asked(&[("applicant", "ক"), ("papers", "nid brn")]), "forms.answer.not_in_list", "lines.0.answers.papers"),
            (asked(&[("applicant", "ক"), ("admin", "1")]), "forms.answer.unknown_field", "lines.0.answers.admin"),
            (sale(vec![to_photocopy]), "forms.answer.unknown_field", "lines.0.answers.applicant"),
        ];
        let before = entries(&trial.journal, BOOK).await;
        for (deed, code, field) in cases {
            let what = format!("{deed:?}");
            let answer = refusal(write(&trial.journal, deed).await);
            assert_eq!((answer.code(), answer.field().as_deref(), answer.status()), (code, Some(field), 422), "{what}");
        }
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn amounts_at_their_limits_are_counted_exactly() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let most = ledger::TOP_UP_POISHA_MAX;
        set_tariff(&trial.journal, COPY, tariff("/", "2026-01-01", [0, 100_000_000, 0])).await;
        let receipt = take(&trial.journal, sale(vec![line(COPY, 10_000); 20])).await.receipt;
        assert_eq!(receipt.total().get(), 100_000_000 * 10_000 * 20);
        assert!(receipt.total().get() > most);
        let deed = TakeServices { tendered: Some(Paisa::new(i64::MAX)), ..sale(vec![line(FREE, 1)]) };
        assert_eq!(take(&trial.journal, deed).await.receipt.change().get(), i64::MAX);
        trial.verify().await;
    });
}

#[test]
fn every_refusal_of_the_desk_has_one_code_of_its_own() {
    let posting = ledger::NotPosted::TooLarge;
    for (refusal, code) in [
        (NotTaken::TooLarge, "counter.take.too_large"),
        (NotTaken::Posting(posting), "ledger.post.too_large"),
        (NotTaken::DayOut(today()), "counter.take.day_out"),
    ] {
        assert_eq!(refusal.code(), code);
    }
}
