//! Fuzzing of the parsers of outside bytes, on a stable toolchain: the instrumentation flags
//! are unlocked by `RUSTC_BOOTSTRAP`, for the fuzz targets alone.

use std::fs;
use std::path::PathBuf;

use crate::shell::{cargo, output, program, run};
use crate::{Result, paths};

const FLAGS: &str = "--cfg fuzzing -Zsanitizer=address -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cdebug-assertions -Coverflow-checks";

/// Tells the fuzzer what is compared with what. Between a chip and its reader everything is sealed, so that there it
/// would tell nothing, and take two fifths of the time.
const COMPARISONS: &str = " -Cllvm-args=-sanitizer-coverage-trace-compares";

/// `NAME [--seconds N | --runs N | --keep]`, or `--list`.
pub(crate) fn fuzz(arguments: &[String]) -> Result {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (name, until) = match arguments[..] {
        ["--list"] => {
            for target in targets()? {
                println!("{}", target.name);
            }
            return Ok(());
        }
        [name] => (name, Some("-max_total_time=60".to_owned())),
        [name, "--seconds", seconds] => {
            let seconds: u32 = seconds.parse()?;
            (name, Some(format!("-max_total_time={seconds}")))
        }
        [name, "--runs", runs] => {
            let runs: u64 = runs.parse()?;
            (name, Some(format!("-runs={runs}")))
        }
        [name, "--keep"] => (name, None),
        _ => return Err("fuzz NAME [--seconds N | --runs N | --keep], or fuzz --list".into()),
    };
    let target = built(name)?;
    // What fuzzing finds interesting is kept in the cache; what it finds wrong, in the checkout.
    let found = paths::cache().join("fuzz").join(name);
    fs::create_dir_all(&found)?;
    let kept = paths::root().join("fuzz/corpus").join(name);
    fs::create_dir_all(&kept)?;
    let artifacts = paths::root().join("fuzz/artifacts").join(name);
    fs::create_dir_all(&artifacts)?;
    let mut command = program(target);
    command
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}/", artifacts.display()));
    match until {
        Some(until) => command.arg(until).args([&found, &kept]),
        // As few inputs as reach everything that is reached: the tests replay them.
        None => command.arg("-set_cover_merge=1").args([&kept, &found]),
    };
    run(&mut command)
}

/// Builds a target with its instrumentation; gives where the program is.
fn built(name: &str) -> Result<PathBuf> {
    let targets = targets()?;
    let Some(wanted) = targets.iter().find(|target| target.name == name) else {
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        return Err(format!("no fuzz target named {name}; they are: {}", names.join(" ")).into());
    };
    let host = host()?;
    let target = paths::target().join("fuzz");
    let comparisons = match wanted.features.as_str() {
        "card" => "",
        _ => COMPARISONS,
    };
    run(
        cargo(&["build", "--release", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["--target", &host, "--bin", name])
            .args(["--features", &wanted.features])
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", format!("{FLAGS}{comparisons}")),
    )?;
    Ok(target.join(host).join("release").join(name))
}

struct Target {
    name: String,
    /// What it needs, with commas between: the crate that it fuzzes.
    features: String,
}

/// The fuzz targets, as `fuzz/Cargo.toml` names them.
fn targets() -> Result<Vec<Target>> {
    let manifest: toml::Table =
        fs::read_to_string(paths::root().join("fuzz/Cargo.toml"))?.parse()?;
    let bins = manifest
        .get("bin")
        .and_then(toml::Value::as_array)
        .ok_or("fuzz/Cargo.toml names no target")?;
    let target = |bin: &toml::Value| {
        let features = bin.get("required-features")?.as_array()?;
        let features: Vec<&str> = features.iter().filter_map(toml::Value::as_str).collect();
        Some(Target {
            name: bin.get("name")?.as_str()?.to_owned(),
            features: features.join(","),
        })
    };
    Ok(bins.iter().filter_map(target).collect())
}

fn host() -> Result<String> {
    let told = output(program("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not name its host")?.to_owned())
}
