//! Receipts on paper: PDF, pictures, printers, copies, the text for the telephone.

use crate::pages_kit::{Kit, furnish, register};
use base::Paisa;
use counter::{Printer, SMS_LETTERS_MAX, letters, receipt_text};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use trial::{Dir, both};

#[test]
fn a_receipt_is_a_pdf_and_a_picture_of_its_slip() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "6").await;
        kit.post("rahima", "/counter/customer", &[("name", "\"><script> #panic() নমুনা")]).await;
        let number = kit.pay("rahima", "20").await;
        for paper in ["a4.pdf", "a5.pdf"] {
            let got = kit.get("rahima", &format!("/counter/receipts/{number}/{paper}")).await;
            assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "application/pdf"), "{}", got.body);
            assert!(got.bytes.starts_with(b"%PDF"), "{paper}");
        }
        for (paper, dots) in [("slip58.png", 384_u32), ("slip80.png", 576)] {
            let got = kit.get("rahima", &format!("/counter/receipts/{number}/{paper}")).await;
            assert!(got.bytes.starts_with(b"\x89PNG"), "{paper}");
            assert_eq!(got.bytes[16..20], dots.to_be_bytes(), "{paper}");
        }
        assert_eq!(kit.get("rahima", &format!("/counter/receipts/{number}/a3.pdf")).await.status, 404);
        trial.verify().await;
    });
}

#[test]
fn without_a_printer_the_slip_is_a_file() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        for paper in ["58", "80"] {
            let slip = kit.post("rahima", &format!("/counter/receipts/{number}/print"), &[("paper", paper)]).await;
            assert_eq!(slip.status, 200);
            assert!(slip.bytes.starts_with(b"\x1b@"), "ESC @ begins a slip");
            assert_eq!(slip.header("content-disposition"), format!("attachment; filename=\"{number}-{paper}.bin\""));
        }
        let wide = kit.post("rahima", &format!("/counter/receipts/{number}/print"), &[("paper", "112")]).await;
        assert_eq!(wide.status, 404);
        trial.verify().await;
    });
}

#[test]
fn the_second_paper_says_that_it_is_a_copy() {
    both(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let dir = Dir::new();
        let roll = dir.path().join("roll");
        let printer: Printer = format!("file:{}", roll.display()).parse().unwrap();
        let kit = Kit::over(trial.journal.clone(), |things| things.with(printer));
        let number = kit.sell_copies("rahima", "1").await;
        let path = format!("/counter/receipts/{number}");
        let mut papers = Vec::new();
        for _ in 0..3 {
            let answer = kit.post("rahima", &format!("{path}/print"), &[("paper", "58")]).await;
            assert_eq!(answer.place(), format!("{path}?printed=58"));
            let whole = std::fs::read(&roll).unwrap();
            let before: usize = papers.iter().map(Vec::len).sum();
            papers.push(whole[before..].to_vec());
        }
        assert!(papers.iter().all(|paper| paper.starts_with(b"\x1b@")));
        assert!(papers[1].len() > papers[0].len() && papers[1] != papers[2], "COPY 2 and COPY 3 stand on them");
        assert!(kit.get("rahima", &format!("{path}?printed=58")).await.body.contains("Sent to the 58 mm printer"));
        trial.verify().await;
    });
}

#[tokio::test]
async fn a_network_printer_gets_the_slip_and_a_dead_one_harms_nothing() {
    let trial = trial::Trial::on(db::Engine::Sqlite, register()).await;
    furnish(&trial.journal).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let printer: Printer = format!("tcp://{address}").parse().unwrap();
    let kit = Kit::over(trial.journal.clone(), |things| things.with(printer));
    let number = kit.sell_copies("rahima", "1").await;
    let path = format!("/counter/receipts/{number}");
    let paper = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        line.read_to_end(&mut bytes).await.unwrap();
        bytes // the listener goes with this: nobody answers any more
    });
    let answer = kit.post("rahima", &format!("{path}/print"), &[("paper", "80")]).await;
    assert_eq!(answer.place(), format!("{path}?printed=80"));
    assert!(paper.await.unwrap().starts_with(b"\x1b@"));
    let dead = kit.post("rahima", &format!("{path}/print"), &[("paper", "80")]).await;
    assert_eq!(dead.place(), format!("{path}?printed=waits"));
    assert!(kit.get("rahima", dead.place()).await.body.contains("The printer does not answer"));
}

#[test]
fn a_printer_is_named_by_its_address() {
    for (text, printer) in [
        ("tcp://192.168.0.50:9100", Some(Printer::Tcp("192.168.0.50:9100".to_owned()))),
        ("tcp://printer.local", Some(Printer::Tcp("printer.local:9100".to_owned()))),
        ("file:/dev/usb/lp0", Some(Printer::File("/dev/usb/lp0".into()))),
        ("file:", None),
        ("tcp://", None),
        ("tcp://:9100", None),
        ("tcp://host:x", None),
        ("lpr://host", None),
        ("", None),
    ] {
        assert_eq!(text.parse().ok(), printer, "{text}");
    }
}

#[test]
fn the_text_for_the_telephone_fits_one_message() {
    for paisa in [0, 200, 5_050, 11_200, 407_500, 12_345_678, 9_999_999_999, 9_999_999_999_999] {
        let text = receipt_text("3026001-261123-B7K-014", Paisa::new(paisa), "7F3K2Q");
        assert!(letters(&text) <= SMS_LETTERS_MAX, "{} {text}", letters(&text));
        assert!(text.contains("3026001-261123-B7K-014") && text.contains("7F3K2Q"), "{text}");
        assert!(text.contains(&Paisa::new(paisa).show_plain(base::Lang::En).replace(',', "")), "{text}");
    }
    assert_eq!(
        receipt_text("3026001-261123-B7K-014", Paisa::new(5_000), "7F3K2Q"),
        "রশিদ 3026001-261123-B7K-014 ৳50 পাওয়া গেছে। যাচাই: কোড 7F3K2Q"
    );
}
