//! Signed JSON (RFC 7515), keys (RFC 7517) and algorithms (RFC 7518), as little of them as is needed: four algorithms
//! that a key's kind must fit, encryption (RFC 7516) in one way, no `none`, no shared secrets, no header that names a key's address.

mod jwe;
mod jwk;
mod jws;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

pub use jwe::{ContentEncryption, EncryptError, EncryptionKey, KeyManagement};
pub use jwk::{Jwk, JwkError, KeySet, PublicKey};
pub use jws::{Header, JwsError, Signed};

/// How something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA over P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PSS with SHA-256.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 4] = [Self::Es256, Self::EdDsa, Self::Ps256, Self::Rs256];

    /// The name in a header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no algorithm of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of ES256, EdDSA, PS256, RS256")]
pub struct UnknownAlgorithm;

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;
    fn from_str(text: &str) -> Result<Self, UnknownAlgorithm> {
        // RFC 9864 calls the one curve of EdDSA that is taken by its own name.
        if text == "Ed25519" {
            return Ok(Self::EdDsa);
        }
        let known = Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == text);
        known.ok_or(UnknownAlgorithm)
    }
}

/// Writes bytes as text that fits into an address.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads such text: no padding, no white space, no second way to write the same bytes.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
