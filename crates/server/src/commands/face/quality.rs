//! `bonafide face quality`: do selfies keep the seven rules?

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_checks::selfie_quality;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::Policy;
use bonafide_vision::face::Engine;
use bonafide_vision::models::Source;
use serde::Serialize;

use super::NoEmbedding;
use crate::commands::{Failure, exit_code, policy};
use crate::tool::parallel::in_order;
use crate::tool::picture;
use crate::tool::progress::Progress;

/// A rule is broken.
pub(in crate::commands) const BROKEN_RULE: u8 = 3;

/// What one photograph gives, as it is printed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    path: &'a Path,
    findings: Vec<Row>,
    error: Option<String>,
}

/// A finding, without what only sessions have.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Row {
    check: Check,
    outcome: Outcome,
    reason: Reason,
    measured: Option<f64>,
    threshold: Option<f64>,
}

impl From<&Finding> for Row {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check,
            outcome: finding.outcome,
            reason: finding.reason,
            measured: finding.measured,
            threshold: finding.threshold,
        }
    }
}

pub(crate) fn run(
    images: &[PathBuf],
    policy: Option<&Path>,
    json: bool,
    models: &Source,
) -> Result<ExitCode, Failure> {
    let policy = policy.map_or_else(|| Ok(Policy::standard()), policy::read)?;
    let thresholds = policy.thresholds.selfie();
    let engine = Engine::from_source(models)?;
    let mut progress = Progress::new(images.len());
    let mut out = std::io::stdout().lock();
    let (mut judged, mut broken_rules) = (0, 0);
    let mut broken = None;
    let judge = |path: &PathBuf| -> Result<Vec<Finding>, NoEmbedding> {
        Ok(selfie_quality(&engine, &picture(path)?, &thresholds)?)
    };
    in_order(images, judge, |index, result| {
        let result = result.map_err(NoEmbedding::from).flatten();
        let failed = result.is_err();
        if let Ok(findings) = &result {
            judged += 1;
            broken_rules += usize::from(findings.iter().any(is_broken));
        }
        progress.clear();
        if let Err(error) = writeln!(out, "{}", text(&images[index], result, json)) {
            broken.get_or_insert(error);
        }
        progress.step(failed);
    });
    drop(progress);
    if broken.is_some() {
        return exit_code(judged, broken);
    }
    Ok(if judged < images.len() {
        ExitCode::FAILURE
    } else if broken_rules > 0 {
        ExitCode::from(BROKEN_RULE)
    } else {
        ExitCode::SUCCESS
    })
}

pub(in crate::commands) fn is_broken(finding: &Finding) -> bool {
    finding.outcome >= Outcome::Inconclusive
}

fn text(path: &Path, result: Result<Vec<Finding>, NoEmbedding>, json: bool) -> String {
    let (findings, error) = match result {
        Ok(findings) => (findings, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    if json {
        let line = Line {
            path,
            findings: findings.iter().map(Row::from).collect(),
            error,
        };
        return serde_json::to_string(&line).expect("a line is plain data");
    }
    let path = path.display();
    if let Some(error) = error {
        return format!("{path}: {error}");
    }
    let broken = findings.iter().filter(|finding| is_broken(finding)).count();
    let verdict = match broken {
        0 => "keeps all rules".to_owned(),
        1 => "breaks one rule".to_owned(),
        several => format!("breaks {several} rules"),
    };
    format!("{path}: {verdict}\n{}", table(&findings))
}

/// One line a finding, in columns.
pub(in crate::commands) fn table(findings: &[Finding]) -> String {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.3}"));
    let lines = findings.iter().map(|finding| {
        let line = format!(
            "  {:<22} {:<12} {:<20} {:>10} {:>10}",
            finding.check.as_str(),
            finding.outcome.as_str(),
            finding.reason.as_str(),
            number(finding.measured),
            number(finding.threshold),
        );
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use bonafide_vision::face::FaceError;

    use super::*;

    #[test]
    fn the_shape_of_a_line() {
        let path = Path::new("a.jpg");
        let finding = Finding::new(Check::SelfieGaze, Outcome::Fail, Reason::EyesTurnedAway)
            .measured(20.0, 12.0);
        assert_eq!(
            text(path, Ok(vec![finding.clone()]), true),
            "{\"path\":\"a.jpg\",\"findings\":[{\"check\":\"selfie_gaze\",\"outcome\":\"fail\",\
             \"reason\":\"eyes-turned-away\",\"measured\":20.0,\"threshold\":12.0}],\"error\":null}"
        );
        assert_eq!(
            text(path, Err(NoEmbedding::Face(FaceError::NoFace)), true),
            "{\"path\":\"a.jpg\",\"findings\":[],\"error\":\"no face is found\"}"
        );
        let shown = text(path, Ok(vec![finding]), false);
        assert!(shown.starts_with("a.jpg: breaks one rule\n  selfie_gaze"));
    }
}
