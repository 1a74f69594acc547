//! The words of the domain in a person's language. Every variant names its text here, so that the
//! compiler lists what is missing.

use bonafide_identity::account::System;
use bonafide_identity::assurance::{ChipClass, Level, Liveness};
use bonafide_identity::evidence::{CaptureSource, EvidenceKind};
use bonafide_identity::fields::{DocumentKind, Field, Verification};
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::movement::{Advice, Movement};
use bonafide_identity::notice::Code;
use bonafide_identity::refusal::Refusal;
use bonafide_identity::registration::{DecidedBy, Status};
use bonafide_identity::service::StepKind;
use bonafide_oidc::person::Claim;

use crate::texts::Say;

/// Something that has a name in every language.
pub(crate) trait Word: Copy {
    /// The id of its text.
    fn text(self) -> &'static str;

    /// Its name.
    fn said(self, say: Say) -> String {
        say.say(self.text())
    }
}

impl Word for StepKind {
    fn text(self) -> &'static str {
        match self {
            Self::Consent => "step-consent",
            Self::Document => "step-document",
            Self::Chip => "step-chip",
            Self::Fields => "step-fields",
            Self::Selfie => "step-selfie",
            Self::Liveness => "step-liveness",
        }
    }
}

impl Word for System {
    fn text(self) -> &'static str {
        match self {
            Self::Android => "device-android",
            Self::Ios => "device-ios",
            Self::Windows => "device-windows",
            Self::Mac => "device-mac",
            Self::Linux => "device-linux",
            Self::Other => "device-other",
        }
    }
}

impl Word for DocumentKind {
    fn text(self) -> &'static str {
        match self {
            Self::Passport => "document-passport",
            Self::IdentityCard => "document-identity-card",
            Self::ResidencePermit => "document-residence-permit",
            Self::Visa => "document-visa",
        }
    }
}

/// The id of the text that says what is photographed of a kind of document.
pub(crate) fn document_hint(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Passport => "document-passport-hint",
        DocumentKind::IdentityCard => "document-identity-card-hint",
        DocumentKind::ResidencePermit => "document-residence-permit-hint",
        DocumentKind::Visa => "document-visa-hint",
    }
}

impl Word for EvidenceKind {
    fn text(self) -> &'static str {
        match self {
            Self::DocumentFront => "evidence-document-front",
            Self::DocumentBack => "evidence-document-back",
            Self::Chip => "evidence-chip",
            Self::Selfie => "evidence-selfie",
        }
    }
}

impl Word for CaptureSource {
    fn text(self) -> &'static str {
        match self {
            Self::ServerDriven => "source-server-driven",
            Self::CameraPage => "source-camera-page",
            Self::Upload => "source-upload",
            Self::ForeignReader => "source-foreign-reader",
        }
    }
}

impl Word for Field {
    fn text(self) -> &'static str {
        match self {
            Self::Surname => "field-surname",
            Self::GivenNames => "field-given-names",
            Self::BirthDate => "field-birth-date",
            Self::Sex => "field-sex",
            Self::Nationality => "field-nationality",
            Self::DocumentNumber => "field-document-number",
            Self::ExpiryDate => "field-expiry-date",
            Self::IssuingState => "field-issuing-state",
            Self::PersonalNumber => "field-personal-number",
            Self::FullName => "field-full-name",
            Self::Patronymic => "field-patronymic",
            Self::PlaceOfBirth => "field-place-of-birth",
            Self::IssuingAuthority => "field-issuing-authority",
            Self::IssueDate => "field-issue-date",
        }
    }
}

/// The id of the text that says how to fill in a field.
pub(crate) fn field_hint(field: Field) -> &'static str {
    match field {
        Field::Surname => "field-surname-hint",
        Field::GivenNames => "field-given-names-hint",
        Field::BirthDate => "field-birth-date-hint",
        Field::Sex => "field-sex-hint",
        Field::Nationality => "field-nationality-hint",
        Field::DocumentNumber => "field-document-number-hint",
        Field::ExpiryDate => "field-expiry-date-hint",
        Field::IssuingState => "field-issuing-state-hint",
        Field::PersonalNumber
        | Field::FullName
        | Field::Patronymic
        | Field::PlaceOfBirth
        | Field::IssuingAuthority
        | Field::IssueDate => "field-personal-number-hint",
    }
}

/// A field's value as people write it: dates in words, the sex by name.
pub(crate) fn shown(field: Field, text: &str, say: Say) -> String {
    match field {
        Field::BirthDate | Field::ExpiryDate | Field::IssueDate => text
            .parse()
            .map_or_else(|_| text.to_owned(), |date| say.date(date)),
        Field::Sex => match text {
            "F" => say.say("sex-f"),
            "M" => say.say("sex-m"),
            "X" => say.say("sex-x"),
            other => other.to_owned(),
        },
        _ => text.to_owned(),
    }
}

impl Word for Claim {
    fn text(self) -> &'static str {
        match self {
            Self::Email | Self::EmailVerified => "account-mail-label",
            Self::PhoneNumber | Self::PhoneNumberVerified => "account-phone-label",
            Self::Name => "claim-name",
            Self::GivenName => "field-given-names",
            Self::FamilyName => "field-surname",
            Self::Birthdate => "field-birth-date",
            Self::AgeOver16 => "claim-age-over-16",
            Self::AgeOver18 => "claim-age-over-18",
            Self::AgeOver21 => "claim-age-over-21",
            Self::AgeOver65 => "claim-age-over-65",
        }
    }
}

impl Word for Verification {
    fn text(self) -> &'static str {
        match self {
            Self::CheckDigit => "verification-check-digit",
            Self::MachineReadableZone => "verification-machine-readable-zone",
            Self::Transliteration => "verification-transliteration",
            Self::VisualZone => "verification-visual-zone",
            Self::Chip => "verification-chip",
            Self::Moderator => "verification-moderator",
            Self::Unverified => "verification-unverified",
        }
    }
}

impl Word for Level {
    fn text(self) -> &'static str {
        match self {
            Self::Low => "level-low",
            Self::Substantial => "level-substantial",
            Self::High => "level-high",
        }
    }
}

impl Word for ChipClass {
    fn text(self) -> &'static str {
        match self {
            Self::A => "chip-class-a",
            Self::B => "chip-class-b",
            Self::C => "chip-class-c",
        }
    }
}

impl Word for Liveness {
    fn text(self) -> &'static str {
        match self {
            Self::NotPerformed => "face-photographed",
            Self::Passed => "face-filmed",
            Self::Failed | Self::Inconclusive => "face-film-unsure",
            Self::OtherWay => "face-other-way",
        }
    }
}

impl Word for DecidedBy {
    fn text(self) -> &'static str {
        match self {
            Self::Policy => "decided-by-policy",
            Self::Moderator => "decided-by-moderator",
            Self::SandboxSample => "decided-by-sample",
        }
    }
}

impl Word for Status {
    fn text(self) -> &'static str {
        match self {
            Self::RequiresInput => "status-requires-input",
            Self::Processing => "status-processing",
            Self::InReview => "status-in-review",
            Self::Verified => "status-verified",
            Self::Rejected => "status-rejected",
            Self::Canceled => "status-canceled",
            Self::Expired => "status-expired",
        }
    }
}

impl Word for Check {
    fn text(self) -> &'static str {
        match self {
            Self::DocumentPresent => "check-document-present",
            Self::DocumentSides => "check-document-sides",
            Self::DocumentWhole => "check-document-whole",
            Self::DocumentResolution => "check-document-resolution",
            Self::DocumentSharpness => "check-document-sharpness",
            Self::DocumentLight => "check-document-light",
            Self::DocumentGlare => "check-document-glare",
            Self::DocumentCovered => "check-document-covered",
            Self::DocumentScreen => "check-document-screen",
            Self::DocumentPrint => "check-document-print",
            Self::DocumentScreenshot => "check-document-screenshot",
            Self::PortraitPresent => "check-portrait-present",
            Self::PortraitQuality => "check-portrait-quality",
            Self::ZoneRead => "check-zone-read",
            Self::ZoneCheckDigits => "check-zone-check-digits",
            Self::ZoneDates => "check-zone-dates",
            Self::ZoneStates => "check-zone-states",
            Self::DocumentKind => "check-document-kind",
            Self::DocumentExpiry => "check-document-expiry",
            Self::FieldsMatchZone => "check-fields-match-zone",
            Self::DocumentBarcode => "check-document-barcode",
            Self::NationalNumber => "check-national-number",
            Self::DocumentReported => "check-document-reported",
            Self::ChipRead => "check-chip-read",
            Self::ChipAuthenticity => "check-chip-authenticity",
            Self::ChipProof => "check-chip-proof",
            Self::ChipZone => "check-chip-zone",
            Self::ChipPortrait => "check-chip-portrait",
            Self::FieldsAgree => "check-fields-agree",
            Self::MinimumAge => "check-minimum-age",
            Self::DocumentUse => "check-document-use",
            Self::SelfieFaceCount => "check-selfie-face-count",
            Self::SelfieFaceSize => "check-selfie-face-size",
            Self::SelfieFraming => "check-selfie-framing",
            Self::SelfieSharpness => "check-selfie-sharpness",
            Self::SelfieGaze => "check-selfie-gaze",
            Self::SelfieBrightness => "check-selfie-brightness",
            Self::SelfieEyes => "check-selfie-eyes",
            Self::SelfiePose => "check-selfie-pose",
            Self::SelfieBackground => "check-selfie-background",
            Self::FaceMatch => "check-face-match",
            Self::ImageIdentity => "check-image-identity",
            Self::FaceUse => "check-face-use",
            Self::Liveness => "check-liveness",
            Self::LivenessPrompts => "check-liveness-prompts",
            Self::LivenessDepth => "check-liveness-depth",
            Self::LivenessContinuity => "check-liveness-continuity",
            Self::LivenessSequence => "check-liveness-sequence",
            Self::LivenessStream => "check-liveness-stream",
            Self::LivenessReplay => "check-liveness-replay",
            Self::LivenessLight => "check-liveness-light",
            Self::LivenessSource => "check-liveness-source",
            Self::CaptureQuality => "check-capture-quality",
            Self::HandedOver => "check-handed-over",
            Self::Sandbox => "check-sandbox",
        }
    }
}

impl Word for Movement {
    fn text(self) -> &'static str {
        match self {
            Self::TurnLeft => "liveness-prompt-turn-left",
            Self::TurnRight => "liveness-prompt-turn-right",
            Self::Closer => "liveness-prompt-closer",
            Self::Back => "liveness-prompt-back",
            Self::CloseEyes => "liveness-prompt-close-eyes",
            Self::LookUp => "liveness-prompt-look-up",
        }
    }
}

impl Word for Advice {
    fn text(self) -> &'static str {
        match self {
            Self::Further => "liveness-advice-further",
            Self::Slower => "liveness-advice-slower",
            Self::WaitForIt => "liveness-advice-wait",
            Self::ComeBack => "liveness-advice-come-back",
            Self::OnlyThat => "liveness-advice-only-that",
            Self::StayInView => "liveness-advice-stay-in-view",
            Self::MoreLight => "liveness-advice-more-light",
            Self::LessLight => "liveness-advice-less-light",
            Self::BetterConnection => "liveness-advice-connection",
        }
    }
}

impl Word for Outcome {
    fn text(self) -> &'static str {
        match self {
            Self::Pass => "outcome-pass",
            Self::Warn => "outcome-warn",
            Self::Inconclusive => "outcome-inconclusive",
            Self::Fail => "outcome-fail",
        }
    }
}

impl Word for Refusal {
    fn text(self) -> &'static str {
        match self {
            Self::SideMissing => "refusal-side-missing",
            Self::Mismatch => "refusal-mismatch",
            Self::Copy => "refusal-copy",
            Self::Unreadable => "refusal-unreadable",
            Self::Expired => "refusal-expired",
        }
    }
}

/// The id of the note for moderators: what was measured, and what to look at. Nobody else reads it, so
/// it may say what would help those who deceive.
pub(crate) fn look_at(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::DocumentSideMissing | Reason::DocumentSameSide => "moderate-look-side",
        Reason::FaceMismatch | Reason::FaceUncertain => "moderate-look-mismatch",
        Reason::PortraitInsteadOfDocument => "moderate-look-portrait",
        Reason::DocumentFromScreen => "moderate-look-screen",
        Reason::DocumentBlackAndWhite => "moderate-look-grey",
        Reason::DocumentPrinted => "moderate-look-print",
        Reason::DocumentScreenshot => "moderate-look-screenshot",
        Reason::DocumentCopySuspected => "moderate-look-suspected",
        Reason::DocumentCovered => "moderate-look-covered",
        Reason::PortraitTooPoor => "moderate-look-poor",
        Reason::DocumentExpired => "moderate-look-expired",
        Reason::FaceAlreadyUsed => "moderate-look-alike",
        other if other.refusal() == Some(Refusal::Unreadable) => "moderate-look-unreadable",
        _ => return None,
    })
}

/// An outcome as a class.
pub(crate) const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Warn => "warn",
        Outcome::Inconclusive => "inconclusive",
        Outcome::Fail => "fail",
    }
}

/// The notice that explains a reason. Reasons are codes of notices; a test walks them all.
pub(crate) fn notice_of(reason: Reason) -> Code {
    reason.as_str().parse().unwrap_or(Code::SomethingWentWrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_refuses_a_document_has_a_note_for_moderators() {
        for reason in Reason::ALL {
            assert!(
                reason.refusal().is_none() || look_at(*reason).is_some(),
                "{reason}"
            );
        }
    }

    #[test]
    fn every_reason_is_a_notice() {
        for reason in Reason::ALL {
            assert_eq!(notice_of(*reason).as_str(), reason.as_str());
        }
    }
}
