//! What a transfer would cost and whether it may be asked for: shown before it is, and held to when it is.

use super::limit::{LimitHere, LimitKind, subject_of_provider, subject_of_service};
use super::reading;
use crate::carry::Carrier;
use crate::deeds::request_transfer::{NotRequested, RequestTransfer, Requested, priced};
use crate::receipt::Line;
use crate::service::{AmountRule, Direction, Offer};
use base::Paisa;
use journal::{Envelope, Fault, Stop};
use std::time::Duration;
use web::House;

/// How long whoever asks waits for the provider before the page of the state is shown all the same.
const ANSWER_WAIT_MAX: Duration = Duration::from_millis(2_500);

/// An amount with everything that is paid beside it.
#[derive(Debug, Clone)]
pub(crate) struct Quote {
    /// All amounts.
    pub line: Line,
    /// The rules of the amount.
    pub rule: AmountRule,
    /// The limits that hold here.
    pub limits: Vec<LimitHere>,
}

impl Quote {
    /// Fee and charge together: what the customer is shown, and what is held to.
    pub fn fees(&self) -> Paisa {
        self.line.official.checked_add(self.line.charge()).unwrap_or_default()
    }

    /// What the customer hands over; nothing when they are paid.
    pub fn to_pay(&self) -> Paisa {
        self.line.total().max(Paisa::ZERO)
    }

    /// What the customer is paid out; nothing when they pay.
    pub fn to_pay_out(&self) -> Paisa {
        self.line.total().checked_neg().unwrap_or_default().max(Paisa::ZERO)
    }
}

/// Who asks: the book, the path and the person at the counter.
pub(crate) struct Asker {
    pub book: String,
    pub path: String,
    pub person: String,
}

/// What may still be moved under each kind of limit, the least of them; kinds without a limit are left away.
pub(crate) fn left_of(limits: &[LimitHere]) -> Vec<(LimitKind, Paisa)> {
    let left = |here: &LimitHere, kind| {
        let (max, used) = match kind {
            LimitKind::Each => (here.limit.each_max, Paisa::ZERO),
            LimitKind::Centre => (here.limit.day_max_centre, here.used_centre),
            LimitKind::Person => (here.limit.day_max_person, here.used_person),
        };
        max.map(|max| max.checked_sub(used).unwrap_or_default().max(Paisa::ZERO))
    };
    let kinds = [LimitKind::Each, LimitKind::Person, LimitKind::Centre];
    let least = |kind| Some((kind, limits.iter().filter_map(|here| left(here, kind)).min()?));
    kinds.into_iter().filter_map(least).collect()
}

/// The limits of a service with an amount, as they stand for this person here today.
pub(crate) async fn limits_of(
    house: &House,
    rule: &AmountRule,
    service: &str,
    by: &Asker,
) -> Result<Vec<LimitHere>, Fault> {
    let (book, path, person) = (by.book.clone(), by.path.clone(), by.person.clone());
    let (subjects, day) = ([subject_of_provider(&rule.provider), subject_of_service(service)], house.now().day());
    let read = house.journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move { reading::limits_here(tx, (&book, &path), subjects, day, &person).await })
    });
    read.await
}

/// The amounts of a transfer as it would be asked for now.
///
/// # Errors
/// [`NotRequested`], as the deed would refuse it: another partner, another amount, over a limit.
pub(crate) async fn quote(
    house: &House,
    offer: &Offer,
    (amount, outside): (Paisa, bool),
    by: &Asker,
) -> Result<Quote, Stop<NotRequested>> {
    let (line, rule) = priced(offer, (&by.path, outside), amount, house.now().day()).map_err(Stop::Refused)?;
    if !connected(house, &rule.provider) {
        return Err(Stop::Refused(NotRequested::NotConnected));
    }
    let limits = limits_of(house, &rule, &offer.service.code, by).await?;
    super::limit::decide(amount, &limits).map_err(|over| Stop::Refused(NotRequested::Over(over)))?;
    Ok(Quote { line, rule, limits })
}

/// True when transfers can be carried to this provider from here.
pub(crate) fn connected(house: &House, provider: &str) -> bool {
    house.things.get::<Carrier>().is_some_and(|carrier| carrier.is_connected(provider))
}

/// Enters a request and carries it to its provider. Whoever asks waits a moment for the answer; the carrying itself goes
/// on when they hang up, and what is cut off with the process is found by the next round.
///
/// # Errors
/// [`NotRequested`]; nothing is entered then.
pub(crate) async fn ask_for(
    house: &House,
    by: Envelope,
    rule: Option<&AmountRule>,
    deed: RequestTransfer,
) -> Result<Requested, Stop<NotRequested>> {
    let carrier = house.things.get::<Carrier>().cloned().unwrap_or_default();
    if rule.is_some_and(|rule| !carrier.is_connected(&rule.provider)) {
        return Err(Stop::Refused(NotRequested::NotConnected));
    }
    let (journal, book) = (house.journal.clone(), deed.book.clone());
    let requested = journal.write(by, deed).await?.done;
    let id = requested.id.clone();
    let under_way = tokio::spawn(async move {
        if let Err(stop) = carrier.begin(&journal, &book, &id).await {
            tracing::warn!(?stop, id, "a transfer waits for the next round");
        }
    });
    drop(tokio::time::timeout(ANSWER_WAIT_MAX, under_way).await); // who waits longer sees that it is under way
    Ok(requested)
}

/// True when the customer pays in.
pub(crate) fn pays_in(rule: &AmountRule) -> bool {
    rule.direction == Direction::In
}

#[cfg(test)]
mod tests {
    use super::super::limit::Limit;
    use super::*;

    #[test]
    fn of_several_limits_of_a_kind_the_least_that_is_left_is_told() {
        let here = |each: Option<i64>, centre: Option<i64>, used: i64| LimitHere {
            limit: Limit {
                each_max: each.map(Paisa::new),
                day_max_centre: centre.map(Paisa::new),
                day_max_person: None,
            },
            used_centre: Paisa::new(used),
            used_person: Paisa::ZERO,
        };
        let left = left_of(&[here(Some(900), Some(1_000), 400), here(Some(700), Some(5_000), 6_000)]);
        assert_eq!(left, [(LimitKind::Each, Paisa::new(700)), (LimitKind::Centre, Paisa::ZERO)]);
        assert_eq!(left_of(&[]), []);
    }
}
