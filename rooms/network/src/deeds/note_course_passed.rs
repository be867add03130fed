//! Noting that a person passed a course: some services are given only by who passed one.

use super::caller::Caller;
use super::suspend_person::may_manage;
use crate::doors;
use crate::events::CoursePassed;
use crate::refusals::NotNoted;
use journal::{Deed, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a course's short name, at most.
const COURSE_CHARS_MAX: usize = 40;
/// Characters of the proof, at most.
const PROOF_CHARS_MAX: usize = 200;

/// Notes that a person passed a course, with what proves it: an officer who saw the certificate, or the program that held
/// the examination. A course is passed once and for good.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoteCoursePassed {
    /// The person.
    pub person: String,
    /// The course's short name, such as `agent_banking`.
    pub course: String,
    /// What proves it: who gave the certificate, and its number. It is sealed.
    pub proof: String,
}

impl Deed for NoteCoursePassed {
    const NAME: &'static str = "network.note_course";
    type Done = ();
    type Refusal = NotNoted;

    fn book(&self) -> &str {
        NATION
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx<'_, '_>) -> Result<(), Stop<NotNoted>> {
        let caller = Caller::of(tx).await?;
        let day = tx.now().day();
        let Some(person) = doors::person(tx, &self.person).await? else {
            return Err(Stop::Refused(NotNoted::NoSuchPerson));
        };
        let allowed = may_manage(tx, &caller, &person, day).await?;
        let (course, proof) = (base::text::clean(&self.course).to_lowercase(), base::text::clean(&self.proof));
        let passed = doors::passed_course(tx, &person.id, &course).await?;
        decide((allowed, caller.is(&person.id), passed), &course, &proof).map_err(Stop::Refused)?;
        let proof = tx.seal(NATION, &person.id, &proof).await?;
        tx.enter(NATION, vec![happened(CoursePassed { person: person.id, course, proof, day })]).await?;
        Ok(())
    }
}

fn decide((allowed, own, passed): (bool, bool, bool), course: &str, proof: &str) -> Result<(), NotNoted> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match (allowed, own) {
        (false, _) => Err(NotNoted::NotAllowed),
        (_, true) => Err(NotNoted::Yourself),
        _ if course.is_empty() || course.len() > COURSE_CHARS_MAX || !course.chars().all(plain) => {
            Err(NotNoted::Course)
        }
        _ if passed => Err(NotNoted::Already),
        _ if !(1..=PROOF_CHARS_MAX).contains(&proof.chars().count()) => Err(NotNoted::Proof),
        _ => Ok(()),
    }
}
