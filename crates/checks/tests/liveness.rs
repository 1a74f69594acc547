//! Films of people who do what is asked, and of what is held before a camera in their place. All
//! generated: what is proven here is that the parts work together, not how often they err.

use std::sync::LazyLock;

use bonafide_checks::{LivenessJudged, judge_liveness};
use bonafide_fixtures::live::{Attack, Clip, Glow, Head, Scene, genuine};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::finding::{Check, Outcome, Reason};
use bonafide_identity::movement::Advice;
use bonafide_identity::policy::{LightThresholds, LivenessThresholds, Policy};
use bonafide_vision::face::Engine;
use bonafide_vision::intake;
use bonafide_vision::liveness::{
    Challenge, FrameError, Limits, Pace, Prompt, Report, Watcher, Window,
};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load().expect("the models are there"));

static HEADS: LazyLock<[Head; 2]> = LazyLock::new(|| {
    [Photo::A1, Photo::C1].map(|photo| {
        let picture = intake::shrink(&photo.load().unwrap(), 1400);
        let face = ENGINE.detect(&picture).unwrap().swap_remove(0);
        Head::new(&picture, &face.mesh.points)
    })
});

/// Any ordinary one, small.
fn scene(seed: u64) -> Scene {
    Scene {
        size: (360, 480),
        ..Scene::ordinary(seed)
    }
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
        lights: Vec::new(),
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

fn watched(challenge: &Challenge, clip: &Clip) -> Report {
    let mut watcher = Watcher::new(&ENGINE, challenge.clone(), Limits::default());
    let mut best = None;
    for (number, (ms, file)) in clip.frames.iter().enumerate() {
        // Some of these films have frames that are refused.
        if watcher.see(*ms, file).is_ok_and(|seen| seen.best) {
            best = Some(number);
        }
    }
    let report = watcher.report().unwrap();
    assert_eq!(report.best, best);
    assert_eq!(watcher.best().is_some(), best.is_some());
    report
}

fn judged(challenge: &Challenge, clip: &Clip) -> LivenessJudged {
    judge_liveness(&ENGINE, &watched(challenge, clip), &limits())
}

fn advice(judged: &LivenessJudged) -> Vec<Option<Advice>> {
    judged.advice.iter().map(|(_, advice)| *advice).collect()
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
    for (head, seed, asked) in [
        (0, 11, [Prompt::TurnLeft, Prompt::Closer, Prompt::CloseEyes]),
        (1, 12, [Prompt::Back, Prompt::TurnRight, Prompt::LookUp]),
    ] {
        let challenge = challenge(&asked);
        let clip = genuine(&HEADS[head], &challenge.prompts, &scene(seed));
        let report = watched(&challenge, &clip);
        let judged = judge_liveness(&ENGINE, &report, &limits());
        assert_eq!(
            judged.outcome,
            Outcome::Pass,
            "{seed} {judged:#?} {report:?}"
        );
        assert_eq!(advice(&judged), [None; 3]);
        let prompts = judged
            .findings
            .iter()
            .filter(|finding| finding.check == Check::LivenessPrompts);
        assert_eq!(prompts.count(), 3);
        what_is_no_number_proves_nothing(&report);
    }
}

/// A report that passes, and the same with each of its measurements gone.
fn what_is_no_number_proves_nothing(good: &Report) {
    let changes: [fn(&mut Report); 20] = [
        |report| report.start = None,
        |report| report.prompts[0].moved = f32::NAN,
        |report| report.prompts[0].astray.yaw = f32::NAN,
        |report| report.prompts[0].astray.size = f32::INFINITY,
        |report| report.prompts[0].early = None,
        |report| report.prompts[0].step = None,
        |report| report.prompts[0].rate = f32::NAN,
        |report| {
            for done in &mut report.prompts {
                done.depth = None;
            }
        },
        |report| {
            for done in &mut report.prompts {
                done.perspective = None;
            }
            report.prompts.iter_mut().for_each(|done| {
                if let Some(depth) = &mut done.depth {
                    depth.residual = f32::NAN;
                }
            });
        },
        |report| report.repeated = f32::NAN,
        |report| report.still = None,
        |report| report.still = Some(f32::NAN),
        |report| report.change = f32::NAN,
        |report| report.moire = None,
        |report| report.distance = None,
        |report| report.distance = Some(f32::NAN),
        |report| report.jump = f32::NAN,
        |report| report.compared = 3,
        |report| report.judged = 0,
        |report| report.prompts.clear(),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut report = good.clone();
        change(&mut report);
        let judged = judge_liveness(&ENGINE, &report, &limits());
        assert_ne!(judged.outcome, Outcome::Pass, "{number}");
    }
}

/// With ten colours after what is asked.
fn lit(prompts: &[Prompt], seed: u32) -> Challenge {
    let mut challenge = challenge(prompts);
    let mut state = seed;
    challenge.draw_lights(10, 400, Pace::default(), |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    });
    challenge.validate().unwrap();
    challenge
}

fn lit_limits() -> LivenessThresholds {
    LivenessThresholds {
        light: Some(LightThresholds {
            colours: 10,
            millis: 400,
            agreement: 0.85,
        }),
        ..limits()
    }
}

#[test]
fn skin_follows_the_screens_colours() {
    for (head, seed, turn, strength, delay) in [
        (0, 11, Prompt::TurnLeft, 0.2, 90),
        (1, 12, Prompt::TurnRight, 0.08, 260),
    ] {
        let challenge = lit(&[turn], seed);
        let scene = Scene {
            glow: Glow::of(&challenge.lights, strength, delay),
            ..scene(seed.into())
        };
        let clip = genuine(&HEADS[head], &challenge.prompts, &scene);
        let report = watched(&challenge, &clip);
        let judged = judge_liveness(&ENGINE, &report, &lit_limits());
        println!("{strength}: {:?}", report.lit);
        assert_eq!(judged.outcome, Outcome::Pass, "{judged:#?} {report:?}");
        // The best frame is none that the screen coloured.
        let best = clip.frames[report.best.unwrap()].0;
        assert!(best < challenge.lights[0].from, "{best}");
        let mut unseen = report;
        unseen.lit = None;
        let judged = judge_liveness(&ENGINE, &unseen, &lit_limits());
        assert_eq!(judged.outcome, Outcome::Inconclusive);
    }
}

/// What the light of a film alone is judged to be.
fn light_of(challenge: &Challenge, clip: &Clip) -> (Option<f32>, Outcome, Reason) {
    let from = challenge.lights[0].from - 200;
    let frames = clip.frames.iter().filter(|(ms, _)| *ms >= from).cloned();
    let end = Clip {
        frames: frames.collect(),
    };
    let mut watcher = Watcher::new(&ENGINE, challenge.clone(), Limits::default());
    for (ms, file) in &end.frames {
        watcher.see(*ms, file).unwrap();
    }
    let report = watcher.report().unwrap();
    let judged = judge_liveness(&ENGINE, &report, &lit_limits());
    let light = judged
        .findings
        .iter()
        .find(|finding| finding.check == Check::LivenessLight)
        .unwrap();
    (report.lit, light.outcome, light.reason)
}

#[test]
fn films_of_another_time_do_not_follow_the_screens_colours() {
    let challenge = lit(&[Prompt::TurnLeft], 31);
    let glow = Glow::of(&challenge.lights, 0.2, 90);
    let scene = Scene { glow, ..scene(21) };
    let refused = |clip: &Clip, name: &str| {
        let (lit, outcome, reason) = light_of(&challenge, clip);
        println!("{name}: {lit:?}");
        assert_eq!(
            (outcome, reason),
            (Outcome::Fail, Reason::LightNotFollowed),
            "{name} {lit:?}"
        );
    };
    for attack in [Attack::OtherOrder, Attack::Animated, Attack::Screen] {
        let clip = attack.film(&HEADS[0], &HEADS[1], &challenge.prompts, &scene);
        refused(&clip, attack.name());
    }
    // The sun drowns what the screen gives.
    let drowned = Scene {
        glow: Glow::of(&challenge.lights, 0.001, 90),
        ..scene
    };
    refused(&genuine(&HEADS[0], &challenge.prompts, &drowned), "drowned");
    // Paper reflects as skin does: this is no proof of a head.
    let paper = Attack::FlatPhoto.film(&HEADS[0], &HEADS[1], &challenge.prompts, &scene);
    let (lit, outcome, _) = light_of(&challenge, &paper);
    assert_eq!(outcome, Outcome::Pass, "{lit:?}");
}

fn attacked(attack: Attack, asked: &[Prompt], seed: u64, expected: Reason) {
    attacked_in(attack, asked, &scene(seed), expected);
}

fn attacked_in(attack: Attack, asked: &[Prompt], scene: &Scene, expected: Reason) {
    let challenge = challenge(asked);
    let clip = attack.film(&HEADS[0], &HEADS[1], &challenge.prompts, scene);
    let report = watched(&challenge, &clip);
    let judged = judge_liveness(&ENGINE, &report, &limits());
    let found = refusals(&judged);
    assert!(
        found.contains(&expected),
        "{attack:?}: {found:?} {report:#?}"
    );
}

#[test]
fn stills_that_are_swapped_show_no_way() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::SwappedStills, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn whoever_moves_is_who_is_compared() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::HiddenSwap, &asked, 21, Reason::FaceChanged);
}

#[test]
fn a_tube_is_no_head() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::Tube, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn a_photograph_with_lids_is_a_photograph_all_the_same() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::PaintedLids, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn junk_is_no_frame() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let mut clip = genuine(&HEADS[0], &challenge.prompts, &scene(11));
    for (at, (_, file)) in clip.frames.iter_mut().enumerate() {
        if at % 4 != 0 {
            file.truncate(200);
        }
    }
    assert!(refusals(&judged(&challenge, &clip)).contains(&Reason::FramesMissing));
}

#[test]
fn one_film_is_no_answer_to_every_prompt() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let window = challenge.prompts[0];
    let all = [
        Prompt::Closer,
        Prompt::LookUp,
        Prompt::CloseEyes,
        Prompt::TurnLeft,
    ];
    let tasks = all.map(|prompt| Window { prompt, ..window });
    let judged = judged(&challenge, &genuine(&HEADS[0], &tasks, &scene(11)));
    assert!(refusals(&judged).contains(&Reason::PromptNotFollowed));
    assert_eq!(advice(&judged), [Some(Advice::OnlyThat)]);
}

#[test]
fn who_moves_before_the_prompt_is_shown_has_not_answered_it() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let window = challenge.prompts[0];
    let early = Window {
        from: window.from - 800,
        ..window
    };
    let judged = judged(&challenge, &genuine(&HEADS[0], &[early], &scene(11)));
    assert!(refusals(&judged).contains(&Reason::PromptNotFollowed));
    assert_eq!(advice(&judged), [Some(Advice::WaitForIt)]);
}

#[test]
fn who_looks_aside_at_first_has_no_beginning() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let aside = Window {
        prompt: Prompt::TurnRight,
        from: 0,
        to: 900,
    };
    let tasks = [aside, challenge.prompts[0]];
    let judged = judged(&challenge, &genuine(&HEADS[0], &tasks, &scene(11)));
    assert!(
        refusals(&judged).contains(&Reason::FaceTurned),
        "{judged:?}"
    );
}

#[test]
fn a_pause_is_watched_too() {
    let challenge = challenge(&[Prompt::TurnLeft, Prompt::CloseEyes]);
    let mut clip = genuine(&HEADS[0], &challenge.prompts, &scene(11));
    let pause = challenge.prompts[0].to + 100..challenge.prompts[1].from - 300;
    clip.frames.retain(|(ms, _)| !pause.contains(ms));
    assert!(refusals(&judged(&challenge, &clip)).contains(&Reason::FaceNotFound));
}

#[test]
fn another_face_beside_it_is_seen() {
    let challenge = challenge(&[Prompt::TurnLeft]);
    let scene = Scene {
        until: challenge.prompts[0].from,
        ..scene(11)
    };
    let [first, second] =
        [&HEADS[0], &HEADS[1]].map(|head| genuine(head, &challenge.prompts, &scene));
    let beside = first.frames.iter().zip(&second.frames).map(|(one, other)| {
        let [one, other] = [&one.1, &other.1].map(|file| {
            let photo = intake::decode(file, &intake::Limits::default()).unwrap();
            photo.image
        });
        let mut both = image::RgbImage::new(600, 400);
        image::imageops::replace(&mut both, &one, 0, 0);
        image::imageops::replace(&mut both, &other, 300, 0);
        bonafide_fixtures::camera::jpeg(&both, 85)
    });
    let times = first.frames.iter().map(|frame| frame.0);
    let clip = Clip {
        frames: times.zip(beside).collect(),
    };
    assert!(watched(&challenge, &clip).several > 0);
}

#[test]
fn a_flat_photograph_is_no_head() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::FlatPhoto, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn a_bent_photograph_is_none_either() {
    let asked = [Prompt::TurnRight];
    attacked(Attack::BentPhoto, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn a_flat_mask_does_not_turn_as_far_as_its_wearer() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::Mask, &asked, 21, Reason::PromptNotFollowed);
}

/// Where its dots show at all: of others, the order of what is asked must tell.
#[test]
fn a_screen_beats_against_the_camera() {
    let asked = [Prompt::TurnLeft];
    let scene = Scene::ordinary(205);
    attacked_in(Attack::Screen, &asked, &scene, Reason::ScreenRecaptured);
}

#[test]
fn a_film_of_another_time_does_something_else() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::OtherOrder, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn two_people_are_not_one() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::Cut, &asked, 21, Reason::FaceChanged);
}

#[test]
fn frames_that_come_again_are_noticed() {
    let asked = [Prompt::TurnLeft, Prompt::Closer];
    attacked(Attack::Shuffled, &asked, 21, Reason::FramesRepeated);
}

#[test]
fn a_still_that_software_moves_does_not_turn() {
    let asked = [Prompt::TurnLeft];
    attacked(Attack::Animated, &asked, 21, Reason::PromptNotFollowed);
}

#[test]
fn too_few_frames_are_told() {
    let challenge = challenge(&[Prompt::TurnLeft, Prompt::Closer]);
    let scene = Scene {
        rate: 5,
        ..scene(1)
    };
    let clip = genuine(&HEADS[0], &challenge.prompts, &scene);
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
    assert_eq!((report.frames, report.refused, report.judged), (11, 8, 1));
}
