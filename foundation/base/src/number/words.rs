//! Number words in Bangla and in the English of South Asia (lakh, crore).
//!
//! The hundred Bangla words below a hundred follow no rule, so they are a table (`data/number_words.csv`, the spelling
//! that two of three independent lists agree on). A crore of crores is said by nesting: 10^14 is "one crore crore".

use super::{CRORE, LAKH};
use crate::Lang;
use std::sync::LazyLock;

/// The Bangla words: 0 to 99 by their place, then hundred (joined to its count), thousand, lakh, crore.
static BANGLA: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../../data/number_words.csv");
    table.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(_, word)| word).collect()
});

const ENGLISH_TO_19: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Says a number: `1240` is `এক হাজার দুইশ চল্লিশ` or `one thousand two hundred forty`.
///
/// Any number can be said; a negative one begins with `ঋণাত্মক` or `minus`.
#[must_use]
pub fn words(number: i64, lang: Lang) -> String {
    let mut said = Vec::new();
    if number < 0 {
        said.push(match lang {
            Lang::Bn => "ঋণাত্মক".to_owned(),
            Lang::En => "minus".to_owned(),
        });
    }
    say(number.unsigned_abs(), lang, &mut said);
    said.join(" ")
}

fn say(number: u64, lang: Lang, said: &mut Vec<String>) {
    if number == 0 {
        said.push(below_hundred(0, lang));
        return;
    }
    let (crore, rest) = (number / CRORE, number % CRORE);
    if crore > 0 {
        say(crore, lang, said); // deeper by a crore each time, so at most three deep
        said.push(unit(Unit::Crore, lang).to_owned());
    }
    for (count, name) in [(rest / LAKH, Unit::Lakh), (rest % LAKH / 1000, Unit::Thousand)] {
        if count > 0 {
            said.push(below_hundred(count, lang));
            said.push(unit(name, lang).to_owned());
        }
    }
    let (hundred, rest) = (rest % 1000 / 100, rest % 100);
    if hundred > 0 {
        let count = below_hundred(hundred, lang);
        let name = unit(Unit::Hundred, lang);
        said.push(match lang {
            Lang::Bn => format!("{count}{name}"),
            Lang::En => format!("{count} {name}"),
        });
    }
    if rest > 0 {
        said.push(below_hundred(rest, lang));
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Hundred,
    Thousand,
    Lakh,
    Crore,
}

fn unit(unit: Unit, lang: Lang) -> &'static str {
    let (place, english) = match unit {
        Unit::Hundred => (100, "hundred"),
        Unit::Thousand => (101, "thousand"),
        Unit::Lakh => (102, "lakh"),
        Unit::Crore => (103, "crore"),
    };
    match lang {
        Lang::Bn => BANGLA.get(place).copied().unwrap_or_default(),
        Lang::En => english,
    }
}

fn below_hundred(number: u64, lang: Lang) -> String {
    let place = usize::try_from(number).unwrap_or_default();
    match lang {
        Lang::Bn => BANGLA.get(place).copied().unwrap_or_default().to_owned(),
        Lang::En => {
            if let Some(word) = ENGLISH_TO_19.get(place) {
                return (*word).to_owned();
            }
            let tens = ENGLISH_TENS.get(place / 10).copied().unwrap_or_default();
            match place % 10 {
                0 => tens.to_owned(),
                ones => format!("{tens}-{}", ENGLISH_TO_19.get(ones).copied().unwrap_or_default()),
            }
        }
    }
}
