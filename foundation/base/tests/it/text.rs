//! Text is cleaned once on the way in, and typing in a dead font encoding is noticed.

use base::text::{Recent, clean, is_bijoy, search_key};
use proptest::prelude::*;

#[test]
fn text_is_stored_in_one_form() {
    assert_eq!(clean("  আনোয়ার \t\n হোসেন  "), "আনোয়ার হোসেন");
    // য় as one code point (U+09DF) and as two come out the same.
    assert_eq!(clean("আনো\u{09DF}ার"), clean("আনো\u{09AF}\u{09BC}ার"));
    assert_eq!(clean("ক\u{0}খ\u{7}\u{202E}গ\u{FEFF}"), "কখগ");
    assert_eq!(clean("র\u{200D}্যাব"), "র\u{200D}্যাব", "a joiner is spelling");
    assert_eq!(clean("e\u{301}"), "é");
    assert_eq!(clean(" \u{200B} "), "");
    // A control character between two halves of a vowel sign kept them apart once.
    assert_eq!(clean("ক\u{09C7}\0\u{09D7}"), "ক\u{09CC}");
}

#[test]
fn bijoy_typing_is_noticed() {
    for text in [
        "Avgvi †mvbvi evsjv",
        "Rb¥ wbeÜb",
        "evsjv‡`k",
        "RvZxq cwiPqcÎ",
        "g„Zz¨ mb`",
        "wbeÜb",
        "bvMwiKZ¡",
        "cvm‡cvU© wd",
        "AvwgbyI Bmjvg",
        "Ave`yj Kwig",
    ] {
        assert!(is_bijoy(text), "{text}");
    }
}

#[test]
fn bangla_english_and_romanised_bangla_are_not_called_bijoy() {
    for text in [
        "জন্ম নিবন্ধন",
        "Birth registration (over 5 years)",
        "jonmo nibondhon",
        "passport fi",
        "NID",
        "bKash cash-out",
        "e-Namjari (mutation) application",
        "TV",
        "MV Sundarban",
        "wWASA",
        "Tk 50 – 100",
        "café",
        "São Paulo",
        "২০° C",
        "20°C today",
        "Graphic design (card, banner, cash memo)",
        "VWB (VGD) card application",
        "server advance invoice",
        "what why who write",
        "McDonald",
        "শিক্ষা ©",
        "Wi-Fi voucher",
        "",
        "12345",
        "silver canvas",
        "Shahjahan & Sons",
        "x² + y²",
        "jhal muri",
        "chhoto bhai",
        "Availability",
    ] {
        assert!(!is_bijoy(text), "{text}");
    }
    for row in crate::vectors("services.csv") {
        assert!(!is_bijoy(&row["name_en"]) && !is_bijoy(&row["name_bn"]), "{row:?}");
    }
}

#[test]
fn a_sound_is_the_same_in_both_scripts() {
    for (latin, bangla, skeleton) in [
        ("jonmo", "জন্ম", "jnm"),
        ("nibondhon", "নিবন্ধন", "nbndn"),
        ("taka", "টাকা", "tk"),
        ("passport fi", "পাসপোর্ট ফি", "psprt p"),
        ("porcha", "পর্চা", "prc"),
        ("fotokopi", "ফটোকপি", "ptkp"),
        ("mrittu", "মৃত্যু", "mrt"),
        ("chal", "চাল", "cl"),
        ("biddut", "বিদ্যুৎ", "bdt"),
        ("bissobiddaloy", "বিশ্ববিদ্যালয়", "bsbdl"),
        ("porikkha", "পরীক্ষা", "prk"),
        ("biggopti", "বিজ্ঞপ্তি", "bgpt"),
        ("bongobondhu", "বঙ্গবন্ধু", "bnbnd"),
        ("bangla", "বাংলা", "bnl"),
        ("boyosko vata", "বয়স্ক ভাতা", "bsk bt"),
        ("sorbojonin", "সর্বজনীন", "srbjnn"),
        ("karjo", "কার্য", "krj"),
        ("bari", "বাড়ি", "br"),
        ("45 din", "৪৫ দিন", "45 dn"),
        ("rin", "ঋণ", "rn"),
    ] {
        assert_eq!(search_key(latin).skeleton, skeleton, "{latin}");
        assert_eq!(search_key(bangla).skeleton, skeleton, "{bangla}");
    }
    // Spelt with one code point or two, with a joiner or without: one sound.
    assert_eq!(search_key("গা\u{09DC}ি"), search_key("গা\u{09A1}\u{09BC}ি"));
    assert_eq!(search_key("র\u{200D}্যাব"), search_key("র্যাব"));
    assert_eq!(search_key("জন্ম").full, "jonmo");
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text in "\\PC*|[\\u0980-\\u09ff \\t\\n\\u0000\\u200b-\\u200f]*") {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        prop_assert!(!once.chars().any(char::is_control));
    }

    #[test]
    fn any_text_has_a_key_of_sounds_only(text in "\\PC*|[\\u0980-\\u09ffa-z ]*") {
        let key = search_key(&text);
        prop_assert!(key.full.chars().chain(key.skeleton.chars()).all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' '));
        prop_assert!(!key.skeleton.chars().any(|c| "aeiou".contains(c)));
        let _ = is_bijoy(&text);
    }
}

#[test]
fn what_is_asked_again_is_kept_and_what_was_asked_once_is_forgotten() {
    let mut kept = Recent::at_most(10);
    kept.keep("often", 0, 1);
    for once in 1..100 {
        kept.keep("once", once, 2);
        assert_eq!(kept.get(&"often"), Some(0), "after {once}");
    }
    for other in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        kept.keep(other, 1, 1);
    }
    assert_eq!(kept.get(&"often"), None);
    assert_eq!((kept.get(&"j"), kept.get(&"a")), (Some(1), None));
    kept.keep("heavy", 7, 1_000);
    assert_eq!(kept.get(&"heavy"), Some(7), "one that is too heavy is kept until the next");
    kept.clear();
    assert_eq!(kept.get(&"heavy"), None);
}
