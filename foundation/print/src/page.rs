//! A page: A4 and A5 papers as PDF, set by typst with the embedded fonts. The source is ours and is compiled; the data is
//! the user's and is only ever read by the source as values (`json("data.json")`), so that `#panic()` in a name prints
//! as `#panic()`. The same source and data give the same bytes: the page knows no clock, no file and no network.
//!
//! A page's source begins with `#let data = json("data.json")`; a picture (a QR code from [`crate::qr_svg`]) comes as
//! text in the data and is shown by `image(bytes(data.qr_svg), format: "svg")`.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt, comemo};
use typst_pdf::PdfOptions;

use crate::{PrintFault, fonts};

/// Most bytes of a page's data, as JSON.
pub const DATA_BYTES_MAX: usize = 512 * 1024;

/// Most pages of one PDF.
pub const PAGES_MAX: usize = 100;

/// What stays from one page to the next: the library of typst's functions and the fonts.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: FileId,
    data: FileId,
}

/// Made at the first page. One page at a time: a page takes milliseconds, and two at once would take twice the memory.
static PRESS: Mutex<Option<Press>> = Mutex::new(None);

/// Sets `source` with `data` and returns the PDF. It works on the calling thread and does not await: call it off the
/// async threads.
///
/// # Errors
/// [`PrintFault::PageTooLong`] past [`DATA_BYTES_MAX`] or [`PAGES_MAX`]; [`PrintFault::Page`] for a mistake in the
/// source, or data without a field that the source reads.
pub fn pdf(source: &str, data: &Value) -> Result<Vec<u8>, PrintFault> {
    let data = data.to_string();
    if data.len() > DATA_BYTES_MAX {
        return Err(PrintFault::PageTooLong { limit: DATA_BYTES_MAX, unit: "bytes of data" });
    }
    let mut press = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    if press.is_none() {
        *press = Some(Press::open()?);
    }
    let press = press.as_ref().ok_or_else(|| PrintFault::Page("the press is not open".to_owned()))?;
    let sheet = Sheet { press, source: Source::new(press.source, source.to_owned()), data: Bytes::from_string(data) };
    let pdf = sheet.print();
    // typst remembers every step of a page; the next page has other data, so nothing of it would be used again.
    comemo::evict(0);
    pdf
}

/// Lets the fonts and typst's library go, when nothing has been printed for a while. The next page makes them again.
pub fn forget() {
    *PRESS.lock().unwrap_or_else(PoisonError::into_inner) = None;
    comemo::evict(0);
}

impl Press {
    fn open() -> Result<Self, PrintFault> {
        let fonts: Vec<Font> = fonts::FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: file_id("page.typ")?,
            data: file_id("data.json")?,
        })
    }
}

fn file_id(name: &str) -> Result<FileId, PrintFault> {
    let path = VirtualPath::new(name).map_err(|error| PrintFault::Page(format!("{error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// One page being set: the whole world that typst sees.
struct Sheet<'a> {
    press: &'a Press,
    source: Source,
    data: Bytes,
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
        self.press.source
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.press.source { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// A page does not know the day: what it says stands in its data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
