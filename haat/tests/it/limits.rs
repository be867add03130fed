//! Everything has a limit, and `HOUSE.md` lists them all as they stand in the code.

use crate::sources::{Source, read, root, rust, updating};
use crate::tables::rows;

const HEADER: &str = "| constant | value | unit | file |";

/// A limit in the code: constant, value, file.
type Limit = (String, String, String);

fn limits(source: &Source) -> Vec<Limit> {
    let named = |name: &str| name.ends_with("_MAX") || name.ends_with("_MIN") || name.contains("_MAX_");
    let lines = source.text.lines().map(str::trim_start).filter_map(|line| {
        let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
        let (name, rest) = line.strip_prefix("const ")?.split_once(':')?;
        let (_, value) = rest.split_once('=')?;
        named(name).then(|| (name.to_owned(), value.split(';').next().unwrap().trim().to_owned(), source.path.clone()))
    });
    lines.collect()
}

/// The unit as the constant's name tells it, for a row that is new.
fn unit(name: &str, value: &str) -> String {
    for (part, unit) in [("BYTES", "bytes"), ("CHARS", "characters"), ("_MS_", "milliseconds"), ("POISHA", "poisha")] {
        if name.contains(part) {
            return unit.to_owned();
        }
    }
    if value.contains("from_secs") {
        return "seconds".to_owned();
    }
    name.trim_end_matches("_MAX").trim_end_matches("_MIN").to_lowercase().replace('_', " ")
}

#[test]
fn the_table_of_limits_is_what_the_code_says() {
    let product = rust().into_iter().filter(|source| !source.is_test());
    let mut there: Vec<Limit> = product.flat_map(|source| limits(&source)).collect();
    there.sort_by(|a, b| (&a.2, &a.0).cmp(&(&b.2, &b.0)));
    let told = rows("constant");
    if updating() {
        let lines = there.iter().map(|(name, value, file)| {
            let known = told.iter().find(|row| row[0] == *name && row[3] == *file).map(|row| row[2].clone());
            format!("| `{name}` | `{value}` | {} | `{file}` |\n", known.unwrap_or_else(|| unit(name, value)))
        });
        let text = read("HOUSE.md");
        let (before, after) = text.split_once(HEADER).unwrap();
        let after: Vec<&str> = after.lines().skip(1).skip_while(|line| line.starts_with('|')).collect();
        let table: Vec<String> = lines.collect();
        let text = format!("{before}{HEADER}\n|---|---|---|---|\n{}{}", table.concat(), after.join("\n"));
        std::fs::write(root().join("HOUSE.md"), format!("{}\n", text.trim_end())).unwrap();
        return;
    }
    let told: Vec<Limit> = told.iter().map(|row| (row[0].clone(), row[1].clone(), row[3].clone())).collect();
    let missing: Vec<_> = there.iter().filter(|limit| !told.contains(limit)).collect();
    let stale: Vec<_> = told.iter().filter(|limit| !there.contains(limit)).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "the limits of HOUSE.md are not those of the code (HAAT_UPDATE=1 writes them): missing {missing:#?}, stale {stale:#?}"
    );
}

#[test]
fn every_limit_in_the_table_has_a_unit() {
    let silent: Vec<_> = rows("constant").into_iter().filter(|row| row.len() != 4 || row[2].is_empty()).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}
