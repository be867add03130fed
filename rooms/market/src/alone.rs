//! Orders that a customer makes alone, at home: the telephone number is the identity, a code by text proves it, and the
//! centre that brought the customer in is still the one that takes the order, keeps the goods and earns its share
//! (facts.md 5.1: a citizen's order from home credits the centre).

use crate::texts::BuyersTold;
use base::calendar::Moment;
use base::mobile::Mobile;
use db::Fault;
use journal::{Keys, code_is, code_of};

/// What a code proves: this telephone, in this time.
const CODE_PURPOSE: &str = "market order alone";
/// What a link proves: that its reader made this quote.
const LINK_PURPOSE: &str = "market quote alone";
/// How long a code is the same, in milliseconds; it holds until the end of the next such time.
const CODE_SLOT_MS: i64 = 300_000;

/// Who an entry names when a customer made it alone.
pub(crate) const CUSTOMER: &str = "customer";

fn slot(now: Moment) -> i64 {
    now.get().div_euclid(CODE_SLOT_MS)
}

fn proved(mobile: &Mobile, slot: i64) -> String {
    format!("{}|{slot}", mobile.e164())
}

/// The code of a telephone now.
#[must_use]
pub fn phone_code(keys: &Keys, mobile: &Mobile, now: Moment) -> String {
    code_of(keys, CODE_PURPOSE, &proved(mobile, slot(now)))
}

/// True for a code that was sent to this telephone in the last five to ten minutes.
pub(crate) fn phone_code_holds(keys: &Keys, mobile: &Mobile, now: Moment, code: &str) -> bool {
    let slots = [slot(now), slot(now).saturating_sub(1)];
    slots.into_iter().any(|slot| code_is(keys, CODE_PURPOSE, &proved(mobile, slot), code))
}

/// The code that stands in the link to a quote.
pub(crate) fn link_code(keys: &Keys, quote: &str) -> String {
    code_of(keys, LINK_PURPOSE, quote)
}

/// True for the code of the link to this quote.
pub(crate) fn link_holds(keys: &Keys, quote: &str, code: &str) -> bool {
    code_is(keys, LINK_PURPOSE, quote, code)
}

/// The text with the code.
#[must_use]
pub fn code_text(code: &str) -> String {
    format!("হাট: অর্ডারের কোড {code}। কাউকে বলবেন না।")
}

/// Texts the code of now; once in its time, however often it is asked for.
pub(crate) fn send_code(keys: &Keys, told: &BuyersTold, mobile: &Mobile, now: Moment) -> Result<(), Fault> {
    let code = phone_code(keys, mobile, now);
    // The key of a text may stand in a log: it tells neither the number nor the code.
    let blind: String = keys.blind("order code", &proved(mobile, slot(now))).chars().take(32).collect();
    (told.0)(mobile, &code_text(&code), &format!("order_code:{blind}")).map_err(Fault::Away)
}
