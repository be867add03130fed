//! The descriptor of a room. The binary folds over the list of rooms: a thing not in a descriptor does not exist.

use crate::frame::Frame;
use crate::route::Route;
use crate::words::Wording;

/// Everything a room brings into the house.
pub struct Room {
    /// The room's name; its tables begin with it.
    pub name: &'static str,
    /// Its migrations, in order.
    pub migrations: &'static [db::Migration],
    /// Every SQL statement of the room, for the test that prepares them all on both engines.
    pub statements: &'static [&'static db::Statement],
    /// Tables that are dropped and replayed from the journals by `haat rebuild`.
    pub views: &'static [&'static str],
    /// Tables that no journal can make again (sessions): a rebuild leaves them alone.
    pub kept: &'static [&'static str],
    /// What can happen in this room, and how each is applied.
    pub events: Vec<journal::EventKind>,
    /// What `haat verify` checks of this room beyond chains and replays.
    pub audits: &'static [journal::Audit],
    /// What it does when it hears what happened elsewhere: in other rooms, or for whoever is told outside.
    pub listeners: Vec<journal::Listener>,
    /// The ways in.
    pub routes: Vec<Route>,
    /// The permissions that this room's routes and deeds ask for.
    pub permissions: &'static [&'static str],
    /// Every page once with plausible content, rendered by a test in both languages.
    pub samples: Vec<Sample>,
    /// The room's words.
    pub words: Wording,
    /// Every refusal code that the room can give, for the test that each is worded in both languages.
    pub refusals: &'static [&'static str],
    /// The room's part of the API description, when it has handlers under `/api/v1`.
    pub openapi: Option<fn() -> utoipa::openapi::OpenApi>,
}

impl Room {
    /// An empty room of this name, to be furnished: `Room { routes, ..Room::named("counter") }`.
    #[must_use]
    pub fn named(name: &'static str) -> Room {
        Room {
            name,
            migrations: &[],
            statements: &[],
            views: &[],
            kept: &[],
            events: Vec::new(),
            audits: &[],
            listeners: Vec::new(),
            routes: Vec::new(),
            permissions: &[],
            samples: Vec::new(),
            words: Wording::NONE,
            refusals: &[],
            openapi: None,
        }
    }
}

/// What these rooms bring to the journal.
#[must_use]
pub fn register(rooms: &[Room]) -> journal::Register {
    journal::Register {
        migrations: rooms.iter().flat_map(|room| room.migrations).copied().collect(),
        events: rooms.iter().flat_map(|room| &room.events).copied().collect(),
        views: rooms.iter().flat_map(|room| room.views).copied().collect(),
        audits: rooms.iter().flat_map(|room| room.audits).copied().collect(),
    }
}

/// A page with sample content.
#[derive(Clone, Copy)]
pub struct Sample {
    /// A name for the test's report and the screenshot's file.
    pub name: &'static str,
    /// Renders it in the frame's language.
    pub render: fn(Frame) -> askama::Result<String>,
}
