//! Host names, cookies, shared things and figures.

use crate::stall::{Kit, ask};
use axum::body::Body;
use web::{Hosts, Things, cookies_secure};

#[tokio::test]
async fn on_the_loopback_only_its_own_names_are_answered() {
    let kit = Kit::new().await;
    for (host, status) in [
        ("localhost:8080", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("LOCALHOST:8080", 200),
        ("localhost", 421),
        ("localhost:80", 421),
        ("evil.example:8080", 421),
        ("localhost.evil.example:8080", 421),
        ("", 421),
    ] {
        for path in ["/", "/nowhere", "/healthz"] {
            let request = axum::http::Request::builder().uri(path).header("host", host).body(Body::empty()).unwrap();
            let got = kit.send(request).await;
            let wanted = if status == 200 && path == "/nowhere" { 404 } else { status };
            assert_eq!(got.status.as_u16(), wanted, "{host} {path}");
        }
    }
}

#[test]
fn the_names_follow_from_where_the_house_listens() {
    let any = Hosts::of("0.0.0.0:8080".parse().unwrap(), "http://10.0.0.5:8080");
    assert!(any.hold("whatever:1"));
    let public = Hosts::of("0.0.0.0:8080".parse().unwrap(), "https://haat.example");
    assert!(public.hold("haat.example") && !public.hold("10.0.0.5:8080"));
    let port80 = Hosts::of("127.0.0.1:80".parse().unwrap(), "http://localhost");
    assert!(port80.hold("localhost") && port80.hold("127.0.0.1"));
}

#[test]
fn cookies_are_secure_where_browsers_allow_it() {
    for (address, secure) in [
        ("https://haat.example", true),
        ("http://localhost:8080", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:8080", true),
        ("http://10.0.0.5:8080", false),
        ("http://localhost.evil.example", false),
        ("nonsense", false),
    ] {
        assert_eq!(cookies_secure(address), secure, "{address}");
    }
}

#[tokio::test]
async fn the_session_cookie_has_every_fence() {
    let secure = Kit::new().await;
    let set = web::cookies::session_cookie(&secure.house, "abc");
    assert_eq!(set, "__Host-haat=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert!(web::cookies::session_end(&secure.house).contains("Max-Age=0"));
    let plain = Kit::with(|setting| setting.secure = false).await;
    assert_eq!(web::cookies::session_cookie(&plain.house, "abc"), "haat=abc; Path=/; HttpOnly; SameSite=Lax");
    let answer = web::see_other_with_cookie("/", &set);
    assert_eq!((answer.status().as_u16(), answer.headers()["set-cookie"].to_str().unwrap()), (303, set.as_str()));
}

#[tokio::test]
async fn health_and_figures_can_be_read_by_machines() {
    let kit = Kit::new().await;
    let health = kit.get("/healthz").await;
    assert_eq!((health.status.as_u16(), health.body.as_str()), (200, "ok\n"));
    kit.get("/refuse/gone").await;
    kit.get("/refuse/gone").await;
    kit.get("/no/such/paper/1234567890").await;
    let figures = kit.get("/metrics").await;
    assert!(figures.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in [
        r#"haat_requests_total{method="GET",route="/refuse/{what}",status="404"} 2"#,
        r#"haat_requests_total{method="GET",route="unmatched",status="404"} 1"#,
        r#"haat_refusals_total{code="web.not_found"} 3"#,
        r#"haat_request_seconds_count{route="/refuse/{what}"} 2"#,
        r#"haat_request_seconds_bucket{route="/refuse/{what}",le="0.001"} 2"#,
        "haat_desk_batches_total ",
    ] {
        assert!(figures.body.contains(line), "{line}\n{}", figures.body);
    }
    assert!(!figures.body.contains("1234567890"), "a path may name a person's paper");
    for line in figures.body.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

#[tokio::test]
async fn latency_falls_into_its_bucket() {
    let metrics = web::Metrics::default();
    for took_ms in [0, 1, 3, 400, 99_999, -7] {
        metrics.answered("GET", "/x", 200, took_ms);
    }
    let text = metrics.text();
    for (edge, within) in [("0.001", 3), ("0.005", 4), ("0.250", 4), ("0.500", 5), ("30.000", 5), ("+Inf", 6)] {
        assert!(
            text.contains(&format!("haat_request_seconds_bucket{{route=\"/x\",le=\"{edge}\"}} {within}\n")),
            "{edge}\n{text}"
        );
    }
    assert!(text.contains("haat_request_seconds_sum{route=\"/x\"} 100.403\n"), "{text}");
}

#[test]
fn a_room_finds_the_thing_that_the_binary_put_in() {
    let things = Things::default().with(7_u8).with("catalogue").with(8_u8);
    assert_eq!((things.get::<u8>(), things.get::<&str>(), things.get::<u16>()), (Some(&8), Some(&"catalogue"), None));
}

#[tokio::test]
async fn a_frame_writes_numbers_for_its_reader() {
    let kit = Kit::new().await;
    let at = ask("GET", "/till?a=1").body(Body::empty()).unwrap();
    let bn = web::Frame::bare(&kit.house, None, base::Lang::Bn, at.uri());
    let en = web::Frame::bare(&kit.house, None, base::Lang::En, at.uri()).titled("stall-title");
    let amount = base::Paisa::new(12_345_650);
    assert_eq!((bn.money(amount), en.money(amount)), ("৳১,২৩,৪৫৬.৫০".to_owned(), "৳1,23,456.50".to_owned()));
    assert_eq!((bn.number(100_000), en.number(100_000)), ("১,০০,০০০".to_owned(), "1,00,000".to_owned()));
    assert_eq!((en.title.as_str(), en.other_lang_href.as_str()), ("Tea stall", "/till?a=1&lang=bn"));
    assert_eq!(bn.say_with("stall-hello", &[("name", "করিম")]), "এসো করিম, বসো");
    assert_eq!((bn.either("ক", "k"), en.either("ক", "k")), ("ক", "k"));
}
