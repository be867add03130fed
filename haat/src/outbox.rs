//! Texts as files: one file a message in the directory `outbox` of the data, for whatever program carries them to
//! telephones. It takes a file away, or moves it into `outbox/sent` if it wants to keep it.
//!
//! A file is written whole beside its place and then linked there, so that nobody sees half of one, a kill leaves none,
//! and a message of the same key never goes twice. Only the owner may read them: they hold telephone numbers.

use base::mobile::Mobile;
use counter::Texting;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Letters of a key, at most: it becomes the name of a file.
const KEY_CHARS_MAX: usize = 120;

/// The directory.
#[derive(Debug, Clone)]
pub struct Outbox {
    dir: PathBuf,
}

impl Outbox {
    /// The outbox of a data directory, made at need.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn of(data: &Path) -> std::io::Result<Outbox> {
        let dir = data.join("outbox");
        crate::open::make_private(&dir.join("sent"))?;
        Ok(Outbox { dir })
    }

    /// As the rooms know it.
    #[must_use]
    pub fn texting(self) -> Texting {
        Texting(Arc::new(move |to, text, key| self.put(to, text, key)))
    }

    /// Puts a message there, unless one of this key was put before.
    ///
    /// # Errors
    /// What went wrong, for the log; never the message itself.
    pub fn put(&self, to: &Mobile, text: &str, key: &str) -> Result<(), String> {
        let name = name_of(key).ok_or_else(|| "a text has a key that is no name".to_owned())?;
        let told = |error: std::io::Error| format!("outbox: {error}");
        if self.dir.join("sent").join(&name).exists() || self.dir.join(&name).exists() {
            return Ok(());
        }
        let body = serde_json::json!({ "key": key, "to": to.e164(), "text": text }).to_string();
        let draft = self.dir.join(format!(".{name}.{}", lot()?));
        let written = write_private(&draft, &body).and_then(|()| std::fs::hard_link(&draft, self.dir.join(&name)));
        let swept = std::fs::remove_file(&draft);
        match written {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(told(error)),
            _ => swept.map_err(told)?,
        }
        // The name lasts only when the directory is on the disk too.
        std::fs::File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(told)
    }
}

/// The file's name: the key, whose letters are those of numbers and kinds.
fn name_of(key: &str) -> Option<String> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
    let fits = !key.is_empty() && key.len() <= KEY_CHARS_MAX && !key.starts_with('.') && key.chars().all(sound);
    fits.then(|| format!("{}.json", key.replace(':', "+")))
}

/// Two programs may write at the same time: each has a draft of its own.
fn lot() -> Result<String, String> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| format!("no random bytes: {error}"))?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
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
