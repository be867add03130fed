//! Sealed bytes: a photo is kept as it is, found again, and gone with its person.

use crate::shop::NotSold;
use journal::{
    Blob, Deed, EntryHead, Envelope, Event, EventKind, Fault, Journal, Register, Sealed, Stop, Tx, happened,
};
use serde::{Deserialize, Serialize};
use trial::both;

fn register() -> Register {
    Register { events: vec![EventKind::of::<Scanned>()], ..Register::default() }
}

#[derive(Serialize, Deserialize)]
struct Scanned {
    scan: Sealed,
}

impl Event for Scanned {
    const KIND: &'static str = "shop.scanned";
    const VERSION: u32 = 1;

    async fn apply(&self, _: &EntryHead, _: &mut db::Tx<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

#[derive(Serialize)]
struct Scan {
    of: String,
    scan: Blob,
}

impl Deed for Scan {
    const NAME: &'static str = "shop.scan";
    type Done = String;
    type Refusal = NotSold;

    fn book(&self) -> &'static str {
        "b1"
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String, Stop<NotSold>> {
        let scan = tx.seal_bytes("b1", &self.of, &self.scan.0).await?;
        let seal = scan.seal.clone();
        tx.enter("b1", vec![happened(Scanned { scan })]).await?;
        Ok(seal)
    }
}

#[derive(Serialize)]
struct Erase(String);

impl Deed for Erase {
    const NAME: &'static str = "shop.erase";
    type Done = ();
    type Refusal = NotSold;

    fn book(&self) -> &'static str {
        "b1"
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotSold>> {
        Ok(tx.erase("b1", &self.0).await?)
    }
}

async fn scan(journal: &Journal, of: &str, bytes: &[u8]) -> String {
    let deed = Scan { of: of.to_owned(), scan: Blob(bytes.to_vec()) };
    journal.write(Envelope::system(), deed).await.unwrap().done
}

async fn opened(journal: &Journal, book: &'static str, seal: &str) -> Result<Option<Vec<u8>>, Fault> {
    let seal = seal.to_owned();
    journal.read(move |tx| Box::pin(async move { tx.unseal_bytes(book, &seal).await })).await
}

#[test]
fn sealed_bytes_come_back_exactly_and_stand_nowhere_in_clear() {
    both(&register(), |trial| async move {
        let photo: Vec<u8> = (0..600_000_u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
        for bytes in [photo.as_slice(), b"", b"{\"not\":\"json", &[0, 255, 0]] {
            let seal = scan(&trial.journal, "c-1", bytes).await;
            assert!(opened(&trial.journal, "b1", &seal).await.unwrap().as_deref() == Some(bytes));
            assert!(opened(&trial.journal, "b2", &seal).await.is_err(), "a seal belongs to its book");
        }
        trial.verify().await;
    });
}

#[test]
fn an_erased_persons_scans_are_gone_and_nobody_elses() {
    both(&register(), |trial| async move {
        let (gone, kept) = (scan(&trial.journal, "c-1", b"one").await, scan(&trial.journal, "c-2", b"two").await);
        trial.journal.write(Envelope::system(), Erase("c-1".to_owned())).await.unwrap();
        assert_eq!(opened(&trial.journal, "b1", &gone).await.unwrap(), None);
        assert_eq!(opened(&trial.journal, "b1", &kept).await.unwrap().as_deref(), Some(b"two".as_slice()));
        let more = Scan { of: "c-1".to_owned(), scan: Blob(b"three".to_vec()) };
        assert!(matches!(trial.journal.write(Envelope::system(), more).await, Err(Stop::Fault(_))));
        trial.verify().await;
    });
}

#[test]
fn the_same_photo_under_the_same_key_is_one_deed_and_another_photo_is_refused() {
    both(&register(), |trial| async move {
        let handed_in = async |bytes: &[u8]| {
            let deed = Scan { of: "c-1".to_owned(), scan: Blob(bytes.to_vec()) };
            trial.journal.write(Envelope::new("rahima", "form-1"), deed).await
        };
        let first = handed_in(b"photo").await.unwrap();
        let second = handed_in(b"photo").await.unwrap();
        assert_eq!((&first.done, second.again), (&second.done, true));
        assert!(matches!(handed_in(b"other").await, Err(Stop::KeyReused)));
        assert_eq!(trial.journal.entries("b1", 0, 9).await.unwrap().len(), 1);
    });
}

#[test]
fn bytes_on_their_way_are_never_told_to_a_log() {
    assert_eq!(format!("{:?}", Blob(b"secret".to_vec())), "Blob(6 bytes)");
}
