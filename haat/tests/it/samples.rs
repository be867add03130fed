//! Every page sample of every room, in both languages: rendered, worded, labelled, and small.

use crate::html::{Piece, pieces};
use crate::kit::{Kit, all_words};
use base::Lang;
use web::Words;

/// Bytes of HTML that a page of the counter may have, at most.
const COUNTER_BYTES_MAX: usize = 25 * 1024;

/// A rendered sample.
struct Shown {
    room: &'static str,
    name: &'static str,
    lang: Lang,
    page: String,
    pieces: Vec<Piece>,
}

impl Shown {
    fn title(&self) -> String {
        format!("{} / {} / {}", self.room, self.name, self.lang.code())
    }
}

/// Calls the check with every sample and fails with all that it finds.
fn every_sample(check: impl Fn(&Shown) -> Vec<String>) {
    let found: Vec<String> = trial::run(async {
        let kit = Kit::new().await;
        let mut found = Vec::new();
        for room in haat::rooms() {
            assert!(!room.samples.is_empty(), "{} has samples of its pages", room.name);
            for sample in &room.samples {
                for lang in [Lang::Bn, Lang::En] {
                    let page =
                        (sample.render)(kit.frame(lang)).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
                    let shown = Shown { room: room.name, name: sample.name, lang, pieces: pieces(&page), page };
                    found.extend(check(&shown).into_iter().map(|what| format!("{}: {what}", shown.title())));
                }
            }
        }
        found
    });
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

fn texts(shown: &Shown) -> impl Iterator<Item = &str> {
    shown.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Tag(..) => None,
    })
}

#[test]
fn no_sample_has_the_name_of_another() {
    let rooms = haat::rooms();
    let mut names: Vec<(&str, &str)> =
        rooms.iter().flat_map(|room| room.samples.iter().map(|sample| (room.name, sample.name))).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn every_sample_is_filled_in() {
    every_sample(|shown| {
        let left = texts(shown).filter(|text| text.contains(['{', '}'])).map(|text| format!("left over: {text}"));
        let mut found: Vec<String> = left.collect();
        if shown.page.trim().is_empty() {
            found.push("nothing".to_owned());
        }
        found
    });
}

#[test]
fn every_word_of_a_sample_is_there() {
    let words = all_words();
    let prefixes = prefixes(&words);
    every_sample(|shown| {
        let spoken = ["aria-label", "title", "alt", "placeholder", "content"];
        let attributes = shown.pieces.iter().flat_map(|piece| spoken.iter().filter_map(|name| piece.attribute(name)));
        let raw = texts(shown).chain(attributes).map(str::trim).filter(|text| is_key(text, &prefixes));
        raw.map(|text| format!("a key instead of a word: {text}")).collect()
    });
}

/// How keys begin: `receipt-` of `receipt-title`.
fn prefixes(words: &Words) -> Vec<String> {
    let keys = words.keys(Lang::En).iter().filter_map(|key| key.split_once('-'));
    keys.map(|(first, _)| format!("{first}-")).collect()
}

fn is_key(text: &str, prefixes: &[String]) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    text.contains('-') && text.chars().all(plain) && prefixes.iter().any(|prefix| text.starts_with(prefix))
}

#[test]
fn every_sample_says_its_language() {
    every_sample(|shown| {
        let whole = shown.page.trim_start().to_ascii_lowercase().starts_with("<!doctype html>");
        let lang = shown.pieces.iter().find(|piece| piece.is("html")).map(|piece| piece.attribute("lang"));
        match (whole, lang) {
            (false, None) => Vec::new(), // a part, put into a page that says it
            (true, Some(Some(lang))) if lang == shown.lang.code() => Vec::new(),
            other => vec![format!("{other:?}")],
        }
    });
}

#[test]
fn nothing_in_a_sample_runs_or_dresses_by_itself() {
    every_sample(|shown| {
        let mut found = Vec::new();
        for piece in &shown.pieces {
            let Piece::Tag(name, attributes) = piece else { continue };
            for (key, _) in attributes.iter().filter(|(key, _)| key == "style" || key.starts_with("on")) {
                found.push(format!("<{name} {key}=…>"));
            }
            let script = name == "script" && piece.attribute("src").is_none();
            if script || name == "style" {
                found.push(format!("<{name}> with its own text"));
            }
            let address =
                piece.attribute("href").or(piece.attribute("src")).or(piece.attribute("action")).unwrap_or("");
            if address.starts_with("javascript:") || address.starts_with("//") || address.starts_with("http:") {
                found.push(format!("<{name}> leads to {address}"));
            }
        }
        found
    });
}

#[test]
fn every_picture_and_every_field_has_its_name() {
    every_sample(|shown| {
        let mut found = Vec::new();
        let labelled: Vec<&str> = shown
            .pieces
            .iter()
            .filter_map(|piece| if piece.is("label") { piece.attribute("for") } else { None })
            .collect();
        let mut in_label = 0_usize;
        for piece in &shown.pieces {
            in_label += usize::from(piece.is("label"));
            in_label -= usize::from(piece.is("/label"));
            if piece.is("img") && piece.attribute("alt").is_none() {
                found.push(format!("a picture without alt: {piece:?}"));
            }
            let kind = piece.attribute("type").unwrap_or("text");
            let hidden = matches!(kind, "hidden" | "submit" | "button" | "image");
            let field = piece.is("select") || piece.is("textarea") || (piece.is("input") && !hidden);
            let by_id = piece.attribute("id").is_some_and(|id| labelled.contains(&id));
            let own = piece.attribute("aria-label").or(piece.attribute("aria-labelledby")).is_some();
            if field && !by_id && !own && in_label == 0 {
                found.push(format!("a field without a label: {piece:?}"));
            }
        }
        found
    });
}

#[test]
fn an_id_stands_once_in_a_sample() {
    every_sample(|shown| {
        let mut ids: Vec<&str> = shown.pieces.iter().filter_map(|piece| piece.attribute("id")).collect();
        ids.sort_unstable();
        ids.windows(2).filter(|two| two[0] == two[1]).map(|two| format!("id {} stands twice", two[0])).collect()
    });
}

#[test]
fn every_posting_form_carries_the_token() {
    every_sample(|shown| {
        let mut found = Vec::new();
        let mut open: Option<(String, bool)> = None;
        for piece in &shown.pieces {
            if piece.is("form") {
                let posts = piece.attribute("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
                open = posts.then(|| (piece.attribute("action").unwrap_or("").to_owned(), false));
            } else if let (true, Some((_, token))) = (piece.attribute("name") == Some("csrf"), &mut open) {
                *token = !piece.attribute("value").unwrap_or("").is_empty();
            } else if piece.is("/form") {
                found.extend(open.take().filter(|(_, token)| !token).map(|(action, _)| format!("form {action}")));
            }
        }
        found
    });
}

#[test]
fn a_page_of_the_counter_is_small() {
    every_sample(|shown| {
        let bytes = shown.page.len();
        let large = shown.room == "counter" && bytes > COUNTER_BYTES_MAX;
        if large { vec![format!("{bytes} bytes")] } else { Vec::new() }
    });
}

#[test]
fn money_is_written_in_the_readers_digits() {
    every_sample(|shown| {
        let wrong = |c: char| match shown.lang {
            Lang::Bn => c.is_ascii_digit(),
            Lang::En => ('০'..='৯').contains(&c),
        };
        // The text of an SMS keeps Latin digits, as the receipt's number has them.
        let own = texts(shown).filter(|text| !text.trim_start().starts_with("রশিদ 3026"));
        let sums = own.flat_map(|text| text.split('৳').skip(1));
        sums.filter(|sum| sum.trim_start_matches(['-', '−', ' ']).starts_with(wrong))
            .map(|sum| format!("৳{sum}"))
            .collect()
    });
}
