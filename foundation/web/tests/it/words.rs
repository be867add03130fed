//! Words: both languages, nothing missing, nothing invisible.

use crate::stall::{NoSale, room};
use base::Lang;
use web::{Wording, Words};

fn words() -> Words {
    Words::new(&[room().words]).unwrap()
}

#[test]
fn a_word_is_said_with_its_arguments_and_without_invisible_marks() {
    let words = words();
    assert_eq!(words.say(Lang::Bn, "stall-hello", &[("name", "করিম")]), "এসো করিম, বসো");
    assert_eq!(words.say(Lang::En, "stall-hello", &[("name", "Karim")]), "Come Karim, sit");
    assert_eq!(words.say(Lang::En, "stall-hello.hint", &[("fee", "৳৩")]), "Price ৳৩");
    for lang in [Lang::Bn, Lang::En] {
        let said = words.say(lang, "stall-hello", &[("name", "x")]);
        assert!(!said.contains(['\u{2068}', '\u{2069}']), "isolating marks show as boxes on a slip: {said:?}");
    }
}

#[test]
fn a_missing_word_is_said_as_its_key() {
    let words = words();
    assert_eq!(words.say(Lang::Bn, "stall-nothing", &[]), "stall-nothing");
    assert_eq!(words.say(Lang::Bn, "stall-hello.nothing", &[]), "stall-hello.nothing");
    assert_eq!(words.say(Lang::Bn, "", &[]), "");
    assert_eq!(words.tell(Lang::En, &NoSale::Unworded).sentence, "stall-take-unworded");
    assert!(words.say(Lang::Bn, "stall-hello", &[]).contains("name"), "a missing argument does not hide the sentence");
}

#[test]
fn a_refusal_has_three_parts_beside_its_sentence() {
    let told = words().tell(Lang::En, &NoSale::FeeChanged);
    assert_eq!(told.sentence, "The fee is now ৳1,00,000 (EE876543216CA).");
    assert_eq!(
        (told.what.as_str(), told.money.as_str()),
        ("The fee changed after you opened the page.", "No money was taken.")
    );
    assert_eq!(told.act, "Send it again with the new fee.");
}

#[test]
fn both_languages_say_the_same_things() {
    let words = words();
    let (bn, en) = (words.keys(Lang::Bn), words.keys(Lang::En));
    assert_eq!(bn.difference(en).collect::<Vec<_>>(), Vec::<&String>::new(), "in Bangla only");
    assert_eq!(en.difference(bn).collect::<Vec<_>>(), Vec::<&String>::new(), "in English only");
    assert!(bn.len() > 100);
}

#[test]
fn every_refusal_of_the_kit_and_of_the_plain_nouns_is_worded() {
    let words = words();
    for lang in [Lang::Bn, Lang::En] {
        for code in web::CODES.iter().chain(&base::refusal::CODES) {
            assert!(words.has(lang, &web::key_of(code)), "{code} in {lang:?}");
        }
        for code in web::CODES {
            for part in ["what", "money", "do"] {
                assert!(words.has(lang, &format!("{}.{part}", web::key_of(code))), "{code}.{part} in {lang:?}");
            }
        }
    }
}

#[test]
fn bangla_words_are_bangla() {
    let text = [include_str!("../../words/refusals.bn.ftl"), include_str!("../../words/base.bn.ftl")].concat();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let said = line.split_once(" = ").map_or(line, |(_, said)| said);
        let without_places: String =
            said.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
        let latin =
            ["JSON", "API", "JPEG", "PNG", "WebP"].iter().fold(without_places, |text, name| text.replace(name, ""));
        assert!(!latin.contains(|c: char| c.is_ascii_alphanumeric()), "{line}");
    }
}

#[test]
fn broken_words_do_not_open_the_house() {
    for (bn, en) in [("a = {", ""), ("", "a = { $x"), ("house-name = আবার", ""), ("x = ১\nx = ২", "")] {
        assert!(Words::new(&[Wording { bn, en }]).is_err(), "{bn} {en}");
    }
}
