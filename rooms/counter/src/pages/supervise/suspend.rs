//! A centre or a seat is suspended and reinstated, and its applications are sent to another centre: with what is open there
//! before one's eyes.

use super::{centre_under, name_in};
use crate::cases::read::{Waiting, waiting_counts};
use crate::deeds::take::TILL;
use crate::drawer::rules::open_day;
use crate::held::held_carts;
use crate::pages::{Faults, told};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::calendar::BusinessDay;
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop, Tx};
use network::deeds::{ReinstateCentre, RerouteQueue, SuspendCentre};
use network::seat::SeatKind;
use network::{Centre, Posts};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

/// What an officer must hold to suspend.
pub(super) const SUSPEND: &str = "centre.suspend";
/// Centres of a district that are looked at to find those that could take the applications.
const RECEIVERS_MAX: i64 = 999;

#[derive(Template)]
#[template(path = "suspend.html")]
pub(super) struct SuspendPage {
    pub frame: Frame,
    pub code: String,
    pub name: String,
    pub form_id: String,
    /// (value, words, chosen): the whole centre, or one seat.
    pub choices: Vec<(String, String, bool)>,
    /// (what is open, how much).
    pub open: Vec<(String, String)>,
    /// (code, name, chosen).
    pub receivers: Vec<(String, String, bool)>,
    pub reason: String,
    pub faults: Faults,
}

/// The form as it comes; every field may be missing.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Said {
    form_id: String,
    /// `woman`, `man`, or anything else for the whole centre.
    what: String,
    reason: String,
    to: String,
}

impl Said {
    fn to(&self) -> Option<String> {
        Some(self.to.trim().to_owned()).filter(|to| !to.is_empty())
    }
}

/// What is open at a centre.
struct Open {
    waiting: Waiting,
    held: i64,
    float: Paisa,
    drawer: Paisa,
    day: Option<BusinessDay>,
}

async fn open_at(tx: &mut Tx<'_, '_>, book: &str) -> Result<Open, Fault> {
    Ok(Open {
        waiting: waiting_counts(tx, book).await?,
        held: held_carts(tx, book).await?,
        float: ledger::float_standing(tx, book).await?.free,
        drawer: ledger::balance_now(tx, book, &format!("E:drawer:{TILL}")).await?.poisha,
        day: open_day(tx, book).await?,
    })
}

/// The centres that this officer could name, those of the same upazila first.
pub(super) async fn receivers(tx: &mut db::Tx<'_>, visitor: &Visitor, from: &Centre) -> Result<Vec<Centre>, Fault> {
    let district = network::centre::district_of(&from.path).unwrap_or_default().to_owned();
    let Some(district) = network::place(tx, &district).await? else { return Ok(Vec::new()) };
    let mut fit = Vec::new();
    for to in network::centres_under(tx, &district.path, "", RECEIVERS_MAX).await? {
        if visitor.may_at(SUSPEND, &to.path) && network::could_receive(tx, from, &to).await? {
            fit.push(to);
        }
    }
    let above = |path: &str| path.trim_end_matches('/').rsplit_once('/').map(|(above, _)| above.to_owned());
    fit.sort_by_key(|to| (above(&to.path) != above(&from.path), to.code.clone()));
    Ok(fit)
}

/// What is read for the page.
struct Read {
    centre: Centre,
    posts: Posts,
    open: Open,
    receivers: Vec<Centre>,
}

async fn read(house: &House, visitor: &Visitor, code: &str) -> Result<Read, Trouble> {
    let (visitor, code) = (visitor.clone(), code.to_owned());
    house
        .journal
        .read(move |tx| {
            Box::pin(async move {
                let centre = centre_under(tx, &visitor, SUSPEND, &code).await?;
                let posts = network::posts(tx, &centre).await?;
                let open = open_at(tx, &centre.book).await?;
                let receivers = receivers(tx, &visitor, &centre).await?;
                Ok::<_, Trouble>(Read { centre, posts, open, receivers })
            })
        })
        .await
}

/// What a seat is called.
pub(super) fn seat_words(frame: &Frame, seat: Option<SeatKind>) -> String {
    frame.say(match seat {
        None => "suspend-whole",
        Some(SeatKind::Woman) => "seat-woman",
        Some(SeatKind::Man) => "seat-man",
    })
}

/// What is open, each line in words.
fn open_rows(frame: &Frame, open: &Open) -> Vec<(String, String)> {
    let day = open.day.map_or_else(|| frame.say("suspend-no-day"), |day| frame.day(day));
    vec![
        (frame.say("suspend-cases"), frame.number(open.waiting.paid())),
        (frame.say("today-cases-late"), frame.number(open.waiting.late)),
        (frame.say("today-cases-drafts"), frame.number(open.waiting.drafts)),
        (frame.say("suspend-carts"), frame.number(open.held)),
        (frame.say("suspend-day"), day),
        (frame.say("suspend-drawer"), frame.money(open.drawer)),
        (frame.say("suspend-float"), frame.money(open.float)),
    ]
}

fn page_of(frame: Frame, read: &Read, said: &Said) -> SuspendPage {
    let lang = frame.lang;
    let filled = read.posts.seats.iter().filter(|post| post.person.is_some() && !post.suspended);
    let seats = filled.map(|post| (post.kind.name(), seat_words(&frame, Some(post.kind))));
    let whole = (!read.posts.suspended).then(|| ("centre", seat_words(&frame, None)));
    let choices = whole.into_iter().chain(seats);
    let receiver = |to: &Centre| (to.code.clone(), name_in(lang, &to.name_bn, &to.name_en), to.code == said.to);
    SuspendPage {
        code: read.centre.code.clone(),
        name: name_in(lang, &read.centre.name_bn, &read.centre.name_en),
        form_id: said.form_id.clone(),
        choices: choices.map(|(value, words)| (value.to_owned(), words, value == said.what)).collect(),
        open: open_rows(&frame, &read.open),
        receivers: read.receivers.iter().map(receiver).collect(),
        reason: said.reason.clone(),
        faults: Faults::new(),
        frame: frame.titled("suspend-title"),
    }
}

/// The id of a new form: pressed twice, it is done once.
fn form_id() -> Result<String, Fault> {
    Ok(network::secrets::new_token()?.chars().take(32).collect())
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    seat: String,
}

/// `GET /supervise/centres/{centre}/suspend`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let read = read(&house, &visitor, &code).await?;
    let what = SeatKind::of_name(&asked.seat).map_or("centre", SeatKind::name).to_owned();
    web::page(&page_of(frame, &read, &Said { form_id: form_id()?, what, ..Said::default() }))
}

/// `POST /supervise/centres/{centre}/suspend`.
pub(super) async fn suspend(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    Form(said): Form<Said>,
) -> Answer {
    let read = read(&house, &visitor, &code).await?;
    let deed = SuspendCentre {
        centre: read.centre.code.clone(),
        seat: SeatKind::of_name(&said.what),
        reason: said.reason.clone(),
        to: said.to(),
    };
    match network::write(&house.journal, Envelope::new(&visitor.person, &said.form_id), deed).await {
        Ok(_) => Ok(web::see_other(&format!("/supervise/centres/{}", read.centre.code))),
        Err(Stop::Refused(refusal)) => {
            let mut page = page_of(frame, &read, &said);
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /supervise/centres/{centre}/reinstate`.
pub(super) async fn reinstate(
    State(house): State<House>,
    visitor: Visitor,
    Path(code): Path<String>,
    Form(said): Form<Said>,
) -> Answer {
    let deed = ReinstateCentre { centre: code, seat: SeatKind::of_name(&said.what) };
    change(&house, &visitor, &said, deed.centre.clone(), deed).await
}

/// `POST /supervise/centres/{centre}/queue`: where its applications are served.
pub(super) async fn reroute(
    State(house): State<House>,
    visitor: Visitor,
    Path(code): Path<String>,
    Form(said): Form<Said>,
) -> Answer {
    let deed = RerouteQueue { centre: code, to: said.to() };
    change(&house, &visitor, &said, deed.centre.clone(), deed).await
}

/// Does a deed about a centre that the visitor may suspend, and shows the centre again.
async fn change<D: journal::Deed>(house: &House, visitor: &Visitor, said: &Said, code: String, deed: D) -> Answer {
    let who = visitor.clone();
    let asked = house.journal.read(move |tx| Box::pin(async move { centre_under(tx, &who, SUSPEND, &code).await }));
    let centre = asked.await?;
    network::write(&house.journal, Envelope::new(&visitor.person, &said.form_id), deed).await?;
    Ok(web::see_other(&format!("/supervise/centres/{}", centre.code)))
}

/// How it stands with a centre that does not serve as it should.
pub(super) struct StopShown {
    pub form_id: String,
    /// (value, what, since when, why): why only for who may suspend.
    pub suspensions: Vec<(String, String, String, String)>,
    /// Name and address of the centre that serves its applications.
    pub served_at: Option<(String, String)>,
    /// Nobody may serve there either.
    pub stuck: bool,
    /// Name and address of the centres whose applications were sent here, while nobody may serve them.
    pub waiting: Vec<(String, String)>,
    /// Somebody may serve at its own counter.
    pub serving: bool,
    /// The reader may change it.
    pub may: bool,
    /// (code, name): to which the applications could be sent.
    pub receivers: Vec<(String, String)>,
}

/// The same in words; none when all is as it should be and somebody serves there.
pub(super) async fn stop_shown(
    tx: &mut Tx<'_, '_>,
    frame: &Frame,
    visitor: &Visitor,
    centre: &Centre,
) -> Result<Option<StopShown>, Fault> {
    let may = visitor.may_at(SUSPEND, &centre.path);
    let stopped = network::stopped(tx, centre.clone()).await?;
    let serving = network::posts(tx, centre).await?.serving();
    // Who was to serve the applications of others and lost its people stops them as well.
    let queues = if serving { Vec::new() } else { network::queues_at(tx, &centre.code).await? };
    if stopped.is_none() && queues.is_empty() && (serving || !may) {
        return Ok(None);
    }
    let mut suspensions = Vec::new();
    for one in stopped.iter().flat_map(|stopped| &stopped.suspensions) {
        let why = if may {
            tx.unseal::<String>(journal::NATION, &one.reason).await?.unwrap_or_default()
        } else {
            String::new()
        };
        let value = one.seat.map_or("centre", SeatKind::name).to_owned();
        suspensions.push((value, seat_words(frame, one.seat), frame.day(one.since), why));
    }
    let named = |to: &Centre| name_in(frame.lang, &to.name_bn, &to.name_en);
    let address = |to: &Centre| (named(to), format!("/supervise/centres/{}", to.code));
    let stuck = stopped.as_ref().is_some_and(|stopped| stopped.stuck);
    let served_at = stopped.and_then(|stopped| stopped.served_at);
    let fit = if may && !serving { receivers(tx, visitor, centre).await? } else { Vec::new() };
    let fit = fit.iter().filter(|to| served_at.as_ref().is_none_or(|at| at.code != to.code));
    Ok(Some(StopShown {
        form_id: form_id()?,
        suspensions,
        receivers: fit.map(|to| (to.code.clone(), named(to))).collect(),
        served_at: served_at.as_ref().map(address),
        stuck,
        waiting: queues.iter().map(address).collect(),
        serving,
        may,
    }))
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, refused: bool) -> SuspendPage {
    let taka = |taka: i64| Paisa::from_taka(taka).unwrap_or_default();
    let waiting = Waiting { pending: 14, late: 3, ready: 2, centre: 5, drafts: 1 };
    let open = Open { waiting, held: 1, float: taka(12_400), drawer: taka(3_260), day: None };
    let choices = [None, Some(SeatKind::Woman), Some(SeatKind::Man)];
    let choice = |seat: &Option<SeatKind>| {
        let value = seat.map_or("centre", SeatKind::name);
        (value.to_owned(), seat_words(&frame, *seat), seat.is_none())
    };
    let told = if refused {
        vec![("reason".to_owned(), "…".to_owned()), ("to".to_owned(), "…".to_owned())]
    } else {
        Vec::new()
    };
    SuspendPage {
        code: "3026001".to_owned(),
        name: frame.either("নমুনা ইউনিয়ন ডিজিটাল সেন্টার", "Namuna Union Digital Centre").to_owned(),
        form_id: "f1".to_owned(),
        choices: choices.iter().map(choice).collect(),
        open: open_rows(&frame, &open),
        receivers: vec![(
            "3026002".to_owned(),
            frame.either("আমিনবাজার ইউনিয়ন ডিজিটাল সেন্টার", "Aminbazar Union Digital Centre").to_owned(),
            false,
        )],
        reason: String::new(),
        faults: told,
        frame: frame.titled("suspend-title"),
    }
}

/// How a suspended centre's card looks.
pub(super) fn sample_of_stop(frame: &Frame) -> StopShown {
    let day = frame.either("২৩ নভেম্বর ২০২৬", "23 November 2026").to_owned();
    let why = frame.either("ভুয়া জন্ম সনদের তদন্ত", "False birth records are looked into").to_owned();
    let other = frame.either("আমিনবাজার ইউনিয়ন ডিজিটাল সেন্টার", "Aminbazar Union Digital Centre").to_owned();
    StopShown {
        form_id: "f1".to_owned(),
        suspensions: vec![("centre".to_owned(), seat_words(frame, None), day, why)],
        served_at: Some((other.clone(), "/supervise/centres/3026002".to_owned())),
        stuck: true,
        waiting: vec![(other.clone(), "/supervise/centres/3026002".to_owned())],
        serving: false,
        may: true,
        receivers: vec![("3026003".to_owned(), other)],
    }
}
