//! The fonts in the binary. Noto Sans Bengali carries Bangla letters and digits, the taka sign (৳, U+09F3), Latin digits
//! and most marks; it has no Latin letters, which come from Noto Sans. Digits of both scripts have one width within a
//! font, so columns of money stand straight without further settings.

/// The family that shapes Bangla.
pub(crate) const BANGLA: &str = "Noto Sans Bengali";

/// The family that shapes Latin letters.
pub(crate) const LATIN: &str = "Noto Sans";

/// All font files, found by `build.rs`.
pub(crate) const FILES: [&[u8]; 4] = [
    include_bytes!(concat!(env!("PRINT_FONTS"), "/NotoSans-Regular.ttf")),
    include_bytes!(concat!(env!("PRINT_FONTS"), "/NotoSans-Bold.ttf")),
    include_bytes!(concat!(env!("PRINT_FONTS"), "/NotoSansBengali-Regular.ttf")),
    include_bytes!(concat!(env!("PRINT_FONTS"), "/NotoSansBengali-Bold.ttf")),
];
