//! A provider asked over HTTP with small JSON bodies, each request signed as our callbacks are.

use super::{Answer, Notice, Provider, Silence, TransferOrder};
use axum::http::Method;
use base::calendar::BusinessDay;
use db::Clock;
use journal::Boxed;
use std::time::Duration;
use web::{Client, NotAnswered, signed};

/// How long a provider may take to answer: longer, and the state is unknown until it is asked again. Below the time that
/// a page may take.
pub const PROVIDER_TIME_MAX: Duration = Duration::from_secs(8);

/// A provider at an address.
pub struct HttpProvider {
    address: String,
    secret: String,
    client: Client,
    clock: Clock,
}

impl HttpProvider {
    /// A provider at this address (`http://HOST:PORT`), with the secret that it and we share, and the clock by which
    /// requests are signed.
    #[must_use]
    pub fn new(address: &str, secret: &str, clock: Clock) -> HttpProvider {
        let address = address.trim_end_matches('/').to_owned();
        HttpProvider { address, secret: secret.to_owned(), client: Client::new(PROVIDER_TIME_MAX), clock }
    }

    /// The same, waiting so long for an answer.
    #[must_use]
    pub fn within(mut self, time_max: Duration) -> HttpProvider {
        self.client = Client::new(time_max);
        self
    }

    async fn send(&self, method: Method, path: &str, id: &str, body: Vec<u8>) -> Result<(u16, Vec<u8>), Silence> {
        let signature = signed(&self.secret, id, (self.clock)(), &body);
        let mut headers = signature.headers().to_vec();
        headers.push(("content-type", "application/json"));
        let url = format!("{}{path}", self.address);
        match self.client.send(method, &url, &headers, body).await {
            Ok(reply) => Ok((reply.status, reply.body)),
            Err(silence) => {
                tracing::warn!(address = self.address, why = %silence, "a provider did not answer");
                Err(silence_of(&silence))
            }
        }
    }

    async fn ask(&self, method: Method, path: &str, id: &str, body: Vec<u8>) -> Answer {
        match self.send(method, path, id, body).await {
            Err(silence) => Answer::NotAnswered(silence),
            Ok((404, _)) => Answer::NotKnown,
            Ok((200..=299, body)) => serde_json::from_slice::<Notice>(&body)
                .ok()
                .filter(|notice| notice.transfer == id)
                .map_or(Answer::NotAnswered(Silence::Unknown), |notice| notice.answer()),
            Ok(_) => Answer::NotAnswered(Silence::Unknown),
        }
    }
}

fn silence_of(silence: &NotAnswered) -> Silence {
    if silence.surely_not_sent() { Silence::SurelyNot } else { Silence::Unknown }
}

impl Provider for HttpProvider {
    fn initiate<'a>(&'a self, order: &'a TransferOrder) -> Boxed<'a, Answer> {
        Box::pin(async move {
            match serde_json::to_vec(order) {
                Ok(body) => self.ask(Method::POST, "/transfers", &order.transfer, body).await,
                Err(_) => Answer::NotAnswered(Silence::SurelyNot),
            }
        })
    }

    fn query<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async move { self.ask(Method::GET, &format!("/transfers/{transfer}"), transfer, Vec::new()).await })
    }

    fn reverse<'a>(&'a self, transfer: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async move {
            self.ask(Method::POST, &format!("/transfers/{transfer}/reversal"), transfer, Vec::new()).await
        })
    }

    fn statement(&self, day: BusinessDay) -> Boxed<'_, Option<String>> {
        Box::pin(async move {
            let answer = self.send(Method::GET, &format!("/statements/{day}.csv"), &day.to_string(), Vec::new()).await;
            answer.ok().filter(|(status, _)| *status == 200).and_then(|(_, body)| String::from_utf8(body).ok())
        })
    }
}
