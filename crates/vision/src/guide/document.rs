//! What to do with a document before the camera.

use super::{Advice, Seen, View, light, steady::Steady};
use crate::document::{Outline, Quad, Quality, locate};

/// Luminance that the lightest twentieth of paper must exceed, and of the whole picture where no paper is seen.
const DARK: f32 = 65.0;
const DARK_PICTURE: f32 = 48.0;
/// The same of its mean: a burnt picture.
const BRIGHT_PICTURE: f32 = 235.0;
/// The share of burnt pixels that white paper in good light does not have.
const BURNT: f32 = 0.8;
/// The least that the document's longer side is of the frame's, and in pixels of the camera.
const LEAST_FILL: f32 = 0.68;
const LEAST_SIDE: f32 = 420.0;
/// How far corners may be from right angles, in degrees, and opposite sides from each other.
const ASKEW: f32 = 9.0;
const FORESHORTENED: f32 = 0.86;
/// The share of the document that mirrored light may cover.
const GLARE: f32 = 0.05;
/// Sharpness as the page's smaller picture shows it.
const SHARP: f32 = 0.06;
/// Corners may move so much of the longer side in a second.
const SPEED: f32 = 0.15;
/// Edges are sought on a grid: so much of the longer side is no movement.
const TREMBLE: f32 = 0.02;
/// So long nothing is found until another ground is proposed, in milliseconds.
const PATIENCE: u64 = 4_000;

/// Advises while a document is being framed.
#[derive(Debug, Default)]
pub struct DocumentGuide {
    steady: Steady,
    before: Option<(Quad, u64)>,
    /// Since when no edges are seen.
    lost_since: Option<u64>,
}

/// What one picture showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DocumentMeasures {
    /// Luminance that the lightest twentieth exceeds, and the mean, 0 to 255, of the whole picture.
    pub lightest: f32,
    pub mean: f32,
    pub found: Option<Found>,
}

/// A document whose edges were seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub outline: Outline,
    pub sharpness: f32,
    pub light: f32,
    pub burnt: f32,
    /// The share of it under mirrored light, and where that is.
    pub glare: f32,
    pub spot: Option<[f32; 2]>,
    /// The furthest that a corner is from a right angle, in degrees.
    pub askew: f32,
    /// The shorter of two opposite sides over the longer, of whichever differ more.
    pub foreshortened: f32,
}

impl DocumentGuide {
    /// Looks at a picture; never fails.
    pub fn look(&mut self, view: &View<'_>) -> Seen {
        let measures = DocumentMeasures::of(view);
        let wanted = self.wants(&measures, view);
        let (advice, held) = self.steady.settle(wanted, view.at);
        Seen {
            advice,
            held,
            shape: measures.found.map(|found| found.outline.corners),
            spot: measures.found.and_then(|found| found.spot),
        }
    }

    fn wants(&mut self, measures: &DocumentMeasures, view: &View<'_>) -> Option<Advice> {
        let speed = self.speed(measures.found.as_ref(), view.at);
        let advice = measures.advice(view);
        if advice == Some(Advice::Place) {
            let since = *self.lost_since.get_or_insert(view.at);
            let long = view.at.saturating_sub(since) >= PATIENCE;
            return Some(if long { Advice::Edges } else { Advice::Place });
        }
        self.lost_since = None;
        match advice {
            // What moves is blurred by that.
            None | Some(Advice::Blurred) if speed > SPEED => Some(Advice::Still),
            other => other,
        }
    }

    /// How fast the corners moved since the look before, in longer sides a second.
    fn speed(&mut self, found: Option<&Found>, at: u64) -> f32 {
        let now = found.map(|found| (found.outline.corners, at));
        let before = std::mem::replace(&mut self.before, now);
        let (Some((from, then)), Some(found)) = (before, found) else {
            return 0.0;
        };
        let seconds = at.saturating_sub(then).max(1) as f32 / 1_000.0;
        // All corners go one way when it moves; a single one jumps when an edge is seen otherwise.
        let shift = [0, 1].map(|axis| {
            let moved = |corner: usize| found.outline.corners[corner][axis] - from[corner][axis];
            (0..4).map(moved).sum::<f32>() / 4.0
        });
        let moved =
            (shift[0].hypot(shift[1]) / found.outline.longer_side().max(1.0) - TREMBLE).max(0.0);
        moved / seconds
    }
}

impl DocumentMeasures {
    /// Measures a picture.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let (lightest, mean) = light(view.picture);
        let found = locate(view.picture, None).map(|outline| {
            let quality = Quality::of(view.picture, Some(&outline));
            let (askew, foreshortened) = lean(&outline.corners);
            Found {
                outline,
                sharpness: quality.sharpness,
                light: quality.light,
                burnt: quality.burnt,
                glare: quality.glare.share,
                spot: quality.glare.middle(),
                askew,
                foreshortened,
            }
        });
        Self {
            lightest,
            mean,
            found,
        }
    }

    /// What this picture alone asks for, most urgent first; nothing when it will do.
    #[must_use]
    pub fn advice(&self, view: &View<'_>) -> Option<Advice> {
        let Some(found) = &self.found else {
            return Some(if self.lightest < DARK_PICTURE {
                Advice::Dark
            } else if self.mean > BRIGHT_PICTURE {
                Advice::Bright
            } else {
                Advice::Place
            });
        };
        let size = [view.picture.width() as f32, view.picture.height() as f32];
        let side = found.outline.longer_side();
        let frame = view.frame[2].max(view.frame[3]).min(size[0].max(size[1]));
        let rules = [
            (found.light < DARK, Advice::Dark),
            (
                found.outline.outside > 0.01 || touches(&found.outline.corners, size),
                Advice::Further,
            ),
            (
                side < LEAST_FILL * frame || side * view.scale < LEAST_SIDE,
                Advice::Closer,
            ),
            (
                found.askew > ASKEW || found.foreshortened < FORESHORTENED,
                Advice::Flatter,
            ),
            (found.burnt > BURNT, Advice::Bright),
            (found.glare > GLARE, Advice::Glare),
            (found.sharpness < SHARP, Advice::Blurred),
        ];
        rules
            .into_iter()
            .find_map(|(amiss, advice)| amiss.then_some(advice))
    }
}

fn touches(corners: &Quad, size: [f32; 2]) -> bool {
    corners
        .iter()
        .any(|corner| (0..2).any(|axis| corner[axis] < 2.0 || corner[axis] > size[axis] - 2.0))
}

/// How far corners are from right angles, in degrees, and the least ratio of opposite sides.
fn lean(corners: &Quad) -> (f32, f32) {
    let side = |from: usize| {
        let (from, to) = (corners[from % 4], corners[(from + 1) % 4]);
        [to[0] - from[0], to[1] - from[1]]
    };
    let length = |[x, y]: [f32; 2]| x.hypot(y).max(1e-3);
    let askew = (0..4)
        .map(|corner| {
            let (one, other) = (side(corner), side(corner + 1));
            let cosine = (one[0] * other[0] + one[1] * other[1]) / (length(one) * length(other));
            cosine.clamp(-1.0, 1.0).asin().to_degrees().abs()
        })
        .fold(0.0, f32::max);
    let ratio = |side_a: usize| {
        let (one, other) = (length(side(side_a)), length(side(side_a + 2)));
        one.min(other) / one.max(other)
    };
    (askew, ratio(0).min(ratio(1)))
}
