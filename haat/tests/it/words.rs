//! The house says everything in both languages, and nothing that nobody asks for.

use crate::kit::all_words;
use crate::sources::{files_in, read, rust};
use base::Lang;
use std::collections::BTreeSet;
use web::key_of;

/// Keys that no text names whole, by how they begin: words for what the catalogue's data names.
const MADE_UP: [&str; 2] = ["group-", "unit-"];

/// Every refusal code that the house tells people of.
fn codes() -> BTreeSet<&'static str> {
    let rooms = haat::rooms();
    let of_rooms = rooms.iter().flat_map(|room| room.refusals).copied();
    of_rooms.chain(web::CODES.iter().copied()).chain(base::refusal::CODES).collect()
}

/// Every text of the product in which a key can stand: sources and templates.
fn texts() -> Vec<(String, String)> {
    let product = rust().into_iter().filter(|source| !source.is_test()).map(|source| (source.path, source.text));
    let pages = files_in(&["foundation", "rooms"], "html").into_iter().filter(|path| !path.contains("/tests/"));
    product.chain(pages.map(|path| (path.clone(), read(&path)))).collect()
}

/// The texts between double quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter(|piece| piece.len() < 100)
}

#[test]
fn both_languages_say_the_same_things() {
    let words = all_words();
    let (bangla, english) = (words.keys(Lang::Bn), words.keys(Lang::En));
    let one_sided: Vec<_> = bangla.symmetric_difference(english).collect();
    assert!(one_sided.is_empty(), "in one language only: {one_sided:#?}");
}

#[test]
fn both_languages_ask_for_the_same_arguments() {
    let mut wrong = Vec::new();
    let files = files_in(&["foundation/web/words", "rooms"], "ftl");
    for path in files.iter().filter(|path| path.ends_with("bn.ftl")) {
        let (bn, en) = (read(path), read(&path.replace("bn.ftl", "en.ftl")));
        let arguments = |text: &str| -> Vec<(String, BTreeSet<String>)> {
            let messages = text.lines().filter_map(|line| line.split_once('='));
            messages
                .map(|(key, said)| {
                    let names = said.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap().to_owned());
                    (key.trim().to_owned(), names.collect())
                })
                .collect()
        };
        let en = arguments(&en);
        for (place, (key, names)) in arguments(&bn).into_iter().enumerate() {
            let other =
                en.get(place).filter(|(other, _)| *other == key).or_else(|| en.iter().find(|(other, _)| *other == key));
            if other.is_some_and(|(_, others)| *others != names) {
                wrong.push(format!("{path}: {key} has {names:?} in Bangla and {:?} in English", other.unwrap().1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_word_of_one_language_is_not_in_the_other() {
    let bangla = |c: char| ('\u{0980}'..='\u{09ff}').contains(&c) && c != '৳';
    let mut wrong = Vec::new();
    for path in files_in(&["foundation/web/words", "rooms"], "ftl") {
        for (line, number) in read(&path).lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let Some((key, said)) = line.split_once('=') else { continue };
            let own_name = matches!(key.trim(), "other-language" | "language-bn" | "language-en" | "find-placeholder");
            let has_bangla = said.contains(bangla);
            // What holds no letter at all (a sum, an argument) belongs to both.
            let plain: String = said.split('{').map(|part| part.rsplit('}').next().unwrap()).collect();
            let has_words =
                plain.split_whitespace().any(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 3);
            let wrong_one = if path.ends_with("bn.ftl") { !has_bangla && has_words } else { has_bangla };
            if wrong_one && !own_name {
                wrong.push(format!("{path}:{number}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines speak the other language:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_refusal_is_worded_in_both_languages() {
    let words = all_words();
    let mut missing = Vec::new();
    for lang in [Lang::Bn, Lang::En] {
        for code in codes() {
            if !words.has(lang, &key_of(code)) {
                missing.push(format!("{code} in {}", lang.code()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_code_in_the_sources_is_listed() {
    let listed = codes();
    let floors = ["counter", "market", "ledger", "network", "web", "base", "journal"];
    let mut missing = Vec::new();
    for (path, text) in texts().iter().filter(|(path, _)| !path.ends_with("html")) {
        for literal in quoted(text) {
            let parts: Vec<&str> = literal.split('.').collect();
            let plain = literal.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'));
            let code =
                parts.len() == 3 && plain && floors.contains(&parts[0]) && parts.iter().all(|part| !part.is_empty());
            if code && !listed.contains(literal) {
                missing.push(format!("{path}: {literal}"));
            }
        }
    }
    assert!(missing.is_empty(), "codes that no list of refusals holds: {missing:#?}");
}

#[test]
fn what_forms_refuse_is_said_in_both_languages_by_forms_itself() {
    for code in forms::AnswerCode::ALL {
        let fault = forms::FieldFault { field: "a".to_owned(), code, values: Vec::new(), message: None };
        let [(bn, _), (en, _)] = [Lang::Bn, Lang::En].map(|lang| fault.shown(lang));
        assert!(code.code().starts_with("forms.answer."), "{code:?}");
        assert!(!bn.is_ascii() && en.is_ascii() && !en.is_empty(), "{code:?}: {bn} / {en}");
    }
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let words = all_words();
    let mut missing = Vec::new();
    for (path, text) in texts() {
        for call in ["say(\"", "say_with(\"", "titled(\"", "word: \""] {
            for rest in text.split(call).skip(1) {
                let (key, after) = rest.split_once('"').unwrap();
                let whole = !key.contains(['{', ' ']) && !after.trim_start().starts_with(['~', '+']);
                if whole && !words.has(Lang::Bn, key) {
                    missing.push(format!("{path}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_word_is_kept_that_nobody_asks_for() {
    let texts = texts();
    let asked: BTreeSet<&str> = texts.iter().flat_map(|(_, text)| quoted(text)).collect();
    // `"role-{…}"` and `"role-"`: the rest of the key is put to it at run time.
    let begun: Vec<&str> = asked
        .iter()
        .filter_map(|literal| {
            literal.split_once('{').map(|(begin, _)| begin).or(literal.ends_with('-').then_some(*literal))
        })
        .filter(|begin| begin.len() > 2 && begin.ends_with('-'))
        .collect();
    let codes: BTreeSet<String> = codes().into_iter().map(key_of).collect();
    let words = all_words();
    let idle = words.keys(Lang::En).iter().filter(|key| {
        let name = key.split('.').next().unwrap();
        let told = codes.contains(name) || asked.contains(key.as_str());
        let made = begun.iter().chain(&MADE_UP).any(|begin| name.starts_with(begin));
        !told && !made
    });
    let idle: Vec<_> = idle.collect();
    assert!(idle.is_empty(), "{} words that nobody asks for: {idle:#?}", idle.len());
}
