//! Handing over what is ready, and the code for it.

use super::pictures::deed_of;
use super::{Reached, case_for, customer_of, key};
use crate::case::CaseState;
use crate::cases::Texting;
use crate::cases::read::CaseSeen;
use crate::cases::rules::{AttachmentKind, Relation};
use crate::deeds::cases::attach::AttachPicture;
use crate::deeds::cases::hand_over::{HandOver, Handed, NotHandedOver, PostTo, Proof};
use crate::deeds::cases::move_case::NotMoved;
use crate::deeds::cases::send_code::{NotSent, SendHandoverCode};
use crate::pages::{Faults, catalogue, told};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::Refusal;
use base::mobile::Mobile;
use journal::{Envelope, Fault, Stop};
use serde::Deserialize;
use web::{Answer, Frame, House, Trouble, Upload, Visitor};

#[derive(Template)]
#[template(path = "case_hand_over.html")]
pub(super) struct HandOverPage {
    pub frame: Frame,
    pub number: String,
    pub service: String,
    pub form_id: String,
    /// A code was just sent.
    pub sent: bool,
    pub relations: Vec<(String, String)>,
    pub relation: String,
    pub collector: String,
    pub proofs: Vec<(String, String)>,
    pub proof: String,
    pub by_post: bool,
    /// Name, mobile number, address.
    pub post: (String, String, String),
    pub faults: Faults,
}

#[derive(Deserialize)]
pub(super) struct Came {
    sent: Option<String>,
}

/// The proofs that a case may have.
pub(super) fn proofs(frame: &Frame, by_post: bool) -> Vec<(String, String)> {
    let names = ["code", "signature", "thumb", "post"].into_iter().filter(|name| by_post || *name != "post");
    names.map(|name| (name.to_owned(), frame.say(&format!("case-proof-{name}")))).collect()
}

/// The relations that a collector may have.
pub(super) fn relations(frame: &Frame) -> Vec<(String, String)> {
    let words = |relation: &Relation| frame.say(&format!("case-relation-{}", key(relation.name())));
    Relation::ALL.iter().map(|relation| (relation.name().to_owned(), words(relation))).collect()
}

async fn page_of(house: &House, frame: Frame, seen: &CaseSeen) -> Result<HandOverPage, Trouble> {
    let case = &seen.case;
    let customer = customer_of(house, &seen.book, case).await?;
    let post = customer.map(|data| (data.name, data.mobile, String::new())).unwrap_or_default();
    let form_id = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { Ok(tx.new_id()?.to_string()) })).await?;
    Ok(HandOverPage {
        number: case.number.clone(),
        service: catalogue(house).await?.name(&case.service, frame.lang),
        form_id,
        sent: false,
        relations: relations(&frame),
        relation: Relation::Applicant.name().to_owned(),
        collector: String::new(),
        proofs: proofs(&frame, case.by_post),
        proof: if case.by_post { "post" } else { "code" }.to_owned(),
        by_post: case.by_post,
        post,
        faults: Faults::new(),
        frame: frame.titled("case-hand-over"),
    })
}

/// A case that can be handed over, and the visitor's own centre when it is served there and not at its own.
async fn ready(house: &House, visitor: &Visitor, number: &str) -> Result<(CaseSeen, Option<String>), Trouble> {
    let Reached { seen, at, .. } = case_for(house, visitor, "case.handle", number).await?;
    match seen.case.state {
        CaseState::Ready => Ok((seen, at)),
        other => Err(Trouble::refused(NotMoved::Elsewhere(other))),
    }
}

/// `GET /counter/cases/{number}/hand-over`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let (seen, _) = ready(&house, &visitor, &number).await?;
    let mut page = page_of(&house, frame, &seen).await?;
    page.sent = came.sent.is_some();
    web::page(&page)
}

/// No way to send a text is there, or it failed.
#[derive(Debug)]
struct NotTexted;

impl Refusal for NotTexted {
    fn code(&self) -> &'static str {
        "counter.code.not_sent"
    }
}

/// The codes of this page alone.
pub(crate) const CODES: &[&str] = &["counter.code.not_sent"];

/// `POST /counter/cases/{number}/code`: sends a code to the applicant's telephone. It is asked first whether anything can
/// be sent, since a code that nobody gets only bars the next one.
pub(super) async fn send_code(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let (seen, at) = ready(&house, &visitor, &number).await?;
    let number = seen.case.number.clone();
    let refusal: Box<dyn Refusal> = match house.things.get::<Texting>() {
        None => Box::new(NotTexted),
        Some(texting) => {
            let deed = SendHandoverCode { book: seen.book.clone(), number: number.clone(), at };
            let by = Envelope::keyless(&visitor.person);
            match house.journal.write(by, deed).await {
                Ok(written) => {
                    let (code, mobile) = (written.done.code, Mobile::parse(&written.done.mobile));
                    let mobile = mobile.map_err(|_| Trouble::refused(NotSent::NoMobile))?;
                    let text = crate::sms::code_text(&code);
                    match (texting.0)(&mobile, &text, &format!("code:{number}:{}", house.now().get())) {
                        Ok(()) => return Ok(web::see_other(&format!("/counter/cases/{number}/hand-over?sent"))),
                        Err(reason) => {
                            tracing::warn!(%reason, "a handover code was not sent");
                            Box::new(NotTexted)
                        }
                    }
                }
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let mut page = page_of(&house, frame, &seen).await?;
    page.faults = vec![(String::new(), told(&page.frame, refusal.as_ref()))];
    web::page_refused(&page, refusal.as_ref())
}

/// The proof as it was given. A picture is added to the case first, so that it is kept whatever comes after.
async fn proof_of(
    house: &House,
    visitor: &Visitor,
    (seen, at): (&CaseSeen, &Option<String>),
    upload: &Upload,
) -> Result<Result<Proof, Box<dyn Refusal>>, Trouble> {
    let text = |field: &str| upload.text(field).to_owned();
    let kind = match upload.text("proof") {
        "signature" => AttachmentKind::Signature,
        "thumb" => AttachmentKind::Thumb,
        "post" => {
            let to = PostTo { name: text("name"), mobile: text("mobile"), address: text("address") };
            return Ok(Ok(Proof::Post(to)));
        }
        _ => return Ok(Ok(Proof::Code(text("code")))),
    };
    let number = &seen.case.number;
    let deed = match deed_of(upload.file("picture"), kind, (&seen.book, number)).await {
        Ok(deed) => AttachPicture { at: at.clone(), ..deed },
        Err(refusal) => return Ok(Err(refusal)),
    };
    let by = Envelope::new(&visitor.person, &format!("picture:{number}:{}:{}", kind.name(), deed.sha256));
    match house.journal.write(by, deed).await {
        Ok(written) if kind == AttachmentKind::Thumb => Ok(Ok(Proof::Thumb(written.done))),
        Ok(written) => Ok(Ok(Proof::Signature(written.done))),
        Err(Stop::Refused(refusal)) => Ok(Err(Box::new(refusal))),
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/cases/{number}/hand-over`.
pub(super) async fn hand(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    upload: Upload,
) -> Answer {
    let (seen, at) = ready(&house, &visitor, &number).await?;
    let number = seen.case.number.clone();
    let refusal: Box<dyn Refusal> = match proof_of(&house, &visitor, (&seen, &at), &upload).await? {
        Err(refusal) => refusal,
        Ok(proof) => {
            let deed = HandOver {
                book: seen.book.clone(),
                number: number.clone(),
                proof,
                relation: Relation::of_name(upload.text("relation")).unwrap_or_default(),
                collector: upload.text("collector").to_owned(),
                at,
            };
            let key: String = upload.text("form_id").chars().take(60).collect();
            match house.journal.write(Envelope::new(&visitor.person, &format!("hand:{number}:{key}")), deed).await {
                Ok(written) => match written.done {
                    Handed::Over => return Ok(web::see_other(&format!("/counter/cases/{number}"))),
                    Handed::WrongCode(left) => Box::new(NotHandedOver::Code(left)),
                },
                Err(Stop::Refused(refusal)) => Box::new(refusal),
                Err(stop) => return Err(stop.into()),
            }
        }
    };
    let mut page = page_of(&house, frame, &seen).await?;
    let field =
        refusal.field().unwrap_or_else(|| if upload.text("proof") == "code" { "" } else { "picture" }.to_owned());
    page.faults = vec![(field, told(&page.frame, refusal.as_ref()))];
    upload.text("proof").clone_into(&mut page.proof);
    upload.text("relation").clone_into(&mut page.relation);
    upload.text("collector").clone_into(&mut page.collector);
    if page.by_post && !upload.text("address").is_empty() {
        page.post =
            (upload.text("name").to_owned(), upload.text("mobile").to_owned(), upload.text("address").to_owned());
    }
    web::page_refused(&page, refusal.as_ref())
}
