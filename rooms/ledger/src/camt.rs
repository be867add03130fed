//! A bank's or a provider's papers as ISO 20022 has them: a statement (camt.053.001.08) or a notice (camt.054.001.08), read
//! event by event. No document type, no entity but the five of XML, no deep nesting, no long texts: what XML can do to a
//! reader, this one does not let it do.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements within elements.
const XML_DEPTH_MAX: usize = 24;
/// Characters of an element's own text; longer ones are cut, since none that is read is so long.
const XML_TEXT_CHARS_MAX: usize = 500;
/// Entries of a paper, and transactions of all its entries, at most: a large day is sent in parts.
const CAMT_ENTRIES_MAX: usize = 10_000;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CamtKind {
    /// camt.053.001.08: what was booked in a time.
    Statement,
    /// camt.054.001.08: what was booked now.
    Notice,
}

impl CamtKind {
    fn namespace(self) -> &'static str {
        match self {
            CamtKind::Statement => "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08",
            CamtKind::Notice => "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08",
        }
    }

    /// The element of one paper in its document.
    fn element(self) -> &'static str {
        match self {
            CamtKind::Statement => "Stmt",
            CamtKind::Notice => "Ntfctn",
        }
    }
}

/// Why a paper cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCamt {
    /// It is another document, or another version.
    Kind,
    /// It is no sound XML, or wants to be clever: entities, a document type, endless nesting.
    Xml,
    /// It has too many entries.
    TooMany,
}

/// An amount with its currency, as written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CamtAmount {
    /// `2425.05`.
    pub text: String,
    /// `BDT`.
    pub currency: String,
}

/// One transaction of an entry.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CamtDetail {
    /// How much; empty when only the entry says.
    pub amount: CamtAmount,
    /// `DBIT` or `CRDT`; empty when only the entry says.
    pub way: String,
    /// The end-to-end id, which whoever ordered it gave.
    pub id: String,
    /// The bank's reference.
    pub reference: String,
    /// True when it is the return of an earlier one.
    pub returned: bool,
    /// Why it came back: a code of ISO 20022, or the bank's own; empty when it is not said.
    pub reason: String,
}

/// An entry of a paper, as written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CamtEntry {
    /// How much.
    pub amount: CamtAmount,
    /// `DBIT` or `CRDT`.
    pub way: String,
    /// `BOOK` when it is booked.
    pub status: String,
    /// The day of booking, `yyyy-mm-dd`.
    pub day: String,
    /// The entry's reference.
    pub reference: String,
    /// Its transactions.
    pub details: Vec<CamtDetail>,
}

/// A paper.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Camt {
    /// Who keeps the account, as often as it is said.
    pub servicers: Vec<String>,
    /// The entries.
    pub entries: Vec<CamtEntry>,
}

/// What stands above the element that is open.
struct Gathering {
    kind: CamtKind,
    path: Vec<String>,
    text: String,
    currency: String,
    entry: CamtEntry,
    /// Entries and transactions so far.
    count: usize,
    /// True once the document was opened.
    opened: bool,
    camt: Camt,
}

/// Reads a paper of this kind.
///
/// # Errors
/// [`NotCamt`].
pub fn camt(text: &str, kind: CamtKind) -> Result<Camt, NotCamt> {
    let mut reader = Reader::from_str(text);
    let mut all = Gathering {
        kind,
        path: Vec::new(),
        text: String::new(),
        currency: String::new(),
        entry: CamtEntry::default(),
        count: 0,
        opened: false,
        camt: Camt::default(),
    };
    loop {
        match reader.read_event().map_err(|_| NotCamt::Xml)? {
            Event::Start(tag) => all.open(&tag)?,
            Event::Empty(tag) => {
                all.open(&tag)?;
                all.close();
            }
            Event::End(_) => all.close(),
            Event::Text(text) => all.say(&text.xml10_content()),
            Event::CData(text) => all.say(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let one = name.resolve_char_ref().map_err(|_| NotCamt::Xml)?;
                let known = one.or(match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None, // an entity of the document's own: the way in for bombs and for files of ours
                });
                all.say(known.ok_or(NotCamt::Xml)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof if all.path.is_empty() && all.opened => return Ok(all.camt),
            // A document type is the way in for entities; an early end is no document.
            Event::DocType(_) | Event::Eof => return Err(NotCamt::Xml),
            _ => {}
        }
    }
}

impl Gathering {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), NotCamt> {
        let name = tag.local_name().as_ref().to_owned();
        if self.path.is_empty() {
            let own = tag.try_get_attribute("xmlns").map_err(|_| NotCamt::Xml)?;
            if name != "Document" || own.is_none_or(|own| own.value.as_ref() != self.kind.namespace()) {
                return Err(NotCamt::Kind);
            }
            self.opened = true;
        }
        if self.path.len() >= XML_DEPTH_MAX {
            return Err(NotCamt::Xml);
        }
        self.text.clear();
        if name == "Amt" {
            let own = tag.try_get_attribute("Ccy").map_err(|_| NotCamt::Xml)?;
            self.currency = own.map(|own| own.value.into_owned()).unwrap_or_default();
        }
        self.path.push(name);
        match self.below("Ntry") {
            Some([]) => self.entry = CamtEntry::default(),
            Some([details, transaction]) if details == "NtryDtls" && transaction == "TxDtls" => {
                self.entry.details.push(CamtDetail::default());
            }
            _ => return Ok(()),
        }
        self.count = self.count.saturating_add(1);
        if self.count > CAMT_ENTRIES_MAX.saturating_mul(2) {
            return Err(NotCamt::TooMany);
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        let free = XML_TEXT_CHARS_MAX.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().take(free));
    }

    /// The path below this element of a paper, if it is open.
    fn below(&self, name: &str) -> Option<&[String]> {
        match self.path.as_slice() {
            [_, _, paper, own, rest @ ..] if paper == self.kind.element() && own == name => Some(rest),
            _ => None,
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let amount = CamtAmount { text: text.clone(), currency: self.currency.clone() };
        if let Some(rest) = self.below("Acct").map(|rest| rest.join("/")) {
            if matches!(rest.as_str(), "Svcr/FinInstnId/Othr/Id") {
                self.camt.servicers.push(text);
            }
        } else if let Some(rest) = self.below("Ntry").map(|rest| rest.join("/")) {
            let detail = self.entry.details.last_mut();
            match (rest.as_str(), detail) {
                ("", _) => self.camt.entries.push(std::mem::take(&mut self.entry)),
                ("Amt", _) => self.entry.amount = amount,
                ("CdtDbtInd", _) => self.entry.way = text,
                ("Sts/Cd", _) => self.entry.status = text,
                ("BookgDt/Dt" | "BookgDt/DtTm", _) => self.entry.day = text.chars().take(10).collect(),
                ("NtryRef", _) => self.entry.reference = text,
                ("NtryDtls/TxDtls/Amt", Some(detail)) => detail.amount = amount,
                ("NtryDtls/TxDtls/CdtDbtInd", Some(detail)) => detail.way = text,
                ("NtryDtls/TxDtls/Refs/EndToEndId", Some(detail)) => detail.id = text,
                ("NtryDtls/TxDtls/Refs/AcctSvcrRef", Some(detail)) => detail.reference = text,
                ("NtryDtls/TxDtls/RtrInf/Rsn/Cd" | "NtryDtls/TxDtls/RtrInf/Rsn/Prtry", Some(detail)) => {
                    detail.reason = text;
                }
                ("NtryDtls/TxDtls/RtrInf", Some(detail)) => detail.returned = true,
                _ => {}
            }
        }
        self.path.pop();
    }
}
