//! Secrets that travel in links, cookies and headers: random text of which only the SHA-256 is
//! kept. They are long enough that a plain hash cannot be searched.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_store::random::Random;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The longest text that is hashed in search of a secret; no honest one comes near.
const LONGEST: usize = 256;

/// A secret of 256 random bits as 43 characters that fit into an address.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn generate(random: &dyn Random) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random.array::<32>()))
    }

    /// A secret that whoever holds this one can work out again, and nobody else: 160 bits, so that
    /// a picture code of it stays small.
    pub(crate) fn derive(&self, label: &str) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(label.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..20]))
    }

    pub(crate) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> Hash {
        hash_of(self.0.as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a secret.
pub(crate) type Hash = [u8; 32];

fn hash_of(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The hash of a text that somebody presents as a secret; `None` when it cannot be one.
pub(crate) fn hash(presented: &str) -> Option<Hash> {
    (16..=LONGEST)
        .contains(&presented.len())
        .then(|| hash_of(presented.as_bytes()))
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use bonafide_store::random::Seeded;

    use super::*;

    #[test]
    fn secrets_are_long_and_hidden() {
        let random = Seeded::new(1);
        let secret = Secret::generate(&random);
        assert_eq!(secret.reveal().len(), 43);
        assert_eq!(Some(secret.hash()), hash(secret.reveal()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_ne!(secret, Secret::generate(&random));
        let derived = secret.derive("a");
        assert_eq!(derived.reveal().len(), 27);
        assert_eq!(derived, secret.derive("a"));
        assert_ne!(derived, secret.derive("b"));
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_hashed() {
        assert!(hash("short").is_none());
        assert!(hash(&"x".repeat(LONGEST + 1)).is_none());
    }
}
