//! Lost and stolen documents: the list, a register on loopback, and what becomes of a finding.

use std::sync::Arc;

use bonafide_connectors::egress::fake::{Behaviour, Receiver};
use bonafide_connectors::egress::{Allowance, EgressClient, EgressConfig, PortRange};
use bonafide_connectors::lost_documents::http::{HttpRegister, HttpRegisterConfig};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::policy::{Policy, Rule, Ruling};
use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_identity::registration::{Screen, Status};
use bonafide_identity::service::Pinned;
use bonafide_service::lost::{LostImport, LostLine};
use bonafide_service::organisation::{Caller, CreateSession};
use bonafide_service::{Error, lost};
use serde_json::{Value, json};

use crate::world::{World, both, request};

fn line(number: &str, source: &str) -> LostLine {
    LostLine {
        line: 2,
        state: "NLD".into(),
        number: number.into(),
        reported: "2026-01-31".into(),
        source: source.into(),
    }
}

fn document(number: &str) -> TravelDocument {
    TravelDocument::new("NLD", number, None).unwrap()
}

/// A register that behaves so.
async fn register(behaviour: Behaviour) -> (Receiver, Arc<HttpRegister>) {
    let receiver = Receiver::start(behaviour).await;
    let egress = EgressClient::new(EgressConfig {
        allow: vec![Allowance {
            to: "127.0.0.1".parse().unwrap(),
            ports: Some(vec![PortRange::ALL]),
            plain_http: true,
        }],
        ..EgressConfig::default()
    });
    let config = json!({ "url": receiver.url(), "token": "s3cret", "timeout_seconds": 1 });
    let config: HttpRegisterConfig = serde_json::from_value(config).unwrap();
    let register = HttpRegister::new(&config, Arc::new(egress.unwrap())).unwrap();
    (receiver, Arc::new(register))
}

fn saying(reported: bool) -> Behaviour {
    Behaviour::Answer {
        status: 200,
        headers: Vec::new(),
        body: json!({ "reported": reported }).to_string().into_bytes(),
    }
}

/// What became of a passport of that number, and what was found about it.
async fn walked(
    world: &World,
    caller: &Caller,
    number: &str,
) -> (Status, Option<(Outcome, Reason)>) {
    let (browser, id) = world.begin(caller).await;
    let picture = format!("passport {number} ERIKSSON");
    let status = world.walk(&browser, &picture, "same").await;
    (status, found(world, &id).await)
}

async fn found(world: &World, id: &RegistrationId) -> Option<(Outcome, Reason)> {
    let report = world.session(id).await.report.unwrap();
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.check == Check::DocumentReported)?;
    Some((finding.outcome, finding.reason))
}

const LOST: Option<(Outcome, Reason)> = Some((Outcome::Fail, Reason::DocumentReportedLost));
const KNOWN: Option<(Outcome, Reason)> = Some((Outcome::Pass, Reason::AsExpected));
const UNKNOWN: Option<(Outcome, Reason)> = Some((Outcome::Inconclusive, Reason::CheckUnavailable));

both! {
    async fn a_document_on_the_list_goes_to_a_moderator(world: World) {
        // Nobody is asked, and nothing is claimed.
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::Verified, None));
        let lines = [line("b-1", "police"), line("B1", "embassy"), line("C1", "police")];
        let done = world.service.import_lost(&lines).await.unwrap();
        assert_eq!(done, LostImport { added: 3, present: 0 });
        let again = world.service.import_lost(&lines).await.unwrap();
        assert_eq!(again, LostImport { added: 0, present: 3 });
        assert_eq!(walked(&world, &world.live, "B1").await, (Status::InReview, LOST));
        assert_eq!(walked(&world, &world.live, "D1").await, (Status::Verified, KNOWN));
        assert_eq!(walked(&world, &world.test, "B1").await, (Status::InReview, LOST), "also in test mode");

        let reports = world.service.lost_reports(&document("B 1")).await.unwrap();
        let expected = ["embassy", "police"].map(|source| (source.to_owned(), "2026-01-31".to_owned()));
        assert_eq!(reports, expected);
        let sources = world.service.lost_sources().await.unwrap();
        let sources: Vec<_> = sources.iter().map(|one| (one.name.as_str(), one.entries)).collect();
        assert_eq!(sources, [("embassy", 1), ("police", 2)]);
        assert!(world.service.remove_lost(&document("B1")).await.unwrap());
        assert!(!world.service.remove_lost(&document("B1")).await.unwrap());
        assert_eq!(world.service.remove_lost_source("police").await, Ok(1));
        assert_eq!(walked(&world, &world.live, "E1").await, (Status::Verified, None));
        let history = world.service.lost_history().await.unwrap();
        let kinds: Vec<_> = history.iter().map(|act| act.kind.as_str()).collect();
        assert_eq!(kinds, ["lost_removed", "lost_removed", "lost_imported"]);
        let problems = bonafide_store::audit::verify(&world.store, None).await.unwrap().problems;
        assert_eq!(problems, []);
    }

    async fn a_list_is_taken_whole_or_not_at_all(world: World) {
        let bad = [
            line("A1", "police"),
            LostLine { line: 3, state: "NLDX".into(), ..line("A2", "police") },
            LostLine { line: 4, reported: "yesterday".into(), ..line("A3", "police") },
            LostLine { line: 5, ..line("A4", " ") },
        ];
        let Err(Error::Validation(pointers)) = world.service.import_lost(&bad).await else {
            panic!("it cannot be taken")
        };
        let pointers: Vec<_> = pointers.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/3/number", "/4/reported", "/5/source"]);
        assert_eq!(world.service.lost_sources().await.unwrap(), []);
        let many = vec![line("A1", "police"); lost::MOST + 1];
        assert_eq!(world.service.import_lost(&many).await, Err(Error::LimitReached(lost::MOST)));
    }

    async fn a_register_is_asked_in_live_mode_about_what_the_list_does_not_have(world: World) {
        let (receiver, register) = register(saying(false)).await;
        let world = world.asking(Some(register));
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::Verified, KNOWN));
        let [asked] = &receiver.received()[..] else { panic!("once") };
        let expected = json!({ "issuing_state": "NLD", "document_number": "A1", "document_type": "P" });
        assert_eq!(serde_json::from_slice::<Value>(&asked.body).unwrap(), expected);
        assert_eq!(asked.header("authorization"), Some("Bearer s3cret"));
        receiver.behave(saying(true));
        assert_eq!(walked(&world, &world.live, "B1").await, (Status::InReview, LOST));
        assert_eq!(walked(&world, &world.test, "B1").await, (Status::Verified, None));
        world.service.import_lost(&[line("C1", "police")]).await.unwrap();
        assert_eq!(walked(&world, &world.live, "C1").await, (Status::InReview, LOST));
        assert_eq!(receiver.received().len(), 2, "neither tests nor what is on the list");
    }

    async fn a_register_that_does_not_answer_is_never_a_no(world: World) {
        let (receiver, register) = register(Behaviour::status(503)).await;
        let world = world.asking(Some(register));
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::InReview, UNKNOWN));
        for (number, behaviour) in [
            ("A2", Behaviour::Silence),
            ("A3", Behaviour::HangUp),
            ("A4", Behaviour::status(403)),
            ("A5", Behaviour::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec())),
        ] {
            receiver.behave(behaviour);
            assert_eq!(walked(&world, &world.live, number).await, (Status::InReview, UNKNOWN), "{number}");
        }
    }

    async fn the_policy_says_what_becomes_of_it(world: World) {
        let mut policy = Policy { id: "strict".parse().unwrap(), version: 1, ..Policy::standard() };
        let rule = Rule { ruling: Ruling::Retry, exhausted: Some(Ruling::Reject) };
        policy.rules.insert(Reason::DocumentReportedLost, rule);
        policy.limits.attempts = 2;
        world.service.put_policy(&policy).await.unwrap();
        let mut read = world.store.read().await.unwrap();
        let row = bonafide_store::services::latest(&mut read, &world.organisation, "identity-check").await.unwrap();
        drop(read);
        let mut definition: bonafide_identity::service::Definition =
            serde_json::from_str(&row.unwrap().definition).unwrap();
        definition.id = "strict-check".parse().unwrap();
        definition.version = 1;
        definition.policy = Pinned { id: policy.id, version: 1 };
        world.service.put_service(&world.organisation, &definition).await.unwrap();
        world.service.import_lost(&[line("A1", "police")]).await.unwrap();
        let open = CreateSession { service: "strict-check".into(), ..request() };
        let created = world.service.create_session(&world.live, None, &open).await.unwrap();
        let browser = world.service.redeem_link(&created.client_secret, None).await.unwrap().browser;
        world.to_document(&browser).await;
        let front = EvidenceKind::DocumentFront;
        world.photograph(&browser, front, "passport A1 ERIKSSON").await.unwrap();
        world.examine().await;
        let view = world.view(&browser).await.view;
        assert!(matches!(view.screen, Screen::PhotographDocument { .. } | Screen::ChooseDocument { .. }));
        let error = world.session(&browser.registration).await.last_error.unwrap();
        assert_eq!(error.code, "document-reported-lost");
        if matches!(view.screen, Screen::ChooseDocument { .. }) {
            world.choose_document(&browser).await;
        }
        world.photograph(&browser, front, "passport A1 ERIKSSON").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::Rejected);
    }
}
