//! Passive authentication (ICAO Doc 9303 part 11, 5.1): whether the files are what a state signed.
//!
//! A security object has no signing time that anybody vouches for. So validity is judged at the moment the caller
//! gives, normally that of the reading: see [`bonafide_x509::trust`] for this and for how revocation lists that
//! are past their next update are treated.

use std::collections::BTreeMap;

use bonafide_x509::cms::{CmsDeviation, CmsError, SignedData};
use bonafide_x509::trust::{ChainDeviation, ChainStatus, Policy, Revocation, Trust};
use bonafide_x509::{Certificate, HashAlgorithm, SignatureError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::lds::{Sod, SodDeviation, SodError, ZoneFile};
use crate::tlv::Header;

/// What passive authentication found: complete also when something is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassiveAuthentication {
    pub signature: SignatureVerdict,
    pub chain: ChainVerdict,
    pub revocation: Revocation,
    /// One verdict for each data group that is signed or present.
    pub hashes: BTreeMap<u8, HashVerdict>,
    pub hash_algorithm: Option<HashAlgorithm>,
    pub lds_version: Option<String>,
    /// Whether the signer is of the state that DG1 names as the issuer.
    pub issuing_state: CountryVerdict,
    /// The certificate of the document signer.
    pub signer: Option<CertificateReport>,
    /// The state's certificate that the signer was traced to directly.
    pub csca: Option<CertificateReport>,
    /// Further certificates, each having signed the one before, up to the one believed in itself.
    pub links: Vec<CertificateReport>,
    /// When the signer says it signed.
    pub claimed_time: Option<Timestamp>,
    /// The moment at which validity was judged.
    pub judged_at: Timestamp,
    /// Everything that is unlike the standards and was tolerated.
    pub deviations: Vec<Deviation>,
    /// What is wrong with the security object, in words.
    pub error: Option<String>,
}

/// Whether the signature over the hashes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureVerdict {
    Valid,
    /// It is not by the signer's key over this list of hashes.
    Invalid,
    /// It is made in a way that is not known here.
    Unsupported,
    /// The certificate of the signer is not there.
    NoCertificate,
    /// The file is no security object.
    Unreadable,
}

/// Whether the signer could be traced to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainVerdict {
    Trusted,
    UnknownIssuer,
    /// The issuer that the signer's certificate names is known, and did not sign it.
    IssuerSignatureInvalid,
    Revoked,
    Expired,
    NotYetValid,
    IssuerNotAuthorised,
    /// The policy demands a current revocation list, and there is none.
    RevocationUnknown,
    /// Without a valid signature there is nobody to trace.
    NotJudged,
}

/// Whether one data group is the signed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashVerdict {
    Match,
    Mismatch,
    /// Signed, but not among the files.
    Absent,
    /// Among the files, but not signed.
    Unsigned,
}

/// Whether two countries are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryVerdict {
    Same,
    /// Not always fraud: regions and organisations sign under codes of their own.
    Differs,
    /// One of them is absent or no country.
    NotJudged,
}

/// Something unlike the standards that was tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deviation {
    Sod(SodDeviation),
    Message(CmsDeviation),
    Chain(ChainDeviation),
}

/// A certificate, for people and logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificateReport {
    pub subject: String,
    pub issuer: String,
    pub country: Option<String>,
    /// In hexadecimal, as written.
    pub serial: String,
    pub not_before: Option<Timestamp>,
    pub not_after: Option<Timestamp>,
    /// `RSA 2048`, `BrainpoolP256r1`.
    pub key: Option<String>,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
}

/// Checks a security object alone or with the files of data groups.
///
/// `groups` are whole files by number. Which of them must be there is decided by the signed list, never by what
/// the chip announces or fails to deliver.
#[must_use]
pub fn authenticate(
    sod: &[u8],
    groups: &BTreeMap<u8, Vec<u8>>,
    trust: &Trust,
    at: Timestamp,
    policy: &Policy,
) -> PassiveAuthentication {
    let mut report = PassiveAuthentication::unread(at);
    let sod = match Sod::of(sod) {
        Ok(sod) => sod,
        Err(error) => {
            report.error = Some(error.to_string());
            report.signature = match error {
                SodError::UnknownHash(_) | SodError::Cms(CmsError::UnknownHash(_)) => {
                    SignatureVerdict::Unsupported
                }
                _ => SignatureVerdict::Unreadable,
            };
            return report;
        }
    };
    report.hash_algorithm = Some(sod.hash_algorithm);
    report.lds_version.clone_from(&sod.lds_version);
    report.hashes = compare(&sod, groups);
    report
        .deviations
        .extend(sod.deviations.iter().copied().map(Deviation::Sod));
    if let Some(signer) = report.judge(&sod.signed, trust, policy) {
        report.issuing_state = issuing_state(&signer, groups);
    }
    report
}

impl PassiveAuthentication {
    pub(crate) fn unread(at: Timestamp) -> PassiveAuthentication {
        PassiveAuthentication {
            signature: SignatureVerdict::Unreadable,
            chain: ChainVerdict::NotJudged,
            revocation: Revocation::Unknown,
            hashes: BTreeMap::new(),
            hash_algorithm: None,
            lds_version: None,
            issuing_state: CountryVerdict::NotJudged,
            signer: None,
            csca: None,
            links: Vec::new(),
            claimed_time: None,
            judged_at: at,
            deviations: Vec::new(),
            error: None,
        }
    }

    /// Checks the signature and traces its signer, whose certificate it returns.
    pub(crate) fn judge(
        &mut self,
        signed: &SignedData,
        trust: &Trust,
        policy: &Policy,
    ) -> Option<Certificate> {
        match signed.verify_with(trust.signers()) {
            Ok(verified) => {
                self.signature = SignatureVerdict::Valid;
                self.claimed_time = verified.signer.claimed_time();
                let deviations = verified.deviations.iter().copied();
                self.deviations.extend(deviations.map(Deviation::Message));
                self.trace(&verified.certificate, trust, policy);
                Some(verified.certificate)
            }
            Err(error) => {
                self.signature = verdict(&error);
                self.error = Some(error.to_string());
                None
            }
        }
    }

    /// Whether a state vouches for everything there is: the signature holds, its signer was traced, and every
    /// file is the signed one. Signed groups that were not read do not matter: some need further rights.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        let sound =
            |verdict: &HashVerdict| matches!(verdict, HashVerdict::Match | HashVerdict::Absent);
        self.is_signed() && self.hashes.values().all(sound)
    }

    /// Whether a state vouches for this data group, and so for a key in it.
    #[must_use]
    pub fn covers(&self, group: u8) -> bool {
        self.is_signed() && self.hashes.get(&group) == Some(&HashVerdict::Match)
    }

    /// Whether the document has this data group, read or not, as far as the signed list tells.
    #[must_use]
    pub fn lists(&self, group: u8) -> bool {
        self.hashes
            .get(&group)
            .is_some_and(|verdict| *verdict != HashVerdict::Unsigned)
    }

    fn is_signed(&self) -> bool {
        self.signature == SignatureVerdict::Valid && self.chain == ChainVerdict::Trusted
    }

    fn trace(&mut self, signer: &Certificate, trust: &Trust, policy: &Policy) {
        self.signer = Some(CertificateReport::of(signer));
        let may_sign = signer
            .extensions
            .key_usage
            .is_some_and(|usage| usage.digital_signature());
        if !may_sign {
            let deviation = Deviation::Sod(SodDeviation::SignerNotMarked);
            self.deviations.push(deviation);
        }
        let chain = trust.trace(signer, self.judged_at, policy);
        self.chain = match chain.status {
            ChainStatus::Trusted => ChainVerdict::Trusted,
            ChainStatus::UnknownIssuer => ChainVerdict::UnknownIssuer,
            ChainStatus::SignatureInvalid => ChainVerdict::IssuerSignatureInvalid,
            ChainStatus::Revoked => ChainVerdict::Revoked,
            ChainStatus::Expired => ChainVerdict::Expired,
            ChainStatus::NotYetValid => ChainVerdict::NotYetValid,
            ChainStatus::NotAuthorised => ChainVerdict::IssuerNotAuthorised,
            ChainStatus::RevocationUnknown => ChainVerdict::RevocationUnknown,
        };
        self.revocation = chain.revocation;
        let mut issuers = chain.issuers.iter().copied().map(CertificateReport::of);
        self.csca = issuers.next();
        self.links = issuers.collect();
        let deviations = chain.deviations.iter().copied();
        self.deviations.extend(deviations.map(Deviation::Chain));
    }
}

impl CertificateReport {
    #[must_use]
    pub fn of(certificate: &Certificate) -> CertificateReport {
        CertificateReport {
            subject: certificate.subject.to_string(),
            issuer: certificate.issuer.to_string(),
            country: certificate.country(),
            serial: certificate.serial_hex(),
            not_before: certificate.validity.not_before,
            not_after: certificate.validity.not_after,
            key: certificate.public_key().ok().map(|key| key.describe()),
            fingerprint: hex::encode(certificate.fingerprint()),
        }
    }
}

fn issuing_state(signer: &Certificate, groups: &BTreeMap<u8, Vec<u8>>) -> CountryVerdict {
    let zone = groups.get(&1).and_then(|file| ZoneFile::of(file).ok());
    let stated = zone
        .as_ref()
        .and_then(|file| file.zone.issuing_state.iso_alpha2());
    match (stated, signer.issuer.country()) {
        (Some(stated), Some(signing)) if stated == signing => CountryVerdict::Same,
        (Some(_), Some(_)) => CountryVerdict::Differs,
        _ => CountryVerdict::NotJudged,
    }
}

fn compare(sod: &Sod, groups: &BTreeMap<u8, Vec<u8>>) -> BTreeMap<u8, HashVerdict> {
    let signed = sod.hashes.iter().map(|(group, hash)| {
        let verdict = match groups.get(group) {
            None => HashVerdict::Absent,
            Some(file) if sod.hash_algorithm.hash(&[unpadded(file)]) == *hash => HashVerdict::Match,
            Some(_) => HashVerdict::Mismatch,
        };
        (*group, verdict)
    });
    let unsigned = groups
        .keys()
        .filter(|group| !sod.hashes.contains_key(group))
        .map(|group| (*group, HashVerdict::Unsigned));
    signed.chain(unsigned).collect()
}

/// A file without what a chip or a copying program filled it up with.
fn unpadded(file: &[u8]) -> &[u8] {
    Header::of(file)
        .ok()
        .and_then(|header| file.get(..header.total()))
        .unwrap_or(file)
}

fn verdict(error: &CmsError) -> SignatureVerdict {
    match error {
        CmsError::NoCertificate | CmsError::NoSigner => SignatureVerdict::NoCertificate,
        CmsError::Signature(SignatureError::UnknownAlgorithm(_) | SignatureError::Key(_)) => {
            SignatureVerdict::Unsupported
        }
        _ => SignatureVerdict::Invalid,
    }
}
