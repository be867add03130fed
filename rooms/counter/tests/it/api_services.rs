//! The catalogue as programs read it.

use crate::api_kit::{OTHER_PATH, house};
use crate::deeds_desk::{BIRTH, PATH, set_tariff, tariff};
use serde_json::{Value, json};

fn text<'a>(json: &'a Value, field: &str) -> &'a str {
    json[field].as_str().unwrap()
}

#[test]
fn services_are_found_in_both_scripts_with_the_price_at_ones_own_centre() {
    house(|kit| async move {
        counter::stock_catalogue(kit.journal(), "first").await.unwrap();
        set_tariff(kit.journal(), BIRTH, tariff(PATH, "2026-11-01", [6_000, 2_500, 1_000])).await;
        set_tariff(kit.journal(), BIRTH, tariff(OTHER_PATH, "2026-12-01", [7_000, 2_500, 1_000])).await;
        for query in ["jonmo%20nibondhon", "birth%20registration", "%E0%A6%9C%E0%A6%A8%E0%A7%8D%E0%A6%AE", "g001"] {
            let got = kit.get("rahima", &format!("/api/v1/services?q={query}&limit=3")).await.json();
            assert_eq!(got["items"][0]["code"], "G001", "{query}: {got}");
        }
        let price = async |who: &str| {
            let got = kit.get(who, &format!("/api/v1/services?q={BIRTH}&limit=1")).await.json();
            (got["items"][0]["official_fee"].as_i64(), got["items"][0]["service_charge"].as_i64())
        };
        assert_eq!(price("rahima").await, (Some(6_000), Some(3_500)));
        assert_eq!(price("karim").await, (Some(5_000), Some(3_000)));
        assert_eq!(price("uno").await, (Some(5_000), Some(3_000)));
        let item = kit.get("rahima", "/api/v1/services?q=C010&limit=1").await.json()["items"][0].clone();
        let ought = json!({
            "code": "C010", "name_bn": "ফটোকপি", "name_en": "Photocopy", "official_fee": 0, "service_charge": 200,
            "unit": "page", "connectivity": "offline", "version": 1, "group": "office_work",
            "provider_bn": "ডিজিটাল সেন্টার", "provider_en": "Digital Centre", "sla_days": 0, "has_form": false
        });
        assert_eq!(item, ought);
    });
}

#[test]
fn pages_of_services_follow_each_other_without_a_gap() {
    house(|kit| async move {
        counter::stock_catalogue(kit.journal(), "first").await.unwrap();
        for query in ["", "q=registration&"] {
            let all = kit.get("rahima", &format!("/api/v1/services?{query}limit=200")).await.json();
            assert_eq!(all["next"], Value::Null);
            let (mut found, mut after) = (Vec::new(), String::new());
            loop {
                let page = kit.get("rahima", &format!("/api/v1/services?{query}limit=3{after}")).await.json();
                assert!(page["items"].as_array().unwrap().len() <= 3);
                found.extend(page["items"].as_array().unwrap().clone());
                let Some(next) = page["next"].as_str() else { break };
                after = format!("&after={next}");
            }
            assert_eq!(Value::from(found), all["items"], "{query}");
        }
        let size = async |query: &str| {
            kit.get("rahima", &format!("/api/v1/services?{query}")).await.json()["items"].as_array().unwrap().len()
        };
        assert_eq!((size("limit=0").await, size("limit=9999").await), (1, 163));
        assert_eq!((size("after=ZZZZ").await, size("q=zzqqxx").await), (0, 0));
        for query in ["limit=-1", "limit=ten"] {
            let got = kit.get("rahima", &format!("/api/v1/services?{query}")).await;
            assert_eq!(got.told(), (400, "web.malformed".to_owned()), "{query}");
        }
    });
}

#[test]
fn one_service_comes_with_its_form_papers_and_tariffs() {
    house(|kit| async move {
        counter::stock_catalogue(kit.journal(), "first").await.unwrap();
        let porcha = kit.get("rahima", "/api/v1/services/G031").await.json();
        assert_eq!((text(&porcha, "code"), &porcha["has_form"]), ("G031", &json!(true)));
        let names: Vec<&str> =
            porcha["form"]["fields"].as_array().unwrap().iter().map(|field| text(field, "name")).collect();
        assert!(names.contains(&"khatian_no"), "{names:?}");
        assert_eq!(porcha["documents"][0]["en"], "Khatian and plot number");
        assert!(porcha["synonyms"].as_array().unwrap().contains(&json!("porcha")));
        let tariffs = json!([{"path": "/", "from": "2010-11-11", "official_fee": 5_000, "service_charge": 5_000}]);
        assert_eq!(porcha["tariffs"], tariffs);
        assert_eq!(kit.get("rahima", "/api/v1/services/c010").await.json()["form"], Value::Null);
        for code in ["X999", "%00", "nation"] {
            assert_eq!(kit.get("rahima", &format!("/api/v1/services/{code}")).await.status, 404, "{code}");
        }
        assert_eq!(kit.get("", "/api/v1/services/G031").await.status, 401);
    });
}
