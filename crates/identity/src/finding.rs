//! Findings: what a check saw, and by which measure. Every decision is explained by them.

use serde::{Deserialize, Serialize};

use crate::id::EvidenceId;

/// Declares an enum whose variants have one stable text each, in code, API and pages alike.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable text of this variant.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::finding::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|variant| variant.as_str() == text)
                    .ok_or(crate::finding::UnknownWord)
            }
        }
    };
}
pub(crate) use words;

/// A text that names no variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the known words")]
pub struct UnknownWord;

words! {
    /// What a check concluded, the gravest last.
    Outcome {
        /// The question was answered as hoped for.
        Pass = "pass",
        /// Answered, with something worth knowing that does not decide anything.
        Warn = "warn",
        /// The software cannot tell; never a silent pass.
        Inconclusive = "inconclusive",
        /// Answered, against the person.
        Fail = "fail",
    }
}

words! {
    /// A question that is asked of evidence.
    Check {
        /// A travel document or identity card is in the picture.
        DocumentPresent = "document_present",
        /// Both sides were shown where there are two, and they differ.
        DocumentSides = "document_sides",
        /// No part of the document is outside the picture.
        DocumentWhole = "document_whole",
        /// The document is large enough in the picture.
        DocumentResolution = "document_resolution",
        /// Its picture is sharp.
        DocumentSharpness = "document_sharpness",
        /// It is neither too dark nor too bright.
        DocumentLight = "document_light",
        /// No light is mirrored on it that hides what matters.
        DocumentGlare = "document_glare",
        /// Nothing lies on it that hides what matters.
        DocumentCovered = "document_covered",
        /// The camera looked at a document and not at a screen.
        DocumentScreen = "document_screen",
        /// It is no print or photocopy.
        DocumentPrint = "document_print",
        /// A camera took the picture: it is no screenshot.
        DocumentScreenshot = "document_screenshot",
        /// The document shows its holder's portrait.
        PortraitPresent = "portrait_present",
        /// The portrait is large and clear enough to be compared with.
        PortraitQuality = "portrait_quality",
        /// A machine-readable zone was found and read (ICAO Doc 9303-3).
        ZoneRead = "zone_read",
        /// Its check digits agree (ICAO Doc 9303-3, 4.9).
        ZoneCheckDigits = "zone_check_digits",
        /// Its dates exist and are in a possible order.
        ZoneDates = "zone_dates",
        /// Issuing state and nationality are known codes (ICAO Doc 9303-3, section 5).
        ZoneStates = "zone_states",
        /// The document is of the kind that the person chose.
        DocumentKind = "document_kind",
        /// The document has not expired.
        DocumentExpiry = "document_expiry",
        /// What is printed beside the zone says the same as the zone (ICAO Doc 9303-3, section 6).
        FieldsMatchZone = "fields_match_zone",
        /// Codes on the document say the same as the rest of it.
        DocumentBarcode = "document_barcode",
        /// The national number keeps its rules and fits birth date and sex.
        NationalNumber = "national_number",
        /// Nobody reported it as lost or stolen, as far as those know who were asked.
        DocumentReported = "document_reported",
        /// The document's chip was read.
        ChipRead = "chip_read",
        /// A state signed what is on it: passive authentication (ICAO Doc 9303-11, 5.1).
        ChipAuthenticity = "chip_authenticity",
        /// It is the chip that the state issued and no copy: chip or active authentication
        /// (ICAO Doc 9303-11, 6).
        ChipProof = "chip_proof",
        /// It says what is printed on the document.
        ChipZone = "chip_zone",
        /// Its portrait can be compared with, and is the printed one.
        ChipPortrait = "chip_portrait",
        /// What the person corrected agrees with the zone.
        FieldsAgree = "fields_agree",
        /// The person is old enough for the service.
        MinimumAge = "minimum_age",
        /// The document has proved nobody else, as far as the organisation's registrations know.
        DocumentUse = "document_use",
        /// Exactly one face is in the selfie.
        SelfieFaceCount = "selfie_face_count",
        /// It is large enough.
        SelfieFaceSize = "selfie_face_size",
        /// The whole face is in the oval.
        SelfieFraming = "selfie_framing",
        /// Its picture is sharp and has contrast (ISO/IEC 29794-5).
        SelfieSharpness = "selfie_sharpness",
        /// The eyes look at the camera.
        SelfieGaze = "selfie_gaze",
        /// The face is neither too dark nor too bright.
        SelfieBrightness = "selfie_brightness",
        /// The eyes are open, and neither hair nor hands cover the face.
        SelfieEyes = "selfie_eyes",
        /// The head is held straight (ISO/IEC 39794-5).
        SelfiePose = "selfie_pose",
        /// The background is even, and so is the light.
        SelfieBackground = "selfie_background",
        /// Selfie and portrait show the same person.
        FaceMatch = "face_match",
        /// No picture was handed in twice, and the portrait's photo is not the selfie.
        ImageIdentity = "image_identity",
        /// The face has come with no other document, as far as the organisation's registrations know.
        FaceUse = "face_use",
        /// A live person was before the camera (ISO/IEC 30107).
        Liveness = "liveness",
        /// What the challenge asked for was done, and nothing else.
        LivenessPrompts = "liveness_prompts",
        /// Turning showed a head and not a flat picture.
        LivenessDepth = "liveness_depth",
        /// It was the same face all the time, without a cut.
        LivenessContinuity = "liveness_continuity",
        /// Enough frames came, in order and without gaps.
        LivenessSequence = "liveness_sequence",
        /// They are new each time, as a camera's are.
        LivenessStream = "liveness_stream",
        /// The camera did not look at a screen.
        LivenessReplay = "liveness_replay",
        /// The skin reflected the colours that the screen showed.
        LivenessLight = "liveness_light",
        /// They come from a camera and not from software in its place (CEN/TS 18099).
        LivenessSource = "liveness_source",
        /// The camera showed enough, and the guide could help.
        CaptureQuality = "capture_quality",
        /// The device that began is the one that went on.
        HandedOver = "handed_over",
        /// A sandbox sample named its outcome.
        Sandbox = "sandbox",
    }
}

words! {
    /// Why a finding came out as it did. Each has a notice of the same code.
    Reason {
        /// Nothing to remark.
        AsExpected = "as-expected",
        /// No document could be made out.
        DocumentNotFound = "document-not-found",
        /// A side of the document is missing.
        DocumentSideMissing = "document-side-missing",
        /// Both pictures show the same side.
        DocumentSameSide = "document-same-side",
        /// A portrait photo was sent instead of a document.
        PortraitInsteadOfDocument = "portrait-instead-of-document",
        /// Something like a zone is there but cannot be read.
        DocumentUnreadable = "document-unreadable",
        /// The picture is blurred.
        DocumentBlurred = "document-blurred",
        /// The document is too small in the picture.
        DocumentTooSmall = "document-too-small",
        /// The document is too dark.
        DocumentTooDark = "document-too-dark",
        /// The document is burnt out.
        DocumentTooBright = "document-too-bright",
        /// A light is mirrored on the document.
        DocumentGlare = "document-glare",
        /// The document's edges could not be made out, so whether it is whole is not known.
        DocumentEdgesUnseen = "document-edges-unseen",
        /// Part of the document lies outside the picture.
        DocumentCropped = "document-cropped",
        /// A finger or something else covers part of the document.
        DocumentCovered = "document-covered",
        /// The document was photographed from a screen.
        DocumentFromScreen = "document-from-screen",
        /// The document is a black-and-white print or photocopy.
        DocumentBlackAndWhite = "document-black-and-white",
        /// The document is a colour print.
        DocumentPrinted = "document-printed",
        /// A screenshot was sent.
        DocumentScreenshot = "document-screenshot",
        /// The picture has something of a copy's, but not enough to say so.
        DocumentCopySuspected = "document-copy-suspected",
        /// The document shows no portrait.
        PortraitNotFound = "portrait-not-found",
        /// The portrait is too small or too poor to be compared with.
        PortraitTooPoor = "portrait-too-poor",
        /// No machine-readable zone was found.
        ZoneNotFound = "zone-not-found",
        /// A check digit does not agree.
        ZoneCheckDigitWrong = "zone-check-digit-wrong",
        /// A character was repaired, proven by a check digit.
        ZoneRepaired = "zone-repaired",
        /// The zone was typed by hand.
        ZoneTyped = "zone-typed",
        /// The zone that was typed is not the one in the photograph.
        ZoneDiffers = "zone-differs",
        /// A date does not exist or contradicts another.
        DatesImpossible = "dates-impossible",
        /// The issuing state or nationality is no known code.
        StateUnknown = "state-unknown",
        /// The document is a specimen, which proves nobody.
        SpecimenDocument = "specimen-document",
        /// The document is of another kind than the person chose.
        DocumentKindDiffers = "document-kind-differs",
        /// The document is past its date of expiry.
        DocumentExpired = "document-expired",
        /// Somebody reported the document as lost or stolen.
        DocumentReportedLost = "document-reported-lost",
        /// The person went on without the chip.
        ChipNotRead = "chip-not-read",
        /// The signature over the chip's files is not the signer's, or is none that is known.
        ChipSignatureWrong = "chip-signature-wrong",
        /// A file is not the one that was signed.
        ChipDataAltered = "chip-data-altered",
        /// No state that is believed in issued the signer's certificate.
        ChipIssuerUnknown = "chip-issuer-unknown",
        /// The signer's certificate, or an issuer's, was revoked.
        ChipSignerRevoked = "chip-signer-revoked",
        /// The signer's certificate, or an issuer's, is not valid now.
        ChipSignerExpired = "chip-signer-expired",
        /// The chip could not prove the key that the state signed.
        ChipCopied = "chip-copied",
        /// The state signed that the chip has a key, but the chip did not show or use it.
        ChipProofMissing = "chip-proof-missing",
        /// Nothing proves that the files come from the chip that the state issued.
        ChipNotProven = "chip-not-proven",
        /// The chip and the printed document say different things.
        ChipDiffers = "chip-differs",
        /// The chip's portrait cannot be read or compared with.
        ChipPortraitUnreadable = "chip-portrait-unreadable",
        /// The chip's portrait and the printed one show different people.
        ChipPortraitDiffers = "chip-portrait-differs",
        /// What is printed beside the zone is not what the zone says.
        FieldsDiffer = "fields-differ",
        /// What is printed beside the zone could not be read, or not surely.
        FieldsUnread = "fields-unread",
        /// A code on the document says something else than the rest of it.
        BarcodeDiffers = "barcode-differs",
        /// A code is on the document, but nothing that it says could be compared.
        BarcodeUncompared = "barcode-uncompared",
        /// The national number does not keep the rules of such numbers.
        NationalNumberWrong = "national-number-wrong",
        /// The national number belongs to another birth date or sex.
        NationalNumberDiffers = "national-number-differs",
        /// What stands in the national number's place is none.
        NationalNumberUnreadable = "national-number-unreadable",
        /// The national number has no check digit that can be held against it.
        NationalNumberUnchecked = "national-number-unchecked",
        /// The person changed a value that the zone states otherwise.
        FieldsCorrected = "fields-corrected",
        /// The document has proved somebody else before: same number, other name or birth date.
        DocumentAlreadyUsed = "document-already-used",
        /// The person is younger than the service asks.
        TooYoung = "too-young",
        /// No face was found in the selfie.
        FaceNotFound = "face-not-found",
        /// Several faces were found in the selfie.
        SeveralFaces = "several-faces",
        /// The face is too small.
        FaceTooSmall = "face-too-small",
        /// The face reaches beyond the oval.
        FaceOffFrame = "face-off-frame",
        /// The picture of the face is blurred or flat.
        FaceBlurred = "face-blurred",
        /// The eyes look past the camera.
        EyesTurnedAway = "eyes-turned-away",
        /// The face is too dark.
        FaceTooDark = "face-too-dark",
        /// The face is burnt out.
        FaceTooBright = "face-too-bright",
        /// An eye is shut.
        EyesClosed = "eyes-closed",
        /// Hair, a hand or something else covers part of the face.
        FaceCovered = "face-covered",
        /// The head is turned, raised, lowered or tilted.
        FaceTurned = "face-turned",
        /// The background is not plain.
        BackgroundUneven = "background-uneven",
        /// One side of the face lies in shadow.
        LightUneven = "light-uneven",
        /// The faces differ.
        FaceMismatch = "face-mismatch",
        /// The faces are neither clearly alike nor clearly different.
        FaceUncertain = "face-uncertain",
        /// The same file was sent again.
        SameImageAgain = "same-image-again",
        /// The document's own portrait was sent as selfie.
        PortraitAsSelfie = "portrait-as-selfie",
        /// A face that is alike has been verified before, with another document.
        FaceAlreadyUsed = "face-already-used",
        /// What was asked for was not done in its time, or something else was.
        PromptNotFollowed = "prompt-not-followed",
        /// The face moves as a flat picture does.
        FaceFlat = "face-flat",
        /// The face became another, or jumped.
        FaceChanged = "face-changed",
        /// Too few frames came, or too far apart.
        FramesMissing = "frames-missing",
        /// Frames came twice, or do not change as a camera's do.
        FramesRepeated = "frames-repeated",
        /// The camera looked at a screen.
        ScreenRecaptured = "screen-recaptured",
        /// The skin did not follow the colours that the screen showed.
        LightNotFollowed = "light-not-followed",
        /// What came is no film: out of order, too much, too large, or no pictures.
        FramesWrong = "frames-wrong",
        /// Software may stand in the camera's place.
        CaptureSuspicious = "capture-suspicious",
        /// The film did not show enough: what people and moderators say of whatever tells pictures
        /// from people.
        LivenessUnsure = "liveness-unsure",
        /// The person went on with a camera that showed little.
        CameraPoor = "camera-poor",
        /// The person went on without a guide.
        CameraUnguided = "camera-unguided",
        /// The person chose another way than video identification.
        LivenessOtherWay = "liveness-other-way",
        /// Liveness was not asked for.
        LivenessNotPerformed = "liveness-not-performed",
        /// Another device than the first went on, perhaps another person's.
        HandedOver = "handed-over",
        /// A check could not be carried out for a technical reason.
        CheckUnavailable = "check-unavailable",
        /// A sample document of the sandbox decided.
        SandboxSample = "sandbox-sample",
        /// The moderator's decision.
        ModeratorDecision = "moderator-decision",
    }
}

/// The model that a measurement came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Model {
    /// Its name, e.g. `face-recognition-resnet-29`.
    pub name: String,
    /// SHA-256 of its weights, hexadecimal.
    pub sha256: String,
}

/// One answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The question.
    pub check: Check,
    /// The answer.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// What was measured, in the check's own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<f64>,
    /// What it was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// The model that measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// The evidence that was judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceId>,
}

impl Finding {
    /// A finding without measurement.
    pub fn new(check: Check, outcome: Outcome, reason: Reason) -> Self {
        Self {
            check,
            outcome,
            reason,
            measured: None,
            threshold: None,
            model: None,
            evidence: Vec::new(),
        }
    }

    /// A finding that found nothing to remark.
    pub fn pass(check: Check) -> Self {
        Self::new(check, Outcome::Pass, Reason::AsExpected)
    }

    /// The same with what was measured and what it was held against.
    #[must_use]
    pub fn measured(mut self, measured: f64, threshold: f64) -> Self {
        self.measured = Some(measured);
        self.threshold = Some(threshold);
        self
    }

    /// The same with the model that measured.
    #[must_use]
    pub fn by(mut self, model: Model) -> Self {
        self.model = Some(model);
        self
    }

    /// The same with the evidence that was judged.
    #[must_use]
    pub fn on(mut self, evidence: impl IntoIterator<Item = EvidenceId>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}
