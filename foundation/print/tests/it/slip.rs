//! Slips, read back from the printer's bytes and from the picture.

use print::PrintFault;
use print::slip::{Align, LETTERS_MAX, LINES_MAX, Size, Slip, Text, Width};
use proptest::prelude::*;

use crate::printer::{self, Came};
use crate::sample::{CHECK, bangla_slip, english_slip};
use crate::tool;

const WIDTHS: [(Width, &str, usize); 2] = [(Width::Mm58, "58", 48), (Width::Mm80, "80", 72)];

/// The picture's rows, one for black, as the printer packs them.
fn dots_of(picture: &[u8]) -> Vec<Vec<u8>> {
    let light = image::load_from_memory(picture).unwrap().into_luma8();
    assert!(light.iter().all(|light| matches!(light, 0 | 255)), "nothing but black and white");
    let packed = |dots: &[u8]| dots.iter().fold(0, |byte, light| byte << 1 | u8::from(*light == 0));
    let width = light.width() as usize;
    light.as_raw().chunks(width).map(|row| row.chunks(8).map(packed).collect()).collect()
}

/// Rows that hold no dot at all.
fn is_white(rows: &[Vec<u8>]) -> bool {
    rows.iter().flatten().all(|dots| *dots == 0)
}

/// The column of the last black dot.
fn last_black(rows: &[Vec<u8>]) -> Option<usize> {
    let in_row = |row: &Vec<u8>| {
        let byte = row.iter().rposition(|dots| *dots != 0)?;
        Some(byte * 8 + 7 - row[byte].trailing_zeros() as usize)
    };
    rows.iter().filter_map(in_row).max()
}

/// Goes down the printed paper and the picture together: dots must be the same, white must be white. Gives the rows of
/// the picture that the printer filled with its own letters.
fn compare(slip: &Slip, width: Width, row_bytes: usize) -> Vec<Vec<Vec<u8>>> {
    let picture = dots_of(&slip.picture(width).unwrap());
    let (mut at, mut own) = (0, Vec::new());
    for came in printer::print(&slip.escpos(width).unwrap(), row_bytes) {
        match came {
            Came::Dots(rows) => {
                assert!(rows == picture[at..at + rows.len()], "dots differ below row {at}");
                at += rows.len();
            }
            Came::Row(..) => {
                own.push(picture[at..at + 30].to_vec());
                at += 30;
            }
            Came::Cut | Came::Kicked => {}
        }
    }
    assert_eq!(at, picture.len(), "the picture is as long as the paper");
    own
}

#[test]
fn the_paper_is_the_picture_dot_by_dot() {
    for (width, name, row_bytes) in WIDTHS {
        tool::keep(&format!("slip-bn-{name}.png"), &bangla_slip().picture(width).unwrap());
        tool::keep(&format!("slip-en-{name}.png"), &english_slip().picture(width).unwrap());
        let own = compare(&bangla_slip(), width, row_bytes);
        assert!(own.is_empty(), "no row of a Bangla slip is plain Latin of normal size");
        let own = compare(&english_slip(), width, row_bytes);
        assert!(own.iter().all(|row| !is_white(row)), "each of the printer's own rows is in the picture");
    }
}

#[test]
fn a_phone_reads_the_code_on_the_slip() {
    for (width, name, _) in WIDTHS {
        let picture = tool::keep(&format!("code-{name}.png"), &bangla_slip().picture(width).unwrap());
        if let Some(read) = tool::codes_in(&picture) {
            assert_eq!(read.trim(), CHECK);
        }
    }
}

#[test]
fn plain_latin_goes_as_text_with_the_amount_at_the_last_column() {
    for (width, _, row_bytes) in WIDTHS {
        let columns = row_bytes * 8 / 12;
        let slip = Slip::new().text(Text::new("Photocopy").right("12.00")).text(Text::new("A").align(Align::Right));
        let came = printer::print(&slip.escpos(width).unwrap(), row_bytes);
        let rows = [format!("Photocopy{:>1$}", "12.00", columns - 9), format!("{:>columns$}", "A")];
        assert_eq!(came, rows.map(|row| Came::Row(row, false)));
    }
}

#[test]
fn long_plain_text_wraps_between_words_beside_its_amount() {
    let slip = Slip::new().text(Text::new("Birth registration over five years with late fee").right("1,240.50").bold());
    let came = printer::print(&slip.escpos(Width::Mm58).unwrap(), 48);
    let rows = ["Birth registration over 1,240.50", "five years with late fee"];
    // A row has 32 letters; the amount and a space leave 23, so the last word finds no place beside them.
    let rows = rows.map(|row| Came::Row(row.to_owned(), true));
    assert_eq!(came[0], rows[0]);
    assert_eq!(came.len(), 3);
    assert_eq!(came[1..], ["five years with late", "fee"].map(|row| Came::Row(row.to_owned(), true)));
}

#[test]
fn a_word_longer_than_the_paper_is_cut_into_rows() {
    let slip = Slip::new().text(Text::new(&"x".repeat(70)));
    let came = printer::print(&slip.escpos(Width::Mm58).unwrap(), 48);
    assert_eq!(came, [32, 32, 6].map(|letters| Came::Row("x".repeat(letters), false)));
}

#[test]
fn an_amount_too_wide_for_its_row_gets_a_row_of_its_own() {
    let amount = "1,240.50 of 12,40,000.00";
    let slip = Slip::new().text(Text::new("Instalment").right(amount));
    let came = printer::print(&slip.escpos(Width::Mm58).unwrap(), 48);
    let rows = ["Instalment".to_owned(), format!("{amount:>32}")];
    assert_eq!(came, rows.map(|row| Came::Row(row, false)));
    let bangla = Slip::new().text(Text::new("কিস্তি").right("৳১২,৪০,০০০.০০ এর মধ্যে ৳১,২৪০.৫০"));
    assert_eq!(dots_of(&bangla.picture(Width::Mm58).unwrap()).len(), 2 * 34, "the words, and the amount below them");
}

#[test]
fn a_long_bangla_name_wraps_and_leaves_the_amounts_in_line() {
    let name = "মোছাম্মৎ জান্নাতুল ফেরদৌস চৌধুরানীর জন্ম নিবন্ধন সংশোধনের আবেদন ও প্রত্যয়নপত্র";
    let rows = |name: &str, amount: &str| {
        dots_of(&Slip::new().text(Text::new(name).right(amount)).picture(Width::Mm58).unwrap())
    };
    let (long, short) = (rows(name, "৳১,২৪০.৫০"), rows("ছবি", "৳৫.৫০"));
    assert!(long.len() >= 3 * 34, "{} rows of dots", long.len());
    assert_eq!(short.len(), 34);
    assert_eq!(last_black(&long[..34]), last_black(&short), "both amounts end at the same dot");
    let edge = last_black(&short).unwrap();
    assert!(edge < 384 && edge > 384 - 8, "the amounts end at the edge of the paper, not at dot {edge}");
    let free = last_black(&long[34..]).unwrap();
    assert!(free < 384 - 9 * 12, "the name keeps off the column of amounts, but reaches dot {free}");
}

#[test]
fn figures_of_one_length_are_of_one_width() {
    let width = |figures: &str| {
        let edge = |align| {
            let slip = Slip::new().text(Text::new(&format!("|{figures}|")).align(align).size(Size::Large));
            last_black(&dots_of(&slip.picture(Width::Mm58).unwrap())).unwrap()
        };
        edge(Align::Left)
    };
    assert_eq!(width("৳১১,১১১.১১"), width("৳৮৮,৮৮৮.৮৮"));
    assert_eq!(width("11,111.11"), width("88,888.88"));
}

#[test]
fn conjuncts_are_narrower_than_their_letters_side_by_side() {
    // A zero width non-joiner keeps the letters apart and shows the hasant, so an unshaped line would be as wide.
    let shown = ["ক্ষ ন্ধ র্চা র্চী ড় ঢ় য় ন্ধু স্ত্রী ষ্ট্র হ্ম জ্ঞ", "রশিদ কর্তৃপক্ষ ৳১,২৪০.৫০"];
    let shown = shown.iter().fold(Slip::new(), |slip, words| {
        slip.text(Text::new(words)).text(Text::new(words).size(Size::Huge)).text(Text::new(words).bold())
    });
    tool::keep("conjuncts.png", &shown.picture(Width::Mm80).unwrap());
    for (joined, apart) in [("ক্ষ", "ক্‌ষ"), ("ন্ধ", "ন্‌ধ"), ("ষ্ট্র", "ষ্‌ট্‌র"), ("জ্ঞ", "জ্‌ঞ")]
    {
        let width = |words: &str| {
            last_black(&dots_of(&Slip::new().text(Text::new(words)).picture(Width::Mm58).unwrap())).unwrap()
        };
        assert!(width(joined) < width(apart), "{joined}");
    }
}

#[test]
fn a_name_cannot_command_the_printer() {
    let slip = Slip::new().text(Text::new("A\x1bp\x00B\x1d\x56\x00C\nD\u{85}").right("1\x1b@2"));
    let came = printer::print(&slip.escpos(Width::Mm80).unwrap(), 72);
    assert!(
        matches!(came.as_slice(), [Came::Row(row, false)] if row.starts_with("A p B V C D") && row.ends_with("1 @2"))
    );
}

#[test]
fn a_bangla_receipt_is_small_enough_for_a_slow_line() {
    // At 9,600 baud 960 bytes go in a second; the raw dots of this slip would be 38 KB.
    let bytes = bangla_slip().escpos(Width::Mm58).unwrap().len();
    assert!(bytes < 24_000, "{bytes} bytes");
}

#[test]
fn a_slip_beyond_its_limits_is_refused() {
    let many = (0..=LINES_MAX).fold(Slip::new(), |slip, _| slip.rule());
    let long = Slip::new().text(Text::new(&"ক".repeat(LETTERS_MAX + 1)));
    let paper = Slip::new().space(9_000).space(9_000);
    for slip in [many, long, paper] {
        let fault = slip.escpos(Width::Mm58).unwrap_err();
        assert!(matches!(fault, PrintFault::SlipTooLong { .. }), "{fault}");
        assert_eq!(fault.code(), "print.slip.too_long");
    }
    let code = Slip::new().qr(&"x".repeat(301)).escpos(Width::Mm80).unwrap_err();
    assert_eq!(code.code(), "print.code.too_long");
    assert_eq!(Slip::new().picture(Width::Mm58).unwrap_err().code(), "print.picture.not_written");
}

#[test]
fn a_slip_is_the_same_when_drawn_anew_and_when_kept() {
    let first = bangla_slip().escpos(Width::Mm58).unwrap();
    assert_eq!(bangla_slip().escpos(Width::Mm58).unwrap(), first);
    // More lines than are kept drive the first ones out.
    for number in 0..300 {
        Slip::new().text(Text::new(&format!("নম্বর {number}"))).escpos(Width::Mm58).unwrap();
    }
    assert_eq!(bangla_slip().escpos(Width::Mm58).unwrap(), first);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_words_print_without_fault_and_the_paper_is_the_picture(
        left in "\\PC{0,60}|[অ-ৎ ্ািুেংঃ]{0,60}|[ -~]{0,60}|(?s:.{0,30})", right in "[৳০-৯.,]{0,12}|[ -~]{0,40}", bold: bool, large: bool,
    ) {
        let mut text = Text::new(&left).right(&right);
        text = if bold { text.bold() } else { text };
        text = if large { text.size(Size::Large) } else { text };
        compare(&Slip::new().text(text), Width::Mm58, 48);
    }
}
