//! From issuing to the class of evidence: everything together.

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::{
    Driver, EvidenceClass,
    cipher::Cipher,
    passive_authentication::{PassiveAuthentication, authenticate},
    reading::{File, Outcome},
    security_infos::{Agreement, Mapping},
};
use bonafide_virtual_passport::{
    ActiveSigner, Design, Document, Quirks,
    issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions},
};
use bonafide_x509::{
    Certificate, HashAlgorithm, SignatureAlgorithm,
    curve::NamedCurve,
    trust::{Policy, Trust},
};

use crate::common::{chip_key, generic, pace, passport, read, rng};

struct State {
    authority: Authority,
    trust: Trust,
}

impl State {
    fn new() -> State {
        let mut rng = rng(40);
        let period = Period {
            begin: "2020-01-01T00:00:00Z".parse().unwrap(),
            end: "2035-01-01T00:00:00Z".parse().unwrap(),
        };
        let kind = KeyKind::Ec {
            curve: NamedCurve::BrainpoolP256r1,
            explicit: true,
        };
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
        let key = PrivateKey::generate(kind, &mut rng).unwrap();
        let authority = Authority::new("UT", key, scheme, period, &mut rng).unwrap();
        let anchor = Certificate::of(&authority.certificate).unwrap();
        let (trust, _) = Trust::build(vec![anchor], Vec::new(), Vec::new(), &HashSet::new());
        State { authority, trust }
    }

    fn issue(&self, design: &Design) -> Document {
        let mut rng = rng(41);
        let mut document = design.personalise(&mut rng).unwrap();
        let kind = KeyKind::Ec {
            curve: NamedCurve::P384,
            explicit: false,
        };
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384);
        let key = PrivateKey::generate(kind, &mut rng).unwrap();
        let signer = self
            .authority
            .document_signer(key, scheme, &[9], &mut rng)
            .unwrap();
        document
            .sign(&signer, &SodOptions::default(), &mut rng)
            .unwrap();
        document
    }

    /// What a server would make of a reading.
    fn judge(&self, outcome: &Outcome) -> (PassiveAuthentication, Option<EvidenceClass>) {
        let groups: BTreeMap<u8, Vec<u8>> = outcome.data_groups();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let sod = &outcome.files[&File::Sod];
        let passive = authenticate(sod, &groups, &self.trust, now, &Policy::default());
        let class = EvidenceClass::of(&passive, Driver::Server, &outcome.proofs());
        (passive, class)
    }
}

fn designs() -> [Design; 4] {
    let active = || {
        let kind = KeyKind::Ec {
            curve: NamedCurve::P256,
            explicit: true,
        };
        ActiveSigner::generate(kind, HashAlgorithm::Sha256, &mut rng(5)).unwrap()
    };
    let chip_authentication = vec![chip_key(13, Cipher::Aes128)];
    let mapping = pace(
        Mapping::ChipAuthentication,
        Agreement::Ecdh,
        Cipher::Aes128,
        13,
    );
    [
        Design {
            active: Some(active()),
            ..Design::default()
        },
        Design {
            chip_authentication: chip_authentication.clone(),
            ..Design::default()
        },
        Design {
            pace: vec![generic()],
            bac: false,
            chip_authentication: chip_authentication.clone(),
            ..Design::default()
        },
        Design {
            pace: vec![mapping],
            bac: false,
            chip_authentication,
            ..Design::default()
        },
    ]
}

#[test]
fn genuine_chips_are_class_a_and_copies_are_not() {
    let state = State::new();
    for design in designs() {
        let document = state.issue(&design);
        let outcome = read(&mut passport(document.clone(), Quirks::default())).unwrap();
        let (passive, class) = state.judge(&outcome);
        assert!(passive.is_genuine(), "{passive:?}");
        assert_eq!(class, Some(EvidenceClass::A));
        // All files, no private key.
        let copy = document.cloned_without_keys();
        let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
        let (passive, class) = state.judge(&outcome);
        assert!(passive.is_genuine());
        assert_eq!(class, Some(EvidenceClass::C));
        // Keys of the copier's own, and the files that name them: the chip proves them, no state vouches.
        let active = design.active.as_ref().map(|_| {
            let kind = KeyKind::Ec {
                curve: NamedCurve::P256,
                explicit: true,
            };
            ActiveSigner::generate(kind, HashAlgorithm::Sha256, &mut rng(51)).unwrap()
        });
        let own = Design { active, ..design };
        let mut forged = own.personalise(&mut rng(50)).unwrap();
        for file in [File::Sod, File::DataGroup(1), File::DataGroup(2)] {
            forged.files.insert(file, document.files[&file].clone());
        }
        let outcome = read(&mut passport(forged, Quirks::default())).unwrap();
        assert_eq!(outcome.proofs().len(), 1);
        let (passive, class) = state.judge(&outcome);
        assert!(!passive.is_genuine());
        assert_eq!(class, None);
    }
}

/// Hiding the key's data group leaves the list in the SOD to tell of it.
#[test]
fn a_hidden_data_group_is_known_from_the_sod() {
    let state = State::new();
    let [_, design, ..] = designs();
    let mut copy = state.issue(&design).cloned_without_keys();
    copy.files.remove(&File::DataGroup(14));
    copy.update_com();
    let outcome = read(&mut passport(copy, Quirks::default())).unwrap();
    let (passive, class) = state.judge(&outcome);
    assert!(passive.lists(14) && !passive.covers(14));
    assert_eq!(class, Some(EvidenceClass::C));
}
