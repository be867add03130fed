//! What the kit itself refuses, before or around a room's own deed.

use base::Refusal;
use journal::KEY_CHARS_MAX;

/// A refusal of the kit. Each has words in both languages, like every refusal of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KitRefusal {
    /// Nobody is signed in, or the session ended (401).
    NotSignedIn,
    /// The person may not do this (403). Only for what they may know of; else `NotFound`.
    Forbidden,
    /// There is nothing here, or nothing that this person may know of (404).
    NotFound,
    /// The path stands, but not for this method (405).
    WrongMethod,
    /// The request took too long; nothing tells whether it was done, so it is to be looked up or sent again (503).
    TooSlow,
    /// A race was lost or the state has moved on (409).
    Conflict,
    /// The body is longer than this surface takes (413).
    BodyTooLarge {
        /// The limit, in KiB.
        max_kib: usize,
    },
    /// A file, or the form that carries it, is larger than we take (413).
    FileTooLarge {
        /// The limit of a file, in MiB.
        max_mib: usize,
    },
    /// A form with more files or fields than we take (413).
    TooManyParts {
        /// Files, at most.
        files_max: usize,
        /// Text fields, at most.
        fields_max: usize,
    },
    /// The body is no JSON or no form at all (400).
    BodyMalformed {
        /// What the parser says, in English, for the developer.
        reason: String,
    },
    /// The body is not of the announced kind of content (415).
    BodyKind,
    /// The body is well formed but does not have the shape asked for (422).
    BodyShape {
        /// What the parser says, in English, for the developer.
        reason: String,
    },
    /// A message that was not signed by whom it is said to be from, or long ago (403).
    Unsigned,
    /// Posted by no page of ours, or by one that is too old (403).
    Forged,
    /// Too many tries (429).
    TooMany {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// Asked for by a host name that is not ours (421): the fence against DNS rebinding.
    WrongHost,
    /// Too much to do just now (503).
    Overrun,
    /// The database is away or its disk is full; nothing was done (503).
    Away,
    /// The idempotency key was used before with another body (409). The journal finds it; it has no words of its own.
    KeyReused,
    /// A program sent a deed without an idempotency key, or with one that is empty or too long (400).
    KeyMissing,
    /// The request itself cannot be understood (400).
    Malformed,
    /// Something broke in the house (500).
    Broken,
}

/// The codes of all of them, those of [`NotPicture`](crate::NotPicture) too, for the test that each is worded.
pub const CODES: &[&str] = &[
    "web.sign_in.needed",
    "web.forbidden",
    "web.not_found",
    "web.wrong_method",
    "web.too_slow",
    "web.conflict",
    "web.body.too_large",
    "web.file.too_large",
    "web.file.too_many",
    "web.picture.kind",
    "web.picture.contradicts",
    "web.picture.too_large",
    "web.picture.broken",
    "web.body.malformed",
    "web.body.kind",
    "web.body.shape",
    "web.forged",
    "web.unsigned",
    "web.too_many",
    "web.wrong_host",
    "web.overrun",
    "web.away",
    "journal.key.reused",
    "web.key.missing",
    "web.malformed",
    "web.broken",
];

impl KitRefusal {
    const fn parts(&self) -> (&'static str, u16) {
        match self {
            KitRefusal::NotSignedIn => ("web.sign_in.needed", 401),
            KitRefusal::Forbidden => ("web.forbidden", 403),
            KitRefusal::NotFound => ("web.not_found", 404),
            KitRefusal::WrongMethod => ("web.wrong_method", 405),
            KitRefusal::TooSlow => ("web.too_slow", 503),
            KitRefusal::Conflict => ("web.conflict", 409),
            KitRefusal::BodyTooLarge { .. } => ("web.body.too_large", 413),
            KitRefusal::FileTooLarge { .. } => ("web.file.too_large", 413),
            KitRefusal::TooManyParts { .. } => ("web.file.too_many", 413),
            KitRefusal::BodyMalformed { .. } => ("web.body.malformed", 400),
            KitRefusal::BodyKind => ("web.body.kind", 415),
            KitRefusal::BodyShape { .. } => ("web.body.shape", 422),
            KitRefusal::Forged => ("web.forged", 403),
            KitRefusal::Unsigned => ("web.unsigned", 403),
            KitRefusal::TooMany { .. } => ("web.too_many", 429),
            KitRefusal::WrongHost => ("web.wrong_host", 421),
            KitRefusal::Overrun => ("web.overrun", 503),
            KitRefusal::Away => ("web.away", 503),
            KitRefusal::KeyReused => ("journal.key.reused", 409),
            KitRefusal::KeyMissing => ("web.key.missing", 400),
            KitRefusal::Malformed => ("web.malformed", 400),
            KitRefusal::Broken => ("web.broken", 500),
        }
    }

    /// The refusal that stands for a bare status, as axum's own extractors answer it.
    pub(crate) fn of_status(status: u16) -> KitRefusal {
        match status {
            401 => KitRefusal::NotSignedIn,
            403 => KitRefusal::Forbidden,
            404 => KitRefusal::NotFound,
            405 => KitRefusal::WrongMethod,
            409 => KitRefusal::Conflict,
            415 => KitRefusal::BodyKind,
            400..500 => KitRefusal::Malformed,
            503 => KitRefusal::Away,
            _ => KitRefusal::Broken,
        }
    }
}

impl Refusal for KitRefusal {
    fn code(&self) -> &'static str {
        self.parts().0
    }

    fn status(&self) -> u16 {
        self.parts().1
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            KitRefusal::BodyTooLarge { max_kib } => vec![("max_kib", max_kib.to_string())],
            KitRefusal::FileTooLarge { max_mib } => vec![("max_mib", max_mib.to_string())],
            KitRefusal::TooManyParts { files_max, fields_max } => {
                vec![("files_max", files_max.to_string()), ("fields_max", fields_max.to_string())]
            }
            KitRefusal::BodyMalformed { reason } | KitRefusal::BodyShape { reason } => vec![("reason", reason.clone())],
            KitRefusal::TooMany { wait_s } => vec![("wait_s", wait_s.to_string())],
            KitRefusal::KeyMissing => vec![("max", KEY_CHARS_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        (*self == KitRefusal::KeyMissing).then(|| "Idempotency-Key".to_owned())
    }
}
