//! The drawer passes from one entrepreneur to the other.

use super::super::{Faults, seat, told};
use super::count::{CountShown, Typed};
use crate::deeds::pass_shift::PassShift;
use crate::drawer::read;
use askama::Template;
use axum::extract::State;
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

#[derive(Template)]
#[template(path = "day_shift.html")]
pub(crate) struct ShiftPage {
    pub frame: Frame,
    pub form_id: String,
    /// Who holds the drawer; empty when nobody does.
    pub holder: String,
    /// Who may take it: (person, name).
    pub others: Vec<(String, String)>,
    pub count: CountShown,
    pub faults: Faults,
}

async fn page_of(house: &House, frame: Frame, seat: &SeatHeld, typed: &Typed) -> Result<ShiftPage, Trouble> {
    let (book, centre) = (seat.book.clone(), seat.centre.clone());
    let (holder, people) = house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let holder = read::drawer_holder(tx, &book).await?;
                let mut people = Vec::new();
                for person in network::seats(tx, &centre).await?.into_iter().filter_map(|seat| seat.person) {
                    let name = network::person_name(tx, &person).await?;
                    people.push((person, name));
                }
                Ok((holder, people))
            })
        })
        .await?;
    let is_holder = |person: &String| holder.as_ref() == Some(person);
    let name = people.iter().find(|(person, _)| is_holder(person)).map(|(_, name)| name.clone());
    let kept = typed.text("form_id");
    Ok(ShiftPage {
        form_id: if kept.is_empty() { network::secrets::new_token()? } else { kept.to_owned() },
        holder: name.unwrap_or_default(),
        others: people.into_iter().filter(|(person, _)| !is_holder(person)).collect(),
        count: CountShown::of(typed),
        faults: typed.faults(&frame),
        frame: frame.titled("shift-title"),
    })
}

/// `GET /counter/day/shift`.
pub(super) async fn ask(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    web::page(&page_of(&house, frame, seat, &Typed::default()).await?)
}

/// `POST /counter/day/shift`.
pub(super) async fn pass(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(pairs): RawForm,
) -> Answer {
    let seat = seat(&visitor, "sale.create")?;
    let typed = Typed::read(pairs);
    let mut page = page_of(&house, frame, seat, &typed).await?;
    if let Some(refusal) = typed.first_wrong() {
        return web::page_refused(&page, refusal);
    }
    if typed.only_adds() {
        return web::page(&page);
    }
    let count = (typed.text("do") == "count").then(|| typed.count.clone());
    let deed = PassShift { book: seat.book.clone(), to: typed.text("to").to_owned(), count };
    let envelope = Envelope::new(&visitor.person, &format!("form:{}", typed.text("form_id")));
    match house.journal.write(envelope, deed).await {
        Ok(_) => Ok(web::see_other("/counter/day")),
        Err(Stop::Refused(refusal)) => {
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
