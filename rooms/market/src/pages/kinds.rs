//! Which of our categories a seller's own names of kinds of goods are.

use super::fields::Fields;
use super::{Faults, fault_of, form_id, kept};
use crate::deeds::map_kinds::MapKinds;
use crate::partner::store::kinds_of;
use crate::reading;
use crate::seller::SellerStanding;
use askama::Template;
use axum::extract::{Path, State};
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

#[derive(Template)]
#[template(path = "market_kinds.html")]
pub(super) struct KindsPage {
    pub frame: Frame,
    pub form_id: String,
    pub seller: (String, String),
    /// (the seller's name, our category's).
    pub kinds: Vec<(String, String)>,
    /// (code, name).
    pub categories: Vec<(String, String)>,
    pub name: String,
    pub category: String,
    pub faults: Faults,
}

async fn page_of(house: &House, frame: Frame, seller: &SellerStanding) -> Result<KindsPage, Trouble> {
    let number = seller.seller.number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { Ok((kinds_of(tx, &number).await?, reading::categories(tx).await?)) })
    });
    let (kinds, categories) = read.await?;
    let named = |code: String| {
        let found = categories.iter().find(|one| one.code == code);
        found.map_or_else(|| code.clone(), |one| one.name.in_lang(frame.lang).to_owned())
    };
    let open = categories.iter().filter(|one| !one.banned);
    Ok(KindsPage {
        form_id: form_id()?,
        seller: (seller.seller.number.clone(), seller.seller.name.in_lang(frame.lang).to_owned()),
        kinds: kinds.into_iter().map(|(name, code)| (name, named(code))).collect(),
        categories: open.map(|one| (one.code.clone(), one.name.in_lang(frame.lang).to_owned())).collect(),
        name: String::new(),
        category: String::new(),
        faults: Faults::new(),
        frame: frame.titled("kinds-title"),
    })
}

/// `GET /market/sellers/{seller}/kinds`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    web::page(&page_of(&house, frame, &seller).await?)
}

/// `POST /market/sellers/{seller}/kinds`: one name is matched, or given up.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let seller = kept(&house, &visitor, &number).await?;
    let said = Fields(fields);
    let (name, category) = (said.text("name").to_owned(), said.text("category").to_owned());
    // Nothing chosen is no category, and not the wish to give the name up.
    let code = match said.text("do") {
        "give_up" => String::new(),
        _ if category.is_empty() => "-".to_owned(),
        _ => category.clone(),
    };
    let deed = MapKinds { seller: number.clone(), kinds: vec![(name.clone(), code)], whole: false };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/sellers/{number}/kinds"))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(&house, frame, &seller).await?;
            page.faults = fault_of(&page.frame, &refusal);
            (page.name, page.category) = (name, category);
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
