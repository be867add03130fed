//! Whose book one may open.

use journal::{Fault, NATION};
use web::{House, Trouble, Visitor};

/// A book that this person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenBook {
    /// The book.
    pub book: String,
    /// The path of the place whose permissions count.
    pub path: String,
    /// Its names in Bangla and English; none for the programme's own book, which has a word.
    pub names: Option<(String, String)>,
}

/// The book, when the person holds this permission at its place: a centre's book belongs to the centre's place, the
/// programme's own to the whole country.
///
/// # Errors
/// [`Trouble::NotFound`] for a book that is not there and for one that this person may not know of: the two look alike.
pub(crate) async fn open(house: &House, visitor: &Visitor, permission: &str, book: &str) -> Result<SeenBook, Trouble> {
    let seen = find(house, visitor, book).await?;
    seen.filter(|seen| visitor.may_at(permission, &seen.path)).ok_or(Trouble::NotFound)
}

async fn find(house: &House, visitor: &Visitor, book: &str) -> Result<Option<SeenBook>, Fault> {
    let seen = |path: &str, names| Some(SeenBook { book: book.to_owned(), path: path.to_owned(), names });
    if book == NATION {
        return Ok(seen("/", None));
    }
    // One's own book, which is opened most, needs no look-up.
    if let Some(seat) = visitor.seat.as_ref().filter(|seat| seat.book == book) {
        return Ok(seen(&seat.path, Some((seat.centre_name_bn.clone(), seat.centre_name_en.clone()))));
    }
    let code = book.to_owned();
    let centre = house.journal.read(|tx| Box::pin(async move { network::centre(tx, &code).await })).await?;
    Ok(centre.filter(|centre| centre.book == book).and_then(|centre| {
        let names = (centre.name_bn, centre.name_en);
        seen(&centre.path, Some(names))
    }))
}
