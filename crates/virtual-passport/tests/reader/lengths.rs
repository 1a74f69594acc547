//! How long commands and answers may be: what chips announce, and what is done where they take short ones only.

use crate::common::{
    assert_whole, chip_key, document, extended, generic, key, pace, passport, read_with,
};
use bonafide_emrtd::{
    apdu::Command,
    cipher::Cipher,
    reading::{
        ChipAuthenticationRun, ChipProof, Deviation, KeySource, Options, Outcome, Profile,
        ReaderAbility, ReadingError,
    },
    security_infos::{Agreement, Mapping},
};
use bonafide_virtual_passport::{Design, Document, KeyReference, Passport, Quirks};

/// Extended lengths, and chains of commands.
const EXTENDED: [u8; 3] = [0x80, 0x21, 0x40];
const CHAINING: [u8; 3] = [0x80, 0x21, 0x80];
const NEITHER: [u8; 3] = [0x80, 0x21, 0x00];

fn reading(document: &Document, quirks: Quirks, reader: ReaderAbility) -> (Outcome, Passport) {
    let options = Options {
        reader,
        ..Options::default()
    };
    let mut chip = passport(document.clone(), quirks);
    let outcome = read_with(&mut chip, key(), options).unwrap();
    assert_whole(&outcome, document);
    (outcome, chip)
}

/// The card capabilities in EF.ATR/INFO: extended where the chip says so, short where it does not.
#[test]
fn card_capabilities_decide() {
    for (capabilities, longs) in [(EXTENDED, true), (CHAINING, false), (NEITHER, false)] {
        let document = document(&Design {
            capabilities: Some(capabilities),
            ..Design::default()
        });
        let (outcome, chip) = reading(&document, Quirks::default(), extended());
        assert_eq!(outcome.profile.extended, longs.then_some(true));
        assert_eq!(chip.commands() < 60, longs, "{}", chip.commands());
        assert_eq!(outcome.deviations, []);
    }
}

/// The same in the answer to reset: no file needs to be read for it, and a wrong claim costs one refusal.
#[test]
fn the_answer_to_reset_tells() {
    let document = document(&Design::default());
    for (atr, longs) in [(0x40, true), (0x00, false)] {
        let atr = [0x3B, 0x85, 0x80, 0x01, 0x80, 0x73, 0x80, 0x21, atr, 0];
        let options = Options {
            reader: extended(),
            profile: Profile::of_answer_to_reset(&atr),
            ..Options::default()
        };
        let mut chip = passport(document.clone(), Quirks::default());
        let outcome = read_with(&mut chip, key(), options.clone()).unwrap();
        assert_whole(&outcome, &document);
        assert_eq!(chip.commands() < 60, longs, "{}", chip.commands());
        let quirks = Quirks {
            refuses_extended: true,
            ..Quirks::default()
        };
        let mut chip = passport(document.clone(), quirks);
        let outcome = read_with(&mut chip, key(), options).unwrap();
        assert_whole(&outcome, &document);
        assert_eq!(
            outcome.deviations.contains(&Deviation::ExtendedRefused),
            longs
        );
    }
}

/// No answer is longer than the chip and the reader said.
#[test]
fn announced_sizes_are_kept() {
    for (most, reader) in [(512, 65_536), (2048, 65_536), (32_768, 1000)] {
        let document = document(&Design {
            extended: Some((512, most)),
            ..Design::default()
        });
        let reader = ReaderAbility {
            answer_bytes: reader,
            ..extended()
        };
        let longest = reader.answer_bytes.min(u32::from(most) - 2);
        let mut chip = passport(document.clone(), Quirks::default());
        let options = Options {
            reader,
            ..Options::default()
        };
        let mut session =
            bonafide_emrtd::reading::Reading::new(key(), crate::common::NONCE, options);
        let seen = crate::common::watch(&mut chip, &mut session, |_, answer| answer.len() - 2);
        let seen = seen.into_iter().max().unwrap() as u32;
        assert!(seen <= longest && seen > longest / 2, "{seen} of {longest}");
        assert_whole(&session.outcome().unwrap(), &document);
    }
}

/// Long public keys for chip authentication: extended, in a chain where the chip says that it takes chains, and
/// not at all otherwise.
#[test]
fn long_keys_in_a_chain() {
    let proven = ChipProof::ChipAuthentication(KeySource::DataGroup14);
    for cipher in Cipher::ALL {
        for key_reference in [KeyReference::Optional, KeyReference::Required] {
            let mut key = chip_key(1, cipher);
            key.key_id = Some(3);
            let design = Design {
                chip_authentication: vec![key],
                capabilities: Some(CHAINING),
                portrait: 500,
                ..Design::default()
            };
            let with_pace = Design {
                pace: vec![generic()],
                bac: false,
                ..design.clone()
            };
            for design in [design, with_pace] {
                let document = document(&design);
                let quirks = Quirks {
                    chaining: true,
                    refuses_extended: true,
                    key_reference,
                    ..Quirks::default()
                };
                // A chip without extended length on a reader that has it.
                let (outcome, _) = reading(&document, quirks.clone(), extended());
                assert_eq!(outcome.chip_proof(), proven, "{cipher:?}");
                // A reader without: what EF.ATR/INFO says is not asked, the answer to reset is.
                let options = Options {
                    profile: Profile {
                        chaining: true,
                        ..Profile::default()
                    },
                    ..Options::default()
                };
                let mut chip = passport(document, quirks);
                let mut session = bonafide_emrtd::reading::Reading::new(
                    self::key(),
                    crate::common::NONCE,
                    options,
                );
                let sent = crate::common::watch(&mut chip, &mut session, |command, _| {
                    Command::parse(command).unwrap()
                });
                assert!(sent.iter().all(|command| !command.extended()));
                let parts = sent.iter().filter(|command| command.class == 0x1C);
                assert_eq!(parts.count(), 1);
                assert_eq!(session.outcome().unwrap().chip_proof(), proven);
            }
        }
    }
}

#[test]
fn long_keys_without_any_way() {
    let document = document(&Design {
        chip_authentication: vec![chip_key(1, Cipher::Aes128)],
        capabilities: Some(NEITHER),
        ..Design::default()
    });
    // The reader has short commands only: nothing is tried, and nothing is proven.
    let (outcome, _) = reading(&document, Quirks::default(), ReaderAbility::default());
    assert_eq!(outcome.chip_authentication, ChipAuthenticationRun::NotRun);
    assert_eq!(outcome.chip_proof(), ChipProof::None);
    // A chip that takes shorter commands than its own key needs.
    let cramped = self::document(&Design {
        extended: Some((280, 2048)),
        chip_authentication: vec![chip_key(1, Cipher::Aes128)],
        ..Design::default()
    });
    let (outcome, _) = reading(&cramped, Quirks::default(), extended());
    assert_eq!(outcome.chip_proof(), ChipProof::None);
    // The steps of PACE cannot be cut: they are marked as a chain already.
    let field = pace(Mapping::Generic, Agreement::Dh, Cipher::Aes128, 1);
    let design = Design {
        pace: vec![field],
        bac: false,
        capabilities: Some(CHAINING),
        ..Design::default()
    };
    let quirks = Quirks {
        chaining: true,
        ..Quirks::default()
    };
    let options = Options {
        profile: Profile {
            chaining: true,
            ..Profile::default()
        },
        ..Options::default()
    };
    let mut chip = passport(self::document(&design), quirks);
    let error = read_with(&mut chip, key(), options).unwrap_err();
    assert_eq!(error, ReadingError::ExtendedNeeded);
}

/// An extended command for a long key, refused below the channel, whose counter then stands still: the same in a
/// chain where that is offered, and no proof otherwise; never the end of the reading.
#[test]
fn a_long_key_refused_for_its_length() {
    let key = |cipher| Design {
        chip_authentication: vec![chip_key(1, cipher)],
        ..Design::default()
    };
    for cipher in [Cipher::TripleDes, Cipher::Aes128] {
        for chaining in [false, true] {
            let document = document(&Design {
                capabilities: chaining.then_some([0x80, 0x21, 0xC0]),
                ..key(cipher)
            });
            let quirks = Quirks {
                refuses_extended: true,
                chaining,
                ..Quirks::default()
            };
            let (outcome, _) = reading(&document, quirks, extended());
            assert_eq!(outcome.deviations, [Deviation::ExtendedRefused]);
            let proof = match chaining {
                true => ChipProof::ChipAuthentication(KeySource::DataGroup14),
                false => ChipProof::Failed,
            };
            assert_eq!(outcome.chip_proof(), proof, "{cipher:?}");
        }
    }
}

/// A chip that says it takes chains and refuses them proves nothing, and the reading goes on.
#[test]
fn a_chain_refused() {
    let document = document(&Design {
        chip_authentication: vec![chip_key(2, Cipher::Aes128)],
        capabilities: Some(CHAINING),
        ..Design::default()
    });
    let quirks = Quirks {
        refuses_extended: true,
        ..Quirks::default()
    };
    let mut options = Options::default();
    options.profile.chaining = true;
    let outcome = read_with(&mut passport(document.clone(), quirks), key(), options).unwrap();
    assert_whole(&outcome, &document);
    assert_eq!(outcome.chip_proof(), ChipProof::Failed);
}
