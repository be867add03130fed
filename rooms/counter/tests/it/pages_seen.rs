//! Reversals, the day, the catalogue, the public check, and what every page weighs and says.

use crate::pages_kit::{HERS, Kit, ask, copy_costs, register, rooms};
use axum::body::Body;
use axum::http::Uri;
use base::Lang;
use counter::REASONS;
use trial::both;
use web::{Frame, Words};

#[test]
fn a_receipt_is_reversed_once_with_a_reason() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "50").await;
        let path = format!("/counter/receipts/{number}");
        let asked = kit.get("rahima", &format!("{path}/reverse")).await;
        assert!(asked.body.contains("৳100") && asked.body.contains("Wrong amount"), "{}", asked.body);
        let none = kit.post("rahima", &format!("{path}/reverse"), &[("note", "x")]).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("id=\"reason-error\""));
        let bare = kit.post("rahima", &format!("{path}/reverse"), &[("reason", "other")]).await;
        assert_eq!(bare.status, 422);
        assert!(
            bare.body.contains("id=\"note-error\"") && bare.body.contains("value=\"other\" id=\"reason-7\" checked")
        );
        let fields = [("reason", "wrong_amount"), ("note", "পাঁচ কপি ছিল")];
        assert_eq!(kit.post("rahima", &format!("{path}/reverse"), &fields).await.place(), path);
        assert_eq!(
            kit.post("rahima", &format!("{path}/reverse"), &fields).await.place(),
            path,
            "a second press is no second reversal"
        );
        let other = kit.post("rahima", &format!("{path}/reverse"), &[("reason", "test")]).await;
        assert_eq!(other.status, 409);
        let shown = kit.get("rahima", &path).await;
        assert!(shown.body.contains("This receipt was reversed") && shown.body.contains("Wrong amount"));
        assert!(!shown.body.contains("/reverse\""), "it cannot be reversed again");
        assert!(!kit.get("rahima", &format!("{path}?fresh")).await.body.contains("changebig"));
        let day = kit.get("rahima", "/counter/day").await;
        assert!(day.body.contains("0 receipts in all") && day.body.contains("class=\"gone\""), "{}", day.body);
        trial.verify().await;
    });
}

#[test]
fn a_colleague_at_the_same_counter_finds_it_reversed_already() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let number = kit.sell_copies("rahima", "1").await;
        let deed = counter::ReverseReceipt {
            book: HERS.to_owned(),
            number: number.clone(),
            reason: "test".to_owned(),
            note: String::new(),
        };
        crate::pages_kit::does(&trial.journal, deed).await;
        let late = kit.post("rahima", &format!("/counter/receipts/{number}/reverse"), &[("reason", "test")]).await;
        assert_eq!(late.status, 409);
        assert!(late.body.contains("counter.reverse.already"), "{}", late.body);
    });
}

#[test]
fn the_day_adds_up_and_leads_to_every_receipt() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let first = kit.sell_copies("rahima", "3").await;
        let second = kit.sell_copies("rahima", "5").await;
        kit.sell_copies("karim", "7").await;
        let day = kit.get("rahima", "/counter/day").await;
        for number in [&first, &second] {
            assert!(day.body.contains(&format!("href=\"/counter/receipts/{number}\"")));
        }
        assert!(day.body.contains("2 receipts in all") && day.body.contains("৳16"), "{}", day.body);
        assert!(!day.body.contains("৳14"), "not those of another centre");
        assert!(kit.get("rahima", "/counter/day?day=2026-11-22").await.body.contains("No receipts on this day"));
        let future = kit.get("rahima", "/counter/day?day=2027-01-01").await;
        assert!(future.body.contains("23 November 2026"), "a day that has not come is today");
        let today = kit.get("rahima", "/").await;
        assert!(today.body.contains("৳16") && today.body.contains("Good morning"), "{}", today.body);
        assert!(today.body.contains(&format!("href=\"/books/{HERS}\"")), "her own book: {}", today.body);
        assert!(!kit.get("karim", "/").await.body.contains("/books/"), "he may see no book");
        trial.pass(86_400_000);
        let today = kit.get("rahima", "/today").await;
        assert!(today.body.contains("<td>23 November 2026</td><td class=\"r\">৳16</td>"), "{}", today.body);
    });
}

#[test]
fn anybody_checks_a_receipt_and_sees_no_name() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "6").await;
        kit.post("rahima", "/counter/customer", &[("mobile", "01711123456"), ("name", "Goponio Nam")]).await;
        let number = kit.pay("rahima", "").await;
        let shown = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        let code = shown.body.split("class=\"check num\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let found = kit.get("", &format!("/check?n={number}&c={code}")).await;
        assert_eq!(found.status, 200);
        assert!(found.body.contains("This receipt is true") && found.body.contains("৳12"), "{}", found.body);
        assert!(found.body.contains("Digital Centre"), "the centre is named: {}", found.body);
        assert!(!found.body.contains("Goponio") && !found.body.contains("456"), "{}", found.body);
        // As people type it: small letters, spaces, Bangla digits.
        let typed = base::number::to_bangla_digits(&format!(" {} ", number.to_lowercase()));
        let address = format!("/check?number={}&code={}", web::in_query(&typed), web::in_query(&code.to_lowercase()));
        assert!(kit.get("", &address).await.body.contains("This receipt is true"));
        let wrong_code = if code == "000000" { "000001" } else { "000000" };
        let other = kit.get("", &format!("/check?number={number}&code={wrong_code}")).await;
        let nobodys = kit.get("", &format!("/check?number={HERS}-261123-AAA-999&code={code}")).await;
        for page in [&other, &nobodys] {
            assert_eq!(page.status, 404);
            assert!(page.body.contains("do not match") && !page.body.contains("৳"), "{}", page.body);
        }
        let alike = |page: &str, number: &str| page.replace(number, "N").replace(wrong_code, "C").replace(&code, "C");
        let bare = |page: &crate::pages_kit::Got, number: &str| {
            let lines = page.body.lines().filter(|line| !line.contains("lang=en") && !line.contains("lang=bn"));
            alike(&lines.collect::<String>(), number)
        };
        assert_eq!(bare(&other, &number), bare(&nobodys, &format!("{HERS}-261123-AAA-999")));
        kit.post("rahima", &format!("/counter/receipts/{number}/reverse"), &[("reason", "test")]).await;
        let gone = kit.get("", &format!("/check?n={number}&c={code}")).await;
        assert!(gone.body.contains("This receipt was reversed"));
        assert!(kit.get("", "/check").await.body.contains("Enter the receipt"));
        for _ in 0..10 {
            kit.get("", "/check").await;
        }
        let flooded = kit.get("", &format!("/check?n={number}&c={code}")).await;
        assert_eq!(flooded.status, 429);
        assert!(!flooded.header("retry-after").is_empty());
    });
}

#[test]
fn the_catalogue_shows_the_fee_of_ones_own_place() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        copy_costs(&trial.journal, "/30/3026/302672/30267250/", 4).await;
        let all = kit.get("rahima", "/counter/catalogue").await;
        assert!(all.body.contains("159 services") && all.body.contains("?group=office_work"), "{}", all.body);
        let hers = kit.get("rahima", "/counter/catalogue?group=office_work").await;
        assert!(hers.body.contains("৳4"), "{}", hers.body);
        assert!(kit.get("karim", "/counter/catalogue?q=xerox").await.body.contains("৳2"));
        let service = kit.get("rahima", "/counter/catalogue/C010").await;
        assert!(service.body.contains("Whole country") && service.body.contains("In force"), "{}", service.body);
        assert!(service.body.contains("name=\"service\" value=\"C010\""));
        let one_day = kit.get("rahima", "/counter/catalogue/G009").await;
        assert!(one_day.body.contains("<dd>1 day</dd>"), "{}", one_day.body);
        let form = kit.get("uno", "/counter/catalogue/G003").await;
        assert!(form.body.contains("a.child_name_bn") && !form.body.contains("action=\"/counter/cart\""));
        assert_eq!(kit.get("rahima", "/counter/catalogue/Z999").await.status, 404);
        assert!(kit.get("rahima", "/counter/catalogue?q=zzqqxx").await.body.contains("Nothing is called"));
    });
}

#[test]
fn the_script_gets_the_hits_alone_and_typing_help_turns_letters() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let request = ask("GET", "/counter/find?q=passport", "rahima").header("hx-request", "true");
        let part = kit.send(request.body(Body::empty()).unwrap()).await;
        assert!(part.body.trim_start().starts_with("<div class=\"found\">"), "{}", part.body);
        assert!(part.body.contains("G042") && part.body.contains("Needs internet"));
        assert!(part.body.len() < 12_000, "{}", part.body.len());
        let avro = kit.get("rahima", "/counter/avro?q=amar").await;
        assert_eq!(avro.body, "আমার");
        assert!(kit.get("", "/counter/avro?q=amar").await.place().starts_with("/sign-in"));
    });
}

#[test]
fn a_counter_page_weighs_less_than_25_kilobytes() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.copies("rahima", "6").await;
        for code in ["G003", "G009", "G031"] {
            kit.post("rahima", "/counter/cart", &[("service", code)]).await;
        }
        kit.post("rahima", "/counter/customer", &[("mobile", "01711123456"), ("name", "নমুনা বেগম")]).await;
        for path in ["/counter", "/counter/find?q=nibondhon", "/", "/counter/day", "/counter/catalogue"] {
            let request = axum::http::Request::builder().uri(path).header("host", "localhost:8080");
            let page = kit.send(request.header("cookie", "__Host-haat=rahima").body(Body::empty()).unwrap()).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.body.len() <= 25 * 1024, "{path}: {} bytes", page.body.len());
        }
    });
}

#[tokio::test]
async fn every_sample_renders_and_every_refusal_is_worded_in_both_languages() {
    let trial = trial::Trial::on(db::Engine::Sqlite, register()).await;
    let kit = Kit::over(trial.journal.clone(), |things| things);
    let room = counter::room();
    let words = Words::new(&rooms().iter().map(|room| room.words).collect::<Vec<_>>()).unwrap();
    for lang in [Lang::Bn, Lang::En] {
        for sample in &room.samples {
            let frame = Frame::bare(&kit.house, None, lang, &Uri::from_static("/counter"));
            let html = (sample.render)(frame).unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            let unworded = missing(&html, &words, lang.other());
            assert!(unworded.is_empty(), "{} {lang:?}: said as themselves: {unworded:?}", sample.name);
        }
        for code in room.refusals {
            for part in ["", ".what", ".money", ".do"] {
                let key = format!("{}{part}", web::key_of(code));
                assert!(words.has(lang, &key), "{lang:?} {key}");
            }
        }
        for reason in REASONS {
            assert!(words.has(lang, &format!("reason-{}", reason.replace('_', "-"))), "{reason}");
        }
    }
    assert_eq!(words.keys(Lang::Bn), words.keys(Lang::En));
}

/// Keys that stand on a page as themselves, because nobody worded them.
fn missing(html: &str, words: &Words, other: Lang) -> Vec<String> {
    let texts = html.split('>').filter_map(|part| part.split('<').next()).map(str::trim);
    texts.filter(|text| text.contains('-') && words.has(other, text)).map(str::to_owned).collect()
}
