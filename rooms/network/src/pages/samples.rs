//! Every page once with plausible content, for the test that renders all of them in both languages.

use super::account::{AccountPage, SessionRow};
use super::ask::{AskPage, Field, Shape};
use super::centres::{CentrePage, CentreRow, CentreSeat, CentresPage};
use super::first::{SetupPage, WelcomePage};
use super::people::{CentreSeats, OfficerRow, PeoplePage, SeatPerson, SeatRow};
use super::person::{CodePage, PersonGrant, PersonPage, PersonSeat};
use super::sign_in::{EnrolPage, SignInPage};
use askama::Template;
use web::{Frame, Sample};

/// The samples.
#[must_use]
pub fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "sign-in", render: |frame| sign_in(frame, None) },
        Sample { name: "sign-in-code", render: |frame| sign_in(frame, Some(text("ticket"))) },
        Sample { name: "enrol", render: enrol },
        Sample { name: "setup", render: setup },
        Sample { name: "welcome", render: welcome },
        Sample { name: "account", render: account },
        Sample { name: "people", render: people },
        Sample { name: "person", render: person },
        Sample { name: "one-time-code", render: code },
        Sample { name: "centres", render: centres },
        Sample { name: "centre", render: centre },
        Sample { name: "seat", render: seat },
    ]
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn link(href: &str, name: &str) -> (String, String) {
    (text(href), text(name))
}

fn trail() -> Vec<(String, String)> {
    vec![link("/people?place=3026", "ঢাকা"), link("/people?place=302672", "সাভার")]
}

fn woman() -> SeatPerson {
    SeatPerson {
        href: text("/people/1"), name: text("রহিমা খাতুন"), mobile: text("০১৭••••৪৫৬"), suspended: false
    }
}

fn sign_in(frame: Frame, pending: Option<String>) -> askama::Result<String> {
    let frame = frame.titled("sign-in-title");
    let faults = vec![(text("mobile"), frame.say("network-sign_in-wrong"))];
    let notice = frame.say("sign-in-ended");
    SignInPage { frame, mobile: text("01711123456"), next: text("/"), pending, notice, faults }.render()
}

fn enrol(frame: Frame) -> askama::Result<String> {
    EnrolPage {
        frame: frame.titled("enrol-title"),
        pending: text("ticket"),
        next: text("/"),
        secret: text("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"),
        address: text("otpauth://totp/Haat:01711123456?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Haat"),
        faults: Vec::new(),
    }
    .render()
}

fn setup(frame: Frame) -> askama::Result<String> {
    let frame = frame.titled("setup-title");
    let faults = vec![(text("code"), frame.say("network-set_up-code_wrong"))];
    SetupPage { frame, name: text("শাহানা বেগম"), mobile: text("01711123456"), faults }.render()
}

fn welcome(frame: Frame) -> askama::Result<String> {
    WelcomePage { frame: frame.titled("welcome-title"), code: String::new(), faults: Vec::new() }.render()
}

fn account(frame: Frame) -> askama::Result<String> {
    let row = |id: &str, device: &str, this_one| SessionRow {
        id: text(id),
        device: text(device),
        since: text("২৩ নভেম্বর ২০২৬, ০৯:০২"),
        seen: text("২৩ নভেম্বর ২০২৬, ১০:৪২"),
        this_one,
    };
    AccountPage {
        name: text("রহিমা খাতুন"),
        mobile: text("০১৭১১১২৩৪৫৬"),
        roles: vec![(frame.say("role-entrepreneur"), text("কাউন্দিয়া"))],
        sessions: vec![row("1", "Chrome · Windows", true), row("2", "Firefox · Android", false)],
        done: frame.say("session-ended"),
        frame: frame.titled_as("রহিমা খাতুন"),
    }
    .render()
}

fn people(frame: Frame) -> askama::Result<String> {
    let seats = vec![
        SeatRow { woman: true, person: Some(woman()), since: text("১ জুলাই ২০২৬") },
        SeatRow { woman: false, person: None, since: text("১৪ অক্টোবর ২০২৬") },
    ];
    let officer = OfficerRow {
        href: text("/people/2"),
        name: text("আনোয়ার হোসেন"),
        role: frame.say("role-upazila_supervisor"),
        place: text("সাভার"),
    };
    let name = text("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার");
    PeoplePage {
        frame: frame.titled("people-title"),
        place: text("সাভার"),
        trail: trail(),
        below: vec![link("/people?place=302672", "সাভার")],
        area: text("3026"),
        new_href: Some(text("/people/new?place=302672")),
        query: String::new(),
        filled: 1,
        seats: 2,
        centres: vec![CentreSeats { name, place: text("সাভার"), href: text("/centres/3026001"), seats }],
        officers: vec![officer],
        next_href: Some(text("/people?place=302672&after=3026001")),
    }
    .render()
}

fn person(frame: Frame) -> askama::Result<String> {
    let seat = PersonSeat {
        centre: text("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার"),
        centre_href: text("/centres/3026001"),
        woman: true,
        from: text("১ জুলাই ২০২৬"),
        to: String::new(),
        contract: text("১ জুলাই ২০২৬ – ৩০ জুন ২০২৭ · কচ ১২৩৪৫৬৭"),
    };
    let grant = PersonGrant {
        role: frame.say("role-chairman"),
        place: text("কাউন্দিয়া"),
        from: text("১ জুলাই ২০২৬"),
        to: text("৩০ জুন ২০২৭"),
        given_by: text("শাহানা বেগম"),
        current: true,
        ending: Some(text("1")),
    };
    PersonPage {
        frame: frame.titled_as("রহিমা খাতুন"),
        name: text("রহিমা খাতুন"),
        mobile: text("০১৭••••৪৫৬"),
        suspended: None,
        href: text("/people/1"),
        form_id: text("1"),
        manages: true,
        gives: true,
        has_password: true,
        has_authenticator: true,
        seats: vec![seat],
        grants: vec![grant],
        courses: vec![(text("agent_banking"), text("১ জুলাই ২০২৬"), text("সনদ ১২৩"))],
    }
    .render()
}

fn code(frame: Frame) -> askama::Result<String> {
    CodePage {
        name: text("রহিমা খাতুন"),
        person_href: text("/people/1"),
        code: text("7F3K-2QVD-91XM-A0TZ"),
        welcome: text("https://haat.example/welcome"),
        lasts: frame.say("code-lasts-first"),
        frame: frame.titled("code-title-first"),
    }
    .render()
}

fn centres(frame: Frame) -> askama::Result<String> {
    let row = CentreRow {
        code: text("3026001"),
        name: text("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার"),
        href: text("/centres/3026001"),
        kind: frame.say("centre-union"),
        place: text("সাভার"),
        filled: 1,
        stopped: true,
    };
    CentresPage {
        frame: frame.titled("centres-title"),
        place: text("সাভার"),
        trail: trail(),
        below: vec![link("/centres?place=302672", "সাভার")],
        area: text("302672"),
        new_href: Some(text("/centres/new?place=302672")),
        query: String::new(),
        count: 1,
        rows: vec![row],
        next_href: None,
    }
    .render()
}

fn centre(frame: Frame) -> askama::Result<String> {
    let seat = |woman: bool, person| CentreSeat {
        woman,
        person,
        since: text("১ জুলাই ২০২৬"),
        contract: text("১ জুলাই ২০২৬ – ৩০ জুন ২০২৭ · কচ ১২৩৪৫৬৭"),
        over: false,
        href: text("/centres/3026001/seats/woman"),
    };
    CentrePage {
        trail: trail(),
        name: text("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার"),
        code: text("3026001"),
        kind: frame.say("centre-union"),
        opened: text("১ জুলাই ২০২৬"),
        seats: vec![seat(true, Some(woman())), seat(false, None)],
        assigns: true,
        suspended: true,
        frame: frame.titled_as("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার"),
    }
    .render()
}

/// Stands for all pages that ask for one thing: it has every shape of field and a fault.
fn seat(frame: Frame) -> askama::Result<String> {
    let frame = frame.titled("seat-hand-over");
    let faults = vec![(text("mobile"), frame.say("network-seat_person-wrong_sex"))];
    let sexes = vec![(text("woman"), frame.say("sex-woman")), (text("man"), frame.say("sex-man"))];
    let phone = Shape::Line("tel", "inputmode=tel maxlength=24 required");
    let fields = vec![
        Field::hidden("way", "hand_over"),
        Field::new(&frame, "mobile", "seat-mobile", "seat-mobile-hint", "01711123456", phone),
        Field::new(&frame, "sex", "person-sex", "person-sex-hint", "woman", Shape::Choice(sexes)),
        Field::new(&frame, "note", "seat-note", "seat-note-hint", "", Shape::Long),
    ];
    AskPage {
        back_href: text("/centres/3026001"),
        back: text("কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার"),
        about: frame.say("seat-woman"),
        action: text("/centres/3026001/seats/woman"),
        form_id: text("1"),
        fields,
        button: frame.title.clone(),
        grave: false,
        faults,
        frame,
    }
    .render()
}
