//! Registering a person of the programme.

use super::caller::Caller;
use super::issue_code::keep_code;
use crate::doors;
use crate::events::{CodeIssued, CodePurpose, PersonRegistered};
use crate::person::{Identity, NAME_CHARS_MAX, Sex, mobile_index};
use crate::place::Place;
use crate::refusals::NotRegistered;
use base::Lang;
use base::mobile::Mobile;
use journal::{AnyEvent, Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Registers a person. The one-time code for the first password is made by the caller, who shows it to the person once;
/// only its hash comes here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RegisterPerson {
    /// The name as the person writes it.
    pub name: String,
    /// The mobile number; one person a number.
    pub mobile: Mobile,
    /// The digits of the NID, when given.
    pub nid: Option<String>,
    /// Which seat the person may sit in; not asked of others.
    pub sex: Option<Sex>,
    /// The language of the account.
    pub lang: Lang,
    /// The place where the person is registered: who manages people there may see and manage this one.
    pub place: String,
    /// SHA-256 of the one-time code, if one is given.
    pub code_hash: Option<[u8; 32]>,
}

impl Deed for RegisterPerson {
    const NAME: &'static str = "network.register_person";
    /// The person's id.
    type Done = String;
    type Refusal = NotRegistered;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotRegistered>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(place) = doors::place(tx, &self.place).await? else {
            return Err(Stop::Refused(NotRegistered::NoSuchPlace));
        };
        let allowed = caller.may("people.manage", &place.path, day);
        let taken = doors::person_with_mobile(tx, &self.mobile).await?.is_some();
        let name = decide(allowed, &self.name, taken).map_err(Stop::Refused)?;
        let (person, registered) = registered(tx, self, name, &place).await?;
        let mut events = vec![registered];
        if let Some(hash) = self.code_hash {
            keep_code(tx, &person, CodePurpose::First, hash).await?;
            events.push(happened(CodeIssued { person: person.clone(), purpose: CodePurpose::First }));
        }
        tx.enter(NATION, events).await?;
        Ok(person)
    }
}

fn decide(allowed: bool, name: &str, taken: bool) -> Result<String, NotRegistered> {
    if !allowed {
        return Err(NotRegistered::NotAllowed);
    }
    let name = clean_name(name).ok_or(NotRegistered::Name)?;
    if taken { Err(NotRegistered::MobileTaken) } else { Ok(name) }
}

/// A name as it is kept; none when it is empty or too long.
pub(super) fn clean_name(name: &str) -> Option<String> {
    let name = base::text::clean(name);
    (!name.is_empty() && name.chars().count() <= NAME_CHARS_MAX).then_some(name)
}

/// Seals a new person and makes the event.
pub(super) async fn registered(
    tx: &mut Tx<'_, '_>,
    deed: &RegisterPerson,
    name: String,
    place: &Place,
) -> Result<(String, Box<dyn AnyEvent>), Fault> {
    let person = tx.new_id()?.to_string();
    let identity = Identity { name, mobile: deed.mobile.e164(), nid: deed.nid.clone() };
    let event = PersonRegistered {
        identity: tx.seal_new(NATION, &person, &identity).await?,
        mobile_index: mobile_index(tx.keys(), &deed.mobile),
        person: person.clone(),
        sex: deed.sex,
        lang: deed.lang,
        place: place.code.clone(),
        path: place.path.clone(),
        day: tx.now().day(),
    };
    Ok((person, happened(event)))
}
