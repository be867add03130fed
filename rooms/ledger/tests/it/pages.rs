//! The pages of a book, as people see them.

use crate::house::Kit;
use crate::shop::{BOOK, draft, enter, sell, top_up};
use base::{Lang, Paisa};
use web::Frame;

#[tokio::test]
async fn a_book_is_told_in_plain_names_and_each_account_opens() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let bn = kit.get_in("karim", "bn", &format!("/books/{BOOK}")).await;
    for text in ["ক্যাশ ড্রয়ার ১", "সরকারি ফি, দিতে হবে: brdris", "৳৮০", "৳১.৩০", "সোনাপুর", "সমান: ৳২২০"]
    {
        assert!(bn.body.contains(text), "{text}\n{}", bn.body);
    }
    for line in ["E:drawer:1", "P:fee:brdris", "P:vat", "E:float"] {
        let href = format!("/books/{BOOK}/accounts/{line}");
        assert!(bn.body.contains(&format!("href=\"{href}\"")), "{href}");
        assert_eq!(kit.get("rahima", &href).await.status, 200, "{href}");
    }
}

#[tokio::test]
async fn who_counts_a_drawer_is_not_told_here_what_it_ought_to_hold() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let (book, drawer) = (format!("/books/{BOOK}"), format!("/books/{BOOK}/accounts/E:drawer:1"));
    let told = |page: &str| -> Vec<String> {
        page.match_indices("৳").map(|(at, _)| page[at..].split('<').next().unwrap().to_owned()).collect()
    };
    // The sale of Tk 80 stands in no sum of hers from which the drawer could be read; an officer sees all of it.
    let hers = kit.get("rahima", &book).await.body;
    assert!(hers.contains("count first") && !told(&hers).contains(&"৳80".to_owned()), "{hers}");
    let shop = hers.split("E:drawer:1").nth(1).unwrap();
    assert!(!shop.contains("<tfoot>"), "no sum of the shop's side: {shop}");
    let theirs = kit.get("karim", &book).await.body;
    assert!(told(&theirs).contains(&"৳80".to_owned()) && !theirs.contains("count first"), "{theirs}");
    // What moved is hers to see, line by line; where it leaves the drawer is not.
    let hers = kit.get("rahima", &drawer).await.body;
    assert!(!hers.contains("Balance") && hers.contains("৳80"), "{hers}");
    assert!(kit.get("karim", &drawer).await.body.contains("Balance at the end"));
    // Her other accounts have their balances as ever.
    assert!(kit.get("rahima", &format!("{book}/accounts/E:float")).await.body.contains("Balance at the end"));
}

#[tokio::test]
async fn an_agency_that_has_a_word_is_told_by_it_and_not_by_its_code() {
    let kit = Kit::new().await;
    let fee = draft(&[("P:bank", 5), ("P:fee:dip", -5)]);
    enter(&kit.trial.journal, BOOK, fee).await.unwrap();
    let href = format!("/books/{BOOK}");
    assert!(kit.get("rahima", &href).await.body.contains("Official fees to pay: Passport office<"));
    assert!(kit.get_in("rahima", "bn", &href).await.body.contains("সরকারি ফি, দিতে হবে: পাসপোর্ট অধিদপ্তর<"));
    assert!(kit.get("rahima", &format!("{href}/accounts/P:fee:dip")).await.body.contains("Passport office"));
}

#[tokio::test]
async fn an_account_that_holds_nothing_is_not_listed() {
    let kit = Kit::new().await;
    for poisha in [5, -5] {
        enter(&kit.trial.journal, BOOK, draft(&[("E:drawer:7", poisha), ("E:service_income", -poisha)])).await.unwrap();
    }
    let page = kit.get("rahima", &format!("/books/{BOOK}")).await;
    assert!(!page.body.contains("E:drawer:7") && page.body.contains("Nothing was entered yet"), "{}", page.body);
}

#[tokio::test]
async fn a_statement_shows_growth_and_shrinkage_in_the_accounts_own_direction() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    // A liability: the top-up grew it although it was credited.
    let page = kit.get("karim", &format!("/books/{BOOK}/accounts/P:float")).await.body;
    assert!(page.contains("Float top-up, slip SLIP-9") && page.contains("Entry 1"), "{page}");
    let told: Vec<&str> = page.match_indices("৳").map(|(at, _)| page[at..].split('<').next().unwrap()).collect();
    assert_eq!(told, ["৳0", "৳100", "৳100", "৳60", "৳40", "৳40"]);
    for href in ["?from=2026-10-01&amp;to=2026-10-31", "?from=2026-12-01&amp;to=2026-12-31"] {
        let href = href.replace("&amp;", "&#38;");
        assert!(page.contains(&href), "{href}\n{page}");
    }
}

#[tokio::test]
async fn a_long_statement_is_turned_page_by_page_and_stays_small() {
    let kit = Kit::new().await;
    for _ in 0..120 {
        enter(&kit.trial.journal, BOOK, draft(&[("E:drawer:1", 300), ("E:service_income", -300)])).await.unwrap();
    }
    let href = format!("/books/{BOOK}/accounts/E:drawer:1");
    let mut rows = 0;
    for (skip, next) in [("", true), ("&skip=40", true), ("&skip=80", false)] {
        let page = kit.get_in("rahima", "bn", &format!("{href}?from=2026-11-01&to=2026-11-30{skip}")).await.body;
        assert_eq!(page.contains("পরের পাতা"), next, "{skip}");
        assert_eq!(page.contains("আগের পাতা"), !skip.is_empty(), "{skip}");
        assert!(page.len() <= 25 * 1024, "{} bytes", page.len());
        rows += page.matches("R-1").count();
    }
    assert_eq!(rows, 120);
}

#[tokio::test]
async fn every_page_can_be_shown_in_both_languages_with_no_word_missing() {
    let kit = Kit::new().await;
    for sample in ledger::room().samples {
        for lang in [Lang::Bn, Lang::En] {
            let frame = Frame::bare(&kit.house, None, lang, &"/books/3026001".parse().unwrap());
            let html = (sample.render)(frame).unwrap();
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.code())), "{}", sample.name);
            assert!(!html.contains(">ledger-"), "{}: {html}", sample.name);
            assert!(html.len() <= 25 * 1024, "{}: {} bytes", sample.name, html.len());
        }
    }
}

#[tokio::test]
async fn amounts_on_a_sample_are_grouped_by_lakh() {
    let kit = Kit::new().await;
    let frame = Frame::bare(&kit.house, None, Lang::Bn, &"/".parse().unwrap());
    let html = (ledger::room().samples[0].render)(frame).unwrap();
    assert!(html.contains(&Paisa::new(10_000_000).show(Lang::Bn)) && html.contains("৳১,০০,০০০"), "{html}");
}
