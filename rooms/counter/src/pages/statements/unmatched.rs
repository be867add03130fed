//! What has no partner on the other side, the oldest first: who must look, and how it ends.

use super::{RECONCILE, SEE, age_words, kind_words, may, owner_words, provider_words};
use crate::deeds::settle_transfer::SettleTransfer;
use crate::deeds::statements::assign::AssignItem;
use crate::deeds::statements::resolve::{NotResolved, ResolveItem};
use crate::pages::{Faults, today, told};
use crate::reconcile::item::{AGES, END_REASONS, ItemKind, ItemOwner, ItemStanding, SETTLED, age_of};
use crate::reconcile::reading;
use crate::transfer::{TransferState, reading as transfers};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop, Tx};
use ledger::ProviderTransfer;
use serde::Deserialize;
use web::sheet::{self, Cell};
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// Items on a page.
const ITEMS_MAX: i64 = 200;
/// Items of a file.
const FILE_ITEMS_MAX: i64 = 20_000;

#[derive(Template)]
#[template(path = "unmatched.html")]
pub(super) struct UnmatchedPage {
    pub frame: Frame,
    /// (value, name, chosen); the first is all.
    pub ages: Vec<(String, String, bool)>,
    pub owners: Vec<(String, String, bool)>,
    pub rows: Vec<ItemRow>,
    pub csv_href: String,
}

pub(super) struct ItemRow {
    pub href: String,
    pub kind: String,
    pub provider: String,
    pub day: String,
    pub age: i64,
    pub look: &'static str,
    pub theirs: Paisa,
    pub ours: Paisa,
    pub owner: String,
    pub open: bool,
}

#[derive(Template)]
#[template(path = "unmatched_item.html")]
pub(super) struct ItemPage {
    pub frame: Frame,
    pub item: String,
    pub row: ItemRow,
    /// What it means and what to do, in plain words.
    pub means: String,
    pub off: Paisa,
    /// (reference, statement, line).
    pub lines: Vec<(String, String, i64)>,
    /// (href, id, state in words).
    pub transfers: Vec<(String, String, String)>,
    pub owners: Vec<(String, String, bool)>,
    pub reasons: Vec<(String, String, bool)>,
    pub note: String,
    /// (reason, when, by, note) of an item that is over.
    pub end: Option<(String, String, String, String)>,
    pub may_reconcile: bool,
    pub may_settle: bool,
    pub faults: Faults,
    pub form_id: String,
}

/// An item as a row shows it.
pub(super) fn row_of(frame: &Frame, one: &ItemStanding, today: BusinessDay) -> ItemRow {
    let age = today.days_since(one.item.day).max(0);
    ItemRow {
        href: format!("/counter/unmatched/{}", one.item.item),
        kind: kind_words(frame, one.item.kind),
        provider: provider_words(frame, &one.item.provider),
        day: frame.day(one.item.day),
        age,
        look: match age_of(age) {
            0 => "plain",
            1 => "wait",
            _ => "late",
        },
        theirs: one.item.theirs,
        ours: one.item.ours,
        owner: owner_words(frame, one.owner),
        open: one.end.is_none(),
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// An index of the ages; else all.
    #[serde(default)]
    age: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    format: String,
}

fn choices(frame: &Frame, names: Vec<(String, String)>, chosen: &str) -> Vec<(String, String, bool)> {
    let all = (String::new(), frame.say("item-all"));
    let one = |(value, name): (String, String)| (value.clone(), name, value == chosen);
    std::iter::once(all).chain(names).map(one).collect()
}

/// `GET /counter/unmatched?age=&owner=&format=csv`.
pub(super) async fn list(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    may(&visitor, SEE)?;
    let read =
        house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::open_items(tx, FILE_ITEMS_MAX).await }));
    let day = today(&house);
    let (age, owner) = (asked.age.parse::<usize>().ok(), ItemOwner::of_name(&asked.owner));
    let fits = |one: &ItemStanding| {
        age.is_none_or(|age| age_of(day.days_since(one.item.day)) == age)
            && owner.is_none_or(|owner| owner == one.owner)
    };
    let items: Vec<ItemStanding> = read.await?.into_iter().filter(fits).collect();
    if asked.format == "csv" {
        return table(&frame, &items, day);
    }
    let words = age_words(&frame);
    let ages = (0..AGES.len()).map(|age| age.to_string()).zip(words).collect();
    let owners = ItemOwner::ALL.map(|owner| (owner.name().to_owned(), owner_words(&frame, owner))).to_vec();
    let shown = usize::try_from(ITEMS_MAX).unwrap_or(usize::MAX);
    web::page(&UnmatchedPage {
        ages: choices(&frame, ages, &asked.age),
        owners: choices(&frame, owners, &asked.owner),
        rows: items.iter().take(shown).map(|one| row_of(&frame, one, day)).collect(),
        csv_href: format!(
            "/counter/unmatched?format=csv&age={}&owner={}",
            web::in_query(&asked.age),
            web::in_query(&asked.owner)
        ),
        frame: frame.titled("unmatched"),
    })
}

fn table(frame: &Frame, items: &[ItemStanding], day: BusinessDay) -> Answer {
    let headings = [
        "item-what",
        "provider",
        "day",
        "item-days",
        "item-theirs",
        "item-ours",
        "item-owner",
        "transfer-reference",
        "transfer-id",
    ]
    .map(|key| frame.say(key));
    let row = |one: &ItemStanding| -> Vec<Cell> {
        let ids: Vec<&str> = one.item.transfers.iter().map(|transfer| transfer.id.as_str()).collect();
        vec![
            kind_words(frame, one.item.kind).into(),
            provider_words(frame, &one.item.provider).into(),
            one.item.day.to_string().into(),
            day.days_since(one.item.day).max(0).into(),
            one.item.theirs.into(),
            one.item.ours.into(),
            owner_words(frame, one.owner).into(),
            one.item.references.join(" ").into(),
            ids.join(" ").into(),
        ]
    };
    sheet::answer(&format!("unmatched-{day}"), &headings, &items.iter().map(row).collect::<Vec<_>>())
}

/// What stands beside an item: its transfers, the note and the name of its end.
struct Beside {
    transfers: Vec<ProviderTransfer>,
    /// True when all of them are the counter's own.
    own: bool,
    note: String,
    by: String,
}

/// True when every transfer of an item is the counter's own: another room's is settled by that room alone.
async fn are_own(tx: &mut Tx<'_, '_>, one: &ItemStanding) -> Result<bool, Fault> {
    for key in &one.item.transfers {
        if transfers::one(tx, &key.book, &key.id).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn beside(house: &House, one: &ItemStanding) -> Result<Beside, Fault> {
    let one = one.clone();
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut found = Vec::new();
            for key in &one.item.transfers {
                found.extend(ledger::provider_transfer(tx, &key.book, &key.id).await?);
            }
            let own = are_own(tx, &one).await?;
            let (mut note, mut by) = (String::new(), String::new());
            if let Some(end) = &one.end {
                by = network::person_name(tx, &end.by).await?;
                if let Some(sealed) = &end.note {
                    note = tx.unseal::<String>(journal::NATION, &sealed.seal).await?.unwrap_or_default();
                }
            }
            Ok(Beside { transfers: found, own, note, by })
        })
    });
    read.await
}

async fn standing(house: &House, id: &str) -> Result<ItemStanding, Trouble> {
    let id = id.to_owned();
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::one_item(tx, &id).await }));
    read.await?.ok_or(Trouble::NotFound)
}

fn reason_words(frame: &Frame, reason: &str) -> String {
    frame.say(&format!("item-reason-{reason}"))
}

async fn page_of(house: &House, frame: Frame, visitor: &Visitor, id: &str) -> Result<ItemPage, Trouble> {
    let one = standing(house, id).await?;
    let Beside { transfers, own, note, by } = beside(house, &one).await?;
    let words = |state: TransferState| frame.say(&format!("transfer-state-{}", state.name()));
    let may_reconcile = may(visitor, RECONCILE).is_ok() && one.end.is_none();
    let references = one.item.references.iter().cloned().chain(std::iter::repeat(String::new()));
    Ok(ItemPage {
        item: one.item.item.clone(),
        row: row_of(&frame, &one, today(house)),
        means: frame.say(&format!("item-{}-means", one.item.kind.name())),
        off: one.item.theirs.checked_sub(one.item.ours).unwrap_or_default(),
        lines: one
            .item
            .lines
            .iter()
            .zip(references)
            .map(|((statement, line), reference)| (reference, statement.clone(), *line))
            .collect(),
        transfers: transfers.into_iter().map(|seen| (seen.page, seen.id, words(seen.state))).collect(),
        owners: ItemOwner::ALL
            .map(|owner| (owner.name().to_owned(), owner_words(&frame, owner), owner == one.owner))
            .to_vec(),
        reasons: END_REASONS.map(|reason| (reason.to_owned(), reason_words(&frame, reason), false)).to_vec(),
        note: String::new(),
        end: one.end.as_ref().map(|end| (reason_words(&frame, &end.reason), end.at.show(frame.lang), by, note)),
        may_settle: may_reconcile && own && one.item.kind == ItemKind::UnknownDone,
        may_reconcile,
        faults: Faults::new(),
        form_id: network::secrets::new_token()?,
        frame: frame.titled("unmatched-item"),
    })
}

/// `GET /counter/unmatched/{item}`.
pub(super) async fn one(State(house): State<House>, frame: Frame, visitor: Visitor, Path(id): Path<String>) -> Answer {
    may(&visitor, SEE)?;
    web::page(&page_of(&house, frame, &visitor, &id).await?)
}

#[derive(Deserialize)]
pub(super) struct Assigned {
    #[serde(default)]
    owner: String,
}

/// `POST /counter/unmatched/{item}/assign`: says who shall look, so that two presses are as good as one.
pub(super) async fn assign(
    State(house): State<House>,
    visitor: Visitor,
    Path(item): Path<String>,
    Form(Assigned { owner }): Form<Assigned>,
) -> Answer {
    may(&visitor, RECONCILE)?;
    let owner = ItemOwner::of_name(&owner).ok_or(Trouble::NotFound)?;
    let place = format!("/counter/unmatched/{item}");
    let by = Envelope::keyless(&visitor.person);
    house.journal.write(by, AssignItem { item, owner }).await?;
    Ok(web::see_other(&place))
}

#[derive(Deserialize)]
pub(super) struct Resolving {
    #[serde(default)]
    form_id: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

/// `POST /counter/unmatched/{item}/resolve`.
pub(super) async fn resolve(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(item): Path<String>,
    Form(Resolving { form_id, reason, note }): Form<Resolving>,
) -> Answer {
    may(&visitor, RECONCILE)?;
    // The house's own reasons are not for people to choose.
    let reason = if END_REASONS.contains(&reason.as_str()) { reason } else { String::new() };
    let deed = ResolveItem { item: item.clone(), reason: reason.clone(), note: note.clone() };
    match house.journal.write(Envelope::new(&visitor.person, &format!("form:{form_id}")), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/counter/unmatched/{item}"))),
        Err(Stop::Refused(refusal)) if refusal.status() == 422 => {
            let mut page = page_of(&house, frame, &visitor, &item).await?;
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            page.note = note;
            for one in &mut page.reasons {
                one.2 = one.0 == reason;
            }
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/unmatched/{item}/settle`: their statement says that it was done, so it is done with us. Pressed twice,
/// or told by the provider meanwhile, it is done once. Refused for what another room has to settle.
pub(super) async fn settle(State(house): State<House>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    may(&visitor, RECONCILE)?;
    let one = standing(&house, &id).await?;
    let asked = one.clone();
    let own = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { are_own(tx, &asked).await }));
    if one.item.kind != ItemKind::UnknownDone || one.end.is_some() || !own.await? {
        return Err(Trouble::refused(NotResolved::NotToSettle));
    }
    let reference = one.item.references.first().cloned().unwrap_or_default();
    for key in &one.item.transfers {
        let deed = SettleTransfer {
            book: key.book.clone(),
            id: key.id.clone(),
            provider: one.item.provider.clone(),
            said: TransferState::Done,
            reference: reference.clone(),
            code: String::new(),
        };
        house.journal.write(Envelope::keyless(&visitor.person), deed).await?;
    }
    let over = ResolveItem { item: id.clone(), reason: SETTLED.to_owned(), note: String::new() };
    let by = Envelope::new(&visitor.person, &format!("settle:{id}"));
    house.journal.write(by, over).await?;
    Ok(web::see_other(&format!("/counter/unmatched/{id}")))
}
