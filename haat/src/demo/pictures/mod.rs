//! Pictures of goods, drawn by ourselves: a few dozen shapes in two colours and a pattern, on paper. The plane has 1,000
//! points to the right and 750 down; every shape says for a point which colour stands there.

mod cloths;
mod gifts;
mod plane;
mod shelf;
mod things;
mod vessels;
mod worn;

use crate::open::Trouble;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use plane::{Colour, Paint, Pattern, Point, ground};
use std::io::Cursor;

/// What stands at a point; nothing outside the thing.
type Shape = fn(Point, Paint) -> Option<Colour>;

/// What is to be drawn.
pub struct Picture {
    /// A shape, and after a colon its pattern if it has one: `sari:dots`.
    pub shape: String,
    /// The colour of the thing, as six hexadecimal digits.
    pub first: String,
    /// The colour of what is on it, alike.
    pub second: String,
}

impl Picture {
    /// The picture as PNG, so many dots wide.
    ///
    /// # Errors
    /// A shape or a pattern that nobody can draw, or a colour that is none.
    pub fn png(&self, width: u32) -> Result<Vec<u8>, Trouble> {
        let (name, pattern) = self.shape.split_once(':').unwrap_or((&self.shape, "plain"));
        let paint = Paint { a: colour(&self.first)?, b: colour(&self.second)?, pattern: Pattern::of(pattern)? };
        let shape = shape(name)?;
        let scale = |dot: u32| i64::from(dot).saturating_mul(1_000) / i64::from(width.max(1));
        let picture = RgbImage::from_fn(width, width.saturating_mul(3) / 4, |x, y| {
            let at = (scale(x), scale(y));
            Rgb(shape(at, paint).unwrap_or_else(|| ground(at)))
        });
        let mut file = Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png)?;
        Ok(file.into_inner())
    }
}

fn colour(text: &str) -> Result<Colour, Trouble> {
    let number = u32::from_str_radix(text, 16).map_err(|error| format!("{text}: {error}"))?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok([red, green, blue])
}

/// Every shape by its name.
const SHAPES: &[(&str, Shape)] = &[
    ("bag", cloths::bag),
    ("bananas", vessels::bananas),
    ("basket", vessels::basket),
    ("bird", gifts::bird),
    ("book", shelf::book),
    ("bottle", shelf::bottle),
    ("box", vessels::packet),
    ("broom", things::broom),
    ("bulb", things::bulb),
    ("cap", worn::cap),
    ("cart", gifts::cart),
    ("charger", things::charger),
    ("cloth", cloths::cloth),
    ("cup", shelf::cup),
    ("cushion", cloths::cushion),
    ("doll", gifts::doll),
    ("drape", cloths::drape),
    ("drum", gifts::drum),
    ("ektara", gifts::ektara),
    ("fan", things::fan),
    ("fish", shelf::fish),
    ("flute", gifts::flute),
    ("folded", cloths::folded),
    ("frock", worn::frock),
    ("fruit", vessels::fruit),
    ("handfan", gifts::handfan),
    ("heap", vessels::heap),
    ("hoe", things::hoe),
    ("horse", gifts::horse),
    ("jar", vessels::jar),
    ("jug", shelf::jug),
    ("kite", gifts::kite),
    ("lamp", things::lamp),
    ("mask", gifts::mask),
    ("mat", cloths::mat),
    ("mathal", worn::mathal),
    ("notebook", shelf::notebook),
    ("pan", vessels::pan),
    ("panel", things::panel),
    ("plate", vessels::plate),
    ("pot", vessels::pot),
    ("pouch", shelf::pouch),
    ("radio", things::radio),
    ("rings", worn::rings),
    ("sack", shelf::sack),
    ("sandals", worn::sandals),
    ("sapling", things::sapling),
    ("sari", cloths::sari),
    ("shawl", cloths::shawl),
    ("shirt", worn::shirt),
    ("soap", shelf::soap),
    ("stool", things::stool),
    ("sweets", vessels::sweets),
    ("tool", things::tool),
    ("umbrella", worn::umbrella),
];

fn shape(name: &str) -> Result<Shape, Trouble> {
    let found = SHAPES.iter().find(|(known, _)| *known == name);
    found.map(|(_, shape)| *shape).ok_or_else(|| format!("nobody can draw {name}").into())
}

/// The name of every shape, in their order.
pub fn shapes() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(name, _)| *name)
}
