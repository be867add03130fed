//! The printer's language. ESC/POS is Epson's; every cheap thermal printer speaks the six words used here. Nothing of
//! the user's is ever sent but printable ASCII and counted dots, so no name can command the printer.

use crate::bitmap::Bitmap;
use crate::slip::{Align, Piece, Text};

const ESC: u8 = 0x1B;
const GS: u8 = 0x1D;

/// Rows of dots sent in one picture: cheap printers hold only a few kilobytes. 128 rows of 80 mm are 9 KB.
const BAND_ROWS_MAX: usize = 128;

/// Lines fed before the knife, about 12 mm: from the print head to the tear bar of a printer without a knife.
const FEED_LINES: u8 = 3;

/// The drawer's pulse, in steps of 2 ms: 50 ms on, 500 ms off.
const PULSE_ON: u8 = 25;
const PULSE_OFF: u8 = 250;

/// The pieces as bytes; `columns` is how many letters the printer sets on a row of `dots`.
pub(crate) fn bytes(pieces: &[Piece], columns: usize, dots: u16) -> Vec<u8> {
    // ESC @: forget what the print before has set.
    let mut bytes = vec![ESC, b'@'];
    // Dots that lie together on the paper are sent together, with the white between them.
    let mut strip = Bitmap::white(dots, 0);
    for piece in pieces {
        if !matches!(piece, Piece::Dots(_) | Piece::White(_)) {
            raster(&std::mem::replace(&mut strip, Bitmap::white(dots, 0)), &mut bytes);
        }
        match piece {
            Piece::Dots(bitmap) => strip.append(bitmap),
            Piece::White(rows) => strip.append_white(*rows),
            Piece::Row(text) => row(text, columns, &mut bytes),
            // ESC d n: feed n lines. GS V 66 0: feed to the knife and cut, leaving a bridge.
            Piece::Cut => bytes.extend([ESC, b'd', FEED_LINES, GS, b'V', 66, 0]),
            // ESC p 0 on off: a pulse on pin 2.
            Piece::Kick => bytes.extend([ESC, b'p', 0, PULSE_ON, PULSE_OFF]),
        }
    }
    raster(&strip, &mut bytes);
    bytes
}

/// A row in the printer's own letters, filled with spaces rather than aligned by command: the amount then ends at the
/// same column on every printer.
fn row(text: &Text, columns: usize, bytes: &mut Vec<u8>) {
    let (left, right) = (text.left_words(), text.right_words().unwrap_or_default());
    let free = columns.saturating_sub(left.len().saturating_add(right.len()));
    let (before, between) = match (right.is_empty(), text.alignment()) {
        (false, _) => (0, free),
        (true, Align::Left) => (0, 0),
        (true, Align::Centre) => (free / 2, 0),
        (true, Align::Right) => (free, 0),
    };
    // ESC E: bold on, off.
    if text.is_bold() {
        bytes.extend([ESC, b'E', 1]);
    }
    bytes.extend(std::iter::repeat_n(b' ', before));
    bytes.extend_from_slice(left.as_bytes());
    bytes.extend(std::iter::repeat_n(b' ', between));
    bytes.extend_from_slice(right.as_bytes());
    bytes.push(b'\n');
    if text.is_bold() {
        bytes.extend([ESC, b'E', 0]);
    }
}

/// GS v 0: dots in bands, each as wide as its blackest row, so that the white beside and between lines costs a byte a
/// row. Paper is never fed by command (ESC J): the step of that differs from printer to printer, dots do not.
fn raster(bitmap: &Bitmap, bytes: &mut Vec<u8>) {
    let rows: Vec<&[u8]> = bitmap.rows().collect();
    let alike = rows.chunk_by(|above, below| inked(above).is_some() == inked(below).is_some());
    for band in alike.flat_map(|rows| rows.chunks(BAND_ROWS_MAX)) {
        let wide = band.iter().filter_map(|row| inked(row)).max().map_or(1, |last| last.saturating_add(1));
        bytes.extend([GS, b'v', b'0', 0]);
        bytes.extend(low_high(wide));
        bytes.extend(low_high(band.len()));
        for row in band {
            bytes.extend(row.iter().take(wide));
        }
    }
}

/// The last byte of the row that holds a black dot.
fn inked(row: &[u8]) -> Option<usize> {
    row.iter().rposition(|dots| *dots != 0)
}

/// A count as the printer reads it: low byte, high byte. No count here passes 16 bits: a row has 72 bytes, a band 128
/// rows.
fn low_high(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes()
}
