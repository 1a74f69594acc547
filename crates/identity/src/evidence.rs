//! Evidence: what a step collected, and where it came from.

use serde::{Deserialize, Serialize};

use crate::assurance::Level;
use crate::finding::words;
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

/// A reference to stored evidence. The bytes never enter an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its identifier.
    pub id: EvidenceId,
    /// What it shows.
    pub kind: EvidenceKind,
    /// Where it came from.
    pub source: CaptureSource,
}
