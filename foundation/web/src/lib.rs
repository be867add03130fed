//! The axum kit that every room stands on.
//!
//! A room describes itself in a [`Room`]; the binary folds the rooms into one [`router`]. Every route says who may use
//! it and passes a gate (`gate.rs`): the doorkeeper's look-up, the permission, the rate limit, the form token. Around
//! everything lies a shell (`shell.rs`): host names, time limits, the language switch, security headers, figures.
//! A handler answers a page, JSON, or bare [`Trouble`]; `dress.rs` words it for people or for machines.

mod answers;
mod assets;
mod client;
pub mod cookies;
pub mod csrf;
mod dress;
mod form;
mod frame;
mod gate;
mod house;
pub mod limiter;
pub mod limits;
mod metrics;
mod nul;
pub mod openapi;
mod outward;
mod picture;
mod refusals;
mod room;
mod route;
mod router;
mod serve;
pub mod sheet;
mod shell;
mod signature;
mod trouble;
mod upload;
mod visitor;
mod words;

pub use axum::http::Method;

pub use answers::{in_query, json, page, page_refused, pdf, refused, safe_next, see_other, see_other_with_cookie};
pub use assets::asset;
pub use client::{Client, NotAnswered, REPLY_BYTES_MAX, Reply};
pub use dress::Problem;
pub use form::{Form, IdempotencyKey, Json, LongJson, RawForm};
pub use frame::{Frame, NavEntry, NavItem, Reader, StatusBar, StatusHook};
pub use house::{Hosts, House, Setting, Things, cookies_secure};
pub use journal::Fault;
pub use limiter::{Limiter, Rule};
pub use metrics::{Metrics, write_figure};
pub use outward::{ENDPOINT_CHARS_MAX, Outward, endpoint_of};
pub use picture::{
    NotPicture, PICTURE_BYTES_MAX, PICTURE_DOTS_MAX, PICTURE_SIDE_MAX, Picture, PictureSize, THUMBNAIL_SIDE_MAX,
};
pub use refusals::{CODES, KitRefusal};
pub use room::{Room, Sample, register};
pub use route::{Needs, Route, routes_table};
pub use router::router;
pub use serve::serve;
pub use shell::CONTENT_POLICY;
pub use signature::{Signature, base64, base64_decoded, signature_holds, signed, signed_json};
pub use trouble::{Answer, Trouble};
pub use upload::{SentFile, Upload};
pub use visitor::{Doorkeeper, Held, Knock, KnockKind, SeatHeld, Visitor};
pub use words::{BrokenWords, Told, Wording, Words, key_of};
