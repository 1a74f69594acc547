//! A film while it comes: every frame is looked at as soon as it is there, so that little is left
//! to do after the last.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::movement::Missed;
use bonafide_identity::policy::LivenessThresholds;
use bonafide_vision::face::{Embedding, Engine};
use bonafide_vision::liveness::{Challenge, FrameError, Limits, Watcher};
use bonafide_vision::models::ModelError;

use crate::{Examiner, judge_liveness};

/// A frame of a film.
#[derive(Clone, Debug)]
pub struct Frame {
    /// When it came, in milliseconds of the challenge's clock.
    pub ms: u32,
    /// A JPEG file, not mirrored.
    pub file: Vec<u8>,
}

/// What is asked about a film.
#[derive(Clone, Copy, Debug)]
pub struct FilmInput<'a> {
    /// What the person was asked to do, and when.
    pub challenge: &'a Challenge,
    /// What measurements are held against.
    pub thresholds: &'a LivenessThresholds,
}

/// What was found about a film.
#[derive(Clone, Debug, Default)]
pub struct FilmJudged {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The best frame to compare with a document.
    pub best: Option<Vec<u8>>,
    /// The face of the best frame, for [`template_distance`].
    pub template: Option<Vec<u8>>,
    /// What the person could do better.
    pub missed: Vec<Missed>,
}

/// Watches frames until there are no more.
pub(crate) fn judge(
    examiner: &Examiner,
    input: &FilmInput<'_>,
    frames: &mut (dyn Iterator<Item = Frame> + Send),
) -> FilmJudged {
    watch(&examiner.faces, input, frames).unwrap_or_else(|_| FilmJudged {
        findings: vec![Finding::new(
            Check::LivenessSequence,
            Outcome::Inconclusive,
            Reason::CheckUnavailable,
        )],
        ..FilmJudged::default()
    })
}

fn watch(
    engine: &Engine,
    input: &FilmInput<'_>,
    frames: &mut (dyn Iterator<Item = Frame> + Send),
) -> Result<FilmJudged, ModelError> {
    let mut watcher = Watcher::new(engine, input.challenge.clone(), Limits::default());
    let mut best = None;
    for Frame { ms, file } in frames {
        match watcher.see(ms, &file) {
            Ok(seen) if seen.best => best = Some(file),
            Err(FrameError::Model(error)) => return Err(error),
            // What is no frame is counted, and held against the film.
            Ok(_) | Err(_) => {}
        }
    }
    let report = watcher.report()?;
    let judged = judge_liveness(engine, &report, input.thresholds);
    Ok(FilmJudged {
        missed: judged.missed(),
        findings: judged.findings,
        best,
        template: watcher.best().map(|face| face.to_bytes().to_vec()),
    })
}

/// How far two faces are apart, by their templates; `None` for bytes that are none.
#[must_use]
pub fn template_distance(one: &[u8], other: &[u8]) -> Option<f64> {
    let read = |bytes: &[u8]| Embedding::from_bytes(bytes.try_into().ok()?);
    Some(f64::from(read(one)?.distance(&read(other)?)))
}
