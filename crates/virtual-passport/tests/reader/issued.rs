//! From issuing to the class of evidence: everything together.

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::{
    Driver, EvidenceClass,
    card_security::{CardSecurity, KeysVerdict},
    cipher::Cipher,
    passive_authentication::{
        ChainVerdict, HashVerdict, PassiveAuthentication, SignatureVerdict, authenticate,
    },
    reading::{File, KeySource, MappingRun, Outcome},
    security_infos::{Agreement, Mapping, SecurityInfos},
    tlv::{Reader, Tag, write},
};
use bonafide_virtual_passport::{
    ActiveSigner, Design, Document, Quirks,
    issuer::{Authority, DocumentSigner, KeyKind, Period, PrivateKey, SodOptions},
};
use bonafide_x509::{
    Certificate, HashAlgorithm, SignatureAlgorithm,
    curve::NamedCurve,
    trust::{Policy, Trust},
};

use crate::common::{chip_key, generic, pace, passport, read, rng};

pub(crate) struct State {
    authority: Authority,
    trust: Trust,
}

impl State {
    pub(crate) fn new() -> State {
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
        let mut document = design.personalise(&mut rng(41)).unwrap();
        self.sign(&mut document);
        document
    }

    fn sign(&self, document: &mut Document) {
        document
            .sign(&self.signer(), &SodOptions::default(), &mut rng(43))
            .unwrap();
    }

    pub(crate) fn signer(&self) -> DocumentSigner {
        let mut rng = rng(42);
        let kind = KeyKind::Ec {
            curve: NamedCurve::P384,
            explicit: false,
        };
        let scheme = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha384);
        let key = PrivateKey::generate(kind, &mut rng).unwrap();
        let signer = self.authority.document_signer(key, scheme, &[9], &mut rng);
        signer.unwrap()
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

/// EF.CardSecurity is judged like EF.SOD, compared with DG14, and proves nothing of the data groups by itself.
#[test]
fn card_security_is_verified() {
    let state = State::new();
    let [.., mapping] = designs();
    let mut document = state.issue(&mapping);
    document
        .sign_card_security(&state.signer(), &mut rng(44))
        .unwrap();
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let judge = |file: &[u8], dg14: Option<&[u8]>, trust: &Trust| {
        CardSecurity::judge(file, dg14, trust, now, &Policy::default())
    };
    let file = document.files[&File::CardSecurity].clone();
    let dg14 = document.files[&File::DataGroup(14)].clone();
    let genuine = judge(&file, Some(&dg14), &state.trust);
    assert!(genuine.is_genuine(), "{genuine:?}");
    assert_eq!(
        (genuine.keys, &genuine.deviations[..]),
        (KeysVerdict::Same, &[][..])
    );
    assert_eq!(genuine.signer.unwrap().country.as_deref(), Some("UT"));

    let unknown = judge(&file, None, &Trust::default());
    assert_eq!(unknown.signature, SignatureVerdict::Valid);
    assert_eq!(unknown.chain, ChainVerdict::UnknownIssuer);
    assert_eq!(unknown.keys, KeysVerdict::NotJudged);
    assert!(!unknown.is_genuine());

    // Any byte of the key altered: the signature is over it.
    let at = file
        .windows(5)
        .position(|bytes| bytes == [0x03, 0x42, 0, 4, file_key(&document)]);
    let mut altered = file.clone();
    altered[at.expect("the key") + 20] ^= 1;
    let altered = judge(&altered, Some(&dg14), &state.trust);
    assert_eq!(altered.signature, SignatureVerdict::Invalid);
    assert_eq!(altered.keys, KeysVerdict::Differ);

    // No signed message, a security object of data groups, a message cut off.
    for broken in [
        &dg14[..],
        &document.files[&File::Sod][4..],
        &file[..file.len() / 2],
        &[],
    ] {
        let broken = judge(broken, Some(&dg14), &state.trust);
        assert_eq!(broken.signature, SignatureVerdict::Unreadable);
        assert!(broken.error.is_some() && broken.keys == KeysVerdict::NotJudged);
    }

    // A genuine chip's EF.CardSecurity beside another person's files, none of which has that key.
    let mut forged = state.issue(&Design {
        chip_authentication: Vec::new(),
        ..mapping
    });
    forged.files.insert(File::CardSecurity, file.clone());
    forged.chip_keys.clone_from(&document.chip_keys);
    let outcome = read(&mut passport(forged, Quirks::default())).unwrap();
    let source = KeySource::CardSecurity;
    assert_eq!(outcome.mapping, MappingRun::Proven { source });
    assert_eq!(outcome.proofs(), []);
    let (passive, class) = state.judge(&outcome);
    assert!(passive.is_genuine());
    assert_eq!(class, Some(EvidenceClass::C));
    let own = outcome.files.get(&File::DataGroup(14)).map(Vec::as_slice);
    let judged = judge(&outcome.files[&File::CardSecurity], own, &state.trust);
    assert!(judged.is_genuine());
    assert_eq!(judged.keys, KeysVerdict::Differ);
}

/// The first byte of the chip's public key, past the mark of a whole point.
fn file_key(document: &Document) -> u8 {
    document.chip_keys[0].public.element[1]
}

/// The hash is over the file's bytes, whose SET need not be in the order of DER; sorted, it is another.
#[test]
fn an_unsorted_dg14_keeps_its_hash() {
    let state = State::new();
    let [_, design, ..] = designs();
    let mut document = design.personalise(&mut rng(41)).unwrap();
    let file = File::DataGroup(14);
    let set = Reader::new(&document.files[&file])
        .enter(Tag(0x6E))
        .unwrap();
    let mut entries: Vec<Vec<u8>> = { set }
        .enter(Tag::SET)
        .unwrap()
        .map(|entry| entry.unwrap().raw.to_vec())
        .collect();
    let with = |entries: &[Vec<u8>]| write(Tag(0x6E), &write(Tag::SET, &entries.concat()));
    entries.sort();
    let sorted = with(&entries);
    entries.reverse();
    let unsorted = with(&entries);
    assert_ne!(sorted, unsorted);
    document.files.insert(file, unsorted.clone());
    state.sign(&mut document);
    let outcome = read(&mut passport(document, Quirks::default())).unwrap();
    assert_eq!(outcome.files[&file], unsorted);
    let (passive, class) = state.judge(&outcome);
    assert_eq!(passive.hashes[&14], HashVerdict::Match);
    assert_eq!(class, Some(EvidenceClass::A));
    let mut resorted = outcome.clone();
    resorted.files.insert(file, sorted.clone());
    let (passive, class) = state.judge(&resorted);
    assert_eq!(passive.hashes[&14], HashVerdict::Mismatch);
    assert_eq!(class, None);
    let keys = |file: &[u8]| SecurityInfos::of_dg14(file).unwrap().chip_keys;
    assert_eq!(keys(&sorted), keys(&unsorted));
}
