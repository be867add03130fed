//! As much of HTML as the tests of pages need: tags with their attributes, and the text between them.

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// A tag, `/name` when it closes, with its attributes.
    Tag(String, Vec<(String, String)>),
    /// Text between tags, entities as they stand.
    Text(String),
}

impl Piece {
    /// The attribute of this name.
    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        let Piece::Tag(_, attributes) = self else { return None };
        attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// True for a tag of this name.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Piece::Tag(name, _) if name == wanted)
    }
}

/// The pieces of a page, in order. Our pages are well formed; what is not fails the test that reads it.
pub fn pieces(page: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        if !rest[..start].trim().is_empty() {
            found.push(Piece::Text(rest[..start].to_owned()));
        }
        rest = &rest[start..];
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = end_of_tag(rest);
        found.push(tag(&rest[1..end]));
        rest = &rest[end + 1..];
    }
    if !rest.trim().is_empty() {
        found.push(Piece::Text(rest.to_owned()));
    }
    found
}

/// The place of the `>` that ends the tag, outside of quotes.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (place, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, '>') => return place,
            _ => {}
        }
    }
    panic!("a tag without an end: {}", &rest[..rest.len().min(80)])
}

fn tag(inside: &str) -> Piece {
    let inside = inside.trim_end_matches('/');
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (name, mut rest) = (inside[..end].to_ascii_lowercase(), inside[end..].trim_start());
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quoted = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (text, left) = match quoted {
                Some(quote) => after[1..].split_once(quote).unwrap(),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            (value, rest) = (text.to_owned(), left.trim_start());
        }
        attributes.push((key, value));
    }
    Piece::Tag(name, attributes)
}

#[test]
fn a_page_is_taken_apart() {
    let found =
        pieces("<!doctype html><p class='a b' hidden>চা &amp; <b>রুটি</b><!-- < --><input value=\"a>b\" required></p>");
    let names: Vec<_> = found
        .iter()
        .map(|piece| match piece {
            Piece::Tag(name, _) => name.as_str(),
            Piece::Text(text) => text.as_str(),
        })
        .collect();
    assert_eq!(names, ["!doctype", "p", "চা &amp; ", "b", "রুটি", "/b", "input", "/p"]);
    assert_eq!((found[1].attribute("class"), found[1].attribute("hidden")), (Some("a b"), Some("")));
    assert_eq!((found[6].attribute("value"), found[6].attribute("required")), (Some("a>b"), Some("")));
}
