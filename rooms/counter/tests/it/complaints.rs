//! Complaints: whoever holds the paper may make one, only allowed moves move it, nobody ends one about themselves.

use crate::deeds_desk::{BIRTH, BOOK, SELLER, line, refusal, refused, register, reverse, sale, stocked, take, write};
use base::{Paisa, Refusal};
use counter::{
    COMPLAINT_DUE_MS, COMPLAINTS_EVER_MAX, COMPLAINTS_OPEN_MAX, Complaint, ComplaintKind, ComplaintState,
    HandleComplaint, Made, MakeComplaint, NotHandled, NotMade, Receipt, Side, complaint_code, complaint_code_holds,
    month_of,
};
use journal::{Envelope, Fault, Journal, Stop};
use proptest::prelude::*;
use trial::both;

db::statements! {
    BODY = "select body from counter_complaint where book = $1 and number = $2";
    STEPS = "select what, by_whom, reason from counter_complaint_step where book = $1 and number = $2 order by folio";
    TALLY = "select body from counter_tally where book = $1 and period = $2";
    DAY = "select overcharged, receipts from counter_person_day where book = $1 and person = $2";
}

pub async fn sold(journal: &Journal) -> Receipt {
    take(journal, sale(vec![line(BIRTH, 1)])).await.receipt
}

/// "They took Tk 450, the receipt says 80."
pub fn overcharged(receipt: &Receipt) -> MakeComplaint {
    MakeComplaint {
        book: BOOK.into(),
        receipt: receipt.number.clone(),
        code: receipt.check.clone(),
        kind: ComplaintKind::Overcharged,
        paid: Some(Paisa::new(45_000)),
        words: "বলেছে ৫০ সরকারি, ৪০০ তার খরচ".into(),
        mobile: "০১৭১১-১২৩৪৫৬".into(),
    }
}

pub fn moving(number: &str, from: ComplaintState, to: ComplaintState) -> HandleComplaint {
    HandleComplaint {
        book: BOOK.into(),
        number: number.into(),
        to,
        reason: to.reasons().first().copied().unwrap_or_default().into(),
        note: "দেখা হয়েছে".into(),
        expects: from,
        side: Side::Officer,
    }
}

async fn handled(journal: &Journal, by: &str, deed: HandleComplaint) -> Result<ComplaintState, Stop<NotHandled>> {
    let by = Envelope::keyless(by);
    journal.write(by, deed).await.map(|written| written.done)
}

pub async fn complaint(journal: &Journal, number: &str) -> Complaint {
    let number = number.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { tx.one(&BODY, &[BOOK.into(), number.into()]).await?.get::<String>("body") })
    });
    serde_json::from_str(&read.await.unwrap()).unwrap()
}

async fn steps(journal: &Journal, number: &str) -> Vec<(String, String)> {
    let number = number.to_owned();
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { tx.all(&STEPS, &[BOOK.into(), number.into()]).await }));
    read.await.unwrap().iter().map(|row| (row.get("what").unwrap(), row.get("by_whom").unwrap())).collect()
}

/// Complaints in the tally of the month, complaints of overcharging in the seller's day.
async fn counted(journal: &Journal) -> (i64, i64) {
    let month = month_of(trial::MORNING.day());
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let tally: String = tx.one(&TALLY, &[BOOK.into(), month.into()]).await?.get("body")?;
            let day = tx.one(&DAY, &[BOOK.into(), SELLER.into()]).await?.get("overcharged")?;
            Ok((tally, day))
        })
    });
    let (tally, day) = read.await.unwrap();
    let tally: counter::Tally = serde_json::from_str(&tally).unwrap();
    (tally.complaints, day)
}

#[test]
fn a_complaint_is_refused_with_the_reason_and_its_field() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let (receipt, other) = (sold(journal).await, sold(journal).await);
        let good = overcharged(&receipt);
        let of = |kind: ComplaintKind| MakeComplaint { kind, ..good.clone() };
        let cases = [
            (MakeComplaint { code: other.check.clone(), ..good.clone() }, "counter.complain.unknown"),
            (MakeComplaint { code: String::new(), ..good.clone() }, "counter.complain.unknown"),
            (MakeComplaint { book: "3026002".into(), ..good.clone() }, "counter.complain.unknown"),
            (of(ComplaintKind::AnsweredOtherwise), "counter.complain.kind"),
            (MakeComplaint { paid: None, ..good.clone() }, "counter.complain.paid"),
            (MakeComplaint { paid: Some(Paisa::new(-1)), ..good.clone() }, "counter.complain.paid"),
            (MakeComplaint { paid: Some(Paisa::new(i64::MAX)), ..good.clone() }, "counter.complain.paid"),
            (MakeComplaint { paid: Some(receipt.total()), ..good.clone() }, "counter.complain.not_more"),
            (MakeComplaint { paid: None, ..of(ComplaintKind::NoReceipt) }, "counter.complain.paid"),
            (MakeComplaint { words: "ক".repeat(1_001), ..good.clone() }, "counter.complain.words"),
            (MakeComplaint { words: " \u{200b} ".into(), ..of(ComplaintKind::Rude) }, "counter.complain.words"),
            (MakeComplaint { mobile: "০২-৯৫৫৫৫৫৫".into(), ..good.clone() }, "mobile"),
        ];
        for (deed, wanted) in cases {
            let told = refusal(write(journal, deed).await);
            assert!(told.code() == wanted || told.field().as_deref() == Some(wanted), "{told:?} {wanted}");
        }
        write(journal, MakeComplaint { words: "ক".repeat(1_000), ..good }).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_robot_with_a_receipt_makes_two_complaints_and_no_more() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let receipt = sold(journal).await;
        let mut made = Vec::new();
        for _ in 0..40 {
            match write(journal, overcharged(&receipt)).await {
                Ok(Made { number, .. }) => made.push(number),
                Err(Stop::Refused(NotMade::Enough)) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(i64::try_from(made.len()).unwrap(), COMPLAINTS_OPEN_MAX);
        // Ended ones make room, but not for ever.
        let mut ever = made.len();
        while let Some(number) = made.pop() {
            for (from, to) in [
                (ComplaintState::Made, ComplaintState::LookedInto),
                (ComplaintState::LookedInto, ComplaintState::Rejected),
            ] {
                handled(journal, "uno", moving(&number, from, to)).await.unwrap();
            }
            if let Ok(Made { number, .. }) = write(journal, overcharged(&receipt)).await {
                ever += 1;
                made.push(number);
            }
        }
        assert_eq!(i64::try_from(ever).unwrap(), COMPLAINTS_EVER_MAX);
        assert_eq!(counted(journal).await, (0, 0), "what was rejected counts against nobody");
        trial.verify().await;
    });
}

#[test]
fn a_complaint_lives_by_its_moves_each_with_who_and_why() {
    both(&register(), |trial| async move {
        use ComplaintState::{Answered, LookedInto, Made, Rejected, Settled};
        let journal = &trial.journal;
        stocked(journal).await;
        let receipt = sold(journal).await;
        let made = write(journal, overcharged(&receipt)).await.unwrap();
        assert_eq!(made.number, format!("{}-C1", receipt.number));
        assert!(complaint_code_holds(journal.keys(), &made.number, &made.code));
        assert!(!complaint_code_holds(journal.keys(), &made.number, &receipt.check), "the counter knows that one");
        assert_eq!(counted(journal).await, (1, 1));
        let one = complaint(journal, &made.number).await;
        assert_eq!(one.due.get() - one.at.get(), COMPLAINT_DUE_MS);
        assert_eq!((one.total, one.paid), (receipt.total(), Some(Paisa::new(45_000))));

        let number = &made.number;
        let told = |outcome| refused::<_, NotHandled>(outcome);
        let centre = |to| HandleComplaint { side: Side::Centre, ..moving(number, Made, to) };
        // Nobody ends one unseen, the centre ends none, the seller ends none about themselves.
        assert_eq!(told(handled(journal, "uno", moving(number, Made, Settled)).await), "counter.complaint.move");
        assert_eq!(told(handled(journal, "karim", centre(Settled)).await), "counter.complaint.move");
        assert_eq!(told(handled(journal, "karim", centre(LookedInto)).await), "counter.complaint.move");
        assert_eq!(told(handled(journal, SELLER, moving(number, Made, LookedInto)).await), "counter.complaint.own");
        let silent = HandleComplaint { note: " ".into(), ..centre(Answered) };
        assert_eq!(told(handled(journal, SELLER, silent).await), "counter.complaint.note");
        let long = HandleComplaint { note: "ক".repeat(1_001), ..centre(Answered) };
        assert_eq!(told(handled(journal, SELLER, long).await), "counter.complaint.note");
        handled(journal, SELLER, centre(Answered)).await.unwrap();
        assert_eq!(told(handled(journal, SELLER, centre(Answered)).await), "counter.complaint.elsewhere");
        let unsaid = HandleComplaint { reason: String::new(), ..moving(number, Answered, Settled) };
        assert_eq!(told(handled(journal, "uno", unsaid).await), "counter.complaint.reason");
        let other =
            HandleComplaint { reason: "other".into(), note: String::new(), ..moving(number, Answered, Rejected) };
        assert_eq!(told(handled(journal, "uno", other).await), "counter.complaint.note");
        handled(journal, "uno", moving(number, Answered, Settled)).await.unwrap();
        assert_eq!(told(handled(journal, "uno", moving(number, Settled, Rejected)).await), "counter.complaint.move");
        let elsewhere = HandleComplaint { number: "x".into(), ..moving(number, Made, LookedInto) };
        assert_eq!(told(handled(journal, "uno", elsewhere).await), "counter.complaint.unknown");

        let done = [("made", SELLER), ("answered", SELLER), ("settled", "uno")];
        let done: Vec<_> = done.iter().map(|(what, by)| ((*what).to_owned(), (*by).to_owned())).collect();
        assert_eq!(steps(journal, number).await, done);
        assert_eq!(counted(journal).await, (1, 1), "what was settled was true");
        trial.verify().await;
        trial.journal.rebuild().await.unwrap();
        assert_eq!(steps(journal, number).await, done);
    });
}

#[test]
fn a_reversed_receipt_may_be_complained_about_and_words_are_nowhere_in_clear() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let receipt = sold(journal).await;
        reverse(journal, &receipt).await.unwrap();
        let made = write(journal, overcharged(&receipt)).await.unwrap();
        assert_eq!(complaint(journal, &made.number).await.total, receipt.total());
        let entries = journal.entries(BOOK, 0, 100).await.unwrap();
        let text: String = entries.iter().map(|entry| String::from_utf8_lossy(&entry.events).into_owned()).collect();
        assert!(text.contains("counter.complaint_made"));
        for secret in ["৫০ সরকারি", "1711123456", "০১৭১১"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert_eq!(complaint_code(journal.keys(), &made.number), made.code);
        trial.verify().await;
    });
}

#[test]
fn a_press_twice_is_one_complaint() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stocked(journal).await;
        let receipt = sold(journal).await;
        let press = || journal.write(Envelope::new("citizen", "form-1"), overcharged(&receipt));
        let (first, again) = (press().await.unwrap(), press().await.unwrap());
        assert_eq!(first.done, again.done);
        assert!(again.again);
        let other = MakeComplaint { paid: Some(Paisa::new(50_000)), ..overcharged(&receipt) };
        assert!(matches!(journal.write(Envelope::new("citizen", "form-1"), other).await, Err(Stop::KeyReused)));
    });
}

fn states() -> impl Strategy<Value = ComplaintState> {
    proptest::sample::select(ComplaintState::ALL.to_vec())
}

proptest! {
    #[test]
    fn what_has_ended_stays_so_and_only_officers_end(from in states(), to in states()) {
        let officer = from.moves(Side::Officer).contains(&to);
        let centre = from.moves(Side::Centre).contains(&to);
        prop_assert!(from.is_pending() || !(officer || centre));
        prop_assert!(!centre || to == ComplaintState::Answered);
        prop_assert!(!(officer && from == ComplaintState::Made) || to == ComplaintState::LookedInto);
        prop_assert_eq!(ComplaintState::of_name(to.name()), Some(to));
        prop_assert_eq!(to.reasons().is_empty(), to.is_pending());
    }
}
