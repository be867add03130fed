//! A centre or a seat is suspended, its applications go to another centre, and come back.

use crate::town::{
    DISTRICT, SISTER, UNION, UPAZILA, both, does, officer, person, refuses, registering, seating, staffed,
};
use base::Refusal;
use journal::{Fault, NATION};
use network::deeds::{
    HandOverSeat, ReinstateCentre, ReinstatePerson, RerouteQueue, SeatPerson, SuspendCentre, SuspendPerson, VacateSeat,
};
use network::person::Sex;
use network::seat::SeatKind;
use network::{Hindered, NotGiven, NotReopened, NotRerouted, NotStopped, Stopped};
use trial::Trial;

const THIRD: &str = "30267218";

fn suspending(centre: &str, seat: Option<SeatKind>, to: Option<&str>) -> SuspendCentre {
    let (reason, to) = ("ভুয়া জন্ম সনদের তদন্ত".to_owned(), to.map(ToOwned::to_owned));
    SuspendCentre { centre: centre.to_owned(), seat, reason, to }
}

fn reinstating(centre: &str, seat: Option<SeatKind>) -> ReinstateCentre {
    ReinstateCentre { centre: centre.to_owned(), seat }
}

fn rerouting(centre: &str, to: Option<&str>) -> RerouteQueue {
    RerouteQueue { centre: centre.to_owned(), to: to.map(ToOwned::to_owned) }
}

async fn hindered(t: &Trial, centre: &str, by: &str) -> Option<Hindered> {
    let (centre, by) = (centre.to_owned(), by.to_owned());
    t.journal.read(move |tx| Box::pin(async move { network::hindered(tx, &centre, &by).await })).await.unwrap()
}

async fn served_at(t: &Trial, centre: &str) -> Option<String> {
    let centre = centre.to_owned();
    t.journal.read(move |tx| Box::pin(async move { network::served_at(tx, &centre).await })).await.unwrap()
}

async fn stopped_under(t: &Trial, path: &str) -> Vec<Stopped> {
    let path = path.to_owned();
    t.journal.read(move |tx| Box::pin(async move { network::stopped_under(tx, &path, 10).await })).await.unwrap()
}

/// Three centres of one upazila, a woman in each, and the UNO.
struct Town {
    first: (String, String),
    second: (String, String),
    third: (String, String),
    uno: String,
}

async fn town(t: &Trial) -> Town {
    let (first, second) = (staffed(t, UNION, 1).await, staffed(t, SISTER, 2).await);
    let (third, uno) = (staffed(t, THIRD, 3).await, officer(t, 4, "upazila_supervisor", UPAZILA).await);
    Town { first, second, third, uno }
}

#[test]
fn a_suspended_centre_sells_nothing_until_it_is_reinstated_and_its_applications_go_and_come_back() {
    both(|t| async move {
        let Town { first: (a, woman), second: (b, other), uno, .. } = town(&t).await;
        assert_eq!(hindered(&t, &a, &woman).await, None);
        does(&t, &uno, suspending(&a, None, Some(&b))).await;
        assert_eq!(hindered(&t, &a, &woman).await, Some(Hindered::Centre(Some(b.clone()))));
        assert_eq!(hindered(&t, &b, &other).await, None);
        assert_eq!(served_at(&t, &a).await.as_ref(), Some(&b));
        let stopped = stopped_under(&t, "/30/3026/302672/").await;
        assert_eq!(stopped.len(), 1);
        assert_eq!((stopped[0].centre.code.as_str(), stopped[0].serving), (a.as_str(), false));
        assert_eq!(stopped[0].served_at.as_ref().map(|at| &at.code), Some(&b));
        let reason = stopped[0].suspensions[0].reason.clone();
        let why = t.journal.read(move |tx| Box::pin(async move { tx.unseal::<String>(NATION, &reason).await }));
        assert_eq!(why.await.unwrap().as_deref(), Some("ভুয়া জন্ম সনদের তদন্ত"));
        assert!(stopped_under(&t, "/30/3033/").await.is_empty(), "another district sees nothing of it");
        t.verify().await;
        does(&t, &uno, reinstating(&a, None)).await;
        assert_eq!((hindered(&t, &a, &woman).await, served_at(&t, &a).await), (None, None));
        assert!(stopped_under(&t, "/").await.is_empty());
        does(&t, &uno, suspending(&a, None, Some(&b))).await;
        assert_eq!(served_at(&t, &a).await, Some(b), "it may be suspended again");
        t.verify().await;
    });
}

#[test]
fn a_suspended_seat_leaves_the_applications_with_the_other_seat_while_somebody_serves_there() {
    both(|t| async move {
        let Town { first: (a, woman), second: (b, _), uno, .. } = town(&t).await;
        let man = person(&t, 5, Some(Sex::Man), UNION).await;
        does(&t, "system", seating(&t, &a, &man, SeatKind::Man)).await;
        let hers = || suspending(&a, Some(SeatKind::Woman), None);
        assert_eq!(refuses(&t, &uno, suspending(&a, Some(SeatKind::Woman), Some(&b))).await, NotStopped::StillServed);
        does(&t, &uno, hers()).await;
        assert_eq!(hindered(&t, &a, &woman).await, Some(Hindered::Seat(None)));
        assert_eq!(hindered(&t, &a, &man).await, None);
        assert_eq!(refuses(&t, &uno, hers()).await, NotStopped::Already);
        // The man's seat is the last: now somebody must take the applications.
        let his = |to| suspending(&a, Some(SeatKind::Man), to);
        assert_eq!(refuses(&t, &uno, his(None)).await, NotStopped::NoReceiver);
        does(&t, &uno, his(Some(&b))).await;
        assert_eq!(hindered(&t, &a, &woman).await, Some(Hindered::Seat(Some(b.clone()))));
        // The whole centre besides: the applications stay where they are.
        does(&t, &uno, suspending(&a, None, None)).await;
        assert_eq!(served_at(&t, &a).await.as_ref(), Some(&b));
        // They come back with the first who may serve.
        does(&t, &uno, reinstating(&a, None)).await;
        assert_eq!(served_at(&t, &a).await.as_ref(), Some(&b));
        assert_eq!(refuses(&t, &uno, rerouting(&a, None)).await, NotRerouted::NobodyServes);
        does(&t, &uno, reinstating(&a, Some(SeatKind::Woman))).await;
        assert_eq!((served_at(&t, &a).await, hindered(&t, &a, &woman).await), (None, None));
        t.verify().await;
    });
}

#[test]
fn who_leaves_a_suspended_seat_takes_the_suspension_along() {
    both(|t| async move {
        let Town { first: (a, woman), second: (b, _), uno, .. } = town(&t).await;
        does(&t, &uno, suspending(&a, Some(SeatKind::Woman), Some(&b))).await;
        let heir = does(&t, &uno, registering(6, Some(Sex::Woman), UNION)).await;
        let SeatPerson { terms, .. } = seating(&t, &a, &heir, SeatKind::Woman);
        let note = "সব গোনা হয়েছে".to_owned();
        let (centre, to) = (a.clone(), heir.clone());
        does(&t, &uno, HandOverSeat { centre, seat: SeatKind::Woman, contract: None, to, terms, note }).await;
        assert_eq!(hindered(&t, &a, &heir).await, None);
        assert_eq!(hindered(&t, &a, &woman).await, None, "she sits nowhere: nothing is left to suspend");
        assert_eq!(refuses(&t, &uno, reinstating(&a, Some(SeatKind::Woman))).await, NotReopened::NotSuspended);
        // Somebody serves again, so the applications may be brought back, and only so.
        assert_eq!(served_at(&t, &a).await.as_ref(), Some(&b));
        assert_eq!(refuses(&t, &uno, rerouting(&a, Some(&b))).await, NotRerouted::Already);
        does(&t, &uno, rerouting(&a, None)).await;
        assert_eq!(served_at(&t, &a).await, None);
        assert_eq!(refuses(&t, &uno, rerouting(&a, Some(&b))).await, NotRerouted::StillServed);
        t.verify().await;
    });
}

#[test]
fn when_the_receiving_centre_is_suspended_too_nobody_is_sent_to_a_closed_door() {
    both(|t| async move {
        let Town { first: (a, _), second: (b, _), third: (c, last), uno } = town(&t).await;
        does(&t, &uno, suspending(&a, None, Some(&b))).await;
        assert_eq!(refuses(&t, &uno, suspending(&b, None, Some(&a))).await, NotStopped::WrongReceiver);
        assert_eq!(refuses(&t, &uno, suspending(&b, None, None)).await, NotStopped::NoReceiver);
        does(&t, &uno, suspending(&b, None, Some(&c))).await;
        assert_eq!((served_at(&t, &a).await, served_at(&t, &b).await), (Some(c.clone()), Some(c.clone())));
        // The last one of the upazila: there is no other to name, and the applications wait at home.
        does(&t, &uno, suspending(&c, None, None)).await;
        assert_eq!((served_at(&t, &a).await, served_at(&t, &c).await), (None, None));
        assert_eq!(hindered(&t, &c, &last).await, Some(Hindered::Centre(None)));
        // The district reaches further and names one.
        let far = staffed(&t, "30262000W60", 7).await.0;
        assert_eq!(refuses(&t, &uno, rerouting(&a, Some(&far))).await, NotRerouted::WrongReceiver);
        let dc = officer(&t, 8, "district_supervisor", DISTRICT).await;
        does(&t, &dc, rerouting(&a, Some(&far))).await;
        assert_eq!(served_at(&t, &a).await, Some(far));
        let beyond = staffed(&t, "30333025", 9).await.0;
        assert_eq!(refuses(&t, "system", rerouting(&b, Some(&beyond))).await, NotRerouted::WrongReceiver);
        t.verify().await;
    });
}

#[test]
fn a_centre_with_both_seats_vacant_may_send_its_applications_on_without_being_suspended() {
    both(|t| async move {
        let Town { first: (a, _), second: (b, _), uno, .. } = town(&t).await;
        let vacate =
            VacateSeat {
                centre: a.clone(), seat: SeatKind::Woman, contract: None, note: "গোনা হয়েছে".to_owned()
            };
        does(&t, &uno, vacate).await;
        assert_eq!(refuses(&t, &uno, suspending(&a, Some(SeatKind::Woman), None)).await, NotStopped::Vacant);
        does(&t, &uno, rerouting(&a, Some(&b))).await;
        assert_eq!(served_at(&t, &a).await.as_ref(), Some(&b));
        assert!(stopped_under(&t, "/").await[0].suspensions.is_empty());
        t.verify().await;
    });
}

#[test]
fn a_suspended_person_is_hindered_at_every_counter_and_is_no_hand_to_receive_applications() {
    both(|t| async move {
        let Town { first: (a, _), second: (b, other), uno, .. } = town(&t).await;
        does(&t, &uno, SuspendPerson { person: other.clone(), reason: "তদন্ত".to_owned() }).await;
        assert_eq!(hindered(&t, &b, &other).await, Some(Hindered::Person));
        assert_eq!(refuses(&t, &uno, suspending(&a, None, Some(&b))).await, NotStopped::WrongReceiver);
        does(&t, &uno, ReinstatePerson { person: other.clone() }).await;
        assert_eq!(hindered(&t, &b, &other).await, None);
        does(&t, &uno, suspending(&a, None, Some(&b))).await;
        t.verify().await;
    });
}

#[test]
fn only_who_supervises_the_centre_suspends_it_and_nobody_their_own() {
    both(|t| async move {
        let Town { first: (a, woman), second: (b, _), uno, .. } = town(&t).await;
        let far = officer(&t, 5, "upazila_supervisor", "302614").await;
        let auditor = officer(&t, 6, "auditor", DISTRICT).await;
        for by in [&far, &auditor, &woman] {
            assert_eq!(
                refuses(&t, by, suspending(&a, None, Some(&b))).await.code(),
                "network.suspend_centre.not_allowed"
            );
            assert_eq!(refuses(&t, by, reinstating(&a, None)).await.code(), "network.reinstate_centre.not_allowed");
            assert_eq!(refuses(&t, by, rerouting(&a, Some(&b))).await.code(), "network.reroute_queue.not_allowed");
        }
        // Nobody who sells may ever suspend, so nobody does it to their own centre or lifts it there.
        let giving = crate::town::giving(&t, &woman, "administrator", "bd");
        assert_eq!(refuses(&t, "system", giving).await, NotGiven::Conflict);
        let named = |reason: &str| SuspendCentre { reason: reason.to_owned(), ..suspending(&a, None, Some(&b)) };
        assert_eq!(refuses(&t, &uno, named(" ")).await, NotStopped::NoReason);
        assert_eq!(refuses(&t, &uno, named(&"ক".repeat(1_001))).await, NotStopped::LongReason);
        assert_eq!(refuses(&t, &uno, suspending("9999999", None, None)).await, NotStopped::NoSuchCentre);
        assert_eq!(refuses(&t, &uno, reinstating("9999999", None)).await, NotReopened::NoSuchCentre);
        assert_eq!(refuses(&t, &uno, rerouting("9999999", None)).await, NotRerouted::NoSuchCentre);
        assert_eq!(refuses(&t, &uno, reinstating(&a, None)).await, NotReopened::NotSuspended);
        t.verify().await;
    });
}

#[test]
fn an_application_is_served_at_the_centre_that_took_it_over_and_at_no_other() {
    both(|t| async move {
        let Town { first: (a, _), second: (b, other), third: (c, last), uno } = town(&t).await;
        let at = async |from: &str, at: &str, by: &str| {
            let (from, at, by) = (from.to_owned(), at.to_owned(), by.to_owned());
            let read = t.journal.read::<_, Fault, _>(move |tx| {
                Box::pin(async move { network::hindered_at(tx, &from, &at, &by).await })
            });
            read.await.unwrap()
        };
        assert_eq!(at(&a, &b, &other).await, Some(Hindered::Elsewhere));
        does(&t, &uno, suspending(&a, None, Some(&b))).await;
        assert_eq!(at(&a, &b, &other).await, None);
        assert_eq!(at(&a, &c, &last).await, Some(Hindered::Elsewhere));
        does(&t, &uno, SuspendPerson { person: other.clone(), reason: "তদন্ত".to_owned() }).await;
        assert_eq!(at(&a, &b, &other).await, Some(Hindered::Person));
    });
}
