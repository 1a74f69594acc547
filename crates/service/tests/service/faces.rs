//! A face that has been verified with another document is for a moderator, where the policy asks.

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::policy::{FaceDuplicates, Policy};
use bonafide_identity::registration::{Act, Screen, Status, Verdict};
use bonafide_identity::service::{Definition, Pinned};
use bonafide_service::Error;
use bonafide_service::organisation::{Caller, CreateSession};
use bonafide_service::person::Browser;
use bonafide_store::services;
use jiff::SignedDuration;

use crate::operators::sign_in;
use crate::world::{World, both, request};

const SERVICE: &str = "once-only";
const ANN: &str = "passport A1 ERIKSSON";
const EVE: &str = "passport E1 LARSSON";

/// A service whose policy looks for faces.
async fn offer(world: &World, caller: &Caller) {
    let policy = Policy {
        id: SERVICE.parse().unwrap(),
        version: 1,
        face_duplicates: Some(FaceDuplicates {
            distance: 0.4,
            candidates: 5,
        }),
        ..Policy::standard()
    };
    world.service.put_policy(&policy).await.unwrap();
    let mut read = world.store.read().await.unwrap();
    let row = services::latest(&mut read, &world.organisation, "identity-check").await;
    let mut definition: Definition =
        serde_json::from_str(&row.unwrap().unwrap().definition).unwrap();
    drop(read);
    definition.id = SERVICE.parse().unwrap();
    definition.version = 1;
    definition.policy = Pinned {
        id: policy.id,
        version: 1,
    };
    let organisation = &caller.organisation;
    let put = world.service.put_service(organisation, &definition);
    put.await.unwrap();
}

async fn begin(world: &World, caller: &Caller) -> (Browser, RegistrationId) {
    let wanted = CreateSession {
        service: SERVICE.into(),
        return_url: None,
        ..request()
    };
    let created = world.service.create_session(caller, None, &wanted);
    let created = created.await.unwrap();
    let opened = world.service.redeem_link(&created.client_secret, None);
    (opened.await.unwrap().browser, created.session.id)
}

/// The whole way; gives how it ended.
async fn walked(
    world: &World,
    caller: &Caller,
    document: &str,
    selfie: &str,
) -> (Status, RegistrationId) {
    let (browser, id) = begin(world, caller).await;
    world.clock.advance(SignedDuration::from_secs(1));
    (world.walk(&browser, document, selfie).await, id)
}

type Found = Option<(Outcome, Reason, Option<f64>)>;

async fn found(world: &World, caller: &Caller, id: &RegistrationId) -> Found {
    let session = world.service.session(caller, id).await.unwrap();
    let report = session.report.unwrap();
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.check == Check::FaceUse)?;
    Some((finding.outcome, finding.reason, finding.measured))
}

const FRESH: Found = Some((Outcome::Pass, Reason::AsExpected, None));

fn is_used(found: Found) -> bool {
    let wanted = (Outcome::Inconclusive, Reason::FaceAlreadyUsed);
    found.is_some_and(|(outcome, reason, measured)| {
        (outcome, reason) == wanted && measured.is_some_and(|distance| distance < 0.4)
    })
}

/// The kinds of entries in an audit chain that tell of faces, with what they say in the clear.
async fn chain(world: &World, id: &RegistrationId) -> Vec<(String, Option<serde_json::Value>)> {
    let entries = world.service.chain(&world.organisation, id).await.unwrap();
    let faces = entries
        .into_iter()
        .filter(|entry| entry.kind.starts_with("face_"));
    faces.map(|entry| (entry.kind, entry.note)).collect()
}

async fn count(world: &World, condition: &str) -> usize {
    let text = format!("SELECT CAST(COUNT(*) AS TEXT) AS count FROM faces WHERE {condition}");
    world.store.peek(&text).await.unwrap()[0].parse().unwrap()
}

both! {
    async fn the_same_face_with_another_document_is_for_a_moderator(world: World) {
        offer(&world, &world.live).await;
        let (status, first) = walked(&world, &world.live, ANN, "ann").await;
        assert_eq!(status, Status::Verified);
        assert_eq!(found(&world, &world.live, &first).await, FRESH);
        assert_eq!(walked(&world, &world.live, "passport B1 OLSSON", "bob").await.0, Status::Verified, "another face");

        let (browser, second) = begin(&world, &world.live).await;
        assert_eq!(world.walk(&browser, EVE, "ann 0.2").await, Status::InReview);
        assert!(is_used(found(&world, &world.live, &second).await));
        // The person hears that somebody looks, and nothing of why.
        let view = world.view(&browser).await.view;
        assert_eq!(view.problem, None);
        assert!(matches!(view.screen, Screen::InReview), "{:?}", view.screen);
        assert!(world.session(&second).await.last_error.is_none());
        let sent = world.egress.take();
        assert!(sent.iter().all(|one| !String::from_utf8_lossy(&one.body).contains(first.as_str())));

        // Who was looked at is on record on both sides, and nothing personal in the clear.
        let told = serde_json::json!({ "available": true, "looked_at": 1, "alike": 1 });
        assert_eq!(chain(&world, &second).await, [("face_searched".to_owned(), Some(told))]);
        assert_eq!(chain(&world, &first).await.last().unwrap(), &("face_compared".to_owned(), None));

        // The moderator sees both selfies, each look is on record, and no other picture of the first.
        let ann = sign_in(&world, "ann").await;
        let case = world.service.take_next(&ann).await.unwrap().unwrap();
        let shown = world.service.case(&ann, &case.id).await.unwrap();
        let [selfie] = &shown.alike[..] else {
            panic!("{:?}", shown.alike);
        };
        let mut read = world.store.read().await.unwrap();
        let pictures = bonafide_store::evidence::of_registration(&mut read, &world.organisation, &first).await.unwrap();
        drop(read);
        for picture in pictures {
            let looked = world.service.look(&ann, &case.id, &picture.id).await;
            if picture.kind == EvidenceKind::Selfie.as_str() {
                assert_eq!((&picture.id, looked.unwrap().is_empty()), (selfie, false));
            } else {
                assert_eq!(looked.unwrap_err(), Error::NotFound);
            }
        }
        let looks = world.service.chain(&world.organisation, &first).await.unwrap();
        let look = looks.last().unwrap();
        assert_eq!((look.kind.as_str(), look.actor.as_str()), ("look", ann.id.as_str()));
        assert_eq!(look.note.as_ref().unwrap()["what"], "alike");
        assert_eq!(world.service.settle(&ann, &case.id, Verdict::Accept, "").await.unwrap(), Status::Verified);
        for (document, selfie) in [(EVE, "ann 0.1"), (ANN, "ann 0.3")] {
            assert_eq!(walked(&world, &world.live, document, selfie).await.0, Status::Verified, "no news any more");
        }
    }

    async fn nobody_is_looked_for_where_the_policy_does_not_ask(world: World) {
        offer(&world, &world.live).await;
        let (status, _) = walked(&world, &world.live, ANN, "ann").await;
        assert_eq!(status, Status::Verified);
        let (browser, id) = world.begin(&world.live).await;
        assert_eq!(world.walk(&browser, EVE, "ann").await, Status::Verified);
        assert_eq!(found(&world, &world.live, &id).await, None);
        assert_eq!(chain(&world, &id).await, []);
        assert_eq!(count(&world, "1 = 1").await, 1, "nor is the face kept");
    }

    async fn it_counts_within_one_year_of_birth_one_mode_and_one_organisation(world: World) {
        offer(&world, &world.live).await;
        let other = world.other_organisation().await;
        offer(&world, &other).await;
        assert_eq!(walked(&world, &world.live, ANN, "ann").await.0, Status::Verified);
        for (caller, document) in [
            (&world.live, "passport E1 LARSSON 1975-08-12"),
            (&world.test, EVE),
            (&other, EVE),
        ] {
            let (status, id) = walked(&world, caller, document, "ann").await;
            assert_eq!(status, Status::Verified, "{document}");
            assert_eq!(found(&world, caller, &id).await, FRESH);
        }
        // A year that nothing vouches for is not known: all are looked at.
        let (browser, id) = begin(&world, &world.live).await;
        world.to_document(&browser).await;
        let front = EvidenceKind::DocumentFront;
        world.photograph(&browser, front, "passport F1 NILSSON 1990-01-01").await.unwrap();
        world.examine().await;
        let Screen::CheckFields { fields, .. } = world.view(&browser).await.view.screen else {
            panic!("fields are to be checked");
        };
        let values = fields.into_iter().filter_map(|(field, value)| Some((field, value?.text)));
        let mut values: std::collections::BTreeMap<_, _> = values.collect();
        values.insert(Field::BirthDate, "1991-01-01".to_owned());
        world.act(&browser, Act::ConfirmFields { values }).await.unwrap();
        world.photograph(&browser, EvidenceKind::Selfie, "ann").await.unwrap();
        world.examine().await;
        assert!(is_used(found(&world, &world.live, &id).await));
    }

    async fn the_holder_comes_back_unhindered(world: World) {
        offer(&world, &world.live).await;
        for look in ["ann", "ann 0.1", "ann 0.2"] {
            let (status, id) = walked(&world, &world.live, ANN, look).await;
            assert_eq!(status, Status::Verified);
            assert_eq!(found(&world, &world.live, &id).await, FRESH);
        }
        assert_eq!(count(&world, "number IS NOT NULL").await, 3);
    }

    async fn only_faces_of_people_who_were_verified_are_kept(world: World) {
        offer(&world, &world.live).await;
        let (browser, _) = begin(&world, &world.live).await;
        world.to_selfie(&browser, ANN).await;
        world.photograph(&browser, EvidenceKind::Selfie, "unsure").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::InReview);
        assert_eq!(count(&world, "number IS NULL").await, 1);
        // The same face is not found before its registration is verified.
        let (status, id) = walked(&world, &world.live, EVE, "unsure").await;
        assert_eq!(status, Status::InReview);
        assert_eq!(found(&world, &world.live, &id).await, FRESH);
        let ann = sign_in(&world, "ann").await;
        let refuse = Verdict::Reject { reason: Reason::ModeratorDecision };
        for expected in [1, 0] {
            let case = world.service.take_next(&ann).await.unwrap().unwrap();
            world.service.settle(&ann, &case.id, refuse, "Not them.").await.unwrap();
            assert_eq!(count(&world, "1 = 1").await, expected);
        }
        // One to be taken anew is not kept until it is.
        let (browser, _) = begin(&world, &world.live).await;
        world.to_selfie(&browser, ANN).await;
        world.photograph(&browser, EvidenceKind::Selfie, "other").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::RequiresInput);
        assert_eq!(count(&world, "1 = 1").await, 0);
    }

    async fn without_a_face_a_moderator_is_told_that_nobody_looked(world: World) {
        offer(&world, &world.live).await;
        let (status, id) = walked(&world, &world.live, ANN, "nobody").await;
        assert_eq!(status, Status::InReview);
        let unavailable = Some((Outcome::Inconclusive, Reason::CheckUnavailable, None));
        assert_eq!(found(&world, &world.live, &id).await, unavailable);
        assert_eq!(count(&world, "1 = 1").await, 0);
    }

    async fn what_comes_to_light_during_a_review_is_shown_first(world: World) {
        offer(&world, &world.live).await;
        let (status, id) = walked(&world, &world.live, EVE, "unsure 0.1").await;
        assert_eq!(status, Status::Verified, "the script knows no such word");
        let (browser, late) = begin(&world, &world.live).await;
        world.to_selfie(&browser, ANN).await;
        world.service.redact_session(&world.live, &id).await.unwrap();
        world.photograph(&browser, EvidenceKind::Selfie, "unsure").await.unwrap();
        world.examine().await;
        assert_eq!(found(&world, &world.live, &late).await, FRESH);
        let ann = sign_in(&world, "ann").await;
        let case = world.service.take_next(&ann).await.unwrap().unwrap();
        assert_eq!(walked(&world, &world.live, EVE, "unsure 0.2").await.0, Status::Verified);
        assert_eq!(world.service.settle(&ann, &case.id, Verdict::Accept, "").await.unwrap(), Status::InReview);
        assert!(is_used(found(&world, &world.live, &late).await));
        let again = world.service.take_next(&ann).await.unwrap().unwrap();
        assert_eq!(world.service.case(&ann, &again.id).await.unwrap().alike.len(), 1);
        assert_eq!(world.service.settle(&ann, &again.id, Verdict::Accept, "").await.unwrap(), Status::Verified);
    }

    async fn erasing_takes_a_face_out_of_the_running_index(world: World) {
        offer(&world, &world.live).await;
        let (_, first) = walked(&world, &world.live, ANN, "ann").await;
        let (status, second) = walked(&world, &world.live, EVE, "ann").await;
        assert_eq!((status, world.service.faces_in_memory()), (Status::InReview, 1));
        // Another process, which holds the same face.
        let other = world.beside();
        world.clock.advance(SignedDuration::from_secs(1));
        let (browser, third) = begin(&world, &world.live).await;
        world.to_selfie(&browser, "passport F1 NILSSON").await;
        world.photograph(&browser, EvidenceKind::Selfie, "ann").await.unwrap();
        while other.examine_next().await.unwrap() {}
        assert!(is_used(found(&world, &world.live, &third).await));
        assert_eq!(other.faces_in_memory(), 1);

        world.service.redact_session(&world.live, &first).await.unwrap();
        assert_eq!(world.service.faces_in_memory(), 0, "at once");
        assert_eq!(count(&world, "template IS NOT NULL AND number IS NOT NULL").await, 0);
        assert_eq!(other.faces_in_memory(), 1);
        other.keep_house().await.unwrap();
        assert_eq!(other.faces_in_memory(), 0, "with the next round");
        // Nobody finds it any more, nor sees it.
        let ann = sign_in(&world, "ann").await;
        let case = world.service.take_next(&ann).await.unwrap().unwrap();
        assert_eq!(case.registration, second);
        assert_eq!(world.service.case(&ann, &case.id).await.unwrap().alike, []);
        let (status, id) = walked(&world, &world.live, "passport G1 PERSSON", "ann").await;
        assert_eq!((status, found(&world, &world.live, &id).await), (Status::Verified, FRESH));
        let fresh = world.beside();
        assert_eq!(fresh.faces_in_memory(), 0);
    }

    async fn retention_takes_a_face_out_as_well(world: World) {
        offer(&world, &world.live).await;
        assert_eq!(walked(&world, &world.live, ANN, "ann").await.0, Status::Verified);
        let (status, _) = walked(&world, &world.live, EVE, "ann").await;
        assert_eq!((status, world.service.faces_in_memory()), (Status::InReview, 1));
        world.clock.advance(world.service.settings().retention.registration);
        world.service.keep_house().await.unwrap();
        assert_eq!(world.service.faces_in_memory(), 0);
        assert_eq!(count(&world, "template IS NOT NULL AND number IS NOT NULL").await, 0);
    }

    async fn more_than_memory_holds_is_told_and_not_passed_over(world: World) {
        let world = world.asking_with(None, |settings| settings.faces = 2);
        offer(&world, &world.live).await;
        for (document, selfie) in [("passport A1 A", "aa"), ("passport B1 B", "bb"), ("passport C1 C", "cc")] {
            assert_eq!(walked(&world, &world.live, document, selfie).await.0, Status::Verified);
        }
        let (status, id) = walked(&world, &world.live, "passport D1 D", "dd").await;
        assert_eq!(status, Status::InReview);
        let unavailable = Some((Outcome::Inconclusive, Reason::CheckUnavailable, None));
        assert_eq!(found(&world, &world.live, &id).await, unavailable);
        assert_eq!(world.service.faces_in_memory(), 0);
        // Those of another mode are searched all the same.
        assert_eq!(walked(&world, &world.test, "passport A1 A", "aa").await.0, Status::Verified);
    }

    async fn of_two_at_once_one_is_accepted(world: World) {
        offer(&world, &world.live).await;
        for round in 0..6 {
            let mut both = Vec::new();
            for name in ["LARSSON", "NILSSON"] {
                let (browser, id) = begin(&world, &world.live).await;
                world.to_selfie(&browser, &format!("passport {name}{round} {name}")).await;
                both.push((browser, id));
            }
            // A face for each round.
            let face = "abcdefgh".get(round..=round).unwrap().repeat(4);
            for (browser, _) in &both {
                world.photograph(browser, EvidenceKind::Selfie, &face).await.unwrap();
            }
            let examine = || {
                let service = world.service.clone();
                tokio::spawn(async move { service.examine_next().await.unwrap() })
            };
            let (first, second) = tokio::join!(examine(), examine());
            assert!(first.unwrap() && second.unwrap());
            let mut ended = Vec::new();
            for (_, id) in &both {
                ended.push(world.session(id).await.status);
            }
            ended.sort();
            assert_eq!(ended, [Status::InReview, Status::Verified]);
        }
    }
}
