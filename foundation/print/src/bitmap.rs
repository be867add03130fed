//! A picture of black and white dots, packed as a thermal printer wants it: eight dots a byte, the leftmost dot in the
//! highest bit, one for black. A slip is a pile of these.

use crate::PrintFault;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// The bit of the leftmost dot in a byte.
const LEFTMOST: u8 = 0b1000_0000;

/// The two lights of a picture.
const BLACK: u8 = 0;
const WHITE: u8 = u8::MAX;

/// Dots, row by row. The width is a multiple of eight, as every print head's is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bitmap {
    row_bytes: usize,
    bytes: Vec<u8>,
}

impl Bitmap {
    /// White paper of `width` by `height` dots; the width is rounded up to whole bytes.
    pub(crate) fn white(width: u16, height: usize) -> Self {
        let row_bytes = usize::from(width).div_ceil(8);
        Self { row_bytes, bytes: vec![0; row_bytes.saturating_mul(height)] }
    }

    /// Rows from top to bottom.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.bytes.chunks_exact(self.row_bytes.max(1))
    }

    /// Blackens one dot. A dot beside the paper is left out, as the printer would.
    pub(crate) fn blacken(&mut self, x: usize, y: usize) {
        if x / 8 >= self.row_bytes {
            return;
        }
        let place = y.saturating_mul(self.row_bytes).saturating_add(x / 8);
        if let Some(byte) = self.bytes.get_mut(place) {
            *byte |= LEFTMOST >> (x % 8);
        }
    }

    /// Blackens the dots from `left` to before `right` in the rows from `top` to before `bottom`.
    pub(crate) fn blacken_block(&mut self, left: usize, top: usize, right: usize, bottom: usize) {
        for y in top..bottom {
            for x in left..right {
                self.blacken(x, y);
            }
        }
    }

    /// Lays `below` under this one. Both must be of the same width: they come from the same slip.
    pub(crate) fn append(&mut self, below: &Self) {
        self.bytes.extend_from_slice(&below.bytes);
    }

    /// Adds white rows.
    pub(crate) fn append_white(&mut self, rows: u16) {
        let more = self.row_bytes.saturating_mul(usize::from(rows));
        self.bytes.resize(self.bytes.len().saturating_add(more), 0);
    }

    /// The picture as PNG in black and white, for the screen. A dot is a byte, which packs to a quarter more than a bit
    /// would: 9 KB for a slip.
    ///
    /// # Errors
    /// [`PrintFault::Picture`] when there is no row at all.
    pub(crate) fn png(&self) -> Result<Vec<u8>, PrintFault> {
        let width = u32::try_from(self.row_bytes.saturating_mul(8)).unwrap_or(0);
        let height = u32::try_from(self.rows().len()).unwrap_or(0);
        // PNG counts light, the print head counts heat.
        let light = |dots: u8| (0..8).map(move |place| if is_black(dots, place) { BLACK } else { WHITE });
        let light: Vec<u8> = self.bytes.iter().copied().flat_map(light).collect();
        let mut file = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Best, FilterType::NoFilter);
        encoder.write_image(&light, width, height, ExtendedColorType::L8)?;
        Ok(file)
    }
}

/// True when the dot at this place in its byte, counted from the left, is black.
fn is_black(dots: u8, place: u8) -> bool {
    dots & (LEFTMOST >> place) != 0
}
