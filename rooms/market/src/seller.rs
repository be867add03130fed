//! Sellers: rural producers whom a centre registers, and merchants whom the association vets.

use base::Both;
use base::calendar::{BusinessDay, Moment};
use journal::Sealed;
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// What a seller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SellerKind {
    /// A villager who makes or grows things; a centre sells on their behalf.
    Producer,
    /// A firm, member of the e-commerce association.
    Merchant,
}

impl SellerKind {
    /// As words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SellerKind::Producer => "producer",
            SellerKind::Merchant => "merchant",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<SellerKind> {
        [SellerKind::Producer, SellerKind::Merchant].into_iter().find(|kind| kind.name() == name)
    }

    /// Where it begins: a producer may offer goods at once, since each is checked; a firm is vetted first.
    #[must_use]
    pub fn begins(self) -> SellerState {
        match self {
            SellerKind::Producer => SellerState::Approved,
            SellerKind::Merchant => SellerState::Applied,
        }
    }
}

/// Where a seller stands with the association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SellerState {
    /// A firm asked to sell here.
    Applied,
    /// Its papers were looked at.
    Checked,
    /// May sell.
    Approved,
    /// May not sell for now; nothing of it is shown.
    Suspended,
    /// Was not taken.
    Declined,
}

impl SellerState {
    /// Every state.
    pub const ALL: [SellerState; 5] = [
        SellerState::Applied,
        SellerState::Checked,
        SellerState::Approved,
        SellerState::Suspended,
        SellerState::Declined,
    ];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SellerState::Applied => "applied",
            SellerState::Checked => "checked",
            SellerState::Approved => "approved",
            SellerState::Suspended => "suspended",
            SellerState::Declined => "declined",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<SellerState> {
        SellerState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Where the association may move it.
    #[must_use]
    pub fn moves(self) -> &'static [SellerState] {
        match self {
            SellerState::Applied => &[SellerState::Checked, SellerState::Declined],
            SellerState::Checked => &[SellerState::Approved, SellerState::Declined],
            SellerState::Approved => &[SellerState::Suspended],
            SellerState::Suspended => &[SellerState::Approved],
            SellerState::Declined => &[],
        }
    }

    /// True when coming here must be explained to the seller.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, SellerState::Suspended | SellerState::Declined)
    }
}

/// Where a seller's money is sent. Sealed with the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payout {
    /// To a mobile wallet of this number.
    Wallet {
        /// The number in E.164.
        mobile: String,
    },
    /// To a bank account.
    Bank {
        /// The branch's routing number.
        routing: String,
        /// The account's number.
        account: String,
    },
}

impl Payout {
    /// The last four digits of the account or of the wallet's number, by which its owner knows it.
    #[must_use]
    pub fn last4(&self) -> String {
        let (Payout::Wallet { mobile: account } | Payout::Bank { account, .. }) = self;
        account.chars().skip(account.chars().count().saturating_sub(4)).collect()
    }
}

/// What is sealed of a seller: who stands behind the name on the stall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The producer, or the firm's compliance officer (facts.md 8, rule 17).
    pub person: String,
    /// Their number in E.164.
    pub mobile: String,
    /// Their NID, when it was given: a producer may begin without.
    pub nid: Option<String>,
    /// Where the money goes.
    pub payout: Payout,
}

/// A seller, as it stands in the nation's book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// `S` and six digits: the name of its own book as well.
    pub number: String,
    /// What it is.
    pub kind: SellerKind,
    /// The name on the stall, in public.
    pub name: Both,
    /// The book of the centre that sells on a producer's behalf; empty for a firm.
    pub centre: String,
    /// Who registered it: a firm's own staff acts for it.
    pub keeper: String,
    /// The place where it makes or keeps its goods, and the district of that.
    pub place: String,
    /// The path of that place.
    pub path: String,
    /// A producer's sex, for the programme's figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// A firm's trade licence, in public (facts.md 8, rule 15).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Its Digital Business Identity, in public.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dbid: String,
    /// Who it is: sealed [`Identity`].
    pub identity: Sealed,
    /// The day on which the person agreed to be listed, to the terms and to the commission.
    pub consented: BusinessDay,
    /// When it was registered.
    pub registered: Moment,
}

/// A seller with where it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerStanding {
    /// The seller.
    pub seller: Seller,
    /// Its state.
    pub state: SellerState,
    /// Since when.
    pub moved: Moment,
    /// Why, when it was suspended or declined.
    pub reason: Option<String>,
}

impl SellerStanding {
    /// True for one that may write nothing new: it is suspended, or was declined.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self.state, SellerState::Suspended | SellerState::Declined)
    }
}

impl Seller {
    /// The code of its district: the second step of the path.
    #[must_use]
    pub fn district(&self) -> &str {
        network::place::codes_of(&self.path).get(2).copied().unwrap_or("")
    }
}

/// The number of the so-manieth seller.
#[must_use]
pub fn seller_number(count: i64) -> String {
    format!("S{count:06}")
}

/// True for what can be a seller's number.
#[must_use]
pub fn is_seller_number(text: &str) -> bool {
    text.len() == 7 && text.strip_prefix('S').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}
