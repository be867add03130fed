//! A seller's own program, or its file, offers a product under the seller's own reference.

use crate::deeds::save_product::{NotSaved, decide, next_number, taken_sku};
use crate::events::{PricesChanged, ProductMoved, ProductReferred, ProductSaved};
use crate::partner::store::{KINDS, REFERENCES, kind, referred};
use crate::partner::{OWN_REFERENCE_CHARS_MAX, kind_key};
use crate::product::{Missing, Product, ProductStanding, ProductState, VARIANTS_MAX, missing};
use crate::reading;
use crate::store::SKUS;
use base::Refusal;
use journal::{Ahead, AnyEvent, Deed, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Writes a product under the seller's own reference: a new one, or what changed of the one that has it. Where only
/// prices changed they are changed, shown or not; other changes of what is shown are written only when it may leave the
/// shelf for the check. What is complete waits for the check, as any listing; what is not stays a draft or becomes one again. One entry in the seller's book; what stands
/// already enters nothing.
///
/// # Refusals
/// See [`NotOffered`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfferProduct {
    /// The seller's number, which is its book.
    pub seller: String,
    /// The seller's own reference.
    pub reference: String,
    /// The seller's own name of the kind of goods, or the code of one of our categories.
    pub kind: String,
    /// The product, without number and category.
    pub product: Product,
    /// True when what is shown may leave the shelf until it was checked again.
    pub recheck: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The product is new.
    Created,
    /// Something of it is other now.
    Updated,
    /// It stood so already.
    Unchanged,
}

/// A product that was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// What came of it.
    pub outcome: Outcome,
    /// Its number.
    pub product: String,
    /// Where it stands now.
    pub state: ProductState,
    /// What it lacks, as words are keyed by it.
    pub missing: Vec<String>,
}

/// Why a product is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOffered {
    /// As any listing.
    Saved(NotSaved),
    /// No reference, or one too long.
    Reference,
    /// The reference stands twice in one batch or file.
    ReferenceTwice(String),
    /// The SKU stands twice in one batch or file.
    SkuTwice(String),
    /// The seller's name of the kind is matched to none of our categories.
    Kind(String),
    /// A field is missing, unknown, or of another type: what the reader says, in English, for the developer.
    Shape(String),
    /// A cell that cannot be read.
    Cell(&'static str),
}

impl Refusal for NotOffered {
    fn code(&self) -> &'static str {
        match self {
            NotOffered::Saved(refused) => refused.code(),
            NotOffered::Reference => "market.offer.reference",
            NotOffered::ReferenceTwice(_) => "market.offer.reference_twice",
            NotOffered::SkuTwice(_) => "market.offer.sku_twice",
            NotOffered::Kind(_) => "market.offer.kind",
            NotOffered::Shape(_) => "market.offer.shape",
            NotOffered::Cell(_) => "market.offer.cell",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotOffered::Saved(refused) => refused.values(),
            NotOffered::Reference => vec![("max", OWN_REFERENCE_CHARS_MAX.to_string())],
            NotOffered::ReferenceTwice(reference) => vec![("reference", reference.clone())],
            NotOffered::SkuTwice(sku) => vec![("sku", sku.clone())],
            NotOffered::Kind(kind) => vec![("kind", kind.clone())],
            NotOffered::Shape(reason) => vec![("reason", reason.clone())],
            NotOffered::Cell(_) => Vec::new(),
        }
    }

    fn status(&self) -> u16 {
        if let NotOffered::Saved(refused) = self { refused.status() } else { 422 }
    }

    /// The field of the API, and the column of a file.
    fn field(&self) -> Option<String> {
        let field = match self {
            NotOffered::Saved(refused) => match refused {
                NotSaved::Category => "category",
                NotSaved::Name => "name_bn",
                NotSaved::About | NotSaved::Number => "about_bn",
                NotSaved::Days => "lead_days",
                NotSaved::Variants | NotSaved::Sku(_) | NotSaved::SkuTwice(_) => "sku",
                NotSaved::Price(_) => "price",
                NotSaved::Weight(_) => "weight_g",
                NotSaved::Seller | NotSaved::Suspended | NotSaved::Unknown | NotSaved::Shown => return None,
            },
            NotOffered::Reference | NotOffered::ReferenceTwice(_) => "reference",
            NotOffered::SkuTwice(_) => "sku",
            NotOffered::Kind(_) => "category",
            NotOffered::Shape(_) => return None,
            NotOffered::Cell(column) => column,
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotOffered`] that are its own.
pub(crate) const CODES: &[&str] = &[
    "market.offer.reference",
    "market.offer.reference_twice",
    "market.offer.sku_twice",
    "market.offer.kind",
    "market.offer.shape",
    "market.offer.cell",
];

/// A reference as it is kept.
pub(crate) fn reference_of(said: &str) -> Option<String> {
    let reference = base::text::clean(said);
    (!reference.is_empty() && reference.chars().count() <= OWN_REFERENCE_CHARS_MAX).then_some(reference)
}

/// The prices of `now` where `now` differs from `before` in nothing else.
fn prices_alone(before: &Product, now: &Product) -> Option<Vec<(String, base::Paisa)>> {
    let mut priced = before.clone();
    for (variant, other) in priced.variants.iter_mut().zip(&now.variants) {
        variant.price = other.price;
    }
    let same = priced == *now && before != now;
    let changed = before.variants.iter().zip(&now.variants).filter(|(before, now)| before.price != now.price);
    same.then(|| changed.map(|(_, now)| (now.sku.clone(), now.price)).collect())
}

/// What is decided of an offer: what happened, what came of it, and where the product stands.
type Decided = (Vec<Box<dyn AnyEvent>>, Outcome, ProductState);

/// Decides what an offer of `product` comes to beside what stands of it, when `lacks` is missing in it.
fn offer(
    deed: &OfferProduct,
    product: &Product,
    before: Option<&ProductStanding>,
    lacks: &[Missing],
) -> Result<Decided, NotSaved> {
    use ProductState as S;
    let number = &product.number;
    let moved = |to: S| happened(ProductMoved { product: number.clone(), to, reason: None });
    let saved = || happened(ProductSaved { product: product.clone() });
    let (mut events, outcome, mut state) = match before {
        None => {
            let reference = reference_of(&deed.reference).unwrap_or_default();
            let referred = ProductReferred { reference, product: number.clone() };
            (vec![saved(), happened(referred)], Outcome::Created, S::Draft)
        }
        Some(before) if before.product == *product => (Vec::new(), Outcome::Unchanged, before.state),
        Some(before) => match (prices_alone(&before.product, product), before.state) {
            (Some(prices), state) => {
                let event = PricesChanged { product: number.clone(), prices };
                (vec![happened(event)], Outcome::Updated, state)
            }
            (None, S::Published) if !deed.recheck => return Err(NotSaved::Shown),
            // It leaves the shelf in any case, and stays a draft when it is not complete any more.
            (None, S::Waiting | S::Published) => (vec![moved(S::Draft), saved()], Outcome::Updated, S::Draft),
            // Sent back: with something changed and nothing missing it may be looked at again.
            (None, S::Returned) if lacks.is_empty() => (vec![saved()], Outcome::Updated, S::Draft),
            (None, state @ (S::Draft | S::Returned | S::Withdrawn)) => (vec![saved()], Outcome::Updated, state),
        },
    };
    if state == S::Draft && lacks.is_empty() {
        events.push(moved(S::Waiting));
        state = S::Waiting;
    }
    Ok((events, outcome, state))
}

impl Deed for OfferProduct {
    const NAME: &'static str = "market.offer_product";
    type Done = Offered;
    type Refusal = NotOffered;

    fn book(&self) -> &str {
        &self.seller
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        let row = |name: &str| vec![self.seller.as_str().into(), name.into()];
        let mut wants: Vec<db::Want> = vec![
            (&REFERENCES, row(&reference_of(&self.reference).unwrap_or_default())),
            (&KINDS, row(&kind_key(&self.kind))),
        ];
        // A product with more kinds is refused: nobody makes the desk fetch thousands of rows for nothing.
        let kinds = self.product.variants.iter().take(VARIANTS_MAX);
        let skus = kinds.filter_map(|variant| super::save_product::sku_of(&variant.sku));
        wants.extend(skus.map(|sku| -> db::Want { (&SKUS, row(&sku)) }));
        wants
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Offered, Stop<NotOffered>> {
        let refused = |why| Err(Stop::Refused(why));
        let saved = |why| Stop::Refused(NotOffered::Saved(why));
        let seller = reading::seller(tx, &self.seller).await?.ok_or_else(|| saved(NotSaved::Seller))?;
        if seller.is_stopped() {
            return Err(saved(NotSaved::Suspended));
        }
        let Some(reference) = reference_of(&self.reference) else { return refused(NotOffered::Reference) };
        let mut product = decide(&self.product).map_err(saved)?;
        let mapped = kind(tx, &self.seller, &self.kind).await?;
        let code = mapped.unwrap_or_else(|| base::text::clean(&self.kind));
        let Some(category) = reading::category(tx, &code).await? else {
            return refused(NotOffered::Kind(self.kind.chars().take(crate::partner::KIND_CHARS_MAX).collect()));
        };
        product.category = code;
        // `#0007` is the product of that number: what was written on its page has no reference of the seller's own.
        let number = match reference.strip_prefix('#') {
            Some(number) => Some(number.to_owned()),
            None => referred(tx, &self.seller, &reference).await?,
        };
        let before = match &number {
            Some(number) => {
                Some(reading::product(tx, &self.seller, number).await?.ok_or_else(|| saved(NotSaved::Unknown))?)
            }
            None => None,
        };
        product.number = match &before {
            Some(before) => before.product.number.clone(),
            None => next_number(tx, &self.seller).await?,
        };
        if let Some(sku) = taken_sku(tx, &self.seller, &product).await? {
            return Err(saved(NotSaved::SkuTwice(sku)));
        }
        let photos = before.as_ref().map_or(0, |before| before.photos);
        let lacks = missing(&product, photos, Some(&category));
        let (events, outcome, state) = offer(self, &product, before.as_ref(), &lacks).map_err(saved)?;
        if !events.is_empty() {
            tx.enter(&self.seller, events).await?;
        }
        let missing = lacks.iter().map(|lack| lack.name().to_owned()).collect();
        Ok(Offered { outcome, product: product.number, state, missing })
    }
}
