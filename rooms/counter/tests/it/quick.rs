//! The quick counter: carts set aside, the last receipt undone, who pays and from where.

use crate::deeds_desk::refused;
use crate::pages_kit::{HERS, Kit, does, register};
use base::Paisa;
use counter::{HoldCart, SetTariff, SweepHeldCarts, Tariff, held_carts};
use journal::{Fault, Journal};
use trial::both;

async fn held(journal: &Journal) -> i64 {
    journal.read::<_, Fault, _>(|tx| Box::pin(async move { held_carts(tx, HERS).await })).await.unwrap()
}

#[test]
fn a_cart_set_aside_is_taken_up_again_and_what_was_in_progress_waits_in_its_place() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let empty = kit.post("rahima", "/counter/hold", &[]).await;
        assert!(empty.status == 422 && empty.body.contains("nothing to set aside"), "{}", empty.body);
        kit.copies("rahima", "3").await;
        kit.post("rahima", "/counter/customer", &[("name", "নমুনা বেগম")]).await;
        assert_eq!(kit.post("rahima", "/counter/hold", &[]).await.place(), "/counter");
        assert_eq!(held(&trial.journal).await, 1);
        kit.copies("rahima", "7").await;
        let counter = kit.get("rahima", "/counter").await;
        assert!(counter.body.contains("Set aside: 1") && counter.body.contains("data-key=\"F8\""), "{}", counter.body);
        let list = kit.get("rahima", "/counter/held").await;
        assert!(list.body.contains("নমুনা বেগম") && list.body.contains("৳6"), "{}", list.body);
        let id = list.value_of_button("held");
        assert_eq!(kit.post("rahima", "/counter/recall", &[("held", &id)]).await.place(), "/counter");
        let back = kit.get("rahima", "/counter").await;
        assert!(back.body.contains("নমুনা বেগম") && back.body.contains("Set aside: 1"), "the other cart waits now");
        assert_eq!(kit.post("rahima", "/counter/recall", &[("held", &id)]).await.status, 409, "taken up already");
        kit.pay("rahima", "").await;
        let other = kit.get("rahima", "/counter/held").await.value_of_button("held");
        assert_eq!(kit.post("karim", "/counter/drop", &[("held", &other)]).await.place(), "/counter/held");
        assert_eq!(held(&trial.journal).await, 1, "another centre cannot let it go");
        assert_eq!(kit.post("rahima", "/counter/drop", &[("held", &other)]).await.place(), "/counter/held");
        assert_eq!(held(&trial.journal).await, 0);
        trial.verify().await;
    });
}

#[test]
fn a_cart_that_nobody_took_up_for_thirty_days_is_let_go() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "1").await;
        let hold = || HoldCart { book: HERS.to_owned(), person: "p-rahima".to_owned() };
        does(&trial.journal, hold()).await;
        assert_eq!(refused(crate::deeds_desk::write(&trial.journal, hold()).await), "counter.hold.empty");
        trial.pass(30 * 86_400_000);
        assert_eq!(does(&trial.journal, SweepHeldCarts).await, 0);
        trial.pass(1);
        assert_eq!(does(&trial.journal, SweepHeldCarts).await, 1);
        assert_eq!(held(&trial.journal).await, 0);
    });
}

#[test]
fn one_press_undoes_only_ones_own_newest_receipt_and_only_for_a_minute() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let undo = |number: &str| format!("/counter/receipts/{number}/undo");
        let first = kit.sell_copies("rahima", "1").await;
        let second = kit.sell_copies("rahima", "2").await;
        assert!(!kit.get("rahima", &format!("/counter/receipts/{first}")).await.body.contains("/undo\""));
        assert!(kit.get("rahima", &format!("/counter/receipts/{second}")).await.body.contains("/undo\""));
        let old = kit.post("rahima", &undo(&first), &[]).await;
        assert_eq!(old.place(), format!("/counter/receipts/{first}/reverse"), "the longer way is left");
        trial.pass(60_000);
        assert_eq!(kit.post("rahima", &undo(&second), &[]).await.place(), format!("/counter/receipts/{second}"));
        assert_eq!(kit.post("rahima", &undo(&second), &[]).await.place(), format!("/counter/receipts/{second}"));
        let undone = kit.get("rahima", &format!("/counter/receipts/{second}")).await;
        assert!(undone.body.contains("Wrong service") && !undone.body.contains("/undo\""), "{}", undone.body);
        let third = kit.sell_copies("rahima", "3").await;
        trial.pass(60_001);
        assert!(!kit.get("rahima", &format!("/counter/receipts/{third}")).await.body.contains("/undo\""));
        assert_eq!(kit.post("rahima", &undo(&third), &[]).await.place(), format!("/counter/receipts/{third}/reverse"));
        assert_eq!(kit.post("karim", &undo(&third), &[]).await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn who_lives_outside_pays_the_official_fee_alone_where_the_tariff_says_so() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let amounts = [5, 3, 0].map(|taka| Paisa::from_taka(taka).unwrap());
        let tariff =
            Tariff { outsiders_official_only: true, ..Tariff::new("/30/", trial.journal.now().day(), amounts) };
        does(&trial.journal, SetTariff { service: "C010".to_owned(), tariff }).await;
        kit.copies("rahima", "10").await;
        assert!(kit.get("rahima", "/counter").await.body.contains("৳80"));
        assert_eq!(kit.post("rahima", "/counter/applicant", &[("set", "outside")]).await.place(), "/counter");
        kit.post("rahima", "/counter/applicant", &[("set", "outside")]).await;
        kit.post("rahima", "/counter/applicant", &[("set", "woman")]).await;
        let cart = kit.get("rahima", "/counter").await;
        assert!(cart.body.contains("৳50") && !cart.body.contains("৳80"), "{}", cart.body);
        assert_eq!(cart.body.matches("aria-pressed=\"true\"").count(), 2);
        kit.copies("rahima", "1").await;
        let number = kit.pay("rahima", "").await;
        let receipt = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        assert!(receipt.body.contains("৳55"), "a service added later is priced so too: {}", receipt.body);
        trial.verify().await;
    });
}

#[test]
fn the_sex_of_a_known_customer_is_remembered() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let known = [("mobile", "01711123456"), ("name", "নমুনা বেগম")];
        kit.copies("rahima", "1").await;
        kit.post("rahima", "/counter/applicant", &[("set", "woman")]).await;
        kit.post("rahima", "/counter/customer", &known).await;
        kit.pay("rahima", "").await;
        kit.copies("rahima", "1").await;
        kit.post("rahima", "/counter/customer", &[("mobile", "01711123456")]).await;
        let cart = kit.get("rahima", "/counter").await;
        assert!(cart.body.contains("value=\"unsaid\" aria-pressed=\"true\">Woman"), "{}", cart.body);
        kit.pay("rahima", "").await;
        trial.verify().await;
    });
}

#[test]
fn the_catalogue_shows_one_group_alone() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let counter = kit.get("rahima", "/counter").await;
        let group = counter.body.split("/counter/catalogue?group=").nth(1).unwrap().split('"').next().unwrap();
        let one = kit.get("rahima", &format!("/counter/catalogue?group={group}")).await;
        assert_eq!(one.body.matches("<h2>").count(), 1, "{}", one.body);
        let found = kit.get("rahima", "/counter/find?q=jonmo").await;
        assert!(!found.body.contains("catalogue?group="), "who types needs no tiles");
    });
}

#[test]
fn anybody_reads_what_a_centre_may_ask_for_and_the_centre_prints_it_for_its_wall() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let board = kit.get("stranger", &format!("/prices/{HERS}")).await;
        for told in ["Photocopy", "৳2", "Tariff v0", "333"] {
            assert!(board.body.contains(told), "{told}: {}", board.body);
        }
        assert!(!board.body.contains(".pdf"), "strangers do not make us draw pages");
        assert_eq!(kit.get("stranger", "/prices/9999999").await.status, 404);
        assert_eq!(kit.get("rahima", "/counter/prices").await.place(), format!("/prices/{HERS}"));
        assert!(kit.get("rahima", &format!("/prices/{HERS}")).await.body.contains("/counter/prices/a3.pdf"));
        for sheet in ["a3.pdf?lang=bn", "a4.pdf"] {
            let got = kit.get("rahima", &format!("/counter/prices/{sheet}")).await;
            if got.status == 303 {
                continue; // the language is kept first, then the page is asked for again
            }
            assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "application/pdf"), "{}", got.body);
            assert!(got.bytes.starts_with(b"%PDF"), "{sheet}");
        }
        assert_eq!(kit.get("rahima", "/counter/prices/a9.pdf").await.status, 404);
        assert_eq!(kit.get("uno", "/counter/prices/a4.pdf").await.status, 403);
    });
}

#[test]
fn a_service_closed_at_a_place_is_not_sold_below_it_until_it_is_opened_again() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let form_id = kit.get("keeper", "/counter/catalogue/C010").await.value("form_id");
        let close = |place: &'static str, reason: &'static str, id: String| {
            let kit = &kit;
            async move {
                let fields = [("form_id", id.as_str()), ("place", place), ("reason", reason)];
                kit.post("keeper", "/counter/catalogue/C010/close", &fields).await
            }
        };
        assert_eq!(close("302672", "", form_id.clone()).await.status, 422);
        assert_eq!(close("nowhere", "no toner", form_id.clone()).await.status, 422);
        assert_eq!(kit.post("rahima", "/counter/catalogue/C010/close", &[("form_id", "x")]).await.status, 403);
        kit.copies("rahima", "1").await;
        assert_eq!(close("302672", "no toner", form_id.clone()).await.place(), "/counter/catalogue/C010");
        let cart = kit.get("rahima", "/counter").await;
        let pay = [("form_id", cart.value("form_id")), ("tendered", String::new())];
        let pay: Vec<(&str, &str)> = pay.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = kit.post("rahima", "/counter/pay", &pay).await;
        assert!(refused.status == 422 && refused.body.contains("closed here for now"), "{}", refused.body);
        assert!(!refused.body.contains("class=\"hit\" name=\"service\" value=\"C010\""), "it is not offered");
        let page = kit.get("keeper", "/counter/catalogue/C010").await;
        let path = page.value_of_button("path");
        assert_eq!(path, "/30/3026/302672/");
        let open = [("form_id", "o1"), ("path", path.as_str())];
        assert_eq!(
            kit.post("keeper", "/counter/catalogue/C010/reopen", &open).await.place(),
            "/counter/catalogue/C010"
        );
        let again = [("form_id", "o2"), ("path", path.as_str())];
        assert_eq!(kit.post("keeper", "/counter/catalogue/C010/reopen", &again).await.status, 409);
        assert_eq!(kit.post("rahima", "/counter/pay", &pay).await.status, 303);
        trial.verify().await;
    });
}
