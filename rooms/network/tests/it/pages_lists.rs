//! Lists, registering and tokens by page and API: turned page by page, looked for in every spelling, sent with nonsense.

use crate::browser::{Browser, Page, value_of};
use crate::town::{
    DISTRICT, HOUR, PASSWORD, SISTER, UNION, UPAZILA, both, does, giving, later, mobile, officer, password, person,
    staffed, today,
};
use network::authenticator::Authenticator;
use network::deeds::{GiveGrant, LoadPlaces, OpenCentre, SetAuthenticator, SuspendCentre, SuspendPerson};
use network::person::Sex;
use network::place::PlaceKind;
use network::seat::SeatKind;
use std::collections::BTreeSet;
use trial::Trial;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

async fn inside(t: &Trial, number: u32, role: &str, place: &str) -> Browser {
    let who = officer(t, number, role, place).await;
    password(t, &who).await;
    does(t, "system", SetAuthenticator { person: who, secret: SECRET.to_owned() }).await;
    let mut browser = Browser::new(t);
    let page = browser.sign_in(&mobile(number).local(), PASSWORD).await;
    let pending = value_of(&page.text, "pending").expect("the second step");
    browser.post("/sign-in/code", &[("pending", &pending), ("code", &totp(t))]).await;
    browser.get("/account").await;
    browser
}

fn totp(t: &Trial) -> String {
    Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now())
}

/// Opens so many centres of the district.
async fn open_many(t: &Trial, count: usize) {
    does(t, "system", LoadPlaces { only: vec!["bd".to_owned(), "30".to_owned()] }).await;
    let hosts = t
        .journal
        .read(|tx| {
            Box::pin(async move {
                let (mut waiting, mut hosts) = (vec![DISTRICT.to_owned()], Vec::new());
                while let Some(code) = waiting.pop() {
                    for child in network::children(tx, &code).await? {
                        match child.kind {
                            PlaceKind::Union | PlaceKind::Pourashava | PlaceKind::Ward => hosts.push(child.code),
                            _ => waiting.push(child.code),
                        }
                    }
                }
                Ok::<_, journal::Fault>(hosts)
            })
        })
        .await
        .unwrap();
    assert!(hosts.len() >= count, "the district has only {} hosts", hosts.len());
    for place in hosts.into_iter().take(count) {
        does(t, "system", OpenCentre { code: None, place, name_bn: None, name_en: None }).await;
    }
}

/// The codes of centres to which a page links.
fn codes(page: &Page) -> Vec<String> {
    let links = page.text.split("href=\"/centres/").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    links.filter(|code| code.len() == 7).collect()
}

#[test]
fn a_long_list_is_turned_page_by_page_without_gap_or_twin() {
    both(|t| async move {
        open_many(&t, 60).await;
        let mut dc = inside(&t, 1, "district_supervisor", DISTRICT).await;
        for list in ["/centres", "/people"] {
            let (mut path, mut seen, mut pages) = (format!("{list}?place={DISTRICT}"), Vec::new(), Vec::new());
            loop {
                let page = dc.get(&path).await;
                assert_eq!(page.status.as_u16(), 200, "{path}");
                assert!(page.text.len() <= 25 * 1024, "{path}: {} bytes", page.text.len());
                let here = codes(&page);
                pages.push(here.len());
                seen.extend(here);
                // The link below the list; the switch of languages names the place of this page too.
                let turning = page.text.split("<nav class=\"pages\">").nth(1).unwrap_or_default();
                let Some(rest) = turning.split("&#38;after=").nth(1) else { break };
                let after = rest.split('"').next().unwrap().to_owned();
                path = format!("{list}?place={DISTRICT}&after={after}");
                assert!(pages.len() < 9, "{list} has no end");
            }
            assert_eq!(pages, [25, 25, 10], "{list}");
            let distinct: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(distinct.len(), 60, "{list}");
            assert!(seen.is_sorted(), "{list}");
        }
        // The officers of the district stand on the first page only.
        let first = dc.get(&format!("/people?place={DISTRICT}")).await.text;
        let later_page = dc.get(&format!("/people?place={DISTRICT}&after=3026025")).await.text;
        assert!(first.contains("মানুষ 1</a>") && !later_page.contains("মানুষ 1</a>"), "{later_page}");
        for after in ["9999999", "zzz", "%25"] {
            let page = dc.get(&format!("/centres?place={DISTRICT}&after={after}")).await;
            assert!(page.status.as_u16() == 200, "{after}");
        }
    });
}

/// The fields of the form by which a person is registered.
fn filled(form_id: &str, changed: (&'static str, &str)) -> Vec<(&'static str, String)> {
    let good = [
        ("form_id", form_id),
        ("place", UPAZILA),
        ("name", "রহিমা খাতুন"),
        ("mobile", "01719000001"),
        ("nid", ""),
        ("sex", "woman"),
    ];
    good.map(|(name, value)| (name, if name == changed.0 { changed.1 } else { value }.to_owned())).to_vec()
}

async fn register(browser: &mut Browser, fields: &[(&'static str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/people", &fields).await
}

#[test]
fn who_is_registered_with_a_mistake_is_not_registered_and_what_was_typed_stays() {
    both(|t| async move {
        person(&t, 9, None, UNION).await;
        let mut uno = inside(&t, 1, "upazila_supervisor", UPAZILA).await;
        let form_id = value_of(&uno.get("/people/new").await.text, "form_id").unwrap();
        let before = t.journal.entries(journal::NATION, 0, 1000).await.unwrap().len();
        for (name, value, field) in [
            ("name", "", "name"),
            ("name", " \u{200b} ", "name"),
            ("mobile", "", "mobile"),
            ("mobile", "017119000001", "mobile"),
            ("mobile", "+919876543210", "mobile"),
            ("mobile", "02-55667788", "mobile"),
            ("mobile", "01710000009", "mobile"), // somebody else's
            ("mobile", "+৮৮০ ১৭১০-০০০০০৯", "mobile"),
            ("nid", "123", "nid"),
            ("nid", "abcdefghij", "nid"),
            ("nid", "99991234567890123", "nid"),
        ] {
            let page = register(&mut uno, &filled(&form_id, (name, value))).await;
            assert_eq!(page.status.as_u16(), 422, "{name} {value:?}: {}", page.text);
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{name} {value:?}: {}", page.text);
            let kept = if name == "name" { "01719000001" } else { "রহিমা খাতুন" };
            assert!(page.text.contains(&format!("value=\"{kept}\"")), "{name} {value:?}");
        }
        for (place, status) in [("nowhere", 404), ("3033", 404), (DISTRICT, 404), ("", 422)] {
            let page = register(&mut uno, &filled(&form_id, ("place", place))).await;
            assert!(
                page.status.as_u16() == status || matches!(page.status.as_u16(), 403 | 404 | 422),
                "{place}: {}",
                page.status
            );
        }
        assert_eq!(t.journal.entries(journal::NATION, 0, 1000).await.unwrap().len(), before, "nobody was entered");
        let page = register(&mut uno, &filled(&form_id, ("nid", "১২৩৪৫৬৭৮৯০"))).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        t.verify().await;
    });
}

#[test]
fn a_person_is_found_by_any_writing_of_the_number_and_only_by_who_may_know_of_them() {
    both(|t| async move {
        let (_, near) = staffed(&t, UNION, 1).await;
        staffed(&t, "30333025", 2).await;
        let mut uno = inside(&t, 3, "upazila_supervisor", UPAZILA).await;
        for spelt in ["01710000001", "8801710000001", "%2B8801710000001", "0171-0000001", "০১৭১০০০০০০১", "1710000001"]
        {
            let found = uno.get(&format!("/people?q={spelt}")).await;
            assert_eq!((found.status.as_u16(), found.location), (303, format!("/people/{near}")), "{spelt}");
        }
        for hidden in ["01710000002", "+8801710000002", "01799999999"] {
            let page = uno.get(&format!("/people?q={}", hidden.replace('+', "%2B"))).await;
            assert!(page.status.as_u16() == 200 && page.text.contains("কাউকে পাওয়া গেল না"), "{hidden}: {}", page.text);
        }
        // Hidden and absent are told alike.
        let hidden = uno.get("/people?q=01710000002").await.text.replace("01710000002", "N");
        let absent = uno.get("/people?q=01799999999").await.text.replace("01799999999", "N");
        let plain = |text: &str| text.split("name=\"csrf\"").next().unwrap().to_owned();
        assert_eq!(plain(&hidden), plain(&absent));
    });
}

#[test]
fn no_button_is_shown_whose_press_is_refused_because_the_person_stands_above() {
    both(|t| async move {
        let mut uno = inside(&t, 1, "upazila_supervisor", UPAZILA).await;
        // Registered in the upazila, but an officer of the whole district; and one of the upazila's own.
        let above = person(&t, 2, None, UPAZILA).await;
        does(&t, "system", giving(&t, &above, "district_supervisor", DISTRICT)).await;
        let (_, woman) = staffed(&t, UNION, 3).await;
        let page = uno.get(&format!("/people/{above}")).await;
        assert_eq!((page.status.as_u16(), page.text.contains("/suspend\"")), (200, false), "{}", page.text);
        assert!(uno.get(&format!("/people/{woman}")).await.text.contains("/suspend\""));
    });
}

#[test]
fn a_suspended_centre_and_seat_are_marked_on_the_lists_and_the_page_of_the_centre() {
    both(|t| async move {
        let mut uno = inside(&t, 1, "upazila_supervisor", UPAZILA).await;
        let (centre, _) = staffed(&t, UNION, 2).await;
        let (other, _) = staffed(&t, SISTER, 3).await;
        let mark = "সেবা দিচ্ছে না";
        assert!(!uno.get("/centres").await.text.contains(mark));
        let whole = |centre: &str, seat| SuspendCentre {
            centre: centre.to_owned(),
            seat,
            reason: "তদন্ত".to_owned(),
            to: seat.map(|_| other.clone()),
        };
        does(&t, "system", whole(&centre, Some(SeatKind::Woman))).await;
        let page = uno.get(&format!("/centres/{centre}")).await.text;
        assert_eq!(page.matches(">স্থগিত<").count(), 1, "the seat: {page}");
        does(&t, "system", whole(&centre, None)).await;
        assert_eq!(uno.get(&format!("/centres/{centre}")).await.text.matches(">স্থগিত<").count(), 2);
        assert_eq!(uno.get("/centres").await.text.matches(mark).count(), 1);
    });
}

#[test]
fn a_page_is_in_the_language_that_was_chosen_last() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let mut browser = Browser::new(&t);
        browser.sign_in("01710000001", PASSWORD).await;
        browser.get("/account").await;
        for (lang, title) in [("en", "My roles"), ("bn", "আমার কাজ"), ("en", "My roles")] {
            assert_eq!(
                browser.post("/account/language", &[("lang", lang)]).await.location,
                format!("/account?lang={lang}")
            );
            let page = browser.get("/account").await;
            assert!(page.text.contains(&format!("<html lang=\"{lang}\"")), "{lang}: {}", page.text);
            let other = if lang == "en" { "আমার কাজ" } else { "My roles" };
            assert!(!page.text.contains(other), "{title}");
        }
        let entries = t.journal.entries(journal::NATION, 0, 1000).await.unwrap();
        let changed = entries.iter().filter(|entry| entry.head.deed == "network.change_language").count();
        assert_eq!(changed, 3, "each change is entered, and no more than the changes");
        browser.post("/account/language", &[("lang", "en")]).await;
        assert_eq!(t.journal.entries(journal::NATION, 0, 1000).await.unwrap().len(), entries.len());
    });
}

#[test]
fn a_token_is_asked_for_in_one_shape_and_every_other_is_told_what_is_wrong() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let browser = Browser::new(&t);
        let good = serde_json::json!({"mobile": "01710000001", "password": PASSWORD});
        for (body, status) in [
            (good.to_string(), 201),
            (String::new(), 400),
            ("{".to_owned(), 400),
            ("[]".to_owned(), 422),
            ("null".to_owned(), 422),
            (r#"{"mobile":"01710000001"}"#.to_owned(), 422),
            (r#"{"mobile":1710000001,"password":"x"}"#.to_owned(), 422),
            (r#"{"mobile":"01710000001","password":"x","admin":true}"#.to_owned(), 422),
            (r#"{"mobile":"0171000\u00000001","password":"x"}"#.to_owned(), 400),
            (r#"{"mobile":"০১৭১০০০০০০১","password":"x"}"#.to_owned(), 401),
            (serde_json::json!({"mobile": "01710000001", "password": "x".repeat(200_000)}).to_string(), 401),
            (serde_json::json!({"mobile": "01710000001", "password": "x".repeat(300_000)}).to_string(), 413),
        ] {
            let page = browser.api("/api/v1/tokens", &body).await;
            assert_eq!(page.status.as_u16(), status, "{body:.80}: {}", page.text);
        }
    });
}

#[test]
fn a_bearer_dies_with_its_password_its_owner_its_office_and_its_hours() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = network::doorkeeper(t.journal.clone());
        let browser = Browser::new(&t);
        let ask = async |t: &Trial, number: u32, code: Option<String>| {
            let body = serde_json::json!({"mobile": mobile(number).local(), "password": PASSWORD, "totp": code});
            let page = browser.api("/api/v1/tokens", &body.to_string()).await;
            assert_eq!(page.status.as_u16(), 201, "{:?} {}", t.engine, page.text);
            serde_json::from_str::<serde_json::Value>(&page.text).unwrap()["token"].as_str().unwrap().to_owned()
        };
        let opens = async |token: &str| {
            let knock = web::Knock { token: token.to_owned(), kind: web::KnockKind::Bearer };
            door(knock).await.unwrap().is_some()
        };
        let token = ask(&t, 1, None).await;
        assert!(opens(&token).await);
        password(&t, &woman).await; // a new password
        assert!(!opens(&token).await, "the old password opened it");
        let token = ask(&t, 1, None).await;
        later(&t, 12 * HOUR - 1);
        assert!(opens(&token).await);
        later(&t, 1);
        assert!(!opens(&token).await, "its hours are over");
        let token = ask(&t, 1, None).await;
        does(&t, "system", SuspendPerson { person: woman, reason: "তদন্ত".to_owned() }).await;
        assert!(!opens(&token).await, "its owner is suspended");
        // An officer's dies when an office is added, and needs the six digits to be had.
        let uno = person(&t, 2, Some(Sex::Man), UNION).await;
        password(&t, &uno).await;
        let give = |role: &str, place: &str| GiveGrant {
            person: uno.clone(),
            role: role.to_owned(),
            place: place.to_owned(),
            from: today(&t),
            until: None,
        };
        let token = ask(&t, 2, None).await;
        does(&t, "system", give("upazila_supervisor", UPAZILA)).await;
        assert!(!opens(&token).await, "a session without a second factor does not grow into an office");
        does(&t, "system", SetAuthenticator { person: uno.clone(), secret: SECRET.to_owned() }).await;
        let code = base::number::to_bangla_digits(&totp(&t));
        let token = ask(&t, 2, Some(format!(" {code} "))).await;
        assert!(opens(&token).await);
        t.verify().await;
    });
}
