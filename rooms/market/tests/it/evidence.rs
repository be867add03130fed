//! The evidence pack, and the photos of the open box.

use crate::disputes::complained;
use crate::kit::{HIS, does, picture, refused, register};
use crate::orders_kit::{brought, collected, moving, opened, order, placed, quilts, quoted, settle, taka};
use crate::pages_kit::{Got, Kit};
use journal::Blob;
use market::{
    ActOnDispute, BOX_PHOTOS_MAX, BOX_SIZES, Collect, CollectProof, Desk, Mover, OrderState, PayRefund, Release,
};
use std::io::Write;
use std::process::{Command, Stdio};
use trial::both;

/// What stands on the pages of a PDF; nothing where the tool is not installed.
fn text_of(got: &Got) -> Option<String> {
    assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "application/pdf"), "{}", got.body);
    assert!(got.bytes.starts_with(b"%PDF"));
    let tool =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut tool) = tool else {
        assert_ne!(std::env::var("HAAT_ORACLES").as_deref(), Ok("required"), "pdftotext is not installed");
        return None;
    };
    tool.stdin.take().unwrap().write_all(&got.bytes).unwrap();
    Some(String::from_utf8(tool.wait_with_output().unwrap().stdout).unwrap())
}

fn photo() -> Blob {
    Blob(web::Picture::read_sized(&picture(64), BOX_SIZES).unwrap().remove(0))
}

#[test]
fn the_pack_says_what_was_bought_every_entry_with_its_hash_the_money_and_the_words() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of_market(&trial);
        let number = complained(journal, "রঙ উঠে যায়").await;
        let (book, order_number, words) = (HIS.to_owned(), number.clone(), "Seller was called".to_owned());
        let (expects, from) = (Desk::Centre, Desk::Centre);
        does(journal, ActOnDispute { book, order: order_number, expects, from, words }).await;
        let got = kit.get("karim", &format!("/market/evidence/{HIS}/{number}")).await;
        let entries = journal.entries(HIS, 0, 1_000).await.unwrap();
        let Some(text) = text_of(&got) else { return };
        for words in [
            "Evidence pack",
            number.as_str(),
            "QUILT-RED",
            "Price was told",
            "Order was placed",
            "Here, to be collected",
            "by code",
            "Something was done: Digital centre",
            "Seller was called",
            "Money in escrow",
            "৳2,600",
            "••••••",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let last = entries.last().unwrap();
        let hash = base::text::hex(&last.hash);
        assert!(text.contains(&hash), "the last entry's hash: {text}");
        trial.verify().await;
    });
}

#[test]
fn the_pack_is_for_the_centre_the_association_and_who_has_the_complaint() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of_market(&trial);
        let number = complained(journal, "রঙ উঠে যায়").await;
        let path = format!("/market/evidence/{HIS}/{number}");
        for (who, status) in
            [("karim", 200), ("ecab", 200), ("uno", 200), ("dc", 200), ("uno2", 404), ("rahima", 404), ("salma", 404)]
        {
            assert_eq!(kit.get(who, &path).await.status, status, "{who}");
        }
        let stalls_order = kit.get("dc", &format!("/market/evidence/{HIS}/M-nothing")).await;
        assert_eq!(stalls_order.status, 404);
        trial.verify().await;
    });
}

#[test]
fn photos_of_the_open_box_are_seen_by_centre_seller_and_association_and_stand_in_the_pack() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 2)).await).await.orders[0].clone();
        brought(journal, &number).await;
        let page = format!("/market/orders/{number}");
        let code = market::collect_code(journal.keys(), &order(journal, &number).await);
        let said = [("form_id", "c"), ("kept-0", "1"), ("reason-0", "damaged"), ("code", code.as_str())];
        let collect = format!("{page}/collect");
        let text = Some(("photo-0", ("a.txt", "text/plain"), &b"no picture"[..]));
        let none = kit.send_form("karim", &collect, &said, text).await;
        assert_eq!(none.status, 422, "what is no picture is told of");
        assert!(none.body.contains("<option value=\"damaged\" selected>"), "{}", none.body);
        let torn = picture(640);
        let photo = Some(("photo-0", ("torn.png", "image/png"), torn.as_slice()));
        kit.send_form("karim", &collect, &said, photo).await.place();
        let standing = order(journal, &number).await;
        assert_eq!((standing.state, standing.photos[0].len()), (OrderState::PartiallyCollected, 1));
        let seen = format!("/market/evidence/{HIS}/{number}/0/0");
        for (who, path) in [
            ("karim", page.clone()),
            ("rahima", format!("/market/sales/{}/{HIS}/{number}", stalls.quilt.0)),
            ("ecab", format!("/market/vetting/orders/{HIS}/{number}")),
        ] {
            let page = kit.get(who, &path).await;
            assert!(page.body.contains(&seen), "{who}: {}", page.body);
            let got = kit.get(who, &seen).await;
            assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "image/jpeg"), "{who}");
            assert!(got.bytes.starts_with(&[0xff, 0xd8]), "written anew as JPEG");
        }
        for (who, path) in
            [("salma", seen.clone()), ("far", seen), ("karim", format!("/market/evidence/{HIS}/{number}/0/1"))]
        {
            assert_eq!(kit.get(who, &path).await.status, 404, "{who} {path}");
        }
        let pack = kit.get("karim", &format!("/market/evidence/{HIS}/{number}")).await;
        if let Some(text) = text_of(&pack) {
            assert!(text.contains("Left at the open box"), "{text}");
        }
        trial.verify().await;
    });
}

#[test]
fn what_is_left_without_a_photo_is_said_and_too_many_are_refused() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        let standing = order(journal, &number).await;
        let with = |photos: Vec<Vec<Blob>>| Collect { photos, ..opened(journal, &standing, &[0], "damaged") };
        let many = vec![photo(); BOX_PHOTOS_MAX + 1];
        assert_eq!(refused(journal, with(vec![many])).await, "market.collect.photos");
        assert_eq!(refused(journal, with(vec![vec![Blob(Vec::new())]])).await, "market.collect.photos");
        assert_eq!(refused(journal, with(vec![Vec::new(), vec![photo()]])).await, "market.collect.photos");
        collected(journal, &number, &[0], "damaged").await;
        let page = kit.get("karim", &format!("/market/orders/{number}")).await;
        assert!(page.body.contains("No photo was taken"), "{}", page.body);
        let (book, till, poisha) = (HIS.to_owned(), "1".to_owned(), taka(2_600));
        does(journal, PayRefund { book: book.clone(), till, order: number.clone(), poisha }).await;
        settle(journal).await;
        assert_eq!(refused(journal, Release { book, order: number }).await, "market.release.not_now");
        trial.verify().await;
    });
}

/// The pack of a bought quilt as words, after this was done with it; nothing where the tool is not installed.
async fn pack_of(kit: &Kit, number: &str) -> Option<String> {
    text_of(&kit.get("karim", &format!("/market/evidence/{HIS}/{number}")).await)
}

#[test]
fn the_pack_of_an_order_that_is_over_says_where_its_money_went() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        collected(journal, &number, &[1], "").await;
        trial.pass(30 * 86_400_000);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        let Some(text) = pack_of(&kit, &number).await else { return };
        for words in ["Finished", "Money was released", "share was sent", "By itself"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let money = text.split("Money in escrow").nth(1).unwrap();
        assert!(money.contains("৳2,600") && money.contains("৳0"), "it came, it went, nothing lies there: {money}");
        assert!(!text.contains("Complaint about an order"), "nobody complained: {text}");
        trial.verify().await;
    });
}

#[test]
fn the_pack_of_an_order_that_did_not_come_says_what_was_given_back_and_what_was_texted() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let cancel = moving(&number, Mover::Counter, (OrderState::Placed, OrderState::CancelledByCustomer));
        does(journal, cancel).await;
        let (book, till, poisha) = (HIS.to_owned(), "1".to_owned(), taka(2_600));
        does(journal, PayRefund { book, till, order: number.clone(), poisha }).await;
        let Some(text) = pack_of(&kit, &number).await else { return };
        for words in ["Cancelled", "Given back ৳2,600", "৳2600", "Texts to the customer"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains("••••••"), "no code was ever sent: {text}");
        trial.verify().await;
    });
}

#[test]
fn the_pack_says_that_the_buyer_was_reminded_and_that_a_wrong_code_was_said() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        trial.pass(2 * 86_400_000);
        settle(journal).await;
        let standing = order(journal, &number).await;
        let proof = CollectProof::Code("WRONG".to_owned());
        does(journal, Collect { proof, ..opened(journal, &standing, &[1], "") }).await;
        let Some(text) = pack_of(&kit, &number).await else { return };
        for words in ["Customer reminded (1)", "Wrong code", "Here, to be collected"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        trial.verify().await;
    });
}

#[test]
fn the_way_to_the_pack_stands_on_the_pages_of_who_may_have_it() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let pack = format!("/market/evidence/{HIS}/{number}");
        let own = kit.get("karim", &format!("/market/orders/{number}")).await;
        assert!(own.body.contains(&pack), "before anybody complains: {}", own.body);
        let sale = kit.get("rahima", &format!("/market/sales/{}/{HIS}/{number}", stalls.quilt.0)).await;
        assert!(!sale.body.contains(&pack), "the seller does not read who the buyer is: {}", sale.body);
        assert_eq!(kit.get("rahima", &pack).await.status, 404);
        assert_eq!(kit.get("nobody", &pack).await.status, 303, "strangers are led to the sign-in");
        trial.verify().await;
    });
}
