//! Posted files: a form that carries scans or photos, read whole, within limits, before its handler sees anything.
//!
//! The gate reads such a form only for a route that says [`Route::taking_files`](crate::Route::taking_files), checks its
//! token as that of every other form, and hands the rest on as an [`Upload`]. What a file says of itself (name, kind) is
//! the sender's word and nothing more: [`Picture`](crate::Picture) looks at its bytes.

use crate::form::{RawForm, announced, next_chunk};
use crate::house::House;
use crate::limits::{
    FILE_BYTES_MAX, FILES_MAX, FORM_BYTES_MAX, UPLOAD_BYTES_MAX, UPLOAD_DRAINED_BYTES_MAX, UPLOAD_FIELDS_MAX,
    UPLOADS_AT_ONCE_KIB_MAX,
};
use crate::refusals::KitRefusal;
use crate::trouble::Trouble;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A posted form with its files. A form without files, posted the usual way, is one as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// The text fields as pairs, in order; `csrf` is never among them.
    pub fields: Vec<(String, String)>,
    /// The files that were chosen, in order. A file input left empty is none.
    pub files: Vec<SentFile>,
}

/// A file as it was sent: everything but its bytes is only what the sender says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    /// The form field.
    pub field: String,
    /// The file's name, without folders; may be empty.
    pub name: String,
    /// The declared kind of content, such as `image/jpeg`; may be empty.
    pub kind: String,
    /// The content, at most `FILE_BYTES_MAX`.
    pub bytes: Bytes,
}

impl Upload {
    /// The text of a field; empty when the form does not have it, as an input left empty would be.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.fields.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text)
    }

    /// The first file of a field, if one was chosen.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&SentFile> {
        self.files.iter().find(|file| file.field == field)
    }

    /// The files of a field.
    pub fn files_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a SentFile> {
        self.files.iter().filter(move |file| file.field == field)
    }

    /// Takes the values of a field out of the fields and gives the last.
    pub(crate) fn take(&mut self, field: &str) -> Option<String> {
        self.fields.extract_if(.., |(name, _)| name == field).last().map(|(_, text)| text)
    }

    /// Takes one part of the form in.
    async fn receive(&mut self, mut part: Field<'_>, text_bytes: &mut usize) -> Result<(), KitRefusal> {
        let name = part.name().ok_or_else(|| malformed("a part of the form has no name"))?.to_owned();
        let file = part.file_name().map(bare_name);
        let kind = part.content_type().unwrap_or("").to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| malformed(&error.body_text()))? {
            bytes.extend_from_slice(&chunk);
        }
        if let Some(file) = file {
            if bytes.len() > FILE_BYTES_MAX {
                return Err(too_large());
            }
            if !(file.is_empty() && bytes.is_empty()) {
                self.files.push(SentFile { field: name, name: file, kind, bytes: bytes.into() });
            }
        } else {
            *text_bytes = text_bytes.saturating_add(bytes.len());
            if *text_bytes > FORM_BYTES_MAX {
                return Err(KitRefusal::BodyTooLarge { max_kib: FORM_BYTES_MAX.checked_div(1024).unwrap_or(0) });
            }
            let text = String::from_utf8(bytes).map_err(|_| malformed("a field is not UTF-8"))?;
            if text.contains('\0') {
                return Err(malformed("a field holds the sign U+0000"));
            }
            self.fields.push((name, text));
        }
        if self.files.len() > FILES_MAX || self.fields.len() > UPLOAD_FIELDS_MAX {
            return Err(KitRefusal::TooManyParts { files_max: FILES_MAX, fields_max: UPLOAD_FIELDS_MAX });
        }
        Ok(())
    }
}

impl FromRequest<House> for Upload {
    type Rejection = Trouble;

    async fn from_request(mut request: Request, house: &House) -> Result<Upload, Trouble> {
        if let Some(upload) = request.extensions_mut().remove::<Upload>() {
            return Ok(upload);
        }
        let RawForm(fields) = RawForm::from_request(request, house).await?;
        Ok(Upload { fields, files: Vec::new() })
    }
}

/// Memory for forms with files, shared by all routes that take them: their bytes lie whole in memory, so their sum has a
/// limit.
#[derive(Clone)]
pub(crate) struct Uploads(Arc<Semaphore>);

impl Uploads {
    pub(crate) fn new() -> Uploads {
        Uploads(Arc::new(Semaphore::new(UPLOADS_AT_ONCE_KIB_MAX)))
    }

    /// Reads a form with its files, token included. The permit stands for its memory and is kept until the answer is made.
    ///
    /// # Errors
    /// [`KitRefusal::Overrun`] when too many are on their way, else what is wrong with this one.
    pub(crate) async fn read(
        &self,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<(Upload, OwnedSemaphorePermit), KitRefusal> {
        let length = announced(headers).unwrap_or(UPLOAD_BYTES_MAX).min(UPLOAD_BYTES_MAX);
        let kib = u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX);
        let permit = self.0.clone().try_acquire_many_owned(kib).map_err(|_| KitRefusal::Overrun)?;
        let bytes = read_whole(headers, body).await?;
        Ok((parts_of(headers, bytes).await?, permit))
    }
}

/// True for a body that is a form with files.
pub(crate) fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
    kind.is_some_and(|kind| kind.starts_with(b"multipart/form-data"))
}

/// The whole body. What is beyond the limit is read on and thrown away, up to a second limit: a browser that is cut off
/// in the middle of sending shows "connection reset" and not our words.
async fn read_whole(headers: &HeaderMap, mut body: Body) -> Result<Vec<u8>, KitRefusal> {
    if announced(headers).is_some_and(|length| length > UPLOAD_DRAINED_BYTES_MAX) {
        return Err(too_large());
    }
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(data) = next_chunk(&mut body).await {
        let data = data.map_err(|_| malformed("the form broke off"))?;
        length = length.saturating_add(data.len());
        if length <= UPLOAD_BYTES_MAX {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
        }
        if length > UPLOAD_DRAINED_BYTES_MAX {
            break;
        }
    }
    if length > UPLOAD_BYTES_MAX { Err(too_large()) } else { Ok(bytes) }
}

/// The parts of a whole body.
async fn parts_of(headers: &HeaderMap, bytes: Vec<u8>) -> Result<Upload, KitRefusal> {
    let mut request = Request::new(Body::from(bytes));
    request.headers_mut().extend(headers.get(CONTENT_TYPE).map(|kind| (CONTENT_TYPE, kind.clone())));
    DefaultBodyLimit::disable().apply(&mut request); // the bytes are here and counted
    let unread = |error: axum::extract::multipart::MultipartRejection| malformed(&error.body_text());
    let mut parts = Multipart::from_request(request, &()).await.map_err(unread)?;
    let (mut upload, mut text_bytes) = (Upload::default(), 0);
    while let Some(part) = parts.next_field().await.map_err(|error| malformed(&error.body_text()))? {
        upload.receive(part, &mut text_bytes).await?;
    }
    Ok(upload)
}

/// A file's name without the folders that some browsers send along.
fn bare_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or("").to_owned()
}

fn too_large() -> KitRefusal {
    KitRefusal::FileTooLarge { max_mib: FILE_BYTES_MAX.checked_div(1024 * 1024).unwrap_or(0) }
}

fn malformed(reason: &str) -> KitRefusal {
    KitRefusal::BodyMalformed { reason: reason.to_owned() }
}
