//! The sound of a word, the same for both scripts.
//!
//! Strict transliteration fails in practice (`taka` becomes তাকা, not টাকা), because people write by ear: the same t for
//! ট ঠ ত থ, one s for three, an h or none. So both sides are folded to what the ear keeps. The *full* key has the vowels;
//! the *skeleton* is the full key without them, because vowels are what people disagree about most. Tried on 67
//! romanised and misspelt queries, this found all of them first where transliteration with bigrams found 57.

use super::is_bangla;
use crate::number::to_latin_digits;
use std::iter::Peekable;
use std::str::Chars;

/// The sound-folded key of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchKey {
    /// Consonants and digits of every word, words apart by a space.
    pub skeleton: String,
    /// The same with vowels, to choose between words of one skeleton.
    pub full: String,
    pub(super) words: Vec<Word>,
}

/// One word and every way in which it may have been meant: `c` is চ, ক or স.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) sounds: Vec<Sound>,
    /// As it is spelt; empty where it is several words said as one.
    pub(super) spelt: Box<str>,
    /// How much the word weighs among others: its consonants, and at least one.
    pub(super) weight: u32,
}

/// One reading of a word, with what comparing it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sound {
    pub(super) full: Vec<u8>,
    pub(super) skeleton: Vec<u8>,
    /// The pairs of neighbours in each, sorted; the ends of the word count as neighbours too.
    pub(super) full_pairs: Vec<u16>,
    pub(super) skeleton_pairs: Vec<u16>,
    pub(super) has_digit: bool,
    /// Which consonants occur, a bit for each: most comparisons end here.
    letters: u64,
}

impl Sound {
    fn new(full: &str) -> Self {
        let full: Vec<u8> = full.bytes().collect();
        let skeleton: Vec<u8> = full.iter().copied().filter(|c| !is_vowel(*c)).collect();
        let letters = skeleton.iter().fold(0, |bits, c| bits | 1_u64 << (c % 64));
        let has_digit = skeleton.iter().any(u8::is_ascii_digit);
        Sound { full_pairs: pairs(&full), skeleton_pairs: pairs(&skeleton), full, skeleton, has_digit, letters }
    }

    /// Whether it is worth comparing them at all: the other has at least half of the consonants of this one.
    pub(super) fn may_be(&self, other: &Sound) -> bool {
        (self.letters & other.letters).count_ones().saturating_mul(2) >= self.letters.count_ones()
    }
}

fn pairs(word: &[u8]) -> Vec<u16> {
    let from = std::iter::once(b'^').chain(word.iter().copied());
    let to = word.iter().copied().chain(std::iter::once(b'$'));
    let mut pairs: Vec<u16> = from.zip(to).map(|(a, b)| u16::from_be_bytes([a, b])).collect();
    pairs.sort_unstable();
    pairs
}

impl Word {
    /// Several words said as one: what was written apart here may be written together there.
    pub(super) fn joined(words: &[Word]) -> Word {
        let said = |sounds: &[&Sound]| -> Option<Sound> {
            let full: Vec<u8> = sounds.iter().flat_map(|sound| sound.full.iter().copied()).collect();
            // Of noise beside noise nothing is left, and nothing is like nothing.
            (!full.is_empty()).then(|| Sound::new(&String::from_utf8_lossy(&full)))
        };
        let first: Vec<&Sound> = words.iter().filter_map(|word| word.sounds.first()).collect();
        // The second reading of a Bangla word is the one through the nose; of a Latin word there are too many.
        let nasal = |word: &Word| word.spelt.contains(CHANDRABINDU);
        let second = words.iter().any(nasal).then(|| {
            words.iter().filter_map(|word| if nasal(word) { word.sounds.last() } else { word.sounds.first() }).collect()
        });
        let second = second.and_then(|sounds: Vec<&Sound>| said(&sounds));
        Word::new("", said(&first).into_iter().chain(second).collect())
    }

    fn new(spelt: &str, sounds: Vec<Sound>) -> Word {
        let length = sounds.first().map_or(0, |sound| sound.skeleton.len());
        Word { sounds, spelt: spelt.into(), weight: u32::try_from(length.max(1)).unwrap_or(u32::MAX) }
    }
}

/// Makes the key of a text in either script, or both mixed.
#[must_use]
pub fn search_key(text: &str) -> SearchKey {
    let words: Vec<Word> = split(text).iter().map(|word| read(word)).collect();
    let line = |part: fn(&Sound) -> &[u8]| {
        let words: Vec<String> = words
            .iter()
            .filter_map(|word| word.sounds.first())
            .map(|sound| String::from_utf8_lossy(part(sound)).into_owned())
            .collect();
        words.join(" ")
    };
    SearchKey { skeleton: line(|sound| &sound.skeleton), full: line(|sound| &sound.full), words }
}

/// Words: runs of letters and digits of one script. Joiners vanish; apostrophes do not part a word.
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open: Option<bool> = None; // whether the open word is Bangla
    for c in to_latin_digits(&super::nfc(text)).to_lowercase().chars() {
        if matches!(c, '\u{200C}' | '\u{200D}' | '\'' | '’') {
            continue;
        }
        let bangla = is_bangla(c);
        if !bangla && !c.is_alphanumeric() {
            open = None;
            continue;
        }
        match words.last_mut() {
            // G001 and 16-digit stay whole within Latin, while ৫০টাকা is two words.
            Some(word) if open == Some(bangla) => word.push(c),
            _ => words.push(c.to_string()),
        }
        open = Some(bangla);
    }
    words
}

/// Folding forgives how a word is spelt; it must not make a word of keys that were only leant on. So a word of which less
/// than half is left, or of which four consonants are all the same, sounds like nothing.
fn is_noise(word: &str, sound: &Sound) -> bool {
    let breath = |c: char| matches!(c, 'h' | 'w' | 'y' | HASANTA | NUKTA);
    let typed = word.chars().filter(|c| !breath(*c)).count();
    let mut consonants = sound.skeleton.clone();
    consonants.dedup();
    let one = sound.skeleton.len() >= 4 && consonants.len() == 1;
    sound.full.is_empty() || !sound.has_digit && (one || sound.full.len().saturating_mul(2) < typed)
}

fn read(word: &str) -> Word {
    let mut sounds: Vec<Sound> = Vec::new();
    if word.chars().any(is_bangla) {
        sounds.push(Sound::new(&bangla(word)));
        if word.contains(CHANDRABINDU) {
            // Said through the nose, and romanised with an n as often as without: কাঁথা is kantha.
            sounds.push(Sound::new(&bangla(&word.replace(CHANDRABINDU, "ং"))));
        }
    } else {
        for reading in READINGS {
            let sound = Sound::new(&latin(word, reading));
            if !sounds.contains(&sound) {
                sounds.push(sound);
            }
        }
    }
    sounds.retain(|sound| !is_noise(word, sound));
    Word::new(word, sounds)
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// A key being written: a letter that repeats the last one is left out, digits are not.
struct Key(String);

impl Key {
    fn push(&mut self, c: char) {
        if c.is_ascii_digit() || !self.0.ends_with(c) {
            self.0.push(c);
        }
    }

    fn extend(&mut self, sounds: &str) {
        for c in sounds.chars() {
            self.push(c);
        }
    }
}

const CHANDRABINDU: char = '\u{0981}';
const HASANTA: char = '\u{09CD}';
const NUKTA: char = '\u{09BC}';

/// What the ear keeps of a Bangla consonant; nothing of হ and য়. None for what is no consonant.
fn consonant(c: char, dotted: bool) -> Option<&'static str> {
    Some(match c {
        'ক' | 'খ' => "k",
        'গ' | 'ঘ' => "g",
        'চ' | 'ছ' => "c",
        'য' if dotted => "",
        'জ' | 'ঝ' | 'য' => "j",
        'ড' | 'ঢ' if dotted => "r",
        'ট' | 'ঠ' | 'ত' | 'থ' | 'ৎ' => "t",
        'ড' | 'ঢ' | 'দ' | 'ধ' => "d",
        'ণ' | 'ন' | 'ঙ' | 'ঞ' => "n",
        'প' | 'ফ' => "p",
        'ব' | 'ভ' | 'ৱ' => "b",
        'ম' => "m",
        'র' | 'ৰ' => "r",
        'ল' => "l",
        'শ' | 'ষ' | 'স' => "s",
        'হ' => "",
        _ => return None,
    })
}

fn vowel(c: char) -> &'static str {
    match c {
        'আ' | '\u{09BE}' => "a",
        'ই' | 'ঈ' | '\u{09BF}' | '\u{09C0}' => "i",
        'উ' | 'ঊ' | '\u{09C1}' | '\u{09C2}' => "u",
        'ঋ' | '\u{09C3}' => "ri",
        'এ' | '\u{09C7}' => "e",
        'ঐ' | '\u{09C8}' => "oi",
        'অ' | 'ও' | '\u{09CB}' => "o",
        'ঔ' | '\u{09CC}' => "ou",
        _ => "",
    }
}

/// Reads a Bangla word.
fn bangla(word: &str) -> String {
    let mut key = Key(String::new());
    let mut letters = word.chars().peekable();
    let mut before: Option<char> = None; // the consonant to which the coming one is joined
    let mut inherent = false; // whether an unwritten o stands between the last consonant and what comes
    let mut conjunct = false;
    while let Some(c) = letters.next() {
        if c == HASANTA {
            continue;
        }
        let dotted = letters.next_if_eq(&NUKTA).is_some();
        if let Some(sound) = consonant(c, dotted) {
            if inherent {
                key.push('o');
            }
            joined(&mut key, before, c, sound);
            conjunct = before.is_some();
            let joins = letters.peek() == Some(&HASANTA);
            before = joins.then_some(c);
            inherent = !joins && c != 'ৎ';
        } else if c == 'ং' {
            if inherent {
                key.push('o');
            }
            key.push('n');
            (before, inherent) = (None, false);
        } else if c.is_ascii_digit() {
            key.push(c);
            (before, inherent) = (None, false);
        } else if !vowel(c).is_empty() {
            key.extend(vowel(c));
            (before, inherent) = (None, false);
        }
    }
    if inherent && conjunct {
        key.push('o'); // জন্ম is said jonmo, but টাকার ends with r
    }
    key.0
}

/// Adds a consonant that may be joined under another, as it is said there and not as it is written.
fn joined(key: &mut Key, before: Option<char>, c: char, sound: &str) {
    match (before, c) {
        // ক্ষ is said kh; ঙ্গ ng; a য below only doubles; a ব below is silent but after ম র ল ব.
        (Some('ক'), 'ষ') | (Some('ঙ'), 'গ') => {}
        (Some(above), 'য') if above != 'র' => {}
        (Some(above), 'ব') if !matches!(above, 'ম' | 'র' | 'ল' | 'ব') => {}
        // জ্ঞ is said gg.
        (Some('জ'), 'ঞ') => {
            key.0.pop();
            key.push('g');
        }
        _ => key.extend(sound),
    }
}

/// How a Latin reading takes its doubtful letters.
#[derive(Clone, Copy)]
struct Reading {
    /// `c` before e i y, as in certificate.
    soft_c: char,
    /// `c` elsewhere, as in card.
    hard_c: char,
    /// `g` before e i y, as in general.
    soft_g: char,
}

/// English first, then the ways in which Bangla is romanised: cakri, jomi register, nagorik.
const READINGS: [Reading; 5] = [
    Reading { soft_c: 's', hard_c: 'k', soft_g: 'g' },
    Reading { soft_c: 's', hard_c: 'k', soft_g: 'j' },
    Reading { soft_c: 'c', hard_c: 'c', soft_g: 'g' },
    Reading { soft_c: 's', hard_c: 's', soft_g: 'g' },
    Reading { soft_c: 'k', hard_c: 'k', soft_g: 'g' },
];

/// Reads a Latin word.
fn latin(word: &str, reading: Reading) -> String {
    let mut key = Key(String::new());
    let mut letters = word.chars().peekable();
    let mut first = true;
    while let Some(c) = letters.next() {
        match c {
            'c' => latin_c(&mut key, &mut letters, reading),
            'g' => key.push(if soft(letters.peek()) { reading.soft_g } else { 'g' }),
            'k' | 'q' => {
                key.push('k');
                let mut ahead = letters.clone();
                if ahead.next() == Some('s') && ahead.next() == Some('h') {
                    letters = ahead; // ksh is ক্ষ
                }
            }
            'n' => {
                key.push('n');
                if !first {
                    letters.next_if_eq(&'g'); // ng is ং or ঙ্গ
                }
            }
            't' if word_goes_on(&letters, "ion") => key.push('s'), // registration
            'x' => key.extend(if first { "j" } else { "ks" }),
            'o' if letters.next_if_eq(&'o').is_some() => key.push('u'),
            'e' if letters.next_if_eq(&'e').is_some() => key.push('i'),
            'a' | 'e' | 'i' | 'o' | 'u' | 'b' | 'd' | 'j' | 'l' | 'm' | 'p' | 'r' | 's' | 't' | '0'..='9' => {
                key.push(c);
            }
            'v' => key.push('b'),
            'f' => key.push('p'),
            'z' => key.push('j'),
            _ => {} // h, w, y are breath; other letters are unknown to us
        }
        first = false;
    }
    key.0
}

fn latin_c(key: &mut Key, letters: &mut Peekable<Chars<'_>>, reading: Reading) {
    match letters.peek().copied() {
        Some('h') => key.push('c'),
        Some('c') if word_goes_on(letters, "ch") => {} // cch is চ্ছ
        Some('k') => {}                                // ck is k
        next if soft(next.as_ref()) => key.push(reading.soft_c),
        _ => key.push(reading.hard_c),
    }
}

fn soft(next: Option<&char>) -> bool {
    matches!(next, Some('e' | 'i' | 'y'))
}

fn word_goes_on(letters: &Peekable<Chars<'_>>, with: &str) -> bool {
    letters.clone().take(with.len()).eq(with.chars())
}
