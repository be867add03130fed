//! Buying and selling through the pages and the API, as browsers and programs ask: who may, who may not, and what is told.

use crate::kit::{HIS, does, picture, register};
use crate::orders_kit::{both_goods, brought, order, placed, quilts, quoted, settle, stalls};
use crate::pages_kit::Kit;
use market::{HoldOrder, OrderState, Showcase};
use trial::both;

async fn shown(kit: &Kit) {
    kit.house.things.get::<Showcase>().unwrap().follow(&kit.house.journal).await.unwrap();
}

#[test]
fn a_customer_is_served_from_the_search_to_the_handover() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        shown(&kit).await;
        let found = kit.get("karim", "/market/buy?q=lamp").await;
        assert_eq!(found.status, 200, "{}", found.body);
        let address = format!("{}-{}", stalls.lamp.0, stalls.lamp.1);
        let line = [("address", address.as_str()), ("sku", "LAMP-1"), ("do", "add"), ("q", "lamp")];
        kit.post("karim", "/market/buy/basket", &line).await.place();
        kit.post("karim", "/market/buy/basket", &line).await.place();
        let basket = kit.get("karim", "/market/buy").await;
        let key = basket.value("key");
        let nameless = kit.post("karim", "/market/buy/quote", &[("key", &key), ("help", "50"), ("name", "")]).await;
        assert_eq!(nameless.status, 422);
        assert!(nameless.body.contains("Write the customer"), "{}", nameless.body);
        let asking = [("key", key.as_str()), ("help", "50"), ("name", "রহিম"), ("mobile", "")];
        let quote = kit.post("karim", "/market/buy/quote", &asking).await.place().to_owned();
        // The basket is empty; pressing again asks for nothing.
        assert_eq!(kit.post("karim", "/market/buy/quote", &asking).await.status, 422);
        let page = kit.get("karim", &quote).await;
        let form = page.value("form_id");
        let unread = kit.post("karim", &quote, &[("form_id", &form), ("payment", "cash")]).await;
        assert_eq!(unread.status, 422);
        let paying = [("form_id", form.as_str()), ("payment", "cash"), ("consent", "yes"), ("tendered", "2000")];
        let placed = kit.post("karim", &quote, &paying).await.place().to_owned();
        assert_eq!(kit.post("karim", &quote, &paying).await.place(), placed, "a second press gives the first order");
        let number = placed.rsplit('/').next().unwrap().to_owned();
        brought(journal, &number).await;
        let here = kit.get("karim", &placed).await;
        assert!(here.body.contains("Picture of the thumb mark"), "nobody without a telephone is asked for a code");
        // Neither code nor picture: what was said of the box is said again, and no try is counted.
        let collect = format!("{placed}/collect");
        let said = [("form_id", "c-1"), ("kept-0", "1"), ("reason-0", "damaged"), ("tendered", "x1"), ("code", "")];
        let bare = kit.send_form("karim", &collect, &said, None).await;
        assert_eq!(bare.status, 422);
        assert!(bare.body.contains("take a picture of the thumb mark"), "{}", bare.body);
        assert!(bare.body.contains("<option value=\"1\" selected>"), "one piece stays: {}", bare.body);
        assert!(bare.body.contains("<option value=\"damaged\" selected>"), "{}", bare.body);
        assert_eq!(order(journal, &number).await.missed, 0);
        let wrong = [("form_id", "c-2"), ("kept-0", "1"), ("reason-0", "damaged"), ("code", "7f3k2q")];
        let wrong = kit.send_form("karim", &collect, &wrong, None).await;
        assert!(wrong.body.contains("4 tries are left") && wrong.body.contains("<option value=\"damaged\" selected>"));
        let thumb = kit
            .send_form("karim", &collect, &said[..3], Some(("mark", ("thumb.png", "image/png"), &picture(64))))
            .await;
        assert_eq!(thumb.place(), placed, "a thumb does");
        assert_eq!(order(journal, &number).await.state, OrderState::PartiallyCollected);
        let act = [("form_id", "f-1"), ("expects", "partially_collected"), ("do", "cancel")];
        assert_eq!(kit.post("karim", &placed, &act).await.status, 409, "what was handed out is not cancelled");
        assert_eq!(order(journal, &number).await.state, OrderState::PartiallyCollected);
        trial.verify().await;
    });
}

#[test]
fn the_storefront_says_how_many_are_left_and_that_nothing_is() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let path = format!("/haat/goods/{}-{}", stalls.quilt.0, stalls.quilt.1);
        let page = kit.get("nobody", &path).await;
        assert!(page.body.contains("10 left"), "{}", page.body);
        assert!(page.body.contains("Sold out"), "nobody counted the blue ones: {}", page.body);
        quoted(journal, &quilts("a", &stalls, 10)).await;
        assert!(!kit.get("nobody", &path).await.body.contains(" left"), "what is promised is not offered");
    });
}

#[test]
fn another_centres_quotes_and_orders_are_nobodys_and_sellers_see_their_own() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = quoted(journal, &both_goods("a", &stalls)).await;
        let orders = placed(journal, &quote).await.orders;
        for path in [format!("/market/quotes/{}", quote.number), format!("/market/orders/{}", orders[0])] {
            assert_eq!(kit.get("karim", &path).await.status, 200, "{path}");
            assert_eq!(kit.get("rahima", &path).await.status, 404, "{path}");
            assert_eq!(kit.get("salma", &path).await.status, 404, "{path}");
        }
        let sale = |seller: &str, order: &str| format!("/market/sales/{seller}/{HIS}/{order}");
        let (quilt, lamp) = (&stalls.quilt.0, &stalls.lamp.0);
        assert_eq!(kit.get("rahima", &sale(quilt, &orders[0])).await.status, 200);
        assert_eq!(kit.get("rahima", &sale(quilt, &orders[1])).await.status, 404, "another seller's order");
        assert_eq!(kit.get("rahima", &sale(lamp, &orders[1])).await.status, 404, "another keeper's seller");
        assert_eq!(kit.get("karim", &format!("/market/sales/{quilt}")).await.status, 404);
        let accept = [("form_id", "f"), ("expects", "placed"), ("to", "accepted")];
        assert_eq!(kit.post("karim", &sale(quilt, &orders[0]), &accept).await.status, 404);
        kit.post("rahima", &sale(quilt, &orders[0]), &accept).await.place();
        assert_eq!(order(journal, &orders[0]).await.state, OrderState::Accepted);
        let wordless = [("form_id", "g"), ("expects", "accepted"), ("to", "partner_rejected"), ("reason", "")];
        assert_eq!(kit.post("rahima", &sale(quilt, &orders[0]), &wordless).await.status, 422);
        let count = [("sku", "QUILT-RED"), ("pieces", "0")];
        assert_eq!(kit.post("karim", &format!("/market/sales/{quilt}/stock"), &count).await.status, 404);
    });
}

#[test]
fn the_association_settles_complaints_tells_of_lost_parcels_and_sets_rates() {
    both(&register(), |trial| async move {
        use OrderState as S;
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        let words = "রঙ উঠে যায়".to_owned();
        does(journal, HoldOrder { book: HIS.to_owned(), order: number.clone(), holds: true, words }).await;
        let list = kit.get("ecab", "/market/vetting/orders").await;
        assert!(list.body.contains(&number), "{}", list.body);
        assert_eq!(kit.get("far", "/market/vetting/orders").await.status, 404, "a part of the country sees none");
        assert_eq!(kit.get("karim", "/market/vetting/orders").await.status, 403);
        let path = format!("/market/vetting/orders/{HIS}/{number}");
        let settling = [("form_id", "f"), ("expects", "placed"), ("do", "settle"), ("words", "")];
        assert_eq!(kit.post("ecab", &path, &settling).await.status, 422);
        let settling = [("form_id", "f"), ("expects", "placed"), ("do", "settle"), ("words", "বিক্রেতা বদলে দেবেন")];
        kit.post("ecab", &path, &settling).await.place();
        assert!(!order(journal, &number).await.disputed);
        for (whose, way) in [
            (market::Mover::Seller, (S::Placed, S::Accepted)),
            (market::Mover::Seller, (S::Accepted, S::Packed)),
            (market::Mover::Seller, (S::Packed, S::HandedToCarrier)),
        ] {
            does(journal, crate::orders_kit::moving(&number, whose, way)).await;
        }
        let fate = [("form_id", "g"), ("expects", "handed_to_carrier"), ("do", "lost"), ("words", "পথে হারিয়েছে")];
        kit.post("ecab", &path, &fate).await.place();
        settle(journal).await;
        let standing = order(journal, &number).await;
        assert_eq!((standing.state, standing.refund_due), (S::Lost, crate::orders_kit::taka(2_600)));
        let today = journal.now().day().to_string();
        let over = [("form_id", "h"), ("from", today.as_str()), ("programme", "60"), ("shop", "50"), ("help", "20")];
        assert_eq!(kit.post("ecab", "/market/vetting/rates", &over).await.status, 422);
        // A field that was forgotten, or holds letters, keeps nothing for nobody by mistake.
        for (programme, shop, field) in [("", "4", "programme"), ("2", "", "shop"), ("দুই", "4", "programme")] {
            let slip =
                [("form_id", "s"), ("from", today.as_str()), ("programme", programme), ("shop", shop), ("help", "")];
            let got = kit.post("ecab", "/market/vetting/rates", &slip).await;
            assert_eq!(got.status, 422, "{programme} {shop}");
            assert!(got.body.contains(&format!("href=\"#{field}\">Write a number.")), "{}", got.body);
        }
        let fit = [("form_id", "i"), ("from", today.as_str()), ("programme", "2.5"), ("shop", "৪"), ("help", "20")];
        kit.post("ecab", "/market/vetting/rates", &fit).await.place();
        assert!(kit.get("ecab", "/market/vetting/rates").await.body.contains("2.50 %"));
        let quote = quoted(journal, &quilts("b", &stalls, 1)).await;
        assert_eq!((quote.parts[0].lines[0].rate.programme_bp, quote.parts[0].lines[0].rate.shop_bp), (250, 400));
    });
}

#[test]
fn buyers_are_told_the_code_when_their_goods_arrive_and_what_to_fetch_when_they_do_not() {
    both(&register(), |trial| async move {
        use market::{BuyersTold, tell_buyers};
        use std::sync::{Arc, Mutex};
        let journal = &trial.journal;
        let stalls = stalls(journal).await;
        let said: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let heard = said.clone();
        let told = BuyersTold(Arc::new(move |to, text, key| {
            heard.lock().unwrap().push((to.e164(), format!("{key} {text}")));
            Ok(())
        }));
        tell_buyers(journal, &told, 1_000).await.unwrap();
        let number = placed(journal, &quoted(journal, &quilts("a", &stalls, 1)).await).await.orders[0].clone();
        brought(journal, &number).await;
        tell_buyers(journal, &told, 1_000).await.unwrap();
        let standing = order(journal, &number).await;
        let code = market::collect_code(journal.keys(), &standing);
        {
            let said = said.lock().unwrap();
            let [(to, text)] = &said[..] else { panic!("{said:?}") };
            assert_eq!(to, "+8801911000003");
            assert!(text.contains(&code) && text.contains(&number), "{text}");
            let letters = text.split_once(' ').unwrap().1.encode_utf16().count();
            assert!(letters <= 70, "{letters} letters are more than one message");
        }
        trial.pass(8 * 86_400_000);
        settle(journal).await;
        tell_buyers(journal, &told, 1_000).await.unwrap();
        assert!(said.lock().unwrap().last().unwrap().1.contains("2500"), "what nobody fetched is to be given back");
    });
}

#[test]
fn a_quote_is_found_again_until_it_is_taken_or_over_and_says_what_is_wrong_with_a_sum() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let quote = quoted(journal, &both_goods("a", &stalls)).await;
        let other = quoted(journal, &quilts("b", &stalls, 1)).await;
        let link = |quote: &market::Quote| format!("href=\"/market/quotes/{}\"", quote.number);
        let list = kit.get("karim", "/market/orders").await.body;
        assert!(list.contains(&link(&quote)) && list.contains(&link(&other)), "{list}");
        assert!(!kit.get("rahima", "/market/orders").await.body.contains(&link(&quote)), "another centre's");
        let path = format!("/market/quotes/{}", quote.number);
        let page = kit.get("karim", &path).await;
        assert!(page.body.contains(&format!("data-total=\"{}\"", quote.total().unwrap().get())), "{}", page.body);
        let form = page.value("form_id");
        let letters = [("form_id", form.as_str()), ("payment", "cash"), ("tendered", "abc"), ("consent", "yes")];
        let got = kit.post("karim", &path, &letters).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("href=\"#tendered\">Write a number."), "{}", got.body);
        // Two sellers, two orders: one comes back to the quote, which names both.
        let exact = [("form_id", form.as_str()), ("payment", "cash"), ("tendered", ""), ("consent", "yes")];
        assert_eq!(kit.post("karim", &path, &exact).await.place(), path);
        let taken = kit.get("karim", &path).await.body;
        for part in 1..=2 {
            assert!(taken.contains(&format!("/market/orders/{}-{part}", quote.number)), "{taken}");
        }
        assert!(!kit.get("karim", "/market/orders").await.body.contains(&link(&quote)), "it is taken");
        trial.pass(24 * 60 * 60 * 1_000);
        assert!(!kit.get("karim", "/market/orders").await.body.contains(&link(&other)), "its time is over");
    });
}

#[test]
fn the_help_of_a_basket_is_shared_in_whole_taka() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (_, stalls) = Kit::with_stalls(&trial).await;
        for (key, help, shares) in [("a", 3_000, [2_300, 700]), ("b", 5_050, [3_850, 1_200]), ("c", 0, [0, 0])] {
            let basket = market::Basket { help: base::Paisa::new(help), ..both_goods(key, &stalls) };
            let quote = quoted(journal, &basket).await;
            let helps: Vec<i64> = quote.parts.iter().map(|part| part.help.get()).collect();
            assert_eq!(helps, shares, "{help}");
        }
        trial.verify().await;
    });
}
