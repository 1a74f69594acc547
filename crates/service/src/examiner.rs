//! What judges evidence, as a trait, so that a test may say what is found. The product has one
//! implementation: the examiner of the floor below.

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Zone};
use bonafide_identity::finding::{Finding, Model};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::notice::Code;
use bonafide_identity::policy::Thresholds;
use jiff::civil::Date;

/// Judges evidence. Everything here computes and nothing waits: callers put it on a thread that
/// may be busy.
pub trait Examine: Send + Sync {
    /// The models that it measures with.
    fn models(&self) -> Vec<Model>;

    /// Whether bytes are a picture that can be judged, and what kind.
    ///
    /// # Errors
    /// The notice to show instead.
    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code>;

    /// Judges a document.
    fn document(&self, task: &DocumentTask<'_>) -> DocumentFindings;

    /// Judges a selfie and compares it with the document's portrait.
    fn face(&self, task: &FaceTask<'_>) -> Vec<Finding>;

    /// The picture drawn anew (JPEG), so that nothing of the file that was sent reaches whoever
    /// looks at it.
    ///
    /// # Errors
    /// The notice to show instead.
    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code>;

    /// Reads a zone that was typed by hand.
    ///
    /// # Errors
    /// The notice to show instead.
    fn typed_zone(&self, text: &str, today: Date) -> Result<Zone, Code>;
}

/// A picture that can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its media type, e.g. `image/jpeg`.
    pub media_type: &'static str,
    /// Pixels, upright.
    pub width: u32,
    /// Pixels, upright.
    pub height: u32,
}

/// A photograph in the hands of the examiner.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// Which evidence it is.
    pub id: &'a EvidenceId,
    /// What it shows, or should.
    pub kind: EvidenceKind,
    /// The file as it was sent.
    pub bytes: &'a [u8],
}

/// What is asked about a document.
#[derive(Clone, Copy, Debug)]
pub struct DocumentTask<'a> {
    /// The side with the portrait.
    pub front: Picture<'a>,
    /// The other side, where the kind has one.
    pub back: Option<Picture<'a>>,
    /// What the person says it is.
    pub kind: DocumentKind,
    /// The zone, where the person typed it.
    pub typed: Option<&'a Zone>,
    /// Whether specimens are refused.
    pub livemode: bool,
    /// The day (UTC) for which expiry and age are judged.
    pub today: Date,
    /// What measurements are held against.
    pub thresholds: &'a Thresholds,
}

/// What is asked about a face.
#[derive(Clone, Copy, Debug)]
pub struct FaceTask<'a> {
    /// The side of the document with the portrait.
    pub front: Picture<'a>,
    /// The other side, where the kind has one.
    pub back: Option<Picture<'a>>,
    /// The face.
    pub selfie: Picture<'a>,
    /// What measurements are held against.
    pub thresholds: &'a Thresholds,
}

/// What was found about a document.
#[derive(Clone, Debug, Default)]
pub struct DocumentFindings {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What its zone says.
    pub zone: Option<Zone>,
}
