//! A citizen complains about a receipt that they hold.

use crate::complaints::{
    COMPLAINT_DUE_MS, COMPLAINTS_EVER_MAX, COMPLAINTS_OPEN_MAX, Complaint, ComplaintKind, ComplaintState,
    PAID_POISHA_MAX, WORDS_CHARS_MAX, complaint_number, read,
};
use crate::events::ComplaintMade;
use crate::number::{code_holds, complaint_code};
use crate::receipt::Receipt;
use crate::store::{RECEIPTS, standing_on_shelf};
use base::mobile::Mobile;
use base::{Paisa, Refusal};
use journal::{Deed, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Makes a complaint about a receipt, whether it stands or was reversed. Whoever has its number and check code holds the
/// paper, and needs no name.
///
/// # Refusals
/// See [`NotMade`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MakeComplaint {
    /// The centre's book.
    pub book: String,
    /// The receipt's number.
    pub receipt: String,
    /// Its check code.
    pub code: String,
    /// What was not right.
    pub kind: ComplaintKind,
    /// What was paid, where it is about money.
    pub paid: Option<Paisa>,
    /// What happened, in their words.
    pub words: String,
    /// Where they may be called back; may be empty.
    pub mobile: String,
}

/// A complaint was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Its number.
    pub number: String,
    /// The code that goes with it.
    pub code: String,
}

/// Why no complaint can be made so.
#[derive(Debug, PartialEq, Eq)]
pub enum NotMade {
    /// No receipt has this number and this code.
    Unknown,
    /// The kind is none of the list.
    Kind,
    /// What was paid is not said, or is no sum that anybody pays.
    Paid,
    /// It is not more than the receipt says.
    NotMore(Paisa),
    /// Words are needed and there are none, or there are too many.
    Words,
    /// The mobile number.
    Mobile(base::mobile::Refused),
    /// There are enough about this receipt.
    Enough,
}

impl Refusal for NotMade {
    fn code(&self) -> &'static str {
        match self {
            NotMade::Unknown => "counter.complain.unknown",
            NotMade::Kind => "counter.complain.kind",
            NotMade::Paid => "counter.complain.paid",
            NotMade::NotMore(_) => "counter.complain.not_more",
            NotMade::Words => "counter.complain.words",
            NotMade::Mobile(refused) => refused.code(),
            NotMade::Enough => "counter.complain.enough",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotMade::NotMore(total) => vec![("total", total.show_plain(base::Lang::En))],
            NotMade::Words => vec![("max", WORDS_CHARS_MAX.to_string())],
            NotMade::Mobile(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotMade::Kind => Some("kind".to_owned()),
            NotMade::Paid | NotMade::NotMore(_) => Some("paid".to_owned()),
            NotMade::Words => Some("words".to_owned()),
            NotMade::Mobile(_) => Some("mobile".to_owned()),
            NotMade::Unknown | NotMade::Enough => None,
        }
    }

    fn status(&self) -> u16 {
        if *self == NotMade::Unknown { 404 } else { 422 }
    }
}

/// The codes of [`NotMade`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.complain.unknown",
    "counter.complain.kind",
    "counter.complain.paid",
    "counter.complain.not_more",
    "counter.complain.words",
    "counter.complain.enough",
];

/// Decides whether this may be said of a receipt.
fn decide(deed: &MakeComplaint, words: &str, total: Paisa) -> Result<(), NotMade> {
    if !ComplaintKind::CHOICES.contains(&deed.kind) {
        return Err(NotMade::Kind);
    }
    match deed.paid {
        Some(paid) if paid.is_negative() || paid.get() > PAID_POISHA_MAX => return Err(NotMade::Paid),
        None if deed.kind.is_about_money() => return Err(NotMade::Paid),
        Some(paid) if deed.kind == ComplaintKind::Overcharged && paid <= total => return Err(NotMade::NotMore(total)),
        _ => {}
    }
    let chars = words.chars().count();
    if chars > WORDS_CHARS_MAX || (deed.kind.needs_words() && chars == 0) {
        return Err(NotMade::Words);
    }
    Ok(())
}

/// The receipt that lies on the shelf under this number.
pub(crate) async fn receipt_held(tx: &mut db::Tx<'_>, book: &str, number: &str) -> Result<Option<Receipt>, Fault> {
    let row = tx.fetch(&RECEIPTS, vec![book.into(), number.into()]).await?;
    Ok(row.as_deref().map(standing_on_shelf).transpose()?.map(|standing| standing.receipt))
}

/// A complaint about a receipt, as it begins.
pub(crate) fn begun(tx: &Tx<'_, '_>, receipt: &Receipt, count: i64, kind: ComplaintKind) -> Complaint {
    let now = tx.now();
    Complaint {
        number: complaint_number(&receipt.number, count),
        receipt: receipt.number.clone(),
        kind,
        state: ComplaintState::Made,
        total: receipt.total(),
        paid: None,
        words: None,
        mobile: None,
        about: receipt.by.clone(),
        receipt_day: receipt.day,
        at: now,
        due: base::calendar::Moment::new(now.get().saturating_add(COMPLAINT_DUE_MS)),
    }
}

impl Deed for MakeComplaint {
    const NAME: &'static str = "counter.complain";
    type Done = Made;
    type Refusal = NotMade;

    fn book(&self) -> &str {
        &self.book
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Made, Stop<NotMade>> {
        // Load.
        if !code_holds(tx.keys(), &self.receipt, &self.code) {
            return Err(Stop::Refused(NotMade::Unknown));
        }
        let receipt = receipt_held(tx, &self.book, &self.receipt).await?.ok_or(Stop::Refused(NotMade::Unknown))?;
        let (ever, open) = read::about_receipt(tx, &self.book, &self.receipt).await?;
        let words = base::text::clean(&self.words);
        let mobile = Some(self.mobile.trim()).filter(|text| !text.is_empty()).map(Mobile::parse).transpose();

        // Decide.
        let mobile = mobile.map_err(|refused| Stop::Refused(NotMade::Mobile(refused)))?;
        decide(self, &words, receipt.total()).map_err(Stop::Refused)?;
        if open >= COMPLAINTS_OPEN_MAX || ever >= COMPLAINTS_EVER_MAX {
            return Err(Stop::Refused(NotMade::Enough));
        }

        // Enter.
        let mut complaint = begun(tx, &receipt, ever.saturating_add(1), self.kind);
        let whose = Complaint::subject(&complaint.number);
        complaint.paid = self.paid;
        if !words.is_empty() {
            complaint.words = Some(tx.seal(&self.book, &whose, &words).await?);
        }
        if let Some(mobile) = mobile {
            complaint.mobile = Some(tx.seal(&self.book, &whose, &mobile.e164()).await?);
        }
        let number = complaint.number.clone();
        tx.enter(&self.book, vec![happened(ComplaintMade { complaint })]).await?;
        let code = complaint_code(tx.keys(), &number);
        Ok(Made { number, code })
    }
}
