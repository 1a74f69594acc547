//! What somebody did, from the frames in which their face was seen.

use super::challenge::{Prompt, Window};
use super::geometry::{self, Depth, Shape};
use crate::face::Point;

/// A movement that began in its window may end so much after it, in milliseconds.
pub(super) const LATE: u32 = 250;
/// Of the frames of a movement, so many count, those that went furthest.
const FURTHEST: usize = 5;
/// Nobody answers sooner after a prompt is shown, in milliseconds.
const ONSET: u32 = 120;
/// So long before a prompt is shown the person is at rest, in milliseconds.
const STILL: u32 = 200;
/// Where a movement is neither at its beginning nor at its end: shares of it.
const BETWEEN: std::ops::Range<f32> = 0.15..0.85;
/// Time between looks in which a step is measured, in milliseconds.
const STEP: f32 = 66.0;
/// Eyes open by less than this share of how they are at rest are shut.
const SHUT: f32 = 0.68;

/// One frame in which the face was seen.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) ms: u32,
    pub(super) yaw: f32,
    pub(super) pitch: f32,
    /// From forehead to chin in space, in pixels.
    pub(super) length: f32,
    /// The wider open eye; only where it was looked at.
    pub(super) open: Option<f32>,
    pub(super) shape: Shape,
    /// Where the face is, in pixels.
    pub(super) place: Point,
    pub(super) unit: f32,
}

impl Sample {
    /// How far the face's points are from another frame's, place and size too, in distances between
    /// the eyes, for each 66 ms between them.
    pub(super) fn jump(&self, before: &Self) -> f32 {
        let [x, y] = [0, 1].map(|axis| self.place[axis] - before.place[axis]);
        let grown = (self.length / before.length).ln().abs();
        let moved = x.hypot(y) / self.unit.max(before.unit);
        (geometry::apart(&self.shape, &before.shape) + moved + grown) / steps(before.ms, self.ms)
    }
}

/// How many usual steps lie between two looks, at least one.
fn steps(from: u32, to: u32) -> f32 {
    (to.saturating_sub(from) as f32 / STEP).max(1.0)
}

/// How the person was before anything was asked.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Start {
    /// Frames that showed it.
    pub looks: usize,
    /// Degrees that the head was turned, and lowered.
    pub yaw: f32,
    pub pitch: f32,
    /// Furthest that it strayed from there, in degrees.
    pub restless: f32,
    /// How far the eyes were open; `None` where nobody looked.
    pub open: Option<f32>,
}

/// The same, with what movements are measured against.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    pub(super) seen: Start,
    length: f32,
    shape: Shape,
}

impl Rest {
    pub(super) fn of(lead: &[Sample]) -> Option<Self> {
        let of = |value: fn(&Sample) -> f32| median(lead.iter().map(value).collect());
        let (yaw, pitch) = (of(|sample| sample.yaw)?, of(|sample| sample.pitch)?);
        let shapes: Vec<&Shape> = lead.iter().map(|sample| &sample.shape).collect();
        let strayed = lead
            .iter()
            .map(|sample| (sample.yaw - yaw).abs().max((sample.pitch - pitch).abs()));
        Some(Self {
            seen: Start {
                looks: lead.len(),
                yaw,
                pitch,
                restless: strayed.fold(0.0, f32::max),
                open: median(lead.iter().filter_map(|sample| sample.open).collect()),
            },
            length: of(|sample| sample.length)?.max(1.0),
            shape: geometry::mean(&shapes)?,
        })
    }

    /// Degrees turned to the person's left, degrees raised, and the logarithm of how much larger.
    pub(super) fn away(&self, sample: &Sample) -> [f32; 3] {
        [
            sample.yaw - self.seen.yaw,
            self.seen.pitch - sample.pitch,
            (sample.length / self.length).ln(),
        ]
    }

    /// How far a prompt's movement has gone: degrees, or the logarithm of how much larger or smaller.
    pub(super) fn progress(&self, prompt: Prompt, sample: &Sample) -> f32 {
        let [yaw, raised, grown] = self.away(sample);
        match prompt {
            Prompt::TurnLeft => yaw,
            Prompt::TurnRight => -yaw,
            Prompt::LookUp => raised,
            Prompt::Closer => grown,
            Prompt::Back => -grown,
            Prompt::CloseEyes => 0.0,
        }
    }
}

/// What was seen of one prompt.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Done {
    pub prompt: Prompt,
    /// How far the asked movement went: degrees of a turn; how many times larger the face became for
    /// closer, and smaller for back; milliseconds that both eyes were shut.
    pub moved: f32,
    /// What was done without being asked.
    pub astray: Astray,
    /// How far from rest the person was just before the prompt was shown, and until nobody can have
    /// answered it yet; `None` where no frame shows it.
    pub early: Option<Astray>,
    /// Largest part of the movement between two looks, for each 66 ms; `None` for shut eyes.
    pub step: Option<f32>,
    /// Looks on the way, neither at its beginning nor at its end.
    pub between: usize,
    /// Of turns and of looking up.
    pub depth: Option<Depth>,
    /// Of the same: how the skin itself moved, followed in the pictures; about 0.7 on a head, 0 on
    /// anything flat or evenly bent.
    pub relief: Option<f32>,
    /// Of coming closer and going back: how much more near points grew than further ones.
    pub perspective: Option<f32>,
    /// Frames a second.
    pub rate: f32,
    /// Longest time without a frame, in milliseconds.
    pub gap: u32,
    /// Share of the frames that showed the face.
    pub faced: f32,
}

/// How far somebody is from where they should be.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Astray {
    /// Degrees turned aside.
    pub yaw: f32,
    /// Degrees raised or lowered.
    pub pitch: f32,
    /// How many times larger or smaller; 1 is not at all.
    pub size: f32,
    /// Milliseconds that both eyes were shut.
    pub shut: f32,
}

/// Measures what was done in a window. `looks` are the times of all frames that were looked at,
/// `samples` those that showed the face.
pub(super) fn done(
    window: &Window,
    rest: Option<&Rest>,
    samples: &[Sample],
    looks: &[u32],
) -> Done {
    let (rate, gap) = pace(window, looks);
    let within =
        |range: std::ops::Range<u32>| samples.iter().filter(move |s| range.contains(&s.ms));
    let looked = looks
        .iter()
        .filter(|&ms| (window.from..window.to).contains(ms));
    let mut done = Done {
        prompt: window.prompt,
        moved: 0.0,
        astray: Astray::default(),
        early: None,
        step: None,
        between: 0,
        depth: None,
        relief: None,
        perspective: None,
        rate,
        gap,
        faced: within(window.from..window.to).count() as f32 / looked.count().max(1) as f32,
    };
    let Some(rest) = rest else {
        return done;
    };
    let seen: Vec<&Sample> = within(window.from..window.to + LATE).collect();
    let before: Vec<&Sample> =
        within(window.from.saturating_sub(STILL)..window.from + ONSET).collect();
    done.early = (!before.is_empty()).then(|| astray(None, rest, &before, 1));
    done.astray = astray(Some(window.prompt), rest, &seen, FURTHEST);
    if window.prompt == Prompt::CloseEyes {
        done.moved = shut(&seen, rest);
        return done;
    }
    let mut order: Vec<(f32, &Sample)> = seen
        .iter()
        .map(|sample| (rest.progress(window.prompt, sample), *sample))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    order.truncate(FURTHEST);
    // The least of those that went furthest.
    let Some(&(moved, _)) = order.get(FURTHEST - 1) else {
        return done;
    };
    (done.step, done.between) = path(window, rest, &seen, moved);
    let count = order.len() as f32;
    let furthest = order.iter().map(|(progress, _)| progress).sum::<f32>() / count;
    let shapes: Vec<&Shape> = order.iter().map(|(_, sample)| &sample.shape).collect();
    let shape = geometry::mean(&shapes);
    if window.prompt.is_rotation() {
        done.moved = moved;
        done.depth = shape.and_then(|shape| geometry::depth(&rest.shape, &shape, furthest));
    } else {
        done.moved = moved.exp();
        done.perspective = shape.and_then(|shape| {
            let (small, large) = if window.prompt == Prompt::Closer {
                (&rest.shape, &shape)
            } else {
                (&shape, &rest.shape)
            };
            geometry::perspective(small, large, furthest.exp())
        });
    }
    done
}

/// How far the person strayed from rest in what they were not asked to do: of each, the last of so
/// many frames that went furthest, so that a single wrong one does not count.
fn astray(asked: Option<Prompt>, rest: &Rest, seen: &[&Sample], furthest: usize) -> Astray {
    let away: Vec<[f32; 3]> = seen.iter().map(|sample| rest.away(sample)).collect();
    let far = |measure: &dyn Fn(&[f32; 3]) -> f32| {
        let mut all: Vec<f32> = away.iter().map(measure).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        all.get(furthest - 1).copied().unwrap_or(0.0).max(0.0)
    };
    let only = |prompts: [Prompt; 2], measure: &dyn Fn(&[f32; 3]) -> f32| match asked {
        // What is asked for may go one way only.
        Some(prompt) if prompt == prompts[0] => far(&|away| -measure(away)),
        Some(prompt) if prompt == prompts[1] => far(measure),
        _ => far(&|away| measure(away).abs()),
    };
    let pitch = if asked == Some(Prompt::LookUp) {
        far(&|away| -away[1])
    } else {
        far(&|away| away[1].abs())
    };
    Astray {
        yaw: only([Prompt::TurnLeft, Prompt::TurnRight], &|away| away[0]),
        pitch,
        size: only([Prompt::Closer, Prompt::Back], &|away| away[2]).exp(),
        shut: if asked == Some(Prompt::CloseEyes) {
            0.0
        } else {
            shut(seen, rest)
        },
    }
}

/// The largest step on the way out, as a share of the movement, and the looks between its beginning
/// and its end.
fn path(window: &Window, rest: &Rest, seen: &[&Sample], moved: f32) -> (Option<f32>, usize) {
    if moved.is_nan() || moved <= 0.0 {
        return (None, 0);
    }
    let (mut largest, mut between): (f32, usize) = (0.0, 0);
    let mut last: Option<(u32, f32)> = None;
    for sample in seen {
        let share = rest.progress(window.prompt, sample) / moved;
        if let Some((ms, before)) = last {
            largest = largest.max((share - before).abs() / steps(ms, sample.ms));
        }
        if share >= BETWEEN.end {
            // A film that begins at the end of the movement shows no way at all.
            let largest = if last.is_none() { 1.0 } else { largest };
            return (Some(largest), between);
        }
        between += usize::from(BETWEEN.contains(&share));
        last = Some((sample.ms, share));
    }
    (Some(largest), between)
}

/// Frames a second within a window, and its longest gap.
fn pace(window: &Window, looks: &[u32]) -> (f32, u32) {
    let within: Vec<u32> = looks
        .iter()
        .copied()
        .filter(|ms| (window.from..window.to).contains(ms))
        .collect();
    let seconds = window.to.saturating_sub(window.from).max(1) as f32 / 1_000.0;
    (
        within.len() as f32 / seconds,
        longest(&within, window.from, window.to),
    )
}

/// Longest time without any of some times, from one to another.
pub(super) fn longest(times: &[u32], from: u32, to: u32) -> u32 {
    let mut before = from;
    let mut longest = 0;
    for &ms in times.iter().chain([&to]) {
        longest = longest.max(ms.min(to).saturating_sub(before));
        before = ms;
    }
    longest
}

/// Longest time in which no look at the eyes found one open, in milliseconds.
fn shut(seen: &[&Sample], rest: &Rest) -> f32 {
    let Some(usual) = rest.seen.open else {
        return 0.0;
    };
    let (mut longest, mut since) = (0, None);
    for sample in seen {
        let Some(open) = sample.open else { continue };
        if open < SHUT * usual {
            let since = *since.get_or_insert(sample.ms);
            longest = longest.max(sample.ms - since);
        } else {
            since = None;
        }
    }
    longest as f32
}

pub(super) fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(ms: u32, yaw: f32) -> Sample {
        Sample {
            ms,
            yaw,
            pitch: 5.0,
            length: 100.0,
            open: Some(0.3),
            shape: vec![[0.0; 3]; 4],
            place: [0.0; 2],
            unit: 60.0,
        }
    }

    /// Looks straight ahead for a second, then turns as `yaw` says, by milliseconds since.
    fn turned(yaw: impl Fn(u32) -> f32) -> Done {
        let samples: Vec<Sample> = (0..45)
            .map(|at| at * 66)
            .map(|ms| sample(ms, if ms < 1_000 { 0.0 } else { yaw(ms - 1_000) }))
            .collect();
        let rest = Rest::of(&samples[..15]).unwrap();
        let window = Window {
            prompt: Prompt::TurnLeft,
            from: 1_000,
            to: 2_700,
        };
        let looks: Vec<u32> = samples.iter().map(|sample| sample.ms).collect();
        done(&window, Some(&rest), &samples, &looks)
    }

    #[test]
    fn a_turn_has_a_way() {
        let done = turned(|ms| 25.0 * (ms.saturating_sub(300) as f32 / 500.0).min(1.0));
        assert!((24.0..=25.1).contains(&done.moved), "{done:?}");
        assert!(done.step.unwrap() < 0.2 && done.between >= 4, "{done:?}");
        assert!(done.early.unwrap().yaw < 1.0, "{done:?}");
        assert_eq!(done.astray.yaw, 0.0);
    }

    #[test]
    fn stills_that_are_swapped_have_none() {
        let two = turned(|ms| if ms < 300 { 0.0 } else { 25.0 });
        assert_eq!((two.step, two.between), (Some(1.0), 0), "{two:?}");
        let three = turned(|ms| [0.0, 12.5, 25.0][(ms / 400).min(2) as usize]);
        assert_eq!(three.step, Some(0.5), "{three:?}");
    }

    #[test]
    fn who_moves_before_it_is_asked_is_early() {
        let before = turned(|ms| 25.0 * ((ms + 400) as f32 / 500.0).min(1.0));
        assert!(before.early.unwrap().yaw > 20.0, "{before:?}");
    }

    #[test]
    fn what_is_not_asked_is_astray_in_every_way() {
        let window = Window {
            prompt: Prompt::TurnLeft,
            from: 1_000,
            to: 3_000,
        };
        let mut samples: Vec<Sample> = (0..45).map(|at| sample(at * 66, 0.0)).collect();
        let rest = Rest::of(&samples[..15]).unwrap();
        for sample in &mut samples[20..] {
            sample.yaw = -20.0;
            sample.pitch = 25.0;
            sample.length = 150.0;
            sample.open = Some(0.05);
        }
        let done = done(&window, Some(&rest), &samples, &[]);
        assert_eq!((done.astray.yaw, done.astray.pitch), (20.0, 20.0));
        assert!((done.astray.size - 1.5).abs() < 1e-3 && done.astray.shut > 1_000.0);
        assert_eq!(done.moved, 0.0_f32.min(done.moved));
    }

    #[test]
    fn a_hole_is_measured_to_the_end() {
        assert_eq!(longest(&[100, 200], 0, 1_000), 800);
        assert_eq!(longest(&[500], 0, 1_000), 500);
        assert_eq!(longest(&[], 10, 1_000), 990);
        assert_eq!(longest(&[900, 1_100], 0, 1_000), 900);
    }
}
