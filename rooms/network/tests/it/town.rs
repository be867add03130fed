//! What most trials begin with: the places of one division, a centre, some people.

use base::mobile::Mobile;
use base::{BusinessDay, Lang, Moment};
use journal::{Deed, Envelope, Register, Stop};
use network::deeds::{GiveGrant, LoadPlaces, OpenCentre, RegisterPerson, SeatPerson, SetPassword};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use trial::Trial;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

/// Two unions of one upazila of Savar, Dhaka, and a union of another district.
pub const UNION: &str = "30267250";
pub const SISTER: &str = "30267215";
pub const UPAZILA: &str = "302672";
pub const DISTRICT: &str = "3026";
pub const DIVISION: &str = "30";

/// A password that many trials share, so that it is hashed once.
pub const PASSWORD: &str = "নদীর ধারে হাট বসে";

pub fn register() -> Register {
    web::register(&[network::room()])
}

/// Runs a trial on both engines, with the division's places entered.
pub fn both<F, Fut>(test: F)
where
    F: Fn(Trial) -> Fut,
    Fut: Future<Output = ()>,
{
    trial::both(&register(), |trial| async {
        load(&trial).await;
        test(trial).await;
    });
}

pub async fn load(trial: &Trial) {
    let only = vec!["bd".to_owned(), DIVISION.to_owned()];
    does(trial, "system", LoadPlaces { only }).await;
}

/// Does a deed that must succeed.
pub async fn does<D: Deed>(trial: &Trial, by: &str, deed: D) -> D::Done {
    let envelope = Envelope { by: by.to_owned(), key: None };
    match network::write(&trial.journal, envelope, deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// Does a deed that must be refused; answers why.
pub async fn refuses<D: Deed>(trial: &Trial, by: &str, deed: D) -> D::Refusal {
    let envelope = Envelope { by: by.to_owned(), key: None };
    match network::write(&trial.journal, envelope, deed).await {
        Err(Stop::Refused(refusal)) => refusal,
        Ok(_) => panic!("{} was done", D::NAME),
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

pub fn mobile(number: u32) -> Mobile {
    Mobile::parse(&format!("0171{number:07}")).unwrap()
}

pub fn registering(number: u32, sex: Option<Sex>, place: &str) -> RegisterPerson {
    RegisterPerson {
        name: format!("মানুষ {number}"),
        mobile: mobile(number),
        nid: None,
        sex,
        lang: Lang::Bn,
        place: place.to_owned(),
        code_hash: None,
    }
}

/// Registers a person by the program itself.
pub async fn person(trial: &Trial, number: u32, sex: Option<Sex>, place: &str) -> String {
    does(trial, "system", registering(number, sex, place)).await
}

/// Registers an officer with a role at a place.
pub async fn officer(trial: &Trial, number: u32, role: &str, place: &str) -> String {
    let person = person(trial, number, None, place).await;
    does(trial, "system", giving(trial, &person, role, place)).await;
    person
}

pub fn giving(trial: &Trial, person: &str, role: &str, place: &str) -> GiveGrant {
    let from = today(trial);
    GiveGrant { person: person.to_owned(), role: role.to_owned(), place: place.to_owned(), from, until: None }
}

pub async fn password(trial: &Trial, person: &str) {
    let hash = HASH.get_or_init(|| network::secrets::hash_password(PASSWORD)).await.as_ref().unwrap().clone();
    does(trial, "system", SetPassword { person: person.to_owned(), hash }).await;
}

static HASH: tokio::sync::OnceCell<Result<String, journal::Fault>> = tokio::sync::OnceCell::const_new();

pub fn today(trial: &Trial) -> BusinessDay {
    trial.journal.now().day()
}

/// A year's contract from today.
pub fn terms(trial: &Trial) -> Terms {
    let from = today(trial);
    Terms { from, until: from.add_days(365), stamp: "কচ ১২৩৪৫৬৭".to_owned() }
}

pub fn opening(place: &str) -> OpenCentre {
    OpenCentre { code: None, place: place.to_owned(), name_bn: None, name_en: None }
}

pub fn seating(trial: &Trial, centre: &str, person: &str, seat: SeatKind) -> SeatPerson {
    SeatPerson { centre: centre.to_owned(), seat, person: person.to_owned(), terms: terms(trial) }
}

/// A centre at a union with a woman in her seat: (centre, person).
pub async fn staffed(trial: &Trial, place: &str, number: u32) -> (String, String) {
    let centre = does(trial, "system", opening(place)).await;
    let person = person(trial, number, Some(Sex::Woman), place).await;
    does(trial, "system", seating(trial, &centre, &person, SeatKind::Woman)).await;
    (centre, person)
}

/// Moves the clock forward.
pub fn later(trial: &Trial, ms: i64) -> Moment {
    trial.pass(ms);
    trial.journal.now()
}
