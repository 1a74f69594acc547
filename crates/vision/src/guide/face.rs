//! What to do with a face before the camera.

use super::{Advice, Seen, View, light, steady::Steady};
use crate::{
    face::{Mesh, Quality, Tracker, surroundings},
    models::ModelError,
};

/// Luminance of a face and of a whole picture in which none is found.
const DARK: f32 = 58.0;
const DARK_PICTURE: f32 = 30.0;
const BRIGHT: f32 = 208.0;
const BRIGHT_PICTURE: f32 = 235.0;
/// The face's middle may be so far from the oval's, in its widths and heights.
const ASIDE: [f32; 2] = [0.2, 0.16];
/// Height of the face over that of the oval.
const NEAR: std::ops::Range<f32> = 0.36..0.98;
/// The least distance of the eyes, in pixels of the camera.
const EYE_DISTANCE: f32 = 66.0;
/// Turns of the head, in degrees, and what the mesh calls lowered when somebody looks straight ahead.
const YAW: f32 = 13.0;
const PITCH: f32 = 17.0;
const STRAIGHT_PITCH: f32 = 5.0;
const ROLL: f32 = 14.0;
/// Luminance of the darker half over that of the lighter.
const EVEN: f32 = 0.66;
/// The share of skin that may look otherwise, and of the background.
const COVERED: f32 = 0.28;
const RESTLESS: f32 = 0.2;
/// Opening of the lids over the eye's width, by the mesh.
const OPEN: f32 = 0.13;
/// Variance of the Laplacian on the aligned face in full light, as the page's smaller picture shows it.
const SHARP: f32 = 34.0;
/// Luminance below which a face has less detail to be sharp with.
const FULL_LIGHT: f32 = 90.0;
/// Distances of the eyes in a second: more is not still, and much more too fast to follow.
const SPEED: f32 = 0.6;
const FAST: f32 = 2.5;
/// How long is said in all what helps but is not insisted on, in milliseconds.
const HINT: u64 = 3_500;

/// Advises while a face is being framed.
#[derive(Debug)]
pub struct FaceGuide {
    tracker: Tracker,
    steady: Steady,
    before: Option<([f32; 2], u64)>,
    last: Option<u64>,
    /// How long each hint has stood: light from the front, plain background, free face.
    hinted: [u64; 3],
}

/// What one picture showed of a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceMeasures {
    pub quality: Quality,
    /// Left, top, width and height of the face, in pixels of the picture.
    pub bounds: [f32; 4],
    /// The lesser opening of the lids, over the eye's width, by the mesh: shut eyes have less than 0.1.
    pub lids: f32,
    /// The share of the face's skin that something lies over.
    pub covered: f32,
    /// The share of the background that is no even surface, if there is any to be seen.
    pub background: Option<f32>,
}

impl FaceGuide {
    #[must_use]
    pub fn new(tracker: Tracker) -> Self {
        Self {
            tracker,
            steady: Steady::default(),
            before: None,
            last: None,
            hinted: [0; 3],
        }
    }

    /// Looks at a picture.
    ///
    /// # Errors
    /// The models fail.
    pub fn look(&mut self, view: &View<'_>) -> Result<Seen, ModelError> {
        let mesh = self.tracker.look(view.picture)?;
        let measures = mesh.map(|mesh| FaceMeasures::of(view, mesh));
        let speed = self.speed(mesh_middle(self.tracker.face()), view.at);
        let mut wanted = match &measures {
            Some(measures) => measures.advice(view, speed),
            None => Some(nothing(view)),
        };
        let passed = view
            .at
            .saturating_sub(self.last.replace(view.at).unwrap_or(view.at));
        if let Some(hint) = wanted.and_then(hint) {
            if self.hinted[hint] >= HINT {
                wanted = measures.and_then(|measures| measures.insisted(view, speed));
            } else if self.steady.shown() == wanted {
                self.hinted[hint] += passed.min(1_000);
            }
        }
        let (advice, held) = self.steady.settle(wanted, view.at);
        Ok(Seen {
            advice,
            held,
            shape: measures.map(|measures| {
                let [left, top, width, height] = measures.bounds;
                let (right, bottom) = (left + width, top + height);
                [[left, top], [right, top], [right, bottom], [left, bottom]]
            }),
            spot: None,
        })
    }

    /// How fast the eyes moved since the look before, in their own distances a second.
    fn speed(&mut self, now: Option<([f32; 2], f32)>, at: u64) -> f32 {
        let before = std::mem::replace(&mut self.before, now.map(|(middle, _)| (middle, at)));
        let (Some((from, then)), Some((to, distance))) = (before, now) else {
            return 0.0;
        };
        let seconds = at.saturating_sub(then).max(1) as f32 / 1_000.0;
        let moved = (to[0] - from[0]).hypot(to[1] - from[1]) / distance.max(1.0);
        // The mesh itself trembles.
        (moved - 0.03).max(0.0) / seconds
    }
}

fn mesh_middle(mesh: Option<&Mesh>) -> Option<([f32; 2], f32)> {
    mesh.map(|mesh| {
        let [right, left] = mesh.eyes();
        let middle = [(right[0] + left[0]) / 2.0, (right[1] + left[1]) / 2.0];
        (middle, mesh.eye_distance())
    })
}

/// Advice that helps, but without which a picture is taken all the same: not every room has a plain wall.
fn hint(advice: Advice) -> Option<usize> {
    [Advice::Front, Advice::Plain, Advice::Covered]
        .iter()
        .position(|hint| *hint == advice)
}

/// What to say when no face is found.
fn nothing(view: &View<'_>) -> Advice {
    let (lightest, mean) = light(view.picture);
    if lightest < DARK_PICTURE {
        Advice::Dark
    } else if mean > BRIGHT_PICTURE {
        Advice::Bright
    } else {
        Advice::Place
    }
}

impl FaceMeasures {
    /// Measures a face in the picture in which it was found.
    #[must_use]
    pub fn of(view: &View<'_>, mesh: &Mesh) -> Self {
        let [left, top, right, bottom] = mesh.bounds();
        let (covered, background) = surroundings(view.picture, mesh);
        Self {
            quality: Quality::of(view.picture, mesh),
            bounds: [left, top, right - left, bottom - top],
            lids: mesh.lids(),
            covered,
            background,
        }
    }

    /// What this picture alone asks for, most urgent first; nothing when it will do. `speed` is of the eyes, in
    /// their own distances a second.
    #[must_use]
    pub fn advice(&self, view: &View<'_>, speed: f32) -> Option<Advice> {
        let hints = [
            (self.quality.evenness < EVEN, Advice::Front),
            (self.covered > COVERED, Advice::Covered),
            (
                self.background.is_some_and(|uneven| uneven > RESTLESS),
                Advice::Plain,
            ),
        ];
        self.insisted(view, speed).or_else(|| first(&hints))
    }

    /// The same without hints.
    #[must_use]
    pub fn insisted(&self, view: &View<'_>, speed: f32) -> Option<Advice> {
        let quality = &self.quality;
        let [left, top, width, height] = self.bounds;
        let [frame_left, frame_top, frame_width, frame_height] = view.frame;
        let away = [
            (left + width / 2.0 - frame_left - frame_width / 2.0) / frame_width.max(1.0),
            (top + height / 2.0 - frame_top - frame_height / 2.0) / frame_height.max(1.0),
        ];
        let near = height / frame_height.max(1.0);
        // Half the light is a quarter of the variance.
        let sharpness =
            quality.sharpness / (quality.brightness.max(1.0) / FULL_LIGHT).min(1.0).powi(2);
        first(&[
            (quality.brightness < DARK, Advice::Dark),
            (quality.brightness > BRIGHT, Advice::Bright),
            (speed > FAST, Advice::Slower),
            (near > NEAR.end, Advice::Further),
            (
                away[0].abs() > ASIDE[0] || away[1].abs() > ASIDE[1],
                Advice::Centre,
            ),
            (
                near < NEAR.start || quality.eye_distance * view.scale < EYE_DISTANCE,
                Advice::Closer,
            ),
            (
                quality.yaw.abs() > YAW || (quality.pitch - STRAIGHT_PITCH).abs() > PITCH,
                Advice::Straight,
            ),
            (quality.roll.abs() > ROLL, Advice::Upright),
            (self.lids < OPEN, Advice::Eyes),
            (speed > SPEED, Advice::Still),
            (sharpness < SHARP, Advice::Blurred),
        ])
    }
}

fn first(rules: &[(bool, Advice)]) -> Option<Advice> {
    rules
        .iter()
        .find_map(|(amiss, advice)| amiss.then_some(*advice))
}
