//! Making the first administrator, once.

use super::choose_password::{code_owner, use_code};
use super::register_person::{RegisterPerson, clean_name, registered};
use super::set_password::password_set;
use crate::doors;
use crate::events::{CodePurpose, GrantGiven};
use crate::place::{COUNTRY, COUNTRY_PATH};
use crate::refusals::NotSetUp;
use crate::role::Role;
use base::Lang;
use base::mobile::Mobile;
use journal::{Deed, Fault, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Makes the first administrator with the code of the console. Refused for ever after.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetUp {
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// The name.
    pub name: String,
    /// The mobile number.
    pub mobile: Mobile,
    /// The language of the account.
    pub lang: Lang,
    /// The argon2id hash of the password, as a PHC string.
    pub hash: String,
}

impl Deed for SetUp {
    const NAME: &'static str = "network.set_up";
    /// The person.
    type Done = String;
    type Refusal = NotSetUp;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<String, Stop<NotSetUp>> {
        let done = doors::is_set_up(tx).await?;
        let code = code_owner(tx, self.code_hash).await?;
        let right = code.is_some_and(|(purpose, _)| purpose == CodePurpose::SetUp.name());
        let taken = doors::person_with_mobile(tx, &self.mobile).await?.is_some();
        let name = decide(done, right, &self.name, taken).map_err(Stop::Refused)?;
        let Some(country) = doors::place(tx, COUNTRY).await? else {
            return Err(Stop::Fault(Fault::Unsound("the places are not entered yet".to_owned())));
        };
        use_code(tx, self.code_hash).await?;
        let (mobile, lang) = (self.mobile.clone(), self.lang);
        let registering = RegisterPerson {
            name: String::new(),
            mobile,
            nid: None,
            sex: None,
            lang,
            place: COUNTRY.to_owned(),
            code_hash: None,
        };
        let (person, registered) = registered(tx, &registering, name, &country).await?;
        let password = password_set(tx, &person, &self.hash).await?;
        let given = GrantGiven {
            grant: tx.new_id()?.to_string(),
            person: person.clone(),
            role: Role::Administrator.name().to_owned(),
            place: COUNTRY.to_owned(),
            path: COUNTRY_PATH.to_owned(),
            from: tx.now().day(),
            until: None,
        };
        tx.enter(NATION, vec![registered, password, happened(given)]).await?;
        Ok(person)
    }
}

fn decide(done: bool, right: bool, name: &str, taken: bool) -> Result<String, NotSetUp> {
    if done {
        return Err(NotSetUp::Done);
    }
    if !right {
        return Err(NotSetUp::CodeWrong);
    }
    let name = clean_name(name).ok_or(NotSetUp::Name)?;
    if taken { Err(NotSetUp::MobileTaken) } else { Ok(name) }
}
