//! Everything that somebody could change behind the journal's back is named.

use crate::shop::{register, sell, stock};
use db::Target;
use journal::Envelope;
use trial::{Trial, both};

/// Runs SQL past the house, as a thief with the file or the server's password would.
async fn behind_the_back(trial: &Trial, sql: &str) {
    match &trial.target {
        Target::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Target::Postgres(address) => {
            let (client, line) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(line);
            client.batch_execute(sql).await.unwrap();
        }
    }
}

async fn is_named(trial: Trial, sql: &str, expected: &str) {
    stock(&trial.journal, "b1", 50).await;
    let mut deed = sell("b1");
    deed.customer = Some("করিম".into());
    for _ in 0..5 {
        trial.journal.write(Envelope::system(), deed.clone()).await.unwrap();
    }
    trial.verify().await;
    behind_the_back(&trial, sql).await;
    let findings = trial.journal.verify().await.unwrap();
    assert!(
        findings.faults.iter().any(|fault| fault.contains(expected)),
        "{:?}: {sql}: {:?}",
        trial.engine,
        findings.faults
    );
}

#[test]
fn every_change_behind_the_back_is_named() {
    let cases = [
        ("update journal_entry set by_whom = 'me' where folio = 3", "folio 3: was changed"),
        ("update journal_entry set at_ms = at_ms + 1 where folio = 3", "folio 3: was changed"),
        ("update journal_entry set hash = previous where folio = 3", "folio 3: was changed"),
        ("delete from journal_entry where folio = 3", "folio 3 is missing"),
        ("delete from journal_entry where folio = 6", "the head does not name the last entry"),
        ("delete from journal_entry where folio = 1", "folio 1 is missing"),
        ("delete from journal_head", "entries without a head"),
        ("update shop_stock set left_count = 1000", "a row that no entry made"),
        ("delete from shop_sale where folio = 4", "a row is missing"),
        ("update journal_seal set subject = 'other'", "no key"),
        ("delete from journal_seal", "an event names it, but it is not there"),
        ("update journal_subject set wrapped = null", "has no key"),
    ];
    for (sql, expected) in cases {
        both(&register(), |trial| is_named(trial, sql, expected));
    }
}
