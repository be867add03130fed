//! Payments and refunds as a provider's statement is held against them, whichever room reads it.

use crate::kit::{HIS, does, register};
use crate::orders_kit::{moving, order, placing, stalls, taka};
use crate::pages_kit::Kit;
use crate::wallets_kit::{MINUTE, asked, connected, done, said};
use journal::{Fault, Journal};
use ledger::{Answer, ProviderTransfer, TransferState as T};
use market::{Mover, OrderState, Payment, carry_wallets};
use trial::both;

async fn noted(journal: &Journal, id: &str) -> ProviderTransfer {
    let id = id.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { ledger::provider_transfer(tx, HIS, &id).await }));
    read.await.unwrap().unwrap()
}

/// The ids of what the wallet's statement of today is to have.
async fn looked_for(journal: &Journal) -> Vec<String> {
    let today = journal.now().day();
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { ledger::unmatched_transfers(tx, "bkash", (today, today), 10).await })
    });
    read.await.unwrap().into_iter().map(|one| one.id).collect()
}

#[test]
fn a_payment_and_its_refund_are_noted_as_they_stand_with_the_page_that_shows_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let kit = Kit::with_things(&trial, |things| things);
        let (quote, first, id) = asked(journal, "a", &stalls).await;
        assert_eq!(ledger::transfer_id(&id).as_deref(), Some(id.as_str()), "a line may name it");
        let expected = ProviderTransfer {
            book: HIS.to_owned(),
            id: id.clone(),
            provider: "bkash".to_owned(),
            day: journal.now().day(),
            principal: taka(2_600),
            by_wallet: true,
            state: T::Requested,
            reference: String::new(),
            page: format!("/market/wallets/{HIS}/{id}"),
        };
        assert_eq!(noted(journal, &id).await, expected);
        let page = kit.get("keeper", &expected.page).await.body;
        assert!(page.contains(&quote.number) && page.contains("2,600") && !page.contains(&first), "{page}");
        for other in ["karim", "ecab", "uno", "nobody"] {
            assert_ne!(kit.get(other, &expected.page).await.status, 200, "{other}");
        }
        said(journal, &id, T::Done).await;
        let paid = ProviderTransfer { state: T::Done, reference: "BK-1".to_owned(), ..expected };
        assert_eq!(noted(journal, &id).await, paid);
        let page = kit.get("keeper", &paid.page).await.body;
        assert!(page.contains(&first) && page.contains("BK-1") && !page.contains("01911000003"), "{page}");
        does(journal, moving(&first, Mover::Seller, (OrderState::Placed, OrderState::PartnerRejected))).await;
        let due = order(journal, &first).await.refund_due;
        wallet.will("refund", Answer::Failed { code: "closed".to_owned() });
        carry_wallets(journal, &providers).await.unwrap();
        wallet.will("refund", done());
        trial.pass(MINUTE);
        carry_wallets(journal, &providers).await.unwrap();
        let mut all = vec![id];
        for (order, state) in wallet.asked().into_iter().zip([T::Failed, T::Done]) {
            let back = noted(journal, &order.transfer).await;
            assert_eq!(ledger::transfer_id(&back.id).as_ref(), Some(&back.id));
            assert_eq!((back.state, back.principal, back.by_wallet), (state, due.checked_neg().unwrap(), true));
            let shown = kit.get("keeper", &back.page).await.body;
            assert!(shown.contains(&first) && shown.contains("Goes back to the buyer"), "{shown}");
            all.push(back.id);
        }
        all.sort();
        assert_eq!(all.len(), 3);
        assert_eq!(looked_for(journal).await, all);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        assert_eq!(looked_for(journal).await, all);
        trial.verify().await;
    });
}

#[test]
fn money_that_buys_nothing_is_noted_as_come_and_as_gone_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (quote, _, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Failed).await;
        does(journal, placing(&quote, Payment::Cash, quote.total().unwrap())).await;
        for state in [T::Done, T::Reversed] {
            said(journal, &id, state).await;
            let seen = noted(journal, &id).await;
            assert_eq!((seen.state, seen.principal), (state, taka(2_600)));
        }
        trial.verify().await;
    });
}

#[test]
fn of_what_a_provider_said_two_things_is_shown_for_ninety_days() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let kit = Kit::with_things(&trial, |things| things);
        let (_, _, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Done).await;
        said(journal, &id, T::Failed).await;
        let page = format!("/market/wallets/{HIS}/{id}");
        assert!(kit.get("cashier", "/market/settlement").await.body.contains(&page));
        assert!(kit.get("keeper", &page).await.body.contains("said later: failed"));
        trial.pass(91 * 86_400_000);
        assert!(!kit.get("cashier", "/market/settlement").await.body.contains(&page));
        trial.verify().await;
    });
}
