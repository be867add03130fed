//! Sellers are paid in runs: one person proposes, another approves, the bank says what became of it.

use crate::kit::{as_whom, does, refused, register};
use crate::orders_kit::{
    Stalls, both_goods, brought, collected, holds, order, placed, quilts, quoted, settle, stalls, taka,
};
use crate::pages_kit::{Got, Kit};
use base::Paisa;
use journal::Journal;
use market::{DecideRun, EndPayout, ProposeRun, Run, SendPayout};
use trial::{Trial, both};

const DAY: i64 = 86_400_000;

/// One order of a quilt and a lamp, collected and released.
async fn released(trial: &Trial, key: &str, stalls: &Stalls) {
    let journal = &trial.journal;
    let orders = placed(journal, &quoted(journal, &both_goods(key, stalls)).await).await.orders;
    for number in &orders {
        brought(journal, number).await;
        collected(journal, number, &[1], "").await;
    }
    trial.pass(9 * DAY);
    settle(journal).await;
}

async fn proposed(journal: &Journal, least: i64) -> Run {
    as_whom(journal, "p-cashier", &format!("propose-{least}"), ProposeRun { least: taka(least) }).await.unwrap()
}

async fn approved(journal: &Journal, run: &Run) {
    let deed = DecideRun { run: run.number.clone(), approve: true };
    as_whom(journal, "p-chief", &format!("approve-{}", run.number), deed).await.unwrap();
}

fn vendor(seller: &str) -> String {
    format!("P:vendor:{seller}")
}

/// What a bank says: (id, taka, way, true when it is a return).
fn notice(said: &[(&str, &str, &str, bool)]) -> String {
    let entries = said.iter().map(|(id, taka, way, returned)| {
        let back = if *returned { "<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>" } else { "" };
        format!(
            "<Ntry><Amt Ccy=\"BDT\">{taka}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>\
             <Refs><AcctSvcrRef>B-1</AcctSvcrRef><EndToEndId>{id}</EndToEndId></Refs>{back}</TxDtls></NtryDtls></Ntry>"
        )
    });
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><Ntfctn>{}</Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>",
        entries.collect::<String>()
    )
}

async fn told(kit: &Kit, who: &str, text: &str) -> Got {
    let file = ("notice.xml", "application/xml");
    kit.send_form(who, "/market/settlement/notice", &[], Some(("notice", file, text.as_bytes()))).await
}

#[test]
fn sellers_are_paid_by_two_people_and_the_banks_word_ends_each_payout_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let (quilt, lamp) = (stalls.quilt.0.clone(), stalls.lamp.0.clone());
        released(&trial, "a", &stalls).await;
        let page = kit.get("cashier", "/market/settlement").await;
        let least = [("form_id", page.value("form_id")), ("do", "propose".to_owned()), ("least", "100".to_owned())];
        let least: Vec<(&str, &str)> = least.iter().map(|(name, value)| (*name, value.as_str())).collect();
        kit.post("cashier", "/market/settlement", &least).await.place();
        let page = kit.get("cashier", "/market/settlement").await;
        assert!(page.body.contains("Somebody else approves it"), "{}", page.body);
        let number = page.value("run");
        let decide = [("form_id", "d-1"), ("do", "approve"), ("run", number.as_str())];
        let own = kit.post("cashier", "/market/settlement", &decide).await;
        assert_eq!(own.status, 403, "who proposed it does not approve it");
        let file = format!("/market/settlement/{number}");
        assert_eq!(kit.get("chief", &file).await.status, 404, "nothing leaves before it is approved");
        // Who says yes sees first who gets how much, and where.
        let seen = kit.get("chief", "/market/settlement").await.body;
        for part in [quilt.as_str(), lamp.as_str(), "৳2,500<", "৳800<", "<td class=\"num\">…"] {
            assert!(seen.contains(part), "{part}: {seen}");
        }
        kit.post("chief", "/market/settlement", &decide).await.place();
        let xml = kit.get("chief", &file).await;
        assert_eq!(xml.header("content-type"), "application/xml");
        for part in
            ["<NbOfTxs>2</NbOfTxs>", "<CtrlSum>3300.00</CtrlSum>", "<MmbId>010261334</MmbId>", "Ccy=\"BDT\">2500.00<"]
        {
            assert!(xml.body.contains(part), "{part}: {}", xml.body);
        }
        for seller in [&quilt, &lamp] {
            assert_eq!(holds(journal, seller, &vendor(seller)).await, Paisa::ZERO);
        }
        assert_eq!(holds(journal, &quilt, "P:suspense").await, taka(-2_500), "on its way");
        // One arrives; the other comes back; a stranger's id and a wrong sum are passed over.
        let (one, two) = (format!("{number}-1"), format!("{number}-2"));
        let wrong =
            told(&kit, "chief", &notice(&[("P-none", "5.00", "DBIT", false), (&one, "9.00", "DBIT", false)])).await;
        assert!(wrong.body.contains("2 were passed over"), "{}", wrong.body);
        let text = notice(&[(&one, "2500.00", "DBIT", false), (&two, "800.00", "CRDT", true)]);
        let heard = told(&kit, "chief", &text).await;
        assert!(heard.body.contains("1 arrived, 1 came back"), "{}", heard.body);
        let again = told(&kit, "chief", &text).await;
        assert!(again.body.contains("0 arrived, 0 came back, 2 were passed over"), "{}", again.body);
        assert_eq!(holds(journal, &quilt, "P:bank").await, taka(-2_500));
        assert_eq!(holds(journal, &lamp, &vendor(&lamp)).await, taka(-800), "owed again");
        assert_eq!(kit.get("chief", &file).await.status, 404, "nothing of it is on its way");
        // What came back goes with the next run.
        assert_eq!(
            proposed(journal, 1).await.payouts,
            [market::SellerPayout { id: proposed_id(journal).await, seller: lamp, poisha: taka(800) }]
        );
        trial.verify().await;
    });
}

/// The id of the only payout of the run that waits.
async fn proposed_id(journal: &Journal) -> String {
    let why = refused(journal, ProposeRun { least: taka(1) }).await;
    assert_eq!(why, "market.settle.waiting");
    let entries = journal.entries(journal::NATION, 0, 1_000).await.unwrap();
    let lines = entries.iter().flat_map(|entry| entry.lines().unwrap());
    let lines: Vec<_> = lines.collect();
    let last = lines.iter().rfind(|(kind, _, _)| kind == "market.run_proposed").unwrap();
    let said: serde_json::Value = serde_json::from_str(&last.2).unwrap();
    said["run"]["payouts"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_a_seller_came_to_owe_since_it_was_proposed_does_not_leave() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let seller = stalls.quilt.0.clone();
        released(&trial, "a", &stalls).await;
        assert_eq!(refused(journal, ProposeRun { least: taka(9_000) }).await, "market.settle.nothing");
        let run = proposed(journal, 1_000).await;
        assert_eq!(run.total(), Some(taka(2_500)));
        // A quilt comes broken: its seller bears the way there, and is owed so much less.
        let number = placed(journal, &quoted(journal, &quilts("b", &stalls, 1)).await).await.orders[0].clone();
        let way = order(journal, &number).await.order.part.delivery;
        brought(journal, &number).await;
        collected(journal, &number, &[0], "damaged").await;
        trial.pass(DAY);
        settle(journal).await;
        let owed = taka(2_500).checked_sub(way).unwrap();
        assert!(way > Paisa::ZERO);
        assert_eq!(holds(journal, &seller, &vendor(&seller)).await, owed.checked_neg().unwrap());
        approved(journal, &run).await;
        settle(journal).await;
        assert_eq!(
            holds(journal, &seller, "P:suspense").await,
            owed.checked_neg().unwrap(),
            "only what is owed leaves"
        );
        assert_eq!(holds(journal, &seller, &vendor(&seller)).await, Paisa::ZERO);
        let send = SendPayout { run: run.number.clone(), payout: run.payouts[0].clone() };
        assert_eq!(does(journal, send).await, None, "it left once");
        // The bank tells of what left, not of what was proposed.
        let kit = Kit::with_things(&trial, |things| things);
        let id = run.payouts[0].id.as_str();
        let proposed = told(&kit, "chief", &notice(&[(id, "2500.00", "DBIT", false)])).await;
        assert!(proposed.body.contains("1 were passed over"), "{}", proposed.body);
        let whole = owed.show_plain(base::Lang::En).replace(',', "");
        let arrived = told(&kit, "chief", &notice(&[(id, &whole, "DBIT", false)])).await;
        assert!(arrived.body.contains("1 arrived"), "{}", arrived.body);
        assert_eq!(holds(journal, &seller, "P:suspense").await, Paisa::ZERO);
        trial.verify().await;
    });
}

#[test]
fn what_comes_back_days_after_it_arrived_is_owed_again_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let seller = stalls.quilt.0.clone();
        released(&trial, "a", &stalls).await;
        let run = proposed(journal, 1_000).await;
        approved(journal, &run).await;
        settle(journal).await;
        let end = |paid: bool| EndPayout {
            seller: seller.clone(),
            id: run.payouts[0].id.clone(),
            paid,
            reference: String::new(),
            reason: String::new(),
        };
        does(journal, end(true)).await;
        assert_eq!(holds(journal, &seller, "P:bank").await, taka(-2_500));
        trial.pass(2 * DAY);
        does(journal, end(false)).await;
        assert_eq!(refused(journal, end(false)).await, "market.settle.decided", "it came back once");
        for account in ["P:bank", "P:suspense"] {
            assert_eq!(holds(journal, &seller, account).await, Paisa::ZERO, "{account}");
        }
        let again = as_whom(journal, "p-cashier", "next", ProposeRun { least: taka(1_000) }).await.unwrap();
        assert_eq!(again.total(), Some(taka(2_500)), "it goes with the next run");
        trial.verify().await;
    });
}

#[test]
fn a_run_is_decided_once_and_a_payout_is_ended_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        released(&trial, "a", &stalls).await;
        let run = proposed(journal, 1_000).await;
        assert_eq!(run.payouts.len(), 1, "what is too little waits");
        let declined = DecideRun { run: run.number.clone(), approve: false };
        as_whom(journal, "p-cashier", "decline", declined.clone()).await.unwrap();
        assert_eq!(refused(journal, declined).await, "market.settle.decided");
        let unknown = DecideRun { run: "P-none".to_owned(), approve: true };
        assert_eq!(refused(journal, unknown).await, "market.settle.unknown");
        settle(journal).await;
        assert_eq!(holds(journal, &stalls.quilt.0, "P:suspense").await, Paisa::ZERO, "what was declined stays");
        let run = as_whom(journal, "p-cashier", "again", ProposeRun { least: taka(1_000) }).await.unwrap();
        approved(journal, &run).await;
        let end = |reference: &str| EndPayout {
            seller: stalls.quilt.0.clone(),
            id: run.payouts[0].id.clone(),
            paid: true,
            reference: reference.to_owned(),
            reason: String::new(),
        };
        assert_eq!(refused(journal, end("B")).await, "market.settle.unknown", "it has not left");
        settle(journal).await;
        assert_eq!(refused(journal, end(&"B".repeat(36))).await, "market.settle.reference");
        does(journal, end("B")).await;
        assert_eq!(refused(journal, end("B")).await, "market.settle.decided");
        assert_eq!(holds(journal, &stalls.quilt.0, "P:suspense").await, Paisa::ZERO);
        assert_eq!(holds(journal, &stalls.quilt.0, "P:bank").await, taka(-2_500));
        trial.verify().await;
    });
}

#[test]
fn nobody_else_pays_sellers_and_what_is_no_notice_is_told() {
    both(&register(), |trial| async move {
        let (kit, _) = Kit::with_stalls(&trial).await;
        for who in ["karim", "ecab", "salma"] {
            assert_eq!(kit.get(who, "/market/settlement").await.status, 403, "{who}");
        }
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><Document/>";
        for none in ["", "not xml <", "<Document/>", bomb] {
            let told = told(&kit, "chief", none).await;
            assert_eq!(told.status, 422, "{none}");
            assert!(told.body.contains("no notice of a bank"), "{}", told.body);
        }
        let nothing = [("form_id", "n-1"), ("do", "propose"), ("least", "1")];
        let nothing = kit.post("chief", "/market/settlement", &nothing).await;
        assert!(nothing.status == 422 && nothing.body.contains("No seller is owed so much"), "{}", nothing.body);
        assert_eq!(kit.get("chief", "/market/settlement/P-none").await.status, 404);
        trial.pass(1);
    });
}

/// Numbers that are the same in every run of the test, and look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn whatever_is_proposed_decided_sent_and_come_back_a_seller_is_owed_what_it_was_not_paid() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let sellers = [stalls.quilt.0.clone(), stalls.lamp.0.clone()];
        let mut chance = Chance(20_261_129);
        let (mut runs, mut earned) = (Vec::<Run>::new(), [0_i64; 2]);
        for turn in 0..40 {
            match chance.below(5) {
                0 if turn < 30 && earned[0] < 20_000 => {
                    released(&trial, &format!("t{turn}"), &stalls).await;
                    earned = [earned[0] + 2_500, earned[1] + 800];
                }
                1 => {
                    let deed = ProposeRun { least: taka(1) };
                    runs.extend(as_whom(journal, "p-cashier", &format!("p{turn}"), deed).await.ok());
                }
                2 | 3 => {
                    let Some(run) = runs.last() else { continue };
                    let approve = chance.below(3) > 0;
                    let deed = DecideRun { run: run.number.clone(), approve };
                    drop(as_whom(journal, "p-chief", &format!("d{turn}"), deed).await);
                    settle(journal).await;
                }
                _ => {
                    let Some(payout) = runs.last().and_then(|run| run.payouts.first()) else { continue };
                    let (seller, id) = (payout.seller.clone(), payout.id.clone());
                    let (paid, reference, reason) = (chance.below(2) == 0, String::new(), String::new());
                    let deed = EndPayout { seller, id, paid, reference, reason };
                    drop(as_whom(journal, "p-chief", &format!("e{turn}"), deed).await);
                }
            }
            for (seller, earned) in sellers.iter().zip(earned) {
                let owed = holds(journal, seller, &vendor(seller)).await.get();
                let way = holds(journal, seller, "P:suspense").await.get();
                let paid = holds(journal, seller, "P:bank").await.get();
                assert!(owed <= 0 && way <= 0 && paid <= 0, "turn {turn}: {owed} {way} {paid}");
                assert_eq!(owed + way + paid, -earned * 100, "turn {turn}: {seller} is owed, on its way or paid");
            }
        }
        assert!(earned[0] > 0 && !runs.is_empty(), "something happened");
        trial.verify().await;
    });
}
