//! The words of a large catalogue, found by ear.
//!
//! [`Finder`](super::Finder) reads its whole catalogue for each query, which serves some hundreds of things. A market has
//! a hundred thousand, but far fewer words: a lexicon keeps each word once, finds those that sound like what was asked by
//! the pairs of consonants they share, and its owner knows where each word stands.

use super::Recent;
use super::find::alike;
use super::sound::{Sound, Word, search_key};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Of the pairs of an asked word, how many of a hundred a word must share to be looked at.
const SHARED_PERCENT: usize = 40;
/// Marks an entry that stands for how a word begins, vowels included: consonants are seven bits each.
const BEGINS: u16 = 0x8000;
/// A word so alike is the one that was asked for; what is less alike beside it than the other is chance. Whoever asks for a word
/// that is there does not look for one that is a little like it.
const SURE: u32 = 900;
const BESIDE_SURE: u32 = 600;
/// Words that were asked for and whose answers are kept, at most.
const ASKED_MAX: usize = 8_192;

/// What was found for a word, by its readings and how many were wanted.
type Kept = Recent<(Vec<u8>, usize), Arc<Likes>>;

/// Words, each kept once and known by its number.
pub struct Lexicon {
    words: Vec<Word>,
    known: HashMap<Vec<u8>, u32>,
    /// Words by each pair of neighbours in their skeletons, and by how they begin.
    by_pair: HashMap<u16, Vec<u32>>,
    /// What was found for words that were asked before: people ask for the same few thousand. Emptied when a word is new.
    asked: Mutex<Kept>,
}

impl Default for Lexicon {
    fn default() -> Self {
        let asked = Mutex::new(Recent::at_most(ASKED_MAX));
        Self { words: Vec::new(), known: HashMap::new(), by_pair: HashMap::new(), asked }
    }
}

/// Words of the lexicon that answer one word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likes {
    /// How much this word weighs among the others of the query.
    pub weight: u32,
    /// (number, likeness up to 1000), the most alike first.
    pub words: Vec<(u32, u32)>,
}

/// A query, answered word by word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// For each word of the query.
    pub words: Vec<Arc<Likes>>,
    /// For all words said as one, when there are several.
    pub joined: Option<Arc<Likes>>,
}

impl Lexicon {
    /// Takes the words of a text in and gives their numbers, in order.
    pub fn put(&mut self, text: &str) -> Vec<u32> {
        search_key(text).words.into_iter().map(|word| self.put_word(word)).collect()
    }

    /// Takes a name in: its words and each two neighbours said as one, since নকশিকাঁথা is also written নকশি কাঁথা. The
    /// second list is of the neighbours.
    pub fn put_name(&mut self, text: &str) -> (Vec<u32>, Vec<u32>) {
        let words = search_key(text).words;
        let pairs = words.windows(2).map(|two| self.put_word(Word::joined(two))).collect();
        (words.into_iter().map(|word| self.put_word(word)).collect(), pairs)
    }

    /// How many words there are; the numbers are below it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words that sound like those of a query, at most so many for each.
    #[must_use]
    pub fn ask(&self, query: &str, limit: usize) -> Asked {
        let words = search_key(query).words;
        let joined = (words.len() > 1).then(|| self.like(&Word::joined(&words), limit));
        Asked { words: words.iter().map(|word| self.like(word, limit)).collect(), joined }
    }

    fn put_word(&mut self, word: Word) -> u32 {
        let name = name_of(&word);
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if let Some(known) = self.known.get(&name) {
            return *known;
        }
        let mut entries: Vec<u16> = word.sounds.iter().flat_map(|sound| entries_of(sound, true)).collect();
        entries.sort_unstable();
        entries.dedup();
        for entry in entries {
            self.by_pair.entry(entry).or_default().push(next);
        }
        self.asked.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.known.insert(name, next);
        self.words.push(word);
        next
    }

    /// The words like this one, as they were found before or are now.
    fn like(&self, asked: &Word, limit: usize) -> Arc<Likes> {
        let kept = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (name_of(asked), limit);
        let before = kept().get(&key);
        before.unwrap_or_else(|| {
            let found = Arc::new(self.look_for(asked, limit));
            kept().keep(key, found.clone(), 1);
            found
        })
    }

    fn look_for(&self, asked: &Word, limit: usize) -> Likes {
        let mut candidates: Vec<u32> = asked.sounds.iter().flat_map(|sound| self.candidates(sound)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let likeness = |number: u32| Some(alike(asked, self.words.get(usize::try_from(number).ok()?)?));
        let likes = candidates.into_iter().filter_map(|number| Some((number, likeness(number)?)));
        let mut words: Vec<(u32, u32)> = likes.filter(|(_, likeness)| *likeness > 0).collect();
        words.sort_unstable_by_key(|(number, likeness)| (std::cmp::Reverse(*likeness), *number));
        if words.first().is_some_and(|(_, likeness)| *likeness >= SURE) {
            words.truncate(words.partition_point(|(_, likeness)| *likeness >= BESIDE_SURE));
        }
        words.truncate(limit);
        Likes { weight: asked.weight, words }
    }

    /// The words that share enough with this reading to be compared with it.
    fn candidates(&self, asked: &Sound) -> Vec<u32> {
        // With one consonant there is too little to share: there the beginning counts, vowels and all.
        let short = asked.skeleton.len() < 2;
        let pairs = asked.skeleton_pairs.len();
        let needed = (pairs.saturating_mul(SHARED_PERCENT) / 100).max(1);
        let mut sharing: Vec<u32> =
            entries_of(asked, short).filter_map(|entry| self.by_pair.get(&entry)).flatten().copied().collect();
        sharing.sort_unstable();
        sharing
            .chunk_by(|one, next| one == next)
            .filter(|same| same.len() >= needed)
            .filter_map(|s| s.first())
            .copied()
            .collect()
    }
}

/// Every reading of a word, and how it is spelt: two words with the same are one.
fn name_of(word: &Word) -> Vec<u8> {
    let readings = word.sounds.iter().flat_map(|sound| sound.full.iter().copied().chain([b' ']));
    readings.chain(word.spelt.bytes()).collect()
}

/// Under which entries a reading stands, with how it begins or without.
fn entries_of(sound: &Sound, begins: bool) -> impl Iterator<Item = u16> + '_ {
    let first = sound.full.first().filter(|_| begins).map(|letter| BEGINS | u16::from(*letter));
    sound.skeleton_pairs.iter().copied().chain(first)
}
