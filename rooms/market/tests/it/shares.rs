//! Money between books: cut off at any step it is made up for, and nothing is dated into a day that is shut.

use crate::kit::{HIS, as_whom, does, refused, register};
use crate::orders_kit::{brought, collected, holds, order, placed, placing, quilts, quoted, settle, stalls, taka};
use base::Paisa;
use journal::{Deed, Envelope, Journal, Stop, Tx, happened};
use market::{HandOverShare, OrderState, PayRefund, Payment, ReceiveShare};
use serde::{Deserialize, Serialize};
use trial::both;

const DAY: i64 = 86_400_000;

/// A room that closes a day.
#[derive(Debug, Serialize, Deserialize)]
struct ShutToday;

impl Deed for ShutToday {
    const NAME: &'static str = "trial.shut_today";
    type Done = ();
    type Refusal = network::Never;

    fn book(&self) -> &str {
        HIS
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<network::Never>> {
        let day = tx.now().day();
        tx.enter(HIS, vec![happened(ledger::DayShut { day })]).await?;
        Ok(())
    }
}

async fn collected_order(journal: &Journal, key: &str, stalls: &crate::orders_kit::Stalls) -> String {
    let number = placed(journal, &quoted(journal, &quilts(key, stalls, 1)).await).await.orders[0].clone();
    brought(journal, &number).await;
    collected(journal, &number, &[1], "").await;
    number
}

#[test]
fn a_share_that_was_cut_off_between_the_books_comes_over_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = collected_order(journal, "a", &stalls).await;
        trial.pass(9 * DAY);
        let seller = stalls.quilt.0.clone();
        does(journal, market::Release { book: HIS.to_owned(), order: number.clone() }).await;
        let released = order(journal, &number).await.moved;
        // The first of the two entries, as the round makes it; then the power fails.
        let share = ReceiveShare {
            seller: seller.clone(),
            centre: HIS.to_owned(),
            order: number.clone(),
            poisha: taka(2_500),
            released,
        };
        let key = format!("share/{number}");
        journal.write(Envelope::new("system", &key), share).await.unwrap();
        assert_eq!(holds(journal, &seller, &format!("P:vendor:{seller}")).await, taka(-2_500));
        settle(journal).await;
        settle(journal).await;
        assert_eq!(holds(journal, &seller, &format!("P:vendor:{seller}")).await, taka(-2_500), "once");
        assert_eq!(holds(journal, HIS, &format!("P:due:{seller}")).await, taka(-2_500));
        assert_eq!(holds(journal, &seller, &format!("P:due:{HIS}")).await, taka(2_500));
        assert!(!does(journal, HandOverShare { book: HIS.to_owned(), order: number }).await, "handed over before");
        assert!(!does(journal, HandOverShare { book: HIS.to_owned(), order: "M-none".to_owned() }).await);
        trial.verify().await;
    });
}

#[test]
fn an_order_is_released_once_and_by_the_clock_alone() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = collected_order(journal, "a", &stalls).await;
        let release = || market::Release { book: HIS.to_owned(), order: number.clone() };
        assert_eq!(refused(journal, release()).await, "market.release.not_now");
        trial.pass(9 * DAY);
        does(journal, release()).await;
        assert_eq!(refused(journal, release()).await, "market.release.not_now");
        let unknown = market::Release { book: HIS.to_owned(), order: "M-none".to_owned() };
        assert_eq!(refused(journal, unknown).await, "market.release.unknown");
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
    });
}

#[test]
fn nothing_goes_through_the_drawer_of_a_shut_day_and_what_moves_by_itself_is_dated_on_the_next() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let number = collected_order(journal, "a", &stalls).await;
        let left = placed(journal, &quoted(journal, &quilts("b", &stalls, 1)).await).await.orders[0].clone();
        let here = placed(journal, &quoted(journal, &quilts("c", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &here).await;
        let quote = quoted(journal, &quilts("d", &stalls, 1)).await;
        does(journal, ShutToday).await;
        let total = quote.total().unwrap();
        assert_eq!(refused(journal, placing(&quote, Payment::Cash, total)).await, "market.place.day_closed");
        let standing = order(journal, &here).await;
        let opening = crate::orders_kit::opened(journal, &standing, &[1], "");
        assert_eq!(refused(journal, opening).await, "market.collect.day_closed");
        // The seller turns it down after the shop is closed: the refund waits, dated tomorrow.
        let way = (OrderState::Placed, OrderState::PartnerRejected);
        does(journal, crate::orders_kit::moving(&left, market::Mover::Seller, way)).await;
        let refund = PayRefund { book: HIS.to_owned(), till: "1".to_owned(), order: left.clone(), poisha: taka(2_600) };
        assert_eq!(refused(journal, refund.clone()).await, "market.refund.day_closed");
        let today = journal.now().day();
        let (debits, credits) = day_of(journal, today.add_days(1)).await;
        assert_eq!((debits, credits), (taka(2_600), taka(2_600)));
        trial.pass(DAY);
        assert_eq!(as_whom(journal, "p", "k", refund).await.unwrap(), taka(2_600));
        trial.pass(8 * DAY);
        settle(journal).await;
        assert_eq!(order(journal, &number).await.state, OrderState::Closed);
        trial.verify().await;
    });
}

/// What was posted into a day of Karim's book: debits and credits.
async fn day_of(journal: &Journal, day: base::calendar::BusinessDay) -> (Paisa, Paisa) {
    let entries = journal.entries(HIS, 0, 1_000).await.unwrap();
    let lines = entries.iter().flat_map(|entry| entry.lines().unwrap());
    let posted = lines.filter(|(kind, _, _)| kind == "ledger.posted");
    let legs = posted
        .map(|(_, _, data)| serde_json::from_str::<ledger::Posted>(&data).unwrap())
        .filter(|posted| posted.day == day)
        .flat_map(|posted| posted.legs);
    legs.fold((Paisa::ZERO, Paisa::ZERO), |(debits, credits), leg| {
        if leg.poisha.is_negative() {
            (debits, credits.checked_sub(leg.poisha).unwrap())
        } else {
            (debits.checked_add(leg.poisha).unwrap(), credits)
        }
    })
}
