//! Suspension: a centre, a seat or a person may not serve for now (facts.md 3.4), and where the open applications of such a
//! centre are served meanwhile. The counter asks it in its own deeds, so that a sale and a suspension never pass each other.

use crate::centre::{Centre, district_of};
use crate::doors;
use crate::grant::may;
use crate::seat::SeatKind;
use crate::store::{QUEUES, QUEUES_AT, STOPPED_COUNT, STOPPED_UNDER, SUSPENSIONS, SUSPENSIONS_OF, under};
use base::{BusinessDay, Refusal};
use db::Value;
use journal::{Fault, NATION};

/// Why somebody may not serve at a counter now. The centre is the one that serves its applications meanwhile, if one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindered {
    /// The whole centre is suspended.
    Centre(Option<String>),
    /// The seat is suspended.
    Seat(Option<String>),
    /// The person is suspended.
    Person,
    /// The application is not, or no longer, served at the centre of who acts.
    Elsewhere,
}

impl Refusal for Hindered {
    fn code(&self) -> &'static str {
        match self {
            Hindered::Centre(None) => "network.suspended.centre",
            Hindered::Centre(Some(_)) => "network.suspended.centre_moved",
            Hindered::Seat(None) => "network.suspended.seat",
            Hindered::Seat(Some(_)) => "network.suspended.seat_moved",
            Hindered::Person => "network.suspended.person",
            Hindered::Elsewhere => "network.suspended.elsewhere",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Hindered::Centre(Some(centre)) | Hindered::Seat(Some(centre)) => vec![("centre", centre.clone())],
            _ => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if *self == Hindered::Elsewhere { 409 } else { 403 }
    }
}

/// The codes of [`Hindered`].
pub(crate) const CODES: &[&str] = &[
    "network.suspended.centre",
    "network.suspended.centre_moved",
    "network.suspended.seat",
    "network.suspended.seat_moved",
    "network.suspended.person",
    "network.suspended.elsewhere",
];

/// Under which subject the suspension of who sits in a seat is kept.
pub(crate) fn of_seat(person: &str) -> String {
    format!("seat:{person}")
}

fn key(subject: &str) -> Vec<Value> {
    vec![NATION.into(), subject.into()]
}

/// What a deed at a counter asks for, to be told ahead.
#[must_use]
pub fn hindered_wants(centre: &str, by: &str) -> [db::Want; 3] {
    [(&SUSPENSIONS, key(centre)), (&SUSPENSIONS, key(by)), (&SUSPENSIONS, key(&of_seat(by)))]
}

async fn holds(tx: &mut db::Tx<'_>, subject: &str) -> Result<bool, Fault> {
    let row = tx.fetch(&SUSPENSIONS, key(subject)).await?;
    Ok(row.as_deref().and_then(<[Value]>::last) == Some(&Value::Boolean(true)))
}

/// Where the open applications of a centre are served, when not at its own counter.
///
/// # Errors
/// What the database says.
pub async fn served_at(tx: &mut db::Tx<'_>, centre: &str) -> Result<Option<String>, Fault> {
    let row = tx.fetch(&QUEUES, key(centre)).await?;
    Ok(match row.as_deref() {
        Some([_, Value::Text(at), _]) => Some(at.clone()),
        _ => None,
    })
}

/// The centres whose applications are served at this one, by code.
///
/// # Errors
/// What the database says.
pub async fn queues_at(tx: &mut db::Tx<'_>, centre: &str) -> Result<Vec<Centre>, Fault> {
    let mut centres = Vec::new();
    for row in tx.all(&QUEUES_AT, &[NATION.into(), centre.into()]).await? {
        centres.extend(doors::centre(tx, &row.get::<String>("centre")?).await?);
    }
    Ok(centres)
}

/// What hinders this person from serving at this centre's own counter, if anything does.
///
/// # Errors
/// What the database says.
pub async fn hindered(tx: &mut db::Tx<'_>, centre: &str, by: &str) -> Result<Option<Hindered>, Fault> {
    if holds(tx, by).await? {
        return Ok(Some(Hindered::Person));
    }
    if holds(tx, centre).await? {
        return Ok(Some(Hindered::Centre(served_at(tx, centre).await?)));
    }
    if holds(tx, &of_seat(by)).await? {
        return Ok(Some(Hindered::Seat(served_at(tx, centre).await?)));
    }
    Ok(None)
}

/// What hinders this person from going on with an application of one centre at the counter of another.
///
/// # Errors
/// What the database says.
pub async fn hindered_at(tx: &mut db::Tx<'_>, centre: &str, at: &str, by: &str) -> Result<Option<Hindered>, Fault> {
    if served_at(tx, centre).await?.as_deref() != Some(at) {
        return Ok(Some(Hindered::Elsewhere));
    }
    hindered(tx, at, by).await
}

/// One seat and whoever sits in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Which of the two.
    pub kind: SeatKind,
    /// Who sits in it.
    pub person: Option<String>,
    /// True when their contract lets them sell today and they are not suspended themselves.
    pub fit: bool,
    /// True when the seat is suspended.
    pub suspended: bool,
}

/// A centre and whether anybody may serve there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posts {
    /// True when the whole centre is suspended.
    pub suspended: bool,
    /// Both seats, the woman's first.
    pub seats: Vec<Post>,
}

impl Posts {
    /// True while somebody may serve there.
    #[must_use]
    pub fn serving(&self) -> bool {
        !self.suspended && self.seats.iter().any(|post| post.fit && !post.suspended)
    }

    /// One of the two.
    pub(crate) fn seat(&self, kind: SeatKind) -> Option<&Post> {
        self.seats.iter().find(|post| post.kind == kind)
    }

    /// The same if the centre, or only this seat, were suspended or not.
    #[must_use]
    pub fn with(mut self, seat: Option<SeatKind>, suspended: bool) -> Posts {
        match seat {
            None => self.suspended = suspended,
            Some(kind) => {
                self.seats.iter_mut().filter(|post| post.kind == kind).for_each(|post| post.suspended = suspended);
            }
        }
        self
    }
}

/// Who could serve at a centre today.
///
/// # Errors
/// What the database says.
pub async fn posts(tx: &mut db::Tx<'_>, centre: &Centre) -> Result<Posts, Fault> {
    let day = tx.now().day();
    let mut seats = Vec::new();
    for seat in doors::seats(tx, &centre.code).await? {
        let (mut fit, mut suspended) = (false, false);
        if let Some(id) = &seat.person {
            let known = doors::person(tx, id).await?.is_some_and(|person| person.suspended_on.is_none());
            fit = known && may(&doors::grants_of(tx, id).await?, "sale.create", &centre.path, day);
            suspended = holds(tx, &of_seat(id)).await?;
        }
        seats.push(Post { kind: seat.kind, person: seat.person, fit, suspended });
    }
    Ok(Posts { suspended: holds(tx, &centre.code).await?, seats })
}

/// Could this centre serve the applications of the other? In the same district, with somebody at its counter.
///
/// # Errors
/// What the database says.
pub async fn could_receive(tx: &mut db::Tx<'_>, from: &Centre, to: &Centre) -> Result<bool, Fault> {
    let near = from.code != to.code && district_of(&from.path) == district_of(&to.path);
    Ok(near && served_at(tx, &to.code).await?.is_none() && posts(tx, to).await?.serving())
}

/// One suspension that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// The seat; none for the whole centre.
    pub seat: Option<SeatKind>,
    /// Since when.
    pub since: BusinessDay,
    /// The seal of why, in the nation's book.
    pub reason: String,
}

/// A centre that does not serve as it should: suspended, or one of its seats is, or its applications are served elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The centre.
    pub centre: Centre,
    /// What is suspended, the whole centre first.
    pub suspensions: Vec<Suspension>,
    /// Where its applications are served, when elsewhere.
    pub served_at: Option<Centre>,
    /// True when nobody may serve there either: whoever sat there left, or was suspended later.
    pub stuck: bool,
    /// True while somebody may serve at its own counter.
    pub serving: bool,
}

/// How it stands with a centre; none when nothing is suspended there and its applications are its own.
///
/// # Errors
/// What the database says.
pub async fn stopped(tx: &mut db::Tx<'_>, centre: Centre) -> Result<Option<Stopped>, Fault> {
    let mut suspensions = Vec::new();
    for row in tx.all(&SUSPENSIONS_OF, &[NATION.into(), Value::from(&centre.code)]).await? {
        let seat: Option<String> = row.get("seat")?;
        let seat = seat.as_deref().and_then(SeatKind::of_name);
        suspensions.push(Suspension { seat, since: row.get("since")?, reason: row.get("reason")? });
    }
    let served_at = match served_at(tx, &centre.code).await? {
        Some(at) => doors::centre(tx, &at).await?,
        None => None,
    };
    if suspensions.is_empty() && served_at.is_none() {
        return Ok(None);
    }
    let stuck = match &served_at {
        Some(at) => !posts(tx, at).await?.serving(),
        None => false,
    };
    let serving = posts(tx, &centre).await?.serving();
    Ok(Some(Stopped { centre, suspensions, served_at, stuck, serving }))
}

/// How many centres at or below a path there are of which [`stopped`] tells something.
///
/// # Errors
/// What the database says.
pub async fn stopped_count(tx: &mut db::Tx<'_>, path: &str) -> Result<i64, Fault> {
    tx.one(&STOPPED_COUNT, &[NATION.into(), under(path).into()]).await?.get("stopped")
}

/// The codes of the centres at or below a path of which [`stopped`] tells something, at most so many.
///
/// # Errors
/// What the database says.
pub async fn stopped_codes(tx: &mut db::Tx<'_>, path: &str, limit: i64) -> Result<Vec<String>, Fault> {
    let rows = tx.all(&STOPPED_UNDER, &[NATION.into(), under(path).into(), limit.into()]).await?;
    rows.iter().map(|row| row.get("centre")).collect()
}

/// The centres at or below a path of which [`stopped`] tells something, by code, at most so many.
///
/// # Errors
/// What the database says.
pub async fn stopped_under(tx: &mut db::Tx<'_>, path: &str, limit: i64) -> Result<Vec<Stopped>, Fault> {
    let mut all = Vec::new();
    for code in stopped_codes(tx, path, limit).await? {
        if let Some(centre) = doors::centre(tx, &code).await? {
            all.extend(stopped(tx, centre).await?);
        }
    }
    Ok(all)
}
