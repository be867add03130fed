//! A month at the counters: mostly photocopies, some papers, a few mistakes put right.

use super::chance::Chance;
use super::drawer::Drawers;
use super::errands::Errands;
use super::nation::{Counter, Nation};
use super::{Hands, at};
use crate::open::Trouble;
use base::Paisa;
use base::calendar::{BusinessDay, Moment, Weekday};
use counter::{Approver, Catalogue, CustomerGiven, Given, LineGiven, NotTaken, ReverseReceipt, TakeServices};
use journal::{Envelope, Journal, Stop, Written};
use network::person::Sex;
use std::collections::BTreeMap;
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
/// The first and the last hour of a working day, and when what was taken goes on its way and the shift changes.
const OPENS: i64 = 9;
const ERRANDS: i64 = 11;
const NOON: i64 = 13;
const CLOSES: i64 = 17;
/// Of a hundred customers, how many are women, and how many come from outside the area.
const WOMEN_PERCENT: i64 = 46;
const OUTSIDE_PERCENT: i64 = 3;
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
    let mut month =
        Month { journal, nation, chance: Chance::new(1433), drawers: Drawers::default(), errands: Errands::default() };
    month.errands.know(approvers(journal).await?);
    let mut day = first;
    let mut given = 0_u64;
    while day <= now.day() {
        for hour in OPENS..=CLOSES {
            let minute = month.chance.between(5, 29);
            if at(day, hour, 0) > now {
                break;
            }
            hands.set(at(day, hour, 0));
            month.at_the_hour(day, hour, day == first).await?;
            let time = at(day, hour, minute);
            if time > now {
                break;
            }
            hands.set(time);
            if hour == OPENS {
                super::registers::day(journal, nation, day, day.days_since(first)).await?;
            }
            given = given.saturating_add(month.one_hour(day, hour).await?);
        }
        // Today stays open however late it is, and yesterday is always closed: whoever opens a demo wants to sell.
        if day < now.day() {
            hands.set(at(day, CLOSES, 40));
            let may_forget = day.add_days(1) < now.day();
            month.drawers.evening(journal, &mut month.chance, nation, day, may_forget).await?;
        }
        eprint!("\r{day}: {given} receipts   ");
        day = day.add_days(1);
    }
    eprintln!();
    hands.set(now);
    Ok(())
}

/// Which services wait for the chairman.
async fn approvers(journal: &Journal) -> Result<BTreeMap<String, bool>, Trouble> {
    let shown = Catalogue::default().now(journal).await?;
    Ok(shown
        .offers
        .iter()
        .map(|offer| (offer.service.code.clone(), offer.service.approver == Approver::Chairman))
        .collect())
}

/// A month as it is being made.
struct Month<'a> {
    journal: &'a Journal,
    nation: &'a Nation,
    chance: Chance,
    drawers: Drawers,
    errands: Errands,
}

impl Month<'_> {
    /// What has its hour.
    async fn at_the_hour(&mut self, day: BusinessDay, hour: i64, first: bool) -> Result<(), Trouble> {
        let (journal, nation, chance) = (self.journal, self.nation, &mut self.chance);
        match hour {
            OPENS => {
                self.drawers.morning(journal, chance, nation, day).await?;
                if first { self.drawers.first_money(journal, nation).await } else { Ok(()) }
            }
            ERRANDS => self.errands.go_on(journal, chance, nation, day).await,
            NOON => self.drawers.noon(journal, chance, nation, day).await,
            _ => Ok(()),
        }
    }

    /// All centres through one hour.
    async fn one_hour(&mut self, day: BusinessDay, hour: i64) -> Result<u64, Trouble> {
        let mut taken: JoinSet<(Answer, bool)> = JoinSet::new();
        for (number, counter) in (0_i64..).zip(&self.nation.counters) {
            // Some centres are busier than others; Friday is half a day for prayer.
            let busy = 60 + (number % 5) * 25;
            let friday = day.weekday() == Weekday::Friday;
            let chances = if friday { busy / 4 } else { busy };
            for _ in 0..2 {
                if self.chance.percent(chances.min(95)) {
                    let (deed, by) = receipt(&mut self.chance, counter, day);
                    let journal = self.journal.clone();
                    let key = format!("demo-{}-{day}-{hour}-{}", counter.book, taken.len());
                    let mobile = deed.customer.as_ref().is_some_and(|customer| customer.mobile.is_some());
                    taken.spawn(async move { (journal.write(Envelope::new(&by, &key), deed).await, mobile) });
                }
            }
        }
        let mut count = 0_u64;
        while let Some(answer) = taken.join_next().await {
            let (answer, mobile) = answer?;
            let given = answer.map_err(|stop| format!("the demo: {stop:?}"))?.done;
            count = count.saturating_add(1);
            self.errands.hear(&mut self.chance, &given, mobile);
            if self.chance.percent(1) {
                reverse(self.journal, &given).await?;
                self.errands.forget(&given.receipt.number);
            }
        }
        Ok(count)
    }
}

fn receipt(chance: &mut Chance, counter: &Counter, day: BusinessDay) -> (TakeServices, String) {
    let people: Vec<&str> = counter.people.iter().map(String::as_str).collect();
    let by = chance.one_of(&people).unwrap_or("system").to_owned();
    let mut lines = vec![line(chance, day)];
    if chance.percent(25) {
        lines.push(line(chance, day));
    }
    let with_form = lines.iter().any(|line| line.answers.is_some());
    let sex = if chance.percent(WOMEN_PERCENT) { Sex::Woman } else { Sex::Man };
    let outside = chance.percent(OUTSIDE_PERCENT);
    let known = with_form || chance.percent(10);
    let customer = (known || chance.percent(70)).then(|| {
        if !known {
            return CustomerGiven { sex: Some(sex), outside, ..CustomerGiven::default() };
        }
        let regular = chance.between(1, REGULARS);
        let name = CUSTOMERS.get(usize::try_from(regular % 10).unwrap_or(0)).copied().unwrap_or("নমুনা");
        let mobile = chance.percent(80).then(|| format!("013999{:05}", regular + centre_number(&counter.book) * 100));
        CustomerGiven { mobile, name: Some(name.to_owned()), sex: Some(sex), outside, texts: false }
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
