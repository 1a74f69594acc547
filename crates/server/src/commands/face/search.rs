//! `bonafide face search`: how well and how fast one face is found among many.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bonafide_vision::face::evaluate::wilson;
use bonafide_vision::face::gallery::{Candidate, Crowd, ExactGallery, Gallery as _, Spread};
use bonafide_vision::face::{Embedding, Engine};
use bonafide_vision::models::Source;
use serde::Serialize;

use super::{NoEmbedding, embed_file, model_name};
use crate::commands::Failure;
use crate::tool::parallel::in_order;
use crate::tool::progress::Progress;
use crate::tool::shown;

/// How long the list of candidates is.
const LIST: usize = 10;
/// Searches for people who are not there: their nearest set the threshold.
const STRANGERS: usize = 1_000;
/// Share of those who are not there that the threshold lets through (FPIR, ISO/IEC 19795-1).
const FALSE_POSITIVES: f64 = 0.01;
/// So many people tell how far apart people are; with fewer it is taken as known.
const ENOUGH: usize = 8;

/// What is printed.
#[derive(Debug, Serialize)]
struct Measured {
    model: String,
    /// In the gallery, those of the photographs included.
    templates: usize,
    /// Of them made up.
    made_up: usize,
    /// Distances between different people by which they were made up.
    spread: Spread,
    megabytes: f64,
    /// Of one search on one core.
    milliseconds: Times,
    /// Distance up to which one in a hundred strangers is taken for somebody.
    threshold: f32,
    false_positives: f64,
    /// People of whom there were two photographs or more.
    people: usize,
    /// Searches for them.
    searches: usize,
    /// Searches that did not find them (FNIR), with its 95% interval. `None` without searches.
    missed: Option<Missed>,
    failed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Times {
    median: f64,
    worst: f64,
}

#[derive(Debug, Serialize)]
struct Missed {
    count: usize,
    rate: f64,
    low: f64,
    high: f64,
}

pub(crate) fn run(
    images: &[PathBuf],
    templates: u64,
    seed: u64,
    json: bool,
    models: &Source,
) -> Result<ExitCode, Failure> {
    let engine = Engine::from_source(models)?;
    let (people, failed) = embed_people(&engine, images);
    let mut random = numbers(seed);
    let spread = spread(&people).unwrap_or_default();
    let crowd = Crowd::new(centre(&people), spread, &mut random);

    let enrolled: Vec<&Embedding> = people.values().filter_map(|of| of.first()).collect();
    let made_up = (templates as usize).saturating_sub(enrolled.len());
    let mut gallery = ExactGallery::default();
    gallery.reserve(None, made_up + enrolled.len());
    let mut progress = Progress::new(made_up + STRANGERS);
    let mut add = |key: usize, template: &Embedding| {
        (gallery.insert(key as u64, None, template))
            .map_err(|error| Failure::Nothing(error.to_string()))
    };
    for (key, template) in enrolled.iter().enumerate() {
        add(key, template)?;
    }
    for key in enrolled.len()..enrolled.len() + made_up {
        add(key, &crowd.draw(&mut random))?;
        progress.steps(1);
    }

    let mut times = Vec::new();
    let mut nearest: Vec<f32> = Vec::new();
    for _ in 0..STRANGERS {
        let stranger = crowd.draw(&mut random);
        let (found, time) = timed(&gallery, &stranger);
        times.push(time);
        nearest.extend(found.first().map(|one| one.distance));
        progress.steps(1);
    }
    drop(progress);
    nearest.sort_by(f32::total_cmp);
    let allowed = (nearest.len() as f64 * FALSE_POSITIVES) as usize;
    // The nearest that is let through too often would be one too many.
    let threshold = nearest.get(allowed).map_or(0.0, |first| first.next_down());

    let (mut searches, mut missed) = (0, 0);
    for (key, photographs) in people.values().enumerate() {
        for photograph in photographs.iter().skip(1) {
            let (found, time) = timed(&gallery, photograph);
            times.push(time);
            searches += 1;
            let hit = |one: &Candidate| one.key == key as u64 && one.distance <= threshold;
            missed += usize::from(!found.iter().any(hit));
        }
    }
    let measured = Measured {
        model: model_name(engine.embedder()),
        templates: gallery.len(),
        made_up,
        spread,
        megabytes: gallery.bytes() as f64 / 1e6,
        milliseconds: summary(times),
        threshold,
        false_positives: FALSE_POSITIVES,
        people: people.values().filter(|of| of.len() > 1).count(),
        searches,
        missed: (searches > 0).then(|| {
            let rate = missed as f64 / searches as f64;
            let (low, high) = wilson(rate, searches as f64);
            Missed {
                count: missed,
                rate,
                low,
                high,
            }
        }),
        failed,
    };
    if json {
        println!("{}", serde_json::to_string(&measured).expect("plain data"));
    } else {
        print!("{}", text(&measured));
    }
    Ok(ExitCode::SUCCESS)
}

fn timed(gallery: &ExactGallery, probe: &Embedding) -> (Vec<Candidate>, Duration) {
    let start = Instant::now();
    let found = gallery.nearest(probe, None, LIST, f32::INFINITY);
    (found, start.elapsed())
}

/// The largest face of each photograph, by person: the file's name without a number at its end.
fn embed_people(
    engine: &Engine,
    images: &[PathBuf],
) -> (BTreeMap<String, Vec<Embedding>>, Vec<String>) {
    let mut progress = Progress::new(images.len());
    let mut people: BTreeMap<String, Vec<Embedding>> = BTreeMap::new();
    let mut failed = Vec::new();
    in_order(
        images,
        |path| embed_file(engine, path),
        |index, result| {
            let result = result.map_err(NoEmbedding::from).flatten();
            progress.step(result.is_err());
            let path = &images[index];
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let person = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
            match result {
                Ok(found) => (people.entry(person.to_owned()).or_default()).push(found.embedding),
                Err(error) => failed.push(format!("{}: {error}", shown(path))),
            }
        },
    );
    (people, failed)
}

/// How far apart different people are; `None` when there are too few to tell.
fn spread(people: &BTreeMap<String, Vec<Embedding>>) -> Option<Spread> {
    if people.len() < ENOUGH {
        return None;
    }
    let all: Vec<&Vec<Embedding>> = people.values().collect();
    let mut distances = Vec::new();
    for (index, one) in all.iter().enumerate() {
        for other in &all[index + 1..] {
            distances.extend(one.iter().flat_map(|a| other.iter().map(|b| a.distance(b))));
        }
    }
    let count = distances.len() as f32;
    let mean = distances.iter().sum::<f32>() / count;
    let variance = distances
        .iter()
        .map(|one| (one - mean).powi(2))
        .sum::<f32>()
        / count;
    Some(Spread {
        mean,
        deviation: variance.sqrt(),
    })
}

/// The middle of the photographs, around which people are made up.
fn centre(people: &BTreeMap<String, Vec<Embedding>>) -> [f32; 128] {
    let all: Vec<&Embedding> = people.values().flatten().collect();
    let count = all.len().max(1) as f32;
    std::array::from_fn(|at| all.iter().map(|one| one.0[at]).sum::<f32>() / count)
}

/// Numbers that are the same each time (SplitMix64), for measurements only.
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

fn summary(mut times: Vec<Duration>) -> Times {
    times.sort_unstable();
    let milliseconds = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1e3);
    Times {
        median: milliseconds(times.get(times.len() / 2)),
        worst: milliseconds(times.last()),
    }
}

fn text(measured: &Measured) -> String {
    let Measured {
        templates,
        made_up,
        spread,
        megabytes,
        milliseconds,
        threshold,
        ..
    } = measured;
    let mut text = String::new();
    for failed in &measured.failed {
        text += &format!("{failed}\n");
    }
    text += &format!(
        "{templates} templates, {made_up} of them made up (distances {:.2} ± {:.2}), {megabytes:.0} MB\n\
         one search on one core: {:.1} ms (median), {:.1} ms (worst)\n\
         threshold at which 1% of {STRANGERS} made-up strangers are taken for somebody: {threshold:.3}\n",
        spread.mean, spread.deviation, milliseconds.median, milliseconds.worst,
    );
    text += &match &measured.missed {
        Some(missed) => format!(
            "{} of {} searches for {} people missed them (FNIR at FPIR 1%): {:.1}%, 95% interval {:.1}% to {:.1}%\n",
            missed.count,
            measured.searches,
            measured.people,
            missed.rate * 100.0,
            missed.low * 100.0,
            missed.high * 100.0,
        ),
        None => {
            "no person with two photographs was given: nothing is said about misses\n".to_owned()
        }
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_do_not_tell_how_far_apart_people_are() {
        let people = |count: u8| -> BTreeMap<String, Vec<Embedding>> {
            let person = |one: u8| {
                (
                    one.to_string(),
                    vec![Embedding([f32::from(one) / 100.0; 128])],
                )
            };
            (0..count).map(person).collect()
        };
        assert_eq!(spread(&people(7)), None);
        let found = spread(&people(8)).unwrap();
        assert!(found.mean > 0.2 && found.mean < 0.5, "{found:?}");
        assert!((centre(&people(8))[0] - 0.035).abs() < 1e-6);
    }
}
