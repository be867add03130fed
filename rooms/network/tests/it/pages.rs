//! The pages and the API as browsers and programs use them.

use crate::browser::{Browser, Page, house, value_of};
use crate::town::{
    DISTRICT, MINUTE, PASSWORD, SISTER, UNION, UPAZILA, both, does, later, mobile, officer, opening, password, person,
    register, staffed, today,
};
use axum::http::Uri;
use base::Lang;
use network::authenticator::Authenticator;
use network::deeds::SetAuthenticator;
use trial::Trial;
use web::Frame;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// An officer who is signed in.
async fn signed_in(t: &Trial, browser: &Browser, number: u32, role: &str, place: &str) -> Browser {
    let person = officer(t, number, role, place).await;
    password(t, &person).await;
    does(t, "system", SetAuthenticator { person, secret: SECRET.to_owned() }).await;
    let mut browser = browser.beside();
    let page = browser.sign_in(&mobile(number).local(), PASSWORD).await;
    let pending = value_of(&page.text, "pending").expect("the second step");
    let code = Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now());
    let page = browser.post("/sign-in/code", &[("pending", &pending), ("code", &code)]).await;
    assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/"));
    browser.get("/account").await; // a page whose token belongs to the new session
    browser
}

fn is(page: &Page, status: u16, contains: &str) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    assert!(page.text.contains(contains), "{contains} is not in {}", page.text);
}

#[test]
fn the_first_administrator_is_made_once_with_the_code_of_the_console() {
    both(|t| async move {
        let mut browser = Browser::new(&t);
        let code = network::set_up_code(&t.journal).await.unwrap().expect("there is none yet");
        is(&browser.get("/setup").await, 200, "প্রথম প্রশাসক");
        let fields = |code: &str, password: &str| {
            [("code", code), ("name", "শাহানা বেগম"), ("mobile", "01711 111111"), ("password", password)]
                .map(|(name, value)| (name, value.to_owned()))
        };
        let post = async |browser: &mut Browser, code: &str, password: &str| {
            let fields = fields(code, password);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.post("/setup", &fields).await
        };
        is(&post(&mut browser, "0000-0000-0000-0000", PASSWORD).await, 422, "পর্দার কোডের সঙ্গে মেলে না");
        is(&post(&mut browser, &code, "12345678").await, 422, "সবাই আগে চেষ্টা করে");
        let page = post(&mut browser, &code.to_lowercase(), PASSWORD).await;
        is(&page, 200, "কোড-অ্যাপ যোগ করুন");
        let pending = value_of(&page.text, "pending").unwrap();
        let offered = Authenticator::offered(t.journal.keys(), &pending, "x").unwrap();
        assert!(page.text.replace(' ', "").contains(&offered.secret()));
        let wrong = [("pending", pending.as_str()), ("code", "000000"), ("enrol", "yes")];
        is(&browser.post("/sign-in/code", &wrong).await, 401, "কোড-অ্যাপ যোগ করুন");
        let code = offered.code_at(t.journal.now());
        let page = browser.post("/sign-in/code", &[("pending", &pending), ("code", &code), ("enrol", "yes")]).await;
        assert_eq!(page.status.as_u16(), 303);
        is(&browser.get("/account").await, 200, "শাহানা বেগম");
        assert_eq!(browser.get("/setup").await.status.as_u16(), 404);
        assert_eq!(network::set_up_code(&t.journal).await.unwrap(), None);
        is(&browser.get("/people").await, 200, "বাংলাদেশ");
        t.verify().await;
    });
}

#[test]
fn signing_in_and_out_by_page_and_coming_back_to_where_one_was() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let mut browser = Browser::new(&t);
        let page = browser.get("/account").await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/sign-in?next=/account"));
        is(&browser.get(&page.location).await, 200, "name=\"next\" value=\"/account\"");
        is(&browser.post("/sign-in", &[("mobile", "123"), ("password", "x")]).await, 422, "id=\"mobile-error\"");
        is(&browser.post("/sign-in", &[("mobile", "01710000001"), ("password", "x")]).await, 401, "মেলে না");
        let fields = [("mobile", "০১৭১০০০০০০১"), ("password", PASSWORD), ("next", "/account")];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/account"));
        is(&browser.get("/account").await, 200, "Chrome · Windows");
        let evil = browser.get("/sign-in?next=//evil.example").await;
        assert_eq!(evil.location, "/", "signed in already, and never to another site");
        let page = browser.post("/account/language", &[("lang", "en")]).await;
        assert_eq!(page.location, "/account?lang=en");
        is(&browser.get("/account").await, 200, "My roles");
        let page = browser.post("/sign-out", &[]).await;
        assert_eq!((page.status.as_u16(), page.location.as_str()), (303, "/sign-in"));
        assert_eq!(browser.get("/account").await.status.as_u16(), 303);
    });
}

#[test]
fn a_sign_in_ends_the_session_before_it_and_sessions_are_ended_from_the_account() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let mut one = Browser::new(&t);
        one.sign_in("01710000001", PASSWORD).await;
        let mut other = one.beside();
        other.sign_in("01710000001", PASSWORD).await;
        let page = one.get("/account").await;
        assert_eq!(page.text.matches("/account/sessions/end\"").count(), 1, "the other one can be ended");
        let session = value_of(&page.text, "session").unwrap();
        one.post("/account/sessions/end", &[("session", &session)]).await;
        assert_eq!(other.get("/account").await.status.as_u16(), 303);
        is(&one.get("/account?done=yes").await, 200, "বের করে দেওয়া হয়েছে");
    });
}

#[test]
fn too_many_tries_are_told_how_long_to_wait() {
    both(|t| async move {
        person(&t, 1, None, UNION).await;
        let mut browser = Browser::new(&t);
        for _ in 0..5 {
            assert_eq!(browser.sign_in("01710000001", "wrong").await.status.as_u16(), 401);
        }
        let page = browser.sign_in("01710000001", "wrong").await;
        is(&page, 429, "২ সেকেন্ড পরে");
        assert_eq!(page.retry_after.as_deref(), Some("2"));
    });
}

#[test]
fn one_address_may_knock_sixty_times_in_ten_minutes() {
    both(|t| async move {
        let browser = Browser::new(&t);
        for _ in 0..60 {
            assert_eq!(browser.api("/api/v1/tokens", "{}").await.status.as_u16(), 422);
        }
        assert_eq!(browser.api("/api/v1/tokens", "{}").await.status.as_u16(), 429);
    });
}

#[test]
fn a_program_gets_a_bearer_for_twelve_hours_or_a_stable_code() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let uno = officer(&t, 2, "upazila_supervisor", UPAZILA).await;
        password(&t, &uno).await;
        let browser = Browser::new(&t);
        let ask = async |mobile: &str, password: &str, totp: Option<&str>| {
            let body = serde_json::json!({ "mobile": mobile, "password": password, "totp": totp });
            let page = browser.api("/api/v1/tokens", &body.to_string()).await;
            (page.status.as_u16(), serde_json::from_str::<serde_json::Value>(&page.text).unwrap())
        };
        let (status, json) = ask("01710000001", PASSWORD, None).await;
        assert_eq!((status, json["expires_at"].as_str()), (201, Some("2026-11-23T16:42:00Z")));
        assert_eq!(json["token"].as_str().unwrap().len(), 64);
        for (mobile, password, totp, status, code) in [
            ("01710000001", "wrong", None, 401, "network.sign_in.wrong"),
            ("01719999999", PASSWORD, None, 401, "network.sign_in.wrong"),
            ("0171", PASSWORD, None, 422, "base.mobile.length"),
            ("01710000002", PASSWORD, None, 403, "network.sign_in.enrol_first"),
        ] {
            let (got, json) = ask(mobile, password, totp).await;
            assert_eq!((got, json["code"].as_str()), (status, Some(code)));
        }
        does(&t, "system", SetAuthenticator { person: uno, secret: SECRET.to_owned() }).await;
        let code = Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now());
        assert_eq!(ask("01710000002", PASSWORD, None).await.1["code"], "network.sign_in.totp_needed");
        assert_eq!(ask("01710000002", PASSWORD, Some("000000")).await.1["code"], "network.sign_in.totp_wrong");
        assert_eq!(ask("01710000002", PASSWORD, Some(&code)).await.0, 201);
        assert_eq!(ask("01710000002", PASSWORD, Some(&code)).await.1["code"], "network.sign_in.totp_wrong");
        for _ in 0..5 {
            ask("01715555555", "wrong", None).await;
        }
        let (status, json) = ask("01715555555", "wrong", None).await;
        assert_eq!((status, json["code"].as_str()), (429, Some("network.sign_in.wait")));
    });
}

#[test]
fn a_person_is_registered_chooses_a_password_and_is_seated_all_by_page() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let door = Browser::new(&t);
        let mut uno = signed_in(&t, &door, 1, "upazila_supervisor", UPAZILA).await;
        let page = uno.get(&format!("/people/new?place={UPAZILA}")).await;
        let form_id = value_of(&page.text, "form_id").unwrap();
        let fields = |mobile: &'static str| {
            [
                ("form_id", form_id.clone()),
                ("place", UPAZILA.to_owned()),
                ("name", "রহিমা খাতুন".to_owned()),
                ("mobile", mobile.to_owned()),
                ("nid", String::new()),
                ("sex", "woman".to_owned()),
            ]
        };
        let post = async |uno: &mut Browser, mobile: &'static str| {
            let fields = fields(mobile);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            uno.post("/people", &fields).await
        };
        is(&post(&mut uno, "0171").await, 422, "id=\"mobile-error\"");
        let page = post(&mut uno, "01719000001").await;
        is(&page, 200, "প্রথম পাসওয়ার্ডের কোড");
        let code = |page: &Page| page.text.split("translate=\"no\">").nth(1).unwrap()[..19].to_owned();
        let first = code(&page);
        assert_eq!(code(&post(&mut uno, "01719000001").await), first, "a second press shows the same code");

        let mut woman = door.beside();
        woman.get("/welcome").await;
        is(&woman.post("/welcome", &[("code", "0000"), ("password", PASSWORD)]).await, 422, "id=\"code-error\"");
        is(&woman.post("/welcome", &[("code", &first), ("password", "1234567")]).await, 422, "id=\"password-error\"");
        let page = woman.post("/welcome", &[("code", &first), ("password", PASSWORD)]).await;
        assert_eq!(page.location, "/sign-in?said=chosen");
        is(&woman.post("/welcome", &[("code", &first), ("password", PASSWORD)]).await, 422, "id=\"code-error\"");

        let seat = format!("/centres/{centre}/seats/woman");
        let page = uno.get(&seat).await;
        is(&page, 200, "আসনে বসান");
        let form_id = value_of(&page.text, "form_id").unwrap();
        let (from, until) = (today(&t).to_string(), today(&t).add_days(365).to_string());
        let fill = |mobile: &'static str| {
            [
                ("form_id", form_id.clone()),
                ("way", "fill".to_owned()),
                ("mobile", mobile.to_owned()),
                ("from", from.clone()),
                ("until", until.clone()),
                ("stamp", "কচ ১".to_owned()),
            ]
        };
        let post = async |uno: &mut Browser, mobile: &'static str| {
            let fields = fill(mobile);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            uno.post(&seat, &fields).await
        };
        is(&post(&mut uno, "01719999999").await, 422, "আগে যোগ করুন");
        let page = post(&mut uno, "01719000001").await;
        assert_eq!((page.status.as_u16(), page.location.clone()), (303, format!("/centres/{centre}")));
        is(&uno.get(&page.location).await, 200, "রহিমা খাতুন");
        is(&uno.get("/people").await, 200, "আসন খালি"); // the man's
        woman.sign_in("01719000001", PASSWORD).await;
        is(&woman.get("/account").await, 200, "উদ্যোক্তা");
        t.verify().await;
    });
}

#[test]
fn an_officer_acts_on_a_person_by_page() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = Browser::new(&t);
        let mut her = door.beside();
        her.sign_in("01710000001", PASSWORD).await;
        let mut dc = signed_in(&t, &door, 2, "district_supervisor", DISTRICT).await;
        let home = format!("/people/{woman}");
        let page = dc.get(&home).await;
        is(&page, 200, "স্থগিত করুন");
        let form = async |dc: &mut Browser, path: &str| value_of(&dc.get(path).await.text, "form_id").unwrap();
        let suspend = format!("{home}/suspend");
        let id = form(&mut dc, &suspend).await;
        is(&dc.post(&suspend, &[("form_id", &id), ("reason", "")]).await, 422, "কারণ লিখুন");
        let page = dc.post(&suspend, &[("form_id", &id), ("reason", "নগদ মেলেনি")]).await;
        assert_eq!(page.location, home);
        assert_eq!(her.get("/account").await.status.as_u16(), 303, "she is out at once");
        is(&dc.get(&home).await, 200, "নগদ মেলেনি");
        let id = form(&mut dc, &home).await;
        assert_eq!(dc.post(&format!("{home}/reinstate"), &[("form_id", &id)]).await.location, home);
        let id = form(&mut dc, &home).await;
        is(&dc.post(&format!("{home}/code"), &[("form_id", &id)]).await, 200, "নতুন পাসওয়ার্ডের কোড");
        let courses = format!("{home}/courses");
        let id = form(&mut dc, &courses).await;
        let given = [("form_id", id.as_str()), ("course", "insurance"), ("proof", "")];
        is(&dc.post(&courses, &given).await, 422, "প্রমাণ লিখুন");
        let given = [("form_id", id.as_str()), ("course", "insurance"), ("proof", "সনদ ৭৭")];
        assert_eq!(dc.post(&courses, &given).await.location, home);
        is(&dc.get(&home).await, 200, "সনদ ৭৭");
        let grants = format!("{home}/grants");
        let id = form(&mut dc, &grants).await;
        let from = today(&t).to_string();
        let fields = |role: &'static str, place: &'static str| {
            [
                ("form_id", id.clone()),
                ("role", role.to_owned()),
                ("place", place.to_owned()),
                ("from", from.clone()),
                ("until", String::new()),
            ]
        };
        let post = async |dc: &mut Browser, role: &'static str, place: &'static str| {
            let fields = fields(role, place);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            dc.post(&grants, &fields).await
        };
        is(&post(&mut dc, "chairman", UPAZILA).await, 422, "এই ধরনের এলাকায় হয় না");
        assert_eq!(post(&mut dc, "auditor", DISTRICT).await.status.as_u16(), 403);
        assert_eq!(post(&mut dc, "chairman", SISTER).await.location, home);
        let page = dc.get(&home).await;
        is(&page, 200, "চেয়ারম্যান");
        let (id, grant) = (value_of(&page.text, "form_id").unwrap(), value_of(&page.text, "grant").unwrap());
        assert_eq!(dc.post(&format!("{grants}/end"), &[("form_id", &id), ("grant", &grant)]).await.location, home);
        assert!(value_of(&dc.get(&home).await.text, "grant").is_none());
        t.verify().await;
    });
}

#[test]
fn officers_see_their_own_area_and_nothing_of_the_rest() {
    both(|t| async move {
        let (here, near) = staffed(&t, UNION, 1).await;
        let (there, far) = staffed(&t, "30333025", 2).await;
        let chairman = officer(&t, 3, "chairman", SISTER).await;
        let door = Browser::new(&t);
        let mut uno = signed_in(&t, &door, 4, "upazila_supervisor", UPAZILA).await;
        for (path, status) in [
            (format!("/centres/{here}"), 200),
            (format!("/centres/{there}"), 404),
            ("/centres/9999999".to_owned(), 404),
            (format!("/centres/{here}/seats/woman"), 200),
            (format!("/centres/{there}/seats/woman"), 404),
            (format!("/people/{near}"), 200),
            (format!("/people/{chairman}"), 200),
            (format!("/people/{far}"), 404),
            (format!("/people/{far}/suspend"), 404),
            ("/people/nobody".to_owned(), 404),
            (format!("/people?place={UNION}"), 200),
            (format!("/people?place={DISTRICT}"), 404),
            ("/people?place=bd".to_owned(), 404),
            ("/centres?place=3033".to_owned(), 404),
            (format!("/people/{near}/grants"), 403),
            ("/centres/new".to_owned(), 403),
        ] {
            assert_eq!(uno.get(&path).await.status.as_u16(), status, "{path}");
        }
        let list = uno.get("/people").await;
        assert!(list.text.contains(&here) && !list.text.contains(&there));
        let found = uno.get("/centres?q=3033").await;
        assert!(!found.text.contains(&there));
        let found = uno.get("/people?q=01710000001").await;
        assert_eq!(found.location, format!("/people/{near}"));
        is(&uno.get("/people?q=01710000002").await, 200, "কাউকে পাওয়া গেল না");
        for deed in ["suspend", "reinstate", "code", "authenticator"] {
            let page = uno.post(&format!("/people/{far}/{deed}"), &[("form_id", "1"), ("reason", "x")]).await;
            assert_eq!(page.status.as_u16(), 404, "{deed}");
        }
        let mut her = door.beside();
        password(&t, &near).await;
        her.sign_in("01710000001", PASSWORD).await;
        for path in ["/people", "/centres"] {
            assert_eq!(her.get(path).await.status.as_u16(), 403, "an entrepreneur sees no lists of people");
        }
    });
}

#[test]
fn a_mobile_number_is_masked_unless_it_may_be_revealed() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        let door = Browser::new(&t);
        let mut uno = signed_in(&t, &door, 2, "upazila_supervisor", UPAZILA).await;
        is(&uno.get(&format!("/people/{woman}")).await, 200, "০১৭১০০০০০০১");
        let mut auditor = signed_in(&t, &door, 3, "auditor", UPAZILA).await;
        let page = auditor.get(&format!("/people/{woman}")).await;
        is(&page, 200, "০১৭••••০০১");
        assert!(!page.text.contains("০১৭১০০০০০০১") && !page.text.contains("স্থগিত করুন"));
    });
}

#[test]
fn a_centre_is_opened_by_page_where_one_can_stand() {
    both(|t| async move {
        let door = Browser::new(&t);
        let mut dc = signed_in(&t, &door, 1, "district_supervisor", DISTRICT).await;
        let page = dc.get(&format!("/centres/new?place={UPAZILA}")).await;
        is(&page, 200, "কাউন্দিয়া");
        let id = value_of(&page.text, "form_id").unwrap();
        let fields = [("form_id", id.as_str()), ("back", UPAZILA), ("place", UNION), ("name_bn", ""), ("name_en", "")];
        assert_eq!(dc.post("/centres", &fields).await.location, "/centres/3026001");
        assert_eq!(dc.post("/centres", &fields).await.location, "/centres/3026001", "pressed twice");
        let id = value_of(&dc.get("/centres/new?place=3026").await.text, "form_id").unwrap();
        let fields = [("form_id", id.as_str()), ("back", DISTRICT), ("place", UNION), ("name_bn", ""), ("name_en", "")];
        is(&dc.post("/centres", &fields).await, 422, "এখানে সেন্টার আছে");
        is(&dc.get("/centres").await, 200, "কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার");
        is(&dc.get("/centres?q=kaundia").await, 200, "3026001");
    });
}

#[test]
fn a_session_idles_out_and_the_page_leads_to_the_sign_in() {
    both(|t| async move {
        let door = Browser::new(&t);
        let mut uno = signed_in(&t, &door, 1, "upazila_supervisor", UPAZILA).await;
        later(&t, 14 * MINUTE);
        assert_eq!(uno.get("/people").await.status.as_u16(), 200);
        later(&t, 15 * MINUTE);
        assert_eq!(uno.get("/people").await.location, "/sign-in?next=/people");
    });
}

#[test]
fn every_page_sample_renders_in_both_languages_without_a_missing_word() {
    trial::both(&register(), |t| async move {
        let house = house(&t);
        for sample in network::room().samples {
            for lang in [Lang::Bn, Lang::En] {
                let frame = Frame::bare(&house, None, lang, &Uri::from_static("/x"));
                let html = (sample.render)(frame).unwrap();
                for mark in ["network-", "sign-in-t", "role-", "seat-h"] {
                    assert!(!html.contains(&format!(">{mark}")), "{} says {mark}…", sample.name);
                }
            }
        }
    });
}

#[test]
fn every_refusal_role_and_kind_is_worded_in_both_languages() {
    let words = web::Words::new(&[network::room().words]).unwrap();
    assert_eq!(words.keys(Lang::Bn), words.keys(Lang::En));
    let roles = network::role::ROLES.iter().map(|row| format!("role-{}", row.name));
    let refusals = network::room().refusals.iter().map(|code| code.replace('.', "-"));
    for key in roles.chain(refusals) {
        assert!(words.has(Lang::Bn, &key) && words.has(Lang::En, &key), "{key}");
    }
}

#[test]
fn every_statement_is_understood_by_both_engines_and_names_only_this_rooms_tables() {
    trial::both(&register(), |t| async move {
        let room = network::room();
        for statement in room.statements {
            for table in statement.tables() {
                assert!(room.views.contains(&table.as_str()) || room.kept.contains(&table.as_str()), "{table}");
            }
            let understood =
                t.journal.db().read(move |tx| Box::pin(async move { tx.understands(statement.sql).await })).await;
            understood.unwrap_or_else(|fault| panic!("{}: {fault}", statement.sql));
        }
    });
}
