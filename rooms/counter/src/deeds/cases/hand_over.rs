//! What is ready comes into the applicant's hand, with a proof.

use super::send_code::{CODE_TRIES_MAX, hash_of};
use crate::case::{Case, CaseState};
use crate::cases::read;
use crate::cases::rules::{AttachmentKind, ProofKind, Relation};
use crate::cases::store::CODES as SHELF;
use crate::deeds::cases::move_case::NotMoved;
use crate::deeds::customer::NAME_CHARS_MAX;
use crate::events::{CaseGivenToPost, CaseHandedOver};
use crate::service::is_default;
use crate::store::CASES;
use base::Refusal;
use base::mobile::Mobile;
use db::Value;
use journal::{Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Characters of a postal address, at most.
pub const ADDRESS_CHARS_MAX: usize = 300;

/// Hands over what is ready: to the applicant, to whom they sent, or to the post.
///
/// A wrong code is an answer and not a refusal, because the try has to be remembered.
///
/// # Refusals
/// See [`NotHandedOver`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandOver {
    /// The centre's book.
    pub book: String,
    /// The case's number.
    pub number: String,
    /// The proof.
    pub proof: Proof,
    /// Who collects.
    pub relation: Relation,
    /// The collector's name; not needed of the applicant.
    pub collector: String,
    /// The centre at whose counter it is done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
}

/// The proof of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// The code from the applicant's telephone, as typed.
    Code(String),
    /// The picture of a signature: which attachment of the case.
    Signature(i64),
    /// The picture of a thumb's print: which attachment of the case.
    Thumb(i64),
    /// It goes home by post, to this address.
    Post(PostTo),
}

/// To whom and where the post carries it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PostTo {
    /// The name on the envelope.
    pub name: String,
    /// The mobile number by which the postman finds them.
    pub mobile: String,
    /// House, village, post office, upazila, district.
    pub address: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    /// It is handed over.
    Over,
    /// The code was another; so many tries are left.
    WrongCode(i64),
}

/// Why it cannot be handed over so.
#[derive(Debug)]
pub enum NotHandedOver {
    /// There is no such case, or it is not ready.
    Moved(NotMoved),
    /// The code was another; so many tries are left.
    Code(i64),
    /// No code holds: none was sent, or it ended, or there were too many tries.
    CodeGone,
    /// The picture is not there or shows something else.
    Proof,
    /// Who collects must be named.
    Collector,
    /// The service does not travel by post.
    NotByPost,
    /// The post needs a name and an address.
    Address,
    /// The mobile number.
    Mobile(base::mobile::Refused),
}

impl Refusal for NotHandedOver {
    fn code(&self) -> &'static str {
        match self {
            NotHandedOver::Moved(refused) => refused.code(),
            NotHandedOver::Code(_) => "counter.handover.code",
            NotHandedOver::CodeGone => "counter.handover.code_gone",
            NotHandedOver::Proof => "counter.handover.proof",
            NotHandedOver::Collector => "counter.handover.collector",
            NotHandedOver::NotByPost => "counter.handover.not_by_post",
            NotHandedOver::Address => "counter.handover.address",
            NotHandedOver::Mobile(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotHandedOver::Moved(refused) => refused.values(),
            NotHandedOver::Code(left) => vec![("left", left.to_string())],
            NotHandedOver::Mobile(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotHandedOver::Code(_) | NotHandedOver::CodeGone => "code",
            NotHandedOver::Proof => "picture",
            NotHandedOver::Collector => "collector",
            NotHandedOver::Address => "address",
            NotHandedOver::Mobile(_) => "mobile",
            NotHandedOver::Moved(_) | NotHandedOver::NotByPost => return None,
        };
        Some(field.to_owned())
    }

    fn status(&self) -> u16 {
        if let NotHandedOver::Moved(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotHandedOver`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "counter.handover.code",
    "counter.handover.code_gone",
    "counter.handover.proof",
    "counter.handover.collector",
    "counter.handover.not_by_post",
    "counter.handover.address",
];

/// What may be said before anything is looked up: who collects, and where the post shall go.
fn decide(case: &Case, deed: &HandOver, collector: &str) -> Result<Option<PostTo>, NotHandedOver> {
    if case.state != CaseState::Ready {
        return Err(NotHandedOver::Moved(NotMoved::Elsewhere(case.state)));
    }
    let Proof::Post(to) = &deed.proof else {
        let named = deed.relation == Relation::Applicant || !collector.is_empty();
        let fits = named && collector.chars().count() <= NAME_CHARS_MAX;
        return if fits { Ok(None) } else { Err(NotHandedOver::Collector) };
    };
    if !case.by_post {
        return Err(NotHandedOver::NotByPost);
    }
    let (name, address) = (base::text::clean(&to.name), base::text::clean(&to.address));
    let short = name.chars().count() <= NAME_CHARS_MAX && address.chars().count() <= ADDRESS_CHARS_MAX;
    if name.is_empty() || address.is_empty() || !short {
        return Err(NotHandedOver::Address);
    }
    let mobile = match to.mobile.trim() {
        "" => String::new(),
        text => Mobile::parse(text).map_err(NotHandedOver::Mobile)?.e164(),
    };
    Ok(Some(PostTo { name, mobile, address }))
}

impl HandOver {
    /// Holds the typed code against the one that was sent, and remembers the try.
    async fn code_holds(&self, tx: &mut Tx<'_, '_>, typed: &str) -> Result<Handed, Stop<NotHandedOver>> {
        let gone = || Stop::Refused(NotHandedOver::CodeGone);
        let key = vec![Value::from(&self.book), Value::from(&self.number)];
        let kept = tx.fetch(&SHELF, key.clone()).await?.ok_or_else(gone)?;
        let [Value::Text(hash), Value::Integer(ends), Value::Integer(tries), sent, at] = kept.as_slice() else {
            return Err(gone());
        };
        if hash.is_empty() || *ends < tx.now().get() || *tries >= CODE_TRIES_MAX {
            return Err(gone());
        }
        let typed = base::number::to_latin_digits(typed);
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        let tries = tries.saturating_add(1);
        let row = |hash: &str| vec![hash.into(), (*ends).into(), tries.into(), sent.clone(), at.clone()];
        if hash_of(tx.keys(), &self.book, &self.number, &typed) == *hash {
            tx.put(&SHELF, key, row("")); // a code is good once
            return Ok(Handed::Over);
        }
        tx.put(&SHELF, key, row(hash));
        Ok(Handed::WrongCode(CODE_TRIES_MAX.saturating_sub(tries)))
    }

    /// The attachment that proves it, when it is there and of this kind.
    async fn shown_by(
        &self,
        tx: &mut Tx<'_, '_>,
        place: i64,
        kind: AttachmentKind,
    ) -> Result<i64, Stop<NotHandedOver>> {
        let found = read::kind_of(tx, &self.book, &self.number, place).await?;
        if found.as_deref() == Some(kind.name()) { Ok(place) } else { Err(Stop::Refused(NotHandedOver::Proof)) }
    }
}

impl Deed for HandOver {
    const NAME: &'static str = "counter.hand_over";
    type Done = Handed;
    type Refusal = NotHandedOver;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&CASES, vec![(&self.book).into(), (&self.number).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Handed, Stop<NotHandedOver>> {
        super::may_serve(tx, &self.book, self.at.as_deref()).await.map_err(|stop| stop.map(NotHandedOver::Moved))?;
        let case = read::held(tx, &self.book, &self.number).await?;
        let case = case.ok_or(Stop::Refused(NotHandedOver::Moved(NotMoved::Unknown)))?;
        let collector = base::text::clean(&self.collector);
        let post = decide(&case, self, &collector).map_err(Stop::Refused)?;
        let (proof, attachment) = match &self.proof {
            Proof::Code(typed) => match self.code_holds(tx, typed).await? {
                Handed::Over => (ProofKind::Code, None),
                wrong @ Handed::WrongCode(_) => return Ok(wrong),
            },
            Proof::Signature(place) => {
                (ProofKind::Signature, Some(self.shown_by(tx, *place, AttachmentKind::Signature).await?))
            }
            Proof::Thumb(place) => (ProofKind::Thumb, Some(self.shown_by(tx, *place, AttachmentKind::Thumb).await?)),
            Proof::Post(_) => (ProofKind::Post, None),
        };
        let (subject, number) = (case.subject(), self.number.clone());
        let collector = if post.is_none() && !collector.is_empty() {
            Some(tx.seal(&self.book, &subject, &collector).await?)
        } else {
            None
        };
        let ready = case.ready.unwrap_or_else(|| tx.now().day());
        let late = case.due.is_some_and(|due| due < ready);
        let (relation, at) = (self.relation, self.at.clone());
        let over = CaseHandedOver { number: number.clone(), proof, attachment, relation, collector, late, at };
        let mut events = vec![happened(over)];
        if let Some(to) = post {
            let address = tx.seal(&self.book, &subject, &to).await?;
            events.push(happened(CaseGivenToPost { number, service: case.service, address }));
        }
        tx.enter(&self.book, events).await?;
        Ok(Handed::Over)
    }
}
