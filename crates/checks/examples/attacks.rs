//! How often the liveness check errs on generated films: attack presentations taken for people
//! (APCER, for each kind) and people refused (BPCER), in the terms of ISO/IEC 30107-3, with 95%
//! intervals (Wilson 1927). A regression figure, not a laboratory's.
//!
//! `cargo run --workspace --example attacks -- COUNT SEED MINUTES PAGE PHOTO...` films up to COUNT
//! presentations of each kind with seeds from SEED on, for at most so many minutes, writes the PAGE
//! anew after each round, and prints what was measured of each film, one JSON line each. Photographs
//! are named `PERSON-NUMBER`; at least two people are needed. One that looks aside too far is left
//! out, and named: what it does not show of a face, no head can be made of. Thresholds were set on
//! seeds below 10,000 and the portraits of `cargo xtask portraits`: use other seeds and other people.
//!
//! An attack is filmed and judged up to the end of its first prompt; only if nothing speaks against
//! it there, its whole film is.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bonafide_checks::{LivenessJudged, judge_liveness};
use bonafide_fixtures::live::{Attack, Clip, Head, Scene, genuine};
use bonafide_fixtures::random::Random;
use bonafide_identity::finding::{Finding, Outcome, Reason};
use bonafide_identity::policy::Policy;
use bonafide_vision::face::Engine;
use bonafide_vision::face::evaluate::wilson;
use bonafide_vision::intake;
use bonafide_vision::liveness::{Challenge, Limits, Pace, Watcher};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

struct Person {
    name: String,
    head: Head,
}

/// How far a photograph may look aside, in degrees, for a head to be made of it.
const ASIDE: f32 = 15.0;

/// What became of one kind of presentation.
#[derive(Default)]
struct Tally {
    films: u32,
    passed: u32,
    reasons: BTreeMap<Reason, u32>,
    frames: usize,
    seconds: f32,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.films += other.films;
        self.passed += other.passed;
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
        self.frames += other.frames;
        self.seconds += other.seconds;
    }
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
    let [count, seed, minutes, page, photos @ ..] = arguments.as_slice() else {
        return Err("attacks COUNT SEED MINUTES PAGE PHOTO...".into());
    };
    let (count, first): (u64, u64) = (count.parse()?, seed.parse()?);
    let time = Duration::from_secs(60 * minutes.parse::<u64>()?);
    let start = Instant::now();
    let engine = Engine::load()?;
    let mut people = Vec::new();
    for photo in photos {
        people.extend(person(&engine, Path::new(photo))?);
    }
    let names: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
    if names.len() < 2 {
        return Err("photographs of at least two people are needed".into());
    }
    let tallies: Vec<Tally> = (0..=Attack::ALL.len()).map(|_| Tally::default()).collect();
    let (tallies, next) = (Mutex::new(tallies), AtomicU64::new(0));
    let rounds = || -> Result<()> {
        while start.elapsed() < time {
            let round = next.fetch_add(1, Ordering::Relaxed);
            if round >= count {
                break;
            }
            let films: Vec<Tally> = (0..=Attack::ALL.len())
                .map(|kind| present(&engine, &people, first + round, kind))
                .collect::<Result<_>>()?;
            let mut tallies = tallies.lock().map_err(|_| "another thread failed")?;
            for (tally, film) in tallies.iter_mut().zip(films) {
                tally.add(film);
            }
            std::fs::write(page, report(&tallies, names.len(), first))?;
            eprintln!("{} of {count}, {:.0?}", tallies[0].films, start.elapsed());
        }
        Ok(())
    };
    std::thread::scope(|scope| -> Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(rounds)).collect();
        for thread in threads {
            thread.join().map_err(|_| "a thread failed")??;
        }
        Ok(())
    })?;
    let tallies = tallies.into_inner().map_err(|_| "a thread failed")?;
    let (frames, seconds) = tallies.iter().fold((0, 0.0), |(frames, seconds), tally| {
        (frames + tally.frames, seconds + tally.seconds)
    });
    eprintln!(
        "{:.1} ms a frame that was looked at",
        1_000.0 * seconds / frames.max(1) as f32
    );
    Ok(())
}

fn person(engine: &Engine, path: &Path) -> Result<Option<Person>> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| told(&error))?;
    let photo = intake::decode(&bytes, &intake::Limits::default()).map_err(|error| told(&error))?;
    let photo = intake::shrink(&photo.image, 1400);
    let face = engine.detect(&photo)?.into_iter().next();
    let face = face.ok_or_else(|| told(&"shows no face"))?;
    let aside = face.mesh.yaw().abs();
    if aside > ASIDE {
        eprintln!("{}: looks aside by {aside:.0} degrees", path.display());
        return Ok(None);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Some(Person {
        name: stem
            .rsplit_once('-')
            .map_or(&*stem, |(name, _)| name)
            .to_owned(),
        head: Head::new(&photo, &face.mesh.points),
    }))
}

/// Films and judges one presentation; kind 0 is a living person.
fn present(engine: &Engine, people: &[Person], seed: u64, kind: usize) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut random = Random::new(seed);
    let mut below = |limit: u32| (random.bits() >> 33) as u32 % limit.max(1);
    let limits = Policy::standard().thresholds.liveness();
    let limits = limits.ok_or("the policy has no limits")?;
    let challenge = Challenge::draw(limits.prompts as usize, Pace::default(), &mut below);
    let victim = &people[below(people.len() as u32) as usize];
    let others: Vec<&Person> = people
        .iter()
        .filter(|other| other.name != victim.name)
        .collect();
    let other = others[below(others.len() as u32) as usize];
    // Small: what is judged is movement, and films are dear.
    let scene = Scene {
        size: (360, 480),
        ..Scene::ordinary(seed)
    };
    let film = |until: u32| {
        let scene = Scene { until, ..scene };
        match kind.checked_sub(1) {
            None => genuine(&victim.head, &challenge.prompts, &scene),
            Some(attack) => {
                Attack::ALL[attack].film(&victim.head, &other.head, &challenge.prompts, &scene)
            }
        }
    };
    let mut judge = |challenge: Challenge, clip: &Clip| -> Result<LivenessJudged> {
        let start = Instant::now();
        let mut watcher = Watcher::new(engine, challenge, Limits::default());
        for (ms, file) in &clip.frames {
            // A frame that is refused is one that never came.
            let _ = watcher.see(*ms, file);
        }
        let report = watcher.report()?;
        tally.seconds += start.elapsed().as_secs_f32();
        tally.frames += report.judged;
        let judged = judge_liveness(engine, &report, &limits);
        let reasons: Vec<Reason> = reasons(&judged).into_iter().collect();
        let name = &victim.name;
        let line = serde_json::json!({
            "kind": kind, "seed": seed, "victim": name, "reasons": reasons, "report": report,
        });
        println!("{line}");
        Ok(judged)
    };
    let mut judged = None;
    if kind > 0 {
        let first = Challenge {
            prompts: challenge.prompts[..1].to_vec(),
            looks: challenge.looks.clone(),
            lights: Vec::new(),
        };
        let clip = film(first.end() + 250);
        // What is only unknown after one prompt may be known after all.
        let failed = |finding: &Finding| finding.outcome == Outcome::Fail;
        judged = Some(judge(first, &clip)?).filter(|judged| judged.findings.iter().any(failed));
    }
    let judged = match judged {
        Some(judged) => judged,
        None => judge(challenge.clone(), &film(u32::MAX))?,
    };
    tally.films += 1;
    tally.passed += u32::from(judged.outcome == Outcome::Pass);
    for reason in reasons(&judged) {
        *tally.reasons.entry(reason).or_default() += 1;
    }
    Ok(tally)
}

fn reasons(judged: &LivenessJudged) -> BTreeSet<Reason> {
    let findings = judged.findings.iter();
    findings
        .filter(|finding| finding.outcome != Outcome::Pass)
        .map(|finding| finding.reason)
        .collect()
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
         that follow the prompts live, or screens whose dots no camera sees. Living people are made\n\
         from one photograph each, put on the shape of its face: that such films pass means that an\n\
         attacker who makes them and feeds them in the camera's place passes as well.\n\n\
         Films have 360 x 480 pixels and 15 to 17 frames a second; people turn their heads by 20 to\n\
         36 degrees. Photographs that look aside by more than 15 degrees make no head: half of such a\n\
         face is not in the picture. An attack is filmed and judged up to the end of its first\n\
         prompt, and in whole only where nothing failed there: reasons are those of what was judged\n\
         last.\n\n",
    );
    let _ = writeln!(
        text,
        "People: {people}. Seeds from {first} on; thresholds were set on other seeds, most of them on other people.\n"
    );
    text.push_str(
        "| presentation | films | errors | rate | 95% interval | refused for |\n|---|---|---|---|---|---|\n",
    );
    for (kind, tally) in tallies.iter().enumerate() {
        let (name, errors) = match kind.checked_sub(1) {
            None => ("living person (BPCER)", tally.films - tally.passed),
            Some(attack) => (Attack::ALL[attack].name(), tally.passed),
        };
        let films = f64::from(tally.films.max(1));
        let (low, high) = wilson(f64::from(errors) / films, films);
        let reasons: Vec<String> = tally
            .reasons
            .iter()
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        let _ = writeln!(
            text,
            "| {name} | {} | {errors} | {:.1}% | {:.1} to {:.1}% | {} |",
            tally.films,
            100.0 * f64::from(errors) / films,
            100.0 * low,
            100.0 * high,
            reasons.join(", "),
        );
    }
    text
}
