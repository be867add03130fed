//! The life of a counter as chance writes it: sales of one to three services, reversals of what was sold long ago, days
//! closed in time, too early, twice or never, nights in between. A model of plain maps foresees every answer, every sum of
//! every day, every taka in the drawer; then the views are made anew and must say the same.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, FREE, balances, day, days, line, open_shop, refused, register, reversing, sale, service_days,
    top_up, write,
};
use base::Moment;
use base::calendar::BusinessDay;
use counter::{Count, CountDrawer, Receipt};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use trial::{Trial, both};

const HOUR_MS: i64 = 3_600_000;
/// Ten births and a little.
const FLOAT: i64 = 63_000;

#[derive(Debug, Clone)]
enum Op {
    Sell {
        births: i64,
        copies: i64,
        free: i64,
    },
    Reverse(usize),
    ReverseForNoReason(usize),
    /// Closes the day so many days ago; a negative number is a day to come.
    Close(i64),
    /// Closes the day that is open, whichever it is.
    CloseOpen,
    Wait(i64),
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        9 => (0_i64..3, 0_i64..6, 0_i64..2).prop_map(|(births, copies, free)| Op::Sell { births, copies, free }),
        3 => (0_usize..500).prop_map(Op::Reverse),
        1 => (0_usize..500).prop_map(Op::ReverseForNoReason),
        1 => (-1_i64..3).prop_map(Op::Close),
        2 => Just(Op::CloseOpen),
        4 => (1_i64..30).prop_map(Op::Wait),
    ]
}

/// What a day says of itself: given, official, charge, income; then the same of what was reversed on it.
type Sums = [i64; 8];

struct Sold {
    receipt: Receipt,
    births: i64,
    copies: i64,
    reversed: bool,
}

#[derive(Default)]
struct Model {
    now: i64,
    sold: Vec<Sold>,
    closed: BTreeSet<BusinessDay>,
    /// The day that was begun at the counter and not closed.
    open: Option<BusinessDay>,
    days: BTreeMap<String, Sums>,
    services: BTreeMap<(String, &'static str), (i64, i64)>,
}

impl Model {
    fn today(&self) -> BusinessDay {
        Moment::new(self.now).day()
    }

    /// An earlier day is open: it comes before this one.
    fn earlier_open(&self, day: BusinessDay) -> bool {
        self.open.is_some_and(|open| open < day)
    }

    /// How many births stand, and how many copies.
    fn standing(&self) -> (i64, i64) {
        let standing = self.sold.iter().filter(|sold| !sold.reversed);
        standing.fold((0, 0), |(births, copies), sold| (births + sold.births, copies + sold.copies))
    }

    fn float(&self) -> i64 {
        FLOAT - 6_000 * self.standing().0
    }

    /// Why nothing can be sold just now, if so.
    fn refuses(&self, births: i64, copies: i64, free: i64) -> Option<&'static str> {
        let today = self.today();
        if self.closed.contains(&today) {
            return Some("counter.take.day_closed");
        }
        if self.earlier_open(today) {
            return Some("counter.take.earlier_day_open");
        }
        if births + copies + free == 0 {
            return Some("counter.take.lines");
        }
        (6_000 * births > self.float()).then_some("ledger.post.float_short")
    }

    /// Counts a receipt into today: given when the sign is 1, reversed when it is -1.
    fn count(&mut self, births: i64, copies: i64, free: i64, sign: i64) {
        let today = self.today().to_string();
        let place = if sign == 1 { 0 } else { 4 };
        let sums = self.days.entry(today.clone()).or_default();
        let charge = 3_000 * births + 200 * copies;
        for (sum, more) in sums[place..].iter_mut().zip([1, 5_000 * births, charge, 2_000 * births + 200 * copies]) {
            *sum += more;
        }
        for (service, quantity, price) in [(BIRTH, births, 8_000), (COPY, copies, 200), (FREE, free, 0)] {
            if quantity > 0 {
                let (sold, total) = self.services.entry((today.clone(), service)).or_default();
                (*sold, *total) = (*sold + sign * quantity, *total + sign * quantity * price);
            }
        }
    }
}

async fn sell(trial: &Trial, model: &mut Model, births: i64, copies: i64, free: i64) {
    let mut lines = Vec::new();
    for (service, quantity) in [(BIRTH, births), (COPY, copies), (FREE, free)] {
        lines.extend((quantity > 0).then(|| line(service, quantity)));
    }
    if let Some(code) = model.refuses(births, copies, free) {
        assert_eq!(refused(write(&trial.journal, sale(lines)).await), code, "{:?}", trial.engine);
        return;
    }
    let receipt = write(&trial.journal, sale(lines)).await.unwrap().receipt;
    model.count(births, copies, free, 1);
    model.open = Some(model.today());
    let today = model.today();
    let nth = model.days[&today.to_string()][0];
    assert_eq!((receipt.day, receipt.total().get()), (today, 8_000 * births + 200 * copies));
    assert!(receipt.number.ends_with(&format!("-{nth:03}")), "{} is not the {nth}th", receipt.number);
    assert!(receipt.number.contains(&format!("-{}-", today.compact())), "{}", receipt.number);
    model.sold.push(Sold { receipt, births, copies, reversed: false });
}

async fn reverse(trial: &Trial, model: &mut Model, nth: usize, reason: &str) {
    let Some(at) = nth.checked_rem(model.sold.len()) else { return };
    let told = write(&trial.journal, reversing(&model.sold[at].receipt, reason, "")).await;
    let foreseen = if model.sold[at].reversed {
        Some("counter.reverse.already")
    } else if reason == "no reason at all" {
        Some("counter.reverse.reason")
    } else if model.closed.contains(&model.today()) {
        Some("counter.reverse.day_closed")
    } else if model.earlier_open(model.today()) {
        Some("counter.reverse.earlier_day_open")
    } else {
        None
    };
    if let Some(code) = foreseen {
        assert_eq!(refused(told), code, "{:?}", trial.engine);
        return;
    }
    told.unwrap();
    let Sold { births, copies, .. } = model.sold[at];
    let free = model.sold[at].receipt.lines.iter().filter(|line| line.service == FREE).map(|line| line.quantity).sum();
    model.sold[at].reversed = true;
    model.open = Some(model.today());
    model.count(births, copies, free, -1);
}

async fn close(trial: &Trial, model: &mut Model, day: BusinessDay) {
    if day <= model.today() && !model.closed.contains(&day) && model.earlier_open(day) {
        let count = Count::of(base::Paisa::ZERO);
        let told = write(&trial.journal, CountDrawer { book: BOOK.into(), day, count }).await;
        assert_eq!(refused(told), "counter.day.earlier_open");
        return;
    }
    let told = crate::deeds_desk::close(&trial.journal, BOOK, day).await;
    if day > model.today() {
        assert_eq!(refused(told), "counter.close.future");
    } else if !model.closed.insert(day) {
        assert_eq!(refused(told), "counter.close.already");
    } else {
        told.unwrap();
        model.open = model.open.filter(|open| *open != day);
    }
}

/// Everything that can be read of the centre is what the model says.
async fn reads_as(trial: &Trial, model: &Model) {
    let kept: BTreeMap<String, Sums> = days(&trial.journal).await.into_iter().collect();
    assert_eq!(kept, model.days, "{:?}", trial.engine);
    let services: BTreeMap<(String, String), (i64, i64)> = service_days(&trial.journal)
        .await
        .into_iter()
        .map(|(day, service, quantity, total)| ((day, service), (quantity, total)))
        .collect();
    let foreseen: BTreeMap<(String, String), (i64, i64)> =
        model.services.iter().map(|((day, service), sums)| ((day.clone(), (*service).to_owned()), *sums)).collect();
    assert_eq!(services, foreseen, "{:?}", trial.engine);
    let (births, copies) = model.standing();
    let balances: BTreeMap<String, i64> = balances(&trial.journal, BOOK).await.into_iter().collect();
    let of = |code: &str| balances.get(code).copied().unwrap_or(0);
    assert_eq!(of("E:drawer:1"), 8_000 * births + 200 * copies);
    assert_eq!((of("P:float"), of("E:float")), (-model.float(), model.float()));
    assert_eq!(of("P:fee:brdris"), -5_000 * births);
    assert_eq!(of("P:income") + of("P:vat"), -1_000 * births);
    assert_eq!(of("E:commission") + of("E:service_income"), -2_000 * births - 200 * copies);
}

#[test]
fn a_counter_lives_as_its_model_foresees_on_both_engines() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let ops = prop::collection::vec(op(), 70..90).new_tree(&mut runner).unwrap().current();
        both(&register(), |trial| {
            let ops = ops.clone();
            async move {
                open_shop(&trial.journal).await;
                top_up(&trial.journal, BOOK, FLOAT).await;
                // The lives begin at the end of a February that has a 29th.
                let mut model = Model { now: day("2028-02-27").starts_at().get() + 20 * HOUR_MS, ..Model::default() };
                trial.set_time(Moment::new(model.now));
                for op in &ops {
                    match *op {
                        Op::Sell { births, copies, free } => sell(&trial, &mut model, births, copies, free).await,
                        Op::Reverse(nth) => reverse(&trial, &mut model, nth, "wrong_service").await,
                        Op::ReverseForNoReason(nth) => reverse(&trial, &mut model, nth, "no reason at all").await,
                        Op::Close(ago) => {
                            let day = model.today().add_days(-ago);
                            close(&trial, &mut model, day).await;
                        }
                        Op::CloseOpen => {
                            if let Some(day) = model.open {
                                close(&trial, &mut model, day).await;
                            }
                        }
                        Op::Wait(hours) => {
                            model.now += hours * HOUR_MS;
                            trial.set_time(Moment::new(model.now));
                        }
                    }
                    trial.pass(1_000);
                    model.now += 1_000;
                }
                assert!(model.sold.len() > 5, "a life in which something happens");
                reads_as(&trial, &model).await;
                trial.verify().await;
                trial.journal.rebuild().await.unwrap();
                reads_as(&trial, &model).await;
                trial.verify().await;
            }
        });
    }
}
