//! What `haat verify` checks of the market beyond chains and replays.

use crate::facts::read::facts_all;
use crate::facts::{fact_month, facts_of};
use crate::money::escrow;
use crate::order::{OrderStanding, OrderState};
use crate::product::ProductState;
use crate::reading;
use crate::store::SKUS_WRONG;
use base::Paisa;
use db::Fault;
use journal::Audit;
use std::collections::BTreeMap;

/// Faults named, at most.
const FAULTS_NAMED_MAX: i64 = 200;

/// Wrong figures named, at most.
const FIGURES_NAMED_MAX: usize = 200;

/// Every SKU belongs to a product that is there, and what is shown to people is complete as far as its listing goes.
pub(crate) const AUDIT: Audit = Audit {
    name: "market listings",
    run: |tx| {
        Box::pin(async move {
            let mut faults = Vec::new();
            for row in tx.all(&SKUS_WRONG, &[FAULTS_NAMED_MAX.into()]).await? {
                let (book, sku): (String, String) = (row.get("book")?, row.get("sku")?);
                faults.push(format!("book {book}: SKU {sku} is of no product"));
            }
            for standing in reading::products_in(tx, ProductState::Published).await? {
                if standing.photos < 1 || standing.product.variants.is_empty() {
                    faults.push(format!("{} is shown without photo or price", standing.address()));
                }
            }
            Ok::<_, Fault>(faults)
        })
    },
};

/// The escrow of an order holds what its buyer paid and nobody has yet; that of a closed one holds nothing.
pub(crate) const ESCROWS: Audit = Audit {
    name: "market escrows",
    run: |tx| {
        Box::pin(async move {
            let mut faults = Vec::new();
            let mut after = (String::new(), String::new());
            loop {
                let some = reading::orders_after(tx, &after).await?;
                let Some((book, last)) = some.last() else { return Ok::<_, Fault>(faults) };
                after = (book.clone(), last.order.number.clone());
                for (book, standing) in &some {
                    let number = &standing.order.number;
                    let holds = ledger::balance_now(tx, book, &escrow(number)).await?.poisha;
                    if holds.checked_neg() != ought(standing) {
                        faults.push(format!("book {book}: the escrow of {number} is not what its order says"));
                    }
                }
            }
        })
    },
};

/// What ought to lie in the escrow of an order.
fn ought(standing: &OrderStanding) -> Option<Paisa> {
    if standing.state == OrderState::Closed { Some(Paisa::ZERO) } else { standing.lies() }
}

/// The market's figures are the sums of what every order gives to them.
pub(crate) const FACTS: Audit = Audit {
    name: "market figures",
    run: |tx| {
        Box::pin(async move {
            let mut sums: BTreeMap<(String, String, &str, String), (i64, i64)> = BTreeMap::new();
            let mut after = (String::new(), String::new());
            loop {
                let some = reading::orders_after(tx, &after).await?;
                let Some((book, last)) = some.last() else { break };
                after = (book.clone(), last.order.number.clone());
                for (book, standing) in &some {
                    let month = fact_month(standing.order.day);
                    for fact in facts_of(standing) {
                        let sum = sums.entry((book.clone(), month.clone(), fact.kind.name(), fact.what)).or_default();
                        *sum = (sum.0.saturating_add(fact.orders), sum.1.saturating_add(fact.poisha.get()));
                    }
                }
            }
            sums.retain(|_, sum| *sum != (0, 0));
            let held = facts_all(tx).await?.into_iter().map(|(book, month, fact)| {
                ((book, month, fact.kind.name(), fact.what), (fact.orders, fact.poisha.get()))
            });
            let held: BTreeMap<_, _> = held.collect();
            let wrong = sums.keys().chain(held.keys()).filter(|key| sums.get(*key) != held.get(*key));
            let named = wrong.map(|(book, month, kind, what)| {
                format!("book {book}: the figure {kind} {what} of {month} is not what its orders say")
            });
            Ok::<_, Fault>(named.take(FIGURES_NAMED_MAX).collect())
        })
    },
};
