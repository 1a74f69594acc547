use bonafide_x509::curve::{NamedCurve, StandardCurve};
use bonafide_x509::tlv::{Tag, trim, unsigned, wrap, write};
use bonafide_x509::{
    EcPublicKey, HashAlgorithm, PublicKey, RsaPublicKey, SignatureAlgorithm, with_curve,
};
use crypto_bigint::BoxedUint;
use ecdsa::hazmat::sign_prehashed;
use elliptic_curve::{Generate, NonZeroScalar};
use rand_core::CryptoRng;
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::traits::PublicKeyParts;

/// What kind of key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Rsa {
        bits: usize,
    },
    /// With the curve's name, or with its parameters spelt out.
    Ec {
        curve: NamedCurve,
        explicit: bool,
    },
}

/// A key of a state, a signer or a chip.
#[derive(Clone, Debug)]
pub enum PrivateKey {
    Rsa(Box<rsa::RsaPrivateKey>),
    Ec {
        public: EcPublicKey,
        /// Big-endian, as long as a field element.
        scalar: Vec<u8>,
    },
}

/// Why something cannot be issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    #[error("no such RSA key can be made")]
    Rsa,
    #[error("the key is too short for the signature, or of another kind")]
    KeyMismatch,
    #[error("the curve's arithmetic refused")]
    Curve,
}

impl PrivateKey {
    pub fn generate(
        kind: KeyKind,
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<PrivateKey, IssuerError> {
        match kind {
            KeyKind::Rsa { bits } => {
                let key = rsa::RsaPrivateKey::new(random, bits).map_err(|_| IssuerError::Rsa)?;
                Ok(PrivateKey::Rsa(Box::new(key)))
            }
            KeyKind::Ec { curve, explicit } => {
                Ok(with_curve!(curve, C => generate::<C>(explicit, random)))
            }
        }
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        match self {
            PrivateKey::Rsa(key) => PublicKey::Rsa(RsaPublicKey {
                modulus: trim(&key.n().as_ref().to_be_bytes()).to_vec(),
                exponent: trim(&key.e().to_be_bytes()).to_vec(),
                only_pss: None,
            }),
            PrivateKey::Ec { public, .. } => PublicKey::Ec(public.clone()),
        }
    }

    /// The DER `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn public_der(&self) -> Vec<u8> {
        match self.public() {
            PublicKey::Rsa(key) => key.to_der(),
            PublicKey::Ec(key) => key.to_der(),
        }
    }

    /// The usual way to sign with this key.
    #[must_use]
    pub fn scheme(&self, hash: HashAlgorithm) -> SignatureAlgorithm {
        match self {
            PrivateKey::Rsa(_) => SignatureAlgorithm::RsaPkcs1(hash),
            PrivateKey::Ec { .. } => SignatureAlgorithm::Ecdsa(hash),
        }
    }

    /// Signs a message.
    pub fn sign(
        &self,
        scheme: &SignatureAlgorithm,
        message: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let hashed = scheme.hash().hash(&[message]);
        match (self, scheme) {
            (PrivateKey::Rsa(key), SignatureAlgorithm::RsaPkcs1(hash)) => {
                let block = pkcs1_block(key.size(), *hash, &hashed)?;
                self.private_operation(&block, random)
            }
            (PrivateKey::Rsa(key), SignatureAlgorithm::RsaPss(parameters)) => {
                let mut salt = vec![0; parameters.salt];
                random.fill_bytes(&mut salt);
                let bits = key.n().as_ref().bits() as usize - 1;
                let length = bits.div_ceil(8);
                let hash = parameters.hash;
                let inner = hash.hash(&[&[0; 8], &hashed, &salt]);
                let masked = length
                    .checked_sub(inner.len() + 1)
                    .filter(|masked| *masked > salt.len())
                    .ok_or(IssuerError::KeyMismatch)?;
                let mut block = vec![0; masked - salt.len() - 1];
                block.push(1);
                block.extend_from_slice(&salt);
                let mask = parameters.mask_hash;
                for (counter, chunk) in (0_u32..).zip(block.chunks_mut(mask.size())) {
                    let mask = mask.hash(&[&inner, &counter.to_be_bytes()]);
                    for (byte, mask) in chunk.iter_mut().zip(mask) {
                        *byte ^= mask;
                    }
                }
                let used = 8 - (length * 8 - bits);
                block[0] &= u8::MAX >> (8 - used);
                block.extend_from_slice(&inner);
                block.push(0xbc);
                self.private_operation(&block, random)
            }
            (PrivateKey::Ec { .. }, SignatureAlgorithm::Ecdsa(_)) => {
                let (r, s) = self.numbers(&hashed, random)?;
                Ok(wrap(Tag::SEQUENCE, &[unsigned(&r), unsigned(&s)]))
            }
            (PrivateKey::Ec { .. }, SignatureAlgorithm::EcdsaPlain(_)) => {
                let (r, s) = self.numbers(&hashed, random)?;
                Ok([r, s].concat())
            }
            _ => Err(IssuerError::KeyMismatch),
        }
    }

    /// `block ^ d mod n` of an RSA key, as long as the modulus.
    pub fn private_operation(
        &self,
        block: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let PrivateKey::Rsa(key) = self else {
            return Err(IssuerError::KeyMismatch);
        };
        let precision = key.n().as_ref().bits_precision();
        let block = BoxedUint::from_be_slice(trim(block), precision)
            .map_err(|_| IssuerError::KeyMismatch)?;
        let power = rsa_decrypt_and_check(key.as_ref(), Some(random), &block)
            .map_err(|_| IssuerError::KeyMismatch)?
            .to_be_bytes();
        Ok(power[power.len() - key.size()..].to_vec())
    }

    /// The two numbers of an ECDSA signature over a hash, each as long as a field element.
    pub fn numbers(
        &self,
        hashed: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(Vec<u8>, Vec<u8>), IssuerError> {
        let PrivateKey::Ec { public, scalar } = self else {
            return Err(IssuerError::KeyMismatch);
        };
        with_curve!(public.curve, C => numbers::<C>(scalar, hashed, random))
    }
}

fn generate<C: StandardCurve>(
    explicit: bool,
    random: &mut (impl CryptoRng + ?Sized),
) -> PrivateKey {
    use elliptic_curve::sec1::ToSec1Point;
    let scalar = NonZeroScalar::<C>::generate_from_rng(random);
    let point = elliptic_curve::PublicKey::<C>::from_secret_scalar(&scalar);
    PrivateKey::Ec {
        public: EcPublicKey {
            curve: C::NAMED,
            point: point.to_sec1_point(false).as_bytes().to_vec(),
            explicit,
        },
        scalar: elliptic_curve::ff::PrimeField::to_repr(scalar.as_ref()).to_vec(),
    }
}

fn numbers<C: StandardCurve>(
    scalar: &[u8],
    hashed: &[u8],
    random: &mut (impl CryptoRng + ?Sized),
) -> Result<(Vec<u8>, Vec<u8>), IssuerError> {
    let mut bytes = elliptic_curve::FieldBytes::<C>::default();
    if bytes.len() != scalar.len() {
        return Err(IssuerError::Curve);
    }
    bytes.copy_from_slice(scalar);
    let scalar = Option::<NonZeroScalar<C>>::from(NonZeroScalar::<C>::from_repr(bytes))
        .ok_or(IssuerError::Curve)?;
    let once = NonZeroScalar::<C>::generate_from_rng(random);
    let (signature, _) =
        sign_prehashed::<C>(&scalar, &once, hashed).map_err(|_| IssuerError::Curve)?;
    let (r, s) = signature.split_bytes();
    Ok((r.to_vec(), s.to_vec()))
}

/// The block that RSASSA-PKCS1-v1_5 signs.
fn pkcs1_block(size: usize, hash: HashAlgorithm, hashed: &[u8]) -> Result<Vec<u8>, IssuerError> {
    let algorithm = wrap(
        Tag::SEQUENCE,
        &[
            write(Tag::OID, hash.oid().as_bytes()),
            write(Tag::NULL, &[]),
        ],
    );
    let info = wrap(
        Tag::SEQUENCE,
        &[algorithm, write(Tag::OCTET_STRING, hashed)],
    );
    let filling = size
        .checked_sub(info.len() + 3)
        .ok_or(IssuerError::KeyMismatch)?;
    let mut block = vec![0, 1];
    block.resize(2 + filling, 0xff);
    block.push(0);
    block.extend_from_slice(&info);
    Ok(block)
}
