//! The JSON handlers: a token for programs.

use crate::refusals::{NotSignedIn, NotTried};
use crate::session::Channel;
use crate::sign_in::{Entered, Step, first_step, second_step};
use axum::extract::State;
use axum::http::HeaderMap;
use base::Moment;
use base::mobile::Mobile;
use journal::Stop;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::{Answer, House, Json, Problem, Trouble};

/// What a program signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The mobile number, in any of the usual ways of writing it.
    mobile: String,
    /// The password.
    password: String,
    /// The six digits of the authenticator: needed of officers.
    totp: Option<String>,
}

/// A bearer token.
#[derive(Serialize, ToSchema)]
pub struct Token {
    /// The token, for `Authorization: Bearer …`.
    token: String,
    /// When it ends, RFC 3339 in UTC.
    expires_at: String,
}

/// Signs a program in for 12 hours.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    request_body = SignIn,
    responses(
        (status = 201, description = "A bearer token", body = Token),
        (status = 401, description = "`network.sign_in.wrong`, `network.sign_in.totp_needed`, `network.sign_in.totp_wrong`", body = Problem),
        (status = 403, description = "`network.sign_in.suspended`, `network.sign_in.enrol_first`", body = Problem),
        (status = 422, description = "The mobile number is none", body = Problem),
        (status = 429, description = "`network.sign_in.wait`, with `Retry-After`", body = Problem),
    )
)]
pub async fn sign_in(State(house): State<House>, headers: HeaderMap, Json(given): Json<SignIn>) -> Answer {
    let mobile = Mobile::parse(&given.mobile).map_err(Trouble::refused)?;
    let journal = &house.journal;
    let device = crate::device::of(&headers);
    let entered = match first_step(journal, &mobile, &given.password, Channel::Bearer, &device).await? {
        Step::In(entered) => entered,
        Step::Enrol(_) => return Err(no(NotSignedIn::EnrolFirst)),
        Step::Code(ticket) => {
            let Some(code) = given.totp.filter(|code| !code.trim().is_empty()) else {
                return Err(no(NotSignedIn::CodeNeeded));
            };
            second_step(journal, &ticket, &code, Channel::Bearer, &device).await?
        }
    };
    let Entered { token, opened } = entered;
    web::json(201, &Token { token, expires_at: rfc_3339(opened.ends_at)? })
}

fn no(refusal: NotSignedIn) -> Trouble {
    Stop::Refused(NotTried::No(refusal)).into()
}

/// A moment as machines write it: `2026-11-23T04:42:00Z`.
fn rfc_3339(at: Moment) -> Result<String, Trouble> {
    let stamp = jiff::Timestamp::from_millisecond(at.get()).map_err(|error| Trouble::Broken(error.to_string()))?;
    Ok(stamp.to_string())
}

#[derive(OpenApi)]
#[openapi(paths(sign_in), components(schemas(SignIn, Token)))]
struct Description;

/// This room's part of the API description.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
