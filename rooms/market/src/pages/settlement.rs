//! Settlement: what sellers are owed leaves for their accounts. One person proposes a run, another approves it; the file for
//! the bank goes out, and the bank's notice comes back.

use super::{Faults, form_id};
use crate::deeds::settle::{DecideRun, EndPayout, NotSettled, ProposeRun};
use crate::iso20022::{ProgrammeAccount, bank_words, pain001};
use crate::pages::fields::Fields;
use crate::reading;
use crate::settlement::{PAYOUTS_MAX, Payout, PayoutState, Run, RunState};
use crate::wallet::WalletStanding;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::{Both, Paisa, Refusal};
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
    /// Of one that waits for a second person: who is to be paid, most first.
    pub lines: Vec<PayLine>,
}

/// What one seller is to be paid.
#[derive(Clone)]
pub(super) struct PayLine {
    pub seller: String,
    pub number: String,
    /// The end of the account's number; nothing when the seller was erased.
    pub account: String,
    pub poisha: Paisa,
}

/// Days for which a payment is shown of which its provider said two things.
pub(super) const ODD_DAYS: i64 = 90;

/// A wallet's transfer of which its provider said two things.
pub(super) struct OddRow {
    pub id: String,
    /// Its page.
    pub href: String,
    pub centre: String,
    pub provider: String,
    pub poisha: Paisa,
    /// How it stands here, and what was said against it.
    pub stands: String,
    pub said: String,
}

#[derive(Template)]
#[template(path = "market_settlement.html")]
pub(super) struct SettlementPage {
    pub frame: Frame,
    pub form_id: String,
    pub owed: Paisa,
    pub sellers: i64,
    pub runs: Vec<RunRow>,
    /// Payments of wallets that somebody has to look at.
    pub odd: Vec<OddRow>,
    /// For how many days those are shown.
    pub odd_days: String,
    pub least: String,
    /// What came of a notice: (arrived, came back, passed over).
    pub noticed: Option<(i64, i64, i64)>,
    pub faults: Faults,
}

/// A run, how it stands, how many of its payouts stand how, and who is to be paid while it waits.
type Standing = (Run, RunState, Vec<(PayoutState, i64)>, Vec<(Payout, Both, String)>);

/// What the page tells of.
struct Seen {
    runs: Vec<Standing>,
    owed: Vec<Paisa>,
    contradicted: Vec<(String, WalletStanding)>,
}

async fn seen(house: &House) -> Result<Seen, Fault> {
    let since = house.journal.now().day().add_days(ODD_DAYS.saturating_neg()).starts_at();
    house
        .journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut runs = Vec::new();
                for (run, state) in reading::runs(tx).await? {
                    let states = reading::payout_states(tx, &run.number).await?;
                    let lines = if state == RunState::Proposed { lines_of(tx, &run).await? } else { Vec::new() };
                    runs.push((run, state, states, lines));
                }
                let owed = reading::owed(tx, Paisa::ZERO, PAYOUTS_MAX).await?;
                let owed = owed.into_iter().map(|(_, poisha)| poisha).collect();
                Ok(Seen { runs, owed, contradicted: reading::wallets_contradicted(tx, since).await? })
            })
        })
        .await
}

/// Who is to be paid how much to which account, most first: what a second person has to see before saying yes.
async fn lines_of(tx: &mut journal::Tx<'_, '_>, run: &Run) -> Result<Vec<(Payout, Both, String)>, Fault> {
    let mut lines = Vec::with_capacity(run.payouts.len());
    for payout in &run.payouts {
        let Some(seller) = reading::seller(tx, &payout.seller).await? else { continue };
        let identity = reading::identity(tx, &seller.seller.identity.seal).await?;
        let account = identity.map(|identity| identity.payout.last4()).unwrap_or_default();
        lines.push((payout.clone(), seller.seller.name, account));
    }
    lines.sort_by(|a, b| b.0.poisha.cmp(&a.0.poisha).then_with(|| a.0.seller.cmp(&b.0.seller)));
    Ok(lines)
}

fn run_row(frame: &Frame, visitor: &Visitor, (run, state, states, lines): &Standing) -> RunRow {
    let in_state =
        |wanted: PayoutState| states.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, count)| *count);
    RunRow {
        number: run.number.clone(),
        day: run.day.show(frame.lang),
        state: frame.say(&format!("run-state-{}", state.name())),
        look: match state {
            RunState::Proposed => "wait",
            RunState::Approved | RunState::Closed => "",
            RunState::Declined => "late",
        },
        payouts: i64::try_from(run.payouts.len()).unwrap_or(i64::MAX),
        total: run.total().unwrap_or_default(),
        sent: in_state(PayoutState::Sent),
        paid: in_state(PayoutState::Paid),
        failed: in_state(PayoutState::Failed),
        proposed: *state == RunState::Proposed,
        may_approve: *state == RunState::Proposed && run.by != visitor.person,
        has_file: in_state(PayoutState::Sent) > 0,
        lines: lines
            .iter()
            .map(|(payout, name, account)| PayLine {
                seller: name.in_lang(frame.lang).to_owned(),
                number: payout.seller.clone(),
                account: account.clone(),
                poisha: payout.poisha,
            })
            .collect(),
    }
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor) -> Result<SettlementPage, Trouble> {
    let seen = seen(house).await?;
    let odd = seen.contradicted.iter().map(|(book, standing)| OddRow {
        id: standing.transfer.id.clone(),
        href: standing.page(book),
        centre: book.clone(),
        provider: super::wallet::name_of(&frame, &standing.transfer.provider),
        poisha: standing.transfer.poisha,
        stands: frame.say(&format!("wallet-state-{}", standing.state.name())),
        said: frame.say(&format!("wallet-state-{}", standing.contradicted)),
    });
    Ok(SettlementPage {
        form_id: form_id()?,
        owed: Paisa::sum(seen.owed.iter().copied()).unwrap_or_default(),
        sellers: i64::try_from(seen.owed.len()).unwrap_or(i64::MAX),
        runs: seen.runs.iter().map(|one| run_row(&frame, visitor, one)).collect(),
        odd: odd.collect(),
        odd_days: frame.number(ODD_DAYS),
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

/// The payout of this id and what of it left.
async fn payout_of(house: &House, id: &str) -> Result<Option<(Payout, Paisa)>, Fault> {
    let (id, number) = (id.to_owned(), id.rsplit_once('-').map_or("", |(run, _)| run).to_owned());
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some((run, _)) = reading::run(tx, &number).await? else { return Ok(None) };
            let Some(payout) = run.payouts.into_iter().find(|one| one.id == id) else { return Ok(None) };
            let sent = reading::payout(tx, &payout.seller, &payout.id).await?;
            Ok(sent.map(|(poisha, _)| (payout, poisha)))
        })
    });
    read.await
}

/// `POST /market/settlement/notice`: what the bank says of the payouts. What was ended before is passed over, so that a
/// notice may be read twice.
pub(super) async fn notice(State(house): State<House>, frame: Frame, visitor: Visitor, upload: Upload) -> Answer {
    let words = upload.file("notice").and_then(|file| bank_words(&file.bytes));
    let Some(words) = words else {
        return refused(&house, frame, &visitor, &NotSettled::Notice).await;
    };
    let (mut arrived, mut back, mut passed) = (0_i64, 0_i64, 0_i64);
    for word in words {
        // What left may be less than what was proposed.
        let ours = payout_of(&house, &word.id).await?;
        let ours = ours.filter(|(_, sent)| word.poisha.is_none_or(|poisha| poisha == *sent));
        let Some((payout, _)) = ours else {
            passed = passed.saturating_add(1);
            continue;
        };
        let deed = EndPayout {
            seller: payout.seller.clone(),
            id: payout.id.clone(),
            paid: !word.back,
            reference: word.reference,
            reason: word.reason,
        };
        match house.journal.write(Envelope::keyless(&visitor.person), deed).await {
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
