//! Pictures that people send: scans and photos, known by their content, made small, rid of everything but the dots.
//!
//! A telephone writes into a photo where it was taken; a file may call itself a picture and be a page with a script. So
//! nothing of a sent file is kept: its dots are read, turned upright, laid on white, made small and written anew as JPEG.
//! What such a file may say of itself otherwise (place, time, device, names, a second file behind it) does not come along.

use crate::upload::SentFile;
use base::Refusal;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// The largest picture that is decoded, in dots: 40 megapixels. Known from the file's head, before anything is decoded.
pub const PICTURE_DOTS_MAX: u64 = 40_000_000;

/// The memory that a picture's dots may take when decoded, in bytes: 4 for each dot.
pub const PICTURE_MEMORY_BYTES_MAX: u64 = 160_000_000;

/// The long side of a kept picture, in dots: a page of A4 at 170 dots an inch, which can be read and printed.
pub const PICTURE_SIDE_MAX: u32 = 2_000;

/// A kept picture's size, in bytes. A picture that is larger at full quality is written again with less.
pub const PICTURE_BYTES_MAX: usize = 600 * 1024;

/// The long side of a thumbnail, in dots.
pub const THUMBNAIL_SIDE_MAX: u32 = 320;

/// Pictures decoded at the same time: each takes a core and up to some hundred MB. The next ones wait.
pub const PICTURES_AT_ONCE_MAX: usize = 2;

/// A size in which a picture is kept beside others: goods are shown small in a list and large on their own page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// The long side in dots, at most.
    pub side: u32,
    /// The file in bytes, at most.
    pub bytes_max: usize,
}

/// The qualities at which a picture of such a size is tried, then parts of its side in a hundred at the last quality.
const SIZE_QUALITIES: [u8; 4] = [80, 65, 50, SIZE_LEAST];
const SIZE_LEAST: u8 = 35;
const SIZE_PERCENTS: [u32; 4] = [70, 50, 35, 20];

/// How a picture is written: long side and JPEG quality. The first that fits `PICTURE_BYTES_MAX` is taken; photos fit at
/// once, only noise comes to the last.
const MANNERS: [(u32, u8); 5] =
    [(PICTURE_SIDE_MAX, 80), (PICTURE_SIDE_MAX, 65), (PICTURE_SIDE_MAX, 50), (1_400, 50), (900, 40)];

/// The quality of a thumbnail.
const THUMBNAIL_QUALITY: u8 = 70;

static AT_ONCE: Semaphore = Semaphore::const_new(PICTURES_AT_ONCE_MAX);

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The picture as JPEG, upright, without anything beside its dots.
    pub jpeg: Vec<u8>,
    /// The same small, as JPEG.
    pub thumbnail: Vec<u8>,
    /// The width of `jpeg` in dots.
    pub width: u32,
    /// The height of `jpeg` in dots.
    pub height: u32,
}

/// Why a file is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPicture {
    /// Its content is neither JPEG, PNG nor WebP, whatever it calls itself.
    Kind,
    /// Its content is a picture of another kind than its name or declared kind says: something is wrong with it.
    Contradicts,
    /// More dots than we decode.
    TooLarge,
    /// It begins like a picture but cannot be read.
    Broken,
}

impl Refusal for NotPicture {
    fn code(&self) -> &'static str {
        match self {
            NotPicture::Kind => "web.picture.kind",
            NotPicture::Contradicts => "web.picture.contradicts",
            NotPicture::TooLarge => "web.picture.too_large",
            NotPicture::Broken => "web.picture.broken",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPicture::TooLarge => {
                let megapixels = PICTURE_DOTS_MAX.checked_div(1_000_000).unwrap_or(0);
                vec![("megapixels", megapixels.to_string())]
            }
            _ => Vec::new(),
        }
    }
}

impl Picture {
    /// The picture in a sent file, decoded off the threads that answer requests.
    ///
    /// # Errors
    /// [`NotPicture`]: also when the content contradicts what the file says of itself.
    pub async fn of(file: &SentFile) -> Result<Picture, NotPicture> {
        apart(file, Picture::read).await
    }

    /// The picture in a sent file in each of these sizes, as JPEG, in their order.
    ///
    /// # Errors
    /// As [`Picture::of`].
    pub async fn sized(file: &SentFile, sizes: &'static [PictureSize]) -> Result<Vec<Vec<u8>>, NotPicture> {
        apart(file, |bytes| Picture::read_sized(bytes, sizes)).await
    }

    /// The picture in these bytes in each of these sizes. A picture that is smaller is not made larger. Handlers use
    /// [`Picture::sized`].
    ///
    /// # Errors
    /// As [`Picture::read`].
    pub fn read_sized(bytes: &[u8], sizes: &[PictureSize]) -> Result<Vec<Vec<u8>>, NotPicture> {
        let largest = sizes.iter().map(|size| size.side).max().unwrap_or(PICTURE_SIDE_MAX);
        let large = within(&decode(bytes, format_of(bytes)?)?, largest);
        sizes.iter().map(|size| in_size(&large, *size)).collect()
    }

    /// The picture in these bytes. Takes up to seconds of a core for the largest: handlers use [`Picture::of`].
    ///
    /// # Errors
    /// Every [`NotPicture`] but [`NotPicture::Contradicts`].
    pub fn read(bytes: &[u8]) -> Result<Picture, NotPicture> {
        let large = within(&decode(bytes, format_of(bytes)?)?, PICTURE_SIDE_MAX);
        let mut kept = None;
        for (side, quality) in MANNERS {
            let picture = within(&large, side);
            let jpeg = written(&picture, quality)?;
            let fits = jpeg.len() <= PICTURE_BYTES_MAX;
            kept = Some((picture, jpeg));
            if fits {
                break;
            }
        }
        let (picture, jpeg) = kept.ok_or(NotPicture::Broken)?;
        let thumbnail = written(&within(&picture, THUMBNAIL_SIDE_MAX), THUMBNAIL_QUALITY)?;
        Ok(Picture { jpeg, thumbnail, width: picture.width(), height: picture.height() })
    }
}

/// Reads a sent file off the threads that answer requests.
async fn apart<T: Send + 'static>(
    file: &SentFile,
    read: impl FnOnce(&[u8]) -> Result<T, NotPicture> + Send + 'static,
) -> Result<T, NotPicture> {
    let format = format_of(&file.bytes)?;
    if contradicts(format, &file.name, &file.kind) {
        return Err(NotPicture::Contradicts);
    }
    let bytes = file.bytes.clone();
    let _place = AT_ONCE.acquire().await;
    // A decoder that panics over a hostile file harms nothing but its own thread.
    tokio::task::spawn_blocking(move || read(&bytes)).await.unwrap_or(Err(NotPicture::Broken))
}

/// The first writing that fits: less quality first, then fewer dots. Only noise comes to the last.
fn in_size(large: &DynamicImage, size: PictureSize) -> Result<Vec<u8>, NotPicture> {
    let picture = within(large, size.side);
    let mut kept = Vec::new();
    for quality in SIZE_QUALITIES {
        kept = written(&picture, quality)?;
        if kept.len() <= size.bytes_max {
            return Ok(kept);
        }
    }
    for percent in SIZE_PERCENTS {
        kept = written(&within(&picture, size.side.saturating_mul(percent) / 100), SIZE_LEAST)?;
        if kept.len() <= size.bytes_max {
            break;
        }
    }
    Ok(kept)
}

/// The kind of picture by its first bytes.
fn format_of(bytes: &[u8]) -> Result<ImageFormat, NotPicture> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(NotPicture::Kind),
    }
}

/// True when the name's ending or the declared kind speaks of something else. Saying nothing is no contradiction.
fn contradicts(format: ImageFormat, name: &str, kind: &str) -> bool {
    let (endings, kinds): (&[&str], &[&str]) = match format {
        ImageFormat::Png => (&["png"], &["image/png", "image/x-png"]),
        ImageFormat::WebP => (&["webp"], &["image/webp"]),
        _ => (&["jpg", "jpeg", "jpe", "jfif"], &["image/jpeg", "image/jpg", "image/pjpeg"]),
    };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    // `নাগরিক সনদ ২.১` has a dot but no ending.
    let is_ending =
        ending.chars().all(|c| c.is_ascii_alphanumeric()) && ending.chars().any(|c| c.is_ascii_alphabetic());
    let silent = matches!(kind.as_str(), "" | "application/octet-stream");
    (is_ending && !endings.contains(&ending.as_str())) || !(silent || kinds.contains(&kind.as_str()))
}

/// The dots, upright and on white.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, NotPicture> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(PICTURE_MEMORY_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let dots = u64::from(width).saturating_mul(u64::from(height));
    if dots > PICTURE_DOTS_MAX || decoder.total_bytes() > PICTURE_MEMORY_BYTES_MAX {
        return Err(NotPicture::TooLarge);
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut upright = DynamicImage::from_decoder(decoder).map_err(broken)?;
    upright.apply_orientation(orientation);
    Ok(on_white(upright))
}

/// What a decoder says: a limit of ours, or a broken file.
#[allow(clippy::needless_pass_by_value)] // as `map_err` hands it over
fn broken(error: image::ImageError) -> NotPicture {
    if matches!(error, image::ImageError::Limits(_)) { NotPicture::TooLarge } else { NotPicture::Broken }
}

/// In three colours; what can be seen through lies on white paper, as JPEG knows no glass.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into();
    }
    let mut seen = picture.into_rgba8();
    for Rgba([red, green, blue, alpha]) in seen.pixels_mut() {
        let opaque = u32::from(*alpha);
        for colour in [red, green, blue] {
            let light = (u32::from(*colour) * opaque + 255 * (255 - opaque)) / 255;
            *colour = u8::try_from(light).unwrap_or(u8::MAX);
        }
    }
    DynamicImage::from(seen).into_rgb8().into()
}

/// The picture with its long side at most so long; a smaller one stays as it is.
fn within(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture.clone();
    }
    // A quick coarse step first: the fine one needs 16 bytes for every dot of a strip as wide as the picture.
    let coarse = side.saturating_mul(2);
    if picture.width().max(picture.height()) > coarse {
        picture.thumbnail(coarse, coarse).resize(side, side, FilterType::Triangle)
    } else {
        picture.resize(side, side, FilterType::Triangle)
    }
}

fn written(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, NotPicture> {
    let mut file = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, quality)).map_err(broken)?;
    Ok(file)
}
