//! What judges evidence, as a trait, so that a test may say what is found. The product has one
//! implementation: the examiner of the floor below.

use std::sync::Arc;

use bonafide_checks::Examiner;
use bonafide_identity::fields::Zone;
use bonafide_identity::finding::Model;
use bonafide_identity::notice::Code;
use bonafide_store::{StoreError, evidence};
use jiff::civil::Date;
use tokio::sync::OwnedSemaphorePermit;

use crate::{Error, Service};

pub use bonafide_checks::{
    Accepted, Challenge, ChipExamined, ChipFiles, ChipInput, DocumentExamined, DocumentInput,
    FaceExamined, FaceFound, FaceIndex, FaceInput, FaceTemplate, FilmInput, FilmJudged, Frame,
    Light, Pace, Picture, Prompt, Window, template_distance,
};

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
    fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined;

    /// Judges a chip's files; `None` when that could not be done.
    fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined>;

    /// Judges a selfie and compares it with the document's portrait.
    fn face(&self, input: &FaceInput<'_>) -> FaceExamined;

    /// Judges a film while its frames come; ends when there are no more.
    fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged;

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

impl Examine for Examiner {
    fn models(&self) -> Vec<Model> {
        Examiner::models(self)
    }

    fn accept(&self, bytes: &[u8]) -> Result<Accepted, Code> {
        Examiner::accept(self, bytes).map_err(|problem| problem.notice())
    }

    fn document(&self, input: &DocumentInput<'_>) -> DocumentExamined {
        Examiner::document(self, input)
    }

    fn chip(&self, input: &ChipInput<'_>) -> Option<ChipExamined> {
        Examiner::chip(self, input)
    }

    fn face(&self, input: &FaceInput<'_>) -> FaceExamined {
        Examiner::face(self, input)
    }

    fn film(
        &self,
        input: &FilmInput<'_>,
        frames: &mut (dyn Iterator<Item = Frame> + Send),
    ) -> FilmJudged {
        Examiner::film(self, input, frames)
    }

    fn safe_view(&self, bytes: &[u8]) -> Result<Vec<u8>, Code> {
        Examiner::safe_view(self, bytes).map_err(|problem| problem.notice())
    }

    fn typed_zone(&self, text: &str, today: Date) -> Result<Zone, Code> {
        bonafide_checks::parse_typed_zone(text, today).map_err(|problem| problem.notice())
    }
}

impl Service {
    /// Leave to decode a picture at the door: few do at once.
    pub(crate) async fn intake_permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let permit = Arc::clone(&self.core.intake).acquire_owned().await;
        permit.map_err(|_| Error::Inconsistent("the permits of the intake"))
    }

    /// A photograph drawn anew (JPEG), so that nothing of the file that was sent reaches whoever
    /// looks at it.
    ///
    /// # Errors
    /// [`Error::EvidenceGone`]; storage.
    pub(crate) async fn drawn_anew(&self, row: &evidence::Evidence) -> Result<Vec<u8>, Error> {
        let bytes = match self.store().evidence_bytes(row).await {
            Err(StoreError::Erased(_) | StoreError::NotFound(_)) => {
                return Err(Error::EvidenceGone);
            }
            other => other?,
        };
        let permit = self.intake_permit().await?;
        let examiner = Arc::clone(&self.core.examiner);
        let drawn = tokio::task::spawn_blocking(move || {
            // Kept until it is done, even when nobody waits for it any more.
            let _permit = permit;
            examiner.safe_view(&bytes)
        });
        drawn
            .await
            .map_err(|_| Error::Inconsistent("a picture"))?
            .map_err(Error::Unusable)
    }
}
