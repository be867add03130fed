//! QR codes as SVG, read by zbarimg from a PDF that shows them.

use serde_json::json;

use crate::sample::CHECK;
use crate::tool;

#[test]
fn the_svg_is_one_small_path_with_a_quiet_zone_and_a_title() {
    let svg = print::qr_svg("a<b>&c").unwrap();
    assert!(svg.contains("<title>a&lt;b&gt;&amp;c</title>"), "{svg}");
    // Version 1 has 21 modules, and four white ones on each side.
    assert!(svg.contains("viewBox=\"0 0 29 29\"") && svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
    assert!(print::qr_svg(CHECK).unwrap().len() < 6_000);
}

#[test]
fn every_version_that_fits_is_read_back() {
    for length in [1, 20, 60, 120, 300] {
        let text: String = ('A'..='Z').chain('a'..='z').cycle().take(length).collect();
        let source = "#let data = json(\"data.json\")\n#set page(width: 60mm, height: 60mm, margin: 2mm)\n\
                      #image(bytes(data.qr), format: \"svg\", width: 56mm)";
        let pdf = print::page::pdf(source, &json!({"qr": print::qr_svg(&text).unwrap()})).unwrap();
        let pdf = tool::keep(&format!("code-{length}.pdf"), &pdf);
        if let Some(read) = tool::first_page(&pdf).and_then(|picture| tool::codes_in(&picture)) {
            assert_eq!(read.trim(), text);
        }
    }
}

#[test]
fn a_text_beyond_the_limit_is_refused() {
    assert_eq!(print::qr_svg(&"ক".repeat(101)).unwrap_err().code(), "print.code.too_long");
}
