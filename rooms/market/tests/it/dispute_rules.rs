//! Who may do what about a complaint, and how long each has: the rules alone, and what the doors say.

use crate::disputes::complained;
use crate::kit::{HIS, does, refused, register};
use crate::orders_kit::{order, placed, quilts, quoted, settle, stalls};
use crate::pages_kit::Kit;
use base::Refusal;
use base::calendar::{BusinessDay, Moment};
use market::{ActOnDispute, Desk, HoldOrder, NotHeldBack, NotPassed, OrderState, PassDispute, StepKind, law_on};
use trial::both;

use Desk::{Centre, Directorate, District, ECab, Upazila};

#[test]
fn each_desk_acts_on_its_own_and_on_what_lies_below() {
    // Of who sits there: on which desks may act, pass on, end.
    type Desks = &'static [Desk];
    let table: [(Desk, Desks, Desks, Desks); 5] = [
        (Centre, &[Centre], &[Centre, Upazila, District, ECab], &[]),
        (Upazila, &[Centre, Upazila], &[Centre, Upazila], &[Centre, Upazila]),
        (District, &[Centre, Upazila, District], &[Centre, Upazila, District], &[Centre, Upazila, District]),
        (ECab, &Desk::ALL, &[Centre, Upazila, District, ECab], &Desk::ALL),
        (Directorate, &Desk::ALL, &[Centre, Upazila, District, ECab], &Desk::ALL),
    ];
    for (sits, acts, passes, settles) in table {
        for lies in Desk::ALL {
            assert_eq!(sits.may_act(lies), acts.contains(&lies), "{sits:?} acts on {lies:?}");
            assert_eq!(sits.may_pass(lies), passes.contains(&lies), "{sits:?} passes on {lies:?}");
            assert_eq!(sits.may_settle(lies), settles.contains(&lies), "{sits:?} ends {lies:?}");
        }
    }
}

#[test]
fn the_way_up_passes_every_desk_once() {
    let mut way = vec![Centre];
    while let Some(next) = way.last().unwrap().next() {
        way.push(next);
    }
    assert_eq!(way, Desk::ALL);
    for desk in Desk::ALL {
        assert_eq!(Desk::of_name(desk.name()), Some(desk));
    }
    assert_eq!(Desk::of_name("minister"), None);
}

#[test]
fn an_officers_desk_is_that_of_the_place_where_the_right_is_held() {
    for (path, desk) in [
        ("/30/3026/302672/", Upazila),
        ("/30/3026/302672/30267250/", Upazila),
        ("/30/3026/", District),
        ("/30/", District),
        ("/", District),
    ] {
        assert_eq!(Desk::of_path(path), desk, "{path}");
    }
}

#[test]
fn every_desk_of_the_house_has_the_laws_seventy_two_hours() {
    let now = Moment::new(1_795_924_800_000);
    let law = law_on(now.day());
    for desk in Desk::ALL {
        let due = desk.due(now, law).map(|due| due.get() - now.get());
        assert_eq!(due, (desk != Directorate).then_some(72 * 3_600_000), "{desk:?}");
    }
}

#[test]
fn goods_that_wait_are_looked_at_on_the_days_of_the_law() {
    let day = BusinessDay::parse("2026-11-29").unwrap();
    let (law, arrived) = (law_on(day), Moment::new(day.starts_at().get() + 11 * 3_600_000));
    let at = |days: i64| day.add_days(days).starts_at();
    assert_eq!([0, 1, 2, 9].map(|behind| law.looks_at(arrived, behind)), [at(2), at(4), at(7), at(7)]);
    assert_eq!(law.goes_back_at(arrived), at(7));
    for (days, behind) in [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (6, 2), (30, 2)] {
        assert_eq!(law.reminders_by(arrived, at(days)), behind, "after {days} days");
    }
    let just_before = Moment::new(at(2).get() - 1);
    assert_eq!(law.reminders_by(arrived, just_before), 0, "not a moment before");
}

#[test]
fn every_refusal_about_a_complaint_says_where_and_how_bad_it_is() {
    let passed: [(NotPassed, &str, u16, Option<&str>); 6] = [
        (NotPassed::Unknown, "market.pass.unknown", 404, None),
        (NotPassed::Elsewhere(District), "market.pass.elsewhere", 409, None),
        (NotPassed::NotYours, "market.pass.not_yours", 403, None),
        (NotPassed::Last, "market.pass.last", 409, None),
        (NotPassed::Words, "market.pass.words", 422, Some("words")),
        (NotPassed::Full, "market.dispute.full", 422, Some("words")),
    ];
    for (refusal, code, status, field) in passed {
        assert_eq!((refusal.code(), refusal.status()), (code, status));
        assert_eq!(refusal.field().as_deref(), field, "{code}");
        assert_eq!(refusal.values().is_empty(), !matches!(refusal, NotPassed::Words), "{code}");
    }
    let held = [
        (NotHeldBack::Unknown, 404),
        (NotHeldBack::NotNow(OrderState::Closed), 409),
        (NotHeldBack::Words, 422),
        (NotHeldBack::Full, 422),
    ];
    for (refusal, status) in held {
        assert_eq!(refusal.status(), status, "{}", refusal.code());
    }
}

#[test]
fn nobody_passes_on_or_acts_on_what_nobody_complained_of() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let pass = |order: &str| PassDispute {
            book: HIS.to_owned(),
            order: order.to_owned(),
            expects: Centre,
            from: Some(Centre),
            words: "কেন".to_owned(),
        };
        for order in [number.as_str(), "M-nobody"] {
            assert_eq!(refused(journal, pass(order)).await, "market.pass.unknown", "{order}");
        }
        let act = ActOnDispute {
            book: HIS.to_owned(),
            order: number.clone(),
            expects: Centre,
            from: Centre,
            words: "ফোন করেছি".to_owned(),
        };
        assert_eq!(refused(journal, act).await, "market.pass.unknown");
        let hold = HoldOrder {
            book: HIS.to_owned(), order: number.clone(), holds: false, words: "মিটেছে".to_owned()
        };
        assert_eq!(refused(journal, hold).await, "market.dispute.not_now");
        assert!(!order(journal, &number).await.disputed);
        trial.verify().await;
    });
}

#[test]
fn words_are_asked_for_and_cannot_be_a_book() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        for words in ["", "   ", &"ক".repeat(1_001)] {
            let (book, order, words) = (HIS.to_owned(), number.clone(), words.to_owned());
            let pass = PassDispute { book, order, expects: Centre, from: Some(Centre), words: words.clone() };
            assert_eq!(refused(journal, pass).await, "market.pass.words", "{} letters", words.chars().count());
        }
        let (book, order, words) = (HIS.to_owned(), number.clone(), "ক".repeat(1_000));
        let longest = PassDispute { book, order, expects: Centre, from: Some(Centre), words };
        assert_eq!(does(journal, longest).await, Upazila);
        trial.verify().await;
    });
}

#[test]
fn a_complaint_that_was_settled_in_time_never_goes_up() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        let (book, order_number, words) = (HIS.to_owned(), number.clone(), "টাকা ফেরত".to_owned());
        does(journal, HoldOrder { book, order: order_number, holds: false, words }).await;
        trial.pass(30 * 24 * 3_600_000);
        assert_eq!(market::go_round(journal).await.unwrap().escalated, 0);
        settle(journal).await;
        let standing = order(journal, &number).await;
        assert_eq!((standing.state, standing.dispute_due), (OrderState::Closed, None));
        trial.verify().await;
    });
}

#[test]
fn the_association_sees_each_step_tells_of_the_directorate_and_ends_it() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let kit = Kit::of_market(&trial);
        let number = complained(journal, "রঙ উঠে যায়").await;
        let path = format!("/market/vetting/orders/{HIS}/{number}");
        for _ in 0..4 {
            trial.pass(73 * 3_600_000);
            market::go_round(journal).await.unwrap();
        }
        let page = kit.get("ecab", &path).await;
        for words in [
            "Directorate of consumers",
            "Time ran out, it went on by itself: Upazila",
            "no clock of ours runs",
            "Evidence pack",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("value=\"pass\""), "nobody is further up: {}", page.body);
        assert!(page.body.contains("3 days"), "how long it lay at each: {}", page.body);
        let told = [("form_id", "e-1"), ("desk", "directorate"), ("do", "act"), ("words", "চিঠি নং ১২")];
        kit.post("ecab", &path, &told).await.place();
        let stale = [("form_id", "e-2"), ("desk", "e_cab"), ("do", "act"), ("words", "আবার")];
        assert_eq!(kit.post("ecab", &path, &stale).await.status, 409, "it lies elsewhere");
        let unknown = [("form_id", "e-3"), ("desk", "minister"), ("do", "act"), ("words", "আবার")];
        assert_eq!(kit.post("ecab", &path, &unknown).await.status, 404);
        let end = [("form_id", "e-4"), ("desk", "directorate"), ("do", "settle"), ("words", "জরিমানা হয়েছে")];
        kit.post("ecab", &path, &end).await.place();
        let page = kit.get("ecab", &path).await;
        assert!(
            page.body.contains("Settled. The complaint lay with: Directorate") && page.body.contains("চিঠি নং ১২"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("value=\"settle\""), "{}", page.body);
        trial.verify().await;
    });
}

#[test]
fn steps_and_desks_have_names_of_their_own() {
    let kinds = [StepKind::Made, StepKind::Acted, StepKind::Passed, StepKind::RanOut, StepKind::Settled];
    let mut names: Vec<&str> = kinds.iter().map(|kind| kind.name()).chain(Desk::ALL.map(Desk::name)).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all, "{names:?}");
}
