//! A state, its signer and the files of a document, for all tests here.

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::lds::ZoneFile;
use bonafide_emrtd::passive_authentication::{PassiveAuthentication, authenticate};
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, Period, Person, PrivateKey, SodOptions, data_group_2,
    data_group_11, data_group_12,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::{Policy, Trust};
use bonafide_x509::{Certificate, Crl, HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng;

pub(crate) const LINES: [&str; 2] = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
];

pub(crate) const JPEG: [u8; 8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 0xff, 0xd9];

pub(crate) fn random() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(9303)
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

pub(crate) fn period() -> Period {
    Period {
        begin: at("2020-01-01T00:00:00Z"),
        end: at("2035-01-01T00:00:00Z"),
    }
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

pub(crate) fn ec(curve: NamedCurve) -> KeyKind {
    KeyKind::Ec {
        curve,
        explicit: false,
    }
}

pub(crate) fn groups() -> BTreeMap<u8, Vec<u8>> {
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

pub(crate) fn state(random: &mut ChaCha20Rng) -> (Authority, DocumentSigner) {
    let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    let key = PrivateKey::generate(ec(NamedCurve::P256), random).unwrap();
    let authority = Authority::new("UT", key, scheme, period(), random).unwrap();
    let key = PrivateKey::generate(ec(NamedCurve::P256), random).unwrap();
    let signer = authority
        .document_signer(key, scheme, &[5], random)
        .unwrap();
    (authority, signer)
}

/// A security object that does not bring its signer's certificate.
pub(crate) fn bare_sod(signer: &DocumentSigner, random: &mut ChaCha20Rng) -> Vec<u8> {
    let options = SodOptions {
        without_certificate: true,
        ..SodOptions::default()
    };
    signer.sod(&groups(), &options, random).unwrap()
}

pub(crate) fn certificate(der: &[u8]) -> Certificate {
    Certificate::of(der).expect("a certificate")
}

pub(crate) fn trusting(anchors: &[&[u8]], links: &[&[u8]], crls: &[&[u8]]) -> Trust {
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

pub(crate) fn check(sod: &[u8], trust: &Trust) -> PassiveAuthentication {
    authenticate(sod, &groups(), trust, now(), &Policy::default())
}
