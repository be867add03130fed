//! The basket at the counter, before the quote: kept at every change, of one person, with a new key each time.

use crate::kit::{HIS, does, refused, register};
use crate::orders_kit::{stalls, taka, wanted};
use base::Both;
use journal::{Fault, Journal};
use market::{ChangeDraft, Draft, DraftChange, DraftLine, LINE_PIECES_MAX, LINES_MAX, draft_now};
use trial::both;

fn line(sku: &str, pieces: i64) -> DraftLine {
    let wanted = wanted("0001", sku, pieces, 2_500);
    DraftLine {
        seller: "S000001".to_owned(), wanted, name: Both { bn: "কাঁথা".to_owned(), en: String::new() }
    }
}

fn change(person: &str, change: Option<DraftChange>) -> ChangeDraft {
    ChangeDraft { book: HIS.to_owned(), person: person.to_owned(), change }
}

async fn draft(journal: &Journal, person: &str) -> Draft {
    let person = person.to_owned();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { draft_now(tx, HIS, &person).await }));
    read.await.unwrap()
}

#[test]
fn what_is_added_twice_is_two_pieces_and_what_is_set_to_none_is_gone() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stalls(journal).await;
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", 1))))).await;
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", 1))))).await;
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-BLUE", 3))))).await;
        let held = draft(journal, "p").await;
        let pieces: Vec<i64> = held.lines.iter().map(|line| line.wanted.pieces).collect();
        assert_eq!(pieces, [2, 3]);
        assert_eq!(held.goods(), Some(taka(12_500)));
        assert_eq!(held.parts().len(), 1, "one seller, one part");
        does(journal, change("p", Some(DraftChange::Set(line("QUILT-RED", 0))))).await;
        assert_eq!(draft(journal, "p").await.lines.len(), 1);
        does(journal, change("p", Some(DraftChange::Set(line("QUILT-RED", 0))))).await;
        assert_eq!(draft(journal, "p").await.lines.len(), 1, "taking out what is not there is nothing");
        does(journal, change("p", None)).await;
        assert_eq!(draft(journal, "p").await.lines, []);
    });
}

#[test]
fn every_change_makes_another_key_and_each_person_has_a_basket() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stalls(journal).await;
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", 1))))).await;
        let first = draft(journal, "p").await.key;
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", 1))))).await;
        let second = draft(journal, "p").await.key;
        assert!(!first.is_empty() && first != second);
        assert_eq!(draft(journal, "q").await, Draft::default());
        // A basket is a draft: nothing stands in the book, and a rebuild leaves it.
        assert!(
            journal.entries(HIS, 0, 10).await.unwrap().iter().all(|entry| entry.head.deed != "market.change_draft")
        );
        journal.rebuild().await.unwrap();
        assert_eq!(draft(journal, "p").await.key, second);
    });
}

#[test]
fn a_basket_has_bounds() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        stalls(journal).await;
        let many = change("p", Some(DraftChange::Set(line("QUILT-RED", LINE_PIECES_MAX + 1))));
        assert_eq!(refused(journal, many).await, "market.reserve.lines");
        does(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", i64::MAX))))).await;
        assert_eq!(draft(journal, "p").await.lines[0].wanted.pieces, LINE_PIECES_MAX);
        assert_eq!(
            refused(journal, change("p", Some(DraftChange::Add(line("QUILT-RED", 1))))).await,
            "market.reserve.lines"
        );
        for n in 1..LINES_MAX {
            does(journal, change("p", Some(DraftChange::Add(line(&format!("SKU-{n}"), 1))))).await;
        }
        assert_eq!(
            refused(journal, change("p", Some(DraftChange::Add(line("ONE-MORE", 1))))).await,
            "market.reserve.lines"
        );
        assert_eq!(draft(journal, "p").await.lines.len(), LINES_MAX);
    });
}
