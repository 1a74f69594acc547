//! Chips that a reader of the organisation's own read: by whom, when, once, and with which proof.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide_identity::assurance::Level;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::id::RegistrationId;
use bonafide_identity::policy::Policy;
use bonafide_identity::registration::{Act, Screen, Status};
use bonafide_identity::service::{Definition, Pinned, StepKind};
use bonafide_service::chip::Stage;
use bonafide_service::organisation::{
    Caller, CreateApiKey, CreateSession, HandOverChip, IdempotencyKey, Scope,
};
use bonafide_service::session::Session;
use bonafide_service::{Error, Pointer};
use bonafide_virtual_passport::issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions};
use bonafide_virtual_passport::{ActiveAnswer, ActiveSigner, Design, Document};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::{HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::SignedDuration;
use rand_core::SeedableRng as _;

use crate::chip::{agree, at_chip_of, begin, by_code, chip, code, follow, passport, right_key};
use crate::world::{World, both};

const CURVE: KeyKind = KeyKind::Ec {
    curve: NamedCurve::P256,
    explicit: false,
};

/// A passport with a key of its own, and one that a counterfeiter made up.
static PASSPORT: LazyLock<(Document, ActiveSigner)> = LazyLock::new(|| {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let signer =
        |rng: &mut ChaCha20Rng| ActiveSigner::generate(CURVE, HashAlgorithm::Sha256, rng).unwrap();
    let active = signer(&mut rng);
    let design = Design {
        active: Some(active),
        ..Design::default()
    };
    let mut document = design.personalise(&mut rng).unwrap();
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    let period = Period {
        begin: "2020-01-01T00:00:00Z".parse().unwrap(),
        end: "2050-01-01T00:00:00Z".parse().unwrap(),
    };
    let key = |rng: &mut ChaCha20Rng| PrivateKey::generate(CURVE, rng).unwrap();
    let own = key(&mut rng);
    let state = Authority::new("UT", own, scheme, period, &mut rng).unwrap();
    let its = key(&mut rng);
    let issuer = state.document_signer(its, scheme, &[5], &mut rng).unwrap();
    document
        .sign(&issuer, &SodOptions::default(), &mut rng)
        .unwrap();
    (document, signer(&mut rng))
});

/// What a phone reader keeps of it.
fn dump() -> BTreeMap<String, String> {
    let files = PASSPORT.0.files.iter();
    files
        .map(|(file, bytes)| (file.name().replace("EF.", ""), STANDARD.encode(bytes)))
        .collect()
}

fn unsigned() -> HandOverChip {
    HandOverChip {
        files: dump(),
        ..HandOverChip::default()
    }
}

/// The same with what a key answered to a challenge.
fn signed_by(signer: &ActiveSigner, challenge: &str) -> HandOverChip {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let bytes = STANDARD.decode(challenge).unwrap();
    let signature = signer.sign(&bytes, ActiveAnswer::Plain, &mut rng).unwrap();
    HandOverChip {
        challenge: Some(challenge.to_owned()),
        signature: Some(STANDARD.encode(signature)),
        ..unsigned()
    }
}

fn signed(challenge: &str) -> HandOverChip {
    signed_by(PASSPORT.0.active.as_ref().unwrap(), challenge)
}

const SERVICE: &str = "app-check";

/// A service whose policy takes what the organisation's own readers read.
async fn offer(world: &World, caller: &Caller) {
    let policy = Policy {
        id: "own-readers".parse().unwrap(),
        version: 1,
        foreign_readers: true,
        ..Policy::standard()
    };
    world.service.put_policy(&policy).await.unwrap();
    let definition = Definition {
        id: SERVICE.parse().unwrap(),
        version: 1,
        title: "Archive pass".into(),
        purpose: "To lend out what cannot be replaced.".into(),
        steps: vec![
            StepKind::Consent,
            StepKind::Document,
            StepKind::Chip,
            StepKind::Fields,
            StepKind::Selfie,
        ],
        documents: vec![DocumentKind::Passport],
        level: Level::High,
        minimum_age: None,
        policy: Pinned {
            id: policy.id,
            version: 1,
        },
    };
    let organisation = &caller.organisation;
    world
        .service
        .put_service(organisation, &definition)
        .await
        .unwrap();
}

async fn challenge(world: &World, id: &RegistrationId) -> String {
    let drawn = world.service.draw_chip_challenge(&world.live, id).await;
    drawn.unwrap().challenge
}

async fn hand_over(
    world: &World,
    id: &RegistrationId,
    request: &HandOverChip,
) -> Result<Session, Error> {
    let live = &world.live;
    world
        .service
        .hand_over_chip(live, id, None, request.clone())
        .await
}

both! {
    async fn a_chip_that_signed_our_challenge_is_evidence_of_class_b(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let seen = world.view(&browser).await.version;
        let drawn = challenge(&world, id).await;
        assert_eq!(STANDARD.decode(&drawn).unwrap().len(), 8);
        let session = hand_over(&world, id, &signed(&drawn)).await.unwrap();
        assert_eq!(session.status, Status::RequiresInput);
        let patience = std::time::Duration::ZERO;
        assert_ne!(world.service.changed(&browser, seen, patience).await.unwrap(), seen, "the page hears of it");
        assert!(matches!(world.view(&browser).await.view.screen, Screen::Working { .. }));
        // Twice is once too often.
        assert_eq!(hand_over(&world, id, &signed(&drawn)).await.unwrap_err(), Error::ChipNotExpected);
        world.examine().await;
        world.confirm(&browser).await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        let session = world.session(id).await;
        assert_eq!(session.status, Status::Verified);
        let report = serde_json::to_value(session.report.unwrap()).unwrap();
        assert_eq!(report["chip"]["evidence_class"], "B", "{report}");
        assert!(report.to_string().contains("foreign_reader"), "{report}");
        let chain = world.service.chain(&world.organisation, id).await.unwrap();
        let handed = chain.iter().find(|entry| entry.kind == "chip_handed_over").unwrap();
        assert_eq!(handed.actor, world.live.key.as_str(), "by the key that did it");
        assert_eq!(hand_over(&world, id, &unsigned()).await.unwrap_err(), Error::StateConflict(Status::Verified));
    }

    async fn without_a_challenge_it_is_class_c(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        hand_over(&world, &browser.registration, &unsigned()).await.unwrap();
        world.examine().await;
        world.confirm(&browser).await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        let report = serde_json::to_value(world.session(&browser.registration).await.report.unwrap()).unwrap();
        assert_eq!(report["chip"]["evidence_class"], "C", "{report}");
    }

    async fn a_copy_is_asked_for_again(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let drawn = challenge(&world, id).await;
        hand_over(&world, id, &signed_by(&PASSPORT.1, &drawn)).await.unwrap();
        world.examine().await;
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { .. }));
        let session = world.session(id).await;
        assert_eq!(serde_json::to_value(session.last_error).unwrap()["code"], "chip-copied");
        // With a challenge of its own, the passport itself is taken.
        assert_eq!(hand_over(&world, id, &signed(&drawn)).await.unwrap_err(), Error::ChipChallengeUnknown);
        let drawn = challenge(&world, id).await;
        hand_over(&world, id, &signed(&drawn)).await.unwrap();
    }

    async fn only_the_sessions_own_challenge_counts_once_and_in_time(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let other = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let unknown = Err(Error::ChipChallengeUnknown);
        let refused = async |challenge: &str| hand_over(&world, id, &signed(challenge)).await.map(drop);
        assert_eq!(refused("AAECAwQFBgc=").await, unknown, "their own");
        let theirs = challenge(&world, &other.registration).await;
        assert_eq!(refused(&theirs).await, unknown, "another session's");
        let first = challenge(&world, id).await;
        let second = challenge(&world, id).await;
        assert_ne!(first, second);
        assert_eq!(refused(&first).await, unknown, "replaced");
        world.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(refused(&second).await, unknown, "too late");
        // Nothing was taken, and nothing of it is kept.
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { .. }));
        let third = challenge(&world, id).await;
        hand_over(&world, id, &signed(&third)).await.unwrap();
        assert_eq!(hand_over(&world, &other.registration, &signed(&third)).await.unwrap_err(), Error::ChipChallengeUnknown);
    }

    async fn two_at_once_spend_it_once(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let request = signed(&challenge(&world, id).await);
        let (first, second) = tokio::join!(hand_over(&world, id, &request), hand_over(&world, id, &request));
        let taken = [&first, &second].into_iter().filter(|result| result.is_ok()).count();
        assert_eq!(taken, 1, "{first:?} {second:?}");
    }

    async fn files_that_are_none_are_named_and_cost_nothing(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let drawn = challenge(&world, id).await;
        let pointers = |error: Error| match error {
            Error::ChipFilesUnreadable(pointers) => pointers.into_iter().map(|one: Pointer| one.pointer).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let mut request = signed(&drawn);
        request.files.insert("DG2".into(), "no base64!".into());
        request.files.insert("PHOTO".into(), "AAAA".into());
        request.files.insert("DG11".into(), "YQEF".into());
        request.files.remove("SOD");
        let found = pointers(hand_over(&world, id, &request).await.unwrap_err());
        assert_eq!(found, ["/files/DG11", "/files/DG2", "/files/PHOTO", "/files/SOD"]);
        let large = HandOverChip {
            files: BTreeMap::from([("DG2".to_owned(), "A".repeat(2_000_000))]),
            ..HandOverChip::default()
        };
        assert_eq!(pointers(hand_over(&world, id, &large).await.unwrap_err())[0], "/files/DG2");
        // The challenge is still good, also where readers keep it among the files, by other names.
        let mut request = signed(&drawn);
        let challenge = request.challenge.take().unwrap();
        request.files.insert("AAChallenge".into(), challenge);
        let signature = request.signature.take().unwrap();
        request.files.insert("AASignature".into(), signature);
        let named: BTreeMap<_, _> = request.files.into_iter()
            .map(|(name, text)| (if name.starts_with("AA") { name } else { format!("EF.{name}") }, text.trim_end_matches('=').to_owned()))
            .collect();
        let request = HandOverChip { files: named, ..HandOverChip::default() };
        hand_over(&world, id, &request).await.unwrap();
    }

    async fn only_where_the_policy_trusts_the_organisation_with_it(world: World) {
        let browser = at_chip_of(&world, "chip-check").await;
        let id = &browser.registration;
        let refused = world.service.draw_chip_challenge(&world.live, id).await;
        assert_eq!(refused.unwrap_err(), Error::ChipFilesNotAccepted);
        assert_eq!(hand_over(&world, id, &unsigned()).await.unwrap_err(), Error::ChipFilesNotAccepted);
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { .. }));
    }

    async fn only_by_the_organisation_whose_session_it_is(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let stranger = world.other_organisation().await;
        let reader = CreateApiKey { name: "reads".into(), scopes: vec![Scope::SessionsRead] };
        let reader = world.service.create_api_key(&world.live, reader).await.unwrap();
        let reader = world.service.authenticate(&reader.secret).await.unwrap();
        for (caller, error) in [
            (&stranger, Error::NotFound),
            (&world.test, Error::NotFound),
            (&reader, Error::MissingScope(Scope::SessionsWrite)),
        ] {
            assert_eq!(world.service.draw_chip_challenge(caller, id).await.unwrap_err(), error);
            let refused = world.service.hand_over_chip(caller, id, None, unsigned()).await;
            assert_eq!(refused.unwrap_err(), error);
        }
    }

    async fn only_while_the_chip_is_asked_for(world: World) {
        offer(&world, &world.live).await;
        let request = CreateSession {
            service: SERVICE.into(),
            ..crate::world::request()
        };
        let created = world.service.create_session(&world.live, None, &request).await.unwrap();
        let id = &created.session.id;
        assert_eq!(hand_over(&world, id, &unsigned()).await.unwrap_err(), Error::ChipNotExpected, "too early");
        world.service.cancel_session(&world.live, id).await.unwrap();
        assert_eq!(hand_over(&world, id, &unsigned()).await.unwrap_err(), Error::StateConflict(Status::Canceled));
        world.service.redact_session(&world.live, id).await.unwrap();
        assert_eq!(hand_over(&world, id, &unsigned()).await.unwrap_err(), Error::Erased);

        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let drawn = challenge(&world, id).await;
        world.act(&browser, Act::SkipChip).await.unwrap();
        assert_eq!(hand_over(&world, id, &signed(&drawn)).await.unwrap_err(), Error::ChipNotExpected, "skipped");
        let browser = at_chip_of(&world, SERVICE).await;
        world.clock.advance(SignedDuration::from_hours(25));
        let refused = hand_over(&world, &browser.registration, &unsigned()).await;
        assert_eq!(refused.unwrap_err(), Error::StateConflict(Status::Expired));
    }

    async fn under_one_key_the_same_answer_is_given_again(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let key = IdempotencyKey::new("chip-1", [1; 32]).unwrap();
        let live = &world.live;
        let early = world.service.hand_over_chip(live, id, Some(&key), HandOverChip::default()).await;
        assert!(matches!(early, Err(Error::ChipFilesUnreadable(_))), "forgotten, since it failed");
        let request = signed(&challenge(&world, id).await);
        let first = world.service.hand_over_chip(live, id, Some(&key), request.clone()).await.unwrap();
        world.examine().await;
        let again = world.service.hand_over_chip(live, id, Some(&key), request.clone()).await.unwrap();
        assert_eq!(first, again);
        let other = IdempotencyKey::new("chip-1", [2; 32]).unwrap();
        let refused = world.service.hand_over_chip(live, id, Some(&other), request.clone()).await;
        assert_eq!(refused.unwrap_err(), Error::IdempotencyKeyReused);
    }

    async fn of_two_readers_the_first_has_read_it(world: World) {
        offer(&world, &world.live).await;
        let browser = at_chip_of(&world, SERVICE).await;
        let id = &browser.registration;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        hand_over(&world, id, &unsigned()).await.unwrap();
        assert!(relay.is_over(), "the reader at the page is told");
        assert_eq!(code(&relay.told().await), Some("chip-closed"));
        assert!(follow(&relay, &mut passport(), batch).await.len() <= 2, "what it still sends counts no more");
        assert!(chip(&world, &browser).await.is_none());

        let browser = at_chip_of(&world, SERVICE).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        let drawn = challenge(&world, &browser.registration).await;
        let said = follow(&relay, &mut passport(), batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
        let late = hand_over(&world, &browser.registration, &signed(&drawn)).await;
        assert_eq!(late.unwrap_err(), Error::ChipNotExpected);
        assert!(!matches!(chip(&world, &browser).await.map(|chip| chip.stage), Some(Stage::Ended(_))));
    }
}
