//! What the issuer signs is believed in every algorithm, and nothing altered is.

use std::collections::{BTreeMap, BTreeSet};

use bonafide_emrtd::lds::SodDeviation;
use bonafide_emrtd::passive_authentication::{
    Deviation, HashVerdict, SignatureVerdict, authenticate,
};
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, PrivateKey, SodOptions,
};
use bonafide_x509::cms::CmsDeviation;
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::Policy;
use bonafide_x509::{HashAlgorithm, ObjectIdentifier, PssParameters, SignatureAlgorithm, oid};
use chacha20::ChaCha20Rng;

use crate::oracle::Oracle;
use crate::support::{certificate, check, groups, now, period, random, state, trusting};

/// Every way to sign: each curve with its name and its parameters, each hash, each RSA scheme.
fn schemes(random: &mut ChaCha20Rng) -> Vec<(PrivateKey, SignatureAlgorithm)> {
    let mut schemes = Vec::new();
    for (index, curve) in NamedCurve::all().enumerate() {
        let hash = HashAlgorithm::ALL[index % 5];
        for explicit in [false, true] {
            let key = PrivateKey::generate(KeyKind::Ec { curve, explicit }, random).unwrap();
            schemes.push((key, SignatureAlgorithm::Ecdsa(hash)));
        }
    }
    // Hashes shorter and longer than the order of the curve.
    for curve in [
        NamedCurve::P256,
        NamedCurve::P521,
        NamedCurve::BrainpoolP512r1,
    ] {
        let kind = KeyKind::Ec {
            curve,
            explicit: false,
        };
        let key = PrivateKey::generate(kind, random).unwrap();
        let hashes = HashAlgorithm::ALL.into_iter();
        schemes.extend(hashes.map(|hash| (key.clone(), SignatureAlgorithm::Ecdsa(hash))));
    }
    for bits in [1536, 2048, 3072] {
        let key = PrivateKey::generate(KeyKind::Rsa { bits }, random).unwrap();
        for (hash, mask_hash, salt) in [
            (HashAlgorithm::Sha1, HashAlgorithm::Sha1, 20),
            (HashAlgorithm::Sha224, HashAlgorithm::Sha256, 0),
            (HashAlgorithm::Sha256, HashAlgorithm::Sha1, 20),
            (HashAlgorithm::Sha384, HashAlgorithm::Sha384, 48),
            (HashAlgorithm::Sha512, HashAlgorithm::Sha512, 17),
        ] {
            let pss = PssParameters {
                hash,
                mask_hash,
                salt,
            };
            schemes.push((key.clone(), SignatureAlgorithm::RsaPkcs1(hash)));
            schemes.push((key.clone(), SignatureAlgorithm::RsaPss(pss)));
        }
    }
    schemes
}

#[test]
fn every_algorithm_verifies_here_and_in_openssl() {
    let mut random = random();
    let oracle = Oracle::find();
    for (key, scheme) in schemes(&mut random) {
        let authority = Authority::new("UT", key.clone(), scheme, period(), &mut random).unwrap();
        let signer = authority
            .document_signer(key, scheme, &[5], &mut random)
            .unwrap();
        let options = SodOptions::default();
        let sod = signer.sod(&groups(), &options, &mut random).unwrap();
        let trust = trusting(&[&authority.certificate], &[], &[]);
        let report = check(&sod, &trust);
        assert!(report.is_genuine(), "{scheme:?}: {report:?}");
        assert_eq!(report.deviations, [], "{scheme:?}");

        // The same signature over something else is wrong.
        let mut altered = certificate(&signer.certificate).der().to_vec();
        let last = altered.len() - 1;
        altered[last] ^= 1;
        let issuer = certificate(&authority.certificate);
        let issuer_key = issuer.public_key().unwrap();
        assert!(certificate(&altered).verify_under(&issuer_key).is_err());
        if let Some(oracle) = &oracle {
            assert!(
                oracle.verifies(&certificate(&signer.certificate), &issuer),
                "{scheme:?}"
            );
            assert!(!oracle.verifies(&certificate(&altered), &issuer));
            let message = bonafide_x509::tlv::Tlv::only(&sod).unwrap();
            assert!(oracle.verifies_message(message.value), "{scheme:?}");
        }
    }
}

/// Every bit of a security object in P-256, and one bit of each byte of others.
#[test]
fn no_altered_security_object_is_believed() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let plain = SodOptions::default();
    let tolerated = alter(&authority, &signer, &plain, 8, &mut random);
    println!("tolerated: {tolerated:?}");

    let indefinite = SodOptions {
        indefinite_lengths: true,
        ..SodOptions::default()
    };
    alter(&authority, &signer, &indefinite, 1, &mut random);
    let key = PrivateKey::generate(KeyKind::Rsa { bits: 1024 }, &mut random).unwrap();
    let pss = PssParameters {
        hash: HashAlgorithm::Sha256,
        mask_hash: HashAlgorithm::Sha384,
        salt: 33,
    };
    for scheme in [
        SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256),
        SignatureAlgorithm::RsaPss(pss),
    ] {
        let authority = Authority::new("UT", key.clone(), scheme, period(), &mut random).unwrap();
        let signer = authority
            .document_signer(key.clone(), scheme, &[5], &mut random)
            .unwrap();
        alter(&authority, &signer, &plain, 1, &mut random);
    }
}

/// Alters every byte in turn, in so many of its bits; returns what was tolerated and named.
fn alter(
    authority: &Authority,
    signer: &DocumentSigner,
    options: &SodOptions,
    bits: usize,
    random: &mut ChaCha20Rng,
) -> BTreeSet<Vec<Deviation>> {
    let sod = signer.sod(&groups(), options, random).unwrap();
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let genuine = check(&sod, &trust);
    assert!(genuine.is_genuine());
    let mut tolerated = BTreeSet::new();
    for position in 0..sod.len() {
        for bit in position..position + bits {
            let mut altered = sod.clone();
            altered[position] ^= 1 << (bit % 8);
            let mut report = check(&altered, &trust);
            if !report.is_genuine() {
                continue;
            }
            // Only what nobody signs may change, and only if it is named as a deviation.
            assert_eq!(report.hashes, genuine.hashes);
            assert_eq!(report.signer, genuine.signer);
            let known = [
                Deviation::Message(CmsDeviation::SignerNamedOtherwise),
                Deviation::Message(CmsDeviation::Version),
                Deviation::Message(CmsDeviation::AlgorithmParameters),
                Deviation::Message(CmsDeviation::AlgorithmWithoutHash),
                Deviation::Message(CmsDeviation::OtherHashThanNamed),
                Deviation::Sod(SodDeviation::NotWrapped),
            ];
            report
                .deviations
                .retain(|deviation| !genuine.deviations.contains(deviation));
            assert!(!report.deviations.is_empty(), "byte {position}, bit {bit}");
            let all_known = report.deviations.iter().all(|one| known.contains(one));
            assert!(all_known, "{:?}", report.deviations);
            tolerated.insert(report.deviations);
        }
    }
    tolerated
}

#[test]
fn altered_exchanged_and_missing_groups_are_named() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let mut signed = groups();
    signed.insert(15, vec![0x6f, 1, 0]);
    for hash in HashAlgorithm::ALL {
        let options = SodOptions {
            group_hash: Some(hash),
            lds_version: Some("0108".to_owned()),
            ..SodOptions::default()
        };
        let sod = signer.sod(&signed, &options, &mut random).unwrap();
        let mut files = groups();
        files.get_mut(&2).unwrap()[30] ^= 1;
        files.insert(14, vec![0x6e, 0]);
        // What a copying program filled up does not count.
        files.get_mut(&1).unwrap().extend_from_slice(&[0; 9]);
        let report = authenticate(&sod, &files, &trust, now(), &Policy::default());
        assert_eq!(report.signature, SignatureVerdict::Valid);
        assert_eq!(
            (report.hash_algorithm, report.lds_version.as_deref()),
            (Some(hash), Some("0108"))
        );
        let expected = [
            (1, HashVerdict::Match),
            (2, HashVerdict::Mismatch),
            (11, HashVerdict::Match),
            (12, HashVerdict::Match),
            (14, HashVerdict::Unsigned),
            (15, HashVerdict::Absent),
        ];
        assert_eq!(report.hashes, BTreeMap::from(expected));
        assert!(!report.is_genuine() && report.lists(15) && !report.lists(14));
        assert!(report.covers(1) && !report.covers(2) && !report.covers(15));
    }
}

#[test]
fn every_oddity_is_tolerated_by_name() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let plain = SodOptions::default;
    let legacy = Some(ObjectIdentifier::new_unwrap("1.2.528.1.1006.1.20.1"));
    let cases = [
        (
            SodOptions {
                indefinite_lengths: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::IndefiniteLengths)],
        ),
        (
            SodOptions {
                content_type: Some(oid::DATA),
                ..plain()
            },
            vec![Deviation::Sod(SodDeviation::ContentTypeData)],
        ),
        (
            SodOptions {
                content_type: legacy,
                ..plain()
            },
            vec![Deviation::Sod(SodDeviation::ContentTypeLegacy)],
        ),
        (
            SodOptions {
                content_type_attribute: Some(oid::DATA),
                ..plain()
            },
            vec![
                Deviation::Sod(SodDeviation::ContentTypeAttributeDiffers),
                Deviation::Message(CmsDeviation::OtherContentTypeAttribute),
            ],
        ),
        (
            SodOptions {
                unsorted_attributes: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::UnsortedAttributes)],
        ),
        (
            SodOptions {
                resorted_attributes: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::ResortedAttributes)],
        ),
        (
            SodOptions {
                without_content_type_attribute: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::NoContentTypeAttribute)],
        ),
        (
            SodOptions {
                trailing_bytes: true,
                ..plain()
            },
            vec![Deviation::Sod(SodDeviation::TrailingBytes)],
        ),
        (
            SodOptions {
                algorithm_without_hash: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::AlgorithmWithoutHash)],
        ),
        (
            SodOptions {
                signer_named_otherwise: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::SignerNamedOtherwise)],
        ),
        (
            SodOptions {
                signer_by_key_id: Some(vec![1, 2]),
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::SignerNamedOtherwise)],
        ),
        (
            SodOptions {
                not_wrapped: true,
                ..plain()
            },
            vec![Deviation::Sod(SodDeviation::NotWrapped)],
        ),
        (
            SodOptions {
                without_attributes: true,
                ..plain()
            },
            vec![Deviation::Message(CmsDeviation::NoSignedAttributes)],
        ),
    ];
    for (options, deviations) in cases {
        let sod = signer.sod(&groups(), &options, &mut random).unwrap();
        let report = check(&sod, &trust);
        assert!(report.is_genuine(), "{options:?}: {report:?}");
        assert_eq!(report.deviations, deviations, "{options:?}");
    }
    for refused in [
        SodOptions {
            unannounced_hash: true,
            ..plain()
        },
        SodOptions {
            content_type: Some(oid::MASTER_LIST),
            ..plain()
        },
        SodOptions {
            content_type_attribute: Some(oid::MASTER_LIST),
            ..plain()
        },
    ] {
        let sod = signer.sod(&groups(), &refused, &mut random).unwrap();
        assert!(!check(&sod, &trust).is_genuine(), "{refused:?}");
    }
}

/// `rsaEncryption` where the signature algorithm should be, with every hash; the message's own hash decides.
#[test]
fn bare_rsa_encryption_as_the_signature_algorithm() {
    let mut random = random();
    let key = PrivateKey::generate(KeyKind::Rsa { bits: 2048 }, &mut random).unwrap();
    for hash in HashAlgorithm::ALL {
        let scheme = SignatureAlgorithm::RsaPkcs1(hash);
        let authority = Authority::new("UT", key.clone(), scheme, period(), &mut random).unwrap();
        let signer = authority
            .document_signer(key.clone(), scheme, &[5], &mut random)
            .unwrap();
        let options = SodOptions {
            algorithm_without_hash: true,
            ..SodOptions::default()
        };
        let sod = signer.sod(&groups(), &options, &mut random).unwrap();
        let report = check(&sod, &trusting(&[&authority.certificate], &[], &[]));
        assert!(report.is_genuine(), "{hash:?}: {report:?}");
        assert_eq!(
            report.deviations,
            [Deviation::Message(CmsDeviation::AlgorithmWithoutHash)]
        );
    }
}

/// What calls itself something else outside is no signed message, whatever it holds.
#[test]
fn the_outer_content_type_is_checked() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let kind = oid::SIGNED_DATA.as_bytes();
    let at = sod.windows(kind.len()).position(|bytes| bytes == kind);
    for last in [1, 3, 5] {
        let mut other = sod.clone();
        other[at.unwrap() + kind.len() - 1] = last;
        let report = check(&other, &trust);
        assert_eq!(report.signature, SignatureVerdict::Unreadable);
        assert!(report.hashes.is_empty() && report.error.is_some());
    }
}
