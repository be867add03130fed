//! Seals: personal data, encrypted with a key of that person.
//!
//! The event holds the seal's id and hash. Destroying the person's key erases the person, and the chain
//! still verifies.

use crate::{Fault, Keys};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Whose data it is: an id without meaning.
pub type Subject = String;

/// What an event says of sealed data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The seal's id.
    pub seal: String,
    /// SHA-256 of the sealed bytes, in hexadecimal.
    pub hash: String,
}

/// First byte of every box: XChaCha20-Poly1305 under a person's key (security.md 11.2.2: agility).
const ALGORITHM: u8 = 1;
const NONCE_BYTES: usize = 24;

fn broken(_: impl std::fmt::Debug) -> Fault {
    Fault::Unsound("a seal does not open: wrong master key or changed data".to_owned())
}

/// Encrypts; the place where it belongs is bound in, so that a box cannot be moved to another row.
pub(crate) fn close(key: &[u8; 32], nonce: [u8; NONCE_BYTES], place: &str, plain: &[u8]) -> Result<Vec<u8>, Fault> {
    let cipher = XChaCha20Poly1305::new_from_slice(key).map_err(broken)?;
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place.as_bytes() }).map_err(broken)?;
    let mut out = vec![ALGORITHM];
    out.extend_from_slice(&nonce);
    out.extend(sealed);
    Ok(out)
}

/// Decrypts what [`close`] made.
pub(crate) fn open(key: &[u8; 32], place: &str, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    let (algorithm, rest) = sealed.split_first().ok_or_else(|| broken(()))?;
    let (nonce, text) = rest.split_at_checked(NONCE_BYTES).ok_or_else(|| broken(()))?;
    if *algorithm != ALGORITHM {
        return Err(broken(()));
    }
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(broken)?;
    let cipher = XChaCha20Poly1305::new_from_slice(key).map_err(broken)?;
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: text, aad: place.as_bytes() }).map_err(broken)
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash_of(bytes: &[u8]) -> String {
    base::text::hex(&Sha256::digest(bytes))
}

/// Wraps a person's key under the master key.
pub(crate) fn wrap(keys: &Keys, nonce: [u8; NONCE_BYTES], place: &str, key: &[u8; 32]) -> Result<Vec<u8>, Fault> {
    close(&keys.derive("wrap person keys"), nonce, place, key)
}

/// Unwraps a person's key.
pub(crate) fn unwrap_key(keys: &Keys, place: &str, wrapped: &[u8]) -> Result<[u8; 32], Fault> {
    open(&keys.derive("wrap person keys"), place, wrapped)?.try_into().map_err(broken)
}
