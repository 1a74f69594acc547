//! The groups in which terminal and chip agree on keys: elliptic curves and finite fields, with the mappings
//! of PACE (Doc 9303-11, sections 4.4.3.3 and 9.5).
//!
//! Elements travel encoded, as chips send them: a curve point uncompressed, a number of a finite field
//! big-endian and as long as the prime.

mod constants;
mod curve;
mod modp;

use bonafide_x509::{curve::NamedCurve, with_curve};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub use modp::ModpGroup;

use crate::cipher::{Cipher, CipherError, Key};

/// A group of prime order, with its standard generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    Curve(NamedCurve),
    Modp(ModpGroup),
}

/// A private key: a number from 1 to the order less one. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// Why a key agreement or mapping is impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    #[error("the element is not of the group")]
    Element,
    #[error("the domain parameters are not usable")]
    Parameters,
    /// The integrated mapping has no encoding for primes that leave the remainder 1 when divided by four,
    /// which among the standard curves is P-224 alone.
    #[error("the integrated mapping does not exist on this curve")]
    Unmappable,
    /// The result is the neutral element: no key can come of it.
    #[error("the result is the neutral element")]
    Neutral,
    #[error(transparent)]
    Cipher(#[from] CipherError),
}

impl Group {
    /// The group with a standardised domain parameter id (Doc 9303-11, table 6).
    #[must_use]
    pub fn of_parameter_id(id: u8) -> Option<Group> {
        match id {
            0..=2 => ModpGroup::standard(id).map(Group::Modp),
            _ => NamedCurve::of_parameter_id(id).map(Group::Curve),
        }
    }

    /// The encoded standard generator.
    #[must_use]
    pub fn generator(&self) -> Vec<u8> {
        match self {
            Group::Curve(named) => {
                let domain = named.domain();
                [&[4][..], &domain.gx, &domain.gy].concat()
            }
            Group::Modp(group) => group.generator(),
        }
    }

    /// The length of an encoded element, in bytes.
    #[must_use]
    pub fn element_bytes(&self) -> usize {
        match self {
            Group::Curve(named) => 1 + 2 * named.field_bytes(),
            Group::Modp(group) => group.element_bytes(),
        }
    }

    /// A fresh private key.
    pub fn secret(&self, rng: &mut dyn CryptoRng) -> Secret {
        match self {
            Group::Curve(named) => with_curve!(*named, C => curve::secret::<C>(rng)),
            Group::Modp(group) => group.secret(rng),
        }
    }

    /// The public key of `secret` for a generator: the standard one or a mapped one.
    pub fn public(&self, generator: &[u8], secret: &Secret) -> Result<Vec<u8>, GroupError> {
        match self {
            Group::Curve(named) => {
                with_curve!(*named, C => curve::multiply::<C>(generator, &secret.0))
            }
            Group::Modp(group) => group.power(generator, &secret.0),
        }
    }

    /// The shared secret with the other side's public key: the x coordinate, or the whole number. Refuses
    /// what is no element of the group.
    pub fn agree(&self, secret: &Secret, theirs: &[u8]) -> Result<Zeroizing<Vec<u8>>, GroupError> {
        let shared = Zeroizing::new(self.public(theirs, secret)?);
        Ok(match self {
            Group::Curve(named) => Zeroizing::new(shared[1..=named.field_bytes()].to_vec()),
            Group::Modp(_) => shared,
        })
    }

    /// The generic mapping: the generator that nonce and an anonymous key agreement make.
    pub fn map_generic(
        &self,
        nonce: &[u8],
        secret: &Secret,
        theirs: &[u8],
    ) -> Result<Vec<u8>, GroupError> {
        match self {
            Group::Curve(named) => {
                with_curve!(*named, C => curve::map_generic::<C>(nonce, &secret.0, theirs))
            }
            Group::Modp(group) => group.map_generic(nonce, &secret.0, theirs),
        }
    }

    /// The integrated mapping: the generator that the chip's nonce and the terminal's nonce make.
    pub fn map_integrated(
        &self,
        cipher: Cipher,
        nonce: &[u8],
        terminal_nonce: &[u8],
    ) -> Result<Vec<u8>, GroupError> {
        match self {
            Group::Curve(named) => {
                let prime = &named.domain().p;
                let random = pseudo_random(cipher, nonce, terminal_nonce, bits(prime))?;
                with_curve!(*named, C => curve::encode::<C>(&random))
            }
            Group::Modp(group) => {
                let random = pseudo_random(cipher, nonce, terminal_nonce, group.bits())?;
                group.map_integrated(&random)
            }
        }
    }

    /// Whether `element` is `scalar` times (to the power of) `base`, for the chip-authentication mapping.
    pub(crate) fn relates(&self, scalar: &[u8], base: &[u8], element: &[u8]) -> bool {
        let product = match self {
            Group::Curve(named) => {
                with_curve!(*named, C => curve::multiply::<C>(base, scalar))
            }
            Group::Modp(group) => group.power(base, scalar),
        };
        product.is_ok_and(|product| product == element)
    }

    /// What the chip sends under the chip-authentication mapping: the mapping's secret divided by the static
    /// one, so that this number times the static public key is the mapping's public key. Curves only.
    pub fn quotient(&self, mapping: &Secret, fixed: &Secret) -> Result<Vec<u8>, GroupError> {
        match self {
            Group::Curve(named) => {
                with_curve!(*named, C => curve::quotient::<C>(&mapping.0, &fixed.0))
            }
            Group::Modp(_) => Err(GroupError::Parameters),
        }
    }
}

impl Secret {
    /// A private key from elsewhere. It is reduced where it is used.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Secret {
        Secret(Zeroizing::new(bytes.to_vec()))
    }

    /// The number itself, big-endian, for those who sign with it. Not to be kept.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// The number of bits of a big-endian number.
fn bits(number: &[u8]) -> usize {
    match number.iter().position(|byte| *byte != 0) {
        Some(at) => 8 * (number.len() - at) - number[at].leading_zeros() as usize,
        None => 0,
    }
}

/// The pseudo-random function R of the integrated mapping (Doc 9303-11, section 4.4.3.3.2): at least 64 bits
/// more than the prime has, not yet reduced.
fn pseudo_random(
    cipher: Cipher,
    nonce: &[u8],
    terminal_nonce: &[u8],
    prime_bits: usize,
) -> Result<Vec<u8>, GroupError> {
    const SHORT: [[u8; 16]; 2] = [
        hex_literal::hex!("a668892a7c41e3ca739f40b057d85904"),
        hex_literal::hex!("a4e136ac725f738b01c1f60217c188ad"),
    ];
    const LONG: [[u8; 32]; 2] = [
        hex_literal::hex!("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676"),
        hex_literal::hex!("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517"),
    ];
    let constants: [&[u8]; 2] = match cipher {
        Cipher::TripleDes | Cipher::Aes128 => [&SHORT[0], &SHORT[1]],
        Cipher::Aes192 | Cipher::Aes256 => [&LONG[0], &LONG[1]],
    };
    let take = cipher.key_bytes();
    let key = |bytes: &[u8]| {
        bytes
            .get(..take)
            .and_then(|bytes| Key::new(cipher, bytes))
            .ok_or(CipherError)
    };
    let mut state = key(terminal_nonce)?.encrypt(&[], nonce)?;
    let mut random = Vec::new();
    while random.len() * 8 < prime_bits + 64 {
        let next = key(&state)?;
        random.extend(next.encrypt(&[], constants[1])?);
        state = next.encrypt(&[], constants[0])?;
    }
    Ok(random)
}
