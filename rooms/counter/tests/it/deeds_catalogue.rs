//! Services are published, tariffs set, days closed.

use crate::deeds_desk::{
    BIRTH, BOOK, FORM, day, entries, open_shop, publish, refusal, refused, register, service, set_tariff, tariff,
    today, write,
};
use base::Both;
use base::Refusal;
use counter::{Catalogue, PublishService, Service, SetTariff, stock_catalogue};
use journal::NATION;
use trial::both;

fn published(service: Service, form: &str) -> PublishService {
    PublishService { service, form: form.into(), change: "changed".into() }
}

#[test]
fn a_service_published_again_unchanged_keeps_its_version_and_enters_nothing() {
    both(&register(), |trial| async move {
        assert_eq!(publish(&trial.journal, service(BIRTH, "Birth"), FORM).await, 1);
        let before = entries(&trial.journal, NATION).await;
        assert_eq!(publish(&trial.journal, service(BIRTH, "Birth"), FORM).await, 1);
        assert_eq!(entries(&trial.journal, NATION).await, before);
        assert_eq!(publish(&trial.journal, service(BIRTH, "Birth"), "").await, 2);
        assert_eq!(publish(&trial.journal, service(BIRTH, "Birth registration"), "").await, 3);
        trial.verify().await;
    });
}

#[test]
fn every_reason_for_which_a_service_is_not_published_has_its_code() {
    both(&register(), |trial| async move {
        let nameless =
            |bn: &str, en: &str| Service { name: Both { bn: bn.into(), en: en.into() }, ..service(BIRTH, "x") };
        let of = |agency: &str| Service { agency: agency.into(), ..service(BIRTH, "x") };
        let broken = FORM.replace("| | text |", "| | txt |");
        let english = "| survey |\n| | type | name | label::English (en) |\n| | text | a | A |\n";
        let cases = [
            (published(service("t001", "x"), ""), "counter.publish.code"),
            (published(service("T01", "x"), ""), "counter.publish.code"),
            (published(service("T0001", "x"), ""), "counter.publish.code"),
            (published(service("T০০১", "x"), ""), "counter.publish.code"),
            (published(service("", "x"), ""), "counter.publish.code"),
            (published(nameless("", "x"), ""), "counter.publish.name"),
            (published(nameless("ক", " "), ""), "counter.publish.name"),
            (published(of(""), ""), "counter.publish.agency"),
            (published(of("two words"), ""), "counter.publish.agency"),
            (published(service(BIRTH, "x"), &broken), "counter.publish.form"),
            (published(service(BIRTH, "x"), english), "counter.publish.form"),
            (published(service(BIRTH, "x"), "no form at all"), "counter.publish.form"),
        ];
        for (deed, code) in cases {
            let what = format!("{deed:?}");
            assert_eq!(refused(write(&trial.journal, deed).await), code, "{what}");
        }
        let answer = refusal(write(&trial.journal, published(service(BIRTH, "x"), &broken)).await);
        let (_, told) = answer.values().remove(0);
        assert!(told.contains("survey") && told.contains("row") && told.contains("type"), "{told}");
        assert_eq!(entries(&trial.journal, NATION).await, 0);
    });
}

#[test]
fn every_reason_for_which_a_tariff_is_not_set_has_its_code() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let before = entries(&trial.journal, NATION).await;
        let set = |service: &str, path: &str, amounts| SetTariff {
            service: service.into(),
            tariff: tariff(path, "2026-12-01", amounts),
        };
        for (deed, code) in [
            (set("X999", "/", [1, 1, 1]), "counter.tariff.unknown"),
            (set(BIRTH, "/", [-1, 1, 1]), "counter.tariff.amount"),
            (set(BIRTH, "/", [1, -1, 1]), "counter.tariff.amount"),
            (set(BIRTH, "/", [1, 1, 100_000_001]), "counter.tariff.amount"),
            (set(BIRTH, "", [1, 1, 1]), "counter.tariff.path"),
            (set(BIRTH, "/30", [1, 1, 1]), "counter.tariff.path"),
            (set(BIRTH, "30/", [1, 1, 1]), "counter.tariff.path"),
        ] {
            assert_eq!(refused(write(&trial.journal, deed).await), code);
        }
        assert_eq!(entries(&trial.journal, NATION).await, before);
    });
}

#[test]
fn a_tariff_set_again_unchanged_enters_nothing_and_one_of_the_same_day_replaces_it() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let before = entries(&trial.journal, NATION).await;
        set_tariff(&trial.journal, BIRTH, tariff("/", "2026-01-01", [5_000, 2_000, 1_000])).await;
        assert_eq!(entries(&trial.journal, NATION).await, before);
        set_tariff(&trial.journal, BIRTH, tariff("/", "2026-01-01", [6_000, 2_000, 1_000])).await;
        let shown = Catalogue::default().now(&trial.journal).await.unwrap();
        assert_eq!(shown.offer(BIRTH).unwrap().tariffs, [tariff("/", "2026-01-01", [6_000, 2_000, 1_000])]);
        trial.verify().await;
    });
}

#[test]
fn a_day_is_closed_once_and_not_before_it_came() {
    both(&register(), |trial| async move {
        let close = |day| crate::deeds_desk::close(&trial.journal, BOOK, day);
        let early = refusal(close(today().add_days(1)).await);
        assert_eq!((early.code(), early.status()), ("counter.close.future", 422));
        close(today()).await.unwrap();
        close(day("2026-11-01")).await.unwrap();
        let again = refusal(close(today()).await);
        assert_eq!((again.code(), again.status()), ("counter.close.already", 409));
        trial.verify().await;
    });
}

#[test]
fn the_services_are_stocked_once_and_a_tariff_that_people_set_is_never_touched() {
    both(&register(), |trial| async move {
        stock_catalogue(&trial.journal, "first").await.unwrap();
        set_tariff(&trial.journal, "C010", tariff("/", "2026-11-01", [0, 300, 0])).await;
        let before = entries(&trial.journal, NATION).await;
        stock_catalogue(&trial.journal, "second").await.unwrap();
        assert_eq!(entries(&trial.journal, NATION).await, before);
        let shown = Catalogue::default().now(&trial.journal).await.unwrap();
        assert_eq!(shown.offers.len(), 159);
        assert_eq!(shown.offer("C010").unwrap().tariffs.len(), 2);
        for query in ["jonmo nibondhon", "birth registration", "জন্ম নিবন্ধন"] {
            assert!(shown.find(query, 3).iter().any(|offer| offer.service.code == "G001"), "{query}");
        }
        trial.verify().await;
    });
}
