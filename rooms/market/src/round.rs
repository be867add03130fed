//! What the market does by itself, once a minute: the clocks of the law and of reservations, and shares that go to their
//! sellers. Each step is a deed that may be done twice, so that a round that was cut off is made up for by the next.

use crate::deeds::end_reservation::EndReservations;
use crate::deeds::hand_over_share::{HandOverShare, ReceiveShare};
use crate::deeds::move_order::{MoveOrder, NotOrderMoved};
use crate::deeds::pass_dispute::PassDispute;
use crate::deeds::release::{Release, ends_so};
use crate::deeds::remind_buyer::RemindBuyer;
use crate::deeds::settle::{CloseRun, SendPayout};
use crate::dispute::read::overdue;
use crate::events::OrdersPlaced;
use crate::law::law_on;
use crate::order::{Mover, OrderStanding, OrderState};
use crate::reading;
use base::Paisa;
use base::calendar::Moment;
use journal::{Begins, Boxed, Envelope, Fault, Follower, Heard, Journal, Listener, Stop};

/// Rows of a kind that one round works on, at most.
const ROUND_MAX: i64 = 500;

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rounded {
    /// Reservations whose time was over.
    pub freed: usize,
    /// Orders that a clock moved, or released.
    pub moved: usize,
    /// Shares that reached their sellers.
    pub shared: usize,
    /// Payouts of approved runs that left.
    pub paid: usize,
    /// Complaints on which nobody acted in time, that went one desk up.
    pub escalated: usize,
}

/// Whoever hears of orders in the sellers' stead: paid goods are theirs who paid, goods of an order that does not come
/// about are free again.
pub(crate) const STOCK_FOLLOWS: Listener = Listener {
    follower: Follower { name: "market.stock_follows", begins: Begins::AtFirst },
    hear: |journal, heard| -> Boxed<'static, Result<(), Fault>> { Box::pin(hear(journal, heard)) },
};

async fn hear(journal: Journal, heard: Heard) -> Result<(), Fault> {
    for event in &heard.events {
        if let Some(placed) = event.read::<OrdersPlaced>()? {
            for standing in placed.orders {
                ends(&journal, &standing, true).await?;
            }
        }
        if let Some(moved) = event.read::<crate::events::OrderMoved>()?
            && moved.to.frees_stock()
        {
            let (book, number) = (heard.book.clone(), moved.order.clone());
            let order = journal
                .read::<_, Fault, _>(|tx| Box::pin(async move { reading::order(tx, &book, &number).await }))
                .await?;
            if let Some(standing) = order {
                ends(&journal, &standing, true).await?;
                ends(&journal, &standing, false).await?;
            }
        }
    }
    Ok(())
}

async fn ends(journal: &Journal, standing: &OrderStanding, sold: bool) -> Result<(), Fault> {
    let (seller, basket) = (standing.order.part.seller.clone(), standing.order.basket.clone());
    let deed = EndReservations { seller, baskets: vec![(basket, sold)] };
    match journal.write(Envelope::system(), deed).await {
        Ok(_) | Err(Stop::Refused(_) | Stop::KeyReused) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Goes round once.
///
/// # Errors
/// What the database says; what is left is done by the next round.
pub async fn go_round(journal: &Journal) -> Result<Rounded, Fault> {
    Ok(Rounded {
        freed: free(journal).await?,
        moved: tick(journal).await?,
        shared: share(journal).await?,
        paid: send_payouts(journal).await?,
        escalated: escalate(journal).await?,
    })
}

/// Complaints whose time ran out where they lie: one desk up each.
async fn escalate(journal: &Journal) -> Result<usize, Fault> {
    let now = journal.now();
    let due = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { overdue(tx, now, ROUND_MAX).await })).await?;
    let mut escalated = 0_usize;
    for (book, order, expects) in due {
        let deed = PassDispute { book, order, expects, from: None, words: String::new() };
        if done(journal.write(Envelope::system(), deed).await)? {
            escalated = escalated.saturating_add(1);
        }
    }
    Ok(escalated)
}

/// Reservations whose time is over end, as the centre's book says: sold when the quote was taken, else free.
async fn free(journal: &Journal) -> Result<usize, Fault> {
    let now = journal.now();
    let over = journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut over = Vec::new();
                for (seller, reservation) in reading::reservations_over(tx, now, ROUND_MAX).await? {
                    let taken = reading::basket_taken(tx, &reservation.centre, &reservation.quote).await?;
                    over.push((seller, reservation.quote, taken));
                }
                Ok(over)
            })
        })
        .await?;
    let count = over.len();
    for (seller, quote, taken) in over {
        done(journal.write(Envelope::system(), EndReservations { seller, baskets: vec![(quote, taken)] }).await)?;
    }
    Ok(count)
}

/// A refusal means that somebody was quicker; a fault is told.
fn done<T, R>(outcome: Result<T, Stop<R>>) -> Result<bool, Fault> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(_) => Ok(false),
    }
}

/// Where the clock moves an order whose time has come; nowhere when people must see to it.
fn goes(standing: &OrderStanding) -> Option<OrderState> {
    let to = match standing.state {
        // Not sent within the law's time: it does not come, and the money goes back.
        OrderState::Placed | OrderState::Accepted | OrderState::Packed => OrderState::PartnerRejected,
        // Not here within the law's time: the buyer is paid back.
        OrderState::HandedToCarrier | OrderState::InTransit => OrderState::DeliveryFailed,
        OrderState::ArrivedAtCentre => OrderState::Uncollected,
        OrderState::ReturnRequested => OrderState::ReturnApproved,
        // Not brought back: it is kept, and the money goes where it belongs to.
        OrderState::ReturnApproved => {
            let lines = standing.order.part.lines.iter().zip(&standing.kept);
            let whole = lines.into_iter().all(|(line, kept)| *kept == line.pieces);
            if whole { OrderState::Collected } else { OrderState::PartiallyCollected }
        }
        _ => return None,
    };
    standing.state.moves(Mover::Clock).contains(&to).then_some(to)
}

/// Orders whose clock has run out: one step each.
async fn tick(journal: &Journal) -> Result<usize, Fault> {
    let now = journal.now();
    let due = journal
        .read::<_, Fault, _>(move |tx| {
            Box::pin(async move {
                let mut due = Vec::new();
                for (book, number) in reading::orders_due(tx, now, ROUND_MAX).await? {
                    due.extend(reading::order(tx, &book, &number).await?.map(|standing| (book, standing)));
                }
                Ok(due)
            })
        })
        .await?;
    let mut moved = 0_usize;
    for (book, standing) in due {
        if step(journal, book, &standing, now).await? {
            moved = moved.saturating_add(1);
        }
    }
    Ok(moved)
}

async fn step(journal: &Journal, book: String, standing: &OrderStanding, now: Moment) -> Result<bool, Fault> {
    let order = standing.order.number.clone();
    // A complaint holds what the buyer has or may have; what does not come is paid back all the same.
    if (standing.disputed && !standing.state.is_coming()) || standing.clock.is_none_or(|clock| clock > now) {
        return Ok(false);
    }
    if ends_so(standing.state) {
        return done(journal.write(Envelope::system(), Release { book, order }).await);
    }
    if standing.state == OrderState::ArrivedAtCentre && now < law_on(standing.order.day).goes_back_at(standing.moved) {
        return done(journal.write(Envelope::system(), RemindBuyer { book, order }).await);
    }
    let Some(to) = goes(standing) else { return Ok(false) };
    let deed = MoveOrder {
        book,
        order,
        mover: Mover::Clock,
        expects: standing.state,
        to,
        reason: if to.needs_reason() { "late".to_owned() } else { String::new() },
        tracking: String::new(),
        back: Vec::new(),
        again: false,
    };
    let outcome: Result<_, Stop<NotOrderMoved>> = journal.write(Envelope::system(), deed).await;
    done(outcome)
}

/// Sellers' shares go over: first into the seller's book, under a key that the order makes, then out of the centre's.
async fn share(journal: &Journal) -> Result<usize, Fault> {
    let open = journal
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let mut open = Vec::new();
                for share in reading::shares_open(tx, ROUND_MAX).await? {
                    let standing = reading::order(tx, &share.0, &share.1).await?;
                    open.extend(standing.map(|standing| (share, standing.moved)));
                }
                Ok(open)
            })
        })
        .await?;
    let mut shared = 0_usize;
    for ((book, order, seller, poisha), released) in open {
        let key = format!("share/{order}");
        let deed = ReceiveShare { seller, centre: book.clone(), order: order.clone(), poisha, released };
        if done(journal.write(Envelope::new("system", &key), deed).await)?
            && done(journal.write(Envelope::system(), HandOverShare { book, order }).await)?
        {
            shared = shared.saturating_add(1);
        }
    }
    Ok(shared)
}

/// Payouts of approved runs that did not leave yet leave their sellers' accounts; a run of which all left is closed.
///
/// # Errors
/// What the database says; what is left leaves with the next round.
pub(crate) async fn send_payouts(journal: &Journal) -> Result<usize, Fault> {
    let runs = journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::runs_approved(tx).await })).await?;
    let mut sent = 0_usize;
    for run in runs {
        for payout in run.payouts {
            match journal.write(Envelope::system(), SendPayout { run: run.number.clone(), payout }).await {
                Ok(written) if written.done.is_some() => sent = sent.saturating_add(1),
                Err(Stop::Fault(fault)) => return Err(fault),
                _ => {}
            }
        }
        done(journal.write(Envelope::system(), CloseRun { run: run.number }).await)?;
    }
    Ok(sent)
}

/// What is to go back to wallets, after this order: (book, order, how much).
pub(crate) async fn wallet_refunds(
    journal: &Journal,
    after: (String, String),
) -> Result<Vec<(String, String, Paisa)>, Fault> {
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move { reading::wallet_refunds(tx, (&after.0, &after.1), ROUND_MAX).await })
    });
    let due = read.await?.into_iter();
    Ok(due.map(|(book, standing)| (book, standing.order.number, standing.refund_due)).collect())
}
