//! Passive authentication (ICAO Doc 9303 part 11, 5.1): whether the files are what a state signed.
//!
//! A security object has no signing time that anybody vouches for. So validity is judged at the moment the caller
//! gives, normally that of the reading: see [`bonafide_x509::trust`] for this and for how revocation lists that
//! are past their next update are treated.

use std::collections::BTreeMap;

use bonafide_mrz::StateCode;
use bonafide_x509::cms::{CmsDeviation, CmsError, SignedData, Verified};
use bonafide_x509::trust::{Chain, ChainDeviation, ChainStatus, Policy, Revocation, Trust};
use bonafide_x509::{Certificate, HashAlgorithm, SignatureError, oid};
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
    /// Whether the state that the signer was traced to is the one that DG1 names as the issuer.
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
    /// The issuer says of itself that it may not issue, or is of another country than the signer's certificate says.
    IssuerNotAuthorised,
    /// The signer's certificate was issued for something else than signing documents.
    SignerNotAuthorised,
    /// The signer or its issuer is distrusted here.
    Distrusted,
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
    /// DG1 names no country or was not read, or the signer was traced to nobody.
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
    report.judge(&sod.signed, trust, policy);
    if let Some(csca) = &report.csca {
        report.issuing_state = issuing_state(csca, groups);
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

    /// Checks the signature and traces its signer; of several that hold, one whose signer is trusted.
    pub(crate) fn judge(&mut self, signed: &SignedData, trust: &Trust, policy: &Policy) {
        let mut best: Option<(Verified<'_>, Chain<'_>)> = None;
        for verified in signed.verify_each(trust.signers()).flatten() {
            let chain = trust.trace(&verified.certificate, self.judged_at, policy);
            let is_trusted = chain.status == ChainStatus::Trusted;
            if is_trusted || best.is_none() {
                best = Some((verified, chain));
            }
            if is_trusted {
                break;
            }
        }
        match best {
            Some((verified, chain)) => {
                self.signature = SignatureVerdict::Valid;
                self.claimed_time = verified.signer.claimed_time();
                let deviations = verified.deviations.iter().copied();
                self.deviations.extend(deviations.map(Deviation::Message));
                self.tell(&verified.certificate, &chain);
            }
            None => {
                // None holds: which of the reasons weighs most is the message's to say.
                if let Err(error) = signed.verify_with(trust.signers()) {
                    self.signature = verdict(&error);
                    self.error = Some(error.to_string());
                }
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

    /// Whether it is genuine, and DG1 names no other state than the one that vouches for it.
    #[must_use]
    pub fn is_genuine_of_its_state(&self) -> bool {
        self.is_genuine() && self.issuing_state != CountryVerdict::Differs
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

    fn tell(&mut self, signer: &Certificate, chain: &Chain<'_>) {
        self.signer = Some(CertificateReport::of(signer));
        if signer.extensions.key_usage.is_none() {
            let deviation = Deviation::Sod(SodDeviation::SignerNotMarked);
            self.deviations.push(deviation);
        }
        if let (Some(claimed), Some(period)) = (self.claimed_time, signer.extensions.signing_period)
            && (period.not_before.is_some_and(|begin| claimed < begin)
                || period.not_after.is_some_and(|end| end < claimed))
        {
            let deviation = Deviation::Sod(SodDeviation::SignedOutsidePeriod);
            self.deviations.push(deviation);
        }
        self.chain = match chain.status {
            ChainStatus::Trusted if !may_sign_documents(signer) => {
                ChainVerdict::SignerNotAuthorised
            }
            ChainStatus::Trusted => ChainVerdict::Trusted,
            ChainStatus::UnknownIssuer => ChainVerdict::UnknownIssuer,
            ChainStatus::SignatureInvalid => ChainVerdict::IssuerSignatureInvalid,
            ChainStatus::Distrusted => ChainVerdict::Distrusted,
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

/// The certificate that is believed says which state it is of; what the signer's own says, whoever signed that wrote.
fn issuing_state(csca: &CertificateReport, groups: &BTreeMap<u8, Vec<u8>>) -> CountryVerdict {
    let zone = groups.get(&1).and_then(|file| ZoneFile::of(file).ok());
    let stated = zone.map_or_else(Vec::new, |file| {
        certificate_countries(&file.zone.issuing_state)
    });
    match csca.country.as_deref() {
        _ if stated.is_empty() => CountryVerdict::NotJudged,
        Some(country) if stated.contains(&country) => CountryVerdict::Same,
        _ => CountryVerdict::Differs,
    }
}

/// What the certificates of who issues under a code name as their country (ICAO Doc 9303-12, 7.1: two letters): that of
/// ISO 3166-1, or what those that have none there are seen to use. Nothing where that is not known.
#[must_use]
pub fn certificate_countries(state: &StateCode) -> Vec<&'static str> {
    match state.as_str() {
        "EUE" => vec!["EU"],
        "UNO" | "UNA" | "UNK" => vec!["UN"],
        "RKS" => vec!["KS", "XK"],
        "UTO" => vec!["UT"],
        _ => state.iso_alpha2().into_iter().collect(),
    }
}

/// Whether a certificate may be a document signer's as far as it says itself (ICAO Doc 9303 part 12, 7.1.1): what
/// states issue with the same keys for lists, web servers and people names such a purpose, or no digital signature.
/// Without either extension nothing is said against it.
fn may_sign_documents(signer: &Certificate) -> bool {
    let purposes = &signer.extensions.extended_key_usage;
    let of_documents = [oid::ANY_PURPOSE, oid::LDS_SECURITY_OBJECT];
    let usage = signer.extensions.key_usage;
    usage.is_none_or(|usage| usage.digital_signature())
        && (purposes.is_empty() || purposes.iter().any(|one| of_documents.contains(one)))
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
