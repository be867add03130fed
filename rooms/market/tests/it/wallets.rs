//! A wallet pays a quote and is paid back: whatever its provider says, in whatever order, the money moves once or not at all.

use crate::kit::{HIS, as_whom, does, refused, register};
use crate::orders_kit::{brought, collected, holds, order, placing, quilts, quoted, settle, stalls, taka};
use crate::pages_kit::Kit;
use crate::wallets_kit::*;
use base::Paisa;
use journal::Journal;
use ledger::{Answer, Silence, TransferState as T};
use market::{
    AskWallet, HoldOrder, Mover, OrderState, PAID_WITHIN_MS, PayRefund, Payment, Quote, SettleWallet, carry_wallets,
};
use proptest::prelude::*;
use trial::both;

#[test]
fn a_payment_that_is_told_twice_late_and_before_its_answer_places_one_order_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (quote, first, id) = asked(journal, "a", &stalls).await;
        assert!(id.starts_with('W') && id.len() <= 25, "{id}: fits the bill of a QR");
        assert_eq!(refused(journal, asking(&quote)).await, "market.wallet.pending");
        let cash = placing(&quote, Payment::Cash, quote.total().unwrap());
        assert_eq!(refused(journal, cash.clone()).await, "market.wallet.pending", "nobody pays twice");
        assert_eq!(said(journal, &id, T::Unknown).await, T::Unknown, "the answer was lost");
        assert_eq!(said(journal, &id, T::Done).await, T::Done);
        assert_eq!(said(journal, &id, T::Done).await, T::Done, "told twice");
        assert_eq!(said(journal, &id, T::Unknown).await, T::Done, "the first answer comes last");
        let standing = order(journal, &first).await;
        assert_eq!((standing.order.payment, standing.paid), (Payment::Wallet, taka(2_600)));
        let paid = standing.paid;
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, paid);
        assert_eq!(holds(journal, HIS, &format!("P:escrow:{first}")).await, paid.checked_neg().unwrap());
        assert_eq!(refused(journal, cash).await, "market.place.taken");
        assert_eq!(refused(journal, asking(&quote)).await, "market.place.taken");
        // Said against what stands: noted, and nothing moves.
        assert_eq!(said(journal, &id, T::Failed).await, T::Done);
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, paid);
        trial.verify().await;
    });
}

#[test]
fn what_the_wallet_did_not_pay_is_paid_in_cash_and_should_it_pay_after_all_it_goes_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let (quote, first, id) = asked(journal, "a", &stalls).await;
        assert_eq!(said(journal, &id, T::Failed).await, T::Failed);
        does(journal, placing(&quote, Payment::Cash, quote.total().unwrap())).await;
        let paid = order(journal, &first).await.paid;
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, Paisa::ZERO);
        // It failed, and then it did not.
        assert_eq!(said(journal, &id, T::Done).await, T::Done);
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, paid);
        assert_eq!(holds(journal, HIS, "P:refunds").await, paid.checked_neg().unwrap(), "it buys nothing twice");
        wallet.will("reverse", Answer::NotAnswered(Silence::Unknown));
        rounds(&trial, &providers).await;
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, paid, "not yet");
        wallet.will("reverse", Answer::Reversed { reference: "BK-2".to_owned() });
        rounds(&trial, &providers).await;
        for account in ["P:wallet:bkash", "P:refunds"] {
            assert_eq!(holds(journal, HIS, account).await, Paisa::ZERO, "{account}");
        }
        trial.verify().await;
    });
}

#[test]
fn money_that_comes_when_the_goods_are_free_again_goes_back_and_what_comes_in_time_buys() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        wallet.will("reverse", Answer::Reversed { reference: "BK-2".to_owned() });
        let (quote, first, id) = asked(journal, "a", &stalls).await;
        trial.pass(30 * MINUTE + PAID_WITHIN_MS - 1);
        settle(journal).await;
        assert_eq!(said(journal, &id, T::Done).await, T::Done);
        assert_eq!(order(journal, &first).await.state, OrderState::Placed, "the goods were still set aside");
        let (late, _, id) = asked(journal, "b", &stalls).await;
        trial.pass(31 * MINUTE);
        assert_eq!(refused(journal, asking(&late)).await, "market.wallet.pending");
        trial.pass(20 * MINUTE);
        settle(journal).await;
        wallet.will("query", done());
        rounds(&trial, &providers).await;
        let paid = quote.total().unwrap();
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, paid, "only what bought stays");
        assert_eq!(said(journal, &id, T::Done).await, T::Reversed, "told again when it has gone back");
        trial.verify().await;
    });
}

#[test]
fn what_a_wallet_paid_goes_back_to_the_wallet_by_itself_until_it_arrives() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let (_, first, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Done).await;
        let way = (OrderState::Placed, OrderState::PartnerRejected);
        does(journal, crate::orders_kit::moving(&first, Mover::Seller, way)).await;
        let due = order(journal, &first).await.refund_due;
        let cash = PayRefund { book: HIS.to_owned(), till: "1".to_owned(), order: first.clone(), poisha: due };
        assert_eq!(refused(journal, cash).await, "market.refund.channel");
        wallet.will("refund", Answer::Failed { code: "closed".to_owned() });
        carry_wallets(journal, &providers).await.unwrap();
        let standing = order(journal, &first).await;
        assert_eq!((standing.refund_due, standing.refunded), (due, Paisa::ZERO), "it is owed again");
        assert_eq!(holds(journal, HIS, "P:refunds").await, due.checked_neg().unwrap());
        wallet.will("refund", Answer::NotAnswered(Silence::Unknown));
        carry_wallets(journal, &providers).await.unwrap();
        assert_eq!(wallet.asked().len(), 1, "not again at once");
        trial.pass(MINUTE);
        carry_wallets(journal, &providers).await.unwrap();
        assert_eq!(order(journal, &first).await.refunded, due, "on its way; not sent twice");
        carry_wallets(journal, &providers).await.unwrap();
        wallet.will("query", done());
        rounds(&trial, &providers).await;
        for account in ["P:wallet:bkash", "P:refunds", &format!("P:escrow:{first}")] {
            assert_eq!(holds(journal, HIS, account).await, Paisa::ZERO, "{account}");
        }
        let asked = wallet.asked();
        assert_eq!(asked.len(), 2, "each try has an id of its own");
        assert!(
            asked.iter().all(|order| order.details["payment"] == id && order.details["wallet"] == "+8801911000003")
        );
        assert_ne!(asked[0].transfer, asked[1].transfer);
        trial.verify().await;
    });
}

#[test]
fn what_a_closed_wallet_refuses_five_times_is_paid_over_the_counter() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let (_, first, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Done).await;
        let way = (OrderState::Placed, OrderState::PartnerRejected);
        does(journal, crate::orders_kit::moving(&first, Mover::Seller, way)).await;
        let due = order(journal, &first).await.refund_due;
        let cash = || PayRefund { book: HIS.to_owned(), till: "1".to_owned(), order: first.clone(), poisha: due };
        wallet.will("refund", Answer::Failed { code: "closed".to_owned() });
        for _ in 0..40 {
            assert_eq!(wallet.asked().len() >= 5, journal_pays(journal, cash()).await, "cash only in the end");
            if wallet.asked().len() >= 5 {
                break;
            }
            trial.pass(4 * 60 * MINUTE);
            carry_wallets(journal, &providers).await.unwrap();
        }
        assert_eq!(wallet.asked().len(), 5);
        carry_wallets(journal, &providers).await.unwrap();
        assert_eq!(order(journal, &first).await.refunded, due);
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, due, "the wallet's money stays, the drawer's is given");
        trial.verify().await;
    });
}

/// True when the counter gives a refund in cash.
async fn journal_pays(journal: &Journal, deed: PayRefund) -> bool {
    as_whom(journal, "p-karim", &format!("{}", journal.now().get()), deed).await.is_ok()
}

#[test]
fn a_payment_that_is_taken_back_before_it_was_made_frees_the_quote_and_one_taken_back_later_is_looked_at() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (quote, _, id) = asked(journal, "a", &stalls).await;
        assert_eq!(said(journal, &id, T::Reversed).await, T::Reversed);
        does(journal, placing(&quote, Payment::Cash, quote.total().unwrap())).await;
        let (_, _, id) = asked(journal, "b", &stalls).await;
        said(journal, &id, T::Done).await;
        assert_eq!(said(journal, &id, T::Reversed).await, T::Done, "it stands until somebody has looked");
        let kit = Kit::with_things(&trial, |things| things);
        let page = kit.get("chief", "/market/settlement").await;
        assert!(page.body.contains("Payments to look at") && page.body.contains(&id), "{}", page.body);
        trial.verify().await;
    });
}

#[test]
fn a_complaint_holds_no_refund_and_no_clock_that_pays_the_buyer_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        wallet.will("refund", done());
        let (_, first, id) = asked(journal, "a", &stalls).await;
        said(journal, &id, T::Done).await;
        let words = "জিনিস আসেনি".to_owned();
        does(journal, HoldOrder { book: HIS.to_owned(), order: first.clone(), holds: true, words }).await;
        trial.pass(49 * 60 * MINUTE);
        settle(journal).await;
        assert_eq!(order(journal, &first).await.state, OrderState::PartnerRejected, "who complains is paid back too");
        carry_wallets(journal, &providers).await.unwrap();
        let standing = order(journal, &first).await;
        assert_eq!((standing.refund_due, standing.refunded), (Paisa::ZERO, standing.paid));
        assert!(standing.disputed, "the complaint goes on");
        trial.verify().await;
    });
}

#[test]
fn a_refund_of_a_part_at_the_open_box_goes_to_the_wallet_too() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let quote = quoted(journal, &quilts("a", &stalls, 2)).await;
        let first = format!("{}-1", quote.number);
        let id = does(journal, asking(&quote)).await;
        said(journal, &id, T::Done).await;
        brought(journal, &first).await;
        assert_eq!(collected(journal, &first, &[1], "damaged").await.2, taka(2_500));
        wallet.will("refund", done());
        rounds(&trial, &providers).await;
        trial.pass(9 * 24 * 60 * MINUTE);
        rounds(&trial, &providers).await;
        let standing = order(journal, &first).await;
        assert_eq!((standing.state, standing.refunded), (OrderState::Closed, taka(2_500)));
        let kept = standing.paid.checked_sub(taka(2_500)).unwrap();
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, kept);
        trial.verify().await;
    });
}

#[test]
fn only_its_provider_tells_of_a_payment_and_a_forged_word_moves_nothing() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        let other = providers.with("nagad", "another", wallet.clone());
        let kit = Kit::connected(&trial, other, "bkash=26:bd.example.bqr:HAAT0001:5999:HAAT:DHAKA");
        let (quote, first) = one_quilt(journal, "a", &stalls).await;
        let path = format!("/market/quotes/{}", quote.number);
        let page = kit.get("karim", &path).await;
        assert!(page.body.contains("Show Bangla QR") && page.body.contains("bKash"), "{}", page.body);
        let pay = format!("{path}/wallet");
        let form = [("form_id", "w-1"), ("do", "qr")];
        assert_eq!(kit.post("karim", &pay, &form).await.status, 422, "nobody agreed");
        let form = [("form_id", "w-1"), ("do", "wallet"), ("provider", "rocket"), ("wallet-consent", "yes")];
        assert!(kit.post("karim", &pay, &form).await.body.contains("Choose a wallet"));
        let form = [("form_id", "w-1"), ("do", "wallet"), ("provider", "bkash"), ("wallet-consent", "yes")];
        assert!(kit.post("karim", &pay, &form).await.body.contains("Write the number of the wallet"));
        let form = [("form_id", "w-1"), ("do", "qr"), ("wallet-consent", "yes")];
        kit.post("karim", &pay, &form).await.place();
        kit.post("karim", &pay, &form).await.place();
        assert_eq!(wallet.asked().len(), 1, "pressed twice, asked once");
        assert_eq!(kit.post("rahima", &pay, &form).await.status, 404, "another centre's quote");
        let waits = kit.get("karim", &format!("{pay}?part")).await;
        assert!(waits.body.contains("<svg") && waits.body.contains("every 3s"), "{}", waits.body);
        let id = wallet.asked()[0].transfer.clone();
        let body =
            serde_json::json!({ "transfer": id, "centre": HIS, "state": "done", "reference": "BK-9" }).to_string();
        let hears = |provider: &'static str, secret: &'static str, age: i64| {
            let at = base::calendar::Moment::new(journal.now().get() - age);
            let signature = web::signed(secret, "m-1", at, body.as_bytes());
            kit.callback(format!("/api/v1/market/wallets/{provider}/callback"), signature, body.clone())
        };
        assert_eq!(hears("bkash", "guessed", 0).await.status, 403);
        assert_eq!(hears("bkash", SECRET, 10 * MINUTE).await.status, 403, "somebody's copy");
        assert_eq!(hears("nagad", "another", 0).await.status, 404, "another provider's payment");
        assert_eq!(hears("rocket", "", 0).await.status, 403, "nobody is connected there");
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, Paisa::ZERO);
        for _ in 0..2 {
            let told = hears("bkash", SECRET, 0).await;
            assert_eq!(told.status, 200, "{}", told.body);
            assert!(told.body.contains("done"));
        }
        assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, quote.total().unwrap());
        let over = kit.get("karim", &format!("{pay}?part")).await;
        assert!(over.body.contains(&first) && !over.body.contains("every 3s"), "{}", over.body);
        let way = (OrderState::Placed, OrderState::PartnerRejected);
        does(journal, crate::orders_kit::moving(&first, Mover::Seller, way)).await;
        let act = [("form_id", "f-1"), ("do", "refund"), ("expects", "partner_rejected")];
        let cash = kit.post("karim", &format!("/market/orders/{first}"), &act).await;
        assert_eq!(cash.status, 422);
        assert!(cash.body.contains("The money goes back there by itself"), "{}", cash.body);
        trial.verify().await;
    });
}

#[test]
fn nobody_else_asks_a_wallet_and_what_is_no_wallet_is_not_asked() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (quote, _) = one_quilt(journal, "a", &stalls).await;
        let ask = || asking(&quote);
        for (deed, code) in [
            (AskWallet { consent: false, ..ask() }, "market.place.consent"),
            (AskWallet { provider: String::new(), ..ask() }, "market.wallet.provider"),
            (AskWallet { wallet: "12".to_owned(), ..ask() }, "market.wallet.number"),
            (AskWallet { quote: "M-none".to_owned(), ..ask() }, "market.wallet.unknown"),
        ] {
            assert_eq!(refused(journal, deed).await, code);
        }
        let wallet = placing(&quote, Payment::Wallet, quote.total().unwrap());
        assert_eq!(refused(journal, wallet).await, "market.place.payment", "the counter takes no wallet's word for it");
        assert_eq!(as_whom(journal, "p", "k", ask()).await.unwrap(), as_whom(journal, "p", "k", ask()).await.unwrap());
        let none = SettleWallet {
            book: HIS.to_owned(),
            id: "W-none".to_owned(),
            said: T::Done,
            reference: String::new(),
            code: String::new(),
        };
        assert_eq!(refused(journal, none).await, "market.wallet.unknown");
        let (late, _) = one_quilt(journal, "b", &stalls).await;
        trial.pass(31 * MINUTE);
        assert_eq!(refused(journal, asking(&late)).await, "market.place.over");
        trial.verify().await;
    });
}

/// What wallets brought and took, beside what it bought and what waits to go back.
async fn nothing_is_lost(journal: &Journal, quotes: &[Quote], what: &str) {
    let (mut kept, mut due) = (Paisa::ZERO, holds(journal, HIS, "P:refunds").await);
    for quote in quotes {
        let escrow = holds(journal, HIS, &format!("P:escrow:{}-1", quote.number)).await;
        kept = kept.checked_add(escrow).unwrap();
    }
    // Cash brought the float down by as much as it put into escrow.
    let cash = holds(journal, HIS, "P:float").await.checked_add(taka(20_000)).unwrap();
    due = due.checked_add(kept).unwrap().checked_add(cash).unwrap();
    assert_eq!(holds(journal, HIS, "P:wallet:bkash").await, due.checked_neg().unwrap(), "{what}");
}

#[test]
fn in_whatever_order_wallets_cash_and_clocks_come_every_taka_stands_somewhere_and_each_quote_is_paid_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let (wallet, providers) = connected();
        wallet.will("reverse", Answer::Reversed { reference: "BK-2".to_owned() });
        wallet.will("refund", done());
        let (mut quotes, mut ids) = (Vec::new(), Vec::<String>::new());
        let mut seed = 29_u64;
        let mut below = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for turn in 0..60 {
            let at = usize::try_from(below(8)).unwrap();
            match below(6) {
                0 if quotes.len() < 8 => quotes.push(quoted(journal, &quilts(&format!("q{turn}"), &stalls, 1)).await),
                1 => {
                    let Some(quote) = quotes.get(at) else { continue };
                    ids.extend(as_whom(journal, "p-karim", &format!("a{turn}"), asking(quote)).await.ok());
                }
                2 => {
                    let Some(quote) = quotes.get(at) else { continue };
                    let deed = placing(quote, Payment::Cash, quote.total().unwrap());
                    drop(as_whom(journal, "p-karim", &format!("c{turn}"), deed).await);
                }
                3 | 4 => {
                    let Some(id) = ids.get(at % ids.len().max(1)) else { continue };
                    let word = [T::Unknown, T::Done, T::Done, T::Failed][usize::try_from(below(4)).unwrap()];
                    said(journal, id, word).await;
                }
                _ => {
                    trial.pass(i64::try_from(below(7)).unwrap() * MINUTE);
                    carry_wallets(journal, &providers).await.unwrap();
                    settle(journal).await;
                }
            }
            nothing_is_lost(journal, &quotes, &format!("turn {turn}")).await;
        }
        rounds(&trial, &providers).await;
        nothing_is_lost(journal, &quotes, "in the end").await;
        assert!(ids.len() > 2 && quotes.len() > 4, "something happened: {} {}", ids.len(), quotes.len());
        trial.verify().await;
    });
}

fn words() -> impl Strategy<Value = Vec<(T, bool)>> {
    let word = prop_oneof![Just(T::Unknown), Just(T::Done), Just(T::Failed), Just(T::Reversed)];
    proptest::collection::vec((word, any::<bool>()), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is said in whatever order: at most one payment places orders, and what is kept is what bought.
    #[test]
    fn no_order_of_words_buys_twice_or_keeps_what_bought_nothing(words in words()) {
        use market::rules::{Then, decide_wallet};
        let quote: Quote = serde_json::from_value(serde_json::json!({
            "number": "M-1", "basket": "b", "buyer": { "seal": "s", "hash": "h" }, "parts": [], "until": 1_000, "by": "p",
        })).unwrap();
        let mut standing: market::WalletStanding = serde_json::from_value(serde_json::json!({
            "transfer": { "id": "W", "provider": "bkash", "direction": "in", "of": "M-1", "poisha": 100, "by": "p", "at": 0 },
            "state": "requested",
        })).unwrap();
        let (mut state, mut here, mut bought) = (market::QuoteState::Paying, 0_i64, 0_i64);
        for (word, late) in words {
            let now = base::calendar::Moment::new(if late { 1_001 + PAID_WITHIN_MS } else { 1_000 });
            match decide_wallet(&standing, Some((&quote, state)), word, now) {
                Then::Nothing | Then::Contradicts => continue,
                Then::Note | Then::DueAgain => standing.state = word,
                Then::Place => {
                    prop_assert!(!late);
                    (here, bought, state, standing.state) = (here + 100, bought + 1, market::QuoteState::Taken, T::Done);
                }
                Then::Return => (here, standing.state, standing.astray) = (here + 100, T::Done, true),
                Then::WentBack => (here, standing.state) = (here - 100, T::Reversed),
            }
            prop_assert!(bought <= 1 && (here == 0 || here == 100));
        }
        prop_assert!(here == bought * 100 || standing.astray);
    }
}
