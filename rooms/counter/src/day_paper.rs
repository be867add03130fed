//! The X and the Z report, and the slip of a cash move: sections of rows, the same on the page, on A4 and on the slip.

use crate::catalogue::Shown;
use crate::drawer::{Closing, CountTaken, DENOMINATIONS, DrawerDone, DrawerEntry, Totals};
use crate::service::is_default;
use base::calendar::BanglaDate;
use base::{BusinessDay, Lang, Paisa};
use ledger::CashMove;
use print::PrintFault;
use print::slip::{Align, Size, Slip, Text};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use web::Words;

/// How the page is set.
const DAY_PAGE: &str = include_str!("../paper/day.typ");

/// A row of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReportRow {
    /// What.
    pub label: String,
    /// A smaller word to it; may be empty.
    pub note: String,
    /// How much.
    pub value: String,
    /// True for a sum: it stands out.
    pub strong: bool,
}

/// Rows under a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    /// The heading.
    pub title: String,
    /// The rows.
    pub rows: Vec<ReportRow>,
}

/// A report in one language, ready for page and paper.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayPaper {
    /// The language.
    pub lang: Lang,
    /// The centre's name.
    pub centre: String,
    /// The names of its place and those above it; may be empty.
    pub place: String,
    /// What it is.
    pub title: String,
    /// The day in words.
    pub day: String,
    /// When it was made, or when and by whom the day was closed.
    pub when: String,
    /// What stands on it.
    pub sections: Vec<Section>,
    /// What is to be done with the paper; may be empty.
    pub hint: String,
    /// Under which lines people sign.
    pub signs: Vec<String>,
}

/// Who says it in which words.
pub(crate) struct Told<'a> {
    pub words: &'a Words,
    pub lang: Lang,
    pub shown: &'a Shown,
    /// The names of people, by id.
    pub names: &'a BTreeMap<String, String>,
    /// What was written to moves and differences, by the seal.
    pub memos: &'a BTreeMap<String, String>,
}

impl Told<'_> {
    pub fn say(&self, key: &str) -> String {
        self.words.say(self.lang, key, &[])
    }

    fn say_count(&self, key: &str, count: i64) -> String {
        self.words.say(self.lang, key, &[("count", &self.number(count))])
    }

    fn number(&self, number: i64) -> String {
        base::number::group(number, self.lang)
    }

    fn money(&self, paisa: Paisa) -> String {
        paisa.show(self.lang)
    }

    /// A person's name; what the house does by itself has none.
    pub fn name(&self, person: &str) -> String {
        match self.names.get(person) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => self.say("day-the-house"),
        }
    }

    fn row(&self, key: &str, paisa: Paisa) -> ReportRow {
        ReportRow { label: self.say(key), value: self.money(paisa), ..ReportRow::default() }
    }

    fn counted(&self, key: &str, count: i64) -> ReportRow {
        ReportRow { label: self.say(key), value: self.number(count), ..ReportRow::default() }
    }

    fn section(&self, key: &str, rows: Vec<ReportRow>) -> Section {
        Section { title: self.say(key), rows }
    }

    /// What was done with the drawer, in words: what, a smaller word to it, how much.
    pub fn entry(&self, entry: &DrawerEntry) -> ReportRow {
        let clock = if entry.at.day() == entry.day { entry.at.clock(self.lang) } else { entry.at.show(self.lang) };
        let when = format!("{clock} · {}", self.name(&entry.by));
        let (label, note, value) = match &entry.done {
            DrawerDone::Opened(taken) => (self.say("day-opened"), String::new(), self.money(taken.counted)),
            DrawerDone::Counted(taken) => (self.say("day-counted"), String::new(), self.money(taken.counted)),
            DrawerDone::Moved { kind, amount, memo } => {
                let memo = memo.as_ref().and_then(|memo| self.memos.get(&memo.seal));
                (self.kind(*kind), memo.cloned().unwrap_or_default(), self.money(*amount))
            }
            DrawerDone::Passed { to, taken, .. } => {
                let label = self.words.say(self.lang, "day-passed-to", &[("name", &self.name(to))]);
                let value = taken.as_ref().map(|taken| self.money(taken.counted));
                (label, String::new(), value.unwrap_or_else(|| self.say("day-not-counted")))
            }
        };
        let note = if note.is_empty() { when } else { format!("{note} · {when}") };
        ReportRow { label, note, value, strong: false }
    }

    /// Why cash moved.
    pub fn kind(&self, kind: CashMove) -> String {
        match kind {
            CashMove::PaidIn => self.say("cash-paid-in"),
            CashMove::Drawn => self.say("cash-drawn"),
            CashMove::OverShort => self.say("day-over-short"),
            CashMove::PaidOut(kind) => {
                let kind = self.say(&format!("ledger-expense-{}", kind.name()));
                self.words.say(self.lang, "cash-spent-on", &[("kind", &kind)])
            }
        }
    }

    fn sales(&self, totals: &Totals) -> Vec<Section> {
        let total = totals.official().checked_add(totals.charge()).unwrap_or_default();
        let mut sales = vec![
            self.counted("receipts", totals.receipts),
            self.row("official-fee", totals.official()),
            self.row("service-charge", totals.charge()),
            ReportRow { strong: true, ..self.row("total", total) },
        ];
        if totals.reversed > 0 {
            sales.push(ReportRow {
                note: self.say_count("day-reversed-count", totals.reversed),
                ..self.row("reversed", totals.back())
            });
        }
        let services = totals.services.iter().map(|one| ReportRow {
            label: self.shown.name(&one.service, self.lang),
            note: format!("× {}", self.number(one.quantity)),
            value: self.money(one.total),
            strong: false,
        });
        let people = totals.operators.iter().map(|one| {
            let mut note = self.say_count("day-receipts-count", one.receipts);
            if one.reversed > 0 {
                note = format!("{note} · {}", self.say_count("day-reversed-count", one.reversed));
            }
            let cash = one.cash_in.checked_sub(one.cash_out).and_then(|cash| cash.checked_sub(one.back));
            ReportRow {
                label: self.name(&one.person),
                note,
                value: self.money(cash.unwrap_or_default()),
                strong: false,
            }
        });
        vec![
            self.section("day-sales", sales),
            self.section("day-by-service", services.collect()),
            self.section("day-by-person", people.collect()),
        ]
    }

    fn cash(&self, totals: &Totals, entries: &[DrawerEntry]) -> Vec<Section> {
        let moves = &totals.moves;
        let rows = [
            ("day-cash-in", totals.cash_in()),
            ("day-cash-out", totals.cash_out()),
            ("day-cash-back", totals.back()),
            ("cash-paid-in", moves.paid_in),
            ("cash-paid-out", moves.paid_out),
            ("cash-drawn", moves.drawn),
        ];
        let mut cash: Vec<ReportRow> =
            rows.iter().filter(|(_, paisa)| !is_default(paisa)).map(|(key, paisa)| self.row(key, *paisa)).collect();
        if cash.is_empty() {
            cash.push(self.row("day-cash-in", Paisa::ZERO));
        }
        let done = entries.iter().filter(|entry| !matches!(entry.done, DrawerDone::Counted(_)));
        let mut all = vec![self.section("day-cash", cash)];
        let mut done: Vec<ReportRow> = done.map(|entry| self.entry(entry)).collect();
        if !totals.opened {
            done.insert(0, ReportRow { label: self.say("day-not-opened"), ..ReportRow::default() });
        }
        all.push(self.section("day-drawer", done));
        all
    }

    fn waiting(&self, totals: &Totals) -> Vec<Section> {
        let mut rows = vec![self.row("day-float", totals.float)];
        if !is_default(&totals.transfers_in) || !is_default(&totals.transfers_out) {
            rows.push(self.row("day-transfers-in", totals.transfers_in));
            rows.push(self.row("day-transfers-out", totals.transfers_out));
        }
        rows.push(self.counted("day-transfers-waiting", totals.transfers_waiting));
        rows.push(self.counted("day-unsent", totals.unsent));
        let numbers = totals.sessions.iter().flat_map(|one| {
            let number = |key, number: &str| ReportRow {
                label: self.say(key),
                value: number.to_owned(),
                ..ReportRow::default()
            };
            [number("day-first-number", &one.first), number("day-last-number", &one.last)]
        });
        let numbers: Vec<ReportRow> = numbers.collect();
        let mut all = vec![self.section("day-standing", rows)];
        if !numbers.is_empty() {
            all.push(self.section("day-numbers", numbers));
        }
        all
    }

    /// The X report: everything so far, but nothing of what ought to be in the drawer.
    pub fn x(&self, totals: &Totals, entries: &[DrawerEntry]) -> Vec<Section> {
        let mut all = self.sales(totals);
        all.extend(self.cash(totals, entries));
        all.extend(self.waiting(totals));
        all.retain(|section| !section.rows.is_empty());
        all
    }

    /// A difference in words: over, short, or none.
    pub fn difference(&self, difference: Paisa) -> (String, String) {
        let key = match difference.get().signum() {
            1 => "day-over",
            -1 => "day-short",
            _ => "day-no-difference",
        };
        let paisa = if difference.is_negative() { difference.checked_neg().unwrap_or_default() } else { difference };
        (self.say(key), self.money(paisa))
    }

    /// The Z report: the drawer first, then the day.
    pub fn z(&self, closing: &Closing, entries: &[DrawerEntry]) -> Vec<Section> {
        let (word, value) = self.difference(closing.difference);
        let mut drawer = Vec::new();
        if let Some(before) = closing.before() {
            drawer.push(self.row("day-before-it", before));
        }
        drawer.push(self.row("day-expected", closing.expected));
        drawer.push(self.row("day-counted", closing.counted));
        let note = closing.note.as_ref().and_then(|note| self.memos.get(&note.seal)).cloned().unwrap_or_default();
        // A reason may have been chosen before a second count agreed: then there is nothing that it explains.
        let reason = closing.reason.as_deref().filter(|_| closing.difference != Paisa::ZERO);
        let reason = reason.map(|reason| self.reason(reason)).unwrap_or_default();
        let why: Vec<&str> = [reason.as_str(), note.as_str()].into_iter().filter(|word| !word.is_empty()).collect();
        drawer.push(ReportRow { label: word, note: why.join(": "), value, strong: true });
        let mut all = vec![self.section("day-close-title", drawer)];
        all.push(self.section("day-counts", self.counts(entries)));
        if let Some(taken) = closing.counts.last() {
            all.push(self.section("day-pieces", self.pieces(taken)));
        }
        all.extend(self.x(&closing.totals, entries));
        let head = closing.head.chars().take(16).collect::<String>();
        all.push(self.section(
            "day-chain",
            vec![ReportRow { label: self.say("day-chain-head"), value: head, ..ReportRow::default() }],
        ));
        all
    }

    /// Every count for the close, with what it was off.
    fn counts(&self, entries: &[DrawerEntry]) -> Vec<ReportRow> {
        let rows = entries.iter().filter_map(|entry| match &entry.done {
            DrawerDone::Counted(taken) => {
                let (word, value) = self.difference(taken.difference);
                let row = self.entry(entry);
                let off = if taken.difference == Paisa::ZERO { word } else { format!("{word} {value}") };
                Some(ReportRow { note: format!("{} · {off}", row.note), ..row })
            }
            _ => None,
        });
        rows.collect()
    }

    /// The notes and coins of a count.
    pub fn pieces(&self, taken: &CountTaken) -> Vec<ReportRow> {
        let row = |note: &i64| {
            let many = taken.count.pieces(*note);
            (many > 0).then(|| ReportRow {
                label: format!("৳{} × {}", self.number(*note), self.number(many)),
                value: self.money(Paisa::from_taka(note.saturating_mul(many)).unwrap_or_default()),
                ..ReportRow::default()
            })
        };
        DENOMINATIONS.iter().filter_map(row).collect()
    }

    /// The words of a reason for a difference.
    pub fn reason(&self, reason: &str) -> String {
        self.say(&format!("difference-{}", reason.replace('_', "-")))
    }

    /// The day with its Bangla date.
    pub fn day(&self, day: BusinessDay) -> String {
        format!("{} · {}", day.show(self.lang), BanglaDate::of(day).show(self.lang))
    }
}

impl DayPaper {
    /// The narrow paper.
    #[must_use]
    pub fn slip(&self) -> Slip {
        let centred = |text: &str| Text::new(text).align(Align::Centre);
        let mut slip = Slip::new()
            .text(centred(&self.centre).bold())
            .text(centred(&self.title).size(Size::Large).bold())
            .text(centred(&self.day));
        if !self.when.is_empty() {
            slip = slip.text(centred(&self.when));
        }
        for section in &self.sections {
            slip = slip.rule();
            if !section.title.is_empty() {
                slip = slip.text(Text::new(&section.title).bold());
            }
            for row in &section.rows {
                let mut text = Text::new(&row.label).right(&row.value);
                if row.strong {
                    text = text.bold();
                }
                slip = slip.text(text);
                if !row.note.is_empty() {
                    slip = slip.text(Text::new(&row.note));
                }
            }
        }
        slip = slip.rule();
        for sign in &self.signs {
            slip = slip.space(40).text(Text::new(&format!("{sign} ______________")));
        }
        if !self.hint.is_empty() {
            slip = slip.space(12).text(centred(&self.hint));
        }
        slip.cut()
    }

    /// The page in A4 as PDF. It is set on the calling thread: off the async threads.
    ///
    /// # Errors
    /// A mistake in the page's source.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintFault> {
        let data = json!({
            "lang": self.lang.code(), "centre": self.centre, "place": self.place, "title": self.title,
            "day": self.day, "when": self.when, "sections": self.sections, "hint": self.hint, "signs": self.signs,
        });
        print::page::pdf(DAY_PAGE, &data)
    }
}
