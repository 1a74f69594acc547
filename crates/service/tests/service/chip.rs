//! Reading a chip over the relay: the virtual passport behind a reader that follows the protocol, and
//! readers that do not.

use bonafide_emrtd::cipher::Cipher;
use bonafide_emrtd::reading::File;
use bonafide_emrtd::relay::{
    Answer, Bytes, Card, FromReader, FromServer, Hello, Hint, Pairing, ReaderInfo, Secret,
};
use bonafide_emrtd::security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Act, Screen, Status, Verdict};
use bonafide_service::Error;
use bonafide_service::chip::{ChipKey, ChipView, Relay, Stage};
use bonafide_service::organisation::CreateSession;
use bonafide_service::person::Browser;
use bonafide_virtual_passport::{Design, Document, Fault, FaultKind, Passport, Quirks};
use chacha20::ChaCha20Rng;
use jiff::SignedDuration;
use rand_core::SeedableRng as _;

use crate::operators::sign_in;
use crate::world::{World, both};

/// The zone of [`Design::default`].
pub(crate) fn right_key() -> ChipKey {
    ChipKey::Typed {
        number: "L898902C3".into(),
        birth: "1974-08-12".parse().unwrap(),
        expiry: "2012-04-15".parse().unwrap(),
    }
}

fn wrong_key() -> ChipKey {
    ChipKey::Typed {
        number: "L8989O2C3".into(),
        birth: "1974-08-12".parse().unwrap(),
        expiry: "2012-04-15".parse().unwrap(),
    }
}

pub(crate) fn passport() -> Passport {
    passport_of(&Design::default(), Quirks::default(), |_| ())
}

/// One of this design, altered.
fn passport_of(design: &Design, quirks: Quirks, alter: impl FnOnce(&mut Document)) -> Passport {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let mut document = design.personalise(&mut rng).unwrap();
    let sod = bonafide_emrtd::tlv::write(bonafide_emrtd::tlv::Tag(0x77), &[0x30; 900]);
    document.files.insert(File::Sod, sod);
    alter(&mut document);
    Passport::new(document, quirks, Box::new(rng))
}

fn hello(pairing: Pairing) -> Hello {
    Hello {
        pairing,
        reader: ReaderInfo {
            name: "A desk reader".into(),
            version: "1".into(),
            extended_length: true,
            max_response: None,
        },
        language: Some("en".into()),
    }
}

pub(crate) fn by_code(view: &ChipView) -> Hello {
    hello(Pairing::Code(Secret(view.code.to_lowercase())))
}

/// A person at the chip's page.
pub(crate) async fn at_chip(world: &World) -> Browser {
    at_chip_of(world, "chip-check").await
}

/// The same in another service.
pub(crate) async fn at_chip_of(world: &World, service: &str) -> Browser {
    let browser = before_document_of(world, service).await;
    at_its_chip(world, &browser).await;
    browser
}

/// A person who opened a link.
async fn before_document(world: &World) -> Browser {
    before_document_of(world, "chip-check").await
}

async fn before_document_of(world: &World, service: &str) -> Browser {
    let request = CreateSession {
        service: service.into(),
        ..crate::world::request()
    };
    let created = world
        .service
        .create_session(&world.live, None, &request)
        .await
        .unwrap();
    let opened = world
        .service
        .redeem_link(&created.client_secret, None)
        .await
        .unwrap();
    opened.browser
}

/// Photographs the document.
async fn at_its_chip(world: &World, browser: &Browser) {
    world.to_document(browser).await;
    world
        .photograph(browser, EvidenceKind::DocumentFront, "passport")
        .await
        .unwrap();
    world.examine().await;
}

pub(crate) async fn chip(world: &World, browser: &Browser) -> Option<ChipView> {
    world.view(browser).await.chip
}

async fn stage(world: &World, browser: &Browser) -> Stage {
    chip(world, browser).await.expect("a reading").stage
}

pub(crate) async fn begin(world: &World, browser: &Browser, key: &ChipKey) -> ChipView {
    let turn = world.view(browser).await.view.turn;
    let language = Language::En;
    world
        .service
        .begin_chip(browser, turn, key, language)
        .await
        .unwrap();
    chip(world, browser).await.unwrap()
}

/// Passes what the server asks for to the chip, until the server has nothing more to ask.
pub(crate) async fn follow(
    relay: &Relay,
    passport: &mut Passport,
    first: Vec<FromServer>,
) -> Vec<FromServer> {
    let mut todo: std::collections::VecDeque<FromServer> = first.into();
    let mut said = Vec::new();
    while let Some(message) = todo.pop_front() {
        if let FromServer::Batch { id, stop, commands } = &message {
            let mut answers = Vec::new();
            let mut lost = false;
            for (index, command) in commands.iter().enumerate() {
                let Some(answer) = passport.transmit(&command.0) else {
                    lost = true;
                    break;
                };
                let stops = stop.stops(&answer);
                let index = u32::try_from(index).unwrap();
                answers.push(Answer {
                    index,
                    data: Bytes(answer),
                });
                if stops {
                    break;
                }
            }
            if !answers.is_empty() {
                let message = FromReader::Answers {
                    batch: *id,
                    answers,
                };
                todo.extend(relay.receive(message).await);
            }
            if lost {
                passport.reset();
                todo.extend(relay.receive(FromReader::Lost { batch: *id }).await);
            }
        }
        said.push(message);
    }
    said
}

fn card() -> FromReader {
    FromReader::Card(Card {
        present: true,
        atr: None,
    })
}

/// Both persons say that the numbers are the same, and the document is laid down.
pub(crate) async fn agree(world: &World, browser: &Browser, relay: &Relay) -> Vec<FromServer> {
    let id = chip(world, browser).await.unwrap().id;
    world
        .service
        .confirm_chip(browser, &id, true)
        .await
        .unwrap();
    assert_eq!(relay.told().await, [FromServer::Confirmed]);
    let mut said = relay.receive(FromReader::Confirm).await;
    assert!(
        matches!(said.first(), Some(FromServer::Present { .. })),
        "{said:?}"
    );
    // One that lay there already is read at once.
    said.extend(relay.receive(card()).await);
    said.remove(0);
    said
}

pub(crate) fn code(messages: &[FromServer]) -> Option<&str> {
    messages.iter().rev().find_map(|message| match message {
        FromServer::Ended { notice }
        | FromServer::Trouble { notice, .. }
        | FromServer::Done { notice } => Some(notice.code.as_str()),
        _ => None,
    })
}

both! {
    async fn a_chip_is_read_and_the_person_goes_on(world: World) {
        let browser = at_chip(&world).await;
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { may_skip: true, .. }));
        let view = begin(&world, &browser, &right_key()).await;
        assert_eq!(view.stage, Stage::Waiting);
        let (relay, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        assert_eq!(welcome.number, view.number, "the same number on both screens");
        assert_eq!(stage(&world, &browser).await, Stage::Confirming { here: false });

        // The code works once.
        let again = world.service.join_chip(by_code(&view), "loopback").await.err().unwrap();
        assert_eq!(again.code, "chip-reader-busy");

        // Nothing is read before both agreed.
        assert_eq!(relay.receive(card()).await, []);
        let batch = agree(&world, &browser, &relay).await;
        let said = follow(&relay, &mut passport(), batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
        assert!(relay.is_over());

        world.examine().await;
        world.confirm(&browser).await;
        world.photograph(&browser, EvidenceKind::Selfie, "same").await.unwrap();
        world.examine().await;
        assert_eq!(world.view(&browser).await.view.status, Status::Verified);
        let session = world.session(&browser.registration).await;
        let report = serde_json::to_value(session.report.unwrap()).unwrap();
        assert_eq!(report["chip"]["evidence_class"], "A", "{report}");
    }

    async fn whoever_judges_a_case_sees_the_portrait_that_a_state_signed(world: World) {
        let ann = sign_in(&world, "ann").await;
        let unknown = |document: &mut Document| {
            document.files.insert(File::DataGroup(16), vec![0x70, 0]);
            document.update_com();
        };
        let known = |_: &mut Document| ();
        for (alter, signed) in [(&known as &dyn Fn(&mut Document), true), (&unknown, false)] {
            let browser = at_chip(&world).await;
            let view = begin(&world, &browser, &right_key()).await;
            let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
            let batch = agree(&world, &browser, &relay).await;
            let mut passport = passport_of(&Design::default(), Quirks::default(), alter);
            let said = follow(&relay, &mut passport, batch).await;
            assert_eq!(code(&said), Some("chip-read"), "{said:?}");
            world.examine().await;
            world.confirm(&browser).await;
            world.photograph(&browser, EvidenceKind::Selfie, "unsure").await.unwrap();
            world.examine().await;
            assert_eq!(world.view(&browser).await.view.status, Status::InReview);
            let case = world.service.take_next(&ann).await.unwrap().unwrap();
            let shown = world.service.case(&ann, &case.id).await.unwrap();
            let chip = shown.report.evidence.iter().find(|one| one.kind == EvidenceKind::Chip).unwrap();
            assert_eq!(shown.evidence.iter().any(|one| one.id == chip.id), signed);
            let drawn = world.service.look(&ann, &case.id, &chip.id).await;
            match signed {
                true => assert!(drawn.unwrap().starts_with(b"drawn anew: ")),
                false => assert_eq!(drawn, Err(Error::NotFound)),
            }
            world.service.settle(&ann, &case.id, Verdict::Accept, "").await.unwrap();
        }
    }

    async fn a_wrong_key_is_corrected_a_few_times(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &wrong_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        let mut passport = passport();
        let said = follow(&relay, &mut passport, batch).await;
        assert_eq!(code(&said), Some("chip-key-wrong"));
        assert_eq!(stage(&world, &browser).await, Stage::WrongKey);
        let turn = world.view(&browser).await.view.turn;
        for _ in 0..2 {
            world.service.rekey_chip(&browser, turn, &view.id, &wrong_key()).await.unwrap();
            follow(&relay, &mut passport, relay.told().await).await;
            assert_eq!(stage(&world, &browser).await, Stage::WrongKey);
        }
        world.service.rekey_chip(&browser, turn, &view.id, &right_key()).await.unwrap();
        let said = follow(&relay, &mut passport, relay.told().await).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn the_key_is_compared_with_the_photograph_by_its_own_person_alone(world: World) {
        let browser = at_chip(&world).await;
        let drawn = world.service.zone_photograph(&browser).await.unwrap();
        assert!(drawn.starts_with(b"drawn anew: "));
        let turn = world.view(&browser).await.view.turn;
        world.service.act(&browser, turn, Act::SkipChip).await.unwrap();
        assert_eq!(world.service.zone_photograph(&browser).await, Err(Error::StepNotOpen));

        // Whoever began shows nothing of whoever went on with a phone, and gets nothing to see.
        let desktop = before_document(&world).await;
        let handover = world.service.start_handover(&desktop).await.unwrap();
        let secret = handover.url.rsplit('/').next().unwrap();
        let phone = world.service.redeem_handover(secret, &handover.number, None).await.unwrap().browser;
        assert_eq!(world.service.zone_photograph(&phone).await, Err(Error::StepNotOpen));
        world.service.confirm_handover(&phone).await.unwrap();
        at_its_chip(&world, &phone).await;
        assert!(world.service.zone_photograph(&phone).await.is_ok());
        assert_eq!(world.service.zone_photograph(&desktop).await, Err(Error::ContinuedElsewhere));
        world.service.end_handover(&desktop).await.unwrap();
        assert_eq!(world.service.zone_photograph(&desktop).await, Err(Error::StepNotOpen));
        assert!(world.service.zone_photograph(&phone).await.is_err());
    }

    async fn a_card_access_number_opens_a_chip_that_knows_one(world: World) {
        let number = ChipKey::CardAccessNumber("123456".into());
        let generic = PaceInfo {
            protocol: PaceProtocol {
                mapping: Mapping::Generic,
                agreement: Agreement::Ecdh,
                cipher: Cipher::Aes128,
            },
            version: 2,
            parameter_id: Some(12),
        };
        let newer = Design {
            card_access_number: Some("123456".into()),
            pace: vec![generic],
            ..Design::default()
        };
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &number).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        // One that does not know it opens with the zone: that is asked for, and it is not called unreadable.
        let said = follow(&relay, &mut passport(), batch).await;
        assert_eq!(code(&said), Some("chip-key-wrong"), "{said:?}");
        assert_eq!(stage(&world, &browser).await, Stage::WrongKey);
        let turn = world.view(&browser).await.view.turn;
        world.service.rekey_chip(&browser, turn, &view.id, &number).await.unwrap();
        let mut passport = passport_of(&newer, Quirks::default(), |_| ());
        let batch = relay.told().await;
        let said = follow(&relay, &mut passport, batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn what_is_wrong_with_a_chip_has_words_of_its_own(world: World) {
        let design = Design::default();
        let broken = passport_of(&design, Quirks::default(), |document| {
            document.files.insert(File::DataGroup(2), vec![0x75, 0x80, 1, 0, 0, 0]);
        });
        let closed = passport_of(&design, Quirks { bac_removed: true, ..Quirks::default() }, |_| ());
        let browser = at_chip(&world).await;
        for (mut passport, expected) in [(broken, "chip-damaged"), (closed, "chip-access-refused")] {
            let view = begin(&world, &browser, &right_key()).await;
            let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
            let batch = agree(&world, &browser, &relay).await;
            let said = follow(&relay, &mut passport, batch).await;
            assert_eq!(code(&said), Some(expected), "{said:?}");
        }

        // A bank card: whatever is asked for, there is no such file.
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let mut said = agree(&world, &browser, &relay).await;
        while let Some(FromServer::Batch { id, stop, commands }) = said.last() {
            let none = [0x6A, 0x82];
            let many = if stop.stops(&none) { 1 } else { u32::try_from(commands.len()).unwrap() };
            let answers = (0..many).map(|index| Answer { index, data: Bytes(none.to_vec()) }).collect();
            said = relay.receive(FromReader::Answers { batch: *id, answers }).await;
        }
        assert_eq!(code(&said), Some("chip-unsupported"), "{said:?}");

        // Pulled away again and again.
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let mut said = agree(&world, &browser, &relay).await;
        let mut lost = 0;
        while code(&said).is_none() {
            let Some(FromServer::Batch { id, .. }) = said.last() else { panic!("{said:?}") };
            said = relay.receive(FromReader::Lost { batch: *id }).await;
            lost += 1;
            if code(&said).is_none() {
                said = relay.receive(card()).await;
            }
        }
        assert_eq!((code(&said), lost), (Some("chip-contact-lost"), 17), "{said:?}");
    }

    async fn nobody_tries_keys_for_ever(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &wrong_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        let mut passport = passport();
        follow(&relay, &mut passport, batch).await;
        let turn = world.view(&browser).await.view.turn;
        for _ in 0..5 {
            world.service.rekey_chip(&browser, turn, &view.id, &wrong_key()).await.unwrap();
            follow(&relay, &mut passport, relay.told().await).await;
        }
        assert!(matches!(stage(&world, &browser).await, Stage::Ended(_)));
    }

    async fn a_card_pulled_away_is_asked_for_again_and_read_to_the_end(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        let mut passport = passport();
        let mut batch = batch;
        for hint in [Hint::PutBack, Hint::TakeCoverOff] {
            passport.inject(Fault { at: 20, kind: FaultKind::Pulled });
            let said = follow(&relay, &mut passport, batch).await;
            assert_eq!(said.last(), Some(&FromServer::Present { hint }), "{said:?}");
            assert_eq!(stage(&world, &browser).await, Stage::Presenting { again: true });
            batch = relay.receive(card()).await;
        }
        let said = follow(&relay, &mut passport, batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn a_document_that_nobody_lays_down_is_asked_for(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        world.service.confirm_chip(&browser, &view.id, true).await.unwrap();
        relay.told().await;
        relay.receive(FromReader::Confirm).await;
        world.clock.advance(SignedDuration::from_secs(44));
        relay.lapse();
        assert_eq!(stage(&world, &browser).await, Stage::Presenting { again: false });
        world.clock.advance(SignedDuration::from_secs(1));
        relay.lapse();
        assert_eq!(code(&relay.told().await), Some("chip-not-found"), "both screens say it");
        assert_eq!(stage(&world, &browser).await, Stage::Troubled(Code::ChipNotFound));
        // Asked for once more, it is waited for as long again; once laid down, it is read.
        world.service.retry_chip(&browser, &view.id).await.unwrap();
        assert_eq!(stage(&world, &browser).await, Stage::Presenting { again: false });
        world.clock.advance(SignedDuration::from_secs(50));
        assert_eq!(stage(&world, &browser).await, Stage::Troubled(Code::ChipNotFound));
        let batch = relay.receive(card()).await;
        let said = follow(&relay, &mut passport(), batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn a_reader_that_falls_silent_keeps_nobody_waiting_for_long(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        // Its connection lives, and says so; the chip's answer never comes.
        world.clock.advance(SignedDuration::from_secs(119));
        relay.lapse();
        assert!(matches!(stage(&world, &browser).await, Stage::Reading(_)));
        world.clock.advance(SignedDuration::from_secs(1));
        relay.lapse();
        assert_eq!(code(&relay.told().await), Some("chip-too-slow"), "both screens say it");
        assert_eq!(stage(&world, &browser).await, Stage::Troubled(Code::ChipTooSlow));
        // An answer that comes too late is one to nothing; the next attempt is a reading of its own.
        assert_eq!(follow(&relay, &mut passport(), batch.clone()).await, batch);
        world.service.retry_chip(&browser, &view.id).await.unwrap();
        let again = relay.told().await;
        let said = follow(&relay, &mut passport(), again).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn a_reader_that_fails_again_and_again_is_better_changed(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let mut passport = passport();
        let mut batch = agree(&world, &browser, &relay).await;
        for expected in ["chip-interference", "chip-interference", "chip-other-reader"] {
            passport.reset();
            passport.inject(Fault { at: 12, kind: FaultKind::Flipped });
            let said = follow(&relay, &mut passport, batch).await;
            assert_eq!(code(&said), Some(expected), "{said:?}");
            batch = relay.receive(card()).await;
        }
        // It is no more than advice.
        passport.reset();
        let said = follow(&relay, &mut passport, batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn a_reader_that_lost_its_connection_comes_back_and_goes_on(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (first, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        let batch = agree(&world, &browser, &first).await;
        first.left();
        let resume = hello(Pairing::Resume(welcome.resume.clone()));
        let (second, messages) = world.service.join_chip(resume, "loopback").await.ok().unwrap();
        let [FromServer::Welcome(again), rest @ ..] = &messages[..] else { panic!("{messages:?}") };
        assert!(again.confirmed);
        // The same batch, by the same number; progress is not told again.
        assert_eq!(rest.last(), batch.last());
        assert_eq!(first.receive(FromReader::Bye).await, [], "the first connection counts no more");
        let said = follow(&second, &mut passport(), rest.to_vec()).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
    }

    async fn a_reader_that_stays_away_ends_it(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        agree(&world, &browser, &relay).await;
        relay.left();
        world.clock.advance(SignedDuration::from_secs(121));
        assert!(matches!(stage(&world, &browser).await, Stage::Ended(_)));
        let resume = hello(Pairing::Resume(welcome.resume.clone()));
        let refused = world.service.join_chip(resume, "loopback").await.err().unwrap();
        assert_eq!(refused.code, "chip-reader-gone");
    }

    async fn a_reader_that_comes_back_after_the_end_hears_how_it_ended(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        let batch = agree(&world, &browser, &relay).await;
        let said = follow(&relay, &mut passport(), batch).await;
        assert_eq!(code(&said), Some("chip-read"), "{said:?}");
        // The word was lost with the connection: it is said again, and nothing is read again.
        relay.left();
        let resume = || hello(Pairing::Resume(welcome.resume.clone()));
        let (again, said) = world.service.join_chip(resume(), "loopback").await.ok().unwrap();
        assert!(matches!(&said[..], [FromServer::Welcome(_), FromServer::Done { .. }]), "{said:?}");
        assert!(again.is_over());

        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        relay.left();
        world.service.confirm_chip(&browser, &view.id, false).await.unwrap();
        let resume = hello(Pairing::Resume(welcome.resume.clone()));
        let refused = world.service.join_chip(resume, "loopback").await.err().unwrap();
        assert_eq!(refused.code, "chip-number-differs");
    }

    async fn a_reader_whose_page_goes_on_without_it_is_not_told_of_a_restart(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (stopped, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        world.service.stop_chip(&browser).unwrap();
        assert_eq!(code(&stopped.told().await), Some("chip-closed"));

        let view = begin(&world, &browser, &right_key()).await;
        let (replaced, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let view = begin(&world, &browser, &right_key()).await;
        assert_eq!(code(&replaced.told().await), Some("chip-closed"));

        let (overtaken, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let turn = world.view(&browser).await.view.turn;
        world.service.act(&browser, turn, Act::SkipChip).await.unwrap();
        assert_eq!(code(&overtaken.told().await), Some("chip-closed"));
    }

    async fn either_side_may_say_no(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        assert_eq!(code(&relay.receive(FromReader::Refuse).await), Some("chip-reader-refused"));

        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        world.service.confirm_chip(&browser, &view.id, false).await.unwrap();
        assert_eq!(code(&relay.told().await), Some("chip-number-differs"));
        assert!(relay.is_over());
    }

    async fn a_hostile_reader_gets_nowhere(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let batch = agree(&world, &browser, &relay).await;
        let Some(FromServer::Batch { id, .. }) = batch.last() else { panic!("{batch:?}") };
        let answer = |index| Answer { index, data: Bytes(vec![0x90, 0x00]) };
        // Of another batch: passed over. Out of order: the end.
        let other = FromReader::Answers { batch: id + 7, answers: vec![answer(0)] };
        assert_eq!(relay.receive(other).await, []);
        let skipped = FromReader::Answers { batch: *id, answers: vec![answer(90)] };
        assert_eq!(code(&relay.receive(skipped).await), Some("chip-interference"));
        assert!(matches!(stage(&world, &browser).await, Stage::Ended(_)));
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { .. }), "nothing was handed in");
    }

    async fn a_reader_that_says_the_same_for_ever_is_left(world: World) {
        let browser = at_chip(&world).await;
        let answer = |batch| FromReader::Answers {
            batch,
            answers: vec![Answer { index: 0, data: Bytes(vec![0x90, 0x00]) }],
        };
        // Of the batch that is under way, of one that is over, of the chip that no longer lies there: nothing follows.
        for stuck in ["answered", "failed", "lost"] {
            let view = begin(&world, &browser, &right_key()).await;
            let (relay, _) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
            let batch = agree(&world, &browser, &relay).await;
            let Some(FromServer::Batch { id, .. }) = batch.last() else { panic!("{batch:?}") };
            let again = match stuck {
                "answered" => answer(*id),
                "failed" => {
                    world.clock.advance(SignedDuration::from_secs(120));
                    relay.lapse();
                    assert_eq!(code(&relay.told().await), Some("chip-too-slow"));
                    answer(*id)
                }
                _ => FromReader::Lost { batch: *id },
            };
            relay.receive(again.clone()).await;
            let mut said = 0;
            while !relay.is_over() && said < 1100 {
                relay.receive(again.clone()).await;
                said += 1;
            }
            assert!((1000..=1001).contains(&said), "{stuck}: {said}");
            assert_eq!(stage(&world, &browser).await, Stage::Ended(Code::ChipInterference), "{stuck}");
        }
    }

    async fn codes_are_few_short_lived_and_guessed_by_nobody(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        world.clock.advance(SignedDuration::from_mins(11));
        let late = world.service.join_chip(by_code(&view), "loopback").await.err().unwrap();
        assert_eq!(late.code, "chip-code-wrong");
        assert!(matches!(stage(&world, &browser).await, Stage::Ended(_)));
        for tried in 0..40 {
            let guess = hello(Pairing::Code(Secret("2345-6789".into())));
            let refused = world.service.join_chip(guess, "203.0.113.9").await.err().unwrap();
            let expected = if tried < 30 { "chip-code-wrong" } else { "chip-too-many-codes" };
            assert_eq!(refused.code, expected, "{tried}");
        }
        let turn = world.view(&browser).await.view.turn;
        let refused = loop {
            if let Err(error) = world.service.begin_chip(&browser, turn, &right_key(), Language::En).await {
                break error;
            }
        };
        assert!(matches!(refused, Error::ChipTooManyCodes { .. }), "{refused}");
    }

    async fn a_restart_ends_a_reading_and_keeps_nothing_of_it(world: World) {
        let browser = at_chip(&world).await;
        let view = begin(&world, &browser, &right_key()).await;
        let (relay, welcome) = world.service.join_chip(by_code(&view), "loopback").await.ok().unwrap();
        let [FromServer::Welcome(welcome)] = &welcome[..] else { panic!("{welcome:?}") };
        agree(&world, &browser, &relay).await;
        let world = world.restarted();
        assert_eq!(chip(&world, &browser).await, None);
        assert!(matches!(world.view(&browser).await.view.screen, Screen::ReadChip { .. }));
        assert_eq!(world.service.confirm_chip(&browser, &view.id, true).await, Err(Error::ChipGone));
        let resume = hello(Pairing::Resume(welcome.resume.clone()));
        let refused = world.service.join_chip(resume, "loopback").await.err().unwrap();
        assert_eq!(refused.code, "chip-interrupted");
    }
}
