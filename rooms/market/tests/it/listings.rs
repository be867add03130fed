//! Listings: written, photographed, checked, shown, put away; and never shown unfinished.

use crate::kit::{
    approve, as_whom, both as name, does, firm, furnish, moving, photo, producer, publish, quilt, refused, register,
    save, thing, vetting,
};
use ProductState::{Draft, Published, Returned, Waiting, Withdrawn};
use base::Paisa;
use market::{
    Category, ChangePrices, Missing, MoveProduct, PHOTOS_MAX, Product, ProductState, RemovePhoto, SaveProduct,
    SellerState, Side, VARIANTS_MAX, Variant, missing, sku_of,
};
use proptest::prelude::*;
use trial::both;

const SELLER: &str = "S000001";

#[test]
fn a_listing_goes_from_draft_to_the_shelf_and_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = publish(journal, SELLER, quilt()).await;
        assert_eq!(number, "0001");
        let again = Product { number: number.clone(), ..quilt() };
        assert_eq!(refused(journal, save(SELLER, again.clone())).await, "market.save.shown");
        assert_eq!(refused(journal, photo(SELLER, &number)).await, "market.photo.shown");
        does(journal, moving(SELLER, &number, Side::Vetter, (Published, Returned))).await;
        does(journal, save(SELLER, Product { name: name("নকশি কাঁথা, বড়", ""), ..again })).await;
        does(journal, moving(SELLER, &number, Side::Keeper, (Returned, Waiting))).await;
        does(journal, moving(SELLER, &number, Side::Keeper, (Waiting, Draft))).await;
        does(journal, moving(SELLER, &number, Side::Keeper, (Draft, Waiting))).await;
        does(journal, moving(SELLER, &number, Side::Vetter, (Waiting, Published))).await;
        does(journal, moving(SELLER, &number, Side::Keeper, (Published, Withdrawn))).await;
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn whoever_sells_never_publishes_and_whoever_checks_never_writes() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = does(journal, save(SELLER, quilt())).await;
        does(journal, photo(SELLER, &number)).await;
        let to = |side, states| moving(SELLER, &number, side, states);
        assert_eq!(refused(journal, to(Side::Keeper, (Draft, Published))).await, "market.move.move");
        assert_eq!(refused(journal, to(Side::Vetter, (Draft, Waiting))).await, "market.move.move");
        does(journal, to(Side::Keeper, (Draft, Waiting))).await;
        assert_eq!(refused(journal, to(Side::Keeper, (Waiting, Published))).await, "market.move.move");
        assert_eq!(refused(journal, to(Side::Vetter, (Draft, Published))).await, "market.move.moved");
        let silent = MoveProduct { reason: String::new(), ..to(Side::Vetter, (Waiting, Returned)) };
        assert_eq!(refused(journal, silent).await, "market.move.reason");
        let other = MoveProduct { product: "0009".to_owned(), ..to(Side::Vetter, (Waiting, Published)) };
        assert_eq!(refused(journal, other).await, "market.move.unknown");
    });
}

#[test]
fn a_listing_that_lacks_something_or_is_banned_does_not_go_to_the_check() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = does(journal, save(SELLER, quilt())).await;
        let to_check = || moving(SELLER, &number, Side::Keeper, (Draft, Waiting));
        assert_eq!(refused(journal, to_check()).await, "market.move.missing", "no photo");
        does(journal, photo(SELLER, &number)).await;
        let short = Product { number: number.clone(), about: name("ছোট", ""), ..quilt() };
        does(journal, save(SELLER, short)).await;
        assert_eq!(refused(journal, to_check()).await, "market.move.missing", "hardly a word about it");
        let pills = thing("PILLS", ("ব্যথার বড়ি", "Pills"), "banned.medicine", 50);
        does(journal, save(SELLER, Product { number: number.clone(), ..pills })).await;
        assert_eq!(refused(journal, to_check()).await, "market.move.banned");
        does(journal, save(SELLER, Product { number: number.clone(), ..quilt() })).await;
        does(journal, to_check()).await;
    });
}

#[test]
fn goods_of_a_firm_wait_until_the_firm_is_approved() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        let firm = does(journal, firm("01722222222")).await;
        let number = does(journal, save(&firm, quilt())).await;
        does(journal, photo(&firm, &number)).await;
        does(journal, moving(&firm, &number, Side::Keeper, (Draft, Waiting))).await;
        let shown = || moving(&firm, &number, Side::Vetter, (Waiting, Published));
        assert_eq!(refused(journal, shown()).await, "market.move.seller");
        approve(journal, &firm).await;
        does(journal, shown()).await;
        does(journal, vetting(&firm, SellerState::Approved, SellerState::Suspended)).await;
        does(journal, moving(&firm, &number, Side::Keeper, (Published, Withdrawn))).await;
        let back = moving(&firm, &number, Side::Keeper, (Withdrawn, Waiting));
        assert_eq!(refused(journal, back).await, "market.move.seller");
    });
}

/// The quilt with its first kind changed.
fn with(change: impl Fn(&mut Variant)) -> Product {
    let mut product = quilt();
    change(&mut product.variants[0]);
    product
}

#[test]
fn what_is_unsound_in_a_listing_is_refused_by_name() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let many = vec![quilt().variants[0].clone(); VARIANTS_MAX + 1];
        let wrong = [
            (Product { name: name(" ", "Quilt"), ..quilt() }, "market.save.name"),
            (Product { name: name(&"ক".repeat(121), ""), ..quilt() }, "market.save.name"),
            (Product { about: name(&"ক".repeat(2_001), ""), ..quilt() }, "market.save.about"),
            (Product { category: "craft.nothing".to_owned(), ..quilt() }, "market.save.category"),
            (Product { lead_days: -1, ..quilt() }, "market.save.days"),
            (Product { return_days: 91, ..quilt() }, "market.save.days"),
            (Product { capacity_month: Some(0), ..quilt() }, "market.save.days"),
            (Product { variants: Vec::new(), ..quilt() }, "market.save.variants"),
            (Product { variants: many, ..quilt() }, "market.save.variants"),
            (with(|one| one.sku = "A B".to_owned()), "market.save.sku"),
            (with(|one| one.sku = "quilt-blue".to_owned()), "market.save.sku_twice"),
            (with(|one| one.price = Paisa::ZERO), "market.save.price"),
            (with(|one| one.price = Paisa::new(-100)), "market.save.price"),
            (with(|one| one.price = Paisa::new(100_000_001)), "market.save.price"),
            (with(|one| one.weight_g = -1), "market.save.weight"),
            (with(|one| one.size_cm = Some((0, 1, 1))), "market.save.weight"),
            (Product { number: "0042".to_owned(), ..quilt() }, "market.save.unknown"),
        ];
        for (product, code) in wrong {
            assert_eq!(refused(journal, save(SELLER, product.clone())).await, code, "{product:?}");
        }
        assert_eq!(refused(journal, save("S000777", quilt())).await, "market.save.seller");
        assert!(journal.entries(SELLER, 0, 10).await.unwrap().is_empty(), "nothing was entered");
    });
}

#[test]
fn an_sku_is_of_one_thing_of_its_seller_until_it_is_given_up() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        does(journal, firm("01722222222")).await;
        let first = does(journal, save(SELLER, thing("X-1", ("ক", "A"), "craft", 10))).await;
        let second = || save(SELLER, thing("x-1", ("খ", "B"), "craft", 10));
        assert_eq!(refused(journal, second()).await, "market.save.sku_twice");
        does(journal, save("S000002", thing("X-1", ("গ", "C"), "craft", 10))).await;
        let given_up = Product { number: first, ..thing("X-2", ("ক", "A"), "craft", 10) };
        does(journal, save(SELLER, given_up)).await;
        assert_eq!(does(journal, second()).await, "0002");
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_price_is_changed_on_the_shelf_and_the_same_price_enters_nothing() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = publish(journal, SELLER, quilt()).await;
        let prices = |prices: &[(&str, i64)]| ChangePrices {
            seller: SELLER.to_owned(),
            product: number.clone(),
            prices: prices.iter().map(|(sku, poisha)| ((*sku).to_owned(), Paisa::new(*poisha))).collect(),
        };
        assert_eq!(does(journal, prices(&[("quilt-red", 240_000), ("QUILT-BLUE", 260_000)])).await, 1);
        assert_eq!(does(journal, prices(&[("QUILT-RED", 240_000)])).await, 0);
        for (wrong, code) in [
            (prices(&[("QUILT-GREEN", 1)]), "market.price.sku"),
            (prices(&[("QUILT-RED", 1), ("quilt-red", 2)]), "market.price.sku"),
            (prices(&[("QUILT-BLUE", 5_000), ("QUILT-RED", 0)]), "market.price.price"),
        ] {
            assert_eq!(refused(journal, wrong).await, code);
        }
        let unknown = ChangePrices { product: "0009".to_owned(), ..prices(&[]) };
        assert_eq!(refused(journal, unknown).await, "market.price.unknown");
        let showcase = market::Showcase::default();
        showcase.follow(journal).await.unwrap();
        let shown = showcase.find(&market::Wish::default(), 0, 9);
        assert_eq!(shown.goods[0].price, Paisa::new(240_000), "half of a refused list changes nothing");
        assert!(shown.goods[0].from);
        trial.verify().await;
    });
}

#[test]
fn photos_have_their_limit_and_their_numbers_are_not_given_again() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = does(journal, save(SELLER, quilt())).await;
        for n in 1..=PHOTOS_MAX {
            assert_eq!(does(journal, photo(SELLER, &number)).await, n);
        }
        assert_eq!(refused(journal, photo(SELLER, &number)).await, "market.photo.too_many");
        let remove = |place| RemovePhoto { seller: SELLER.to_owned(), product: number.clone(), place };
        does(journal, remove(2)).await;
        assert_eq!(refused(journal, remove(2)).await, "market.photo.unknown");
        assert_eq!(does(journal, photo(SELLER, &number)).await, PHOTOS_MAX + 1);
        assert_eq!(refused(journal, photo(SELLER, "0099")).await, "market.photo.unknown");
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn a_photo_sent_twice_under_its_key_is_there_once() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        furnish(journal).await;
        does(journal, producer("01711111111")).await;
        let number = does(journal, save(SELLER, quilt())).await;
        let key = photo(SELLER, &number).sha256();
        for _ in 0..2 {
            assert_eq!(as_whom(journal, "p", &key, photo(SELLER, &number)).await.unwrap(), 1);
        }
        let deed: SaveProduct = save(SELLER, thing("Z", ("খ", "B"), "craft", 10));
        for _ in 0..2 {
            assert_eq!(as_whom(journal, "p", "form", deed.clone()).await.unwrap(), "0002");
        }
    });
}

fn category(banned: bool) -> Category {
    Category { code: "craft".to_owned(), name: name("ক", "A"), aliases: Vec::new(), banned }
}

#[test]
fn what_a_listing_lacks_is_named_one_by_one() {
    assert!(missing(&quilt(), 1, Some(&category(false))).is_empty());
    let bare = Product { about: name("", ""), origin: name("", ""), lead_days: 5, ..with(|one| one.weight_g = 0) };
    let all = [Missing::Photo, Missing::About, Missing::Origin, Missing::Weight, Missing::Category, Missing::Capacity];
    assert_eq!(missing(&bare, 0, None), all);
    assert_eq!(missing(&quilt(), 1, Some(&category(true))), [Missing::Banned]);
}

#[test]
fn every_state_of_a_listing_has_its_name_and_what_is_open_is_not_shown() {
    for state in ProductState::ALL {
        assert_eq!(ProductState::of_name(state.name()), Some(state));
        for side in [Side::Keeper, Side::Vetter] {
            assert!(!state.moves(side).contains(&state));
        }
        let publishes = state.moves(Side::Keeper).contains(&Published);
        assert!(!publishes, "a seller never publishes from {state:?}");
    }
    assert!(!Published.is_open() && !Waiting.is_open() && Draft.is_open());
}

proptest! {
    #[test]
    fn an_sku_is_kept_in_one_form(text in "\\PC{0,50}") {
        if let Some(sku) = sku_of(&text) {
            prop_assert_eq!(sku_of(&sku), Some(sku.clone()));
            prop_assert!(!sku.contains(' ') && !sku.is_empty());
        }
    }

    #[test]
    fn a_listing_is_complete_only_when_nothing_is_missing(
        photos in 0_i64..3, about in 0_usize..40, weight in 0_i64..3, lead in 0_i64..2, known in any::<bool>(),
    ) {
        let mut product = with(|one| one.weight_g = weight);
        product.variants.truncate(1);
        product.about = name(&"ক".repeat(about), "");
        product.lead_days = lead;
        let category = known.then(|| category(false));
        let complete = photos > 0 && about >= 20 && weight > 0 && lead == 0 && known;
        prop_assert_eq!(missing(&product, photos, category.as_ref()).is_empty(), complete);
    }
}
