//! Verifying: the chain, the seals, the views, and what the rooms add.
//!
//! It runs beside a live server on one unmoving picture of the store. The views are replayed into a scratch
//! `SQLite`, whatever the engine, and compared row for row.

use crate::open::Ground;
use crate::rebuild::page;
use crate::seal::{hash_of, open, unwrap_key};
use crate::store::{ENTRY_COUNTS, HEAD_ROWS, SEALS_AFTER};
use crate::{Entry, Fault, Journal, chain_hash};
use db::{Row, Scratch, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// Faults named at most; further ones are only counted.
const FAULTS_NAMED_MAX: usize = 200;
/// Seals read at once: a sealed scan has up to 600 KB.
const SEALS_PER_PAGE: i64 = 100;

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Books read.
    pub books: u64,
    /// Entries whose hashes were computed anew.
    pub entries: u64,
    /// Seals opened or, where their person was erased, checked by hash.
    pub seals: u64,
    /// Rows of views compared with their replay.
    pub rows: u64,
    /// Every fault, a sentence each, naming book and place.
    pub faults: Vec<String>,
    /// Faults beyond those named.
    pub more: u64,
}

impl Findings {
    fn fault(&mut self, text: String) {
        if self.faults.len() < FAULTS_NAMED_MAX {
            self.faults.push(text);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

impl Journal {
    /// Verifies the whole store: chain, seals, views, and the audits of the rooms.
    ///
    /// # Errors
    /// Only when the store cannot be read at all; what is wrong in it stands in the findings.
    pub async fn verify(&self) -> Result<Findings, Fault> {
        let ground = self.ground.clone();
        self.db().read_still(move |tx| Box::pin(async move { all(&ground, tx).await })).await
    }
}

async fn all(ground: &Ground, tx: &mut Tx<'_>) -> Result<Findings, Fault> {
    let mut findings = Findings::default();
    let mut scratch = Scratch::open(&ground.register.all_migrations())?;
    let heads = tx.all(&HEAD_ROWS, &[]).await?;
    {
        let mut replay = scratch.tx(tx.now());
        for head in &heads {
            book(ground, tx, &mut replay, head, &mut findings).await?;
        }
        replay.flush_all().await?;
    }
    headless(tx, &heads, &mut findings).await?;
    for view in &ground.register.views {
        compare(tx, &mut scratch.tx(tx.now()), view, &mut findings).await?;
    }
    for audit in &ground.register.audits {
        for fault in (audit.run)(tx).await? {
            findings.fault(format!("{}: {fault}", audit.name));
        }
    }
    Ok(findings)
}

/// One book: its chain, its seals, and its replay into the scratch store.
async fn book(
    ground: &Ground,
    tx: &mut Tx<'_>,
    replay: &mut Tx<'_>,
    head: &Row,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let name: String = head.get("book")?;
    findings.books = findings.books.saturating_add(1);
    let mut last: Option<Entry> = None;
    let mut sealed: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let after = last.as_ref().map_or(0, |entry| entry.head.folio);
        let entries = page(tx, &name, after).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            findings.entries = findings.entries.saturating_add(1);
            link(last.as_ref(), &entry, findings);
            if let Err(fault) = entry.replay(&ground.register.events, replay).await {
                findings.fault(fault.to_string());
            }
            named_seals(&entry, &mut sealed);
            last = Some(entry);
        }
        replay.flush_all().await?;
    }
    // The session too: a head that names another would number the next entry anew.
    let stands = last.map(|entry| (entry.head.folio, entry.hash, entry.head.seq, entry.head.session));
    if stands != Some((head.get("folio")?, head.get("hash")?, head.get("seq")?, head.get("session")?)) {
        findings.fault(format!("book {name}: the head does not name the last entry"));
    }
    seals(ground, tx, &name, &mut sealed, findings).await
}

/// One link of the chain.
fn link(last: Option<&Entry>, entry: &Entry, findings: &mut Findings) {
    let head = &entry.head;
    let place = format!("book {} folio {}", head.book, head.folio);
    let folio = last.map_or(1, |last| last.head.folio.saturating_add(1));
    if head.folio != folio {
        findings.fault(format!("{place}: folio {folio} is missing"));
    }
    let seq = match last {
        Some(last) if last.head.session == head.session => last.head.seq.saturating_add(1),
        _ => 1,
    };
    if head.seq != seq {
        findings.fault(format!("{place}: seq is {}, not {seq}", head.seq));
    }
    if last.map_or(vec![0; 32], |last| last.hash.clone()) != entry.previous {
        findings.fault(format!("{place}: does not follow the entry before it"));
    }
    if chain_hash(head, &entry.previous, &entry.events).as_slice() != entry.hash {
        findings.fault(format!("{place}: was changed after it was written"));
    }
}

/// Books with entries but without a head.
async fn headless(tx: &mut Tx<'_>, heads: &[Row], findings: &mut Findings) -> Result<(), Fault> {
    let known: BTreeSet<String> = heads.iter().map(|head| head.get("book")).collect::<Result<_, _>>()?;
    for row in tx.all(&ENTRY_COUNTS, &[]).await? {
        let name: String = row.get("book")?;
        if !known.contains(&name) {
            findings.fault(format!("book {name}: entries without a head"));
        }
    }
    Ok(())
}

/// Finds `{"seal":…,"hash":…}` wherever it stands in an entry's events.
fn named_seals(entry: &Entry, found: &mut BTreeMap<String, String>) {
    fn walk(value: &serde_json::Value, found: &mut BTreeMap<String, String>) {
        match value {
            serde_json::Value::Object(map) => {
                if let (Some(seal), Some(hash)) =
                    (map.get("seal").and_then(|v| v.as_str()), map.get("hash").and_then(|v| v.as_str()))
                {
                    found.insert(seal.to_owned(), hash.to_owned());
                }
                map.values().for_each(|value| walk(value, found));
            }
            serde_json::Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    if let Ok(value) = serde_json::from_slice(&entry.events) {
        walk(&value, found);
    }
}

/// Every seal of a book: named by an event with this hash, and opens unless its person was erased.
async fn seals(
    ground: &Ground,
    tx: &mut Tx<'_>,
    book: &str,
    named: &mut BTreeMap<String, String>,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let mut after = String::new();
    loop {
        let rows = tx.all(&SEALS_AFTER, &[book.into(), after.as_str().into(), SEALS_PER_PAGE.into()]).await?;
        let Some(last) = rows.last() else { break };
        after = last.get("seal")?;
        for row in &rows {
            findings.seals = findings.seals.saturating_add(1);
            let seal: String = row.get("seal")?;
            let bytes: Vec<u8> = row.get("box")?;
            match named.remove(&seal) {
                None => findings.fault(format!("book {book} seal {seal}: no event names it")),
                Some(hash) if hash != hash_of(&bytes) => {
                    findings.fault(format!("book {book} seal {seal}: was changed after it was sealed"));
                }
                Some(_) => {}
            }
            if let Err(fault) = opens(ground, book, &seal, row, &bytes) {
                findings.fault(format!("book {book} seal {seal}: {fault}"));
            }
        }
    }
    for seal in named.keys() {
        findings.fault(format!("book {book} seal {seal}: an event names it, but it is not there"));
    }
    Ok(())
}

fn opens(ground: &Ground, book: &str, seal: &str, row: &Row, bytes: &[u8]) -> Result<(), Fault> {
    let subject: String = row.get("subject")?;
    let place = format!("{book}/{subject}");
    match (row.get::<Option<Vec<u8>>>("wrapped")?, row.get::<Option<i64>>("erased_at_ms")?) {
        (Some(wrapped), _) => {
            let key = unwrap_key(&ground.keys, &place, &wrapped)?;
            open(&key, &format!("{place}/{seal}"), bytes).map(|_| ())
        }
        (None, Some(_)) => Ok(()), // erased: only the hash remains to be checked
        (None, None) => Err(Fault::Unsound("its person has no key".to_owned())),
    }
}

/// One view against its replay.
async fn compare(
    tx: &mut Tx<'_>,
    replay: &mut Tx<'_>,
    view: &'static str,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let columns = tx.columns(view).await?;
    let there = tx.dump(view, &columns).await?;
    let ought = replay.dump(view, &columns).await?;
    findings.rows = findings.rows.saturating_add(u64::try_from(there.len()).unwrap_or(0));
    if there == ought {
        return Ok(());
    }
    let (there, ought): (BTreeSet<_>, BTreeSet<_>) =
        (there.iter().map(Row::values).collect(), ought.iter().map(Row::values).collect());
    let show = |values: &[db::Value]| {
        let shown: Vec<String> = columns.iter().zip(values).map(|(name, value)| format!("{name}={value:?}")).collect();
        shown.join(" ").chars().take(400).collect::<String>()
    };
    for row in there.difference(&ought) {
        findings.fault(format!("view {view}: a row that no entry made: {}", show(row)));
    }
    for row in ought.difference(&there) {
        findings.fault(format!("view {view}: a row is missing: {}", show(row)));
    }
    if there == ought {
        findings.fault(format!("view {view}: a row stands there more than once"));
    }
    Ok(())
}
