//! EF.CardSecurity (ICAO Doc 9303 part 11, 9.2.11): security infos that the issuer signed by themselves, for the
//! chip-authentication mapping of PACE.
//!
//! Its signature says that a state made the key for *some* chip. No list of hashes ties it to the data groups, so
//! a proof with a key that is here alone proves nothing of them: see [`EvidenceClass`](crate::EvidenceClass).

use bonafide_x509::cms::SignedData;
use bonafide_x509::oid;
use bonafide_x509::trust::{Policy, Revocation, Trust};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::passive_authentication::{
    CertificateReport, ChainVerdict, Deviation, PassiveAuthentication, SignatureVerdict,
};
use crate::security_infos::{ChipPublicKey, SecurityInfos};

/// What became of judging EF.CardSecurity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardSecurity {
    pub signature: SignatureVerdict,
    pub chain: ChainVerdict,
    pub revocation: Revocation,
    pub keys: KeysVerdict,
    pub signer: Option<CertificateReport>,
    /// The state's certificate that the signer was traced to directly.
    pub csca: Option<CertificateReport>,
    /// Everything that is unlike the standards and was tolerated.
    pub deviations: Vec<Deviation>,
    /// What is wrong with the file, in words.
    pub error: Option<String>,
}

/// Whether the chip's keys in EF.CardSecurity are those of DG14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeysVerdict {
    Same,
    /// One of them is not in DG14.
    Differ,
    /// There is no DG14, or no key to compare.
    NotJudged,
}

impl CardSecurity {
    /// Checks the file's signature and traces its signer as that of EF.SOD, and compares its keys with those of
    /// DG14, given as whole files.
    #[must_use]
    pub fn judge(
        file: &[u8],
        dg14: Option<&[u8]>,
        trust: &Trust,
        at: Timestamp,
        policy: &Policy,
    ) -> CardSecurity {
        let mut judged = PassiveAuthentication::unread(at);
        let mut keys = KeysVerdict::NotJudged;
        match SignedData::of(file) {
            Err(error) => judged.error = Some(error.to_string()),
            Ok(signed) if signed.content_type != oid::SECURITY_OBJECT => {
                judged.error = Some(format!("the content is {}", signed.content_type));
            }
            Ok(signed) => match SecurityInfos::parse(&signed.content) {
                Err(error) => judged.error = Some(error.to_string()),
                Ok(infos) => {
                    judged.judge(&signed, trust, policy);
                    keys = compare(&infos, dg14);
                }
            },
        }
        CardSecurity {
            signature: judged.signature,
            chain: judged.chain,
            revocation: judged.revocation,
            keys,
            signer: judged.signer,
            csca: judged.csca,
            deviations: judged.deviations,
            error: judged.error,
        }
    }

    /// Whether a state vouches for it.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        self.signature == SignatureVerdict::Valid && self.chain == ChainVerdict::Trusted
    }
}

fn compare(infos: &SecurityInfos, dg14: Option<&[u8]>) -> KeysVerdict {
    let Some(signed) = dg14.and_then(|file| SecurityInfos::of_dg14(file).ok()) else {
        return KeysVerdict::NotJudged;
    };
    let known = |key: &ChipPublicKey| {
        let same =
            |other: &ChipPublicKey| (&other.group, &other.element) == (&key.group, &key.element);
        signed.chip_keys.iter().any(same)
    };
    match &infos.chip_keys[..] {
        [] => KeysVerdict::NotJudged,
        keys if keys.iter().all(known) => KeysVerdict::Same,
        _ => KeysVerdict::Differ,
    }
}
