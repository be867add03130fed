//! Where a service is offered.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::service::{Service, Tariff};
use base::Paisa;

fn offer(paths: &[&str], closed: &[&str]) -> Offer {
    let day = BusinessDay::new(2026, 1, 1).unwrap();
    let tariff = |path: &&str| Tariff::new(path, day, [Paisa::ZERO; 3]);
    Offer {
        version: 1,
        service: Service::default(),
        tariffs: paths.iter().map(tariff).collect(),
        has_form: false,
        closed: closed.iter().map(|path| (*path).to_owned()).collect(),
        edited: false,
    }
}

#[test]
fn no_centre_is_counted_twice_and_none_where_it_is_closed() {
    let day = BusinessDay::new(2026, 11, 23).unwrap();
    for (paths, closed, wanted) in [
        (&["/", "/30/"][..], &[][..], &[("/", true)][..]),
        (&["/"], &["/30/3026/", "/30/"], &[("/", true), ("/30/", false)]),
        (&["/30/", "/10/"], &["/30/3026/"], &[("/10/", true), ("/30/", true), ("/30/3026/", false)]),
        (&["/30/"], &["/"], &[]),
        (&[], &[], &[]),
    ] {
        assert_eq!(areas(&offer(paths, closed), day), wanted, "{paths:?} {closed:?}");
    }
    let mut retired = offer(&["/"], &[]);
    retired.service.retired = true;
    assert_eq!(areas(&retired, day), []);
    let before = BusinessDay::new(2025, 12, 31).unwrap();
    assert_eq!(areas(&offer(&["/"], &[]), before), []);
}
