//! Every quirk of chips in the field that a reader has to know.

use std::time::Duration;

use crate::common::{
    NONCE, assert_whole, chip_key, document, extended, generic, key, passport, read, read_with,
    watch,
};
use bonafide_emrtd::{
    access_key::AccessKey,
    apdu::Status,
    cipher::Cipher,
    reading::{
        Deviation, File, Limits, Missing, Options, ReaderAbility, Reading, ReadingError, Trouble,
    },
    tlv::{Tag, write},
};
use bonafide_virtual_passport::{Design, KeyReference, LengthRefusal, MasterFile, Quirks};

fn both_accesses() -> [Design; 2] {
    let pace = Design {
        pace: vec![generic()],
        bac: false,
        ..Design::default()
    };
    [Design::default(), pace]
}

#[test]
fn an_extended_read_refused_below_the_channel() {
    for design in both_accesses() {
        let design = Design {
            extended: Some((2048, 2048)),
            ..design
        };
        let document = document(&design);
        let quirks = Quirks {
            refuses_extended: true,
            ..Quirks::default()
        };
        let options = Options {
            reader: extended(),
            ..Options::default()
        };
        let outcome = read_with(&mut passport(document.clone(), quirks), key(), options).unwrap();
        assert_whole(&outcome, &document);
        assert_eq!(outcome.deviations, [Deviation::ExtendedRefused]);
        assert_eq!(outcome.profile.extended, Some(false));
        // What was learnt is not tried again.
        let options = Options {
            reader: extended(),
            profile: outcome.profile,
            ..Options::default()
        };
        let quirks = Quirks {
            refuses_extended: true,
            ..Quirks::default()
        };
        let again = read_with(&mut passport(document.clone(), quirks), key(), options).unwrap();
        assert_eq!(again.deviations, []);
        assert!(again.effort.trips < outcome.effort.trips);
    }
}

#[test]
fn extended_length_when_both_sides_have_it() {
    for design in both_accesses() {
        let short = read(&mut passport(document(&design), Quirks::default())).unwrap();
        let document = document(&Design {
            extended: Some((2048, 4096)),
            ..design
        });
        let options = Options {
            reader: extended(),
            ..Options::default()
        };
        let outcome = read_with(
            &mut passport(document.clone(), Quirks::default()),
            key(),
            options,
        )
        .unwrap();
        assert_whole(&outcome, &document);
        assert!(outcome.effort.commands * 2 < short.effort.commands);
        // Not announced, but tried.
        let reader = ReaderAbility {
            try_extended: true,
            ..extended()
        };
        let options = Options {
            reader,
            ..Options::default()
        };
        let tried = read_with(
            &mut passport(document.clone(), Quirks::default()),
            key(),
            options,
        );
        assert_whole(&tried.unwrap(), &document);
    }
}

#[test]
fn smaller_reads_than_an_answer_could_hold() {
    use LengthRefusal::{BareProposal, BareWrongLength, Proposal, Silent, WrongLength};
    for design in both_accesses() {
        for limit in [192, 160, 100, 48] {
            for refusal in [WrongLength, Proposal, BareWrongLength, BareProposal, Silent] {
                let document = document(&design);
                let quirks = Quirks {
                    read_limit: Some((limit, refusal)),
                    ..Quirks::default()
                };
                let outcome = read(&mut passport(document.clone(), quirks))
                    .unwrap_or_else(|error| panic!("{limit} {refusal:?}: {error}"));
                assert_whole(&outcome, &document);
                let learnt = outcome.profile.read_limit.unwrap();
                assert!(learnt <= limit, "{limit} {refusal:?}: {learnt}");
                assert!(outcome.effort.trips <= 30, "{:?}", outcome.effort);
            }
        }
    }
}

#[test]
fn superfluous_le_is_never_sent() {
    for design in both_accesses() {
        let design = Design {
            chip_authentication: vec![chip_key(12, Cipher::Aes128)],
            ..design
        };
        let document = document(&design);
        let quirks = Quirks {
            refuses_superfluous_le: true,
            ..Quirks::default()
        };
        let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
        assert_whole(&outcome, &document);
    }
}

#[test]
fn the_master_file_in_three_ways() {
    for design in both_accesses() {
        for master_file in [
            MasterFile::ByIdentifier,
            MasterFile::Bare,
            MasterFile::Never,
        ] {
            let document = document(&design);
            let quirks = Quirks {
                master_file,
                ..Quirks::default()
            };
            let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
            assert_whole(&outcome, &document);
            assert_eq!(
                outcome.deviations.contains(&Deviation::MasterFileRefused),
                master_file != MasterFile::ByIdentifier
            );
        }
    }
}

#[test]
fn a_deactivated_card_access_reads() {
    let [_, design] = both_accesses();
    let document = document(&design);
    let quirks = Quirks {
        card_access_deactivated: true,
        ..Quirks::default()
    };
    let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
    assert_whole(&outcome, &document);
    assert_eq!(
        outcome.deviations,
        [Deviation::Deactivated(File::CardAccess)]
    );
}

#[test]
fn basic_access_control_removed() {
    let quirks = Quirks {
        bac_removed: true,
        ..Quirks::default()
    };
    let error = read(&mut passport(document(&Design::default()), quirks.clone())).unwrap_err();
    assert_eq!(
        error,
        ReadingError::AccessRefused(Status::REFERENCE_NOT_FOUND)
    );
    assert_eq!(error.trouble(), Trouble::AccessRefused);
    let [_, design] = both_accesses();
    let document = document(&design);
    assert_whole(
        &read(&mut passport(document.clone(), quirks)).unwrap(),
        &document,
    );
}

#[test]
fn pace_that_takes_its_time() {
    let [_, design] = both_accesses();
    let quirks = Quirks {
        pace_takes: Duration::from_secs(7),
        ..Quirks::default()
    };
    let document = document(&design);
    let outcome = read(&mut passport(document.clone(), quirks.clone())).unwrap();
    assert_whole(&outcome, &document);
    let limits = Limits {
        time: Duration::from_secs(5),
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let error = read_with(&mut passport(document, quirks), key(), options).unwrap_err();
    assert_eq!(
        (error.clone(), error.trouble()),
        (ReadingError::Time, Trouble::TooSlow)
    );
}

#[test]
fn names_of_keys() {
    for key_reference in [
        KeyReference::Optional,
        KeyReference::Required,
        KeyReference::Refused,
    ] {
        for cipher in [Cipher::TripleDes, Cipher::Aes256] {
            let mut chip_key = chip_key(13, cipher);
            chip_key.key_id = Some(5);
            let design = Design {
                chip_authentication: vec![chip_key],
                ..Design::default()
            };
            let document = document(&design);
            let quirks = Quirks {
                key_reference,
                ..Quirks::default()
            };
            let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
            assert_whole(&outcome, &document);
            assert!(matches!(
                outcome.chip_authentication,
                bonafide_emrtd::reading::ChipAuthenticationRun::Proven { .. }
            ));
            assert_eq!(
                outcome.deviations.contains(&Deviation::KeyReferenceRefused),
                key_reference == KeyReference::Refused
            );
        }
    }
}

/// After a failed SELECT the chip still reads the file before: DG7 must not be filled with it.
#[test]
fn a_failed_select_does_not_repeat_the_file_before() {
    for forgets_selection in [false, true] {
        let document = document(&Design::default());
        let quirks = Quirks {
            forgets_selection,
            ..Quirks::default()
        };
        let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
        assert_whole(&outcome, &document);
        assert!(!outcome.files.contains_key(&File::DataGroup(7)));
    }
}

#[test]
fn long_document_numbers_of_td1() {
    let zone = bonafide_mrz::parse(&[
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    ]);
    let zone = zone.unwrap();
    assert_eq!(zone.document_number, "D23145890734");
    let design = Design {
        zone: vec![
            "I<UTOD23145890<7349<<<<<<<<<<<".to_owned(),
            "3407127M9507122UTO<<<<<<<<<<<2".to_owned(),
            "STEVENSON<<PETER<JOHN<<<<<<<<<".to_owned(),
        ],
        portrait: 300,
        ..Design::default()
    };
    let document = document(&design);
    let typed = AccessKey::typed("D23145890734", "340712", "950712").unwrap();
    let mut chip = passport(document.clone(), Quirks::default());
    assert_whole(
        &read_with(&mut chip, typed, Options::default()).unwrap(),
        &document,
    );
}

/// Beyond 32,767 bytes READ BINARY has an odd instruction.
#[test]
fn long_files() {
    for design in both_accesses() {
        let document = document(&Design {
            portrait: 70_000,
            ..design
        });
        let outcome = read(&mut passport(document.clone(), Quirks::default())).unwrap();
        assert_whole(&outcome, &document);
    }
}

#[test]
fn lengths_that_lie() {
    let base = document(&Design::default());
    // Longer than allowed, longer than the file, and no length at all.
    for (header, error) in [
        (
            &[0x75, 0x84, 0x7F, 0xFF, 0xFF, 0xFF][..],
            ReadingError::TooLong(File::DataGroup(2)),
        ),
        (
            &[0x75, 0x83, 0x01, 0x00, 0x00, 0x00],
            ReadingError::Damaged(File::DataGroup(2)),
        ),
        (
            &[0x75, 0x80, 0x01, 0x00, 0x00, 0x00],
            ReadingError::Damaged(File::DataGroup(2)),
        ),
        (
            &[0x61, 0x04, 0x01, 0x00, 0x00, 0x00],
            ReadingError::Damaged(File::DataGroup(2)),
        ),
    ] {
        let mut lying = base.clone();
        lying
            .files
            .insert(File::DataGroup(2), [header, &[0; 2000]].concat());
        let result = read(&mut passport(lying, Quirks::default()));
        assert_eq!(result.unwrap_err(), error, "{header:02X?}");
    }
    // An optional file that lies is missing, no more.
    let mut lying = base;
    lying
        .files
        .insert(File::DataGroup(7), write(Tag(0x99), &[0; 20]));
    let outcome = read(&mut passport(lying, Quirks::default())).unwrap();
    assert!(!outcome.files.contains_key(&File::DataGroup(7)));
}

/// A warning about the tries that are left is no refusal.
#[test]
fn a_warning_before_pace() {
    let [_, design] = both_accesses();
    for status in [0x63C1, 0x6300] {
        let document = document(&design);
        let quirks = Quirks {
            pace_warning: Some(Status(status)),
            ..Quirks::default()
        };
        let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
        assert_whole(&outcome, &document);
    }
}

/// EF.DIR, which lists applications, and groups that nobody here understands: raw. Fingerprints are refused.
#[test]
fn everything_else_is_read_raw() {
    for design in both_accesses() {
        let mut document = document(&design);
        let dir = [0x61, 9, 0x4F, 7, 0xA0, 0, 0, 2, 0x47, 0x10, 1];
        document.files.insert(File::Dir, dir.to_vec());
        for number in [3, 4, 5, 8, 13, 16] {
            let tag = bonafide_emrtd::lds::tag_of(number).unwrap();
            let bytes = write(tag, &vec![number; 300]);
            document.files.insert(File::DataGroup(number), bytes);
        }
        document.update_com();
        let mut options = Options::default();
        options.files.insert(File::Dir);
        options.files.extend((1..=16).map(File::DataGroup));
        let mut chip = passport(document.clone(), Quirks::default());
        let outcome = read_with(&mut chip, key(), options).unwrap();
        for number in [5, 8, 13, 16] {
            let file = File::DataGroup(number);
            assert_eq!(outcome.files[&file], document.files[&file]);
        }
        assert_eq!(outcome.files[&File::Dir], dir);
        for number in [3, 4] {
            assert_eq!(
                outcome.missing[&File::DataGroup(number)],
                Missing::Refused(Status::SECURITY_NOT_SATISFIED)
            );
        }
        assert_eq!(
            outcome.missing[&File::DataGroup(9)],
            Missing::Absent(Status::NOT_FOUND)
        );
    }
}

/// Lengths are learnt first; then no read goes past the end of its file, and none asks twice for the same bytes.
#[test]
fn reads_are_exact() {
    for design in both_accesses() {
        let document = document(&design);
        let whole: usize = document.files.values().map(Vec::len).sum();
        for reader in [ReaderAbility::default(), extended()] {
            let options = Options {
                reader,
                ..Options::default()
            };
            // Else the chip reads on in the file before when one is not there.
            let quirks = Quirks {
                forgets_selection: true,
                ..Quirks::default()
            };
            let mut chip = passport(document.clone(), quirks);
            let mut reading = Reading::new(key(), NONCE, options);
            let answers = watch(&mut chip, &mut reading, |_, answer| {
                Status(u16::from_be_bytes([
                    answer[answer.len() - 2],
                    answer[answer.len() - 1],
                ]))
            });
            // Past the end, a chip says 6282 or 6B00.
            let past = [Status::END_OF_FILE, Status::OFFSET];
            assert!(!answers.iter().any(|status| past.contains(status)));
            let outcome = reading.outcome().unwrap();
            assert_whole(&outcome, &document);
            // EF.CardAccess once, and of no other file a byte twice.
            assert!(
                chip.read_bytes() <= whole,
                "{} of {whole}",
                chip.read_bytes()
            );
        }
    }
}
