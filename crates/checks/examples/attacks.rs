//! How often the liveness check errs on generated films: attack presentations taken for people
//! (APCER, for each kind) and people refused (BPCER), in the terms of ISO/IEC 30107-3, with 95%
//! intervals (Wilson 1927). A regression figure, not a laboratory's.
//!
//! `cargo run --workspace --example attacks -- COUNT SEED PAGE PHOTO...` films COUNT presentations
//! of each kind with seeds from SEED on and writes the PAGE. Photographs are named
//! `PERSON-NUMBER`; at least two people are needed. Thresholds were set on seeds below 10,000 and
//! the portraits of `cargo xtask portraits`: use other seeds and other people.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bonafide_checks::judge_liveness;
use bonafide_fixtures::live::{Attack, Head, Scene, genuine};
use bonafide_identity::finding::{Outcome, Reason};
use bonafide_identity::policy::Policy;
use bonafide_vision::face::Engine;
use bonafide_vision::intake;
use bonafide_vision::liveness::{Challenge, Limits, Pace, Watcher};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

struct Person {
    name: String,
    head: Head,
}

/// What became of one kind of presentation.
#[derive(Default)]
struct Tally {
    films: u32,
    passed: u32,
    reasons: BTreeMap<Reason, u32>,
    frames: usize,
    seconds: f32,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed, page, photos @ ..] = arguments.as_slice() else {
        return Err("attacks COUNT SEED PAGE PHOTO...".into());
    };
    let (count, first): (usize, u64) = (count.parse()?, seed.parse()?);
    let engine = Engine::load()?;
    let people = photos
        .iter()
        .map(|photo| person(&engine, Path::new(photo)))
        .collect::<Result<Vec<_>>>()?;
    let names: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
    if names.len() < 2 {
        return Err("photographs of at least two people are needed".into());
    }
    let kinds = Attack::ALL.len() + 1;
    let tallies: Mutex<Vec<Tally>> = Mutex::new((0..kinds).map(|_| Tally::default()).collect());
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count * kinds {
                        return;
                    }
                    let seed = first + (number / kinds) as u64;
                    present(&engine, &people, seed, number % kinds, &tallies);
                }
            });
        }
    });
    let tallies = tallies.into_inner().map_err(|_| "a thread panicked")?;
    let text = report(&tallies, names.len(), first);
    std::fs::write(page, &text)?;
    let (frames, seconds) = tallies.iter().fold((0, 0.0), |(frames, seconds), tally| {
        (frames + tally.frames, seconds + tally.seconds)
    });
    eprintln!(
        "{:.1} ms a frame that was looked at, {cores} at once",
        1_000.0 * seconds / frames.max(1) as f32
    );
    print!("{text}");
    Ok(())
}

fn person(engine: &Engine, path: &Path) -> Result<Person> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| told(&error))?;
    let photo = intake::decode(&bytes, &intake::Limits::default()).map_err(|error| told(&error))?;
    let photo = intake::shrink(&photo.image, 1400);
    let face = engine.detect(&photo)?.into_iter().next();
    let face = face.ok_or_else(|| told(&"shows no face"))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Person {
        name: stem
            .rsplit_once('-')
            .map_or(&*stem, |(name, _)| name)
            .to_owned(),
        head: Head::new(&photo, &face.mesh.points),
    })
}

/// Films and judges one presentation; kind 0 is a living person.
fn present(
    engine: &Engine,
    people: &[Person],
    seed: u64,
    kind: usize,
    tallies: &Mutex<Vec<Tally>>,
) {
    let mut state = seed;
    let mut random = |below: u32| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed >> 33) % u64::from(below.max(1))) as u32
    };
    let Some(limits) = Policy::standard().thresholds.liveness() else {
        return;
    };
    let challenge = Challenge::draw(limits.prompts as usize, Pace::default(), &mut random);
    let victim = &people[random(people.len() as u32) as usize];
    let others: Vec<&Person> = people
        .iter()
        .filter(|other| other.name != victim.name)
        .collect();
    let other = others[random(others.len() as u32) as usize];
    let scene = Scene::ordinary(seed);
    let clip = match kind.checked_sub(1) {
        None => genuine(&victim.head, &challenge.prompts, &scene),
        Some(attack) => {
            Attack::ALL[attack].film(&victim.head, &other.head, &challenge.prompts, &scene)
        }
    };
    let start = Instant::now();
    let mut watcher = Watcher::new(engine, challenge.clone(), Limits::default());
    for (ms, file) in &clip.frames {
        // A frame that is refused is one that never came.
        let _ = watcher.see(*ms, file);
    }
    let Ok(report) = watcher.report() else {
        return;
    };
    let seconds = start.elapsed().as_secs_f32();
    let judged = judge_liveness(engine, &report, &limits);
    let Ok(mut tallies) = tallies.lock() else {
        return;
    };
    let tally = &mut tallies[kind];
    tally.films += 1;
    tally.passed += u32::from(judged.outcome == Outcome::Pass);
    tally.frames += report.judged;
    tally.seconds += seconds;
    let reasons: BTreeSet<Reason> = judged
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::Pass)
        .map(|finding| finding.reason)
        .collect();
    for reason in reasons {
        *tally.reasons.entry(reason).or_default() += 1;
    }
    if (kind == 0) != (judged.outcome == Outcome::Pass) {
        eprintln!("kind {kind} seed {seed} {}: {report:?}", victim.name);
    }
}

fn report(tallies: &[Tally], people: usize, first: u64) -> String {
    let mut text = String::from(
        "# Presentation attacks, generated\n\n\
         Written by `cargo run --workspace --example attacks`; do not edit.\n\n\
         How often the liveness check errs, in the terms of ISO/IEC 30107-3: APCER is the share of\n\
         attack presentations that pass, for each kind; BPCER the share of living people who are\n\
         refused. **These are regression figures on generated films of few people. No laboratory\n\
         has tested the check, and the figures say nothing about attacks that the generator does\n\
         not make**: silicone masks, films of another person's face on one's own head (deepfakes)\n\
         that follow the prompts live, or screens whose dots no camera sees.\n\n",
    );
    let _ = writeln!(
        text,
        "People: {people}. Seeds from {first} on; thresholds were set on other seeds and people.\n"
    );
    text.push_str(
        "| presentation | films | errors | rate | 95% interval | refused for |\n|---|---|---|---|---|---|\n",
    );
    for (kind, tally) in tallies.iter().enumerate() {
        let (name, errors) = match kind.checked_sub(1) {
            None => ("living person (BPCER)", tally.films - tally.passed),
            Some(attack) => (Attack::ALL[attack].name(), tally.passed),
        };
        let (low, high) = wilson(errors, tally.films);
        let reasons: Vec<String> = tally
            .reasons
            .iter()
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        let _ = writeln!(
            text,
            "| {name} | {} | {errors} | {:.1}% | {:.1} to {:.1}% | {} |",
            tally.films,
            100.0 * f64::from(errors) / f64::from(tally.films.max(1)),
            100.0 * low,
            100.0 * high,
            reasons.join(", "),
        );
    }
    text
}

/// The 95% interval of a share.
fn wilson(errors: u32, count: u32) -> (f64, f64) {
    let (errors, count) = (f64::from(errors), f64::from(count.max(1)));
    let z = 1.96_f64;
    let share = errors / count;
    let below = 1.0 + z * z / count;
    let middle = (share + z * z / (2.0 * count)) / below;
    let half = z / below * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}
