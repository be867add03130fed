//! The description of the API (OpenAPI 3.1), put together from what the rooms say of their own handlers.

use crate::dress::Problem;
use crate::room::Room;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder};
use utoipa::{PartialSchema, ToSchema};

/// The whole description: every room's paths, the bearer scheme, and the problem that every error is.
#[must_use]
pub fn describe(rooms: &[Room]) -> OpenApi {
    let about = "Amounts are in poisha. Every error is a problem (RFC 9457) with a stable `code`.";
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let shared = ComponentsBuilder::new().schema(Problem::name(), Problem::schema()).security_scheme("bearer", bearer);
    let mut whole = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Haat").version("v1").description(Some(about)).build())
        .paths(PathsBuilder::new().build())
        .components(Some(shared.build()))
        .build();
    for room in rooms {
        if let Some(part) = room.openapi {
            whole.merge(part());
        }
    }
    whole
}

/// The same as JSON. A description that cannot be written is logged and left empty: the API itself still works.
pub(crate) fn text(rooms: &[Room]) -> String {
    describe(rooms).to_json().unwrap_or_else(|error| {
        tracing::error!(%error, "the API description cannot be written");
        "{}".to_owned()
    })
}
