//! Programs that others wrote, asked what they read from our papers.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes the paper where the tests' papers lie, to be looked at afterwards.
pub fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// What the program prints; `None`, said aloud, when this machine has no such program.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output();
    if output.is_err() {
        eprintln!("passed over: {program} is not on this machine");
    }
    output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The texts of the QR codes in a picture.
pub fn codes_in(picture: &Path) -> Option<String> {
    ask("zbarimg", &["--quiet", "--raw", picture.to_str().unwrap()])
}

/// The first page of a PDF as a picture, 150 dots an inch.
pub fn first_page(pdf: &Path) -> Option<PathBuf> {
    let stem = pdf.with_extension("");
    let arguments = ["-r", "150", "-png", "-singlefile", pdf.to_str().unwrap(), stem.to_str().unwrap()];
    ask("pdftoppm", &arguments).map(|_| stem.with_extension("png"))
}

/// The words of a PDF, as a reader would copy them.
pub fn words_of(pdf: &Path) -> Option<String> {
    ask("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"])
}
