//! The whole difference between the engines.

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server, when one machine is not enough.
    Postgres,
}

impl Engine {
    /// Its name as figures and logs print it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }

    /// A migration written once, in `PostgreSQL`'s names of types, as this engine wants it. `SQLite` gets
    /// strict tables, so that it refuses a value of the wrong kind as `PostgreSQL` does.
    #[must_use]
    pub fn migration(self, sql: &str) -> String {
        if self == Engine::Postgres {
            return sql.to_owned();
        }
        let text = replace_word(sql, "bigint", "integer");
        let text = replace_word(&text, "boolean", "integer");
        let text = replace_word(&text, "bytea", "blob");
        let mut out = String::with_capacity(text.len());
        for statement in text.split_inclusive(';') {
            let code: String = statement.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
            if code.trim_start().to_lowercase().starts_with("create table")
                && let Some(body) = statement.strip_suffix(';')
            {
                out.push_str(body);
                out.push_str(" strict;");
            } else {
                out.push_str(statement);
            }
        }
        out
    }
}

/// Replaces whole words only, so that a column named `bigint_total` would keep its name.
fn replace_word(text: &str, word: &str, with: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = found.get(word.len()..).unwrap_or("");
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        out.push_str(before);
        out.push_str(if whole { with } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}
