//! What films of a challenge are held against. The defaults are those of the shipped policy.

use serde::{Deserialize, Serialize};

/// Limits for a challenge before the camera. What they admit and refuse was measured on generated
/// films alone; no laboratory has tested it (ISO/IEC 30107-3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LivenessThresholds {
    /// How many things a person is asked to do, 2 to 6.
    pub prompts: u32,
    /// Least turn of the head aside, in degrees.
    pub turn: f64,
    /// Least raise of the head, in degrees.
    pub raise: f64,
    /// How many times larger a face must become to have come closer, and smaller to have gone back.
    pub approach: f64,
    /// How long both eyes must be shut, in milliseconds.
    pub shut: f64,
    /// Furthest that the head may turn the other way, or without being asked, in degrees.
    pub astray: f64,
    /// Least that points of a turned head may keep from moving as a flat picture's, in distances
    /// between the eyes.
    pub depth: f64,
    /// Least parallax of a turned head: how far points move for each distance between the eyes that
    /// they lie nearer.
    pub parallax: f64,
    /// The same of a raised head.
    pub raised_depth: f64,
    /// Least by which near points grow more than further ones when the face comes closer, and shrink
    /// when it goes back, for each distance between the eyes.
    pub perspective: f64,
    /// Largest distance of the face from itself at the beginning.
    pub continuity: f64,
    /// Largest jump of the face between two frames, in distances between the eyes.
    pub jump: f64,
    /// Least frames a second while a prompt runs.
    pub rate: f64,
    /// Longest time without a frame while a prompt runs, in milliseconds.
    pub gap: f64,
    /// Largest share of frames that came before.
    pub repeated: f64,
    /// Largest share of the picture that may not change at all from frame to frame.
    pub still: f64,
    /// How far a single frequency may stand out before it is a screen's.
    pub moire: f64,
}

impl Default for LivenessThresholds {
    fn default() -> Self {
        Self {
            prompts: 3,
            turn: 12.0,
            raise: 7.0,
            approach: 1.2,
            shut: 500.0,
            astray: 14.0,
            depth: 0.08,
            parallax: 0.3,
            raised_depth: 0.048,
            perspective: 0.0,
            continuity: 0.5,
            jump: 0.6,
            rate: 13.5,
            gap: 500.0,
            repeated: 0.1,
            still: 0.35,
            moire: 16.0,
        }
    }
}

impl LivenessThresholds {
    /// Each with the most that it may be; the least is zero.
    pub(super) fn bounds(&self) -> [(&'static str, f64, f64); 17] {
        let Self {
            prompts,
            turn,
            raise,
            approach,
            shut,
            astray,
            depth,
            parallax,
            raised_depth,
            perspective,
            continuity,
            jump,
            rate,
            gap,
            repeated,
            still,
            moire,
        } = *self;
        [
            ("liveness.prompts", f64::from(prompts), 6.0),
            ("liveness.turn", turn, 60.0),
            ("liveness.raise", raise, 60.0),
            ("liveness.approach", approach, 4.0),
            ("liveness.shut", shut, 5_000.0),
            ("liveness.astray", astray, 90.0),
            ("liveness.depth", depth, 1.0),
            ("liveness.parallax", parallax, 2.0),
            ("liveness.raised_depth", raised_depth, 1.0),
            ("liveness.perspective", perspective, 1.0),
            ("liveness.continuity", continuity, 2.0),
            ("liveness.jump", jump, 10.0),
            ("liveness.rate", rate, 60.0),
            ("liveness.gap", gap, 5_000.0),
            ("liveness.repeated", repeated, 1.0),
            ("liveness.still", still, 1.0),
            ("liveness.moire", moire, 1_000.0),
        ]
    }
}
