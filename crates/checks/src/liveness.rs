//! A film of a challenge: everything done that was asked, with the depth of a head, by one person,
//! in one stream of a camera that looks at the world. Terms after ISO/IEC 30107.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::LivenessThresholds;
use bonafide_vision::face::Engine;
use bonafide_vision::liveness::{Done, Prompt, Report};

use crate::model;

/// At least this share of the frames that were looked at must show a face.
const FACE_SHARE: f64 = 0.7;

/// What a film proves.
#[derive(Clone, Debug, PartialEq)]
pub struct LivenessJudged {
    /// Pass where nothing speaks against a living person who did what was asked, else what the
    /// gravest finding says.
    pub outcome: Outcome,
    /// One a question; of prompts, one each.
    pub findings: Vec<Finding>,
}

/// Holds what was seen against the policy's limits.
#[must_use]
pub fn judge_liveness(
    engine: &Engine,
    report: &Report,
    limits: &LivenessThresholds,
) -> LivenessJudged {
    let (mesh, embedder) = (model(engine.mesher()), model(engine.embedder()));
    let mut findings: Vec<Finding> = report
        .prompts
        .iter()
        .map(|done| prompt(done, limits).by(mesh.clone()))
        .collect();
    findings.push(depth(report, limits).by(mesh));
    findings.push(continuity(report, limits).by(embedder));
    findings.push(sequence(report, limits));
    findings.push(stream(report, limits));
    findings.push(replay(report, limits));
    let gravest = findings.iter().map(|finding| finding.outcome).max();
    LivenessJudged {
        outcome: gravest.unwrap_or(Outcome::Inconclusive),
        findings,
    }
}

/// Whether what was asked was done, and nothing else.
fn prompt(done: &Done, limits: &LivenessThresholds) -> Finding {
    let least = match done.prompt {
        Prompt::TurnLeft | Prompt::TurnRight => limits.turn,
        Prompt::LookUp => limits.raise,
        Prompt::Closer | Prompt::Back => limits.approach,
        Prompt::CloseEyes => limits.shut,
    };
    let (moved, astray) = (f64::from(done.moved), f64::from(done.astray));
    let not_followed = Finding::new(
        Check::LivenessPrompts,
        Outcome::Fail,
        Reason::PromptNotFollowed,
    );
    if !moved.is_finite() || !astray.is_finite() {
        unknown(Check::LivenessPrompts)
    } else if moved >= least && astray > limits.astray {
        not_followed.measured(astray, limits.astray)
    } else if moved < least {
        not_followed.measured(moved, least)
    } else {
        Finding::pass(Check::LivenessPrompts).measured(moved, least)
    }
}

/// What could not be measured proves nothing.
fn unknown(check: Check) -> Finding {
    Finding::new(check, Outcome::Inconclusive, Reason::CheckUnavailable)
}

/// Whether moving showed a head, and not a picture of one: every turn, every raise, every approach
/// must. What came nearest to failing, or failed most, is what the finding says.
fn depth(report: &Report, limits: &LivenessThresholds) -> Finding {
    let measures = report.prompts.iter().flat_map(|done| {
        let seen = |depth: Option<f32>| depth.map_or(f64::NAN, f64::from);
        let residual = seen(done.depth.map(|depth| depth.residual));
        // A head that turns to the picture's right moves its near points there.
        let aside = seen(done.depth.map(|depth| depth.parallax[0]));
        match done.prompt {
            Prompt::TurnLeft => vec![(residual, limits.depth), (-aside, limits.parallax)],
            Prompt::TurnRight => vec![(residual, limits.depth), (aside, limits.parallax)],
            Prompt::LookUp => vec![(residual, limits.raised_depth)],
            Prompt::Closer | Prompt::Back => {
                vec![(seen(done.perspective), limits.perspective)]
            }
            Prompt::CloseEyes => Vec::new(),
        }
    });
    let (seen, unseen): (Vec<_>, Vec<_>) = measures.partition(|(measured, _)| measured.is_finite());
    let room = |(measured, limit): &(f64, f64)| (measured - limit) / limit.abs().max(0.01);
    let shallowest = seen.iter().min_by(|a, b| room(a).total_cmp(&room(b)));
    match shallowest {
        Some((measured, limit)) if measured < limit => {
            Finding::new(Check::LivenessDepth, Outcome::Fail, Reason::FaceFlat)
                .measured(*measured, *limit)
        }
        Some((measured, limit)) if unseen.is_empty() => {
            Finding::pass(Check::LivenessDepth).measured(*measured, *limit)
        }
        _ => unknown(Check::LivenessDepth),
    }
}

/// Whether it was the same person all the time.
fn continuity(report: &Report, limits: &LivenessThresholds) -> Finding {
    let (distance, jump) = (f64::from(report.distance), f64::from(report.jump));
    let changed = Finding::new(
        Check::LivenessContinuity,
        Outcome::Fail,
        Reason::FaceChanged,
    );
    if distance > limits.continuity {
        changed.measured(distance, limits.continuity)
    } else if jump > limits.jump {
        changed.measured(jump, limits.jump)
    } else if report.compared == 0 {
        Finding::new(
            Check::LivenessContinuity,
            Outcome::Inconclusive,
            Reason::FaceNotFound,
        )
    } else if !distance.is_finite() || !jump.is_finite() {
        unknown(Check::LivenessContinuity)
    } else {
        Finding::pass(Check::LivenessContinuity).measured(distance, limits.continuity)
    }
}

/// Whether enough frames came, without gaps, and showed a face.
fn sequence(report: &Report, limits: &LivenessThresholds) -> Finding {
    let missing = |reason| Finding::new(Check::LivenessSequence, Outcome::Fail, reason);
    let rate = report
        .prompts
        .iter()
        .map(|done| f64::from(done.rate))
        .fold(f64::INFINITY, f64::min);
    let gap = report
        .prompts
        .iter()
        .map(|done| f64::from(done.gap))
        .fold(0.0, f64::max);
    let seen = 1.0 - report.faceless as f64 / report.judged.max(1) as f64;
    if rate < limits.rate {
        missing(Reason::FramesMissing).measured(rate, limits.rate)
    } else if gap > limits.gap {
        missing(Reason::FramesMissing).measured(gap, limits.gap)
    } else if report.judged == 0 || seen < FACE_SHARE {
        missing(Reason::FaceNotFound).measured(seen, FACE_SHARE)
    } else if !rate.is_finite() || !gap.is_finite() {
        unknown(Check::LivenessSequence)
    } else {
        Finding::pass(Check::LivenessSequence).measured(rate, limits.rate)
    }
}

/// Whether frames are new each time, as a camera's are.
fn stream(report: &Report, limits: &LivenessThresholds) -> Finding {
    let (repeated, still) = (f64::from(report.repeated), f64::from(report.still));
    let again = Finding::new(Check::LivenessStream, Outcome::Fail, Reason::FramesRepeated);
    if repeated > limits.repeated {
        again.measured(repeated, limits.repeated)
    } else if still > limits.still {
        again.measured(still, limits.still)
    } else if !repeated.is_finite() || !still.is_finite() {
        unknown(Check::LivenessStream)
    } else {
        Finding::pass(Check::LivenessStream).measured(still, limits.still)
    }
}

/// Whether the camera looked at a screen.
fn replay(report: &Report, limits: &LivenessThresholds) -> Finding {
    let moire = report.moire.map(f64::from);
    let Some(moire) = moire.filter(|moire| moire.is_finite()) else {
        return unknown(Check::LivenessReplay);
    };
    let finding = if moire > limits.moire {
        Finding::new(
            Check::LivenessReplay,
            Outcome::Fail,
            Reason::ScreenRecaptured,
        )
    } else {
        Finding::pass(Check::LivenessReplay)
    };
    finding.measured(moire, limits.moire)
}
