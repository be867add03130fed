//! What the house does by itself, once a minute.

use base::calendar::Moment;
use journal::{Envelope, Fault, Journal, Listener};
use std::time::Duration;

/// Between two rounds.
const ROUND: Duration = Duration::from_mins(1);
/// Holds voided in one round, at most.
const HOLDS_PER_ROUND: i64 = 500;

/// Entries that a listener hears in one go, and goes in one round, at most: the listeners after it wait no longer.
const ENTRIES_PER_GO_MAX: i64 = 1_000;
const GOES_PER_ROUND_MAX: u32 = 50;

/// Rounds between two prunings of old keys: a day.
const ROUNDS_PER_PRUNING: u32 = 24 * 60;
/// How long an idempotency key is remembered, in milliseconds: 90 days.
const KEY_AGE_MS_MAX: i64 = 90 * 86_400_000;

/// Goes round for ever.
pub(crate) async fn go_round(journal: Journal, providers: ledger::Providers, texting: Option<counter::Texting>) {
    let mut clock = tokio::time::interval(ROUND);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let carrier = counter::Carrier::of(providers);
    let mut rounds = 0_u32;
    let listeners: Vec<Listener> = crate::rooms().into_iter().flat_map(|room| room.listeners).collect();
    loop {
        clock.tick().await;
        rounds = rounds.wrapping_add(1);
        if rounds.is_multiple_of(ROUNDS_PER_PRUNING) {
            let before = Moment::new(journal.now().get().saturating_sub(KEY_AGE_MS_MAX));
            if let Err(fault) = journal.prune_keys(before).await {
                tracing::warn!(%fault, "old keys stay until tomorrow");
            }
            if let Err(stop) = journal.write(Envelope::system(), counter::SweepHeldCarts).await {
                tracing::warn!(?stop, "carts set aside long ago stay until tomorrow");
            }
        }
        if let Err(fault) = void_expired_holds(&journal).await {
            tracing::warn!(%fault, "expired holds stay until the next round");
        }
        if let Err(fault) = carrier.carry(&journal).await {
            tracing::warn!(%fault, "transfers are asked after in the next round");
        }
        if let Some(texting) = &texting {
            tell_by_text(&journal, texting).await;
            let told = market::BuyersTold(texting.0.clone());
            if let Err(fault) = market::tell_buyers(&journal, &told, ENTRIES_PER_GO_MAX).await {
                tracing::warn!(%fault, "buyers are told in the next round");
            }
            if let Err(fault) = counter::ask_what_was_paid(&journal, texting).await {
                tracing::warn!(%fault, "questions wait until the next round");
            }
        }
        if let Err(fault) = market::go_round(&journal).await {
            tracing::warn!(%fault, "the clocks of the market wait until the next round");
        }
        for listener in &listeners {
            if let Err(fault) = tell(&journal, listener).await {
                tracing::warn!(%fault, follower = listener.follower.name, "news waits until the next round");
            }
        }
    }
}

/// Between two looks of the showcase at the books.
const LOOK: Duration = Duration::from_secs(1);

/// Keeps the showcase of the market at what the books say, for ever: what another process of this store published is
/// shown here a second later.
pub(crate) async fn follow_showcase(house: web::House) {
    let mut clock = tokio::time::interval(LOOK);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let Some(showcase) = house.things.get::<market::Showcase>() else { return };
        if let Err(fault) = showcase.follow(&house.journal).await {
            tracing::warn!(%fault, "the showcase stays as it is until the next look");
        }
    }
}

/// Between two goes of telling sellers' programs.
const TELLING: Duration = Duration::from_secs(5);

/// Asks after what wallets pay and are paid, for ever: beside the round, since a provider may take its time to answer.
pub(crate) async fn carry_wallets(journal: Journal, providers: ledger::Providers) {
    let mut clock = tokio::time::interval(ROUND);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if let Err(fault) = market::carry_wallets(&journal, &providers).await {
            tracing::warn!(%fault, "wallets are asked after in the next round");
        }
    }
}

/// Tells sellers' own programs what happened, for ever: what one process of this store does not get to, another does.
pub(crate) async fn tell_partners(journal: Journal, to: market::PartnersTold) {
    let mut clock = tokio::time::interval(TELLING);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if let Err(fault) = market::tell_partners(&journal, &to, ENTRIES_PER_GO_MAX).await {
            tracing::warn!(%fault, "sellers' programs are told with the next go");
        }
    }
}

async fn void_expired_holds(journal: &Journal) -> Result<(), Fault> {
    let expired = journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { ledger::expired_holds(tx, HOLDS_PER_ROUND).await }))
        .await?;
    for (book, hold) in expired {
        let deed = ledger::EndHold { book, hold, draft: None };
        if let Err(stop) = journal.write(Envelope::system(), deed).await {
            tracing::warn!(?stop, "an expired hold was not voided");
        }
    }
    Ok(())
}

/// Texts what customers have not been told yet. What could not be sent waits for the next round.
async fn tell_by_text(journal: &Journal, texting: &counter::Texting) {
    for _ in 0..GOES_PER_ROUND_MAX {
        match counter::tell_by_text(journal, texting, ENTRIES_PER_GO_MAX).await {
            Ok(followed) => {
                for (book, folio, fault) in &followed.faults {
                    tracing::warn!(%fault, book, folio, "a text waits until the next round");
                }
                if !followed.more || !followed.faults.is_empty() {
                    return;
                }
            }
            Err(fault) => {
                tracing::warn!(%fault, "texts wait until the next round");
                return;
            }
        }
    }
}

/// Tells a listener what it has not heard yet. What it could not hear well is told again in the next round.
async fn tell(journal: &Journal, listener: &Listener) -> Result<(), Fault> {
    for _ in 0..GOES_PER_ROUND_MAX {
        let followed = journal.listen(listener, ENTRIES_PER_GO_MAX).await?;
        for (book, folio, fault) in &followed.faults {
            tracing::warn!(%fault, book, folio, follower = listener.follower.name, "an entry was not heard well");
        }
        // What is broken now is not tried fifty times in a row.
        if !followed.more || !followed.faults.is_empty() {
            break;
        }
    }
    Ok(())
}
