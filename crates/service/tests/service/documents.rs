//! A document that has proved somebody does not prove somebody else without a moderator.

use std::collections::BTreeMap;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::registration::{Act, Screen, Status, Verdict};
use bonafide_service::Error;
use bonafide_service::organisation::Caller;
use bonafide_service::person::Browser;
use bonafide_store::audit::Problem;
use bonafide_store::{events, registrations};
use jiff::SignedDuration;

use crate::operators::sign_in;
use crate::world::{World, both};

async fn walked(world: &World, caller: &Caller, document: &str) -> (Status, RegistrationId) {
    let (browser, id) = world.begin(caller).await;
    world.clock.advance(SignedDuration::from_secs(1));
    (world.walk(&browser, document, "same").await, id)
}

/// From the fields, one of which is corrected, to the end.
async fn corrected(world: &World, browser: &Browser, field: Field, text: &str) {
    let Screen::CheckFields { fields, .. } = world.view(browser).await.view.screen else {
        panic!("fields are to be checked");
    };
    let mut values: BTreeMap<_, _> = fields
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?.text)))
        .collect();
    values.insert(field, text.to_owned());
    let act = Act::ConfirmFields { values };
    world.act(browser, act).await.unwrap();
    let selfie = EvidenceKind::Selfie;
    world.photograph(browser, selfie, "same").await.unwrap();
    world.examine().await;
    assert_eq!(world.view(browser).await.view.status, Status::InReview);
    world.clock.advance(SignedDuration::from_secs(1));
}

/// What was found about the document's use.
async fn found(world: &World, id: &RegistrationId) -> (Outcome, Reason) {
    let report = world.session(id).await.report.unwrap();
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.check == Check::DocumentUse);
    let finding = finding.unwrap();
    (finding.outcome, finding.reason)
}

/// What the audit chain says of a document's use: in how many registrations, and sealed in which.
async fn notes(
    world: &World,
    id: &RegistrationId,
) -> Vec<(serde_json::Value, Vec<RegistrationId>)> {
    let mut read = world.store.read().await.unwrap();
    let row = registrations::find(&mut read, &world.organisation, id)
        .await
        .unwrap()
        .unwrap();
    let account = row.summary.account;
    let chain = events::list(&mut read, &world.organisation, id, &account, 0, 100)
        .await
        .unwrap();
    chain
        .into_iter()
        .filter(|event| event.kind == "document_already_used")
        .map(|event| {
            let others = event.payload.unwrap();
            (
                event.note.unwrap(),
                serde_json::from_slice(&others).unwrap(),
            )
        })
        .collect()
}

both! {
    async fn another_person_is_for_a_moderator_and_the_holder_is_not(world: World) {
        let (status, first) = walked(&world, &world.live, "passport").await;
        assert_eq!(status, Status::Verified);
        assert_eq!(found(&world, &first).await, (Outcome::Pass, Reason::AsExpected));
        let (status, again) = walked(&world, &world.live, "passport").await;
        assert_eq!(status, Status::Verified, "people come back");
        assert!(notes(&world, &again).await.is_empty());

        let other = "passport SPECI2014 LARSSON";
        let (status, second) = walked(&world, &world.live, other).await;
        assert_eq!(status, Status::InReview);
        assert_eq!(found(&world, &second).await, (Outcome::Fail, Reason::DocumentAlreadyUsed));
        let told = [(serde_json::json!({ "count": 2 }), vec![first, again])];
        assert_eq!(notes(&world, &second).await, told);
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap();
        assert_eq!(world.session(&second).await.status, Status::Verified);
        assert_eq!(notes(&world, &second).await, told, "once");
        for settled in [other, "passport"] {
            assert_eq!(walked(&world, &world.live, settled).await.0, Status::Verified, "it is no news any more");
        }
    }

    async fn correcting_what_was_read_hides_nothing(world: World) {
        let (status, first) = walked(&world, &world.live, "passport").await;
        assert_eq!(status, Status::Verified);
        // Another person with the same document, who makes it a fresh one on the page.
        for (field, text) in [
            (Field::DocumentNumber, "FRESH2014"),
            (Field::IssuingState, "SWE"),
            (Field::IssuingState, ""),
        ] {
            let (browser, id) = world.begin(&world.live).await;
            world.to_document(&browser).await;
            world.photograph(&browser, EvidenceKind::DocumentFront, "passport SPECI2014 LARSSON").await.unwrap();
            world.examine().await;
            corrected(&world, &browser, field, text).await;
            assert_eq!(found(&world, &id).await, (Outcome::Fail, Reason::DocumentAlreadyUsed), "{field} {text}");
            assert_eq!(notes(&world, &id).await, [(serde_json::json!({ "count": 1 }), vec![first.clone()])]);
        }
        // Nor does correcting one's own document to somebody else's make one that person.
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport OWN2014 LARSSON").await.unwrap();
        world.examine().await;
        corrected(&world, &browser, Field::DocumentNumber, "SPECI2014").await;
        assert_eq!(found(&world, &id).await, (Outcome::Fail, Reason::DocumentAlreadyUsed));
        // One that is known to nobody is not known to be fresh either.
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport NEW2014 NILSSON").await.unwrap();
        world.examine().await;
        corrected(&world, &browser, Field::DocumentNumber, "NEWER2014").await;
        assert_eq!(found(&world, &id).await, (Outcome::Inconclusive, Reason::FieldsCorrected));
        // Accepted all the same, both numbers stand for that person.
        let operator = sign_in(&world, "ann").await;
        loop {
            let case = world.service.take_next(&operator).await.unwrap().unwrap();
            let settled = if case.registration == id { Verdict::Accept } else { Verdict::Reject { reason: Reason::ModeratorDecision } };
            world.service.settle(&operator, &case.id, settled, "Looked at.").await.unwrap();
            if case.registration == id {
                break;
            }
        }
        for document in ["passport NEW2014 OLSSON", "passport NEWER2014 OLSSON"] {
            assert_eq!(walked(&world, &world.live, document).await.0, Status::InReview);
        }
        for document in ["passport NEW2014 NILSSON", "passport NEWER2014 NILSSON"] {
            assert_eq!(walked(&world, &world.live, document).await.0, Status::Verified);
        }
    }

    async fn it_counts_within_one_mode_and_organisation_and_until_erased(world: World) {
        let (_, first) = walked(&world, &world.live, "passport").await;
        let other = "passport SPECI2014 LARSSON";
        assert_eq!(walked(&world, &world.test, other).await.0, Status::Verified);
        world.service.redact_session(&world.live, &first).await.unwrap();
        assert_eq!(walked(&world, &world.live, other).await.0, Status::Verified);
    }

    async fn what_comes_to_light_during_a_review_is_shown_first(world: World) {
        let (_, id) = world.to_review(&world.live).await;
        assert_eq!(found(&world, &id).await.0, Outcome::Pass);
        let operator = sign_in(&world, "ann").await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        let (status, first) = walked(&world, &world.live, "passport SPECI2014 LARSSON").await;
        assert_eq!(status, Status::Verified);
        world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap();
        assert_eq!(world.session(&id).await.status, Status::InReview);
        assert_eq!(found(&world, &id).await, (Outcome::Fail, Reason::DocumentAlreadyUsed));
        let told = [(serde_json::json!({ "count": 1 }), vec![first])];
        assert_eq!(notes(&world, &id).await, told);
        assert_eq!(world.service.settle(&operator, &case.id, Verdict::Accept, "").await.unwrap_err(), Error::ReviewNotAssigned);
        let second = world.service.take_next(&operator).await.unwrap().unwrap();
        assert_ne!(second.id, case.id);
        let view = world.service.case(&operator, &second.id).await.unwrap();
        let earlier: Vec<_> = view.earlier.iter().map(|review| review.outcome.as_str()).collect();
        assert_eq!((view.round, &earlier[..]), (2, &["came_back"][..]));
        world.service.settle(&operator, &second.id, Verdict::Accept, "").await.unwrap();
        assert_eq!(world.session(&id).await.status, Status::Verified);
        assert_eq!(notes(&world, &id).await, told, "once");
    }

    async fn an_index_that_was_taken_away_or_put_in_shows(world: World) {
        let (_, first) = walked(&world, &world.live, "passport").await;
        let (_, second) = walked(&world, &world.live, "passport OTHER2014 LARSSON").await;
        let (_, erased) = walked(&world, &world.live, "passport GONE2014 NILSSON").await;
        world.to_review(&world.live).await;
        world.service.redact_session(&world.live, &erased).await.unwrap();
        let differing = async || {
            let found = world.service.verify_indexes().await.unwrap().into_iter();
            found
                .map(|problem| match problem {
                    Problem::Differs { chain, what } => (chain, what),
                    other => panic!("{other}"),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(differing().await, []);
        let blind = |id: &RegistrationId| (id.to_string(), "blind indexes");
        // Given to another, then gone altogether.
        let moved = format!("UPDATE blind_index SET registration = '{erased}' WHERE registration = '{second}'");
        world.store.tamper(&moved).await.unwrap();
        let mut found = differing().await;
        found.sort();
        let mut expected = [blind(&second), blind(&erased)];
        expected.sort();
        assert_eq!(found, expected);
        world.store.tamper("DELETE FROM blind_index WHERE kind = 'document_number'").await.unwrap();
        assert!(differing().await.contains(&blind(&first)));
        let renamed = format!("UPDATE registrations SET reference_index = NULL WHERE id = '{first}'");
        world.store.tamper(&renamed).await.unwrap();
        assert!(differing().await.contains(&(first.to_string(), "reference index")));
        let status = format!("UPDATE registrations SET status = 'rejected' WHERE id = '{second}'");
        world.store.tamper(&status).await.unwrap();
        assert!(differing().await.contains(&(second.to_string(), "sealed record")));
    }

    async fn of_two_at_once_one_is_accepted(world: World) {
        for round in 0..8 {
            let mut both = Vec::new();
            for name in ["LARSSON", "NILSSON"] {
                let (browser, id) = world.begin(&world.live).await;
                world.to_selfie(&browser, &format!("passport N{round} {name}")).await;
                both.push((browser, id));
            }
            for (browser, _) in &both {
                world.photograph(browser, EvidenceKind::Selfie, "same").await.unwrap();
            }
            let examine = || {
                let service = world.service.clone();
                tokio::spawn(async move { service.examine_next().await.unwrap() })
            };
            let (first, second) = tokio::join!(examine(), examine());
            assert!(first.unwrap() && second.unwrap());
            let mut ended = [world.session(&both[0].1).await.status, world.session(&both[1].1).await.status];
            ended.sort();
            assert_eq!(ended, [Status::InReview, Status::Verified]);
        }
    }
}
