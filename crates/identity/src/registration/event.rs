//! What may happen to a registration, and what must be done about it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::steps::chip::ChipReading;
use super::{Examination, Fence, Status};
use crate::evidence::Evidence;
use crate::fields::{DocumentKind, Field, Zone};
use crate::finding::{Finding, Reason, words};
use crate::id::OperatorId;
use crate::movement::Missed;
use crate::service::StepKind;

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The person did something.
    Person {
        /// The turn that the person saw: an act on a page that is out of date is refused.
        turn: u32,
        /// What they did.
        act: Act,
    },
    /// An examination came to an end.
    Examined {
        /// Which.
        examination: Examination,
        /// What it judged.
        fence: Fence,
        /// What it found.
        findings: Vec<Finding>,
        /// What the document's examination read.
        zone: Option<Zone>,
        /// What the chip's examination made of its files.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chip: Option<Box<ChipReading>>,
    },
    /// A film of the person was begun: a challenge is about to be drawn. It is no turn: what else
    /// stands on the page stays good.
    FilmBegun {
        /// The turn that the person saw.
        turn: u32,
    },
    /// A film came to an end and was judged.
    Filmed {
        /// The best frame, if there is one, and the attempt that was begun.
        fence: Fence,
        /// What it found.
        findings: Vec<Finding>,
        /// The best frame.
        selfie: Option<Evidence>,
        /// What the person could do better.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        missed: Vec<Missed>,
    },
    /// The organisation handed over what a reader of its own read from the chip.
    ChipHandedOver {
        /// Where it is kept.
        evidence: Evidence,
    },
    /// A moderator decided.
    Reviewed {
        /// The review that it answers.
        round: u32,
        /// The decision.
        verdict: Verdict,
        /// Whose.
        operator: OperatorId,
        /// Why, in the moderator's words; never shown to the person.
        note: String,
    },
    /// Somebody ended it.
    Canceled {
        /// Who.
        by: Actor,
    },
    /// Another device than the first goes on.
    HandedOver,
    /// The first device goes on again: what was given meanwhile is not shown to it.
    TakenBack,
    /// The person asked for more time.
    Extended,
    /// Time may have ended it.
    Lapsed,
}

words! {
    /// Who acted.
    Actor {
        /// The person whose registration it is.
        Person = "person",
        /// The organisation that opened it.
        Organisation = "organisation",
        /// A named operator.
        Operator = "operator",
        /// The product itself.
        Machine = "machine",
    }
}

/// What a person may do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Agree to the processing.
    Consent {
        /// The version of the text that was shown.
        text_version: String,
        /// The language that it was shown in (BCP 47).
        language: String,
    },
    /// Choose which document to present.
    ChooseDocument {
        /// Its kind.
        kind: DocumentKind,
    },
    /// Hand in a photograph.
    Photograph {
        /// Where it is kept.
        evidence: Evidence,
    },
    /// Hand in what was read from the chip.
    PresentChip {
        /// Where it is kept.
        evidence: Evidence,
    },
    /// Go on without the chip.
    SkipChip,
    /// Type the machine-readable zone.
    TypeZone {
        /// What was typed, parsed.
        zone: Zone,
    },
    /// Check the fields and hand them in.
    ConfirmFields {
        /// The values as the person left them.
        values: BTreeMap<Field, String>,
    },
    /// Do a step again.
    Reopen(
        /// Which.
        StepKind,
    ),
    /// Give up.
    Cancel,
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.write_str(match self {
            Self::Consent { .. } => "Consent",
            Self::ChooseDocument { .. } => "ChooseDocument",
            Self::Photograph { .. } => "Photograph",
            Self::PresentChip { .. } => "PresentChip",
            Self::SkipChip => "SkipChip",
            Self::TypeZone { .. } => "TypeZone",
            Self::ConfirmFields { .. } => "ConfirmFields",
            Self::Reopen(_) => "Reopen",
            Self::Cancel => "Cancel",
        })
    }
}

impl Act {
    /// The step that the act belongs to; acts on the whole registration belong to its first.
    pub(super) fn step(&self) -> StepKind {
        use crate::evidence::EvidenceKind;
        match self {
            Self::Consent { .. } | Self::Cancel => StepKind::Consent,
            Self::ChooseDocument { .. } | Self::TypeZone { .. } => StepKind::Document,
            Self::PresentChip { .. } | Self::SkipChip => StepKind::Chip,
            Self::Photograph { evidence } => match evidence.kind {
                EvidenceKind::Chip => StepKind::Chip,
                EvidenceKind::DocumentFront | EvidenceKind::DocumentBack => StepKind::Document,
                EvidenceKind::Selfie => StepKind::Selfie,
            },
            Self::ConfirmFields { .. } => StepKind::Fields,
            Self::Reopen(step) => *step,
        }
    }
}

/// A moderator's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The person is who the fields say.
    Accept,
    /// The person may try again.
    Retry {
        /// Why, as the person is told.
        reason: Reason,
    },
    /// Refused, finally.
    Reject {
        /// Why, as the person is told.
        reason: Reason,
    },
}

/// What must be done after a transition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Examine evidence in the background.
    Examine {
        /// What to examine.
        examination: Examination,
        /// What the result must name.
        fence: Fence,
    },
    /// Put a case before the moderators.
    OpenReview {
        /// Which review of this registration.
        round: u32,
        /// By when it should be decided.
        due: Timestamp,
    },
    /// Take a case away from the moderators.
    CloseReview {
        /// Which review of this registration.
        round: u32,
    },
    /// Erase the evidence that does not count, at once.
    Forget,
    /// Bind the verified identity to the account.
    Bind,
    /// Tell the organisation and everyone who watches.
    Announce(
        /// What it became.
        Status,
    ),
}

/// Why an event was not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The registration is past that.
    #[error("not possible while the registration is {0}")]
    NotNow(Status),
    /// The page that it came from was out of date.
    #[error("made in a turn that has passed")]
    Stale,
    /// The step is not the one that is asked for.
    #[error("not the step that is asked for")]
    NotThisStep,
    /// The service does not accept this kind of document.
    #[error("this kind of document is not accepted")]
    DocumentNotAccepted,
    /// The policy takes nothing that somebody else's reader read.
    #[error("the policy allows no foreign readers")]
    ForeignReader,
    /// The evidence is not what was asked for.
    #[error("not the picture that was asked for")]
    UnexpectedEvidence,
    /// Values that cannot be.
    #[error("values that cannot be")]
    Fields(Vec<(Field, FieldProblem)>),
}

words! {
    /// What is the matter with a value.
    FieldProblem {
        /// Nothing was entered.
        Missing = "missing",
        /// Too long.
        TooLong = "too_long",
        /// Not a date that exists.
        NotADate = "not_a_date",
        /// A birth date in the future.
        InTheFuture = "in_the_future",
        /// Characters that cannot stand in such a field.
        Characters = "characters",
    }
}
