//! A lexicon finds words by ear, and keeps each once.

use base::text::Lexicon;
use proptest::prelude::*;

const NAMES: [&str; 8] =
    ["নকশি কাঁথা", "জামদানি শাড়ি", "Solar lantern", "খেজুরের পাটালি গুড়", "সুন্দরবনের মধু", "মাটির কলস", "Power bank 10000", "গামছা"];

fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for name in NAMES {
        lexicon.put_name(name);
    }
    lexicon
}

/// The numbers of these words.
fn numbers(lexicon: &mut Lexicon, text: &str) -> Vec<u32> {
    lexicon.put(text)
}

#[test]
fn a_word_is_kept_once_in_whatever_text_it_stands() {
    let mut lexicon = lexicon();
    let before = lexicon.len();
    assert!(before > NAMES.len() && !lexicon.is_empty());
    let first = lexicon.put("শাড়ি গামছা");
    assert_eq!(lexicon.put("গামছা শাড়ি"), [first[1], first[0]]);
    assert_eq!(lexicon.len(), before, "nothing of it was new");
}

#[test]
fn a_word_is_found_in_both_scripts_and_misspelt() {
    let mut lexicon = lexicon();
    for (query, word) in [
        ("শাড়ি", "শাড়ি"),
        ("shari", "শাড়ি"),
        ("saree", "শাড়ি"),
        ("jamdani", "জামদানি"),
        ("jamdni", "জামদানি"),
        ("modhu", "মধু"),
        ("kolos", "কলস"),
        ("lantarn", "lantern"),
        ("লণ্ঠন lantern", "lantern"),
        ("gamca", "গামছা"),
        ("10000", "10000"),
    ] {
        let wanted = numbers(&mut lexicon, word)[0];
        let asked = lexicon.ask(query, 8);
        let found = asked.words.iter().any(|likes| likes.words.first().is_some_and(|(number, _)| *number == wanted));
        assert!(found, "{query} finds {word} first: {asked:?}");
    }
}

#[test]
fn who_types_a_word_finds_it_before_what_only_sounds_like_it() {
    let mut lexicon = Lexicon::default();
    for name in ["হিসাবের খাতা", "কাঠের খুন্তি", "নকশি কাঁথা", "চাঁদের আলো", "চাদর"]
    {
        lexicon.put_name(name);
    }
    for (query, word) in
        [("কাঁথা", "কাঁথা"), ("খাতা", "খাতা"), ("kantha", "কাঁথা"), ("khunti", "খুন্তি"), ("chand", "চাঁদের"), ("chador", "চাদর")]
    {
        let wanted = numbers(&mut lexicon, word)[0];
        let asked = lexicon.ask(query, 8);
        let first = asked.words[0].words.first().map(|(number, _)| *number);
        assert_eq!(first, Some(wanted), "{query} finds {word} first: {asked:?}");
        let second = asked.words[0].words.get(1).map_or(0, |(_, likeness)| *likeness);
        assert!(asked.words[0].words[0].1 > second, "{query}: {asked:?}");
    }
}

#[test]
fn beside_a_word_that_is_there_nothing_is_found_by_chance() {
    let mut lexicon = Lexicon::default();
    for name in ["নোনা ইলিশ", "ইলিশের ডিম", "বিন্নি চাল", "কাঠের জলচৌকি", "অ্যালুমিনিয়ামের হাঁড়ি", "পালিশ"]
    {
        lexicon.put_name(name);
    }
    let wanted = [numbers(&mut lexicon, "ইলিশ")[0], numbers(&mut lexicon, "ইলিশের")[0]];
    let found: Vec<u32> = lexicon.ask("ilish", 48).words[0].words.iter().map(|(number, _)| *number).collect();
    assert_eq!(found[..2], wanted);
    let asked = lexicon.ask("ilish", 48);
    assert!(asked.words[0].words.iter().all(|(_, likeness)| *likeness >= 600), "{asked:?}");
    // Misspelt, it is still found.
    assert_eq!(lexicon.ask("ilsh", 48).words[0].words.first().map(|(number, _)| *number), Some(wanted[0]));
}

#[test]
fn what_is_typed_so_far_is_enough() {
    let mut lexicon = lexicon();
    let wanted = numbers(&mut lexicon, "পাটালি")[0];
    for begun in ["pat", "pata", "patal", "পাটা"] {
        let asked = lexicon.ask(begun, 8);
        assert!(asked.words[0].words.iter().any(|(number, _)| *number == wanted), "{begun}: {asked:?}");
    }
}

#[test]
fn two_words_of_a_name_are_found_when_they_are_written_as_one() {
    let mut lexicon = Lexicon::default();
    let (words, pairs) = lexicon.put_name("নকশি কাঁথা");
    assert_eq!((words.len(), pairs.len()), (2, 1));
    let asked = lexicon.ask("nakshikantha", 8);
    assert_eq!(asked.words[0].words.first().map(|(number, _)| *number), Some(pairs[0]), "{asked:?}");
    // And what is one word there may be two here.
    let mut lexicon = Lexicon::default();
    let word = lexicon.put("নকশিকাঁথা")[0];
    let asked = lexicon.ask("nokshi katha", 8);
    assert!(asked.joined.is_some_and(|likes| likes.words.iter().any(|(number, _)| *number == word)));
}

#[test]
fn a_word_that_came_later_is_found_by_who_asked_before() {
    let mut lexicon = Lexicon::default();
    lexicon.put("মধু");
    assert!(lexicon.ask("kantha", 8).words[0].words.is_empty());
    let quilt = lexicon.put("কাঁথা")[0];
    assert_eq!(lexicon.ask("kantha", 8).words[0].words.first().map(|(number, _)| *number), Some(quilt));
    assert_eq!(lexicon.ask("kantha", 8), lexicon.ask("kantha", 8), "asked again it is the same");
    assert!(lexicon.ask("kantha", 0).words[0].words.is_empty(), "each with a limit of its own");
}

#[test]
fn what_sounds_like_nothing_finds_nothing() {
    let lexicon = lexicon();
    for query in ["", "   ", "!?"] {
        assert!(lexicon.ask(query, 8).words.is_empty(), "{query}");
    }
    for query in ["zqpt", "blorptang"] {
        assert!(lexicon.ask(query, 8).words[0].words.is_empty(), "{query}");
    }
    assert!(Lexicon::default().ask("শাড়ি", 8).words[0].words.is_empty());
}

proptest! {
    #[test]
    fn every_word_finds_itself_first(place in 0..NAMES.len()) {
        let mut lexicon = lexicon();
        for number in lexicon.put(NAMES[place]) {
            let asked = lexicon.ask(NAMES[place], 8);
            prop_assert!(asked.words.iter().any(|likes| likes.words.first() == Some(&(number, 1000))));
        }
    }

    #[test]
    fn no_text_stops_it_and_likeness_falls(text in "\\PC{0,40}", limit in 0_usize..9) {
        let mut lexicon = lexicon();
        lexicon.put_name(&text);
        let asked = lexicon.ask(&text, limit);
        for likes in asked.words.iter().chain(&asked.joined) {
            prop_assert!(likes.words.len() <= limit);
            prop_assert!(likes.words.windows(2).all(|two| two[0].1 >= two[1].1));
            prop_assert!(likes.words.iter().all(|(_, likeness)| *likeness <= 1000));
        }
    }
}

#[test]
fn keys_that_were_leant_on_are_like_no_word_in_either_script() {
    let lexicon = lexicon();
    for noise in ["zzzzqq", "xyzzy", "qqq", "aaaa", "ghghgh", "zzzz qqqq", "ঢঢঢঢ", "থঠথঠ", "ইইইই", "ঝঝঝঝ ঢঢঢঢ"]
    {
        let asked = lexicon.ask(noise, 8);
        assert!(asked.words.iter().chain(&asked.joined).all(|likes| likes.words.is_empty()), "{noise}");
    }
}
