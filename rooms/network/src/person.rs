//! A person of the programme. The name and the numbers are sealed; the rest of the house knows an id.

use base::{BusinessDay, Lang};
use serde::{Deserialize, Serialize};

/// Characters of a name, at most.
pub const NAME_CHARS_MAX: usize = 80;

/// Which of the two seats a person may sit in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// A woman.
    Woman,
    /// A man.
    Man,
}

impl Sex {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Sex::Woman => "woman",
            Sex::Man => "man",
        }
    }

    /// The sex of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Sex> {
        [Sex::Woman, Sex::Man].into_iter().find(|sex| sex.name() == name)
    }
}

/// What is sealed of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name as the person writes it.
    pub name: String,
    /// The mobile number, `+8801711123456`.
    pub mobile: String,
    /// The digits of the NID, when it was given.
    pub nid: Option<String>,
}

/// A person as the tables know them: nothing personal in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The seal of [`Identity`].
    pub seal: String,
    /// The blind index of the mobile number.
    pub mobile_index: String,
    /// Which seat the person may sit in; not asked of those who sit in none.
    pub sex: Option<Sex>,
    /// The language of the account.
    pub lang: Lang,
    /// The place in which the person was registered.
    pub place: String,
    /// Its path.
    pub path: String,
    /// The day of registration.
    pub registered_on: BusinessDay,
    /// Since when the person is suspended, if so.
    pub suspended_on: Option<BusinessDay>,
    /// The seal of why.
    pub suspended_seal: Option<String>,
    /// The seal of the password's hash; none before the first password.
    pub password_seal: Option<String>,
    /// The seal of the authenticator's secret; none before it is enrolled.
    pub authenticator_seal: Option<String>,
}

/// The text from which the blind index of a mobile number is made: one for each number, however it was typed.
#[must_use]
pub fn mobile_index(keys: &journal::Keys, mobile: &base::mobile::Mobile) -> String {
    keys.blind("mobile", &mobile.e164())
}
