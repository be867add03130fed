//! Settlement: what sellers are owed leaves for their accounts. One person proposes a run, another approves it; the file for
//! the bank goes out, and the bank's notice comes back.

use super::{Faults, form_id};
use crate::deeds::settle::{DecideRun, EndPayout, NotSettled, ProposeRun};
use crate::iso20022::{ProgrammeAccount, bank_words, pain001};
use crate::pages::fields::Fields;
use crate::reading;
use crate::settlement::{PAYOUTS_MAX, Payout, PayoutState, Run, RunState};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Upload, Visitor};

/// The least that is worth a transfer, as the field first says.
const LEAST_TAKA: i64 = 100;

/// A run in the list.
pub(super) struct RunRow {
    pub number: String,
    pub day: String,
    pub state: String,
    pub look: &'static str,
    pub payouts: i64,
    pub total: Paisa,
    /// How many are on their way, arrived, came back.
    pub sent: i64,
    pub paid: i64,
    pub failed: i64,
    /// True when the reader may approve it.
    pub may_approve: bool,
    pub proposed: bool,
    pub has_file: bool,
}

#[derive(Template)]
#[template(path = "market_settlement.html")]
pub(super) struct SettlementPage {
    pub frame: Frame,
    pub form_id: String,
    pub owed: Paisa,
    pub sellers: i64,
    pub runs: Vec<RunRow>,
    pub least: String,
    /// What came of a notice: (arrived, came back, passed over).
    pub noticed: Option<(i64, i64, i64)>,
    pub faults: Faults,
}

type Standing = (Run, RunState, Vec<Option<PayoutState>>);

async fn standings(house: &House) -> Result<(Vec<Standing>, Vec<Paisa>), Fault> {
    house
        .journal
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let mut standings = Vec::new();
                for (run, state) in reading::runs(tx).await? {
                    let mut states = Vec::with_capacity(run.payouts.len());
                    for one in &run.payouts {
                        states.push(reading::payout(tx, &one.seller, &one.id).await?.map(|(_, state)| state));
                    }
                    standings.push((run, state, states));
                }
                let owed = reading::owed(tx, Paisa::ZERO, PAYOUTS_MAX).await?;
                Ok((standings, owed.into_iter().map(|(_, poisha)| poisha).collect()))
            })
        })
        .await
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor) -> Result<SettlementPage, Trouble> {
    let (standings, owed) = standings(house).await?;
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let rows = standings.iter().map(|(run, state, states)| {
        let in_state = |wanted: PayoutState| count(states.iter().filter(|one| **one == Some(wanted)).count());
        RunRow {
            number: run.number.clone(),
            day: run.day.show(frame.lang),
            state: frame.say(&format!("run-state-{}", state.name())),
            look: match state {
                RunState::Proposed => "wait",
                RunState::Approved => "",
                RunState::Declined => "late",
            },
            payouts: count(run.payouts.len()),
            total: run.total().unwrap_or_default(),
            sent: in_state(PayoutState::Sent),
            paid: in_state(PayoutState::Paid),
            failed: in_state(PayoutState::Failed),
            proposed: *state == RunState::Proposed,
            may_approve: *state == RunState::Proposed && run.by != visitor.person,
            has_file: in_state(PayoutState::Sent) > 0,
        }
    });
    Ok(SettlementPage {
        form_id: form_id()?,
        owed: Paisa::sum(owed.iter().copied()).unwrap_or_default(),
        sellers: count(owed.len()),
        runs: rows.collect(),
        least: frame.number(LEAST_TAKA),
        noticed: None,
        faults: Faults::new(),
        frame: frame.titled("settlement-title"),
    })
}

/// `GET /market/settlement`.
pub(super) async fn show(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    web::page(&page_of(&house, frame, &visitor).await?)
}

async fn refused(house: &House, frame: Frame, visitor: &Visitor, refusal: &dyn Refusal) -> Answer {
    let mut page = page_of(house, frame, visitor).await?;
    page.faults = vec![(refusal.field().unwrap_or_default(), super::told(&page.frame, refusal))];
    web::page_refused(&page, refusal)
}

/// `POST /market/settlement`: a run is proposed, approved or declined.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    let said = Fields(fields);
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    let stopped = match said.text("do") {
        "propose" => {
            let deed = ProposeRun { least: said.money("least") };
            house.journal.write(envelope, deed).await.map(drop)
        }
        verdict @ ("approve" | "decline") => {
            let deed = DecideRun { run: said.text("run").to_owned(), approve: verdict == "approve" };
            house.journal.write(envelope, deed).await.map(drop)
        }
        _ => return Err(Trouble::NotFound),
    };
    match stopped {
        Ok(()) => {
            // What was approved leaves at once; what does not, leaves with the next round.
            crate::round::send_payouts(&house.journal).await?;
            Ok(web::see_other("/market/settlement"))
        }
        Err(Stop::Refused(refusal)) => refused(&house, frame, &visitor, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

/// `GET /market/settlement/{run}`: the file for the bank, of the payouts that are on their way.
pub(super) async fn file(State(house): State<House>, _: Visitor, Path(number): Path<String>) -> Answer {
    let asked = number.clone();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some((run, _)) = reading::run(tx, &asked).await? else { return Ok(None) };
            let mut addressed = Vec::new();
            for payout in &run.payouts {
                let Some((poisha, PayoutState::Sent)) = reading::payout(tx, &payout.seller, &payout.id).await? else {
                    continue;
                };
                let Some(seller) = reading::seller(tx, &payout.seller).await? else { continue };
                // Who was erased is paid by hand.
                let identity = reading::identity(tx, &seller.seller.identity.seal).await?;
                addressed.extend(identity.map(|identity| (Payout { poisha, ..payout.clone() }, identity)));
            }
            Ok(Some((run, addressed)))
        })
    });
    let (run, addressed) = read.await?.ok_or(Trouble::NotFound)?;
    if addressed.is_empty() {
        return Err(Trouble::NotFound);
    }
    let Some(account) = house.things.get::<ProgrammeAccount>() else {
        return Err(Trouble::refused(NotSettled::Account));
    };
    let xml = pain001(&run, &addressed, (house.journal.now(), account));
    let xml = xml.map_err(|error| Trouble::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{number}.xml\"");
    Ok(([(CONTENT_TYPE, "application/xml".to_owned()), (CONTENT_DISPOSITION, name)], xml).into_response())
}

/// `POST /market/settlement/notice`: what the bank says of the payouts. What was ended before is passed over, so that a
/// notice may be read twice.
pub(super) async fn notice(State(house): State<House>, frame: Frame, visitor: Visitor, upload: Upload) -> Answer {
    let words = upload.file("notice").and_then(|file| bank_words(&file.bytes));
    let Some(words) = words else {
        return refused(&house, frame, &visitor, &NotSettled::Notice).await;
    };
    let (standings, _) = standings(&house).await?;
    let all = || standings.iter().flat_map(|(run, _, _)| &run.payouts);
    let (mut arrived, mut back, mut passed) = (0_i64, 0_i64, 0_i64);
    for word in words {
        let ours = all().find(|one| one.id == word.id && word.poisha.is_none_or(|poisha| poisha == one.poisha));
        let Some(payout) = ours else {
            passed = passed.saturating_add(1);
            continue;
        };
        let deed = EndPayout {
            seller: payout.seller.clone(),
            id: payout.id.clone(),
            paid: !word.back,
            reference: word.reference,
        };
        match house.journal.write(Envelope { by: visitor.person.clone(), key: None }, deed).await {
            Ok(_) if word.back => back = back.saturating_add(1),
            Ok(_) => arrived = arrived.saturating_add(1),
            Err(Stop::Refused(_)) => passed = passed.saturating_add(1),
            Err(stop) => return Err(stop.into()),
        }
    }
    let mut page = page_of(&house, frame, &visitor).await?;
    page.noticed = Some((arrived, back, passed));
    web::page(&page)
}
