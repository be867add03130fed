//! What becomes of the demo's applications: sent, approved by the chairman, sent back and corrected, handed over by a code
//! or given to the post. A few are forgotten and grow late, as they do.

use super::chance::Chance;
use super::hand_in;
use super::nation::Nation;
use crate::open::Trouble;
use base::calendar::BusinessDay;
use counter::{
    CaseState, CorrectCase, Given, Hand, HandOver, MoveCase, PostTo, Proof, Relation, SendHandoverCode, sample_answers,
};
use journal::{Envelope, Journal};
use std::collections::BTreeMap;

/// The porcha travels home by post.
const BY_POST: &str = "G031";
/// Of a hundred applications, how many lie forgotten.
const FORGOTTEN_PERCENT: i64 = 3;

/// One application on its way.
struct Errand {
    book: String,
    number: String,
    service: String,
    /// Where it stands.
    at: CaseState,
    /// The day of its next step.
    next: BusinessDay,
    /// Who took it.
    by: String,
    /// True when the chairman decides over it.
    chairman: bool,
    /// True when a code can be sent.
    mobile: bool,
}

/// All applications that have not ended.
#[derive(Default)]
pub(crate) struct Errands {
    open: Vec<Errand>,
    chairman: BTreeMap<String, bool>,
}

impl Errands {
    /// The applications that come with a receipt.
    pub(crate) fn hear(&mut self, chance: &mut Chance, given: &Given, mobile: bool) {
        let receipt = &given.receipt;
        for (line, number) in receipt.lines.iter().zip(receipt.cases()) {
            let Some(number) = number else { continue };
            if chance.percent(FORGOTTEN_PERCENT) {
                continue;
            }
            self.open.push(Errand {
                book: counter::book_of(&number).unwrap_or_default().to_owned(),
                number,
                service: line.service.clone(),
                at: CaseState::FeePaid,
                next: receipt.day.add_days(chance.between(0, 1)),
                by: receipt.by.clone(),
                chairman: self.chairman.get(&line.service).copied().unwrap_or(false),
                mobile,
            });
        }
    }

    /// Which services wait for the chairman.
    pub(crate) fn know(&mut self, approvers: BTreeMap<String, bool>) {
        self.chairman = approvers;
    }

    /// The receipt of these was reversed: they ended with it.
    pub(crate) fn forget(&mut self, receipt: &str) {
        self.open.retain(|one| !one.number.starts_with(receipt));
    }

    /// Eleven o'clock: everything that is due goes one step on.
    pub(crate) async fn go_on(
        &mut self,
        journal: &Journal,
        chance: &mut Chance,
        nation: &Nation,
        day: BusinessDay,
    ) -> Result<(), Trouble> {
        let (mut moves, mut corrections) = (Vec::new(), Vec::new());
        for errand in self.open.iter_mut().filter(|errand| errand.next <= day) {
            let key = format!("{}-{}-{day}", errand.at.name(), errand.number);
            match errand.at {
                CaseState::Ready => {}
                CaseState::CorrectionNeeded => {
                    let answers = sample_answers(&errand.service, day.add_days(-1)).unwrap_or_default();
                    let (book, number) = (errand.book.clone(), errand.number.clone());
                    let deed = CorrectCase { book, number, answers, at: None };
                    corrections.push((errand.by.clone(), key, deed));
                    (errand.at, errand.next) = (CaseState::Sent, day.add_days(1));
                }
                _ => moves.push(errand.step(chance, nation, day, key)),
            }
        }
        hand_in(journal, moves).await?;
        for (by, key, deed) in corrections {
            // Answers that came out the same as before are no correction: the application waits a day more.
            let (number, written) = (deed.number.clone(), journal.write(Envelope::new(&by, &key), deed).await);
            if written.is_err()
                && let Some(errand) = self.open.iter_mut().find(|errand| errand.number == number)
            {
                errand.at = CaseState::Cancelled;
            }
        }
        self.open.retain(|errand| !matches!(errand.at, CaseState::Rejected | CaseState::Cancelled));
        self.collect(journal, chance, day).await
    }

    /// What is ready is fetched: with a code, or it goes home by post. Who has no telephone comes another day.
    async fn collect(&mut self, journal: &Journal, chance: &mut Chance, day: BusinessDay) -> Result<(), Trouble> {
        for errand in self.open.iter_mut().filter(|errand| errand.at == CaseState::Ready && errand.next <= day) {
            let book = errand.book.clone();
            let proof = if errand.service == BY_POST {
                Proof::Post(PostTo {
                    name: "রহিমা খাতুন".to_owned(),
                    mobile: "01399900001".to_owned(),
                    address: "নমুনা গ্রাম, নমুনা ডাকঘর".to_owned(),
                })
            } else if errand.mobile && chance.percent(80) {
                let deed = SendHandoverCode { book: book.clone(), number: errand.number.clone(), at: None };
                let sent = journal.write(Envelope::system(), deed).await;
                Proof::Code(sent.map_err(|stop| format!("the demo: {stop:?}"))?.done.code)
            } else {
                errand.next = day.add_days(2);
                continue;
            };
            let number = errand.number.clone();
            let (relation, collector) = (Relation::Applicant, String::new());
            let key = format!("over-{number}");
            let deed = HandOver { book, number, proof, relation, collector, at: None };
            hand_in(journal, vec![(errand.by.clone(), key, deed)]).await?;
            errand.at = CaseState::HandedOver;
        }
        self.open.retain(|errand| errand.at != CaseState::HandedOver);
        Ok(())
    }
}

impl Errand {
    /// The next move of an application that is with somebody.
    fn step(
        &mut self,
        chance: &mut Chance,
        nation: &Nation,
        day: BusinessDay,
        key: String,
    ) -> (String, String, MoveCase) {
        let (to, reason, wait) = match self.at {
            CaseState::FeePaid => (CaseState::Sent, "", chance.between(1, 3)),
            _ if chance.percent(6) => (CaseState::CorrectionNeeded, "paper_missing", 2),
            _ if chance.percent(2) => (CaseState::Rejected, "not_entitled", 0),
            _ => (CaseState::Ready, "", chance.between(0, 3)),
        };
        let decides = self.chairman && self.at != CaseState::FeePaid;
        let (hand, by) =
            if decides { (Hand::Approver, nation.chairman_of(&self.book)) } else { (Hand::Centre, self.by.clone()) };
        let deed = MoveCase {
            book: self.book.clone(),
            number: self.number.clone(),
            to,
            reason: reason.to_owned(),
            note: String::new(),
            expects: self.at,
            at: None,
            hand,
        };
        (self.at, self.next) = (to, day.add_days(wait));
        (by, key, deed)
    }
}
