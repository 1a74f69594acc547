//! Links, cookies, pictures that cannot be used, following live, and the way back.

use std::time::Duration;

use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::registration::{Act, Status};
use bonafide_service::Error;
use bonafide_service::organisation::CreateSession;
use bonafide_service::person::LinkState;
use jiff::SignedDuration;
use url::Url;

use crate::world::{World, both, request};

fn code_of(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    url.query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned()
}

both! {
    async fn a_link_opens_once_and_goes_on_in_the_same_browser(world: World) {
        let created = world.open(&world.live).await;
        assert!(created.url.ends_with(&created.client_secret));
        assert!(created.client_secret.len() >= 22, "128 bits");
        for _ in 0..3 {
            let LinkState::Fresh(preview) = world.service.link(&created.client_secret, None).await.unwrap() else {
                panic!("a GET consumes nothing");
            };
            assert_eq!(preview.organisation_name, "Harbour Town Library");
            assert_eq!(preview.definition.title, "Library card");
        }
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        let again = world.service.redeem_link(&created.client_secret, Some(&opened.cookie)).await.unwrap();
        assert_eq!(again.cookie, opened.cookie);
        assert_eq!(again.browser.id, opened.browser.id);
        let state = world.service.link(&created.client_secret, Some(&opened.cookie)).await.unwrap();
        assert!(matches!(state, LinkState::Continue(_)));
        for cookie in [None, Some("another-browser-with-another-cookie")] {
            assert_eq!(world.service.redeem_link(&created.client_secret, cookie).await.unwrap_err(), Error::LinkUsed);
            let LinkState::Used { organisation_name } = world.service.link(&created.client_secret, cookie).await.unwrap() else {
                panic!("opened elsewhere");
            };
            assert_eq!(organisation_name, "Harbour Town Library");
        }
        assert_eq!(world.service.link("unknown-secret-unknown", None).await.unwrap_err(), Error::LinkUnknown);
        // The cookie of one registration opens no other.
        let other = world.open(&world.live).await;
        assert!(matches!(world.service.link(&other.client_secret, Some(&opened.cookie)).await, Ok(LinkState::Fresh(_))));
    }

    async fn a_used_link_tells_strangers_nothing_of_how_it_went(world: World) {
        let created = world.open(&world.live).await;
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        world.walk(&opened.browser, "passport", "same").await;
        let state = world.service.link(&created.client_secret, None).await;
        assert!(matches!(state, Ok(LinkState::Used { .. })));
    }

    async fn a_link_that_nobody_opened_in_time_says_so(world: World) {
        let created = world.open(&world.live).await;
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(world.service.link(&created.client_secret, None).await.unwrap_err(), Error::Ended(Status::Expired));
        let refused = world.service.redeem_link(&created.client_secret, None).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "registration-expired");
    }

    async fn more_time_is_given_until_there_is_no_more(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        let before = world.view(&browser).await;
        assert!(before.may_extend);
        // A day is left: nothing is gained, and nothing written.
        assert_eq!(world.service.extend(&browser).await.unwrap().version, before.version);

        world.clock.advance(before.expires_at.duration_since(before.now) - SignedDuration::from_mins(2));
        let after = world.service.extend(&browser).await.unwrap();
        assert_eq!(after.expires_at.duration_since(after.now), SignedDuration::from_mins(30));
        assert_eq!(after.view.turn, before.view.turn, "forms stay good");
        assert_eq!(world.session(&id).await.expires_at, Some(after.expires_at));
        // What was begun before goes on past its first end, and the browser stays in.
        world.clock.advance(SignedDuration::from_mins(10));
        assert!(world.photograph(&browser, EvidenceKind::DocumentFront, "passport").await.is_ok());

        // A registration that may stay open for 30 days has one more, whatever is asked.
        let now = world.view(&browser).await.now;
        let long = CreateSession { expires_at: Some(now + SignedDuration::from_hours(30 * 24)), ..request() };
        let created = world.service.create_session(&world.live, None, &long).await.unwrap();
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        let mut view = world.view(&opened.browser).await;
        while view.may_extend {
            world.clock.advance(view.expires_at.duration_since(view.now) - SignedDuration::from_secs(90));
            view = world.service.extend(&opened.browser).await.unwrap();
        }
        let longest = view.expires_at.duration_since(created.session.created_at);
        let rest = SignedDuration::from_hours(31 * 24) - longest;
        assert!(rest >= SignedDuration::ZERO && rest < SignedDuration::from_mins(1), "{rest:?}");
        world.clock.advance(view.expires_at.duration_since(view.now));
        assert_eq!(world.service.extend(&opened.browser).await.unwrap_err(), Error::Ended(Status::Expired));
    }

    async fn of_two_browsers_at_once_one_is_let_in(world: World) {
        let created = world.open(&world.live).await;
        let tries = (0..8).map(|_| {
            let (service, secret) = (world.service.clone(), created.client_secret.clone());
            tokio::spawn(async move { service.redeem_link(&secret, None).await })
        });
        let results = futures::future::join_all(tries).await;
        assert_eq!(results.iter().filter(|result| matches!(result, Ok(Ok(_)))).count(), 1);
    }

    async fn secrets_are_kept_as_hashes(world: World) {
        let created = world.open(&world.live).await;
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        let handover = world.service.start_handover(&opened.browser).await.unwrap();
        world.walk(&opened.browser, "passport", "same").await;
        let back = world.service.finish(&opened.browser).await.unwrap();
        let secrets = [&created.client_secret, &opened.cookie, &code_of(&back), &handover.url.rsplit('/').next().unwrap().to_owned()]
            .map(String::clone);
        if !world.store.is_postgres() {
            let mut bytes = Vec::new();
            for entry in std::fs::read_dir(world.store.directory()).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    bytes.extend(std::fs::read(path).unwrap());
                }
            }
            assert!(bytes.len() > 10_000);
            for secret in &secrets {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "a secret stands in the database");
            }
            for personal in ["ERIKSSON", "SPECI2014", "1974-08-12", "order-7"] {
                let found = bytes.windows(personal.len()).any(|window| window == personal.as_bytes());
                assert!(!found, "{personal} stands in the database");
            }
        }
    }

    async fn a_form_must_come_from_a_page_of_the_browser(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        let (other, _) = world.begin(&world.live).await;
        assert_eq!(browser.check_csrf(&browser.csrf), Ok(()));
        for forged in ["", "x", other.csrf.as_str()] {
            assert_eq!(browser.check_csrf(forged), Err(Error::FormExpired));
        }
    }

    async fn unusable_pictures_cost_nothing(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        world.to_document(&browser).await;
        for (picture, notice) in [("", "upload-empty"), ("pdf", "upload-pdf"), ("bomb", "upload-unreadable")] {
            let refused = world.photograph(&browser, EvidenceKind::DocumentFront, picture).await.unwrap_err();
            assert_eq!(refused.notice().as_str(), notice);
        }
        let huge = vec![0; bonafide_service::person::MAX_PICTURE + 1];
        let source = CaptureSource::Upload;
        let refused = world.service.photograph(&browser, 2, EvidenceKind::DocumentFront, source, None, huge).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "upload-too-large");
        assert_eq!(world.view(&browser).await.view.turn, 2, "nothing was lost");
        let refused = world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap_err();
        assert_eq!(refused, Error::StepNotOpen);
    }

    async fn followers_learn_of_changes_at_once(world: World) {
        let (browser, _) = world.begin(&world.live).await;
        let seen = world.view(&browser).await.version;
        let (service, follower) = (world.service.clone(), browser.clone());
        let following = tokio::spawn(async move { service.changed(&follower, seen, Duration::from_secs(30)).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let begun = std::time::Instant::now();
        world.act(&browser, Act::Consent { text_version: "1".into(), language: "en".into() }).await.unwrap();
        let version = following.await.unwrap().unwrap();
        assert_ne!(version, seen);
        assert!(begun.elapsed() < Duration::from_millis(1500), "{:?}", begun.elapsed());
        assert_eq!(world.view(&browser).await.version, version);
        let unchanged = world.service.changed(&browser, version, Duration::from_millis(50)).await.unwrap();
        assert_eq!(unchanged, version);
    }

    async fn the_way_back_carries_a_code_that_is_worth_one_look(world: World) {
        let (browser, id) = world.begin(&world.live).await;
        assert_eq!(world.service.finish(&browser).await.unwrap_err(), Error::NoReturn, "not before the end");
        world.walk(&browser, "passport", "same").await;
        let back = world.service.finish(&browser).await.unwrap();
        assert!(back.starts_with("http://127.0.0.1:4711/back?order=7&session_id=reg_"), "{back}");
        let code = code_of(&back);
        // Neither another organisation nor the other mode learns anything, nor uses it up.
        let stranger = world.other_organisation().await;
        for caller in [&stranger, &world.test] {
            assert_eq!(world.service.redeem_result(caller, &code).await.unwrap_err(), Error::ResultCodeUnknown);
        }
        let session = world.service.redeem_result(&world.live, &code).await.unwrap();
        assert_eq!((session.id, session.status), (id, Status::Verified));
        assert!(session.report.is_some());
        assert_eq!(world.service.redeem_result(&world.live, &code).await.unwrap_err(), Error::ResultCodeUnknown);
        let replaced = code_of(&world.service.finish(&browser).await.unwrap());
        let late = code_of(&world.service.finish(&browser).await.unwrap());
        let refused = world.service.redeem_result(&world.live, &replaced).await;
        assert_eq!(refused.unwrap_err(), Error::ResultCodeUnknown, "the last one counts");
        let at_once = (0..4).map(|_| {
            let (service, browser) = (world.service.clone(), browser.clone());
            tokio::spawn(async move { service.finish(&browser).await.unwrap() })
        });
        let mut codes = vec![late];
        for one in futures::future::join_all(at_once).await {
            codes.push(code_of(&one.unwrap()));
        }
        let mut worth = Vec::new();
        for code in &codes {
            worth.extend(world.service.redeem_result(&world.live, code).await.ok());
        }
        assert_eq!(worth.len(), 1, "of as many as anybody cares to ask for");
        let late = code_of(&world.service.finish(&browser).await.unwrap());
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(world.service.redeem_result(&world.live, &late).await.unwrap_err(), Error::ResultCodeUnknown);
    }

    /// The attacker begins at the shop, and lures a victim into the link. The victim proves who
    /// they are, in their own browser: only that browser is sent back with a code. The attacker
    /// holds the session's id and the used link, and gets nothing for them.
    async fn a_lured_victim_proves_nothing_for_the_attacker(world: World) {
        let created = world.open(&world.live).await;
        let victim = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        world.walk(&victim.browser, "passport", "same").await;
        let again = world.service.redeem_link(&created.client_secret, None).await.unwrap_err();
        assert_eq!(again, Error::LinkUsed);
        // A browser of the attacker's own session may not finish the victim's.
        let (attacker, own) = world.begin(&world.live).await;
        assert_ne!(own, created.session.id);
        assert_eq!(world.service.finish(&attacker).await.unwrap_err(), Error::NoReturn);
        let guess = "A".repeat(43);
        assert_eq!(world.service.redeem_result(&world.live, &guess).await.unwrap_err(), Error::ResultCodeUnknown);
        // What the shop receives on return names the victim's browser, at the victim's shop session.
        let back = world.service.finish(&victim.browser).await.unwrap();
        assert!(world.service.redeem_result(&world.live, &code_of(&back)).await.is_ok());
    }

    async fn without_a_return_address_there_is_no_way_back(world: World) {
        let created =
            world.service.create_session(&world.live, None, &CreateSession { return_url: None, ..request() }).await.unwrap();
        let opened = world.service.redeem_link(&created.client_secret, None).await.unwrap();
        world.act(&opened.browser, Act::Cancel).await.unwrap();
        assert!(!world.view(&opened.browser).await.returns);
        assert_eq!(world.service.finish(&opened.browser).await.unwrap_err(), Error::NoReturn);
    }
}
