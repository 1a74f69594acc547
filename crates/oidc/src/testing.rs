//! Keys for tests.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::issue::{SignError, Signer};
use crate::jose::{Algorithm, Jwk, PublicKey, encode};

/// A private key on P-256.
pub(crate) struct Key(EcdsaKeyPair);

impl Key {
    /// The same key for the same seed.
    pub(crate) fn new(seed: u8) -> Self {
        // RFC 5915 without the public half, which the library works out.
        let mut der = b"\x30\x31\x02\x01\x01\x04\x20".to_vec();
        der.extend(Sha256::digest([seed]));
        der.extend(b"\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07");
        Self(EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der).unwrap())
    }

    pub(crate) fn jwk(&self) -> Jwk {
        let point = self.0.public_key().as_ref();
        Jwk {
            key: PublicKey::P256 {
                x: point[1..33].try_into().unwrap(),
                y: point[33..].try_into().unwrap(),
            },
            kid: None,
            algorithm: None,
        }
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let input = format!(
            "{}.{}",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = self.0.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
        format!("{input}.{}", encode(signature.as_ref()))
    }
}

impl Signer for Key {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn kid(&self) -> &str {
        "k"
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature = self
            .0
            .sign(&SystemRandom::new(), message)
            .map_err(|_| SignError)?;
        Ok(signature.as_ref().to_vec())
    }
}
