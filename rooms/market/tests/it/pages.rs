//! A quilt's way over the pages: a producer registered, a listing written and photographed, checked, found by everybody.

use crate::kit::{picture, register};
use crate::pages_kit::{Got, Kit};
use trial::both;

const LISTING: [(&str, &str); 14] = [
    ("name_bn", "নকশি কাঁথা"),
    ("name_en", "Embroidered quilt"),
    ("category", "craft.quilt"),
    ("about_bn", "তিন স্তর সুতি কাপড়, হাতে সেলাই করা ফুল।"),
    ("about_en", "Three layers of cotton."),
    ("origin_bn", "সাভারের মেয়েদের হাতে"),
    ("return_days", "৭"),
    ("lead_days", "20"),
    ("capacity", "4"),
    ("speciality", "yes"),
    ("sku-1", "quilt-red"),
    ("price-1", "২৫০০"),
    ("weight-1", "1500"),
    ("size-1", "60 x 40 x 10"),
];

fn producer(form_id: &str) -> Vec<(&str, &str)> {
    vec![
        ("form_id", form_id),
        ("kind", "producer"),
        ("name_bn", "সুইসুতার ঘর"),
        ("name_en", "House of Thread"),
        ("person", "জরিনা বেগম"),
        ("mobile", "01711111111"),
        ("sex", "woman"),
        ("consent", "yes"),
    ]
}

/// Rahima registers a producer and writes a listing; answers the listing's address.
async fn listed(kit: &Kit) -> String {
    let form = kit.get("rahima", "/market/sellers/new").await;
    assert!(form.body.contains("New producer") && !form.body.contains("Trade licence"));
    let form_id = form.value("form_id");
    let place = kit.post("rahima", "/market/sellers", &producer(&form_id)).await.place().to_owned();
    assert_eq!(place, "/market/sellers/S000001");
    let form_id = kit.get("rahima", "/market/sellers/S000001/new").await.value("form_id");
    let mut fields = LISTING.to_vec();
    fields.push(("form_id", &form_id));
    let got = kit.post("rahima", "/market/sellers/S000001/products", &fields).await;
    assert_eq!(got.place(), "/market/goods/S000001-0001");
    let again = kit.post("rahima", "/market/sellers/S000001/products", &fields).await;
    assert_eq!(again.place(), "/market/goods/S000001-0001", "a second press writes once");
    "S000001-0001".to_owned()
}

async fn move_to(kit: &Kit, who: &str, path: &str, (expects, to): (&str, &str), reason: &str) -> Got {
    let form_id = kit.get(who, path.trim_end_matches("/move")).await.value("form_id");
    let fields = [("form_id", form_id.as_str()), ("expects", expects), ("to", to), ("reason", reason)];
    kit.post(who, path, &fields).await
}

/// The same listing, photographed, checked and shown.
async fn shown(kit: &Kit) -> String {
    let address = listed(kit).await;
    let photos = format!("/market/goods/{address}/photos");
    kit.send_file("rahima", &photos, ("a.png", "image/png"), &picture(640)).await.place();
    move_to(kit, "rahima", &format!("/market/goods/{address}/move"), ("draft", "waiting"), "").await.place();
    move_to(kit, "ecab", &format!("/market/vetting/goods/{address}"), ("waiting", "published"), "").await.place();
    address
}

#[test]
fn a_quilt_is_listed_checked_and_found_by_everybody() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = listed(&kit).await;
        let page = kit.get("rahima", &format!("/market/goods/{address}")).await;
        assert!(page.body.contains("One photo at least") && page.body.contains("value=\"2500\""), "{}", page.body);
        assert!(!page.body.contains("Send it to the check"), "unfinished, it has no way to the check");
        let move_path = format!("/market/goods/{address}/move");
        let got = move_to(&kit, "rahima", &move_path, ("draft", "waiting"), "").await;
        assert_eq!(got.status, 422);
        assert_eq!(kit.get("nobody", &format!("/haat/goods/{address}")).await.status, 404);
        let photos = format!("/market/goods/{address}/photos");
        kit.send_file("rahima", &photos, ("a.png", "image/png"), &picture(640)).await.place();
        let small = format!("/haat/photos/{address}/1/small");
        assert_eq!(kit.get("nobody", &small).await.status, 404, "nobody sees a photo before the goods are shown");
        assert_eq!(kit.get("rahima", &small).await.status, 200);
        move_to(&kit, "rahima", &move_path, ("draft", "waiting"), "").await.place();
        let waiting = kit.get("ecab", "/market/vetting").await;
        assert!(waiting.body.contains(&address), "{}", waiting.body);
        let check = format!("/market/vetting/goods/{address}");
        move_to(&kit, "ecab", &check, ("waiting", "published"), "").await.place();

        let haat = kit.get("nobody", "/haat").await;
        assert!(haat.body.contains("Embroidered quilt") && haat.body.contains("৳2,500"), "{}", haat.body);
        assert!(haat.body.contains("loading=\"lazy\"") && haat.body.contains(&small));
        for query in
            ["q=kantha", "q=%E0%A6%95%E0%A6%BE%E0%A6%81%E0%A6%A5%E0%A6%BE", "q=quilt&district=3026", "category=craft"]
        {
            let found = kit.get("nobody", &format!("/haat?{query}")).await;
            assert!(found.body.contains(&address), "{query}");
        }
        let goods = kit.get("nobody", &format!("/haat/goods/{address}")).await;
        for told in ["Embroidered quilt", "House of Thread", "20 days", "7 days", "1.5 kg", "Three layers"] {
            assert!(goods.body.contains(told), "{told}: {}", goods.body);
        }
        assert!(!goods.body.contains("জরিনা") && !goods.body.contains("1711111111"), "the producer stays hidden");
        let shelf = kit.get("nobody", "/haat/sellers/S000001").await;
        assert!(shelf.body.contains(&address));
        trial.verify().await;
    });
}

#[test]
fn the_first_page_of_the_storefront_is_small_with_every_picture_on_it() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = shown(&kit).await;
        for n in 2..=25 {
            let sku = format!("Q-{n}");
            let mut product = crate::kit::quilt();
            product.variants.truncate(1);
            product.variants[0].sku = sku;
            crate::kit::publish(&trial.journal, "S000001", product).await;
        }
        kit.house.things.get::<market::Showcase>().unwrap().follow(&trial.journal).await.unwrap();
        let page = kit.get("nobody", "/haat").await;
        assert_eq!(page.body.matches("<img").count(), 24);
        assert!(page.body.contains("page=2"));
        assert!(page.bytes.len() < 24 * 1024, "{} bytes of page", page.bytes.len());
        let photo = kit.get("nobody", &format!("/haat/photos/{address}/1/small")).await;
        assert_eq!(photo.header("content-type"), "image/jpeg");
        assert!(photo.header("cache-control").contains("immutable"));
        assert!(photo.bytes.len() <= 8 * 1024);
        let second = kit.get("nobody", "/haat?page=2").await;
        assert_eq!(second.body.matches("<img").count(), 1);
    });
}

#[test]
fn nobody_acts_for_the_sellers_of_another_centre() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = shown(&kit).await;
        let desk = kit.get("rahima", "/market").await;
        assert!(desk.body.contains("S000001") && desk.body.contains("House of Thread"));
        assert!(!kit.get("karim", "/market").await.body.contains("S000001"));
        for path in ["/market/sellers/S000001", "/market/sellers/S000001/new", &format!("/market/goods/{address}")] {
            assert_eq!(kit.get("karim", path).await.status, 404, "{path}");
        }
        let fields = [("expects", "published"), ("to", "withdrawn")];
        assert_eq!(kit.post("karim", &format!("/market/goods/{address}/move"), &fields).await.status, 404);
        let prices = [("sku-1", "QUILT-RED"), ("price-1", "1")];
        assert_eq!(kit.post("karim", &format!("/market/goods/{address}/prices"), &prices).await.status, 404);
        let photos = format!("/market/goods/{address}/photos");
        assert_eq!(kit.send_file("karim", &photos, ("a.png", "image/png"), &picture(64)).await.status, 404);
        let gone = kit.post("karim", &format!("{photos}/1/remove"), &[]).await;
        assert_eq!(gone.status, 404);
        for (who, path) in
            [("far", "/market/vetting/sellers/S000001"), ("far", &format!("/market/vetting/goods/{address}"))]
        {
            assert_eq!(kit.get(who, path).await.status, 404);
        }
        assert_eq!(kit.get("rahima", "/market/vetting").await.status, 403);
        assert_eq!(kit.get("ecab", "/market").await.status, 403);
    });
}

#[test]
fn prices_are_changed_on_the_shelf_and_a_wrong_one_is_told_beside_its_field() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = shown(&kit).await;
        let path = format!("/market/goods/{address}/prices");
        let form_id = kit.get("rahima", &format!("/market/goods/{address}")).await.value("form_id");
        let wrong = [("form_id", form_id.as_str()), ("sku-1", "QUILT-RED"), ("price-1", "-5")];
        let got = kit.post("rahima", &path, &wrong).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("the price must be more than nothing"), "{}", got.body);
        let right = [("form_id", "another"), ("sku-1", "QUILT-RED"), ("price-1", "২৪৫০.৫০")];
        kit.post("rahima", &path, &right).await.place();
        assert!(kit.get("nobody", "/haat").await.body.contains("৳2,450.50"));
    });
}

#[test]
fn what_is_sent_back_says_why_and_what_is_put_away_is_gone() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = shown(&kit).await;
        let check = format!("/market/vetting/goods/{address}");
        let silent = move_to(&kit, "ecab", &check, ("published", "returned"), "").await;
        assert_eq!(silent.status, 422);
        assert!(silent.body.contains("Write the reason"));
        move_to(&kit, "ecab", &check, ("published", "returned"), "ছবিটি ঝাপসা").await.place();
        let page = kit.get("rahima", &format!("/market/goods/{address}")).await;
        assert!(page.body.contains("ছবিটি ঝাপসা") && page.body.contains("Sent back by the check"));
        assert!(!kit.get("nobody", "/haat").await.body.contains(&address));
        let fields = [("form_id", "late"), ("expects", "published"), ("to", "returned"), ("reason", "আবার")];
        let late = kit.post("ecab", &check, &fields).await;
        assert_eq!(late.status, 409, "somebody moved it meanwhile");
        let gone = kit.post("rahima", &format!("/market/goods/{address}/photos/1/remove"), &[]).await;
        gone.place();
        assert_eq!(kit.get("rahima", &format!("/haat/photos/{address}/1/small")).await.status, 404);
    });
}

#[test]
fn a_firm_registers_itself_waits_and_is_vetted() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let form = kit.get("salma", "/market/sellers/new?kind=producer").await;
        assert!(form.body.contains("New firm"), "only who sits at a counter vouches for a villager");
        let form_id = form.value("form_id");
        let mut fields = producer(&form_id);
        fields.extend([("place", "3026"), ("licence", "TRAD/311")]);
        let lacking = kit.post("salma", "/market/sellers", &fields).await;
        assert_eq!(lacking.status, 422);
        assert!(lacking.body.contains("DBID are both needed") && lacking.body.contains("সুইসুতার ঘর"));
        fields.push(("dbid", "DBID-02741"));
        let place = kit.post("salma", "/market/sellers", &fields).await.place().to_owned();
        assert!(kit.get("salma", &place).await.body.contains("Applied"));
        assert_eq!(kit.get("nobody", "/haat/sellers/S000001").await.status, 404);
        let vet = "/market/vetting/sellers/S000001";
        assert!(kit.get("ecab", "/market/vetting").await.body.contains("S000001"));
        let page = kit.get("ecab", vet).await;
        assert!(page.body.contains("DBID-02741") && page.body.contains("ending in 1111"), "{}", page.body);
        for states in [("applied", "checked"), ("checked", "approved")] {
            move_to(&kit, "ecab", vet, states, "").await.place();
        }
        assert_eq!(kit.get("nobody", "/haat/sellers/S000001").await.status, 200);
        let silent = move_to(&kit, "ecab", vet, ("approved", "suspended"), " ").await;
        assert_eq!(silent.status, 422);
        move_to(&kit, "ecab", vet, ("approved", "suspended"), "নকল পণ্য").await.place();
        assert!(kit.get("salma", &place).await.body.contains("নকল পণ্য"));
        assert_eq!(kit.get("nobody", "/haat/sellers/S000001").await.status, 404);
    });
}

#[test]
fn a_file_that_is_no_photo_is_refused_beside_its_field() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let address = listed(&kit).await;
        let path = format!("/market/goods/{address}/photos");
        for (name, kind, bytes) in [
            ("a.png", "image/png", b"GIF89a".as_slice()),
            ("a.jpg", "image/jpeg", &picture(16)),
            ("page.html", "text/html", b"<script>"),
        ] {
            let got = kit.send_file("rahima", &path, (name, kind), bytes).await;
            assert_eq!(got.status, 422, "{name}");
            assert!(got.body.contains("id=\"photo-error\""), "{}", got.body);
        }
        let none = kit.post("rahima", &path, &[]).await;
        assert!(none.status == 422 && none.body.contains("Choose a photo"));
    });
}

#[test]
fn addresses_that_are_none_are_not_found() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for path in [
            "/haat/goods/S000001-0001",
            "/haat/goods/nothing",
            "/haat/goods/S000001-..",
            "/haat/sellers/3026001",
            "/haat/photos/S000001-0001/1/small",
            "/haat/photos/S000001-0001/x/huge",
        ] {
            assert_eq!(kit.get("nobody", path).await.status, 404, "{path}");
        }
        let got = kit.get("nobody", "/haat?page=-4&q=%25&category=%22%3E&district=x").await;
        assert_eq!(got.status, 200);
        assert_eq!(kit.get("nobody", "/haat?q=%00").await.status, 400);
        assert!(got.body.contains("There are no goods here yet") || got.body.contains("Nothing is called"));
    });
}
