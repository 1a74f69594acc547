//! A film of a challenge: everything done that was asked, with the depth of a head, by one person,
//! in one stream of a camera that looks at the world. Terms after ISO/IEC 30107.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::movement::{Advice, Missed, Movement};
use bonafide_identity::policy::{LightThresholds, LivenessThresholds};
use bonafide_vision::face::Engine;
use bonafide_vision::liveness::{Astray, Done, Prompt, Report};

use crate::model;

/// Least frames that show how the person was before anything was asked.
const LEAST_START: usize = 6;
/// The mesh's pitch of a head that is held straight, in degrees.
const STRAIGHT: f64 = 5.0;
/// Faces darker than this, and lighter, are told so: mean luminance, 0 to 255.
const LIGHT: std::ops::Range<f64> = 60.0..210.0;

/// What a film proves.
#[derive(Clone, Debug, PartialEq)]
pub struct LivenessJudged {
    /// Pass where nothing speaks against a living person who did what was asked, else what the
    /// gravest finding says.
    pub outcome: Outcome,
    /// One a question; of prompts, one each.
    pub findings: Vec<Finding>,
    /// What the person could do better, prompt by prompt in their order; `None` where it was done.
    pub advice: Vec<(Prompt, Option<Advice>)>,
}

impl LivenessJudged {
    /// What to tell the person.
    #[must_use]
    pub fn missed(&self) -> Vec<Missed> {
        let told = self.advice.iter();
        Missed::of(told.filter_map(|(prompt, advice)| Some((movement(*prompt), (*advice)?))))
    }
}

fn movement(prompt: Prompt) -> Movement {
    match prompt {
        Prompt::TurnLeft => Movement::TurnLeft,
        Prompt::TurnRight => Movement::TurnRight,
        Prompt::Closer => Movement::Closer,
        Prompt::Back => Movement::Back,
        Prompt::CloseEyes => Movement::CloseEyes,
        Prompt::LookUp => Movement::LookUp,
    }
}

/// Holds what was seen against the policy's limits.
#[must_use]
pub fn judge_liveness(
    engine: &Engine,
    report: &Report,
    limits: &LivenessThresholds,
) -> LivenessJudged {
    let (mesh, embedder) = (model(engine.mesher()), model(engine.embedder()));
    let prompts: Vec<(Finding, Option<Advice>)> = report
        .prompts
        .iter()
        .map(|done| prompt(done, report, limits))
        .collect();
    let asked = report.prompts.iter().map(|done| done.prompt);
    let advice = asked
        .zip(prompts.iter().map(|(_, advice)| *advice))
        .collect();
    let mut findings: Vec<Finding> = prompts
        .into_iter()
        .map(|(finding, _)| finding.by(mesh.clone()))
        .collect();
    findings.push(depth(report, limits).by(mesh));
    findings.push(continuity(report, limits).by(embedder));
    findings.push(sequence(report, limits));
    findings.push(stream(report, limits));
    findings.push(replay(report, limits));
    findings.extend(limits.light.map(|limits| light(report, limits)));
    let gravest = findings.iter().map(|finding| finding.outcome).max();
    LivenessJudged {
        outcome: gravest.unwrap_or(Outcome::Inconclusive),
        findings,
        advice,
    }
}

/// A measurement and what it is held against.
#[derive(Clone, Copy)]
enum Limit {
    AtLeast(f64, f64),
    AtMost(f64, f64),
}

impl Limit {
    /// `None` for what is no number, which proves nothing.
    fn is_kept(self) -> Option<bool> {
        let (Self::AtLeast(measured, _) | Self::AtMost(measured, _)) = self;
        measured.is_finite().then_some(match self {
            Self::AtLeast(measured, least) => measured >= least,
            Self::AtMost(measured, most) => measured <= most,
        })
    }

    fn on(self, finding: Finding) -> Finding {
        let (Self::AtLeast(measured, limit) | Self::AtMost(measured, limit)) = self;
        if measured.is_finite() {
            finding.measured(measured, limit)
        } else {
            finding
        }
    }
}

/// Fails for the first limit that is not kept, with its reason; what could not be measured proves
/// nothing. The last limit is the one that a pass shows.
fn held(check: Check, limits: &[(Limit, Reason)]) -> Finding {
    let broken = limits
        .iter()
        .find(|(limit, _)| limit.is_kept() == Some(false));
    if let Some((limit, reason)) = broken {
        return limit.on(Finding::new(check, Outcome::Fail, *reason));
    }
    match limits.last() {
        Some((last, _))
            if limits
                .iter()
                .all(|(limit, _)| limit.is_kept() == Some(true)) =>
        {
            last.on(Finding::pass(check))
        }
        _ => unknown(check),
    }
}

/// What could not be measured proves nothing.
fn unknown(check: Check) -> Finding {
    Finding::new(check, Outcome::Inconclusive, Reason::CheckUnavailable)
}

/// Whether what was asked was done when it was asked, and nothing else; and what to do better.
fn prompt(done: &Done, report: &Report, limits: &LivenessThresholds) -> (Finding, Option<Advice>) {
    let least = match done.prompt {
        Prompt::TurnLeft | Prompt::TurnRight => limits.turn,
        Prompt::LookUp => limits.raise,
        Prompt::Closer | Prompt::Back => limits.approach,
        Prompt::CloseEyes => limits.shut,
    };
    let moved = Limit::AtLeast(done.moved.into(), least);
    let mut held_to: Vec<(Limit, Advice)> = Vec::new();
    let early = done.early.map_or([f64::NAN; 3], |early| {
        [early.yaw, early.pitch, early.size].map(f64::from)
    });
    let early = early
        .into_iter()
        .zip([limits.rest_turn, limits.rest_turn, limits.rest_size])
        .map(|(measured, most)| Limit::AtMost(measured, most));
    // Who is where they should go has begun too soon; who is elsewhere has not come back.
    let begun = done.early.is_some_and(|early| match done.prompt {
        Prompt::TurnLeft | Prompt::TurnRight => f64::from(early.yaw) > limits.rest_turn,
        Prompt::LookUp => f64::from(early.pitch) > limits.rest_turn,
        Prompt::Closer | Prompt::Back => f64::from(early.size) > limits.rest_size,
        Prompt::CloseEyes => false,
    });
    let soon = if begun {
        Advice::WaitForIt
    } else {
        Advice::ComeBack
    };
    held_to.extend(early.map(|limit| (limit, soon)));
    let Astray {
        yaw,
        pitch,
        size,
        shut,
    } = done.astray;
    let astray = [
        (yaw, limits.astray),
        (pitch, limits.astray_pitch),
        (size, limits.astray_size),
        (shut, limits.astray_shut),
    ];
    // Nobody is told to do only that who did not do it.
    held_to.push((moved, Advice::Further));
    held_to.extend(
        astray.map(|(measured, most)| (Limit::AtMost(measured.into(), most), Advice::OnlyThat)),
    );
    if done.prompt != Prompt::CloseEyes {
        let step = done.step.map_or(f64::NAN, f64::from);
        held_to.push((Limit::AtMost(step, limits.step), Advice::Slower));
        let between = Limit::AtLeast(done.between as f64, limits.between.into());
        held_to.push((between, Advice::Slower));
    }
    held_to.push((moved, Advice::Further));
    let reasons: Vec<(Limit, Reason)> = held_to
        .iter()
        .map(|(limit, _)| (*limit, Reason::PromptNotFollowed))
        .collect();
    let finding = held(Check::LivenessPrompts, &reasons);
    if finding.outcome == Outcome::Pass {
        return (finding, None);
    }
    let light = report.light.map(f64::from);
    let broken = held_to
        .iter()
        .find(|(limit, _)| limit.is_kept() != Some(true));
    let advice = if f64::from(done.rate) < limits.rate || f64::from(done.gap) > limits.gap {
        Advice::BetterConnection
    } else if light.is_some_and(|light| light < LIGHT.start) {
        Advice::MoreLight
    } else if light.is_some_and(|light| light > LIGHT.end) {
        Advice::LessLight
    } else if f64::from(done.faced) < limits.faced {
        Advice::StayInView
    } else {
        broken.map_or(Advice::Further, |(_, advice)| *advice)
    };
    (finding, Some(advice))
}

/// Whether moving showed a head, and not a picture of one: every turn, every raise, every approach
/// must. What came nearest to failing, or failed most, is what the finding says.
fn depth(report: &Report, limits: &LivenessThresholds) -> Finding {
    let measures: Vec<(f64, f64)> = report
        .prompts
        .iter()
        .flat_map(|done| {
            let seen = |depth: Option<f32>| depth.map_or(f64::NAN, f64::from);
            let residual = seen(done.depth.map(|depth| depth.residual));
            // A head that turns to the picture's right moves its near points there.
            let aside = seen(done.depth.map(|depth| depth.parallax[0]));
            let mut measures = match done.prompt {
                Prompt::TurnLeft => vec![(residual, limits.depth), (-aside, limits.parallax)],
                Prompt::TurnRight => vec![(residual, limits.depth), (aside, limits.parallax)],
                Prompt::LookUp => vec![(residual, limits.raised_depth)],
                Prompt::Closer | Prompt::Back => {
                    vec![(seen(done.perspective), limits.perspective)]
                }
                Prompt::CloseEyes => Vec::new(),
            };
            if done.prompt.is_rotation() {
                measures.extend(limits.relief.map(|limit| (seen(done.relief), limit)));
            }
            measures
        })
        .collect();
    let room = |(measured, limit): &(f64, f64)| (measured - limit) / limit.abs().max(0.01);
    let shallowest = measures
        .iter()
        .filter(|(measured, _)| measured.is_finite())
        .min_by(|a, b| room(a).total_cmp(&room(b)));
    match shallowest {
        Some((measured, limit)) if measured < limit => {
            Finding::new(Check::LivenessDepth, Outcome::Fail, Reason::FaceFlat)
                .measured(*measured, *limit)
        }
        Some((measured, limit)) if measures.iter().all(|(seen, _)| seen.is_finite()) => {
            Finding::pass(Check::LivenessDepth).measured(*measured, *limit)
        }
        _ => unknown(Check::LivenessDepth),
    }
}

/// Whether it was the same person all the time, and alone.
fn continuity(report: &Report, limits: &LivenessThresholds) -> Finding {
    let check = Check::LivenessContinuity;
    let distance = |seen: Option<f32>| seen.map_or(f64::NAN, f64::from);
    let mut held_to = vec![
        (
            Limit::AtMost(report.several as f64, 0.0),
            Reason::SeveralFaces,
        ),
        (
            Limit::AtMost(report.jump.into(), limits.jump),
            Reason::FaceChanged,
        ),
        (
            Limit::AtMost(report.change.into(), limits.change),
            Reason::FaceChanged,
        ),
    ];
    if report.turned_distance.is_some() {
        let turned = Limit::AtMost(distance(report.turned_distance), limits.continuity_turned);
        held_to.push((turned, Reason::FaceChanged));
    }
    let frontal = Limit::AtMost(distance(report.distance), limits.continuity);
    held_to.push((frontal, Reason::FaceChanged));
    let finding = held(check, &held_to);
    if finding.outcome == Outcome::Pass && report.compared <= report.prompts.len() {
        return Finding::new(check, Outcome::Inconclusive, Reason::FaceNotFound);
    }
    finding
}

/// Whether enough frames came, without gaps, showed a face, and at first one that looked straight
/// ahead.
fn sequence(report: &Report, limits: &LivenessThresholds) -> Finding {
    // What is no number stays none, which the usual minimum would hide.
    let worst = |of: fn(&Done) -> f64, first: f64, worse: fn(f64, f64) -> bool| {
        let all = report.prompts.iter().map(of);
        all.fold(first, |worst, one| {
            if one.is_nan() || worse(one, worst) {
                one
            } else {
                worst
            }
        })
    };
    let rate = worst(|done| done.rate.into(), f64::INFINITY, |a, b| a < b);
    let gap = worst(|done| done.gap.into(), 0.0, |a, b| a > b);
    let share = |count: usize, of: usize| count as f64 / of as f64;
    let faced = share(report.judged.saturating_sub(report.faceless), report.judged);
    let start = report.start;
    let looks = start.map_or(0, |start| start.looks);
    let [turned, nodded] = start.map_or([f64::NAN; 2], |start| {
        let turned = start.yaw.abs().max(start.restless);
        [turned.into(), (f64::from(start.pitch) - STRAIGHT).abs()]
    });
    let open = start
        .and_then(|start| start.open)
        .map_or(f64::NAN, f64::from);
    let refused = share(report.refused, report.frames);
    let disordered = report.disordered as f64;
    held(
        Check::LivenessSequence,
        &[
            (Limit::AtMost(disordered, 0.0), Reason::FramesMissing),
            (
                Limit::AtLeast(report.judged as f64, 1.0),
                Reason::FramesMissing,
            ),
            (
                Limit::AtMost(refused, limits.refused),
                Reason::FramesMissing,
            ),
            (Limit::AtLeast(rate, limits.rate), Reason::FramesMissing),
            (Limit::AtMost(gap, limits.gap), Reason::FramesMissing),
            (Limit::AtLeast(faced, limits.faced), Reason::FaceNotFound),
            (
                Limit::AtMost(report.hole.into(), limits.hole),
                Reason::FaceNotFound,
            ),
            (
                Limit::AtLeast(looks as f64, LEAST_START as f64),
                Reason::FaceNotFound,
            ),
            (Limit::AtMost(turned, limits.rest_turn), Reason::FaceTurned),
            (Limit::AtMost(nodded, limits.rest_pitch), Reason::FaceTurned),
            (Limit::AtLeast(open, limits.rest_open), Reason::EyesClosed),
            (Limit::AtLeast(rate, limits.rate), Reason::FramesMissing),
        ],
    )
}

/// Whether frames are new each time, as a camera's are.
fn stream(report: &Report, limits: &LivenessThresholds) -> Finding {
    let still = report.still.map_or(f64::NAN, f64::from);
    held(
        Check::LivenessStream,
        &[
            (
                Limit::AtMost(report.repeated.into(), limits.repeated),
                Reason::FramesRepeated,
            ),
            (Limit::AtMost(still, limits.still), Reason::FramesRepeated),
        ],
    )
}

/// Whether the camera looked at a screen.
fn replay(report: &Report, limits: &LivenessThresholds) -> Finding {
    let moire = report.moire.map_or(f64::NAN, f64::from);
    held(
        Check::LivenessReplay,
        &[(Limit::AtMost(moire, limits.moire), Reason::ScreenRecaptured)],
    )
}

/// Whether the skin followed the colours that the screen showed.
fn light(report: &Report, limits: LightThresholds) -> Finding {
    let lit = report.lit.map_or(f64::NAN, f64::from);
    held(
        Check::LivenessLight,
        &[(
            Limit::AtLeast(lit, limits.agreement),
            Reason::LightNotFollowed,
        )],
    )
}
