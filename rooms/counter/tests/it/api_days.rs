//! The day over the API: opened, moved, counted, closed, read.

use crate::api_kit::house;
use crate::deeds_desk::{BOOK, COPY, line, sale, take, today};
use serde_json::json;

#[test]
fn a_day_is_run_over_the_api_and_the_close_tells_what_the_x_report_does_not() {
    house(|kit| async move {
        let count = |taka: i64| json!({ "centre": BOOK, "count": { "1": taka } });
        let opened = kit.post("rahima", "/api/v1/days/opening", "a", &count(100)).await;
        assert_eq!(opened.status, 201, "{}", opened.body);
        let again = kit.post("rahima", "/api/v1/days/opening", "a", &count(100)).await;
        assert_eq!((again.status, again.json()), (200, opened.json()));
        let told = kit.post("rahima", "/api/v1/days/opening", "b", &count(100)).await.told();
        assert_eq!(told, (409, "counter.open.already".to_owned()));
        take(kit.journal(), sale(vec![line(COPY, 30)])).await;
        let spent = json!({ "centre": BOOK, "kind": "paid_out", "expense": "toner", "amount": 4_000, "memo": "কালি" });
        assert_eq!(kit.post("rahima", "/api/v1/days/cash", "c", &spent).await.status, 201);
        let none = json!({ "centre": BOOK, "kind": "paid_out", "amount": 4_000, "memo": "কালি" });
        let told = kit.post("rahima", "/api/v1/days/cash", "d", &none).await.told();
        assert_eq!(told, (422, "counter.cash.kind".to_owned()));

        let x = kit.get("rahima", &format!("/api/v1/days/x?centre={BOOK}")).await.json();
        assert_eq!((&x["receipts"], &x["paid_out"], &x["opened"]), (&json!(1), &json!(4_000), &json!(true)));
        assert!(x.get("expected").is_none(), "the count is blind: {x}");
        assert_eq!(kit.get("rahima", &format!("/api/v1/days/z?centre={BOOK}")).await.status, 404);

        let day = today().to_string();
        let close = json!({ "centre": BOOK, "day": day, "reason": "lost" });
        let told = kit.post("rahima", "/api/v1/days/close", "e", &close).await.told();
        assert_eq!(told, (422, "counter.close.not_counted".to_owned()));
        let counted = json!({ "centre": BOOK, "day": day, "count": { "20": 5 } });
        assert_eq!(kit.post("rahima", "/api/v1/days/counts", "f", &counted).await.status, 201);
        let closed = kit.post("rahima", "/api/v1/days/close", "g", &close).await;
        assert_eq!(closed.status, 201, "{}", closed.body);
        let z = kit.get("rahima", &format!("/api/v1/days/z?centre={BOOK}&day={day}")).await.json();
        assert_eq!((&z["expected"], &z["counted"], &z["difference"]), (&json!(12_000), &json!(10_000), &json!(-2_000)));
        assert_eq!((&z["reason"], &z["counts"]), (&json!("lost"), &json!(1)));
        kit.trial.verify().await;
    });
}

#[test]
fn notes_that_there_are_not_and_another_centre_are_refused() {
    house(|kit| async move {
        let odd = json!({ "centre": BOOK, "count": { "25": 1 } });
        assert!(kit.post("rahima", "/api/v1/days/opening", "a", &odd).await.status >= 400);
        let count = json!({ "centre": BOOK, "count": {} });
        assert_eq!(kit.post("rahima", "/api/v1/days/opening", "", &count).await.status, 400, "no key");
        for path in ["opening", "cash", "shift", "counts", "close"] {
            let got = kit.post("", &format!("/api/v1/days/{path}"), "k", &count).await;
            assert_eq!(got.status, 401, "{path}");
        }
        assert_eq!(kit.post("karim", "/api/v1/days/opening", "a", &count).await.status, 404);
        let pass = json!({ "centre": BOOK, "to": "stranger" });
        let told = kit.post("rahima", "/api/v1/days/shift", "b", &pass).await.told();
        assert_eq!(told, (422, "counter.shift.person".to_owned()));
        for path in ["x", "z"] {
            assert_eq!(kit.get("karim", &format!("/api/v1/days/{path}?centre={BOOK}")).await.status, 404, "{path}");
        }
    });
}
