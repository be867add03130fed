//! The showcase shows what the books say, and finds it as people say it.

use crate::kit::{approve, does, firm, furnish, moving, producer, publish, quilt, register, thing, vetting};
use market::{ChangePrices, Found, ProductState, SellerState, Showcase, Side, Wish};
use trial::{Trial, both};

const GOODS: [(&str, (&str, &str), &str); 7] = [
    ("A", ("জামদানি শাড়ি", "Jamdani saree"), "cloth.saree"),
    ("B", ("টাঙ্গাইলের তাঁতের শাড়ি", "Tangail handloom saree"), "cloth.saree"),
    ("C", ("সুন্দরবনের মধু", "Sundarbans honey"), "food.honey"),
    ("D", ("খেজুরের পাটালি গুড়", "Date palm molasses"), "food.sweet"),
    ("E", ("মাটির কলস", "Clay pitcher"), "craft.pottery"),
    ("F", ("সোলার লণ্ঠন", "Solar lantern"), "home.light"),
    ("G", ("পাটের বাজার ব্যাগ", "Jute shopping bag"), "craft.jute"),
];

/// A producer with these goods and the quilt.
async fn stocked(trial: &Trial) -> Showcase {
    let journal = &trial.journal;
    furnish(journal).await;
    does(journal, producer("01711111111")).await;
    publish(journal, "S000001", quilt()).await;
    for (sku, name, category) in GOODS {
        publish(journal, "S000001", thing(sku, name, category, 100)).await;
    }
    let showcase = Showcase::default();
    showcase.follow(journal).await.unwrap();
    showcase
}

fn query(text: &str) -> Wish {
    Wish { query: text.to_owned(), ..Wish::default() }
}

fn names(found: &Found) -> Vec<&str> {
    found.goods.iter().map(|one| one.name.en.as_str()).collect()
}

#[test]
fn goods_are_found_in_bangla_english_and_romanised_and_misspelt() {
    both(&register(), |trial| async move {
        let showcase = stocked(&trial).await;
        for (typed, wanted) in [
            ("নকশি কাঁথা", "Embroidered quilt"),
            ("nakshi katha", "Embroidered quilt"),
            ("nokshikatha", "Embroidered quilt"),
            ("quilt", "Embroidered quilt"),
            ("জামদানি", "Jamdani saree"),
            ("jamdani sari", "Jamdani saree"),
            ("jamdni", "Jamdani saree"),
            ("tangail saree", "Tangail handloom saree"),
            ("modhu", "Sundarbans honey"),
            ("honey", "Sundarbans honey"),
            ("পাটালী গুর", "Date palm molasses"),
            ("molases", "Date palm molasses"),
            ("kolosh", "Clay pitcher"),
            ("solar", "Solar lantern"),
            ("shopping beg", "Jute shopping bag"),
            ("S000001-0001", "Embroidered quilt"),
        ] {
            let found = showcase.find(&query(typed), 0, 5);
            assert_eq!(names(&found).first(), Some(&wanted), "{typed}: {:?}", names(&found));
        }
        assert_eq!(showcase.find(&query("blorptang"), 0, 5).total, 0);
        let sarees = showcase.find(&query("saree"), 0, 1);
        assert_eq!((sarees.goods.len(), sarees.total), (1, 2), "a page of what was found");
    });
}

#[test]
fn goods_are_chosen_by_kind_district_and_seller_and_leafed_through() {
    both(&register(), |trial| async move {
        let showcase = stocked(&trial).await;
        let craft = Wish { category: "craft".to_owned(), ..Wish::default() };
        assert_eq!(names(&showcase.find(&craft, 0, 9)), ["Jute shopping bag", "Clay pitcher", "Embroidered quilt"]);
        assert_eq!(names(&showcase.find(&craft, 1, 1)), ["Clay pitcher"]);
        let none = |wish: Wish| showcase.find(&wish, 0, 9).total == 0;
        assert!(none(Wish { district: "3039".to_owned(), ..Wish::default() }));
        assert!(none(Wish { seller: "S000002".to_owned(), ..Wish::default() }));
        assert!(none(Wish { category: "food".to_owned(), ..query("shari") }));
        let here = Wish { district: "3026".to_owned(), seller: "S000001".to_owned(), ..Wish::default() };
        assert_eq!(showcase.find(&here, 0, 3).total, 8);
        assert_eq!(showcase.find(&here, 9, 3).goods.len(), 0);
        let aisles = showcase.aisles();
        let count = |code: &str| aisles.categories.iter().find(|(one, _)| one.code == code).map(|one| one.1);
        assert_eq!((count("craft"), count("cloth.saree"), count("farm")), (Some(3), Some(2), Some(0)));
        assert_eq!(aisles.districts.len(), 1);
        assert_eq!((aisles.districts[0].0.as_str(), aisles.districts[0].2), ("3026", 8));
    });
}

#[test]
fn what_is_put_away_suspended_or_priced_anew_is_seen_with_the_next_look() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let showcase = stocked(&trial).await;
        assert_eq!(showcase.follow(journal).await.unwrap(), 0, "nothing is new");
        let (shown, away) = (ProductState::Published, ProductState::Withdrawn);
        does(journal, moving("S000001", "0002", Side::Keeper, (shown, away))).await;
        assert_eq!(showcase.find(&query("jamdani"), 0, 1).goods[0].name.en, "Jamdani saree", "not before it looks");
        assert_eq!(showcase.follow(journal).await.unwrap(), 1);
        assert!(!names(&showcase.find(&query("jamdani"), 0, 9)).contains(&"Jamdani saree"));
        let (approved, suspended) = (SellerState::Approved, SellerState::Suspended);
        does(journal, vetting("S000001", approved, suspended)).await;
        showcase.follow(journal).await.unwrap();
        assert_eq!(showcase.find(&Wish::default(), 0, 9).total, 0);
        assert!(showcase.aisles().districts.is_empty());
        does(journal, vetting("S000001", suspended, approved)).await;
        let price = ("C".to_owned(), base::Paisa::new(7_700));
        let deed = ChangePrices { seller: "S000001".to_owned(), product: "0004".to_owned(), prices: vec![price] };
        does(journal, deed).await;
        showcase.follow(journal).await.unwrap();
        assert_eq!(showcase.find(&Wish::default(), 0, 9).total, 7);
        assert_eq!(showcase.find(&query("honey"), 0, 1).goods[0].price, base::Paisa::new(7_700));
    });
}

#[test]
fn a_showcase_made_anew_shows_the_same_and_unvetted_firms_are_not_in_it() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let showcase = stocked(&trial).await;
        let firm = does(journal, firm("01722222222")).await;
        approve(journal, &firm).await;
        publish(journal, &firm, thing("L", ("পড়ার বাতি", "Reading lamp"), "home.light", 620)).await;
        showcase.follow(journal).await.unwrap();
        let second = Showcase::default();
        second.follow(&trial.open_again().await).await.unwrap();
        for wish in [Wish::default(), query("lamp"), query("শাড়ি")] {
            let sorted = |case: &Showcase| {
                let mut all: Vec<String> = case.find(&wish, 0, 99).goods.iter().map(|one| one.address()).collect();
                all.sort();
                all
            };
            assert_eq!(sorted(&showcase), sorted(&second), "{wish:?}");
        }
        does(journal, vetting(&firm, SellerState::Approved, SellerState::Suspended)).await;
        let third = Showcase::default();
        third.follow(journal).await.unwrap();
        assert_eq!(third.find(&query("lamp"), 0, 9).goods.iter().filter(|one| one.rack.seller == firm).count(), 0);
    });
}

#[test]
fn leafing_through_shows_each_good_once_in_the_order_of_one_long_page() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let showcase = stocked(&trial).await;
        let seller = does(journal, producer("01788888888")).await;
        for n in 0..23 {
            let name = if n % 3 == 0 {
                ("লাল শাড়ি", "Red sari")
            } else {
                ("সবুজ শাড়ি", "Green sari")
            };
            publish(journal, &seller, thing(&format!("SARI-{n}"), name, "cloth.saree", 900 + n)).await;
        }
        showcase.follow(journal).await.unwrap();
        for wish in [Wish::default(), query("sari"), query("red sari"), query("lal saree"), query("blorptang")] {
            let whole = showcase.find(&wish, 0, 999);
            assert_eq!(whole.total, whole.goods.len(), "{wish:?}");
            let mut leafed = Vec::new();
            for page in 0..9 {
                let some = showcase.find(&wish, page * 5, 5);
                assert_eq!(some.total, whole.total, "{wish:?}");
                leafed.extend(some.goods);
            }
            assert_eq!(leafed, whole.goods, "{wish:?}");
        }
        let red = showcase.find(&query("red sari"), 0, 8).goods;
        assert!(red.iter().all(|one| one.name.en == "Red sari"), "what answers both words comes first: {red:?}");
        assert!(red.is_sorted_by(|one, next| one.address() > next.address()), "of equals the newest first");
        let none = showcase.find(&query("sari"), 5_000, 5);
        assert!(none.goods.is_empty() && none.total >= 23);
    });
}
