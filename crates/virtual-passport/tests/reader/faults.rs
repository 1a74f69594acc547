//! A card pulled at every command, and an attacker at every answer.

use crate::common::{
    NONCE, assert_whole, chip_key, document, drive, extended, generic, key, passport, read,
    read_with, rng, watch,
};
use crate::issued::State;
use bonafide_emrtd::{
    apdu::Status,
    bac::BacError,
    cipher::Cipher,
    pace::PaceError,
    reading::{ChipProof, Limits, Next, Nonce, Options, Reading, ReadingError, Stage, Trouble},
    security_infos::{Agreement, Mapping},
};
use bonafide_virtual_passport::{
    ActiveSigner, Design, Document, Fault, FaultKind, Quirks, issuer::KeyKind,
};
use bonafide_x509::{HashAlgorithm, curve::NamedCurve};

fn documents() -> [Document; 2] {
    let design = Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        portrait: 1500,
        ..Design::default()
    };
    [
        document(&design),
        document(&Design {
            pace: vec![generic()],
            bac: false,
            ..design
        }),
    ]
}

/// Chips with every way in and every proof, long answers in parts and long files.
fn every_kind() -> Vec<(Document, Options)> {
    let small = || Design {
        portrait: 700,
        ..Design::default()
    };
    let active = |kind| {
        let signer = ActiveSigner::generate(kind, HashAlgorithm::Sha256, &mut rng(3));
        Some(signer.unwrap())
    };
    let rsa = active(KeyKind::Rsa { bits: 2048 });
    let ec = active(KeyKind::Ec {
        curve: NamedCurve::P256,
        explicit: true,
    });
    let pace = |mapping, agreement, id| Design {
        pace: vec![crate::common::pace(mapping, agreement, Cipher::Aes128, id)],
        bac: false,
        ..small()
    };
    let mut mapping = document(&Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..pace(Mapping::ChipAuthentication, Agreement::Ecdh, 12)
    });
    let signed = mapping.sign_card_security(&State::new().signer(), &mut rng(4));
    signed.unwrap();
    let long_key = Design {
        chip_authentication: vec![chip_key(1, Cipher::TripleDes)],
        extended: Some((2048, 2048)),
        ..pace(Mapping::Generic, Agreement::Dh, 1)
    };
    let in_parts = Design {
        active: rsa,
        ..small()
    };
    let integrated = Design {
        active: ec,
        ..pace(Mapping::Integrated, Agreement::Ecdh, 13)
    };
    let plain = Options::default();
    let long = Options {
        reader: extended(),
        ..Options::default()
    };
    let [basic, generic] = documents();
    vec![
        (basic, plain.clone()),
        (generic, plain.clone()),
        (document(&in_parts), plain.clone()),
        (document(&integrated), plain.clone()),
        (mapping, plain),
        (document(&long_key), long),
    ]
}

/// Pulled at every command in turn, and put back: everything is read, and proven in the session that ends it.
#[test]
fn pulled_at_every_command() {
    for (document, options) in every_kind() {
        let mut chip = passport(document.clone(), Quirks::default());
        let whole = read_with(&mut chip, key(), options.clone()).unwrap();
        let all = chip.commands();
        for at in 1..=all {
            let mut chip = passport(document.clone(), Quirks::default());
            chip.inject(Fault {
                at,
                kind: FaultKind::Pulled,
            });
            let outcome = read_with(&mut chip, key(), options.clone())
                .unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_whole(&outcome, &document);
            assert_eq!(outcome.effort.losses, 1);
            assert_eq!(outcome.chip_proof(), whole.chip_proof(), "pulled at {at}");
            assert_eq!(outcome.access, whole.access);
        }
        assert!(!matches!(
            whole.chip_proof(),
            ChipProof::None | ChipProof::Failed
        ));
    }
}

/// Pulled at every command in turn and never put back: no outcome, nothing half done.
#[test]
fn pulled_for_good() {
    for (document, options) in every_kind() {
        let mut at = 0;
        loop {
            at += 1;
            let mut chip = passport(document.clone(), Quirks::default());
            chip.inject(Fault {
                at,
                kind: FaultKind::Pulled,
            });
            let mut reading = Reading::new(key(), NONCE, options.clone());
            let mut rng = rng(5);
            let mut pulled = false;
            while !pulled {
                let next = reading
                    .advance(std::time::Duration::ZERO, &mut rng)
                    .unwrap();
                let Next::Send(batch) = next else {
                    break;
                };
                for command in &batch.commands {
                    let Some(answer) = chip.transmit(command) else {
                        pulled = true;
                        break;
                    };
                    let taken = reading.receive(&answer, std::time::Duration::ZERO);
                    taken.unwrap();
                    if batch.stop.stops(&answer) {
                        break;
                    }
                }
            }
            if !pulled {
                // It was read before the fault came.
                assert!(reading.outcome().is_some());
                break;
            }
            assert!(reading.progress().stage != Stage::Done);
            assert!(reading.outcome().is_none(), "pulled at {at}");
        }
        assert!(at > 10);
    }
}

/// Everything that a chip answered in one session, said again in another: the nonces differ, and nothing opens.
#[test]
fn a_replayed_session_opens_nothing() {
    for (document, options) in every_kind() {
        let mut chip = passport(document.clone(), Quirks::default());
        let mut reading = Reading::new(key(), NONCE, options.clone());
        let answers = watch(&mut chip, &mut reading, |_, answer| answer.to_vec());
        assert!(reading.outcome().is_some());
        let mut reading = Reading::new(key(), Nonce::Given(*b"a newer!"), options);
        let mut rng = rng(100);
        let mut answers = answers.into_iter();
        let error = loop {
            let next = reading.advance(std::time::Duration::ZERO, &mut rng);
            let Ok(Next::Send(batch)) = next else {
                break next.expect_err("nothing is read from a recording");
            };
            for answer in answers.by_ref().take(batch.commands.len()) {
                let taken = reading.receive(&answer, std::time::Duration::ZERO);
                if taken.is_err() || batch.stop.stops(&answer) {
                    break;
                }
            }
        };
        // The chip's first proof that it knows the key is over our nonce.
        let expected = match document.bac {
            true => ReadingError::Bac(BacError::Challenge),
            false => ReadingError::Pace(PaceError::Token),
        };
        assert_eq!(error, expected);
        assert!(reading.progress().stage != Stage::Done);
        assert!(reading.outcome().is_none());
    }
}

/// What was read before the loss is not read again.
#[test]
fn resumes_where_it_was() {
    let [document, _] = documents();
    let long = Document {
        files: crate::common::document(&Design {
            portrait: 18_000,
            ..Design::default()
        })
        .files,
        ..document
    };
    let mut chip = passport(long.clone(), Quirks::default());
    read(&mut chip).unwrap();
    let all = chip.commands();
    let mut chip = passport(long, Quirks::default());
    chip.inject(Fault {
        at: all - 5,
        kind: FaultKind::Pulled,
    });
    let outcome = read(&mut chip).unwrap();
    assert!(chip.commands() < all + 25, "{} of {all}", chip.commands());
    assert_eq!(outcome.effort.losses, 1);
}

#[test]
fn contact_may_not_be_lost_for_ever() {
    let [document, _] = documents();
    let limits = Limits {
        losses: 2,
        ..Limits::default()
    };
    let mut reading = Reading::new(
        key(),
        NONCE,
        Options {
            limits,
            ..Options::default()
        },
    );
    let mut chip = passport(document, Quirks::default());
    for round in 0..4 {
        chip.inject(Fault {
            at: 3,
            kind: FaultKind::Pulled,
        });
        let result = reading.advance(std::time::Duration::ZERO, &mut rng(1));
        let Ok(Next::Send(batch)) = result else {
            assert_eq!(round, 3);
            assert_eq!(result, Err(ReadingError::Losses));
            return;
        };
        for command in batch.commands {
            if chip.transmit(&command).is_none() {
                break;
            }
        }
        let _ = reading.contact_lost();
        chip.reset();
    }
    panic!("the contact was lost four times");
}

/// Whatever is done to an answer: the reading ends with a reason, or everything read is genuine.
#[test]
fn tampered_at_every_answer() {
    let kinds = [
        FaultKind::Flipped,
        FaultKind::Stripped,
        FaultKind::Bare(Status::OK),
        FaultKind::Bare(Status::WRONG_LENGTH),
        FaultKind::Bare(Status(0x6C10)),
        FaultKind::Bare(Status::PROTECTION_WRONG),
        FaultKind::Bare(Status(0x61FF)),
        FaultKind::LyingStatus,
        FaultKind::Replayed,
        FaultKind::Empty,
        FaultKind::Huge,
    ];
    for document in documents() {
        let mut chip = passport(document.clone(), Quirks::default());
        read(&mut chip).unwrap();
        let all = chip.commands();
        let mut refused = 0;
        for kind in kinds {
            for at in 1..=all {
                let mut chip = passport(document.clone(), Quirks::default());
                chip.inject(Fault { at, kind });
                match read(&mut chip) {
                    Ok(outcome) => assert_whole(&outcome, &document),
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(
            refused > all * 6,
            "{refused} of {}",
            all * kinds.len() as u32
        );
    }
}

/// Under secure messaging, stripped or forged protection ends the session.
#[test]
fn protection_fails_closed() {
    let [document, _] = documents();
    let mut chip = passport(document.clone(), Quirks::default());
    read(&mut chip).unwrap();
    let all = chip.commands();
    // The last command is under the keys of chip authentication, proven long before.
    for kind in [
        FaultKind::Flipped,
        FaultKind::Stripped,
        FaultKind::Bare(Status::OK),
        FaultKind::Bare(Status::SECURITY_NOT_SATISFIED),
        FaultKind::Bare(Status::PROTECTION_WRONG),
        FaultKind::LyingStatus,
        FaultKind::Replayed,
    ] {
        let mut chip = passport(document.clone(), Quirks::default());
        chip.inject(Fault { at: all, kind });
        let mut reading = Reading::new(key(), NONCE, Options::default());
        let error = drive(&mut chip, &mut reading).unwrap_err();
        assert_eq!(error.trouble(), Trouble::Interference, "{kind:?}: {error}");
        // It stays ended.
        let again = reading.advance(std::time::Duration::ZERO, &mut rng(1));
        assert_eq!(again, Err(error));
        assert!(reading.outcome().is_none());
    }
}

#[test]
fn limits_hold() {
    let [document, _] = documents();
    for (limits, error) in [
        (
            Limits {
                commands: 20,
                ..Limits::default()
            },
            ReadingError::Commands,
        ),
        (
            Limits {
                bytes: 2000,
                ..Limits::default()
            },
            ReadingError::Bytes,
        ),
    ] {
        let options = Options {
            limits,
            ..Options::default()
        };
        let mut chip = passport(document.clone(), Quirks::default());
        let result = read_with(&mut chip, key(), options).unwrap_err();
        assert_eq!(result, error);
        assert_eq!(error.trouble(), Trouble::TooSlow);
    }
}

#[test]
fn answers_that_nobody_asked_for() {
    let mut reading = Reading::new(key(), NONCE, Options::default());
    let result = reading.receive(&[0x90, 0x00], std::time::Duration::ZERO);
    assert_eq!(result, Err(ReadingError::Unasked));
}
