//! Draws lines of text as dots. Shaping (which letters join to which conjunct, where a vowel sign stands) is
//! cosmic-text's work with the embedded fonts; here its grey glyphs become black and white dots. The fonts are read
//! once, at the first slip; lines drawn before are kept, because a centre prints the same names all day.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cosmic_text::{
    Align as Side, Attrs, Buffer, Family, FontSystem, Metrics, Shaping, SwashCache, SwashImage, Weight, Wrap, fontdb,
};

use crate::bitmap::Bitmap;
use crate::fonts;
use crate::slip::{Align, Size, Text};

/// Grey from which a dot is black, of 255. A little under the half: thermal paper prints thin strokes thinner.
const BLACK_FROM: u8 = 112;

/// White dots between the left text and the amount at the right.
const GAP_DOTS: f32 = 12.0;

/// An amount wider than this part of the paper stands on a row of its own.
const RIGHT_PART_MAX: f32 = 0.6;

/// Lines kept drawn. At 80 mm a line has 2 to 10 KB, so all have about a megabyte.
const KEPT_LINES_MAX: usize = 256;

/// The fonts, the scaler and the lines drawn before.
struct Desk {
    fonts: FontSystem,
    scaler: SwashCache,
    kept: HashMap<(Text, u16), Arc<Bitmap>>,
}

/// Made at the first slip: reading the fonts takes some milliseconds and half a megabyte.
static DESK: LazyLock<Mutex<Desk>> = LazyLock::new(|| Mutex::new(Desk::open()));

/// The line as dots, `width` dots wide: from the kept ones, or drawn now.
pub(crate) fn line(text: &Text, width: u16) -> Arc<Bitmap> {
    let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
    // Keyed by the text itself, not by its hash: two lines must never be taken for one another.
    let key = (text.clone(), width);
    if let Some(drawn) = desk.kept.get(&key) {
        return Arc::clone(drawn);
    }
    let drawn = Arc::new(desk.draw(text, width));
    if desk.kept.len() >= KEPT_LINES_MAX {
        desk.kept.clear();
    }
    desk.kept.insert(key, Arc::clone(&drawn));
    drawn
}

/// One row that the printer itself would set in its own letters, drawn for the screen: `height` dots high, and smaller
/// letters where ours are wider than the printer's.
pub(crate) fn printers_row(text: &Text, width: u16, height: u16) -> Bitmap {
    let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = f32::from(width);
    let mut metrics = Metrics::new(f32::from(Size::Normal.letter_dots()), f32::from(height));
    let (left, right) = (text.left_words(), text.right_words().unwrap_or_default());
    let taken = desk.width(left, text, metrics) + desk.width(right, text, metrics) + GAP_DOTS;
    if taken > whole {
        metrics.font_size *= whole / taken;
    }
    let mut bitmap = Bitmap::white(width, usize::from(height));
    let left = desk.shape(left, text, metrics, side(text), whole);
    desk.ink(&left, &mut bitmap, 0);
    let right = desk.shape(right, text, metrics, Some(Side::Right), whole);
    desk.ink(&right, &mut bitmap, 0);
    bitmap
}

impl Desk {
    fn open() -> Self {
        let mut db = fontdb::Database::new();
        for file in fonts::FILES {
            db.load_font_source(fontdb::Source::Binary(Arc::new(file)));
        }
        Self {
            // Only our fonts are in it: a letter that one family lacks comes from the other.
            fonts: FontSystem::new_with_locale_and_db("bn".to_owned(), db),
            scaler: SwashCache::new(),
            kept: HashMap::new(),
        }
    }

    /// The left text wrapped beside the amount, or above it when the amount is wide.
    fn draw(&mut self, text: &Text, width: u16) -> Bitmap {
        let whole = f32::from(width);
        let row = text.letter_size().row_dots();
        let metrics = Metrics::new(f32::from(text.letter_size().letter_dots()), f32::from(row));
        let right = text.right_words().unwrap_or_default();
        let right_width = if right.is_empty() { 0.0 } else { self.width(right, text, metrics) + GAP_DOTS };
        let beside = right_width <= whole * RIGHT_PART_MAX;
        let left_width = if beside { whole - right_width } else { whole };
        let left = self.shape(text.left_words(), text, metrics, side(text), left_width);
        let right = self.shape(right, text, metrics, Some(Side::Right), whole);

        let row = usize::from(row);
        let left_height = left.layout_runs().count().saturating_mul(row);
        let right_height = if right_width > 0.0 { right.layout_runs().count().saturating_mul(row) } else { 0 };
        let right_top = if beside { 0 } else { left_height };
        let height = left_height.max(right_top.saturating_add(right_height));
        let mut bitmap = Bitmap::white(width, height);
        self.ink(&left, &mut bitmap, 0);
        if right_width > 0.0 {
            self.ink(&right, &mut bitmap, right_top);
        }
        bitmap
    }

    /// How wide the words are on one row.
    fn width(&mut self, words: &str, text: &Text, metrics: Metrics) -> f32 {
        let buffer = self.shape(words, text, metrics, None, f32::MAX);
        buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max)
    }

    fn shape(&mut self, words: &str, text: &Text, metrics: Metrics, side: Option<Side>, width: f32) -> Buffer {
        let family = if words.chars().any(is_bangla) { fonts::BANGLA } else { fonts::LATIN };
        let weight = if text.is_bold() { Weight::BOLD } else { Weight::NORMAL };
        let mut buffer = Buffer::new_empty(metrics);
        buffer.set_wrap(Wrap::WordOrGlyph);
        buffer.set_size((width < f32::MAX).then_some(width), None);
        let attrs = Attrs::new().family(Family::Name(family)).weight(weight);
        buffer.set_text(words, &attrs, Shaping::Advanced, side);
        buffer.shape_until_scroll(&mut self.fonts, false);
        buffer
    }

    /// Lays the shaped glyphs on the paper, `top` dots down.
    fn ink(&mut self, buffer: &Buffer, bitmap: &mut Bitmap, top: usize) {
        let top = i32::try_from(top).unwrap_or(i32::MAX);
        for run in buffer.layout_runs() {
            for glyph in run.glyphs {
                let glyph = glyph.physical((0.0, run.line_y), 1.0);
                // The scaler's own store of glyphs has no bound, so it is passed by; whole lines are kept instead.
                if let Some(image) = self.scaler.get_image_uncached(&mut self.fonts, glyph.cache_key) {
                    let x = glyph.x.saturating_add(image.placement.left);
                    let y = glyph.y.saturating_sub(image.placement.top).saturating_add(top);
                    stamp(&image, x, y, bitmap);
                }
            }
        }
    }
}

/// Blackens what the grey glyph covers, with its upper left corner at `x`, `y`.
fn stamp(image: &SwashImage, x: i32, y: i32, bitmap: &mut Bitmap) {
    let row_bytes = usize::try_from(image.placement.width).unwrap_or(0).max(1);
    for (row, greys) in (y..).zip(image.data.chunks_exact(row_bytes)) {
        for (column, grey) in (x..).zip(greys) {
            if *grey < BLACK_FROM {
                continue;
            }
            if let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) {
                bitmap.blacken(column, row);
            }
        }
    }
}

/// The text's place, as cosmic-text says it.
fn side(text: &Text) -> Option<Side> {
    match text.alignment() {
        Align::Left => None,
        Align::Centre => Some(Side::Center),
        Align::Right => Some(Side::Right),
    }
}

/// Letters, digits and signs of the Bengali block, and the danda (।) that it shares with Devanagari.
fn is_bangla(letter: char) -> bool {
    matches!(letter, '\u{0980}'..='\u{09FF}' | '\u{0964}' | '\u{0965}')
}
