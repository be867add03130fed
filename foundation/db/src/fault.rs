//! What can go wrong that is nobody's wish: the disk, the line, the program itself.

use thiserror::Error;

/// A fault. It is never shown to a person as it is: the web kit gives it an incident number.
/// A refusal (a rule said no) is another type, because the person can do something about it.
#[derive(Debug, Error)]
pub enum Fault {
    /// The database cannot be reached or is shutting down. Nothing was done; try again later (503).
    #[error("the database is away: {0}")]
    Away(String),
    /// The disk is full. Nothing was done; nothing half done stays (503).
    #[error("the disk is full: {0}")]
    Full(String),
    /// Another writer was there first; the same job may simply be run again.
    #[error("a race was lost: {0}")]
    Race(String),
    /// Too many jobs wait at the desk already.
    #[error("too many jobs wait at the desk")]
    Busy,
    /// The database refused a statement: a fault of ours.
    #[error("the database refused: {0}")]
    Statement(String),
    /// A row does not hold what its reader expects.
    #[error("column {column}: {what}")]
    Column {
        /// The column asked for.
        column: String,
        /// What stands there instead.
        what: &'static str,
    },
    /// Stored data contradicts itself; the text names the place.
    #[error("stored data is not sound: {0}")]
    Unsound(String),
}

impl Fault {
    /// True when the person should simply try again later: the store is away, full or overrun.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Fault::Away(_) | Fault::Full(_) | Fault::Busy)
    }

    /// True when the same job may be run again at once.
    #[must_use]
    pub fn is_race(&self) -> bool {
        matches!(self, Fault::Race(_))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode as Code;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Fault::Full(text),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Fault::Race(text),
            Some(Code::CannotOpen | Code::SystemIoFailure | Code::NotADatabase | Code::ReadOnly) => Fault::Away(text),
            _ => Fault::Statement(text),
        }
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Fault {
        use tokio_postgres::error::SqlState;
        let Some(answer) = error.as_db_error() else {
            return Fault::Away(error.to_string());
        };
        let text = format!("{} ({})", answer.message(), answer.code().code());
        match answer.code() {
            code if *code == SqlState::DISK_FULL => Fault::Full(text),
            code if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
                Fault::Race(text)
            }
            code if code.code().starts_with("57P")
                || code.code().starts_with("08")
                || code.code().starts_with("53") =>
            {
                Fault::Away(text)
            }
            _ => Fault::Statement(text),
        }
    }
}

impl From<deadpool_postgres::PoolError> for Fault {
    fn from(error: deadpool_postgres::PoolError) -> Fault {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            other => Fault::Away(other.to_string()),
        }
    }
}
