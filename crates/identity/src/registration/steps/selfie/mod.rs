//! A photograph of the face.

use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, EvidenceKind};
use crate::registration::{Act, Refusal};

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selfie {
    /// Not taken yet.
    #[default]
    Asked,
    /// Taken.
    Taken(Evidence),
}

impl Selfie {
    pub(super) fn is_done(&self) -> bool {
        self.taken().is_some()
    }

    pub(crate) fn taken(&self) -> Option<&Evidence> {
        match self {
            Self::Asked => None,
            Self::Taken(evidence) => Some(evidence),
        }
    }

    pub(super) fn act(self, act: Act) -> Result<Self, Refusal> {
        match (self, act) {
            (Self::Asked, Act::Photograph { evidence })
                if evidence.kind == EvidenceKind::Selfie =>
            {
                Ok(Self::Taken(evidence))
            }
            _ => Err(Refusal::NotThisStep),
        }
    }
}
