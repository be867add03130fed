//! A centre's float: how it stands, what was asked for, and the form by which a top-up is asked for.

use super::{book_name, paid_into_name, state_name};
use crate::access::{SeenBook, open};
use crate::deeds::ask_top_up::AskTopUp;
use crate::deeds::set_float_warning::SetFloatWarning;
use crate::float::{FloatStanding, float_standing, top_ups};
use crate::top_up::{TopUp, TopUpState, WALLETS};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Deed, Envelope, Fault, KEY_CHARS_MAX, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, KitRefusal, Trouble, Visitor, page, page_refused, see_other};

/// Top-ups shown on the page: those of some weeks.
const TOP_UPS_SHOWN: i64 = 12;

#[derive(Template)]
#[template(path = "float.html")]
pub(super) struct FloatPage {
    frame: Frame,
    book: String,
    name: String,
    free: String,
    below: String,
    low: bool,
    rows: Vec<TopUpShown>,
    /// (name, words) of the wallets into which one may pay.
    wallets: Vec<(String, String)>,
    /// The form, for those who may ask here.
    form: Option<Asking>,
    /// The limit of the warning as it was typed or stands, for the same.
    warning: Warning,
    /// What was just done: a key of a word, or empty.
    done: String,
    /// (input id, message): "amount", "proof", "bank", "routing", "day", "below".
    faults: Vec<(String, String)>,
}

/// A top-up as a row; every text is already written.
struct TopUpShown {
    /// Where it is decided; empty for whoever may not.
    href: String,
    amount: String,
    proof: String,
    paid: String,
    asked: String,
    state: String,
    /// The look of its tag.
    look: &'static str,
    /// Why it was declined; empty else.
    reason: String,
}

/// The form of an ask as it is posted, and what it shows again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asking {
    form_id: String,
    amount: String,
    proof: String,
    /// `bank`, or the name of a wallet.
    bank: String,
    #[serde(default)]
    routing: String,
    day: String,
}

/// The form of the warning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Warning {
    form_id: String,
    below: String,
}

/// What the page's address says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Came {
    /// What was just done: `asked`, `warned`.
    #[serde(default)]
    done: String,
}

/// `GET /books/{book}/float`, and its forms' addresses for whoever reloads a refused one.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let seen = open_float(&house, &visitor, &book).await?;
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.done = match came.done.as_str() {
        "asked" => shown.frame.say("ledger-float-asked"),
        "warned" => shown.frame.say("ledger-float-warned"),
        _ => String::new(),
    };
    page(&shown)
}

/// The book of a centre that this person may see; the programme's own book has no float (404).
pub(super) async fn open_float(house: &House, visitor: &Visitor, book: &str) -> Result<SeenBook, Trouble> {
    let seen = open(house, visitor, "book.view", book).await?;
    if seen.names.is_some() { Ok(seen) } else { Err(Trouble::NotFound) }
}

/// The same, for a person who may ask there.
async fn open_asking(house: &House, visitor: &Visitor, book: &str, form_id: &str) -> Result<SeenBook, Trouble> {
    let seen = open_float(house, visitor, book).await?;
    if !visitor.may_at("float.ask", &seen.path) {
        return Err(Trouble::Forbidden);
    }
    if form_id.is_empty() || form_id.len() > KEY_CHARS_MAX {
        return Err(KitRefusal::Malformed.into());
    }
    Ok(seen)
}

/// What plain nouns refuse, beside the field in which it was typed.
#[derive(Debug)]
struct Beside<R>(R, &'static str);

impl<R: Refusal> Refusal for Beside<R> {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        self.0.values()
    }

    fn field(&self) -> Option<String> {
        Some(self.1.to_owned())
    }
}

/// What a plain noun refuses of this field.
pub(super) fn beside(refusal: impl Refusal + 'static, field: &'static str) -> Box<dyn Refusal> {
    Box::new(Beside(refusal, field))
}

/// Does a deed for the visitor, once for each form; none when it was done.
pub(super) async fn try_it<D: Deed>(
    house: &House,
    visitor: &Visitor,
    form_id: &str,
    deed: D,
) -> Result<Option<Box<dyn Refusal>>, Trouble> {
    match house.journal.write(Envelope::new(&visitor.person, form_id), deed).await {
        Ok(_) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(Box::new(refusal))),
        Err(stop) => Err(stop.into()),
    }
}

/// The deed that the form describes, or what cannot be read in it.
fn deed_of(book: &str, asking: &Asking) -> Result<AskTopUp, Box<dyn Refusal>> {
    let poisha = Paisa::parse(&asking.amount).map_err(|refusal| beside(refusal, "amount"))?;
    let bank = if asking.bank == "bank" {
        let number = base::routing::RoutingNumber::parse(&asking.routing);
        number.map_err(|refusal| beside(refusal, "routing"))?.to_string()
    } else {
        asking.bank.clone()
    };
    let paid_on = BusinessDay::parse(&asking.day).map_err(|refusal| beside(refusal, "day"))?;
    Ok(AskTopUp { book: book.to_owned(), poisha, proof: asking.proof.clone(), bank, paid_on })
}

/// `POST /books/{book}/float`. The form's id is the key: a second press asks once.
pub(crate) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Form(asking): Form<Asking>,
) -> Answer {
    let seen = open_asking(&house, &visitor, &book, &asking.form_id).await?;
    let refusal = match deed_of(&book, &asking) {
        Ok(deed) => try_it(&house, &visitor, &asking.form_id, deed).await?,
        Err(refusal) => Some(refusal),
    };
    let Some(refusal) = refusal else { return Ok(see_other(&format!("/books/{book}/float?done=asked"))) };
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.form = Some(asking);
    told(shown, &house, refusal.as_ref())
}

/// `POST /books/{book}/float/warning`.
pub(crate) async fn warn(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(book): Path<String>,
    Form(warning): Form<Warning>,
) -> Answer {
    let seen = open_asking(&house, &visitor, &book, &warning.form_id).await?;
    let refusal = match Paisa::parse(&warning.below) {
        Ok(below) => {
            let deed = SetFloatWarning { book: book.clone(), below };
            try_it(&house, &visitor, &warning.form_id, deed).await?
        }
        Err(refusal) => Some(beside(refusal, "below")),
    };
    let Some(refusal) = refusal else { return Ok(see_other(&format!("/books/{book}/float?done=warned"))) };
    let mut shown = draw(&house, frame, &visitor, &seen).await?;
    shown.warning.below = warning.below;
    told(shown, &house, refusal.as_ref())
}

/// The page once more, with the reason beside its field.
fn told(mut shown: FloatPage, house: &House, refusal: &dyn Refusal) -> Answer {
    let sentence = house.words.tell(shown.frame.lang, refusal).sentence;
    shown.faults = vec![(refusal.field().unwrap_or_default(), sentence)];
    page_refused(&shown, refusal)
}

/// What the page is made of.
pub(super) struct Read {
    pub standing: FloatStanding,
    /// Each with the name of whoever asked.
    pub top_ups: Vec<(TopUp, String)>,
    pub form_ids: [String; 2],
    /// The day that the form begins with: most ask on the day on which they paid.
    pub today: BusinessDay,
}

async fn draw(house: &House, frame: Frame, visitor: &Visitor, seen: &SeenBook) -> Result<FloatPage, Trouble> {
    let book = seen.book.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let standing = float_standing(tx, &book).await?;
            let mut named = Vec::new();
            for top_up in top_ups(tx, &book, TOP_UPS_SHOWN).await? {
                let name = network::person_name(tx, &top_up.asked_by).await?;
                named.push((top_up, name));
            }
            let form_ids = [tx.new_id()?.to_string(), tx.new_id()?.to_string()];
            Ok(Read { standing, top_ups: named, form_ids, today: tx.now().day() })
        })
    });
    let asks = visitor.may_at("float.ask", &seen.path);
    let decides = visitor.may_at("float.topup", &seen.path).then_some(visitor.person.as_str());
    Ok(lay_out(frame, seen, read.await?, asks, decides))
}

/// Lays the page out; `decides` is the person who reads it when that one may decide here.
pub(super) fn lay_out(frame: Frame, seen: &SeenBook, read: Read, asks: bool, decides: Option<&str>) -> FloatPage {
    let name = book_name(&frame, seen);
    let frame = frame.titled("ledger-float-title");
    let [ask_id, warning_id] = read.form_ids;
    let FloatStanding { free, below, low } = read.standing;
    let wallets = WALLETS.into_iter().map(|name| (name.to_owned(), frame.say(&format!("ledger-wallet-{name}"))));
    FloatPage {
        book: seen.book.clone(),
        name,
        free: frame.money(free),
        below: frame.money(below),
        low,
        rows: read.top_ups.iter().map(|(top_up, name)| row_of(&frame, top_up, name, decides)).collect(),
        wallets: wallets.collect(),
        form: asks.then(|| Asking { form_id: ask_id, day: read.today.to_string(), ..Asking::default() }),
        warning: Warning { form_id: warning_id, below: below.show_plain(frame.lang) },
        done: String::new(),
        faults: Vec::new(),
        frame,
    }
}

fn row_of(frame: &Frame, top_up: &TopUp, name: &str, decides: Option<&str>) -> TopUpShown {
    let waits = top_up.state == TopUpState::Waiting;
    let may = waits && decides.is_some_and(|person| person != top_up.asked_by);
    let (look, reason) = match &top_up.state {
        TopUpState::Waiting => ("wait", String::new()),
        TopUpState::Approved { .. } => ("", String::new()),
        TopUpState::Declined { reason, .. } => ("late", frame.say(&format!("ledger-declined-{reason}"))),
    };
    let asked = [name.to_owned(), top_up.asked_at.show(frame.lang)];
    TopUpShown {
        href: if may { format!("/books/{}/float/{}", top_up.book, top_up.ask) } else { String::new() },
        amount: frame.money(top_up.poisha),
        proof: top_up.proof.clone(),
        paid: format!("{} · {}", paid_into_name(frame, &top_up.paid_into), frame.day(top_up.paid_on)),
        asked: asked.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        state: state_name(frame, &top_up.state),
        look,
        reason,
    }
}

impl FloatPage {
    /// The page with a refused form on it, for the samples.
    pub(super) fn refused(mut self, field: &str, sentence: String) -> FloatPage {
        self.faults = vec![(field.to_owned(), sentence)];
        self
    }
}
