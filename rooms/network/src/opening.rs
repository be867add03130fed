//! What the binary does when it opens the house: the places, and the code for the first administrator.

use crate::deeds::{LoadPlaces, MakeSetUpCode};
use crate::doors;
use crate::reference;
use crate::refusals::NotSetUp;
use crate::secrets::{fingerprint, new_token, one_time_code};
use crate::store::PARTS;
use journal::{Envelope, Fault, Journal, NATION, Stop};

/// Enters the places when the store has none or the data has changed; answers how many parts were entered. When nothing
/// changed it costs one query.
///
/// # Errors
/// What the database says.
pub async fn load_places(journal: &Journal) -> Result<usize, Fault> {
    let hash = reference::hash();
    let current = journal
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.all(&PARTS, &[NATION.into()]).await?;
                let same: Vec<bool> = rows
                    .iter()
                    .map(|row| row.get::<String>("hash").map(|known| known == hash))
                    .collect::<Result<_, _>>()?;
                Ok::<_, Fault>(!same.is_empty() && same.into_iter().all(|same| same))
            })
        })
        .await?;
    if current {
        return Ok(0);
    }
    match journal.write(Envelope::system(), LoadPlaces::default()).await {
        Ok(written) => Ok(written.done),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(_) => Err(Fault::Unsound("the places were refused".to_owned())),
    }
}

/// A new one-time code with which `/setup` makes the first administrator; none once there is one. Shown on the console
/// only, valid for a day; each call makes the code before it void.
///
/// # Errors
/// What the database says.
pub async fn set_up_code(journal: &Journal) -> Result<Option<String>, Fault> {
    let done = journal.read(|tx| Box::pin(async move { doors::is_set_up(tx).await })).await?;
    if done {
        return Ok(None);
    }
    let code = one_time_code(journal.keys(), &new_token()?);
    let deed = MakeSetUpCode { code_hash: fingerprint(&code) };
    match journal.write(Envelope::system(), deed).await {
        Ok(_) => Ok(Some(code)),
        Err(Stop::Refused(NotSetUp::Done)) => Ok(None),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(_) => Err(Fault::Unsound("the set-up code was refused".to_owned())),
    }
}
