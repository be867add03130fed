//! Papers of the market through the door: what stands on them, who may have them, and how they reach a printer.

use crate::kit::{HIS, register};
use crate::orders_kit::{both_goods, brought, collected, placed, quilts, quoted};
use crate::pages_kit::Kit;
use base::Lang;
use journal::Journal;
use market::{Basket, Paper, PaperRow, PaperSection, Quote};
use print::Printer;
use print::slip::Width;
use trial::{Dir, both};

/// A quote for somebody with Latin letters: these go to a printer as they are, Bangla as dots.
async fn for_rahim(journal: &Journal, basket: Basket) -> Quote {
    quoted(journal, &Basket { name: "Rahim Mia".to_owned(), ..basket }).await
}

/// The bytes that the printer of this person gets, as text.
async fn printed(kit: &Kit, who: &str, path: &str, paper: &str) -> String {
    let got = kit.post(who, &format!("{path}/paper"), &[("paper", paper)]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(got.bytes.starts_with(b"\x1b@"), "ESC @ begins a slip");
    // What was broken into rows is one sentence again.
    String::from_utf8_lossy(&got.bytes).replace('\n', " ")
}

#[test]
fn a_quote_is_taken_home_with_every_sellers_part_and_the_moment_until_which_it_holds() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(journal, both_goods("a", &stalls)).await;
        let path = format!("/market/quotes/{}", quote.number);
        let page = kit.get("karim", &path).await;
        assert!(page.body.contains(&format!("href=\"{path}/paper\"")), "{}", page.body);
        for paper in ["58", "80"] {
            let slip = printed(&kit, "karim", &path, paper).await;
            for words in ["Namuna Centre", &quote.number, "Rahim Mia", "Alo Electric", "Giving back"] {
                assert!(slip.contains(words), "{paper}: {words}");
            }
        }
        let until = quote.until.show(Lang::En);
        assert!(printed(&kit, "karim", &path, "80").await.contains(&until), "until {until}");
        trial.verify().await;
    });
}

#[test]
fn every_paper_is_a_pdf_and_a_picture_in_the_width_of_its_roll() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(journal, quilts("a", &stalls, 2)).await;
        let order = placed(journal, &quote).await.orders[0].clone();
        let sale = format!("/market/sales/{}/{HIS}/{order}", stalls.quilt.0);
        let papers = [
            ("karim", format!("/market/quotes/{}", quote.number)),
            ("karim", format!("/market/orders/{order}")),
            ("rahima", sale),
        ];
        for (who, path) in papers {
            let pdf = kit.get(who, &format!("{path}/paper/a5.pdf")).await;
            assert_eq!((pdf.status.as_u16(), pdf.header("content-type")), (200, "application/pdf"), "{}", pdf.body);
            assert!(pdf.bytes.starts_with(b"%PDF"), "{path}");
            for (name, dots) in [("slip58.png", 384_u32), ("slip80.png", 576)] {
                let picture = kit.get(who, &format!("{path}/paper/{name}")).await;
                assert!(picture.bytes.starts_with(b"\x89PNG"), "{path} {name}");
                assert_eq!(picture.bytes[16..20], dots.to_be_bytes(), "{path} {name}");
            }
            assert_eq!(kit.get(who, &format!("{path}/paper/a3.pdf")).await.status, 404);
            assert_eq!(kit.post(who, &format!("{path}/paper"), &[("paper", "112")]).await.status, 404);
            let page = kit.get(who, &format!("{path}/paper")).await;
            assert!(page.body.contains(&format!("src=\"{path}/paper/slip58.png\"")), "{}", page.body);
        }
        trial.verify().await;
    });
}

#[test]
fn an_orders_slip_says_what_was_paid_and_how_it_stands() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(journal, quilts("a", &stalls, 2)).await;
        let order = placed(journal, &quote).await.orders[0].clone();
        let path = format!("/market/orders/{order}");
        let slip = printed(&kit, "karim", &path, "80").await;
        for words in [order.as_str(), "Rahim Mia", "look into the box", "333"] {
            assert!(slip.contains(words), "{words}");
        }
        assert!(slip.contains("code"), "who has a telephone brings the code");
        brought(journal, &order).await;
        let here = printed(&kit, "karim", &path, "80").await;
        assert_ne!(slip, here, "where it stands is said as it is now");
        trial.verify().await;
    });
}

#[test]
fn a_producers_slip_names_no_buyer_and_counts_what_was_kept() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(journal, quilts("a", &stalls, 2)).await;
        let order = placed(journal, &quote).await.orders[0].clone();
        let path = format!("/market/sales/{}/{HIS}/{order}", stalls.quilt.0);
        let slip = printed(&kit, "rahima", &path, "80").await;
        for words in [order.as_str(), "Packing", "Within the price", "Paid by the buyer"] {
            assert!(slip.contains(words), "{words}");
        }
        assert!(!slip.contains("Rahim Mia"), "who bought it is not the producer's to know");
        brought(journal, &order).await;
        collected(journal, &order, &[1], "not_as_shown").await;
        assert_ne!(slip, printed(&kit, "rahima", &path, "80").await, "one piece of the two stayed");
        trial.verify().await;
    });
}

#[test]
fn another_centres_papers_are_nobodys() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(journal, both_goods("a", &stalls)).await;
        let orders = placed(journal, &quote).await.orders;
        let (quilt, lamp) = (&stalls.quilt.0, &stalls.lamp.0);
        let sale = |seller: &str, order: &str| format!("/market/sales/{seller}/{HIS}/{order}");
        let papers = [
            ("rahima", format!("/market/quotes/{}", quote.number)),
            ("rahima", format!("/market/orders/{}", orders[0])),
            ("salma", format!("/market/orders/{}", orders[0])),
            ("karim", sale(quilt, &orders[0])),
            ("rahima", sale(quilt, &orders[1])),
            ("rahima", sale(lamp, &orders[1])),
        ];
        for (who, path) in papers {
            for name in ["", "/a5.pdf", "/slip58.png"] {
                assert_eq!(kit.get(who, &format!("{path}/paper{name}")).await.status, 404, "{who} {path}{name}");
            }
            let press = kit.post(who, &format!("{path}/paper"), &[("paper", "80")]).await;
            assert_eq!(press.status, 404, "{who} {path}");
        }
        trial.verify().await;
    });
}

#[test]
fn the_counters_printer_gets_the_slip_and_one_that_is_away_stops_nothing() {
    both(&register(), |trial| async move {
        let (_, stalls) = Kit::with_stalls(&trial).await;
        let quote = for_rahim(&trial.journal, quilts("a", &stalls, 1)).await;
        let path = format!("/market/quotes/{}", quote.number);
        let dir = Dir::new();
        let roll = dir.path().join("roll");
        let kit = Kit::with_printer(&trial, format!("file:{}", roll.display()).parse().unwrap());
        let place = kit.post("karim", &format!("{path}/paper"), &[("paper", "80")]).await.place().to_owned();
        assert_eq!(place, format!("{path}/paper?printed=80"));
        assert!(kit.get("karim", &place).await.body.contains("Sent to the printer"));
        assert!(std::fs::read(&roll).unwrap().starts_with(b"\x1b@"), "the slip is on the roll");
        let away = Printer::Tcp("127.0.0.1:1".to_owned());
        let kit = Kit::with_printer(&trial, away);
        let place = kit.post("karim", &format!("{path}/paper"), &[("paper", "58")]).await.place().to_owned();
        assert_eq!(place, format!("{path}/paper?printed=waits"));
        assert!(kit.get("karim", &place).await.body.contains("does not answer"));
        trial.verify().await;
    });
}

#[test]
fn a_name_that_is_a_command_stays_a_name_on_paper() {
    let row = PaperRow::new("#panic() \u{1b}@ গামছা".to_owned(), "৳ ১২০".to_owned()).noted("[x] $y$".to_owned()).strong();
    let paper = Paper {
        lang: Lang::Bn,
        centre: "নমুনা সেন্টার".to_owned(),
        place: String::new(),
        title: "দামের কাগজ".to_owned(),
        number: "M-3026002-261129-B7K-001".to_owned(),
        when: "29/11/2026".to_owned(),
        who: "\"; #panic()".to_owned(),
        sections: vec![PaperSection { title: "*সুইসুতার ঘর*".to_owned(), rows: vec![row] }],
        hints: vec!["ভালো করে দেখে নিন".to_owned()],
    };
    assert!(paper.pdf().unwrap().starts_with(b"%PDF"));
    let bytes = paper.slip().escpos(Width::Mm58).unwrap();
    assert_eq!(bytes.windows(2).filter(|two| two == b"\x1b@").count(), 1, "the printer is reset once, by us");
}
