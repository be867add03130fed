//! Searching the catalogue as people at a counter do: romanised, misspelt, half typed, in either script.

use crate::vectors;
use base::text::{Finder, score, search_key};
use proptest::prelude::*;

/// The whole catalogue by code and name, without any synonym: what the counter has before anybody taught it.
fn catalogue() -> (Finder, Vec<String>) {
    let rows = vectors("services.csv");
    let codes = rows.iter().map(|row| row["code"].clone()).collect();
    let things = rows.into_iter().enumerate().map(|(id, mut row)| {
        let mut take = |column| row.remove(column).unwrap();
        (id, 0, vec![take("code"), take("name_bn"), take("name_en")])
    });
    (Finder::new(things.collect()), codes)
}

/// What was typed, and the services of which any is meant.
const QUERIES: &[(&str, &str)] = &[
    // civil registration
    ("jonmo", "G001 G002 G003 G004 G005 G006"),
    ("jonmo nibondhon", "G001 G002 G003"),
    ("jonmo nibondon", "G001 G002 G003"),
    ("janma nibandhan", "G001 G002 G003"),
    ("nibondhon jonmo", "G001 G002 G003"),
    ("jonmonibondhon", "G001 G002 G003"),
    ("জন্ম নিবন্ধন", "G001 G002 G003"),
    ("জন্ম নিবন্দন", "G001 G002 G003"),
    ("birth registration", "G001 G002 G003"),
    ("birt registrasion", "G001 G002 G003"),
    ("jonmo nibondhon 45 din", "G001"),
    ("jonmo nibondhon songshodhon", "G004 G005"),
    ("jonmo tarikh songsodon", "G004"),
    ("jonmo sonod", "G006"),
    ("mrittu", "G007 G008"),
    ("mrityu nibondhon", "G007"),
    ("মৃত্তু নিবন্ধন", "G007"),
    ("mrittu sonod", "G008"),
    // certificates
    ("nagorik", "G009 G078 G089"),
    ("nagorikotto", "G009"),
    ("nagorikotto sonod", "G009"),
    ("nagorikatwa sanad", "G009"),
    ("নাগরিকত্ব", "G009"),
    ("charitrik sonod", "G010"),
    ("caritrik sanad", "G010"),
    ("oyarish", "G011"),
    ("warishan sonod", "G011"),
    ("uttoradhikari", "G012"),
    ("paribarik sonod", "G013"),
    ("bibahito", "G014"),
    ("obibahito sonod", "G015"),
    ("bhumihin", "G017"),
    ("vumihin sonod", "G017"),
    ("protibondhi", "G021 G054"),
    ("prottoyon", "G020 G021 G025 G026"),
    ("trade licence", "G027 G028"),
    ("tred laisens", "G027 G028"),
    ("trade license nobayon", "G028"),
    ("holding tax", "G029 G035"),
    ("holding taks", "G029"),
    // land
    ("porcha", "G031"),
    ("parcha", "G031"),
    ("khotian", "G031 G034"),
    ("khatiyan copy", "G031"),
    ("mouja map", "G032"),
    ("namjari", "G033 G034"),
    ("e-namjari", "G033"),
    ("vumi unnoyon kor", "G035 G036"),
    ("khas jomi", "G038"),
    // identity and travel
    ("nid", "G039 G040 G041"),
    ("nid songshodhon", "G040"),
    ("notun voter", "G039"),
    ("passport", "G042 G043 C016"),
    ("pasport", "G042 G043 C016"),
    ("passport fi", "G043"),
    ("পাসপোর্ট ফি", "G043"),
    ("e passport abedon", "G042"),
    ("polis kliyarens", "G044"),
    ("gd", "G045"),
    ("haj", "G047"),
    ("driving laisens", "G050"),
    // protection and schools
    ("boyosko vata", "G052"),
    ("bidhoba bhata", "G053"),
    ("matritto", "G055"),
    ("upobritti", "G059"),
    ("pension", "G060"),
    ("porikkhar folafol", "G061"),
    ("result", "G061 G062"),
    ("bissobiddaloy vorti", "G064 G065"),
    ("university admission", "G064 G065"),
    ("cakrir abedon", "G068 P033"),
    ("chakri", "G068 G071"),
    // paying and the shop's own
    ("taka", "P009 P010"),
    ("taka joma", "P009"),
    ("biddut bil", "P001 P003"),
    ("polli bidyut", "P001"),
    ("mobile recharge", "P023"),
    ("rimitens", "P011"),
    ("train ticket", "P026"),
    ("basher tiket", "P025"),
    ("fotokopi", "C010"),
    ("foto kopi", "C010"),
    ("photo copy", "C010"),
    ("ফটোকপি", "C010"),
    ("chobi", "C016 C017 C018"),
    ("komputer proshikkhon", "C027"),
    ("সভাকক্ষ", "C035"),
    ("G031", "G031"),
    ("g 031", "G031"),
    ("গ০৩১ g031", "G031"),
];

#[test]
fn what_people_type_finds_what_they_mean_in_the_first_three_and_nearly_always_first() {
    let (finder, codes) = catalogue();
    let (mut missed, mut not_first) = (Vec::new(), Vec::new());
    for (query, meant) in QUERIES {
        let found: Vec<&str> = finder.find(query, 3).into_iter().map(|id| codes[id].as_str()).collect();
        if !found.iter().any(|code| meant.contains(code)) {
            missed.push(format!("{query}: {found:?}, meant {meant}"));
        } else if !meant.contains(found[0]) {
            not_first.push(format!("{query}: {found:?}, meant {meant}"));
        }
    }
    assert!(QUERIES.len() >= 60);
    assert!(missed.is_empty(), "not in the first three:\n{}", missed.join("\n"));
    assert!(not_first.len() * 20 <= QUERIES.len(), "too many not first:\n{}", not_first.join("\n"));
}

#[test]
fn the_words_of_the_brief_find_what_it_says() {
    for (query, name) in [
        ("jonmo", "জন্ম তারিখ"),
        ("jonmo nibondhon", "জন্ম নিবন্ধন"),
        ("taka", "টাকা"),
        ("passport fi", "পাসপোর্ট ফি"),
        ("porcha", "পর্চা"),
        ("fotokopi", "ফটোকপি"),
        ("nagorik", "নাগরিকত্ব"),
        ("mrittu", "মৃত্যু"),
        ("chal", "চাল"),
        ("cal", "চাল"),
    ] {
        assert!(score(&search_key(query), &search_key(name)) > Some(700), "{query} → {name}");
    }
}

#[test]
fn what_has_nothing_in_common_is_not_found() {
    let (finder, _) = catalogue();
    for query in ["", "  ", "?!", "blorptang", "zqpt wrrg", "123456789"] {
        assert_eq!(finder.find(query, 9), Vec::<usize>::new(), "{query:?}");
    }
    assert_eq!(score(&search_key("taka"), &search_key("জন্ম নিবন্ধন")), None);
    assert_eq!(score(&search_key("taka"), &search_key("")), None);
}

/// Keys that were leant on, drummed on or hit blindly, in both scripts.
const NONSENSE: &[&str] = &[
    "zzzzqq",
    "xyzzy",
    "qqq",
    "aaaa",
    "oooo",
    "eiei",
    "ghghgh",
    "asdfgh",
    "hjkl",
    "xxyy",
    "zzqqxx",
    "sdfsdf",
    "jkjkjk",
    "vbnm",
    "wqeqwe",
    "tttttt",
    "zzzz qqqq",
    "ঝঝঝঝখখ",
    "ফগফগফগ",
    "ঙঞঙঞ",
    "হযবরল",
    "ঢঢঢঢ",
    "থঠথঠ",
    "ইইইই",
    "ঝঝঝঝ ঢঢঢঢ",
];

#[test]
fn a_word_that_resembles_nothing_finds_nothing_in_either_script() {
    let (finder, codes) = catalogue();
    for query in NONSENSE {
        let found: Vec<&str> = finder.find(query, 9).into_iter().map(|id| codes[id].as_str()).collect();
        assert!(found.is_empty(), "{query}: {found:?}");
    }
}

#[test]
fn noise_beside_a_word_does_not_hide_what_the_word_finds() {
    let (finder, codes) = catalogue();
    let first = |query: &str| finder.find(query, 1).first().map(|id| codes[*id].clone());
    assert_eq!(first("fotokopi zzzz"), Some("C010".to_owned()));
    assert_eq!(first("fotokopiii"), Some("C010".to_owned()));
}

#[test]
fn the_nearer_vowels_win_among_words_of_one_skeleton() {
    let query = search_key("chal");
    let of = |name| score(&query, &search_key(name)).unwrap();
    assert!(of("চাল") > of("চুল"));
    assert!(of("চাল") > of("চালান"));
    assert!(of("চাল") > of("চিলি সস"));
}

#[test]
fn use_decides_between_things_that_answer_equally_well_and_a_code_comes_first() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let finder = Finder::new(vec![
        (10, 1, names(&["C1", "ফটোকপি"])),
        (20, 9, names(&["C2", "ফটোকপি"])),
        (30, 0, names(&["C3", "ফটোকপি রঙিন"])),
        (40, 0, names(&["333", "অভিযোগ", "bKash"])),
    ]);
    assert_eq!(finder.find("fotokopi", 9), [20, 10, 30]);
    assert_eq!(finder.find("fotokopi", 1), [20]);
    assert_eq!(finder.find("c1", 1), [10]);
    assert_eq!(finder.find("৩৩৩", 1), [40]);
    assert_eq!(finder.find("bikash", 1), [40]);
    assert_eq!(finder.find("বিকাশ", 1), [40]);
}

proptest! {
    #[test]
    fn every_name_finds_itself_whatever_the_order_of_its_words(place in 0_usize..150, turn in 0_usize..9) {
        let rows = vectors("services.csv");
        let row = &rows[place % rows.len()];
        for name in [&row["name_bn"], &row["name_en"]] {
            let mut words: Vec<&str> = name.split_whitespace().collect();
            let by = turn % words.len();
            words.rotate_left(by);
            let found = score(&search_key(&words.join(" ")), &search_key(name));
            prop_assert!(found >= Some(1000), "{name}: {found:?}");
        }
    }

    #[test]
    fn no_query_makes_the_finder_fail(query in "\\PC*", name in "\\PC*") {
        let _ = score(&search_key(&query), &search_key(&name));
        prop_assert!(Finder::new(vec![(7, 0, vec![name])]).find(&query, 3).len() <= 1);
    }
}
