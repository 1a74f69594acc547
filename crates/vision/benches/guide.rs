//! What a look of the guidance costs, native, on one core: `cargo bench --package bonafide-vision --bench guide`.
//! Targets: 20 ms at a document, 15 ms at a face that is being followed.

use std::time::Instant;

use bonafide_fixtures::guide::{Staged, documents, faces};
use bonafide_vision::face::Tracker;
use bonafide_vision::guide::{DocumentGuide, FaceGuide, View};
use bonafide_vision::models::Source;
use image::imageops;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const LOOKS: u64 = 40;

fn main() -> Result<()> {
    let mut staged = documents((1280, 720), "2026-11-21".parse()?)?;
    staged.extend(faces((1280, 720))?);
    for staged in &staged {
        let (first, median) = cost(staged)?;
        println!(
            "{:<18} first {first:>5.1} ms, then {median:>5.1} ms",
            staged.name
        );
    }
    Ok(())
}

/// Milliseconds of the first look and the median of the others.
fn cost(staged: &Staged) -> Result<(f64, f64)> {
    let picture = imageops::resize(&staged.picture, 640, 360, imageops::FilterType::Triangle);
    let mut document = DocumentGuide::default();
    let mut face = FaceGuide::new(Tracker::from_source(&Source::Embedded)?);
    let mut times = Vec::new();
    for look in 0..LOOKS {
        let view = View {
            picture: &picture,
            at: look * 200,
            frame: [90.0, 20.0, 460.0, 320.0],
            scale: 2.0,
        };
        let start = Instant::now();
        if staged.face {
            face.look(&view)?;
        } else {
            document.look(&view);
        }
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    Ok((first, times[times.len() / 2]))
}
