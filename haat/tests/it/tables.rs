//! The tables of `HOUSE.md`, which the tests hold against the code.

use crate::sources::read;

/// The rows of the table whose header begins with this cell, without the marks of code around the cells.
pub fn rows(first_header: &str) -> Vec<Vec<String>> {
    let text = read("HOUSE.md");
    let header = format!("| {first_header} |");
    let mut lines = text.lines().skip_while(|line| !line.starts_with(&header));
    assert!(lines.next().is_some(), "HOUSE.md has a table that begins with {header}");
    lines.skip(1).take_while(|line| line.starts_with('|')).map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
}

#[test]
fn a_table_is_read_cell_by_cell() {
    assert_eq!(cells("| `base` | may use | a, b |"), ["base", "may use", "a, b"]);
    assert!(!rows("crate").is_empty());
}
