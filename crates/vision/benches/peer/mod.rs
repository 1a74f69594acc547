//! A library in Python that a bench compares with, and the clocks of both sides.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Wall time and processor time of one piece of work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
}

/// How long one side took for a photo in each round, and what it said in the last.
#[derive(Default)]
pub(crate) struct Measured<T> {
    wall: Vec<Duration>,
    cpu: Vec<Duration>,
    pub(crate) said: T,
}

impl<T> Measured<T> {
    pub(crate) fn add(&mut self, time: Time, said: T) {
        self.wall.push(time.wall);
        self.cpu.push(time.cpu);
        self.said = said;
    }
}

/// Compares our times with theirs, of each photo, by processor and by clock. Without a peer there
/// are only ours.
pub(crate) fn compare_times<T>(sides: &[(&Measured<T>, &Measured<T>)], peer: bool, target: f64) {
    type Times<T> = fn(&Measured<T>) -> &Vec<Duration>;
    let clocks: [(&str, Times<T>); 2] = [
        ("processor", |side| &side.cpu),
        ("clock", |side| &side.wall),
    ];
    for (name, times) in clocks {
        let ours = mean(sides.iter().map(|(ours, _)| times(ours).clone()));
        let theirs = peer.then(|| mean(sides.iter().map(|(_, theirs)| times(theirs).clone())));
        compare(name, ours, theirs, target);
    }
}

/// Times work of this process, all its threads included.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Time) {
    let (start, spent) = (Instant::now(), cpu());
    let result = work();
    let time = Time {
        wall: start.elapsed(),
        cpu: cpu().saturating_sub(spent),
    };
    (result, time)
}

/// What the scheduler gave to the living threads of this process (Linux; zero elsewhere).
fn cpu() -> Duration {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Duration::ZERO;
    };
    threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|stat| stat.split(' ').next()?.parse().ok())
        .map(Duration::from_nanos)
        .sum()
}

/// The middle of several measurements; of an even number, the lower of the two.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times
        .get(times.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default()
}

/// Ours beside theirs, in milliseconds a picture, and the ratio held against the target.
fn compare(what: &str, ours: f64, theirs: Option<f64>, target: f64) {
    match theirs {
        None => println!("{what:>9}: ours {ours:7.1} ms"),
        Some(theirs) => {
            let ratio = ours / theirs;
            let verdict = if ratio <= target { "met" } else { "missed" };
            println!(
                "{what:>9}: ours {ours:7.1} ms, theirs {theirs:7.1} ms, ratio {ratio:.3} (target {target:.3}: {verdict})"
            );
        }
    }
}

/// Mean over pictures of the medians of their measurements, in milliseconds.
fn mean(times: impl Iterator<Item = Vec<Duration>>) -> f64 {
    let medians: Vec<f64> = times
        .filter(|times| !times.is_empty())
        .map(|times| median(times).as_secs_f64() * 1e3)
        .collect();
    medians.iter().sum::<f64>() / medians.len().max(1) as f64
}

pub(crate) fn cache() -> Result<PathBuf> {
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

/// The library, as a process that answers each path with a line of JSON.
pub(crate) struct Peer {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts `script` with the Python that the environment variable names, else with the one that
    /// `benches/peer/setup.sh` installed as `name`. Nothing if there is none.
    pub(crate) fn start(name: &str, variable: &str, script: &str) -> Result<Option<Self>> {
        let python = match std::env::var_os(variable) {
            Some(python) => PathBuf::from(python),
            None => cache()?.join("peers").join(name).join("bin/python"),
        };
        if !python.is_file() {
            println!(
                "skipped: {name} (run crates/vision/benches/peer/setup.sh for it, or set {variable})"
            );
            return Ok(None);
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("benches/peer")
            .join(script);
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

    /// What it says about a picture, and how long it took.
    pub(crate) fn ask(&mut self, path: &Path) -> Result<(serde_json::Value, Time)> {
        let input = self.input.as_mut().ok_or("the library has no input")?;
        writeln!(input, "{}", path.display())?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let answer: serde_json::Value = serde_json::from_str(&line)
            .map_err(|error| format!("the library said {line:?}: {error}"))?;
        let seconds = |name: &str| Duration::from_secs_f64(answer[name].as_f64().unwrap_or(0.0));
        let time = Time {
            wall: seconds("seconds"),
            cpu: seconds("cpu_seconds"),
        };
        Ok((answer, time))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Without input it ends by itself.
        self.input = None;
        let _ = self.process.wait();
    }
}
