//! The box is opened at the counter.

use crate::events::{CodeMissed, OrderCollected};
use crate::money::{paid_legs, refund_due_legs};
use crate::order::{OrderStanding, OrderState, Payment, REFUSE_REASONS, is_their_fault};
use crate::reading;
use crate::trade::store::ORDERS;
use base::calendar::{BusinessDay, Moment};
use base::{Paisa, Refusal};
use journal::{Ahead, Blob, Deed, Keys, Sealed, Stop, Tx, code_is, code_of, happened};
use ledger::{Draft, Leg, NotPosted};
use network::Hindered;
use serde::{Deserialize, Serialize};

/// Wrong codes at one collection, at most: afterwards a thumb mark is needed.
pub const CODE_TRIES_MAX: i64 = 5;
/// Pictures of a thumb mark, in bytes, at most: what a picture has once it was written anew.
pub const MARK_BYTES_MAX: usize = web::PICTURE_BYTES_MAX;

/// Photos of one line that is left, at most.
pub const BOX_PHOTOS_MAX: usize = 3;
/// The size in which they are kept: one looks closely at what is broken.
pub const BOX_SIZES: &[web::PictureSize] = &[web::PictureSize { side: 1_200, bytes_max: 150 * 1024 }];

/// How the buyer proves to be the one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectProof {
    /// The code that was texted when the goods arrived.
    Code(String),
    /// A picture of the thumb mark on the slip.
    Thumb(journal::Blob),
}

/// Hands out an order at the open box: the buyer keeps all, a part or nothing. One entry in the centre's book. What was not
/// paid before is paid now, for what is kept only; what is not kept is given back. Goods left because they are not what was
/// ordered cost the buyer nothing at all; who only changed their mind pays the way and the help.
///
/// # Refusals
/// See [`NotCollected`]. A wrong code is no refusal: it is entered, and counts.
#[derive(Debug, Clone, Serialize)]
pub struct Collect {
    /// The centre's book.
    pub book: String,
    /// The till that takes what is still to be paid.
    pub till: String,
    /// The order.
    pub order: String,
    /// How many pieces of each line the buyer keeps.
    pub kept: Vec<i64>,
    /// Why pieces are left, for each line: a code of [`REFUSE_REASONS`]; empty where all is kept.
    pub reasons: Vec<String>,
    /// Photos of the lines that are left, for each line; may be shorter.
    pub photos: Vec<Vec<Blob>>,
    /// The proof.
    pub proof: CollectProof,
    /// What was handed over, when something is still to be paid; the exact sum when nobody says.
    pub tendered: Option<Paisa>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Collected {
    /// The buyer has what they kept.
    Handed {
        /// Where the order is now.
        state: OrderState,
        /// What was paid now.
        paid: Paisa,
        /// What is to be given back.
        refund: Paisa,
    },
    /// The code was wrong; so many tries are left.
    WrongCode(i64),
}

/// Why it is not handed out.
#[derive(Debug)]
pub enum NotCollected {
    /// There is no such order in this book.
    Unknown,
    /// It does not lie at the centre.
    NotHere(OrderState),
    /// More is kept than was bought, or less than nothing.
    Kept(usize),
    /// Something is left without a reason, or the reason is none of the list.
    Reason(usize),
    /// More photos of a line than are kept, or one that is too large.
    Photos(usize),
    /// Too many wrong codes: a thumb mark is needed.
    Codes,
    /// The picture of the thumb mark is missing or too large.
    Mark,
    /// Less was handed over than is to be paid.
    TenderedShort {
        /// What is to be paid.
        total: Paisa,
    },
    /// The day is closed.
    DayClosed(BusinessDay),
    /// The centre, the seat or the person is suspended.
    Hindered(Hindered),
    /// The ledger refuses: usually the float is short.
    Posting(NotPosted),
}

impl Refusal for NotCollected {
    fn code(&self) -> &'static str {
        match self {
            NotCollected::Unknown => "market.collect.unknown",
            NotCollected::NotHere(_) => "market.collect.not_here",
            NotCollected::Kept(_) => "market.collect.kept",
            NotCollected::Reason(_) => "market.collect.reason",
            NotCollected::Photos(_) => "market.collect.photos",
            NotCollected::Codes => "market.collect.codes",
            NotCollected::Mark => "market.collect.mark",
            NotCollected::TenderedShort { .. } => "market.collect.tendered_short",
            NotCollected::DayClosed(_) => "market.collect.day_closed",
            NotCollected::Hindered(hindered) => hindered.code(),
            NotCollected::Posting(refused) => refused.code(),
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotCollected::Photos(_) => vec![("max", BOX_PHOTOS_MAX.to_string())],
            NotCollected::TenderedShort { total } => vec![("total", total.show_plain(base::Lang::En))],
            NotCollected::DayClosed(day) => vec![("day", day.to_string())],
            NotCollected::Hindered(hindered) => hindered.values(),
            NotCollected::Posting(refused) => refused.values(),
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotCollected::Kept(line) => format!("kept-{line}"),
            NotCollected::Reason(line) => format!("reason-{line}"),
            NotCollected::Photos(line) => format!("photo-{line}"),
            NotCollected::Codes => "code".to_owned(),
            NotCollected::Mark => "mark".to_owned(),
            NotCollected::TenderedShort { .. } => "tendered".to_owned(),
            _ => return None,
        };
        Some(field)
    }

    fn status(&self) -> u16 {
        match self {
            NotCollected::Unknown => 404,
            NotCollected::NotHere(_) => 409,
            NotCollected::Hindered(hindered) => hindered.status(),
            NotCollected::Posting(refused) => refused.status(),
            _ => 422,
        }
    }
}

/// The codes of [`NotCollected`].
pub(crate) const CODES: &[&str] = &[
    "market.collect.unknown",
    "market.collect.not_here",
    "market.collect.kept",
    "market.collect.reason",
    "market.collect.photos",
    "market.collect.codes",
    "market.collect.mark",
    "market.collect.tendered_short",
    "market.collect.day_closed",
];

/// What the code is signed for.
const PURPOSE: &str = "market collection";

/// The code with which an order is collected: made of its number and of when it arrived, so that it is kept nowhere.
#[must_use]
pub fn collect_code(keys: &Keys, standing: &OrderStanding) -> String {
    code_of(keys, PURPOSE, &signed(standing))
}

fn signed(standing: &OrderStanding) -> String {
    format!("{} {}", standing.order.number, standing.moved.get())
}

/// What was decided of an opened box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Where the order is then.
    pub to: OrderState,
    /// What is paid now.
    pub paid: Paisa,
    /// What is to be given back.
    pub refund: Paisa,
    /// When the money is released.
    pub clock: Moment,
}

/// What comes of a box that is opened so.
///
/// # Errors
/// Why it is not handed out.
pub fn decide(deed: &Collect, standing: &OrderStanding, now: Moment) -> Result<Opened, NotCollected> {
    let part = &standing.order.part;
    if standing.state != OrderState::ArrivedAtCentre {
        return Err(NotCollected::NotHere(standing.state));
    }
    if deed.kept.len() != part.lines.len() {
        return Err(NotCollected::Kept(0));
    }
    let reason = |at: usize| deed.reasons.get(at).map_or("", String::as_str);
    for (at, (line, kept)) in part.lines.iter().zip(&deed.kept).enumerate() {
        if !(0..=line.pieces).contains(kept) {
            return Err(NotCollected::Kept(at));
        }
        if (*kept < line.pieces) != REFUSE_REASONS.contains(&reason(at)) {
            return Err(NotCollected::Reason(at));
        }
    }
    for (at, photos) in deed.photos.iter().enumerate() {
        let large = photos.iter().any(|photo| photo.0.is_empty() || photo.0.len() > MARK_BYTES_MAX);
        if photos.len() > BOX_PHOTOS_MAX || large || (at >= part.lines.len() && !photos.is_empty()) {
            return Err(NotCollected::Photos(at));
        }
    }
    let left = part.lines.iter().zip(&deed.kept).any(|(line, kept)| *kept < line.pieces);
    let nothing = deed.kept.iter().all(|kept| *kept == 0);
    let theirs = (0..deed.kept.len()).map(reason).any(|reason| !reason.is_empty() && is_their_fault(reason));
    let too_large = || NotCollected::Posting(NotPosted::TooLarge);
    let kept = OrderStanding { kept: deed.kept.clone(), ..standing.clone() }.goods_kept().ok_or_else(too_large)?;
    let worked = part.delivery.checked_add(part.help).ok_or_else(too_large)?;
    // What the buyer owes in the end. An order on collection of which nothing is kept costs no more than its advance.
    let owed = match (nothing, theirs, standing.order.payment) {
        (true, true, _) => Paisa::ZERO,
        (true, false, Payment::OnCollection) => worked.min(standing.paid),
        (true, false, Payment::Cash | Payment::Wallet) => worked,
        (false, ..) => kept.checked_add(worked).ok_or_else(too_large)?,
    };
    let (paid, refund) = if owed > standing.paid {
        (owed.checked_sub(standing.paid).ok_or_else(too_large)?, Paisa::ZERO)
    } else {
        (Paisa::ZERO, standing.paid.checked_sub(owed).ok_or_else(too_large)?)
    };
    if paid > Paisa::ZERO && deed.tendered.is_some_and(|tendered| tendered < paid) {
        return Err(NotCollected::TenderedShort { total: paid });
    }
    let to = match (nothing, left) {
        (true, _) => OrderState::Refused,
        (false, true) => OrderState::PartiallyCollected,
        (false, false) => OrderState::Collected,
    };
    let window = now.day().add_days(part.return_days.saturating_add(1)).starts_at();
    let clock = if nothing || part.return_days == 0 { now } else { window };
    Ok(Opened { to, paid, refund, clock })
}

impl Deed for Collect {
    const NAME: &'static str = "market.collect";
    type Done = Collected;
    type Refusal = NotCollected;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, ahead: &Ahead<'_>) -> Vec<db::Want> {
        let order: db::Want = (&ORDERS, vec![(&self.book).into(), (&self.order).into()]);
        [order].into_iter().chain(network::hindered_wants(&self.book, ahead.by)).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Collected, Stop<NotCollected>> {
        let refused = |why| Err(Stop::Refused(why));
        let (by, day) = (tx.by().to_owned(), tx.now().day());
        if let Some(hindered) = network::hindered(tx, &self.book, &by).await? {
            return refused(NotCollected::Hindered(hindered));
        }
        let Some(standing) = reading::order(tx, &self.book, &self.order).await? else {
            return refused(NotCollected::Unknown);
        };
        if ledger::is_shut(tx, &self.book, day).await? {
            return refused(NotCollected::DayClosed(day));
        }
        let opened = decide(self, &standing, tx.now()).map_err(Stop::Refused)?;
        let mark = match &self.proof {
            CollectProof::Code(code) => {
                if standing.missed >= CODE_TRIES_MAX {
                    return refused(NotCollected::Codes);
                }
                if !code_is(tx.keys(), PURPOSE, &signed(&standing), code) {
                    tx.enter(&self.book, vec![happened(CodeMissed { order: self.order.clone() })]).await?;
                    let missed = standing.missed.saturating_add(1);
                    return Ok(Collected::WrongCode(CODE_TRIES_MAX.saturating_sub(missed)));
                }
                None
            }
            CollectProof::Thumb(picture) => {
                if picture.0.is_empty() || picture.0.len() > MARK_BYTES_MAX {
                    return refused(NotCollected::Mark);
                }
                Some(tx.seal_bytes(&self.book, &format!("buyer-{}", standing.order.quote), &picture.0).await?)
            }
        };
        let subject = format!("buyer-{}", standing.order.quote);
        let mut photos = Vec::with_capacity(self.photos.len());
        for line in &self.photos {
            let mut sealed = Vec::with_capacity(line.len());
            for photo in line {
                sealed.push(tx.seal_bytes(&self.book, &subject, &photo.0).await?);
            }
            photos.push(sealed);
        }
        if photos.iter().all(Vec::is_empty) {
            photos.clear();
        }
        self.enter(tx, &opened, (mark, photos)).await
    }
}

impl Collect {
    async fn enter(
        &self,
        tx: &mut Tx<'_, '_>,
        opened: &Opened,
        (mark, photos): (Option<Sealed>, Vec<Vec<Sealed>>),
    ) -> Result<Collected, Stop<NotCollected>> {
        let too_large = || Stop::Refused(NotCollected::Posting(NotPosted::TooLarge));
        let proof = if mark.is_some() { "thumb" } else { "otp" }.to_owned();
        let mut events = vec![happened(OrderCollected {
            order: self.order.clone(),
            to: opened.to,
            kept: self.kept.clone(),
            reasons: self.reasons.clone(),
            proof,
            mark,
            photos,
            paid: opened.paid,
            refund: opened.refund,
            clock: Some(opened.clock),
        })];
        let mut legs: Vec<Leg> = Vec::new();
        if opened.paid > Paisa::ZERO {
            legs.extend(paid_legs(&[(&self.order, opened.paid)], &self.till).ok_or_else(too_large)?);
        }
        if opened.refund > Paisa::ZERO {
            legs.extend(refund_due_legs(&self.order, opened.refund).ok_or_else(too_large)?);
        }
        if !legs.is_empty() {
            let draft = Draft { day: tx.now().day(), memo: self.order.clone(), legs };
            let posted = ledger::post(tx, &self.book, draft).await;
            events.push(happened(posted.map_err(|stop| stop.map(NotCollected::Posting))?));
        }
        tx.enter(&self.book, events).await?;
        Ok(Collected::Handed { state: opened.to, paid: opened.paid, refund: opened.refund })
    }
}
