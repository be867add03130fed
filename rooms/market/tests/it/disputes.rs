//! Complaints about orders on their way up: the centre, the upazila, the district, the association, the directorate.

use crate::kit::{HIS, as_whom, does, refused, register};
use crate::orders_kit::{brought, collected, order, placed, quilts, quoted, settle, stalls};
use crate::pages_kit::Kit;
use journal::{Envelope, Fault, Journal};
use market::{ActOnDispute, Desk, Dispute, HoldOrder, OrderState, PassDispute, STEPS_MAX, StepKind, dispute_now};
use trial::both;

const HOUR: i64 = 3_600_000;

/// A quilt that was collected and is complained of.
pub async fn complained(journal: &Journal, words: &str) -> String {
    let stalls = stalls(journal).await;
    let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
    brought(journal, &number).await;
    collected(journal, &number, &[1], "").await;
    does(journal, hold(&number, true, words)).await;
    number
}

fn hold(number: &str, holds: bool, words: &str) -> HoldOrder {
    HoldOrder { book: HIS.to_owned(), order: number.to_owned(), holds, words: words.to_owned() }
}

fn passing(number: &str, expects: Desk, from: Option<Desk>) -> PassDispute {
    let words = if from.is_some() { "ক্রেতা সন্তুষ্ট নন" } else { "" };
    PassDispute { book: HIS.to_owned(), order: number.to_owned(), expects, from, words: words.to_owned() }
}

fn acting(number: &str, expects: Desk, from: Desk, words: &str) -> ActOnDispute {
    ActOnDispute { book: HIS.to_owned(), order: number.to_owned(), expects, from, words: words.to_owned() }
}

async fn dispute(journal: &Journal, number: &str) -> Dispute {
    let number = number.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { dispute_now(tx, HIS, &number).await }));
    read.await.unwrap().unwrap()
}

fn kinds(dispute: &Dispute) -> Vec<(StepKind, Desk)> {
    dispute.steps.iter().map(|step| (step.kind, step.desk)).collect()
}

#[test]
fn what_nobody_acts_on_goes_one_desk_up_with_each_round_until_it_is_outside() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        settle(journal).await;
        assert_eq!(dispute(journal, &number).await.desk, Desk::Centre, "its time is not over");
        let mut now = Desk::Centre;
        while let Some(next) = now.next() {
            trial.pass(71 * HOUR);
            assert_eq!(market::go_round(journal).await.unwrap().escalated, 0);
            trial.pass(2 * HOUR);
            assert_eq!(market::go_round(journal).await.unwrap().escalated, 1, "from {now:?}");
            assert_eq!(market::go_round(journal).await.unwrap().escalated, 0, "one step a call");
            let dispute = dispute(journal, &number).await;
            assert_eq!((dispute.desk, dispute.open), (next, true));
            assert_eq!(dispute.due.is_some(), next != Desk::Directorate, "no clock of ours runs outside");
            assert_eq!(order(journal, &number).await.dispute_due, dispute.due);
            now = next;
        }
        trial.pass(90 * 24 * HOUR);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Collected, "the money stays where it is");
        let steps = kinds(&dispute(journal, &number).await);
        assert_eq!(steps[0], (StepKind::Made, Desk::Centre));
        assert!(steps[1..].iter().all(|(kind, _)| *kind == StepKind::RanOut), "{steps:?}");
        does(journal, hold(&number, false, "অধিদপ্তর মীমাংসা করেছে")).await;
        settle(journal).await;
        assert_eq!(
            order(journal, &number).await.state,
            OrderState::Collected,
            "what was decided needs time to be done"
        );
        trial.pass(73 * HOUR);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        trial.verify().await;
    });
}

#[test]
fn what_was_done_gives_one_term_more_and_the_buyers_centre_still_passes_it_on() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        assert_eq!(refused(journal, acting(&number, Desk::Centre, Desk::Centre, " ")).await, "market.pass.words");
        does(journal, acting(&number, Desk::Centre, Desk::Centre, "বিক্রেতাকে ফোন করেছি")).await;
        trial.pass(71 * HOUR);
        settle(journal).await;
        let still = dispute(journal, &number).await;
        assert_eq!((still.desk, still.due.is_some()), (Desk::Centre, true));
        does(journal, acting(&number, Desk::Centre, Desk::Centre, "আবার ফোন করেছি")).await;
        trial.pass(71 * HOUR);
        assert_eq!(market::go_round(journal).await.unwrap().escalated, 0, "something was done again");
        assert_eq!(does(journal, passing(&number, Desk::Centre, Some(Desk::Centre))).await, Desk::Upazila);
        let again = passing(&number, Desk::Centre, Some(Desk::Centre));
        assert_eq!(refused(journal, again).await, "market.pass.elsewhere", "somebody was quicker");
        let not_there = acting(&number, Desk::Upazila, Desk::Centre, "আমি");
        assert_eq!(refused(journal, not_there).await, "market.pass.not_yours");
        assert_eq!(refused(journal, passing(&number, Desk::Upazila, None)).await, "market.pass.not_yours");
        // The district acts on what lies below it; the upazila not on what lies above.
        does(journal, acting(&number, Desk::Upazila, Desk::District, "তদন্ত চলছে")).await;
        assert_eq!(does(journal, passing(&number, Desk::Upazila, Some(Desk::Upazila))).await, Desk::District);
        assert_eq!(
            refused(journal, passing(&number, Desk::District, Some(Desk::Upazila))).await,
            "market.pass.not_yours"
        );
        assert_eq!(does(journal, passing(&number, Desk::District, Some(Desk::Centre))).await, Desk::ECab);
        assert_eq!(does(journal, passing(&number, Desk::ECab, Some(Desk::ECab))).await, Desk::Directorate);
        let beyond = passing(&number, Desk::Directorate, Some(Desk::ECab));
        assert_eq!(refused(journal, beyond).await, "market.pass.last");
        does(journal, acting(&number, Desk::Directorate, Desk::ECab, "অধিদপ্তরের চিঠি এসেছে")).await;
        does(journal, hold(&number, false, "মিটে গেছে")).await;
        assert_eq!(
            refused(journal, acting(&number, Desk::Directorate, Desk::ECab, "আর")).await,
            "market.pass.elsewhere"
        );
        trial.verify().await;
    });
}

#[test]
fn one_word_does_not_keep_a_complaint_where_it_lies_for_ever() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        does(journal, acting(&number, Desk::Centre, Desk::Centre, "ফোন করেছি")).await;
        trial.pass(73 * HOUR);
        settle(journal).await;
        assert_eq!(dispute(journal, &number).await.desk, Desk::Upazila);
        trial.verify().await;
    });
}

#[test]
fn what_was_decided_for_the_buyer_can_be_done_though_the_days_of_return_went_by() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        trial.pass(20 * 24 * HOUR);
        settle(journal).await;
        does(journal, hold(&number, false, "ফেরত নিন, টাকা দিন")).await;
        let back = || {
            let way = (OrderState::Collected, OrderState::ReturnRequested);
            let asked = crate::orders_kit::moving(&number, market::Mover::Counter, way);
            market::MoveOrder { reason: "not_as_shown".to_owned(), ..asked }
        };
        trial.pass(71 * HOUR);
        settle(journal).await;
        does(journal, back()).await;
        assert_eq!(order(journal, &number).await.state, OrderState::ReturnRequested);
        trial.verify().await;
    });
}

#[test]
fn a_complaint_that_is_made_again_begins_at_the_centre_and_keeps_its_history() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        does(journal, passing(&number, Desk::Centre, Some(Desk::Centre))).await;
        does(journal, hold(&number, false, "মিটে গেছে")).await;
        does(journal, hold(&number, true, "আবার উঠে গেছে")).await;
        let now = dispute(journal, &number).await;
        assert_eq!((now.desk, now.open, now.steps.len()), (Desk::Centre, true, 4));
        for at in now.steps.len()..STEPS_MAX {
            does(journal, acting(&number, Desk::Centre, Desk::Centre, &format!("ফোন {at}"))).await;
        }
        let more = acting(&number, Desk::Centre, Desk::Centre, "আরও");
        assert_eq!(refused(journal, more).await, "market.dispute.full");
        does(journal, passing(&number, Desk::Centre, Some(Desk::Centre))).await;
        does(journal, hold(&number, false, "শেষ")).await;
        assert_eq!(refused(journal, hold(&number, true, "আবার")).await, "market.dispute.full");
        trial.verify().await;
    });
}

#[test]
fn what_is_said_of_a_complaint_stands_in_no_entry_in_clear() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "বিক্রেতা জরিনা বেগম ফোন ধরেন না").await;
        does(journal, passing(&number, Desk::Centre, Some(Desk::Centre))).await;
        for entry in journal.entries(HIS, 0, 1_000).await.unwrap() {
            let text = String::from_utf8_lossy(&entry.events).into_owned();
            assert!(!text.contains("জরিনা") && !text.contains("সন্তুষ্ট"), "{text}");
        }
        trial.verify().await;
    });
}

#[test]
fn each_sees_the_complaints_of_their_own_area_and_acts_on_what_lies_with_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let own = format!("/market/orders/{number}");
        let complain = [("form_id", "f-a"), ("expects", "placed"), ("do", "complain"), ("words", "রঙ উঠে যায়")];
        kit.post("karim", &own, &complain).await.place();
        let page = kit.get("karim", &own).await;
        for words in ["Complaint made: Digital centre", "রঙ উঠে যায়", "Who has it now", "Pass it on: Upazila"]
        {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("value=\"settle\""), "nobody ends a complaint about their own order");
        let path = format!("/market/complaints/{HIS}/{number}");
        let settling = |id: &'static str| [("form_id", id), ("desk", "centre"), ("do", "settle"), ("words", "দেখা হলো")];
        for (who, status) in [("uno", 200), ("dc", 200), ("uno2", 404), ("karim", 403), ("ecab", 403)] {
            assert_eq!(kit.get(who, &path).await.status, status, "{who}");
        }
        assert!(kit.get("uno", "/market/complaints").await.body.contains(&number));
        assert!(!kit.get("uno2", "/market/complaints").await.body.contains(&number), "another upazila's");
        let pass = |id: &'static str, desk: &'static str, words: &'static str| {
            [("form_id", id), ("expects", "placed"), ("desk", desk), ("do", "pass"), ("words", words)]
        };
        assert_eq!(kit.post("karim", &own, &pass("f-b", "centre", "")).await.status, 422);
        kit.post("karim", &own, &pass("f-c", "centre", "বিক্রেতা মানেন না")).await.place();
        kit.post("uno", &path, &pass("f-d", "upazila", "জেলায় পাঠালাম")).await.place();
        let seen = kit.get("uno", &path).await;
        assert!(seen.body.contains("Passed on: District"), "{}", seen.body);
        assert!(!seen.body.contains("value=\"act\""), "it went further up: {}", seen.body);
        assert_eq!(kit.post("uno", &path, &settling("f-e")).await.status, 404);
        let act = [("form_id", "f-f"), ("desk", "district"), ("do", "act"), ("words", "দুই পক্ষকে ডেকেছি")];
        kit.post("dc", &path, &act).await.place();
        let office = kit.get("ecab", &format!("/market/vetting/orders/{HIS}/{number}")).await;
        assert!(office.body.contains("দুই পক্ষকে ডেকেছি") && !office.body.contains("no clock runs"), "{}", office.body);
        kit.post("dc", &path, &settling("f-g")).await.place();
        assert!(!order(journal, &number).await.disputed);
        assert!(kit.get("karim", &own).await.body.contains("Settled. The complaint lay with: District"));
        trial.verify().await;
    });
}

#[test]
fn pressing_twice_passes_on_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let number = complained(journal, "রঙ উঠে যায়").await;
        let pass = passing(&number, Desk::Centre, Some(Desk::Centre));
        assert_eq!(as_whom(journal, "p-karim", "k", pass.clone()).await.unwrap(), Desk::Upazila);
        assert_eq!(as_whom(journal, "p-karim", "k", pass).await.unwrap(), Desk::Upazila);
        assert_eq!(dispute(journal, &number).await.desk, Desk::Upazila);
        let unknown = PassDispute { order: "M-nobody".to_owned(), ..passing(&number, Desk::Centre, None) };
        assert!(journal.write(Envelope::system(), unknown).await.is_err());
        trial.verify().await;
    });
}
