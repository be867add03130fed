//! Receipts as the counter writes them: the content order is the counter's (centre, number, day, lines, total, paid,
//! change, state, code, complaint, copy).

use print::slip::{Align, Size, Slip, Text};
use serde_json::{Value, json};

pub const CHECK: &str = "https://haat.example/check/0512037-261123-B7K-014?code=7F3K2Q";

pub fn bangla_slip() -> Slip {
    let centred = |words: &str| Text::new(words).align(Align::Centre);
    Slip::new()
        .text(centred("শিমুলতলী ইউনিয়ন ডিজিটাল সেন্টার").bold())
        .text(centred("শিমুলতলী, পার্বতীপুর, দিনাজপুর"))
        .rule()
        .text(centred("0512037-261123-B7K-014").size(Size::Large).bold())
        .text(centred("২৩ নভেম্বর ২০২৬, সকাল ১০:৪২"))
        .rule()
        .text(Text::new("জন্ম নিবন্ধন (৫ বছরের বেশি), বিলম্ব ফি ও ক্ষতিপূরণসহ").right("৳১,২৪০.৫০"))
        .text(Text::new("ফটোকপি × ৬").right("৳১২.০০"))
        .text(Text::new("পাসপোর্ট ছবি (২ কপি)").right("৳৪০.০০"))
        .rule()
        .text(Text::new("মোট").right("৳১,২৯২.৫০").size(Size::Large).bold())
        .text(Text::new("দিয়েছেন").right("৳১,৫০০.০০"))
        .text(Text::new("ফেরত").right("৳২০৭.৫০"))
        .space(12)
        .text(centred("চূড়ান্ত রশিদ").bold())
        .qr(CHECK)
        .text(centred("7F3K2Q").size(Size::Huge).bold())
        .text(centred("অভিযোগ: ৩৩৩"))
        .cut()
        .kick()
}

pub fn english_slip() -> Slip {
    let centred = |words: &str| Text::new(words).align(Align::Centre);
    Slip::new()
        .text(centred("Shimultoli Union Digital Centre").bold())
        .text(centred("0512037-261123-B7K-014").size(Size::Large).bold())
        .text(centred("23 November 2026, 10:42"))
        .rule()
        .text(Text::new("Birth registration (over 5 years), late fee and search in the old register").right("1,240.50"))
        .text(Text::new("Photocopy x 6").right("12.00"))
        .rule()
        .text(Text::new("Total").right("1,252.50").bold())
        .cut()
}

/// Everything that `rooms/counter/paper/receipt.typ` reads.
pub fn bangla_receipt(paper: &str, lines: usize) -> Value {
    let line = |index: usize| match index % 3 {
        0 => json!({"name": "জন্ম নিবন্ধন (৫ বছরের বেশি)", "quantity": "১", "official": "৳১,০০০.০০", "charge": "৳২৪০.৫০",
            "total": "৳১,২৪০.৫০", "note": "ক্ষতিপূরণ ও সন্ধান ফি সহ, আবেদন নম্বর ২৬১১-০০৪৭"}),
        1 => {
            json!({"name": "ফটোকপি", "quantity": "৬", "official": "–", "charge": "৳১২.০০", "total": "৳১২.০০", "note": ""})
        }
        _ => {
            json!({"name": "পাসপোর্ট ছবি (২ কপি)", "quantity": "১", "official": "–", "charge": "৳৪০.০০", "total": "৳৪০.০০",
            "note": ""})
        }
    };
    json!({
        "lang": "bn", "paper": paper, "copy": 1,
        "centre": "শিমুলতলী ইউনিয়ন ডিজিটাল সেন্টার", "place": "শিমুলতলী, পার্বতীপুর, দিনাজপুর",
        "number": "0512037-261123-B7K-014", "at": "২৩ নভেম্বর ২০২৬, সকাল ১০:৪২",
        "lines": (0..lines).map(line).collect::<Vec<_>>(),
        "official_total": "৳১,০০০.০০", "charge_total": "৳২৯২.৫০", "total": "৳১,২৯২.৫০",
        "total_words": "এক হাজার দুইশত বিরানব্বই টাকা পঞ্চাশ পয়সা মাত্র",
        "paid": "৳১,৫০০.০০", "change": "৳২০৭.৫০", "state": "চূড়ান্ত",
        "check_code": "7F3K2Q", "check_url": "haat.example/check", "qr_svg": print::qr_svg(CHECK).unwrap(),
        "labels": {
            "title": "রশিদ", "service": "সেবা", "quantity": "পরিমাণ", "official": "সরকারি ফি", "charge": "সেবামূল্য",
            "total": "মোট", "paid": "দিয়েছেন", "change": "ফেরত", "state": "অবস্থা", "check": "যাচাই কোড",
            "complaint": "অভিযোগ থাকলে ৩৩৩ নম্বরে ফোন করুন", "official_total": "সরকারি ফি, মোট",
            "charge_total": "সেবামূল্য, মোট", "copy_mark": "অনুলিপি",
            "customer_copy": "গ্রাহকের কপি", "office_copy": "সেন্টারের কপি",
        },
    })
}
