//! A month at the counters: mostly photocopies, some papers, a few mistakes put right.

use super::chance::Chance;
use super::closing;
use super::nation::{Counter, Nation};
use super::{Hands, at};
use crate::open::Trouble;
use base::Paisa;
use base::calendar::{BusinessDay, Moment, Weekday};
use counter::{CustomerGiven, Given, LineGiven, NotTaken, ReverseReceipt, TakeServices};
use journal::{Envelope, Journal, Stop, Written};
use tokio::task::JoinSet;

/// Of a hundred first lines, how many are which service (screens.md 3.1: the photocopy is the commonest).
const MIX: [(&str, i64); 10] = [
    ("C010", 54),
    ("G061", 9),
    ("G009", 11),
    ("G001", 6),
    ("G003", 4),
    ("G031", 6),
    ("G042", 3),
    ("G043", 3),
    ("G064", 3),
    ("G007", 1),
];
/// The first and the last hour of a working day.
const HOURS: (i64, i64) = (9, 17);
/// Villagers who come back, by centre.
const REGULARS: i64 = 40;
const CUSTOMERS: [&str; 10] = [
    "মো. আব্দুল করিম",
    "আয়েশা খাতুন",
    "জরিনা বেগম",
    "মো. নূর ইসলাম",
    "সুফিয়া আক্তার",
    "রতন চন্দ্র দাস",
    "মো. শফিকুল",
    "কল্পনা রানী",
    "মো. ইয়াসিন মোল্লা",
    "হালিমা খাতুন",
];

type Answer = Result<Written<Given>, Stop<NotTaken>>;

/// Makes every day from `first` until now.
pub(crate) async fn make(
    journal: &Journal,
    hands: &Hands,
    nation: &Nation,
    first: BusinessDay,
    now: Moment,
) -> Result<(), Trouble> {
    let mut chance = Chance::new(1433);
    let mut day = first;
    let mut given = 0_u64;
    while day <= now.day() {
        let morning = at(day, HOURS.0, 0);
        if morning <= now {
            hands.set(morning);
            closing::open(journal, nation).await?;
        }
        for hour in HOURS.0..=HOURS.1 {
            let time = at(day, hour, chance.between(0, 59));
            if time > now {
                break;
            }
            hands.set(time);
            if hour == HOURS.0 {
                super::registers::day(journal, nation, day, day.days_since(first)).await?;
            }
            given = given.saturating_add(one_hour(journal, &mut chance, nation, day, hour).await?);
        }
        if day < now.day() {
            hands.set(at(day, HOURS.1, 59).max(journal.now()));
            closing::close(journal, &mut chance, nation, day).await?;
        }
        eprint!("\r{day}: {given} receipts   ");
        day = day.add_days(1);
    }
    eprintln!();
    hands.set(now);
    Ok(())
}

/// All centres through one hour.
async fn one_hour(
    journal: &Journal,
    chance: &mut Chance,
    nation: &Nation,
    day: BusinessDay,
    hour: i64,
) -> Result<u64, Trouble> {
    let mut taken: JoinSet<Answer> = JoinSet::new();
    for (number, counter) in (0_i64..).zip(&nation.counters) {
        // Some centres are busier than others; Friday is half a day for prayer.
        let busy = 60 + (number % 5) * 25;
        let friday = day.weekday() == Weekday::Friday;
        let chances = if friday { busy / 4 } else { busy };
        for _ in 0..2 {
            if chance.percent(chances.min(95)) {
                let (deed, by) = receipt(chance, counter, day);
                let journal = journal.clone();
                let key = format!("demo-{}-{day}-{hour}-{}", counter.book, taken.len());
                taken.spawn(async move { journal.write(Envelope::new(&by, &key), deed).await });
            }
        }
    }
    let mut count = 0_u64;
    while let Some(answer) = taken.join_next().await {
        let given = answer?.map_err(|stop| format!("the demo: {stop:?}"))?.done;
        count = count.saturating_add(1);
        if chance.percent(1) {
            reverse(journal, &given).await?;
        }
    }
    Ok(count)
}

fn receipt(chance: &mut Chance, counter: &Counter, day: BusinessDay) -> (TakeServices, String) {
    let people: Vec<&str> = counter.people.iter().map(String::as_str).collect();
    let by = chance.one_of(&people).unwrap_or("system").to_owned();
    let mut lines = vec![line(chance, day)];
    if chance.percent(25) {
        lines.push(line(chance, day));
    }
    let with_form = lines.iter().any(|line| line.answers.is_some());
    let customer = (with_form || chance.percent(10)).then(|| {
        let regular = chance.between(1, REGULARS);
        let name = CUSTOMERS.get(usize::try_from(regular % 10).unwrap_or(0)).copied().unwrap_or("নমুনা");
        let mobile = chance.percent(80).then(|| format!("013999{:05}", regular + centre_number(&counter.book) * 100));
        CustomerGiven { mobile, name: Some(name.to_owned()), ..CustomerGiven::default() }
    });
    let deed = TakeServices {
        book: counter.book.clone(),
        path: counter.path.clone(),
        till: "1".to_owned(),
        customer,
        lines,
        tendered: None,
        register_day: None,
    };
    (deed, by)
}

/// A number below a thousand that belongs to the centre, so that centres have their own villagers.
fn centre_number(book: &str) -> i64 {
    book.bytes().fold(7_i64, |sum, byte| (sum * 31 + i64::from(byte)) % 997)
}

fn line(chance: &mut Chance, day: BusinessDay) -> LineGiven {
    let mut left = chance.between(1, 100);
    let mut service = "C010";
    for (code, share) in MIX {
        left = left.saturating_sub(share);
        if left <= 0 {
            service = code;
            break;
        }
    }
    let quantity = if service == "C010" { chance.between(1, 12) } else { 1 };
    let answers = counter::sample_answers(service, day);
    LineGiven { service: service.to_owned(), quantity, answers, fee_shown: None::<Paisa>, draft: None }
}

async fn reverse(journal: &Journal, given: &Given) -> Result<(), Trouble> {
    let number = given.receipt.number.clone();
    let book = counter::book_of(&number).unwrap_or_default().to_owned();
    let deed = ReverseReceipt { book, number, reason: "wrong_service".to_owned(), note: String::new() };
    let envelope = Envelope::new(&given.receipt.by, &format!("demo-reverse-{}", given.receipt.number));
    journal.write(envelope, deed).await.map_err(|stop| format!("the demo: {stop:?}"))?;
    Ok(())
}
