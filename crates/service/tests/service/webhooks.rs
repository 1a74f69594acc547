//! Webhooks: what is told, how it is signed and repeated, and when an endpoint is given up.

use std::str::FromStr;
use std::time::Duration;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::port::egress::{EgressError, EgressRequest, EgressResponse};
use bonafide_identity::webhook::{self, SignedHeaders, WebhookSecret};
use bonafide_service::organisation::{
    CreateEndpoint, CreateSession, CreatedEndpoint, MessageFilter, PageRequest, UpdateEndpoint,
};
use bonafide_service::webhook::EventKind;
use bonafide_service::{Clock, Error};
use bonafide_store::services;
use jiff::SignedDuration;
use serde_json::Value;

use crate::world::{World, both, request as session_request};

async fn endpoint(world: &World, events: Vec<EventKind>) -> CreatedEndpoint {
    let request = CreateEndpoint {
        url: "https://shop.example/hook".into(),
        events,
    };
    world
        .service
        .create_endpoint(&world.live, &request)
        .await
        .unwrap()
}

fn headers(request: &EgressRequest) -> SignedHeaders {
    let header = |name| {
        request
            .headers
            .iter()
            .find(|(key, _)| key == name)
            .unwrap()
            .1
            .clone()
    };
    SignedHeaders {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
    }
}

fn signed_by(world: &World, request: &EgressRequest, secret: &str) -> bool {
    let secret = WebhookSecret::from_str(secret).unwrap();
    webhook::verify(&secret, &headers(request), &request.body, world.clock.now())
}

fn kinds(requests: &[EgressRequest]) -> Vec<String> {
    let kind = |request: &EgressRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        body["type"]
            .as_str()
            .unwrap()
            .replace("verification_session.", "")
    };
    requests.iter().map(kind).collect()
}

both! {
    async fn every_step_is_told_and_nothing_personal(world: World) {
        let created = endpoint(&world, vec![]).await;
        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        world.service.redact_session(&world.live, &id).await.unwrap();
        // What had not left before the erasure is told all the same, with what is still known.
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        let mut told = kinds(&sent);
        told.sort();
        assert_eq!(told, ["processing", "redacted", "requires_input", "verified"]);
        for request in &sent {
            assert!(signed_by(&world, request, &created.secret));
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(body["data"]["reference"], Value::Null);
            let status = body["data"]["status"].as_str().unwrap();
            let kind = &kinds(std::slice::from_ref(request))[0];
            assert!(kind == status || (kind == "redacted" && status == "verified"), "{kind} {status}");
        }

        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        let mut told = kinds(&sent);
        told.sort();
        assert_eq!(told, ["processing", "requires_input", "verified"]);
        for request in &sent {
            assert!(signed_by(&world, request, &created.secret));
            assert!(headers(request).id.starts_with("msg_"));
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(body["data"]["id"], id.as_str());
            assert_eq!((&body["data"]["livemode"], &body["data"]["reference"]), (&Value::Bool(true), &"order-7".into()));
            let mut keys: Vec<&String> = body["data"].as_object().unwrap().keys().collect();
            keys.sort();
            assert_eq!(keys, ["id", "livemode", "object", "reference", "status"]);
        }
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 0, "once is enough");
        world.service.redact_session(&world.live, &id).await.unwrap();
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        assert_eq!(kinds(&sent), ["redacted"]);
        let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
        assert_eq!(body["data"]["reference"], Value::Null);
    }

    async fn who_never_answers_holds_up_nobody_else(world: World) {
        *world.egress.silent.lock().unwrap() = Some("shop.example");
        for _ in 0..3 {
            endpoint(&world, vec![]).await;
        }
        for _ in 0..6 {
            world.open(&world.live).await;
        }
        let other = world.other_organisation().await;
        let mut read = world.store.read().await.unwrap();
        let demo = services::latest(&mut read, &world.organisation, "identity-check").await.unwrap().unwrap();
        drop(read);
        let definition = serde_json::from_str(&demo.definition).unwrap();
        world.service.put_service(&other.organisation, &definition).await.unwrap();
        let request = CreateEndpoint { url: "https://prompt.example/hook".into(), events: vec![] };
        world.service.create_endpoint(&other, &request).await.unwrap();

        let service = world.service.clone();
        let delivering = tokio::spawn(async move { service.deliver_webhooks().await });
        let until = async |count: usize| {
            while world.egress.sent.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let limit = Duration::from_secs(20);
        tokio::time::timeout(limit, until(4)).await.unwrap();
        // Told while all of those are on their way.
        world.service.create_session(&other, None, &CreateSession { return_url: None, ..session_request() }).await.unwrap();
        tokio::time::timeout(limit, until(5)).await.expect("the other organisation's goes out");
        let hosts: Vec<_> = world.egress.take().iter().map(|request| request.url.host_str().unwrap().to_owned()).collect();
        assert_eq!(hosts[..4], ["shop.example"; 4]);
        assert_eq!(hosts[4..], ["prompt.example"]);
        delivering.abort();
    }

    async fn only_what_was_asked_for_and_only_in_its_mode(world: World) {
        endpoint(&world, vec![EventKind::Verified]).await;
        for caller in [&world.live, &world.test] {
            let (browser, _) = world.begin(caller).await;
            world.walk(&browser, "passport", "same").await;
        }
        world.service.deliver_webhooks().await.unwrap();
        assert_eq!(kinds(&world.egress.take()), ["verified"]);
    }

    async fn repeated_for_days_signed_anew_each_time(world: World) {
        let created = endpoint(&world, vec![EventKind::Canceled]).await;
        let (_, id) = world.begin(&world.live).await;
        world.egress.will_answer(&[500; 32]);
        world.service.cancel_session(&world.live, &id).await.unwrap();
        let mut signatures = Vec::new();
        let begun = world.clock.now();
        while world.clock.now().duration_since(begun) < SignedDuration::from_hours(48) {
            world.service.deliver_webhooks().await.unwrap();
            for request in world.egress.take() {
                assert!(signed_by(&world, &request, &created.secret), "signed at the time of the attempt");
                signatures.push(headers(&request));
            }
            world.clock.advance(SignedDuration::from_mins(10));
        }
        assert!(signatures.len() > 8, "{}", signatures.len());
        assert!(signatures.iter().all(|signed| signed.id == signatures[0].id), "the same message");
        assert!(signatures.windows(2).all(|pair| pair[0].signature != pair[1].signature));
        let page = PageRequest::default();
        let messages = world.service.webhook_messages(&world.live, &MessageFilter::default(), &page).await.unwrap();
        assert_eq!(messages.data.len(), 1);
        assert_eq!(messages.data[0].deliveries[0].state, "pending");
        assert_eq!(messages.data[0].deliveries[0].last_status, Some(500));

        // It comes back.
        world.egress.answers.lock().unwrap().clear();
        world.clock.advance(SignedDuration::from_hours(30));
        world.service.deliver_webhooks().await.unwrap();
        let message = world.service.webhook_message(&world.live, &messages.data[0].id).await.unwrap();
        assert_eq!(message.deliveries[0].state, "delivered");
        let endpoint = world.service.endpoint(&world.live, &created.endpoint.id).await.unwrap();
        assert_eq!((endpoint.failing_since, endpoint.disabled_at), (None, None));
    }

    async fn a_receiver_says_until_when_it_is_away(world: World) {
        endpoint(&world, vec![]).await;
        world.begin(&world.live).await;
        let until = world.clock.now() + SignedDuration::from_hours(5);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new();
        let away = EgressResponse {
            status: 503,
            headers: vec![("Retry-After".into(), date.timestamp_to_rfc9110_string(&until).unwrap())],
            body: vec![],
        };
        world.egress.answers.lock().unwrap().push_back(Ok(away));
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 1);
        world.clock.advance(SignedDuration::from_hours(5) - SignedDuration::from_mins(1));
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 0);
        world.clock.advance(SignedDuration::from_mins(1));
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 1);
    }

    async fn disabled_after_days_of_failure(world: World) {
        let created = endpoint(&world, vec![]).await;
        world.egress.answers.lock().unwrap().extend((0..200).map(|_| Err(EgressError::Connect)));
        for _ in 0..30 {
            world.begin(&world.live).await;
            world.service.deliver_webhooks().await.unwrap();
            world.clock.advance(SignedDuration::from_hours(6));
        }
        let endpoint = world.service.endpoint(&world.live, &created.endpoint.id).await.unwrap();
        assert!(endpoint.disabled_at.is_some());
        let refused = world.egress.take().len();
        world.clock.advance(SignedDuration::from_hours(48));
        world.begin(&world.live).await;
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 0, "after {refused} attempts");

        // Enabled again it begins with a clean slate, and old messages can be replayed.
        world.egress.answers.lock().unwrap().clear();
        let enable = UpdateEndpoint { enabled: Some(true), ..UpdateEndpoint::default() };
        let enabled = world.service.update_endpoint(&world.live, &created.endpoint.id, &enable).await.unwrap();
        assert_eq!((enabled.disabled_at, enabled.failing_since), (None, None));
        let page = PageRequest { limit: 100, cursor: None };
        let messages = world.service.webhook_messages(&world.live, &MessageFilter::default(), &page).await.unwrap().data;
        let failed = messages.iter().find(|message| message.deliveries[0].state == "failed").unwrap();
        world.service.replay(&world.live, &failed.id, None).await.unwrap();
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        assert_eq!(headers(&sent[0]).id, failed.id.as_str());
        assert_eq!(world.service.webhook_message(&world.live, &failed.id).await.unwrap().deliveries[0].state, "delivered");
    }

    async fn gone_is_gone(world: World) {
        let created = endpoint(&world, vec![]).await;
        let (_, id) = world.begin(&world.live).await;
        world.egress.will_answer(&[410]);
        world.service.deliver_webhooks().await.unwrap();
        world.service.cancel_session(&world.live, &id).await.unwrap();
        assert_eq!(world.service.deliver_webhooks().await.unwrap(), 0);
        let endpoint = world.service.endpoint(&world.live, &created.endpoint.id).await.unwrap();
        assert!(endpoint.disabled_at.is_some());
        let page = PageRequest::default();
        let messages = world.service.webhook_messages(&world.live, &MessageFilter::default(), &page).await.unwrap().data;
        let refused = world.service.replay(&world.live, &messages[0].id, Some(&created.endpoint.id)).await.unwrap_err();
        assert!(matches!(refused, Error::Validation(_)));
    }

    async fn redirects_and_lies_are_failures(world: World) {
        endpoint(&world, vec![EventKind::RequiresInput]).await;
        world.begin(&world.live).await;
        world.egress.answers.lock().unwrap().extend([
            Err(EgressError::Redirect { status: 302 }),
            Err(EgressError::BodyTooLarge),
        ]);
        world.service.deliver_webhooks().await.unwrap();
        world.clock.advance(SignedDuration::from_secs(7));
        world.service.deliver_webhooks().await.unwrap();
        let page = PageRequest::default();
        let messages = world.service.webhook_messages(&world.live, &MessageFilter::default(), &page).await.unwrap().data;
        let delivery = &messages[0].deliveries[0];
        assert_eq!((delivery.attempts, delivery.state.as_str()), (2, "pending"));
        assert_eq!(delivery.last_error.as_deref(), Some("the answer's body is too large"));
    }

    async fn secrets_rotate(world: World) {
        let first = endpoint(&world, vec![]).await;
        let id = &first.endpoint.id;
        let second = world.service.rotate_secret(&world.live, id, None).await.unwrap();
        assert_eq!(second.endpoint.secrets.len(), 2);
        world.begin(&world.live).await;
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        assert!(signed_by(&world, &sent[0], &first.secret) && signed_by(&world, &sent[0], &second.secret));
        world.clock.advance(SignedDuration::from_hours(25));
        world.begin(&world.live).await;
        world.service.deliver_webhooks().await.unwrap();
        let sent = world.egress.take();
        assert!(!signed_by(&world, &sent[0], &first.secret) && signed_by(&world, &sent[0], &second.secret));
        // At once, when a secret leaked.
        let third = world.service.rotate_secret(&world.live, id, Some(SignedDuration::ZERO)).await.unwrap();
        assert_eq!(third.endpoint.secrets.len(), 1);
        for _ in 0..4 {
            world.service.rotate_secret(&world.live, id, None).await.unwrap();
        }
        assert_eq!(world.service.rotate_secret(&world.live, id, None).await.unwrap_err(), Error::LimitReached(5));
        let leaked = Some(SignedDuration::ZERO);
        assert_eq!(world.service.rotate_secret(&world.live, id, leaked).await.unwrap().endpoint.secrets.len(), 1);
    }

    async fn addresses_walls_and_limits(world: World) {
        for (url, refused) in [("http://10.0.0.1/", true), ("not an address", false), ("https://a.example/#x", false)] {
            let request = CreateEndpoint { url: url.into(), events: vec![] };
            let error = world.service.create_endpoint(&world.live, &request).await.unwrap_err();
            assert_eq!(matches!(error, Error::WebhookTargetRefused(_)), refused, "{url}");
        }
        let created = endpoint(&world, vec![]).await;
        let id = &created.endpoint.id;
        let stranger = world.other_organisation().await;
        for caller in [&stranger, &world.test] {
            assert_eq!(world.service.endpoint(caller, id).await.unwrap_err(), Error::NotFound);
            assert_eq!(world.service.rotate_secret(caller, id, None).await.unwrap_err(), Error::NotFound);
            assert_eq!(world.service.delete_endpoint(caller, id).await.unwrap_err(), Error::NotFound);
            assert!(world.service.endpoints(caller).await.unwrap().is_empty());
        }
        for _ in 1..world.service.settings().webhooks.endpoints {
            endpoint(&world, vec![]).await;
        }
        let request = CreateEndpoint { url: "https://shop.example/".into(), events: vec![] };
        assert!(matches!(world.service.create_endpoint(&world.live, &request).await, Err(Error::LimitReached(16))));
        world.service.delete_endpoint(&world.live, id).await.unwrap();
        assert_eq!(world.service.endpoint(&world.live, id).await.unwrap_err(), Error::NotFound);
        assert!(world.service.create_endpoint(&world.live, &request).await.is_ok());
    }

    async fn asked_again_is_told_again(world: World) {
        endpoint(&world, vec![EventKind::RequiresInput]).await;
        let (browser, _) = world.begin(&world.live).await;
        world.to_selfie(&browser, "passport").await;
        world.photograph(&browser, EvidenceKind::Selfie, "other").await.unwrap();
        world.examine().await;
        world.service.deliver_webhooks().await.unwrap();
        assert_eq!(world.egress.take().len(), 2);
    }
}
