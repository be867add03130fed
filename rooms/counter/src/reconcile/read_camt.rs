//! A statement as camt.053.001.08 (ISO 20022): the entries of all its statements, event by event. No document type, no
//! entity but the five of XML, no deep nesting, no long texts: what XML can do to a reader, this one does not let it do.

use super::read::{
    Lines, NOT_BOOKED, NotAStatement, WRONG_AMOUNT, WRONG_CURRENCY, WRONG_DAY, WRONG_REFERENCE, WRONG_WAY, add,
    reference, transfer_id,
};
use super::{BadLine, StatementLine};
use base::Paisa;
use base::calendar::BusinessDay;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The namespace of the one version that is read.
const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
/// Elements within elements.
const XML_DEPTH_MAX: usize = 24;
/// Characters of an element's own text; longer ones are cut, since none that is read is so long.
const XML_TEXT_CHARS_MAX: usize = 500;

/// An amount with its currency, as written.
#[derive(Default, Clone)]
struct Amount {
    text: String,
    currency: String,
}

/// One transaction of an entry that is a batch.
#[derive(Default)]
struct Detail {
    amount: Amount,
    way: String,
    id: String,
    reference: String,
}

/// What becomes a line: amount, way, our id or another, the provider's reference.
type Part<'e> = (&'e Amount, &'e str, &'e str, &'e str);

impl Detail {
    /// What it does not say itself, its entry says.
    fn part_of<'e>(&'e self, entry: &'e Entry) -> Part<'e> {
        let way = if self.way.is_empty() { &entry.way } else { &self.way };
        let reference = if self.reference.is_empty() { &self.id } else { &self.reference };
        (&self.amount, way, &self.id, reference)
    }
}

/// An entry as it is gathered.
#[derive(Default)]
struct Entry {
    amount: Amount,
    way: String,
    status: String,
    day: String,
    reference: String,
    details: Vec<Detail>,
}

/// What stands above the element that is open.
struct Gathering<'p> {
    provider: &'p str,
    path: Vec<String>,
    text: String,
    currency: String,
    entry: Entry,
    count: i64,
    lines: Lines,
    others: bool,
}

pub(super) fn read(text: &str, provider: &str) -> Result<Lines, NotAStatement> {
    let mut reader = Reader::from_str(text);
    let mut all = Gathering {
        provider,
        path: Vec::new(),
        text: String::new(),
        currency: String::new(),
        entry: Entry::default(),
        count: 0,
        lines: Lines::default(),
        others: false,
    };
    loop {
        match reader.read_event().map_err(|_| NotAStatement::Xml)? {
            Event::Start(tag) => all.open(&tag)?,
            Event::Empty(tag) => {
                all.open(&tag)?;
                all.close()?;
            }
            Event::End(_) => all.close()?,
            Event::Text(text) => all.say(&text.xml10_content()),
            Event::CData(text) => all.say(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let one = name.resolve_char_ref().map_err(|_| NotAStatement::Xml)?;
                let known = one.or(match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None, // an entity of the document's own: the way in for bombs and for files of ours
                });
                all.say(known.ok_or(NotAStatement::Xml)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof if all.path.is_empty() && all.others => return Err(NotAStatement::Provider),
            Event::Eof if all.path.is_empty() => return Ok(all.lines),
            // A document type is the way in for entities; an early end is no document.
            Event::DocType(_) | Event::Eof => return Err(NotAStatement::Xml),
            _ => {}
        }
    }
}

impl Gathering<'_> {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), NotAStatement> {
        let name = tag.local_name().as_ref().to_owned();
        if self.path.is_empty() {
            let own = tag.try_get_attribute("xmlns").map_err(|_| NotAStatement::Xml)?;
            if name != "Document" || own.is_none_or(|own| own.value.as_ref() != NAMESPACE) {
                return Err(NotAStatement::Kind);
            }
        }
        if self.path.len() >= XML_DEPTH_MAX {
            return Err(NotAStatement::Xml);
        }
        self.text.clear();
        if name == "Amt" {
            let own = tag.try_get_attribute("Ccy").map_err(|_| NotAStatement::Xml)?;
            self.currency = own.map(|own| own.value.into_owned()).unwrap_or_default();
        }
        self.path.push(name);
        match self.below("Ntry") {
            Some([]) => self.entry = Entry::default(),
            Some([details, transaction]) if details == "NtryDtls" && transaction == "TxDtls" => {
                self.entry.details.push(Detail::default());
            }
            _ => {}
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        let free = XML_TEXT_CHARS_MAX.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().take(free));
    }

    /// The path below this element of a statement, if it is open.
    fn below(&self, name: &str) -> Option<&[String]> {
        match self.path.as_slice() {
            [_, _, statement, own, rest @ ..] if statement == "Stmt" && own == name => Some(rest),
            _ => None,
        }
    }

    fn close(&mut self) -> Result<(), NotAStatement> {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let amount = Amount { text: text.clone(), currency: self.currency.clone() };
        if let Some(rest) = self.below("Acct").map(|rest| rest.join("/")) {
            // Who keeps the account says whose statement it is.
            if matches!(rest.as_str(), "Svcr/FinInstnId/Othr/Id") && text != self.provider {
                self.others = true;
            }
        } else if let Some(rest) = self.below("Ntry").map(|rest| rest.join("/")) {
            let detail = self.entry.details.last_mut();
            match (rest.as_str(), detail) {
                ("", _) => {
                    let entry = std::mem::take(&mut self.entry);
                    self.take(&entry)?;
                }
                ("Amt", _) => self.entry.amount = amount,
                ("CdtDbtInd", _) => self.entry.way = text,
                ("Sts/Cd", _) => self.entry.status = text,
                ("BookgDt/Dt" | "BookgDt/DtTm", _) => self.entry.day = text.chars().take(10).collect(),
                ("NtryRef", _) => self.entry.reference = text,
                ("NtryDtls/TxDtls/Amt", Some(detail)) => detail.amount = amount,
                ("NtryDtls/TxDtls/CdtDbtInd", Some(detail)) => detail.way = text,
                ("NtryDtls/TxDtls/Refs/EndToEndId", Some(detail)) => detail.id = text,
                ("NtryDtls/TxDtls/Refs/AcctSvcrRef", Some(detail)) => detail.reference = text,
                _ => {}
            }
        }
        self.path.pop();
        Ok(())
    }

    /// An entry's lines: one, or one for each transaction of a batch that names its own amount.
    fn take(&mut self, entry: &Entry) -> Result<(), NotAStatement> {
        let batch = entry.details.len() > 1 && entry.details.iter().all(|one| !one.amount.text.is_empty());
        let parts: Vec<Part<'_>> = if batch {
            entry.details.iter().map(|one| one.part_of(entry)).collect()
        } else {
            let id = match entry.details.as_slice() {
                [one] => one.id.as_str(),
                _ => "",
            };
            vec![(&entry.amount, entry.way.as_str(), id, entry.reference.as_str())]
        };
        for part in parts {
            self.count = self.count.saturating_add(1);
            add(&mut self.lines, line(self.count, entry, part))?;
        }
        Ok(())
    }
}

/// What a customer paid in left our account with the provider: a debit there.
fn line(number: i64, entry: &Entry, (amount, way, id, named): Part<'_>) -> Result<StatementLine, BadLine> {
    let bad = |part: &str, why: &str| BadLine::new(number, part, why);
    if entry.status != "BOOK" {
        return Err(bad("Sts", NOT_BOOKED));
    }
    let day = BusinessDay::parse(&entry.day).map_err(|_| bad("BookgDt", WRONG_DAY))?;
    if amount.currency != "BDT" {
        return Err(bad("Amt/@Ccy", WRONG_CURRENCY));
    }
    let taka = Paisa::parse(&amount.text).map_err(|_| bad("Amt", WRONG_AMOUNT))?;
    if taka <= Paisa::ZERO {
        return Err(bad("Amt", WRONG_AMOUNT));
    }
    let poisha = match way {
        "DBIT" => taka,
        "CRDT" => taka.checked_neg().ok_or_else(|| bad("Amt", WRONG_AMOUNT))?,
        _ => return Err(bad("CdtDbtInd", WRONG_WAY)),
    };
    let transfer = transfer_id(id).unwrap_or_default();
    // What names no transfer of ours is the provider's own: the better of the two is kept.
    let own = if named.is_empty() && transfer.is_empty() && id != "NOTPROVIDED" { id } else { named };
    let reference = reference(own).ok_or_else(|| bad("NtryRef", WRONG_REFERENCE))?;
    Ok(StatementLine { line: number, day, poisha, reference, transfer })
}
