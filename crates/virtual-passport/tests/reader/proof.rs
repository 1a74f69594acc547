//! Chips that are genuine, and copies of them.

use std::sync::OnceLock;

use crate::common::{
    CHALLENGE, assert_whole, chip_key, document, extended, key, pace, passport, read, read_with,
    rng,
};
use crate::issued::State;
use bonafide_emrtd::{
    active_authentication::{ActiveAuthenticationError, ActiveDeviation, ActiveKey},
    apdu::Status,
    cipher::Cipher,
    group::Group,
    reading::{
        ActiveAuthenticationRun, ActivePolicy, ChipAuthenticationRun, ChipProof, Deviation, File,
        KeySource, MappingRun, Options, Outcome,
    },
    security_infos::{Agreement, Mapping},
    tlv::{Tag, write},
};
use bonafide_virtual_passport::{
    ActiveAnswer, ActiveSigner, ChipDesign, Design, Document, Quirks, issuer::KeyKind,
};
use bonafide_x509::{HashAlgorithm, curve::NamedCurve};

pub(crate) fn small(design: Design) -> Document {
    document(&Design {
        portrait: 400,
        ..design
    })
}

#[test]
fn chip_authentication_on_every_group() {
    for id in [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] {
        let cipher = Cipher::ALL[usize::from(id + 1) % 4];
        let design = Design {
            chip_authentication: vec![chip_key(id, cipher)],
            ..Design::default()
        };
        let document = small(design);
        let options = Options {
            reader: extended(),
            ..Options::default()
        };
        let mut chip = passport(document.clone(), Quirks::default());
        let outcome = read_with(&mut chip, key(), options).unwrap();
        let agreement = if id < 8 {
            Agreement::Dh
        } else {
            Agreement::Ecdh
        };
        assert_eq!(
            outcome.chip_authentication,
            ChipAuthenticationRun::Proven { agreement, cipher },
            "{id}"
        );
        assert_eq!(
            outcome.chip_proof(),
            ChipProof::ChipAuthentication(KeySource::DataGroup14)
        );
        assert_whole(&outcome, &document);
    }
}

#[test]
fn a_key_without_a_protocol_means_3des() {
    let mut chip_key = chip_key(12, Cipher::TripleDes);
    chip_key.ciphers.clear();
    let design = Design {
        chip_authentication: vec![chip_key],
        ..Design::default()
    };
    let outcome = read(&mut passport(small(design), Quirks::default())).unwrap();
    assert_eq!(outcome.deviations, [Deviation::ProtocolInferred]);
    assert_eq!(
        outcome.chip_proof(),
        ChipProof::ChipAuthentication(KeySource::DataGroup14)
    );
}

#[test]
fn several_keys_are_told_apart_by_their_number() {
    let keys = [12, 15].map(|id| ChipDesign {
        group: Group::of_parameter_id(id).unwrap(),
        ciphers: vec![Cipher::Aes128],
        key_id: Some(u32::from(id)),
    });
    let design = Design {
        chip_authentication: keys.to_vec(),
        ..Design::default()
    };
    let outcome = read(&mut passport(small(design), Quirks::default())).unwrap();
    assert_eq!(
        outcome.chip_proof(),
        ChipProof::ChipAuthentication(KeySource::DataGroup14)
    );
}

fn rsa(bits: usize, hash: HashAlgorithm) -> ActiveSigner {
    static KEYS: OnceLock<[ActiveSigner; 2]> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        [1024, 2048].map(|bits| {
            let kind = KeyKind::Rsa { bits };
            ActiveSigner::generate(kind, HashAlgorithm::Sha1, &mut rng(3)).unwrap()
        })
    });
    ActiveSigner {
        hash,
        stated: hash != HashAlgorithm::Sha1,
        ..keys[usize::from(bits == 2048)].clone()
    }
}

pub(crate) fn ec(seed: u64, curve: NamedCurve, hash: HashAlgorithm) -> ActiveSigner {
    let kind = KeyKind::Ec {
        curve,
        explicit: true,
    };
    ActiveSigner::generate(kind, hash, &mut rng(seed)).unwrap()
}

fn read_active(signer: ActiveSigner, quirk: ActiveAnswer, options: Options) -> Outcome {
    let document = small(Design {
        active: Some(signer),
        ..Design::default()
    });
    let quirks = Quirks {
        active_answer: quirk,
        ..Quirks::default()
    };
    let outcome = read_with(&mut passport(document.clone(), quirks), key(), options).unwrap();
    assert_whole(&outcome, &document);
    outcome
}

fn verdict(
    outcome: &Outcome,
) -> Result<(HashAlgorithm, &[ActiveDeviation]), ActiveAuthenticationError> {
    match &outcome.active_authentication {
        ActiveAuthenticationRun::Answered {
            verdict, challenge, ..
        } => {
            assert_eq!(*challenge, CHALLENGE);
            verdict
                .as_ref()
                .map(|proof| (proof.hash, &proof.deviations[..]))
                .map_err(|error| *error)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn active_authentication_with_rsa() {
    for hash in HashAlgorithm::ALL {
        for quirk in [ActiveAnswer::Plain, ActiveAnswer::Complement] {
            let outcome = read_active(rsa(1024, hash), quirk, Options::default());
            assert_eq!(verdict(&outcome), Ok((hash, &[][..])), "{hash:?} {quirk:?}");
            assert_eq!(
                outcome.chip_proof(),
                ChipProof::ActiveAuthentication(KeySource::DataGroup15)
            );
        }
    }
    let outcome = read_active(
        rsa(1024, HashAlgorithm::Sha1),
        ActiveAnswer::LeadingZero,
        Options::default(),
    );
    assert_eq!(
        verdict(&outcome),
        Ok((HashAlgorithm::Sha1, &[ActiveDeviation::Length][..]))
    );
    let outcome = read_active(
        rsa(1024, HashAlgorithm::Sha1),
        ActiveAnswer::Truncated(100),
        Options::default(),
    );
    assert_eq!(verdict(&outcome), Err(ActiveAuthenticationError::Truncated));
    assert_eq!(outcome.chip_proof(), ChipProof::Failed);
}

/// 256 bytes and their protection do not fit a short answer: extended, in parts, or not at all.
#[test]
fn active_authentication_over_256_bytes() {
    let signer = || rsa(2048, HashAlgorithm::Sha256);
    let options = Options {
        reader: extended(),
        ..Options::default()
    };
    for options in [options, Options::default()] {
        let outcome = read_active(signer(), ActiveAnswer::Plain, options);
        assert_eq!(verdict(&outcome), Ok((HashAlgorithm::Sha256, &[][..])));
    }
    // The reader has extended length, the chip does not: it says so below the channel.
    let document = small(Design {
        active: Some(signer()),
        ..Design::default()
    });
    let quirks = Quirks {
        refuses_extended: true,
        ..Quirks::default()
    };
    let options = Options {
        reader: extended(),
        ..Options::default()
    };
    let outcome = read_with(&mut passport(document, quirks), key(), options).unwrap();
    assert_eq!(verdict(&outcome), Ok((HashAlgorithm::Sha256, &[][..])));
    assert_eq!(outcome.deviations, [Deviation::ExtendedRefused]);
}

#[test]
fn active_authentication_with_ecdsa() {
    for curve in NamedCurve::all() {
        let hash = match curve.field_bytes() {
            0..=24 => HashAlgorithm::Sha1,
            25..=28 => HashAlgorithm::Sha224,
            29..=40 => HashAlgorithm::Sha256,
            41..=48 => HashAlgorithm::Sha384,
            _ => HashAlgorithm::Sha512,
        };
        let signer = ec(5, curve, hash);
        let outcome = read_active(signer, ActiveAnswer::Plain, Options::default());
        assert_eq!(verdict(&outcome), Ok((hash, &[][..])), "{curve:?}");
    }
    let mut signer = ec(6, NamedCurve::P256, HashAlgorithm::Sha256);
    let outcome = read_active(signer.clone(), ActiveAnswer::Der, Options::default());
    assert_eq!(
        verdict(&outcome),
        Ok((HashAlgorithm::Sha256, &[ActiveDeviation::Der][..]))
    );
    let outcome = read_active(
        signer.clone(),
        ActiveAnswer::Truncated(60),
        Options::default(),
    );
    assert_eq!(verdict(&outcome), Err(ActiveAuthenticationError::Truncated));
    signer.stated = false;
    let outcome = read_active(signer, ActiveAnswer::Plain, Options::default());
    assert_eq!(
        verdict(&outcome),
        Ok((HashAlgorithm::Sha256, &[ActiveDeviation::HashNotStated][..]))
    );
}

#[test]
fn active_authentication_when_it_is_wanted() {
    let design = || Design {
        active: Some(ec(5, NamedCurve::P256, HashAlgorithm::Sha256)),
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    };
    for (policy, ran) in [
        (ActivePolicy::WhenNeeded, false),
        (ActivePolicy::Always, true),
        (ActivePolicy::Never, false),
    ] {
        let options = Options {
            active_authentication: policy,
            ..Options::default()
        };
        let mut chip = passport(small(design()), Quirks::default());
        let outcome = read_with(&mut chip, key(), options).unwrap();
        assert_eq!(
            outcome.active_authentication != ActiveAuthenticationRun::NotRun,
            ran
        );
        assert_eq!(
            outcome.chip_proof(),
            ChipProof::ChipAuthentication(KeySource::DataGroup14)
        );
    }
}

pub(crate) fn mapping_design() -> Design {
    Design {
        bac: false,
        pace: vec![pace(
            Mapping::ChipAuthentication,
            Agreement::Ecdh,
            Cipher::Aes128,
            13,
        )],
        chip_authentication: vec![chip_key(13, Cipher::Aes128)],
        ..Design::default()
    }
}

#[test]
fn the_mapping_proves_the_chip() {
    let mut genuine = small(mapping_design());
    let outcome = read(&mut passport(genuine.clone(), Quirks::default())).unwrap();
    assert_eq!(
        outcome.mapping,
        MappingRun::Proven {
            source: KeySource::DataGroup14
        }
    );
    assert_eq!(
        outcome.chip_proof(),
        ChipProof::Mapping(KeySource::DataGroup14)
    );
    // Proven already: no chip authentication, no re-keying.
    assert_eq!(outcome.chip_authentication, ChipAuthenticationRun::NotRun);
    // The key in EF.CardSecurity alone.
    let state = State::new();
    genuine
        .sign_card_security(&state.signer(), &mut rng(60))
        .unwrap();
    let file = genuine.files[&File::CardSecurity].clone();
    genuine.files.remove(&File::DataGroup(14));
    let outcome = read(&mut passport(genuine.clone(), Quirks::default())).unwrap();
    assert_eq!(
        outcome.mapping,
        MappingRun::Proven {
            source: KeySource::CardSecurity
        }
    );
    assert_eq!(outcome.files[&File::CardSecurity], file);
    let copy = genuine.cloned_without_keys();
    let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
    assert_eq!(outcome.mapping, MappingRun::Failed);
    assert_eq!(outcome.chip_proof(), ChipProof::Failed);
}

#[test]
fn copies_are_caught() {
    let active = || ec(5, NamedCurve::P256, HashAlgorithm::Sha256);
    let chip_authentication = vec![chip_key(12, Cipher::Aes128)];
    for design in [
        Design {
            active: Some(active()),
            ..Design::default()
        },
        Design {
            chip_authentication: chip_authentication.clone(),
            ..Design::default()
        },
        Design {
            active: Some(active()),
            chip_authentication: chip_authentication.clone(),
            ..Design::default()
        },
        mapping_design(),
    ] {
        let genuine = small(design);
        let outcome = read(&mut passport(genuine.clone(), Quirks::default())).unwrap();
        assert!(!matches!(
            outcome.chip_proof(),
            ChipProof::Failed | ChipProof::None
        ));
        // All files, no private key: it refuses what it cannot do.
        let copy = genuine.cloned_without_keys();
        let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
        assert_whole(&outcome, &genuine);
        assert_eq!(outcome.chip_proof(), ChipProof::Failed);
        // Keys of its own: it plays along, and its answers are wrong.
        let mut copy = small(Design {
            active: genuine
                .active
                .as_ref()
                .map(|_| ec(77, NamedCurve::P256, HashAlgorithm::Sha256)),
            ..Design::default()
        });
        copy.files.clone_from(&genuine.files);
        copy.pace.clone_from(&genuine.pace);
        copy.chip_keys.clone_from(&genuine.chip_keys);
        for key in &mut copy.chip_keys {
            key.secret = key.public.group.secret(&mut rng(78));
        }
        let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
        assert_whole(&outcome, &genuine);
        assert_eq!(outcome.chip_proof(), ChipProof::Failed);
    }
}

/// A copy that hides what it cannot prove: the files are absent, and the SOD knows that they must not be.
#[test]
fn hidden_keys_are_missing_files() {
    let design = Design {
        chip_authentication: vec![chip_key(12, Cipher::Aes128)],
        ..Design::default()
    };
    let mut copy = small(design).cloned_without_keys();
    copy.files.remove(&File::DataGroup(14));
    copy.update_com();
    let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
    assert_eq!(outcome.chip_proof(), ChipProof::None);
    assert_eq!(
        outcome.missing[&File::DataGroup(14)],
        bonafide_emrtd::reading::Missing::Absent(Status::NOT_FOUND)
    );
}

/// Zeros at the front of an RSA signature, left out by some chips: one in 256 signatures has them.
#[test]
fn leading_zeros_left_out() {
    let signer = rsa(1024, HashAlgorithm::Sha256);
    let dg15 = write(Tag(0x6F), &signer.public_key());
    let key = ActiveKey::of_dg15(&dg15).unwrap();
    let mut rng = rng(11);
    let trimmed = (0u64..).map(u64::to_be_bytes).find_map(|challenge| {
        let signature = signer.sign(&challenge, ActiveAnswer::Trimmed, &mut rng);
        let signature = signature.unwrap();
        (signature.len() < 128).then_some((challenge, signature))
    });
    let (challenge, signature) = trimmed.unwrap();
    let proof = key.verify(None, &challenge, &signature).unwrap();
    assert_eq!(proof.hash, HashAlgorithm::Sha256);
    assert_eq!(proof.deviations, [ActiveDeviation::Length]);
    assert!(key.verify(None, b"another!", &signature).is_err());
}
