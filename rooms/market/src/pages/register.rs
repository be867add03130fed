//! A seller is registered: the form for a producer at the counter, and for a firm.

use super::desk::kind_for;
use super::fields::Fields;
use super::{Faults, fault_of, form_id};
use crate::deeds::register_seller::RegisterSeller;
use crate::seller::SellerKind;
use askama::Template;
use axum::extract::{Query, State};
use base::Both;
use journal::{Envelope, Fault, Stop};
use network::person::Sex;
use network::place::PlaceKind;
use serde::Deserialize;
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "market_register.html")]
pub(super) struct RegisterPage {
    pub frame: Frame,
    pub form_id: String,
    pub kind: &'static str,
    pub is_firm: bool,
    pub said: Fields,
    /// (code, name) of the districts, for a firm.
    pub districts: Vec<(String, String)>,
    pub faults: Faults,
}

/// The districts of the country, by name.
async fn districts(house: &House, frame: &Frame) -> Result<Vec<(String, String)>, Fault> {
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut all = Vec::new();
            for division in network::children(tx, network::place::COUNTRY).await? {
                all.extend(network::children(tx, &division.code).await?);
            }
            Ok(all)
        })
    });
    let places = read.await?.into_iter().filter(|place| place.kind == PlaceKind::District);
    let mut all: Vec<(String, String)> =
        places.map(|place| (frame.either(&place.name_bn, &place.name_en).to_owned(), place.code)).collect();
    all.sort();
    Ok(all.into_iter().map(|(name, code)| (code, name)).collect())
}

async fn page_of(house: &House, frame: Frame, kind: SellerKind, said: Fields) -> Result<RegisterPage, Trouble> {
    let is_firm = kind == SellerKind::Merchant;
    Ok(RegisterPage {
        form_id: form_id()?,
        kind: kind.name(),
        is_firm,
        districts: if is_firm { districts(house, &frame).await? } else { Vec::new() },
        said,
        faults: Faults::new(),
        frame: frame.titled(if is_firm { "register-firm-title" } else { "register-producer-title" }),
    })
}

/// `GET /market/sellers/new?kind=`.
pub(super) async fn form(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = kind_for(&visitor, &asked.kind);
    web::page(&page_of(&house, frame, kind, Fields::default()).await?)
}

/// The last code of a path: the place itself.
fn place_of(path: &str) -> &str {
    path.split('/').rfind(|code| !code.is_empty()).unwrap_or(network::place::COUNTRY)
}

/// `POST /market/sellers`.
pub(super) async fn register(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    let said = Fields(fields);
    let kind = kind_for(&visitor, said.text("kind"));
    let seat = visitor.seat.as_ref().filter(|_| kind == SellerKind::Producer);
    let deed = RegisterSeller {
        kind,
        name: Both { bn: said.text("name_bn").to_owned(), en: said.text("name_en").to_owned() },
        centre: seat.map(|seat| seat.book.clone()).unwrap_or_default(),
        place: seat.map_or_else(|| said.text("place"), |seat| place_of(&seat.path)).to_owned(),
        person: said.text("person").to_owned(),
        mobile: said.text("mobile").to_owned(),
        nid: said.text("nid").to_owned(),
        sex: Sex::of_name(said.text("sex")),
        licence: said.text("licence").to_owned(),
        dbid: said.text("dbid").to_owned(),
        routing: said.text("routing").to_owned(),
        account: said.text("account").to_owned(),
        consent: said.ticked("consent"),
    };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(written) => Ok(web::see_other(&format!("/market/sellers/{}", written.done))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, kind, said).await?;
            page.faults = fault_of(&page.frame, &refusal);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
