//! The house allows the idle binary 60 MB. What printing takes of its own is measured here: slips under a megabyte,
//! pages about 7 MB (the fonts and the code are parts of the binary's file, which the system may drop and read again).

use print::slip::Width;

use crate::sample::{bangla_receipt, bangla_slip};

const SAMPLE: &str = include_str!("../receipt_sample.typ");

/// Kilobytes that this process holds of its own; `None` where the system does not say.
fn own_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn after(prints: u32) -> Option<u64> {
    for number in 0..prints {
        let mut receipt = bangla_receipt("a5", 2);
        receipt["number"] = format!("0512037-{number}").into();
        print::page::pdf(SAMPLE, &receipt).unwrap();
        bangla_slip().escpos(Width::Mm80).unwrap();
    }
    own_kb()
}

#[test]
fn printing_on_and_on_takes_no_more_memory() {
    let Some(before) = own_kb() else { return };
    let (early, late) = (after(10).unwrap(), after(60).unwrap());
    eprintln!("own memory before any print {before} kB, after 10 {early} kB, after 70 {late} kB");
    assert!(early < before + 20_000, "{early} kB after the first prints");
    assert!(late < early + 4_000, "{early} kB grew to {late} kB");
}
