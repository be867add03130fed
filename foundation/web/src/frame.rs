//! What every page needs from this request: the reader's language, the words, the rail, the status bar, the form token.

use crate::house::House;
use crate::refusals::KitRefusal;
use crate::route::Needs;
use crate::trouble::Trouble;
use crate::visitor::{Seen, Visitor};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{HOST, REFERER};
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use base::calendar::BusinessDay;
use base::{Lang, Paisa};
use std::borrow::Borrow;
use std::sync::Arc;

/// One room on the rail, as the binary lists it.
#[derive(Clone, Copy, Debug)]
pub struct NavEntry {
    /// Where it leads.
    pub href: &'static str,
    /// The icon's name in `parts.html`.
    pub icon: &'static str,
    /// The key of its word.
    pub word: &'static str,
    /// Who sees it.
    pub needs: Needs,
}

/// One room on the rail of this person, in their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// Its word.
    pub label: String,
    /// True when the page shown is inside it.
    pub current: bool,
}

/// The bar at the foot of a signed-in page. Every text is already written in the reader's language; empty ones are not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusBar {
    /// The line to the hub, in words.
    pub line: String,
    /// The money in the drawer.
    pub drawer: String,
    /// The centre's float.
    pub float: String,
    /// The person's name.
    pub who: String,
    /// The centre's name.
    pub centre: String,
    /// The day.
    pub day: String,
    /// The Bangla day.
    pub bangla_day: String,
}

/// Fills the status bar; none when there is nothing to show. A fault of the store must not hide the page, so it
/// answers none as well.
pub type StatusHook = Arc<dyn Fn(House, Arc<Visitor>, Lang) -> db::Boxed<'static, Option<StatusBar>> + Send + Sync>;

/// The view of one request, handed to every page.
#[derive(Clone)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// The page's title; `titled` sets it.
    pub title: String,
    /// The token that every form carries.
    pub csrf: String,
    /// The rail.
    pub nav: Vec<NavItem>,
    /// The status bar.
    pub status: Option<StatusBar>,
    /// This page in the other language.
    pub other_lang_href: String,
    /// The path of this page.
    pub here: String,
    /// Who reads it.
    pub visitor: Option<Arc<Visitor>>,
    house: House,
}

impl Frame {
    /// A frame without its status bar: for error pages and page samples.
    #[must_use]
    pub fn bare(house: &House, visitor: Option<Arc<Visitor>>, lang: Lang, uri: &Uri) -> Frame {
        let session = visitor.as_ref().map_or("", |visitor| visitor.session.as_str());
        Frame {
            lang,
            title: String::new(),
            csrf: house.form_key().token(session),
            nav: rail(house, visitor.as_deref(), lang, uri.path()),
            status: None,
            other_lang_href: other_lang_href(uri, lang),
            here: uri.path().to_owned(),
            visitor,
            house: house.clone(),
        }
    }

    /// The same frame with the title of this key.
    #[must_use]
    pub fn titled(mut self, key: &str) -> Frame {
        self.title = self.say(key);
        self
    }

    /// The same frame with a title that is already written: a receipt's number, a service's name.
    #[must_use]
    pub fn titled_as(mut self, title: impl Into<String>) -> Frame {
        self.title = title.into();
        self
    }

    /// The words of this key.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.house.words.say(self.lang, key, &[])
    }

    /// The words of this key with its arguments filled in.
    #[must_use]
    pub fn say_with<V: AsRef<str>>(&self, key: &str, arguments: &[(&str, V)]) -> String {
        let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        self.house.words.say(self.lang, key, &arguments)
    }

    /// Money with its sign, in the reader's digits.
    #[must_use]
    pub fn money(&self, amount: impl Borrow<Paisa>) -> String {
        amount.borrow().show(self.lang)
    }

    /// A number grouped by lakh and crore, in the reader's digits.
    #[must_use]
    pub fn number(&self, number: impl Borrow<i64>) -> String {
        base::number::group(*number.borrow(), self.lang)
    }

    /// A day in words.
    #[must_use]
    pub fn day(&self, day: impl Borrow<BusinessDay>) -> String {
        day.borrow().show(self.lang)
    }

    /// One of two names, by the reader's language.
    #[must_use]
    pub fn either<'n>(&self, bn: &'n str, en: &'n str) -> &'n str {
        match self.lang {
            Lang::Bn => bn,
            Lang::En => en,
        }
    }

    /// The address of an embedded file.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        crate::assets::asset(name)
    }

    /// True when the reader holds this permission somewhere: for links that would else lead to a closed door.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.may(permission))
    }

    /// True when one of these faults (field, message) is of this field: askama has no closures to ask it with.
    #[must_use]
    pub fn is_wrong(&self, faults: &[(String, String)], name: &str) -> bool {
        faults.iter().any(|(field, _)| field == name)
    }

    /// The house, for what a page's own functions look up.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.house
    }
}

/// Just the reader's language: for handlers that answer a part of a page or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The language to answer in.
    pub lang: Lang,
}

impl FromRequestParts<House> for Reader {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _house: &House) -> Result<Reader, Trouble> {
        Ok(Reader { lang: seen(parts)?.lang })
    }
}

impl FromRequestParts<House> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _house: &House) -> Result<Visitor, Trouble> {
        let seen = seen(parts)?;
        seen.visitor.as_deref().cloned().ok_or_else(|| KitRefusal::NotSignedIn.into())
    }
}

impl OptionalFromRequestParts<House> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _house: &House) -> Result<Option<Visitor>, Trouble> {
        Ok(seen(parts)?.visitor.as_deref().cloned())
    }
}

impl FromRequestParts<House> for Frame {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Frame, Trouble> {
        let Seen { visitor, lang } = seen(parts)?.clone();
        // A form's page may be shown again after a POST; its other language is then the page from which it was sent.
        let uri = if parts.method == Method::GET { parts.uri.clone() } else { sent_from(parts) };
        let mut frame = Frame::bare(house, visitor, lang, &uri);
        if let Some(visitor) = &frame.visitor {
            frame.status = (house.status)(house.clone(), visitor.clone(), lang).await;
        }
        Ok(frame)
    }
}

/// What the gate left for the handler. Every route passes the gate, so its absence is a fault of the kit.
fn seen(parts: &Parts) -> Result<&Seen, Trouble> {
    parts.extensions.get::<Seen>().ok_or_else(|| Trouble::Broken("a route without a gate".to_owned()))
}

/// The page of ours from which a form came; what has no page by GET may take forms all the same.
fn sent_from(parts: &Parts) -> Uri {
    let referrer = parts.headers.get(REFERER).and_then(|text| text.to_str().ok());
    let referrer = referrer.and_then(|text| text.parse::<Uri>().ok());
    let host = parts.headers.get(HOST).and_then(|text| text.to_str().ok());
    let ours = referrer.filter(|uri| uri.authority().map(axum::http::uri::Authority::as_str) == host);
    let path =
        ours.as_ref().map_or_else(|| parts.uri.path(), |uri| uri.path_and_query().map_or("/", |all| all.as_str()));
    path.parse().unwrap_or_default()
}

fn rail(house: &House, visitor: Option<&Visitor>, lang: Lang, here: &str) -> Vec<NavItem> {
    let may_see = |entry: &&NavEntry| match (entry.needs, visitor) {
        (Needs::Anyone, _) | (Needs::SignedIn, Some(_)) => true,
        (Needs::Permission(permission), Some(visitor)) => visitor.may(permission),
        (_, None) => false,
    };
    let seen: Vec<&NavEntry> = house.nav.iter().filter(may_see).collect();
    let current =
        seen.iter().map(|entry| entry.href).filter(|href| is_inside(here, href)).max_by_key(|href| href.len());
    seen.iter()
        .map(|entry| NavItem {
            href: entry.href,
            icon: entry.icon,
            label: house.words.say(lang, entry.word, &[]),
            current: current == Some(entry.href),
        })
        .collect()
}

/// True when this page stands below that entry: `/people/12` below `/people`, but not `/peoples`, and only `/` below `/`.
fn is_inside(here: &str, href: &str) -> bool {
    here.strip_prefix(href).is_some_and(|rest| rest.is_empty() || (href != "/" && rest.starts_with('/')))
}

fn other_lang_href(uri: &Uri, lang: Lang) -> String {
    let kept = uri.query().map(crate::shell::without_lang).unwrap_or_default();
    let and = if kept.is_empty() { "" } else { "&" };
    format!("{}?{kept}{and}lang={}", uri.path(), lang.other().code())
}
