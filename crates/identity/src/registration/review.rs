//! What a moderator's decision makes of a registration.

use super::{Context, Effect, Registration, Report, State, Verdict};
use crate::finding::Finding;
use crate::policy::Ruling;

impl Registration {
    pub(super) fn reviewed(
        mut self,
        verdict: Verdict,
        report: Report,
        context: &Context<'_>,
    ) -> (Self, Vec<Effect>) {
        match verdict {
            // What the moderator did not know of is shown to one before anybody is accepted.
            Verdict::Accept if self.has_come_to_light(&report, context) => self.proceed(context),
            Verdict::Accept => {
                let report = report.accepted_by_moderator(context.now);
                self.becomes(State::Verified {
                    report: Box::new(report),
                })
            }
            Verdict::Reject { reason } => {
                let report = report.rejected_by_moderator(reason, context.now);
                self.becomes(State::Rejected {
                    report: Box::new(report),
                })
            }
            Verdict::Retry { reason } => {
                // The person gets as many attempts and as much time as at first: the moderator
                // may have taken longer than the registration had left.
                self.attempts.clear();
                let lifetime = self.expires_at.duration_since(self.created_at);
                self.expires_at = self.expires_at.max(context.now + lifetime);
                self.asks_again(vec![reason], context)
            }
        }
    }

    /// Whether the document was found to stand for somebody else, or the face to be somebody else's,
    /// since a report was made, and the policy minds.
    fn has_come_to_light(&self, report: &Report, context: &Context<'_>) -> bool {
        let found = [
            self.use_of_document(context.others),
            self.use_of_face(context),
        ];
        found.into_iter().flatten().any(|found| {
            let told = |finding: &Finding| {
                let of = |finding: &Finding| (finding.check, finding.outcome, finding.reason);
                of(finding) == of(&found)
            };
            let attempts = self.attempts.get(&found.check.step()).copied();
            context.policy.ruling(&found, attempts.unwrap_or(0)) != Ruling::Accept
                && !report.findings.iter().any(told)
        })
    }
}
