//! Worked examples of the standards, poisha by poisha, and the float.

use crate::shop::{BOOK, account, balances, birth_registration, draft, enter, owned, refused, register, sell, top_up};
use base::Paisa;
use journal::Envelope;
use ledger::{Split, TopUpFloat, cash_service_legs};
use trial::both;

#[test]
fn a_service_paid_in_cash_is_split_as_worked_example_1_says() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        sell(&trial.journal, BOOK).await.unwrap();
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
fn a_reversal_swaps_every_leg_as_worked_example_4_says() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 10_000).await;
        let before = balances(&trial.journal, BOOK).await;
        let sold = sell(&trial.journal, BOOK).await.unwrap();
        crate::shop::undo(&trial.journal, BOOK, sold.folio).await.unwrap();
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn a_prepaid_order_of_worked_example_2_can_be_posted_as_it_stands() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 120_000).await;
        let placed = [("P:float", 115_000), ("P:escrow:o1", -115_000), ("E:drawer:1", 115_000), ("E:float", -115_000)];
        enter(&trial.journal, BOOK, draft(&placed)).await.unwrap();
        // Dr escrow 115000 / Cr vendor 97000, courier 10000, float 4000, programme 4000; E Dr float / Cr income 4000.
        let delivered = [
            ("P:escrow:o1", 115_000),
            ("P:vendor:v1", -97_000),
            ("P:courier:c1", -10_000),
            ("P:float", -4_000),
            ("P:income", -3_478),
            ("P:vat", -522),
            ("E:float", 4_000),
            ("E:service_income", -4_000),
        ];
        enter(&trial.journal, BOOK, draft(&delivered)).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_service_of_the_shop_alone_touches_the_shop_alone() {
    let photocopy =
        Split { agency: String::new(), official: Paisa::ZERO, shop: Paisa::new(300), programme: Paisa::ZERO };
    let legs = cash_service_legs(&[photocopy], &account("E:drawer:1")).unwrap();
    let shown: Vec<_> = legs.iter().map(|leg| (leg.account.code(), leg.poisha.get())).collect();
    assert_eq!(shown, [("E:drawer:1", 300), ("E:service_income", -300)]);
}

#[test]
fn a_negative_part_of_a_price_gives_no_legs() {
    for part in 0..3 {
        let mut split = birth_registration();
        *[&mut split.official, &mut split.shop, &mut split.programme][part] = Paisa::new(-1);
        assert_eq!(cash_service_legs(&[split], &account("E:drawer:1")), None);
    }
}

#[test]
fn a_sale_that_the_float_does_not_cover_is_refused_and_nothing_stays() {
    both(&register(), |trial| async move {
        top_up(&trial.journal, BOOK, 5_999).await;
        let before = balances(&trial.journal, BOOK).await;
        assert_eq!(refused(sell(&trial.journal, BOOK).await), "ledger.post.float_short");
        assert_eq!(balances(&trial.journal, BOOK).await, before);
        assert_eq!(trial.journal.entries(BOOK, 0, 10).await.unwrap().len(), 1);
        top_up(&trial.journal, BOOK, 1).await;
        sell(&trial.journal, BOOK).await.unwrap();
        assert_eq!(refused(sell(&trial.journal, BOOK).await), "ledger.post.float_short");
        trial.verify().await;
    });
}

#[test]
fn a_top_up_grows_both_floats_and_a_second_press_grows_them_once() {
    both(&register(), |trial| async move {
        let deed = || TopUpFloat { book: BOOK.into(), poisha: Paisa::new(50_000), proof: "  SLIP\u{200b}  9 ".into() };
        let first = trial.journal.write(Envelope::new("system", "k1"), deed()).await.unwrap();
        let second = trial.journal.write(Envelope::new("system", "k1"), deed()).await.unwrap();
        assert_eq!((first.again, second.again), (false, true));
        assert_eq!(first.done, second.done);
        let grown = [("E:float", 50_000), ("E:owner", -50_000), ("P:bank", 50_000), ("P:float", -50_000)];
        assert_eq!(balances(&trial.journal, BOOK).await, owned(&grown));
        let entry = &trial.journal.entries(BOOK, 0, 10).await.unwrap()[0];
        assert!(entry.lines().unwrap()[0].2.contains(r#""memo":"top-up SLIP 9""#), "{:?}", entry.lines());
        trial.verify().await;
    });
}

#[test]
fn a_top_up_of_nothing_or_too_much_or_without_its_slip_is_refused() {
    both(&register(), |trial| async move {
        let proof = "S".repeat(61);
        let cases = [
            (0, "S1", "ledger.top_up.amount"),
            (-5, "S1", "ledger.top_up.amount"),
            (ledger::TOP_UP_POISHA_MAX + 1, "S1", "ledger.top_up.amount"),
            (100, " \t ", "ledger.top_up.proof"),
            (100, proof.as_str(), "ledger.top_up.proof"),
        ];
        for (poisha, proof, code) in cases {
            let deed = TopUpFloat { book: BOOK.into(), poisha: Paisa::new(poisha), proof: proof.into() };
            assert_eq!(refused(trial.journal.write(Envelope::system(), deed).await), code);
        }
        assert!(trial.journal.entries(BOOK, 0, 10).await.unwrap().is_empty());
    });
}
