//! Races and repetitions: double clicks, two devices, late and repeated results.

use std::sync::atomic::Ordering;

use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Act, Examination, Status};
use bonafide_identity::service::StepKind;
use bonafide_service::Error;
use bonafide_service::person::MOST_PICTURES;
use bonafide_store::evidence;

use crate::world::{World, both};

both! {
    async fn a_double_click_is_one_act(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        let consent = || Act::Consent { text_version: "1".into(), language: "en".into() };
        let (first, second) =
            tokio::join!(world.service.act(&browser, 0, consent()), world.service.act(&browser, 0, consent()));
        let stale = [first.err(), second.err()];
        assert_eq!(stale.iter().flatten().collect::<Vec<_>>(), [&Error::Stale]);
        assert_eq!(world.view(&browser).await.view.turn, 1);
    }

    async fn a_picture_sent_twice_is_kept_once(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        let send = || {
            let picture = b"passport".to_vec();
            world.service.photograph(&browser, 2, EvidenceKind::DocumentFront, CaptureSource::CameraPage, None, picture)
        };
        let (first, second) = tokio::join!(send(), send());
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        let mut read = world.store.read().await.unwrap();
        assert_eq!(evidence::of_registration(&mut read, &world.organisation, &id).await.unwrap().len(), 1);
        assert_eq!(world.examine().await, 1);
    }

    async fn many_devices_at_once_move_it_one_step(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.act(&browser, Act::Consent { text_version: "1".into(), language: "en".into() }).await.unwrap();
        let acts = (0..16).map(|_| {
            let (service, browser) = (world.service.clone(), browser.clone());
            tokio::spawn(async move {
                service.act(&browser, 1, Act::ChooseDocument { kind: DocumentKind::Passport }).await
            })
        });
        let results = futures::future::join_all(acts).await;
        let done = results.iter().filter(|result| matches!(result, Ok(Ok(_)))).count();
        let stale = results.iter().filter(|result| matches!(result, Ok(Err(Error::Stale)))).count();
        assert_eq!((done, stale), (1, 15));
    }

    async fn only_so_many_pictures_go_through_one_link(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.act(&browser, Act::Consent { text_version: "1".into(), language: "en".into() }).await.unwrap();
        world.act(&browser, Act::ChooseDocument { kind: DocumentKind::IdentityCard }).await.unwrap();
        for _ in 0..MOST_PICTURES {
            world.photograph(&browser, EvidenceKind::DocumentFront, "card").await.unwrap();
        }
        let refused = world.photograph(&browser, EvidenceKind::DocumentFront, "card").await.unwrap_err();
        assert_eq!(refused, Error::Unusable(Code::TooManyAttempts));
    }

    async fn a_finding_for_a_photo_since_retaken_is_ignored(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "unreadable").await.unwrap();
        world.act(&browser, Act::Reopen(StepKind::Document)).await.unwrap();
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        assert_eq!(world.examine().await, 2, "both jobs end");
        assert_eq!(world.examiner.examinations.load(Ordering::SeqCst), 1, "the first was not judged any more");
        let view = world.view(&browser).await.view;
        assert_eq!(view.problem, None);
        assert!(matches!(view.screen, bonafide_identity::registration::Screen::CheckFields { zone: Some(_), .. }));
    }

    async fn a_result_and_an_act_at_the_same_moment_both_count(world: World) {
        for _ in 0..8 {
            let (browser, id) = world.begin(&world.live).await;
            world.to_document(&browser).await;
            world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
            let turn = world.view(&browser).await.view.turn;
            // While the document is read the person reopens it: whoever comes second sees the other.
            let (examined, acted) = tokio::join!(
                world.service.examine_next(),
                world.service.act(&browser, turn, Act::Reopen(StepKind::Document)),
            );
            assert!(examined.unwrap());
            acted.unwrap();
            world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
            world.examine().await;
            world.confirm(&browser).await;
            world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
            world.examine().await;
            assert_eq!(world.session(&id).await.status, Status::Verified);
        }
    }

    async fn a_repeated_result_changes_nothing(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        let before = world.session(&id).await;
        let event = bonafide_identity::registration::Event::Examined {
            examination: Examination::Face,
            fence: bonafide_identity::registration::Fence { evidence: Vec::new(), attempt: 2 },
            findings: Vec::new(),
            zone: None,
            chip: None,
        };
        let submitted = world.service.submit(&world.organisation, &id, event, "machine").await.unwrap();
        assert!(!submitted.changed);
        assert_eq!(world.session(&id).await, before);
    }
}
