//! Whose face it is: compared with how it was at first, at instants that nobody before the camera
//! knows, and where each movement goes furthest.

use image::RgbImage;

use super::measure::median;
use crate::face::{Embedding, Engine, Mesh, Quality};
use crate::models::ModelError;

/// Heads turned or raised from how they were at first by less are seen from the front, in degrees.
const FRONTAL: f32 = 12.0;
/// The mesh's pitch of a head that is held straight, in degrees.
const STRAIGHT: f32 = 5.0;
/// Eyes that are open less, as a share of their usual, may be shut.
const OPEN: f32 = 0.7;
/// Another face counts when it is at least so large beside the first, by area.
const LARGE: f32 = 0.25;

/// A face at an instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Of the frame, among all that came.
    pub(super) number: usize,
    pub(super) ms: u32,
    pub(super) yaw: f32,
    pub(super) pitch: f32,
    /// The wider open eye.
    pub(super) open: Option<f32>,
    /// Whether colours of the screen fall on it.
    pub(super) lit: bool,
}

/// What the comparisons gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Furthest distance from the first, seen from the front.
    pub(super) frontal: Option<f32>,
    /// The same where the head was turned or raised, or its eyes shut.
    pub(super) turned: Option<f32>,
    pub(super) compared: usize,
}

#[derive(Debug)]
struct Best {
    score: f32,
    number: usize,
    embedding: Embedding,
}

/// Compares faces when it is time.
#[derive(Debug)]
pub(super) struct Identity {
    /// Instants that are still to come, the last one first.
    due: Vec<u32>,
    compared: Vec<(Look, Embedding)>,
    best: Option<Best>,
    pub(super) several: usize,
    pub(super) lights: Vec<f32>,
}

impl Identity {
    pub(super) fn new(mut due: Vec<u32>) -> Self {
        due.reverse();
        Self {
            due,
            compared: Vec::new(),
            best: None,
            several: 0,
            lights: Vec::new(),
        }
    }

    /// Whether an instant has come; it stays due until a face is seen.
    pub(super) fn is_due(&mut self, ms: u32) -> bool {
        let before = self.due.len();
        while self.due.last().is_some_and(|&due| due <= ms) {
            self.due.pop();
        }
        self.due.len() < before
    }

    /// Embeds a face and looks for others; whether it is the best so far.
    pub(super) fn compare(
        &mut self,
        engine: &Engine,
        photo: &RgbImage,
        mesh: &Mesh,
        look: Look,
    ) -> Result<bool, ModelError> {
        let embedding = engine.embed_mesh(photo, mesh)?;
        self.several += usize::from(engine.is_accompanied(photo, mesh, LARGE)?);
        let quality = Quality::of(photo, mesh);
        self.lights.push(quality.brightness);
        let score = quality.eye_distance.min(120.0) / 120.0
            - quality.yaw.abs() / 15.0
            - (quality.pitch - STRAIGHT).abs() / 30.0
            + quality.sharpness.min(200.0) / 200.0
            + 3.0 * look.open.unwrap_or(0.0).min(0.3);
        // A coloured face is none to compare with a document's.
        let best = !look.lit && self.best.as_ref().is_none_or(|best| score > best.score);
        if best {
            self.best = Some(Best {
                score,
                number: look.number,
                embedding,
            });
        }
        self.note(look, embedding);
        Ok(best)
    }

    pub(super) fn note(&mut self, look: Look, embedding: Embedding) {
        self.compared.push((look, embedding));
    }

    /// Everything against the straightest of the looks before the challenge's `start`.
    pub(super) fn found(&self, start: u32) -> Found {
        let mut found = Found::default();
        let slant = |look: &Look| look.yaw.abs() + (look.pitch - STRAIGHT).abs();
        let lead = self.compared.iter().enumerate();
        let Some((at, (reference, first))) = lead
            .filter(|(_, (look, _))| look.ms < start)
            .min_by(|(_, (a, _)), (_, (b, _))| slant(a).total_cmp(&slant(b)))
        else {
            return found;
        };
        let usual = median(
            self.compared
                .iter()
                .filter_map(|(look, _)| look.open)
                .collect(),
        );
        for (_, (look, embedding)) in self.compared.iter().enumerate().filter(|(n, _)| *n != at) {
            let away = (look.yaw - reference.yaw).abs();
            let away = away.max((look.pitch - reference.pitch).abs());
            let open = look.open.zip(usual);
            let frontal = away < FRONTAL && open.is_some_and(|(open, usual)| open > OPEN * usual);
            // What is compared with a document is held to how a face looks from the front, however
            // it is held: nobody may slip in there.
            let frontal = frontal || Some(look.number) == self.best_number();
            let distance = first.distance(embedding);
            let furthest = if frontal {
                &mut found.frontal
            } else {
                &mut found.turned
            };
            *furthest = Some(furthest.map_or(distance, |before| before.max(distance)));
            found.compared += 1;
        }
        found
    }

    pub(super) fn best(&self) -> Option<&Embedding> {
        self.best.as_ref().map(|best| &best.embedding)
    }

    pub(super) fn best_number(&self) -> Option<usize> {
        self.best.as_ref().map(|best| best.number)
    }
}
