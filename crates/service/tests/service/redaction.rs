//! Erasing: evidence and personal data go, the audit skeleton stays.

use bonafide_identity::registration::{Act, Status};
use bonafide_service::Error;
use bonafide_store::{audit, events, evidence, registrations};
use jiff::SignedDuration;

use crate::world::{World, both};

both! {
    async fn redacted_reads_as_redacted(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        let redacted = world.service.redact_session(&world.live, &id).await.unwrap();
        assert!(redacted.redacted_at.is_some());
        assert_eq!(redacted.status, Status::Verified, "what it came to is no secret");
        assert_eq!((redacted.reference.as_ref(), redacted.return_url.as_ref(), redacted.report.as_ref()), (None, None, None));
        assert!(redacted.metadata.is_empty());
        let again = world.service.redact_session(&world.live, &id).await.unwrap();
        assert_eq!(again, redacted);
        assert_eq!(world.service.session(&world.live, &id).await.unwrap(), redacted);
        // Cancelling what was erased is no error page either.
        assert_eq!(world.service.cancel_session(&world.live, &id).await.unwrap_err(), Error::Erased);

        let refused = world.service.person_view(&browser).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "registration-erased");
        assert_eq!(world.service.finish(&browser).await.unwrap_err(), Error::RegistrationErased);

        let mut read = world.store.read().await.unwrap();
        for row in evidence::of_registration(&mut read, &world.organisation, &id).await.unwrap() {
            assert!(row.erased_at.is_some() && row.object.is_none());
        }
        let row = registrations::find(&mut read, &world.organisation, &id).await.unwrap().unwrap();
        assert!(row.state.is_none());
        let chain = events::list(&mut read, &world.organisation, &id, &row.summary.account, 0, 100).await.unwrap();
        let kinds: Vec<&str> = chain.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(
            kinds,
            ["opened", "link_opened", "consented", "document_chosen", "photographed", "examined", "fields_confirmed", "photographed", "examined", "redacted"]
        );
        assert!(chain.iter().all(|event| event.payload.is_none()), "nothing personal is left");
        drop(read);
        let verified = audit::verify(&world.store, None).await.unwrap();
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    }

    async fn one_that_is_underway_is_canceled_first(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_selfie(&browser, "passport").await;
        let redacted = world.service.redact_session(&world.live, &id).await.unwrap();
        assert_eq!(redacted.status, Status::Canceled);
        let refused = world.service.act(&browser, 0, Act::Cancel).await.unwrap_err();
        assert_eq!(refused, Error::RegistrationErased);
    }

    async fn a_job_for_what_was_erased_ends_quietly(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, bonafide_identity::evidence::EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.service.redact_session(&world.live, &id).await.unwrap();
        assert_eq!(world.examine().await, 1);
        assert_eq!(world.examine().await, 0);
    }

    async fn a_case_for_what_was_erased_is_withdrawn(world: World) {
        let (_, id) = world.to_review(&world.live).await;
        world.service.redact_session(&world.live, &id).await.unwrap();
        let operator = crate::operators::sign_in(&world, "ann").await;
        assert_eq!(world.service.take_next(&operator).await.unwrap(), None);
    }

    async fn retention_is_enforced_by_a_job(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.walk(&browser, "passport", "same").await;
        let (canceled, _) = world.begin(&world.live).await;
        world.to_selfie(&canceled, "passport").await;
        world.act(&canceled, Act::Cancel).await.unwrap();
        let erased = async |hours| {
            world.clock.advance(SignedDuration::from_hours(hours));
            world.service.keep_house().await.unwrap()
        };
        assert_eq!(erased(25).await.evidence_erased, 1, "of the one that was given up");
        assert_eq!(erased(7 * 24).await.evidence_erased, 1, "the face");
        assert_eq!(erased(24 * 24).await.evidence_erased, 1, "the document");
        assert!(world.session(&id).await.report.is_some());
        let hook = bonafide_service::organisation::CreateEndpoint {
            url: "https://shop.example/hook".into(),
            events: vec![bonafide_service::webhook::EventKind::Redacted],
        };
        world.service.create_endpoint(&world.live, &hook).await.unwrap();
        assert_eq!(erased(336 * 24).await.registrations_erased, 2);
        assert!(world.session(&id).await.redacted_at.is_some());
        // Its organisation hears of it as of its own redactions, and the chain says who did it.
        world.service.deliver_webhooks().await.unwrap();
        let told: Vec<serde_json::Value> = world
            .egress
            .take()
            .iter()
            .map(|request| serde_json::from_slice(&request.body).unwrap())
            .collect();
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|body| body["type"] == "verification_session.redacted"));
        assert!(told.iter().any(|body| body["data"]["id"] == id.as_str()));
        let mut read = world.store.read().await.unwrap();
        let row = registrations::find(&mut read, &world.organisation, &id).await.unwrap().unwrap();
        let chain = events::list(&mut read, &world.organisation, &id, &row.summary.account, 0, 100).await.unwrap();
        let last = chain.last().unwrap();
        assert_eq!((last.kind.as_str(), last.actor.as_str()), ("redacted", "retention"));
        drop(read);
        assert_eq!(erased(1).await.registrations_erased, 0, "once");
    }
}
