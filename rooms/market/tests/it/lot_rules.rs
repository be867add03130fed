//! The pure rules of wholesale: price steps, and boxes.

use base::{Both, Paisa};
use market::{ByRoad, Carrier, Grade, Load, Lot, LotUnit, ROAD_WEIGHT_G_MAX, Step, in_boxes};
use proptest::prelude::*;

fn lot(steps: Vec<Step>) -> Lot {
    Lot { least: 2, unit: LotUnit::Kg, grade: Grade::B, words: Both::default(), steps }
}

fn load() -> Load {
    Load { from: "/30/3026/302672/30267250/".to_owned(), to: "/10/1004/".to_owned(), weight_g: 1 }
}

#[test]
fn grades_and_units_are_found_by_the_name_that_they_have() {
    for grade in Grade::ALL {
        assert_eq!(Grade::of_name(grade.name()), Some(grade));
    }
    for unit in LotUnit::ALL {
        assert_eq!(LotUnit::of_name(unit.name()), Some(unit));
    }
    assert_eq!((Grade::of_name("d"), LotUnit::of_name("ton")), (None, None));
}

#[test]
fn what_goes_in_one_box_costs_what_one_box_costs_and_what_no_box_holds_is_not_carried() {
    let one = ByRoad.quote(&Load { weight_g: 9_000, ..load() });
    assert_eq!(in_boxes(&ByRoad, &load(), (6, 1_500)), one);
    assert_eq!(in_boxes(&ByRoad, &load(), (2, ROAD_WEIGHT_G_MAX + 1)), None);
    assert_eq!(in_boxes(&ByRoad, &load(), (0, 1_500)), None);
    assert_eq!(in_boxes(&ByRoad, &load(), (-3, 1_500)), None);
    assert!(in_boxes(&ByRoad, &load(), (i64::MAX, 30_000)).is_none(), "more than can be counted");
    assert!(in_boxes(&ByRoad, &load(), (5, 0)).is_some(), "a thing without weight goes as one gram");
}

proptest! {
    #[test]
    fn who_takes_more_never_pays_more_for_one(
        mut froms in proptest::collection::btree_set(2_i64..1_000, 1..5),
        top in 1_000_i64..100_000,
        (few, more) in (2_i64..1_000, 0_i64..500),
    ) {
        let first = *froms.first().unwrap();
        let steps: Vec<Step> = std::mem::take(&mut froms)
            .into_iter()
            .zip(0_i64..)
            .map(|(from, place)| Step { from, price: Paisa::new(top - place) })
            .collect();
        let lot = lot(steps);
        prop_assert_eq!(lot.price_of(few).is_some(), few >= first);
        if let Some(price) = lot.price_of(few) {
            prop_assert!(lot.price_of(few + more).unwrap() <= price);
        }
    }

    #[test]
    fn boxes_hold_all_of_it_and_none_is_too_heavy(pieces in 1_i64..1_000, each_g in 1_i64..=ROAD_WEIGHT_G_MAX) {
        let carriage = in_boxes(&ByRoad, &load(), (pieces, each_g)).unwrap();
        let holds = (ROAD_WEIGHT_G_MAX / each_g).min(pieces);
        let boxes = (pieces + holds - 1) / holds;
        // Far away the first kilogram of a box is Tk 100 and each one begun after it Tk 25.
        let kilograms = (pieces * each_g + 999) / 1_000;
        prop_assert!(carriage.price >= Paisa::new((boxes * 75 + kilograms * 25) * 100));
        prop_assert!(carriage.price <= Paisa::new((boxes * 100 + kilograms * 25) * 100));
        prop_assert_eq!(carriage.days, 5);
    }
}
