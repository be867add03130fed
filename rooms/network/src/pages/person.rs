//! One person: seats, contracts, roles, and what an officer may do about them.

use super::ask::{AskPage, Field, Shape};
use super::centres::contract_words;
use super::show::{act, either, form_id, may_see, name_and_mobile, place_name};
use crate::deeds::caller::Caller;
use crate::deeds::{EndGrant, ForgetAuthenticator, GiveGrant, IssueCode, ReinstatePerson, SuspendPerson, may_manage};
use crate::doors;
use crate::grant::may_give;
use crate::person::Person;
use crate::role::{ROLES, Role};
use crate::seat::SeatKind;
use crate::secrets::{fingerprint, one_time_code};
use askama::Template;
use axum::extract::{Path, State};
use base::BusinessDay;
use journal::{NATION, Tx};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[allow(clippy::struct_excessive_bools)] // each shows or hides one button
#[derive(Template)]
#[template(path = "person.html")]
pub(super) struct PersonPage {
    pub frame: Frame,
    pub name: String,
    pub mobile: String,
    pub suspended: Option<String>,
    pub href: String,
    pub form_id: String,
    pub manages: bool,
    pub gives: bool,
    pub has_password: bool,
    pub has_authenticator: bool,
    pub seats: Vec<PersonSeat>,
    pub grants: Vec<PersonGrant>,
}

pub(super) struct PersonSeat {
    pub centre: String,
    pub centre_href: String,
    pub woman: bool,
    pub from: String,
    pub to: String,
    pub contract: String,
}

pub(super) struct PersonGrant {
    pub role: String,
    pub place: String,
    pub from: String,
    pub to: String,
    pub given_by: String,
    pub current: bool,
    pub ending: Option<String>,
}

#[derive(Template)]
#[template(path = "code.html")]
pub(super) struct CodePage {
    pub frame: Frame,
    pub name: String,
    pub person_href: String,
    pub code: String,
    pub welcome: String,
    pub lasts: String,
}

#[derive(Deserialize)]
pub(super) struct GivenNothing {
    form_id: String,
}

#[derive(Deserialize)]
pub(super) struct GivenReason {
    form_id: String,
    reason: String,
}

#[derive(Deserialize)]
pub(super) struct GivenGrant {
    form_id: String,
    role: String,
    place: String,
    from: String,
    until: String,
}

#[derive(Deserialize)]
pub(super) struct GivenEnd {
    form_id: String,
    grant: String,
}

/// `GET /people/{id}`
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let page = house.journal.read(move |tx| Box::pin(async move { shown(tx, frame, &visitor, &id).await })).await?;
    web::page(&page)
}

/// The person, if the visitor may know of them.
async fn visible(tx: &mut db::Tx<'_>, visitor: &Visitor, id: &str) -> Result<Person, Trouble> {
    match doors::person(tx, id).await? {
        Some(person) if may_see(tx, visitor, &person).await? => Ok(person),
        _ => Err(Trouble::NotFound),
    }
}

async fn shown(tx: &mut Tx<'_, '_>, frame: Frame, visitor: &Visitor, id: &str) -> Result<PersonPage, Trouble> {
    let person = visible(tx, visitor, id).await?;
    let own = visitor.person == person.id;
    let clear = own || visitor.may_at("pii.reveal", &person.path);
    let (name, mobile) = name_and_mobile(tx, &person, frame.lang, clear).await?;
    let suspended = match &person.suspended_seal {
        Some(seal) => Some(tx.unseal::<String>(NATION, seal).await?.unwrap_or_default()),
        None => None,
    };
    Ok(PersonPage {
        seats: seats(tx, &frame, visitor, id).await?,
        grants: grants(tx, &frame, visitor, id).await?,
        suspended,
        mobile,
        href: format!("/people/{id}"),
        form_id: form_id()?,
        manages: !own && manages(tx, visitor, &person).await?,
        gives: !own && visitor.may("grant.give"),
        has_password: person.password_seal.is_some(),
        has_authenticator: person.authenticator_seal.is_some(),
        frame: frame.titled_as(name.clone()),
        name,
    })
}

/// May the visitor manage this person? As the deeds decide it, so that no button is shown whose press is refused.
async fn manages(tx: &mut Tx<'_, '_>, visitor: &Visitor, person: &Person) -> Result<bool, Trouble> {
    let day = tx.now().day();
    let caller = Caller::Person { id: visitor.person.clone(), grants: doors::grants_of(tx, &visitor.person).await? };
    Ok(may_manage(tx, &caller, person, day).await?)
}

async fn seats(tx: &mut db::Tx<'_>, frame: &Frame, visitor: &Visitor, id: &str) -> Result<Vec<PersonSeat>, Trouble> {
    let mut seats = Vec::new();
    for contract in doors::contracts_of(tx, id).await? {
        let Some(centre) = doors::centre(tx, &contract.centre).await? else { continue };
        let known = visitor.may_at("people.view", &centre.path);
        seats.push(PersonSeat {
            centre: either(frame.lang, &centre.name_bn, &centre.name_en),
            centre_href: if known { format!("/centres/{}", centre.code) } else { String::new() },
            woman: contract.seat == SeatKind::Woman,
            from: frame.day(contract.terms.from),
            to: contract.ended_on.map(|day| frame.day(day)).unwrap_or_default(),
            contract: contract_words(frame, &contract),
        });
    }
    Ok(seats)
}

async fn grants(tx: &mut Tx<'_, '_>, frame: &Frame, visitor: &Visitor, id: &str) -> Result<Vec<PersonGrant>, Trouble> {
    let today = tx.now().day();
    let own = doors::grants_of(tx, &visitor.person).await?;
    let mut rows = Vec::new();
    for grant in doors::grants_of(tx, id).await? {
        let current = grant.holds_from(today);
        let with_seat = grant.role == Role::Entrepreneur;
        let ends = current && !with_seat && visitor.person != id && may_give(&own, grant.role, &grant.path, today);
        let giver = doors::person_name(tx, &grant.given_by).await?;
        rows.push(PersonGrant {
            role: frame.say(&format!("role-{}", grant.role.name())),
            place: place_name(tx, &grant.place, frame.lang).await?,
            from: frame.day(grant.from),
            to: grant.ended_on.or(grant.until).map(|day| frame.day(day)).unwrap_or_default(),
            given_by: if giver.is_empty() { frame.say("given-by-house") } else { giver },
            current,
            ending: ends.then_some(grant.id),
        });
    }
    Ok(rows)
}

/// The one-time code, shown once to the officer who gave it.
pub(super) fn code_page(house: &House, frame: Frame, name: String, person: &str, code: String, first: bool) -> Answer {
    let lasts = frame.say(if first { "code-lasts-first" } else { "code-lasts-reset" });
    let frame = frame.titled(if first { "code-title-first" } else { "code-title-reset" });
    let welcome = format!("{}/welcome", house.public_address);
    web::page(&CodePage { frame, name, person_href: format!("/people/{person}"), code, welcome, lasts })
}

/// The name of a person whom the visitor may know of.
async fn name_of(house: &House, visitor: &Visitor, id: &str) -> Result<(String, Person), Trouble> {
    let (visitor, id) = (visitor.clone(), id.to_owned());
    house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let person = visible(tx, &visitor, &id).await?;
                Ok((doors::person_name(tx, &id).await?, person))
            })
        })
        .await
}

/// `POST /people/{id}/code`
pub(super) async fn issue_code(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenNothing>,
) -> Answer {
    let (name, _) = name_of(&house, &visitor, &id).await?;
    let code = one_time_code(house.journal.keys(), &format!("{}/{}", visitor.person, given.form_id));
    let deed = IssueCode { person: id.clone(), code_hash: fingerprint(&code) };
    let first = act(&house, &visitor, &given.form_id, deed).await?;
    code_page(&house, frame, name, &id, code, first)
}

/// `POST /people/{id}/authenticator`
pub(super) async fn forget_authenticator(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenNothing>,
) -> Answer {
    name_of(&house, &visitor, &id).await?;
    act(&house, &visitor, &given.form_id, ForgetAuthenticator { person: id.clone() }).await?;
    Ok(web::see_other(&format!("/people/{id}")))
}

/// `POST /people/{id}/reinstate`
pub(super) async fn reinstate(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenNothing>,
) -> Answer {
    name_of(&house, &visitor, &id).await?;
    act(&house, &visitor, &given.form_id, ReinstatePerson { person: id.clone() }).await?;
    Ok(web::see_other(&format!("/people/{id}")))
}

/// `GET /people/{id}/suspend`
pub(super) async fn ask_suspend(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Answer {
    let (name, _) = name_of(&house, &visitor, &id).await?;
    asking_suspend(frame, &id, name, "")?.show()
}

fn asking_suspend(frame: Frame, id: &str, name: String, reason: &str) -> Result<AskPage, Trouble> {
    let home = format!("/people/{id}");
    let action = format!("{home}/suspend");
    let mut page = AskPage::new(frame.titled("person-suspend"), home, name, action)?;
    page.about = page.frame.say("suspend-about");
    page.fields = vec![Field::new(&page.frame, "reason", "suspend-reason", "suspend-reason-hint", reason, Shape::Long)];
    page.grave = true;
    Ok(page)
}

/// `POST /people/{id}/suspend`
pub(super) async fn suspend(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenReason>,
) -> Answer {
    let (name, _) = name_of(&house, &visitor, &id).await?;
    let page = asking_suspend(frame, &id, name, &given.reason)?;
    let deed = SuspendPerson { person: id.clone(), reason: given.reason };
    let outcome = act(&house, &visitor, &given.form_id, deed).await;
    page.after(outcome, given.form_id, &format!("/people/{id}"))
}

/// `GET /people/{id}/grants`
pub(super) async fn ask_grant(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Answer {
    let (name, person) = name_of(&house, &visitor, &id).await?;
    let from = house.now().day().to_string();
    let given =
        GivenGrant { form_id: String::new(), role: String::new(), place: person.place, from, until: String::new() };
    asking_grant(frame, &id, name, &given)?.show()
}

fn asking_grant(frame: Frame, id: &str, name: String, given: &GivenGrant) -> Result<AskPage, Trouble> {
    let home = format!("/people/{id}");
    let action = format!("{home}/grants");
    let mut page = AskPage::new(frame.titled("person-give"), home, name, action)?;
    let frame = &page.frame;
    let roles = ROLES.iter().filter(|row| row.role != Role::Entrepreneur);
    let roles = roles.map(|row| (row.name.to_owned(), frame.say(&format!("role-{}", row.name)))).collect();
    page.fields = vec![
        Field::new(frame, "role", "role", "", &given.role, Shape::Choice(roles)),
        Field::new(
            frame,
            "place",
            "grant-place",
            "grant-place-hint",
            &given.place,
            Shape::Line("text", "maxlength=20 required"),
        ),
        Field::new(frame, "from", "since", "", &given.from, Shape::Line("date", "required")),
        Field::new(frame, "until", "until", "grant-until-hint", &given.until, Shape::Line("date", "")),
    ];
    Ok(page)
}

/// `POST /people/{id}/grants`
pub(super) async fn give(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenGrant>,
) -> Answer {
    let (name, _) = name_of(&house, &visitor, &id).await?;
    let page = asking_grant(frame, &id, name, &given)?;
    let from = match BusinessDay::parse(&given.from) {
        Ok(from) => from,
        Err(refusal) => return page.refused_at(given.form_id, &refusal, "from"),
    };
    let until = Some(given.until.trim()).filter(|until| !until.is_empty()).map(BusinessDay::parse).transpose();
    let until = match until {
        Ok(until) => until,
        Err(refusal) => return page.refused_at(given.form_id, &refusal, "until"),
    };
    let place = base::number::to_latin_digits(given.place.trim());
    let deed = GiveGrant { person: id.clone(), role: given.role, place, from, until };
    let outcome = act(&house, &visitor, &given.form_id, deed).await;
    page.after(outcome, given.form_id, &format!("/people/{id}"))
}

/// `POST /people/{id}/grants/end`
pub(super) async fn end_grant(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(given): Form<GivenEnd>,
) -> Answer {
    name_of(&house, &visitor, &id).await?;
    act(&house, &visitor, &given.form_id, EndGrant { grant: given.grant }).await?;
    Ok(web::see_other(&format!("/people/{id}")))
}
