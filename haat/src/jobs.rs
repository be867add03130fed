//! What the house does by itself, once a minute.

use journal::{Envelope, Fault, Journal};
use std::time::Duration;

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(60);
/// Holds voided in one round, at most.
const HOLDS_PER_ROUND: i64 = 500;

/// Goes round for ever.
pub(crate) async fn go_round(journal: Journal) {
    let mut clock = tokio::time::interval(ROUND);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
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
