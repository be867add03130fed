//! The count of the morning.

use super::super::{Faults, seat, told};
use super::count::{CountShown, Typed};
use crate::deeds::open_day::OpenDay;
use askama::Template;
use axum::extract::State;
use journal::{Envelope, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

#[derive(Template)]
#[template(path = "day_open.html")]
pub(crate) struct OpenPage {
    pub frame: Frame,
    pub form_id: String,
    pub count: CountShown,
    pub faults: Faults,
}

fn page_of(frame: Frame, typed: &Typed) -> Result<OpenPage, Trouble> {
    let kept = typed.text("form_id");
    let form_id = if kept.is_empty() { network::secrets::new_token()? } else { kept.to_owned() };
    Ok(OpenPage {
        form_id,
        count: CountShown::of(typed),
        faults: typed.faults(&frame),
        frame: frame.titled("open-title"),
    })
}

/// `GET /counter/day/open`.
pub(super) async fn ask(frame: Frame, visitor: Visitor) -> Answer {
    seat(&visitor, "sale.create")?;
    web::page(&page_of(frame, &Typed::default())?)
}

/// `POST /counter/day/open`.
pub(super) async fn open(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(pairs): RawForm,
) -> Answer {
    let book = seat(&visitor, "sale.create")?.book.clone();
    let typed = Typed::read(pairs);
    let mut page = page_of(frame, &typed)?;
    if let Some(refusal) = typed.first_wrong() {
        return web::page_refused(&page, refusal);
    }
    if typed.only_adds() {
        return web::page(&page);
    }
    let envelope = Envelope::new(&visitor.person, &format!("form:{}", typed.text("form_id")));
    match house.journal.write(envelope, OpenDay { book, count: typed.count }).await {
        Ok(_) => Ok(web::see_other("/counter/day")),
        Err(Stop::Refused(refusal)) => {
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
