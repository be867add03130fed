//! Orders, as sellers' own programs pull and move them.

use crate::kit::register;
use crate::orders_kit::{Stalls, order, placed, quilts, quoted};
use crate::pages_kit::Kit;
use crate::partners_kit::{ORDERS, body, bought, key, stocked, told};
use journal::Journal;
use market::OrderState;
use serde_json::{Value, json};
use trial::both;

async fn quilt_bought(journal: &Journal, stalls: &Stalls) -> String {
    placed(journal, &quoted(journal, &quilts("q", stalls, 1)).await).await.orders[0].clone()
}

#[test]
fn a_program_pulls_its_orders_in_the_order_in_which_they_moved_and_no_buyer_with_them() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let key = key(&kit, &lamps.0, &["orders"]).await;
        let pull = async |query: &str| body(&kit.get_bearer(&key, &format!("{ORDERS}{query}")).await);
        assert_eq!(pull("").await["orders"], json!([]));
        let mut numbers = Vec::new();
        for n in 0..3 {
            numbers.push(bought(journal, &lamps, &format!("b{n}")).await);
        }
        let other = quilt_bought(journal, &stalls).await;
        assert_eq!(pull("").await["orders"], json!([]), "what is of this moment may still grow");
        trial.pass(9_000);
        assert_eq!(pull("").await["orders"], json!([]), "another process may be seconds behind");
        trial.pass(2_000);
        let first = pull("?limit=2").await;
        let shown = |page: &Value| -> Vec<String> {
            page["orders"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((shown(&first), first["more"].as_bool()), (numbers[..2].to_vec(), Some(true)));
        let one = &first["orders"][0];
        assert_eq!(
            (&one["state"], &one["goods"], &one["lines"][0]["sku"]),
            (&json!("placed"), &json!(80_000), &json!("L-1"))
        );
        assert_eq!(one["moves"], json!(["accepted", "partner_rejected"]));
        assert_eq!(one["centre"]["code"], "3026002");
        let text = first.to_string();
        assert!(!text.contains("রহিম") && !text.contains("1911000003"), "no buyer: {text}");
        let next = first["next"].as_str().unwrap();
        let second = pull(&format!("?limit=2&after={next}")).await;
        assert_eq!((shown(&second), second["more"].as_bool()), (numbers[2..].to_vec(), Some(false)));
        assert!(!text.contains(&other) && !second.to_string().contains(&other), "another seller's");
        // What moves comes again, behind the cursor.
        let path = format!("{ORDERS}/{}/moves", numbers[0]);
        kit.send_json(&key, &path, Some("m"), &json!({ "from": "placed", "to": "accepted" })).await;
        trial.pass(11_000);
        let third = pull(&format!("?after={}", second["next"].as_str().unwrap())).await;
        assert_eq!((shown(&third), &third["orders"][0]["state"]), (vec![numbers[0].clone()], &json!("accepted")));
        for wrong in ["?after=x", "?after=1.2", "?after=x.y.z", "?limit=x"] {
            assert_eq!(kit.get_bearer(&key, &format!("{ORDERS}{wrong}")).await.status, 400, "{wrong}");
        }
        trial.verify().await;
    });
}

#[test]
fn a_program_moves_its_own_orders_as_the_seller_may_and_no_others() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let (kit, stalls) = Kit::with_stalls(&trial).await;
        let lamps = stocked(&kit, journal).await;
        let key = key(&kit, &lamps.0, &["orders"]).await;
        let (own, other) = (bought(journal, &lamps, "b").await, quilt_bought(journal, &stalls).await);
        let send = async |order: &str, id: &str, asked: Value| {
            kit.send_json(&key, &format!("{ORDERS}/{order}/moves"), Some(id), &asked).await
        };
        let accept = json!({ "from": "placed", "to": "accepted" });
        for stranger in [other.as_str(), "M-3026002-261123-ZZZ-999-1", "nonsense", "M-"] {
            assert_eq!(
                told(&send(stranger, "x", accept.clone()).await),
                (404, "web.not_found".to_owned()),
                "{stranger}"
            );
        }
        assert_eq!(order(journal, &other).await.state, OrderState::Placed);
        assert_eq!(body(&send(&own, "a", accept.clone()).await), json!({ "number": own, "state": "accepted" }));
        assert_eq!(send(&own, "a", accept.clone()).await.status, 200, "pressed twice");
        assert_eq!(told(&send(&own, "b", accept).await), (409, "market.order.elsewhere".to_owned()));
        let jump = json!({ "from": "accepted", "to": "collected" });
        assert_eq!(told(&send(&own, "c", jump).await), (409, "market.order.not_allowed".to_owned()));
        assert_eq!(send(&own, "d", json!({ "from": "accepted", "to": "packed" })).await.status, 200);
        let blind = json!({ "from": "packed", "to": "handed_to_carrier" });
        assert_eq!(told(&send(&own, "e", blind).await), (422, "market.order.tracking".to_owned()));
        let handed = json!({ "from": "packed", "to": "handed_to_carrier", "tracking": "RR123" });
        assert_eq!(send(&own, "f", handed).await.status, 200);
        assert_eq!(order(journal, &own).await.tracking.as_deref(), Some("RR123"));
        let second = bought(journal, &lamps, "b2").await;
        let silent = json!({ "from": "placed", "to": "partner_rejected" });
        assert_eq!(told(&send(&second, "g", silent).await), (422, "market.order.reason".to_owned()));
        let sorry = json!({ "from": "placed", "to": "partner_rejected", "reason": "কাচ ভেঙে গেছে" });
        assert_eq!(send(&second, "h", sorry).await.status, 200);
        let odd = json!({ "from": "placed", "to": "stolen" });
        assert_eq!(told(&send(&second, "i", odd).await).0, 422);
        trial.verify().await;
    });
}
