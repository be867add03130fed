//! The nation of the demo: centres across the country, two seats each, officers above them. All names are invented.

use super::chance::Chance;
use super::sign_ins::{SignIn, fresh_password, fresh_secret};
use crate::open::Trouble;
use base::mobile::Mobile;
use base::{Lang, Paisa};
use journal::{Deed, Envelope, Fault, Journal};
use network::deeds::{
    GiveGrant, NoteCoursePassed, OpenCentre, RegisterPerson, SeatPerson, SetAuthenticator, SetPassword,
};
use network::person::Sex;
use network::place::{Place, PlaceKind};
use network::seat::{SeatKind, Terms};

/// What every centre's float begins with: Tk 10 lakh, so that a trial of the counter does not end for want of it.
const FLOAT_POISHA: i64 = 100_000_000;

const WOMEN: [&str; 12] =
    ["রহিমা", "ফাতেমা", "শিউলি", "নাসরিন", "সালমা", "রেহানা", "পারভীন", "মরিয়ম", "জোছনা", "শাপলা", "হাসিনা", "তাহমিনা"];
const MEN: [&str; 12] =
    ["করিম", "আনোয়ার", "সোহেল", "জাহিদ", "মিজান", "রফিক", "শাহিন", "তারেক", "নূরুল", "আলমগীর", "হারুন", "বাবুল"];
const SURNAMES_OF_WOMEN: [&str; 4] = ["খাতুন", "বেগম", "আক্তার", "পারভীন"];
const SURNAMES_OF_MEN: [&str; 4] = ["মিয়া", "হোসেন", "ইসলাম", "শেখ"];

/// A centre with who sits in it.
#[derive(Debug, Clone)]
pub(crate) struct Counter {
    pub book: String,
    pub path: String,
    pub people: Vec<String>,
    /// The chairman of the place that hosts it.
    pub chairman: Option<String>,
}

/// The whole nation.
pub(crate) struct Nation {
    pub counters: Vec<Counter>,
    pub sign_ins: Vec<SignIn>,
    /// The officer of the association who vets sellers and goods.
    pub e_cab: String,
}

impl Nation {
    /// Who decides over what waits for the chairman at a centre; wards of cities have none in the demo.
    pub(crate) fn chairman_of(&self, book: &str) -> String {
        let chairman = self.counters.iter().find(|one| one.book == book).and_then(|one| one.chairman.clone());
        chairman.unwrap_or_else(|| "system".to_owned())
    }
}

/// Makes people one after another, each with a number of their own.
pub(crate) struct Registry<'a> {
    journal: &'a Journal,
    chance: Chance,
    made: u32,
    /// Everybody made so far.
    pub sign_ins: Vec<SignIn>,
}

async fn done<D: Deed>(journal: &Journal, deed: D) -> Result<D::Done, Trouble> {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => Ok(written.done),
        Err(stop) => Err(format!("the demo: {}: {stop:?}", D::NAME).into()),
    }
}

/// Makes the nation. Who was made stays with the registry, for what is made after it.
pub(crate) async fn make(registry: &mut Registry<'_>, count: u32) -> Result<Nation, Trouble> {
    let places = choose(registry.journal, count).await?;
    for role in ["administrator", "catalogue_manager"] {
        registry.officer(role, network::place::COUNTRY).await?;
    }
    let e_cab = registry.officer("e_cab_officer", network::place::COUNTRY).await?;
    registry.officer("auditor", network::place::COUNTRY).await?;
    registry.officers_above(&places).await?;
    let mut counters = Vec::new();
    for (number, place) in places.iter().enumerate() {
        counters.push(registry.centre(place, number).await?);
    }
    // What one administrator proposes another approves.
    registry.officer("administrator", network::place::COUNTRY).await?;
    Ok(Nation { counters, e_cab, sign_ins: Vec::new() })
}

impl<'a> Registry<'a> {
    /// Nobody yet.
    pub(crate) fn new(journal: &'a Journal) -> Registry<'a> {
        Registry { journal, chance: Chance::new(2026), made: 0, sign_ins: Vec::new() }
    }

    async fn person(&mut self, sex: Sex, place: &str) -> Result<(String, SignIn), Trouble> {
        self.made = self.made.saturating_add(1);
        let (given, family) = match sex {
            Sex::Woman => (self.chance.one_of(&WOMEN), self.chance.one_of(&SURNAMES_OF_WOMEN)),
            Sex::Man => (self.chance.one_of(&MEN), self.chance.one_of(&SURNAMES_OF_MEN)),
        };
        let name = format!("{} {}", given.unwrap_or("নমুনা"), family.unwrap_or("ব্যক্তি"));
        let mobile = Mobile::parse(&format!("013000{:05}", self.made)).map_err(|error| format!("{error:?}"))?;
        let password = fresh_password()?;
        let register = RegisterPerson {
            name,
            mobile: mobile.clone(),
            nid: None,
            sex: Some(sex),
            lang: Lang::Bn,
            place: place.to_owned(),
            code_hash: None,
        };
        let person = done(self.journal, register).await?;
        let hash = network::secrets::hash_password(&password).await?;
        done(self.journal, SetPassword { person: person.clone(), hash }).await?;
        let sign_in = SignIn {
            role: String::new(),
            place: place.to_owned(),
            centre: String::new(),
            mobile: mobile.local(),
            password,
            totp_secret: String::new(),
        };
        Ok((person, sign_in))
    }

    /// An officer with this role at this place, with a second factor.
    pub(crate) async fn officer(&mut self, role: &str, place: &str) -> Result<String, Trouble> {
        let sex = if self.chance.percent(40) { Sex::Woman } else { Sex::Man };
        let (person, sign_in) = self.person(sex, place).await?;
        let from = self.journal.now().day();
        let grant =
            GiveGrant { person: person.clone(), role: role.to_owned(), place: place.to_owned(), from, until: None };
        done(self.journal, grant).await?;
        let secret = fresh_secret()?;
        done(self.journal, SetAuthenticator { person: person.clone(), secret: secret.clone() }).await?;
        self.sign_ins.push(SignIn { role: role.to_owned(), totp_secret: secret, ..sign_in });
        Ok(person)
    }

    /// The supervisors of the first places of each division, and the secretaries of the first centres' hosts.
    async fn officers_above(&mut self, places: &[Place]) -> Result<(), Trouble> {
        let mut known: Vec<String> = Vec::new();
        for place in places {
            let codes = network::place::codes_of(&place.path);
            let above = [
                ("division_supervisor", codes.get(1)),
                ("district_supervisor", codes.get(2)),
                ("upazila_supervisor", codes.get(3)),
            ];
            for (role, code) in above {
                let Some(code) = code else { continue };
                let fits = *code != place.code && !known.iter().any(|seen| seen == code);
                if fits && known.len() < 30 {
                    known.push((*code).to_owned());
                    self.officer(role, code).await?;
                }
            }
        }
        for place in places.iter().take(4).filter(|place| place.kind != PlaceKind::Ward) {
            self.officer("secretary", &place.code).await?;
        }
        Ok(())
    }

    /// A centre with its two seats; every eighth has nobody in the woman's seat, as it is in the villages.
    async fn centre(&mut self, place: &Place, number: usize) -> Result<Counter, Trouble> {
        let open = OpenCentre { code: None, place: place.code.clone(), name_bn: None, name_en: None };
        let centre = done(self.journal, open).await?;
        let today = self.journal.now().day();
        let mut people = Vec::new();
        for seat in SeatKind::BOTH {
            if seat == SeatKind::Woman && number % 8 == 7 {
                continue;
            }
            let (person, sign_in) = self.person(seat.sex(), &place.code).await?;
            let stamp = format!("DEMO-{number:03}-{}", seat.name());
            let terms = Terms { from: today, until: today.add_days(3 * 365), stamp };
            let deed = SeatPerson { centre: centre.clone(), seat, person: person.clone(), terms };
            done(self.journal, deed).await?;
            for course in ["agent_banking", "insurance"] {
                let (course, proof) = (course.to_owned(), "DEMO-1".to_owned());
                done(self.journal, NoteCoursePassed { person: person.clone(), course, proof }).await?;
            }
            self.sign_ins.push(SignIn { role: "entrepreneur".to_owned(), centre: centre.clone(), ..sign_in });
            people.push(person);
        }
        let poisha = Paisa::new(FLOAT_POISHA);
        done(self.journal, ledger::TopUpFloat { book: centre.clone(), poisha, proof: "DEMO-1".to_owned() }).await?;
        let chairman = match place.kind {
            PlaceKind::Ward => None,
            _ => Some(self.officer("chairman", &place.code).await?),
        };
        Ok(Counter { book: centre, path: place.path.clone(), people, chairman })
    }
}

/// Where the centres stand: all divisions in turn; mostly unions of one district, some pourashavas, some city wards.
pub(crate) async fn choose(journal: &Journal, count: u32) -> Result<Vec<Place>, Fault> {
    let divisions = children(journal, network::place::COUNTRY).await?;
    let mut lists = Vec::new();
    for division in divisions.iter().filter(|place| place.kind == PlaceKind::Division) {
        lists.push(candidates(journal, &division.code).await?);
    }
    let mut chosen = Vec::new();
    let mut round = 0_usize;
    let wanted = usize::try_from(count).unwrap_or(64);
    while chosen.len() < wanted {
        let before = chosen.len();
        for list in &lists {
            if let Some(place) = list.get(round)
                && chosen.len() < wanted
            {
                chosen.push(place.clone());
            }
        }
        if chosen.len() == before {
            break; // no more places: fewer centres than were asked for
        }
        round = round.saturating_add(1);
    }
    Ok(chosen)
}

/// A division's places for centres, in the order in which they are taken.
async fn candidates(journal: &Journal, division: &str) -> Result<Vec<Place>, Fault> {
    let (mut unions, mut towns, mut wards) = (Vec::new(), Vec::new(), Vec::new());
    for district in children(journal, division).await? {
        for upazila in children(journal, &district.code).await? {
            for place in children(journal, &upazila.code).await? {
                match place.kind {
                    PlaceKind::Union => unions.push(place),
                    PlaceKind::Pourashava => towns.push(place),
                    PlaceKind::Ward => wards.push(place),
                    _ => {}
                }
            }
        }
    }
    let (mut unions, mut towns, mut wards) = (unions.into_iter(), towns.into_iter(), wards.into_iter());
    let mut list = Vec::new();
    loop {
        let mut eight: Vec<Place> = unions.by_ref().take(6).collect();
        eight.extend(towns.next());
        eight.extend(wards.next());
        if eight.is_empty() {
            return Ok(list);
        }
        list.extend(eight);
    }
}

async fn children(journal: &Journal, code: &str) -> Result<Vec<Place>, Fault> {
    let code = code.to_owned();
    journal.read::<_, Fault, _>(move |tx| Box::pin(async move { network::children(tx, &code).await })).await
}
