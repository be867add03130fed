//! The market as programs ask for it: with a token and a key, in JSON.

use crate::kit::{HERS, HIS, register};
use crate::orders_kit::{holds, taka};
use crate::pages_kit::{Got, Kit};
use market::Showcase;
use serde_json::{Value, json};
use trial::both;

fn body(got: &Got) -> Value {
    serde_json::from_slice(&got.bytes).unwrap_or_else(|error| panic!("{error}: {}", got.body))
}

fn told(got: &Got) -> (u16, String) {
    (got.status.as_u16(), body(got)["code"].as_str().unwrap_or("").to_owned())
}

fn asking(lines: &[(&str, &str, i64, i64)]) -> Value {
    let line = |&(address, sku, pieces, price): &(&str, &str, i64, i64)| json!({ "address": address, "sku": sku, "pieces": pieces, "price": price * 100 });
    let lines: Vec<Value> = lines.iter().map(line).collect();
    json!({ "centre": HIS, "name": "রহিম", "mobile": "", "lines": lines, "help": 3_000 })
}

const QUOTES: &str = "/api/v1/market/quotes";

#[test]
fn anybody_looks_for_goods_in_any_script() {
    both(&register(), |trial| async move {
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        kit.house.things.get::<Showcase>().unwrap().follow(&kit.house.journal).await.unwrap();
        for query in ["lamp", "বাতি", "bati"] {
            let got = kit.get("nobody", &format!("/api/v1/market/goods?q={}", web::in_query(query))).await;
            let page = body(&got);
            assert_eq!(page["items"][0]["address"], format!("{}-{}", stalls.lamp.0, stalls.lamp.1), "{query}: {page}");
            assert_eq!(page["items"][0]["price"], 80_000);
        }
        let all = body(&kit.get("nobody", "/api/v1/market/goods?limit=1").await);
        assert_eq!((all["total"].as_u64(), all["items"].as_array().map(Vec::len)), (Some(2), Some(1)));
        assert_eq!(body(&kit.get("nobody", "/api/v1/market/goods?category=food").await)["total"], 0);
        assert_eq!(kit.get("nobody", "/api/v1/market/goods?skip=-1").await.status, 400);
    });
}

#[test]
fn a_basket_is_quoted_and_placed_and_a_double_press_is_told_the_first_answer() {
    both(&register(), |trial| async move {
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let (quilt, lamp) =
            (format!("{}-{}", stalls.quilt.0, stalls.quilt.1), format!("{}-{}", stalls.lamp.0, stalls.lamp.1));
        let basket = asking(&[(&quilt, "QUILT-RED", 1, 2_500), (&lamp, "LAMP-1", 2, 800)]);
        let quoted = kit.send_json("karim", QUOTES, Some("k1"), &basket).await;
        assert_eq!(quoted.status, 201, "{}", quoted.body);
        let quote = body(&quoted);
        assert_eq!(quote["parts"].as_array().map(Vec::len), Some(2));
        assert_eq!(body(&kit.send_json("karim", QUOTES, Some("k1"), &basket).await), quote);
        let other = asking(&[(&quilt, "QUILT-RED", 2, 2_500)]);
        assert_eq!(
            told(&kit.send_json("karim", QUOTES, Some("k1"), &other).await),
            (409, "journal.key.reused".to_owned())
        );
        let total = quote["total"].as_i64().unwrap();
        let path = format!("{QUOTES}/{}/orders", quote["number"].as_str().unwrap());
        let taking = json!({ "centre": HIS, "payment": "cash", "tendered": total + 500, "consent": true });
        let placed = kit.send_json("karim", &path, Some("k2"), &taking).await;
        assert_eq!(placed.status, 201, "{}", placed.body);
        let orders = body(&placed);
        assert_eq!((orders["paid"].as_i64(), orders["change"].as_i64()), (Some(total), Some(500)));
        assert_eq!(body(&kit.send_json("karim", &path, Some("k2"), &taking).await), orders);
        assert_eq!(
            told(&kit.send_json("karim", &path, Some("k3"), &taking).await),
            (409, "market.place.taken".to_owned())
        );
        assert_eq!(holds(&trial.journal, HIS, "E:drawer:1").await.get(), total, "paid once");
        let number = orders["orders"][0].as_str().unwrap();
        let order = body(&kit.get_bearer("karim", &format!("/api/v1/market/orders/{number}")).await);
        assert_eq!(
            (order["state"].as_str(), order["seller"].as_str()),
            (Some("placed"), Some(stalls.quilt.0.as_str()))
        );
        assert_eq!(kit.get_bearer("rahima", &format!("/api/v1/market/orders/{number}")).await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn what_a_program_asks_wrongly_is_refused_by_name_and_nothing_is_set_aside() {
    both(&register(), |trial| async move {
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quilt = format!("{}-{}", stalls.quilt.0, stalls.quilt.1);
        let good = asking(&[(&quilt, "QUILT-RED", 1, 2_500)]);
        for key in [None, Some(""), Some(&*"k".repeat(201))] {
            assert_eq!(told(&kit.send_json("karim", QUOTES, key, &good).await), (400, "web.key.missing".to_owned()));
        }
        for (basket, status, code) in [
            (asking(&[(&quilt, "QUILT-RED", 11, 2_500)]), 409, "market.reserve.short"),
            (asking(&[(&quilt, "QUILT-RED", 1, 2_400)]), 409, "market.reserve.price"),
            (asking(&[(&quilt, "QUILT-PINK", 1, 2_500)]), 409, "market.reserve.gone"),
            (asking(&[(&quilt, "QUILT-RED", 0, 2_500)]), 422, "market.reserve.lines"),
            (asking(&[("S999999-0001", "X", 1, 1)]), 409, "market.reserve.gone"),
            (asking(&[("nonsense", "X", 1, 1)]), 404, "web.not_found"),
            (asking(&[]), 422, "market.quote.basket"),
        ] {
            assert_eq!(told(&kit.send_json("karim", QUOTES, Some("k"), &basket).await), (status, code.to_owned()));
        }
        let mut elsewhere = good.clone();
        elsewhere["centre"] = json!(HERS);
        assert_eq!(kit.send_json("karim", QUOTES, Some("k"), &elsewhere).await.status, 404);
        let mut more = good.clone();
        more["surprise"] = json!(1);
        assert_eq!(told(&kit.send_json("karim", QUOTES, Some("k"), &more).await).0, 422);
        assert_eq!(
            kit.send_json("salma", QUOTES, Some("k"), &good).await.status,
            404,
            "a firm's staff sits at no counter"
        );
        // All ten are free.
        let all = asking(&[(&quilt, "QUILT-RED", 10, 2_500)]);
        let quote = body(&kit.send_json("karim", QUOTES, Some("all"), &all).await);
        let path = format!("{QUOTES}/{}/orders", quote["number"].as_str().unwrap());
        let poor = json!({ "centre": HIS, "payment": "cash", "tendered": 100, "consent": true });
        assert_eq!(
            told(&kit.send_json("karim", &path, Some("p"), &poor).await),
            (422, "market.place.tendered_short".to_owned())
        );
        let mute = json!({ "centre": HIS, "payment": "cash", "tendered": taka(99_000).get(), "consent": false });
        assert_eq!(
            told(&kit.send_json("karim", &path, Some("p"), &mute).await),
            (422, "market.place.consent".to_owned())
        );
        let beyond = json!({ "centre": HIS, "payment": "cash", "tendered": taka(99_000).get(), "consent": true });
        assert_eq!(
            told(&kit.send_json("karim", &path, Some("p"), &beyond).await),
            (422, "ledger.post.float_short".to_owned())
        );
        let odd = json!({ "centre": HIS, "payment": "credit", "tendered": 1, "consent": true });
        assert_eq!(kit.send_json("karim", &path, Some("p"), &odd).await.status, 422);
    });
}
