//! Batches: many goods, counts or prices in one call, with a result for each.
//!
//! Each item is a deed of its own under a key made of the batch's and of its content: a bad one harms no other, a batch that
//! was cut off goes on where it stopped when it is sent again, and what was mended in a file is new under the same form. The
//! desk takes them together, so that a thousand cost some flushes of the disk and not a thousand.

use super::BATCH_ITEMS_MAX;
use crate::deeds::begin_batch::{BeginBatch, NotABatch};
use crate::deeds::offer_product::{NotOffered, OfferProduct, reference_of};
use crate::deeds::save_product::sku_of;
use crate::product::Product;
use journal::{Boxed, Deed, Envelope, Fault, Journal, Stop};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Deeds of one batch that wait at the desk at the same time: what it takes in one go.
const AT_ONCE: usize = 256;

/// A product as a program or a file offers it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Item {
    /// The seller's own reference.
    pub reference: String,
    /// The seller's own name of its kind.
    pub kind: String,
    /// The product, without number and category.
    pub product: Product,
}

/// Whose batch it is, and under which key.
pub(crate) struct Batch<'a> {
    pub journal: &'a Journal,
    pub by: &'a str,
    pub key: &'a str,
    pub seller: &'a str,
}

/// What a deed of a batch came to.
pub(crate) type Came<D> = Result<<D as Deed>::Done, <D as Deed>::Refusal>;

impl Batch<'_> {
    /// Refuses a batch that is empty or too long, or whose key was used for another.
    pub async fn begin(&self, kind: &str, count: usize, content: &impl Serialize) -> Result<(), Stop<NotABatch>> {
        if !(1..=BATCH_ITEMS_MAX).contains(&count) {
            return Err(Stop::Refused(NotABatch::Items));
        }
        let body = serde_json::to_vec(content).map_err(|error| Fault::Unsound(format!("a batch: {error}")))?;
        let sha256 = base::text::hex(&Sha256::digest(&body));
        let deed = BeginBatch { seller: self.seller.to_owned(), kind: kind.to_owned(), sha256 };
        self.journal.write(Envelope::new(self.by, self.key), deed).await?;
        Ok(())
    }

    /// Does the deeds, each under a key of its own; what each came to, in their order.
    pub async fn run<D>(&self, deeds: Vec<Result<D, D::Refusal>>) -> Result<Vec<Came<D>>, Fault>
    where
        D: Deed,
    {
        let mut times = BTreeMap::new();
        let mut keyed = Vec::with_capacity(deeds.len());
        for deed in deeds {
            keyed.push(match deed {
                Ok(deed) => Ok((self.key_of(&deed, &mut times)?, deed)),
                Err(refusal) => Err(refusal),
            });
        }
        self.under(keyed, None).await
    }

    /// Does the deeds, each under the key that stands with it and that others may bring too: it counts once, whoever was
    /// first. One that was used for another content is refused so.
    pub async fn run_once<D>(
        &self,
        keyed: Vec<Result<(String, D), D::Refusal>>,
        used: fn() -> D::Refusal,
    ) -> Result<Vec<Came<D>>, Fault>
    where
        D: Deed,
    {
        self.under(keyed, Some(used)).await
    }

    async fn under<D>(
        &self,
        keyed: Vec<Result<(String, D), D::Refusal>>,
        used: Option<fn() -> D::Refusal>,
    ) -> Result<Vec<Came<D>>, Fault>
    where
        D: Deed,
    {
        let mut came = Vec::with_capacity(keyed.len());
        let mut keyed = keyed.into_iter();
        loop {
            let some: Vec<_> = keyed.by_ref().take(AT_ONCE).map(|deed| self.one(deed, used)).collect();
            if some.is_empty() {
                return Ok(came);
            }
            for one in db::together(some).await {
                came.push(one?);
            }
        }
    }

    /// The key of an item: its content, and how often the same stood before it in the batch, since a program may say twice
    /// that five more came. Its place does not count: in a file that was mended, all behind a new row stand elsewhere.
    fn key_of<D: Deed>(&self, deed: &D, times: &mut BTreeMap<String, u64>) -> Result<String, Fault> {
        let body = serde_json::to_vec(deed).map_err(|error| Fault::Unsound(format!("{}: {error}", D::NAME)))?;
        let content = base::text::hex(&Sha256::new().chain_update(D::NAME).chain_update(&body).finalize());
        let before = times.entry(content.clone()).or_default();
        // No header can hold this sign, so that no batch's key is an item's of another.
        let key = format!("{}\u{1}{content}\u{1}{before}", self.key);
        *before = before.saturating_add(1);
        Ok(key)
    }

    fn one<'b, D: Deed>(
        &'b self,
        deed: Result<(String, D), D::Refusal>,
        used: Option<fn() -> D::Refusal>,
    ) -> Boxed<'b, Result<Came<D>, Fault>>
    where
        D::Refusal: 'b,
    {
        Box::pin(async move {
            let (key, deed) = match deed {
                Ok(keyed) => keyed,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let envelope = if used.is_some() { Envelope::shared } else { Envelope::new };
            match self.journal.write(envelope(self.by, &key), deed).await {
                Ok(written) => Ok(Ok(written.done)),
                Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
                Err(Stop::Fault(fault)) => Err(fault),
                Err(Stop::KeyReused) => match used {
                    Some(refusal) => Ok(Err(refusal())),
                    None => Err(Fault::Unsound("an item's key for another content".to_owned())),
                },
            }
        })
    }

    /// Offers products: those whose reference or SKU stood before in the same batch are refused by name.
    pub async fn offer(
        &self,
        items: Vec<Result<Item, NotOffered>>,
        recheck: bool,
    ) -> Result<Vec<Came<OfferProduct>>, Fault> {
        let deed = |item: Item| OfferProduct {
            seller: self.seller.to_owned(),
            reference: item.reference,
            kind: item.kind,
            product: item.product,
            recheck,
        };
        self.run(once_each(items).into_iter().map(|item| item.map(deed)).collect()).await
    }
}

/// The items of a batch, without those that repeat the reference or an SKU of one before.
fn once_each(items: Vec<Result<Item, NotOffered>>) -> Vec<Result<Item, NotOffered>> {
    let (mut references, mut skus) = (BTreeSet::new(), BTreeSet::new());
    let check = |item: Item| {
        let reference = reference_of(&item.reference).unwrap_or_default();
        if references.contains(&reference) {
            return Err(NotOffered::ReferenceTwice(reference));
        }
        let mut own: Vec<String> = item.product.variants.iter().filter_map(|variant| sku_of(&variant.sku)).collect();
        if let Some(sku) = own.iter().find(|sku| skus.contains(*sku)) {
            return Err(NotOffered::SkuTwice(sku.clone()));
        }
        skus.extend(own.drain(..));
        references.insert(reference);
        Ok(item)
    };
    let mut check = check;
    items.into_iter().map(|item| item.and_then(&mut check)).collect()
}
