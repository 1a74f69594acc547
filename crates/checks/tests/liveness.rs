//! Films of people who do what is asked, and of what is held before a camera in their place. All
//! generated: what is proven here is that the parts work together, not how often they err.

use std::sync::LazyLock;

use bonafide_checks::{LivenessJudged, judge_liveness};
use bonafide_fixtures::live::{Attack, Clip, Head, Scene, genuine};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::policy::{LivenessThresholds, Policy};
use bonafide_vision::face::Engine;
use bonafide_vision::intake;
use bonafide_vision::liveness::{Challenge, FrameError, Limits, Prompt, Watcher, Window};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load().expect("the models are there"));

fn head(photo: Photo) -> Head {
    let picture = intake::shrink(&photo.load().unwrap(), 1400);
    let face = ENGINE.detect(&picture).unwrap().swap_remove(0);
    Head::new(&picture, &face.mesh.points)
}

fn challenge(prompts: &[Prompt]) -> Challenge {
    let windows = prompts.iter().zip(0..).map(|(&prompt, at): (_, u32)| {
        let from = 1_000 + at * 3_300;
        Window {
            prompt,
            from,
            to: from + 2_000,
        }
    });
    let mut challenge = Challenge {
        prompts: windows.collect(),
        looks: Vec::new(),
    };
    let mut state: u32 = 7;
    challenge.draw_looks(|below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    });
    challenge
}

fn limits() -> LivenessThresholds {
    Policy::standard().thresholds.liveness().unwrap()
}

fn judged(challenge: &Challenge, clip: &Clip) -> LivenessJudged {
    let mut watcher = Watcher::new(&ENGINE, challenge.clone(), Limits::default());
    for (ms, file) in &clip.frames {
        watcher.see(*ms, file).unwrap();
    }
    let report = watcher.report().unwrap();
    assert!(report.best.is_some_and(|best| best < clip.frames.len()));
    judge_liveness(&ENGINE, &report, &limits())
}

fn refusals(judged: &LivenessJudged) -> Vec<Reason> {
    let failed = judged
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail);
    failed.map(|finding| finding.reason).collect()
}

#[test]
fn people_who_do_what_is_asked_pass() {
    for (photo, seed, asked) in [
        (
            Photo::A1,
            11,
            [Prompt::TurnLeft, Prompt::Closer, Prompt::CloseEyes],
        ),
        (
            Photo::C1,
            12,
            [Prompt::Back, Prompt::TurnRight, Prompt::LookUp],
        ),
    ] {
        let challenge = challenge(&asked);
        let clip = genuine(&head(photo), &challenge.prompts, &Scene::ordinary(seed));
        let judged = judged(&challenge, &clip);
        assert_eq!(judged.outcome, Outcome::Pass, "{photo:?} {judged:#?}");
        let prompts = judged
            .findings
            .iter()
            .filter(|finding| finding.check == Check::LivenessPrompts);
        assert_eq!(prompts.count(), 3);
    }
}

fn attacked(attack: Attack, asked: &[Prompt], seed: u64, expected: Reason) {
    let challenge = challenge(asked);
    let (victim, other) = (head(Photo::A1), head(Photo::C1));
    let clip = attack.film(&victim, &other, &challenge.prompts, &Scene::ordinary(seed));
    let judged = judged(&challenge, &clip);
    let found = refusals(&judged);
    assert!(
        found.contains(&expected),
        "{attack:?}: {found:?} {judged:#?}"
    );
}

#[test]
fn a_flat_photograph_is_no_head() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::FlatPhoto, &asked, 21, Reason::FaceFlat);
}

#[test]
fn a_bent_photograph_is_none_either() {
    let asked = [Prompt::TurnRight, Prompt::Back];
    attacked(Attack::BentPhoto, &asked, 21, Reason::FaceFlat);
}

#[test]
fn a_mask_has_no_lids() {
    let asked = [Prompt::TurnLeft, Prompt::CloseEyes];
    attacked(Attack::Mask, &asked, 21, Reason::PromptNotFollowed);
}

/// Where its dots show at all: of others, the order of what is asked must tell.
#[test]
fn a_screen_beats_against_the_camera() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::Screen, &asked, 205, Reason::ScreenRecaptured);
}

#[test]
fn a_film_of_another_time_does_something_else() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::OtherOrder, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn two_people_are_not_one() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::Cut, &asked, 21, Reason::FaceChanged);
}

#[test]
fn frames_that_come_again_are_noticed() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::Shuffled, &asked, 21, Reason::FramesRepeated);
}

#[test]
fn a_still_that_software_moves_is_flat() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::Animated, &asked, 21, Reason::FaceFlat);
}

#[test]
fn too_few_frames_are_told() {
    let challenge = challenge(&[Prompt::TurnLeft, Prompt::Closer]);
    let scene = Scene {
        rate: 5,
        ..Scene::default()
    };
    let clip = genuine(&head(Photo::A1), &challenge.prompts, &scene);
    assert!(refusals(&judged(&challenge, &clip)).contains(&Reason::FramesMissing));
}

#[test]
fn nothing_proves_nothing() {
    let challenge = challenge(&[Prompt::TurnLeft, Prompt::Closer]);
    let mut watcher = Watcher::new(&ENGINE, challenge, Limits::default());
    let judged = judge_liveness(&ENGINE, &watcher.report().unwrap(), &limits());
    assert_eq!(judged.outcome, Outcome::Fail);
}

#[test]
fn frames_that_cannot_be_are_refused_and_counted() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let picture = |size| bonafide_fixtures::camera::jpeg(&image::RgbImage::new(size, 48), 80);
    let limits = Limits {
        frames: 10,
        ..Limits::default()
    };
    let mut watcher = Watcher::new(&ENGINE, challenge, limits);
    assert!(watcher.see(100, &picture(64)).unwrap().looked);
    let error = |watcher: &mut Watcher<'_>, ms, file: &[u8]| watcher.see(ms, file).unwrap_err();
    for ms in [0, 99, 100] {
        let error = error(&mut watcher, ms, &picture(64));
        assert!(
            matches!(error, FrameError::Disorder { before: 100, .. }),
            "{error}"
        );
    }
    let found = error(&mut watcher, 200, b"GIF89a");
    assert!(matches!(found, FrameError::NotJpeg), "{found}");
    let found = error(&mut watcher, 300, &picture(64)[..200]);
    assert!(matches!(found, FrameError::Intake(_)), "{found}");
    let found = error(&mut watcher, 400, &picture(80));
    assert!(
        matches!(found, FrameError::OtherSize { width: 80, .. }),
        "{found}"
    );
    let found = error(&mut watcher, 500, &vec![0xff; 3 << 20]);
    assert!(matches!(found, FrameError::Intake(_)), "{found}");
    let found = error(&mut watcher, 9_000, &picture(64));
    assert!(matches!(found, FrameError::Late { .. }), "{found}");
    // The camera gave the same picture again: it is not looked at twice.
    assert!(!watcher.see(600, &picture(64)).unwrap().looked);
    let found = error(&mut watcher, 700, &picture(64));
    assert!(matches!(found, FrameError::TooMany(10)), "{found}");
    let report = watcher.report().unwrap();
    assert_eq!((report.frames, report.refused, report.judged), (11, 9, 1));
}
