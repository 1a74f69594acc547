//! The worker: pages never starve, breakdowns never leave anybody waiting.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_identity::registration::{Screen, Status};
use bonafide_service::Error;
use bonafide_service::organisation::{CreateEndpoint, MessageFilter, PageRequest};
use bonafide_service::worker::Housekept;
use bonafide_store::{evidence, jobs};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::world::{World, both};

/// One that never ends must not keep all others waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_examination_that_hangs_is_given_up() {
    let store = bonafide_store::testing::sqlite().await;
    let world = World::with(store, |settings| settings.lease = Duration::from_millis(90)).await;
    let (browser, _) = world.begin(&world.live).await;
    world.to_document(&browser).await;
    world
        .photograph(&browser, EvidenceKind::DocumentFront, "hang")
        .await
        .unwrap();
    let begun = Instant::now();
    assert!(world.service.examine_next().await.unwrap());
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(
        !world.service.examine_next().await.unwrap(),
        "it is tried again, but not at once"
    );
}

both! {
    async fn an_examination_that_breaks_down_ends_before_a_moderator(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "panic").await.unwrap();
        for attempt in 1..=3 {
            assert!(world.service.examine_next().await.unwrap(), "attempt {attempt}");
            assert!(!world.service.examine_next().await.unwrap(), "not at once again");
            world.clock.advance(SignedDuration::from_secs(10));
        }
        assert_eq!(world.examiner.examinations.load(Ordering::SeqCst), 3);
        let Screen::CheckFields { mut fields, zone: None } = world.view(&browser).await.view.screen else {
            panic!("the person goes on: {:?}", world.view(&browser).await.view);
        };
        let typed = crate::world::zone("SPECI2014", "NLD").values;
        let values = fields.drain(..).map(|(field, _)| (field, typed[&field].clone())).collect();
        world.act(&browser, bonafide_identity::registration::Act::ConfirmFields { values }).await.unwrap();
        assert!(world.service.examine_next().await.unwrap(), "whether that number was reported");
        world.photograph(&browser, EvidenceKind::Selfie, "panic").await.unwrap();
        for _ in 0..3 {
            world.service.examine_next().await.unwrap();
            world.clock.advance(SignedDuration::from_secs(10));
        }
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::InReview);
        let findings = session.report.unwrap().findings;
        let unavailable = findings.iter().filter(|finding| finding.reason == Reason::CheckUnavailable);
        assert!(unavailable.clone().count() >= 2);
        assert!(unavailable.clone().all(|finding| finding.outcome == Outcome::Inconclusive));
        assert!(jobs::dead(&mut world.store.read().await.unwrap(), 9).await.unwrap().is_empty());
    }

    async fn a_worker_that_dies_loses_its_claim(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        // Claimed by processes that are killed each time, as one that runs out of memory is.
        for _ in 0..3 {
            let clock: &dyn bonafide_service::Clock = &*world.clock;
            let now = clock.now();
            let claimed = world.store.claim_job("examine", now, now + SignedDuration::from_secs(60)).await.unwrap();
            assert!(claimed.is_some());
            assert!(!world.service.examine_next().await.unwrap(), "while the lease lasts");
            world.clock.advance(SignedDuration::from_secs(61));
        }
        assert!(world.service.examine_next().await.unwrap());
        assert_eq!(world.examiner.examinations.load(Ordering::SeqCst), 0, "it is not tried a fourth time");
        assert!(matches!(world.view(&browser).await.view.screen, Screen::CheckFields { zone: None, .. }));
    }

    async fn lost_evidence_leads_to_a_moderator(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        let mut read = world.store.read().await.unwrap();
        let row = evidence::of_registration(&mut read, &world.organisation, &id).await.unwrap().remove(0);
        drop(read);
        let path = world.store.directory().join("objects").join(row.object.unwrap());
        std::fs::write(path, b"something else").unwrap();
        assert_eq!(world.examine().await, 1);
        assert!(matches!(world.view(&browser).await.view.screen, Screen::CheckFields { zone: None, .. }));
    }

    async fn the_worker_works_and_stops(world: World) {
        let stop = CancellationToken::new();
        let (service, told) = (world.service.clone(), stop.clone());
        let working = tokio::spawn(async move { service.work(told).await });
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        let mut seen = world.view(&browser).await.version;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while !matches!(world.view(&browser).await.view.screen, Screen::CheckFields { .. }) {
            assert!(Instant::now() < deadline, "the worker does nothing");
            seen = world.service.changed(&browser, seen, Duration::from_secs(5)).await.unwrap();
        }
        world.confirm(&browser).await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        while world.session(&id).await.status != Status::Verified {
            assert!(Instant::now() < deadline, "the worker does nothing");
            seen = world.service.changed(&browser, seen, Duration::from_secs(5)).await.unwrap();
        }
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(10), working).await.unwrap().unwrap();
    }

    async fn a_job_of_a_newer_program_is_left_to_it(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        let written = world.store.peek("SELECT payload FROM jobs").await.unwrap().remove(0);
        let set = async |payload: &str| world.store.tamper(&format!("UPDATE jobs SET payload = '{payload}'")).await.unwrap();
        set(&written.replace("\"document\"", "\"hologram\"")).await;
        let mut looked_at = 0;
        for _ in 0..12 {
            looked_at += u32::from(world.service.examine_next().await.unwrap());
            world.clock.advance(SignedDuration::from_hours(1));
        }
        assert_eq!(looked_at, 12, "looked at again and again");
        assert!(world.service.dead_jobs().await.unwrap().is_empty());
        // The newer program comes by.
        set(&written).await;
        assert_eq!(world.examine().await, 1);
        assert!(matches!(world.view(&browser).await.view.screen, Screen::CheckFields { zone: Some(_), .. }), "not given up");
    }

    async fn a_job_that_nobody_can_read_is_kept_for_a_human(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        let written = world.store.peek("SELECT payload FROM jobs").await.unwrap().remove(0);
        world.store.tamper("UPDATE jobs SET payload = '{}'").await.unwrap();
        assert!(world.service.examine_next().await.unwrap());
        assert!(!world.service.examine_next().await.unwrap(), "not at once again");
        world.clock.advance(SignedDuration::from_hours(73));
        assert!(world.service.examine_next().await.unwrap());
        world.clock.advance(SignedDuration::from_hours(73));
        assert!(!world.service.examine_next().await.unwrap());
        let dead = world.service.dead_jobs().await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].queue.as_str(), dead[0].error.as_deref()), ("examine", Some("unreadable")));
        assert_eq!(dead[0].organisation.as_ref(), Some(&world.organisation));
        world.store.tamper(&format!("UPDATE jobs SET payload = '{written}'")).await.unwrap();
        world.service.retry_job(&dead[0].id).await.unwrap();
        assert_eq!(world.service.retry_job(&dead[0].id).await.unwrap_err(), Error::NotFound, "it runs");
        assert_eq!(world.examine().await, 1);
        assert!(world.service.dead_jobs().await.unwrap().is_empty());
    }

    async fn what_cannot_be_ended_holds_up_nobody_else(world: World) {
        for _ in 0..101 {
            world.open(&world.live).await;
        }
        // Their columns differ from their records, so that nothing is done with them.
        world.store.tamper("UPDATE registrations SET livemode = 0").await.unwrap();
        world.clock.advance(SignedDuration::from_secs(1));
        let well = world.open(&world.live).await.session.id;
        world.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(world.service.keep_house().await.unwrap().lapsed, 1);
        assert_eq!(world.session(&well).await.status, Status::Expired);
    }

    async fn what_went_out_is_not_kept_for_ever(world: World) {
        let request = CreateEndpoint { url: "https://shop.example/hook".into(), events: vec![] };
        world.service.create_endpoint(&world.live, &request).await.unwrap();
        world.begin(&world.live).await;
        let list = async || {
            let page = PageRequest::default();
            world.service.webhook_messages(&world.live, &MessageFilter::default(), &page).await.unwrap().data.len()
        };
        world.clock.advance(SignedDuration::from_hours(31 * 24));
        world.service.keep_house().await.unwrap();
        assert_eq!(list().await, 2, "what has not gone out stays, and tells of the end too");
        world.service.deliver_webhooks().await.unwrap();
        world.service.keep_house().await.unwrap();
        assert_eq!(list().await, 1, "the end is fresh");
        world.clock.advance(SignedDuration::from_hours(31 * 24));
        world.service.keep_house().await.unwrap();
        assert_eq!(list().await, 0);
    }

    async fn an_empty_house_is_kept_quickly(world: World) {
        assert_eq!(world.service.keep_house().await.unwrap(), Housekept::default());
    }
}
