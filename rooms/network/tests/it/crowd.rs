//! Many hands at once, through two processes on one store: one of them succeeds, and the others are told why.

use crate::town::{
    DISTRICT, PASSWORD, SISTER, UNION, UPAZILA, both, does, giving, mobile, officer, opening, password, person,
    registering, seating, staffed, terms,
};
use base::Refusal;
use journal::{Deed, Envelope, Journal, Stop};
use network::authenticator::Authenticator;
use network::deeds::{
    ChoosePassword, EndGrant, GiveGrant, HandOverSeat, IssueCode, NewSession, OpenCentre, OpenSession, RegisterPerson,
    ReinstatePerson, SetAuthenticator, SetUp, SuspendPerson, VacateSeat,
};
use network::person::Sex;
use network::seat::SeatKind;
use network::session::Channel;
use network::{Step, first_step, second_step};
use std::collections::BTreeMap;
use trial::Trial;

/// Does deeds at once, every other one through a second process; counts the answers by their code, `done` or `again`.
async fn at_once<D: Deed>(t: &Trial, by: &str, deeds: Vec<D>) -> BTreeMap<&'static str, usize> {
    let other = t.open_again().await;
    let calls: Vec<_> = deeds
        .into_iter()
        .enumerate()
        .map(|(nth, deed)| {
            let journal = if nth % 2 == 0 { t.journal.clone() } else { other.clone() };
            let envelope = Envelope::keyless(by);
            tokio::spawn(
                async move { told(network::write(&journal, envelope, deed).await.map(|written| written.again)) },
            )
        })
        .collect();
    let mut counts = BTreeMap::new();
    for call in calls {
        *counts.entry(call.await.unwrap()).or_default() += 1;
    }
    counts
}

fn told<R: Refusal>(outcome: Result<bool, Stop<R>>) -> &'static str {
    match outcome {
        Ok(false) => "done",
        Ok(true) => "again",
        Err(Stop::Refused(refusal)) => refusal.code(),
        Err(stop) => panic!("{stop:?}"),
    }
}

fn counts(list: &[(&'static str, usize)]) -> BTreeMap<&'static str, usize> {
    list.iter().copied().collect()
}

#[test]
fn one_mobile_number_is_registered_once() {
    both(|t| async move {
        let deeds =
            (0..12).map(|nth| RegisterPerson { name: format!("নাম {nth}"), ..registering(1, None, UNION) });
        let told = at_once(&t, "system", deeds.collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.register_person.mobile_taken", 11)]));
        t.verify().await;
    });
}

#[test]
fn a_seat_is_filled_once_and_a_person_sits_in_one() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let other = does(&t, "system", opening(SISTER)).await;
        let mut deeds = Vec::new();
        for number in 1..=8 {
            let woman = person(&t, number, Some(Sex::Woman), UNION).await;
            deeds.push(seating(&t, &centre, &woman, SeatKind::Woman));
        }
        let told = at_once(&t, "system", deeds).await;
        assert_eq!(told, counts(&[("done", 1), ("network.seat_person.taken", 7)]));
        let man = person(&t, 9, Some(Sex::Man), UNION).await;
        let both_seats = [&centre, &other].map(|centre| seating(&t, centre, &man, SeatKind::Man));
        let told = at_once(&t, "system", both_seats.to_vec()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.seat_person.seated_elsewhere", 1)]));
        t.verify().await;
    });
}

#[test]
fn two_officers_who_hand_one_seat_over_at_once_leave_it_to_one_heir() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        let mut deeds = Vec::new();
        for number in 2..=7 {
            let to = person(&t, number, Some(Sex::Woman), UNION).await;
            let note = "নগদ ০".to_owned();
            deeds.push(HandOverSeat {
                contract: None,
                centre: centre.clone(),
                seat: SeatKind::Woman,
                to,
                terms: terms(&t),
                note,
            });
        }
        // Each finds the seat held by the one before: all are right, one after another, and no contract is left open twice.
        assert_eq!(at_once(&t, "system", deeds).await, counts(&[("done", 6)]));
        let mut held = 0;
        for number in 1..=7 {
            let mobile = mobile(number);
            let read = t.journal.read(move |tx| {
                Box::pin(async move {
                    let person = network::person_with_mobile(tx, &mobile).await?.unwrap().id;
                    network::contracts_of(tx, &person).await
                })
            });
            held += read.await.unwrap().iter().filter(|contract| contract.ended_on.is_none()).count();
        }
        assert_eq!(held, 1);
        t.verify().await;
    });
}

#[test]
fn a_seat_is_vacated_once() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        let leaving =
            || VacateSeat {
                centre: centre.clone(), seat: SeatKind::Woman, contract: None, note: "নগদ ০".to_owned()
            };
        let told = at_once(&t, "system", (0..8).map(|_| leaving()).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.vacate_seat.vacant", 7)]));
        t.verify().await;
    });
}

#[test]
fn centres_opened_at_once_have_numbers_without_gap_or_twin() {
    both(|t| async move {
        let places = [UNION, SISTER, "30267218", "30267299", "30262000W60"];
        let deeds: Vec<OpenCentre> = places.iter().cycle().take(20).map(|place| opening(place)).collect();
        let told = at_once(&t, "system", deeds).await;
        assert_eq!(told, counts(&[("done", 5), ("network.open_centre.taken", 15)]));
        let centres =
            t.journal.read(|tx| Box::pin(async move { network::centres_under(tx, "/", "", 50).await })).await.unwrap();
        let codes: Vec<_> = centres.iter().map(|centre| centre.code.as_str()).collect();
        assert_eq!(codes, ["3026001", "3026002", "3026003", "3026004", "3026005"]);
        t.verify().await;
    });
}

#[test]
fn a_code_opens_once_however_many_press() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        does(&t, "system", IssueCode { person: who.clone(), code_hash: [5; 32] }).await;
        let choose = |nth: usize| ChoosePassword { code_hash: [5; 32], hash: format!("$argon2id${nth}") };
        let told = at_once(&t, "system", (0..10).map(choose).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.password.code_wrong", 9)]));
        t.verify().await;
    });
}

#[test]
fn there_is_one_first_administrator() {
    both(|t| async move {
        let code = network::set_up_code(&t.journal).await.unwrap().unwrap();
        let deed = |number: u32| SetUp {
            code_hash: network::secrets::fingerprint(&code),
            name: format!("প্রশাসক {number}"),
            mobile: mobile(number),
            lang: base::Lang::Bn,
            hash: "$argon2id$x".to_owned(),
        };
        let told = at_once(&t, "system", (1..=8).map(deed).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.set_up.done", 7)]));
        assert_eq!(network::set_up_code(&t.journal).await.unwrap(), None);
        t.verify().await;
    });
}

#[test]
fn a_role_is_given_once_and_ended_once() {
    both(|t| async move {
        let dc = officer(&t, 1, "district_supervisor", DISTRICT).await;
        let who = person(&t, 2, None, UNION).await;
        let give = || giving(&t, &who, "chairman", UNION);
        let told = at_once(&t, &dc, (0..8).map(|_| give()).collect::<Vec<GiveGrant>>()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.give_grant.already", 7)]));
        let of = who.clone();
        let grants =
            t.journal.read(move |tx| Box::pin(async move { network::grants_of(tx, &of).await })).await.unwrap();
        let end = || EndGrant { grant: grants[0].id.clone() };
        let told = at_once(&t, &dc, (0..8).map(|_| end()).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.end_grant.already", 7)]));
        t.verify().await;
    });
}

#[test]
fn a_pair_that_does_not_go_together_is_not_given_by_two_at_once() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        let pair = ["auditor", "district_supervisor"].map(|role| giving(&t, &who, role, DISTRICT));
        for _ in 0..3 {
            let told = at_once(&t, "system", pair.to_vec()).await;
            assert_eq!(told, counts(&[("done", 1), ("network.give_grant.conflict", 1)]));
            let of = who.clone();
            let grants =
                t.journal.read(move |tx| Box::pin(async move { network::grants_of(tx, &of).await })).await.unwrap();
            let held = grants.into_iter().find(|grant| grant.ended_on.is_none()).unwrap();
            does(&t, "system", EndGrant { grant: held.id }).await;
        }
        t.verify().await;
    });
}

#[test]
fn suspending_and_reinstating_at_once_never_leaves_a_half() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        let uno = officer(&t, 2, "upazila_supervisor", UPAZILA).await;
        let suspend = || SuspendPerson { person: who.clone(), reason: "তদন্ত".to_owned() };
        let told = at_once(&t, &uno, (0..6).map(|_| suspend()).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.suspend_person.already", 5)]));
        let back = || ReinstatePerson { person: who.clone() };
        let told = at_once(&t, &uno, (0..6).map(|_| back()).collect()).await;
        assert_eq!(told, counts(&[("done", 1), ("network.reinstate_person.not_suspended", 5)]));
        t.verify().await;
    });
}

/// Tries the same first step many times at once; counts what came.
async fn tries(t: &Trial, number: u32, password: &'static str, times: usize) -> BTreeMap<String, usize> {
    let calls: Vec<_> = (0..times)
        .map(|_| {
            let journal: Journal = t.journal.clone();
            tokio::spawn(async move {
                match first_step(&journal, &mobile(number), password, Channel::Browser, "").await {
                    Ok(Step::In(_)) => "in".to_owned(),
                    Ok(step) => format!("{step:?}").chars().take(4).collect(),
                    Err(Stop::Refused(refusal)) => refusal.code().to_owned(),
                    Err(stop) => panic!("{stop:?}"),
                }
            })
        })
        .collect();
    let mut counts = BTreeMap::new();
    for call in calls {
        *counts.entry(call.await.unwrap()).or_default() += 1;
    }
    counts
}

#[test]
fn guessing_at_once_gives_no_more_tries_than_guessing_in_turn() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let told = tries(&t, 1, "wrong password", 20).await;
        assert_eq!(told["network.sign_in.wrong"], 5, "{told:?}");
        assert_eq!(told["network.sign_in.wait"], 15, "{told:?}");
    });
}

#[test]
fn one_code_of_an_authenticator_opens_one_session_though_it_is_sent_twice_at_once() {
    both(|t| async move {
        const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        let uno = officer(&t, 1, "upazila_supervisor", UPAZILA).await;
        password(&t, &uno).await;
        does(&t, "system", SetAuthenticator { person: uno, secret: SECRET.to_owned() }).await;
        let Ok(Step::Code(ticket)) = first_step(&t.journal, &mobile(1), PASSWORD, Channel::Browser, "").await else {
            panic!("no ticket")
        };
        let code = Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now());
        let other = t.open_again().await;
        let calls: Vec<_> = (0..4)
            .map(|nth| {
                let journal = if nth % 2 == 0 { t.journal.clone() } else { other.clone() };
                let (ticket, code) = (ticket.clone(), code.clone());
                tokio::spawn(async move { second_step(&journal, &ticket, &code, Channel::Browser, "").await.is_ok() })
            })
            .collect();
        let mut opened = 0;
        for call in calls {
            opened += usize::from(call.await.unwrap());
        }
        assert_eq!(opened, 1);
    });
}

/// How many of these tokens still open a door.
async fn live(t: &Trial, tokens: &[String], kind: web::KnockKind) -> usize {
    let door = network::doorkeeper(t.journal.clone());
    let mut live = 0;
    for token in tokens {
        live += usize::from(door(web::Knock { token: token.clone(), kind }).await.unwrap().is_some());
    }
    live
}

#[test]
fn six_browsers_that_sign_in_at_once_leave_two_sessions() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let other = t.open_again().await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            let calls = [0, 1, 2].map(|nth| {
                let journal = if nth == 1 { other.clone() } else { t.journal.clone() };
                tokio::spawn(async move { first_step(&journal, &mobile(1), PASSWORD, Channel::Browser, "").await })
            });
            for call in calls {
                match call.await.unwrap().unwrap() {
                    Step::In(entered) => tokens.push(entered.token),
                    step => panic!("{step:?}"),
                }
            }
        }
        assert_eq!(live(&t, &tokens, web::KnockKind::Cookie).await, 2);
        assert_eq!(live(&t, &tokens, web::KnockKind::Bearer).await, 0);
    });
}

#[test]
fn a_crowd_of_programs_has_sixty_four_tokens_and_pushes_no_browser_out() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let Ok(Step::In(browser)) = first_step(&t.journal, &mobile(1), PASSWORD, Channel::Browser, "").await else {
            panic!("she is not in")
        };
        let tokens: Vec<String> = (0..66_u8).map(|nth| format!("{nth:02x}").repeat(32)).collect();
        for token in &tokens {
            let token_hash = network::secrets::fingerprint(token);
            let new = NewSession { token_hash, channel: Channel::Bearer, device: "x".repeat(5_000) };
            does(&t, &woman, OpenSession { person: woman.clone(), new }).await;
            t.pass(1);
        }
        assert_eq!(live(&t, &tokens, web::KnockKind::Bearer).await, 64);
        assert_eq!(live(&t, &tokens[..2], web::KnockKind::Bearer).await, 0, "the oldest went");
        assert_eq!(live(&t, &[browser.token], web::KnockKind::Cookie).await, 1);
        // The hash of a token, which is all that a thief finds in the store, opens nothing.
        let hashes: Vec<String> =
            tokens.iter().map(|token| base::text::hex(&network::secrets::fingerprint(token))).collect();
        assert_eq!(live(&t, &hashes, web::KnockKind::Bearer).await, 0);
    });
}
