//! Visits of inspection.

use crate::store::to_text;
use crate::supervise::inspection::Inspection;
use crate::supervise::store::INSPECTIONS;
use db::{Fault, Value};
use journal::{EntryHead, Event};
use serde::{Deserialize, Serialize};

/// A centre was inspected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inspected {
    /// The visit.
    pub inspection: Inspection,
}

impl Event for Inspected {
    const KIND: &'static str = "counter.inspected";
    const VERSION: u32 = 1;

    async fn apply(&self, at: &EntryHead, tx: &mut db::Tx<'_>) -> Result<(), Fault> {
        let key = vec![Value::from(&at.book), Value::from(&self.inspection.id)];
        tx.add(&INSPECTIONS, key, vec![self.inspection.day.into(), to_text(&self.inspection)?.into()]);
        Ok(())
    }
}
