//! Cases from their draft to the applicant's hand, and every move they do not have.

use crate::deeds_desk::{
    BOOK, FORM, FORMED, PATH, SELLER, answers, day, entries, known_customer, line, publish, refusal, refused, register,
    reverse, sale, service, set_tariff, stocked, take, tariff, today, unsealed, write,
};
use base::Refusal;
use counter::CaseState::{
    self, Cancelled, CorrectionNeeded, Draft, FeePaid, HandedOver, InProcess, Ready, Rejected, Sent,
};
use counter::{
    Approver, AttachPicture, AttachmentKind, CartChange, Case, ChangeCart, CorrectCase, FeeShown, Hand, HandOver,
    Handed, KeepDraft, LineGiven, MoveCase, NotMoved, OpenDraft, PayCart, Proof, Receipt, Relation, SendHandoverCode,
    Service, TILL, month_of,
};
use journal::{Envelope, Fault, Journal, Stop};
use std::collections::BTreeMap;
use trial::{Trial, both};

/// A certificate that the chairman signs.
const SIGNED: &str = "T005";
/// A porcha from the land office, which travels home by post.
pub const PORCHA: &str = "T006";

const CHAIRMAN: &str = "p-chairman";
pub const DAY_MS: i64 = 24 * 3_600_000;

pub async fn desk(trial: &Trial) {
    stocked(&trial.journal).await;
    let signed = Service { sla_days: 3, approver: Approver::Chairman, ..service(SIGNED, "Certificate") };
    let porcha = Service { sla_days: 7, approver: Approver::Agency, by_post: true, ..service(PORCHA, "Porcha") };
    for (one, form) in [(signed, FORM), (porcha, "")] {
        let code = one.code.clone();
        publish(&trial.journal, one, form).await;
        set_tariff(&trial.journal, &code, tariff("/", "2026-01-01", [3_000, 1_500, 500])).await;
    }
}

fn signed() -> LineGiven {
    LineGiven { answers: answers(&[("applicant", "নমুনা"), ("copies", "2")]), ..line(SIGNED, 1) }
}

/// A receipt with one case of each kind, and their numbers.
pub async fn taken(journal: &Journal) -> (Receipt, String, String) {
    let deed = counter::TakeServices {
        customer: known_customer("01712345678", "নমুনা বেগম"),
        ..sale(vec![signed(), line(PORCHA, 1)])
    };
    let receipt = take(journal, deed).await.receipt;
    let (one, other) = (counter::case_number(&receipt.number, 0), counter::case_number(&receipt.number, 1));
    (receipt, one, other)
}

db::statements! {
    CASE = "select body from counter_case where book = $1 and number = $2";
    STEPS = "select what, reason, fields, due from counter_case_move where book = $1 and number = $2 order by folio, what desc";
    PATH_OF_CASES = "select path from counter_case where book = $1";
    TALLY = "select body from counter_tally where book = $1 and period = $2";
}

pub async fn case(journal: &Journal, number: &str) -> Case {
    let number = number.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { tx.one(&CASE, &[BOOK.into(), number.into()]).await?.get::<String>("body") })
    });
    serde_json::from_str(&read.await.unwrap()).unwrap()
}

async fn steps(journal: &Journal, number: &str) -> Vec<(String, String)> {
    let number = number.to_owned();
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { tx.all(&STEPS, &[BOOK.into(), number.into()]).await }));
    let rows = read.await.unwrap();
    rows.iter().map(|row| (row.get("what").unwrap(), row.get("fields").unwrap())).collect()
}

pub fn moving(number: &str, from: CaseState, to: CaseState) -> MoveCase {
    let reason = counter::reasons_for(to).first().copied().unwrap_or_default();
    MoveCase {
        book: BOOK.into(),
        number: number.into(),
        to,
        reason: reason.into(),
        note: String::new(),
        expects: from,
        at: None,
        hand: Hand::Centre,
    }
}

fn deciding(number: &str, to: CaseState) -> MoveCase {
    MoveCase { hand: Hand::Approver, ..moving(number, Sent, to) }
}

pub async fn moves(journal: &Journal, deed: MoveCase) -> Result<CaseState, Stop<NotMoved>> {
    write(journal, deed).await
}

async fn decides(journal: &Journal, deed: MoveCase) -> Result<CaseState, Stop<NotMoved>> {
    let by = Envelope::keyless(CHAIRMAN);
    journal.write(by, deed).await.map(|written| written.done)
}

pub fn handing(number: &str, proof: Proof) -> HandOver {
    HandOver {
        book: BOOK.into(),
        number: number.into(),
        proof,
        relation: Relation::Applicant,
        collector: String::new(),
        at: None,
    }
}

pub async fn make_ready(journal: &Journal, number: &str) {
    moves(journal, moving(number, FeePaid, Sent)).await.unwrap();
    if case(journal, number).await.approver == Approver::Chairman {
        decides(journal, deciding(number, Ready)).await.unwrap();
    } else {
        moves(journal, moving(number, Sent, Ready)).await.unwrap();
    }
}

pub async fn attach(journal: &Journal, number: &str, kind: AttachmentKind) -> i64 {
    write(journal, AttachPicture::new(BOOK, number, kind, vec![1, 2, 3], vec![4])).await.unwrap()
}

#[test]
fn a_case_goes_from_the_counter_over_the_chairman_into_the_applicants_hand() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (receipt, number, _) = taken(&trial.journal).await;
        let opened = case(&trial.journal, &number).await;
        assert_eq!((opened.state, opened.by.as_str(), opened.due), (FeePaid, SELLER, receipt.lines[0].due));
        moves(&trial.journal, moving(&number, FeePaid, Sent)).await.unwrap();
        decides(&trial.journal, deciding(&number, Ready)).await.unwrap();
        let deed = SendHandoverCode { book: BOOK.into(), number: number.clone(), at: None };
        let sent = write(&trial.journal, deed).await.unwrap();
        assert_eq!((sent.mobile.as_str(), sent.code.len()), ("+8801712345678", 6));
        let done = write(&trial.journal, handing(&number, Proof::Code(sent.code))).await.unwrap();
        assert_eq!((done, case(&trial.journal, &number).await.state), (Handed::Over, HandedOver));
        let what: Vec<String> = steps(&trial.journal, &number).await.into_iter().map(|(what, _)| what).collect();
        assert_eq!(what, ["fee_paid", "sent", "ready", "handed_over"]);
        for period in [today().to_string(), month_of(today())] {
            let read = trial.journal.read::<_, Fault, _>(move |tx| {
                Box::pin(async move { tx.one(&TALLY, &[BOOK.into(), period.into()]).await?.get::<String>("body") })
            });
            let tally: counter::Tally = serde_json::from_str(&read.await.unwrap()).unwrap();
            assert_eq!((tally.cases, tally.handed_over, tally.handed_over_late), (2, 1, 0));
        }
        trial.verify().await;
    });
}

#[test]
fn no_sequence_of_deeds_brings_a_case_where_it_may_not_go() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let journal = &trial.journal;
        // A small generator of our own: the same walk on both engines.
        let mut lot: u64 = 20_261_124;
        let mut draw = |below: usize| {
            lot = lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(lot >> 33).unwrap() % below
        };
        let mut numbers = Vec::new();
        for _ in 0..3 {
            let (_, one, other) = taken(journal).await;
            numbers.extend([one, other]);
        }
        let mut moved = 0;
        for _ in 0..300 {
            let number = numbers[draw(numbers.len())].clone();
            let before = case(journal, &number).await;
            let to = CaseState::ALL[draw(10)];
            let answer = match draw(8) {
                0 => {
                    let gave = answers(&[("applicant", &format!("নমুনা {}", draw(1_000)))]).unwrap();
                    let deed = CorrectCase { book: BOOK.into(), number: number.clone(), answers: gave, at: None };
                    write(journal, deed).await.map_err(|_| ()).map(|_| Sent)
                }
                1 => match write(journal, handing(&number, Proof::Thumb(1))).await {
                    Ok(_) => Ok(HandedOver),
                    Err(_) => Err(()),
                },
                2..=4 => {
                    let deed = MoveCase { hand: Hand::Approver, ..moving(&number, before.state, to) };
                    decides(journal, deed).await.map_err(|_| ())
                }
                _ => moves(journal, moving(&number, before.state, to)).await.map_err(|_| ()),
            };
            let after = case(journal, &number).await;
            match answer {
                Ok(to) => {
                    moved += 1;
                    assert!(before.state.moves().contains(&to), "{:?} to {to:?}", before.state);
                    assert_eq!(after.state, to);
                }
                Err(()) => assert_eq!(after, before, "a refused deed changes nothing"),
            }
        }
        assert!(moved > 5, "{moved}");
        trial.verify().await;
    });
}

#[test]
fn two_who_approve_at_once_approve_once_and_the_second_is_told_where_it_stands() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (_, number, _) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&number, FeePaid, Sent)).await.unwrap();
        let both_press = [Ready, Rejected].map(|to| {
            let (journal, number) = (trial.journal.clone(), number.clone());
            tokio::spawn(async move { decides(&journal, deciding(&number, to)).await })
        });
        let mut told = Vec::new();
        for press in both_press {
            told.push(press.await.unwrap());
        }
        let done: Vec<CaseState> = told.iter().filter_map(|answer| answer.as_ref().ok().copied()).collect();
        assert_eq!(done, [case(&trial.journal, &number).await.state]);
        let late = told.into_iter().find(Result::is_err).unwrap();
        let late = refusal(late);
        assert_eq!((late.code(), late.status()), ("counter.case.elsewhere", 409));
        assert_eq!(late.values(), [("now", done[0].name().to_owned())]);
        trial.verify().await;
    });
}

#[test]
fn every_move_that_is_refused_has_its_code_and_enters_nothing() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (_, one, other) = taken(&trial.journal).await;
        let elsewhere = MoveCase { book: "3026002".into(), ..moving(&one, FeePaid, Sent) };
        let with =
            |deed: MoveCase, reason: &str, note: &str| MoveCase { reason: reason.into(), note: note.into(), ..deed };
        moves(&trial.journal, moving(&other, FeePaid, Sent)).await.unwrap();
        let cancel = || moving(&other, Sent, Cancelled);
        let long = "ক".repeat(301);
        let before = entries(&trial.journal, BOOK).await;
        let refusals = [
            (elsewhere, "counter.case.unknown", 404),
            (moving("3026001-261123-B7K-999.1", FeePaid, Sent), "counter.case.unknown", 404),
            (moving(&one, Sent, Ready), "counter.case.elsewhere", 409),
            (moving(&one, FeePaid, Ready), "counter.case.move", 422),
            (moving(&one, FeePaid, HandedOver), "counter.case.move", 422),
            (with(cancel(), "", ""), "counter.case.reason", 422),
            (with(cancel(), "not_entitled", ""), "counter.case.reason", 422),
            (with(moving(&one, FeePaid, Sent), "other", "x"), "counter.case.reason", 422),
            (with(cancel(), "other", " \u{200b} "), "counter.case.note", 422),
            (with(cancel(), "other", &long), "counter.case.note", 422),
        ];
        for (deed, code, status) in refusals {
            let told = refusal(moves(&trial.journal, deed).await);
            assert_eq!((told.code(), told.status()), (code, status));
        }
        let told = refusal(moves(&trial.journal, moving(&one, FeePaid, Ready)).await);
        assert!(told.values().contains(&("allowed", "sent, cancelled".to_owned())), "{:?}", told.values());
        assert_eq!(refused(decides(&trial.journal, deciding(&other, Ready)).await), "counter.case.move");
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn nobody_approves_what_they_took_themselves() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (_, number, _) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&number, FeePaid, Sent)).await.unwrap();
        assert_eq!(refused(moves(&trial.journal, deciding(&number, Ready)).await), "counter.case.own");
        decides(&trial.journal, deciding(&number, Ready)).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_correction_names_the_fields_that_changed_and_gets_a_new_due_day() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (receipt, number, _) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&number, FeePaid, Sent)).await.unwrap();
        let note = "রহিমার নাম ভুল";
        decides(&trial.journal, MoveCase { note: note.into(), ..deciding(&number, CorrectionNeeded) }).await.unwrap();
        let correct = |pairs: &[(&str, &str)]| {
            write(
                &trial.journal,
                CorrectCase { book: BOOK.into(), number: number.clone(), answers: answers(pairs).unwrap(), at: None },
            )
        };
        assert_eq!(refused(correct(&[("applicant", "নমুনা"), ("copies", "2")]).await), "counter.correct.same");
        let told = refusal(correct(&[("copies", "2")]).await);
        assert_eq!((told.code(), told.field().as_deref()), ("forms.answer.required", Some("answers.applicant")));
        trial.pass(5 * DAY_MS);
        let due = correct(&[("applicant", "নমুনা বেগম"), ("copies", "2")]).await.unwrap();
        let now = case(&trial.journal, &number).await;
        assert_eq!((now.state, now.due), (Sent, due));
        assert!(due > receipt.lines[0].due);
        let fields = steps(&trial.journal, &number).await;
        assert!(fields.contains(&("answered".to_owned(), "[\"applicant\"]".to_owned())), "{fields:?}");
        let kept: Option<BTreeMap<String, String>> = unsealed(&trial.journal, &now.answers.unwrap()).await;
        assert_eq!(kept.unwrap()["applicant"], "নমুনা বেগম");
        let told = refusal(correct(&[("applicant", "x")]).await);
        assert_eq!((told.code(), told.status()), ("counter.case.elsewhere", 409));
        crate::deeds_desk::close(&trial.journal, BOOK, crate::deeds_desk::today()).await.unwrap();
        let (_, _, porcha) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&porcha, FeePaid, Sent)).await.unwrap();
        moves(&trial.journal, moving(&porcha, Sent, CorrectionNeeded)).await.unwrap();
        let (book, number) = (BOOK.to_owned(), porcha.clone());
        let formless = CorrectCase { book, number, answers: BTreeMap::new(), at: None };
        assert_eq!(refused(write(&trial.journal, formless).await), "counter.correct.no_form");
        moves(&trial.journal, moving(&porcha, CorrectionNeeded, Sent)).await.unwrap();
        for entry in trial.journal.entries(BOOK, 0, 100).await.unwrap() {
            assert!(!String::from_utf8_lossy(&entry.events).contains("নমুনা"));
        }
        trial.verify().await;
    });
}

#[test]
fn a_draft_is_kept_taken_up_again_and_goes_on_when_it_is_paid() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let journal = &trial.journal;
        let fee = FeeShown { official: base::Paisa::new(3_000), charge: base::Paisa::new(2_000) };
        let add = CartChange::Add { service: SIGNED.into(), quantity: 1, fee, has_form: true };
        let change = |change| write(journal, ChangeCart { book: BOOK.into(), person: SELLER.into(), change });
        let keep = |line, pairs: &[(&str, &str)]| {
            let answers = answers(pairs).unwrap();
            write(journal, KeepDraft { book: BOOK.into(), path: PATH.into(), person: SELLER.into(), line, answers })
        };
        let place = change(add).await.unwrap();
        let number = keep(place, &[("copies", "3")]).await.unwrap();
        assert!(number.starts_with("D-3026001-"), "{number}");
        assert_eq!(counter::book_of_case(&number), Some(BOOK));
        assert_eq!(refused(keep(place, &[]).await), "counter.draft.gone");
        assert_eq!(case(journal, &number).await.state, Draft);
        let open =
            || write(journal, OpenDraft { book: BOOK.into(), person: SELLER.into(), number: number.clone(), fee });
        let place = open().await.unwrap();
        assert_eq!(open().await.unwrap(), place, "a draft lies in the cart once");
        assert_eq!(keep(place, &[("copies", "4")]).await.unwrap(), number);
        let place = open().await.unwrap();
        let whole = answers(&[("applicant", "নমুনা"), ("copies", "4")]).unwrap();
        change(CartChange::Answers { line: place, answers: whole, answered: true }).await.unwrap();
        let read = journal.read::<_, Fault, _>(|tx| {
            Box::pin(async move { tx.one(&PATH_OF_CASES, &[BOOK.into()]).await?.get::<String>("path") })
        });
        assert_eq!(read.await.unwrap(), PATH);
        let copy = LineGiven { draft: Some(number.clone()), ..signed() };
        let receipt = take(journal, sale(vec![copy.clone()])).await.receipt;
        assert_eq!(receipt.cases(), [Some(number.clone())]);
        let paid = case(journal, &number).await;
        assert_eq!((paid.state, paid.receipt, paid.due), (FeePaid, Some(receipt.number), receipt.lines[0].due));
        let what: Vec<String> = steps(journal, &number).await.into_iter().map(|(what, _)| what).collect();
        assert_eq!(what, ["draft", "answered", "answered", "submitted", "fee_paid"]);
        let again = refusal(write(journal, sale(vec![copy])).await);
        assert_eq!((again.code(), again.field().as_deref()), ("counter.take.draft", Some("lines.0.draft")));
        let stale = PayCart {
            book: BOOK.into(),
            path: PATH.into(),
            till: TILL.into(),
            person: SELLER.into(),
            form_id: "another".into(),
            tendered: None,
        };
        assert_eq!(refused(write(journal, stale).await), "counter.pay.gone");
        trial.verify().await;
    });
}

#[test]
fn a_reversal_cancels_what_waits_and_is_refused_when_something_was_handed_over() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (receipt, one, other) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&one, FeePaid, Sent)).await.unwrap();
        reverse(&trial.journal, &receipt).await.unwrap();
        for number in [&one, &other] {
            assert_eq!(case(&trial.journal, number).await.state, Cancelled);
        }
        let (receipt, _, porcha) = taken(&trial.journal).await;
        make_ready(&trial.journal, &porcha).await;
        attach(&trial.journal, &porcha, AttachmentKind::Thumb).await;
        write(&trial.journal, handing(&porcha, Proof::Thumb(1))).await.unwrap();
        let before = entries(&trial.journal, BOOK).await;
        let told = refusal(reverse(&trial.journal, &receipt).await);
        assert_eq!((told.code(), told.values()), ("counter.reverse.handed_over", vec![("number", porcha.clone())]));
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn what_is_late_is_found_by_place_and_counted_for_its_centre() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (receipt, one, other) = taken(&trial.journal).await;
        moves(&trial.journal, moving(&other, FeePaid, Sent)).await.unwrap();
        moves(&trial.journal, moving(&other, Sent, InProcess)).await.unwrap();
        let due = receipt.lines[0].due.unwrap();
        let late = |path: &'static str, day: base::calendar::BusinessDay| {
            let read = trial
                .journal
                .read::<_, Fault, _>(move |tx| Box::pin(async move { counter::late(tx, path, day, 10).await }));
            async move { read.await.unwrap().into_iter().map(|seen| seen.case.number).collect::<Vec<_>>() }
        };
        assert!(late("/30/", due).await.is_empty());
        assert_eq!(late("/30/3026/", due.add_days(1)).await, std::slice::from_ref(&one));
        assert!(late("/10/", due.add_days(30)).await.is_empty());
        assert_eq!(late(PATH, due.add_days(30)).await, [one.clone(), other.clone()]);
        trial.set_time(due.add_days(1).starts_at());
        let read =
            trial.journal.read::<_, Fault, _>(|tx| Box::pin(async move { counter::waiting_counts(tx, BOOK).await }));
        let waiting = read.await.unwrap();
        assert_eq!((waiting.pending, waiting.late, waiting.centre, waiting.drafts), (2, 1, 1, 0));
        assert!(day("2026-11-23") < due);
        trial.verify().await;
    });
}

#[test]
fn a_service_that_is_done_at_once_has_no_case_and_no_draft() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let journal = &trial.journal;
        let fee = FeeShown { official: base::Paisa::new(3_000), charge: base::Paisa::new(2_000) };
        let add = CartChange::Add { service: FORMED.into(), quantity: 1, fee, has_form: true };
        let place = write(journal, ChangeCart { book: BOOK.into(), person: SELLER.into(), change: add }).await.unwrap();
        let keep = KeepDraft {
            book: BOOK.into(),
            path: PATH.into(),
            person: SELLER.into(),
            line: place,
            answers: BTreeMap::new(),
        };
        assert_eq!(refused(write(journal, keep).await), "counter.draft.no_case");
        trial.verify().await;
    });
}
