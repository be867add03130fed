//! Bytes within a deed: a scan that a person hands in.

use serde::{Serialize, Serializer};

/// Bytes that a deed carries to be sealed. As part of a deed's body only their hash counts: whether a second press is the
/// same press must not cost writing a photo out as JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&crate::seal::hash_of(&self.0))
    }
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Blob({} bytes)", self.0.len()) // personal data never comes into a log
    }
}
