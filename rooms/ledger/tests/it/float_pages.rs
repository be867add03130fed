//! The pages of float, commission and register, as people see and use them.

use crate::house::{Kit, OTHER};
use crate::shop::{BOOK, balances, draft, enter, owned, sell, top_up};
use crate::top_ups::{ROUTING, ask, asking, listed};

/// A form that asks for Tk 1,234.50, typed in Bangla digits.
fn form(id: &str, proof: &str) -> String {
    format!(
        "form_id={id}&amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50&proof={proof}&bank=bank&routing={ROUTING}&day=2026-11-22"
    )
}

fn float_of(book: &str) -> String {
    format!("/books/{book}/float")
}

#[tokio::test]
async fn a_centre_asks_once_however_often_the_button_is_pressed_and_an_officer_approves() {
    let kit = Kit::new().await;
    for _ in 0..2 {
        let got = kit.post("rahima", &float_of(BOOK), &form("f1", "SLIP-9")).await;
        assert_eq!(got.status, 303, "{}", got.body);
        assert_eq!(got.headers["location"], format!("/books/{BOOK}/float?done=asked"));
    }
    let asked = listed(&kit.trial.journal, BOOK).await;
    assert_eq!(asked.len(), 1);
    let page = kit.get_in("rahima", "bn", &format!("/books/{BOOK}/float?done=asked")).await.body;
    for text in ["আবেদন গেছে", "৳১,২৩৪.৫০", "SLIP-9", "অপেক্ষায়", "০২০১৩০৩১৮"]
    {
        assert!(page.contains(text), "{text}\n{page}");
    }
    // The officer finds it in the list, opens it and approves.
    let list = kit.get("karim", "/float").await.body;
    let here = format!("/books/{BOOK}/float/{}", asked[0].ask);
    assert!(list.contains(&format!("href=\"{here}\"")) && list.contains("since today"), "{list}");
    let page = kit.get("karim", &here).await;
    assert!(page.body.contains("৳1,234.50") && page.body.contains(">Approve<"), "{}", page.body);
    for _ in 0..2 {
        assert_eq!(kit.post("karim", &here, "verdict=approve").await.status, 303);
    }
    let grown = [("E:float", 123_450), ("E:owner", -123_450), ("P:bank", 123_450), ("P:float", -123_450)];
    assert_eq!(balances(&kit.trial.journal, BOOK).await, owned(&grown));
    let late = kit.post("amina", &here, "verdict=decline&reason=slip_wrong").await;
    assert!(late.status == 409 && late.body.contains("decided this top-up before"), "{}", late.body);
    let page = kit.get("rahima", &float_of(BOOK)).await.body;
    assert!(page.contains("Approved") && !page.contains(&here), "{page}");
    assert!(kit.get("karim", "/float").await.body.contains("No top-up waits."));
    let statement = kit.get("rahima", &format!("/books/{BOOK}/accounts/E:float")).await.body;
    assert!(statement.contains("Float top-up, slip SLIP-9"));
    kit.trial.verify().await;
}

#[tokio::test]
async fn a_refused_ask_shows_the_form_again_with_the_reason_beside_its_field() {
    let kit = Kit::new().await;
    ask(&kit.trial.journal, "rahima", asking(BOOK, 5, "USED")).await.unwrap();
    let good = form("f1", "SLIP-9");
    for (from, to, field, words) in [
        ("amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50", "amount=0", "amount", "more than nothing"),
        ("amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50", "amount=", "amount", "Write an amount"),
        ("amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50", "amount=12x", "amount", "in digits"),
        ("amount=%E0%A7%A7%2C%E0%A7%A8%E0%A7%A9%E0%A7%AA.50", "amount=10000000.01", "amount", "one crore"),
        ("SLIP-9", "%20", "proof", "number of the bank slip"),
        ("SLIP-9", "used", "proof", "asked for before"),
        (ROUTING, "", "routing", "9 digits"),
        (ROUTING, "020130319", "routing", "A digit of the routing number is wrong"),
        ("bank=bank", "bank=paypal", "bank", "Choose where"),
        ("2026-11-22", "2026-11-24", "day", "at most 90 days ago"),
        ("2026-11-22", "tomorrow", "day", "day"),
    ] {
        let form = good.replace(from, to);
        let got = kit.post("rahima", &float_of(BOOK), &form).await;
        assert_eq!(got.status, 422, "{form}");
        let beside = format!("id=\"{field}-error\"");
        assert!(got.body.contains(&beside) && got.body.contains(words), "{form}\n{}", got.body);
        assert!(got.body.contains("value=\"f1\"") && got.body.contains("<title>Error:"), "{form}");
    }
    assert_eq!(listed(&kit.trial.journal, BOOK).await.len(), 1);
    assert_eq!(kit.post("rahima", &float_of(BOOK), &form("", "S")).await.status, 400);
    // The address of a refused form can be reloaded, and shown in the other language.
    for path in [float_of(BOOK), format!("{}/warning", float_of(BOOK))] {
        assert_eq!(kit.get("rahima", &path).await.status, 200);
    }
}

#[tokio::test]
async fn only_those_who_may_ask_here_see_the_form_or_can_post_it() {
    let kit = Kit::new().await;
    for (who, book, page, posted, sees) in [
        ("rahima", BOOK, 200, 303, true),
        ("rahima", OTHER, 404, 404, false),
        ("karim", BOOK, 200, 403, false),
        ("amina", OTHER, 200, 303, true),
        ("amina", "nation", 404, 404, false),
        ("amina", "3026999", 404, 404, false),
        ("selim", BOOK, 404, 403, false),
        ("nasrin", BOOK, 200, 403, false),
        ("jamal", BOOK, 403, 403, false),
    ] {
        let got = kit.get(who, &float_of(book)).await;
        assert_eq!((got.status.as_u16(), got.body.contains("name=\"proof\"")), (page, sees), "{who} {book}");
        let got = kit.post(who, &float_of(book), &form("f1", "S-1")).await;
        assert_eq!(got.status, posted, "{who} {book}");
    }
}

#[tokio::test]
async fn one_decides_below_ones_own_place_and_never_ones_own() {
    let kit = Kit::new().await;
    let first = ask(&kit.trial.journal, "rahima", asking(BOOK, 500, "S-1")).await.unwrap();
    let other = ask(&kit.trial.journal, "rahima", asking(OTHER, 500, "S-1")).await.unwrap();
    let own = ask(&kit.trial.journal, "karim", asking(BOOK, 500, "S-2")).await.unwrap();
    for (who, book, id, status) in [
        ("karim", BOOK, &first, 200),
        ("karim", OTHER, &other, 404),
        ("selim", BOOK, &first, 404),
        ("nasrin", BOOK, &first, 404),
        ("rahima", BOOK, &first, 403),
        ("amina", BOOK, &other, 404),
        ("amina", OTHER, &other, 200),
    ] {
        let here = format!("/books/{book}/float/{id}");
        assert_eq!(kit.get(who, &here).await.status, status, "{who} {book}");
        if status != 200 {
            assert_eq!(kit.post(who, &here, "verdict=approve").await.status, status, "{who} {book}");
        }
    }
    let list = kit.get("karim", "/float").await.body;
    assert!(list.contains(&first) && list.contains(&own) && !list.contains(&other), "{list}");
    assert!(kit.get("selim", "/float").await.body.contains("No top-up waits."));
    // The same slip at another centre is told to whoever decides.
    let page = kit.get("karim", &format!("/books/{BOOK}/float/{first}")).await.body;
    assert!(page.contains(&format!("another centre: Sonapur {OTHER}")), "{page}");
    let here = format!("/books/{BOOK}/float/{own}");
    assert!(!kit.get("karim", &here).await.body.contains("value=\"approve\""));
    for form in ["verdict=approve", "verdict=decline&reason=slip_wrong"] {
        let got = kit.post("karim", &here, form).await;
        assert!(got.status == 422 && got.body.contains("You asked for this top-up"), "{}", got.body);
    }
    assert_eq!(kit.post("karim", &here, "verdict=maybe").await.status, 400);
}

#[tokio::test]
async fn a_declined_top_up_tells_the_centre_why() {
    let kit = Kit::new().await;
    let asked = ask(&kit.trial.journal, "rahima", asking(BOOK, 500, "S-1")).await.unwrap();
    let here = format!("/books/{BOOK}/float/{asked}");
    for form in ["verdict=decline", "verdict=decline&reason=because"] {
        let got = kit.post("karim", &here, form).await;
        assert!(got.status == 422 && got.body.contains("id=\"reason-error\""), "{}", got.body);
    }
    assert_eq!(kit.post("karim", &here, "verdict=decline&reason=amount_differs").await.status, 303);
    let page = kit.get("rahima", &float_of(BOOK)).await.body;
    assert!(page.contains("Declined") && page.contains("Another amount was paid in."), "{page}");
    assert!(balances(&kit.trial.journal, BOOK).await.is_empty());
}

#[tokio::test]
async fn a_low_float_is_warned_of_on_the_book_and_its_limit_can_be_set() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 150_000).await;
    let low = "The float is low: ৳1,500 is left, which is below ৳2,000.";
    for path in [format!("/books/{BOOK}"), float_of(BOOK)] {
        assert!(kit.get("karim", &path).await.body.contains(low), "{path}");
    }
    let warning = format!("{}/warning", float_of(BOOK));
    for (below, words) in [("-5", "nothing or more"), ("x", "in digits")] {
        let got = kit.post("rahima", &warning, &format!("form_id=w1&below={below}")).await;
        assert!(got.status == 422 && got.body.contains("id=\"below-error\"") && got.body.contains(words), "{below}");
    }
    assert_eq!(kit.post("karim", &warning, "form_id=w1&below=1000").await.status, 403);
    assert_eq!(kit.post("rahima", &warning, "form_id=w1&below=1000").await.status, 303);
    assert!(!kit.get("karim", &format!("/books/{BOOK}")).await.body.contains("The float is low"));
    // The programme's own book has no float to be low.
    assert!(!kit.get("amina", "/books/nation").await.body.contains("The float is low"));
}

#[tokio::test]
async fn commission_is_shown_to_the_shop_and_settled_by_those_who_may() {
    let kit = Kit::new().await;
    let page = format!("/books/{BOOK}/commission");
    assert!(kit.get("rahima", &page).await.body.contains("No commission is open."));
    let legs = ledger::partner_commission_legs("bkash", base::Paisa::new(125_050)).unwrap();
    enter(&kit.trial.journal, BOOK, ledger::Draft { legs, ..draft(&[]) }).await.unwrap();
    let shown = kit.get("rahima", &page).await.body;
    assert!(shown.contains("৳1,250.50") && !shown.contains("name=\"reference\""), "{shown}");
    let form = "form_id=c1&provider=bkash&amount=1000&reference=SETTLE-1&way=pay";
    assert_eq!(kit.post("rahima", &page, form).await.status, 403);
    assert_eq!(kit.post("karim", &page, form).await.status, 403);
    for (from, to, field) in [("1000", "1250.51", "amount"), ("SETTLE-1", "", "reference"), ("bkash", "", "provider")] {
        let got = kit.post("amina", &page, &form.replace(from, to)).await;
        assert!(got.status == 422 && got.body.contains(&format!("id=\"{field}-error\"")), "{to}: {}", got.body);
    }
    for _ in 0..2 {
        assert_eq!(kit.post("amina", &page, form).await.status, 303);
    }
    let received = form.replace("c1", "c2").replace("way=pay", "way=received");
    assert_eq!(kit.post("amina", &page, &received).await.status, 303);
    assert_eq!(kit.post("amina", &page, &form.replace("way=pay", "way=out")).await.status, 400);
    let shown = kit.get("amina", &page).await.body;
    assert_eq!(shown.matches("৳250.50").count(), 2, "{shown}");
    let told = kit.get("rahima", &format!("/books/{BOOK}/accounts/E:float")).await.body;
    assert!(told.contains("Commission of bkash paid, number SETTLE-1"), "{told}");
    kit.trial.verify().await;
}

#[tokio::test]
async fn the_register_of_a_month_is_shown_and_can_be_taken_along_as_a_table() {
    let kit = Kit::new().await;
    top_up(&kit.trial.journal, BOOK, 100_000).await;
    sell(&kit.trial.journal, BOOK).await.unwrap();
    enter(&kit.trial.journal, BOOK, draft(&[("E:expense:paper", 45_050), ("E:drawer:1", -45_050)])).await.unwrap();
    let bn = kit.get_in("rahima", "bn", &format!("/books/{BOOK}/income-expenditure")).await.body;
    for text in ["আয়-ব্যয়", "কমিশন আয়", "খরচ: কাগজ", "৳২০", "৳৪৫০.৫০", "-৳৪৩০.৫০", "২৩ নভেম্বর ২০২৬"]
    {
        assert!(bn.contains(text), "{text}\n{bn}");
    }
    let day = format!("/books/{BOOK}/accounts/E:expense:paper?from=2026-11-23&#38;to=2026-11-23");
    assert!(bn.contains(&day), "{day}\n{bn}");
    let table = kit.get("karim", &format!("/books/{BOOK}/income-expenditure.csv?month=2026-11")).await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let name = format!("attachment; filename=\"income-expenditure-{BOOK}-2026-11.csv\"");
    assert_eq!(table.headers["content-disposition"], name.as_str());
    let text = table.body.strip_prefix('\u{feff}').unwrap();
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().collect()).collect();
    let expected = [
        vec!["", "", "Balance brought forward", "", "", "0.00"],
        vec!["2026-11-23", "E:commission", "Commission earned", "20.00", "0.00", "20.00"],
        vec!["2026-11-23", "E:expense:paper", "Spent: Paper", "0.00", "450.50", "-430.50"],
        vec!["", "", "Total", "20.00", "450.50", "-430.50"],
    ];
    assert_eq!(rows, expected);
    for month in ["2026-11", "2026-12", "2026-01"] {
        let paper = kit.get("karim", &format!("/books/{BOOK}/income-expenditure.pdf?month={month}")).await;
        assert_eq!(paper.headers["content-type"], "application/pdf");
        let name = format!("inline; filename=\"income-expenditure-{BOOK}-{month}.pdf\"");
        assert_eq!(paper.headers["content-disposition"], name.as_str());
    }
    let december = kit.get("rahima", &format!("/books/{BOOK}/income-expenditure?month=2026-12")).await.body;
    assert!(december.contains("-৳430.50") && december.contains("Nothing moved"), "{december}");
}

#[tokio::test]
async fn a_long_month_is_turned_page_by_page_with_its_balance_carried() {
    let kit = Kit::new().await;
    for number in 1..=27 {
        for (code, poisha) in [("E:service_income", -300), ("E:expense:paper", 100)] {
            let draft = ledger::Draft {
                day: base::BusinessDay::new(2026, 11, number).unwrap(),
                ..draft(&[("E:drawer:1", -poisha), (code, poisha)])
            };
            enter(&kit.trial.journal, BOOK, draft).await.unwrap();
        }
    }
    let href = format!("/books/{BOOK}/income-expenditure?month=2026-11");
    let first = kit.get_in("rahima", "bn", &href).await.body;
    assert!(first.len() <= 25 * 1024, "{} bytes", first.len());
    assert_eq!(first.matches("class=\"r\" data-h").count(), 40 * 3);
    assert!(first.contains("skip=40") && !first.contains("<tfoot>"), "{first}");
    let second = kit.get("rahima", &format!("{href}&skip=40")).await.body;
    // Twenty days of Tk 2 each are brought forward, twenty-seven carried.
    assert!(second.contains("<td class=\"r\">৳40</td>") && second.contains("<tfoot>"), "{second}");
    assert!(second.contains("৳54</td></tr></tfoot>"), "{second}");
}

#[tokio::test]
async fn a_month_that_is_none_is_refused_and_another_centres_book_is_not_there() {
    let kit = Kit::new().await;
    for month in ["2026-13", "november", "2026", "2026-11-01"] {
        for page in ["income-expenditure", "income-expenditure.csv", "income-expenditure.pdf"] {
            let got = kit.get("rahima", &format!("/books/{BOOK}/{page}?month={month}")).await;
            assert_eq!(got.status, 422, "{page} {month}");
        }
    }
    for page in ["income-expenditure", "income-expenditure.csv", "income-expenditure.pdf", "commission"] {
        for (who, book, status) in [
            ("rahima", OTHER, 404),
            ("selim", BOOK, 404),
            ("jamal", BOOK, 403),
            ("amina", "nation", 404),
            ("amina", OTHER, 200),
        ] {
            assert_eq!(kit.get(who, &format!("/books/{book}/{page}")).await.status, status, "{page} {who} {book}");
        }
    }
}
