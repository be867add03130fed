//! The statement of partners' commission: accrued, paid, due, and when it is payable, by partner and month; each figure
//! opens down to its receipts and entries.

use super::{Asked, BOOK, Open, Table, Top, month_words, paper, printed};
use crate::commission::{PAY_RULES, payable_on, rule_for};
use crate::number::book_of;
use crate::supervise::standing::Month;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use journal::Fault;
use ledger::{PartnerLine, PartnerStatement, partner_lines, partner_statements};
use print::ruled::{Column, Ruled, Stands};
use web::sheet::{self, Cell};
use web::{Answer, Frame, House, Visitor};

/// Where it is.
pub(super) const PATH: &str = "/income/partners";
/// Lines of one partner on the page; the files have all.
const LINES_SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "income_partners.html")]
pub(super) struct PartnersPage {
    pub frame: Frame,
    pub top: Top,
    pub rows: Vec<PartnerRow>,
    pub total: PartnerRow,
    /// The lines of the partner asked for.
    pub one: Option<OnePartner>,
    /// Where the rules of payment come from, in words.
    pub rules: Vec<String>,
}

#[derive(Default)]
pub(super) struct PartnerRow {
    pub name: String,
    pub href: String,
    /// The receipts of the month in this stream.
    pub receipts: String,
    pub before: String,
    pub accrued: String,
    pub paid: String,
    pub due: String,
    pub payable: String,
}

pub(super) struct OnePartner {
    pub name: String,
    pub lines: Vec<LineSeen>,
    pub more: bool,
    /// The account itself.
    pub account: String,
}

pub(super) struct LineSeen {
    pub day: String,
    pub what: String,
    /// The receipt's page; none for a payment.
    pub href: Option<String>,
    pub accrued: String,
    pub paid: String,
    pub due: String,
}

/// A statement of one partner with its lines, and whether there are more.
pub(super) type Stated = (PartnerStatement, Vec<PartnerLine>, bool);

/// `GET /income/partners?month=&partner=&centre=&format=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let open = Open::of(&house, &visitor, BOOK, &asked).await?;
    let (book, month, only) = (open.centre.book.clone(), open.month, asked.partner.clone());
    let lines_of_all = asked.format == "csv" || asked.format == "pdf";
    let stated = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut all: Vec<Stated> = Vec::new();
                for one in partner_statements(tx, &book, month.first(), month.last()).await? {
                    let (lines, more) = if lines_of_all || one.provider == only {
                        partner_lines(tx, &book, &one.provider, month.first(), month.last()).await?
                    } else {
                        (Vec::new(), false)
                    };
                    all.push((one, lines, more));
                }
                Ok(all)
            })
        })
        .await?;
    match asked.format.as_str() {
        "csv" => {
            let (heads, rows) = table(&frame, open.month, &stated);
            sheet::answer(&open.file("commission"), &heads, &rows)
        }
        "pdf" => {
            let page = paper(&house, &frame, &open, ("partners-title", month_words(&frame, open.month))).await?;
            printed(&open.file("commission"), ruled(&frame, page, open.month, &stated)).await
        }
        _ => web::page(&page_of(frame, &open, &stated, &asked.partner)),
    }
}

/// The name of a partner.
pub(in crate::pages) fn partner_name(frame: &Frame, provider: &str) -> String {
    frame.say(&format!("provider-{provider}"))
}

/// The day on which what was accrued in a month is payable.
fn payable_words(frame: &Frame, provider: &str, month: Month) -> String {
    payable_on(provider, month).map(|day| frame.day(day)).unwrap_or_default()
}

fn shown(frame: &Frame, paisa: Paisa) -> String {
    if paisa == Paisa::ZERO { String::new() } else { frame.money(paisa) }
}

/// Words for what a line was: the receipt's number, the payment's reference, or the entry that took something back.
fn what_words(frame: &Frame, line: &PartnerLine) -> String {
    if !line.is_payment {
        return line.memo.clone();
    }
    let reference = line.memo.split_once(' ').map_or("", |(_, reference)| reference);
    frame.say_with("partners-paid-by", &[("reference", reference)])
}

/// Accrued and paid, as they stand in two columns.
fn both(line: &PartnerLine) -> (Paisa, Paisa) {
    if line.is_payment {
        (Paisa::ZERO, line.poisha.checked_neg().unwrap_or_default())
    } else {
        (line.poisha, Paisa::ZERO)
    }
}

fn line_seen(frame: &Frame, line: &PartnerLine) -> LineSeen {
    let (accrued, paid) = both(line);
    let is_receipt = !line.is_payment && book_of(&line.memo).is_some();
    LineSeen {
        day: frame.day(line.day),
        what: what_words(frame, line),
        href: is_receipt.then(|| format!("/counter/receipts/{}", line.memo)),
        accrued: shown(frame, accrued),
        paid: shown(frame, paid),
        due: frame.money(line.due),
    }
}

/// All partners together.
fn sums(stated: &[Stated]) -> [Paisa; 4] {
    let sum =
        |of: fn(&PartnerStatement) -> Paisa| Paisa::sum(stated.iter().map(|(one, ..)| of(one))).unwrap_or_default();
    [sum(|one| one.before), sum(|one| one.accrued), sum(|one| one.paid), sum(|one| one.due)]
}

fn row(frame: &Frame, open: &Open, one: &PartnerStatement) -> PartnerRow {
    let (month, centre) = (open.month, open.centre_part());
    PartnerRow {
        name: partner_name(frame, &one.provider),
        href: format!("{}&partner={}", open.href(PATH), web::in_query(&one.provider)),
        receipts: format!("/income/commission?from={}&to={}{centre}", month.first(), month.last()),
        before: shown(frame, one.before),
        accrued: shown(frame, one.accrued),
        paid: shown(frame, one.paid),
        due: frame.money(one.due),
        payable: payable_words(frame, &one.provider, month),
    }
}

/// The rules that hold for these partners, each with its source, in words.
fn rule_words(frame: &Frame, month: Month, stated: &[Stated]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (one, ..) in stated {
        let Some(rule) = rule_for(PAY_RULES, &one.provider, month.last()) else { continue };
        let values =
            [("day", frame.number(i64::from(rule.day))), ("months", frame.number(i64::from(rule.months_after)))];
        let said = format!("{} {}", frame.say_with("commission-payable-rule", &values), frame.say(rule.source));
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

fn page_of(frame: Frame, open: &Open, stated: &[Stated], only: &str) -> PartnersPage {
    let frame = frame.titled("partners-title");
    let [before, accrued, paid, due] = sums(stated);
    let one = stated.iter().find(|(one, ..)| one.provider == only).map(|(one, lines, more)| OnePartner {
        name: partner_name(&frame, &one.provider),
        lines: lines.iter().take(LINES_SHOWN).map(|line| line_seen(&frame, line)).collect(),
        more: *more || lines.len() > LINES_SHOWN,
        account: format!(
            "/books/{}/accounts/E:partner_due:{}?from={}&to={}",
            open.centre.book,
            one.provider,
            open.month.first(),
            open.month.last()
        ),
    });
    PartnersPage {
        top: Top {
            back: "/income".to_owned()
                + &open.other.as_deref().map_or_else(String::new, |code| format!("?centre={code}")),
            ..open.top(&frame, PATH)
        },
        rows: stated.iter().map(|(one, ..)| row(&frame, open, one)).collect(),
        total: PartnerRow {
            before: frame.money(before),
            accrued: frame.money(accrued),
            paid: frame.money(paid),
            due: frame.money(due),
            ..PartnerRow::default()
        },
        one,
        rules: rule_words(&frame, open.month, stated),
        frame,
    }
}

/// One row a line; each partner begins with what was due before.
fn table(frame: &Frame, month: Month, stated: &[Stated]) -> Table {
    let heads = [
        "income-partner",
        "day",
        "partners-what",
        "partners-accrued",
        "partners-paid",
        "partners-due",
        "partners-payable",
    ];
    let mut rows = Vec::new();
    for (one, lines, more) in stated {
        let (name, none) = (partner_name(frame, &one.provider), || Cell::from(""));
        let forward = frame.say("partners-before");
        rows.push(vec![name.clone().into(), none(), forward.into(), none(), none(), one.before.into(), none()]);
        for line in lines {
            let ((accrued, paid), payable) = (both(line), payable_on(&one.provider, month));
            let payable = payable.filter(|_| !line.is_payment).map(|day| day.to_string()).unwrap_or_default();
            rows.push(vec![
                name.clone().into(),
                line.day.to_string().into(),
                what_words(frame, line).into(),
                accrued.into(),
                paid.into(),
                line.due.into(),
                payable.into(),
            ]);
        }
        if *more {
            let rest = frame.say("partners-more");
            rows.push(vec![name.into(), none(), rest.into(), none(), none(), none(), none()]);
        }
    }
    (heads.map(|key| frame.say(key)).to_vec(), rows)
}

fn ruled(frame: &Frame, page: Ruled, month: Month, stated: &[Stated]) -> Ruled {
    let right = |key: &str| Column::new(frame.say(key), Stands::Right);
    let mut page = page.columns([
        Column::new(frame.say("day"), Stands::Left),
        Column::new(frame.say("partners-what"), Stands::Left).wide(1),
        right("partners-accrued"),
        right("partners-paid"),
        right("partners-due"),
        Column::new(frame.say("partners-payable"), Stands::Left),
    ]);
    for (one, lines, more) in stated {
        let name = format!("{} – {}", partner_name(frame, &one.provider), frame.say("partners-before"));
        page = page.strong(vec![String::new(), name, String::new(), String::new(), frame.money(one.before)]);
        for line in lines {
            let seen = line_seen(frame, line);
            page = page.row(vec![seen.day, seen.what, seen.accrued, seen.paid, seen.due]);
        }
        if *more {
            page = page.row(vec![String::new(), frame.say("partners-more")]);
        }
        let sum = frame.say("total");
        let payable = payable_words(frame, &one.provider, month);
        let [accrued, paid, due] = [one.accrued, one.paid, one.due].map(|paisa| frame.money(paisa));
        page = page.row(vec![String::new(), sum, accrued, paid, due, payable]);
    }
    let [_, accrued, paid, due] = sums(stated).map(|paisa| frame.money(paisa));
    page = page.strong(vec![String::new(), frame.say("partners-all"), accrued, paid, due]);
    let page = rule_words(frame, month, stated).into_iter().fold(page, Ruled::note);
    page.signed_by(frame.say("register-signed-keeper")).signed_by(frame.say("register-signed-programme"))
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, open: &Open) -> askama::Result<String> {
    page_of(frame, open, &super::samples::stated(), "bank_agent").render()
}
