//! People, grants, suspension; and the whole story replayed.

use crate::town::{
    DISTRICT, DIVISION, HOUR, SISTER, UNION, UPAZILA, both, does, giving, later, mobile, officer, opening, password,
    person, refuses, registering, seating, staffed, terms, today,
};
use base::{Lang, Refusal};
use journal::{Envelope, Stop};
use network::deeds::{
    ChangeLanguage, ChoosePassword, EndGrant, ForgetAuthenticator, GiveGrant, HandOverSeat, IssueCode, RegisterPerson,
    ReinstatePerson, SetAuthenticator, SetPassword, SuspendPerson, VacateSeat,
};
use network::person::Sex;
use network::seat::SeatKind;
use network::{NotChosen, NotEnded, NotGiven, NotIssued, NotRegistered, NotReinstated, NotSuspended};

#[test]
fn a_story_of_every_deed_is_replayed_row_for_row() {
    both(|t| async move {
        let dc = officer(&t, 1, "district_supervisor", DISTRICT).await;
        let centre = does(&t, &dc, opening(UNION)).await;
        let code_hash = Some([7; 32]);
        let nid = Some("1234567890".to_owned());
        let woman = does(&t, &dc, RegisterPerson { code_hash, nid, ..registering(2, Some(Sex::Woman), UNION) }).await;
        does(&t, "system", ChoosePassword { code_hash: [7; 32], hash: "$argon2id$x".to_owned() }).await;
        does(&t, &dc, seating(&t, &centre, &woman, SeatKind::Woman)).await;
        does(&t, &woman, ChangeLanguage { lang: Lang::En }).await;
        let uno = does(&t, &dc, registering(3, None, UPAZILA)).await;
        let grant = does(&t, &dc, giving(&t, &uno, "upazila_supervisor", UPAZILA)).await;
        does(&t, "system", SetPassword { person: uno.clone(), hash: "$argon2id$y".to_owned() }).await;
        let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned();
        does(&t, "system", SetAuthenticator { person: uno.clone(), secret }).await;
        does(&t, &dc, ForgetAuthenticator { person: uno.clone() }).await;
        assert!(
            !does(&t, &dc, IssueCode { person: uno.clone(), code_hash: [8; 32] }).await,
            "a reset, not a first one"
        );
        later(&t, HOUR);
        does(&t, &uno, SuspendPerson { person: woman.clone(), reason: "নগদ মেলেনি".to_owned() }).await;
        does(&t, &uno, ReinstatePerson { person: woman.clone() }).await;
        let heir = person(&t, 4, Some(Sex::Woman), UNION).await;
        let note = "গোনা হয়েছে".to_owned();
        let over = HandOverSeat {
            contract: None,
            centre: centre.clone(),
            seat: SeatKind::Woman,
            to: heir,
            terms: terms(&t),
            note,
        };
        does(&t, &uno, over).await;
        does(
            &t,
            &uno,
            VacateSeat {
                centre, seat: SeatKind::Woman, contract: None, note: "গোনা হয়েছে".to_owned()
            },
        )
        .await;
        does(&t, &dc, EndGrant { grant }).await;
        t.verify().await;
        assert!(t.journal.rebuild().await.unwrap() > 10);
        t.verify().await;
    });
}

#[test]
fn a_name_and_a_number_stand_nowhere_in_clear() {
    both(|t| async move {
        let deed = RegisterPerson {
            name: "রহিমা খাতুন".to_owned(), ..registering(1_234_567, Some(Sex::Woman), UNION)
        };
        does(&t, "system", deed).await;
        for entry in t.journal.entries(journal::NATION, 0, 1000).await.unwrap() {
            let text = String::from_utf8_lossy(&entry.events).into_owned();
            assert!(!text.contains("রহিমা") && !text.contains("1711234567"));
        }
    });
}

#[test]
fn a_mobile_number_belongs_to_one_person_however_it_is_typed() {
    both(|t| async move {
        let person = person(&t, 1, None, UNION).await;
        let again = refuses(&t, "system", registering(1, None, SISTER)).await;
        assert_eq!(again, NotRegistered::MobileTaken);
        let typed = base::mobile::Mobile::parse("+৮৮০ ১৭১-০০০০০০১").unwrap();
        let found =
            t.journal.read(move |tx| Box::pin(async move { network::person_with_mobile(tx, &typed).await })).await;
        assert_eq!(found.unwrap().unwrap().id, person);
    });
}

#[test]
fn a_person_is_registered_only_by_who_manages_people_at_that_place() {
    both(|t| async move {
        let uno = officer(&t, 1, "upazila_supervisor", UPAZILA).await;
        does(&t, &uno, registering(2, None, UNION)).await;
        assert_eq!(refuses(&t, &uno, registering(3, None, DISTRICT)).await, NotRegistered::NotAllowed);
        assert_eq!(refuses(&t, &uno, registering(3, None, "302614")).await, NotRegistered::NotAllowed);
        assert_eq!(refuses(&t, &uno, registering(3, None, "nowhere")).await, NotRegistered::NoSuchPlace);
        let nameless = RegisterPerson { name: "  ".to_owned(), ..registering(3, None, UNION) };
        assert_eq!(refuses(&t, &uno, nameless).await, NotRegistered::Name);
        let long = RegisterPerson { name: "ক".repeat(81), ..registering(3, None, UNION) };
        assert_eq!(refuses(&t, &uno, long).await, NotRegistered::Name);
        assert_eq!(refuses(&t, "a stranger", registering(3, None, UNION)).await, NotRegistered::NotAllowed);
    });
}

#[test]
fn a_second_press_registers_nobody_twice() {
    both(|t| async move {
        let press = || t.journal.write(Envelope::new("system", "form 1"), registering(1, None, UNION));
        let first = press().await.unwrap();
        let second = press().await.unwrap();
        assert_eq!((first.done, false, true), (second.done, first.again, second.again));
        let other = t.journal.write(Envelope::new("system", "form 1"), registering(2, None, UNION)).await;
        assert!(matches!(other, Err(Stop::KeyReused)));
    });
}

#[test]
fn roles_are_given_downwards_only_and_never_to_oneself() {
    both(|t| async move {
        let admin = officer(&t, 1, "administrator", "bd").await;
        let dc = officer(&t, 2, "district_supervisor", DISTRICT).await;
        let other = person(&t, 3, None, UPAZILA).await;
        let give = |role: &str, place: &str| giving(&t, &other, role, place);
        // A DC appoints in the own district what the DC holds.
        does(&t, &dc, give("chairman", UNION)).await;
        does(&t, &dc, give("upazila_supervisor", UPAZILA)).await;
        assert_eq!(refuses(&t, &dc, give("upazila_supervisor", "303330")).await, NotGiven::Beyond);
        assert_eq!(refuses(&t, &dc, give("division_supervisor", DIVISION)).await, NotGiven::Beyond);
        assert_eq!(refuses(&t, &dc, give("auditor", DISTRICT)).await, NotGiven::Beyond);
        assert_eq!(refuses(&t, &dc, give("administrator", "bd")).await, NotGiven::Beyond);
        assert_eq!(refuses(&t, &dc, giving(&t, &dc, "chairman", UNION)).await, NotGiven::Yourself);
        // The administrator hands on the audit without holding it.
        does(&t, &admin, give("auditor", DISTRICT)).await;
        assert_eq!(refuses(&t, &admin, give("administrator", "bd")).await, NotGiven::Conflict);
        assert_eq!(refuses(&t, &admin, give("chairman", UPAZILA)).await, NotGiven::WrongPlace);
        assert_eq!(refuses(&t, &admin, give("chairman", UNION)).await, NotGiven::Already);
        assert_eq!(refuses(&t, &admin, give("king", UNION)).await, NotGiven::NoSuchRole);
        assert_eq!(refuses(&t, &admin, give("entrepreneur", UNION)).await, NotGiven::WithSeatOnly);
        assert_eq!(refuses(&t, &admin, give("secretary", "nowhere")).await, NotGiven::NoSuchPlace);
        let stranger = giving(&t, "stranger", "secretary", UNION);
        assert_eq!(refuses(&t, &admin, stranger).await, NotGiven::NoSuchPerson);
        let until = Some(today(&t).add_days(-1));
        assert_eq!(refuses(&t, &admin, GiveGrant { until, ..give("secretary", UNION) }).await, NotGiven::Backwards);
        t.verify().await;
    });
}

#[test]
fn a_grant_is_ended_by_who_could_give_it_and_once() {
    both(|t| async move {
        let admin = officer(&t, 1, "administrator", "bd").await;
        let dc = officer(&t, 2, "district_supervisor", DISTRICT).await;
        let stranger = officer(&t, 3, "district_supervisor", "3033").await;
        let uno = person(&t, 4, None, UPAZILA).await;
        let grant = does(&t, &dc, giving(&t, &uno, "upazila_supervisor", UPAZILA)).await;
        assert_eq!(refuses(&t, &stranger, EndGrant { grant: grant.clone() }).await, NotEnded::Beyond);
        assert_eq!(refuses(&t, &uno, EndGrant { grant: grant.clone() }).await, NotEnded::Yourself);
        does(&t, &dc, EndGrant { grant: grant.clone() }).await;
        assert_eq!(refuses(&t, &dc, EndGrant { grant }).await, NotEnded::Already);
        assert_eq!(refuses(&t, &dc, EndGrant { grant: "none".to_owned() }).await, NotEnded::NoSuchGrant);
        let id = admin.clone();
        let own = t.journal.read(move |tx| Box::pin(async move { network::grants_of(tx, &id).await })).await.unwrap();
        assert_eq!(refuses(&t, &admin, EndGrant { grant: own[0].id.clone() }).await, NotEnded::Yourself);
        let (_, woman) = staffed(&t, UNION, 5).await;
        let seat =
            t.journal.read(move |tx| Box::pin(async move { network::grants_of(tx, &woman).await })).await.unwrap();
        assert_eq!(refuses(&t, &admin, EndGrant { grant: seat[0].id.clone() }).await, NotEnded::WithSeatOnly);
        assert_eq!(refuses(&t, &uno, EndGrant { grant: own[0].id.clone() }).await, NotEnded::Beyond);
    });
}

#[test]
fn suspending_is_for_those_above_and_needs_a_reason() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        let uno = officer(&t, 2, "upazila_supervisor", UPAZILA).await;
        let dc = officer(&t, 3, "district_supervisor", DISTRICT).await;
        let far = officer(&t, 4, "upazila_supervisor", "302614").await;
        let suspend = |who: &str, why: &str| SuspendPerson { person: who.to_owned(), reason: why.to_owned() };
        assert_eq!(refuses(&t, &far, suspend(&woman, "কারণ")).await, NotSuspended::NotAllowed);
        assert_eq!(refuses(&t, &woman, suspend(&uno, "কারণ")).await, NotSuspended::NotAllowed);
        assert_eq!(refuses(&t, &uno, suspend(&dc, "কারণ")).await, NotSuspended::NotAllowed, "not upwards");
        assert_eq!(refuses(&t, &uno, suspend(&uno, "কারণ")).await, NotSuspended::Yourself);
        assert_eq!(refuses(&t, &uno, suspend(&woman, " ")).await, NotSuspended::NoReason);
        assert_eq!(refuses(&t, &uno, suspend("nobody", "কারণ")).await, NotSuspended::NoSuchPerson);
        assert_eq!(refuses(&t, &uno, ReinstatePerson { person: woman.clone() }).await, NotReinstated::NotSuspended);
        does(&t, &uno, suspend(&woman, "কারণ")).await;
        assert_eq!(refuses(&t, &uno, suspend(&woman, "কারণ")).await, NotSuspended::Already);
        assert_eq!(refuses(&t, &far, ReinstatePerson { person: woman.clone() }).await, NotReinstated::NotAllowed);
        does(&t, &uno, ReinstatePerson { person: woman.clone() }).await;
        // A suspended officer can do nothing either.
        does(&t, &dc, suspend(&uno, "কারণ")).await;
        assert_eq!(refuses(&t, &uno, suspend(&woman, "কারণ")).await, NotSuspended::NotAllowed);
        t.verify().await;
    });
}

#[test]
fn a_one_time_code_is_good_once_and_not_for_long() {
    both(|t| async move {
        let person = person(&t, 1, None, UNION).await;
        let issue = |hash: u8| IssueCode { person: person.clone(), code_hash: [hash; 32] };
        let choose = |hash: u8| ChoosePassword { code_hash: [hash; 32], hash: "$argon2id$z".to_owned() };
        assert!(does(&t, "system", issue(1)).await, "the first password");
        later(&t, 6 * 24 * HOUR);
        assert_eq!(refuses(&t, "system", choose(9)).await, NotChosen::CodeWrong);
        assert_eq!(does(&t, "system", choose(1)).await, person);
        assert_eq!(refuses(&t, "system", choose(1)).await, NotChosen::CodeWrong, "it was used");
        assert!(!does(&t, "system", issue(2)).await);
        later(&t, 10 * 60_000);
        assert_eq!(refuses(&t, "system", choose(2)).await, NotChosen::CodeWrong, "10 minutes are over");
        does(&t, "system", issue(3)).await;
        does(&t, "system", issue(4)).await;
        assert_eq!(refuses(&t, "system", choose(3)).await, NotChosen::CodeWrong, "a newer one makes it void");
        does(&t, "system", choose(4)).await;
        does(&t, "system", issue(5)).await;
        does(&t, "system", SuspendPerson { person: person.clone(), reason: "কারণ".to_owned() }).await;
        assert_eq!(refuses(&t, "system", choose(5)).await, NotChosen::CodeWrong, "suspended");
        assert_eq!(refuses(&t, "system", issue(6)).await, NotIssued::Suspended);
        assert_eq!(refuses(&t, &person, issue(6)).await, NotIssued::NotAllowed);
        t.verify().await;
    });
}

#[test]
fn only_the_program_sets_a_password_or_an_authenticator() {
    both(|t| async move {
        let admin = officer(&t, 1, "administrator", "bd").await;
        password(&t, &admin).await;
        let set = SetPassword { person: admin.clone(), hash: "$argon2id$z".to_owned() };
        assert_eq!(refuses(&t, &admin, set).await, NotChosen::NoSuchPerson);
        let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned();
        let set = SetAuthenticator { person: admin.clone(), secret };
        assert_eq!(refuses(&t, &admin, set).await.code(), "network.password.no_such_person");
    });
}

#[test]
fn a_mobile_index_is_the_same_for_the_same_number_and_tells_nothing_of_it() {
    let keys = trial::keys();
    let index = network::person::mobile_index(&keys, &mobile(1));
    assert_eq!(index, network::person::mobile_index(&keys, &base::mobile::Mobile::parse("০১৭১ ০০০০০০১").unwrap()));
    assert_ne!(index, network::person::mobile_index(&keys, &mobile(2)));
    assert_eq!(index.len(), 20);
}
