use const_oid::ObjectIdentifier;
use ecdsa::hazmat::verify_prehashed;
use elliptic_curve::FieldBytes;
use serde::Serialize;

use crate::curve::StandardCurve;
use crate::hash::HashAlgorithm;
use crate::key::{Algorithm, EcPublicKey, KeyError, PublicKey, RsaPublicKey};
use crate::oid;
use crate::tlv::{Reader, Tag, Tlv, TlvError, trim, unsigned, wrap, write};
use crate::with_curve;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(HashAlgorithm),
    /// RSASSA-PSS (RFC 8017, 8.1).
    RsaPss(PssParameters),
    /// The two numbers as a DER sequence.
    Ecdsa(HashAlgorithm),
    /// The two numbers one after the other (BSI TR-03111, 5.2.1).
    EcdsaPlain(HashAlgorithm),
}

/// The parameters of RSASSA-PSS (RFC 8017, A.2.3); the salt may be of any length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PssParameters {
    pub hash: HashAlgorithm,
    pub mask_hash: HashAlgorithm,
    /// Bytes.
    pub salt: usize,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("signatures of the algorithm {0} are not known")]
    UnknownAlgorithm(ObjectIdentifier),
    #[error("the parameters of the signature algorithm are malformed")]
    Parameters,
    #[error("the key is of another kind than the signature")]
    KeyMismatch,
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature is not by this key over this message.
    #[error("the signature is wrong")]
    Wrong,
}

impl From<TlvError> for SignatureError {
    fn from(_: TlvError) -> SignatureError {
        SignatureError::Parameters
    }
}

impl SignatureAlgorithm {
    /// What an `AlgorithmIdentifier` means; parameters where none belong are ignored. Some signers name the kind of key alone; then `digest`, the hash
    /// that they name elsewhere, completes it.
    pub fn of(
        algorithm: &Algorithm,
        digest: Option<HashAlgorithm>,
    ) -> Result<SignatureAlgorithm, SignatureError> {
        use HashAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        use SignatureAlgorithm::{Ecdsa, EcdsaPlain, RsaPkcs1, RsaPss};
        let unknown = SignatureError::UnknownAlgorithm(algorithm.oid);
        let parameters = algorithm.parameters()?;
        Ok(match algorithm.oid {
            oid::RSA_SHA_1 | oid::RSA_SHA_1_OIW => RsaPkcs1(Sha1),
            oid::RSA_SHA_224 => RsaPkcs1(Sha224),
            oid::RSA_SHA_256 => RsaPkcs1(Sha256),
            oid::RSA_SHA_384 => RsaPkcs1(Sha384),
            oid::RSA_SHA_512 => RsaPkcs1(Sha512),
            oid::RSA => RsaPkcs1(digest.ok_or(unknown)?),
            oid::RSA_PSS => {
                let parameters = parameters.ok_or(SignatureError::Parameters)?;
                RsaPss(PssParameters::of(&parameters)?)
            }
            oid::ECDSA_SHA_1 => Ecdsa(Sha1),
            oid::ECDSA_SHA_224 => Ecdsa(Sha224),
            oid::ECDSA_SHA_256 => Ecdsa(Sha256),
            oid::ECDSA_SHA_384 => Ecdsa(Sha384),
            oid::ECDSA_SHA_512 => Ecdsa(Sha512),
            oid::ECDSA_SPECIFIED => {
                let parameters = parameters.ok_or(SignatureError::Parameters)?;
                let hash = Algorithm::of(&parameters)?;
                HashAlgorithm::of_oid(&hash.oid).map(Ecdsa).ok_or(unknown)?
            }
            // A signer that repeats its key's algorithm may repeat the key's curve as well.
            oid::EC => Ecdsa(digest.ok_or(unknown)?),
            oid::ECDSA_PLAIN_SHA_1 => EcdsaPlain(Sha1),
            oid::ECDSA_PLAIN_SHA_224 => EcdsaPlain(Sha224),
            oid::ECDSA_PLAIN_SHA_256 => EcdsaPlain(Sha256),
            oid::ECDSA_PLAIN_SHA_384 => EcdsaPlain(Sha384),
            oid::ECDSA_PLAIN_SHA_512 => EcdsaPlain(Sha512),
            _ => return Err(unknown),
        })
    }

    /// The DER `AlgorithmIdentifier`.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        use HashAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        use SignatureAlgorithm::{Ecdsa, EcdsaPlain, RsaPkcs1, RsaPss};
        let (oid, parameters) = match self {
            RsaPkcs1(hash) => {
                let oid = match hash {
                    Sha1 => oid::RSA_SHA_1,
                    Sha224 => oid::RSA_SHA_224,
                    Sha256 => oid::RSA_SHA_256,
                    Sha384 => oid::RSA_SHA_384,
                    Sha512 => oid::RSA_SHA_512,
                };
                (oid, write(Tag::NULL, &[]))
            }
            RsaPss(parameters) => (oid::RSA_PSS, parameters.to_der()),
            Ecdsa(hash) => {
                let oid = match hash {
                    Sha1 => oid::ECDSA_SHA_1,
                    Sha224 => oid::ECDSA_SHA_224,
                    Sha256 => oid::ECDSA_SHA_256,
                    Sha384 => oid::ECDSA_SHA_384,
                    Sha512 => oid::ECDSA_SHA_512,
                };
                (oid, Vec::new())
            }
            EcdsaPlain(hash) => {
                let oid = match hash {
                    Sha1 => oid::ECDSA_PLAIN_SHA_1,
                    Sha224 => oid::ECDSA_PLAIN_SHA_224,
                    Sha256 => oid::ECDSA_PLAIN_SHA_256,
                    Sha384 => oid::ECDSA_PLAIN_SHA_384,
                    Sha512 => oid::ECDSA_PLAIN_SHA_512,
                };
                (oid, Vec::new())
            }
        };
        wrap(
            Tag::SEQUENCE,
            &[write(Tag::OID, oid.as_bytes()), parameters],
        )
    }

    #[must_use]
    pub fn hash(&self) -> HashAlgorithm {
        match self {
            SignatureAlgorithm::RsaPkcs1(hash)
            | SignatureAlgorithm::Ecdsa(hash)
            | SignatureAlgorithm::EcdsaPlain(hash) => *hash,
            SignatureAlgorithm::RsaPss(parameters) => parameters.hash,
        }
    }

    /// The same scheme with another hash.
    #[must_use]
    pub fn with_hash(self, hash: HashAlgorithm) -> SignatureAlgorithm {
        match self {
            SignatureAlgorithm::RsaPkcs1(_) => SignatureAlgorithm::RsaPkcs1(hash),
            SignatureAlgorithm::Ecdsa(_) => SignatureAlgorithm::Ecdsa(hash),
            SignatureAlgorithm::EcdsaPlain(_) => SignatureAlgorithm::EcdsaPlain(hash),
            SignatureAlgorithm::RsaPss(parameters) => {
                SignatureAlgorithm::RsaPss(PssParameters { hash, ..parameters })
            }
        }
    }

    /// Whether this signature over the message, given in parts, is by the key.
    pub fn verify(
        &self,
        key: &PublicKey,
        message: &[&[u8]],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let hashed = self.hash().hash(message);
        match (self, key) {
            (SignatureAlgorithm::RsaPkcs1(hash), PublicKey::Rsa(key)) => {
                if key.only_pss.is_some() {
                    return Err(SignatureError::KeyMismatch);
                }
                pkcs1(key, *hash, &hashed, signature)
            }
            (SignatureAlgorithm::RsaPss(parameters), PublicKey::Rsa(key)) => {
                let allowed = key.only_pss.is_none_or(|only| {
                    only.hash == parameters.hash
                        && only.mask_hash == parameters.mask_hash
                        && only.salt <= parameters.salt
                });
                if !allowed {
                    return Err(SignatureError::KeyMismatch);
                }
                pss(key, parameters, &hashed, signature)
            }
            (SignatureAlgorithm::Ecdsa(_), PublicKey::Ec(key)) => {
                let (r, s) = der_numbers(signature)?;
                with_curve!(key.curve, C => ecdsa::<C>(key, &hashed, r, s))
            }
            (SignatureAlgorithm::EcdsaPlain(_), PublicKey::Ec(key)) => {
                if signature.is_empty() || !signature.len().is_multiple_of(2) {
                    return Err(SignatureError::Wrong);
                }
                let (r, s) = signature.split_at(signature.len() / 2);
                with_curve!(key.curve, C => ecdsa::<C>(key, &hashed, r, s))
            }
            _ => Err(SignatureError::KeyMismatch),
        }
    }
}

impl PssParameters {
    /// Reads DER `RSASSA-PSS-params`; what is absent has its default.
    pub fn of(element: &Tlv<'_>) -> Result<PssParameters, SignatureError> {
        let mut inside = Reader::new(element.expect(Tag::SEQUENCE)?);
        let mut parameters = PssParameters {
            hash: HashAlgorithm::Sha1,
            mask_hash: HashAlgorithm::Sha1,
            salt: 20,
        };
        let hash_of = |element: &Tlv<'_>| {
            let algorithm = Algorithm::of(element)?;
            HashAlgorithm::of(&algorithm).ok_or(SignatureError::UnknownAlgorithm(algorithm.oid))
        };
        if let Some(hash) = inside.optional(Tag::context(0))? {
            parameters.hash = hash_of(&Tlv::only(hash.value)?)?;
        }
        if let Some(mask) = inside.optional(Tag::context(1))? {
            let mask = Algorithm::of(&Tlv::only(mask.value)?)?;
            if mask.oid != oid::MGF_1 {
                return Err(SignatureError::UnknownAlgorithm(mask.oid));
            }
            let hash = mask.parameters()?.ok_or(SignatureError::Parameters)?;
            parameters.mask_hash = hash_of(&hash)?;
        }
        if let Some(salt) = inside.optional(Tag::context(2))? {
            let salt = trim(Tlv::only(salt.value)?.expect(Tag::INTEGER)?);
            if salt.len() > 2 {
                return Err(SignatureError::Parameters);
            }
            parameters.salt = salt
                .iter()
                .fold(0, |salt, byte| salt << 8 | usize::from(*byte));
        }
        if let Some(trailer) = inside.optional(Tag::context(3))?
            && trim(Tlv::only(trailer.value)?.expect(Tag::INTEGER)?) != [1]
        {
            return Err(SignatureError::Parameters);
        }
        inside.finish()?;
        Ok(parameters)
    }

    /// DER `RSASSA-PSS-params`.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let hash = |hash: HashAlgorithm| {
            wrap(
                Tag::SEQUENCE,
                &[
                    write(Tag::OID, hash.oid().as_bytes()),
                    write(Tag::NULL, &[]),
                ],
            )
        };
        let mask = wrap(
            Tag::SEQUENCE,
            &[write(Tag::OID, oid::MGF_1.as_bytes()), hash(self.mask_hash)],
        );
        let mut parts = Vec::new();
        if self.hash != HashAlgorithm::Sha1 {
            parts.push(write(Tag::context(0), &hash(self.hash)));
        }
        if self.mask_hash != HashAlgorithm::Sha1 {
            parts.push(write(Tag::context(1), &mask));
        }
        if self.salt != 20 {
            let salt = unsigned(&self.salt.to_be_bytes());
            parts.push(write(Tag::context(2), &salt));
        }
        wrap(Tag::SEQUENCE, &parts)
    }
}

fn pkcs1(
    key: &RsaPublicKey,
    hash: HashAlgorithm,
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let size = key.modulus.len();
    if signature.len() != size {
        return Err(SignatureError::Wrong);
    }
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
    // The whole block is known beforehand, so nothing of it is parsed.
    let filling = size
        .checked_sub(info.len() + 3)
        .filter(|filling| *filling >= 8)
        .ok_or(SignatureError::Wrong)?;
    let mut expected = vec![0, 1];
    expected.resize(2 + filling, 0xff);
    expected.push(0);
    expected.extend_from_slice(&info);
    if key.public_operation(signature)? == expected {
        Ok(())
    } else {
        Err(SignatureError::Wrong)
    }
}

fn pss(
    key: &RsaPublicKey,
    parameters: &PssParameters,
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let wrong = SignatureError::Wrong;
    let size = key.modulus.len();
    if signature.len() != size {
        return Err(wrong);
    }
    let block = key.public_operation(signature)?;
    // The encoded block has one bit less than the modulus, which may be a whole byte less.
    let bits = key.bit_length() - 1;
    let length = bits.div_ceil(8);
    let (surplus, block) = block.split_at(size - length);
    let hash_size = parameters.hash.size();
    let masked_size = length
        .checked_sub(hash_size + 1)
        .filter(|masked| *masked > parameters.salt)
        .ok_or(wrong.clone())?;
    let (masked, rest) = block.split_at(masked_size);
    let (inner, trailer) = rest.split_at(hash_size);
    let unused = 0xff_u8
        .checked_shl((8 - (length * 8 - bits)) as u32)
        .unwrap_or(0);
    if surplus.iter().any(|byte| *byte != 0) || trailer != [0xbc] || masked[0] & unused != 0 {
        return Err(wrong);
    }
    let mut data = masked.to_vec();
    for (counter, chunk) in (0_u32..).zip(data.chunks_mut(parameters.mask_hash.size())) {
        let mask = parameters.mask_hash.hash(&[inner, &counter.to_be_bytes()]);
        for (byte, mask) in chunk.iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }
    data[0] &= !unused;
    let (filling, salt) = data.split_at(masked_size - parameters.salt);
    let Some((1, zeros)) = filling.split_last() else {
        return Err(wrong);
    };
    let again = parameters.hash.hash(&[&[0; 8], hashed, salt]);
    if zeros.iter().all(|byte| *byte == 0) && again == inner {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// The two numbers of a signature in DER and nothing but DER, so that no signature has a second form.
fn der_numbers(signature: &[u8]) -> Result<(&[u8], &[u8]), SignatureError> {
    let numbers = || -> Result<_, TlvError> {
        let mut inside = Reader::new(Tlv::only(signature)?.expect(Tag::SEQUENCE)?);
        let r = inside.value(Tag::INTEGER)?;
        let s = inside.value(Tag::INTEGER)?;
        inside.finish()?;
        Ok((r, s))
    };
    let (r, s) = numbers().map_err(|_| SignatureError::Wrong)?;
    if wrap(Tag::SEQUENCE, &[unsigned(r), unsigned(s)]) == signature {
        Ok((r, s))
    } else {
        Err(SignatureError::Wrong)
    }
}

fn ecdsa<C: StandardCurve>(
    key: &EcPublicKey,
    hashed: &[u8],
    r: &[u8],
    s: &[u8],
) -> Result<(), SignatureError> {
    let point = key.affine::<C>()?;
    let scalar = |number: &[u8]| -> Result<FieldBytes<C>, SignatureError> {
        let number = trim(number);
        let mut bytes = FieldBytes::<C>::default();
        let begin = bytes
            .len()
            .checked_sub(number.len())
            .ok_or(SignatureError::Wrong)?;
        bytes[begin..].copy_from_slice(number);
        Ok(bytes)
    };
    let signature = ecdsa::Signature::<C>::from_scalars(scalar(r)?, scalar(s)?)
        .map_err(|_| SignatureError::Wrong)?;
    verify_prehashed::<C>(&point.into(), hashed, &signature).map_err(|_| SignatureError::Wrong)
}
