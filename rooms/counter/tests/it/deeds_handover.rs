//! Handing over what is ready: its code, its pictures, the post.

use crate::deeds_cases::{DAY_MS, PORCHA, attach, case, desk, handing, make_ready, moves, moving, taken};
use crate::deeds_desk::{BOOK, line, refusal, refused, register, sale, take, write};
use base::Refusal;
use counter::CaseState::{Cancelled, FeePaid};
use counter::{AttachPicture, AttachmentKind, HandOver, Handed, PostTo, Proof, Relation, SendHandoverCode};
use trial::both;

#[test]
fn a_code_is_good_once_for_ten_minutes_and_five_tries() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let journal = &trial.journal;
        let (_, number, porcha) = taken(journal).await;
        let send = || write(journal, SendHandoverCode { book: BOOK.into(), number: number.clone(), at: None });
        let hand = |code: &str| write(journal, handing(&number, Proof::Code(code.to_owned())));
        let early = refusal(send().await.map(|sent| sent.mobile));
        assert_eq!((early.code(), early.status()), ("counter.case.elsewhere", 409));
        make_ready(journal, &number).await;
        assert_eq!(refused(hand("123456").await), "counter.handover.code_gone");
        let first = send().await.unwrap().code;
        assert_eq!(refused(send().await.map(|sent| sent.mobile)), "counter.code.too_soon");
        let wrong = if first == "000000" { "000001" } else { "000000" };
        for left in [4, 3, 2, 1, 0] {
            assert_eq!(hand(wrong).await.unwrap(), Handed::WrongCode(left));
        }
        assert_eq!(refused(hand(&first).await), "counter.handover.code_gone", "five tries are over");
        trial.pass(60_000);
        let second = send().await.unwrap().code;
        trial.pass(10 * 60_000 + 1);
        assert_eq!(refused(hand(&second).await), "counter.handover.code_gone", "ten minutes are over");
        for _ in 0..3 {
            trial.pass(60_000);
            send().await.unwrap();
        }
        trial.pass(60_000);
        assert_eq!(refused(send().await.map(|sent| sent.mobile)), "counter.code.too_many");
        trial.pass(DAY_MS);
        let bangla: String = send()
            .await
            .unwrap()
            .code
            .chars()
            .map(|digit| char::from_u32(digit as u32 - 48 + 0x09e6).unwrap())
            .collect();
        assert_eq!(hand(&bangla).await.unwrap(), Handed::Over, "people type their own digits");
        assert_eq!(refused(hand(&bangla).await), "counter.case.elsewhere");
        crate::deeds_desk::close(journal, BOOK, crate::deeds_desk::today()).await.unwrap();
        let nameless = take(journal, sale(vec![line(PORCHA, 1)])).await.receipt;
        let nameless = counter::case_number(&nameless.number, 0);
        make_ready(journal, &nameless).await;
        let told = write(journal, SendHandoverCode { book: BOOK.into(), number: nameless, at: None }).await;
        assert_eq!(refused(told.map(|sent| sent.mobile)), "counter.code.no_mobile");
        assert_eq!(case(journal, &porcha).await.state, FeePaid);
        trial.verify().await;
    });
}

#[test]
fn a_handover_without_its_proof_is_refused() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let journal = &trial.journal;
        let (_, one, porcha) = taken(journal).await;
        make_ready(journal, &one).await;
        make_ready(journal, &porcha).await;
        let document = attach(journal, &one, AttachmentKind::Document).await;
        let signature = attach(journal, &one, AttachmentKind::Signature).await;
        let to = |name: &str, mobile: &str, address: &str| {
            Proof::Post(PostTo { name: name.into(), mobile: mobile.into(), address: address.into() })
        };
        let by_another = HandOver { relation: Relation::Family, ..handing(&one, Proof::Signature(signature)) };
        let refusals = [
            (handing(&one, Proof::Signature(document)), "counter.handover.proof"),
            (handing(&one, Proof::Thumb(signature)), "counter.handover.proof"),
            (handing(&one, Proof::Signature(9)), "counter.handover.proof"),
            (by_another.clone(), "counter.handover.collector"),
            (handing(&one, to("নমুনা", "", "নমুনাপুর")), "counter.handover.not_by_post"),
            (handing(&porcha, to("", "", "নমুনাপুর")), "counter.handover.address"),
            (handing(&porcha, to("নমুনা", "", " ")), "counter.handover.address"),
            (handing(&porcha, to("নমুনা", "12", "নমুনাপুর")), "base.mobile.not_mobile"),
        ];
        for (deed, code) in refusals {
            assert_eq!(refused(write(journal, deed).await), code);
        }
        write(journal, HandOver { collector: "নমুনার ভাই".into(), ..by_another }).await.unwrap();
        write(journal, handing(&porcha, to("নমুনা", "01712345678", "নমুনাপুর, সাভার"))).await.unwrap();
        let last = journal.entries(BOOK, 0, 100).await.unwrap().pop().unwrap();
        let kinds: Vec<String> = last.lines().unwrap().iter().map(|(kind, ..)| (*kind).clone()).collect();
        assert_eq!(kinds, ["counter.case_handed_over", "counter.case_given_to_post"]);
        assert!(!String::from_utf8_lossy(&last.events).contains("নমুনাপুর"));
        trial.verify().await;
    });
}

#[test]
fn a_case_takes_ten_pictures_and_none_after_its_end() {
    both(&register(), |trial| async move {
        desk(&trial).await;
        let (_, number, other) = taken(&trial.journal).await;
        for place in 1..=counter::PICTURES_MAX {
            assert_eq!(attach(&trial.journal, &number, AttachmentKind::Document).await, place);
        }
        let deed = |number: &str| AttachPicture::new(BOOK, number, AttachmentKind::Photo, vec![1], vec![2]);
        assert_eq!(refused(write(&trial.journal, deed(&number)).await), "counter.attach.too_many");
        moves(&trial.journal, moving(&other, FeePaid, Cancelled)).await.unwrap();
        assert_eq!(refused(write(&trial.journal, deed(&other)).await), "counter.attach.ended");
        assert_eq!(refused(write(&trial.journal, deed("3026001-261123-B7K-999.1")).await), "counter.case.unknown");
        trial.verify().await;
    });
}
