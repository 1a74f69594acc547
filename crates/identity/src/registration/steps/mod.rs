//! The steps: one folder each, with its state, its rules and its tests.

pub mod chip;
pub mod consent;
pub mod document;
pub mod fields;
pub mod liveness;
pub mod selfie;

use serde::{Deserialize, Serialize};

use super::{Act, Context, Refusal};
use crate::fields::Zone;
use crate::finding::{Check, Finding, Reason};
use crate::service::StepKind;

/// A step with its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", content = "state", rename_all = "snake_case")]
pub enum Step {
    /// Agreement to the processing.
    Consent(consent::Consent),
    /// Photographs of the document.
    Document(document::Document),
    /// The document's chip.
    Chip(chip::Chip),
    /// The fields, checked by the person.
    Fields(fields::FieldsStep),
    /// A photograph of the face.
    Selfie(selfie::Selfie),
    /// A film of the face.
    Liveness(liveness::Liveness),
}

impl Step {
    /// A step of which nothing is done.
    pub(super) fn new(kind: StepKind) -> Self {
        match kind {
            StepKind::Consent => Self::Consent(consent::Consent::default()),
            StepKind::Document => Self::Document(document::Document::default()),
            StepKind::Chip => Self::Chip(chip::Chip::default()),
            StepKind::Fields => Self::Fields(fields::FieldsStep::default()),
            StepKind::Selfie => Self::Selfie(selfie::Selfie::default()),
            StepKind::Liveness => Self::Liveness(liveness::Liveness::default()),
        }
    }

    /// Which step.
    pub fn kind(&self) -> StepKind {
        match self {
            Self::Consent(_) => StepKind::Consent,
            Self::Document(_) => StepKind::Document,
            Self::Chip(_) => StepKind::Chip,
            Self::Fields(_) => StepKind::Fields,
            Self::Selfie(_) => StepKind::Selfie,
            Self::Liveness(_) => StepKind::Liveness,
        }
    }

    /// Whether the person has done it.
    pub fn is_done(&self) -> bool {
        match self {
            Self::Consent(step) => step.is_done(),
            Self::Document(step) => step.is_done(),
            Self::Chip(step) => step.is_done(),
            Self::Fields(step) => step.is_done(),
            Self::Selfie(step) => step.is_done(),
            Self::Liveness(step) => step.is_done(),
        }
    }

    /// Takes a person's act.
    pub(super) fn act(
        self,
        act: Act,
        zone: Option<&Zone>,
        context: &Context<'_>,
    ) -> Result<Self, Refusal> {
        match self {
            Self::Consent(step) => step.act(act, context.now).map(Self::Consent),
            Self::Document(step) => step
                .act(act, &context.service.documents)
                .map(Self::Document),
            Self::Chip(step) => step.act(act, context.policy.chip).map(Self::Chip),
            Self::Fields(step) => step.act(act, zone, context.now).map(Self::Fields),
            Self::Selfie(step) => step.act(act).map(Self::Selfie),
            Self::Liveness(step) => step.act(act).map(Self::Liveness),
        }
    }

    /// The step undone. What helps to do it again is kept.
    pub(super) fn reopened(self) -> Self {
        match self {
            Self::Document(step) => Self::Document(step.reopened()),
            Self::Consent(_)
            | Self::Chip(_)
            | Self::Fields(_)
            | Self::Selfie(_)
            | Self::Liveness(_) => Self::new(self.kind()),
        }
    }

    /// The step's own finding, where its rules make one without pixels.
    pub(super) fn finding(&self, zone: Option<&Zone>) -> Option<Finding> {
        match self {
            Self::Chip(step) => step.finding(),
            Self::Fields(step) => step.finding(zone),
            Self::Consent(_) | Self::Document(_) | Self::Selfie(_) | Self::Liveness(_) => None,
        }
    }

    /// The finding on a national number that the person corrected.
    pub(super) fn corrected_number(&self) -> Option<Finding> {
        match self {
            Self::Fields(step) => step.corrected_number(),
            _ => None,
        }
    }

    /// The checks without whose findings nobody is accepted.
    pub(super) fn required_checks(&self) -> &'static [Check] {
        match self {
            Self::Chip(step) => step.required_checks(),
            _ => self.kind().required_checks(),
        }
    }
}

impl StepKind {
    /// The checks without whose findings nobody is accepted who did the step.
    pub fn required_checks(self) -> &'static [Check] {
        match self {
            Self::Consent => &[],
            Self::Document => &[
                Check::DocumentPresent,
                Check::DocumentSides,
                Check::PortraitPresent,
                Check::ZoneRead,
                Check::ZoneCheckDigits,
                Check::ZoneDates,
                Check::ZoneStates,
                Check::DocumentExpiry,
            ],
            Self::Chip => &[
                Check::ChipRead,
                Check::ChipAuthenticity,
                Check::ChipProof,
                Check::ChipZone,
                Check::ChipPortrait,
            ],
            Self::Fields => &[Check::FieldsAgree],
            Self::Selfie => &[
                Check::SelfieFaceCount,
                Check::SelfieFaceSize,
                Check::FaceMatch,
                Check::ImageIdentity,
            ],
            Self::Liveness => &[
                Check::Liveness,
                Check::SelfieFaceCount,
                Check::SelfieFaceSize,
                Check::FaceMatch,
                Check::ImageIdentity,
            ],
        }
    }
}

impl Reason {
    /// What the person is told in its place: whoever holds something up before the camera must not
    /// learn what gave it away.
    #[must_use]
    pub fn told(self) -> Self {
        match self {
            Self::FaceFlat | Self::FramesRepeated | Self::ScreenRecaptured => Self::LivenessUnsure,
            reason => reason,
        }
    }

    /// The step that is asked for again when this is the reason for a retry.
    pub fn step(self) -> StepKind {
        match self {
            Self::FieldsCorrected => StepKind::Fields,
            Self::ChipNotRead
            | Self::ChipSignatureWrong
            | Self::ChipDataAltered
            | Self::ChipIssuerUnknown
            | Self::ChipSignerRevoked
            | Self::ChipSignerExpired
            | Self::ChipCopied
            | Self::ChipProofMissing
            | Self::ChipNotProven
            | Self::ChipDiffers
            | Self::ChipPortraitUnreadable
            | Self::ChipPortraitDiffers => StepKind::Chip,
            Self::FaceNotFound
            | Self::SeveralFaces
            | Self::FaceTooSmall
            | Self::FaceOffFrame
            | Self::FaceBlurred
            | Self::EyesTurnedAway
            | Self::FaceTooDark
            | Self::FaceTooBright
            | Self::EyesClosed
            | Self::FaceCovered
            | Self::FaceTurned
            | Self::BackgroundUneven
            | Self::LightUneven
            | Self::FaceMismatch
            | Self::FaceUncertain
            | Self::PortraitAsSelfie
            | Self::FaceAlreadyUsed
            | Self::CameraPoor
            | Self::CameraUnguided
            | Self::LivenessNotPerformed => StepKind::Selfie,
            Self::PromptNotFollowed
            | Self::FaceFlat
            | Self::FaceChanged
            | Self::FramesMissing
            | Self::FramesRepeated
            | Self::FramesWrong
            | Self::ScreenRecaptured
            | Self::LightNotFollowed
            | Self::CaptureSuspicious
            | Self::LivenessUnsure
            | Self::LivenessOtherWay => StepKind::Liveness,
            _ => StepKind::Document,
        }
    }
}
