//! Money in paisa, the hundredth of a taka. Never a float, never unchecked: what does not fit is `None`.

use crate::number::{self, digits_for};
use crate::{Lang, Refusal};
use serde::{Deserialize, Serialize};

/// An amount in paisa (poisha). Negative amounts are what is owed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Paisa(i64);

/// Paisa in a taka.
const TAKA: i64 = 100;

/// The notes and coins that a till holds, in taka, largest first.
const NOTES: [i64; 10] = [1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

impl Paisa {
    /// No money.
    pub const ZERO: Paisa = Paisa(0);

    /// An amount of so many paisa.
    #[must_use]
    pub const fn new(paisa: i64) -> Self {
        Paisa(paisa)
    }

    /// An amount of whole taka; none when it does not fit.
    #[must_use]
    pub fn from_taka(taka: i64) -> Option<Self> {
        taka.checked_mul(TAKA).map(Paisa)
    }

    /// The amount in paisa.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum; none when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Paisa) -> Option<Self> {
        self.0.checked_add(other.0).map(Paisa)
    }

    /// The difference; none when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Paisa) -> Option<Self> {
        self.0.checked_sub(other.0).map(Paisa)
    }

    /// So many times the amount, such as a quantity; none when it does not fit.
    #[must_use]
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Paisa)
    }

    /// The same amount the other way round; none for the one amount that has no opposite.
    #[must_use]
    pub fn checked_neg(self) -> Option<Self> {
        self.0.checked_neg().map(Paisa)
    }

    /// The sum of many amounts; none when it does not fit.
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Paisa>) -> Option<Self> {
        amounts.into_iter().try_fold(Paisa::ZERO, Paisa::checked_add)
    }

    /// Less than nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Shares the amount by weights so that the shares add up to it exactly and each is within one paisa of its due.
    ///
    /// By the largest remainder: every share is rounded down, and the paisa left over go to those that lost most by it,
    /// the first of equals first. A negative amount is shared as its opposite is, so a reversal undoes a split leg by leg.
    /// None when there is no weight above zero.
    #[must_use]
    pub fn split(self, weights: &[u64]) -> Option<Vec<Paisa>> {
        let whole: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        if whole == 0 {
            return None;
        }
        let amount = u128::from(self.0.unsigned_abs());
        // amount and weight are both below 2^64, so their product is below 2^128.
        let mut shares: Vec<u128> = weights.iter().map(|w| amount * u128::from(*w) / whole).collect();
        let mut by_loss: Vec<(u128, usize)> =
            weights.iter().enumerate().map(|(i, w)| (amount * u128::from(*w) % whole, i)).collect();
        by_loss.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let left = usize::try_from(amount - shares.iter().sum::<u128>()).ok()?;
        for (_, place) in by_loss.into_iter().take(left) {
            *shares.get_mut(place)? += 1;
        }
        shares
            .into_iter()
            .map(|share| {
                let share = i128::try_from(share).ok()?;
                i64::try_from(if self.is_negative() { -share } else { share }).ok().map(Paisa)
            })
            .collect()
    }

    /// Takes apart a price that contains a tax: (net, tax), rate in hundredths of a percent (15 % is 1500).
    ///
    /// The tax is rounded half up to the paisa and the net is the rest, so both always add up to the price (VAT and
    /// Supplementary Duty Act 2012: the tax fraction R / (100 + R)). A refund, being negative, mirrors the sale.
    #[must_use]
    pub fn inside(self, rate_basis_points: u32) -> (Paisa, Paisa) {
        let price = i128::from(self.0.unsigned_abs());
        let rate = i128::from(rate_basis_points);
        let whole = 10_000 + rate;
        let tax = (2 * price * rate + whole) / (2 * whole);
        // |tax| is at most |price|, so neither line can overflow.
        let tax = i64::try_from(if self.is_negative() { -tax } else { tax }).unwrap_or_default();
        (Paisa(self.0.saturating_sub(tax)), Paisa(tax))
    }

    /// Writes the amount with its sign: `৳২৭,৮০,০০,০০০`, `৳1,23,456.50`. Paisa are shown, with two digits, when there are any.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        format!("{}৳{}", self.minus(), self.unsigned(lang))
    }

    /// The same without the taka sign, for columns and fields.
    #[must_use]
    pub fn show_plain(self, lang: Lang) -> String {
        format!("{}{}", self.minus(), self.unsigned(lang))
    }

    fn minus(self) -> &'static str {
        if self.is_negative() { "-" } else { "" }
    }

    fn unsigned(self, lang: Lang) -> String {
        let (taka, paisa) = self.parts();
        let taka = number::group(taka, lang);
        if paisa == 0 { taka } else { format!("{taka}.{}", digits_for(&format!("{paisa:02}"), lang)) }
    }

    /// Whole taka and paisa, both without sign.
    fn parts(self) -> (i64, i64) {
        ((self.0 / TAKA).abs(), (self.0 % TAKA).abs())
    }

    /// The amount in words, as a receipt and a COD label carry it: `এক হাজার দুইশ চল্লিশ টাকা পঞ্চাশ পয়সা মাত্র`,
    /// `One thousand two hundred forty taka and fifty paisa only`.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let (taka, paisa) = self.parts();
        let said = |number| number::words(number, lang);
        match lang {
            Lang::Bn => {
                let minus = if self.is_negative() { "ঋণাত্মক " } else { "" };
                match (taka, paisa) {
                    (_, 0) => format!("{minus}{} টাকা মাত্র", said(taka)),
                    (0, _) => format!("{minus}{} পয়সা মাত্র", said(paisa)),
                    _ => format!("{minus}{} টাকা {} পয়সা মাত্র", said(taka), said(paisa)),
                }
            }
            Lang::En => {
                let minus = if self.is_negative() { "minus " } else { "" };
                capitalised(&match (taka, paisa) {
                    (_, 0) => format!("{minus}{} taka only", said(taka)),
                    (0, _) => format!("{minus}{} paisa only", said(paisa)),
                    _ => format!("{minus}{} taka and {} paisa only", said(taka), said(paisa)),
                })
            }
        }
    }

    /// Reads taka as people type them: Bangla or Latin digits, with or without ৳, commas by lakh or by thousand, at most
    /// two decimals.
    ///
    /// # Errors
    /// Nothing typed; not an amount, or a comma in an odd place; more than two decimals; more than fits.
    pub fn parse(text: &str) -> Result<Paisa, Refused> {
        let latin = number::to_latin_digits(text.trim());
        let (minus_before, rest) = number::split_sign(&latin);
        let rest = rest.trim_start_matches('৳').trim();
        let (minus_after, rest) = number::split_sign(rest);
        if rest.is_empty() {
            return Err(Refused::Empty);
        }
        if minus_before && minus_after {
            return Err(Refused::NotANumber);
        }
        let (whole, decimals) = rest.split_once('.').map_or((rest, None), |(whole, decimals)| (whole, Some(decimals)));
        let whole = match decimals {
            Some(_) if whole.is_empty() => "0".to_owned(), // ".50" is fifty paisa
            _ => number::ungroup(whole).ok_or(Refused::NotANumber)?,
        };
        let paisa = match decimals {
            None => "00".to_owned(),
            Some(decimals) if decimals.is_empty() || !decimals.chars().all(|c| c.is_ascii_digit()) => {
                return Err(Refused::NotANumber);
            }
            Some(decimals) if decimals.len() > 2 => return Err(Refused::Decimals),
            Some(decimals) => format!("{decimals:0<2}"),
        };
        let minus = if minus_before || minus_after { "-" } else { "" };
        format!("{minus}{whole}{paisa}").parse().map(Paisa).map_err(|_| Refused::TooLarge)
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The notes to hand back for this change: (note in taka, how many), largest first. Paisa below a taka are left out,
/// since no coin for them is in use; negative change gives nothing.
#[must_use]
pub fn notes_for(change: Paisa) -> Vec<(i64, i64)> {
    let mut left = change.get().max(0) / TAKA;
    let mut notes = Vec::new();
    for note in NOTES {
        if left >= note {
            notes.push((note, left / note));
            left %= note;
        }
    }
    notes
}

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing was typed.
    #[error("no amount is given")]
    Empty,
    /// Not digits, or a comma in an odd place.
    #[error("this is not an amount in taka")]
    NotANumber,
    /// More than two digits after the point.
    #[error("an amount has at most two decimals")]
    Decimals,
    /// More than 64 bits of paisa.
    #[error("the amount is too large")]
    TooLarge,
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Refused::Empty => "base.money.empty",
            Refused::NotANumber => "base.money.not_a_number",
            Refused::Decimals => "base.money.decimals",
            Refused::TooLarge => "base.money.too_large",
        }
    }
}
