//! The pages of wholesale, from the terms to the order, and who may see what.

use crate::kit::{approve, as_whom, does, firm, refused, register};
use crate::lots_kit::{answering, asking, offer, setting, standing, terms};
use crate::orders_kit::{order, settle, taka};
use crate::pages_kit::Kit;
use market::{AskLot, AskState, Payment, SetLot};
use trial::both;

#[test]
fn the_pages_lead_from_the_terms_to_the_order() {
    both(&register(), |trial| async move {
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let (seller, product) = &stalls.quilt;
        let goods = format!("/market/goods/{seller}-{product}/lot");
        let form = kit.get("rahima", &goods).await.value("form_id");
        let mut said = vec![("form_id", form.as_str()), ("do", "set"), ("least", "1"), ("unit", "piece")];
        said.extend([("grade", "a"), ("words_bn", "সব এক মাপের"), ("words_en", "All of one size")]);
        said.extend([("from_1", "৫"), ("price_1", "2200"), ("from_2", ""), ("price_2", "")]);
        assert_eq!(kit.post("rahima", &goods, &said).await.status, 422, "one is no quantity");
        said[2] = ("least", "5");
        kit.post("rahima", &goods, &said).await.place();
        let shown = kit.get("nobody", &format!("/haat/goods/{seller}-{product}")).await;
        for part in ["At least 5 pieces", "All of one size", "From 5 pieces", "2,200"] {
            assert!(shown.body.contains(part), "{part}: {}", shown.body);
        }
        let ask = format!("/market/buy/lots/{seller}-{product}");
        assert!(!shown.body.contains(&ask), "nobody asks from the street");
        let form = kit.get("karim", &ask).await.value("form_id");
        let asking = [("form_id", form.as_str()), ("sku", "QUILT-RED"), ("pieces", "6"), ("words", "")];
        let one = kit.post("karim", &ask, &asking).await.place().to_owned();
        assert_eq!(kit.post("karim", &ask, &asking).await.place(), one, "a second press asks once");
        assert!(kit.get("karim", "/market/lots").await.body.contains(&one));
        let sale = format!("/market/sales/{seller}/lots/0001");
        assert!(kit.get("rahima", &format!("/market/sales/{seller}/lots")).await.body.contains(&sale));
        let page = kit.get("rahima", &sale).await;
        assert_eq!(page.value("price"), "2,200", "the price that the steps say");
        let today = trial.journal.now().day();
        let (until, promised) = (today.add_days(3).to_string(), today.add_days(9).to_string());
        let form = page.value("form_id");
        let mut priced = vec![("form_id", form.as_str()), ("do", "offer"), ("price", "2100"), ("words", "")];
        priced.extend([("until", until.as_str()), ("promised", "soon")]);
        assert_eq!(kit.post("rahima", &sale, &priced).await.status, 422, "soon is no day");
        priced[5] = ("promised", promised.as_str());
        kit.post("rahima", &sale, &priced).await.place();
        kit.post("rahima", &sale, &priced).await.place();
        let form = kit.get("karim", &one).await.value("form_id");
        let nameless = [("form_id", form.as_str()), ("name", ""), ("help", "0")];
        assert_eq!(kit.post("karim", &one, &nameless).await.status, 422);
        let taking = [("form_id", form.as_str()), ("name", "রহিম"), ("help", "0")];
        let quote = kit.post("karim", &one, &taking).await.place().to_owned();
        assert!(quote.starts_with("/market/quotes/"), "{quote}");
        assert_eq!(kit.post("karim", &one, &taking).await.place(), quote, "a second press shows the first quote");
        assert!(kit.get("karim", &quote).await.body.contains("12,600"));
        assert!(kit.get("karim", &one).await.body.contains(&quote));
        // Its time runs out unpaid: the goods are free again, and the offer may be taken once more.
        trial.pass(41 * 60_000);
        settle(&trial.journal).await;
        let page = kit.get("karim", &one).await;
        assert!(page.body.contains("A price was named") && !page.body.contains(&quote), "{}", page.body);
        trial.verify().await;
    });
}

#[test]
fn a_firm_asks_through_a_centre_and_pays_there_when_it_collects() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let ask = format!("/market/buy/lots/{}-{}", stalls.quilt.0, stalls.quilt.1);
        let hers = as_whom(journal, "p-salma", "firm", firm("01811000007")).await.unwrap();
        assert_eq!(kit.get("salma", &ask).await.status, 404, "nobody looked at the firm yet");
        approve(journal, &hers).await;
        assert!(kit.get("salma", "/market").await.body.contains("/market/lots"));
        let form = kit.get("salma", &ask).await.value("form_id");
        let mut said = vec![
            ("form_id", form.as_str()),
            ("sku", "QUILT-RED"),
            ("pieces", "6"),
            ("centre", "3026999"),
            ("firm", hers.as_str()),
        ];
        assert!(kit.post("salma", &ask, &said).await.body.contains("no centre with this code"));
        said[3] = ("centre", "৩০২৬০০২");
        let one = kit.post("salma", &ask, &said).await.place().to_owned();
        assert!(kit.get("salma", "/market/lots").await.body.contains(&one));
        let sale = kit.get("rahima", &format!("/market/sales/{}/lots/0001", stalls.quilt.0)).await;
        assert!(sale.body.contains("Alo Electric"), "{}", sale.body);
        does(journal, answering(&stalls, "0001", Some(offer(journal, 2_100)))).await;
        // The centre through which the firm asks sees it, and does not take what was offered to the firm.
        let page = kit.get("karim", &one).await;
        assert!(page.status == 200 && !page.body.contains("name=\"help\""), "{}", page.body);
        let taking = [("form_id", "f-1"), ("name", "রহিম"), ("help", "0")];
        assert_eq!(kit.post("karim", &one, &taking).await.status, 404);
        let form = kit.get("salma", &one).await.value("form_id");
        let mut taking = vec![("form_id", form.as_str()), ("name", "Salma"), ("mobile", "")];
        assert!(kit.post("salma", &one, &taking).await.body.contains("Write a mobile number"));
        taking[2] = ("mobile", "01911000008");
        let link = kit.post("salma", &one, &taking).await.place().to_owned();
        assert_eq!(kit.post("salma", &one, &taking).await.place(), link, "pressed twice, one quote");
        let (number, code) = link.strip_prefix("/haat/quotes/").unwrap().split_once("?c=").unwrap();
        let agreed = [("form_id", "t-1"), ("c", code), ("consent", "yes")];
        kit.post("salma", &format!("/haat/quotes/{number}"), &agreed).await.place();
        let placed = order(journal, &format!("{number}-1")).await;
        assert_eq!((placed.order.payment, placed.order.part.goods), (Payment::OnCollection, taka(12_600)));
        let own = AskLot { firm: stalls.lamp.0.clone(), ..asking(&stalls, 6) };
        let own =
            AskLot { seller: stalls.lamp.0.clone(), product: stalls.lamp.1.clone(), sku: "LAMP-1".to_owned(), ..own };
        does(journal, SetLot { seller: stalls.lamp.0.clone(), product: stalls.lamp.1.clone(), lot: Some(terms(5)) })
            .await;
        assert_eq!(refused(journal, own).await, "market.ask.firm", "nobody buys of itself");
        let villager = AskLot { firm: stalls.quilt.0.clone(), ..asking(&stalls, 6) };
        assert_eq!(refused(journal, villager).await, "market.ask.firm", "a producer buys at the counter");
        trial.verify().await;
    });
}

#[test]
fn whoever_keeps_two_firms_says_for_which_they_ask() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let mut firms = Vec::new();
        for (key, mobile) in [("one", "01811000007"), ("two", "01811000009")] {
            let hers = as_whom(journal, "p-salma", key, firm(mobile)).await.unwrap();
            approve(journal, &hers).await;
            firms.push(hers);
        }
        let ask = format!("/market/buy/lots/{}-{}", stalls.quilt.0, stalls.quilt.1);
        let form = kit.get("salma", &ask).await.value("form_id");
        let mut said = vec![("form_id", form.as_str()), ("sku", "QUILT-RED"), ("pieces", "6"), ("centre", "3026002")];
        assert_eq!(kit.post("salma", &ask, &said).await.status, 404, "for none");
        said.push(("firm", stalls.lamp.0.as_str()));
        assert_eq!(kit.post("salma", &ask, &said).await.status, 404, "for another's");
        said[4] = ("firm", firms[1].as_str());
        let one = kit.post("salma", &ask, &said).await.place().to_owned();
        assert_eq!(standing(journal, &stalls, "0001").await.firm, firms[1]);
        assert!(kit.get("salma", "/market/lots").await.body.contains(&one));
        assert_eq!(kit.get("salma", &one).await.status, 200);
        trial.verify().await;
    });
}

#[test]
fn another_centres_asking_and_another_sellers_terms_are_nobodys() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        does(journal, setting(&stalls, Some(terms(5)))).await;
        let number = does(journal, asking(&stalls, 6)).await;
        let seller = &stalls.quilt.0;
        let theirs = [
            ("rahima", format!("/market/lots/{seller}/{number}")),
            ("salma", format!("/market/lots/{seller}/{number}")),
            ("karim", format!("/market/sales/{seller}/lots")),
            ("karim", format!("/market/sales/{seller}/lots/{number}")),
            ("karim", format!("/market/goods/{seller}-{}/lot", stalls.quilt.1)),
            ("salma", format!("/market/buy/lots/{seller}-{}", stalls.quilt.1)),
            ("karim", format!("/market/buy/lots/{}-{}", stalls.lamp.0, stalls.lamp.1)),
        ];
        for (who, path) in theirs {
            assert_eq!(kit.get(who, &path).await.status, 404, "{who} {path}");
        }
        let answer = [("form_id", "f"), ("do", "offer"), ("price", "1")];
        let posted = kit.post("karim", &format!("/market/sales/{seller}/lots/{number}"), &answer).await;
        assert_eq!(posted.status, 404);
        assert_eq!(standing(journal, &stalls, &number).await.state, AskState::Asked);
        assert!(!kit.get("rahima", "/market/lots").await.body.contains(&number), "he asked, not she");
        trial.verify().await;
    });
}
