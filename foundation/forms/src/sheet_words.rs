//! What is wrong with a sheet, in plain words of both languages: who writes forms in an office reads Bangla.

use base::Lang;

use crate::fault::{SheetCode, SheetFault};
use crate::form::MissingWords;

impl SheetCode {
    /// Plain words: what is wrong, and what to do where it is not clear by itself.
    fn words(self, lang: Lang) -> &'static str {
        let (bn, en) = match self {
            Self::TooLarge => ("শিটটি বেশি বড়", "The sheet is too large"),
            Self::Unreadable => {
                ("ফাইলটি পড়া যাচ্ছে না; .xlsx হিসেবে আবার রাখুন", "The file cannot be read; save it as .xlsx again")
            }
            Self::SheetMissing => {
                ("একটি শিট নেই; survey নামে শিট লাগবে", "A sheet is missing; there must be one called survey")
            }
            Self::ColumnMissing => ("একটি কলাম নেই", "A column is missing"),
            Self::ColumnTwice => ("একই কলাম দুইবার আছে; একটি মুছুন", "A column stands there twice; remove one"),
            Self::CellWithoutHeader => ("ঘরের উপরে কলামের নাম নেই", "The cell has no column name above it"),
            Self::TypeUnknown => ("প্রশ্নের ধরনটি চেনা নয়", "The type of the question is not known"),
            Self::TypeNotHere => ("এই ধরনের প্রশ্ন এখানে চলে না", "This type of question is not taken here"),
            Self::NameBad => {
                ("নামটি ঠিক নয়; ছোট ইংরেজি অক্ষরে লিখুন", "The name is not right; write it in small Latin letters")
            }
            Self::NameTwice => ("একই নাম দুইবার আছে; একটি বদলান", "The same name stands there twice; change one"),
            Self::LabelMissing => ("প্রশ্নের লেখা নেই", "The question has no words"),
            Self::ListMissing => ("বাছাইয়ের তালিকাটি choices শিটে নেই", "The list of choices is not on the choices sheet"),
            Self::ChoiceSpace => ("বাছাইয়ের নামে ফাঁকা আছে; তুলে দিন", "A name of a choice has a space; take it out"),
            Self::GroupUnmatched => ("ভাগটি শুরু বা শেষ হয়নি", "A group has no beginning or no end"),
            Self::ReferenceBad => {
                ("অন্য ঘরের নাম ঠিকভাবে লেখা নেই; ${name} লিখুন", "Another field is named wrongly; write ${name}")
            }
            Self::ReferenceUnknown => ("যে ঘরের নাম লেখা, তা ফর্মে নেই", "It names a field that the form does not have"),
            Self::ReferenceAmbiguous => {
                ("যে ঘরের নাম লেখা, তা একাধিক আছে", "It names a field that stands there more than once")
            }
            Self::ExpressionBad => ("নিয়মটি পড়া যাচ্ছে না", "The rule cannot be read"),
            Self::CalculationMissing => ("হিসাবের নিয়ম লেখা নেই", "The calculation is missing"),
            Self::Circular => (
                "হিসাব ঘুরে নিজের কাছেই ফেরে; একটি ঘরের নিয়ম থেকে অন্যটির নাম তুলে দিন",
                "The calculation runs in a circle; take one field out of the rule of another",
            ),
        };
        match lang {
            Lang::Bn => bn,
            Lang::En => en,
        }
    }
}

/// Where it is, in words; nothing when the whole file is meant.
fn place(sheet: &str, row: u32, column: &str, lang: Lang) -> String {
    let mut parts = Vec::new();
    let of = |bn: &str, en: &str| if lang == Lang::Bn { bn.to_owned() } else { en.to_owned() };
    if !sheet.is_empty() {
        parts.push(format!("{} {sheet}", of("শিট", "sheet")));
    }
    if row > 0 {
        parts.push(format!("{} {}", of("সারি", "row"), base::number::group(i64::from(row), lang)));
    }
    if !column.is_empty() {
        parts.push(format!("{} {column}", of("কলাম", "column")));
    }
    parts.join(", ")
}

impl SheetFault {
    /// Place and fault in this language. In English with the detail, which is English.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        let place = place(&self.sheet, self.row, &self.column, lang);
        let words = self.code.words(lang);
        let told = if place.is_empty() { words.to_owned() } else { format!("{place}: {words}") };
        match (self.about.as_str(), lang) {
            ("", Lang::Bn) => told,
            ("", Lang::En) => format!("{told} ({})", self.detail),
            (about, _) => format!("{told} ({about})"),
        }
    }
}

impl MissingWords {
    /// Place and fault in this language.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        let words = match (self.lang, lang) {
            (Lang::Bn, Lang::Bn) => "বাংলা লেখা নেই",
            (Lang::Bn, Lang::En) => "the Bangla words are missing",
            (Lang::En, Lang::Bn) => "ইংরেজি লেখা নেই",
            (Lang::En, Lang::En) => "the English words are missing",
        };
        format!("{}: {words} ({})", place(self.sheet, self.row, self.column, lang), self.name)
    }
}
