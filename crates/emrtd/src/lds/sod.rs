use std::collections::BTreeMap;

use bonafide_x509::cms::{CmsError, SignedData};
use bonafide_x509::{Algorithm, HashAlgorithm, ObjectIdentifier, oid};
use serde::{Deserialize, Serialize};

use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// EF.SOD: the signed hashes of the data groups (Doc 9303-10, 4.6.2). Its signed list, and nothing else, says
/// which data groups the document has.
#[derive(Clone, Debug)]
pub struct Sod {
    pub signed: SignedData,
    pub hash_algorithm: HashAlgorithm,
    /// By the number of the data group.
    pub hashes: BTreeMap<u8, Vec<u8>>,
    /// The version of the logical data structure, from version 1 of the list on: `0108`.
    pub lds_version: Option<String>,
    pub deviations: Vec<SodDeviation>,
}

/// Something in EF.SOD unlike the standard, tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SodDeviation {
    /// The message is not wrapped in the file's tag.
    NotWrapped,
    /// Bytes follow the message in its wrapping.
    TrailingBytes,
    /// The content says it is plain data.
    ContentTypeData,
    /// The content has the identifier of an early draft.
    ContentTypeLegacy,
    /// The signed attributes name yet another of the known content types.
    ContentTypeAttributeDiffers,
    /// The certificate of the signer does not say what its key may do.
    SignerNotMarked,
    /// The signer says that it signed when its certificate no longer or not yet let its key sign.
    SignedOutsidePeriod,
}

/// Why a file is no security object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SodError {
    #[error(transparent)]
    Cms(#[from] CmsError),
    #[error("the list of hashes is malformed: {0}")]
    Tlv(#[from] TlvError),
    #[error("the content is not a list of hashes but {0}")]
    ContentType(ObjectIdentifier),
    #[error("the signed attributes name the content {0}")]
    ContentTypeAttribute(ObjectIdentifier),
    #[error("the version of the list of hashes is not known")]
    Version,
    #[error("the hash function {0} is not known")]
    UnknownHash(ObjectIdentifier),
    #[error("there is no data group {0}")]
    NoSuchGroup(u8),
    #[error("data group {0} is listed twice")]
    ListedTwice(u8),
    #[error("the hash of data group {0} has the wrong length")]
    HashLength(u8),
    #[error("no hash is listed")]
    Empty,
}

/// Identifiers of early drafts that chips in circulation still carry.
const LEGACY: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("1.2.528.1.1006.1.20.1"),
    ObjectIdentifier::new_unwrap("1.3.27.1.1.1"),
];

impl Sod {
    /// Reads the file, in DER or BER; whether the signature holds is not asked here.
    pub fn of(file: &[u8]) -> Result<Sod, SodError> {
        let mut deviations = Vec::new();
        let message = match crate::tlv::Header::of(file) {
            Ok(header) if header.tag == Tag(0x77) => {
                let wrapped = Reader::new(file).value(Tag(0x77))?;
                if crate::tlv::Header::of(wrapped).is_ok_and(|inner| inner.total() < wrapped.len())
                {
                    deviations.push(SodDeviation::TrailingBytes);
                }
                wrapped
            }
            // A wrapping of indefinite length is opened with what it wraps.
            Err(TlvError::Indefinite) if file.first() == Some(&0x77) => &file[2..],
            _ => {
                deviations.push(SodDeviation::NotWrapped);
                file
            }
        };
        let signed = SignedData::of(message)?;
        match signed.content_type {
            oid::LDS_SECURITY_OBJECT => {}
            oid::DATA => deviations.push(SodDeviation::ContentTypeData),
            legacy if LEGACY.contains(&legacy) => deviations.push(SodDeviation::ContentTypeLegacy),
            other => return Err(SodError::ContentType(other)),
        }
        for named in signed
            .signers
            .iter()
            .filter_map(|signer| signer.signed_content_type())
        {
            let known =
                [oid::LDS_SECURITY_OBJECT, oid::DATA].contains(&named) || LEGACY.contains(&named);
            if !known {
                return Err(SodError::ContentTypeAttribute(named));
            }
            if named != signed.content_type {
                deviations.push(SodDeviation::ContentTypeAttributeDiffers);
            }
        }
        let list = HashList::of(&signed.content)?;
        Ok(Sod {
            hash_algorithm: list.algorithm,
            hashes: list.hashes,
            lds_version: list.lds_version,
            signed,
            deviations,
        })
    }
}

struct HashList {
    algorithm: HashAlgorithm,
    hashes: BTreeMap<u8, Vec<u8>>,
    lds_version: Option<String>,
}

impl HashList {
    /// Reads an `LDSSecurityObject`.
    fn of(content: &[u8]) -> Result<HashList, SodError> {
        let mut inside = Reader::new(Tlv::only(content)?.expect(Tag::SEQUENCE)?);
        let version = inside.value(Tag::INTEGER)?;
        if ![&[0][..], &[1]].contains(&version) {
            return Err(SodError::Version);
        }
        let algorithm = Algorithm::of(&inside.element()?)?;
        let algorithm =
            HashAlgorithm::of_oid(&algorithm.oid).ok_or(SodError::UnknownHash(algorithm.oid))?;
        let mut hashes = BTreeMap::new();
        for entry in inside.enter(Tag::SEQUENCE)? {
            let mut entry = Reader::new(entry?.expect(Tag::SEQUENCE)?);
            let group = match *entry.value(Tag::INTEGER)? {
                [group @ 1..=16] => group,
                [group] => return Err(SodError::NoSuchGroup(group)),
                _ => return Err(SodError::NoSuchGroup(u8::MAX)),
            };
            let hash = entry.value(Tag::OCTET_STRING)?;
            entry.finish()?;
            if hash.len() != algorithm.size() {
                return Err(SodError::HashLength(group));
            }
            if hashes.insert(group, hash.to_vec()).is_some() {
                return Err(SodError::ListedTwice(group));
            }
        }
        if hashes.is_empty() {
            return Err(SodError::Empty);
        }
        let lds_version = match inside.optional(Tag::SEQUENCE)? {
            Some(versions) => {
                let version = versions.inside().element()?;
                Some(String::from_utf8_lossy(version.value).into_owned())
            }
            None => None,
        };
        inside.finish()?;
        Ok(HashList {
            algorithm,
            hashes,
            lds_version,
        })
    }
}
