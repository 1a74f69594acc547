//! AES-256-GCM with associated data that names the place of a value, so that
//! ciphertexts cannot be moved to another table, row, column or version.

use std::fmt;
use std::ops::Deref;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::StoreError;
use crate::random::Random;

/// First byte of everything sealed: the layout `1 || nonce (12) || ciphertext || tag (16)`.
const LAYOUT: u8 = 1;
const NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;

/// A 256-bit secret, wiped when dropped.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn generate(random: &dyn Random) -> Self {
        Self::new(random.array())
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_plain(plain: &Plain) -> Result<Self, StoreError> {
        let bytes: [u8; 32] = plain
            .as_ref()
            .try_into()
            .map_err(|_| StoreError::Corrupt("a key of the wrong length".to_owned()))?;
        Ok(Self::new(bytes))
    }
}

/// Decrypted bytes, wiped when dropped and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Vec<u8>);

impl From<Vec<u8>> for Plain {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Plain {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Plain {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plain({} bytes)", self.0.len())
    }
}

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) row: &'a str,
    pub(crate) column: &'a str,
    pub(crate) version: i64,
}

impl Place<'_> {
    /// Length-prefixed, so that no two places share an encoding.
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for part in [self.table, self.row, self.column] {
            out.extend_from_slice(&(part.len() as u64).to_be_bytes());
            out.extend_from_slice(part.as_bytes());
        }
        out.extend_from_slice(&self.version.to_be_bytes());
        out
    }
}

fn cipher(key: &Secret) -> Aes256Gcm {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key.bytes()))
}

/// Seals `plaintext` for `place`.
pub(crate) fn seal_with(
    key: &Secret,
    place: &Place<'_>,
    plaintext: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE_LEN] = random.array();
    let sealed = cipher(key)
        .encrypt(
            &Nonce::from(nonce),
            Payload {
                msg: plaintext,
                aad: &place.encode(),
            },
        )
        .map_err(|_| StoreError::Refused("too large to encrypt".to_owned()))?;
    let mut out = Vec::with_capacity(1 + NONCE_LEN + sealed.len());
    out.push(LAYOUT);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what was sealed for `place`; anything else is corrupt.
pub(crate) fn open_with(
    key: &Secret,
    place: &Place<'_>,
    sealed: &[u8],
) -> Result<Plain, StoreError> {
    let corrupt = || StoreError::Corrupt(format!("sealed {}.{}", place.table, place.column));
    if sealed.len() < 1 + NONCE_LEN + TAG_LEN || sealed[0] != LAYOUT {
        return Err(corrupt());
    }
    let nonce: [u8; NONCE_LEN] = sealed[1..=NONCE_LEN].try_into().map_err(|_| corrupt())?;
    cipher(key)
        .decrypt(
            &Nonce::from(nonce),
            Payload {
                msg: &sealed[1 + NONCE_LEN..],
                aad: &place.encode(),
            },
        )
        .map(Plain)
        .map_err(|_| corrupt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::Seeded;

    const PLACE: Place<'_> = Place {
        table: "t",
        row: "r",
        column: "c",
        version: 1,
    };

    #[test]
    fn bound_to_its_place_and_key() {
        let random: &dyn Random = &Seeded::new(1);
        let key = Secret::generate(random);
        let sealed = seal_with(&key, &PLACE, b"Ada", random).unwrap();
        assert_eq!(&*open_with(&key, &PLACE, &sealed).unwrap(), b"Ada");
        for other in [
            Place {
                table: "u",
                ..PLACE
            },
            Place { row: "q", ..PLACE },
            Place {
                column: "d",
                ..PLACE
            },
            Place {
                version: 2,
                ..PLACE
            },
            Place {
                table: "tr",
                row: "",
                ..PLACE
            },
        ] {
            assert!(open_with(&key, &other, &sealed).is_err(), "{other:?}");
        }
        assert!(open_with(&Secret::generate(random), &PLACE, &sealed).is_err());
    }

    #[test]
    fn the_same_text_never_looks_the_same() {
        let random: &dyn Random = &Seeded::new(1);
        let key = Secret::generate(random);
        let seal = || seal_with(&key, &PLACE, b"Ada", random).unwrap();
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn any_other_bytes_are_refused(bytes: Vec<u8>) {
            let key = Secret::new([7; 32]);
            prop_assert!(open_with(&key, &PLACE, &bytes).is_err());
        }

        #[test]
        fn a_flipped_bit_is_noticed(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8) {
            let random: &dyn Random = &Seeded::new(1);
            let key = Secret::generate(random);
            let mut sealed = seal_with(&key, &PLACE, &plain, random).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1_u8 << bit;
            prop_assert!(open_with(&key, &PLACE, &sealed).is_err());
        }
    }
}
