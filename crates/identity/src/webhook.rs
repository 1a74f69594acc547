//! Webhooks after the Standard Webhooks specification: how a message is signed, when it is
//! tried again, and what an answer means. Pure: the time, the randomness and the bytes are
//! parameters.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// What a secret begins with when written out.
const PREFIX: &str = "whsec_";

/// How many secrets may sign one message: the present one and those being rotated out.
pub const MAX_SECRETS: usize = 5;

/// A signing secret, 24 to 64 bytes, written `whsec_<base64>`. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    /// A secret of 32 random bytes.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random.to_vec())
    }

    /// The secret written out, to be shown to its owner once.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    fn mac(&self, id: &str, seconds: i64, body: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(id.as_bytes());
        mac.update(b".");
        mac.update(seconds.to_string().as_bytes());
        mac.update(b".");
        mac.update(body);
        mac
    }
}

impl FromStr for WebhookSecret {
    type Err = SecretError;

    fn from_str(text: &str) -> Result<Self, SecretError> {
        let encoded = text.strip_prefix(PREFIX).ok_or(SecretError)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| SecretError)?;
        if (24..=64).contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(SecretError)
        }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// Text that is not `whsec_` and the base 64 of 24 to 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a webhook secret (whsec_ and the base 64 of 24 to 64 bytes)")]
pub struct SecretError;

/// The three headers of a signed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `webhook-id`: the message's id, the same on every retry.
    pub id: String,
    /// `webhook-timestamp`: Unix seconds of this attempt.
    pub timestamp: String,
    /// `webhook-signature`: one `v1,<base64>` for each secret, separated by blanks.
    pub signature: String,
}

impl SignedHeaders {
    /// Names and values, as they travel.
    pub fn into_pairs(self) -> [(&'static str, String); 3] {
        [
            ("webhook-id", self.id),
            ("webhook-timestamp", self.timestamp),
            ("webhook-signature", self.signature),
        ]
    }
}

/// Signs a body with every secret, at the time of this attempt.
///
/// # Errors
/// When there is no secret or there are more than [`MAX_SECRETS`], or when the id contains
/// what would make two messages sign alike (a full stop) or break a header.
pub fn sign(
    secrets: &[WebhookSecret],
    id: &str,
    at: Timestamp,
    body: &[u8],
) -> Result<SignedHeaders, SignError> {
    if secrets.is_empty() || secrets.len() > MAX_SECRETS {
        return Err(SignError::Secrets);
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if id.is_empty() || id.len() > 128 || !id.bytes().all(plain) {
        return Err(SignError::Id);
    }
    let seconds = at.as_second();
    let signatures: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let mac = secret.mac(id, seconds, body).finalize();
            format!("v1,{}", STANDARD.encode(mac.into_bytes()))
        })
        .collect();
    Ok(SignedHeaders {
        id: id.to_owned(),
        timestamp: seconds.to_string(),
        signature: signatures.join(" "),
    })
}

/// Why a message cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// None, or too many.
    #[error("a message is signed with 1 to {MAX_SECRETS} secrets")]
    Secrets,
    /// Not 1 to 128 letters, digits, `_` or `-`.
    #[error("the message's id cannot be signed")]
    Id,
}

/// Checks a signature as a receiver does: within five minutes of `now`, by any of the
/// signatures, in constant time. For receivers of ours and for tests.
pub fn verify(
    secret: &WebhookSecret,
    headers: &SignedHeaders,
    body: &[u8],
    now: Timestamp,
) -> bool {
    const TOLERANCE_SECONDS: u64 = 300;
    let Ok(seconds) = headers.timestamp.parse::<i64>() else {
        return false;
    };
    if now.as_second().abs_diff(seconds) > TOLERANCE_SECONDS {
        return false;
    }
    headers
        .signature
        .split(' ')
        .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .any(|bytes| {
            secret
                .mac(&headers.id, seconds, body)
                .verify_slice(&bytes)
                .is_ok()
        })
}

/// What the receiver's answer means for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// Received (2xx).
    Accepted,
    /// Try again later.
    Retry,
    /// The endpoint says that it is gone for good (410): stop sending to it.
    Gone,
}

/// Reads a status.
pub fn receipt(status: u16) -> Receipt {
    match status {
        200..=299 => Receipt::Accepted,
        410 => Receipt::Gone,
        _ => Receipt::Retry,
    }
}

/// Waiting times before the second and every later attempt, in seconds: exponential at
/// first, then spread over the rest of four days, so that a weekend's outage loses nothing.
const WAITS: [u64; 12] = [
    5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400,
];

/// How many times a message is tried before it waits for a replay by hand.
pub const MAX_ATTEMPTS: u32 = WAITS.len() as u32 + 1;

/// How long to wait after the `failed`-th attempt failed (1 for the first), or `None` when
/// that was the last.
///
/// `jitter` is a random number; it spreads the wait evenly over 100% to 125%, so that
/// receivers that come back are not met by everything at once. An answer's `Retry-After`
/// lengthens a wait, up to a day.
pub fn wait_after(failed: u32, jitter: u32, retry_after: Option<Duration>) -> Option<Duration> {
    let index = usize::try_from(failed.checked_sub(1)?).ok()?;
    let millis = WAITS.get(index)? * 1_000;
    let extra = millis * u64::from(jitter) / u64::from(u32::MAX) / 4;
    let wait = Duration::from_millis(millis + extra);
    let asked = retry_after.map_or(Duration::ZERO, |asked| {
        asked.min(Duration::from_secs(86_400))
    });
    Some(wait.max(asked))
}

/// What an answer's `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date. A date that has
/// passed asks for no wait; what is neither asks for nothing.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    const LONGEST: usize = 64;
    let value = value.trim();
    if value.len() > LONGEST {
        return None;
    }
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than there are numbers for: far too many.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(value)
        .ok()?;
    let wait = date.duration_since(now);
    Some(if wait.is_negative() {
        Duration::ZERO
    } else {
        wait.unsigned_abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    /// The example of the Standard Webhooks libraries.
    #[test]
    fn test_vector_of_the_specification() {
        let headers = sign(
            &[SECRET.parse().unwrap()],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at(1_614_265_330),
            br#"{"test": 2432232314}"#,
        )
        .unwrap();
        assert_eq!(
            headers.signature,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert_eq!(
            headers.into_pairs().map(|(name, _)| name),
            ["webhook-id", "webhook-timestamp", "webhook-signature"]
        );
    }

    #[test]
    fn every_secret_signs_and_each_verifies() {
        let secrets = [WebhookSecret::new([1; 32]), WebhookSecret::new([2; 32])];
        let headers = sign(&secrets, "msg_1", at(1_000_000), b"{}").unwrap();
        assert_eq!(headers.signature.split(' ').count(), 2);
        for secret in &secrets {
            assert!(verify(secret, &headers, b"{}", at(1_000_299)));
            assert!(!verify(secret, &headers, b"{ }", at(1_000_000)));
            assert!(!verify(secret, &headers, b"{}", at(1_000_301)), "too old");
            assert!(
                !verify(secret, &headers, b"{}", at(999_699)),
                "from the future"
            );
        }
        assert!(!verify(
            &WebhookSecret::new([3; 32]),
            &headers,
            b"{}",
            at(1_000_000)
        ));
    }

    #[test]
    fn a_retry_is_signed_anew() {
        let secrets = [WebhookSecret::new([1; 32])];
        let first = sign(&secrets, "msg_1", at(1_000_000), b"{}").unwrap();
        let second = sign(&secrets, "msg_1", at(1_000_005), b"{}").unwrap();
        assert_eq!(first.id, second.id);
        assert_ne!(first.signature, second.signature);
    }

    #[test]
    fn what_cannot_be_signed() {
        let secret = WebhookSecret::new([1; 32]);
        assert_eq!(sign(&[], "msg_1", at(0), b""), Err(SignError::Secrets));
        assert_eq!(
            sign(&vec![secret.clone(); MAX_SECRETS + 1], "msg_1", at(0), b""),
            Err(SignError::Secrets)
        );
        for id in ["", "a.b", "a\r\nb", "é"] {
            assert_eq!(
                sign(std::slice::from_ref(&secret), id, at(0), b""),
                Err(SignError::Id)
            );
        }
    }

    #[test]
    fn secrets() {
        let secret = WebhookSecret::new([7; 32]);
        assert_eq!(secret.reveal().parse(), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
        for bad in [
            "",
            "whsec_",
            "whsec_AAAA",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_!!!!",
        ] {
            assert_eq!(bad.parse::<WebhookSecret>(), Err(SecretError), "{bad}");
        }
    }

    #[test]
    fn the_schedule_spans_days_and_ends() {
        let total: Duration = (1..MAX_ATTEMPTS)
            .map(|n| wait_after(n, 0, None).unwrap())
            .sum();
        assert!(total > Duration::from_secs(4 * 86_400 - 7_200), "{total:?}");
        assert!(total < Duration::from_secs(5 * 86_400), "{total:?}");
        assert_eq!(wait_after(MAX_ATTEMPTS, 0, None), None);
        assert_eq!(wait_after(0, 0, None), None);
        assert_eq!(
            wait_after(1, u32::MAX, None),
            Some(Duration::from_millis(6_250))
        );
        let day = Duration::from_secs(86_400);
        assert_eq!(
            wait_after(1, 0, Some(day * 30)),
            Some(day),
            "a lying Retry-After is capped"
        );
    }

    #[test]
    fn a_receiver_says_when_to_come_back() {
        let now: Timestamp = "2026-11-22T06:00:00Z".parse().unwrap();
        let wait = |value| retry_after(value, now).map(|wait| wait.as_secs());
        assert_eq!(wait(" 120 "), Some(120));
        assert_eq!(wait("Sun, 22 Nov 2026 06:02:00 GMT"), Some(120));
        assert_eq!(wait("Sun, 22 Nov 2026 05:59:00 GMT"), Some(0), "long past");
        assert_eq!(wait("99999999999999999999"), Some(u64::MAX));
        for neither in ["", "soon", "-5", "1.5", "Sun, 32 Nov 2026 06:02:00 GMT"] {
            assert_eq!(wait(neither), None, "{neither}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_may_be_read(value in ".{0,80}") {
            let _ = retry_after(&value, at(1_800_000_000));
        }
    }

    #[test]
    fn answers() {
        assert_eq!(receipt(204), Receipt::Accepted);
        assert_eq!(receipt(410), Receipt::Gone);
        for status in [199, 301, 400, 404, 429, 500, 503, 999] {
            assert_eq!(receipt(status), Receipt::Retry);
        }
    }

    proptest! {
        #[test]
        fn waits_stay_within_their_spread(failed in 1..MAX_ATTEMPTS, jitter: u32) {
            let least = wait_after(failed, 0, None).unwrap();
            let wait = wait_after(failed, jitter, None).unwrap();
            prop_assert!(least <= wait && wait <= least + least / 4);
        }

        #[test]
        fn no_text_is_a_panic(text: String, body: Vec<u8>) {
            let _ = text.parse::<WebhookSecret>();
            let headers = SignedHeaders { id: text.clone(), timestamp: text.clone(), signature: text };
            prop_assert!(!verify(&WebhookSecret::new([1; 32]), &headers, &body, at(0)));
        }
    }
}
