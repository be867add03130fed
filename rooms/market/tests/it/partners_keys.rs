//! What a key does not do: open again after it was taken back, write for whoever is suspended, do the same thing to another
//! product.

use crate::kit::{as_whom, does, moving, photo, picture, refused, register, vetting};
use crate::orders_kit::taka;
use crate::pages_kit::Kit;
use crate::partners_kit::{
    KINDS, PHOTOS, PRICES, PRODUCTS, STOCK, body, key, key_in, lamp, making, offered, outcomes, page, shop, told,
};
use journal::{Fault, Journal};
use market::{
    KINDS_MAX, MakeKey, ProductStanding, ProductState, Scope, SellerState, Showcase, Side, Wish, product_now, stock_now,
};
use serde_json::{Value, json};
use trial::both;

async fn product(journal: &Journal, address: &str) -> ProductStanding {
    let (seller, number) = address.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let found = journal.read::<_, Fault, _>(|tx| Box::pin(async move { product_now(tx, &seller, &number).await }));
    found.await.unwrap().unwrap()
}

#[test]
fn a_form_shows_its_key_again_only_until_it_is_taken_back() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let key = key_in(&making(&kit, "salma", &seller, "f-1", &["catalogue"]).await);
        let revoke = [("form_id", "r"), ("do", "revoke"), ("key", "1")];
        kit.post("salma", &page(&seller), &revoke).await.place();
        let again = making(&kit, "salma", &seller, "f-1", &["catalogue"]).await;
        assert_eq!(again.status, 409, "{}", again.body);
        assert!(!again.body.contains(&key) && again.body.contains("made its key before"), "{}", again.body);
        assert_eq!(kit.get_bearer(&key, KINDS).await.status, 401, "it opens nothing");
        trial.verify().await;
    });
}

#[test]
fn a_key_that_was_made_before_is_not_made_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of(&trial).await;
        let seller = shop(journal).await;
        let deed = |hash: &str| MakeKey {
            seller: seller.clone(),
            label: "Shop software".to_owned(),
            scopes: vec![Scope::Catalogue],
            hash: hash.to_owned(),
            last4: "0000".to_owned(),
        };
        assert_eq!(as_whom(journal, "p-salma", "a", deed(&"0".repeat(64))).await.unwrap(), 1);
        // The answers to forms are forgotten after some months; the keys are not.
        assert_eq!(refused(journal, deed(&"0".repeat(64))).await, "market.key.stale");
        let revoke = [("form_id", "r"), ("do", "revoke"), ("key", "1")];
        kit.post("salma", &page(&seller), &revoke).await.place();
        assert_eq!(refused(journal, deed(&"0".repeat(64))).await, "market.key.stale", "it would open again");
        assert_eq!(does(journal, deed(&"1".repeat(64))).await, 2);
        trial.verify().await;
    });
}

#[test]
fn a_suspended_sellers_key_looks_and_changes_neither_stock_nor_prices_nor_kinds_nor_photos() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of(&trial).await;
        let seller = shop(journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        let made = offered(&kit, &own, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let address = made[0]["address"].as_str().unwrap().to_owned();
        does(journal, vetting(&seller, SellerState::Approved, SellerState::Suspended)).await;
        for (path, sent) in [
            (STOCK, json!({ "items": [{ "sku": "L-1", "pieces": 7 }] })),
            (PRICES, json!({ "items": [{ "sku": "L-1", "price": 1 }] })),
            (KINDS, json!({ "kinds": [{ "name": "Lampen", "category": "home.light" }] })),
            (PHOTOS, json!({ "reference": "R1", "photo": web::base64(&picture(64)) })),
        ] {
            let got = kit.send_json(&own, path, Some(path), &sent).await;
            let code = body(&got)["results"][0]["refused"]["code"].as_str().map(str::to_owned);
            let code = code.unwrap_or_else(|| told(&got).1);
            assert_eq!(code, "market.save.suspended", "{path}: {}", got.body);
        }
        let now = product(journal, &address).await;
        assert_eq!((now.product.price_from(), now.photos), (taka(800), 0));
        let (of, sku) = (seller.clone(), "L-1".to_owned());
        let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { stock_now(tx, &of, &sku).await }));
        assert_eq!(read.await.unwrap().free(), 0);
        assert_eq!(body(&kit.get_bearer(&own, KINDS).await)["kinds"], json!([]), "it may look");
        does(journal, vetting(&seller, SellerState::Suspended, SellerState::Approved)).await;
        let got = kit.send_json(&own, STOCK, Some("s"), &json!({ "items": [{ "sku": "L-1", "pieces": 7 }] })).await;
        assert_eq!(body(&got)["results"][0]["free"], 7, "what was refused was not done: {}", got.body);
        trial.verify().await;
    });
}

#[test]
fn prices_sent_again_are_answered_as_before_though_their_code_is_another_products_now() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of(&trial).await;
        let seller = shop(journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        offered(&kit, &own, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let prices = json!({ "items": [{ "sku": "L-1", "price": 70_000 }] });
        let first = kit.send_json(&own, PRICES, Some("p"), &prices).await;
        assert_eq!(body(&first)["accepted"], 1, "{}", first.body);
        let moved = offered(&kit, &own, "2", &[lamp("R1", "L-9", 70_000), lamp("R2", "L-1", 90_000)]).await;
        assert_eq!(outcomes(&moved), ["updated", "created"]);
        let again = kit.send_json(&own, PRICES, Some("p"), &prices).await;
        assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
        let other = product(journal, moved[1]["address"].as_str().unwrap()).await;
        assert_eq!(other.product.price_from(), taka(900), "what was done is not done to another");
        trial.verify().await;
    });
}

#[test]
fn what_stands_twice_in_a_batch_happens_twice_and_once_when_the_batch_is_sent_again() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        offered(&kit, &own, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let five = json!({ "sku": "L-1", "change": 5 });
        for _ in 0..2 {
            let got = kit.send_json(&own, STOCK, Some("s"), &json!({ "items": [five, five] })).await;
            let free: Vec<Value> =
                body(&got)["results"].as_array().unwrap().iter().map(|one| one["free"].clone()).collect();
            assert_eq!(free, [json!(5), json!(10)]);
        }
        trial.verify().await;
    });
}

#[test]
fn too_many_names_of_kinds_are_refused_before_any_of_them_is_looked_at() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        let kinds: Vec<Value> =
            (0..=KINDS_MAX).map(|n| json!({ "name": format!("K{n}"), "category": "no.such" })).collect();
        let got = kit.send_json(&own, KINDS, Some("m"), &json!({ "kinds": kinds })).await;
        assert_eq!(told(&got), (422, "market.map.many".to_owned()));
        let all: Vec<Value> =
            (0..KINDS_MAX).map(|n| json!({ "name": format!("K{n}"), "category": "home.light" })).collect();
        let got = kit.send_json(&own, KINDS, Some("n"), &json!({ "kinds": all })).await;
        assert_eq!(body(&got), json!({ "kinds": KINDS_MAX }), "so many may be");
        trial.verify().await;
    });
}

#[test]
fn a_recheck_that_leaves_a_listing_incomplete_takes_it_off_the_shelf_as_a_draft() {
    both(&register(), |trial| async move {
        use ProductState as S;
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let own = key(&kit, &seller, &["catalogue"]).await;
        let first = offered(&kit, &own, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let address = first[0]["address"].as_str().unwrap().to_owned();
        let number = address.split('-').nth(1).unwrap();
        does(journal, photo(&seller, number)).await;
        offered(&kit, &own, "2", &[lamp("R1", "L-1", 80_000)]).await;
        does(journal, moving(&seller, number, Side::Vetter, (S::Waiting, S::Published))).await;
        let showcase = kit.house.things.get::<Showcase>().unwrap();
        showcase.follow(journal).await.unwrap();
        let found = || showcase.find(&Wish::default(), 0, 10).total;
        assert_eq!(found(), 1);
        let mut bare = lamp("R1", "L-1", 80_000);
        bare["origin_bn"] = json!("");
        let sent = json!({ "items": [bare], "recheck": true });
        let got = body(&kit.send_json(&own, PRODUCTS, Some("3"), &sent).await);
        assert_eq!((&got["results"][0]["state"], &got["results"][0]["missing"]), (&json!("draft"), &json!(["origin"])));
        assert_eq!(product(journal, &address).await.state, S::Draft, "as it is said");
        assert_eq!(found(), 0, "and nobody finds it");
        // Complete again, it waits as any draft.
        assert_eq!(offered(&kit, &own, "4", &[lamp("R1", "L-1", 80_000)]).await[0]["state"], "waiting");
        // What the check sent back and is not complete stays sent back, and is said to be.
        does(journal, moving(&seller, number, Side::Vetter, (S::Waiting, S::Returned))).await;
        let got = body(&kit.send_json(&own, PRODUCTS, Some("5"), &sent).await);
        assert_eq!(got["results"][0]["state"], "returned", "{got}");
        assert_eq!(product(journal, &address).await.state, S::Returned);
        trial.verify().await;
    });
}

#[test]
fn what_is_wrong_with_a_key_or_a_kind_stands_beside_what_was_chosen() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let bare = kit.post("salma", &page(&seller), &[("form_id", "g"), ("do", "make"), ("label", "X")]).await;
        let beside = bare.body.split("id=\"scope-catalogue-error\"").nth(1).unwrap_or_else(|| panic!("{}", bare.body));
        assert!(beside.split("</p>").next().unwrap().contains("Tick what the key may do"), "{beside}");
        let kinds = format!("/market/sellers/{seller}/kinds");
        let none = [("form_id", "k"), ("do", "match"), ("name", "Dinge"), ("category", "")];
        let got = kit.post("salma", &kinds, &none).await;
        let beside = got.body.split("id=\"category-error\"").nth(1).unwrap_or_else(|| panic!("{}", got.body));
        assert!(beside.split("</p>").next().unwrap().contains("Dinge"), "{beside}");
        assert!(got.body.contains("aria-describedby=\"category-error\""), "{}", got.body);
        trial.verify().await;
    });
}

#[test]
fn a_program_that_comes_too_often_waits_and_keeps_nobody_else_waiting() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let hasty = key(&kit, &seller, &["catalogue"]).await;
        let other = key(&kit, &seller, &["orders"]).await;
        for turn in 0..600 {
            assert_eq!(kit.get_bearer(&hasty, KINDS).await.status, 200, "{turn}");
        }
        let got = kit.get_bearer(&hasty, KINDS).await;
        assert_eq!(told(&got), (429, "web.too_many".to_owned()));
        assert!(got.header("retry-after").parse::<u32>().unwrap() >= 1);
        // A batch that is told to wait has not begun: the same key does it afterwards.
        let items = json!({ "items": [lamp("R1", "L-1", 80_000)] });
        assert_eq!(kit.send_json(&hasty, PRODUCTS, Some("b"), &items).await.status, 429);
        assert_ne!(kit.get_bearer(&other, STOCK).await.status, 429);
        assert_eq!(kit.get("salma", &page(&seller)).await.status, 200);
        trial.pass(60_000);
        assert_eq!(outcomes(&offered(&kit, &hasty, "b", &[lamp("R1", "L-1", 80_000)]).await), ["created"]);
        trial.verify().await;
    });
}
