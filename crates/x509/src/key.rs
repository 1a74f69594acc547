use const_oid::ObjectIdentifier;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use elliptic_curve::sec1::FromSec1Point;
use primeorder::AffinePoint;

use crate::curve::{CurveError, NamedCurve, StandardCurve};
use crate::oid;
use crate::signature::{PssParameters, SignatureError};
use crate::tlv::{Reader, Tag, Tlv, TlvError, trim, unsigned, wrap, write};
use crate::with_curve;

/// An algorithm with its parameters, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Algorithm {
    pub oid: ObjectIdentifier,
    /// The DER of the parameters, when there are any.
    pub parameters: Option<Vec<u8>>,
}

impl Algorithm {
    /// Reads an `AlgorithmIdentifier` (RFC 5280, 4.1.1.2).
    pub fn of(element: &Tlv<'_>) -> Result<Algorithm, TlvError> {
        let mut inside = Reader::new(element.expect(Tag::SEQUENCE)?);
        let oid = inside.expect(Tag::OID)?;
        let parameters = match inside.is_empty() {
            true => None,
            false => Some(inside.element()?.raw.to_vec()),
        };
        inside.finish()?;
        Ok(Algorithm {
            oid: ObjectIdentifier::from_bytes(oid.value).map_err(|_| TlvError::Unexpected {
                expected: Tag::OID,
                found: oid.tag,
            })?,
            parameters,
        })
    }

    /// Whether it has no parameters, or NULL.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.parameters
            .as_ref()
            .is_none_or(|parameters| parameters == &[5, 0])
    }

    /// The parameters as an element.
    pub(crate) fn parameters(&self) -> Result<Option<Tlv<'_>>, TlvError> {
        self.parameters.as_deref().map(Tlv::only).transpose()
    }
}

/// `SubjectPublicKeyInfo` with its parts still uninterpreted: chips also publish Diffie-Hellman keys in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    pub algorithm: Algorithm,
    /// The content of the bit string.
    pub key: Vec<u8>,
}

/// A key that signatures verify under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    Rsa(RsaPublicKey),
    Ec(EcPublicKey),
}

/// Numbers without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublicKey {
    pub modulus: Vec<u8>,
    pub exponent: Vec<u8>,
    /// The only parameters that a key of RSASSA-PSS alone allows, when it states any.
    pub only_pss: Option<PssParameters>,
}

/// A point on a standard curve; that it is on the curve is checked where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcPublicKey {
    pub curve: NamedCurve,
    /// SEC 1, compressed or not.
    pub point: Vec<u8>,
    /// Whether the parameters were spelt out instead of named.
    pub explicit: bool,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("keys of the algorithm {0} are not known")]
    UnknownAlgorithm(ObjectIdentifier),
    #[error(transparent)]
    Curve(#[from] CurveError),
    #[error("the key is not a whole number of bytes")]
    UnusedBits,
    #[error("the RSA key is too large, too small or even")]
    RsaSize,
    #[error("the point is not on its curve")]
    Point,
    #[error("the parameters of the key are malformed")]
    Parameters,
}

impl KeyInfo {
    /// Reads a DER `SubjectPublicKeyInfo` (RFC 5280, 4.1).
    pub fn of(element: &Tlv<'_>) -> Result<KeyInfo, KeyError> {
        let mut inside = Reader::new(element.expect(Tag::SEQUENCE)?);
        let algorithm = Algorithm::of(&inside.element()?)?;
        let key = bits(inside.value(Tag::BIT_STRING)?).ok_or(KeyError::UnusedBits)?;
        Ok(KeyInfo {
            algorithm,
            key: key.to_vec(),
        })
    }

    /// The key, when it is one for signatures.
    pub fn signing_key(&self) -> Result<PublicKey, KeyError> {
        let parameters = self.algorithm.parameters()?;
        match self.algorithm.oid {
            oid::RSA => RsaPublicKey::of(&self.key).map(PublicKey::Rsa),
            oid::RSA_PSS => {
                let mut key = RsaPublicKey::of(&self.key)?;
                key.only_pss = parameters
                    .map(|parameters| PssParameters::of(&parameters))
                    .transpose()
                    .map_err(|_| KeyError::Parameters)?;
                Ok(PublicKey::Rsa(key))
            }
            oid::EC => {
                let parameters = parameters.ok_or(CurveError::Implicit)?;
                Ok(PublicKey::Ec(EcPublicKey {
                    curve: NamedCurve::of_parameters(&parameters)?,
                    point: self.key.clone(),
                    explicit: parameters.tag == Tag::SEQUENCE,
                }))
            }
            other => Err(KeyError::UnknownAlgorithm(other)),
        }
    }
}

/// The bytes of a bit string without unused bits.
pub(crate) fn bits(value: &[u8]) -> Option<&[u8]> {
    match value.split_first() {
        Some((0, bytes)) => Some(bytes),
        _ => None,
    }
}

impl PublicKey {
    /// Reads a DER `SubjectPublicKeyInfo`.
    pub fn of_der(der: &[u8]) -> Result<PublicKey, KeyError> {
        KeyInfo::of(&Tlv::only(der)?)?.signing_key()
    }

    /// `RSA 2048`, `brainpoolP256r1`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            PublicKey::Rsa(key) => format!("RSA {}", key.bit_length()),
            PublicKey::Ec(key) => format!("{:?}", key.curve),
        }
    }
}

impl RsaPublicKey {
    /// As large as any state's key, and as what the usual libraries accept.
    pub const MAX_BITS: usize = 16_384;

    /// Reads a DER `RSAPublicKey` (RFC 8017, A.1.1).
    pub fn of(der: &[u8]) -> Result<RsaPublicKey, KeyError> {
        let mut inside = Tlv::only(der)?.inside();
        let modulus = inside.value(Tag::INTEGER)?;
        let exponent = inside.value(Tag::INTEGER)?;
        inside.finish()?;
        RsaPublicKey::new(modulus, exponent)
    }

    /// A key from big-endian numbers.
    ///
    /// What one verification may cost is bounded: over 3072 bits the exponent has at most 64.
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Result<RsaPublicKey, KeyError> {
        let key = RsaPublicKey {
            modulus: trim(modulus).to_vec(),
            exponent: trim(exponent).to_vec(),
            only_pss: None,
        };
        let bits = key.bit_length();
        let largest_exponent = if bits > 3072 { 64 } else { bits };
        let sound = (512..=RsaPublicKey::MAX_BITS).contains(&bits)
            && key.modulus.last().is_some_and(|last| last & 1 == 1)
            && key.exponent.last().is_some_and(|last| last & 1 == 1)
            && key.exponent != [1]
            && bit_length(&key.exponent) <= largest_exponent;
        if sound {
            Ok(key)
        } else {
            Err(KeyError::RsaSize)
        }
    }

    #[must_use]
    pub fn bit_length(&self) -> usize {
        bit_length(&self.modulus)
    }

    /// `number ^ exponent mod modulus`, as long as the modulus (RSAVP1). For signatures and for what they
    /// recover; nothing here is secret.
    pub fn public_operation(&self, number: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let precision = u32::try_from(self.modulus.len() * 8).map_err(|_| SignatureError::Wrong)?;
        let large = |bytes: &[u8]| {
            BoxedUint::from_be_slice(trim(bytes), precision).map_err(|_| SignatureError::Wrong)
        };
        let modulus = large(&self.modulus)?;
        let number = large(number)?;
        if number >= modulus {
            return Err(SignatureError::Wrong);
        }
        let modulus =
            Option::<Odd<BoxedUint>>::from(Odd::new(modulus)).ok_or(SignatureError::Wrong)?;
        let exponent = BoxedUint::from_be_slice_vartime(&self.exponent);
        let bits = u32::try_from(bit_length(&self.exponent)).map_err(|_| SignatureError::Wrong)?;
        let parameters = BoxedMontyParams::new_vartime(modulus);
        let power = BoxedMontyForm::new(number, &parameters)
            .pow_bounded_exp(&exponent, bits)
            .retrieve()
            .to_be_bytes();
        let surplus = power.len().saturating_sub(self.modulus.len());
        Ok(power[surplus..].to_vec())
    }

    /// The DER `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let key = wrap(
            Tag::SEQUENCE,
            &[unsigned(&self.modulus), unsigned(&self.exponent)],
        );
        let algorithm = wrap(
            Tag::SEQUENCE,
            &[write(Tag::OID, oid::RSA.as_bytes()), write(Tag::NULL, &[])],
        );
        key_info(&algorithm, &key)
    }
}

impl EcPublicKey {
    /// The point, when it is on the curve and not the point at infinity.
    pub fn affine<C: StandardCurve>(&self) -> Result<AffinePoint<C>, KeyError> {
        let encoded = elliptic_curve::sec1::Sec1Point::<C>::from_bytes(&self.point)
            .map_err(|_| KeyError::Point)?;
        if encoded.is_identity() {
            return Err(KeyError::Point);
        }
        Option::from(AffinePoint::<C>::from_sec1_point(&encoded)).ok_or(KeyError::Point)
    }

    /// Whether the point is on the curve.
    pub fn check(&self) -> Result<(), KeyError> {
        with_curve!(self.curve, C => self.affine::<C>().map(|_| ()))
    }

    /// The DER `SubjectPublicKeyInfo`, with explicit parameters when they were explicit.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let parameters = if self.explicit {
            self.curve.explicit_parameters()
        } else {
            write(Tag::OID, self.curve.oid().as_bytes())
        };
        let algorithm = wrap(
            Tag::SEQUENCE,
            &[write(Tag::OID, oid::EC.as_bytes()), parameters],
        );
        key_info(&algorithm, &self.point)
    }
}

fn key_info(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let key = wrap(Tag::BIT_STRING, &[&[0][..], key]);
    wrap(Tag::SEQUENCE, &[algorithm, &key])
}

fn bit_length(number: &[u8]) -> usize {
    let number = trim(number);
    number
        .first()
        .map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
