//! A reservation ends.

use crate::events::ReservationEnded;
use crate::stock::ReservationState;
use crate::trade::store::{RESERVATIONS, reservation_on_shelf};
use journal::{Ahead, Deed, Stop, Tx, happened};
use network::Never;
use serde::{Deserialize, Serialize};

/// Ends reservations of one seller: the goods are the buyers', or free again. Many at once, one entry in the seller's book;
/// what ended so before is passed over, so it may be done twice. A sale that does not come about frees what it took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndReservations {
    /// The seller's number, which is its book.
    pub seller: String,
    /// (basket, true when its quote was paid).
    pub baskets: Vec<(String, bool)>,
}

impl Deed for EndReservations {
    const NAME: &'static str = "market.end_reservations";
    /// How many ended.
    type Done = usize;
    type Refusal = Never;

    fn book(&self) -> &str {
        &self.seller
    }

    fn wants(&self, _: &Ahead<'_>) -> Vec<db::Want> {
        let rows = self.baskets.iter();
        rows.map(|(basket, _)| -> db::Want { (&RESERVATIONS, vec![(&self.seller).into(), basket.into()]) }).collect()
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<usize, Stop<Self::Refusal>> {
        let mut events = Vec::new();
        for (basket, sold) in &self.baskets {
            let row = tx.fetch(&RESERVATIONS, vec![(&self.seller).into(), basket.into()]).await?;
            let Some(row) = row else { continue };
            let (_, state) = reservation_on_shelf(&row)?;
            let goes = match state {
                ReservationState::Open => true,
                ReservationState::Sold => !sold,
                ReservationState::Freed => false,
            };
            if goes {
                events.push(happened(ReservationEnded { quote: basket.clone(), sold: *sold }));
            }
        }
        let ended = events.len();
        if ended > 0 {
            tx.enter(&self.seller, events).await?;
        }
        Ok(ended)
    }
}
