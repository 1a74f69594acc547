//! What is asked of the examiners, and what they must have said before the person goes on.

use super::{Effect, Examination, Fence, Judgement, Registration, Working};
use crate::fields::Zone;
use crate::finding::{Check, Finding, Outcome};
use crate::id::EvidenceId;
use crate::service::StepKind;

impl Registration {
    /// Asks for the examinations whose evidence is complete and was not asked about yet.
    pub(super) fn ask_examinations(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for examination in Examination::ALL {
            let Some(evidence) = self.evidence_for(*examination) else {
                continue;
            };
            let asked = self
                .judgements
                .get(examination)
                .is_some_and(|judgement| judgement.fence.evidence == evidence);
            if asked {
                continue;
            }
            self.examinations += 1;
            let fence = Fence {
                evidence,
                attempt: self.examinations,
            };
            self.judgements.insert(
                *examination,
                Judgement {
                    fence: fence.clone(),
                    findings: None,
                },
            );
            effects.push(Effect::Examine {
                examination: *examination,
                fence,
            });
        }
        effects
    }

    /// The evidence that an examination judges, once it is complete.
    fn evidence_for(&self, examination: Examination) -> Option<Vec<EvidenceId>> {
        let document: Vec<EvidenceId> = self
            .document()?
            .shown()?
            .evidence()
            .map(|evidence| evidence.id.clone())
            .collect();
        match examination {
            Examination::Document => Some(document),
            Examination::Chip => {
                // Judged after the document, whose zone it is compared with.
                self.findings(Examination::Document)?;
                let chip = self.chip_files()?.id.clone();
                Some(document.into_iter().chain([chip]).collect())
            }
            Examination::Face => {
                // Judged after the document and the chip, whose portrait it is compared with.
                self.findings(Examination::Document)?;
                let chip = self.chip_files().map(|chip| chip.id.clone());
                if chip.is_some() {
                    self.findings(Examination::Chip)?;
                }
                let selfie = self.selfie()?.id.clone();
                Some(document.into_iter().chain(chip).chain([selfie]).collect())
            }
            // Judged while it came.
            Examination::Liveness => None,
            // What was read is there: nobody hands fields in before.
            Examination::Restated => self.is_restated().then_some(document),
        }
    }

    /// Whether a doubt about the document was only that its printed number was not sure, and the chip's
    /// number was asked about since.
    pub(super) fn is_settled(&self, examination: Examination, finding: &Finding) -> bool {
        let is_reported = |finding: &Finding| finding.check == Check::DocumentReported;
        let chip = self.findings(Examination::Chip).unwrap_or_default();
        examination == Examination::Document
            && is_reported(finding)
            && finding.outcome == Outcome::Inconclusive
            && !self.printed_zone().is_some_and(Zone::is_sure)
            && chip.iter().any(is_reported)
    }

    /// What must be read before a step can be done, and is not yet.
    pub(super) fn reads_first(&self, kind: StepKind) -> Option<Working> {
        let unread = |examination| self.findings(examination).is_none();
        match kind {
            // Attempts at the film count by the document's number.
            StepKind::Liveness
                if self.position(StepKind::Document).is_some() && unread(Examination::Document) =>
            {
                Some(Working::ReadingDocument)
            }
            StepKind::Chip | StepKind::Fields if unread(Examination::Document) => {
                Some(Working::ReadingDocument)
            }
            StepKind::Fields if self.chip_files().is_some() && unread(Examination::Chip) => {
                Some(Working::JudgingChip)
            }
            _ => None,
        }
    }
}

impl Examination {
    /// The step whose attempts it counts, where it judges what that step gave.
    pub(super) fn attempts(self) -> Option<StepKind> {
        match self {
            Self::Document => Some(StepKind::Document),
            Self::Chip => Some(StepKind::Chip),
            Self::Face => Some(StepKind::Selfie),
            // Repeated failures block it for a time instead.
            Self::Liveness | Self::Restated => None,
        }
    }
}
