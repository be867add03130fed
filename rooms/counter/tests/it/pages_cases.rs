//! Cases over their pages: a draft, the chairman's queue, a picture, a correction, the handover, and what the public sees.

use crate::deeds_desk::{FORM, answers, service, tariff};
use crate::pages_kit::{Got, HERS, HIS, Kit, ask, does, number_in, register};
use axum::body::Body;
use base::Paisa;
use counter::{
    Approver, AttachPicture, AttachmentKind, CustomerGiven, LineGiven, PublishService, Service, SetTariff, TILL,
    TakeServices, case_number,
};
use trial::{Trial, both};

const SIGNED: &str = "T005";
const HER_PATH: &str = "/30/3026/302672/30267250/";

/// The house with a certificate that the chairman signs; the number of a case of it.
async fn kit(trial: &Trial) -> (Kit, counter::Receipt, String) {
    let kit = Kit::of(trial).await;
    let signed = Service { sla_days: 3, approver: Approver::Chairman, ..service(SIGNED, "Certificate") };
    does(&trial.journal, PublishService { service: signed, form: FORM.into(), change: "first".into() }).await;
    let price = tariff("/", "2026-01-01", [3_000, 1_500, 500]);
    does(&trial.journal, SetTariff { service: SIGNED.into(), tariff: price }).await;
    let take = TakeServices {
        book: HERS.into(),
        path: HER_PATH.into(),
        till: TILL.into(),
        customer: Some(CustomerGiven { name: Some("নমুনা বেগম".into()), ..CustomerGiven::default() }),
        lines: vec![LineGiven {
            service: SIGNED.into(),
            quantity: 1,
            answers: answers(&[("applicant", "নমুনা")]),
            fee_shown: None,
            draft: None,
        }],
        tendered: Some(Paisa::new(10_000)),
        register_day: None,
    };
    let receipt = does(&trial.journal, take).await.receipt;
    let number = case_number(&receipt.number, 0);
    (kit, receipt, number)
}

/// Asks for a move on its page and sends what the page has.
async fn moves(kit: &Kit, who: &str, way: &str, said: &[(&str, &str)]) -> Got {
    let page = kit.get(who, way).await;
    let (expects, seen) = (page.value("expects"), page.value("seen"));
    let mut fields = vec![("expects", expects.as_str()), ("seen", seen.as_str())];
    fields.extend(said);
    kit.post(who, way, &fields).await
}

/// A form with a file, as a browser posts it.
async fn posts_file(kit: &Kit, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Got {
    let token = kit.house.form_key().token("session-of-rahima");
    let mut body = Vec::new();
    for (name, value) in fields.iter().chain([("csrf", token.as_str())].iter()) {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let (name, kind, bytes) = file;
    body.extend(
        format!("--b\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n")
            .bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request = ask("POST", path, "rahima")
        .header("content-type", "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    kit.send(request.unwrap()).await
}

/// A PNG of one black dot, written by hand: signature, IHDR, IDAT, IEND (RFC 2083).
const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_case_goes_over_its_pages_from_the_counter_to_the_chairman_and_back() {
    both(&register(), |trial| async move {
        let (kit, receipt, number) = kit(&trial).await;
        let here = format!("/counter/cases/{number}");
        let today = kit.get("rahima", "/today").await;
        assert!(today.body.contains("/counter/cases"), "{}", today.body);
        assert!(kit.get("rahima", "/counter/cases").await.body.contains(&number));
        let page = kit.get("rahima", &here).await;
        assert!(page.body.contains("নমুনা বেগম") && page.body.contains("/move/sent"), "{}", page.body);
        assert_eq!(moves(&kit, "rahima", &format!("{here}/move/sent"), &[]).await.place(), here);
        assert!(kit.get("chairman", "/counter/approvals").await.body.contains(&number));
        let way = format!("/counter/approvals/{number}/correction_needed");
        let refused = moves(&kit, "chairman", &way, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("reason-error"), "{}", refused.body);
        let sent_back = moves(&kit, "chairman", &way, &[("reason", "answer_wrong")]).await;
        assert_eq!(sent_back.place(), "/counter/approvals");
        let correct = kit.get("rahima", &format!("{here}/correct")).await;
        assert!(correct.body.contains("value=\"নমুনা\""), "{}", correct.body);
        let same = kit.post("rahima", &format!("{here}/correct"), &[("a.applicant", "নমুনা")]).await;
        assert_eq!(same.status, 422);
        let mended = kit.post("rahima", &format!("{here}/correct"), &[("a.applicant", "নমুনা খাতুন")]).await;
        assert_eq!(mended.place(), here);
        let approve = format!("/counter/approvals/{number}/ready");
        assert_eq!(moves(&kit, "chairman", &approve, &[]).await.place(), "/counter/approvals");
        assert!(!kit.get("chairman", "/counter/approvals").await.body.contains(&number));
        let check = kit.get("stranger", &format!("/check?n={}&c={}", receipt.number, receipt.check)).await;
        assert!(check.body.contains("Your paper is ready.") && !check.body.contains("নমুনা"), "{}", check.body);
        let large = kit.get("stranger", &format!("/check?n={}&c={}&large", receipt.number, receipt.check)).await;
        assert!(large.body.contains("Your paper is ready."));
        trial.verify().await;
    });
}

#[test]
fn what_another_centre_keeps_is_not_found() {
    both(&register(), |trial| async move {
        let (kit, _, number) = kit(&trial).await;
        let picture = AttachPicture::new(HERS, &number, AttachmentKind::Document, vec![1], vec![2]);
        does(&trial.journal, picture).await;
        for way in ["", "/move/sent", "/correct", "/hand-over", "/pictures/1"] {
            let got = kit.get("karim", &format!("/counter/cases/{number}{way}")).await;
            assert_eq!(got.status, 404, "{way}");
        }
        assert_eq!(kit.get("karim", &format!("/counter/cases?centre={HERS}")).await.status, 404);
        assert!(!kit.get("karim", "/counter/cases").await.body.contains(&number));
        let fields = [("expects", "fee_paid"), ("seen", "0")];
        assert_eq!(kit.post("karim", &format!("/counter/cases/{number}/move/sent"), &fields).await.status, 404);
        assert_eq!(kit.post("far-chairman", &format!("/counter/approvals/{number}/ready"), &fields).await.status, 404);
        assert!(!kit.get("far-chairman", "/counter/approvals").await.body.contains(&number));
        assert_eq!(kit.get("rahima", &format!("/counter/approvals/{number}/ready")).await.status, 403);
        let seen = kit.get("uno", &format!("/counter/cases/{number}")).await;
        assert!(seen.status == 200 && !seen.body.contains("নমুনা বেগম"), "{}", seen.body);
        assert_eq!(kit.get("uno", &format!("/counter/cases/{number}/pictures/1")).await.status, 404);
        assert_eq!(kit.get("uno", &format!("/counter/cases?centre={HIS}")).await.status, 200);
        trial.verify().await;
    });
}

#[test]
fn pictures_are_kept_sealed_and_what_is_none_is_refused_with_what_to_do() {
    both(&register(), |trial| async move {
        let (kit, _, number) = kit(&trial).await;
        let way = format!("/counter/cases/{number}/pictures");
        let bad: [(&str, &str, &[u8], &str); 3] = [
            ("paper.pdf", "application/pdf", b"%PDF-1.7 x", "A PDF is not taken."),
            ("paper.png", "image/png", b"<html><script>", "Send a picture"),
            ("paper.jpg", "image/jpeg", DOT, "not what its name says"),
        ];
        for (name, kind, bytes, told) in bad {
            let got = posts_file(&kit, &way, &[("kind", "document")], (name, kind, bytes)).await;
            assert_eq!(got.status, 422, "{name}");
            assert!(got.body.contains(told), "{name}: {}", got.body);
        }
        for _ in 0..2 {
            let got = posts_file(&kit, &way, &[("kind", "document")], ("paper.png", "image/png", DOT)).await;
            assert_eq!(got.place(), format!("/counter/cases/{number}"));
        }
        for size in ["", "?small"] {
            let got = kit.get("rahima", &format!("{way}/1{size}")).await;
            assert_eq!((got.header("content-type"), got.header("cache-control")), ("image/jpeg", "no-store"));
            assert!(got.bytes.starts_with(&[0xff, 0xd8]));
        }
        assert_eq!(kit.get("rahima", &format!("{way}/2")).await.status, 404, "sent twice, it is there once");
        trial.verify().await;
    });
}

#[test]
fn a_signature_proves_the_handover_and_a_draft_is_kept_from_the_form() {
    both(&register(), |trial| async move {
        let (kit, receipt, number) = kit(&trial).await;
        let here = format!("/counter/cases/{number}");
        moves(&kit, "rahima", &format!("{here}/move/sent"), &[]).await;
        moves(&kit, "chairman", &format!("/counter/approvals/{number}/ready"), &[]).await;
        let code = kit.post("rahima", &format!("{here}/code"), &[]).await;
        assert_eq!(code.status, 422, "nothing here can send a text");
        let form_id = kit.get("rahima", &format!("{here}/hand-over")).await.value("form_id");
        let fields = [("form_id", form_id.as_str()), ("relation", "applicant"), ("proof", "signature")];
        let got = posts_file(&kit, &format!("{here}/hand-over"), &fields, ("s.png", "image/png", DOT)).await;
        assert_eq!(got.place(), here);
        let reverse = [("reason", "customer_left")];
        let got = kit.post("rahima", &format!("/counter/receipts/{}/reverse", receipt.number), &reverse).await;
        assert_eq!(got.status, 422);
        let form = kit.post("rahima", "/counter/cart", &[("service", SIGNED), ("quantity", "1")]).await;
        let form = form.place().to_owned();
        assert!(kit.get("rahima", &form).await.body.contains(&format!("{form}/draft")));
        let draft = kit.post("rahima", &format!("{form}/draft"), &[("a.copies", "2")]).await.place().to_owned();
        assert!(kit.get("rahima", &draft).await.body.contains("Go on with it"));
        let form = kit.post("rahima", &format!("{draft}/open"), &[]).await.place().to_owned();
        assert!(kit.get("rahima", &form).await.body.contains("value=\"2\""));
        assert_eq!(kit.post("rahima", &form, &[("a.applicant", "নমুনা"), ("a.copies", "2")]).await.place(), "/counter");
        let paid = kit.pay("rahima", "").await;
        assert_eq!(number_in(&format!("/counter/receipts/{paid}")), paid);
        assert!(kit.get("rahima", &draft).await.body.contains(&paid));
        trial.verify().await;
    });
}

#[test]
fn programs_see_the_cases_of_their_centre_and_of_no_other() {
    both(&register(), |trial| async move {
        let (kit, receipt, number) = kit(&trial).await;
        let get = |who: &'static str, path: String| {
            let request = axum::http::Request::builder().uri(path).header("host", "localhost:8080");
            let request = request.header("authorization", format!("Bearer {who}")).body(Body::empty()).unwrap();
            kit.send(request)
        };
        let one = get("rahima", format!("/api/v1/cases/{number}")).await;
        let json: serde_json::Value = serde_json::from_str(&one.body).unwrap();
        assert_eq!((&json["state"], &json["owner"]), (&"fee_paid".into(), &"centre".into()));
        assert_eq!(json["receipt"], receipt.number.as_str());
        assert!(!one.body.contains("নমুনা"));
        let list = get("rahima", format!("/api/v1/cases?centre={HERS}")).await;
        let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
        assert_eq!(list["cases"], serde_json::json!([json]));
        assert_eq!(get("karim", format!("/api/v1/cases/{number}")).await.status, 404);
        assert_eq!(get("karim", format!("/api/v1/cases?centre={HERS}")).await.status, 404);
        trial.verify().await;
    });
}
