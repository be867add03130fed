//! Bad input and closed doors.

use crate::pages_kit::{HERS, Kit, posting, register, written};
use axum::body::Body;
use trial::both;

/// What somebody types who means harm; escaped it is only an odd name.
const PAYLOAD: &str = "\"><script>alert(1)</script>";

#[test]
fn less_than_the_total_is_refused_beside_the_field_and_nothing_is_taken() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "10").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        for (typed, told) in [
            ("10", "Too little: ৳20 is to be paid."),
            ("-50", "Too little: ৳20 is to be paid."),
            ("twenty", "Write the amount in digits"),
            ("1,5", "Write the amount in digits"),
            ("99999999999999999999", "too large"),
        ] {
            let refused = kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", typed)]).await;
            assert_eq!(refused.status, 422, "{typed}");
            let beside = refused
                .body
                .split("id=\"tendered-error\">")
                .nth(1)
                .unwrap_or_else(|| panic!("{typed}: {}", refused.body));
            let beside = beside.split('<').next().unwrap();
            assert!(beside.to_lowercase().contains(&told.to_lowercase()), "{typed}: {beside}");
            assert!(refused.body.contains("href=\"#tendered\""), "the summary leads to the field");
        }
        assert!(kit.get("rahima", "/counter/day").await.body.contains("No receipts on this day"));
        kit.pay("rahima", "২০").await;
        trial.verify().await;
    });
}

#[test]
fn a_cart_that_changed_in_another_window_is_not_paid_by_the_old_page() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "1").await;
        let gone = kit.post("rahima", "/counter/pay", &[("form_id", "of-another-day"), ("tendered", "")]).await;
        assert_eq!(gone.status, 409);
        assert!(gone.body.contains("gone or has changed"), "{}", gone.body);
        let empty = kit.post("karim", "/counter/pay", &[("form_id", ""), ("tendered", "")]).await;
        assert_eq!(empty.status, 409, "an empty cart has nothing to pay");
    });
}

#[test]
fn a_wrong_mobile_number_stands_beside_its_field_and_what_was_typed_stays() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let refused = kit.post("rahima", "/counter/customer", &[("mobile", "0171"), ("name", "Namuna")]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("id=\"mobile-error\"") && refused.body.contains("<details class=\"who-for\" open>")
        );
        assert_eq!((refused.value("mobile").as_str(), refused.value("name").as_str()), ("0171", "Namuna"));
        let long = "ন".repeat(81);
        let refused = kit.post("rahima", "/counter/customer", &[("name", &long)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("id=\"name-error\""));
        let none = kit.post("rahima", "/counter/customer", &[("mobile", " "), ("name", " ")]).await;
        assert_eq!(none.place(), "/counter", "nobody is a customer too");
    });
}

#[test]
fn quantities_and_lines_have_their_limits() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for quantity in ["0", "-3", "10001", "99999999999999999999", "x"] {
            let refused = kit.post("rahima", "/counter/cart", &[("service", "C010"), ("quantity", quantity)]).await;
            assert_eq!(refused.status, 422, "{quantity}");
            assert!(refused.body.contains("The quantity must be 1 to 10,000") || refused.body.contains("1 to 10000"));
        }
        for _ in 0..20 {
            kit.post("rahima", "/counter/cart", &[("service", "G009")]).await;
        }
        let refused = kit.post("rahima", "/counter/cart", &[("service", "G009")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("A receipt holds 1 to 20 services"), "{}", refused.body);
        let gone = kit.post("rahima", "/counter/line", &[("line", "77"), ("quantity", "2")]).await;
        assert_eq!(gone.place(), "/counter", "a line that went in another window stays gone");
        assert_eq!(kit.get("rahima", "/counter/forms/77").await.place(), "/counter");
    });
}

#[test]
fn a_forged_form_is_refused_and_changes_nothing() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let body = written(&[("service", "C010"), ("quantity", "1")]);
        let request = posting("rahima", "/counter/cart").header("sec-fetch-site", "same-origin");
        let without = kit.send(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(without.status, 403);
        let token = kit.house.form_key().token("session-of-rahima");
        let request = posting("rahima", "/counter/cart").header("sec-fetch-site", "cross-site");
        let cross = kit.send(request.body(Body::from(format!("{body}&csrf={token}"))).unwrap()).await;
        assert_eq!(cross.status, 403);
        assert!(!kit.get("rahima", "/counter").await.body.contains("id=\"pay\""));
    });
}

#[test]
fn another_centres_receipt_is_not_there() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        for path in ["", "/reverse", "/a4.pdf", "/slip58.png"] {
            let other = kit.get("karim", &format!("/counter/receipts/{number}{path}")).await;
            assert_eq!(other.status, 404, "{path}");
            let made_up = kit.get("karim", &format!("/counter/receipts/{HERS}-261123-AAA-999{path}")).await;
            assert_eq!(made_up.status, 404, "{path}");
        }
        for (path, fields) in [("print", [("paper", "58")]), ("reverse", [("reason", "test")])] {
            let other = kit.post("karim", &format!("/counter/receipts/{number}/{path}"), &fields).await;
            assert_eq!(other.status, 404, "{path}");
        }
        assert_eq!(kit.get("far", &format!("/counter/receipts/{number}")).await.status, 404);
        assert_eq!(kit.get("nobody", &format!("/counter/receipts/{number}")).await.status, 403);
        assert!(kit.get("", &format!("/counter/receipts/{number}")).await.place().starts_with("/sign-in"));
        for wrong in ["x", "%00", "3026001-x", "..%2f..", "3026001-261123-B7K-999999999999999999999"] {
            assert_eq!(kit.get("rahima", &format!("/counter/receipts/{wrong}")).await.status, 404, "{wrong}");
        }
    });
}

#[test]
fn an_officer_sees_the_receipts_of_the_place_but_no_name_and_no_counter() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "1").await;
        kit.post("rahima", "/counter/customer", &[("name", "Goponio Nam")]).await;
        let number = kit.pay("rahima", "").await;
        let receipt = kit.get("uno", &format!("/counter/receipts/{number}")).await;
        assert_eq!(receipt.status, 200);
        assert!(!receipt.body.contains("Goponio") && !receipt.body.contains("/reverse"));
        let day = kit.get("uno", &format!("/counter/day?centre={HERS}")).await;
        assert!(day.body.contains(&number) && day.body.contains("Digital Centre"), "{}", day.body);
        assert!(day.body.contains(&format!("&#38;centre={HERS}")), "the links keep the centre: {}", day.body);
        assert_eq!(kit.get("uno", "/counter/day").await.place(), "/today");
        assert_eq!(kit.get("far", &format!("/counter/day?centre={HERS}")).await.status, 404);
        assert_eq!(kit.get("uno", "/counter/day?centre=9999999").await.status, 404);
        assert_eq!(kit.get("uno", "/counter").await.status, 403);
        let office = kit.get("uno", "/").await;
        assert!(office.body.contains("Papers of one centre"));
    });
}

#[test]
fn what_people_type_stays_text_on_every_page() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let query = web::in_query(PAYLOAD);
        kit.post("rahima", "/counter/cart", &[("service", "G009")]).await;
        let mut pages = vec![
            kit.post("rahima", "/counter/forms/1", &[("a.applicant_name", PAYLOAD), (PAYLOAD, PAYLOAD)]).await,
            kit.get("rahima", "/counter/forms/1").await,
            kit.post("rahima", "/counter/line", &[("line", "1"), ("quantity", "0")]).await,
            kit.post("rahima", "/counter/customer", &[("mobile", PAYLOAD), ("name", PAYLOAD)]).await,
            kit.post("rahima", "/counter/cart", &[("service", PAYLOAD), ("quantity", PAYLOAD), ("q", PAYLOAD)]).await,
            kit.post("rahima", "/counter/customer", &[("name", PAYLOAD)]).await,
            kit.get("rahima", &format!("/counter/find?q={query}")).await,
            kit.get("rahima", &format!("/counter/catalogue?q={query}")).await,
            kit.get("rahima", &format!("/counter/catalogue/{query}")).await,
            kit.get("rahima", &format!("/counter/day?day={query}&centre={query}")).await,
            kit.get("", &format!("/check?number={query}&code={query}")).await,
        ];
        kit.copies("rahima", "1").await;
        pages.push(kit.get("rahima", "/counter").await);
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        pages.push(kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", PAYLOAD)]).await);
        pages.push(kit.post("rahima", "/counter/pay", &[("form_id", PAYLOAD)]).await);
        let number = kit.pay("rahima", "").await;
        let receipt = format!("/counter/receipts/{number}");
        pages.push(kit.get("rahima", &format!("{receipt}?printed={query}")).await);
        pages.push(kit.post("rahima", &format!("{receipt}/reverse"), &[("reason", PAYLOAD), ("note", PAYLOAD)]).await);
        pages.push(kit.post("rahima", &format!("{receipt}/print"), &[("paper", PAYLOAD)]).await);
        pages.push(kit.get("rahima", "/").await);
        for page in &pages {
            assert!(!page.body.contains("<script>"), "{} {}", page.status, page.body);
            assert!(page.status.as_u16() < 500, "{} {}", page.status, page.body);
        }
        let avro = kit.get("rahima", &format!("/counter/avro?q={query}")).await;
        assert!(avro.header("content-type").starts_with("text/plain"), "typing help is never a page");
    });
}

#[test]
fn a_closed_day_takes_no_money_and_reverses_nothing() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        kit.copies("rahima", "1").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        crate::deeds_desk::close(&trial.journal, HERS, trial.journal.now().day()).await.unwrap();
        let refused = kit.post("rahima", "/counter/pay", &[("form_id", &form_id)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("2026-11-23 is closed"), "{}", refused.body);
        let refused = kit.post("rahima", &format!("/counter/receipts/{number}/reverse"), &[("reason", "test")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("2026-11-23) is closed"), "{}", refused.body);
        trial.pass(24 * 3_600_000);
        let paid = kit.post("rahima", "/counter/pay", &[("form_id", &form_id)]).await;
        assert!(paid.place().contains("-261124-"), "the next day it is taken: {}", paid.place());
        trial.verify().await;
    });
}
