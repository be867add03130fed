//! Pages with pictures: shown by their numbers, and nothing else is ever read.

use print::PrintFault;
use print::page::{PICTURES_BYTES_MAX, pdf, pdf_with};
use serde_json::json;
use std::io::Cursor;

const SHOWS: &str = "#let data = json(\"data.json\")\n#data.words\n#image(\"picture-0.jpg\", width: 20mm)";

fn jpeg() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([u8::try_from(x).unwrap(), u8::try_from(y).unwrap(), 90]));
    let mut file = Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

#[test]
fn a_picture_stands_on_the_page_and_the_same_gives_the_same_bytes() {
    let data = json!({ "words": "ছবি" });
    let once = pdf_with(SHOWS, &data, &[jpeg()]).unwrap();
    assert!(once.starts_with(b"%PDF"));
    assert!(once.len() > jpeg().len(), "the picture is in it");
    assert_eq!(once, pdf_with(SHOWS, &data, &[jpeg()]).unwrap());
}

#[test]
fn a_picture_that_was_not_handed_in_is_not_there() {
    let data = json!({ "words": "" });
    assert!(matches!(pdf(SHOWS, &data), Err(PrintFault::Page(_))));
    for name in ["picture-1.jpg", "picture-x.jpg", "../picture-0.jpg", "picture-0.png", "Cargo.toml"] {
        let source = SHOWS.replace("picture-0.jpg", name);
        assert!(matches!(pdf_with(&source, &data, &[jpeg()]), Err(PrintFault::Page(_))), "{name}");
    }
}

#[test]
fn what_is_no_picture_or_too_much_is_told() {
    let data = json!({ "words": "" });
    assert!(matches!(pdf_with(SHOWS, &data, &[b"no picture".to_vec()]), Err(PrintFault::Page(_))));
    let much = vec![vec![0; PICTURES_BYTES_MAX / 2], vec![0; PICTURES_BYTES_MAX]];
    let fault = pdf_with(SHOWS, &data, &much).unwrap_err();
    assert_eq!(fault.code(), "print.page.too_long");
}
