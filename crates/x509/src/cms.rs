//! Signed messages (RFC 5652): what states wrap security objects and master lists in.

use const_oid::ObjectIdentifier;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ber;
use crate::certificate::{Certificate, CertificateError};
use crate::crl::Crl;
use crate::hash::HashAlgorithm;
use crate::key::{Algorithm, KeyError};
use crate::name::Name;
use crate::oid;
use crate::signature::{SignatureAlgorithm, SignatureError};
use crate::time::moment;
use crate::tlv::{Reader, Tag, Tlv, TlvError, trim, write};

/// A signed message with its content inside.
#[derive(Clone, Debug)]
pub struct SignedData {
    pub content_type: ObjectIdentifier,
    pub content: Vec<u8>,
    /// Those that could be read, as bytes: parsed when a signer is looked for.
    certificates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    pub signers: Vec<Signer>,
    /// The hash functions that the message announces.
    announced: Vec<Algorithm>,
    /// Whether lengths had to be made definite first.
    pub was_ber: bool,
    version_misfits: bool,
}

/// One signature over the message.
#[derive(Clone, Debug)]
pub struct Signer {
    pub id: SignerId,
    pub digest_algorithm: HashAlgorithm,
    digest: Algorithm,
    attributes: Option<Attributes>,
    pub signature_algorithm: Algorithm,
    signature: Vec<u8>,
    version_misfits: bool,
}

/// How a signer names its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerId {
    IssuerAndSerial { issuer: Name, serial: Vec<u8> },
    SubjectKeyId(Vec<u8>),
}

#[derive(Clone, Debug)]
struct Attributes {
    /// The elements of the set, as written.
    raw: Vec<u8>,
    content_type: Option<ObjectIdentifier>,
    message_digest: Vec<u8>,
    signing_time: Option<Timestamp>,
}

/// What a signature was found to lack although it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CmsDeviation {
    /// Lengths were indefinite or strings in pieces.
    IndefiniteLengths,
    /// There are no signed attributes, which only plain data may lack (RFC 5652, 5.3).
    NoSignedAttributes,
    /// The signed attributes do not repeat the content type.
    NoContentTypeAttribute,
    /// The signed attributes repeat another content type.
    OtherContentTypeAttribute,
    /// The signed attributes are not in the order of DER, and the signature is over their order.
    UnsortedAttributes,
    /// The signed attributes are not in the order of DER, but the signature is over that order.
    ResortedAttributes,
    /// The signature algorithm names a kind of key and no hash.
    AlgorithmWithoutHash,
    /// The signature is over another hash than its algorithm names.
    OtherHashThanNamed,
    /// An algorithm has parameters that it should not have.
    AlgorithmParameters,
    /// A version is not the one that its form demands.
    Version,
    /// The signer names its certificate in other words, or another one when this is the only one there is.
    SignerNamedOtherwise,
}

/// Why a message or its signature is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CmsError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error(transparent)]
    Ber(#[from] ber::BerError),
    #[error("the message is not signed data but {0}")]
    NotSigned(ObjectIdentifier),
    #[error("an object identifier is malformed")]
    Oid,
    #[error("the version {0} of the message is not known")]
    Version(u32),
    #[error("the message has no content")]
    NoContent,
    #[error("the message has no signer")]
    NoSigner,
    #[error("the message has more signers than one could check")]
    TooManySigners,
    #[error("the hash function {0} is not known")]
    UnknownHash(ObjectIdentifier),
    #[error("the hash of the content is not among those that the message announces")]
    UnannouncedHash,
    #[error("the signed attributes are incomplete or say something twice")]
    Attributes,
    #[error("the certificate of the signer is not in the message")]
    NoCertificate,
    #[error("the certificate of the signer cannot be read: {0}")]
    Certificate(#[from] CertificateError),
    /// The content is not what was signed.
    #[error("the content has another hash than the signed one")]
    ContentAltered,
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl From<KeyError> for CmsError {
    fn from(error: KeyError) -> CmsError {
        CmsError::Signature(SignatureError::Key(error))
    }
}

impl CmsError {
    /// How little it says against the message: a signature that could not be judged may yet be right, whatever the
    /// others are.
    fn doubt(&self) -> u8 {
        match self {
            CmsError::Signature(SignatureError::UnknownAlgorithm(_) | SignatureError::Key(_)) => 2,
            CmsError::NoCertificate => 1,
            _ => 0,
        }
    }
}

/// Certificates that one signer's name may mean at most.
pub const MAX_CANDIDATES: usize = 8;
/// A message with more signers is none of a state's.
const MAX_SIGNERS: usize = 8;

impl SignedData {
    /// Reads a message in DER or BER; bytes after it are ignored.
    pub fn of(bytes: &[u8]) -> Result<SignedData, CmsError> {
        let (der, was_ber) = ber::normalise(bytes)?;
        let mut outer = Reader::new(Tlv::only(&der)?.expect(Tag::SEQUENCE)?);
        let kind = object_identifier(outer.value(Tag::OID)?)?;
        if kind != oid::SIGNED_DATA {
            return Err(CmsError::NotSigned(kind));
        }
        let mut inside = outer.enter(Tag::context(0))?.enter(Tag::SEQUENCE)?;
        outer.finish()?;
        let version = small(inside.value(Tag::INTEGER)?);
        if ![1, 3, 4, 5].contains(&version) {
            return Err(CmsError::Version(version));
        }
        let mut announced = Vec::new();
        for algorithm in inside.enter(Tag::SET)? {
            announced.push(Algorithm::of(&algorithm?)?);
        }
        let mut content_info = inside.enter(Tag::SEQUENCE)?;
        let content_type = object_identifier(content_info.value(Tag::OID)?)?;
        let content = content_info
            .optional(Tag::context(0))?
            .ok_or(CmsError::NoContent)?;
        let content = Tlv::only(content.value)?
            .expect(Tag::OCTET_STRING)?
            .to_vec();
        content_info.finish()?;
        let mut members = |tag| -> Result<Vec<Vec<u8>>, TlvError> {
            let Some(set) = inside.optional(tag)? else {
                return Ok(Vec::new());
            };
            // Attribute certificates and other kinds carry a context tag.
            set.inside()
                .filter(|member| {
                    member
                        .as_ref()
                        .map_or(true, |member| member.tag == Tag::SEQUENCE)
                })
                .map(|member| member.map(|member| member.raw.to_vec()))
                .collect()
        };
        let certificates = members(Tag::context(0))?;
        let crls = members(Tag::context(1))?;
        let mut signers = Vec::new();
        for signer in inside.enter(Tag::SET)? {
            if signers.len() == MAX_SIGNERS {
                return Err(CmsError::TooManySigners);
            }
            signers.push(Signer::of(&signer?)?);
        }
        inside.finish()?;
        let is_plain = content_type == oid::DATA
            && signers
                .iter()
                .all(|signer| matches!(signer.id, SignerId::IssuerAndSerial { .. }));
        Ok(SignedData {
            version_misfits: (version == 1) != is_plain,
            content_type,
            content,
            certificates,
            crls,
            signers,
            announced,
            was_ber,
        })
    }

    /// The certificates inside that can be read.
    pub fn certificates(&self) -> impl Iterator<Item = Certificate> {
        self.certificates
            .iter()
            .filter_map(|der| Certificate::of(der).ok())
    }

    /// The revocation lists inside that can be read.
    pub fn crls(&self) -> impl Iterator<Item = Crl> {
        self.crls.iter().filter_map(|der| Crl::of(der).ok())
    }

    /// The certificates that a signer names, each with whether it names it exactly; at most [`MAX_CANDIDATES`]. Where it
    /// names none of those inside but there is just one, that one: states are known to encode the name of the issuer
    /// differently. `published` certificates serve messages that come without. The signature decides.
    pub fn certificates_of(
        &self,
        signer: &Signer,
        published: &[Certificate],
    ) -> Result<Vec<(Certificate, bool)>, CmsError> {
        let named: Vec<_> = self
            .certificates()
            .filter(|one| signer.id.names(one))
            .chain(published.iter().filter(|one| signer.id.names(one)).cloned())
            .take(MAX_CANDIDATES)
            .map(|one| {
                let exactly = signer.id.names_exactly(&one);
                (one, exactly)
            })
            .collect();
        match (&named[..], &self.certificates[..]) {
            ([], [only]) => Ok(vec![(Certificate::of(only)?, false)]),
            ([], _) => Err(CmsError::NoCertificate),
            _ => Ok(named),
        }
    }

    /// Checks every signature until one holds whose certificate is inside: the hash of the content, then the
    /// signature. Whether the certificate is anybody's is another question.
    pub fn verify(&self) -> Result<Verified<'_>, CmsError> {
        self.verify_with(&[])
    }

    /// The same for a message whose signer's certificate may be published elsewhere.
    pub fn verify_with(&self, published: &[Certificate]) -> Result<Verified<'_>, CmsError> {
        let mut problem = CmsError::NoSigner;
        for verified in self.verify_each(published) {
            match verified {
                Ok(verified) => return Ok(verified),
                Err(error) if error.doubt() >= problem.doubt() => problem = error,
                Err(_) => {}
            }
        }
        Err(problem)
    }

    /// Checks every signature under every certificate that it may be by.
    pub fn verify_each(
        &self,
        published: &[Certificate],
    ) -> impl Iterator<Item = Result<Verified<'_>, CmsError>> {
        self.signers.iter().flat_map(move |signer| {
            let certificates = match self.certificates_of(signer, published) {
                Ok(certificates) => certificates.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            };
            certificates.into_iter().map(move |certificate| {
                let (certificate, exactly) = certificate?;
                let mut deviations = self.verify_signer(signer, &certificate)?;
                if !exactly {
                    deviations.push(CmsDeviation::SignerNamedOtherwise);
                }
                Ok(Verified {
                    signer,
                    certificate,
                    deviations,
                })
            })
        })
    }

    /// Checks one signature under one certificate; returns what had to be tolerated.
    pub fn verify_signer(
        &self,
        signer: &Signer,
        certificate: &Certificate,
    ) -> Result<Vec<CmsDeviation>, CmsError> {
        let mut deviations = Vec::new();
        if self.was_ber {
            deviations.push(CmsDeviation::IndefiniteLengths);
        }
        let digest = signer.digest_algorithm;
        if !self.announced.iter().any(|hash| hash.oid == digest.oid()) {
            return Err(CmsError::UnannouncedHash);
        }
        let mut plain = self.announced.iter().chain([&signer.digest]);
        let with_parameters = [oid::RSA_PSS, oid::ECDSA_SPECIFIED, oid::EC];
        if !plain.all(Algorithm::is_plain)
            || !signer.signature_algorithm.is_plain()
                && !with_parameters.contains(&signer.signature_algorithm.oid)
        {
            deviations.push(CmsDeviation::AlgorithmParameters);
        }
        if signer.version_misfits || self.version_misfits {
            deviations.push(CmsDeviation::Version);
        }
        let key = certificate.public_key()?;
        let algorithm = SignatureAlgorithm::of(&signer.signature_algorithm, Some(digest))?;
        if [oid::RSA, oid::EC].contains(&signer.signature_algorithm.oid) {
            deviations.push(CmsDeviation::AlgorithmWithoutHash);
        }
        // Every form of the message that a signer may have meant, the right one first.
        let mut forms: Vec<(Option<CmsDeviation>, Vec<u8>)> = Vec::new();
        match &signer.attributes {
            None => {
                if self.content_type != oid::DATA {
                    deviations.push(CmsDeviation::NoSignedAttributes);
                }
                forms.push((None, self.content.clone()));
            }
            Some(attributes) => {
                if attributes.message_digest != digest.hash(&[&self.content]) {
                    return Err(CmsError::ContentAltered);
                }
                match attributes.content_type {
                    None => deviations.push(CmsDeviation::NoContentTypeAttribute),
                    Some(kind) if kind != self.content_type => {
                        deviations.push(CmsDeviation::OtherContentTypeAttribute);
                    }
                    Some(_) => {}
                }
                let sorted = sorted(&attributes.raw)?;
                let is_sorted = sorted == attributes.raw;
                let as_written = write(Tag::SET, &attributes.raw);
                if is_sorted {
                    forms.push((None, as_written));
                } else {
                    let resorted = write(Tag::SET, &sorted);
                    forms.push((Some(CmsDeviation::UnsortedAttributes), as_written));
                    forms.push((Some(CmsDeviation::ResortedAttributes), resorted));
                }
            }
        }
        let mut problem = SignatureError::Wrong;
        for (deviation, message) in &forms {
            match algorithm.verify(&key, &[message], &signer.signature) {
                Ok(()) => {
                    deviations.extend(*deviation);
                    return Ok(deviations);
                }
                Err(error) => problem = error,
            }
        }
        if problem == SignatureError::Wrong && algorithm.hash() != digest {
            let (deviation, message) = &forms[0];
            let other = algorithm.with_hash(digest);
            if other.verify(&key, &[message], &signer.signature).is_ok() {
                deviations.extend(*deviation);
                deviations.push(CmsDeviation::OtherHashThanNamed);
                return Ok(deviations);
            }
        }
        Err(problem.into())
    }
}

/// A signature that holds.
#[derive(Clone, Debug)]
pub struct Verified<'a> {
    pub signer: &'a Signer,
    pub certificate: Certificate,
    pub deviations: Vec<CmsDeviation>,
}

impl Signer {
    fn of(element: &Tlv<'_>) -> Result<Signer, CmsError> {
        let mut inside = Reader::new(element.expect(Tag::SEQUENCE)?);
        let version = small(inside.value(Tag::INTEGER)?);
        if version != 1 && version != 3 {
            return Err(CmsError::Version(version));
        }
        let id = inside.element()?;
        let id = match id.tag {
            Tag::SEQUENCE => {
                let mut id = id.inside();
                SignerId::IssuerAndSerial {
                    issuer: Name::of(&id.element()?)?,
                    serial: id.value(Tag::INTEGER)?.to_vec(),
                }
            }
            _ => SignerId::SubjectKeyId(id.expect(Tag::context_primitive(0))?.to_vec()),
        };
        let digest = Algorithm::of(&inside.element()?)?;
        let digest_algorithm =
            HashAlgorithm::of_oid(&digest.oid).ok_or(CmsError::UnknownHash(digest.oid))?;
        let attributes = inside
            .optional(Tag::context(0))?
            .map(|attributes| Attributes::of(attributes.value))
            .transpose()?;
        let signature_algorithm = Algorithm::of(&inside.element()?)?;
        let signature = inside.value(Tag::OCTET_STRING)?.to_vec();
        inside.optional(Tag::context(1))?;
        inside.finish()?;
        let by_issuer = matches!(id, SignerId::IssuerAndSerial { .. });
        Ok(Signer {
            version_misfits: (version == 1) != by_issuer,
            id,
            digest,
            digest_algorithm,
            attributes,
            signature_algorithm,
            signature,
        })
    }

    /// When the signer says it signed: nobody vouches for it.
    #[must_use]
    pub fn claimed_time(&self) -> Option<Timestamp> {
        self.attributes.as_ref()?.signing_time
    }

    /// The content type that the signature covers; absent without signed attributes.
    #[must_use]
    pub fn signed_content_type(&self) -> Option<ObjectIdentifier> {
        self.attributes.as_ref()?.content_type
    }

    /// What the signature is made with.
    pub fn algorithm(&self) -> Result<SignatureAlgorithm, SignatureError> {
        SignatureAlgorithm::of(&self.signature_algorithm, Some(self.digest_algorithm))
    }
}

impl SignerId {
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            SignerId::IssuerAndSerial { issuer, serial } => {
                trim(serial) == trim(&certificate.serial) && issuer.matches(&certificate.issuer)
            }
            SignerId::SubjectKeyId(id) => {
                certificate.extensions.subject_key_id.as_ref() == Some(id)
            }
        }
    }

    fn names_exactly(&self, certificate: &Certificate) -> bool {
        match self {
            SignerId::IssuerAndSerial { issuer, serial } => {
                *serial == certificate.serial && issuer.raw() == certificate.issuer.raw()
            }
            SignerId::SubjectKeyId(_) => self.names(certificate),
        }
    }
}

impl Attributes {
    fn of(raw: &[u8]) -> Result<Attributes, CmsError> {
        let (mut content_type, mut message_digest, mut signing_time) = (None, None, None);
        for attribute in Reader::new(raw) {
            let mut attribute = Reader::new(attribute?.expect(Tag::SEQUENCE)?);
            let kind = attribute.value(Tag::OID)?;
            let mut values = attribute.enter(Tag::SET)?;
            let slot = [
                (oid::CONTENT_TYPE, &mut content_type),
                (oid::MESSAGE_DIGEST, &mut message_digest),
                (oid::SIGNING_TIME, &mut signing_time),
            ]
            .into_iter()
            .find(|(known, _)| known.as_bytes() == kind);
            // Each of these says one thing once.
            if let Some((_, slot)) = slot {
                let value = values.element()?;
                values.finish()?;
                if slot.replace(value).is_some() {
                    return Err(CmsError::Attributes);
                }
            }
        }
        let message_digest = message_digest
            .ok_or(CmsError::Attributes)?
            .expect(Tag::OCTET_STRING)?
            .to_vec();
        Ok(Attributes {
            raw: raw.to_vec(),
            content_type: content_type
                .map(|kind: Tlv<'_>| object_identifier(kind.expect(Tag::OID)?))
                .transpose()?,
            message_digest,
            signing_time: signing_time.and_then(|time| moment(&time)),
        })
    }
}

/// The elements of a set in the order of DER.
fn sorted(set: &[u8]) -> Result<Vec<u8>, TlvError> {
    let mut members = Reader::new(set)
        .map(|member| member.map(|member| member.raw))
        .collect::<Result<Vec<_>, _>>()?;
    members.sort_unstable();
    Ok(members.concat())
}

fn object_identifier(bytes: &[u8]) -> Result<ObjectIdentifier, CmsError> {
    ObjectIdentifier::from_bytes(bytes).map_err(|_| CmsError::Oid)
}

/// A small unsigned number; anything larger is as large as can be.
fn small(number: &[u8]) -> u32 {
    match trim(number) {
        [] => 0,
        [one] => u32::from(*one),
        _ => u32::MAX,
    }
}
