//! The newer pages with plausible content, each also with what it refuses.

use super::book::sample_book;
use super::{commission, decide, float, income};
use crate::account::Account;
use crate::days::Days;
use crate::float::FloatStanding;
use crate::registers::{IncomeExpenditure, RegisterLine};
use crate::top_up::{PaidInto, TopUp, TopUpState};
use askama::Template;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use web::{Frame, Sample};

/// One sample a page and state.
pub(crate) const SAMPLES: [Sample; 8] = [
    Sample { name: "ledger-float", render: |frame| float_page(frame, false).render() },
    Sample {
        name: "ledger-float-refused",
        render: |frame| {
            let sentence = frame.say("ledger-top_up-proof_used");
            float_page(frame, true).refused("proof", sentence).render()
        },
    },
    Sample { name: "ledger-waiting", render: |frame| waiting(frame, 3).render() },
    Sample { name: "ledger-waiting-empty", render: |frame| waiting(frame, 0).render() },
    Sample { name: "ledger-decide", render: |frame| decide_page(frame, "officer").render() },
    Sample {
        name: "ledger-decide-refused",
        render: |frame| {
            let sentence = frame.say("ledger-top_up-reason");
            decide_page(frame, "officer").refused("reason", sentence).render()
        },
    },
    Sample { name: "ledger-commission", render: commission_page },
    Sample { name: "ledger-income-expenditure", render: income_page },
];

/// Monday 23 November 2026.
fn today() -> BusinessDay {
    BusinessDay::new(2026, 11, 23).unwrap_or_else(|| Moment::new(0).day())
}

fn top_up(days_ago: i64, poisha: i64, state: TopUpState) -> TopUp {
    let day = today().add_days(days_ago.saturating_neg());
    TopUp {
        book: "3026001".to_owned(),
        ask: "01935c50-0000-7000-8000-000000000000".to_owned(),
        path: "/30/3026/".to_owned(),
        poisha: Paisa::new(poisha),
        proof: format!("SB-20{days_ago}77"),
        paid_into: PaidInto::Wallet("bkash".to_owned()),
        paid_on: day,
        asked_by: "rahima".to_owned(),
        asked_at: day.starts_at(),
        state,
        folio: 41,
    }
}

fn decided(name: &str) -> TopUpState {
    let (by, at) = ("officer".to_owned(), today().starts_at());
    match name {
        "approved" => TopUpState::Approved { by, at },
        _ => TopUpState::Declined { by, at, reason: "amount_differs".to_owned() },
    }
}

fn float_page(frame: Frame, low: bool) -> float::FloatPage {
    let free = Paisa::new(if low { 85_000 } else { 4_250_000 });
    let named = |top_up: TopUp| (top_up, "রহিমা খাতুন".to_owned());
    let read = float::Read {
        standing: FloatStanding { free, below: Paisa::new(crate::FLOAT_WARNING_POISHA), low },
        top_ups: vec![
            named(top_up(0, 5_000_000, TopUpState::Waiting)),
            named(top_up(4, 10_000_000, decided("approved"))),
            named(top_up(9, 1_050_000, decided("declined"))),
        ],
        form_ids: ["f1".to_owned(), "f2".to_owned()],
        today: today(),
    };
    float::lay_out(frame, &sample_book(), read, true, Some("officer"))
}

fn names() -> (String, String) {
    sample_book().names.unwrap_or_default()
}

fn waiting(frame: Frame, count: i64) -> decide::WaitingPage {
    let rows: Vec<_> =
        (0..count).map(|n| (top_up(n.saturating_mul(2), 5_000_000, TopUpState::Waiting), names())).collect();
    decide::lay_list(frame, &rows, today())
}

fn decide_page(frame: Frame, reader: &str) -> decide::DecidePage {
    let read = decide::Read {
        top_up: top_up(1, 5_000_000, TopUpState::Waiting),
        asker: "রহিমা খাতুন".to_owned(),
        names: names(),
        elsewhere: Some(names()),
    };
    decide::lay_out(frame, read, reader)
}

fn commission_page(frame: Frame) -> askama::Result<String> {
    let due = [("bkash", 125_050, 125_050), ("nagad", 0, 40_000)];
    let due = due.map(|(name, to, from)| (name.to_owned(), (Paisa::new(to), Paisa::new(from))));
    commission::lay_out(frame, &sample_book(), &due.into(), Some(commission::Settling::default())).render()
}

fn income_page(frame: Frame) -> askama::Result<String> {
    let mut register = IncomeExpenditure {
        before: Paisa::new(1_250_000),
        lines: Vec::new(),
        income: Paisa::new(131_000),
        expense: Paisa::new(45_000),
        after: Paisa::new(1_336_000),
    };
    for (code, income, expense, balance) in [
        ("E:commission", 86_000, 0, 1_336_000),
        ("E:service_income", 45_000, 0, 1_381_000),
        ("E:expense:paper", 0, 45_000, 1_336_000),
    ] {
        let account = Account::new(code).ok_or(askama::Error::Fmt)?;
        let [income, expense, balance] = [income, expense, balance].map(Paisa::new);
        register.lines.push(RegisterLine { day: today(), account, income, expense, balance });
    }
    income::lay_out(frame, &sample_book(), Days::month_of(today()), &register, 0).render()
}
