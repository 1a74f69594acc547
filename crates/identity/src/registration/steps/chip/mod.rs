//! The document's chip: read, or left unread where the policy allows it.

use serde::{Deserialize, Serialize};

use crate::assurance::ChipClass;
use crate::evidence::{Evidence, EvidenceKind};
use crate::fields::Zone;
use crate::finding::{Check, Finding, Outcome, Reason};
use crate::policy::ChipUse;
use crate::registration::{Act, Refusal};
use crate::service::StepKind;

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chip {
    /// Not read yet.
    #[default]
    Asked,
    /// Read.
    Read(Evidence),
    /// The person went on without it.
    Skipped,
}

/// What an examination made of a chip's files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChipReading {
    /// What the reading proves; `None` when no state vouches for the files.
    pub class: Option<ChipClass>,
    /// How the chip was opened: `bac`, or `pace` with its mapping. Unknown of foreign readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// Country of the document signer's certificate (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_country: Option<String>,
    /// SHA-256 of that certificate, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_fingerprint: Option<String>,
    /// Everything unlike the standards that was tolerated, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<String>,
    /// What the chip says of the document and its holder (DG1, DG11), where a state vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

impl Chip {
    /// The files, once they were read.
    pub(crate) fn read(&self) -> Option<&Evidence> {
        match self {
            Self::Read(evidence) => Some(evidence),
            Self::Asked | Self::Skipped => None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        *self != Self::Asked
    }

    pub(super) fn act(self, act: Act, wanted: ChipUse) -> Result<Self, Refusal> {
        match (self, act) {
            (Self::Asked, Act::PresentChip { evidence }) if evidence.kind == EvidenceKind::Chip => {
                Ok(Self::Read(evidence))
            }
            (Self::Asked, Act::SkipChip) if wanted == ChipUse::Preferred => Ok(Self::Skipped),
            _ => Err(Refusal::NotThisStep),
        }
    }

    /// Whether the chip was read. Only a policy that allows it lets anybody go on without, so it is
    /// worth knowing and no fault.
    pub(super) fn finding(&self) -> Option<Finding> {
        match self {
            Self::Asked => None,
            Self::Read(_) => Some(Finding::pass(Check::ChipRead)),
            Self::Skipped => Some(Finding::new(
                Check::ChipRead,
                Outcome::Warn,
                Reason::ChipNotRead,
            )),
        }
    }

    /// What must be found out about a chip that was read; of others only that it was not.
    pub(super) fn required_checks(&self) -> &'static [Check] {
        match self {
            Self::Skipped => &[Check::ChipRead],
            Self::Asked | Self::Read(_) => StepKind::Chip.required_checks(),
        }
    }
}
