//! What films of a challenge are held against.

use serde::{Deserialize, Serialize};

/// Limits for a challenge before the camera. What they admit and refuse was measured on generated
/// films alone; no laboratory has tested it (ISO/IEC 30107-3). A policy names all of them: its hash
/// covers what was judged by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LivenessThresholds {
    /// How many things a person is asked to do.
    pub prompts: u32,
    /// Least turn of the head aside, in degrees.
    pub turn: f64,
    /// Least raise of the head, in degrees.
    pub raise: f64,
    /// How many times larger a face must become to have come closer, and smaller to have gone back.
    pub approach: f64,
    /// How long both eyes must be shut, in milliseconds.
    pub shut: f64,
    /// Furthest that the head may turn aside without being asked, in degrees.
    pub astray: f64,
    /// Furthest that it may be raised or lowered without being asked, in degrees.
    pub astray_pitch: f64,
    /// How many times larger or smaller the face may become without being asked.
    pub astray_size: f64,
    /// How long both eyes may be shut without being asked, in milliseconds.
    pub astray_shut: f64,
    /// Furthest that the head may be from straight, and from where it was, while nothing is asked,
    /// in degrees.
    pub rest_turn: f64,
    /// Furthest that it may be raised or lowered at first, from how heads are held, in degrees.
    pub rest_pitch: f64,
    /// How many times larger or smaller the face may be then.
    pub rest_size: f64,
    /// How far eyes must be open then: the gap between the lids over the eye's width.
    pub rest_open: f64,
    /// Largest part of a movement from one frame to the next, 66 ms later.
    pub step: f64,
    /// Least frames on the way of a movement.
    pub between: u32,
    /// Least that points of a turned head may keep from moving as a flat picture's, in distances
    /// between the eyes, over the sine of the angle.
    pub depth: f64,
    /// Least parallax of a turned head: how far points move for each distance between the eyes that
    /// they lie nearer, over the angle's tangent.
    pub parallax: f64,
    /// The first of these of a raised head.
    pub raised_depth: f64,
    /// Least relief of a turned or raised head: how far places of the skin, followed in the pictures
    /// themselves, move for each distance between the eyes that they lie nearer, over the angle's
    /// tangent, beyond what a flat or evenly bent picture would show. Policies from before have none:
    /// under them it is not looked at, and they keep their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relief: Option<f64>,
    /// Least by which near points grow more than further ones when the face comes closer, and
    /// shrink when it goes back, for each distance between the eyes, over how much all grow.
    pub perspective: f64,
    /// Largest distance of the face from how it was at first, seen from the front.
    pub continuity: f64,
    /// The same where it is turned or raised, or its eyes are shut.
    pub continuity_turned: f64,
    /// Largest jump of the face between frames, in distances between the eyes.
    pub jump: f64,
    /// Least frames a second while a prompt runs, of 15 that are looked at.
    pub rate: f64,
    /// Longest time without a frame while a prompt runs, in milliseconds.
    pub gap: f64,
    /// Longest time without a frame that shows the face, in milliseconds.
    pub hole: f64,
    /// Least share of the frames that show a face.
    pub faced: f64,
    /// Largest share of frames that are no pictures, or out of order.
    pub refused: f64,
    /// Largest share of frames that came before.
    pub repeated: f64,
    /// Largest share of the face that may not change at all from frame to frame.
    pub still: f64,
    /// Largest change of the whole picture from one frame to the next, in levels.
    pub change: f64,
    /// How far a single frequency may stand out before it is a screen's.
    pub moire: f64,
    /// Colours of the screen that the skin must reflect. Without them, as in the shipped policy and
    /// in those from before, none are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<LightThresholds>,
}

/// Colours that fill the screen at the end of a film, and how well the skin must follow them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightThresholds {
    /// How many.
    pub colours: u32,
    /// How long each is shown, in milliseconds: at most three changes a second (WCAG 2.2, success
    /// criterion 2.3.1).
    pub millis: u32,
    /// Least correlation of the skin's colour with them, 0 to 1.
    pub agreement: f64,
}

/// What is held against its bounds where nothing is wanted.
const NO_LIGHT: LightThresholds = LightThresholds {
    colours: 10,
    millis: 400,
    agreement: 0.85,
};

/// The least and the most relief that a policy may want.
const RELIEF: (f64, f64) = (0.2, 1.0);

impl LivenessThresholds {
    /// Each with the least and the most that it may be, so that nobody can configure the judge away.
    pub(super) fn bounds(&self) -> [(&'static str, f64, f64, f64); 35] {
        // Named one by one, so that a new one cannot be forgotten.
        let Self {
            prompts,
            turn,
            raise,
            approach,
            shut,
            astray,
            astray_pitch,
            astray_size,
            astray_shut,
            rest_turn,
            rest_pitch,
            rest_size,
            rest_open,
            step,
            between,
            depth,
            parallax,
            raised_depth,
            relief,
            perspective,
            continuity,
            continuity_turned,
            jump,
            rate,
            gap,
            hole,
            faced,
            refused,
            repeated,
            still,
            change,
            moire,
            light,
        } = *self;
        let LightThresholds {
            colours,
            millis,
            agreement,
        } = light.unwrap_or(NO_LIGHT);
        [
            ("liveness.prompts", f64::from(prompts), 2.0, 6.0),
            ("liveness.turn", turn, 10.0, 45.0),
            ("liveness.raise", raise, 5.0, 40.0),
            ("liveness.approach", approach, 1.1, 4.0),
            ("liveness.shut", shut, 300.0, 5_000.0),
            ("liveness.astray", astray, 3.0, 20.0),
            ("liveness.astray_pitch", astray_pitch, 3.0, 20.0),
            ("liveness.astray_size", astray_size, 1.02, 1.4),
            ("liveness.astray_shut", astray_shut, 300.0, 1_500.0),
            ("liveness.rest_turn", rest_turn, 3.0, 15.0),
            ("liveness.rest_pitch", rest_pitch, 5.0, 20.0),
            ("liveness.rest_size", rest_size, 1.02, 1.3),
            ("liveness.rest_open", rest_open, 0.05, 0.5),
            ("liveness.step", step, 0.1, 0.7),
            ("liveness.between", f64::from(between), 1.0, 30.0),
            ("liveness.depth", depth, 0.05, 1.0),
            ("liveness.parallax", parallax, 0.2, 2.0),
            ("liveness.raised_depth", raised_depth, 0.03, 1.0),
            (
                "liveness.relief",
                relief.unwrap_or(RELIEF.0),
                RELIEF.0,
                RELIEF.1,
            ),
            ("liveness.perspective", perspective, -0.05, 1.0),
            ("liveness.continuity", continuity, 0.2, 0.65),
            ("liveness.continuity_turned", continuity_turned, 0.2, 0.85),
            ("liveness.jump", jump, 0.1, 1.5),
            ("liveness.rate", rate, 8.0, 15.0),
            ("liveness.gap", gap, 100.0, 600.0),
            ("liveness.hole", hole, 100.0, 600.0),
            ("liveness.faced", faced, 0.5, 1.0),
            ("liveness.refused", refused, 0.0, 0.2),
            ("liveness.repeated", repeated, 0.0, 0.2),
            ("liveness.still", still, 0.05, 0.8),
            ("liveness.change", change, 5.0, 128.0),
            ("liveness.moire", moire, 4.0, 50.0),
            ("liveness.light.colours", f64::from(colours), 8.0, 12.0),
            ("liveness.light.millis", f64::from(millis), 350.0, 1_000.0),
            ("liveness.light.agreement", agreement, 0.8, 0.95),
        ]
    }
}
