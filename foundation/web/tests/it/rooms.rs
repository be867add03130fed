//! Folding rooms: the routes table, the API description, what goes to the journal.

use crate::stall::{Kit, room};
use utoipa::openapi::{OpenApi, OpenApiBuilder, PathItem, PathsBuilder};
use web::{Room, register, routes_table};

#[test]
fn the_routes_table_names_every_route_with_what_it_needs() {
    let table = routes_table(&[room()]);
    let lines: Vec<&str> = table.lines().collect();
    for line in [
        "GET /till stall.use",
        "POST /till stall.use",
        "GET /mine signed-in",
        "GET / anyone",
        "GET /healthz anyone",
        "GET /metrics anyone",
        "GET /assets/{hash}/{name} anyone",
        "GET /api/v1/openapi.json anyone",
        "POST /api/v1/sales stall.use",
    ] {
        assert!(lines.contains(&line), "{line}\n{table}");
    }
    let paths: Vec<&str> = lines.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    assert_eq!(paths, sorted);
    assert_eq!(table, routes_table(&[room()]), "the same rooms give the same text");
}

#[tokio::test]
async fn every_route_of_a_room_is_reached() {
    let kit = Kit::new().await;
    for route in room().routes.iter().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        let got = kit.get_as("karim", route.path).await;
        assert_ne!(got.status, 404, "{}", route.path);
        assert_ne!(got.status, 405, "{}", route.path);
    }
}

fn part() -> OpenApi {
    let paths = PathsBuilder::new().path("/api/v1/sales", PathItem::default()).build();
    OpenApiBuilder::new().paths(paths).build()
}

#[tokio::test]
async fn the_api_describes_itself() {
    let whole = web::openapi::describe(&[Room { openapi: Some(part), ..Room::named("stall") }]);
    let json: serde_json::Value = serde_json::from_str(&whole.to_json().unwrap()).unwrap();
    assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(json["paths"].get("/api/v1/sales").is_some());
    assert_eq!(json["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert!(json["components"]["schemas"]["Problem"]["properties"].get("code").is_some());
    let served = Kit::new().await.get("/api/v1/openapi.json").await;
    assert_eq!((served.status.as_u16(), served.header("content-type")), (200, "application/json"));
    assert_eq!(served.json()["info"]["title"], "Haat");
}

#[test]
fn rooms_are_registered_with_the_journal_in_their_order() {
    let register =
        register(&[Room { views: &["a"], ..Room::named("a") }, Room { views: &["b", "c"], ..Room::named("b") }]);
    assert_eq!(register.views, ["a", "b", "c"]);
    assert!(register.events.is_empty() && register.migrations.is_empty() && register.audits.is_empty());
}
