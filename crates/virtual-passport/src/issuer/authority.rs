use bonafide_x509::tlv::{Tag, unsigned, wrap, write};
use bonafide_x509::{HashAlgorithm, ObjectIdentifier, SignatureAlgorithm, oid};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rand_core::CryptoRng;

use super::key::{IssuerError, PrivateKey};
use super::security_object::{DocumentSigner, signed_message};

/// From when to when something is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub begin: Timestamp,
    pub end: Timestamp,
}

/// What a certificate is to say.
#[derive(Clone, Debug)]
pub struct CertificateRequest<'a> {
    /// DER names.
    pub issuer: &'a [u8],
    pub subject: &'a [u8],
    /// The content of an INTEGER, so that it can be negative.
    pub serial: &'a [u8],
    pub period: Period,
    /// DER `SubjectPublicKeyInfo`.
    pub key: &'a [u8],
    /// DER extensions, one after the other.
    pub extensions: Vec<Vec<u8>>,
}

/// A country signing authority.
#[derive(Clone, Debug)]
pub struct Authority {
    pub key: PrivateKey,
    pub scheme: SignatureAlgorithm,
    pub period: Period,
    /// DER.
    pub name: Vec<u8>,
    pub country: String,
    /// Its own certificate, in DER.
    pub certificate: Vec<u8>,
}

/// A certificate in DER.
pub fn issue(
    request: &CertificateRequest<'_>,
    key: &PrivateKey,
    scheme: &SignatureAlgorithm,
    random: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, IssuerError> {
    let mut parts = vec![
        write(Tag::context(0), &unsigned(&[2])),
        write(Tag::INTEGER, request.serial),
        scheme.to_der(),
        request.issuer.to_vec(),
        wrap(
            Tag::SEQUENCE,
            &[time(request.period.begin), time(request.period.end)],
        ),
        request.subject.to_vec(),
        request.key.to_vec(),
    ];
    if !request.extensions.is_empty() {
        let extensions = wrap(Tag::SEQUENCE, &request.extensions);
        parts.push(write(Tag::context(3), &extensions));
    }
    sign(&wrap(Tag::SEQUENCE, &parts), key, scheme, random)
}

/// A master list in the form states publish it, signed by a signer that the authority issues for it.
pub fn master_list(
    authority: &Authority,
    signer: &PrivateKey,
    certificates: &[Vec<u8>],
    random: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, IssuerError> {
    let purpose = write(Tag::OID, oid::MASTER_LIST_SIGNER.as_bytes());
    let purpose = extension(
        oid::EXTENDED_KEY_USAGE.as_bytes(),
        true,
        &write(Tag::SEQUENCE, &purpose),
    );
    let certificate =
        authority.issue_signer(signer, "Master List Signer", &[7], vec![purpose], random)?;
    let list = wrap(
        Tag::SEQUENCE,
        &[unsigned(&[0]), wrap(Tag::SET, certificates)],
    );
    let signer = DocumentSigner {
        key: signer.clone(),
        scheme: signer.scheme(HashAlgorithm::Sha256),
        certificate,
        signed_at: authority.period.begin,
    };
    let enclosed = [signer.certificate.clone(), authority.certificate.clone()];
    signed_message(
        &signer,
        oid::MASTER_LIST,
        &list,
        &enclosed,
        &Default::default(),
        random,
    )
}

impl Authority {
    /// A state with its own root.
    pub fn new(
        country: &str,
        key: PrivateKey,
        scheme: SignatureAlgorithm,
        period: Period,
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Authority, IssuerError> {
        let mut authority = Authority {
            name: name(country, "Test Country Signing Authority"),
            country: country.to_owned(),
            key,
            scheme,
            period,
            certificate: Vec::new(),
        };
        authority.certificate = authority.link(&authority, &[1], random)?;
        Ok(authority)
    }

    /// The certificate in which this authority vouches for a key of its successor.
    pub fn link(
        &self,
        successor: &Authority,
        serial: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let constraints = wrap(
            Tag::SEQUENCE,
            &[write(Tag::BOOLEAN, &[0xff]), unsigned(&[0])],
        );
        let request = CertificateRequest {
            issuer: &self.name,
            subject: &successor.name,
            serial,
            period: successor.period,
            key: &successor.key.public_der(),
            extensions: vec![
                extension(oid::BASIC_CONSTRAINTS.as_bytes(), true, &constraints),
                extension(
                    oid::KEY_USAGE.as_bytes(),
                    true,
                    &write(Tag::BIT_STRING, &[1, 0x06]),
                ),
                extension(
                    oid::SUBJECT_KEY_ID.as_bytes(),
                    false,
                    &write(Tag::OCTET_STRING, &key_id(&successor.key)),
                ),
                authority_key_id(&self.key),
            ],
        };
        issue(&request, &self.key, &self.scheme, random)
    }

    /// A document signer with a key of its own.
    pub fn document_signer(
        &self,
        key: PrivateKey,
        scheme: SignatureAlgorithm,
        serial: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<DocumentSigner, IssuerError> {
        let certificate =
            self.issue_signer(&key, "Test Document Signer", serial, Vec::new(), random)?;
        Ok(DocumentSigner {
            key,
            scheme,
            certificate,
            signed_at: self.period.begin,
        })
    }

    fn issue_signer(
        &self,
        key: &PrivateKey,
        common_name: &str,
        serial: &[u8],
        further: Vec<Vec<u8>>,
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let mut extensions = vec![
            extension(
                oid::KEY_USAGE.as_bytes(),
                true,
                &write(Tag::BIT_STRING, &[7, 0x80]),
            ),
            authority_key_id(&self.key),
        ];
        extensions.extend(further);
        let request = CertificateRequest {
            issuer: &self.name,
            subject: &name(&self.country, common_name),
            serial,
            period: self.period,
            key: &key.public_der(),
            extensions,
        };
        issue(&request, &self.key, &self.scheme, random)
    }

    /// A revocation list of serials, given as contents of INTEGERs.
    pub fn revoke(
        &self,
        serials: &[&[u8]],
        updates: Period,
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let entries: Vec<Vec<u8>> = serials
            .iter()
            .map(|serial| {
                wrap(
                    Tag::SEQUENCE,
                    &[write(Tag::INTEGER, serial), time(updates.begin)],
                )
            })
            .collect();
        let mut parts = vec![
            unsigned(&[1]),
            self.scheme.to_der(),
            self.name.clone(),
            time(updates.begin),
            time(updates.end),
        ];
        if !entries.is_empty() {
            parts.push(wrap(Tag::SEQUENCE, &entries));
        }
        let number = extension(oid::CRL_NUMBER.as_bytes(), false, &unsigned(&[5]));
        let extensions = wrap(Tag::SEQUENCE, &[authority_key_id(&self.key), number]);
        parts.push(write(Tag::context(0), &extensions));
        sign(
            &wrap(Tag::SEQUENCE, &parts),
            &self.key,
            &self.scheme,
            random,
        )
    }
}

/// A DER name of a country and a common name.
pub(super) fn name(country: &str, common_name: &str) -> Vec<u8> {
    let attribute = |kind: ObjectIdentifier, tag, text: &str| {
        let pair = wrap(
            Tag::SEQUENCE,
            &[
                write(Tag::OID, kind.as_bytes()),
                write(tag, text.as_bytes()),
            ],
        );
        write(Tag::SET, &pair)
    };
    wrap(
        Tag::SEQUENCE,
        &[
            attribute(oid::COUNTRY, Tag::PRINTABLE_STRING, country),
            attribute(oid::ORGANISATION, Tag::UTF8_STRING, "Bonafide Test"),
            attribute(oid::COMMON_NAME, Tag::UTF8_STRING, common_name),
        ],
    )
}

/// A moment as certificates write it (RFC 5280, 4.1.2.5).
pub(super) fn time(moment: Timestamp) -> Vec<u8> {
    let zoned = moment.to_zoned(TimeZone::UTC);
    if (1950..2050).contains(&zoned.year()) {
        let text = zoned.strftime("%y%m%d%H%M%SZ").to_string();
        write(Tag::UTC_TIME, text.as_bytes())
    } else {
        let text = zoned.strftime("%Y%m%d%H%M%SZ").to_string();
        write(Tag::GENERALIZED_TIME, text.as_bytes())
    }
}

fn sign(
    signed: &[u8],
    key: &PrivateKey,
    scheme: &SignatureAlgorithm,
    random: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, IssuerError> {
    let signature = key.sign(scheme, signed, random)?;
    let signature = wrap(Tag::BIT_STRING, &[&[0][..], &signature]);
    Ok(wrap(Tag::SEQUENCE, &[signed, &scheme.to_der(), &signature]))
}

/// An extension of a certificate or list (RFC 5280, 4.1), in DER. `kind` is its object identifier's content.
pub fn extension(kind: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![write(Tag::OID, kind)];
    if critical {
        parts.push(write(Tag::BOOLEAN, &[0xff]));
    }
    parts.push(write(Tag::OCTET_STRING, value));
    wrap(Tag::SEQUENCE, &parts)
}

fn authority_key_id(key: &PrivateKey) -> Vec<u8> {
    let id = write(Tag::context_primitive(0), &key_id(key));
    extension(
        oid::AUTHORITY_KEY_ID.as_bytes(),
        false,
        &write(Tag::SEQUENCE, &id),
    )
}

fn key_id(key: &PrivateKey) -> Vec<u8> {
    HashAlgorithm::Sha1.hash(&[&key.public_der()])
}
