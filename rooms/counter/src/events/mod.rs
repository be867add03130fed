//! What can happen at the counter, by version, and how each is written into the tables.

mod cases;
mod catalogue;
mod receipts;
mod transfers;

pub use cases::{CaseOpened, CentreMet};
pub use catalogue::{ServicePublished, TariffSet};
pub use receipts::{CustomerMet, DayClosed, ReceiptGiven, ReceiptPrinted, ReceiptReversed};

pub use transfers::{LimitSet, TransferContradicted, TransferRequested, TransferSettled};

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
        EventKind::of::<DayClosed>(),
        EventKind::of::<CentreMet>(),
        EventKind::of::<CaseOpened>(),
        EventKind::of::<TransferRequested>(),
        EventKind::of::<TransferSettled>(),
        EventKind::of::<TransferContradicted>(),
        EventKind::of::<LimitSet>(),
    ]
}
