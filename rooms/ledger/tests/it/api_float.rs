//! Float, commission and register through the API.

use crate::house::{Kit, OTHER};
use crate::shop::{BOOK, balances, draft, enter, owned, sell, top_up};
use serde_json::json;

fn asking(amount: i64) -> serde_json::Value {
    json!({"amount": amount, "proof": "TX-99", "paid_into": "nagad", "paid_on": "2026-11-23"})
}

#[tokio::test]
async fn a_program_asks_and_another_persons_program_decides() {
    let kit = Kit::new().await;
    let asks = format!("/api/v1/books/{BOOK}/float/asks");
    let first = kit.send_json("rahima", &asks, "k1", &asking(50_000)).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = kit.send_json("rahima", &asks, "k1", &asking(50_000)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, first.json()));
    assert_eq!(kit.send_json("rahima", &asks, "k1", &asking(60_000)).await.status, 409);
    let id = first.json()["ask"].as_str().unwrap().to_owned();
    let listed = kit.get("karim", "/api/v1/float/asks").await.json();
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["items"][0]["ask"]), (1, &json!(id)));
    assert_eq!(kit.get("selim", "/api/v1/float/asks").await.json(), json!({"items": []}));
    let decision = format!("{asks}/{id}/decision");
    let no_reason = kit.send_json("karim", &decision, "d0", &json!({"verdict": "decline"})).await;
    assert_eq!((no_reason.status.as_u16(), &no_reason.json()["code"]), (422, &json!("ledger.top_up.reason")));
    for status in [201, 200] {
        let got = kit.send_json("karim", &decision, "d1", &json!({"verdict": "approve"})).await;
        assert_eq!((got.status.as_u16(), got.json()), (status, json!({"folio": 2})));
    }
    let late = kit.send_json("amina", &decision, "d1", &json!({"verdict": "approve"})).await;
    assert_eq!((late.status.as_u16(), &late.json()["code"]), (409, &json!("ledger.top_up.decided")));
    let grown = [("E:float", 50_000), ("E:owner", -50_000), ("P:float", -50_000), ("P:wallet:nagad", 50_000)];
    assert_eq!(balances(&kit.trial.journal, BOOK).await, owned(&grown));
    let float = kit.get("rahima", &format!("/api/v1/books/{BOOK}/float")).await.json();
    assert_eq!((&float["free"], &float["below"], &float["low"]), (&json!(50_000), &json!(200_000), &json!(true)));
    let expected = json!({
        "ask": id, "book": BOOK, "amount": 50_000, "proof": "TX-99", "paid_into": "nagad", "paid_on": "2026-11-23",
        "asked_by": "rahima", "asked_at": "2026-11-23T04:42:00Z", "state": "approved", "reason": null,
        "decided_at": "2026-11-23T04:42:00Z",
    });
    assert_eq!(float["asks"][0], expected);
}

#[tokio::test]
async fn the_doors_of_the_float_open_only_to_those_who_hold_them() {
    let kit = Kit::new().await;
    let ask = |book: &str| format!("/api/v1/books/{book}/float/asks");
    for (who, book, status) in [
        ("rahima", OTHER, 404),
        ("karim", BOOK, 403),
        ("selim", BOOK, 403),
        ("jamal", BOOK, 403),
        ("amina", "nation", 404),
        ("nobody", BOOK, 401),
    ] {
        assert_eq!(kit.send_json(who, &ask(book), "k", &asking(5)).await.status, status, "{who} {book}");
    }
    let made = kit.send_json("rahima", &ask(BOOK), "k", &asking(5)).await.json();
    let decision = format!("{}/{}/decision", ask(BOOK), made["ask"].as_str().unwrap());
    for (who, status) in [("rahima", 403), ("selim", 404), ("nasrin", 404)] {
        let got = kit.send_json(who, &decision, "d", &json!({"verdict": "approve"})).await;
        assert_eq!(got.status, status, "{who}");
    }
    let keyless = kit.send_json("rahima", &ask(BOOK), " ", &asking(5)).await;
    assert_eq!((keyless.status.as_u16(), &keyless.json()["code"]), (400, &json!("web.key.missing")));
    for body in [json!([]), json!({}), json!({"verdict": "maybe"}), json!({"verdict": "approve", "why": 1})] {
        assert_eq!(kit.send_json("karim", &decision, "d", &body).await.status, 422, "{body}");
    }
    let warning = format!("/api/v1/books/{BOOK}/float/warning");
    assert_eq!(kit.send_json("karim", &warning, "w", &json!({"below": 5})).await.status, 403);
    assert_eq!(kit.send_json("rahima", &warning, "w", &json!({"below": -5})).await.status, 422);
    assert_eq!(kit.send_json("rahima", &warning, "w", &json!({"below": 5})).await.status, 201);
    assert_eq!(kit.get("karim", &format!("/api/v1/books/{BOOK}/float")).await.json()["below"], 5);
}

#[tokio::test]
async fn commission_is_read_and_settled() {
    let kit = Kit::new().await;
    let path = format!("/api/v1/books/{BOOK}/commission");
    let legs = ledger::partner_commission_legs("bkash", base::Paisa::new(700)).unwrap();
    enter(&kit.trial.journal, BOOK, ledger::Draft { legs, ..draft(&[]) }).await.unwrap();
    let both = json!([{"provider": "bkash", "amount": 700}]);
    assert_eq!(kit.get("rahima", &path).await.json(), json!({"due": both, "owed": both}));
    let pay = |way: &str, amount: i64| json!({"way": way, "provider": "bkash", "amount": amount, "reference": "S-1"});
    assert_eq!(kit.send_json("karim", &path, "c", &pay("pay", 700)).await.status, 403);
    let more = kit.send_json("amina", &path, "c0", &pay("pay", 701)).await;
    assert_eq!((more.status.as_u16(), &more.json()["code"]), (422, &json!("ledger.commission.more")));
    assert_eq!(kit.send_json("amina", &path, "c1", &pay("pay", 700)).await.status, 201);
    assert_eq!(kit.send_json("amina", &path, "c1", &pay("pay", 700)).await.status, 200);
    assert_eq!(kit.send_json("amina", &path, "c2", &pay("received", 600)).await.status, 201);
    let left = json!({"due": [], "owed": [{"provider": "bkash", "amount": 100}]});
    assert_eq!(kit.get("rahima", &path).await.json(), left);
    kit.trial.verify().await;
}

#[tokio::test]
async fn the_register_and_the_trial_balance_of_a_day_are_in_poisha() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let register = kit.get("rahima", &format!("/api/v1/books/{BOOK}/income-expenditure?month=2026-11")).await.json();
    let line = json!({"day": "2026-11-23", "account": "E:commission", "income": 2_000, "expense": 0, "balance": 2_000});
    let expected = json!({
        "from": "2026-11-01", "to": "2026-11-30", "before": 0, "lines": [line], "income": 2_000, "expense": 0,
        "after": 2_000,
    });
    assert_eq!(register, expected);
    let balance = format!("/api/v1/books/{BOOK}/trial-balance");
    let before = kit.get("rahima", &format!("{balance}?day=2026-11-22")).await.json();
    assert_eq!(before, json!({"debits": 0, "credits": 0, "accounts": []}));
    let then = kit.get("rahima", &format!("{balance}?day=2026-11-23")).await.json();
    assert_eq!(then, kit.get("rahima", &balance).await.json());
    for path in [format!("{balance}?day=today"), format!("/api/v1/books/{BOOK}/income-expenditure?month=x")] {
        assert_eq!(kit.get("rahima", &path).await.status, 422, "{path}");
    }
}
