//! The seven rules of a selfie, each a finding: whole in the oval, sharp, eyes to the camera, evenly
//! bright, eyes open and face free, head straight, background and light even. Terms after ISO/IEC
//! 29794-5 and 39794-5; limits are the policy's.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::SelfieThresholds;
use bonafide_vision::face::{Effort, Engine, Face, FaceError, Selfie};
use bonafide_vision::models::ModelError;
use image::RgbImage;

use crate::model;

/// Luminance below which a face has less detail to be sharp with.
const FULL_LIGHT: f64 = 90.0;
/// What the mesh calls lowered when somebody looks straight ahead, in degrees.
const STRAIGHT_PITCH: f64 = 5.0;

/// The seven findings on the largest face of a photograph.
///
/// # Errors
/// [`FaceError::NoFace`], or the models fail.
pub fn selfie_quality(
    engine: &Engine,
    photo: &RgbImage,
    thresholds: &SelfieThresholds,
) -> Result<Vec<Finding>, FaceError> {
    let faces = engine.detect_with(photo, Effort::Largest)?;
    let face = faces.first().ok_or(FaceError::NoFace)?;
    Ok(of_face(engine, photo, face, thresholds)?)
}

/// The same of a registration's selfie: of what the policy does not enforce it is only warned.
pub(crate) fn in_session(
    engine: &Engine,
    photo: &RgbImage,
    face: &Face,
    thresholds: &SelfieThresholds,
) -> Result<Vec<Finding>, ModelError> {
    let mut findings = of_face(engine, photo, face, thresholds)?;
    for finding in &mut findings {
        let broken = finding.outcome >= Outcome::Inconclusive;
        if broken && !thresholds.enforced.contains(&finding.reason) {
            finding.outcome = Outcome::Warn;
        }
    }
    Ok(findings)
}

fn of_face(
    engine: &Engine,
    photo: &RgbImage,
    face: &Face,
    thresholds: &SelfieThresholds,
) -> Result<Vec<Finding>, ModelError> {
    let selfie = engine.selfie(photo, face)?;
    let (mesh, iris) = (model(engine.mesher()), model(engine.iris()));
    Ok(judge(&selfie, thresholds)
        .into_iter()
        .map(|finding| match finding.check {
            Check::SelfieGaze | Check::SelfieEyes => finding.by(iris.clone()),
            _ => finding.by(mesh.clone()),
        })
        .collect())
}

fn judge(selfie: &Selfie, limits: &SelfieThresholds) -> [Finding; 7] {
    [
        most(
            Check::SelfieFraming,
            &[(Reason::FaceOffFrame, selfie.reach.into(), limits.reach)],
        ),
        sharpness(selfie, limits),
        gaze(selfie, limits),
        brightness(selfie, limits),
        eyes(selfie, limits),
        pose(selfie, limits),
        surroundings(selfie, limits),
    ]
}

fn gaze(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let gaze = f64::from(selfie.gaze);
    if f64::from(selfie.eyes.openness()) < limits.eyes_open {
        // Where shut eyes look, nobody can tell.
        return Finding::new(Check::SelfieGaze, Outcome::Inconclusive, Reason::EyesClosed)
            .measured(gaze, limits.gaze);
    }
    most(
        Check::SelfieGaze,
        &[(Reason::EyesTurnedAway, gaze, limits.gaze)],
    )
}

fn sharpness(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let quality = &selfie.quality;
    let brightness = f64::from(quality.brightness).max(1.0);
    // Darkness is another rule's: half the light is a quarter of the variance.
    let sharpness = f64::from(quality.sharpness) / (brightness / FULL_LIGHT).min(1.0).powi(2);
    let contrast = f64::from(quality.contrast) / brightness;
    if sharpness >= limits.sharpness && contrast < limits.contrast {
        return Finding::new(Check::SelfieSharpness, Outcome::Fail, Reason::FaceBlurred)
            .measured(contrast, limits.contrast);
    }
    least(
        Check::SelfieSharpness,
        Reason::FaceBlurred,
        sharpness,
        limits.sharpness,
    )
}

fn brightness(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let brightness = f64::from(selfie.quality.brightness);
    if brightness > limits.bright {
        return Finding::new(
            Check::SelfieBrightness,
            Outcome::Fail,
            Reason::FaceTooBright,
        )
        .measured(brightness, limits.bright);
    }
    least(
        Check::SelfieBrightness,
        Reason::FaceTooDark,
        brightness,
        limits.dark,
    )
}

fn eyes(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let covered = f64::from(selfie.covered);
    if covered > limits.covered {
        return Finding::new(Check::SelfieEyes, Outcome::Fail, Reason::FaceCovered)
            .measured(covered, limits.covered);
    }
    least(
        Check::SelfieEyes,
        Reason::EyesClosed,
        selfie.eyes.openness().into(),
        limits.eyes_open,
    )
}

fn pose(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let quality = &selfie.quality;
    let angle = |angle: f32, straight: f64, most: f64| {
        let away = (f64::from(angle) - straight).abs();
        (Reason::FaceTurned, away, most)
    };
    most(
        Check::SelfiePose,
        &[
            angle(quality.yaw, 0.0, limits.yaw),
            angle(quality.pitch, STRAIGHT_PITCH, limits.pitch),
            angle(quality.roll, 0.0, limits.roll),
        ],
    )
}

fn surroundings(selfie: &Selfie, limits: &SelfieThresholds) -> Finding {
    let evenness = f64::from(selfie.quality.evenness);
    if evenness < limits.evenness {
        return Finding::new(Check::SelfieBackground, Outcome::Fail, Reason::LightUneven)
            .measured(evenness, limits.evenness);
    }
    // A face that fills the picture leaves no background to find fault with.
    let uneven = f64::from(selfie.background.unwrap_or(0.0));
    most(
        Check::SelfieBackground,
        &[(Reason::BackgroundUneven, uneven, limits.background)],
    )
}

/// What should be at most its limit: of several, that which comes nearest to it or furthest beyond.
fn most(check: Check, measures: &[(Reason, f64, f64)]) -> Finding {
    let worst = measures
        .iter()
        .max_by(|a, b| (a.1 * b.2).total_cmp(&(b.1 * a.2)));
    let Some(&(reason, measured, limit)) = worst else {
        return Finding::pass(check);
    };
    let finding = if measured <= limit {
        Finding::pass(check)
    } else {
        Finding::new(check, Outcome::Fail, reason)
    };
    finding.measured(measured, limit)
}

/// What should be at least its limit.
fn least(check: Check, reason: Reason, measured: f64, limit: f64) -> Finding {
    let finding = if measured >= limit {
        Finding::pass(check)
    } else {
        Finding::new(check, Outcome::Fail, reason)
    };
    finding.measured(measured, limit)
}
