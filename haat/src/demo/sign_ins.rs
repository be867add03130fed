//! Who may sign in to the demo: freshly made passwords, never the same twice.

use crate::open::Trouble;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// The file in the data directory, readable by its owner only.
pub(crate) const FILE: &str = "sign-ins.csv";

/// One person of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The role.
    pub role: String,
    /// The code of the place at which it is held.
    pub place: String,
    /// The centre's code, for those who sit in one.
    pub centre: String,
    /// The mobile number.
    pub mobile: String,
    /// The password.
    pub password: String,
    /// The secret of the authenticator, for officers.
    pub totp_secret: String,
}

impl fmt::Display for SignIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:20} {:12} {:8} mobile {} password {}",
            self.role, self.place, self.centre, self.mobile, self.password
        )?;
        if self.totp_secret.is_empty() { Ok(()) } else { write!(out, " totp {}", self.totp_secret) }
    }
}

/// Writes the file.
pub(crate) fn write(path: &Path, sign_ins: &[SignIn]) -> Result<(), Trouble> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = csv::Writer::from_writer(options.open(path)?);
    for sign_in in sign_ins {
        file.serialize(sign_in)?;
    }
    file.flush()?;
    Ok(())
}

/// Reads the file.
pub(crate) fn read(path: &Path) -> Result<Vec<SignIn>, Trouble> {
    Ok(csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?)
}

/// The first of each role, to be printed.
pub(crate) fn some(path: &Path) -> Result<Vec<SignIn>, Trouble> {
    let mut some: Vec<SignIn> = Vec::new();
    for sign_in in read(path)? {
        if !some.iter().any(|known| known.role == sign_in.role) {
            some.push(sign_in);
        }
    }
    Ok(some)
}

/// A fresh password that can be typed: sixteen letters and digits in fours.
pub(crate) fn fresh_password() -> Result<String, Trouble> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("no random bytes: {error}"))?;
    let letter = |byte: &u8| char::from(*LETTERS.get(usize::from(byte % 32)).unwrap_or(&b'a'));
    let fours: Vec<String> = bytes.chunks(4).map(|four| four.iter().map(letter).collect()).collect();
    Ok(fours.join("-"))
}

/// A fresh secret for an authenticator: 160 bits in base 32 (RFC 4226).
pub(crate) fn fresh_secret() -> Result<String, Trouble> {
    const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("no random bytes: {error}"))?;
    Ok(bytes.iter().map(|byte| char::from(*BASE32.get(usize::from(byte % 32)).unwrap_or(&b'A'))).collect())
}
