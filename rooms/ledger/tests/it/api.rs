//! What programs may read of a book, and whose.

use crate::house::{Kit, OTHER};
use crate::shop::{BOOK, draft, enter, sell, top_up};

/// What each of the six finds behind this path.
async fn found(kit: &Kit, path: &str) -> [u16; 6] {
    let mut found = [0; 6];
    for (place, who) in ["rahima", "karim", "selim", "amina", "nasrin", "jamal"].into_iter().enumerate() {
        found[place] = kit.get(who, path).await.status.as_u16();
    }
    found
}

#[tokio::test]
async fn a_book_is_open_to_those_who_hold_its_place_and_unknown_to_all_others() {
    let kit = Kit::new().await;
    for (book, statuses) in [
        (BOOK, [200, 200, 404, 200, 200, 403]),
        (OTHER, [404, 404, 404, 200, 200, 403]),
        ("nation", [404, 404, 404, 200, 404, 403]),
        ("3026999", [404, 404, 404, 404, 404, 403]),
        ("' or 1=1", [404, 404, 404, 404, 404, 403]),
    ] {
        let book = book.replace(' ', "%20");
        for path in [
            format!("/api/v1/books/{book}/trial-balance"),
            format!("/api/v1/books/{book}/entries"),
            format!("/api/v1/books/{book}/accounts/P:float/statement"),
            format!("/books/{book}"),
            format!("/books/{book}/accounts/P:float"),
        ] {
            assert_eq!(found(&kit, &path).await, statuses, "{path}");
        }
    }
    assert_eq!(kit.get("nobody", &format!("/api/v1/books/{BOOK}/trial-balance")).await.status, 401);
}

#[tokio::test]
async fn a_book_that_is_not_there_and_one_that_is_hidden_answer_alike() {
    let kit = Kit::new().await;
    let hidden = kit.get("rahima", &format!("/api/v1/books/{OTHER}/trial-balance")).await;
    let absent = kit.get("rahima", "/api/v1/books/3026999/trial-balance").await;
    assert_eq!((hidden.status, &hidden.body), (absent.status, &absent.body));
    assert_eq!(hidden.json()["code"], "web.not_found");
}

#[tokio::test]
async fn the_trial_balance_is_in_poisha_and_equal() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let got = kit.get("rahima", &format!("/api/v1/books/{BOOK}/trial-balance")).await.json();
    assert_eq!((got["debits"].as_i64(), got["credits"].as_i64()), (Some(22_000), Some(22_000)));
    let vat = got["accounts"].as_array().unwrap().iter().find(|line| line["account"] == "P:vat").unwrap();
    let expected = serde_json::json!({"account": "P:vat", "class": "liability", "debit": 0, "credit": 130, "held": 0});
    assert_eq!(*vat, expected);
}

#[tokio::test]
async fn entries_come_in_order_page_by_page_with_their_chain() {
    let kit = Kit::new().await;
    for n in 1..=5 {
        enter(&kit.trial.journal, BOOK, draft(&[("E:drawer:1", n), ("E:service_income", -n)])).await.unwrap();
    }
    let (mut after, mut items) = (0, Vec::new());
    loop {
        let page = kit.get("karim", &format!("/api/v1/books/{BOOK}/entries?after={after}&limit=2")).await.json();
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_i64() else { break };
        after = next;
    }
    let folios: Vec<_> = items.iter().map(|item| item["folio"].as_i64().unwrap()).collect();
    assert_eq!(folios, [1, 2, 3, 4, 5]);
    assert_eq!(items[0]["previous"], "0".repeat(64));
    for pair in items.windows(2) {
        assert_eq!(pair[1]["previous"], pair[0]["hash"]);
    }
    let kept = kit.trial.journal.entries(BOOK, 0, 1).await.unwrap().remove(0);
    let hash = kept.hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let expected = serde_json::json!({
        "seq": 1, "folio": 1, "session": kept.head.session, "at": "2026-11-23T04:42:00Z", "by": "system",
        "deed": "shop.move", "event": "ledger.posted v1", "events": [{"kind": "ledger.posted", "version": 1}],
        "previous": "0".repeat(64), "hash": hash,
    });
    assert_eq!(items[0], expected);
}

#[tokio::test]
async fn the_last_page_of_entries_says_that_it_is_the_last() {
    let kit = Kit::new().await;
    for n in 1..=4 {
        enter(&kit.trial.journal, BOOK, draft(&[("E:drawer:1", n), ("E:service_income", -n)])).await.unwrap();
    }
    let path = format!("/api/v1/books/{BOOK}/entries");
    for (query, count, next) in [
        ("", 4, None),
        ("?limit=4", 4, None),
        ("?limit=3", 3, Some(3)),
        ("?limit=0", 1, Some(1)),
        ("?limit=999999", 4, None),
        ("?after=4", 0, None),
        ("?after=-7", 4, None),
        ("?after=9223372036854775807", 0, None),
    ] {
        let page = kit.get("rahima", &format!("{path}{query}")).await.json();
        assert_eq!((page["items"].as_array().unwrap().len(), page["next"].as_i64()), (count, next), "{query}");
    }
    for query in ["?after=x", "?limit=1.5", "?after=99999999999999999999"] {
        let got = kit.get("rahima", &format!("{path}{query}")).await;
        assert_eq!((got.status.as_u16(), got.json()["code"].as_str()), (400, Some("web.malformed")), "{query}");
    }
}

#[tokio::test]
async fn a_statement_tells_what_moved_in_the_days_asked_for() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let path = format!("/api/v1/books/{BOOK}/accounts/E:float/statement");
    let month = kit.get("rahima", &path).await.json();
    assert_eq!((&month["from"], &month["to"]), (&"2026-11-01".into(), &"2026-11-30".into()));
    assert_eq!((month["before"].as_i64(), month["after"].as_i64()), (Some(0), Some(4_000)));
    let expected = serde_json::json!({
        "folio": 2, "day": "2026-11-23", "at": "2026-11-23T04:42:00Z", "memo": "R-1", "amount": -6_000, "balance": 4_000,
    });
    assert_eq!((&month["lines"][1], month["next"].as_i64()), (&expected, None));
    let december = kit.get("rahima", &format!("{path}?from=2026-12-01")).await.json();
    assert_eq!((december["to"].as_str(), december["before"].as_i64()), (Some("2026-12-31"), Some(4_000)));
    assert!(december["lines"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn days_that_are_none_and_accounts_that_are_none_are_refused() {
    let kit = Kit::new().await;
    let path = format!("/api/v1/books/{BOOK}/accounts/E:float/statement");
    for (query, field, code) in [
        ("?from=2026-02-30", "from", "base.day.no_such_day"),
        ("?to=tomorrow", "to", "base.day.form"),
        ("?from=2026-11-02&to=2026-11-01", "from", "ledger.statement.days"),
    ] {
        let got = kit.get("rahima", &format!("{path}{query}")).await;
        let told = got.json();
        assert_eq!((got.status.as_u16(), &told["code"], &told["field"]), (422, &code.into(), &field.into()), "{query}");
    }
    for account in ["E:flaot", "E:drawer", "P:fee:%0A"] {
        let got = kit.get("rahima", &format!("/api/v1/books/{BOOK}/accounts/{account}/statement")).await;
        assert_eq!(got.status, 404, "{account}");
    }
    let unused = kit.get("rahima", &format!("/api/v1/books/{BOOK}/accounts/E:drawer:9/statement")).await;
    assert_eq!((unused.status.as_u16(), unused.json()["after"].as_i64()), (200, Some(0)));
}

#[tokio::test]
async fn the_api_describes_every_handler_of_the_room() {
    let described = (ledger::room().openapi.unwrap())();
    let told: serde_json::Value = serde_json::from_str(&described.to_json().unwrap()).unwrap();
    for route in ledger::room().routes.iter().filter(|route| route.path.starts_with("/api/")) {
        let answers = &told["paths"][route.path][route.method.to_lowercase()]["responses"];
        assert!(answers["200"].is_object(), "{} {}", route.method, route.path);
        assert!(answers["404"].is_object() || !route.path.contains("{book}"), "{} {}", route.method, route.path);
    }
    for schema in ["TrialBalance", "AccountLine", "EntryPage", "EntryItem", "StatementPage"] {
        assert!(told["components"]["schemas"][schema].is_object(), "{schema}");
    }
    let debits = &told["components"]["schemas"]["TrialBalance"]["properties"]["debits"];
    assert_eq!(debits["type"], "integer", "amounts are whole poisha");
}
