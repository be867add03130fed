//! A route states who may use it; one that does not cannot be written.

use crate::house::House;
use crate::limiter::Rule;
use crate::room::Room;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use std::fmt;

/// Who may use a route. Denied by default: there is no variant for "not thought about".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Anybody, signed in or not: the receipt check, the sign-in page.
    Anyone,
    /// Any person who is signed in.
    SignedIn,
    /// A person who holds this permission somewhere; the handler still asks `may_at` for the row's place.
    Permission(&'static str),
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Needs::Anyone => "anyone",
            Needs::SignedIn => "signed-in",
            Needs::Permission(permission) => permission,
        })
    }
}

/// One way into a room: method, path, who may use it, and the handler.
#[derive(Clone)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters in braces, such as `/receipts/{number}`.
    pub path: &'static str,
    /// Who may use it.
    pub needs: Needs,
    /// How often one address may knock, when that is limited.
    pub rule: Option<&'static Rule>,
    /// True when its forms may carry files.
    pub files: bool,
    /// The handler.
    pub(crate) handler: MethodRouter<House>,
}

impl Route {
    /// A route that reads. It changes nothing, whatever happens (security 3.5.3).
    pub fn get<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Route { method: "GET", path, needs, rule: None, files: false, handler: get(handler) }
    }

    /// A route that does a deed.
    pub fn post<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Route { method: "POST", path, needs, rule: None, files: false, handler: post(handler) }
    }

    /// The same route, at most so often from one network address (429 beyond, with `Retry-After`).
    #[must_use]
    pub fn limited(mut self, rule: &'static Rule) -> Route {
        self.rule = Some(rule);
        self
    }

    /// The same route, whose forms may carry files: its handler takes an [`Upload`](crate::Upload). Every other route
    /// refuses such forms (415).
    #[must_use]
    pub fn taking_files(mut self) -> Route {
        self.files = true;
        self
    }
}

/// All routes of the house, one a line, `METHOD path needs`, sorted: the text of `routes.txt`, which people review.
#[must_use]
pub fn routes_table(rooms: &[Room]) -> String {
    let own = crate::router::own_routes(String::new());
    let mut lines: Vec<String> = rooms
        .iter()
        .flat_map(|room| &room.routes)
        .chain(&own)
        .map(|route| format!("{} {} {}\n", route.method, route.path, route.needs))
        .collect();
    lines.sort_by(|a, b| a.split(' ').skip(1).cmp(b.split(' ').skip(1)).then(a.cmp(b)));
    lines.concat()
}
