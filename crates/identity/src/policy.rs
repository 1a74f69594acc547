//! Policies: data that turns findings into a decision. A policy is versioned and hashed, and
//! every report names the hash of the one that decided.

mod blocks;
mod copy;
mod duplicates;
mod face;
mod liveness;
mod twice;
mod validity;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Check, Finding, Outcome, Reason, words};
use crate::service::{Slug, StepKind};

pub use blocks::LivenessLimits;
pub use copy::CopyThresholds;
pub use duplicates::FaceDuplicates;
pub use face::SelfieThresholds;
pub use liveness::{LightThresholds, LivenessThresholds};
pub use validity::{PolicyError, PolicyProblem};

words! {
    /// What becomes of a finding. The gravest of all findings decides; the gravest is last.
    Ruling {
        /// Nothing in the way.
        Accept = "accept",
        /// A moderator must look.
        Review = "review",
        /// The person may try again.
        Retry = "retry",
        /// Final.
        Reject = "reject",
    }
}

/// What becomes of a reason, and of its repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// At first.
    pub ruling: Ruling,
    /// Once the step's attempts are used up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exhausted: Option<Ruling>,
}

/// The measures that checks hold their measurements against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Largest distance of two faces taken for the same person's.
    pub face_match_distance: f64,
    /// Smallest distance of two faces taken for different people's. Between the two is inconclusive.
    pub face_mismatch_distance: f64,
    /// Least distance between the eyes in a document portrait, in pixels.
    pub portrait_eye_distance: f64,
    /// Least sharpness of a document portrait (variance of the Laplacian at 160 pixels).
    pub portrait_sharpness: f64,
    /// Least distance between the eyes in a selfie, in pixels.
    pub selfie_eye_distance: f64,
    /// Largest share of a document that may lie outside its picture, 0 to 1.
    pub document_outside: f64,
    /// Least length of a document's longer side, in pixels.
    pub document_side: f64,
    /// Least sharpness of a document's picture: fine detail over all variation.
    pub document_sharpness: f64,
    /// Least luminance of a document's lightest twentieth, 0 to 255.
    pub document_light: f64,
    /// Largest share of a document that may be burnt out, 0 to 1.
    pub document_burnt: f64,
    /// Largest share of a document that may be lost to glare, 0 to 1.
    pub document_glare: f64,
    /// The same of its portrait and of its zone.
    pub part_glare: f64,
    /// Largest perceptual distance (share of differing bits) of two pictures taken for the same one.
    pub same_image_distance: f64,
    /// Distance of two faces below which a selfie is taken for a copy of the portrait itself.
    pub portrait_copy_distance: f64,
    /// The rules of a selfie. Policies from before have none and keep their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selfie: Option<SelfieThresholds>,
    /// What gives copies away, and what hides parts; the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<CopyThresholds>,
    /// What a challenge before the camera is held against. Under policies without it nobody is asked
    /// for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liveness: Option<LivenessThresholds>,
}

impl Thresholds {
    /// The rules of a selfie: the policy's own, or else the usual ones.
    pub fn selfie(&self) -> SelfieThresholds {
        self.selfie.clone().unwrap_or_default()
    }

    /// What gives copies away: the policy's own limits, or else the usual ones.
    pub fn copy(&self) -> CopyThresholds {
        self.copy.clone().unwrap_or_default()
    }

    /// What a challenge is held against, where the policy says so. Nothing stands in for it: the
    /// policy's hash would not tell what was judged by.
    pub fn liveness(&self) -> Option<LivenessThresholds> {
        self.liveness.clone()
    }
}

words! {
    /// How much a policy wants the chip where a service asks for it.
    ChipUse {
        /// Nobody goes on without it.
        Required = "required",
        /// Whoever cannot read it goes on without, and the report says so.
        Preferred = "preferred",
    }
}

impl ChipUse {
    fn usual() -> Self {
        Self::Required
    }

    // Policies from before keep their hash.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
    fn is_required(&self) -> bool {
        *self == Self::Required
    }
}

/// Times, counts and limits of a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// How often a step may be attempted before its findings stand.
    pub attempts: u32,
    /// Hours within which a moderator should decide.
    pub review_hours: u32,
    /// Minutes that a person gets when they ask for more time.
    #[serde(default = "Limits::usual_extension_minutes")]
    pub extension_minutes: u32,
    /// Hours after its opening that no registration is extended beyond, however often a person
    /// asks for more time.
    #[serde(default = "Limits::usual_longest_hours")]
    pub longest_hours: u32,
    /// How often video identification may fail before it is blocked for a time. Policies from before
    /// have none and keep their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liveness: Option<LivenessLimits>,
}

impl Limits {
    /// How video identification is blocked: the policy's own limits, or else the usual ones.
    pub fn liveness(&self) -> LivenessLimits {
        self.liveness.unwrap_or_default()
    }

    fn usual_extension_minutes() -> u32 {
        30
    }

    /// A day more than the longest time that an organisation may set.
    fn usual_longest_hours() -> u32 {
        31 * 24
    }
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: u32,
    /// What becomes of each reason that a check fails for, or doubts for.
    pub rules: BTreeMap<Reason, Rule>,
    /// What becomes of reasons that a check only warns of; nothing, where a reason is not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub warnings: BTreeMap<Reason, Ruling>,
    /// Whether somebody may go on without the chip, where a service asks for it.
    #[serde(
        default = "ChipUse::usual",
        skip_serializing_if = "ChipUse::is_required"
    )]
    pub chip: ChipUse,
    /// Whether the organisation may hand over what a reader of its own read from the chip (classes
    /// B and C); else only what the server reads itself is taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_readers: bool,
    /// Whether faces of people who were verified before are looked through for the same one; off
    /// where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face_duplicates: Option<FaceDuplicates>,
    /// What checks measure against.
    pub thresholds: Thresholds,
    /// Attempts and times.
    pub limits: Limits,
}

/// What a policy made of findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The gravest ruling.
    pub ruling: Ruling,
    /// The reasons that led to it, gravest first.
    pub reasons: Vec<Reason>,
}

impl Policy {
    /// The policy that the product ships with.
    pub fn standard() -> Self {
        Self::parse(include_str!("policy/standard.json"))
            .expect("the shipped policy is checked by a test")
    }

    /// The one that people are proven by who lost access to their account: the standard one, where whoever has
    /// no chip to read goes on without it. Whether that will do, their account knows.
    pub fn recovery() -> Self {
        let mut policy = Self {
            id: "account-recovery".parse().expect("a slug"),
            chip: ChipUse::Preferred,
            ..Self::standard()
        };
        policy.warnings.remove(&Reason::ChipNotRead);
        policy
    }

    /// The policies that the product ships with.
    pub fn shipped() -> [Self; 2] {
        [Self::standard(), Self::recovery()]
    }

    /// SHA-256 over the policy's canonical JSON, hexadecimal.
    pub fn hash(&self) -> String {
        let canonical = serde_json::to_vec(self).expect("a policy is plain data");
        hex::encode(Sha256::digest(canonical))
    }

    /// What becomes of one finding when its step was attempted `attempts` times.
    ///
    /// A failure or doubt that no rule names goes to review: nothing passes silently.
    pub fn ruling(&self, finding: &Finding, attempts: u32) -> Ruling {
        match finding.outcome {
            Outcome::Pass => Ruling::Accept,
            Outcome::Warn => {
                let named = self.warnings.get(&finding.reason);
                named.copied().unwrap_or(Ruling::Accept)
            }
            Outcome::Inconclusive | Outcome::Fail => match self.rules.get(&finding.reason) {
                Some(Rule {
                    exhausted: Some(ruling),
                    ..
                }) if attempts >= self.limits.attempts => *ruling,
                Some(rule) => rule.ruling,
                None => Ruling::Review,
            },
        }
    }

    /// Decides from all findings. `required` checks without a finding lead to review.
    pub fn decide(
        &self,
        findings: &[Finding],
        required: &[Check],
        attempts: impl Fn(StepKind) -> u32,
    ) -> Decision {
        let mut rulings: Vec<(Ruling, Reason)> = findings
            .iter()
            .map(|finding| {
                (
                    self.ruling(finding, attempts(finding.check.step())),
                    finding.reason,
                )
            })
            .chain(
                required
                    .iter()
                    .filter(|check| !findings.iter().any(|finding| finding.check == **check))
                    .map(|_| (Ruling::Review, Reason::CheckUnavailable)),
            )
            .collect();
        rulings.sort_by_key(|(ruling, _)| std::cmp::Reverse(*ruling));
        let ruling = rulings
            .first()
            .map_or(Ruling::Review, |(ruling, _)| *ruling);
        let mut reasons: Vec<Reason> = Vec::new();
        for (_, reason) in rulings
            .into_iter()
            .filter(|(other, _)| *other == ruling && ruling != Ruling::Accept)
        {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        Decision { ruling, reasons }
    }
}

impl Check {
    /// The step whose evidence the check judges, and which is asked for again on a retry.
    pub fn step(self) -> StepKind {
        match self {
            Self::DocumentPresent
            | Self::DocumentSides
            | Self::DocumentWhole
            | Self::DocumentResolution
            | Self::DocumentSharpness
            | Self::DocumentLight
            | Self::DocumentGlare
            | Self::DocumentCovered
            | Self::DocumentScreen
            | Self::DocumentPrint
            | Self::DocumentScreenshot
            | Self::PortraitPresent
            | Self::PortraitQuality
            | Self::ZoneRead
            | Self::ZoneCheckDigits
            | Self::ZoneDates
            | Self::ZoneStates
            | Self::DocumentKind
            | Self::DocumentExpiry
            | Self::FieldsMatchZone
            | Self::DocumentBarcode
            | Self::NationalNumber
            | Self::DocumentReported
            | Self::MinimumAge
            | Self::DocumentUse
            | Self::Sandbox => StepKind::Document,
            Self::ChipRead
            | Self::ChipAuthenticity
            | Self::ChipProof
            | Self::ChipZone
            | Self::ChipPortrait => StepKind::Chip,
            Self::FieldsAgree => StepKind::Fields,
            Self::SelfieFaceCount
            | Self::SelfieFaceSize
            | Self::SelfieFraming
            | Self::SelfieSharpness
            | Self::SelfieGaze
            | Self::SelfieBrightness
            | Self::SelfieEyes
            | Self::SelfiePose
            | Self::SelfieBackground
            | Self::FaceMatch
            | Self::ImageIdentity
            | Self::FaceUse
            | Self::CaptureQuality
            | Self::HandedOver => StepKind::Selfie,
            Self::Liveness
            | Self::LivenessPrompts
            | Self::LivenessDepth
            | Self::LivenessContinuity
            | Self::LivenessSequence
            | Self::LivenessStream
            | Self::LivenessReplay
            | Self::LivenessLight
            | Self::LivenessSource => StepKind::Liveness,
        }
    }
}
