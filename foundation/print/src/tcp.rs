//! To a printer on the network: raw bytes to TCP port 9100, as every network printer takes them.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::PrintFault;

/// The port on which printers listen for raw bytes.
pub const PORT: u16 = 9100;

/// Longest wait for the printer to answer: it stands in the same room, and a citizen stands before it.
pub const CONNECT_WAIT: Duration = Duration::from_secs(3);

/// Longest wait for the printer to take everything. 15 KB through a box that hands on at 9,600 baud take 16 s.
pub const WRITE_WAIT: Duration = Duration::from_secs(30);

/// Sends the bytes of a slip. That the printer took them is not that paper came out: ESC/POS does not say.
///
/// # Errors
/// [`PrintFault::PrinterAway`] when nobody answers within [`CONNECT_WAIT`]; [`PrintFault::PrinterStopped`] when the
/// bytes are not taken within [`WRITE_WAIT`], or the printer hangs up.
pub async fn send(to: SocketAddr, bytes: &[u8]) -> Result<(), PrintFault> {
    let away = |why: String| PrintFault::PrinterAway { to: to.to_string(), why };
    let stopped = |why: String| PrintFault::PrinterStopped { to: to.to_string(), why };
    let mut stream = timeout(CONNECT_WAIT, TcpStream::connect(to))
        .await
        .map_err(|_| away(format!("no answer in {} s", CONNECT_WAIT.as_secs())))?
        .map_err(|error| away(error.to_string()))?;
    let taking = async {
        stream.write_all(bytes).await?;
        stream.shutdown().await
    };
    timeout(WRITE_WAIT, taking)
        .await
        .map_err(|_| stopped(format!("not taken in {} s", WRITE_WAIT.as_secs())))?
        .map_err(|error| stopped(error.to_string()))
}
