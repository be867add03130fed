//! Tariffs that were proposed: what each would change, and the buttons of whoever may decide.

use super::{Faults, LOOK_UP, catalogue, today, told};
use crate::catalogue::Shown;
use crate::deeds::decide_tariff::{ApproveTariff, DeclineTariff, WithdrawTariff};
use crate::deeds::propose_tariff::NotProposed;
use crate::service::{Tariff, tariff_at};
use crate::tariff::{self, Proposal, ProposalState};
use askama::Template;
use axum::extract::{Path, State};
use base::{Lang, Paisa, Refusal};
use journal::{Deed, Envelope, Fault, Stop, Tx};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Needs, Route, Trouble, Visitor};

const PROPOSE: Needs = Needs::Permission("tariff.propose");
const APPROVE: Needs = Needs::Permission("tariff.approve");

/// The ways to proposed tariffs.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counter/tariffs", LOOK_UP, list),
        Route::post("/counter/tariffs/{proposal}/approve", APPROVE, approve),
        Route::post("/counter/tariffs/{proposal}/decline", APPROVE, decline),
        Route::post("/counter/tariffs/{proposal}/withdraw", PROPOSE, withdraw),
        Route::get("/counter/catalogue/{code}/tariff", PROPOSE, super::tariff_new::ask),
        Route::post("/counter/catalogue/{code}/tariff", PROPOSE, super::tariff_new::propose),
    ]
}

#[derive(Template)]
#[template(path = "tariffs.html")]
pub(super) struct TariffsPage {
    pub frame: Frame,
    pub waiting: Vec<ProposalRow>,
    pub decided: Vec<ProposalRow>,
    pub faults: Faults,
}

/// A proposal as the page shows it.
pub(super) struct ProposalRow {
    pub proposal: String,
    pub code: String,
    pub service: String,
    pub place: String,
    pub days: String,
    pub new: Amounts,
    pub old: Option<Amounts>,
    pub marks: Vec<String>,
    pub by: String,
    pub at: String,
    pub state: ProposalState,
    pub reason: String,
    pub may_decide: bool,
    pub own: bool,
}

/// What a tariff costs the citizen, and what the shop gets of it.
pub(super) struct Amounts {
    pub official: Paisa,
    pub shop: Paisa,
    pub programme: Paisa,
    pub total: Paisa,
}

impl Amounts {
    pub(super) fn of(tariff: &Tariff) -> Option<Amounts> {
        let Tariff { official, shop, programme, .. } = *tariff;
        Some(Amounts { official, shop, programme, total: tariff.total()? })
    }
}

/// The days of a tariff in words: from the first to the last, if it has one.
pub(super) fn days_of(frame: &Frame, tariff: &Tariff) -> String {
    let until = tariff.until.map_or_else(String::new, |until| frame.day(until));
    format!("{} – {until}", frame.day(tariff.from)).trim_end_matches(" –").trim_end().to_owned()
}

/// The name of the place of a path.
pub(super) async fn place_of(tx: &mut Tx<'_, '_>, path: &str, lang: Lang) -> Result<Option<String>, Fault> {
    let Some(code) = path.split('/').rfind(|code| !code.is_empty()) else { return Ok(None) };
    let place = network::place(tx, code).await?;
    Ok(Some(
        place.map_or_else(|| path.to_owned(), |place| if lang == Lang::Bn { place.name_bn } else { place.name_en }),
    ))
}

/// What else a tariff says than amounts.
pub(super) fn marks_of(frame: &Frame, tariff: &Tariff) -> Vec<String> {
    let mut marks = Vec::new();
    if tariff.per_thousand {
        marks.push(frame.say("tariff-per-thousand"));
    }
    if tariff.outsiders_official_only {
        marks.push(frame.say("tariff-outsiders"));
    }
    if tariff.partner != Paisa::ZERO {
        marks.push(frame.say_with("tariff-partner-pays", &[("sum", frame.money(tariff.partner))]));
    }
    marks
}

/// A proposal with the names that belong to it.
struct Named {
    proposal: Proposal,
    place: Option<String>,
    by: String,
}

async fn named(tx: &mut Tx<'_, '_>, proposal: Proposal, lang: Lang) -> Result<Named, Fault> {
    let place = place_of(tx, &proposal.tariff.path, lang).await?;
    let by = network::person_name(tx, &proposal.by).await?;
    Ok(Named { proposal, place, by })
}

fn row(frame: &Frame, visitor: &Visitor, shown: &Shown, named: Named) -> Option<ProposalRow> {
    let Proposal { proposal, service, tariff, by, at, state, reason, .. } = named.proposal;
    let before = shown.offer(&service).and_then(|offer| tariff_at(&offer.tariffs, &tariff.path, tariff.from));
    let waits = state == ProposalState::Waiting;
    let own = by == visitor.person;
    Some(ProposalRow {
        proposal,
        service: shown.name(&service, frame.lang),
        code: service,
        place: named.place.unwrap_or_else(|| frame.say("whole-country")),
        days: days_of(frame, &tariff),
        new: Amounts::of(&tariff)?,
        old: before.filter(|_| waits).and_then(Amounts::of),
        marks: marks_of(frame, &tariff),
        by: named.by,
        at: at.show(frame.lang),
        state,
        reason,
        may_decide: waits && !own && visitor.may_at("tariff.approve", &tariff.path),
        own: waits && own && visitor.may_at("tariff.propose", &tariff.path),
    })
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor) -> Result<TariffsPage, Trouble> {
    let (shown, lang) = (catalogue(house).await?, frame.lang);
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let (mut waiting, mut decided) = (Vec::new(), Vec::new());
            for proposal in tariff::waiting(tx).await? {
                waiting.push(named(tx, proposal, lang).await?);
            }
            for proposal in tariff::decided(tx).await? {
                decided.push(named(tx, proposal, lang).await?);
            }
            Ok((waiting, decided))
        })
    });
    let (waiting, decided) = read.await?;
    let rows = |all: Vec<Named>| all.into_iter().filter_map(|one| row(&frame, visitor, &shown, one)).collect();
    let (waiting, decided) = (rows(waiting), rows(decided));
    Ok(TariffsPage { waiting, decided, faults: Faults::new(), frame: frame.titled("tariffs-title") })
}

/// `GET /counter/tariffs`.
async fn list(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, &visitor).await?)
}

/// The proposal, if the visitor may do this where it would hold: else 404.
async fn proposal_for(house: &House, visitor: &Visitor, permission: &str, id: &str) -> Result<Proposal, Trouble> {
    let id = id.to_owned();
    let found = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { tariff::one(tx, &id).await })).await?;
    found.filter(|proposal| visitor.may_at(permission, &proposal.tariff.path)).ok_or(Trouble::NotFound)
}

/// Does one of the three deeds; on to the list, or the list again with the reason above it.
async fn act<D: Deed<Refusal = NotProposed>>(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    key: &str,
    deed: D,
) -> Answer {
    match house.journal.write(Envelope::new(&visitor.person, key), deed).await {
        Ok(_) => Ok(web::see_other("/counter/tariffs")),
        Err(Stop::Refused(refusal)) if refusal.status() == 422 => {
            let mut page = page_of(house, frame, visitor).await?;
            page.faults = vec![(String::new(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/tariffs/{proposal}/approve`. A proposal is decided once, so it is the key of the deed.
async fn approve(State(house): State<House>, frame: Frame, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let Proposal { proposal, .. } = proposal_for(&house, &visitor, "tariff.approve", &id).await?;
    act(&house, frame, &visitor, &format!("approve:{proposal}"), ApproveTariff { proposal: proposal.clone() }).await
}

#[derive(Deserialize)]
struct Declined {
    #[serde(default)]
    reason: String,
}

/// `POST /counter/tariffs/{proposal}/decline`.
async fn decline(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(Declined { reason }): Form<Declined>,
) -> Answer {
    let Proposal { proposal, .. } = proposal_for(&house, &visitor, "tariff.approve", &id).await?;
    let key = format!("decline:{proposal}");
    act(&house, frame, &visitor, &key, DeclineTariff { proposal, reason }).await
}

/// `POST /counter/tariffs/{proposal}/withdraw`.
async fn withdraw(State(house): State<House>, frame: Frame, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let Proposal { proposal, .. } = proposal_for(&house, &visitor, "tariff.propose", &id).await?;
    let key = format!("withdraw:{proposal}");
    act(&house, frame, &visitor, &key, WithdrawTariff { proposal }).await
}

/// The tariff that holds for a path today, to begin a proposal with.
pub(super) fn current<'s>(house: &House, shown: &'s Shown, code: &str, path: &str) -> Option<&'s Tariff> {
    tariff_at(&shown.offer(code)?.tariffs, path, today(house))
}
