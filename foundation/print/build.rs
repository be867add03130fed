//! Finds the four Noto fonts that the binary carries, so that a slip and a page look the same on every machine. The
//! fonts are not kept in the tree: Debian's `fonts-noto-core` (SIL Open Font License) brings them.

use std::path::Path;

/// What is embedded: upright and bold, for Bangla and for Latin.
const FONTS: [&str; 4] =
    ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansBengali-Regular.ttf", "NotoSansBengali-Bold.ttf"];

/// Where Debian and Ubuntu put them.
const USUAL_PLACE: &str = "/usr/share/fonts/truetype/noto";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=HAAT_FONTS");
    let place = std::env::var("HAAT_FONTS").unwrap_or_else(|_| USUAL_PLACE.to_owned());
    for font in FONTS {
        let path = Path::new(&place).join(font);
        if path.is_file() {
            println!("cargo::rerun-if-changed={}", path.display());
        } else {
            println!(
                "cargo::error={} is missing. Install the Noto fonts (Debian: apt-get install fonts-noto-core), \
                 or name the folder that holds them in HAAT_FONTS.",
                path.display()
            );
        }
    }
    println!("cargo::rustc-env=PRINT_FONTS={place}");
}
