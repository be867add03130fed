//! The house as every handler sees it: one cheap handle on all that is shared.

use crate::csrf::FormKey;
use crate::frame::{NavEntry, StatusHook};
use crate::limiter::Limiter;
use crate::metrics::Metrics;
use crate::visitor::Doorkeeper;
use crate::words::Words;
use base::calendar::Moment;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;

/// What the binary decides when it opens the house.
pub struct Setting {
    /// The journal of all books.
    pub journal: journal::Journal,
    /// All words of the rooms.
    pub words: Words,
    /// Looks up who shows a token.
    pub doorkeeper: Doorkeeper,
    /// Fills the status bar of a signed-in page.
    pub status: StatusHook,
    /// The rail: every room that can be entered, in order.
    pub nav: Vec<NavEntry>,
    /// The address that people and QR codes use, without a slash at the end: `https://haat.example`.
    pub public_address: String,
    /// Cookies carry `Secure` and `__Host-` (`cookies_secure` tells when they can).
    pub secure: bool,
    /// True only when a proxy of ours stands in front: its last `X-Forwarded-For` entry is then the client.
    pub trust_proxy: bool,
    /// The host names that this house answers to.
    pub hosts: Hosts,
    /// What rooms share with their own handlers: the catalogue, the places.
    pub things: Things,
}

/// The shared state of all handlers: clone it freely.
#[derive(Clone)]
pub struct House(Arc<Inner>);

struct Inner {
    form_key: FormKey,
    setting: Setting,
    limiter: Limiter,
    metrics: Metrics,
}

impl House {
    /// A house with this setting, its limiter and its metrics empty.
    #[must_use]
    pub fn new(setting: Setting) -> House {
        let form_key = FormKey::of(setting.journal.keys());
        House(Arc::new(Inner { form_key, setting, limiter: Limiter::default(), metrics: Metrics::default() }))
    }

    /// The time, from the one clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.journal.now()
    }

    /// Makes and knows form tokens.
    #[must_use]
    pub fn form_key(&self) -> &FormKey {
        &self.0.form_key
    }

    /// Who knocked how often.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// The figures of `/metrics`.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// `http` or `https`, as people's browsers see it.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.public_address.split_once("://").map_or("http", |(scheme, _)| scheme)
    }
}

impl Deref for House {
    type Target = Setting;

    fn deref(&self) -> &Setting {
        &self.0.setting
    }
}

/// Things of any type, one of each: how a room hands its own shared state to its own handlers.
#[derive(Default)]
pub struct Things(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Things {
    /// Puts a thing in, in place of an earlier one of its type.
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(mut self, thing: T) -> Things {
        self.0.insert(TypeId::of::<T>(), Box::new(thing));
        self
    }

    /// The thing of this type, if the binary put it in.
    #[must_use]
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

/// The host names that the house answers to. On a loopback address no web page of another name may drive the till
/// (DNS rebinding, security 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Any: only behind a proxy that checks them.
    Any,
    /// Exactly these, with their port.
    Only(Vec<String>),
}

impl Hosts {
    /// The names for a house that listens here and is known by this address. On every network address people may use
    /// any name of the machine, so only the loopback is narrow by itself; a public `https` address narrows it too.
    #[must_use]
    pub fn of(listen: SocketAddr, public_address: &str) -> Hosts {
        let public = public_address.split_once("://").map_or(public_address, |(_, host)| host);
        let mut names = vec![public.to_ascii_lowercase()];
        if listen.ip().is_loopback() {
            let port = listen.port();
            for name in ["localhost", "127.0.0.1", "[::1]"] {
                names.push(format!("{name}:{port}"));
                if port == 80 {
                    names.push(name.to_owned());
                }
            }
        } else if !public_address.starts_with("https://") {
            return Hosts::Any;
        }
        Hosts::Only(names)
    }

    /// True when the house answers to this `Host`.
    #[must_use]
    pub fn hold(&self, host: &str) -> bool {
        match self {
            Hosts::Any => true,
            Hosts::Only(names) => names.iter().any(|name| name.eq_ignore_ascii_case(host)),
        }
    }
}

/// True when browsers accept `Secure` and `__Host-` cookies from this address: over https, and on plain http from the
/// machine itself (Chrome and Firefox trust it; security 3.3). A plain http address in a local network cannot have them.
#[must_use]
pub fn cookies_secure(public_address: &str) -> bool {
    let Some((scheme, host)) = public_address.split_once("://") else { return false };
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    scheme == "https" || name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
