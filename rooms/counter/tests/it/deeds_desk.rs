//! The counter under trial: a fresh store with a small catalogue, and the presses of whoever stands at it.

use base::Both;
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use counter::{
    CloseDay, Connectivity, Count, CountDrawer, CustomerGiven, DayShut, Given, LineGiven, NotClosed, NotDrawerCounted,
    PublishService, Receipt, ReverseReceipt, Service, SetTariff, TILL, TakeServices, Tariff,
};
use journal::{Deed, Entered, Envelope, Fault, Journal, Register, Stop};
use ledger::TopUpFloat;
use std::collections::BTreeMap;

/// The centre's book of most trials.
pub const BOOK: &str = "3026001";
/// Where it stands.
pub const PATH: &str = "/30/3026/302614/30261447/";
/// Whoever sells.
pub const SELLER: &str = "rahima";

/// A birth registration for worked example 1: fee Tk 50, charge Tk 30 of which the programme has Tk 10.
pub const BIRTH: &str = "T001";
/// A photocopy: Tk 2 for the shop alone.
pub const COPY: &str = "T002";
/// Something that costs nothing.
pub const FREE: &str = "T003";
/// Something with a form.
pub const FORMED: &str = "T004";

pub fn register() -> Register {
    web::register(&[network::room(), ledger::room(), counter::room()])
}

pub fn day(text: &str) -> BusinessDay {
    BusinessDay::parse(text).unwrap()
}

/// The business day on which every trial begins.
pub fn today() -> BusinessDay {
    trial::MORNING.day()
}

pub fn service(code: &str, name: &str) -> Service {
    Service {
        code: code.into(),
        name: Both { bn: format!("{name} বাংলা"), en: name.into() },
        group: "civil_registration".into(),
        provider: Both { bn: "দপ্তর".into(), en: "Office".into() },
        agency: "brdris".into(),
        unit: "case".into(),
        sla_days: 0,
        connectivity: Connectivity::Queue,
        documents: vec![Both { bn: "এনআইডি".into(), en: "NID".into() }],
        ..Service::default()
    }
}

/// Amounts in poisha: official, shop, programme.
pub fn tariff(path: &str, from: &str, amounts: [i64; 3]) -> Tariff {
    let [official, shop, programme] = amounts.map(Paisa::new);
    Tariff::new(path, day(from), [official, shop, programme])
}

/// Who is asked for in the form of [`FORMED`].
pub const FORM: &str = "| survey |\n\
    | | type | name | label::বাংলা (bn) | label::English (en) | required |\n\
    | | text | applicant | আবেদনকারী | Applicant | yes |\n\
    | | select_multiple paper | papers | কাগজ | Papers | |\n\
    | | integer | copies | কপি | Copies | |\n\
    \n\
    | choices |\n\
    | | list_name | name | label::বাংলা (bn) | label::English (en) |\n\
    | | paper | nid | এনআইডি | NID |\n\
    | | paper | tax | কর রশিদ | Tax receipt |\n";

pub async fn publish(journal: &Journal, service: Service, form: &str) -> i64 {
    let deed = PublishService { service, form: form.into(), change: "first".into() };
    write(journal, deed).await.unwrap()
}

pub async fn set_tariff(journal: &Journal, code: &str, tariff: Tariff) {
    write(journal, SetTariff { service: code.into(), tariff }).await.unwrap();
}

/// The small catalogue, all prices in force since the first day of 2026.
pub async fn open_shop(journal: &Journal) {
    let prices =
        [(BIRTH, [5_000, 2_000, 1_000]), (COPY, [0, 200, 0]), (FREE, [0, 0, 0]), (FORMED, [3_000, 1_500, 500])];
    for (code, amounts) in prices {
        let form = if code == FORMED { FORM } else { "" };
        publish(journal, service(code, code), form).await;
        set_tariff(journal, code, tariff("/", "2026-01-01", amounts)).await;
    }
}

pub async fn top_up(journal: &Journal, book: &str, poisha: i64) {
    let deed = TopUpFloat { book: book.into(), poisha: Paisa::new(poisha), proof: "SLIP-9".into() };
    journal.write(Envelope::system(), deed).await.unwrap(); // a person would ask another
}

/// The small catalogue and Tk 10,000 of float.
pub async fn stocked(journal: &Journal) {
    open_shop(journal).await;
    top_up(journal, BOOK, 1_000_000).await;
}

pub fn line(service: &str, quantity: i64) -> LineGiven {
    LineGiven { service: service.into(), quantity, answers: None, fee_shown: None, draft: None }
}

#[allow(clippy::unnecessary_wraps)] // as the line takes them
pub fn answers(pairs: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    Some(pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect())
}

pub fn sale(lines: Vec<LineGiven>) -> TakeServices {
    TakeServices {
        book: BOOK.into(),
        path: PATH.into(),
        till: TILL.into(),
        customer: None,
        lines,
        tendered: None,
        register_day: None,
    }
}

#[allow(clippy::unnecessary_wraps)] // as the sale takes it
pub fn known_customer(mobile: &str, name: &str) -> Option<CustomerGiven> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(CustomerGiven { mobile: some(mobile), name: some(name), ..CustomerGiven::default() })
}

/// Does a deed without a key.
pub async fn write<D: Deed>(journal: &Journal, deed: D) -> Result<D::Done, Stop<D::Refusal>> {
    let envelope = Envelope::keyless(SELLER);
    journal.write(envelope, deed).await.map(|written| written.done)
}

pub async fn take(journal: &Journal, deed: TakeServices) -> Given {
    write(journal, deed).await.unwrap()
}

pub async fn reverse(journal: &Journal, receipt: &Receipt) -> Result<i64, Stop<counter::NotReversed>> {
    write(journal, reversing(receipt, "wrong_service", "")).await
}

pub fn reversing(receipt: &Receipt, reason: &str, note: &str) -> ReverseReceipt {
    ReverseReceipt { book: BOOK.into(), number: receipt.number.clone(), reason: reason.into(), note: note.into() }
}

/// Counts the drawer to the taka as the book has it.
pub async fn count(journal: &Journal, book: &str, day: BusinessDay) -> Result<Entered, Stop<NotDrawerCounted>> {
    let of = book.to_owned();
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::drawer_balance(tx, &of, TILL).await }))
        .await;
    let count = Count::of(read.unwrap());
    write(journal, CountDrawer { book: book.into(), day, count }).await
}

/// Counts the drawer so, and closes the day.
pub async fn close(journal: &Journal, book: &str, day: BusinessDay) -> Result<Entered, Stop<NotClosed>> {
    count(journal, book, day).await.map_err(|stop| match stop {
        Stop::Refused(NotDrawerCounted::Shut(DayShut::Future(_))) => Stop::Refused(NotClosed::Future),
        Stop::Refused(NotDrawerCounted::Shut(DayShut::Closed(_))) => Stop::Refused(NotClosed::Already),
        other => panic!("not counted: {other:?}"),
    })?;
    write(journal, CloseDay { book: book.into(), day, reason: String::new(), note: String::new() }).await
}

/// The refusal, or a panic that tells what came instead.
pub fn refusal<T: std::fmt::Debug, R: Refusal>(answer: Result<T, Stop<R>>) -> R {
    match answer {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// The code of the refusal.
pub fn refused<T: std::fmt::Debug, R: Refusal>(answer: Result<T, Stop<R>>) -> &'static str {
    refusal(answer).code()
}

/// The balances of a book, debit positive, without the accounts that hold nothing.
pub async fn balances(journal: &Journal, book: &str) -> Vec<(String, i64)> {
    let book = book.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::trial_balance(tx, &book).await }));
    let accounts = read.await.unwrap().accounts;
    let net = accounts.into_iter().map(|line| (line.account, line.debit.get() - line.credit.get()));
    net.filter(|(_, poisha)| *poisha != 0).collect()
}

pub fn owned(list: &[(&str, i64)]) -> Vec<(String, i64)> {
    list.iter().map(|(code, poisha)| ((*code).to_owned(), *poisha)).collect()
}

/// How many entries a book has.
pub async fn entries(journal: &Journal, book: &str) -> usize {
    journal.entries(book, 0, 500).await.unwrap().len()
}

db::statements! {
    DAY_ROWS = "select day, session, given, official_poisha, charge_poisha, income_poisha, reversed, \
                reversed_official_poisha, reversed_charge_poisha, reversed_income_poisha from counter_day \
                where book = $1 order by day, session";
    SERVICE_ROWS = "select day, service, quantity, total_poisha from counter_service_day where book = $1 \
                    order by day, service";
    CUSTOMER_ROWS = "select count(*) as customers from counter_customer where book = $1";
}

/// What each day says: day, given, official, charge, income, then the same of what was reversed.
pub async fn days(journal: &Journal) -> Vec<(String, [i64; 8])> {
    let columns = [
        "given",
        "official_poisha",
        "charge_poisha",
        "income_poisha",
        "reversed",
        "reversed_official_poisha",
        "reversed_charge_poisha",
        "reversed_income_poisha",
    ];
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.all(&DAY_ROWS, &[BOOK.into()]).await }));
    let rows = read.await.unwrap();
    rows.iter().map(|row| (row.get("day").unwrap(), columns.map(|column| row.get(column).unwrap()))).collect()
}

/// What each service brought on each day.
pub async fn service_days(journal: &Journal) -> Vec<(String, String, i64, i64)> {
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { tx.all(&SERVICE_ROWS, &[BOOK.into()]).await }));
    let rows = read.await.unwrap();
    let row = |row: &db::Row| {
        (
            row.get("day").unwrap(),
            row.get("service").unwrap(),
            row.get("quantity").unwrap(),
            row.get("total_poisha").unwrap(),
        )
    };
    rows.iter().map(row).collect()
}

/// How many customers a book knows.
pub async fn customers(journal: &Journal) -> i64 {
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { tx.one(&CUSTOMER_ROWS, &[BOOK.into()]).await?.get("customers") })
    });
    read.await.unwrap()
}

/// Opens a seal of the centre's book.
pub async fn unsealed<T: serde::de::DeserializeOwned + Send + 'static>(journal: &Journal, seal: &str) -> Option<T> {
    let seal = seal.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { tx.unseal::<T>(BOOK, &seal).await }));
    read.await.unwrap()
}
