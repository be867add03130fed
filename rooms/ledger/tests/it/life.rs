//! The life of a book as chance writes it: sales, amounts passed on, commission, cash, holds, reversals, months that end
//! in between. A model of plain maps foresees each answer and each balance; then the book is read in every other way.

use crate::shop::{account, balance, draft, enter, refused, register, top_up, trial_balance, undo};
use base::{Moment, Paisa};
use journal::{Envelope, Fault, Journal};
use ledger::{
    CashMove, Draft, EndHold, ExpenseKind, Page, PayCommission, PlaceHold, ReceiveCommission, Split, amount_legs,
    cash_moved_legs, cash_service_legs, partner_commission_legs,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use trial::{Trial, both};

const HOUR_MS: i64 = 3_600_000;
const YEAR_MS: i64 = 366 * 24 * HOUR_MS;

#[derive(Debug, Clone)]
enum Op {
    TopUp(i64),
    Sell { official: i64, shop: i64, programme: i64 },
    Pass(i64),
    Earn(i64),
    Pay(i64),
    Receive(i64),
    PaidIn(i64),
    PaidOut(i64),
    Drawn(i64),
    OverShort(i64),
    Hold(u8, i64),
    Void(u8),
    Spend(u8, i64),
    Undo(usize),
    Wait(i64),
}

fn op() -> impl Strategy<Value = Op> {
    let amount = || 1_i64..9_000;
    prop_oneof![
        2 => (1_i64..60_000).prop_map(Op::TopUp),
        5 => (0_i64..6_000, 0_i64..3_000, 0_i64..2_000)
            .prop_map(|(official, shop, programme)| Op::Sell { official, shop, programme }),
        3 => (-9_000_i64..9_000).prop_map(|amount| Op::Pass(if amount == 0 { 1 } else { amount })),
        2 => amount().prop_map(Op::Earn),
        2 => amount().prop_map(Op::Pay),
        1 => amount().prop_map(Op::Receive),
        1 => amount().prop_map(Op::PaidIn),
        1 => amount().prop_map(Op::PaidOut),
        1 => amount().prop_map(Op::Drawn),
        1 => (-500_i64..500).prop_map(|amount| Op::OverShort(if amount == 0 { 7 } else { amount })),
        2 => (0_u8..5, amount()).prop_map(|(hold, amount)| Op::Hold(hold, amount)),
        1 => (0_u8..5).prop_map(Op::Void),
        2 => (0_u8..5, amount()).prop_map(|(hold, amount)| Op::Spend(hold, amount)),
        4 => (0_usize..1_000).prop_map(Op::Undo),
        2 => (1_i64..40).prop_map(Op::Wait),
    ]
}

type Legs = Vec<(&'static str, i64)>;
type Posted = (i64, Legs, Standing);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Standing {
    Fresh,
    Undone,
    Reversal,
}

/// A book as plain maps. Debit is positive.
#[derive(Debug, Default)]
struct Model {
    balances: BTreeMap<&'static str, i64>,
    held: i64,
    /// Amount, and whether it is still open.
    holds: BTreeMap<u8, (i64, bool)>,
    /// What was posted: folio, legs, and whether it may be undone.
    posted: Vec<Posted>,
    folio: i64,
}

impl Model {
    fn of(&self, code: &str) -> i64 {
        self.balances.get(code).copied().unwrap_or(0)
    }

    /// What the float can spend: a liability of the programme, mirrored by the shop.
    fn free(&self) -> i64 {
        -self.of("P:float") - self.held
    }

    /// The refusal of a posting with these legs, if so much of what is held is set free for it.
    fn refuses(&self, legs: &Legs, freed: i64) -> Option<&'static str> {
        let moved: Legs = legs.iter().copied().filter(|(_, poisha)| *poisha != 0).collect();
        if moved.is_empty() {
            return Some("ledger.post.shape");
        }
        let float: i64 = moved.iter().filter(|(code, _)| *code == "P:float").map(|(_, poisha)| *poisha).sum();
        (float > 0 && self.free() + freed < float).then_some("ledger.post.float_short")
    }

    fn post(&mut self, legs: Legs, standing: Standing) {
        self.folio += 1;
        for (code, poisha) in &legs {
            *self.balances.entry(code).or_insert(0) += poisha;
        }
        self.posted.push((self.folio, legs, standing));
    }
}

/// Tax inside a price at 15 %, rounded half up: so many fifteenths of a hundred and fifteen.
fn tax(programme: i64) -> i64 {
    (programme * 30 + 115) / 230
}

fn legs_of(op: &Op) -> Legs {
    match *op {
        Op::TopUp(n) => vec![("P:bank", n), ("P:float", -n), ("E:float", n), ("E:owner", -n)],
        Op::Sell { official, shop, programme } => {
            let (owed, vat) = (official + programme, tax(programme));
            let stream = if owed == 0 { "E:service_income" } else { "E:commission" };
            vec![
                ("P:float", owed),
                ("P:fee:brdris", -official),
                ("P:income", vat - programme),
                ("P:vat", -vat),
                ("E:drawer:1", owed + shop),
                ("E:float", -owed),
                (stream, -shop),
            ]
        }
        Op::Pass(n) => vec![("P:float", n), ("P:wallet:bkash", -n), ("E:drawer:1", n), ("E:float", -n)],
        Op::Earn(n) => {
            vec![("P:partner_due:bkash", n), ("P:commission", -n), ("E:partner_due:bkash", n), ("E:partner_income", -n)]
        }
        Op::Pay(n) => vec![("P:commission", n), ("P:float", -n), ("E:float", n), ("E:partner_due:bkash", -n)],
        Op::Receive(n) => vec![("P:bank", n), ("P:partner_due:bkash", -n)],
        Op::PaidIn(n) => vec![("E:drawer:1", n), ("E:owner", -n)],
        Op::PaidOut(n) => vec![("E:expense:toner", n), ("E:drawer:1", -n)],
        Op::Drawn(n) => vec![("E:owner", n), ("E:drawer:1", -n)],
        Op::OverShort(n) => vec![("E:drawer:1", n), ("E:over_short", -n)],
        Op::Spend(_, n) => spend(n),
        Op::Hold(..) | Op::Void(_) | Op::Undo(_) | Op::Wait(_) => Vec::new(),
    }
}

fn spend(n: i64) -> Legs {
    vec![("P:float", n), ("P:fee:brdris", -n), ("E:drawer:1", n), ("E:float", -n)]
}

/// Foresees what comes of it, and does it to the model when nothing speaks against it.
fn foresee(model: &mut Model, op: &Op) -> Option<&'static str> {
    let legs = legs_of(op);
    let refusal = match *op {
        Op::Pay(n) if n > model.of("E:partner_due:bkash") => Some("ledger.commission.more"),
        Op::Receive(n) if n > model.of("P:partner_due:bkash") => Some("ledger.commission.more"),
        Op::Hold(hold, _) if model.holds.contains_key(&hold) => Some("ledger.hold.known"),
        Op::Hold(_, n) if model.free() < n => Some("ledger.hold.short"),
        Op::Hold(hold, n) => {
            model.holds.insert(hold, (n, true));
            (model.held, model.folio) = (model.held + n, model.folio + 1);
            return None;
        }
        Op::Void(hold) | Op::Spend(hold, _) => match model.holds.get(&hold).copied() {
            None => Some("ledger.hold.unknown"),
            Some((_, false)) => Some("ledger.hold.ended"),
            Some((aside, true)) => {
                let spent = if let Op::Spend(_, n) = op { Some(*n) } else { None };
                if spent.is_some_and(|n| n > aside) {
                    return Some("ledger.hold.more");
                }
                if let Some(refusal) = spent.and_then(|_| model.refuses(&legs, aside)) {
                    return Some(refusal);
                }
                model.holds.insert(hold, (aside, false));
                model.held -= aside;
                match spent {
                    Some(_) => model.post(legs, Standing::Fresh),
                    None => model.folio += 1,
                }
                return None;
            }
        },
        Op::Undo(nth) => {
            let Some(at) = nth.checked_rem(model.posted.len()) else { return Some("ledger.post.nothing_to_reverse") };
            let (_, legs, standing) = model.posted[at].clone();
            match standing {
                Standing::Fresh => {}
                Standing::Undone => return Some("ledger.post.already_reversed"),
                Standing::Reversal => return Some("ledger.post.is_reversal"),
            }
            let back = swapped(&legs);
            let refusal = model.refuses(&back, 0);
            if refusal.is_none() {
                model.posted[at].2 = Standing::Undone;
                model.post(back, Standing::Reversal);
            }
            return refusal;
        }
        Op::Wait(_) => return None,
        _ => None,
    };
    let refusal = refusal.or_else(|| model.refuses(&legs, 0));
    if refusal.is_none() {
        model.post(legs, Standing::Fresh);
    }
    refusal
}

fn swapped(legs: &Legs) -> Legs {
    legs.iter().map(|(code, poisha)| (*code, -poisha)).collect()
}

/// Does it to the book; the code of the refusal, if it was refused.
async fn act(trial: &Trial, book: &str, op: &Op, posted: &[Posted]) -> Option<&'static str> {
    let journal = &trial.journal;
    let till = account("E:drawer:1");
    let legs = match op.clone() {
        Op::TopUp(n) => {
            top_up(journal, book, n).await;
            return None;
        }
        Op::Sell { official, shop, programme } => {
            let [official, shop, programme] = [official, shop, programme].map(Paisa::new);
            cash_service_legs(&[Split { agency: "brdris".into(), official, shop, programme }], &till)
        }
        Op::Pass(n) => amount_legs("bkash", Paisa::new(n), &till),
        Op::Earn(n) => partner_commission_legs("bkash", Paisa::new(n)),
        Op::PaidIn(n) => cash_moved_legs(CashMove::PaidIn, Paisa::new(n), &till),
        Op::PaidOut(n) => cash_moved_legs(CashMove::PaidOut(ExpenseKind::Toner), Paisa::new(n), &till),
        Op::Drawn(n) => cash_moved_legs(CashMove::Drawn, Paisa::new(n), &till),
        Op::OverShort(n) => cash_moved_legs(CashMove::OverShort, Paisa::new(n), &till),
        Op::Pay(_) | Op::Receive(_) => return settle(journal, book, op).await,
        Op::Hold(..) | Op::Void(_) | Op::Spend(..) => return hold(journal, book, op).await,
        Op::Undo(nth) => {
            let folio = nth.checked_rem(posted.len()).map_or(999_999, |at| posted[at].0);
            let done = undo(journal, book, folio).await;
            return done.is_err().then(|| refused(done));
        }
        Op::Wait(hours) => {
            trial.pass(hours * HOUR_MS);
            return None;
        }
    };
    let draft = Draft { day: journal.now().day(), memo: format!("{op:?}"), legs: legs.unwrap() };
    let done = enter(journal, book, draft).await;
    done.is_err().then(|| refused(done))
}

async fn settle(journal: &Journal, book: &str, op: &Op) -> Option<&'static str> {
    let (book, provider, reference) = (book.to_owned(), "bkash".to_owned(), "S-1".to_owned());
    match *op {
        Op::Pay(n) => {
            let done = journal
                .write(Envelope::system(), PayCommission { book, provider, poisha: Paisa::new(n), reference })
                .await;
            done.is_err().then(|| refused(done))
        }
        Op::Receive(n) => {
            let done = journal
                .write(Envelope::system(), ReceiveCommission { book, provider, poisha: Paisa::new(n), reference })
                .await;
            done.is_err().then(|| refused(done))
        }
        _ => unreachable!(),
    }
}

async fn hold(journal: &Journal, book: &str, op: &Op) -> Option<&'static str> {
    let (book, until) = (book.to_owned(), Moment::new(trial::MORNING.get() + YEAR_MS));
    let end = |hold: u8, draft| EndHold { book: book.clone(), hold: format!("h{hold}"), draft };
    let deed = match *op {
        Op::Hold(hold, n) => {
            let (hold, account, poisha) = (format!("h{hold}"), account("P:float"), Paisa::new(n));
            let placed = journal.write(Envelope::system(), PlaceHold { book, hold, account, poisha, until }).await;
            return placed.is_err().then(|| refused(placed));
        }
        Op::Void(hold) => end(hold, None),
        Op::Spend(hold, n) => end(hold, Some(Draft { day: journal.now().day(), ..draft(&spend(n)) })),
        _ => unreachable!(),
    };
    let ended = journal.write(Envelope::system(), deed).await;
    ended.is_err().then(|| refused(ended))
}

/// The book read in every way says what the model says.
async fn reads_as(trial: &Trial, book: &str, model: &Model) {
    let journal = &trial.journal;
    let kept = trial_balance(journal, book).await;
    assert_eq!(kept.debits, kept.credits, "{book}");
    let net: BTreeMap<&str, i64> = kept
        .accounts
        .iter()
        .map(|line| (line.account.as_str(), line.debit.get() - line.credit.get()))
        .filter(|(_, poisha)| *poisha != 0)
        .collect();
    let foreseen: BTreeMap<&str, i64> =
        model.balances.iter().filter(|(_, poisha)| **poisha != 0).map(|(code, poisha)| (*code, *poisha)).collect();
    assert_eq!(net, foreseen, "{book}");
    assert_eq!(balance(journal, book, "P:float").await.held.get(), model.held, "{book}");
    assert_eq!(model.of("P:float"), -model.of("E:float"), "{book}: the two floats are one");
    let (code, today) = (book.to_owned(), journal.now().day());
    let then = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::trial_balance_as_of(tx, &code, today).await }));
    let then = then.await.unwrap();
    assert_eq!((then.debits, then.credits), (kept.debits, kept.credits), "{book}: as of today is now");
    for code in ["P:float", "E:float", "E:drawer:1", "P:fee:brdris", "E:commission", "P:commission"] {
        statement_is_whole(trial, book, code, model.of(code)).await;
    }
}

/// The pages of a statement laid together run from nothing to the balance, without a gap, whatever their length.
async fn statement_is_whole(trial: &Trial, book: &str, code: &'static str, balance: i64) {
    let (from, to) = (trial::MORNING.day(), trial.journal.now().day());
    for limit in [3, 1_000] {
        let (mut skip, mut running) = (0, 0);
        loop {
            let book = book.to_owned();
            let read = trial.journal.read::<_, Fault, _>(move |tx| {
                Box::pin(async move { ledger::statement(tx, &book, code, from, to, Page { skip, limit }).await })
            });
            let part = read.await.unwrap();
            assert_eq!((part.before.get(), part.after.get()), (0, balance), "{code}");
            for line in &part.lines {
                running += line.poisha.get();
                assert_eq!(line.balance.get(), running, "{code} {}", line.folio);
                assert_eq!(line.day, line.at.day(), "{code} {}", line.folio);
            }
            if !part.more {
                break;
            }
            assert_eq!(i64::try_from(part.lines.len()).unwrap(), limit);
            skip += limit;
        }
        assert_eq!(running, balance, "{code}");
    }
}

#[test]
fn a_book_lives_as_its_model_foresees_on_both_engines() {
    both(&register(), |trial| async move {
        let mut runner = TestRunner::deterministic();
        for nth in 0..8 {
            let book = format!("30260{nth:02}");
            let ops = prop::collection::vec(op(), 60..90).new_tree(&mut runner).unwrap().current();
            let mut model = Model::default();
            for (at, op) in ops.iter().enumerate() {
                let posted = model.posted.clone();
                let foreseen = foresee(&mut model, op);
                let told = act(&trial, &book, op, &posted).await;
                assert_eq!(told, foreseen, "{:?} {book}: {at} {op:?}", trial.engine);
            }
            reads_as(&trial, &book, &model).await;
            trial.verify().await;
            trial.journal.rebuild().await.unwrap();
            reads_as(&trial, &book, &model).await;
        }
        trial.verify().await;
    });
}
