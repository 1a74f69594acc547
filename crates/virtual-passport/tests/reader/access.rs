//! Every way into a chip, and every way that must stay shut.

use crate::common::{
    assert_whole, document, extended, generic, key, pace, passport, read, read_with,
};
use bonafide_emrtd::{
    access_key::{AccessKey, PasswordKind},
    apdu::Status,
    cipher::Cipher,
    group::{Group, ModpGroup},
    reading::{
        Access, AccessPolicy, CardAccessCheck, File, Missing, Options, ReadingError, Trouble,
    },
    security_infos::{Agreement, Mapping, PaceInfo, PaceParameters},
};
use bonafide_virtual_passport::{Design, Quirks};

fn pace_design(infos: &[PaceInfo]) -> Design {
    Design {
        pace: infos.to_vec(),
        card_access_number: Some("123456".to_owned()),
        bac: false,
        portrait: 500,
        ..Design::default()
    }
}

#[test]
fn basic_access_control() {
    let document = document(&Design::default());
    let outcome = read(&mut passport(document.clone(), Quirks::default())).unwrap();
    assert_eq!(outcome.access, Some(Access::Bac));
    assert_whole(&outcome, &document);
    assert_eq!(
        outcome.missing[&File::DataGroup(7)],
        Missing::Absent(Status::NOT_FOUND)
    );
    assert_eq!(outcome.card_access, CardAccessCheck::Unstated);
    assert_eq!(outcome.deviations, []);
}

/// Every mapping on every standardised parameter id: on the curves with each cipher in turn.
#[test]
fn pace_in_every_variant() {
    let mut read_ones = 0;
    for mapping in [
        Mapping::Generic,
        Mapping::Integrated,
        Mapping::ChipAuthentication,
    ] {
        for id in [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] {
            let agreement = if id < 8 {
                Agreement::Dh
            } else {
                Agreement::Ecdh
            };
            if agreement == Agreement::Dh && mapping == Mapping::ChipAuthentication {
                continue;
            }
            // The encoding of the integrated mapping does not exist for P-224.
            let mappable = mapping != Mapping::Integrated || id != 10;
            let ciphers = match id {
                13 => Cipher::ALL.to_vec(),
                _ => vec![Cipher::ALL[usize::from(id) % 4]],
            };
            for cipher in ciphers {
                if mapping == Mapping::ChipAuthentication && cipher == Cipher::TripleDes {
                    continue;
                }
                let info = pace(mapping, agreement, cipher, id);
                let document = document(&pace_design(&[info]));
                let options = Options {
                    reader: extended(),
                    ..Options::default()
                };
                let mut chip = passport(document.clone(), Quirks::default());
                let result = read_with(&mut chip, key(), options);
                if !mappable {
                    assert!(
                        matches!(result, Err(ReadingError::AccessRefused(_))),
                        "{result:?}"
                    );
                    continue;
                }
                let outcome = result.unwrap_or_else(|error| panic!("{info:?}: {error}"));
                assert_whole(&outcome, &document);
                assert_eq!(
                    outcome.access,
                    Some(Access::Pace {
                        protocol: info.protocol,
                        parameter_id: Some(id),
                        password: PasswordKind::Zone
                    })
                );
                assert_eq!(outcome.card_access, CardAccessCheck::Agrees);
                read_ones += 1;
            }
        }
    }
    // Generic 14 and 3 more ciphers, integrated 13 and 3; chip authentication 8, of the 11 curves those whose
    // turn is not 3DES, and 2.
    assert_eq!(read_ones, 17 + 16 + 10);
}

#[test]
fn card_access_number_opens_with_pace_only() {
    let number = || AccessKey::card_access_number("123456").unwrap();
    let with_pace = document(&pace_design(&[generic()]));
    let outcome = read_with(
        &mut passport(with_pace.clone(), Quirks::default()),
        number(),
        Options::default(),
    )
    .unwrap();
    assert!(matches!(
        outcome.access,
        Some(Access::Pace {
            password: PasswordKind::CardAccessNumber,
            ..
        })
    ));
    let old = document(&Design::default());
    let error = read_with(
        &mut passport(old, Quirks::default()),
        number(),
        Options::default(),
    );
    let error = error.unwrap_err();
    assert_eq!(error, ReadingError::KeyUnfit);
    assert_eq!(error.trouble(), Trouble::WrongKey);
    let wrong = AccessKey::card_access_number("123457").unwrap();
    let error = read_with(
        &mut passport(with_pace, Quirks::default()),
        wrong,
        Options::default(),
    );
    assert_eq!(error.unwrap_err().trouble(), Trouble::WrongKey);
}

#[test]
fn wrong_keys_are_told_apart() {
    let wrong = || AccessKey::typed("L898902C4", "740812", "120415").unwrap();
    for design in [Design::default(), pace_design(&[generic()])] {
        for status in [0x6300, 0x63C2, 0x6982, 0x6988, 0x6A80] {
            let quirks = Quirks {
                wrong_password: Some(Status(status)),
                ..Quirks::default()
            };
            let mut chip = passport(document(&design), quirks);
            let error = read_with(&mut chip, wrong(), Options::default()).unwrap_err();
            let tries_left = (status == 0x63C2).then_some(2);
            assert_eq!(error, ReadingError::WrongKey { tries_left }, "{status:04X}");
        }
    }
}

#[test]
fn no_fall_back_from_pace_to_bac() {
    // A chip with both, whose PACE fails: BAC would open it.
    let design = Design {
        bac: true,
        ..pace_design(&[generic()])
    };
    let wrong = AccessKey::typed("L898902C4", "740812", "120415").unwrap();
    let mut chip = passport(document(&design), Quirks::default());
    let before = chip.commands();
    let error = read_with(&mut chip, wrong, Options::default()).unwrap_err();
    assert_eq!(error.trouble(), Trouble::WrongKey);
    // Greeting (3), MSE and four GENERAL AUTHENTICATE: nothing after.
    assert_eq!(chip.commands() - before, 8);
    // A person may decide so.
    let options = Options {
        access: AccessPolicy::Bac,
        ..Options::default()
    };
    let outcome = read_with(
        &mut passport(document(&design), Quirks::default()),
        key(),
        options,
    );
    let outcome = outcome.unwrap();
    assert_eq!(outcome.access, Some(Access::Bac));
}

#[test]
fn a_hidden_card_access_shows_in_dg14() {
    let design = Design {
        bac: true,
        ..pace_design(&[generic()])
    };
    let mut hidden = document(&design);
    hidden.files.remove(&File::CardAccess);
    let outcome = read(&mut passport(hidden.clone(), Quirks::default())).unwrap();
    assert_eq!(outcome.access, Some(Access::Bac));
    assert_eq!(outcome.card_access, CardAccessCheck::Concealed);
    let options = Options {
        access: AccessPolicy::Pace,
        ..Options::default()
    };
    let error = read_with(&mut passport(hidden, Quirks::default()), key(), options);
    assert_eq!(error.unwrap_err(), ReadingError::PaceRequired);
    // A weaker protocol put into EF.CardAccess that DG14 does not know.
    let weak = pace(Mapping::Generic, Agreement::Ecdh, Cipher::TripleDes, 12);
    let mut forged = document(&design);
    let both = document(&pace_design(&[weak]));
    forged
        .files
        .insert(File::CardAccess, both.files[&File::CardAccess].clone());
    forged.pace = vec![weak];
    let outcome = read(&mut passport(forged, Quirks::default())).unwrap();
    assert_eq!(outcome.card_access, CardAccessCheck::Differs);
}

#[test]
fn the_better_of_several_offers_is_taken() {
    let mut weak = pace(Mapping::Generic, Agreement::Ecdh, Cipher::TripleDes, 9);
    weak.version = 1;
    let strong = pace(Mapping::Generic, Agreement::Ecdh, Cipher::Aes256, 16);
    let integrated = pace(Mapping::Integrated, Agreement::Ecdh, Cipher::Aes256, 16);
    let field = pace(Mapping::Generic, Agreement::Dh, Cipher::Aes256, 2);
    let document = document(&pace_design(&[weak, integrated, strong, field]));
    let quirks = Quirks {
        wants_parameter_id: true,
        ..Quirks::default()
    };
    let outcome = read(&mut passport(document.clone(), quirks)).unwrap();
    assert_eq!(
        outcome.access,
        Some(Access::Pace {
            protocol: strong.protocol,
            parameter_id: Some(16),
            password: PasswordKind::Zone
        })
    );
    assert_whole(&outcome, &document);
}

#[test]
fn long_keys_need_extended_apdus() {
    let field = pace(Mapping::Generic, Agreement::Dh, Cipher::Aes128, 1);
    let mut chip = passport(document(&pace_design(&[field])), Quirks::default());
    assert_eq!(read(&mut chip).unwrap_err(), ReadingError::ExtendedNeeded);
}

#[test]
fn cards_that_are_no_passports() {
    let mut empty = document(&Design {
        bac: false,
        ..Design::default()
    });
    empty.files.clear();
    let error = read(&mut passport(empty, Quirks::default())).unwrap_err();
    assert_eq!(
        error,
        ReadingError::AccessRefused(Status::REFERENCE_NOT_FOUND)
    );
}

/// A chip that spells its domain parameters out: read when they are a standard group, refused when not.
#[test]
fn domain_parameters_of_the_chips_own() {
    for (mapping, id) in [
        (Mapping::Generic, 13),
        (Mapping::Integrated, 12),
        (Mapping::ChipAuthentication, 16),
        (Mapping::Generic, 0),
    ] {
        let group = Group::of_parameter_id(id).unwrap();
        let agreement = if id < 8 {
            Agreement::Dh
        } else {
            Agreement::Ecdh
        };
        for number in [None, Some(32)] {
            let info = PaceInfo {
                parameter_id: number,
                ..pace(mapping, agreement, Cipher::Aes128, id)
            };
            let parameters = PaceParameters {
                mapping,
                agreement,
                group: Some(group.clone()),
                parameter_id: number,
            };
            let document = document(&Design {
                pace_parameters: vec![parameters],
                ..pace_design(&[info])
            });
            let outcome = read(&mut passport(document.clone(), Quirks::default())).unwrap();
            assert_whole(&outcome, &document);
            assert_eq!(
                outcome.access,
                Some(Access::Pace {
                    protocol: info.protocol,
                    parameter_id: number,
                    password: PasswordKind::Zone
                })
            );
            assert_eq!(outcome.card_access, CardAccessCheck::Agrees);
            // Parameters that DG14 does not repeat, in the file that nobody signs.
            let mut swapped = document;
            let other = self::document(&pace_design(&[info]));
            let dg14 = File::DataGroup(14);
            swapped.files.insert(dg14, other.files[&dg14].clone());
            let outcome = read(&mut passport(swapped, Quirks::default())).unwrap();
            assert_eq!(outcome.card_access, CardAccessCheck::Differs);
        }
    }
    // Named, and nowhere spelt out; or spelt out as no standard group.
    let own = PaceInfo {
        parameter_id: Some(32),
        ..generic()
    };
    let absent = document(&pace_design(&[own]));
    let Some(Group::Modp(field)) = Group::of_parameter_id(1) else {
        panic!("a finite field");
    };
    let (prime, ..) = field.parameters();
    let weak = PaceParameters {
        mapping: Mapping::Generic,
        agreement: Agreement::Dh,
        group: Some(Group::Modp(ModpGroup::new(prime, &[2], None).unwrap())),
        parameter_id: Some(32),
    };
    let offer = PaceInfo {
        parameter_id: Some(32),
        ..pace(Mapping::Generic, Agreement::Dh, Cipher::Aes128, 0)
    };
    let weak = document(&Design {
        pace_parameters: vec![weak],
        ..pace_design(&[offer])
    });
    for document in [absent, weak] {
        let options = Options {
            reader: extended(),
            ..Options::default()
        };
        let mut chip = passport(document.clone(), Quirks::default());
        let error = read_with(&mut chip, key(), options).unwrap_err();
        assert_eq!(error, ReadingError::UnknownParameters);
        assert_eq!(error.trouble(), Trouble::Unsupported);
        // Beside an offer that is understood it does not matter.
        let mut both = document;
        let infos = [&both.pace[..], &[generic()]].concat();
        both.pace = infos.clone();
        let other = self::document(&pace_design(&infos));
        both.files
            .insert(File::CardAccess, other.files[&File::CardAccess].clone());
        assert!(read(&mut passport(both, Quirks::default())).is_ok());
    }
}

/// A DH offer beside a curve's, on a reader that carries only the short keys.
#[test]
fn of_several_offers_one_that_fits_the_reader() {
    let field = pace(Mapping::Generic, Agreement::Dh, Cipher::Aes256, 1);
    let document = document(&pace_design(&[field, generic()]));
    let outcome = read(&mut passport(document, Quirks::default())).unwrap();
    let Some(Access::Pace { protocol, .. }) = outcome.access else {
        panic!("{:?}", outcome.access);
    };
    assert_eq!(protocol, generic().protocol);
}
