//! Figures of the running house in Prometheus' text format, kept by hand: counts and one histogram need no library.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

/// The upper edges of the latency buckets, in milliseconds.
const EDGES_MS: [i64; 12] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30_000];

/// Requests by route and status, refusals by code, latency by route.
#[derive(Debug, Default)]
pub struct Metrics {
    book: Mutex<Book>,
}

#[derive(Debug, Default)]
struct Book {
    routes: BTreeMap<String, Meter>,
    refusals: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Default)]
struct Meter {
    answers: BTreeMap<(&'static str, u16), u64>,
    within: [u64; EDGES_MS.len()],
    count: u64,
    sum_ms: i64,
}

impl Metrics {
    /// Counts one answered request. `route` is the pattern (`/receipts/{number}`), never the path, which may name a person's paper.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, took_ms: i64) {
        let took_ms = took_ms.max(0);
        let mut book = self.book.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !book.routes.contains_key(route) {
            book.routes.insert(route.to_owned(), Meter::default());
        }
        let Some(meter) = book.routes.get_mut(route) else { return };
        add_one(meter.answers.entry((method, status)).or_default());
        add_one(&mut meter.count);
        meter.sum_ms = meter.sum_ms.saturating_add(took_ms);
        for (edge, within) in EDGES_MS.iter().zip(&mut meter.within) {
            if took_ms <= *edge {
                add_one(within);
            }
        }
    }

    /// Counts one refusal by its stable code.
    pub fn refused(&self, code: &'static str) {
        let mut book = self.book.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        add_one(book.refusals.entry(code).or_default());
    }

    /// The text that `/metrics` answers.
    #[must_use]
    pub fn text(&self) -> String {
        let book = self.book.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut text =
            String::from("# HELP haat_requests_total Requests answered.\n# TYPE haat_requests_total counter\n");
        for (route, meter) in &book.routes {
            for ((method, status), count) in &meter.answers {
                let _ = writeln!(
                    text,
                    "haat_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
                );
            }
        }
        text.push_str("# HELP haat_request_seconds Time from a request's headers to the answer's head.\n");
        text.push_str("# TYPE haat_request_seconds histogram\n");
        for (route, meter) in &book.routes {
            for (edge, within) in EDGES_MS.iter().zip(&meter.within) {
                let edge = seconds(*edge);
                let _ = writeln!(text, "haat_request_seconds_bucket{{route=\"{route}\",le=\"{edge}\"}} {within}");
            }
            let (count, sum) = (meter.count, seconds(meter.sum_ms));
            let _ = writeln!(text, "haat_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "haat_request_seconds_sum{{route=\"{route}\"}} {sum}");
            let _ = writeln!(text, "haat_request_seconds_count{{route=\"{route}\"}} {count}");
        }
        text.push_str("# HELP haat_refusals_total Refusals by code.\n# TYPE haat_refusals_total counter\n");
        for (code, count) in &book.refusals {
            let _ = writeln!(text, "haat_refusals_total{{code=\"{code}\"}} {count}");
        }
        text
    }
}

/// Writes one more figure in the same format: `# HELP`, `# TYPE` and the value. For what others count (the desk).
pub fn write_figure(text: &mut String, name: &str, kind: &str, help: &str, value: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
}

fn add_one(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// Milliseconds as seconds in decimal, without a float.
fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms.checked_div(1000).unwrap_or(0), ms.checked_rem(1000).unwrap_or(0))
}
