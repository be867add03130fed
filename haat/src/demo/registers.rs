//! What the demo writes into the registers: paper and toner come in and are used up, and somebody is away now and then.

use super::nation::Nation;
use crate::open::Trouble;
use base::Paisa;
use base::calendar::BusinessDay;
use counter::{AwayFor, PaidFrom, ReceiveStock, RecordAbsence, SetStockLimit, UseStock};
use journal::{Deed, Envelope, Journal, Stop};

/// Days between two purchases of paper.
const BUYS_EVERY: i64 = 9;

/// Writes a day's part into the registers of every centre, as the counters open.
pub(crate) async fn day(journal: &Journal, nation: &Nation, day: BusinessDay, number: i64) -> Result<(), Trouble> {
    for (place, counter) in (0_i64..).zip(&nation.counters) {
        let (book, by) = (counter.book.as_str(), counter.people.first().map_or("system", String::as_str));
        let key = |what: &str| format!("demo-{what}-{book}-{day}");
        let turn = number.saturating_add(place);
        if number == 0 {
            let low = |item: &str, low: i64| SetStockLimit { book: book.into(), item: item.into(), low: Some(low) };
            done(journal, by, &key("low-a4"), low("a4", 300)).await?;
            done(journal, by, &key("low-toner"), low("toner", 1)).await?;
            done(journal, by, &key("toner"), bought(book, "toner", 2, 180_000)).await?;
        }
        if number == 0 || turn % BUYS_EVERY == 0 {
            done(journal, by, &key("a4"), bought(book, "a4", 1_000, 92_000)).await?;
        }
        let used = UseStock { book: book.into(), item: "a4".into(), quantity: 60 + turn % 7 * 5 };
        done(journal, by, &key("used"), used).await?;
        if turn % 16 == 5
            && let Some(person) = counter.people.last()
        {
            let (from, reason, note) = (day.add_days(1), AwayFor::Training, String::new());
            let deed = RecordAbsence { book: book.into(), person: person.clone(), from, to: from, reason, note };
            done(journal, by, &key("away"), deed).await?;
        }
    }
    Ok(())
}

/// Bought by the owner: in the first days a drawer does not hold enough.
fn bought(book: &str, item: &str, quantity: i64, poisha: i64) -> ReceiveStock {
    let price = Paisa::new(poisha);
    ReceiveStock { book: book.to_owned(), item: item.to_owned(), quantity, price, paid: PaidFrom::Own }
}

/// Does it; what the rules refuse (paper that is not there, leave that stands already) is left away.
async fn done<D: Deed>(journal: &Journal, by: &str, key: &str, deed: D) -> Result<(), Trouble> {
    match journal.write(Envelope::new(by, key), deed).await {
        Ok(_) | Err(Stop::Refused(_)) => Ok(()),
        Err(stop) => Err(format!("the demo: {stop:?}").into()),
    }
}
