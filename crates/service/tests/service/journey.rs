//! Whole journeys to every outcome.

use bonafide_identity::assurance::{Level, Liveness};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{Field, Verification};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::registration::{Act, DecidedBy, Screen, Status};
use bonafide_service::Clock as _;
use bonafide_store::blind_index::{self, IndexKind};
use bonafide_store::{evidence, registrations};
use jiff::SignedDuration;

use crate::world::{World, both};

both! {
    async fn verified(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        assert_eq!(world.walk(&browser, "passport", "same").await, Status::Verified);
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::Verified);
        assert!(session.livemode);
        let report = session.report.unwrap();
        assert_eq!(report.level_of_assurance, Some(Level::Low), "without liveness");
        assert_eq!(report.liveness, Liveness::NotPerformed);
        assert_eq!(report.decision.decided_by, DecidedBy::Policy);
        let number = &report.fields[&Field::DocumentNumber];
        assert_eq!((number.value.as_str(), number.verified, number.verified_by), ("SPECI2014", true, Verification::CheckDigit));
        assert_eq!(report.models.len(), 1);
        assert_eq!(report.policy.sha256.len(), 64);
        let matched = report.findings.iter().find(|finding| finding.measured.is_some()).unwrap();
        assert_eq!((matched.measured, matched.threshold), (Some(0.31), Some(0.57)));
        assert_eq!(report.evidence.len(), 2);

        // Evidence has an end from now on, and the number can be found again.
        let mut read = world.store.read().await.unwrap();
        for row in evidence::of_registration(&mut read, &world.organisation, &id).await.unwrap() {
            assert!(row.erase_after.is_some(), "{}", row.kind);
        }
        let index = |kind, text: &str| world.store.blind_index(kind, text).unwrap();
        let document = index(IndexKind::DocumentNumber, "live/P/NLD/SPECI2014");
        let stranger = RegistrationId::new(session.created_at, [0; 10]);
        for (holder, found) in [("19740812/ERIKSSONANNAMARIA", vec![]), ("19740812/ERIKSSONANNA", vec![id])] {
            let holder = index(IndexKind::DocumentHolder, &format!("live/P/NLD/SPECI2014/{holder}"));
            let others = blind_index::of_other_holders(&mut read, &world.organisation, &stranger, &document, &holder, 9);
            assert_eq!(others.await.unwrap(), found);
        }
    }

    async fn retried_then_rejected(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        assert_eq!(world.walk(&browser, "passport", "other").await, Status::RequiresInput);
        let session = world.session(&id).await;
        assert_eq!(session.last_error.unwrap().code, "face-mismatch");
        assert!(matches!(world.view(&browser).await.view.screen, Screen::Selfie));
        for expected in [Status::RequiresInput, Status::Rejected] {
            world.photograph(&browser, EvidenceKind::Selfie, "other").await.unwrap();
            world.examine().await;
            assert_eq!(world.view(&browser).await.view.status, expected);
        }
        let session = world.session(&id).await;
        assert_eq!(session.report.unwrap().level_of_assurance, None);
        assert_eq!(session.last_error.unwrap().name, "Mismatched Keys");
    }

    async fn unreadable_then_typed(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "unreadable").await.unwrap();
        world.examine().await;
        let view = world.view(&browser).await;
        assert!(matches!(view.view.screen, Screen::PhotographDocument { may_type_zone: true, .. }));
        let turn = view.view.turn;
        let refused = world.service.type_zone(&browser, turn, "slip").await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "typed-zone-check-digit-wrong");
        world.service.type_zone(&browser, turn, "zone").await.unwrap();
        world.examine().await;
        world.confirm(&browser).await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        assert_eq!(world.session(&id).await.status, Status::InReview, "what was typed is for a moderator");
    }

    async fn canceled_by_the_person(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        let view = world.act(&browser, Act::Cancel).await.unwrap();
        assert_eq!(view.view.status, Status::Canceled);
        assert!(view.return_available);
        assert_eq!(world.session(&id).await.status, Status::Canceled);
    }

    async fn canceled_by_the_organisation(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        for _ in 0..2 {
            assert_eq!(world.service.cancel_session(&world.live, &id).await.unwrap().status, Status::Canceled);
        }
        let refused = world.act(&browser, Act::Cancel).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "registration-canceled");
        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        let refused = world.service.cancel_session(&world.live, &id).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "state-conflict");
    }

    async fn expired(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.clock.advance(SignedDuration::from_hours(25));
        let view = world.view(&browser).await;
        assert_eq!(view.view.status, Status::Expired, "though no job has looked yet");
        let refused = world.act(&browser, Act::Cancel).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "registration-expired");
        assert_eq!(world.session(&id).await.status, Status::RequiresInput);
        assert_eq!(world.service.keep_house().await.unwrap().lapsed, 1);
        assert_eq!(world.service.keep_house().await.unwrap().lapsed, 0);
        assert_eq!(world.session(&id).await.status, Status::Expired);
    }

    async fn time_does_not_end_what_waits_for_a_moderator(world: World) {
        let (_, id) = world.to_review(&world.live).await;
        world.clock.advance(SignedDuration::from_hours(48));
        assert_eq!(world.service.keep_house().await.unwrap().lapsed, 0);
        assert_eq!(world.session(&id).await.status, Status::InReview);
        let mut read = world.store.read().await.unwrap();
        let due = registrations::due_to_expire(&mut read, world.clock.now(), None, 9).await.unwrap();
        assert!(due.is_empty(), "it is not looked at in vain");
    }

    async fn samples_lead_to_their_outcomes_in_test_mode_only(world: World) {
        for sample in world.service.samples(&world.test).unwrap() {
            if sample.id == "SBXEXPIR1" {
                continue; // Its expiry is judged by the real examiner.
            }
            let (browser, id) = world.begin(&world.test).await;
            let status = world.walk(&browser, &sample.id, "same").await;
            assert_eq!(status, sample.outcome, "{}", sample.id);
            assert!(world.view(&browser).await.sandbox);
            assert!(!world.session(&id).await.livemode);
        }
        assert_eq!(world.service.samples(&world.live).unwrap_err().notice().as_str(), "test-mode-only");
    }
}
