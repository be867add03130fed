//! People and their secrets. Names, numbers, hashes and reasons are sealed.

use super::suspension::{lift, suspend};
use crate::person::Sex;
use crate::store::{PUT_COURSE, PUT_PERSON, SET_AUTHENTICATOR, SET_LANG, SET_PASSWORD, SET_SUSPENDED};
use base::{BusinessDay, Lang};
use db::{Kind, Value};
use journal::{EntryHead, Event, Fault, Sealed};
use serde::{Deserialize, Serialize};

/// A person was registered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// The person's id.
    pub person: String,
    /// Name, mobile number, NID.
    pub identity: Sealed,
    /// The blind index of the mobile number.
    pub mobile_index: String,
    /// Which seat the person may sit in; not asked of those who sit in none.
    pub sex: Option<Sex>,
    /// The language of the account.
    pub lang: Lang,
    /// Where the person was registered.
    pub place: String,
    /// The path of that place.
    pub path: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for PersonRegistered {
    const KIND: &'static str = "network.person_registered";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let row = [
            (&at.book).into(),
            (&self.person).into(),
            (&self.identity.seal).into(),
            (&self.mobile_index).into(),
            self.sex.map(Sex::name).into(),
            self.lang.code().into(),
            (&self.place).into(),
            (&self.path).into(),
            self.day.into(),
        ];
        tx.execute(&PUT_PERSON, &row).await?;
        Ok(())
    }
}

/// A person chose the language of the account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LanguageChanged {
    /// The person.
    pub person: String,
    /// The language.
    pub lang: Lang,
}

impl Event for LanguageChanged {
    const KIND: &'static str = "network.language_changed";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        tx.execute(&SET_LANG, &[(&at.book).into(), (&self.person).into(), self.lang.code().into()]).await?;
        Ok(())
    }
}

/// A person has a new password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasswordSet {
    /// The person.
    pub person: String,
    /// Its argon2id hash.
    pub hash: Sealed,
}

impl Event for PasswordSet {
    const KIND: &'static str = "network.password_set";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        tx.execute(&SET_PASSWORD, &[(&at.book).into(), (&self.person).into(), (&self.hash.seal).into()]).await?;
        Ok(())
    }
}

/// A person enrolled an authenticator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthenticatorEnrolled {
    /// The person.
    pub person: String,
    /// Its secret.
    pub secret: Sealed,
}

impl Event for AuthenticatorEnrolled {
    const KIND: &'static str = "network.authenticator_enrolled";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        tx.execute(&SET_AUTHENTICATOR, &[(&at.book).into(), (&self.person).into(), (&self.secret.seal).into()]).await?;
        Ok(())
    }
}

/// An authenticator was taken back: the telephone was lost. The next sign-in enrols another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthenticatorForgotten {
    /// The person.
    pub person: String,
}

impl Event for AuthenticatorForgotten {
    const KIND: &'static str = "network.authenticator_forgotten";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let none = Value::Null(Kind::Text);
        tx.execute(&SET_AUTHENTICATOR, &[(&at.book).into(), (&self.person).into(), none]).await?;
        Ok(())
    }
}

/// For what a one-time code is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodePurpose {
    /// The first password.
    First,
    /// A new password.
    Reset,
    /// The first administrator.
    SetUp,
}

impl CodePurpose {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CodePurpose::First => "first",
            CodePurpose::Reset => "reset",
            CodePurpose::SetUp => "set_up",
        }
    }
}

/// An officer gave a person a one-time code. It changes no table of the journal: the code itself is kept apart, by hash,
/// and this entry says who gave it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CodeIssued {
    /// The person.
    pub person: String,
    /// For what.
    pub purpose: CodePurpose,
}

impl Event for CodeIssued {
    const KIND: &'static str = "network.code_issued";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, _at: &'a EntryHead, _tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

/// A person was suspended and can neither sign in nor sell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonSuspended {
    /// The person.
    pub person: String,
    /// Why, as the officer wrote it.
    pub reason: Sealed,
    /// The day.
    pub day: BusinessDay,
}

impl Event for PersonSuspended {
    const KIND: &'static str = "network.person_suspended";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let row = [(&at.book).into(), (&self.person).into(), self.day.into(), (&self.reason.seal).into()];
        tx.execute(&SET_SUSPENDED, &row).await?;
        suspend(at, tx, &self.person, None, (self.day, &self.reason));
        Ok(())
    }
}

/// A person passed a course.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CoursePassed {
    /// The person.
    pub person: String,
    /// The course's short name.
    pub course: String,
    /// What proves it.
    pub proof: Sealed,
    /// The day on which it was noted.
    pub day: BusinessDay,
}

impl Event for CoursePassed {
    const KIND: &'static str = "network.course_passed";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let key = [(&at.book).into(), (&self.person).into(), (&self.course).into()];
        let rest = [self.day.into(), (&self.proof.seal).into()];
        tx.execute(&PUT_COURSE, &[key.as_slice(), rest.as_slice()].concat()).await?;
        Ok(())
    }
}

/// A suspended person was reinstated.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PersonReinstated {
    /// The person.
    pub person: String,
    /// The day.
    pub day: BusinessDay,
}

impl Event for PersonReinstated {
    const KIND: &'static str = "network.person_reinstated";
    const VERSION: u32 = 1;

    async fn apply<'a>(&'a self, at: &'a EntryHead, tx: &'a mut db::Tx<'_>) -> Result<(), Fault> {
        let none = || Value::Null(Kind::Text);
        tx.execute(&SET_SUSPENDED, &[(&at.book).into(), (&self.person).into(), none(), none()]).await?;
        lift(at, tx, &self.person).await
    }
}
