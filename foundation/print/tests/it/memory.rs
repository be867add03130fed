//! What printing costs in memory, for the house's limit of 60 MB for the idle binary.
use crate::sample::*;
fn rss_kb() -> u64 { std::fs::read_to_string("/proc/self/status").unwrap().lines().find_map(|l| l.strip_prefix("VmRSS:").map(|v| v.trim().trim_end_matches(" kB").parse().unwrap())).unwrap() }
#[test]
fn measure() {
    let t = || std::time::Instant::now();
    eprintln!("start {}", rss_kb());
    for i in 0..3 { let s=t(); bangla_slip().escpos(print::slip::Width::Mm80).unwrap(); eprintln!("slip {i} {} {:?} {}", rss_kb(), s.elapsed(), bangla_slip().escpos(print::slip::Width::Mm58).unwrap().len()); }
    print::slip::forget(); eprintln!("slip forget {}", rss_kb());
    let r = include_str!("../../../../rooms/counter/paper/receipt.typ");
    for i in 0..20 { let s=t(); print::page::pdf(r, &bangla_receipt("a4", 3)).unwrap(); eprintln!("page {i} {} {:?}", rss_kb(), s.elapsed()); }
    print::page::forget(); eprintln!("page forget {}", rss_kb());
}
