//! The room's descriptor is whole: what the house loops over is there.

use crate::shop::register;
use db::Tables;
use journal::Fault;
use std::collections::BTreeSet;
use trial::both;

#[test]
fn both_engines_understand_every_statement_and_none_names_another_rooms_table() {
    both(&register(), |trial| async move {
        for statement in ledger::room().statements {
            let sql = statement.sql;
            let asked = trial.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { tx.understands(sql).await }));
            asked.await.unwrap_or_else(|fault| panic!("{:?}: {}: {fault}", trial.engine, statement.sql));
            let tables = Tables::of(statement.sql);
            assert!(!tables.is_empty() && tables.iter().all(|table| table.starts_with("ledger_")), "{tables:?}");
        }
    });
}

#[test]
fn every_table_of_the_migrations_is_a_view_that_can_be_replayed() {
    let made: BTreeSet<&str> = ledger::room()
        .migrations
        .iter()
        .flat_map(|migration| migration.sql.split("create table ").skip(1))
        .map(|rest| rest.split([' ', '(']).next().unwrap())
        .collect();
    assert_eq!(made, ledger::room().views.iter().copied().collect());
}

#[test]
fn every_route_asks_for_a_permission_that_the_room_names() {
    let room = ledger::room();
    let asked: BTreeSet<String> = room.routes.iter().map(|route| route.needs.to_string()).collect();
    assert_eq!(asked, room.permissions.iter().map(|permission| (*permission).to_owned()).collect());
}

/// Every version of every event as its bytes stand in books: what was written once is read for ever.
#[test]
fn every_event_reads_the_bytes_of_its_first_day() {
    let posted = r#"{"day":"2026-11-23","memo":"R-1","legs":[{"account":"E:drawer:1","poisha":300},{"account":"E:service_income","poisha":-300}]}"#;
    let reversed = r#"{"day":"2026-11-23","memo":"R-1","legs":[],"reverses":7}"#;
    for bytes in [posted, reversed] {
        let read: ledger::Posted = serde_json::from_str(bytes).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), bytes);
    }
    let placed = r#"{"hold":"h1","account":"P:float","poisha":500,"until":1795408920000}"#;
    let read: ledger::HoldPlaced = serde_json::from_str(placed).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), placed);
    let ended = r#"{"hold":"h1","account":"P:float","poisha":500,"until":1795408920000,"posted":true}"#;
    let read: ledger::HoldEnded = serde_json::from_str(ended).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), ended);
    let kinds: Vec<String> = ledger::room().events.iter().map(|event| format!("{event:?}")).collect();
    let later = [
        "ledger.top_up_asked v1",
        "ledger.top_up_approved v1",
        "ledger.top_up_declined v1",
        "ledger.float_warning_set v1",
        "ledger.day_shut v1",
    ];
    assert_eq!(kinds[..3], ["ledger.posted v1", "ledger.hold_placed v1", "ledger.hold_ended v1"]);
    assert_eq!(kinds[3..], later);
    let asked =
        r#"{"ask":"a1","path":"/30/3026/","poisha":500,"proof":"S-1","paid_into":"bkash","paid_on":"2026-11-23"}"#;
    let read: ledger::TopUpAsked = serde_json::from_str(asked).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), asked);
    let declined = r#"{"ask":"a1","reason":"not_received"}"#;
    let read: ledger::TopUpDeclined = serde_json::from_str(declined).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), declined);
    let approved = r#"{"ask":"a1"}"#;
    let read: ledger::TopUpApproved = serde_json::from_str(approved).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), approved);
    let set = r#"{"below":200000}"#;
    let read: ledger::FloatWarningSet = serde_json::from_str(set).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), set);
}
