//! From photo to embedding, beside the Python library `face_recognition`, in one run: time of
//! both on each photo in turn, and true accepts of both on the same pairs.
//!
//! `cargo bench --package bonafide-vision --bench face -- FOLDER...` with folders of photos whose
//! names end in `-NUMBER` after the person's name; without folders, the portraits that
//! `cargo xtask portraits` put into the cache. `benches/peer/setup.sh` installs the library.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use bonafide_vision::{
    face::{
        Embedding, Engine,
        evaluate::{Pair, evaluate},
    },
    intake,
};

mod peer;

use peer::{Measured, Peer, Result, cache, compare_times, timed};

/// Photos are reduced to this before either side sees them, in pixels of the longer side.
const LONGER_SIDE: u32 = 1000;
/// Each photo is timed this often; the median counts.
const ROUNDS: usize = 3;
/// Our time may be this share of the library's.
const TARGET: f64 = 0.2;

struct Photo {
    name: String,
    person: String,
    path: PathBuf,
    ours: Measured<Option<Embedding>>,
    theirs: Measured<Option<Embedding>>,
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
    let mut folders: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(Into::into)
        .collect();
    if folders.is_empty() {
        folders.push(cache()?.join("test-portraits"));
    }
    let work = tempfile::tempdir()?;
    let mut photos = photos(&folders, work.path())?;
    if photos.is_empty() {
        println!("skipped: no photos; name a folder or run `cargo xtask portraits`");
        return Ok(());
    }
    let start = Instant::now();
    let engine = Engine::load()?;
    println!(
        "{} photos; models loaded in {:.0?}",
        photos.len(),
        start.elapsed()
    );

    let mut peer = Peer::start(
        "face_recognition",
        "BONAFIDE_PEER_FACE_RECOGNITION",
        "face.py",
    )?;
    for round in 0..=ROUNDS {
        for photo in &mut photos {
            let (found, ours) =
                timed(|| -> Result<_> { Ok(engine.embed_file(&std::fs::read(&photo.path)?).ok()) });
            let found = found?;
            let theirs = peer
                .as_mut()
                .map(|peer| peer.ask(&photo.path))
                .transpose()?;
            // The first round warms up.
            if round > 0 {
                photo.ours.add(ours, found.map(|found| found.embedding));
                if let Some((answer, time)) = theirs {
                    photo.theirs.add(time, embedding_of(&answer));
                }
            }
        }
    }
    report(&photos, peer.is_some());
    Ok(())
}

fn report(photos: &[Photo], peer: bool) {
    let sides: Vec<_> = photos
        .iter()
        .map(|photo| (&photo.ours, &photo.theirs))
        .collect();
    compare_times(&sides, peer, TARGET);
    rates("ours", photos, |photo| &photo.ours);
    if peer {
        rates("face_recognition", photos, |photo| &photo.theirs);
    }
}

fn rates(who: &str, photos: &[Photo], side: fn(&Photo) -> &Measured<Option<Embedding>>) {
    for photo in photos.iter().filter(|photo| side(photo).said.is_none()) {
        println!("{who}: no face in {}", photo.name);
    }
    let mut pairs = Vec::new();
    for (index, a) in photos.iter().enumerate() {
        for b in &photos[..index] {
            let distance = side(a)
                .said
                .as_ref()
                .zip(side(b).said.as_ref())
                .map(|(a, b)| a.distance(b));
            pairs.push(Pair {
                a: a.name.clone(),
                b: b.name.clone(),
                same: a.person == b.person,
                group: None,
                distance,
            });
        }
    }
    match evaluate(&pairs) {
        Ok(found) => {
            let found = found.overall;
            println!(
                "{who}: AUC {:.4} on {} pairs of one person and {} of two",
                found.auc, found.same, found.other
            );
            for point in found.points {
                println!(
                    "{who}: true accepts {:.3} ({:.3} to {:.3}) at {}% false accepts, threshold {:.3}{}",
                    point.true_accepts.rate,
                    point.true_accepts.low,
                    point.true_accepts.high,
                    point.false_accept_rate * 100.0,
                    point.threshold,
                    if point.enough_pairs {
                        ""
                    } else {
                        " (too few pairs)"
                    }
                );
            }
        }
        Err(error) => println!("{who}: {error}"),
    }
}

/// The photos of the folders, reduced, in a folder of their own.
fn photos(folders: &[PathBuf], work: &Path) -> Result<Vec<Photo>> {
    let mut photos = Vec::new();
    for folder in folders {
        let Ok(files) = std::fs::read_dir(folder) else {
            continue;
        };
        let mut files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        files.sort();
        for file in files {
            let name = file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let Some((person, number)) = name.rsplit_once('-') else {
                continue;
            };
            if number.parse::<u32>().is_err() || person.ends_with("-partial") {
                continue;
            }
            let photo = intake::decode(&std::fs::read(&file)?, &intake::Limits::default())?;
            let path = work.join(format!("{name}.jpg"));
            intake::shrink(&photo.image, LONGER_SIDE).save(&path)?;
            photos.push(Photo {
                person: person.to_owned(),
                name,
                path,
                ours: Measured::default(),
                theirs: Measured::default(),
            });
        }
    }
    Ok(photos)
}

fn embedding_of(answer: &serde_json::Value) -> Option<Embedding> {
    let values: Vec<f32> = serde_json::from_value(answer["embedding"].clone()).ok()?;
    Some(Embedding(values.try_into().ok()?))
}
