//! Transfers at the counter, as people press through them: found, filled in, read aloud, sent, and what became of them.

use crate::pages_kit::{HERS, Kit, does, furnish, register};
use base::Paisa;
use counter::{Carrier, Limit, SetLimit, subject_of_provider};
use journal::{Boxed, Fault, Journal};
use ledger::{Answer, Provider, Providers, Silence, TransferOrder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use trial::{Trial, both};

/// Mobile wallet cash-in and cash-out of the stock catalogue.
const CASH_IN: &str = "P017";
const CASH_OUT: &str = "P018";

/// Answers what it was told to, and keeps what it was asked for.
#[derive(Default)]
struct Wallet {
    answer: Mutex<Option<Answer>>,
    asked: Mutex<BTreeMap<String, TransferOrder>>,
}

impl Wallet {
    fn says(&self, answer: Answer) {
        *self.answer.lock().unwrap() = Some(answer);
    }

    fn told(&self) -> Answer {
        self.answer.lock().unwrap().clone().unwrap_or(Answer::Done { reference: "W-17".into() })
    }
}

impl Provider for Wallet {
    fn initiate<'a>(&'a self, order: &'a TransferOrder) -> Boxed<'a, Answer> {
        self.asked.lock().unwrap().insert(order.transfer.clone(), order.clone());
        let answer = self.told();
        Box::pin(async move { answer })
    }

    fn query<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        let answer = self.told();
        Box::pin(async move { answer })
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::Reversed { reference: "W-18".into() } })
    }

    fn statement(&self, _: base::BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async { None })
    }
}

async fn kit_of(trial: &Trial) -> (Kit, Arc<Wallet>) {
    furnish(&trial.journal).await;
    let wallet = Arc::new(Wallet::default());
    let carrier = Carrier::of(Providers::default().with("wallet", "secret", wallet.clone()));
    (Kit::over(trial.journal.clone(), move |things| things.with(carrier)), wallet)
}

fn filled(code: &str, day: base::BusinessDay, amount: &str) -> Vec<(String, String)> {
    let answers = counter::sample_answers(code, day).unwrap();
    let mut fields: Vec<_> = answers.into_iter().map(|(key, text)| (format!("a.{key}"), text)).collect();
    fields.push(("amount".to_owned(), amount.to_owned()));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Presses through both steps; answers where the state stands.
async fn sent(kit: &Kit, who: &str, code: &str, amount: &str) -> String {
    let fields = filled(code, kit.house.now().day(), amount);
    let read = kit.post(who, &format!("/counter/transfers/new/{code}"), &borrowed(&fields)).await;
    assert_eq!(read.status, 200, "{}", read.body);
    let (form_id, shown) = (read.value("form_id"), read.value("fee_shown"));
    let mut all = fields;
    for (name, value) in [("service", code), ("form_id", &form_id), ("fee_shown", &shown)] {
        all.push((name.to_owned(), value.to_owned()));
    }
    let first = kit.post(who, "/counter/transfers", &borrowed(&all)).await;
    let second = kit.post(who, "/counter/transfers", &borrowed(&all)).await;
    assert_eq!(first.place(), second.place(), "pressed twice, it is the same transfer");
    first.place().to_owned()
}

async fn drawer(journal: &Journal) -> i64 {
    let read =
        journal.read::<_, Fault, _>(|tx| Box::pin(async move { ledger::balance_now(tx, HERS, "E:drawer:1").await }));
    read.await.unwrap().poisha.get()
}

#[test]
fn a_transfer_is_found_like_any_service_read_aloud_sent_once_and_its_receipt_is_final() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        let found = kit.get("rahima", "/counter/find?q=P017").await;
        assert!(found.body.contains("value=\"P017\""), "{}", found.body);
        let led = kit.post("rahima", "/counter/cart", &[("service", CASH_IN)]).await;
        assert_eq!(led.place(), "/counter/transfers/new/P017");
        let page = kit.get("rahima", led.place()).await;
        assert!(page.body.contains("name=\"amount\"") && page.body.contains("data-add=\"500\""), "{}", page.body);
        let fields = filled(CASH_IN, trial.journal.now().day(), "1,000");
        let read = kit.post("rahima", "/counter/transfers/new/P017", &borrowed(&fields)).await;
        assert!(read.body.contains("goes to number") && read.body.contains("Read aloud"), "{}", read.body);
        assert_eq!(drawer(&trial.journal).await, 0, "nothing moves before it was read");
        let state = sent(&kit, "rahima", CASH_IN, "1000").await;
        let page = kit.get("rahima", &state).await;
        assert!(page.body.contains("Done. The money has arrived.") && page.body.contains("W-17"), "{}", page.body);
        assert!(!page.body.contains("hx-trigger"), "what has ended is not looked at again");
        assert_eq!(wallet.asked.lock().unwrap().len(), 1);
        assert_eq!(drawer(&trial.journal).await, 100_000, "the amount; nothing is charged for it");
        let receipt = page.body.split("/counter/receipts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let paper = kit.get("rahima", &format!("/counter/receipts/{receipt}")).await;
        assert!(paper.body.contains("৳1,000"), "{}", paper.body);
        trial.verify().await;
    });
}

#[test]
fn what_is_handed_over_for_a_transfer_is_counted_back_as_at_any_sale() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        let mut fields = filled(CASH_IN, trial.journal.now().day(), "985");
        let read = kit.post("rahima", "/counter/transfers/new/P017", &borrowed(&fields)).await;
        assert!(read.body.contains("name=\"tendered\"") && read.body.contains("data-total=\"98500\""), "{}", read.body);
        for name in ["form_id", "fee_shown"] {
            fields.push((name.to_owned(), read.value(name)));
        }
        fields.push(("service".to_owned(), CASH_IN.to_owned()));
        for (given, told) in [("900", "985"), ("much", "#tendered")] {
            let mut short = fields.clone();
            short.push(("tendered".to_owned(), given.to_owned()));
            let page = kit.post("rahima", "/counter/transfers", &borrowed(&short)).await;
            assert!(page.status == 422 && page.body.contains("tendered-error"), "{}", page.body);
            assert!(page.body.contains(told) && page.body.contains("Read aloud"), "{}", page.body);
            assert_eq!((page.value("tendered").as_str(), page.value("form_id")), (given, read.value("form_id")));
        }
        assert!(wallet.asked.lock().unwrap().is_empty(), "nothing was asked for");
        fields.push(("tendered".to_owned(), "১০০০".to_owned()));
        let state = kit.post("rahima", "/counter/transfers", &borrowed(&fields)).await.place().to_owned();
        let page = kit.get("rahima", &state).await;
        assert!(page.body.contains("Give back") && page.body.contains("10 × 1"), "{}", page.body);
        assert_eq!(drawer(&trial.journal).await, 98_500, "the change is not ours");
        trial.pass(600_001);
        let later = kit.get("rahima", &state).await;
        assert!(later.body.contains("৳15") && !later.body.contains("Give back"), "{}", later.body);
        trial.verify().await;
    });
}

#[test]
fn while_nobody_knows_the_page_says_that_the_money_is_safe_and_looks_again() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        wallet.says(Answer::NotAnswered(Silence::Unknown));
        let state = sent(&kit, "rahima", CASH_IN, "1000").await;
        let page = kit.get("rahima", &state).await;
        for text in
            ["It may have been done", "No money is lost", "Do not send it again", "every 3s", "Not confirmed yet"]
        {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        let part = kit.get("rahima", &format!("{state}?part")).await;
        assert!(part.body.trim_start().starts_with("<div class=\"stack\" id=\"state\""), "{}", part.body);
        let today = kit.get("rahima", "/").await;
        assert!(today.body.contains("Transfers whose end is not known"), "{}", today.body);
        let list = kit.get("rahima", "/counter/transfers").await;
        assert!(list.body.contains("Not known") && list.body.contains("1 transfers wait"), "{}", list.body);
        let theirs = kit.get("uno", "/counter/transfers").await;
        assert!(theirs.body.contains("Not known"), "an officer of the area sees it: {}", theirs.body);
        assert!(!kit.get("far", "/counter/transfers").await.body.contains(&state), "another district's does not");
        wallet.says(Answer::Failed { code: "no_such_wallet".into() });
        assert_eq!(kit.post("rahima", &format!("{state}/ask"), &[]).await.place(), state);
        let page = kit.get("rahima", &state).await;
        for text in ["Not done. The money did not go.", "Give back to the customer", "no_such_wallet", "1,000 × 1"] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        trial.pass(700_000);
        assert_eq!(drawer(&trial.journal).await, 0);
        trial.verify().await;
    });
}

#[test]
fn an_amount_is_paid_out_with_its_notes_only_when_it_is_done() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        sent(&kit, "rahima", CASH_IN, "5000").await;
        wallet.says(Answer::Pending);
        let state = sent(&kit, "rahima", CASH_OUT, "1000").await;
        let page = kit.get("rahima", &state).await;
        assert!(page.body.contains("Give no money yet") && !page.body.contains("class=\"piles\""), "{}", page.body);
        wallet.says(Answer::Done { reference: "W-20".into() });
        kit.post("rahima", &format!("{state}/ask"), &[]).await;
        let page = kit.get("rahima", &state).await;
        assert!(
            page.body.contains("Done. Pay the money now.") && page.body.contains("class=\"piles\""),
            "{}",
            page.body
        );
        assert_eq!(drawer(&trial.journal).await, 500_000 - 98_150, "Tk 18.50 for each thousand stay here");
        kit.post("rahima", &format!("{state}/take-back"), &[]).await;
        assert!(kit.get("rahima", &state).await.body.contains("The partner took it back"));
        assert_eq!(drawer(&trial.journal).await, 500_000);
        trial.verify().await;
    });
}

#[test]
fn what_is_wrong_is_told_beside_its_field_and_nothing_is_sent() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        let path = "/counter/transfers/new/P017";
        let day = trial.journal.now().day();
        for (amount, told) in [("", "amount"), ("ten", "amount"), ("40000", "30,000"), ("-5", "amount")] {
            let got = kit.post("rahima", path, &borrowed(&filled(CASH_IN, day, amount))).await;
            assert!(got.status == 422 && got.body.contains("href=\"#amount\""), "{amount}: {}", got.body);
            assert!(got.body.contains(told), "{amount}: {}", got.body);
        }
        let empty = kit.post("rahima", path, &[("amount", "100")]).await;
        assert!(empty.status == 422 && empty.body.contains("href=\"#a-wallet_no\""), "{}", empty.body);
        let back = filled(CASH_IN, day, "700").into_iter().chain([("edit".to_owned(), "yes".to_owned())]);
        let back = kit.post("rahima", path, &borrowed(&back.collect::<Vec<_>>())).await;
        assert_eq!(
            (back.status.as_u16(), back.value("amount").as_str()),
            (200, "700"),
            "what was typed is still there"
        );
        let limit = Limit { day_max_person: Some(Paisa::new(50_000)), ..Limit::default() };
        does(&trial.journal, SetLimit { subject: subject_of_provider("wallet"), path: "/".into(), limit }).await;
        let over = kit.post("rahima", path, &borrowed(&filled(CASH_IN, day, "600"))).await;
        assert!(over.status == 422 && over.body.contains("Your limit of the day is 500"), "{}", over.body);
        let page = kit.get("rahima", path).await;
        assert!(page.body.contains("Today from your seat") && page.body.contains("৳500"), "{}", page.body);
        assert!(wallet.asked.lock().unwrap().is_empty());
        assert_eq!(kit.get("rahima", "/counter/transfers/new/C010").await.status, 404, "a photocopy moves no money");
        trial.verify().await;
    });
}

#[test]
fn a_partner_that_is_not_connected_is_told_at_once_and_nothing_waits_for_ever() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        // Bills go through `utility`, which this house does not know.
        let page = kit.get("rahima", "/counter/transfers/new/P001").await;
        assert!(page.body.contains("This partner is not connected here."), "{}", page.body);
        assert!(!page.body.contains("name=\"amount\""), "there is nothing to fill in");
        let day = trial.journal.now().day();
        let got = kit.post("rahima", "/counter/transfers/new/P001", &borrowed(&filled("P001", day, "500"))).await;
        assert!(got.status == 422 && got.body.contains("not connected"), "{}", got.body);
        let mut all = filled("P001", day, "500");
        all.extend([("service".to_owned(), "P001".to_owned()), ("form_id".to_owned(), "f-1".to_owned())]);
        let got = kit.post("rahima", "/counter/transfers", &borrowed(&all)).await;
        assert_eq!(got.status, 422, "{}", got.body);
        assert!(kit.get("rahima", "/counter/transfers").await.body.contains("There are no transfers"));
        assert_eq!(drawer(&trial.journal).await, 0);
        trial.verify().await;
    });
}

#[test]
fn another_centres_transfer_is_not_there() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        wallet.says(Answer::Pending);
        let state = sent(&kit, "rahima", CASH_IN, "1000").await;
        for who in ["karim", "far"] {
            assert_eq!(kit.get(who, &state).await.status, 404, "{who}");
        }
        for step in ["ask", "take-back"] {
            assert_eq!(kit.post("karim", &format!("{state}/{step}"), &[]).await.status, 404, "{step}");
        }
        let seen = kit.get("uno", &state).await;
        let number = counter::sample_answers(CASH_IN, trial.journal.now().day()).unwrap().remove("wallet_no").unwrap();
        let plain = base::number::to_latin_digits(&number);
        assert!(seen.status == 200 && !seen.body.contains(&number) && !seen.body.contains(&plain), "{}", seen.body);
        assert_eq!(kit.post("uno", &format!("{state}/ask"), &[]).await.status, 403);
        assert_eq!(kit.get("rahima", &format!("/counter/transfers/{HERS}/nothing")).await.status, 404);
        assert_eq!(kit.get("karim", "/counter/transfers?centre=3026001").await.status, 404);
    });
}

#[test]
fn limits_are_set_by_place_and_taken_away_again() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let page = kit.get("admin", "/counter/limits").await;
        assert!(page.body.contains("value=\"provider:wallet\"") && page.body.contains("service:P017"), "{}", page.body);
        let post = |id: &'static str, each: &'static str, place: &'static str| {
            let kit = &kit;
            async move {
                let fields = [("form_id", id), ("subject", "provider:wallet"), ("place", place), ("each", each)];
                kit.post("admin", "/counter/limits", &fields).await
            }
        };
        assert_eq!(post("f1", "300", "3026").await.place(), "/counter/limits");
        assert_eq!(post("f1", "300", "3026").await.place(), "/counter/limits", "pressed twice");
        let page = kit.get("admin", "/counter/limits").await;
        assert!(page.body.contains("৳300") && page.body.contains("Mobile wallet"), "{}", page.body);
        let new = kit.get("rahima", "/counter/transfers/new/P017").await;
        assert!(new.body.contains("At once") && new.body.contains("৳300"), "{}", new.body);
        assert_eq!(post("f2", "", "3026").await.place(), "/counter/limits");
        assert!(!kit.get("admin", "/counter/limits").await.body.contains("৳300"), "an empty limit is none");
        let bad = post("f3", "much", "").await;
        assert!(bad.status == 422 && bad.body.contains("href=\"#each\""), "{}", bad.body);
        assert_eq!(post("f4", "5", "no-place").await.status, 404);
        assert_eq!(kit.get("rahima", "/counter/limits").await.status, 403);
        trial.verify().await;
    });
}

#[test]
fn every_service_with_an_amount_that_needs_no_course_goes_through_both_steps_to_its_provider() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let wallet = Arc::new(Wallet::default());
        let shown = counter::Catalogue::default().now(&trial.journal).await.unwrap();
        let offers = shown.offers.iter().filter(|offer| offer.service.amount.is_some());
        // Those that need a course are refused to who has none: see courses.rs.
        let (taught, offers): (Vec<_>, Vec<_>) = offers.partition(|offer| offer.service.course.is_some());
        assert!(taught.len() + offers.len() > 25 && offers.len() > 12, "{} and {}", taught.len(), offers.len());
        let mut providers = Providers::default();
        for offer in &offers {
            providers = providers.with(&offer.service.amount.as_ref().unwrap().provider, "secret", wallet.clone());
        }
        let kit = Kit::over(trial.journal.clone(), move |things| things.with(Carrier::of(providers)));
        let float = ledger::TopUpFloat {
            book: HERS.into(),
            poisha: Paisa::from_taka(100_000).unwrap(),
            proof: "SLIP-10".into(),
        };
        does(&trial.journal, float).await;
        // The drawer has to hold what is paid out.
        sent(&kit, "rahima", CASH_IN, "30000").await;
        for (count, offer) in (2..).zip(&offers) {
            let (code, rule) = (&offer.service.code, offer.service.amount.as_ref().unwrap());
            let amount = rule.min.max(Paisa::new(100_000)).min(rule.max).show_plain(base::Lang::En);
            let state = sent(&kit, "rahima", code, &amount).await;
            let page = kit.get("rahima", &state).await;
            assert!(page.status == 200 && page.body.contains("W-17"), "{code}: {}", page.body);
            assert_eq!(wallet.asked.lock().unwrap().len(), count, "{code}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_transfers_receipt_is_not_reversed_by_hand_and_its_check_says_where_it_stands() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        wallet.says(Answer::Pending);
        let state = sent(&kit, "rahima", CASH_IN, "1000").await;
        let page = kit.get("rahima", &state).await;
        let number = page.body.split("/counter/receipts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let receipt = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        assert!(receipt.body.contains("Not confirmed yet"), "{}", receipt.body);
        let fields = [("form_id", "f"), ("reason", "wrong_amount"), ("note", "")];
        let undone = kit.post("rahima", &format!("/counter/receipts/{number}/reverse"), &fields).await;
        assert!(undone.status == 422 && undone.body.contains("only the transfer can be taken back"), "{}", undone.body);
        wallet.says(Answer::Done { reference: "W-17".into() });
        kit.post("rahima", &format!("{state}/ask"), &[]).await;
        let receipt = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        assert!(!receipt.body.contains("Not confirmed yet"), "it is final now: {}", receipt.body);
        trial.verify().await;
    });
}

#[test]
fn the_page_looks_again_for_ten_minutes_and_then_waits_for_a_press() {
    both(&register(), |trial| async move {
        let (kit, wallet) = kit_of(&trial).await;
        wallet.says(Answer::Pending);
        let state = sent(&kit, "rahima", CASH_IN, "1000").await;
        assert!(kit.get("rahima", &state).await.body.contains("hx-trigger=\"every 3s\""));
        trial.pass(600_001);
        let page = kit.get("rahima", &state).await;
        assert!(!page.body.contains("hx-trigger") && page.body.contains("Ask the partner now"), "{}", page.body);
        wallet.says(Answer::Failed { code: "down".into() });
        assert_eq!(kit.post("rahima", &format!("{state}/ask"), &[]).await.place(), state);
        assert_eq!(kit.post("rahima", &format!("{state}/ask"), &[]).await.place(), state, "as good as once");
        assert!(kit.get("rahima", &state).await.body.contains("Not done"));
        // What has failed cannot be taken back; nothing changes.
        assert_eq!(kit.post("rahima", &format!("{state}/take-back"), &[]).await.place(), state);
        assert!(kit.get("rahima", &state).await.body.contains("Not done"));
        trial.verify().await;
    });
}

#[test]
fn the_customer_of_a_transfer_is_not_the_next_one() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        kit.post("rahima", "/counter/customer", &[("name", "নমুনা বেগম"), ("mobile", "01712345678")]).await;
        let page = kit.get("rahima", "/counter/transfers/new/P017").await;
        assert!(page.body.contains("নমুনা বেগম"), "{}", page.body);
        sent_once(&kit, "1000").await;
        assert!(!kit.get("rahima", "/counter").await.body.contains("নমুনা বেগম"), "served and gone");
        // With services in the cart the customer is still here.
        kit.post("rahima", "/counter/customer", &[("name", "নমুনা মিয়া")]).await;
        kit.copies("rahima", "2").await;
        sent_once(&kit, "700").await;
        assert!(kit.get("rahima", "/counter").await.body.contains("নমুনা মিয়া"));
        trial.verify().await;
    });
}

/// Both steps with the customer who is here, the second one pressed twice.
async fn sent_once(kit: &Kit, amount: &str) {
    let mut fields = filled(CASH_IN, kit.house.now().day(), amount);
    let read = kit.post("rahima", "/counter/transfers/new/P017", &borrowed(&fields)).await;
    for name in ["form_id", "customer_name", "customer_mobile"] {
        if read.body.contains(&format!("name=\"{name}\"")) {
            fields.push((name.to_owned(), read.value(name)));
        }
    }
    fields.push(("service".to_owned(), CASH_IN.to_owned()));
    let first = kit.post("rahima", "/counter/transfers", &borrowed(&fields)).await;
    let second = kit.post("rahima", "/counter/transfers", &borrowed(&fields)).await;
    assert_eq!(first.place(), second.place(), "pressed twice, though the customer has left the counter");
}
