//! Top-ups that wait: the list of those who approve, and the page on which one is approved or declined.

use super::float::try_it;
use super::{paid_into_name, state_name};
use crate::access::open;
use crate::deeds::approve_top_up::ApproveTopUp;
use crate::deeds::decline_top_up::DeclineTopUp;
use crate::float::{proof_elsewhere, top_up, top_ups_waiting};
use crate::top_up::{DECLINE_REASONS, TopUp, TopUpState};
use askama::Template;
use axum::extract::{Path, State};
use base::calendar::BusinessDay;
use journal::Fault;
use serde::Deserialize;
use web::{Answer, Form, Frame, House, KitRefusal, Trouble, Visitor, page, page_refused, see_other};

/// Rows of the list, so that it stays under 25 KB (screens.md 3.5).
const ROWS_SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "waiting.html")]
pub(super) struct WaitingPage {
    frame: Frame,
    rows: Vec<WaitingShown>,
    /// True when further ones wait behind these.
    more: bool,
}

struct WaitingShown {
    href: String,
    centre: String,
    amount: String,
    proof: String,
    paid: String,
    /// How long it has waited, in words.
    age: String,
    /// True after three days.
    late: bool,
}

#[derive(Template)]
#[template(path = "decide.html")]
pub(super) struct DecidePage {
    frame: Frame,
    /// Where the page and its forms stand.
    here: String,
    float_href: String,
    centre: String,
    amount: String,
    proof: String,
    paid_into: String,
    paid_on: String,
    asked: String,
    /// The name of another centre at which the same slip stands; empty when there is none.
    elsewhere: String,
    state: String,
    /// True when this reader may decide it now.
    open: bool,
    /// True when the reader asked for it.
    own: bool,
    reasons: Vec<(String, String)>,
    chosen: String,
    faults: Vec<(String, String)>,
}

/// What was decided.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decided {
    /// `approve` or `decline`.
    verdict: String,
    #[serde(default)]
    reason: String,
}

/// The paths at which this person may decide.
pub(crate) fn paths_of(visitor: &Visitor) -> Vec<String> {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&"float.topup"));
    held.map(|held| held.path.clone()).collect()
}

/// `GET /float`.
pub(crate) async fn list(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let paths = paths_of(&visitor);
    let limit = i64::try_from(ROWS_SHOWN).unwrap_or(i64::MAX).saturating_add(1);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut named = Vec::new();
            for top_up in top_ups_waiting(tx, &paths, limit).await? {
                let centre = network::centre(tx, &top_up.book).await?;
                let both = centre.map(|centre| (centre.name_bn, centre.name_en));
                named.push((top_up, both.unwrap_or_default()));
            }
            Ok(named)
        })
    });
    page(&lay_list(frame, &read.await?, house.now().day()))
}

pub(super) fn lay_list(frame: Frame, waiting: &[(TopUp, (String, String))], today: BusinessDay) -> WaitingPage {
    let frame = frame.titled("ledger-waiting-title");
    let rows = waiting.iter().take(ROWS_SHOWN).map(|(top_up, (bn, en))| {
        let days = today.days_since(top_up.asked_at.day()).max(0);
        WaitingShown {
            href: format!("/books/{}/float/{}", top_up.book, top_up.ask),
            centre: frame.either(bn, en).to_owned(),
            amount: frame.money(top_up.poisha),
            proof: top_up.proof.clone(),
            paid: format!("{} · {}", paid_into_name(&frame, &top_up.paid_into), frame.day(top_up.paid_on)),
            age: match days {
                0 => frame.say("ledger-waiting-today"),
                _ => frame.say_with("ledger-waiting-days", &[("days", frame.number(days))]),
            },
            late: days >= 3,
        }
    });
    WaitingPage { rows: rows.collect(), more: waiting.len() > ROWS_SHOWN, frame }
}

/// What the page of one top-up is made of.
pub(super) struct Read {
    pub top_up: TopUp,
    /// Who asked.
    pub asker: String,
    /// The centre's names.
    pub names: (String, String),
    /// Those of another centre with the same slip.
    pub elsewhere: Option<(String, String)>,
}

async fn read(house: &House, visitor: &Visitor, book: &str, ask: &str) -> Result<Read, Trouble> {
    let seen = open(house, visitor, "float.topup", book).await?;
    let (book, ask) = (book.to_owned(), ask.to_owned());
    let found = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let Some(top_up) = top_up(tx, &book, &ask).await? else { return Ok(None) };
            let asker = network::person_name(tx, &top_up.asked_by).await?;
            let elsewhere = match proof_elsewhere(tx, &top_up).await? {
                Some(code) => network::centre(tx, &code).await?,
                None => None,
            };
            Ok(Some((top_up, asker, elsewhere.map(|centre| (centre.name_bn, centre.name_en)))))
        })
    });
    let (top_up, asker, elsewhere) = found.await?.ok_or(Trouble::NotFound)?;
    Ok(Read { top_up, asker, names: seen.names.ok_or(Trouble::NotFound)?, elsewhere })
}

/// `GET /books/{book}/float/{ask}`.
pub(crate) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, ask)): Path<(String, String)>,
) -> Answer {
    page(&lay_out(frame, read(&house, &visitor, &book, &ask).await?, &visitor.person))
}

/// `POST /books/{book}/float/{ask}`. A top-up is decided once, so its id and the verdict are the key of the deed.
pub(crate) async fn decide(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, ask)): Path<(String, String)>,
    Form(decided): Form<Decided>,
) -> Answer {
    let read = read(&house, &visitor, &book, &ask).await?;
    let key = format!("{}:{ask}:{}", decided.verdict, decided.reason);
    let refusal = match decided.verdict.as_str() {
        "approve" => try_it(&house, &visitor, &key, ApproveTopUp { book, ask }).await?,
        "decline" => {
            let deed = DeclineTopUp { book, ask, reason: decided.reason.clone() };
            try_it(&house, &visitor, &key, deed).await?
        }
        _ => return Err(KitRefusal::Malformed.into()),
    };
    let Some(refusal) = refusal else { return Ok(see_other("/float")) };
    let mut shown = lay_out(frame, read, &visitor.person);
    let sentence = house.words.tell(shown.frame.lang, refusal.as_ref()).sentence;
    shown.faults = vec![(refusal.field().unwrap_or_default(), sentence)];
    shown.chosen = decided.reason;
    page_refused(&shown, refusal.as_ref())
}

pub(super) fn lay_out(frame: Frame, read: Read, reader: &str) -> DecidePage {
    let Read { top_up, asker, names, elsewhere } = read;
    let frame = frame.titled("ledger-decide-title");
    let own = top_up.asked_by == reader;
    let reasons = DECLINE_REASONS.map(|code| (code.to_owned(), frame.say(&format!("ledger-declined-{code}"))));
    DecidePage {
        here: format!("/books/{}/float/{}", top_up.book, top_up.ask),
        float_href: format!("/books/{}/float", top_up.book),
        centre: frame.either(&names.0, &names.1).to_owned(),
        amount: frame.money(top_up.poisha),
        proof: top_up.proof.clone(),
        paid_into: paid_into_name(&frame, &top_up.paid_into),
        paid_on: frame.day(top_up.paid_on),
        asked: format!("{asker} · {}", top_up.asked_at.show(frame.lang)),
        elsewhere: elsewhere.map_or_else(String::new, |(bn, en)| frame.either(&bn, &en).to_owned()),
        state: state_name(&frame, &top_up.state),
        open: top_up.state == TopUpState::Waiting && !own,
        own,
        reasons: reasons.into(),
        chosen: String::new(),
        faults: Vec::new(),
        frame,
    }
}

impl DecidePage {
    /// The page with a refusal on it, for the samples.
    pub(super) fn refused(mut self, field: &str, sentence: String) -> DecidePage {
        self.faults = vec![(field.to_owned(), sentence)];
        self
    }
}
