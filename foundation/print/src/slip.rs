//! A slip: what a thermal printer of 58 or 80 mm puts out. The room writes its lines; the slip turns them into ESC/POS
//! bytes for the printer or into a picture for the screen, both from one layout. Printers have no Bangla letters, so
//! a Bangla line goes as dots; a plain Latin line goes as text, because at 9,600 baud dots are slow (a line of dots
//! takes over a second, a line of text 30 ms).

use std::sync::Arc;

use crate::bitmap::Bitmap;
use crate::{PrintFault, drawing, escpos, qr};

/// Most lines of one slip.
pub const LINES_MAX: usize = 400;

/// Most letters of one line's text, left or right.
pub const LETTERS_MAX: usize = 600;

/// Most dots of paper of one slip: 16,000 are two metres at 203 dpi.
pub const PAPER_DOTS_MAX: usize = 16_000;

/// Dots of a row that the printer sets itself: its usual line spacing, a sixth of an inch.
pub(crate) const PRINTERS_ROW_DOTS: u16 = 30;

/// Dots that a letter of the printer's font A is wide.
const PRINTERS_LETTER_DOTS: u16 = 12;

/// Black dots of a rule, and the white ones above and below it.
const RULE_DOTS: usize = 2;
const RULE_MARGIN_DOTS: u16 = 9;

/// The paper, by what the trade calls it. At 203 dpi (eight dots a millimetre) the printable width is smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// 58 mm paper: 48 mm printable, 384 dots, 32 Latin letters.
    Mm58,
    /// 80 mm paper: 72 mm printable, 576 dots, 48 Latin letters.
    Mm80,
}

impl Width {
    /// Printable dots.
    #[must_use]
    pub const fn dots(self) -> u16 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// Latin letters that the printer sets on one row.
    fn letters(self) -> usize {
        usize::from(self.dots() / PRINTERS_LETTER_DOTS)
    }
}

/// How large a line's letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Size {
    /// 3 mm: names, amounts.
    #[default]
    Normal,
    /// 4 mm: the receipt number; 22 letters still fit 58 mm.
    Large,
    /// 6 mm: the total, the check code.
    Huge,
}

impl Size {
    /// Dots of the em.
    pub(crate) const fn letter_dots(self) -> u16 {
        match self {
            Self::Normal => 24,
            Self::Large => 30,
            Self::Huge => 44,
        }
    }

    /// Dots from one row to the next; Bangla needs 1.33 em from the top of র্চী to the foot of ন্ধু.
    pub(crate) const fn row_dots(self) -> u16 {
        match self {
            Self::Normal => 34,
            Self::Large => 42,
            Self::Huge => 60,
        }
    }
}

/// Where a line without an amount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// One text of a slip: words that wrap, and perhaps an amount that stays at the right edge of the first row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    left: String,
    right: Option<String>,
    size: Size,
    bold: bool,
    align: Align,
}

impl Text {
    /// Words, normal, at the left. Control characters become spaces: a name that carries a printer's command is only
    /// ever a name.
    #[must_use]
    pub fn new(words: &str) -> Self {
        Self { left: plain(words), right: None, size: Size::Normal, bold: false, align: Align::Left }
    }

    /// With an amount at the right edge.
    #[must_use]
    pub fn right(mut self, amount: &str) -> Self {
        self.right = Some(plain(amount));
        self
    }

    /// In another size.
    #[must_use]
    pub fn size(mut self, size: Size) -> Self {
        self.size = size;
        self
    }

    /// In bold letters.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// At another place; a text with an amount stays at the left.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    pub(crate) fn left_words(&self) -> &str {
        &self.left
    }

    pub(crate) fn right_words(&self) -> Option<&str> {
        self.right.as_deref()
    }

    pub(crate) fn letter_size(&self) -> Size {
        self.size
    }

    pub(crate) fn is_bold(&self) -> bool {
        self.bold
    }

    pub(crate) fn alignment(&self) -> Align {
        if self.right.is_some() { Align::Left } else { self.align }
    }

    /// Whether the printer's own letters do.
    fn is_for_printers_letters(&self) -> bool {
        let latin = |words: &str| words.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        self.size == Size::Normal && latin(&self.left) && self.right.as_deref().is_none_or(latin)
    }

    fn letters(&self) -> usize {
        let right = self.right.as_deref().map_or(0, |right| right.chars().count());
        self.left.chars().count().max(right)
    }

    /// The rows that the printer sets in its own letters, `columns` letters wide.
    fn printers_rows(&self, columns: usize) -> Vec<Self> {
        let right = self.right.as_deref().unwrap_or_default();
        let beside = right.len() < columns / 2;
        let left_columns =
            if beside && !right.is_empty() { columns.saturating_sub(right.len().saturating_add(1)) } else { columns };
        let mut rows: Vec<Self> =
            wrap(&self.left, left_columns).into_iter().map(|left| Self { left, right: None, ..self.clone() }).collect();
        match rows.first_mut() {
            Some(first) if beside => first.right.clone_from(&self.right),
            _ => rows.extend(wrap(right, columns).into_iter().map(|row| Self {
                left: String::new(),
                right: Some(row),
                ..self.clone()
            })),
        }
        rows
    }
}

/// Words without control characters, which a printer would obey.
fn plain(words: &str) -> String {
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Plain Latin words in rows of at most `columns` letters; a longer word is cut.
fn wrap(words: &str, columns: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let mut rest = word;
        while !rest.is_empty() {
            let row = rows.last().map_or(0, String::len);
            let space = usize::from(row > 0);
            let room = columns.saturating_sub(row.saturating_add(space));
            if rest.len() > room && row > 0 {
                rows.push(String::new());
                continue;
            }
            let (now, later) = rest.split_at_checked(room.max(1)).unwrap_or((rest, ""));
            if let Some(row) = rows.last_mut() {
                row.push_str(if space == 1 { " " } else { "" });
                row.push_str(now);
            }
            rest = later;
        }
    }
    rows
}

/// One line of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Text(Text),
    Rule,
    Space(u16),
    Qr(String),
    Cut,
    Kick,
}

/// What a line became: the same pieces make the bytes and the picture.
pub(crate) enum Piece {
    /// One row in the printer's own letters.
    Row(Text),
    /// Dots, as wide as the paper.
    Dots(Arc<Bitmap>),
    /// White rows.
    White(u16),
    Cut,
    Kick,
}

/// The lines of a slip, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slip {
    lines: Vec<Line>,
}

impl Slip {
    /// An empty slip.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, text: Text) -> Self {
        self.with(Line::Text(text))
    }

    /// Adds a hairline over the whole width.
    #[must_use]
    pub fn rule(self) -> Self {
        self.with(Line::Rule)
    }

    /// Adds white paper, in dots: eight are a millimetre.
    #[must_use]
    pub fn space(self, dots: u16) -> Self {
        self.with(Line::Space(dots))
    }

    /// Adds the QR code of a text, in the middle, half as wide as the paper.
    #[must_use]
    pub fn qr(self, text: &str) -> Self {
        self.with(Line::Qr(text.to_owned()))
    }

    /// Feeds past the knife or the tear bar and cuts, leaving a bridge, so that slips do not fall.
    #[must_use]
    pub fn cut(self) -> Self {
        self.with(Line::Cut)
    }

    /// Opens the cash drawer that hangs on the printer (pin 2).
    #[must_use]
    pub fn kick(self) -> Self {
        self.with(Line::Kick)
    }

    /// The bytes for the printer.
    ///
    /// # Errors
    /// [`PrintFault::SlipTooLong`] past [`LINES_MAX`], [`LETTERS_MAX`] or [`PAPER_DOTS_MAX`];
    /// [`PrintFault::CodeTooLong`] for a QR text that does not fit the paper.
    pub fn escpos(&self, width: Width) -> Result<Vec<u8>, PrintFault> {
        Ok(escpos::bytes(&self.pieces(width)?, width.letters(), width.dots()))
    }

    /// The whole slip as a PNG in black and white, for the screen. Rows in the printer's own letters are drawn with ours, at
    /// the place where the printer sets them.
    ///
    /// # Errors
    /// As [`Slip::escpos`]; [`PrintFault::Picture`] for an empty slip.
    pub fn picture(&self, width: Width) -> Result<Vec<u8>, PrintFault> {
        let mut paper = Bitmap::white(width.dots(), 0);
        for piece in self.pieces(width)? {
            match piece {
                Piece::Row(text) => paper.append(&drawing::printers_row(&text, width.dots(), PRINTERS_ROW_DOTS)),
                Piece::Dots(dots) => paper.append(&dots),
                Piece::White(rows) => paper.append_white(rows),
                Piece::Cut | Piece::Kick => {}
            }
        }
        paper.png()
    }

    fn with(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    fn pieces(&self, width: Width) -> Result<Vec<Piece>, PrintFault> {
        bounded(self.lines.len(), LINES_MAX, "lines")?;
        let mut pieces = Vec::with_capacity(self.lines.len());
        let mut paper_dots = 0_usize;
        for line in &self.lines {
            for piece in line.pieces(width)? {
                paper_dots = paper_dots.saturating_add(piece.dots());
                bounded(paper_dots, PAPER_DOTS_MAX, "dots of paper")?;
                pieces.push(piece);
            }
        }
        Ok(pieces)
    }
}

impl Line {
    fn pieces(&self, width: Width) -> Result<Vec<Piece>, PrintFault> {
        Ok(match self {
            Self::Text(text) => {
                bounded(text.letters(), LETTERS_MAX, "letters of a line")?;
                if text.is_for_printers_letters() {
                    text.printers_rows(width.letters()).into_iter().map(Piece::Row).collect()
                } else {
                    vec![Piece::Dots(drawing::line(text, width.dots()))]
                }
            }
            Self::Rule => {
                let mut rule = Bitmap::white(width.dots(), RULE_DOTS);
                rule.blacken_block(0, 0, usize::from(width.dots()), RULE_DOTS);
                vec![Piece::White(RULE_MARGIN_DOTS), Piece::Dots(Arc::new(rule)), Piece::White(RULE_MARGIN_DOTS)]
            }
            Self::Space(dots) => vec![Piece::White(*dots)],
            Self::Qr(text) => vec![Piece::Dots(Arc::new(qr::dots(text, width.dots())?))],
            Self::Cut => vec![Piece::Cut],
            Self::Kick => vec![Piece::Kick],
        })
    }
}

impl Piece {
    /// Dots of paper that the piece takes.
    fn dots(&self) -> usize {
        match self {
            Self::Row(_) => usize::from(PRINTERS_ROW_DOTS),
            Self::Dots(dots) => dots.rows().len(),
            Self::White(rows) => usize::from(*rows),
            Self::Cut | Self::Kick => 0,
        }
    }
}

fn bounded(is: usize, limit: usize, unit: &'static str) -> Result<(), PrintFault> {
    if is > limit { Err(PrintFault::SlipTooLong { limit, unit }) } else { Ok(()) }
}
