//! Another device goes on, the first one takes over again, and either gets more time.

use super::{Context, Effect, Registration, Step};
use crate::service::StepKind;

impl Registration {
    /// The same with more time, as far as the policy gives any. It is no turn: forms that are
    /// being filled in stay good.
    pub(super) fn extended(mut self, context: &Context<'_>) -> Self {
        if let Some(later) = self.extendable(context.policy, context.now) {
            self.expires_at = later;
        }
        self
    }

    /// The same on another device; pages of the first are out of date.
    pub(super) fn handed_over(mut self) -> Self {
        self.turn += 1;
        self.handed_over = self.handed_over.or(Some(self.turn));
        self
    }

    /// The same on the first device. Whoever holds it may be another person than the one who went
    /// on meanwhile: nothing of what was given, nor what was made of it, is left to be seen.
    pub(super) fn taken_back(mut self) -> (Self, Vec<Effect>) {
        let mut effects = Vec::new();
        if self.went_on_elsewhere() {
            self.left_behind |= self.is_given();
            effects.push(Effect::Forget);
            // Of a chip no more than what was wrong with it: nobody sees that but who judges.
            self.remember_chip_doubts();
            for step in &mut self.steps {
                if step.kind() != StepKind::Consent {
                    *step = Step::new(step.kind());
                }
            }
            self.judgements.clear();
            self.zone = None;
            self.chip = None;
            self.last_error = None;
        }
        self.handed_over = None;
        self.turn += 1;
        (self, effects)
    }

    /// Whether a picture was taken that counts, or is to be taken once more.
    fn is_given(&self) -> bool {
        self.document().is_some_and(|document| document.is_given()) || self.selfie().is_some()
    }
}
