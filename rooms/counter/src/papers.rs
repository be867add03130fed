//! A receipt on paper: the slip of a thermal printer, and the page in A4 or A5. What stands on it, and in which order,
//! is that of screens.md 3.3; how it reaches the paper is the business of `print`.

use crate::receipt::{Line, Standing};
use base::{Lang, Paisa};
use print::PrintFault;
use print::slip::{Align, Size, Slip, Text, Width};
use serde_json::{Value, json};
use web::Words;

/// How the page is set: our own source, read with the receipt as its data.
const RECEIPT_PAGE: &str = include_str!("../paper/receipt.typ");

/// What stands on the paper of a receipt, in one language.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The language.
    pub lang: Lang,
    /// The centre's name.
    pub centre: String,
    /// The names of its place and those above it; may be empty.
    pub place: String,
    /// The receipt.
    pub standing: Standing,
    /// When it was given, in words.
    pub when: String,
    /// The name of the service of each line.
    pub services: Vec<String>,
    /// The customer's name; may be empty.
    pub customer: String,
    /// Which paper of this receipt it is: from 2 on it says that it is a copy.
    pub copy: i64,
    /// Where the receipt is checked, number and code in it.
    pub check_address: String,
}

impl Paper {
    fn money(&self, paisa: Paisa) -> String {
        paisa.show(self.lang)
    }

    fn state(&self, words: &Words) -> String {
        words.say(self.lang, self.standing.state_key(), &[])
    }

    /// The slip: centre, number, time, lines, total, paid, change, state, code, complaint number, copy mark.
    #[must_use]
    pub fn slip(&self, words: &Words) -> Slip {
        let say = |key: &str| words.say(self.lang, key, &[]);
        let centred = |text: &str| Text::new(text).align(Align::Centre);
        let receipt = &self.standing.receipt;
        let mut slip = Slip::new()
            .text(centred(&self.centre).bold())
            .rule()
            .text(centred(&receipt.number).size(Size::Large).bold())
            .text(centred(&self.when));
        if !self.customer.is_empty() {
            slip = slip.text(centred(&self.customer));
        }
        slip = slip.rule();
        for (line, name) in receipt.lines.iter().zip(&self.services) {
            let times = base::number::group(line.quantity, self.lang);
            let name = if line.quantity == 1 { name.clone() } else { format!("{name} × {times}") };
            slip = slip.text(Text::new(&name).right(&self.money(line.total())));
            slip = slip.text(Text::new(&self.note(words, line)));
        }
        slip = slip
            .rule()
            .text(Text::new(&say("official-fee")).right(&self.money(receipt.official())))
            .text(Text::new(&say("service-charge")).right(&self.money(receipt.charge())))
            .text(Text::new(&say("total")).right(&self.money(receipt.total())).size(Size::Large).bold())
            .text(Text::new(&say("tendered")).right(&self.money(receipt.tendered)))
            .text(Text::new(&say("change")).right(&self.money(receipt.change())))
            .space(12)
            .text(centred(&self.state(words)).bold())
            .qr(&self.check_address)
            .text(centred(&receipt.check).size(Size::Huge).bold())
            .text(centred(&say("complaint-333")));
        if let Some(mark) = self.copy_mark(words) {
            slip = slip.text(centred(&mark).size(Size::Large).bold());
        }
        slip.cut()
    }

    /// What stands small below a line: the day by which it is ready, and the tariff that it was priced by (`দর v৩`).
    fn note(&self, words: &Words, line: &Line) -> String {
        let version = base::number::group(line.tariff_version, self.lang);
        let tariff = words.say(self.lang, "tariff-version", &[("number", &version)]);
        match line.due {
            Some(due) => format!("{}: {} · {tariff}", words.say(self.lang, "ready-by", &[]), due.show(self.lang)),
            None => tariff,
        }
    }

    /// `কপি ২`; none on the first paper.
    fn copy_mark(&self, words: &Words) -> Option<String> {
        let number = base::number::group(self.copy, self.lang);
        (self.copy > 1).then(|| words.say(self.lang, "copy-mark", &[("number", &number)]))
    }

    /// The slip as the bytes of a printer. Drawing Bangla takes a while: off the async threads.
    ///
    /// # Errors
    /// A receipt longer than a slip may be.
    pub fn escpos(&self, words: &Words, width: Width) -> Result<Vec<u8>, PrintFault> {
        self.slip(words).escpos(width)
    }

    /// The page as PDF. It is set on the calling thread: off the async threads.
    ///
    /// # Errors
    /// A mistake in the page's source.
    pub fn pdf(&self, words: &Words, paper: PageSize) -> Result<Vec<u8>, PrintFault> {
        print::page::pdf(RECEIPT_PAGE, &self.page_data(words, paper)?)
    }

    fn page_data(&self, words: &Words, paper: PageSize) -> Result<Value, PrintFault> {
        let say = |key: &str| words.say(self.lang, key, &[]);
        let receipt = &self.standing.receipt;
        let lines = receipt.lines.iter().zip(&self.services).map(|(line, name)| {
            json!({
                "name": name, "quantity": base::number::group(line.quantity, self.lang),
                "official": self.money(line.official), "charge": self.money(line.charge()),
                "total": self.money(line.total()), "note": self.note(words, line),
            })
        });
        let lines: Vec<Value> = lines.collect();
        Ok(json!({
            "lang": self.lang.code(), "paper": paper.name(), "copy": self.copy,
            "centre": self.centre, "place": self.place, "number": receipt.number,
            "at": if self.customer.is_empty() { self.when.clone() } else { format!("{} · {}", self.customer, self.when) },
            "lines": lines,
            "official_total": self.money(receipt.official()), "charge_total": self.money(receipt.charge()),
            "total": self.money(receipt.total()), "total_words": receipt.total().words(self.lang),
            "paid": self.money(receipt.tendered), "change": self.money(receipt.change()),
            "state": self.state(words), "state_final": self.standing.state() == "final",
            "check_code": receipt.check, "qr_svg": print::qr_svg(&self.check_address)?,
            "check_url": self.check_address.split_once("://").map_or("", |(_, rest)| rest).split('?').next(),
            "labels": {
                "title": say("receipt"), "service": say("service"), "quantity": say("quantity"),
                "official": say("official-fee"), "charge": say("service-charge"), "total": say("total"),
                "paid": say("tendered"), "change": say("change"), "state": say("state"), "check": say("check-code"),
                "complaint": say("complaint-333"), "official_total": say("official-fee"),
                "charge_total": say("service-charge"), "copy_mark": self.copy_mark(words).unwrap_or_default(),
                "customer_copy": say("customer-copy"), "office_copy": say("office-copy"),
            },
        }))
    }
}

/// The sheet of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSize {
    /// Two copies with a line to cut between them.
    A4,
    /// The customer's copy.
    A5,
}

impl PageSize {
    const fn name(self) -> &'static str {
        match self {
            PageSize::A4 => "a4",
            PageSize::A5 => "a5",
        }
    }
}
