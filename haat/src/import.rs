//! `haat import`: what was written on paper comes in.

use crate::open::{Place, Trouble};
use std::path::Path;
use std::process::ExitCode;

/// Imports a centre's paper day register. Good rows stand, bad ones are named; the same file twice changes nothing.
///
/// # Errors
/// A file that cannot be read, a centre that is not there.
pub async fn register(place: &Place, file: &Path, centre: &str) -> Result<ExitCode, Trouble> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let journal = place.open().await?;
    crate::serve::stock(&journal).await?;
    let code = centre.to_owned();
    let found = journal
        .read::<_, journal::Fault, _>(move |tx| Box::pin(async move { network::centre(tx, &code).await }))
        .await?;
    let found = found.ok_or_else(|| format!("no centre {centre}"))?;
    let report = counter::import_register(&journal, &found.book, &found.path, &bytes).await?;
    for refused in &report.refused {
        println!("line {}: refused {}: {}", refused.line, refused.code, refused.sentence);
    }
    println!("{} rows entered, {} known already, {} refused", report.good, report.again, report.refused.len());
    Ok(if report.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
