//! Idempotency keys.

use bonafide_identity::registration::Status;
use bonafide_service::Error;
use bonafide_service::organisation::{
    CreateApiKey, CreateSession, IdempotencyKey, PageRequest, Scope, SessionFilter,
};
use bonafide_store::idempotency::{Begun, Request, begin};
use jiff::SignedDuration;

use crate::world::{World, both, request};

fn key(key: &str, body: u8) -> IdempotencyKey {
    IdempotencyKey::new(key, [body; 32]).unwrap()
}

both! {
    async fn the_same_answer_again(world: World) {
        let first = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        let second = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(first.client_secret, second.client_secret, "sealed, not hashed");
        let page = world.service.sessions(&world.live, &SessionFilter::default(), &PageRequest::default()).await.unwrap();
        assert_eq!(page.data.len(), 1);
        // It is the first answer word for word, though the session has moved on.
        world.service.cancel_session(&world.live, &first.session.id).await.unwrap();
        let third = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        assert_eq!(third.session.status, Status::RequiresInput);
    }

    async fn another_body_is_refused(world: World) {
        world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        let refused = world.service.create_session(&world.live, Some(&key("a", 2)), &request()).await;
        assert_eq!(refused.unwrap_err(), Error::IdempotencyKeyReused);
    }

    async fn another_api_key_is_another_world(world: World) {
        let request_key = CreateApiKey { name: "second".into(), scopes: Scope::ALL.to_vec() };
        let second = world.service.create_api_key(&world.live, request_key).await.unwrap();
        let second = world.service.authenticate(&second.secret).await.unwrap();
        let a = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        let b = world.service.create_session(&second, Some(&key("a", 2)), &request()).await.unwrap();
        assert_ne!(a.session.id, b.session.id);
    }

    async fn one_at_a_time(world: World) {
        let clock: &dyn bonafide_service::Clock = &*world.clock;
        let now = clock.now();
        let mut tx = world.store.begin().await.unwrap();
        let first = Request {
            organisation: &world.organisation,
            api_key: &world.live.key,
            key: "a",
            body_hash: &[1; 32],
        };
        let (lease, expires) = (now + SignedDuration::from_secs(60), now + SignedDuration::from_hours(24));
        let begun = begin(&mut tx, &first, now, lease, expires).await.unwrap();
        assert!(matches!(begun, Begun::New { .. }));
        tx.commit().await.unwrap();
        let refused = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await;
        assert_eq!(refused.unwrap_err(), Error::IdempotencyInProgress);
        // Whoever began it died: after a minute it may be taken over.
        world.clock.advance(SignedDuration::from_secs(61));
        assert!(world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.is_ok());
    }

    async fn many_at_once_open_one_session(world: World) {
        let tries = (0..12).map(|_| {
            let (service, caller) = (world.service.clone(), world.live.clone());
            tokio::spawn(async move { service.create_session(&caller, Some(&key("a", 1)), &request()).await })
        });
        for result in futures::future::join_all(tries).await {
            assert!(matches!(result.unwrap(), Ok(_) | Err(Error::IdempotencyInProgress)));
        }
        let page = world.service.sessions(&world.live, &SessionFilter::default(), &PageRequest::default()).await.unwrap();
        assert_eq!(page.data.len(), 1);
    }

    async fn a_refused_request_may_be_mended(world: World) {
        let wrong = CreateSession { service: "nothing".into(), ..request() };
        let refused = world.service.create_session(&world.live, Some(&key("a", 1)), &wrong).await;
        assert_eq!(refused.unwrap_err(), Error::ServiceUnknown);
        assert!(world.service.create_session(&world.live, Some(&key("a", 2)), &request()).await.is_ok());
    }

    async fn erasure_erases_the_answer(world: World) {
        let created = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await.unwrap();
        world.service.redact_session(&world.live, &created.session.id).await.unwrap();
        let again = world.service.create_session(&world.live, Some(&key("a", 1)), &request()).await;
        assert_eq!(again.unwrap_err(), Error::Erased);
    }
}

#[test]
fn what_is_a_key() {
    assert!(IdempotencyKey::new("3f2504e0-4f89-11d3-9a0c-0305e82c3301", [0; 32]).is_ok());
    for bad in ["", "ключ", "a\nb", &"x".repeat(256)] {
        assert_eq!(
            IdempotencyKey::new(bad, [0; 32]).unwrap_err(),
            Error::IdempotencyKeyMalformed
        );
    }
}
