//! Keys of states that speak for others, that are lost, or that sign what they were not issued for.

use std::collections::{BTreeMap, HashSet};

use bonafide_emrtd::lds::{Sod, ZoneFile};
use bonafide_emrtd::passive_authentication::{
    ChainVerdict, CountryVerdict, PassiveAuthentication, SignatureVerdict, authenticate,
};
use bonafide_virtual_passport::issuer::{
    Authority, CertificateRequest, DocumentSigner, Period, PrivateKey, SodOptions, extension, issue,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::tlv::{Tag, unsigned, wrap, write};
use bonafide_x509::trust::{ChainStatus, Policy, Revocation, Trust};
use bonafide_x509::{Certificate, Crl, HashAlgorithm, ObjectIdentifier, SignatureAlgorithm, oid};
use chacha20::ChaCha20Rng;

use crate::support::{
    LINES, at, bare_sod, certificate, check, ec, groups, now, period, random, state, trusting,
};

const SCHEME: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);

fn key(random: &mut ChaCha20Rng) -> PrivateKey {
    PrivateKey::generate(ec(NamedCurve::P256), random).unwrap()
}

fn nation(country: &str, random: &mut ChaCha20Rng) -> Authority {
    let key = key(random);
    Authority::new(country, key, SCHEME, period(), random).unwrap()
}

fn fresh() -> Period {
    Period {
        begin: at("2026-11-01T00:00:00Z"),
        end: at("2026-12-01T00:00:00Z"),
    }
}

/// A certificate of this authority for a key.
fn issued(
    authority: &Authority,
    subject: &[u8],
    key: &PrivateKey,
    extensions: Vec<Vec<u8>>,
    random: &mut ChaCha20Rng,
) -> Vec<u8> {
    let request = CertificateRequest {
        issuer: &authority.name,
        subject,
        serial: &[5],
        period: authority.period,
        key: &key.public_der(),
        extensions,
    };
    issue(&request, &authority.key, &SCHEME, random).unwrap()
}

fn judged(
    signer: &DocumentSigner,
    files: &BTreeMap<u8, Vec<u8>>,
    trust: &Trust,
    random: &mut ChaCha20Rng,
) -> PassiveAuthentication {
    let sod = signer.sod(files, &SodOptions::default(), random).unwrap();
    authenticate(&sod, files, trust, now(), &Policy::default())
}

#[test]
fn a_believed_state_cannot_speak_for_another() {
    let mut random = random();
    let (germany, france) = (nation("DE", &mut random), nation("FR", &mut random));
    // France signs, names Germany as the issuer, and identifies its own key.
    let pretended = Authority {
        name: germany.name.clone(),
        country: "DE".to_owned(),
        ..france.clone()
    };
    let forger = pretended
        .document_signer(key(&mut random), SCHEME, &[5], &mut random)
        .unwrap();
    let lines = LINES.map(|line| line.replace("UTO", "D<<"));
    let files = BTreeMap::from([(1, ZoneFile::encode(&lines))]);
    for anchors in [
        &[&*germany.certificate, &*france.certificate][..],
        &[&*france.certificate],
    ] {
        let report = judged(&forger, &files, &trusting(anchors, &[], &[]), &mut random);
        assert_eq!(report.signature, SignatureVerdict::Valid);
        assert_eq!(report.chain, ChainVerdict::IssuerNotAuthorised);
        assert_eq!(report.issuing_state, CountryVerdict::Differs);
        assert!(!report.is_genuine());
        assert_eq!(report.csca.unwrap().country.as_deref(), Some("FR"));
    }
    // A certificate that names no country is of whoever signed it.
    let subject = wrap(Tag::SEQUENCE, &[] as &[Vec<u8>]);
    let nameless = Authority {
        name: subject.clone(),
        ..france.clone()
    };
    let own = key(&mut random);
    let id = write(
        Tag::context_primitive(0),
        &HashAlgorithm::Sha1.hash(&[&france.key.public_der()]),
    );
    let key_id = extension(
        oid::AUTHORITY_KEY_ID.as_bytes(),
        false,
        &write(Tag::SEQUENCE, &id),
    );
    let der = issued(&nameless, &subject, &own, vec![key_id], &mut random);
    let forger = DocumentSigner {
        key: own,
        certificate: der,
        ..forger
    };
    let trust = trusting(&[&germany.certificate, &france.certificate], &[], &[]);
    let report = judged(&forger, &files, &trust, &mut random);
    assert_eq!(report.chain, ChainVerdict::Trusted);
    assert_eq!(report.issuing_state, CountryVerdict::Differs);
    // Nor does a link make one state the successor of another.
    let link = pretended.link(&germany, &[8], &mut random).unwrap();
    let (trust, unused) = Trust::build(
        vec![certificate(&france.certificate)],
        vec![certificate(&link)],
        Vec::new(),
        &HashSet::new(),
    );
    assert_eq!((trust.len(), unused.unlinked.len()), (1, 1));
    // The same country in small letters is the same.
    let small = Authority {
        name: nation("fr", &mut random).name,
        ..france.clone()
    };
    let signer = small
        .document_signer(key(&mut random), SCHEME, &[5], &mut random)
        .unwrap();
    let trust = trusting(&[&france.certificate], &[], &[]);
    let report = judged(&signer, &files, &trust, &mut random);
    assert_eq!(report.chain, ChainVerdict::Trusted);
}

#[test]
fn distrust_reaches_whatever_the_key_signed() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    let own = certificate(&authority.certificate);
    let leaf = certificate(&signer.certificate);
    // Another certificate of the authority's key, and of the signer's.
    let twin = certificate(&authority.link(&authority, &[2], &mut random).unwrap());
    let signer_twin = authority
        .document_signer(signer.key.clone(), SCHEME, &[6], &mut random)
        .unwrap();
    let signer_twin = certificate(&signer_twin.certificate);
    let trust = |distrusted: &Certificate, links: Vec<Certificate>| {
        let distrusted = HashSet::from([distrusted.fingerprint()]);
        let anchors = vec![own.clone(), twin.clone()];
        let (trust, _) = Trust::build(anchors, links, Vec::new(), &distrusted);
        trust.with_signers(vec![signer_twin.clone()])
    };
    for distrusted in [&own, &twin, &leaf, &signer_twin] {
        let report = check(&sod, &trust(distrusted, Vec::new()));
        assert_eq!(report.chain, ChainVerdict::Distrusted, "{distrusted:?}");
        assert!(!report.is_genuine());
    }
    // Whoever the lost key links to is not believed either.
    let (newer, newer_signer) = state(&mut random);
    let link = certificate(&authority.link(&newer, &[9], &mut random).unwrap());
    let trust = trust(&own, vec![link]);
    assert!(trust.is_empty());
    let sod = newer_signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    assert_eq!(check(&sod, &trust).chain, ChainVerdict::UnknownIssuer);
}

#[test]
fn any_valid_certificate_of_the_key_serves_and_none_when_it_is_revoked() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    // The one that the signer names best has ended; one of another name has not.
    let ended = Authority {
        period: Period {
            end: at("2025-01-01T00:00:00Z"),
            ..period()
        },
        ..authority.clone()
    };
    let ended = ended.link(&ended, &[1], &mut random).unwrap();
    let mut renamed = nation("UT", &mut random);
    renamed.key = authority.key.clone();
    renamed.name = wrap(
        Tag::SEQUENCE,
        &[write(
            Tag::SET,
            &wrap(
                Tag::SEQUENCE,
                &[
                    write(Tag::OID, oid::COUNTRY.as_bytes()),
                    write(Tag::PRINTABLE_STRING, b"ut"),
                ],
            ),
        )],
    );
    let renamed = renamed.link(&renamed, &[2], &mut random).unwrap();
    let trust = trusting(&[&ended], &[], &[]);
    assert_eq!(check(&sod, &trust).chain, ChainVerdict::Expired);
    let trust = trusting(&[&ended, &renamed], &[], &[]);
    assert!(check(&sod, &trust).is_genuine());
    // The state revokes one of them.
    let list = authority.revoke(&[&[1]], fresh(), &mut random).unwrap();
    let trust = trusting(&[&ended, &renamed], &[], &[&list]);
    let report = check(&sod, &trust);
    assert_eq!(report.chain, ChainVerdict::Revoked);
    assert!(matches!(report.revocation, Revocation::Revoked { .. }));
}

#[test]
fn only_a_document_signer_signs_documents() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let trust = trusting(&[&authority.certificate], &[], &[]);
    let purposes = |purposes: &[ObjectIdentifier]| {
        let list: Vec<_> = purposes
            .iter()
            .map(|purpose| write(Tag::OID, purpose.as_bytes()))
            .collect();
        extension(
            oid::EXTENDED_KEY_USAGE.as_bytes(),
            true,
            &wrap(Tag::SEQUENCE, &list),
        )
    };
    let usage = |bits: &[u8]| {
        extension(
            oid::KEY_USAGE.as_bytes(),
            true,
            &write(Tag::BIT_STRING, bits),
        )
    };
    let web = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
    let document_types = extension(
        ObjectIdentifier::new_unwrap("2.23.136.1.1.6.2").as_bytes(),
        true,
        &wrap(Tag::SEQUENCE, &[unsigned(&[0])]),
    );
    for (extensions, verdict) in [
        (vec![], ChainVerdict::Trusted),
        (vec![usage(&[7, 0x80])], ChainVerdict::Trusted),
        (
            vec![usage(&[7, 0x80]), document_types],
            ChainVerdict::Trusted,
        ),
        (vec![purposes(&[oid::ANY_PURPOSE])], ChainVerdict::Trusted),
        (
            vec![purposes(&[oid::MASTER_LIST_SIGNER])],
            ChainVerdict::SignerNotAuthorised,
        ),
        (
            vec![usage(&[7, 0x80]), purposes(&[web])],
            ChainVerdict::SignerNotAuthorised,
        ),
        (vec![usage(&[1, 6])], ChainVerdict::SignerNotAuthorised),
    ] {
        let given = format!("{extensions:02x?}");
        let certificate = issued(
            &authority,
            &authority.name,
            &signer.key,
            extensions,
            &mut random,
        );
        let signer = DocumentSigner {
            certificate,
            ..signer.clone()
        };
        let report = judged(&signer, &groups(), &trust, &mut random);
        assert_eq!(report.chain, verdict, "{given}");
        assert_eq!(report.is_genuine(), verdict == ChainVerdict::Trusted);
    }
}

#[test]
fn what_cannot_be_judged_is_not_called_forged() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let (successor, new_signer) = state(&mut random);
    // The state gives both its keys one identifier, which is no hash of either; only one is known here.
    let named = |kind, tag| {
        let id = write(tag, &[1, 2, 3]);
        let id = match kind {
            oid::AUTHORITY_KEY_ID => write(Tag::SEQUENCE, &id),
            _ => id,
        };
        extension(kind.as_bytes(), false, &id)
    };
    let reused = issued(
        &authority,
        &authority.name,
        &authority.key,
        vec![named(oid::SUBJECT_KEY_ID, Tag::OCTET_STRING)],
        &mut random,
    );
    let key_id = named(oid::AUTHORITY_KEY_ID, Tag::context_primitive(0));
    let subject = authority.name.clone();
    let leaf = issued(
        &successor,
        &subject,
        &new_signer.key,
        vec![key_id],
        &mut random,
    );
    let trust = trusting(&[&reused], &[], &[]);
    let status =
        |leaf: &Certificate, trust: &Trust| trust.trace(leaf, now(), &Policy::default()).status;
    assert_eq!(
        status(&certificate(&leaf), &trust),
        ChainStatus::UnknownIssuer
    );

    // An algorithm that is not known, in a certificate that names its issuer rightly.
    let known = SCHEME.to_der();
    let mut unknown = known.clone();
    *unknown.last_mut().unwrap() = 0x7f;
    let mut altered = signer.certificate.clone();
    let places: Vec<usize> = (0..altered.len() - known.len())
        .filter(|place| altered[*place..].starts_with(&known))
        .collect();
    assert_eq!(places.len(), 2);
    for place in places {
        altered[place..place + known.len()].copy_from_slice(&unknown);
    }
    let trust = trusting(&[&authority.certificate], &[], &[]);
    assert_eq!(
        status(&certificate(&altered), &trust),
        ChainStatus::UnknownIssuer
    );
}

#[test]
fn every_signer_and_every_certificate_of_its_name_is_tried() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let (_, stranger) = state(&mut random);
    let sod = bare_sod(&signer, &mut random);
    // Two of the same issuer's name and serial are published.
    let published = || {
        let both = [&stranger, &signer].map(|one| certificate(&one.certificate));
        trusting(&[&authority.certificate], &[], &[]).with_signers(both.to_vec())
    };
    assert!(check(&sod, &published()).is_genuine());

    // Two signatures over the same; that of the stranger comes first.
    let other = bare_sod(&stranger, &mut random);
    let mut message = Sod::of(&other).unwrap().signed;
    message
        .signers
        .extend(Sod::of(&sod).unwrap().signed.signers);
    let trust = published();
    let found: Vec<_> = message
        .verify_each(trust.signers())
        .filter_map(Result::ok)
        .map(|verified| verified.certificate)
        .collect();
    let expected = [&stranger, &signer].map(|one| certificate(&one.certificate));
    assert_eq!(found, expected);
}

#[test]
fn a_revocation_outlives_its_signers_certificate() {
    let mut random = random();
    let (authority, signer) = state(&mut random);
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut random)
        .unwrap();
    // The list is by the state's newest key, whose certificate is no longer believed.
    let newest = Authority {
        key: key(&mut random),
        ..authority.clone()
    };
    let newest_certificate = newest.link(&newest, &[3], &mut random).unwrap();
    let list = |serial: u8, random: &mut ChaCha20Rng| {
        let list = newest.revoke(&[&[serial]], fresh(), random).unwrap();
        vec![Crl::of(&list).unwrap()]
    };
    let trust = |crls, distrusted| {
        let anchors = [
            certificate(&authority.certificate),
            certificate(&newest_certificate),
        ];
        let believed = anchors[..1 + usize::from(distrusted)].to_vec();
        let lost = HashSet::from([anchors[1].fingerprint()]);
        let (trust, unused) = Trust::build(believed, Vec::new(), crls, &lost);
        assert_eq!(unused.unsigned_crls.len(), 1);
        trust.with_remembered(unused.unsigned_crls)
    };
    let report = check(&sod, &trust(list(5, &mut random), false));
    assert_eq!(report.chain, ChainVerdict::Revoked);
    let report = check(&sod, &trust(list(6, &mut random), false));
    assert_eq!(
        (report.chain, report.revocation),
        (ChainVerdict::Trusted, Revocation::Unknown)
    );
    // What a lost key signs counts for nothing.
    let report = check(&sod, &trust(list(5, &mut random), true));
    assert_eq!(report.chain, ChainVerdict::Trusted);
}
