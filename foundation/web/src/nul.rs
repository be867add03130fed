//! The sign U+0000, which no text of ours holds: `PostgreSQL` stores none. So it is stopped at the edge, for all rooms and
//! both engines alike, and never becomes a fault of the store.

/// True for an address or a form (percent-encoded, or as it is) that holds it.
pub(crate) fn in_encoded(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|three| three == b"%00")
}

/// True for JSON that holds it: there it can only be written as an escape.
pub(crate) fn in_json(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = rest.get(at.saturating_add(1)..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        rest = escape.get(1..).unwrap_or_default(); // a backslash that was escaped begins nothing
    }
    false
}
