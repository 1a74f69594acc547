//! Reviews: handed out, never picked; looks are written down; decisions go through the door.

use std::collections::HashSet;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{Field, Verification};
use bonafide_identity::finding::Reason;
use bonafide_identity::registration::{Act, DecidedBy, Screen, Status, Verdict};
use bonafide_service::Error;
use bonafide_service::organisation::{PageRequest, SessionFilter};
use bonafide_store::{audit, looks};
use jiff::SignedDuration;

use crate::operators::sign_in;
use crate::world::{World, both};

both! {
    async fn accepted_by_a_moderator(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.examine().await;
        let Screen::CheckFields { fields, .. } = world.view(&browser).await.view.screen else { panic!() };
        let mut values: std::collections::BTreeMap<_, _> =
            fields.into_iter().filter_map(|(field, value)| Some((field, value?.text))).collect();
        values.insert(Field::GivenNames, "ANNE MARIE".into());
        world.act(&browser, Act::ConfirmFields { values }).await.unwrap();
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        assert_eq!(world.session(&id).await.status, Status::InReview);

        let operator = sign_in(&world, "ann").await;
        assert_eq!(world.service.backlog(&operator).await.unwrap().waiting, 1);
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        assert_eq!(case.registration, id);
        let view = world.service.case(&operator, &case.id).await.unwrap();
        assert_eq!(view.report.fields[&Field::GivenNames].verified_by, Verification::Unverified);
        assert_eq!((view.zone.len(), view.evidence.len(), view.round), (2, 2, 1));
        for picture in &view.evidence {
            let shown = world.service.look(&operator, &case.id, &picture.id).await.unwrap();
            assert!(shown.starts_with(b"drawn anew: "));
        }
        let chain = world.service.chain(&world.organisation, &id).await.unwrap();
        let looks: Vec<_> = chain.iter().filter(|entry| entry.kind == looks::EVENT_KIND).collect();
        assert_eq!(looks.len(), 3, "the case and both pictures");
        assert!(looks.iter().all(|look| look.actor == operator.id.as_str()));
        assert!(chain.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq && pair[0].at <= pair[1].at));
        let stranger = world.other_organisation().await.organisation;
        assert_eq!(world.service.chain(&stranger, &id).await.unwrap_err(), Error::NotFound);

        world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap();
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::Verified);
        let report = session.report.unwrap();
        assert_eq!(report.decision.decided_by, DecidedBy::Moderator);
        assert_eq!(report.fields[&Field::GivenNames].verified_by, Verification::Moderator);
        // A second click settles nothing.
        let again = world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap_err();
        assert_eq!(again, Error::ReviewNotAssigned);
        assert_eq!(world.service.look(&operator, &case.id, &report.evidence[0].id).await.unwrap_err(), Error::ReviewNotAssigned);
    }

    async fn columns_that_differ_from_the_record_are_not_believed(world: World) {
        let (_, id) = world.to_review(&world.test).await;
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        world.service.case(&operator, &case.id).await.unwrap();
        world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap();
        assert_eq!(audit::verify(&world.store, None).await.unwrap().problems, []);
        let columns = Error::Inconsistent("a registration's columns");
        for (column, wrong, right) in [("livemode", "1", "0"), ("status", "'rejected'", "'verified'")] {
            let set = |value| format!("UPDATE registrations SET {column} = {value} WHERE id = '{id}'");
            world.store.tamper(&set(wrong)).await.unwrap();
            let reader = if column == "livemode" { &world.live } else { &world.test };
            assert_eq!(world.service.session(reader, &id).await.unwrap_err(), columns);
            let listed = world.service.sessions(reader, &SessionFilter::default(), &PageRequest::default()).await;
            assert_eq!(listed.unwrap_err(), columns);
            assert_eq!(world.service.cancel_session(reader, &id).await.unwrap_err(), columns);
            let chain = id.to_string();
            let found = audit::verify(&world.store, None).await.unwrap().problems;
            assert_eq!(found, [audit::Problem::Differs { chain, what: column }]);
            world.store.tamper(&set(right)).await.unwrap();
        }
        assert_eq!(world.service.session(&world.test, &id).await.unwrap().status, Status::Verified);
        let whats = async |text: &str| {
            world.store.tamper(text).await.unwrap();
            let found = audit::verify(&world.store, None).await.unwrap().problems;
            found.len()
        };
        assert_eq!(whats("DELETE FROM looks").await, 1);
        assert_eq!(whats("DELETE FROM review_cases").await, 2);
    }

    async fn rejected_with_a_reason(world: World) {
        let (browser, id) = world.to_review(&world.live).await;
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        let reject = |reason| Verdict::Reject { reason };
        let refused = world.service.settle(&operator, &case.id, reject(Reason::FaceMismatch), "  ").await.unwrap_err();
        assert_eq!(refused, Error::ReviewReasonRequired);
        let refused = world.service.settle(&operator, &case.id, reject(Reason::AsExpected), "x").await.unwrap_err();
        assert!(matches!(refused, Error::Validation(_)));
        world.service.settle(&operator, &case.id, reject(Reason::FaceMismatch), "Two people.").await.unwrap();
        assert_eq!(world.session(&id).await.status, Status::Rejected);
        let Screen::Result { reasons, .. } = world.view(&browser).await.view.screen else { panic!() };
        assert_eq!(reasons, [Reason::FaceMismatch]);
    }

    async fn asked_again(world: World) {
        let (browser, id) = world.to_review(&world.live).await;
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        let verdict = Verdict::Retry { reason: Reason::FaceTooSmall };
        world.service.settle(&operator, &case.id, verdict, "Too far away.").await.unwrap();
        let view = world.view(&browser).await.view;
        assert_eq!((view.status, view.problem), (Status::RequiresInput, Some(Reason::FaceTooSmall)));
        world.photograph(&browser, EvidenceKind::Selfie, "unsure").await.unwrap();
        world.examine().await;
        let second = world.service.take_next(&operator).await.unwrap().unwrap();
        assert_ne!(second.id, case.id);
        let view = world.service.case(&operator, &second.id).await.unwrap();
        assert_eq!((view.round, view.earlier.len()), (2, 1));
        assert_eq!((view.earlier[0].outcome.as_str(), view.earlier[0].note.as_str()), ("retry", "Too far away."));
        assert_eq!(world.session(&id).await.status, Status::InReview);
    }

    async fn asked_again_long_after_in_the_same_browser(world: World) {
        let created = world.open(&world.live).await;
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        world.to_selfie(&opened.browser, "passport").await;
        world.photograph(&opened.browser, EvidenceKind::Selfie, "unsure").await.unwrap();
        world.examine().await;
        world.clock.advance(SignedDuration::from_hours(60 * 24));
        world.service.keep_house().await.unwrap();
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        let verdict = Verdict::Retry { reason: Reason::FaceTooSmall };
        world.service.settle(&operator, &case.id, verdict, "Too far away.").await.unwrap();
        let browser = world.service.browser(&opened.cookie).await.unwrap();
        let view = world.view(&browser).await;
        assert_eq!(view.view.screen, Screen::Selfie);
        world.clock.advance(view.expires_at.duration_since(view.now) - SignedDuration::from_secs(1));
        assert!(world.photograph(&browser, EvidenceKind::Selfie, "unsure").await.is_ok(), "to the last second");
    }

    async fn what_a_review_kept_open_closes_with_it(world: World) {
        let week = SignedDuration::from_hours(7 * 24);
        for (name, accepts) in [("ann", true), ("bea", false)] {
            let created = world.open(&world.live).await;
            let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
            world.to_selfie(&opened.browser, "passport").await;
            world.photograph(&opened.browser, EvidenceKind::Selfie, "unsure").await.unwrap();
            world.examine().await;
            let kept = world.service.browser(&opened.cookie).await.unwrap().expires_at;
            world.clock.advance(SignedDuration::from_hours(20 * 24));
            let operator = sign_in(&world, name).await;
            let case = world.service.take_next(&operator).await.unwrap().unwrap();
            let verdict = if accepts {
                Verdict::Accept
            } else {
                Verdict::Retry { reason: Reason::FaceTooSmall }
            };
            world.service.settle(&operator, &case.id, verdict, "Looked at.").await.unwrap();
            let browser = world.service.browser(&opened.cookie).await.unwrap();
            assert!(browser.expires_at < kept);
            let seen = world.view(&browser).await;
            let ends = if accepts { seen.now } else { seen.expires_at };
            assert_eq!(browser.expires_at, ends + week, "long enough to see how it ended");
            world.clock.advance(browser.expires_at.duration_since(seen.now));
            assert_eq!(world.service.browser(&opened.cookie).await.unwrap_err(), Error::SessionEnded);
        }
    }

    async fn no_case_is_handed_out_twice(world: World) {
        for _ in 0..4 {
            world.to_review(&world.live).await;
        }
        let mut operators = Vec::new();
        for name in ["ann", "bea", "cid", "dov", "eva", "fay"] {
            operators.push(sign_in(&world, name).await);
        }
        let taking = operators.iter().map(|operator| {
            let (service, operator) = (world.service.clone(), operator.clone());
            tokio::spawn(async move {
                // Two clicks of each at once.
                let (first, second) = tokio::join!(service.take_next(&operator), service.take_next(&operator));
                (first.unwrap(), second.unwrap())
            })
        });
        let mut taken = Vec::new();
        for pair in futures::future::join_all(taking).await {
            let (first, second) = pair.unwrap();
            assert_eq!(first.as_ref().map(|case| &case.id), second.as_ref().map(|case| &case.id));
            taken.extend(first.map(|case| case.id));
        }
        assert_eq!(taken.len(), taken.iter().collect::<HashSet<_>>().len());
        // Whoever came while another held the queue may have found nothing; in the end all are out.
        let mut all: HashSet<_> = taken.into_iter().collect();
        for operator in &operators {
            all.extend(world.service.take_next(operator).await.unwrap().map(|case| case.id));
        }
        assert_eq!(all.len(), 4);
    }

    async fn only_whoever_has_a_case_sees_it(world: World) {
        world.to_review(&world.live).await;
        // Of two that are due at once, either may be handed out first.
        world.clock.advance(SignedDuration::from_mins(1));
        let (other_browser, _) = world.to_review(&world.live).await;
        let (ann, bea) = (sign_in(&world, "ann").await, sign_in(&world, "bea").await);
        let case = world.service.take_next(&ann).await.unwrap().unwrap();
        let view = world.service.case(&ann, &case.id).await.unwrap();
        assert_eq!(world.service.case(&bea, &case.id).await.unwrap_err(), Error::ReviewNotAssigned);
        assert_eq!(world.service.look(&bea, &case.id, &view.evidence[0].id).await.unwrap_err(), Error::ReviewNotAssigned);
        let stolen = world.service.settle(&bea, &case.id, Verdict::Accept, "").await;
        assert_eq!(stolen.unwrap_err(), Error::ReviewNotAssigned);
        // Pictures of another registration are not part of the case.
        let other = world.session(&other_browser.registration).await.report.unwrap().evidence[0].id.clone();
        assert_eq!(world.service.look(&ann, &case.id, &other).await.unwrap_err(), Error::NotFound);
        // Put back, it is the first to be handed out again: nobody picks by putting back.
        world.service.put_back(&ann, &case.id).await.unwrap();
        assert_eq!(world.service.take_next(&bea).await.unwrap().unwrap().id, case.id);
        // After half an hour without a decision others may have it.
        world.clock.advance(SignedDuration::from_mins(31));
        assert_eq!(world.service.take_next(&ann).await.unwrap().unwrap().id, case.id);
    }

    async fn a_case_is_withdrawn_when_the_organisation_cancels(world: World) {
        let (_, id) = world.to_review(&world.live).await;
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        world.service.cancel_session(&world.live, &id).await.unwrap();
        assert!(world.service.settle(&operator, &case.id, Verdict::Accept, "").await.is_err());
        assert_eq!(world.session(&id).await.status, Status::Canceled);
        assert_eq!(world.service.take_next(&operator).await.unwrap(), None);
    }
}
