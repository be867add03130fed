//! Every page once with plausible content, for the tests that render them in both languages. People and numbers are
//! invented.

use super::catalogue::{CatalogueGroup, CataloguePage, CatalogueRow, ServicePage, TariffRow, VersionRow};
use super::check::{CaseFound, CheckFound, CheckPage};
use super::day::{DayPage, DayRow, ServiceSum};
use super::find::{CartShown, CustomerShown, FindPage, Hit, HitsPart, LineShown};
use super::form::FormPage;
use super::receipt::{ReceiptLine, ReceiptPage, Reversed};
use super::reverse::ReversePage;
use super::today::{DayIncome, OfficePage, TodayPage, Waiting};
use super::{Faults, told};
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const NUMBER: &str = "3026001-261123-B7K-014";
const CODE: &str = "7F3K2Q";
const BIRTH: (&str, &str) = ("জন্ম নিবন্ধন (৫ বছরের বেশি)", "Birth registration (over 5 years)");
const COPY: (&str, &str) = ("ফটোকপি", "Photocopy");

/// The samples of this room.
pub(crate) fn samples() -> Vec<Sample> {
    let mut all = vec![
        Sample { name: "counter-today", render: today },
        Sample {
            name: "counter-office",
            render: |frame| OfficePage { greeting: name(&frame), may_see: true, frame }.render(),
        },
        Sample { name: "counter-find", render: |frame| find(frame, cart(), Faults::new()).render() },
        Sample {
            name: "counter-find-empty",
            render: |frame| find(frame, CartShown::default(), Faults::new()).render(),
        },
        Sample { name: "counter-find-refused", render: find_refused },
        Sample { name: "counter-hits", render: hits_part },
        Sample { name: "counter-form", render: form },
        Sample { name: "counter-receipt-fresh", render: |frame| receipt(frame, true).render() },
        Sample { name: "counter-receipt-reversed", render: receipt_reversed },
        Sample { name: "counter-reverse", render: reverse },
        Sample { name: "counter-day", render: day },
        Sample { name: "counter-catalogue", render: catalogue },
        Sample { name: "counter-service", render: service },
        Sample { name: "counter-check", render: |frame| check(frame, None).render() },
        Sample { name: "counter-check-found", render: check_found },
        Sample { name: "counter-check-large", render: check_large },
        Sample { name: "counter-income", render: super::income::sample },
        Sample { name: "counter-income-stream", render: super::income::sample_of_stream },
    ];
    // Tariffs and catalogue.
    all.extend(super::samples_catalogue::samples());
    all.extend(super::amend::samples());
    all.extend(super::cases::samples());
    all.extend(super::honest::samples());
    all.extend(super::days::samples());
    all.extend(super::transfers::samples());
    all.extend(super::statements::samples());
    all
}

fn taka(taka: i64) -> Paisa {
    Paisa::from_taka(taka).unwrap_or_default()
}

fn name(frame: &Frame) -> String {
    frame.either("রহিমা খাতুন", "Rahima Khatun").to_owned()
}

fn today(frame: Frame) -> askama::Result<String> {
    let sums: Vec<DayIncome> = (1..=14)
        .map(|day: i64| DayIncome { day: frame.number(day), income: taka(day * 20), height: day * 4 })
        .collect();
    let waiting = Waiting {
        title: frame.say("today-cart"),
        detail: format!("{} · {}", name(&frame), frame.money(taka(112))),
        href: "/counter".to_owned(),
        tag: frame.say("today-cart-open"),
        look: "wait",
    };
    let greeting = frame.say_with("today-morning", &[("name", name(&frame))]);
    TodayPage {
        greeting,
        waiting: vec![waiting],
        days: sums,
        income: taka(280),
        official: taka(150),
        receipts: 12,
        reversed: 1,
        may_take: true,
        book_href: Some("/books/3026001".to_owned()),
        frame: frame.titled("nav-today"),
    }
    .render()
}

fn hits(frame: &Frame) -> Vec<Hit> {
    let hit = |code: &str, names: (&str, &str), official: i64, charge: i64, online_only: bool| Hit {
        code: code.to_owned(),
        name: frame.either(names.0, names.1).to_owned(),
        documents: frame.either("এনআইডি, হোল্ডিং কর রশিদ", "NID, holding-tax receipt").to_owned(),
        official: taka(official),
        charge: taka(charge),
        total: taka(official.saturating_add(charge)),
        online_only,
        moves_money: online_only,
        per_thousand: false,
        course: if online_only { "insurance".to_owned() } else { String::new() },
    };
    vec![
        hit("C010", COPY, 0, 2, false),
        hit("G003", BIRTH, 50, 50, false),
        hit("G043", ("পাসপোর্ট ফি জমা", "Passport fee"), 4025, 50, true),
    ]
}

fn cart() -> CartShown {
    let line = |line, names: (&str, &str), quantity: i64, official: i64, charge: i64, form: bool| LineShown {
        line,
        name: names.0.to_owned(),
        quantity,
        official: taka(official.saturating_mul(quantity)),
        charge: taka(charge.saturating_mul(quantity)),
        total: taka(official.saturating_add(charge).saturating_mul(quantity)),
        each: taka(official.saturating_add(charge)),
        form_href: form.then(|| format!("/counter/forms/{line}")),
        answered: true,
    };
    CartShown {
        customer: Some(CustomerShown {
            name: "মোছাঃ নমুনা বেগম".to_owned(), mobile: "০১৭••••৪৫৬".to_owned()
        }),
        lines: vec![line(1, BIRTH, 1, 50, 50, true), line(2, COPY, 6, 0, 2, false)],
        total: taka(112),
        form_id: "019ab000-0000-7000-8000-000000000001".to_owned(),
        ready: true,
        sex: "woman",
        outside: true,
        ..CartShown::default()
    }
}

fn find(frame: Frame, cart: CartShown, faults: Faults) -> FindPage {
    FindPage {
        hits: hits(&frame),
        query: String::new(),
        quantity: 1,
        cart,
        faults,
        last: Some(NUMBER.to_owned()),
        day: Some(super::days::sample_of_waits(&frame)),
        hindered: told(&frame, &network::Hindered::Centre(Some("3026002".to_owned()))),
        held: 2,
        groups: vec![("copies".to_owned(), COPY.0.to_owned(), 3)],
        frame: frame.titled("find-title"),
    }
}

fn find_refused(frame: Frame) -> askama::Result<String> {
    let faults = vec![("tendered".to_owned(), "…".to_owned()), ("mobile".to_owned(), "…".to_owned())];
    let cart = CartShown { customer_open: true, mobile: "017".to_owned(), tendered: "100".to_owned(), ..cart() };
    find(frame, cart, faults).render()
}

fn hits_part(frame: Frame) -> askama::Result<String> {
    HitsPart { hits: hits(&frame), query: "jonmo".to_owned(), quantity: 3, frame }.render()
}

fn form(frame: Frame) -> askama::Result<String> {
    let fee = hits(&frame).pop();
    FormPage {
        service: frame.either(BIRTH.0, BIRTH.1).to_owned(),
        action: "/counter/forms/1".to_owned(),
        form_html: "<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"a-name\">…</label>\
                    <input class=\"govuk-input\" id=\"a-name\" name=\"a.name\"></div>"
            .to_owned(),
        faults: vec![("a-name".to_owned(), "…".to_owned())],
        documents: vec![frame.either("এনআইডি", "NID").to_owned()],
        fee: fee.ok_or(askama::Error::ValueMissing)?,
        ready_by: frame.number(7),
        draft_action: Some("/counter/forms/1/draft".to_owned()),
        frame: frame.titled("service-form"),
    }
    .render()
}

fn receipt(frame: Frame, fresh: bool) -> ReceiptPage {
    let line = |names: (&str, &str), quantity: i64, official: i64, charge: i64, note: &str| ReceiptLine {
        name: frame.either(names.0, names.1).to_owned(),
        quantity,
        official: taka(official),
        charge: taka(charge),
        total: taka(official.saturating_add(charge)),
        note: note.to_owned(),
    };
    ReceiptPage {
        number: NUMBER.to_owned(),
        centre: frame.either("নমুনাপুর ইউনিয়ন ডিজিটাল সেন্টার", "Namunapur Union Digital Centre").to_owned(),
        when: frame.either("২৩ নভেম্বর ২০২৬, ১০:৪২", "23 November 2026, 10:42").to_owned(),
        customer: frame.either("মোছাঃ নমুনা বেগম · ০১৭••••৪৫৬", "Mst Namuna Begum · 017••••456").to_owned(),
        lines: vec![line(BIRTH, 1, 50, 50, "…"), line(COPY, 6, 0, 12, "")],
        official: taka(50),
        charge: taka(62),
        total: taka(112),
        tendered: taka(500),
        change: taka(388),
        notes: base::money::notes_for(taka(388)),
        fresh,
        state: frame.say("receipt-final"),
        reversed: None,
        check: CODE.to_owned(),
        qr_svg: print::qr_svg("https://haat.example/check").unwrap_or_default(),
        sms: crate::sms::receipt_text(NUMBER, taka(112), CODE),
        done: frame.say("receipt-print-waits"),
        may_reverse: true,
        may_undo: fresh,
        frame: frame.titled_as(NUMBER),
    }
}

fn receipt_reversed(frame: Frame) -> askama::Result<String> {
    let (reason, state) = (frame.say("reason-wrong-amount"), frame.say("reversed"));
    let (when, by) = (frame.number(10), name(&frame));
    let reversed = Some(Reversed { reason, when, by });
    ReceiptPage { reversed, state, may_reverse: false, ..receipt(frame, false) }.render()
}

fn reverse(frame: Frame) -> askama::Result<String> {
    ReversePage {
        number: NUMBER.to_owned(),
        when: frame.number(10),
        services: frame.either(BIRTH.0, BIRTH.1).to_owned(),
        total: taka(112),
        reasons: crate::REASONS
            .iter()
            .map(|code| ((*code).to_owned(), super::receipt::reason_words(&frame, code)))
            .collect(),
        chosen: "other".to_owned(),
        note: String::new(),
        faults: vec![("reason".to_owned(), "…".to_owned()), ("note".to_owned(), "…".to_owned())],
        frame: frame.titled("reverse-title"),
    }
    .render()
}

fn day(frame: Frame) -> askama::Result<String> {
    let row = |reversed| DayRow {
        number: NUMBER.to_owned(),
        clock: frame.say("from-register"),
        services: frame.either(BIRTH.0, BIRTH.1).to_owned(),
        official: taka(50),
        charge: taka(50),
        total: taka(100),
        reversed,
    };
    DayPage {
        centre: Some("3026001".to_owned()),
        centre_name: frame.either("নমুনাপুর", "Namunapur").to_owned(),
        day: "2026-11-23".to_owned(),
        day_words: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        bangla_day: frame.either("৮ অগ্রহায়ণ ১৪৩৩", "8 Ogrohayon 1433").to_owned(),
        previous_href: "/counter/day?day=2026-11-22".to_owned(),
        next_href: Some("/counter/day?day=2026-11-24".to_owned()),
        rows: vec![row(false), row(true)],
        services: vec![ServiceSum { name: frame.either(COPY.0, COPY.1).to_owned(), quantity: 6, total: taka(12) }],
        official: taka(50),
        charge: taka(50),
        total: taka(100),
        count: 1,
        stands: super::days::sample_of_stands(&frame),
        frame: frame.titled("day-title"),
    }
    .render()
}

fn catalogue(frame: Frame) -> askama::Result<String> {
    let row = CatalogueRow {
        code: "G043".to_owned(),
        name: frame.either("পাসপোর্ট ফি জমা", "Passport fee payment").to_owned(),
        provider: frame.either("ই-চালান", "e-Challan").to_owned(),
        official: taka(4025),
        charge: taka(50),
        total: taka(4075),
        ready_in: frame.say("ready-at-once"),
        online_only: true,
    };
    let groups = vec![CatalogueGroup { name: frame.say("group-travel"), services: vec![row] }];
    let tiles = vec![("land".to_owned(), frame.say("group-land"), 12)];
    let idle = vec![("G160".to_owned(), frame.say("group-land"), frame.say("service-priceless"))];
    CataloguePage {
        query: String::new(),
        count: 13,
        tiles,
        groups,
        edits: true,
        idle,
        frame: frame.titled("catalogue-title"),
    }
    .render()
}

fn service(frame: Frame) -> askama::Result<String> {
    let tariff = TariffRow {
        place: frame.say("whole-country"),
        days: frame.number(2010),
        version: frame.say_with("tariff-version", &[("number", frame.number(3))]),
        official: taka(50),
        charge: taka(50),
        total: taka(100),
        current: true,
    };
    let version = VersionRow { version: 1, from: frame.number(2026), change: "…".to_owned() };
    ServicePage {
        code: "G003".to_owned(),
        name_bn: BIRTH.0.to_owned(),
        name_en: BIRTH.1.to_owned(),
        provider: frame.either("রেজিস্ট্রার জেনারেলের কার্যালয়", "Office of the Registrar General").to_owned(),
        unit: frame.say("unit-case"),
        ready_in: frame.say_with("ready-in-days", &[("count", frame.number(7))]),
        connectivity: frame.say("connectivity-queue"),
        documents: vec![frame.either("এনআইডি", "NID").to_owned()],
        tariffs: vec![tariff],
        versions: vec![version],
        form_html: Some("<p>…</p>".to_owned()),
        may_take: true,
        prerequisites: vec![frame.either("হোল্ডিং কর রশিদ", "Holding-tax receipt").to_owned()],
        approver: frame.say("agrees-chairman"),
        course: "birth-1".to_owned(),
        fee_basis: frame.say("fee-estimate"),
        closed: vec![("/".to_owned(), frame.say("whole-country"))],
        retired: true,
        edits: true,
        form_id: Some("f".to_owned()),
        frame: frame.titled("catalogue-title"),
    }
    .render()
}

fn check(frame: Frame, found: Option<CheckFound>) -> CheckPage {
    let (number, code) = (NUMBER.to_owned(), CODE.to_owned());
    let told = frame.say("check-not-found");
    let faults = if found.is_none() { vec![("number".to_owned(), told)] } else { Faults::new() };
    CheckPage { number, code, faults, found, large: false, frame: frame.titled("check-title") }
}

fn found(frame: &Frame) -> CheckFound {
    CheckFound {
        centre: frame.either("নমুনাপুর ইউনিয়ন ডিজিটাল সেন্টার", "Namunapur Union Digital Centre").to_owned(),
        day: frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned(),
        official: taka(50),
        charge: taka(62),
        total: taka(112),
        reversed: false,
        cases: vec![CaseFound {
            service: frame.either(BIRTH.0, BIRTH.1).to_owned(),
            plain: frame.say("case-plain-ready"),
            next: frame.say("case-next-ready"),
            due: frame.either("২৯ নভেম্বর ২০২৬", "29 November 2026").to_owned(),
            late: true,
            waits: true,
        }],
        go: frame.say("centre-closed"),
    }
}

fn check_found(frame: Frame) -> askama::Result<String> {
    let found = found(&frame);
    check(frame, Some(found)).render()
}

fn check_large(frame: Frame) -> askama::Result<String> {
    let found = found(&frame);
    CheckPage { large: true, ..check(frame, Some(found)) }.render()
}
