//! A browser without a socket: it keeps its cookie and reads the form token from the page before it posts.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use tower::ServiceExt;
use trial::Trial;
use web::{Hosts, House, Setting, Things, Words};

/// A browser at the door of one house.
pub struct Browser {
    router: Router,
    cookie: Option<String>,
    token: String,
    agent: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub text: String,
    pub location: String,
    pub retry_after: Option<String>,
}

/// The house of a trial with this room alone.
pub fn house(t: &Trial) -> House {
    House::new(Setting {
        journal: t.journal.clone(),
        words: Words::new(&[network::room().words]).unwrap(),
        doorkeeper: network::doorkeeper(t.journal.clone()),
        status: std::sync::Arc::new(|_, _, _| Box::pin(async { None })),
        nav: Vec::new(),
        public_address: "http://localhost".to_owned(),
        secure: false,
        trust_proxy: false,
        hosts: Hosts::Any,
        things: Things::default(),
    })
}

impl Browser {
    pub fn new(t: &Trial) -> Browser {
        Browser::named(t, "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0")
    }

    /// One that calls itself so.
    pub fn named(t: &Trial, agent: &str) -> Browser {
        let router = web::router(house(t), &[network::room()]);
        Browser { router, cookie: None, token: String::new(), agent: agent.to_owned() }
    }

    /// Another browser at the same door.
    pub fn beside(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: None, token: String::new(), agent: self.agent.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form with the token of the page seen last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut body = format!("csrf={}", self.token);
        for (name, value) in fields {
            body = format!("{body}&{name}={}", web::in_query(value));
        }
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// Asks the API, with a bearer if there is one.
    pub async fn api(&self, path: &str, json: &str) -> Page {
        let request = Request::builder().method(Method::POST).uri(path).header("content-type", "application/json");
        answered(self.router.clone().oneshot(request.body(Body::from(json.to_owned())).unwrap()).await.unwrap()).await.0
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        request.headers_mut().insert("host", "localhost".parse().unwrap());
        request.headers_mut().insert("user-agent", self.agent.parse().unwrap());
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (page, cookie) = answered(response).await;
        if let Some(cookie) = cookie.filter(|cookie| cookie.starts_with("haat=")) {
            let pair = cookie.split(';').next().unwrap().to_owned();
            self.cookie = Some(pair).filter(|pair| pair != "haat=");
        }
        if let Some(token) = value_of(&page.text, "csrf") {
            self.token = token;
        }
        page
    }

    /// Signs in with mobile and password; the page that follows.
    pub async fn sign_in(&mut self, mobile: &str, password: &str) -> Page {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("mobile", mobile), ("password", password)]).await
    }
}

/// The value of the first input of this name.
pub fn value_of(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

async fn answered(response: axum::response::Response) -> (Page, Option<String>) {
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (cookie, location, retry_after) = (header("set-cookie"), header("location"), header("retry-after"));
    let status = response.status();
    let text = String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    (Page { status, text, location: location.unwrap_or_default(), retry_after }, cookie)
}
