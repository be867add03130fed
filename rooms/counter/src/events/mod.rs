//! What can happen at the counter, by version, and how each is written into the tables.

mod case_moves;
mod cases;
mod catalogue;
mod closures;
mod days;
mod receipts;
mod tariffs;

mod complaints;
mod inspections;
mod questions;
mod registers;
mod statements;
mod transfers;

pub use cases::{CaseOpened, CentreMet};
pub use catalogue::{ServicePublished, TariffSet};
pub use closures::{ServiceClosed, ServiceReopened};
pub use inspections::Inspected;
pub use receipts::{CustomerMet, ReceiptGiven, ReceiptPrinted, ReceiptReversed};
pub use tariffs::{TariffApproved, TariffDeclined, TariffProposed, TariffWithdrawn};

pub use case_moves::{CaseAnswered, CaseGivenToPost, CaseHandedOver, CaseMoved, DraftPaid, PictureAttached};

pub use complaints::{ComplaintMade, ComplaintMoved};
pub use days::{CashMoved, DayClosed, DayClosedUncounted, DayOpened, DrawerCounted, ShiftPassed};
pub use questions::{QuestionAnswered, QuestionAsked, QuestionDrawn};
pub use statements::{ItemAssigned, ItemsFound, LineResolved, LinesMatched, MatchMade, StatementRead};
pub use transfers::{LimitSet, TransferContradicted, TransferRequested, TransferSettled};

pub use registers::{
    AbsenceRecorded, AbsenceWithdrawn, StockCounted, StockLimitSet, StockReceived, StockTakenBack, StockUsed,
};

use journal::EventKind;

/// Every version of every event.
pub(crate) fn all() -> Vec<EventKind> {
    vec![
        EventKind::of::<ServicePublished>(),
        EventKind::of::<TariffSet>(),
        EventKind::of::<CustomerMet>(),
        EventKind::of::<ReceiptGiven>(),
        EventKind::of::<ReceiptReversed>(),
        EventKind::of::<ReceiptPrinted>(),
        EventKind::of::<DayClosedUncounted>(),
        EventKind::of::<CentreMet>(),
        EventKind::of::<CaseOpened>(),
        // Tariffs and catalogue.
        EventKind::of::<TariffProposed>(),
        EventKind::of::<TariffApproved>(),
        EventKind::of::<TariffDeclined>(),
        EventKind::of::<TariffWithdrawn>(),
        EventKind::of::<ServiceClosed>(),
        EventKind::of::<ServiceReopened>(),
        EventKind::of::<Inspected>(),
        EventKind::of::<CaseMoved>(),
        EventKind::of::<CaseAnswered>(),
        EventKind::of::<DraftPaid>(),
        EventKind::of::<CaseHandedOver>(),
        EventKind::of::<CaseGivenToPost>(),
        EventKind::of::<PictureAttached>(),
        EventKind::of::<TransferRequested>(),
        EventKind::of::<TransferSettled>(),
        EventKind::of::<TransferContradicted>(),
        EventKind::of::<LimitSet>(),
        EventKind::of::<ComplaintMade>(),
        EventKind::of::<ComplaintMoved>(),
        EventKind::of::<QuestionDrawn>(),
        EventKind::of::<QuestionAsked>(),
        EventKind::of::<QuestionAnswered>(),
        EventKind::of::<DayOpened>(),
        EventKind::of::<CashMoved>(),
        EventKind::of::<ShiftPassed>(),
        EventKind::of::<DrawerCounted>(),
        EventKind::of::<DayClosed>(),
        EventKind::of::<AbsenceRecorded>(),
        EventKind::of::<AbsenceWithdrawn>(),
        EventKind::of::<StockReceived>(),
        EventKind::of::<StockUsed>(),
        EventKind::of::<StockCounted>(),
        EventKind::of::<StockTakenBack>(),
        EventKind::of::<StockLimitSet>(),
        EventKind::of::<StatementRead>(),
        EventKind::of::<LinesMatched>(),
        EventKind::of::<ItemsFound>(),
        EventKind::of::<ItemAssigned>(),
        EventKind::of::<LineResolved>(),
    ]
}
