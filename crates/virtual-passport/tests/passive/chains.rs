//! Whom a signer is traced to, what revokes it, and what it all proves.

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::lds::ZoneFile;
use bonafide_emrtd::passive_authentication::{
    ChainVerdict, CountryVerdict, Deviation, SignatureVerdict, authenticate,
};
use bonafide_emrtd::{Driver, EvidenceClass, KeyProof};
use bonafide_virtual_passport::issuer::{Authority, Period, PrivateKey, SodOptions};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::trust::{ChainDeviation, Policy, Revocation, Trust, ValidityModel};
use bonafide_x509::{Crl, HashAlgorithm, SignatureAlgorithm};

use crate::support::{
    LINES, at, bare_sod, certificate, check, ec, groups, now, period, random, state, trusting,
};

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
    // A portrait that is signed and not shown.
    let portrait = files.remove(&2).unwrap();
    let hidden = authenticate(&sod, &files, &trust, now(), &Policy::default());
    let class = EvidenceClass::of(&hidden, Driver::Server, &active);
    assert_eq!(class, Some(EvidenceClass::C));
    files.insert(2, portrait);
    let report = authenticate(&sod, &files, &Trust::default(), now(), &Policy::default());
    assert_eq!(EvidenceClass::of(&report, Driver::Server, &active), None);
    // A genuine document of nobody.
    files.remove(&1);
    let report = authenticate(&sod, &files, &trust, now(), &Policy::default());
    assert!(report.is_genuine());
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
        ("UT", "UTO", CountryVerdict::Same),
        ("NL", "UTO", CountryVerdict::Differs),
        ("EU", "EUE", CountryVerdict::Same),
        ("NL", "EUE", CountryVerdict::Differs),
        ("UN", "UNO", CountryVerdict::Same),
        ("KS", "RKS", CountryVerdict::Same),
        ("GB", "GBN", CountryVerdict::Same),
        ("NL", "XOM", CountryVerdict::NotJudged),
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
fn a_signer_may_be_published_elsewhere() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let (_, stranger) = state(&mut random);
    let sod = bare_sod(&signer, &mut random);
    let trust = || trusting(&[&authority.certificate], &[], &[]);
    let report = check(&sod, &trust());
    assert_eq!(report.signature, SignatureVerdict::NoCertificate);
    assert!(!report.is_genuine());
    let published = trust().with_signers(vec![certificate(&signer.certificate)]);
    assert!(check(&sod, &published).is_genuine());
    // Another of the same name and serial did not sign.
    let published = trust().with_signers(vec![certificate(&stranger.certificate)]);
    assert_eq!(check(&sod, &published).signature, SignatureVerdict::Invalid);
}
