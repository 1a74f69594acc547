//! Evidence: what a step collected, and where it came from.

use serde::{Deserialize, Serialize};

use crate::assurance::Level;
use crate::finding::{Check, Finding, Outcome, Reason, words};
use crate::id::EvidenceId;

words! {
    /// What a piece of evidence shows.
    EvidenceKind {
        /// The side of the document that bears the portrait.
        DocumentFront = "document_front",
        /// The other side.
        DocumentBack = "document_back",
        /// The files of the document's chip, with how they were come by.
        Chip = "chip",
        /// The person's face.
        Selfie = "selfie",
    }
}

words! {
    /// How a piece of evidence was captured (terms after CEN/TS 18099). Whatever a browser
    /// sends is attacker-controlled, so the source caps the level of assurance.
    CaptureSource {
        /// A camera session that the server drove.
        ServerDriven = "server_driven",
        /// The product's own camera page.
        CameraPage = "camera_page",
        /// A file that the person chose.
        Upload = "upload",
        /// A reader of somebody else's making.
        ForeignReader = "foreign_reader",
    }
}

impl CaptureSource {
    /// The highest level that a verification on evidence of this source may reach.
    pub fn cap(self) -> Level {
        match self {
            // A file may have been made anywhere, at any time, by anybody.
            Self::Upload => Level::Low,
            // Software that is in the person's hands took it, of ours or of others.
            Self::CameraPage | Self::ForeignReader => Level::Substantial,
            Self::ServerDriven => Level::High,
        }
    }
}

words! {
    /// What a camera page said of its camera when the person went on all the same. It may say
    /// anything: this never speaks for anybody, and is at most worth knowing.
    CameraLimit {
        /// Too few dots or pictures, or a picture that stayed dark or blurred.
        Poor = "poor",
        /// The guide could not run in this browser.
        Unguided = "unguided",
    }
}

impl CameraLimit {
    fn reason(self) -> Reason {
        match self {
            Self::Poor => Reason::CameraPoor,
            Self::Unguided => Reason::CameraUnguided,
        }
    }
}

/// A reference to stored evidence. The bytes never enter an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its identifier.
    pub id: EvidenceId,
    /// What it shows.
    pub kind: EvidenceKind,
    /// Where it came from.
    pub source: CaptureSource,
    /// What the camera page said of its camera, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<CameraLimit>,
}

impl Evidence {
    /// What is worth knowing of how it was captured.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let limit = self.limit?;
        let found = Finding::new(Check::CaptureQuality, Outcome::Warn, limit.reason());
        Some(found.on([self.id.clone()]))
    }
}
