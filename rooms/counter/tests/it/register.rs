//! A paper day register comes in: good rows stand, bad ones are named, the same file twice changes nothing.

use crate::deeds_desk::{
    BIRTH, BOOK, COPY, FORMED, FREE, PATH, balances, customers, days, entries, open_shop, register, service_days,
    set_tariff, stocked, tariff, top_up,
};
use counter::{NotImported, NotRead, RegisterReport, import_register, receipt_number};
use journal::Journal;
use trial::both;

const HEADER: &str = "date,service,mobile,quantity,official_fee,charge\n";

async fn import(journal: &Journal, text: &str) -> RegisterReport {
    import_register(journal, BOOK, PATH, text.as_bytes()).await.unwrap()
}

/// Good, again, and the lines refused with their codes.
fn counts(report: &RegisterReport) -> (usize, usize, Vec<(u64, &'static str)>) {
    (report.good, report.again, report.refused.iter().map(|row| (row.line, row.code)).collect())
}

fn day_of_register() -> String {
    format!(
        "{HEADER}2026-11-02,{BIRTH},01711000001,1,50,30\n\
         2026-11-02,{COPY},,6,0,2\n\
         2026-11-02,{COPY},,6,0,12\n\
         2026-11-03,{BIRTH},01711000002,2,100,60\n\
         2026-11-03,{FREE},,1,0,0\n\
         2026-11-03,{FORMED},01711000001,1,30,20\n"
    )
}

/// A register of so many rows, each of another quantity.
fn photocopies(count: i64) -> String {
    let rows: Vec<String> = (1..=count).map(|quantity| format!("2026-11-02,{COPY},,{quantity},0,2\n")).collect();
    HEADER.to_owned() + &rows.concat()
}

#[test]
fn every_row_becomes_one_receipt_of_its_own_day() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let report = import(&trial.journal, &day_of_register()).await;
        assert_eq!(counts(&report), (6, 0, vec![]));
        let of_days = days(&trial.journal).await;
        let first = ("2026-11-02".to_owned(), [3, 5_000, 5_400, 4_400, 0, 0, 0, 0]);
        let second = ("2026-11-03".to_owned(), [3, 13_000, 8_000, 5_500, 0, 0, 0, 0]);
        assert_eq!(of_days, [first, second]);
        assert_eq!(customers(&trial.journal).await, 2);
        let last = trial.journal.entries(BOOK, 0, 100).await.unwrap().pop().unwrap();
        assert_eq!((last.head.by.as_str(), last.head.deed.as_str()), ("system", "counter.enter_row"));
        let number = receipt_number(BOOK, crate::deeds_desk::day("2026-11-03"), trial.journal.session(), 3);
        assert!(String::from_utf8_lossy(&last.events).contains(&number), "numbers follow the file");
        trial.verify().await;
    });
}

#[test]
fn the_same_file_twice_changes_nothing_and_added_rows_are_entered() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let file = day_of_register();
        import(&trial.journal, &file).await;
        let (before, balanced) = (entries(&trial.journal, BOOK).await, balances(&trial.journal, BOOK).await);
        assert_eq!(counts(&import(&trial.journal, &file).await), (0, 6, vec![]));
        assert_eq!((entries(&trial.journal, BOOK).await, balances(&trial.journal, BOOK).await), (before, balanced));
        // In another order, written in another way, with two rows added: one new, one more of a kind that was there twice.
        let mut rows: Vec<&str> = file.lines().skip(1).collect();
        rows.reverse();
        let other = format!("{HEADER}{}\n03/11/2026,{COPY},,1,0,2\n02-11-2026,{COPY},,৬,০,১২\n", rows.join("\r\n"));
        assert_eq!(counts(&import(&trial.journal, &other).await), (2, 6, vec![]));
        assert_eq!(entries(&trial.journal, BOOK).await, before + 2);
        // Another centre's register is its own.
        let file = format!("{HEADER}2026-11-02,{COPY},,6,0,12\n");
        assert_eq!(import_register(&trial.journal, "3026002", PATH, file.as_bytes()).await.unwrap().good, 1);
        trial.verify().await;
    });
}

#[test]
fn a_register_is_known_again_after_the_centre_has_moved() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        import(&trial.journal, &day_of_register()).await;
        let (path, file) = ("/30/3026/302615/30261500/", day_of_register());
        let moved = import_register(&trial.journal, BOOK, path, file.as_bytes()).await.unwrap();
        assert_eq!(counts(&moved), (0, 6, vec![]));
    });
}

#[test]
fn a_register_is_known_again_however_late_it_comes() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        import(&trial.journal, &day_of_register()).await;
        let file = day_of_register();
        // Keys are forgotten after ninety days; the book forgets nothing.
        trial.pass(400 * 24 * 3_600_000);
        trial.journal.prune_keys(trial.journal.now()).await.unwrap();
        assert_eq!(counts(&import(&trial.journal, &file).await), (0, 6, vec![]));
        trial.journal.rebuild().await.unwrap();
        assert_eq!(counts(&import(&trial.journal, &file).await), (0, 6, vec![]));
        trial.verify().await;
    });
}

#[test]
fn the_mark_of_a_row_is_the_same_in_every_version_of_the_program() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        import(&trial.journal, &format!("{HEADER}2026-11-02,{BIRTH},01711000001,2,50,30\n")).await;
        let last = trial.journal.entries(BOOK, 0, 100).await.unwrap().pop().unwrap();
        let events = String::from_utf8_lossy(&last.events).into_owned();
        // HMAC-SHA-256 under the key "register row" of the trial's master key, of
        // 3026001|2026-11-02|T001|+8801711000001|2|16000|1, computed with Python's hmac.
        assert!(
            events.contains("\"register_row\":\"34be1833c7c11c7ee57c7ff8adce3874c5efcc124ed4b9c824a38def28c29d76\""),
            "{events}"
        );
    });
}

#[test]
fn two_who_import_one_register_at_once_enter_it_once() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let other = trial.open_again().await;
        let file = photocopies(100);
        let imports: Vec<_> = [trial.journal.clone(), other]
            .into_iter()
            .map(|journal| {
                let file = file.clone();
                tokio::spawn(async move { import(&journal, &file).await })
            })
            .collect();
        let (mut good, mut again) = (0, 0);
        for one in imports {
            let report = one.await.unwrap();
            assert_eq!(report.refused, []);
            good += report.good;
            again += report.again;
        }
        assert_eq!((good, again), (100, 100));
        assert_eq!(days(&trial.journal).await[0].1[0], 100);
        trial.verify().await;
    });
}

#[test]
fn a_file_from_any_program_is_read() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let rows = [
            ("\u{feff}তারিখ,সেবার কোড,মোবাইল নম্বর,পরিমাণ,সরকারি ফি,সেবা চার্জ\r\n", "০২/১১/২০২৬,T০০১,০১৭১১-০০০০০৫,১,৫০,৩০\r\n"),
            (
                "Charge,OFFICIAL FEE,Qty,Customer Mobile,Code,Date,Remarks\n",
                "30.00,50,1,+880 1711 000006,t001,2/11/2026,\"late, wet\"\n",
            ),
            (HEADER, "\n \n,,,,,\n2.11.2026, T001 ,,1,৳50,৳30\n\n"),
            (
                "date,service,mobile,quantity,official_fee,charge,,,\n",
                "2026-11-02,T001,01711000007,20,\"1,000\",600,,,\n",
            ),
            (HEADER, "2026-11-02,T001,01711000008,1,50,30"),
        ];
        for (header, row) in rows {
            let report = import(&trial.journal, &format!("{header}{row}")).await;
            assert_eq!(counts(&report), (1, 0, vec![]), "{header}{row}: {report:?}");
        }
        let sum = service_days(&trial.journal).await;
        assert_eq!(sum, [("2026-11-02".to_owned(), BIRTH.to_owned(), 24, 24 * 8_000)]);
        trial.verify().await;
    });
}

/// What the reasons of the bad rows begin with: the column, or the whole when the row itself is wrong.
const BLAMED: [&str; 19] = [
    "date",
    "date",
    "date",
    "service",
    "mobile",
    "quantity",
    "quantity",
    "quantity",
    "quantity",
    "official_fee",
    "charge",
    "charge",
    "official_fee",
    "charge",
    "official_fee",
    "the row has more cells than the header; put \
     amounts with commas in quotation marks",
    "date",
    "date",
    "service",
];

#[test]
fn a_bad_row_is_refused_with_line_and_reason_and_the_good_rows_stand() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        crate::deeds_desk::close(&trial.journal, BOOK, crate::deeds_desk::day("2026-11-05")).await.unwrap();
        let file = format!(
            "{HEADER}2026-11-02,{COPY},,1,0,2\n\
             2026-02-30,{COPY},,1,0,2\n\
             yesterday,{COPY},,1,0,2\n\
             ,{COPY},,1,0,2\n\
             2026-11-02,X999,,1,0,2\n\
             2026-11-02,{COPY},0171100000,1,0,2\n\
             2026-11-02,{COPY},,0,0,2\n\
             2026-11-02,{COPY},,1.5,0,2\n\
             2026-11-02,{COPY},,-1,0,-2\n\
             2026-11-02,{COPY},,10001,0,2\n\
             2026-11-02,{BIRTH},,1,40,30\n\
             2026-11-02,{BIRTH},,1,50,31\n\
             2026-11-02,{BIRTH},,2,50,60\n\
             2026-11-02,{BIRTH},,1,,30\n\
             2026-11-02,{BIRTH},,1,50,30.005\n\
             2026-11-02,{BIRTH},,1\n\
             2026-11-02,{BIRTH},,20,1,000,600\n\
             2026-11-05,{COPY},,1,0,2\n\
             2026-11-24,{COPY},,1,0,2\n\
             2025-12-31,{COPY},,1,0,2\n\
             2026-11-02,{BIRTH},,99,50,30\n\
             2026-11-23,{COPY},,1,0,2\n"
        );
        // The float has Tk 10,000; ninety-nine birth registrations take Tk 5,940 and are good.
        let report = import(&trial.journal, &file).await;
        let refused = vec![
            (3, "base.day.no_such_day"),
            (4, "base.day.form"),
            (5, "base.day.form"),
            (6, "counter.take.unknown_service"),
            (7, "base.mobile.length"),
            (8, "counter.take.quantity"),
            (9, "base.number.not_a_number"),
            (10, "counter.take.quantity"),
            (11, "counter.take.quantity"),
            (12, "counter.register.fee"),
            (13, "counter.register.fee"),
            (14, "counter.register.fee"),
            (15, "base.money.empty"),
            (16, "base.money.decimals"),
            (17, "base.money.empty"),
            (18, "counter.register.cells"),
            (19, "counter.take.day_closed"),
            (20, "counter.take.day_out"),
            (21, "counter.take.not_offered"),
        ];
        assert_eq!(counts(&report), (3, 0, refused));
        let said: Vec<&str> = report.refused.iter().map(|row| row.sentence.split(':').next().unwrap()).collect();
        assert_eq!(said, BLAMED);
        let fee = &report.refused[9].sentence;
        assert_eq!(
            fee,
            "official_fee: the row says Tk 40, the tariff in force from 2026-01-01 for / says Tk 50 a unit"
        );
        assert!(report.refused.iter().all(|row| !row.sentence.contains("017110")), "no number of a person is repeated");
        assert_eq!(counts(&import(&trial.journal, &file).await).0, 0);
        trial.verify().await;
    });
}

#[test]
fn a_row_is_held_against_the_tariff_of_its_own_day_and_place() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        set_tariff(&trial.journal, BIRTH, tariff(PATH, "2026-11-10", [6_000, 2_000, 1_000])).await;
        let file =
            format!("{HEADER}2026-11-09,{BIRTH},,1,50,30\n2026-11-10,{BIRTH},,1,60,30\n2026-11-10,{BIRTH},,1,50,30\n");
        let report = import(&trial.journal, &file).await;
        assert_eq!(counts(&report), (2, 0, vec![(4, "counter.register.fee")]));
        assert!(report.refused[0].sentence.contains("from 2026-11-10 for /30/3026/302614/30261447/"));
    });
}

#[test]
fn rows_that_the_float_does_not_cover_are_entered_after_a_top_up() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        top_up(&trial.journal, BOOK, 2 * 6_000).await;
        let row = format!("2026-11-02,{BIRTH},,1,50,30\n");
        let file = format!("{HEADER}{}", row.repeat(5));
        let short = "ledger.post.float_short";
        let report = import(&trial.journal, &file).await;
        assert_eq!(counts(&report), (2, 0, vec![(4, short), (5, short), (6, short)]));
        assert!(report.refused[0].sentence.contains("Tk 60 are needed"), "{:?}", report.refused);
        top_up(&trial.journal, BOOK, 3 * 6_000).await;
        assert_eq!(counts(&import(&trial.journal, &file).await), (3, 2, vec![]));
        trial.verify().await;
    });
}

#[test]
fn a_file_that_is_no_register_is_refused_as_a_whole() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let before = entries(&trial.journal, BOOK).await;
        let row = format!("2026-11-02,{COPY},,1,0,2\n");
        let long = format!("{HEADER}{}", row.repeat(20_001)).into_bytes();
        let missing = |names: &str| NotRead::ColumnMissing(names.to_owned());
        let all = "date, service, mobile, quantity, official_fee, charge";
        let cases = [
            (Vec::new(), missing(all)),
            (b"\n\n".to_vec(), missing(all)),
            (row.clone().into_bytes(), missing(all)),
            (format!("date,service,quantity,charge\n{row}").into_bytes(), missing("mobile, official_fee")),
            (format!("Date,DATE,service,mobile,quantity,fee,charge\n{row}").into_bytes(), NotRead::ColumnTwice("date")),
            (vec![0xff, 0xfe, b'd', 0], NotRead::NotUtf8),
            (format!("{HEADER}{row}\u{0}").into_bytes().into_iter().chain([0xc3, 0x28]).collect(), NotRead::NotUtf8),
            (long, NotRead::TooManyRows),
            (vec![b'x'; 5 * 1024 * 1024 + 1], NotRead::TooLarge),
        ];
        for (bytes, ought) in cases {
            match import_register(&trial.journal, BOOK, PATH, &bytes).await {
                Err(NotImported::File(why)) => assert_eq!(why, ought),
                other => panic!("{ought:?}: {other:?}"),
            }
        }
        assert_eq!(entries(&trial.journal, BOOK).await, before);
        assert_eq!(counts(&import(&trial.journal, HEADER).await), (0, 0, vec![]));
    });
}

#[test]
fn a_long_register_is_entered_whole_and_in_its_order() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let report = import(&trial.journal, &photocopies(300)).await;
        assert_eq!(counts(&report), (300, 0, vec![]));
        let session = trial.journal.session().to_owned();
        let entries = trial.journal.entries(BOOK, 0, 500).await.unwrap();
        let given = entries.iter().filter(|entry| entry.head.deed == "counter.enter_row");
        for (count, entry) in (1_i64..).zip(given) {
            let events = String::from_utf8_lossy(&entry.events).into_owned();
            let number = receipt_number(BOOK, crate::deeds_desk::day("2026-11-02"), &session, count);
            assert!(
                events.contains(&number) && events.contains(&format!("\"quantity\":{count},")),
                "{count}: {events}"
            );
        }
        trial.verify().await;
    });
}
