//! Pictures: told by their content, turned, made small, and nothing of the file kept but its dots.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;
use web::{NotPicture, PICTURE_BYTES_MAX, PICTURE_SIDE_MAX, Picture, PictureSize, SentFile, THUMBNAIL_SIDE_MAX};

const PLACE: &[u8] = b"23.8103N 90.4125E"; // stands in the photo's EXIF below

/// A smooth picture, as photos mostly are.
fn photo(width: u32, height: u32) -> RgbImage {
    let light = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([light(x, width), light(y, height), 90]))
}

fn jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    file
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    file
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut file);
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    file
}

/// EXIF of a telephone (TIFF 6.0, EXIF 2.3): the orientation, and a GPS directory whose area information names a place.
fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    let gps_at = 8 + 2 + 2 * 12 + 4_u32;
    let place_at = gps_at + 2 + 12 + 4;
    [
        b"MM\0\x2a\0\0\0\x08\0\x02".as_slice(),
        &entry(0x0112, 3, 1, [high, low, 0, 0]),
        &entry(0x8825, 4, 1, gps_at.to_be_bytes()),
        b"\0\0\0\0\0\x01",
        &entry(0x001c, 7, u32::try_from(PLACE.len()).unwrap(), place_at.to_be_bytes()),
        b"\0\0\0\0",
        PLACE,
    ]
    .concat()
}

fn sent(name: &str, kind: &str, bytes: Vec<u8>) -> SentFile {
    SentFile { field: "scan".to_owned(), name: name.to_owned(), kind: kind.to_owned(), bytes: bytes.into() }
}

fn shown(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// The markers of a JPEG's segments up to its scan (ITU-T T.81, B.1.1.2).
fn segments(bytes: &[u8]) -> Vec<u8> {
    let (mut markers, mut at) = (Vec::new(), 2);
    loop {
        let marker = bytes[at + 1];
        markers.push(marker);
        if marker == 0xda {
            return markers;
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_photo_loses_the_place_where_it_was_taken() {
    let taken = jpeg(&photo(80, 60), Some(exif(1)));
    assert!(holds(&taken, PLACE) && holds(&taken, b"Exif"));
    let kept = Picture::read(&taken).unwrap();
    for file in [&kept.jpeg, &kept.thumbnail] {
        assert!(!holds(file, PLACE) && !holds(file, b"Exif"));
        let mut decoder = ImageReader::new(Cursor::new(file)).with_guessed_format().unwrap().into_decoder().unwrap();
        assert_eq!(decoder.exif_metadata().unwrap(), None);
        let markers = segments(file);
        let only = [0xe0, 0xdb, 0xc0, 0xc4, 0xda]; // JFIF, tables, frame, codes, scan
        assert!(markers.iter().all(|marker| only.contains(marker)), "{markers:x?}");
    }
}

#[test]
fn what_hangs_behind_a_picture_is_cut_off() {
    let mut double = jpeg(&photo(80, 60), None);
    double.extend_from_slice(b"PK\x03\x04<script>alert(1)</script>");
    let kept = Picture::read(&double).unwrap();
    assert!(!holds(&kept.jpeg, b"<script>") && !holds(&kept.jpeg, b"PK\x03\x04"));
    assert!(kept.jpeg.ends_with(b"\xff\xd9"));
}

#[test]
fn a_photo_taken_in_any_direction_comes_out_upright() {
    let [red, green, blue, white] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]];
    let stored = RgbImage::from_fn(48, 32, |x, y| {
        Rgb(match (x < 24, y < 16) {
            (true, true) => red,
            (false, true) => green,
            (true, false) => blue,
            (false, false) => white,
        })
    });
    // By EXIF 2.3, 4.6.4: which visual side the stored 0th row and 0th column are. Top left, top right, bottom left, bottom right.
    let upright = [
        [red, green, blue, white],
        [green, red, white, blue],
        [white, blue, green, red],
        [blue, white, red, green],
        [red, blue, green, white],
        [blue, red, white, green],
        [white, green, blue, red],
        [green, white, red, blue],
    ];
    for (orientation, corners) in (1..).zip(upright) {
        let kept = Picture::read(&jpeg(&stored, Some(exif(orientation)))).unwrap();
        let lies = orientation < 5;
        assert_eq!((kept.width, kept.height), if lies { (48, 32) } else { (32, 48) }, "{orientation}");
        let picture = shown(&kept.jpeg).into_rgb8();
        let (right, bottom) = (kept.width - 5, kept.height - 5);
        for ((x, y), colour) in [(4, 4), (right, 4), (4, bottom), (right, bottom)].into_iter().zip(corners) {
            let Rgb(got) = picture.get_pixel(x, y);
            let far = got.iter().zip(colour).any(|(got, want)| got.abs_diff(want) > 40);
            assert!(!far, "{orientation} at {x} {y}: {got:?}, not {colour:?}");
        }
    }
}

#[test]
fn a_large_picture_is_made_small_and_a_small_one_is_left_as_large_as_it_is() {
    for (width, height, small) in [
        (2_400, 1_200, (2_000, 1_000)),
        (300, 4_200, (143, 2_000)),
        (2_000, 10, (2_000, 10)),
        (7, 5, (7, 5)),
        (1, 1, (1, 1)),
        (4_500, 1, (2_000, 1)),
    ] {
        let kept = Picture::read(&jpeg(&photo(width, height), None)).unwrap();
        assert_eq!((kept.width, kept.height), small);
        let (picture, thumbnail) = (shown(&kept.jpeg), shown(&kept.thumbnail));
        assert_eq!((picture.width(), picture.height()), small);
        assert!(kept.width.max(kept.height) <= PICTURE_SIDE_MAX);
        assert_eq!(thumbnail.width().max(thumbnail.height()), kept.width.max(kept.height).min(THUMBNAIL_SIDE_MAX));
        assert!(kept.jpeg.len() <= PICTURE_BYTES_MAX && kept.thumbnail.len() < 40_000);
    }
}

#[test]
fn even_noise_stays_within_its_bytes() {
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24).try_into().unwrap()
    };
    let picture = RgbImage::from_fn(1_500, 1_100, |_, _| Rgb([noise(), noise(), noise()]));
    let taken = jpeg(&picture, None);
    assert!(taken.len() > 3 * PICTURE_BYTES_MAX, "{}", taken.len());
    let kept = Picture::read(&taken).unwrap();
    assert!(kept.jpeg.len() <= PICTURE_BYTES_MAX, "{}", kept.jpeg.len());
}

#[test]
fn png_and_webp_become_jpeg_with_the_same_look() {
    let picture = photo(64, 48);
    for file in [png(&picture), webp(&picture), jpeg(&picture, None)] {
        let kept = Picture::read(&file).unwrap();
        assert!(kept.jpeg.starts_with(b"\xff\xd8\xff") && kept.thumbnail.starts_with(b"\xff\xd8\xff"));
        let got = shown(&kept.jpeg).into_rgb8();
        let far = got.iter().zip(picture.iter()).filter(|(got, want)| got.abs_diff(**want) > 24).count();
        assert_eq!(far, 0);
    }
}

#[test]
fn a_signature_on_glass_lies_on_white_paper() {
    let ink = RgbaImage::from_fn(40, 40, |x, _| if x < 20 { Rgba([0, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(ink).write_to(&mut file, image::ImageFormat::Png).unwrap();
    let got = shown(&Picture::read(file.get_ref()).unwrap().jpeg).into_luma8();
    assert!(got.get_pixel(5, 20).0[0] < 20 && got.get_pixel(35, 20).0[0] > 235);
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_refused_whatever_it_is_called() {
    let others: [&[u8]; 9] = [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"<!doctype html><script>alert(1)</script>",
        b"PK\x03\x04\x14\0\0\0\x08\0",
        b"%PDF-1.7\n",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"BM\x36\0\0\0",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"MZ\x90\0",
        b"",
    ];
    for bytes in others {
        for (name, kind) in [("scan.png", "image/png"), ("scan.jpg", "image/jpeg"), ("scan", "")] {
            let got = Picture::of(&sent(name, kind, bytes.to_vec())).await;
            assert_eq!(got, Err(NotPicture::Kind), "{name}: {:?}", String::from_utf8_lossy(bytes));
        }
    }
}

#[tokio::test]
async fn a_picture_that_calls_itself_something_else_is_refused() {
    let picture = photo(8, 8);
    for (name, kind, bytes, good) in [
        ("scan.png", "image/png", png(&picture), true),
        ("SCAN.PNG", "", png(&picture), true),
        ("scan", "application/octet-stream", png(&picture), true),
        ("নাগরিক সনদ ২.১", "image/png; x=1", png(&picture), true),
        ("scan.jpeg", "image/jpeg", jpeg(&picture, None), true),
        ("scan.JPG", "image/jpg", jpeg(&picture, None), true),
        ("scan.webp", "image/webp", webp(&picture), true),
        ("scan.jpg", "image/jpeg", png(&picture), false),
        ("scan.jpg", "image/png", png(&picture), false),
        ("scan.png", "image/jpeg", png(&picture), false),
        ("scan.pdf", "application/pdf", jpeg(&picture, None), false),
        ("scan.jpg.exe", "", jpeg(&picture, None), false),
        ("scan", "text/html", jpeg(&picture, None), false),
        ("scan.heic", "image/heic", webp(&picture), false),
    ] {
        let got = Picture::of(&sent(name, kind, bytes)).await;
        assert_eq!(got.map(|_| ()), if good { Ok(()) } else { Err(NotPicture::Contradicts) }, "{name} {kind}");
    }
}

/// A PNG whose head claims these sides; its checksum is right (W3C PNG, annex D).
fn png_claiming(side: u32) -> Vec<u8> {
    let head = [b"IHDR".as_slice(), &side.to_be_bytes(), &side.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let shifted = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    let sum = !head.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| shifted(sum)));
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0d", head.as_slice(), &sum.to_be_bytes(), b"\0\0\0\x08IDATxxxxxxxx"].concat()
}

#[test]
fn a_bomb_is_refused_by_its_head_before_anything_is_decoded() {
    for side in [6_400, 50_000, 2_000_000_000] {
        assert_eq!(Picture::read(&png_claiming(side)), Err(NotPicture::TooLarge), "{side}");
    }
    let mut large = jpeg(&photo(16, 16), None);
    let frame = large.windows(2).position(|pair| pair == b"\xff\xc0").unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(Picture::read(&large), Err(NotPicture::TooLarge), "a JPEG of 65,535 by 65,535");
    let canvas = [b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".as_slice(), &[0xff, 0x3f, 0, 0xff, 0x3f, 0]].concat();
    let claiming = [canvas.as_slice(), b"VP8L\x08\0\0\0\x2f\xff\xff\xff\x0f\0\0\0"].concat();
    let got = Picture::read(&claiming);
    assert!(matches!(got, Err(NotPicture::TooLarge | NotPicture::Broken)), "a WebP of 16,384 by 16,384: {got:?}");
}

#[tokio::test]
async fn a_damaged_picture_is_refused_and_never_brings_the_house_down() {
    for good in [png(&photo(40, 40)), webp(&photo(40, 40))] {
        assert_eq!(Picture::read(&good[..good.len() / 2]), Err(NotPicture::Broken));
    }
    for good in [png(&photo(20, 20)), webp(&photo(20, 20)), jpeg(&photo(20, 20), Some(exif(6)))] {
        for cut in 0..good.len() {
            let _ = Picture::of(&sent("", "", good[..cut].to_vec())).await;
        }
        for at in 0..good.len() {
            let mut hurt = good.clone();
            hurt[at] ^= 0x55;
            let _ = Picture::of(&sent("", "", hurt)).await;
        }
    }
}

#[test]
fn a_picture_in_sizes_fits_each_and_is_never_made_larger() {
    const SIZES: &[PictureSize] = &[
        PictureSize { side: 160, bytes_max: 8 * 1024 },
        PictureSize { side: 480, bytes_max: 40 * 1024 },
        PictureSize { side: 960, bytes_max: 100 * 1024 },
    ];
    // Noise is the hardest to write small.
    let noise = RgbImage::from_fn(1200, 900, |x, y| {
        let grain = x.wrapping_mul(7919) ^ y.wrapping_mul(104_729) ^ (x * y).wrapping_mul(31);
        let [_, a, b, c] = grain.wrapping_mul(2_654_435_761).to_be_bytes();
        Rgb([a, b, c])
    });
    for bytes in [jpeg(&noise, None), jpeg(&photo(1200, 900), Some(exif(6))), png(&photo(1200, 900))] {
        let sizes = Picture::read_sized(&bytes, SIZES).unwrap();
        assert_eq!(sizes.len(), SIZES.len());
        for (file, size) in sizes.iter().zip(SIZES) {
            let picture = shown(file);
            assert!(file.len() <= size.bytes_max, "{} bytes at {}", file.len(), size.side);
            assert!(picture.width().max(picture.height()) <= size.side);
            assert!(!file.windows(PLACE.len()).any(|part| part == PLACE), "no place comes along");
        }
    }
    let small = Picture::read_sized(&png(&photo(120, 90)), SIZES).unwrap();
    assert!(small.iter().all(|file| shown(file).width() == 120), "a small picture stays as it is");
    assert_eq!(Picture::read_sized(b"GIF89a", SIZES).unwrap_err(), NotPicture::Kind);
}
