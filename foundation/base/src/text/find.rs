//! How alike two sounds are, and a finder over a catalogue held in memory.
//!
//! A query matches word by word in any order, so `nibondhon jonmo` finds what `jonmo nibondhon` finds. A word counts as
//! typed so far (its beginning is enough), as misspelt (most of its letter pairs are there), or as written together
//! with its neighbour (`fotokopi`, `foto kopi`).

use super::is_bangla;
use super::sound::{SearchKey, Sound, Word, search_key};
use crate::number::to_latin_digits;
use std::cmp::Ordering;

/// A word that is there letter by letter.
const WHOLE: u32 = 1000;
/// Below this, what was found is chance.
const LEAST: u32 = 380;
/// More than any likeness: the code itself was typed.
const CODE: u32 = 10_000;

/// How well a candidate answers a query; none when it does not. Higher is better, about a thousand for a full match.
#[must_use]
pub fn score(query: &SearchKey, candidate: &SearchKey) -> Option<u32> {
    Question::new(query.clone()).answer(&Answer::new(candidate.clone()))
}

/// A query, with its words also said as one.
struct Question {
    words: Vec<Word>,
    joined: Option<Word>,
}

impl Question {
    fn new(key: SearchKey) -> Self {
        let joined = (key.words.len() > 1).then(|| Word::joined(&key.words));
        Question { words: key.words, joined }
    }

    fn answer(&self, answer: &Answer) -> Option<u32> {
        if self.words.is_empty() || answer.words.is_empty() {
            return None;
        }
        let apart = self.apart(answer);
        let together = self.joined.as_ref().map_or(0, |word| {
            let best = answer.best(word);
            // Slightly less sure than the same words found apart.
            best.likeness.saturating_mul(95) / 100 + answer.cover(best.covers)
        });
        let found = apart.max(together);
        (found >= LEAST).then_some(found)
    }

    fn apart(&self, answer: &Answer) -> u32 {
        let (mut sum, mut whole, mut covered, mut first_meets_first) = (0_u32, 0_u32, 0_u32, 0_u32);
        for (place, word) in self.words.iter().enumerate() {
            let best = answer.best(word);
            let weight = word.weight;
            sum = sum.saturating_add(best.likeness.saturating_mul(weight));
            whole = whole.saturating_add(weight);
            covered = covered.saturating_add(best.covers);
            if place == 0 && best.likeness > 0 && best.place == 0 {
                first_meets_first = 30;
            }
        }
        let mean = sum / whole.max(1);
        if mean < LEAST { 0 } else { mean + answer.cover(covered) + first_meets_first }
    }
}

/// A name to be found, with each two neighbours also said as one.
struct Answer {
    words: Vec<Word>,
    pairs: Vec<Word>,
    weight: u32,
}

/// The word of a name that is most like a word of the query.
#[derive(Default)]
struct Best {
    likeness: u32,
    place: usize,
    /// How much of the name it takes up.
    covers: u32,
}

impl Answer {
    fn new(key: SearchKey) -> Self {
        let pairs = key.words.windows(2).map(Word::joined).collect();
        let weight = key.words.iter().map(|word| word.weight).sum();
        Answer { words: key.words, pairs, weight }
    }

    fn best(&self, asked: &Word) -> Best {
        let mut best = Best::default();
        for (place, word) in self.words.iter().enumerate() {
            let likeness = alike(asked, word);
            if likeness > best.likeness {
                best = Best { likeness, place, covers: word.weight };
            }
        }
        for (place, (pair, word)) in self.pairs.iter().zip(&self.words).enumerate() {
            // A pair has something to add only to what is longer than its first word.
            if asked.weight > word.weight {
                // Slightly less sure than the same letters written as one word.
                let likeness = alike(asked, pair).saturating_mul(97) / 100;
                if likeness > best.likeness {
                    best = Best { likeness, place, covers: pair.weight };
                }
            }
        }
        best
    }

    /// Up to 100 for a name of which nothing is left over: জন্ম নিবন্ধন before জন্ম নিবন্ধন সংশোধন.
    fn cover(&self, covered: u32) -> u32 {
        covered.min(self.weight).saturating_mul(100) / self.weight.max(1)
    }
}

/// What a word loses that sounds the same and is spelt otherwise in the same script: কাঁথা comes before খাতা for who types it.
const SPELT_OTHERWISE: u32 = 30;

/// The best likeness of any two readings. Doubt is taken once: where both words are Latin, the same letter was read in
/// the same ways on both sides, so one of the two may stand with its first reading.
pub(super) fn alike(asked: &Word, word: &Word) -> u32 {
    let (Some(asked_first), Some(word_first)) = (asked.sounds.first(), word.sounds.first()) else { return 0 };
    let mut best = 0;
    for sound in &asked.sounds {
        if sound.may_be(word_first) {
            best = best.max(likeness(sound, word_first));
        }
    }
    for sound in word.sounds.iter().skip(1) {
        if asked_first.may_be(sound) {
            best = best.max(likeness(asked_first, sound));
        }
    }
    let same_script = asked.spelt.chars().next().map(is_bangla) == word.spelt.chars().next().map(is_bangla);
    let otherwise = best == WHOLE && same_script && !word.spelt.is_empty() && asked.spelt != word.spelt;
    if otherwise { WHOLE.saturating_sub(SPELT_OTHERWISE) } else { best }
}

/// How alike two readings are, 0 to 1000.
fn likeness(asked: &Sound, word: &Sound) -> u32 {
    if asked.full == word.full {
        return WHOLE;
    }
    if asked.has_digit || word.has_digit {
        return number_likeness(asked, word);
    }
    if asked.skeleton.is_empty() || word.skeleton.is_empty() || asked.skeleton.len() == 1 {
        // Too little sound to forgive anything: the vowels have to agree.
        return if !asked.full.is_empty() && word.full.starts_with(&asked.full) {
            500 + share(200, asked.full.len(), word.full.len())
        } else if asked.skeleton == word.skeleton && !asked.skeleton.is_empty() {
            600 + dice(&asked.full_pairs, &word.full_pairs) * 3 / 10
        } else {
            0
        };
    }
    if asked.skeleton == word.skeleton {
        return 700 + dice(&asked.full_pairs, &word.full_pairs) * 3 / 10;
    }
    if asked.full == asked.skeleton && !word.full.starts_with(&asked.full) {
        return 0; // without a vowel it is an abbreviation or a hand on the keys: it has to be there as it is
    }
    if word.skeleton.starts_with(&asked.skeleton) {
        let same = asked.full.iter().zip(&word.full).take_while(|(a, b)| a == b).count();
        return 520 + share(120, asked.skeleton.len(), word.skeleton.len()) + share(150, same, asked.full.len());
    }
    if asked.skeleton.len().min(word.skeleton.len()) < 2 {
        return 0; // one consonant and the ends of a word are in nearly every word
    }
    let pairs = dice(&asked.skeleton_pairs, &word.skeleton_pairs);
    if pairs < 400 { 0 } else { pairs / 2 + dice(&asked.full_pairs, &word.full_pairs) / 5 }
}

/// Digits are never misspelt: equal, begun, or the end of a code (`031` for `G031`). A single letter begins no code: every
/// service has one.
fn number_likeness(asked: &Sound, word: &Sound) -> u32 {
    if asked.skeleton.is_empty() || (asked.skeleton.len() == 1 && !asked.has_digit) {
        0
    } else if word.skeleton.starts_with(&asked.skeleton) {
        700
    } else if asked.skeleton.len() > 1 && word.skeleton.ends_with(&asked.skeleton) {
        600
    } else {
        0
    }
}

/// `most` times part of whole.
fn share(most: usize, part: usize, whole: usize) -> u32 {
    u32::try_from(most.saturating_mul(part) / whole.max(1)).unwrap_or(0)
}

/// Dice's likeness of two words by their pairs of neighbours, both sorted: 0 to 1000.
fn dice(a: &[u16], b: &[u16]) -> u32 {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut shared = 0_usize;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            Ordering::Less => drop(left.next()),
            Ordering::Greater => drop(right.next()),
            Ordering::Equal => {
                shared = shared.saturating_add(2);
                left.next();
                right.next();
            }
        }
    }
    share(1000, shared, a.len().saturating_add(b.len()))
}

/// Finds things by any of their names, in both scripts, held in memory. Made anew when the catalogue changes.
pub struct Finder {
    things: Vec<Thing>,
}

struct Thing {
    id: usize,
    weight: u32,
    names: Vec<Answer>,
    codes: Vec<String>,
}

impl Finder {
    /// Takes (id, weight, names, synonyms and codes) of every thing. The weight, such as a centre's own use of a service,
    /// decides between things that answer equally well.
    #[must_use]
    pub fn new(things: Vec<(usize, u32, Vec<String>)>) -> Self {
        let things = things
            .into_iter()
            .map(|(id, weight, names)| Thing {
                id,
                weight,
                codes: names.iter().map(|name| plain(name)).collect(),
                names: names.iter().map(|name| Answer::new(search_key(name))).collect(),
            })
            .collect();
        Finder { things }
    }

    /// The ids of what answers best, best first, at most `limit`. A name or code typed exactly comes before everything.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<usize> {
        let code = plain(query);
        let question = Question::new(search_key(query));
        let mut found: Vec<(u32, u32, usize)> = self
            .things
            .iter()
            .filter_map(|thing| {
                let exact = !code.is_empty() && thing.codes.contains(&code);
                let alike = thing.names.iter().filter_map(|name| question.answer(name)).max();
                let score = if exact { alike.unwrap_or(0).saturating_add(CODE) } else { alike? };
                Some((score, thing.weight, thing.id))
            })
            .collect();
        // Stable, so that things which are equal in everything keep the order of the catalogue.
        found.sort_by_key(|(score, weight, _)| std::cmp::Reverse((*score, *weight)));
        found.into_iter().take(limit).map(|(_, _, id)| id).collect()
    }
}

/// Letters and digits only, in lower case: `G-031` and `g 031` are one code.
fn plain(text: &str) -> String {
    to_latin_digits(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
