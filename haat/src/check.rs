//! `haat check`: values on standard input, one JSON object a line on standard output.

use crate::Trouble;
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// Bytes of a line, at most; longer ones are answered as invalid.
const LINE_BYTES_MAX: usize = 10_000;

/// Checks every line of standard input.
///
/// # Errors
/// An unknown kind, or an output that cannot be written.
pub fn run(kind: &str) -> Result<ExitCode, Trouble> {
    if !base::check::KINDS.contains(&kind) {
        return Err(format!("unknown kind {kind}: one of {}", base::check::KINDS.join(", ")).into());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().split(b'\n') {
        let mut line = line?;
        line.truncate(LINE_BYTES_MAX);
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\r').unwrap_or(&text);
        if let Some(checked) = base::check::check(kind, text) {
            serde_json::to_writer(&mut out, &checked)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
