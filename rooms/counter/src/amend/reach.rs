//! At how many centres a service can be taken.

use crate::service::Offer;
use base::calendar::BusinessDay;
use journal::{Fault, Tx};
use std::collections::BTreeMap;

/// The areas whose centres are counted (true) and taken off again (false), so that no centre counts twice: those with a
/// tariff on that day, less those where it is closed.
fn areas(offer: &Offer, day: BusinessDay) -> Vec<(&str, bool)> {
    if offer.service.retired {
        return Vec::new();
    }
    let held = offer.tariffs.iter().filter(|tariff| tariff.holds_on(day)).map(|tariff| tariff.path.as_str());
    let closed = outermost(offer.closed.iter().map(String::as_str).collect());
    let mut areas = Vec::new();
    for path in outermost(held.collect()) {
        if closed.iter().any(|closed| path.starts_with(closed)) {
            continue;
        }
        areas.push((path, true));
        areas.extend(closed.iter().filter(|closed| closed.starts_with(path)).map(|closed| (*closed, false)));
    }
    areas
}

/// Those paths that lie in no other.
fn outermost(mut paths: Vec<&str>) -> Vec<&str> {
    paths.sort_unstable();
    let mut kept: Vec<&str> = Vec::new();
    for path in paths {
        if !kept.iter().any(|above| path.starts_with(above)) {
            kept.push(path);
        }
    }
    kept
}

/// How many centres offer it on this day. `counted` keeps the centres of an area for the next service.
pub(crate) async fn centres(
    tx: &mut Tx<'_, '_>,
    offer: &Offer,
    day: BusinessDay,
    counted: &mut BTreeMap<String, i64>,
) -> Result<i64, Fault> {
    let mut sum = 0_i64;
    for (path, more) in areas(offer, day) {
        let count = match counted.get(path) {
            Some(count) => *count,
            None => network::centre_count(tx, path).await?,
        };
        counted.insert(path.to_owned(), count);
        sum = if more { sum.saturating_add(count) } else { sum.saturating_sub(count) };
    }
    Ok(sum)
}

#[cfg(test)]
#[path = "tests/reach.rs"]
mod tests;
