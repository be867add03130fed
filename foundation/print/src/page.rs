//! A page: A4 and A5 papers as PDF, set by typst with the embedded fonts. The source is ours and is compiled; the data is
//! the user's and is only ever read by the source as values (`json("data.json")`), so that `#panic()` in a name prints
//! as `#panic()`. The same source and data give the same bytes: the page knows no clock, no file and no network.
//!
//! A page's source begins with `#let data = json("data.json")`; a picture (a QR code from [`crate::qr_svg`]) comes as
//! text in the data and is shown by `image(bytes(data.qr_svg), format: "svg")`.

use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt, comemo};
use typst_pdf::PdfOptions;

use crate::{PrintFault, fonts};

/// Most bytes of a page's data, as JSON.
pub const DATA_BYTES_MAX: usize = 512 * 1024;

/// Most pages of one PDF.
pub const PAGES_MAX: usize = 100;

/// Most bytes of all pictures of one PDF.
pub const PICTURES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What stays from one page to the next: the library of typst's functions and the fonts.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Made at the first page. One page at a time: a page takes milliseconds, and two at once would take twice the memory.
static PRESS: LazyLock<Mutex<Press>> = LazyLock::new(|| Mutex::new(Press::open()));

/// Sets `source` with `data` and returns the PDF. It works on the calling thread and does not await: call it off the
/// async threads. What typst remembered of the page is let go at once, so that pages leave no memory behind.
///
/// # Errors
/// [`PrintFault::PageTooLong`] past [`DATA_BYTES_MAX`] or [`PAGES_MAX`]; [`PrintFault::Page`] for a mistake in the
/// source, or data without a field that the source reads.
pub fn pdf(source: &str, data: &Value) -> Result<Vec<u8>, PrintFault> {
    pdf_with(source, data, &[])
}

/// As [`pdf`], with JPEG pictures that the source shows by `image("picture-0.jpg")`, counted from nought.
///
/// # Errors
/// As [`pdf`], and [`PrintFault::PageTooLong`] past [`PICTURES_BYTES_MAX`].
pub fn pdf_with(source: &str, data: &Value, pictures: &[Vec<u8>]) -> Result<Vec<u8>, PrintFault> {
    let drawn = pictures.iter().fold(0_usize, |sum, picture| sum.saturating_add(picture.len()));
    if drawn > PICTURES_BYTES_MAX {
        return Err(PrintFault::PageTooLong { limit: PICTURES_BYTES_MAX, unit: "bytes of pictures" });
    }
    let data = data.to_string();
    if data.len() > DATA_BYTES_MAX {
        return Err(PrintFault::PageTooLong { limit: DATA_BYTES_MAX, unit: "bytes of data" });
    }
    let press = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    let pictures = pictures.iter().map(|picture| Bytes::new(picture.clone())).collect();
    let sheet = Sheet { press: &press, source: Source::detached(source), data: Bytes::from_string(data), pictures };
    let pdf = sheet.print();
    // The next page has other data: of the steps of this one it would use almost none again.
    comemo::evict(0);
    pdf
}

impl Press {
    fn open() -> Self {
        let fonts: Vec<Font> = fonts::FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        Self { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}

/// One page being set: the whole world that typst sees.
struct Sheet<'a> {
    press: &'a Press,
    source: Source,
    data: Bytes,
    pictures: Vec<Bytes>,
}

impl Sheet<'_> {
    fn print(&self) -> Result<Vec<u8>, PrintFault> {
        let document = typst::compile(self).output.map_err(|faults| self.told(&faults))?;
        let options = PdfOptions { creator: Smart::Custom(Some("Haat".to_owned())), ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|faults| self.told(&faults))?;
        if document.pages().len() > PAGES_MAX {
            return Err(PrintFault::PageTooLong { limit: PAGES_MAX, unit: "pages" });
        }
        Ok(pdf)
    }

    /// What typst found wrong, each with the line of the source.
    fn told(&self, faults: &[SourceDiagnostic]) -> PrintFault {
        let told: Vec<String> = faults
            .iter()
            .map(|fault| {
                let at = self.range(fault.span).and_then(|range| self.source.lines().byte_to_line(range.start));
                let line = at.map_or(0, |line| line.saturating_add(1));
                format!("line {line}: {}", fault.message)
            })
            .collect();
        PrintFault::Page(told.join("; "))
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if *id.root() != VirtualRoot::Project {
            return Err(FileError::AccessDenied);
        }
        let name = id.vpath().get_without_slash();
        if name == "data.json" {
            return Ok(self.data.clone());
        }
        let at = name.strip_prefix("picture-").and_then(|rest| rest.strip_suffix(".jpg"));
        let at = at.and_then(|at| at.parse::<usize>().ok());
        at.and_then(|at| self.pictures.get(at)).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// A page does not know the day: what it says stands in its data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
