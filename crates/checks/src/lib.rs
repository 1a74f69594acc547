//! Evidence to findings: runs `vision` on pictures and `mrz` on zones, and holds what they measure
//! against the policy's thresholds. Everything here computes and nothing waits; a caller puts it on
//! a thread that may be busy.
//!
//! ```text
//! intake     is this a picture that can be judged?
//! document   one document's pictures: present, both sides, portrait, zone
//! photograph whole, large, sharp and evenly lit enough?
//! copy       the document itself: no screen, no print, no screenshot, nothing on it?
//! print      what is printed beside the zone, and whether it says the same
//! barcode    what codes on it say, and whether it is the same
//! portraits  measures of portraits between document and selfie
//! zone       what the zone says: digits, dates, states, kind, expiry
//! chip       the chip's files: signed, from the chip itself, and what is printed
//! face       a selfie: one face, large enough, the portrait's, and not its photo
//! face_index one face among many
//! film       a film as it comes, frame by frame
//! liveness   a film of a challenge: a head, one person, one stream of a camera
//! selfie_quality  the seven rules that people are told about selfies
//! ```

mod barcode;
mod chip;
mod copy;
mod document;
mod face;
mod face_index;
mod film;
mod intake;
mod liveness;
mod photograph;
mod portraits;
mod print;
mod selfie_quality;
mod zone;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, ReadFields, Zone};
use bonafide_identity::finding::{Check, Finding, Model, Outcome, Reason};
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::Thresholds;
use bonafide_identity::registration::ChipReading;
use bonafide_vision::models::{Info, ModelError, Source};
use bonafide_vision::{face as faces, zone as zones};
use bonafide_x509::trust::Trust;
use jiff::Timestamp;
use jiff::civil::Date;

pub use barcode::DocumentCode;
pub use bonafide_vision::liveness::{
    Challenge, FrameWrong, Light, MOST_MESSAGE, Pace, Prompt, Tally, Window,
};
pub use chip::ChipFiles;
pub use face_index::{FaceFound, FaceIndex};
pub use film::{FilmInput, FilmJudged, Frame, template_distance};
pub use intake::{Accepted, IntakeProblem};
pub use liveness::{LivenessJudged, judge_liveness};
pub use print::{ConfinedError, TextReader, TextUnavailable};
pub use selfie_quality::selfie_quality;
pub use zone::{TypedZoneProblem, parse_typed_zone};

/// Judges evidence. Holds the models; share it.
#[derive(Debug)]
pub struct Examiner {
    faces: faces::Engine,
    zones: zones::Engine,
    text: Result<TextReader, TextUnavailable>,
    portraits: portraits::Portraits,
}

/// A photograph to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// Which evidence it is.
    pub id: &'a EvidenceId,
    /// What it should show.
    pub kind: EvidenceKind,
    /// The file as it was sent.
    pub bytes: &'a [u8],
}

/// What is asked about a document.
#[derive(Clone, Copy, Debug)]
pub struct DocumentInput<'a> {
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
    /// The day (UTC) for which expiry is judged.
    pub today: Date,
    /// What measurements are held against.
    pub thresholds: &'a Thresholds,
}

/// What was found about a document.
#[derive(Clone, Debug)]
pub struct DocumentExamined {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What was read from its zone, or typed, and from the print beside it.
    pub zone: Option<Zone>,
    /// The codes on it. No record keeps them: the finding says whether they agree with the rest.
    pub codes: Vec<DocumentCode>,
}

impl DocumentExamined {
    /// Everything that was read from the document, zone and print, by field; empty where nothing was.
    pub fn fields(&self) -> ReadFields {
        self.zone.as_ref().map(Zone::read).unwrap_or_default()
    }
}

/// What is asked about a chip's files.
#[derive(Clone, Copy, Debug)]
pub struct ChipInput<'a> {
    /// Which evidence they are.
    pub id: &'a EvidenceId,
    /// The files.
    pub files: &'a ChipFiles,
    /// What is printed on the document, as far as it was read.
    pub printed: Option<&'a Zone>,
    /// The side with the printed portrait.
    pub front: Option<Picture<'a>>,
    /// The states that are believed, and whom they revoked.
    pub trust: &'a Trust,
    /// When validity is judged.
    pub now: Timestamp,
    /// The same as a day (UTC).
    pub today: Date,
    /// What measurements are held against.
    pub thresholds: &'a Thresholds,
}

/// What was found about a chip.
#[derive(Clone, Debug)]
pub struct ChipExamined {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What the files say, and what they prove.
    pub reading: ChipReading,
}

/// What is asked about a face.
#[derive(Clone, Copy, Debug)]
pub struct FaceInput<'a> {
    /// The side of the document with the portrait.
    pub front: Picture<'a>,
    /// The other side, where the kind has one.
    pub back: Option<Picture<'a>>,
    /// The files of the chip, whose portrait takes the place of the printed one.
    pub chip: Option<&'a ChipFiles>,
    /// The face.
    pub selfie: Picture<'a>,
    /// What measurements are held against.
    pub thresholds: &'a Thresholds,
}

/// What was found about a face.
#[derive(Clone, Debug, Default)]
pub struct FaceExamined {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The selfie's face, where there is one.
    pub template: Option<FaceTemplate>,
}

/// A face as a model made it, to be compared with others of the same model.
#[derive(Clone, PartialEq, Eq)]
pub struct FaceTemplate {
    /// SHA-256 of the model, hexadecimal.
    pub model: String,
    /// The template, for [`template_distance`] and [`FaceIndex`].
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for FaceTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A template is biometric data: it stays out of logs.
        f.write_str("FaceTemplate")
    }
}

impl Examiner {
    /// Loads the models of this binary, or of the directory that `BONAFIDE_MODELS_DIR` names.
    ///
    /// # Errors
    /// [`ModelError`]
    pub fn load() -> Result<Self, ModelError> {
        Self::from_source(&Source::from_environment())
    }

    /// Loads the models from there.
    ///
    /// # Errors
    /// [`ModelError`]
    pub fn from_source(source: &Source) -> Result<Self, ModelError> {
        Ok(Self {
            faces: faces::Engine::from_source(source)?,
            zones: zones::Engine::load(source)?,
            text: TextReader::detect(),
            portraits: portraits::Portraits::default(),
        })
    }

    /// What reads print, or why nothing does: documents are examined all the same.
    ///
    /// # Errors
    /// [`TextUnavailable`]
    pub fn text(&self) -> Result<&TextReader, &TextUnavailable> {
        self.text.as_ref()
    }

    /// The models that it measures with.
    pub fn models(&self) -> Vec<Model> {
        bonafide_vision::models::Name::ALL
            .iter()
            .map(|name| model(name.info()))
            .collect()
    }

    /// Whether bytes are a picture that can be judged.
    ///
    /// # Errors
    /// [`IntakeProblem`]
    pub fn accept(&self, bytes: &[u8]) -> Result<Accepted, IntakeProblem> {
        intake::accept(bytes)
    }

    /// The picture encoded anew (JPEG), so that nothing of the file that was sent reaches whoever looks at it.
    ///
    /// # Errors
    /// [`IntakeProblem`]
    pub fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, IntakeProblem> {
        match ChipFiles::from_bytes(bytes) {
            Ok(files) => chip::safe_view(&files),
            Err(_) => intake::safe_view(bytes),
        }
    }

    /// Judges a document.
    pub fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined {
        document::examine(self, input).unwrap_or_else(|unavailable| DocumentExamined {
            findings: unavailable
                .findings(&[Check::DocumentPresent, Check::ZoneRead], input.front.id),
            zone: input.typed.cloned(),
            codes: Vec::new(),
        })
    }

    /// Judges a chip's files; `None` when that could not be done.
    pub fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined> {
        chip::examine(self, input).ok()
    }

    /// Judges a film while its frames come; ends when there are no more.
    pub fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        film::judge(self, input, frames)
    }

    /// Judges a selfie and compares it with the document's portrait.
    pub fn face(&self, input: &FaceInput<'_>) -> FaceExamined {
        face::examine(self, input).unwrap_or_else(|unavailable| FaceExamined {
            findings: unavailable.findings(&[Check::FaceMatch], input.selfie.id),
            template: None,
        })
    }
}

/// Something that should have worked did not: stored evidence that no longer decodes, or a model that
/// fails. It is nobody's guilt, so it is inconclusive.
#[derive(Debug, thiserror::Error)]
enum Unavailable {
    #[error(transparent)]
    Intake(#[from] bonafide_vision::intake::IntakeError),
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl Unavailable {
    fn findings(&self, checks: &[Check], evidence: &EvidenceId) -> Vec<Finding> {
        checks
            .iter()
            .map(|check| {
                Finding::new(*check, Outcome::Inconclusive, Reason::CheckUnavailable)
                    .on([evidence.clone()])
            })
            .collect()
    }
}

/// A model as findings name it.
fn model(info: &Info) -> Model {
    Model {
        name: info.name.clone(),
        sha256: info.sha256.clone(),
    }
}
