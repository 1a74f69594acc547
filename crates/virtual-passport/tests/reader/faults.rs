//! A card pulled at every command, and an attacker at every answer.

use crate::common::{
    CHALLENGE, assert_whole, chip_key, document, drive, generic, key, passport, read, read_with,
    rng,
};
use bonafide_emrtd::{
    apdu::Status,
    cipher::Cipher,
    reading::{ChipProof, KeySource, Limits, Next, Options, Reading, ReadingError, Trouble},
};
use bonafide_virtual_passport::{Design, Document, Fault, FaultKind, Quirks};

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

#[test]
fn pulled_at_every_command() {
    for document in documents() {
        let mut chip = passport(document.clone(), Quirks::default());
        read(&mut chip).unwrap();
        let all = chip.commands();
        for at in 1..=all {
            let mut chip = passport(document.clone(), Quirks::default());
            chip.inject(Fault {
                at,
                kind: FaultKind::Pulled,
            });
            let outcome = read(&mut chip).unwrap_or_else(|error| panic!("{at}: {error}"));
            assert_whole(&outcome, &document);
            assert_eq!(outcome.effort.losses, 1);
            assert_eq!(
                outcome.chip_proof(),
                ChipProof::ChipAuthentication(KeySource::DataGroup14),
                "pulled at {at}"
            );
        }
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
        CHALLENGE,
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
        let mut reading = Reading::new(key(), CHALLENGE, Options::default());
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
    let mut reading = Reading::new(key(), CHALLENGE, Options::default());
    let result = reading.receive(&[0x90, 0x00], std::time::Duration::ZERO);
    assert_eq!(result, Err(ReadingError::Unasked));
}
