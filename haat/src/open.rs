//! Where a store is, and opening it.

use db::Target;
use journal::{Clock, Journal, Keys};
use std::path::{Path, PathBuf};

/// What ends a command.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A store's place: the data directory, and the database inside it or elsewhere.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data directory.
    pub data: PathBuf,
    /// The database.
    pub target: Target,
}

impl Place {
    /// The place of this data directory and this address; without an address, `haat.db` inside the directory.
    ///
    /// # Errors
    /// An address that is neither `sqlite:PATH` nor `postgres://…`.
    pub fn new(data: &Path, address: Option<&str>) -> Result<Place, Trouble> {
        let target = match address {
            Some(address) => address.parse()?,
            None => Target::Sqlite(data.join("haat.db")),
        };
        Ok(Place { data: data.to_owned(), target })
    }

    /// The file of the master key.
    #[must_use]
    pub fn master_key(&self) -> PathBuf {
        self.data.join("master.key")
    }

    /// Opens the store with the machine's clock.
    ///
    /// # Errors
    /// When it cannot be reached or made.
    pub async fn open(&self) -> Result<Journal, Trouble> {
        self.open_with(db::clock::system()).await
    }

    /// Opens the store with this clock.
    ///
    /// # Errors
    /// When it cannot be reached or made.
    pub async fn open_with(&self, clock: Clock) -> Result<Journal, Trouble> {
        make_private(&self.data).map_err(|error| format!("{}: {error}", self.data.display()))?;
        let keys = Keys::in_file(&self.master_key())?;
        Ok(Journal::open(&self.target, web::register(&crate::rooms()), keys, clock).await?)
    }
}

/// Makes a directory that only its owner may enter.
pub(crate) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Writes a new file that only its owner may read.
///
/// # Errors
/// When it is there already or cannot be written.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(file.write_all(bytes)?)
}
