use std::collections::HashMap;
use std::ops::Range;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use crate::certificate::{CertificateError, fingerprint, may_sign, within};
use crate::key::{Algorithm, PublicKey, bits};
use crate::name::Name;
use crate::oid;
use crate::signature::{SignatureAlgorithm, SignatureError};
use crate::time::moment;
use crate::tlv::{Reader, Tag, Tlv, TlvError, trim};

/// A certificate revocation list (RFC 5280, 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crl {
    raw: Vec<u8>,
    signed: Range<usize>,
    signature: Range<usize>,
    pub issuer: Name,
    pub this_update: Option<Timestamp>,
    pub next_update: Option<Timestamp>,
    pub number: Option<Vec<u8>>,
    pub signature_algorithm: Algorithm,
    algorithms_agree: bool,
    /// Critical extensions that are not understood: the list may be partial. Who it names is revoked all the
    /// same, but its silence proves nothing.
    pub is_partial: bool,
    revoked: HashMap<Vec<u8>, Revoked>,
}

/// What a list says of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    pub at: Option<Timestamp>,
    /// RFC 5280, 5.3.1.
    pub reason: Option<u8>,
}

impl Crl {
    /// Reads one DER list with nothing after it.
    pub fn of(der: &[u8]) -> Result<Crl, CertificateError> {
        let whole = Tlv::only(der)?;
        let mut outer = Reader::new(whole.expect(Tag::SEQUENCE)?);
        let signed = outer.expect(Tag::SEQUENCE)?;
        let signature_algorithm = Algorithm::of(&outer.element()?)?;
        let signature = bits(outer.value(Tag::BIT_STRING)?).ok_or(CertificateError::UnusedBits)?;
        outer.finish()?;

        let mut inside = signed.inside();
        inside.optional(Tag::INTEGER)?;
        let inner_algorithm = Algorithm::of(&inside.element()?)?;
        let issuer = Name::of(&inside.element()?)?;
        let this_update = moment(&inside.element()?);
        let next_update = match inside.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => moment(&inside.element()?),
            _ => None,
        };
        let mut revoked = HashMap::new();
        if let Some(entries) = inside.optional(Tag::SEQUENCE)? {
            for entry in entries.inside() {
                let (serial, entry) = entry_of(&entry?)?;
                revoked.insert(serial, entry);
            }
        }
        let mut number = None;
        let mut is_partial = false;
        if let Some(extensions) = inside.optional(Tag::context(0))? {
            for extension in extensions.inside().enter(Tag::SEQUENCE)? {
                let mut extension = Reader::new(extension?.expect(Tag::SEQUENCE)?);
                let kind = ObjectIdentifier::from_bytes(extension.value(Tag::OID)?).ok();
                let critical = extension
                    .optional(Tag::BOOLEAN)?
                    .is_some_and(|critical| critical.value != [0]);
                let value = extension.value(Tag::OCTET_STRING)?;
                match kind {
                    Some(oid::CRL_NUMBER) => {
                        number = Some(Tlv::only(value)?.expect(Tag::INTEGER)?.to_vec());
                    }
                    Some(oid::AUTHORITY_KEY_ID) => {}
                    Some(kind) if oid::HARMLESS_EXTENSIONS.contains(&kind) => {}
                    _ => is_partial |= critical,
                }
            }
        }
        inside.finish()?;
        Ok(Crl {
            signed: within(der, signed.raw),
            signature: within(der, signature),
            raw: der.to_vec(),
            issuer,
            this_update,
            next_update,
            number,
            algorithms_agree: inner_algorithm == signature_algorithm,
            signature_algorithm,
            is_partial,
            revoked,
        })
    }

    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.raw
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.raw)
    }

    /// How many certificates it revokes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revoked.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// What it says of a serial, given as the content of an INTEGER.
    #[must_use]
    pub fn entry(&self, serial: &[u8]) -> Option<&Revoked> {
        self.revoked.get(trim(serial))
    }

    /// Whether this key could have made the signature at all, judged without arithmetic.
    pub(crate) fn may_be_under(&self, key: &PublicKey) -> bool {
        may_sign(key, &self.signature_algorithm, self.signature.len())
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
}

fn entry_of(entry: &Tlv<'_>) -> Result<(Vec<u8>, Revoked), TlvError> {
    let mut inside = Reader::new(entry.expect(Tag::SEQUENCE)?);
    let serial = trim(inside.value(Tag::INTEGER)?).to_vec();
    let at = moment(&inside.element()?);
    let mut reason = None;
    if let Some(extensions) = inside.optional(Tag::SEQUENCE)? {
        for extension in extensions.inside() {
            let mut extension = Reader::new(extension?.expect(Tag::SEQUENCE)?);
            let is_reason = extension.value(Tag::OID)? == oid::REASON_CODE.as_bytes();
            extension.optional(Tag::BOOLEAN)?;
            let value = extension.value(Tag::OCTET_STRING)?;
            if is_reason {
                reason = Tlv::only(value)
                    .ok()
                    .and_then(|reason| reason.value.first().copied());
            }
        }
    }
    Ok((serial, Revoked { at, reason }))
}
