//! The legs of an order's money, from the buyer's hand to everybody's account (standards.md, worked example 2).
//!
//! All of it lies in the book of the centre that took the order; only the seller's share goes on to the seller's own book,
//! as two entries that name the order.

use crate::order::OrderStanding;
use base::Paisa;
use ledger::{Account, Leg, VAT_BASIS_POINTS};

/// Legs of these accounts and amounts; those of nothing are left away.
fn legs(list: &[(&str, Paisa)]) -> Option<Vec<Leg>> {
    let moved = list.iter().filter(|(_, poisha)| *poisha != Paisa::ZERO);
    moved.map(|(code, poisha)| Some(Leg { account: Account::new(code)?, poisha: *poisha })).collect()
}

/// The account in which an order's money is kept safe.
pub(crate) fn escrow(order: &str) -> String {
    format!("P:escrow:{order}")
}

/// The programme's account with a provider of wallets.
fn wallet(provider: &str) -> String {
    format!("P:wallet:{provider}")
}

/// A till of the shop.
pub(crate) fn drawer(till: &str) -> String {
    format!("E:drawer:{till}")
}

/// Cash comes into the drawer, and as much of the float into the escrow of the orders: the shop holds no money of the
/// buyer's for a moment.
#[must_use]
pub fn paid_legs(orders: &[(&str, Paisa)], till: &str) -> Option<Vec<Leg>> {
    let total = Paisa::sum(orders.iter().map(|(_, poisha)| *poisha))?;
    let mut all = legs(&[("P:float", total), (&drawer(till), total), ("E:float", total.checked_neg()?)])?;
    for (order, poisha) in orders {
        all.extend(legs(&[(&escrow(order), poisha.checked_neg()?)])?);
    }
    Some(all)
}

/// A wallet paid into the programme's account with this provider, and it lies in the escrow of the orders.
#[must_use]
pub fn wallet_paid_legs(orders: &[(&str, Paisa)], provider: &str) -> Option<Vec<Leg>> {
    let total = Paisa::sum(orders.iter().map(|(_, poisha)| *poisha))?;
    let mut all = legs(&[(&wallet(provider), total)])?;
    for (order, poisha) in orders {
        all.extend(legs(&[(&escrow(order), poisha.checked_neg()?)])?);
    }
    Some(all)
}

/// A wallet paid for nothing: it waits until it goes back.
pub(crate) fn wallet_astray_legs(provider: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&wallet(provider), poisha), ("P:refunds", poisha.checked_neg()?)])
}

/// What waits for a buyer leaves the programme's account for the buyer's wallet.
#[must_use]
pub fn wallet_refund_legs(provider: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[("P:refunds", poisha), (&wallet(provider), poisha.checked_neg()?)])
}

/// What is to be given back leaves the escrow and waits for the buyer.
#[must_use]
pub fn refund_due_legs(order: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&escrow(order), poisha), ("P:refunds", poisha.checked_neg()?)])
}

/// What lies in escrow for faulty goods lies there for those that are sent in their place. Nothing when it cannot be counted.
#[must_use]
pub fn replaced_legs(order: &str, by: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&escrow(order), poisha), (&escrow(by), poisha.checked_neg()?)])
}

/// The buyer has it back in cash: out of the drawer, and the float grows by it.
#[must_use]
pub fn refund_paid_legs(poisha: Paisa, till: &str) -> Option<Vec<Leg>> {
    let less = poisha.checked_neg()?;
    legs(&[("P:refunds", poisha), ("P:float", less), ("E:float", poisha), (&drawer(till), less)])
}

/// Who gets what of an order when it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shares {
    /// The seller's; below nothing when it bears the carrying of what it sent wrongly.
    pub seller: Paisa,
    /// The centre's: its part of the commission.
    pub commission: Paisa,
    /// The centre's: its part of the help fee.
    pub help: Paisa,
    /// The programme's, VAT inside.
    pub programme: Paisa,
    /// The carrier's.
    pub carrier: Paisa,
}

/// Shares what lies in escrow of goods that were carried: what the buyer keeps is shared by the frozen rates; the carrier is
/// paid by the buyer when the buyer's money for it is still there, and by the seller when it was given back. `lies` is what
/// lies in escrow; the shares add up to it exactly. Nothing when it cannot be counted.
#[must_use]
pub fn shares(standing: &OrderStanding, lies: Paisa) -> Option<Shares> {
    let part = &standing.order.part;
    let goods = standing.goods_kept()?;
    let beyond = lies.checked_sub(goods)?;
    // What was not given back pays the carrier first, then the help.
    let carrier = part.delivery;
    let paid_for_it = carrier.min(beyond.max(Paisa::ZERO));
    let help = beyond.checked_sub(paid_for_it)?;
    let mut shares = Shares { carrier, ..Shares::default() };
    for (line, kept) in part.lines.iter().zip(&standing.kept) {
        let (seller, shop, programme) = line.rate.share(line.price_of(*kept)?, Paisa::ZERO)?;
        shares.seller = shares.seller.checked_add(seller)?;
        shares.commission = shares.commission.checked_add(shop)?;
        shares.programme = shares.programme.checked_add(programme)?;
    }
    if help > Paisa::ZERO {
        let (_, shop, programme) = part.lines.first()?.rate.share(Paisa::ZERO, help)?;
        shares.help = shop;
        shares.programme = shares.programme.checked_add(programme)?;
    } else {
        shares.seller = shares.seller.checked_add(help)?;
    }
    shares.seller = shares.seller.checked_sub(carrier.checked_sub(paid_for_it)?)?.checked_sub(part.borne)?;
    shares.carrier = carrier.checked_add(part.borne)?;
    Some(shares)
}

/// Everything leaves the escrow.
#[must_use]
pub fn released_legs(standing: &OrderStanding, lies: Paisa, shares: &Shares) -> Option<Vec<Leg>> {
    let part = &standing.order.part;
    let shop = shares.commission.checked_add(shares.help)?;
    let (income, vat) = shares.programme.inside(VAT_BASIS_POINTS);
    legs(&[
        (&escrow(&standing.order.number), lies),
        (&format!("P:vendor:{}", part.seller), shares.seller.checked_neg()?),
        (&format!("P:courier:{}", part.carrier), shares.carrier.checked_neg()?),
        ("P:float", shop.checked_neg()?),
        ("P:income", income.checked_neg()?),
        ("P:vat", vat.checked_neg()?),
        ("E:float", shop),
        ("E:commission", shares.commission.checked_neg()?),
        ("E:service_income", shares.help.checked_neg()?),
    ])
}

/// The seller's share leaves the centre's book for the seller's.
pub(crate) fn handed_over_legs(seller: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&format!("P:vendor:{seller}"), poisha), (&format!("P:due:{seller}"), poisha.checked_neg()?)])
}

/// It comes into the seller's book: the centre's book owes it, and the seller is owed it.
pub(crate) fn received_legs(seller: &str, centre: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&format!("P:due:{centre}"), poisha), (&format!("P:vendor:{seller}"), poisha.checked_neg()?)])
}

/// A seller's sum leaves its account and is on its way.
pub(crate) fn payout_sent_legs(seller: &str, poisha: Paisa) -> Option<Vec<Leg>> {
    legs(&[(&format!("P:vendor:{seller}"), poisha), ("P:suspense", poisha.checked_neg()?)])
}

/// It arrived, out of the programme's bank; or it came back, from where it was, and the seller is owed it again.
pub(crate) fn payout_ended_legs(seller: &str, poisha: Paisa, (arrived, paid): (bool, bool)) -> Option<Vec<Leg>> {
    let vendor = format!("P:vendor:{seller}");
    let (from, to) = (if arrived { "P:bank" } else { "P:suspense" }, if paid { "P:bank" } else { &vendor });
    legs(&[(from, poisha), (to, poisha.checked_neg()?)])
}
