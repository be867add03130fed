//! Every deed against every hand that must not do it: another district, yesterday's and tomorrow's officer, one whose grant
//! was ended, one who is suspended, readers, the entrepreneur herself, nobody.

use crate::town::{
    DISTRICT, DIVISION, SISTER, UNION, UPAZILA, both, does, giving, later, officer, opening, password, person, refuses,
    registering, seating, staffed, terms, today,
};
use base::Refusal;
use journal::{Deed, Envelope, NATION, Stop};
use network::deeds::{
    ChangeLanguage, EndGrant, ForgetAuthenticator, GiveGrant, HandOverSeat, IssueCode, OpenCentre, RegisterPerson,
    ReinstateCentre, ReinstatePerson, RerouteQueue, SeatPerson, SetPassword, SuspendCentre, SuspendPerson, VacateSeat,
};
use network::person::Sex;
use network::seat::SeatKind;
use trial::Trial;

const DAY: i64 = 86_400_000;

/// What the deeds below are done to.
struct Scene {
    centre: String,
    woman: String,
    heir: String,
    suspended: String,
    grant: String,
}

async fn scene(t: &Trial) -> Scene {
    let (centre, woman) = staffed(t, UNION, 1).await;
    let heir = person(t, 2, Some(Sex::Woman), UNION).await;
    let suspended = person(t, 3, Some(Sex::Man), UNION).await;
    does(t, "system", SuspendPerson { person: suspended.clone(), reason: "তদন্ত".to_owned() }).await;
    let chairman = person(t, 4, None, UNION).await;
    let grant = does(t, "system", giving(t, &chairman, "chairman", UNION)).await;
    Scene { centre, woman, heir, suspended, grant }
}

/// The code with which a deed is refused to this hand.
async fn code<D: Deed>(t: &Trial, by: &str, deed: D) -> String {
    refuses(t, by, deed).await.code().to_owned()
}

/// How every deed on a person, a seat, a centre or a grant is refused to this hand: by name.
async fn refusals(t: &Trial, s: &Scene, by: &str) -> Vec<(&'static str, String)> {
    let note = || "গোনা হয়েছে".to_owned();
    let seat = SeatKind::Woman;
    let over = HandOverSeat {
        contract: None,
        centre: s.centre.clone(),
        seat,
        to: s.heir.clone(),
        terms: terms(t),
        note: note(),
    };
    let give = GiveGrant { place: SISTER.to_owned(), ..giving(t, &s.heir, "chairman", UNION) };
    let stop = SuspendCentre { centre: s.centre.clone(), seat: None, reason: note(), to: None };
    vec![
        ("register", code(t, by, registering(90, None, UNION)).await),
        ("open", code(t, by, opening(SISTER)).await),
        ("seat", code(t, by, seating(t, &s.centre, &s.heir, SeatKind::Man)).await),
        ("hand over", code(t, by, over).await),
        ("vacate", code(t, by, VacateSeat { centre: s.centre.clone(), seat, contract: None, note: note() }).await),
        ("suspend", code(t, by, SuspendPerson { person: s.heir.clone(), reason: note() }).await),
        ("stop", code(t, by, stop).await),
        ("reopen", code(t, by, ReinstateCentre { centre: s.centre.clone(), seat: None }).await),
        ("reroute", code(t, by, RerouteQueue { centre: s.centre.clone(), to: None }).await),
        ("reinstate", code(t, by, ReinstatePerson { person: s.suspended.clone() }).await),
        ("code", code(t, by, IssueCode { person: s.heir.clone(), code_hash: [9; 32] }).await),
        ("forget", code(t, by, ForgetAuthenticator { person: s.heir.clone() }).await),
        ("give", code(t, by, give).await),
        ("end", code(t, by, EndGrant { grant: s.grant.clone() }).await),
    ]
}

/// All of them are refused to this hand for want of the right, and for nothing else.
async fn shut_out(t: &Trial, s: &Scene, who: &str, by: &str) {
    for (deed, code) in refusals(t, s, by).await {
        assert!(code.ends_with(".not_allowed") || code.ends_with(".beyond"), "{who}: {deed} said {code}");
    }
}

async fn length(t: &Trial) -> usize {
    t.journal.entries(NATION, 0, 1000).await.unwrap().len()
}

#[test]
fn who_holds_nothing_here_may_do_nothing_here() {
    both(|t| async move {
        let s = scene(&t).await;
        let elsewhere = [
            ("a DC of another district", officer(&t, 10, "district_supervisor", "3033").await),
            ("the UNO of another upazila", officer(&t, 11, "upazila_supervisor", "302614").await),
            ("the mayor's officer of the city", officer(&t, 12, "upazila_supervisor", "30262000").await),
            ("the chairman of the union itself", officer(&t, 13, "chairman", UNION).await),
            ("its secretary", officer(&t, 14, "secretary", UNION).await),
            ("the division, which only looks", officer(&t, 15, "division_supervisor", DIVISION).await),
            ("the auditor of the district", officer(&t, 16, "auditor", DISTRICT).await),
            ("the keeper of the catalogue", officer(&t, 17, "catalogue_manager", "bd").await),
            ("the postmaster", officer(&t, 18, "postmaster", DISTRICT).await),
            ("the entrepreneur herself", s.woman.clone()),
            ("another centre's entrepreneur", staffed(&t, "30333025", 19).await.1),
            ("a registered person without a role", person(&t, 20, None, UNION).await),
            ("nobody", String::new()),
            ("a stranger", "0192f7a0-0000-7000-8000-000000000001".to_owned()),
            ("who calls itself the system, almost", "System".to_owned()),
        ];
        let before = length(&t).await;
        for (who, by) in &elsewhere {
            shut_out(&t, &s, who, by).await;
        }
        assert_eq!(length(&t).await, before, "nothing was entered");
        t.verify().await;
    });
}

#[test]
fn yesterdays_tomorrows_ended_and_suspended_officers_may_do_nothing() {
    both(|t| async move {
        let s = scene(&t).await;
        let day = today(&t);
        let holder = async |number: u32, from: i64, until: Option<i64>| {
            let who = person(&t, number, None, UNION).await;
            let giving = giving(&t, &who, "district_supervisor", DISTRICT);
            let until = until.map(|days| day.add_days(days));
            let grant = does(&t, "system", GiveGrant { from: day.add_days(from), until, ..giving }).await;
            (who, grant)
        };
        let (yesterday, _) = holder(10, 0, Some(0)).await;
        let (tomorrow, _) = holder(11, 2, None).await;
        let (ended, grant) = holder(12, 0, None).await;
        let (suspended, _) = holder(13, 0, None).await;
        let (good, _) = holder(14, 0, None).await;
        // Today the first may: so the table below is not shut out by a mistake of the table.
        assert!(does(&t, &yesterday, IssueCode { person: s.heir.clone(), code_hash: [1; 32] }).await);
        does(&t, "system", EndGrant { grant }).await;
        does(&t, "system", SuspendPerson { person: suspended.clone(), reason: "তদন্ত".to_owned() }).await;
        later(&t, DAY);
        for (who, by) in [
            ("whose last day was yesterday", &yesterday),
            ("whose first day is tomorrow", &tomorrow),
            ("whose grant was ended", &ended),
            ("who is suspended", &suspended),
        ] {
            shut_out(&t, &s, who, by).await;
        }
        later(&t, DAY);
        does(&t, &tomorrow, registering(91, None, UNION)).await;
        does(&t, &good, ReinstatePerson { person: suspended.clone() }).await;
        does(&t, &suspended, registering(92, None, UNION)).await;
        t.verify().await;
    });
}

#[test]
fn whatever_one_may_see_a_thing_that_is_not_there_is_told_apart_only_to_who_asks_by_name() {
    both(|t| async move {
        let s = scene(&t).await;
        let dc = officer(&t, 10, "district_supervisor", DISTRICT).await;
        let seat = SeatKind::Woman;
        let nowhere = || "9999999".to_owned();
        let note = || "গোনা হয়েছে".to_owned();
        let vacate = VacateSeat { centre: nowhere(), seat, contract: None, note: note() };
        assert_eq!(code(&t, &dc, vacate).await, "network.vacate_seat.no_such_centre");
        let take = SeatPerson { centre: nowhere(), ..seating(&t, &s.centre, &s.heir, seat) };
        assert_eq!(code(&t, &dc, take).await, "network.seat_person.no_such_centre");
        let over = HandOverSeat {
            contract: None,
            centre: nowhere(),
            seat,
            to: s.heir.clone(),
            terms: terms(&t),
            note: note(),
        };
        assert_eq!(code(&t, &dc, over).await, "network.vacate_seat.no_such_centre");
        for missing in ["", "nobody", "' or 1=1 --", "%"] {
            let missing = || missing.to_owned();
            let suspend = SuspendPerson { person: missing(), reason: note() };
            assert_eq!(code(&t, &dc, suspend).await, "network.suspend_person.no_such_person");
            let back = ReinstatePerson { person: missing() };
            assert_eq!(code(&t, &dc, back).await, "network.reinstate_person.no_such_person");
            let issue = IssueCode { person: missing(), code_hash: [7; 32] };
            assert_eq!(code(&t, &dc, issue).await, "network.issue_code.no_such_person");
            let forget = ForgetAuthenticator { person: missing() };
            assert_eq!(code(&t, &dc, forget).await, "network.issue_code.no_such_person");
            let end = EndGrant { grant: missing() };
            assert_eq!(code(&t, &dc, end).await, "network.end_grant.no_such_grant");
            let give = GiveGrant { person: missing(), ..giving(&t, &s.heir, "chairman", UNION) };
            assert_eq!(code(&t, &dc, give).await, "network.give_grant.no_such_person");
            let password = SetPassword { person: missing(), hash: "$argon2id$x".to_owned() };
            assert_eq!(code(&t, "system", password).await, "network.password.no_such_person");
            assert_eq!(
                code(&t, &missing(), ChangeLanguage { lang: base::Lang::En }).await,
                "network.change_language.no_such_person"
            );
        }
    });
}

#[test]
fn nobody_does_to_themselves_what_another_must_do() {
    both(|t| async move {
        let dc = officer(&t, 1, "district_supervisor", DISTRICT).await;
        password(&t, &dc).await;
        let own_grant = giving(&t, &dc, "chairman", UNION);
        for (said, deed) in [
            ("network.issue_code.yourself", code(&t, &dc, IssueCode { person: dc.clone(), code_hash: [3; 32] }).await),
            ("network.issue_code.yourself", code(&t, &dc, ForgetAuthenticator { person: dc.clone() }).await),
            ("network.give_grant.yourself", code(&t, &dc, own_grant).await),
            (
                "network.suspend_person.yourself",
                code(&t, &dc, SuspendPerson { person: dc.clone(), reason: "ছুটি".to_owned() }).await,
            ),
        ] {
            assert_eq!(deed, said);
        }
        // Her own grant she does not end either, though she could have given it to another.
        let grants = dc.clone();
        let own = t
            .journal
            .read(move |tx| Box::pin(async move { network::grants_of(tx, &grants).await }))
            .await
            .unwrap()
            .remove(0);
        assert_eq!(code(&t, &dc, EndGrant { grant: own.id }).await, "network.end_grant.yourself");
    });
}

#[test]
fn a_giver_gives_and_ends_below_the_own_place_only_though_the_role_could_be_given_there() {
    both(|t| async move {
        let dc = officer(&t, 1, "district_supervisor", DISTRICT).await;
        let far = officer(&t, 2, "district_supervisor", "3033").await;
        let who = person(&t, 3, None, UNION).await;
        let at = |place: &str| GiveGrant { place: place.to_owned(), ..giving(&t, &who, "chairman", UNION) };
        for place in ["30333025", "3033", "30", "bd"] {
            assert_eq!(code(&t, &dc, at(place)).await, "network.give_grant.beyond", "{place}");
        }
        let mut grants = Vec::new();
        for place in [UNION, SISTER, "30262000W60", "30267299"] {
            grants.push(does(&t, &dc, at(place)).await);
        }
        for grant in &grants {
            assert_eq!(code(&t, &far, EndGrant { grant: grant.clone() }).await, "network.end_grant.beyond");
        }
        for grant in grants {
            does(&t, &dc, EndGrant { grant: grant.clone() }).await;
            assert_eq!(code(&t, &dc, EndGrant { grant }).await, "network.end_grant.already");
        }
        // What was ended may be given anew; what holds may not, and what begins later counts as held.
        let later_one = GiveGrant { from: today(&t).add_days(30), ..at(UNION) };
        does(&t, &dc, later_one.clone()).await;
        assert_eq!(code(&t, &dc, later_one).await, "network.give_grant.already");
        assert_eq!(code(&t, &dc, at(UNION)).await, "network.give_grant.already");
        t.verify().await;
    });
}

#[test]
fn a_pair_that_does_not_go_together_is_refused_whichever_comes_first_and_however_it_is_dated() {
    both(|t| async move {
        let day = today(&t);
        let mut number = 10;
        for (first, first_at, second, second_at) in [
            ("auditor", DISTRICT, "district_supervisor", DISTRICT),
            ("district_supervisor", DISTRICT, "auditor", "bd"),
            ("auditor", UPAZILA, "administrator", "bd"),
            ("administrator", "bd", "auditor", UPAZILA),
            ("catalogue_manager", "bd", "administrator", "bd"),
        ] {
            for (from, until) in [(0, None), (30, None), (0, Some(400))] {
                number += 1;
                let who = person(&t, number, None, UNION).await;
                let dated = GiveGrant {
                    from: day.add_days(from),
                    until: until.map(|days| day.add_days(days)),
                    ..giving(&t, &who, first, first_at)
                };
                let grant = does(&t, "system", dated).await;
                let second = giving(&t, &who, second, second_at);
                assert_eq!(code(&t, "system", second.clone()).await, "network.give_grant.conflict", "{first}");
                does(&t, "system", EndGrant { grant }).await;
                does(&t, "system", second).await;
            }
        }
        t.verify().await;
    });
}

#[test]
fn a_second_press_does_each_deed_once_and_an_other_body_under_the_key_is_refused() {
    both(|t| async move {
        let s = scene(&t).await;
        let dc = officer(&t, 10, "district_supervisor", DISTRICT).await;
        let uno = officer(&t, 11, "upazila_supervisor", UPAZILA).await;
        let before = length(&t).await;
        let suspend = |reason: &str| SuspendPerson { person: s.heir.clone(), reason: reason.to_owned() };
        for again in [false, true, true] {
            let written = t.journal.write(Envelope::new(&dc, "form 1"), suspend("কারণ")).await.unwrap();
            assert_eq!(written.again, again);
        }
        let other = t.journal.write(Envelope::new(&dc, "form 1"), suspend("অন্য কারণ")).await;
        assert!(matches!(other, Err(Stop::KeyReused)));
        let other = t.journal.write(Envelope::new(&dc, "form 1"), ReinstatePerson { person: s.heir.clone() }).await;
        assert!(matches!(other, Err(Stop::KeyReused)), "another deed under the same key");
        // Another officer may happen on the same key, which is theirs alone.
        let theirs = t.journal.write(Envelope::new(&uno, "form 1"), ReinstatePerson { person: s.heir.clone() }).await;
        assert!(!theirs.unwrap().again);
        // And the first press still has its first answer, though the person is back since.
        assert!(t.journal.write(Envelope::new(&dc, "form 1"), suspend("কারণ")).await.unwrap().again);
        assert_eq!(length(&t).await, before + 2);
        t.verify().await;
    });
}

#[test]
fn a_refused_press_leaves_its_key_free_for_the_mended_form() {
    both(|t| async move {
        let dc = officer(&t, 1, "district_supervisor", DISTRICT).await;
        let press = |name: &str| {
            let deed = RegisterPerson { name: name.to_owned(), ..registering(2, None, UNION) };
            t.journal.write(Envelope::new(&dc, "form 1"), deed)
        };
        assert!(matches!(press(" ").await, Err(Stop::Refused(network::NotRegistered::Name))));
        let person = press("রহিমা").await.unwrap();
        assert!(!person.again);
        assert_eq!(press("রহিমা").await.unwrap().done, person.done);
        assert!(matches!(press("করিম").await, Err(Stop::KeyReused)));
    });
}

#[test]
fn opening_a_centre_names_it_as_given_and_cleans_what_was_typed() {
    both(|t| async move {
        let named = |bn: &str, en: &str| OpenCentre {
            name_bn: Some(bn.to_owned()),
            name_en: Some(en.to_owned()),
            ..opening(UNION)
        };
        let code = does(&t, "system", named("  আমার \u{200b}  সেন্টার\n", " ")).await;
        let centre =
            t.journal.read(move |tx| Box::pin(async move { network::centre(tx, &code).await })).await.unwrap().unwrap();
        assert_eq!((centre.name_bn.as_str(), centre.name_en.as_str()), ("আমার সেন্টার", "Kaundia Union Digital Centre"));
    });
}
