//! Handing over to a phone and back.

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::id::RegistrationId;
use bonafide_identity::language::Language;
use bonafide_identity::port::messenger::{DeliveryError, Message};
use bonafide_identity::registration::{Act, Screen, Status};
use bonafide_identity::service::StepKind;
use bonafide_service::Error;
use bonafide_service::person::{
    Browser, Delivery, Handover, HandoverLink, HandoverState, Opened, Role, SentLink,
};
use bonafide_store::{events, registrations};
use jiff::SignedDuration;

use crate::world::{World, both};

fn secret_of(handover: &Handover) -> &str {
    handover.url.rsplit('/').next().unwrap()
}

/// Another number of two digits.
fn wrong(number: &str) -> String {
    if number == "42" {
        "43".into()
    } else {
        "42".into()
    }
}

/// A phone that was let in, and whose person said that they began this.
async fn go_on(world: &World, handover: &Handover) -> Opened {
    let secret = secret_of(handover);
    let phone = world
        .service
        .redeem_handover(secret, &handover.number, None)
        .await
        .unwrap();
    world
        .service
        .confirm_handover(&phone.browser)
        .await
        .unwrap();
    phone
}

/// How often something stands in a registration's audit chain.
async fn told(world: &World, id: &RegistrationId, kind: &str) -> usize {
    let mut read = world.store.read().await.unwrap();
    let row = registrations::find(&mut read, &world.organisation, id)
        .await
        .unwrap()
        .unwrap();
    let account = &row.summary.account;
    let chain = events::list(&mut read, &world.organisation, id, account, 0, 100)
        .await
        .unwrap();
    chain.iter().filter(|event| event.kind == kind).count()
}

both! {
    async fn to_the_phone_and_back(world: World) {
        let (desktop, id) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        assert!(handover.loopback, "no phone can open a loopback address");
        assert_eq!(handover.number.len(), 2);
        assert!(secret_of(&handover).len() >= 22, "128 bits");
        // Loaded again, the page shows the same code.
        let status = world.view(&desktop).await.handover.unwrap();
        assert_eq!((status.state, status.offer.as_ref()), (HandoverState::Offered, Some(&handover)));

        let secret = secret_of(&handover);
        for _ in 0..2 {
            assert!(matches!(world.service.handover_link(secret, None).await, Ok(HandoverLink::Fresh(_))));
        }
        let phone = world.service.redeem_handover(secret, &handover.number, None).await.unwrap();
        assert_eq!(phone.browser.role, Role::HandedOver);
        assert_eq!(world.view(&desktop).await.handover.unwrap().state, HandoverState::Opened);
        for _ in 0..2 {
            world.service.confirm_handover(&phone.browser).await.unwrap();
        }
        assert_eq!(world.view(&desktop).await.handover.unwrap().state, HandoverState::Confirmed);
        assert_eq!(world.service.confirm_handover(&desktop).await.unwrap_err(), Error::HandoverExpired);

        // The phone goes on, the desktop follows and may not act meanwhile.
        let consent = || Act::Consent { text_version: "1".into(), language: "kk".into() };
        assert_eq!(world.service.act(&desktop, 0, consent()).await.unwrap_err(), Error::ContinuedElsewhere);
        assert_eq!(world.walk(&phone.browser, "passport", "same").await, Status::Verified);
        assert_eq!(world.view(&desktop).await.view.status, Status::Verified);

        // The result returns in the browser that started, never on the phone.
        assert!(!world.view(&phone.browser).await.return_available);
        assert_eq!(world.service.finish(&phone.browser).await.unwrap_err(), Error::OtherBrowser);
        assert!(world.view(&desktop).await.return_available);
        assert!(world.service.finish(&desktop).await.is_ok());
        assert_eq!(world.session(&id).await.status, Status::Verified);
    }

    async fn begun_twice_at_once_there_is_one(world: World) {
        for _ in 0..4 {
            let (desktop, _) = world.begin(&world.live).await;
            let begin = || {
                let (service, desktop) = (world.service.clone(), desktop.clone());
                tokio::spawn(async move { service.start_handover(&desktop).await })
            };
            let (one, other) = tokio::join!(begin(), begin());
            one.unwrap().unwrap();
            other.unwrap().unwrap();
            let open = "SELECT COUNT(*) AS n FROM handovers WHERE state <> 'ended'";
            assert_eq!(world.store.peek(open).await.unwrap(), ["1"]);
            world.service.end_handover(&desktop).await.unwrap();
        }
    }

    async fn a_link_is_taken_up_once(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let (secret, number) = (secret_of(&handover), handover.number.as_str());
        let tries = (0..3).map(|_| world.service.redeem_handover(secret, number, None));
        let results = futures::future::join_all(tries).await;
        let mut phones: Vec<_> = results.into_iter().filter_map(Result::ok).collect();
        assert_eq!(phones.len(), 1);
        let phone = phones.remove(0);
        let again = world.service.redeem_handover(secret, "", Some(&phone.cookie)).await.unwrap();
        assert_eq!(again.cookie, phone.cookie, "the same phone goes on");
        assert_eq!(world.service.redeem_handover(secret, number, None).await.unwrap_err(), Error::HandoverUsed);
        assert_eq!(world.service.handover_link(secret, None).await.unwrap_err(), Error::HandoverUsed);
        // A phone hands over to nobody.
        assert_eq!(world.service.start_handover(&phone.browser).await.unwrap_err(), Error::OtherBrowser);
    }

    async fn whoever_did_not_ask_for_it_ends_it(world: World) {
        let (desktop, id) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let secret = secret_of(&handover);
        for _ in 0..2 {
            let refused = world.service.refuse_handover(secret).await.unwrap();
            assert_eq!(refused.organisation_name, "Harbour Town Library");
        }
        assert_eq!(
            world.service.redeem_handover(secret, &handover.number, None).await.unwrap_err(),
            Error::HandoverExpired,
            "the right number does not help any more"
        );
        assert!(world.view(&desktop).await.handover.is_none());
        assert_eq!(told(&world, &id, "handover_refused").await, 1, "it is in the chain, once");
        // Once it was taken up, its link ends nothing.
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let phone = world.service.redeem_handover(secret_of(&handover), &handover.number, None).await.unwrap();
        assert_eq!(world.service.refuse_handover(secret_of(&handover)).await.unwrap_err(), Error::HandoverUsed);
        assert!(world.service.person_view(&phone.browser).await.is_ok());
        assert_eq!(world.service.refuse_handover("unknown-secret-unknown").await.unwrap_err(), Error::LinkUnknown);
    }

    async fn three_wrong_numbers_end_it(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let (secret, bad) = (secret_of(&handover), wrong(&handover.number));
        for tries_left in [2, 1] {
            let refused = world.service.redeem_handover(secret, &bad, None).await.unwrap_err();
            assert_eq!(refused, Error::HandoverNumberWrong { tries_left });
        }
        assert_eq!(world.service.redeem_handover(secret, &bad, None).await.unwrap_err(), Error::HandoverTooManyTries);
        // The right number comes too late.
        assert!(world.service.redeem_handover(secret, &handover.number, None).await.is_err());
        assert_eq!(world.view(&desktop).await.handover, None);
        let next = world.service.start_handover(&desktop).await.unwrap();
        assert_ne!(next.url, handover.url);
        assert!(world.service.redeem_handover(secret_of(&next), &next.number, None).await.is_ok());
    }

    async fn guesses_at_once_are_counted_each(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let guesses = (10..40).map(|guess| {
            let (service, secret) = (world.service.clone(), secret_of(&handover).to_owned());
            let guess = if guess.to_string() == handover.number { "99".to_owned() } else { guess.to_string() };
            tokio::spawn(async move { service.redeem_handover(&secret, &guess, None).await })
        });
        let results = futures::future::join_all(guesses).await;
        let judged = results.iter().filter(|result| matches!(result, Ok(Err(Error::HandoverNumberWrong { .. })))).count();
        assert!(judged <= 2, "{judged} numbers were compared and left more");
        assert!(results.iter().all(|result| matches!(result, Ok(Err(_)))));
    }

    async fn it_lasts_fifteen_minutes(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(15));
        let secret = secret_of(&handover);
        assert_eq!(world.service.handover_link(secret, None).await.unwrap_err(), Error::HandoverExpired);
        let late = world.service.redeem_handover(secret, &handover.number, None).await;
        assert_eq!(late.unwrap_err(), Error::HandoverExpired);
        assert_eq!(world.view(&desktop).await.handover.unwrap().state, HandoverState::Expired);
        let to = "ann@mail.example".parse().unwrap();
        let sent = world.service.send_handover(&desktop, &to, Language::En).await;
        assert_eq!(sent.unwrap_err(), Error::HandoverExpired);
    }

    async fn five_messages_in_ten_minutes(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let to = "+31 6 1234 5678".parse().unwrap();
        for _ in 0..5 {
            world.service.send_handover(&desktop, &to, Language::Da).await.unwrap();
        }
        let refused = world.service.send_handover(&desktop, &to, Language::Da).await.unwrap_err();
        assert_eq!(refused.notice().as_str(), "handover-too-many-sends");
        assert_eq!(refused.retry_after(), Some(std::time::Duration::from_secs(600)));
        assert_eq!(world.service.deliver_messages().await.unwrap(), 5);
        for (_, message) in world.messenger.delivered.lock().unwrap().iter() {
            let Message::Sms { text, .. } = message else { panic!("a text message") };
            assert!(text.contains(&handover.url), "{text}");
            assert!(!text.replace(&handover.url, "").contains(&handover.number), "the number stays on the desktop");
        }
        world.clock.advance(SignedDuration::from_mins(10));
        let another = "+31 6 1234 5679".parse().unwrap();
        assert!(world.service.send_handover(&desktop, &another, Language::Da).await.is_ok());
    }

    async fn five_messages_an_hour_to_one_recipient(world: World) {
        for (first, same) in [("+31 6 1234 5678", "0031612345678"), ("Ann@mail.example", "ann+more@Mail.example"), ("+31 6 1234 5670", "+31 (0)6 1234 5670")] {
            for number in 0..6 {
                // From as many registrations as somebody cares to open.
                let (desktop, _) = world.begin(&world.live).await;
                world.service.start_handover(&desktop).await.unwrap();
                let to = if number % 2 == 0 { first } else { same }.parse().unwrap();
                let sent = world.service.send_handover(&desktop, &to, Language::En).await;
                if number < 5 {
                    assert!(sent.is_ok(), "{number}");
                    continue;
                }
                let refused = sent.unwrap_err();
                assert_eq!(refused.notice().as_str(), "handover-recipient-full");
                assert_eq!(refused.retry_after(), Some(std::time::Duration::from_secs(3600)));
                let other = "bob@mail.example".parse().unwrap();
                assert!(world.service.send_handover(&desktop, &other, Language::En).await.is_ok());
                world.clock.advance(SignedDuration::from_hours(1));
                world.service.start_handover(&desktop).await.unwrap();
                assert!(world.service.send_handover(&desktop, &to, Language::En).await.is_ok());
            }
        }
    }

    async fn what_cannot_be_delivered_is_told(world: World) {
        async fn told(world: &World, desktop: &Browser) -> SentLink {
            world.view(desktop).await.handover.unwrap().sent.unwrap()
        }
        let (desktop, _) = world.begin(&world.live).await;
        world.service.start_handover(&desktop).await.unwrap();
        let to = "ann@mail.example".parse().unwrap();
        world.messenger.failures.lock().unwrap().extend([
            DeliveryError::retryable("smtp 451"),
            DeliveryError::permanent("smtp 550"),
        ]);
        world.service.send_handover(&desktop, &to, Language::En).await.unwrap();
        assert_eq!(world.service.deliver_messages().await.unwrap(), 1);
        assert_eq!(told(&world, &desktop).await, SentLink { to: "ann@mail.example".into(), state: Delivery::Underway });
        world.clock.advance(SignedDuration::from_secs(5));
        assert_eq!(world.service.deliver_messages().await.unwrap(), 1);
        assert_eq!(told(&world, &desktop).await, SentLink { to: "ann@mail.example".into(), state: Delivery::Failed });
        world.clock.advance(SignedDuration::from_mins(5));
        assert_eq!(world.service.deliver_messages().await.unwrap(), 0, "it was given up");
        world.service.send_handover(&desktop, &to, Language::En).await.unwrap();
        world.service.deliver_messages().await.unwrap();
        assert_eq!(told(&world, &desktop).await, SentLink { to: "ann@mail.example".into(), state: Delivery::Delivered });
    }

    async fn whoever_began_sees_nothing_of_whoever_went_on(world: World) {
        for ends_on_phone in [true, false] {
            let (desktop, id) = world.begin(&world.live).await;
            let handover = world.service.start_handover(&desktop).await.unwrap();
            let phone = go_on(&world, &handover).await;
            world.to_document(&phone.browser).await;
            world.photograph(&phone.browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
            world.examine().await;
            let Screen::CheckFields { fields, zone } = world.view(&phone.browser).await.view.screen else {
                panic!("fields are to be checked");
            };
            assert!(!fields.is_empty() && zone.is_some(), "the phone shows them");
            let hidden = Screen::CheckFields { fields: Vec::new(), zone: None };
            assert_eq!(world.view(&desktop).await.view.screen, hidden);
            if ends_on_phone {
                world.service.end_handover(&phone.browser).await.unwrap();
            } else {
                // A new hand-over ends the one before, too.
                world.service.start_handover(&desktop).await.unwrap();
            }
            let view = world.view(&desktop).await.view;
            assert!(matches!(view.screen, Screen::ChooseDocument { .. }), "{:?}", view.screen);
            assert_eq!(world.service.browser(&phone.cookie).await.unwrap_err(), Error::SessionEnded);
            for kind in ["handed_over", "taken_back"] {
                assert!(told(&world, &id, kind).await > 0, "{kind} is in the chain");
            }
            if !ends_on_phone {
                continue;
            }
            assert!(world.view(&desktop).await.taken_back, "the person is told why");
            world.choose_document(&desktop).await;
            assert!(world.view(&desktop).await.taken_back, "until there is a photograph");
            world.photograph(&desktop, EvidenceKind::DocumentFront, "passport").await.unwrap();
            assert!(!world.view(&desktop).await.taken_back);
        }
    }

    async fn what_the_phone_gave_is_gone_when_it_is_left(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let phone = go_on(&world, &handover).await;
        world.to_document(&phone.browser).await;
        // One that counts, and one that was taken again.
        for picture in ["unreadable", "passport"] {
            world.photograph(&phone.browser, EvidenceKind::DocumentFront, picture).await.unwrap();
            world.examine().await;
        }
        let left = async |table: &str, what: &str| {
            let text = format!("SELECT COUNT(*) AS n FROM {table} WHERE {what}");
            world.store.peek(&text).await.unwrap().remove(0)
        };
        let keys = "evidence <> '' AND wrapped IS NOT NULL";
        assert_eq!(left("data_keys", keys).await, "2");
        world.service.end_handover(&desktop).await.unwrap();
        assert_eq!(left("data_keys", keys).await, "0", "its keys are destroyed with it");
        assert_eq!(left("evidence", "object IS NOT NULL OR erased_at IS NULL").await, "0");
        assert_eq!(left("tombstones", "evidence <> ''").await, "2", "nor does a backup bring it back");
        assert!(world.view(&desktop).await.taken_back);
        // What the first device gives is its own, and stays.
        world.choose_document(&desktop).await;
        world.photograph(&desktop, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.clock.advance(SignedDuration::from_secs(1));
        let handover = world.service.start_handover(&desktop).await.unwrap();
        go_on(&world, &handover).await;
        world.service.end_handover(&desktop).await.unwrap();
        assert_eq!(left("data_keys", keys).await, "1");
        world.examine().await;
        world.confirm(&desktop).await;
        world.photograph(&desktop, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&desktop).await.view.status, Status::Verified);
    }

    async fn a_phone_that_gave_nothing_leaves_nothing_behind(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        world.to_document(&desktop).await;
        world.photograph(&desktop, EvidenceKind::DocumentFront, "unreadable").await.unwrap();
        world.examine().await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        go_on(&world, &handover).await;
        world.service.end_handover(&desktop).await.unwrap();
        let view = world.view(&desktop).await;
        assert!(matches!(view.view.screen, Screen::PhotographDocument { .. }), "asked again by the check");
        assert!(!view.taken_back, "the phone has nothing to do with it");
    }

    async fn nothing_is_asked_before_the_person_says_that_they_began_it(world: World) {
        let (desktop, id) = world.begin(&world.live).await;
        world.to_document(&desktop).await;
        world.photograph(&desktop, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.examine().await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let secret = secret_of(&handover);
        let phone = world.service.redeem_handover(secret, &handover.number, None).await.unwrap();
        let view = world.view(&phone.browser).await;
        assert!(view.handover.unwrap().asks);
        let hidden = Screen::CheckFields { fields: Vec::new(), zone: None };
        assert_eq!(view.view.screen, hidden, "nor is anything of the first device's person shown");
        assert!(!world.view(&desktop).await.handover.unwrap().asks);
        for (browser, refused) in [(&phone.browser, Error::StepNotOpen), (&desktop, Error::ContinuedElsewhere)] {
            let act = Act::Reopen(StepKind::Document);
            assert_eq!(world.service.act(browser, view.view.turn, act).await.unwrap_err(), refused);
        }
        world.service.confirm_handover(&phone.browser).await.unwrap();
        assert!(!world.view(&phone.browser).await.handover.unwrap().asks);
        let turn = world.view(&phone.browser).await.view.turn;
        assert!(world.service.act(&phone.browser, turn, Act::Reopen(StepKind::Document)).await.is_ok());
        assert_eq!(told(&world, &id, "handover_opened").await, 1);
        assert_eq!(told(&world, &id, "handed_over").await, 1);
    }

    async fn an_answer_that_comes_too_late_opens_nothing(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let secret = secret_of(&handover);
        let phone = world.service.redeem_handover(secret, &handover.number, None).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(15));
        assert_eq!(world.service.confirm_handover(&phone.browser).await.unwrap_err(), Error::HandoverExpired);
        assert_eq!(world.view(&desktop).await.handover.unwrap().state, HandoverState::Expired);
        // The first device goes on by itself, and nothing counts as another's.
        world.to_document(&desktop).await;
        world.photograph(&desktop, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.examine().await;
        assert!(matches!(world.view(&desktop).await.view.screen, Screen::CheckFields { fields, .. } if !fields.is_empty()));
    }

    async fn whoever_says_so_on_the_phone_ends_it(world: World) {
        let (desktop, id) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let secret = secret_of(&handover);
        let phone = world.service.redeem_handover(secret, &handover.number, None).await.unwrap();
        let refused = world.service.disown_handover(&phone.browser).await.unwrap();
        assert_eq!(refused.organisation_name, "Harbour Town Library");
        assert_eq!(world.service.browser(&phone.cookie).await.unwrap_err(), Error::SessionEnded);
        assert!(world.view(&desktop).await.handover.is_none());
        assert_eq!(told(&world, &id, "handover_refused").await, 1);
        assert_eq!(world.session(&id).await.status, Status::RequiresInput, "nothing was given yet");

        // Once something was given, nothing of it is kept, and nobody goes on.
        world.clock.advance(SignedDuration::from_secs(1));
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let phone = go_on(&world, &handover).await;
        world.to_document(&phone.browser).await;
        world.photograph(&phone.browser, EvidenceKind::DocumentFront, "passport").await.unwrap();
        world.examine().await;
        world.service.disown_handover(&phone.browser).await.unwrap();
        let session = world.session(&id).await;
        assert_eq!(session.status, Status::Canceled);
        assert!(session.redacted_at.is_some());
        assert!(world.service.person_view(&desktop).await.is_err());
    }

    async fn what_a_moderator_has_is_not_taken_away_on_the_phone(world: World) {
        let (desktop, id) = world.begin(&world.live).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let phone = go_on(&world, &handover).await;
        assert_eq!(world.walk(&phone.browser, "passport", "unsure").await, Status::InReview);
        assert_eq!(world.service.disown_handover(&phone.browser).await.unwrap_err(), Error::Stale);
        let session = world.session(&id).await;
        assert_eq!((session.status, session.redacted_at), (Status::InReview, None));
        assert_eq!(told(&world, &id, "handover_refused").await, 0);
        // Its organisation may still end it.
        world.service.cancel_session(&world.live, &id).await.unwrap();
        let ended = world.service.disown_handover(&phone.browser).await.unwrap_err();
        assert_eq!(ended, Error::Ended(Status::Canceled));
        assert_eq!(world.session(&id).await.redacted_at, None);
    }

    async fn either_device_may_end_it(world: World) {
        let (desktop, _) = world.begin(&world.live).await;
        for ends_on_phone in [true, false] {
            let handover = world.service.start_handover(&desktop).await.unwrap();
            let phone = go_on(&world, &handover).await;
            // Longer than a hand-over may wait to be taken up.
            world.clock.advance(SignedDuration::from_mins(20));
            world.service.end_handover(if ends_on_phone { &phone.browser } else { &desktop }).await.unwrap();
            assert_eq!(world.service.browser(&phone.cookie).await.unwrap_err(), Error::SessionEnded);
            assert_eq!(world.view(&desktop).await.handover, None);
        }
        world.to_document(&desktop).await;
        assert!(world.photograph(&desktop, EvidenceKind::DocumentFront, "passport").await.is_ok());
    }
}
