//! Transfers as programs ask for them.

use crate::api_kit::{Kit, OTHER_BOOK, house};
use crate::deeds_desk::{BOOK, COPY, publish, service, set_tariff, tariff, write};
use base::Paisa;
use counter::{AmountRule, Direction, Limit, Service, SetLimit, subject_of_service};
use journal::Boxed;
use ledger::{Answer, Provider, TransferOrder};
use serde_json::{Value, json};

/// A provider that does everything at once.
pub struct Always;

fn done() -> Boxed<'static, Answer> {
    Box::pin(async { Answer::Done { reference: "W-1".into() } })
}

impl Provider for Always {
    fn initiate<'a>(&'a self, _: &'a TransferOrder) -> Boxed<'a, Answer> {
        done()
    }

    fn query<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        done()
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        done()
    }

    fn statement(&self, _: base::BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async { None })
    }
}

/// Cash-in and cash-out of the connected wallet, a bill of a partner that is not connected.
async fn open(kit: &Kit) {
    for (code, direction, provider) in
        [("T101", Direction::In, "wallet"), ("T102", Direction::Out, "wallet"), ("T103", Direction::In, "elsewhere")]
    {
        let rule =
            AmountRule { direction, provider: provider.into(), min: Paisa::new(5_000), max: Paisa::new(2_500_000) };
        publish(kit.journal(), Service { amount: Some(rule), ..service(code, code) }, "").await;
        set_tariff(kit.journal(), code, tariff("/", "2026-01-01", [0, 1_000, 500])).await;
    }
}

fn asked(service: &str, amount: i64) -> Value {
    json!({"centre": BOOK, "service": service, "amount": amount})
}

#[test]
fn a_quote_parts_principal_fee_and_charge_and_enters_nothing() {
    house(|kit| async move {
        open(&kit).await;
        let limit = Limit { day_max_centre: Some(Paisa::new(300_000)), ..Limit::default() };
        let deed = SetLimit { subject: subject_of_service("T101"), path: "/".into(), limit };
        write(kit.journal(), deed).await.unwrap();
        let got = kit.post("rahima", "/api/v1/transfers/quote", "", &asked("T101", 100_000)).await;
        let expected = json!({
            "provider": "wallet", "direction": "in", "principal": 100_000, "official_fee": 0, "service_charge": 1_500,
            "to_pay": 101_500, "to_pay_out": 0, "left": {"centre": 300_000}
        });
        assert_eq!((got.status, got.json()), (200, expected));
        let out = kit.post("rahima", "/api/v1/transfers/quote", "", &asked("T102", 100_000)).await.json();
        assert_eq!((out["to_pay"].as_i64(), out["to_pay_out"].as_i64()), (Some(0), Some(98_500)));
        for (service, amount, code) in [
            ("T101", 300_001, "counter.transfer.over_centre"),
            ("T101", 4_999, "counter.transfer.amount"),
            ("T101", i64::MAX, "counter.transfer.amount"),
            ("T101", -100_000, "counter.transfer.amount"),
            ("T103", 100_000, "counter.transfer.not_connected"),
            (COPY, 100_000, "counter.transfer.no_amount"),
            ("none", 100_000, "counter.take.unknown_service"),
        ] {
            let got = kit.post("rahima", "/api/v1/transfers/quote", "", &asked(service, amount)).await;
            assert_eq!(got.told(), (422, code.to_owned()), "{service} {amount}");
        }
        let list = kit.get("rahima", &format!("/api/v1/transfers?centre={BOOK}")).await.json();
        assert_eq!(list, json!({"items": []}));
    });
}

#[test]
fn a_transfer_is_requested_once_under_its_key_and_looked_up() {
    house(|kit| async move {
        open(&kit).await;
        let first = kit.post("rahima", "/api/v1/transfers", "k1", &asked("T101", 100_000)).await;
        assert_eq!(first.status, 201, "{}", first.body);
        let shown = first.json();
        assert_eq!((shown["state"].as_str(), shown["principal"].as_i64()), (Some("done"), Some(100_000)));
        assert_eq!(shown["reference"], "W-1");
        let again = kit.post("rahima", "/api/v1/transfers", "k1", &asked("T101", 100_000)).await;
        assert_eq!(again.json(), shown, "the same key and body are the same transfer");
        let other = kit.post("rahima", "/api/v1/transfers", "k1", &asked("T101", 200_000)).await;
        assert_eq!(other.told(), (409, "journal.key.reused".to_owned()));
        let path = format!("/api/v1/transfers/{BOOK}/{}", shown["id"].as_str().unwrap());
        assert_eq!(kit.get("rahima", &path).await.json(), shown);
        assert_eq!(kit.get("uno", &path).await.json(), shown, "an officer of the area sees it");
        let list = kit.get("auditor", &format!("/api/v1/transfers?centre={BOOK}")).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        let then = kit.get("auditor", &format!("/api/v1/transfers?centre={BOOK}&day=2026-11-01")).await.json();
        assert_eq!(then["items"].as_array().unwrap().len(), 0);
        kit.trial.verify().await;
    });
}

#[test]
fn what_is_anothers_is_not_there_and_what_is_wrong_is_refused() {
    house(|kit| async move {
        open(&kit).await;
        let own = kit.post("rahima", "/api/v1/transfers", "k1", &asked("T101", 100_000)).await.json();
        let path = format!("/api/v1/transfers/{BOOK}/{}", own["id"].as_str().unwrap());
        assert_eq!(kit.get("karim", &path).await.status, 404);
        assert_eq!(kit.get("karim", &format!("/api/v1/transfers?centre={BOOK}")).await.status, 404);
        assert_eq!(kit.get("karim", &format!("/api/v1/transfers?centre={OTHER_BOOK}")).await.status, 200);
        assert_eq!(kit.post("karim", "/api/v1/transfers", "k2", &asked("T101", 100_000)).await.status, 404);
        assert_eq!(kit.post("auditor", "/api/v1/transfers", "k2", &asked("T101", 100_000)).await.status, 403);
        let keyless = kit.post("rahima", "/api/v1/transfers", "", &asked("T101", 100_000)).await;
        assert_eq!(keyless.told(), (400, "web.key.missing".to_owned()));
        let mut fee = asked("T101", 100_000);
        fee["fee_shown"] = json!(1);
        let fee = kit.post("rahima", "/api/v1/transfers", "k3", &fee).await;
        assert_eq!(fee.told(), (422, "counter.take.fee_changed".to_owned()));
        let not = kit.post("rahima", "/api/v1/transfers", "k4", &asked("T103", 100_000)).await;
        assert_eq!(not.told(), (422, "counter.transfer.not_connected".to_owned()));
        let more = json!({"centre": BOOK, "service": "T101", "amount": 100_000, "colour": "red"});
        assert_eq!(kit.post("rahima", "/api/v1/transfers", "k5", &more).await.status, 422);
        let list = kit.get("rahima", &format!("/api/v1/transfers?centre={BOOK}")).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "nothing that was refused is there");
    });
}
