//! What was wrong with a chip stays known when it is asked for again: a counterfeiter whose copy was caught
//! neither goes on without it nor with files that prove less, as if nobody had seen it.

use super::{Examination, Registration, Step, steps};
use crate::finding::{Check, Finding, Outcome};

impl Registration {
    /// Keeps what was wrong with the chip whose judgement is about to be undone.
    pub(super) fn remember_chip_doubts(&mut self) {
        let judged = self.findings(Examination::Chip).unwrap_or_default();
        let doubts: Vec<Finding> = judged
            .iter()
            .filter(|finding| matches!(finding.outcome, Outcome::Fail | Outcome::Inconclusive))
            // The evidence is another now.
            .map(|finding| Finding::new(finding.check, finding.outcome, finding.reason))
            .filter(|doubt| !self.chip_doubts.contains(doubt))
            .collect();
        self.chip_doubts.extend(doubts);
    }

    /// Those that nothing has dispelled: all of them without a chip, and that it was a copy until one proves itself.
    pub(super) fn remaining_chip_doubts(&self) -> impl Iterator<Item = &Finding> {
        let skipped = self.is_chip_skipped();
        let judged = self.findings(Examination::Chip).unwrap_or_default();
        let unproven = judged
            .iter()
            .any(|finding| finding.check == Check::ChipProof && finding.outcome == Outcome::Warn);
        self.chip_doubts
            .iter()
            .filter(move |doubt| skipped || unproven && doubt.check == Check::ChipProof)
    }

    /// Whether the person went on without the chip.
    pub(super) fn is_chip_skipped(&self) -> bool {
        let skipped = |step: &Step| matches!(step, Step::Chip(steps::chip::Chip::Skipped));
        self.steps.iter().any(skipped)
    }
}
