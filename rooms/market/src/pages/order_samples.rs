//! The pages of buying and selling once with plausible content. All is invented.

use super::Faults;
use super::alone::{AlonePage, AloneQuotePage};
use super::buy::{BasketRow, BuyPage, Hit, HitKind};
use super::collecting::BoxShown;
use super::office::{LateRow, OfficeOrderPage, OfficePage, RateRow, RatesPage};
use super::orders::{LineShown, OrderPage, OrderRow, OrdersPage, PartShown, QuotePage};
use super::papers::PaperPage;
use super::programme_samples::dispute;
use super::sales::{SalePage, SalesPage};
use super::settlement::{ODD_DAYS, OddRow, PayLine, RunRow, SettlementPage};
use super::wallet::{TransferPage, WalletPart};
use crate::dispute::Desk;
use crate::order::{Mover, OrderState, REFUSE_REASONS};
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const QUOTE: &str = "M-3026002-261129-B7K-001";
pub(super) const ORDER: &str = "M-3026002-261129-B7K-001-1";
pub(super) const FORM: &str = "0123456789abcdef";
const MOBILE: &str = "01911000003";

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-buy", render: |frame| buy(frame, true).render() },
        Sample { name: "market-buy-empty", render: |frame| buy(frame, false).render() },
        Sample { name: "market-quote", render: |frame| quote(frame, true).render() },
        Sample { name: "market-quote-over", render: |frame| quote(frame, false).render() },
        Sample { name: "market-orders", render: |frame| orders(frame, true).render() },
        Sample { name: "market-orders-empty", render: |frame| orders(frame, false).render() },
        Sample { name: "market-order-here", render: |frame| order(frame, Stage::Here).render() },
        Sample { name: "market-order-coming", render: |frame| order(frame, Stage::Coming).render() },
        Sample { name: "market-order-kept", render: |frame| order(frame, Stage::Kept).render() },
        Sample { name: "market-order-disputed", render: |frame| order(frame, Stage::Disputed).render() },
        Sample { name: "market-sales", render: |frame| sales(frame, true).render() },
        Sample { name: "market-sales-empty", render: |frame| sales(frame, false).render() },
        Sample { name: "market-sale-accept", render: |frame| sale(frame, false).render() },
        Sample { name: "market-office", render: |frame| office(frame, true).render() },
        Sample { name: "market-office-empty", render: |frame| office(frame, false).render() },
        Sample { name: "market-office-order", render: office_order },
        Sample { name: "market-rates", render: |frame| rates(frame, true).render() },
        Sample { name: "market-rates-empty", render: |frame| rates(frame, false).render() },
        Sample { name: "market-paper", render: |frame| paper(frame, false).render() },
        Sample { name: "market-paper-waits", render: |frame| paper(frame, true).render() },
        Sample { name: "market-alone", render: |frame| alone(frame, false).render() },
        Sample { name: "market-alone-code", render: |frame| alone(frame, true).render() },
        Sample { name: "market-alone-quote", render: |frame| alone_quote(frame, false).render() },
        Sample { name: "market-alone-taken", render: |frame| alone_quote(frame, true).render() },
        Sample { name: "market-wallet", render: |frame| transfer(frame).render() },
        Sample { name: "market-wallet-qr", render: |frame| wallet_part(frame, false, false).render() },
        Sample {
            name: "market-wallet-asked",
            render: |frame| WalletPart { qr_svg: None, ..wallet_part(frame, false, false) }.render(),
        },
        Sample { name: "market-settlement", render: |frame| settlement(frame, true).render() },
        Sample { name: "market-settlement-empty", render: |frame| settlement(frame, false).render() },
        Sample { name: "market-sale-send", render: |frame| sale(frame, true).render() },
    ]
}

pub(super) fn taka(amount: i64) -> Paisa {
    Paisa::new(amount.saturating_mul(100))
}

pub(super) fn quilt(frame: &Frame) -> String {
    frame.either("নকশি কাঁথা, লাল", "Embroidered quilt, red").to_owned()
}

pub(super) fn stall(frame: &Frame) -> String {
    frame.either("সুইসুতার ঘর", "House of Thread").to_owned()
}

fn buyer(frame: &Frame) -> String {
    frame.either("রহিম মিয়া", "Rahim Mia").to_owned()
}

fn buy(frame: Frame, full: bool) -> BuyPage {
    let kind = |name: &str, free: i64| HitKind {
        sku: "QUILT-RED".to_owned(),
        name: name.to_owned(),
        price: taka(2_500),
        free,
    };
    let hit = Hit {
        address: "S000001-0001".to_owned(),
        name: frame.either("নকশি কাঁথা", "Embroidered quilt").to_owned(),
        seller: stall(&frame),
        place: frame.either("জামালপুর", "Jamalpur").to_owned(),
        photo: 1,
        lead_days: 14,
        kinds: vec![kind(frame.either("লাল", "Red"), 4), kind("", 0)],
        lot: true,
    };
    let row = |pieces: i64| BasketRow {
        address: "S000001-0001".to_owned(),
        sku: "QUILT-RED".to_owned(),
        name: quilt(&frame),
        pieces,
        price: taka(2_500),
        total: taka(2_500).checked_mul(pieces).unwrap_or_default(),
    };
    let fault = frame.say_with("market-reserve-short", &[("sku", "QUILT-RED"), ("left", "1")]);
    BuyPage {
        query: frame.either("কাঁথা", "quilt").to_owned(),
        rows: if full { vec![row(1), row(2)] } else { Vec::new() },
        hits: if full { vec![hit] } else { Vec::new() },
        goods: taka(7_500),
        key: FORM.to_owned(),
        name: buyer(&frame),
        household: String::new(),
        mobile: MOBILE.to_owned(),
        help: "30".to_owned(),
        faults: if full { vec![(String::new(), fault)] } else { Faults::new() },
        frame: frame.titled("buy-title"),
    }
}

fn quote(frame: Frame, open: bool) -> QuotePage {
    let part = PartShown {
        seller: stall(&frame),
        lines: vec![(quilt(&frame), 2, taka(2_500), taka(5_000))],
        delivery: taka(115),
        promised: "04/12/2026".to_owned(),
        returns: super::days(&frame, 7, "goods-no-returns"),
    };
    QuotePage {
        number: QUOTE.to_owned(),
        form_id: FORM.to_owned(),
        buyer: buyer(&frame),
        mobile: MOBILE.to_owned(),
        parts: vec![part],
        goods: taka(5_000),
        delivery: taka(115),
        help: taka(30),
        total: taka(5_145),
        total_words: taka(5_145).words(frame.lang),
        advance_most: Paisa::new(51_450),
        until: "11:40".to_owned(),
        open,
        payment: if open { "cash" } else { "on_collection" }.to_owned(),
        advance: String::new(),
        tendered: String::new(),
        wallets: vec![
            ("wallet".to_owned(), super::wallet::name_of(&frame, "wallet")),
            ("bkash".to_owned(), super::wallet::name_of(&frame, "bkash")),
        ],
        qr: true,
        wallet: MOBILE.to_owned(),
        wallet_part: wallet_part(frame.clone(), open, !open),
        paying: false,
        faults: vec![("consent".to_owned(), frame.say("market-place-consent"))],
        frame: frame.titled("quote-title"),
    }
}

pub(super) fn order_row(frame: &Frame, refund: i64) -> OrderRow {
    OrderRow {
        number: ORDER.to_owned(),
        href: format!("/market/orders/{ORDER}"),
        what: format!("{} × {}", quilt(frame), frame.number(2)),
        who: buyer(frame),
        state: frame.say("order-state-arrived_at_centre"),
        look: "wait",
        since: "29/11/2026 11:10".to_owned(),
        total: taka(5_145),
        refund: taka(refund),
    }
}

fn orders(frame: Frame, full: bool) -> OrdersPage {
    let rows = |refund: i64| if full { vec![order_row(&frame, refund)] } else { Vec::new() };
    let quote = (QUOTE.to_owned(), buyer(&frame), "29/11/2026 11:40".to_owned(), taka(5_145));
    OrdersPage {
        quotes: if full { vec![quote] } else { Vec::new() },
        here: rows(2_500),
        coming: rows(0),
        done: rows(0),
        frame: frame.titled("orders-title"),
    }
}

/// Where the sample of an order stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Here,
    Kept,
    Disputed,
}

fn order(frame: Frame, stage: Stage) -> OrderPage {
    let line = LineShown {
        name: quilt(&frame),
        pieces: 2,
        total: taka(5_000),
        each: taka(2_500),
        kept: if stage == Stage::Kept { 1 } else { 2 },
        reason: String::new(),
    };
    let wrong = frame.say_with("collect-wrong-code", &[("count", "4")]);
    OrderPage {
        form_id: FORM.to_owned(),
        book: "3026002".to_owned(),
        number: ORDER.to_owned(),
        state_name: "arrived_at_centre",
        state: frame.say("order-state-arrived_at_centre"),
        look: "wait",
        since: "29/11/2026 11:10".to_owned(),
        reason: if stage == Stage::Coming { String::new() } else { frame.say("refuse-not_as_shown") },
        buyer: buyer(&frame),
        mobile: MOBILE.to_owned(),
        seller: stall(&frame),
        lines: vec![line],
        payment: frame.say("payment-cash"),
        delivery: taka(115),
        help: taka(30),
        total: taka(5_145),
        paid: taka(if stage == Stage::Here { 500 } else { 5_145 }),
        due: taka(if stage == Stage::Here { 4_645 } else { 0 }),
        refund_due: taka(if stage == Stage::Kept { 2_500 } else { 0 }),
        refunded: taka(if stage == Stage::Disputed { 100 } else { 0 }),
        promised: "04/12/2026".to_owned(),
        tracking: format!("R-{ORDER}"),
        replaces: if stage == Stage::Coming { ORDER.to_owned() } else { String::new() },
        replaced_by: String::new(),
        wants: if stage == Stage::Kept { frame.say("order-wants-again") } else { String::new() },
        clock: "06/12/2026".to_owned(),
        disputed: stage == Stage::Disputed,
        left: if stage == Stage::Kept { left(&frame) } else { Vec::new() },
        dispute: (stage == Stage::Disputed).then(|| dispute(&frame, Desk::Upazila, Desk::Centre)),
        reasons: REFUSE_REASONS.map(|code| (code, frame.say(&format!("refuse-{code}")))).to_vec(),
        acts: match stage {
            Stage::Coming => vec!["arrive", "cancel"],
            Stage::Here | Stage::Disputed => vec!["collect"],
            Stage::Kept => vec!["return", "receive", "replace"],
        },
        by_thumb: stage == Stage::Disputed,
        is_over: false,
        tendered: String::new(),
        faults: if stage == Stage::Here { vec![("code".to_owned(), wrong)] } else { Faults::new() },
        frame: frame.titled("order-title"),
    }
}

fn left(frame: &Frame) -> Vec<BoxShown> {
    let what = format!("{}: {}", quilt(frame), frame.say("refuse-damaged"));
    let seen = format!("/market/evidence/3026002/{ORDER}/0/0");
    vec![
        BoxShown { what: what.clone(), photos: vec![seen.clone(), seen], unseen: false },
        BoxShown { what, photos: Vec::new(), unseen: true },
    ]
}

fn sales(frame: Frame, full: bool) -> SalesPage {
    let rows = || if full { vec![order_row(&frame, 0)] } else { Vec::new() };
    SalesPage {
        number: "S000001".to_owned(),
        name: stall(&frame),
        todo: rows(),
        rest: rows(),
        asked: if full { 2 } else { 0 },
        owed: taka(if full { 4_700 } else { 0 }),
        stock: if full { vec![("QUILT-RED".to_owned(), quilt(&frame), 10, 2)] } else { Vec::new() },
        faults: Faults::new(),
        frame: frame.titled("sales-title"),
    }
}

fn sale(frame: Frame, packed: bool) -> SalePage {
    let state = if packed { OrderState::Packed } else { OrderState::Placed };
    SalePage {
        form_id: FORM.to_owned(),
        seller: ("S000001".to_owned(), stall(&frame)),
        href: format!("/market/sales/S000001/3026002/{ORDER}"),
        number: ORDER.to_owned(),
        state_name: state.name(),
        state: frame.say(&format!("order-state-{}", state.name())),
        look: "plain",
        lines: vec![(quilt(&frame), 2, taka(5_000))],
        goods: taka(5_000),
        commission: taka(250),
        net: taka(4_750),
        promised: "04/12/2026".to_owned(),
        carrier: frame.say("carrier-road"),
        tracking: format!("R-{ORDER}"),
        borne: taka(if packed { 115 } else { 0 }),
        replaces: if packed { ORDER.to_owned() } else { String::new() },
        again: !packed,
        said: String::new(),
        to: frame.either("আগানগর ডিজিটাল সেন্টার", "Aganagar Digital Centre").to_owned(),
        moves: state.moves(Mover::Seller).to_vec(),
        left: if packed { left(&frame) } else { Vec::new() },
        faults: Faults::new(),
        frame: frame.titled("sale-title"),
    }
}

fn office(frame: Frame, full: bool) -> OfficePage {
    let rows = |days: i64, refund: i64| {
        let row = || LateRow { row: order_row(&frame, refund), due: "02/12/2026 11:10".to_owned(), days };
        if full { vec![row()] } else { Vec::new() }
    };
    OfficePage { disputed: rows(0, 0), refunds: rows(2, 2_500), late: rows(1, 0), frame: frame.titled("office-title") }
}

fn office_order(frame: Frame) -> askama::Result<String> {
    let state = OrderState::InTransit;
    let moves = [OrderState::Lost, OrderState::Damaged];
    OfficeOrderPage {
        form_id: FORM.to_owned(),
        href: format!("/market/vetting/orders/3026002/{ORDER}"),
        number: ORDER.to_owned(),
        centre: frame.either("আগানগর ডিজিটাল সেন্টার", "Aganagar Digital Centre").to_owned(),
        seller: stall(&frame),
        state_name: state.name(),
        state: frame.say("order-state-in_transit"),
        look: "plain",
        reason: frame.either("রঙ উঠে যায়", "The colour runs").to_owned(),
        disputed: true,
        left: left(&frame),
        dispute: Some(dispute(&frame, Desk::ECab, Desk::ECab)),
        lines: vec![(quilt(&frame), 2, taka(5_000))],
        paid: taka(5_145),
        refund_due: taka(2_500),
        moves: moves.map(|to| (to.name(), frame.say(&format!("order-state-{}", to.name())))).to_vec(),
        said: String::new(),
        faults: vec![("words".to_owned(), frame.say_with("market-dispute-words", &[("max", "1000")]))],
        frame: frame.titled("order-title"),
    }
    .render()
}

fn rates(frame: Frame, full: bool) -> RatesPage {
    let row = RateRow {
        whose: frame.say("haat-all"),
        from: "29/11/2026".to_owned(),
        programme: "2".to_owned(),
        shop: "3".to_owned(),
        help: "20".to_owned(),
    };
    RatesPage {
        form_id: FORM.to_owned(),
        rates: if full { vec![row] } else { Vec::new() },
        categories: vec![("craft".to_owned(), frame.either("হস্তশিল্প", "Handicraft").to_owned())],
        category: "craft".to_owned(),
        seller: String::new(),
        from: "2026-11-29".to_owned(),
        programme: "60".to_owned(),
        shop: "50".to_owned(),
        help: "20".to_owned(),
        faults: vec![("programme".to_owned(), frame.say("market-rate-parts"))],
        frame: frame.titled("rates-title"),
    }
}

fn paper(frame: Frame, waits: bool) -> PaperPage {
    PaperPage {
        number: QUOTE.to_owned(),
        back: format!("/market/quotes/{QUOTE}"),
        printed: frame.say(if waits { "paper-waits" } else { "paper-printed" }),
        waits,
        frame: frame.titled("paper-quote"),
    }
}

fn settlement(frame: Frame, full: bool) -> SettlementPage {
    let line = PayLine {
        seller: stall(&frame),
        number: "S000012".to_owned(),
        account: "1234".to_owned(),
        poisha: taka(48_250),
    };
    let row = |proposed: bool, may_approve: bool| RunRow {
        number: "P261129-B7K-001".to_owned(),
        day: "29/11/2026".to_owned(),
        state: frame.say(if proposed { "run-state-proposed" } else { "run-state-approved" }),
        look: if proposed { "wait" } else { "" },
        payouts: 12,
        total: taka(48_250),
        sent: 3,
        paid: 8,
        failed: 1,
        may_approve,
        proposed,
        has_file: !proposed,
        lines: if proposed { vec![line.clone()] } else { Vec::new() },
    };
    let none = frame.say("market-settle-notice");
    SettlementPage {
        form_id: FORM.to_owned(),
        owed: taka(12_400),
        sellers: 7,
        runs: if full { vec![row(true, true), row(true, false), row(false, false)] } else { Vec::new() },
        odd: vec![OddRow {
            id: "W3026001-261129-B7K001-1".to_owned(),
            href: "/market/wallets/3026001/W3026001-261129-B7K001-1".to_owned(),
            centre: "3026001".to_owned(),
            provider: super::wallet::name_of(&frame, "bkash"),
            poisha: taka(2_600),
            stands: frame.say("wallet-state-done"),
            said: frame.say("wallet-state-reversed"),
        }],
        odd_days: frame.number(ODD_DAYS),
        least: "100".to_owned(),
        noticed: full.then_some((8, 1, 2)),
        faults: if full { Faults::new() } else { vec![("notice".to_owned(), none)] },
        frame: frame.titled("settlement-title"),
    }
}

fn transfer(frame: Frame) -> TransferPage {
    TransferPage {
        id: "W3026001-261129-B7K001-1".to_owned(),
        book: "3026001".to_owned(),
        centre: stall(&frame),
        provider: super::wallet::name_of(&frame, "bkash"),
        goes_back: false,
        amount: taka(2_600),
        state: frame.say("wallet-state-done"),
        look: "",
        contradicted: frame.say("wallet-state-reversed"),
        astray: true,
        asked: frame.either("২৯ নভেম্বর ২০২৬, ১১:১০", "29 November 2026, 11:10").to_owned(),
        reference: "BK-7F3K2Q".to_owned(),
        code: String::new(),
        of: QUOTE.to_owned(),
        orders: vec![(ORDER.to_owned(), Some(format!("/market/vetting/orders/3026001/{ORDER}")))],
        frame: frame.titled("wallet-transfer"),
    }
}

/// What is told of a wallet: asked by its number or by QR, failed, or done.
fn wallet_part(frame: Frame, failed: bool, taken: bool) -> WalletPart {
    WalletPart {
        number: QUOTE.to_owned(),
        pending: !failed && !taken,
        qr_svg: (!failed && !taken).then(|| print::qr_svg("00020101021226").unwrap_or_default()),
        provider: super::wallet::name_of(&frame, "nagad"),
        amount: taka(5_145),
        failed: if failed { frame.say("wallet-failed") } else { String::new() },
        returning: failed,
        orders: if taken { vec![ORDER.to_owned()] } else { Vec::new() },
        frame,
    }
}

fn alone(frame: Frame, coded: bool) -> AlonePage {
    let wrong = frame.say("market-alone-code");
    AlonePage {
        address: "S000001-0001".to_owned(),
        name: quilt(&frame),
        kinds: vec![("QUILT-RED".to_owned(), quilt(&frame))],
        sku: "QUILT-RED".to_owned(),
        pieces: frame.number(2),
        mobile: MOBILE.to_owned(),
        coded,
        form_id: FORM.to_owned(),
        faults: if coded { vec![("code".to_owned(), wrong)] } else { Faults::new() },
        frame: frame.titled("alone-title"),
    }
}

fn alone_quote(frame: Frame, taken: bool) -> AloneQuotePage {
    let page = quote(frame.clone(), true);
    let state = frame.say("order-state-in_transit");
    AloneQuotePage {
        number: QUOTE.to_owned(),
        code: "7F3K2Q".to_owned(),
        form_id: FORM.to_owned(),
        parts: page.parts,
        total: page.total,
        centre: stall(&frame),
        until: page.until,
        open: !taken,
        orders: if taken { vec![(ORDER.to_owned(), state, "plain")] } else { Vec::new() },
        faults: if taken { Faults::new() } else { page.faults },
        frame: frame.titled("quote-title"),
    }
}
