//! What the tests of partners build on: Salma's firm with a key, and what its program sends.

use crate::kit::{approve, as_whom, does, firm, moving as move_product, photo};
use crate::orders_kit::{basket, count, placed, quoted, wanted};
use crate::pages_kit::{Got, Kit};
use journal::Journal;
use market::{ProductState, Side};
use serde_json::{Value, json};

pub const PRODUCTS: &str = "/api/v1/partner/products";
pub const PHOTOS: &str = "/api/v1/partner/photos";
pub const STOCK: &str = "/api/v1/partner/stock";
pub const PRICES: &str = "/api/v1/partner/prices";
pub const KINDS: &str = "/api/v1/partner/categories";
pub const EVENTS: &str = "/api/v1/partner/events";
pub const ORDERS: &str = "/api/v1/partner/orders";

pub fn body(got: &Got) -> Value {
    serde_json::from_slice(&got.bytes).unwrap_or_else(|error| panic!("{error}: {}", got.body))
}

pub fn told(got: &Got) -> (u16, String) {
    (got.status.as_u16(), body(got)["code"].as_str().unwrap_or("").to_owned())
}

/// Salma's firm, approved.
pub async fn shop(journal: &Journal) -> String {
    let seller = as_whom(journal, "p-salma", "register", firm("01811000077")).await.unwrap();
    approve(journal, &seller).await;
    seller
}

/// The page of a seller's programs.
pub fn page(seller: &str) -> String {
    format!("/market/sellers/{seller}/partner")
}

/// What the page answers to whoever makes a key with these scopes.
pub async fn making(kit: &Kit, who: &str, seller: &str, form: &str, scopes: &[&str]) -> Got {
    let scopes: Vec<String> = scopes.iter().map(|scope| format!("scope-{scope}")).collect();
    let mut fields = vec![("form_id", form), ("do", "make"), ("label", "Shop software")];
    fields.extend(scopes.iter().map(|scope| (scope.as_str(), "yes")));
    kit.post(who, &page(seller), &fields).await
}

/// The key that a page shows.
pub fn key_in(got: &Got) -> String {
    assert_eq!(got.status, 200, "{}", got.body);
    let rest = got.body.split("hk_").nth(1).unwrap_or_else(|| panic!("no key: {}", got.body));
    format!("hk_{}", rest.split('<').next().unwrap())
}

/// A new key of Salma's firm.
pub async fn key(kit: &Kit, seller: &str, scopes: &[&str]) -> String {
    key_in(&making(kit, "salma", seller, &format!("form-{}", scopes.join("-")), scopes).await)
}

/// A lamp as a program offers it.
pub fn lamp(reference: &str, sku: &str, price: i64) -> Value {
    json!({
        "reference": reference,
        "category": "home.light",
        "name_bn": "টেবিল বাতি",
        "name_en": "Table lamp",
        "about_bn": "পড়ার টেবিলের জন্য এলইডি বাতি, তিন ধাপে আলো।",
        "origin_bn": "ঢাকায় তৈরি",
        "return_days": 7,
        "variants": [{ "sku": sku, "price": price, "weight_g": 900 }]
    })
}

/// Sends goods; answers the result of each.
pub async fn offered(kit: &Kit, key: &str, batch: &str, items: &[Value]) -> Vec<Value> {
    let got = kit.send_json(key, PRODUCTS, Some(batch), &json!({ "items": items })).await;
    assert_eq!(got.status, 200, "{}", got.body);
    body(&got)["results"].as_array().unwrap().clone()
}

/// What became of each: the outcome, or the code of the refusal.
pub fn outcomes(results: &[Value]) -> Vec<String> {
    let one = |result: &Value| result["outcome"].as_str().or(result["refused"]["code"].as_str()).unwrap().to_owned();
    results.iter().map(one).collect()
}

/// Salma's firm with ten lamps on the shelf: (seller, product).
pub async fn stocked(kit: &Kit, journal: &Journal) -> (String, String) {
    let seller = shop(journal).await;
    let key = key(kit, &seller, &["catalogue"]).await;
    let made = offered(kit, &key, "1", &[lamp("R1", "L-1", 80_000)]).await;
    let number = made[0]["address"].as_str().unwrap().split('-').nth(1).unwrap().to_owned();
    does(journal, photo(&seller, &number)).await;
    offered(kit, &key, "2", &[lamp("R1", "L-1", 80_000)]).await;
    does(journal, move_product(&seller, &number, Side::Vetter, (ProductState::Waiting, ProductState::Published))).await;
    count(journal, &seller, "L-1", 10).await;
    (seller, number)
}

pub async fn bought(journal: &Journal, (seller, number): &(String, String), key: &str) -> String {
    let lamps = basket(key, vec![(seller.clone(), vec![wanted(number, "L-1", 1, 800)])]);
    placed(journal, &quoted(journal, &lamps).await).await.orders[0].clone()
}
