//! Customers are found again, renamed, and sealed: no name and no answer lies anywhere in clear.

use crate::deeds_desk::{
    BOOK, COPY, FORMED, answers, customers, known_customer, line, register, sale, stocked, take, unsealed,
};
use counter::{LineGiven, Receipt, TakeServices};
use db::Target;
use journal::Journal;
use std::collections::BTreeMap;
use trial::{Trial, both};

/// Names and numbers of nobody.
const NAME: &str = "নমুনা মণ্ডল বিশেষ";
const MOBILE: &str = "01799887766";

async fn buy(journal: &Journal, mobile: &str, name: &str) -> Receipt {
    let deed = TakeServices { customer: known_customer(mobile, name), ..sale(vec![line(COPY, 1)]) };
    take(journal, deed).await.receipt
}

async fn data(journal: &Journal, receipt: &Receipt) -> (String, String) {
    let kept: serde_json::Value = unsealed(journal, receipt.customer_seal.as_ref().unwrap()).await.unwrap();
    let text = |field: &str| kept[field].as_str().unwrap().to_owned();
    (text("name"), text("mobile"))
}

#[test]
fn a_customer_is_found_again_by_the_mobile_number_however_it_is_written() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let first = buy(&trial.journal, MOBILE, NAME).await;
        for written in ["+880 1799-887766", "০১৭৯৯৮৮৭৭৬৬", "008801799887766"] {
            let next = buy(&trial.journal, written, "").await;
            assert_eq!((&next.customer, &next.customer_seal), (&first.customer, &first.customer_seal), "{written}");
        }
        assert_eq!(data(&trial.journal, &first).await, (NAME.to_owned(), "+8801799887766".to_owned()));
        assert_eq!(customers(&trial.journal).await, 1);
        trial.verify().await;
    });
}

#[test]
fn another_name_renames_the_customer_and_leaves_old_receipts_as_they_were() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let first = buy(&trial.journal, MOBILE, "নমুনা").await;
        let second = buy(&trial.journal, MOBILE, NAME).await;
        let third = buy(&trial.journal, MOBILE, "").await;
        assert_eq!((&first.customer, &second.customer), (&second.customer, &third.customer));
        assert_eq!(second.customer_seal, third.customer_seal);
        assert_eq!(data(&trial.journal, &first).await.0, "নমুনা");
        assert_eq!(data(&trial.journal, &third).await.0, NAME);
        assert_eq!(customers(&trial.journal).await, 1);
        trial.verify().await;
    });
}

#[test]
fn nobody_and_somebody_without_a_number_are_not_mixed_up() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let nobody = buy(&trial.journal, "", "").await;
        assert_eq!((nobody.customer, nobody.customer_seal), (None, None));
        let (one, two) = (buy(&trial.journal, "", NAME).await, buy(&trial.journal, "", NAME).await);
        assert_ne!(one.customer, two.customer, "a name alone is nobody's identity");
        assert_eq!(data(&trial.journal, &one).await, (NAME.to_owned(), String::new()));
        trial.verify().await;
    });
}

#[test]
fn a_customer_at_two_centres_is_known_to_each_by_itself() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let here = buy(&trial.journal, MOBILE, NAME).await;
        let deed =
            TakeServices { book: "3026002".into(), customer: known_customer(MOBILE, ""), ..sale(vec![line(COPY, 1)]) };
        let there = take(&trial.journal, deed).await.receipt;
        assert_ne!(here.customer, there.customer);
        trial.verify().await;
    });
}

/// Everything that a thief of the files would hold.
fn stolen(trial: &Trial) -> Option<Vec<u8>> {
    let Target::Sqlite(path) = &trial.target else { return None };
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
    Some(files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn names_numbers_and_answers_lie_nowhere_in_clear() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let formed = LineGiven { answers: answers(&[("applicant", NAME), ("papers", "tax nid")]), ..line(FORMED, 1) };
        let deed = TakeServices { customer: known_customer(MOBILE, NAME), ..sale(vec![formed]) };
        let receipt = take(&trial.journal, deed).await.receipt;
        let sealed = receipt.lines[0].answers.as_ref().unwrap();
        let told: BTreeMap<String, String> = unsealed(&trial.journal, &sealed.seal).await.unwrap();
        assert_eq!((told["applicant"].as_str(), told["papers"].as_str()), (NAME, "nid tax"));
        for entry in trial.journal.entries(BOOK, 0, 100).await.unwrap() {
            for secret in [NAME, "মণ্ডল", "1799887766"] {
                assert!(!holds(&entry.events, secret), "{secret}");
            }
        }
        if let Some(bytes) = stolen(&trial) {
            assert!(holds(&bytes, &receipt.number), "the scan finds what is there in clear");
            for secret in [NAME, "মণ্ডল", "1799887766", "০১৭৯৯৮৮৭৭৬৬"] {
                assert!(!holds(&bytes, secret), "{secret}");
            }
        }
        trial.verify().await;
    });
}
