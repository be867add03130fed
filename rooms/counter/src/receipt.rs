//! A receipt: what a citizen paid for, split into official fee and service charge, never edited, reversed at most once.

use crate::service::is_default;
use base::Paisa;
use base::calendar::{BusinessDay, Moment};
use journal::Sealed;
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// One service on a receipt, for the whole quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The service's code.
    pub service: String,
    /// The version it was taken under.
    pub version: i64,
    /// How many units.
    pub quantity: i64,
    /// The first day of the tariff that was used.
    pub tariff_from: BusinessDay,
    /// The place of that tariff.
    pub tariff_path: String,
    /// The version of that tariff; 0 for those that came with the program.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tariff_version: i64,
    /// The agency to which the official fee is owed.
    pub agency: String,
    /// The official fee, in poisha.
    pub official: Paisa,
    /// The shop's share of the charge, in poisha.
    pub shop: Paisa,
    /// The programme's share of the charge, in poisha.
    pub programme: Paisa,
    /// The working day by which it is to be ready; none when it is done at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<BusinessDay>,
    /// The answers of its form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Sealed>,
    /// The amount that was entered, apart from fee and charge: paid in by the customer when positive, paid out when
    /// negative.
    #[serde(default, skip_serializing_if = "is_default")]
    pub principal: Paisa,
    /// The transfer that carries this amount.
    #[serde(default, skip_serializing_if = "is_default")]
    pub transfer: Option<String>,
    /// What the provider will pay the shop for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub partner: Paisa,
    /// True when a case was opened for it: its number is [`crate::case_number`], unless it was begun as a draft.
    #[serde(default, skip_serializing_if = "is_default")]
    pub has_case: bool,
    /// The number of the case when it was begun as a draft, before it was paid.
    #[serde(default, skip_serializing_if = "is_default")]
    pub draft: Option<String>,
}

impl Line {
    /// The service charge: both shares.
    #[must_use]
    pub fn charge(&self) -> Paisa {
        self.shop.checked_add(self.programme).unwrap_or_default()
    }

    /// What was paid for this line; negative when the customer was paid more than they paid.
    #[must_use]
    pub fn total(&self) -> Paisa {
        let fees = self.official.checked_add(self.charge()).unwrap_or_default();
        fees.checked_add(self.principal).unwrap_or_default()
    }
}

/// A receipt as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number.
    pub number: String,
    /// Its check code.
    pub check: String,
    /// The business day.
    pub day: BusinessDay,
    /// When it was given.
    pub at: Moment,
    /// The person at the counter.
    pub by: String,
    /// The customer's id, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The seal with the customer's name and mobile number as they were then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_seal: Option<String>,
    /// The customer's sex, for the count of women served: it names nobody.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sex: Option<Sex>,
    /// True when the applicant lives outside the area.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outside: bool,
    /// True when the customer agreed to be texted about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub texts: bool,
    /// The lines.
    pub lines: Vec<Line>,
    /// What the customer handed over.
    pub tendered: Paisa,
}

/// How a receipt was reversed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// Why: a code of [`REASONS`].
    pub reason: String,
    /// The day of the reversal.
    pub day: BusinessDay,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// The folio of the reversing entry.
    pub folio: i64,
}

/// A receipt with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The receipt.
    pub receipt: Receipt,
    /// The folio of its entry.
    pub folio: i64,
    /// Its reversal, if it was reversed.
    pub reversal: Option<Reversal>,
    /// True while the provider of its transfer has not confirmed it.
    pub pending: bool,
}

impl Standing {
    /// `pending`, `final` or `reversed`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.reversal.is_none() && self.pending { PENDING } else { state_word(self.reversal.is_some()) }
    }

    /// The key of the words for its state.
    #[must_use]
    pub fn state_key(&self) -> &'static str {
        match self.state() {
            PENDING => "receipt-pending",
            "final" => "receipt-final",
            _ => "reversed",
        }
    }
}

/// Why a receipt may be reversed (screens.md 3.2 "undo / void"): keys of the words.
pub const REASONS: [&str; 7] =
    ["wrong_service", "wrong_amount", "customer_left", "duplicate", "printer_failed", "test", "other"];

/// The reason of reversals that the house makes by itself: the provider did not carry the transfer out.
pub const PROVIDER_FAILED: &str = "provider_failed";
/// The reason when the provider took back, at our asking, what it had carried out.
pub const PROVIDER_TOOK_BACK: &str = "provider_took_back";

/// The state of a receipt whose transfer is not confirmed.
pub const PENDING: &str = "pending";

/// `final` or `reversed`.
#[must_use]
pub fn state_word(reversed: bool) -> &'static str {
    if reversed { "reversed" } else { "final" }
}

impl Receipt {
    /// The number of the case of each line, in the order of the lines; none where nothing is left to do.
    #[must_use]
    pub fn cases(&self) -> Vec<Option<String>> {
        let lines = self.lines.iter().enumerate();
        let number = |(place, line): (usize, &Line)| {
            line.has_case.then(|| line.draft.clone().unwrap_or_else(|| crate::case_number(&self.number, place)))
        };
        lines.map(number).collect()
    }

    /// The sum of the official fees.
    #[must_use]
    pub fn official(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(|line| line.official)).unwrap_or_default()
    }

    /// The sum of the service charges.
    #[must_use]
    pub fn charge(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(Line::charge)).unwrap_or_default()
    }

    /// What the entrepreneur earned.
    #[must_use]
    pub fn income(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(|line| line.shop)).unwrap_or_default()
    }

    /// What was paid; negative when the customer was paid out.
    #[must_use]
    pub fn total(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(Line::total)).unwrap_or_default()
    }

    /// The amounts that were entered: paid in when positive, paid out when negative.
    #[must_use]
    pub fn principal(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(|line| line.principal)).unwrap_or_default()
    }

    /// What was given back.
    #[must_use]
    pub fn change(&self) -> Paisa {
        self.tendered.checked_sub(self.total()).unwrap_or_default()
    }
}
