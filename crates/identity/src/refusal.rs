//! The five reasons for which a document is refused, as machines name them.

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Outcome, Reason, words};

words! {
    /// Why a document is refused, gravest first. Every refusal has one label; its notice says what to do.
    Refusal {
        /// A copy: photographed from a screen, a print, a screenshot.
        Copy = "copy",
        /// Selfie and portrait differ, or a portrait photo was sent instead of a document.
        Mismatch = "mismatch",
        /// Front or back is missing, or one side was sent twice.
        SideMissing = "side_missing",
        /// Unreadable, cut off or covered.
        Unreadable = "unreadable",
        /// Past its date of expiry.
        Expired = "expired",
    }
}

impl Refusal {
    /// The label of findings that failed; of several, the gravest. Doubts refuse nobody.
    pub fn of(findings: &[Finding]) -> Option<Self> {
        Self::among(
            findings
                .iter()
                .filter(|finding| finding.outcome == Outcome::Fail)
                .map(|finding| finding.reason),
        )
    }

    /// The gravest label of several reasons.
    pub fn among(reasons: impl IntoIterator<Item = Reason>) -> Option<Self> {
        reasons.into_iter().filter_map(Reason::refusal).min()
    }
}

impl Reason {
    /// The label of a document refused for this, where it is one of the five.
    pub fn refusal(self) -> Option<Refusal> {
        Some(match self {
            Self::DocumentSideMissing | Self::DocumentSameSide => Refusal::SideMissing,
            Self::FaceMismatch | Self::PortraitInsteadOfDocument => Refusal::Mismatch,
            Self::DocumentFromScreen
            | Self::DocumentBlackAndWhite
            | Self::DocumentPrinted
            | Self::DocumentScreenshot => Refusal::Copy,
            Self::DocumentNotFound
            | Self::DocumentUnreadable
            | Self::DocumentBlurred
            | Self::DocumentTooSmall
            | Self::DocumentTooDark
            | Self::DocumentTooBright
            | Self::DocumentGlare
            | Self::DocumentCropped
            | Self::DocumentCovered
            | Self::PortraitNotFound
            | Self::ZoneNotFound
            | Self::ZoneCheckDigitWrong => Refusal::Unreadable,
            Self::DocumentExpired => Refusal::Expired,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Check;

    #[test]
    fn the_gravest_label_is_named_and_doubts_refuse_nobody() {
        let fail = |reason| Finding::new(Check::DocumentPresent, Outcome::Fail, reason);
        let findings = [fail(Reason::ZoneNotFound), fail(Reason::DocumentScreenshot)];
        assert_eq!(Refusal::of(&findings), Some(Refusal::Copy));
        assert_eq!(Refusal::of(&findings[..1]), Some(Refusal::Unreadable));
        let doubt = Finding::new(
            Check::DocumentSides,
            Outcome::Inconclusive,
            Reason::DocumentSideMissing,
        );
        assert_eq!(Refusal::of(&[doubt]), None);
        assert_eq!(Refusal::of(&[fail(Reason::SpecimenDocument)]), None);
    }

    #[test]
    fn every_label_has_a_reason() {
        for label in Refusal::ALL {
            assert!(
                Reason::ALL
                    .iter()
                    .any(|reason| reason.refusal() == Some(*label)),
                "{label}"
            );
        }
    }
}
