use std::collections::BTreeMap;

use bonafide_x509::tlv::{Reader, Tag, Tlv, unsigned, wrap, write};
use bonafide_x509::{HashAlgorithm, ObjectIdentifier, SignatureAlgorithm, oid};
use jiff::Timestamp;
use rand_core::CryptoRng;

use super::authority::{name, time};
use super::key::{IssuerError, PrivateKey};

/// Who signs documents for a state.
#[derive(Clone, Debug)]
pub struct DocumentSigner {
    pub key: PrivateKey,
    pub scheme: SignatureAlgorithm,
    /// DER.
    pub certificate: Vec<u8>,
    pub signed_at: Timestamp,
}

/// What is unusual about a security object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SodOptions {
    /// Of the data groups; by default that of the signature.
    pub group_hash: Option<HashAlgorithm>,
    /// The second version of the list, which names the version of the data structure.
    pub lds_version: Option<String>,
    /// Another content type than the standard's.
    pub content_type: Option<ObjectIdentifier>,
    /// Another content type in the signed attributes.
    pub content_type_attribute: Option<ObjectIdentifier>,
    /// Indefinite lengths, and the content in pieces.
    pub indefinite_lengths: bool,
    /// The signature is over the content itself.
    pub without_attributes: bool,
    /// The attributes are not in the order of DER, and the signature is over their order.
    pub unsorted_attributes: bool,
    /// The attributes are not in the order of DER, but the signature is over that order.
    pub resorted_attributes: bool,
    /// The attributes do not repeat the content type.
    pub without_content_type_attribute: bool,
    /// Bytes follow the message inside the file's tag.
    pub trailing_bytes: bool,
    /// The signature algorithm names the kind of key alone.
    pub algorithm_without_hash: bool,
    /// The signer's name for its issuer is another.
    pub signer_named_otherwise: bool,
    /// The signer is named by its key instead.
    pub signer_by_key_id: Option<Vec<u8>>,
    /// The message announces no hash functions; this is refused.
    pub unannounced_hash: bool,
    /// The certificate of the signer is not in the message.
    pub without_certificate: bool,
    /// The message is not wrapped in the file's tag.
    pub not_wrapped: bool,
}

impl DocumentSigner {
    /// EF.CardSecurity around security infos, given as their SET.
    pub fn card_security(
        &self,
        infos: &[u8],
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let enclosed = [self.certificate.clone()];
        let options = SodOptions::default();
        signed_message(
            self,
            oid::SECURITY_OBJECT,
            infos,
            &enclosed,
            &options,
            random,
        )
    }

    /// EF.SOD over the files of data groups, by number.
    pub fn sod(
        &self,
        groups: &BTreeMap<u8, Vec<u8>>,
        options: &SodOptions,
        random: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, IssuerError> {
        let hash = options.group_hash.unwrap_or(self.scheme.hash());
        let hashes: Vec<Vec<u8>> = groups
            .iter()
            .map(|(group, file)| {
                let hashed = write(Tag::OCTET_STRING, &hash.hash(&[file]));
                wrap(Tag::SEQUENCE, &[unsigned(&[*group]), hashed])
            })
            .collect();
        let mut list = vec![
            unsigned(&[u8::from(options.lds_version.is_some())]),
            algorithm(hash),
            wrap(Tag::SEQUENCE, &hashes),
        ];
        if let Some(version) = &options.lds_version {
            let versions = [version.as_str(), "040000"]
                .map(|version| write(Tag::PRINTABLE_STRING, version.as_bytes()));
            list.push(wrap(Tag::SEQUENCE, &versions));
        }
        let kind = options.content_type.unwrap_or(oid::LDS_SECURITY_OBJECT);
        let list = wrap(Tag::SEQUENCE, &list);
        let enclosed = [self.certificate.clone()];
        let message = signed_message(self, kind, &list, &enclosed, options, random)?;
        let after: &[u8] = match options.trailing_bytes {
            true => &[0; 4],
            false => &[],
        };
        Ok(match options.not_wrapped {
            true => message,
            false => write(Tag(0x77), &[&message[..], after].concat()),
        })
    }
}

/// Signed data (RFC 5652) around a content.
pub(super) fn signed_message(
    signer: &DocumentSigner,
    kind: ObjectIdentifier,
    content: &[u8],
    certificates: &[Vec<u8>],
    options: &SodOptions,
    random: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, IssuerError> {
    let hash = signer.scheme.hash();
    let attributes = match options.without_attributes {
        true => None,
        false => {
            let named = options.content_type_attribute.unwrap_or(kind);
            let mut attributes = vec![
                attribute(oid::CONTENT_TYPE, &write(Tag::OID, named.as_bytes())),
                attribute(oid::SIGNING_TIME, &time(signer.signed_at)),
                attribute(
                    oid::MESSAGE_DIGEST,
                    &write(Tag::OCTET_STRING, &hash.hash(&[content])),
                ),
            ];
            attributes.sort();
            if options.without_content_type_attribute {
                attributes.retain(|attribute| {
                    let kind = oid::CONTENT_TYPE.as_bytes();
                    !attribute.windows(kind.len()).any(|bytes| bytes == kind)
                });
            }
            let sorted = attributes.concat();
            if options.unsorted_attributes || options.resorted_attributes {
                attributes.reverse();
            }
            let signed = match options.resorted_attributes {
                true => sorted,
                false => attributes.concat(),
            };
            Some((attributes.concat(), signed))
        }
    };
    let signed = match &attributes {
        Some((_, signed)) => write(Tag::SET, signed),
        None => content.to_vec(),
    };
    let signature = signer.key.sign(&signer.scheme, &signed, random)?;
    let mut info = vec![unsigned(&[1])];
    match &options.signer_by_key_id {
        Some(id) => {
            info = vec![unsigned(&[3]), write(Tag::context_primitive(0), id)];
        }
        None => info.push(issuer_and_serial(&signer.certificate, options)),
    }
    info.push(algorithm(hash));
    if let Some((attributes, _)) = &attributes {
        info.push(write(Tag::context(0), attributes));
    }
    info.push(match (options.algorithm_without_hash, &signer.key) {
        (false, _) => signer.scheme.to_der(),
        (true, PrivateKey::Rsa(_)) => write(Tag::SEQUENCE, &write(Tag::OID, oid::RSA.as_bytes())),
        (true, PrivateKey::Ec { .. }) => write(Tag::SEQUENCE, &write(Tag::OID, oid::EC.as_bytes())),
    });
    info.push(write(Tag::OCTET_STRING, &signature));

    // The version that the form demands (RFC 5652, 5.1).
    let version = match kind == oid::DATA && options.signer_by_key_id.is_none() {
        true => unsigned(&[1]),
        false => unsigned(&[3]),
    };
    let announced = match options.unannounced_hash {
        true => Vec::new(),
        false => algorithm(hash),
    };
    let kind = write(Tag::OID, kind.as_bytes());
    let outer_kind = write(Tag::OID, oid::SIGNED_DATA.as_bytes());
    let certificates = match options.without_certificate {
        true => Vec::new(),
        false => wrap(Tag::context(0), certificates),
    };
    let signers = write(Tag::SET, &wrap(Tag::SEQUENCE, &info));
    let announced = write(Tag::SET, &announced);
    if options.indefinite_lengths {
        let (one, two) = content.split_at(content.len() / 2);
        let pieces = indefinite(
            0x24,
            &[write(Tag::OCTET_STRING, one), write(Tag::OCTET_STRING, two)],
        );
        let content = indefinite(0x30, &[kind, indefinite(0xa0, &[pieces])]);
        let message = indefinite(0x30, &[version, announced, content, certificates, signers]);
        return Ok(indefinite(
            0x30,
            &[outer_kind, indefinite(0xa0, &[message])],
        ));
    }
    let content = write(Tag::context(0), &write(Tag::OCTET_STRING, content));
    let content = wrap(Tag::SEQUENCE, &[kind, content]);
    let message = wrap(
        Tag::SEQUENCE,
        &[version, announced, content, certificates, signers],
    );
    Ok(wrap(
        Tag::SEQUENCE,
        &[outer_kind, write(Tag::context(0), &message)],
    ))
}

fn indefinite(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    [&[tag, 0x80][..], &parts.concat(), &[0, 0]].concat()
}

fn algorithm(hash: HashAlgorithm) -> Vec<u8> {
    wrap(
        Tag::SEQUENCE,
        &[
            write(Tag::OID, hash.oid().as_bytes()),
            write(Tag::NULL, &[]),
        ],
    )
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    wrap(
        Tag::SEQUENCE,
        &[write(Tag::OID, kind.as_bytes()), write(Tag::SET, value)],
    )
}

/// How a signer names its certificate, from the certificate's own bytes.
fn issuer_and_serial(certificate: &[u8], options: &SodOptions) -> Vec<u8> {
    let fields = Tlv::only(certificate)
        .and_then(|certificate| certificate.inside().enter(Tag::SEQUENCE))
        .and_then(|signed| signed.collect::<Result<Vec<_>, _>>());
    let (serial, mut issuer) = match fields.as_deref() {
        Ok([_, serial, _, issuer, ..]) => (serial.raw.to_vec(), issuer.raw.to_vec()),
        _ => (unsigned(&[0]), name("XX", "nobody")),
    };
    if options.signer_named_otherwise {
        issuer = name("XX", "somebody else");
    }
    debug_assert!(Reader::new(&issuer).element().is_ok());
    wrap(Tag::SEQUENCE, &[issuer, serial])
}
