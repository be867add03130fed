//! Folds the rooms into one router. Every route passes its gate; everything passes the shell.

use crate::gate::{self, Gate};
use crate::house::House;
use crate::limits::{COMPRESSED_BYTES_MIN, JSON_BYTES_MAX, REQUESTS_AT_ONCE_MAX};
use crate::metrics::write_figure;
use crate::room::Room;
use crate::route::{Needs, Route};
use crate::shell::{self, Shell};
use crate::trouble::Answer;
use crate::upload::Uploads;
use crate::{assets, openapi};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::Semaphore;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Asks the database for nothing but an answer.
static PING: db::Statement = db::Statement::new("select 1 as one");

/// The router of the whole house.
pub fn router(house: House, rooms: &[Room]) -> Router {
    let own = own_routes(openapi::text(rooms));
    let (uploads, mut patient) = (Uploads::new(), BTreeSet::new());
    let mut router = Router::new();
    for route in rooms.iter().flat_map(|room| &room.routes).chain(&own) {
        let uploads = route.files.then(|| uploads.clone());
        let gate = Gate { house: house.clone(), needs: route.needs, rule: route.rule, uploads };
        let handler = route.handler.clone().route_layer(from_fn_with_state(gate, gate::pass));
        router = router.route(route.path, handler);
        if route.files {
            patient.insert(route.path);
        }
    }
    let at_once = Arc::new(Semaphore::new(REQUESTS_AT_ONCE_MAX));
    let shell = Shell { house: house.clone(), at_once, patient: Arc::new(patient) };
    // Pictures are small already; small answers fit one packet.
    let worth = SizeAbove::new(COMPRESSED_BYTES_MIN).and(NotForContentType::IMAGES);
    router
        .layer(DefaultBodyLimit::max(JSON_BYTES_MAX))
        .layer(CatchPanicLayer::custom(shell::after_panic))
        .layer(from_fn_with_state(shell, shell::surround))
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest).compress_when(worth))
        .with_state(house)
}

/// The kit's own routes.
pub(crate) fn own_routes(description: String) -> Vec<Route> {
    let description: Arc<str> = description.into();
    let describe = move || {
        let description = description.clone();
        async move { ([(CONTENT_TYPE, "application/json")], description.to_string()) }
    };
    vec![
        Route::get("/assets/{hash}/{name}", Needs::Anyone, assets::show),
        Route::get("/healthz", Needs::Anyone, healthz),
        Route::get("/metrics", Needs::Anyone, metrics),
        Route::get("/api/v1/openapi.json", Needs::Anyone, describe),
    ]
}

/// 200 when the database answers, 503 when it is away.
async fn healthz(State(house): State<House>) -> Answer {
    house.journal.db().read(|tx| Box::pin(async move { tx.one(&PING, &[]).await.map(|_| ()) })).await?;
    Ok("ok\n".into_response())
}

/// The figures, without any person's data in them.
async fn metrics(State(house): State<House>) -> Answer {
    let mut text = house.metrics().text();
    let desk = house.journal.db().figures();
    for (name, help, count) in [
        ("haat_desk_batches_total", "Transactions committed by the desk.", &desk.batches),
        ("haat_desk_jobs_total", "Deeds answered by the desk.", &desk.jobs),
        ("haat_desk_broken_batches_total", "Batches that failed and were run again one by one.", &desk.broken),
    ] {
        write_figure(&mut text, name, "counter", help, &count.load(Ordering::Relaxed).to_string());
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
