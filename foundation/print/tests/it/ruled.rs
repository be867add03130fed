//! Ruled pages: what stands in their cells can be read back, and nothing in them is obeyed.

use crate::tool;
use print::ruled::{Column, Ruled, Stands};

fn register(rows: usize) -> Ruled {
    let columns = [
        Column::new("তারিখ", Stands::Left),
        Column::new("বিবরণ", Stands::Left).wide(3),
        Column::new("টাকা", Stands::Right),
    ];
    let page = Ruled::new("bn", "আয়-ব্যয় রেজিস্টার", "নভেম্বর ২০২৬").of("শিমুলতলী ইউনিয়ন ডিজিটাল সেন্টার", "সাভার, ঢাকা");
    let page = page.group("", 1).group("আয়", 2).columns(columns).signed_by("উদ্যোক্তা").signed_by("সচিব");
    let row =
        |page: Ruled, row: usize| page.row(vec![row.to_string(), "#panic() *ফটোকপি*".to_owned(), "৳১২".to_owned()]);
    (0..rows).fold(page, row).strong(vec![String::new(), "মোট".to_owned(), "৳১,২৪০".to_owned()]).note("জের টানা হলো")
}

#[test]
fn a_register_reads_back_as_written() {
    for (name, page) in [("upright", register(4)), ("across", register(4).across().points(6.0))] {
        let pdf = tool::keep(&format!("ruled-{name}.pdf"), &page.pdf().unwrap());
        let Some(words) = tool::words_of(&pdf) else { continue };
        for word in ["শিমুলতলী ইউনিয়ন ডিজিটাল সেন্টার", "নভেম্বর ২০২৬", "#panic() *ফটোকপি*", "৳১,২৪০", "সচিব"]
        {
            assert!(words.contains(word), "{word} in {words}");
        }
    }
}

#[test]
fn a_long_register_goes_on_under_the_same_headings() {
    let pdf = tool::keep("ruled-long.pdf", &register(120).pdf().unwrap());
    let Some(words) = tool::words_of(&pdf) else { return };
    assert!(words.matches("বিবরণ").count() > 1, "{words}");
    assert!(
        words.contains("1/4") || words.contains("1/3") || words.contains("1/2") || words.contains("1/5"),
        "{words}"
    );
}

#[test]
fn a_row_with_too_few_cells_is_filled_up_and_one_with_too_many_is_cut() {
    let page = register(0).row(vec!["একা".to_owned()]).row(["ক", "খ", "গ", "ঘ"].map(str::to_owned).to_vec());
    let pdf = tool::keep("ruled-uneven.pdf", &page.pdf().unwrap());
    let Some(words) = tool::words_of(&pdf) else { return };
    assert!(words.contains("একা") && words.contains('গ') && !words.contains('ঘ'), "{words}");
}

#[test]
fn the_same_register_is_the_same_file() {
    assert_eq!(register(3).pdf().unwrap(), register(3).pdf().unwrap());
}
