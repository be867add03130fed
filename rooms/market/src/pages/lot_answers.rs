//! What sellers are asked for in quantity, and what they answer.

use super::fields::Fields;
use super::lot_terms::steps_in_words;
use super::lots::{AskPage, LotsPage, ask_of, asker_name, shown};
use super::{Faults, fault_in, form_id, kept};
use crate::deeds::answer_lot::AnswerLot;
use crate::lots::store::asks_of_seller;
use crate::lots::{AskState, LotAsk, Offer};
use axum::extract::{Path, State};
use base::calendar::{BusinessDay, Moment};
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// `GET /market/sales/{seller}/lots`.
pub(super) async fn of_seller(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let standing = kept(&house, &visitor, &number).await?;
    let seller = number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { asks_of_seller(tx, &seller).await }));
    let mut rows = Vec::new();
    for asked in read.await? {
        let who = asker_name(&house, &frame, &asked).await?;
        let href = format!("/market/sales/{number}/lots/{}", asked.number);
        rows.push(shown(&house, &frame, &asked, who, href));
    }
    let back = (format!("/market/sales/{number}"), standing.seller.name.in_lang(frame.lang).to_owned());
    web::page(&LotsPage { rows, back, frame: frame.titled("lots-title") })
}

/// Days for which an offer holds unless its seller says otherwise.
const UNTIL_USUAL: i64 = 3;

/// A day of a form; what is none becomes one long ago, which every rule refuses.
fn day(said: &Fields, name: &str) -> BusinessDay {
    BusinessDay::parse(said.text(name)).unwrap_or(Moment::new(0).day())
}

async fn sellers_page(house: &House, frame: Frame, seller: &str, asked: &LotAsk) -> Result<AskPage, Trouble> {
    let who = asker_name(house, &frame, asked).await?;
    let today = house.journal.now().day();
    let said = [
        ("price", asked.lot.price_of(asked.pieces).map(|price| price.show_plain(frame.lang)).unwrap_or_default()),
        ("until", today.add_days(UNTIL_USUAL).to_string()),
        ("promised", String::new()),
        ("words", String::new()),
    ];
    Ok(AskPage {
        form_id: form_id()?,
        back: format!("/market/sales/{seller}/lots"),
        one: shown(house, &frame, asked, who, format!("/market/sales/{seller}/lots/{}", asked.number)),
        act: if asked.state == AskState::Asked && !asked.waited_out(house.journal.now()) { "answer" } else { "" },
        quote: String::new(),
        again: String::new(),
        firm: false,
        steps: steps_in_words(&frame, &asked.lot),
        said: Fields(said.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()),
        faults: Faults::new(),
        frame: frame.titled("lots-title"),
    })
}

/// `GET /market/sales/{seller}/lots/{ask}`.
pub(super) async fn one_of_seller(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, number)): Path<(String, String)>,
) -> Answer {
    kept(&house, &visitor, &seller).await?;
    let asked = ask_of(&house, &seller, &number).await?;
    web::page(&sellers_page(&house, frame, &seller, &asked).await?)
}

/// `POST /market/sales/{seller}/lots/{ask}`: a price and until when, or no.
pub(super) async fn answer(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((seller, number)): Path<(String, String)>,
    RawForm(fields): RawForm,
) -> Answer {
    kept(&house, &visitor, &seller).await?;
    let said = Fields(fields);
    let offer = match said.text("do") {
        "offer" => {
            Some(Offer { price: said.money("price"), promised: day(&said, "promised"), until: day(&said, "until") })
        }
        "decline" => None,
        _ => return Err(Trouble::NotFound),
    };
    let words = said.text("words").to_owned();
    let deed = AnswerLot { seller: seller.clone(), number: number.clone(), offer, words };
    match house.journal.write(Envelope::new(&visitor.person, said.text("form_id")), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/market/sales/{seller}/lots/{number}"))),
        Err(Stop::Refused(refusal)) => {
            let asked = ask_of(&house, &seller, &number).await?;
            let mut page = sellers_page(&house, frame, &seller, &asked).await?;
            page.faults = fault_in(&page.frame, |name| said.text(name), &refusal);
            page.said = said;
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}
