//! The pages of a book, as people see them.

use crate::house::{Kit, OTHER};
use crate::shop::{BOOK, balances, draft, enter, owned, sell, top_up};
use base::{Lang, Paisa};
use web::Frame;

#[tokio::test]
async fn a_book_is_told_in_plain_names_and_each_account_opens() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 10_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    let bn = kit.get_in("rahima", "bn", &format!("/books/{BOOK}")).await;
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
async fn an_officer_tops_up_the_float_once_however_often_the_button_is_pressed() {
    let kit = Kit::new().await;
    let form = "form_id=f1&amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50&proof=SLIP-9"; // ১,২৩৪.50
    for _ in 0..2 {
        let got = kit.post("karim", &format!("/books/{BOOK}/float"), form).await;
        assert_eq!(got.status, 303, "{}", got.body);
        assert_eq!(got.headers["location"], format!("/books/{BOOK}?topped_up=true"));
    }
    let grown = [("E:float", 123_450), ("E:owner", -123_450), ("P:bank", 123_450), ("P:float", -123_450)];
    assert_eq!(balances(&kit.trial.journal, BOOK).await, owned(&grown));
    let page = kit.get("karim", &format!("/books/{BOOK}?topped_up=true")).await;
    assert!(page.body.contains("The float was topped up."));
    let entry = kit.trial.journal.entries(BOOK, 0, 1).await.unwrap().remove(0);
    assert_eq!((entry.head.by.as_str(), entry.head.deed.as_str()), ("karim", "ledger.top_up_float"));
    let other = form.replace("SLIP-9", "SLIP-8");
    assert_eq!(kit.post("karim", &format!("/books/{BOOK}/float"), &other).await.status, 409);
    kit.trial.verify().await;
}

#[tokio::test]
async fn a_refused_top_up_shows_the_form_again_with_the_reason_beside_its_field() {
    let kit = Kit::new().await;
    for (amount, proof, field, words) in [
        ("0", "S", "amount", "more than nothing"),
        ("", "S", "amount", "Write an amount"),
        ("12x", "S", "amount", "in digits"),
        ("-5", "S", "amount", "more than nothing"),
        ("10000000.01", "S", "amount", "one crore"),
        ("5", "%20", "proof", "number of the bank slip"),
    ] {
        let form = format!("form_id=f1&amount={amount}&proof={proof}");
        let got = kit.post("karim", &format!("/books/{BOOK}/float"), &form).await;
        assert_eq!(got.status, 422, "{form}");
        let beside = format!("id=\"{field}-error\"");
        assert!(got.body.contains(&beside) && got.body.contains(words), "{form}\n{}", got.body);
        assert!(got.body.contains("value=\"f1\"") && got.body.contains("<title>Error:"), "{form}");
    }
    assert!(kit.trial.journal.entries(BOOK, 0, 1).await.unwrap().is_empty());
    assert_eq!(kit.post("karim", &format!("/books/{BOOK}/float"), "form_id=&amount=5&proof=S").await.status, 400);
    // The address of the refused form can be reloaded, and shown in the other language.
    assert_eq!(kit.get("karim", &format!("/books/{BOOK}/float")).await.status, 200);
}

#[tokio::test]
async fn only_those_who_may_top_up_here_see_the_form_or_can_post_it() {
    let kit = Kit::new().await;
    let form = "form_id=f1&amount=5&proof=S";
    for (who, book, status, sees) in [
        ("karim", BOOK, 303, true),
        ("amina", OTHER, 303, true),
        ("rahima", BOOK, 403, false),
        ("karim", OTHER, 404, false),
        ("selim", BOOK, 404, false),
        ("nasrin", BOOK, 403, false),
        ("jamal", BOOK, 403, false),
        ("amina", "nation", 404, false),
        ("amina", "3026999", 404, false),
    ] {
        let page = kit.get(who, &format!("/books/{book}")).await;
        assert_eq!(page.body.contains("/float"), sees, "{who} {book}");
        assert_eq!(kit.post(who, &format!("/books/{book}/float"), form).await.status, status, "{who} {book}");
    }
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
