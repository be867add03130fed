//! Signing in: passwords, codes, waits, sessions, the doorkeeper. The clock is moved, never waited for.

use crate::town::{
    HOUR, MINUTE, PASSWORD, SISTER, UNION, UPAZILA, both, does, giving, later, mobile, officer, password, person,
    refuses, staffed, today,
};
use base::{Moment, Refusal};
use journal::{Envelope, Stop};
use network::authenticator::Authenticator;
use network::deeds::{
    ChangeLanguage, EndSession, Ending, ForgetAuthenticator, NewSession, OpenSession, SetAuthenticator, SuspendPerson,
    VacateSeat,
};
use network::seat::SeatKind;
use network::session::{Channel, code_wait_ms, password_wait_ms};
use network::{Entered, NotSignedIn, NotTried, Step, doorkeeper, first_step, second_step};
use trial::Trial;
use web::{Doorkeeper, Knock, KnockKind, Visitor};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

async fn first(t: &Trial, number: u32, password: &str) -> Result<Step, String> {
    told(first_step(&t.journal, &mobile(number), password, Channel::Browser, "Firefox · Linux").await)
}

async fn second(t: &Trial, ticket: &str, code: &str) -> Result<Entered, String> {
    told(second_step(&t.journal, ticket, code, Channel::Browser, "Firefox · Linux").await)
}

/// The code of a refusal, with the seconds to wait.
fn told<T>(outcome: Result<T, Stop<NotTried>>) -> Result<T, String> {
    outcome.map_err(|stop| match stop {
        Stop::Refused(NotTried::Wait(wait)) => format!("wait {}", wait.seconds),
        Stop::Refused(refusal) => refusal.code().to_owned(),
        other => panic!("{other:?}"),
    })
}

async fn entered(t: &Trial, number: u32) -> String {
    match first(t, number, PASSWORD).await {
        Ok(Step::In(entered)) => entered.token,
        other => panic!("{other:?}"),
    }
}

async fn ticket(t: &Trial, number: u32) -> String {
    match first(t, number, PASSWORD).await {
        Ok(Step::Code(ticket)) => ticket,
        other => panic!("{other:?}"),
    }
}

async fn knock(door: &Doorkeeper, token: &str) -> Option<Visitor> {
    door(Knock { token: token.to_owned(), kind: KnockKind::Cookie }).await.unwrap()
}

fn code(t: &Trial) -> String {
    Authenticator::with_secret(SECRET, "").unwrap().code_at(t.journal.now())
}

/// An officer with password and authenticator.
async fn equipped(t: &Trial, number: u32) -> String {
    let uno = officer(t, number, "upazila_supervisor", UPAZILA).await;
    password(t, &uno).await;
    does(t, "system", SetAuthenticator { person: uno.clone(), secret: SECRET.to_owned() }).await;
    uno
}

#[test]
fn an_entrepreneur_comes_in_with_mobile_and_password_and_stands_at_her_seat() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        let visitor = knock(&door, &token).await.unwrap();
        assert_eq!(
            (visitor.person.as_str(), visitor.name.as_str(), visitor.by_token),
            (woman.as_str(), "মানুষ 1", false)
        );
        let seat = visitor.seat.clone().unwrap();
        assert_eq!((seat.centre.as_str(), seat.book.as_str()), (centre.as_str(), centre.as_str()));
        assert!(visitor.may_at("sale.create", &seat.path) && !visitor.may_at("sale.create", "/30/3026/"));
        assert!(knock(&door, &"0".repeat(64)).await.is_none());
        assert!(knock(&door, "short").await.is_none());
        let bearer = Knock { token, kind: KnockKind::Bearer };
        assert!(door(bearer).await.unwrap().is_none(), "a cookie's token opens no API");
    });
}

#[test]
fn a_wrong_password_an_unknown_number_and_a_person_without_password_are_told_alike() {
    both(|t| async move {
        let known = person(&t, 1, None, UNION).await;
        password(&t, &known).await;
        person(&t, 2, None, UNION).await;
        for number in [1, 2, 3] {
            assert_eq!(first(&t, number, "something else").await.unwrap_err(), "network.sign_in.wrong");
        }
        assert_eq!(first(&t, 1, &"x".repeat(5000)).await.unwrap_err(), "network.sign_in.wrong");
    });
}

#[test]
fn five_tries_are_free_then_the_wait_doubles_up_to_15_minutes_and_a_right_password_forgives() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        for number in [1, 77] {
            // A known and an unknown number are slowed down alike.
            for _ in 0..5 {
                assert_eq!(first(&t, number, "wrong password").await.unwrap_err(), "network.sign_in.wrong");
            }
            assert_eq!(first(&t, number, PASSWORD).await.unwrap_err(), "wait 2");
            later(&t, 1_999);
            assert_eq!(first(&t, number, PASSWORD).await.unwrap_err(), "wait 1");
            later(&t, 1);
            assert_eq!(first(&t, number, "wrong password").await.unwrap_err(), "network.sign_in.wrong");
            assert_eq!(first(&t, number, "wrong password").await.unwrap_err(), "wait 4");
        }
        let other = t.open_again().await; // a restart forgives nothing
        let again = first_step(&other, &mobile(77), PASSWORD, Channel::Browser, "").await;
        assert_eq!(told(again).unwrap_err(), "wait 4");
        later(&t, 4_000);
        entered(&t, 1).await;
        for _ in 0..5 {
            assert_eq!(first(&t, 1, "wrong password").await.unwrap_err(), "network.sign_in.wrong", "free again");
        }
    });
}

#[test]
fn the_waits_are_the_powers_of_two_and_never_for_ever() {
    let at = Moment::new(1_000_000);
    let waits: Vec<i64> = (0..40).map(|tries| password_wait_ms(tries, at, at) / 1000).collect();
    assert_eq!(waits[..16], [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    assert!(waits[16..].iter().all(|wait| *wait == 900));
    assert_eq!(password_wait_ms(i64::MAX, at, at), 900_000);
    assert_eq!(password_wait_ms(9, at, Moment::new(at.get() + 32_000)), 0);
    assert_eq!(code_wait_ms(4, at, at), 0);
    assert_eq!(code_wait_ms(5, at, at), 300_000);
    assert_eq!(code_wait_ms(5, at, Moment::new(at.get() + 300_000)), 0);
}

#[test]
fn an_officer_needs_a_code_and_each_code_opens_once() {
    both(|t| async move {
        equipped(&t, 1).await;
        let pass = ticket(&t, 1).await;
        assert_eq!(second(&t, &pass, "000000").await.unwrap_err(), "network.sign_in.totp_wrong");
        let right = code(&t);
        second(&t, &pass, &right).await.unwrap();
        assert_eq!(second(&t, &pass, &right).await.unwrap_err(), "network.sign_in.totp_wrong", "replayed");
        later(&t, 30_000);
        // The code before this one is still within the forgiven step, but not later than the last accepted one.
        let pass = ticket(&t, 1).await;
        assert_eq!(second(&t, &pass, &right).await.unwrap_err(), "network.sign_in.totp_wrong");
        let typed = base::number::to_bangla_digits(&code(&t));
        second(&t, &pass, &format!("{} {}", &typed[..9], &typed[9..])).await.unwrap();
    });
}

#[test]
fn a_code_of_a_step_before_or_after_is_forgiven_and_no_further() {
    let authenticator = Authenticator::with_secret(SECRET, "").unwrap();
    let now = trial::MORNING;
    let at = |seconds: i64| authenticator.code_at(Moment::new(now.get() + seconds * 1000));
    for (seconds, right) in [(-30, true), (0, true), (30, true), (-60, false), (60, false)] {
        assert_eq!(authenticator.step_of(&at(seconds), now).is_some(), right, "{seconds}");
    }
    assert_eq!(authenticator.step_of("", now), None);
    assert_eq!(authenticator.step_of("12345678901234567890", now), None);
}

#[test]
fn codes_are_those_of_rfc_6238() {
    // Appendix B, SHA-1, the last six of its eight digits; secret "12345678901234567890".
    let authenticator = Authenticator::with_secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "").unwrap();
    for (seconds, code) in
        [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
    {
        assert_eq!(authenticator.code_at(Moment::new(seconds * 1000)), code);
    }
}

#[test]
fn five_codes_may_be_tried_in_five_minutes() {
    both(|t| async move {
        equipped(&t, 1).await;
        let pass = ticket(&t, 1).await;
        for _ in 0..5 {
            assert_eq!(second(&t, &pass, "000000").await.unwrap_err(), "network.sign_in.totp_wrong");
        }
        assert_eq!(second(&t, &pass, &code(&t)).await.unwrap_err(), "wait 300", "even the right one waits");
        later(&t, 5 * MINUTE);
        let pass = ticket(&t, 1).await;
        second(&t, &pass, &code(&t)).await.unwrap();
    });
}

#[test]
fn a_ticket_is_ours_and_fresh_and_dies_with_its_password() {
    both(|t| async move {
        let uno = equipped(&t, 1).await;
        let pass = ticket(&t, 1).await;
        let forged = format!("{}0", &pass[..pass.len() - 1]);
        let forged = if forged == pass { format!("{}1", &pass[..pass.len() - 1]) } else { forged };
        for wrong in ["", "a.b", "a.b.c.d", &forged] {
            assert_eq!(second(&t, wrong, &code(&t)).await.unwrap_err(), "network.sign_in.late", "{wrong}");
        }
        later(&t, 5 * MINUTE);
        assert_eq!(second(&t, &pass, &code(&t)).await.unwrap_err(), "network.sign_in.late");
        let pass = ticket(&t, 1).await;
        password(&t, &uno).await;
        assert_eq!(second(&t, &pass, &code(&t)).await.unwrap_err(), "network.sign_in.late");
    });
}

#[test]
fn an_officer_without_an_authenticator_enrols_one_with_the_first_right_code() {
    both(|t| async move {
        let uno = officer(&t, 1, "upazila_supervisor", UPAZILA).await;
        password(&t, &uno).await;
        let Ok(Step::Enrol(pass)) = first(&t, 1, PASSWORD).await else { panic!("no enrolment") };
        let offered = Authenticator::offered(t.journal.keys(), &pass, "x").unwrap();
        assert!(offered.address().unwrap().starts_with("otpauth://totp/Haat:x?secret="));
        assert_eq!(second(&t, &pass, "000000").await.unwrap_err(), "network.sign_in.totp_wrong");
        second(&t, &pass, &offered.code_at(t.journal.now())).await.unwrap();
        later(&t, MINUTE);
        let pass = ticket(&t, 1).await; // from now on it is asked for
        second(&t, &pass, &offered.code_at(t.journal.now())).await.unwrap();
        t.verify().await;
        // The telephone is lost: an officer above takes the authenticator back.
        let dc = officer(&t, 2, "district_supervisor", "3026").await;
        does(&t, &dc, ForgetAuthenticator { person: uno }).await;
        assert!(matches!(first(&t, 1, PASSWORD).await, Ok(Step::Enrol(_))));
        t.verify().await;
    });
}

#[test]
fn no_session_is_opened_for_an_office_without_a_code() {
    both(|t| async move {
        let uno = officer(&t, 1, "upazila_supervisor", UPAZILA).await;
        let new = NewSession { token_hash: [1; 32], channel: Channel::Browser, device: String::new() };
        assert_eq!(refuses(&t, &uno, OpenSession { person: uno.clone(), new }).await, NotSignedIn::CodeNeeded);
    });
}

#[test]
fn who_is_given_an_office_comes_in_anew_with_a_code() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        does(&t, "system", giving(&t, &woman, "postmaster", UPAZILA)).await;
        assert!(knock(&door, &token).await.unwrap().held.len() > 1, "no office: she stays in, with one role more");
        does(&t, "system", giving(&t, &woman, "secretary", SISTER)).await;
        assert!(knock(&door, &token).await.is_none());
        assert!(matches!(first(&t, 1, PASSWORD).await, Ok(Step::Enrol(_))));
    });
}

#[test]
fn a_suspended_persons_session_ends_at_once_and_no_new_one_begins() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        assert!(knock(&door, &token).await.is_some());
        does(&t, "system", SuspendPerson { person: woman, reason: "তদন্ত".to_owned() }).await;
        assert!(knock(&door, &token).await.is_none(), "the very next request");
        assert_eq!(first(&t, 1, "wrong password").await.unwrap_err(), "network.sign_in.wrong", "told to nobody else");
        assert_eq!(first(&t, 1, PASSWORD).await.unwrap_err(), "network.sign_in.suspended");
    });
}

#[test]
fn a_change_by_another_process_is_overlooked_for_two_seconds_at_most() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        assert!(knock(&door, &token).await.is_some());
        // Written past the room's own `write`, as a second process would.
        let other = t.open_again().await;
        other.write(Envelope::system(), SuspendPerson { person: woman, reason: "তদন্ত".to_owned() }).await.unwrap();
        later(&t, 2_000);
        assert!(knock(&door, &token).await.is_none());
    });
}

#[test]
fn who_loses_the_seat_loses_the_session_and_the_rights() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        does(
            &t,
            "system",
            VacateSeat {
                centre, seat: SeatKind::Woman, contract: None, note: "গোনা হয়েছে".to_owned()
            },
        )
        .await;
        assert!(knock(&door, &token).await.is_none());
        let token = entered(&t, 1).await; // she may still see her own account
        let visitor = knock(&door, &token).await.unwrap();
        assert!(visitor.seat.is_none() && visitor.held.is_empty());
    });
}

#[test]
fn a_seat_whose_contract_is_over_is_no_seat() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        t.set_time(today(&t).add_days(366).starts_at());
        let door = doorkeeper(t.journal.clone());
        let visitor = knock(&door, &entered(&t, 1).await).await.unwrap();
        assert!(visitor.seat.is_none() && !visitor.may("sale.create"));
    });
}

#[test]
fn a_session_ends_after_idle_minutes_and_after_twelve_hours_though_it_is_used() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        for _ in 0..3 {
            later(&t, 29 * MINUTE);
            assert!(knock(&door, &token).await.is_some(), "used within 30 minutes");
        }
        later(&t, 30 * MINUTE);
        assert!(knock(&door, &token).await.is_none(), "idle");
        let token = entered(&t, 1).await;
        for _ in 0..35 {
            later(&t, 20 * MINUTE);
            assert!(knock(&door, &token).await.is_some());
        }
        later(&t, 20 * MINUTE);
        assert!(knock(&door, &token).await.is_none(), "12 hours");
    });
}

#[test]
fn an_officers_session_ends_after_15_idle_minutes_whichever_process_saw_it_last() {
    both(|t| async move {
        equipped(&t, 1).await;
        let (one, other) = (doorkeeper(t.journal.clone()), doorkeeper(t.open_again().await));
        let token = second(&t, &ticket(&t, 1).await, &code(&t)).await.unwrap().token;
        later(&t, 14 * MINUTE);
        assert!(knock(&one, &token).await.is_some());
        later(&t, 14 * MINUTE);
        assert!(knock(&other, &token).await.is_some(), "its last use was written down by the first");
        later(&t, 15 * MINUTE);
        assert!(knock(&one, &token).await.is_none());
    });
}

#[test]
fn a_third_browser_ends_the_oldest_session_and_others_can_be_ended_by_hand() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let mut tokens = Vec::new();
        for _ in 0..3 {
            tokens.push(entered(&t, 1).await);
            later(&t, 1_000);
        }
        assert!(knock(&door, &tokens[0]).await.is_none());
        assert!(knock(&door, &tokens[1]).await.is_some());
        let here = knock(&door, &tokens[2]).await.unwrap().session;
        does(&t, &woman, EndSession { which: Ending::Others(here.clone()) }).await;
        assert!(knock(&door, &tokens[1]).await.is_none());
        does(&t, "somebody else", EndSession { which: Ending::One(here.clone()) }).await;
        assert!(knock(&door, &tokens[2]).await.is_some(), "nobody ends another's session");
        does(&t, &woman, EndSession { which: Ending::One(here) }).await;
        assert!(knock(&door, &tokens[2]).await.is_none());
    });
}

#[test]
fn a_bearer_opens_the_api_only_and_lasts_twelve_hours_without_idling_out() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let step = first_step(&t.journal, &mobile(1), PASSWORD, Channel::Bearer, "").await;
        let Ok(Step::In(entered)) = step else { panic!() };
        assert_eq!(entered.opened.ends_at, Moment::new(t.journal.now().get() + 12 * HOUR));
        let show = |kind| door(Knock { token: entered.token.clone(), kind });
        assert!(show(KnockKind::Cookie).await.unwrap().is_none());
        later(&t, 12 * HOUR - 1);
        assert!(show(KnockKind::Bearer).await.unwrap().unwrap().by_token);
        later(&t, 1);
        assert!(show(KnockKind::Bearer).await.unwrap().is_none());
    });
}

#[test]
fn a_changed_language_is_seen_at_the_next_request() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = entered(&t, 1).await;
        assert_eq!(knock(&door, &token).await.unwrap().lang, Some(base::Lang::Bn));
        does(&t, &woman, ChangeLanguage { lang: base::Lang::En }).await;
        assert_eq!(knock(&door, &token).await.unwrap().lang, Some(base::Lang::En));
    });
}
