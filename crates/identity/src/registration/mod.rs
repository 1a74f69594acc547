//! A registration: one account's way to one service, as a pure state machine. It is fed events
//! and returns effects; all its transitions stand in [`Registration::handle`] and
//! [`Registration::proceed`].

mod devices;
mod doubts;
pub mod event;
mod examinations;
mod face_use;
mod film;
mod look;
mod presented;
mod report;
mod review;
pub mod steps;
mod view;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::assurance::{self, ChipClass, Level};
use crate::evidence::Evidence;
use crate::fields::Zone;
use crate::finding::{Check, Finding, Outcome, Reason, words};
use crate::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};
use crate::movement::Missed;
use crate::policy::{Policy, Ruling};
use crate::sandbox::Sample;
use crate::service::{Definition, Pinned, StepKind};

pub use event::{Act, Actor, Effect, Event, Refusal, Verdict};
pub use face_use::FaceSearch;
pub use presented::Presented;
pub use report::{DecidedBy, Report};
pub use steps::Step;
pub use steps::chip::ChipReading;
pub use view::{Progress, Screen, StepStatus, View, Working};

words! {
    /// Where a registration stands.
    Status {
        /// The person has something to do.
        RequiresInput = "requires_input",
        /// The person has done all; checks are running.
        Processing = "processing",
        /// A moderator must decide.
        InReview = "in_review",
        /// Done: the person is proven.
        Verified = "verified",
        /// Done: refused, finally.
        Rejected = "rejected",
        /// Ended by the organisation or the person.
        Canceled = "canceled",
        /// Ended by time.
        Expired = "expired",
    }
}

impl Status {
    /// Whether nothing can change any more.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Verified | Self::Rejected | Self::Canceled | Self::Expired
        )
    }
}

/// The state, with what belongs to it alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// The person has something to do.
    RequiresInput,
    /// Checks are running.
    Processing {
        /// Since when.
        since: Timestamp,
    },
    /// A moderator must decide.
    InReview {
        /// Counts the reviews of this registration; fences a late decision.
        round: u32,
        /// Since when.
        since: Timestamp,
        /// By when.
        due: Timestamp,
        /// What the software made of it.
        report: Box<Report>,
    },
    /// The person is proven.
    Verified {
        /// Why.
        report: Box<Report>,
    },
    /// Refused, finally.
    Rejected {
        /// Why.
        report: Box<Report>,
    },
    /// Ended by somebody.
    Canceled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
    /// Ended by time.
    Expired {
        /// When.
        at: Timestamp,
    },
}

words! {
    /// A group of checks that run together on the same evidence, in the background.
    Examination {
        /// The document's pictures.
        Document = "document",
        /// The files of its chip.
        Chip = "chip",
        /// The selfie, and its comparison with the portrait.
        Face = "face",
        /// The film of the face. Judged as it comes, and never asked of the examiners.
        Liveness = "liveness",
        /// Whether the document was reported as lost whose number the person handed in, where it is
        /// none that was read.
        Restated = "restated",
    }
}

/// An examination that was asked for. A result is accepted only under the same fence: the
/// evidence that it judged and the attempt that it was asked in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// What it judges.
    pub fence: Fence,
    /// What came of it; `None` while it runs.
    pub findings: Option<Vec<Finding>>,
}

/// What a machine's result must name to be believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The evidence, in the order front, back, chip, selfie.
    pub evidence: Vec<EvidenceId>,
    /// Counts the examinations of this registration.
    pub attempt: u32,
}

/// One account's way to one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// Layout of this record; see `tests/golden`.
    schema: u32,
    id: RegistrationId,
    organisation: OrganisationId,
    account: AccountId,
    livemode: bool,
    service: Pinned,
    policy: Pinned,
    created_at: Timestamp,
    expires_at: Timestamp,
    state: State,
    steps: Vec<Step>,
    /// What the examination of the document read, unless the person typed it.
    zone: Option<Zone>,
    /// What the examination of the chip made of its files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chip: Option<ChipReading>,
    /// What was wrong with chips that were read and then asked for again: nobody undoes it by going on without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    chip_doubts: Vec<Finding>,
    judgements: BTreeMap<Examination, Judgement>,
    /// Judged attempts, by step.
    attempts: BTreeMap<StepKind, u32>,
    /// Examinations asked for.
    examinations: u32,
    /// Reviews opened.
    reviews: u32,
    /// Acts of the person; a form carries the turn it was made in.
    turn: u32,
    /// Why the person was last asked again.
    last_error: Option<Reason>,
    /// What to do better in the next film, when one is asked for again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missed: Vec<Missed>,
    /// The turn from which on another device than the first has gone on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handed_over: Option<u32>,
    /// Whether pictures were left behind on another device, and none was taken since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    left_behind: bool,
}

/// What a registration begins with.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// Its identifier.
    pub id: RegistrationId,
    /// Who opens it.
    pub organisation: OrganisationId,
    /// Whose way it is.
    pub account: AccountId,
    /// Whether it counts, or is made in test mode.
    pub livemode: bool,
    /// What it leads to.
    pub service: &'a Definition,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// What a transition may look at besides the registration.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The definition that the registration is pinned to.
    pub service: &'a Definition,
    /// The policy that the definition names.
    pub policy: &'a Policy,
    /// In how many other registrations the document that was presented stands for somebody else,
    /// as [`Presented`] tells people and documents apart; `None` where nobody looked.
    pub others: Option<u32>,
    /// What a search for the same face found; `None` where none was made.
    pub faces: Option<FaceSearch>,
    /// The present.
    pub now: Timestamp,
}

impl Registration {
    /// Opens a registration.
    pub fn open(opening: Opening<'_>, now: Timestamp) -> (Self, Vec<Effect>) {
        let Opening {
            id,
            organisation,
            account,
            livemode,
            service,
            expires_at,
        } = opening;
        let registration = Self {
            schema: 1,
            id,
            organisation,
            account,
            livemode,
            service: Pinned {
                id: service.id.clone(),
                version: service.version,
            },
            policy: service.policy.clone(),
            created_at: now,
            expires_at,
            state: State::RequiresInput,
            steps: service.steps.iter().map(|kind| Step::new(*kind)).collect(),
            zone: None,
            chip: None,
            chip_doubts: Vec::new(),
            judgements: BTreeMap::new(),
            attempts: BTreeMap::new(),
            examinations: 0,
            reviews: 0,
            turn: 0,
            last_error: None,
            missed: Vec::new(),
            handed_over: None,
            left_behind: false,
        };
        (registration, vec![Effect::Announce(Status::RequiresInput)])
    }

    /// Takes an event and returns what the registration becomes, with what must be done.
    ///
    /// A repeated or late machine event changes nothing and asks for nothing.
    ///
    /// # Errors
    /// [`Refusal`] when the event is not possible in this state; the registration is unchanged.
    pub fn handle(
        self,
        event: Event,
        context: &Context<'_>,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        let status = self.status();
        match event {
            Event::Person { turn, act } => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Err(Refusal::NotNow(Status::Expired))
                }
                Status::RequiresInput if turn != self.turn => Err(Refusal::Stale),
                Status::RequiresInput => self.acted(act, context),
                other => Err(Refusal::NotNow(other)),
            },
            Event::Examined {
                examination,
                fence,
                findings,
                zone,
                chip,
            } => match status {
                Status::RequiresInput | Status::Processing => {
                    Ok(self.examined(examination, &fence, findings, (zone, chip), context))
                }
                _ => Ok((self, Vec::new())),
            },
            Event::FilmBegun { turn } => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Err(Refusal::NotNow(Status::Expired))
                }
                Status::RequiresInput if turn != self.turn => Err(Refusal::Stale),
                Status::RequiresInput => Ok((self.film_begun()?, Vec::new())),
                other => Err(Refusal::NotNow(other)),
            },
            Event::Filmed {
                fence,
                findings,
                selfie,
                missed,
            } => match status {
                Status::RequiresInput => {
                    Ok(self.filmed(fence, findings, (selfie, missed), context))
                }
                _ => Ok((self, Vec::new())),
            },
            Event::ChipHandedOver { evidence } => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Err(Refusal::NotNow(Status::Expired))
                }
                Status::RequiresInput if !context.policy.foreign_readers => {
                    Err(Refusal::ForeignReader)
                }
                Status::RequiresInput => self.acted(Act::PresentChip { evidence }, context),
                other => Err(Refusal::NotNow(other)),
            },
            Event::Reviewed { round, verdict, .. } => match &self.state {
                State::InReview {
                    round: open,
                    report,
                    ..
                } if *open == round => {
                    let report = report.clone();
                    Ok(self.reviewed(verdict, *report, context))
                }
                State::InReview { .. } => Err(Refusal::Stale),
                _ => Err(Refusal::NotNow(status)),
            },
            Event::Canceled { by } => match status {
                // What lies before a moderator is not the person's to take away any more.
                Status::InReview if by == Actor::Person => Err(Refusal::NotNow(status)),
                Status::RequiresInput | Status::Processing | Status::InReview => {
                    Ok(self.becomes(State::Canceled {
                        at: context.now,
                        by,
                    }))
                }
                Status::Canceled => Ok((self, Vec::new())),
                other => Err(Refusal::NotNow(other)),
            },
            Event::HandedOver => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Err(Refusal::NotNow(Status::Expired))
                }
                other if other.is_final() => Err(Refusal::NotNow(other)),
                _ => Ok((self.handed_over(), Vec::new())),
            },
            Event::TakenBack => match status {
                Status::RequiresInput => Ok(self.taken_back()),
                other => Err(Refusal::NotNow(other)),
            },
            Event::Extended => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Err(Refusal::NotNow(Status::Expired))
                }
                Status::RequiresInput => Ok((self.extended(context), Vec::new())),
                other => Err(Refusal::NotNow(other)),
            },
            Event::Lapsed => match status {
                Status::RequiresInput if context.now >= self.expires_at => {
                    Ok(self.becomes(State::Expired { at: context.now }))
                }
                _ => Ok((self, Vec::new())),
            },
        }
    }

    /// Where it goes when something has changed: what is missing is asked of the machine or of
    /// the person; when nothing is missing, the policy decides.
    fn proceed(mut self, context: &Context<'_>) -> (Self, Vec<Effect>) {
        let mut effects = self.ask_examinations();
        let awaiting_person = self.current().is_some();
        let awaiting_machine = self
            .judgements
            .values()
            .any(|judgement| judgement.findings.is_none());
        let decision = self.decide(context);
        let (next, more) = match decision.ruling {
            // What is final or must be done again is said at once, not after the last step.
            Ruling::Reject if !awaiting_machine => {
                let report = self.report(decision, context);
                self.becomes(State::Rejected {
                    report: Box::new(report),
                })
            }
            Ruling::Retry => self.asks_again(decision.reasons, context),
            _ if awaiting_person => self.becomes(State::RequiresInput),
            _ if awaiting_machine => self.becomes(State::Processing { since: context.now }),
            Ruling::Accept => {
                let report = self.report(decision, context);
                self.becomes(State::Verified {
                    report: Box::new(report),
                })
            }
            Ruling::Review => {
                let report = Box::new(self.report(decision, context));
                self.reviews += 1;
                let hours = i64::from(context.policy.limits.review_hours);
                let due = context.now + SignedDuration::from_hours(hours);
                let round = self.reviews;
                self.becomes(State::InReview {
                    round,
                    since: context.now,
                    due,
                    report,
                })
            }
            Ruling::Reject => self.becomes(State::Processing { since: context.now }),
        };
        effects.extend(more);
        (next, effects)
    }

    fn acted(mut self, act: Act, context: &Context<'_>) -> Result<(Self, Vec<Effect>), Refusal> {
        match act {
            Act::Reopen(kind) => {
                let position = self.position(kind).ok_or(Refusal::NotThisStep)?;
                if !self.steps[position].is_done() {
                    return Err(Refusal::NotThisStep);
                }
                self.reopen(kind);
            }
            Act::Cancel => {
                return Ok(self.becomes(State::Canceled {
                    at: context.now,
                    by: Actor::Person,
                }));
            }
            act => {
                let kind = self.in_place_of(act.step());
                let position = self.position(kind).ok_or(Refusal::NotThisStep)?;
                let unmet = kind.needs().iter().any(|needed| {
                    self.steps
                        .iter()
                        .any(|step| step.kind() == *needed && !step.is_done())
                });
                if unmet || self.steps[position].is_done() {
                    return Err(Refusal::NotThisStep);
                }
                let zone = self.whole_zone();
                if self.reads_first(kind).is_some() {
                    return Err(Refusal::NotThisStep);
                }
                self.left_behind &= !matches!(act, Act::Photograph { .. } | Act::TypeZone { .. });
                self.steps[position] =
                    self.steps[position]
                        .clone()
                        .act(act, zone.as_ref(), context)?;
            }
        }
        self.turn += 1;
        Ok(self.proceed(context))
    }

    fn examined(
        mut self,
        examination: Examination,
        fence: &Fence,
        findings: Vec<Finding>,
        (zone, chip): (Option<Zone>, Option<Box<ChipReading>>),
        context: &Context<'_>,
    ) -> (Self, Vec<Effect>) {
        let Some(judgement) = self.judgements.get_mut(&examination) else {
            return (self, Vec::new());
        };
        if judgement.fence != *fence || judgement.findings.is_some() {
            return (self, Vec::new());
        }
        judgement.findings = Some(findings);
        if let Some(step) = examination.attempts() {
            *self.attempts.entry(step).or_default() += 1;
        }
        match examination {
            Examination::Document => self.zone = zone,
            Examination::Chip => self.chip = chip.map(|chip| *chip),
            Examination::Face | Examination::Liveness | Examination::Restated => {}
        }
        self.proceed(context)
    }

    /// Goes back to the steps that the reasons call for.
    fn asks_again(mut self, reasons: Vec<Reason>, context: &Context<'_>) -> (Self, Vec<Effect>) {
        let mut kinds: Vec<StepKind> = reasons.iter().map(|reason| self.step_of(*reason)).collect();
        kinds.retain(|kind| self.position(*kind).is_some());
        // A service without the step that a reason speaks of asks for its last one again: somebody
        // is always left with something to do.
        if kinds.is_empty() {
            kinds.extend(self.steps.last().map(Step::kind));
        }
        for kind in kinds {
            self.reopen(kind);
        }
        self.turn += 1;
        self.last_error = reasons.first().copied();
        self.missed = Vec::new();
        if context.now >= self.expires_at {
            return self.becomes(State::Expired { at: context.now });
        }
        let (next, mut effects) = self.becomes(State::RequiresInput);
        if effects.is_empty() {
            effects.push(Effect::Announce(Status::RequiresInput));
        }
        (next, effects)
    }

    /// Undoes a step and what loses its meaning with it.
    fn reopen(&mut self, kind: StepKind) {
        if matches!(kind, StepKind::Document | StepKind::Chip) {
            self.remember_chip_doubts();
        }
        for cleared in std::iter::once(kind).chain(kind.clears().iter().copied()) {
            if let Some(position) = self.position(cleared) {
                self.steps[position] = self.steps[position].clone().reopened();
            }
        }
        match kind {
            StepKind::Document => {
                self.judgements.clear();
                self.zone = None;
                self.chip = None;
            }
            StepKind::Chip => {
                // Its portrait is what faces are compared with.
                self.judgements.retain(|examination, _| {
                    matches!(examination, Examination::Document | Examination::Liveness)
                });
                self.chip = None;
            }
            StepKind::Selfie | StepKind::Liveness => {
                self.judgements.remove(&Examination::Face);
                self.judgements.remove(&Examination::Liveness);
            }
            StepKind::Fields => {
                self.judgements.remove(&Examination::Restated);
            }
            StepKind::Consent => {}
        }
    }

    /// Enters a state; says so when the status changes.
    fn becomes(mut self, state: State) -> (Self, Vec<Effect>) {
        let before = self.status();
        let mut effects = Vec::new();
        if matches!(self.state, State::Processing { .. })
            && matches!(state, State::Processing { .. })
        {
            return (self, effects);
        }
        if let State::InReview { round, .. } = self.state {
            effects.push(Effect::CloseReview { round });
        }
        if let State::InReview { round, due, .. } = state {
            effects.push(Effect::OpenReview { round, due });
        }
        self.state = state;
        let after = self.status();
        if after != Status::RequiresInput {
            self.last_error = match &self.state {
                State::Rejected { report } => report.decision.reasons.first().copied(),
                _ => None,
            };
        }
        if after == Status::Verified {
            effects.push(Effect::Bind);
        }
        if after != before {
            effects.push(Effect::Announce(after));
        }
        (self, effects)
    }

    /// All findings so far, those of the domain included.
    fn all_findings(&self, context: &Context<'_>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Examination::ALL
            .iter()
            .filter_map(|examination| Some((*examination, self.findings(*examination)?)))
            .flat_map(|(examination, findings)| findings.iter().map(move |it| (examination, it)))
            .filter(|(examination, finding)| !self.is_settled(*examination, finding))
            .map(|(_, finding)| finding.clone())
            .collect();
        findings.extend(
            self.steps
                .iter()
                .filter_map(|step| step.finding(self.effective_zone())),
        );
        findings.extend(self.steps.iter().filter_map(|step| step.corrected_number()));
        findings.extend(self.remaining_chip_doubts().cloned());
        if let (Some(age), Some(_)) = (
            context.service.minimum_age,
            self.findings(Examination::Document),
        ) {
            findings.push(steps::document::minimum_age(
                self.effective_zone(),
                age,
                context.now,
            ));
        }
        findings.extend(self.use_of_document(context.others));
        findings.extend(self.use_of_face(context));
        if self.went_on_elsewhere() {
            findings.push(Finding::new(
                Check::HandedOver,
                Outcome::Warn,
                Reason::HandedOver,
            ));
        }
        findings.extend(self.evidence().filter_map(Evidence::finding));
        if let Some(step) = self.liveness() {
            findings.extend(step.finding(self.findings(Examination::Liveness)));
        } else if self.findings(Examination::Face).is_some() {
            findings.push(Finding::new(
                Check::Liveness,
                Outcome::Warn,
                Reason::LivenessNotPerformed,
            ));
        }
        findings
    }

    fn decide(&self, context: &Context<'_>) -> crate::policy::Decision {
        let findings = self.all_findings(context);
        // Whoever went on without the chip is not asked for it once more.
        let skipped = self.is_chip_skipped();
        let attempts = |step| match step {
            StepKind::Chip if skipped => u32::MAX,
            step => self.attempts.get(&step).copied().unwrap_or(0),
        };
        if let Some(sample) = self.sample().filter(|_| !self.is_faceless()) {
            let face_judged = self.findings(Examination::Face).is_some();
            if let Some(decision) = sample.decide(face_judged, attempts(StepKind::Selfie)) {
                return decision;
            }
        }
        let mut required: Vec<Check> = Vec::new();
        if self.current().is_none() {
            for step in &self.steps {
                required.extend(step.required_checks());
            }
        }
        context.policy.decide(&findings, &required, attempts)
    }

    fn report(&self, decision: crate::policy::Decision, context: &Context<'_>) -> Report {
        let mut findings = self.all_findings(context);
        let decided_by = match self.sample() {
            Some(sample) if sample.decide(true, 1).is_some() => {
                findings.push(sample.finding());
                DecidedBy::SandboxSample
            }
            _ => DecidedBy::Policy,
        };
        let liveness = self
            .liveness()
            .map_or(assurance::Liveness::NotPerformed, |step| {
                step.outcome(self.findings(Examination::Liveness))
            });
        let level = self
            .evidence()
            .map(|evidence| evidence.source.cap())
            .fold(context.service.level.min(liveness.cap()), Level::min)
            .min(self.chip.as_ref().map_or(Level::Substantial, |chip| {
                chip.class.map_or(Level::Substantial, ChipClass::cap)
            }));
        Report {
            decision,
            decided_at: context.now,
            decided_by,
            findings,
            fields: self.fields(),
            document: self.document().and_then(|document| document.kind()),
            level,
            liveness,
            chip: self.chip.clone(),
            sources: self.evidence().cloned().collect(),
            policy: self.policy.clone(),
            policy_hash: context.policy.hash(),
        }
    }

    /// The sample document of the sandbox that was shown, in test mode.
    fn sample(&self) -> Option<Sample> {
        if self.livemode {
            None
        } else {
            Sample::of(self.effective_zone()?)
        }
    }

    fn fields(&self) -> crate::fields::Fields {
        let mut fields = self.stated_fields();
        // What only the chip knows is not asked.
        for (field, value) in self.chip_zone().map(Zone::fields).unwrap_or_default() {
            fields.entry(field).or_insert(value);
        }
        fields
    }

    fn stated_fields(&self) -> crate::fields::Fields {
        self.confirmed_fields()
            .cloned()
            .unwrap_or_else(|| self.effective_zone().map(Zone::fields).unwrap_or_default())
    }

    /// The fields as the person handed them in.
    fn confirmed_fields(&self) -> Option<&crate::fields::Fields> {
        self.steps.iter().find_map(|step| match step {
            Step::Fields(fields) => fields.confirmed(),
            _ => None,
        })
    }

    fn position(&self, kind: StepKind) -> Option<usize> {
        self.steps.iter().position(|step| step.kind() == kind)
    }

    fn current(&self) -> Option<&Step> {
        self.steps.iter().find(|step| !step.is_done())
    }

    fn selfie(&self) -> Option<&Evidence> {
        self.steps.iter().find_map(|step| match step {
            Step::Selfie(selfie) => selfie.taken(),
            Step::Liveness(liveness) => liveness.taken(),
            _ => None,
        })
    }

    fn liveness(&self) -> Option<&steps::liveness::Liveness> {
        self.steps.iter().find_map(|step| match step {
            Step::Liveness(liveness) => Some(liveness),
            _ => None,
        })
    }

    fn chip_files(&self) -> Option<&Evidence> {
        self.steps.iter().find_map(|step| match step {
            Step::Chip(chip) => chip.read(),
            _ => None,
        })
    }

    fn chip_zone(&self) -> Option<&Zone> {
        self.chip.as_ref()?.zone.as_ref()
    }

    /// The zone that holds, with what is printed on the document beside it.
    fn whole_zone(&self) -> Option<Zone> {
        let printed = self.printed_zone();
        let mut zone = self.effective_zone()?.clone();
        if let Some(printed) = printed.filter(|_| zone.chip) {
            zone.layout.clone_from(&printed.layout);
            zone.printed.clone_from(&printed.printed);
        }
        Some(zone)
    }

    /// What the signed chip says, else what is printed.
    fn effective_zone(&self) -> Option<&Zone> {
        self.chip_zone().or_else(|| self.printed_zone())
    }
}

#[cfg(test)]
mod tests;
