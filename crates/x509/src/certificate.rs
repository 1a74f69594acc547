use std::fmt;
use std::ops::Range;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use crate::hash::HashAlgorithm;
use crate::key::{Algorithm, KeyError, KeyInfo, PublicKey, bits};
use crate::name::Name;
use crate::oid;
use crate::signature::{SignatureAlgorithm, SignatureError};
use crate::time::moment;
use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// A certificate as it was issued. Read leniently: what states get wrong in serials, names, dates and extensions
/// is kept and can be asked for; the bytes that were signed are never re-encoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    raw: Vec<u8>,
    signed: Range<usize>,
    key: Range<usize>,
    signature: Range<usize>,
    /// The content of the serial's INTEGER as written: it may be negative, zero or padded.
    pub serial: Vec<u8>,
    pub issuer: Name,
    pub subject: Name,
    pub validity: Validity,
    pub signature_algorithm: Algorithm,
    /// Whether the algorithm inside what is signed is the one beside the signature.
    algorithms_agree: bool,
    pub extensions: Extensions,
}

/// From when to when, both included; a moment is absent where its text is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    pub not_before: Option<Timestamp>,
    pub not_after: Option<Timestamp>,
}

/// The extensions that matter (RFC 5280, 4.2; ICAO Doc 9303 part 12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Whether it may issue; absent when the extension is.
    pub authority: Option<bool>,
    pub key_usage: Option<KeyUsage>,
    pub subject_key_id: Option<Vec<u8>>,
    pub authority_key_id: Option<Vec<u8>>,
    pub extended_key_usage: Vec<ObjectIdentifier>,
    /// When the private key may sign, which for a document signer is much shorter than the validity.
    pub signing_period: Option<Validity>,
    /// Extensions that are critical and not understood.
    pub unknown_critical: Vec<String>,
    /// Known extensions whose content is malformed.
    pub malformed: Vec<ObjectIdentifier>,
}

/// The first nine bits of the extension of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    #[must_use]
    pub fn digital_signature(self) -> bool {
        self.bit(0)
    }

    #[must_use]
    pub fn certificate_signing(self) -> bool {
        self.bit(5)
    }

    #[must_use]
    pub fn crl_signing(self) -> bool {
        self.bit(6)
    }

    fn bit(self, index: u16) -> bool {
        self.0 & (0x8000 >> index) != 0
    }
}

/// Why bytes are no certificate or revocation list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error(transparent)]
    Ber(#[from] crate::ber::BerError),
    #[error("the signature is not a whole number of bytes")]
    UnusedBits,
}

impl Certificate {
    /// Reads one DER certificate with nothing after it.
    pub fn of(der: &[u8]) -> Result<Certificate, CertificateError> {
        let whole = Tlv::only(der)?;
        let mut outer = Reader::new(whole.expect(Tag::SEQUENCE)?);
        let signed = outer.expect(Tag::SEQUENCE)?;
        let signature_algorithm = Algorithm::of(&outer.element()?)?;
        let signature = bits(outer.value(Tag::BIT_STRING)?).ok_or(CertificateError::UnusedBits)?;
        outer.finish()?;

        let mut inside = signed.inside();
        inside.optional(Tag::context(0))?;
        let serial = inside.value(Tag::INTEGER)?.to_vec();
        let inner_algorithm = Algorithm::of(&inside.element()?)?;
        let issuer = Name::of(&inside.element()?)?;
        let mut validity = inside.enter(Tag::SEQUENCE)?;
        let validity = Validity {
            not_before: moment(&validity.element()?),
            not_after: moment(&validity.element()?),
        };
        let subject = Name::of(&inside.element()?)?;
        let key = inside.expect(Tag::SEQUENCE)?;
        inside.optional(Tag::context_primitive(1))?;
        inside.optional(Tag::context_primitive(2))?;
        let extensions = match inside.optional(Tag::context(3))? {
            Some(extensions) => Extensions::of(extensions.inside().enter(Tag::SEQUENCE)?)?,
            None => Extensions::default(),
        };
        inside.finish()?;
        Ok(Certificate {
            signed: within(der, signed.raw),
            key: within(der, key.raw),
            signature: within(der, signature),
            raw: der.to_vec(),
            serial,
            issuer,
            subject,
            validity,
            algorithms_agree: inner_algorithm == signature_algorithm,
            signature_algorithm,
            extensions,
        })
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.raw
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.raw)
    }

    /// The serial in hexadecimal, as written.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        hex::encode(&self.serial)
    }

    /// The country of the subject, or of the issuer when the subject has none.
    #[must_use]
    pub fn country(&self) -> Option<String> {
        self.subject.country().or_else(|| self.issuer.country())
    }

    /// The DER `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn key_der(&self) -> &[u8] {
        &self.raw[self.key.clone()]
    }

    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        KeyInfo::of(&Tlv::only(self.key_der())?)?.signing_key()
    }

    /// Whether its key identifier is the SHA-1 of its key (RFC 5280, 4.2.1.2), with or without the algorithm before it,
    /// so that it identifies this key and no other.
    #[must_use]
    pub(crate) fn is_identified_by_its_key(&self) -> bool {
        let Some(id) = &self.extensions.subject_key_id else {
            return false;
        };
        let sha1 = |bytes: &[u8]| HashAlgorithm::Sha1.hash(&[bytes]);
        let key = Tlv::only(self.key_der()).ok();
        let bare = key.and_then(|key| KeyInfo::of(&key).ok());
        sha1(self.key_der()) == *id || bare.is_some_and(|key| sha1(&key.key) == *id)
    }

    /// Whether issuer and subject are the same.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer.matches(&self.subject)
    }

    /// Whether it is one that issues: it says so, or is issued by itself and does not deny it.
    #[must_use]
    pub fn issues(&self) -> bool {
        let said = self.extensions.authority;
        said.unwrap_or_else(|| self.is_self_issued())
    }

    /// Whether its signature is by this key.
    pub fn verify_under(&self, key: &PublicKey) -> Result<(), SignatureError> {
        if !self.algorithms_agree {
            return Err(SignatureError::Parameters);
        }
        SignatureAlgorithm::of(&self.signature_algorithm, None)?.verify(
            key,
            &[&self.raw[self.signed.clone()]],
            &self.raw[self.signature.clone()],
        )
    }

    /// Whether this key could have made the signature at all, judged without arithmetic.
    pub(crate) fn may_be_under(&self, key: &PublicKey) -> bool {
        may_sign(key, &self.signature_algorithm, self.signature.len())
    }
}

/// Whether a key could have made a signature of this kind and length.
pub(crate) fn may_sign(key: &PublicKey, algorithm: &Algorithm, length: usize) -> bool {
    match (SignatureAlgorithm::of(algorithm, None), key) {
        (
            Ok(SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)),
            PublicKey::Rsa(key),
        ) => key.modulus.len() == length,
        (
            Ok(SignatureAlgorithm::Ecdsa(_) | SignatureAlgorithm::EcdsaPlain(_)),
            PublicKey::Ec(key),
        ) => length <= 2 * key.curve.field_bytes() + 9,
        _ => false,
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, {})", self.subject, self.serial_hex())
    }
}

impl Validity {
    /// Whether a moment lies within; never, when a bound is unreadable.
    #[must_use]
    pub fn contains(&self, moment: Timestamp) -> bool {
        self.not_before.is_some_and(|begin| begin <= moment)
            && self.not_after.is_some_and(|end| moment <= end)
    }
}

impl Extensions {
    fn of(list: Reader<'_>) -> Result<Extensions, TlvError> {
        let mut extensions = Extensions::default();
        for extension in list {
            let mut inside = Reader::new(extension?.expect(Tag::SEQUENCE)?);
            let kind = inside.value(Tag::OID)?;
            let critical = inside
                .optional(Tag::BOOLEAN)?
                .is_some_and(|critical| critical.value != [0]);
            let value = inside.value(Tag::OCTET_STRING)?;
            let Ok(kind) = ObjectIdentifier::from_bytes(kind) else {
                if critical {
                    extensions.unknown_critical.push(hex::encode(kind));
                }
                continue;
            };
            match extensions.add(&kind, value) {
                Ok(true) => {}
                Ok(false) if critical => extensions.unknown_critical.push(kind.to_string()),
                Ok(false) => {}
                Err(_) => extensions.malformed.push(kind),
            }
        }
        Ok(extensions)
    }

    /// Takes one extension in; says whether it is known.
    fn add(&mut self, kind: &ObjectIdentifier, value: &[u8]) -> Result<bool, TlvError> {
        match *kind {
            oid::BASIC_CONSTRAINTS => {
                let mut inside = Reader::new(Tlv::only(value)?.expect(Tag::SEQUENCE)?);
                let authority = inside.optional(Tag::BOOLEAN)?;
                self.authority = Some(authority.is_some_and(|value| value.value != [0]));
                // How long a path may be says nothing here: there is one step, or links between a state's own keys.
                inside.optional(Tag::INTEGER)?;
            }
            oid::KEY_USAGE => {
                let bits = Tlv::only(value)?.expect(Tag::BIT_STRING)?;
                let byte = |index: usize| u16::from(bits.get(index).copied().unwrap_or(0));
                self.key_usage = Some(KeyUsage(byte(1) << 8 | byte(2)));
            }
            oid::SUBJECT_KEY_ID => {
                self.subject_key_id = Some(Tlv::only(value)?.expect(Tag::OCTET_STRING)?.to_vec());
            }
            oid::AUTHORITY_KEY_ID => {
                let mut inside = Reader::new(Tlv::only(value)?.expect(Tag::SEQUENCE)?);
                self.authority_key_id = inside
                    .optional(Tag::context_primitive(0))?
                    .map(|id| id.value.to_vec());
            }
            oid::EXTENDED_KEY_USAGE => {
                for purpose in Tlv::only(value)?.inside() {
                    if let Ok(purpose) = ObjectIdentifier::from_bytes(purpose?.expect(Tag::OID)?) {
                        self.extended_key_usage.push(purpose);
                    }
                }
            }
            oid::PRIVATE_KEY_USAGE_PERIOD => {
                let mut inside = Reader::new(Tlv::only(value)?.expect(Tag::SEQUENCE)?);
                let mut bound = |number| -> Result<Option<Timestamp>, TlvError> {
                    let bound = inside.optional(Tag::context_primitive(number))?;
                    Ok(bound.and_then(|bound| {
                        moment(&Tlv {
                            tag: Tag::GENERALIZED_TIME,
                            ..bound
                        })
                    }))
                };
                self.signing_period = Some(Validity {
                    not_before: bound(0)?,
                    not_after: bound(1)?,
                });
            }
            other => return Ok(oid::HARMLESS_EXTENSIONS.contains(&other)),
        }
        Ok(true)
    }
}

/// SHA-256.
pub(crate) fn fingerprint(bytes: &[u8]) -> [u8; 32] {
    let hash = HashAlgorithm::Sha256.hash(&[bytes]);
    <[u8; 32]>::try_from(&hash[..]).expect("SHA-256 has 32 bytes")
}

/// Where a slice of `whole` lies in it.
pub(crate) fn within(whole: &[u8], part: &[u8]) -> Range<usize> {
    let begin = part.as_ptr() as usize - whole.as_ptr() as usize;
    begin..begin + part.len()
}
