//! The printer of a house's counter: where its bytes go.

use crate::{PrintFault, file, tcp};
use std::path::PathBuf;
use std::str::FromStr;

/// The printer of this house's counter, as the binary's setting names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printer {
    /// A printer on the network: `tcp://192.168.0.50:9100`.
    Tcp(String),
    /// A device, a spooler's folder or a plain file: `file:/dev/usb/lp0`.
    File(PathBuf),
}

impl FromStr for Printer {
    type Err = String;

    fn from_str(text: &str) -> Result<Printer, String> {
        if let Some(path) = text.strip_prefix("file:").filter(|path| !path.is_empty()) {
            return Ok(Printer::File(path.into()));
        }
        match text.strip_prefix("tcp://") {
            Some(host)
                if host
                    .rsplit_once(':')
                    .is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok()) =>
            {
                Ok(Printer::Tcp(host.to_owned()))
            }
            Some(host) if !host.is_empty() && !host.contains(':') => Ok(Printer::Tcp(format!("{host}:{}", tcp::PORT))),
            _ => Err(format!("a printer is tcp://HOST:9100 or file:PATH, not {text:?}")),
        }
    }
}

impl Printer {
    /// Sends the bytes of a slip.
    ///
    /// # Errors
    /// [`PrintFault::PrinterAway`] and [`PrintFault::PrinterStopped`]: what was entered stands, and can be printed again.
    pub async fn send(&self, bytes: &[u8]) -> Result<(), PrintFault> {
        match self {
            Printer::File(path) => file::send(path, bytes).await,
            Printer::Tcp(host) => {
                let away = |why: String| PrintFault::PrinterAway { to: host.clone(), why };
                let mut found = tokio::net::lookup_host(host).await.map_err(|error| away(error.to_string()))?;
                let to = found.next().ok_or_else(|| away("no such host".to_owned()))?;
                tcp::send(to, bytes).await
            }
        }
    }
}
