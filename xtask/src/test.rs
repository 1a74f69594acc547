//! Every test there is, in an order that fails early, with the time that each phase took.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::shell::{cargo, on_path, program, run, watched};
use crate::{Result, api, check, guidance, install, paths, portraits, run as demo, web};

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

struct Phase {
    name: &'static str,
    run: fn() -> Result<Tally>,
}

const PHASES: &[Phase] = &[
    Phase {
        name: "fmt",
        run: fmt,
    },
    Phase {
        name: "web",
        run: assets,
    },
    Phase {
        name: "models",
        run: models,
    },
    Phase {
        name: "check",
        run: rules,
    },
    Phase {
        name: "clippy",
        run: clippy,
    },
    Phase {
        name: "rust",
        run: rust,
    },
    Phase {
        name: "api",
        run: api,
    },
    Phase {
        name: "oidc",
        run: oidc,
    },
    Phase {
        name: "browser",
        run: browser,
    },
];

/// Runs all phases, or those named, and fails when anything in them did.
pub(crate) fn test(names: &[String]) -> Result {
    if let Some(unknown) = names
        .iter()
        .find(|name| PHASES.iter().all(|phase| phase.name != **name))
    {
        return Err(format!("no phase named {unknown}").into());
    }
    install::for_testing()?;
    let mut total = Tally::default();
    let mut times = Vec::new();
    for phase in PHASES {
        if !names.is_empty() && !names.iter().any(|name| name == phase.name) {
            continue;
        }
        println!("\n── {} ──", phase.name);
        let start = Instant::now();
        let tally = (phase.run)().unwrap_or_else(|error| {
            println!("error: {error}");
            Tally {
                passed: 0,
                failed: 1,
            }
        });
        total.passed += tally.passed;
        total.failed += tally.failed;
        times.push((phase.name, start.elapsed(), tally));
    }
    println!();
    for (name, time, tally) in times {
        println!(
            "{name:<8} {} {:>5} passed {:>3} failed",
            minutes(time),
            tally.passed,
            tally.failed
        );
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if !guidance::is_built() {
        println!(
            "NOT TESTED: guidance in WebAssembly, for there is no module; `cargo xtask web` says how to have one"
        );
    }
    if total.failed == 0 {
        Ok(())
    } else {
        Err("not everything passed".into())
    }
}

fn fmt() -> Result<Tally> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    one()
}

fn assets() -> Result<Tally> {
    web::build()?;
    one()
}

fn models() -> Result<Tally> {
    demo::models()?;
    portraits::fetch()?;
    one()
}

fn rules() -> Result<Tally> {
    let (passed, failed) = check::all();
    Ok(Tally { passed, failed })
}

fn clippy() -> Result<Tally> {
    run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "--deny",
        "warnings",
    ]))?;
    one()
}

/// The tests of all crates. The server is built first: some of them start it.
fn rust() -> Result<Tally> {
    programs()?;
    let nextest = on_path("cargo-nextest");
    let mut command = if nextest {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
        ])
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast", "--quiet"])
    };
    // With CI set, a database that is missing fails a test instead of skipping it.
    command
        .env("BONAFIDE_BINARY", demo::binary("debug"))
        .env("CI", "1");
    tally(
        &mut command,
        if nextest { nextest_line } else { cargo_line },
    )
}

/// Builds what tests start. For the whole workspace, since dependencies built for one package alone
/// have other features and would be built twice.
fn programs() -> Result {
    run(&mut cargo(&["build", "--workspace", "--bins"]))
}

/// The API against its own description; each finding counts.
fn api() -> Result<Tally> {
    programs()?;
    let mut trial = api::prepare()?;
    tally(&mut trial.client, schemathesis_line)
}

/// Clients of other makers against the OpenID Provider.
fn oidc() -> Result<Tally> {
    let folder = paths::root().join("tests/oidc");
    install::npm(&folder)?;
    let python = install::python(&folder.join("requirements.txt"))?;
    programs()?;
    tally(
        program("npm")
            .args(["test", "--silent"])
            .current_dir(&folder)
            .env("BONAFIDE_OIDC_PYTHON", python.join("python3"))
            .env(
                "BONAFIDE_OIDC_RUST",
                paths::target().join("debug/openidconnect-client"),
            )
            .env("BONAFIDE_BINARY", demo::binary("debug"))
            .env("BONAFIDE_FIXTURES", paths::target().join("debug/fixtures")),
        node_line,
    )
}

fn browser() -> Result<Tally> {
    let folder = paths::root().join("tests/browser");
    install::npm(&folder)?;
    programs()?;
    tally(
        program("npm")
            .args(["test", "--silent"])
            .current_dir(&folder)
            .env("BONAFIDE_BINARY", demo::binary("debug"))
            .env("BONAFIDE_FIXTURES", paths::target().join("debug/fixtures")),
        node_line,
    )
}

const fn one() -> Result<Tally> {
    Ok(Tally {
        passed: 1,
        failed: 0,
    })
}

/// Runs a test runner and adds up what it says. A runner that says it failed without naming a
/// failed test (it did not compile, say) counts as one failure, and so does one that ran nothing.
fn tally(command: &mut Command, read: fn(&str) -> Tally) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = watched(command, |line| {
        let line = read(line);
        tally.passed += line.passed;
        tally.failed += line.failed;
    })?;
    if tally.failed == 0 && (!status.success() || tally.passed == 0) {
        println!(
            "error: the runner ended with {status} after {} tests",
            tally.passed
        );
        tally.failed = 1;
    }
    Ok(tally)
}

/// `Summary [ 1.0s] 12 tests run: 11 passed (1 slow), 1 failed, 0 skipped`
fn nextest_line(line: &str) -> Tally {
    match line.trim_start().strip_prefix("Summary [") {
        Some(summary) => Tally {
            passed: before(summary, " passed"),
            failed: before(summary, " failed") + before(summary, " timed out"),
        },
        None => Tally::default(),
    }
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`
fn cargo_line(line: &str) -> Tally {
    match line.strip_prefix("test result:") {
        Some(summary) => Tally {
            passed: before(summary, " passed"),
            failed: before(summary, " failed"),
        },
        None => Tally::default(),
    }
}

/// `  4545 generated, 4544 passed, 1 found 1 unique failure, 34 skipped`
fn schemathesis_line(line: &str) -> Tally {
    match line.trim_start().split_once(" generated, ") {
        Some((_, rest)) => Tally {
            passed: before(rest, " passed"),
            failed: before(rest, " unique failure"),
        },
        None => Tally::default(),
    }
}

/// `ℹ pass 12`, or `# pass 12` when the output is no terminal.
fn node_line(line: &str) -> Tally {
    let count = |word: &str| {
        ["ℹ ", "# "]
            .iter()
            .find_map(|mark| {
                line.strip_prefix(mark)?
                    .strip_prefix(word)?
                    .trim()
                    .parse()
                    .ok()
            })
            .unwrap_or(0)
    };
    Tally {
        passed: count("pass "),
        failed: count("fail ") + count("cancelled "),
    }
}

/// The number that stands right before `word`, 0 when there is none.
fn before(text: &str, word: &str) -> u64 {
    text.find(word)
        .and_then(|end| {
            text[..end]
                .rsplit(|letter: char| !letter.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or(0)
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:>3}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_runners_are_read() {
        let tally = |passed, failed| Tally { passed, failed };
        assert_eq!(
            nextest_line(
                "     Summary [   1.018s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped"
            ),
            tally(12, 2)
        );
        assert_eq!(
            nextest_line("        PASS [   0.018s] 12 passed"),
            tally(0, 0)
        );
        assert_eq!(
            cargo_line("test result: FAILED. 5 passed; 1 failed; 0 ignored"),
            tally(5, 1)
        );
        assert_eq!(node_line("ℹ pass 7"), tally(7, 0));
        assert_eq!(node_line("# fail 2"), tally(0, 2));
        assert_eq!(node_line("# cancelled 1"), tally(0, 1));
        assert_eq!(node_line("# passport 2"), tally(0, 0));
    }

    #[test]
    fn a_runner_that_ran_nothing_failed() {
        let quiet = tally(&mut program("true"), cargo_line).unwrap();
        assert_eq!(
            quiet,
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }
}
