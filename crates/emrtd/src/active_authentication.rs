//! Active authentication (Doc 9303-11, section 6.1): the chip signs a nonce with a key whose public half is in
//! DG15. RSA with message recovery (ISO/IEC 9796-2, digital signature scheme 1) or ECDSA.

use bonafide_x509::{
    EcPublicKey, HashAlgorithm, KeyError, PublicKey, RsaPublicKey, SignatureAlgorithm,
    tlv::{Reader, Tag, TlvError, trim},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::security_infos::SecurityInfos;

/// Plain ECDSA signatures (BSI TR-03111, 5.2.1.1): the last arc names the hash.
const ECDSA_PLAIN: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];

/// The public key of DG15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveKey(PublicKey);

/// A signature that verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveProof {
    /// `RSA 2048`, `brainpoolP256r1`.
    pub key: String,
    pub hash: HashAlgorithm,
    pub deviations: Vec<ActiveDeviation>,
}

/// What was unlike the standard about a signature that verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActiveDeviation {
    /// More or fewer bytes than the key has; the number is right.
    Length,
    /// An ECDSA signature as a DER sequence.
    Der,
    /// DG14 does not say which hash, or names another than the one that verified.
    HashNotStated,
}

/// Why a signature proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActiveAuthenticationError {
    #[error("DG15 holds no key that is supported")]
    Key,
    #[error("the signature has fewer bytes than the key")]
    Truncated,
    #[error("the signature names a hash that is not supported")]
    Hash,
    #[error("the signature is wrong")]
    Wrong,
}

impl From<TlvError> for ActiveAuthenticationError {
    fn from(_: TlvError) -> ActiveAuthenticationError {
        ActiveAuthenticationError::Key
    }
}

impl From<KeyError> for ActiveAuthenticationError {
    fn from(_: KeyError) -> ActiveAuthenticationError {
        ActiveAuthenticationError::Key
    }
}

impl ActiveKey {
    /// The key in a DG15 file.
    pub fn of_dg15(file: &[u8]) -> Result<ActiveKey, ActiveAuthenticationError> {
        let info = Reader::new(file).value(Tag(0x6F))?;
        Ok(ActiveKey(PublicKey::of_der(info)?))
    }

    /// The length of its signatures, in bytes.
    #[must_use]
    pub fn signature_bytes(&self) -> usize {
        match &self.0 {
            PublicKey::Rsa(key) => key.modulus.len(),
            PublicKey::Ec(key) => 2 * key.curve.field_bytes(),
        }
    }

    /// Whether the signature is this key's over the nonce. `algorithm` is the encoded object identifier that
    /// DG14 gives for ECDSA, when it gives one.
    pub fn verify(
        &self,
        algorithm: Option<&[u8]>,
        challenge: &[u8; 8],
        signature: &[u8],
    ) -> Result<ActiveProof, ActiveAuthenticationError> {
        let mut deviations = Vec::new();
        let hash = match &self.0 {
            PublicKey::Rsa(key) => rsa(key, challenge, signature, &mut deviations)?,
            PublicKey::Ec(key) => ecdsa(key, algorithm, challenge, signature, &mut deviations)?,
        };
        Ok(ActiveProof {
            key: self.0.describe(),
            hash,
            deviations,
        })
    }

    /// The same, the hash being what DG14 names for ECDSA, where there is one that does.
    pub fn verify_with(
        &self,
        dg14: Option<&[u8]>,
        challenge: &[u8; 8],
        signature: &[u8],
    ) -> Result<ActiveProof, ActiveAuthenticationError> {
        let algorithm = dg14
            .and_then(|file| SecurityInfos::of_dg14(file).ok())
            .and_then(|infos| infos.active_authentication);
        self.verify(algorithm.as_deref(), challenge, signature)
    }
}

fn rsa(
    key: &RsaPublicKey,
    challenge: &[u8; 8],
    signature: &[u8],
    deviations: &mut Vec<ActiveDeviation>,
) -> Result<HashAlgorithm, ActiveAuthenticationError> {
    let length = key.modulus.len();
    let number = trim(signature);
    if number.len() > length {
        return Err(ActiveAuthenticationError::Wrong);
    }
    if signature.len() != length {
        deviations.push(ActiveDeviation::Length);
    }
    let shorter = signature.len() < length;
    let wrong = if shorter {
        ActiveAuthenticationError::Truncated
    } else {
        ActiveAuthenticationError::Wrong
    };
    let opened = key.public_operation(number).map_err(|_| wrong)?;
    // The signer may have taken either of a number and its complement; the one meant ends with the nibble C.
    let opened = match opened.last() {
        Some(last) if last & 0x0F == 0x0C => opened,
        _ => subtract(&key.modulus, &opened).ok_or(wrong)?,
    };
    match recovered(&opened, challenge) {
        Err(ActiveAuthenticationError::Wrong) => Err(wrong),
        result => result,
    }
}

/// Checks a recovered message representative: header, first part of the message, hash, trailer.
fn recovered(
    representative: &[u8],
    challenge: &[u8; 8],
) -> Result<HashAlgorithm, ActiveAuthenticationError> {
    let wrong = ActiveAuthenticationError::Wrong;
    let (body, hash) = match representative {
        [body @ .., 0xBC] => (body, HashAlgorithm::Sha1),
        [body @ .., identifier, 0xCC] => {
            let hash = match identifier {
                0x33 => HashAlgorithm::Sha1,
                0x34 => HashAlgorithm::Sha256,
                0x35 => HashAlgorithm::Sha512,
                0x36 => HashAlgorithm::Sha384,
                0x38 => HashAlgorithm::Sha224,
                _ => return Err(ActiveAuthenticationError::Hash),
            };
            (body, hash)
        }
        _ => return Err(wrong),
    };
    // 01, a bit for partial recovery, one that is no padding yet; then nibbles B up to the nibble A.
    // As long as the key, but for a byte that the bits of an odd modulus leave empty.
    let body = body.strip_prefix(&[0]).unwrap_or(body);
    let start = match body {
        [0x6A, ..] => 1,
        [0x6B, rest @ ..] => {
            let padding = rest.iter().take_while(|byte| **byte == 0xBB).count();
            match rest.get(padding) {
                Some(0xBA) => 2 + padding,
                _ => return Err(wrong),
            }
        }
        _ => return Err(wrong),
    };
    let (message, digest) = body[start..]
        .len()
        .checked_sub(hash.size())
        .map(|length| body[start..].split_at(length))
        .ok_or(wrong)?;
    let expected = hash.hash(&[message, challenge]);
    if bool::from(expected.ct_eq(digest)) {
        Ok(hash)
    } else {
        Err(wrong)
    }
}

/// `minuend - subtrahend` for big-endian numbers of the same length; `None` when it is negative.
fn subtract(minuend: &[u8], subtrahend: &[u8]) -> Option<Vec<u8>> {
    if minuend.len() != subtrahend.len() {
        return None;
    }
    let mut borrow = false;
    let mut difference: Vec<u8> = minuend
        .iter()
        .zip(subtrahend)
        .rev()
        .map(|(from, take)| {
            let (byte, first) = from.overflowing_sub(*take);
            let (byte, second) = byte.overflowing_sub(u8::from(borrow));
            borrow = first || second;
            byte
        })
        .collect();
    difference.reverse();
    (!borrow).then_some(difference)
}

fn ecdsa(
    key: &EcPublicKey,
    algorithm: Option<&[u8]>,
    challenge: &[u8; 8],
    signature: &[u8],
    deviations: &mut Vec<ActiveDeviation>,
) -> Result<HashAlgorithm, ActiveAuthenticationError> {
    let length = 2 * key.curve.field_bytes();
    let stated = algorithm.and_then(|oid| match oid.strip_prefix(ECDSA_PLAIN)? {
        [arc @ 1..=5] => HashAlgorithm::ALL.get(usize::from(*arc) - 1).copied(),
        _ => None,
    });
    let public = PublicKey::Ec(key.clone());
    let others = HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| Some(*hash) != stated);
    for hash in stated.into_iter().chain(others) {
        let plain = SignatureAlgorithm::EcdsaPlain(hash);
        let der = SignatureAlgorithm::Ecdsa(hash);
        let is_plain = plain.verify(&public, &[challenge], signature).is_ok();
        if !is_plain && der.verify(&public, &[challenge], signature).is_err() {
            continue;
        }
        if !is_plain {
            deviations.push(ActiveDeviation::Der);
        } else if signature.len() != length {
            deviations.push(ActiveDeviation::Length);
        }
        if Some(hash) != stated {
            deviations.push(ActiveDeviation::HashNotStated);
        }
        return Ok(hash);
    }
    Err(if signature.len() < length {
        ActiveAuthenticationError::Truncated
    } else {
        ActiveAuthenticationError::Wrong
    })
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::{ActiveAuthenticationError, ActiveKey, recovered, subtract};

    /// A representative as a signer makes it, with a message part of given length.
    fn representative(
        trailer: &[u8],
        hash: bonafide_x509::HashAlgorithm,
        challenge: &[u8],
    ) -> Vec<u8> {
        let length = 128 - 1 - hash.size() - trailer.len();
        let message = vec![0x5A; length];
        let digest = hash.hash(&[&message, challenge]);
        [&[0x6A][..], &message, &digest, trailer].concat()
    }

    #[test]
    fn trailers_pick_the_hash() {
        use bonafide_x509::HashAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        let challenge = [1, 2, 3, 4, 5, 6, 7, 8];
        for (trailer, hash) in [
            (&hex!("BC")[..], Sha1),
            (&hex!("33CC"), Sha1),
            (&hex!("34CC"), Sha256),
            (&hex!("35CC"), Sha512),
            (&hex!("36CC"), Sha384),
            (&hex!("38CC"), Sha224),
        ] {
            let good = representative(trailer, hash, &challenge);
            assert_eq!(recovered(&good, &challenge), Ok(hash));
            assert!(recovered(&good, &[0; 8]).is_err());
            let mut bad = good.clone();
            bad[60] ^= 1;
            assert_eq!(
                recovered(&bad, &challenge),
                Err(ActiveAuthenticationError::Wrong)
            );
        }
        let unknown = representative(&hex!("31CC"), Sha1, &challenge);
        assert_eq!(
            recovered(&unknown, &challenge),
            Err(ActiveAuthenticationError::Hash)
        );
    }

    #[test]
    fn complements() {
        assert_eq!(subtract(&[1, 0], &[0, 1]), Some(vec![0, 255]));
        assert_eq!(subtract(&[0, 1], &[1, 0]), None);
    }

    proptest! {
        #[test]
        fn any_bytes(file in proptest::collection::vec(any::<u8>(), 0..200), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ActiveKey::of_dg15(&file);
            let _ = recovered(&bytes, &[0; 8]);
        }
    }
}
