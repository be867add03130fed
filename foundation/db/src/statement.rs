//! SQL as data: every statement of the house has a name and is listed by its room.

use std::sync::{Arc, OnceLock};

/// One SQL text for both engines, with `$1` parameters. Listed by its room, so that one test can prepare
/// all of them on both engines and see that none names another room's table.
#[derive(Debug)]
pub struct Statement {
    /// The text.
    pub sql: &'static str,
    tables: OnceLock<Vec<String>>,
    numbered: OnceLock<String>,
    pub(crate) columns: OnceLock<Arc<[String]>>,
}

impl Statement {
    /// A statement of this text.
    #[must_use]
    pub const fn new(sql: &'static str) -> Statement {
        Statement { sql, tables: OnceLock::new(), numbered: OnceLock::new(), columns: OnceLock::new() }
    }

    /// The text with `?1` for `$1`: to `SQLite` a `$1` is a name, counted in the order of its first use.
    pub(crate) fn numbered(&self) -> &str {
        self.numbered.get_or_init(|| self.sql.replace('$', "?"))
    }

    /// The tables that it names (after `from`, `join`, `into`, `update`), computed once.
    pub fn tables(&self) -> &[String] {
        self.tables.get_or_init(|| Tables::of(self.sql))
    }
}

/// Finds the tables that a statement names.
pub struct Tables;

impl Tables {
    /// The tables named in this text, without its own common table expressions.
    #[must_use]
    pub fn of(sql: &str) -> Vec<String> {
        let lower = sql.to_lowercase();
        // "," and "(" are kept apart, to know that `from (select` names no table and `with x as (` names one of its own.
        let marked: String = lower
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '_' {
                    c.to_string()
                } else if c.is_whitespace() {
                    " ".into()
                } else {
                    format!(" {c} ")
                }
            })
            .collect();
        let words: Vec<&str> = marked.split_whitespace().collect();
        let mut own: Vec<&str> = Vec::new();
        let mut found: Vec<String> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            let next = words.get(place + 1).copied().unwrap_or("");
            let after = words.get(place + 2).copied().unwrap_or("");
            if next == "as" && after == "(" {
                own.push(word);
            }
            let names_one = matches!(*word, "from" | "join" | "into" | "update");
            let is_call = matches!(*word, "from" | "join") && after == "(";
            let is_name = next.chars().next().is_some_and(char::is_alphabetic)
                && !is_call
                && !matches!(next, "set" | "select" | "of" | "lateral");
            if names_one && is_name && !found.iter().any(|name| name == next) {
                found.push(next.to_owned());
            }
        }
        found.retain(|name| !own.contains(&name.as_str()));
        found
    }
}

/// Names a room's statements and lists them: `statements! { FIND = "select …"; }` makes the statics and `ALL`.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: $crate::Statement = $crate::Statement::new($sql);)*
        /// Every statement of this room, for the test that prepares them all.
        pub(crate) static ALL: &[&$crate::Statement] = &[$(&$name),*];
    };
}
