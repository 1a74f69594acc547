//! Lost and stolen documents: the list, a register on loopback, and what becomes of a finding.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bonafide_connectors::egress::fake::{Behaviour, Receiver};
use bonafide_connectors::egress::{Allowance, EgressClient, EgressConfig, PortRange};
use bonafide_connectors::lost_documents::http::{HttpRegister, HttpRegisterConfig};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Field;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::policy::{Policy, Rule, Ruling};
use bonafide_identity::port::Pending;
use bonafide_identity::port::lost_documents::{LookupError, LostDocuments, TravelDocument};
use bonafide_identity::registration::{Act, Screen, Status};
use bonafide_identity::service::Pinned;
use bonafide_service::lost::{ListState, LostImport, LostLine, LostRebuilt};
use bonafide_service::organisation::{Caller, CreateSession};
use bonafide_service::{Clock as _, Error, lost};
use bonafide_store::lost_documents as rows;
use bonafide_store::{Store, StoreError, testing};
use jiff::SignedDuration;
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

/// Documents of a long list, as long as a test can wait for.
const SEVERAL: usize = 6_000;

const LOST: Option<(Outcome, Reason)> = Some((Outcome::Fail, Reason::DocumentReportedLost));
const KNOWN: Option<(Outcome, Reason)> = Some((Outcome::Pass, Reason::AsExpected));
const UNKNOWN: Option<(Outcome, Reason)> = Some((Outcome::Inconclusive, Reason::CheckUnavailable));

both! {
    async fn a_document_on_the_list_goes_to_a_moderator(world: World) {
        // Nobody is asked, and nothing is claimed.
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::Verified, None));
        let lines = [line("b-1", "police"), line("B1", "embassy"), line("C1", "police")];
        let done = world.service.import_lost(&lines, |_| {}).await.unwrap();
        assert_eq!(done, LostImport { added: 3, present: 0 });
        let again = world.service.import_lost(&lines, |_| {}).await.unwrap();
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
        let Err(Error::Validation(pointers)) = world.service.import_lost(&bad, |_| {}).await else {
            panic!("it cannot be taken")
        };
        let pointers: Vec<_> = pointers.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/3/number", "/4/reported", "/5/source"]);
        assert_eq!(world.service.lost_sources().await.unwrap(), []);
        let many = vec![line("A1", "police"); lost::MOST + 1];
        assert_eq!(world.service.import_lost(&many, |_| {}).await, Err(Error::LimitReached(lost::MOST)));
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
        world.service.import_lost(&[line("C1", "police")], |_| {}).await.unwrap();
        assert_eq!(walked(&world, &world.live, "C1").await, (Status::InReview, LOST));
        assert_eq!(receiver.received().len(), 2, "neither tests nor what is on the list");
    }

    async fn a_register_that_does_not_answer_is_never_a_no(world: World) {
        let (receiver, register) = register(Behaviour::status(503)).await;
        let world = world.asking(Some(register));
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::InReview, UNKNOWN));
        for (number, behaviour) in [
            ("A2", Behaviour::Silence),
            ("A3", Behaviour::status(403)),
            ("A4", Behaviour::HangUp),
            ("A5", Behaviour::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec())),
        ] {
            receiver.behave(behaviour);
            assert_eq!(walked(&world, &world.live, number).await, (Status::InReview, UNKNOWN), "{number}");
        }
    }

    async fn a_register_that_does_not_answer_is_left_alone_for_a_while(world: World) {
        let (receiver, register) = register(Behaviour::Silence).await;
        let world = world.asking(Some(register));
        for number in ["A1", "A2", "A3"] {
            assert_eq!(walked(&world, &world.live, number).await, (Status::InReview, UNKNOWN), "{number}");
        }
        let asked = receiver.received().len();
        receiver.behave(saying(false));
        let begun = Instant::now();
        for number in ["A4", "A5"] {
            assert_eq!(walked(&world, &world.live, number).await, (Status::InReview, UNKNOWN), "{number}");
        }
        println!("without asking: {:?}", begun.elapsed() / 2);
        assert_eq!(receiver.received().len(), asked, "nobody asks");
        world.service.import_lost(&[line("A6", "police")], |_| {}).await.unwrap();
        assert_eq!(walked(&world, &world.live, "A6").await, (Status::InReview, LOST), "the list is asked");
        world.clock.advance(SignedDuration::from_secs(31));
        assert_eq!(walked(&world, &world.live, "A7").await, (Status::Verified, KNOWN));
        assert_eq!(walked(&world, &world.live, "A8").await, (Status::Verified, KNOWN));
        assert_eq!(receiver.received().len(), asked + 2);
    }

    async fn asking_takes_a_fraction_of_the_time_that_an_examination_has(world: World) {
        struct Slow;
        impl LostDocuments for Slow {
            fn look_up<'a>(&'a self, _: &'a TravelDocument) -> Pending<'a, Result<bool, LookupError>> {
                Box::pin(async {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    Ok(false)
                })
            }
        }
        let lease = Duration::from_millis(1_500);
        let world = world.asking_with(Some(Arc::new(Slow)), |settings| settings.lease = lease);
        let begun = Instant::now();
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::InReview, UNKNOWN));
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(10), "{took:?}");
    }

    async fn a_list_that_somebody_altered_is_not_believed(world: World) {
        let lines = [line("A1", "police"), line("A2", "police")];
        world.service.import_lost(&lines, |_| {}).await.unwrap();
        assert_eq!(walked(&world, &world.live, "B1").await, (Status::Verified, KNOWN));
        world.store.tamper("UPDATE lost_documents SET reported = '2020-02-02'").await.unwrap();
        world.service.keep_house().await.unwrap();
        for number in ["A1", "B2"] {
            assert_eq!(walked(&world, &world.live, number).await, (Status::InReview, UNKNOWN), "{number}");
        }
        let corrupt = |error| matches!(error, Error::Store(StoreError::Corrupt(_)));
        let refused = world.service.import_lost(&[line("A3", "police")], |_| {}).await;
        assert!(corrupt(refused.unwrap_err()));
        assert!(corrupt(world.service.remove_lost(&document("A1")).await.unwrap_err()));
        assert!(corrupt(world.service.remove_lost_source("police").await.unwrap_err()));

        // A register that says yes is believed, one that says no is not enough.
        let (receiver, register) = register(saying(false)).await;
        let world = world.asking(Some(register));
        assert_eq!(walked(&world, &world.live, "B3").await, (Status::InReview, UNKNOWN));
        receiver.behave(saying(true));
        assert_eq!(walked(&world, &world.live, "B4").await, (Status::InReview, LOST));
        let world = world.asking(None);

        let done = world.service.rebuild_lost(&lines, |_| {}).await.unwrap();
        assert_eq!(done, Some(LostRebuilt { removed: 2, added: 2 }));
        assert_eq!(walked(&world, &world.live, "A2").await, (Status::InReview, LOST));
        assert_eq!(walked(&world, &world.live, "B5").await, (Status::Verified, KNOWN));
        let again = world.service.rebuild_lost(&lines, |_| {}).await.unwrap();
        assert_eq!(again, None, "nothing to make anew");
        // Everything gone, without a word in the chain: noticed at once.
        world.store.tamper("DELETE FROM lost_documents").await.unwrap();
        assert_eq!(walked(&world, &world.live, "A1").await, (Status::InReview, UNKNOWN));
        let done = world.service.rebuild_lost(&[], |_| {}).await.unwrap();
        assert_eq!(done, Some(LostRebuilt { removed: 0, added: 0 }));
        assert_eq!(walked(&world, &world.live, "B6").await, (Status::Verified, None));
        let history = world.service.lost_history().await.unwrap();
        let kinds: Vec<_> = history.iter().map(|act| act.kind.as_str()).collect();
        assert_eq!(kinds, ["lost_rebuilt", "lost_rebuilt", "lost_imported"]);
        assert!(history[1].note.contains(r#""removed":2"#), "{}", history[1].note);
        let problems = bonafide_store::audit::verify(&world.store, None).await.unwrap().problems;
        assert_eq!(problems, []);
    }

    async fn an_import_that_did_not_end_leaves_nothing_behind(world: World) {
        world.service.import_lost(&[line("A1", "police")], |_| {}).await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let half = rows::Entry {
            value: [7; 32],
            source: "police".to_owned(),
            reported: String::new(),
            added: world.clock.now(),
        };
        rows::stage(&mut tx, 99, &[&half]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.service.lost_sources().await.unwrap()[0].entries, 1);
        world.service.import_lost(&[line("A2", "police")], |_| {}).await.unwrap();
        let all = world.store.peek("SELECT COUNT(*) AS n FROM lost_documents").await.unwrap();
        assert_eq!(all, ["2"]);
        let problems = bonafide_store::audit::verify(&world.store, None).await.unwrap().problems;
        assert_eq!(problems, []);
    }

    async fn nobody_waits_long_while_a_list_is_imported(world: World) {
        let lines: Vec<_> = (0..SEVERAL).map(|number| line(&format!("X{number}"), "police")).collect();
        // As another process would: with a connection of its own.
        let other = Store::open(world.store.config(), testing::seeded(99)).await.unwrap();
        let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
        let writing = tokio::spawn(async move {
            let mut waits = Vec::new();
            while stopped.try_recv().is_err() {
                let begun = Instant::now();
                other.begin().await.unwrap().rollback().await.unwrap();
                waits.push(begun.elapsed());
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            waits
        });
        let begun = Instant::now();
        let mut written = 0;
        let watching = world.service.clone();
        let (ended, mut end) = tokio::sync::oneshot::channel();
        let watched = tokio::spawn(async move {
            let mut seen = std::collections::BTreeSet::new();
            // Once more after the end.
            loop {
                let over = end.try_recv().is_ok();
                seen.extend(watching.lost_sources().await.unwrap().iter().map(|one| one.entries));
                if over {
                    return seen;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let done = world.service.import_lost(&lines, |more| written += more).await;
        assert_eq!(done.unwrap().added, SEVERAL as u64);
        let took = begun.elapsed();
        assert_eq!(written, SEVERAL);
        stop.send(()).unwrap();
        ended.send(()).unwrap();
        let mut waits = writing.await.unwrap();
        waits.sort_unstable();
        let longest = *waits.last().unwrap();
        println!("{SEVERAL} in {took:?}; {} writers waited at most {longest:?}", waits.len());
        assert!(waits.len() > SEVERAL / 1000, "others write meanwhile: {}", waits.len());
        let seen = watched.await.unwrap();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [SEVERAL as i64], "all or nothing");
        let begun = Instant::now();
        assert_eq!(world.service.check_lost_list().await, Ok(ListState::Kept));
        println!("gone through in {:?}", begun.elapsed());
        let problems = bonafide_store::audit::verify(&world.store, None).await.unwrap().problems;
        assert_eq!(problems, []);
    }

    async fn a_number_that_was_corrected_is_asked_about(world: World) {
        world.service.import_lost(&[line("A2", "police")], |_| {}).await.unwrap();
        let corrected = async |values: &[(Field, &str)]| {
            let (browser, id) = world.begin(&world.live).await;
            world.to_document(&browser).await;
            let front = EvidenceKind::DocumentFront;
            world.photograph(&browser, front, "passport A1 ERIKSSON").await.unwrap();
            world.examine().await;
            let Screen::CheckFields { fields, .. } = world.view(&browser).await.view.screen else {
                panic!("fields are to be checked");
            };
            let mut handed: BTreeMap<_, _> =
                fields.into_iter().filter_map(|(field, value)| Some((field, value?.text))).collect();
            for (field, value) in values {
                handed.insert(*field, (*value).to_owned());
            }
            world.act(&browser, Act::ConfirmFields { values: handed }).await.unwrap();
            let examined = world.examine().await;
            world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
            world.examine().await;
            let report = world.session(&id).await.report.unwrap();
            let findings = report.findings.into_iter();
            let found: Vec<_> = findings
                .filter(|finding| finding.check == Check::DocumentReported)
                .map(|finding| (finding.outcome, finding.reason))
                .collect();
            (examined, world.view(&browser).await.view.status, found)
        };
        let [known, lost, unknown] = [KNOWN, LOST, UNKNOWN].map(Option::unwrap);
        let number = Field::DocumentNumber;
        assert_eq!(corrected(&[(number, "a 2")]).await, (1, Status::InReview, vec![known, lost]));
        assert_eq!(corrected(&[(number, "A3")]).await, (1, Status::InReview, vec![known, unknown]));
        assert_eq!(
            corrected(&[(number, "A2"), (Field::IssuingState, "")]).await,
            (1, Status::InReview, vec![known, unknown]),
            "of no state",
        );
        assert_eq!(corrected(&[(number, "A-1")]).await, (0, Status::InReview, vec![known]), "the same");
        assert_eq!(corrected(&[(Field::Surname, "ERIKSEN")]).await.0, 0);
        assert_eq!(corrected(&[]).await, (0, Status::Verified, vec![known]));
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
        world.service.import_lost(&[line("A1", "police")], |_| {}).await.unwrap();
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
