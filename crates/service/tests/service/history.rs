//! What happened to an account, as its owner reads it.

use bonafide_identity::account::System;
use bonafide_identity::language::Language;
use bonafide_service::account::{Account, EventKind, Happened, Period};
use jiff::SignedDuration;

use crate::accounts::{MAIL, PASSWORD};
use crate::grants::{Shop, asked};
use crate::world::{World, both};

impl World {
    /// What happened, oldest first.
    async fn happened(&self, account: &Account, kind: Option<EventKind>) -> Vec<Happened> {
        let period = Period {
            kind,
            ..Period::default()
        };
        let page = self.service.account_history(account, &period, None).await;
        let events = page.unwrap().events.into_iter().rev();
        events.map(|event| event.happened).collect()
    }
}

fn sign_in(method: &str) -> Happened {
    Happened::SignIn {
        method: method.to_owned(),
    }
}

fn change(change: &str) -> Happened {
    Happened::Change {
        change: change.to_owned(),
    }
}

both! {
    async fn sign_ins_and_changes_are_noted(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        world.opened("bob.jones", "bob@mail.example").await;
        let service = &world.service;
        let account = world.account(&session).await;
        world.clock.advance(SignedDuration::from_mins(1));
        service.ask_for_erasure(&account).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(1));
        let kept_at = service.account_home(&account).await.unwrap().now;
        service.keep_account(&account).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(1));
        world.enter("ann.smith", PASSWORD).await.unwrap();
        assert_eq!(
            world.happened(&account, None).await,
            [
                sign_in("password"),
                change("erasure-asked"),
                change("erasure-canceled"),
                sign_in("password"),
            ]
        );
        let changes = world.happened(&account, Some(EventKind::Change)).await;
        assert_eq!(changes.len(), 2);
        let period = Period { until: Some(kept_at), ..Period::default() };
        let before = service.account_history_export(&account, &period).await.unwrap();
        assert_eq!(before.len(), 2);
        let export = service.account_export(&account, Language::En).await.unwrap();
        assert_eq!(export["history"][1]["what"], "change");
        assert_eq!(export["history"][1]["change"], "erasure-canceled");
        assert_eq!(export["history"].as_array().unwrap().len(), 4);

        // Not kept for longer than a year, and a day.
        world.clock.advance(SignedDuration::from_hours(366 * 24 + 1));
        service.keep_house().await.unwrap();
        assert!(world.happened(&account, None).await.is_empty());
    }

    async fn a_long_history_is_read_by_the_page(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let service = &world.service;
        let account = world.account(&session).await;
        for _ in 0..26 {
            world.clock.advance(SignedDuration::from_secs(1));
            service.ask_for_erasure(&account).await.unwrap();
            world.clock.advance(SignedDuration::from_secs(1));
            service.keep_account(&account).await.unwrap();
        }
        let all = Period::default();
        let first = service.account_history(&account, &all, None).await.unwrap();
        assert_eq!(first.events.len(), 50);
        let next = first.next.unwrap();
        assert_eq!(next, first.events[49].id);
        let second = service.account_history(&account, &all, Some(&next)).await.unwrap();
        assert_eq!((second.events.len(), second.next), (3, None));
        assert_eq!(second.events[2].happened, sign_in("password"));
    }

    async fn services_and_what_they_are_told_are_noted(world: World) {
        let shop = Shop::new(world).await;
        let ask = asked(shop.authorize("").await);
        shop.decide(&ask, true).await.unwrap();
        shop.world.clock.advance(SignedDuration::from_secs(1));
        shop.authorize("").await;
        let account = shop.world.account(&shop.session).await;
        let told = shop.world.happened(&account, Some(EventKind::Service)).await;
        assert_eq!(told.len(), 2, "each time");
        let agreed = shop.world.happened(&account, Some(EventKind::Consent)).await;
        let [Happened::Consent { client, name, data }] = &agreed[..] else {
            panic!("once: {agreed:?}");
        };
        assert_eq!((client, name.as_str()), (&shop.client.client.id, "Shop"));
        assert!(data.contains("email"), "{data:?}");
        let [Happened::Service { data: first, .. }, _] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(first, data);
    }

    async fn answers_on_an_app_are_noted(world: World) {
        let session = world.opened("ann.smith", MAIL).await;
        let (cookie, _) = world.activated(&session).await;
        let app = world.app(&cookie).await;
        world.asks("ann.smith", None).await;
        let asked = world.asked(&app).await;
        world.service.refuse(&app, &asked.id, true).await.unwrap();
        let account = world.account(&session).await;
        let denied = Happened::Approval {
            name: String::new(),
            text: None, system: System::Linux,
            answer: "reported".to_owned(),
        };
        assert_eq!(world.happened(&account, Some(EventKind::Approval)).await, [denied]);
    }
}
