use crate::certificate::Certificate;
use crate::cms::{CmsError, SignedData};
use crate::oid;
use crate::tlv::{Reader, Tag, Tlv};

/// A signed list of the certificates of states (ICAO Doc 9303 part 12, 9).
#[derive(Clone, Debug)]
pub struct MasterList {
    pub signed: SignedData,
    pub certificates: Vec<Certificate>,
    /// Entries that could not be read as a certificate, as they were written.
    pub unreadable: Vec<Vec<u8>>,
}

/// Why bytes are no master list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MasterListError {
    #[error(transparent)]
    Cms(#[from] CmsError),
    #[error("the signed message is no master list")]
    OtherContent,
    #[error("the list inside the message is malformed: {0}")]
    Tlv(#[from] crate::tlv::TlvError),
}

impl MasterList {
    /// Reads a list; that its signature holds, and whose it is, are the caller's to ask: see
    /// [`SignedData::verify`] and [`crate::trust`].
    pub fn of(bytes: &[u8]) -> Result<MasterList, MasterListError> {
        let signed = SignedData::of(bytes)?;
        if signed.content_type != oid::MASTER_LIST {
            return Err(MasterListError::OtherContent);
        }
        let mut certificates = Vec::new();
        let mut unreadable = Vec::new();
        let mut inside = Reader::new(Tlv::only(&signed.content)?.expect(Tag::SEQUENCE)?);
        inside.value(Tag::INTEGER)?;
        for entry in inside.enter(Tag::SET)? {
            let entry = entry?;
            match Certificate::of(entry.raw) {
                Ok(certificate) => certificates.push(certificate),
                Err(_) => unreadable.push(entry.raw.to_vec()),
            }
        }
        Ok(MasterList {
            signed,
            certificates,
            unreadable,
        })
    }
}
