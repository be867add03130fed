//! Days that are shut: what a room closes, every room finds closed.

use crate::shop::{BOOK, register};
use base::calendar::BusinessDay;
use journal::{Deed, Envelope, Journal, Stop, Tx, happened};
use ledger::DayShut;
use serde::{Deserialize, Serialize};
use trial::both;

const DAY_MS: i64 = 86_400_000;

/// Shuts days and tells what is found of them: (is today shut, the day for what moves by itself).
#[derive(Debug, Serialize, Deserialize)]
struct Look {
    book: String,
    shuts: Vec<BusinessDay>,
}

#[derive(Debug)]
struct Nothing;

impl base::Refusal for Nothing {
    fn code(&self) -> &'static str {
        "trial.nothing"
    }
}

impl Deed for Look {
    const NAME: &'static str = "trial.look";
    type Done = (bool, BusinessDay);
    type Refusal = Nothing;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![ledger::shut_wants(&self.book, ahead.now.day())]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(bool, BusinessDay), Stop<Nothing>> {
        let events = self.shuts.iter().map(|day| happened(DayShut { day: *day })).collect::<Vec<_>>();
        if !events.is_empty() {
            tx.enter(&self.book, events).await?;
        }
        let today = tx.now().day();
        Ok((ledger::is_shut(tx, &self.book, today).await?, ledger::day_for(tx, &self.book).await?))
    }
}

async fn look(journal: &Journal, book: &str, shuts: &[BusinessDay]) -> (bool, BusinessDay) {
    let deed = Look { book: book.to_owned(), shuts: shuts.to_vec() };
    journal.write(Envelope::system(), deed).await.unwrap().done
}

#[test]
fn a_shut_day_is_shut_in_its_own_book_alone_and_for_ever() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let today = journal.now().day();
        assert_eq!(look(journal, BOOK, &[]).await, (false, today));
        assert_eq!(look(journal, BOOK, &[today]).await, (true, today.add_days(1)));
        assert_eq!(look(journal, "3026999", &[]).await, (false, today), "another book's day is its own");
        // Twice is once; a day that comes later is not shut by it.
        assert_eq!(look(journal, BOOK, &[today]).await, (true, today.add_days(1)));
        trial.pass(DAY_MS);
        assert_eq!(look(journal, BOOK, &[]).await, (false, today.add_days(1)));
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn what_moves_by_itself_on_a_shut_day_is_dated_on_the_next_whether_that_is_shut_or_not() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let today = journal.now().day();
        // Nobody shuts tomorrow today; should somebody, money still has a day.
        let (shut, day) = look(journal, BOOK, &[today, today.add_days(1)]).await;
        assert!(shut);
        assert_eq!(day, today.add_days(1));
        let kept: DayShut = serde_json::from_str(r#"{"day":"2026-11-29"}"#).unwrap();
        assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"day":"2026-11-29"}"#);
    });
}
