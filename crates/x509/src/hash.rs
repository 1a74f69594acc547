use const_oid::ObjectIdentifier;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::key::Algorithm;
use crate::oid;

/// A hash function that travel documents use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HashAlgorithm {
    #[serde(rename = "SHA-1")]
    Sha1,
    #[serde(rename = "SHA-224")]
    Sha224,
    #[serde(rename = "SHA-256")]
    Sha256,
    #[serde(rename = "SHA-384")]
    Sha384,
    #[serde(rename = "SHA-512")]
    Sha512,
}

impl HashAlgorithm {
    pub const ALL: [HashAlgorithm; 5] = [
        HashAlgorithm::Sha1,
        HashAlgorithm::Sha224,
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha384,
        HashAlgorithm::Sha512,
    ];

    #[must_use]
    pub fn of_oid(oid: &ObjectIdentifier) -> Option<HashAlgorithm> {
        HashAlgorithm::ALL
            .into_iter()
            .find(|hash| hash.oid() == *oid)
    }

    /// The hash that an `AlgorithmIdentifier` names, with no parameters or NULL.
    #[must_use]
    pub fn of(algorithm: &Algorithm) -> Option<HashAlgorithm> {
        HashAlgorithm::of_oid(&algorithm.oid).filter(|_| algorithm.is_plain())
    }

    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            HashAlgorithm::Sha1 => oid::SHA_1,
            HashAlgorithm::Sha224 => oid::SHA_224,
            HashAlgorithm::Sha256 => oid::SHA_256,
            HashAlgorithm::Sha384 => oid::SHA_384,
            HashAlgorithm::Sha512 => oid::SHA_512,
        }
    }

    /// Bytes of a hash.
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            HashAlgorithm::Sha1 => 20,
            HashAlgorithm::Sha224 => 28,
            HashAlgorithm::Sha256 => 32,
            HashAlgorithm::Sha384 => 48,
            HashAlgorithm::Sha512 => 64,
        }
    }

    /// The hash of the parts, one after the other.
    #[must_use]
    pub fn hash(self, parts: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut state = D::new();
            for part in parts {
                state.update(part);
            }
            state.finalize().to_vec()
        }
        match self {
            HashAlgorithm::Sha1 => of::<Sha1>(parts),
            HashAlgorithm::Sha224 => of::<Sha224>(parts),
            HashAlgorithm::Sha256 => of::<Sha256>(parts),
            HashAlgorithm::Sha384 => of::<Sha384>(parts),
            HashAlgorithm::Sha512 => of::<Sha512>(parts),
        }
    }
}
