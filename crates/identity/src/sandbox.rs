//! The sandbox: named sample documents that lead to named outcomes, so that an organisation can
//! build against every outcome. They decide nothing outside test mode, where they are refused as
//! specimens.

use serde::{Deserialize, Serialize};

use crate::fields::{Field, Zone};
use crate::finding::{Check, Finding, Outcome, Reason, words};
use crate::policy::{Decision, Ruling};

/// The issuing state of every sample: Utopia, reserved for specimens (ICAO Doc 9303-3, section 5).
pub const ISSUING_STATE: &str = "UTO";

words! {
    /// A sample document, by the document number in its zone.
    Sample {
        /// Leads to `verified`.
        Verified = "SBXVERIF1",
        /// Leads back to the selfie.
        RetrySelfie = "SBXRETRY1",
        /// Leads back to the document, as one that has expired does.
        RetryDocument = "SBXEXPIR1",
        /// Leads to `rejected`.
        Rejected = "SBXREJEC1",
        /// Leads to `in_review`.
        InReview = "SBXREVIE1",
    }
}

impl Sample {
    /// The reason that a report gives for the named outcome.
    pub fn reason(self) -> Reason {
        match self {
            Self::Verified => Reason::SandboxSample,
            Self::RetrySelfie | Self::Rejected => Reason::FaceMismatch,
            Self::RetryDocument => Reason::DocumentExpired,
            Self::InReview => Reason::FaceUncertain,
        }
    }

    /// The sample whose zone this is.
    pub(crate) fn of(zone: &Zone) -> Option<Self> {
        let value = |field| zone.values.get(&field).map(String::as_str);
        if value(Field::IssuingState) != Some(ISSUING_STATE) {
            return None;
        }
        value(Field::DocumentNumber)?.parse().ok()
    }

    /// What the sample decides, given how often it was tried. The retries lead on at the second attempt.
    pub(crate) fn decide(self, face_judged: bool, selfie_attempts: u32) -> Option<Decision> {
        let ruling = match self {
            // Expired for real: the policy finds that by itself.
            Self::RetryDocument => return None,
            _ if !face_judged => Ruling::Accept,
            Self::Verified => Ruling::Accept,
            Self::RetrySelfie if selfie_attempts <= 1 => Ruling::Retry,
            Self::RetrySelfie => Ruling::Accept,
            Self::Rejected => Ruling::Reject,
            Self::InReview => Ruling::Review,
        };
        let reasons = if ruling == Ruling::Accept {
            Vec::new()
        } else {
            vec![self.reason()]
        };
        Some(Decision { ruling, reasons })
    }

    /// The finding that marks a report as decided by a sample.
    pub(crate) fn finding(self) -> Finding {
        Finding::new(Check::Sandbox, Outcome::Warn, Reason::SandboxSample)
    }
}
