//! Complaints about orders: what is shown of one, wherever it is shown, and the list and page of whoever looks after an area.

use super::fields::Fields;
use super::orders::{order_look, order_row, state_in_words};
use super::{Faults, form_id, order_of, refusal_of};
use crate::deeds::act_on_dispute::ActOnDispute;
use crate::deeds::hold_order::HoldOrder;
use crate::deeds::pass_dispute::PassDispute;
use crate::dispute::read::{dispute, under_path};
use crate::dispute::{Desk, Dispute, DisputeStep, StepKind};
use crate::order::OrderStanding;
use crate::pages::office::LateRow;
use askama::Template;
use axum::extract::{Path, State};
use base::calendar::Moment;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault};
use network::place::codes_of;
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// What who looks after complaints of an area must hold.
pub(super) const HANDLE: &str = "complaint.handle";

/// One step of a complaint as it is shown.
pub(super) struct StepShown {
    pub what: String,
    /// When, and who.
    pub when: String,
    /// How many days it then stood so.
    pub days: i64,
    pub words: String,
}

/// A complaint as it is shown.
pub(super) struct DisputeShown {
    pub open: bool,
    pub desk_name: &'static str,
    /// Who has it.
    pub desk: String,
    pub since: String,
    /// Days since then.
    pub days: i64,
    /// Until when it must be acted on; empty when no clock runs.
    pub due: String,
    pub late: bool,
    /// Why no clock runs.
    pub still: String,
    pub steps: Vec<StepShown>,
    /// What the reader may do: `act`, `pass`, `settle`.
    pub may: Vec<&'static str>,
    /// Whom it is passed on to.
    pub next: String,
    /// The evidence pack; nothing for who may not have it.
    pub pack: String,
}

impl DisputeShown {
    /// True for what the reader may do.
    pub fn can(&self, act: &str) -> bool {
        self.may.contains(&act)
    }
}

/// Who has a complaint, in words.
pub(super) fn desk_in_words(frame: &Frame, desk: Desk) -> String {
    frame.say(&format!("desk-{}", desk.name()))
}

fn days_between(from: Moment, to: Moment) -> i64 {
    to.day().days_since(from.day()).max(0)
}

/// A step with who did it and what was said, in clear.
pub(super) type Told = (DisputeStep, String, String);

/// The complaint about an order with the names and words of its steps; what was erased is empty.
pub(super) async fn told_dispute(
    tx: &mut journal::Tx<'_, '_>,
    book: &str,
    number: &str,
) -> Result<Option<(Dispute, Vec<Told>)>, Fault> {
    let Some(found) = dispute(tx, book, number).await? else { return Ok(None) };
    let mut told = Vec::with_capacity(found.steps.len());
    for step in &found.steps {
        let by = if step.by == "system" { String::new() } else { network::person_name(tx, &step.by).await? };
        let words = match &step.said {
            Some(said) => tx.unseal::<String>(book, &said.seal).await?.unwrap_or_default(),
            None => step.words.clone(),
        };
        told.push((step.clone(), by, words));
    }
    Ok(Some((found, told)))
}

fn may_of(dispute: &Dispute, reader: Option<Desk>) -> Vec<&'static str> {
    let Some(desk) = reader.filter(|_| dispute.open) else { return Vec::new() };
    let all = [
        ("act", desk.may_act(dispute.desk)),
        ("pass", desk.may_pass(dispute.desk)),
        ("settle", desk.may_settle(dispute.desk)),
    ];
    all.into_iter().filter_map(|(act, may)| may.then_some(act)).collect()
}

/// What a step says: `passed on to the district`.
pub(super) fn step_in_words(frame: &Frame, step: &DisputeStep) -> String {
    frame.say_with(&format!("step-{}", step.kind.name()), &[("desk", desk_in_words(frame, step.desk))])
}

/// A complaint as this reader sees it.
pub(super) fn dispute_shown(
    frame: &Frame,
    (dispute, told): &(Dispute, Vec<Told>),
    reader: Option<Desk>,
    now: Moment,
) -> DisputeShown {
    let ends = told.iter().skip(1).map(|(step, _, _)| step.at).chain(std::iter::once(now));
    let steps = told.iter().zip(ends).map(|((step, by, words), end)| StepShown {
        what: step_in_words(frame, step),
        when: if by.is_empty() { step.at.show(frame.lang) } else { format!("{} · {by}", step.at.show(frame.lang)) },
        days: if step.kind == StepKind::Settled { 0 } else { days_between(step.at, end) },
        words: words.clone(),
    });
    let still = match (dispute.open, dispute.due, dispute.desk) {
        (true, None, Desk::Directorate) => frame.say("dispute-outside"),
        (true, None, _) => frame.say("dispute-acted"),
        _ => String::new(),
    };
    DisputeShown {
        open: dispute.open,
        desk_name: dispute.desk.name(),
        desk: desk_in_words(frame, dispute.desk),
        since: dispute.since.show(frame.lang),
        days: days_between(dispute.since, now),
        due: dispute.due.map(|due| due.show(frame.lang)).unwrap_or_default(),
        late: dispute.is_late(now),
        still,
        steps: steps.collect(),
        may: may_of(dispute, reader),
        next: dispute.desk.next().map(|desk| desk_in_words(frame, desk)).unwrap_or_default(),
        pack: String::new(),
    }
}

/// The complaint about an order as this reader sees it; none when nobody ever complained.
pub(super) async fn dispute_of(
    house: &House,
    frame: &Frame,
    (book, number): (&str, &str),
    reader: Option<Desk>,
) -> Result<Option<DisputeShown>, Fault> {
    let pack = format!("/market/evidence/{book}/{number}");
    let (book, number) = (book.to_owned(), number.to_owned());
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { told_dispute(tx, &book, &number).await }));
    let shown = read.await?.map(|told| dispute_shown(frame, &told, reader, house.journal.now()));
    Ok(shown.map(|shown| DisputeShown { pack, ..shown }))
}

/// What a form asks to be done about a complaint.
pub(super) enum DisputeAct {
    Act(ActOnDispute),
    Pass(PassDispute),
    Settle(HoldOrder),
}

impl DisputeAct {
    /// What this form asks for; none when it asks for something else.
    pub(super) fn of(said: &Fields, (book, order): (&str, &str), from: Desk) -> Option<DisputeAct> {
        let (book, order, words) = (book.to_owned(), order.to_owned(), said.text("words").to_owned());
        let expects = || Desk::of_name(said.text("desk"));
        Some(match said.text("do") {
            "act" => DisputeAct::Act(ActOnDispute { book, order, expects: expects()?, from, words }),
            "pass" => DisputeAct::Pass(PassDispute { book, order, expects: expects()?, from: Some(from), words }),
            "settle" => DisputeAct::Settle(HoldOrder { book, order, holds: false, words }),
            _ => return None,
        })
    }

    /// Does it; why it was refused, if it was.
    pub(super) async fn done(self, house: &House, envelope: Envelope) -> Result<Option<Box<dyn Refusal>>, Trouble> {
        match self {
            DisputeAct::Act(deed) => refusal_of(house.journal.write(envelope, deed).await),
            DisputeAct::Pass(deed) => refusal_of(house.journal.write(envelope, deed).await),
            DisputeAct::Settle(deed) => refusal_of(house.journal.write(envelope, deed).await),
        }
    }
}

#[derive(Template)]
#[template(path = "market_complaints.html")]
pub(super) struct ComplaintsPage {
    pub frame: Frame,
    /// What lies with the reader, or below, with who has it.
    pub rows: Vec<(LateRow, String)>,
    /// What went further up.
    pub beyond: Vec<(LateRow, String)>,
}

#[derive(Template)]
#[template(path = "market_complaint.html")]
pub(super) struct ComplaintPage {
    pub frame: Frame,
    pub form_id: String,
    pub href: String,
    pub number: String,
    pub centre: String,
    pub seller: String,
    pub state: String,
    pub look: &'static str,
    pub lines: Vec<(String, i64, Paisa)>,
    pub paid: Paisa,
    pub dispute: DisputeShown,
    pub said: String,
    pub faults: Faults,
}

/// The paths at which this visitor looks after complaints.
fn paths(visitor: &Visitor) -> Vec<&str> {
    let held = visitor.held.iter().filter(|held| held.permissions.contains(&HANDLE));
    held.map(|held| held.path.as_str()).collect()
}

/// Where who looks after the complaints at this path sits: the widest of one's grants there.
pub(super) fn desk_at(visitor: &Visitor, path: &str) -> Option<Desk> {
    let held = paths(visitor).into_iter().filter(|held| held.ends_with('/') && path.starts_with(held));
    held.min_by_key(|held| codes_of(held).len()).map(Desk::of_path)
}

/// `GET /market/complaints`: of one's own area.
pub(super) async fn list(State(house): State<House>, frame: Frame, visitor: Visitor) -> Answer {
    let now = house.journal.now();
    let own: Vec<String> = paths(&visitor).into_iter().map(str::to_owned).collect();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut all = Vec::new();
            for path in own {
                all.extend(under_path(tx, &path).await?);
            }
            Ok(all)
        })
    });
    let (mut rows, mut beyond) = (Vec::new(), Vec::new());
    for (book, dispute, standing) in read.await? {
        let row = LateRow {
            row: order_row(&frame, &standing, format!("/market/complaints/{book}/{}", dispute.order), String::new()),
            due: dispute.due.map(|due| due.show(frame.lang)).unwrap_or_default(),
            days: days_between(dispute.since, now),
        };
        let mine = desk_at(&visitor, &dispute.path).is_some_and(|desk| desk.may_act(dispute.desk));
        let row = (row, desk_in_words(&frame, dispute.desk));
        if mine { rows.push(row) } else { beyond.push(row) }
    }
    web::page(&ComplaintsPage { rows, beyond, frame: frame.titled("order-complaints") })
}

/// The order's complaint, for who looks after its area; else 404.
async fn complained(
    house: &House,
    visitor: &Visitor,
    (book, number): (&str, &str),
) -> Result<(OrderStanding, Desk), Trouble> {
    let (of, order) = (book.to_owned(), number.to_owned());
    let read = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { dispute(tx, &of, &order).await }));
    let dispute = read.await?.ok_or(Trouble::NotFound)?;
    let desk = desk_at(visitor, &dispute.path).ok_or(Trouble::NotFound)?;
    Ok((order_of(house, book, number).await?, desk))
}

async fn complaint_page(
    house: &House,
    frame: Frame,
    (book, standing): (&str, &OrderStanding),
    desk: Desk,
) -> Result<ComplaintPage, Trouble> {
    let part = &standing.order.part;
    let number = &standing.order.number;
    let dispute = dispute_of(house, &frame, (book, number), Some(desk)).await?.ok_or(Trouble::NotFound)?;
    Ok(ComplaintPage {
        form_id: form_id()?,
        href: format!("/market/complaints/{book}/{number}"),
        number: number.clone(),
        centre: super::centre_name(house, &frame, book).await?,
        seller: part.seller_name.in_lang(frame.lang).to_owned(),
        state: state_in_words(&frame, standing.state),
        look: order_look(standing.state),
        lines: super::orders::plain_lines(&frame, part),
        paid: standing.paid,
        dispute,
        said: String::new(),
        faults: Faults::new(),
        frame: frame.titled("order-complaint"),
    })
}

/// `GET /market/complaints/{book}/{order}`.
pub(super) async fn one(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, number)): Path<(String, String)>,
) -> Answer {
    let (standing, desk) = complained(&house, &visitor, (&book, &number)).await?;
    web::page(&complaint_page(&house, frame, (&book, &standing), desk).await?)
}

/// `POST /market/complaints/{book}/{order}`: something was done, it goes on, or it is settled.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((book, number)): Path<(String, String)>,
    RawForm(fields): RawForm,
) -> Answer {
    let (standing, desk) = complained(&house, &visitor, (&book, &number)).await?;
    let said = Fields(fields);
    let dispute = dispute_of(&house, &frame, (&book, &number), Some(desk)).await?.ok_or(Trouble::NotFound)?;
    if said.text("do") == "settle" && !dispute.can("settle") {
        return Err(Trouble::NotFound);
    }
    let act = DisputeAct::of(&said, (&book, &number), desk).ok_or(Trouble::NotFound)?;
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    let Some(refusal) = act.done(&house, envelope).await? else {
        return Ok(web::see_other(&format!("/market/complaints/{book}/{number}")));
    };
    let mut page = complaint_page(&house, frame, (&book, &standing), desk).await?;
    page.faults = vec![("words".to_owned(), super::told(&page.frame, refusal.as_ref()))];
    said.text("words").clone_into(&mut page.said);
    web::page_refused(&page, refusal.as_ref())
}
