//! A scan or a photo is added to a case.

use crate::cases::read;
use crate::cases::rules::{AttachmentKind, PICTURES_MAX};
use crate::deeds::cases::move_case::NotMoved;
use crate::events::PictureAttached;
use crate::service::is_default;
use crate::store::CASES;
use base::Refusal;
use journal::{Deed, Fault, Stop, Tx, happened};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Adds a picture to a case. It was made anew from its dots before (see [`web::Picture`]) and is sealed here under the
/// applicant's key, so that erasing the applicant erases it.
///
/// # Refusals
/// See [`NotAttached`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttachPicture {
    /// The centre's book.
    pub book: String,
    /// The case's number.
    pub number: String,
    /// What it shows.
    pub kind: AttachmentKind,
    /// SHA-256 of the picture in hexadecimal: stands for its bytes where the deed is compared with another.
    pub sha256: String,
    /// The centre at whose counter it is done, when the applications of this book are served elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<String>,
    /// The picture, a JPEG.
    #[serde(skip)]
    pub picture: Vec<u8>,
    /// The same, small.
    #[serde(skip)]
    pub thumb: Vec<u8>,
}

impl AttachPicture {
    /// The deed for this picture.
    #[must_use]
    pub fn new(book: &str, number: &str, kind: AttachmentKind, picture: Vec<u8>, thumb: Vec<u8>) -> AttachPicture {
        let hash = Sha256::digest(&picture);
        let sha256 = hash.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        AttachPicture { book: book.to_owned(), number: number.to_owned(), kind, sha256, at: None, picture, thumb }
    }
}

/// Why a picture cannot be added.
#[derive(Debug)]
pub enum NotAttached {
    /// There is no such case.
    Moved(NotMoved),
    /// The case has ended.
    Ended,
    /// It has [`PICTURES_MAX`] pictures already.
    TooMany,
    /// No file was chosen.
    NoFile,
    /// It is a PDF: a page of it can be photographed or saved as a picture.
    Pdf,
}

impl Refusal for NotAttached {
    fn code(&self) -> &'static str {
        match self {
            NotAttached::Moved(refused) => refused.code(),
            NotAttached::Ended => "counter.attach.ended",
            NotAttached::TooMany => "counter.attach.too_many",
            NotAttached::NoFile => "counter.attach.no_file",
            NotAttached::Pdf => "counter.attach.pdf",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotAttached::Moved(refused) => refused.values(),
            NotAttached::TooMany => vec![("max", PICTURES_MAX.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<String> {
        matches!(self, NotAttached::TooMany | NotAttached::NoFile | NotAttached::Pdf).then(|| "picture".to_owned())
    }

    fn status(&self) -> u16 {
        if let NotAttached::Moved(refused) = self { refused.status() } else { 422 }
    }
}

/// The codes of [`NotAttached`] that are its own.
pub(crate) const CODES: &[&str] =
    &["counter.attach.ended", "counter.attach.too_many", "counter.attach.no_file", "counter.attach.pdf"];

impl Deed for AttachPicture {
    const NAME: &'static str = "counter.attach_picture";
    /// Which picture of the case it is, from 1.
    type Done = i64;
    type Refusal = NotAttached;

    fn book(&self) -> &str {
        &self.book
    }

    fn wants(&self, _: &journal::Ahead<'_>) -> Vec<db::Want> {
        vec![(&CASES, vec![(&self.book).into(), (&self.number).into()])]
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64, Stop<NotAttached>> {
        super::may_serve(tx, &self.book, self.at.as_deref()).await.map_err(|stop| stop.map(NotAttached::Moved))?;
        let case = read::held(tx, &self.book, &self.number).await?;
        let case = case.ok_or(Stop::Refused(NotAttached::Moved(NotMoved::Unknown)))?;
        if !case.state.is_pending() {
            return Err(Stop::Refused(NotAttached::Ended));
        }
        if case.attachments >= PICTURES_MAX {
            return Err(Stop::Refused(NotAttached::TooMany));
        }
        let subject = case.subject();
        let picture = tx.seal_bytes(&self.book, &subject, &self.picture).await?;
        let thumb = tx.seal_bytes(&self.book, &subject, &self.thumb).await?;
        let size_bytes = i64::try_from(self.picture.len()).map_err(|error| Fault::Unsound(error.to_string()))?;
        let attachment = case.attachments.saturating_add(1);
        let (number, sha256, kind) = (self.number.clone(), self.sha256.clone(), self.kind);
        let attached =
            PictureAttached { number, attachment, kind, picture, thumb, sha256, size_bytes, at: self.at.clone() };
        tx.enter(&self.book, vec![happened(attached)]).await?;
        Ok(attachment)
    }
}
