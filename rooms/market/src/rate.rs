//! What the programme and the selling centre keep of a price: rates by category, seller and day (facts.md 5.5).

use crate::category::is_within;
use base::Paisa;
use base::calendar::BusinessDay;
use serde::{Deserialize, Serialize};

/// The whole, in hundredths of a percent.
pub const WHOLE_BP: i64 = 10_000;
/// Rates that are kept of one subject, at most.
pub const RATES_PER_SUBJECT_MAX: usize = 60;

/// A rate, in hundredths of a percent, VAT of the programme's parts inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The first day on which it holds.
    pub from: BusinessDay,
    /// Of the price of the goods, to the programme.
    pub programme_bp: i64,
    /// Of the price of the goods, to the centre that sold.
    pub shop_bp: i64,
    /// Of the help fee, to the programme; the centre has the rest.
    pub help_bp: i64,
}

impl Rate {
    /// What holds where nobody set anything: nothing is kept of the goods, and a fifth of the help fee (standards.md,
    /// worked example 2, without its commission).
    #[must_use]
    pub fn none(from: BusinessDay) -> Rate {
        Rate { from, programme_bp: 0, shop_bp: 0, help_bp: 2_000 }
    }

    /// True when no part is below nothing and the parts of one whole do not exceed it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let part = |bp: i64| (0..=WHOLE_BP).contains(&bp);
        let goods = self.programme_bp.saturating_add(self.shop_bp);
        part(self.programme_bp) && part(self.shop_bp) && part(self.help_bp) && goods <= WHOLE_BP
    }

    /// Shares the price of goods and a help fee: (seller, centre, programme). Exact to the poisha, by the largest
    /// remainder. Nothing for a rate that is not sound.
    #[must_use]
    pub fn share(&self, goods: Paisa, help: Paisa) -> Option<(Paisa, Paisa, Paisa)> {
        let parts = |amount: Paisa, weights: [i64; 3]| -> Option<[Paisa; 3]> {
            let weights: Vec<u64> = weights.iter().map(|bp| u64::try_from(*bp).ok()).collect::<Option<_>>()?;
            amount.split(&weights)?.try_into().ok()
        };
        if !self.is_sound() {
            return None;
        }
        let kept = self.programme_bp.checked_add(self.shop_bp)?;
        let [seller, shop, programme] = parts(goods, [WHOLE_BP.checked_sub(kept)?, self.shop_bp, self.programme_bp])?;
        let [_, help_shop, help_programme] = parts(help, [0, WHOLE_BP.checked_sub(self.help_bp)?, self.help_bp])?;
        Some((seller, shop.checked_add(help_shop)?, programme.checked_add(help_programme)?))
    }
}

/// For whom a rate is: a seller, a category with all below it, both, or everything (both empty).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// A seller's number, or empty.
    pub seller: String,
    /// A category's code, or empty.
    pub category: String,
}

impl Subject {
    /// As the key of a row.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}/{}", self.seller, self.category)
    }

    /// The subjects that may speak for a product, who says more of it first: this seller's category, then the whole
    /// seller, then the category from its own code upwards, then everything.
    #[must_use]
    pub fn of(seller: &str, category: &str) -> Vec<Subject> {
        let mut steps: Vec<String> = Vec::new();
        let mut code = category;
        while !code.is_empty() {
            steps.push(code.to_owned());
            code = code.rsplit_once('.').map_or("", |(above, _)| above);
        }
        let of_seller = steps.iter().map(|step| Subject { seller: seller.to_owned(), category: step.clone() });
        let whole = Subject { seller: seller.to_owned(), category: String::new() };
        let of_all = steps.iter().map(|step| Subject { seller: String::new(), category: step.clone() });
        let all = Subject { seller: String::new(), category: String::new() };
        of_seller.chain([whole]).chain(of_all).chain([all]).collect()
    }

    /// True when it speaks for a product of this seller and category.
    #[must_use]
    pub fn speaks_for(&self, seller: &str, category: &str) -> bool {
        (self.seller.is_empty() || self.seller == seller)
            && (self.category.is_empty() || is_within(category, &self.category))
    }
}

/// The rate that holds on a day among those of one subject: the one that began last.
#[must_use]
pub fn rate_on(rates: &[Rate], day: BusinessDay) -> Option<&Rate> {
    rates.iter().filter(|rate| rate.from <= day).max_by_key(|rate| rate.from)
}
