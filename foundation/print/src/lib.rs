//! Paper. Everything that leaves Haat on paper is made here: slips for 58 and 80 mm thermal printers, A4 and A5 pages as
//! PDF, and the QR codes on both. This is the only crate that knows the libraries which shape Bangla; the rooms say what
//! stands on their papers, and this crate says how it reaches the paper.
//!
//! - [`slip::Slip`]: lines for a thermal printer, as ESC/POS bytes or as a picture.
//! - [`page::pdf`]: a page from a typst source of ours and data of the caller.
//! - [`ruled::Ruled`]: registers and statements, ruled, on A4.
//! - [`qr_svg`]: a QR code for web pages and PDFs.
//! - [`Printer`], [`tcp::send`], [`file::send`]: bytes to a printer.

mod bitmap;
mod drawing;
mod escpos;
mod fonts;
mod printer;
mod qr;

pub mod file;
pub mod page;
pub mod ruled;
pub mod slip;
pub mod tcp;

pub use printer::Printer;
pub use qr::qr_svg;

/// Why something did not reach the paper. None of these touches what was entered: the receipt stands in its book, and
/// the paper can be printed again.
#[derive(Debug, thiserror::Error)]
pub enum PrintFault {
    /// More lines, more letters or more paper than a slip may take.
    #[error("the slip is longer than {limit} {unit}")]
    SlipTooLong {
        /// The limit that was passed.
        limit: usize,
        /// What the limit counts: lines, letters of a line, dots of paper.
        unit: &'static str,
    },
    /// The text is too long for a QR code, or the code would be too wide for the paper to be read by a phone.
    #[error("the QR code would not fit: {0} bytes of text")]
    CodeTooLong(usize),
    /// The data of a page is larger than [`page::DATA_BYTES_MAX`], or it made more than [`page::PAGES_MAX`] pages.
    #[error("the page is longer than {limit} {unit}")]
    PageTooLong {
        /// The limit that was passed.
        limit: usize,
        /// What the limit counts: bytes of data, pages.
        unit: &'static str,
    },
    /// The page's own source is wrong, or the data lacks what the source reads. A mistake of ours, never of the user.
    #[error("the page could not be set: {0}")]
    Page(String),
    /// The picture of a slip could not be written.
    #[error("the picture could not be written: {0}")]
    Picture(#[from] image::ImageError),
    /// The printer does not answer: off, unplugged, or another address.
    #[error("the printer at {to} cannot be reached: {why}")]
    PrinterAway {
        /// Address or path of the printer.
        to: String,
        /// What the operating system says.
        why: String,
    },
    /// The printer took the first bytes and then stopped: out of paper, cover open, or a slow line.
    #[error("the printer at {to} stopped: {why}")]
    PrinterStopped {
        /// Address or path of the printer.
        to: String,
        /// What the operating system says.
        why: String,
    },
}

impl PrintFault {
    /// The stable name of the fault: the code in JSON, the key of its words in both languages, the label of its count.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SlipTooLong { .. } => "print.slip.too_long",
            Self::CodeTooLong(_) => "print.code.too_long",
            Self::PageTooLong { .. } => "print.page.too_long",
            Self::Page(_) => "print.page.not_set",
            Self::Picture(_) => "print.picture.not_written",
            Self::PrinterAway { .. } => "print.printer.away",
            Self::PrinterStopped { .. } => "print.printer.stopped",
        }
    }
}
