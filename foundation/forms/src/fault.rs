//! What can be wrong: with a sheet (told to whoever wrote the form, by sheet, row and column) and with
//! an answer (told to whoever fills it in, beside the field, in the reader's language).

use std::fmt;

use base::Lang;
use base::Refusal;
use serde::Serialize;

use crate::words::Words;

/// Why a sheet is refused. The dotted code is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SheetCode {
    /// Larger than the limits of this crate.
    #[serde(rename = "forms.sheet.too_large")]
    TooLarge,
    /// Not a workbook, or damaged.
    #[serde(rename = "forms.sheet.unreadable")]
    Unreadable,
    /// A sheet that must be there is not.
    #[serde(rename = "forms.sheet.missing")]
    SheetMissing,
    /// A column that must be there is not.
    #[serde(rename = "forms.sheet.column_missing")]
    ColumnMissing,
    /// Two headers mean the same column.
    #[serde(rename = "forms.sheet.column_twice")]
    ColumnTwice,
    /// A cell stands where the header is empty.
    #[serde(rename = "forms.sheet.cell_without_header")]
    CellWithoutHeader,
    /// No type, or no such type in XLSForm.
    #[serde(rename = "forms.sheet.type_unknown")]
    TypeUnknown,
    /// `XLSForm` has this type but this house does not take it.
    #[serde(rename = "forms.sheet.type_not_here")]
    TypeNotHere,
    /// No name, or one that is not an XML name.
    #[serde(rename = "forms.sheet.name_bad")]
    NameBad,
    /// The name stands twice where it must be alone.
    #[serde(rename = "forms.sheet.name_twice")]
    NameTwice,
    /// Neither label nor hint on a field that people see.
    #[serde(rename = "forms.sheet.label_missing")]
    LabelMissing,
    /// The choice list is not on the choices sheet.
    #[serde(rename = "forms.sheet.list_missing")]
    ListMissing,
    /// A choice of a multiple select has a space in its name.
    #[serde(rename = "forms.sheet.choice_space")]
    ChoiceSpace,
    /// A group or repeat does not end, or ends without a beginning, or is empty.
    #[serde(rename = "forms.sheet.group_unmatched")]
    GroupUnmatched,
    /// A `${name}` that is written wrong.
    #[serde(rename = "forms.sheet.reference_bad")]
    ReferenceBad,
    /// A `${name}` that no row of the survey has.
    #[serde(rename = "forms.sheet.reference_unknown")]
    ReferenceUnknown,
    /// A `${name}` that more than one row of the survey has.
    #[serde(rename = "forms.sheet.reference_ambiguous")]
    ReferenceAmbiguous,
    /// A rule that is not an expression of the ODK `XPath` subset.
    #[serde(rename = "forms.sheet.expression_bad")]
    ExpressionBad,
    /// A calculate without a calculation.
    #[serde(rename = "forms.sheet.calculation_missing")]
    CalculationMissing,
    /// Relevance or calculation that depends on itself.
    #[serde(rename = "forms.sheet.circular")]
    Circular,
}

/// One refusal of a form, with its place. `row` is 1-based as seen in the sheet (0 when the fault is of
/// the whole file), `column` is the header as it stands there (empty when the row as a whole is meant).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetFault {
    /// Name of the sheet.
    pub sheet: String,
    /// Row in the sheet; the header is row 1.
    pub row: u32,
    /// Header of the column.
    pub column: String,
    /// Stable code.
    pub code: SheetCode,
    /// What exactly, in English, for whoever writes forms.
    pub detail: String,
    /// What it is about, in no language: the fields of a circle, the name of a field; may be empty.
    pub about: String,
}

impl SheetFault {
    pub(crate) fn new(sheet: &str, row: u32, column: &str, code: SheetCode, detail: impl Into<String>) -> Self {
        Self {
            sheet: sheet.to_owned(),
            row,
            column: column.to_owned(),
            code,
            detail: detail.into(),
            about: String::new(),
        }
    }

    pub(crate) fn about(mut self, about: String) -> Self {
        self.about = about;
        self
    }
}

impl fmt::Display for SheetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sheet '{}', row {}, column '{}': {}", self.sheet, self.row, self.column, self.detail)
    }
}

impl std::error::Error for SheetFault {}

/// Why an answer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerCode {
    /// Must be answered.
    Required,
    /// Not a number.
    NotANumber,
    /// A number with a fraction where a whole one is wanted.
    NotWhole,
    /// Not a day of the calendar.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Not a latitude and longitude.
    NotAPlace,
    /// Not one of the choices.
    NotInList,
    /// The form's own rule for this field does not hold.
    Constraint,
    /// Longer than the limit.
    TooLong,
    /// More repeats than the limit.
    TooMany,
    /// All answers together are larger than the limit.
    TooLarge,
    /// The form has no such field.
    UnknownField,
}

impl AnswerCode {
    /// Every code there is, for the tests that demand words for each.
    pub const ALL: [Self; 12] = [
        Self::Required,
        Self::NotANumber,
        Self::NotWhole,
        Self::NotADate,
        Self::NotATime,
        Self::NotAPlace,
        Self::NotInList,
        Self::Constraint,
        Self::TooLong,
        Self::TooMany,
        Self::TooLarge,
        Self::UnknownField,
    ];

    /// The stable dotted code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "forms.answer.required",
            Self::NotANumber => "forms.answer.not_a_number",
            Self::NotWhole => "forms.answer.not_whole",
            Self::NotADate => "forms.answer.not_a_date",
            Self::NotATime => "forms.answer.not_a_time",
            Self::NotAPlace => "forms.answer.not_a_place",
            Self::NotInList => "forms.answer.not_in_list",
            Self::Constraint => "forms.answer.constraint",
            Self::TooLong => "forms.answer.too_long",
            Self::TooMany => "forms.answer.too_many",
            Self::TooLarge => "forms.answer.too_large",
            Self::UnknownField => "forms.answer.unknown_field",
        }
    }

    /// Plain words, used where the form itself has none: what to do, no blame.
    fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Required, Lang::Bn) => "এই ঘরটি পূরণ করুন",
            (Self::Required, Lang::En) => "Fill in this field",
            (Self::NotANumber, Lang::Bn) => "এখানে শুধু সংখ্যা লিখুন",
            (Self::NotANumber, Lang::En) => "Enter a number",
            (Self::NotWhole, Lang::Bn) => "পূর্ণ সংখ্যা লিখুন",
            (Self::NotWhole, Lang::En) => "Enter a whole number",
            (Self::NotADate, Lang::Bn) => "সঠিক তারিখ দিন, যেমন ২০২৬-১১-২৩",
            (Self::NotADate, Lang::En) => "Enter a real date, such as 2026-11-23",
            (Self::NotATime, Lang::Bn) => "সঠিক সময় দিন, যেমন ১০:৪২",
            (Self::NotATime, Lang::En) => "Enter a real time, such as 10:42",
            (Self::NotAPlace, Lang::Bn) => "অক্ষাংশ ও দ্রাঘিমাংশ দিন, যেমন ২৩.৮১ ৯০.৪১",
            (Self::NotAPlace, Lang::En) => "Enter latitude and longitude, such as 23.81 90.41",
            (Self::NotInList, Lang::Bn) => "তালিকা থেকে বেছে নিন",
            (Self::NotInList, Lang::En) => "Choose from the list",
            (Self::Constraint, Lang::Bn) => "লেখাটি মিলিয়ে দেখুন",
            (Self::Constraint, Lang::En) => "Check this answer",
            (Self::TooLong, Lang::Bn) => "লেখাটি বেশি বড়, ছোট করুন",
            (Self::TooLong, Lang::En) => "This is too long, shorten it",
            (Self::TooMany, Lang::Bn) => "এত বেশি যোগ করা যায় না",
            (Self::TooMany, Lang::En) => "That is more than can be added",
            (Self::TooLarge, Lang::Bn) => "সব উত্তর মিলে বেশি বড়",
            (Self::TooLarge, Lang::En) => "All answers together are too large",
            (Self::UnknownField, Lang::Bn) => "এই ফরমে এমন ঘর নেই",
            (Self::UnknownField, Lang::En) => "This form has no such field",
        }
    }
}

/// One refusal of an answer. `field` is the field's key (see [`crate::Answers`]), empty when all
/// answers together are meant; `message` holds the form's own words, when it has any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Key of the field.
    pub field: String,
    /// Why.
    pub code: AnswerCode,
    /// Arguments for the words, such as the limit.
    pub values: Vec<(&'static str, String)>,
    /// The form's own words for it.
    pub message: Option<Words>,
}

impl FieldFault {
    pub(crate) fn new(field: &str, code: AnswerCode) -> Self {
        Self { field: field.to_owned(), code, values: Vec::new(), message: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: u32) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    pub(crate) fn saying(mut self, words: &Words) -> Self {
        self.message = (!words.is_empty()).then(|| words.clone());
        self
    }

    /// What to show beside the field: the form's words, else plain ones; with the language they are in.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> (&str, Lang) {
        self.message.as_ref().and_then(|words| words.shown(lang)).unwrap_or((self.code.words(lang), lang))
    }
}

impl Refusal for FieldFault {
    fn code(&self) -> &'static str {
        self.code.code()
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        self.values.clone()
    }

    fn field(&self) -> Option<String> {
        (!self.field.is_empty()).then(|| self.field.clone())
    }
}
