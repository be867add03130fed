//! No column of what is chained, sealed or replayed can be changed unseen: each is changed once, and verifying says so.

use crate::shop::{Forget, customer, register, sales, sell, stock};
use db::Target;
use journal::{Envelope, Fault, Journal, Keys, Stop};
use trial::{Trial, both};

/// What a column holds, and so how it is changed.
#[derive(Clone, Copy)]
enum Of {
    Text,
    Number,
    Truth,
    Bytes,
}

/// Every column that verifying answers for. What is not here: `journal_key` (what was answered to a key, pruned after
/// ninety days), and when a subject's key was made.
const COLUMNS: [(&str, &str, Of); 24] = [
    ("journal_entry", "book", Of::Text),
    ("journal_entry", "folio", Of::Number),
    ("journal_entry", "session", Of::Text),
    ("journal_entry", "seq", Of::Number),
    ("journal_entry", "at_ms", Of::Number),
    ("journal_entry", "by_whom", Of::Text),
    ("journal_entry", "deed", Of::Text),
    ("journal_entry", "deed_key", Of::Bytes),
    ("journal_entry", "events", Of::Bytes),
    ("journal_entry", "previous", Of::Bytes),
    ("journal_entry", "hash", Of::Bytes),
    ("journal_head", "session", Of::Text),
    ("journal_head", "seq", Of::Number),
    ("journal_head", "folio", Of::Number),
    ("journal_head", "hash", Of::Bytes),
    ("journal_seal", "seal", Of::Text),
    ("journal_seal", "subject", Of::Text),
    ("journal_seal", "box", Of::Bytes),
    ("journal_subject", "subject", Of::Text),
    ("journal_subject", "wrapped", Of::Bytes),
    ("shop_stock", "left_count", Of::Number),
    ("shop_stock", "open", Of::Truth),
    ("shop_sale", "item", Of::Text),
    ("shop_sale", "seal", Of::Text),
];

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

fn named(name: &str) -> crate::shop::Sell {
    crate::shop::Sell { customer: Some(name.to_owned()), ..sell("b1") }
}

/// A book of six entries: rice came, and five people bought of it, two of them by name.
async fn lived(trial: &Trial) {
    stock(&trial.journal, "b1", 50).await;
    for (deed, key) in [named("করিম"), sell("b1"), named("রহিমা"), sell("b1"), sell("b1")].into_iter().zip(1..)
    {
        trial.journal.write(Envelope::new("salma", &format!("k{key}")), deed).await.unwrap();
        trial.pass(1_000);
    }
    trial.verify().await;
}

#[test]
fn every_column_is_guarded() {
    for (table, column, of) in COLUMNS {
        both(&register(), |trial| async move {
            lived(&trial).await;
            let other = match of {
                Of::Text => format!("{column} || 'x'"),
                Of::Number => format!("{column} + 100"),
                Of::Truth => format!("not {column}"),
                Of::Bytes => "(select e.hash from journal_entry e where e.book = 'b1' and e.folio = 2)".to_owned(),
            };
            let third = match table {
                "journal_entry" | "shop_sale" => " where folio = 4",
                _ => "",
            };
            behind_the_back(&trial, &format!("update {table} set {column} = {other}{third}")).await;
            let faults = trial.journal.verify().await.unwrap().faults;
            assert!(!faults.is_empty(), "{:?}: {table}.{column} was changed unseen", trial.engine);
            assert!(faults.iter().any(|fault| fault.contains("b1")), "the book is named: {faults:?}");
        });
    }
}

#[test]
fn a_row_that_no_entry_made_and_an_entry_that_no_head_names_are_seen() {
    for sql in [
        "insert into shop_stock (book, item, left_count, open) values ('b1', 'gold', 1, true)",
        "insert into shop_sale (book, folio, item, seal) values ('b1', 77, 'gold', null)",
        "insert into journal_entry select book, folio + 100, session, seq + 100, at_ms, by_whom, deed, deed_key, events, \
         previous, hash from journal_entry where book = 'b1' and folio = 4",
        "insert into journal_entry select 'b2', 1, session, 1, at_ms, by_whom, deed, deed_key, events, previous, hash \
         from journal_entry where book = 'b1' and folio = 1",
        "update journal_entry set folio = 1000 - folio where book = 'b1' and folio in (3, 4)",
        "delete from shop_stock",
        "delete from journal_subject",
        "delete from journal_seal",
        "delete from journal_entry",
    ] {
        both(&register(), |trial| async move {
            lived(&trial).await;
            behind_the_back(&trial, sql).await;
            assert!(!trial.journal.verify().await.unwrap().faults.is_empty(), "{:?}: {sql}", trial.engine);
        });
    }
}

#[test]
fn a_rebuild_mends_the_views_and_cannot_mend_the_chain() {
    both(&register(), |trial| async move {
        lived(&trial).await;
        behind_the_back(&trial, "update shop_stock set left_count = 1000; delete from shop_sale where folio > 3").await;
        trial.journal.rebuild().await.unwrap();
        trial.verify().await;
        behind_the_back(&trial, "update journal_entry set by_whom = 'me' where folio = 3").await;
        trial.journal.rebuild().await.unwrap();
        let faults = trial.journal.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains("folio 3")), "{faults:?}");
    });
}

#[test]
fn with_other_keys_nothing_sealed_is_read_and_verifying_says_so() {
    both(&register(), |trial| async move {
        lived(&trial).await;
        let clock: db::Clock = std::sync::Arc::new(|| trial::MORNING);
        let thief = Journal::open(&trial.target, register(), Keys::new([9; 32]), clock).await;
        let Ok(thief) = thief else { return }; // a store that does not even open to other keys gives nothing either
        let read = thief.read::<Option<String>, Fault, _>(|tx| {
            Box::pin(async move {
                let row = tx.all(&SEALS, &[]).await?;
                let seal: String = row[0].get("seal")?;
                tx.unseal("b1", &seal).await
            })
        });
        assert!(read.await.is_err());
        assert!(!thief.verify().await.unwrap().faults.is_empty());
        trial.verify().await;
    });
}

db::statements! {
    SEALS = "select seal from journal_seal where book = 'b1' order by seal";
}

async fn forget(trial: &Trial, book: &str, name: &str) {
    let deed = Forget { book: book.to_owned(), name: name.to_owned() };
    trial.journal.write(Envelope::system(), deed).await.unwrap();
}

#[test]
fn who_is_erased_stays_erased_through_rebuild_and_restart_and_nobody_else_is() {
    both(&register(), |trial| async move {
        stock(&trial.journal, "b1", 50).await;
        stock(&trial.journal, "b2", 50).await;
        for (book, name) in [("b1", "করিম"), ("b1", "রহিমা"), ("b2", "করিম")] {
            let deed = crate::shop::Sell { customer: Some(name.to_owned()), ..sell(book) };
            trial.journal.write(Envelope::system(), deed).await.unwrap();
        }
        forget(&trial, "b1", "করিম").await;
        forget(&trial, "b1", "করিম").await; // a second time changes nothing
        forget(&trial, "b1", "nobody").await;
        for journal in [trial.journal.clone(), trial.open_again().await] {
            assert_eq!(customer(&journal, "b1", 2).await, None);
            assert_eq!(customer(&journal, "b1", 3).await.as_deref(), Some("রহিমা"));
            assert_eq!(customer(&journal, "b2", 2).await.as_deref(), Some("করিম"), "the same name in another book");
            journal.rebuild().await.unwrap();
            trial.verify().await;
        }
        assert_eq!(customer(&trial.journal, "b1", 2).await, None);
        assert_eq!((sales(&trial.journal, "b1").await, sales(&trial.journal, "b2").await), (2, 1));
        // Nothing is sealed for them again: the deed is refused whole.
        let again = trial.journal.write(Envelope::system(), named("করিম")).await;
        assert!(matches!(again, Err(Stop::Fault(Fault::Unsound(_)))), "{again:?}");
        assert_eq!(sales(&trial.journal, "b1").await, 2);
        trial.verify().await;
    });
}
