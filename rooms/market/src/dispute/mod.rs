//! A complaint about an order on its way up: the centre, the upazila, the district, the association, the consumer
//! directorate (facts.md 14.12). Who has it acts in the law's time, or it goes on by itself.

pub(crate) mod read;
pub(crate) mod store;

use crate::law::Law;
use base::calendar::Moment;
use journal::Sealed;
use network::place::codes_of;
use serde::{Deserialize, Serialize};

/// Steps of the complaints about one order, at most; what is passed on or settled always has room.
pub const STEPS_MAX: usize = 60;

/// Where a complaint lies. The order is that of the way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// The centre that took the order.
    Centre,
    /// The officer of its upazila.
    Upazila,
    /// The officer of its district.
    District,
    /// The e-commerce association.
    ECab,
    /// The directorate of consumers' rights, outside the house: the evidence pack is handed over.
    Directorate,
}

impl Desk {
    /// All of them, in the order of the way up.
    pub const ALL: [Desk; 5] = [Desk::Centre, Desk::Upazila, Desk::District, Desk::ECab, Desk::Directorate];

    /// As it is stored and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Desk::Centre => "centre",
            Desk::Upazila => "upazila",
            Desk::District => "district",
            Desk::ECab => "e_cab",
            Desk::Directorate => "directorate",
        }
    }

    /// The desk of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Desk> {
        Desk::ALL.into_iter().find(|desk| desk.name() == name)
    }

    /// The desk of an officer who holds complaints at this path: below a district it is an upazila's or a city's.
    #[must_use]
    pub fn of_path(path: &str) -> Desk {
        if codes_of(path).len() > DISTRICT_STEPS { Desk::Upazila } else { Desk::District }
    }

    /// Where it goes from here; nowhere from the last.
    #[must_use]
    pub const fn next(self) -> Option<Desk> {
        match self {
            Desk::Centre => Some(Desk::Upazila),
            Desk::Upazila => Some(Desk::District),
            Desk::District => Some(Desk::ECab),
            Desk::ECab => Some(Desk::Directorate),
            Desk::Directorate => None,
        }
    }

    /// Until when it must be acted on that came here now (facts.md 8, rule 6). No clock of ours runs at the directorate.
    #[must_use]
    pub fn due(self, now: Moment, law: &Law) -> Option<Moment> {
        (self != Desk::Directorate).then(|| Moment::new(now.get().saturating_add(law.complaint_ms)))
    }

    /// True when who sits here may act on what lies there: on one's own and on what lies below. The association, which
    /// brings a complaint to the directorate, tells what the directorate said.
    #[must_use]
    pub fn may_act(self, lies: Desk) -> bool {
        self >= lies || self == Desk::ECab
    }

    /// True when who sits here may pass on what lies there: what one may act on; and the centre, which speaks for the
    /// buyer, wherever it lies.
    #[must_use]
    pub fn may_pass(self, lies: Desk) -> bool {
        lies.next().is_some() && (self.may_act(lies) || self == Desk::Centre)
    }

    /// True when who sits here may end it: never the centre, which has its share of the order.
    #[must_use]
    pub fn may_settle(self, lies: Desk) -> bool {
        self != Desk::Centre && self.may_act(lies)
    }
}

/// The codes in the path of a district: the country's, the division's, its own.
const DISTRICT_STEPS: usize = 3;

/// What happened to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It was made.
    Made,
    /// Whoever has it did something.
    Acted,
    /// Somebody passed it on.
    Passed,
    /// Nobody acted in time: it went on by itself.
    RanOut,
    /// It was settled.
    Settled,
}

impl StepKind {
    /// As words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            StepKind::Made => "made",
            StepKind::Acted => "acted",
            StepKind::Passed => "passed",
            StepKind::RanOut => "ran_out",
            StepKind::Settled => "settled",
        }
    }
}

/// One step of a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeStep {
    /// What happened.
    pub kind: StepKind,
    /// Where it lies since.
    pub desk: Desk,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: String,
    /// What was said; sealed, because people write names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Sealed>,
    /// What was said before words were sealed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The complaint about an order, with all its steps. One that is made again after it was settled goes on in the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The order.
    pub order: String,
    /// The place path of the centre.
    pub path: String,
    /// False when it is settled.
    pub open: bool,
    /// Where it lies.
    pub desk: Desk,
    /// Since when it lies there.
    pub since: Moment,
    /// Until when who has it must act; none when they did, and at the directorate.
    pub due: Option<Moment>,
    /// What happened, the oldest first.
    pub steps: Vec<DisputeStep>,
}

impl Dispute {
    /// True when it should have been acted on before now.
    #[must_use]
    pub fn is_late(&self, now: Moment) -> bool {
        self.open && self.due.is_some_and(|due| due < now)
    }
}
