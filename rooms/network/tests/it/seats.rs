//! Centres, seats and contracts.

use crate::town::{
    DISTRICT, SISTER, UNION, UPAZILA, both, does, giving, may, officer, opening, person, refuses, seating, staffed,
    terms, today,
};
use base::Refusal;
use network::deeds::{GiveGrant, HandOverSeat, OpenCentre, SeatPerson, SuspendPerson, VacateSeat};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use network::{NotHandedOver, NotOpened, NotSeated, NotVacated};
use trial::Trial;

async fn opened(t: &Trial, code: &str) -> network::Centre {
    let code = code.to_owned();
    t.journal.read(move |tx| Box::pin(async move { network::centre(tx, &code).await })).await.unwrap().unwrap()
}

async fn seat(t: &Trial, centre: &str, kind: SeatKind) -> network::seat::Seat {
    let centre = centre.to_owned();
    t.journal.read(move |tx| Box::pin(async move { network::seat(tx, &centre, kind).await })).await.unwrap().unwrap()
}

async fn may_sell(t: &Trial, person: &str, place: &str) -> bool {
    may(t, person, "sale.create", place).await
}

#[test]
fn a_centre_gets_the_districts_next_number_and_two_vacant_seats() {
    both(|t| async move {
        let first = does(&t, "system", opening(UNION)).await;
        let second = does(&t, "system", opening(SISTER)).await;
        assert_eq!((first.as_str(), second.as_str()), ("3026001", "3026002"));
        let centre = opened(&t, &first).await;
        assert_eq!(centre.book, "3026001");
        assert_eq!(centre.path, "/30/3026/302672/30267250/");
        assert_eq!(centre.name_bn, "কাউন্দিয়া ইউনিয়ন ডিজিটাল সেন্টার");
        assert_eq!(centre.name_en, "Kaundia Union Digital Centre");
        for kind in SeatKind::BOTH {
            let seat = seat(&t, &first, kind).await;
            assert_eq!((seat.person, seat.contract, seat.since), (None, None, today(&t)));
        }
        t.verify().await;
    });
}

#[test]
fn a_ward_centre_is_named_with_its_city_and_a_pourashava_centre_is_one_too() {
    both(|t| async move {
        let ward = does(&t, "system", opening("30262000W60")).await;
        assert_eq!(opened(&t, &ward).await.name_en, "Dhaka South Ward No. 60 City Digital Centre");
        let town = does(&t, "system", opening("30267299")).await;
        assert_eq!(opened(&t, &town).await.name_bn, "সাভার পৌর ডিজিটাল সেন্টার");
    });
}

#[test]
fn a_centre_is_refused_where_none_can_stand() {
    both(|t| async move {
        let with_code = |code: &str, place: &str| OpenCentre { code: Some(code.to_owned()), ..opening(place) };
        assert_eq!(refuses(&t, "system", opening("99999999")).await, NotOpened::NoSuchPlace);
        assert_eq!(refuses(&t, "system", opening(UPAZILA)).await, NotOpened::WrongPlace);
        assert_eq!(refuses(&t, "system", opening("bd")).await, NotOpened::WrongPlace);
        assert_eq!(refuses(&t, "system", with_code("3033001", UNION)).await, NotOpened::CodeWrong);
        assert_eq!(refuses(&t, "system", with_code("302601", UNION)).await, NotOpened::CodeWrong);
        assert_eq!(does(&t, "system", with_code("3026500", UNION)).await, "3026500");
        assert_eq!(refuses(&t, "system", opening(UNION)).await, NotOpened::Taken);
        assert_eq!(refuses(&t, "system", with_code("3026500", SISTER)).await, NotOpened::CodeTaken);
        assert_eq!(does(&t, "system", opening(SISTER)).await, "3026501");
        let uno = officer(&t, 1, "upazila_supervisor", UPAZILA).await;
        assert_eq!(refuses(&t, &uno, opening("30267218")).await, NotOpened::NotAllowed);
        let dc = officer(&t, 2, "district_supervisor", DISTRICT).await;
        does(&t, &dc, opening("30267218")).await;
    });
}

#[test]
fn a_last_number_given_by_hand_does_not_close_the_district() {
    both(|t| async move {
        let with_code = |code: &str, place: &str| OpenCentre { code: Some(code.to_owned()), ..opening(place) };
        does(&t, "system", with_code("3026999", UNION)).await;
        does(&t, "system", with_code("3026001", SISTER)).await;
        does(&t, "system", with_code("3026003", "30267218")).await;
        assert_eq!(does(&t, "system", opening("30267299")).await, "3026002");
        assert_eq!(does(&t, "system", opening("30262000W60")).await, "3026004");
        t.verify().await;
    });
}

#[test]
fn a_seat_brings_the_right_to_sell_at_its_centre_and_nowhere_else() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        does(&t, "system", opening(SISTER)).await;
        assert!(may_sell(&t, &woman, UNION).await);
        assert!(!may_sell(&t, &woman, SISTER).await);
        assert!(!may_sell(&t, &woman, UPAZILA).await);
        does(&t, "system", VacateSeat { centre, seat: SeatKind::Woman, contract: None, note: "নগদ ০".to_owned() })
            .await;
        assert!(!may_sell(&t, &woman, UNION).await);
        t.verify().await;
    });
}

#[test]
fn a_contract_that_is_over_sells_no_more_though_the_seat_is_held() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        t.set_time(today(&t).add_days(365).starts_at());
        assert!(may_sell(&t, &woman, UNION).await, "the last day counts");
        t.set_time(today(&t).add_days(1).starts_at());
        assert!(!may_sell(&t, &woman, UNION).await);
    });
}

#[test]
fn seating_is_refused_for_each_reason_that_the_rules_know() {
    both(|t| async move {
        let (centre, woman) = staffed(&t, UNION, 1).await;
        let other = does(&t, "system", opening(SISTER)).await;
        let man = person(&t, 2, Some(Sex::Man), UNION).await;
        let nobody = person(&t, 3, None, UNION).await;
        let free = person(&t, 4, Some(Sex::Woman), UNION).await;
        let woman_at = |centre: &str, who: &str| seating(&t, centre, who, SeatKind::Woman);
        assert_eq!(refuses(&t, "system", woman_at("3026999", &free)).await, NotSeated::NoSuchCentre);
        assert_eq!(refuses(&t, "system", woman_at(&other, "nobody")).await, NotSeated::NoSuchPerson);
        assert_eq!(refuses(&t, "system", woman_at(&other, &man)).await, NotSeated::WrongSex);
        assert_eq!(refuses(&t, "system", woman_at(&other, &nobody)).await, NotSeated::WrongSex);
        assert_eq!(refuses(&t, "system", woman_at(&centre, &free)).await, NotSeated::Taken);
        assert_eq!(refuses(&t, "system", woman_at(&other, &woman)).await, NotSeated::SeatedElsewhere);
        let with = |change: fn(&mut Terms)| {
            let mut deed = woman_at(&other, &free);
            change(&mut deed.terms);
            deed
        };
        let backwards = with(|terms| terms.until = terms.from.add_days(-1));
        assert_eq!(refuses(&t, "system", backwards).await, NotSeated::Backwards);
        let over = with(|terms| (terms.from, terms.until) = (terms.from.add_days(-9), terms.from.add_days(-1)));
        assert_eq!(refuses(&t, "system", over).await, NotSeated::Over);
        assert_eq!(refuses(&t, "system", with(|terms| terms.stamp = " ".to_owned())).await, NotSeated::NoStamp);
        let uno = officer(&t, 5, "upazila_supervisor", "302614").await;
        assert_eq!(refuses(&t, &uno, woman_at(&other, &free)).await, NotSeated::NotAllowed);
        does(&t, "system", SuspendPerson { person: free.clone(), reason: "তদন্ত".to_owned() }).await;
        assert_eq!(refuses(&t, "system", woman_at(&other, &free)).await, NotSeated::Suspended);
        let auditor = person(&t, 6, Some(Sex::Woman), UNION).await;
        does(&t, "system", giving(&t, &auditor, "auditor", DISTRICT)).await;
        assert_eq!(refuses(&t, "system", woman_at(&other, &auditor)).await, NotSeated::Conflict);
        t.verify().await;
    });
}

#[test]
fn an_auditor_may_not_become_one_where_she_sells() {
    both(|t| async move {
        let (_, woman) = staffed(&t, UNION, 1).await;
        let auditor = giving(&t, &woman, "auditor", DISTRICT);
        assert_eq!(refuses(&t, "system", auditor).await.code(), "network.give_grant.conflict");
        let elsewhere = GiveGrant { place: "3033".to_owned(), ..giving(&t, &woman, "auditor", DISTRICT) };
        does(&t, "system", elsewhere).await;
    });
}

#[test]
fn a_hand_over_ends_one_contract_begins_another_and_forgets_nobody() {
    both(|t| async move {
        let (centre, first) = staffed(&t, UNION, 1).await;
        let second = person(&t, 2, Some(Sex::Woman), UNION).await;
        let uno = officer(&t, 3, "upazila_supervisor", UPAZILA).await;
        t.set_time(today(&t).add_days(30).starts_at());
        let over = HandOverSeat {
            contract: None,
            centre: centre.clone(),
            seat: SeatKind::Woman,
            to: second.clone(),
            terms: terms(&t),
            note: "নগদ ২,৩৪০ টাকা, ফ্লোট ১১,০০০ টাকা, খোলা আবেদন ৪টি".to_owned(),
        };
        does(&t, &uno, over.clone()).await;
        assert_eq!(seat(&t, &centre, SeatKind::Woman).await.person.as_deref(), Some(second.as_str()));
        assert!(may_sell(&t, &second, UNION).await);
        assert!(!may_sell(&t, &first, UNION).await);
        let history = first.clone();
        let (name, contracts, grants) = t
            .journal
            .read(move |tx| {
                Box::pin(async move {
                    let name = network::person_name(tx, &history).await?;
                    let contracts = network::contracts_of(tx, &history).await?;
                    Ok::<_, journal::Fault>((name, contracts, network::grants_of(tx, &history).await?))
                })
            })
            .await
            .unwrap();
        assert_eq!(name, "মানুষ 1", "the person survives losing the post");
        assert_eq!(contracts.len(), 1);
        assert_eq!(contracts[0].ended_on, Some(today(&t)));
        assert_eq!((grants.len(), grants[0].ended_on), (1, Some(today(&t))));
        // And the seat may come back to her later, under a new contract.
        let back = HandOverSeat { to: first.clone(), ..over.clone() };
        does(&t, &uno, back).await;
        assert_eq!(seat(&t, &centre, SeatKind::Woman).await.person.as_deref(), Some(first.as_str()));
        assert_eq!(
            refuses(&t, &uno, HandOverSeat { to: first, ..over.clone() }).await,
            NotHandedOver::Taking(NotSeated::SeatedElsewhere),
            "she sits there already"
        );
        assert_eq!(
            refuses(&t, &uno, HandOverSeat { note: String::new(), ..over.clone() }).await,
            NotHandedOver::Leaving(NotVacated::NoNote)
        );
        assert_eq!(
            refuses(&t, &uno, HandOverSeat { seat: SeatKind::Man, ..over }).await,
            NotHandedOver::Leaving(NotVacated::Vacant)
        );
        t.verify().await;
    });
}

#[test]
fn a_new_contract_does_not_reach_back_into_the_last_one() {
    both(|t| async move {
        let (centre, _) = staffed(&t, UNION, 1).await;
        let next = person(&t, 2, Some(Sex::Woman), UNION).await;
        t.set_time(today(&t).add_days(10).starts_at());
        does(
            &t,
            "system",
            VacateSeat {
                centre: centre.clone(), seat: SeatKind::Woman, contract: None, note: "গোনা হয়েছে".to_owned()
            },
        )
        .await;
        let mut early: SeatPerson = seating(&t, &centre, &next, SeatKind::Woman);
        early.terms.from = today(&t).add_days(-1);
        assert_eq!(refuses(&t, "system", early).await, NotSeated::Overlapping);
        does(&t, "system", seating(&t, &centre, &next, SeatKind::Woman)).await;
        t.verify().await;
    });
}

#[test]
fn nobody_seats_themselves() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let uno = person(&t, 1, Some(Sex::Man), UPAZILA).await;
        does(&t, "system", giving(&t, &uno, "upazila_supervisor", UPAZILA)).await;
        assert_eq!(refuses(&t, &uno, seating(&t, &centre, &uno, SeatKind::Man)).await, NotSeated::Yourself);
    });
}

#[test]
fn centres_are_found_by_code_by_name_and_by_any_spelling_of_their_place() {
    both(|t| async move {
        let centre = does(&t, "system", opening(UNION)).await;
        let other = does(&t, "system", opening(SISTER)).await;
        for (area, query, found) in [
            ("/", "3026001", vec![&centre]),
            ("/", "৩০২৬০০১", vec![&centre]),
            ("/", "kaundia", vec![&centre]),
            ("/", "কাউন্দিয়া", vec![&centre]),
            ("/30/3026/302672/", "savar", vec![&centre, &other]),
            ("/30/3026/302672/30267215/", "kaundia", vec![]),
            ("/30/3033/", "3026001", vec![]),
        ] {
            let (area, query_text) = (area.to_owned(), query.to_owned());
            let codes: Vec<String> = t
                .journal
                .read(move |tx| Box::pin(async move { network::find_centres(tx, &area, &query_text).await }))
                .await
                .unwrap()
                .into_iter()
                .map(|centre| centre.code)
                .collect();
            assert_eq!(codes.iter().collect::<Vec<_>>(), found, "{query}");
        }
    });
}
