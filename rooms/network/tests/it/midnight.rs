//! Days begin at midnight in Dhaka, which is 18:00 in UTC: rights, contracts, sessions and codes at their edges.

use crate::town::{
    DISTRICT, HOUR, MINUTE, PASSWORD, SISTER, UNION, UPAZILA, both, does, giving, later, may, mobile, opening,
    password, person, refuses, seating, staffed, terms, today,
};
use base::{BusinessDay, Moment};
use network::deeds::{ChoosePassword, GiveGrant, HandOverSeat, IssueCode, SeatPerson, VacateSeat};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use network::session::Channel;
use network::{NotChosen, NotSeated, Step, doorkeeper, first_step};
use trial::Trial;
use web::{Doorkeeper, Knock, KnockKind, Visitor};

fn day(text: &str) -> BusinessDay {
    text.parse().unwrap()
}

/// The clock stands at this day and time of Dhaka, milliseconds after midnight.
fn stand_at(t: &Trial, day: BusinessDay, ms: i64) {
    t.set_time(Moment::new(day.starts_at().get() + ms));
}

async fn step(t: &Trial, number: u32) -> Step {
    first_step(&t.journal, &mobile(number), PASSWORD, Channel::Browser, "").await.unwrap()
}

async fn token(t: &Trial, number: u32) -> String {
    match step(t, number).await {
        Step::In(entered) => entered.token,
        other => panic!("{other:?}"),
    }
}

async fn knock(door: &Doorkeeper, token: &str) -> Option<Visitor> {
    door(Knock { token: token.to_owned(), kind: KnockKind::Cookie }).await.unwrap()
}

#[test]
fn a_grant_begins_and_ends_at_midnight_of_dhaka_to_the_millisecond() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        let (from, until) = (day("2026-12-01"), day("2026-12-31"));
        let deed = GiveGrant { from, until: Some(until), ..giving(&t, &who, "upazila_supervisor", UPAZILA) };
        does(&t, "system", deed).await;
        for (at, ms, holds) in [
            (from, -1, false),
            (from, 0, true),
            (from, 18 * HOUR, true), // midnight of UTC
            (until, 0, true),
            (until, 24 * HOUR - 1, true),
            (until, 24 * HOUR, false),
        ] {
            stand_at(&t, at, ms);
            assert_eq!(may(&t, &who, "people.view", UNION).await, holds, "{at} {ms}");
        }
    });
}

#[test]
fn a_leap_day_is_a_day_like_others_and_there_is_none_in_other_years() {
    assert!(BusinessDay::parse("2027-02-29").is_err() && BusinessDay::parse("2100-02-29").is_err());
    both(|t| async move {
        let (from, until) = (day("2028-02-29"), day("2029-02-28"));
        stand_at(&t, from, 0);
        let centre = does(&t, "system", opening(UNION)).await;
        let woman = person(&t, 1, Some(Sex::Woman), UNION).await;
        let stamp = "কচ ১".to_owned();
        let deed = SeatPerson { terms: Terms { from, until, stamp }, ..seating(&t, &centre, &woman, SeatKind::Woman) };
        does(&t, "system", deed).await;
        let who = person(&t, 2, None, UNION).await;
        let one_day = GiveGrant { until: Some(from), ..giving(&t, &who, "chairman", UNION) };
        does(&t, "system", one_day).await;
        assert!(may(&t, &who, "case.approve", UNION).await);
        for (at, ms, sells) in [
            (from, 24 * HOUR - 1, true),
            (day("2028-12-31"), 24 * HOUR - 1, true),
            (until, 0, true),
            (until, 24 * HOUR - 1, true),
            (day("2029-03-01"), 0, false),
        ] {
            stand_at(&t, at, ms);
            assert_eq!(may(&t, &woman, "sale.create", UNION).await, sells, "{at}");
            assert_eq!(may(&t, &who, "case.approve", UNION).await, at == from, "{at}");
        }
        t.verify().await;
    });
}

#[test]
fn a_contract_that_begins_tomorrow_fills_the_seat_today_and_sells_tomorrow() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let woman = person(&t, 1, Some(Sex::Woman), UNION).await;
        password(&t, &woman).await;
        let from = today(&t).add_days(1);
        let terms = Terms { from, ..terms(&t) };
        does(&t, "system", SeatPerson { terms, ..seating(&t, &centre, &woman, SeatKind::Woman) }).await;
        let other = person(&t, 2, Some(Sex::Woman), UNION).await;
        assert_eq!(
            refuses(&t, "system", seating(&t, &centre, &other, SeatKind::Woman)).await,
            NotSeated::Taken,
            "the seat is promised"
        );
        let door = doorkeeper(t.journal.clone());
        stand_at(&t, from, -5 * MINUTE);
        let token = token(&t, 1).await;
        let visitor = knock(&door, &token).await.unwrap();
        assert!(visitor.seat.is_none() && !visitor.may("sale.create"));
        stand_at(&t, from, 0);
        let visitor = knock(&door, &token).await.unwrap();
        assert!(visitor.seat.is_some() && visitor.may("sale.create"), "the same session, a minute later");
    });
}

#[test]
fn a_seat_that_is_over_at_midnight_closes_the_session_that_is_open() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let woman = person(&t, 1, Some(Sex::Woman), UNION).await;
        password(&t, &woman).await;
        let until = today(&t);
        let terms = Terms { until, ..terms(&t) };
        does(&t, "system", SeatPerson { terms, ..seating(&t, &centre, &woman, SeatKind::Woman) }).await;
        stand_at(&t, until, 24 * HOUR - 10_000);
        let door = doorkeeper(t.journal.clone());
        let token = token(&t, 1).await;
        assert!(knock(&door, &token).await.unwrap().may("sale.create"));
        // What a doorkeeper learnt is believed for two seconds, and no sale is made on its word: the deed asks anew.
        stand_at(&t, until, 24 * HOUR);
        assert!(!may(&t, &woman, "sale.create", UNION).await);
        let visitor = knock(&door, &token).await.unwrap();
        assert!(visitor.seat.is_none() && !visitor.may("sale.create"));
    });
}

#[test]
fn an_office_that_begins_at_midnight_is_not_entered_by_a_session_without_a_code() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let tomorrow = today(&t).add_days(1);
        does(&t, "system", GiveGrant { from: tomorrow, ..giving(&t, &woman, "secretary", SISTER) }).await;
        stand_at(&t, tomorrow, -10 * MINUTE);
        // Ten minutes before the office begins the password alone must not open a session that lives to see it.
        if let Step::In(entered) = step(&t, 1).await {
            stand_at(&t, tomorrow, MINUTE);
            let visitor = knock(&door, &entered.token).await;
            assert!(
                !visitor.is_some_and(|visitor| visitor.may("case.approve")),
                "a password alone opened an office at midnight"
            );
        }
        stand_at(&t, tomorrow, MINUTE);
        assert!(matches!(step(&t, 1).await, Step::Enrol(_)));
    });
}

#[test]
fn an_office_that_begins_next_week_asks_for_no_code_today() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let from = today(&t).add_days(7);
        does(&t, "system", GiveGrant { from, ..giving(&t, &woman, "secretary", SISTER) }).await;
        assert!(matches!(step(&t, 1).await, Step::In(_)));
        // An office whose last day was yesterday asks for none either.
        let old = person(&t, 2, None, UNION).await;
        password(&t, &old).await;
        let until = Some(today(&t));
        does(&t, "system", GiveGrant { until, ..giving(&t, &old, "secretary", SISTER) }).await;
        assert!(matches!(step(&t, 2).await, Step::Enrol(_)));
        stand_at(&t, today(&t).add_days(1), 0);
        assert!(matches!(step(&t, 2).await, Step::In(_)));
    });
}

#[test]
fn what_is_done_in_the_evening_of_utc_is_dated_by_the_day_of_dhaka() {
    both(|t| async move {
        // 31 December, 23:30 in Dhaka, is 17:30 in London's winter; half an hour later it is next year here.
        stand_at(&t, day("2026-12-31"), 24 * HOUR - MINUTE);
        let last = person(&t, 1, Some(Sex::Woman), UNION).await;
        let centre = does(&t, "system", opening(UNION)).await;
        later(&t, MINUTE);
        let first = person(&t, 2, None, UNION).await;
        does(&t, "system", seating(&t, &centre, &last, SeatKind::Woman)).await;
        let code = centre.clone();
        let (last, first, opened, seat) = t
            .journal
            .read(move |tx| {
                Box::pin(async move {
                    let last = network::person(tx, &last).await?.unwrap().registered_on;
                    let first = network::person(tx, &first).await?.unwrap().registered_on;
                    let opened = network::centre(tx, &code).await?.unwrap().opened_on;
                    let seat = network::seat(tx, &code, SeatKind::Woman).await?.unwrap().since;
                    Ok::<_, journal::Fault>((last, first, opened, seat))
                })
            })
            .await
            .unwrap();
        assert_eq!((last, first), (day("2026-12-31"), day("2027-01-01")));
        assert_eq!((opened, seat), (day("2026-12-31"), day("2027-01-01")));
        t.verify().await;
    });
}

#[test]
fn a_seat_changes_hands_twice_in_one_night_and_each_contract_has_its_days() {
    both(|t| async move {
        let (centre, first) = staffed(&t, UNION, 1).await;
        let second = person(&t, 2, Some(Sex::Woman), UNION).await;
        let third = person(&t, 3, Some(Sex::Woman), UNION).await;
        let night = today(&t).add_days(7);
        let over = |to: &str| HandOverSeat {
            contract: None,
            centre: centre.clone(),
            seat: SeatKind::Woman,
            to: to.to_owned(),
            terms: terms(&t),
            note: "নগদ ০, ফ্লোট ০".to_owned(),
        };
        stand_at(&t, night, -1);
        does(&t, "system", over(&second)).await;
        // After midnight the contract may not reach back into the day that was.
        stand_at(&t, night, 0);
        let early = HandOverSeat { terms: Terms { from: night.add_days(-1), ..terms(&t) }, ..over(&third) };
        let refused = refuses(&t, "system", early).await;
        assert_eq!(refused, network::NotHandedOver::Taking(NotSeated::Overlapping));
        does(&t, "system", over(&third)).await;
        for (who, from, ended) in [
            (first, trial::MORNING.day(), Some(night.add_days(-1))),
            (second, night.add_days(-1), Some(night)),
            (third, night, None),
        ] {
            let contracts =
                t.journal.read(move |tx| Box::pin(async move { network::contracts_of(tx, &who).await })).await.unwrap();
            assert_eq!(contracts.len(), 1);
            assert_eq!((contracts[0].terms.from, contracts[0].ended_on), (from, ended));
        }
        t.verify().await;
    });
}

#[test]
fn a_vacant_seat_counts_its_days_from_the_day_it_was_left() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        let night = today(&t).add_days(40);
        stand_at(&t, night, -1);
        does(
            &t,
            "system",
            VacateSeat {
                centre: centre.clone(), seat: SeatKind::Woman, contract: None, note: "নগদ ০".to_owned()
            },
        )
        .await;
        let vacant = t
            .journal
            .read(|tx| Box::pin(async move { network::vacant_seats_under(tx, "/30/", 10).await }))
            .await
            .unwrap();
        let seats: Vec<_> = vacant.iter().map(|seat| (seat.kind, seat.since)).collect();
        assert_eq!(seats, [(SeatKind::Man, trial::MORNING.day()), (SeatKind::Woman, night.add_days(-1))]);
        assert!(vacant.iter().all(|seat| seat.centre == centre));
    });
}

#[test]
fn a_code_is_good_until_its_last_millisecond_and_over_midnight() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        let begun = Moment::new(today(&t).starts_at().get() + 24 * HOUR - 5 * MINUTE);
        let issue = |hash: u8| IssueCode { person: who.clone(), code_hash: [hash; 32] };
        let choose = |hash: u8| ChoosePassword { code_hash: [hash; 32], hash: "$argon2id$z".to_owned() };
        for (hash, lasts) in [(1, 7 * 24 * HOUR), (3, 10 * MINUTE)] {
            t.set_time(begun);
            does(&t, "system", issue(hash)).await;
            t.set_time(Moment::new(begun.get() + lasts));
            assert_eq!(refuses(&t, "system", choose(hash)).await, NotChosen::CodeWrong, "its time is over");
            t.set_time(Moment::new(begun.get() + lasts - 1));
            does(&t, "system", choose(hash)).await;
        }
        t.verify().await;
    });
}

#[test]
fn a_clock_that_is_set_back_lets_nobody_be_believed_for_longer() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        password(&t, &woman).await;
        let door = doorkeeper(t.journal.clone());
        let token = token(&t, 1).await;
        later(&t, 10 * MINUTE);
        assert!(knock(&door, &token).await.is_some());
        // The machine's clock is corrected by five minutes, and another process suspends her.
        t.pass(-5 * MINUTE);
        let other = t.open_again().await;
        let suspend = network::deeds::SuspendPerson { person: woman, reason: "তদন্ত".to_owned() };
        other.write(journal::Envelope::system(), suspend).await.unwrap();
        later(&t, 2_000);
        assert!(knock(&door, &token).await.is_none(), "what was learnt later than now is not believed");
    });
}

#[test]
fn officers_are_listed_while_their_day_lasts() {
    both(|t| async move {
        let who = person(&t, 1, None, UNION).await;
        let day = today(&t);
        let deed = GiveGrant {
            from: day.add_days(1),
            until: Some(day.add_days(2)),
            ..giving(&t, &who, "upazila_supervisor", UPAZILA)
        };
        does(&t, "system", deed).await;
        for (days, listed) in [(0, 0), (1, 1), (2, 1), (3, 0)] {
            let on = day.add_days(days);
            let officers = t
                .journal
                .read(move |tx| Box::pin(async move { network::officers_under(tx, "/30/3026/", on, 9).await }))
                .await
                .unwrap();
            assert_eq!(officers.len(), listed, "{on}");
        }
        let elsewhere = t
            .journal
            .read(move |tx| Box::pin(async move { network::officers_under(tx, "/30/3033/", day.add_days(1), 9).await }))
            .await
            .unwrap();
        assert!(elsewhere.is_empty(), "another district lists its own, not {DISTRICT}");
    });
}
