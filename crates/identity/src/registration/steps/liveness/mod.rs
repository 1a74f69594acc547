//! Video identification: a film of the face, whose challenge the server draws and judges. Whoever
//! cannot do the movements hands in a photograph instead, and a moderator looks.

use serde::{Deserialize, Serialize};

use crate::assurance;
use crate::evidence::{CaptureSource, Evidence, EvidenceKind};
use crate::finding::{Check, Finding, Outcome, Reason};
use crate::registration::{Act, Refusal};

/// The step's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liveness {
    /// Not begun yet.
    #[default]
    Asked,
    /// A challenge was drawn and is under way, or was left. A result must name its attempt.
    Filming {
        /// Counts with the examinations of the registration.
        attempt: u32,
    },
    /// Judged.
    Filmed(
        /// Its best frame; `None` where none shows a face.
        Option<Evidence>,
    ),
    /// The person chose another way and handed in a photograph.
    OtherWay(Evidence),
}

impl Liveness {
    pub(super) fn is_done(&self) -> bool {
        matches!(self, Self::Filmed(_) | Self::OtherWay(_))
    }

    /// The picture of the face that is compared with the document's.
    pub(crate) fn taken(&self) -> Option<&Evidence> {
        match self {
            Self::Asked | Self::Filming { .. } => None,
            Self::Filmed(evidence) => evidence.as_ref(),
            Self::OtherWay(evidence) => Some(evidence),
        }
    }

    pub(super) fn act(self, act: Act) -> Result<Self, Refusal> {
        match (self, act) {
            // Nobody but the server makes films, so that no photograph passes for one.
            (Self::Asked | Self::Filming { .. }, Act::Photograph { evidence })
                if evidence.kind == EvidenceKind::Selfie
                    && evidence.source != CaptureSource::ServerDriven =>
            {
                Ok(Self::OtherWay(evidence))
            }
            _ => Err(Refusal::NotThisStep),
        }
    }

    /// What the findings of a film come to, or what stands in its place.
    pub(crate) fn finding(&self, judged: Option<&[Finding]>) -> Option<Finding> {
        match self {
            Self::Asked | Self::Filming { .. } => None,
            Self::Filmed(_) => {
                let gravest = judged?.iter().max_by_key(|finding| finding.outcome);
                Some(match gravest {
                    Some(finding) if finding.outcome > Outcome::Warn => {
                        Finding::new(Check::Liveness, finding.outcome, finding.reason)
                    }
                    Some(_) => Finding::pass(Check::Liveness),
                    // Nobody found anything: nothing is proven.
                    None => Finding::new(
                        Check::Liveness,
                        Outcome::Inconclusive,
                        Reason::CheckUnavailable,
                    ),
                })
            }
            Self::OtherWay(_) => Some(Finding::new(
                Check::Liveness,
                Outcome::Inconclusive,
                Reason::LivenessOtherWay,
            )),
        }
    }

    /// What a report says of it.
    pub(crate) fn outcome(&self, judged: Option<&[Finding]>) -> assurance::Liveness {
        match (self, self.finding(judged).map(|finding| finding.outcome)) {
            (Self::OtherWay(_), _) => assurance::Liveness::OtherWay,
            (_, Some(Outcome::Pass)) => assurance::Liveness::Passed,
            (_, Some(Outcome::Fail)) => assurance::Liveness::Failed,
            (_, Some(_)) => assurance::Liveness::Inconclusive,
            (_, None) => assurance::Liveness::NotPerformed,
        }
    }
}
