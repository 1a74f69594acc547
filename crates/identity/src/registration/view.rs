//! What a person sees of a registration: the same value becomes a page, JSON, or an app's screen.

use serde::Serialize;

use super::steps::Step;
use super::{Registration, State, Status};
use crate::evidence::EvidenceKind;
use crate::fields::{DocumentKind, Field, Value, Zone};
use crate::finding::Reason;
use crate::movement::Missed;
use crate::policy::{ChipUse, Policy};
use crate::service::{Definition, StepKind};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Done; may be done again while input is required.
    Done,
    /// Asked for now.
    Current,
    /// Still to come.
    Ahead,
}

/// A line of the step list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepStatus {
    /// Which step.
    pub step: StepKind,
    /// How far.
    pub progress: Progress,
}

/// What the machine is busy with while the person waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Working {
    /// Reading the document.
    ReadingDocument,
    /// Judging what the chip says.
    JudgingChip,
    /// Comparing faces and deciding.
    Deciding,
}

/// The one thing on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "screen", rename_all = "snake_case")]
pub enum Screen {
    /// Who asks, what for, what will be asked; agreement.
    Consent,
    /// Which document.
    ChooseDocument {
        /// Those that the service accepts.
        accepted: Vec<DocumentKind>,
    },
    /// A photograph of a side.
    PhotographDocument {
        /// Of what.
        kind: DocumentKind,
        /// Which side.
        side: EvidenceKind,
        /// Whether typing the zone by hand leads on, since it could not be read.
        may_type_zone: bool,
    },
    /// Nothing to do but wait.
    Working {
        /// For what.
        on: Working,
    },
    /// The chip, to be read.
    ReadChip {
        /// Of what.
        kind: Option<DocumentKind>,
        /// Whether the person may go on without it.
        may_skip: bool,
    },
    /// What was read, to be checked.
    CheckFields {
        /// The fields with what was read, in the order to show them. Empty ones are to be typed.
        fields: Vec<(Field, Option<Value>)>,
        /// The zone, to be held against the document.
        zone: Option<Zone>,
    },
    /// A photograph of the face.
    Selfie,
    /// A film of the face, or a photograph by those who cannot.
    Liveness,
    /// A moderator looks.
    InReview,
    /// The end.
    Result {
        /// Which.
        status: Status,
        /// Why, unless all went well.
        reasons: Vec<Reason>,
    },
}

/// What a person sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// Where the registration stands.
    pub status: Status,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// The turn that the person's act must name.
    pub turn: u32,
    /// The step list.
    pub steps: Vec<StepStatus>,
    /// The one thing on the page.
    pub screen: Screen,
    /// Why the person is asked again.
    pub problem: Option<Reason>,
    /// What to do better in the next film, when one is asked for again.
    pub missed: Vec<Missed>,
}

pub(super) fn view(registration: &Registration, definition: &Definition, policy: &Policy) -> View {
    let current = registration.current();
    let steps = registration
        .steps
        .iter()
        .map(|step| StepStatus {
            step: step.kind(),
            progress: match current {
                Some(current) if current.kind() == step.kind() => Progress::Current,
                _ if step.is_done() => Progress::Done,
                _ => Progress::Ahead,
            },
        })
        .collect();
    let problem = registration.last_error.filter(|reason| {
        registration.status() == Status::RequiresInput
            && current.is_some_and(|step| {
                step.kind() == registration.step_of(*reason) && is_unanswered(step)
            })
    });
    let films = current.is_some_and(|step| step.kind() == StepKind::Liveness);
    View {
        status: registration.status(),
        livemode: registration.livemode,
        turn: registration.turn,
        steps,
        screen: screen(registration, definition, policy),
        missed: if problem.is_some() && films {
            registration.missed.clone()
        } else {
            Vec::new()
        },
        problem: problem.map(Reason::told),
    }
}

/// What the person is told, each once.
fn told(reasons: &[Reason]) -> Vec<Reason> {
    let mut told = Vec::new();
    for reason in reasons.iter().map(|reason| reason.told()) {
        if !told.contains(&reason) {
            told.push(reason);
        }
    }
    told
}

/// Whether nothing was done yet about what a step was asked again for: with another document
/// chosen, or one side photographed anew, the old reason speaks of what is gone.
fn is_unanswered(step: &Step) -> bool {
    match step {
        Step::Document(document) => document.is_asked_again(),
        Step::Consent(_)
        | Step::Chip(_)
        | Step::Fields(_)
        | Step::Selfie(_)
        | Step::Liveness(_) => true,
    }
}

fn screen(registration: &Registration, definition: &Definition, policy: &Policy) -> Screen {
    match &registration.state {
        State::RequiresInput => match registration.current() {
            Some(step) => step_screen(registration, definition, policy, step),
            None => Screen::Working {
                on: Working::Deciding,
            },
        },
        State::Processing { .. } => Screen::Working {
            on: Working::Deciding,
        },
        State::InReview { .. } => Screen::InReview,
        State::Verified { .. } | State::Canceled { .. } | State::Expired { .. } => Screen::Result {
            status: registration.status(),
            reasons: Vec::new(),
        },
        State::Rejected { report } => Screen::Result {
            status: Status::Rejected,
            reasons: told(&report.decision.reasons),
        },
    }
}

fn step_screen(
    registration: &Registration,
    definition: &Definition,
    policy: &Policy,
    step: &Step,
) -> Screen {
    if let Some(on) = registration.reads_first(step.kind()) {
        return Screen::Working { on };
    }
    match step {
        Step::Consent(_) => Screen::Consent,
        Step::Document(document) => match document.missing() {
            None => Screen::ChooseDocument {
                accepted: definition.documents.clone(),
            },
            Some((kind, side)) => Screen::PhotographDocument {
                kind,
                side,
                may_type_zone: document.may_type_zone(),
            },
        },
        Step::Chip(_) => Screen::ReadChip {
            kind: registration.document_kind(),
            may_skip: policy.chip == ChipUse::Preferred,
        },
        Step::Fields(fields) => {
            let zone = registration.whole_zone();
            Screen::CheckFields {
                fields: fields.proposed(zone.as_ref()),
                zone,
            }
        }
        Step::Selfie(_) => Screen::Selfie,
        Step::Liveness(_) => Screen::Liveness,
    }
}
