//! A customer orders at home: the telephone is proved, and the centre that brought the customer in takes the order.

use crate::kit::{HIS, does, register};
use crate::orders_kit::{Stalls, brought, collected, holds, order, placed, quilts, quoted, settle, stalls, taka};
use crate::pages_kit::{Got, Kit};
use base::Paisa;
use base::mobile::Mobile;
use market::{BuyersTold, OrderState, Payment, Rate, SetRate, Subject, code_text, phone_code};
use std::sync::{Arc, Mutex};
use trial::{Trial, both};

const DAY: i64 = 86_400_000;
/// Who bought at Karim's centre before, and who never did.
const KNOWN: &str = "01911000003";
const STRANGER: &str = "01911000099";

type Sent = Arc<Mutex<Vec<(String, String)>>>;

/// A house that sends texts, and what it sent: (number, text), each key once.
fn texting(trial: &Trial) -> (Kit, Sent) {
    let sent: Sent = Arc::default();
    let (gone, keys) = (sent.clone(), Mutex::new(Vec::<String>::new()));
    let told = BuyersTold(Arc::new(move |to: &Mobile, text: &str, key: &str| {
        let mut keys = keys.lock().unwrap();
        if !keys.contains(&key.to_owned()) {
            keys.push(key.to_owned());
            gone.lock().unwrap().push((to.e164(), text.to_owned()));
        }
        Ok(())
    }));
    (Kit::with_things(trial, |things| things.with(told)), sent)
}

/// Somebody whom Karim's centre brought in: one order that was collected and is over.
async fn known(trial: &Trial, stalls: &Stalls) {
    let journal = &trial.journal;
    let number = placed(journal, &quoted(journal, &quilts("first", stalls, 1)).await).await.orders[0].clone();
    brought(journal, &number).await;
    collected(journal, &number, &[1], "").await;
    trial.pass(9 * DAY);
    settle(journal).await;
}

async fn ask(kit: &Kit, path: &str, mobile: &str, more: &[(&str, &str)]) -> Got {
    let fields = [("form_id", "alone-1"), ("sku", "QUILT-RED"), ("pieces", "২"), ("mobile", mobile)];
    kit.post("nobody", path, &[&fields, more].concat()).await
}

fn path_of(stalls: &Stalls) -> String {
    format!("/haat/goods/{}-{}/order", stalls.quilt.0, stalls.quilt.1)
}

#[test]
fn an_order_from_home_goes_to_the_centre_that_brought_the_customer_in_and_earns_it_its_share() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let rate = Rate { from: journal.now().day(), programme_bp: 400, shop_bp: 600, help_bp: 0 };
        let all = Subject { seller: String::new(), category: String::new() };
        does(journal, SetRate { subject: all, rate }).await;
        known(&trial, &stalls).await;
        let (kit, sent) = texting(&trial);
        let path = path_of(&stalls);
        assert!(kit.get("nobody", path.trim_end_matches("/order")).await.body.contains(&path));
        let asked = ask(&kit, &path, KNOWN, &[("do", "ask")]).await;
        assert!(asked.status == 200 && asked.body.contains("Code from the text"), "{}", asked.body);
        ask(&kit, &path, KNOWN, &[("do", "ask")]).await;
        let mobile = Mobile::parse(KNOWN).unwrap();
        let code = phone_code(journal.keys(), &mobile, journal.now());
        assert_eq!(*sent.lock().unwrap(), [(mobile.e164(), code_text(&code))], "one text, however often it is asked");
        let typed = code.to_lowercase();
        let confirm = [("do", "confirm"), ("code", typed.as_str())];
        let link = ask(&kit, &path, KNOWN, &confirm).await.place().to_owned();
        assert_eq!(ask(&kit, &path, KNOWN, &confirm).await.place(), link, "pressed twice, one quote");
        let offer = kit.get("nobody", &link).await;
        assert!(offer.body.contains("5,000") && offer.body.contains("You collect and pay at"), "{}", offer.body);
        let (number, code) = link.strip_prefix("/haat/quotes/").unwrap().split_once("?c=").unwrap();
        let take = format!("/haat/quotes/{number}");
        let unread = kit.post("nobody", &take, &[("form_id", "t-1"), ("c", code)]).await;
        assert_eq!(unread.status, 422, "nobody agreed");
        let agreed = [("form_id", "t-1"), ("c", code), ("consent", "yes")];
        assert_eq!(kit.post("nobody", &take, &agreed).await.place(), link);
        let first = format!("{number}-1");
        let standing = order(journal, &first).await;
        assert_eq!((standing.order.payment, standing.paid), (Payment::OnCollection, Paisa::ZERO));
        assert_eq!(standing.order.by, "customer");
        // It comes, is paid at the counter, and the centre has its share of it.
        brought(journal, &first).await;
        assert_eq!(collected(journal, &first, &[2], "").await.0, OrderState::Collected);
        let before = holds(journal, HIS, "E:commission").await;
        trial.pass(9 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &first).await.state, OrderState::Closed);
        let earned = before.checked_sub(holds(journal, HIS, "E:commission").await).unwrap();
        assert_eq!(earned, taka(300), "six of a hundred of 5,000");
        assert!(kit.get("nobody", &link).await.body.contains(&first), "the link tells where the goods are");
        trial.verify().await;
    });
}

#[test]
fn a_stranger_a_guesser_and_a_robot_get_nothing_and_learn_nothing() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        known(&trial, &stalls).await;
        let (kit, sent) = texting(&trial);
        let path = path_of(&stalls);
        let known = ask(&kit, &path, KNOWN, &[("do", "ask")]).await;
        let stranger = ask(&kit, &path, STRANGER, &[("do", "ask")]).await;
        let bare = |got: &Got| got.body.replace(&got.value("csrf"), "").replace(STRANGER, KNOWN);
        assert_eq!(bare(&stranger), bare(&known), "nobody learns who buys at a centre");
        assert_eq!(sent.lock().unwrap().len(), 1);
        let mobile = Mobile::parse(KNOWN).unwrap();
        let code = phone_code(journal.keys(), &mobile, journal.now());
        let wrong = ask(&kit, &path, KNOWN, &[("do", "confirm"), ("code", "AAAAAA")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("not the code"), "{}", wrong.body);
        assert_eq!(
            ask(&kit, &path, STRANGER, &[("do", "confirm"), ("code", &code)]).await.status,
            422,
            "another's code"
        );
        trial.pass(601_000);
        let late = ask(&kit, &path, KNOWN, &[("do", "confirm"), ("code", &code)]).await;
        assert!(late.body.contains("its time is over"), "{}", late.body);
        let mut last = late.status;
        for _ in 0..9 {
            last = ask(&kit, &path, KNOWN, &[("do", "confirm"), ("code", "BBBBBB")]).await.status;
        }
        assert_eq!(last, 429, "who guesses is made to wait");
        let none = ask(&kit, &path, "12", &[("do", "ask")]).await;
        assert!(none.body.contains("Write your mobile number"), "{}", none.body);
        // Quotes of the counter are nobody's, and a link without its code is none.
        let quote = quoted(journal, &quilts("a", &stalls, 1)).await;
        assert_eq!(kit.get("nobody", &format!("/haat/quotes/{}", quote.number)).await.status, 404);
        assert_eq!(kit.get("nobody", &format!("/haat/quotes/{}?c=AAAAAA", quote.number)).await.status, 404);
        assert_eq!(kit.get("nobody", "/haat/goods/S000009-0001/order").await.status, 404);
        let silent = Kit::with_things(&trial, |things| things);
        let silent = ask(&silent, &path, KNOWN, &[("do", "ask")]).await;
        assert!(silent.body.contains("No codes can be sent now"), "{}", silent.body);
        trial.verify().await;
    });
}

#[test]
fn who_left_two_orders_lying_does_not_order_from_home_without_paying() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        known(&trial, &stalls).await;
        for key in ["x", "y"] {
            let number = placed(journal, &quoted(journal, &quilts(key, &stalls, 1)).await).await.orders[0].clone();
            brought(journal, &number).await;
            assert_eq!(collected(journal, &number, &[0], "changed_mind").await.0, OrderState::Refused);
        }
        let (kit, _) = texting(&trial);
        let code = phone_code(journal.keys(), &Mobile::parse(KNOWN).unwrap(), journal.now());
        let confirm = [("do", "confirm"), ("code", code.as_str())];
        let link = ask(&kit, &path_of(&stalls), KNOWN, &confirm).await.place().to_owned();
        let (path, code) = link.split_once("?c=").unwrap();
        let taken = kit.post("nobody", path, &[("form_id", "t-1"), ("c", code), ("consent", "yes")]).await;
        assert_eq!(taken.status, 422);
        assert!(taken.body.contains("left 2 orders behind"), "{}", taken.body);
        trial.verify().await;
    });
}
