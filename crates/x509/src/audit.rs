use std::collections::HashMap;

use serde::Serialize;

use crate::certificate::Certificate;
use crate::key::PublicKey;

/// What [`audit`] found of one certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audited {
    pub subject: String,
    pub country: Option<String>,
    /// In hexadecimal, as written.
    pub serial: String,
    /// Whether its signature verifies under some certificate of the set, its own key included.
    pub verified: bool,
    pub error: Option<String>,
}

/// Checks the signature of every certificate against the whole set: the likeliest issuers first, then all whose
/// key is of the right kind and size. Validity, revocation and rights are not judged.
#[must_use]
pub fn audit(certificates: &[Certificate]) -> Vec<Audited> {
    let keys: Vec<_> = certificates.iter().map(Certificate::public_key).collect();
    let mut by_country: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    for (index, certificate) in certificates.iter().enumerate() {
        let country = certificate.subject.country();
        by_country.entry(country).or_default().push(index);
    }
    let verify = |certificate: &Certificate, index: usize| match &keys[index] {
        Ok(key) => certificate.may_be_under(key) && certificate.verify_under(key).is_ok(),
        Err(_) => false,
    };
    certificates
        .iter()
        .map(|certificate| {
            let near = by_country
                .get(&certificate.issuer.country())
                .map_or(&[][..], |near| near);
            let named = near
                .iter()
                .copied()
                .filter(|index| certificates[*index].subject.matches(&certificate.issuer));
            let verified = named
                .chain(near.iter().copied())
                .chain(0..certificates.len())
                .any(|index| verify(certificate, index));
            Audited {
                subject: certificate.subject.to_string(),
                country: certificate.country(),
                serial: certificate.serial_hex(),
                verified,
                error: match verified {
                    true => None,
                    false => Some(reason(certificate)),
                },
            }
        })
        .collect()
}

/// Why no certificate could verify this one.
fn reason(certificate: &Certificate) -> String {
    let any_key = PublicKey::of_der(certificate.key_der());
    let own = any_key.map(|key| certificate.verify_under(&key));
    match own {
        Err(error) => error.to_string(),
        Ok(Err(crate::SignatureError::UnknownAlgorithm(algorithm))) => {
            crate::SignatureError::UnknownAlgorithm(algorithm).to_string()
        }
        Ok(_) if certificate.is_self_issued() => {
            "no certificate of the set verifies the signature, nor does its own key".to_owned()
        }
        Ok(_) => format!(
            "no certificate of the set verifies the signature by {}",
            certificate.issuer
        ),
    }
}
