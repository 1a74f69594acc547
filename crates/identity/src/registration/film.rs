//! A film of the face: begun, and judged while it comes.

use super::steps::liveness::Liveness;
use super::{Context, Effect, Examination, Fence, Judgement, Refusal, Registration, Step};
use crate::evidence::{CaptureSource, Evidence, EvidenceKind};
use crate::finding::{Finding, Reason};
use crate::movement::Missed;
use crate::policy::Ruling;
use crate::service::StepKind;

impl Registration {
    /// The attempt at a film that is under way, or was left.
    pub fn filming(&self) -> Option<u32> {
        match self.liveness()? {
            Liveness::Filming { attempt } => Some(*attempt),
            _ => None,
        }
    }

    /// Begins a film, also in place of one that is under way: of several only the last counts.
    pub(super) fn film_begun(mut self) -> Result<Self, Refusal> {
        let current = self.current().map(Step::kind);
        let Some(position) = self.position(StepKind::Liveness) else {
            return Err(Refusal::NotThisStep);
        };
        if current != Some(StepKind::Liveness) {
            return Err(Refusal::NotThisStep);
        }
        self.examinations += 1;
        self.steps[position] = Step::Liveness(Liveness::Filming {
            attempt: self.examinations,
        });
        Ok(self)
    }

    /// Takes what a film showed; of any but the last that was begun, nothing.
    pub(super) fn filmed(
        mut self,
        fence: Fence,
        findings: Vec<Finding>,
        (selfie, missed): (Option<Evidence>, Vec<Missed>),
        context: &Context<'_>,
    ) -> (Self, Vec<Effect>) {
        let selfie = selfie.filter(|selfie| {
            selfie.kind == EvidenceKind::Selfie && selfie.source == CaptureSource::ServerDriven
        });
        let named: Vec<_> = selfie.iter().map(|selfie| selfie.id.clone()).collect();
        let Some(position) = self.position(StepKind::Liveness) else {
            return (self, Vec::new());
        };
        if self.filming() != Some(fence.attempt) || fence.evidence != named {
            return (self, Vec::new());
        }
        self.steps[position] = Step::Liveness(Liveness::Filmed(selfie));
        self.left_behind = false;
        self.judgements.insert(
            Examination::Liveness,
            Judgement {
                fence,
                findings: Some(findings),
            },
        );
        // No sample of the sandbox stands for a film. Its attempts are not counted here: repeated
        // failures block video identification for a time.
        let mut again: Vec<Reason> = Vec::new();
        for finding in self.findings(Examination::Liveness).unwrap_or_default() {
            if context.policy.ruling(finding, 0) == Ruling::Retry
                && !again.contains(&finding.reason)
            {
                again.push(finding.reason);
            }
        }
        if !again.is_empty() && self.decide(context).ruling < Ruling::Reject {
            // The face of a film that does not count is compared with nothing.
            let (mut next, effects) = self.asks_again(again, context);
            next.missed = missed;
            return (next, effects);
        }
        self.turn += 1;
        self.proceed(context)
    }

    /// Whether a film is over that shows no face: nothing is left to compare, not even for a sample
    /// of the sandbox.
    pub(super) fn is_faceless(&self) -> bool {
        self.liveness() == Some(&Liveness::Filmed(None))
    }

    /// The step that is done in place of one: a film in place of the photograph of the face.
    pub(super) fn in_place_of(&self, kind: StepKind) -> StepKind {
        let films = |kind| self.position(kind).is_some();
        match kind {
            StepKind::Selfie if films(StepKind::Liveness) => StepKind::Liveness,
            StepKind::Liveness if films(StepKind::Selfie) => StepKind::Selfie,
            kind => kind,
        }
    }

    /// The step of this registration that is asked for again when this is the reason for a retry.
    pub(super) fn step_of(&self, reason: Reason) -> StepKind {
        self.in_place_of(reason.step())
    }
}
