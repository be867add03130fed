//! The code on the console with which the first administrator is made.

use super::issue_code::keep_code;
use crate::doors;
use crate::events::CodePurpose;
use crate::refusals::NotSetUp;
use journal::{Deed, NATION, Stop, Tx};
use serde::{Deserialize, Serialize};

/// Keeps a new set-up code; the one before it is void.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MakeSetUpCode {
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
}

impl Deed for MakeSetUpCode {
    const NAME: &'static str = "network.make_set_up_code";
    type Done = ();
    type Refusal = NotSetUp;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotSetUp>> {
        if doors::is_set_up(tx).await? {
            return Err(Stop::Refused(NotSetUp::Done));
        }
        keep_code(tx, "", CodePurpose::SetUp, self.code_hash).await?;
        Ok(())
    }
}
