//! What real certificates get wrong, one by one.

use std::collections::HashSet;

use bonafide_virtual_passport::issuer::{
    Authority, CertificateRequest, KeyKind, Period, PrivateKey, extension, issue,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::tlv::{Tag, unsigned, wrap, write};
use bonafide_x509::trust::{Chain, ChainDeviation, ChainStatus, Policy, Trust};
use bonafide_x509::{
    Certificate, HashAlgorithm, KeyError, PssParameters, PublicKey, RsaPublicKey,
    SignatureAlgorithm, SignatureError, audit, intake, oid,
};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng;

const SCHEME: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);

struct State {
    authority: Authority,
    key: PrivateKey,
    random: ChaCha20Rng,
}

impl State {
    fn new() -> State {
        let mut random = ChaCha20Rng::seed_from_u64(3);
        let kind = KeyKind::Ec {
            curve: NamedCurve::P256,
            explicit: true,
        };
        let key = PrivateKey::generate(kind, &mut random).unwrap();
        let authority = Authority::new("NL", key, SCHEME, period(), &mut random).unwrap();
        let key = PrivateKey::generate(kind, &mut random).unwrap();
        State {
            authority,
            key,
            random,
        }
    }

    fn signer(&mut self, change: impl Fn(&mut CertificateRequest<'_>)) -> Certificate {
        let issuer = self.authority.name.clone();
        self.signer_under(&issuer, change)
    }

    fn signer_under(
        &mut self,
        issuer: &[u8],
        change: impl Fn(&mut CertificateRequest<'_>),
    ) -> Certificate {
        let subject = wrap(Tag::SEQUENCE, &[attribute(Tag::UTF8_STRING, "NL")]);
        let key = self.key.public_der();
        let mut request = CertificateRequest {
            issuer,
            subject: &subject,
            serial: &[4],
            period: period(),
            key: &key,
            extensions: Vec::new(),
        };
        change(&mut request);
        let (key, random) = (&self.authority.key, &mut self.random);
        let der = issue(&request, key, &SCHEME, random).unwrap();
        Certificate::of(&der).expect("a certificate")
    }
}

fn period() -> Period {
    let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
    Period {
        begin: at("2020-01-01T00:00:00Z"),
        end: at("2055-01-01T00:00:00Z"),
    }
}

fn attribute(tag: Tag, country: &str) -> Vec<u8> {
    let kind = write(Tag::OID, oid::COUNTRY.as_bytes());
    let pair = wrap(Tag::SEQUENCE, &[kind, write(tag, country.as_bytes())]);
    write(Tag::SET, &pair)
}

fn trust(state: &State) -> Trust {
    let anchor = Certificate::of(&state.authority.certificate).unwrap();
    Trust::build(vec![anchor], Vec::new(), Vec::new(), &HashSet::new()).0
}

fn traced<'a>(trust: &'a Trust, certificate: &Certificate) -> Chain<'a> {
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    trust.trace(certificate, now, &Policy::default())
}

#[test]
fn each_oddity_is_tolerated_by_name() {
    let mut state = State::new();
    let trust = trust(&state);
    let zero = state.signer(|request| request.serial = &[0]);
    let negative = state.signer(|request| request.serial = &[0x80, 1]);
    let padded = state.signer(|request| request.serial = &[0, 0, 1]);
    let own_id = write(Tag::context_primitive(0), &[1, 2, 3]);
    let other_key_id = extension(
        oid::AUTHORITY_KEY_ID.as_bytes(),
        false,
        &write(Tag::SEQUENCE, &own_id),
    );
    let misidentified = state.signer(|request| request.extensions.push(other_key_id.clone()));
    let broken = extension(oid::KEY_USAGE.as_bytes(), false, &[3, 9, 9]);
    let malformed = state.signer(|request| request.extensions.push(broken.clone()));
    let strange = extension(&[0x2a, 0x03, 0x04], true, &[5, 0]);
    let critical = state.signer(|request| request.extensions.push(strange.clone()));
    // An arc beyond any number type.
    let endless = extension(
        &[[0x2a].as_slice(), &[0xff; 30], &[1]].concat(),
        true,
        &[5, 0],
    );
    let endless = state.signer(|request| request.extensions.push(endless.clone()));
    let issuer = wrap(Tag::SEQUENCE, &[attribute(Tag::PRINTABLE_STRING, "nl")]);
    let misnamed = state.signer_under(&issuer, |_| {});
    for (certificate, deviations) in [
        (zero, vec![ChainDeviation::Serial]),
        (negative, vec![ChainDeviation::Serial]),
        (padded, vec![]),
        (misidentified, vec![ChainDeviation::KeyIdentifier]),
        (malformed, vec![ChainDeviation::MalformedExtension]),
        (critical, vec![ChainDeviation::UnknownCriticalExtension]),
        (endless, vec![ChainDeviation::UnknownCriticalExtension]),
        (misnamed, vec![ChainDeviation::IssuerNamedOtherwise]),
    ] {
        let chain = traced(&trust, &certificate);
        assert_eq!(chain.status, ChainStatus::Trusted, "{certificate:?}");
        assert_eq!(chain.deviations, deviations, "{certificate:?}");
    }
}

#[test]
fn certificates_one_after_the_other_are_all_read() {
    let mut state = State::new();
    let one = state.authority.certificate.clone();
    let two = state.signer(|_| {}).der().to_vec();
    let count = |bytes: &[u8]| {
        let parts = intake::read(bytes);
        let fine = parts.iter().filter(|part| part.item.is_ok()).count();
        (fine, parts.len() - fine)
    };
    assert_eq!(count(&one), (1, 0));
    assert_eq!(count(&[&one[..], &two, &one].concat()), (3, 0));
    assert_eq!(count(&[&one[..], &[0; 9]].concat()), (1, 0), "padding");
    assert_eq!(count(&[&one[..], &[0x30, 0], &two].concat()), (1, 1));
}

#[test]
fn an_issuers_extensions_are_named_as_well() {
    let mut state = State::new();
    let strange = extension(&[0x2a, 0x03, 0x04], true, &[5, 0]);
    let name = state.authority.name.clone();
    let public = state.authority.key.public_der();
    let request = CertificateRequest {
        issuer: &name,
        subject: &name,
        serial: &[2],
        period: period(),
        key: &public,
        extensions: vec![strange],
    };
    let key = state.authority.key.clone();
    state.authority.certificate = issue(&request, &key, &SCHEME, &mut state.random).unwrap();
    let signer = state.signer(|_| {});
    let trust = trust(&state);
    let deviations = traced(&trust, &signer).deviations;
    assert!(deviations.contains(&ChainDeviation::UnknownCriticalExtension));
}

#[test]
fn an_audit_says_what_is_wrong() {
    let mut state = State::new();
    let anchor = Certificate::of(&state.authority.certificate).unwrap();
    let signer = state.signer(|_| {});
    let all = audit(&[anchor, signer.clone()]);
    assert!(
        all.iter()
            .all(|audited| audited.verified && audited.error.is_none())
    );
    assert_eq!(all[1].country.as_deref(), Some("NL"));
    let alone = audit(&[signer]);
    assert!(!alone[0].verified && alone[0].error.is_some());
}

#[test]
fn rsa_keys_of_pss_alone_keep_to_it() {
    let mut random = ChaCha20Rng::seed_from_u64(5);
    let key = PrivateKey::generate(KeyKind::Rsa { bits: 1024 }, &mut random).unwrap();
    let hash = HashAlgorithm::Sha256;
    let pss = |hash, salt| {
        SignatureAlgorithm::RsaPss(PssParameters {
            hash,
            mask_hash: hash,
            salt,
        })
    };
    let only = PssParameters {
        hash,
        mask_hash: hash,
        salt: 32,
    };
    let PublicKey::Rsa(public) = key.public() else {
        panic!("no RSA key");
    };
    let numbers = wrap(
        Tag::SEQUENCE,
        &[unsigned(&public.modulus), unsigned(&public.exponent)],
    );
    let algorithm = wrap(
        Tag::SEQUENCE,
        &[write(Tag::OID, oid::RSA_PSS.as_bytes()), only.to_der()],
    );
    let bits = wrap(Tag::BIT_STRING, &[&[0][..], &numbers]);
    let restricted = PublicKey::of_der(&wrap(Tag::SEQUENCE, &[algorithm, bits])).unwrap();
    for (scheme, allowed) in [
        (pss(hash, 32), true),
        (pss(hash, 40), true),
        (pss(hash, 20), false),
        (pss(HashAlgorithm::Sha1, 32), false),
        (SignatureAlgorithm::RsaPkcs1(hash), false),
    ] {
        let signature = key.sign(&scheme, b"message", &mut random).unwrap();
        assert_eq!(
            scheme.verify(&key.public(), &[b"mess", b"age"], &signature),
            Ok(())
        );
        let verdict = scheme.verify(&restricted, &[b"message"], &signature);
        let expected = match allowed {
            true => Ok(()),
            false => Err(SignatureError::KeyMismatch),
        };
        assert_eq!(verdict, expected, "{scheme:?}");
        let wrong = scheme.verify(&key.public(), &[b"massage"], &signature);
        assert_eq!(wrong, Err(SignatureError::Wrong));
        // Another salt length than the one that was signed with.
        if let SignatureAlgorithm::RsaPss(parameters) = scheme {
            let longer = pss(parameters.hash, parameters.salt + 1);
            let verdict = longer.verify(&key.public(), &[b"message"], &signature);
            assert_eq!(verdict, Err(SignatureError::Wrong));
        }
    }
}

#[test]
fn rsa_keys_that_would_cost_too_much_are_refused() {
    let modulus = |bytes: usize| [&[0xc1][..], &vec![0x55; bytes - 1]].concat();
    assert!(RsaPublicKey::new(&modulus(768), &[1, 0, 1]).is_ok());
    assert!(RsaPublicKey::new(&modulus(2048), &[3]).is_ok());
    assert!(RsaPublicKey::new(&modulus(384), &[0x55; 384]).is_ok());
    for (modulus, exponent) in [
        (modulus(2049), vec![3]),
        (modulus(512), vec![0x55; 9]),
        (modulus(63), vec![3]),
        (modulus(256), vec![1]),
        (modulus(256), vec![4]),
        (modulus(256), vec![]),
        ([modulus(255), vec![0x54]].concat(), vec![3]),
    ] {
        assert_eq!(
            RsaPublicKey::new(&modulus, &exponent),
            Err(KeyError::RsaSize)
        );
    }
}

#[test]
fn small_exponents_verify() {
    // 1024 bits, exponent 3: the signature of what must be signed is made by hand, since nobody may issue it.
    let mut random = ChaCha20Rng::seed_from_u64(8);
    let key = PrivateKey::generate(KeyKind::Rsa { bits: 1024 }, &mut random).unwrap();
    let PublicKey::Rsa(mut public) = key.public() else {
        panic!("no RSA key");
    };
    public.exponent = vec![3];
    let cube = public.public_operation(&[2]).unwrap();
    assert_eq!(cube.last(), Some(&8));
    assert!(cube[..127].iter().all(|byte| *byte == 0));
    assert_eq!(
        public.public_operation(&public.modulus.clone()),
        Err(SignatureError::Wrong)
    );
}

/// A signer whose certificate does not say that its key signs, and a state's that does not say that it issues.
#[test]
fn certificates_that_do_not_say_what_they_are_for() {
    use crate::support::{groups, now};
    use bonafide_emrtd::lds::SodDeviation;
    use bonafide_emrtd::passive_authentication::{Deviation, authenticate};
    use bonafide_virtual_passport::issuer::{DocumentSigner, SodOptions};

    let mut state = State::new();
    let believed = trust(&state);
    let unmarked = state.signer(|_| {});
    let signer = DocumentSigner {
        key: state.key.clone(),
        scheme: SCHEME,
        certificate: unmarked.der().to_vec(),
        signed_at: period().begin,
    };
    let sod = signer
        .sod(&groups(), &SodOptions::default(), &mut state.random)
        .unwrap();
    let report = authenticate(&sod, &groups(), &believed, now(), &Policy::default());
    assert!(report.is_genuine(), "{report:?}");
    let unmarked_signer = Deviation::Sod(SodDeviation::SignerNotMarked);
    assert_eq!(report.deviations, [unmarked_signer]);

    // The state's own certificate without any extension: believed in itself, so it may issue.
    let request = CertificateRequest {
        issuer: &state.authority.name,
        subject: &state.authority.name,
        serial: &[1],
        period: period(),
        key: &state.authority.key.public_der(),
        extensions: Vec::new(),
    };
    let root = issue(&request, &state.authority.key, &SCHEME, &mut state.random).unwrap();
    let root = Certificate::of(&root).unwrap();
    let (believed, _) = Trust::build(vec![root], Vec::new(), Vec::new(), &HashSet::new());
    let report = authenticate(&sod, &groups(), &believed, now(), &Policy::default());
    assert!(report.is_genuine(), "{report:?}");
    let unmarked_issuer = Deviation::Chain(ChainDeviation::IssuerNotMarked);
    assert_eq!(report.deviations, [unmarked_signer, unmarked_issuer]);
}
