//! "How much did you pay?": asked of one in fifty whom nobody can choose, an hour later, answered once, and what differs
//! becomes a complaint.

use crate::complaints::complaint;
use crate::deeds_desk::{BIRTH, BOOK, line, register, sale, stocked, take};
use crate::pages_kit::Kit;
use crate::texts::{Gateway, agreeing, told};
use axum::body::Body;
use axum::http::Request;
use base::Paisa;
use base::mobile::Mobile;
use counter::{
    ANSWER_CHARS_MAX, ANSWERED_WITHIN_MS_MAX, ASKED_AFTER_MS, ASKED_ONE_IN, AnswerHeard, ComplaintKind, HeardAnswer,
    OFF_POISHA_MAX, Receipt, TextGateway, ask_what_was_paid, hear_answer, is_asked, is_otherwise, sum_in,
};
use journal::Journal;
use proptest::prelude::*;
use trial::both;
use web::signed;

const MOBILE: &str = "01711123456";

/// Sells until the lot falls on a receipt, and tells of it.
async fn drawn(journal: &Journal, gateway: &Gateway) -> Receipt {
    told(journal, gateway).await;
    for _ in 0..900 {
        let sale = counter::TakeServices { customer: agreeing(MOBILE), ..sale(vec![line(BIRTH, 1)]) };
        let receipt = take(journal, sale).await.receipt;
        if is_asked(journal.keys(), &receipt.number) {
            while tell(journal, gateway).await {}
            return receipt;
        }
    }
    panic!("nobody is ever asked");
}

async fn tell(journal: &Journal, gateway: &Gateway) -> bool {
    counter::tell_by_text(journal, &gateway.texting(), 1_000).await.unwrap().more
}

fn answer(from: &str, text: &str, id: &str) -> HeardAnswer {
    HeardAnswer { from: Mobile::parse(from).unwrap(), text: text.to_owned(), id: id.to_owned() }
}

async fn asked(journal: &Journal, gateway: &Gateway) -> usize {
    ask_what_was_paid(journal, &gateway.texting()).await.unwrap()
}

#[test]
fn the_question_comes_an_hour_later_and_once_and_another_sum_is_a_complaint() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        crate::deeds_desk::top_up(journal, BOOK, 10_000_000).await;
        let receipt = drawn(journal, &gateway).await;
        assert_eq!(asked(journal, &gateway).await, 0, "the customer may stand at the counter still");
        assert_eq!(hear_answer(journal, &answer(MOBILE, "450", "m0")).await.unwrap(), AnswerHeard::NotAsked);
        trial.pass(ASKED_AFTER_MS);
        assert_eq!(asked(journal, &gateway).await, 1);
        assert_eq!(asked(journal, &gateway).await, 0);
        let key = format!("asked:{}", receipt.number);
        assert!(gateway.sent()[&key].1.contains(&receipt.number));

        let hear = |from: &'static str, text: &'static str, id: &'static str| async move {
            hear_answer(journal, &answer(from, text, id)).await.unwrap()
        };
        assert_eq!(hear("01811123456", "450", "m1").await, AnswerHeard::NotAsked, "another telephone");
        assert_eq!(hear(MOBILE, "জানি না", "m2").await, AnswerHeard::Unclear);
        assert_eq!(hear(MOBILE, "৪৫০ টাকা", "m3").await, AnswerHeard::Otherwise);
        assert_eq!(hear(MOBILE, "80", "m4").await, AnswerHeard::NotAsked, "an answer is not taken back");
        let made = complaint(journal, &format!("{}-C1", receipt.number)).await;
        assert_eq!((made.kind, made.paid), (ComplaintKind::AnsweredOtherwise, Some(Paisa::new(45_000))));
        told(journal, &gateway).await;
        assert!(gateway.sent().contains_key(&format!("complaint:{}", made.number)), "its number and code are texted");
        trial.verify().await;
    });
}

#[test]
fn an_answer_within_a_taka_is_content_and_one_after_a_week_is_nothing() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        crate::deeds_desk::top_up(journal, BOOK, 100_000_000).await;
        drawn(journal, &gateway).await;
        trial.pass(ASKED_AFTER_MS);
        asked(journal, &gateway).await;
        assert_eq!(hear_answer(journal, &answer(MOBILE, "৮১", "m1")).await.unwrap(), AnswerHeard::AsReceipt);
        drawn(journal, &gateway).await;
        trial.pass(ASKED_AFTER_MS);
        assert_eq!(asked(journal, &gateway).await, 1);
        trial.pass(ANSWERED_WITHIN_MS_MAX);
        assert_eq!(hear_answer(journal, &answer(MOBILE, "450", "m2")).await.unwrap(), AnswerHeard::NotAsked);
        trial.verify().await;
    });
}

#[test]
fn only_the_gateway_brings_answers_and_a_replayed_one_counts_once() {
    both(&crate::pages_kit::register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        crate::deeds_desk::top_up(journal, BOOK, 10_000_000).await;
        let receipt = drawn(journal, &gateway).await;
        trial.pass(ASKED_AFTER_MS);
        asked(journal, &gateway).await;
        let open = Kit::over(journal.clone(), |things| things.with(TextGateway { secret: "s3cret".to_owned() }));
        let shut = Kit::over(journal.clone(), |things| things);
        let body = format!("{{\"from\":\"{MOBILE}\",\"text\":\"৪৫০\"}}");
        let send = |secret: &str, id: &str, body: &str, signed_body: &str| {
            let mut request =
                Request::builder().method("POST").uri("/api/v1/texts/callback").header("host", "localhost:8080");
            let signature = signed(secret, id, journal.now(), signed_body.as_bytes());
            for (name, value) in signature.headers() {
                request = request.header(name, value);
            }
            request.header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap()
        };
        assert_eq!(open.send(send("other", "m1", &body, &body)).await.status, 403, "a forged signature");
        assert_eq!(open.send(send("s3cret", "m1", &body, "{}")).await.status, 403, "another body");
        assert_eq!(shut.send(send("", "m1", &body, &body)).await.status, 403, "a house without a gateway");
        let old = send("s3cret", "m1", &body, &body);
        trial.pass(301_000);
        assert_eq!(open.send(old).await.status, 403, "too long ago");
        let odd = "{\"from\":\"BKASH\",\"text\":\"450\"}";
        assert!(open.send(send("s3cret", "m8", odd, odd)).await.body.contains("not_asked"));
        assert_eq!(open.send(send("s3cret", "m9", "{}", "{}")).await.status, 422);
        let long = format!("{{\"from\":\"{MOBILE}\",\"text\":\"{}\"}}", "9".repeat(ANSWER_CHARS_MAX + 501));
        assert!(open.send(send("s3cret", "m7", &long, &long)).await.body.contains("unclear"));
        let before = crate::deeds_desk::entries(journal, "nation").await;
        for _ in 0..3 {
            let got = open.send(send("s3cret", "m1", &body, &body)).await;
            assert_eq!(got.status, 200, "{}", got.body);
        }
        assert_eq!(crate::deeds_desk::entries(journal, "nation").await, before);
        let number = receipt.number.clone();
        assert_eq!(complaint(journal, &format!("{number}-C1")).await.receipt, number);
        let made = journal.entries(BOOK, 0, 1_000).await.unwrap();
        let again = made.iter().filter(|entry| String::from_utf8_lossy(&entry.events).contains("question_answered"));
        assert_eq!(again.count(), 1);
    });
}

#[test]
fn one_in_fifty_is_asked_and_another_store_asks_others() {
    let (one, other) = (trial::keys(), journal::Keys::new([8; 32]));
    let numbers: Vec<String> = (0..25_000).map(|count| format!("3026001-261123-B7K-{count:05}")).collect();
    let asked = numbers.iter().filter(|number| is_asked(&one, number)).count();
    let wanted = numbers.len() / usize::try_from(ASKED_ONE_IN).unwrap();
    assert!(asked.abs_diff(wanted) < wanted / 5, "{asked} of {}", numbers.len());
    let both = numbers.iter().filter(|number| is_asked(&one, number) && is_asked(&other, number)).count();
    assert!(both < wanted / 10, "{both}: the number alone tells nothing");
}

#[test]
fn a_sum_is_found_in_what_people_write() {
    let taka = |poisha: i64| Some(Paisa::new(poisha));
    let cases = [
        ("১২০", taka(12_000)),
        ("১২০ টাকা দিয়েছি", taka(12_000)),
        ("Tk. 1,250.50", taka(125_050)),
        ("৳৫০/-", taka(5_000)),
        ("450tk", taka(45_000)),
        ("450. thanks", taka(45_000)),
        ("450, 450 taka", taka(45_000)),
        ("0", taka(0)),
        ("50 + 400", None),
        ("জানি না", None),
        ("", None),
        ("01711123456", None),
        ("99999999999999999999", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(sum_in(text), wanted, "{text}");
    }
}

#[test]
fn a_reversed_receipts_customer_may_have_it_all_back() {
    let taka = |taka| Paisa::from_taka(taka).unwrap();
    assert!(is_otherwise(taka(0), taka(80), false));
    assert!(!is_otherwise(taka(0), taka(80), true));
    assert!(!is_otherwise(taka(80), taka(80), true));
    assert!(is_otherwise(taka(40), taka(80), true));
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_without_harm(text in "\\PC{0,80}") {
        let _ = sum_in(&text);
    }

    #[test]
    fn a_sum_is_read_as_it_was_written(taka in 0_i64..1_000_000, poisha in 0_i64..100, bangla: bool) {
        let text = format!("মোট {taka}.{poisha:02} টাকা");
        let text = if bangla { base::number::to_bangla_digits(&text) } else { text };
        prop_assert_eq!(sum_in(&text), Some(Paisa::new(taka * 100 + poisha)));
    }

    #[test]
    fn only_more_than_a_taka_is_otherwise(total in 0_i64..1_000_000, off in -10_000_i64..10_000) {
        let paid = Paisa::new(total + off);
        prop_assert_eq!(is_otherwise(paid, Paisa::new(total), false), off.abs() > OFF_POISHA_MAX);
    }
}
