//! Every door of sellers' programs, as those knock who may not, and those who ask for nonsense.

use crate::kit::{does, register, vetting};
use crate::pages_kit::Kit;
use crate::partners_kit::{
    EVENTS, KINDS, ORDERS, PHOTOS, PRICES, PRODUCTS, STOCK, body, key, lamp, offered, outcomes, shop, told,
};
use market::SellerState;
use serde_json::{Value, json};
use trial::both;

/// (scope, path, a body that is well formed).
fn posts() -> Vec<(&'static str, String, Value)> {
    vec![
        ("catalogue", PRODUCTS.to_owned(), json!({ "items": [lamp("R1", "L-1", 1)] })),
        ("catalogue", PHOTOS.to_owned(), json!({ "reference": "R1", "photo": "" })),
        ("catalogue", STOCK.to_owned(), json!({ "items": [{ "sku": "L-1", "pieces": 1 }] })),
        ("catalogue", PRICES.to_owned(), json!({ "items": [{ "sku": "L-1", "price": 1 }] })),
        ("catalogue", KINDS.to_owned(), json!({ "kinds": [] })),
        ("orders", format!("{ORDERS}/M-3026002-261123-AAA-001-1/moves"), json!({ "from": "placed", "to": "accepted" })),
    ]
}

#[test]
fn each_door_opens_to_its_scope_alone() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        for other in ["catalogue", "orders", "events"] {
            let key = key(&kit, &seller, &[other]).await;
            for (scope, path, sent) in posts() {
                let got = kit.send_json(&key, &path, Some(&format!("{other}{path}")), &sent).await;
                let closed = told(&got) == (403, "web.forbidden".to_owned());
                assert_eq!(closed, scope != other, "{path} with {other}: {} {}", got.status, got.body);
            }
            for (scope, path) in [("catalogue", KINDS), ("orders", ORDERS), ("events", EVENTS)] {
                let got = kit.get_bearer(&key, path).await;
                assert_eq!(got.status.as_u16(), if scope == other { 200 } else { 403 }, "{path} with {other}");
            }
        }
        trial.verify().await;
    });
}

#[test]
fn nobody_comes_in_without_a_key_and_no_person_is_a_program() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        shop(&trial.journal).await;
        for (_, path, sent) in posts() {
            let stranger = kit.send_json("hk_000001_x", &path, Some("k"), &sent).await;
            assert_eq!(told(&stranger), (401, "web.sign_in.needed".to_owned()), "{path}");
            for person in ["salma", "rahima", "ecab"] {
                assert_eq!(told(&kit.send_json(person, &path, Some("k"), &sent).await).0, 403, "{path} as {person}");
            }
        }
        trial.verify().await;
    });
}

#[test]
fn what_is_asked_without_a_key_of_idempotency_or_in_another_shape_is_refused() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let key = key(&kit, &seller, &["catalogue", "orders", "events"]).await;
        for (_, path, sent) in posts() {
            assert_eq!(
                told(&kit.send_json(&key, &path, None, &sent).await),
                (400, "web.key.missing".to_owned()),
                "{path}"
            );
            for odd in [json!([]), json!({}), json!({ "nobody asked": 1 }), json!({ "items": 7 })] {
                let got = kit.send_json(&key, &path, Some("odd"), &odd).await;
                assert_eq!(got.status, 422, "{path} {odd}: {}", got.body);
            }
        }
        trial.verify().await;
    });
}

#[test]
fn a_suspended_sellers_program_writes_nothing_new_and_two_sellers_may_choose_one_reference() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let seller = shop(journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        assert_eq!(outcomes(&offered(&kit, &own, "1", &[lamp("R1", "L-1", 80_000)]).await), ["created"]);
        // Rahima's producer has a program too; its reference and SKU are its own.
        let hers = crate::partners_kit::making(&kit, "rahima", &stalls.quilt.0, "h", &["catalogue"]).await;
        let hers = crate::partners_kit::key_in(&hers);
        assert_eq!(outcomes(&offered(&kit, &hers, "1", &[lamp("R1", "L-1", 80_000)]).await), ["created"]);
        does(journal, vetting(&seller, SellerState::Approved, SellerState::Suspended)).await;
        let items = [lamp("R2", "L-2", 80_000), lamp("R1", "L-1", 70_000)];
        assert_eq!(
            outcomes(&offered(&kit, &own, "2", &items).await),
            ["market.save.suspended", "market.save.suspended"]
        );
        assert_eq!(body(&kit.get_bearer(&own, KINDS).await)["kinds"], json!([]), "it may still look");
        trial.verify().await;
    });
}
