//! Every limit of the web kit, as named constants with their units. A person who meets one is told so in words.

use std::time::Duration;

/// The longest form that a page may post, in bytes.
pub const FORM_BYTES_MAX: usize = 64 * 1024;

/// The longest JSON body that the API takes, in bytes.
pub const JSON_BYTES_MAX: usize = 256 * 1024;

/// The longest JSON body of a door that takes batches, in bytes: a thousand goods with their descriptions.
pub const LONG_JSON_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The longest form with files that a page may post, in bytes.
pub const UPLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;

/// The largest file in it, in bytes.
pub const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// The number of files in it.
pub const FILES_MAX: usize = 8;

/// The number of text fields in it; together they are at most as long as a form without files.
pub const UPLOAD_FIELDS_MAX: usize = 200;

/// How far a form that is too long is read on, only to be thrown away, in bytes: as large as photos of telephones are.
pub const UPLOAD_DRAINED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Forms with files in memory at the same time, in KiB; the next ones are told to come back (503).
pub const UPLOADS_AT_ONCE_KIB_MAX: usize = 256 * 1024;

/// How long a request with files may take: 5 MB over a village's line.
pub const UPLOAD_TIME_MAX: Duration = Duration::from_mins(3);

/// How long one request may take from its headers to the answer's head.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);

/// How long a client may take to send its headers; it also ends kept-alive connections that stay silent.
pub const HEADER_READ_TIME_MAX: Duration = Duration::from_secs(20);

/// The room kept for a request's headers, in bytes.
pub const HEADER_BYTES_MAX: usize = 32 * 1024;

/// The number of headers that a request may carry.
pub const HEADERS_MAX: usize = 64;

/// Requests answered at the same time; the next ones are told to come back (503).
pub const REQUESTS_AT_ONCE_MAX: usize = 1024;

/// Connections held open at the same time; further ones wait to be accepted.
pub const CONNECTIONS_MAX: usize = 4096;

/// How long running requests may take to end after the house was told to close.
pub const CLOSING_TIME_MAX: Duration = Duration::from_secs(10);

/// Answers shorter than this are not compressed: one packet is one packet.
pub const COMPRESSED_BYTES_MIN: u64 = 1024;

/// Keys that the rate limiter remembers at once.
pub const LIMITER_KEYS_MAX: usize = 65_536;

/// How long a browser keeps the chosen language, in seconds: a year.
pub const LANGUAGE_COOKIE_S: u32 = 365 * 24 * 60 * 60;

/// Seconds after which a client should try again when the house is away or full.
pub const RETRY_AFTER_S: u64 = 5;
