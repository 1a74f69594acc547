//! Files as they are published: master lists, directory exports, certificates and revocation lists, in DER, BER
//! or text.

use std::collections::HashSet;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::ber;
use crate::certificate::{Certificate, CertificateError};
use crate::cms::CmsError;
use crate::crl::Crl;
use crate::master_list::{MasterList, MasterListError};
use crate::oid;
use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// How many parts of a file that are nothing are told one by one.
const PROBLEMS: usize = 1000;
/// How much of the name of a directory entry is kept, in characters.
const NAME: usize = 1000;

/// One thing that a file holds.
#[derive(Clone, Debug)]
pub enum Item {
    Certificate(Certificate),
    Crl(Crl),
    MasterList(MasterList),
}

/// One part of a file, where it stands in it, and what it is or why it is nothing.
#[derive(Clone, Debug)]
pub struct Part {
    /// The distinguished name of a directory entry, or nothing.
    pub entry: Option<String>,
    pub item: Result<Item, IntakeError>,
}

/// Why a part of a file is nothing that trust could be built on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    #[error("neither a certificate nor a list in any known form")]
    Unknown,
    #[error("the text is not base 64")]
    Base64,
    #[error("and {0} further parts that cannot be used")]
    Further(usize),
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error(transparent)]
    MasterList(#[from] MasterListError),
}

impl From<TlvError> for IntakeError {
    fn from(error: TlvError) -> IntakeError {
        IntakeError::Certificate(error.into())
    }
}

impl From<ber::BerError> for IntakeError {
    fn from(error: ber::BerError) -> IntakeError {
        IntakeError::Certificate(error.into())
    }
}

/// Reads a file of any kind; a file that is nothing gives one part that says so.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<Part> {
    if bytes.first() == Some(&0x30) {
        return elements(bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let parts: Vec<Part> = if text.contains("-----BEGIN ") {
        few_problems(pem(&text).map(|(_, der)| Part {
            entry: None,
            item: der.and_then(|der| item(&der)),
        }))
    } else {
        let ours = ldif(&text).filter(|(_, attribute, _)| is_ours(attribute));
        few_problems(ours.map(|(entry, _, value)| Part {
            entry: Some(entry),
            item: value.and_then(|der| item(&der)),
        }))
    };
    if parts.is_empty() {
        return vec![Part {
            entry: None,
            item: Err(IntakeError::Unknown),
        }];
    }
    parts
}

/// Every part that is something, and of those that are nothing the first ones: what somebody looks at, and no more
/// than a file of nothing else may take in memory.
fn few_problems(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut kept = Vec::new();
    let mut problems = 0;
    for part in parts {
        problems += usize::from(part.item.is_err());
        if part.item.is_ok() || problems <= PROBLEMS {
            kept.push(part);
        }
    }
    if problems > PROBLEMS {
        kept.push(Part {
            entry: None,
            item: Err(IntakeError::Further(problems - PROBLEMS)),
        });
    }
    kept
}

/// Everything that trust can be built on, from any number of files, each thing once.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Certificates that issue: those that say so, and those issued by themselves that do not deny it.
    pub authorities: Vec<Certificate>,
    /// All others, such as those of document signers in a directory export.
    pub others: Vec<Certificate>,
    pub crls: Vec<Crl>,
    /// Who signed each master list, as far as the list itself tells; whether one believes them is another
    /// question.
    pub list_signers: Vec<Certificate>,
    /// What could not be used, and why.
    pub problems: Vec<IntakeError>,
    seen: HashSet<[u8; 32]>,
}

impl Collection {
    /// Takes in what a file holds. A master list whose signature does not hold is a problem and nothing more.
    pub fn add(&mut self, file: &[u8]) {
        for part in read(file) {
            match part.item {
                Ok(Item::Certificate(certificate)) => self.add_certificate(certificate),
                Ok(Item::Crl(crl)) => {
                    if self.seen.insert(crl.fingerprint()) {
                        self.crls.push(crl);
                    }
                }
                Ok(Item::MasterList(list)) => match list.signed.verify() {
                    Ok(verified) => {
                        self.list_signers.push(verified.certificate);
                        for certificate in list.certificates {
                            self.add_certificate(certificate);
                        }
                        for entry in list.unreadable {
                            if let Err(error) = Certificate::of(&entry) {
                                self.problems.push(error.into());
                            }
                        }
                    }
                    Err(error) => self.problems.push(error.into()),
                },
                Err(error) => self.problems.push(error),
            }
        }
    }

    fn add_certificate(&mut self, certificate: Certificate) {
        if !self.seen.insert(certificate.fingerprint()) {
            return;
        }
        match certificate.issues() {
            true => self.authorities.push(certificate),
            false => self.others.push(certificate),
        }
    }
}

/// Reads DER or BER elements that stand one after the other, up to the first that is nothing.
fn elements(bytes: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while rest.first() == Some(&0x30) {
        let (item, extent) = (item(rest), ber::extent(rest));
        let goes_on = item.is_ok();
        parts.push(Part { entry: None, item });
        rest = match extent {
            Ok(extent) if goes_on => rest.get(extent..).unwrap_or_default(),
            _ => &[],
        };
    }
    parts
}

/// Reads one DER or BER element as what it is.
pub fn item(bytes: &[u8]) -> Result<Item, IntakeError> {
    let (der, _) = ber::normalise(bytes)?;
    let mut inside = Reader::new(Tlv::only(&der)?.expect(Tag::SEQUENCE)?);
    let first = inside.element()?;
    if first.tag == Tag::OID {
        if first.value != oid::SIGNED_DATA.as_bytes() {
            return Err(IntakeError::Unknown);
        }
        return Ok(Item::MasterList(MasterList::of(bytes)?));
    }
    // What is signed begins with its version and serial in a certificate, in a revocation list with its version
    // or at once with its algorithm.
    let mut signed = Reader::new(first.expect(Tag::SEQUENCE)?);
    let is_certificate = match signed.element()?.tag {
        tag if tag == Tag::context(0) => true,
        Tag::INTEGER => {
            signed.element()?;
            // A first-version certificate goes on with the name, a list with the name and a single moment.
            signed.element()?;
            signed.peek() == Some(Tag::SEQUENCE)
        }
        _ => false,
    };
    if is_certificate {
        Ok(Item::Certificate(Certificate::of(&der)?))
    } else {
        Ok(Item::Crl(Crl::of(&der)?))
    }
}

/// Whether an attribute of a directory entry carries what we read.
fn is_ours(attribute: &str) -> bool {
    let name = attribute.split(';').next().unwrap_or_default();
    [
        "userCertificate",
        "cACertificate",
        "certificateRevocationList",
        "authorityRevocationList",
        "pkdMasterListContent",
        "CscaMasterListData",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(name))
}

/// The blocks of a PEM text (RFC 7468) with their labels; what stands between them is ignored.
pub fn pem(text: &str) -> impl Iterator<Item = (&str, Result<Vec<u8>, IntakeError>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once("-----BEGIN ")?;
        let (label, body) = after.split_once("-----")?;
        let (body, after) = match body.split_once("-----END ") {
            Some((body, after)) => (body, after),
            None => (body, ""),
        };
        rest = after;
        Some((label, decode(body)))
    })
}

/// The encoded values of a directory export (RFC 2849): the entry's name, the attribute and the value.
fn ldif(text: &str) -> impl Iterator<Item = (String, String, Result<Vec<u8>, IntakeError>)> {
    let mut lines = text.lines().peekable();
    let mut entry = String::new();
    std::iter::from_fn(move || {
        loop {
            let mut line = lines.next()?.trim_end_matches('\r').to_owned();
            while let Some(more) = lines.next_if(|next| next.starts_with(' ')) {
                line.push_str(more[1..].trim_end_matches('\r'));
            }
            let Some((attribute, value)) = line.split_once(':') else {
                continue;
            };
            let is_name = attribute.eq_ignore_ascii_case("dn");
            match value.strip_prefix(':') {
                Some(encoded) if is_name => {
                    let name = decode(encoded).unwrap_or_default();
                    entry = short(&String::from_utf8_lossy(&name));
                }
                Some(encoded) => {
                    return Some((entry.clone(), attribute.to_owned(), decode(encoded)));
                }
                None if is_name => entry = short(value.trim()),
                None => {}
            }
        }
    })
}

/// As much of an entry's name as is shown: every value of the entry carries it.
fn short(name: &str) -> String {
    name.chars().take(NAME).collect()
}

/// Base 64 with or without padding and with any white space.
fn decode(text: &str) -> Result<Vec<u8>, IntakeError> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let compact: String = text.split_ascii_whitespace().collect();
    LENIENT.decode(compact).map_err(|_| IntakeError::Base64)
}

impl From<CmsError> for IntakeError {
    fn from(error: CmsError) -> IntakeError {
        IntakeError::MasterList(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::{IntakeError, NAME, PROBLEMS, read};

    #[test]
    fn the_name_of_an_entry_is_kept_as_far_as_it_is_shown() {
        for value in [
            format!("dn: {}", "ж".repeat(9999)),
            format!("dn:: {}", "YWFh".repeat(9999)),
        ] {
            let parts = read(format!("{value}\nuserCertificate:: MAA=\n").as_bytes());
            let name = parts[0].entry.as_ref().unwrap();
            assert_eq!(name.chars().count(), NAME);
        }
    }

    #[test]
    fn a_file_of_nothing_but_problems_is_told_in_few() {
        let block = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let entry = "userCertificate:: MAA=\n";
        for (text, one) in [("", block), ("dn: c=UT\n", entry)] {
            let parts = read((text.to_owned() + &one.repeat(PROBLEMS)).as_bytes());
            assert_eq!(parts.len(), PROBLEMS);
            let parts = read((text.to_owned() + &one.repeat(PROBLEMS + 7)).as_bytes());
            assert_eq!(parts.len(), PROBLEMS + 1);
            let last = parts.into_iter().next_back().unwrap().item;
            assert_eq!(last.unwrap_err(), IntakeError::Further(7));
        }
    }
}
