//! The pure rules, held against their plainest meaning over whatever numbers and texts there are.

use base::text::hex;
use base::{BusinessDay, Moment};
use network::authenticator::Authenticator;
use network::centre::{CENTRES_PER_DISTRICT_MAX, CentreKind, code_in, district_of, is_code_in};
use network::grant::{Grant, holds_office};
use network::person::Sex;
use network::place::{PlaceKind, codes_of, is_within};
use network::role::{ROLES, Role};
use network::seat::{SeatKind, Terms, TermsFault};
use network::secrets::{one_time_code, plain_code};
use network::session::{
    BEARERS_MAX, BROWSERS_MAX, CODE_TRIES_MAX, CODE_WINDOW_MS, Channel, FREE_TRIES, SESSION_MS_MAX, WAIT_MS_MAX,
    code_wait_ms, password_wait_ms, whole_seconds,
};
use proptest::prelude::*;

fn first() -> BusinessDay {
    "2026-11-23".parse().unwrap()
}

fn some_day() -> impl Strategy<Value = BusinessDay> {
    (-1000_i64..1000).prop_map(|days| first().add_days(days))
}

proptest! {
    #[test]
    fn terms_are_sound_exactly_when_they_hold_someday_and_reach_into_no_other_contract(
        from in some_day(), until in some_day(), today in some_day(), free in proptest::option::of(some_day()),
        stamp in "[ \\t]{0,2}[ক-ঘ0-9]{0,3}",
    ) {
        let terms = Terms { from, until, stamp: stamp.clone() };
        let named = !stamp.trim().is_empty();
        let sound = named && from <= until && today <= until && free.is_none_or(|free| free <= from);
        prop_assert_eq!(terms.check(today, free).is_ok(), sound);
        match terms.check(today, free) {
            Err(TermsFault::NoStamp) => prop_assert!(!named),
            Err(TermsFault::Backwards) => prop_assert!(until < from),
            Err(TermsFault::Over) => prop_assert!(until < today && from <= until),
            Err(TermsFault::Overlapping) => prop_assert!(free.is_some_and(|free| from < free)),
            Err(other) => prop_assert!(false, "{other:?}"),
            Ok(()) => {}
        }
    }

    #[test]
    fn a_grant_holds_on_a_day_only_if_it_holds_from_that_day_and_what_is_over_never_comes_back(
        from in some_day(), until in proptest::option::of(some_day()), ended in proptest::option::of(some_day()),
        day in some_day(), later in 0_i64..500,
    ) {
        let grant = Grant {
            id: String::new(),
            person: String::new(),
            role: Role::Secretary,
            place: "bd".to_owned(),
            path: "/".to_owned(),
            from,
            until,
            given_by: String::new(),
            ended_on: ended,
        };
        let after = day.add_days(later);
        prop_assert!(!grant.holds_on(day) || grant.holds_from(day));
        prop_assert!(grant.holds_from(day) || !grant.holds_on(after));
        prop_assert!(ended.is_none() || !(grant.holds_on(day) || grant.holds_from(day)));
        if ended.is_none() {
            let days = 0..=until.map_or(3000, |until| until.days_since(day));
            let someday = days.into_iter().any(|days| grant.holds_on(day.add_days(days)));
            prop_assert!(!someday || grant.holds_from(day));
        }
        // A session that is opened today lives half a day: an office of tomorrow counts as one of today.
        let office = grant.holds_on(day) || grant.holds_on(day.add_days(1));
        prop_assert_eq!(holds_office(std::slice::from_ref(&grant), day), office);
    }

    #[test]
    fn waiting_out_a_wait_is_enough_and_waiting_less_is_not(tries in 0_i64..60, last in 0_i64..1_000_000_000) {
        let last = Moment::new(last);
        let wait = password_wait_ms(tries, last, last);
        prop_assert_eq!(wait == 0, tries < FREE_TRIES);
        prop_assert!((0..=WAIT_MS_MAX).contains(&wait));
        prop_assert!(password_wait_ms(tries + 1, last, last) >= wait, "more tries never wait less");
        let at = |ms: i64| password_wait_ms(tries, last, Moment::new(last.get() + ms));
        prop_assert_eq!(at(wait), 0);
        prop_assert!(wait == 0 || at(wait - 1) == 1);
        // A clock that was set back makes nobody wait for ever: no longer than back to where it stood, and the wait.
        prop_assert!(at(-1000) <= wait + 1000);
    }

    #[test]
    fn five_codes_are_free_and_the_sixth_waits_for_the_window(tries in 0_i64..100, since in 0_i64..1_000_000_000, ms in 0_i64..900_000) {
        let (since, now) = (Moment::new(since), Moment::new(since + ms));
        let wait = code_wait_ms(tries, since, now);
        let expected = if tries < CODE_TRIES_MAX { 0 } else { (CODE_WINDOW_MS - ms).max(0) };
        prop_assert_eq!(wait, expected);
    }

    #[test]
    fn seconds_are_rounded_up_and_never_none(ms in 0_i64..10_000_000) {
        let seconds = whole_seconds(ms);
        prop_assert!(seconds >= 1 && seconds * 1000 >= ms && (seconds - 1) * 1000 <= ms);
    }

    #[test]
    fn a_place_is_within_an_area_exactly_when_the_areas_codes_begin_its_own(
        path in proptest::collection::vec("[0-9]{1,4}", 0..4), area in proptest::collection::vec("[0-9]{1,4}", 0..4),
    ) {
        let text = |codes: &[String]| {
            codes.iter().fold("/".to_owned(), |path, code| format!("{path}{code}/"))
        };
        prop_assert_eq!(is_within(&text(&path), &text(&area)), path.starts_with(&area));
        prop_assert!(is_within(&text(&path), "/"), "everything lies in the country");
        let mut codes = vec!["bd"];
        codes.extend(path.iter().map(String::as_str));
        let written = text(&path);
        prop_assert_eq!(codes_of(&written), codes);
    }

    #[test]
    fn an_area_that_is_no_whole_path_contains_nothing(path in "[/0-9]{0,20}", area in "[/0-9]{0,20}") {
        prop_assert!(area.ends_with('/') || !is_within(&path, &area));
    }

    #[test]
    fn a_centres_code_is_its_districts_and_a_number_from_1_to_999(district in 1000_i64..10_000, number in -5_i64..1_005) {
        let district = district.to_string();
        let code = code_in(&district, number);
        prop_assert_eq!(code.is_some(), (1..=CENTRES_PER_DISTRICT_MAX).contains(&number));
        if let Some(code) = code {
            prop_assert!(is_code_in(&code, &district));
            let (own, rest) = code.split_at(4);
            prop_assert_eq!((own, rest.parse::<i64>()), (district.as_str(), Ok(number)));
        }
    }

    #[test]
    fn no_other_text_is_a_centres_code(text in "\\PC{0,9}|[0-9]{0,9}|3026[0-9০-৯]{3}") {
        let sound = text.len() == 7 && text.starts_with("3026") && text.bytes().all(|b| b.is_ascii_digit()) && !text.ends_with("000");
        prop_assert_eq!(is_code_in(&text, "3026"), sound);
    }

    #[test]
    fn a_district_is_read_from_any_path_or_none_is(path in "[/0-9A-Za-zক-ঘ]{0,40}") {
        if let Some(district) = district_of(&path) {
            prop_assert!(district.len() == 4 && district.bytes().all(|b| b.is_ascii_digit()));
            prop_assert!(path.contains(district));
        }
    }

    #[test]
    fn codes_of_two_forms_differ_and_each_reads_back_as_itself(one in "\\PC{0,40}", other in "\\PC{0,40}") {
        let keys = trial::keys();
        let code = one_time_code(&keys, &one);
        prop_assert_eq!(plain_code(&code), code.clone());
        prop_assert_eq!(code == one_time_code(&keys, &other), one == other);
    }

    #[test]
    fn any_typing_of_a_code_is_looked_at_and_only_six_digits_can_be_right(typed in "\\PC{0,40}", ms in 0_i64..4_000_000_000_000) {
        let authenticator = Authenticator::with_secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "").unwrap();
        let now = Moment::new(ms);
        let digits = base::number::to_latin_digits(&typed).chars().filter(char::is_ascii_digit).count();
        prop_assert!(authenticator.step_of(&typed, now).is_none() || digits == 6);
        let code = authenticator.code_at(now);
        prop_assert_eq!(authenticator.step_of(&code, now).map(|step| (step - ms / 30_000).abs() <= 1), Some(true));
    }

    #[test]
    fn bytes_are_written_as_two_small_letters_each(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let text = hex(&bytes);
        prop_assert_eq!(text.len(), bytes.len() * 2);
        let read: Vec<u8> =
            (0..bytes.len()).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap()).collect();
        prop_assert_eq!(read, bytes);
        prop_assert_eq!(text.to_lowercase(), text);
    }
}

#[test]
fn a_stamp_of_unseen_signs_is_no_stamp_and_a_page_of_text_is_none_either() {
    let terms = |stamp: &str| Terms { from: first(), until: first(), stamp: stamp.to_owned() };
    for empty in ["", " ", "\u{200b}", "\u{feff}\u{2060}", "\u{0}\u{1}", "\n\t"] {
        assert_eq!(terms(empty).check(first(), None), Err(TermsFault::NoStamp), "{empty:?}");
    }
    assert_eq!(terms(&"৯".repeat(40)).check(first(), None), Ok(()));
    assert!(terms(&"৯".repeat(41)).check(first(), None).is_err());
}

#[test]
fn every_kind_role_and_sex_reads_back_from_its_name_and_other_words_from_none() {
    for kind in PlaceKind::ALL {
        assert_eq!(PlaceKind::of_name(kind.name()), Some(kind));
        let hosts = matches!(kind, PlaceKind::Union | PlaceKind::Pourashava | PlaceKind::Ward);
        assert_eq!(CentreKind::at(kind).is_some(), hosts, "{kind:?}");
        if let Some(centre) = CentreKind::at(kind) {
            assert_eq!(CentreKind::of_name(centre.name()), Some(centre));
        }
    }
    for seat in SeatKind::BOTH {
        assert_eq!(SeatKind::of_name(seat.name()), Some(seat));
        assert_eq!(Sex::of_name(seat.sex().name()), Some(seat.sex()));
    }
    for word in ["", "Woman", "woman ", "নারী", "union\0", "chairman'--"] {
        assert_eq!(PlaceKind::of_name(word), None);
        assert_eq!(CentreKind::of_name(word), None);
        assert_eq!(SeatKind::of_name(word), None);
        assert_eq!(Sex::of_name(word), None);
        assert_eq!(Role::of_name(word), None);
    }
}

#[test]
fn sessions_are_short_where_much_is_at_stake() {
    for office in [false, true] {
        assert_eq!(Channel::Bearer.idle_ms(office), SESSION_MS_MAX);
        assert!(Channel::Browser.idle_ms(office) <= 30 * 60_000);
    }
    assert!(Channel::Browser.idle_ms(true) < Channel::Browser.idle_ms(false));
    assert_eq!((Channel::Browser.most(), Channel::Bearer.most()), (BROWSERS_MAX, BEARERS_MAX));
    // The midnight rule of `holds_office` looks one day ahead: no session may live longer than that.
    const { assert!(SESSION_MS_MAX <= 24 * 3_600_000) };
}

#[test]
fn the_table_of_roles_gives_nobody_the_counter_and_the_eyes_above_it() {
    let of = |name: &str| ROLES.iter().find(|row| row.name == name).unwrap();
    for row in ROLES {
        let does = |permission: &str| row.permissions.contains(&permission);
        assert_eq!(does("sale.create"), row.role == Role::Entrepreneur, "{}", row.name);
        assert!(!(does("sale.create") && does("float.topup")), "{}", row.name);
        assert!(!does("pii.reveal") || row.office, "{} reveals and needs no second factor", row.name);
        assert!(!does("people.manage") || row.office, "{} manages and needs no second factor", row.name);
        assert!(!does("grant.give") || row.office, "{} gives and needs no second factor", row.name);
        assert!(!row.at.is_empty(), "{} is held nowhere", row.name);
    }
    let auditor = of("auditor");
    for changes in
        ["manage", "give", "open", "assign", "edit", "approve", "propose", "create", "reverse", "topup", "pay"]
    {
        assert!(
            !auditor.permissions.iter().any(|permission| permission.ends_with(changes)),
            "the auditor may {changes}"
        );
    }
}
