//! One case: where it stands, what happened to it, and what may be done.

use super::moving::{do_words, href_of, look_of};
use super::{Reached, case_for, customer_of, day_words, key, late_words, owner_words, reason_words, state_words};
use crate::case::{Case, CaseState};
use crate::cases::read::{self, Attachment, CaseSeen, Move};
use crate::cases::rules::{AttachmentKind, Hand, PICTURES_MAX, RECEIPT_REVERSED, allowed};
use crate::cases::served::stopped;
use crate::deeds::cases::correct::form_of;
use crate::pages::{Faults, catalogue, name_of, today, told};
use askama::Template;
use axum::extract::{Path, State};
use base::mobile::Mobile;
use forms::Answers;
use journal::Fault;
use std::collections::BTreeMap;
use web::{Answer, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "case.html")]
pub(super) struct CasePage {
    pub frame: Frame,
    pub number: String,
    pub service: String,
    pub state: String,
    pub owner: String,
    pub due: String,
    /// "late by 3 days", or empty.
    pub late: String,
    /// As this reader may see them; may be empty.
    pub customer: String,
    /// That it is served elsewhere, or that nothing can be done here now; may be empty.
    pub notice: String,
    pub receipt: Option<String>,
    pub steps: Vec<StepShown>,
    pub timeline: Vec<MoveShown>,
    /// (label, answer), for who may see them.
    pub answers: Vec<(String, String)>,
    pub pictures: Vec<PictureShown>,
    pub kinds: Vec<(String, String)>,
    pub moves: Vec<MoveOffered>,
    pub may_attach: bool,
    pub may_open: bool,
    pub may_reveal: bool,
    pub back_href: String,
    pub faults: Faults,
}

pub(super) struct StepShown {
    pub name: String,
    pub look: &'static str,
    pub current: bool,
}

pub(super) struct MoveShown {
    pub what: String,
    pub when: String,
    pub by: String,
    pub detail: String,
}

pub(super) struct PictureShown {
    pub place: i64,
    pub kind: String,
    pub when: String,
}

pub(super) struct MoveOffered {
    pub name: String,
    pub href: String,
    pub look: &'static str,
}

/// The words of a kind of picture.
pub(super) fn kind_words(frame: &Frame, kind: &str) -> String {
    frame.say(&format!("case-picture-{}", key(kind)))
}

/// The life of a case as a row of steps; a case that left the road shows where it stands at the end.
pub(super) fn steps(frame: &Frame, state: CaseState) -> Vec<StepShown> {
    use CaseState::{CorrectionNeeded, FeePaid, HandedOver, InProcess, Ready, Sent};
    let road = [FeePaid, Sent, Ready, HandedOver];
    let on = match state {
        InProcess | CorrectionNeeded => Sent,
        other => other,
    };
    let at = road.iter().position(|step| *step == on);
    let shown = road.iter().enumerate().map(|(place, step)| {
        let current = Some(place) == at;
        let look = match at {
            Some(at) if place < at => "",
            Some(_) if current => "wait",
            _ => "plain",
        };
        let name = if current { state_words(frame, state) } else { state_words(frame, *step) };
        StepShown { name, look, current }
    });
    let mut shown: Vec<StepShown> = shown.collect();
    if at.is_none() {
        let early = matches!(state, CaseState::Draft | CaseState::Submitted);
        let own =
            StepShown { name: state_words(frame, state), look: if early { "wait" } else { "late" }, current: true };
        shown.insert(if early { 0 } else { shown.len() }, own);
    }
    shown
}

/// What is read of a case beside its row.
struct Beside {
    moves: Vec<(Move, String, Option<String>)>,
    attachments: Vec<Attachment>,
    answers: Option<BTreeMap<String, String>>,
}

async fn beside(house: &House, seen: &CaseSeen, reveal: bool) -> Result<Beside, Fault> {
    let (book, case) = (seen.book.clone(), seen.case.clone());
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let mut moves = Vec::new();
            for step in read::moves(tx, &book, &case.number).await? {
                let by = network::person_name(tx, &step.by).await?;
                let note = match &step.note {
                    Some(seal) if reveal => tx.unseal::<String>(&book, seal).await?,
                    _ => None,
                };
                moves.push((step, by, note));
            }
            let attachments = read::attachments(tx, &book, &case.number).await?;
            let answers = match &case.answers {
                Some(seal) if reveal => tx.unseal(&book, seal).await?,
                _ => None,
            };
            Ok(Beside { moves, attachments, answers })
        })
    });
    read.await
}

/// The answers with their labels. Those of a draft do not hold yet, and are shown by the names of their fields.
async fn told_answers(
    house: &House,
    frame: &Frame,
    case: &Case,
    answers: BTreeMap<String, String>,
) -> Result<Vec<(String, String)>, Trouble> {
    let (service, version, lang) = (case.service.clone(), case.version, frame.lang);
    let form = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { form_of(tx, &service, version).await }))
        .await?;
    let plain: Answers = answers.clone().into_iter().collect();
    let summary =
        form.and_then(|form| form.check(&plain, case.opened.day()).ok().map(|checked| form.summary(lang, &checked)));
    Ok(summary.unwrap_or_else(|| answers.into_iter().collect()))
}

fn move_shown(frame: &Frame, (step, by, note): (Move, String, Option<String>)) -> Option<MoveShown> {
    let mut detail = Vec::new();
    let what = match step.state {
        Some(state) => state_words(frame, state),
        None if step.fields.is_empty() => return None, // a draft's first answers: its opening stands beside them
        None => frame.say_with("case-answered", &[("fields", step.fields.join(", "))]),
    };
    if let Some(reason) = &step.reason {
        let proof = step.state == Some(CaseState::HandedOver);
        detail.push(if proof {
            frame.say(&format!("case-proof-{}", key(reason)))
        } else {
            reason_words(frame, reason)
        });
    }
    detail.extend(note);
    if let Some(due) = step.due {
        detail.push(format!("{}: {}", frame.say("case-due"), frame.day(due)));
    }
    if let Some(at) = &step.at_centre {
        detail.push(frame.say_with("case-done-at", &[("centre", at.as_str())]));
    }
    Some(MoveShown { what, when: step.at.show(frame.lang), by, detail: detail.join(" · ") })
}

/// The buttons that this reader has.
fn offered(frame: &Frame, visitor: &Visitor, reached: &Reached, hindered: bool) -> Vec<MoveOffered> {
    let mut moves = Vec::new();
    let case = &reached.seen.case;
    let handles = !hindered && reached.may(visitor, "case.handle");
    let of_ours = |word: &str, way: &str| {
        let href = format!("/counter/cases/{}/{way}", case.number);
        MoveOffered { name: frame.say(word), href, look: "" }
    };
    if handles && case.state == CaseState::Ready {
        moves.push(of_ours("case-hand-over", "hand-over"));
    }
    if handles && case.state == CaseState::CorrectionNeeded && case.answers.is_some() {
        moves.push(of_ours("case-correct", "correct"));
    }
    let hands = [(Hand::Centre, handles), (Hand::Approver, reached.may(visitor, "case.approve"))];
    for (hand, _) in hands.into_iter().filter(|(_, may)| *may) {
        for to in allowed(case, hand) {
            let (name, href) = (do_words(frame, hand, to), href_of(hand, &case.number, to));
            moves.push(MoveOffered { name, href, look: look_of(to) });
        }
    }
    moves
}

/// What the reader must know before doing anything: that they are hindered (then it is true, too), or where it is served.
async fn notice_of(
    house: &House,
    frame: &Frame,
    visitor: &Visitor,
    reached: &Reached,
) -> Result<(String, bool), Trouble> {
    let (own, book) = (visitor.seat.as_ref(), reached.centre.book.clone());
    if let Some(seat) = own.filter(|seat| seat.book == book || reached.at.is_some()) {
        let (seat, by) = (seat.centre.clone(), visitor.person.clone());
        let read =
            house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::hindered(tx, &seat, &by).await }));
        if let Some(hindered) = read.await? {
            return Ok((told(frame, &hindered), true));
        }
    }
    if reached.at.is_some() {
        return Ok((frame.say_with("case-served-here", &[("centre", reached.centre.name(frame.lang))]), false));
    }
    let at = stopped(house, &book).await?.and_then(|stopped| stopped.served_at);
    let at = at.filter(|_| reached.seen.case.state.is_pending());
    Ok((
        at.map_or_else(String::new, |at| frame.say_with("case-served-at", &[("centre", name_of(frame.lang, &at))])),
        false,
    ))
}

pub(super) async fn page_of(
    house: &House,
    frame: Frame,
    visitor: &Visitor,
    reached: &Reached,
) -> Result<CasePage, Trouble> {
    let Reached { centre, seen, at } = reached;
    let case = &seen.case;
    let reveal = reached.may_reveal(visitor);
    let (notice, hindered) = notice_of(house, &frame, visitor, reached).await?;
    let Beside { moves, attachments, answers } = beside(house, seen, reveal).await?;
    let customer = if reveal { customer_of(house, &centre.book, case).await? } else { None };
    let customer = customer.map(|data| {
        let mobile = Mobile::parse(&data.mobile).map(|mobile| mobile.masked(frame.lang)).unwrap_or_default();
        [data.name, mobile].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let answers = match answers {
        Some(answers) => told_answers(house, &frame, case, answers).await?,
        None => Vec::new(),
    };
    let handles = !hindered && reached.may(visitor, "case.handle");
    let own = visitor.seat.as_ref().is_some_and(|seat| seat.book == centre.book);
    let queue = !own && at.is_none() && visitor.may_at("case.approve", &centre.path);
    let pictures = attachments.into_iter().map(|one| PictureShown {
        place: one.place,
        kind: kind_words(&frame, &one.kind),
        when: one.at.show(frame.lang),
    });
    Ok(CasePage {
        number: case.number.clone(),
        service: catalogue(house).await?.name(&case.service, frame.lang),
        state: state_words(&frame, case.state),
        owner: owner_words(&frame, case.owner()),
        due: day_words(&frame, case.due),
        late: late_words(&frame, case, today(house)),
        customer: customer.unwrap_or_default(),
        notice,
        receipt: case.receipt.clone().filter(|_| at.is_none()),
        steps: steps(&frame, case.state),
        timeline: moves.into_iter().filter_map(|step| move_shown(&frame, step)).collect(),
        answers,
        pictures: pictures.collect(),
        kinds: AttachmentKind::ALL
            .iter()
            .map(|kind| (kind.name().to_owned(), kind_words(&frame, kind.name())))
            .collect(),
        moves: offered(&frame, visitor, reached, hindered),
        may_attach: handles && case.state.is_pending() && case.attachments < PICTURES_MAX,
        may_open: own && !hindered && case.state == CaseState::Draft && visitor.may_at("sale.create", &centre.path),
        may_reveal: reveal,
        back_href: if queue {
            "/counter/approvals".to_owned()
        } else {
            format!("/counter/cases?centre={}", centre.book)
        },
        faults: Faults::new(),
        frame: frame.titled_as(case.number.clone()),
    })
}

/// `GET /counter/cases/{number}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Answer {
    let reached = case_for(&house, &visitor, "receipt.view", &number).await?;
    web::page(&page_of(&house, frame, &visitor, &reached).await?)
}

/// Reasons that stand in a timeline without being chosen from a list: named here whole, so that their words are found.
pub(super) const UNCHOSEN: &[&str] = &[RECEIPT_REVERSED];
