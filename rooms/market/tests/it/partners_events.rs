//! What happens, as sellers' own programs are told it: signed, again until they have it, and to be pulled in order.

use crate::kit::{does, moving, register};
use crate::orders_kit::{brought, collected, settle};
use crate::pages_kit::{Got, Kit, told as to};
use crate::partners_kit::{EVENTS, body, bought, key, page, stocked, told};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use journal::Journal;
use market::{ProductState, RETRY_MS, Side, Told, tell_partners};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use trial::both;
use web::{Signature, signature_holds};

/// A signature and the body under it.
type Heard = (Signature, Vec<u8>);

/// A seller's program: what it was told, and what it answers next; 204 when nothing was said.
#[derive(Clone, Default)]
pub struct Program {
    heard: Arc<Mutex<Vec<Heard>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

async fn hear(State(program): State<Program>, headers: HeaderMap, sent: Bytes) -> StatusCode {
    program.heard.lock().unwrap().push((Signature::of(&headers), sent.to_vec()));
    let answer = program.answers.lock().unwrap().pop_front().unwrap_or(204);
    StatusCode::from_u16(answer).unwrap()
}

impl Program {
    /// Listens on this machine; answers the address.
    pub async fn listens(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/hook", post(hear)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/hook")
    }

    pub fn heard(&self) -> Vec<(Signature, Vec<u8>)> {
        self.heard.lock().unwrap().clone()
    }

    pub fn will_answer(&self, answers: &[u16]) {
        self.answers.lock().unwrap().extend(answers);
    }
}

pub async fn setting(kit: &Kit, who: &str, seller: &str, form: &str, url: &str) -> Got {
    kit.post(who, &page(seller), &[("form_id", form), ("do", "endpoint"), ("url", url)]).await
}

/// The key of messages in the secret that a page shows, as its receiver decodes it.
fn secret_in(got: &Got) -> String {
    assert_eq!(got.status, 200, "{}", got.body);
    let text = got.body.split("whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let six = |letter: u8| letters.iter().position(|one| *one == letter).unwrap_or(0) as u32;
    let bytes = text.as_bytes().chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0_u32, |bits, letter| (bits << 6) | six(*letter));
        [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8]
    });
    String::from_utf8(bytes.filter(|byte| *byte != 0).collect()).unwrap()
}

pub async fn go(journal: &Journal) -> (usize, usize) {
    let Told { sent, failed, .. } = tell_partners(journal, &to(), 1_000).await.unwrap();
    (sent, failed)
}

#[test]
fn what_happens_to_an_order_is_told_in_signed_messages_and_a_forged_one_is_known() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let program = Program::default();
        let set = setting(&kit, "salma", &lamps.0, "e1", &program.listens().await).await;
        let secret = secret_in(&set);
        assert_eq!(go(journal).await, (0, 0), "nobody is told what was before");
        let number = bought(journal, &lamps, "b").await;
        brought(journal, &number).await;
        assert_eq!(go(journal).await, (6, 0));
        assert_eq!(go(journal).await, (0, 0), "once");
        let heard = program.heard();
        let kinds: Vec<String> = heard
            .iter()
            .map(|(_, sent)| {
                let message: Value = serde_json::from_slice(sent).unwrap();
                assert_eq!(message["data"]["order"], json!(number));
                format!("{} {}", message["type"].as_str().unwrap(), message["data"]["state"].as_str().unwrap())
            })
            .collect();
        assert_eq!(kinds[..2], ["order.placed placed", "order.moved accepted"]);
        assert_eq!(kinds[5], "order.moved arrived_at_centre");
        let text = String::from_utf8(heard.iter().flat_map(|(_, sent)| sent.clone()).collect()).unwrap();
        assert!(!text.contains("রহিম") && !text.contains("1911000003"), "no buyer: {text}");
        let (now, (given, body)) = (journal.now(), &heard[0]);
        assert!(signature_holds(&secret, given, now, body));
        assert!(!signature_holds("another secret", given, now, body));
        assert!(!signature_holds(&secret, given, now, b"{}"), "another body");
        let forged = Signature { signature: "v1,Zm9yZ2Vk".to_owned(), ..given.clone() };
        assert!(!signature_holds(&secret, &forged, now, body));
        let moved = Signature { id: "msg_other".to_owned(), ..given.clone() };
        assert!(!signature_holds(&secret, &moved, now, body), "another message's signature");
        trial.verify().await;
    });
}

#[test]
fn a_message_is_sent_again_under_its_id_until_the_program_has_it_and_can_be_pulled() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let key = key(&kit, &lamps.0, &["events"]).await;
        let program = Program::default();
        setting(&kit, "salma", &lamps.0, "e1", &program.listens().await).await;
        go(journal).await;
        let (first, second) = (bought(journal, &lamps, "b1").await, bought(journal, &lamps, "b2").await);
        program.will_answer(&[500]);
        assert_eq!(go(journal).await, (0, 1), "the second waits its turn");
        assert_eq!(go(journal).await, (0, 0), "it is too early, for both");
        trial.pass(RETRY_MS[0]);
        program.will_answer(&[301]);
        assert_eq!(go(journal).await, (0, 1), "nobody is sent elsewhere");
        trial.pass(RETRY_MS[1]);
        assert_eq!(go(journal).await, (2, 0));
        let ids: Vec<String> = program.heard().iter().map(|(given, _)| given.id.clone()).collect();
        let id = |n: i64| format!("msg_{}_{n}", lamps.0);
        assert_eq!(ids, [id(1), id(1), id(1), id(2)]);
        // What was sent can be pulled to the letter, with its id.
        let pulled = body(&kit.get_bearer(&key, EVENTS).await);
        let events = pulled["events"].as_array().unwrap();
        let orders: Vec<&str> = events.iter().map(|one| one["message"]["data"]["order"].as_str().unwrap()).collect();
        assert_eq!((orders, &events[0]["id"]), (vec![first.as_str(), second.as_str()], &json!(id(1))));
        let sent: Value = serde_json::from_slice(&program.heard()[0].1).unwrap();
        assert_eq!(events[0]["message"], sent);
        let next = body(&kit.get_bearer(&key, &format!("{EVENTS}?after=1&limit=1")).await);
        assert_eq!((&next["events"][0]["number"], &next["next"], &next["more"]), (&json!(2), &json!(2), &json!(false)));
        assert_eq!(told(&kit.get_bearer(&key, &format!("{EVENTS}?after=x")).await).0, 400);
        trial.verify().await;
    });
}

#[test]
fn after_ten_tries_a_message_is_given_up_and_somebody_may_send_it_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let program = Program::default();
        setting(&kit, "salma", &lamps.0, "e1", &program.listens().await).await;
        go(journal).await;
        bought(journal, &lamps, "b1").await;
        program.will_answer(&[503; 10]);
        for wait in RETRY_MS.iter().chain(&[0]) {
            assert_eq!(go(journal).await, (0, 1), "{wait}");
            trial.pass(*wait);
        }
        trial.pass(30 * 86_400_000);
        assert_eq!(go(journal).await, (0, 0), "given up");
        let list = kit.get("salma", &page(&lamps.0)).await;
        assert!(list.body.contains("Given up") && list.body.contains("503"), "{}", list.body);
        assert!(list.body.contains("Send again"), "{}", list.body);
        let again = [("form_id", "a"), ("do", "again"), ("message", "1")];
        assert_eq!(kit.post("ecab", &page(&lamps.0), &again).await.status, 404);
        kit.post("salma", &page(&lamps.0), &again).await.place();
        assert_eq!(go(journal).await, (1, 0));
        assert_eq!(program.heard().len(), 11);
        let unknown = [("form_id", "b"), ("do", "again"), ("message", "7")];
        assert_eq!(kit.post("salma", &page(&lamps.0), &unknown).await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn two_processes_note_a_message_once_and_a_killed_one_loses_none() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let key = key(&kit, &lamps.0, &["events"]).await;
        go(journal).await;
        for n in 0..5 {
            bought(journal, &lamps, &format!("b{n}")).await;
        }
        let other = trial.open_again().await;
        let way = to();
        let (one, two) = tokio::join!(tell_partners(journal, &way, 3), tell_partners(&other, &way, 1_000));
        one.unwrap();
        two.unwrap();
        while tell_partners(journal, &to(), 1_000).await.unwrap().more {}
        let pulled = body(&kit.get_bearer(&key, EVENTS).await);
        let orders: std::collections::BTreeSet<String> = pulled["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["message"]["data"]["order"].to_string())
            .collect();
        assert_eq!((orders.len(), pulled["events"].as_array().unwrap().len()), (5, 5), "{pulled}");
        trial.verify().await;
    });
}

#[test]
fn money_and_checks_are_told_too_and_only_to_their_own_seller() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let own = key(&kit, &lamps.0, &["events"]).await;
        go(journal).await;
        let number = bought(journal, &lamps, "b").await;
        brought(journal, &number).await;
        collected(journal, &number, &[1], "").await;
        trial.pass(30 * 86_400_000);
        settle(journal).await;
        let (shown, back) = (ProductState::Published, ProductState::Returned);
        does(journal, moving(&lamps.0, &lamps.1, Side::Vetter, (shown, back))).await;
        does(journal, moving(&stalls.quilt.0, &stalls.quilt.1, Side::Vetter, (shown, back))).await;
        while tell_partners(journal, &to(), 1_000).await.unwrap().more {}
        let pulled = body(&kit.get_bearer(&own, EVENTS).await);
        let kinds: Vec<&str> =
            pulled["events"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == "order.collected").count(), 1, "{kinds:?}");
        assert_eq!(kinds.iter().filter(|kind| **kind == "order.released").count(), 1, "{kinds:?}");
        assert_eq!(kinds.iter().filter(|kind| **kind == "product.moved").count(), 1, "{kinds:?}");
        assert!(!pulled.to_string().contains(&stalls.quilt.0), "another seller's");
        let deaf = key(&kit, &lamps.0, &["orders"]).await;
        assert_eq!(told(&kit.get_bearer(&deaf, EVENTS).await), (403, "web.forbidden".to_owned()));
        trial.verify().await;
    });
}

#[test]
fn messages_go_only_to_public_addresses_and_only_where_the_seller_says() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        for inside in
            ["https://10.0.0.1/", "https://169.254.169.254/", "http://shop.example.com/", "https://localhost/", "x"]
        {
            let got = setting(&kit, "salma", &lamps.0, &format!("f-{inside}"), inside).await;
            assert_eq!(got.status, 422, "{inside}");
            assert!(got.body.contains("public internet"), "{}", got.body);
        }
        for who in ["rahima", "karim", "ecab"] {
            assert_eq!(setting(&kit, who, &lamps.0, "e", "https://evil.example.com/").await.status, 404, "{who}");
        }
        let first = setting(&kit, "salma", &lamps.0, "e1", "https://shop.example.com/hook").await;
        assert_eq!(
            secret_in(&first),
            secret_in(&setting(&kit, "salma", &lamps.0, "e1", "https://shop.example.com/hook").await)
        );
        let second = setting(&kit, "salma", &lamps.0, "e2", "https://shop.example.com/hook").await;
        assert_ne!(secret_in(&first), secret_in(&second), "a new secret with each change");
        assert!(!kit.get("salma", &page(&lamps.0)).await.body.contains("whsec_"), "shown once");
        kit.post("salma", &page(&lamps.0), &[("form_id", "c"), ("do", "close")]).await.place();
        go(journal).await;
        bought(journal, &lamps, "b").await;
        assert_eq!(go(journal).await, (0, 0), "nobody is told any more");
        trial.verify().await;
    });
}
