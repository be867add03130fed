//! The tree of what may be sold.

use crate::kit::{both, does, furnish, refused, register};
use market::{CATEGORIES_MAX, Category, PublishCategories, is_within, stock_categories};
use trial::both as engines;

fn category(code: &str) -> Category {
    Category { code: code.to_owned(), name: both("নাম", "Name"), aliases: Vec::new(), banned: false }
}

#[test]
fn the_stock_tree_is_published_once_and_holds_what_may_not_be_sold() {
    engines(&register(), |trial| async move {
        furnish(&trial.journal).await;
        let before = trial.journal.books().await.unwrap();
        stock_categories(&trial.journal).await.unwrap();
        assert_eq!(trial.journal.books().await.unwrap(), before, "the same tree again enters nothing");
        let showcase = market::Showcase::default();
        showcase.follow(&trial.journal).await.unwrap();
        let aisles = showcase.aisles();
        assert!(aisles.categories.len() > 30 && aisles.categories.iter().all(|(one, _)| !one.banned));
        trial.verify().await;
    });
}

#[test]
fn a_category_that_is_no_longer_published_is_closed_and_can_come_back() {
    engines(&register(), |trial| async move {
        let journal = &trial.journal;
        let tree = |codes: &[&str]| PublishCategories { categories: codes.iter().map(|code| category(code)).collect() };
        assert!(does(journal, tree(&["a", "a.b", "c"])).await);
        assert!(does(journal, tree(&["c", "a"])).await);
        let showcase = market::Showcase::default();
        showcase.follow(journal).await.unwrap();
        let codes = |case: &market::Showcase| -> Vec<String> {
            case.aisles().categories.into_iter().map(|(one, _)| one.code).collect()
        };
        assert_eq!(codes(&showcase), ["c", "a"], "as published, in that order");
        assert!(does(journal, tree(&["a", "a.b"])).await);
        showcase.follow(journal).await.unwrap();
        assert_eq!(codes(&showcase), ["a", "a.b"]);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn what_is_no_tree_is_refused_by_name() {
    engines(&register(), |trial| async move {
        let journal = &trial.journal;
        let tree = |codes: &[&str]| PublishCategories { categories: codes.iter().map(|code| category(code)).collect() };
        assert_eq!(refused(journal, tree(&[])).await, "market.categories.count");
        let many: Vec<String> = (0..=CATEGORIES_MAX).map(|n| "a".repeat(n + 1)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(refused(journal, tree(&many)).await, "market.categories.count");
        for codes in [&["a.b", "a"][..], &["a", "a"], &["A"], &["a."], &["", "a"], &["ক"], &["a b"]] {
            assert_eq!(refused(journal, tree(codes)).await, "market.categories.code", "{codes:?}");
        }
        let nameless = Category { name: both("নাম", ""), ..category("a") };
        let deed = PublishCategories { categories: vec![nameless] };
        assert_eq!(refused(journal, deed).await, "market.categories.name");
    });
}

#[test]
fn a_category_holds_what_stands_below_it() {
    assert!(is_within("craft.quilt", "craft") && is_within("craft", "craft"));
    assert!(!is_within("crafts", "craft") && !is_within("craft", "craft.quilt") && !is_within("cloth", "craft"));
}
