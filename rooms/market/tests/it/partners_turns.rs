//! Sellers' programs are told in turns, each of its own, and of the money that is sent to them.

use crate::kit::{as_whom, does, register};
use crate::orders_kit::{brought, collected, placed, quilts, quoted, settle, taka};
use crate::pages_kit::Kit;
use crate::partners_events::{Program, go, setting};
use crate::partners_kit::{EVENTS, body, bought, key, page, stocked};
use market::{DecideRun, EndPayout, ProposeRun, RETRY_MS, Run};
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use trial::both;

#[test]
fn one_sellers_dead_endpoint_does_not_keep_another_sellers_messages() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        // Nobody listens where the quilts' program was, and nobody else takes its place.
        let gone = TcpSocket::new_v4().unwrap();
        gone.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let dead = format!("http://{}/hook", gone.local_addr().unwrap());
        setting(&kit, "rahima", &stalls.quilt.0, "q", &dead).await;
        let program = Program::default();
        setting(&kit, "salma", &lamps.0, "e", &program.listens().await).await;
        go(journal).await;
        let quilt = placed(journal, &quoted(journal, &quilts("q", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &quilt).await;
        bought(journal, &lamps, "b1").await;
        assert_eq!(go(journal).await, (1, 1), "six wait behind the dead one, and the lamp's is there");
        // Nor when the dead one's turn comes again and again.
        for (round, wait) in RETRY_MS.iter().take(4).enumerate() {
            trial.pass(*wait);
            bought(journal, &lamps, &format!("b-{round}")).await;
            assert_eq!(go(journal).await, (1, 1), "{round}");
        }
        assert_eq!(program.heard().len(), 5);
        trial.verify().await;
    });
}

#[test]
fn a_closed_endpoint_gives_up_all_that_waits_and_nothing_of_it_can_be_sent_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let program = Program::default();
        setting(&kit, "salma", &lamps.0, "e1", &program.listens().await).await;
        go(journal).await;
        bought(journal, &lamps, "b1").await;
        bought(journal, &lamps, "b2").await;
        program.will_answer(&[500]);
        assert_eq!(go(journal).await, (0, 1));
        kit.post("salma", &page(&lamps.0), &[("form_id", "c"), ("do", "close")]).await.place();
        trial.pass(RETRY_MS[0]);
        assert_eq!(go(journal).await, (0, 0));
        let list = kit.get("salma", &page(&lamps.0)).await.body;
        assert_eq!(list.matches("Given up").count(), 2, "{list}");
        assert!(!list.contains("Send again"), "there is nowhere to send it: {list}");
        let again = [("form_id", "a"), ("do", "again"), ("message", "1")];
        assert_eq!(kit.post("salma", &page(&lamps.0), &again).await.status, 404);
        // With a new endpoint nothing old comes by itself.
        setting(&kit, "salma", &lamps.0, "e2", &program.listens().await).await;
        trial.pass(RETRY_MS[8]);
        assert_eq!(go(journal).await, (0, 0));
        assert_eq!(program.heard().len(), 1);
        trial.verify().await;
    });
}

#[test]
fn a_message_that_waits_cannot_be_sent_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let program = Program::default();
        setting(&kit, "salma", &lamps.0, "e1", &program.listens().await).await;
        go(journal).await;
        bought(journal, &lamps, "b1").await;
        program.will_answer(&[500, 500]);
        for (form, wait) in [("a1", 0), ("a2", RETRY_MS[0])] {
            trial.pass(wait);
            assert_eq!(go(journal).await, (0, 1));
            let again = [("form_id", form), ("do", "again"), ("message", "1")];
            assert_eq!(kit.post("salma", &page(&lamps.0), &again).await.status, 404, "it has its turn");
        }
        assert_eq!(go(journal).await, (0, 0), "and none before it");
        trial.verify().await;
    });
}

/// What a program pulls of payouts: (kind, data).
fn payouts(pulled: &Value) -> Vec<(String, Value)> {
    let events = pulled["events"].as_array().unwrap().iter();
    let of_money = events.filter(|one| one["kind"].as_str().unwrap().starts_with("payout."));
    of_money.map(|one| (one["kind"].as_str().unwrap().to_owned(), one["message"]["data"].clone())).collect()
}

#[test]
fn a_seller_is_told_what_was_sent_to_it_what_arrived_and_why_it_came_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let own = key(&kit, &lamps.0, &["events"]).await;
        go(journal).await;
        let number = bought(journal, &lamps, "b").await;
        brought(journal, &number).await;
        collected(journal, &number, &[1], "").await;
        trial.pass(30 * 86_400_000);
        settle(journal).await;
        let run: Run = as_whom(journal, "p-cashier", "propose", ProposeRun { least: taka(1) }).await.unwrap();
        let approve = DecideRun { run: run.number.clone(), approve: true };
        as_whom(journal, "p-chief", "approve", approve).await.unwrap();
        settle(journal).await;
        let payout = &run.payouts[0];
        assert_eq!((run.payouts.len(), &payout.seller, payout.poisha), (1, &lamps.0, taka(800)));
        let end = |paid: bool, reason: &str| EndPayout {
            seller: lamps.0.clone(),
            id: payout.id.clone(),
            paid,
            reference: "B-1".to_owned(),
            reason: reason.to_owned(),
        };
        does(journal, end(true, "AC04")).await;
        does(journal, end(false, "AC04")).await;
        go(journal).await;
        let told = payouts(&body(&kit.get_bearer(&own, EVENTS).await));
        let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["payout.sent", "payout.paid", "payout.failed"]);
        let day = journal.now().day().to_string();
        for (kind, data) in &told {
            let reason = if kind == "payout.failed" { json!("AC04") } else { Value::Null };
            assert_eq!(
                *data,
                json!({
                    "payout": payout.id, "run": run.number, "poisha": 80_000, "currency": "BDT",
                    "account": "0077", "day": day, "reason": reason
                }),
                "{kind}"
            );
        }
        trial.verify().await;
    });
}

#[test]
fn a_seller_is_not_told_of_a_payout_of_which_nothing_left() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, _) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let own = key(&kit, &lamps.0, &["events"]).await;
        go(journal).await;
        let payout = market::SellerPayout { id: "P1-1".to_owned(), seller: lamps.0.clone(), poisha: taka(5) };
        does(journal, market::SendPayout { run: "P1".to_owned(), payout }).await;
        go(journal).await;
        assert!(payouts(&body(&kit.get_bearer(&own, EVENTS).await)).is_empty(), "nothing was owed");
        trial.verify().await;
    });
}
