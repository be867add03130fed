//! Receipts by text: only to who agreed, at most once, in one message, and nothing about anybody who was erased.

use crate::deeds_cases::{desk, make_ready, taken};
use crate::deeds_desk::{
    BIRTH, BOOK, COPY, SELLER, known_customer, line, register, reverse, sale, stocked, take, write,
};
use base::Paisa;
use counter::{
    CustomerGiven, Receipt, SMS_LETTERS_MAX, TEXT_AGE_MS_MAX, Texting, check_code, complaint_code, complaint_number,
    complaint_text, letters, question_text, ready_text, receipt_text, reversed_text, sent_text, tell_by_text,
};
use journal::{Deed, Envelope, Journal, Stop, Tx};
use proptest::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use trial::both;

/// What was sent, by key: to whom and what.
type Sent = BTreeMap<String, (String, String)>;

/// A gateway that keeps what it is given, and may be away.
#[derive(Default, Clone)]
pub struct Gateway {
    sent: Arc<Mutex<Sent>>,
    /// How often something was handed to it.
    pub handed: Arc<Mutex<usize>>,
    away: Arc<Mutex<bool>>,
}

impl Gateway {
    pub fn texting(&self) -> Texting {
        let gateway = self.clone();
        Texting(Arc::new(move |to, text, key| {
            if *gateway.away.lock().unwrap() {
                return Err("no line".to_owned());
            }
            *gateway.handed.lock().unwrap() += 1;
            let mut sent = gateway.sent.lock().unwrap();
            sent.entry(key.to_owned()).or_insert_with(|| (to.e164(), text.to_owned()));
            Ok(())
        }))
    }

    pub fn sent(&self) -> Sent {
        self.sent.lock().unwrap().clone()
    }
}

/// Somebody with a number who agrees to be texted.
pub fn agreeing(mobile: &str) -> Option<CustomerGiven> {
    known_customer(mobile, "নমুনা বেগম").map(|one| CustomerGiven { texts: true, ..one })
}

pub async fn bought(journal: &Journal, customer: Option<CustomerGiven>) -> Receipt {
    take(journal, counter::TakeServices { customer, ..sale(vec![line(BIRTH, 1)]) }).await.receipt
}

pub async fn told(journal: &Journal, gateway: &Gateway) -> Vec<String> {
    let followed = tell_by_text(journal, &gateway.texting(), 1_000).await.unwrap();
    followed.faults.into_iter().map(|(book, ..)| book).collect()
}

/// Destroys the key of a customer.
#[derive(Serialize)]
struct Erase(String);

impl Deed for Erase {
    const NAME: &'static str = "trial.erase";
    type Done = ();
    type Refusal = counter::NotPrinted;

    fn book(&self) -> &str {
        BOOK
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<counter::NotPrinted>> {
        Ok(tx.erase(BOOK, &self.0).await?)
    }
}

#[test]
fn a_receipt_is_texted_once_and_only_to_who_agreed_and_has_a_number() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        told(journal, &gateway).await; // begins with what comes next
        let receipt = bought(journal, agreeing("01711-123456")).await;
        assert!(receipt.texts);
        let silent = bought(journal, known_customer("01711123456", "নমুনা বেগম")).await;
        let nameless = bought(journal, agreeing("")).await;
        assert!(!silent.texts && !nameless.texts);
        take(journal, sale(vec![line(COPY, 3)])).await;
        assert!(told(journal, &gateway).await.is_empty());
        told(journal, &gateway).await;
        let text = receipt_text(&receipt.number, receipt.total(), &receipt.check);
        let wanted = Sent::from([(format!("receipt:{}", receipt.number), ("+8801711123456".to_owned(), text))]);
        assert_eq!(gateway.sent(), wanted);
        assert_eq!(*gateway.handed.lock().unwrap(), 1);
        trial.verify().await;
    });
}

#[test]
fn whoever_paid_hears_that_the_receipt_was_reversed() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        told(journal, &gateway).await;
        let receipt = bought(journal, agreeing("01711123456")).await;
        reverse(journal, &receipt).await.unwrap();
        told(journal, &gateway).await;
        let (_, text) = &gateway.sent()[&format!("reversed:{}", receipt.number)];
        assert!(text.contains(&receipt.number) && text.contains("৳80"), "{text}");
    });
}

#[test]
fn nobody_who_was_erased_is_texted() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        told(journal, &gateway).await;
        let receipt = bought(journal, agreeing("01711123456")).await;
        write(journal, Erase(receipt.customer.clone().unwrap())).await.unwrap();
        assert!(told(journal, &gateway).await.is_empty(), "an erased person keeps no book waiting");
        assert!(gateway.sent().is_empty());
    });
}

#[test]
fn a_gateway_that_is_away_delays_a_text_and_loses_none() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        told(journal, &gateway).await;
        bought(journal, agreeing("01711123456")).await;
        bought(journal, agreeing("01811123456")).await;
        *gateway.away.lock().unwrap() = true;
        assert_eq!(told(journal, &gateway).await, [BOOK]);
        *gateway.away.lock().unwrap() = false;
        assert!(told(journal, &gateway).await.is_empty());
        assert_eq!(gateway.sent().len(), 2);
    });
}

#[test]
fn news_of_yesterday_is_not_texted() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        stocked(journal).await;
        told(journal, &gateway).await;
        bought(journal, agreeing("01711123456")).await;
        trial.pass(TEXT_AGE_MS_MAX + 1);
        assert!(told(journal, &gateway).await.is_empty());
        assert!(gateway.sent().is_empty());
    });
}

#[test]
fn an_application_that_was_sent_or_is_ready_is_told_without_its_service() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        desk(&trial).await;
        told(journal, &gateway).await;
        let sale = sale(vec![line(crate::deeds_cases::PORCHA, 1)]);
        let receipt = take(journal, counter::TakeServices { customer: agreeing("01711123456"), ..sale }).await.receipt;
        let number = counter::case_number(&receipt.number, 0);
        make_ready(journal, &number).await;
        let (_, _, silent) = taken(journal).await; // whose applicant did not agree
        make_ready(journal, &silent).await;
        told(journal, &gateway).await;
        let sent = gateway.sent();
        let keys: Vec<&str> = sent.keys().map(String::as_str).collect();
        let wanted = [format!("ready:{number}"), format!("receipt:{}", receipt.number), format!("sent:{number}")];
        assert_eq!(keys, wanted);
        assert!(sent.values().all(|(_, text)| !text.contains("Porcha") && letters(text) <= SMS_LETTERS_MAX));
    });
}

#[test]
fn a_customer_who_agrees_without_a_number_agrees_to_nothing() {
    let mut cart = counter::Cart::default();
    let given = CustomerGiven { name: Some("নমুনা".to_owned()), texts: true, ..CustomerGiven::default() };
    cart.change(&counter::CartChange::Customer(given)).unwrap();
    assert!(!cart.customer.unwrap().texts);
    assert_eq!(SELLER, "rahima");
    assert_eq!(Envelope::system().by, "system");
}

#[test]
fn a_paid_out_sum_is_not_said_to_be_received() {
    let text = receipt_text("3026001-261123-B7K-014", Paisa::new(-50_000), "7F3K2Q");
    assert!(text.contains("৳500 দেওয়া হয়েছে") && !text.contains("পাওয়া"), "{text}");
}

proptest! {
    #[test]
    fn every_text_fits_one_message(taka in 0_i64..10_000_000, count in 1_i64..1000, line in 0_usize..20) {
        let number = format!("3026001-261123-B7K-{count:03}");
        let (case, complaint) = (counter::case_number(&number, line), complaint_number(&number, 1 + count % 9));
        let keys = trial::keys();
        let total = Paisa::from_taka(taka).unwrap();
        let texts = [
            receipt_text(&number, total, &check_code(&keys, &number)),
            reversed_text(&number, total),
            sent_text(&case),
            ready_text(&case),
            question_text(&number),
            complaint_text(&complaint, &complaint_code(&keys, &complaint)),
        ];
        for text in texts {
            prop_assert!(letters(&text) <= SMS_LETTERS_MAX, "{} {text}", letters(&text));
        }
    }
}
