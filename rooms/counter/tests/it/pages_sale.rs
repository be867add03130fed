//! Whole sales by forms alone, as a browser without script makes them.

use crate::pages_kit::{ADDRESS, HERS, Kit, copy_costs, number_in, register};
use counter::sample_answers;
use std::collections::BTreeMap;
use trial::both;

/// The answers of a form as its page posts them.
fn fields(answers: &BTreeMap<String, String>) -> Vec<(String, String)> {
    answers.iter().map(|(key, value)| (format!("a.{key}"), value.clone())).collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_whole_sale_is_made_by_forms_without_any_script() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let found = kit.get("rahima", "/counter/find?q=jonmo%20nibondhon").await;
        assert!(found.body.contains("value=\"G003\""), "{}", found.body);
        let added = kit.post("rahima", "/counter/cart", &[("service", "G003"), ("quantity", "1")]).await;
        assert_eq!(added.place(), "/counter/forms/1");
        let form = kit.get("rahima", "/counter/forms/1").await;
        assert!(form.body.contains("name=\"a.child_name_bn\""));
        let answers = sample_answers("G003", trial.journal.now().day()).unwrap();
        let filled = kit.post("rahima", "/counter/forms/1", &borrowed(&fields(&answers))).await;
        assert_eq!(filled.place(), "/counter");
        kit.copies("rahima", "6").await;
        let named = kit.post("rahima", "/counter/customer", &[("mobile", "০১৭১১-১২৩৪৫৬"), ("name", "নমুনা বেগম")]).await;
        assert_eq!(named.place(), "/counter");
        let cart = kit.get("rahima", "/counter").await;
        for told in ["নমুনা বেগম", "017••••456", "৳112", "official ৳50 + charge ৳50"] {
            assert!(cart.body.contains(told), "{told}: {}", cart.body);
        }
        let form_id = cart.value("form_id");
        let paid = kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", "৫০০")]).await;
        assert!(paid.place().ends_with("?fresh"));
        let receipt = kit.get("rahima", paid.place()).await;
        for told in [
            "৳388",
            "200 × 1",
            "100 × 1",
            "50 × 1",
            "20 × 1",
            "10 × 1",
            "5 × 1",
            "2 × 1",
            "1 × 1",
            "নমুনা বেগম",
            "ready",
            "333",
        ] {
            assert!(receipt.body.to_lowercase().contains(&told.to_lowercase()), "{told}: {}", receipt.body);
        }
        assert!(
            receipt.body.contains(&format!("<title>{ADDRESS}/check?n={HERS}-261123-")),
            "the QR says where to check"
        );
        let empty = kit.get("rahima", "/counter").await;
        assert!(!empty.body.contains("name=\"form_id\""), "the cart is empty after the sale");
        trial.verify().await;
    });
}

#[test]
fn every_service_of_the_catalogue_is_sold_with_its_sample_answers() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let day = trial.journal.now().day();
        for (place, code) in
            ["G001", "G003", "G007", "G009", "G031", "G042", "G043", "G061", "G064", "C010"].into_iter().enumerate()
        {
            let added = kit.post("rahima", "/counter/cart", &[("service", code)]).await;
            if let Some(answers) = sample_answers(code, day) {
                let form = format!("/counter/forms/{}", place + 1);
                assert_eq!(added.place(), form);
                let filled = kit.post("rahima", &form, &borrowed(&fields(&answers))).await;
                assert_eq!(filled.status, 303, "{code}: {}", filled.body);
            }
        }
        let number = kit.pay("rahima", "").await;
        let receipt = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        assert!(receipt.body.contains("৳4,677"), "{}", receipt.body);
        trial.verify().await;
    });
}

#[test]
fn a_photocopy_is_two_taps_and_a_second_tap_counts_on() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let first = kit.get("rahima", "/counter").await;
        let favourites = first.body.split("class=\"hit\"").nth(1).unwrap();
        assert!(favourites.contains("value=\"C010\""), "the photocopy comes first at a new centre: {favourites}");
        let number = kit.sell_copies("rahima", "1").await;
        assert!(kit.get("rahima", &format!("/counter/receipts/{number}")).await.body.contains("৳2"));
        kit.copies("rahima", "1").await;
        kit.copies("rahima", "1").await;
        let cart = kit.get("rahima", "/counter").await;
        assert!(cart.body.contains("<b>2</b>") && cart.body.contains("৳4"), "{}", cart.body);
        let less = kit.post("rahima", "/counter/line", &[("line", "1"), ("quantity", "0")]).await;
        assert_eq!(less.place(), "/counter");
        assert!(!kit.get("rahima", "/counter").await.body.contains("id=\"pay\""));
    });
}

#[test]
fn the_first_hit_is_taken_by_what_was_typed_and_its_quantity() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let added = kit.post("rahima", "/counter/cart", &[("q", "৩*fotokopi")]).await;
        assert_eq!(added.place(), "/counter");
        assert!(kit.get("rahima", "/counter").await.body.contains("৳2 × 3"));
        let hits = kit.get("rahima", "/counter/find?q=3*photocopy").await;
        assert!(hits.body.contains("name=\"quantity\" value=\"3\"") && hits.body.contains("৳6"), "{}", hits.body);
        let none = kit.post("rahima", "/counter/cart", &[("service", "Z999")]).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("There is no such service: Z999"));
    });
}

#[test]
fn a_second_press_gives_the_first_receipt() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "6").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        let fields = [("form_id", form_id.as_str()), ("tendered", "20")];
        let presses = [kit.post("rahima", "/counter/pay", &fields), kit.post("rahima", "/counter/pay", &fields)];
        let [one, other] = presses;
        let (one, other) = tokio::join!(one, other);
        assert_eq!(one.place(), other.place());
        // With another sum, after going back in the browser: it was paid, and its receipt is shown.
        let back = kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", "50")]).await;
        assert_eq!(back.place(), one.place());
        // While the next cart is open, and after it was paid, the first form still leads to the first receipt.
        kit.copies("rahima", "1").await;
        assert_eq!(kit.post("rahima", "/counter/pay", &fields).await.place(), one.place());
        let next = kit.pay("rahima", "").await;
        assert_ne!(number_in(one.place()), next);
        assert_eq!(kit.post("rahima", "/counter/pay", &fields).await.place(), one.place());
        let day = kit.get("rahima", "/counter/day").await;
        assert!(day.body.contains("2 receipts in all"), "{}", day.body);
        trial.verify().await;
    });
}

#[test]
fn two_taps_at_the_same_moment_are_both_counted() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let taps = (0..8).map(|_| {
            let (router, house) = (kit.router.clone(), kit.house.clone());
            tokio::spawn(async move { Kit { house, router }.copies("rahima", "1").await })
        });
        for tap in taps.collect::<Vec<_>>() {
            tap.await.unwrap();
        }
        assert!(kit.get("rahima", "/counter").await.body.contains("<b>8</b>"));
    });
}

#[test]
fn a_changed_fee_is_refused_with_the_new_sum_and_then_taken() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "10").await;
        let form_id = kit.get("rahima", "/counter").await.value("form_id");
        copy_costs(&trial.journal, "/30/3026/302672/", 3).await;
        let refused = kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", "20")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("The fee changed: it was ৳2, now it is ৳30"), "{}", refused.body);
        assert!(refused.body.contains("<span class=\"total\" aria-live=\"polite\">৳30</span>"), "{}", refused.body);
        assert_eq!(refused.value("tendered"), "20", "what was typed stays");
        let paid = kit.post("rahima", "/counter/pay", &[("form_id", &form_id), ("tendered", "30")]).await;
        assert!(kit.get("rahima", paid.place()).await.body.contains("৳30"));
        trial.verify().await;
    });
}

#[test]
fn a_cart_outlives_the_program_and_lies_concealed() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.post("rahima", "/counter/cart", &[("service", "G009")]).await;
        kit.post("rahima", "/counter/customer", &[("mobile", "01711123456"), ("name", "Goponio Nam")]).await;
        // A form half filled is refused, and kept all the same.
        let half = kit.post("rahima", "/counter/forms/1", &[("a.applicant_name", "Goponio Nam")]).await;
        assert_eq!(half.status, 422);
        assert!(half.body.contains("Name of the father: Fill in this field</a>"), "{}", half.body);
        let again = Kit::over(trial.open_again().await, |things| things);
        let cart = again.get("rahima", "/counter").await;
        assert!(cart.body.contains("Goponio Nam") && cart.body.contains("Form missing"), "{}", cart.body);
        assert!(again.get("rahima", "/counter/forms/1").await.body.contains("Goponio Nam"));
        assert!(!again.get("karim", "/counter").await.body.contains("Goponio"), "a cart belongs to its person");
        if let db::Target::Sqlite(path) = &trial.target {
            let names = ["", "-wal"].map(|end| format!("{}{end}", path.display()));
            for bytes in names.iter().filter_map(|name| std::fs::read(name).ok()) {
                assert!(!bytes.windows(7).any(|window| window == b"Goponio"), "a name stands in clear");
            }
        }
    });
}

#[test]
fn a_known_mobile_number_brings_its_name() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "1").await;
        kit.post("rahima", "/counter/customer", &[("mobile", "01711123456"), ("name", "নমুনা বেগম")]).await;
        kit.pay("rahima", "").await;
        kit.copies("rahima", "1").await;
        kit.post("rahima", "/counter/customer", &[("mobile", "+880 1711 123456")]).await;
        assert!(kit.get("rahima", "/counter").await.body.contains("নমুনা বেগম"));
        kit.post("karim", "/counter/customer", &[("mobile", "01711123456")]).await;
        assert!(!kit.get("karim", "/counter").await.body.contains("নমুনা বেগম"), "each centre knows its own customers");
        trial.verify().await;
    });
}
