//! Web push against a push service on loopback that takes, refuses, redirects and says nothing.

use aws_lc_rs::aead::AES_128_GCM;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::json;

use super::vapid::VapidError;
use super::*;
use crate::egress::fake::{Behaviour, Receiver};
use crate::egress::{Allowance, EgressClient, EgressConfig, PortRange};
use crate::messenger::testing::{id, sms};

struct Fixed(bool);

impl VapidSource for Fixed {
    fn key(&self) -> Pending<'_, Result<VapidKey, VapidError>> {
        let key = match self.0 {
            true => VapidKey::new(&[7; 32]),
            false => Err(VapidError::Unavailable),
        };
        Box::pin(async move { key })
    }
}

fn config() -> WebPushConfig {
    serde_json::from_value(json!({ "contact": "mailto:ops@mail.example", "timeout_seconds": 1 }))
        .unwrap()
}

fn way(allowed: bool, keyed: bool) -> WebPush {
    let allowance = Allowance {
        to: "127.0.0.1".parse().unwrap(),
        ports: Some(vec![PortRange::ALL]),
        plain_http: true,
    };
    let egress = EgressClient::new(EgressConfig {
        allow: if allowed { vec![allowance] } else { Vec::new() },
        ..EgressConfig::default()
    });
    WebPush::new(&config(), Arc::new(egress.unwrap()), Arc::new(Fixed(keyed)))
}

fn message(endpoint: &Url, browser: &PrivateKey) -> Message {
    let public = browser.compute_public_key().unwrap();
    let subscription = json!({
        "endpoint": endpoint,
        "keys": { "p256dh": BASE64.encode(public.as_ref()), "auth": BASE64.encode([9; 16]) },
    });
    Message::Push {
        to: Box::new(subscription.to_string().parse().unwrap()),
        text: r#"{"id":"x"}"#.to_owned(),
        ttl: 170,
        at: "2026-11-21T12:00:00Z".parse().unwrap(),
    }
}

#[tokio::test]
async fn what_travels_says_no_more_than_it_must() {
    let service = Receiver::start(Behaviour::status(201)).await;
    let browser = PrivateKey::generate(&ECDH_P256).unwrap();
    let message = message(&service.url(), &browser);
    way(true, true).deliver(&id(), &message).await.unwrap();
    let [request] = &service.received()[..] else {
        panic!("once")
    };
    assert_eq!(request.line, "POST /hook HTTP/1.1");
    for (name, value) in [
        ("ttl", "170"),
        ("urgency", "high"),
        ("topic", "waiting"),
        ("content-encoding", "aes128gcm"),
    ] {
        assert_eq!(request.header(name), Some(value));
    }
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.starts_with("vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9."));
    assert_eq!(request.body.len(), 86 + PADDED + 1 + AES_128_GCM.tag_len());
    assert!(!request.body.windows(4).any(|bytes| bytes == b"\"id\""));
    // Another salt and key each time.
    way(true, true).deliver(&id(), &message).await.unwrap();
    let again = &service.received()[1];
    assert_ne!(request.body[..16], again.body[..16]);
    assert_ne!(request.body[21..86], again.body[21..86]);
}

#[tokio::test]
async fn every_answer_has_its_meaning() {
    let service = Receiver::start(Behaviour::status(201)).await;
    let browser = PrivateKey::generate(&ECDH_P256).unwrap();
    let message = message(&service.url(), &browser);
    let outcome = async |behaviour| {
        service.behave(behaviour);
        way(true, true).deliver(&id(), &message).await
    };
    for taken in [200, 201, 202, 204] {
        assert_eq!(outcome(Behaviour::status(taken)).await, Ok(()));
    }
    for gone in [404, 410] {
        let code = format!("push {gone}");
        let expected = Err(DeliveryError::Gone { code });
        assert_eq!(outcome(Behaviour::status(gone)).await, expected);
    }
    for later in [429, 500, 503] {
        let error = outcome(Behaviour::status(later)).await.unwrap_err();
        assert!(error.is_retryable(), "{later}");
    }
    for never in [400, 401, 403, 413] {
        let error = outcome(Behaviour::status(never)).await.unwrap_err();
        assert_eq!(error, DeliveryError::permanent(format!("push {never}")));
    }
    for behaviour in [
        Behaviour::HangUp,
        Behaviour::Silence,
        Behaviour::EndlessHeaders,
        Behaviour::EndlessChunks,
        Behaviour::Raw(b"HTTP/1.1 2".to_vec()),
        Behaviour::redirect("https://push.example/"),
    ] {
        assert!(outcome(behaviour).await.unwrap_err().is_retryable());
    }
}

#[tokio::test]
async fn nobody_inside_is_reached_and_nothing_leaves_unsigned() {
    let service = Receiver::start(Behaviour::status(201)).await;
    let browser = PrivateKey::generate(&ECDH_P256).unwrap();
    let message = message(&service.url(), &browser);
    let refused = way(false, true).deliver(&id(), &message).await.unwrap_err();
    assert!(!refused.is_retryable());
    let unsigned = way(true, false).deliver(&id(), &message).await.unwrap_err();
    assert!(unsigned.is_retryable());
    let other = way(true, true).deliver(&id(), &sms("1")).await.unwrap_err();
    assert!(!other.is_retryable());
    assert_eq!(service.connections(), 0);
}

#[test]
fn what_cannot_work_is_named() {
    assert_eq!(config().problems("push.web"), []);
    let key = |config: &WebPushConfig| {
        let problems = config.problems("push.web");
        let keys: Vec<String> = problems.into_iter().map(|problem| problem.key).collect();
        keys.join(" ")
    };
    for contact in ["", "ops@mail.example", "mailto:ops", "http://ops.example"] {
        let contact = contact.to_owned();
        assert_eq!(
            key(&WebPushConfig {
                contact,
                ..config()
            }),
            "push.web.contact"
        );
    }
    let vapid_key = Some(Secret::new("AAAA"));
    assert_eq!(
        key(&WebPushConfig {
            vapid_key,
            ..config()
        }),
        "push.web.vapid_key"
    );
    let vapid_key_file = Some("missing".into());
    assert_eq!(
        key(&WebPushConfig {
            vapid_key_file,
            ..config()
        }),
        "push.web.vapid_key_file"
    );
    assert_eq!(
        key(&WebPushConfig {
            timeout_seconds: 0,
            ..config()
        }),
        "push.web.timeout_seconds"
    );
}
