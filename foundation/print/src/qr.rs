//! QR codes: as SVG for web pages and PDFs, as dots for slips. Error correction is M (15 %): the codes stand on
//! thermal paper that fades and in pockets that crease it, but a larger code would cost paper.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder, QRCode};

use crate::PrintFault;
use crate::bitmap::Bitmap;

/// White modules around the code; ISO/IEC 18004 asks for four.
const QUIET_MODULES: usize = 4;

/// Fewest dots a module on a slip. At 203 dpi four dots are half a millimetre, what a cheap phone camera still reads.
const MODULE_DOTS_MIN: usize = 4;

/// Most dots a module on a slip: a millimetre; more costs paper and is not read better.
const MODULE_DOTS_MAX: usize = 8;

/// Longest text in bytes. A check address has about 60; more makes a code too fine for thermal paper.
const TEXT_BYTES_MAX: usize = 300;

/// The code of `text` as a small SVG: one path, one viewBox unit a module, the quiet zone included, the text itself as
/// its title for those who hear the page. It carries no size: the page gives it one.
///
/// # Errors
/// [`PrintFault::CodeTooLong`] beyond 300 bytes.
pub fn qr_svg(text: &str) -> Result<String, PrintFault> {
    let code = encode(text)?;
    let side = code.size.saturating_add(QUIET_MODULES * 2);
    let mut path = String::new();
    for (top, row) in rows(&code).enumerate() {
        for (left, length) in runs(row) {
            let (x, y) = (left.saturating_add(QUIET_MODULES), top.saturating_add(QUIET_MODULES));
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
    }
    let title = escape(text);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}

/// The code of `text` as dots, in the middle of paper `width` dots wide: about half as wide as the paper, for that is
/// quickly read, and never under four dots a module.
pub(crate) fn dots(text: &str, width: u16) -> Result<Bitmap, PrintFault> {
    let code = encode(text)?;
    let side = code.size.saturating_add(QUIET_MODULES * 2);
    let half = usize::from(width) / 2;
    let module = (half / side).clamp(MODULE_DOTS_MIN, MODULE_DOTS_MAX);
    let wide = module.saturating_mul(side);
    let margin = usize::from(width).checked_sub(wide).ok_or(PrintFault::CodeTooLong(text.len()))? / 2;
    let mut bitmap = Bitmap::white(width, wide);
    let quiet = QUIET_MODULES.saturating_mul(module);
    for (row_index, row) in rows(&code).enumerate() {
        let top = quiet.saturating_add(row_index.saturating_mul(module));
        for (start, length) in runs(row) {
            let left = margin.saturating_add(quiet).saturating_add(start.saturating_mul(module));
            let right = left.saturating_add(length.saturating_mul(module));
            bitmap.blacken_block(left, top, right, top.saturating_add(module));
        }
    }
    Ok(bitmap)
}

fn encode(text: &str) -> Result<QRCode, PrintFault> {
    let too_long = || PrintFault::CodeTooLong(text.len());
    if text.len() > TEXT_BYTES_MAX {
        return Err(too_long());
    }
    QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| too_long())
}

/// The rows of the code, true for a black module.
fn rows(code: &QRCode) -> impl Iterator<Item = Vec<bool>> + '_ {
    code.data
        .chunks_exact(code.size.max(1))
        .take(code.size)
        .map(|row| row.iter().map(|module| module.value()).collect())
}

/// The black stretches of a row: where each starts and how long it is.
fn runs(row: Vec<bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut before = false;
    for (place, black) in row.into_iter().enumerate() {
        match runs.last_mut() {
            Some((_, length)) if black && before => *length = length.saturating_add(1),
            _ if black => runs.push((place, 1)),
            _ => {}
        }
        before = black;
    }
    runs
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
