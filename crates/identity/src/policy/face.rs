//! What selfies and films of faces are held against. The defaults are those of the shipped policy;
//! policies that were written before they existed go by them.

use serde::{Deserialize, Serialize};

use crate::finding::Reason;

/// The seven rules of a selfie, in terms of ISO/IEC 29794-5 and 39794-5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SelfieThresholds {
    /// How far the face may reach in the oval around the picture's middle; 1 is its border.
    pub reach: f64,
    /// Least sharpness (variance of the Laplacian at 160 pixels).
    pub sharpness: f64,
    /// Least contrast: spread of luminance over its mean.
    pub contrast: f64,
    /// Furthest that eyes may look past the camera, in degrees.
    pub gaze: f64,
    /// Least mean luminance of the face, 0 to 255.
    pub dark: f64,
    /// Largest mean luminance of the face, 0 to 255.
    pub bright: f64,
    /// Least gap between the lids of either eye, over the eye's width.
    pub eyes_open: f64,
    /// Largest share of the face, beard and lips aside, that may not look like its skin, 0 to 1.
    pub covered: f64,
    /// Furthest that the head may be turned aside, in degrees.
    pub yaw: f64,
    /// Furthest that it may be raised or lowered.
    pub pitch: f64,
    /// Furthest that it may be tilted to a shoulder.
    pub roll: f64,
    /// Least luminance of the face's darker half over that of the lighter, 0 to 1.
    pub evenness: f64,
    /// Largest share of the background that may differ from the rest of it, 0 to 1.
    pub background: f64,
    /// Reasons for which a registration's selfie is refused; of the others it is only warned. Policies
    /// from before name none, and decide as they did.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub enforced: Vec<Reason>,
}

impl Default for SelfieThresholds {
    fn default() -> Self {
        Self {
            reach: 1.0,
            sharpness: 40.0,
            contrast: 0.1,
            gaze: 12.0,
            dark: 50.0,
            bright: 215.0,
            eyes_open: 0.175,
            covered: 0.3,
            yaw: 15.0,
            pitch: 20.0,
            roll: 15.0,
            evenness: 0.65,
            background: 0.2,
            enforced: Vec::new(),
        }
    }
}

impl SelfieThresholds {
    /// Each with the most that it may be; the least is zero.
    pub(super) fn bounds(&self) -> [(&'static str, f64, f64); 13] {
        let Self {
            reach,
            sharpness,
            contrast,
            gaze,
            dark,
            bright,
            eyes_open,
            covered,
            yaw,
            pitch,
            roll,
            evenness,
            background,
            enforced: _,
        } = *self;
        [
            ("selfie.reach", reach, 10.0),
            ("selfie.sharpness", sharpness, 10_000.0),
            ("selfie.contrast", contrast, 1.0),
            ("selfie.gaze", gaze, 90.0),
            ("selfie.dark", dark, 255.0),
            ("selfie.bright", bright, 255.0),
            ("selfie.eyes_open", eyes_open, 1.0),
            ("selfie.covered", covered, 1.0),
            ("selfie.yaw", yaw, 90.0),
            ("selfie.pitch", pitch, 90.0),
            ("selfie.roll", roll, 180.0),
            ("selfie.evenness", evenness, 1.0),
            ("selfie.background", background, 1.0),
        ]
    }
}
