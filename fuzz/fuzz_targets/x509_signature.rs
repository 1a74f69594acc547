//! Any key, any algorithm, any signature: nothing panics, and nothing verifies that is not a signature.
#![cfg_attr(fuzzing, no_main)]

use bonafide_x509::curve::NamedCurve;
use bonafide_x509::tlv::{Reader, Tag};
use bonafide_x509::{
    Algorithm, EcPublicKey, HashAlgorithm, PublicKey, RsaPublicKey, SignatureAlgorithm,
};

pub(crate) fn run(data: &[u8]) {
    let [kind, hash, high, low, data @ ..] = data else {
        return;
    };
    let size = usize::from(u16::from_be_bytes([*high, *low]));
    let hash = HashAlgorithm::ALL[usize::from(*hash) % 5];
    let (key, rest) = data.split_at(size.min(data.len()));
    let curves: Vec<NamedCurve> = NamedCurve::all().collect();
    let key = match kind % 3 {
        0 => PublicKey::of_der(key),
        1 => RsaPublicKey::new(key, &[3]).map(PublicKey::Rsa),
        _ => {
            // The base point: its private key is one, so only the signature is free.
            let curve = curves[usize::from(*kind) % curves.len()];
            let domain = curve.domain();
            let point = [&[4][..], &domain.gx, &domain.gy].concat();
            Ok(PublicKey::Ec(EcPublicKey {
                curve,
                point,
                explicit: false,
            }))
        }
    };
    let Ok(key) = key else { return };
    let mut rest = Reader::new(rest);
    let algorithm = rest
        .optional(Tag::SEQUENCE)
        .ok()
        .flatten()
        .and_then(|element| Algorithm::of(&element).ok())
        .and_then(|algorithm| SignatureAlgorithm::of(&algorithm, Some(hash)).ok());
    let algorithms = [
        algorithm,
        Some(SignatureAlgorithm::Ecdsa(hash)),
        Some(SignatureAlgorithm::EcdsaPlain(hash)),
        Some(SignatureAlgorithm::RsaPkcs1(hash)),
    ];
    for algorithm in algorithms.into_iter().flatten() {
        let _ = algorithm.verify(&key, &[b"message"], rest.rest());
    }
}

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| run(data));
