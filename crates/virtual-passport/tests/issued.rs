//! What the issuer issues is what passive authentication believes, and nothing altered is.

#[path = "../../x509/tests/oracle/mod.rs"]
mod oracle;

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::lds::{DataGroup, ImageFormat, SodDeviation, ZoneFile};
use bonafide_emrtd::passive_authentication::{
    ChainVerdict, CountryVerdict, Deviation, HashVerdict, PassiveAuthentication, SignatureVerdict,
    authenticate,
};
use bonafide_emrtd::{Driver, EvidenceClass, KeyProof};
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, Period, Person, PrivateKey, SodOptions, data_group_2,
    data_group_2_tagged, data_group_11, data_group_12, ef_com, master_list,
};
use bonafide_x509::cms::CmsDeviation;
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::intake::{self, Item};
use bonafide_x509::trust::{ChainDeviation, Policy, Revocation, Trust, ValidityModel};
use bonafide_x509::{
    Certificate, Crl, HashAlgorithm, ObjectIdentifier, PssParameters, SignatureAlgorithm, oid,
};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng;

const LINES: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];
const JPEG: [u8; 8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 0xff, 0xd9];

fn random() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(9303)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn period() -> Period {
    Period {
        begin: at("2020-01-01T00:00:00Z"),
        end: at("2035-01-01T00:00:00Z"),
    }
}

fn now() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

fn ec(curve: NamedCurve) -> KeyKind {
    KeyKind::Ec {
        curve,
        explicit: false,
    }
}

fn groups() -> BTreeMap<u8, Vec<u8>> {
    let person = Person {
        full_name: "СЕЙІТҚЫЗЫ<<ӘЙГЕРІМ",
        birth_date: "19740812",
        ..Person::default()
    };
    BTreeMap::from([
        (1, ZoneFile::encode(&LINES)),
        (2, data_group_2(&JPEG, 413, 531)),
        (11, data_group_11(&person)),
        (12, data_group_12("UTOPIA", "20200101")),
    ])
}

/// A state on P-256 and a signer of it.
fn state(random: &mut ChaCha20Rng) -> (Authority, DocumentSigner) {
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    let key = PrivateKey::generate(ec(NamedCurve::P256), random).unwrap();
    let authority = Authority::new("UT", key, scheme, period(), random).unwrap();
    let key = PrivateKey::generate(ec(NamedCurve::P256), random).unwrap();
    let signer = authority
        .document_signer(key, scheme, &[5], random)
        .unwrap();
    (authority, signer)
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::of(der).expect("a certificate")
}

fn trusting(anchors: &[&[u8]], links: &[&[u8]], crls: &[&[u8]]) -> Trust {
    let (trust, unused) = Trust::build(
        anchors.iter().map(|der| certificate(der)).collect(),
        links.iter().map(|der| certificate(der)).collect(),
        crls.iter()
            .map(|der| Crl::of(der).expect("a list"))
            .collect(),
        &HashSet::new(),
    );
    assert!(unused.unsigned_crls.is_empty() && unused.without_key.is_empty());
    trust
}

fn check(sod: &[u8], trust: &Trust) -> PassiveAuthentication {
    authenticate(sod, &groups(), trust, now(), &Policy::default())
}

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
    let oracle = oracle::Oracle::find();
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

#[test]
fn no_altered_security_object_is_believed() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let genuine = check(&sod, &trust);
    assert!(genuine.is_genuine());
    let mut tolerated = Vec::new();
    for position in 0..sod.len() {
        for bit in 0..8 {
            let mut altered = sod.clone();
            altered[position] ^= 1 << bit;
            let report = check(&altered, &trust);
            if !report.is_genuine() {
                continue;
            }
            // Only what nobody signs may change, and only if it is named as a deviation.
            assert_eq!(report.hashes, genuine.hashes);
            assert_eq!(report.signer, genuine.signer);
            assert!(!report.deviations.is_empty(), "byte {position}, bit {bit}");
            tolerated.push(report.deviations);
        }
    }
    tolerated.sort();
    tolerated.dedup();
    println!("tolerated: {tolerated:?}");
    for deviations in tolerated {
        let known = [
            Deviation::Message(CmsDeviation::SignerNamedOtherwise),
            Deviation::Message(CmsDeviation::Version),
            Deviation::Message(CmsDeviation::AlgorithmParameters),
            Deviation::Message(CmsDeviation::AlgorithmWithoutHash),
            Deviation::Message(CmsDeviation::OtherHashThanNamed),
            Deviation::Sod(SodDeviation::NotWrapped),
        ];
        assert!(
            deviations.iter().all(|deviation| known.contains(deviation)),
            "{deviations:?}"
        );
    }
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
            vec![],
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

#[test]
fn chains_end_in_the_right_verdict() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let (stranger, _) = state(&mut random);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let own = authority.certificate.as_slice();
    let verdict = |trust: &Trust, moment: &str, policy: &Policy| {
        authenticate(&sod, &groups(), trust, at(moment), policy).chain
    };
    let policy = Policy::default();
    let trust = trusting(&[own], &[], &[]);
    assert_eq!(
        verdict(&trust, "2026-11-22T00:00:00Z", &policy),
        ChainVerdict::Trusted
    );
    assert_eq!(
        verdict(&trust, "2035-01-01T00:00:01Z", &policy),
        ChainVerdict::Expired
    );
    assert_eq!(
        verdict(&trust, "2019-12-31T23:59:59Z", &policy),
        ChainVerdict::NotYetValid
    );
    assert_eq!(
        verdict(&Trust::default(), "2026-11-22T00:00:00Z", &policy),
        ChainVerdict::UnknownIssuer
    );
    let trust = trusting(&[&stranger.certificate], &[], &[]);
    assert_eq!(
        verdict(&trust, "2026-11-22T00:00:00Z", &policy),
        ChainVerdict::UnknownIssuer
    );

    // Only the older key of the state is believed; the newer is linked to it.
    let older_key = PrivateKey::generate(ec(NamedCurve::BrainpoolP384r1), &mut random).unwrap();
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384);
    let ended = Period {
        end: at("2025-01-01T00:00:00Z"),
        ..period()
    };
    let older = Authority::new("UT", older_key, scheme, ended, &mut random).unwrap();
    let link = older.link(&authority, &[9], &mut random).unwrap();
    let trust = trusting(&[&older.certificate], &[&link], &[]);
    let chain = ValidityModel::Chain;
    let lenient = Policy {
        validity: chain,
        ..policy
    };
    assert_eq!(
        verdict(&trust, "2024-11-22T00:00:00Z", &policy),
        ChainVerdict::Trusted
    );
    assert_eq!(
        verdict(&trust, "2026-11-22T00:00:00Z", &policy),
        ChainVerdict::Expired
    );
    let report = authenticate(&sod, &groups(), &trust, now(), &lenient);
    assert_eq!(report.chain, ChainVerdict::Trusted);
    assert_eq!(report.links.len(), 1);
    assert_eq!(
        report.deviations,
        [Deviation::Chain(ChainDeviation::IssuerExpired)]
    );
    // A link that nobody believed signed is none.
    let (trust, unused) = Trust::build(
        vec![certificate(&stranger.certificate)],
        vec![certificate(&link)],
        Vec::new(),
        &HashSet::new(),
    );
    assert_eq!((trust.len(), unused.unlinked.len()), (1, 1));
    // Distrusting the older one takes what only it vouched for along.
    let distrusted = HashSet::from([certificate(&older.certificate).fingerprint()]);
    let (trust, _) = Trust::build(
        vec![certificate(&older.certificate)],
        vec![certificate(&link)],
        Vec::new(),
        &distrusted,
    );
    assert!(trust.is_empty());
}

#[test]
fn a_document_signer_does_not_issue() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    // A forger holds a document signer's key and plays a state with it.
    let forger = Authority {
        key: signer.key.clone(),
        certificate: signer.certificate.clone(),
        ..authority.clone()
    };
    let key = PrivateKey::generate(ec(NamedCurve::P256), &mut random).unwrap();
    let forged = forger
        .document_signer(key, forger.scheme, &[6], &mut random)
        .unwrap();
    let sod = forged
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let (trust, unused) = Trust::build(
        vec![certificate(&authority.certificate)],
        vec![certificate(&signer.certificate)],
        Vec::new(),
        &HashSet::new(),
    );
    assert_eq!(unused.unlinked.len(), 1);
    assert_eq!(check(&sod, &trust).chain, ChainVerdict::UnknownIssuer);
    // Not even when the signer's certificate is put among the anchors.
    let trust = trusting(&[&authority.certificate, &signer.certificate], &[], &[]);
    assert_eq!(check(&sod, &trust).chain, ChainVerdict::IssuerNotAuthorised);
}

#[test]
fn an_altered_certificate_of_the_signer_is_named() {
    let mut random = random();
    let (authority, mut signer) = state(&mut random);
    // It is valid for longer than its state said.
    let end = b"350101000000Z";
    let at = signer
        .certificate
        .windows(end.len())
        .position(|window| window == end)
        .unwrap();
    signer.certificate[at] = b'4';
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let report = check(&sod, &trusting(&[&authority.certificate], &[], &[]));
    assert_eq!(report.signature, SignatureVerdict::Valid);
    assert_eq!(report.chain, ChainVerdict::IssuerSignatureInvalid);
    assert!(!report.is_genuine());
}

#[test]
fn revocation_lists_fresh_and_stale() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let own = authority.certificate.as_slice();
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let fresh = Period {
        begin: at("2026-11-01T00:00:00Z"),
        end: at("2026-12-01T00:00:00Z"),
    };
    let stale = Period {
        begin: at("2024-11-01T00:00:00Z"),
        end: at("2024-12-01T00:00:00Z"),
    };
    let strict = Policy {
        require_fresh_crl: true,
        ..Policy::default()
    };
    for (serials, updates, lenient_verdict, strict_verdict) in [
        (&[][..], fresh, ChainVerdict::Trusted, ChainVerdict::Trusted),
        (
            &[],
            stale,
            ChainVerdict::Trusted,
            ChainVerdict::RevocationUnknown,
        ),
        (
            &[&[6_u8][..], &[7]],
            fresh,
            ChainVerdict::Trusted,
            ChainVerdict::Trusted,
        ),
        (
            &[&[5], &[7]],
            fresh,
            ChainVerdict::Revoked,
            ChainVerdict::Revoked,
        ),
        (&[&[5]], stale, ChainVerdict::Revoked, ChainVerdict::Revoked),
        (&[&[1]], fresh, ChainVerdict::Revoked, ChainVerdict::Revoked),
    ] {
        let list = authority.revoke(serials, updates, &mut random).unwrap();
        let trust = trusting(&[own], &[], &[&list]);
        let report = check(&sod, &trust);
        assert_eq!(report.chain, lenient_verdict, "{serials:?} {updates:?}");
        let strictly = authenticate(&sod, &groups(), &trust, now(), &strict);
        assert_eq!(strictly.chain, strict_verdict, "{serials:?} {updates:?}");
        let named = match lenient_verdict {
            ChainVerdict::Revoked => matches!(report.revocation, Revocation::Revoked { .. }),
            _ if updates == fresh => matches!(report.revocation, Revocation::Good { .. }),
            _ => matches!(report.revocation, Revocation::Stale { .. }),
        };
        assert!(named, "{:?}", report.revocation);
    }
    // Another state of the same name cannot revoke.
    let (stranger, _) = state(&mut random);
    let list = stranger.revoke(&[&[5]], fresh, &mut random).unwrap();
    let (trust, unused) = Trust::build(
        vec![certificate(own)],
        Vec::new(),
        vec![Crl::of(&list).unwrap()],
        &HashSet::new(),
    );
    assert_eq!(unused.unsigned_crls.len(), 1);
    assert_eq!(check(&sod, &trust).chain, ChainVerdict::Trusted);
}

#[test]
fn the_evidence_class_needs_a_covered_key() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let mut files = groups();
    files.insert(15, vec![0x6f, 0]);
    let sod = signer
        .sod(&files, &SodOptions::default(), &mut random)
        .unwrap();
    files.insert(14, vec![0x6e, 0]);
    let chip = [KeyProof::ChipAuthentication];
    let active = [KeyProof::ActiveAuthentication];
    let report = authenticate(&sod, &files, &trust, now(), &Policy::default());
    // DG14 is there and nobody signed it.
    assert_eq!(EvidenceClass::of(&report, Driver::Server, &active), None);
    files.remove(&14);
    let report = authenticate(&sod, &files, &trust, now(), &Policy::default());
    for (driver, proofs, class) in [
        (Driver::Server, &active[..], EvidenceClass::A),
        (Driver::ForeignReader, &active, EvidenceClass::B),
        (Driver::Server, &chip, EvidenceClass::C),
        (Driver::ForeignReader, &chip, EvidenceClass::C),
        (Driver::Server, &[], EvidenceClass::C),
    ] {
        assert_eq!(EvidenceClass::of(&report, driver, proofs), Some(class));
    }
    let report = authenticate(&sod, &files, &Trust::default(), now(), &Policy::default());
    assert_eq!(EvidenceClass::of(&report, Driver::Server, &active), None);
}

#[test]
fn the_issuing_state_is_compared() {
    let mut random = random();
    let lines = |state: &str| LINES.map(|line| line.replace("UTO", state));
    for (country, state, verdict) in [
        ("NL", "NLD", CountryVerdict::Same),
        ("de", "D<<", CountryVerdict::Same),
        ("NL", "D<<", CountryVerdict::Differs),
        ("NL", "UTO", CountryVerdict::NotJudged),
    ] {
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
        let key = PrivateKey::generate(ec(NamedCurve::P256), &mut random).unwrap();
        let authority =
            Authority::new(country, key.clone(), scheme, period(), &mut random).unwrap();
        let signer = authority
            .document_signer(key, scheme, &[5], &mut random)
            .unwrap();
        let files = BTreeMap::from([(1, ZoneFile::encode(&lines(state)))]);
        let sod = signer
            .sod(&files, &SodOptions::default(), &mut random)
            .unwrap();
        let trust = trusting(&[&authority.certificate], &[], &[]);
        let report = authenticate(&sod, &files, &trust, now(), &Policy::default());
        assert_eq!(report.issuing_state, verdict, "{country} {state}");
    }
}

#[test]
fn groups_read_back() {
    let groups = groups();
    let com = bonafide_emrtd::lds::Com::of(&ef_com(groups.keys().copied())).unwrap();
    assert_eq!(com.groups, [1, 2, 11, 12]);
    let DataGroup::Zone(zone) = DataGroup::of(1, &groups[&1]).unwrap() else {
        panic!()
    };
    assert_eq!(zone.zone.document_number, "L898902C3");
    for file in [&groups[&2], &data_group_2_tagged(&JPEG, 413, 531)] {
        let DataGroup::Faces(faces) = DataGroup::of(2, file).unwrap() else {
            panic!()
        };
        assert_eq!(faces.deviations, []);
        assert_eq!(faces.faces.len(), 1);
        assert_eq!(faces.faces[0].stated_size, Some((413, 531)));
        assert_eq!(faces.faces[0].image.format, ImageFormat::Jpeg);
        assert_eq!(faces.faces[0].image.bytes, JPEG);
    }
    let DataGroup::Personal(person) = DataGroup::of(11, &groups[&11]).unwrap() else {
        panic!()
    };
    assert_eq!(person.full_name.unwrap().given_names, "ӘЙГЕРІМ");
    let DataGroup::Document(document) = DataGroup::of(12, &groups[&12]).unwrap() else {
        panic!()
    };
    assert_eq!(document.authority.as_deref(), Some("UTOPIA"));
}

#[test]
fn wrong_lengths_in_dg2_are_worked_around() {
    let right = data_group_2(&JPEG, 413, 531);
    let record = right
        .windows(4)
        .position(|window| window == b"FAC\0")
        .unwrap();
    for (at, deviation) in [
        (
            record + 11,
            bonafide_emrtd::lds::FaceDeviation::RecordLength,
        ),
        (record + 17, bonafide_emrtd::lds::FaceDeviation::ImageLength),
    ] {
        let mut wrong = right.clone();
        wrong[at] ^= 0x55;
        let DataGroup::Faces(faces) = DataGroup::of(2, &wrong).unwrap() else {
            panic!()
        };
        assert_eq!(faces.deviations, [deviation]);
        assert_eq!(faces.faces[0].image.bytes, JPEG);
    }
}

#[test]
fn a_directory_export_holds_what_a_list_holds() {
    use base64::Engine;
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let list = master_list(
        &authority,
        &signer.key,
        &[authority.certificate.clone()],
        &mut random,
    )
    .unwrap();
    let crl = authority.revoke(&[], period(), &mut random).unwrap();
    let encode = |der: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(70)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        lines.join("\n ")
    };
    let export = format!(
        "# directory\nversion: 1\n\ndn: cn=list,c=UT\npkdMasterListContent:: {}\n\ndn: cn=crl,c=UT\nsn: 1\n\
         certificateRevocationList;binary:: {}\n\ndn: cn=signer,c=UT\r\nuserCertificate;binary:: {}\n",
        encode(&list),
        encode(&crl),
        encode(&signer.certificate),
    );
    let parts = intake::read(export.as_bytes());
    let entries: Vec<_> = parts.iter().map(|part| part.entry.as_deref()).collect();
    assert_eq!(
        entries,
        [
            Some("cn=list,c=UT"),
            Some("cn=crl,c=UT"),
            Some("cn=signer,c=UT")
        ]
    );
    let Ok(Item::MasterList(read)) = &parts[0].item else {
        panic!("{:?}", parts[0].item)
    };
    assert_eq!(read.certificates[0].der(), authority.certificate);
    assert!(read.signed.verify().is_ok());
    assert!(matches!(&parts[1].item, Ok(Item::Crl(_))));
    let Ok(Item::Certificate(certificate)) = &parts[2].item else {
        panic!()
    };
    assert_eq!(certificate.der(), signer.certificate);

    let pem = format!(
        "junk\n-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        encode(&signer.certificate)
    );
    let parts = intake::read(pem.as_bytes());
    assert!(matches!(&parts[..], [part] if matches!(part.item, Ok(Item::Certificate(_)))));
    let mut collection = intake::Collection::default();
    for file in [export.as_bytes(), pem.as_bytes(), &list, b"nothing"] {
        collection.add(file);
    }
    assert_eq!(collection.authorities.len(), 1);
    assert_eq!(collection.others.len(), 1);
    assert_eq!(collection.crls.len(), 1);
    assert_eq!(collection.problems, [intake::IntakeError::Unknown]);
    let mut altered = list.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let mut collection = intake::Collection::default();
    collection.add(&altered);
    assert!(collection.authorities.is_empty() && collection.problems.len() == 1);
    assert!(matches!(&intake::read(b"nothing")[..], [part] if part.item.is_err()));
}
