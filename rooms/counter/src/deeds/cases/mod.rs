//! The deeds of cases, one file each.

pub mod attach;
pub mod correct;
pub mod hand_over;
pub mod keep_draft;
pub mod move_case;
pub mod open_draft;
pub mod send_code;

use journal::{Stop, Tx};
use move_case::NotMoved;

/// Nobody who is suspended goes on with a case. Where its centre's applications are served elsewhere, they are gone on with
/// there; the door has seen that the person sits at that centre.
async fn may_serve(tx: &mut Tx<'_, '_>, book: &str, at: Option<&str>) -> Result<(), Stop<NotMoved>> {
    let by = tx.by().to_owned();
    let hindered = match at {
        Some(at) => network::hindered_at(tx, book, at, &by).await?,
        None => network::hindered(tx, book, &by).await?,
    };
    hindered.map_or(Ok(()), |hindered| Err(Stop::Refused(NotMoved::Hindered(hindered))))
}
