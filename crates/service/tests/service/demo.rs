//! The demonstration, and that it stays at home.

use bonafide_identity::language::Language;
use bonafide_identity::port::messenger::{Message, Messenger as _};
use bonafide_service::mailbox::StoreMailbox;
use bonafide_service::{Error, Parts, Service, Settings};
use bonafide_store::testing;
use url::Url;

use crate::world::{World, both};

/// The same store behind other settings.
fn elsewhere(world: &World, settings: Settings) -> Service {
    Service::new(Parts {
        store: world.store.store(),
        clock: world.clock.clone(),
        random: testing::seeded(99),
        messenger: world.messenger.clone(),
        egress: world.egress.clone(),
        lost_documents: None,
        breached_passwords: None,
        examiner: world.examiner.clone(),
        settings,
    })
    .unwrap()
}

both! {
    async fn the_same_keys_again(world: World) {
        let first = world.service.ensure_demo().await.unwrap();
        let second = world.service.ensure_demo().await.unwrap();
        assert_eq!((first.test_key, first.live_key), (second.test_key.clone(), second.live_key));
        assert_eq!(first.organisation, second.organisation);
        let names: Vec<_> = first.services.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["identity-check", "age-check", "chip-check", "video-check"]);
        // And the one by which people get in to their account again, where nobody is sent.
        assert_eq!(world.service.services(&world.test).await.unwrap().len(), 5);
        assert_eq!(world.service.api_keys(&world.test).await.unwrap().len(), 1);
        assert!(second.test_key.starts_with("bonafide_demo_test_"));
    }

    async fn nothing_of_it_works_elsewhere(world: World) {
        let demo = world.service.ensure_demo().await.unwrap();
        for url in ["https://id.example.org", "http://127.0.0.1:8080"] {
            let service = elsewhere(&world, Settings::new(Url::parse(url).unwrap()));
            for key in [&demo.test_key, &demo.live_key] {
                assert_eq!(service.authenticate(key).await.unwrap_err(), Error::Unauthorized);
            }
            assert_eq!(service.ensure_demo().await.unwrap_err(), Error::LoopbackOnly);
            assert_eq!(service.mailbox().await.unwrap_err(), Error::LoopbackOnly);
            assert_eq!(service.empty_mailbox().await.unwrap_err(), Error::LoopbackOnly);
        }
    }

    async fn the_mailbox_keeps_a_message_once(world: World) {
        let sink = StoreMailbox::new(world.store.store(), world.clock.clone());
        let mailbox = bonafide_connectors::messenger::mailbox::Mailbox::new(std::sync::Arc::new(sink));
        let (browser, _) = world.begin(&world.test).await;
        world.service.start_handover(&browser).await.unwrap();
        let to = "ann@mail.example".parse().unwrap();
        world.service.send_handover(&browser, &to, Language::Nl).await.unwrap();
        world.service.deliver_messages().await.unwrap();
        let sent = world.messenger.delivered.lock().unwrap().clone();
        for _ in 0..2 {
            mailbox.deliver(&sent[0].0, &sent[0].1).await.unwrap();
        }
        let kept = world.service.mailbox().await.unwrap();
        assert_eq!(kept.len(), 1);
        assert!(matches!(&kept[0].message, Message::Mail { subject, .. } if subject.contains("Harbour Town")));
        world.service.empty_mailbox().await.unwrap();
        assert!(world.service.mailbox().await.unwrap().is_empty());
    }
}
