//! What the forms of an order's page ask for, beside the opening of the box.

use super::buy::seat_of;
use super::complaints::DisputeAct;
use super::fields::Fields;
use super::orders::{TILL, order_page};
use super::{fault_of, order_of, refusal_of};
use crate::deeds::hold_order::HoldOrder;
use crate::deeds::move_order::MoveOrder;
use crate::deeds::pay_refund::PayRefund;
use crate::dispute::Desk;
use crate::order::{Mover, OrderStanding, OrderState};
use crate::quoting::send_same_again;
use axum::extract::{Path, State};
use journal::{Envelope, Stop};
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// What a form of the order's page asks for beside the opening of the box.
enum Act {
    Move(MoveOrder),
    /// The same is sent again for what came back.
    Again,
    Refund(PayRefund),
    Hold(HoldOrder),
    Dispute(DisputeAct),
}

fn act_of(said: &Fields, book: &str, standing: &OrderStanding) -> Option<Act> {
    use OrderState as S;
    // The centre acts on a complaint and passes it on; it never ends one.
    if matches!(said.text("do"), "act" | "pass") {
        return DisputeAct::of(said, (book, &standing.order.number), Desk::Centre).map(Act::Dispute);
    }
    let (book, order) = (book.to_owned(), standing.order.number.clone());
    let expects = S::of_name(said.text("expects"))?;
    let step = |mover: Mover, to: S| {
        Act::Move(MoveOrder {
            book: book.clone(),
            order: order.clone(),
            mover,
            expects,
            to,
            reason: said.text("reason").to_owned(),
            tracking: String::new(),
            back: Vec::new(),
            again: said.text("wants") == "again",
        })
    };
    Some(match said.text("do") {
        "arrive" => step(Mover::Carrier, S::ArrivedAtCentre),
        "cancel" => step(Mover::Counter, S::CancelledByCustomer),
        "return" => step(Mover::Counter, S::ReturnRequested),
        "replace" => Act::Again,
        "receive" => step(Mover::Counter, S::ReturnReceived),
        "refund" => Act::Refund(PayRefund { book, till: TILL.to_owned(), order, poisha: standing.refund_due }),
        "complain" => Act::Hold(HoldOrder { book, order, holds: true, words: said.text("words").to_owned() }),
        _ => return None,
    })
}

/// `POST /market/orders/{order}`: it arrived, was cancelled, comes back, its money is given back, its buyer complains.
pub(super) async fn act(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(number): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let book = seat_of(&visitor)?.book.clone();
    let standing = order_of(&house, &book, &number).await?;
    let said = Fields(fields);
    let act = act_of(&said, &book, &standing).ok_or(Trouble::NotFound)?;
    let envelope = Envelope::new(&visitor.person, said.text("form_id"));
    let refusal = match act {
        Act::Move(deed) => refusal_of(house.journal.write(envelope, deed).await)?,
        Act::Again => {
            let again = (book.as_str(), &standing, said.text("form_id"));
            let carrier = super::carrier(&house)?;
            match send_same_again(&house.journal, carrier.0.as_ref(), &visitor.person, again).await {
                Ok(number) => return Ok(web::see_other(&format!("/market/orders/{number}"))),
                Err(Stop::Refused(refusal)) => Some(refusal),
                Err(Stop::Fault(fault)) => return Err(fault.into()),
                Err(Stop::KeyReused) => return Err(Trouble::NotFound),
            }
        }
        Act::Refund(deed) => refusal_of(house.journal.write(envelope, deed).await)?,
        Act::Hold(deed) => refusal_of(house.journal.write(envelope, deed).await)?,
        Act::Dispute(act) => act.done(&house, envelope).await?,
    };
    match refusal {
        None => Ok(web::see_other(&format!("/market/orders/{number}"))),
        Some(refusal) => {
            // Somebody may have moved it meanwhile: it is shown as it stands now.
            let standing = order_of(&house, &book, &number).await?;
            let mut page = order_page(&house, frame, &book, &standing).await?;
            page.faults = fault_of(&page.frame, refusal.as_ref());
            web::page_refused(&page, refusal.as_ref())
        }
    }
}
