//! The counter's doors tried by those they are not for, and with what nobody should send: every reading of one centre by
//! the entrepreneur of another, by an officer of another district, by a person without a role, by nobody.

use crate::api_kit::{OTHER_BOOK, house};
use crate::deeds_cases::moving;
use crate::deeds_desk::{BOOK, COPY, line, sale, service, take};
use crate::pages_kit::{HERS, Kit, does, register};
use counter::{Approver, CaseState, MoveCase, PublishService, Service, SetTariff, TakeServices, case_number};
use serde_json::{Value, json};
use trial::both;

/// What is Rahima's, and where it can be read. `N` stands for the number of her receipt.
const HERS_ALONE: [&str; 14] = [
    "/counter/receipts/N",
    "/counter/receipts/N/reverse",
    "/counter/receipts/N/a4.pdf",
    "/counter/receipts/N/a5.pdf",
    "/counter/receipts/N/slip58.png",
    "/counter/receipts/N/slip80.png",
    "/counter/day?centre=C",
    "/counter/cases?centre=C",
    "/income?centre=C",
    "/income/trade?centre=C",
    "/income/charges?centre=C&from=2026-11-01&to=2026-11-30",
    "/supervise/centres/C",
    "/supervise/centres/C/inspect",
    "/books/C",
];

#[test]
fn what_is_one_centres_is_read_by_nobody_from_elsewhere() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "3").await;
        kit.post("rahima", "/counter/customer", &[("name", "Goponio Nam"), ("mobile", "01711123456")]).await;
        let number = kit.pay("rahima", "").await;
        for path in HERS_ALONE {
            let path = path.replace('N', &number).replace("=C", &format!("={HERS}")).replace("/C", &format!("/{HERS}"));
            for who in ["karim", "far", "elsewhere", "far-chairman", "nobody"] {
                let got = kit.get(who, &path).await;
                assert!(matches!(got.status.as_u16(), 403 | 404), "{who} {path}: {}", got.status);
                assert!(!got.body.contains("Goponio") && !got.body.contains("01711123456"), "{who} {path}");
            }
            assert!(kit.get("", &path).await.place().starts_with("/sign-in?next="), "{path}");
        }
        // The number alone is no key either: the check asks for the code.
        for code in ["", "000000", "AAAAAA", "%00"] {
            let got = kit.get("", &format!("/check?n={number}&c={code}")).await;
            assert!(!got.body.contains("Goponio") && !got.body.contains("৳6"), "{code}: {}", got.body);
        }
        trial.verify().await;
    });
}

#[test]
fn what_is_one_centres_is_changed_by_nobody_from_elsewhere() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "3").await;
        kit.copies("rahima", "2").await;
        kit.post("rahima", "/counter/hold", &[]).await;
        let held = kit.get("rahima", "/counter/held").await.value_of_button("held");
        let before = trial.journal.entries(HERS, 0, 500).await.unwrap().len();
        let receipt = format!("/counter/receipts/{number}");
        let inspect = format!("/supervise/centres/{HERS}/inspect");
        let posts: [(String, Vec<(&str, &str)>); 8] = [
            (format!("{receipt}/reverse"), vec![("reason", "wrong_amount"), ("note", "")]),
            (format!("{receipt}/undo"), vec![]),
            (format!("{receipt}/print"), vec![("paper", "58")]),
            ("/counter/recall".to_owned(), vec![("held", &held)]),
            (inspect, vec![("form_id", "f"), ("day", "2026-11-23"), ("kind", "surprise"), ("grade", "A")]),
            ("/counter/catalogue/C010/close".to_owned(), vec![("form_id", "f"), ("place", ""), ("reason", "x")]),
            ("/counter/catalogue/C010/reopen".to_owned(), vec![("form_id", "f"), ("path", "/")]),
            ("/counter/tariffs/none/approve".to_owned(), vec![]),
        ];
        for (path, fields) in &posts {
            let officer = if path.ends_with("/print") { "far" } else { "uno" }; // hers prints copies of what it may see
            for who in ["karim", "far", "elsewhere", "far-chairman", officer, "nobody"] {
                let got = kit.post(who, path, fields).await;
                assert!(matches!(got.status.as_u16(), 403 | 404 | 409), "{who} {path}: {} {}", got.status, got.body);
            }
            let got = kit.post("", path, fields).await;
            assert_eq!(got.place(), "/sign-in", "{path}");
        }
        assert_eq!(trial.journal.entries(HERS, 0, 500).await.unwrap().len(), before);
        assert!(kit.get("rahima", "/counter/held").await.body.contains(&held), "her cart still waits");
        assert!(!kit.get("karim", "/counter").await.body.contains("৳4"), "and stands in nobody else's hands");
        trial.verify().await;
    });
}

/// What is written where a number, a code, a day, an id is asked for.
fn odd() -> Vec<String> {
    let mut odd: Vec<String> = [
        "%00",
        "x%00",
        "%ff",
        "%25",
        "_",
        "..%2f..",
        "%E0%A7%A7",
        "-1",
        "0",
        "99999999999999999999",
        "null",
        "%0d%0a",
        "'%20or%201=1",
        "%3Cscript%3E",
        "3026001-261123-%00-001",
        "D-3026001-261123-AAA-AAAAA",
        "%F0%9F%92%A9",
    ]
    .map(str::to_owned)
    .to_vec();
    odd.push("a".repeat(4_000));
    odd
}

#[test]
fn no_address_of_the_counter_falls_over_whatever_stands_in_it() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        for x in odd() {
            for (who, path) in [
                ("rahima", format!("/counter/receipts/{x}")),
                ("rahima", format!("/counter/receipts/{number}/{x}")),
                ("rahima", format!("/counter/receipts/{number}?printed={x}")),
                ("rahima", format!("/counter/cases/{x}")),
                ("rahima", format!("/counter/cases/{x}/move/{x}")),
                ("rahima", format!("/counter/cases/{x}/pictures/{x}")),
                ("rahima", format!("/counter/cases?centre={x}&page={x}&state={x}&q={x}")),
                ("rahima", format!("/counter/catalogue/{x}")),
                ("rahima", format!("/counter/catalogue?q={x}&group={x}")),
                ("rahima", format!("/counter/find?q={x}")),
                ("rahima", format!("/counter/forms/{x}")),
                ("rahima", format!("/counter/day?day={x}&centre={x}&after={x}")),
                ("rahima", format!("/counter/avro?q={x}")),
                ("rahima", format!("/counter/prices/{x}")),
                ("rahima", format!("/income?centre={x}")),
                ("rahima", format!("/income/{x}?from={x}&to={x}")),
                ("rahima", format!("/income/trade?after={x}")),
                ("chairman", format!("/counter/approvals/{x}/{x}")),
                ("keeper", format!("/counter/catalogue/{x}/tariff?place={x}")),
                ("keeper", format!("/counter/catalogue/C010/tariff?place={x}")),
                ("supervisor", format!("/supervise/{x}")),
                ("supervisor", format!("/supervise/{x}/centres")),
                ("supervisor", format!("/supervise/302672/centres?grade={x}&only={x}&after={x}&format={x}")),
                ("supervisor", format!("/supervise/centres/{x}/inspect")),
                ("", format!("/prices/{x}")),
                ("", format!("/check?n={x}&c={x}")),
                ("", format!("/check?number={x}&code={x}")),
            ] {
                let got = kit.get(who, &path).await;
                assert!(got.status.as_u16() < 500, "{:?} {who} {path:.90}: {}", trial.engine, got.status);
                assert!(!got.body.contains("<script>") && !got.body.contains("3026002-"), "{who} {path:.90}");
                if got.status == 429 {
                    trial.pass(60_000); // the public check is slowed down, not shut
                }
            }
        }
    });
}

#[test]
fn no_form_of_the_counter_falls_over_whatever_stands_in_its_fields() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        let forms: [(&str, String, &[&str]); 13] = [
            ("rahima", "/counter/cart".into(), &["service", "quantity", "q"]),
            ("rahima", "/counter/line".into(), &["line", "quantity"]),
            ("rahima", "/counter/customer".into(), &["mobile", "name"]),
            ("rahima", "/counter/applicant".into(), &["set"]),
            ("rahima", "/counter/forms/1".into(), &["a.applicant_name"]),
            ("rahima", "/counter/recall".into(), &["held"]),
            ("rahima", "/counter/drop".into(), &["held"]),
            ("rahima", "/counter/pay".into(), &["form_id", "tendered"]),
            ("rahima", format!("/counter/receipts/{number}/reverse"), &["reason", "note"]),
            ("rahima", format!("/counter/receipts/{number}/print"), &["paper"]),
            ("keeper", "/counter/catalogue/C010/close".into(), &["form_id", "place", "reason"]),
            ("keeper", "/counter/catalogue/C010/tariff".into(), &["form_id", "place", "from", "official", "shop"]),
            ("supervisor", format!("/supervise/centres/{HERS}/inspect"), &["form_id", "day", "kind", "grade", "note"]),
        ];
        let texts = [
            "",
            " ",
            "\0",
            "-1",
            "0",
            "1e9",
            "৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯৯",
            "99999999999999999999",
            "\u{200b}",
            "ক্‌ষ\u{202e}",
            "'; drop table counter_receipt; --",
            "<script>alert(1)</script>",
            "2026-02-30",
            "0001-01-01",
        ];
        for (who, path, fields) in &forms {
            for text in texts.iter().copied().chain([&*"ক".repeat(5_000)]) {
                for at in 0..fields.len() {
                    let filled: Vec<(&str, &str)> = fields
                        .iter()
                        .enumerate()
                        .map(|(nth, name)| (*name, if nth == at { text } else { "1" }))
                        .collect();
                    let got = kit.post(who, path, &filled).await;
                    let told = format!("{:?} {who} {path} {} {text:.20?}", trial.engine, fields[at]);
                    assert!(got.status.as_u16() < 500, "{told}: {}", got.status);
                    assert!(!got.body.contains("<script>"), "{told}");
                }
            }
        }
        trial.verify().await;
    });
}

#[test]
fn programs_that_send_nonsense_are_told_what_is_wrong_and_give_no_receipt() {
    house(|kit| async move {
        let before = kit.journal().entries(BOOK, 0, 500).await.unwrap().len();
        let good = || json!({"centre": BOOK, "lines": [{"service": COPY, "quantity": 1}]});
        let with = |field: &str, value: Value| {
            let mut body = good();
            body[field] = value;
            body
        };
        let line_with = |field: &str, value: Value| {
            let mut body = good();
            body["lines"][0][field] = value;
            body
        };
        for body in [
            Value::Null,
            json!([]),
            json!({}),
            json!("x"),
            with("lines", json!([])),
            with("lines", json!({})),
            with("lines", Value::Array(vec![good()["lines"][0].clone(); 21])),
            with("centre", json!(OTHER_BOOK)),
            with("centre", json!("nation")),
            with("centre", json!(format!("{BOOK}\u{0}"))),
            with("till", json!("x".repeat(100))),
            with("admin", json!(true)),
            line_with("quantity", json!(0)),
            line_with("quantity", json!(-1)),
            line_with("quantity", json!(1.5)),
            line_with("quantity", json!("1")),
            line_with("quantity", json!(10_001)),
            line_with("quantity", json!(u64::MAX)),
            line_with("service", json!("")),
            line_with("service", json!("T00\u{0}")),
            line_with("service", json!("X999")),
            line_with("service", json!("'; drop table counter_receipt; --")),
            line_with("service", json!(null)),
            line_with("price", json!(1)),
        ] {
            let got = kit.post("rahima", "/api/v1/receipts", "k", &body).await;
            assert!((400..500).contains(&got.status), "{body}: {} {}", got.status, got.body);
            assert!(got.json()["code"].is_string(), "{body}: {}", got.body);
        }
        assert_eq!(kit.journal().entries(BOOK, 0, 500).await.unwrap().len(), before);
        let taken = kit.post("rahima", "/api/v1/receipts", "k", &good()).await;
        assert_eq!(taken.status, 201, "the key was given to nothing before: {}", taken.body);
        kit.trial.verify().await;
    });
}

#[test]
fn a_program_of_another_centre_finds_no_receipt_by_any_spelling_of_its_number() {
    house(|kit| async move {
        let number = take(kit.journal(), sale(vec![line(COPY, 2)])).await.receipt.number;
        assert_eq!(kit.get("rahima", &format!("/api/v1/receipts/{number}")).await.status, 200);
        for spelt in [
            number.clone(),
            number.to_lowercase(),
            number.replace('-', "%2D"),
            format!("{number}%00"),
            format!("%20{number}"),
            number.replacen(BOOK, OTHER_BOOK, 1),
            number.replacen(BOOK, "nation", 1),
        ] {
            for (who, status) in [("karim", 404), ("merchant", 403), ("", 401)] {
                let got = kit.get(who, &format!("/api/v1/receipts/{spelt}")).await;
                assert_eq!(got.status, status, "{who} {spelt}: {}", got.body);
            }
        }
        let reverse = json!({"reason": "wrong_amount"});
        let path = format!("/api/v1/receipts/{number}/reversal");
        for (who, status) in [("karim", 404), ("uno", 403), ("auditor", 403), ("merchant", 403), ("", 401)] {
            let got = kit.post(who, &path, "k", &reverse).await;
            assert_eq!(got.status, status, "{who}: {}", got.body);
        }
        kit.trial.verify().await;
    });
}

#[test]
fn a_tab_that_lay_open_is_not_paid_for_what_another_tab_put_into_the_cart() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "3").await;
        let old = kit.get("rahima", "/counter").await;
        assert!(old.body.contains("৳6"), "{}", old.body);
        let before = trial.journal.entries(HERS, 0, 500).await.unwrap().len();
        kit.copies("rahima", "10").await; // in another tab
        let stale = [("form_id", old.value("form_id")), ("tendered", String::new())];
        let stale: Vec<(&str, &str)> = stale.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = kit.post("rahima", "/counter/pay", &stale).await;
        assert_eq!(refused.status, 409, "৳26 would be taken where ৳6 was shown: {}", refused.body);
        assert_eq!(trial.journal.entries(HERS, 0, 500).await.unwrap().len(), before);
        let line = kit.get("rahima", "/counter").await.value("line");
        kit.post("rahima", "/counter/line", &[("line", &line), ("quantity", "4")]).await;
        let number = kit.pay("rahima", "").await;
        assert!(kit.get("rahima", &format!("/counter/receipts/{number}")).await.body.contains("৳8"));
        trial.verify().await;
    });
}

/// A case of this centre that its chairman has to sign; its number.
async fn waits_for_the_chairman(journal: &journal::Journal, book: &str, path: &str) -> String {
    let signed = Service { sla_days: 3, approver: Approver::Chairman, ..service("T005", "Certificate") };
    does(journal, PublishService { service: signed, form: String::new(), change: "first".into() }).await;
    let price = crate::deeds_desk::tariff(path, "2026-01-01", [3_000, 1_500, 500]);
    does(journal, SetTariff { service: "T005".into(), tariff: price }).await;
    let take = TakeServices { book: book.into(), path: path.into(), ..sale(vec![line("T005", 1)]) };
    let number = case_number(&does(journal, take).await.receipt.number, 0);
    let sent = moving(&number, CaseState::FeePaid, CaseState::Sent);
    does(journal, MoveCase { book: book.into(), ..sent }).await;
    number
}

#[test]
fn a_secretary_of_two_unions_sees_what_waits_in_both() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let mut cases = Vec::new();
        for (book, path) in [(HERS, "/30/3026/302672/30267250/"), ("3026002", "/30/3026/302672/30267215/")] {
            cases.push(waits_for_the_chairman(&trial.journal, book, path).await);
        }
        let one = kit.get("chairman", "/counter/approvals").await.body;
        assert!(one.contains(&cases[0]) && !one.contains(&cases[1]), "{one}");
        let both = kit.get("two-chairs", "/counter/approvals").await.body;
        assert!(both.contains(&cases[0]) && both.contains(&cases[1]), "{both}");
        for number in &cases {
            let page = kit.get("two-chairs", &format!("/counter/approvals/{number}/ready")).await;
            assert_eq!(page.status, 200, "{number}");
        }
    });
}

#[test]
fn typing_help_leaves_what_is_bangla_already_and_falls_over_nothing() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for (typed, shown) in [
            ("ami", "আমি"),
            ("ভাত", "ভাত"),
            ("ami ভাত khai", "আমি ভাত খাই"),
            ("ভাতami", "ভাতআমি"),
            ("৳5", "৳৫"),
            ("👩🏽‍🌾", "👩🏽‍🌾"),
            ("\u{fffd}", "\u{fffd}"),
            ("", ""),
        ] {
            let got = kit.get("rahima", &format!("/counter/avro?q={}", web::in_query(typed))).await;
            assert_eq!((got.status.as_u16(), got.body.as_str()), (200, shown), "{typed}");
        }
        assert_eq!(kit.get("", "/counter/avro?q=ami").await.status, 303);
    });
}
