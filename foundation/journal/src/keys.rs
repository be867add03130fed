//! The master key and what is derived from it.

use crate::Fault;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::Path;

/// The keys of a store. All come from one master key of 32 random bytes, kept in a file beside the data
/// and never in the database. Losing it loses all sealed data, so it is backed up apart.
pub struct Keys {
    master: [u8; 32],
}

impl Keys {
    /// Keys of this master key.
    #[must_use]
    pub fn new(master: [u8; 32]) -> Keys {
        Keys { master }
    }

    /// Reads the master key of a data directory, or makes one (mode 0600) when there is none.
    ///
    /// # Errors
    /// [`Fault::Away`] when the file cannot be read or made, [`Fault::Unsound`] when it holds something else.
    pub fn in_file(path: &Path) -> Result<Keys, Fault> {
        if let Some(keys) = Keys::existing(path)? {
            return Ok(keys);
        }
        let mut master = [0_u8; 32];
        getrandom::fill(&mut master).map_err(|error| Fault::Unsound(format!("no random bytes: {error}")))?;
        let text: String = base::text::hex(&master);
        write_private(path, &text).map_err(|error| Fault::Away(format!("{}: {error}", path.display())))?;
        Ok(Keys { master })
    }

    /// Reads the master key if there is one.
    ///
    /// # Errors
    /// As [`Keys::in_file`].
    pub fn existing(path: &Path) -> Result<Option<Keys>, Fault> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::Away(format!("{}: {error}", path.display()))),
        };
        let wrong = || Fault::Unsound(format!("{}: not a master key of 64 hexadecimal digits", path.display()));
        let bytes: Option<Vec<u8>> = (0..32_usize)
            .map(|place| {
                let from = place.saturating_mul(2);
                u8::from_str_radix(text.trim().get(from..from.saturating_add(2))?, 16).ok()
            })
            .collect();
        let master = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
        Ok(Some(Keys { master }))
    }

    /// A key for one purpose: HMAC-SHA-256 of the purpose under the master key.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.master, &[purpose.as_bytes()])
    }

    /// The blind index of a personal number: found by it, never read from it. 80 bits as 20 hexadecimal
    /// digits (security.md 4.7): a plain hash could be reversed by trying all numbers.
    #[must_use]
    pub fn blind(&self, field: &str, text: &str) -> String {
        let full = mac(&self.derive("blind index"), &[field.as_bytes(), b":", text.as_bytes()]);
        base::text::hex(full.first_chunk::<10>().unwrap_or(&[0; 10]))
    }

    /// Encrypts a passing draft that holds personal data: a cart, a form half filled. What lasts is sealed instead.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the machine gives no random bytes.
    pub fn conceal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut nonce = [0_u8; 24];
        getrandom::fill(&mut nonce).map_err(|error| Fault::Unsound(format!("no random bytes: {error}")))?;
        crate::seal::close(&self.derive("drafts"), nonce, place, plain)
    }

    /// Decrypts what [`Keys::conceal`] made for the same place.
    ///
    /// # Errors
    /// [`Fault::Unsound`] for another place, another master key or changed bytes.
    pub fn reveal(&self, place: &str, concealed: &[u8]) -> Result<Vec<u8>, Fault> {
        crate::seal::open(&self.derive("drafts"), place, concealed)
    }

    /// HMAC-SHA-256 of a text for one purpose: check codes.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> [u8; 32] {
        mac(&self.derive(purpose), &[text.as_bytes()])
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32]; // cannot happen: HMAC takes keys of any length
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Keys(hidden)")
    }
}
