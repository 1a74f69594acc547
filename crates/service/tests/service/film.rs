//! Video identification: what a film makes of a registration, attempts, and blocks.

use std::sync::atomic::Ordering;

use bonafide_identity::assurance::Liveness;
use bonafide_identity::evidence::{CameraLimit, CaptureSource, EvidenceKind};
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::policy::{LightThresholds, Policy};
use bonafide_identity::registration::{Screen, Status};
use bonafide_identity::service::{Definition, Pinned};
use bonafide_service::Error;
use bonafide_service::film::{Camera, Client, Film, FrameWrong, Seat, Verdict};
use bonafide_service::organisation::CreateSession;
use bonafide_service::person::Browser;
use bonafide_store::films::{self, FilmOutcome};
use bonafide_store::services;
use jiff::SignedDuration;

use crate::world::{World, both, request};

impl World {
    pub(crate) async fn to_film(&self, passport: &str) -> (Browser, RegistrationId) {
        let wanted = CreateSession {
            service: "video-check".into(),
            ..request()
        };
        let created = self
            .service
            .create_session(&self.live, None, &wanted)
            .await
            .unwrap();
        let opened = (self.service.redeem_link(&created.client_secret, None))
            .await
            .unwrap();
        self.to_selfie(&opened.browser, passport).await;
        assert_eq!(
            self.view(&opened.browser).await.view.screen,
            Screen::Liveness
        );
        (opened.browser, created.session.id)
    }

    async fn begin_film(&self, browser: &Browser, client: &Client) -> Result<Film, Error> {
        let turn = self.view(browser).await.view.turn;
        let seat = self.seat(browser, client).await?;
        self.service
            .begin_film(browser, turn, client, Camera::default(), seat)
            .await
    }

    async fn seat(&self, browser: &Browser, client: &Client) -> Result<Seat, Error> {
        let turn = self.view(browser).await.view.turn;
        let queued = self.service.queue_film(browser, turn, client).await?;
        queued.seat().await
    }

    pub(crate) async fn film(&self, browser: &Browser, frame: &str) -> Verdict {
        let mut film = self.begin_film(browser, &Client::default()).await.unwrap();
        for number in 0..30 {
            film.receive(number * 66, &message(number, frame)).unwrap();
        }
        film.judge().await.unwrap()
    }

    async fn blocked(&self, browser: &Browser) -> Option<i64> {
        let status = (self.service.film_status(browser, &Client::default()))
            .await
            .unwrap();
        Some(status.blocked_until?.duration_since(status.now).as_mins())
    }
}

/// A frame whose words say what is seen.
fn message(number: u32, words: &str) -> Vec<u8> {
    let captured = number * 66 + number % 3;
    [
        &number.to_be_bytes()[..],
        &captured.to_be_bytes(),
        &[0xff, 0xd8, 0xff],
        words.as_bytes(),
    ]
    .concat()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

both! {
    async fn a_film_that_passes_verifies(world: World) {
        let (browser, id) = world.to_film("passport").await;
        assert_eq!(world.film(&browser, "live").await, Verdict::Passed);
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::Verified);
        let report = world.session(&id).await.report.unwrap();
        assert_eq!(report.liveness, Liveness::Passed);
        let selfies: Vec<_> = report
            .evidence
            .iter()
            .filter(|one| one.kind == EvidenceKind::Selfie)
            .map(|one| one.source)
            .collect();
        assert_eq!(selfies, [CaptureSource::ServerDriven]);
    }

    async fn five_failures_block_whoever_comes_with_the_document(world: World) {
        let (browser, id) = world.to_film("passport FILM00001 ERIKSSON").await;
        for _ in 0..5 {
            assert_eq!(world.blocked(&browser).await, None);
            assert_eq!(world.film(&browser, "flat").await, Verdict::Failed(Reason::FaceFlat));
            let view = world.view(&browser).await.view;
            assert_eq!((view.screen, view.problem), (Screen::Liveness, Some(Reason::LivenessUnsure)));
        }
        assert_eq!(world.blocked(&browser).await, Some(15));
        let refused = world.begin_film(&browser, &Client::default()).await;
        assert!(matches!(refused, Err(Error::FilmBlocked { .. })));
        // Every attempt is on record, and in the chain.
        let mut read = world.store.read().await.unwrap();
        let films = films::of_registration(&mut read, &world.organisation, &id).await.unwrap();
        drop(read);
        assert_eq!(films.len(), 5);
        assert!(films.iter().all(|film| film.outcome == FilmOutcome::Failed && film.reason.as_deref() == Some("face-flat")));

        // A fresh registration does not begin anew with the same document; another's does.
        let (fresh, _) = world.to_film("passport FILM00001 ERIKSSON").await;
        assert_eq!(world.blocked(&fresh).await, Some(15));
        let (other, _) = world.to_film("passport FILM00002 JANSEN").await;
        assert_eq!(world.blocked(&other).await, None);

        // Free again by itself, and the next block is longer.
        world.clock.advance(minutes(16));
        assert_eq!(world.blocked(&fresh).await, None);
        for _ in 0..5 {
            assert_eq!(world.blocked(&fresh).await, None);
            world.film(&fresh, "flat").await;
        }
        assert_eq!(world.blocked(&fresh).await, Some(30));
        world.clock.advance(minutes(31));
        assert_eq!(world.film(&fresh, "live").await, Verdict::Passed);
        world.clock.advance(SignedDuration::from_hours(26));
        assert_eq!(world.blocked(&fresh).await, None);
    }

    async fn a_face_that_failed_is_known_again(world: World) {
        // Another person's document each time, and nobody knows the browser.
        for number in 1..=5 {
            let (browser, _) = world.to_film(&format!("passport FACE0000{number} PERSON{number}")).await;
            if number % 2 == 0 {
                // Broken off half way: the face was seen all the same.
                let mut film = world.begin_film(&browser, &Client::default()).await.unwrap();
                film.receive(9, &message(0, "flat")).unwrap();
                film.give_up(Reason::FramesMissing).await.unwrap();
            } else {
                world.film(&browser, "flat").await;
            }
        }
        let (browser, _) = world.to_film("passport FACE00009 PERSON").await;
        assert_eq!(world.blocked(&browser).await, None, "nobody has seen the face yet");
        assert!(matches!(world.film(&browser, "live").await, Verdict::Blocked { .. }));
        assert_eq!(world.blocked(&browser).await, Some(15), "and now it is known");
        let (other, _) = world.to_film("passport FACE00010 OTHER").await;
        assert_eq!(world.film(&other, "other live").await, Verdict::Passed);
    }

    async fn browsers_and_networks_count_too(world: World) {
        let client = Client {
            device: Some("d0".into()),
            address: Some("192.0.2.7".parse().unwrap()),
        };
        for number in 1..=5 {
            let (browser, _) = world.to_film(&format!("passport DEV00000{number} PERSON{number}")).await;
            let film = world.begin_film(&browser, &client).await.unwrap();
            assert_eq!(film.give_up(Reason::FramesMissing).await.unwrap(), Verdict::Failed(Reason::FramesMissing));
        }
        let (browser, _) = world.to_film("passport DEV000009 PERSON").await;
        let status = world.service.film_status(&browser, &client).await.unwrap();
        assert!(status.blocked_until.is_some());
        let neighbour = Client { device: Some("d1".into()), ..client };
        let status = world.service.film_status(&browser, &neighbour).await.unwrap();
        assert_eq!(status.blocked_until, None, "many share a network");
    }

    async fn nothing_refunds_an_attempt(world: World) {
        let (browser, id) = world.to_film("passport").await;
        for _ in 0..5 {
            // The connection breaks: nothing is ever submitted.
            drop(world.begin_film(&browser, &Client::default()).await.unwrap());
        }
        assert_eq!(world.blocked(&browser).await, Some(15));
        let mut read = world.store.read().await.unwrap();
        let films = films::of_registration(&mut read, &world.organisation, &id).await.unwrap();
        assert!(films.iter().all(|film| film.outcome == FilmOutcome::Begun));
    }

    async fn a_policy_may_want_colours_of_the_screen(world: World) {
        let mut policy = Policy::standard();
        policy.id = "lit".parse().unwrap();
        policy.version = 1;
        let limits = policy.thresholds.liveness.as_mut().unwrap();
        limits.light = Some(LightThresholds { colours: 10, millis: 400, agreement: 0.85 });
        world.service.put_policy(&policy).await.unwrap();
        let (browser, _) = world.to_film("passport").await;
        let plain = world.service.film_status(&browser, &Client::default()).await.unwrap();
        assert!(!plain.lit);
        let film = world.begin_film(&browser, &Client::default()).await.unwrap();
        assert_eq!(film.lights(), []);
        drop(film);

        let mut read = world.store.read().await.unwrap();
        let row = services::latest(&mut read, &world.organisation, "video-check").await.unwrap();
        drop(read);
        let mut definition: Definition = serde_json::from_str(&row.unwrap().definition).unwrap();
        definition.version += 1;
        definition.policy = Pinned { id: policy.id.clone(), version: 1 };
        world.service.put_service(&world.organisation, &definition).await.unwrap();
        let (browser, _) = world.to_film("passport LIT000001 LIGHT").await;
        let status = world.service.film_status(&browser, &Client::default()).await.unwrap();
        assert!(status.lit);
        assert_eq!(status.seconds, plain.seconds + 4);
        let mut orders = Vec::new();
        for failed in 1..=2 {
            let mut film = world.begin_film(&browser, &Client::default()).await.unwrap();
            let lights = film.lights().to_vec();
            assert_eq!(lights.len(), 10);
            assert!(lights.iter().all(|light| light.to - light.from == 400));
            assert!(lights[0].from > film.prompts().last().unwrap().to);
            assert_eq!(film.end(), lights[9].to);
            orders.push(lights.iter().map(|light| light.colour).collect::<Vec<_>>());
            for number in 0..30 {
                film.receive(number * 66, &message(number, "unlit")).unwrap();
            }
            let verdict = film.judge().await.unwrap();
            assert_eq!(verdict, Verdict::Failed(Reason::LightNotFollowed), "{failed}");
            let view = world.view(&browser).await.view;
            assert_eq!((view.screen, view.problem), (Screen::Liveness, Some(Reason::LightNotFollowed)));
        }
        assert_ne!(orders[0], orders[1], "drawn anew each time");
        assert_eq!(world.film(&browser, "live").await, Verdict::Passed);
    }

    async fn of_two_at_once_the_last_counts(world: World) {
        let (browser, _) = world.to_film("passport").await;
        let mut first = world.begin_film(&browser, &Client::default()).await.unwrap();
        let mut second = world.begin_film(&browser, &Client::default()).await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(1), first.replaced()).await.unwrap();
        for number in 0..30 {
            first.receive(number * 66, &message(number, "live")).unwrap();
            second.receive(number * 66, &message(number, "live")).unwrap();
        }
        assert_eq!(first.judge().await.unwrap(), Verdict::Superseded);
        assert_eq!(world.view(&browser).await.view.screen, Screen::Liveness);
        assert_eq!(second.judge().await.unwrap(), Verdict::Passed);
        let kept = world.store.read().await.unwrap();
        drop(kept);
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::Verified);
    }

    async fn a_page_out_of_date_begins_nothing(world: World) {
        let (browser, _) = world.to_film("passport").await;
        let turn = world.view(&browser).await.view.turn;
        let seat = async |browser| world.seat(browser, &Client::default()).await.unwrap();
        let stale = (world.service).queue_film(&browser, turn + 1, &Client::default()).await;
        assert!(matches!(stale, Err(Error::Stale)));
        let begin = async |turn| (world.service)
            .begin_film(&browser, turn, &Client::default(), Camera::default(), seat(&browser).await)
            .await;
        assert!(matches!(begin(turn + 1).await, Err(Error::Stale)));
        let (other, _) = world.begin(&world.live).await;
        let early = (world.service)
            .begin_film(&other, 0, &Client::default(), Camera::default(), seat(&other).await)
            .await;
        assert!(matches!(early, Err(Error::StepNotOpen)));
        let mut film = begin(turn).await.unwrap();
        film.receive(5, &message(0, "live")).unwrap();
        assert_eq!(film.receive(70, &message(0, "live")), Err(FrameWrong::Order));
        assert_eq!(film.give_up(Reason::FramesWrong).await.unwrap(), Verdict::Failed(Reason::FramesWrong));
    }

    async fn another_way_leads_to_a_person(world: World) {
        let (browser, id) = world.to_film("passport").await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::InReview);
        let report = world.session(&id).await.report.unwrap();
        assert_eq!(report.liveness, Liveness::OtherWay);
        assert_eq!(report.decision.reasons, [Reason::LivenessOtherWay]);
    }

    async fn software_for_a_camera_is_looked_at(world: World) {
        let (browser, id) = world.to_film("passport").await;
        let turn = world.view(&browser).await.view.turn;
        let seat = world.seat(&browser, &Client::default()).await.unwrap();
        let camera = Camera { label: "OBS Virtual Camera".into(), limit: None };
        let mut film = (world.service)
            .begin_film(&browser, turn, &Client::default(), camera, seat)
            .await
            .unwrap();
        film.receive(9, &message(0, "live")).unwrap();
        assert_eq!(film.judge().await.unwrap(), Verdict::Unsure);
        world.examine().await;
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::InReview);
        assert_eq!(session.report.unwrap().liveness, Liveness::Inconclusive);
    }

    async fn a_poor_camera_is_noted_and_decides_nothing(world: World) {
        let (browser, id) = world.to_film("passport").await;
        let turn = world.view(&browser).await.view.turn;
        let seat = world.seat(&browser, &Client::default()).await.unwrap();
        let camera = Camera { label: String::new(), limit: Some(CameraLimit::Poor) };
        let mut film = (world.service)
            .begin_film(&browser, turn, &Client::default(), camera, seat)
            .await
            .unwrap();
        film.receive(9, &message(0, "live")).unwrap();
        assert_eq!(film.judge().await.unwrap(), Verdict::Passed);
        world.examine().await;
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::Verified);
        let report = session.report.unwrap();
        let noted = (report.findings.iter()).find(|line| line.check == Check::CaptureQuality);
        let noted = noted.map(|line| (line.outcome, line.reason));
        assert_eq!(noted, Some((Outcome::Warn, Reason::CameraPoor)));
    }

    async fn a_judge_that_breaks_down_passes_nobody(world: World) {
        let (browser, _) = world.to_film("passport").await;
        assert_eq!(world.film(&browser, "panic").await, Verdict::Unsure);
        assert_eq!(world.examiner.films.load(Ordering::SeqCst), 1);
    }
}
