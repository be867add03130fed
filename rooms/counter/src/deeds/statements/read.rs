//! A provider's statement is read and held against the transfers of every room.

use crate::events::{ItemsFound, LinesMatched, MatchMade, StatementRead};
use crate::reconcile::item::{Item, ItemKind, ItemStanding, TransferKey};
use crate::reconcile::matching::{LineKey, Match, Ours, Theirs, matched};
use crate::reconcile::reading::{self, COMPARED_MAX};
use crate::reconcile::{BadLine, StatementLine, Summary};
use crate::transfer::TransferState;
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Deed, NATION, Stop, Tx, happened};
use ledger::ProviderTransfer;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a statement into the nation's book: its lines, what they match, and what stands out, in one entry. The same file
/// read twice gives the first answer and enters nothing. No money moves by it.
///
/// # Refusals
/// See [`NotReadIn`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadStatement {
    /// The provider.
    pub provider: String,
    /// The hash of its file: its id.
    pub hash: String,
    /// `csv` or `camt`.
    pub format: String,
    /// Its lines.
    pub lines: Vec<StatementLine>,
    /// Those that could not be read, as far as they are named.
    pub bad: Vec<BadLine>,
    /// How many could not be read.
    pub bad_count: i64,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementDone {
    /// The statement's id.
    pub statement: String,
    /// True when the same file was read before.
    pub again: bool,
    /// What was counted.
    pub summary: Summary,
}

/// Why a statement is not read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReadIn {
    /// The same file was read as another provider's.
    OtherProvider,
    /// A statement of these days was read in the other format: its lines tell the same payments with other signs.
    OtherFormat,
    /// It would be held against more transfers than can be compared at once.
    TooMany,
}

impl Refusal for NotReadIn {
    fn code(&self) -> &'static str {
        match self {
            NotReadIn::OtherProvider => "counter.statement.other_provider",
            NotReadIn::OtherFormat => "counter.statement.other_format",
            NotReadIn::TooMany => "counter.statement.too_many",
        }
    }

    fn field(&self) -> Option<String> {
        Some("file".to_owned())
    }
}

/// The codes of [`NotReadIn`].
pub(crate) const CODES: &[&str] =
    &["counter.statement.other_provider", "counter.statement.other_format", "counter.statement.too_many"];

/// What a statement is held against.
pub(crate) struct Known {
    /// References with their amounts that stand in earlier statements.
    pub seen: BTreeSet<(String, i64)>,
    /// Lines of earlier statements that are still open.
    pub open_lines: Vec<Theirs>,
    /// Transfers that stand in no statement yet.
    pub transfers: Vec<ProviderTransfer>,
    /// What is open of earlier statements.
    pub open_items: Vec<ItemStanding>,
}

/// What follows from reading.
pub(crate) struct Decided {
    pub repeated: Vec<i64>,
    pub matches: Vec<Match>,
    pub closes: Vec<String>,
    pub items: Vec<Item>,
}

/// The first and the last day of lines.
fn days_of(lines: &[StatementLine]) -> Option<(BusinessDay, BusinessDay)> {
    let days = lines.iter().map(|line| line.day);
    Some((days.clone().min()?, days.max()?))
}

impl ReadStatement {
    /// What their lines should add up to for a transfer in its state. A provider sends its statements in one format, so what
    /// waits of an earlier one has the same signs.
    fn expected(&self, one: &ProviderTransfer) -> Paisa {
        match one.state {
            TransferState::Failed | TransferState::Reversed => Paisa::ZERO,
            // It moved our account the other way than cash over the counter does, and our account is all that camt tells of.
            _ if one.by_wallet && self.format == "camt" => one.principal.checked_neg().unwrap_or_default(),
            TransferState::Requested | TransferState::Unknown | TransferState::Done => one.principal,
        }
    }

    /// Pure: what matches, and what stands out.
    pub(crate) fn decide(&self, known: &Known) -> Decided {
        let mut seen = known.seen.clone();
        let (mut repeated, mut theirs) = (Vec::new(), known.open_lines.clone());
        for line in &self.lines {
            // A line of theirs is known by its reference and amount; without a reference it is always new.
            if !line.reference.is_empty() && !seen.insert((line.reference.clone(), line.poisha.get())) {
                repeated.push(line.line);
                continue;
            }
            theirs.push(Theirs {
                key: (self.hash.clone(), line.line),
                day: line.day,
                poisha: line.poisha,
                reference: line.reference.clone(),
                transfer: line.transfer.clone(),
            });
        }
        let ours: Vec<Ours> = known
            .transfers
            .iter()
            .map(|one| Ours {
                id: one.id.clone(),
                day: one.day,
                poisha: self.expected(one),
                reference: one.reference.clone(),
            })
            .collect();
        let matches = matched(&theirs, &ours);
        let items = self.items(&theirs, &matches, known);
        Decided { repeated, closes: closes(&matches, &known.open_items), matches, items }
    }

    fn item(&self, item: String, kind: ItemKind, day: BusinessDay) -> Item {
        Item {
            item,
            statement: self.hash.clone(),
            kind,
            provider: self.provider.clone(),
            day,
            theirs: Paisa::ZERO,
            ours: Paisa::ZERO,
            lines: Vec::new(),
            references: Vec::new(),
            transfers: Vec::new(),
        }
    }

    /// What stands out: matches that do not agree, lines and transfers without a partner.
    fn items(&self, theirs: &[Theirs], matches: &[Match], known: &Known) -> Vec<Item> {
        let lines: BTreeMap<&LineKey, &Theirs> = theirs.iter().map(|line| (&line.key, line)).collect();
        let transfers: BTreeMap<&str, &ProviderTransfer> =
            known.transfers.iter().map(|one| (one.id.as_str(), one)).collect();
        let mut items = Vec::new();
        for one in matches {
            let of_match: Vec<&Theirs> = one.lines.iter().filter_map(|key| lines.get(key).copied()).collect();
            let of_ours: Vec<&ProviderTransfer> =
                one.transfers.iter().filter_map(|id| transfers.get(id.as_str()).copied()).collect();
            for kind in kinds_of(one, &of_ours) {
                let Some(first) = of_match.first() else { continue };
                let (prefix, number) = (first.key.0.get(..12).unwrap_or(""), first.key.1);
                let mut item = self.item(format!("m-{prefix}-{number}-{}", kind.name()), kind, first.day);
                item.theirs = sum(of_match.iter().map(|line| line.poisha));
                item.ours = sum(of_ours.iter().map(|one| self.expected(one)));
                item.lines.clone_from(&one.lines);
                item.references = of_match.iter().map(|line| line.reference.clone()).collect();
                item.transfers = of_ours.iter().map(|one| key_of(one)).collect();
                items.push(item);
            }
        }
        let matched_lines: BTreeSet<&LineKey> = matches.iter().flat_map(|one| &one.lines).collect();
        for line in theirs.iter().filter(|line| line.key.0 == self.hash && !matched_lines.contains(&line.key)) {
            let id = format!("t-{}-{}", self.hash.get(..12).unwrap_or(""), line.key.1);
            let mut item = self.item(id, ItemKind::TheirsOnly, line.day);
            (item.theirs, item.lines) = (line.poisha, vec![line.key.clone()]);
            item.references = vec![line.reference.clone()];
            items.push(item);
        }
        items.extend(self.ours_only(matches, known));
        items
    }

    /// Transfers that are done with us, on days that this statement covers, and that it does not have.
    fn ours_only(&self, matches: &[Match], known: &Known) -> Vec<Item> {
        let Some((first, last)) = days_of(&self.lines) else { return Vec::new() };
        let paired: BTreeSet<&String> = matches.iter().flat_map(|one| &one.transfers).collect();
        let told: BTreeSet<&str> = known.open_items.iter().map(|one| one.item.item.as_str()).collect();
        let missing = known.transfers.iter().filter(|one| {
            one.state == TransferState::Done && (first..=last).contains(&one.day) && !paired.contains(&one.id)
        });
        let item = |one: &ProviderTransfer| {
            let mut item = self.item(format!("o-{}", one.id), ItemKind::OursOnly, one.day);
            (item.ours, item.transfers) = (self.expected(one), vec![key_of(one)]);
            item
        };
        missing.map(item).filter(|item| !told.contains(item.item.as_str())).collect()
    }
}

fn key_of(one: &ProviderTransfer) -> TransferKey {
    TransferKey { book: one.book.clone(), id: one.id.clone() }
}

fn sum(amounts: impl IntoIterator<Item = Paisa>) -> Paisa {
    Paisa::sum(amounts).unwrap_or_default()
}

/// What stands out of a match.
fn kinds_of(one: &Match, ours: &[&ProviderTransfer]) -> Vec<ItemKind> {
    let failed = ours.iter().any(|one| matches!(one.state, TransferState::Failed | TransferState::Reversed));
    let unknown = ours.iter().any(|one| one.state.is_pending());
    let mut kinds = Vec::new();
    if one.off != Paisa::ZERO {
        kinds.push(if failed { ItemKind::FailedDone } else { ItemKind::AmountDiffers });
    } else if unknown {
        kinds.push(ItemKind::UnknownDone);
    }
    kinds
}

/// Items of earlier statements that are over: their line, or their transfer, has its partner now.
fn closes(matches: &[Match], open: &[ItemStanding]) -> Vec<String> {
    let lines: BTreeSet<&LineKey> = matches.iter().flat_map(|one| &one.lines).collect();
    let ids: BTreeSet<&str> = matches.iter().flat_map(|one| &one.transfers).map(String::as_str).collect();
    let is_over = |one: &&ItemStanding| match one.item.kind {
        ItemKind::TheirsOnly => one.item.lines.iter().any(|key| lines.contains(key)),
        ItemKind::OursOnly => one.item.transfers.iter().any(|one| ids.contains(one.id.as_str())),
        _ => false,
    };
    open.iter().filter(is_over).map(|one| one.item.item.clone()).collect()
}

impl ReadStatement {
    async fn load(&self, tx: &mut Tx<'_, '_>, days: (BusinessDay, BusinessDay)) -> Result<Known, Stop<NotReadIn>> {
        let around = (days.0.add_days(-1), days.1.add_days(1));
        let mut transfers = ledger::unmatched_transfers(tx, &self.provider, around, COMPARED_MAX).await?;
        if i64::try_from(transfers.len()).unwrap_or(i64::MAX) >= COMPARED_MAX {
            return Err(Stop::Refused(NotReadIn::TooMany));
        }
        // What a line names may have been asked for long before it was booked.
        let have: BTreeSet<String> = transfers.iter().map(|one| one.id.clone()).collect();
        let named: BTreeSet<&String> =
            self.lines.iter().map(|line| &line.transfer).filter(|id| !id.is_empty() && !have.contains(*id)).collect();
        for id in named {
            transfers.extend(ledger::unmatched_transfer(tx, id, &self.provider).await?);
        }
        Ok(Known {
            seen: reading::seen(tx, &self.provider, around).await?,
            open_lines: reading::open_lines(tx, &self.provider, around).await?,
            open_items: reading::open_near(tx, &self.provider, around).await?,
            transfers,
        })
    }
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

impl Deed for ReadStatement {
    const NAME: &'static str = "counter.read_statement";
    type Done = StatementDone;
    type Refusal = NotReadIn;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<StatementDone, Stop<NotReadIn>> {
        if let Some(before) = reading::one_statement(tx, &self.hash).await? {
            if before.provider != self.provider {
                return Err(Stop::Refused(NotReadIn::OtherProvider));
            }
            return Ok(StatementDone { statement: self.hash.clone(), again: true, summary: before.body.summary });
        }
        let days = days_of(&self.lines).unwrap_or((tx.now().day(), tx.now().day()));
        // What is held against each other is a day apart at most.
        let around = (days.0.add_days(-1), days.1.add_days(1));
        let others = reading::statements_of(tx, &self.provider, around).await?;
        if others.iter().any(|one| one.body.format != self.format) {
            return Err(Stop::Refused(NotReadIn::OtherFormat));
        }
        let known = self.load(tx, days).await?;
        let decided = self.decide(&known);
        let own = |one: &Match| one.lines.iter().filter(|key| key.0 == self.hash).count();
        let summary = Summary {
            lines: count(self.lines.len()),
            repeated: count(decided.repeated.len()),
            matched: count(decided.matches.iter().map(own).sum()),
            bad: self.bad_count,
            items: count(decided.items.len()),
        };
        let read = StatementRead {
            statement: self.hash.clone(),
            provider: self.provider.clone(),
            format: self.format.clone(),
            first_day: days.0,
            last_day: days.1,
            summary,
            lines: self.lines.clone(),
            repeated: decided.repeated,
            bad: self.bad.clone(),
        };
        let made = |one: Match| MatchMade { lines: one.lines, transfers: one.transfers, off: one.off };
        let matches = LinesMatched {
            statement: self.hash.clone(),
            matches: decided.matches.into_iter().map(made).collect(),
            closes: decided.closes,
        };
        let mut events = vec![happened(read)];
        if !matches.matches.is_empty() {
            events.push(happened(matches));
        }
        if !decided.items.is_empty() {
            events.push(happened(ItemsFound { items: decided.items }));
        }
        tx.enter(NATION, events).await?;
        Ok(StatementDone { statement: self.hash.clone(), again: false, summary })
    }
}
