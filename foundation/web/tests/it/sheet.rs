//! Files that a spreadsheet opens and does not run.

use base::Paisa;
use web::sheet::{Cell, MARK, file};

#[test]
fn no_cell_of_words_is_a_formula() {
    for words in ["=1+1", "+880", "-cmd", "@sum", "\t=1"] {
        assert_eq!(Cell::from(words).written(), format!("'{words}"));
    }
    assert_eq!(Cell::from("সাভার = ১").written(), "সাভার = ১");
}

#[test]
fn numbers_stay_numbers_even_below_nothing() {
    assert_eq!(Cell::from(-5_i64).written(), "-5");
    assert_eq!(Cell::from(Paisa::new(-1_205)).written(), "-12.05");
    assert_eq!(Cell::from(Paisa::new(7)).written(), "0.07");
}

#[test]
fn a_reader_of_csv_finds_what_was_written() {
    let odd = "সাভার, \"ঢাকা\"\nদ্বিতীয়";
    let bytes = file(&["নাম".to_owned(), "n".to_owned()], &[vec![odd.into(), 3_i64.into()]]).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix(MARK).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!((row.get(0), row.get(1)), (Some(odd), Some("3")));
}
