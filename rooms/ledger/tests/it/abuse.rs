//! The ledger's doors under programs and people who mean harm, or only mistype.

use crate::house::{Kit, OTHER};
use crate::shop::{BOOK, balances, draft, enter, sell, top_up};
use crate::top_ups::{ask, asking, listed};
use base::Paisa;
use serde_json::{Value, json};

/// Every path below a book that can be read, page and API.
fn readings(book: &str) -> Vec<String> {
    [
        "/books/BOOK",
        "/books/BOOK/accounts/P:float",
        "/books/BOOK/float",
        "/books/BOOK/commission",
        "/books/BOOK/income-expenditure",
        "/api/v1/books/BOOK/trial-balance",
        "/api/v1/books/BOOK/entries",
        "/api/v1/books/BOOK/accounts/P:float/statement",
        "/api/v1/books/BOOK/float",
        "/api/v1/books/BOOK/commission",
        "/api/v1/books/BOOK/income-expenditure",
    ]
    .iter()
    .map(|path| path.replace("BOOK", book))
    .collect()
}

#[tokio::test]
async fn no_spelling_of_a_book_opens_another() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, OTHER, 777_700).await;
    for book in [
        "%00",
        "3026001%00",
        "3026001%20",
        "%203026002",
        "3026002%2F..%2F3026001",
        "%E0%A7%A9%E0%A7%A6%E0%A7%A8%E0%A7%AC%E0%A7%A6%E0%A7%A6%E0%A7%A7", // 3026001 in Bangla digits
        "3026%25",
        "302600_",
        "NATION",
        "nation%00",
        "3026001'--",
    ] {
        for path in readings(book) {
            for who in ["rahima", "amina"] {
                let got = kit.get(who, &path).await;
                assert_eq!(got.status, 404, "{who} {path}");
                assert!(!got.body.contains("7,777"), "{who} {path}");
            }
        }
    }
    for path in readings(OTHER) {
        assert_eq!(kit.get("rahima", &path).await.status, 404, "{path}");
        assert_eq!(kit.get("amina", &path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn what_is_no_account_no_day_and_no_page_is_told_without_a_fault() {
    let kit = Kit::new().await;
    sell(&kit.trial.journal, BOOK).await.unwrap_err();
    for account in ["%00", "P:float%00", "P:fee:%F0%9F%98%80", "P:fee:a%0Ab", "P%3Afloat%3A", "e:float"] {
        for path in
            [format!("/books/{BOOK}/accounts/{account}"), format!("/api/v1/books/{BOOK}/accounts/{account}/statement")]
        {
            assert_eq!(kit.get("rahima", &path).await.status, 404, "{path}");
        }
    }
    for query in ["from=%00", "to=2026-11-01%00", "skip=%00", "skip=x", "skip=1.5", "skip=99999999999999999999"] {
        let path = format!("/api/v1/books/{BOOK}/accounts/P:float/statement?{query}");
        let got = kit.get("rahima", &path).await;
        assert!(got.status.is_client_error() && got.json()["code"].is_string(), "{query}: {}", got.body);
    }
    for query in ["skip=-1", "skip=-9223372036854775808", "skip=9223372036854775807"] {
        let path = format!("/api/v1/books/{BOOK}/accounts/P:float/statement?{query}");
        assert_eq!(kit.get("rahima", &path).await.status, 200, "{query}");
    }
}

#[tokio::test]
async fn a_top_up_asked_for_with_nonsense_is_refused_and_nothing_waits() {
    let kit = Kit::new().await;
    let path = format!("/api/v1/books/{BOOK}/float/asks");
    let good = || json!({"amount": 500, "proof": "TX-99", "paid_into": "nagad", "paid_on": "2026-11-23"});
    let with = |field: &str, value: Value| {
        let mut body = good();
        body[field] = value;
        body
    };
    let long = "9".repeat(61);
    for (body, status) in [
        (with("amount", json!(0)), 422),
        (with("amount", json!(-500)), 422),
        (with("amount", json!(5.5)), 422),
        (with("amount", json!("500")), 422),
        (with("amount", json!(1_000_000_001)), 422),
        (with("amount", json!(i64::MAX)), 422),
        (with("amount", json!(u64::MAX)), 422),
        (with("amount", json!(null)), 422),
        (with("proof", json!("")), 422),
        (with("proof", json!(" - ")), 422),
        (with("proof", json!("\u{200b}\u{feff}")), 422),
        (with("proof", json!(long)), 422),
        (with("proof", json!("TX\u{0}99")), 400),
        (with("proof", json!(["TX-99"])), 422),
        (with("paid_into", json!("paypal")), 422),
        (with("paid_into", json!("020130319")), 422),
        (with("paid_into", json!("nagad; drop table ledger_top_up")), 422),
        (with("paid_on", json!("2026-11-24")), 422),
        (with("paid_on", json!("2026-02-30")), 422),
        (with("paid_on", json!(20_261_123)), 422),
        (with("asked_by", json!("karim")), 422),
        (with("book", json!(OTHER)), 422),
        (json!([good()]), 422),
        (json!("x"), 422),
        (Value::Null, 422),
    ] {
        let got = kit.send_json("rahima", &path, "k", &body).await;
        assert_eq!(got.status, status, "{body}: {}", got.body);
        assert!(got.json()["code"].is_string(), "{body}");
    }
    assert!(listed(&kit.trial.journal, BOOK).await.is_empty());
    // The key was given to nothing: the sound body may have it.
    assert_eq!(kit.send_json("rahima", &path, "k", &good()).await.status, 201);
    for key in ["", " ", &"k".repeat(201)] {
        let got = kit.send_json("rahima", &path, key, &with("proof", json!("TX-100"))).await;
        assert_eq!((got.status.as_u16(), got.json()["code"].as_str()), (400, Some("web.key.missing")), "{key}");
    }
    assert_eq!(kit.send_json("rahima", &path, &"k".repeat(200), &with("proof", json!("TX-100"))).await.status, 201);
}

#[tokio::test]
async fn a_decision_names_its_top_up_and_no_other_of_another_book() {
    let kit = Kit::new().await;
    let here = ask(&kit.trial.journal, "rahima", asking(BOOK, 500, "S-1")).await.unwrap();
    let there = ask(&kit.trial.journal, "salma", asking(OTHER, 900, "S-2")).await.unwrap();
    let decide = |book: &str, id: &str| format!("/api/v1/books/{book}/float/asks/{id}/decision");
    let approve = json!({"verdict": "approve"});
    for (who, book, id) in [
        ("karim", BOOK, there.as_str()), // the other centre's, through one's own door
        ("amina", BOOK, &there),
        ("amina", OTHER, &here),
        ("karim", OTHER, &there),
        ("karim", BOOK, "%00"),
        ("karim", BOOK, "' or 1=1"),
        ("selim", BOOK, &here),
    ] {
        let id = id.replace(' ', "%20");
        let got = kit.send_json(who, &decide(book, &id), "d", &approve).await;
        assert_eq!(got.status, 404, "{who} {book} {id}: {}", got.body);
    }
    assert!(
        balances(&kit.trial.journal, BOOK).await.is_empty() && balances(&kit.trial.journal, OTHER).await.is_empty()
    );
    for (body, status) in [
        (json!({"verdict": "approve", "reason": "not_received"}), 201), // a reason is no harm where none is asked for
        (json!({"verdict": "APPROVE"}), 422),
        (json!({"verdict": ""}), 422),
        (json!({"reason": "not_received"}), 422),
    ] {
        assert_eq!(kit.send_json("karim", &decide(BOOK, &here), "d1", &body).await.status, status, "{body}");
    }
    assert_eq!(kit.send_json("karim", &decide(BOOK, &here), "d2", &approve).await.status, 409);
    // Its keys are a person's own: another officer's same key is another press.
    let declined = json!({"verdict": "decline", "reason": "not_received"});
    assert_eq!(kit.send_json("amina", &decide(OTHER, &there), "d1", &declined).await.status, 201);
    kit.trial.verify().await;
}

#[tokio::test]
async fn commission_is_settled_only_for_what_is_due_and_by_those_who_may() {
    let kit = Kit::new().await;
    let path = |book: &str| format!("/api/v1/books/{book}/commission");
    let legs = ledger::partner_commission_legs("bkash", Paisa::new(700)).unwrap();
    enter(&kit.trial.journal, BOOK, ledger::Draft { legs, ..draft(&[]) }).await.unwrap();
    let pay = |provider: &str, amount: i64, reference: &str| json!({"way": "pay", "provider": provider, "amount": amount, "reference": reference});
    for (who, book, body, status) in [
        ("rahima", BOOK, pay("bkash", 1, "S"), 403),
        ("karim", BOOK, pay("bkash", 1, "S"), 403),
        ("nobody", BOOK, pay("bkash", 1, "S"), 401),
        ("amina", OTHER, pay("bkash", 1, "S"), 422),
        ("amina", "3026999", pay("bkash", 1, "S"), 404),
        ("amina", BOOK, pay("bkash", 0, "S"), 422),
        ("amina", BOOK, pay("bkash", -700, "S"), 422),
        ("amina", BOOK, pay("bkash", i64::MAX, "S"), 422),
        ("amina", BOOK, pay("nagad", 1, "S"), 422),
        ("amina", BOOK, pay("", 1, "S"), 422),
        ("amina", BOOK, pay("bkash:x", 1, "S"), 422),
        ("amina", BOOK, pay("bkash\nx", 1, "S"), 422),
        ("amina", BOOK, pay("bkash", 1, ""), 422),
        ("amina", BOOK, pay("bkash", 1, &"9".repeat(61)), 422),
        ("amina", BOOK, json!({"way": "steal", "provider": "bkash", "amount": 1, "reference": "S"}), 422),
        ("amina", BOOK, json!({"way": "pay", "provider": "bkash", "amount": 1}), 422),
    ] {
        let got = kit.send_json(who, &path(book), "c", &body).await;
        assert_eq!(got.status, status, "{who} {book} {body}: {}", got.body);
    }
    let due = json!([{"provider": "bkash", "amount": 700}]);
    assert_eq!(kit.get("rahima", &path(BOOK)).await.json(), json!({"due": due, "owed": due}));
    kit.trial.verify().await;
}

#[tokio::test]
async fn what_people_write_stands_on_every_page_as_text() {
    let kit = Kit::new().await;
    let payload = "\"><script>alert(1)</script>";
    let asked = ask(&kit.trial.journal, "rahima", asking(BOOK, 500, payload)).await.unwrap();
    for (who, path) in [
        ("rahima", format!("/books/{BOOK}/float")),
        ("karim", "/float".to_owned()),
        ("karim", format!("/books/{BOOK}/float/{asked}")),
    ] {
        for lang in ["bn", "en"] {
            let page = kit.get_in(who, lang, &path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.body.contains("alert(1)") && !page.body.contains("<script>alert"), "{path}\n{}", page.body);
        }
    }
    assert_eq!(kit.post("karim", &format!("/books/{BOOK}/float/{asked}"), "verdict=approve").await.status, 303);
    for path in [format!("/books/{BOOK}/accounts/E:float"), format!("/books/{BOOK}/accounts/P:wallet:bkash")] {
        let page = kit.get("rahima", &path).await.body;
        assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{path}\n{page}");
    }
}

#[tokio::test]
async fn a_form_with_a_field_too_many_or_too_few_is_refused_whole() {
    let kit = Kit::new().await;
    let asked = ask(&kit.trial.journal, "salma", asking(BOOK, 500, "S-1")).await.unwrap();
    let float = format!("/books/{BOOK}/float");
    for (who, path, form) in [
        ("rahima", float.clone(), "form_id=f1&amount=5&proof=S-2&bank=nagad"),
        ("rahima", float.clone(), "form_id=f1&amount=5&proof=S-2&bank=nagad&day=2026-11-22&book=3026002"),
        ("rahima", float.clone(), "form_id=f1&form_id=f2&amount=5&proof=S-2&bank=nagad&day=2026-11-22"),
        ("rahima", float.clone(), "form_id=f1&amount=5&proof=S%00&bank=nagad&day=2026-11-22"),
        ("rahima", format!("{float}/warning"), "form_id=w1"),
        ("rahima", format!("{float}/warning"), "form_id=w1&below=5&book=3026002"),
        ("karim", format!("{float}/{asked}"), ""),
        ("karim", format!("{float}/{asked}"), "verdict=approve&amount=900000"),
        ("amina", format!("/books/{BOOK}/commission"), "form_id=c1&provider=bkash&amount=1&reference=S"),
    ] {
        let got = kit.post(who, &path, form).await;
        assert_eq!(got.status, 400, "{path} {form}: {}", got.body);
    }
    assert_eq!(listed(&kit.trial.journal, BOOK).await.len(), 1);
    assert!(balances(&kit.trial.journal, BOOK).await.is_empty());
}
