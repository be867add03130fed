//! The figures of the market: what an order gives to the sums of the month in which it was placed. Pure: the sums are
//! those of where every order stands, so that none of them can drift from its rows.

pub(crate) mod map;
pub(crate) mod read;
pub(crate) mod store;

use crate::order::{OrderStanding, OrderState};
use base::Paisa;
use base::calendar::BusinessDay;
use network::person::Sex;
use network::place::codes_of;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// Orders that were placed, at the price of their goods.
    Placed,
    /// Orders that arrived and of which something stays with its buyer, at the price of that: the turnover.
    Sold,
    /// The same by the district of the centre that took the order.
    To,
    /// The same by the district of the seller.
    From,
    /// The same by category.
    Category,
    /// Pieces that stay with their buyers, by goods.
    Goods,
    /// The turnover by seller.
    Seller,
    /// The turnover of women who make what they sell, by seller.
    Woman,
    /// Orders that arrived, by days from the order.
    Days,
    /// Orders that arrived by the promised day.
    InTime,
    /// Orders that arrived and of which something did not stay, at the price of that.
    Back,
    /// Orders that never arrived and will not, at the price of their goods.
    Failed,
    /// What centres earned by orders that are over.
    Shop,
}

impl FactKind {
    /// All of them.
    pub const ALL: [FactKind; 13] = [
        FactKind::Placed,
        FactKind::Sold,
        FactKind::To,
        FactKind::From,
        FactKind::Category,
        FactKind::Goods,
        FactKind::Seller,
        FactKind::Woman,
        FactKind::Days,
        FactKind::InTime,
        FactKind::Back,
        FactKind::Failed,
        FactKind::Shop,
    ];

    /// As it is stored, and as words are keyed by it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FactKind::Placed => "placed",
            FactKind::Sold => "sold",
            FactKind::To => "to",
            FactKind::From => "from",
            FactKind::Category => "category",
            FactKind::Goods => "goods",
            FactKind::Seller => "seller",
            FactKind::Woman => "woman",
            FactKind::Days => "days",
            FactKind::InTime => "in_time",
            FactKind::Back => "back",
            FactKind::Failed => "failed",
            FactKind::Shop => "shop",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<FactKind> {
        FactKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One sum, or what one order gives to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is counted.
    pub kind: FactKind,
    /// Of what: a district, a category, a seller; empty where there is one sum only.
    pub what: String,
    /// How many: orders, or pieces of goods.
    pub orders: i64,
    /// How much.
    pub poisha: Paisa,
}

/// `2026-11`.
#[must_use]
pub fn fact_month(day: BusinessDay) -> String {
    day.to_string().chars().take(7).collect()
}

/// The first day of the month of this name and of the one after it; none for any other text.
#[must_use]
pub fn month_days(month: &str) -> Option<(BusinessDay, BusinessDay)> {
    let first = BusinessDay::parse(&format!("{month}-01")).ok().filter(|first| fact_month(*first) == month)?;
    let after = BusinessDay::parse(&format!("{}-01", fact_month(first.add_days(31)))).ok()?;
    Some((first, after))
}

/// Where a district's code stands in a path: below the country and its division.
const DISTRICT_STEP: usize = 2;

fn district(path: &str) -> Option<String> {
    codes_of(path).get(DISTRICT_STEP).map(|code| (*code).to_owned())
}

/// What an order gives to the sums of its month. What is only promised counts as placed and as nothing else: one row at the
/// moment of buying, when many wait, and the others when the goods arrive.
#[must_use]
pub fn facts_of(standing: &OrderStanding) -> Vec<Fact> {
    let part = &standing.order.part;
    let mut facts = Vec::new();
    let mut give = |kind: FactKind, what: &str, orders: i64, poisha: Paisa| {
        facts.push(Fact { kind, what: what.to_owned(), orders, poisha });
    };
    let kept = standing.goods_kept().unwrap_or_default();
    let sold = if standing.arrived.is_some() { kept } else { Paisa::ZERO };
    // What is sent in place of faulty goods was bought once, and fails once at the most.
    let bought = standing.order.replaces.is_none();
    if bought {
        give(FactKind::Placed, "", 1, part.goods);
    }
    if sold > Paisa::ZERO {
        for kind in [FactKind::Sold, FactKind::To, FactKind::From, FactKind::Seller, FactKind::Woman] {
            let what = match kind {
                FactKind::To => district(&part.to),
                FactKind::From => district(&part.from),
                FactKind::Seller => Some(part.seller.clone()),
                FactKind::Woman => (part.sex == Some(Sex::Woman)).then(|| part.seller.clone()),
                _ => Some(String::new()),
            };
            if let Some(what) = what {
                give(kind, &what, 1, sold);
            }
        }
        for (line, kept) in part.lines.iter().zip(&standing.kept).filter(|(_, kept)| **kept > 0) {
            let price = line.price_of(*kept).unwrap_or_default();
            give(FactKind::Goods, &format!("{}-{}", part.seller, line.product), *kept, price);
            give(FactKind::Category, &line.category, 1, price);
        }
    }
    let away = part.goods.checked_sub(kept).unwrap_or_default();
    match standing.arrived {
        Some(arrived) => {
            let days = arrived.day().days_since(standing.order.day).max(0);
            give(FactKind::Days, &format!("{days:03}"), 1, Paisa::ZERO);
            if arrived.day() <= part.promised {
                give(FactKind::InTime, "", 1, Paisa::ZERO);
            }
            if away > Paisa::ZERO {
                give(FactKind::Back, "", 1, away);
            }
        }
        None if bought && away > Paisa::ZERO => give(FactKind::Failed, "", 1, away),
        None => {}
    }
    if standing.state == OrderState::Closed {
        give(FactKind::Shop, "", 1, standing.earned);
    }
    facts
}

/// What changes in the sums of its month when an order comes to stand otherwise.
#[must_use]
pub fn fact_changes(before: Option<&OrderStanding>, after: &OrderStanding) -> Vec<Fact> {
    let mut changes: Vec<Fact> = Vec::new();
    let taken = before.map(facts_of).unwrap_or_default().into_iter().map(|fact| Fact {
        orders: fact.orders.saturating_neg(),
        poisha: fact.poisha.checked_neg().unwrap_or_default(),
        ..fact
    });
    for fact in taken.chain(facts_of(after)) {
        match changes.iter_mut().find(|one| one.kind == fact.kind && one.what == fact.what) {
            Some(one) => {
                one.orders = one.orders.saturating_add(fact.orders);
                one.poisha = one.poisha.checked_add(fact.poisha).unwrap_or_default();
            }
            None => changes.push(fact),
        }
    }
    changes.retain(|fact| fact.orders != 0 || fact.poisha != Paisa::ZERO);
    changes
}

/// The day within which so many in a hundred of these were there: (days, how many), by days.
#[must_use]
pub fn within(days: &[(i64, i64)], percent: i64) -> Option<i64> {
    let all = days.iter().fold(0_i64, |sum, (_, count)| sum.saturating_add(*count));
    let mut passed = 0_i64;
    for (day, count) in days {
        passed = passed.saturating_add(*count);
        if passed > 0 && passed.saturating_mul(100) >= all.saturating_mul(percent) {
            return Some(*day);
        }
    }
    None
}
