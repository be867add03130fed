//! Services are taken at the counter and a receipt is given.

use crate::attendance;
use crate::day::DayCounts;
use crate::deeds::{customer, taking};
use crate::drawer::store::OPERATOR_DAYS;
use crate::events::{CentreMet, ReceiptGiven};
use crate::honest::persons;
use crate::number::{check_code, receipt_number};
use crate::receipt::Receipt;
use crate::service::{Offer, is_default};
use crate::store::{CENTRES, CLOSED_DAYS, DAYS, OFFERS, SERVICE_DAYS, offer_on_shelf};
use crate::tally;
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use db::Value;
use journal::{Ahead, Deed, NATION, Stop, Tx, happened};
use ledger::{Account, Draft, NotPosted, Split};
use network::Hindered;
use network::person::Sex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of a receipt, at most.
pub const LINES_MAX: usize = 20;
/// Units of one line, at most.
pub const QUANTITY_MAX: i64 = 10_000;
/// Days back that a paper register may be entered, at most.
pub const REGISTER_DAYS_MAX: i64 = 3_660;

/// The till of whoever names none: a centre has one drawer until it says that it has two.
pub const TILL: &str = "1";

/// Takes services and gives a receipt for them, paid in cash.
///
/// Receipt, customer, answers and money are one entry: a citizen never holds a paper that the books do not know, and
/// the books never hold money without a paper. Pressed twice, the first receipt is given again.
///
/// # Refusals
/// See [`NotTaken`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeServices {
    /// The centre's book, which is its code.
    pub book: String,
    /// The centre's place path: decides the tariff.
    pub path: String,
    /// The till.
    pub till: String,
    /// Who pays; nobody is needed for a photocopy.
    pub customer: Option<CustomerGiven>,
    /// What is taken.
    pub lines: Vec<LineGiven>,
    /// What was handed over; nothing when it was the exact sum.
    pub tendered: Option<Paisa>,
    /// The day of a paper register; nothing for today at the counter.
    pub register_day: Option<BusinessDay>,
}

/// A customer as given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerGiven {
    /// The mobile number, as people write it.
    pub mobile: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The sex, for the count of women served.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sex: Option<Sex>,
    /// True when they live outside the area.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outside: bool,
    /// True when they agreed to be texted at this number about what they take now.
    #[serde(default, skip_serializing_if = "is_default")]
    pub texts: bool,
}

impl CustomerGiven {
    /// Agreed, and gave a number to which a text can go.
    pub(crate) fn may_be_texted(&self) -> bool {
        self.texts && self.mobile.as_deref().is_some_and(|mobile| !mobile.trim().is_empty())
    }
}

/// A line as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineGiven {
    /// The service's code.
    pub service: String,
    /// How many units.
    pub quantity: i64,
    /// The answers of its form, by field.
    pub answers: Option<BTreeMap<String, String>>,
    /// What the customer was shown, for a unit or for the line: if it is no longer so, the deed is refused.
    pub fee_shown: Option<Paisa>,
    /// The draft that this finishes: its case goes on instead of a new one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub draft: Option<String>,
}

/// A receipt was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The receipt.
    pub receipt: Receipt,
    /// The number of its entry within the session.
    pub seq: i64,
}

/// Why services cannot be taken so.
#[derive(Debug)]
pub enum NotTaken {
    /// No line, or more than [`LINES_MAX`].
    Lines,
    /// A line's quantity is not 1 to [`QUANTITY_MAX`].
    Quantity(usize),
    /// There is no such service.
    UnknownService(usize, String),
    /// No tariff is in force for it here on that day.
    NotOffered(usize, String),
    /// Its amount is entered: it is taken as a transfer, by itself.
    Amount(usize, String),
    /// It is closed at this place for now.
    Closed(usize, String),
    /// It is given only by who passed a course, and who gives it did not.
    Course {
        /// Which line.
        line: usize,
        /// The service.
        service: String,
        /// The course.
        course: String,
    },
    /// The draft that it should finish is not there any more, or is one of another service.
    Draft(usize, String),
    /// The fee is another than the customer was shown.
    FeeChanged {
        /// Which line.
        line: usize,
        /// What the customer was shown.
        shown: Paisa,
        /// What it is.
        now: Paisa,
    },
    /// An answer of its form is missing or wrong.
    Answer {
        /// Which line.
        line: usize,
        /// What is wrong, beside its field.
        fault: Box<forms::FieldFault>,
    },
    /// The mobile number.
    Mobile(base::mobile::Refused),
    /// The name is too long.
    Name,
    /// Less was handed over than is to be paid.
    TenderedShort {
        /// What is to be paid.
        total: Paisa,
    },
    /// The day is closed.
    DayClosed(BusinessDay),
    /// An earlier day was not closed: it comes first.
    EarlierDayOpen(BusinessDay),
    /// A register's day lies in the future or too far back.
    DayOut(BusinessDay),
    /// The sum is beyond what can be counted.
    TooLarge,
    /// The ledger refuses: usually the float is short.
    Posting(NotPosted),
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
}

impl Refusal for NotTaken {
    fn code(&self) -> &'static str {
        match self {
            NotTaken::Lines => "counter.take.lines",
            NotTaken::Quantity(_) => "counter.take.quantity",
            NotTaken::UnknownService(..) => "counter.take.unknown_service",
            NotTaken::NotOffered(..) => "counter.take.not_offered",
            NotTaken::Amount(..) => "counter.take.amount",
            NotTaken::Closed(..) => "counter.take.closed",
            NotTaken::Course { .. } => "counter.take.course",
            NotTaken::Draft(..) => "counter.take.draft",
            NotTaken::FeeChanged { .. } => "counter.take.fee_changed",
            NotTaken::Answer { fault, .. } => fault.code(),
            NotTaken::Mobile(refused) => refused.code(),
            NotTaken::Name => "counter.take.name",
            NotTaken::TenderedShort { .. } => "counter.take.tendered_short",
            NotTaken::DayClosed(_) => "counter.take.day_closed",
            NotTaken::EarlierDayOpen(_) => "counter.take.earlier_day_open",
            NotTaken::DayOut(_) => "counter.take.day_out",
            NotTaken::TooLarge => "counter.take.too_large",
            NotTaken::Posting(refused) => refused.code(),
            NotTaken::Hindered(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let plain = |paisa: &Paisa| paisa.show_plain(base::Lang::En);
        match self {
            NotTaken::Lines => vec![("max", LINES_MAX.to_string())],
            NotTaken::Quantity(line) => vec![("line", (line + 1).to_string()), ("max", QUANTITY_MAX.to_string())],
            NotTaken::UnknownService(_, code)
            | NotTaken::NotOffered(_, code)
            | NotTaken::Amount(_, code)
            | NotTaken::Closed(_, code) => vec![("service", code.clone())],
            NotTaken::Draft(_, number) => vec![("number", number.clone())],
            NotTaken::Course { service, course, .. } => {
                vec![("service", service.clone()), ("course", course.clone())]
            }
            NotTaken::FeeChanged { shown, now, .. } => vec![("shown", plain(shown)), ("now", plain(now))],
            NotTaken::TenderedShort { total } => vec![("total", plain(total))],
            NotTaken::DayClosed(day) | NotTaken::DayOut(day) | NotTaken::EarlierDayOpen(day) => {
                vec![("day", day.to_string())]
            }
            NotTaken::Answer { fault, .. } => Refusal::values(fault.as_ref()),
            NotTaken::Mobile(refused) => refused.values(),
            NotTaken::Posting(refused) => refused.values(),
            NotTaken::Hindered(refused) => refused.values(),
            NotTaken::Name | NotTaken::TooLarge => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            NotTaken::Lines => Some("lines".to_owned()),
            NotTaken::Quantity(line) => Some(format!("lines.{line}.quantity")),
            NotTaken::UnknownService(line, _)
            | NotTaken::NotOffered(line, _)
            | NotTaken::Amount(line, _)
            | NotTaken::Closed(line, _)
            | NotTaken::Course { line, .. } => Some(format!("lines.{line}.service")),
            NotTaken::Draft(line, _) => Some(format!("lines.{line}.draft")),
            NotTaken::FeeChanged { line, .. } => Some(format!("lines.{line}.fee_shown")),
            NotTaken::Answer { line, fault } => Some(format!("lines.{line}.answers.{}", fault.field)),
            NotTaken::Mobile(_) => Some("customer.mobile".to_owned()),
            NotTaken::Name => Some("customer.name".to_owned()),
            NotTaken::TenderedShort { .. } => Some("tendered".to_owned()),
            _ => None,
        }
    }

    fn status(&self) -> u16 {
        match self {
            NotTaken::Posting(refused) => refused.status(),
            NotTaken::Hindered(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotTaken`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.take.lines",
    "counter.take.quantity",
    "counter.take.unknown_service",
    "counter.take.not_offered",
    "counter.take.amount",
    "counter.take.draft",
    "counter.take.closed",
    "counter.take.course",
    "counter.take.fee_changed",
    "counter.take.name",
    "counter.take.tendered_short",
    "counter.take.day_closed",
    "counter.take.earlier_day_open",
    "counter.take.day_out",
    "counter.take.too_large",
];

impl Deed for TakeServices {
    const NAME: &'static str = "counter.take";
    type Done = Given;
    type Refusal = NotTaken;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let day = self.register_day.unwrap_or_else(|| ahead.now.day());
        let lines = || self.lines.iter().take(LINES_MAX);
        let offers = lines().map(|line| -> db::Want { (&OFFERS, vec![NATION.into(), (&line.service).into()]) });
        let sums = lines()
            .map(|line| -> db::Want { (&SERVICE_DAYS, vec![(&self.book).into(), day.into(), (&line.service).into()]) });
        let counts: db::Want = (&DAYS, vec![(&self.book).into(), day.into(), ahead.session.into()]);
        let closed: db::Want = (&CLOSED_DAYS, vec![(&self.book).into(), day.into()]);
        let drawer = format!("E:drawer:{}", self.till);
        let accounts = ["P:float", "P:income", "P:vat", "E:float", "E:commission", "E:service_income", &drawer];
        let balances = ledger::wants(&self.book, &accounts);
        let tallies = tally::wants(&self.book, day);
        let operator: db::Want = (&OPERATOR_DAYS, vec![(&self.book).into(), day.into(), ahead.by.into()]);
        let there = attendance::want(&self.book, ahead.now.day());
        offers
            .chain(sums)
            .chain([counts, closed, operator, there, persons::want(&self.book, ahead.by, day)])
            .chain(tallies)
            .chain(balances)
            .chain(network::hindered_wants(&self.book, ahead.by))
            .collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Given, Stop<NotTaken>> {
        self.give(tx, None).await
    }
}

impl TakeServices {
    /// Gives the receipt; `register_row` is the mark of the row that it is entered from.
    pub(super) async fn give(
        &self,
        tx: &mut Tx<'_, '_>,
        register_row: Option<String>,
    ) -> Result<Given, Stop<NotTaken>> {
        // Load.
        let now = tx.now();
        let day = self.register_day.unwrap_or_else(|| now.day());
        self.may_serve(tx).await?;
        self.day_is_open(tx, day).await?;
        let met = self.centre_met(tx).await?;
        let offers = self.offers(tx).await?;
        if self.register_day.is_none() {
            taking::courses_passed(tx, &offers).await?;
        }
        let forms = taking::forms(tx, &self.lines, &offers).await?;
        let drafts = taking::drafts(tx, &self.book, &self.lines).await?;
        let key = vec![(&self.book).into(), day.into(), tx.session().into()];
        let counts = tx.fetch(&DAYS, key).await?;
        let count = DayCounts::from_row(counts.as_deref())?.given.saturating_add(1);

        // Decide.
        let checked = taking::decide(self, &offers, &forms, day).map_err(Stop::Refused)?;

        // Enter.
        let customer = customer::known(tx, &self.book, self.customer.as_ref()).await?;
        let number = receipt_number(&self.book, day, tx.session(), count);
        let whose = customer.as_ref().map_or_else(|| format!("r-{number}"), |known| known.customer.clone());
        let lines = taking::sealed(tx, &self.book, &whose, checked.lines).await?;
        let given = self.customer.as_ref();
        let receipt = Receipt {
            check: check_code(tx.keys(), &number),
            number,
            day,
            at: now,
            by: tx.by().to_owned(),
            customer: customer.as_ref().map(|known| known.customer.clone()),
            customer_seal: customer.as_ref().map(|known| known.seal.clone()),
            sex: given.and_then(|given| given.sex).or_else(|| customer.as_ref().and_then(|known| known.sex)),
            outside: given.is_some_and(|given| given.outside),
            texts: given.is_some_and(CustomerGiven::may_be_texted),
            lines,
            tendered: checked.tendered,
        };
        let posted = self.posting(tx, &receipt).await?;
        let mut events: Vec<_> = met.map(happened).into_iter().collect();
        events.extend(customer.and_then(|known| known.met).map(happened));
        events.push(happened(ReceiptGiven { receipt: receipt.clone(), register_row, pending: false }));
        events.extend(taking::cases(&receipt, &offers, &drafts));
        events.extend(posted.map(happened));
        let entered = tx.enter(&self.book, events).await?;
        Ok(Given { receipt, seq: entered.seq })
    }

    /// Nothing is sold by a suspended centre, seat or person, not even a row of its paper register.
    pub(super) async fn may_serve(&self, tx: &mut Tx<'_, '_>) -> Result<(), Stop<NotTaken>> {
        let by = tx.by().to_owned();
        match network::hindered(tx, &self.book, &by).await? {
            Some(hindered) => Err(Stop::Refused(NotTaken::Hindered(hindered))),
            None => Ok(()),
        }
    }

    pub(super) async fn day_is_open(&self, tx: &mut Tx<'_, '_>, day: BusinessDay) -> Result<(), Stop<NotTaken>> {
        let today = tx.now().day();
        if day > today || day < today.add_days(-REGISTER_DAYS_MAX) {
            return Err(Stop::Refused(NotTaken::DayOut(day)));
        }
        match tx.fetch(&CLOSED_DAYS, vec![(&self.book).into(), day.into()]).await? {
            Some(_) => Err(Stop::Refused(NotTaken::DayClosed(day))),
            None => Ok(()),
        }
    }

    /// What is to be entered when this book's centre is new here, or stands elsewhere now. An earlier day that is still
    /// open comes first, but for the rows of a paper register, which are of days of their own.
    pub(super) async fn centre_met(&self, tx: &mut Tx<'_, '_>) -> Result<Option<CentreMet>, Stop<NotTaken>> {
        let known = tx.fetch(&CENTRES, vec![(&self.book).into()]).await?;
        if let Some([_, Value::Text(open), _]) = known.as_deref()
            && self.register_day.is_none()
            && let Ok(day) = BusinessDay::parse(open)
            && day < tx.now().day()
        {
            return Err(Stop::Refused(NotTaken::EarlierDayOpen(day)));
        }
        let here = known.as_deref().and_then(<[Value]>::first) == Some(&Value::from(&self.path));
        Ok((!here).then(|| CentreMet { path: self.path.clone() }))
    }

    pub(super) async fn offers(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<Offer>, Stop<NotTaken>> {
        if self.lines.is_empty() || self.lines.len() > LINES_MAX {
            return Err(Stop::Refused(NotTaken::Lines));
        }
        let mut offers = Vec::with_capacity(self.lines.len());
        for (place, line) in self.lines.iter().enumerate() {
            let row = tx.fetch(&OFFERS, vec![NATION.into(), (&line.service).into()]).await?;
            let unknown = || Stop::Refused(NotTaken::UnknownService(place, line.service.chars().take(20).collect()));
            offers.push(offer_on_shelf(&row.ok_or_else(unknown)?)?);
        }
        Ok(offers)
    }

    /// The money of a receipt; none when everything on it is free.
    async fn posting(&self, tx: &mut Tx<'_, '_>, receipt: &Receipt) -> Result<Option<ledger::Posted>, Stop<NotTaken>> {
        if receipt.total() == Paisa::ZERO {
            return Ok(None);
        }
        let too_large = || Stop::Refused(NotTaken::TooLarge);
        let splits = receipt.lines.iter().map(|line| Split {
            agency: line.agency.clone(),
            official: line.official,
            shop: line.shop,
            programme: line.programme,
        });
        let splits: Vec<Split> = splits.collect();
        let drawer = Account::new(&format!("E:drawer:{}", self.till)).ok_or_else(too_large)?;
        let legs = ledger::cash_service_legs(&splits, &drawer).ok_or_else(too_large)?;
        let draft = Draft { day: receipt.day, memo: receipt.number.clone(), legs };
        ledger::post(tx, &self.book, draft).await.map(Some).map_err(|stop| stop.map(NotTaken::Posting))
    }
}
