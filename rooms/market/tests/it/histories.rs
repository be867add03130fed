//! Money is conserved over random histories of orders: what a buyer paid is what was given back and what the seller, the
//! centre, the programme and the carrier have, to the poisha.
use base::calendar::{BusinessDay, Moment};
use base::{Both, Paisa};
use journal::Sealed;
use ledger::{Leg, merged};
use market::rules::{
    decide, ends_so, given_back, paid_legs, part_again, refund_due_legs, refund_paid_legs, released_legs,
    replaced_legs, shares,
};
use market::{
    Collect, CollectProof, Order, OrderLine, OrderStanding, OrderState, Part, Payment, REFUSE_REASONS, Rate,
    is_their_fault, replacement_number,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn today() -> BusinessDay {
    BusinessDay::parse("2026-11-29").unwrap()
}

/// A line: (pieces, price, programme's part, shop's part of what is left).
fn lines() -> impl Strategy<Value = Vec<(i64, i64, i64, i64)>> {
    prop::collection::vec((1_i64..50, 1_i64..5_000_000, 0_i64..=10_000, 0_i64..=10_000), 1..6)
}

/// Everything by chance that an order may go through.
#[derive(Debug, Clone)]
struct History {
    lines: Vec<(i64, i64, i64, i64)>,
    delivery: i64,
    help: (i64, i64),
    advance: Option<i64>,
    /// Ends before it arrives: at which of the ways out.
    ends: Option<usize>,
    /// Of each line, in hundredths, how much is kept at the open box and how much comes back later.
    kept: Vec<(i64, i64)>,
    reasons: Vec<usize>,
    back: Option<usize>,
    /// Carriage of what is sent again in place of what came back for its faults, if that is wanted.
    again: Option<i64>,
}

fn histories() -> impl Strategy<Value = History> {
    let chances = (
        lines(),
        0_i64..100_000,
        (0_i64..50_000, 0_i64..=10_000),
        prop::option::of(0_i64..=1_000),
        prop::option::weighted(0.3, 0_usize..5),
        prop::collection::vec((0_i64..=100, 0_i64..=100), 6),
        prop::collection::vec(0_usize..5, 6),
        prop::option::of(0_usize..5),
        prop::option::of(0_i64..100_000),
    );
    chances.prop_map(|(lines, delivery, help, advance, ends, kept, reasons, back, again)| History {
        lines,
        delivery,
        help,
        advance,
        ends,
        kept,
        reasons,
        back,
        again,
    })
}

/// A line of an order.
fn line_of((at, (pieces, price, programme, shop)): (usize, &(i64, i64, i64, i64)), help_bp: i64) -> OrderLine {
    OrderLine {
        product: "0001".to_owned(),
        sku: format!("SKU-{at}"),
        name: Both::default(),
        category: "craft".to_owned(),
        pieces: *pieces,
        price: Paisa::new(*price),
        weight_g: 1,
        rate: Rate { from: today(), programme_bp: *programme, shop_bp: (10_000 - programme) * shop / 10_000, help_bp },
    }
}

fn order_of(history: &History) -> OrderStanding {
    let lines: Vec<OrderLine> = history.lines.iter().enumerate().map(|line| line_of(line, history.help.1)).collect();
    let goods = Paisa::sum(lines.iter().map(|line| line.price_of(line.pieces).unwrap())).unwrap();
    let sealed = Sealed { seal: "x".to_owned(), hash: "y".to_owned() };
    let part = Part {
        seller: "S000001".to_owned(),
        seller_name: Both::default(),
        lines,
        goods,
        carrier: "road".to_owned(),
        delivery: Paisa::new(history.delivery),
        help: Paisa::new(history.help.0),
        promised: today(),
        return_days: 7,
        from: String::new(),
        to: String::new(),
        sex: None,
        borne: Paisa::ZERO,
    };
    let total = part.total().unwrap();
    let (payment, paid) = match history.advance {
        None => (Payment::Cash, total),
        Some(bp) => (Payment::OnCollection, Paisa::new(total.get() * bp / 10_000)),
    };
    let order = Order {
        number: "M-3026002-261129-B7K-001-1".to_owned(),
        quote: "M-3026002-261129-B7K-001".to_owned(),
        basket: "b".to_owned(),
        part,
        buyer: sealed,
        buyer_index: String::new(),
        household_index: String::new(),
        payment,
        paid_by: None,
        replaces: None,
        paid,
        day: today(),
        by: "p".to_owned(),
    };
    OrderStanding { clock: None, ..OrderStanding::placed(order, Moment::new(0), Moment::new(0)) }
}

/// Accounts by their code.
#[derive(Default)]
struct Books(BTreeMap<String, i64>);

impl Books {
    fn post(&mut self, legs: &[Leg]) {
        for side in ["P:", "E:"] {
            let sum: i64 =
                legs.iter().filter(|leg| leg.account.code().starts_with(side)).map(|leg| leg.poisha.get()).sum();
            assert_eq!(sum, 0, "{side} {legs:?}");
        }
        for leg in merged(legs).unwrap() {
            *self.0.entry(leg.account.code().to_owned()).or_default() += leg.poisha.get();
        }
        assert_eq!(self.of("P:float"), -self.of("E:float"), "the floats part");
        assert!(self.of("P:escrow") <= 0, "an escrow is overdrawn");
    }

    /// What the accounts that begin so hold together.
    fn of(&self, start: &str) -> i64 {
        self.0.iter().filter(|(code, _)| code.starts_with(start)).map(|(_, poisha)| poisha).sum()
    }
}

/// The box is opened as chance has it.
fn open(standing: &mut OrderStanding, history: &History, books: &mut Books) {
    let pieces: Vec<i64> = standing.order.part.lines.iter().map(|line| line.pieces).collect();
    let kept: Vec<i64> = pieces.iter().zip(&history.kept).map(|(pieces, (share, _))| pieces * share / 100).collect();
    let reason = |at: usize| REFUSE_REASONS[history.reasons[at]].to_owned();
    let reasons = (0..pieces.len()).map(|at| if kept[at] < pieces[at] { reason(at) } else { String::new() });
    let deed = Collect {
        book: "3026002".to_owned(),
        till: "1".to_owned(),
        order: standing.order.number.clone(),
        kept: kept.clone(),
        reasons: reasons.collect(),
        photos: Vec::new(),
        proof: CollectProof::Code(String::new()),
        tendered: None,
    };
    let opened = decide(&deed, standing, Moment::new(0)).unwrap();
    assert!(opened.refund <= standing.paid && !opened.refund.is_negative() && !opened.paid.is_negative());
    books.post(&paid_legs(&[(&deed.order, opened.paid)], "1").unwrap());
    books.post(&refund_due_legs(&deed.order, opened.refund).unwrap());
    standing.paid = standing.paid.checked_add(opened.paid).unwrap();
    standing.refund_due = opened.refund;
    standing.kept = kept;
    standing.state = opened.to;
}

fn go(standing: &mut OrderStanding, to: OrderState, books: &mut Books) {
    let (refund, kept) = given_back(to, standing).unwrap();
    assert!(!refund.is_negative() && refund <= standing.lies().unwrap(), "{refund:?} of {standing:?}");
    books.post(&refund_due_legs(&standing.order.number, refund).unwrap());
    standing.refund_due = standing.refund_due.checked_add(refund).unwrap();
    standing.kept = kept.unwrap_or_else(|| standing.kept.clone());
    standing.state = to;
}

/// The same goods are sent again: what would be given back goes over into the escrow of another order.
fn sent_again(standing: &mut OrderStanding, carriage: Paisa, books: &mut Books) -> OrderStanding {
    let (most, kept) = given_back(OrderState::ReturnReceived, standing).unwrap();
    assert!(!most.is_negative() && most <= standing.lies().unwrap(), "{most:?} of {standing:?}");
    let part = part_again(standing, most, carriage).unwrap();
    let moved = part.total().unwrap();
    let left = most.checked_sub(moved).unwrap();
    assert!(!left.is_negative(), "{part:?} of {most:?}");
    assert!([part.delivery, part.help, part.borne].iter().all(|poisha| !poisha.is_negative()), "{part:?}");
    assert_eq!(part.delivery.checked_add(part.borne), Some(carriage), "the carrier is paid what it costs");
    let number = replacement_number(&standing.order.number);
    books.post(&replaced_legs(&standing.order.number, &number, moved).unwrap());
    books.post(&refund_due_legs(&standing.order.number, left).unwrap());
    standing.refund_due = standing.refund_due.checked_add(left).unwrap();
    standing.replaced = moved;
    standing.kept = kept.unwrap();
    standing.state = OrderState::ReturnReceived;
    let before = &standing.order;
    let replaces = Some(before.number.clone());
    let order = Order { number, part, payment: Payment::Cash, paid: moved, replaces, ..before.clone() };
    let second = OrderStanding::placed(order, Moment::new(0), Moment::new(0));
    OrderStanding { state: OrderState::ArrivedAtCentre, ..second }
}

/// What waits for the buyer is given back, and what lies in escrow is shared.
fn end(standing: &mut OrderStanding, books: &mut Books) {
    if standing.refund_due > Paisa::ZERO {
        books.post(&refund_paid_legs(standing.refund_due, "1").unwrap());
        standing.refunded = standing.refund_due;
        standing.refund_due = Paisa::ZERO;
    }
    if ends_so(standing.state) {
        let lies = standing.lies().unwrap();
        let shares = shares(standing, lies).unwrap();
        books.post(&released_legs(standing, lies, &shares).unwrap());
    }
}

fn live(history: &History) {
    use OrderState as S;
    let mut books = Books::default();
    let mut standing = order_of(history);
    let mut given_back_of_second = 0;
    let number = standing.order.number.clone();
    books.post(&paid_legs(&[(&number, standing.paid)], "1").unwrap());
    let ways_out = [S::PartnerRejected, S::CancelledByCustomer, S::DeliveryFailed, S::Lost, S::Uncollected];
    if let Some(way) = history.ends {
        go(&mut standing, ways_out[way], &mut books);
    } else {
        standing.state = S::ArrivedAtCentre;
        open(&mut standing, history, &mut books);
        if let (Some(reason), S::Collected | S::PartiallyCollected) = (history.back, standing.state) {
            REFUSE_REASONS[reason].clone_into(&mut standing.back_reason);
            standing.back =
                standing.kept.iter().zip(&history.kept).map(|(kept, (_, back))| kept * back / 100).collect();
            let faulty = is_their_fault(&standing.back_reason) && standing.back.iter().any(|back| *back > 0);
            if let (Some(carriage), true) = (history.again, faulty) {
                let mut second = sent_again(&mut standing, Paisa::new(carriage), &mut books);
                open(&mut second, history, &mut books);
                end(&mut second, &mut books);
                given_back_of_second = second.refunded.get();
            } else {
                go(&mut standing, S::ReturnReceived, &mut books);
            }
        }
    }
    end(&mut standing, &mut books);
    assert_eq!(books.of("P:escrow"), 0, "{standing:?}");
    assert_eq!(books.of("P:refunds"), 0);
    // What the drawer has is what the parties have: nothing came from nowhere, nothing is lost.
    let parties = books.of("P:vendor") + books.of("P:courier") + books.of("P:income") + books.of("P:vat");
    let shop = books.of("E:commission") + books.of("E:service_income");
    assert_eq!(books.of("E:drawer"), -(parties + shop), "{:?}", books.0);
    assert_eq!(books.of("E:drawer"), standing.paid.get() - standing.refunded.get() - given_back_of_second);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12_000, ..ProptestConfig::default() })]

    #[test]
    fn money_is_conserved_over_random_histories_of_orders(history in histories()) {
        live(&history);
    }
}

/// Worked example 2 of standards.md, to the poisha.
#[test]
fn the_worked_example_is_shared_as_it_says() {
    let mut standing = order_of(&History {
        lines: vec![(1, 100_000, 300, 0)],
        delivery: 10_000,
        help: (5_000, 2_000),
        advance: None,
        ends: None,
        kept: Vec::new(),
        reasons: Vec::new(),
        back: None,
        again: None,
    });
    standing.state = OrderState::Collected;
    assert_eq!(standing.paid.get(), 115_000);
    let shares = shares(&standing, standing.paid).unwrap();
    assert_eq!(
        [shares.seller, shares.carrier, shares.help, shares.programme].map(Paisa::get),
        [97_000, 10_000, 4_000, 4_000]
    );
}
