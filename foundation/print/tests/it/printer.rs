//! A printer of our own: it obeys the six words that we send and refuses every other byte, so that what it shows is
//! what paper would show.

/// What came out of the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// A row in the printer's letters; true for bold.
    Row(String, bool),
    /// Rows of dots, as packed bytes, each row `row_bytes` of the paper.
    Dots(Vec<Vec<u8>>),
    Cut,
    Kicked,
}

/// Prints on paper whose rows have `row_bytes` bytes.
pub fn print(mut bytes: &[u8], row_bytes: usize) -> Vec<Came> {
    assert!(bytes.starts_with(b"\x1b@"), "a print begins with a reset");
    bytes = &bytes[2..];
    let (mut came, mut bold) = (Vec::new(), false);
    while !bytes.is_empty() {
        let used = match bytes {
            [0x1b, b'E', on, ..] => {
                bold = *on == 1;
                3
            }
            [0x1b, b'd', _, 0x1d, b'V', 66, 0, ..] => {
                came.push(Came::Cut);
                7
            }
            [0x1b, b'p', 0, _, _, ..] => {
                came.push(Came::Kicked);
                5
            }
            [0x1d, b'v', b'0', 0, xl, xh, yl, yh, rest @ ..] => {
                let wide = usize::from(*xl) + 256 * usize::from(*xh);
                let rows = usize::from(*yl) + 256 * usize::from(*yh);
                assert!(wide <= row_bytes && rows <= 128, "a band of {wide} bytes by {rows} rows");
                let dots = rest[..wide * rows].chunks(wide).map(|row| {
                    let mut row = row.to_vec();
                    row.resize(row_bytes, 0);
                    row
                });
                came.push(Came::Dots(dots.collect()));
                8 + wide * rows
            }
            [b' '..=b'~' | b'\n', ..] => {
                let end = bytes.iter().position(|byte| *byte == b'\n').expect("a row ends");
                let row = String::from_utf8(bytes[..end].to_vec()).expect("plain letters");
                assert!(row.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{row:?}");
                came.push(Came::Row(row, bold));
                end + 1
            }
            other => panic!("the printer does not know {:02x?}", &other[..other.len().min(8)]),
        };
        bytes = &bytes[used..];
    }
    came
}
