//! The pages of the registers once with plausible content. Places, people and numbers are invented.

use super::attendance::{self as attendance_page, Read};
use super::stock as stock_page;
use super::{Open, commission, index, inspections};
use crate::attendance::read::{AttendanceMonth, SeatMonth};
use crate::attendance::{Absence, AwayFor, DayHours, Hours, PersonMonth};
use crate::pages::CentreSeen;
use crate::stock::read::{ItemMonth, StockLine};
use crate::stock::store::OnHand;
use crate::stock::{ITEMS, Item, MoveKind};
use crate::supervise::grade::Letter;
use crate::supervise::inspection::{Finding, Inspection, InspectionKind, Looked};
use crate::supervise::standing::Month;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use ledger::{PartnerLine, PartnerStatement};
use network::seat::SeatKind;
use std::collections::{BTreeMap, BTreeSet};
use web::Sample;

/// The samples of the registers.
pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "registers", render: |frame| index::sample(frame, &open()) },
        Sample { name: "register-attendance", render: |frame| attendance_page::sample(frame, &open()) },
        Sample { name: "register-inspections", render: |frame| inspections::sample(frame, &open()) },
        Sample { name: "register-stock-used", render: |frame| stock_page::sample(frame, &open(), "used") },
        Sample { name: "register-stock-received", render: |frame| stock_page::sample(frame, &open(), "received") },
        Sample { name: "register-stock-counted", render: |frame| stock_page::sample(frame, &open(), "counted") },
        Sample { name: "register-stock-low", render: |frame| stock_page::sample(frame, &open(), "low") },
        Sample { name: "income-partners", render: |frame| commission::sample(frame, &open()) },
    ]
}

/// A day of the sample's month.
fn day(number: i64) -> BusinessDay {
    Moment::new(1_793_490_000_000).day().add_days(number.saturating_sub(1))
}

fn open() -> Open {
    Open {
        centre: CentreSeen {
            book: "3026001".to_owned(),
            path: "/30/3026/302672/30267250/".to_owned(),
            name_bn: "নমুনা ইউনিয়ন ডিজিটাল সেন্টার".to_owned(),
            name_en: "Namuna Union Digital Centre".to_owned(),
        },
        other: None,
        month: Month::of(day(1)),
        today: day(24),
        keeps: true,
        names: true,
    }
}

/// A month of attendance.
pub(super) fn attendance(open: &Open) -> Read {
    let days = open.month.days();
    let hours = |day: &BusinessDay| {
        let at = |hour: i64| Moment::new(day.starts_at().get().saturating_add(hour.saturating_mul(3_600_000)));
        (*day, DayHours::from([("p-1".to_owned(), Hours { from: at(9), to: at(17) })]))
    };
    let off: BTreeSet<BusinessDay> = days.iter().copied().filter(|day| day.date().day() % 7 == 6).collect();
    let there: BTreeMap<BusinessDay, DayHours> = days.iter().filter(|day| !off.contains(day)).map(hours).collect();
    let absence = Absence {
        id: "01935c50-0000-7000-8000-000000000001".to_owned(),
        person: "p-1".to_owned(),
        from: day(6),
        to: day(6),
        reason: AwayFor::Training,
        note: None,
        by: "p-1".to_owned(),
    };
    let month = PersonMonth::of(("p-1", day(1)), &days, &there, std::slice::from_ref(&absence), &off, open.today);
    let lines =
        vec![SeatMonth { seat: SeatKind::Woman, month: Some(month) }, SeatMonth { seat: SeatKind::Man, month: None }];
    Read {
        month: AttendanceMonth { days, lines, absences: vec![absence] },
        names: BTreeMap::from([("p-1".to_owned(), "রহিমা খাতুন".to_owned())]),
        notes: vec![String::new()],
        form_id: "form".to_owned(),
    }
}

/// Visits.
pub(super) fn visited() -> Vec<inspections::Visited> {
    let visit = |number: i64, right: bool| Inspection {
        id: format!("i-{number}"),
        day: day(number),
        kind: InspectionKind::Surprise,
        findings: Looked::ALL.map(|looked| Finding { looked, right: right || looked != Looked::PriceBoard }).to_vec(),
        grade: if right { Letter::A } else { Letter::C },
        note: None,
        follow_up: (!right).then(|| day(20)),
        by: "p-9".to_owned(),
        at: Moment::new(day(number).starts_at().get()),
    };
    let named = |visit: Inspection| (visit, String::new(), "মো. নূর ইসলাম".to_owned());
    vec![named(visit(4, false)), named(visit(20, true))]
}

/// A month of stock.
pub(super) fn stock(open: &Open) -> stock_page::Read {
    let month = |(place, item): (usize, &'static Item)| {
        let (before, low) = if place < 4 { (400, Some(100)) } else { (0, None) };
        ItemMonth {
            item,
            before,
            received: before,
            price: Paisa::new(before.saturating_mul(112)),
            used: 350_i64.min(before),
            counted: -before.signum(),
            after: before,
            now: OnHand { quantity: if place == 3 { 1 } else { before }, low },
            left: (place == 0).then_some(12),
        }
    };
    let line = |folio: i64, kind: MoveKind, quantity: i64, reason: &str| {
        ITEMS.first().map(|item| StockLine {
            folio,
            item,
            day: open.today,
            kind,
            quantity,
            after: 400,
            price: if kind == MoveKind::Received { Paisa::new(45_000) } else { Paisa::ZERO },
            by: "p-1".to_owned(),
            reason: reason.to_owned(),
            taken_back: false,
        })
    };
    let lines = [
        line(14, MoveKind::Counted, -3, "spoiled"),
        line(13, MoveKind::Used, -97, ""),
        line(12, MoveKind::Received, 500, "drawer"),
    ];
    stock_page::Read {
        items: ITEMS.iter().enumerate().map(month).collect(),
        lines: lines.into_iter().flatten().collect(),
        more: true,
        names: BTreeMap::from([("p-1".to_owned(), "রহিমা খাতুন".to_owned())]),
        form_id: "form".to_owned(),
    }
}

/// A month of commission.
pub(super) fn stated() -> Vec<commission::Stated> {
    let one = PartnerStatement {
        provider: "bank_agent".to_owned(),
        before: Paisa::new(12_000),
        accrued: Paisa::new(30_050),
        paid: Paisa::new(12_000),
        due: Paisa::new(30_050),
    };
    let line = |folio: i64, memo: &str, is_payment: bool, poisha: i64, due: i64| PartnerLine {
        folio,
        day: day(folio),
        memo: memo.to_owned(),
        is_payment,
        poisha: Paisa::new(poisha),
        due: Paisa::new(due),
    };
    let lines = vec![
        line(3, "3026001-261103-B7K-014", false, 30_050, 42_050),
        line(10, "bank_agent SETTLE-1", true, -12_000, 30_050),
    ];
    vec![(one, lines, false)]
}
