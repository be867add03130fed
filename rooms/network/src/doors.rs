//! The doors: what other rooms and the pages ask of the network. They read; nothing here writes.

use crate::centre::Centre;
use crate::grant::Grant;
use crate::person::{Identity, Person};
use crate::place::Place;
use crate::seat::{Contract, Seat, SeatKind};
use crate::session::Channel;
use crate::store::{self, under};
use base::mobile::Mobile;
use base::{BusinessDay, Moment};
use journal::{Fault, NATION};

/// Centres on a page, at most.
pub const CENTRES_PER_PAGE_MAX: i64 = 50;

/// The place of this code.
///
/// # Errors
/// What the database says; so of all doors.
pub async fn place(tx: &mut db::Tx<'_>, code: &str) -> Result<Option<Place>, Fault> {
    tx.optional(&store::PLACE, &[NATION.into(), code.into()]).await?.as_ref().map(store::place).transpose()
}

/// The places directly below this one, by kind and code.
///
/// # Errors
/// What the database says.
pub async fn children(tx: &mut db::Tx<'_>, code: &str) -> Result<Vec<Place>, Fault> {
    tx.all(&store::CHILDREN, &[NATION.into(), code.into()]).await?.iter().map(store::place).collect()
}

/// The centre of this code.
///
/// # Errors
/// What the database says.
pub async fn centre(tx: &mut db::Tx<'_>, code: &str) -> Result<Option<Centre>, Fault> {
    tx.optional(&store::CENTRE, &[NATION.into(), code.into()]).await?.as_ref().map(store::centre).transpose()
}

/// The centre that stands at this place.
///
/// # Errors
/// What the database says.
pub async fn centre_at(tx: &mut db::Tx<'_>, place: &str) -> Result<Option<Centre>, Fault> {
    tx.optional(&store::CENTRE_AT, &[NATION.into(), place.into()]).await?.as_ref().map(store::centre).transpose()
}

/// Centres at or below a path, by code, after this code, at most so many.
///
/// # Errors
/// What the database says.
pub async fn centres_under(tx: &mut db::Tx<'_>, path: &str, after: &str, limit: i64) -> Result<Vec<Centre>, Fault> {
    let values = [NATION.into(), under(path).into(), after.into(), limit.into()];
    tx.all(&store::CENTRES_UNDER, &values).await?.iter().map(store::centre).collect()
}

/// How many centres stand at or below a path.
///
/// # Errors
/// What the database says.
pub async fn centre_count(tx: &mut db::Tx<'_>, path: &str) -> Result<i64, Fault> {
    tx.one(&store::CENTRE_COUNT, &[NATION.into(), under(path).into()]).await?.get("centres")
}

/// Centres below a path that answer a query: by code, by name, by any spelling of a place at or above them.
///
/// # Errors
/// What the database says.
pub async fn find_centres(tx: &mut db::Tx<'_>, path: &str, query: &str) -> Result<Vec<Centre>, Fault> {
    let query = base::text::clean(query).replace(['%', '_', '\\'], " ");
    let query = query.trim();
    let digits = base::number::to_latin_digits(query);
    let limit = CENTRES_PER_PAGE_MAX;
    let (bn, en) = (format!("%{query}%"), format!("%{}%", query.to_lowercase()));
    let values = [NATION.into(), under(path).into(), bn.into(), en.into(), under(&digits).into(), limit.into()];
    let mut found: Vec<Centre> =
        tx.all(&store::CENTRE_NAMES, &values).await?.iter().map(store::centre).collect::<Result<_, _>>()?;
    for code in crate::reference::find_places(query, 12) {
        let Some(place) = place(tx, code).await? else { continue };
        let area = if crate::place::is_within(&place.path, path) { place.path } else { continue };
        for centre in centres_under(tx, &area, "", limit).await? {
            if !found.iter().any(|known| known.code == centre.code) {
                found.push(centre);
            }
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The two seats of a centre, the woman's first.
///
/// # Errors
/// What the database says.
pub async fn seats(tx: &mut db::Tx<'_>, centre: &str) -> Result<Vec<Seat>, Fault> {
    tx.all(&store::SEATS, &[NATION.into(), centre.into()]).await?.iter().map(store::seat).collect()
}

/// One seat of a centre; none when there is no such centre.
///
/// # Errors
/// What the database says.
pub async fn seat(tx: &mut db::Tx<'_>, centre: &str, kind: SeatKind) -> Result<Option<Seat>, Fault> {
    Ok(seats(tx, centre).await?.into_iter().find(|seat| seat.kind == kind))
}

/// The seat that a person sits in.
///
/// # Errors
/// What the database says.
pub async fn seat_of(tx: &mut db::Tx<'_>, person: &str) -> Result<Option<Seat>, Fault> {
    tx.optional(&store::SEAT_OF, &[NATION.into(), person.into()]).await?.as_ref().map(store::seat).transpose()
}

/// Filled seats and all seats at or below a path.
///
/// # Errors
/// What the database says.
pub async fn seats_filled(tx: &mut db::Tx<'_>, path: &str) -> Result<(i64, i64), Fault> {
    let row = tx.one(&store::SEATS_FILLED, &[NATION.into(), under(path).into()]).await?;
    Ok((row.get("filled")?, row.get("seats")?))
}

/// The contract of this id.
///
/// # Errors
/// What the database says.
pub async fn contract(tx: &mut db::Tx<'_>, id: &str) -> Result<Option<Contract>, Fault> {
    tx.optional(&store::CONTRACT, &[NATION.into(), id.into()]).await?.as_ref().map(store::contract).transpose()
}

/// Every contract of a person, the newest first: it survives losing the seat.
///
/// # Errors
/// What the database says.
pub async fn contracts_of(tx: &mut db::Tx<'_>, person: &str) -> Result<Vec<Contract>, Fault> {
    tx.all(&store::CONTRACTS_OF, &[NATION.into(), person.into()]).await?.iter().map(store::contract).collect()
}

/// The person of this id.
///
/// # Errors
/// What the database says.
pub async fn person(tx: &mut db::Tx<'_>, id: &str) -> Result<Option<Person>, Fault> {
    tx.optional(&store::PERSON, &[NATION.into(), id.into()]).await?.as_ref().map(store::person).transpose()
}

/// The person with this mobile number.
///
/// # Errors
/// What the database says.
pub async fn person_with_mobile(tx: &mut journal::Tx<'_, '_>, mobile: &Mobile) -> Result<Option<Person>, Fault> {
    let index = crate::person::mobile_index(tx.keys(), mobile);
    person_with_index(tx, &index).await
}

/// The person with this blind index.
pub(crate) async fn person_with_index(tx: &mut db::Tx<'_>, index: &str) -> Result<Option<Person>, Fault> {
    tx.optional(&store::PERSON_BY_MOBILE, &[NATION.into(), index.into()]).await?.as_ref().map(store::person).transpose()
}

/// What is sealed of a person; none when the person was erased.
///
/// # Errors
/// What the database says, or that the seal does not open.
pub async fn identity(tx: &mut journal::Tx<'_, '_>, person: &Person) -> Result<Option<Identity>, Fault> {
    tx.unseal(NATION, &person.seal).await
}

/// A person's name; empty for an erased or unknown one.
///
/// # Errors
/// What the database says, or that the seal does not open.
pub async fn person_name(tx: &mut journal::Tx<'_, '_>, id: &str) -> Result<String, Fault> {
    let Some(person) = person(tx, id).await? else {
        return Ok(String::new());
    };
    Ok(identity(tx, &person).await?.map(|identity| identity.name).unwrap_or_default())
}

/// A course that a person passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its short name.
    pub course: String,
    /// The day on which it was noted.
    pub passed_on: BusinessDay,
    /// The seal of what proves it.
    pub proof_seal: String,
}

/// Did this person pass this course? The counter asks it before a service that needs one is given.
///
/// # Errors
/// What the database says.
pub async fn passed_course(tx: &mut db::Tx<'_>, person: &str, course: &str) -> Result<bool, Fault> {
    Ok(tx.optional(&store::COURSE, &[NATION.into(), person.into(), course.into()]).await?.is_some())
}

/// Every course that a person passed, the newest first.
///
/// # Errors
/// What the database says.
pub async fn courses_of(tx: &mut db::Tx<'_>, person: &str) -> Result<Vec<Course>, Fault> {
    let rows = tx.all(&store::COURSES_OF, &[NATION.into(), person.into()]).await?;
    rows.iter()
        .map(|row| {
            let (course, passed_on) = (row.get("course")?, row.get("passed_on")?);
            Ok(Course { course, passed_on, proof_seal: row.get("proof_seal")? })
        })
        .collect()
}

/// Every grant of a person, the newest first, past ones too.
///
/// # Errors
/// What the database says.
pub async fn grants_of(tx: &mut db::Tx<'_>, person: &str) -> Result<Vec<Grant>, Fault> {
    tx.all(&store::GRANTS_OF, &[NATION.into(), person.into()]).await?.iter().map(store::grant).collect()
}

/// The grant of this id.
///
/// # Errors
/// What the database says.
pub async fn grant(tx: &mut db::Tx<'_>, id: &str) -> Result<Option<Grant>, Fault> {
    tx.optional(&store::GRANT, &[NATION.into(), id.into()]).await?.as_ref().map(store::grant).transpose()
}

/// People with a role at or below a path today, entrepreneurs apart, at most so many.
///
/// # Errors
/// What the database says.
pub async fn officers_under(
    tx: &mut db::Tx<'_>,
    path: &str,
    day: BusinessDay,
    limit: i64,
) -> Result<Vec<(String, Grant)>, Fault> {
    let values = [NATION.into(), under(path).into(), day.into(), limit.into()];
    let mut officers = Vec::new();
    for row in tx.all(&store::OFFICERS_UNDER, &values).await? {
        let (person, id): (String, String) = (row.get("person")?, row.get("grant_id")?);
        if let Some(grant) = grant(tx, &id).await? {
            officers.push((person, grant));
        }
    }
    Ok(officers)
}

/// True when somebody has been made administrator: set-up is then over for ever.
///
/// # Errors
/// What the database says.
pub async fn is_set_up(tx: &mut db::Tx<'_>) -> Result<bool, Fault> {
    Ok(tx.one(&store::ADMINISTRATORS, &[NATION.into()]).await?.get::<i64>("administrators")? > 0)
}

/// The mobile number of the person for whom a one-time code is, while it can be used.
pub(crate) async fn mobile_of_code(tx: &mut journal::Tx<'_, '_>, hash: [u8; 32]) -> Result<Option<Mobile>, Fault> {
    let Some((_, id)) = crate::deeds::code_owner(tx, hash).await? else { return Ok(None) };
    let Some(person) = person(tx, &id).await? else { return Ok(None) };
    Ok(identity(tx, &person).await?.and_then(|identity| Mobile::parse(&identity.mobile).ok()))
}

/// A session that has not ended, for the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedSession {
    /// Its id.
    pub id: String,
    /// Browser and system.
    pub device: String,
    /// True for a token of the API.
    pub bearer: bool,
    /// When it began.
    pub opened_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
}

/// A person's sessions that have not ended, the newest first.
///
/// # Errors
/// What the database says.
pub async fn sessions_of(tx: &mut db::Tx<'_>, person: &str) -> Result<Vec<OpenedSession>, Fault> {
    let now = tx.now();
    let mut sessions = Vec::new();
    for row in tx.all(&store::SESSIONS_OF, &[NATION.into(), person.into()]).await? {
        let (seen_at, ends_at): (Moment, Moment) = (row.get("seen_at_ms")?, row.get("ends_at_ms")?);
        if now < ends_at && now.get().saturating_sub(seen_at.get()) < row.get::<i64>("idle_ms")? {
            sessions.push(OpenedSession {
                id: row.get("session")?,
                device: row.get("device")?,
                bearer: row.get::<String>("channel")? == Channel::Bearer.name(),
                opened_at: row.get("opened_at_ms")?,
                seen_at,
            });
        }
    }
    Ok(sessions)
}
