//! What most trials begin with: the places of one division, a centre, some people.

use base::mobile::Mobile;
use base::{BusinessDay, Lang, Moment};
use journal::{Deed, Envelope, Register, Stop, happened};
use network::deeds::{GiveGrant, OpenCentre, RegisterPerson, SeatPerson, SetPassword};
use network::events::PlacesLoaded;
use network::person::Sex;
use network::place::{Place, PlaceKind};
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

/// Runs a trial on both engines, with some places entered.
pub fn both<F, Fut>(test: F)
where
    F: Fn(Trial) -> Fut,
    Fut: Future<Output = ()>,
{
    trial::both(&register(), |trial| async {
        does(&trial, "system", EnterTown).await;
        test(trial).await;
    });
}

/// Some places of two districts: entering the whole country takes a second each time.
const PLACES: &[(&str, PlaceKind, &str, &str, &str)] = &[
    ("bd", PlaceKind::Country, "/", "বাংলাদেশ", "Bangladesh"),
    ("30", PlaceKind::Division, "/30/", "ঢাকা", "Dhaka"),
    ("3026", PlaceKind::District, "/30/3026/", "ঢাকা", "Dhaka"),
    ("302672", PlaceKind::Upazila, "/30/3026/302672/", "সাভার", "Savar"),
    ("30267250", PlaceKind::Union, "/30/3026/302672/30267250/", "কাউন্দিয়া", "Kaundia"),
    ("30267215", PlaceKind::Union, "/30/3026/302672/30267215/", "আমিনবাজার", "Aminbazar"),
    ("30267218", PlaceKind::Union, "/30/3026/302672/30267218/", "আশুলিয়া", "Ashulia"),
    ("30267299", PlaceKind::Pourashava, "/30/3026/302672/30267299/", "সাভার", "Savar"),
    ("302614", PlaceKind::Upazila, "/30/3026/302614/", "ধামরাই", "Dhamrai"),
    (
        "30262000",
        PlaceKind::CityCorporation,
        "/30/3026/30262000/",
        "ঢাকা দক্ষিণ সিটি কর্পোরেশন",
        "Dhaka South City Corporation",
    ),
    ("30262000W60", PlaceKind::Ward, "/30/3026/30262000/30262000W60/", "ওয়ার্ড নং ৬০", "Ward No. 60"),
    ("3033", PlaceKind::District, "/30/3033/", "গাজীপুর", "Gazipur"),
    ("303330", PlaceKind::Upazila, "/30/3033/303330/", "গাজীপুর সদর", "Gazipur Sadar"),
    ("30333025", PlaceKind::Union, "/30/3033/303330/30333025/", "বাড়িয়া", "Baria"),
];

/// Enters them: a deed of the trials alone.
#[derive(serde::Serialize)]
struct EnterTown;

impl Deed for EnterTown {
    const NAME: &'static str = "trial.enter_town";
    type Done = ();
    type Refusal = network::Never;

    fn book(&self) -> &str {
        journal::NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut journal::Tx<'_, '_>) -> Result<(), Stop<network::Never>> {
        let places = PLACES.iter().map(|(code, kind, path, name_bn, name_en)| Place {
            code: (*code).to_owned(),
            kind: *kind,
            parent: path
                .split('/')
                .rev()
                .nth(2)
                .map_or(String::new(), |above| if above.is_empty() { "bd" } else { above }.to_owned()),
            path: (*path).to_owned(),
            name_bn: base::text::clean(name_bn),
            name_en: (*name_en).to_owned(),
            lat_micro: None,
            lon_micro: None,
        });
        let event = PlacesLoaded {
            part: "town".to_owned(),
            hash: String::new(),
            places: places.collect(),
            spellings: Vec::new(),
        };
        tx.enter(journal::NATION, vec![happened(event)]).await?;
        Ok(())
    }
}

/// Does a deed that must succeed.
pub async fn does<D: Deed>(trial: &Trial, by: &str, deed: D) -> D::Done {
    let envelope = Envelope::keyless(by);
    match network::write(&trial.journal, envelope, deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// Does a deed that must be refused; answers why.
pub async fn refuses<D: Deed>(trial: &Trial, by: &str, deed: D) -> D::Refusal {
    let envelope = Envelope::keyless(by);
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

/// May this person do this there today, by the grants that they hold?
pub async fn may(trial: &Trial, person: &str, permission: &'static str, place: &str) -> bool {
    let (person, place, day) = (person.to_owned(), place.to_owned(), today(trial));
    let read = trial.journal.read(move |tx| {
        Box::pin(async move {
            let path = network::place(tx, &place).await?.unwrap().path;
            let grants = network::grants_of(tx, &person).await?;
            Ok::<_, journal::Fault>(network::grant::may(&grants, permission, &path, day))
        })
    });
    read.await.unwrap()
}
