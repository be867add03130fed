//! Sellers' own programs: their keys, and the goods, stock and prices that they write.

use crate::kit::{does, moving, photo, picture, register};
use crate::orders_kit::{basket, count, quoted, taka, wanted};
use crate::pages_kit::Kit;
use crate::partners_kit::{
    KINDS, ORDERS, PHOTOS, PRICES, PRODUCTS, STOCK, body, key, key_in, lamp, making, offered, outcomes, page, shop,
    told,
};
use journal::{Fault, Journal};
use market::{BATCH_ITEMS_MAX, KEYS_MAX, ProductStanding, ProductState, Side, product_now};
use serde_json::{Value, json};
use trial::both;

async fn product(journal: &Journal, address: &str) -> ProductStanding {
    let (seller, number) = address.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let found = journal.read::<_, Fault, _>(|tx| Box::pin(async move { product_now(tx, &seller, &number).await }));
    found.await.unwrap().unwrap()
}

#[test]
fn a_key_is_shown_once_and_opens_what_its_scopes_say_until_it_is_taken_back() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let first = making(&kit, "salma", &seller, "f-1", &["catalogue"]).await;
        let key = key_in(&first);
        assert_eq!(
            key_in(&making(&kit, "salma", &seller, "f-1", &["catalogue"]).await),
            key,
            "a second press shows it too"
        );
        let list = kit.get("salma", &page(&seller)).await;
        assert!(!list.body.contains(&key), "nobody can look it up again");
        assert!(list.body.contains(&format!("…{}", &key[key.len() - 4..])), "{}", list.body);
        assert_eq!(kit.get_bearer(&key, KINDS).await.status, 200);
        assert_eq!(told(&kit.get_bearer(&key, ORDERS).await), (403, "web.forbidden".to_owned()), "not its scope");
        assert_eq!(kit.get("salma", KINDS).await.status, 401, "a cookie opens no API");
        assert_eq!(kit.get_bearer("karim", KINDS).await.status, 403, "a person's token is no key");
        for wrong in
            [key.replace("hk_", "hk-"), format!("{}0", &key[..key.len() - 1]), "hk_".to_owned(), key.to_uppercase()]
        {
            assert_eq!(told(&kit.get_bearer(&wrong, KINDS).await), (401, "web.sign_in.needed".to_owned()), "{wrong}");
        }
        assert_eq!(kit.get(&key, "/market").await.status, 303, "a key opens no page");
        let revoke = [("form_id", "r"), ("do", "revoke"), ("key", "1")];
        kit.post("salma", &page(&seller), &revoke).await.place();
        assert_eq!(told(&kit.get_bearer(&key, KINDS).await), (401, "web.sign_in.needed".to_owned()));
        assert!(kit.get("salma", &page(&seller)).await.body.contains("Taken back"));
        kit.post("salma", &page(&seller), &[("form_id", "r2"), ("do", "revoke"), ("key", "1")]).await.place();
        assert_eq!(
            kit.post("salma", &page(&seller), &[("form_id", "r3"), ("do", "revoke"), ("key", "9")]).await.status,
            404
        );
        trial.verify().await;
    });
}

#[test]
fn keys_are_made_by_whoever_acts_for_the_seller_and_taken_back_by_the_association_too() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        for who in ["rahima", "karim", "far"] {
            assert_eq!(kit.get(who, &page(&seller)).await.status, 404, "{who}");
            assert_eq!(making(&kit, who, &seller, "f", &["orders"]).await.status, 404, "{who}");
        }
        let key = key(&kit, &seller, &["orders"]).await;
        assert!(kit.get("ecab", &page(&seller)).await.body.contains("Take back"));
        assert_eq!(making(&kit, "ecab", &seller, "f", &["orders"]).await.status, 404, "who checks goods writes none");
        kit.post("ecab", &page(&seller), &[("form_id", "r"), ("do", "revoke"), ("key", "1")]).await.place();
        assert_eq!(kit.get_bearer(&key, ORDERS).await.status, 401);
        let bare = kit.post("salma", &page(&seller), &[("form_id", "g"), ("do", "make"), ("label", "X")]).await;
        assert_eq!(bare.status, 422);
        assert!(bare.body.contains("Tick what the key may do"), "{}", bare.body);
        let nameless = [("form_id", "h"), ("do", "make"), ("label", " "), ("scope-orders", "yes")];
        assert_eq!(kit.post("salma", &page(&seller), &nameless).await.status, 422);
        for n in 0..KEYS_MAX {
            assert_eq!(making(&kit, "salma", &seller, &format!("k-{n}"), &["events"]).await.status, 200);
        }
        let beyond = making(&kit, "salma", &seller, "beyond", &["events"]).await;
        assert_eq!(beyond.status, 422);
        assert!(beyond.body.contains("10 keys"), "{}", beyond.body);
        trial.verify().await;
    });
}

#[test]
#[allow(clippy::disallowed_methods)] // measured for whoever looks, not asserted
fn of_a_thousand_goods_with_three_bad_ones_997_stand_and_the_same_batch_again_changes_nothing() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let key = key(&kit, &seller, &["catalogue"]).await;
        let mut items: Vec<Value> =
            (0..BATCH_ITEMS_MAX).map(|n| lamp(&format!("R{n}"), &format!("L-{n}"), 80_000)).collect();
        items[10] = lamp("R10", "L-10", -5);
        items[500] = lamp("R500", "L-20", 80_000);
        items[999]["category"] = json!("Chandeliers");
        let started = std::time::Instant::now();
        let got = kit.send_json(&key, PRODUCTS, Some("feed-1"), &json!({ "items": items })).await;
        println!("{:?}: 1,000 goods in {:?}", trial.engine, started.elapsed());
        let whole = body(&got);
        assert_eq!((whole["accepted"].as_u64(), whole["refused"].as_u64()), (Some(997), Some(3)), "{:.400}", got.body);
        let results = whole["results"].as_array().unwrap();
        let refusal =
            |n: usize| (results[n]["refused"]["code"].as_str().unwrap(), results[n]["refused"]["field"].as_str());
        assert_eq!(refusal(10), ("market.save.price", Some("price")));
        assert_eq!(refusal(500), ("market.offer.sku_twice", Some("sku")));
        assert_eq!(refusal(999), ("market.offer.kind", Some("category")));
        assert!(results[999]["refused"]["message"].as_str().unwrap().contains("Chandeliers"));
        assert_eq!((results[0]["outcome"].as_str(), results[0]["state"].as_str()), (Some("created"), Some("draft")));
        assert_eq!(results[0]["missing"], json!(["photo"]), "what is unfinished waits for no check");
        let again = kit.send_json(&key, PRODUCTS, Some("feed-1"), &json!({ "items": items })).await;
        assert_eq!(body(&again), whole, "the first answer");
        let other = kit.send_json(&key, PRODUCTS, Some("feed-1"), &json!({ "items": items[..3] })).await;
        assert_eq!(told(&other), (409, "journal.key.reused".to_owned()));
        let anew = offered(&kit, &key, "feed-2", &items[..3]).await;
        assert_eq!(outcomes(&anew), ["unchanged", "unchanged", "unchanged"]);
        items.push(lamp("R1000", "L-1000", 1));
        for batch in [&items[..], &[]] {
            let got = kit.send_json(&key, PRODUCTS, Some("feed-3"), &json!({ "items": batch })).await;
            assert_eq!(told(&got), (422, "market.batch.items".to_owned()));
        }
        trial.verify().await;
    });
}

#[test]
fn what_a_program_offers_goes_by_the_rules_of_every_listing() {
    both(&register(), |trial| async move {
        use ProductState as S;
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let key = key(&kit, &seller, &["catalogue"]).await;
        let first = offered(&kit, &key, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let address = first[0]["address"].as_str().unwrap().to_owned();
        let number = address.split('-').nth(1).unwrap();
        does(journal, photo(&seller, number)).await;
        // Sent again with the photo there, it is complete and waits; a change of words waits again.
        assert_eq!(offered(&kit, &key, "2", &[lamp("R1", "L-1", 80_000)]).await[0]["state"], "waiting");
        let mut worded = lamp("R1", "L-1", 80_000);
        worded["name_en"] = json!("Reading lamp");
        let second = offered(&kit, &key, "3", std::slice::from_ref(&worded)).await;
        assert_eq!((outcomes(&second), second[0]["state"].as_str()), (vec!["updated".to_owned()], Some("waiting")));
        does(journal, moving(&seller, number, Side::Vetter, (S::Waiting, S::Published))).await;
        // A price is changed on the shelf; words are not, unless the listing may leave it.
        worded["variants"][0]["price"] = json!(75_000);
        assert_eq!(outcomes(&offered(&kit, &key, "4", std::slice::from_ref(&worded)).await), ["updated"]);
        let shown = product(journal, &address).await;
        assert_eq!((shown.state, shown.product.price_from()), (S::Published, taka(750)));
        worded["about_en"] = json!("Three steps of light.");
        assert_eq!(outcomes(&offered(&kit, &key, "5", std::slice::from_ref(&worded)).await), ["market.save.shown"]);
        let sent = json!({ "items": [worded], "recheck": true });
        let got = body(&kit.send_json(&key, PRODUCTS, Some("6"), &sent).await);
        assert_eq!(got["results"][0]["state"], "waiting", "{got}");
        // Another reference cannot take its SKU; what cannot be read harms no other.
        let mut odd = lamp("R3", "L-3", 1);
        odd["variants"][0]["price"] = json!(12.5);
        let mut surprise = lamp("R4", "L-4", 1);
        surprise["colour"] = json!("red");
        let twice = [lamp("R5", "L-5", 1), lamp("R5", "L-6", 1)];
        let items =
            [lamp("R2", "l-1", 1), odd, surprise, json!(7), lamp("", "L-7", 1), twice[0].clone(), twice[1].clone()];
        assert_eq!(
            outcomes(&offered(&kit, &key, "7", &items).await),
            [
                "market.save.sku_twice",
                "market.offer.shape",
                "market.offer.shape",
                "market.offer.shape",
                "market.offer.reference",
                "created",
                "market.offer.reference_twice",
            ]
        );
        trial.verify().await;
    });
}

#[test]
fn a_program_brings_photos_and_what_is_complete_with_one_waits() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let key = key(&kit, &seller, &["catalogue"]).await;
        let mut bare = lamp("R2", "L-2", 80_000);
        bare["origin_bn"] = json!("");
        let made = offered(&kit, &key, "1", &[lamp("R1", "L-1", 80_000), bare]).await;
        let photo = |reference: &str, photo: &str| json!({ "reference": reference, "photo": photo });
        let good = web::base64(&picture(64));
        let got = kit.send_json(&key, PHOTOS, Some("p1"), &photo("R1", &good)).await;
        assert_eq!(body(&got), json!({ "address": made[0]["address"], "photos": 1, "state": "waiting" }));
        assert_eq!(kit.send_json(&key, PHOTOS, Some("p1"), &photo("R1", &good)).await.body, got.body, "sent twice");
        assert_eq!(body(&kit.send_json(&key, PHOTOS, Some("p2"), &photo("R2", &good)).await)["state"], "draft");
        assert_eq!(kit.send_json(&key, PHOTOS, Some("p3"), &photo("R9", &good)).await.status, 404);
        for odd in ["", "!", &web::base64(b"no picture")] {
            assert_eq!(kit.send_json(&key, PHOTOS, Some("p4"), &photo("R2", odd)).await.status, 422, "{odd}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_sellers_own_names_of_kinds_are_matched_to_our_categories() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let key = key(&kit, &seller, &["catalogue"]).await;
        let map = |kinds: Value| json!({ "kinds": kinds });
        let kinds = map(
            json!([{ "name": "Lampen", "category": "home.light" }, { "name": "Decken", "category": "craft.quilt" }]),
        );
        let got = kit.send_json(&key, KINDS, Some("m1"), &kinds).await;
        assert_eq!(body(&got), json!({ "kinds": 2 }));
        let mut item = lamp("R1", "L-1", 80_000);
        item["category"] = json!(" lampen ");
        let made = offered(&kit, &key, "1", std::slice::from_ref(&item)).await;
        let address = made[0]["address"].as_str().unwrap().to_owned();
        assert_eq!(product(&trial.journal, &address).await.product.category, "home.light");
        for (kinds, code) in [
            (json!([{ "name": "Lampen", "category": "no.such" }]), "market.map.category"),
            (json!([{ "name": " ", "category": "home.light" }]), "market.map.name"),
            (
                json!([{ "name": "A", "category": "home.light" }, { "name": "a", "category": "home.light" }]),
                "market.map.name",
            ),
        ] {
            assert_eq!(told(&kit.send_json(&key, KINDS, Some("m2"), &map(kinds)).await), (422, code.to_owned()));
        }
        let fewer = map(json!([{ "name": "Decken", "category": "craft.quilt" }]));
        assert_eq!(body(&kit.send_json(&key, KINDS, Some("m3"), &fewer).await), json!({ "kinds": 1 }));
        let shown = body(&kit.get_bearer(&key, KINDS).await);
        assert_eq!(shown["kinds"], json!([{ "name": "Decken", "category": "craft.quilt" }]));
        assert!(shown["categories"].as_array().unwrap().iter().any(|one| one["code"] == "home.light"));
        item["reference"] = json!("R2");
        item["variants"][0]["sku"] = json!("L-2");
        assert_eq!(outcomes(&offered(&kit, &key, "2", &[item]).await), ["market.offer.kind"], "given up");
        trial.verify().await;
    });
}

#[test]
fn stock_and_prices_come_in_batches_once_each_and_never_below_what_is_promised() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let seller = shop(journal).await;
        let key = key(&kit, &seller, &["catalogue"]).await;
        let made = offered(&kit, &key, "1", &[lamp("R1", "L-1", 80_000)]).await;
        let number = made[0]["address"].as_str().unwrap().split('-').nth(1).unwrap().to_owned();
        does(journal, photo(&seller, &number)).await;
        offered(&kit, &key, "2", &[lamp("R1", "L-1", 80_000)]).await;
        does(journal, moving(&seller, &number, Side::Vetter, (ProductState::Waiting, ProductState::Published))).await;
        let send = async |batch: &str, items: Value| {
            body(&kit.send_json(&key, STOCK, Some(batch), &json!({ "items": items })).await)
        };
        let got = send("s1", json!([{ "sku": "L-1", "pieces": 10 }, { "sku": "QUILT-RED", "pieces": 99 }])).await;
        assert_eq!(
            (&got["results"][0]["free"], &got["results"][1]["refused"]["code"]),
            (&json!(10), &json!("market.count.sku"))
        );
        let came = json!([{ "sku": "L-1", "change": 5 }]);
        assert_eq!(send("s2", came.clone()).await["results"][0]["free"], 15);
        assert_eq!(send("s2", came).await["results"][0]["free"], 15, "sent twice, it came once");
        quoted(journal, &basket("b", vec![(seller.clone(), vec![wanted(&number, "L-1", 4, 800)])])).await;
        let items = json!([
            { "sku": "L-1", "change": -12 },
            { "sku": "L-1", "change": -99 },
            { "sku": "L-1", "pieces": 1, "change": 1 },
            { "sku": "L-1", "change": -11 },
        ]);
        let codes: Vec<Value> = send("s3", items).await["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["refused"]["code"].clone())
            .collect();
        assert_eq!(
            codes,
            [json!("market.count.promised"), json!("market.count.pieces"), json!("market.count.shape"), Value::Null]
        );
        let prices = json!({ "items": [
            { "sku": "L-1", "price": 70_000 }, { "sku": "L-1", "price": -1 }, { "sku": "QUILT-RED", "price": 1 }, { "sku": "L-1" }
        ] });
        let got = body(&kit.send_json(&key, PRICES, Some("p1"), &prices).await);
        assert_eq!((got["accepted"].as_u64(), got["refused"].as_u64()), (Some(1), Some(3)), "{got}");
        assert_eq!(product(journal, &format!("{seller}-{number}")).await.product.price_from(), taka(700));
        assert_eq!(
            product(journal, &format!("{}-{}", stalls.quilt.0, stalls.quilt.1)).await.product.price_from(),
            taka(2_500)
        );
        assert_eq!(count(journal, &stalls.quilt.0, "QUILT-RED", 10).await, 10, "another seller's stock is untouched");
        trial.verify().await;
    });
}
