//! The feed of goods for search engines.

use crate::kit::{does, moving, quilt, register, vetting};
use crate::orders_kit::count;
use crate::pages_kit::{ADDRESS, Kit};
use market::{ProductState, SellerState, Side};
use trial::both;

const FEED: &str = "/haat/feed.xml";

/// What stands in the first element of this name.
fn told<'t>(text: &'t str, name: &str) -> &'t str {
    let rest = text.split(&format!("<{name}>")).nth(1).unwrap_or_else(|| panic!("no {name}: {text}"));
    rest.split(&format!("</{name}>")).next().unwrap()
}

#[test]
fn the_feed_tells_what_is_shown_and_nothing_else() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let got = kit.get("nobody", &format!("{FEED}?in=en")).await;
        assert_eq!((got.status.as_u16(), got.header("content-type")), (200, "application/rss+xml; charset=utf-8"));
        assert_eq!(got.body.matches("<item>").count(), 3, "{}", got.body);
        let item = got.body.split("<item>").find(|item| item.contains("QUILT-RED")).unwrap();
        let address = format!("{}-{}", stalls.quilt.0, stalls.quilt.1);
        for (name, text) in [
            ("g:id", format!("{}-QUILT-RED", stalls.quilt.0)),
            ("g:item_group_id", address.clone()),
            ("title", "Embroidered quilt, লাল".to_owned()),
            ("description", "Three layers of cotton.".to_owned()),
            ("link", format!("{ADDRESS}/haat/goods/{address}")),
            ("g:image_link", format!("{ADDRESS}/haat/photos/{address}/1/large")),
            ("g:availability", "in_stock".to_owned()),
            ("g:price", "2500.00 BDT".to_owned()),
            ("g:brand", "House of Thread".to_owned()),
            ("g:condition", "new".to_owned()),
            ("g:shipping_weight", "1500 g".to_owned()),
        ] {
            assert_eq!(told(item, name), text);
        }
        assert!(told(item, "g:product_type").contains(" &gt; "), "{item}");
        let blue = got.body.split("<item>").find(|item| item.contains("QUILT-BLUE")).unwrap();
        assert_eq!(told(blue, "g:availability"), "out_of_stock", "nobody counted the blue ones");
        let photo = told(item, "g:image_link").strip_prefix(ADDRESS).unwrap();
        assert_eq!(kit.get("nobody", photo).await.status, 200);
        // One seller's only; an unknown seller is nobody.
        let lamps = kit.get("nobody", &format!("{FEED}?seller={}", stalls.lamp.0)).await;
        assert_eq!(lamps.body.matches("<item>").count(), 1);
        assert_eq!(kit.get("nobody", &format!("{FEED}?seller=S999999")).await.status, 404);
        assert_eq!(kit.get("nobody", &format!("{FEED}?after=x")).await.status, 404);
        // What is behind the cursor comes; what was taken off the shelf, or whose seller is suspended, does not.
        let rest = kit.get("nobody", &format!("{FEED}?after={address}")).await;
        assert_eq!(rest.body.matches("<item>").count(), 1, "{}", rest.body);
        let (shown, withdrawn) = (ProductState::Published, ProductState::Withdrawn);
        does(journal, moving(&stalls.quilt.0, &stalls.quilt.1, Side::Keeper, (shown, withdrawn))).await;
        assert_eq!(kit.get("nobody", FEED).await.body.matches("<item>").count(), 1);
        does(journal, vetting(&stalls.lamp.0, SellerState::Approved, SellerState::Suspended)).await;
        assert_eq!(kit.get("nobody", FEED).await.body.matches("<item>").count(), 0);
        let hidden = kit.get("nobody", &format!("{FEED}?seller={}", stalls.lamp.0)).await;
        assert_eq!(hidden.status, 404, "a suspended seller is nobody");
        assert!(!hidden.body.contains("Alo Electric"), "{}", hidden.body);
        trial.verify().await;
    });
}

#[test]
fn what_sellers_write_stays_text_in_the_feed() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let mut odd = quilt();
        odd.name.en = "Cup & saucer <b>\"best\"</b>".to_owned();
        odd.variants.truncate(1);
        odd.variants[0].sku = "ODD-1".to_owned();
        let number = crate::kit::publish(journal, &stalls.quilt.0, odd).await;
        count(journal, &stalls.quilt.0, "ODD-1", 1).await;
        let feed = kit.get("nobody", &format!("{FEED}?in=en")).await.body;
        let item = feed.split("<item>").find(|item| item.contains(&format!("-{number}<"))).unwrap();
        assert!(told(item, "title").starts_with("Cup &amp; saucer &lt;b&gt;&quot;best&quot;&lt;/b&gt;"), "{item}");
        for _ in 0..40 {
            kit.get("nobody", FEED).await;
        }
        assert_eq!(kit.get("nobody", FEED).await.status, 429, "a page costs many rows");
    });
}
