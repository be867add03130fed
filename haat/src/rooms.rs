//! The list of rooms. A thing that is not in it does not exist.

/// All rooms, from the ground up.
#[must_use]
pub fn rooms() -> Vec<web::Room> {
    vec![network::room(), ledger::room(), counter::room(), market::room()]
}
