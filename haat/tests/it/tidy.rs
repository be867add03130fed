//! How our sources look, so that nobody need say it twice.

use crate::sources::{Source, braced, files_in, line_at, read, rust};

/// Lines of a file and of a function, at most.
const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
/// Lines of tests for a hundred lines of product, at least.
const TEST_PERCENT_MIN: usize = 50;
/// Words that say nothing. `Service`, what a citizen takes, is a noun of the glossary: the noun itself and the deeds that
/// publish, close and open one are the exceptions.
const EMPTY_WORDS: [&str; 8] = ["Service", "Manager", "Helper", "Util", "Utils", "Dto", "Common", "Misc"];
const GLOSSARY_NOUN: [(&str, &str); 5] = [
    ("rooms/counter/src/service.rs", "Service"),
    ("rooms/counter/src/lib.rs", "service"),
    ("rooms/counter/src/deeds/publish.rs", "PublishService"),
    ("rooms/counter/src/deeds/close_service.rs", "CloseService"),
    ("rooms/counter/src/deeds/close_service.rs", "ReopenService"),
];

/// Fails with every finding at once.
fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

/// The place, line and text of each of these words in the code of a file, where a word stands by itself.
fn words<'a>(source: &'a Source, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    source.code.match_indices(word).map(|(place, _)| place).filter(move |place| {
        let (before, after) = (&source.code[..*place], &source.code[place + word.len()..]);
        (!word.starts_with(part) || !before.ends_with(part)) && (!word.ends_with(part) || !after.starts_with(part))
    })
}

#[test]
fn a_file_fits_a_sitting() {
    let long: Vec<_> = rust()
        .iter()
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > FILE_LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none(&long, "at most 500 lines a file");
}

#[test]
fn a_function_fits_a_screen() {
    let mut long = Vec::new();
    for source in rust() {
        for (name, line, lines) in functions(&source) {
            if lines > FUNCTION_LINES_MAX {
                long.push(format!("{}:{line}: {name} has {lines} lines", source.path));
            }
        }
    }
    none(&long, "at most 70 lines a function");
}

/// Name, first line and number of lines of every function with a body.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let code = &source.code;
    let with_body = words(source, "fn").filter_map(|place| {
        let name: String =
            code[place + 2..].trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let body = code[place..].find(['{', ';']).map(|at| place + at).filter(|at| code[*at..].starts_with('{'))?;
        let lines = code[place..braced(code, body)].lines().count();
        (!name.is_empty()).then(|| (name, line_at(code, place), lines))
    });
    with_body.collect()
}

#[test]
fn the_counter_of_lines_counts() {
    let text =
        "fn one() {\n    two();\n}\ntrait T { fn none(&self); }\nfn three(f: fn(u8) -> u8) { f(3); }\n".to_owned();
    let source = Source { path: String::new(), code: text.clone(), text };
    let found = functions(&source);
    assert_eq!(found, [("one".to_owned(), 1, 3), ("three".to_owned(), 5, 1)]);
}

#[test]
fn product_code_never_stops_dead() {
    let mut found = Vec::new();
    for source in rust().iter().filter(|source| !source.is_test()) {
        for word in [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "unreachable!", "dbg!", "unsafe"] {
            found
                .extend(words(source, word).map(|at| format!("{}:{}: {word}", source.path, line_at(&source.code, at))));
        }
        let casts = source.code.lines().zip(1..).filter(|(line, _)| is_cast(line));
        found.extend(casts.map(|(line, number)| format!("{}:{number}: {}", source.path, line.trim())));
    }
    none(&found, "no unwrap, expect, panic, cast or unsafe outside tests");
}

/// `x as u8`, but neither `use a as b` nor `<T as Trait>`.
fn is_cast(line: &str) -> bool {
    let kinds =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "char"];
    line.match_indices(" as ").any(|(place, _)| {
        let kind: String = line[place + 4..].chars().take_while(|c| c.is_alphanumeric()).collect();
        kinds.contains(&kind.as_str())
    })
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<_> =
        rust().into_iter().filter(|source| !source.text.starts_with("//! ")).map(|source| source.path).collect();
    none(&silent, "a file opens with a //! paragraph");
}

#[test]
fn nothing_is_left_of_a_merge() {
    let mut found = Vec::new();
    for ending in ["md", "ftl", "toml", "txt", "scss", "js", "html", "csv", "sql"] {
        for path in files_in(&[""], ending) {
            let text = read(&path);
            let marked = text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
            found.extend(marked.then_some(path));
        }
    }
    none(&found, "no marks of a merge");
}

#[test]
fn names_mean_something() {
    let mut found = Vec::new();
    for source in rust() {
        for kind in ["struct", "enum", "trait", "type", "mod"] {
            for place in words(&source, kind) {
                let rest = source.code[place + kind.len()..].trim_start();
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if is_empty_word(&name) && !GLOSSARY_NOUN.contains(&(source.path.as_str(), name.as_str())) {
                    found.push(format!("{}:{}: {kind} {name}", source.path, line_at(&source.code, place)));
                }
            }
        }
        let file = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if is_empty_word(file) && source.path != GLOSSARY_NOUN[0].0 {
            found.push(format!("{}: the file's name", source.path));
        }
    }
    none(&found, "no Service, Manager, Helper, Util, Dto, common, misc");
}

fn is_empty_word(name: &str) -> bool {
    EMPTY_WORDS.iter().any(|word| name == word.to_lowercase() || name.ends_with(word))
}

#[test]
fn lines_end_where_their_text_ends() {
    let mut found = Vec::new();
    let texts = ["rs", "html", "ftl", "sql", "toml", "md"].into_iter().flat_map(|ending| {
        files_in(&["foundation", "rooms", "haat"], ending).into_iter().filter(|path| !path.contains("/cases/"))
    });
    for path in texts {
        let text = read(&path);
        let trailing = text.lines().zip(1..).filter(|(line, _)| line.ends_with([' ', '\t']));
        found.extend(trailing.map(|(_, number)| format!("{path}:{number}: blanks at the end")));
        if !text.is_empty() && !text.ends_with('\n') {
            found.push(format!("{path}: the last line has no end"));
        }
        let tabs = path.ends_with("rs") && text.contains('\t');
        if tabs || text.contains('\r') && !path.contains("/tests/") {
            found.push(format!("{path}: a tab or a carriage return"));
        }
    }
    none(&found, "no blanks at the end of lines");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO", "FIX", "XX"].iter().zip(["DO", "ME", "X"]).map(|(a, b)| format!("{a}{b}"));
    let marks: Vec<String> = marks.collect();
    let mut found = Vec::new();
    for source in rust() {
        for (line, number) in source.text.lines().zip(1..) {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric());
            if words.into_iter().any(|word| marks.iter().any(|mark| mark == word)) {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none(&found, "what is to be done is an issue, not a comment");
}

#[test]
fn no_file_knows_the_machine_on_which_it_was_written() {
    let paths = ["home", "root", "work", "Users"].map(|folder| format!("/{folder}/"));
    let outside = format!("..{}", "/shared");
    let mut found = Vec::new();
    for ending in ["rs", "html", "ftl", "sql", "toml", "md", "csv", "js", "json", "scss", "typ", "py"] {
        for path in files_in(&["."], ending) {
            let Ok(text) = std::fs::read_to_string(crate::sources::root().join(&path)) else { continue };
            for (line, number) in text.lines().zip(1..) {
                let here = paths.iter().any(|place| is_own_path(line, place));
                if here || line.contains(&outside) {
                    found.push(format!("{path}:{number}"));
                }
            }
        }
    }
    none(&found, "no path of one machine");
}

/// A path that begins there: neither a part of an address nor of a longer path.
fn is_own_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(place, _)| {
        let before = line[..place].chars().next_back().unwrap_or(' ');
        !before.is_alphanumeric() && !matches!(before, '/' | '.' | '-' | '_' | '}')
    })
}

#[test]
fn tests_grow_with_the_product() {
    let (mut tests, mut product) = (0_usize, 0_usize);
    for source in rust() {
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let lines = source.text.lines().filter(code).count();
        *(if source.is_test() { &mut tests } else { &mut product }) += lines;
    }
    let percent = tests * 100 / product;
    println!("{tests} lines of tests for {product} lines of product: {percent} % (the goal is 100)");
    assert!(percent >= TEST_PERCENT_MIN, "{tests} lines of tests for {product} lines of product");
}
