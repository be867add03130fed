//! The market on paper: a quote to take home, the slip of an order, a producer's slip. On 58 and 80 mm rolls and on A5;
//! what stands on them is the same, in the same order. How it reaches the paper is the business of `print`.

use base::Lang;
use print::PrintFault;
use print::slip::{Align, Size, Slip, Text};
use serde::Serialize;
use serde_json::json;

/// How the page is set: our own source, read with the paper as its data.
const PAGE: &str = include_str!("../paper/slip.typ");

/// One line of a paper, already in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperRow {
    /// What it is.
    pub label: String,
    /// How much or when, at the right edge.
    pub value: String,
    /// What stands small below; may be empty.
    pub note: String,
    /// True for what is looked for first.
    pub strong: bool,
}

impl PaperRow {
    /// A line without a note.
    #[must_use]
    pub fn new(label: String, value: String) -> PaperRow {
        PaperRow { label, value, note: String::new(), strong: false }
    }

    /// With something small below.
    #[must_use]
    pub fn noted(self, note: String) -> PaperRow {
        PaperRow { note, ..self }
    }

    /// What is looked for first.
    #[must_use]
    pub fn strong(self) -> PaperRow {
        PaperRow { strong: true, ..self }
    }
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperSection {
    /// Whose lines they are; may be empty.
    pub title: String,
    /// The lines.
    pub rows: Vec<PaperRow>,
}

/// What stands on a paper, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// The language.
    pub lang: Lang,
    /// The centre's or the seller's name, on top.
    pub centre: String,
    /// Where that is; may be empty.
    pub place: String,
    /// Which paper it is.
    pub title: String,
    /// The number of the quote or the order.
    pub number: String,
    /// Since when it stands as it is, or until when.
    pub when: String,
    /// For whom it is; may be empty.
    pub who: String,
    /// What stands on it.
    pub sections: Vec<PaperSection>,
    /// What is to be known of it, below.
    pub hints: Vec<String>,
}

impl Paper {
    /// The slip of a thermal printer.
    #[must_use]
    pub fn slip(&self) -> Slip {
        let centred = |text: &str| Text::new(text).align(Align::Centre);
        let mut slip = Slip::new().text(centred(&self.centre).bold());
        if !self.place.is_empty() {
            slip = slip.text(centred(&self.place));
        }
        slip = slip
            .rule()
            .text(centred(&self.title).size(Size::Large).bold())
            .text(centred(&self.number).bold())
            .text(centred(&self.when));
        if !self.who.is_empty() {
            slip = slip.text(centred(&self.who));
        }
        for section in &self.sections {
            slip = slip.rule();
            if !section.title.is_empty() {
                slip = slip.text(Text::new(&section.title).bold());
            }
            for row in &section.rows {
                let text = Text::new(&row.label).right(&row.value);
                slip = slip.text(if row.strong { text.size(Size::Large).bold() } else { text });
                if !row.note.is_empty() {
                    slip = slip.text(Text::new(&row.note));
                }
            }
        }
        slip = slip.rule();
        for hint in &self.hints {
            slip = slip.text(centred(hint)).space(8);
        }
        slip.cut()
    }

    /// The page in A5 as PDF. It is set on the calling thread: off the async threads.
    ///
    /// # Errors
    /// A mistake in the page's source, or more lines than a page may take.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintFault> {
        print::page::pdf(
            PAGE,
            &json!({
                "lang": self.lang.code(), "centre": self.centre, "place": self.place, "title": self.title,
                "number": self.number, "when": self.when, "who": self.who, "sections": self.sections,
                "hints": self.hints,
            }),
        )
    }
}
