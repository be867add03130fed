//! People and seats of an area, and registering a person.

use super::ask::{AskPage, Field, Shape};
use super::centres::{Asked, page_of_centres};
use super::show::{act, area, below, either, may_see, name_and_mobile, place_name, trail};
use crate::centre::Centre;
use crate::deeds::RegisterPerson;
use crate::doors;
use crate::person::Sex;
use crate::place::Place;
use crate::seat::SeatKind;
use crate::secrets::{fingerprint, one_time_code};
use askama::Template;
use axum::extract::{Query, State};
use base::Lang;
use base::identity::Nid;
use base::mobile::Mobile;
use journal::Tx;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// Officers on a page.
const OFFICERS_MAX: i64 = 50;

#[derive(Template)]
#[template(path = "people.html")]
pub(super) struct PeoplePage {
    pub frame: Frame,
    pub place: String,
    pub trail: Vec<(String, String)>,
    pub below: Vec<(String, String)>,
    pub area: String,
    pub new_href: Option<String>,
    pub query: String,
    pub filled: i64,
    pub seats: i64,
    pub centres: Vec<CentreSeats>,
    pub officers: Vec<OfficerRow>,
    pub next_href: Option<String>,
}

pub(super) struct CentreSeats {
    pub name: String,
    pub place: String,
    pub href: String,
    pub seats: Vec<SeatRow>,
}

pub(super) struct SeatRow {
    pub woman: bool,
    pub person: Option<SeatPerson>,
    pub since: String,
}

pub(super) struct SeatPerson {
    pub href: String,
    pub name: String,
    pub mobile: String,
    pub suspended: bool,
}

pub(super) struct OfficerRow {
    pub href: String,
    pub name: String,
    pub role: String,
    pub place: String,
}

#[derive(Deserialize)]
pub(super) struct Given {
    form_id: String,
    place: String,
    name: String,
    mobile: String,
    nid: String,
    sex: String,
}

/// `GET /people`
pub(super) async fn list(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let query = base::text::clean(&asked.q.unwrap_or_default());
    let (code, after) = (asked.place.unwrap_or_default(), asked.after.unwrap_or_default());
    if let Ok(mobile) = Mobile::parse(&query)
        && let Some(person) = find(&house, visitor.clone(), mobile).await?
    {
        return Ok(web::see_other(&format!("/people/{person}")));
    }
    let page = house
        .journal
        .read(move |tx| Box::pin(async move { listed(tx, frame, &visitor, &code, &query, &after).await }))
        .await?;
    web::page(&page)
}

/// The person with this number, if the visitor may know of them.
async fn find(house: &House, visitor: Visitor, mobile: Mobile) -> Result<Option<String>, Trouble> {
    house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let Some(person) = doors::person_with_mobile(tx, &mobile).await? else { return Ok(None) };
                let seen = may_see(tx, &visitor, &person).await?;
                Ok(Some(person.id).filter(|_| seen))
            })
        })
        .await
}

async fn listed(
    tx: &mut Tx<'_, '_>,
    frame: Frame,
    visitor: &Visitor,
    code: &str,
    query: &str,
    after: &str,
) -> Result<PeoplePage, Trouble> {
    let lang = frame.lang;
    let place = area(tx, visitor, "people.view", code).await?;
    let (found, last) = page_of_centres(tx, &place, query, after).await?;
    let mut centres = Vec::new();
    for centre in found {
        centres.push(centre_seats(tx, &frame, visitor, centre).await?);
    }
    // Officers stand on the first page only, and not among what a query found.
    let officers = if query.is_empty() && after.is_empty() { officers(tx, &frame, &place).await? } else { Vec::new() };
    let (filled, seats) = doors::seats_filled(tx, &place.path).await?;
    let manages = visitor.may_at("people.manage", &place.path);
    Ok(PeoplePage {
        trail: trail(tx, visitor, &place, "/people", lang).await?,
        below: below(tx, &place, "/people", lang).await?,
        new_href: manages.then(|| format!("/people/new?place={}", place.code)),
        next_href: last.map(|last| format!("/people?place={}&after={last}", place.code)),
        place: either(lang, &place.name_bn, &place.name_en),
        area: place.code,
        query: query.to_owned(),
        filled,
        seats,
        centres,
        officers,
        frame: frame.titled("people-title"),
    })
}

async fn centre_seats(
    tx: &mut Tx<'_, '_>,
    frame: &Frame,
    visitor: &Visitor,
    centre: Centre,
) -> Result<CentreSeats, Trouble> {
    let mut seats = Vec::new();
    for seat in doors::seats(tx, &centre.code).await? {
        let mut person = None;
        if let Some(id) = &seat.person
            && let Some(found) = doors::person(tx, id).await?
        {
            let clear = visitor.may_at("pii.reveal", &centre.path);
            let (name, mobile) = name_and_mobile(tx, &found, frame.lang, clear).await?;
            let (href, suspended) = (format!("/people/{id}"), found.suspended_on.is_some());
            person = Some(SeatPerson { href, name, mobile, suspended });
        }
        seats.push(SeatRow { woman: seat.kind == SeatKind::Woman, person, since: frame.day(seat.since) });
    }
    let place = doors::place(tx, &centre.place).await?.map(|place| place.parent).unwrap_or_default();
    Ok(CentreSeats {
        name: either(frame.lang, &centre.name_bn, &centre.name_en),
        place: place_name(tx, &place, frame.lang).await?,
        href: format!("/centres/{}", centre.code),
        seats,
    })
}

async fn officers(tx: &mut Tx<'_, '_>, frame: &Frame, place: &Place) -> Result<Vec<OfficerRow>, Trouble> {
    let today = tx.now().day();
    let mut rows = Vec::new();
    for (person, grant) in doors::officers_under(tx, &place.path, today, OFFICERS_MAX).await? {
        rows.push(OfficerRow {
            name: doors::person_name(tx, &person).await?,
            role: frame.say(&format!("role-{}", grant.role.name())),
            place: place_name(tx, &grant.place, frame.lang).await?,
            href: format!("/people/{person}"),
        });
    }
    Ok(rows)
}

/// `GET /people/new`
pub(super) async fn ask_new(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    asking(&house, frame, visitor, asked.place.unwrap_or_default(), None).await?.show()
}

async fn asking(
    house: &House,
    frame: Frame,
    visitor: Visitor,
    code: String,
    given: Option<&Given>,
) -> Result<AskPage, Trouble> {
    let place =
        house.journal.read(move |tx| Box::pin(async move { area(tx, &visitor, "people.manage", &code).await })).await?;
    let back = format!("/people?place={}", place.code);
    let mut page = AskPage::new(frame.titled("people-new"), back, String::new(), "/people".to_owned())?;
    let frame = &page.frame;
    let value = |pick: fn(&Given) -> &String| given.map(pick).cloned().unwrap_or_default();
    let choice = |name: &str, word: &str| (name.to_owned(), frame.say(word));
    let sexes = vec![choice("", "sex-unasked"), choice("woman", "sex-woman"), choice("man", "sex-man")];
    let name = Shape::Line("text", "autocomplete=off maxlength=80 required");
    let phone = Shape::Line("tel", "inputmode=tel autocomplete=off maxlength=24 required");
    let nid = Shape::Line("text", "inputmode=numeric autocomplete=off maxlength=24");
    let fields = vec![
        Field::hidden("place", &place.code),
        Field::new(frame, "name", "person-name", "", &value(|given| &given.name), name),
        Field::new(frame, "mobile", "mobile", "sign-in-mobile-hint", &value(|given| &given.mobile), phone),
        Field::new(frame, "nid", "person-nid", "person-nid-hint", &value(|given| &given.nid), nid),
        Field::new(frame, "sex", "person-sex", "person-sex-hint", &value(|given| &given.sex), Shape::Choice(sexes)),
    ];
    page.back = frame.say("people-title");
    page.about = either(frame.lang, &place.name_bn, &place.name_en);
    page.fields = fields;
    Ok(page)
}

/// `POST /people`
pub(super) async fn register(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Answer {
    let page = asking(&house, frame.clone(), visitor.clone(), given.place.clone(), Some(&given)).await?;
    let mobile = match Mobile::parse(&given.mobile) {
        Ok(mobile) => mobile,
        Err(refusal) => return page.refused_at(given.form_id, &refusal, "mobile"),
    };
    let nid = match Some(&given.nid).filter(|nid| !nid.trim().is_empty()).map(|nid| Nid::parse(nid)).transpose() {
        Ok(nid) => nid.map(|nid| nid.digits().to_owned()),
        Err(refusal) => return page.refused_at(given.form_id, &refusal, "nid"),
    };
    let code = one_time_code(house.journal.keys(), &format!("{}/{}", visitor.person, given.form_id));
    let deed = RegisterPerson {
        name: given.name.clone(),
        mobile,
        nid,
        sex: Sex::of_name(&given.sex),
        lang: Lang::Bn,
        place: given.place.clone(),
        code_hash: Some(fingerprint(&code)),
    };
    match act(&house, &visitor, &given.form_id, deed).await {
        Ok(person) => super::person::code_page(&house, frame, given.name, &person, code, true),
        outcome => page.after(outcome, given.form_id, "/people"),
    }
}
