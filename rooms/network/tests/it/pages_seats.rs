//! Seats by page: forms that lay open too long, were pressed twice or out of order, or filled in by the wrong hand.

use crate::browser::{Browser, Page, value_of};
use crate::town::{
    DISTRICT, PASSWORD, SISTER, UNION, UPAZILA, both, does, mobile, officer, opening, password, person, staffed, today,
};
use network::authenticator::Authenticator;
use network::deeds::{SetAuthenticator, SuspendPerson};
use network::person::Sex;
use network::seat::SeatKind;
use trial::Trial;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A browser of an officer who is in.
async fn inside(t: &Trial, number: u32, role: &str, place: &str) -> Browser {
    let who = officer(t, number, role, place).await;
    password(t, &who).await;
    does(t, "system", SetAuthenticator { person: who, secret: SECRET.to_owned() }).await;
    let mut browser = Browser::new(t);
    let page = browser.sign_in(&mobile(number).local(), PASSWORD).await;
    let pending = value_of(&page.text, "pending").expect("the second step");
    let code = Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now());
    browser.post("/sign-in/code", &[("pending", &pending), ("code", &code)]).await;
    browser.get("/account").await;
    browser
}

/// A form of a seat as its page came: what is hidden in it, and what a hand writes.
struct Form(Vec<(&'static str, String)>);

impl Form {
    async fn open(browser: &mut Browser, t: &Trial, path: &str) -> Form {
        let page = browser.get(path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.text);
        let mut fields = vec![
            ("from", today(t).to_string()),
            ("until", today(t).add_days(365).to_string()),
            ("stamp", "কচ ৭".to_owned()),
            ("note", "নগদ ২,৩৪০ টাকা".to_owned()),
        ];
        for hidden in ["form_id", "way", "contract"] {
            fields.extend(value_of(&page.text, hidden).map(|value| (hidden, value)));
        }
        Form(fields)
    }

    /// The same form with this field written so.
    fn with(&self, name: &'static str, value: &str) -> Form {
        let mut fields: Vec<_> = self.0.iter().filter(|(own, _)| *own != name).cloned().collect();
        fields.push((name, value.to_owned()));
        Form(fields)
    }

    async fn send(&self, browser: &mut Browser, path: &str) -> Page {
        let fields: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(path, &fields).await
    }
}

async fn holder(t: &Trial, centre: &str, kind: SeatKind) -> Option<String> {
    let centre = centre.to_owned();
    let seat = t.journal.read(move |tx| Box::pin(async move { network::seat(tx, &centre, kind).await }));
    seat.await.unwrap().unwrap().person
}

fn local(number: u32) -> String {
    mobile(number).local()
}

#[test]
fn a_form_that_lay_open_does_not_empty_the_seat_of_who_came_meanwhile() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        let heir = person(&t, 2, Some(Sex::Woman), UNION).await;
        person(&t, 3, Some(Sex::Woman), UNION).await;
        let seat = format!("/centres/{centre}/seats/woman");
        let mut dc = inside(&t, 4, "district_supervisor", DISTRICT).await;
        let mut uno = inside(&t, 5, "upazila_supervisor", UPAZILA).await;
        let emptying = Form::open(&mut dc, &t, &format!("{seat}?way=vacate")).await;
        let handing = Form::open(&mut dc, &t, &seat).await.with("mobile", &local(3));
        // Meanwhile the UNO hands the seat over.
        let over = Form::open(&mut uno, &t, &seat).await.with("mobile", &local(2));
        assert_eq!(over.send(&mut uno, &seat).await.location, format!("/centres/{centre}"));
        for stale in [&emptying, &handing] {
            let page = stale.send(&mut dc, &seat).await;
            assert_eq!(page.status.as_u16(), 409, "{}", page.text);
            assert!(page.text.contains("অন্য কেউ এসেছেন"), "{}", page.text);
            assert_eq!(holder(&t, &centre, SeatKind::Woman).await, Some(heir.clone()));
        }
        // Opened anew, the form means who sits there now.
        let emptying = Form::open(&mut dc, &t, &format!("{seat}?way=vacate")).await;
        assert_eq!(emptying.send(&mut dc, &seat).await.location, format!("/centres/{centre}"));
        assert_eq!(holder(&t, &centre, SeatKind::Woman).await, None);
        t.verify().await;
    });
}

#[test]
fn a_form_pressed_twice_is_done_once_and_leads_to_the_same_place_though_the_seat_has_changed() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        person(&t, 1, Some(Sex::Woman), UNION).await;
        person(&t, 2, Some(Sex::Woman), UNION).await;
        let mut uno = inside(&t, 3, "upazila_supervisor", UPAZILA).await;
        let seat = format!("/centres/{centre}/seats/woman");
        let home = format!("/centres/{centre}");
        let filling = Form::open(&mut uno, &t, &seat).await.with("mobile", &local(1));
        for _ in 0..2 {
            assert_eq!(filling.send(&mut uno, &seat).await.location, home);
        }
        let handing = Form::open(&mut uno, &t, &seat).await.with("mobile", &local(2));
        for _ in 0..2 {
            assert_eq!(handing.send(&mut uno, &seat).await.location, home);
        }
        let emptying = Form::open(&mut uno, &t, &format!("{seat}?way=vacate")).await;
        for _ in 0..2 {
            assert_eq!(emptying.send(&mut uno, &seat).await.location, home);
        }
        // The first forms, sent once more from an old tab, answer as they did and change nothing.
        for old in [&filling, &handing] {
            assert_eq!(old.send(&mut uno, &seat).await.location, home);
        }
        assert_eq!(holder(&t, &centre, SeatKind::Woman).await, None);
        // A form that says something else under the same key is told so.
        assert_eq!(filling.with("stamp", "কচ ৮").send(&mut uno, &seat).await.status.as_u16(), 409);
        t.verify().await;
    });
}

#[test]
fn two_officers_who_fill_one_seat_fill_it_once() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let first = person(&t, 1, Some(Sex::Man), UNION).await;
        person(&t, 2, Some(Sex::Man), UNION).await;
        let mut uno = inside(&t, 3, "upazila_supervisor", UPAZILA).await;
        let mut dc = inside(&t, 4, "district_supervisor", DISTRICT).await;
        let seat = format!("/centres/{centre}/seats/man");
        let one = Form::open(&mut uno, &t, &seat).await.with("mobile", &local(1));
        let other = Form::open(&mut dc, &t, &seat).await.with("mobile", &local(2));
        assert_eq!(one.send(&mut uno, &seat).await.status.as_u16(), 303);
        let page = other.send(&mut dc, &seat).await;
        assert!(page.status.as_u16() == 422 && page.text.contains("এই আসনে একজন আছেন"), "{}", page.text);
        assert_eq!(holder(&t, &centre, SeatKind::Man).await, Some(first));
        t.verify().await;
    });
}

#[test]
fn what_is_wrong_with_a_form_stands_beside_its_field_and_what_was_typed_stays() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        person(&t, 2, Some(Sex::Man), UNION).await;
        person(&t, 3, Some(Sex::Woman), UNION).await;
        let gone = person(&t, 4, Some(Sex::Man), UNION).await;
        does(&t, "system", SuspendPerson { person: gone, reason: "তদন্ত".to_owned() }).await;
        let mut dc = inside(&t, 5, "district_supervisor", DISTRICT).await;
        let seat = format!("/centres/{centre}/seats/man");
        let good = Form::open(&mut dc, &t, &seat).await.with("mobile", &local(2));
        let yesterday = today(&t).add_days(-1).to_string();
        for (name, value, field) in [
            ("mobile", "", "mobile"),
            ("mobile", "0171", "mobile"),
            ("mobile", "019 1234 5678", "mobile"), // nobody has it
            ("mobile", "01710000003", "mobile"),   // a woman
            ("mobile", "01710000004", "mobile"),   // suspended
            ("mobile", "01710000001", "mobile"),   // sits in the other seat
            ("mobile", "01710000005", "mobile"),   // the officer's own
            ("from", "", "from"),
            ("from", "23/11/2026", "from"),
            ("from", "2026-02-29", "from"),
            ("until", "tomorrow", "until"),
            ("until", yesterday.as_str(), "until"),
            ("stamp", "", "stamp"),
            ("stamp", "\u{200b}", "stamp"),
        ] {
            let page = good.with(name, value).send(&mut dc, &seat).await;
            assert_eq!(page.status.as_u16(), 422, "{name} {value:?}: {}", page.text);
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{name} {value:?}: {}", page.text);
            let kept = if name == "stamp" { local(2) } else { "কচ ৭".to_owned() };
            assert!(page.text.contains(&format!("value=\"{kept}\"")), "{name} {value:?}: {}", page.text);
            assert_eq!(holder(&t, &centre, SeatKind::Man).await, None, "{name} {value:?}");
        }
        let bangla = base::number::to_bangla_digits(&local(2));
        assert_eq!(good.with("mobile", &bangla).send(&mut dc, &seat).await.status.as_u16(), 303);
        t.verify().await;
    });
}

#[test]
fn a_seat_has_the_way_that_fits_it_and_no_other() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        person(&t, 2, Some(Sex::Man), UNION).await;
        let mut uno = inside(&t, 3, "upazila_supervisor", UPAZILA).await;
        let at = |seat: &str| format!("/centres/{centre}/seats/{seat}");
        for (path, way) in [
            (at("woman"), "hand_over"),
            (format!("{}?way=vacate", at("woman")), "vacate"),
            (format!("{}?way=fill", at("woman")), "hand_over"),
            (at("man"), "fill"),
            (format!("{}?way=vacate", at("man")), "fill"),
            (format!("{}?way=hand_over", at("man")), "fill"),
        ] {
            assert_eq!(value_of(&uno.get(&path).await.text, "way").as_deref(), Some(way), "{path}");
        }
        for path in [at("queen"), at("Woman"), at("%00"), format!("{}?way=steal", at("man"))] {
            assert!(matches!(uno.get(&path).await.status.as_u16(), 400 | 404), "{path}");
        }
        // Sent all the same, the wrong way is refused in words.
        let form = Form::open(&mut uno, &t, &at("man")).await.with("mobile", &local(2));
        for way in ["vacate", "hand_over"] {
            let page = form.with("way", way).send(&mut uno, &at("man")).await;
            assert!(page.status.as_u16() == 422 && page.text.contains("আসনটি খালি"), "{way}: {}", page.text);
        }
        let form = Form::open(&mut uno, &t, &at("woman")).await;
        assert_eq!(
            form.with("note", " ").with("way", "vacate").send(&mut uno, &at("woman")).await.status.as_u16(),
            422
        );
        assert_eq!(holder(&t, &centre, SeatKind::Woman).await, Some(woman));
        t.verify().await;
    });
}

#[test]
fn only_those_who_assign_seats_there_open_or_send_the_form() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let seat = format!("/centres/{centre}/seats/woman");
        let mut number = 10;
        for (role, place, status) in [
            ("upazila_supervisor", "302614", 404),
            ("district_supervisor", "3033", 404),
            ("chairman", UNION, 403),
            ("secretary", UNION, 403),
            ("chairman", SISTER, 403),
            ("division_supervisor", "30", 403),
            ("auditor", DISTRICT, 403),
        ] {
            number += 1;
            let mut browser = inside(&t, number, role, place).await;
            assert_eq!(browser.get(&seat).await.status.as_u16(), status, "{role} {place}");
            let fields = [("form_id", "x"), ("way", "vacate"), ("note", "নগদ ০")];
            assert_eq!(browser.post(&seat, &fields).await.status.as_u16(), status, "{role} {place}");
        }
        let mut her = Browser::new(&t);
        her.sign_in("01710000001", PASSWORD).await;
        her.get("/account").await;
        assert_eq!(her.get(&seat).await.status.as_u16(), 403);
        assert_eq!(her.post(&seat, &[("form_id", "x"), ("way", "vacate"), ("note", "x")]).await.status.as_u16(), 403);
        let mut stranger = Browser::new(&t);
        assert!(stranger.get(&seat).await.location.starts_with("/sign-in?next="));
        assert_eq!(holder(&t, &centre, SeatKind::Woman).await, Some(woman));
        t.verify().await;
    });
}

#[test]
fn a_person_who_left_keeps_the_history_and_the_centre_shows_who_sits_there() {
    both(|t| async move {
        let (centre, first) = staffed(&t, UNION, 1).await;
        let second = person(&t, 2, Some(Sex::Woman), UNION).await;
        let mut uno = inside(&t, 3, "upazila_supervisor", UPAZILA).await;
        let seat = format!("/centres/{centre}/seats/woman");
        t.pass(3 * 86_400_000);
        let mut uno2 = inside(&t, 4, "upazila_supervisor", UPAZILA).await;
        assert_eq!(uno.get(&seat).await.status.as_u16(), 303, "three days later the first browser is out");
        let over = Form::open(&mut uno2, &t, &seat).await.with("mobile", &local(2)).with("stamp", "নতুন ৯");
        assert_eq!(over.send(&mut uno2, &seat).await.status.as_u16(), 303);
        let here = uno2.get(&format!("/centres/{centre}")).await.text;
        assert!(here.contains("মানুষ 2") && here.contains("নতুন ৯") && !here.contains("মানুষ 1"), "{here}");
        let old = uno2.get(&format!("/people/{first}")).await.text;
        assert!(old.contains("কচ ১২৩৪৫৬৭") && old.contains("২৬ নভেম্বর ২০২৬"), "{old}");
        let new = uno2.get(&format!("/people/{second}")).await.text;
        assert!(new.contains("নতুন ৯"), "{new}");
        t.verify().await;
    });
}
