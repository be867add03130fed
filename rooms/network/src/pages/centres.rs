//! The centres of an area, one centre, opening one.

use super::ask::{AskPage, Field, Shape};
use super::show::{act, area, below, either, name_and_mobile, place_name, trail};
use crate::centre::{Centre, CentreKind};
use crate::deeds::OpenCentre;
use crate::doors;
use crate::place::Place;
use crate::seat::SeatKind;
use crate::suspension::{posts, stopped_codes};
use askama::Template;
use axum::extract::{Path, Query, State};
use journal::Tx;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor, in_query};

/// Centres on a page.
const ROWS_MAX: i64 = 25;
/// Centres of which it is looked whether they serve.
const CENTRES_MAX: i64 = 20_000;

#[derive(Template)]
#[template(path = "centres.html")]
pub(super) struct CentresPage {
    pub frame: Frame,
    pub place: String,
    pub trail: Vec<(String, String)>,
    pub below: Vec<(String, String)>,
    pub area: String,
    pub new_href: Option<String>,
    pub query: String,
    pub count: i64,
    pub rows: Vec<CentreRow>,
    pub next_href: Option<String>,
}

pub(super) struct CentreRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub kind: String,
    pub place: String,
    pub filled: i64,
    /// It does not serve as it should: something of it is suspended, or its applications are elsewhere.
    pub stopped: bool,
}

#[derive(Template)]
#[template(path = "centre.html")]
pub(super) struct CentrePage {
    pub frame: Frame,
    pub trail: Vec<(String, String)>,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub opened: String,
    pub seats: Vec<CentreSeat>,
    pub assigns: bool,
    /// The whole centre is suspended.
    pub suspended: bool,
}

pub(super) struct CentreSeat {
    pub woman: bool,
    pub person: Option<super::people::SeatPerson>,
    pub since: String,
    pub contract: String,
    pub over: bool,
    pub href: String,
}

/// What is asked of a list: a query, a place, and after which code the page begins.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    pub q: Option<String>,
    pub place: Option<String>,
    pub after: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct GivenCentre {
    form_id: String,
    back: String,
    place: String,
    name_bn: String,
    name_en: String,
}

/// The words for a kind of centre.
pub(super) fn kind_key(kind: CentreKind) -> &'static str {
    match kind {
        CentreKind::Union => "centre-union",
        CentreKind::Pourashava => "centre-pourashava",
        CentreKind::CityWard => "centre-city",
    }
}

/// The centres of a page, and after which code the next one begins.
pub(super) async fn page_of_centres(
    tx: &mut db::Tx<'_>,
    place: &Place,
    query: &str,
    after: &str,
) -> Result<(Vec<Centre>, Option<String>), Trouble> {
    if !query.is_empty() {
        return Ok((doors::find_centres(tx, &place.path, query).await?, None));
    }
    let mut centres = doors::centres_under(tx, &place.path, after, ROWS_MAX.saturating_add(1)).await?;
    let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
    let more = centres.len() > most;
    centres.truncate(most);
    let last = centres.last().map(|centre| centre.code.clone()).filter(|_| more);
    Ok((centres, last))
}

/// `GET /centres`
pub(super) async fn list(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = frame.lang;
    let query = base::text::clean(&asked.q.unwrap_or_default());
    let (code, after, asked_for) = (asked.place.unwrap_or_default(), asked.after.unwrap_or_default(), query.clone());
    let opens = visitor.may("centre.open");
    let mut page = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area(tx, &visitor, "people.view", &code).await?;
                let (centres, last) = page_of_centres(tx, &place, &asked_for, &after).await?;
                let stopped = stopped_codes(tx, &place.path, CENTRES_MAX).await?;
                let mut rows = Vec::new();
                for centre in centres {
                    rows.push(row(tx, centre, &stopped, &frame).await?);
                }
                let new_href = opens && visitor.may_at("centre.open", &place.path);
                Ok::<_, Trouble>(CentresPage {
                    trail: trail(tx, &visitor, &place, "/centres", lang).await?,
                    below: below(tx, &place, "/centres", lang).await?,
                    count: doors::centre_count(tx, &place.path).await?,
                    new_href: new_href.then(|| format!("/centres/new?place={}", place.code)),
                    next_href: last.map(|last| format!("/centres?place={}&after={last}", place.code)),
                    place: either(lang, &place.name_bn, &place.name_en),
                    area: place.code,
                    query: String::new(),
                    rows,
                    frame: frame.titled("centres-title"),
                })
            })
        })
        .await?;
    page.query = query;
    web::page(&page)
}

async fn row(tx: &mut db::Tx<'_>, centre: Centre, stopped: &[String], frame: &Frame) -> Result<CentreRow, Trouble> {
    let lang = frame.lang;
    let seats = doors::seats(tx, &centre.code).await?;
    let filled = seats.iter().filter(|seat| seat.person.is_some()).count();
    let place = doors::place(tx, &centre.place).await?;
    let above = place.map(|place| place.parent).unwrap_or_default();
    Ok(CentreRow {
        href: format!("/centres/{}", centre.code),
        name: either(lang, &centre.name_bn, &centre.name_en),
        kind: frame.say(kind_key(centre.kind)),
        place: place_name(tx, &above, lang).await?,
        filled: i64::try_from(filled).unwrap_or(0),
        stopped: stopped.contains(&centre.code),
        code: centre.code,
    })
}

/// `GET /centres/{code}`
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let lang = frame.lang;
    let page = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let centre = visible(tx, &visitor, &code).await?;
                let place = doors::place(tx, &centre.place).await?.ok_or(Trouble::NotFound)?;
                let posts = posts(tx, &centre).await?;
                let mut seats = Vec::new();
                for seat in doors::seats(tx, &code).await? {
                    let mut card = seat_card(tx, &frame, &visitor, &centre, seat).await?;
                    let stopped =
                        posts.seats.iter().any(|post| post.suspended && (post.kind == SeatKind::Woman) == card.woman);
                    card.person.iter_mut().for_each(|person| person.suspended |= stopped);
                    seats.push(card);
                }
                Ok::<_, Trouble>(CentrePage {
                    trail: trail(tx, &visitor, &place, "/centres", lang).await?,
                    name: either(lang, &centre.name_bn, &centre.name_en),
                    kind: frame.say(kind_key(centre.kind)),
                    opened: frame.say_with("since-day", &[("day", frame.day(centre.opened_on))]),
                    assigns: visitor.may_at("seat.assign", &centre.path),
                    suspended: posts.suspended,
                    frame: frame.titled_as(either(lang, &centre.name_bn, &centre.name_en)),
                    code: centre.code,
                    seats,
                })
            })
        })
        .await?;
    web::page(&page)
}

/// A centre that the visitor may know of.
pub(super) async fn visible(tx: &mut db::Tx<'_>, visitor: &Visitor, code: &str) -> Result<Centre, Trouble> {
    let centre = doors::centre(tx, code).await?;
    centre.filter(|centre| visitor.may_at("people.view", &centre.path)).ok_or(Trouble::NotFound)
}

async fn seat_card(
    tx: &mut Tx<'_, '_>,
    frame: &Frame,
    visitor: &Visitor,
    centre: &Centre,
    seat: crate::seat::Seat,
) -> Result<CentreSeat, Trouble> {
    let contract = match &seat.contract {
        Some(id) => doors::contract(tx, id).await?,
        None => None,
    };
    let person = match &seat.person {
        Some(id) => doors::person(tx, id).await?,
        None => None,
    };
    let person = match person {
        Some(person) => {
            let clear = visitor.may_at("pii.reveal", &centre.path);
            let (name, mobile) = name_and_mobile(tx, &person, frame.lang, clear).await?;
            let (href, suspended) = (format!("/people/{}", person.id), person.suspended_on.is_some());
            Some(super::people::SeatPerson { href, name, mobile, suspended })
        }
        None => None,
    };
    let today = tx.now().day();
    Ok(CentreSeat {
        woman: seat.kind == SeatKind::Woman,
        person,
        since: frame.day(seat.since),
        over: contract.as_ref().is_some_and(|contract| contract.terms.until < today),
        contract: contract.map(|contract| contract_words(frame, &contract)).unwrap_or_default(),
        href: format!("/centres/{}/seats/{}", centre.code, seat.kind.name()),
    })
}

/// A contract in words: its days and its stamp.
pub(super) fn contract_words(frame: &Frame, contract: &crate::seat::Contract) -> String {
    let (from, until) = (frame.day(contract.terms.from), frame.day(contract.terms.until));
    format!("{from} – {until} · {}", contract.terms.stamp)
}

/// `GET /centres/new`
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
    given: Option<&GivenCentre>,
) -> Result<AskPage, Trouble> {
    let (lang, area_of) = (frame.lang, visitor);
    let (place, hosts) = house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let place = area(tx, &area_of, "centre.open", &code).await?;
                let mut hosts = Vec::new();
                for child in doors::children(tx, &place.code).await? {
                    if CentreKind::at(child.kind).is_some() && doors::centre_at(tx, &child.code).await?.is_none() {
                        hosts.push((child.code, either(lang, &child.name_bn, &child.name_en)));
                    }
                }
                Ok::<_, Trouble>((place, hosts))
            })
        })
        .await?;
    let back = format!("/centres?place={}", place.code);
    let shape = if hosts.is_empty() { Shape::Line("text", "maxlength=20 required") } else { Shape::Choice(hosts) };
    let value = |pick: fn(&GivenCentre) -> &String| given.map(pick).cloned().unwrap_or_default();
    let line = Shape::Line("text", "maxlength=120");
    let mut page = AskPage::new(frame.titled("centres-new"), back, String::new(), "/centres".to_owned())?;
    page.back = page.frame.say("centres-title");
    page.about = either(lang, &place.name_bn, &place.name_en);
    page.fields = vec![
        Field::hidden("back", &place.code),
        Field::new(&page.frame, "place", "place", "centres-new-place-hint", &value(|given| &given.place), shape),
        Field::new(
            &page.frame,
            "name_bn",
            "centre-name-bn",
            "centre-name-hint",
            &value(|given| &given.name_bn),
            line.clone(),
        ),
        Field::new(&page.frame, "name_en", "centre-name-en", "", &value(|given| &given.name_en), line),
    ];
    Ok(page)
}

/// `POST /centres`
pub(super) async fn open(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(given): Form<GivenCentre>,
) -> Answer {
    let name = |name: &str| Some(name.to_owned()).filter(|name| !name.trim().is_empty());
    let deed = OpenCentre {
        code: None,
        place: given.place.trim().to_owned(),
        name_bn: name(&given.name_bn),
        name_en: name(&given.name_en),
    };
    let outcome = act(&house, &visitor, &given.form_id, deed).await;
    if let Ok(code) = &outcome {
        return Ok(web::see_other(&format!("/centres/{}", in_query(code))));
    }
    let page = asking(&house, frame, visitor, given.back.clone(), Some(&given)).await?;
    page.after(outcome, given.form_id, "/centres")
}
