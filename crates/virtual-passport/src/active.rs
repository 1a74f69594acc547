//! The chip's key for active authentication and how it signs.

use bonafide_emrtd::group::{Group, Secret};
use bonafide_x509::{
    EcPublicKey, HashAlgorithm, RsaPublicKey,
    curve::{NamedCurve, StandardCurve},
    tlv::{Tag, trim, unsigned, write},
    with_curve,
};
use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};
use elliptic_curve::{
    CurveArithmetic,
    ff::{Field, PrimeField},
};
use rand_core::CryptoRng;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};

use crate::quirks::ActiveAnswer;

/// A private key for active authentication.
#[derive(Clone, Debug)]
pub enum ActiveSigner {
    /// RSA with message recovery; numbers big-endian.
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
        private: Vec<u8>,
        hash: HashAlgorithm,
        /// SHA-1 announced by the trailer 33CC instead of BC.
        explicit_trailer: bool,
    },
    Ec {
        curve: NamedCurve,
        secret: Secret,
        hash: HashAlgorithm,
        /// Whether DG14 says which hash.
        stated: bool,
    },
}

impl ActiveSigner {
    /// A fresh RSA key.
    pub fn rsa(
        rng: &mut dyn CryptoRng,
        bits: usize,
        hash: HashAlgorithm,
    ) -> Result<ActiveSigner, rsa::Error> {
        let mut rng = rng;
        let key = rsa::RsaPrivateKey::new(&mut rng, bits)?;
        Ok(ActiveSigner::Rsa {
            modulus: key.n_bytes().to_vec(),
            exponent: key.e_bytes().to_vec(),
            private: key.d().to_be_bytes().to_vec(),
            hash,
            explicit_trailer: hash != HashAlgorithm::Sha1,
        })
    }

    /// A fresh key on a curve.
    pub fn ec(rng: &mut dyn CryptoRng, curve: NamedCurve, hash: HashAlgorithm) -> ActiveSigner {
        ActiveSigner::Ec {
            curve,
            secret: Group::Curve(curve).secret(rng),
            hash,
            stated: true,
        }
    }

    /// The SubjectPublicKeyInfo for DG15.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        match self {
            ActiveSigner::Rsa {
                modulus, exponent, ..
            } => RsaPublicKey {
                modulus: trim(modulus).to_vec(),
                exponent: trim(exponent).to_vec(),
                only_pss: None,
            }
            .to_der(),
            ActiveSigner::Ec { curve, secret, .. } => {
                let group = Group::Curve(*curve);
                let point = group
                    .public(&group.generator(), secret)
                    .expect("a secret is never zero");
                EcPublicKey {
                    curve: *curve,
                    point,
                    explicit: true,
                }
                .to_der()
            }
        }
    }

    /// The object identifier that DG14 states: for ECDSA the plain signature with its hash.
    #[must_use]
    pub fn algorithm(&self) -> Option<Vec<u8>> {
        match self {
            ActiveSigner::Ec {
                hash, stated: true, ..
            } => {
                let arc = match hash {
                    HashAlgorithm::Sha1 => 1,
                    HashAlgorithm::Sha224 => 2,
                    HashAlgorithm::Sha256 => 3,
                    HashAlgorithm::Sha384 => 4,
                    HashAlgorithm::Sha512 => 5,
                };
                Some(vec![
                    0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, arc,
                ])
            }
            _ => None,
        }
    }

    /// Signs a nonce, as a chip with this quirk does.
    pub fn sign(&self, challenge: &[u8], quirk: ActiveAnswer, rng: &mut dyn CryptoRng) -> Vec<u8> {
        let mut signature = match self {
            ActiveSigner::Rsa {
                modulus,
                private,
                hash,
                explicit_trailer,
                ..
            } => {
                let complement = quirk == ActiveAnswer::Complement;
                recoverable(
                    trim(modulus),
                    private,
                    *hash,
                    *explicit_trailer,
                    challenge,
                    complement,
                    rng,
                )
            }
            ActiveSigner::Ec {
                curve,
                secret,
                hash,
                ..
            } => {
                let digest = hash.hash(&[challenge]);
                let (r, s) = with_curve!(*curve, C => ecdsa::<C>(secret, &digest, rng));
                if quirk == ActiveAnswer::Der {
                    write(Tag::SEQUENCE, &[unsigned(&r), unsigned(&s)].concat())
                } else {
                    [r, s].concat()
                }
            }
        };
        match quirk {
            ActiveAnswer::LeadingZero => signature.insert(0, 0),
            ActiveAnswer::Trimmed => signature = trim(&signature).to_vec(),
            ActiveAnswer::Truncated(length) => signature.truncate(length),
            ActiveAnswer::Plain | ActiveAnswer::Der | ActiveAnswer::Complement => {}
        }
        signature
    }
}

/// ISO/IEC 9796-2, digital signature scheme 1, with partial recovery: the message is filled up with random
/// bytes of the chip, then the nonce.
fn recoverable(
    modulus: &[u8],
    private: &[u8],
    hash: HashAlgorithm,
    explicit_trailer: bool,
    challenge: &[u8],
    complement: bool,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let trailer: &[u8] = match hash {
        HashAlgorithm::Sha1 if !explicit_trailer => &[0xBC],
        HashAlgorithm::Sha1 => &[0x33, 0xCC],
        HashAlgorithm::Sha224 => &[0x38, 0xCC],
        HashAlgorithm::Sha256 => &[0x34, 0xCC],
        HashAlgorithm::Sha384 => &[0x36, 0xCC],
        HashAlgorithm::Sha512 => &[0x35, 0xCC],
    };
    let mut message = vec![0; modulus.len() - 1 - hash.size() - trailer.len()];
    rng.fill_bytes(&mut message);
    let digest = hash.hash(&[&message, challenge]);
    let representative = [&[0x6A], &message[..], &digest, trailer].concat();
    let precision = (modulus.len() * 8) as u32;
    let large = |bytes: &[u8]| {
        BoxedUint::from_be_slice(trim(bytes), precision).expect("a number below the modulus")
    };
    let n = large(modulus);
    let odd = Option::<Odd<BoxedUint>>::from(n.to_odd()).expect("a modulus is odd");
    let parameters = BoxedMontyParams::new(odd);
    let signature = BoxedMontyForm::new(large(&representative), &parameters)
        .pow(&large(private))
        .retrieve();
    let other = n.wrapping_sub(&signature);
    let signature = if complement && other < signature {
        other
    } else {
        signature
    };
    let bytes = signature.to_be_bytes();
    bytes[bytes.len() - modulus.len()..].to_vec()
}

/// ECDSA (FIPS 186-5, 6.4.1); both numbers as long as the field.
fn ecdsa<C: StandardCurve>(
    secret: &Secret,
    digest: &[u8],
    rng: &mut dyn CryptoRng,
) -> (Vec<u8>, Vec<u8>) {
    type Scalar<C> = <C as CurveArithmetic>::Scalar;
    fn number<F: PrimeField>(bytes: &[u8]) -> F {
        let shift = F::from(256);
        bytes
            .iter()
            .fold(F::ZERO, |sum, byte| sum * shift + F::from(u64::from(*byte)))
    }
    let group = Group::Curve(C::NAMED);
    let length = C::NAMED.field_bytes();
    let digest: Scalar<C> = number(&digest[..digest.len().min(length)]);
    let key: Scalar<C> = number(secret.expose());
    loop {
        let nonce = group.secret(rng);
        let point = group
            .public(&group.generator(), &nonce)
            .expect("a secret is never zero");
        let r: Scalar<C> = number(&point[1..=length]);
        let inverse = Option::<Scalar<C>>::from(number::<Scalar<C>>(nonce.expose()).invert());
        let Some(inverse) = inverse else { continue };
        let s = inverse * (digest + r * key);
        if bool::from(r.is_zero() | s.is_zero()) {
            continue;
        }
        let bytes = |number: Scalar<C>| {
            let repr = number.to_repr();
            AsRef::<[u8]>::as_ref(&repr).to_vec()
        };
        return (bytes(r), bytes(s));
    }
}
