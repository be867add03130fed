//! Pages: the small sample and the counter's receipt.

use serde_json::json;

use crate::sample::{CHECK, bangla_receipt};
use crate::tool;

const SAMPLE: &str = include_str!("../receipt_sample.typ");
const RECEIPT: &str = include_str!("../../../../rooms/counter/paper/receipt.typ");

#[test]
fn a_page_reads_back_as_written() {
    for paper in ["a4", "a5"] {
        let pdf = print::page::pdf(SAMPLE, &bangla_receipt(paper, 3)).unwrap();
        let pdf = tool::keep(&format!("sample-{paper}.pdf"), &pdf);
        if let Some(words) = tool::words_of(&pdf) {
            for word in ["শিমুলতলী ইউনিয়ন ডিজিটাল সেন্টার", "0512037-261123-B7K-014", "৳১,২৪০.৫০", "মোট"]
            {
                assert!(words.contains(word), "{word} in {words}");
            }
        }
        if let Some(read) = tool::first_page(&pdf).and_then(|picture| tool::codes_in(&picture)) {
            assert_eq!(read.trim(), CHECK);
        }
    }
}

#[test]
fn what_a_user_wrote_is_never_obeyed() {
    let wicked = "#panic() *bold* $x$ #read(\"data.json\") @ref <label> = H // c \\ `raw` https://a.example";
    let mut receipt = bangla_receipt("a5", 3);
    receipt["centre"] = json!(wicked);
    receipt["lines"][0]["name"] = json!(wicked);
    for (name, source) in [("sample", SAMPLE), ("receipt", RECEIPT)] {
        let pdf = print::page::pdf(source, &receipt).unwrap();
        let pdf = tool::keep(&format!("wicked-{name}.pdf"), &pdf);
        if let Some(words) = tool::words_of(&pdf) {
            for word in ["#panic()", "*bold*", "$x$", "#read(\"data.json\")", "@ref", "<label>", "// c", "`raw`"] {
                assert!(words.contains(word), "{word} in {words}");
            }
        }
    }
}

#[test]
fn a_page_sees_no_file_no_package_and_no_clock() {
    for source in [
        "#read(\"/etc/hostname\")",
        "#read(\"../../Cargo.toml\")",
        "#include \"other.typ\"",
        "#import \"@preview/example:0.1.0\": add",
        "#datetime.today().display()",
    ] {
        assert_eq!(print::page::pdf(source, &json!({})).unwrap_err().code(), "print.page.not_set", "{source}");
    }
}

#[test]
fn the_same_page_later_is_the_same_bytes() {
    let once = print::page::pdf(RECEIPT, &bangla_receipt("a4", 3)).unwrap();
    print::page::pdf(SAMPLE, &bangla_receipt("a5", 1)).unwrap();
    assert_eq!(print::page::pdf(RECEIPT, &bangla_receipt("a4", 3)).unwrap(), once);
}

#[test]
fn a_mistake_is_told_with_its_line() {
    let fault = print::page::pdf("ok\n#let data = json(\"data.json\")\n#data.absent", &json!({})).unwrap_err();
    assert!(fault.to_string().contains("line 3: dictionary does not contain key \"absent\""), "{fault}");
}

#[test]
fn too_much_data_and_too_many_pages_are_refused() {
    let data = json!({"name": "x".repeat(print::page::DATA_BYTES_MAX)});
    assert_eq!(print::page::pdf("", &data).unwrap_err().code(), "print.page.too_long");
    let pages = "#for _ in range(101) { pagebreak(weak: false) }";
    assert_eq!(print::page::pdf(pages, &json!({})).unwrap_err().code(), "print.page.too_long");
}

/// How many pages the PDF has, by poppler.
fn pages_of(pdf: &std::path::Path) -> Option<usize> {
    let told = tool::ask("pdfinfo", &[pdf.to_str().unwrap()])?;
    told.lines().find_map(|line| line.strip_prefix("Pages:")).map(|pages| pages.trim().parse().unwrap())
}

#[test]
fn a_receipt_has_two_copies_on_a4_and_one_on_a5() {
    for (paper, lines, pages, copies) in [("a4", 3, 1, 2), ("a5", 3, 1, 1), ("a4", 16, 2, 2), ("a5", 30, 2, 1)] {
        let pdf = print::page::pdf(RECEIPT, &bangla_receipt(paper, lines)).unwrap();
        let pdf = tool::keep(&format!("receipt-{paper}-{lines}.pdf"), &pdf);
        if let Some(is) = pages_of(&pdf) {
            assert_eq!(is, pages, "{paper} with {lines} lines");
        }
        if let Some(words) = tool::words_of(&pdf) {
            assert_eq!(words.matches("7F3K2Q").count(), copies, "{words}");
            assert_eq!(words.contains("সেন্টারের কপি"), paper == "a4");
            assert!(!words.contains("অনুলিপি"), "the first print is no copy");
        }
        if let Some(read) = tool::first_page(&pdf).and_then(|picture| tool::codes_in(&picture)) {
            assert!(read.lines().all(|code| code == CHECK), "{read}");
        }
    }
}

#[test]
fn a_reprint_says_that_it_is_a_copy() {
    let mut receipt = bangla_receipt("a5", 3);
    receipt["copy"] = json!(2);
    let pdf = tool::keep("receipt-copy.pdf", &print::page::pdf(RECEIPT, &receipt).unwrap());
    tool::first_page(&pdf);
    if let Some(words) = tool::words_of(&pdf) {
        assert!(words.contains("অনুলিপি"), "{words}");
    }
}
