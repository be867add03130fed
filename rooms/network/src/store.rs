//! The room's tables and the only SQL that names them.

use crate::centre::{Centre, CentreKind};
use crate::grant::Grant;
use crate::person::{Person, Sex};
use crate::place::{Place, PlaceKind};
use crate::role::Role;
use crate::seat::{Contract, Seat, SeatKind, Terms};
use base::Lang;
use db::{Kind, Row, Shelf};
use journal::Fault;
use std::str::FromStr;

/// The room's migrations.
pub const MIGRATIONS: &[db::Migration] = &[
    migration(1, "network", include_str!("../migrations/0001_network.sql")),
    migration(2, "suspension", include_str!("../migrations/0002_suspension.sql")),
    migration(13, "courses", include_str!("../migrations/0013_courses.sql")),
];

const fn migration(number: u32, name: &'static str, sql: &'static str) -> db::Migration {
    db::Migration { room: "network", number, name, sql }
}

/// Tables that are replayed from the journal.
pub const VIEWS: &[&str] = &[
    "network_place",
    "network_place_name",
    "network_place_part",
    "network_centre",
    "network_seat",
    "network_contract",
    "network_person",
    "network_grant",
    "network_course",
    "network_suspension",
    "network_queue",
];

/// Tables that no journal can make again: who is signed in just now, and how often somebody tried.
pub const KEPT: &[&str] = &["network_session", "network_try", "network_step", "network_code"];

/// Places come by the thousand, so they are written many at once.
pub(crate) static PLACES: Shelf = Shelf {
    table: "network_place",
    key: &[("book", Kind::Text), ("code", Kind::Text)],
    rest: &[
        ("kind", Kind::Text),
        ("parent", Kind::Text),
        ("path", Kind::Text),
        ("name_bn", Kind::Text),
        ("name_en", Kind::Text),
        ("lat_micro", Kind::Integer),
        ("lon_micro", Kind::Integer),
    ],
    read: false,
    lock: false,
};

/// So do their spellings.
pub(crate) static SPELLINGS: Shelf = Shelf {
    table: "network_place_name",
    key: &[("book", Kind::Text), ("code", Kind::Text), ("lang", Kind::Text), ("name", Kind::Text)],
    rest: &[("source", Kind::Text)],
    read: false,
    lock: false,
};

/// Asked with every sale: so a shelf, which a batch reads once. Nobody locks another book's row.
pub(crate) static SUSPENSIONS: Shelf = Shelf {
    table: "network_suspension",
    key: &[("book", Kind::Text), ("subject", Kind::Text)],
    rest: &[
        ("seat", Kind::Text),
        ("centre", Kind::Text),
        ("path", Kind::Text),
        ("since", Kind::Text),
        ("reason", Kind::Text),
        ("holds", Kind::Boolean),
    ],
    read: true,
    lock: false,
};

/// Where the applications of a centre are served.
pub(crate) static QUEUES: Shelf = Shelf {
    table: "network_queue",
    key: &[("book", Kind::Text), ("centre", Kind::Text)],
    rest: &[("path", Kind::Text), ("served_at", Kind::Text), ("since", Kind::Text)],
    read: true,
    lock: false,
};

db::statements! {
    PLACE = "select code, kind, parent, path, name_bn, name_en, lat_micro, lon_micro from network_place \
             where book = $1 and code = $2";
    CHILDREN = "select code, kind, parent, path, name_bn, name_en, lat_micro, lon_micro from network_place \
                where book = $1 and parent = $2 order by kind, code";
    PARTS = "select part, hash from network_place_part where book = $1";
    PUT_PART = "insert into network_place_part (book, part, hash) values ($1, $2, $3) \
                on conflict (book, part) do update set hash = excluded.hash";

    CENTRE = "select code, place, kind, path, name_bn, name_en, opened_on from network_centre \
              where book = $1 and code = $2";
    CENTRE_AT = "select code, place, kind, path, name_bn, name_en, opened_on from network_centre \
                 where book = $1 and place = $2";
    CENTRES_UNDER = "select code, place, kind, path, name_bn, name_en, opened_on from network_centre \
                     where book = $1 and path like $2 and code > $3 order by code limit $4";
    CENTRE_NAMES = "select code, place, kind, path, name_bn, name_en, opened_on from network_centre \
                    where book = $1 and path like $2 and (name_bn like $3 or lower(name_en) like $4 or code like $5) \
                    order by code limit $6";
    CENTRE_COUNT = "select count(*) as centres from network_centre where book = $1 and path like $2";
    LAST_CENTRE = "select max(code) as code from network_centre where book = $1 and code like $2";
    CENTRE_CODES = "select code from network_centre where book = $1 and code like $2 order by code";
    PUT_CENTRE = "insert into network_centre (book, code, place, kind, path, name_bn, name_en, opened_on) \
                  values ($1, $2, $3, $4, $5, $6, $7, $8)";

    SEATS = "select centre, seat, person, contract, since from network_seat where book = $1 and centre = $2 \
             order by seat desc";
    SEAT_OF = "select s.centre, s.seat, s.person, s.contract, s.since from network_seat s \
               where s.book = $1 and s.person = $2";
    SEATS_FILLED = "select count(s.person) as filled, count(*) as seats from network_seat s \
                    join network_centre c on c.book = s.book and c.code = s.centre where s.book = $1 and c.path like $2";
    SEATS_BY_CENTRE = "select s.centre, count(s.person) as filled from network_seat s \
                       join network_centre c on c.book = s.book and c.code = s.centre \
                       where s.book = $1 and c.path like $2 group by s.centre";
    VACANT_SEATS = "select s.centre, s.seat, s.since, c.name_bn, c.name_en, c.path from network_seat s \
                    join network_centre c on c.book = s.book and c.code = s.centre \
                    where s.book = $1 and c.path like $2 and s.person is null \
                    order by s.since, s.centre, s.seat desc limit $3";
    PUT_SEAT = "insert into network_seat (book, centre, seat, person, contract, since) \
                values ($1, $2, $3, $4, $5, $6) on conflict (book, centre, seat) do update set \
                person = excluded.person, contract = excluded.contract, since = excluded.since";

    CONTRACT = "select contract, centre, seat, person, from_day, until_day, stamp, ended_on from network_contract \
                where book = $1 and contract = $2";
    LAST_CONTRACT = "select max(ended_on) as free_from from network_contract \
                     where book = $1 and centre = $2 and seat = $3";
    CONTRACTS_OF = "select contract, centre, seat, person, from_day, until_day, stamp, ended_on from network_contract \
                    where book = $1 and person = $2 order by from_day desc, contract desc";
    PUT_CONTRACT = "insert into network_contract (book, contract, centre, seat, person, from_day, until_day, stamp) \
                    values ($1, $2, $3, $4, $5, $6, $7, $8)";
    END_CONTRACT = "update network_contract set ended_on = $3, ended_why = $4, note_seal = $5 \
                    where book = $1 and contract = $2";

    PERSON = "select person, seal, mobile_index, sex, lang, place, path, registered_on, suspended_on, suspended_seal, \
              password_seal, authenticator_seal from network_person where book = $1 and person = $2";
    PERSON_BY_MOBILE = "select person, seal, mobile_index, sex, lang, place, path, registered_on, suspended_on, \
                        suspended_seal, password_seal, authenticator_seal from network_person \
                        where book = $1 and mobile_index = $2";
    PUT_PERSON = "insert into network_person (book, person, seal, mobile_index, sex, lang, place, path, registered_on) \
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SET_LANG = "update network_person set lang = $3 where book = $1 and person = $2";
    SET_PASSWORD = "update network_person set password_seal = $3 where book = $1 and person = $2";
    SET_AUTHENTICATOR = "update network_person set authenticator_seal = $3 where book = $1 and person = $2";
    SET_SUSPENDED = "update network_person set suspended_on = $3, suspended_seal = $4 where book = $1 and person = $2";

    COURSE = "select course from network_course where book = $1 and person = $2 and course = $3";
    COURSES_OF = "select course, passed_on, proof_seal from network_course where book = $1 and person = $2 \
                  order by passed_on desc, course";
    PUT_COURSE = "insert into network_course (book, person, course, passed_on, proof_seal) values ($1, $2, $3, $4, $5)";

    GRANT = "select grant_id, person, role, place, path, from_day, until_day, given_by, ended_on from network_grant \
             where book = $1 and grant_id = $2";
    GRANTS_OF = "select grant_id, person, role, place, path, from_day, until_day, given_by, ended_on from network_grant \
                 where book = $1 and person = $2 order by from_day desc, grant_id desc";
    OFFICERS_UNDER = "select g.person, min(g.grant_id) as grant_id from network_grant g \
                      where g.book = $1 and g.path like $2 and g.role <> 'entrepreneur' and g.ended_on is null \
                      and g.from_day <= $3 and (g.until_day is null or g.until_day >= $3) \
                      group by g.person order by g.person limit $4";
    ADMINISTRATORS = "select count(*) as administrators from network_grant where book = $1 and role = 'administrator'";
    PUT_GRANT = "insert into network_grant (book, grant_id, person, role, place, path, from_day, until_day, given_by) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    END_GRANT = "update network_grant set ended_on = $3, ended_by = $4 where book = $1 and grant_id = $2";

    SUSPENSIONS_OF = "select seat, since, reason from network_suspension where book = $1 and centre = $2 and holds \
                      order by coalesce(seat, ''), since, subject";
    QUEUES_AT = "select centre from network_queue where book = $1 and served_at = $2 order by centre";
    STOPPED_COUNT = "select count(*) as stopped from \
                     (select centre from network_suspension where book = $1 and path like $2 and holds \
                     and centre is not null union \
                     select centre from network_queue where book = $1 and path like $2 and served_at is not null) \
                     as both_tables";
    STOPPED_UNDER = "select centre from \
                     (select centre from network_suspension where book = $1 and path like $2 and holds \
                     and centre is not null union \
                     select centre from network_queue where book = $1 and path like $2 and served_at is not null) \
                     as both_tables order by centre limit $3";

    PUT_SESSION = "insert into network_session (book, token_hash, session, person, channel, device, opened_at_ms, \
                   seen_at_ms, idle_ms, ends_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)";
    SESSION = "select session, person, channel, seen_at_ms, idle_ms, ends_at_ms from network_session \
               where book = $1 and token_hash = $2";
    SESSIONS_OF = "select session, channel, device, opened_at_ms, seen_at_ms, idle_ms, ends_at_ms from network_session \
                   where book = $1 and person = $2 order by opened_at_ms desc, session desc";
    SEE_SESSION = "update network_session set seen_at_ms = $4 where book = $1 and person = $2 and session = $3 \
                   and seen_at_ms < $4";
    END_SESSION = "delete from network_session where book = $1 and person = $2 and session = $3";
    END_OTHER_SESSIONS = "delete from network_session where book = $1 and person = $2 and session <> $3";
    END_SESSIONS = "delete from network_session where book = $1 and person = $2";
    PRUNE_SESSIONS = "delete from network_session where book = $1 and person = $2 \
                      and (ends_at_ms <= $3 or seen_at_ms + idle_ms <= $3)";

    TRIES = "select tries, since_ms, last_at_ms from network_try where book = $1 and surface = $2 and subject = $3";
    PUT_TRIES = "insert into network_try (book, surface, subject, tries, since_ms, last_at_ms) \
                 values ($1, $2, $3, $4, $5, $6) on conflict (book, surface, subject) do update set \
                 tries = excluded.tries, since_ms = excluded.since_ms, last_at_ms = excluded.last_at_ms";
    FORGET_TRIES = "delete from network_try where book = $1 and surface = $2 and subject = $3";
    PRUNE_TRIES = "delete from network_try where book = $1 and last_at_ms < $2";

    STEP = "select step from network_step where book = $1 and person = $2";
    PUT_STEP = "insert into network_step (book, person, step) values ($1, $2, $3) \
                on conflict (book, person) do update set step = excluded.step";

    CODE = "select purpose, person, ends_at_ms, used_at_ms from network_code where book = $1 and code_hash = $2";
    PUT_CODE = "insert into network_code (book, code_hash, purpose, person, ends_at_ms) values ($1, $2, $3, $4, $5) \
                on conflict (book, code_hash) do update set ends_at_ms = excluded.ends_at_ms";
    USE_CODE = "update network_code set used_at_ms = $3 where book = $1 and code_hash = $2";
    VOID_CODES = "delete from network_code where book = $1 and person = $2 and used_at_ms is null";
}

/// Every statement of the room.
#[must_use]
pub fn statements() -> &'static [&'static db::Statement] {
    ALL
}

/// What a `like` asks for to find everything at or below a path. Paths hold letters, digits and slashes only.
pub(crate) fn under(path: &str) -> String {
    format!("{path}%")
}

/// A word of ours read back: a kind, a role.
fn named<T>(row: &Row, column: &str, of_name: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    let name: String = row.get(column)?;
    of_name(&name).ok_or_else(|| Fault::Unsound(format!("{column}: {name}")))
}

pub(crate) fn place(row: &Row) -> Result<Place, Fault> {
    Ok(Place {
        code: row.get("code")?,
        kind: named(row, "kind", PlaceKind::of_name)?,
        parent: row.get("parent")?,
        path: row.get("path")?,
        name_bn: row.get("name_bn")?,
        name_en: row.get("name_en")?,
        lat_micro: row.get("lat_micro")?,
        lon_micro: row.get("lon_micro")?,
    })
}

pub(crate) fn centre(row: &Row) -> Result<Centre, Fault> {
    let code: String = row.get("code")?;
    Ok(Centre {
        book: code.clone(),
        code,
        place: row.get("place")?,
        kind: named(row, "kind", CentreKind::of_name)?,
        path: row.get("path")?,
        name_bn: row.get("name_bn")?,
        name_en: row.get("name_en")?,
        opened_on: row.get("opened_on")?,
    })
}

pub(crate) fn seat(row: &Row) -> Result<Seat, Fault> {
    Ok(Seat {
        centre: row.get("centre")?,
        kind: named(row, "seat", SeatKind::of_name)?,
        person: row.get("person")?,
        contract: row.get("contract")?,
        since: row.get("since")?,
    })
}

pub(crate) fn contract(row: &Row) -> Result<Contract, Fault> {
    Ok(Contract {
        id: row.get("contract")?,
        centre: row.get("centre")?,
        seat: named(row, "seat", SeatKind::of_name)?,
        person: row.get("person")?,
        terms: Terms { from: row.get("from_day")?, until: row.get("until_day")?, stamp: row.get("stamp")? },
        ended_on: row.get("ended_on")?,
    })
}

pub(crate) fn person(row: &Row) -> Result<Person, Fault> {
    Ok(Person {
        id: row.get("person")?,
        seal: row.get("seal")?,
        mobile_index: row.get("mobile_index")?,
        sex: row.get::<Option<String>>("sex")?.as_deref().and_then(Sex::of_name),
        lang: named(row, "lang", |code| Lang::from_str(code).ok())?,
        place: row.get("place")?,
        path: row.get("path")?,
        registered_on: row.get("registered_on")?,
        suspended_on: row.get("suspended_on")?,
        suspended_seal: row.get("suspended_seal")?,
        password_seal: row.get("password_seal")?,
        authenticator_seal: row.get("authenticator_seal")?,
    })
}

pub(crate) fn grant(row: &Row) -> Result<Grant, Fault> {
    Ok(Grant {
        id: row.get("grant_id")?,
        person: row.get("person")?,
        role: named(row, "role", Role::of_name)?,
        place: row.get("place")?,
        path: row.get("path")?,
        from: row.get("from_day")?,
        until: row.get("until_day")?,
        given_by: row.get("given_by")?,
        ended_on: row.get("ended_on")?,
    })
}
