//! To a printer that is a file: the device of a USB or serial printer, a spooler's folder, or an ordinary file that then
//! grows like a roll of paper.

use std::path::Path;

use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::PrintFault;
use crate::tcp::WRITE_WAIT;

/// Sends the bytes of a slip to the end of the file, which is made when it is not there, readable for its owner only:
/// slips carry names.
///
/// # Errors
/// [`PrintFault::PrinterAway`] when the file cannot be opened; [`PrintFault::PrinterStopped`] when the bytes are not
/// taken within [`WRITE_WAIT`].
pub async fn send(to: &Path, bytes: &[u8]) -> Result<(), PrintFault> {
    let name = || to.display().to_string();
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file =
        options.open(to).await.map_err(|error| PrintFault::PrinterAway { to: name(), why: error.to_string() })?;
    let taking = async {
        file.write_all(bytes).await?;
        file.flush().await
    };
    timeout(WRITE_WAIT, taking)
        .await
        .map_err(|_| format!("not taken in {} s", WRITE_WAIT.as_secs()))
        .and_then(|written| written.map_err(|error| error.to_string()))
        .map_err(|why| PrintFault::PrinterStopped { to: name(), why })
}
