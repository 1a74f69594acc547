//! Approval apps are woken by push: once for what waits, at the newest address, and no more once they end.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bonafide_identity::language::Language;
use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_service::account::{App, Problem};
use jiff::SignedDuration;
use serde_json::json;

use crate::accounts::{MAIL, problem};
use crate::world::{World, both};

fn subscription(endpoint: &str) -> String {
    let public = BASE64.encode([&[4][..], &[7; 64]].concat());
    let keys = json!({ "p256dh": public, "auth": BASE64.encode([9; 16]) });
    json!({ "endpoint": endpoint, "expirationTime": null, "keys": keys }).to_string()
}

const PLACE: &str = "https://push.example/one";

impl World {
    /// An app that is woken at [`PLACE`].
    async fn woken(&self) -> (String, App) {
        let session = self.opened("ann.smith", MAIL).await;
        let (cookie, _) = self.activated(&session).await;
        let app = self.app(&cookie).await;
        self.service
            .subscribe_app(&app, &subscription(PLACE))
            .await
            .unwrap();
        (session, app)
    }

    async fn is_subscribed(&self, app: &App) -> bool {
        let home = self.service.app_home(app, Language::En).await.unwrap();
        home.push.unwrap().subscribed
    }

    /// Takes away what was pushed: where to, what, and for how long.
    fn pushed(&self) -> Vec<(String, String, u32)> {
        let mut sent = self.messenger.delivered.lock().unwrap();
        let pushed = sent.extract_if(.., |(_, message)| matches!(message, Message::Push { .. }));
        let told = pushed.map(|(_, message)| match message {
            Message::Push { to, text, ttl, .. } => (to.endpoint().to_string(), text, ttl),
            _ => unreachable!("nothing else was taken"),
        });
        told.collect()
    }

    /// Has somebody ask, and delivers what that leaves.
    async fn asked_and_pushed(&self, app: &App) -> Vec<(String, String, u32)> {
        let waiting = async || {
            let home = self.service.app_home(app, Language::En).await.unwrap();
            home.asked.len()
        };
        let before = waiting().await;
        self.asks("ann.smith", None).await;
        while waiting().await == before {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.service.deliver_pushes().await.unwrap();
        self.pushed()
    }

    fn fails(&self, failure: DeliveryError) {
        self.messenger.failures.lock().unwrap().push_back(failure);
    }
}

both! {
    async fn an_app_is_woken_with_an_id_and_nothing_else(world: World) {
        let (_, app) = world.woken().await;
        let service = &world.service;
        assert!(world.is_subscribed(&app).await);
        // The messages of opening the account are no business of this.
        service.deliver_messages().await.unwrap();
        world.messenger.delivered.lock().unwrap().clear();
        world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        world.clock.advance(SignedDuration::from_secs(10));
        assert_eq!(service.deliver_pushes().await.unwrap(), 1);
        let text = json!({ "id": asked.id }).to_string();
        assert_eq!(world.pushed(), [(PLACE.to_owned(), text, 170)]);
        assert_eq!(service.deliver_pushes().await.unwrap(), 0);

        // Whoever has no name here, or no app, has nobody woken.
        world.asks("nobody.at.all", None).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(service.deliver_pushes().await.unwrap(), 0);
    }

    async fn what_a_push_service_answers_counts(world: World) {
        let (_, app) = world.woken().await;
        let service = &world.service;
        service.deliver_messages().await.unwrap();
        world.fails(DeliveryError::retryable("push 503"));
        assert!(world.asked_and_pushed(&app).await.is_empty());
        world.clock.advance(SignedDuration::from_secs(3));
        service.deliver_pushes().await.unwrap();
        assert_eq!(world.pushed().len(), 1, "tried again");

        for _ in 0..5 {
            world.fails(DeliveryError::retryable("push 503"));
        }
        assert!(world.asked_and_pushed(&app).await.is_empty());
        for _ in 0..8 {
            world.clock.advance(SignedDuration::from_secs(20));
            service.deliver_pushes().await.unwrap();
        }
        assert!(world.pushed().is_empty(), "a few times");
        assert!(world.messenger.failures.lock().unwrap().is_empty());
        assert!(world.is_subscribed(&app).await);

        // What was asked before is over.
        world.clock.advance(SignedDuration::from_mins(3));
        world.fails(DeliveryError::Gone { code: "push 410".to_owned() });
        assert!(world.asked_and_pushed(&app).await.is_empty());
        assert!(!world.is_subscribed(&app).await);
        assert!(world.asked_and_pushed(&app).await.is_empty());
    }

    async fn what_is_late_is_not_pushed(world: World) {
        let (_, app) = world.woken().await;
        world.asks("ann.smith", None).await;
        world.asked(&app).await;
        world.clock.advance(SignedDuration::from_mins(4));
        world.service.deliver_pushes().await.unwrap();
        assert!(world.pushed().is_empty());
    }

    async fn a_subscription_is_replaced_and_ends(world: World) {
        let (session, app) = world.woken().await;
        let service = &world.service;
        service.deliver_messages().await.unwrap();
        for bad in [
            "",
            &subscription("http://127.0.0.1/one"),
            &subscription("https://a:b@push.example/one"),
        ] {
            let refused = service.subscribe_app(&app, bad).await;
            assert_eq!(problem(refused), Problem::PushUnavailable);
        }
        service.subscribe_app(&app, &subscription("https://push.example/two")).await.unwrap();
        let pushed = world.asked_and_pushed(&app).await;
        assert_eq!(pushed[0].0, "https://push.example/two");
        service.unsubscribe_app(&app).await.unwrap();
        assert!(!world.is_subscribed(&app).await);

        service.subscribe_app(&app, &subscription(PLACE)).await.unwrap();
        world.prove_again(&session).await;
        let account = world.account(&session).await;
        service.block_app(&account, &app.id).await.unwrap();
        let blocked = service.subscribe_app(&app, &subscription(PLACE)).await;
        assert_eq!(problem(blocked), Problem::NoApp);
        service.reopen_app(&account, &app.id).await.unwrap();
        assert!(!world.is_subscribed(&app).await, "a blocked app is not woken");

        service.subscribe_app(&app, &subscription(PLACE)).await.unwrap();
        service.leave_app(&app).await.unwrap();
        let left = service.subscribe_app(&app, &subscription(PLACE)).await;
        assert_eq!(problem(left), Problem::NoApp);
    }

    async fn the_key_is_made_once_and_kept(world: World) {
        let (_, app) = world.woken().await;
        let key = async |world: &World| {
            let home = world.service.app_home(&app, Language::En).await.unwrap();
            home.push.unwrap().key
        };
        let first = key(&world).await;
        assert_eq!(BASE64.decode(&first).unwrap().len(), 65);
        let world = world.restarted();
        assert_eq!(key(&world).await, first);
    }
}
