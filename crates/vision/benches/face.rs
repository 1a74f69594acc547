//! From photo to embedding, beside the Python library `face_recognition`, in one run: time of
//! both on each photo in turn, and true accepts of both on the same pairs.
//!
//! `cargo bench --package bonafide-vision --bench face -- FOLDER...` with folders of photos whose
//! names end in `-NUMBER` after the person's name; without folders, the portraits that
//! `cargo xtask portraits` put into the cache. `benches/peer/setup.sh` installs the library.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use bonafide_vision::{
    face::{
        Embedding, Engine,
        evaluate::{Pair, evaluate},
    },
    intake,
};

/// Photos are reduced to this before either side sees them, in pixels of the longer side.
const LONGER_SIDE: u32 = 1000;
/// Each photo is timed this often; the quickest counts, so that the machine's other work does
/// not.
const ROUNDS: usize = 3;
/// Our time may be this share of the library's.
const TARGET: f64 = 0.2;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Photo {
    name: String,
    person: String,
    path: PathBuf,
    ours: Measured,
    theirs: Measured,
}

#[derive(Default)]
struct Measured {
    time: Option<Duration>,
    embedding: Option<Embedding>,
}

impl Measured {
    fn add(&mut self, time: Duration, embedding: Option<Embedding>) {
        self.time = Some(self.time.map_or(time, |best| best.min(time)));
        self.embedding = embedding;
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

    let mut peer = Peer::start()?;
    if peer.is_none() {
        println!("skipped: the library (run crates/vision/benches/peer/setup.sh for it)");
    }
    for round in 0..=ROUNDS {
        for photo in &mut photos {
            let start = Instant::now();
            let found = engine.embed_file(&std::fs::read(&photo.path)?).ok();
            let ours = start.elapsed();
            let theirs = peer
                .as_mut()
                .map(|peer| peer.embed(&photo.path))
                .transpose()?;
            // The first round warms up.
            if round > 0 {
                photo.ours.add(ours, found.map(|found| found.embedding));
                if let Some((time, embedding)) = theirs {
                    photo.theirs.add(time, embedding);
                }
            }
        }
    }
    report(&photos, peer.is_some());
    Ok(())
}

fn report(photos: &[Photo], peer: bool) {
    let mean = |side: fn(&Photo) -> &Measured| {
        let times: Vec<f64> = photos
            .iter()
            .filter_map(|photo| side(photo).time)
            .map(|time| time.as_secs_f64() * 1e3)
            .collect();
        times.iter().sum::<f64>() / times.len().max(1) as f64
    };
    let ours = mean(|photo| &photo.ours);
    println!("ours:             {ours:7.1} ms a photo, one thread");
    if peer {
        let theirs = mean(|photo| &photo.theirs);
        let ratio = ours / theirs;
        let verdict = if ratio <= TARGET { "met" } else { "missed" };
        println!("face_recognition: {theirs:7.1} ms a photo");
        println!("ratio:            {ratio:7.3} (target {TARGET}: {verdict})");
    }
    rates("ours", photos, |photo| &photo.ours);
    if peer {
        rates("face_recognition", photos, |photo| &photo.theirs);
    }
}

fn rates(who: &str, photos: &[Photo], side: fn(&Photo) -> &Measured) {
    for photo in photos
        .iter()
        .filter(|photo| side(photo).embedding.is_none())
    {
        println!("{who}: no face in {}", photo.name);
    }
    let mut pairs = Vec::new();
    for (index, a) in photos.iter().enumerate() {
        for b in &photos[..index] {
            let distance = side(a)
                .embedding
                .as_ref()
                .zip(side(b).embedding.as_ref())
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

fn cache() -> Result<PathBuf> {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_CACHE_HOME")
        .or_else(|| Some(set("HOME")?.join(".cache")))
        .map(|cache| cache.join("bonafide"))
        .ok_or_else(|| "neither XDG_CACHE_HOME nor HOME is set".into())
}

/// The Python library, as a process that answers line by line.
struct Peer {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn start() -> Result<Option<Self>> {
        let python = cache()?.join("peers/face_recognition/bin/python");
        if !python.is_file() {
            return Ok(None);
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer/face.py");
        let mut process = Command::new(python)
            .arg(script)
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = process.stdin.take();
        let output = process.stdout.take().ok_or("the library has no output")?;
        Ok(Some(Self {
            process,
            input,
            output: BufReader::new(output),
        }))
    }

    fn embed(&mut self, path: &Path) -> Result<(Duration, Option<Embedding>)> {
        #[derive(serde::Deserialize)]
        struct Answer {
            seconds: f64,
            embedding: Option<Vec<f32>>,
        }
        let input = self.input.as_mut().ok_or("the library has no input")?;
        writeln!(input, "{}", path.display())?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line)
            .map_err(|error| format!("the library said {line:?}: {error}"))?;
        let embedding = answer
            .embedding
            .and_then(|values| values.try_into().ok())
            .map(Embedding);
        Ok((Duration::from_secs_f64(answer.seconds), embedding))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Without input it ends by itself.
        self.input = None;
        let _ = self.process.wait();
    }
}
