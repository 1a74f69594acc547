//! What a browser gives whoever may wake it: `PushSubscription` of the Push API, as its `toJSON` writes it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use url::Url;

/// The longest address of a push service that is taken, in bytes.
const LONGEST: usize = 1_024;
/// The longest text of a subscription that is read, in bytes.
const TEXT: usize = 4_096;

/// Where and how one browser on one device is woken. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Subscription {
    endpoint: Url,
    public: [u8; 65],
    auth: [u8; 16],
}

/// Text that is no subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubscriptionError {
    /// Not the JSON that browsers write, or longer than any of theirs.
    #[error("not a push subscription")]
    Form,
    /// The endpoint is no address of a web server, or carries a name and password.
    #[error("the endpoint is no address")]
    Endpoint,
    /// The keys are not an uncompressed point of P-256 and sixteen bytes, in base64url.
    #[error("the keys have another form")]
    Keys,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    endpoint: String,
    keys: Keys,
}

#[derive(Serialize, Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

impl Subscription {
    /// The address that identifies it; whoever knows it may try to send something there.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// The browser's public key on P-256, uncompressed (`ua_public` of RFC 8291). Whether it is on the curve is
    /// found out where it is used.
    pub fn public(&self) -> &[u8; 65] {
        &self.public
    }

    /// What the browser and we alone know (`auth_secret` of RFC 8291).
    pub fn auth(&self) -> &[u8; 16] {
        &self.auth
    }
}

impl FromStr for Subscription {
    type Err = SubscriptionError;

    fn from_str(text: &str) -> Result<Self, SubscriptionError> {
        if text.len() > TEXT {
            return Err(SubscriptionError::Form);
        }
        let wire: Wire = serde_json::from_str(text).map_err(|_| SubscriptionError::Form)?;
        wire.try_into()
    }
}

impl TryFrom<Wire> for Subscription {
    type Error = SubscriptionError;

    fn try_from(wire: Wire) -> Result<Self, SubscriptionError> {
        let endpoint = Url::parse(&wire.endpoint).map_err(|_| SubscriptionError::Endpoint)?;
        let well_formed = matches!(endpoint.scheme(), "https" | "http")
            && endpoint.has_host()
            && endpoint.as_str().len() <= LONGEST
            && endpoint.username().is_empty()
            && endpoint.password().is_none()
            && endpoint.fragment().is_none();
        if !well_formed {
            return Err(SubscriptionError::Endpoint);
        }
        let public = bytes::<65>(&wire.keys.p256dh)?;
        if public[0] != 4 {
            return Err(SubscriptionError::Keys);
        }
        let auth = bytes(&wire.keys.auth)?;
        Ok(Self {
            endpoint,
            public,
            auth,
        })
    }
}

impl From<Subscription> for Wire {
    fn from(subscription: Subscription) -> Self {
        Self {
            endpoint: subscription.endpoint.into(),
            keys: Keys {
                p256dh: URL_SAFE_NO_PAD.encode(subscription.public),
                auth: URL_SAFE_NO_PAD.encode(subscription.auth),
            },
        }
    }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], SubscriptionError> {
    // Some browsers pad, though the Push API says not to.
    let decoded = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    let decoded = decoded.map_err(|_| SubscriptionError::Keys)?;
    decoded.try_into().map_err(|_| SubscriptionError::Keys)
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn wire(endpoint: &str, p256dh: &str, auth: &str) -> String {
        json!({
            "endpoint": endpoint,
            "expirationTime": null,
            "keys": { "p256dh": p256dh, "auth": auth },
        })
        .to_string()
    }

    /// The keys of RFC 8291, section 5.
    const PUBLIC: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    #[test]
    fn as_browsers_write_it() {
        let text = wire(
            "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            PUBLIC,
            AUTH,
        );
        let subscription: Subscription = text.parse().unwrap();
        assert_eq!(subscription.endpoint().host_str(), Some("push.example.net"));
        assert_eq!((subscription.public()[0], subscription.auth()[0]), (4, 5));
        assert_eq!(format!("{subscription:?}"), "Subscription(…)");
        let kept = serde_json::to_string(&subscription).unwrap();
        assert_eq!(kept.parse(), Ok(subscription.clone()));
        let padded = wire(
            subscription.endpoint().as_str(),
            &format!("{PUBLIC}="),
            &format!("{AUTH}=="),
        );
        assert_eq!(padded.parse(), Ok(subscription));
    }

    #[test]
    fn what_is_none() {
        let compressed = format!("A{}", &PUBLIC[1..]);
        let long = format!("https://push.example/{}", "a".repeat(LONGEST));
        for (endpoint, public, auth, error) in [
            (
                "ftp://push.example/1",
                PUBLIC,
                AUTH,
                SubscriptionError::Endpoint,
            ),
            ("push", PUBLIC, AUTH, SubscriptionError::Endpoint),
            (
                "https://a:b@push.example/1",
                PUBLIC,
                AUTH,
                SubscriptionError::Endpoint,
            ),
            (
                "https://push.example/1#x",
                PUBLIC,
                AUTH,
                SubscriptionError::Endpoint,
            ),
            (&long, PUBLIC, AUTH, SubscriptionError::Endpoint),
            (
                "https://push.example/1",
                AUTH,
                AUTH,
                SubscriptionError::Keys,
            ),
            (
                "https://push.example/1",
                PUBLIC,
                PUBLIC,
                SubscriptionError::Keys,
            ),
            (
                "https://push.example/1",
                &compressed,
                AUTH,
                SubscriptionError::Keys,
            ),
            (
                "https://push.example/1",
                PUBLIC,
                "+/+/",
                SubscriptionError::Keys,
            ),
        ] {
            assert_eq!(
                wire(endpoint, public, auth).parse::<Subscription>(),
                Err(error),
                "{endpoint}"
            );
        }
        for text in [
            "",
            "{}",
            "[]",
            r#"{"endpoint":"https://push.example/1"}"#,
            &" ".repeat(TEXT + 1),
        ] {
            assert_eq!(text.parse::<Subscription>(), Err(SubscriptionError::Form));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, endpoint: String, public: String, auth: String) {
            let _ = text.parse::<Subscription>();
            let _ = wire(&endpoint, &public, &auth).parse::<Subscription>();
        }

        #[test]
        fn what_was_taken_is_taken_again(
            path in "[!-~]{0,64}",
            key in proptest::collection::vec(any::<u8>(), 64),
            auth: [u8; 16],
        ) {
            let public = [&[4][..], &key].concat();
            let text = wire(
                &format!("https://push.example/{path}"),
                &URL_SAFE_NO_PAD.encode(public),
                &URL_SAFE_NO_PAD.encode(auth),
            );
            if let Ok(subscription) = text.parse::<Subscription>() {
                let again = serde_json::to_string(&subscription).unwrap();
                prop_assert_eq!(again.parse(), Ok(subscription));
            }
        }
    }
}
