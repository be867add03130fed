//! Who stands at the door: the visitor, what that person holds, and the doorkeeper who looks them up.
//!
//! The kit knows no table of people. A room (`network`) hands in the doorkeeper; the kit asks it once for each
//! request that carries a token and then answers every "may this person?" from what it said.

use crate::Fault;
use crate::limiter::Rule;
use base::Lang;
use std::sync::Arc;

/// A token shown at the door, and how it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Knock {
    /// The reference token in clear. Only its SHA-256 is stored anywhere (security 4.4).
    pub token: String,
    /// The way it came: a browser's cookie or an API client's header.
    pub kind: KnockKind,
}

/// Cookies open pages and never the API, bearers open the API and never pages: so no web site can make a
/// browser spend its cookie on the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnockKind {
    /// A session cookie of a browser.
    Cookie,
    /// `Authorization: Bearer …` of an API client.
    Bearer,
}

/// Looks a token up: nobody (`None`) for an unknown, ended or expired one. Refuses nothing; a fault is the store's.
pub type Doorkeeper = Arc<dyn Fn(Knock) -> db::Boxed<'static, Result<Option<Visitor>, Fault>> + Send + Sync>;

/// A person who is signed in, as far as a page needs to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The person's id.
    pub person: String,
    /// The name to show.
    pub name: String,
    /// The session's id (not its token): form tokens are bound to it.
    pub session: String,
    /// The language the person chose for their account, if any.
    pub lang: Option<Lang>,
    /// The grants that hold today.
    pub held: Vec<Held>,
    /// The seat at a centre's counter, when the person sits in one.
    pub seat: Option<SeatHeld>,
    /// True when a bearer token opened the door.
    pub by_token: bool,
    /// How often this visitor may come, whatever is asked for (429 beyond, with `Retry-After`); nothing where nobody counts.
    pub rule: Option<&'static Rule>,
}

/// A grant: a role's permissions within the subtree of a place (security 4.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The role's name.
    pub role: String,
    /// What the role may do, `resource.action`.
    pub permissions: &'static [&'static str],
    /// The place's path such as `/30/3026/302614/`; `/` is the whole country.
    pub path: String,
}

/// A seat at a centre: which book the person writes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatHeld {
    /// The centre's code.
    pub centre: String,
    /// The centre's book.
    pub book: String,
    /// The centre's path, for `may_at`.
    pub path: String,
    /// The centre's name in Bangla.
    pub centre_name_bn: String,
    /// The centre's name in English.
    pub centre_name_en: String,
}

impl Visitor {
    /// True when some grant holds this permission, wherever it is: opens a page whose rows are then filtered by place.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.held.iter().any(|held| held.permissions.contains(&permission))
    }

    /// True when a grant holds this permission at the place of this path or above it. An unfinished path
    /// (`/30/302` against `/30/3026/`) opens nothing, because every grant's path ends with a slash.
    #[must_use]
    pub fn may_at(&self, permission: &str, path: &str) -> bool {
        self.held.iter().any(|held| {
            held.permissions.contains(&permission) && held.path.ends_with('/') && path.starts_with(held.path.as_str())
        })
    }
}

/// What the gate found out about a request before its handler runs.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) visitor: Option<Arc<Visitor>>,
    pub(crate) lang: Lang,
}
