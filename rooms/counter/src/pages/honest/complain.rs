//! A citizen complains: which receipt, what was not right, the rest. Three pages without a name, and one to look later.

use super::{kind_words, state_words};
use crate::complaints::{ComplaintKind, read};
use crate::deeds::complaints::make::{MakeComplaint, NotMade};
use crate::number::{book_of, code_holds, complaint_code_holds, typed};
use crate::pages::{Faults, centre_of, told};
use crate::reading;
use crate::receipt::Receipt;
use askama::Template;
use axum::extract::{Query, State};
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, KitRefusal, Trouble};

/// Letters of a number or a code that are looked at.
const TYPED_MAX: usize = 40;

#[derive(Template)]
#[template(path = "complain.html")]
pub(super) struct ComplainPage {
    pub frame: Frame,
    /// 1 which receipt, 2 what was not right, 3 the rest.
    pub step: i64,
    pub number: String,
    pub code: String,
    pub centre: String,
    pub total: Paisa,
    /// (code, words).
    pub kinds: Vec<(String, String)>,
    pub kind: String,
    pub kind_words: String,
    pub about_money: bool,
    pub form_id: String,
    pub paid: String,
    pub words: String,
    pub mobile: String,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "complaint_state.html")]
pub(super) struct StatePage {
    pub frame: Frame,
    pub number: String,
    pub code: String,
    pub faults: Faults,
    /// Just made: number and code are to be written down.
    pub new: bool,
    pub found: Option<StateFound>,
}

pub(super) struct StateFound {
    pub centre: String,
    pub receipt: String,
    pub kind: String,
    pub state: String,
    /// A sentence, and what comes next.
    pub plain: String,
    pub pending: bool,
    pub due: String,
    pub late: bool,
}

/// What is asked for: the receipt's number and code, and what was not right.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default, alias = "n")]
    number: String,
    #[serde(default, alias = "c")]
    code: String,
    #[serde(default)]
    kind: String,
    new: Option<String>,
}

/// The form as it comes.
#[derive(Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    form_id: String,
    #[serde(default)]
    paid: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    mobile: String,
}

fn short(text: &str) -> String {
    typed(&text.chars().take(TYPED_MAX).collect::<String>())
}

/// The receipt with this number and code. Without the right code the books are not asked.
async fn held(house: &House, number: &str, code: &str) -> Result<Option<(String, Receipt)>, Fault> {
    let Some(book) = book_of(number).filter(|_| code_holds(house.journal.keys(), number, code)) else {
        return Ok(None);
    };
    let (book, asked, place) = (book.to_owned(), number.to_owned(), book.to_owned());
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::receipt(tx, &book, &asked).await }));
    Ok(read.await?.map(|standing| (place, standing.receipt)))
}

fn first_page(frame: Frame, number: String, code: String, faults: Faults) -> ComplainPage {
    ComplainPage {
        step: 1,
        number,
        code,
        centre: String::new(),
        total: Paisa::ZERO,
        kinds: Vec::new(),
        kind: String::new(),
        kind_words: String::new(),
        about_money: false,
        form_id: String::new(),
        paid: String::new(),
        words: String::new(),
        mobile: String::new(),
        faults,
        frame: frame.titled("complain-title"),
    }
}

/// The second page, or the third once it is known what was not right.
async fn page_of(
    house: &House,
    frame: Frame,
    (book, receipt): (&str, &Receipt),
    code: String,
    kind: Option<ComplaintKind>,
) -> Result<ComplainPage, Trouble> {
    let centre = centre_of(house, book).await?;
    let kinds = ComplaintKind::CHOICES.into_iter().filter(|_| kind.is_none());
    Ok(ComplainPage {
        step: if kind.is_some() { 3 } else { 2 },
        centre: centre.map_or_else(|| book.to_owned(), |centre| centre.name(frame.lang).to_owned()),
        total: receipt.total(),
        kinds: kinds.map(|kind| (kind.name().to_owned(), kind_words(&frame, kind))).collect(),
        kind: kind.map_or("", ComplaintKind::name).to_owned(),
        kind_words: kind.map(|kind| kind_words(&frame, kind)).unwrap_or_default(),
        about_money: kind.is_some_and(ComplaintKind::is_about_money),
        form_id: network::secrets::new_token()?.chars().take(32).collect(),
        ..first_page(frame, receipt.number.clone(), code, Faults::new())
    })
}

/// `GET /complain`.
pub(super) async fn show(State(house): State<House>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let (number, code) = (short(&asked.number), short(&asked.code));
    if number.is_empty() && code.is_empty() {
        return web::page(&first_page(frame, number, code, Faults::new()));
    }
    let Some((book, receipt)) = held(&house, &number, &code).await? else {
        let faults = vec![("number".to_owned(), frame.say("check-not-found"))];
        return web::page_refused(&first_page(frame, number, code, faults), &KitRefusal::NotFound);
    };
    let kind = ComplaintKind::chosen(&asked.kind);
    web::page(&page_of(&house, frame, (&book, &receipt), code, kind).await?)
}

/// `POST /complain`.
pub(super) async fn make(State(house): State<House>, frame: Frame, Form(said): Form<Said>) -> Answer {
    let (number, code) = (short(&said.number), short(&said.code));
    let Some((book, receipt)) = held(&house, &number, &code).await? else {
        let faults = vec![("number".to_owned(), frame.say("check-not-found"))];
        return web::page_refused(&first_page(frame, number, code, faults), &KitRefusal::NotFound);
    };
    let kind = ComplaintKind::chosen(&said.kind).ok_or(NotMade::Kind);
    let paid = match said.paid.trim() {
        "" => Ok(None),
        text => Paisa::parse(text).map(Some).map_err(|_| NotMade::Paid),
    };
    let refusal = match kind.and_then(|kind| Ok((kind, paid?))) {
        Err(refusal) => refusal,
        Ok((kind, paid)) => {
            let deed = MakeComplaint {
                book: book.clone(),
                receipt: number.clone(),
                code: code.clone(),
                kind,
                paid,
                words: said.words.clone(),
                mobile: said.mobile.clone(),
            };
            match house.journal.write(Envelope::new("citizen", &said.form_id), deed).await {
                Ok(written) => {
                    let made = written.done;
                    return Ok(web::see_other(&format!("/complaint?n={}&c={}&new", made.number, made.code)));
                }
                Err(Stop::Refused(refusal)) => refusal,
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let kind = ComplaintKind::chosen(&said.kind);
    let mut page = page_of(&house, frame, (&book, &receipt), code, kind).await?;
    page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
    (page.paid, page.words, page.mobile) = (said.paid, said.words, said.mobile);
    web::page_refused(&page, &refusal)
}

/// Where the complaint with this number and code stands; never what was written.
async fn found(house: &House, frame: &Frame, number: &str, code: &str) -> Result<Option<StateFound>, Trouble> {
    let Some(book) = book_of(number).filter(|_| complaint_code_holds(house.journal.keys(), number, code)) else {
        return Ok(None);
    };
    let (book, asked) = (book.to_owned(), number.to_owned());
    let read = house.journal.read::<_, Fault, _>({
        let book = book.clone();
        |tx| Box::pin(async move { read::one(tx, &book, &asked).await })
    });
    let Some(seen) = read.await? else { return Ok(None) };
    let (one, now) = (seen.complaint, house.now());
    let centre = centre_of(house, &book).await?;
    Ok(Some(StateFound {
        centre: centre.map_or(book, |centre| centre.name(frame.lang).to_owned()),
        kind: kind_words(frame, one.kind),
        state: state_words(frame, one.state),
        plain: frame.say(&format!("complaint-plain-{}", super::key(one.state.name()))),
        pending: one.state.is_pending(),
        due: one.due.show(frame.lang),
        late: one.is_late(now),
        receipt: one.receipt,
    }))
}

/// `GET /complaint`.
pub(super) async fn state(State(house): State<House>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let (number, code) = (short(&asked.number), short(&asked.code));
    let found = found(&house, &frame, &number, &code).await?;
    let wrong = found.is_none() && !(number.is_empty() && code.is_empty());
    let faults = if wrong { vec![("number".to_owned(), frame.say("complaint-not-found"))] } else { Faults::new() };
    let new = asked.new.is_some();
    let page = StatePage { frame: frame.titled("complaint-title"), number, code, faults, new, found };
    if wrong { web::page_refused(&page, &KitRefusal::NotFound) } else { web::page(&page) }
}
