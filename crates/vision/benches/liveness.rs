//! What judging a challenge's frames costs: CPU time a frame on one core, and ten people at once on
//! two. `cargo bench --package bonafide-vision --bench liveness`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use bonafide_fixtures::live::{Head, Scene, genuine};
use bonafide_fixtures::portrait::Photo;
use bonafide_vision::face::Engine;
use bonafide_vision::liveness::{Challenge, Limits, Prompt, Watcher, Window};

/// Frames of 9.6 seconds at fifteen a second may cost so much each, two cores and three seconds
/// after the last frame for ten people given: (9.6 + 3) s x 2 / 1,440.
const TARGET: f64 = 17.5;

fn main() -> ExitCode {
    let (Ok(engine), Ok(photo)) = (Engine::load(), Photo::A1.load()) else {
        println!("skipped: run `cargo xtask models` and `cargo xtask portraits`");
        return ExitCode::SUCCESS;
    };
    let Some(face) = engine
        .detect(&photo)
        .ok()
        .and_then(|faces| faces.into_iter().next())
    else {
        println!("the portrait shows no face");
        return ExitCode::FAILURE;
    };
    let head = Head::new(&photo, &face.mesh.points);
    let mut challenge = Challenge {
        prompts: [Prompt::TurnLeft, Prompt::Closer, Prompt::CloseEyes]
            .into_iter()
            .zip([1_000, 4_300, 7_600])
            .map(|(prompt, from)| Window {
                prompt,
                from,
                to: from + 2_000,
            })
            .collect(),
        looks: Vec::new(),
        lights: Vec::new(),
    };
    challenge.draw_looks(|below| below / 2);
    let mut kept = true;
    for size in [(480, 640), (720, 1280)] {
        let scene = Scene {
            size,
            ..Scene::default()
        };
        let clip = genuine(&head, &challenge.prompts, &scene);
        let watch = || {
            let start = Instant::now();
            let mut watcher = Watcher::new(&engine, challenge.clone(), Limits::default());
            for (ms, file) in &clip.frames {
                watcher.see(*ms, file).expect("a good frame");
            }
            let judged = watcher.report().map_or(0, |report| report.judged);
            (start.elapsed(), judged)
        };
        watch();
        let mut runs: Vec<(Duration, usize)> = (0..3).map(|_| watch()).collect();
        runs.sort();
        let (median, judged) = runs[1];
        let frames = clip.frames.len();
        let each = median.as_secs_f64() * 1_000.0 / judged.max(1) as f64;
        println!(
            "{size:?}: {frames} frames, {judged} looked at, {each:.1} ms each (target {TARGET})"
        );
        kept &= each <= TARGET;
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        watch();
                    }
                });
            }
        });
        println!("{size:?}: ten people on two cores, {:.1?}", start.elapsed());
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
