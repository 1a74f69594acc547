//! `bonafide face liveness`: is a living person before the camera, who does what is asked?

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_checks::{LivenessJudged, judge_liveness};
use bonafide_identity::finding::{Check, Outcome};
use bonafide_identity::policy::Policy;
use bonafide_store::random::Random;
use bonafide_vision::face::Engine;
use bonafide_vision::liveness::{Challenge, FrameError, Limits, Prompt, Report, Watcher};
use bonafide_vision::models::Source;
use serde::Serialize;

use super::quality::{Row, table};
use crate::commands::{Failure, policy};
use crate::edge::SystemRandom;
use crate::tool;

/// The table of frames, beside them.
const TABLE: &str = "frames.csv";
/// Largest table or challenge, in bytes.
const MOST_TEXT: u64 = 1 << 20;
/// Something speaks against a living person.
const NOT_LIVE: u8 = 3;

/// The answer, as it is printed.
#[derive(Debug, Serialize)]
struct Answer {
    outcome: Outcome,
    findings: Vec<PromptRow>,
    best_frame: Option<String>,
}

/// A finding; where it judges a prompt, with that.
#[derive(Debug, Serialize)]
struct PromptRow {
    #[serde(flatten)]
    row: Row,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<Prompt>,
}

pub(crate) fn run(
    frames: &Path,
    challenge: &Path,
    policy: Option<&Path>,
    json: bool,
    models: &Source,
) -> Result<ExitCode, Failure> {
    let policy = policy.map_or_else(|| Ok(Policy::standard()), policy::read)?;
    let (report, judged) = judge(frames, challenge, &policy, models)?;
    println!("{}", told(&report, &judged, json));
    Ok(if judged.outcome == Outcome::Pass {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_LIVE)
    })
}

fn judge(
    frames: &Path,
    challenge: &Path,
    policy: &Policy,
    models: &Source,
) -> Result<(Report, LivenessJudged), Failure> {
    let limits = policy
        .thresholds
        .liveness()
        .ok_or_else(|| Failure::file(frames, &"the policy has no limits for liveness"))?;
    let mut asked =
        Challenge::parse(&text(challenge)?).map_err(|error| Failure::file(challenge, &error))?;
    if asked.looks.is_empty() {
        asked.draw_looks(below);
    }
    let film = film(frames)?;
    let engine = Engine::from_source(models)?;
    let mut watcher = Watcher::new(&engine, asked, Limits::default());
    for (path, ms) in &film {
        let bytes = tool::bytes(path).map_err(|error| Failure::file(path, &error))?;
        // What is wrong with the film, and not with a file, is for the findings to say.
        if let Err(error @ (FrameError::NotJpeg | FrameError::Intake(_) | FrameError::Model(_))) =
            watcher.see(*ms, &bytes)
        {
            return Err(Failure::file(path, &error));
        }
    }
    let report = watcher.report()?;
    let judged = judge_liveness(&engine, &report, &limits);
    Ok((report, judged))
}

/// A number below a limit, for looks at instants that nobody knows.
fn below(limit: u32) -> u32 {
    let random: &dyn Random = &SystemRandom;
    u32::from_le_bytes(random.array()) % limit.max(1)
}

fn told(report: &Report, judged: &LivenessJudged, json: bool) -> String {
    let best_frame = report.best.map(name);
    if !json {
        let verdict = match judged.outcome {
            Outcome::Pass => "nothing speaks against a living person",
            _ => "not shown to be a living person",
        };
        let best = best_frame.map_or_else(String::new, |best| format!("\nbest frame: {best}"));
        return format!("{verdict}\n{}{best}", table(&judged.findings));
    }
    let mut prompts = report.prompts.iter().map(|done| done.prompt);
    let findings = judged.findings.iter().map(|finding| PromptRow {
        row: finding.into(),
        prompt: (finding.check == Check::LivenessPrompts)
            .then(|| prompts.next())
            .flatten(),
    });
    let answer = Answer {
        outcome: judged.outcome,
        findings: findings.collect(),
        best_frame,
    };
    serde_json::to_string(&answer).expect("an answer is plain data")
}

/// A frame's file, by its number.
fn name(number: usize) -> String {
    format!("{number:06}.jpg")
}

/// The frames that the table names, each with its time. They must be numbered through.
fn film(folder: &Path) -> Result<Vec<(PathBuf, u32)>, Failure> {
    let path = folder.join(TABLE);
    let table = text(&path)?;
    let wrong =
        |line: usize, problem: &str| Failure::file(&path, &format!("line {line}: {problem}"));
    let mut film: Vec<(PathBuf, u32)> = Vec::new();
    for (line, text) in (1..).zip(table.lines()) {
        let text = text.trim();
        if text.is_empty() || (line == 1 && text.replace(' ', "") == "file,milliseconds") {
            continue;
        }
        let (file, ms) = text
            .split_once(',')
            .ok_or_else(|| wrong(line, "needs a file and its milliseconds"))?;
        let expected = name(film.len());
        if file.trim() != expected {
            return Err(wrong(line, &format!("the next frame is {expected}")));
        }
        let ms = ms
            .trim()
            .parse()
            .map_err(|_| wrong(line, "the milliseconds are not a whole number"))?;
        film.push((folder.join(expected), ms));
    }
    if film.is_empty() {
        return Err(Failure::file(&path, &"names no frames"));
    }
    Ok(film)
}

/// A small text file.
fn text(path: &Path) -> Result<String, Failure> {
    use std::io::Read as _;
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(|error| Failure::file(path, &error))?;
    file.take(MOST_TEXT + 1)
        .read_to_string(&mut text)
        .map_err(|error| Failure::file(path, &error))?;
    if text.len() as u64 > MOST_TEXT {
        return Err(Failure::file(path, &"larger than a megabyte"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Films of nothing: out of order, too long, of two sizes. All are judged, and none passes.
    #[test]
    fn what_no_camera_sends_is_a_finding() {
        let picture =
            |width: u32| bonafide_fixtures::camera::jpeg(&image::RgbImage::new(width, 48), 80);
        let late = Limits::default().frames + 1;
        let films: [(Vec<usize>, &str); 3] = [
            (vec![0, 200, 100], "out of order"),
            ((0..late).collect(), "too long"),
            (vec![0, 100, 200], "of two sizes"),
        ];
        let folder = tempfile::tempdir().unwrap();
        let challenge = folder.path().join("challenge.json");
        let asked = r#"{"prompts":[{"prompt":"turn_left","from":1000,"to":3000}]}"#;
        std::fs::write(&challenge, asked).unwrap();
        for (film, name) in films {
            let mut table = String::new();
            let odd = name == "of two sizes";
            for (number, ms) in film.iter().enumerate() {
                let file = super::name(number);
                let width = if odd && number == 2 { 80 } else { 64 };
                std::fs::write(folder.path().join(&file), picture(width)).unwrap();
                table += &format!("{file},{ms}\n");
            }
            std::fs::write(folder.path().join(TABLE), table).unwrap();
            let policy = Policy::standard();
            let models = Source::from_environment();
            let (report, judged) = judge(folder.path(), &challenge, &policy, &models).unwrap();
            let answer: serde_json::Value =
                serde_json::from_str(&told(&report, &judged, true)).unwrap();
            assert_eq!(answer["outcome"], "fail", "{name}: {answer}");
            let findings = answer["findings"].as_array().unwrap();
            let sequence = findings
                .iter()
                .find(|finding| finding["check"] == "liveness_sequence")
                .unwrap();
            assert_eq!(sequence["reason"], "frames-missing", "{name}: {answer}");
            assert_eq!(
                (report.disordered, findings.len()),
                (1, 6),
                "{name}: {report:?}"
            );
        }
    }

    fn problem(table: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(TABLE), table).unwrap();
        film(folder.path()).unwrap_err().to_string()
    }

    #[test]
    fn frames_are_numbered_through() {
        let folder = tempfile::tempdir().unwrap();
        let table = "file,milliseconds\n000000.jpg,5\n000001.jpg, 70\n\n";
        std::fs::write(folder.path().join(TABLE), table).unwrap();
        let film = film(folder.path()).unwrap();
        assert_eq!(film.len(), 2);
        assert_eq!(film[1], (folder.path().join("000001.jpg"), 70));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_named_with_its_line() {
        for (table, expected) in [
            ("", "names no frames"),
            ("000000.jpg\n", "line 1: needs"),
            ("000000.jpg,x\n", "line 1: the milliseconds"),
            ("000000.jpg,-1\n", "line 1: the milliseconds"),
            (
                "000000.jpg,1\n000002.jpg,2\n",
                "line 2: the next frame is 000001.jpg",
            ),
            ("../000000.jpg,1\n", "line 1: the next frame is 000000.jpg"),
        ] {
            assert!(
                problem(table).contains(expected),
                "{table:?}: {}",
                problem(table)
            );
        }
        let gone = film(Path::new("nowhere")).unwrap_err().to_string();
        assert!(gone.contains(TABLE), "{gone}");
    }
}
