//! The pages of complaints and of the market's figures once with plausible content. All is invented.

use super::complaints::{ComplaintPage, ComplaintsPage, DisputeShown, desk_in_words, dispute_shown};
use super::facts::{BehindRow, FactsPage, Names, RowsPage, Sums, facts_page};
use super::office::LateRow;
use super::order_samples::{FORM, ORDER, order_row, quilt, stall, taka};
use crate::dispute::{Desk, Dispute, DisputeStep, StepKind};
use crate::facts::{Fact, FactKind};
use askama::Template;
use base::calendar::Moment;
use web::{Frame, Sample};

/// 29 November 2026, ten in the morning.
const SINCE_MS: i64 = 1_795_924_800_000;

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-complaints", render: |frame| complaints(frame, true).render() },
        Sample { name: "market-complaints-empty", render: |frame| complaints(frame, false).render() },
        Sample { name: "market-complaint", render: |frame| complaint(frame, Desk::Upazila).render() },
        Sample { name: "market-complaint-outside", render: |frame| complaint(frame, Desk::Directorate).render() },
        Sample { name: "market-facts", render: |frame| facts(frame, true).render() },
        Sample { name: "market-facts-empty", render: |frame| facts(frame, false).render() },
        Sample { name: "market-facts-rows", render: |frame| facts_rows(frame, true).render() },
        Sample { name: "market-facts-rows-empty", render: |frame| facts_rows(frame, false).render() },
    ]
}

/// A complaint that ran out at the centre and lies here, as who sits there sees it.
pub(super) fn dispute(frame: &Frame, lies: Desk, reader: Desk) -> DisputeShown {
    let at = |days: i64| Moment::new(SINCE_MS.saturating_add(days.saturating_mul(86_400_000)));
    let step = |kind: StepKind, desk: Desk, days: i64| DisputeStep {
        kind,
        desk,
        at: at(days),
        by: "system".to_owned(),
        said: None,
        words: String::new(),
    };
    let words = frame.either("রঙ ধোয়ার পরে উঠে যায়", "The colour runs in the wash").to_owned();
    let told = vec![
        (step(StepKind::Made, Desk::Centre, 0), frame.either("করিম উদ্দিন", "Karim Uddin").to_owned(), words.clone()),
        (step(StepKind::RanOut, Desk::Upazila, 3), String::new(), String::new()),
        (step(StepKind::Acted, lies, 4), frame.either("ইউএনও", "The UNO").to_owned(), words),
    ];
    let dispute = Dispute {
        order: ORDER.to_owned(),
        path: "/30/3026/302672/30267215/".to_owned(),
        open: true,
        desk: lies,
        since: at(3),
        due: (lies != Desk::Directorate).then(|| at(6)),
        steps: Vec::new(),
    };
    let pack = format!("/market/evidence/3026002/{ORDER}");
    DisputeShown { pack, ..dispute_shown(frame, &(dispute, told), Some(reader), at(5)) }
}

fn complaints(frame: Frame, full: bool) -> ComplaintsPage {
    let row = |desk: Desk| {
        let row = LateRow { row: order_row(&frame, 0), due: "02/12/2026 11:10".to_owned(), days: 3 };
        (row, desk_in_words(&frame, desk))
    };
    let rows = |desk: Desk| if full { vec![row(desk)] } else { Vec::new() };
    ComplaintsPage { rows: rows(Desk::Upazila), beyond: rows(Desk::ECab), frame: frame.titled("order-complaints") }
}

fn complaint(frame: Frame, lies: Desk) -> ComplaintPage {
    ComplaintPage {
        form_id: FORM.to_owned(),
        href: format!("/market/complaints/3026002/{ORDER}"),
        number: ORDER.to_owned(),
        centre: frame.either("আগানগর ডিজিটাল সেন্টার", "Aganagar Digital Centre").to_owned(),
        seller: stall(&frame),
        state: frame.say("order-state-collected"),
        look: "",
        lines: vec![(quilt(&frame), 2, taka(5_000))],
        paid: taka(5_145),
        dispute: dispute(&frame, lies, Desk::District),
        said: String::new(),
        faults: vec![("words".to_owned(), frame.say_with("market-pass-words", &[("max", "1000")]))],
        frame: frame.titled("order-complaint"),
    }
}

fn facts(frame: Frame, full: bool) -> FactsPage {
    let fact = |kind: FactKind, what: &str, orders: i64, amount: i64| Fact {
        kind,
        what: what.to_owned(),
        orders,
        poisha: taka(amount),
    };
    let sums = vec![
        fact(FactKind::Placed, "", 120, 300_000),
        fact(FactKind::Sold, "", 100, 250_000),
        fact(FactKind::From, "3026", 60, 150_000),
        fact(FactKind::From, "3029", 30, 60_000),
        fact(FactKind::From, "1004", 10, 40_000),
        fact(FactKind::Category, "craft.quilt", 60, 150_000),
        fact(FactKind::Category, "home.light", 40, 100_000),
        fact(FactKind::Goods, "S000001-0001", 60, 150_000),
        fact(FactKind::Seller, "S000001", 60, 150_000),
        fact(FactKind::Seller, "S000002", 40, 100_000),
        fact(FactKind::Woman, "S000001", 60, 150_000),
        fact(FactKind::Days, "002", 12, 0),
        fact(FactKind::Days, "004", 70, 0),
        fact(FactKind::Days, "009", 8, 0),
        fact(FactKind::InTime, "", 80, 0),
        fact(FactKind::Back, "", 9, 18_000),
        fact(FactKind::Failed, "", 7, 14_000),
        fact(FactKind::Shop, "", 60, 7_500),
    ];
    let name = |bn: &str, en: &str| frame.either(bn, en).to_owned();
    let district = |division: (&str, &str), own: (&str, &str)| (name(division.0, division.1), name(own.0, own.1));
    let dhaka = ("ঢাকা বিভাগ", "Dhaka Division");
    let names = Names {
        districts: [
            ("3026", district(dhaka, ("ঢাকা", "Dhaka"))),
            ("3029", district(dhaka, ("ফরিদপুর", "Faridpur"))),
            ("1004", district(("বরিশাল বিভাগ", "Barishal Division"), ("বরগুনা", "Barguna"))),
        ]
        .map(|(code, names)| (code.to_owned(), names))
        .into(),
        categories: [("craft.quilt".to_owned(), name("কাঁথা", "Quilts")), ("home.light".to_owned(), name("আলো", "Light"))]
            .into(),
        goods: [("S000001-0001".to_owned(), quilt(&frame))].into(),
    };
    let sums = Sums(if full { sums } else { Vec::new() });
    facts_page(frame, &sums, &names, ("2026-10", Moment::new(SINCE_MS).day()))
}

fn facts_rows(frame: Frame, full: bool) -> RowsPage {
    let row = |href: &str| BehindRow {
        number: ORDER.to_owned(),
        href: href.to_owned(),
        day: "29/11/2026".to_owned(),
        centre: "3026002".to_owned(),
        what: quilt(&frame),
        state: frame.say("order-state-closed"),
        orders: 2,
        poisha: taka(5_000),
    };
    RowsPage {
        month: "2026-11".to_owned(),
        month_words: frame.either("নভেম্বর ২০২৬", "November 2026").to_owned(),
        label: frame.say("fact-from"),
        of: if full { "3026".to_owned() } else { String::new() },
        rows: if full { vec![row("/market/vetting/orders"), row("")] } else { Vec::new() },
        more: if full { "/market/facts/2026-11/from?what=3026".to_owned() } else { String::new() },
        csv: "/market/facts/2026-11/from?format=csv".to_owned(),
        frame: frame.titled("facts-title"),
    }
}
