//! What `haat verify` checks of the market beyond chains and replays.

use crate::product::ProductState;
use crate::reading;
use crate::store::SKUS_WRONG;
use db::Fault;
use journal::Audit;

/// Faults named, at most.
const FAULTS_NAMED_MAX: i64 = 200;

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
