//! Filling, handing over and vacating a seat.

use super::ask::{AskPage, Field, Shape};
use super::centres::visible;
use super::show::{act, either};
use crate::centre::Centre;
use crate::deeds::{HandOverSeat, SeatPerson, VacateSeat};
use crate::doors;
use crate::refusals::NotSeated;
use crate::seat::{SeatKind, Terms};
use axum::extract::{Path, Query, State};
use base::BusinessDay;
use base::mobile::Mobile;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// What is done to a seat.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    Fill,
    HandOver,
    Vacate,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    way: Option<Way>,
}

#[derive(Deserialize, Default)]
pub(super) struct Given {
    form_id: String,
    way: Option<Way>,
    #[serde(default)]
    mobile: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    stamp: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    contract: String,
}

/// `GET /centres/{code}/seats/{seat}`
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((code, seat)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = SeatKind::of_name(&seat).ok_or(Trouble::NotFound)?;
    let (centre, held) = load(&house, visitor, code, kind).await?;
    let way = match (&held, asked.way) {
        (None, _) => Way::Fill,
        (Some(_), Some(Way::Vacate)) => Way::Vacate,
        (Some(_), _) => Way::HandOver,
    };
    let given = Given { contract: held.unwrap_or_default(), ..Given::default() };
    asking(&house, frame, &centre, kind, way, &given)?.show()
}

/// The centre, and the contract of who sits there.
async fn load(
    house: &House,
    visitor: Visitor,
    code: String,
    kind: SeatKind,
) -> Result<(Centre, Option<String>), Trouble> {
    house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let centre = visible(tx, &visitor, &code).await?;
                let seat = doors::seat(tx, &centre.code, kind).await?;
                Ok((centre, seat.and_then(|seat| seat.contract)))
            })
        })
        .await
}

fn asking(
    house: &House,
    frame: Frame,
    centre: &Centre,
    kind: SeatKind,
    way: Way,
    given: &Given,
) -> Result<AskPage, Trouble> {
    let (title, name) = match way {
        Way::Fill => ("seat-fill", "fill"),
        Way::HandOver => ("seat-hand-over", "hand_over"),
        Way::Vacate => ("seat-vacate", "vacate"),
    };
    let home = format!("/centres/{}", centre.code);
    let back = either(frame.lang, &centre.name_bn, &centre.name_en);
    let action = format!("{home}/seats/{}", kind.name());
    let mut page = AskPage::new(frame.titled(title), home, back, action)?;
    page.about = page.frame.say(match kind {
        SeatKind::Woman => "seat-woman",
        SeatKind::Man => "seat-man",
    });
    page.grave = way == Way::Vacate;
    page.fields.push(Field::hidden("way", name));
    let frame = &page.frame;
    let or = |given: &str, made: String| if given.is_empty() { made } else { given.to_owned() };
    if way != Way::Vacate {
        let today = house.now().day();
        let day = Shape::Line("date", "required");
        let phone = Shape::Line("tel", "inputmode=tel maxlength=24 required");
        let stamp = Shape::Line("text", "maxlength=40 required");
        let until = or(&given.until, today.add_days(365).to_string());
        page.fields.extend([
            Field::new(frame, "mobile", "seat-mobile", "seat-mobile-hint", &given.mobile, phone),
            Field::new(frame, "from", "contract-from", "", &or(&given.from, today.to_string()), day.clone()),
            Field::new(frame, "until", "contract-until", "", &until, day),
            Field::new(frame, "stamp", "contract-stamp", "contract-stamp-hint", &given.stamp, stamp),
        ]);
    }
    if way != Way::Fill {
        page.fields.push(Field::hidden("contract", &given.contract));
        page.fields.push(Field::new(frame, "note", "seat-note", "seat-note-hint", &given.note, Shape::Long));
    }
    Ok(page)
}

/// `POST /centres/{code}/seats/{seat}`
pub(super) async fn change(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((code, seat)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Answer {
    let seat = SeatKind::of_name(&seat).ok_or(Trouble::NotFound)?;
    let (centre, _) = load(&house, visitor.clone(), code, seat).await?;
    let way = given.way.unwrap_or(Way::Fill);
    let page = asking(&house, frame, &centre, seat, way, &given)?;
    let home = format!("/centres/{}", centre.code);
    let (centre, note) = (centre.code, given.note.clone());
    let contract = Some(given.contract.clone()).filter(|contract| !contract.is_empty());
    if way == Way::Vacate {
        let outcome = act(&house, &visitor, &given.form_id, VacateSeat { centre, seat, contract, note }).await;
        return page.after(outcome, given.form_id, &home);
    }
    let terms = match terms(&given) {
        Ok(terms) => terms,
        Err((refusal, field)) => return page.refused_at(given.form_id, &refusal, field),
    };
    let mobile = match Mobile::parse(&given.mobile) {
        Ok(mobile) => mobile,
        Err(refusal) => return page.refused_at(given.form_id, &refusal, "mobile"),
    };
    let found =
        house.journal.read(move |tx| Box::pin(async move { doors::person_with_mobile(tx, &mobile).await })).await?;
    let Some(person) = found.map(|person| person.id) else {
        return page.refused(given.form_id, &NotSeated::NoSuchPerson);
    };
    if way == Way::Fill {
        let outcome = act(&house, &visitor, &given.form_id, SeatPerson { centre, seat, person, terms }).await;
        return page.after(outcome, given.form_id, &home);
    }
    let deed = HandOverSeat { centre, seat, contract, to: person, terms, note };
    let outcome = act(&house, &visitor, &given.form_id, deed).await;
    page.after(outcome, given.form_id, &home)
}

fn terms(given: &Given) -> Result<Terms, (base::calendar::Refused, &'static str)> {
    Ok(Terms {
        from: BusinessDay::parse(&given.from).map_err(|refusal| (refusal, "from"))?,
        until: BusinessDay::parse(&given.until).map_err(|refusal| (refusal, "until"))?,
        stamp: given.stamp.clone(),
    })
}
