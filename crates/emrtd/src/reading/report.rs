//! A reading's findings as one value to keep or to show: everything but the files' bytes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{
    Access, ActiveAuthenticationRun, CardAccessCheck, ChipAuthenticationRun, ChipProof, Deviation,
    Effort, File, MappingRun, Missing, Outcome, Profile,
};
use crate::{
    KeyProof,
    active_authentication::{ActiveAuthenticationError, ActiveProof},
    apdu::Status,
};

/// What a reading found, with lengths in place of files.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// By file name (`EF.COM`, `EF.DG1`), in bytes.
    pub files: BTreeMap<String, usize>,
    pub missing: BTreeMap<String, Missing>,
    pub access: Option<Access>,
    pub card_access: CardAccessCheck,
    pub mapping: MappingRun,
    pub chip_authentication: ChipAuthenticationRun,
    pub active_authentication: ActiveReport,
    pub chip_proof: ChipProof,
    pub proofs: Vec<KeyProof>,
    pub deviations: Vec<Deviation>,
    pub profile: Profile,
    pub effort: Effort,
}

/// Active authentication, with its bytes in hexadecimal.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ActiveReport {
    NotRun,
    Answered {
        #[serde(serialize_with = "hexadecimal")]
        challenge: Vec<u8>,
        #[serde(serialize_with = "hexadecimal")]
        signature: Vec<u8>,
        proof: Option<ActiveProof>,
        error: Option<ActiveAuthenticationError>,
    },
    Refused {
        status: Status,
    },
}

fn hexadecimal<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(bytes))
}

impl Outcome {
    #[must_use]
    pub fn report(&self) -> Report {
        let active_authentication = match &self.active_authentication {
            ActiveAuthenticationRun::NotRun => ActiveReport::NotRun,
            ActiveAuthenticationRun::Refused { status } => {
                ActiveReport::Refused { status: *status }
            }
            ActiveAuthenticationRun::Answered {
                challenge,
                signature,
                verdict,
            } => ActiveReport::Answered {
                challenge: challenge.to_vec(),
                signature: signature.clone(),
                proof: verdict.as_ref().ok().cloned(),
                error: verdict.as_ref().err().copied(),
            },
        };
        let named = |file: &File| file.file_name();
        Report {
            files: self
                .files
                .iter()
                .map(|(file, bytes)| (named(file), bytes.len()))
                .collect(),
            missing: self
                .missing
                .iter()
                .map(|(file, missing)| (named(file), *missing))
                .collect(),
            access: self.access,
            card_access: self.card_access,
            mapping: self.mapping,
            chip_authentication: self.chip_authentication,
            active_authentication,
            chip_proof: self.chip_proof(),
            proofs: self.proofs(),
            deviations: self.deviations.clone(),
            profile: self.profile,
            effort: self.effort,
        }
    }
}
