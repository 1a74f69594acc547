//! From photo to zone, beside PassportEye, in one run: time of both on each photo in turn, and how many each
//! reads without a mistake.
//!
//! `cargo bench --package bonafide-vision --bench zone -- FOLDER...` with folders of photos and a `truth.tsv`:
//! a line of headings, then file, document number, surname, given names, birth and expiry date as the zone
//! prints them. The other side's Python is `benches/peer/setup.sh`'s, or what `BONAFIDE_PEER_PASSPORTEYE`
//! names. `RTEN_NUM_THREADS=1` keeps our side to one thread.

use std::{path::PathBuf, process::ExitCode};

use bonafide_vision::{
    intake,
    models::Source,
    zone::{Engine, ZoneReading, read},
};

mod peer;

use peer::{Measured, Peer, Result, compare_times, timed};

/// Each photo is timed this often; the median counts.
const ROUNDS: usize = 3;
/// Our time may be this share of the library's.
const TARGET: f64 = 1.0 / 3.0;

struct Photo {
    path: PathBuf,
    truth: Vec<String>,
    ours: Measured<bool>,
    theirs: Measured<bool>,
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
    let folders: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .map(Into::into)
        .collect();
    let mut photos = Vec::new();
    for folder in &folders {
        photos.extend(photos_of(folder)?);
    }
    if photos.is_empty() {
        println!("skipped: no photos; name a folder with a truth.tsv");
        return Ok(());
    }
    let engine = Engine::load(&Source::from_environment())?;
    let mut peer = Peer::start("passporteye", "BONAFIDE_PEER_PASSPORTEYE", "zone.py")?;
    for round in 0..=ROUNDS {
        for photo in &mut photos {
            let (reading, ours) = timed(|| -> Result<_> {
                let photo =
                    intake::decode(&std::fs::read(&photo.path)?, &intake::Limits::default())?;
                Ok(read(&photo.image, &engine).ok())
            });
            let exact = reading?.is_some_and(|reading| fields(&reading) == photo.truth);
            let theirs = peer
                .as_mut()
                .map(|peer| peer.ask(&photo.path))
                .transpose()?;
            // The first round warms up.
            if round > 0 {
                photo.ours.add(ours, exact);
                if let Some((answer, time)) = theirs {
                    photo
                        .theirs
                        .add(time, answer["fields"] == serde_json::json!(photo.truth));
                }
            }
        }
    }
    report(&photos, peer.is_some());
    Ok(())
}

fn report(photos: &[Photo], peer: bool) {
    println!(
        "{} photos, decoding included, medians of {ROUNDS} rounds",
        photos.len()
    );
    let sides: Vec<_> = photos
        .iter()
        .map(|photo| (&photo.ours, &photo.theirs))
        .collect();
    compare_times(&sides, peer, TARGET);
    let exact = |side: fn(&Photo) -> &Measured<bool>| {
        photos.iter().filter(|photo| side(photo).said).count()
    };
    println!(
        "ours: {} of {} exact",
        exact(|photo| &photo.ours),
        photos.len()
    );
    if peer {
        println!(
            "PassportEye: {} of {} exact",
            exact(|photo| &photo.theirs),
            photos.len()
        );
    }
    for photo in photos.iter().filter(|photo| !photo.ours.said) {
        println!("ours: wrong in {}", photo.path.display());
    }
}

fn fields(reading: &ZoneReading) -> Vec<String> {
    let zone = &reading.zone;
    [
        zone.document_number.as_str(),
        &zone.names.surname,
        &zone.names.given_names,
        zone.birth_date.raw(),
        zone.expiry_date.raw(),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn photos_of(folder: &std::path::Path) -> Result<Vec<Photo>> {
    let truth = std::fs::read_to_string(folder.join("truth.tsv"))?;
    Ok(truth
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            Some(Photo {
                path: folder.join(cells.next()?),
                truth: cells.collect(),
                ours: Measured::default(),
                theirs: Measured::default(),
            })
        })
        .collect())
}
