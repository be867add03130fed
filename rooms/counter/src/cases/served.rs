//! Where the applications of a centre are served: at another one while its own counter is closed.

use journal::Fault;
use network::Stopped;
use web::{House, Visitor};

/// What may be done with the applications of another centre that are served here: to see them, and to go on with them.
const ROUTED: [&str; 2] = ["receipt.view", "case.handle"];

/// The visitor's own centre, when the applications of this book are served there and they may do this at its counter.
pub(crate) async fn served_by(
    house: &House,
    visitor: &Visitor,
    permission: &str,
    book: &str,
) -> Result<Option<String>, Fault> {
    let sits = |path: &str| ROUTED.contains(&permission) && visitor.may_at(permission, path);
    let Some(seat) = visitor.seat.as_ref().filter(|seat| seat.book != book && sits(&seat.path)) else {
        return Ok(None);
    };
    let book = book.to_owned();
    let at = house.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::served_at(tx, &book).await }));
    Ok(at.await?.filter(|at| *at == seat.centre))
}

/// How it stands with the centre of this book; none when it serves as ever.
pub(crate) async fn stopped(house: &House, book: &str) -> Result<Option<Stopped>, Fault> {
    let book = book.to_owned();
    let read = house.journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            match network::centre(tx, &book).await? {
                Some(centre) => network::stopped(tx, centre).await,
                None => Ok(None),
            }
        })
    });
    read.await
}
