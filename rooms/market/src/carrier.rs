//! Who brings goods from a seller to a centre, and what that costs.
//!
//! The market owns this small trait and the binary fills it in: the post office when its room stands, until then
//! [`ByRoad`], a carrier of the house's own with a tariff by distance and weight.

use base::Paisa;
use base::calendar::BusinessDay;
use std::sync::Arc;

/// What is to be carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The path of the place where the seller hands it over.
    pub from: String,
    /// The path of the centre.
    pub to: String,
    /// All of it, packed, in grams.
    pub weight_g: i64,
}

/// What a carrier asks and promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carriage {
    /// What it costs.
    pub price: Paisa,
    /// Days from the seller's hand to the centre.
    pub days: i64,
}

/// Whoever carries goods.
pub trait Carrier: Send + Sync {
    /// Its name as it stands in orders and in the courier's account: small letters.
    fn name(&self) -> &'static str;
    /// What carrying this costs and how long it takes; nothing when it cannot be carried.
    fn quote(&self, load: &Load) -> Option<Carriage>;
    /// The most that it carries in one piece, in grams.
    fn piece_g_most(&self) -> i64;
    /// The number under which this order travels.
    fn number(&self, order: &str, day: BusinessDay) -> String;
}

/// The carrier that carries for the market, among the house's things.
#[derive(Clone)]
pub struct HiredCarrier(pub Arc<dyn Carrier>);

/// The most that [`ByRoad`] carries in one piece, in grams.
pub const ROAD_WEIGHT_G_MAX: i64 = 30_000;

/// True when both paths go through the same place so many steps below the country: 1 is the division, 2 the district, 3 the
/// upazila or city.
pub(crate) fn same_place(one: &str, other: &str, step: usize) -> bool {
    let at = |path| network::place::codes_of(path).get(step).map(|code| (*code).to_owned());
    at(one).is_some() && at(one) == at(other)
}

/// What a lot costs to carry that may be too heavy for one box: as many alike as a box holds, box for box, each priced as if
/// it went alone; on the road as long as the slowest. Nothing where one of them is too heavy for a box.
#[must_use]
pub fn in_boxes(carrier: &dyn Carrier, load: &Load, (pieces, each_g): (i64, i64)) -> Option<Carriage> {
    let boxed = |pieces: i64| {
        let weight_g = pieces.checked_mul(each_g)?.max(1);
        carrier.quote(&Load { weight_g, ..load.clone() })
    };
    let holds = (carrier.piece_g_most() / each_g.max(1)).min(pieces);
    if holds < 1 {
        return None;
    }
    let full = boxed(holds)?;
    let of_full = full.price.checked_mul(pieces / holds)?;
    match pieces % holds {
        0 => Some(Carriage { price: of_full, days: full.days }),
        rest => {
            let last = boxed(rest)?;
            Some(Carriage { price: of_full.checked_add(last.price)?, days: full.days.max(last.days) })
        }
    }
}

/// A carrier that goes by road: a price for the first kilogram and one for each kilogram begun after it, by how far it is.
/// The figures are the house's own assumption, near to what couriers of the country ask.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByRoad;

impl Carrier for ByRoad {
    fn name(&self) -> &'static str {
        "road"
    }

    fn quote(&self, load: &Load) -> Option<Carriage> {
        if !(1..=ROAD_WEIGHT_G_MAX).contains(&load.weight_g) {
            return None;
        }
        let (first, more, days) = if same_place(&load.from, &load.to, 3) {
            (40, 10, 2)
        } else if same_place(&load.from, &load.to, 2) {
            (60, 15, 3)
        } else {
            (100, 25, 5)
        };
        let begun = load.weight_g.saturating_add(999) / 1_000;
        let price =
            Paisa::from_taka(more)?.checked_mul(begun.saturating_sub(1))?.checked_add(Paisa::from_taka(first)?)?;
        Some(Carriage { price, days })
    }

    fn piece_g_most(&self) -> i64 {
        ROAD_WEIGHT_G_MAX
    }

    fn number(&self, order: &str, _: BusinessDay) -> String {
        format!("R-{order}")
    }
}
