//! The JSON API, through the router.

use crate::api_kit::{Got, Kit, OTHER_BOOK, house};
use crate::deeds_desk::{BIRTH, BOOK, COPY, FORMED, days, entries, today};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

const SALES: &str = "/api/v1/receipts";

fn sale(lines: &Value) -> Value {
    json!({"centre": BOOK, "customer": null, "lines": lines})
}

fn one(service: &str, quantity: i64) -> Value {
    sale(&json!([{"service": service, "quantity": quantity}]))
}

/// Sells one birth registration and answers what came back.
async fn sold(kit: &Kit, key: &str) -> Value {
    let got = kit.post("rahima", SALES, key, &one(BIRTH, 1)).await;
    assert_eq!(got.status, 201, "{}", got.body);
    got.json()
}

fn text<'a>(json: &'a Value, field: &str) -> &'a str {
    json[field].as_str().unwrap()
}

#[test]
fn a_sale_gives_the_receipt_in_exactly_the_promised_shape() {
    house(|kit| async move {
        let body = json!({
            "centre": BOOK,
            "customer": {"mobile": "০১৭১১-০০০০০১", "name": "নমুনা"},
            "lines": [
                {"service": BIRTH, "quantity": 2, "fee_shown": 8_000},
                {"service": FORMED, "quantity": 1,
                    "answers": {"applicant": "নমুনা", "papers": ["tax", "nid"], "copies": 2}}
            ],
            "tendered": 25_000
        });
        let got = kit.post("rahima", SALES, "k1", &body).await;
        assert_eq!((got.status, got.kind.as_str()), (201, "application/json"), "{}", got.body);
        let json = got.json();
        let number = counter::receipt_number(BOOK, today(), kit.journal().session(), 1);
        let check = counter::check_code(kit.journal().keys(), &number);
        let seq = kit.journal().entries(BOOK, 0, 500).await.unwrap().last().unwrap().head.seq;
        let ought = json!({
            "number": number,
            "check": check,
            "total": 21_000,
            "change": 4_000,
            "lines": [
                {"service": BIRTH, "quantity": 2, "official_fee": 10_000, "service_charge": 6_000, "tariff_version": 0, "total": 16_000},
                {"service": FORMED, "quantity": 1, "official_fee": 3_000, "service_charge": 2_000, "tariff_version": 0, "total": 5_000}
            ],
            "state": "final",
            "book": BOOK,
            "seq": seq
        });
        assert_eq!(json, ought);
        kit.trial.verify().await;
    });
}

#[test]
fn the_same_key_and_body_give_the_first_receipt_and_another_body_is_a_conflict() {
    house(|kit| async move {
        let first = kit.post("rahima", SALES, "k1", &one(COPY, 3)).await;
        let second = kit.post("rahima", SALES, "k1", &one(COPY, 3)).await;
        assert_eq!((first.status, second.status), (201, 200));
        assert_eq!(first.body, second.body);
        let other = kit.post("rahima", SALES, "k1", &one(COPY, 4)).await;
        assert_eq!(other.told(), (409, "journal.key.reused".to_owned()));
        // Jamila may sell here too, and her keys are her own.
        assert_eq!(kit.post("jamila", SALES, "k1", &one(COPY, 4)).await.status, 201);
        assert_eq!(days(kit.journal()).await[0].1[0], 2);
        // A reversed receipt is told as it was given: the stored answer is the answer.
        let path = format!("{SALES}/{}/reversal", text(&first.json(), "number"));
        assert_eq!(kit.post("rahima", &path, "", &json!({"reason": "test"})).await.status, 201);
        assert_eq!(kit.post("rahima", SALES, "k1", &one(COPY, 3)).await.body, first.body);
        kit.trial.verify().await;
    });
}

#[test]
fn a_sale_without_a_sound_key_is_refused() {
    house(|kit| async move {
        for key in ["", " ", &"k".repeat(201)] {
            let got = kit.post("rahima", SALES, key, &one(COPY, 1)).await;
            assert_eq!(got.told(), (400, "web.key.missing".to_owned()), "{key:?}");
            assert_eq!(
                (got.kind.as_str(), got.json()["field"].as_str()),
                ("application/problem+json", Some("Idempotency-Key"))
            );
        }
        assert_eq!(kit.post("rahima", SALES, &"k".repeat(200), &one(COPY, 1)).await.status, 201);
        let bangla = Request::builder()
            .method("POST")
            .uri(SALES)
            .header("authorization", "Bearer rahima")
            .header("content-type", "application/json")
            .header("idempotency-key", "চাবি".as_bytes());
        let got = kit.send(bangla, one(COPY, 1).to_string().into()).await;
        assert_eq!(got.told(), (400, "web.key.missing".to_owned()));
    });
}

#[test]
fn every_sale_that_cannot_be_is_refused_with_its_code_and_nothing_is_entered() {
    house(|kit| async move {
        let before = entries(kit.journal(), BOOK).await;
        let line = |json: Value| sale(&json!([json]));
        let cases = [
            (sale(&json!([])), "counter.take.lines", "lines"),
            (one("X999", 1), "counter.take.unknown_service", "lines.0.service"),
            (one(COPY, 0), "counter.take.quantity", "lines.0.quantity"),
            (
                line(json!({"service": BIRTH, "quantity": 1, "fee_shown": 7_000})),
                "counter.take.fee_changed",
                "lines.0.fee_shown",
            ),
            (one(FORMED, 1), "forms.answer.required", "lines.0.answers.applicant"),
            (
                line(json!({"service": FORMED, "quantity": 1, "answers": {"applicant": "ক", "papers": ["brn"]}})),
                "forms.answer.not_in_list",
                "lines.0.answers.papers",
            ),
            (
                line(json!({"service": FORMED, "quantity": 1, "answers": ["applicant"]})),
                "forms.answer.too_large",
                "lines.0.answers.",
            ),
            (
                json!({"centre": BOOK, "lines": [{"service": COPY, "quantity": 1}], "tendered": 1}),
                "counter.take.tendered_short",
                "tendered",
            ),
            (
                json!({"centre": BOOK, "customer": {"mobile": "12"}, "lines": [{"service": COPY, "quantity": 1}]}),
                "base.mobile.not_mobile",
                "customer.mobile",
            ),
        ];
        for (place, (body, code, field)) in cases.into_iter().enumerate() {
            let got = kit.post("rahima", SALES, &format!("k{place}"), &body).await;
            assert_eq!(got.told(), (422, code.to_owned()), "{body}");
            assert_eq!(got.json()["field"], field, "{body}");
            assert_eq!(got.kind, "application/problem+json");
        }
        assert_eq!(entries(kit.journal(), BOOK).await, before);
    });
}

#[test]
fn a_body_of_another_shape_is_refused_before_the_desk_sees_it() {
    house(|kit| async move {
        let good = one(COPY, 1);
        let with = |change: &dyn Fn(&mut Value)| {
            let mut body = good.clone();
            change(&mut body);
            body.to_string()
        };
        let cases = [
            (with(&|body| body["admin"] = json!(true)), 422, "web.body.shape"),
            (with(&|body| body["lines"][0]["price"] = json!(1)), 422, "web.body.shape"),
            (with(&|body| body["customer"] = json!({"nid": "1"})), 422, "web.body.shape"),
            (with(&|body| body["lines"][0]["quantity"] = json!(1.5)), 422, "web.body.shape"),
            (with(&|body| body["lines"][0]["quantity"] = json!("1")), 422, "web.body.shape"),
            (with(&|body| body["tendered"] = json!(1e300)), 422, "web.body.shape"),
            (with(&|body| body["centre"] = Value::Null), 422, "web.body.shape"),
            ("{".to_owned(), 400, "web.body.malformed"),
            (format!(r#"{{"centre":"{}"}}"#, "x".repeat(300_000)), 413, "web.body.too_large"),
        ];
        for (body, status, code) in cases {
            let got = kit.post_text("rahima", SALES, "k1", body.clone()).await;
            assert_eq!(got.told(), (status, code.to_owned()), "{body:.80}");
        }
        assert_eq!(kit.post("rahima", SALES, "k1", &good).await.status, 201);
    });
}

#[test]
fn a_closed_day_and_an_empty_float_refuse_programs_as_they_refuse_people() {
    house(|kit| async move {
        let unfunded = json!({"centre": OTHER_BOOK, "lines": [{"service": BIRTH, "quantity": 1}]});
        assert_eq!(kit.post("karim", SALES, "k1", &unfunded).await.told(), (422, "ledger.post.float_short".to_owned()));
        let done = sold(&kit, "k0").await;
        crate::deeds_desk::close(kit.journal(), BOOK, today()).await.unwrap();
        let got = kit.post("rahima", SALES, "k1", &one(COPY, 1)).await;
        assert_eq!(got.told(), (422, "counter.take.day_closed".to_owned()));
        let path = format!("{SALES}/{}/reversal", text(&done, "number"));
        let got = kit.post("rahima", &path, "r1", &json!({"reason": "test"})).await;
        assert_eq!(got.told(), (422, "counter.reverse.day_closed".to_owned()));
        // What a closed day refused may be tried again tomorrow under the same key.
        kit.trial.pass(24 * 3_600_000);
        assert_eq!(kit.post("rahima", SALES, "k1", &one(COPY, 1)).await.status, 201);
    });
}

#[test]
fn whoever_may_not_sell_here_is_turned_away_without_being_told_why() {
    house(|kit| async move {
        let at = |centre: &str| json!({"centre": centre, "lines": [{"service": COPY, "quantity": 1}]});
        for (who, centre, status, code) in [
            ("", BOOK, 401, "web.sign_in.needed"),
            ("stranger", BOOK, 401, "web.sign_in.needed"),
            ("uno", BOOK, 403, "web.forbidden"),
            ("merchant", BOOK, 403, "web.forbidden"),
            ("rahima", OTHER_BOOK, 404, "web.not_found"),
            ("karim", BOOK, 404, "web.not_found"),
            ("rahima", "9999999", 404, "web.not_found"),
            ("rahima", "nation", 404, "web.not_found"),
            ("rahima", "", 404, "web.not_found"),
        ] {
            let got = kit.post(who, SALES, "k1", &at(centre)).await;
            assert_eq!(got.told(), (status, code.to_owned()), "{who} at {centre}");
        }
        for centre in [BOOK, OTHER_BOOK] {
            assert_eq!(kit.post("jamila", SALES, "k1", &at(centre)).await.status, 201, "{centre}");
        }
        let cookie = Request::builder().method("POST").uri(SALES).header("cookie", "__Host-haat=rahima");
        let cookie = cookie.header("content-type", "application/json").header("idempotency-key", "k9");
        let got = kit.send(cookie, at(BOOK).to_string().into()).await;
        assert_eq!(got.status, 401, "a browser cannot be made to spend its cookie here");
    });
}

#[test]
fn a_receipt_is_shown_to_those_above_it_and_to_nobody_else() {
    house(|kit| async move {
        let body = json!({
            "centre": BOOK,
            "customer": {"mobile": "01711000001", "name": "নমুনা মণ্ডল"},
            "lines": [{"service": BIRTH, "quantity": 1}],
            "tendered": 10_000
        });
        let given = kit.post("rahima", SALES, "k1", &body).await.json();
        let path = format!("{SALES}/{}", text(&given, "number"));
        let got = kit.get("rahima", &path).await;
        let mut ought = given.clone();
        for (field, value) in [
            ("day", json!("2026-11-23")),
            ("at", json!("2026-11-23T04:42:00Z")),
            ("tendered", json!(10_000)),
            ("reversal", Value::Null),
            ("customer", json!({"mobile": "017••••001"})),
        ] {
            ought[field] = value;
        }
        assert_eq!((got.status, got.json()), (200, ought));
        assert!(!got.body.contains("মণ্ডল"));
        for who in ["uno", "auditor", "jamila"] {
            assert_eq!(kit.get(who, &path).await.body, got.body, "{who}");
        }
        for (who, status) in [("karim", 404), ("merchant", 403), ("", 401)] {
            assert_eq!(kit.get(who, &path).await.status, status, "{who}");
        }
        assert_eq!(kit.get("rahima", &path.to_lowercase()).await.status, 200, "typed by hand");
        for number in ["3026001-261123-000-999", "nation", "3026001", "%00", "..%2f..", "9999999-261123-000-001"] {
            let got = kit.get("auditor", &format!("{SALES}/{number}")).await;
            assert_eq!(got.told(), (404, "web.not_found".to_owned()), "{number}");
        }
        // A photocopy for nobody.
        let nobody = kit.post("rahima", SALES, "k2", &one(COPY, 1)).await.json();
        assert_eq!(
            kit.get("rahima", &format!("{SALES}/{}", text(&nobody, "number"))).await.json()["customer"],
            Value::Null
        );
    });
}

#[test]
fn a_receipt_is_reversed_once_and_shows_it() {
    house(|kit| async move {
        let number = text(&sold(&kit, "k1").await, "number").to_owned();
        let path = format!("{SALES}/{number}/reversal");
        let reason = json!({"reason": "wrong_service"});
        for (who, status, code) in
            [("karim", 404, "web.not_found"), ("uno", 403, "web.forbidden"), ("", 401, "web.sign_in.needed")]
        {
            assert_eq!(kit.post(who, &path, "r1", &reason).await.told(), (status, code.to_owned()), "{who}");
        }
        crate::deeds_desk::close(kit.journal(), BOOK, today()).await.unwrap();
        kit.trial.pass(24 * 3_600_000);
        let first = kit.post("rahima", &path, "r1", &reason).await;
        assert_eq!(first.status, 201, "{}", first.body);
        let json = first.json();
        let reversal = json!({"reason": "wrong_service", "day": "2026-11-24", "at": "2026-11-24T04:42:00Z"});
        assert_eq!(
            (&json["state"], &json["reversal"], &json["day"]),
            (&json!("reversed"), &reversal, &json!("2026-11-23"))
        );
        let again = kit.post("rahima", &path, "r1", &reason).await;
        assert_eq!((again.status, &again.body), (200, &first.body));
        for key in ["", "r2"] {
            let got = kit.post("rahima", &path, key, &reason).await;
            assert_eq!(got.told(), (409, "counter.reverse.already".to_owned()));
        }
        let other = kit.post("rahima", &path, "r1", &json!({"reason": "test"})).await;
        assert_eq!(other.told(), (409, "journal.key.reused".to_owned()));
        assert_eq!(kit.get("rahima", &format!("{SALES}/{number}")).await.json(), json);
        kit.trial.verify().await;
    });
}

#[test]
fn a_reason_in_ones_own_words_counts_as_another_reason_and_is_kept_sealed() {
    house(|kit| async move {
        let cases = [
            (json!({"reason": "রহিমা ভুল করেছেন"}), 201, "other"),
            (json!({"reason": "a slip", "note": "of the pen"}), 201, "other"),
            (json!({"reason": "other", "note": "gone"}), 201, "other"),
            (json!({"reason": "test", "note": "gone"}), 201, "test"),
            (json!({"reason": "other"}), 422, "counter.reverse.note"),
            (json!({"reason": ""}), 422, "counter.reverse.reason"),
            (json!({"reason": "  "}), 422, "counter.reverse.reason"),
            (json!({"reason": "ক".repeat(301)}), 422, "counter.reverse.note"),
            (json!({}), 422, "web.body.shape"),
            (json!({"reason": "test", "by": "karim"}), 422, "web.body.shape"),
        ];
        for (place, (body, status, told)) in cases.into_iter().enumerate() {
            let number = text(&sold(&kit, &format!("k{place}")).await, "number").to_owned();
            let got = kit.post("rahima", &format!("{SALES}/{number}/reversal"), "", &body).await;
            let said = if status == 201 { &got.json()["reversal"]["reason"] } else { &got.json()["code"] };
            assert_eq!((got.status, said.as_str()), (status, Some(told)), "{body}");
        }
        for entry in kit.journal().entries(BOOK, 0, 500).await.unwrap() {
            let events = String::from_utf8_lossy(&entry.events).into_owned();
            assert!(!events.contains("রহিমা") && !events.contains("slip"), "{events}");
        }
        kit.trial.verify().await;
    });
}

async fn checked(kit: &Kit, number: &str, code: &str) -> Got {
    kit.trial.pass(60_000); // a patient citizen is never limited
    kit.get("", &format!("{SALES}/{number}/check?code={code}")).await
}

#[test]
fn anybody_who_holds_the_paper_can_check_it_and_learns_no_name() {
    house(|kit| async move {
        let given = sold(&kit, "k1").await;
        let (number, check) = (text(&given, "number"), text(&given, "check"));
        let mut ought = json!({
            "number": number,
            "centre": BOOK,
            "day": "2026-11-23",
            "official_fee": 5_000,
            "service_charge": 3_000,
            "total": 8_000,
            "state": "final"
        });
        let got = checked(&kit, number, check).await;
        assert_eq!((got.status, got.json()), (200, ought.clone()));
        let typed =
            checked(&kit, &number.to_lowercase(), &format!("%20{}", check.to_lowercase().replace('0', "o"))).await;
        assert_eq!(typed.json(), ought);
        kit.post("rahima", &format!("{SALES}/{number}/reversal"), "", &json!({"reason": "test"})).await;
        ought["state"] = json!("reversed");
        assert_eq!(checked(&kit, number, check).await.json(), ought);
    });
}

#[test]
fn a_wrong_number_and_a_wrong_code_look_alike() {
    house(|kit| async move {
        let given = sold(&kit, "k1").await;
        let (number, check) = (text(&given, "number"), text(&given, "check"));
        let missing = counter::receipt_number(BOOK, today(), kit.journal().session(), 999);
        let its_code = counter::check_code(kit.journal().keys(), &missing);
        let wrong = format!("{}{}", &check[..5], if check.ends_with('7') { '8' } else { '7' });
        let first = checked(&kit, number, &wrong).await;
        assert_eq!(first.told(), (404, "web.not_found".to_owned()));
        for (number, code) in [
            (number, ""),
            (number, &check[..5]),
            (missing.as_str(), check),
            (&missing, &its_code),
            ("x", check),
            ("3026001", check),
        ] {
            let got = checked(&kit, number, code).await;
            assert_eq!((got.status, &got.body), (404, &first.body), "{number} {code}");
        }
        kit.trial.pass(60_000);
        let bare = kit.get("", &format!("{SALES}/{number}/check")).await;
        assert_eq!((bare.status, &bare.body), (404, &first.body));
    });
}

#[test]
fn a_guesser_has_ten_tries_a_minute() {
    house(|kit| async move {
        let given = sold(&kit, "k1").await;
        let path = format!("{SALES}/{}/check?code=", text(&given, "number"));
        for n in 0..10 {
            assert_eq!(kit.get("", &format!("{path}00000{n}")).await.status, 404);
        }
        let right = format!("{path}{}", text(&given, "check"));
        assert_eq!(kit.get("", &right).await.told(), (429, "web.too_many".to_owned()));
        kit.trial.pass(60_000);
        assert_eq!(kit.get("", &right).await.status, 200);
    });
}

#[test]
fn the_sample_answers_of_every_form_are_taken_through_the_api() {
    house(|kit| async move {
        counter::stock_catalogue(kit.journal(), "first").await.unwrap();
        let codes = ["G001", "G003", "G007", "G009", "G031", "G042", "G043", "G061", "G064"];
        for code in codes {
            let answers = counter::sample_answers(code, today()).unwrap();
            let body = sale(&json!([{"service": code, "quantity": 1, "answers": answers}]));
            let got = kit.post("rahima", SALES, code, &body).await;
            assert_eq!(got.status, 201, "{code}: {}", got.body);
        }
        kit.trial.verify().await;
    });
}

#[test]
fn the_description_names_every_way_in_and_every_problem() {
    let rooms = [network::room(), ledger::room(), counter::room()];
    let whole: Value = serde_json::from_str(&web::openapi::describe(&rooms).to_json().unwrap()).unwrap();
    let room = counter::room();
    let routes: Vec<_> = room.routes.iter().filter(|route| route.path.starts_with("/api/v1/")).collect();
    assert!(routes.len() >= 14);
    for route in routes {
        let said = &whole["paths"][route.path][route.method.to_ascii_lowercase()];
        // A list is never absent, and to the gateway of texts nothing is secret: all others may say that there is nothing.
        let never_absent = route.path.ends_with("services") || route.path.ends_with("texts/callback");
        assert!(said["responses"]["404"]["content"].is_object() || never_absent, "{}", route.path);
        assert_eq!(said["security"].is_array(), route.needs != web::Needs::Anyone, "{}", route.path);
    }
    let take = &whole["paths"][SALES]["post"]["responses"];
    for status in ["200", "201", "400", "401", "403", "404", "409", "422", "503"] {
        assert!(take[status].is_object(), "{status}");
    }
    assert_eq!(take["422"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Problem");
    let line = &whole["components"]["schemas"]["ReceiptLine"]["properties"]["official_fee"];
    assert!(text(line, "description").contains("whole line"), "{line}");
    // Every schema that is named is there.
    let text = whole.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(whole["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn a_body_under_another_name_is_refused() {
    house(|kit| async move {
        let request = Request::builder()
            .method("POST")
            .uri(SALES)
            .header("authorization", "Bearer rahima")
            .header("idempotency-key", "k1")
            .header("content-type", "application/x-www-form-urlencoded");
        let got = kit.send(request, Body::from("centre=3026001")).await;
        assert_eq!(got.told(), (415, "web.body.kind".to_owned()));
    });
}
