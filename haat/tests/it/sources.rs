//! The sources of the house as text, for the tests that read them.

use std::path::{Path, PathBuf};

/// What is built, fetched or made by running: never ours to judge.
const NOT_OURS: [&str; 9] = [
    ".git",
    ".venv",
    "target",
    "node_modules",
    "dist",
    "haat-data",
    "screenshots",
    "proptest-regressions",
    "__pycache__",
];

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A file of the workspace, by its path from the root.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// True when a run is asked to write the reviewed files anew instead of comparing them.
pub fn updating() -> bool {
    std::env::var("HAAT_UPDATE").is_ok_and(|asked| asked == "1")
}

/// A Rust file.
pub struct Source {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
    /// The text with comments and the insides of strings blanked, line for line.
    pub code: String,
}

impl Source {
    /// True for what only tests use: there the rules against stopping do not hold.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.starts_with("foundation/trial/") || self.path.ends_with("/build.rs")
    }

    /// The text from this place of the code. Blanking keeps letters, not bytes.
    pub fn text_at(&self, place: usize) -> String {
        let letters = self.code[..place].chars().count();
        self.text.chars().skip(letters).collect()
    }

    /// The crate in which it stands.
    pub fn owner(&self) -> &str {
        let mut parts = self.path.split('/');
        let floor = parts.next().unwrap();
        if floor == "haat" { floor } else { parts.next().unwrap() }
    }
}

/// Every Rust file of the house.
pub fn rust() -> Vec<Source> {
    let mut files = files_in(&["foundation", "rooms", "haat"], "rs");
    files.sort();
    assert!(files.len() > 100, "the walk finds the sources");
    files
        .into_iter()
        .map(|path| {
            let text = read(&path);
            Source { code: code_of(&text), path, text }
        })
        .collect()
}

/// Every file below these folders whose name ends so.
pub fn files_in(folders: &[&str], ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), ending, &mut found);
    }
    found
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, ending, found);
        } else if name.ends_with(&format!(".{ending}")) {
            found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// The code of a Rust text: comments and the insides of strings become blanks, line ends stay.
pub fn code_of(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        let before = if at == 0 { ' ' } else { letters[at - 1] };
        let silent =
            comment(rest).or_else(|| raw_string(rest, before)).or_else(|| quoted(rest)).or_else(|| letter(rest));
        let length = silent.unwrap_or(1);
        for one in &letters[at..at + length] {
            code.push(if silent.is_none() || *one == '\n' { *one } else { ' ' });
        }
        at += length;
    }
    code
}

fn comment(rest: &[char]) -> Option<usize> {
    match rest {
        ['/', '/', ..] => Some(rest.iter().position(|one| *one == '\n').unwrap_or(rest.len())),
        ['/', '*', ..] => Some(rest.windows(2).position(|two| two == ['*', '/']).map_or(rest.len(), |end| end + 2)),
        _ => None,
    }
}

fn raw_string(rest: &[char], before: char) -> Option<usize> {
    if rest[0] != 'r' || (before.is_alphanumeric() && before != 'b') || before == '_' {
        return None;
    }
    let marks = rest[1..].iter().take_while(|one| **one == '#').count();
    if rest.get(1 + marks) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', marks)).collect();
    let body = &rest[2 + marks..];
    let length = body.windows(end.len()).position(|window| window == end).unwrap_or(body.len());
    Some((2 + marks + length + end.len()).min(rest.len()))
}

fn quoted(rest: &[char]) -> Option<usize> {
    if rest[0] != '"' {
        return None;
    }
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    Some((at + 1).min(rest.len()))
}

/// A character between single quotes; a lifetime is none.
fn letter(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', _, after @ ..] => {
            Some(after.iter().position(|one| *one == '\'').map_or(rest.len(), |end| end + 4))
        }
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

/// The line number, from 1, of a place in a text.
pub fn line_at(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

/// The bytes from this place to the brace that closes the first one opened after it.
pub fn braced(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (place, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return place + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn the_reader_of_sources_blanks_what_is_not_code() {
    let text =
        "let a = \"x /* \\\" } \"; // it's } a\nlet b: &'a str = r#\"y \" } \"#; /* } */ let c = ['{', '\\'', '\\n'];";
    let code = code_of(text);
    assert_eq!(code.chars().count(), text.chars().count());
    assert_eq!(code.lines().count(), 2);
    for gone in ["}", "x", "y", "it"] {
        assert!(!code.contains(gone), "{gone}: {code}");
    }
    for kept in ["let a", "let b: &'a str", "let c = ["] {
        assert!(code.contains(kept), "{kept}: {code}");
    }
    assert_eq!(line_at("a\nb\nc", 4), 3);
    assert_eq!(&"fn f() { { } } }"[..braced("fn f() { { } } }", 0)], "fn f() { { } }");
}
