//! Who does not fetch their goods is reminded on the second and the fourth day, once each.

use crate::kit::{HIS, does, refused, register};
use crate::orders_kit::{brought, collected, order, placed, quilts, quoted, settle, stalls};
use base::calendar::BusinessDay;
use market::{BuyersTold, HoldOrder, OrderState, RemindBuyer, collect_code, reminded_text, tell_buyers};
use std::sync::{Arc, Mutex};
use trial::both;

const DAY: i64 = 86_400_000;
type Said = Arc<Mutex<Vec<(String, String)>>>;

/// What was said, with the keys under which it was said.
fn listening() -> (Said, BuyersTold) {
    let said = Said::default();
    let heard = said.clone();
    let told = BuyersTold(Arc::new(move |_, text, key| {
        heard.lock().unwrap().push((key.to_owned(), text.to_owned()));
        Ok(())
    }));
    (said, told)
}

fn keys(said: &Said) -> Vec<String> {
    said.lock().unwrap().iter().map(|(key, _)| key.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn who_does_not_fetch_is_reminded_on_day_two_and_four_once_each_with_the_same_code() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (said, told) = listening();
        tell_buyers(journal, &told, 1_000).await.unwrap();
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        let code = collect_code(journal.keys(), &order(journal, &number).await);
        for day in 1..=6 {
            trial.pass(DAY);
            settle(journal).await;
            tell_buyers(journal, &told, 1_000).await.unwrap();
            let reminders = usize::from(day >= 2) + usize::from(day >= 4);
            assert_eq!(keys(&said).len(), 1 + reminders, "on day {day}: {:?}", keys(&said));
        }
        assert_eq!(keys(&said), ["arrived", "reminder-1", "reminder-2"]);
        for (_, text) in said.lock().unwrap().iter() {
            assert!(text.contains(&code) && text.encode_utf16().count() <= 70, "{text}");
        }
        let deed = RemindBuyer { book: HIS.to_owned(), order: number.clone() };
        assert_eq!(refused(journal, deed).await, "market.remind.not_now");
        trial.pass(DAY);
        settle(journal).await;
        let back = order(journal, &number).await;
        assert_eq!((back.state, back.kept), (OrderState::Closed, vec![0]), "then it goes back");
        trial.verify().await;
    });
}

#[test]
fn after_days_without_a_round_one_reminder_is_sent_and_after_a_week_none() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (said, told) = listening();
        tell_buyers(journal, &told, 1_000).await.unwrap();
        let mut orders = Vec::new();
        for key in ["a", "b", "c"] {
            let quote = quoted(journal, &quilts(key, &stalls, 1)).await;
            orders.push(placed(journal, &quote).await.orders[0].clone());
            brought(journal, orders.last().unwrap()).await;
        }
        let words = "রঙ উঠে যায়".to_owned();
        does(journal, HoldOrder { book: HIS.to_owned(), order: orders[1].clone(), holds: true, words }).await;
        trial.pass(DAY);
        collected(journal, &orders[2], &[1], "").await;
        trial.pass(4 * DAY);
        settle(journal).await;
        tell_buyers(journal, &told, 1_000).await.unwrap();
        assert_eq!(order(journal, &orders[0]).await.reminded, 2, "the second, not both");
        assert_eq!(order(journal, &orders[1]).await.reminded, 0, "nobody is asked to fetch what they complain of");
        assert_eq!(order(journal, &orders[2]).await.reminded, 0, "it was fetched");
        assert_eq!(keys(&said).iter().filter(|key| key.starts_with("reminder")).count(), 1);
        trial.pass(5 * DAY);
        settle(journal).await;
        let back = order(journal, &orders[0]).await;
        assert_eq!((back.state, back.kept), (OrderState::Closed, vec![0]));
        trial.verify().await;
    });
}

#[test]
fn a_reminder_fits_one_message_on_every_day_of_the_year() {
    let first = BusinessDay::parse("2027-01-01").unwrap();
    for day in (0..365).map(|days| first.add_days(days)) {
        let text = reminded_text("M-3026002-261129-B7K-001-12", day, "7F3K2Q");
        assert!(text.encode_utf16().count() <= 70, "{text}");
    }
}
