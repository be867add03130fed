//! What can happen in the network, by version, and how each is written into the tables.

mod centre;
mod grant;
mod person;
mod place;
mod suspension;

pub use centre::{CentreOpened, Leaving, PersonSeated, SeatLeft};
pub use grant::{GrantEnded, GrantGiven};
pub use person::{
    AuthenticatorEnrolled, AuthenticatorForgotten, CodeIssued, CodePurpose, CoursePassed, LanguageChanged, PasswordSet,
    PersonRegistered, PersonReinstated, PersonSuspended,
};
pub use place::PlacesLoaded;
pub use suspension::{CentreReinstated, CentreSuspended, QueueRerouted, SeatReinstated, SeatSuspended};

use journal::EventKind;

/// Every event of the room, in every version.
#[must_use]
pub fn all() -> Vec<EventKind> {
    vec![
        EventKind::of::<PlacesLoaded>(),
        EventKind::of::<CentreOpened>(),
        EventKind::of::<PersonSeated>(),
        EventKind::of::<SeatLeft>(),
        EventKind::of::<PersonRegistered>(),
        EventKind::of::<LanguageChanged>(),
        EventKind::of::<PasswordSet>(),
        EventKind::of::<AuthenticatorEnrolled>(),
        EventKind::of::<AuthenticatorForgotten>(),
        EventKind::of::<CodeIssued>(),
        EventKind::of::<PersonSuspended>(),
        EventKind::of::<PersonReinstated>(),
        EventKind::of::<CoursePassed>(),
        EventKind::of::<GrantGiven>(),
        EventKind::of::<GrantEnded>(),
        EventKind::of::<CentreSuspended>(),
        EventKind::of::<CentreReinstated>(),
        EventKind::of::<SeatSuspended>(),
        EventKind::of::<SeatReinstated>(),
        EventKind::of::<QueueRerouted>(),
    ]
}
