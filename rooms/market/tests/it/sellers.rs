//! Sellers: registered with consent, known once, vetted by the association, and their people hidden.

use crate::kit::{HERS, approve, as_whom, does, firm, furnish, producer, quilt, refused, register, save, vetting};
use journal::Stop;
use market::{NotRegistered, RegisterSeller, SellerKind, SellerState, VetSeller, is_seller_number, seller_number};
use trial::both;

#[test]
fn sellers_get_their_numbers_one_after_another_and_each_has_a_book() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        assert_eq!(does(journal, producer("01711111111")).await, "S000001");
        assert_eq!(does(journal, firm("01722222222")).await, "S000002");
        does(journal, save("S000001", quilt())).await;
        let books: Vec<String> = journal.books().await.unwrap().into_iter().map(|(book, _)| book).collect();
        assert!(books.contains(&"S000001".to_owned()) && !books.contains(&"S000002".to_owned()));
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_second_press_gives_the_first_number_and_nobody_is_a_seller_twice() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        for _ in 0..2 {
            assert_eq!(as_whom(journal, "p", "k", producer("01711111111")).await.unwrap(), "S000001");
        }
        let again = as_whom(journal, "p", "other", producer("০১৭১১-১১১১১১")).await;
        assert!(matches!(&again, Err(Stop::Refused(NotRegistered::Known(number))) if number == "S000001"), "{again:?}");
    });
}

#[test]
fn nothing_of_the_person_stands_in_clear() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        let deed = RegisterSeller { account: "01799999999".to_owned(), ..producer("01711111111") };
        does(journal, deed).await;
        let entries = journal.entries("nation", 0, 1_000).await.unwrap();
        let last = entries.last().unwrap().lines().unwrap();
        assert_eq!(last.len(), 1);
        let (kind, _, data) = &last[0];
        assert_eq!(kind, "market.seller_registered");
        for hidden in ["জরিনা", "1711111111", "1799999999", "1989273645"] {
            assert!(!data.contains(hidden), "{hidden}: {data}");
        }
        assert!(data.contains("সুইসুতার ঘর") && data.contains(HERS));
    });
}

#[test]
fn a_registration_that_lacks_something_is_refused_by_name_and_leaves_nothing() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        let before = journal.books().await.unwrap();
        let good = || producer("01711111111");
        let (text, none) = (str::to_owned, String::new);
        let name = |bn: &str| crate::kit::both(bn, "");
        let wrong = [
            (RegisterSeller { name: name(" "), ..good() }, "market.register.name"),
            (RegisterSeller { name: name(&"ক".repeat(121)), ..good() }, "market.register.name"),
            (RegisterSeller { person: text("\u{200B} "), ..good() }, "market.register.person"),
            (RegisterSeller { mobile: text("01111"), ..good() }, "market.register.mobile"),
            (RegisterSeller { nid: text("12"), ..good() }, "market.register.nid"),
            (RegisterSeller { place: text("999999"), ..good() }, "market.register.place"),
            (RegisterSeller { consent: false, ..good() }, "market.register.consent"),
            (RegisterSeller { account: text("12"), ..good() }, "market.register.payout"),
            (RegisterSeller { routing: text("123456789"), ..good() }, "market.register.payout"),
            (RegisterSeller { dbid: none(), ..firm("01722222222") }, "market.register.licence"),
            (RegisterSeller { licence: "x".repeat(41), ..firm("01722222222") }, "market.register.licence"),
        ];
        for (deed, code) in wrong {
            assert_eq!(refused(journal, deed.clone()).await, code, "{deed:?}");
        }
        assert_eq!(journal.books().await.unwrap(), before);
        assert_eq!(does(journal, good()).await, "S000001", "no number was lost");
    });
}

#[test]
fn a_firm_is_vetted_step_by_step_and_a_producer_begins_approved() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        let number = does(journal, firm("01722222222")).await;
        let (applied, checked, approved) = (SellerState::Applied, SellerState::Checked, SellerState::Approved);
        let suspended = SellerState::Suspended;
        assert_eq!(refused(journal, vetting(&number, applied, approved)).await, "market.vet.move");
        assert_eq!(refused(journal, vetting(&number, checked, approved)).await, "market.vet.moved");
        assert_eq!(refused(journal, vetting("S000009", applied, checked)).await, "market.vet.unknown");
        approve(journal, &number).await;
        let silent = VetSeller { reason: " ".to_owned(), ..vetting(&number, approved, suspended) };
        assert_eq!(refused(journal, silent).await, "market.vet.reason");
        let endless = VetSeller { reason: "ক".repeat(501), ..vetting(&number, approved, suspended) };
        assert_eq!(refused(journal, endless).await, "market.vet.reason");
        does(journal, vetting(&number, approved, suspended)).await;
        assert_eq!(refused(journal, save(&number, quilt())).await, "market.save.suspended");
        does(journal, vetting(&number, suspended, approved)).await;
        does(journal, save(&number, quilt())).await;
        let producer = does(journal, producer("01711111111")).await;
        does(journal, vetting(&producer, approved, suspended)).await;
        trial.verify().await;
    });
}

#[test]
fn every_state_of_a_seller_has_its_name_and_its_ways() {
    for state in SellerState::ALL {
        assert_eq!(SellerState::of_name(state.name()), Some(state));
        assert!(!state.moves().contains(&state));
    }
    assert_eq!(SellerState::of_name("gone"), None);
    assert!(SellerState::Declined.moves().is_empty(), "who was declined applies anew");
    for kind in [SellerKind::Producer, SellerKind::Merchant] {
        assert_eq!(SellerKind::of_name(kind.name()), Some(kind));
    }
    assert_eq!(seller_number(7), "S000007");
    assert!(is_seller_number("S000007") && !is_seller_number("S7") && !is_seller_number("3026001"));
    assert!(!is_seller_number("S00000ক") && !is_seller_number("s000007"));
}
