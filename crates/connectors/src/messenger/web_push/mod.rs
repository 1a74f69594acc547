//! Web push: a message to a browser by way of its maker's push service (RFC 8030), which learns when something is
//! sent to whom, and nothing of what.
//!
//! ```text
//! POST <endpoint>
//! TTL: 180
//! Urgency: high
//! Topic: waiting
//! Content-Encoding: aes128gcm
//! Authorization: vapid t=…, k=…
//! ```
//! The endpoint is named by a browser, so that it is spoken to through the client of the section `egress` alone.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use bonafide_identity::id::MessageId;
use bonafide_identity::port::Pending;
use bonafide_identity::port::egress::{Egress, EgressError, EgressRequest, Method};
use bonafide_identity::port::messenger::{DeliveryError, Message, Messenger};
use bonafide_identity::push::Subscription;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use crate::config::{Problem, Secret, SecretFileError};

pub mod sealing;
#[cfg(test)]
mod tests;
pub mod vapid;

use vapid::{VapidKey, VapidSource};

/// The longest answer that is read, in bytes; nothing in it is kept.
const ANSWER: usize = 16 * 1024;
/// What is said is filled up to this many bytes.
const PADDED: usize = 128;
/// A newer message takes the place of an older one that was not delivered yet.
const TOPIC: &str = "waiting";

/// Web push to the browsers of approval apps.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebPushConfig {
    /// Where the operators of push services find whoever runs this installation: `mailto:` and an address, or an
    /// https address. They are told it with every message.
    pub contact: String,
    /// The private key by which push services know this installation: 32 bytes in base64url. Without one the
    /// server makes one and keeps it sealed in the database. With another one, every app has to be set up anew.
    pub vapid_key: Option<Secret>,
    /// A file whose first line is the key.
    pub vapid_key_file: Option<PathBuf>,
    /// Seconds for one delivery, 1 to 60.
    #[serde(default = "usual_timeout")]
    #[schemars(range(min = 1, max = 60))]
    pub timeout_seconds: u64,
}

fn usual_timeout() -> u64 {
    10
}

impl WebPushConfig {
    /// Everything that cannot work.
    pub fn problems(&self, at: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let contact = Url::parse(&self.contact);
        let reachable = contact.is_ok_and(|url| match url.scheme() {
            "mailto" => url.path().contains('@'),
            scheme => scheme == "https" && url.has_host(),
        });
        if !reachable {
            let text = "must be mailto: and an address, or an https address";
            problems.push(Problem::new(at, "contact", text));
        }
        if !(1..=60).contains(&self.timeout_seconds) {
            problems.push(Problem::new(at, "timeout_seconds", "must be 1 to 60"));
        }
        match self.key() {
            Err(error) => problems.push(Problem::new(at, "vapid_key_file", error)),
            Ok(Some(key)) => {
                if let Err(error) = VapidKey::from_text(key.reveal()) {
                    problems.push(Problem::new(at, "vapid_key", error));
                }
            }
            Ok(None) => {}
        }
        problems
    }

    /// The key, where the configuration has one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn key(&self) -> Result<Option<Secret>, SecretFileError> {
        Secret::load(self.vapid_key.as_ref(), self.vapid_key_file.as_deref())
    }
}

/// Delivers push messages to push services.
pub struct WebPush {
    egress: Arc<dyn Egress>,
    source: Arc<dyn VapidSource>,
    contact: String,
    timeout: Duration,
}

impl WebPush {
    /// A way through that client, signed with that key.
    pub fn new(
        config: &WebPushConfig,
        egress: Arc<dyn Egress>,
        source: Arc<dyn VapidSource>,
    ) -> Self {
        Self {
            egress,
            source,
            contact: config.contact.clone(),
            timeout: Duration::from_secs(config.timeout_seconds),
        }
    }

    async fn push(
        &self,
        to: &Subscription,
        text: &str,
        ttl: u32,
        at: Timestamp,
    ) -> Result<(), DeliveryError> {
        let key = self.source.key().await;
        let key = key.map_err(|error| DeliveryError::retryable(error.to_string()))?;
        let authorization = key.authorization(to.endpoint(), &self.contact, at);
        let authorization =
            authorization.map_err(|error| DeliveryError::retryable(error.to_string()))?;
        let headers = [
            ("ttl", ttl.to_string()),
            ("urgency", "high".to_owned()),
            ("topic", TOPIC.to_owned()),
            ("content-encoding", "aes128gcm".to_owned()),
            ("content-type", "application/octet-stream".to_owned()),
            ("authorization", authorization),
        ];
        let request = EgressRequest {
            url: to.endpoint().clone(),
            method: Method::Post,
            headers: headers.map(|(name, value)| (name.to_owned(), value)).into(),
            body: sealed(to, text)?,
            timeout: self.timeout,
            max_response: ANSWER,
        };
        match self.egress.send(&request).await {
            Ok(answer) => understand(answer.status),
            Err(error @ (EgressError::Refused(_) | EgressError::Request)) => {
                Err(DeliveryError::permanent(error.to_string()))
            }
            Err(error) => Err(DeliveryError::retryable(error.to_string())),
        }
    }
}

fn sealed(to: &Subscription, text: &str) -> Result<Vec<u8>, DeliveryError> {
    let unsealed = |_| DeliveryError::permanent("push: cannot be sealed");
    let mut salt = [0; 16];
    let drawn = aws_lc_rs::rand::fill(&mut salt);
    drawn.map_err(|_| DeliveryError::retryable("push: no randomness"))?;
    let own = PrivateKey::generate(&ECDH_P256);
    let own = own.map_err(|_| DeliveryError::retryable("push: no randomness"))?;
    sealing::seal(to, text.as_bytes(), PADDED, &own, salt).map_err(unsealed)
}

/// What a push service's status means (RFC 8030, 5 and 7.3).
fn understand(status: u16) -> Result<(), DeliveryError> {
    let code = format!("push {status}");
    match status {
        200..=299 => Ok(()),
        404 | 410 => Err(DeliveryError::Gone { code }),
        408 | 425 | 429 | 500..=599 => Err(DeliveryError::retryable(code)),
        _ => Err(DeliveryError::permanent(code)),
    }
}

impl Messenger for WebPush {
    fn deliver<'a>(
        &'a self,
        _: &'a MessageId,
        message: &'a Message,
    ) -> Pending<'a, Result<(), DeliveryError>> {
        Box::pin(async move {
            match message {
                Message::Push { to, text, ttl, at } => self.push(to, text, *ttl, *at).await,
                _ => Err(DeliveryError::permanent("not a push message")),
            }
        })
    }
}
