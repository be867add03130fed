//! The pure rules, tried with what nobody would think of.

use crate::deeds_desk::{BOOK, COPY, line, open_shop, publish, register, sale, service, set_tariff, take, top_up};
use base::Paisa;
use base::calendar::BusinessDay;
use counter::{Tariff, book_of, check_code, code_holds, receipt_number, tariff_at, typed};
use db::Engine;
use proptest::prelude::*;
use trial::{Trial, run};

fn days() -> impl Strategy<Value = BusinessDay> {
    (0_i64..30).prop_map(|n| BusinessDay::new(2026, 1, 1).unwrap().add_days(n))
}

fn paths() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["1", "11", "2", "20"]), 0..4)
        .prop_map(|codes| codes.iter().fold("/".to_owned(), |path, code| format!("{path}{code}/")))
}

fn tariffs() -> impl Strategy<Value = Tariff> {
    (paths(), days(), [0_i64..1_000_000, 0..1_000_000, 0..1_000_000])
        .prop_map(|(path, from, amounts)| Tariff::new(&path, from, amounts.map(Paisa::new)))
}

/// Said the slow way: from the place itself upwards, the latest tariff that has begun.
fn slowly(tariffs: &[Tariff], path: &str, day: BusinessDay) -> Option<(String, BusinessDay)> {
    let mut codes: Vec<&str> = path.split('/').filter(|code| !code.is_empty()).collect();
    loop {
        let here = codes.iter().fold("/".to_owned(), |path, code| format!("{path}{code}/"));
        let begun = tariffs.iter().filter(|tariff| tariff.path == here && tariff.from <= day).map(|tariff| tariff.from);
        if let Some(from) = begun.max() {
            return Some((here, from));
        }
        codes.pop()?;
    }
}

proptest! {
    #[test]
    fn the_tariff_that_holds_is_the_latest_of_the_nearest_place(
        tariffs in prop::collection::vec(tariffs(), 0..12), path in paths(), day in days(),
    ) {
        let found = tariff_at(&tariffs, &path, day).map(|tariff| (tariff.path.clone(), tariff.from));
        prop_assert_eq!(found, slowly(&tariffs, &path, day));
    }

    #[test]
    fn a_number_is_found_in_its_book_and_holds_its_own_code_alone(
        centre in "[0-9]{7}", day in days(), session in "[0-9a-f]{16}", count in 1_i64..100_000, other in 1_i64..100_000,
    ) {
        let keys = trial::keys();
        let number = receipt_number(&centre, day, &session, count);
        prop_assert_eq!(book_of(&number), Some(centre.as_str()));
        prop_assert_eq!(typed(&number), number.clone());
        let code = check_code(&keys, &number);
        prop_assert!(code_holds(&keys, &number, &code));
        prop_assert_eq!(typed(&code), code.clone());
        let another = receipt_number(&centre, day, &session, other);
        prop_assert_eq!(code_holds(&keys, &another, &code), check_code(&keys, &another) == code);
        for wrong in ["", &code[..5], &format!("{code}0")] {
            prop_assert!(!code_holds(&keys, &number, wrong));
        }
    }

    #[test]
    fn whatever_is_typed_as_a_number_is_read_without_harm(text in "\\PC{0,40}") {
        let read = typed(&text);
        prop_assert_eq!(typed(&read), read.clone());
        let _ = book_of(&read);
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for written in
        ["3026001-261123-B7K-014", " 3026001-261123-b7k-014 ", "৩০২৬০০১-২৬১১২৩-B7K-০১৪", "3026001–261123—B7K‑o1 4"]
    {
        assert_eq!(typed(written), "3026001-261123-B7K-014", "{written}");
    }
    for none in ["", "3026001", "302-261123-B7K-014", "3026001-261123", "30/6001-261123-B7K-014"] {
        assert_eq!(book_of(none), None, "{none}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Against 128-bit arithmetic that knows nothing of the house.
    #[test]
    fn the_lines_of_a_receipt_add_up_to_its_total_and_its_shares_to_the_charge(
        prices in prop::collection::vec([0_i64..100_000, 0..100_000, 0..100_000], 3),
        quantities in prop::collection::vec((0_usize..3, 1_i64..=50), 1..=20),
    ) {
        run(async {
            let trial = Trial::on(Engine::Sqlite, register()).await;
            open_shop(&trial.journal).await;
            top_up(&trial.journal, BOOK, ledger::TOP_UP_POISHA_MAX).await;
            for (place, amounts) in prices.iter().enumerate() {
                let code = format!("P00{place}");
                publish(&trial.journal, service(&code, "x"), "").await;
                set_tariff(&trial.journal, &code, crate::deeds_desk::tariff("/", "2026-01-01", *amounts)).await;
            }
            let lines = quantities.iter().map(|(place, quantity)| line(&format!("P00{place}"), *quantity)).collect();
            let receipt = take(&trial.journal, sale(lines)).await.receipt;
            let wide = |part: usize| -> i128 {
                quantities.iter().map(|(place, quantity)| i128::from(prices[*place][part]) * i128::from(*quantity)).sum()
            };
            let said = [receipt.official(), receipt.income(), receipt.charge(), receipt.total()];
            let said = said.map(|paisa| i128::from(paisa.get()));
            let (official, shop, programme) = (wide(0), wide(1), wide(2));
            assert_eq!(said, [official, shop, shop + programme, official + shop + programme]);
            assert_eq!(receipt.change(), Paisa::ZERO);
            take(&trial.journal, sale(vec![line(COPY, 1)])).await;
            trial.verify().await;
        });
    }
}
