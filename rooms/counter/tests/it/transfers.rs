//! Transfers with a provider that answers as it is told to: every fault, in every order, and the money moves once or not
//! at all.

use crate::deeds_desk::{BOOK, PATH, balances, register, service, set_tariff, tariff, top_up, write};
use base::Paisa;
use counter::{
    AmountRule, Carrier, Direction, LOST_AFTER_MS, Limit, NotRequested, PublishService, RequestTransfer, Requested,
    SetLimit, SettleTransfer, TILL, TransferState, subject_of_provider,
};
use journal::{Boxed, Journal, Stop};
use ledger::{Answer, Provider, Providers, Silence, TransferOrder};
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use trial::Trial;

const CASH_IN: &str = "T101";
const CASH_OUT: &str = "T102";

/// A provider that does what it is told, and what it answers is another thing.
#[derive(Default)]
struct Scripted {
    /// What each coming request does (true: it is done there) and is answered.
    coming: Mutex<VecDeque<(bool, Answer)>>,
    /// What it did, by transfer: once each.
    did: Mutex<BTreeMap<String, i64>>,
}

fn done() -> Answer {
    Answer::Done { reference: "R-1".into() }
}

impl Scripted {
    fn then(&self, does: bool, answer: Answer) {
        self.coming.lock().unwrap().push_back((does, answer));
    }
}

impl Provider for Scripted {
    fn initiate<'a>(&'a self, order: &'a TransferOrder) -> Boxed<'a, Answer> {
        let (does, answer) = self.coming.lock().unwrap().pop_front().unwrap_or((true, done()));
        if does {
            self.did.lock().unwrap().insert(order.transfer.clone(), order.amount_poisha.get());
        }
        Box::pin(async move { answer })
    }

    fn query<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer> {
        let known = self.did.lock().unwrap().contains_key(transfer);
        Box::pin(async move { if known { done() } else { Answer::NotKnown } })
    }

    fn reverse<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer> {
        let gone = self.did.lock().unwrap().remove(transfer).is_some();
        let answer = if gone { Answer::Reversed { reference: "R-2".into() } } else { Answer::NotKnown };
        Box::pin(async move { answer })
    }

    fn statement(&self, _: base::calendar::BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async { None })
    }
}

async fn open(journal: &Journal) -> (Arc<Scripted>, Carrier) {
    for (code, direction, amounts) in
        [(CASH_IN, Direction::In, [0, 1_000, 500]), (CASH_OUT, Direction::Out, [1_850, 0, 0])]
    {
        let amount = Some(AmountRule {
            direction,
            provider: "bkash".into(),
            min: Paisa::new(5_000),
            max: Paisa::new(2_500_000),
        });
        let service = counter::Service { amount, ..service(code, code) };
        write(journal, PublishService { service, form: String::new(), change: "first".into() }).await.unwrap();
        let mut tariff = tariff("/", "2026-01-01", amounts);
        tariff.per_thousand = direction == Direction::Out;
        tariff.partner = Paisa::new(400);
        set_tariff(journal, code, tariff).await;
    }
    top_up(journal, BOOK, 1_000_000).await;
    let provider = Arc::new(Scripted::default());
    (provider.clone(), Carrier::of(Providers::default().with("bkash", "secret", provider)))
}

fn asking(service: &str, poisha: i64) -> RequestTransfer {
    RequestTransfer {
        book: BOOK.into(),
        path: PATH.into(),
        till: TILL.into(),
        service: service.into(),
        amount: Paisa::new(poisha),
        answers: None,
        customer: None,
        fee_shown: None,
        tendered: None,
    }
}

async fn asked(journal: &Journal, service: &str, poisha: i64) -> Requested {
    write(journal, asking(service, poisha)).await.unwrap()
}

/// What an account holds, debits positive.
async fn holds(journal: &Journal, account: &str) -> i64 {
    balances(journal, BOOK).await.into_iter().find(|(code, _)| code == account).map_or(0, |(_, poisha)| poisha)
}

async fn floats_are_equal(journal: &Journal) {
    assert_eq!(holds(journal, "E:float").await, -holds(journal, "P:float").await);
}

#[test]
fn an_amount_paid_in_moves_once_and_its_commission_when_it_is_done() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (_, carrier) = open(journal).await;
        let request = asked(journal, CASH_IN, 100_000).await;
        assert!(request.receipt.is_some(), "the customer's cash is here: the receipt is given at once");
        assert_eq!(holds(journal, "E:drawer:1").await, 101_500);
        assert_eq!(holds(journal, "E:partner_due:bkash").await, 0, "nothing is owed before it is done");
        for _ in 0..2 {
            let state = carrier.begin(journal, BOOK, &request.id).await.unwrap();
            assert_eq!(state, TransferState::Done);
        }
        assert_eq!(holds(journal, "E:drawer:1").await, 101_500);
        assert_eq!(holds(journal, "P:wallet:bkash").await, -100_000);
        assert_eq!(holds(journal, "E:partner_due:bkash").await, 400);
        floats_are_equal(journal).await;
        trial.verify().await;
    });
}

#[test]
fn an_amount_paid_in_that_fails_leaves_nothing_behind() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let before = balances(journal, BOOK).await;
        provider.then(false, Answer::Failed { code: "no_such_wallet".into() });
        let request = asked(journal, CASH_IN, 100_000).await;
        let state = carrier.begin(journal, BOOK, &request.id).await.unwrap();
        assert_eq!(state, TransferState::Failed);
        assert_eq!(balances(journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn nothing_is_paid_out_before_the_provider_has_done_it_and_then_once() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let fill = asked(journal, CASH_IN, 500_000).await;
        carrier.begin(journal, BOOK, &fill.id).await.unwrap();
        let drawer = holds(journal, "E:drawer:1").await;
        provider.then(true, Answer::NotAnswered(Silence::Unknown));
        let request = asked(journal, CASH_OUT, 100_000).await;
        assert_eq!(request.receipt, None);
        assert_eq!(carrier.begin(journal, BOOK, &request.id).await.unwrap(), TransferState::Unknown);
        assert_eq!(holds(journal, "E:drawer:1").await, drawer, "nothing moves while nobody knows");
        for _ in 0..3 {
            assert_eq!(carrier.ask(journal, BOOK, &request.id).await.unwrap(), TransferState::Done);
        }
        // Tk 18.50 for each thousand: the customer gets Tk 981.50.
        assert_eq!(holds(journal, "E:drawer:1").await, drawer - 98_150);
        floats_are_equal(journal).await;
        trial.verify().await;
    });
}

#[test]
fn a_drawer_pays_out_no_more_than_it_holds_beside_what_waits() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let short = write(journal, asking(CASH_OUT, 100_000)).await;
        assert!(matches!(short, Err(Stop::Refused(NotRequested::DrawerShort { .. }))), "{short:?}");
        let fill = asked(journal, CASH_IN, 150_000).await;
        carrier.begin(journal, BOOK, &fill.id).await.unwrap();
        provider.then(true, Answer::Pending);
        asked(journal, CASH_OUT, 100_000).await;
        let second = write(journal, asking(CASH_OUT, 100_000)).await;
        let Err(Stop::Refused(refusal)) = second else { panic!("{second:?}") };
        assert_eq!(base::Refusal::code(&refusal), "counter.transfer.drawer_short");
        let needed = base::Refusal::values(&refusal);
        assert_eq!(needed, [("needed", "981.50".to_owned())], "what is in the drawer is not said: its count is blind");
    });
}

#[test]
fn a_request_cut_off_before_its_answer_is_found_by_the_next_round() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let cut_off = asked(journal, CASH_IN, 100_000).await;
        assert_eq!(carrier.carry(journal).await.unwrap(), 0, "it may still be on its way");
        trial.pass(LOST_AFTER_MS);
        let other = trial.open_again().await;
        assert_eq!(carrier.clone().carry(&other).await.unwrap(), 1);
        assert_eq!(provider.did.lock().unwrap().get(&cut_off.id), Some(&100_000), "it was asked for again");
        assert_eq!(carrier.ask(journal, BOOK, &cut_off.id).await.unwrap(), TransferState::Done);
        trial.verify().await;
    });
}

#[test]
fn a_pay_out_that_was_never_received_fails_and_is_not_asked_for_again() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let fill = asked(journal, CASH_IN, 500_000).await;
        carrier.begin(journal, BOOK, &fill.id).await.unwrap();
        let cut_off = asked(journal, CASH_OUT, 100_000).await;
        trial.pass(LOST_AFTER_MS);
        assert_eq!(carrier.ask(journal, BOOK, &cut_off.id).await.unwrap(), TransferState::Failed);
        assert!(!provider.did.lock().unwrap().contains_key(&cut_off.id));
        trial.verify().await;
    });
}

#[test]
fn what_the_provider_takes_back_is_undone_whole() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (_, carrier) = open(journal).await;
        let before = balances(journal, BOOK).await;
        let request = asked(journal, CASH_IN, 100_000).await;
        carrier.begin(journal, BOOK, &request.id).await.unwrap();
        assert_eq!(carrier.take_back(journal, BOOK, &request.id).await.unwrap(), TransferState::Reversed);
        assert_eq!(balances(journal, BOOK).await, before);
        trial.verify().await;
    });
}

#[test]
fn a_days_limit_counts_what_was_moved_and_not_what_failed() {
    trial::both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (provider, carrier) = open(journal).await;
        let limit = |poisha| Limit { day_max_centre: Some(Paisa::new(poisha)), ..Limit::default() };
        for (path, poisha) in [("/", 1_000_000), ("/30/3026/", 150_000)] {
            let subject = subject_of_provider("bkash");
            write(journal, SetLimit { subject, path: path.into(), limit: limit(poisha) }).await.unwrap();
        }
        provider.then(false, Answer::Failed { code: "down".into() });
        let failed = asked(journal, CASH_IN, 100_000).await;
        let over = write(journal, asking(CASH_IN, 50_001)).await;
        assert!(matches!(over, Err(Stop::Refused(NotRequested::Over(over))) if over.left.get() == 50_000));
        carrier.begin(journal, BOOK, &failed.id).await.unwrap();
        asked(journal, CASH_IN, 150_000).await;
        trial.verify().await;
    });
}

async fn told(journal: &Journal, id: &str, said: TransferState) -> TransferState {
    let (book, id, provider) = (BOOK.to_owned(), id.to_owned(), "bkash".to_owned());
    let deed = SettleTransfer { book, id, provider, said, reference: "R".into(), code: String::new() };
    write(journal, deed).await.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_said_in_whichever_order_money_moves_once_or_not_at_all(
        said in prop::collection::vec(prop::sample::select(vec![
            TransferState::Unknown, TransferState::Done, TransferState::Failed,
        ]), 1..8),
        pays_in in any::<bool>(),
    ) {
        trial::run(async {
            let trial = Trial::on(db::Engine::Sqlite, register()).await;
            let journal = &trial.journal;
            let (_, carrier) = open(journal).await;
            let fill = asked(journal, CASH_IN, 500_000).await;
            carrier.begin(journal, BOOK, &fill.id).await.unwrap();
            let before = holds(journal, "P:wallet:bkash").await;
            let request = asked(journal, if pays_in { CASH_IN } else { CASH_OUT }, 100_000).await;
            let mut state = TransferState::Requested;
            for one in &said {
                state = told(journal, &request.id, *one).await;
            }
            let first_end = said.iter().find(|state| !state.is_pending());
            assert_eq!(state.is_pending(), first_end.is_none());
            if let Some(end) = first_end {
                assert_eq!(state, *end, "the first end stands");
            }
            let moved = holds(journal, "P:wallet:bkash").await - before;
            let expected = match (pays_in, state) {
                (_, TransferState::Failed) => 0,
                (true, _) => -100_000,
                (false, TransferState::Done) => 100_000,
                (false, _) => 0,
            };
            assert_eq!(moved, expected);
            floats_are_equal(journal).await;
            trial.verify().await;
        });
    }
}
