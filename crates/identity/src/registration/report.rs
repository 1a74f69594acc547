//! The report: why a registration ended as it did.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::assurance::{Level, Liveness};
use crate::evidence::Evidence;
use crate::fields::{DocumentKind, Fields, Verification};
use crate::finding::{Finding, Model, Reason, words};
use crate::policy::{Decision, Ruling};
use crate::registration::steps::chip::ChipReading;
use crate::service::Pinned;

words! {
    /// Who or what decided.
    DecidedBy {
        /// The policy, from findings.
        Policy = "policy",
        /// A moderator.
        Moderator = "moderator",
        /// A sample document of the sandbox, in test mode.
        SandboxSample = "sandbox_sample",
    }
}

/// A decision with everything that explains it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The ruling and its reasons.
    pub decision: Decision,
    /// When.
    pub decided_at: Timestamp,
    /// By whom.
    pub decided_by: DecidedBy,
    /// Every finding.
    pub findings: Vec<Finding>,
    /// The fields, each with what vouches for it.
    pub fields: Fields,
    /// The kind of document.
    pub document: Option<DocumentKind>,
    /// The level that was reached, if the person was verified.
    pub level: Level,
    /// Whether a live person was before the camera.
    pub liveness: Liveness,
    /// What the chip's reading proves, where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<ChipReading>,
    /// The evidence and where it came from.
    pub sources: Vec<Evidence>,
    /// The policy that decided.
    pub policy: Pinned,
    /// SHA-256 of that policy, hexadecimal.
    pub policy_hash: String,
}

impl Report {
    /// The models that measured, each once.
    pub fn models(&self) -> Vec<&Model> {
        let mut models: Vec<&Model> = self
            .findings
            .iter()
            .filter_map(|finding| finding.model.as_ref())
            .collect();
        models.sort();
        models.dedup();
        models
    }

    /// What a moderator confirmed: every field is vouched for now.
    pub(super) fn accepted_by_moderator(mut self, now: Timestamp) -> Self {
        for value in self.fields.values_mut() {
            if !value.verification.is_verified() {
                value.verification = Verification::Moderator;
            }
        }
        self.decided(Ruling::Accept, Vec::new(), now)
    }

    /// What a moderator refused.
    pub(super) fn rejected_by_moderator(self, reason: Reason, now: Timestamp) -> Self {
        self.decided(Ruling::Reject, vec![reason], now)
    }

    fn decided(mut self, ruling: Ruling, reasons: Vec<Reason>, now: Timestamp) -> Self {
        self.decision = Decision { ruling, reasons };
        self.decided_at = now;
        self.decided_by = DecidedBy::Moderator;
        self
    }
}
