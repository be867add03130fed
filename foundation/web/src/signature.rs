//! Signed messages between us and a provider, as Standard Webhooks writes them: `webhook-id`, `webhook-timestamp`
//! (seconds) and `webhook-signature: v1,BASE64` of HMAC-SHA256 over `id.timestamp.body`. The secret is never sent.

use crate::house::House;
use crate::refusals::KitRefusal;
use axum::http::HeaderMap;
use base::calendar::Moment;
use hmac::{Hmac, KeyInit, Mac};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// How old, or how far ahead, a signed message may be, in seconds: an old one is somebody's copy.
const SIGNED_FOR_S_MAX: i64 = 300;

/// The three headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`, in seconds.
    pub timestamp: String,
    /// `webhook-signature`; several, parted by spaces, while a secret is being changed.
    pub signature: String,
}

impl Signature {
    /// As headers.
    #[must_use]
    pub fn headers(&self) -> [(&'static str, &str); 3] {
        [
            ("webhook-id", self.id.as_str()),
            ("webhook-timestamp", self.timestamp.as_str()),
            ("webhook-signature", self.signature.as_str()),
        ]
    }

    /// From headers, as far as they are there.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Signature {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        Signature { id: text("webhook-id"), timestamp: text("webhook-timestamp"), signature: text("webhook-signature") }
    }
}

/// What a message says that whoever knows the secret signed a short while ago. An empty secret is nobody's.
///
/// # Errors
/// [`KitRefusal::Unsigned`], or [`KitRefusal::BodyShape`] for what is signed and says something else.
pub fn signed_json<T: DeserializeOwned>(
    house: &House,
    secret: &str,
    headers: &HeaderMap,
    body: &RawValue,
) -> Result<T, KitRefusal> {
    if !signature_holds(secret, &Signature::of(headers), house.now(), body.get().as_bytes()) {
        return Err(KitRefusal::Unsigned);
    }
    serde_json::from_str(body.get()).map_err(|error| KitRefusal::BodyShape { reason: error.to_string() })
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 (RFC 4648, section 4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for three in bytes.chunks(3) {
        let byte = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for (place, shift) in [18_u32, 12, 6, 0].into_iter().enumerate() {
            let letter = usize::try_from((bits >> shift) & 63).ok().and_then(|six| LETTERS.get(six));
            let letter = if place > three.len() { b'=' } else { letter.copied().unwrap_or(b'=') };
            text.push(char::from(letter));
        }
    }
    text
}

/// What was written in base64, with or without its padding; nothing for what is none.
#[must_use]
pub fn base64_decoded(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len());
    for four in text.chunks(4) {
        let mut bits = 0_u32;
        for letter in four {
            let six = LETTERS.iter().position(|one| one == letter)?;
            bits = (bits << 6) | u32::try_from(six).ok()?;
        }
        let missing = 4_usize.checked_sub(four.len()).filter(|missing| *missing < 3)?;
        bits <<= u32::try_from(missing).ok()?.checked_mul(6)?;
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend(three.iter().take(3_usize.saturating_sub(missing)));
    }
    Some(bytes)
}

fn mark(secret: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new(); // cannot happen: HMAC takes keys of any length
    };
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    format!("v1,{}", base64(&mac.finalize().into_bytes()))
}

/// The signature of a message sent now.
#[must_use]
pub fn signed(secret: &str, id: &str, now: Moment, body: &[u8]) -> Signature {
    let timestamp = now.get().div_euclid(1_000).to_string();
    let signature = mark(secret.as_bytes(), id, &timestamp, body);
    Signature { id: id.to_owned(), timestamp, signature }
}

/// True when whoever knows the secret signed this body, a short while ago. Compared as hashes, so that the time it takes
/// tells nothing.
#[must_use]
pub fn signature_holds(secret: &str, given: &Signature, now: Moment, body: &[u8]) -> bool {
    let Ok(at) = given.timestamp.parse::<i64>() else { return false };
    if secret.is_empty() || now.get().div_euclid(1_000).abs_diff(at) > SIGNED_FOR_S_MAX.unsigned_abs() {
        return false;
    }
    let expected = Sha256::digest(mark(secret.as_bytes(), &given.id, &given.timestamp, body));
    given.signature.split(' ').any(|one| Sha256::digest(one) == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::new(1_614_265_330_000);
    const BODY: &[u8] = br#"{"test": 2432232314}"#;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, text) in cases {
            assert_eq!(base64(plain.as_bytes()), text);
            assert_eq!(base64_decoded(text).as_deref(), Some(plain.as_bytes()));
        }
    }

    #[test]
    fn what_is_no_base64_is_nothing() {
        for odd in ["A", "Zm9v!", "Zm 9v", "Zm9vY"] {
            assert_eq!(base64_decoded(odd), None, "{odd}");
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(base64_decoded(&base64(&all)), Some(all));
    }

    /// The example that the Standard Webhooks libraries test with: its secret in bytes, its signature.
    #[test]
    fn a_signature_is_that_of_standard_webhooks() {
        let secret: [u8; 24] =
            [49, 242, 144, 246, 191, 6, 41, 138, 171, 79, 8, 212, 60, 63, 8, 44, 246, 72, 163, 98, 218, 45, 164, 176];
        let made = mark(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", BODY);
        assert_eq!(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn only_this_secret_this_body_and_this_time_hold() {
        let good = signed("secret", "m1", NOW, BODY);
        let later = |s: i64| Moment::new(NOW.get() + s * 1_000);
        assert!(signature_holds("secret", &good, NOW, BODY));
        assert!(signature_holds("secret", &good, later(SIGNED_FOR_S_MAX), BODY));
        assert!(!signature_holds("secret", &good, later(SIGNED_FOR_S_MAX + 1), BODY));
        assert!(!signature_holds("other", &good, NOW, BODY));
        assert!(!signature_holds("secret", &good, NOW, b"{}"));
        assert!(!signature_holds("secret", &Signature { id: "m2".into(), ..good.clone() }, NOW, BODY));
        assert!(!signature_holds("", &signed("", "m1", NOW, BODY), NOW, BODY));
        let two = Signature { signature: format!("v1,AAAA {}", good.signature), ..good };
        assert!(signature_holds("secret", &two, NOW, BODY));
    }
}
