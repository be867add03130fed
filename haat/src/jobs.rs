//! What the house does by itself, once a minute.

use base::calendar::Moment;
use journal::{Envelope, Fault, Journal};
use std::time::Duration;

/// Between two rounds.
const ROUND: Duration = Duration::from_mins(1);
/// Holds voided in one round, at most.
const HOLDS_PER_ROUND: i64 = 500;

/// Rounds between two prunings of old keys: a day.
const ROUNDS_PER_PRUNING: u32 = 24 * 60;
/// How long an idempotency key is remembered, in milliseconds: 90 days.
const KEY_AGE_MS_MAX: i64 = 90 * 86_400_000;

/// Goes round for ever.
pub(crate) async fn go_round(journal: Journal) {
    let mut clock = tokio::time::interval(ROUND);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut rounds = 0_u32;
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
