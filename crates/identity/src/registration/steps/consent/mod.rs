//! Agreement to the processing, with the version of the text that was shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::registration::{Act, Refusal};

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Not agreed yet.
    #[default]
    Asked,
    /// Agreed.
    Given {
        /// The version of the text.
        text_version: String,
        /// Its language (BCP 47).
        language: String,
        /// When.
        at: Timestamp,
    },
}

impl Consent {
    pub(super) fn is_done(&self) -> bool {
        matches!(self, Self::Given { .. })
    }

    pub(super) fn act(self, act: Act, now: Timestamp) -> Result<Self, Refusal> {
        match (self, act) {
            (
                Self::Asked,
                Act::Consent {
                    text_version,
                    language,
                },
            ) => Ok(Self::Given {
                text_version,
                language,
                at: now,
            }),
            _ => Err(Refusal::NotThisStep),
        }
    }
}
