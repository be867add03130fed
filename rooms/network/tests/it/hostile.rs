//! What strangers and careless hands send to the doors: signs that an engine cannot store, words of SQL, forms without
//! fields, texts without end. Nothing of it may be a fault of ours, and nothing of it may stand in a page as it came.

use crate::browser::{Browser, value_of};
use crate::town::{DISTRICT, SISTER, UNION, UPAZILA, both, does, mobile, officer, opening, password, person, staffed};
use network::authenticator::Authenticator;
use network::deeds::{SetAuthenticator, SuspendPerson};
use network::person::Sex;
use trial::Trial;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A browser of an officer who is in.
async fn inside(t: &Trial, number: u32, role: &str, place: &str) -> Browser {
    let who = officer(t, number, role, place).await;
    password(t, &who).await;
    does(t, "system", SetAuthenticator { person: who, secret: SECRET.to_owned() }).await;
    let mut browser = Browser::new(t);
    let page = browser.sign_in(&mobile(number).local(), crate::town::PASSWORD).await;
    let pending = value_of(&page.text, "pending").expect("the second step");
    let code = Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now());
    browser.post("/sign-in/code", &[("pending", &pending), ("code", &code)]).await;
    browser.get("/account").await;
    browser
}

/// Texts as they are typed; what stands in an address is escaped on the way.
fn texts() -> Vec<String> {
    let plain = [
        "",
        " ",
        "\0",
        "a\0b",
        "%",
        "_",
        "\\",
        "' or '1'='1",
        "'; drop table network_person; --",
        "\"><script>alert(1)</script>",
        "../../etc/passwd",
        "৩০২৬০০১",
        "\u{202e}১০০৬২০৩",
        "ক্‌ষ",
        "👩🏽‍🌾",
        "-1",
        "99999999999999999999",
        "null",
        "{{frame}}",
        "\r\nset-cookie: haat=x",
    ];
    let mut texts: Vec<String> = plain.iter().map(|text| (*text).to_owned()).collect();
    texts.push("ক".repeat(3_000));
    texts
}

/// As it is written into an address.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |written, byte| format!("{written}%{byte:02X}"))
}

#[test]
fn whatever_stands_in_an_address_is_answered_without_a_fault_and_shown_as_text() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        let mut admin = inside(&t, 2, "administrator", "bd").await;
        for text in texts() {
            let x = escaped(&text);
            for path in [
                format!("/centres/{x}"),
                format!("/centres/{x}/seats/woman"),
                format!("/centres/{centre}/seats/{x}"),
                format!("/centres?q={x}"),
                format!("/centres?place={x}"),
                format!("/centres?after={x}"),
                format!("/centres/new?place={x}"),
                format!("/people/{x}"),
                format!("/people/{x}/suspend"),
                format!("/people/{x}/grants"),
                format!("/people/{woman}/{x}"),
                format!("/people?q={x}"),
                format!("/people?place={x}"),
                format!("/people?place={DISTRICT}&after={x}"),
                format!("/people/new?place={x}"),
                format!("/account?done={x}"),
                format!("/sign-in?next={x}"),
            ] {
                let page = admin.get(&path).await;
                let status = page.status.as_u16();
                assert!(status < 500, "{:?} {path:.80}: {status}", t.engine);
                assert!(!page.text.contains("<script>alert"), "{path:.80}");
                assert!(!page.location.contains(['\r', '\n']), "{path:.80}");
            }
        }
        // Bytes that are no text at all.
        for path in ["/centres/%ff", "/people/%c3%28", "/people?q=%ff", "/centres/%"] {
            assert!(admin.get(path).await.status.as_u16() < 500, "{path}");
        }
    });
}

#[test]
fn whatever_stands_in_a_form_is_answered_without_a_fault() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        person(&t, 3, Some(Sex::Man), UNION).await;
        let mut admin = inside(&t, 2, "administrator", "bd").await;
        let forms: [(String, &[(&str, &str)]); 12] = [
            ("/sign-in".to_owned(), &[("mobile", "01710000001"), ("password", "x"), ("next", "/")]),
            ("/sign-in/code".to_owned(), &[("pending", "x"), ("code", "1"), ("next", "/"), ("enrol", "yes")]),
            ("/welcome".to_owned(), &[("code", "AAAA"), ("password", "x")]),
            ("/account/sessions/end".to_owned(), &[("session", "x")]),
            (
                "/centres".to_owned(),
                &[("form_id", "f1"), ("back", UPAZILA), ("place", SISTER), ("name_bn", ""), ("name_en", "")],
            ),
            (
                format!("/centres/{centre}/seats/man"),
                &[
                    ("form_id", "f2"),
                    ("way", "fill"),
                    ("mobile", "01710000003"),
                    ("from", "2026-11-23"),
                    ("until", "2027-11-23"),
                    ("stamp", "কচ ১"),
                    ("note", "x"),
                ],
            ),
            (format!("/centres/{centre}/seats/woman"), &[("form_id", "f3"), ("way", "vacate"), ("note", "নগদ ০")]),
            (
                "/people".to_owned(),
                &[
                    ("form_id", "f4"),
                    ("place", UPAZILA),
                    ("name", "রহিমা"),
                    ("mobile", "01719000001"),
                    ("nid", "1234567890"),
                    ("sex", "woman"),
                ],
            ),
            (format!("/people/{woman}/code"), &[("form_id", "f5")]),
            (format!("/people/{woman}/suspend"), &[("form_id", "f6"), ("reason", "কারণ")]),
            (
                format!("/people/{woman}/grants"),
                &[("form_id", "f7"), ("role", "chairman"), ("place", UNION), ("from", "2026-11-23"), ("until", "")],
            ),
            (format!("/people/{woman}/grants/end"), &[("form_id", "f8"), ("grant", "x")]),
        ];
        for text in texts() {
            for (path, fields) in &forms {
                for at in 0..fields.len() {
                    let mut fields: Vec<(&str, &str)> = fields.to_vec();
                    fields[at].1 = &text;
                    // What would be done is not: each form lacks its own id of before, so only its reading is tried.
                    let page = admin.post(path, &fields).await;
                    let status = page.status.as_u16();
                    assert!(status < 500, "{:?} {path} {}: {status}", t.engine, fields[at].0);
                    assert!(!page.text.contains("<script>alert"), "{path} {}", fields[at].0);
                    if status == 429 || page.location == "/sign-in" {
                        t.pass(600_000);
                    }
                }
            }
        }
        t.verify().await;
    });
}

#[test]
fn a_form_without_its_fields_or_with_more_is_refused_and_enters_nothing() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        let mut admin = inside(&t, 2, "administrator", "bd").await;
        let before = t.journal.entries(journal::NATION, 0, 1000).await.unwrap().len();
        for path in [
            "/centres".to_owned(),
            format!("/centres/{centre}/seats/woman"),
            "/people".to_owned(),
            format!("/people/{woman}/code"),
            format!("/people/{woman}/suspend"),
            format!("/people/{woman}/reinstate"),
            format!("/people/{woman}/authenticator"),
            format!("/people/{woman}/grants"),
            format!("/people/{woman}/grants/end"),
            "/account/language".to_owned(),
            "/account/sessions/end".to_owned(),
        ] {
            assert_eq!(admin.post(&path, &[]).await.status.as_u16(), 400, "{path}");
            let page = admin.post(&path, &[("form_id", "a"), ("form_id", "b")]).await;
            assert_eq!(page.status.as_u16(), 400, "{path}: a field twice");
        }
        for lang in ["", "fr", "BN", "bn "] {
            assert_eq!(admin.post("/account/language", &[("lang", lang)]).await.status.as_u16(), 400, "{lang}");
        }
        let seat = format!("/centres/{centre}/seats/woman");
        assert_eq!(admin.post(&seat, &[("form_id", "a"), ("way", "steal")]).await.status.as_u16(), 400);
        assert_eq!(t.journal.entries(journal::NATION, 0, 1000).await.unwrap().len(), before);
    });
}

/// Where a form is sent, its fields, and beside which the refusal stands.
type Case<'a> = (String, Vec<(&'a str, &'a str)>, &'a str);

#[test]
fn a_text_beyond_its_limit_is_refused_beside_its_field_and_not_kept() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        person(&t, 3, Some(Sex::Man), UNION).await;
        let mut admin = inside(&t, 2, "administrator", "bd").await;
        let long = "ক".repeat(2_000);
        let days = [("from", "2026-11-23"), ("until", "2027-11-23")];
        let suspend = format!("/people/{woman}/suspend");
        let seat = |kind: &str| format!("/centres/{centre}/seats/{kind}");
        let cases: [Case<'_>; 6] = [
            (suspend, vec![("form_id", "1"), ("reason", &long)], "reason-error"),
            (seat("woman"), vec![("form_id", "2"), ("way", "vacate"), ("note", &long)], "note-error"),
            (
                seat("man"),
                [&[("form_id", "3"), ("way", "fill"), ("mobile", "01710000003"), ("stamp", &long)][..], &days].concat(),
                "stamp-error",
            ),
            (
                "/centres".to_owned(),
                vec![("form_id", "4"), ("back", UPAZILA), ("place", SISTER), ("name_bn", &long), ("name_en", "")],
                "name_bn-error",
            ),
            (
                "/centres".to_owned(),
                vec![("form_id", "5"), ("back", UPAZILA), ("place", SISTER), ("name_bn", ""), ("name_en", &long)],
                "name_en-error",
            ),
            (
                "/people".to_owned(),
                vec![
                    ("form_id", "6"),
                    ("place", UPAZILA),
                    ("name", &long),
                    ("mobile", "01719000001"),
                    ("nid", ""),
                    ("sex", "woman"),
                ],
                "name-error",
            ),
        ];
        for (path, fields, field) in cases {
            let page = admin.post(&path, &fields).await;
            assert_eq!(page.status.as_u16(), 422, "{path} {field}");
            assert!(page.text.contains(&format!("id=\"{field}\"")), "{path} {field}: {}", page.text);
        }
        t.verify().await;
    });
}

#[test]
fn a_search_takes_signs_of_like_as_gaps_on_both_engines() {
    both(|t| async move {
        let named = network::deeds::OpenCentre {
            name_bn: Some("শাপলা সেবা ঘর".to_owned()),
            name_en: Some("Xq 100% Zw_Vy House".to_owned()),
            ..opening(UNION)
        };
        does(&t, "system", named).await;
        for (query, found) in [
            ("xq", 1),
            ("XQ 100", 1),
            ("শাপলা সেবা", 1),
            ("x%q", 0),
            ("x_q", 0),
            ("x\\q", 0),
            ("\\xq", 1), // a gap before is no letter
            ("%", 1),    // nothing that could be asked for is left: all are shown
            ("30260", 1),
            ("৩০২৬", 1),
            ("0260", 0), // a code is known by its beginning
        ] {
            let text = query.to_owned();
            let centres = t
                .journal
                .read(move |tx| Box::pin(async move { network::find_centres(tx, "/", &text).await }))
                .await
                .unwrap();
            assert_eq!(centres.len(), found, "{:?} {query}", t.engine);
        }
    });
}

#[test]
fn nothing_that_a_browser_calls_itself_stands_in_the_list_of_sessions_but_names_that_we_know() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        for (told, shown) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
                "Chrome · Windows",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
            ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Safari/537.36", "Samsung · Android"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
            ("Mozilla/5.0 (X11; CrOS x86_64) OPR/110", "Opera · ChromeOS"),
            ("<script>alert(1)</script> Firefox", "Firefox"),
        ] {
            let mut browser = Browser::named(&t, told);
            browser.sign_in("01710000001", crate::town::PASSWORD).await;
            let page = browser.get("/account").await;
            assert!(page.text.contains(shown), "{told}: {}", page.text);
            assert!(!page.text.contains("<script>alert"));
            t.pass(1_000);
        }
        let mut browser = Browser::named(&t, "Lynx");
        browser.sign_in("01710000001", crate::town::PASSWORD).await;
        let page = browser.get("/account").await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(!page.text.contains("Lynx"));
    });
}

#[test]
fn a_suspended_officers_open_page_posts_nothing_any_more() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        let mut dc = inside(&t, 2, "district_supervisor", DISTRICT).await;
        let home = format!("/people/{woman}");
        let id = value_of(&dc.get(&home).await.text, "form_id").unwrap();
        let mobile = mobile(2);
        let dc_id = t
            .journal
            .read(move |tx| Box::pin(async move { network::person_with_mobile(tx, &mobile).await }))
            .await
            .unwrap()
            .unwrap()
            .id;
        does(&t, "system", SuspendPerson { person: dc_id, reason: "তদন্ত".to_owned() }).await;
        let page = dc.post(&format!("{home}/code"), &[("form_id", &id)]).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/sign-in"));
    });
}
